# The mixing of the media switch alone, on the host: what each port hears, and ports whose programs write nonsense.
MODULE      := crosspoint_test
TYPE        := nativetest
SRCS        := crosspoint_test.c ../crosspoint.c
