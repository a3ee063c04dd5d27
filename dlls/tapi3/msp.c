/*
 * Media service providers (MSPs): which one an address has, what it adds to addresses and calls, and the thread that talks to it.
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

#include "tapi3_private.h"
#include "tapi3_link.h"
#include "wavemsp.h"
#include "debug/debug.h"

DEBUG_CHANNEL( tapi3 );

/*
 * Addresses and calls aggregate what their MSP makes for them, so that programs see one object. An MSP is foreign code: nothing of it is called under a lock,
 * and what the session has to tell it, and what it has to tell the session, goes through one thread (msp_thread), so that one that hangs keeps neither the
 * messages of the lines nor Shutdown() waiting. The thread begins with the first MSP.
 *
 * The MSP of an address is made when it is first needed, as there may be thousands of addresses: by a program that asks for what only an MSP can have, with
 * the first call, or, when the service provider has an MSP of its own to talk to, before there can be calls that it could be told about.
 */

#define EVENTS_AT_ONCE 1000             /* of one MSP before others have their turn */
#define MSP_EVENT_MAX  (1024 * 1024)    /* bytes of an event */
#define MAX_WAITING    16               /* pieces that an MSP has for its service provider before there is a call */
#define STOP_TIMEOUT   10000            /* ms until an MSP that does not return is left behind; registry: Telephony, MSPTimeout */

struct msp
{
    struct msp     *next;               /* in session->msps */
    struct address *address;            /* not held: it owns this */
    CLSID           clsid;
    ITMSPAddress   *control;            /* of the aggregate: the address lives as long */
    HANDLE          event;              /* the MSP signals it */
    HANDLE          wait;
    DWORD           instance;           /* at the service provider; 0: it is told nothing */
    BOOL            wave;               /* ours, for lines whose service provider names none */
    LONG            down;               /* Shutdown() was called */
    struct call    *calls;              /* not held; with session->cs */
};

struct msp_data
{
    struct msp_data *next;
    DWORD            size;
    BYTE             data[1];
};

struct msp_job
{
    struct msp_job *next;
    void          (*run)( struct address *address, struct call *call, const BYTE *data, DWORD size );
    struct address *address;            /* held */
    struct call    *call;               /* held, or NULL */
    DWORD           size;
    BYTE            data[1];
};

/* ---- private exports of tapi32 ---- */

static struct
{
    WineMSPIdentify_func       identify;
    WineCreateMSPInstance_func create;
    WineCloseMSPInstance_func  close;
    WineReceiveMSPData_func    send;
    WineSetCallHubTracking_func track;
} service;

static BOOL CALLBACK find_service( INIT_ONCE *once, void *param, void **context )
{
    HMODULE tapi32 = GetModuleHandleW( L"tapi32.dll" );

    service.create = (WineCreateMSPInstance_func)(void *)GetProcAddress( tapi32, "WineCreateMSPInstance" );
    service.close = (WineCloseMSPInstance_func)(void *)GetProcAddress( tapi32, "WineCloseMSPInstance" );
    service.send = (WineReceiveMSPData_func)(void *)GetProcAddress( tapi32, "WineReceiveMSPData" );
    service.track = (WineSetCallHubTracking_func)(void *)GetProcAddress( tapi32, "WineSetCallHubTracking" );
    if (service.create && service.close && service.send)
        service.identify = (WineMSPIdentify_func)(void *)GetProcAddress( tapi32, "WineMSPIdentify" );
    else WARN( "this tapi32.dll is not that of Wine Telephony: media service providers of telephony service providers are not used\n" );
    return TRUE;
}

static BOOL have_service( void )
{
    static INIT_ONCE once = INIT_ONCE_STATIC_INIT;

    InitOnceExecuteOnce( &once, find_service, NULL, NULL );
    return service.identify != NULL;
}

void msp_set_hub_tracking( HLINE line, DWORD tracking )
{
    LONG error;

    if (have_service() && service.track && (error = service.track( line, tracking )) && (DWORD)error != LINEERR_OPERATIONUNAVAIL)
        WARN( "the service provider does not follow call hubs: error %#lx\n", error );
}

/* ---- what an MSP adds to an object: made once ---- */

enum { PART_NONE, PART_MAKING, PART_MADE };

/* TRUE: the caller makes it and calls part_end(); FALSE: it is there, or refused, or asked for by what is making it. */
static BOOL part_begin( struct session *session, struct msp_part *part )
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

