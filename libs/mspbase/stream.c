/*
 * Streams of calls: ITStream, and the terminals that are selected on them.
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

/* Only streams of this library answer to it. {B1D9E0A4-5C0B-4E0C-9F53-3C7E2A5D9B11} */
static const IID IID_msp_stream = { 0xb1d9e0a4, 0x5c0b, 0x4e0c, { 0x9f, 0x53, 0x3c, 0x7e, 0x2a, 0x5d, 0x9b, 0x11 } };

/* ---- starting and stopping ---- */

/* Whether a terminal takes the sound that goes to the far end, but gives none */
static BOOL is_listener( const struct stream *stream, const struct selected *selected )
{
    return selected->listens && stream->kind->direction == TD_CAPTURE;
}

/* Whether there is something to run for: who listens needs a source. */
static BOOL any_connected( const struct stream *stream )
{
    ULONG i;

    for (i = 0; i < stream->terminal_count; i++) if (stream->terminals[i].connected && !is_listener( stream, &stream->terminals[i] )) return TRUE;
    return FALSE;
}

static void disconnect_terminal( struct stream *stream, struct selected *selected )
{
    ULONG i;

    /* a source takes those that listen to it along */
    for (i = 0; i < stream->terminal_count && !is_listener( stream, selected ); i++)
        if (is_listener( stream, &stream->terminals[i] )) graph_disconnect( stream->graph, &stream->terminals[i] );
    graph_disconnect( stream->graph, selected );
}

/* Without a graph no terminal is connected. */
static void drop_graph( struct stream *stream )
{
    ULONG i;

    if (!stream->graph) return;
    graph_set_state( stream->graph, STREAM_STOPPED );
    stream->state = STREAM_STOPPED;
    for (i = 0; i < stream->terminal_count; i++) disconnect_terminal( stream, &stream->terminals[i] );
    graph_free( stream->graph );
    stream->graph = NULL;
}

/* The next terminal that is to be connected: the source of a stream first, who listens if there is one. @return the count: none */
static ULONG next_unconnected( const struct stream *stream, const BOOL tried[MAX_TERMINALS] )
{
    const BOOL can_listen = any_connected( stream );
    ULONG i, found = stream->terminal_count;

    for (i = 0; i < stream->terminal_count; i++)
    {
        if (stream->terminals[i].connected || tried[i]) continue;
        if (!is_listener( stream, &stream->terminals[i] )) return i;
        if (can_listen) found = i;
    }
    return found;
}

/* S_FALSE: there is nothing to connect them to yet. Terminals that cannot be connected stay selected and are reported. */
static HRESULT connect_terminals( struct stream *stream )
{
    BOOL tried[MAX_TERMINALS] = { FALSE };
    HRESULT hr = S_OK, first = S_OK;
    ULONG i;

    if (InterlockedExchange( &stream->renew, 0 )) drop_graph( stream );
    if (next_unconnected( stream, tried ) == stream->terminal_count) return S_OK;
    if (!stream->graph && (hr = graph_create( stream, &stream->graph )) != S_OK) return hr;
    if (stream->state != STREAM_STOPPED) graph_set_state( stream->graph, STREAM_STOPPED );
    while ((i = next_unconnected( stream, tried )) < stream->terminal_count)
    {
        struct selected *selected = &stream->terminals[i];

        tried[i] = TRUE;
        if (SUCCEEDED(hr = graph_connect( stream->graph, selected ))) continue;
        if (SUCCEEDED(first)) first = hr;
        ERR( "terminal %p cannot be connected to the stream %s: %#lx\n", selected->terminal, debugstr_w( stream->kind->name ), hr );
        call_event( stream->call, CALL_TERMINAL_FAIL, CALL_CAUSE_CONNECT_FAIL, stream, selected->terminal, hr );
    }
    /* it goes on where it was, if it was not stopped before this */
    if (stream->state != STREAM_STOPPED && FAILED(hr = graph_set_state( stream->graph, stream->state )) && SUCCEEDED(first)) first = hr;
    return first;
}

