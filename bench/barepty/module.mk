# A server that echoes, and a bare pseudo-terminal in front of it: the floor of calls of the virtual modem.
MODULE   := barepty
TYPE     := native
SRCS     := barepty.c
INSTALL  := no
