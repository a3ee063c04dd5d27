/*
 * Pins: connections, and samples on their way.
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

#include "filter.h"
#include "private.h"
#include "debug/debug.h"

DEBUG_CHANNEL( tapimedia );

static inline struct media_pin *pin_of( IPin *iface )
{
    return CONTAINING_RECORD( iface, struct media_pin, IPin_iface );
}

static inline struct media_pin *input_of( IMemInputPin *iface )
{
    return CONTAINING_RECORD( iface, struct media_pin, IMemInputPin_iface );
}

/* ---- identity: references count for the filter ---- */

static HRESULT WINAPI pin_QueryInterface( IPin *iface, REFIID iid, void **out )
{
    struct media_pin *pin = pin_of( iface );

    if (!out) return E_POINTER;
    *out = NULL;
    if (IsEqualIID( iid, &IID_IUnknown ) || IsEqualIID( iid, &IID_IPin )) *out = &pin->IPin_iface;
    else if (IsEqualIID( iid, &IID_IMemInputPin ) && pin->direction == PINDIR_INPUT) *out = &pin->IMemInputPin_iface;
    else if ((IsEqualIID( iid, &IID_IAMPushSource ) || IsEqualIID( iid, &IID_IAMLatency )) && pin->direction == PINDIR_OUTPUT && pin->live)
        *out = &pin->IAMPushSource_iface;
    if (!*out) return E_NOINTERFACE;
    object_addref( pin->filter );
    return S_OK;
}

static ULONG WINAPI pin_AddRef( IPin *iface )
{
    return IBaseFilter_AddRef( media_filter_iface( pin_of( iface )->filter ));
}

static ULONG WINAPI pin_Release( IPin *iface )
{
    return IBaseFilter_Release( media_filter_iface( pin_of( iface )->filter ));
}

/* ---- connections ---- */

static HRESULT query_accept( struct media_pin *pin, const AM_MEDIA_TYPE *type )
{
    return pin->ops->query_accept( pin, type ) == S_OK ? S_OK : VFW_E_TYPE_NOT_ACCEPTED;
}

/* With the lock, or at the end */
static void forget_connection( struct media_pin *pin )
{
    IPin *peer = pin->peer;
    IMemInputPin *peer_input = pin->peer_input;
    IMemAllocator *allocator = pin->allocator;

    pin->peer = NULL;
    pin->peer_input = NULL;
    pin->allocator = NULL;
    media_type_clear( &pin->type );
    if (allocator) IMemAllocator_Release( allocator );
    if (peer_input) IMemInputPin_Release( peer_input );
    if (peer) IPin_Release( peer );
}

void media_pin_cleanup( struct media_pin *pin )
{
    forget_connection( pin );
}

static HRESULT create_allocator( IMemAllocator **out )
{
    HRESULT hr = CoCreateInstance( &CLSID_MemoryAllocator, NULL, CLSCTX_INPROC_SERVER, &IID_IMemAllocator, (void **)out );

    if (FAILED(hr)) ERR( "no memory allocator (quartz.dll): %#lx\n", hr );
    return hr;
}

static HRESULT default_buffers( struct media_pin *pin, ALLOCATOR_PROPERTIES *properties )
{
    const WAVEFORMATEX *format = media_type_wave( &pin->type );
    LONG bytes = format ? (LONG)(format->nAvgBytesPerSec / 50 + format->nBlockAlign) : 4096;

    if (properties->cBuffers < 4) properties->cBuffers = 4;
    if (properties->cbBuffer < bytes) properties->cbBuffer = bytes;
    return S_OK;
}

