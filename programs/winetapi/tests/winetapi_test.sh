#!/bin/bash
#
# Tests of winetapi and of tests/with-prefix: winetapi_test.sh PART. Needs srcdir and BUILDDIR; ends with "N passed, N failed".
#
# Copyright 2026 the Wine Telephony authors
#
# This library is free software; you can redistribute it and/or
# modify it under the terms of the GNU Lesser General Public
# License as published by the Free Software Foundation; either
# version 2.1 of the License, or (at your option) any later version.

set -u
self=$srcdir/programs/winetapi/tests/winetapi_test.sh
with_prefix=$srcdir/tests/with-prefix
acme=$srcdir/programs/winetapi/tests/acme.inf
passed=0 failed=0

# check NAME STATUS PATTERN COMMAND...: the command ends with STATUS and says something that matches PATTERN
check()
{
    local name=$1 want=$2 pattern=$3 output status
    shift 3
    output=$("$@" 2>&1 </dev/null)
    status=$?
    if [ "$status" = "$want" ] && grep -qE -e "$pattern" <<<"$output"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "winetapi_test: $name: failed"
        echo "    status $status, expected $want; expected to say '$pattern', said:"
        head -n 20 <<<"$output" | sed 's/^/    | /'
    fi
}

finish()
{
    echo "$passed passed, $failed failed"
    [ "$failed" = 0 ]
}

# ---- inside a prefix -------------------------------------------------------------------------------------------------

# Files with their contents, and the registry without times and without what Wine itself writes at each start: devices
# it finds (Enum, display and monitor classes, network cards), that its debugger was asked for, and the colours of its first console.
snapshot()
{
    wineserver -k
    wineserver -w
    (
        cd "$WINEPREFIX" || exit
        find . -type f ! -name '*.reg' ! -path './.update-timestamp' -print0 | sort -z | xargs -0 cksum
        find . -type l -printf '%p -> %l\n' | sort
        for file in system.reg user.reg userdef.reg; do
            echo "== $file"
            sed -e '/^#time=/d' -e 's/^\(\[.*\]\) [0-9]*$/\1/' "$file" | awk '
                /^\[/ { wines = tolower( $0 ) ~ /\\enum\\|4d36e968-|4d36e96e-|\\networkcards|\\deviceclasses|\\control\\video|\\winedbg\]|^\[console\]/ }
                !wines && NF'
        done
    ) >"$1"
}

boot()
{
    wine winetapi-test-no-such-program >/dev/null 2>&1
    wineserver -k
    wineserver -w
}

# A program that stays until the wineserver goes: commands are ten times as fast when Wine's services do not come and go with each
company()
{
    winetapi run cmd /c "echo there & ping -n 3600 127.0.0.1 >nul" >"$PHONELINE_DIR/company" 2>&1 </dev/null &
    companion=$!
    await "$PHONELINE_DIR/company" "^there"
}

company_goes()
{
    wineserver -k
    wait "$companion"
}

