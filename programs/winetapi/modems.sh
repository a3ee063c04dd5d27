# winetapi add-modem, add-inf, models, rings, remove-modem: modems of the prefix and their definitions
#
# Copyright 2026 the Wine Telephony authors
#
# This library is free software; you can redistribute it and/or
# modify it under the terms of the GNU Lesser General Public
# License as published by the Free Software Foundation; either
# version 2.1 of the License, or (at your option) any later version.

command_add_modem()
{
    port='' name='' model='' force=no
    while [ $# -gt 0 ]; do
        case $1 in
        --port)    [ $# -gt 1 ] || usage_error "--port needs a port"; port=$2; shift ;;
        --port=*)  port=${1#*=} ;;
        --name)    [ $# -gt 1 ] || usage_error "--name needs a name"; name=$2; shift ;;
        --name=*)  name=${1#*=} ;;
        --model)   [ $# -gt 1 ] || usage_error "--model needs the name of a definition"; model=$2; shift ;;
        --model=*) model=${1#*=} ;;
        --force)   force=yes ;;
        --quiet)   quiet=yes ;;
        *)         usage_error "add-modem: unknown option '$1'" ;;
        esac
        shift
    done
    [ -n "$port" ] || usage_error "add-modem needs --port"
    open_prefix
    add_modem
}

# The modem at $port, called $name, by the definition $model ("": the built-in one)
add_modem()
{
    port=$(port_path "$port")
    [ -n "$name" ] || name="Modem on ${port##*/}"
    trouble=$(port_trouble "$port")
    if [ -n "$trouble" ]; then
        [ "$force" = yes ] || fail "$trouble"
        echo "winetapi: warning: $trouble" >&2
    fi
    used=
    for link in "$prefix"/dosdevices/com[0-9]*; do
        [ -L "$link" ] || continue
        if [ "$(readlink "$link")" = "$port" ]; then used="=${link##*/com}"; break; fi
        used="$used ${link##*/com}"
    done
    if [ -n "$model" ]; then com=$(exe add-modem "$port" "$name" "${used# }" "$model" </dev/null) || exit 1
    else com=$(exe add-modem "$port" "$name" "${used# }" </dev/null) || exit 1
    fi
    com=$(echo "$com" | tr -d '\r')
    link=com${com#COM}
    if [ "$(readlink "$prefix/dosdevices/$link")" != "$port" ]; then
        rm -f "$prefix/dosdevices/$link"
        ln -s "$port" "$prefix/dosdevices/$link" || fail "cannot make $prefix/dosdevices/$link"
        echo "$link" >>"$state/links"
    fi
    note "modem '$name' on $com ($port)${model:+, definition '$model'}"
}

# The only one of the lines of $models_found, else an error
only_model()
{
    [ "$(printf '%s\n' "$models_found" | wc -l)" = 1 ] || fail "the file has several models; say which with --model, and name the port again"
    printf '%s\n' "$models_found"
}

command_add_inf()
{
    inf_file='' port='' name='' model='' force=no
    while [ $# -gt 0 ]; do
        case $1 in
        --port)    [ $# -gt 1 ] || usage_error "--port needs a port"; port=$2; shift ;;
        --port=*)  port=${1#*=} ;;
        --name)    [ $# -gt 1 ] || usage_error "--name needs a name"; name=$2; shift ;;
        --name=*)  name=${1#*=} ;;
        --model)   [ $# -gt 1 ] || usage_error "--model needs the name of a definition"; model=$2; shift ;;
        --model=*) model=${1#*=} ;;
        --force)   force=yes ;;
        --quiet)   quiet=yes ;;
        -*)        usage_error "add-inf: unknown option '$1'" ;;
        *)         [ -z "$inf_file" ] || usage_error "add-inf takes one file"; inf_file=$1 ;;
        esac
        shift
    done
    [ -n "$inf_file" ] || usage_error "add-inf needs an .INF file"
    [ -f "$inf_file" ] && [ -r "$inf_file" ] || fail "cannot read $inf_file"
    inf_file=$(real_path "$inf_file")
    open_prefix
    # a port to be added to is of use only with one model
    tab=$(printf '\t')
    if [ -n "$model" ]; then inf_says=$(exe add-inf "$inf_file" "$model" </dev/null) || exit 1
    else inf_says=$(exe add-inf "$inf_file" </dev/null) || exit 1
    fi
    inf_says=$(printf '%s\n' "$inf_says" | tr -d '\r')
    printf '%s\n' "$inf_says" | grep '^added ' >>"$state/files"
    models_found=$(printf '%s\n' "$inf_says" | sed -n "s/^model$tab\([^$tab]*\)$tab.*/\1/p")
    if [ -z "$port" ]; then
        printf '%s\n' "$models_found" | while IFS= read -r line; do note "model '$line'"; done
        note "winetapi add-modem --port PORT --model MODEL adds a modem of this kind"
        return
    fi
    [ -n "$model" ] || model=$(only_model) || exit 1
    add_modem
}

command_models()
{
    [ $# -le 1 ] || usage_error "models takes one text"
    open_prefix
    exe models "$@" </dev/null
}

command_rings()
{
    case $# in
    1|3) ;;
    *) usage_error "rings takes a modem, and perhaps a ring and the kind of calls that it is for; see winetapi rings --help" ;;
    esac
    open_prefix
    exe rings "$@" </dev/null
}

# unlink_ports: remove the COM links named on stdin by "unlink comN", if they were made here
unlink_ports()
{
    while read -r word com; do
        [ "$word" = unlink ] || continue
        if [ -f "$state/links" ] && grep -qx "$com" "$state/links"; then
            rm -f "$prefix/dosdevices/$com"
            grep -vx "$com" "$state/links" >"$state/links.new"
            mv -f "$state/links.new" "$state/links"
        fi
    done
}

command_remove_modem()
{
    [ $# = 1 ] || usage_error "remove-modem takes the name of one modem"
    open_prefix
    unlinks=$(exe remove-modem "$1" </dev/null) || exit 1
    echo "$unlinks" | tr -d '\r' | unlink_ports
}
