/*
 * The converter of libs/wavfile as a transform filter, and for formats as DirectShow describes them.
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

#include "convert.h"
#include "debug/debug.h"

DEBUG_CHANNEL( tapimedia );

struct convert
{
    struct media_filter filter;
    struct media_pin    in, out;
    WAVEFORMATEX        preferred;
    BOOL                has_preferred;
    struct wav_converter *converter;
    BYTE  *buffer;
    DWORD  room;
};

/* ---- formats ---- */

static BOOL get_format( const WAVEFORMATEX *wave, struct wav_format *format )
{
    return !wav_format_init( format, wave->wFormatTag, wave->nChannels, wave->nSamplesPerSec, wave->wBitsPerSample ) &&
           format->bits == wave->wBitsPerSample && format->block == wave->nBlockAlign;
}

BOOL audio_convertible( const WAVEFORMATEX *wave )
{
    struct wav_format format;

    return get_format( wave, &format );
}

struct wav_converter *audio_converter_create( const WAVEFORMATEX *from, const WAVEFORMATEX *to )
{
    struct wav_format in, out;

    return get_format( from, &in ) && get_format( to, &out ) ? wav_converter_create( &in, &out ) : NULL;
}

/* ---- the filter ---- */

static struct convert *convert_of( struct media_pin *pin )
{
    return (struct convert *)pin->filter;
}

static HRESULT query_accept( struct media_pin *pin, const AM_MEDIA_TYPE *type )
{
    const WAVEFORMATEX *format = media_type_wave( type );

    return format && audio_convertible( format ) ? S_OK : VFW_E_TYPE_NOT_ACCEPTED;
}

static HRESULT in_type( struct media_pin *pin, unsigned int index, AM_MEDIA_TYPE *type )
{
    static const struct { WORD tag, bits; DWORD rate; } formats[] =
        { { WAVE_FORMAT_PCM, 16, 8000 }, { WAVE_FORMAT_PCM, 16, 16000 }, { WAVE_FORMAT_PCM, 8, 8000 }, { WAVE_FORMAT_MULAW, 8, 8000 } };
    WAVEFORMATEX format;

    if (index >= ARRAYSIZE(formats)) return VFW_S_NO_MORE_ITEMS;
    format = wave_format( formats[index].tag, formats[index].rate, formats[index].bits, 1 );
    return media_type_from_wave( type, &format );
}

static HRESULT out_type( struct media_pin *pin, unsigned int index, AM_MEDIA_TYPE *type )
{
    struct convert *convert = convert_of( pin );

    if (!index && convert->has_preferred) return media_type_from_wave( type, &convert->preferred );
    if (!index && convert->in.peer) return media_type_copy( type, &convert->in.type );
    return in_type( pin, index ? index - 1 : 0, type );
}

/* Both sides are known: in whichever order they were connected, and when one changes. */
static HRESULT connected( struct media_pin *pin )
{
    struct convert *convert = convert_of( pin );
    const WAVEFORMATEX *from, *to;

    if (!convert->in.peer || !convert->out.peer) return S_OK;
    if (!(from = media_type_wave( &convert->in.type )) || !(to = media_type_wave( &convert->out.type ))) return VFW_E_TYPE_NOT_ACCEPTED;
    wav_converter_free( convert->converter );
    return (convert->converter = audio_converter_create( from, to )) ? S_OK : VFW_E_TYPE_NOT_ACCEPTED;
}

static HRESULT in_connected( struct media_pin *pin )
{
    struct convert *convert = convert_of( pin );

    convert->out.live = media_pin_peer_is_live( pin );
    return connected( pin );
}

static void disconnected( struct media_pin *pin )
{
    struct convert *convert = convert_of( pin );

    wav_converter_free( convert->converter );
    convert->converter = NULL;
}

static HRESULT start( struct media_filter *filter )
{
    struct convert *convert = (struct convert *)filter;

    if (convert->converter) wav_converter_reset( convert->converter );
    return S_OK;
}