life_of_an_installation()
{
    local dir
    dir=$(mktemp -d)
    check "status without installation" 3 "not installed here; run winetapi install" winetapi status
    check "lines without installation" 1 "run winetapi install first" winetapi lines
    check "uninstall without installation" 0 "not installed" winetapi uninstall

    # at its second start Wine adds what it found at the first
    boot
    boot
    snapshot "$dir/before"
    check "install" 0 "installed in $WINEPREFIX" winetapi install --no-virtual-modem
    check "status" 0 "ok +provider: unimdm.tsp, running" winetapi status
    check "status without modems" 0 "no modems yet" winetapi status
    check "lines without modems" 0 "no lines" winetapi lines
    check "call without lines" 1 "no telephone lines" winetapi call "Modem A" 5550199
    check "install again" 0 "installed in" winetapi install --no-virtual-modem

    company
    check "add-modem" 0 "'Modem A' on COM" winetapi add-modem --port "$PHONELINE_DIR/modem-a" --name "Modem A"
    check "add-modem twice" 0 "'Modem A' on COM" winetapi add-modem --port "$PHONELINE_DIR/modem-a" --name "Modem A"
    check "add-modem, port taken" 1 "belongs to the modem 'Modem A'" winetapi add-modem --port "$PHONELINE_DIR/modem-a" --name "Other"
    check "add-modem, name taken" 1 "a modem 'Modem A' already" winetapi add-modem --port "$PHONELINE_DIR/modem-b" --name "modem a"
    check "add-modem, no such port" 1 "/dev/nosuch does not exist" winetapi add-modem --port /dev/nosuch --name "Other"
    check "add-modem, no serial port" 1 "/dev/null|not a serial port|COM" winetapi add-modem --port "$dir" --name "Other"
    check "add-modem without port" 2 "needs --port" winetapi add-modem --name "Other"
    check "add-modem of a port that is not there yet" 0 "warning: .*modem-z does not exist" \
        winetapi add-modem --force --port "$PHONELINE_DIR/modem-z" --name "Modem Z"
    check "status with that modem" 1 "BROKEN +modem 'Modem Z' \(COM[0-9]+\): .*modem-z does not exist" winetapi status
    check "remove-modem" 0 "" winetapi remove-modem "modem z"
    check "remove-modem twice" 1 "no modem 'modem z'" winetapi remove-modem "modem z"
    check "add-modem, name too long" 1 "at most 127 characters" \
        winetapi add-modem --port "$PHONELINE_DIR/modem-b" --name "$(printf 'x%.0s' $(seq 128))"
    odd="It's \"so\" a\\new \$HOME"
    check "add-modem with an odd name" 0 "" winetapi add-modem --port "$PHONELINE_DIR/modem-b" --name "$odd"
    check "that name in the list" 0 "It's \"so\" a\\\\new \\\$HOME" winetapi lines
    check "that name in status" 0 "modem 'It's \"so\" a\\\\new \\\$HOME': COM[0-9]+ is $PHONELINE_DIR/modem-b" winetapi status
    check "remove-modem with that name" 0 "" winetapi remove-modem "$odd"
    class='HKLM\System\CurrentControlSet\Control\Class\{4D36E96D-E325-11CE-BFC1-08002BE10318}\0042'
    winetapi run reg add "$class" /v AttachedTo /d COM77 /f >/dev/null 2>&1
    winetapi run reg add "$class" /v FriendlyName /d Foreign /f >/dev/null 2>&1
    check "status of a modem without a port" 1 "modem 'Foreign': its port COM77 is nothing on Linux" winetapi status
    check "remove-modem of that modem" 0 "" winetapi remove-modem Foreign
    check "lines" 0 "Modem A +COM[0-9]+ +.*data" winetapi lines
    check "add-inf" 0 "model 'Acme Dialmaster 5000 Voice'" winetapi add-inf "$acme"
    check "the file of add-inf" 0 "" cmp "$acme" "$WINEPREFIX/drive_c/windows/inf/oem0.inf"

    company_goes
    check "broken: override" 0 "" winetapi run reg delete 'HKCU\Software\Wine\DllOverrides' /v tapi32 /f
    check "status without override" 1 "BROKEN +the DLL override for tapi32 is missing" winetapi status
    rm "$WINEPREFIX/drive_c/windows/system32/unimdm.tsp"
    check "status without a file" 1 "BROKEN +system32/unimdm.tsp is missing" winetapi status
    check "install repairs" 0 "installed in" winetapi install --no-virtual-modem
    echo >>"$WINEPREFIX/drive_c/windows/system32/tapisrv.exe"
    check "status with another file" 1 "BROKEN +system32/tapisrv.exe is not the one" winetapi status
    check "install repairs again" 0 "installed in" winetapi install --no-virtual-modem
    check "status after repairs" 0 "ok +modem 'Modem A': COM[0-9]+ is $PHONELINE_DIR/modem-a" winetapi status
    wineserver -k
    env -u WINEDLLPATH wine ping -n 8 127.0.0.1 >/dev/null 2>&1 &
    sleep 1
    check "status of a prefix started without winetapi run" 1 "started without winetapi run" winetapi status
    wineserver -k

    check "uninstall" 0 "removed from" winetapi uninstall
    check "uninstall twice" 0 "not installed" winetapi uninstall
    check "status after uninstall" 3 "not installed" winetapi status
    snapshot "$dir/after"
    check "uninstall restores files and registry" 0 "" diff "$dir/before" "$dir/after"
    rm -rf "$dir"
}