static HRESULT try_allocator( struct media_pin *pin, IMemAllocator *allocator, const ALLOCATOR_PROPERTIES *asked )
{
    ALLOCATOR_PROPERTIES want = *asked, got;
    HRESULT hr;

    if (!want.cbAlign) want.cbAlign = 1;
    if (FAILED(hr = (pin->ops->buffers ? pin->ops->buffers : default_buffers)( pin, &want ))) return hr;
    if (FAILED(hr = IMemAllocator_SetProperties( allocator, &want, &got ))) return hr;
    if (got.cbBuffer < want.cbBuffer || got.cBuffers < 1) return E_FAIL;
    return IMemInputPin_NotifyAllocator( pin->peer_input, allocator, FALSE );
}

static HRESULT agree_on_allocator( struct media_pin *pin )
{
    ALLOCATOR_PROPERTIES asked;
    IMemAllocator *allocator;
    HRESULT hr;

    memset( &asked, 0, sizeof(asked) );
    if (FAILED(IMemInputPin_GetAllocatorRequirements( pin->peer_input, &asked ))) memset( &asked, 0, sizeof(asked) );
    if (SUCCEEDED(IMemInputPin_GetAllocator( pin->peer_input, &allocator )))
    {
        if (SUCCEEDED(hr = try_allocator( pin, allocator, &asked )))
        {
            pin->allocator = allocator;
            return S_OK;
        }
        IMemAllocator_Release( allocator );
    }
    if (FAILED(hr = create_allocator( &allocator ))) return hr;
    if (SUCCEEDED(hr = try_allocator( pin, allocator, &asked ))) pin->allocator = allocator;
    else IMemAllocator_Release( allocator );
    return hr;
}

/* With the lock: one type */
static HRESULT try_connect( struct media_pin *pin, IPin *peer, const AM_MEDIA_TYPE *type )
{
    HRESULT hr;

    if (FAILED(hr = query_accept( pin, type ))) return hr;
    if (FAILED(hr = media_type_copy( &pin->type, type ))) return hr;
    pin->peer = peer;
    IPin_AddRef( peer );
    if (SUCCEEDED(hr = IPin_QueryInterface( peer, &IID_IMemInputPin, (void **)&pin->peer_input )) &&
        SUCCEEDED(hr = IPin_ReceiveConnection( peer, &pin->IPin_iface, type )))
    {
        if (SUCCEEDED(hr = agree_on_allocator( pin )) && pin->ops->connected) hr = pin->ops->connected( pin );
        if (FAILED(hr)) IPin_Disconnect( peer );
    }
    if (FAILED(hr)) forget_connection( pin );
    return hr;
}

/* With the lock. Types of our own, or of the other side */
static HRESULT try_types( struct media_pin *pin, IPin *peer, IEnumMediaTypes *types, const AM_MEDIA_TYPE *partial, HRESULT failure )
{
    AM_MEDIA_TYPE *type;

    while (IEnumMediaTypes_Next( types, 1, &type, NULL ) == S_OK)
    {
        HRESULT hr = partial && !media_type_matches( type, partial ) ? VFW_E_TYPE_NOT_ACCEPTED : try_connect( pin, peer, type );

        media_type_free( type );
        if (SUCCEEDED(hr)) return hr;
        /* of several refusals the one that says most */
        if (hr != VFW_E_TYPE_NOT_ACCEPTED) failure = hr;
    }
    return failure;
}

static HRESULT WINAPI pin_EnumMediaTypes( IPin *iface, IEnumMediaTypes **out );

