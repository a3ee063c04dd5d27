# Talks AT to the simulated exchange, which runs in a child of the test (and so under the same sanitizers).
include $(srcdir)/tests/phoneline/sources.mk
MODULE   := phoneline_test
TYPE     := nativetest
SRCS     := phoneline_test.c dte.c $(PHONELINE_SRCS:%=../%)
HOSTLIBS := spandsp
TIMEOUT  := 120
DURATION := 13
WAITS    := yes
