/*
 * Calls of media service providers: ITStreamControl, and the work that goes on beside TAPI.
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

#include <winternl.h>

DEBUG_CHANNEL( msp );

/* Only calls of this library answer to it. {B1D9E0A4-5C0B-4E0C-9F53-3C7E2A5D9B10} */
static const IID IID_msp_call = { 0xb1d9e0a4, 0x5c0b, 0x4e0c, { 0x9f, 0x53, 0x3c, 0x7e, 0x2a, 0x5d, 0x9b, 0x10 } };

struct call_object
{
    struct object    object;
    struct face      control;           /* ITStreamControl */
    struct face      self;              /* IID_msp_call */
    struct msp_call *call;
};

/* ---- what a call is ---- */

struct msp_call *msp_call_addref( struct msp_call *call )
{
    InterlockedIncrement( &call->refs );
    return call;
}

void msp_call_release( struct msp_call *call )
{
    if (InterlockedDecrement( &call->refs )) return;
    events_release( call->events );
    CloseHandle( call->gate );
    DeleteCriticalSection( &call->cs );
    free( call );
}

void msp_call_set_private( struct msp_call *call, void *data )
{
    call->private = data;
}

void *msp_call_private( struct msp_call *call )
{
    return call->private;
}

static struct msp_call *core_create( struct address *address, MSP_HANDLE handle, DWORD media_types )
{
    struct msp_call *call = calloc( 1, sizeof(*call) );

    if (!call) return NULL;
    if (!(call->gate = CreateEventW( NULL, FALSE, TRUE, NULL )))
    {
        free( call );
        return NULL;
    }
    InitializeCriticalSection( &call->cs );
    call->refs = 1;
    call->provider = address->provider;
    call->events = events_addref( address->events );
    call->handle = handle;
    call->address = address_handle( address );
    call->media_types = media_types;
    call->full_duplex = TRUE;
    return call;
}

BOOL gate_enter( struct msp_call *call )
{
    DWORD index;

    if (call->gate_owner == GetCurrentThreadId()) return FALSE;
    /* a terminal of this apartment may be what the other thread waits for */
    if (FAILED(CoWaitForMultipleHandles( 0, INFINITE, 1, &call->gate, &index ))) WaitForSingleObject( call->gate, INFINITE );
    call->gate_owner = GetCurrentThreadId();
    return TRUE;
}

void gate_leave( struct msp_call *call )
{
    call->gate_owner = 0;
    SetEvent( call->gate );
}

void call_event( struct msp_call *call, MSP_CALL_EVENT type, MSP_CALL_EVENT_CAUSE cause, struct stream *stream, ITTerminal *terminal, HRESULT error )
{
    MSP_EVENT_INFO info = { .Event = ME_CALL_EVENT, .hCall = call->handle };

    TRACE( "call %p, stream %p: event %d, cause %d, error %#lx\n", call->handle, stream, type, cause, error );
    info.MSP_CALL_EVENT_INFO.Type = type;
    info.MSP_CALL_EVENT_INFO.Cause = cause;
    info.MSP_CALL_EVENT_INFO.pStream = stream ? (ITStream *)&stream->stream : NULL;
    info.MSP_CALL_EVENT_INFO.pTerminal = terminal;
    info.MSP_CALL_EVENT_INFO.hrError = error;
    events_post( call->events, &info );
}

HRESULT msp_call_send( struct msp_call *call, const void *data, DWORD size )
{
    return events_post_data( call->events, call->handle, data, size );
}

/* All streams as they are now, each referenced. @return how many */
static ULONG take_streams( struct msp_call *call, struct stream *streams[MSP_MAX_STREAMS] )
{
    ULONG i, count;

    EnterCriticalSection( &call->cs );
    count = call->stream_count;
    for (i = 0; i < count; i++) streams[i] = object_addref( call->streams[i] );
    LeaveCriticalSection( &call->cs );
    return count;
}

/* ---- work on other threads ---- */

static void update_streams( struct msp_call *call )
{
    struct stream *streams[MSP_MAX_STREAMS];
    MSP_CALL_EVENT_CAUSE cause;
    ULONG i, count;

    EnterCriticalSection( &call->cs );
    cause = call->cause;
    LeaveCriticalSection( &call->cs );
    count = take_streams( call, streams );
    for (i = 0; i < count; i++)
    {
        stream_apply( streams[i], cause );
        object_release( streams[i] );
    }
}

static void CALLBACK work_callback( TP_CALLBACK_INSTANCE *instance, void *arg )
{
    struct msp_call *call = arg;
    HMODULE module = NULL;
    const BOOL com = SUCCEEDED(CoInitializeEx( NULL, COINIT_MULTITHREADED ));

    /* the module stays until this has returned, whatever goes with the call */
    if (GetModuleHandleExW( GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS, (const WCHAR *)work_callback, &module ))
        FreeLibraryWhenCallbackReturns( instance, module );
    InterlockedExchange( &call->work, 0 );
    if (gate_enter( call ))
    {
        update_streams( call );
        gate_leave( call );
    }
    msp_call_release( call );
    if (com) CoUninitialize();
}

