/*
 * File Playback Terminal and File Recording Terminal: what both are.
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

#include "comobject/collection.h"
#include "debug/debug.h"
#include "file_terminal.h"

DEBUG_CHANNEL( tapimedia );

/* ---- ITTerminal ---- */

static HRESULT WINAPI terminal_get_Name( ITTerminal *iface, BSTR *out )
{
    struct file_terminal *terminal = object_of( iface );

    if (!out) return E_POINTER;
    return (*out = SysAllocString( terminal->kind->name )) ? S_OK : E_OUTOFMEMORY;
}

static HRESULT WINAPI terminal_get_State( ITTerminal *iface, TERMINAL_STATE *out )
{
    struct file_terminal *terminal = object_of( iface );
    struct file_track *track;

    if (!out) return E_POINTER;
    *out = TS_NOTINUSE;
    EnterCriticalSection( &terminal->lock );
    for (track = terminal->tracks; track; track = track->next) if (track->connection_count) *out = TS_INUSE;
    LeaveCriticalSection( &terminal->lock );
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
    struct file_terminal *terminal = object_of( iface );
    WCHAR text[40];

    if (!out) return E_POINTER;
    StringFromGUID2( terminal->kind->clsid, text, ARRAYSIZE(text) );
    return (*out = SysAllocString( text )) ? S_OK : E_OUTOFMEMORY;
}

static HRESULT WINAPI terminal_get_MediaType( ITTerminal *iface, LONG *out )
{
    struct file_terminal *terminal = object_of( iface );

    if (!out) return E_POINTER;
    *out = terminal->media_type;
    return S_OK;
}

static HRESULT WINAPI terminal_get_Direction( ITTerminal *iface, TERMINAL_DIRECTION *out )
{
    struct file_terminal *terminal = object_of( iface );

    if (!out) return E_POINTER;
    *out = terminal->direction;
    return S_OK;
}

static const ITTerminalVtbl terminal_vtbl =
{
    FACE_DISPATCH, terminal_get_Name, terminal_get_State, terminal_get_TerminalType, terminal_get_TerminalClass, terminal_get_MediaType,
    terminal_get_Direction
};

/* ---- ITMultiTrackTerminal ---- */

/* With the lock: the tracks that are there, not referenced; NULL without memory */
static ITTerminal **list_tracks( struct file_terminal *terminal, unsigned int *count )
{
    struct file_track *track;
    ITTerminal **list;

    *count = 0;
    for (track = terminal->tracks; track; track = track->next) ++*count;
    if (!(list = malloc( (*count + 1) * sizeof(*list) ))) return NULL;
    *count = 0;
    for (track = terminal->tracks; track; track = track->next) if (!track->removed) list[(*count)++] = file_track_iface( track );
    return list;
}

static HRESULT WINAPI multitrack_get_TrackTerminals( ITMultiTrackTerminal *iface, VARIANT *out )
{
    struct file_terminal *terminal = object_of( iface );
    HRESULT hr = E_OUTOFMEMORY;
    unsigned int count;
    ITTerminal **list;

    if (!out) return E_POINTER;
    VariantInit( out );
    EnterCriticalSection( &terminal->lock );
    if ((list = list_tracks( terminal, &count ))) hr = collection_variant( ELEMENT_INTERFACE, list, count, out );
    LeaveCriticalSection( &terminal->lock );
    free( list );
    return hr;
}

static HRESULT WINAPI multitrack_EnumerateTrackTerminals( ITMultiTrackTerminal *iface, IEnumTerminal **out )
{
    struct file_terminal *terminal = object_of( iface );
    HRESULT hr = E_OUTOFMEMORY;
    unsigned int count;
    ITTerminal **list;

    if (!out) return E_POINTER;
    *out = NULL;
    EnterCriticalSection( &terminal->lock );
    if ((list = list_tracks( terminal, &count ))) hr = enumerator_create( &IID_IEnumTerminal, ELEMENT_INTERFACE, list, count, (void **)out );
    LeaveCriticalSection( &terminal->lock );
    free( list );
    return hr;
}

static HRESULT WINAPI multitrack_CreateTrackTerminal( ITMultiTrackTerminal *iface, LONG media, TERMINAL_DIRECTION direction, ITTerminal **out )
{
    struct file_terminal *terminal = object_of( iface );
    struct file_track *track;
    HRESULT hr;

    if (!out) return E_POINTER;
    *out = NULL;
    /* the tracks of a file that is played are those of the file */
    if (!terminal->kind->records) return TAPI_E_NOTSUPPORTED;
    if (media != TAPIMEDIATYPE_AUDIO) return TAPI_E_INVALIDMEDIATYPE;
    /* one of both directions records what is said on both sides */
    if (direction != TD_CAPTURE && direction != TD_RENDER && direction != TD_BIDIRECTIONAL) return TAPI_E_INVALIDDIRECTION;
    if (FAILED(hr = file_track_create( terminal, direction, &track ))) return hr;
    *out = file_track_iface( track );
    return S_OK;
}

