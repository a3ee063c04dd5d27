# A modem without a modem: spandsp's AT interpreter over a pseudo-terminal, with calls over TCP and Unix sockets.
MODULE   := virtual
TYPE     := unixlib
SRCS     := loop.c resolve.c pty.c at.c commands.c call.c link.c listen.c telnet.c rfc2217.c
LIBS     := phonebook
HOSTLIBS := spandsp
