# A telephone in a window of text: a sample of TAPI 2.x, the ANSI functions and messages through a callback.
MODULE   := tapiphone.exe
TYPE     := exe
SRCS     := tapiphone.c
IMPORTS  := tapi32 user32
SUBSYSTEM:= console
