MODULE      := mspbase
TYPE        := pelib
SRCS        := address.c terminals.c call.c stream.c graph.c tee.c dll.c
LIBS        := terminal mediafilter comobject debug tapi3uuid
IMPORTS     := winmm ole32 oleaut32 strmiids uuid
IDL         := yes
EXTRACFLAGS := -DCOBJMACROS -fno-strict-aliasing
