#!/bin/sh
#
# winetapi: Windows telephony in a Wine prefix: install it, give it modems, try it. See winetapi(1).
#
# Copyright 2026 the Wine Telephony authors
#
# This library is free software; you can redistribute it and/or
# modify it under the terms of the GNU Lesser General Public
# License as published by the Free Software Foundation; either
# version 2.1 of the License, or (at your option) any later version.

set -u
version='@VERSION@'

# ---- saying things ---------------------------------------------------------------------------------------------------

fail()
{
    printf '%s\n' "winetapi: $*" >&2
    exit 1
}

note()
{
    [ "$quiet" = yes ] || printf '%s\n' "$*"
}

usage_error()
{
    printf '%s\n' "winetapi: $*" >&2
    echo "Try winetapi --help." >&2
    exit 2
}

quiet=no

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

# ---- where things are ------------------------------------------------------------------------------------------------

# The real path of a file, through links.
real_path()
{
    real_p=$1
    while [ -L "$real_p" ]; do
        real_l=$(readlink "$real_p")
        case $real_l in
        /*) real_p=$real_l ;;
        *)  real_p=${real_p%/*}/$real_l ;;
        esac
    done
    real_d=$(cd "$(dirname "$real_p")" 2>/dev/null && pwd -P) || return 1
    printf '%s\n' "${real_d%/}/${real_p##*/}"
}

find_libdir()
{
    here=$(real_path "$0") || fail "cannot find the folder of $0"
    here=${here%/*}
    for libdir in "${WINETAPI_LIBDIR:-$here/../lib/wine-telephony}" "$here"/../lib64/wine-telephony "$here"/../lib/*/wine-telephony; do
        [ -d "$libdir" ] || continue
        libdir=$(cd "$libdir" && pwd -P)
        return
    done
    fail "its files (lib/wine-telephony beside $here) are missing; install Wine Telephony again"
}

# The folder of what belongs to no architecture, as definitions of modems do
find_datadir()
{
    for datadir in "${WINETAPI_DATADIR:-$here/../share/wine-telephony}" "$libdir"/../../share/wine-telephony "$libdir"/../../../share/wine-telephony; do
        [ -d "$datadir" ] || continue
        datadir=$(cd "$datadir" && pwd -P)
        return
    done
    datadir=
}

set_prefix()
{
    prefix=${1:-${WINEPREFIX:-$HOME/.wine}}
    case $prefix in
    /*) ;;
    *)  prefix=$(pwd)/$prefix ;;
    esac
    prefix=${prefix%/}
    WINEPREFIX=$prefix
    export WINEPREFIX
    state=$prefix/.winetapi
}

need_prefix()
{
    [ -f "$prefix/system.reg" ] || fail "there is no Wine prefix in $prefix; winetapi install makes one"
}

need_installed()
{
    need_prefix
    [ -f "$state/files" ] || fail "telephony is not installed in $prefix; run winetapi install first"
}

# win64 or win32, and the architecture of our files for it
set_arch()
{
    arch=${WINEARCH:-win64}
    if [ -f "$prefix/system.reg" ]; then
        case $(sed -n '/^#arch=/{s///p;q;}' "$prefix/system.reg" | tr -d '\r') in
        win32) arch=win32 ;;
        *)     arch=win64 ;;
        esac
    fi
    case $arch in
    win32) pe_arch=i386 ;;
    *)     pe_arch=x86_64 ;;
    esac
    pe=$libdir/$pe_arch-windows
}

# The Wine to use. Distributions that install two loaders want the one of the prefix' own kind.
set_wine()
{
    set_arch
    if [ -n "${WINE:-}" ]; then
        wine=$(command -v "$WINE") || fail "WINE is $WINE, which is no program"
        set -- "$wine"
        if [ "$arch" != win32 ]; then
            wine_real=$(real_path "$wine")
            set -- "${wine_real%/*}/wine64" "$wine"
        fi
    elif [ "$arch" = win32 ]; then set -- wine /usr/lib/wine/wine /opt/wine-stable/bin/wine
    else set -- wine64 /usr/lib/wine/wine64 wine wine64-stable wine-stable /opt/wine-stable/bin/wine64
    fi
    for wine in "$@"; do
        if wine=$(command -v "$wine"); then return; fi
    done
    fail "there is no Wine on this machine (Debian: apt install wine), or say WINE=/path/to/wine"
}

# The folder of Wine's own modules, or nothing.
find_dlldir()
{
    dlldir_loader=$(real_path "$wine")
    dlldir_base=${dlldir_loader%/*}
    for dlldir in "$dlldir_base/../lib/wine" "$dlldir_base/../lib64/wine" "$dlldir_base/../lib/x86_64-linux-gnu/wine" \
                  "$dlldir_base/../x86_64-linux-gnu/wine" "$dlldir_base/../i386-linux-gnu/wine" "$dlldir_base/../lib/i386-linux-gnu/wine"; do
        [ -e "$dlldir/x86_64-unix/ntdll.so" ] || [ -e "$dlldir/i386-unix/ntdll.so" ] || continue
        (cd "$dlldir" && pwd -P)
        return
    done
}

set_environment()
{
    case :${WINEDLLPATH:-}: in
    *:"$libdir":*) ;;
    *) WINEDLLPATH=$libdir${WINEDLLPATH:+:$WINEDLLPATH} ;;
    esac
    export WINEDLLPATH
    if [ -f "$state/files" ] && [ -f "$prefix/system.reg" ]; then hold; fi
}

# Our program in the prefix. Wine's own messages are for WINEDEBUG, not for the user of a command.
exe()
{
    WINEDEBUG=${WINEDEBUG:--all} "$wine" "$pe/winetapi.exe" "$@"
}

held=no hold_telephony='' hold_loudly=

# Whether the prefix has a wineserver: a process that sits in the folder of its socket. Where that lies is the distribution's choice.
server_runs()
{
    server_folder=server-$(stat -L -c %D "$prefix")-$(printf %x "$(stat -L -c %i "$prefix")")
    [ -n "$(find /proc/[0-9]*/cwd -maxdepth 0 -lname "*/$server_folder" 2>/dev/null | head -n 1)" ]
}

# Ends with this shell, or with the program that it has become
wait_for_end()
{
    trap '' INT QUIT
    if tail --version 2>/dev/null | grep -q GNU; then exec tail --pid=$$ -s 0.1 -f /dev/null; fi
    while kill -0 $$ 2>/dev/null; do sleep 0.5; done
}

# The program that holds the prefix: it begins with the line "ready" in $hold_dir/out, and its input ends with us.
hold_program()
{
    trap '' INT QUIT
    wait_for_end >"$hold_dir/in" 2>/dev/null 5>&- &
    hold_waiter=$!
    [ "$hold_loudly" = yes ] || { WINEDEBUG=${WINEDEBUG:--all}; export WINEDEBUG; }
    "$wine" "$pe/winetapi.exe" hold "$@" <"$hold_dir/in" 2>&5 5>&-
    kill $hold_waiter 2>/dev/null
    # it never got ready, or nobody reads this any more
    echo over
}

