# Programs of others over the exchange: tapi3cpp.exe calls itself, also a 64-bit one a 32-bit one through one service; a script in cscript.
MODULE  := tapi3programs_test.exe
TYPE    := test
SRCS    := programs.c script.c resource.rc ../../dlls/tapi3/tests/fixture.c
LIBS    := tapi3uuid
IMPORTS := tapi32 ole32 oleaut32 uuid advapi32
DURATION := 10
IDL     := yes
