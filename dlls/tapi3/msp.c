/*
 * The media service provider (MSP) of an address: which one it has, how it begins and ends, and the events it signals.
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

#define EVENTS_AT_ONCE 1000             /* of one MSP before others have their turn */
#define MSP_EVENT_MAX  (1024 * 1024)    /* bytes of an event */

/* ---- private exports of tapi32 ---- */

static BOOL CALLBACK find_service( INIT_ONCE *once, void *param, void **context )
{
    static struct msp_service service;
    HMODULE tapi32 = GetModuleHandleW( L"tapi32.dll" );

    service.identify = (WineMSPIdentify_func)(void *)GetProcAddress( tapi32, "WineMSPIdentify" );
    service.create = (WineCreateMSPInstance_func)(void *)GetProcAddress( tapi32, "WineCreateMSPInstance" );
    service.close = (WineCloseMSPInstance_func)(void *)GetProcAddress( tapi32, "WineCloseMSPInstance" );
    service.send = (WineReceiveMSPData_func)(void *)GetProcAddress( tapi32, "WineReceiveMSPData" );
    service.track = (WineSetCallHubTracking_func)(void *)GetProcAddress( tapi32, "WineSetCallHubTracking" );
    if (service.identify && service.create && service.close && service.send) *context = &service;
    else WARN( "this tapi32.dll is not that of Wine Telephony: media service providers of telephony service providers are not used\n" );
    return TRUE;
}

const struct msp_service *msp_service( void )
{
    static INIT_ONCE once = INIT_ONCE_STATIC_INIT;
    void *service = NULL;

    InitOnceExecuteOnce( &once, find_service, NULL, &service );
    return service;
}

void msp_set_hub_tracking( HLINE line, DWORD tracking )
{
    const struct msp_service *service = msp_service();
    LONG error;

    if (service && service->track && (error = service->track( line, tracking )) && (DWORD)error != LINEERR_OPERATIONUNAVAIL)
        WARN( "the service provider does not follow call hubs: error %#lx\n", error );
}

/* ---- what an MSP adds to an object: made once ---- */

enum { PART_NONE, PART_MAKING, PART_MADE };

BOOL msp_part_begin( struct session *session, struct msp_part *part )
{
    BOOL make = FALSE, wait = FALSE;

    EnterCriticalSection( &session->cs );
    if (part->state == PART_NONE && !session->closed)
    {
        if (!part->made) part->made = CreateEventW( NULL, TRUE, FALSE, NULL );
        part->state = PART_MAKING;
        part->thread = GetCurrentThreadId();
        make = TRUE;
    }
    else if (part->state == PART_MAKING && part->thread != GetCurrentThreadId()) wait = TRUE;
    LeaveCriticalSection( &session->cs );
    if (wait) wait_pumping( part->made, REQUEST_TIMEOUT );
    return make;
}

void msp_part_end( struct session *session, struct msp_part *part, IUnknown *inner )
{
    EnterCriticalSection( &session->cs );
    part->inner = inner;
    part->state = PART_MADE;
    LeaveCriticalSection( &session->cs );
    SetEvent( part->made );
}

IUnknown *msp_part_inner( struct session *session, struct msp_part *part )
{
    IUnknown *inner;

    EnterCriticalSection( &session->cs );
    inner = part->state == PART_MADE ? part->inner : NULL;
    LeaveCriticalSection( &session->cs );
    return inner;
}

/* The object goes: nobody else knows it. */
void msp_part_free( struct session *session, struct msp_part *part )
{
    IUnknown *inner = part->inner;

    part->state = PART_MADE;
    part->inner = NULL;
    if (inner && session->msp_stuck) WARN( "what a media service provider that hangs has made is not released\n" );
    else if (inner) IUnknown_Release( inner );
    if (part->made) CloseHandle( part->made );
}

/* ---- events: from the MSP's signal to the thread ---- */

static void take_events( struct address *address, struct call *call, const BYTE *data, DWORD size )
{
    struct msp *msp = address->msp;
    DWORD capacity = 512, count = 0;
    BYTE *buffer = malloc( capacity );
    HRESULT hr = E_OUTOFMEMORY;

    while (buffer && !msp->down && count < EVENTS_AT_ONCE)
    {
        DWORD used = capacity;

        hr = ITMSPAddress_GetEvent( msp->control, &used, buffer );
        if (hr == (HRESULT)TAPI_E_NOTENOUGHMEMORY && used > capacity && used <= MSP_EVENT_MAX)
        {
            BYTE *more = realloc( buffer, used );

            if (!more) break;
            buffer = more;
            capacity = used;
            continue;
        }
        if (hr != S_OK) break;
        count++;
        msp_event( address, buffer, min( used, capacity ));
    }
    if (hr == (HRESULT)TAPI_E_NOTENOUGHMEMORY || !buffer)
        ERR( "media service provider %s: its events cannot be taken, the next has %lu bytes or more\n", debugstr_guid( &msp->clsid ), capacity );
    free( buffer );
    if (count == EVENTS_AT_ONCE) msp_post_job( take_events, address, NULL, NULL, 0 );
}

