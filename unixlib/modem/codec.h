/*
 * Sound as voice modems carry it, to and from 16-bit samples of 8000 Hz.
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

#ifndef WINE_TELEPHONY_MODEM_CODEC_H
#define WINE_TELEPHONY_MODEM_CODEC_H

#include <stddef.h>
#include <stdint.h>

#define CODEC_RATE 8000u                /* Hz, on our side */

enum codec_format
{
    CODEC_NONE,
    CODEC_LINEAR16,                     /* signed, low byte first */
    CODEC_UNSIGNED8,
    CODEC_SIGNED8,
    CODEC_ULAW,                         /* G.711 */
    CODEC_ALAW,
    CODEC_IMA,                          /* IMA ADPCM, 4 bits, the first sample in the low half of a byte */
    CODEC_IMA_HIGH,                     /* the first sample in the high half */
    CODEC_FORMAT_COUNT
};

struct codec;

/**
 * Make a pair of encoder and decoder.
 *
 * @param format  what the modem carries
 * @param rate    its samples a second, 4000...48000
 * @return 0, -EINVAL or -ENOMEM; free with codec_close()
 */
int codec_open( struct codec **codec, enum codec_format format, uint32_t rate );

/** Free a codec. NULL is allowed. */
void codec_close( struct codec *codec );

/** Forget what went through: a new stream begins in both directions. */
void codec_reset( struct codec *codec );

#define CODEC_ENCODE_MAX( samples ) (2 * ((samples) * 6 + 16))     /* bytes that so many samples can become, at 48000 Hz */

/**
 * Our samples to the modem's bytes. What does not fill a byte is kept for the next call.
 *
 * @param out  receives the bytes, room for CODEC_ENCODE_MAX( count )
 * @return the number of bytes
 */
size_t codec_encode( struct codec *codec, const int16_t *samples, size_t count, unsigned char *out );

#define CODEC_DECODE_MAX( bytes ) (4 * (bytes) + 16)               /* samples that so many bytes can become, at 4000 Hz */

/**
 * The modem's bytes to our samples.
 *
 * @param out  receives the samples, room for CODEC_DECODE_MAX( len )
 * @return the number of samples
 */
size_t codec_decode( struct codec *codec, const unsigned char *data, size_t len, int16_t *out );

/** @return bits of one sample in this format; 0 for CODEC_NONE. */
unsigned int codec_bits( enum codec_format format );

/** @return the English name of a format ("8-bit linear"), for logs. */
const char *codec_name( enum codec_format format );

#endif /* WINE_TELEPHONY_MODEM_CODEC_H */
