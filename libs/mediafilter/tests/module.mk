MODULE      := mediafilter_test.exe
TYPE        := test
SRCS        := fakewave.c filter.c fixture.c lag.c wave.c
LIBS        := mediafilter wavfile comobject
IMPORTS     := strmiids ole32 oleaut32 uuid winmm
IDL         := yes
EXTRACFLAGS := -DCOBJMACROS -fno-strict-aliasing
TIMEOUT     := 60
