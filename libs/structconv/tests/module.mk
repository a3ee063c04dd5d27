MODULE  := structconv_test.exe
TYPE    := test
SRCS    := structconv.c
LIBS    := structconv trp
