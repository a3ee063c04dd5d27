/*
 * winetapi.exe: what a structure of capabilities says, member by member.
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

#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "winetapi.h"
#include "decode.h"

#define NAME_WIDTH  32

const WCHAR *struct_string( const void *data, DWORD size, DWORD offset, WCHAR *buffer, DWORD chars )
{
    DWORD used = ((const DWORD *)data)[2], len = size / sizeof(WCHAR);

    buffer[0] = 0;
    if (!offset || offset > used || size > used - offset) return buffer;
    if (len > chars - 1) len = chars - 1;
    memcpy( buffer, (const BYTE *)data + offset, len * sizeof(WCHAR) );
    buffer[len] = 0;
    return buffer;
}

static DWORD dword_at( const void *data, DWORD offset )
{
    DWORD value;

    memcpy( &value, (const BYTE *)data + offset, sizeof(value) );
    return value;
}

/* What the pair of size and offset at `at` leads to; NULL when it is empty or wrong. */
static const BYTE *variable( const void *data, DWORD at, DWORD *size )
{
    DWORD used = dword_at( data, 8 ), offset = dword_at( data, at + 4 );

    *size = dword_at( data, at );
    if (!*size || !offset || offset > used || *size > used - offset) return NULL;
    return (const BYTE *)data + offset;
}

static void print( const WCHAR *indent, const WCHAR *name, const WCHAR *value )
{
    out( L"%ls%-*ls %ls\n", indent, NAME_WIDTH, name, value );
}

static void print_strings( const WCHAR *indent, const WCHAR *name, const BYTE *data, DWORD size )
{
    WCHAR text[1024] = L"";
    const WCHAR *p = (const WCHAR *)data, *end = p + size / sizeof(WCHAR);

    while (p < end && *p)
    {
        DWORD len = 0, used = wcslen( text );

        while (p + len < end && p[len]) len++;
        if (used + len + 3 >= ARRAYSIZE(text)) break;
        if (used) wcscat( text, L", " );
        wcsncat( text, p, len );
        p += len + 1;
    }
    if (text[0]) print( indent, name, text );
}

static void print_flags_array( const WCHAR *indent, const WCHAR *name, enum name_set set, const BYTE *data, DWORD size )
{
    WCHAR text[1024], label[64];
    DWORD i;

    for (i = 0; i < size / sizeof(DWORD); i++)
    {
        swprintf( label, ARRAYSIZE(label), L"%ls[%lu]", name, i );
        if (set == SET_PHONEBUTTONFUNCTION) lower_name( set, dword_at( data, i * sizeof(DWORD) ), text, ARRAYSIZE(text) );
        else flag_names( set, dword_at( data, i * sizeof(DWORD) ), L" ", NAMES_AS_THEY_ARE, text, ARRAYSIZE(text) );
        print( indent, label, text );
    }
}

static void print_terminals( const WCHAR *indent, const WCHAR *name, const BYTE *data, DWORD size )
{
    WCHAR device[200], modes[300], sharing[100], text[700], label[64];
    DWORD i;

    for (i = 0; i < size / sizeof(LINETERMCAPS); i++)
    {
        LINETERMCAPS caps;

        memcpy( &caps, data + i * sizeof(caps), sizeof(caps) );
        swprintf( label, ARRAYSIZE(label), L"%ls[%lu]", name, i );
        swprintf( text, ARRAYSIZE(text), L"%ls; %ls; %ls",
                  flag_names( SET_LINETERMDEV, caps.dwTermDev, L" ", NAMES_AS_THEY_ARE, device, ARRAYSIZE(device) ),
                  flag_names( SET_LINETERMMODE, caps.dwTermModes, L" ", NAMES_AS_THEY_ARE, modes, ARRAYSIZE(modes) ),
                  flag_names( SET_LINETERMSHARING, caps.dwTermSharing, L" ", NAMES_AS_THEY_ARE, sharing, ARRAYSIZE(sharing) ) );
        print( indent, label, text );
    }
}

static void print_treatments( const WCHAR *indent, const WCHAR *name, const void *all, const BYTE *data, DWORD size )
{
    WCHAR text[200], treatment[64], label[64];
    DWORD i;

    for (i = 0; i < size / sizeof(LINECALLTREATMENTENTRY); i++)
    {
        LINECALLTREATMENTENTRY entry;

        memcpy( &entry, data + i * sizeof(entry), sizeof(entry) );
        swprintf( label, ARRAYSIZE(label), L"%ls[%lu]", name, i );
        struct_string( all, entry.dwCallTreatmentNameSize, entry.dwCallTreatmentNameOffset, text, ARRAYSIZE(text) );
        if (!text[0]) wcscpy( text, lower_name( SET_LINECALLTREATMENT, entry.dwCallTreatmentID, treatment, ARRAYSIZE(treatment) ) );
        print( indent, label, text );
    }
}

static void print_bytes( const WCHAR *indent, const WCHAR *name, const BYTE *data, DWORD size )
{
    WCHAR text[160];
    DWORD i, len = swprintf( text, ARRAYSIZE(text), L"%lu bytes:", size );

    for (i = 0; i < size && i < 16; i++) len += swprintf( text + len, ARRAYSIZE(text) - len, L" %02x", data[i] );
    if (i < size) wcscpy( text + len, L" ..." );
    print( indent, name, text );
}

