MODULE   := port_test
TYPE     := nativetest
SRCS     := port_test.c
LIBS     := port
