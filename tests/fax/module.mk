# A fax program for Windows, Class 1, 2 and 2.0 over a call of LINEBEARERMODE_PASSTHROUGH, with efax at the other end.
MODULE  := fax_test.exe
TYPE    := test
SRCS    := fax.c class1.c class2.c t30.c ../../dlls/tapi32/tests/telephony.c
IMPORTS := tapi32 user32 advapi32
TIMEOUT := 180
