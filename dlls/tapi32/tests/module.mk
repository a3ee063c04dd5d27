MODULE  := tapi32_test.exe
TYPE    := test
SRCS    := agent.c \
           assisted.c \
           call.c \
           caps.c \
           complete.c \
           conference.c \
           country.c \
           devspecific.c \
           dialling.c \
           digits.c \
           exports.c \
           fidelity.c \
           fidelity_agents.c \
           fidelity_check.c \
           forward.c \
           handoff.c \
           hold.c \
           init.c \
           location.c \
           management.c \
           media.c \
           modem.c \
           negotiate.c \
           open.c \
           park.c \
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
           supplementary.c \
           system.c \
           telephony.c \
           transfer.c \
           translate.c \
           translatedialog.c
IMPORTS := tapi32 user32 advapi32
TIMEOUT := 90
DURATION := 90
