MODULE  := exchange_test.exe
TYPE    := test
SRCS    := basic.c \
           dialog.c \
           host.c \
           media.c \
           services.c
IMPORTS := advapi32 user32
TIMEOUT := 120