void call_work( struct msp_call *call )
{
    if (InterlockedExchange( &call->work, 1 )) return;
    msp_call_addref( call );
    if (TrySubmitThreadpoolCallback( work_callback, call, NULL )) return;
    ERR( "no thread for the streams of call %p: error %lu. They stay as they are until the next change\n", call->handle, GetLastError() );
    InterlockedExchange( &call->work, 0 );
    msp_call_release( call );
}

void msp_call_set_ready( struct msp_call *call, BOOL ready, MSP_CALL_EVENT_CAUSE cause )
{
    ULONG i;

    EnterCriticalSection( &call->cs );
    call->ready = ready;
    call->cause = cause;
    for (i = 0; i < call->stream_count; i++) call->streams[i]->failed = FALSE;
    LeaveCriticalSection( &call->cs );
    call_work( call );
}

void msp_call_set_full_duplex( struct msp_call *call, BOOL full )
{
    EnterCriticalSection( &call->cs );
    call->full_duplex = full;
    LeaveCriticalSection( &call->cs );
    call_work( call );
}

void msp_call_renew( struct msp_call *call, TERMINAL_DIRECTION direction )
{
    ULONG i;

    EnterCriticalSection( &call->cs );
    for (i = 0; i < call->stream_count; i++)
        if (call->streams[i]->kind->direction == direction)
        {
            InterlockedExchange( &call->streams[i]->renew, 1 );
            call->streams[i]->failed = FALSE;
        }
    LeaveCriticalSection( &call->cs );
    call_work( call );
}

/* ---- ITStreamControl ---- */

static HRESULT add_stream( struct msp_call *call, const struct msp_stream_kind *kind, MSP_CALL_EVENT_CAUSE cause, struct stream **out )
{
    struct stream *stream = stream_create( call, kind );
    HRESULT hr = S_OK;
    ULONG i;

    if (!stream) return E_OUTOFMEMORY;
    EnterCriticalSection( &call->cs );
    if (call->closed) hr = TAPI_E_WRONG_STATE;
    for (i = 0; i < call->stream_count && SUCCEEDED(hr); i++) if (call->streams[i]->kind == kind) hr = TAPI_E_MAXSTREAMS;
    if (SUCCEEDED(hr)) call->streams[call->stream_count++] = object_addref( stream );
    LeaveCriticalSection( &call->cs );
    if (SUCCEEDED(hr))
    {
        call_event( call, CALL_NEW_STREAM, cause, stream, NULL, S_OK );
        if (out) *out = object_addref( stream );
    }
    object_release( stream );
    return hr;
}

static HRESULT WINAPI control_CreateStream( ITStreamControl *iface, LONG media_type, TERMINAL_DIRECTION direction, ITStream **out )
{
    struct msp_call *call = ((struct call_object *)object_of( iface ))->call;
    const struct msp_provider *provider = call->provider;
    struct stream *stream;
    unsigned int i;
    HRESULT hr;

    TRACE( "call %p, media type %#lx, direction %d\n", call->handle, media_type, direction );
    if (!out) return E_POINTER;
    *out = NULL;
    if (!media_type || media_type & (media_type - 1) || !(media_type & provider_media_types( provider ))) return TAPI_E_INVALIDMEDIATYPE;
    if (direction != TD_CAPTURE && direction != TD_RENDER) return TAPI_E_INVALIDDIRECTION;
    for (i = 0; i < provider->stream_count; i++)
        if (provider->streams[i].media_type == media_type && provider->streams[i].direction == direction) break;
    if (i == provider->stream_count) return TAPI_E_INVALIDDIRECTION;
    if (FAILED(hr = add_stream( call, &provider->streams[i], CALL_CAUSE_LOCAL_REQUEST, &stream ))) return hr;
    *out = (ITStream *)&stream->stream;
    return S_OK;
}

static HRESULT WINAPI control_RemoveStream( ITStreamControl *iface, ITStream *removed )
{
    struct msp_call *call = ((struct call_object *)object_of( iface ))->call;
    struct stream *stream;
    ULONG i;

    TRACE( "call %p, stream %p\n", call->handle, removed );
    if (!removed) return E_POINTER;
    if (!(stream = stream_from_interface( removed ))) return E_INVALIDARG;
    if (!gate_enter( call ))
    {
        object_release( stream );
        return TAPI_E_WRONG_STATE;
    }
    EnterCriticalSection( &call->cs );
    for (i = 0; i < call->stream_count && call->streams[i] != stream; i++) {}
    if (i < call->stream_count)
    {
        call->stream_count--;
        memmove( call->streams + i, call->streams + i + 1, (call->stream_count - i) * sizeof(*call->streams) );
    }
    else i = MSP_MAX_STREAMS;
    LeaveCriticalSection( &call->cs );
    if (i < MSP_MAX_STREAMS)
    {
        stream_close( stream );
        object_release( stream );       /* of the call */
    }
    gate_leave( call );
    object_release( stream );
    return i < MSP_MAX_STREAMS ? S_OK : E_INVALIDARG;
}

