/*
 * What the media service provider of an address adds to a call, and what it and the service provider have to say to each other.
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

#include "msp_host.h"
#include "wavemsp.h"
#include "debug/debug.h"

DEBUG_CHANNEL( tapi3 );

#define MAX_WAITING 16      /* pieces that an MSP has for its service provider before there is a call */

struct msp_data
{
    struct msp_data *next;
    DWORD            size;
    BYTE             data[1];
};

/* ---- the MSP's part of a call ---- */

static DWORD device_id( struct call *call, const WCHAR *class, DWORD count )
{
    DWORD id = WAVEMSP_NO_DEVICE;
    VARSTRING *string = NULL;
    HLINE line;

    if (call->handle) get_device_id( 0, 0, call->handle, LINECALLSELECT_CALL, class, &string );
    else if (SUCCEEDED(address_open( call->address, &line ))) get_device_id( line, call->address->address_id, 0, LINECALLSELECT_ADDRESS, class, &string );
    if (string && string->dwStringSize >= count * sizeof(DWORD)) id = *(const DWORD *)((const BYTE *)string + string->dwStringOffset);
    free( string );
    return id;
}

/* Our MSP for wave devices has no service provider to ask: it is told which they are, in this process, and when they may be used. */
static void tell_devices( struct address *address, struct call *call, const BYTE *data, DWORD size )
{
    struct wavemsp_devices devices = { sizeof(devices) };
    IUnknown *inner = msp_part_inner( call->session, &call->msp_part );

    if (!inner || address->msp->down) return;
    devices.wave_in = device_id( call, L"wave/in", 1 );
    devices.wave_out = device_id( call, L"wave/out", 1 );
    if (call_get_state( call ) == CS_CONNECTED) devices.flags |= WAVEMSP_CONNECTED;
    if (device_id( call, L"wave/in/out", 1 ) != WAVEMSP_NO_DEVICE) devices.flags |= WAVEMSP_FULL_DUPLEX;
    ITMSPAddress_ReceiveTSPData( address->msp->control, inner, (BYTE *)&devices, sizeof(devices) );
}

static DWORD call_types( struct call *call )
{
    DWORD types = call->media_types;
    LINECALLINFO *info;

    if (!types && SUCCEEDED(call_get_info( call, &info )))
    {
        types = media_types_from_modes( info->dwMediaMode );
        free( info );
    }
    return types ? types : media_types_from_modes( call->address->dev_caps->dwMediaModes );
}

static void unlink_call( struct msp *msp, struct call *call )
{
    struct call **link;

    EnterCriticalSection( &call->session->cs );
    for (link = &msp->calls; *link && *link != call; link = &(*link)->msp_next) {}
    if (*link) *link = call->msp_next;
    LeaveCriticalSection( &call->session->cs );
}

static IUnknown *make_call( struct call *call )
{
    struct address *address = call->address;
    struct session *session = call->session;
    IUnknown *inner = NULL;
    struct msp *msp;
    HRESULT hr;

    if (!address_inner( &address->object ) || !(msp = address->msp) || msp->down) return NULL;
    /* it may tell of the call before it has returned */
    EnterCriticalSection( &session->cs );
    call->msp_id = ++session->last_msp_call;
    call->msp_shut = TRUE;
    call->msp_next = msp->calls;
    msp->calls = call;
    LeaveCriticalSection( &session->cs );
    hr = ITMSPAddress_CreateMSPCall( msp->control, (MSP_HANDLE)(LONG_PTR)call->msp_id, 0, call_types( call ), object_unknown( call ), &inner );
    if (SUCCEEDED(hr) && inner)
    {
        call->msp_shut = FALSE;
        return inner;
    }
    WARN( "media service provider %s does not take a call of media types %#lx: %#lx\n", debugstr_guid( &msp->clsid ), call_types( call ), hr );
    unlink_call( msp, call );
    return NULL;
}

IUnknown *call_inner( struct object *object )
{
    struct call *call = (struct call *)object;

    if (msp_part_begin( call->session, &call->msp_part ))
    {
        msp_part_end( call->session, &call->msp_part, make_call( call ));
        if (call->msp_part.inner && call->address->msp->wave) tell_devices( call->address, call, NULL, 0 );
    }
    return msp_part_inner( call->session, &call->msp_part );
}

static void begin_call( struct address *address, struct call *call, const BYTE *data, DWORD size )
{
    call_inner( &call->object );
}

void call_msp_begin( struct call *call )
{
    struct address *address = call->address;

    if (address->dev_caps->dwDevCapFlags & LINEDEVCAPFLAGS_MSP || msp_has_wave_device( address )) msp_post_job( begin_call, address, call, NULL, 0 );
}

