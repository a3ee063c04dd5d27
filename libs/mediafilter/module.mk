MODULE  := mediafilter
TYPE    := pelib
SRCS    := filter.c pin.c type.c convert.c convert_filter.c wave.c
LIBS    := comobject debug
IMPORTS := strmiids ole32 winmm uuid
IDL     := yes
EXTRACFLAGS := -DCOBJMACROS -fno-strict-aliasing
