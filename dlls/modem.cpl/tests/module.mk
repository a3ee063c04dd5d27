MODULE  := modemcpl_test.exe
TYPE    := test
SRCS    := user.c options.c properties.c noservice.c resources.c
IMPORTS := tapi32 comctl32 user32 gdi32 advapi32
TIMEOUT := 240
DURATION := 16
