# USB devices in a made-up sysfs.
MODULE := identity_test
TYPE   := nativetest
SRCS   := identity_test.c
LIBS   := port
