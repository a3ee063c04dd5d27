#!/bin/bash
#
# The samples of TAPI 3: dial.vbs in Wine's cscript calls the answering machine tapi3answer over the exchange; each plays a file and records the other.
# Also whether the COM modules can be registered and taken away again. Needs srcdir and BUILDDIR; ends with "N passed, N failed".
#
# Copyright 2026 the Wine Telephony authors
#
# This library is free software; you can redistribute it and/or
# modify it under the terms of the GNU Lesser General Public
# License as published by the Free Software Foundation; either
# version 2.1 of the License, or (at your option) any later version.

set -u
self=$srcdir/tests/samples/tapi3_test.sh
[ -n "${PHONELINE_DIR:-}" ] || WITH_PREFIX_EMPTY=yes exec "$srcdir/tests/with-prefix" bash "$self"

passed=0 failed=0
patience=60
. "${self%/*}/checks.sh"
dir=$WINEPREFIX/drive_c/samples
mkdir "$dir" || exit 1
programs=$BUILDDIR/stage/lib/wine-telephony/x86_64-windows
[ "${WINEARCH:-win64}" != win32 ] || programs=$BUILDDIR/stage/lib/wine-telephony/i386-windows
export WINEDEBUG=${WINEDEBUG:--all,err+tapi3,err+termmgr,err+msp}

# wav FILE SEED SECONDS: 8 kHz, 16 bit, noise that is nowhere the same, without a silent sample
wav()
{
    perl -e '
        my ($file, $seed, $seconds) = @ARGV;
        srand($seed);
        my $data = pack("s<*", map { (1 + int(rand(8000))) * (rand() < 0.5 ? -1 : 1) } 1 .. 8000 * $seconds);
        open(my $out, ">:raw", $file) or die "$file: $!\n";
        print $out "RIFF", pack("V", 36 + length $data), "WAVEfmt ", pack("VvvVVvv", 16, 1, 1, 8000, 16000, 2, 16), "data", pack("V", length $data), $data;
        close($out) or die "$file: $!\n"' "$@"
}

# heard IN OUT FROM TO: the samples of IN between two times (s) are in OUT, one after the other, each as it was. A machine that is late puts silence
# between them, as a line does; so silence does not count.
heard()
{
    perl -e '
        my ($in, $out, $from, $to) = @ARGV;
        sub data
        {
            my ($file) = @_;
            local $/;
            open(my $f, "<:raw", $file) or die "$file: $!\n";
            my $all = <$f>;
            my $i = index($all, "data");
            $i >= 0 or die "$file: no data\n";
            return pack("s<*", grep { $_ } unpack("s<*", substr($all, $i + 8)));
        }
        my $piece = substr(data($in), 16000 * $from, 16000 * ($to - $from));
        my $all = data($out);
        if (index($all, $piece) >= 0) { print "exact\n"; exit 0 }
        my @pieces = unpack("(a320)*", $piece);
        my $found = grep { index($all, $_) >= 0 } @pieces;
        printf "%d of %d pieces of 20 ms are in %s, which has %.2f s\n", $found, scalar @pieces, $out, length($all) / 16000;
        exit 1' "$@"
}

# ---- registration ----------------------------------------------------------------------------------------------------

# classes FILE: all that is registered, as text
classes()
{
    rm -f "$dir/classes.reg"
    wine reg export 'HKLM\Software\Classes' 'C:\samples\classes.reg' >/dev/null 2>&1
    iconv -f UTF-16 -t UTF-8 "$dir/classes.reg" >"$1"
    [ -s "$1" ]
}

modules=(tapi3.dll termmgr.dll wavemsp.dll exchangemsp.dll)
folders=(system32)
[ ! -f "$WINEPREFIX/drive_c/windows/syswow64/regsvr32.exe" ] || folders+=(syswow64)

