MODULE  := tapi32_test.exe
TYPE    := test
SRCS    := call.c caps.c init.c negotiate.c open.c remote.c telephony.c
IMPORTS := tapi32 user32
TIMEOUT := 90
