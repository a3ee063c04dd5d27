# WAV files and formats of samples, for PE code and for the host.
MODULE := wavfile
TYPE   := pelib
NATIVE := yes
SRCS   := convert.c \
          format.c \
          reader.c \
          writer.c