/* In a thread of the system's: an address that is going ends the wait before it goes. */
static void CALLBACK signalled( void *arg, BOOLEAN timeout )
{
    struct address *address = arg;
    struct session *session = address->session;
    struct msp_job *job = msp_new_job( take_events, address, NULL, NULL, 0 );

    if (!job) return;
    EnterCriticalSection( &session->cs );
    if (!session->msp_stop && object_try_addref( address ))
    {
        if (msp_append_job( session, job )) job = NULL;
        /* nobody may let go of the last reference here: the wait would wait for itself */
        else ERR( "media service provider %s is not heard\n", debugstr_guid( &address->msp->clsid ));
    }
    LeaveCriticalSection( &session->cs );
    free( job );
}

struct call *msp_find_call( struct address *address, MSP_HANDLE handle )
{
    struct session *session = address->session;
    struct call *call;

    EnterCriticalSection( &session->cs );
    for (call = address->msp->calls; call; call = call->msp_next)
        if (call->msp_id == (LONG)(LONG_PTR)handle && object_try_addref( call )) break;
    LeaveCriticalSection( &session->cs );
    return call;
}

/* ---- the MSP of an address ---- */

static BOOL has_class( const WCHAR *classes, const WCHAR *name )
{
    for (; *classes; classes += lstrlenW( classes ) + 1)
        if (!lstrcmpiW( classes, name )) return TRUE;
    return FALSE;
}

BOOL msp_has_wave_device( struct address *address )
{
    const LINEADDRESSCAPS *caps = address->address_caps;
    const LINEDEVCAPS *line = address->dev_caps;
    const WCHAR *classes = caps_string( caps, caps->dwDeviceClassesSize, caps->dwDeviceClassesOffset );

    if (!*classes) classes = caps_string( line, line->dwDeviceClassesSize, line->dwDeviceClassesOffset );
    return has_class( classes, L"wave/in" ) || has_class( classes, L"wave/out" );
}

/* TSPI 3.0 service providers name one; for others that have wave devices there is ours. */
static HRESULT identify( struct address *address, CLSID *clsid, BOOL *wave )
{
    static const CLSID wave_clsid = CLSID_WAVEMSP_INIT;
    LONG error;

    *wave = FALSE;
    if (address->dev_caps->dwDevCapFlags & LINEDEVCAPFLAGS_MSP && msp_service())
    {
        if (!(error = msp_service()->identify( address->device, clsid ))) return S_OK;
        WARN( "line %lu has a media service provider, but does not say which: error %#lx\n", address->device, error );
    }
    if (!msp_has_wave_device( address )) return S_FALSE;
    *wave = TRUE;
    *clsid = wave_clsid;
    return S_OK;
}

BOOL address_has_wave_msp( struct address *address )
{
    return !(address->dev_caps->dwDevCapFlags & LINEDEVCAPFLAGS_MSP) && msp_has_wave_device( address );
}

/* Tell the service provider, once a line is open. */
static void create_instance( struct msp *msp )
{
    struct address *address = msp->address;
    DWORD instance;
    HLINE line;
    LONG error;

    if (msp->wave || msp->instance || msp->down || FAILED(address_open( address, &line ))) return;
    if ((error = msp_service()->create( line, address->address_id, &instance )))
    {
        if ((DWORD)error != LINEERR_OPERATIONUNAVAIL)
            WARN( "line %lu: the service provider takes no media service provider on address %lu: error %#lx\n", address->device, address->address_id, error );
        return;
    }
    msp->instance = instance;
}

static void close_instance( struct msp *msp )
{
    const DWORD instance = InterlockedExchange( (LONG *)&msp->instance, 0 );

    if (instance) msp_service()->close( instance );
}

/* The end of an MSP: its calls first. */
static void shut_down( struct msp *msp )
{
    struct session *session = msp->address->session;
    struct call *call;

    if (msp->wait) UnregisterWaitEx( msp->wait, INVALID_HANDLE_VALUE );
    msp->wait = NULL;
    for (;;)
    {
        EnterCriticalSection( &session->cs );
        for (call = msp->calls; call; call = call->msp_next)
            if (!call->msp_shut && object_try_addref( call )) break;
        LeaveCriticalSection( &session->cs );
        if (!call) break;
        if (!InterlockedExchange( &call->msp_shut, TRUE )) ITMSPAddress_ShutdownMSPCall( msp->control, call->msp_part.inner );
        object_release( call );
    }
    if (!InterlockedExchange( &msp->down, TRUE )) ITMSPAddress_Shutdown( msp->control );
    close_instance( msp );
}

static void unlink_msp( struct session *session, struct msp *msp )
{
    struct msp **link;

    EnterCriticalSection( &session->cs );
    for (link = &session->msps; *link && *link != msp; link = &(*link)->next) {}
    if (*link) *link = msp->next;
    LeaveCriticalSection( &session->cs );
}

