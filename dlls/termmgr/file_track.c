/*
 * Tracks of file terminals: the terminals that streams are connected with.
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

#include "debug/debug.h"
#include "file_terminal.h"

DEBUG_CHANNEL( tapimedia );

/* ---- references: they count for the terminal that the track belongs to, too ---- */

static HRESULT WINAPI shared_QueryInterface( IUnknown *iface, REFIID iid, void **out )
{
    struct file_track *track = object_of( iface );

    if (!out) return E_POINTER;
    if (!IsEqualIID( iid, &IID_IUnknown )) return IUnknown_QueryInterface( (IUnknown *)&track->object.unknown, iid, out );
    *out = iface;
    IUnknown_AddRef( iface );
    return S_OK;
}

static ULONG WINAPI shared_AddRef( IUnknown *iface )
{
    struct file_track *track = object_of( iface );
    const ULONG refs = InterlockedIncrement( &track->refs );

    object_addref( track->parent );
    return refs;
}

static ULONG WINAPI shared_Release( IUnknown *iface )
{
    struct file_track *track = object_of( iface ), **link;
    struct file_terminal *parent = track->parent;
    ULONG refs;
    BOOL gone;

    EnterCriticalSection( &parent->lock );
    refs = InterlockedDecrement( &track->refs );
    /* one that was removed is not given to anybody any more */
    if ((gone = !refs && track->removed))
    {
        for (link = &parent->tracks; *link != track; link = &(*link)->next) {}
        *link = track->next;
    }
    LeaveCriticalSection( &parent->lock );
    if (gone) file_track_free( track );
    object_release( parent );
    return refs;
}

static const IUnknownVtbl shared_vtbl = { shared_QueryInterface, shared_AddRef, shared_Release };

/* ---- ITTerminal ---- */

static HRESULT WINAPI terminal_get_Name( ITTerminal *iface, BSTR *out )
{
    struct file_track *track = object_of( iface );

    if (!out) return E_POINTER;
    return (*out = SysAllocString( track->name )) ? S_OK : E_OUTOFMEMORY;
}

static HRESULT WINAPI terminal_get_State( ITTerminal *iface, TERMINAL_STATE *out )
{
    struct file_track *track = object_of( iface );

    if (!out) return E_POINTER;
    EnterCriticalSection( &track->parent->lock );
    *out = track->connection_count ? TS_INUSE : TS_NOTINUSE;
    LeaveCriticalSection( &track->parent->lock );
    return S_OK;
}

static HRESULT WINAPI terminal_get_TerminalType( ITTerminal *iface, TERMINAL_TYPE *out )
{
    if (!out) return E_POINTER;
    *out = TT_DYNAMIC;
    return S_OK;
}

static HRESULT WINAPI terminal_get_TerminalClass( ITTerminal *iface, BSTR *out )
{
    struct file_track *track = object_of( iface );
    WCHAR text[40];

    if (!out) return E_POINTER;
    StringFromGUID2( track->parent->kind->records ? &CLSID_FileRecordingTrack : track->parent->kind->clsid, text, ARRAYSIZE(text) );
    return (*out = SysAllocString( text )) ? S_OK : E_OUTOFMEMORY;
}

static HRESULT WINAPI terminal_get_MediaType( ITTerminal *iface, LONG *out )
{
    if (!out) return E_POINTER;
    *out = TAPIMEDIATYPE_AUDIO;
    return S_OK;
}

static HRESULT WINAPI terminal_get_Direction( ITTerminal *iface, TERMINAL_DIRECTION *out )
{
    struct file_track *track = object_of( iface );

    if (!out) return E_POINTER;
    *out = track->direction;
    return S_OK;
}

static const ITTerminalVtbl terminal_vtbl =
{
    FACE_DISPATCH, terminal_get_Name, terminal_get_State, terminal_get_TerminalType, terminal_get_TerminalClass, terminal_get_MediaType,
    terminal_get_Direction
};

/* ---- ITFileTrack ---- */

/* What the track has been asked to be, what goes through it, or what its file is */
static HRESULT get_format( struct file_track *track, struct wav_format *format )
{
    struct file_core *core = track->parent->core;
    IBaseFilter *filter = NULL;
    BOOL known;

    EnterCriticalSection( &track->parent->lock );
    if ((known = track->have_format)) *format = track->format;
    else if (track->connection_count)
    {
        filter = track->connections[0].filter;
        IBaseFilter_AddRef( filter );
    }
    LeaveCriticalSection( &track->parent->lock );
    if (!known) known = core->kind->get_format( core, filter, format );
    if (filter) IBaseFilter_Release( filter );
    return known ? S_OK : TAPI_E_NOFORMAT;
}

