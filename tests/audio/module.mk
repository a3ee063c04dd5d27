# Windows programs that play and record over voice lines.
MODULE  := audio_test.exe
TYPE    := test
SRCS    := devices.c foreign.c restart.c talk.c farend.c wave.c ../../dlls/tapi32/tests/telephony.c ../../dlls/tapi32/tests/phones.c
IMPORTS := tapi32 winmm user32 advapi32
TIMEOUT := 90