# hold: keep the prefix running as long as this command does. Debian's wineserver begins to go when the last program has
# gone, and throws out the program that connects in that moment, before it ran anything ("wine client error:0: recvmsg: Connection reset
# by peer"). So the first program is one that does nothing, is started again where that happened, and stays. For a command that sets
# hold_telephony it uses telephony, too: the ports of virtual modems exist while somebody does.
hold()
{
    [ "$held" = no ] || return 0
    held=yes
    hold_dir=$(mktemp -d) || return 0
    hold_count=0 hold_says=over
    while [ $hold_count -lt 8 ]; do
        mkfifo "$hold_dir/out$hold_count" "$hold_dir/in$hold_count" || break
        mv -f "$hold_dir/out$hold_count" "$hold_dir/out"
        mv -f "$hold_dir/in$hold_count" "$hold_dir/in"
        # the services of a new server write where the program that brought them up does; the complaint about an old one is for us
        : >"$hold_dir/errors"
        if server_runs || [ -z "${WINEDEBUG:-}$hold_loudly" ]; then exec 5>"$hold_dir/errors"; else exec 5>&2; fi
        # nobody's child, for the "wait" of commands; by exec, or the shell keeps what it redirects and whoever reads us waits for it, too
        ( (exec </dev/null >"$hold_dir/out" 2>/dev/null; hold_program $hold_telephony) &)
        exec 5>&-
        read -r hold_says <"$hold_dir/out" || hold_says=over
        case $hold_says in
        ready*) break ;;
        esac
        grep -q 'client error' "$hold_dir/errors" || break
        hold_count=$((hold_count + 1))
        sleep 0.2
    done
    rm -rf "$hold_dir"
}

# The environment of the process that starts services in this prefix, a line for each variable; nothing if none runs.
services_environment()
{
    for proc in /proc/[0-9]*; do
        [ -r "$proc/environ" ] || continue
        tr '\0' ' ' <"$proc/cmdline" 2>/dev/null | grep -q 'services\.exe' || continue
        # read once: the process may be about to end
        services_env=$(tr '\0' '\n' <"$proc/environ" 2>/dev/null)
        services_prefix=$(printf '%s\n' "$services_env" | sed -n 's/^WINEPREFIX=//p')
        [ -n "$services_prefix" ] || services_prefix=$(printf '%s\n' "$services_env" | sed -n 's/^HOME=//p')/.wine
        if [ "${services_prefix%/}" = "$prefix" ]; then
            printf '%s\n' "$services_env"
            return
        fi
    done
}

# Whether services of a running prefix find the Unix halves: "", or why not.
services_trouble()
{
    trouble_env=$(services_environment)
    [ -n "$trouble_env" ] || return 0
    case :$(printf '%s\n' "$trouble_env" | sed -n 's/^WINEDLLPATH=//p'): in
    *:"$libdir":*) return 0 ;;
    esac
    trouble_dlldir=$(find_dlldir)
    if [ -n "$trouble_dlldir" ] && [ -e "$trouble_dlldir/$pe_arch-unix/unimdm.so" ]; then return 0; fi
    echo "programs of this prefix were started without winetapi run, so its services do not find unimdm.so; end them (wineserver -k), then use winetapi run"
}

# ---- install, uninstall ----------------------------------------------------------------------------------------------

# DLLs with COM classes, which winetapi.exe registers (com_dlls of setup.c)
com_dlls="tapi3.dll termmgr.dll wavemsp.dll exchangemsp.dll"

# Lines "FILE-IN-WINDOWS SOURCE", from libdir where SOURCE is no full path
file_list()
{
    for file in tapi32.dll $com_dlls tapisrv.exe unimdm.tsp exchange.tsp modem.cpl telephon.cpl winetapi.exe; do
        echo "system32/$file $pe_arch-windows/$file"
    done
    if [ "$pe_arch" = x86_64 ] && [ -d "$libdir/i386-windows" ]; then
        for file in tapi32.dll $com_dlls unimdm.tsp exchange.tsp modem.cpl telephon.cpl; do
            echo "syswow64/$file i386-windows/$file"
        done
    fi
    [ -n "$datadir" ] || return 0
    for file in "$datadir"/*.inf; do
        [ ! -f "$file" ] || echo "inf/${file##*/} $file"
    done
}

