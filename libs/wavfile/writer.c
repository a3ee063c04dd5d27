/*
 * Writing WAV files that are whole at every moment.
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

#define PCM_HEADER    44
#define OTHER_HEADER  58                /* the size of the extension, and a fact chunk */

static uint8_t *put( uint8_t *data, uint64_t value, unsigned int bytes )
{
    while (bytes--)
    {
        *data++ = value & 0xff;
        value >>= 8;
    }
    return data;
}

static uint8_t *put_id( uint8_t *data, const char *id )
{
    memcpy( data, id, 4 );
    return data + 4;
}

static int write_all( const struct wav_io *io, uint64_t offset, const void *data, size_t size )
{
    const int64_t done = io->write( io->context, offset, data, size );

    if (done < 0) return (int)done;
    return (uint64_t)done == size ? 0 : -ENOSPC;
}

static int write_header( struct wav_writer *writer )
{
    const struct wav_format *format = &writer->format;
    const int other = format->tag != WAV_PCM;
    uint8_t header[OTHER_HEADER], *data = header;

    data = put_id( data, "RIFF" );
    data = put( data, writer->data_offset - 8 + writer->data_size + (writer->data_size & 1), 4 );
    data = put_id( put_id( data, "WAVE" ), "fmt " );
    data = put( data, other ? 18 : 16, 4 );
    data = put( data, format->tag, 2 );
    data = put( data, format->channels, 2 );
    data = put( data, format->rate, 4 );
    data = put( data, (uint64_t)format->rate * format->block, 4 );
    data = put( data, format->block, 2 );
    data = put( data, format->bits, 2 );
    if (other)
    {
        data = put( data, 0, 2 );
        data = put( put_id( data, "fact" ), 4, 4 );
        data = put( data, writer->data_size / format->block, 4 );
    }
    data = put( put_id( data, "data" ), writer->data_size, 4 );
    return write_all( &writer->io, 0, header, data - header );
}

int wav_create( struct wav_writer *writer, const struct wav_io *io, const struct wav_format *format )
{
    memset( writer, 0, sizeof(*writer) );
    writer->io = *io;
    writer->format = *format;
    writer->data_offset = format->tag == WAV_PCM ? PCM_HEADER : OTHER_HEADER;
    return write_header( writer );
}

int wav_write( struct wav_writer *writer, const void *data, size_t size )
{
    /* the whole file is counted by 32 bits; readers that take them for signed ones are not our concern */
    const uint32_t limit = 0xffffffff - OTHER_HEADER - 8;
    const uint64_t end = (uint64_t)writer->data_offset + writer->data_size;
    int64_t done;
    int error = 0;

    size -= size % writer->format.block;
    if (size > limit - writer->data_size)
    {
        size = limit - writer->data_size;
        size -= size % writer->format.block;
        error = -EFBIG;
    }
    if (!size) return error;
    done = writer->io.write( writer->io.context, end, data, size );
    if (done < 0) return (int)done;
    if ((uint64_t)done < size) error = -ENOSPC;
    done -= done % writer->format.block;
    writer->data_size += (uint32_t)done;
    if ((writer->data_size & 1) && !error) error = write_all( &writer->io, (uint64_t)writer->data_offset + writer->data_size, "", 1 );
    /* the header follows the samples: it never counts what is not there */
    if (done)
    {
        const int header_error = write_header( writer );

        if (!error) error = header_error;
    }
    return error;
}