static HRESULT start( struct msp *msp, IUnknown *inner )
{
    struct session *session = msp->address->session;
    HRESULT hr;

    if (FAILED(hr = IUnknown_QueryInterface( inner, &IID_ITMSPAddress, (void **)&msp->control ))) return hr;
    ITMSPAddress_Release( msp->control );       /* the reference was one of the address, which must not hold itself */
    if (!(msp->event = CreateEventW( NULL, FALSE, FALSE, NULL ))) return E_OUTOFMEMORY;
    if (FAILED(hr = ITMSPAddress_Initialize( msp->control, (MSP_HANDLE)msp->event ))) return hr;
    msp->address->msp = msp;
    EnterCriticalSection( &session->cs );
    msp->next = session->msps;
    session->msps = msp;
    LeaveCriticalSection( &session->cs );
    if (!RegisterWaitForSingleObject( &msp->wait, msp->event, signalled, msp->address, INFINITE, WT_EXECUTEDEFAULT ))
        ERR( "media service provider %s is not heard: error %lu\n", debugstr_guid( &msp->clsid ), GetLastError() );
    create_instance( msp );
    if (session->closed) shut_down( msp );      /* nobody else does */
    return S_OK;
}

/* What an MSP makes of an address; NULL: it has none, or it does not work. */
static IUnknown *make( struct address *address )
{
    struct msp *msp = calloc( 1, sizeof(*msp) );
    IUnknown *inner = NULL;
    HRESULT hr;

    if (!msp || identify( address, &msp->clsid, &msp->wave ) != S_OK)
    {
        free( msp );
        return NULL;
    }
    msp->address = address;
    hr = CoCreateInstance( &msp->clsid, object_unknown( address ), CLSCTX_INPROC_SERVER, &IID_IUnknown, (void **)&inner );
    if (SUCCEEDED(hr)) hr = start( msp, inner );
    if (SUCCEEDED(hr))
    {
        TRACE( "line %lu, address %lu: media service provider %s\n", address->device, address->address_id, debugstr_guid( &msp->clsid ));
        return inner;
    }
    ERR( "line %lu: media service provider %s does not start: %#lx%s. The line works, but its calls have no media for programs\n", address->device,
         debugstr_guid( &msp->clsid ), hr, hr == REGDB_E_CLASSNOTREG ? " (it is not registered; run: winetapi install, or its regsvr32)" :
         hr == CLASS_E_NOAGGREGATION ? " (it cannot be aggregated)" : "" );
    if (inner) IUnknown_Release( inner );
    if (msp->event) CloseHandle( msp->event );
    free( msp );
    return NULL;
}

IUnknown *address_inner( struct object *object )
{
    struct address *address = (struct address *)object;
    struct session *session = address->session;

    if (msp_part_begin( session, &address->msp_part )) msp_part_end( session, &address->msp_part, make( address ));
    return msp_part_inner( session, &address->msp_part );
}

void address_msp_prepare( struct address *address )
{
    if (!(address->dev_caps->dwDevCapFlags & LINEDEVCAPFLAGS_MSP) || !address_inner( &address->object )) return;
    create_instance( address->msp );            /* again if the line was closed meanwhile */
}

void address_msp_line_closed( struct address *address )
{
    if (address->msp) address->msp->instance = 0;       /* it went with the line */
}

void address_msp_free( struct address *address )
{
    struct msp *msp = address->msp;

    if (msp)
    {
        unlink_msp( address->session, msp );
        if (!address->session->msp_stuck) shut_down( msp );
        else if (msp->wait) UnregisterWaitEx( msp->wait, INVALID_HANDLE_VALUE );
    }
    msp_part_free( address->session, &address->msp_part );
    if (!msp) return;
    CloseHandle( msp->event );
    free( msp );
}

/* The media types that the MSP tells beside those of the line */
DWORD address_msp_media_types( struct address *address )
{
    IUnknown *inner = address_inner( &address->object );
    ITMediaSupport *media;
    LONG types = 0;

    if (!inner || FAILED(IUnknown_QueryInterface( inner, &IID_ITMediaSupport, (void **)&media ))) return 0;
    if (FAILED(ITMediaSupport_get_MediaTypes( media, &types ))) types = 0;
    ITMediaSupport_Release( media );
    return types;
}

/* ---- the end of a session ---- */

void msps_shut_down( struct session *session )
{
    struct msp *msp;

    for (;;)
    {
        struct address *address = NULL;

        EnterCriticalSection( &session->cs );
        for (msp = session->msps; msp; msp = msp->next)
            if (!msp->down && object_try_addref( msp->address ))
            {
                address = msp->address;
                break;
            }
        LeaveCriticalSection( &session->cs );
        if (!address) break;
        shut_down( msp );
        object_release( address );
    }
}