static HRESULT WINAPI pin_Connect( IPin *iface, IPin *peer, const AM_MEDIA_TYPE *type )
{
    struct media_pin *pin = pin_of( iface );
    IEnumMediaTypes *types;
    PIN_DIRECTION direction;
    HRESULT hr;

    if (!peer) return E_POINTER;
    if (pin->direction == PINDIR_INPUT) return E_UNEXPECTED;    /* a connection is made from the output */
    if (FAILED(hr = IPin_QueryDirection( peer, &direction ))) return hr;
    if (direction != PINDIR_INPUT) return VFW_E_INVALID_DIRECTION;
    EnterCriticalSection( &pin->filter->lock );
    if (pin->peer) hr = VFW_E_ALREADY_CONNECTED;
    else if (pin->filter->state != State_Stopped) hr = VFW_E_NOT_STOPPED;
    else if (type && !IsEqualGUID( &type->majortype, &GUID_NULL ) && !IsEqualGUID( &type->formattype, &GUID_NULL ) &&
             !IsEqualGUID( &type->subtype, &GUID_NULL ))
        hr = try_connect( pin, peer, type );
    else
    {
        hr = VFW_E_NO_ACCEPTABLE_TYPES;
        if (SUCCEEDED(pin_EnumMediaTypes( iface, &types )))
        {
            hr = try_types( pin, peer, types, type, hr );
            IEnumMediaTypes_Release( types );
        }
        if (FAILED(hr) && SUCCEEDED(IPin_EnumMediaTypes( peer, &types )) && types)
        {
            hr = try_types( pin, peer, types, type, hr );
            IEnumMediaTypes_Release( types );
        }
    }
    LeaveCriticalSection( &pin->filter->lock );
    TRACE( "%s %s: %#lx\n", pin->filter->object.class->name, debugstr_w( pin->name ), hr );
    return hr;
}

static HRESULT WINAPI pin_ReceiveConnection( IPin *iface, IPin *peer, const AM_MEDIA_TYPE *type )
{
    struct media_pin *pin = pin_of( iface );
    PIN_DIRECTION direction;
    HRESULT hr = S_OK;

    if (!peer || !type) return E_POINTER;
    if (pin->direction != PINDIR_INPUT) return E_UNEXPECTED;
    if (FAILED(hr = IPin_QueryDirection( peer, &direction ))) return hr;
    if (direction != PINDIR_OUTPUT) return VFW_E_INVALID_DIRECTION;
    EnterCriticalSection( &pin->filter->lock );
    if (pin->peer) hr = VFW_E_ALREADY_CONNECTED;
    else if (pin->filter->state != State_Stopped) hr = VFW_E_NOT_STOPPED;
    else if (SUCCEEDED(hr = query_accept( pin, type )) && SUCCEEDED(hr = media_type_copy( &pin->type, type )))
    {
        pin->peer = peer;
        IPin_AddRef( peer );
        if (pin->ops->connected && FAILED(hr = pin->ops->connected( pin ))) forget_connection( pin );
    }
    LeaveCriticalSection( &pin->filter->lock );
    return hr;
}

static HRESULT WINAPI pin_Disconnect( IPin *iface )
{
    struct media_pin *pin = pin_of( iface );
    HRESULT hr = S_OK;

    EnterCriticalSection( &pin->filter->lock );
    if (pin->filter->state != State_Stopped) hr = VFW_E_NOT_STOPPED;
    else if (!pin->peer) hr = S_FALSE;
    else
    {
        if (pin->ops->disconnected) pin->ops->disconnected( pin );
        forget_connection( pin );
    }
    LeaveCriticalSection( &pin->filter->lock );
    return hr;
}

static HRESULT WINAPI pin_ConnectedTo( IPin *iface, IPin **out )
{
    struct media_pin *pin = pin_of( iface );
    HRESULT hr = S_OK;

    if (!out) return E_POINTER;
    EnterCriticalSection( &pin->filter->lock );
    if ((*out = pin->peer)) IPin_AddRef( *out );
    else hr = VFW_E_NOT_CONNECTED;
    LeaveCriticalSection( &pin->filter->lock );
    return hr;
}

static HRESULT WINAPI pin_ConnectionMediaType( IPin *iface, AM_MEDIA_TYPE *type )
{
    struct media_pin *pin = pin_of( iface );
    HRESULT hr = VFW_E_NOT_CONNECTED;

    if (!type) return E_POINTER;
    memset( type, 0, sizeof(*type) );
    EnterCriticalSection( &pin->filter->lock );
    if (pin->peer) hr = media_type_copy( type, &pin->type );
    LeaveCriticalSection( &pin->filter->lock );
    return hr;
}

