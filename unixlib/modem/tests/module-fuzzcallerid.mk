MODULE   := callerid_fuzz
TYPE     := fuzz
SRCS     := callerid_fuzz.c
LIBS     := modem
CORPUS   := corpus_callerid
