# Any bytes as a WAV file.
MODULE   := wavfile_fuzz
TYPE     := fuzz
SRCS     := fuzz.c
LIBS     := wavfile
CORPUS   := corpus
