/*
 * A filter that gives several terminals the same sound.
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

#include "msp_private.h"
#include "mediafilter/filter.h"
#include "debug/debug.h"

DEBUG_CHANNEL( msp );

#define OUTPUTS (MEDIA_PINS - 1)

C_ASSERT( OUTPUTS >= MAX_TERMINALS );

struct tee
{
    struct media_filter filter;
    struct media_pin    in, out[OUTPUTS];
    BOOL                paced;
};

static struct tee *tee_of( struct media_pin *pin )
{
    return (struct tee *)pin->filter;
}

static HRESULT in_type( struct media_pin *pin, unsigned int index, AM_MEDIA_TYPE *type )
{
    const WAVEFORMATEX format = wave_format( WAVE_FORMAT_PCM, 8000, 16, 1 );

    return index ? VFW_S_NO_MORE_ITEMS : media_type_from_wave( type, &format );
}

static HRESULT in_accept( struct media_pin *pin, const AM_MEDIA_TYPE *type )
{
    struct tee *tee = tee_of( pin );
    unsigned int i;

    if (!media_type_wave( type )) return VFW_E_TYPE_NOT_ACCEPTED;
    /* within a stream the type can only become one that all can go on with */
    for (i = 0; i < OUTPUTS; i++)
        if (tee->out[i].peer && IPin_QueryAccept( tee->out[i].peer, type ) != S_OK) return VFW_E_TYPE_NOT_ACCEPTED;
    return S_OK;
}

static HRESULT in_connected( struct media_pin *pin )
{
    struct tee *tee = tee_of( pin );
    AM_MEDIA_TYPE type;
    unsigned int i;
    HRESULT hr;

    for (i = 0; i < OUTPUTS; i++)
    {
        tee->out[i].live = media_pin_peer_is_live( pin );
        if (!tee->out[i].peer || media_type_equal( &tee->out[i].type, &pin->type )) continue;
        if (FAILED(hr = media_type_copy( &type, &pin->type ))) return hr;
        media_type_clear( &tee->out[i].type );
        tee->out[i].type = type;
    }
    return S_OK;
}

/* With all that a sample says about itself */
static HRESULT deliver_copy( struct media_pin *pin, IMediaSample *sample, const BYTE *data, LONG size )
{
    LONGLONG media_start, media_stop;
    REFERENCE_TIME start, stop;
    AM_MEDIA_TYPE *type = NULL;
    IMediaSample *copy;
    BYTE *buffer;
    HRESULT hr;

    if (FAILED(hr = media_pin_get_sample( pin, &copy ))) return hr;
    if (IMediaSample_GetSize( copy ) < size) hr = VFW_E_BUFFER_OVERFLOW;
    else hr = IMediaSample_GetPointer( copy, &buffer );
    if (FAILED(hr))
    {
        IMediaSample_Release( copy );
        return hr;
    }
    memcpy( buffer, data, size );
    IMediaSample_SetActualDataLength( copy, size );
    /* VFW_S_NO_STOP_TIME: the stop is made up */
    hr = IMediaSample_GetTime( sample, &start, &stop );
    IMediaSample_SetTime( copy, SUCCEEDED(hr) ? &start : NULL, hr == S_OK ? &stop : NULL );
    hr = IMediaSample_GetMediaTime( sample, &media_start, &media_stop );
    IMediaSample_SetMediaTime( copy, hr == S_OK ? &media_start : NULL, hr == S_OK ? &media_stop : NULL );
    IMediaSample_SetSyncPoint( copy, IMediaSample_IsSyncPoint( sample ) == S_OK );
    IMediaSample_SetPreroll( copy, IMediaSample_IsPreroll( sample ) == S_OK );
    IMediaSample_SetDiscontinuity( copy, IMediaSample_IsDiscontinuity( sample ) == S_OK );
    if (IMediaSample_GetMediaType( sample, &type ) == S_OK)
    {
        IMediaSample_SetMediaType( copy, type );
        media_type_free( type );
    }
    return media_pin_deliver( pin, copy );
}

