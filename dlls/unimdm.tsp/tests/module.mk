MODULE  := unimdm_test.exe
TYPE    := test
SRCS    := provider.c config.c calls.c dialog.c virtual.c host.c voice.c change.c definition.c plug.c probe.c
LIBS    := modeminf modemprobe hostcommand
IMPORTS := advapi32 ws2_32 user32
TIMEOUT := 300
DURATION := 137
