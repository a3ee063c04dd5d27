/*
 * Address objects of media service providers, and events on their way to TAPI.
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

#include "msp_private.h"
#include "debug/debug.h"

DEBUG_CHANNEL( msp );

#define MAX_EVENTS 4096                 /* nobody reads them */

/* ---- events ---- */

struct event
{
    struct event  *next;
    DWORD          size;
    MSP_EVENT_INFO info;                /* of TSP data longer */
};

struct events
{
    LONG             refs;
    CRITICAL_SECTION cs;
    HANDLE           signal;            /* TAPI's event; NULL: not initialised, or shut down */
    struct event    *first, **last;
    unsigned int     count;
};

static struct events *events_create(void)
{
    struct events *events = calloc( 1, sizeof(*events) );

    if (!events) return NULL;
    events->refs = 1;
    events->last = &events->first;
    InitializeCriticalSection( &events->cs );
    return events;
}

struct events *events_addref( struct events *events )
{
    InterlockedIncrement( &events->refs );
    return events;
}

/* The interfaces in an event, for those who reference or release them all */
static unsigned int event_pointers( MSP_EVENT_INFO *info, IUnknown **pointers[2] )
{
    switch (info->Event)
    {
    case ME_ADDRESS_EVENT:
        pointers[0] = (IUnknown **)&info->MSP_ADDRESS_EVENT_INFO.pTerminal;
        return 1;
    case ME_CALL_EVENT:
        pointers[0] = (IUnknown **)&info->MSP_CALL_EVENT_INFO.pStream;
        pointers[1] = (IUnknown **)&info->MSP_CALL_EVENT_INFO.pTerminal;
        return 2;
    case ME_PRIVATE_EVENT:
        pointers[0] = (IUnknown **)&info->MSP_PRIVATE_EVENT_INFO.pEvent;
        return 1;
    case ME_FILE_TERMINAL_EVENT:
        pointers[0] = (IUnknown **)&info->MSP_FILE_TERMINAL_EVENT_INFO.pParentFileTerminal;
        pointers[1] = (IUnknown **)&info->MSP_FILE_TERMINAL_EVENT_INFO.pFileTrack;
        return 2;
    case ME_ASR_TERMINAL_EVENT:
        pointers[0] = (IUnknown **)&info->MSP_ASR_TERMINAL_EVENT_INFO.pASRTerminal;
        return 1;
    case ME_TTS_TERMINAL_EVENT:
        pointers[0] = (IUnknown **)&info->MSP_TTS_TERMINAL_EVENT_INFO.pTTSTerminal;
        return 1;
    case ME_TONE_TERMINAL_EVENT:
        pointers[0] = (IUnknown **)&info->MSP_TONE_TERMINAL_EVENT_INFO.pToneTerminal;
        return 1;
    default:
        return 0;
    }
}

static void event_free( struct event *event )
{
    IUnknown **pointers[2];
    unsigned int count = event_pointers( &event->info, pointers );

    while (count--) if (*pointers[count]) IUnknown_Release( *pointers[count] );
    free( event );
}

static void free_list( struct event *event )
{
    while (event)
    {
        struct event *next = event->next;

        event_free( event );
        event = next;
    }
}

void events_release( struct events *events )
{
    if (InterlockedDecrement( &events->refs )) return;
    free_list( events->first );
    DeleteCriticalSection( &events->cs );
    free( events );
}

/* From now on events are kept and signalled; or no more, and what is there is dropped. */
static void events_listen( struct events *events, HANDLE signal )
{
    struct event *dropped = NULL;

    EnterCriticalSection( &events->cs );
    events->signal = signal;
    if (!signal)
    {
        dropped = events->first;
        events->first = NULL;
        events->last = &events->first;
        events->count = 0;
    }
    LeaveCriticalSection( &events->cs );
    free_list( dropped );
}

/* Takes the event over. */
static HRESULT post( struct events *events, struct event *event )
{
    HRESULT hr = S_OK;

    EnterCriticalSection( &events->cs );
    if (!events->signal) hr = TAPI_E_WRONG_STATE;
    else if (events->count == MAX_EVENTS) hr = E_OUTOFMEMORY;
    else
    {
        event->next = NULL;
        *events->last = event;
        events->last = &event->next;
        events->count++;
        SetEvent( events->signal );
    }
    LeaveCriticalSection( &events->cs );
    if (hr == E_OUTOFMEMORY) ERR( "%u events wait and TAPI takes none of them: event %d is lost\n", MAX_EVENTS, event->info.Event );
    if (FAILED(hr)) event_free( event );
    return hr;
}

