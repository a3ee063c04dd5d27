MODULE := debug
TYPE   := pelib
SRCS   := debug.c