static void fail( struct stream *stream, MSP_CALL_EVENT_CAUSE cause, HRESULT hr )
{
    ERR( "the stream %s of call %p fails: %#lx\n", debugstr_w( stream->kind->name ), stream->call->handle, hr );
    if (stream->graph) graph_set_state( stream->graph, STREAM_STOPPED );
    stream->state = STREAM_STOPPED;
    stream->failed = TRUE;
    call_event( stream->call, CALL_STREAM_FAIL, cause, stream, NULL, hr );
}

/* What stands in its way when only one direction may run; referenced */
static struct stream *running_opposite( struct stream *stream )
{
    struct msp_call *call = stream->call;
    struct stream *found = NULL;
    ULONG i;

    EnterCriticalSection( &call->cs );
    for (i = 0; !call->full_duplex && i < call->stream_count && !found; i++)
        if (call->streams[i]->kind->direction != stream->kind->direction && call->streams[i]->state == STREAM_RUNNING)
            found = object_addref( call->streams[i] );
    LeaveCriticalSection( &call->cs );
    return found;
}

static HRESULT change_state( struct stream *stream, enum stream_state target, MSP_CALL_EVENT_CAUSE cause )
{
    const enum stream_state before = stream->state;
    HRESULT hr;

    if (target == before) return S_OK;
    if (FAILED(hr = graph_set_state( stream->graph, target )))
    {
        fail( stream, cause, hr );
        return hr;
    }
    stream->state = target;
    if (target == STREAM_RUNNING) call_event( stream->call, CALL_STREAM_ACTIVE, cause, stream, NULL, S_OK );
    else if (before == STREAM_RUNNING && !stream->ended) call_event( stream->call, CALL_STREAM_INACTIVE, cause, stream, NULL, S_OK );
    stream->ended = FALSE;
    return S_OK;
}

HRESULT stream_apply( struct stream *stream, MSP_CALL_EVENT_CAUSE cause )
{
    struct msp_call *call = stream->call;
    enum stream_state target;
    struct stream *opposite;
    HRESULT hr;
    BOOL ready;

    if (stream->closed) return S_OK;
    EnterCriticalSection( &call->cs );
    ready = call->ready;
    LeaveCriticalSection( &call->cs );
    hr = stream->graph ? graph_news( stream->graph ) : S_OK;
    if (FAILED(hr) && !stream->failed)
    {
        fail( stream, CALL_CAUSE_BAD_DEVICE, hr );
        return hr;
    }
    if (stream->failed) return S_OK;
    if (hr == S_FALSE && stream->state == STREAM_RUNNING && !stream->ended)
    {
        /* The graph goes on: what is still on its way in the device would be lost. */
        stream->ended = TRUE;
        call_event( call, CALL_STREAM_INACTIVE, CALL_CAUSE_LOCAL_REQUEST, stream, NULL, S_OK );
    }
    hr = connect_terminals( stream );
    if (FAILED(hr) && !any_connected( stream ))
    {
        if (stream->state != STREAM_STOPPED || ready) fail( stream, CALL_CAUSE_CONNECT_FAIL, hr );
        return hr;
    }
    target = ready && any_connected( stream ) ? stream->wanted : STREAM_STOPPED;
    if (target == STREAM_RUNNING && stream->state != STREAM_RUNNING && (opposite = running_opposite( stream )))
    {
        object_release( opposite );
        target = stream->state;         /* who comes later waits until it is started */
    }
    return change_state( stream, target, cause );
}

/* A program wants this direction: the other one gives way where only one can run. */
static void take_turn( struct stream *stream )
{
    struct stream *opposite = running_opposite( stream );

    if (!opposite) return;
    opposite->wanted = STREAM_STOPPED;
    change_state( opposite, STREAM_STOPPED, CALL_CAUSE_LOCAL_REQUEST );
    object_release( opposite );
}

static void forget_terminal( struct stream *stream, ULONG index )
{
    struct selected gone = stream->terminals[index];

    if (stream->graph) disconnect_terminal( stream, &stream->terminals[index] );
    EnterCriticalSection( &stream->call->cs );
    stream->terminal_count--;
    memmove( stream->terminals + index, stream->terminals + index + 1, (stream->terminal_count - index) * sizeof(*stream->terminals) );
    LeaveCriticalSection( &stream->call->cs );
    if (gone.track != gone.terminal || gone.listens) sink_unregister( (IUnknown *)gone.track );
    else sink_register( (IUnknown *)gone.terminal, stream->call->events, NULL, TRUE );
    ITTerminalControl_Release( gone.control );
    ITTerminal_Release( gone.track );
    ITTerminal_Release( gone.terminal );
}

