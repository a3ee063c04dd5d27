MODULE   := audio
TYPE     := unixlib
SRCS     := line.c server.c device.c transfer.c endpoint.c
HOSTLIBS := libpulse