# The full path of a SOURCE of file_list
source_path()
{
    case $1 in
    /*) echo "$1" ;;
    *)  echo "$libdir/$1" ;;
    esac
}

# put FILE SOURCE: keep what is there the first time, then replace it
put()
{
    put_target=$prefix/drive_c/windows/$1 put_source=$(source_path "$2")
    [ -f "$put_source" ] || fail "$put_source is missing; install Wine Telephony again"
    if ! grep -qx "[a-z]* $1" "$state/files"; then
        if [ -e "$put_target" ] || [ -L "$put_target" ]; then
            mkdir -p "$state/kept/${1%/*}" || exit 1
            echo "replaced $1" >>"$state/files"
            mv "$put_target" "$state/kept/$1" || fail "cannot move $put_target"
        else
            echo "added $1" >>"$state/files"
        fi
    elif cmp -s "$put_source" "$put_target"; then return
    fi
    # a new file, so that programs that run keep the old one, and links of it elsewhere stay as they are
    cp "$put_source" "$put_target.winetapi" && chmod 644 "$put_target.winetapi" && mv -f "$put_target.winetapi" "$put_target" ||
        fail "cannot write $put_target"
}

system_files()
{
    for arch_pair in x86_64 i386; do
        for file in "$arch_pair-windows/unimdm.tsp" "$arch_pair-unix/unimdm.so"; do
            [ ! -f "$libdir/$file" ] || [ ! -d "$dlldir/${file%/*}" ] || echo "$file"
        done
    done
}

install_system()
{
    dlldir=$(find_dlldir)
    [ -n "$dlldir" ] || fail "cannot find the modules of $wine; use winetapi run instead of --system"
    for file in $(system_files); do
        rm -f "$dlldir/$file" 2>/dev/null
        cp "$libdir/$file" "$dlldir/$file" || fail "cannot write $dlldir/$file; run sudo winetapi install --system, or use winetapi run"
    done
}

command_install()
{
    system=no virtual=yes
    while [ $# -gt 0 ]; do
        case $1 in
        --system) system=yes ;;
        --no-virtual-modem) virtual=no ;;
        --quiet)  quiet=yes ;;
        -*)       usage_error "install: unknown option '$1'" ;;
        *)        break ;;
        esac
        shift
    done
    [ $# -le 1 ] || usage_error "install takes one prefix"
    if [ "$system" = yes ] && [ $# = 0 ] && [ -z "${WINEPREFIX:-}" ] && [ -n "${SUDO_USER:-}" ] && [ "$(id -u)" = 0 ]; then
        # a prefix of root's own is not what its caller means
        set_prefix
        set_wine
        install_system
        note "installed in $dlldir; prefixes: winetapi install, without sudo"
        return
    fi
    set_prefix "${1:-}"
    set_wine
    set_environment
    if [ ! -f "$prefix/system.reg" ]; then
        note "making the prefix $prefix"
        mkdir -p "$prefix" || exit 1
        WINEDEBUG=${WINEDEBUG:--all} "$wine" wineboot -i >/dev/null 2>&1 </dev/null
        [ -d "$prefix/drive_c/windows/system32" ] || fail "$wine could not make the prefix $prefix; try: WINEPREFIX=$prefix $wine wineboot -i"
        # the registry goes to disk a moment after the first start
        wait_count=0
        while [ ! -f "$prefix/system.reg" ] && [ $wait_count -lt 100 ]; do
            sleep 0.2
            wait_count=$((wait_count + 1))
        done
        set_wine
    fi
    [ -w "$prefix/drive_c/windows/system32" ] || fail "$prefix/drive_c/windows/system32 does not exist or is not yours to write"
    mkdir -p "$state" || exit 1
    [ -f "$state/files" ] || : >"$state/files" || exit 1
    mkdir -p "$prefix/drive_c/windows/inf" || exit 1
    file_list >"$state/list.$$"
    while read -r target source; do
        if [ -d "$prefix/drive_c/windows/${target%/*}" ]; then put "$target" "$source"; fi
    done <"$state/list.$$"
    rm -f "$state/list.$$"
    hold
    exe install "$state/registry" </dev/null || fail "the registry of $prefix could not be set up; winetapi status says what is missing"
    echo "$version" >"$state/version"
    # once: one that was removed does not come back with an update
    if [ "$virtual" = yes ] && [ ! -f "$state/virtual-offered" ]; then
        : >"$state/virtual-offered"
        install_quiet=$quiet
        quiet=yes
        add_virtual 'Wine Virtual Modem'
        quiet=$install_quiet
    fi
    if [ "$system" = yes ]; then
        install_system
        note "installed in $prefix and in $dlldir"
    else
        note "installed in $prefix; start programs with winetapi run"
    fi
}

# unlink_ports: remove the COM links named on stdin by "unlink comN", if they were made here
unlink_ports()
{
    while read -r word com; do
        [ "$word" = unlink ] || continue
        if [ -f "$state/links" ] && grep -qx "$com" "$state/links"; then
            rm -f "$prefix/dosdevices/$com"
            grep -vx "$com" "$state/links" >"$state/links.new"
            mv -f "$state/links.new" "$state/links"
        fi
    done
}

command_uninstall()
{
    system=no
    while [ $# -gt 0 ]; do
        case $1 in
        --system) system=yes ;;
        --quiet)  quiet=yes ;;
        -*)       usage_error "uninstall: unknown option '$1'" ;;
        *)        break ;;
        esac
        shift
    done
    [ $# -le 1 ] || usage_error "uninstall takes one prefix"
    set_prefix "${1:-}"
    set_wine
    set_environment
    if [ -f "$state/files" ]; then
        if [ -f "$state/registry" ]; then
            unlinks=$(exe uninstall "$state/registry" </dev/null) || fail "the registry of $prefix could not be restored; nothing else was changed"
            echo "$unlinks" | tr -d '\r' | unlink_ports
        fi
        while read -r what file; do
            target=$prefix/drive_c/windows/$file
            case $what in
            replaced) [ ! -e "$state/kept/$file" ] || mv -f "$state/kept/$file" "$target" || fail "cannot restore $target" ;;
            added)    rm -f "$target" ;;
            esac
        done <"$state/files"
        rm -rf "$state"
        note "removed from $prefix"
    else
        note "telephony is not installed in $prefix"
    fi
    if [ "$system" = yes ]; then
        dlldir=$(find_dlldir)
        for file in $(system_files); do
            if [ -e "$dlldir/$file" ]; then rm -f "$dlldir/$file" || fail "cannot remove $dlldir/$file; run it as root"; fi
        done
    fi
}

# ---- status ----------------------------------------------------------------------------------------------------------

good()
{
    printf '  ok      %s\n' "$*"
}

bad()
{
    printf '  BROKEN  %s\n' "$*"
    broken=yes
}

hint()
{
    printf '  note    %s\n' "$*"
}

status_files()
{
    file_list | while read -r target source; do
        [ -d "$prefix/drive_c/windows/${target%/*}" ] || continue
        if [ ! -f "$prefix/drive_c/windows/$target" ]; then echo "$target is missing; run winetapi install"
        elif ! cmp -s "$(source_path "$source")" "$prefix/drive_c/windows/$target"; then
            echo "$target is not the one of this installation ($libdir): another version, or replaced; run winetapi install"
        fi
    done
}

# value KEY: of the state that winetapi.exe printed
value()
{
    printf '%s\n' "$registry" | sed -n "s/^$1=//p"
}

status_registry()
{
    registry=$(exe state </dev/null 2>"$status_errors" | tr -d '\r')
    if [ -z "$(value bits)" ]; then
        bad "$wine cannot run winetapi.exe in this prefix: $(tail -n 1 "$status_errors")"
        return
    fi
    case $(value override) in
    native|native,builtin) good "override: tapi32=$(value override)" ;;
    '')                    bad "the DLL override for tapi32 is missing, so programs get Wine's own tapi32; run winetapi install" ;;
    *)                     bad "the DLL override for tapi32 is '$(value override)', it must be native,builtin; run winetapi install" ;;
    esac
    if [ -z "$(value service)" ]; then bad "the service TapiSrv does not exist; run winetapi install"
    elif [ "$(value service_disabled)" = 1 ]; then bad "the service TapiSrv is disabled; run winetapi install"
    elif [ "$(value service_wow64)" = 1 ]; then bad "the service TapiSrv is a 32-bit one ($(value service_program)); run winetapi install"
    else good "service: TapiSrv, $(value service)"
    fi
    value provider | grep -qix 'unimdm\.tsp' || bad "the provider unimdm.tsp is not registered; run winetapi install"
}

# What the service says of its providers; asking starts it.
status_service()
{
    service_says=$(exe service </dev/null 2>"$status_errors" | tr -d '\r')
    if [ -z "$service_says" ]; then
        bad "$(sed -n 's/^winetapi: //p' "$status_errors" | tail -n 1); WINEDEBUG=+tapisrv winetapi lines shows more"
        return
    fi
    service_index=0
    service_proxies=$(printf '%s\n' "$service_says" | sed -n 's/^proxies=//p')
    case ${service_proxies:-0} in
    0) ;;
    *) good "proxies for agents and queues: $service_proxies" ;;
    esac
    while service_file=$(printf '%s\n' "$service_says" | sed -n "s/^provider$service_index\.file=//p") && [ -n "$service_file" ]; do
        service_state=$(printf '%s\n' "$service_says" | sed -n "s/^provider$service_index\.state=//p")
        service_reason=$(printf '%s\n' "$service_says" | sed -n "s/^provider$service_index\.reason=//p")
        service_hangs=$(printf '%s\n' "$service_says" | sed -n "s/^provider$service_index\.hangs_in=//p" | head -n 1)
        case $service_state in
        running|loading)
            service_lines=$(printf '%s\n' "$service_says" | sed -n "s/^provider$service_index\.lines=//p")
            service_phones=$(printf '%s\n' "$service_says" | sed -n "s/^provider$service_index\.phones=//p")
            [ "${service_phones:-0}" = 0 ] || service_lines="$service_lines, phones: $service_phones"
            good "provider: $service_file, $service_state, lines: $service_lines"
            ;;
        hanging)         bad "provider $service_file hangs in $service_hangs" ;;
        *)               bad "provider $service_file: $service_state${service_reason:+: $service_reason}" ;;
        esac
        service_index=$((service_index + 1))
    done
}

status_unix_half()
{
    half=$pe_arch-unix/unimdm.so
    dlldir=$(find_dlldir)
    for file in "${dlldir:-$libdir}/$half" "$libdir/$half"; do
        [ -e "$file" ] || continue
        missing=$(ldd "$file" 2>/dev/null | sed -n 's/^[[:space:]]*\([^ ]*\) => not found.*/\1/p' | tr '\n' ' ')
        [ -z "$missing" ] || bad "$file needs ${missing% }, which this machine lacks; install it (Debian: apt install libserialport0 libspandsp2 libpulse0 libspeexdsp1)"
        break
    done
    if [ -n "$dlldir" ] && [ -e "$dlldir/$half" ]; then
        if cmp -s "$libdir/$half" "$dlldir/$half"; then good "unix half: $dlldir/$half"
        else bad "$dlldir/$half is of another version, and Wine takes it first; run winetapi install --system as root, or remove it"
        fi
    elif [ -e "$libdir/$half" ]; then
        good "unix half: $libdir/$half (programs need winetapi run)"
        services=$(services_trouble)
        [ -z "$services" ] || bad "$services"
    else
        bad "$libdir/$half does not exist: this installation has no host part for $arch prefixes"
    fi
}