static HRESULT put_format( struct file_track *track, const struct wav_format *format )
{
    struct file_core *core = track->parent->core;
    HRESULT hr = S_OK;

    if (!core->kind->records) return TAPI_E_NOTSUPPORTED;    /* it is the file's */
    EnterCriticalSection( &track->parent->lock );
    EnterCriticalSection( &core->lock );
    if (core->state != TMS_IDLE) hr = TAPI_E_WRONG_STATE;
    else
    {
        track->format = *format;
        track->have_format = TRUE;
    }
    LeaveCriticalSection( &core->lock );
    LeaveCriticalSection( &track->parent->lock );
    return hr;
}

static HRESULT WINAPI file_track_get_Format( ITFileTrack *iface, AM_MEDIA_TYPE **out )
{
    struct wav_format format;
    AM_MEDIA_TYPE type;
    HRESULT hr;

    if (!out) return E_POINTER;
    *out = NULL;
    if (FAILED(hr = get_format( object_of( iface ), &format ))) return hr;
    if (FAILED(hr = format_to_type( &format, &type ))) return hr;
    *out = media_type_duplicate( &type );
    media_type_clear( &type );
    return *out ? S_OK : E_OUTOFMEMORY;
}

static HRESULT WINAPI file_track_put_Format( ITFileTrack *iface, const AM_MEDIA_TYPE *type )
{
    struct wav_format format;
    HRESULT hr;

    if (!type) return E_POINTER;
    if (FAILED(hr = format_from_type( type, &format ))) return hr;
    return put_format( object_of( iface ), &format );
}

static HRESULT WINAPI file_track_get_ControllingTerminal( ITFileTrack *iface, ITTerminal **out )
{
    struct file_track *track = object_of( iface );

    if (!out) return E_POINTER;
    *out = (ITTerminal *)&track->parent->terminal;
    ITTerminal_AddRef( *out );
    return S_OK;
}

static HRESULT WINAPI file_track_get_AudioFormatForScripting( ITFileTrack *iface, ITScriptableAudioFormat **out )
{
    struct wav_format format;
    HRESULT hr;

    if (!out) return E_POINTER;
    *out = NULL;
    if (FAILED(hr = get_format( object_of( iface ), &format ))) return hr;
    return audio_format_create( &format, out );
}

static HRESULT WINAPI file_track_put_AudioFormatForScripting( ITFileTrack *iface, ITScriptableAudioFormat *audio )
{
    struct wav_format format;
    HRESULT hr;

    if (!audio) return E_POINTER;
    if (FAILED(hr = audio_format_read( audio, &format ))) return hr;
    return put_format( object_of( iface ), &format );
}

static HRESULT WINAPI file_track_get_EmptyAudioFormatForScripting( ITFileTrack *iface, ITScriptableAudioFormat **out )
{
    if (!out) return E_POINTER;
    return audio_format_create( NULL, out );
}

static const ITFileTrackVtbl file_track_vtbl =
{
    FACE_DISPATCH, file_track_get_Format, file_track_put_Format, file_track_get_ControllingTerminal, file_track_get_AudioFormatForScripting,
    file_track_put_AudioFormatForScripting, file_track_get_EmptyAudioFormatForScripting
};

/* ---- ITTerminalControl ---- */

static HRESULT WINAPI control_get_AddressHandle( ITTerminalControl *iface, MSP_HANDLE *out )
{
    struct file_track *track = object_of( iface );

    if (!out) return E_POINTER;
    *out = track->parent->address;
    return S_OK;
}

/* With the lock of the terminal */
static HRESULT add_connection( struct file_track *track, IGraphBuilder *graph, IBaseFilter *filter )
{
    struct file_connection *connections;

    if (track->connection_count && !track->parent->kind->records) return TAPI_E_TERMINALINUSE;
    if (track->removed) return TAPI_E_INVALIDTERMINAL;
    if (!(connections = realloc( track->connections, (track->connection_count + 1) * sizeof(*connections) ))) return TAPI_E_NOTENOUGHMEMORY;
    track->connections = connections;
    connections[track->connection_count++] = (struct file_connection){ graph, filter };
    IBaseFilter_AddRef( filter );
    return S_OK;
}

/* Take one connection with a graph out; its filter is the caller's. NULL: there is none */
static IBaseFilter *take_connection( struct file_track *track, IGraphBuilder *graph, IBaseFilter *only )
{
    IBaseFilter *filter = NULL;
    unsigned int i;

    EnterCriticalSection( &track->parent->lock );
    for (i = 0; i < track->connection_count && !filter; i++)
    {
        if (track->connections[i].graph != graph || (only && track->connections[i].filter != only)) continue;
        filter = track->connections[i].filter;
        track->connections[i] = track->connections[--track->connection_count];
    }
    LeaveCriticalSection( &track->parent->lock );
    return filter;
}

