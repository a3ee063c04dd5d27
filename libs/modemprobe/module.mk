# Asks a modem what it is, explains its answers and proposes a definition for it.
MODULE := modemprobe
TYPE   := pelib
SRCS   := answer.c \
          match.c \
          port.c \
          probe.c \
          queries.c