# What keeps the present user from a port: "", or the reason.
port_trouble()
{
    if [ ! -e "$1" ]; then
        echo "$1 does not exist: not plugged in, or under another name (winetapi ports)"
    elif [ ! -c "$1" ]; then
        echo "$1 is not a serial port"
    elif [ ! -r "$1" ] || [ ! -w "$1" ]; then
        port_group=$(stat -L -c %G "$1")
        case $(stat -L -c %A "$1"):$port_group in
        *:root|????[!r]*|?????[!w]*) echo "you may not use $1, which is its owner's alone ($(stat -L -c '%U, group %G, %A' "$1")); ask the administrator for access" ;;
        *) echo "you may not use $1; join the group $port_group (sudo adduser $(id -un) $port_group), then log in again" ;;
        esac
    else
        port_lock=/var/lock/LCK..${1##*/}
        [ -f "$port_lock" ] || return 0
        port_owner=$(tr -d ' \n' <"$port_lock" 2>/dev/null)
        case $port_owner in
        ''|*[!0-9]*) ;;
        *) [ ! -d "/proc/$port_owner" ] || echo "$1 is locked by process $port_owner ($(cat "/proc/$port_owner/comm" 2>/dev/null))" ;;
        esac
    fi
}

status_modems()
{
    value modem >"$status_errors.modems"
    [ -s "$status_errors.modems" ] || hint "no modems yet: winetapi ports, then winetapi add-modem"
    tab=$(printf '\t')
    # not by IFS, which takes the two tabs around an empty path for one
    while IFS= read -r line; do
        com=${line%%"$tab"*} name=${line#*"$tab"}
        path=${name%%"$tab"*} name=${name#*"$tab"}
        link=$prefix/dosdevices/com${com#COM}
        if [ -z "$path" ]; then
            path=$(readlink "$link")
            [ -n "$path" ] || { bad "modem '$name': its port $com is nothing on Linux; remove it and add it again"; continue; }
        fi
        case $path in
        "$state"/virtual/*)
            if [ "$(readlink "$link")" = "$path" ]; then good "modem '$name': $com, virtual"
            else bad "modem '$name': dosdevices/com${com#COM} does not lead to $path; remove the modem, then winetapi virtual add"
            fi
            continue
            ;;
        esac
        trouble=$(port_trouble "$path")
        if [ -n "$trouble" ]; then bad "modem '$name' ($com): $trouble"
        elif [ "$(readlink "$link")" != "$path" ]; then bad "modem '$name': dosdevices/com${com#COM} does not lead to $path; remove the modem and add it again"
        else good "modem '$name': $com is $path"
        fi
        failure=$(value failure | sed -n "s/^$com$tab//p")
        [ -z "$failure" ] || hint "modem '$name' failed at $failure; ask it: winetapi diagnose '$name'"
    done <"$status_errors.modems"
}

# Whether voice calls have sound; data calls work without.
status_voice()
{
    tab=$(printf '\t')
    exe voice </dev/null 2>/dev/null | tr -d '\r' >"$status_errors.modems"
    while IFS= read -r line; do
        name=${line%%"$tab"*} reason=${line#*"$tab"}
        if [ -z "$reason" ]; then good "voice line '$name': its sound devices are there"
        else hint "voice line '$name': $reason"
        fi
    done <"$status_errors.modems"
}

command_status()
{
    [ $# -le 1 ] || usage_error "status takes one prefix"
    set_prefix "${1:-}"
    need_prefix
    set_wine
    set_environment
    broken=no
    echo "prefix $prefix ($arch), $("$wine" --version 2>/dev/null </dev/null || echo "$wine"), Wine Telephony $version"
    if [ ! -f "$state/files" ]; then
        echo "  telephony is not installed here; run winetapi install"
        exit 3
    fi
    status_errors=$(mktemp) || exit 1
    trap 'rm -f "$status_errors" "$status_errors.modems"' EXIT
    case $("$wine" --version 2>/dev/null </dev/null) in
    wine-[1-7].*) bad "this Wine is too old; 8.0 or newer is needed" ;;
    esac
    problems=$(status_files)
    if [ -z "$problems" ]; then good "files: tapi32.dll $com_dlls tapisrv.exe unimdm.tsp exchange.tsp modem.cpl telephon.cpl winetapi.exe, definitions of modems"
    else
        while read -r problem; do bad "$problem"; done <<EOF
$problems
EOF
    fi
    # asked before anything of ours starts the prefix with the right environment
    status_unix_half
    status_registry
    if [ $broken = no ]; then status_service; fi
    status_modems
    if [ $broken = no ]; then status_voice; fi
    [ $broken = no ]
}

# ---- ports and modems ------------------------------------------------------------------------------------------------

# The name of the device behind a port: USB product, or the driver.
port_name()
{
    name_dir=$(cd "/sys/class/tty/$1/device" 2>/dev/null && pwd -P) || return 0
    name_driver=$(basename "$(readlink "$name_dir/driver" 2>/dev/null)" 2>/dev/null)
    while [ "$name_dir" != / ] && [ -n "$name_dir" ]; do
        if [ -f "$name_dir/product" ]; then
            name_maker=$(cat "$name_dir/manufacturer" 2>/dev/null)
            echo "${name_maker:+$name_maker }$(cat "$name_dir/product")"
            return
        fi
        name_dir=${name_dir%/*}
    done
    echo "${name_driver:-serial port}"
}

command_ports()
{
    [ $# = 0 ] || usage_error "ports takes no arguments"
    set_prefix
    found=no
    for tty in /sys/class/tty/*; do
        [ -e "$tty/device" ] || continue
        tty=${tty##*/}
        # the kernel lists places for ports that are not there
        case $tty in
        ttyS*) [ "$(cat "/sys/class/tty/$tty/type" 2>/dev/null)" != 0 ] || continue ;;
        esac
        found=yes
        trouble=$(port_trouble "/dev/$tty")
        if [ -z "$trouble" ]; then
            users=$(port_users "/dev/$tty" | head -n 1)
            trouble=${users:+in use by $users}
        fi
        com=
        for link in "$prefix"/dosdevices/com*; do
            if [ "$(real_path "$link")" = "/dev/$tty" ] && [ -L "$link" ]; then com=" ${link##*/com}"; com=" COM${com# }"; fi
        done
        printf '%-16s %-40s%s %s\n' "/dev/$tty" "$(port_name "$tty")" "$com" "${trouble:-ok}"
    done
    [ $found = yes ] || echo "no serial ports; a USB modem appears as /dev/ttyACM0 or /dev/ttyUSB0 when it is plugged in"
}

command_add_modem()
{
    port='' name='' model='' force=no
    while [ $# -gt 0 ]; do
        case $1 in
        --port)    [ $# -gt 1 ] || usage_error "--port needs a port"; port=$2; shift ;;
        --port=*)  port=${1#*=} ;;
        --name)    [ $# -gt 1 ] || usage_error "--name needs a name"; name=$2; shift ;;
        --name=*)  name=${1#*=} ;;
        --model)   [ $# -gt 1 ] || usage_error "--model needs the name of a definition"; model=$2; shift ;;
        --model=*) model=${1#*=} ;;
        --force)   force=yes ;;
        --quiet)   quiet=yes ;;
        *)         usage_error "add-modem: unknown option '$1'" ;;
        esac
        shift
    done
    [ -n "$port" ] || usage_error "add-modem needs --port"
    set_prefix
    set_wine
    need_installed
    set_environment
    add_modem
}

