MODULE   := modem
TYPE     := unixlib
SRCS     := host.c engine.c command.c result.c call.c hangup.c script.c response.c callerid.c log.c dial.c config.c voice_calls.c
LIBS     := port
HOSTLIBS := libserialport