# Definitions of modems, asking what is at ports
definitions()
{
    local dir=$PHONELINE_DIR
    check "models" 0 "Standard 33600 bps Modem +\(Standard Modem Types\) +mdmwtstd.inf" winetapi models
    check "models by a text" 0 "^Conexant Voice Modem .*mdmwtrck.inf" winetapi models "conexant voice"
    check "add-inf of a file that is none" 1 "no .INF file" winetapi add-inf "$self"
    check "add-inf without a file" 1 "cannot read" winetapi add-inf /nonexistent/x.inf
    check "add-inf, what is left undone" 0 "note: .*acmedrv" winetapi add-inf "$acme"
    check "add-inf copies a file once" 1 "" test -e "$WINEPREFIX/drive_c/windows/inf/oem1.inf"
    check "models of that file" 0 "^Acme Dialmaster 5000 Voice +Acme Modems +oem0.inf" winetapi models acme
    check "add-inf, no such model" 1 "^  Acme Dialmaster 5000$" winetapi add-inf "$acme" --model Other
    check "remove-modem of the one that is there" 0 "" winetapi remove-modem "Modem B"
    check "add-inf with a port, several models" 1 "several models" winetapi add-inf "$acme" --port "$dir/modem-b"
    check "add-modem, no such model" 1 "no .INF file of this prefix has the modem 'Other'" winetapi add-modem --port "$dir/modem-b" --model Other
    check "nothing of it stays" 1 "no modem" winetapi remove-modem "Modem on modem-b"
    check "add-inf with a port and a model" 0 "'Acme' on COM[0-9]+ .*definition 'Acme Dialmaster 5000'" \
        winetapi add-inf "$acme" --port "$dir/modem-b" --model "Acme Dialmaster 5000" --name Acme
    check "a call by that definition" 0 "connected, 33600" winetapi call Acme 5550199 --hold 0.1
    phoneline answer B "&F" ERROR >/dev/null
    check "a modem that refuses the definition" 1 "OPERATIONFAILED" winetapi call Acme 5550199 --hold 0.1
    check "status says what it refused" 0 "note +modem 'Acme' failed at 20[0-9-]+ [0-9:]+: port COM[0-9]+: .* refuses the command AT&FE0V1.*winetapi diagnose 'Acme'" winetapi status
    check "diagnose says what it refused" 0 "cannot get the modem ready; .* refuses the command AT&FE0V1" winetapi diagnose Acme
    phoneline answer B "&F" >/dev/null
    check "a call when it takes the command again" 0 "connected, 33600" winetapi call Acme 5550199 --hold 0.1
    check "status has forgotten the failure" 1 "" sh -c 'winetapi status | grep failed.at'
    check "diagnose explains" 0 "^AT\+FCLASS=\? .*It does data" winetapi diagnose "$dir/modem-b"
    check "diagnose --log" 0 "ModemLog_Acme.txt" winetapi diagnose Acme --log on
    winetapi call Acme 5550199 --hold 0.1 --quiet
    check "the log of a call" 0 "" sh -c 'tr -d "\r" <"$1" | grep -A 99 "Dialing\." | grep "Connection established at 33600bps\."' sh "$WINEPREFIX/drive_c/windows/ModemLog_Acme.txt"
    check "the log hides what is dialled" 1 "" grep 5550199 "$WINEPREFIX/drive_c/windows/ModemLog_Acme.txt"
    check "the log shows the commands of the definition" 0 "Send: AT&FE0V1&C1&D2S12=48<cr>" cat "$WINEPREFIX/drive_c/windows/ModemLog_Acme.txt"
    check "diagnose --log off" 0 "is off" winetapi diagnose Acme --log off
    check "diagnose, no such modem" 1 "no modem 'Nobody'" winetapi diagnose Nobody
    check "diagnose during a call" 1 "cannot be asked now|has it open" sh -c 'winetapi call Acme 5550199 --hold 300 2>"$1/log" & pid=$!
        for i in $(seq 600); do grep -q connected "$1/log" && break; sleep 0.1; done
        winetapi diagnose Acme; s=$?; kill $pid; wait $pid; exit $s' sh "$dir"
    check "rings" 0 "^RING A  any$" winetapi rings Acme
    check "rings, set" 0 "no command that makes it tell rings apart" winetapi rings Acme a Fax
    check "rings, command" 0 "" winetapi rings Acme command -SDR=7
    check "rings, set with a command" 0 "^$" winetapi rings Acme Plain voice
    check "rings, shown" 0 "^RING    voice RING A  fax RING B  any RING C  any command AT-SDR=7<cr> $" sh -c 'winetapi rings Acme | tr "\r\n" " " | tr -s " " | sed "s/RING voice/RING    voice/;s/RING \([ABC]\) /RING \1  /g"'
    check "rings, any again" 0 "^$" winetapi rings Acme A any
    check "rings, no such ring" 1 "'D fax' is no ring" winetapi rings Acme D fax
    check "rings, no such kind" 1 "'A telex' is no ring" winetapi rings Acme A telex
    check "rings, no such modem" 1 "no modem 'Nobody'" winetapi rings Nobody
    check "detect a modem that is there" 1 "is the modem 'Acme' \(COM[0-9]+\) already" winetapi detect --port "$dir/modem-b"
    check "remove-modem of the one that was asked" 0 "" winetapi remove-modem Acme
    check "detect" 0 "definition: .* Modem, as it" winetapi detect --port "$dir/modem-b"
    phoneline voice B v253 >/dev/null
    phoneline fax B on >/dev/null
    check "detect a modem with voice and fax" 0 "^    data, fax class 1, voice, caller id" winetapi detect --port "$dir/modem-b"
    check "which is proposed as one" 0 "definition: Generic V.253 Voice Modem, as it has voice after V.253" winetapi detect --port "$dir/modem-b"
    phoneline voice B none >/dev/null
    phoneline fax B class2 >/dev/null
    check "detect a fax modem of class 2" 0 "^    data, fax class 1, fax class 2" winetapi detect --port "$dir/modem-b"
    phoneline fax B off >/dev/null
    check "detect, a port in use" 1 "is in use by process [0-9]+ \(sleep\)" sh -c 'sleep 30 <>"$1" & winetapi detect --port "$1"; s=$?; kill $!; exit $s' sh "$dir/modem-b"
    check "detect, no such port" 1 "does not exist" winetapi detect --port /dev/nosuch
    check "detect --add" 0 "^modem '.*' on COM[0-9]+" winetapi detect --port "$dir/modem-b" --add
}

