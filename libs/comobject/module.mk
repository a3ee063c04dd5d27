MODULE  := comobject
TYPE    := pelib
SRCS    := object.c typeinfo.c collection.c enumerator.c record.c
LIBS    := debug tapi3uuid
IMPORTS := ole32 oleaut32 uuid
IDL     := yes
EXTRACFLAGS := -DCOBJMACROS -fno-strict-aliasing
