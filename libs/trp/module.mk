# The protocol between tapi32 and tapisrv (MS-TRP), for PE code and for the host.
MODULE := trp
TYPE   := pelib
NATIVE := yes
SRCS   := trp.c validate.c structs.c events.c layout.c
