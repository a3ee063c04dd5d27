# winetapi: where things are: our files, the prefix, its Wine, and what is wrong with a running one
#
# Copyright 2026 the Wine Telephony authors
#
# This library is free software; you can redistribute it and/or
# modify it under the terms of the GNU Lesser General Public
# License as published by the Free Software Foundation; either
# version 2.1 of the License, or (at your option) any later version.

# The real path of a file, through links.
real_path()
{
    real_p=$1
    while [ -L "$real_p" ]; do
        real_l=$(readlink "$real_p")
        case $real_l in
        /*) real_p=$real_l ;;
        *)  real_p=${real_p%/*}/$real_l ;;
        esac
    done
    real_d=$(cd "$(dirname "$real_p")" 2>/dev/null && pwd -P) || return 1
    printf '%s\n' "${real_d%/}/${real_p##*/}"
}

find_libdir()
{
    here=$(real_path "$0") || fail "cannot find the folder of $0"
    here=${here%/*}
    for libdir in "${WINETAPI_LIBDIR:-$here/../lib/wine-telephony}" "$here"/../lib64/wine-telephony "$here"/../lib/*/wine-telephony; do
        [ -d "$libdir" ] || continue
        libdir=$(cd "$libdir" && pwd -P)
        return
    done
    fail "its files (lib/wine-telephony beside $here) are missing; install Wine Telephony again"
}

# The folder of what belongs to no architecture, as definitions of modems do
find_datadir()
{
    for datadir in "${WINETAPI_DATADIR:-$here/../share/wine-telephony}" "$libdir"/../../share/wine-telephony "$libdir"/../../../share/wine-telephony; do
        [ -d "$datadir" ] || continue
        datadir=$(cd "$datadir" && pwd -P)
        return
    done
    datadir=
}

set_prefix()
{
    prefix=${1:-${WINEPREFIX:-$HOME/.wine}}
    case $prefix in
    /*) ;;
    *)  prefix=$(pwd)/$prefix ;;
    esac
    prefix=${prefix%/}
    WINEPREFIX=$prefix
    export WINEPREFIX
    state=$prefix/.winetapi
}

need_prefix()
{
    [ -f "$prefix/system.reg" ] || fail "there is no Wine prefix in $prefix; winetapi install makes one"
}

need_installed()
{
    need_prefix
    [ -f "$state/files" ] || fail "telephony is not installed in $prefix; run winetapi install first"
}

# win64 or win32, and the architecture of our files for it
set_arch()
{
    arch=${WINEARCH:-win64}
    if [ -f "$prefix/system.reg" ]; then
        case $(sed -n '/^#arch=/{s///p;q;}' "$prefix/system.reg" | tr -d '\r') in
        win32) arch=win32 ;;
        *)     arch=win64 ;;
        esac
    fi
    case $arch in
    win32) pe_arch=i386 ;;
    *)     pe_arch=x86_64 ;;
    esac
    pe=$libdir/$pe_arch-windows
}

# The Wine to use. Distributions that install two loaders want the one of the prefix' own kind.
set_wine()
{
    set_arch
    if [ -n "${WINE:-}" ]; then
        wine=$(command -v "$WINE") || fail "WINE is $WINE, which is no program"
        set -- "$wine"
        if [ "$arch" != win32 ]; then
            wine_real=$(real_path "$wine")
            set -- "${wine_real%/*}/wine64" "$wine"
        fi
    elif [ "$arch" = win32 ]; then set -- wine /usr/lib/wine/wine /opt/wine-stable/bin/wine
    else set -- wine64 /usr/lib/wine/wine64 wine wine64-stable wine-stable /opt/wine-stable/bin/wine64
    fi
    for wine in "$@"; do
        if wine=$(command -v "$wine"); then return; fi
    done
    fail "there is no Wine on this machine (Debian: apt install wine), or say WINE=/path/to/wine"
}

# The folder of Wine's own modules, or nothing.
find_dlldir()
{
    dlldir_loader=$(real_path "$wine")
    dlldir_base=${dlldir_loader%/*}
    for dlldir in "$dlldir_base/../lib/wine" "$dlldir_base/../lib64/wine" "$dlldir_base/../lib/x86_64-linux-gnu/wine" \
                  "$dlldir_base/../x86_64-linux-gnu/wine" "$dlldir_base/../i386-linux-gnu/wine" "$dlldir_base/../lib/i386-linux-gnu/wine"; do
        [ -e "$dlldir/x86_64-unix/ntdll.so" ] || [ -e "$dlldir/i386-unix/ntdll.so" ] || continue
        (cd "$dlldir" && pwd -P)
        return
    done
}

set_environment()
{
    case :${WINEDLLPATH:-}: in
    *:"$libdir":*) ;;
    *) WINEDLLPATH=$libdir${WINEDLLPATH:+:$WINEDLLPATH} ;;
    esac
    export WINEDLLPATH
    if [ -f "$state/files" ] && [ -f "$prefix/system.reg" ]; then hold; fi
}

# The environment of the process that starts services in this prefix, a line for each variable; nothing if none runs.
services_environment()
{
    for proc in /proc/[0-9]*; do
        [ -r "$proc/environ" ] || continue
        tr '\0' ' ' <"$proc/cmdline" 2>/dev/null | grep -q 'services\.exe' || continue
        # read once: the process may be about to end
        services_env=$(tr '\0' '\n' <"$proc/environ" 2>/dev/null)
        services_prefix=$(printf '%s\n' "$services_env" | sed -n 's/^WINEPREFIX=//p')
        [ -n "$services_prefix" ] || services_prefix=$(printf '%s\n' "$services_env" | sed -n 's/^HOME=//p')/.wine
        if [ "${services_prefix%/}" = "$prefix" ]; then
            printf '%s\n' "$services_env"
            return
        fi
    done
}

# Whether services of a running prefix find the Unix halves: "", or why not.
services_trouble()
{
    trouble_env=$(services_environment)
    [ -n "$trouble_env" ] || return 0
    case :$(printf '%s\n' "$trouble_env" | sed -n 's/^WINEDLLPATH=//p'): in
    *:"$libdir":*) return 0 ;;
    esac
    trouble_dlldir=$(find_dlldir)
    if [ -n "$trouble_dlldir" ] && [ -e "$trouble_dlldir/$pe_arch-unix/unimdm.so" ]; then return 0; fi
    echo "programs of this prefix were started without winetapi run, so its services do not find unimdm.so; end them (wineserver -k), then use winetapi run"
}

# The prefix that a command works in, where telephony has been installed
open_prefix()
{
    set_prefix
    set_wine
    need_installed
    set_environment
}

prepare_telephony()
{
    open_prefix
    services=$(services_trouble)
    [ -z "$services" ] || echo "winetapi: warning: $services" >&2
}