static HRESULT WINAPI pin_QueryPinInfo( IPin *iface, PIN_INFO *info )
{
    struct media_pin *pin = pin_of( iface );

    if (!info) return E_POINTER;
    info->pFilter = media_filter_iface( pin->filter );
    IBaseFilter_AddRef( info->pFilter );
    info->dir = pin->direction;
    lstrcpynW( info->achName, pin->name, ARRAYSIZE(info->achName) );
    return S_OK;
}

static HRESULT WINAPI pin_QueryDirection( IPin *iface, PIN_DIRECTION *direction )
{
    if (!direction) return E_POINTER;
    *direction = pin_of( iface )->direction;
    return S_OK;
}

static HRESULT WINAPI pin_QueryId( IPin *iface, LPWSTR *id )
{
    struct media_pin *pin = pin_of( iface );
    SIZE_T size = (lstrlenW( pin->name ) + 1) * sizeof(WCHAR);

    if (!id) return E_POINTER;
    if (!(*id = CoTaskMemAlloc( size ))) return E_OUTOFMEMORY;
    memcpy( *id, pin->name, size );
    return S_OK;
}

static HRESULT WINAPI pin_QueryAccept( IPin *iface, const AM_MEDIA_TYPE *type )
{
    struct media_pin *pin = pin_of( iface );

    if (!type) return E_POINTER;
    return query_accept( pin, type ) == S_OK ? S_OK : S_FALSE;
}

static HRESULT WINAPI pin_QueryInternalConnections( IPin *iface, IPin **pins, ULONG *count )
{
    return E_NOTIMPL;                   /* documented: every input goes to every output */
}

/* ---- the types a pin prefers ---- */

struct types
{
    struct object object;
    struct face   face;
    struct media_pin *pin;
    ULONG         index;
};

static HRESULT types_create( struct media_pin *pin, ULONG index, IEnumMediaTypes **out );

static HRESULT WINAPI types_Next( IEnumMediaTypes *iface, ULONG count, AM_MEDIA_TYPE **out, ULONG *fetched )
{
    struct types *types = object_of( iface );
    ULONG done = 0;

    if (!out || (!fetched && count != 1)) return E_POINTER;
    for (; done < count; done++)
    {
        AM_MEDIA_TYPE type;
        HRESULT hr;

        memset( &type, 0, sizeof(type) );
        hr = types->pin->ops->get_type ? types->pin->ops->get_type( types->pin, types->index, &type ) : VFW_S_NO_MORE_ITEMS;
        if (hr != S_OK) break;
        out[done] = media_type_duplicate( &type );
        media_type_clear( &type );
        if (!out[done]) break;
        types->index++;
    }
    if (fetched) *fetched = done;
    return done == count ? S_OK : S_FALSE;
}

static HRESULT WINAPI types_Skip( IEnumMediaTypes *iface, ULONG count )
{
    struct types *types = object_of( iface );

    for (; count; count--)
    {
        AM_MEDIA_TYPE type;
        HRESULT hr;

        memset( &type, 0, sizeof(type) );
        hr = types->pin->ops->get_type ? types->pin->ops->get_type( types->pin, types->index, &type ) : VFW_S_NO_MORE_ITEMS;
        media_type_clear( &type );
        if (hr != S_OK) return S_FALSE;
        types->index++;
    }
    return S_OK;
}

static HRESULT WINAPI types_Reset( IEnumMediaTypes *iface )
{
    struct types *types = object_of( iface );

    types->index = 0;
    return S_OK;
}

static HRESULT WINAPI types_Clone( IEnumMediaTypes *iface, IEnumMediaTypes **out )
{
    struct types *types = object_of( iface );

    if (!out) return E_POINTER;
    return types_create( types->pin, types->index, out );
}

