MODULE      := termmgr.dll
TYPE        := dll
SRCS        := main.c manager.c types.c mst.c mst_sample.c pluggable.c registration.c termmgr.rc \
               file_core.c file_format.c file_io.c file_playback.c file_recording.c file_terminal.c file_track.c
DEF         := termmgr.def
LIBS        := terminal mediafilter wavfile comobject tapi3uuid debug
IMPORTS     := strmiids ole32 oleaut32 winmm uuid advapi32
IDL         := yes
EXTRACFLAGS := -DCOBJMACROS -fno-strict-aliasing
