MODULE  := telephon.cpl
TYPE    := dll
SRCS    := main.c telephon.rc
DEF     := telephon.def
LIBS    := debug
IMPORTS := user32
