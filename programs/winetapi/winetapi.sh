#!/bin/sh
#
# winetapi: Windows telephony in a Wine prefix: install it, give it modems, try it. See winetapi(1).
# The build puts the command together: this file, then the other files of functions, then main.sh (module.mk).
#
# Copyright 2026 the Wine Telephony authors
#
# This library is free software; you can redistribute it and/or
# modify it under the terms of the GNU Lesser General Public
# License as published by the Free Software Foundation; either
# version 2.1 of the License, or (at your option) any later version.

set -u
version='@VERSION@'

# ---- saying things ---------------------------------------------------------------------------------------------------

fail()
{
    printf '%s\n' "winetapi: $*" >&2
    exit 1
}

note()
{
    [ "$quiet" = yes ] || printf '%s\n' "$*"
}

usage_error()
{
    printf '%s\n' "winetapi: $*" >&2
    echo "Try winetapi --help." >&2
    exit 2
}

quiet=no
