# The exchange in the test's own process, and its media service provider over it, without TAPI in between; terminals are the test's own.
MODULE      := exchangemsp_test.exe
TYPE        := test
SRCS        := msp.c sound.c load.c files.c record.c file_terminals.c trouble.c fixture.c terminals.c ../../exchange.tsp/tests/host.c
LIBS        := terminal mediafilter comobject tapi3uuid debug
IMPORTS     := ole32 oleaut32 winmm strmiids uuid advapi32
IDL         := yes
EXTRACFLAGS := -DCOBJMACROS -fno-strict-aliasing
TIMEOUT     := 120
DURATION    := 31
