/*
 * Formats of tracks: as media types, and as objects for scripts.
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

#include "file_terminal.h"

HRESULT format_to_type( const struct wav_format *format, AM_MEDIA_TYPE *type )
{
    const WAVEFORMATEX wave = { format->tag, format->channels, format->rate, format->rate * format->block, format->block, format->bits, 0 };

    return media_type_from_wave( type, &wave );
}

HRESULT format_from_type( const AM_MEDIA_TYPE *type, struct wav_format *format )
{
    const WAVEFORMATEX *wave = media_type_wave( type );
    WORD tag;

    if (!wave) return VFW_E_INVALIDMEDIATYPE;
    tag = wave->wFormatTag;
    if (tag == WAVE_FORMAT_EXTENSIBLE)
    {
        const WAVEFORMATEXTENSIBLE *wide = (const WAVEFORMATEXTENSIBLE *)wave;
        GUID registered = MEDIASUBTYPE_PCM;

        if (type->cbFormat < sizeof(*wide)) return VFW_E_INVALIDMEDIATYPE;
        registered.Data1 = wide->SubFormat.Data1;
        if (!IsEqualGUID( &registered, &wide->SubFormat ) || registered.Data1 > 0xffff) return VFW_E_UNSUPPORTED_AUDIO;
        tag = (WORD)registered.Data1;
    }
    if (wav_format_init( format, tag, wave->nChannels, wave->nSamplesPerSec, wave->wBitsPerSample ) || format->block != wave->nBlockAlign)
        return VFW_E_UNSUPPORTED_AUDIO;
    return S_OK;
}

HRESULT format_offer( const struct wav_format *first, unsigned int index, AM_MEDIA_TYPE *type )
{
    static const struct { unsigned short tag, bits; unsigned int rate; } spoken[] =
        { { WAV_PCM, 16, 8000 }, { WAV_PCM, 16, 16000 }, { WAV_PCM, 8, 8000 }, { WAV_MULAW, 8, 8000 }, { WAV_PCM, 16, 44100 }, { WAV_PCM, 16, 48000 } };
    struct wav_format format;

    if (first)
    {
        if (!index) return format_to_type( first, type );
        index--;
    }
    if (index >= ARRAYSIZE(spoken)) return VFW_S_NO_MORE_ITEMS;
    if (wav_format_init( &format, spoken[index].tag, 1, spoken[index].rate, spoken[index].bits )) return E_UNEXPECTED;
    return format_to_type( &format, type );
}

/* ---- for scripts: the members of WAVEFORMATEX, one by one ---- */

enum { CHANNELS, SAMPLES_PER_SEC, AVG_BYTES_PER_SEC, BLOCK_ALIGN, BITS_PER_SAMPLE, FORMAT_TAG, VALUES };

struct audio_format
{
    struct object object;
    struct face face;
    LONG values[VALUES];
};

static HRESULT get_value( ITScriptableAudioFormat *iface, unsigned int index, LONG *out )
{
    struct audio_format *format = object_of( iface );

    if (!out) return E_POINTER;
    *out = format->values[index];
    return S_OK;
}

/* limit is what the member of the structure can hold. */
static HRESULT put_value( ITScriptableAudioFormat *iface, unsigned int index, LONG value, LONG limit )
{
    struct audio_format *format = object_of( iface );

    if (value < 0 || value > limit) return E_INVALIDARG;
    format->values[index] = value;
    return S_OK;
}

#define PROPERTY( name, index, limit ) \
    static HRESULT WINAPI audio_get_##name( ITScriptableAudioFormat *iface, LONG *out ) { return get_value( iface, index, out ); } \
    static HRESULT WINAPI audio_put_##name( ITScriptableAudioFormat *iface, const LONG value ) { return put_value( iface, index, value, limit ); }

PROPERTY( Channels, CHANNELS, 0xffff )
PROPERTY( SamplesPerSec, SAMPLES_PER_SEC, MAXLONG )
PROPERTY( AvgBytesPerSec, AVG_BYTES_PER_SEC, MAXLONG )
PROPERTY( BlockAlign, BLOCK_ALIGN, 0xffff )
PROPERTY( BitsPerSample, BITS_PER_SAMPLE, 0xffff )
PROPERTY( FormatTag, FORMAT_TAG, 0xffff )

static const ITScriptableAudioFormatVtbl audio_vtbl =
{
    FACE_DISPATCH, audio_get_Channels, audio_put_Channels, audio_get_SamplesPerSec, audio_put_SamplesPerSec, audio_get_AvgBytesPerSec,
    audio_put_AvgBytesPerSec, audio_get_BlockAlign, audio_put_BlockAlign, audio_get_BitsPerSample, audio_put_BitsPerSample, audio_get_FormatTag,
    audio_put_FormatTag
};

static void audio_destroy( struct object *object )
{
    free( object );
}

static const struct face_entry audio_faces[] = { { &IID_ITScriptableAudioFormat, offsetof( struct audio_format, face ), TRUE } };
static const struct object_class audio_class = { "audio format", audio_faces, ARRAYSIZE(audio_faces), audio_destroy };

/* A format of NULL is the empty one. */
HRESULT audio_format_create( const struct wav_format *format, ITScriptableAudioFormat **out )
{
    struct audio_format *audio = object_create( &audio_class, sizeof(*audio), NULL );

    *out = NULL;
    if (!audio) return E_OUTOFMEMORY;
    face_init( &audio->face, &audio_vtbl, &audio->object );
    if (format)
    {
        audio->values[CHANNELS] = format->channels;
        audio->values[SAMPLES_PER_SEC] = format->rate;
        audio->values[AVG_BYTES_PER_SEC] = format->rate * format->block;
        audio->values[BLOCK_ALIGN] = format->block;
        audio->values[BITS_PER_SAMPLE] = format->bits;
        audio->values[FORMAT_TAG] = format->tag;
    }
    *out = (ITScriptableAudioFormat *)&audio->face;
    return S_OK;
}

/* The object may be anybody's. What follows from the rest may be left 0; otherwise it must be right. */
HRESULT audio_format_read( ITScriptableAudioFormat *iface, struct wav_format *format )
{
    LONG channels, rate, bytes, block, bits, tag;
    HRESULT hr;

    if (FAILED(hr = ITScriptableAudioFormat_get_Channels( iface, &channels )) || FAILED(hr = ITScriptableAudioFormat_get_SamplesPerSec( iface, &rate )) ||
        FAILED(hr = ITScriptableAudioFormat_get_AvgBytesPerSec( iface, &bytes )) || FAILED(hr = ITScriptableAudioFormat_get_BlockAlign( iface, &block )) ||
        FAILED(hr = ITScriptableAudioFormat_get_BitsPerSample( iface, &bits )) || FAILED(hr = ITScriptableAudioFormat_get_FormatTag( iface, &tag )))
        return hr;
    if (channels < 0 || rate < 0 || bits < 0 || tag < 0 || wav_format_init( format, tag, channels, rate, bits )) return VFW_E_UNSUPPORTED_AUDIO;
    if ((block && block != format->block) || (bytes && bytes != (LONG)(format->rate * format->block))) return VFW_E_UNSUPPORTED_AUDIO;
    return S_OK;
}
