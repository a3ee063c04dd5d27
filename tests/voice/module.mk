# An answering machine on a voice modem of the simulated exchange, with a sound server of its own: starts voice_test.sh, and makes and compares its sounds.
MODULE        := voice_test
TYPE          := nativetest
SRCS          := run.c
EXTRALDFLAGS  := -lm
TIMEOUT       := 600
DURATION      := 83
