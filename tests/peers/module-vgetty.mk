# vgetty (mgetty-voice) answers a call on a voice modem of tests/phoneline: it qualifies the exchange.
MODULE  := vgetty_test
TYPE    := nativetest
SRCS    := vgetty_test.c peer.c
TIMEOUT := 120
DURATION := 8
WAITS   := yes
