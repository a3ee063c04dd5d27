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

#ifndef WINE_TELEPHONY_WINETAPI_DECODE_H
#define WINE_TELEPHONY_WINETAPI_DECODE_H

#include <windef.h>

#include "names.h"
#include "trp/structs.h"

enum field_kind
{
    FIELD_NUMBER,
    FIELD_FLAGS,            /* of set */
    FIELD_FLAGS_ARRAY,      /* DWORDs at the offset behind the size, each flags of set */
    FIELD_STRING,           /* this and the following: a dwXxxSize with its dwXxxOffset behind it */
    FIELD_STRINGS,          /* one after the other, the last with two NULs */
    FIELD_BYTES,
    FIELD_DIAL_PARAMS,
    FIELD_GUID,
    FIELD_TERMINALS,        /* LINETERMCAPS */
    FIELD_TREATMENTS,       /* LINECALLTREATMENTENTRY */
    FIELD_FORMAT,           /* STRINGFORMAT_xxx */
    FIELD_PERMANENT_ID,     /* in hexadecimal */
};

struct field
{
    const WCHAR    *name;
    WORD            offset;
    BYTE            kind;       /* enum field_kind */
    BYTE            set;        /* enum name_set */
};

#define FIELD( type, member, kind )             { L"" #member, FIELD_OFFSET( type, member ), kind, 0 }
#define FIELD_OF( type, member, kind, set )     { L"" #member, FIELD_OFFSET( type, member ), kind, SET_##set }

/*
 * Print the members that the structure has in that version, each on a line after the indentation. Numbers that are 0, flags without
 * any and empty strings are left out.
 */
void decode( const void *data, enum trp_struct type, DWORD version, const struct field *fields, DWORD count, const WCHAR *indent );
/* A string of a structure that has dwUsedSize as its third member, cut to what fits; returns buffer. */
const WCHAR *struct_string( const void *data, DWORD size, DWORD offset, WCHAR *buffer, DWORD chars );

#endif
