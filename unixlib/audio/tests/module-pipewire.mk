# Against PipeWire's pulse server, with a session manager and a bus of the test's own.
MODULE   := audio_pipewire_test
TYPE     := nativetest
SRCS     := pipewire_test.c server.c streams.c
LIBS     := audio
TIMEOUT  := 180
DURATION := 4
WAITS    := yes
