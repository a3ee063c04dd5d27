# winetapi: our program in the prefix, and what keeps the prefix running as long as a command does
#
# Copyright 2026 the Wine Telephony authors
#
# This library is free software; you can redistribute it and/or
# modify it under the terms of the GNU Lesser General Public
# License as published by the Free Software Foundation; either
# version 2.1 of the License, or (at your option) any later version.

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
