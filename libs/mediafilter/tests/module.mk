MODULE      := mediafilter_test.exe
TYPE        := test
SRCS        := convert.c filter.c fixture.c wave.c
LIBS        := mediafilter comobject
IMPORTS     := strmiids ole32 oleaut32 uuid winmm
IDL         := yes
EXTRACFLAGS := -DCOBJMACROS -fno-strict-aliasing
TIMEOUT     := 60
