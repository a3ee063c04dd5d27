# The far end of a bare pair of pipe devices, for the floor of voice calls: what comes out of the one goes into the other.
MODULE   := bareline
TYPE     := native
SRCS     := bareline.c
INSTALL  := no
