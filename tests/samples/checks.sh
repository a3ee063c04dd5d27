# Counting checks, for the scripts of this folder. They set passed and failed to 0 and say who they are in $self.
#
# Copyright 2026 the Wine Telephony authors
#
# This library is free software; you can redistribute it and/or
# modify it under the terms of the GNU Lesser General Public
# License as published by the Free Software Foundation; either
# version 2.1 of the License, or (at your option) any later version.

good() { passed=$((passed + 1)); }

bad()
{
    local name=${self##*/}
    failed=$((failed + 1))
    echo "${name%.sh}: $1: failed"
    shift
    printf '    %s\n' "$@"
}

# check NAME PATTERN COMMAND...: it succeeds and says something that matches. Its output goes to a file: services that Wine starts for it would keep a pipe open.
check()
{
    local name=$1 pattern=$2 said status
    said=$(mktemp)
    shift 2
    "$@" >"$said" 2>&1 </dev/null
    status=$?
    if [ $status = 0 ] && { [ -z "$pattern" ] || grep -qE -e "$pattern" "$said"; }; then good
    else bad "$name" "status $status, expected to say '$pattern', said:" "$(head -n 30 "$said")"
    fi
    rm -f "$said"
}
