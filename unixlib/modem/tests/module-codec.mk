MODULE   := codec_test
TYPE     := nativetest
SRCS     := codec_test.c
LIBS     := modem
