MODULE := tapi3uuid
TYPE   := pelib
SRCS   := guids.c
IDLS   := tapi3if.idl tapi3cc.idl tapi3ds.idl msp.idl termmgr.idl tapi3.idl rend.idl mdhcp.idl sdpblb.idl ipmsp.idl
TYPELIBS := tapi3.idl termmgr.idl
