MODULE  := tapi32_test.exe
TYPE    := test
SRCS    := caps.c init.c negotiate.c remote.c telephony.c
IMPORTS := tapi32 user32
TIMEOUT := 90
