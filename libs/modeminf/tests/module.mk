# .INF files of all kinds, good and bad; our own definitions.
MODULE  := modeminf_test.exe
TYPE    := test
SRCS    := modeminf.c
LIBS    := modeminf
IMPORTS := advapi32
