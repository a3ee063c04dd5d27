MODULE      := termmgr_test.exe
TYPE        := test
SRCS        := file.c file_fixture.c fileplay.c filesound.c manager.c mst.c pluggable.c registration.c static.c terminal.c \
               ../../../libs/mediafilter/tests/fixture.c
LIBS        := terminal mediafilter wavfile comobject tapi3uuid
IMPORTS     := strmiids ole32 oleaut32 uuid winmm advapi32
IDL         := yes
EXTRACFLAGS := -DCOBJMACROS -fno-strict-aliasing
TIMEOUT     := 90
DURATION    := 29
