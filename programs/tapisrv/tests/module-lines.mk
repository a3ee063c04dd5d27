# The object model: lines, calls, privileges, what is left when a program dies. (module.mk: the hosting of providers.)
MODULE  := tapisrv_lines_test.exe
TYPE    := test
SRCS    := calls.c incoming.c lines.c programs.c service.c
LIBS    := transport trp debug
IMPORTS := tapi32 advapi32
TIMEOUT := 120
DURATION := 30
