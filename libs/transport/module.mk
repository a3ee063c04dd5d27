MODULE := transport
TYPE   := pelib
SRCS   := client.c
