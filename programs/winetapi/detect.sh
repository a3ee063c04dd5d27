# winetapi detect, diagnose: asking modems what they are
#
# Copyright 2026 the Wine Telephony authors
#
# This library is free software; you can redistribute it and/or
# modify it under the terms of the GNU Lesser General Public
# License as published by the Free Software Foundation; either
# version 2.1 of the License, or (at your option) any later version.

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
    open_prefix
    [ -n "$ports" ] || ports=$(ports_to_ask)
    [ -n "$ports" ] || fail "$no_ports"
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
