/*
 * Wave devices of lines and phones: the numbers they have in this process.
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

#include "tapi32.h"
#include "wave_devices.h"

DEBUG_CHANNEL( tapi );

#ifndef DRV_QUERYFUNCTIONINSTANCEID
#define DRV_QUERYFUNCTIONINSTANCEID     (DRV_RESERVED + 17)
#define DRV_QUERYFUNCTIONINSTANCEIDSIZE (DRV_RESERVED + 18)
#endif

#define ENDPOINT_CHARS 256
#define REPLY_SIZE     2048     /* bytes: two endpoints and more */

/*
 * The service names wave devices by their endpoints, "{0.0.0.00000000}.{...}": numbers differ between processes. A program gets what the pages
 * 'wave/in', 'wave/out' and 'wave/in/out' say: a DWORD, or two, with STRINGFORMAT_BINARY.
 */

static const struct wave_class
{
    const WCHAR *name;
    DWORD        count;
    BOOL         record[2];
} classes[] =
{
    { L"wave/in", 1, { TRUE } }, { L"wave/out", 1, { FALSE } }, { L"wave/in/out", 2, { TRUE, FALSE } },
};

/* loaded by the first program that asks for a wave device */
static struct
{
    UINT     (WINAPI *waveOutGetNumDevs)( void );
    UINT     (WINAPI *waveInGetNumDevs)( void );
    MMRESULT (WINAPI *waveOutMessage)( HWAVEOUT device, UINT message, DWORD_PTR param1, DWORD_PTR param2 );
    MMRESULT (WINAPI *waveInMessage)( HWAVEIN device, UINT message, DWORD_PTR param1, DWORD_PTR param2 );
} winmm;

static BOOL CALLBACK load_winmm( INIT_ONCE *once, void *param, void **context )
{
    HMODULE module = LoadLibraryW( L"winmm.dll" );

    (void)once;
    (void)param;
    (void)context;
    if (!module) return FALSE;
    winmm.waveOutGetNumDevs = (void *)GetProcAddress( module, "waveOutGetNumDevs" );
    winmm.waveInGetNumDevs = (void *)GetProcAddress( module, "waveInGetNumDevs" );
    winmm.waveOutMessage = (void *)GetProcAddress( module, "waveOutMessage" );
    winmm.waveInMessage = (void *)GetProcAddress( module, "waveInMessage" );
    return winmm.waveOutGetNumDevs && winmm.waveInGetNumDevs && winmm.waveOutMessage && winmm.waveInMessage;
}

static MMRESULT device_message( BOOL record, UINT id, UINT message, void *param1, DWORD_PTR param2 )
{
    if (record) return winmm.waveInMessage( (HWAVEIN)(DWORD_PTR)id, message, (DWORD_PTR)param1, param2 );
    return winmm.waveOutMessage( (HWAVEOUT)(DWORD_PTR)id, message, (DWORD_PTR)param1, param2 );
}

static BOOL find_device( BOOL record, const WCHAR *endpoint, DWORD *id )
{
    UINT count = wave_device_count( record ? winmm.waveInGetNumDevs : winmm.waveOutGetNumDevs ), i;
    WCHAR name[ENDPOINT_CHARS];

    for (i = 0; i < count; i++)
    {
        ULONG_PTR size = 0;    /* Wine writes so much, Windows a DWORD */

        if (device_message( record, i, DRV_QUERYFUNCTIONINSTANCEIDSIZE, &size, 0 ) || size > sizeof(name)) continue;
        if (device_message( record, i, DRV_QUERYFUNCTIONINSTANCEID, name, size )) continue;
        name[ARRAYSIZE(name) - 1] = 0;
        if (_wcsicmp( name, endpoint )) continue;
        *id = i;
        return TRUE;
    }
    WARN( "this process has no wave %s device %s among its %u: it looked for its wave devices before the line had one, or Wine uses another audio"
          " driver than PulseAudio. Start the program again\n", record ? "input" : "output", debugstr_w( endpoint ), count );
    return FALSE;
}

