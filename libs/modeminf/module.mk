# Modem .INF files, through setupapi: which models they have, and the registry key of one.
MODULE  := modeminf
TYPE    := pelib
SRCS    := collect.c \
           file.c \
           find.c \
           registry.c
IMPORTS := setupapi advapi32