# Who has the port of a modem open, before and after: nobody of Wine may keep it
removed_in_use()
{
    local port before after i answerer
    port=$(readlink -f "$PHONELINE_DIR/modem-b")
    wineserver -k
    before=$(find /proc/[0-9]*/fd -lname "$port" 2>/dev/null | wc -l)
    winetapi answer "Modem B" --timeout 30 >"$PHONELINE_DIR/answer.log" 2>&1 &
    answerer=$!
    for ((i = 0; i < 100; i++)); do grep -q waiting "$PHONELINE_DIR/answer.log" && break; sleep 0.1; done
    winetapi remove-modem "Modem B"
    wait $answerer
    # as long as a program runs the service does
    winetapi run ping -n 6 127.0.0.1 >/dev/null 2>&1 &
    sleep 3
    after=$(find /proc/[0-9]*/fd -lname "$port" 2>/dev/null | wc -l)
    rm -f "$PHONELINE_DIR/answer.log"
    winetapi add-modem --quiet --port "$PHONELINE_DIR/modem-b" --name "Modem B"
    if [ "$before" = "$after" ]; then echo same; else echo "open $before times before, $after times after"; fi
}

# A Wine whose server goes away $1 times when a program wants to connect: Debian's does, when the last program has just gone
moody_wine()
{
    cat >"$PHONELINE_DIR/moody-wine" <<EOF
#!/bin/sh
tries=\$(cat "$PHONELINE_DIR/moody" 2>/dev/null || echo 0)
if [ "\${1:-}" != --version ] && [ "\$tries" -gt 0 ]; then
    echo \$((tries - 1)) >"$PHONELINE_DIR/moody"
    echo "wine client error:0: recvmsg: Connection reset by peer" >&2
    exit 1
fi
exec "$WINE" "\$@"
EOF
    chmod 755 "$PHONELINE_DIR/moody-wine"
    echo "$1" >"$PHONELINE_DIR/moody"
}

races()
{
    company
    check "lines, as they are" 0 "Modem A" winetapi lines
    moody_wine 3
    check "a command while the server goes" 0 "Modem A" env WINE="$PHONELINE_DIR/moody-wine" winetapi lines
    check "the server went three times" 0 "^0$" cat "$PHONELINE_DIR/moody"
    moody_wine 3
    check "the user hears nothing of it" 1 "^$" sh -c 'WINE=$1/moody-wine winetapi lines 2>&1 | grep "client error"' sh "$PHONELINE_DIR"
    moody_wine 2
    check "winetapi run while the server goes" 0 "^hi" env WINE="$PHONELINE_DIR/moody-wine" winetapi run cmd /c echo hi
    moody_wine 1
    check "winetapi call while the server goes" 0 "connected" env WINE="$PHONELINE_DIR/moody-wine" winetapi call "Modem A" 5550199 --hold 0.1
    moody_wine 1000
    check "a server that never comes" 1 "client error" env WINE="$PHONELINE_DIR/moody-wine" winetapi lines
    company_goes
    # the true one, as it comes and goes
    check "commands one after the other" 0 "^5$" sh -c 'for i in 0 1 2 3 4; do winetapi models >/dev/null && echo ok; sleep 0.$i; done | grep -c ok'
}

