MODULE  := modem.cpl
TYPE    := dll
SRCS    := main.c addmodem.c line.c modempage.c modems.c properties.c providers.c query.c querypage.c registry.c sheet.c modem.rc
DEF     := modem.def
LIBS    := propsheet modeminf modemprobe debug
IMPORTS := tapi32 comctl32 version shell32 user32 advapi32