static void print_guid( const WCHAR *indent, const WCHAR *name, const void *data )
{
    WCHAR text[64];
    GUID guid;
    static const GUID none;

    memcpy( &guid, data, sizeof(guid) );
    if (!memcmp( &guid, &none, sizeof(guid) )) return;
    swprintf( text, ARRAYSIZE(text), L"{%08lx-%04x-%04x-%02x%02x-%02x%02x%02x%02x%02x%02x}", guid.Data1, guid.Data2, guid.Data3,
              guid.Data4[0], guid.Data4[1], guid.Data4[2], guid.Data4[3], guid.Data4[4], guid.Data4[5], guid.Data4[6], guid.Data4[7] );
    print( indent, name, text );
}

static void print_dial_params( const WCHAR *indent, const WCHAR *name, const void *data )
{
    LINEDIALPARAMS params;
    WCHAR text[160];

    memcpy( &params, data, sizeof(params) );
    if (!params.dwDialPause && !params.dwDialSpeed && !params.dwDigitDuration && !params.dwWaitForDialtone) return;
    swprintf( text, ARRAYSIZE(text), L"pause %lu ms, speed %lu ms, digit %lu ms, wait for dial tone %lu ms", params.dwDialPause,
              params.dwDialSpeed, params.dwDigitDuration, params.dwWaitForDialtone );
    print( indent, name, text );
}

static void print_value( const WCHAR *indent, const struct field *field, DWORD value )
{
    static const struct { DWORD format; const WCHAR *name; } formats[] =
    {
        { STRINGFORMAT_ASCII, L"ASCII" },
        { STRINGFORMAT_DBCS, L"DBCS" },
        { STRINGFORMAT_UNICODE, L"UNICODE" },
        { STRINGFORMAT_BINARY, L"BINARY" },
    };
    WCHAR text[2048];
    size_t i;

    if (!value) return;
    if (field->kind == FIELD_FLAGS) flag_names( field->set, value, L" ", NAMES_AS_THEY_ARE, text, ARRAYSIZE(text) );
    else if (field->kind == FIELD_PERMANENT_ID) swprintf( text, ARRAYSIZE(text), L"0x%08lx", value );
    else swprintf( text, ARRAYSIZE(text), L"%lu", value );
    if (field->kind == FIELD_FORMAT)
        for (i = 0; i < ARRAYSIZE(formats); i++) if (formats[i].format == value) wcscpy( text, formats[i].name );
    print( indent, field->name, text );
}

static void print_variable( const WCHAR *indent, const struct field *field, const void *all )
{
    WCHAR name[64], text[512];
    const BYTE *data;
    DWORD size;

    if (!(data = variable( all, field->offset, &size ))) return;
    /* "dwLineNameSize" says what it is, without its last word */
    _snwprintf( name, ARRAYSIZE(name) - 1, L"%ls", field->name );
    name[ARRAYSIZE(name) - 1] = 0;
    if (wcslen( name ) > 4) name[wcslen( name ) - 4] = 0;
    switch (field->kind)
    {
    case FIELD_STRING:
        print( indent, name, struct_string( all, size, data - (const BYTE *)all, text, ARRAYSIZE(text) ) );
        break;
    case FIELD_STRINGS:     print_strings( indent, name, data, size ); break;
    case FIELD_BYTES:       print_bytes( indent, name, data, size ); break;
    case FIELD_FLAGS_ARRAY: print_flags_array( indent, name, field->set, data, size ); break;
    case FIELD_TERMINALS:   print_terminals( indent, name, data, size ); break;
    case FIELD_TREATMENTS:  print_treatments( indent, name, all, data, size ); break;
    }
}

static DWORD fixed_bytes( const struct field *field )
{
    switch (field->kind)
    {
    case FIELD_GUID:         return sizeof(GUID);
    case FIELD_DIAL_PARAMS:  return sizeof(LINEDIALPARAMS);
    case FIELD_NUMBER:
    case FIELD_FLAGS:
    case FIELD_FORMAT:
    case FIELD_PERMANENT_ID: return sizeof(DWORD);
    default:                 return 2 * sizeof(DWORD);
    }
}

void decode( const void *data, enum trp_struct type, DWORD version, const struct field *fields, DWORD count, const WCHAR *indent )
{
    DWORD fixed = trp_struct_size( type, version ), i;

    for (i = 0; i < count; i++)
    {
        const void *at = (const BYTE *)data + fields[i].offset;

        /* behind the fixed part of an older version stand its strings */
        if (fields[i].offset + fixed_bytes( &fields[i] ) > fixed) continue;
        switch (fields[i].kind)
        {
        case FIELD_NUMBER:
        case FIELD_FLAGS:
        case FIELD_FORMAT:
        case FIELD_PERMANENT_ID: print_value( indent, &fields[i], dword_at( data, fields[i].offset ) ); break;
        case FIELD_GUID:         print_guid( indent, fields[i].name, at ); break;
        case FIELD_DIAL_PARAMS:  print_dial_params( indent, fields[i].name, at ); break;
        default:                 print_variable( indent, &fields[i], data ); break;
        }
    }
}