static const IEnumMediaTypesVtbl types_vtbl = { FACE_UNKNOWN, types_Next, types_Skip, types_Reset, types_Clone };

static void types_destroy( struct object *object )
{
    struct types *types = (struct types *)object;

    object_release( types->pin->filter );
    free( types );
}

static const struct face_entry types_faces[] = { { &IID_IEnumMediaTypes, offsetof( struct types, face ), FALSE } };
static const struct object_class types_class = { "media types", types_faces, 1, types_destroy };

static HRESULT types_create( struct media_pin *pin, ULONG index, IEnumMediaTypes **out )
{
    struct types *types = object_create( &types_class, sizeof(*types), NULL );

    *out = NULL;
    if (!types) return E_OUTOFMEMORY;
    face_init( &types->face, &types_vtbl, &types->object );
    types->pin = pin;
    types->index = index;
    object_addref( pin->filter );
    *out = (IEnumMediaTypes *)&types->face;
    return S_OK;
}

static HRESULT WINAPI pin_EnumMediaTypes( IPin *iface, IEnumMediaTypes **out )
{
    if (!out) return E_POINTER;
    return types_create( pin_of( iface ), 0, out );
}

/* ---- what passes a pin beside samples ---- */

static HRESULT pass_on( struct media_pin *input, HRESULT (*deliver)( struct media_pin *pin ))
{
    struct media_filter *filter = input->filter;
    unsigned int i;
    HRESULT hr = S_OK, one;

    for (i = 0; i < filter->pin_count; i++)
        if (filter->pins[i]->direction == PINDIR_OUTPUT && filter->pins[i]->peer && FAILED(one = deliver( filter->pins[i] ))) hr = one;
    return hr;
}

static HRESULT WINAPI pin_EndOfStream( IPin *iface )
{
    struct media_pin *pin = pin_of( iface );
    struct media_filter *filter = pin->filter;
    BOOL complete = FALSE;
    HRESULT hr = S_OK;

    if (pin->direction != PINDIR_INPUT) return E_UNEXPECTED;
    EnterCriticalSection( &filter->stream );
    if (filter->state == State_Stopped) hr = VFW_E_WRONG_STATE;
    else if (pin->flushing) hr = S_FALSE;
    else if (!pin->ended)
    {
        pin->ended = TRUE;
        if (pin->ops->end_of_stream) hr = pin->ops->end_of_stream( pin );
        else if (media_filter_is_sink( filter )) complete = filter->state == State_Running;
        else hr = pass_on( pin, media_pin_deliver_end );
    }
    LeaveCriticalSection( &filter->stream );
    if (complete) media_filter_notify( filter, EC_COMPLETE, S_OK, (LONG_PTR)media_filter_iface( filter ));
    return hr;
}

static HRESULT WINAPI pin_BeginFlush( IPin *iface )
{
    struct media_pin *pin = pin_of( iface );

    if (pin->direction != PINDIR_INPUT) return E_UNEXPECTED;
    pin->flushing = TRUE;
    return pin->ops->begin_flush ? pin->ops->begin_flush( pin ) : pass_on( pin, media_pin_deliver_begin_flush );
}

static HRESULT WINAPI pin_EndFlush( IPin *iface )
{
    struct media_pin *pin = pin_of( iface );
    HRESULT hr;

    if (pin->direction != PINDIR_INPUT) return E_UNEXPECTED;
    EnterCriticalSection( &pin->filter->stream );
    hr = pin->ops->end_flush ? pin->ops->end_flush( pin ) : pass_on( pin, media_pin_deliver_end_flush );
    pin->ended = pin->flushing = FALSE;
    LeaveCriticalSection( &pin->filter->stream );
    return hr;
}

