# The telephony service, built for i386 too: 32-bit prefixes have no 64-bit programs.
MODULE    := tapisrv.exe
TYPE      := exe
SUBSYSTEM := console
SRCS      := agent.c \
              assisted.c \
              async.c \
              book.c \
              call.c \
              call_control.c \
              call_info.c \
              caps.c \
              card.c \
              client.c \
              conference.c \
              config.c \
              country.c \
              detection.c \
              device.c \
              dispatch.c \
              events.c \
              filter.c \
              forward.c \
              guard.c \
              handles.c \
              handoff.c \
              hub.c \
              legacy.c \
              line.c \
              line_events.c \
              line_status.c \
              linemapper.c \
              listener.c \
              location.c \
              main.c \
              management.c \
              media.c \
              msp.c \
              names.c \
              newcall.c \
              params.c \
              phone.c \
              phone_caps.c \
              phone_control.c \
              phone_events.c \
              privilege.c \
              provider.c \
              provider_call.c \
              provider_devices.c \
              provider_events.c \
              proxy.c \
              proxy_response.c \
              status.c \
              translate.c \
              supplementary.c \
              uidll.c \
              users.c \
              wave.c
LIBS      := trp structconv dialrules debug
IMPORTS   := advapi32 user32 psapi ntdll