calls()
{
    check "call by name" 0 "connected, 33600 bit/s" winetapi call "modem a" 5550199 --hold 0.2
    check "call by number of the line" 0 "Modem B: connected" winetapi call 1 5550199 --hold 0.2
    check "call by port" 0 "Modem B: connected" winetapi call "$(winetapi lines | sed -n 's/.*\(COM[0-9]*\).*/\1/p' | tail -n 1)" 5550199 --hold 0.2
    check "call with data" 0 "^hello$" sh -c 'echo hello | winetapi call "Modem A" 5550199 --data --quiet'
    check "busy" 3 "disconnected \(busy\)" winetapi call "Modem A" 5550198
    check "no answer" 4 "disconnected \(no answer\)" winetapi call "Modem A" 5550197
    check "no such number" 6 "disconnected" winetapi call "Modem A" 5550000
    check "no such line" 1 "no line 'Modem X'" winetapi call "Modem X" 5550000
    check "time-out" 4 "time is over" winetapi call "Modem A" 5550197 --timeout 1
    check "nobody calls" 4 "time is over" winetapi answer "Modem B" --timeout 1
    check "wrong option" 2 "'--nonsense' is not an option" winetapi call "Modem A" 5550199 --nonsense
    check "no dial tone" 5 "no dial tone" sh -c 'phoneline result A NO DIALTONE; winetapi call "Modem A" 5550199'
    check "unplugged modem" 1 "winetapi: " sh -c 'phoneline unplug B; winetapi call "Modem B" 5550199'
    phoneline replug B >/dev/null
    check "a modem that is removed while its line is open gives the port back" 0 "^same$" removed_in_use
    check "call and answer" 0 "caller 5550101 Modem A" sh -c 'winetapi answer "Modem B" --echo --rings 2 --timeout 30 &
        sleep 1; test "$(echo over and back | winetapi call "Modem A" 5550102 --data --quiet)" = "over and back" && wait $!'
}

# json FILE EXPRESSION: each line is one JSON object, and EXPRESSION (Perl) is true of the list of them, @e
json()
{
    perl -MJSON::PP -e '
        open my $file, "<", $ARGV[0] or die;
        my @e = map { decode_json( $_ ) } <$file>;
        sub of { my $kind = shift; grep { $_->{event} eq $kind } @e }
        sub all { my ($test, @list) = @_; !grep { !$test->() } @list }
        my $ok = eval $ARGV[1];
        die $@ if $@;
        exit 0 if $ok;
        print "no: $ARGV[1]\n", map { encode_json( $_ ) . "\n" } @e;
        exit 1' "$1" "$2"
}

# await FILE PATTERN: it comes within 20 s
await()
{
    local i
    for ((i = 0; i < 200; i++)); do
        grep -qE -e "$2" "$1" 2>/dev/null && return
        sleep 0.1
    done
    echo "'$2' did not come; there is:"
    cat "$1"
    return 1
}

watching()
{
    local dir pid
    dir=$(mktemp -d)
    check "capabilities by name" 0 "dwMediaModes +UNKNOWN .*DATAMODEM" winetapi lines -v
    check "capabilities of an address" 0 "^ +dwAddressFeatures +MAKECALL" winetapi lines -v
    # Wine's own services complain on the same stderr now and then
    check "no bit without a name" 0 "^$" sh -c \
        'winetapi lines -v 2>/dev/null >"$1" && ! grep "  dw.* 0x[0-9a-f]*" "$1" | grep -v dwPermanentLineID' sh "$dir/capabilities"
    check "lines, wrong option" 2 "no arguments but -v" winetapi lines -x
    check "monitor, wrong option" 2 "'--nonsense' is not an option" winetapi monitor --nonsense
    check "monitor, wrong number" 2 "'--count'" winetapi monitor --count 0
    check "monitor for a second" 0 "watching 2 lines" winetapi monitor --seconds 1

    winetapi monitor --json >"$dir/json" 2>"$dir/errors" &
    pid=$!
    check "monitor gets ready" 0 "" await "$dir/json" '"event":"ready","lines":2'
    check "a call that is watched" 0 "connected" winetapi call "Modem A" 5550199 --hold 0.2
    check "its end is seen" 0 "" await "$dir/json" '"event":"call".*"state":"idle"'
    check "its program goes" 0 "" await "$dir/json" '"event":"programs","line":0,"name":"Modem A","programs":\[\],"calls":\[\]'
    kill -TERM $pid
    wait $pid
    check "monitor ends in order with a signal" 0 "" sh -c "exit $?"
    check "monitor complains of nothing" 0 "^$" sed -E '/^[0-9a-f]+:err:(tapi|exchange|unimdm|tspi|unixcall)/b; /^[0-9a-f]+:err:/d' "$dir/errors"
    check "states of the call" 0 "" json "$dir/json" \
        'join( " ", map { $_->{state} } of( "call" ) ) =~ /^dialing proceeding connected( disconnected)? idle$/'
    check "number of the call" 0 "" json "$dir/json" 'all( sub { $_->{called} eq "5550199" && $_->{origin} eq "outbound" }, of( "call" ) )'
    check "owner of the call" 0 "" json "$dir/json" \
        'grep { $_->{program} eq "winetapi.exe" } map { @{$_->{owners}} } map { @{$_->{calls}} } of( "programs" )'
    check "lines at the start" 0 "" json "$dir/json" 'join( ",", map { $_->{name} } of( "line" ) ) eq "Modem A,Modem B" && all( sub { $_->{open} }, of( "line" ) )'

    odd='Ö "quoted" \ and 电话'
    winetapi monitor --json --count 1 >"$dir/json" 2>"$dir/errors" &
    pid=$!
    check "monitor gets ready again" 0 "" await "$dir/json" '"event":"ready"'
    check "a line is added" 0 "" winetapi add-modem --force --port "$PHONELINE_DIR/modem-z" --name "$odd"
    wait $pid
    check "monitor ends after one event" 0 "" sh -c "exit $?"
    check "the new line is told, whatever its name" 0 "" env ODD="$odd" perl -MJSON::PP -e \
        'my @lines = <>; my $last = decode_json( $lines[-1] ); my $odd = $ENV{ODD}; utf8::decode( $odd ); exit( $last->{event} ne "line" || $last->{name} ne $odd )' "$dir/json"
    check "it is removed" 0 "" winetapi remove-modem "$odd"

    check "nobody reads any more" 0 "Modem A" sh -c 'winetapi monitor --seconds 100 | head -n 1'
    (
        # a terminal of its own, of 100 columns
        script -qec 'stty cols 100 rows 20; winetapi monitor --seconds 3' /dev/null </dev/null >"$dir/terminal" 2>&1
        echo "status $?" >>"$dir/terminal"
    )
    check "a table on a terminal" 0 "Modem A .* ok" cat "$dir/terminal"
    check "which is put away at the end" 0 "" grep -qF "$(printf '\033[?1049l')" "$dir/terminal"
    rm -rf "$dir"
}

