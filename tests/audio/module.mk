# Windows programs that play and record over voice lines.
MODULE  := audio_test.exe
TYPE    := test
SRCS    := devices.c wave.c ../../dlls/tapi32/tests/telephony.c
IMPORTS := tapi32 winmm user32 advapi32
TIMEOUT := 90
