# Starts winetapi_test.sh, which tries the command in some thirty throw-away prefixes: two minutes on two free processors.
MODULE  := winetapi_test
TYPE    := nativetest
SRCS    := run.c
TIMEOUT := 900