HRESULT events_post( struct events *events, const MSP_EVENT_INFO *info )
{
    struct event *event = calloc( 1, sizeof(*event) );
    IUnknown **pointers[2];
    unsigned int count;

    if (!event) return E_OUTOFMEMORY;
    event->info = *info;
    event->size = event->info.dwSize = sizeof(event->info);
    count = event_pointers( &event->info, pointers );
    while (count--) if (*pointers[count]) IUnknown_AddRef( *pointers[count] );
    return post( events, event );
}

HRESULT events_post_data( struct events *events, MSP_HANDLE call, const void *data, DWORD size )
{
    const size_t needed = max( offsetof( MSP_EVENT_INFO, MSP_TSP_DATA.pBuffer[size] ), sizeof(MSP_EVENT_INFO) );
    struct event *event = calloc( 1, offsetof( struct event, info ) + needed );

    if (!event) return E_OUTOFMEMORY;
    event->size = event->info.dwSize = needed;
    event->info.Event = ME_TSP_DATA;
    event->info.hCall = call;
    event->info.MSP_TSP_DATA.dwBufferSize = size;
    memcpy( event->info.MSP_TSP_DATA.pBuffer, data, size );
    return post( events, event );
}

/* ---- sinks ---- */

struct sink
{
    struct object  object;
    struct face    face;
    struct events *events;
    MSP_HANDLE     call;
};

static HRESULT WINAPI sink_FireEvent( ITPluggableTerminalEventSink *iface, const MSP_EVENT_INFO *info )
{
    struct sink *sink = object_of( iface );
    MSP_EVENT_INFO copy;

    if (!info) return E_POINTER;
    /* TSP data is not for terminals, nor is what is longer than the structure */
    if (info->dwSize < sizeof(*info) || info->Event == ME_TSP_DATA || (DWORD)info->Event > ME_TONE_TERMINAL_EVENT) return E_INVALIDARG;
    copy = *info;
    if (sink->call) copy.hCall = sink->call;
    return events_post( sink->events, &copy );
}

static const ITPluggableTerminalEventSinkVtbl sink_vtbl = { FACE_UNKNOWN, sink_FireEvent };

static void sink_destroy( struct object *object )
{
    struct sink *sink = (struct sink *)object;

    events_release( sink->events );
    free( sink );
}

static const struct face_entry sink_faces[] = { { &IID_ITPluggableTerminalEventSink, offsetof( struct sink, face ), FALSE } };
static const struct object_class sink_class = { "terminal sink", sink_faces, ARRAYSIZE(sink_faces), sink_destroy };

HRESULT sink_create( struct events *events, MSP_HANDLE call, ITPluggableTerminalEventSink **out )
{
    struct sink *sink = object_create( &sink_class, sizeof(*sink), NULL );

    *out = NULL;
    if (!sink) return E_OUTOFMEMORY;
    face_init( &sink->face, &sink_vtbl, &sink->object );
    sink->events = events_addref( events );
    sink->call = call;
    *out = (ITPluggableTerminalEventSink *)&sink->face;
    return S_OK;
}

void sink_unregister( IUnknown *terminal )
{
    ITPluggableTerminalEventSinkRegistration *registration;

    if (FAILED(IUnknown_QueryInterface( terminal, &IID_ITPluggableTerminalEventSinkRegistration, (void **)&registration ))) return;
    ITPluggableTerminalEventSinkRegistration_UnregisterSink( registration );
    ITPluggableTerminalEventSinkRegistration_Release( registration );
}

void sink_register( IUnknown *terminal, struct events *events, MSP_HANDLE call, BOOL replace )
{
    ITPluggableTerminalEventSinkRegistration *registration;
    ITPluggableTerminalEventSink *sink;
    HRESULT hr;

    if (FAILED(IUnknown_QueryInterface( terminal, &IID_ITPluggableTerminalEventSinkRegistration, (void **)&registration ))) return;
    if (replace) ITPluggableTerminalEventSinkRegistration_UnregisterSink( registration );
    if (SUCCEEDED(hr = sink_create( events, call, &sink )))
    {
        hr = ITPluggableTerminalEventSinkRegistration_RegisterSink( registration, sink );
        ITPluggableTerminalEventSink_Release( sink );
    }
    if (FAILED(hr)) ERR( "the events of terminal %p will not be heard: %#lx\n", terminal, hr );
    ITPluggableTerminalEventSinkRegistration_Release( registration );
}

/* ---- ITMSPAddress ---- */

static HRESULT WINAPI msp_Initialize( ITMSPAddress *iface, MSP_HANDLE signal )
{
    struct address *address = object_of( iface );

    TRACE( "%s %p, event %p\n", address->provider->name, address, signal );
    if (!signal) return E_INVALIDARG;
    events_listen( address->events, signal );
    return S_OK;
}

static HRESULT WINAPI msp_Shutdown( ITMSPAddress *iface )
{
    struct address *address = object_of( iface );

    TRACE( "%s %p\n", address->provider->name, address );
    events_listen( address->events, NULL );
    terminals_forget( address );
    return S_OK;
}

