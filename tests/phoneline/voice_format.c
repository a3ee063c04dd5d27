/*
 * Simulated telephone exchange: how voice modems code speech.
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
#include <string.h>

#include <spandsp.h>

#include "voice.h"

static const struct { const char *name, *title; int bits; } codings[CODING_COUNT] =
{
    [CODING_S8]   = { "s8",   "SIGNED PCM",     8 },
    [CODING_U8]   = { "u8",   "UNSIGNED PCM",   8 },
    [CODING_ULAW] = { "ulaw", "U-LAW",          8 },
    [CODING_ALAW] = { "alaw", "A-LAW",          8 },
    [CODING_IMA]  = { "ima",  "IMA ADPCM",      4 },
    [CODING_S16]  = { "s16",  "SIGNED PCM",    16 },
};

/* "0=s8,1=u8". Returns the number of formats, 0 where the text is none. */
int voice_formats_parse( const char *text, struct voice_format *formats )
{
    int count = 0, coding;
    char *end;

    memset( formats, 0, MAX_FORMATS * sizeof(*formats) );
    while (*text && count < MAX_FORMATS)
    {
        long number = strtol( text, &end, 10 );
        size_t len;

        if (end == text || *end != '=' || number < 0 || number > 255) return 0;
        text = end + 1;
        len = strcspn( text, "," );
        for (coding = 0; coding < CODING_COUNT; coding++)
            if (strlen( codings[coding].name ) == len && !memcmp( codings[coding].name, text, len )) break;
        if (coding == CODING_COUNT) return 0;
        formats[count].number = (int)number;
        formats[count++].coding = coding;
        text += len;
        if (*text == ',') text++;
    }
    return *text ? 0 : count;
}

const char *voice_coding_title( enum voice_coding coding )
{
    return codings[coding].title;
}

int voice_coding_bits( enum voice_coding coding )
{
    return codings[coding].bits;
}

/* IMA ADPCM (IMA Digital Audio Focus and Technical Working Groups, 1992), the first sample in the low half of a byte */

static const int16_t ima_steps[89] =
{
    7, 8, 9, 10, 11, 12, 13, 14, 16, 17, 19, 21, 23, 25, 28, 31, 34, 37, 41, 45, 50, 55, 60, 66, 73, 80, 88, 97, 107, 118, 130, 143,
    157, 173, 190, 209, 230, 253, 279, 307, 337, 371, 408, 449, 494, 544, 598, 658, 724, 796, 876, 963, 1060, 1166, 1282, 1411, 1552,
    1707, 1878, 2066, 2272, 2499, 2749, 3024, 3327, 3660, 4026, 4428, 4871, 5358, 5894, 6484, 7132, 7845, 8630, 9493, 10442, 11487,
    12635, 13899, 15289, 16818, 18500, 20350, 22385, 24623, 27086, 29794, 32767
};

static int clamp( int value, int low, int high )
{
    return value < low ? low : value > high ? high : value;
}

static int16_t ima_decode( struct voice_codec *codec, int code )
{
    static const int8_t moves[8] = { -1, -1, -1, -1, 2, 4, 6, 8 };
    int step = ima_steps[codec->index], difference = step >> 3;

    if (code & 4) difference += step;
    if (code & 2) difference += step >> 1;
    if (code & 1) difference += step >> 2;
    codec->predictor = clamp( codec->predictor + (code & 8 ? -difference : difference), -32768, 32767 );
    codec->index = clamp( codec->index + moves[code & 7], 0, 88 );
    return (int16_t)codec->predictor;
}

static int ima_encode( struct voice_codec *codec, int16_t sample )
{
    int step = ima_steps[codec->index], difference = sample - codec->predictor, code = 0;

    if (difference < 0)
    {
        code = 8;
        difference = -difference;
    }
    if (difference >= step)
    {
        code |= 4;
        difference -= step;
    }
    if (difference >= step >> 1)
    {
        code |= 2;
        difference -= step >> 1;
    }
    if (difference >= step >> 2) code |= 1;
    ima_decode( codec, code );
    return code;
}

void voice_codec_reset( struct voice_codec *codec, enum voice_coding coding, int rate )
{
    memset( codec, 0, sizeof(*codec) );
    codec->coding = coding;
    codec->rate = rate;
    codec->nibble = codec->partial = -1;
}

/* Straight lines between the samples; at 8000 samples a second nothing changes. */
static size_t resample( struct voice_codec *codec, int16_t sample, int from, int to, int16_t *out )
{
    size_t count = 0;

    if (from == to)
    {
        out[0] = sample;
        return 1;
    }
    while (codec->phase < to)
    {
        out[count++] = (int16_t)(codec->last + (sample - codec->last) * codec->phase / to);
        codec->phase += from;
    }
    codec->phase -= to;
    codec->last = sample;
    return count;
}

static void decoded( struct voice_codec *codec, int16_t sample, struct bytes *samples )
{
    int16_t out[4];
    size_t count = resample( codec, sample, codec->rate, AUDIO_RATE, out );

    bytes_put( samples, out, count * sizeof(*out) );
}

/* Appends 16-bit samples of the line's rate. */
void voice_decode( struct voice_codec *codec, const uint8_t *data, size_t size, struct bytes *samples )
{
    for (; size; data++, size--)
    {
        switch (codec->coding)
        {
        case CODING_S8:
            decoded( codec, (int16_t)((int8_t)*data * 256), samples );
            break;
        case CODING_U8:
            decoded( codec, (int16_t)((*data - 128) * 256), samples );
            break;
        case CODING_ULAW:
            decoded( codec, ulaw_to_linear( *data ), samples );
            break;
        case CODING_ALAW:
            decoded( codec, alaw_to_linear( *data ), samples );
            break;
        case CODING_IMA:
            decoded( codec, ima_decode( codec, *data & 15 ), samples );
            decoded( codec, ima_decode( codec, *data >> 4 ), samples );
            break;
        default:
            if (codec->partial < 0)
            {
                codec->partial = *data;
                break;
            }
            decoded( codec, (int16_t)(codec->partial | *data << 8), samples );
            codec->partial = -1;
            break;
        }
    }
}

static size_t encode_sample( struct voice_codec *codec, int16_t sample, uint8_t *data )
{
    int code;

    switch (codec->coding)
    {
    case CODING_S8:
        data[0] = (uint8_t)(sample >> 8);
        return 1;
    case CODING_U8:
        data[0] = (uint8_t)((sample >> 8) + 128);
        return 1;
    case CODING_ULAW:
        data[0] = linear_to_ulaw( sample );
        return 1;
    case CODING_ALAW:
        data[0] = linear_to_alaw( sample );
        return 1;
    case CODING_IMA:
        code = ima_encode( codec, sample );
        if (codec->nibble < 0)
        {
            codec->nibble = code;
            return 0;
        }
        data[0] = (uint8_t)(codec->nibble | code << 4);
        codec->nibble = -1;
        return 1;
    default:
        data[0] = (uint8_t)sample;
        data[1] = (uint8_t)(sample >> 8);
        return 2;
    }
}

/* data has room for four bytes a sample. Returns the bytes. */
size_t voice_encode( struct voice_codec *codec, const int16_t *samples, size_t count, uint8_t *data )
{
    size_t len = 0, i, j, made;
    int16_t out[4];

    for (i = 0; i < count; i++)
    {
        made = resample( codec, samples[i], AUDIO_RATE, codec->rate, out );
        for (j = 0; j < made; j++) len += encode_sample( codec, out[j], data + len );
    }
    return len;
}
