# Addresses that users and programs dial, phone books and dialling directories from anywhere.
MODULE   := phonebook_fuzz
TYPE     := fuzz
SRCS     := phonebook_fuzz.c
LIBS     := phonebook
CORPUS   := corpus
