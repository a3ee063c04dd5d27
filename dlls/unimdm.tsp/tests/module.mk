MODULE  := unimdm_test.exe
TYPE    := test
SRCS    := provider.c config.c calls.c host.c
IMPORTS := advapi32
TIMEOUT := 120
