MODULE      := termmgr.dll
TYPE        := dll
SRCS        := main.c manager.c types.c mst.c mst_sample.c pluggable.c registration.c termmgr.rc
DEF         := termmgr.def
LIBS        := terminal mediafilter comobject tapi3uuid debug
IMPORTS     := strmiids ole32 oleaut32 winmm uuid advapi32
IDL         := yes
EXTRACFLAGS := -DCOBJMACROS -fno-strict-aliasing