static HRESULT end_flush( struct media_pin *pin )
{
    struct convert *convert = convert_of( pin );

    if (convert->converter) wav_converter_reset( convert->converter );
    return media_pin_deliver_end_flush( &convert->out );
}

/* Samples of any length come in, and go out in the pieces that were agreed on. */
static HRESULT receive( struct media_pin *pin, IMediaSample *sample )
{
    struct convert *convert = convert_of( pin );
    REFERENCE_TIME start = 0, stop = -1;
    DWORD size, room, sent = 0;
    HRESULT hr;
    BYTE *data;

    if (!convert->converter) return convert->out.peer ? E_UNEXPECTED : S_OK;
    if (FAILED(hr = IMediaSample_GetPointer( sample, &data ))) return hr;
    size = IMediaSample_GetActualDataLength( sample );
    room = wav_converter_room( convert->converter, size );
    if (room > convert->room)
    {
        BYTE *more = realloc( convert->buffer, room );

        if (!more) return E_OUTOFMEMORY;
        convert->buffer = more;
        convert->room = room;
    }
    if (IMediaSample_GetTime( sample, &start, &stop ) != S_OK) stop = start - 1;
    size = wav_convert( convert->converter, data, size, convert->buffer );
    while (sent < size && hr == S_OK)
    {
        IMediaSample *out;
        BYTE *buffer;
        DWORD piece;

        if (FAILED(hr = media_pin_get_sample( &convert->out, &out ))) break;
        piece = min( size - sent, (DWORD)IMediaSample_GetSize( out ));
        piece -= piece % media_type_wave( &convert->out.type )->nBlockAlign;
        if (!piece || FAILED(IMediaSample_GetPointer( out, &buffer )))
        {
            IMediaSample_Release( out );
            return VFW_E_BUFFER_OVERFLOW;
        }
        memcpy( buffer, convert->buffer + sent, piece );
        IMediaSample_SetActualDataLength( out, piece );
        /* the first piece has the time of what it was made of */
        IMediaSample_SetTime( out, sent || stop < start ? NULL : &start, sent || stop < start ? NULL : &stop );
        IMediaSample_SetSyncPoint( out, TRUE );
        IMediaSample_SetDiscontinuity( out, !sent && IMediaSample_IsDiscontinuity( sample ) == S_OK );
        sent += piece;
        hr = media_pin_deliver( &convert->out, out );
    }
    return hr;
}

static void convert_destroy( struct object *object )
{
    struct convert *convert = (struct convert *)object;

    wav_converter_free( convert->converter );
    free( convert->buffer );
    media_filter_free( &convert->filter );
}

static const struct face_entry convert_faces[] = { MEDIA_FILTER_FACES };
static const struct object_class convert_class = { "converter", convert_faces, ARRAYSIZE(convert_faces), convert_destroy };
static const struct media_filter_ops convert_ops = { .start = start };
static const struct media_pin_ops in_ops =
    { .get_type = in_type, .query_accept = query_accept, .connected = in_connected, .disconnected = disconnected, .receive = receive, .end_flush = end_flush };
static const struct media_pin_ops out_ops = { .get_type = out_type, .query_accept = query_accept, .connected = connected, .disconnected = disconnected };

HRESULT convert_filter_create( const WAVEFORMATEX *preferred, IBaseFilter **out )
{
    struct convert *convert;

    *out = NULL;
    if (preferred && !audio_convertible( preferred )) return E_INVALIDARG;
    if (!(convert = media_filter_create( &convert_class, &convert_ops, sizeof(*convert), NULL ))) return E_OUTOFMEMORY;
    if (preferred) convert->preferred = *preferred;
    convert->has_preferred = preferred != NULL;
    media_filter_add_pin( &convert->filter, &convert->in, PINDIR_INPUT, L"In", &in_ops );
    media_filter_add_pin( &convert->filter, &convert->out, PINDIR_OUTPUT, L"Out", &out_ops );
    *out = media_filter_iface( convert );
    return S_OK;
}
