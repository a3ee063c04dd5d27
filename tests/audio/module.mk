# Windows programs that play and record over voice lines.
MODULE  := audio_test.exe
TYPE    := test
SRCS    := answering.c devices.c foreign.c handoff.c phoneset.c restart.c talk.c unplug.c wavemsp.c farend.c wave.c ../../dlls/exchangemsp/tests/terminals.c ../../dlls/tapi32/tests/telephony.c ../../dlls/tapi32/tests/remote.c ../../dlls/tapi32/tests/phones.c ../../dlls/tapi3/tests/fixture.c
LIBS    := terminal mediafilter comobject tapi3uuid debug
IMPORTS := tapi32 winmm ole32 oleaut32 strmiids uuid user32 advapi32
IDL     := yes
EXTRACFLAGS := -DCOBJMACROS= -fno-strict-aliasing
TIMEOUT := 90
DURATION := 130
