# Tables of numbers and what is dialled for them, packed books, the country list.
MODULE := dialrules_test
TYPE   := nativetest
SRCS   := main.c address.c book.c countries.c translate.c
LIBS   := dialrules