# A service of a bulletin board on loopback: greets, and says again what it hears. Its port goes to FILE.
board()
{
    perl -MIO::Socket::INET -e '
        my $server = IO::Socket::INET->new( LocalAddr => "127.0.0.1", Listen => 5 ) or die;
        open my $file, ">", "$ARGV[0].new" or die; print $file $server->sockport, "\n"; close $file; rename "$ARGV[0].new", $ARGV[0];
        alarm 300;
        while (my $client = $server->accept)
        {
            $client->print( "Welcome\r\n" );
            while (sysread( $client, my $data, 4096 )) { $client->print( $data ) }
        }' "$1" &
}

# The line that is there by default: made, called with, set, removed
virtual_modem()
{
    local dir port com board
    dir=$(mktemp -d)
    export XDG_CONFIG_HOME=$dir
    board "$dir/port"
    board=$!
    boot
    boot
    snapshot "$dir/before"
    check "install with the virtual modem" 0 "installed in" winetapi install
    company
    check "its line, which has no voice" 0 "Wine Virtual Modem +COM[0-9]+ +data +\(" winetapi lines
    check "its status" 0 "ok +modem 'Wine Virtual Modem': COM[0-9]+, virtual" winetapi status
    check "virtual show" 0 "^  Number=777[0-9]{4}$" winetapi virtual show
    await "$dir/port" '^[0-9]+$' || return
    port=$(cat "$dir/port")
    check "a call to a host" 0 "^Welcome" sh -c "echo hello | winetapi call 'Wine Virtual Modem' 127.0.0.1:$port --data --quiet"
    check "phonebook add" 0 "is number 5551000" winetapi phonebook add "The Board" "raw:127.0.0.1:$port"
    check "phonebook add, no address" 1 "this is no address" winetapi phonebook add Nonsense nonsense
    check "phonebook import" 0 "1 entries; 0 " winetapi phonebook import "$srcdir/unixlib/phonebook/tests/corpus/syncterm"
    check "phonebook list" 0 "The Board +5551000 +raw:127.0.0.1:$port" winetapi phonebook list board
    check "phonebook remove" 0 "" winetapi phonebook remove Vertrauen
    check "phonebook, wrong command" 2 "Usage: winetapi phonebook" winetapi phonebook nonsense
    check "a call by name" 0 "connected, 33600 bit/s" winetapi call "Wine Virtual Modem" "The Board" --hold 0.2
    check "a slow line" 0 "" winetapi virtual limit 2400
    check "a call by number" 0 "connected, 2400 bit/s" winetapi call "Wine Virtual Modem" 5551000 --hold 0.2
    check "full speed again" 0 "" winetapi virtual limit off
    check "busy" 3 "disconnected \(busy\)" winetapi call "Wine Virtual Modem" 127.0.0.1:1
    check "nobody's number" 6 "disconnected" winetapi call "Wine Virtual Modem" 7999999
    check "listening to others is warned of" 0 "warning: anybody who reaches 0.0.0.0" winetapi virtual listen --address 0.0.0.0 6400
    check "listening to nobody" 0 "" winetapi virtual listen off
    check "virtual, wrong port" 1 "no port 70000" winetapi virtual listen 70000
    check "virtual, wrong command" 2 "unknown command 'nonsense'" winetapi virtual nonsense
    check "virtual, wrong value" 1 "cannot be set" winetapi virtual set Rate fast
    check "virtual, no such modem" 1 "no modem 'Nobody'" winetapi virtual --modem Nobody limit off

    # a program that knows nothing of telephony opens the COM port, in a prefix that starts with it
    company_goes
    wineserver -w
    com=$(sed -n 's/^com//p' "$WINEPREFIX/.winetapi/links" | head -n 1)
    check "AT commands through the COM port" 0 " 0 failures" \
        winetapi run "$BUILDDIR/stage-tests/x86_64-windows/unimdm_test.exe" virtual "COM$com" "127.0.0.1:$port"
    check "detect knows it" 1 "is the modem 'Wine Virtual Modem'" winetapi detect --port "$WINEPREFIX/.winetapi/virtual/modem-0"
    check "nothing of it stays" 0 "" timeout 60 wineserver -w
    # a program that starts the one that opens the port, and goes
    check "the port stays for what a program started" 0 " 0 failures" sh -c \
        'winetapi run cmd /c start /b cmd /c "ping -n 4 127.0.0.1 >nul & $1 virtual $2" >"$3/started"; wineserver -w; cat "$3/started"' \
        sh "Z:${BUILDDIR//\//\\}\\stage-tests\\x86_64-windows\\unimdm_test.exe" "COM$com" "$dir"

    check "a second one" 0 "virtual modem 'Second' on COM" winetapi virtual add --name Second
    check "which is removed" 0 "" winetapi remove-modem Second
    check "remove-modem" 0 "" winetapi remove-modem "Wine Virtual Modem"
    check "virtual show without one" 1 "there is no virtual modem" winetapi virtual show
    check "install again leaves it away" 0 "" sh -c 'winetapi install --quiet && ! winetapi lines | grep Virtual'
    check "uninstall" 0 "removed from" winetapi uninstall
    snapshot "$dir/after"
    check "uninstall restores files and registry" 0 "" diff "$dir/before" "$dir/after"
    kill "$board"
    rm -rf "$dir"
}

