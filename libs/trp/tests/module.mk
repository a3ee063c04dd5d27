# Round trips, rejections generated from the tables, and the tables themselves.
MODULE := trp_test
TYPE   := nativetest
SRCS   := main.c sample.c tables.c structs.c roundtrip.c reject.c rules.c events.c ruletable.c seeds.c
LIBS   := trp
EXTRACFLAGS := -I$(srcdir)/libs/trp
