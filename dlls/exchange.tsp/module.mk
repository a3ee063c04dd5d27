MODULE  := exchange.tsp
TYPE    := tsp
SRCS    := call.c \
           caps.c \
           control.c \
           crosspoint.c \
           datalink.c \
           devspecific.c \
           engine.c \
           engine_call.c \
           engine_completion.c \
           engine_conference.c \
           engine_info.c \
           engine_media.c \
           engine_park.c \
           engine_route.c \
           engine_service.c \
           engine_transfer.c \
           faults.c \
           line.c \
           load.c \
           main.c \
           media.c \
           msp.c \
           notify.c \
           phone.c \
           phone_set.c \
           phone_tspi.c \
           supplementary.c \
           switch.c \
           ui.c \
           exchange.rc
DEF     := exchange.def
LIBS    := provider debug
IMPORTS := user32 advapi32 ole32