DWORD provider_media_types( const struct msp_provider *provider )
{
    DWORD types = 0;
    unsigned int i;

    for (i = 0; i < provider->stream_count; i++) types |= provider->streams[i].media_type;
    return types;
}

static HRESULT WINAPI msp_CreateMSPCall( ITMSPAddress *iface, MSP_HANDLE call, DWORD reserved, DWORD media_types, IUnknown *outer, IUnknown **out )
{
    struct address *address = object_of( iface );

    TRACE( "%s %p, call %p, media types %#lx\n", address->provider->name, address, call, media_types );
    if (!out) return E_POINTER;
    *out = NULL;
    if (!(media_types & provider_media_types( address->provider ))) return TAPI_E_INVALIDMEDIATYPE;
    return call_create( address, call, media_types, outer, out );
}

static HRESULT WINAPI msp_ShutdownMSPCall( ITMSPAddress *iface, IUnknown *unknown )
{
    struct msp_call *call;

    if (!unknown) return E_POINTER;
    if (!(call = call_from_unknown( unknown ))) return E_INVALIDARG;
    TRACE( "call %p\n", call->handle );
    msp_call_addref( call );
    call_shutdown( call );
    msp_call_release( call );
    return S_OK;
}

static HRESULT WINAPI msp_ReceiveTSPData( ITMSPAddress *iface, IUnknown *unknown, BYTE *data, DWORD size )
{
    struct address *address = object_of( iface );
    struct msp_call *call;
    HRESULT hr;

    TRACE( "%s %p, call %p, %lu bytes\n", address->provider->name, address, unknown, size );
    if (!data) return E_POINTER;
    if (!unknown) return TAPI_E_NOTSUPPORTED;           /* nothing is said about addresses */
    if (!(call = call_from_unknown( unknown ))) return E_INVALIDARG;
    if (!address->provider->call_data) return TAPI_E_NOTSUPPORTED;
    msp_call_addref( call );
    hr = call->closed ? TAPI_E_WRONG_STATE : address->provider->call_data( call, data, size );
    msp_call_release( call );
    return hr;
}

static HRESULT WINAPI msp_GetEvent( ITMSPAddress *iface, DWORD *size, byte *buffer )
{
    struct address *address = object_of( iface );
    struct events *events = address->events;
    struct event *event;
    HRESULT hr = S_OK;

    if (!size || !buffer) return E_POINTER;
    EnterCriticalSection( &events->cs );
    if (!(event = events->first)) hr = TAPI_E_NOEVENT;
    else if (*size < event->size) hr = TAPI_E_NOTENOUGHMEMORY;
    else
    {
        if (!(events->first = event->next)) events->last = &events->first;
        events->count--;
        memcpy( buffer, &event->info, event->size );
    }
    if (event) *size = event->size;
    LeaveCriticalSection( &events->cs );
    if (SUCCEEDED(hr)) free( event );                   /* the references are the caller's now */
    return hr;
}

static const ITMSPAddressVtbl msp_vtbl =
{
    FACE_UNKNOWN, msp_Initialize, msp_Shutdown, msp_CreateMSPCall, msp_ShutdownMSPCall, msp_ReceiveTSPData, msp_GetEvent
};

static void address_destroy( struct object *object )
{
    struct address *address = (struct address *)object;

    events_listen( address->events, NULL );
    terminals_forget( address );
    if (address->maker) ITTerminalManager2_Release( address->maker );
    events_release( address->events );
    DeleteCriticalSection( &address->cs );
    free( address );
}

static const struct face_entry address_faces[] =
{
    { &IID_ITTerminalSupport2, offsetof( struct address, support ), TRUE },
    { &IID_ITTerminalSupport, offsetof( struct address, support ), FALSE },
    { &IID_ITMSPAddress, offsetof( struct address, msp ), FALSE },
};

static const struct object_class address_class = { "MSP address", address_faces, ARRAYSIZE(address_faces), address_destroy };

HRESULT msp_address_create( const struct msp_provider *provider, IUnknown *outer, REFIID iid, void **out )
{
    struct address *address;
    struct events *events;
    HRESULT hr;

    *out = NULL;
    if (!(events = events_create())) return E_OUTOFMEMORY;
    if (!(address = object_create( &address_class, sizeof(*address), outer )))
    {
        events_release( events );
        return E_OUTOFMEMORY;
    }
    face_init( &address->msp, &msp_vtbl, &address->object );
    face_init( &address->support, &support_vtbl, &address->object );
    InitializeCriticalSection( &address->cs );
    address->provider = provider;
    address->events = events;
    hr = IUnknown_QueryInterface( (IUnknown *)&address->object.unknown, iid, out );
    IUnknown_Release( (IUnknown *)&address->object.unknown );
    return hr;
}