/* The streams as interfaces, each referenced */
static ULONG stream_interfaces( struct msp_call *call, IDispatch *out[MSP_MAX_STREAMS] )
{
    struct stream *streams[MSP_MAX_STREAMS];
    ULONG i, count = take_streams( call, streams );

    for (i = 0; i < count; i++) out[i] = (IDispatch *)&streams[i]->stream;
    return count;
}

static HRESULT WINAPI control_EnumerateStreams( ITStreamControl *iface, IEnumStream **out )
{
    struct msp_call *call = ((struct call_object *)object_of( iface ))->call;
    IDispatch *streams[MSP_MAX_STREAMS];
    ULONG count;
    HRESULT hr;

    if (!out) return E_POINTER;
    count = stream_interfaces( call, streams );
    hr = enumerator_create( &IID_IEnumStream, ELEMENT_INTERFACE, streams, count, (void **)out );
    while (count--) IDispatch_Release( streams[count] );
    return hr;
}

static HRESULT WINAPI control_get_Streams( ITStreamControl *iface, VARIANT *out )
{
    struct msp_call *call = ((struct call_object *)object_of( iface ))->call;
    IDispatch *streams[MSP_MAX_STREAMS];
    ULONG count;
    HRESULT hr;

    if (!out) return E_POINTER;
    count = stream_interfaces( call, streams );
    hr = collection_variant( ELEMENT_INTERFACE, streams, count, out );
    while (count--) IDispatch_Release( streams[count] );
    return hr;
}

static const ITStreamControlVtbl control_vtbl =
{
    FACE_DISPATCH, control_CreateStream, control_RemoveStream, control_EnumerateStreams, control_get_Streams
};

static const void *const self_vtbl[] = { FACE_UNKNOWN };

/* ---- beginning and end ---- */

void call_shutdown( struct msp_call *call )
{
    struct stream *streams[MSP_MAX_STREAMS];
    ULONG i, count;
    BOOL inside, was_closed;

    /* from inside, as in an event that a terminal reports on the thread that starts it, there is nobody to wait for */
    inside = !gate_enter( call );
    EnterCriticalSection( &call->cs );
    was_closed = call->closed;
    call->closed = TRUE;
    call->ready = FALSE;
    count = call->stream_count;
    memcpy( streams, call->streams, sizeof(streams) );
    call->stream_count = 0;
    LeaveCriticalSection( &call->cs );
    for (i = 0; i < count; i++)
    {
        stream_close( streams[i] );
        object_release( streams[i] );
    }
    if (!inside) gate_leave( call );
    if (!was_closed && call->provider->call_closed) call->provider->call_closed( call );
}

static void call_object_destroy( struct object *object )
{
    struct call_object *call = (struct call_object *)object;

    if (call->call)
    {
        call_shutdown( call->call );
        msp_call_release( call->call );
    }
    free( call );
}

static const struct face_entry call_faces[] =
{
    { &IID_ITStreamControl, offsetof( struct call_object, control ), TRUE },
    { &IID_msp_call, offsetof( struct call_object, self ), FALSE },
};

static const struct object_class call_class = { "MSP call", call_faces, ARRAYSIZE(call_faces), call_object_destroy };

struct msp_call *call_from_unknown( IUnknown *unknown )
{
    struct msp_call *call;
    IUnknown *self;

    if (FAILED(IUnknown_QueryInterface( unknown, &IID_msp_call, (void **)&self ))) return NULL;
    call = ((struct call_object *)object_of( self ))->call;
    IUnknown_Release( self );
    return call;
}

HRESULT call_create( struct address *address, MSP_HANDLE handle, DWORD media_types, IUnknown *outer, IUnknown **out )
{
    const struct msp_provider *provider = address->provider;
    struct call_object *object;
    struct msp_call *call;
    unsigned int i;
    HRESULT hr = S_OK;

    if (!(call = core_create( address, handle, media_types ))) return E_OUTOFMEMORY;
    if (!(object = object_create( &call_class, sizeof(*object), outer )))
    {
        msp_call_release( call );
        return E_OUTOFMEMORY;
    }
    face_init( &object->control, &control_vtbl, &object->object );
    face_init( &object->self, self_vtbl, &object->object );
    if (provider->call_created) hr = provider->call_created( call );
    if (SUCCEEDED(hr)) object->call = call;
    else msp_call_release( call );
    for (i = 0; i < provider->stream_count && SUCCEEDED(hr); i++)
        if (provider->streams[i].media_type & media_types) hr = add_stream( call, &provider->streams[i], CALL_CAUSE_LOCAL_REQUEST, NULL );
    if (SUCCEEDED(hr)) *out = (IUnknown *)&object->object.unknown;
    else
    {
        ERR( "%s has no streams for a call: %#lx\n", provider->name, hr );
        IUnknown_Release( (IUnknown *)&object->object.unknown );
    }
    return hr;
}
