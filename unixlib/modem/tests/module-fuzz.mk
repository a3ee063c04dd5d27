MODULE   := response_fuzz
TYPE     := fuzz
SRCS     := response_fuzz.c
LIBS     := modem
CORPUS   := corpus
