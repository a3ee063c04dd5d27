# Transcripts: a modem on a pty says what each step tells it.
MODULE   := modem_test
TYPE     := nativetest
SRCS     := modem_test.c dial_tests.c incoming_tests.c hangup_tests.c trouble_tests.c timing_tests.c ring_tests.c media_tests.c bench.c fake_modem.c \
            fake_voice.c
LIBS     := modem
TIMEOUT  := 300
DURATION := 41
WAITS    := yes