void stream_close( struct stream *stream )
{
    const BOOL ran = stream->state == STREAM_RUNNING && !stream->ended;

    EnterCriticalSection( &stream->call->cs );
    stream->closed = TRUE;
    LeaveCriticalSection( &stream->call->cs );
    if (stream->graph) graph_set_state( stream->graph, STREAM_STOPPED );
    stream->state = STREAM_STOPPED;
    while (stream->terminal_count) forget_terminal( stream, stream->terminal_count - 1 );
    if (stream->graph) graph_free( stream->graph );
    stream->graph = NULL;
    if (ran) call_event( stream->call, CALL_STREAM_INACTIVE, CALL_CAUSE_LOCAL_REQUEST, stream, NULL, S_OK );
}

/* ---- ITStream ---- */

static HRESULT WINAPI stream_get_MediaType( ITStream *iface, LONG *type )
{
    struct stream *stream = object_of( iface );

    if (!type) return E_POINTER;
    *type = stream->kind->media_type;
    return S_OK;
}

static HRESULT WINAPI stream_get_Direction( ITStream *iface, TERMINAL_DIRECTION *direction )
{
    struct stream *stream = object_of( iface );

    if (!direction) return E_POINTER;
    *direction = stream->kind->direction;
    return S_OK;
}

static HRESULT WINAPI stream_get_Name( ITStream *iface, BSTR *name )
{
    struct stream *stream = object_of( iface );

    if (!name) return E_POINTER;
    return (*name = SysAllocString( stream->kind->name )) ? S_OK : E_OUTOFMEMORY;
}

/* For methods that change something. S_OK: with the gate. */
static HRESULT begin( struct stream *stream )
{
    if (!gate_enter( stream->call )) return TAPI_E_WRONG_STATE;
    if (!stream->closed) return S_OK;
    gate_leave( stream->call );
    return TAPI_E_WRONG_STATE;
}

/* What follows begins anew. */
static void restart_ended( struct stream *stream )
{
    if (!stream->ended) return;
    if (stream->graph) graph_set_state( stream->graph, STREAM_STOPPED );
    stream->state = STREAM_STOPPED;
    stream->ended = FALSE;
}

static HRESULT want( struct stream *stream, enum stream_state wanted )
{
    enum stream_state before;
    HRESULT hr = begin( stream );

    if (FAILED(hr)) return hr;
    before = stream->wanted;
    if (wanted == STREAM_RUNNING && !stream->terminal_count) hr = TAPI_E_NOTERMINALSELECTED;
    else if (wanted == STREAM_RUNNING && stream->state == STREAM_RUNNING && !stream->ended) hr = TAPI_E_NOTSTOPPED;
    else
    {
        stream->wanted = wanted;
        stream->failed = FALSE;
        if (wanted == STREAM_RUNNING)
        {
            restart_ended( stream );
            take_turn( stream );
        }
        if (FAILED(hr = stream_apply( stream, CALL_CAUSE_LOCAL_REQUEST ))) stream->wanted = before;
    }
    gate_leave( stream->call );
    return hr;
}

static HRESULT WINAPI stream_StartStream( ITStream *iface )
{
    TRACE( "%p\n", iface );
    return want( object_of( iface ), STREAM_RUNNING );
}

static HRESULT WINAPI stream_PauseStream( ITStream *iface )
{
    TRACE( "%p\n", iface );
    return want( object_of( iface ), STREAM_PAUSED );
}

static HRESULT WINAPI stream_StopStream( ITStream *iface )
{
    TRACE( "%p\n", iface );
    return want( object_of( iface ), STREAM_STOPPED );
}

