/*
 * Calls of the exchange: their streams, and what exchange.tsp says about them.
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

#include "exchangemsp_private.h"
#include "debug/debug.h"

DEBUG_CHANNEL( msp );

static HRESULT call_created( struct msp_call *call )
{
    const struct exchange_media request = { sizeof(request), EXCHANGE_MEDIA_ASK };
    struct link *link = link_create();

    if (!link) return E_OUTOFMEMORY;
    msp_call_set_private( call, link );
    /* of a call that is there already; others are offered when they are connected */
    msp_call_send( call, &request, sizeof(request) );
    return S_OK;
}

static void call_closed( struct msp_call *call )
{
    link_release( msp_call_private( call ));
}

static HRESULT call_data( struct msp_call *call, const void *data, DWORD size )
{
    struct exchange_media media;

    if (size != sizeof(media)) return E_INVALIDARG;
    memcpy( &media, data, sizeof(media) );
    if (media.size != sizeof(media) || media.kind != EXCHANGE_MEDIA_STATE || media.pipe[ARRAYSIZE(media.pipe) - 1]) return E_INVALIDARG;
    TRACE( "call %p: state %lu, pipe %s\n", call, media.state, debugstr_w( media.pipe ));
    if (media.state == EXCHANGE_CALL_IDLE || !media.pipe[0]) msp_call_set_ready( call, FALSE, CALL_CAUSE_REMOTE_REQUEST );
    else
    {
        link_set( msp_call_private( call ), &media );
        msp_call_set_ready( call, TRUE, CALL_CAUSE_LOCAL_REQUEST );
    }
    return S_OK;
}

static HRESULT create_filter( struct msp_call *call, const struct msp_stream_kind *kind, IBaseFilter **filter )
{
    struct link *link = msp_call_private( call );

    return kind->direction == TD_RENDER ? source_create( link, filter ) : sink_filter_create( link, filter );
}

static const struct msp_stream_kind streams[] =
{
    { TAPIMEDIATYPE_AUDIO, TD_CAPTURE, L"Audio to the far end" },
    { TAPIMEDIATYPE_AUDIO, TD_RENDER, L"Audio from the far end" },
};

static const struct msp_provider provider = { "exchangemsp", streams, ARRAYSIZE(streams), call_created, call_closed, call_data, create_filter };
static const CLSID class_id = CLSID_EXCHANGEMSP_INIT;

const struct msp_dll msp_dll = { &class_id, L"Wine Telephony exchange MSP", &provider };
