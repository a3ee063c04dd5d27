# A fax program for Windows, Class 1, 2 and 2.0, with efax at the other end: over a call of LINEBEARERMODE_PASSTHROUGH, and over one that was answered as voice.
MODULE  := fax_test.exe
TYPE    := test
SRCS    := fax.c voicefax.c pages.c class1.c class2.c t30.c ../../dlls/tapi32/tests/telephony.c ../../dlls/tapi32/tests/remote.c ../../dlls/tapi32/tests/phones.c
IMPORTS := tapi32 user32 advapi32
TIMEOUT := 180
DURATION := 48
