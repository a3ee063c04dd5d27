MODULE  := comobject
TYPE    := pelib
SRCS    := object.c typeinfo.c collection.c enumerator.c record.c register.c
LIBS    := debug tapi3uuid advapi32
IMPORTS := ole32 oleaut32 uuid
IDL     := yes
EXTRACFLAGS := -DCOBJMACROS -fno-strict-aliasing
