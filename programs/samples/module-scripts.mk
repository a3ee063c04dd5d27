MODULE := samples
TYPE   := data
DATA   := dial.vbs