/* The track of a terminal with several that this stream can use: one that is free, or a new one. */
static HRESULT take_track( struct stream *stream, ITTerminal *terminal, ITTerminal **track )
{
    ITMultiTrackTerminal *multi;
    TERMINAL_DIRECTION direction;
    IEnumTerminal *tracks;
    TERMINAL_STATE state;
    ITTerminal *found;
    LONG type;
    HRESULT hr;

    *track = NULL;
    if (FAILED(ITTerminal_QueryInterface( terminal, &IID_ITMultiTrackTerminal, (void **)&multi )))
    {
        ITTerminal_AddRef( terminal );
        *track = terminal;
        return S_OK;
    }
    if (SUCCEEDED(hr = ITMultiTrackTerminal_EnumerateTrackTerminals( multi, &tracks )))
    {
        while (!*track && IEnumTerminal_Next( tracks, 1, &found, NULL ) == S_OK)
        {
            if (SUCCEEDED(ITTerminal_get_MediaType( found, &type )) && type & stream->kind->media_type &&
                SUCCEEDED(ITTerminal_get_Direction( found, &direction )) && direction == stream->kind->direction &&
                SUCCEEDED(ITTerminal_get_State( found, &state )) && state == TS_NOTINUSE) *track = found;
            else ITTerminal_Release( found );
        }
        IEnumTerminal_Release( tracks );
        if (!*track) hr = ITMultiTrackTerminal_CreateTrackTerminal( multi, stream->kind->media_type, stream->kind->direction, track );
    }
    ITMultiTrackTerminal_Release( multi );
    return FAILED(hr) ? TAPI_E_INVALIDTERMINAL : S_OK;
}

/* Whether a track is one of a recording: that may be on several streams, which are mixed, and takes what is on them whatever their direction. */
static BOOL records( ITTerminal *track )
{
    ITTerminal *parent = NULL;
    ITMediaRecord *record;
    ITFileTrack *file;
    BOOL found = FALSE;

    if (FAILED(ITTerminal_QueryInterface( track, &IID_ITFileTrack, (void **)&file ))) return FALSE;
    if (SUCCEEDED(ITFileTrack_get_ControllingTerminal( file, &parent )) && parent)
    {
        if ((found = SUCCEEDED(ITTerminal_QueryInterface( parent, &IID_ITMediaRecord, (void **)&record )))) ITMediaRecord_Release( record );
        ITTerminal_Release( parent );
    }
    ITFileTrack_Release( file );
    return found;
}

/* Whether a terminal can be on this stream, and what of it is connected */
static HRESULT check_terminal( struct stream *stream, ITTerminal *terminal, struct selected *selected )
{
    TERMINAL_DIRECTION direction;
    MSP_HANDLE address;
    HRESULT hr;
    LONG type;

    if (FAILED(hr = take_track( stream, terminal, &selected->track ))) return hr;
    if (SUCCEEDED(ITTerminal_get_MediaType( selected->track, &type )) && type & stream->kind->media_type &&
        SUCCEEDED(ITTerminal_get_Direction( selected->track, &direction )) && (direction == stream->kind->direction || direction == TD_BIDIRECTIONAL) &&
        SUCCEEDED(ITTerminal_QueryInterface( selected->track, &IID_ITTerminalControl, (void **)&selected->control )))
    {
        if (SUCCEEDED(ITTerminalControl_get_AddressHandle( selected->control, &address )) && address == stream->call->address)
        {
            ITTerminal_AddRef( terminal );
            selected->terminal = terminal;
            selected->listens = records( selected->track );
            return S_OK;
        }
        WARN( "terminal %p is of another address\n", terminal );
        ITTerminalControl_Release( selected->control );
    }
    ITTerminal_Release( selected->track );
    return TAPI_E_INVALIDTERMINAL;
}

static ULONG find_terminal( struct stream *stream, ITTerminal *terminal )
{
    ULONG i;

    for (i = 0; i < stream->terminal_count; i++)
        if (stream->terminals[i].terminal == terminal || stream->terminals[i].track == terminal) break;
    return i;
}

