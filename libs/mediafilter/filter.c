/*
 * The filter itself: state, clock, graph and pins.
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

/* a thread that does not come back hangs the graph; it must be heard of */
#define SLOW_THREAD 10000

static struct media_filter *filter_of( void *iface )
{
    return object_of( iface );
}

/* ---- state ---- */

static DWORD WINAPI stream_thread( void *arg )
{
    struct media_pin *pin = arg;
    HRESULT hr = CoInitializeEx( NULL, COINIT_MULTITHREADED );

    pin->ops->stream( pin );
    if (SUCCEEDED(hr)) CoUninitialize();
    return 0;
}

static void quiet( struct media_filter *filter )
{
    unsigned int i;

    SetEvent( filter->stopping );
    ResetEvent( filter->running );
    for (i = 0; i < filter->pin_count; i++)
        if (filter->pins[i]->allocator) IMemAllocator_Decommit( filter->pins[i]->allocator );
    if (filter->ops->stopping) filter->ops->stopping( filter );
    for (i = 0; i < filter->pin_count; i++)
    {
        struct media_pin *pin = filter->pins[i];

        if (!pin->thread) continue;
        if (WaitForSingleObject( pin->thread, SLOW_THREAD ))
        {
            ERR( "%s: the thread of pin %s does not end: what it delivers to does not return\n", filter->object.class->name, debugstr_w( pin->name ));
            WaitForSingleObject( pin->thread, INFINITE );
        }
        CloseHandle( pin->thread );
        pin->thread = NULL;
    }
    EnterCriticalSection( &filter->stream );
    for (i = 0; i < filter->pin_count; i++) filter->pins[i]->ended = filter->pins[i]->flushing = FALSE;
    LeaveCriticalSection( &filter->stream );
    if (filter->ops->stopped) filter->ops->stopped( filter );
}

static HRESULT start( struct media_filter *filter )
{
    unsigned int i;
    HRESULT hr = S_OK;

    ResetEvent( filter->stopping );
    if (filter->ops->start && FAILED(hr = filter->ops->start( filter )))
    {
        SetEvent( filter->stopping );
        return hr;
    }
    for (i = 0; i < filter->pin_count && SUCCEEDED(hr); i++)
    {
        struct media_pin *pin = filter->pins[i];

        pin->ended = pin->flushing = FALSE;
        if (!pin->peer || !pin->allocator) continue;
        if (FAILED(hr = IMemAllocator_Commit( pin->allocator ))) break;
        if (pin->direction == PINDIR_OUTPUT && pin->ops->stream && !(pin->thread = CreateThread( NULL, 0, stream_thread, pin, 0, NULL )))
            hr = E_OUTOFMEMORY;
    }
    if (SUCCEEDED(hr)) return S_OK;
    ERR( "%s cannot start: %#lx\n", filter->object.class->name, hr );
    quiet( filter );
    return hr;
}

/* With the lock. One state at a time, as graphs do it, whatever is asked for. */
static HRESULT set_state( struct media_filter *filter, FILTER_STATE state )
{
    HRESULT hr = S_OK;

    TRACE( "%s: %d -> %d\n", filter->object.class->name, filter->state, state );
    while (filter->state != state)
    {
        if (filter->state == State_Stopped)
        {
            if (FAILED(hr = start( filter ))) return hr;
            filter->state = State_Paused;
        }
        else if (filter->state == State_Paused && state == State_Running)
        {
            unsigned int i;

            if (filter->ops->run && FAILED(hr = filter->ops->run( filter ))) return hr;
            filter->state = State_Running;
            SetEvent( filter->running );
            /* the end may have come before */
            for (i = 0; i < filter->pin_count; i++)
                if (filter->pins[i]->ended && media_filter_is_sink( filter ) && !filter->pins[i]->ops->end_of_stream)
                    media_filter_notify( filter, EC_COMPLETE, S_OK, (LONG_PTR)media_filter_iface( filter ));
        }
        else if (filter->state == State_Running)
        {
            ResetEvent( filter->running );
            if (filter->ops->pause) filter->ops->pause( filter );
            filter->state = State_Paused;
        }
        else
        {
            filter->state = State_Stopped;      /* so that no more samples are taken */
            quiet( filter );
        }
    }
    return hr;
}

static HRESULT change_state( struct media_filter *filter, FILTER_STATE state )
{
    HRESULT hr;

    EnterCriticalSection( &filter->lock );
    hr = set_state( filter, state );
    LeaveCriticalSection( &filter->lock );
    return hr;
}

static HRESULT WINAPI filter_Stop( IBaseFilter *iface )
{
    return change_state( filter_of( iface ), State_Stopped );
}

static HRESULT WINAPI filter_Pause( IBaseFilter *iface )
{
    return change_state( filter_of( iface ), State_Paused );
}

static HRESULT WINAPI filter_Run( IBaseFilter *iface, REFERENCE_TIME start )
{
    return change_state( filter_of( iface ), State_Running );
}

