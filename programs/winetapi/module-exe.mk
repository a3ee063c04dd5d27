# The part of winetapi that runs in the prefix: registry, service, and a plain TAPI program.
MODULE   := winetapi.exe
TYPE     := exe
SRCS     := call.c \
              config.c \
              data.c \
              decode.c \
              definitions.c \
              detect.c \
              diagnose.c \
              dialrules.c \
              exchange.c \
              exchange_command.c \
              exchange_script.c \
              hold.c \
              json.c \
              lines.c \
              main.c \
              modems.c \
              monitor.c \
              monitor_users.c \
              monitor_view.c \
              names.c \
              phones.c \
              registry.c \
              rings.c \
              service.c \
              session.c \
              setup.c \
              virtual.c
LIBS     := transport trp debug modeminf modemprobe
IMPORTS  := tapi32 advapi32 ntdll
SUBSYSTEM:= console
EXTRALDFLAGS := -municode
