/*
 * Reading WAV files, of whatever quality.
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

/* A file of nothing but empty chunks must not keep anybody busy. */
#define MAX_CHUNKS  4096

#define ID( a, b, c, d ) ((uint32_t)(a) | (uint32_t)(b) << 8 | (uint32_t)(c) << 16 | (uint32_t)(d) << 24)

static uint16_t get16( const uint8_t *data )
{
    return data[0] | data[1] << 8;
}

static uint32_t get32( const uint8_t *data )
{
    return get16( data ) | (uint32_t)get16( data + 2 ) << 16;
}

static uint64_t get64( const uint8_t *data )
{
    return get32( data ) | (uint64_t)get32( data + 4 ) << 32;
}

/* Read all of it. @return 0, -EILSEQ if the file ends before, or an error */
static int read_all( const struct wav_io *io, uint64_t offset, void *data, size_t size )
{
    const int64_t got = io->read( io->context, offset, data, size );

    if (got < 0) return (int)got;
    return (uint64_t)got == size ? 0 : -EILSEQ;
}

/* The fmt chunk, of 14 bytes (WAVEFORMAT), 16, 18 or 40 (WAVEFORMATEXTENSIBLE) */
static int parse_format( struct wav_format *format, const uint8_t *data, size_t size )
{
    /* all formats that were numbered before have a GUID that begins with the number and ends so */
    static const uint8_t registered[14] = { 0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71 };
    unsigned int tag = get16( data ), bits;

    bits = size >= 16 ? get16( data + 14 ) : get16( data + 12 ) * 8 / (get16( data + 2 ) ? get16( data + 2 ) : 1);
    if (tag == WAV_EXTENSIBLE)
    {
        if (size < 40) return -EILSEQ;
        if (memcmp( data + 26, registered, sizeof(registered) )) return -ENOTSUP;
        tag = get16( data + 24 );
    }
    return wav_format_init( format, tag, get16( data + 2 ), get32( data + 4 ), bits ) ? -ENOTSUP : 0;
}

/* What a data chunk really has, from what it says and what the file has behind its header */
static void take_data( struct wav_reader *reader, uint64_t offset, uint64_t says, uint64_t file_size, int whole )
{
    const uint64_t there = file_size - offset;

    reader->data_offset = offset;
    reader->data_size = says;
    /* a size of 0 in a file whose own size is right is no sound at all */
    if (says > there || says == 0xffffffff || (!says && there && !whole))
    {
        reader->damaged = 1;
        reader->data_size = there;
    }
    reader->data_size -= reader->data_size % reader->format.block;
}

int wav_open( struct wav_reader *reader, const struct wav_io *io )
{
    uint8_t head[40];
    uint64_t offset = 12, file_size, riff_size, wide_data = 0;
    unsigned int chunks;
    int64_t got;
    int error, have_format = 0, wide;

    memset( reader, 0, sizeof(*reader) );
    reader->io = *io;
    if ((got = io->size( io->context )) < 0) return (int)got;
    file_size = got;
    if ((error = read_all( io, 0, head, 12 ))) return error;
    wide = get32( head ) == ID( 'R', 'F', '6', '4' ) || get32( head ) == ID( 'B', 'W', '6', '4' );
    if (get32( head + 8 ) != ID( 'W', 'A', 'V', 'E' ) || (get32( head ) != ID( 'R', 'I', 'F', 'F' ) && !wide)) return -EILSEQ;
    riff_size = get32( head + 4 );

    for (chunks = 0; chunks < MAX_CHUNKS && offset < file_size && file_size - offset >= 8; chunks++)
    {
        uint32_t id, size;

        if ((error = read_all( io, offset, head, 8 ))) return error;
        id = get32( head );
        size = get32( head + 4 );
        offset += 8;
        if (id == ID( 'd', 's', '6', '4' ) && wide && size >= 24)
        {
            if ((error = read_all( io, offset, head, 24 ))) return error;
            wide_data = get64( head + 8 );
        }
        else if (id == ID( 'f', 'm', 't', ' ' ) && !have_format)
        {
            const size_t want = size < sizeof(head) ? size : sizeof(head);

            if (want < 14) return -EILSEQ;
            if ((error = read_all( io, offset, head, want ))) return error;
            if ((error = parse_format( &reader->format, head, want ))) return error;
            have_format = 1;
        }
        else if (id == ID( 'd', 'a', 't', 'a' ))
        {
            if (!have_format) return -EILSEQ;
            take_data( reader, offset, wide && size == 0xffffffff && wide_data ? wide_data : size, file_size, riff_size + 8 == file_size );
            return 0;
        }
        offset += size + (uint64_t)(size & 1);
    }
    return -EILSEQ;
}

int64_t wav_read( struct wav_reader *reader, void *data, size_t size )
{
    const uint64_t left = reader->position < reader->data_size ? reader->data_size - reader->position : 0;
    int64_t got;

    if (size > left) size = left;
    size -= size % reader->format.block;
    if (!size) return 0;
    got = reader->io.read( reader->io.context, reader->data_offset + reader->position, data, size );
    if (got < 0) return got;
    got -= got % reader->format.block;
    reader->position += got;
    return got;
}
