/*
 * The terminal itself: what it is, and its way into graphs.
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

#include "terminal.h"
#include "debug/debug.h"

#include <tapi3err.h>

DEBUG_CHANNEL( tapimedia );

static HRESULT give_string( const WCHAR *text, BSTR *out )
{
    if (!out) return E_POINTER;
    return (*out = SysAllocString( text )) ? S_OK : E_OUTOFMEMORY;
}

/* ---- ITTerminal ---- */

static HRESULT WINAPI terminal_get_Name( ITTerminal *iface, BSTR *name )
{
    struct terminal *terminal = object_of( iface );

    return give_string( terminal->name, name );
}

static HRESULT WINAPI terminal_get_State( ITTerminal *iface, TERMINAL_STATE *state )
{
    if (!state) return E_POINTER;
    *state = terminal_in_use( object_of( iface )) ? TS_INUSE : TS_NOTINUSE;
    return S_OK;
}

static HRESULT WINAPI terminal_get_TerminalType( ITTerminal *iface, TERMINAL_TYPE *type )
{
    struct terminal *terminal = object_of( iface );

    if (!type) return E_POINTER;
    *type = terminal->type;
    return S_OK;
}

static HRESULT WINAPI terminal_get_TerminalClass( ITTerminal *iface, BSTR *class )
{
    struct terminal *terminal = object_of( iface );
    WCHAR text[40];

    StringFromGUID2( &terminal->class, text, ARRAYSIZE(text) );
    return give_string( text, class );
}

static HRESULT WINAPI terminal_get_MediaType( ITTerminal *iface, long *media_type )
{
    struct terminal *terminal = object_of( iface );

    if (!media_type) return E_POINTER;
    *media_type = terminal->media_type;
    return S_OK;
}

static HRESULT WINAPI terminal_get_Direction( ITTerminal *iface, TERMINAL_DIRECTION *direction )
{
    struct terminal *terminal = object_of( iface );

    if (!direction) return E_POINTER;
    *direction = terminal->direction;
    return S_OK;
}

static const ITTerminalVtbl terminal_vtbl =
{
    FACE_DISPATCH, terminal_get_Name, terminal_get_State, terminal_get_TerminalType, terminal_get_TerminalClass, terminal_get_MediaType,
    terminal_get_Direction
};

/* ---- ITTerminalControl ---- */

static HRESULT WINAPI control_get_AddressHandle( ITTerminalControl *iface, MSP_HANDLE *address )
{
    struct terminal *terminal = object_of( iface );

    if (!address) return E_POINTER;
    *address = terminal->address;
    return S_OK;
}

/* The pin of a filter that the stream is to be connected to: sound goes out of a capture terminal. */
static HRESULT free_pin( IBaseFilter *filter, TERMINAL_DIRECTION direction, IPin **out )
{
    PIN_DIRECTION wanted = direction == TD_CAPTURE ? PINDIR_OUTPUT : PINDIR_INPUT, found;
    IEnumPins *pins;
    IPin *pin, *peer;
    HRESULT hr;

    if (FAILED(hr = IBaseFilter_EnumPins( filter, &pins ))) return hr;
    hr = E_UNEXPECTED;
    while (hr != S_OK && IEnumPins_Next( pins, 1, &pin, NULL ) == S_OK)
    {
        if (SUCCEEDED(IPin_ConnectedTo( pin, &peer ))) IPin_Release( peer );
        else if (SUCCEEDED(IPin_QueryDirection( pin, &found )) && found == wanted)
        {
            *out = pin;
            hr = S_OK;
            continue;
        }
        IPin_Release( pin );
    }
    IEnumPins_Release( pins );
    return hr;
}

/* Take the filter of a stream out of its graph. */
static void leave( struct terminal *terminal, TERMINAL_DIRECTION direction, IGraphBuilder *graph, IBaseFilter *filter )
{
    HRESULT hr;

    if (filter)
    {
        if (FAILED(hr = IGraphBuilder_RemoveFilter( graph, filter ))) WARN( "%s does not leave its graph: %#lx\n", debugstr_w( terminal->name ), hr );
        IBaseFilter_Release( filter );
    }
    IGraphBuilder_Release( graph );
    if (terminal->ops && terminal->ops->disconnected) terminal->ops->disconnected( terminal, direction );
}

