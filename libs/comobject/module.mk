MODULE  := comobject
TYPE    := pelib
SRCS    := object.c typeinfo.c collection.c enumerator.c record.c register.c
LIBS    := debug tapi3uuid
IMPORTS := ole32 oleaut32 uuid advapi32
IDL     := yes
EXTRACFLAGS := -DCOBJMACROS -fno-strict-aliasing
