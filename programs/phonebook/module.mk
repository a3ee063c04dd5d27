# winetapi phonebook: the phone book of virtual modems. A host program, as the book is the user's, not the prefix'.
MODULE   := winetapi-phonebook
TYPE     := native
SRCS     := main.c
LIBS     := phonebook