static HRESULT get_filter( struct terminal *terminal, TERMINAL_DIRECTION direction, IBaseFilter **filter )
{
    if (terminal->ops && terminal->ops->get_filter) return terminal->ops->get_filter( terminal, direction, filter );
    if (!(*filter = terminal->filter)) return E_UNEXPECTED;
    IBaseFilter_AddRef( *filter );
    return S_OK;
}

static HRESULT WINAPI control_ConnectTerminal( ITTerminalControl *iface, IGraphBuilder *graph, DWORD direction, DWORD *count, IPin **pins )
{
    struct terminal *terminal = object_of( iface );
    IBaseFilter *filter = NULL;
    BOOL mine;
    HRESULT hr;

    if (!graph || !count) return E_POINTER;
    if ((direction != TD_CAPTURE && direction != TD_RENDER) ||
        (terminal->direction != TD_BIDIRECTIONAL && terminal->direction != (TERMINAL_DIRECTION)direction))
        return E_INVALIDARG;
    if (!pins)
    {
        *count = 1;
        return S_OK;
    }
    if (*count < 1)
    {
        *count = 1;
        return TAPI_E_NOTENOUGHMEMORY;
    }
    pins[0] = NULL;

    EnterCriticalSection( &terminal->lock );
    if ((mine = !terminal->streams[direction].graph))
    {
        terminal->streams[direction].graph = graph;     /* from here on nobody else gets it */
        IGraphBuilder_AddRef( graph );
    }
    LeaveCriticalSection( &terminal->lock );
    if (!mine) return TAPI_E_TERMINALINUSE;

    if (SUCCEEDED(hr = get_filter( terminal, direction, &filter )) &&
        SUCCEEDED(hr = IGraphBuilder_AddFilter( graph, filter, terminal->name )))
    {
        if (FAILED(hr = free_pin( filter, direction, pins ))) IGraphBuilder_RemoveFilter( graph, filter );
    }
    if (SUCCEEDED(hr))
    {
        EnterCriticalSection( &terminal->lock );
        terminal->streams[direction].filter = filter;
        LeaveCriticalSection( &terminal->lock );
        *count = 1;
        if (!terminal->ops || !terminal->ops->connected || SUCCEEDED(hr = terminal->ops->connected( terminal, direction ))) return S_OK;
        IPin_Release( pins[0] );
        pins[0] = NULL;
        IGraphBuilder_RemoveFilter( graph, filter );
    }
    ERR( "%s cannot be connected: %#lx\n", debugstr_w( terminal->name ), hr );
    EnterCriticalSection( &terminal->lock );
    terminal->streams[direction].graph = NULL;
    terminal->streams[direction].filter = NULL;
    LeaveCriticalSection( &terminal->lock );
    if (filter) IBaseFilter_Release( filter );
    IGraphBuilder_Release( graph );
    return hr;
}

static HRESULT WINAPI control_CompleteConnectTerminal( ITTerminalControl *iface )
{
    struct terminal *terminal = object_of( iface );

    if (!terminal_in_use( terminal )) return E_UNEXPECTED;
    return terminal->ops && terminal->ops->completed ? terminal->ops->completed( terminal ) : S_OK;
}

static HRESULT WINAPI control_DisconnectTerminal( ITTerminalControl *iface, IGraphBuilder *graph, DWORD reserved )
{
    struct terminal *terminal = object_of( iface );
    IBaseFilter *filter = NULL;
    BOOL found = FALSE, used;
    unsigned int i;

    if (!graph) return E_POINTER;
    EnterCriticalSection( &terminal->lock );
    used = terminal->streams[0].graph || terminal->streams[1].graph;
    for (i = 0; i < ARRAYSIZE(terminal->streams) && !found; i++)
        if (terminal->streams[i].graph == graph)
        {
            found = TRUE;
            filter = terminal->streams[i].filter;
            terminal->streams[i].graph = NULL;
            terminal->streams[i].filter = NULL;
            break;
        }
    LeaveCriticalSection( &terminal->lock );
    if (!found) return used ? E_UNEXPECTED : S_OK;      /* one that is connected to nothing has nothing to do */
    leave( terminal, i, graph, filter );
    return S_OK;
}

/* Only for terminals with windows: documented for all others */
static HRESULT WINAPI control_RunRenderFilter( ITTerminalControl *iface )
{
    return E_NOTIMPL;
}