# The full path of a port that was named in short
port_path()
{
    case $1 in
    /*) echo "$1" ;;
    *)  if [ -e "/dev/$1" ]; then echo "/dev/$1"; else echo "$(pwd)/$1"; fi ;;
    esac
}

# The modem at $port, called $name, by the definition $model ("": the built-in one)
add_modem()
{
    port=$(port_path "$port")
    [ -n "$name" ] || name="Modem on ${port##*/}"
    trouble=$(port_trouble "$port")
    if [ -n "$trouble" ]; then
        [ "$force" = yes ] || fail "$trouble"
        echo "winetapi: warning: $trouble" >&2
    fi
    used=
    for link in "$prefix"/dosdevices/com[0-9]*; do
        [ -L "$link" ] || continue
        if [ "$(readlink "$link")" = "$port" ]; then used="=${link##*/com}"; break; fi
        used="$used ${link##*/com}"
    done
    if [ -n "$model" ]; then com=$(exe add-modem "$port" "$name" "${used# }" "$model" </dev/null) || exit 1
    else com=$(exe add-modem "$port" "$name" "${used# }" </dev/null) || exit 1
    fi
    com=$(echo "$com" | tr -d '\r')
    link=com${com#COM}
    if [ "$(readlink "$prefix/dosdevices/$link")" != "$port" ]; then
        rm -f "$prefix/dosdevices/$link"
        ln -s "$port" "$prefix/dosdevices/$link" || fail "cannot make $prefix/dosdevices/$link"
        echo "$link" >>"$state/links"
    fi
    note "modem '$name' on $com ($port)${model:+, definition '$model'}"
}

# ---- definitions, asking modems --------------------------------------------------------------------------------------

# The only one of the lines of $models_found, else an error
only_model()
{
    [ "$(printf '%s\n' "$models_found" | wc -l)" = 1 ] || fail "the file has several models; say which with --model, and name the port again"
    printf '%s\n' "$models_found"
}

command_add_inf()
{
    inf_file='' port='' name='' model='' force=no
    while [ $# -gt 0 ]; do
        case $1 in
        --port)    [ $# -gt 1 ] || usage_error "--port needs a port"; port=$2; shift ;;
        --port=*)  port=${1#*=} ;;
        --name)    [ $# -gt 1 ] || usage_error "--name needs a name"; name=$2; shift ;;
        --name=*)  name=${1#*=} ;;
        --model)   [ $# -gt 1 ] || usage_error "--model needs the name of a definition"; model=$2; shift ;;
        --model=*) model=${1#*=} ;;
        --force)   force=yes ;;
        --quiet)   quiet=yes ;;
        -*)        usage_error "add-inf: unknown option '$1'" ;;
        *)         [ -z "$inf_file" ] || usage_error "add-inf takes one file"; inf_file=$1 ;;
        esac
        shift
    done
    [ -n "$inf_file" ] || usage_error "add-inf needs an .INF file"
    [ -f "$inf_file" ] && [ -r "$inf_file" ] || fail "cannot read $inf_file"
    inf_file=$(real_path "$inf_file")
    set_prefix
    set_wine
    need_installed
    set_environment
    # a port to be added to is of use only with one model
    tab=$(printf '\t')
    if [ -n "$model" ]; then inf_says=$(exe add-inf "$inf_file" "$model" </dev/null) || exit 1
    else inf_says=$(exe add-inf "$inf_file" </dev/null) || exit 1
    fi
    inf_says=$(printf '%s\n' "$inf_says" | tr -d '\r')
    printf '%s\n' "$inf_says" | grep '^added ' >>"$state/files"
    models_found=$(printf '%s\n' "$inf_says" | sed -n "s/^model$tab\([^$tab]*\)$tab.*/\1/p")
    if [ -z "$port" ]; then
        printf '%s\n' "$models_found" | while IFS= read -r line; do note "model '$line'"; done
        note "winetapi add-modem --port PORT --model MODEL adds a modem of this kind"
        return
    fi
    [ -n "$model" ] || model=$(only_model) || exit 1
    add_modem
}

