MODULE  := tapi32.dll
TYPE    := dll
SRCS    := main.c \
           carddialog.c \
           agent.c \
           context.c \
           memory.c \
           msp.c \
           request.c \
           convert.c \
           app.c \
           init.c \
           lost.c \
           messages.c \
           open.c \
           events.c \
           notify_window.c \
           notify_event.c \
           notify_port.c \
           line.c \
           locationdialog.c \
           call.c \
           phone.c \
           phone_control.c \
           supplementary.c \
           conference.c \
           digits.c \
           system.c \
           assisted.c \
           provider_ui.c \
           management.c \
           translate.c \
           translatedialog.c \
           proxy.c \
           rulespage.c \
           plain.c \
           undocumented.c \
           wave.c \
           tapi32.rc
DEF     := tapi32.def
LIBS    := structconv transport trp dialrules propsheet debug
IMPORTS := advapi32 user32