/* Whether there is room for it, and it is free. S_OK, or why not */
static HRESULT check_room( struct stream *stream, const struct selected *selected )
{
    TERMINAL_DIRECTION direction;
    TERMINAL_STATE state;
    ULONG i;

    if (stream->terminal_count == MAX_TERMINALS) return TAPI_E_MAXTERMINALS;
    if (selected->listens) return S_OK;
    /* sounds are split for several, not mixed */
    for (i = 0; i < stream->terminal_count && stream->kind->direction == TD_CAPTURE; i++) if (!stream->terminals[i].listens) return TAPI_E_MAXTERMINALS;
    /* one of both directions may be in use for the other */
    if (SUCCEEDED(ITTerminal_get_Direction( selected->track, &direction )) && direction != TD_BIDIRECTIONAL &&
        SUCCEEDED(ITTerminal_get_State( selected->track, &state )) && state == TS_INUSE) return TAPI_E_TERMINALINUSE;
    return S_OK;
}

static HRESULT select_terminal( struct stream *stream, ITTerminal *terminal )
{
    struct selected selected = { 0 };
    HRESULT hr;

    if (find_terminal( stream, terminal ) < stream->terminal_count) return TAPI_E_TERMINALINUSE;
    if (FAILED(hr = check_terminal( stream, terminal, &selected ))) return hr;
    if (FAILED(hr = check_room( stream, &selected )))
    {
        ITTerminalControl_Release( selected.control );
        ITTerminal_Release( selected.track );
        ITTerminal_Release( selected.terminal );
        return hr;
    }
    EnterCriticalSection( &stream->call->cs );
    stream->terminals[stream->terminal_count++] = selected;
    LeaveCriticalSection( &stream->call->cs );
    /* of several tracks each may be on another call; one that is on several streams counts who listens to it */
    sink_register( (IUnknown *)selected.track, stream->call->events, stream->call->handle, !selected.listens );
    stream->failed = FALSE;
    if (!is_listener( stream, &selected )) restart_ended( stream );
    if (stream->wanted == STREAM_RUNNING && stream->call->ready) take_turn( stream );
    if (FAILED(hr = connect_terminals( stream )))
    {
        ULONG index = find_terminal( stream, terminal );

        if (index < stream->terminal_count && !stream->terminals[index].connected)
        {
            forget_terminal( stream, index );
            return hr;
        }
    }
    /* what fails now is an event */
    stream_apply( stream, CALL_CAUSE_LOCAL_REQUEST );
    return S_OK;
}

static HRESULT WINAPI stream_SelectTerminal( ITStream *iface, ITTerminal *terminal )
{
    struct stream *stream = object_of( iface );
    HRESULT hr;

    TRACE( "stream %p, terminal %p\n", iface, terminal );
    if (!terminal) return E_POINTER;
    if (FAILED(hr = begin( stream ))) return hr;
    hr = select_terminal( stream, terminal );
    gate_leave( stream->call );
    return hr;
}

static HRESULT WINAPI stream_UnselectTerminal( ITStream *iface, ITTerminal *terminal )
{
    struct stream *stream = object_of( iface );
    enum stream_state before;
    ULONG index;
    HRESULT hr;

    TRACE( "stream %p, terminal %p\n", iface, terminal );
    if (!terminal) return E_POINTER;
    if (FAILED(hr = begin( stream ))) return hr;
    if ((index = find_terminal( stream, terminal )) == stream->terminal_count) hr = TAPI_E_INVALIDTERMINAL;
    else
    {
        before = stream->state;
        if (stream->graph) graph_set_state( stream->graph, STREAM_STOPPED );
        forget_terminal( stream, index );
        if (any_connected( stream )) hr = graph_set_state( stream->graph, before );
        else
        {
            stream->state = STREAM_STOPPED;
            if (before == STREAM_RUNNING && !stream->ended)
                call_event( stream->call, CALL_STREAM_INACTIVE, CALL_CAUSE_LOCAL_REQUEST, stream, NULL, S_OK );
            stream->ended = FALSE;
        }
        if (FAILED(hr))
        {
            fail( stream, CALL_CAUSE_LOCAL_REQUEST, hr );
            hr = S_OK;                  /* the terminal is off it */
        }
    }
    gate_leave( stream->call );
    return hr;
}

static ULONG take_terminals( struct stream *stream, ITTerminal *terminals[MAX_TERMINALS] )
{
    ULONG i, count;

    EnterCriticalSection( &stream->call->cs );
    count = stream->terminal_count;
    for (i = 0; i < count; i++)
    {
        terminals[i] = stream->terminals[i].terminal;
        ITTerminal_AddRef( terminals[i] );
    }
    LeaveCriticalSection( &stream->call->cs );
    return count;
}

