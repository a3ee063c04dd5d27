# A terminal as somebody else would write it: from the public headers only.
MODULE      := testterm.dll
TYPE        := fixture
SRCS        := testterm.c
DEF         := testterm.def
LIBS        := tapi3uuid
IMPORTS     := strmiids ole32 oleaut32 uuid advapi32
IDL         := yes
EXTRACFLAGS := -DCOBJMACROS
