# What the engine reports for the log of a modem.
MODULE := log_test
TYPE   := nativetest
SRCS   := log_test.c bench.c fake_modem.c fake_voice.c
LIBS   := modem
