MODULE := propsheet
TYPE   := pelib
SRCS   := propsheet.c
