/*
 * Terminals on a whole call: TAPI finds the streams that they belong on.
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

#include "tapi3_private.h"
#include "debug/debug.h"

DEBUG_CHANNEL( tapi3 );

static HRESULT call_streams( struct call *call, IEnumStream **streams )
{
    ITStreamControl *control;
    HRESULT hr;

    *streams = NULL;
    if (FAILED(IUnknown_QueryInterface( object_unknown( call ), &IID_ITStreamControl, (void **)&control )))
    {
        WARN( "the line of this call has no media service provider, so it has no streams\n" );
        return TAPI_E_NOTSUPPORTED;
    }
    hr = ITStreamControl_EnumerateStreams( control, streams );
    ITStreamControl_Release( control );
    return hr;
}

static BOOL same_object( void *a, void *b )
{
    IUnknown *first = NULL, *second = NULL;

    IUnknown_QueryInterface( (IUnknown *)a, &IID_IUnknown, (void **)&first );
    IUnknown_QueryInterface( (IUnknown *)b, &IID_IUnknown, (void **)&second );
    if (first) IUnknown_Release( first );
    if (second) IUnknown_Release( second );
    return first == second;
}

static BOOL stream_has( ITStream *stream, ITTerminal *terminal )
{
    IEnumTerminal *terminals;
    ITTerminal *selected;
    BOOL found = FALSE;

    if (FAILED(ITStream_EnumerateTerminals( stream, &terminals ))) return FALSE;
    while (!found && IEnumTerminal_Next( terminals, 1, &selected, NULL ) == S_OK)
    {
        found = same_object( selected, terminal );
        ITTerminal_Release( selected );
    }
    IEnumTerminal_Release( terminals );
    return found;
}

static BOOL fits( ITStream *stream, ITTerminal *terminal )
{
    TERMINAL_DIRECTION stream_direction, direction;
    LONG stream_media, media;

    if (FAILED(ITStream_get_MediaType( stream, &stream_media )) || FAILED(ITStream_get_Direction( stream, &stream_direction ))) return FALSE;
    if (FAILED(ITTerminal_get_MediaType( terminal, &media )) || FAILED(ITTerminal_get_Direction( terminal, &direction ))) return FALSE;
    return (media & stream_media) && (direction == stream_direction || direction == TD_BIDIRECTIONAL || stream_direction == TD_BIDIRECTIONAL);
}

/*
 * Select a terminal on the streams that it fits: one that goes both ways on one of each direction, another on the first that takes it. When no
 * stream took it the first refusal says why.
 */
static HRESULT select_single( struct call *call, ITTerminal *terminal )
{
    HRESULT hr, refusal = TAPI_E_INVALIDTERMINAL;
    TERMINAL_DIRECTION direction;
    IEnumStream *streams;
    unsigned int taken = 0, refused = 0;
    ITStream *stream;

    if (FAILED(hr = ITTerminal_get_Direction( terminal, &direction )) || FAILED(hr = call_streams( call, &streams ))) return hr;
    while ((direction == TD_BIDIRECTIONAL || !taken) && IEnumStream_Next( streams, 1, &stream, NULL ) == S_OK)
    {
        if (fits( stream, terminal ))
        {
            if (SUCCEEDED(hr = ITStream_SelectTerminal( stream, terminal ))) taken++;
            else if (!refused++) refusal = hr;
        }
        ITStream_Release( stream );
    }
    IEnumStream_Release( streams );
    return taken ? S_OK : refusal;
}

/* Whether one of the terminal's tracks is on a stream */
static BOOL stream_has_track( ITStream *stream, ITMultiTrackTerminal *tracks )
{
    IEnumTerminal *list;
    ITTerminal *track;
    BOOL found = FALSE;

    if (FAILED(ITMultiTrackTerminal_EnumerateTrackTerminals( tracks, &list ))) return FALSE;
    while (!found && IEnumTerminal_Next( list, 1, &track, NULL ) == S_OK)
    {
        found = stream_has( stream, track );
        ITTerminal_Release( track );
    }
    IEnumTerminal_Release( list );
    return found;
}