static HRESULT WINAPI filter_GetState( IBaseFilter *iface, DWORD timeout, FILTER_STATE *state )
{
    struct media_filter *filter = filter_of( iface );
    unsigned int i;
    HRESULT hr = S_OK;

    if (!state) return E_POINTER;
    EnterCriticalSection( &filter->lock );
    *state = filter->state;
    /* no sample comes before it runs */
    for (i = 0; i < filter->pin_count; i++)
        if (*state == State_Paused && filter->pins[i]->direction == PINDIR_OUTPUT &&
            (filter->pins[i]->live || filter->pins[i]->cannot_cue)) hr = VFW_S_CANT_CUE;
    LeaveCriticalSection( &filter->lock );
    return hr;
}

static HRESULT WINAPI filter_SetSyncSource( IBaseFilter *iface, IReferenceClock *clock )
{
    struct media_filter *filter = filter_of( iface );
    IReferenceClock *old;

    if (clock) IReferenceClock_AddRef( clock );
    EnterCriticalSection( &filter->lock );
    old = filter->clock;
    filter->clock = clock;
    LeaveCriticalSection( &filter->lock );
    if (old) IReferenceClock_Release( old );
    return S_OK;
}

static HRESULT WINAPI filter_GetSyncSource( IBaseFilter *iface, IReferenceClock **clock )
{
    struct media_filter *filter = filter_of( iface );

    if (!clock) return E_POINTER;
    EnterCriticalSection( &filter->lock );
    if ((*clock = filter->clock)) IReferenceClock_AddRef( *clock );
    LeaveCriticalSection( &filter->lock );
    return S_OK;
}

static HRESULT WINAPI filter_GetClassID( IBaseFilter *iface, CLSID *clsid )
{
    struct media_filter *filter = filter_of( iface );

    if (!clsid) return E_POINTER;
    *clsid = filter->ops->clsid ? *filter->ops->clsid : GUID_NULL;
    return S_OK;
}

/* ---- pins and graph ---- */

struct pins
{
    struct object object;
    struct face   face;
    struct media_filter *filter;
    unsigned int  index;
};

static HRESULT pins_create( struct media_filter *filter, unsigned int index, IEnumPins **out );

static HRESULT WINAPI pins_Next( IEnumPins *iface, ULONG count, IPin **out, ULONG *fetched )
{
    struct pins *pins = object_of( iface );
    ULONG done = 0;

    if (!out || (!fetched && count != 1)) return E_POINTER;
    for (; done < count && pins->index < pins->filter->pin_count; done++)
    {
        out[done] = &pins->filter->pins[pins->index++]->IPin_iface;
        IPin_AddRef( out[done] );
    }
    if (fetched) *fetched = done;
    return done == count ? S_OK : S_FALSE;
}

static HRESULT WINAPI pins_Skip( IEnumPins *iface, ULONG count )
{
    struct pins *pins = object_of( iface );

    if (count > pins->filter->pin_count - pins->index) return S_FALSE;
    pins->index += count;
    return S_OK;
}

static HRESULT WINAPI pins_Reset( IEnumPins *iface )
{
    struct pins *pins = object_of( iface );

    pins->index = 0;
    return S_OK;
}

static HRESULT WINAPI pins_Clone( IEnumPins *iface, IEnumPins **out )
{
    struct pins *pins = object_of( iface );

    if (!out) return E_POINTER;
    return pins_create( pins->filter, pins->index, out );
}

static const IEnumPinsVtbl pins_vtbl = { FACE_UNKNOWN, pins_Next, pins_Skip, pins_Reset, pins_Clone };

static void pins_destroy( struct object *object )
{
    object_release( ((struct pins *)object)->filter );
    free( object );
}

static const struct face_entry pins_faces[] = { { &IID_IEnumPins, offsetof( struct pins, face ), FALSE } };
static const struct object_class pins_class = { "pins", pins_faces, 1, pins_destroy };

static HRESULT pins_create( struct media_filter *filter, unsigned int index, IEnumPins **out )
{
    struct pins *pins = object_create( &pins_class, sizeof(*pins), NULL );

    *out = NULL;
    if (!pins) return E_OUTOFMEMORY;
    face_init( &pins->face, &pins_vtbl, &pins->object );
    pins->filter = object_addref( filter );
    pins->index = index;
    *out = (IEnumPins *)&pins->face;
    return S_OK;
}

static HRESULT WINAPI filter_EnumPins( IBaseFilter *iface, IEnumPins **out )
{
    if (!out) return E_POINTER;
    return pins_create( filter_of( iface ), 0, out );
}

static HRESULT WINAPI filter_FindPin( IBaseFilter *iface, LPCWSTR id, IPin **out )
{
    struct media_filter *filter = filter_of( iface );
    unsigned int i;

    if (!out) return E_POINTER;
    *out = NULL;
    if (!id) return E_POINTER;
    for (i = 0; i < filter->pin_count; i++)
        if (!lstrcmpW( id, filter->pins[i]->name ))
        {
            *out = &filter->pins[i]->IPin_iface;
            IPin_AddRef( *out );
            return S_OK;
        }
    return VFW_E_NOT_FOUND;
}