# One end of a call between two prefixes: answers and says again what it hears, with the port and number it has. Their user has one
# folder for both to find each other in.
virtual_answer()
{
    export XDG_RUNTIME_DIR=$3
    winetapi install --quiet
    winetapi virtual set RingInterval 1000
    winetapi virtual number "$1"
    winetapi virtual listen "$2"
    winetapi answer "Wine Virtual Modem" --echo --timeout 120 &&
        winetapi answer "Wine Virtual Modem" --echo --timeout 120
}

virtual_calls()
{
    export XDG_RUNTIME_DIR=$3
    winetapi install --quiet
    check "a call to another prefix, by number" 0 "^hello$" sh -c "echo hello | winetapi call 'Wine Virtual Modem' $1 --data --timeout 60"
    # the other side may not wait for the next call yet
    check "a call to another machine" 0 "^hello$" sh -c "for i in 1 2 3 4 5 6 7 8 9 10; do
        echo hello | winetapi call 'Wine Virtual Modem' modem:127.0.0.1:$2 --data --timeout 60 && exit; sleep 1; done; exit 1"
}

part=${1:-}
if [ -n "${PHONELINE_DIR:-}" ]; then
    case $part in
    virtual)        virtual_modem ;;
    virtual-answer) virtual_answer "$2" "$3" "$4"; exit ;;
    virtual-calls)  virtual_calls "$2" "$3" "$4" ;;
    life)           life_of_an_installation ;;
    watch)          company; watching ;;
    calls)          races; company; calls ;;
    definitions)    company; definitions ;;
    esac
    finish
    exit
fi

# ---- outside ---------------------------------------------------------------------------------------------------------

