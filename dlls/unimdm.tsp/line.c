/*
 * Lines: opening, media detection, status and device identifiers.
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

#include "call.h"

DEBUG_CHANNEL( unimdm );

LONG WINAPI TSPI_lineOpen( DWORD device, HTAPILINE htline, HDRVLINE *line, DWORD version, LINEEVENT event )
{
    struct modem *modem;

    TRACE( "device %lu, version %#lx\n", device, version );
    if (!line || !event) return LINEERR_INVALPOINTER;
    if (version < TSPI_LOWEST_VERSION || version > TSPI_HIGHEST_VERSION) return LINEERR_INCOMPATIBLEAPIVERSION;
    if (!(modem = modem_lock_device( device ))) return LINEERR_BADDEVICEID;
    if (modem->line_handle)
    {
        modem_unlock( modem );
        return LINEERR_ALLOCATED;
    }
    /* The port is opened when calls are to be noticed or made: whoever only looks at the line does not take it from other programs. */
    modem->line_handle = modem_new_handle( modem );
    modem->htline = htline;
    modem->line_event = event;
    modem->tspi_version = version;
    modem->media_modes = modem->line_states = modem->address_states = modem->told_calls = 0;
    *line = (HDRVLINE)(DWORD_PTR)modem->line_handle;
    modem_unlock( modem );
    return 0;
}

static void close_calls( struct modem *modem )
{
    while (modem->calls) call_close( modem->calls );
}

static void close_line( struct modem *modem )
{
    close_calls( modem );
    modem->line_handle = 0;
    modem->media_modes = modem->line_states = modem->address_states = 0;
    port_release( modem );
}

LONG WINAPI TSPI_lineClose( HDRVLINE line )
{
    struct modem *modem = modem_lock_line( line );

    TRACE( "line %p\n", line );
    if (!modem) return LINEERR_INVALLINEHANDLE;
    InterlockedIncrement( &modem->refs );
    close_line( modem );
    modem_unlock( modem );
    notify_purge( modem, NULL );
    modem_release( modem );
    return 0;
}

void line_lost( struct modem *modem )
{
    if (!modem->line_handle) return;
    close_calls( modem );
    notify_line( modem, LINE_CLOSE, 0, 0, 0 );
    close_line( modem );
}

LONG WINAPI TSPI_lineSetDefaultMediaDetection( HDRVLINE line, DWORD media_modes )
{
    struct modem *modem = modem_lock_line( line );
    LONG ret;

    TRACE( "line %p, media modes %#lx\n", line, media_modes );
    if (!modem) return LINEERR_INVALLINEHANDLE;
    if ((ret = voice_check_media( modem, media_modes & ~modem->media_modes )))
    {
        modem_unlock( modem );
        return ret;
    }
    if (media_modes)
    {
        DWORD handle = modem->line_handle, before = modem->media_modes;

        modem->media_modes = media_modes;
        if ((ret = port_open_wait( modem )) && modem->line_handle == handle) modem->media_modes = before;
    }
    else modem->media_modes = 0;
    port_release( modem );
    modem_unlock( modem );
    return ret;
}

LONG WINAPI TSPI_lineConditionalMediaDetection( HDRVLINE line, DWORD media_modes, LINECALLPARAMS *const params )
{
    struct modem *modem = modem_lock_line( line );
    LONG ret;

    TRACE( "line %p, media modes %#lx\n", line, media_modes );
    if (!modem) return LINEERR_INVALLINEHANDLE;
    if (!(ret = voice_check_media( modem, media_modes & ~modem->media_modes )) && !(ret = call_check_params( modem, params )) && call_is_active( modem ))
        ret = LINEERR_RESOURCEUNAVAIL;
    modem_unlock( modem );
    return ret;
}

LONG WINAPI TSPI_lineSetStatusMessages( HDRVLINE line, DWORD line_states, DWORD address_states )
{
    struct modem *modem = modem_lock_line( line );

    TRACE( "line %p, line states %#lx, address states %#lx\n", line, line_states, address_states );
    if (!modem) return LINEERR_INVALLINEHANDLE;
    modem->line_states = line_states;
    modem->address_states = address_states;
    modem_unlock( modem );
    return 0;
}

/* ---- addresses: a modem has one ---- */

LONG WINAPI TSPI_lineGetNumAddressIDs( HDRVLINE line, DWORD *count )
{
    struct modem *modem = modem_lock_line( line );

    if (!modem) return LINEERR_INVALLINEHANDLE;
    modem_unlock( modem );
    if (!count) return LINEERR_INVALPOINTER;
    *count = 1;
    return 0;
}

