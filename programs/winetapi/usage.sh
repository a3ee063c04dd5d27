# winetapi: what --help says of each command
#
# Copyright 2026 the Wine Telephony authors
#
# This library is free software; you can redistribute it and/or
# modify it under the terms of the GNU Lesser General Public
# License as published by the Free Software Foundation; either
# version 2.1 of the License, or (at your option) any later version.

usage_main='Usage: winetapi COMMAND [ARGUMENT]...
Windows telephony (TAPI) in a Wine prefix: $WINEPREFIX, by default ~/.wine.

  install [PREFIX]               install into a prefix
  uninstall [PREFIX]             put the prefix back as it was
  status [PREFIX]                what is installed, what is broken and why
  detect [--port P] [--add]      ask what modems are at the serial ports, and add them
  add-modem --port P --name N    make the modem at a serial port a telephone line
  remove-modem NAME              take it away again
  diagnose MODEM                 ask a modem what it is and can do, and explain its answers
  rings MODEM [RING KIND]        distinctive ring: which ring is for data, fax or voice
  models [TEXT]                  the modems there are definitions for
  add-inf FILE                   take the definitions of the .INF file of a vendor
  virtual [show|number|listen|limit|add]...   modems that need no hardware: their calls are network connections
  phonebook list|add|remove|import   whom they can call by name or number
  ports                          the serial ports of this machine, and whether you may use them
  lines [-v]                     the telephone lines of the prefix; -v: what they can do
  phones [-v]                    its telephone sets
  monitor [--json]               what happens on all lines, as it happens
  exchange enable|disable|...    the built-in telephone exchange, to try and test programs without hardware
  config [PAGE | MODEM]          the settings windows: dialing rules, modems, providers
  dialrules [NUMBER]             your locations: area code, outside line, calling card
  call LINE NUMBER [--data]      place a call
  answer LINE [--data]           wait for a call and answer it
  run PROGRAM [ARGUMENT]...      start a Windows program with telephony

winetapi COMMAND --help says more. WINE=/path/to/wine chooses another Wine.'

usage_install='Usage: winetapi install [--system] [--no-virtual-modem] [--quiet] [PREFIX]
Installs telephony into PREFIX ($WINEPREFIX, ~/.wine), which is made if it does not exist. What it replaces is kept for
uninstall. Doing it again updates an older installation.

  --no-virtual-modem   without the line Wine Virtual Modem (winetapi virtual --help)
  --system   also put the parts that talk to Linux into the folder of Wine itself (may need root), so that any
             program finds them; without it, start programs with winetapi run'

usage_uninstall='Usage: winetapi uninstall [--system] [--quiet] [PREFIX]
Puts PREFIX back as it was before winetapi install: files, registry, service. Modems that were added go too.

  --system   also remove what winetapi install --system put into the folder of Wine'

usage_status='Usage: winetapi status [PREFIX]
Says what of telephony is installed in PREFIX, what is broken and why, and what to do about it.
Exit status: 0 all is well, 1 something is broken, 3 not installed.'

usage_add_modem='Usage: winetapi add-modem --port PORT [--name NAME] [--model MODEL] [--force]
Makes the modem at a serial port (/dev/ttyUSB0, /dev/serial/by-id/...) a telephone line called NAME, on a free COM port
of the prefix.

  --model MODEL   use the definition of this name; winetapi models lists them, winetapi detect proposes one
  --force         even if the port does not exist or may not be used now'

usage_add_inf='Usage: winetapi add-inf FILE [--model MODEL] [--port PORT [--name NAME]]
Takes the modem definitions of an .INF file, as vendors ship them for Windows, into the prefix, and lists its models. Nothing but the
description of modems is used of it: no driver is installed.

  --port PORT     also add the modem at PORT, with the definition MODEL, or the only one of the file
  --model MODEL   the model, where the file has several'

usage_models='Usage: winetapi models [TEXT]
Lists the modems there are definitions for, those whose name or maker contains TEXT: ours, and those of .INF files that were added.'

usage_detect='Usage: winetapi detect [--port PORT]... [--add]
Asks what is at the serial ports of this machine and at the COM ports of the prefix, and proposes a definition for each modem.
Ports that another program uses are left alone.

  --port PORT   only this port
  --add         add the modems that were found'

usage_diagnose='Usage: winetapi diagnose MODEM [--log on|off]
Asks a modem of the prefix, named by its name, its COM port or its port on Linux, what it is and what it can do, and explains each answer.
If the line is in use, the service lends the port between calls; during a call nothing is asked.

  --log on   ask nothing, but record from now on what goes to the modem and comes back, in ModemLog_MODEM.txt of the Windows folder'

usage_remove_modem='Usage: winetapi remove-modem NAME
Removes a modem, named by its name, its COM port or its port on Linux.'

usage_rings='Usage: winetapi rings MODEM
       winetapi rings MODEM plain|A|B|C any|data|fax|voice
       winetapi rings MODEM command AT-COMMAND|none
Distinctive ring, where a telephone company gives a line several numbers that ring differently: what each of the rings is
for, and the command by which the modem is made to tell them apart. Without RING and KIND: shows that. Calls that ring so
are offered to the programs for that kind of call only; any is what programs wait for.'