command_models()
{
    [ $# -le 1 ] || usage_error "models takes one text"
    set_prefix
    set_wine
    need_installed
    set_environment
    exe models "$@" </dev/null
}

# What has a port open: "process 12 (minicom)", or nothing. The far side of a pseudo-terminal keeps both of its ends.
port_users()
{
    users_real=$(readlink -f "$1") || return 0
    users_pattern=$(printf '%s' "$users_real" | sed 's/[][*?\\]/\\&/g')
    find /proc/[0-9]*/fd -lname "$users_pattern" 2>/dev/null | sed 's|^/proc/\([0-9]*\)/.*|\1|' | sort -un | while read -r users_pid; do
        case $users_real in
        /dev/pts/*) [ -z "$(find "/proc/$users_pid/fd" -lname '*/ptmx' 2>/dev/null | head -n 1)" ] || continue ;;
        esac
        users_name=$({ tr '\0' ' ' <"/proc/$users_pid/cmdline"; } 2>/dev/null | sed 's/ *$//; s|.*[\\]||; s| .*||')
        case $users_name in
        wineserver*|*/wineserver*) ;;
        *) echo "process $users_pid (${users_name##*/})" ;;
        esac
    done
}

# Serial ports of this machine and COM ports of the prefix, each once; a port by the name that stays its own
ports_to_ask()
{
    {
        for file in /dev/serial/by-id/* /dev/ttyACM* /dev/ttyUSB*; do [ ! -c "$file" ] || echo "$file"; done
        for file in /sys/class/tty/ttyS*; do
            [ ! -e "$file/device" ] || [ "$(cat "$file/type" 2>/dev/null)" = 0 ] || echo "/dev/${file##*/}"
        done
        for file in "$prefix"/dosdevices/com[0-9]*; do
            [ ! -L "$file" ] || [ ! -c "$file" ] || readlink "$file"
        done
    } | while IFS= read -r file; do
        file_real=$(readlink -f "$file")
        case "$asked" in
        *"|$file_real|"*) continue ;;
        esac
        asked="$asked|$file_real|"
        echo "$file"
    done
}

command_detect()
{
    ports='' add=no asked=
    while [ $# -gt 0 ]; do
        case $1 in
        --port)   [ $# -gt 1 ] || usage_error "--port needs a port"; ports="$ports$(port_path "$2")
"; shift ;;
        --port=*) ports="$ports$(port_path "${1#*=}")
" ;;
        --add)    add=yes ;;
        --quiet)  quiet=yes ;;
        *)        usage_error "detect: unknown option '$1'" ;;
        esac
        shift
    done
    set_prefix
    set_wine
    need_installed
    set_environment
    [ -n "$ports" ] || ports=$(ports_to_ask)
    [ -n "$ports" ] || fail "no serial ports; a USB modem appears as /dev/ttyACM0 or /dev/ttyUSB0 when it is plugged in"
    detect_dir=$(mktemp -d) || exit 1
    trap 'rm -rf "$detect_dir"' EXIT
    printf '%s\n' "$ports" >"$detect_dir/ports"
    detect_found=no
    tab=$(printf '\t')
    detect_known=$(exe modems </dev/null | tr -d '\r')
    while IFS= read -r port; do
        [ -n "$port" ] || continue
        line=$(printf '%s\n' "$detect_known" | grep -F "$tab$port$tab" | head -n 1)
        if [ -n "$line" ]; then
            com=${line%%"$tab"*}
            echo "$port: is the modem '${line##*"$tab"}' (${com#modem=}) already; winetapi diagnose asks it"
            continue
        fi
        trouble=$(port_trouble "$port")
        users=$(port_users "$port" | head -n 1)
        if [ -n "$trouble" ]; then echo "$port: $trouble"; continue; fi
        case $users in
        '') ;;
        *tapisrv.exe*) echo "$port: is in use: a program has its line open; winetapi diagnose asks it"; continue ;;
        *)  echo "$port: is in use by $users"; continue ;;
        esac
        exe detect "$port" </dev/null >"$detect_dir/says"
        tr -d '\r' <"$detect_dir/says" | grep -v "^found$tab"
        line=$(tr -d '\r' <"$detect_dir/says" | sed -n "s/^found$tab//p")
        [ -n "$line" ] || continue
        detect_found=yes
        model=${line#*"$tab"}
        name=${model#*"$tab"} model=${model%%"$tab"*}
        if [ "$add" = no ]; then echo "    winetapi add-modem --port $port --model '$model' adds it"; continue; fi
        # several of one kind get the names of their ports, too
        if exe modems </dev/null | tr -d '\r' | grep -q "$tab$name\$"; then name="$name on ${port##*/}"; fi
        force=no
        (add_modem) || detect_found=failed
    done <"$detect_dir/ports"
    [ $detect_found = yes ]
}

command_diagnose()
{
    diagnose_modem='' diagnose_log=
    while [ $# -gt 0 ]; do
        case $1 in
        --log)   [ $# -gt 1 ] || usage_error "--log needs on or off"; diagnose_log=$2; shift ;;
        --log=*) diagnose_log=${1#*=} ;;
        -*)      usage_error "diagnose: unknown option '$1'" ;;
        *)       [ -z "$diagnose_modem" ] || usage_error "diagnose takes the name of one modem"; diagnose_modem=$1 ;;
        esac
        shift
    done
    [ -n "$diagnose_modem" ] || usage_error "diagnose takes the name of one modem"
    case $diagnose_log in
    ''|on|off) ;;
    *) usage_error "--log needs on or off" ;;
    esac
    prepare_telephony
    if [ -n "$diagnose_log" ]; then exe diagnose "$diagnose_modem" "$diagnose_log" </dev/null
    else exe diagnose "$diagnose_modem" </dev/null
    fi
}

command_rings()
{
    case $# in
    1|3) ;;
    *) usage_error "rings takes a modem, and perhaps a ring and the kind of calls that it is for; see winetapi rings --help" ;;
    esac
    set_prefix
    set_wine
    need_installed
    set_environment
    exe rings "$@" </dev/null
}

