MODULE       := polled_test
TYPE         := nativetest
SRCS         := polled_test.c bench.c fake_modem.c fake_voice.c
LIBS         := modem
DURATION     := 2
WAITS        := yes
EXTRALDFLAGS := -Wl,--wrap=ioctl
