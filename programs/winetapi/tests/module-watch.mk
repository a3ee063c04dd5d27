# winetapi lines, winetapi monitor: starts winetapi_test.sh.
MODULE      := winetapi_watch_test
TYPE        := nativetest
SRCS        := run.c
TIMEOUT     := 600
DURATION    := 20
EXTRACFLAGS := -DPART='"watch"'