command_remove_modem()
{
    [ $# = 1 ] || usage_error "remove-modem takes the name of one modem"
    set_prefix
    set_wine
    need_installed
    set_environment
    unlinks=$(exe remove-modem "$1" </dev/null) || exit 1
    echo "$unlinks" | tr -d '\r' | unlink_ports
}

# ---- virtual modems --------------------------------------------------------------------------------------------------

# The one called $1, which may be there already. Its port is made when the service runs; the number is one that other prefixes hardly have.
add_virtual()
{
    mkdir -p "$state/virtual" || exit 1
    virtual_index=0
    while [ -f "$state/virtual/$virtual_index" ]; do virtual_index=$((virtual_index + 1)); done
    virtual_path=$state/virtual/modem-$virtual_index
    virtual_number=777$(printf '%s %s' "$prefix" "$virtual_index" | cksum | awk '{ printf "%04d", $1 % 10000 }')
    used=
    for link in "$prefix"/dosdevices/com[0-9]*; do
        [ -L "$link" ] || continue
        used="$used ${link##*/com}"
    done
    com=$(exe add-modem "$virtual_path" "$1" "${used# }" '' "$virtual_number" </dev/null) || exit 1
    com=$(echo "$com" | tr -d '\r')
    : >"$state/virtual/$virtual_index"
    rm -f "$prefix/dosdevices/com${com#COM}"
    ln -s "$virtual_path" "$prefix/dosdevices/com${com#COM}" || fail "cannot make $prefix/dosdevices/com${com#COM}"
    echo "com${com#COM}" >>"$state/links"
    note "virtual modem '$1' on $com, number $virtual_number"
}

virtual_set()
{
    exe virtual "$virtual_modem" "$@" </dev/null || exit 1
}

virtual_number()
{
    case $1 in
    ''|*[!0-9]*) usage_error "$2" ;;
    esac
}

virtual_listen()
{
    listen_address='' listen_raw='' listen_port=''
    while [ $# -gt 0 ]; do
        case $1 in
        --address) [ $# -gt 1 ] || usage_error "--address needs an address of this machine"; listen_address=$2; shift ;;
        --raw)     listen_raw=1 ;;
        -*)        usage_error "virtual listen: unknown option '$1'" ;;
        *)         [ -z "$listen_port" ] || usage_error "virtual listen takes one port"; listen_port=$1 ;;
        esac
        shift
    done
    [ "$listen_port" = off ] || virtual_number "$listen_port" "virtual listen needs a port, or off"
    if [ "$listen_port" = off ]; then
        virtual_set ListenPort '' ListenAddress '' ListenRaw ''
        return
    fi
    [ "$listen_port" -ge 1 ] && [ "$listen_port" -le 65535 ] || fail "there is no port $listen_port"
    case $listen_address in
    ''|127.*|::1) ;;
    *) echo "winetapi: warning: anybody who reaches $listen_address port $listen_port can call, and talk to the program that answers" >&2 ;;
    esac
    virtual_set ListenPort "$listen_port" ListenAddress "$listen_address" ListenRaw "$listen_raw"
}

command_virtual()
{
    virtual_modem='Wine Virtual Modem'
    if [ "${1:-}" = --modem ]; then
        [ $# -gt 1 ] || usage_error "--modem needs the name of a virtual modem"
        virtual_modem=$2
        shift 2
    fi
    [ $# -gt 0 ] || usage_error "virtual needs a command; see winetapi virtual --help"
    virtual_command=$1
    shift
    set_prefix
    set_wine
    need_installed
    set_environment
    case $virtual_command:$# in
    show:0)
        virtual_says=$(exe virtual </dev/null) || exit 1
        [ -n "$virtual_says" ] || fail "there is no virtual modem; winetapi virtual add makes one"
        printf '%s\n' "$virtual_says" | tr -d '\r' | sed -e 's/^name=\(.*\)/\1/;t' -e 's/^/  /'
        ;;
    number:1) virtual_number "$1" "virtual number takes digits"; virtual_set Number "$1" ;;
    listen:*) virtual_listen "$@" ;;
    limit:1)
        if [ "$1" = off ]; then virtual_set SpeedLimit ''
        else virtual_number "$1" "virtual limit takes a number of bit/s, or off"; virtual_set SpeedLimit "$1"
        fi
        ;;
    set:2)    virtual_set "$1" "$2" ;;
    add:0)    add_virtual "$virtual_modem" ;;
    add:2)    [ "$1" = --name ] || usage_error "virtual add: unknown option '$1'"; add_virtual "$2" ;;
    *)        usage_error "virtual: unknown command '$virtual_command', or not its arguments; see winetapi virtual --help" ;;
    esac
}

command_phonebook()
{
    "$here/winetapi-phonebook" "$@"
}

# ---- telephony -------------------------------------------------------------------------------------------------------

prepare_telephony()
{
    set_prefix
    set_wine
    need_installed
    set_environment
    services=$(services_trouble)
    [ -z "$services" ] || echo "winetapi: warning: $services" >&2
}

# lines, phones: perhaps with -v
command_list()
{
    list_command=$1
    shift
    case $#:${1:-} in
    0:|1:-v) ;;
    *) usage_error "$list_command takes no arguments but -v" ;;
    esac
    prepare_telephony
    exe "$list_command" "$@" </dev/null
}

command_exchange()
{
    [ $# -gt 0 ] || usage_error "exchange needs a command; see winetapi exchange --help"
    exchange_command=$1
    prepare_telephony
    if [ "$exchange_command" = script ]; then
        [ $# = 2 ] || usage_error "exchange script takes one file"
        [ -r "$2" ] || fail "cannot read $2"
        exe exchange script <"$2"
        return
    fi
    exe exchange "$@" </dev/null || exit $?
    case $exchange_command in
    enable)  note "the exchange is on; winetapi lines shows its lines" ;;
    disable) note "the exchange is off" ;;
    esac
}

# The terminal is kept from Wine, as in command_talk. What tells winetapi.exe to end, in order, is the end of its input: a fifo
# that this shell holds open as long as it lives.
command_monitor()
{
    monitor_json=no
    for monitor_word do
        [ "$monitor_word" != --json ] || monitor_json=yes
    done
    prepare_telephony
    set -- --until-input-ends "$@"
    monitor_table=no
    if [ -t 1 ] && [ "$monitor_json" = no ]; then
        monitor_size=$(stty size <&1 2>/dev/null) || monitor_size='24 80'
        case $monitor_size in
        ''|0\ *|*\ 0) monitor_size='24 80' ;;
        esac
        # shellcheck disable=SC2086
        set -- --terminal $monitor_size "$@"
        monitor_table=yes
    fi
    monitor_dir=$(mktemp -d) || exit 1
    monitor_pid=
    trap 'rm -rf "$monitor_dir"' EXIT
    mkfifo "$monitor_dir/in" "$monitor_dir/out" || exit 1
    exec 4<>"$monitor_dir/in"
    # SIGINT from the keyboard reaches winetapi.exe too; either way it ends in order
    trap 'exec 4<&-' INT TERM HUP
    trap '' PIPE
    WINEDEBUG=${WINEDEBUG:--all}
    export WINEDEBUG
    # closed by exec: a shell would keep a copy of it while its command runs
    if [ -t 1 ] || [ -t 2 ]; then
        (exec 4<&-; exec "$wine" "$pe/winetapi.exe" monitor "$@" <"$monitor_dir/in" >"$monitor_dir/out" 2>"$monitor_dir/err") &
        monitor_pid=$!
        (exec 4<&-; exec cat "$monitor_dir/out") &
        monitor_cat=$!
    else
        (exec 4<&-; exec "$wine" "$pe/winetapi.exe" monitor "$@" <"$monitor_dir/in") &
        monitor_pid=$!
        monitor_cat=
    fi
    monitor_status=0
    # a signal ends a wait early
    while kill -0 "$monitor_pid" 2>/dev/null; do
        wait "$monitor_pid"
        monitor_status=$?
    done
    [ -z "$monitor_cat" ] || wait "$monitor_cat" 2>/dev/null
    [ "$monitor_table" = no ] || printf '\033[?7h\033[?25h\033[?1049l'
    [ ! -s "$monitor_dir/err" ] || cat "$monitor_dir/err" >&2
    exit "$monitor_status"
}

