MODULE  := exchange_test.exe
TYPE    := test
SRCS    := basic.c \
           dialog.c \
           host.c \
           media.c \
           msp.c \
           services.c \
           tapi.c \
           ../../tapi32/tests/telephony.c
IMPORTS := tapi32 advapi32 user32
TIMEOUT := 120
DURATION := 24
