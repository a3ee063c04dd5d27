# What our service providers have in common: the structures that they answer TAPI with.
MODULE := provider
TYPE   := pelib
SRCS   := structures.c
