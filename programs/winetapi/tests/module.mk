# Starts winetapi_test.sh, which tries the command in throw-away prefixes.
MODULE  := winetapi_test
TYPE    := nativetest
SRCS    := run.c
TIMEOUT := 240
