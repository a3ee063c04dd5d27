# winetapi virtual, phonebook: modems that need no hardware
#
# Copyright 2026 the Wine Telephony authors
#
# This library is free software; you can redistribute it and/or
# modify it under the terms of the GNU Lesser General Public
# License as published by the Free Software Foundation; either
# version 2.1 of the License, or (at your option) any later version.

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
    open_prefix
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
