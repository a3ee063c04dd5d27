MODULE := structconv
TYPE   := pelib
SRCS   := structconv.c
LIBS   := trp
