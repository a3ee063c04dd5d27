# Talks AT to the simulated exchange, which runs in a child of the test (and so under the same sanitizers).
MODULE   := phoneline_test
TYPE     := nativetest
SRCS     := phoneline_test.c ../phoneline.c ../control.c ../exchange.c ../loop.c ../sockets.c ../modem.c \
            ../at_commands.c ../result.c ../port.c ../v22bis.c
HOSTLIBS := spandsp
TIMEOUT  := 120
