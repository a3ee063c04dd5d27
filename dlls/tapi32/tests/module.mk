MODULE  := tapi32_test.exe
TYPE    := test
SRCS    := agent.c \
           assisted.c \
           call.c \
           caps.c \
           country.c \
           dialling.c \
           devspecific.c \
           exports.c \
           fidelity.c \
           fidelity_agents.c \
           fidelity_check.c \
           handoff.c \
           init.c \
           location.c \
           management.c \
           modem.c \
           negotiate.c \
           open.c \
           phone_caps.c \
           phone_control.c \
           phone_init.c \
           phone_privilege.c \
           phone_status.c \
           phones.c \
           privilege.c \
           provider.c \
           proxy.c \
           remote.c \
           structures.c \
           system.c \
           telephony.c \
           translate.c \
           translatedialog.c
IMPORTS := tapi32 user32 advapi32
TIMEOUT := 90