/* The names in a reply, each with its NUL, to numbers. */
static LONG names_to_ids( const struct wave_class *class, const VARSTRING *reply, DWORD *ids )
{
    static INIT_ONCE once = INIT_ONCE_STATIC_INIT;
    const WCHAR *name = (const WCHAR *)((const BYTE *)reply + reply->dwStringOffset), *end = name + reply->dwStringSize / sizeof(WCHAR), *nul;
    DWORD i;

    if (!InitOnceExecuteOnce( &once, load_winmm, NULL, NULL ))
    {
        ERR( "winmm.dll cannot be loaded: error %lu\n", GetLastError() );
        return LINEERR_OPERATIONFAILED;
    }
    for (i = 0; i < class->count; i++, name = nul + 1)
    {
        if (name >= end || !(nul = wmemchr( name, 0, end - name ))) return LINEERR_OPERATIONFAILED;
        if (!find_device( class->record[i], name, &ids[i] )) return LINEERR_NODEVICE;
    }
    return 0;
}

static LONG check_room( const VARSTRING *id )
{
    DWORD total;

    if (!can_read( id, sizeof(total) )) return LINEERR_INVALPOINTER;
    memcpy( &total, id, sizeof(total) );
    if (total < sizeof(*id)) return LINEERR_STRUCTURETOOSMALL;
    return can_write( (void *)id, min( total, sizeof(*id) + 2 * sizeof(DWORD) ) ) ? 0 : LINEERR_INVALPOINTER;
}

static void fill( VARSTRING *id, const void *data, DWORD size )
{
    VARSTRING fixed = { 0 };

    memcpy( &fixed.dwTotalSize, id, sizeof(fixed.dwTotalSize) );
    fixed.dwNeededSize = sizeof(fixed) + size;
    fixed.dwUsedSize = sizeof(fixed);
    fixed.dwStringFormat = STRINGFORMAT_BINARY;
    if (fixed.dwTotalSize >= fixed.dwNeededSize)
    {
        fixed.dwUsedSize = fixed.dwNeededSize;
        fixed.dwStringSize = size;
        fixed.dwStringOffset = sizeof(fixed);
        memcpy( id + 1, data, size );
    }
    memcpy( id, &fixed, sizeof(fixed) );
}

BOOL wave_get_id( struct api_call *call, unsigned int class_arg, unsigned int id_arg, LONG *ret )
{
    const void *name = call->args[class_arg].data;
    VARSTRING *id = call->out[id_arg];
    union { VARSTRING string; BYTE bytes[REPLY_SIZE]; } reply = { { REPLY_SIZE } };
    BOOL ansi = (call->flags & CALL_ANSI) != 0, phone = call->func == TRP_phoneGetID;
    DWORD ids[2];
    unsigned int i;
    SIZE_T len;

    if (!name || (ansi ? !probe_stringA( name, &len ) : !probe_stringW( name, &len ))) return FALSE;
    for (i = 0; i < ARRAYSIZE(classes); i++)
    {
        char nameA[16];

        WideCharToMultiByte( CP_ACP, 0, classes[i].name, -1, nameA, sizeof(nameA), NULL, NULL );
        if (ansi ? !_stricmp( name, nameA ) : !_wcsicmp( name, classes[i].name )) break;
    }
    if (i == ARRAYSIZE(classes)) return FALSE;
    if ((*ret = check_room( id )))
    {
        *ret = family_error( phone, *ret );
        return TRUE;
    }
    /* the class as it is in the table, and room for the names, which are longer than numbers */
    call->flags &= ~CALL_ANSI;
    call->args[class_arg].data = (void *)classes[i].name;
    call->out[id_arg] = &reply;
    if ((*ret = sync_call( call ))) return TRUE;
    if (reply.string.dwStringOffset > REPLY_SIZE || reply.string.dwStringSize > REPLY_SIZE - reply.string.dwStringOffset ||
        reply.string.dwStringOffset % sizeof(WCHAR)) *ret = LINEERR_OPERATIONFAILED;
    /* the wave mapper, or a provider that means its number for any process */
    else if (reply.string.dwStringFormat == STRINGFORMAT_BINARY) fill( id, reply.bytes + reply.string.dwStringOffset, reply.string.dwStringSize );
    else if (reply.string.dwStringFormat != STRINGFORMAT_UNICODE) *ret = LINEERR_OPERATIONFAILED;
    else if (!(*ret = names_to_ids( &classes[i], &reply.string, ids ))) fill( id, ids, classes[i].count * sizeof(DWORD) );
    *ret = family_error( phone, *ret );
    return TRUE;
}
