# Any address with any rules, and books that come from any program.
MODULE := dialrules_fuzz
TYPE   := fuzz
SRCS   := fuzz.c
LIBS   := dialrules
CORPUS := corpus
