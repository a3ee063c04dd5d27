MODULE := unixcall
TYPE := pelib
SRCS := unixcall.c
LIBS := debug
