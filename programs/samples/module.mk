# An answering machine by TAPI 3 in C, and in module-scripts.mk a dialler in VBScript: samples to learn from, each under 200 lines of code.
MODULE   := tapi3answer.exe
TYPE     := exe
SRCS     := tapi3answer.c
LIBS     := tapi3uuid
IMPORTS  := ole32 oleaut32 uuid user32
SUBSYSTEM:= console
IDL      := yes
EXTRACFLAGS  := -DCOBJMACROS
EXTRALDFLAGS := -municode
