/*
 * Wave devices of lines and phones: the identity that means the same in every process.
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

#include <wchar.h>

#include <windef.h>
#include <winbase.h>
#include <wingdi.h>
#include <mmsystem.h>

#include "debug/debug.h"
#include "device.h"

DEBUG_CHANNEL( tapisrv );

#ifndef DRV_QUERYFUNCTIONINSTANCEID
#define DRV_QUERYFUNCTIONINSTANCEID     (DRV_RESERVED + 17)
#define DRV_QUERYFUNCTIONINSTANCEIDSIZE (DRV_RESERVED + 18)
#endif

#define ENDPOINT_CHARS 256

/* wave audio is loaded when a provider has some */
static MMRESULT (WINAPI *p_waveOutMessage)( HWAVEOUT device, UINT message, DWORD_PTR param1, DWORD_PTR param2 );
static UINT     (WINAPI *p_waveOutGetNumDevs)( void );
static MMRESULT (WINAPI *p_waveInMessage)( HWAVEIN device, UINT message, DWORD_PTR param1, DWORD_PTR param2 );

static BOOL CALLBACK load_winmm( INIT_ONCE *once, void *param, void **context )
{
    HMODULE module = LoadLibraryW( L"winmm.dll" );

    (void)once;
    (void)param;
    (void)context;
    if (!module) return FALSE;
    p_waveOutMessage = (void *)GetProcAddress( module, "waveOutMessage" );
    p_waveInMessage = (void *)GetProcAddress( module, "waveInMessage" );
    p_waveOutGetNumDevs = (void *)GetProcAddress( module, "waveOutGetNumDevs" );
    if (!p_waveOutMessage || !p_waveInMessage || !p_waveOutGetNumDevs) return FALSE;
    /* Wine looks for its devices when they are counted, and does not know any before */
    p_waveOutGetNumDevs();
    return TRUE;
}

static MMRESULT device_message( BOOL record, DWORD id, UINT message, void *param1, DWORD_PTR param2 )
{
    if (record) return p_waveInMessage( (HWAVEIN)(DWORD_PTR)id, message, (DWORD_PTR)param1, param2 );
    return p_waveOutMessage( (HWAVEOUT)(DWORD_PTR)id, message, (DWORD_PTR)param1, param2 );
}

/* The name of the endpoint behind a wave device of this process. Characters with the NUL, 0: there is no such device. */
static DWORD endpoint_of( BOOL record, DWORD id, WCHAR *name )
{
    ULONG_PTR size = 0;    /* Wine writes so much, Windows a DWORD */

    if (device_message( record, id, DRV_QUERYFUNCTIONINSTANCEIDSIZE, &size, 0 ) || size > ENDPOINT_CHARS * sizeof(WCHAR)) return 0;
    if (device_message( record, id, DRV_QUERYFUNCTIONINSTANCEID, name, size )) return 0;
    name[ENDPOINT_CHARS - 1] = 0;
    return wcslen( name ) + 1;
}

LONG wave_id_to_endpoint( const WCHAR *class, VARSTRING *string, DWORD size )
{
    static const struct { const WCHAR *name; DWORD count; BOOL record[2]; } classes[] =
    {
        { L"wave/in", 1, { TRUE } }, { L"wave/out", 1, { FALSE } }, { L"wave/in/out", 2, { TRUE, FALSE } },
    };
    static INIT_ONCE once = INIT_ONCE_STATIC_INIT;
    WCHAR names[2 * ENDPOINT_CHARS];
    DWORD ids[2], len = 0, chars;
    unsigned int i, n;

    for (i = 0; i < ARRAYSIZE(classes) && _wcsicmp( class, classes[i].name ); i++) {}
    /* a name that the provider gives itself is good everywhere */
    if (i == ARRAYSIZE(classes) || string->dwStringFormat != STRINGFORMAT_BINARY || !string->dwStringSize) return 0;
    if (string->dwStringSize != classes[i].count * sizeof(DWORD) || string->dwStringOffset > size || string->dwStringSize > size - string->dwStringOffset)
    {
        WARN( "the provider's %s is %lu bytes at %lu\n", debugstr_w( class ), string->dwStringSize, string->dwStringOffset );
        return LINEERR_OPERATIONFAILED;
    }
    memcpy( ids, (const BYTE *)string + string->dwStringOffset, string->dwStringSize );
    /* the mapper has this number in every process */
    for (n = 0; n < classes[i].count && ids[n] == WAVE_MAPPER; n++) {}
    if (n == classes[i].count) return 0;
    if (!InitOnceExecuteOnce( &once, load_winmm, NULL, NULL ))
    {
        ERR( "winmm.dll cannot be loaded (error %lu): no wave devices for programs\n", GetLastError() );
        return LINEERR_OPERATIONFAILED;
    }
    for (n = 0; n < classes[i].count; n++, len += chars)
    {
        if ((chars = endpoint_of( classes[i].record[n], ids[n], names + len ))) continue;
        WARN( "%s: the provider names wave device %lu, which this process does not have\n", debugstr_w( class ), ids[n] );
        return LINEERR_NODEVICE;
    }
    string->dwNeededSize = sizeof(*string) + len * sizeof(WCHAR);
    string->dwStringFormat = STRINGFORMAT_UNICODE;
    string->dwUsedSize = sizeof(*string);
    string->dwStringSize = string->dwStringOffset = 0;
    if (size < string->dwNeededSize) return 0;
    string->dwUsedSize = string->dwNeededSize;
    string->dwStringSize = len * sizeof(WCHAR);
    string->dwStringOffset = sizeof(*string);
    memcpy( string + 1, names, string->dwStringSize );
    TRACE( "%s: %s\n", debugstr_w( class ), debugstr_w( names ) );
    return 0;
}
