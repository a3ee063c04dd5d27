/*
 * Any bytes as a WAV file: opened, read, converted, written again.
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

#include "wavfile/wavfile.h"

struct bytes
{
    const uint8_t *data;
    size_t size;
};

static int64_t bytes_read( void *context, uint64_t offset, void *data, size_t size )
{
    const struct bytes *bytes = context;

    if (offset >= bytes->size) return 0;
    if (size > bytes->size - offset) size = bytes->size - offset;
    memcpy( data, bytes->data + offset, size );
    return size;
}

static int64_t bytes_size( void *context )
{
    return ((struct bytes *)context)->size;
}

int LLVMFuzzerTestOneInput( const uint8_t *data, size_t size )
{
    struct bytes bytes = { data, size };
    const struct wav_io io = { &bytes, bytes_read, NULL, bytes_size };
    struct wav_reader reader;
    struct wav_format line;
    struct wav_converter *converter;
    uint8_t block[512], *out;
    int64_t got, all = 0;

    if (wav_open( &reader, &io )) return 0;
    if (reader.data_offset + reader.data_size > size || reader.data_size % reader.format.block) abort();
    if (wav_format_init( &line, size & 1 ? WAV_MULAW : WAV_PCM, 1, size & 2 ? 16000 : 8000, 16 )) abort();
    if (!(converter = wav_converter_create( &reader.format, &line ))) return 0;
    while ((got = wav_read( &reader, block, sizeof(block) )) > 0)
    {
        const size_t room = wav_converter_room( converter, got );

        if (!(out = malloc( room ))) abort();
        if (wav_convert( converter, block, got, out ) > room) abort();
        wav_mix( &reader.format, block, block, got );
        free( out );
        all += got;
    }
    if (got || (uint64_t)all != reader.data_size) abort();
    wav_converter_free( converter );
    return 0;
}
