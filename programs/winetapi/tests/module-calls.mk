# Calls with winetapi, and a Wine whose server comes and goes: starts winetapi_test.sh.
MODULE      := winetapi_calls_test
TYPE        := nativetest
SRCS        := run.c
TIMEOUT     := 600
DURATION    := 60
EXTRACFLAGS := -DPART='"calls"'