# register [/u]: the modules by regsvr32 of each bitness
register()
{
    local folder module
    for folder in "${folders[@]}"; do
        for module in "${modules[@]}"; do
            [ -f "$WINEPREFIX/drive_c/windows/$folder/$module" ] || continue
            check "regsvr32 $* $folder/$module" "" wine "C:\\windows\\$folder\\regsvr32.exe" /s "$@" "C:\\windows\\$folder\\$module"
        done
    done
}

# as long as a program runs the prefix does, and need not start for each command
wine ping -n 1000 127.0.0.1 >/dev/null 2>&1 </dev/null &
classes "$dir/without" && good || bad "classes" "cannot be read"
check "install" "installed in" winetapi install --no-virtual-modem
winetapi install --no-virtual-modem >"$dir/install.log" 2>&1
check "install says nothing of its parts" "" sh -c '! grep -i regsvr32 "$1"' sh "$dir/install.log"
classes "$dir/with" && good || bad "classes" "cannot be read"
for class in 21D6D48E-A88B-11D0-83DD-00AA003CCABD 7170F2E0-9BE3-11D0-A009-00AA00B605A4 4DDB6D36-3BC1-11D2-86F2-006008B0E5D2 \
             6F0C1E3B-7A52-4D0E-9C55-2B1F0E8D4A71; do
    check "{$class} is registered in each bitness" "^${#folders[@]}$" grep -ciE "^\[.*\\\\CLSID\\\\\{$class\}\\\\InProcServer32\]" "$dir/with"
done
register /u
classes "$dir/after"
check "nothing is left behind" "" diff "$dir/without" "$dir/after"
register
classes "$dir/after"
check "all is registered as before" "" diff "$dir/with" "$dir/after"

# ---- a script and a program call each other --------------------------------------------------------------------------

check "enable" "the exchange is on" winetapi exchange enable --lines 4
cp "$srcdir/programs/samples/dial.vbs" "$dir"
check "the lines" "^Exchange 1001 \(1001\), exchange.tsp, audio" wine cscript //nologo 'C:\samples\dial.vbs'
check "a line that is none" "there is no line" sh -c 'wine cscript //nologo "C:\\samples\\dial.vbs" Nowhere 1002; [ $? = 1 ]'
check "a wrong command line" "^usage" sh -c 'wine cscript //nologo "C:\\samples\\dial.vbs" Nowhere; [ $? = 2 ]'
wav "$dir/greeting.wav" 1 2
wav "$dir/question.wav" 2 5
wine "$programs/tapi3answer.exe" "Exchange 1002" 'C:\samples\greeting.wav' 'C:\samples\message.wav' 1 >"$dir/answer.log" 2>&1 </dev/null &
answerer=$!
for ((i = 0; i < patience * 10; i++)); do
    grep -q ready "$dir/answer.log" && break
    sleep 0.1
done
check "the answering machine is ready" "ready" cat "$dir/answer.log"
check "the script's call" "connected" timeout -k 5 $patience wine cscript //nologo 'C:\samples\dial.vbs' "Exchange 1001" 1002 'C:\samples\question.wav' 'C:\samples\answer.wav'
for ((i = 0; i < patience * 10; i++)); do
    kill -0 $answerer 2>/dev/null || break
    sleep 0.1
done
kill -0 $answerer 2>/dev/null && kill $answerer
wait $answerer && good || bad "the answering machine ends with status $?" "$(cat "$dir/answer.log")"
check "it saw the call" "over" cat "$dir/answer.log"
check "no file was refused" "" sh -c '! grep "cannot be" "$1"' sh "$dir/answer.log"
# the caller hears the greeting; what it says after the greeting is recorded
check "the greeting, sample by sample" "^exact" heard "$dir/greeting.wav" "$dir/answer.wav" 1 1.9
check "the message, sample by sample" "^exact" heard "$dir/question.wav" "$dir/message.wav" 3.5 4.4
check "a number that is busy" "disconnected" sh -c 'timeout -k 5 "$1" wine cscript //nologo "C:\\samples\\dial.vbs" "Exchange 1001" 9901; [ $? = 1 ]' sh $patience
wineserver -k
echo "$passed passed, $failed failed"
[ $failed = 0 ]