/*
 * A track for each stream that none of the terminal's tracks is on yet: only terminals that record can make more. One made for TD_RENDER records what the
 * far end says, one made for TD_MULTITRACK_MIXED both sides.
 */
static HRESULT add_tracks( struct call *call, ITMultiTrackTerminal *tracks, TERMINAL_DIRECTION terminal_direction, unsigned int *taken )
{
    TERMINAL_DIRECTION direction;
    IEnumStream *streams;
    ITTerminal *track;
    ITStream *stream;
    HRESULT hr, refusal = S_OK;
    LONG media;

    if (FAILED(hr = call_streams( call, &streams ))) return hr;
    while (IEnumStream_Next( streams, 1, &stream, NULL ) == S_OK)
    {
        if (SUCCEEDED(ITStream_get_Direction( stream, &direction )) && (direction == terminal_direction || terminal_direction == TD_MULTITRACK_MIXED) &&
            !stream_has_track( stream, tracks ) && SUCCEEDED(ITStream_get_MediaType( stream, &media )) &&
            SUCCEEDED(hr = ITMultiTrackTerminal_CreateTrackTerminal( tracks, media, direction, &track )))
        {
            if (SUCCEEDED(hr = ITStream_SelectTerminal( stream, track ))) (*taken)++;
            else
            {
                ITMultiTrackTerminal_RemoveTrackTerminal( tracks, track );
                if (refusal == S_OK) refusal = hr;
            }
            ITTerminal_Release( track );
        }
        ITStream_Release( stream );
    }
    IEnumStream_Release( streams );
    return refusal;
}

static HRESULT select_tracks( struct call *call, ITMultiTrackTerminal *tracks, TERMINAL_DIRECTION direction, BOOL records )
{
    HRESULT hr, refusal = TAPI_E_INVALIDTERMINAL;
    IEnumTerminal *list;
    ITTerminal *track;
    unsigned int taken = 0;
    TERMINAL_STATE state;

    if (FAILED(hr = ITMultiTrackTerminal_EnumerateTrackTerminals( tracks, &list ))) return hr;
    while (IEnumTerminal_Next( list, 1, &track, NULL ) == S_OK)
    {
        if (SUCCEEDED(ITTerminal_get_State( track, &state )) && state == TS_NOTINUSE)
        {
            if (SUCCEEDED(hr = select_single( call, track ))) taken++;
            else refusal = hr;
        }
        ITTerminal_Release( track );
    }
    IEnumTerminal_Release( list );
    if (records && FAILED(hr = add_tracks( call, tracks, direction, &taken ))) refusal = hr;
    return taken ? S_OK : refusal;
}

HRESULT call_select_terminal( struct call *call, ITTerminal *terminal )
{
    ITMultiTrackTerminal *tracks;
    TERMINAL_DIRECTION direction;
    ITMediaRecord *record;
    HRESULT hr;

    if (FAILED(ITTerminal_QueryInterface( terminal, &IID_ITMultiTrackTerminal, (void **)&tracks ))) return select_single( call, terminal );
    if (FAILED(ITTerminal_get_Direction( terminal, &direction ))) direction = TD_RENDER;
    if (FAILED(ITTerminal_QueryInterface( terminal, &IID_ITMediaRecord, (void **)&record ))) record = NULL;
    hr = select_tracks( call, tracks, direction, record != NULL );
    if (record) ITMediaRecord_Release( record );
    ITMultiTrackTerminal_Release( tracks );
    return hr;
}

