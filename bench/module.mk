# The benchmark program; `make bench` runs it through bench/run.
MODULE   := bench.exe
TYPE     := exe
SUBSYSTEM:= console
SRCS     := main.c floor.c session.c init.c calls.c events.c data.c modems.c voice.c memory.c clients.c setup.c lines.c
IMPORTS  := tapi32 winmm advapi32
INSTALL  := no