static HRESULT WINAPI multitrack_get_MediaTypesInUse( ITMultiTrackTerminal *iface, LONG *out )
{
    struct file_terminal *terminal = object_of( iface );
    struct file_track *track;

    if (!out) return E_POINTER;
    *out = 0;
    EnterCriticalSection( &terminal->lock );
    for (track = terminal->tracks; track; track = track->next) if (!track->removed) *out = TAPIMEDIATYPE_AUDIO;
    LeaveCriticalSection( &terminal->lock );
    return S_OK;
}

static HRESULT WINAPI multitrack_get_DirectionsInUse( ITMultiTrackTerminal *iface, TERMINAL_DIRECTION *out )
{
    struct file_terminal *terminal = object_of( iface );
    struct file_track *track;

    if (!out) return E_POINTER;
    *out = TD_NONE;
    EnterCriticalSection( &terminal->lock );
    for (track = terminal->tracks; track; track = track->next)
    {
        if (track->removed) continue;
        *out = *out == TD_NONE || *out == track->direction ? track->direction : TD_MULTITRACK_MIXED;
    }
    LeaveCriticalSection( &terminal->lock );
    return S_OK;
}

static HRESULT WINAPI multitrack_RemoveTrackTerminal( ITMultiTrackTerminal *iface, ITTerminal *track_terminal )
{
    struct file_terminal *terminal = object_of( iface );
    HRESULT hr = TAPI_E_INVALIDTERMINAL;
    struct file_track *track;

    if (!track_terminal) return E_POINTER;
    if (!terminal->kind->records) return TAPI_E_NOTSUPPORTED;
    EnterCriticalSection( &terminal->lock );
    for (track = terminal->tracks; track; track = track->next)
    {
        if (file_track_iface( track ) != track_terminal || track->removed) continue;
        hr = track->connection_count ? TAPI_E_TERMINALINUSE : S_OK;
        if (hr == S_OK) track->removed = TRUE;
        break;
    }
    LeaveCriticalSection( &terminal->lock );
    return hr;
}

static const ITMultiTrackTerminalVtbl multitrack_vtbl =
{
    FACE_DISPATCH, multitrack_get_TrackTerminals, multitrack_EnumerateTrackTerminals, multitrack_CreateTrackTerminal, multitrack_get_MediaTypesInUse,
    multitrack_get_DirectionsInUse, multitrack_RemoveTrackTerminal
};

/* ---- ITMediaControl ---- */

/* The format that a program has asked for; the file has one only, so the first counts. */
static BOOL asked_format( struct file_terminal *terminal, struct wav_format *format )
{
    struct file_track *track;
    BOOL found = FALSE;

    EnterCriticalSection( &terminal->lock );
    for (track = terminal->tracks; track && !found; track = track->next)
        if (!track->removed && (found = track->have_format)) *format = track->format;
    LeaveCriticalSection( &terminal->lock );
    return found;
}

HRESULT file_terminal_control( struct file_terminal *terminal, TERMINAL_MEDIA_STATE state )
{
    struct file_core *core = terminal->core;
    struct wav_format format;
    const BOOL asked = asked_format( terminal, &format );
    HRESULT hr = S_OK;

    EnterCriticalSection( &core->lock );
    TRACE( "%s: %d -> %d\n", debugstr_w( terminal->kind->name ), core->state, state );
    if (core->state == TMS_IDLE && state == TMS_PAUSED) hr = TAPI_E_WRONG_STATE;
    else if (core->state != state)
    {
        if (state == TMS_ACTIVE) hr = core->kind->start( core, asked ? &format : NULL );
        else if (state == TMS_IDLE) core->kind->stop( core );
        else core->kind->pause( core );
        if (SUCCEEDED(hr))
        {
            core->state = state;
            core_event( core, FTEC_NORMAL, S_OK );
        }
    }
    LeaveCriticalSection( &core->lock );
    core_fire( core );
    return hr;
}

static HRESULT WINAPI control_Start( ITMediaControl *iface )
{
    return file_terminal_control( object_of( iface ), TMS_ACTIVE );
}

static HRESULT WINAPI control_Stop( ITMediaControl *iface )
{
    return file_terminal_control( object_of( iface ), TMS_IDLE );
}

static HRESULT WINAPI control_Pause( ITMediaControl *iface )
{
    return file_terminal_control( object_of( iface ), TMS_PAUSED );
}

static HRESULT WINAPI control_get_MediaState( ITMediaControl *iface, TERMINAL_MEDIA_STATE *out )
{
    struct file_terminal *terminal = object_of( iface );

    if (!out) return E_POINTER;
    EnterCriticalSection( &terminal->core->lock );
    *out = terminal->core->state;
    LeaveCriticalSection( &terminal->core->lock );
    return S_OK;
}

static const ITMediaControlVtbl control_vtbl = { FACE_DISPATCH, control_Start, control_Stop, control_Pause, control_get_MediaState };

/* ---- ITPluggableTerminalEventSinkRegistration ---- */

