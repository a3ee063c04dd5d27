/*
 * Sound as voice modems carry it: companded, linear or ADPCM, at the rate of the modem.
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

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include <speex/speex_resampler.h>
#include <spandsp.h>

#include "codec.h"

#define PIECE 160                       /* samples worked on at once: 20 ms */

#define RESAMPLER_QUALITY 3             /* what SpeexDSP names for voice: 3 ms of delay each way */

struct codec
{
    enum codec_format format;
    uint32_t rate;
    ima_adpcm_state_t *encoder, *decoder;
    SpeexResamplerState *to_modem, *from_modem;     /* NULL: the modem has our rate */
    int half;                           /* the low byte of a 16-bit sample, -1: none */
};

static const struct { unsigned int bits; const char *name; } formats[CODEC_FORMAT_COUNT] =
{
    [CODEC_NONE]      = { 0,  "nothing" },
    [CODEC_LINEAR16]  = { 16, "16-bit linear" },
    [CODEC_UNSIGNED8] = { 8,  "8-bit linear" },
    [CODEC_SIGNED8]   = { 8,  "8-bit signed linear" },
    [CODEC_ULAW]      = { 8,  "mu-law" },
    [CODEC_ALAW]      = { 8,  "A-law" },
    [CODEC_IMA]       = { 4,  "IMA ADPCM" },
    [CODEC_IMA_HIGH]  = { 4,  "IMA ADPCM, high half first" },
};

unsigned int codec_bits( enum codec_format format )
{
    return (unsigned int)format < CODEC_FORMAT_COUNT ? formats[format].bits : 0;
}

const char *codec_name( enum codec_format format )
{
    return (unsigned int)format < CODEC_FORMAT_COUNT ? formats[format].name : "unknown";
}

static int is_adpcm( enum codec_format format )
{
    return format == CODEC_IMA || format == CODEC_IMA_HIGH;
}

/* A chunk size other than 0: the stream has no headers in it. */
static ima_adpcm_state_t *adpcm_init( ima_adpcm_state_t *state, enum codec_format format )
{
    return ima_adpcm_init( state, format == CODEC_IMA ? IMA_ADPCM_IMA4 : IMA_ADPCM_DVI4, INT_MAX );
}

int codec_open( struct codec **ret_codec, enum codec_format format, uint32_t rate )
{
    struct codec *codec;
    int err = 0;

    *ret_codec = NULL;
    if (!codec_bits( format ) || rate < 4000 || rate > 48000) return -EINVAL;
    if (!(codec = calloc( 1, sizeof(*codec) ))) return -ENOMEM;
    codec->format = format;
    codec->rate = rate;
    codec->half = -1;
    if (is_adpcm( format ))
    {
        codec->encoder = adpcm_init( NULL, format );
        codec->decoder = adpcm_init( NULL, format );
        if (!codec->encoder || !codec->decoder) goto failed;
    }
    if (rate != CODEC_RATE)
    {
        codec->to_modem = speex_resampler_init( 1, CODEC_RATE, rate, RESAMPLER_QUALITY, &err );
        codec->from_modem = speex_resampler_init( 1, rate, CODEC_RATE, RESAMPLER_QUALITY, &err );
        if (!codec->to_modem || !codec->from_modem) goto failed;
    }
    *ret_codec = codec;
    return 0;

failed:
    codec_close( codec );
    return -ENOMEM;
}

void codec_close( struct codec *codec )
{
    if (!codec) return;
    if (codec->encoder) ima_adpcm_free( codec->encoder );
    if (codec->decoder) ima_adpcm_free( codec->decoder );
    if (codec->to_modem) speex_resampler_destroy( codec->to_modem );
    if (codec->from_modem) speex_resampler_destroy( codec->from_modem );
    free( codec );
}

