/*
 * The filter graph of a stream: the filter of the provider at one end, terminals at the other.
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
#include "mediafilter/convert.h"
#include "debug/debug.h"

#include <control.h>
#include <evcode.h>
#include <vfwmsgs.h>

DEBUG_CHANNEL( msp );

#define MAX_PINS 4                      /* that a terminal shows */

struct graph
{
    struct stream *stream;              /* whose it is; not held */
    IGraphBuilder *builder;
    IMediaControl *control;
    IMediaEvent   *events;
    IBaseFilter   *filter;              /* of the provider */
    IBaseFilter   *tee;                 /* TD_RENDER: always; TD_CAPTURE: before input while somebody listens */
    IPin          *input;               /* of TD_CAPTURE: where the terminal is connected */
    HANDLE         wait;                /* for events */
};

/* The first pin of that direction that is not connected, referenced */
static HRESULT free_pin( IBaseFilter *filter, PIN_DIRECTION direction, IPin **out )
{
    IEnumPins *pins;
    HRESULT hr;
    IPin *pin;

    *out = NULL;
    if (FAILED(hr = IBaseFilter_EnumPins( filter, &pins ))) return hr;
    while (!*out && IEnumPins_Next( pins, 1, &pin, NULL ) == S_OK)
    {
        PIN_DIRECTION found;
        IPin *peer = NULL;

        if (SUCCEEDED(IPin_QueryDirection( pin, &found )) && found == direction && FAILED(IPin_ConnectedTo( pin, &peer )))
        {
            *out = pin;
            break;
        }
        if (peer) IPin_Release( peer );
        IPin_Release( pin );
    }
    IEnumPins_Release( pins );
    return *out ? S_OK : VFW_E_NOT_FOUND;
}

static void CALLBACK graph_signalled( void *arg, BOOLEAN timed_out )
{
    call_work( arg );
}

static HRESULT watch_events( struct graph *graph )
{
    OAEVENT handle;
    HRESULT hr;

    if (FAILED(hr = IGraphBuilder_QueryInterface( graph->builder, &IID_IMediaEvent, (void **)&graph->events ))) return hr;
    if (FAILED(hr = IMediaEvent_GetEventHandle( graph->events, &handle ))) return hr;
    /* the handle is signalled as long as there are events: one call for each change */
    if (RegisterWaitForSingleObject( &graph->wait, (HANDLE)handle, graph_signalled, graph->stream->call, INFINITE, WT_EXECUTEONLYONCE )) return S_OK;
    graph->wait = NULL;
    return HRESULT_FROM_WIN32( GetLastError() );
}

static void unwatch_events( struct graph *graph )
{
    /* what is under way only asks for work: it does not wait for us */
    if (graph->wait) UnregisterWaitEx( graph->wait, INVALID_HANDLE_VALUE );
    graph->wait = NULL;
    if (graph->events) IMediaEvent_Release( graph->events );
    graph->events = NULL;
}

static HRESULT add_tee( struct graph *graph )
{
    IPin *output = NULL, *input = NULL;
    HRESULT hr;

    if (FAILED(hr = tee_create( FALSE, &graph->tee ))) return hr;
    if (SUCCEEDED(hr = IGraphBuilder_AddFilter( graph->builder, graph->tee, L"Terminals" )) &&
        SUCCEEDED(hr = free_pin( graph->filter, PINDIR_OUTPUT, &output )) && SUCCEEDED(hr = free_pin( graph->tee, PINDIR_INPUT, &input )))
        hr = IGraphBuilder_ConnectDirect( graph->builder, output, input, NULL );
    if (output) IPin_Release( output );
    if (input) IPin_Release( input );
    return hr;
}

HRESULT graph_create( struct stream *stream, struct graph **out )
{
    struct msp_call *call = stream->call;
    struct graph *graph;
    IBaseFilter *filter;
    HRESULT hr;

    *out = NULL;
    if ((hr = call->provider->create_filter( call, stream->kind, &filter )) != S_OK) return hr;
    if (!(graph = calloc( 1, sizeof(*graph) )))
    {
        IBaseFilter_Release( filter );
        return E_OUTOFMEMORY;
    }
    graph->stream = stream;
    graph->filter = filter;
    hr = CoCreateInstance( &CLSID_FilterGraph, NULL, CLSCTX_INPROC_SERVER, &IID_IGraphBuilder, (void **)&graph->builder );
    if (SUCCEEDED(hr)) hr = IGraphBuilder_QueryInterface( graph->builder, &IID_IMediaControl, (void **)&graph->control );
    if (SUCCEEDED(hr)) hr = IGraphBuilder_AddFilter( graph->builder, filter, stream->kind->name );
    if (SUCCEEDED(hr)) hr = stream->kind->direction == TD_RENDER ? add_tee( graph ) : free_pin( filter, PINDIR_INPUT, &graph->input );
    if (SUCCEEDED(hr)) hr = watch_events( graph );
    if (SUCCEEDED(hr)) *out = graph;
    else
    {
        ERR( "no filter graph for the stream %s of %s: %#lx\n", debugstr_w( stream->kind->name ), call->provider->name, hr );
        graph_free( graph );
    }
    return hr;
}

