/*
 * The filter that takes what the far end hears.
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

#define MOST_WAIT 40000                 /* ms in which the far end must take something of the end of the sound: it waits for who listens for up to 30 s */

struct sink
{
    struct media_filter filter;
    struct media_pin    in;
    struct link        *link;
};

static const WAVEFORMATEX format = { WAVE_FORMAT_PCM, 1, 8000, 16000, 2, 16, 0 };

static struct exchange_ring *ring_of( struct media_filter *filter )
{
    return &((struct sink *)filter)->link->shared->spoken;
}

static HRESULT get_type( struct media_pin *pin, unsigned int index, AM_MEDIA_TYPE *type )
{
    return index ? VFW_S_NO_MORE_ITEMS : media_type_from_wave( type, &format );
}

static HRESULT query_accept( struct media_pin *pin, const AM_MEDIA_TYPE *type )
{
    const WAVEFORMATEX *given = media_type_wave( type );

    return given && given->wFormatTag == WAVE_FORMAT_PCM && given->nChannels == 1 && given->nSamplesPerSec == 8000 && given->wBitsPerSample == 16 ?
           S_OK : VFW_E_TYPE_NOT_ACCEPTED;
}

/* Waits until there is room for some samples; how many, or 0: it is stopped. */
static uint32_t wait_for_room( struct media_pin *pin, uint32_t wanted )
{
    struct exchange_ring *ring = ring_of( pin->filter );

    for (;;)
    {
        const uint32_t waiting = ring->written - exchange_ring_load( &ring->taken );
        uint32_t quarter;

        if (waiting < EXCHANGE_RING_AHEAD) return min( wanted, EXCHANGE_RING_AHEAD - waiting );
        if (waiting > EXCHANGE_RING_SAMPLES) return 0;          /* that cannot be: the exchange has lost its mind */
        /* until a quarter of it is gone: a file is not read in ever so small pieces */
        quarter = (waiting - EXCHANGE_RING_AHEAD * 3 / 4) / 8;
        if (!WaitForSingleObject( pin->filter->stopping, quarter ) || pin->flushing) return 0;
    }
}

static HRESULT receive( struct media_pin *pin, IMediaSample *sample )
{
    struct exchange_ring *ring = ring_of( pin->filter );
    uint32_t count = IMediaSample_GetActualDataLength( sample ) / sizeof(int16_t), done = 0, room, i;
    const BOOL live = media_pin_peer_is_live( pin );
    const int16_t *data;
    HRESULT hr;

    if (FAILED(hr = IMediaSample_GetPointer( sample, (BYTE **)&data ))) return hr;
    exchange_ring_store( &ring->live, live );
    exchange_ring_store( &ring->complete, 0 );
    while (done < count)
    {
        if (live)
        {
            const uint32_t waiting = ring->written - exchange_ring_load( &ring->taken );

            /* who speaks is not held up: what there is no room for is lost */
            room = waiting < EXCHANGE_RING_AHEAD ? min( count - done, EXCHANGE_RING_AHEAD - waiting ) : 0;
        }
        else room = wait_for_room( pin, count - done );
        if (!room) return live ? S_OK : S_FALSE;
        for (i = 0; i < room; i++) ring->samples[(ring->written + i) % EXCHANGE_RING_SAMPLES] = data[done + i];
        exchange_ring_store( &ring->written, ring->written + room );
        done += room;
    }
    return S_OK;
}

/* The end has come when the far end has heard it: who hangs up then cuts nothing off. */
static HRESULT end_of_stream( struct media_pin *pin )
{
    struct exchange_ring *ring = ring_of( pin->filter );
    uint32_t taken, before = exchange_ring_load( &ring->taken );
    unsigned int waited;

    exchange_ring_store( &ring->complete, 1 );
    for (waited = 0; (taken = exchange_ring_load( &ring->taken )) != ring->written && waited < MOST_WAIT && !pin->flushing; waited += EXCHANGE_FRAME_MS)
    {
        if (taken != before) waited = 0;
        before = taken;
        if (!WaitForSingleObject( pin->filter->stopping, EXCHANGE_FRAME_MS )) return S_OK;
    }
    media_filter_notify( pin->filter, EC_COMPLETE, S_OK, (LONG_PTR)media_filter_iface( pin->filter ));
    return S_OK;
}

static void forget( struct link *link )
{
    struct exchange_ring *ring;

    if (!link->shared) return;
    ring = &link->shared->spoken;
    exchange_ring_store( &ring->drop, ring->written );
    exchange_ring_store( &ring->complete, 1 );
}

static HRESULT begin_flush( struct media_pin *pin )
{
    return S_OK;                        /* who waits sees it */
}

static HRESULT end_flush( struct media_pin *pin )
{
    forget( ((struct sink *)pin->filter)->link );
    return S_OK;
}

static HRESULT start( struct media_filter *filter )
{
    return link_connect( ((struct sink *)filter)->link );
}

static void stopped( struct media_filter *filter )
{
    forget( ((struct sink *)filter)->link );
}

static void sink_destroy( struct object *object )
{
    struct sink *sink = (struct sink *)object;
    struct link *link = sink->link;

    media_filter_free( &sink->filter );
    link_release( link );
}

static const struct face_entry sink_faces[] = { MEDIA_FILTER_FACES };
static const struct object_class sink_class = { "exchange sink", sink_faces, ARRAYSIZE(sink_faces), sink_destroy };
static const struct media_filter_ops sink_ops = { .start = start, .stopped = stopped };
static const struct media_pin_ops in_ops =
{
    .get_type = get_type, .query_accept = query_accept, .receive = receive, .end_of_stream = end_of_stream, .begin_flush = begin_flush,
    .end_flush = end_flush
};

HRESULT sink_filter_create( struct link *link, IBaseFilter **out )
{
    struct sink *sink = media_filter_create( &sink_class, &sink_ops, sizeof(*sink), NULL );

    *out = NULL;
    if (!sink) return E_OUTOFMEMORY;
    sink->link = link_addref( link );
    media_filter_add_pin( &sink->filter, &sink->in, PINDIR_INPUT, L"In", &in_ops );
    *out = media_filter_iface( sink );
    return S_OK;
}
