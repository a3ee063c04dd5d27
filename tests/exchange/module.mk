# The built-in exchange as programs see it: its control channel and its telephone sets.
MODULE  := exchange_control_test.exe
TYPE    := test
SRCS    := control.c \
           phone.c \
           provider_crash.c \
           session.c
IMPORTS := tapi32 advapi32 user32
TIMEOUT := 90
