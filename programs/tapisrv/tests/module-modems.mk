# What programs do with modems beside calling: fax beside data, distinctive ring, calls that a person dials, terminal windows.
MODULE  := tapisrv_modems_test.exe
TYPE    := test
SRCS    := modemcall.c modemdial.c modemfax.c modemring.c modemterminal.c hostile.c service.c
LIBS    := transport trp debug hostcommand
IMPORTS := tapi32 advapi32 user32
TIMEOUT := 120
DURATION := 38
EXTRACFLAGS := -I$(srcdir)/libs/trp
