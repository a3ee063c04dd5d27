# efax sends a page to efax through two fax modems of tests/phoneline: it qualifies the exchange.
MODULE  := efax_test
TYPE    := nativetest
SRCS    := efax_test.c fax_page.c peer.c
TIMEOUT := 180
DURATION := 27
WAITS   := yes