# inside PART: what it counts is counted here
inside()
{
    local counts
    "$with_prefix" bash "$self" "$@" >"$log" 2>&1
    counts=$(grep -E '^[0-9]+ passed, [0-9]+ failed$' "$log" | tail -n 1)
    grep -vE '^[0-9]+ passed, [0-9]+ failed$' "$log"
    if [ -n "$counts" ]; then
        passed=$((passed + ${counts%% *}))
        counts=${counts#*, }
        failed=$((failed + ${counts%% *}))
    else
        echo "winetapi_test: $1: did not come to its end"
        failed=$((failed + 1))
    fi
}

# Processes and folders of the with-prefix calls of this test
leftovers()
{
    local environ
    for environ in /proc/[0-9]*/environ; do
        grep -qzsx "WITH_PREFIX_TEST=$$" "$environ" && grep -qzs '^WITH_PREFIX_ID=' "$environ" && tr '\0' ' ' <"${environ%environ}cmdline"
    done
    find "$TMPDIR" -name 'wt.*'
}

winetapi=$BUILDDIR/stage/bin/winetapi
TMPDIR=$(mktemp -d /tmp/winetapi-test.XXXXXX) || exit 1
export TMPDIR WITH_PREFIX_TEST=$$
trap 'rm -rf "$TMPDIR"' EXIT
log=$TMPDIR/log

without_a_prefix()
{
    local command
    check "no command" 2 "Usage: winetapi COMMAND" "$winetapi"
    check "help" 0 "Usage: winetapi COMMAND" "$winetapi" --help
    for command in virtual rings phonebook install uninstall status detect diagnose models add-inf add-modem remove-modem ports lines phones monitor exchange config dialrules call answer run; do
        check "help of $command" 0 "^Usage: winetapi $command" "$winetapi" $command --help
        check "man page of $command" 0 "" grep -F "winetapi ${command/-/\\-}" "$srcdir/programs/winetapi/winetapi.1"
    done
    check "unknown command" 2 "no command 'nonsense'" "$winetapi" nonsense
    check "version" 0 "^winetapi [0-9]" "$winetapi" --version
    check "no prefix" 1 "no Wine prefix in /nonexistent" "$winetapi" status /nonexistent
    check "no Wine" 1 "WINE is /nonexistent/wine" env WINE=/nonexistent/wine "$winetapi" install /nonexistent
    check "ports" 0 "" "$winetapi" ports
    check "config without a display" 1 "there is no display" env -u DISPLAY -u WAYLAND_DISPLAY "$winetapi" config
    check "dialrules without a display" 1 "there is no display" env -u DISPLAY -u WAYLAND_DISPLAY "$winetapi" dialrules
    if [ "$(id -u)" = 0 ]; then
        # a Wine of files only: nothing of it is run, and root gets no prefix
        mkdir -p "$TMPDIR"/fake/bin "$TMPDIR"/fake/lib/wine/x86_64-unix "$TMPDIR"/fake/lib/wine/x86_64-windows "$TMPDIR"/home
        touch "$TMPDIR"/fake/lib/wine/x86_64-unix/ntdll.so
        cp /bin/false "$TMPDIR"/fake/bin/wine
        check "sudo winetapi install --system" 0 "installed in $TMPDIR/fake/lib/wine; prefixes:" \
            env -u WINEPREFIX SUDO_USER=somebody HOME="$TMPDIR/home" WINE="$TMPDIR/fake/bin/wine" "$winetapi" install --system
        check "what it installed" 0 "^home$" sh -c 'cd "$1" && cmp fake/lib/wine/x86_64-unix/unimdm.so "$2"/lib/wine-telephony/x86_64-unix/unimdm.so &&
            test -f fake/lib/wine/x86_64-windows/unimdm.tsp && find home' sh "$TMPDIR" "$BUILDDIR/stage"
    fi
}

throw_away_prefixes()
{
    local pid i
    check "with-prefix: status of the command, from another folder" 7 "^state=7" "$with_prefix" sh -c 'test -d "$WINEPREFIX" && echo state=7; exit 7'
    check "with-prefix: what is first on PATH" 0 "/bin/winetapi" "$with_prefix" sh -c 'command -v winetapi; command -v wine | grep -q "^$TMPDIR/"'
    check "with-prefix: no command" 125 "usage" "$with_prefix"
    "$with_prefix" sh -c 'winetapi answer "Modem A" & sleep 1000 & exec sleep 1000' >"$log" 2>&1 &
    pid=$!
    for ((i = 0; i < 300; i++)); do
        grep -q "waiting for a call" "$log" && break
        sleep 0.1
    done
    kill -TERM $pid
    wait $pid
    check "with-prefix: status after a signal" 143 "" sh -c "exit $?"
}

two_prefixes()
{
    local port pid
    # below those that the system gives out
    port=$((20000 + $$ % 12000))
    mkdir -m 700 "$TMPDIR/runtime"
    WITH_PREFIX_EMPTY=yes "$with_prefix" bash "$self" virtual-answer 7770142 $port "$TMPDIR/runtime" >"$TMPDIR/answer" 2>&1 &
    pid=$!
    await "$TMPDIR/answer" "waiting for a call" && WITH_PREFIX_EMPTY=yes inside virtual-calls 7770142 $port "$TMPDIR/runtime"
    kill $pid 2>/dev/null
    wait $pid
}

cd / || exit 1
case $part in
command)           without_a_prefix; throw_away_prefixes; two_prefixes ;;
life|virtual)      WITH_PREFIX_EMPTY=yes inside "$part" ;;
calls|definitions|watch) inside "$part" ;;
*)                 echo "winetapi_test: '$part' is no part"; exit 2 ;;
esac
check "with-prefix: leaves nothing behind" 0 "^$" leftovers
finish
