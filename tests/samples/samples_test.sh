#!/bin/bash
#
# tapiconsole and tapiphone, which know nothing of the exchange, hold, transfer, conference and park calls over it, in a new prefix.
# Needs srcdir and BUILDDIR; ends with "N passed, N failed".
#
# Copyright 2026 the Wine Telephony authors
#
# This library is free software; you can redistribute it and/or
# modify it under the terms of the GNU Lesser General Public
# License as published by the Free Software Foundation; either
# version 2.1 of the License, or (at your option) any later version.

set -u
self=$srcdir/tests/samples/samples_test.sh
[ -n "${PHONELINE_DIR:-}" ] || WITH_PREFIX_EMPTY=yes exec "$srcdir/tests/with-prefix" bash "$self"

passed=0 failed=0
patience=40
dir=$(mktemp -d) || exit 1
declare -A input seen pids
. "${self%/*}/checks.sh"

# start WHO PROGRAM LINE: its input is told by tell, its output is seen by see
start()
{
    local fd
    mkfifo "$dir/$1.in"
    exec {fd}<>"$dir/$1.in"
    input[$1]=$fd seen[$1]=0
    WINEDEBUG=-all wine "$programs/$2.exe" "$3" <"$dir/$1.in" >"$dir/$1.log" 2>&1 &
    pids[$1]=$!
    see "$1" ready
}

tell() { echo "$2" >&"${input[$1]}"; }

# see WHO PATTERN: a line that matches comes, after the line that was seen last
see()
{
    local i at
    for ((i = 0; i < patience * 20; i++)); do
        at=$(tail -n +$((seen[$1] + 1)) "$dir/$1.log" 2>/dev/null | grep -nE -m 1 -e "$2" | cut -d: -f1)
        if [ -n "$at" ]; then
            seen[$1]=$((seen[$1] + at))
            good
            return 0
        fi
        sleep 0.05
    done
    bad "$test: $1 does not say '$2'" "since then it says:" "$(tail -n +$((seen[$1] + 1)) "$dir/$1.log" | tr -d '\r')" "and before:" \
        "$(head -n "${seen[$1]}" "$dir/$1.log" | tail -n 10 | tr -d '\r')"
    return 1
}

finish()
{
    local who
    for who in "${!pids[@]}"; do
        tell "$who" quit
    done
    for who in "${!pids[@]}"; do
        wait "${pids[$who]}" && good || bad "$who ends with status $?" "$(tail -n 20 "$dir/$who.log" | tr -d '\r')"
    done
}

# ---- the exchange in a new prefix ------------------------------------------------------------------------------------

test=prefix
programs=$BUILDDIR/stage/lib/wine-telephony/x86_64-windows
[ "${WINEARCH:-win64}" != win32 ] || programs=$BUILDDIR/stage/lib/wine-telephony/i386-windows
check "install" "installed in" winetapi install --no-virtual-modem
# as long as a program runs the prefix does, and need not start for each command
WINEDEBUG=-all wine ping -n 1000 127.0.0.1 >/dev/null 2>&1 </dev/null &
check "the exchange is off" "the exchange is off" winetapi exchange status
check "lines of a new prefix" "no lines" winetapi lines
check "enable" "the exchange is on" winetapi exchange enable --lines 6 --seed 7
check "status of the prefix" "ok +provider: exchange.tsp, running, lines: 6, phones: 6" winetapi status
check "status of the exchange" "^lines: 6" winetapi exchange status
check "lines" "Exchange 1006" winetapi lines
check "phones" "Exchange phone 1006" winetapi phones

# ---- the samples -----------------------------------------------------------------------------------------------------

start console tapiconsole "Exchange 1001"
start b tapiphone "Exchange 1002"
start c tapiphone "Exchange 1003"
winetapi monitor --json >"$dir/monitor" 2>"$dir/monitor.errors" &
monitor=$!

test=hold
tell b auto
tell c auto
tell console "dial 1002"
see console "new call 1"
see b "offering"
see b "caller .*1001"
see b "connected"
tell console "wait 1 connected"
see console "wait 1: done"
tell console "hold 1"
see console "hold 1: done"
tell console "wait 1 onhold"
see console "wait 1: done"
tell console "unhold 1"
see console "unhold 1: done"
tell console "wait 1 connected"
see console "wait 1: done"
tell console "press 1 42#"
see b "digit 4"
see b "digit 2"
see b "digit #"
tell console "drop 1"
see console "call 1: idle"
see b "disconnected"
see b "idle"

test="consultation transfer"
tell b "dial 1001"
see console "call 2: offering"
see console "call 2: caller .*1002"
tell console "answer 2"
see console "call 2: connected"
see b "connected"
tell console "consult 2 1003"
see console "call 2: onholdpendtransfer"
see console "call 3: dialtone"
see c "connected"
tell console "wait 3 connected"
see console "wait 3: done"
tell console "complete 2 3"
see console "call [23]: idle"
see console "call [23]: idle"
tell b "press 5"
see c "digit 5"
tell c "press 6"
see b "digit 6"
tell b hangup
see b "idle"
see c "idle"

