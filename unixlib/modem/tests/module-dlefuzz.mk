MODULE   := dle_fuzz
TYPE     := fuzz
SRCS     := dle_fuzz.c
LIBS     := modem
CORPUS   := corpus-dle
