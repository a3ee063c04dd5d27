# The part of winetapi that runs in the prefix: registry, service, and a plain TAPI program.
MODULE   := winetapi.exe
TYPE     := exe
SRCS     := main.c registry.c setup.c modems.c session.c call.c data.c dialrules.c
LIBS     := transport trp debug
IMPORTS  := tapi32 advapi32
SUBSYSTEM:= console
EXTRALDFLAGS := -municode
