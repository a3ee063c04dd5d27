/*
 * Structures that a service provider answers TAPI with: see structures.h.
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

#include <string.h>
#include <wchar.h>

#include "structures.h"

const GUID provider_protocol_pstn = { 0x831ce2d6, 0x83b5, 0x11d1, { 0xbb, 0x5c, 0x00, 0xc0, 0x4f, 0xb6, 0x80, 0x9f } };

/* ---- fixed parts ---- */

C_ASSERT( sizeof(LINEDEVCAPS) == 292 );
C_ASSERT( sizeof(LINEADDRESSCAPS) == 228 );
C_ASSERT( sizeof(LINECALLINFO) == 344 );
C_ASSERT( sizeof(LINECALLSTATUS) == 56 );

/* From the newest version on; the last one is for all that are older. */
struct fixed_size
{
    DWORD version;
    DWORD size;
};

static DWORD fixed_size( const struct fixed_size *sizes, DWORD version )
{
    while (version < sizes->version) sizes++;
    return sizes->size;
}

DWORD line_caps_size( DWORD version )
{
    static const struct fixed_size sizes[] = { { 0x00030000, 292 }, { 0x00020002, 268 }, { 0x00020000, 252 }, { 0x00010004, 240 }, { 0, 236 } };

    return fixed_size( sizes, version );
}

DWORD address_caps_size( DWORD version )
{
    static const struct fixed_size sizes[] = { { 0x00020000, 228 }, { 0x00010004, 180 }, { 0, 176 } };

    return fixed_size( sizes, version );
}

DWORD call_info_size( DWORD version )
{
    static const struct fixed_size sizes[] = { { 0x00030000, 344 }, { 0x00020000, 324 }, { 0, 296 } };

    return fixed_size( sizes, version );
}

DWORD call_status_size( DWORD version )
{
    static const struct fixed_size sizes[] = { { 0x00020000, 56 }, { 0, 36 } };

    return fixed_size( sizes, version );
}

DWORD line_status_size( DWORD version )
{
    static const struct fixed_size sizes[] = { { 0x00020000, sizeof(LINEDEVSTATUS) }, { 0, 76 } };

    return fixed_size( sizes, version );
}

/* ---- variable parts ---- */

BOOL variable_begin( struct variable *var, void *buffer, DWORD total, DWORD fixed )
{
    var->buffer = buffer;
    var->total = total;
    var->used = var->needed = fixed;
    return total >= fixed;
}

void variable_add( struct variable *var, const void *data, DWORD bytes, DWORD *size, DWORD *offset )
{
    DWORD start = (var->used + 3) & ~3u;

    *size = *offset = 0;
    if (!bytes) return;
    var->needed = ((var->needed + 3) & ~3u) + bytes;
    if (start > var->total || bytes > var->total - start) return;
    memset( var->buffer + var->used, 0, start - var->used );
    memcpy( var->buffer + start, data, bytes );
    var->used = start + bytes;
    *size = bytes;
    *offset = start;
}

void variable_add_string( struct variable *var, const WCHAR *string, DWORD *size, DWORD *offset )
{
    variable_add( var, string, string[0] ? (wcslen( string ) + 1) * sizeof(WCHAR) : 0, size, offset );
}

void variable_add_latin1( struct variable *var, const char *string, DWORD *size, DWORD *offset )
{
    WCHAR text[128];
    DWORD i;

    for (i = 0; string[i] && i < ARRAYSIZE(text) - 1; i++) text[i] = (unsigned char)string[i];
    text[i] = 0;
    variable_add_string( var, text, size, offset );
}

LONG varstring_set( VARSTRING *string, DWORD format, const void *data, DWORD size )
{
    if (string->dwTotalSize < sizeof(*string)) return LINEERR_STRUCTURETOOSMALL;
    string->dwNeededSize = sizeof(*string) + size;
    string->dwStringFormat = format;
    string->dwUsedSize = sizeof(*string);
    string->dwStringSize = string->dwStringOffset = 0;
    if (string->dwTotalSize < string->dwNeededSize) return 0;
    string->dwUsedSize = string->dwNeededSize;
    string->dwStringSize = size;
    string->dwStringOffset = sizeof(*string);
    memcpy( string + 1, data, size );
    return 0;
}

/* ---- handles ---- */

DWORD handle_width( HANDLE process )
{
#ifdef _WIN64
    BOOL wow64 = FALSE;

    return IsWow64Process( process, &wow64 ) && wow64 ? 4 : 8;
#else
    BOOL self = FALSE, target = FALSE;

    /* in a 64-bit system a process that is not WoW64 is 64-bit; in a 32-bit system neither is */
    IsWow64Process( GetCurrentProcess(), &self );
    IsWow64Process( process, &target );
    return !self || target ? 4 : 8;
#endif
}
