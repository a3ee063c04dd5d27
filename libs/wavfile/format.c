/*
 * Formats of samples, and samples one by one.
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
#include <string.h>

#include "private.h"

int wav_format_init( struct wav_format *format, unsigned int tag, unsigned int channels, uint32_t rate, unsigned int bits )
{
    if (tag != WAV_PCM && tag != WAV_ALAW && tag != WAV_MULAW) return -EINVAL;
    if (tag != WAV_PCM) bits = 8;       /* some write 16, what they decode to, or 0 */
    if ((bits != 8 && bits != 16 && bits != 24 && bits != 32) || !channels || channels > WAV_MAX_CHANNELS) return -EINVAL;
    if (rate < WAV_MIN_RATE || rate > WAV_MAX_RATE) return -EINVAL;
    format->tag = tag;
    format->channels = channels;
    format->rate = rate;
    format->bits = bits;
    format->block = channels * bits / 8;
    return 0;
}

int wav_format_equal( const struct wav_format *a, const struct wav_format *b )
{
    return a->tag == b->tag && a->channels == b->channels && a->rate == b->rate && a->bits == b->bits;
}

size_t wav_format_bytes( const struct wav_format *format, unsigned int milliseconds )
{
    return (size_t)((uint64_t)format->rate * milliseconds / 1000) * format->block;
}

void wav_silence( const struct wav_format *format, void *data, size_t size )
{
    int value = 0;

    if (format->tag == WAV_MULAW) value = 0xff;
    else if (format->tag == WAV_ALAW) value = 0xd5;
    else if (format->bits == 8) value = 0x80;
    memset( data, value, size );
}

/* ---- the laws of G.711: a sign, three bits of exponent, four of mantissa ---- */

/* The number of a segment: where the highest bit of what is above the lowest segment is */
static unsigned int segment_of( unsigned int magnitude )
{
    unsigned int segment = 0;

    while (magnitude > 1 && segment < 7)
    {
        magnitude >>= 1;
        segment++;
    }
    return segment;
}

int16_t wav_from_mulaw( uint8_t code )
{
    const unsigned int bits = ~code & 0xff, segment = bits >> 4 & 7;
    const int magnitude = ((((bits & 0xf) << 3) + 132) << segment) - 132;

    return bits & 0x80 ? -magnitude : magnitude;
}

uint8_t wav_to_mulaw( int16_t sample )
{
    int magnitude = sample < 0 ? -(int)sample : sample;
    unsigned int segment;

    if (magnitude > 32635) magnitude = 32635;
    magnitude += 132;
    segment = segment_of( magnitude >> 7 );
    return ~((sample < 0 ? 0x80 : 0) | segment << 4 | (magnitude >> (segment + 3) & 0xf));
}

int16_t wav_from_alaw( uint8_t code )
{
    const unsigned int bits = code ^ 0x55, segment = bits >> 4 & 7;
    int magnitude = (bits & 0xf) << 4 | 8;

    if (segment) magnitude = (magnitude + 0x100) << (segment - 1);
    return bits & 0x80 ? magnitude : -magnitude;
}

uint8_t wav_to_alaw( int16_t sample )
{
    const int magnitude = sample < 0 ? -(int)sample - 1 : sample;
    const unsigned int segment = segment_of( magnitude >> 7 );
    unsigned int bits = segment << 4 | (magnitude >> (segment ? segment + 3 : 4) & 0xf);

    if (sample >= 0) bits |= 0x80;
    return bits ^ 0x55;
}

/* ---- samples of any format ---- */

int16_t sample_get( const struct wav_format *format, const uint8_t *data )
{
    if (format->tag == WAV_MULAW) return wav_from_mulaw( *data );
    if (format->tag == WAV_ALAW) return wav_from_alaw( *data );
    if (format->bits == 8) return (*data - 128) * 256;
    data += format->bits / 8 - 2;       /* the two upper bytes */
    return (int16_t)(data[0] | data[1] << 8);
}

void sample_put( const struct wav_format *format, uint8_t *data, int16_t sample )
{
    if (format->tag == WAV_MULAW) *data = wav_to_mulaw( sample );
    else if (format->tag == WAV_ALAW) *data = wav_to_alaw( sample );
    else if (format->bits == 8)
    {
        const int value = (sample + 32768 + 128) >> 8;

        *data = value > 255 ? 255 : value;
    }
    else
    {
        unsigned int i;

        for (i = 0; i < format->bits / 8u - 2; i++) *data++ = 0;
        *data++ = sample & 0xff;
        *data = (uint16_t)sample >> 8;
    }
}

void wav_mix( const struct wav_format *format, void *data, const void *add, size_t size )
{
    const size_t step = format->bits / 8;
    uint8_t *out = data;
    const uint8_t *in = add;

    for (; size >= step; size -= step, out += step, in += step)
    {
        int sum = sample_get( format, out ) + sample_get( format, in );

        if (sum > 32767) sum = 32767;
        if (sum < -32768) sum = -32768;
        sample_put( format, out, sum );
    }
}