static HRESULT WINAPI control_StopRenderFilter( ITTerminalControl *iface )
{
    return E_NOTIMPL;
}

static const ITTerminalControlVtbl control_vtbl =
{
    FACE_UNKNOWN, control_get_AddressHandle, control_ConnectTerminal, control_CompleteConnectTerminal, control_DisconnectTerminal,
    control_RunRenderFilter, control_StopRenderFilter
};

/* ---- ITPluggableTerminalEventSinkRegistration ---- */

static void set_sink( struct terminal *terminal, ITPluggableTerminalEventSink *sink )
{
    ITPluggableTerminalEventSink *old;

    if (sink) ITPluggableTerminalEventSink_AddRef( sink );
    EnterCriticalSection( &terminal->lock );
    old = terminal->sink;
    terminal->sink = sink;
    LeaveCriticalSection( &terminal->lock );
    if (old) ITPluggableTerminalEventSink_Release( old );
}

static HRESULT WINAPI registration_RegisterSink( ITPluggableTerminalEventSinkRegistration *iface, ITPluggableTerminalEventSink *sink )
{
    if (!sink) return E_POINTER;
    set_sink( object_of( iface ), sink );
    return S_OK;
}

static HRESULT WINAPI registration_UnregisterSink( ITPluggableTerminalEventSinkRegistration *iface )
{
    set_sink( object_of( iface ), NULL );
    return S_OK;
}

static const ITPluggableTerminalEventSinkRegistrationVtbl registration_vtbl = { FACE_UNKNOWN, registration_RegisterSink, registration_UnregisterSink };

HRESULT terminal_fire( struct terminal *terminal, MSP_EVENT_INFO *event )
{
    ITPluggableTerminalEventSink *sink;
    HRESULT hr;

    EnterCriticalSection( &terminal->lock );
    if ((sink = terminal->sink)) ITPluggableTerminalEventSink_AddRef( sink );
    LeaveCriticalSection( &terminal->lock );
    if (!sink) return S_FALSE;
    event->dwSize = sizeof(*event);
    event->hCall = NULL;
    if (FAILED(hr = ITPluggableTerminalEventSink_FireEvent( sink, event )))
        WARN( "%s: the event %d is not taken: %#lx\n", debugstr_w( terminal->name ), event->Event, hr );
    ITPluggableTerminalEventSink_Release( sink );
    return hr;
}

/* ---- for the owner ---- */

BOOL terminal_in_use( struct terminal *terminal )
{
    BOOL used;

    EnterCriticalSection( &terminal->lock );
    used = terminal->streams[0].graph || terminal->streams[1].graph;
    LeaveCriticalSection( &terminal->lock );
    return used;
}

void *terminal_create( const struct object_class *class, const struct terminal_ops *ops, size_t size, REFCLSID clsid, TERMINAL_TYPE type,
                       TERMINAL_DIRECTION direction, LONG media_type, const WCHAR *name, MSP_HANDLE address )
{
    struct terminal *terminal = object_create( class, size, NULL );

    if (!terminal) return NULL;
    face_init( &terminal->face, &terminal_vtbl, &terminal->object );
    face_init( &terminal->control, &control_vtbl, &terminal->object );
    face_init( &terminal->registration, &registration_vtbl, &terminal->object );
    InitializeCriticalSection( &terminal->lock );
    terminal->ops = ops;
    terminal->class = *clsid;
    terminal->type = type;
    terminal->direction = direction;
    terminal->media_type = media_type;
    terminal->address = address;
    lstrcpynW( terminal->name, name, ARRAYSIZE(terminal->name) );
    return terminal;
}

void terminal_free( struct terminal *terminal )
{
    unsigned int i;

    for (i = 0; i < ARRAYSIZE(terminal->streams); i++)
        if (terminal->streams[i].graph)
        {
            IGraphBuilder_RemoveFilter( terminal->streams[i].graph, terminal->streams[i].filter );
            IBaseFilter_Release( terminal->streams[i].filter );
            IGraphBuilder_Release( terminal->streams[i].graph );
        }
    if (terminal->filter) IBaseFilter_Release( terminal->filter );
    set_sink( terminal, NULL );
    DeleteCriticalSection( &terminal->lock );
    free( terminal );
}