command_config()
{
    [ $# -le 1 ] || usage_error "config takes one page or one modem"
    [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || { echo "winetapi: config shows a window, and there is no display" >&2; exit 1; }
    prepare_telephony
    exe config "$@" </dev/null
}

command_dialrules()
{
    [ $# -le 1 ] || usage_error "dialrules takes one number"
    [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || { echo "winetapi: dialrules shows a window, and there is no display" >&2; exit 1; }
    prepare_telephony
    exe dialrules "$@" </dev/null
}

# A terminal is kept from Wine, whose console would draw a screen on it: it gets pipes.
command_talk()
{
    prepare_telephony
    if [ -t 0 ]; then
        talk_dir=$(mktemp -d) || exit 1
        trap 'rm -rf "$talk_dir"' EXIT
        trap 'exit 130' INT TERM HUP
        mkfifo "$talk_dir/in" "$talk_dir/out" "$talk_dir/err" || exit 1
        cat "$talk_dir/out" &
        cat "$talk_dir/err" >&2 &
        exec 3<&0
        cat <&3 >"$talk_dir/in" 2>/dev/null &
        talk_cat=$!
        exe "$@" <"$talk_dir/in" >"$talk_dir/out" 2>"$talk_dir/err"
        talk_status=$?
        kill "$talk_cat" 2>/dev/null
        exec 3<&-
        wait
        exit $talk_status
    fi
    # in place of this shell, so that a signal to it ends the call
    WINEDEBUG=${WINEDEBUG:--all}
    export WINEDEBUG
    exec "$wine" "$pe/winetapi.exe" "$@"
}

# The ports of virtual modems are there now, or never
await_virtual_ports()
{
    for port_file in "$state"/virtual/[0-9]*; do
        [ -f "$port_file" ] || continue
        port_count=0
        while [ ! -e "$state/virtual/modem-${port_file##*/}" ] && [ $port_count -lt 50 ]; do
            sleep 0.1
            port_count=$((port_count + 1))
        done
        [ -e "$state/virtual/modem-${port_file##*/}" ] ||
            echo "winetapi: warning: the port of a virtual modem does not come up; winetapi status says why" >&2
    done
}

# A program may know nothing of telephony and open the COM port of a virtual modem: it is held there for it.
command_run()
{
    [ $# -gt 0 ] || usage_error "run needs a program"
    set_prefix
    # what services have to say belongs to the program's own messages
    hold_loudly=yes
    if ls "$state"/virtual/[0-9]* >/dev/null 2>&1; then hold_telephony=telephony; fi
    prepare_telephony
    [ -z "$hold_telephony" ] || await_virtual_ports
    # the samples that come with telephony
    if [ ! -e "$1" ] && [ -f "$pe/$1" ]; then
        run_program=$pe/$1
        shift
        set -- "$run_program" "$@"
    fi
    exec "$wine" "$@"
}

# ---- main ------------------------------------------------------------------------------------------------------------

[ $# -gt 0 ] || { echo "$usage_main" >&2; exit 2; }
command=$1
shift
case $command in
--help|-h|help) echo "$usage_main"; exit 0 ;;
--version)      echo "winetapi $version"; exit 0 ;;
esac
wants_help=no
if [ "$command" != run ]; then
    for word do
        case $word in
        --help|-h) wants_help=yes ;;
        esac
    done
elif [ "${1:-}" = --help ]; then wants_help=yes
fi
if [ $wants_help = yes ]; then
    case $command in
    install)      echo "$usage_install" ;;
    uninstall)    echo "$usage_uninstall" ;;
    status)       echo "$usage_status" ;;
    add-modem)    echo "$usage_add_modem" ;;
    add-inf)      echo "$usage_add_inf" ;;
    models)       echo "$usage_models" ;;
    detect)       echo "$usage_detect" ;;
    diagnose)     echo "$usage_diagnose" ;;
    remove-modem) echo "$usage_remove_modem" ;;
    rings)        echo "$usage_rings" ;;
    virtual)      echo "$usage_virtual" ;;
    phonebook)    find_libdir; command_phonebook --help ;;
    ports)        echo "$usage_ports" ;;
    lines)        echo "$usage_lines" ;;
    phones)       echo "$usage_phones" ;;
    monitor)      echo "$usage_monitor" ;;
    exchange)     echo "$usage_exchange" ;;
    config)       echo "$usage_config" ;;
    dialrules)    echo "$usage_dialrules" ;;
    call)         echo "$usage_call" ;;
    answer)       echo "$usage_answer" ;;
    run)          echo "$usage_run" ;;
    *)            usage_error "there is no command '$command'" ;;
    esac
    exit 0
fi
find_libdir
find_datadir
case $command in
install)      command_install "$@" ;;
uninstall)    command_uninstall "$@" ;;
status)       command_status "$@" ;;
add-modem)    command_add_modem "$@" ;;
add-inf)      command_add_inf "$@" ;;
models)       command_models "$@" ;;
detect)       command_detect "$@" ;;
diagnose)     command_diagnose "$@" ;;
remove-modem) command_remove_modem "$@" ;;
rings)        command_rings "$@" ;;
virtual)      command_virtual "$@" ;;
phonebook)    command_phonebook "$@" ;;
ports)        command_ports "$@" ;;
lines|phones) command_list "$command" "$@" ;;
monitor)      command_monitor "$@" ;;
exchange)     command_exchange "$@" ;;
config)       command_config "$@" ;;
dialrules)    command_dialrules "$@" ;;
call|answer)  command_talk "$command" "$@" ;;
run)          command_run "$@" ;;
*)            usage_error "there is no command '$command'" ;;
esac
