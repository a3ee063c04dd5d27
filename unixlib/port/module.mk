MODULE   := port
TYPE     := unixlib
SRCS     := identity.c port.c serial.c termios.c lines.c
HOSTLIBS := libserialport
