MODULE   := port
TYPE     := unixlib
SRCS     := port.c serial.c termios.c lines.c
HOSTLIBS := libserialport
