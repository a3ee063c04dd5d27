# Answers of many modems, and which definition is proposed for them.
MODULE := modemprobe_test
TYPE   := nativetest
SRCS   := main.c ../answer.c ../match.c ../queries.c
