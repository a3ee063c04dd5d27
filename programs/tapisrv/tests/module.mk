MODULE  := tapisrv_test.exe
TYPE    := test
SRCS    := misbehave.c msp.c provider.c tsp.c
IMPORTS := tapi32 advapi32
TIMEOUT := 180
DURATION := 38
EXTRACFLAGS := -Wno-sign-compare
