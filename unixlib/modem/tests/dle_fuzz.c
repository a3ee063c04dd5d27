/*
 * Fuzz what voice modems send: shielded streams, signals, lists of formats.
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

#include "modem/voice_private.h"

static void fuzz_stream( const unsigned char *data, size_t size )
{
    static const enum codec_format formats[] = { CODEC_LINEAR16, CODEC_IMA, CODEC_ULAW };
    int16_t samples[CODEC_DECODE_MAX( 64 )];
    unsigned char value, piece[64];
    struct codec *codec = NULL;
    struct dle_reader reader;
    unsigned int count, meaning;
    size_t i, n = 0;

    if (codec_open( &codec, formats[size % 3], size & 4 ? 7200 : 8000 ) < 0) abort();
    dle_reset( &reader );
    for (i = 0; i < size; i++)
    {
        switch (dle_feed( &reader, data[i], &value, &count ))
        {
        case DLE_DATA:
            if (count != 1 && (count != 2 || value != DLE)) abort();
            piece[n++] = value;
            if (n < sizeof(piece)) break;
            if (codec_decode( codec, piece, n, samples ) > CODEC_DECODE_MAX( 64 )) abort();
            n = 0;
            break;
        case DLE_EVENT:
            if (dle_signal( value, &meaning ) == SIGNAL_DIGIT && !strchr( "0123456789*#ABCD", (int)meaning )) abort();
            break;
        case DLE_REPORT:
            if (strlen( reader.report ) >= sizeof(reader.report) - 1) abort();
            break;
        default:
            break;
        }
    }
    codec_close( codec );
}

/* What is shielded comes out again as it was, and ends nothing. */
static void fuzz_shield( const unsigned char *data, size_t size )
{
    unsigned char *shielded = malloc( 2 * size + 1 ), value;
    struct dle_reader reader;
    size_t i, len, at = 0;
    unsigned int count;

    if (!shielded) return;
    len = dle_shield( data, size, shielded );
    dle_reset( &reader );
    for (i = 0; i < len; i++)
    {
        const enum dle_kind kind = dle_feed( &reader, shielded[i], &value, &count );

        if (kind == DLE_NOTHING) continue;
        if (kind != DLE_DATA || count != 1 || at == size || value != data[at++]) abort();
    }
    if (at != size) abort();
    free( shielded );
}

int LLVMFuzzerTestOneInput( const unsigned char *data, size_t size );

int LLVMFuzzerTestOneInput( const unsigned char *data, size_t size )
{
    struct voice_format format;
    char *text, *second, out[4096];
    unsigned int time;

    if (!size || size > 65536) return 0;
    fuzz_stream( data, size );
    fuzz_shield( data, size );
    if (!(text = malloc( size + 1 ))) return 0;
    memcpy( text, data, size );
    text[size] = 0;
    if (!format_choose( text, 115200, &format ) && (!codec_bits( format.format ) || format.rate < 4000)) abort();
    format_parse( text, &format );
    format_has_number( text, 8 );
    voice_digits_commands( &voice_sets[0], text, 100, out, sizeof(out), &time );
    if ((second = strchr( text, '\n' )))
    {
        *second++ = 0;
        if (!format_choose_bits( text, second, 0, &format ) && !codec_bits( format.format )) abort();
    }
    free( text );
    return 0;
}