static void remove_tee( struct graph *graph )
{
    if (!graph->tee) return;
    IGraphBuilder_RemoveFilter( graph->builder, graph->tee );
    IBaseFilter_Release( graph->tee );
    graph->tee = NULL;
}

void graph_free( struct graph *graph )
{
    unwatch_events( graph );
    if (graph->input) IPin_Release( graph->input );
    remove_tee( graph );
    if (graph->builder) IGraphBuilder_RemoveFilter( graph->builder, graph->filter );
    IBaseFilter_Release( graph->filter );
    if (graph->control) IMediaControl_Release( graph->control );
    if (graph->builder) IGraphBuilder_Release( graph->builder );
    free( graph );
}

/* With a filter in between that converts the format */
static HRESULT connect_converted( struct graph *graph, struct selected *selected, IPin *output, IPin *input )
{
    IPin *in = NULL, *out = NULL;
    HRESULT hr;

    if (FAILED(hr = convert_filter_create( NULL, &selected->converter ))) return hr;
    if (SUCCEEDED(hr = IGraphBuilder_AddFilter( graph->builder, selected->converter, L"Format" )) &&
        SUCCEEDED(hr = free_pin( selected->converter, PINDIR_INPUT, &in )) && SUCCEEDED(hr = free_pin( selected->converter, PINDIR_OUTPUT, &out )) &&
        SUCCEEDED(hr = IGraphBuilder_ConnectDirect( graph->builder, output, in, NULL )))
        hr = IGraphBuilder_ConnectDirect( graph->builder, out, input, NULL );
    if (in) IPin_Release( in );
    if (out) IPin_Release( out );
    return hr;
}

static void remove_converter( struct graph *graph, struct selected *selected )
{
    if (!selected->converter) return;
    IGraphBuilder_RemoveFilter( graph->builder, selected->converter );
    IBaseFilter_Release( selected->converter );
    selected->converter = NULL;
}

/* Put a tee before the provider's filter, without changing the format that it has agreed on with the source. */
static HRESULT add_listeners_tee( struct graph *graph )
{
    IPin *source = NULL, *input = NULL, *output = NULL;
    AM_MEDIA_TYPE type;
    HRESULT hr;

    if (graph->tee) return S_OK;
    if (FAILED(hr = IPin_ConnectedTo( graph->input, &source ))) return hr;
    if (FAILED(hr = IPin_ConnectionMediaType( graph->input, &type )))
    {
        IPin_Release( source );
        return hr;
    }
    if (SUCCEEDED(hr = tee_create( TRUE, &graph->tee )) && SUCCEEDED(hr = IGraphBuilder_AddFilter( graph->builder, graph->tee, L"Listeners" )) &&
        SUCCEEDED(hr = free_pin( graph->tee, PINDIR_INPUT, &input )) && SUCCEEDED(hr = free_pin( graph->tee, PINDIR_OUTPUT, &output )))
    {
        IGraphBuilder_Disconnect( graph->builder, source );
        IGraphBuilder_Disconnect( graph->builder, graph->input );
        if (SUCCEEDED(hr = IGraphBuilder_ConnectDirect( graph->builder, source, input, &type )))
            hr = IGraphBuilder_ConnectDirect( graph->builder, output, graph->input, &type );
        if (FAILED(hr))
        {
            /* nobody can listen, but the far end shall hear it as before */
            remove_tee( graph );
            if (FAILED(IGraphBuilder_ConnectDirect( graph->builder, source, graph->input, &type )))
                ERR( "the stream %s is not connected any more\n", debugstr_w( graph->stream->kind->name ));
        }
    }
    if (FAILED(hr)) remove_tee( graph );
    if (input) IPin_Release( input );
    if (output) IPin_Release( output );
    IPin_Release( source );
    media_type_clear( &type );
    return hr;
}

/* Whether the terminal is where the sound of a stream comes from */
static BOOL is_source( const struct graph *graph, const struct selected *selected )
{
    return graph->stream->kind->direction == TD_CAPTURE && !selected->listens;
}

