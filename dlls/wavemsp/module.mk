MODULE      := wavemsp.dll
TYPE        := dll
SRCS        := call.c wavemsp.rc
DEF         := wavemsp.def
LIBS        := mspbase terminal mediafilter comobject tapi3uuid debug
IMPORTS     := ole32 oleaut32 winmm strmiids uuid
IDL         := yes
EXTRACFLAGS := -DCOBJMACROS -fno-strict-aliasing
