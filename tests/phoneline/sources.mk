# What the exchange is made of, for the program and for its tests. One subject a line.
PHONELINE_SRCS := phoneline.c control.c exchange.c talk.c loop.c sockets.c \
                  modem.c at_commands.c command_line.c result.c port.c plug.c \
                  v22bis.c fax.c class2.c class2_commands.c signals.c \
                  audio.c tones.c detect.c person.c \
                  voice.c voice_format.c voice_tones.c voice_v253.c voice_rockwell.c
