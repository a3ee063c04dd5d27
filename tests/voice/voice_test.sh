#!/bin/bash
#
# An answering machine, tapianswer, which is a plain program of TAPI 2 and the wave functions, on a voice modem of the simulated exchange and a
# sound server of this test's own. People of the exchange call it: their message is recorded, the greeting is heard, the menu works by DTMF.
# Needs srcdir, BUILDDIR and VOICE_TEST (the program that makes and compares sounds); ends with "N passed, N failed".
#
# Copyright 2026 the Wine Telephony authors
#
# This library is free software; you can redistribute it and/or
# modify it under the terms of the GNU Lesser General Public
# License as published by the Free Software Foundation; either
# version 2.1 of the License, or (at your option) any later version.

set -u
self=$srcdir/tests/voice/voice_test.sh
if [ -z "${PHONELINE_DIR:-}" ]; then
    VOICE_TEST=$(readlink -f "$VOICE_TEST")
    # the sound server comes and goes here: the test starts it itself
    export VOICE_TEST WITH_PREFIX_SOUND=no
    exec "$srcdir/tests/with-prefix" bash "$self"
fi

passed=0 failed=0
patience=40
dir=$(mktemp -d) || exit 1
seen=0 answer='' server=''
socket=${PULSE_SERVER#unix:}

good() { passed=$((passed + 1)); }

bad()
{
    failed=$((failed + 1))
    echo "voice_test: $1: failed"
    shift
    printf '    %s\n' "$@"
}

# check NAME PATTERN COMMAND...: it succeeds and says something that matches
check()
{
    local name=$1 pattern=$2 output status
    shift 2
    output=$("$@" 2>&1 </dev/null)
    status=$?
    if [ $status = 0 ] && grep -qE -e "$pattern" <<<"$output"; then good
    else bad "$name" "status $status, expected to say '$pattern', said:" "$(head -n 30 <<<"$output")"
    fi
}

start_sound()
{
    local i
    rm -f "$socket"
    pulseaudio -n --daemonize=no --exit-idle-time=-1 --use-pid-file=no --disable-shm=yes \
        -L "module-native-protocol-unix socket=$socket auth-anonymous=1 auth-cookie-enabled=0" >"$dir/pulse.log" 2>&1 </dev/null &
    server=$!
    for ((i = 0; i < 200; i++)); do
        [ ! -S "$socket" ] || return 0
        sleep 0.05
    done
    bad "the sound server" "$(tail -n 20 "$dir/pulse.log")"
    return 1
}

# Until the line can be had: the service finds a sound server, or a modem, that comes by and by
wait_for_line()
{
    local i said
    for ((i = 0; i < patience; i++)); do
        said=$(WINEDEBUG=-all timeout 60 winetapi run "$program" --line "Modem A" --check 2>&1 </dev/null)
        [[ $said != *"waiting for calls"* ]] || { good; return 0; }
        sleep 0.5
    done
    bad "$test: the line cannot be had" "$said"
}

# start_machine OPTION...: and wait until it waits for calls
start_machine()
{
    : >"$dir/answer.log"
    seen=0
    WINEDEBUG=${VOICE_DEBUG:--all,err+unimdm} winetapi run "$program" --line "Modem A" --folder "$messages" --rings 1 --silence 20 "$@" >>"$dir/answer.log" 2>&1 </dev/null &
    answer=$!
    see "waiting for calls on Modem A"
}

# see PATTERN: the machine says a line that matches, after the line that was seen last
see()
{
    local i at
    for ((i = 0; i < patience * 20; i++)); do
        at=$(tail -n +$((seen + 1)) "$dir/answer.log" 2>/dev/null | grep -anE -m 1 -e "$1" | cut -d: -f1)
        if [ -n "$at" ]; then
            seen=$((seen + at))
            good
            return 0
        fi
        sleep 0.05
    done
    bad "$test: the machine does not say '$1'" "since then it says:" "$(tail -n +$((seen + 1)) "$dir/answer.log" | tr -d '\r')" "and before:" \
        "$(head -n "$seen" "$dir/answer.log" | tail -n 10 | tr -d '\r')" "people: $(phoneline people)"
    return 1
}

# person STEP...: somebody calls, and is the person that tell speaks of
person()
{
    local said
    said=$(phoneline call 5550101 "$@")
    who=${said##* }
    [[ $said == OK* ]] || bad "$test: a person" "$said"
}

tell() { check "$test: the person does '$*'" "OK" phoneline do "$who" "$@"; }

stop_machine()
{
    kill "$answer" 2>/dev/null
    wait "$answer" 2>/dev/null
}

messages=Z:${dir//\//\\}\\messages
mkdir "$dir/messages"
check "greeting" "" "$VOICE_TEST" make "$dir/greeting.wav" 1200 1
check "message" "" "$VOICE_TEST" make "$dir/message.wav" 2500 2
check "new greeting" "" "$VOICE_TEST" make "$dir/own.wav" 1000 3
check "another sound is another" "" sh -c '! "$1" compare "$2/own.wav" "$2/message.wav"' sh "$VOICE_TEST" "$dir"
greeting=Z:${dir//\//\\}\\greeting.wav
programs=$BUILDDIR/stage/lib/wine-telephony
program=$programs/x86_64-windows/tapianswer.exe
[ "${WINEARCH:-win64}" != win32 ] || program=$programs/i386-windows/tapianswer.exe

test=setup
check "voice profile" "" winetapi run reg add 'HKLM\System\CurrentControlSet\Control\Class\{4D36E96D-E325-11CE-BFC1-08002BE10318}\0000' /v VoiceProfile /t REG_DWORD \
    /d 0x02000021 /f
check "the first modem" "Modem A" winetapi run reg query 'HKLM\System\CurrentControlSet\Control\Class\{4D36E96D-E325-11CE-BFC1-08002BE10318}\0000' /v FriendlyName

test="no sound server"
: >"$dir/answer.log"
check "it is said that there is no sound server" "cannot open Modem A" sh -c '! WINEDEBUG=-all winetapi run "$1" --line "Modem A"' sh "$program"
start_sound

test=message
wait_for_line
start_machine --greeting "$greeting" --pin 4711
# A computer that is busy with other things leaves gaps in what goes through the telephone network in real time. Of a few calls one must be without; while
# more programs want to run than there are processors, it does for the sound to be in pieces.
exact=no
pieces=(compare --pieces)
for ((attempt = 1; attempt <= 3; attempt++)); do
    rm -f "$dir"/messages/message-*
    person "record=$dir/heard.wav"
    see "recording"
    tell "pause=600" "play=$dir/message.wav" "pause=600" "digits=#"
    see "message message-0001.wav, [1-9][0-9]{3} ms"
    see "idle"
    said=$("$VOICE_TEST" compare "$dir/greeting.wav" "$dir/heard.wav" && "$VOICE_TEST" compare "$dir/message.wav" "$dir/messages/message-0001.wav") && exact=yes
    [ $exact = no ] || break
    echo "voice_test: attempt $attempt: $said"
done
read -r load _ </proc/loadavg
if [ $exact = no ] && [ "${load%.*}" -ge "$(nproc)" ]; then
    echo "voice_test: too busy for real time (load $load): greeting and message are checked in pieces"
    check "the greeting was heard" "" "$VOICE_TEST" "${pieces[@]}" "$dir/greeting.wav" "$dir/heard.wav"
    check "the message was recorded" "" "$VOICE_TEST" "${pieces[@]}" "$dir/message.wav" "$dir/messages/message-0001.wav"
else
    [ $exact = yes ] && good || bad "greeting and message are what was played" "$said"
fi
# from here on what is heard may be in pieces

test=menu
person "record=$dir/menu.wav"
see "connected"
tell "pause=300" "digits=*"
see "digit \*"
tell "pause=800" "digits=4711#"
see "the PIN is right"
see "menu"
tell "digits=1"
see "1 messages"
see "all messages are played"
see "menu"
tell "digits=3"
see "recording a greeting"
tell "pause=600" "play=$dir/own.wav" "pause=600" "digits=#"
see "new greeting, [1-9][0-9]{3} ms"
see "menu"
tell "digits=2"
see "1 messages are deleted"
see "menu"
tell "digits=0"
see "idle"
check "the message was played" "correlation" "$VOICE_TEST" "${pieces[@]}" "$dir/message.wav" "$dir/menu.wav"
check "the message is deleted" "" sh -c '! [ -e "$1/messages/message-0001.wav" ]' sh "$dir"

test="hang-up of the caller"
for ((attempt = 1; attempt <= 3; attempt++)); do
    rm -f "$dir"/messages/message-*
    person "record=$dir/third.wav"
    see "recording"
    tell "pause=600" "play=$dir/message.wav" "pause=600" hangup
    see "the caller has hung up"
    see "message message-0001.wav"
    see "idle"
    ! "$VOICE_TEST" "${pieces[@]}" "$dir/own.wav" "$dir/third.wav" >"$dir/said" || break
    echo "voice_test: attempt $attempt: $(cat "$dir/said")"
done
check "the new greeting was heard" "correlation" "$VOICE_TEST" "${pieces[@]}" "$dir/own.wav" "$dir/third.wav"

test="wrong PIN"
person
see "connected"
tell "pause=300" "digits=*"
see "digit \*"
tell "pause=800" "digits=4712#"
see "the PIN is wrong"
see "idle"

test="a fax machine calls"
person "cng=4000"
see "connected"
see "the caller is of media mode 0x20"
see "nobody takes it"
check "it hangs up" "OK" phoneline hangup "$who"
see "idle"

test="the sound server is killed during a call"
person
see "recording"
kill "$server"
wait "$server" 2>/dev/null
tell "pause=300" hangup
see "the caller has hung up"
see "idle"
stop_machine
start_sound
wait_for_line

test="the call after that"
rm -f "$dir"/messages/message-*
start_machine --greeting "$greeting"
person
see "recording"
tell "pause=600" "play=$dir/message.wav" "pause=600" "digits=#"
see "message message-0001.wav"
see "idle"
check "a message is recorded" "correlation" "$VOICE_TEST" "${pieces[@]}" "$dir/message.wav" "$dir/messages/message-0001.wav"

test="the modem says nonsense"
person
see "recording"
check "nonsense" "OK" phoneline garbage A '\x10\x10\xff\xfe\x10\x03\r\nNO SUCH\r\n\x10Z'
check "the person hangs up" "OK" phoneline hangup "$who"
see "idle"

test="the modem is unplugged during a call"
person
see "recording"
check "unplug" "OK" phoneline unplug A
see "the line was closed"
wait "$answer" && bad "$test" "the machine ends with success" || good
check "replug" "OK" phoneline replug A
wait_for_line
# the other kind of program, where Wine runs both
other=$programs/i386-windows/tapianswer.exe
if [ "$program" != "$other" ] && WINEDEBUG=-all winetapi run "$other" --line "Modem A" --check 2>&1 </dev/null | grep -q "waiting for calls"; then program=$other; fi
start_machine --greeting "$greeting" --calls 1
person "record=$dir/last.wav"
see "recording"
tell "digits=#"
see "idle"
wait "$answer" && good || bad "$test: the machine ends with status $?" "$(tail -n 20 "$dir/answer.log" | tr -d '\r')"
check "the greeting was heard" "correlation" "$VOICE_TEST" "${pieces[@]}" "$dir/own.wav" "$dir/last.wav"

kill "$server"
[ -z "${VOICE_KEEP:-}" ] || cp -a "$dir" "$VOICE_KEEP"
rm -rf "$dir"
wineserver -k
echo "$passed passed, $failed failed"
[ $failed = 0 ]