static HRESULT WINAPI filter_QueryFilterInfo( IBaseFilter *iface, FILTER_INFO *info )
{
    struct media_filter *filter = filter_of( iface );

    if (!info) return E_POINTER;
    EnterCriticalSection( &filter->lock );
    lstrcpynW( info->achName, filter->name, ARRAYSIZE(info->achName) );
    if ((info->pGraph = filter->graph)) IFilterGraph_AddRef( info->pGraph );
    LeaveCriticalSection( &filter->lock );
    return S_OK;
}

static HRESULT WINAPI filter_JoinFilterGraph( IBaseFilter *iface, IFilterGraph *graph, LPCWSTR name )
{
    struct media_filter *filter = filter_of( iface );

    EnterCriticalSection( &filter->lock );
    filter->graph = graph;
    lstrcpynW( filter->name, graph && name ? name : L"", ARRAYSIZE(filter->name) );
    LeaveCriticalSection( &filter->lock );
    return S_OK;
}

static HRESULT WINAPI filter_QueryVendorInfo( IBaseFilter *iface, LPWSTR *info )
{
    if (!info) return E_POINTER;
    *info = NULL;
    return E_NOTIMPL;                   /* the documented answer of a filter without such text */
}

static const IBaseFilterVtbl filter_vtbl =
{
    FACE_UNKNOWN, filter_GetClassID, filter_Stop, filter_Pause, filter_Run, filter_GetState, filter_SetSyncSource, filter_GetSyncSource,
    filter_EnumPins, filter_FindPin, filter_QueryFilterInfo, filter_JoinFilterGraph, filter_QueryVendorInfo
};

BOOL media_filter_is_sink( struct media_filter *filter )
{
    unsigned int i;

    for (i = 0; i < filter->pin_count; i++)
        if (filter->pins[i]->direction == PINDIR_OUTPUT) return FALSE;
    return TRUE;
}

static ULONG WINAPI misc_GetMiscFlags( IAMFilterMiscFlags *iface )
{
    struct media_filter *filter = filter_of( iface );
    unsigned int i;

    if (media_filter_is_sink( filter )) return AM_FILTER_MISC_FLAGS_IS_RENDERER;
    for (i = 0; i < filter->pin_count; i++)
        if (filter->pins[i]->direction == PINDIR_INPUT) return 0;
    return AM_FILTER_MISC_FLAGS_IS_SOURCE;
}

static const IAMFilterMiscFlagsVtbl misc_vtbl = { FACE_UNKNOWN, misc_GetMiscFlags };

/* ---- for the owner ---- */

void *media_filter_create( const struct object_class *class, const struct media_filter_ops *ops, size_t size, IUnknown *outer )
{
    struct media_filter *filter = object_create( class, size, outer );

    if (!filter) return NULL;
    face_init( &filter->face, &filter_vtbl, &filter->object );
    face_init( &filter->misc, &misc_vtbl, &filter->object );
    filter->ops = ops;
    filter->state = State_Stopped;
    InitializeCriticalSection( &filter->lock );
    InitializeCriticalSection( &filter->stream );
    filter->stopping = CreateEventW( NULL, TRUE, TRUE, NULL );
    filter->running = CreateEventW( NULL, TRUE, FALSE, NULL );
    if (!filter->stopping || !filter->running)
    {
        object_release( filter );
        return NULL;
    }
    return filter;
}

void media_filter_free( struct media_filter *filter )
{
    unsigned int i;

    if (filter->state != State_Stopped) change_state( filter, State_Stopped );
    for (i = 0; i < filter->pin_count; i++) media_pin_cleanup( filter->pins[i] );
    if (filter->clock) IReferenceClock_Release( filter->clock );
    if (filter->stopping) CloseHandle( filter->stopping );
    if (filter->running) CloseHandle( filter->running );
    DeleteCriticalSection( &filter->stream );
    DeleteCriticalSection( &filter->lock );
    free( filter );
}

void media_filter_notify( struct media_filter *filter, LONG event, LONG_PTR param1, LONG_PTR param2 )
{
    /* the graph outlives the threads of its filters: it stops them before it lets go of them */
    IFilterGraph *graph = filter->graph;
    IMediaEventSink *sink;

    if (!graph || FAILED(IFilterGraph_QueryInterface( graph, &IID_IMediaEventSink, (void **)&sink ))) return;
    IMediaEventSink_Notify( sink, event, param1, param2 );
    IMediaEventSink_Release( sink );
}

HRESULT media_filter_abort( struct media_filter *filter, HRESULT error )
{
    media_filter_notify( filter, EC_ERRORABORT, error, 0 );
    return error;
}

BOOL media_filter_wait( struct media_filter *filter, HANDLE event, DWORD timeout )
{
    HANDLE handles[] = { filter->stopping, filter->running, event };
    DWORD ret;

    /* without limit: a filter may be paused for long */
    if (WaitForMultipleObjects( 2, handles, FALSE, INFINITE ) != WAIT_OBJECT_0 + 1) return FALSE;
    if (!event) return TRUE;
    handles[1] = event;
    ret = WaitForMultipleObjects( 2, handles, FALSE, timeout );
    return ret == WAIT_OBJECT_0 + 1 || ret == WAIT_TIMEOUT;
}
