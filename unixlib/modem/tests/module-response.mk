MODULE   := response_test
TYPE     := nativetest
SRCS     := response_test.c
LIBS     := modem
