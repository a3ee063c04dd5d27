MODULE   := phonebook
TYPE     := unixlib
SRCS     := address.c book.c import.c
