# What attacks the service: bad packets, dying programs, faulty providers. (module.mk, module-lines.mk: what it does for the well-behaved.)
MODULE  := tapisrv_hostile_test.exe
TYPE    := test
SRCS    := connections.c faults.c hostile.c kills.c modemfaults.c monkey.c monkey_services.c packets.c proxies.c rejections.c requests.c rulecases.c samples.c service.c rules.rc
LIBS    := transport trp debug hostcommand
IMPORTS := tapi32 advapi32
TIMEOUT := 120
DURATION := 82
EXTRACFLAGS := -I$(srcdir)/libs/trp
