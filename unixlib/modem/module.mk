MODULE   := modem
TYPE     := unixlib
SRCS     := host.c engine.c command.c result.c call.c hangup.c script.c response.c callerid.c log.c dial.c config.c codec.c \
            voice.c voice_calls.c voice_commands.c voice_dle.c voice_format.c voice_jobs.c voice_stream.c
LIBS     := port
HOSTLIBS := libserialport spandsp speexdsp