static void part_end( struct session *session, struct msp_part *part, IUnknown *inner )
{
    EnterCriticalSection( &session->cs );
    part->inner = inner;
    part->state = PART_MADE;
    LeaveCriticalSection( &session->cs );
    SetEvent( part->made );
}

static IUnknown *part_inner( struct session *session, struct msp_part *part )
{
    IUnknown *inner;

    EnterCriticalSection( &session->cs );
    inner = part->state == PART_MADE ? part->inner : NULL;
    LeaveCriticalSection( &session->cs );
    return inner;
}

/* The object goes: nobody else knows it. */
static void part_free( struct session *session, struct msp_part *part )
{
    IUnknown *inner = part->inner;

    part->state = PART_MADE;
    part->inner = NULL;
    if (inner && session->msp_stuck) WARN( "what a media service provider that hangs has made is not released\n" );
    else if (inner) IUnknown_Release( inner );
    if (part->made) CloseHandle( part->made );
}

/* ---- the thread ---- */

static DWORD CALLBACK msp_thread( void *arg );

/* Append a job. With session->cs; it owns the references. */
static BOOL append_job( struct session *session, struct msp_job *job )
{
    if (session->msp_stop || (!session->msp_ready && !(session->msp_ready = CreateEventW( NULL, FALSE, FALSE, NULL )))) return FALSE;
    if (!session->msp_thread && !(session->msp_thread = session_thread( session, msp_thread, &session->msp_thread_id )))
    {
        ERR( "no thread for media service providers: error %lu\n", GetLastError() );
        return FALSE;
    }
    job->next = NULL;
    *session->last_job = job;
    session->last_job = &job->next;
    SetEvent( session->msp_ready );
    return TRUE;
}

static struct msp_job *new_job( void (*run)( struct address *, struct call *, const BYTE *, DWORD ), struct address *address, struct call *call,
                                const void *data, DWORD size )
{
    struct msp_job *job = malloc( sizeof(*job) + size );

    if (!job)
    {
        ERR( "no memory for a media service provider\n" );
        return NULL;
    }
    job->run = run;
    job->address = address;
    job->call = call;
    job->size = size;
    if (size) memcpy( job->data, data, size );
    return job;
}

static void post_job( void (*run)( struct address *, struct call *, const BYTE *, DWORD ), struct address *address, struct call *call,
                      const void *data, DWORD size )
{
    struct msp_job *job = new_job( run, address, call, data, size );
    struct session *session = address->session;
    BOOL posted;

    if (!job) return;
    object_addref( address );
    if (call) object_addref( call );
    EnterCriticalSection( &session->cs );
    posted = append_job( session, job );
    LeaveCriticalSection( &session->cs );
    if (posted) return;
    object_release( call );
    object_release( address );
    free( job );
}

static void free_job( struct msp_job *job )
{
    object_release( job->call );
    object_release( job->address );
    free( job );
}

static void shut_down_all( struct session *session );

static DWORD CALLBACK msp_thread( void *arg )
{
    struct session *session = arg;
    struct msp_job *job;
    BOOL stop = FALSE;

    CoInitializeEx( NULL, COINIT_MULTITHREADED );
    while (!stop)
    {
        EnterCriticalSection( &session->cs );
        if ((job = session->first_job) && !(session->first_job = job->next)) session->last_job = &session->first_job;
        stop = session->msp_stop;
        LeaveCriticalSection( &session->cs );
        if (!job && !stop) WaitForSingleObject( session->msp_ready, INFINITE );
        if (!job) continue;
        if (!stop) job->run( job->address, job->call, job->data, job->size );
        free_job( job );
    }
    shut_down_all( session );
    for (;;)
    {
        EnterCriticalSection( &session->cs );
        if ((job = session->first_job)) session->first_job = job->next;
        LeaveCriticalSection( &session->cs );
        if (!job) break;
        free_job( job );
    }
    CoUninitialize();
    session_thread_end( session );
    return 0;
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
    if (count == EVENTS_AT_ONCE) post_job( take_events, address, NULL, NULL, 0 );
}