static HRESULT in_receive( struct media_pin *pin, IMediaSample *sample )
{
    const LONG size = IMediaSample_GetActualDataLength( sample );
    struct tee *tee = tee_of( pin );
    unsigned int i, last = OUTPUTS;
    HRESULT hr, result = S_OK;
    BYTE *data;

    if (FAILED(hr = IMediaSample_GetPointer( sample, &data ))) return hr;
    for (i = 0; i < OUTPUTS; i++) if (tee->out[i].peer) last = i;
    for (i = 0; i < OUTPUTS; i++)
    {
        if (!tee->out[i].peer) continue;
        /* the last one may have it itself: most calls have one terminal only, and a copy costs more than all the rest */
        if (i == last)
        {
            IMediaSample_AddRef( sample );
            hr = media_pin_deliver( &tee->out[i], sample );
        }
        else hr = deliver_copy( &tee->out[i], sample, data, size );
        if (!i && tee->paced) result = hr;
        /* one that wants no more, or fails, is no reason to keep it from the others */
        if (FAILED(hr) && hr != VFW_E_NOT_COMMITTED && hr != VFW_E_WRONG_STATE) WARN( "output %u: %#lx\n", i, hr );
    }
    return result;
}

static HRESULT out_type( struct media_pin *pin, unsigned int index, AM_MEDIA_TYPE *type )
{
    struct tee *tee = tee_of( pin );

    return index || !tee->in.peer ? VFW_S_NO_MORE_ITEMS : media_type_copy( type, &tee->in.type );
}

static HRESULT out_accept( struct media_pin *pin, const AM_MEDIA_TYPE *type )
{
    struct tee *tee = tee_of( pin );

    return tee->in.peer && media_type_equal( type, &tee->in.type ) ? S_OK : VFW_E_TYPE_NOT_ACCEPTED;
}

/* As large as those that come in */
static HRESULT out_buffers( struct media_pin *pin, ALLOCATOR_PROPERTIES *properties )
{
    struct tee *tee = tee_of( pin );
    ALLOCATOR_PROPERTIES in;

    if (!tee->in.allocator || FAILED(IMemAllocator_GetProperties( tee->in.allocator, &in ))) in.cbBuffer = 4096;
    if (properties->cBuffers < 4) properties->cBuffers = 4;
    if (properties->cbBuffer < in.cbBuffer) properties->cbBuffer = in.cbBuffer;
    return S_OK;
}

static const struct face_entry tee_faces[] = { MEDIA_FILTER_FACES };

static void tee_destroy( struct object *object )
{
    media_filter_free( (struct media_filter *)object );
}

static const struct object_class tee_class = { "tee", tee_faces, ARRAYSIZE(tee_faces), tee_destroy };
static const struct media_filter_ops tee_ops = { NULL };
static const struct media_pin_ops in_ops =
    { .get_type = in_type, .query_accept = in_accept, .connected = in_connected, .receive = in_receive };
static const struct media_pin_ops out_ops = { .get_type = out_type, .query_accept = out_accept, .buffers = out_buffers };

HRESULT tee_create( BOOL paced, IBaseFilter **out )
{
    struct tee *tee = media_filter_create( &tee_class, &tee_ops, sizeof(*tee), NULL );
    unsigned int i;

    *out = NULL;
    if (!tee) return E_OUTOFMEMORY;
    tee->paced = paced;
    media_filter_add_pin( &tee->filter, &tee->in, PINDIR_INPUT, L"In", &in_ops );
    for (i = 0; i < OUTPUTS; i++)
    {
        WCHAR name[] = { 'O','u','t',' ', (WCHAR)('1' + i), 0 };

        media_filter_add_pin( &tee->filter, &tee->out[i], PINDIR_OUTPUT, name, &out_ops );
    }
    *out = media_filter_iface( tee );
    return S_OK;
}