static HRESULT WINAPI stream_EnumerateTerminals( ITStream *iface, IEnumTerminal **out )
{
    ITTerminal *terminals[MAX_TERMINALS];
    ULONG count;
    HRESULT hr;

    if (!out) return E_POINTER;
    count = take_terminals( object_of( iface ), terminals );
    hr = enumerator_create( &IID_IEnumTerminal, ELEMENT_INTERFACE, terminals, count, (void **)out );
    while (count--) ITTerminal_Release( terminals[count] );
    return hr;
}

static HRESULT WINAPI stream_get_Terminals( ITStream *iface, VARIANT *out )
{
    ITTerminal *terminals[MAX_TERMINALS];
    ULONG count;
    HRESULT hr;

    if (!out) return E_POINTER;
    count = take_terminals( object_of( iface ), terminals );
    hr = collection_variant( ELEMENT_INTERFACE, terminals, count, out );
    while (count--) ITTerminal_Release( terminals[count] );
    return hr;
}

static const ITStreamVtbl stream_vtbl =
{
    FACE_DISPATCH, stream_get_MediaType, stream_get_Direction, stream_get_Name, stream_StartStream, stream_PauseStream, stream_StopStream,
    stream_SelectTerminal, stream_UnselectTerminal, stream_EnumerateTerminals, stream_get_Terminals
};

/* ---- ITSubStreamControl: a telephone line has one sound, which cannot be divided ---- */

static HRESULT WINAPI substreams_CreateSubStream( ITSubStreamControl *iface, ITSubStream **out )
{
    if (!out) return E_POINTER;
    *out = NULL;
    return TAPI_E_MAXSTREAMS;
}

static HRESULT WINAPI substreams_RemoveSubStream( ITSubStreamControl *iface, ITSubStream *removed )
{
    return removed ? E_INVALIDARG : E_POINTER;
}

static HRESULT WINAPI substreams_EnumerateSubStreams( ITSubStreamControl *iface, IEnumSubStream **out )
{
    return out ? enumerator_create( &IID_IEnumSubStream, ELEMENT_INTERFACE, NULL, 0, (void **)out ) : E_POINTER;
}

static HRESULT WINAPI substreams_get_SubStreams( ITSubStreamControl *iface, VARIANT *out )
{
    return out ? collection_variant( ELEMENT_INTERFACE, NULL, 0, out ) : E_POINTER;
}

static const ITSubStreamControlVtbl substreams_vtbl =
{
    FACE_DISPATCH, substreams_CreateSubStream, substreams_RemoveSubStream, substreams_EnumerateSubStreams, substreams_get_SubStreams
};

/* ---- */

static void stream_destroy( struct object *object )
{
    struct stream *stream = (struct stream *)object;

    /* the call has closed it, or never had it */
    msp_call_release( stream->call );
    free( stream );
}

static const struct face_entry stream_faces[] =
{
    { &IID_ITStream, offsetof( struct stream, stream ), TRUE },
    { &IID_ITSubStreamControl, offsetof( struct stream, substreams ), TRUE },
    { &IID_msp_stream, offsetof( struct stream, stream ), FALSE },
};

static const struct object_class stream_class = { "stream", stream_faces, ARRAYSIZE(stream_faces), stream_destroy };

struct stream *stream_from_interface( ITStream *iface )
{
    ITStream *self;

    if (FAILED(ITStream_QueryInterface( iface, &IID_msp_stream, (void **)&self ))) return NULL;
    return object_of( self );
}

struct stream *stream_create( struct msp_call *call, const struct msp_stream_kind *kind )
{
    struct stream *stream = object_create( &stream_class, sizeof(*stream), NULL );

    if (!stream) return NULL;
    face_init( &stream->stream, &stream_vtbl, &stream->object );
    face_init( &stream->substreams, &substreams_vtbl, &stream->object );
    stream->call = msp_call_addref( call );
    stream->kind = kind;
    stream->wanted = STREAM_RUNNING;    /* streams start by themselves */
    return stream;
}
