MODULE   := telnet_test
TYPE     := nativetest
SRCS     := telnet_test.c
LIBS     := virtual
