/*
 * Terminals that play and record, and calls with their MSP objects.
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

#include "fixture.h"
#include "exchange_media.h"

const CLSID CLSID_ExchangeMSP = CLSID_EXCHANGEMSP_INIT;

/* ---- addresses and calls ---- */

#define MAX_LEGS 256

static struct msp_leg *legs[MAX_LEGS];
static CRITICAL_SECTION legs_cs;
static INIT_ONCE legs_once = INIT_ONCE_STATIC_INIT;

static BOOL WINAPI init_legs( INIT_ONCE *once, void *param, void **context )
{
    InitializeCriticalSection( &legs_cs );
    return TRUE;
}

/* What TAPI does with LINE_SENDMSPDATA */
static void pass_data( HTAPICALL call, DWORD_PTR instance, const void *data, DWORD size )
{
    struct msp_leg *leg;
    unsigned int i;
    HRESULT hr;

    EnterCriticalSection( &legs_cs );
    for (i = 0; i < MAX_LEGS; i++)
    {
        if (!(leg = legs[i]) || leg->leg.ht != call || (DWORD)(DWORD_PTR)leg->address != (DWORD)instance) continue;
        hr = ITMSPAddress_ReceiveTSPData( leg->address->msp, leg->call, (BYTE *)data, size );
        ok( hr == S_OK, "ReceiveTSPData returned %#lx\n", hr );
    }
    LeaveCriticalSection( &legs_cs );
}

void event_release( MSP_EVENT_INFO *info )
{
    if (info->Event == ME_CALL_EVENT)
    {
        if (info->MSP_CALL_EVENT_INFO.pStream) ITStream_Release( info->MSP_CALL_EVENT_INFO.pStream );
        if (info->MSP_CALL_EVENT_INFO.pTerminal) ITTerminal_Release( info->MSP_CALL_EVENT_INFO.pTerminal );
    }
    else if (info->Event == ME_FILE_TERMINAL_EVENT)
    {
        if (info->MSP_FILE_TERMINAL_EVENT_INFO.pParentFileTerminal) ITTerminal_Release( info->MSP_FILE_TERMINAL_EVENT_INFO.pParentFileTerminal );
        if (info->MSP_FILE_TERMINAL_EVENT_INFO.pFileTrack) ITFileTrack_Release( info->MSP_FILE_TERMINAL_EVENT_INFO.pFileTrack );
    }
    else if (info->Event == ME_ADDRESS_EVENT && info->MSP_ADDRESS_EVENT_INFO.pTerminal) ITTerminal_Release( info->MSP_ADDRESS_EVENT_INFO.pTerminal );
}

/* Takes one event, if there is any: TRUE for one that is not for the exchange. */
static BOOL take_event( struct msp_address *address, MSP_EVENT_INFO *info, HRESULT *hr )
{
    union { MSP_EVENT_INFO info; BYTE bytes[4096]; } u;
    DWORD size = sizeof(u);
    unsigned int i;

    if ((*hr = ITMSPAddress_GetEvent( address->msp, &size, u.bytes )) != S_OK) return FALSE;
    ok( size == u.info.dwSize, "size %lu, dwSize %lu\n", size, u.info.dwSize );
    if (u.info.Event != ME_TSP_DATA)
    {
        *info = u.info;
        return TRUE;
    }
    EnterCriticalSection( &legs_cs );
    for (i = 0; i < MAX_LEGS; i++)
        if (legs[i] && (MSP_HANDLE)legs[i] == u.info.hCall)
        {
            struct leg leg = legs[i]->leg;

            LeaveCriticalSection( &legs_cs );
            p_lineReceiveMSPData( leg.line ? leg.line : address->line, leg.hd, address->instance, u.info.MSP_TSP_DATA.pBuffer,
                                  u.info.MSP_TSP_DATA.dwBufferSize );
            return FALSE;
        }
    LeaveCriticalSection( &legs_cs );
    return FALSE;
}

BOOL next_event( struct msp_address *address, MSP_EVENT_INFO *info )
{
    const ULONGLONG end = GetTickCount64() + PATIENCE;
    HRESULT hr;

    for (;;)
    {
        if (take_event( address, info, &hr )) return TRUE;
        if (hr != S_OK)
        {
            const ULONGLONG now = GetTickCount64();

            ok( hr == TAPI_E_NOEVENT, "GetEvent returned %#lx\n", hr );
            if (now >= end || WaitForSingleObject( address->event, end - now )) return FALSE;
        }
    }
}

BOOL wait_event( struct msp_address *address, MSP_CALL_EVENT type, ITStream *stream, MSP_CALL_EVENT_CAUSE cause )
{
    MSP_EVENT_INFO info;

    while (next_event( address, &info ))
    {
        const BOOL right = info.Event == ME_CALL_EVENT && info.MSP_CALL_EVENT_INFO.Type == type && info.MSP_CALL_EVENT_INFO.pStream == stream;

        if (right) ok( info.MSP_CALL_EVENT_INFO.Cause == cause, "event %d has cause %d\n", type, info.MSP_CALL_EVENT_INFO.Cause );
        else if (winetest_debug > 1) trace( "event %d, type %d\n", info.Event, info.MSP_CALL_EVENT_INFO.Type );
        event_release( &info );
        if (right) return TRUE;
    }
    ok( 0, "event %d does not come\n", type );
    return FALSE;
}

