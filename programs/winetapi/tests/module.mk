# Starts winetapi_test.sh, which tries the command: without a prefix, with throw-away prefixes, and with two that call each other.
MODULE      := winetapi_test
TYPE        := nativetest
SRCS        := run.c
TIMEOUT     := 600
DURATION    := 25
EXTRACFLAGS := -DPART='"command"'
