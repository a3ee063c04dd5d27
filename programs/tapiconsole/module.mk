# An attendant's console in a window of text: a sample of TAPI 2.x, the Unicode functions and messages through an event.
MODULE   := tapiconsole.exe
TYPE     := exe
SRCS     := calls.c \
              commands.c \
              main.c
IMPORTS  := tapi32
SUBSYSTEM:= console
EXTRALDFLAGS := -municode
