# The modem engine against tests/phoneline, which it starts itself.
MODULE   := exchange_test
TYPE     := nativetest
SRCS     := exchange_test.c
LIBS     := modem
TIMEOUT  := 300
DURATION := 30
WAITS    := yes
