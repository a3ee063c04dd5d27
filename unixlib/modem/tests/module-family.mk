# A transcript for each family of modems, with the definitions of data/modems.
MODULE      := family_test
TYPE        := nativetest
SRCS        := family_test.c bench.c fake_modem.c fake_voice.c
LIBS        := modem
DURATION    := 4
WAITS       := yes
EXTRACFLAGS := -DSRCDIR='"$(abspath $(srcdir))"'
