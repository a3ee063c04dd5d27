# What a modem sends, cut anywhere: no answer may hurt the reader or the rules.
MODULE := answer_fuzz
TYPE   := fuzz
SRCS   := answer_fuzz.c ../answer.c ../match.c ../queries.c
CORPUS := corpus
