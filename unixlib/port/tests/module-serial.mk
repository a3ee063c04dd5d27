MODULE   := serial_test
TYPE     := nativetest
SRCS     := serial_test.c
LIBS     := port
