# The modem engine makes voice calls on voice modems of tests/phoneline: neither knows the other's code.
MODULE  := engine_test
TYPE    := nativetest
SRCS    := engine_test.c peer.c
LIBS    := modem
TIMEOUT := 120
DURATION := 43
WAITS   := yes
