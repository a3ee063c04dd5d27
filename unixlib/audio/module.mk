MODULE   := audio
TYPE     := unixlib
SRCS     := endpoint.c
HOSTLIBS := libpulse
