# A sample: an agent server for the lines of a call centre, which is a plain TAPI program.
MODULE    := acdproxy.exe
TYPE      := exe
SRCS      := acd.c \
             answers.c \
             calls.c \
             main.c
IMPORTS   := tapi32
SUBSYSTEM := console
EXTRALDFLAGS := -municode