test="blind transfer"
tell b "dial 1001"
see console "call 4: offering"
tell console "answer 4"
see console "call 4: connected"
tell console "transfer 4 1003"
see console "call 4: idle"
see c "caller .*1002"
see c "connected"
tell b "press 7"
see c "digit 7"
tell c hangup
see c "idle"
see b "idle"

test=conference
tell console "dial 1002"
tell console "wait 5 connected"
see console "wait 5: done"
tell console "conference 5 1003"
see console "new call 6"
see console "new call 7"
tell console "wait 7 connected"
see console "wait 7: done"
tell console "add 6 7"
see console "call 7: conferenced in call 6"
tell console "wait 6 connected"
see console "wait 6: done"
tell console "wait 5 conferenced"
see console "wait 5: done"
see b "connected"
see c "connected"
tell b "press 8"
see c "digit 8"
tell c "press 9"
see b "digit 9"
tell console "press 6 3"
see b "digit 3"
see c "digit 3"
tell console "drop 6"
see console "call [567]: idle"
see b "idle"
see c "idle"

test=park
tell console "dial 1002"
tell console "wait 8 connected"
see console "wait 8: done"
tell console "park 8"
see console "parked at 8[0-9][0-9]"
see console "call 8: idle"
tell console "unpark parked"
see console "new call 9"
tell console "wait 9 connected"
see console "wait 9: done"
see b "connected"
tell console "press 9 1"
see b "digit 1"
tell console "drop 9"
see console "call 9: idle"
see b "idle"

test="directed park"
tell console "dial 1003"
tell console "wait 10 connected"
see console "wait 10: done"
tell console "park 10 805"
see console "call 10: idle"
tell console "unpark 805"
tell console "wait 11 connected"
see console "wait 11: done"
tell console "drop 11"
see console "call 11: idle"

test=monitor
kill -TERM $monitor
wait $monitor
check "the monitor saw the conference" '"state":"conferenced"' cat "$dir/monitor"
check "and whose calls they are" '"owners":\[\{"program":"tapiconsole.exe"' cat "$dir/monitor"
check "and who called" '"callername":"[^"]+"|"caller":"1002"' cat "$dir/monitor"
test=end
finish

# ---- and off again ---------------------------------------------------------------------------------------------------

check "fewer lines" "" winetapi exchange enable --lines 3
check "status with fewer lines" "^lines: 3" winetapi exchange status
check "a wrong number of lines" "" sh -c '! winetapi exchange enable --lines 20000'
check "a script" "" sh -c 'printf "%s\n" "seed 3" "at 0.1 call 1001 --from 5551234 --name Alice --seconds 0.5" "after 0.8 line 1002 service off" \
    "after 0.1 line 1002 service on" >"$1/script" && winetapi exchange script "$1/script"' sh "$dir"
check "a wrong script" "line 2 of the script" sh -c 'printf "at 1 stop\nnonsense\n" | sed "s/stop/seed 1/" >"$1/script"; ! winetapi exchange script "$1/script"' sh "$dir"
# what is set lasts as long as a program uses telephony
start d tapiphone "Exchange 1001"
test=fault
check "load" "" winetapi exchange load --rate 50 --seconds 1 --talk 0.2 --first 1002
check "its calls" "callers of the load: [0-9]+ now, [1-9]" sh -c 'sleep 1; winetapi exchange status'
check "a fault" "^fault [0-9]+" winetapi exchange fault lineMakeCall fail CALLUNAVAIL --times 1
check "the fault in the list" "lineMakeCall fail LINEERR_CALLUNAVAIL, 1 times more" winetapi exchange fault list
tell d "dial 1002"
see d "dial failed: 0x8000000"
tell d "dial 1002"
see d "ringback"
tell d hangup
see d "idle"
tell d quit
wait "${pids[d]}" && bad "the phone does not say that a command failed" || good
check "a fault of a function that is none" "" sh -c '! winetapi exchange fault lineNonsense hang'
check "disable" "the exchange is off" winetapi exchange disable
check "lines without the exchange" "no lines" winetapi lines
check "phones without the exchange" "no phones" winetapi phones
check "nothing of it is left" "" sh -c '! winetapi run reg query "HKLM\\Software\\Wine Telephony\\Exchange" >/dev/null 2>&1'
check "status without the exchange" "ok +provider: unimdm.tsp, running" winetapi status
check "consistent" "^consistent=yes" sh -c 'WINEDEBUG=-all winetapi run winetapi.exe service'
[ $failed = 0 ] || { [ ! -s "$dir/monitor.errors" ] || cat "$dir/monitor.errors"; }
rm -rf "$dir"
wineserver -k
echo "$passed passed, $failed failed"
[ $failed = 0 ]
