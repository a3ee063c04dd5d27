# The command on the host: a POSIX shell script, one file when it is installed. The first source begins it, the last one runs it.
MODULE   := winetapi
TYPE     := script
SRCS     := winetapi.sh usage.sh prefix.sh hold.sh ports.sh install.sh status.sh modems.sh detect.sh virtual.sh telephony.sh main.sh
MANPAGES := winetapi.1
