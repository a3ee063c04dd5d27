# What telnet and RFC 2217 servers and callers from outside say.
MODULE   := telnet_fuzz
TYPE     := fuzz
SRCS     := telnet_fuzz.c
LIBS     := virtual
CORPUS   := corpus