HRESULT file_sink_register( struct file_terminal *terminal, struct file_sink *sink, ITPluggableTerminalEventSink *new_sink )
{
    ITPluggableTerminalEventSink *old;

    if (!new_sink) return E_POINTER;
    ITPluggableTerminalEventSink_AddRef( new_sink );
    EnterCriticalSection( &terminal->lock );
    old = sink->sink;
    sink->sink = new_sink;
    sink->registrations++;
    LeaveCriticalSection( &terminal->lock );
    if (old) ITPluggableTerminalEventSink_Release( old );
    return S_OK;
}

HRESULT file_sink_unregister( struct file_terminal *terminal, struct file_sink *sink )
{
    ITPluggableTerminalEventSink *old = NULL;
    HRESULT hr = S_OK;

    EnterCriticalSection( &terminal->lock );
    if (!sink->registrations) hr = E_UNEXPECTED;
    else if (!--sink->registrations)
    {
        old = sink->sink;
        sink->sink = NULL;
    }
    LeaveCriticalSection( &terminal->lock );
    if (old) ITPluggableTerminalEventSink_Release( old );
    return hr;
}

static HRESULT WINAPI registration_RegisterSink( ITPluggableTerminalEventSinkRegistration *iface, ITPluggableTerminalEventSink *sink )
{
    struct file_terminal *terminal = object_of( iface );

    return file_sink_register( terminal, &terminal->sink, sink );
}

static HRESULT WINAPI registration_UnregisterSink( ITPluggableTerminalEventSinkRegistration *iface )
{
    struct file_terminal *terminal = object_of( iface );

    return file_sink_unregister( terminal, &terminal->sink );
}

static const ITPluggableTerminalEventSinkRegistrationVtbl registration_vtbl = { FACE_UNKNOWN, registration_RegisterSink, registration_UnregisterSink };

/* ---- life ---- */

static void terminal_destroy( struct object *object )
{
    struct file_terminal *terminal = (struct file_terminal *)object;
    struct file_core *core = terminal->core;
    struct file_track *track;

    EnterCriticalSection( &core->lock );
    core->terminal = NULL;
    if (core->state != TMS_IDLE) core->kind->stop( core );
    core->state = TMS_IDLE;
    LeaveCriticalSection( &core->lock );
    while ((track = terminal->tracks))
    {
        terminal->tracks = track->next;
        file_track_free( track );
    }
    if (terminal->sink.sink) ITPluggableTerminalEventSink_Release( terminal->sink.sink );
    core_release( core );
    DeleteCriticalSection( &terminal->lock );
    free( terminal );
}

#define FACES( media_iid ) \
    { &IID_ITTerminal, offsetof( struct file_terminal, terminal ), TRUE }, \
    { &IID_ITMultiTrackTerminal, offsetof( struct file_terminal, multitrack ), TRUE }, \
    { &IID_ITMediaControl, offsetof( struct file_terminal, control ), TRUE }, \
    { &media_iid, offsetof( struct file_terminal, media ), TRUE }, \
    { &IID_ITPluggableTerminalEventSinkRegistration, offsetof( struct file_terminal, registration ), FALSE }

static const struct face_entry playback_faces[] = { FACES( IID_ITMediaPlayback ) };
static const struct face_entry recording_faces[] = { FACES( IID_ITMediaRecord ) };
static const struct object_class playback_class = { "file playback terminal", playback_faces, ARRAYSIZE(playback_faces), terminal_destroy };
static const struct object_class recording_class = { "file recording terminal", recording_faces, ARRAYSIZE(recording_faces), terminal_destroy };

/* Takes the reference of the core, also on failure. */
HRESULT file_terminal_create( const struct file_kind *kind, const void *media_vtbl, struct file_core *core, LONG media, TERMINAL_DIRECTION direction,
                              MSP_HANDLE address, ITTerminal **out )
{
    struct file_terminal *terminal;
    HRESULT hr = S_OK;

    *out = NULL;
    if (!core) return E_OUTOFMEMORY;
    if (!media || (media & ~(TAPIMEDIATYPE_MULTITRACK | TAPIMEDIATYPE_AUDIO))) hr = TAPI_E_INVALIDMEDIATYPE;
    else if (direction != (kind->records ? TD_RENDER : TD_CAPTURE) && direction != TD_MULTITRACK_MIXED) hr = TAPI_E_INVALIDDIRECTION;
    else if (!(terminal = object_create( kind->records ? &recording_class : &playback_class, sizeof(*terminal), NULL ))) hr = E_OUTOFMEMORY;
    if (FAILED(hr))
    {
        core_release( core );
        return hr;
    }
    face_init( &terminal->terminal, &terminal_vtbl, &terminal->object );
    face_init( &terminal->multitrack, &multitrack_vtbl, &terminal->object );
    face_init( &terminal->control, &control_vtbl, &terminal->object );
    face_init( &terminal->media, media_vtbl, &terminal->object );
    face_init( &terminal->registration, &registration_vtbl, &terminal->object );
    InitializeCriticalSection( &terminal->lock );
    terminal->kind = kind;
    terminal->core = core;
    terminal->address = address;
    terminal->media_type = media;
    terminal->direction = direction;
    core->terminal = terminal;
    *out = (ITTerminal *)&terminal->terminal;
    return S_OK;
}
