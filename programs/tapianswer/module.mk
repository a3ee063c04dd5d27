# An answering machine: a sample of TAPI 2.x with voice: automated calls, the wave functions, digits, hand-off to fax and data.
MODULE   := tapianswer.exe
TYPE     := exe
SRCS     := machine.c \
              main.c \
              wave.c
IMPORTS  := tapi32 winmm
SUBSYSTEM:= console
EXTRALDFLAGS := -municode
