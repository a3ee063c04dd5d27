MODULE       := polled_test
TYPE         := nativetest
SRCS         := polled_test.c bench.c fake_modem.c
LIBS         := modem
EXTRALDFLAGS := -Wl,--wrap=ioctl
