# The sample programs over the built-in exchange: starts samples_test.sh, which does it in a throw-away prefix.
MODULE  := samples_test
TYPE    := nativetest
SRCS    := run.c
TIMEOUT := 300
DURATION := 13
EXTRACFLAGS := -DSCRIPT='"samples_test.sh"'
