# winetapi install, uninstall
#
# Copyright 2026 the Wine Telephony authors
#
# This library is free software; you can redistribute it and/or
# modify it under the terms of the GNU Lesser General Public
# License as published by the Free Software Foundation; either
# version 2.1 of the License, or (at your option) any later version.

# DLLs with COM classes, which winetapi.exe registers (com_dlls of setup.c)
com_dlls="tapi3.dll termmgr.dll wavemsp.dll exchangemsp.dll"

# Lines "FILE-IN-WINDOWS SOURCE", from libdir where SOURCE is no full path
file_list()
{
    for file in tapi32.dll $com_dlls tapisrv.exe unimdm.tsp exchange.tsp modem.cpl telephon.cpl winetapi.exe; do
        echo "system32/$file $pe_arch-windows/$file"
    done
    if [ "$pe_arch" = x86_64 ] && [ -d "$libdir/i386-windows" ]; then
        for file in tapi32.dll $com_dlls unimdm.tsp exchange.tsp modem.cpl telephon.cpl; do
            echo "syswow64/$file i386-windows/$file"
        done
    fi
    [ -n "$datadir" ] || return 0
    for file in "$datadir"/*.inf; do
        [ ! -f "$file" ] || echo "inf/${file##*/} $file"
    done
}

# The full path of a SOURCE of file_list
source_path()
{
    case $1 in
    /*) echo "$1" ;;
    *)  echo "$libdir/$1" ;;
    esac
}

# put FILE SOURCE: keep what is there the first time, then replace it
put()
{
    put_target=$prefix/drive_c/windows/$1 put_source=$(source_path "$2")
    [ -f "$put_source" ] || fail "$put_source is missing; install Wine Telephony again"
    if ! grep -qx "[a-z]* $1" "$state/files"; then
        if [ -e "$put_target" ] || [ -L "$put_target" ]; then
            mkdir -p "$state/kept/${1%/*}" || exit 1
            echo "replaced $1" >>"$state/files"
            mv "$put_target" "$state/kept/$1" || fail "cannot move $put_target"
        else
            echo "added $1" >>"$state/files"
        fi
    elif cmp -s "$put_source" "$put_target"; then return
    fi
    # a new file, so that programs that run keep the old one, and links of it elsewhere stay as they are
    cp "$put_source" "$put_target.winetapi" && chmod 644 "$put_target.winetapi" && mv -f "$put_target.winetapi" "$put_target" ||
        fail "cannot write $put_target"
}

system_files()
{
    for arch_pair in x86_64 i386; do
        for file in "$arch_pair-windows/unimdm.tsp" "$arch_pair-unix/unimdm.so"; do
            [ ! -f "$libdir/$file" ] || [ ! -d "$dlldir/${file%/*}" ] || echo "$file"
        done
    done
}

install_system()
{
    dlldir=$(find_dlldir)
    [ -n "$dlldir" ] || fail "cannot find the modules of $wine; use winetapi run instead of --system"
    for file in $(system_files); do
        rm -f "$dlldir/$file" 2>/dev/null
        cp "$libdir/$file" "$dlldir/$file" || fail "cannot write $dlldir/$file; run sudo winetapi install --system, or use winetapi run"
    done
}

command_install()
{
    system=no virtual=yes
    while [ $# -gt 0 ]; do
        case $1 in
        --system) system=yes ;;
        --no-virtual-modem) virtual=no ;;
        --quiet)  quiet=yes ;;
        -*)       usage_error "install: unknown option '$1'" ;;
        *)        break ;;
        esac
        shift
    done
    [ $# -le 1 ] || usage_error "install takes one prefix"
    if [ "$system" = yes ] && [ $# = 0 ] && [ -z "${WINEPREFIX:-}" ] && [ -n "${SUDO_USER:-}" ] && [ "$(id -u)" = 0 ]; then
        # a prefix of root's own is not what its caller means
        set_prefix
        set_wine
        install_system
        note "installed in $dlldir; prefixes: winetapi install, without sudo"
        return
    fi
    set_prefix "${1:-}"
    set_wine
    set_environment
    if [ ! -f "$prefix/system.reg" ]; then
        note "making the prefix $prefix"
        mkdir -p "$prefix" || exit 1
        WINEDEBUG=${WINEDEBUG:--all} "$wine" wineboot -i >/dev/null 2>&1 </dev/null
        [ -d "$prefix/drive_c/windows/system32" ] || fail "$wine could not make the prefix $prefix; try: WINEPREFIX=$prefix $wine wineboot -i"
        # the registry goes to disk a moment after the first start
        wait_count=0
        while [ ! -f "$prefix/system.reg" ] && [ $wait_count -lt 100 ]; do
            sleep 0.2
            wait_count=$((wait_count + 1))
        done
        set_wine
    fi
    [ -w "$prefix/drive_c/windows/system32" ] || fail "$prefix/drive_c/windows/system32 does not exist or is not yours to write"
    mkdir -p "$state" || exit 1
    [ -f "$state/files" ] || : >"$state/files" || exit 1
    mkdir -p "$prefix/drive_c/windows/inf" || exit 1
    file_list >"$state/list.$$"
    while read -r target source; do
        if [ -d "$prefix/drive_c/windows/${target%/*}" ]; then put "$target" "$source"; fi
    done <"$state/list.$$"
    rm -f "$state/list.$$"
    hold
    exe install "$state/registry" </dev/null || fail "the registry of $prefix could not be set up; winetapi status says what is missing"
    echo "$version" >"$state/version"
    # once: one that was removed does not come back with an update
    if [ "$virtual" = yes ] && [ ! -f "$state/virtual-offered" ]; then
        : >"$state/virtual-offered"
        install_quiet=$quiet
        quiet=yes
        add_virtual 'Wine Virtual Modem'
        quiet=$install_quiet
    fi
    if [ "$system" = yes ]; then
        install_system
        note "installed in $prefix and in $dlldir"
    else
        note "installed in $prefix; start programs with winetapi run"
    fi
}

command_uninstall()
{
    system=no
    while [ $# -gt 0 ]; do
        case $1 in
        --system) system=yes ;;
        --quiet)  quiet=yes ;;
        -*)       usage_error "uninstall: unknown option '$1'" ;;
        *)        break ;;
        esac
        shift
    done
    [ $# -le 1 ] || usage_error "uninstall takes one prefix"
    set_prefix "${1:-}"
    set_wine
    set_environment
    if [ -f "$state/files" ]; then
        if [ -f "$state/registry" ]; then
            unlinks=$(exe uninstall "$state/registry" </dev/null) || fail "the registry of $prefix could not be restored; nothing else was changed"
            echo "$unlinks" | tr -d '\r' | unlink_ports
        fi
        while read -r what file; do
            target=$prefix/drive_c/windows/$file
            case $what in
            replaced) [ ! -e "$state/kept/$file" ] || mv -f "$state/kept/$file" "$target" || fail "cannot restore $target" ;;
            added)    rm -f "$target" ;;
            esac
        done <"$state/files"
        rm -rf "$state"
        note "removed from $prefix"
    else
        note "telephony is not installed in $prefix"
    fi
    if [ "$system" = yes ]; then
        dlldir=$(find_dlldir)
        for file in $(system_files); do
            if [ -e "$dlldir/$file" ]; then rm -f "$dlldir/$file" || fail "cannot remove $dlldir/$file; run it as root"; fi
        done
    fi
}
