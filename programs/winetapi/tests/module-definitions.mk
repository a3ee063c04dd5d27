# Definitions of modems, and what winetapi asks modems: starts winetapi_test.sh.
MODULE      := winetapi_definitions_test
TYPE        := nativetest
SRCS        := run.c
TIMEOUT     := 600
DURATION    := 38
EXTRACFLAGS := -DPART='"definitions"'
