# Against sound servers of the test's own.
MODULE   := audio_test
TYPE     := nativetest
SRCS     := audio_test.c server.c streams.c
LIBS     := audio
DURATION := 13
WAITS    := yes
