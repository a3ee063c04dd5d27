# The simulated telephone exchange of the tests and the demo.
MODULE   := phoneline
TYPE     := native
SRCS     := main.c phoneline.c control.c exchange.c loop.c sockets.c modem.c \
            at_commands.c result.c port.c v22bis.c
HOSTLIBS := spandsp
INSTALL  := no
