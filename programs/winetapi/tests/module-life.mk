# An installation from its beginning to its end: starts winetapi_test.sh.
MODULE      := winetapi_life_test
TYPE        := nativetest
SRCS        := run.c
TIMEOUT     := 600
DURATION    := 50
EXTRACFLAGS := -DPART='"life"'
