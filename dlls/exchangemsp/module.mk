MODULE      := exchangemsp.dll
TYPE        := dll
SRCS        := call.c link.c pump.c source.c sink.c exchangemsp.rc
DEF         := exchangemsp.def
LIBS        := mspbase terminal mediafilter comobject tapi3uuid debug
IMPORTS     := ole32 oleaut32 winmm strmiids uuid
IDL         := yes
EXTRACFLAGS := -DCOBJMACROS -fno-strict-aliasing