LONG WINAPI TSPI_lineGetAddressID( HDRVLINE line, DWORD *address, DWORD mode, const WCHAR *name, DWORD size )
{
    struct modem *modem = modem_lock_line( line );

    TRACE( "line %p, mode %#lx\n", line, mode );
    if (!modem) return LINEERR_INVALLINEHANDLE;
    modem_unlock( modem );
    /* a modem does not know its own number: its address has no name to look for */
    if (mode == LINEADDRESSMODE_DIALABLEADDR) return LINEERR_INVALADDRESS;
    return LINEERR_INVALADDRESSMODE;
}

LONG WINAPI TSPI_lineGetCallAddressID( HDRVCALL hcall, DWORD *address )
{
    struct call *call = call_lock( hcall );

    if (!call) return LINEERR_INVALCALLHANDLE;
    modem_unlock( call->modem );
    if (!address) return LINEERR_INVALPOINTER;
    *address = 0;
    return 0;
}

/* ---- status ---- */

/* Calls TAPI knows of and that are not over */
static DWORD active_calls( const struct modem *modem )
{
    const struct call *call;
    DWORD count = 0;

    for (call = modem->calls; call; call = call->next)
        if (call->known && call->state != LINECALLSTATE_IDLE && call->state != LINECALLSTATE_DISCONNECTED) count++;
    return count;
}

void line_calls_changed( struct modem *modem )
{
    DWORD count = active_calls( modem ), states;

    if (count == modem->told_calls) return;
    modem->told_calls = count;
    if (modem->line_states & LINEDEVSTATE_NUMCALLS) notify_line( modem, LINE_LINEDEVSTATE, LINEDEVSTATE_NUMCALLS, 0, 0 );
    states = modem->address_states & (LINEADDRESSSTATE_NUMCALLS | (count ? LINEADDRESSSTATE_INUSEONE : LINEADDRESSSTATE_INUSEZERO));
    if (states) notify_line( modem, LINE_ADDRESSSTATE, 0, states, 0 );
}

LONG WINAPI TSPI_lineGetAddressStatus( HDRVLINE line, DWORD address, LINEADDRESSSTATUS *status )
{
    struct modem *modem = modem_lock_line( line );
    LINEADDRESSSTATUS full = { 0 };
    struct variable var;
    LONG ret = 0;

    TRACE( "line %p, address %lu\n", line, address );
    if (!modem) return LINEERR_INVALLINEHANDLE;
    if (!status) ret = LINEERR_INVALPOINTER;
    else if (address) ret = LINEERR_INVALADDRESSID;
    else if (!variable_begin( &var, status, status->dwTotalSize, sizeof(full) )) ret = LINEERR_STRUCTURETOOSMALL;
    else
    {
        full.dwTotalSize = status->dwTotalSize;
        full.dwNumActiveCalls = active_calls( modem );
        full.dwNumInUse = full.dwNumActiveCalls ? 1 : 0;
        full.dwAddressFeatures = voice_line_features( modem ) ? LINEADDRFEATURE_SETTERMINAL : 0;
        if (!full.dwNumActiveCalls) full.dwAddressFeatures |= LINEADDRFEATURE_MAKECALL;
        voice_fill_terminals( modem, modem->voice.terminals, &var, &full.dwTerminalModesSize, &full.dwTerminalModesOffset );
        full.dwNeededSize = var.needed;
        full.dwUsedSize = var.used;
        memcpy( status, &full, sizeof(full) );
    }
    modem_unlock( modem );
    return ret;
}

LONG WINAPI TSPI_lineGetLineDevStatus( HDRVLINE line, LINEDEVSTATUS *status )
{
    struct modem *modem = modem_lock_line( line );
    LINEDEVSTATUS full = { 0 };
    struct variable var;
    DWORD fixed;

    TRACE( "line %p\n", line );
    if (!modem) return LINEERR_INVALLINEHANDLE;
    fixed = line_status_size( modem->tspi_version );
    if (!status || !variable_begin( &var, status, status->dwTotalSize, fixed ))
    {
        modem_unlock( modem );
        return status ? LINEERR_STRUCTURETOOSMALL : LINEERR_INVALPOINTER;
    }
    full.dwNumActiveCalls = active_calls( modem );
    full.dwTotalSize = status->dwTotalSize;
    full.dwNumOpens = status->dwNumOpens;               /* these three are TAPI's */
    full.dwOpenMediaModes = status->dwOpenMediaModes;
    full.dwAppInfoSize = full.dwAppInfoOffset = 0;
    full.dwLineFeatures = voice_line_features( modem );
    if (!full.dwNumActiveCalls) full.dwLineFeatures |= LINEFEATURE_MAKECALL;
    full.dwSignalLevel = 0xffff;
    full.dwBatteryLevel = 0xffff;
    full.dwRoamMode = LINEROAMMODE_UNAVAIL;
    full.dwDevStatusFlags = LINEDEVSTATUSFLAGS_CONNECTED | LINEDEVSTATUSFLAGS_INSERVICE;
    full.dwAvailableMediaModes = full.dwNumActiveCalls ? 0 : voice_available_modes( modem );
    voice_fill_terminals( modem, modem->voice.terminals, &var, &full.dwTerminalModesSize, &full.dwTerminalModesOffset );
    full.dwNeededSize = var.needed;
    full.dwUsedSize = var.used;
    memcpy( status, &full, fixed );
    modem_unlock( modem );
    return 0;
}

