MODULE      := tapi3.dll
TYPE        := dll
SRCS        := main.c session.c requests.c messages.c sinks.c events.c eventfilter.c tapi.c address.c address_caps.c address_translate.c \
               address_legacy.c msp.c msp_call.c msp_thread.c mspevents.c \
               call.c call_control.c call_info.c call_media.c call_terminals.c callhub.c forward.c tone.c objects.c \
               phone.c phone_device.c phone_events.c phone_automated.c phone_handling.c phone_tone.c \
               centre.c agenthandler.c agent.c agentsession.c acd.c tapi3.rc
DEF         := tapi3.def
LIBS        := comobject tapi3uuid debug
IMPORTS     := tapi32 ole32 oleaut32 uuid advapi32 winmm
IDL         := yes
EXTRACFLAGS := -DCOBJMACROS -fno-strict-aliasing
