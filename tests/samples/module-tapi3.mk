# dial.vbs and tapi3answer, the samples of TAPI 3, call each other over the built-in exchange and hear each other: starts tapi3_test.sh.
MODULE  := samples_tapi3_test
TYPE    := nativetest
SRCS    := run.c
TIMEOUT := 300
DURATION := 13
EXTRACFLAGS := -DSCRIPT='"tapi3_test.sh"'
