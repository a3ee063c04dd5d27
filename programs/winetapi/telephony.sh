# winetapi lines, phones, monitor, exchange, config, dialrules, call, answer, run: what uses telephony
#
# Copyright 2026 the Wine Telephony authors
#
# This library is free software; you can redistribute it and/or
# modify it under the terms of the GNU Lesser General Public
# License as published by the Free Software Foundation; either
# version 2.1 of the License, or (at your option) any later version.

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