void codec_reset( struct codec *codec )
{
    codec->half = -1;
    if (codec->encoder) adpcm_init( codec->encoder, codec->format );
    if (codec->decoder) adpcm_init( codec->decoder, codec->format );
    if (codec->to_modem) speex_resampler_reset_mem( codec->to_modem );
    if (codec->from_modem) speex_resampler_reset_mem( codec->from_modem );
}

/* Samples of the modem's rate to bytes. */
static size_t pack( struct codec *codec, const int16_t *samples, size_t count, unsigned char *out )
{
    size_t i, len = 0;

    if (codec->encoder) return count ? (size_t)ima_adpcm_encode( codec->encoder, out, samples, (int)count ) : 0;
    for (i = 0; i < count; i++)
    {
        const int sample = samples[i];

        switch (codec->format)
        {
        case CODEC_LINEAR16:
            out[len++] = (unsigned char)(sample & 0xff);
            out[len++] = (unsigned char)((unsigned int)sample >> 8 & 0xff);
            break;
        case CODEC_UNSIGNED8:
        case CODEC_SIGNED8:
        {
            /* to the nearest step, not down: a constant error would be heard as a click at each end */
            int step = (sample + 128) >> 8;

            if (step > 127) step = 127;
            out[len++] = (unsigned char)(codec->format == CODEC_UNSIGNED8 ? step + 128 : step);
            break;
        }
        case CODEC_ULAW:
            out[len++] = linear_to_ulaw( sample );
            break;
        default:
            out[len++] = linear_to_alaw( sample );
            break;
        }
    }
    return len;
}

/* Bytes to samples of the modem's rate. */
static size_t unpack( struct codec *codec, const unsigned char *data, size_t len, int16_t *out )
{
    size_t i, count = 0;

    if (codec->decoder) return len ? (size_t)ima_adpcm_decode( codec->decoder, out, data, (int)len ) : 0;
    for (i = 0; i < len; i++)
    {
        switch (codec->format)
        {
        case CODEC_LINEAR16:
            if (codec->half < 0) codec->half = data[i];
            else
            {
                out[count++] = (int16_t)(uint16_t)(codec->half | data[i] << 8);
                codec->half = -1;
            }
            break;
        case CODEC_UNSIGNED8:
            out[count++] = (int16_t)((data[i] - 128) * 256);
            break;
        case CODEC_SIGNED8:
            out[count++] = (int16_t)((signed char)data[i] * 256);
            break;
        case CODEC_ULAW:
            out[count++] = ulaw_to_linear( data[i] );
            break;
        default:
            out[count++] = alaw_to_linear( data[i] );
            break;
        }
    }
    return count;
}

size_t codec_encode( struct codec *codec, const int16_t *samples, size_t count, unsigned char *out )
{
    int16_t piece[PIECE * 6 + 16];
    size_t len = 0;

    if (!codec->to_modem) return pack( codec, samples, count, out );
    while (count)
    {
        spx_uint32_t in = count < PIECE ? (spx_uint32_t)count : PIECE, made = sizeof(piece) / sizeof(piece[0]);

        speex_resampler_process_int( codec->to_modem, 0, samples, &in, piece, &made );
        len += pack( codec, piece, made, out + len );
        samples += in;
        count -= in;
        if (!in && !made) break;
    }
    return len;
}

size_t codec_decode( struct codec *codec, const unsigned char *data, size_t len, int16_t *out )
{
    int16_t piece[2 * PIECE];
    size_t count = 0, take, unpacked, used;

    if (!codec->from_modem) return unpack( codec, data, len, out );
    for (; len; data += take, len -= take)
    {
        take = len < PIECE ? len : PIECE;
        unpacked = unpack( codec, data, take, piece );
        for (used = 0; used < unpacked; )
        {
            spx_uint32_t in = (spx_uint32_t)(unpacked - used), made = 2 * (spx_uint32_t)(unpacked - used) + 8;

            speex_resampler_process_int( codec->from_modem, 0, piece + used, &in, out + count, &made );
            count += made;
            used += in;
            if (!in && !made) break;
        }
    }
    return count;
}
