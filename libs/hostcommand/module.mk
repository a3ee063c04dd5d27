# Commands of the host, for the Windows tests.
MODULE := hostcommand
TYPE   := pelib
SRCS   := hostcommand.c
