/*
 * winetapi.exe: what the values of TAPI are called.
 *
 * Copyright 2026 the Wine Telephony authors
 *
 * This library is free software; you can redistribute it and/or
 * modify it under the terms of the GNU Lesser General Public
 * License as published by the Free Software Foundation; either
 * version 2.1 of the License, or (at your option) any later version.
 *
 * This library is distributed in the hope that it will be useful,
 * but WITHOUT ANY WARRANTY; without even the implied warranty of
 * MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.  See the GNU
 * Lesser General Public License for more details.
 *
 * You should have received a copy of the GNU Lesser General Public
 * License along with this library; if not, write to the Free Software
 * Foundation, Inc., 51 Franklin St, Fifth Floor, Boston, MA 02110-1301, USA
 */

#include <stdio.h>
#include <wchar.h>
#include <wctype.h>

#include "winetapi.h"
#include "names.h"

static const struct { DWORD set, value; const WCHAR *name; } names[] =
{
#define NAME_SET( set )
#define NAME( set, value )  { SET_##set, set##_##value, L"" #value },
#include "names.def"
#undef NAME_SET
#undef NAME
};

const WCHAR *value_name( enum name_set set, DWORD value )
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(names); i++)
        if (names[i].set == set && names[i].value == value) return names[i].name;
    return NULL;
}

static void append( WCHAR *buffer, DWORD chars, const WCHAR *text )
{
    size_t len = wcslen( buffer );

    _snwprintf( buffer + len, chars - len - 1, L"%ls", text );
    buffer[chars - 1] = 0;
}

WCHAR *flag_names( enum name_set set, DWORD flags, const WCHAR *separator, enum name_case letters, WCHAR *buffer, DWORD chars )
{
    WCHAR number[20], *p;
    size_t i;

    buffer[0] = 0;
    buffer[chars - 1] = 0;
    for (i = 0; i < ARRAYSIZE(names); i++)
    {
        if (names[i].set != set || !(names[i].value & flags)) continue;
        if (buffer[0]) append( buffer, chars, separator );
        append( buffer, chars, names[i].name );
        flags &= ~names[i].value;
    }
    if (letters == NAMES_IN_LOWER_CASE) for (p = buffer; *p; p++) *p = towlower( *p );
    if (!flags) return buffer;
    if (buffer[0]) append( buffer, chars, separator );
    swprintf( number, ARRAYSIZE(number), L"0x%lx", flags );
    append( buffer, chars, number );
    return buffer;
}

WCHAR *lower_name( enum name_set set, DWORD value, WCHAR *buffer, DWORD chars )
{
    const WCHAR *name = value_name( set, value );
    WCHAR *p;

    if (name) _snwprintf( buffer, chars - 1, L"%ls", name );
    else _snwprintf( buffer, chars - 1, L"0x%lx", value );
    buffer[chars - 1] = 0;
    if (name) for (p = buffer; *p; p++) *p = towlower( *p );
    return buffer;
}