static HRESULT unselect_single( struct call *call, ITTerminal *terminal, unsigned int *found )
{
    HRESULT hr, refusal = S_OK;
    IEnumStream *streams;
    ITStream *stream;

    if (FAILED(hr = call_streams( call, &streams ))) return hr;
    while (IEnumStream_Next( streams, 1, &stream, NULL ) == S_OK)
    {
        if (stream_has( stream, terminal ))
        {
            (*found)++;
            if (FAILED(hr = ITStream_UnselectTerminal( stream, terminal ))) refusal = hr;
        }
        ITStream_Release( stream );
    }
    IEnumStream_Release( streams );
    return refusal;
}

HRESULT call_unselect_terminal( struct call *call, ITTerminal *terminal )
{
    ITMultiTrackTerminal *tracks;
    HRESULT hr, refusal = S_OK;
    unsigned int found = 0;
    IEnumTerminal *list;
    ITTerminal *track;

    if (FAILED(ITTerminal_QueryInterface( terminal, &IID_ITMultiTrackTerminal, (void **)&tracks ))) refusal = unselect_single( call, terminal, &found );
    else
    {
        if (SUCCEEDED(refusal = ITMultiTrackTerminal_EnumerateTrackTerminals( tracks, &list )))
        {
            while (IEnumTerminal_Next( list, 1, &track, NULL ) == S_OK)
            {
                if (FAILED(hr = unselect_single( call, track, &found ))) refusal = hr;
                ITTerminal_Release( track );
            }
            IEnumTerminal_Release( list );
        }
        ITMultiTrackTerminal_Release( tracks );
    }
    if (FAILED(refusal)) return refusal;
    return found ? S_OK : TAPI_E_INVALIDTERMINAL;
}

/* The first static terminal of a class, medium and direction; S_FALSE if there is none */
static HRESULT static_terminal( ITTerminalSupport *support, const CLSID *class, LONG media, TERMINAL_DIRECTION direction, ITTerminal **out )
{
    TERMINAL_DIRECTION terminal_direction;
    IEnumTerminal *list;
    ITTerminal *terminal;
    LONG terminal_media;
    HRESULT hr;
    CLSID found;
    BSTR name;

    if (FAILED(hr = ITTerminalSupport_EnumerateStaticTerminals( support, &list ))) return hr;
    while (!*out && IEnumTerminal_Next( list, 1, &terminal, NULL ) == S_OK)
    {
        if (SUCCEEDED(ITTerminal_get_TerminalClass( terminal, &name )))
        {
            if (SUCCEEDED(CLSIDFromString( name, &found )) && IsEqualCLSID( &found, class ) &&
                SUCCEEDED(ITTerminal_get_MediaType( terminal, &terminal_media )) && SUCCEEDED(ITTerminal_get_Direction( terminal, &terminal_direction )) &&
                (terminal_media & media) == media && terminal_direction == direction)
            {
                *out = terminal;
                ITTerminal_AddRef( terminal );
            }
            SysFreeString( name );
        }
        ITTerminal_Release( terminal );
    }
    IEnumTerminal_Release( list );
    return *out ? S_OK : S_FALSE;
}

HRESULT call_request_terminal( struct call *call, BSTR class_name, LONG media, TERMINAL_DIRECTION direction, ITTerminal **out )
{
    ITTerminalSupport *support;
    CLSID class;
    HRESULT hr;

    *out = NULL;
    if (!class_name) return E_POINTER;
    if (FAILED(CLSIDFromString( class_name, &class ))) return E_INVALIDARG;
    if (FAILED(IUnknown_QueryInterface( object_unknown( call->address ), &IID_ITTerminalSupport, (void **)&support )))
    {
        WARN( "the line of this call has no media service provider, so it has no terminals\n" );
        return TAPI_E_NOTSUPPORTED;
    }
    hr = static_terminal( support, &class, media, direction, out );
    if (hr == S_FALSE) hr = ITTerminalSupport_CreateTerminal( support, class_name, media, direction, out );
    ITTerminalSupport_Release( support );
    return hr;
}
