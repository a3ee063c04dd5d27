# Locations, calling cards and what they make of a telephone number, for PE code and for the host.
MODULE := dialrules
TYPE   := pelib
NATIVE := yes
SRCS   := address.c \
          book.c \
          countries.c \
          pack.c \
          toll.c \
          translate.c
