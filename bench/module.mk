# The benchmark program; `make bench` runs it through bench/run.
MODULE   := bench.exe
TYPE     := exe
SUBSYSTEM:= console
SRCS     := main.c floor.c session.c init.c calls.c events.c data.c modems.c virtual.c voice.c memory.c clients.c setup.c lines.c tapi3.c media.c recording.c
LIBS     := tapi3uuid
IMPORTS  := tapi32 winmm ole32 oleaut32 uuid advapi32
IDL      := yes
INSTALL  := no