static HRESULT WINAPI pin_NewSegment( IPin *iface, REFERENCE_TIME start, REFERENCE_TIME stop, double rate )
{
    struct media_pin *pin = pin_of( iface );
    struct media_filter *filter = pin->filter;
    unsigned int i;
    HRESULT hr = S_OK;

    EnterCriticalSection( &filter->stream );
    pin->segment_start = start;
    pin->segment_stop = stop;
    pin->segment_rate = rate;
    if (pin->direction == PINDIR_INPUT && pin->ops->new_segment) hr = pin->ops->new_segment( pin, start, stop, rate );
    else if (pin->direction == PINDIR_INPUT)
        for (i = 0; i < filter->pin_count; i++)
            if (filter->pins[i]->direction == PINDIR_OUTPUT) media_pin_deliver_segment( filter->pins[i], start, stop, rate );
    LeaveCriticalSection( &filter->stream );
    return hr;
}

static const IPinVtbl pin_vtbl =
{
    pin_QueryInterface, pin_AddRef, pin_Release, pin_Connect, pin_ReceiveConnection, pin_Disconnect, pin_ConnectedTo, pin_ConnectionMediaType,
    pin_QueryPinInfo, pin_QueryDirection, pin_QueryId, pin_QueryAccept, pin_EnumMediaTypes, pin_QueryInternalConnections, pin_EndOfStream,
    pin_BeginFlush, pin_EndFlush, pin_NewSegment
};

/* ---- samples that come in ---- */

static HRESULT WINAPI input_QueryInterface( IMemInputPin *iface, REFIID iid, void **out )
{
    return pin_QueryInterface( &input_of( iface )->IPin_iface, iid, out );
}

static ULONG WINAPI input_AddRef( IMemInputPin *iface )
{
    return pin_AddRef( &input_of( iface )->IPin_iface );
}

static ULONG WINAPI input_Release( IMemInputPin *iface )
{
    return pin_Release( &input_of( iface )->IPin_iface );
}

static HRESULT WINAPI input_GetAllocator( IMemInputPin *iface, IMemAllocator **out )
{
    struct media_pin *pin = input_of( iface );

    if (!out) return E_POINTER;
    *out = NULL;
    EnterCriticalSection( &pin->filter->lock );
    if ((*out = pin->allocator)) IMemAllocator_AddRef( *out );
    LeaveCriticalSection( &pin->filter->lock );
    return *out ? S_OK : create_allocator( out );
}

static HRESULT WINAPI input_NotifyAllocator( IMemInputPin *iface, IMemAllocator *allocator, BOOL read_only )
{
    struct media_pin *pin = input_of( iface );
    IMemAllocator *old;

    if (!allocator) return E_POINTER;
    IMemAllocator_AddRef( allocator );
    EnterCriticalSection( &pin->filter->lock );
    old = pin->allocator;
    pin->allocator = allocator;
    pin->read_only = read_only;
    LeaveCriticalSection( &pin->filter->lock );
    if (old) IMemAllocator_Release( old );
    return S_OK;
}

static HRESULT WINAPI input_GetAllocatorRequirements( IMemInputPin *iface, ALLOCATOR_PROPERTIES *properties )
{
    return E_NOTIMPL;                   /* documented: none */
}

/* With the stream lock: the sample may say that what follows has another type. */
static HRESULT change_type( struct media_pin *pin, IMediaSample *sample )
{
    AM_MEDIA_TYPE *type, copy;
    HRESULT hr = S_OK;

    if (IMediaSample_GetMediaType( sample, &type ) != S_OK) return S_OK;
    if (!media_type_equal( type, &pin->type ) && SUCCEEDED(hr = query_accept( pin, type )) && SUCCEEDED(hr = media_type_copy( &copy, type )))
    {
        media_type_clear( &pin->type );
        pin->type = copy;
        if (pin->ops->connected) hr = pin->ops->connected( pin );
    }
    media_type_free( type );
    return hr;
}

