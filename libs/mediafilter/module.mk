MODULE  := mediafilter
TYPE    := pelib
SRCS    := filter.c pin.c type.c convert_filter.c wave.c
LIBS    := comobject wavfile debug
IMPORTS := strmiids ole32 winmm uuid
IDL     := yes
EXTRACFLAGS := -DCOBJMACROS -fno-strict-aliasing