/* Connects our pin with a pin of the terminal. */
static HRESULT connect_pin( struct graph *graph, struct selected *selected, IPin *terminal )
{
    const BOOL source = is_source( graph, selected );
    IPin *output, *input, *ours;
    HRESULT hr;

    if (FAILED(hr = free_pin( source ? graph->filter : graph->tee, source ? PINDIR_INPUT : PINDIR_OUTPUT, &ours ))) return hr;
    output = source ? terminal : ours;
    input = source ? ours : terminal;
    if (FAILED(hr = IGraphBuilder_ConnectDirect( graph->builder, output, input, NULL )))
    {
        TRACE( "terminal %p has no format in common with us (%#lx)\n", selected->terminal, hr );
        hr = connect_converted( graph, selected, output, input );
    }
    if (FAILED(hr)) remove_converter( graph, selected );
    IPin_Release( ours );
    return hr;
}

HRESULT graph_connect( struct graph *graph, struct selected *selected )
{
    const PIN_DIRECTION wanted = is_source( graph, selected ) ? PINDIR_OUTPUT : PINDIR_INPUT;
    IPin *pins[MAX_PINS] = { NULL };
    DWORD count = MAX_PINS, i;
    HRESULT hr;

    if (graph->input && selected->listens && FAILED(hr = add_listeners_tee( graph ))) return hr;
    if (FAILED(hr = ITTerminalControl_ConnectTerminal( selected->control, graph->builder, graph->stream->kind->direction, &count, pins ))) return hr;
    hr = VFW_E_NOT_FOUND;
    for (i = 0; i < min( count, MAX_PINS ); i++)
    {
        PIN_DIRECTION direction;

        if (!pins[i]) continue;
        if (FAILED(hr) && SUCCEEDED(IPin_QueryDirection( pins[i], &direction )) && direction == wanted) hr = connect_pin( graph, selected, pins[i] );
        IPin_Release( pins[i] );
    }
    if (SUCCEEDED(hr)) hr = ITTerminalControl_CompleteConnectTerminal( selected->control );
    if (FAILED(hr))
    {
        ITTerminalControl_DisconnectTerminal( selected->control, graph->builder, 0 );
        remove_converter( graph, selected );
    }
    selected->connected = SUCCEEDED(hr);
    return hr;
}

void graph_disconnect( struct graph *graph, struct selected *selected )
{
    IPin *peer;

    if (!selected->connected) return;
    selected->connected = FALSE;
    /* its filters go, and with them the connections at their end */
    ITTerminalControl_DisconnectTerminal( selected->control, graph->builder, 0 );
    remove_converter( graph, selected );
    if (!is_source( graph, selected )) return;
    remove_tee( graph );
    if (SUCCEEDED(IPin_ConnectedTo( graph->input, &peer )))
    {
        IGraphBuilder_Disconnect( graph->builder, peer );
        IGraphBuilder_Disconnect( graph->builder, graph->input );
        IPin_Release( peer );
    }
}

/* Take what the filters have reported so far. */
static HRESULT take_events( struct graph *graph )
{
    LONG_PTR param1, param2;
    HRESULT hr = S_OK;
    LONG code;

    while (SUCCEEDED(IMediaEvent_GetEvent( graph->events, &code, &param1, &param2, 0 )))
    {
        TRACE( "event %#lx, %#lx\n", code, (LONG)param1 );
        if (code == EC_ERRORABORT || code == EC_STREAM_ERROR_STOPPED) hr = FAILED((HRESULT)param1) ? (HRESULT)param1 : E_FAIL;
        else if (code == EC_COMPLETE && SUCCEEDED(hr)) hr = S_FALSE;
        IMediaEvent_FreeEventParams( graph->events, code, param1, param2 );
    }
    return hr;
}

HRESULT graph_set_state( struct graph *graph, enum stream_state state )
{
    HRESULT hr;

    switch (state)
    {
    case STREAM_RUNNING:
        take_events( graph );           /* of the last time that it ran */
        hr = IMediaControl_Run( graph->control );
        break;
    case STREAM_PAUSED:  hr = IMediaControl_Pause( graph->control ); break;
    default:             hr = IMediaControl_Stop( graph->control ); break;
    }
    if (FAILED(hr)) WARN( "state %d: %#lx\n", state, hr );
    return hr;
}

HRESULT graph_news( struct graph *graph )
{
    const HRESULT hr = take_events( graph );

    /* wait for the next ones */
    unwatch_events( graph );
    if (FAILED(watch_events( graph ))) WARN( "trouble of the filters will not be noticed\n" );
    return hr;
}
