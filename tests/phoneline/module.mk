# The simulated telephone exchange of the tests and the demo.
include $(srcdir)/tests/phoneline/sources.mk
MODULE   := phoneline
TYPE     := native
SRCS     := main.c $(PHONELINE_SRCS)
HOSTLIBS := spandsp
INSTALL  := no
