# The virtual modem with winetapi: starts winetapi_test.sh.
MODULE      := winetapi_virtual_test
TYPE        := nativetest
SRCS        := run.c
TIMEOUT     := 600
DURATION    := 52
EXTRACFLAGS := -DPART='"virtual"'
