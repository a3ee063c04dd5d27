# Programs at virtual modems, and who they call: sockets of the test, telnetd, chat.
MODULE   := virtual_test
TYPE     := nativetest
SRCS     := virtual_test.c calls.c peers.c dte.c
LIBS     := virtual
DURATION := 10
WAITS    := yes
