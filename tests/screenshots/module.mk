# A program for tests/screenshots/run, which takes pictures of all windows.
MODULE  := shots.exe
TYPE    := exe
SRCS    := shots.c
IMPORTS := tapi32 shell32 user32