static HRESULT WINAPI input_Receive( IMemInputPin *iface, IMediaSample *sample )
{
    struct media_pin *pin = input_of( iface );
    struct media_filter *filter = pin->filter;
    BOOL failed = FALSE;
    HRESULT hr;

    if (!sample) return E_POINTER;
    EnterCriticalSection( &filter->stream );
    if (filter->state == State_Stopped) hr = VFW_E_WRONG_STATE;
    else if (pin->flushing || pin->ended) hr = S_FALSE;
    else if (!pin->ops->receive) hr = E_UNEXPECTED;
    else
    {
        if (SUCCEEDED(hr = change_type( pin, sample ))) hr = pin->ops->receive( pin, sample );
        else failed = TRUE;
    }
    LeaveCriticalSection( &filter->stream );
    if (failed)
    {
        ERR( "%s: the stream changes to a type that nobody can use: %#lx\n", filter->object.class->name, hr );
        media_filter_abort( filter, hr );
    }
    return hr;
}

static HRESULT WINAPI input_ReceiveMultiple( IMemInputPin *iface, IMediaSample **samples, LONG count, LONG *done )
{
    HRESULT hr = S_OK;

    if (!samples || !done) return E_POINTER;
    for (*done = 0; *done < count; ++*done)
        if ((hr = input_Receive( iface, samples[*done] )) != S_OK) break;
    return hr;
}

static HRESULT WINAPI input_ReceiveCanBlock( IMemInputPin *iface )
{
    return S_OK;
}

static const IMemInputPinVtbl input_vtbl =
{
    input_QueryInterface, input_AddRef, input_Release, input_GetAllocator, input_NotifyAllocator, input_GetAllocatorRequirements, input_Receive,
    input_ReceiveMultiple, input_ReceiveCanBlock
};

/* ---- live sources ---- */

static inline struct media_pin *push_of( IAMPushSource *iface )
{
    return CONTAINING_RECORD( iface, struct media_pin, IAMPushSource_iface );
}

static HRESULT WINAPI push_QueryInterface( IAMPushSource *iface, REFIID iid, void **out )
{
    return pin_QueryInterface( &push_of( iface )->IPin_iface, iid, out );
}

static ULONG WINAPI push_AddRef( IAMPushSource *iface )
{
    return pin_AddRef( &push_of( iface )->IPin_iface );
}

static ULONG WINAPI push_Release( IAMPushSource *iface )
{
    return pin_Release( &push_of( iface )->IPin_iface );
}

/* One buffer of 20 ms, in 100 ns */
static HRESULT WINAPI push_GetLatency( IAMPushSource *iface, REFERENCE_TIME *latency )
{
    if (!latency) return E_POINTER;
    *latency = 200000;
    return S_OK;
}

static HRESULT WINAPI push_GetPushSourceFlags( IAMPushSource *iface, ULONG *flags )
{
    if (!flags) return E_POINTER;
    *flags = AM_PUSHSOURCECAPS_PRIVATE_CLOCK;
    return S_OK;
}

static HRESULT WINAPI push_SetPushSourceFlags( IAMPushSource *iface, ULONG flags )
{
    return E_NOTIMPL;
}

static HRESULT WINAPI push_SetStreamOffset( IAMPushSource *iface, REFERENCE_TIME offset )
{
    return E_NOTIMPL;
}

static HRESULT WINAPI push_GetStreamOffset( IAMPushSource *iface, REFERENCE_TIME *offset )
{
    if (!offset) return E_POINTER;
    *offset = 0;
    return S_OK;
}

static HRESULT WINAPI push_GetMaxStreamOffset( IAMPushSource *iface, REFERENCE_TIME *offset )
{
    if (!offset) return E_POINTER;
    *offset = 0;
    return S_OK;
}

static HRESULT WINAPI push_SetMaxStreamOffset( IAMPushSource *iface, REFERENCE_TIME offset )
{
    return E_NOTIMPL;
}

