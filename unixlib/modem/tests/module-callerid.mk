MODULE   := callerid_test
TYPE     := nativetest
SRCS     := callerid_test.c
LIBS     := modem
