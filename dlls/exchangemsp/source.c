/*
 * The filter that gives what the far end says.
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

#define SAMPLE_TIME 1250                /* of one sample, in 100 ns */
#define MOST_SAMPLES 1600               /* delivered in one piece: 200 ms */

static const WAVEFORMATEX format = { WAVE_FORMAT_PCM, 1, 8000, 16000, 2, 16, 0 };

static HRESULT get_type( struct media_pin *pin, unsigned int index, AM_MEDIA_TYPE *type )
{
    return index ? VFW_S_NO_MORE_ITEMS : media_type_from_wave( type, &format );
}

static HRESULT query_accept( struct media_pin *pin, const AM_MEDIA_TYPE *type )
{
    const WAVEFORMATEX *wanted = media_type_wave( type );

    return wanted && wanted->wFormatTag == WAVE_FORMAT_PCM && wanted->nChannels == 1 && wanted->nSamplesPerSec == 8000 && wanted->wBitsPerSample == 16 ?
           S_OK : VFW_E_TYPE_NOT_ACCEPTED;
}

BOOL source_deliver( struct source *source )
{
    struct exchange_ring *ring = &source->link->shared->heard;
    BOOL delivered = FALSE;

    while (source->filter.state == State_Running)
    {
        const uint32_t written = exchange_ring_load( &ring->written ), taken = ring->taken;
        const uint32_t available = written - taken, count = min( available - available % EXCHANGE_FRAME_SAMPLES, MOST_SAMPLES );
        IMediaSample *sample;
        REFERENCE_TIME stop;
        int16_t *data;
        uint32_t i;
        HRESULT hr;

        if (!count) return delivered;
        if (written - taken > EXCHANGE_RING_SAMPLES)
        {
            exchange_ring_store( &ring->taken, written );
            return delivered;
        }
        if (FAILED(media_pin_get_sample( &source->out, &sample ))) return delivered;
        if (FAILED(hr = IMediaSample_GetPointer( sample, (BYTE **)&data )) || IMediaSample_GetSize( sample ) < (LONG)(count * sizeof(*data)))
        {
            IMediaSample_Release( sample );
            media_filter_abort( &source->filter, FAILED(hr) ? hr : VFW_E_BUFFER_OVERFLOW );
            return delivered;
        }
        for (i = 0; i < count; i++) data[i] = ring->samples[(taken + i) % EXCHANGE_RING_SAMPLES];
        exchange_ring_store( &ring->taken, taken + count );
        stop = source->time + count * SAMPLE_TIME;
        IMediaSample_SetActualDataLength( sample, count * sizeof(*data) );
        IMediaSample_SetTime( sample, &source->time, &stop );
        IMediaSample_SetSyncPoint( sample, TRUE );
        source->time = stop;
        if (media_pin_deliver( &source->out, sample ) != S_OK) return delivered;
        delivered = TRUE;
    }
    return delivered;
}

static HRESULT buffers( struct media_pin *pin, ALLOCATOR_PROPERTIES *properties )
{
    if (properties->cBuffers < 4) properties->cBuffers = 4;
    if (properties->cbBuffer < (LONG)(MOST_SAMPLES * sizeof(int16_t))) properties->cbBuffer = MOST_SAMPLES * sizeof(int16_t);
    return S_OK;
}

static HRESULT start( struct media_filter *filter )
{
    struct source *source = (struct source *)filter;
    HRESULT hr;

    if (FAILED(hr = link_connect( source->link ))) return hr;
    source->time = 0;
    return pump_add( source );
}

/* What was said while nobody listened is over. */
static HRESULT run( struct media_filter *filter )
{
    struct exchange_ring *ring = &((struct source *)filter)->link->shared->heard;

    exchange_ring_store( &ring->taken, exchange_ring_load( &ring->written ));
    exchange_ring_store( &ring->listens, 1 );
    return S_OK;
}

/* Nobody shall wait for it. */
static void paused( struct media_filter *filter )
{
    exchange_ring_store( &((struct source *)filter)->link->shared->heard.listens, 0 );
}

static void stopped( struct media_filter *filter )
{
    pump_remove( (struct source *)filter );
}

static void source_destroy( struct object *object )
{
    struct source *source = (struct source *)object;
    struct link *link = source->link;

    media_filter_free( &source->filter );
    link_release( link );
}

static const struct face_entry source_faces[] = { MEDIA_FILTER_FACES };
static const struct object_class source_class = { "exchange source", source_faces, ARRAYSIZE(source_faces), source_destroy };
static const struct media_filter_ops source_ops = { .start = start, .run = run, .pause = paused, .stopped = stopped };
static const struct media_pin_ops out_ops = { .get_type = get_type, .query_accept = query_accept, .buffers = buffers };

HRESULT source_create( struct link *link, IBaseFilter **out )
{
    struct source *source = media_filter_create( &source_class, &source_ops, sizeof(*source), NULL );

    *out = NULL;
    if (!source) return E_OUTOFMEMORY;
    source->link = link_addref( link );
    media_filter_add_pin( &source->filter, &source->out, PINDIR_OUTPUT, L"Out", &out_ops );
    source->out.live = TRUE;
    *out = media_filter_iface( source );
    return S_OK;
}
