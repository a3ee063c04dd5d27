# The engine alone, on the host, with a clock of the test's own: scenarios, and random operations with a check after each.
MODULE      := engine_test
TYPE        := nativetest
SRCS        := engine_test.c \
               random_test.c \
               ../engine.c \
               ../engine_call.c \
               ../engine_completion.c \
               ../engine_conference.c \
               ../engine_info.c \
               ../engine_media.c \
               ../engine_park.c \
               ../engine_route.c \
               ../engine_service.c \
               ../engine_transfer.c
TIMEOUT     := 300
