MODULE  := terminal
TYPE    := pelib
SRCS    := terminal.c static_audio.c
LIBS    := mediafilter comobject tapi3uuid debug
IMPORTS := strmiids ole32 oleaut32 winmm uuid
IDL     := yes
EXTRACFLAGS := -DCOBJMACROS -fno-strict-aliasing
