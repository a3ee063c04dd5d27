# What a hostile client or server may send. The saved inputs come from trp_test --seeds fuzz/corpus.
MODULE := trp_fuzz
TYPE   := fuzz
SRCS   := fuzz.c
LIBS   := trp
CORPUS := corpus