/* ---- device identifiers ---- */

/*
 * comm/datamodem: HANDLE hComm and the name of the device. The handle has the width it has in the application that asks; it is NULL until the call is
 * connected. The application closes it; the port stays open here.
 */
static LONG datamodem_id( struct modem *modem, struct call *call, VARSTRING *id, HANDLE process )
{
    BYTE data[sizeof(ULONGLONG) + sizeof(modem->info.name)];
    DWORD width = handle_width( process ), needed;
    char name[2 * ARRAYSIZE(modem->info.name)];
    HANDLE handle = NULL;
    ULONGLONG value;
    LONG ret;
    int len;

    if (process == INVALID_HANDLE_VALUE) return LINEERR_OPERATIONUNAVAIL;   /* an application of another machine */
    len = WideCharToMultiByte( CP_ACP, 0, modem->info.name, -1, name, sizeof(name), NULL, NULL );
    if (width + len > (int)sizeof(data)) name[(len = sizeof(data) - width) - 1] = 0;
    needed = sizeof(*id) + width + len;

    /* a handle that the caller cannot be told would stay open for ever */
    if (call && call->state == LINECALLSTATE_CONNECTED && !voice_has_port( call ) && modem->comm && id->dwTotalSize >= needed &&
        !DuplicateHandle( GetCurrentProcess(), modem->comm, process, &handle, 0, FALSE, DUPLICATE_SAME_ACCESS ))
    {
        ERR( "line %s: the handle of %s cannot be given to the application: error %lu\n", debugstr_w( modem->info.name ),
             debugstr_w( modem->info.port ), GetLastError() );
        return LINEERR_OPERATIONFAILED;
    }
    value = (ULONG_PTR)handle;
    memcpy( data, &value, width );
    memcpy( data + width, name, len );
    ret = varstring_set( id, STRINGFORMAT_BINARY, data, width + len );
    TRACE( "line %s: handle %p in process %p\n", debugstr_w( modem->info.name ), handle, process );
    return ret;
}

static LONG port_name_id( struct modem *modem, VARSTRING *id )
{
    char name[2 * ARRAYSIZE(modem->info.port)];
    int len = WideCharToMultiByte( CP_ACP, 0, modem->info.port, -1, name, sizeof(name), NULL, NULL );

    return varstring_set( id, STRINGFORMAT_ASCII, name, len );
}

static LONG get_id( struct modem *modem, struct call *call, VARSTRING *id, const WCHAR *class_name, HANDLE process )
{
    switch (class_from_name( class_name ))
    {
    case CLASS_TAPI_LINE:
        return varstring_set( id, STRINGFORMAT_BINARY, &modem->device_id, sizeof(modem->device_id) );
    case CLASS_COMM:
    case CLASS_DATAMODEM_PORTNAME:
        return port_name_id( modem, id );
    case CLASS_DATAMODEM:
    case CLASS_DATAMODEM_DIALIN:
    case CLASS_DATAMODEM_DIALOUT:
        return datamodem_id( modem, call, id, process );
    default:
        return waveid_get( modem, id, class_name );
    }
}

LONG WINAPI TSPI_lineGetID( HDRVLINE line, DWORD address, HDRVCALL hcall, DWORD select, VARSTRING *id, const WCHAR *class_name, HANDLE process )
{
    struct modem *modem;
    struct call *call = NULL;
    LONG ret;

    TRACE( "line %p, address %lu, call %p, select %#lx, class %s, process %p\n", line, address, hcall, select, debugstr_w( class_name ), process );
    if (!id) return LINEERR_INVALPOINTER;
    switch (select)
    {
    case LINECALLSELECT_CALL:
        if (!(call = call_lock( hcall ))) return LINEERR_INVALCALLHANDLE;
        modem = call->modem;
        break;
    case LINECALLSELECT_LINE:
    case LINECALLSELECT_ADDRESS:
        if (!(modem = modem_lock_line( line ))) return LINEERR_INVALLINEHANDLE;
        if (select == LINECALLSELECT_ADDRESS && address)
        {
            modem_unlock( modem );
            return LINEERR_INVALADDRESSID;
        }
        break;
    default:
        return LINEERR_INVALCALLSELECT;
    }
    ret = get_id( modem, call, id, class_name, process );
    modem_unlock( modem );
    return ret;
}