static HRESULT get_pin( IBaseFilter *filter, IPin **out )
{
    IEnumPins *pins;
    HRESULT hr;

    if (FAILED(hr = IBaseFilter_EnumPins( filter, &pins ))) return hr;
    hr = IEnumPins_Next( pins, 1, out, NULL );
    IEnumPins_Release( pins );
    return hr == S_OK ? S_OK : E_UNEXPECTED;
}

static HRESULT WINAPI control_ConnectTerminal( ITTerminalControl *iface, IGraphBuilder *graph, DWORD direction, DWORD *count, IPin **pins )
{
    struct file_track *track = object_of( iface );
    struct file_terminal *parent = track->parent;
    IBaseFilter *filter;
    struct wav_format asked;
    BOOL has_asked;
    HRESULT hr;

    if (!graph || !count) return E_POINTER;
    if (*count && !pins) return E_POINTER;
    if (direction != (DWORD)track->direction && (track->direction != TD_BIDIRECTIONAL || (direction != TD_CAPTURE && direction != TD_RENDER)))
        return TAPI_E_INVALIDDIRECTION;
    if (!*count)
    {
        *count = 1;                     /* that many there are */
        return TAPI_E_NOTENOUGHMEMORY;
    }
    pins[0] = NULL;
    EnterCriticalSection( &parent->lock );
    has_asked = track->have_format;
    asked = track->format;
    LeaveCriticalSection( &parent->lock );
    if (FAILED(hr = parent->kind->filter_create( parent->core, has_asked ? &asked : NULL, &filter ))) return hr;
    EnterCriticalSection( &parent->lock );
    hr = add_connection( track, graph, filter );
    LeaveCriticalSection( &parent->lock );
    if (SUCCEEDED(hr))
    {
        if (SUCCEEDED(hr = IGraphBuilder_AddFilter( graph, filter, track->name )) && FAILED(hr = get_pin( filter, pins )))
            IGraphBuilder_RemoveFilter( graph, filter );
        if (FAILED(hr) && take_connection( track, graph, filter )) IBaseFilter_Release( filter );
    }
    IBaseFilter_Release( filter );
    if (FAILED(hr)) WARN( "%s cannot be connected: %#lx\n", debugstr_w( track->name ), hr );
    else *count = 1;
    return SUCCEEDED(hr) ? S_OK : hr;
}

static HRESULT WINAPI control_CompleteConnectTerminal( ITTerminalControl *iface )
{
    return S_OK;                        /* documented: always; there is nothing left to do */
}

static void disconnect_pins( IGraphBuilder *graph, IBaseFilter *filter )
{
    IPin *pin, *peer;

    if (FAILED(get_pin( filter, &pin ))) return;
    if (SUCCEEDED(IPin_ConnectedTo( pin, &peer )))
    {
        IGraphBuilder_Disconnect( graph, peer );
        IGraphBuilder_Disconnect( graph, pin );
        IPin_Release( peer );
    }
    IPin_Release( pin );
}

static HRESULT WINAPI control_DisconnectTerminal( ITTerminalControl *iface, IGraphBuilder *graph, DWORD reserved )
{
    struct file_track *track = object_of( iface );
    HRESULT hr = E_UNEXPECTED, one;
    IBaseFilter *filter;

    if (!graph) return E_POINTER;
    while ((filter = take_connection( track, graph, NULL )))
    {
        IBaseFilter_Stop( filter );
        disconnect_pins( graph, filter );
        if (hr == E_UNEXPECTED) hr = S_OK;
        if (FAILED(one = IGraphBuilder_RemoveFilter( graph, filter ))) hr = one;
        IBaseFilter_Release( filter );
    }
    return hr;
}

