# The voice modems and the people of the simulated exchange.
include $(srcdir)/tests/phoneline/sources.mk
MODULE   := phoneline_voice_test
TYPE     := nativetest
SRCS     := voice_test.c dte.c $(PHONELINE_SRCS:%=../%)
HOSTLIBS := spandsp
TIMEOUT  := 120
DURATION := 14
WAITS    := yes
