# WAV files of all kinds and of damaged ones, and what becomes of samples in another format.
MODULE   := wavfile_test
TYPE     := nativetest
SRCS     := main.c convert.c
LIBS     := wavfile
