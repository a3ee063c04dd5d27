MODULE   := chaos_test
TYPE     := nativetest
SRCS     := chaos_test.c
LIBS     := modem
DURATION := 6
WAITS    := yes
