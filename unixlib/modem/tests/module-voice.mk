# Voice calls against a modem on a pty that plays and records at the pace of a line.
MODULE   := voice_test
TYPE     := nativetest
SRCS     := voice_test.c voice_call_tests.c voice_sound_tests.c voice_trouble_tests.c bench.c fake_modem.c fake_voice.c
LIBS     := modem
TIMEOUT  := 300
DURATION := 32
WAITS    := yes
