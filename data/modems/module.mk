# Definitions of modems, as Windows' .INF files describe them: winetapi install puts them into C:\windows\inf.
MODULE := modems
TYPE   := data
DATA   := mdmwtels.inf \
          mdmwtluc.inf \
          mdmwtmul.inf \
          mdmwtrck.inf \
          mdmwtstd.inf \
          mdmwtusr.inf \
          mdmwtzyx.inf
