MODULE  := unimdm_test.exe
TYPE    := test
SRCS    := provider.c config.c calls.c dialog.c host.c voice.c definition.c plug.c unixcmd.c
LIBS    := modeminf
IMPORTS := advapi32 user32
TIMEOUT := 300