static const IAMPushSourceVtbl push_vtbl =
{
    push_QueryInterface, push_AddRef, push_Release, push_GetLatency, push_GetPushSourceFlags, push_SetPushSourceFlags, push_SetStreamOffset,
    push_GetStreamOffset, push_GetMaxStreamOffset, push_SetMaxStreamOffset
};

BOOL media_pin_peer_is_live( struct media_pin *pin )
{
    IAMPushSource *push;

    if (!pin->peer || FAILED(IPin_QueryInterface( pin->peer, &IID_IAMPushSource, (void **)&push ))) return FALSE;
    IAMPushSource_Release( push );
    return TRUE;
}

/* ---- samples that go out ---- */

HRESULT media_pin_get_sample( struct media_pin *pin, IMediaSample **sample )
{
    *sample = NULL;
    if (!pin->peer || !pin->allocator) return VFW_E_NOT_CONNECTED;
    return IMemAllocator_GetBuffer( pin->allocator, sample, NULL, NULL, 0 );
}

HRESULT media_pin_deliver( struct media_pin *pin, IMediaSample *sample )
{
    HRESULT hr = pin->peer_input ? IMemInputPin_Receive( pin->peer_input, sample ) : VFW_E_NOT_CONNECTED;

    IMediaSample_Release( sample );
    return hr;
}

HRESULT media_pin_deliver_data( struct media_pin *pin, const void *data, DWORD size, REFERENCE_TIME start, REFERENCE_TIME stop )
{
    IMediaSample *sample;
    BYTE *buffer;
    HRESULT hr;

    if (FAILED(hr = media_pin_get_sample( pin, &sample ))) return hr;
    if (IMediaSample_GetSize( sample ) < (LONG)size) hr = VFW_E_BUFFER_OVERFLOW;
    else if (SUCCEEDED(hr = IMediaSample_GetPointer( sample, &buffer )))
    {
        memcpy( buffer, data, size );
        IMediaSample_SetActualDataLength( sample, size );
        IMediaSample_SetTime( sample, stop < start ? NULL : &start, stop < start ? NULL : &stop );
        IMediaSample_SetSyncPoint( sample, TRUE );
        IMediaSample_SetDiscontinuity( sample, pin->discontinuity );
        pin->discontinuity = FALSE;
        return media_pin_deliver( pin, sample );
    }
    IMediaSample_Release( sample );
    return hr;
}

HRESULT media_pin_deliver_end( struct media_pin *pin )
{
    return pin->peer ? IPin_EndOfStream( pin->peer ) : VFW_E_NOT_CONNECTED;
}

HRESULT media_pin_deliver_begin_flush( struct media_pin *pin )
{
    return pin->peer ? IPin_BeginFlush( pin->peer ) : VFW_E_NOT_CONNECTED;
}

HRESULT media_pin_deliver_end_flush( struct media_pin *pin )
{
    return pin->peer ? IPin_EndFlush( pin->peer ) : VFW_E_NOT_CONNECTED;
}

HRESULT media_pin_deliver_segment( struct media_pin *pin, REFERENCE_TIME start, REFERENCE_TIME stop, double rate )
{
    return pin->peer ? IPin_NewSegment( pin->peer, start, stop, rate ) : VFW_E_NOT_CONNECTED;
}

void media_filter_add_pin( struct media_filter *filter, struct media_pin *pin, PIN_DIRECTION direction, const WCHAR *name, const struct media_pin_ops *ops )
{
    pin->IPin_iface.lpVtbl = (IPinVtbl *)&pin_vtbl;
    pin->IMemInputPin_iface.lpVtbl = (IMemInputPinVtbl *)&input_vtbl;
    pin->IAMPushSource_iface.lpVtbl = (IAMPushSourceVtbl *)&push_vtbl;
    pin->filter = filter;
    pin->ops = ops;
    pin->direction = direction;
    lstrcpynW( pin->name, name, ARRAYSIZE(pin->name) );
    filter->pins[filter->pin_count++] = pin;
}
