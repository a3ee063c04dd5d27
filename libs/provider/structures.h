/*
 * Structures that a service provider answers TAPI with: their variable part, and their fixed part in each version of TAPI.
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

#ifndef PROVIDER_STRUCTURES_H
#define PROVIDER_STRUCTURES_H

#include <windows.h>
#include <tapi.h>

/** {831CE2D6-83B5-11D1-BB5C-00C04FB6809F}: TAPIPROTOCOL_PSTN */
extern const GUID provider_protocol_pstn;

/**
 * The bytes of the fixed part that LINEDEVCAPS, LINEADDRESSCAPS, LINECALLINFO, LINECALLSTATUS and LINEDEVSTATUS have in a version of TAPI, as 0x00020000:
 * they grew with the versions, and a caller of an older one must not get more.
 */
DWORD line_caps_size( DWORD version );
DWORD address_caps_size( DWORD version );
DWORD call_info_size( DWORD version );
DWORD call_status_size( DWORD version );
DWORD line_status_size( DWORD version );

/**
 * A structure with a variable part. The provider fills a copy of its fixed part, in which the sizes and offsets of what it adds come to stand, and copies as
 * much of that as the version has to the front of the caller's; used and needed are for dwUsedSize and dwNeededSize.
 */
struct variable
{
    BYTE  *buffer;          /* the caller's structure */
    DWORD  total;           /* its bytes */
    DWORD  used;
    DWORD  needed;
};

/** Begin with a fixed part of so many bytes. FALSE if not even that fits. */
BOOL variable_begin( struct variable *var, void *buffer, DWORD total, DWORD fixed );

/** Append bytes, at a multiple of 4. *size and *offset are 0 if they do not fit, or if there are none. */
void variable_add( struct variable *var, const void *data, DWORD bytes, DWORD *size, DWORD *offset );

/** The same with a string and the 0 at its end; of an empty one nothing is appended. */
void variable_add_string( struct variable *var, const WCHAR *string, DWORD *size, DWORD *offset );

/** The same in Unicode with a string of Latin-1; characters behind the 127th are left out. */
void variable_add_latin1( struct variable *var, const char *string, DWORD *size, DWORD *offset );

/**
 * Fill a VARSTRING, all or nothing: a part of a handle or of a configuration would be worse than none.
 *
 * @param format  STRINGFORMAT_xxx
 * @param size    of data, in bytes
 * @return 0, also if only dwNeededSize fits, or LINEERR_STRUCTURETOOSMALL
 */
LONG varstring_set( VARSTRING *string, DWORD format, const void *data, DWORD size );

/** How wide handles are in the process that gets one from us: 4 or 8 bytes. */
DWORD handle_width( HANDLE process );

#endif