/* In a thread of the system's: an address that is going ends the wait before it goes. */
static void CALLBACK signalled( void *arg, BOOLEAN timeout )
{
    struct address *address = arg;
    struct session *session = address->session;
    struct msp_job *job = new_job( take_events, address, NULL, NULL, 0 );

    if (!job) return;
    EnterCriticalSection( &session->cs );
    if (!session->msp_stop && object_try_addref( address ))
    {
        if (append_job( session, job )) job = NULL;
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

static BOOL has_wave_device( struct address *address )
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
    if (address->dev_caps->dwDevCapFlags & LINEDEVCAPFLAGS_MSP && have_service())
    {
        if (!(error = service.identify( address->device, clsid ))) return S_OK;
        WARN( "line %lu has a media service provider, but does not say which: error %#lx\n", address->device, error );
    }
    if (!has_wave_device( address )) return S_FALSE;
    *wave = TRUE;
    *clsid = wave_clsid;
    return S_OK;
}

BOOL address_has_wave_msp( struct address *address )
{
    return !(address->dev_caps->dwDevCapFlags & LINEDEVCAPFLAGS_MSP) && has_wave_device( address );
}

/* Tell the service provider, once a line is open. */
static void create_instance( struct msp *msp )
{
    struct address *address = msp->address;
    DWORD instance;
    HLINE line;
    LONG error;

    if (msp->wave || msp->instance || msp->down || FAILED(address_open( address, &line ))) return;
    if ((error = service.create( line, address->address_id, &instance )))
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

    if (instance) service.close( instance );
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

    if (part_begin( session, &address->msp_part )) part_end( session, &address->msp_part, make( address ));
    return part_inner( session, &address->msp_part );
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
    part_free( address->session, &address->msp_part );
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
    IUnknown *inner = part_inner( call->session, &call->msp_part );

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

    if (part_begin( call->session, &call->msp_part ))
    {
        part_end( call->session, &call->msp_part, make_call( call ));
        if (call->msp_part.inner && call->address->msp->wave) tell_devices( call->address, call, NULL, 0 );
    }
    return part_inner( call->session, &call->msp_part );
}

static void begin_call( struct address *address, struct call *call, const BYTE *data, DWORD size )
{
    call_inner( &call->object );
}

void call_msp_begin( struct call *call )
{
    struct address *address = call->address;

    if (address->dev_caps->dwDevCapFlags & LINEDEVCAPFLAGS_MSP || has_wave_device( address )) post_job( begin_call, address, call, NULL, 0 );
}

void call_msp_state( struct call *call )
{
    struct msp *msp = call->address->msp;

    if (msp && msp->wave) post_job( tell_devices, call->address, call, NULL, 0 );
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
    part_free( call->session, &call->msp_part );
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

    if (!call->msp_part.inner || !(job = new_job( let_go, object_addref( call->address ), call, NULL, 0 ))) return FALSE;
    EnterCriticalSection( &session->cs );
    posted = append_job( session, job );
    LeaveCriticalSection( &session->cs );
    if (posted) return TRUE;
    object_release( job->address );
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

    if (address && address->msp) post_job( give_data, address, call, data, message->dwParam3 );
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
        if (address->msp->instance && (error = service.send( address->msp->instance, call->handle, data->data, data->size )))
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
    if (waiting) post_job( send_waiting, call->address, call, NULL, 0 );
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
    if ((error = service.send( msp->instance, call ? call->handle : 0, data, size ))) return hresult_from_line( error );
    return S_OK;
}

/* ---- the end of a session ---- */

static void shut_down_all( struct session *session )
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

static DWORD stop_timeout( void )
{
    DWORD timeout, size = sizeof(timeout);

    if (!RegGetValueW( HKEY_LOCAL_MACHINE, L"Software\\Microsoft\\Windows\\CurrentVersion\\Telephony", L"MSPTimeout", RRF_RT_REG_DWORD, NULL, &timeout,
                       &size ) && timeout) return timeout;
    return STOP_TIMEOUT;
}

void msps_stop( struct session *session )
{
    const DWORD timeout = stop_timeout();
    HANDLE thread;

    EnterCriticalSection( &session->cs );
    session->msp_stop = TRUE;
    /* even if nothing was there to be done until now: whoever hangs, hangs there */
    if (session->msps && !session->msp_thread && (session->msp_ready || (session->msp_ready = CreateEventW( NULL, FALSE, FALSE, NULL ))))
        session->msp_thread = session_thread( session, msp_thread, &session->msp_thread_id );
    thread = session->msp_thread;
    LeaveCriticalSection( &session->cs );
    if (!thread || session->msp_thread_id == GetCurrentThreadId())
    {
        shut_down_all( session );
        return;
    }
    SetEvent( session->msp_ready );
    if (wait_pumping( thread, timeout ) == S_OK) return;
    session->msp_stuck = TRUE;
    ERR( "a media service provider did not return within %lu ms: it is left behind\n", timeout );
}