void call_msp_state( struct call *call )
{
    struct msp *msp = call->address->msp;

    if (msp && msp->wave) msp_post_job( tell_devices, call->address, call, NULL, 0 );
}

void call_msp_free( struct call *call )
{
    struct msp *msp = call->address->msp;
    struct msp_data *data;

    if (call->msp_part.inner)
    {
        if (!msp->down && !call->session->msp_stuck && !InterlockedExchange( &call->msp_shut, TRUE ))
            ITMSPAddress_ShutdownMSPCall( msp->control, call->msp_part.inner );
        unlink_call( msp, call );
    }
    msp_part_free( call->session, &call->msp_part );
    while ((data = call->msp_waiting))
    {
        call->msp_waiting = data->next;
        free( data );
    }
}

/* The references of the job are the last. */
static void let_go( struct address *address, struct call *call, const BYTE *data, DWORD size )
{
}

BOOL call_msp_let_go( struct call *call )
{
    struct session *session = call->session;
    struct msp_job *job;
    BOOL posted;

    if (!call->msp_part.inner || !(job = msp_new_job( let_go, object_addref( call->address ), call, NULL, 0 ))) return FALSE;
    EnterCriticalSection( &session->cs );
    posted = msp_append_job( session, job );
    LeaveCriticalSection( &session->cs );
    if (posted) return TRUE;
    object_release( call->address );
    free( job );
    return FALSE;
}

/* ---- data of the service provider ---- */

static void give_data( struct address *address, struct call *call, const BYTE *data, DWORD size )
{
    IUnknown *inner = call ? call_inner( &call->object ) : NULL;
    HRESULT hr;

    if (!address_inner( &address->object ) || address->msp->down) return;
    if (call && !inner) WARN( "%lu bytes for a call that its media service provider did not take\n", size );
    else if (FAILED(hr = ITMSPAddress_ReceiveTSPData( address->msp->control, inner, (BYTE *)data, size )))
        WARN( "media service provider %s refuses %lu bytes of its service provider: %#lx\n", debugstr_guid( &address->msp->clsid ), size, hr );
}

void msp_message( struct session *session, struct address *address, struct call *call, const LINEMESSAGE *message )
{
    void *data = (void *)message->dwParam2;

    if (address && address->msp) msp_post_job( give_data, address, call, data, message->dwParam3 );
    LocalFree( data );
}

static void send_waiting( struct address *address, struct call *call, const BYTE *unused, DWORD size )
{
    struct session *session = address->session;
    struct msp_data *data;
    LONG error;

    for (;;)
    {
        EnterCriticalSection( &session->cs );
        if ((data = call->msp_waiting)) call->msp_waiting = data->next;
        LeaveCriticalSection( &session->cs );
        if (!data) break;
        if (address->msp->instance && (error = msp_service()->send( address->msp->instance, call->handle, data->data, data->size )))
            WARN( "line %lu: the service provider does not take %lu bytes of its media service provider: error %#lx\n", address->device, data->size, error );
        free( data );
    }
}

void call_msp_known( struct call *call )
{
    BOOL waiting;

    EnterCriticalSection( &call->session->cs );
    waiting = call->msp_waiting != NULL;
    LeaveCriticalSection( &call->session->cs );
    if (waiting) msp_post_job( send_waiting, call->address, call, NULL, 0 );
}

/* An MSP may have something to say about a call before there is one on the line. S_FALSE: it is */
static HRESULT keep_waiting( struct call *call, const void *bytes, DWORD size )
{
    struct msp_data *data = malloc( offsetof( struct msp_data, data[size] ) ), **link;
    unsigned int count = 0;
    HRESULT hr = S_FALSE;

    if (!data) return E_OUTOFMEMORY;
    data->next = NULL;
    data->size = size;
    memcpy( data->data, bytes, size );
    EnterCriticalSection( &call->session->cs );
    if (!call->handle || call->msp_waiting)
    {
        for (link = &call->msp_waiting; *link; link = &(*link)->next) count++;
        hr = call->session->closed || count == MAX_WAITING ? TAPI_E_INVALCALLSTATE : S_OK;
        if (hr == S_OK)
        {
            *link = data;
            data = NULL;
        }
    }
    LeaveCriticalSection( &call->session->cs );
    free( data );
    return hr;
}

HRESULT msp_send( struct address *address, struct call *call, const void *data, DWORD size )
{
    struct msp *msp = address->msp;
    HRESULT hr;
    LONG error;

    if (!msp->instance) return TAPI_E_NOTSUPPORTED;
    if (call && (hr = keep_waiting( call, data, size )) != S_FALSE) return hr;
    if ((error = msp_service()->send( msp->instance, call ? call->handle : 0, data, size ))) return hresult_from_line( error );
    return S_OK;
}