usage_virtual='Usage: winetapi virtual [--modem NAME] COMMAND
A virtual modem dials hosts (host:port, telnet:, raw:, rfc2217:, modem:host, unix:/path), entries of the phone book, and
the numbers of other virtual modems of this user. Programs use it through TAPI, or through its COM port with AT commands.

  show                       the virtual modems of the prefix and how they are set
  number NUMBER              its own number
  listen PORT [--raw]        TCP calls from this machine ring; --raw: callers speak no telnet
  listen --address A PORT    also calls to address A of this machine, from outside: anybody who reaches it can call
  listen off                 no TCP calls
  limit BITS                 as slow as a line of so many bit/s; limit off
  set VALUE TEXT             Rate, DialDelay, ConnectDelay, RingInterval, MaxRings (ms), Terminal, CallerName, PhoneBook
  add [--name NAME]          one more virtual modem; winetapi remove-modem takes it away

  --modem NAME   which one, if not "Wine Virtual Modem"'

usage_ports='Usage: winetapi ports
Lists the serial ports of this machine: what is there, and whether you may use it.'

usage_lines='Usage: winetapi lines [-v]
Lists the telephone lines that programs in the prefix see: number, name, port, what they can do.

  -v   all that the provider of each line says of the line and its addresses, by name'

usage_phones='Usage: winetapi phones [-v]
Lists the telephone sets (phone devices) that programs in the prefix see.

  -v   all that the provider of each phone says of it, by name'

usage_monitor='Usage: winetapi monitor [--json] [--seconds N] [--count N]
Watches all lines: calls, their states and parties, and which programs own or monitor them. On a terminal it is a table that is
kept up to date, otherwise a line of text for each event. It ends with Ctrl-C, or when nobody reads any more.

  --json       one event a line, as JSON
  --seconds N  end after N seconds
  --count N    end after N events; what was there at the start does not count'

usage_exchange='Usage: winetapi exchange COMMAND [ARGUMENT]...
The built-in exchange gives the prefix lines "Exchange 1001", ... that need no hardware. It is off until it is enabled.

  enable [--lines N] [--phones N] [--seed N]   switch it on; again with other numbers changes them
  disable                          switch it off, without a trace
  status                           what it has and does
  call NUMBER [--from NUMBER] [--name NAME] [--data] [--seconds S]    a call from outside comes in
  hangup [CALL]                    its caller hangs up
  digits DIGITS [CALL]             its caller presses digits
  load --rate N [--seconds S] [--talk S] [--first NUMBER] [--last NUMBER] [--data]
                                   N calls a second from outside;  load stop
  lines N                          the number of lines from now on
  line NUMBER service|connected|message|locked on|off
  phone NUMBER press|down|up BUTTON          0-9 * # line1-line4 hold transfer conference park forward message dnd drop speed1-speed4
  phone NUMBER hook handset|speaker|headset on|off|mic|speaker
  fault FUNCTION fail ERROR|fail-late ERROR|delay MS|slow MS|lose|crash|hang [--nth N] [--percent P] [--times N] [--line NUMBER]
                                   what a TSPI function does instead of its work; FUNCTION * is any
  fault list, fault clear [N]
  seed N                           begin the random choices of load and faults again
  script FILE                      timed commands: "at SECONDS COMMAND", "after SECONDS COMMAND"
  stop                             forget the commands of scripts that are not due yet'

usage_config='Usage: winetapi config [rules | modems | advanced | MODEM]
Shows Phone and Modem Options of the control panel at that page (modems), or the properties of MODEM, named by its name or its
COM port. Needs a display. "wine control telephon.cpl" shows the same.'

usage_dialrules='Usage: winetapi dialrules [NUMBER]
Shows the dialog of locations, dialling rules and calling cards that programs show, too. NUMBER, as +1 (425) 882-8080, is
previewed in it. Needs a display.'

usage_call='Usage: winetapi call LINE NUMBER [--data] [--hold SECONDS] [--timeout SECONDS] [--quiet]
Calls NUMBER on LINE (its name, number or COM port) and prints each state of the call with its time on stderr.

  --data      join the terminal to the data of the call; the end of the input hangs up
  --hold S    hang up S seconds after the connection
  --timeout S give up if there is no connection after S seconds
  --quiet     do not print states

Exit status: 0 was connected, 1 error, 2 usage, 3 busy, 4 no answer, 5 no dial tone, 6 no carrier.'

usage_answer='Usage: winetapi answer LINE [--data | --echo] [--rings N] [--hold SECONDS] [--timeout SECONDS] [--quiet]
Waits for a call on LINE, answers it and prints each state with its time on stderr.

  --data      join the terminal to the data of the call; the end of the input hangs up
  --echo      send back what comes, until the caller hangs up
  --rings N   answer at ring N
  --hold S    hang up S seconds after the connection
  --timeout S give up if nobody called within S seconds
  --quiet     do not print states

Exit status: as for winetapi call.'

usage_run='Usage: winetapi run PROGRAM [ARGUMENT]...
Starts a Windows program so that it finds all of telephony: wine PROGRAM, with WINEDLLPATH set.'
