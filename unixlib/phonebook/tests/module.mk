MODULE   := phonebook_test
TYPE     := nativetest
SRCS     := phonebook_test.c
LIBS     := phonebook
