# winetapi status: what is installed, what is broken and why
#
# Copyright 2026 the Wine Telephony authors
#
# This library is free software; you can redistribute it and/or
# modify it under the terms of the GNU Lesser General Public
# License as published by the Free Software Foundation; either
# version 2.1 of the License, or (at your option) any later version.

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
            failure=$(value failure | sed -n "s/^$com$tab//p")
            [ -z "$failure" ] || hint "modem '$name': $failure"
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