void drop_events( struct msp_address *address )
{
    MSP_EVENT_INFO info;
    HRESULT hr;

    do
    {
        if (take_event( address, &info, &hr )) event_release( &info );
    } while (hr == S_OK);
}

BOOL address_begin( struct msp_address *address, DWORD station, REFCLSID clsid )
{
    ITTerminalSupport *support;
    ITTerminalControl *control;
    ITTerminal *terminal;
    BSTR class;
    HRESULT hr;

    InitOnceExecuteOnce( &legs_once, init_legs, NULL, NULL );
    memset( address, 0, sizeof(*address) );
    msp_data_came = pass_data;
    address->line = open_station( station );
    ok_ret( p_lineCreateMSPInstance( address->line, 0, (HTAPIMSPLINE)(DWORD_PTR)address, &address->instance ), 0 );
    hr = CoCreateInstance( clsid, NULL, CLSCTX_INPROC_SERVER, &IID_ITMSPAddress, (void **)&address->msp );
    ok( hr == S_OK, "CoCreateInstance returned %#lx\n", hr );
    if (hr != S_OK) return FALSE;
    address->event = CreateEventW( NULL, FALSE, FALSE, NULL );
    hr = ITMSPAddress_Initialize( address->msp, (MSP_HANDLE)address->event );
    ok( hr == S_OK, "Initialize returned %#lx\n", hr );
    /* what the address calls itself is known by its terminals */
    hr = ITMSPAddress_QueryInterface( address->msp, &IID_ITTerminalSupport, (void **)&support );
    ok( hr == S_OK, "no ITTerminalSupport: %#lx\n", hr );
    class = SysAllocString( CLSID_String_MediaStreamTerminal );
    hr = ITTerminalSupport_CreateTerminal( support, class, TAPIMEDIATYPE_AUDIO, TD_RENDER, &terminal );
    ok( hr == S_OK, "CreateTerminal returned %#lx\n", hr );
    SysFreeString( class );
    ITTerminalSupport_Release( support );
    if (hr != S_OK) return FALSE;
    hr = ITTerminal_QueryInterface( terminal, &IID_ITTerminalControl, (void **)&control );
    ok( hr == S_OK, "no ITTerminalControl: %#lx\n", hr );
    hr = ITTerminalControl_get_AddressHandle( control, &address->handle );
    ok( hr == S_OK && address->handle, "get_AddressHandle returned %#lx, %p\n", hr, address->handle );
    ITTerminalControl_Release( control );
    ITTerminal_Release( terminal );
    return TRUE;
}

void address_end( struct msp_address *address )
{
    HRESULT hr = ITMSPAddress_Shutdown( address->msp );
    ULONG refs;

    ok( hr == S_OK, "Shutdown returned %#lx\n", hr );
    refs = ITMSPAddress_Release( address->msp );
    ok( !refs, "%lu references are left\n", refs );
    CloseHandle( address->event );
    ok_ret( p_lineCloseMSPInstance( address->instance ), 0 );
    ok_ret( p_lineClose( address->line ), 0 );
}

BOOL leg_begin( struct msp_leg *leg, struct msp_address *address, const struct leg *call )
{
    ITStreamControl *control;
    TERMINAL_DIRECTION direction;
    IEnumStream *streams;
    ITStream *stream;
    unsigned int i;
    HRESULT hr;

    memset( leg, 0, sizeof(*leg) );
    leg->address = address;
    if (call) leg->leg = *call;
    hr = ITMSPAddress_CreateMSPCall( address->msp, (MSP_HANDLE)leg, 0, TAPIMEDIATYPE_AUDIO, NULL, &leg->call );
    ok( hr == S_OK, "CreateMSPCall returned %#lx\n", hr );
    if (hr != S_OK) return FALSE;
    hr = IUnknown_QueryInterface( leg->call, &IID_ITStreamControl, (void **)&control );
    ok( hr == S_OK, "no ITStreamControl: %#lx\n", hr );
    hr = ITStreamControl_EnumerateStreams( control, &streams );
    ok( hr == S_OK, "EnumerateStreams returned %#lx\n", hr );
    while (IEnumStream_Next( streams, 1, &stream, NULL ) == S_OK)
    {
        hr = ITStream_get_Direction( stream, &direction );
        ok( hr == S_OK && (direction == TD_CAPTURE || direction == TD_RENDER), "direction %d, %#lx\n", direction, hr );
        leg->streams[direction] = stream;
    }
    IEnumStream_Release( streams );
    ITStreamControl_Release( control );
    EnterCriticalSection( &legs_cs );
    for (i = 0; legs[i]; i++) {}
    legs[i] = leg;
    LeaveCriticalSection( &legs_cs );
    drop_events( address );             /* it asks for its sound */
    return leg->streams[0] && leg->streams[1];
}

void leg_end( struct msp_leg *leg )
{
    unsigned int i;
    HRESULT hr;

    EnterCriticalSection( &legs_cs );
    for (i = 0; i < MAX_LEGS; i++) if (legs[i] == leg) legs[i] = NULL;
    LeaveCriticalSection( &legs_cs );
    hr = ITMSPAddress_ShutdownMSPCall( leg->address->msp, leg->call );
    ok( hr == S_OK, "ShutdownMSPCall returned %#lx\n", hr );
    drop_events( leg->address );
    for (i = 0; i < 2; i++) if (leg->streams[i]) ITStream_Release( leg->streams[i] );
    IUnknown_Release( leg->call );
}