static HRESULT WINAPI control_RunRenderFilter( ITTerminalControl *iface )
{
    return E_NOTIMPL;                   /* documented: its filter runs with the graph */
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

/* ---- ITMediaControl, of the whole terminal ---- */

static HRESULT WINAPI media_Start( ITMediaControl *iface )
{
    return file_terminal_control( ((struct file_track *)object_of( iface ))->parent, TMS_ACTIVE );
}

static HRESULT WINAPI media_Stop( ITMediaControl *iface )
{
    return file_terminal_control( ((struct file_track *)object_of( iface ))->parent, TMS_IDLE );
}

static HRESULT WINAPI media_Pause( ITMediaControl *iface )
{
    return file_terminal_control( ((struct file_track *)object_of( iface ))->parent, TMS_PAUSED );
}

static HRESULT WINAPI media_get_MediaState( ITMediaControl *iface, TERMINAL_MEDIA_STATE *out )
{
    struct file_track *track = object_of( iface );

    return ITMediaControl_get_MediaState( (ITMediaControl *)&track->parent->control, out );
}

static const ITMediaControlVtbl media_vtbl = { FACE_DISPATCH, media_Start, media_Stop, media_Pause, media_get_MediaState };

/* ---- events ---- */

static HRESULT WINAPI registration_RegisterSink( ITPluggableTerminalEventSinkRegistration *iface, ITPluggableTerminalEventSink *sink )
{
    struct file_track *track = object_of( iface );

    return file_sink_register( track->parent, &track->sink, sink );
}

static HRESULT WINAPI registration_UnregisterSink( ITPluggableTerminalEventSinkRegistration *iface )
{
    struct file_track *track = object_of( iface );

    return file_sink_unregister( track->parent, &track->sink );
}

static const ITPluggableTerminalEventSinkRegistrationVtbl registration_vtbl = { FACE_UNKNOWN, registration_RegisterSink, registration_UnregisterSink };

/* The sink of the track, or else that of the terminal. track may be NULL. */
void file_track_fire( struct file_track *track, struct file_terminal *parent, MSP_EVENT_INFO *info )
{
    ITPluggableTerminalEventSink *sink;
    HRESULT hr;

    EnterCriticalSection( &parent->lock );
    if ((sink = track && track->sink.sink ? track->sink.sink : parent->sink.sink)) ITPluggableTerminalEventSink_AddRef( sink );
    LeaveCriticalSection( &parent->lock );
    if (!sink) return;
    info->MSP_FILE_TERMINAL_EVENT_INFO.pFileTrack = track ? (ITFileTrack *)&track->file_track : NULL;
    if (FAILED(hr = ITPluggableTerminalEventSink_FireEvent( sink, info ))) WARN( "the sink of a file terminal did not take an event: %#lx\n", hr );
    ITPluggableTerminalEventSink_Release( sink );
}

/* ---- life ---- */

static void track_destroy( struct object *object )
{
    free( object );
}

static const struct face_entry track_faces[] =
{
    { &IID_ITTerminal, offsetof( struct file_track, terminal ), TRUE },
    { &IID_ITFileTrack, offsetof( struct file_track, file_track ), TRUE },
    { &IID_ITMediaControl, offsetof( struct file_track, media ), TRUE },
    { &IID_ITTerminalControl, offsetof( struct file_track, control ), FALSE },
    { &IID_ITPluggableTerminalEventSinkRegistration, offsetof( struct file_track, registration ), FALSE },
};

static const struct object_class track_class = { "file track", track_faces, ARRAYSIZE(track_faces), track_destroy };

/* The track has one reference if out is given; the terminal knows it either way. */
HRESULT file_track_create( struct file_terminal *parent, TERMINAL_DIRECTION direction, struct file_track **out )
{
    struct file_track *track = object_create( &track_class, sizeof(*track), NULL ), **link;

    if (!track) return E_OUTOFMEMORY;
    face_init( &track->shared, &shared_vtbl, &track->object );
    face_init( &track->terminal, &terminal_vtbl, &track->object );
    face_init( &track->file_track, &file_track_vtbl, &track->object );
    face_init( &track->control, &control_vtbl, &track->object );
    face_init( &track->media, &media_vtbl, &track->object );
    face_init( &track->registration, &registration_vtbl, &track->object );
    track->object.outer = (IUnknown *)&track->shared;
    track->parent = parent;
    track->direction = direction;
    if (out) IUnknown_AddRef( (IUnknown *)&track->shared );
    EnterCriticalSection( &parent->lock );
    swprintf( track->name, ARRAYSIZE(track->name), L"%ls %u", parent->kind->track_name, ++parent->tracks_made );
    for (link = &parent->tracks; *link; link = &(*link)->next) {}
    *link = track;
    LeaveCriticalSection( &parent->lock );
    if (out) *out = track;
    return S_OK;
}

/* Nobody has a reference, and the terminal does not list it. Graphs may still have its filters: they do nothing any more. */
void file_track_free( struct file_track *track )
{
    unsigned int i;

    for (i = 0; i < track->connection_count; i++) IBaseFilter_Release( track->connections[i].filter );
    free( track->connections );
    if (track->sink.sink) ITPluggableTerminalEventSink_Release( track->sink.sink );
    IUnknown_Release( (IUnknown *)&track->object.unknown );
}
