MODULE      := tapi3_test.exe
TYPE        := test
SRCS        := acd.c acdpeer.c apartments.c bothways.c call.c caller.c centre.c dispatch.c events.c filters.c fixture.c fuzz.c hubs.c interfaces.c \
               late.c lifetime.c msp.c names.c order.c phone.c qos.c record.c sinks.c tapi.c typelib.c zoo.c zoo_centre.c zoo_media.c resource.rc
LIBS        := tapi3uuid
IMPORTS     := tapi32 ole32 oleaut32 uuid advapi32 winmm
IDL         := yes
EXTRACFLAGS := -fno-strict-aliasing
TIMEOUT     := 90
DURATION    := 60
