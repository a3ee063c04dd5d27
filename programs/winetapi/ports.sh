# winetapi ports: the serial ports of this machine, who may use them and who does
#
# Copyright 2026 the Wine Telephony authors
#
# This library is free software; you can redistribute it and/or
# modify it under the terms of the GNU Lesser General Public
# License as published by the Free Software Foundation; either
# version 2.1 of the License, or (at your option) any later version.

no_ports='no serial ports; a USB modem appears as /dev/ttyACM0 or /dev/ttyUSB0 when it is plugged in'

# The full path of a port that was named in short
port_path()
{
    case $1 in
    /*) echo "$1" ;;
    *)  if [ -e "/dev/$1" ]; then echo "/dev/$1"; else echo "$(pwd)/$1"; fi ;;
    esac
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
    [ $found = yes ] || echo "$no_ports"
}
