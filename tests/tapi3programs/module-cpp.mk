# A program in C++, built as programs of others are
MODULE       := tapi3cpp.exe
TYPE         := fixture
SRCS         := tapi3cpp.cpp
IMPORTS      := tapi3uuid ole32 oleaut32 uuid
EXTRALDFLAGS := -municode
