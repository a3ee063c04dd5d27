# The command on the host: a POSIX shell script.
MODULE   := winetapi
TYPE     := script
SRCS     := winetapi.sh
MANPAGES := winetapi.1
