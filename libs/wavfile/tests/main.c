/*
 * Tests of WAV files, in memory.
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
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "test.h"

unsigned int test_passed, test_failed, test_groups;
static unsigned int group_failed, group_checks;
static const char *group_name;

void group( const char *name )
{
    if (group_name) printf( "%s %u - %s (%u checks)\n", group_failed ? "not ok" : "ok", ++test_groups, group_name, group_checks );
    group_failed = group_checks = 0;
    group_name = name;
}

void check_( const char *file_name, int line, int condition, const char *format, ... )
{
    va_list args;

    group_checks++;
    if (condition)
    {
        test_passed++;
        return;
    }
    test_failed++;
    group_failed++;
    printf( "# %s:%d: failed: ", file_name, line );
    va_start( args, format );
    vprintf( format, args );
    va_end( args );
    printf( "\n" );
}

/* ---- a file in memory ---- */

struct memory
{
    uint8_t data[256 * 1024];
    size_t size, room;
    int error;                          /* what the next call fails with */
};

static int64_t memory_read( void *context, uint64_t offset, void *data, size_t size )
{
    struct memory *memory = context;

    if (memory->error) return memory->error;
    if (offset >= memory->size) return 0;
    if (size > memory->size - offset) size = memory->size - offset;
    memcpy( data, memory->data + offset, size );
    return size;
}

static int64_t memory_write( void *context, uint64_t offset, const void *data, size_t size )
{
    struct memory *memory = context;

    if (memory->error) return memory->error;
    if (offset >= memory->room) return 0;
    if (size > memory->room - offset) size = memory->room - offset;
    memcpy( memory->data + offset, data, size );
    if (memory->size < offset + size) memory->size = offset + size;
    return size;
}

static int64_t memory_size( void *context )
{
    struct memory *memory = context;

    return memory->error ? memory->error : (int64_t)memory->size;
}

static struct memory file;
static const struct wav_io io = { &file, memory_read, memory_write, memory_size };

static void empty( void )
{
    memset( &file, 0, sizeof(file) );
    file.room = sizeof(file.data);
}

/* Put a file together piece by piece */
static void add( const void *data, size_t size )
{
    memcpy( file.data + file.size, data, size );
    file.size += size;
}

static void add32( uint32_t value )
{
    const uint8_t bytes[4] = { value & 0xff, value >> 8 & 0xff, value >> 16 & 0xff, value >> 24 };

    add( bytes, 4 );
}

static void add16( unsigned int value )
{
    const uint8_t bytes[2] = { value & 0xff, value >> 8 };

    add( bytes, 2 );
}

static void add_fmt( unsigned int size, unsigned int tag, unsigned int channels, uint32_t rate, unsigned int block, unsigned int bits )
{
    add( "fmt ", 4 );
    add32( size );
    add16( tag );
    add16( channels );
    add32( rate );
    add32( rate * block );
    add16( block );
    if (size >= 16) add16( bits );
    if (size >= 18) add16( size - 18 );
}

static void begin( const char *riff, uint32_t riff_size )
{
    empty();
    add( riff, 4 );
    add32( riff_size );
    add( "WAVE", 4 );
}

static void set32( size_t offset, uint32_t value )
{
    const size_t size = file.size;

    file.size = offset;
    add32( value );
    file.size = size;
}

/* ---- formats ---- */

const struct format_row formats[FORMATS] =
{
    { WAV_PCM, 1, 8000, 8 }, { WAV_PCM, 1, 8000, 16 }, { WAV_PCM, 2, 8000, 16 }, { WAV_PCM, 1, 11025, 8 }, { WAV_PCM, 1, 11025, 16 }, { WAV_PCM, 1, 16000, 16 },
    { WAV_PCM, 2, 22050, 16 }, { WAV_PCM, 2, 44100, 16 }, { WAV_PCM, 2, 48000, 24 }, { WAV_PCM, 1, 48000, 32 }, { WAV_PCM, 6, 48000, 16 },
    { WAV_MULAW, 1, 8000, 8 }, { WAV_ALAW, 1, 8000, 8 }, { WAV_MULAW, 2, 16000, 8 }, { WAV_PCM, 3, 8000, 8 },
};

struct wav_format get_format( size_t index )
{
    struct wav_format format;

    check( !wav_format_init( &format, formats[index].tag, formats[index].channels, formats[index].rate, formats[index].bits ), "format %zu", index );
    return format;
}

static void test_formats( void )
{
    struct wav_format format;

    group( "formats" );
    check( wav_format_init( &format, 0, 1, 8000, 16 ) == -EINVAL, "tag 0" );
    check( wav_format_init( &format, 3, 1, 8000, 32 ) == -EINVAL, "floating point" );
    check( wav_format_init( &format, WAV_PCM, 0, 8000, 16 ) == -EINVAL, "no channel" );
    check( wav_format_init( &format, WAV_PCM, 9, 8000, 16 ) == -EINVAL, "9 channels" );
    check( wav_format_init( &format, WAV_PCM, 1, 999, 16 ) == -EINVAL, "999 Hz" );
    check( wav_format_init( &format, WAV_PCM, 1, 192001, 16 ) == -EINVAL, "192001 Hz" );
    check( wav_format_init( &format, WAV_PCM, 1, 8000, 12 ) == -EINVAL, "12 bits" );
    check( !wav_format_init( &format, WAV_MULAW, 1, 8000, 16 ) && format.bits == 8 && format.block == 1, "mu-law that says 16 bits" );
    check( !wav_format_init( &format, WAV_PCM, 2, 44100, 16 ) && format.block == 4, "block %u", format.block );
    check( wav_format_bytes( &format, 20 ) == 882 * 4, "20 ms are %zu bytes", wav_format_bytes( &format, 20 ));
    check( !wav_format_init( &format, WAV_PCM, 1, 11025, 8 ) && wav_format_bytes( &format, 20 ) == 220, "20 ms are %zu bytes", wav_format_bytes( &format, 20 ));
}

/* Samples of G.711's tables 1a and 2a, in 16 bits */
static void test_laws( void )
{
    static const struct { uint8_t mulaw; int16_t linear; } mulaw[] =
        { { 0x80, 32124 }, { 0x8f, 16764 }, { 0xff, 0 }, { 0xfe, 8 }, { 0x00, -32124 }, { 0x7e, -8 }, { 0xef, 132 } };
    static const struct { uint8_t alaw; int16_t linear; } alaw[] =
        { { 0xd5, 8 }, { 0x55, -8 }, { 0xaa, 32256 }, { 0x2a, -32256 }, { 0xd4, 24 }, { 0xc5, 264 } };
    int code, i;

    group( "companding laws" );
    for (i = 0; i < (int)ARRAY_SIZE(mulaw); i++)
        check( wav_from_mulaw( mulaw[i].mulaw ) == mulaw[i].linear, "mu-law %02x is %d", mulaw[i].mulaw, wav_from_mulaw( mulaw[i].mulaw ));
    for (i = 0; i < (int)ARRAY_SIZE(alaw); i++)
        check( wav_from_alaw( alaw[i].alaw ) == alaw[i].linear, "A-law %02x is %d", alaw[i].alaw, wav_from_alaw( alaw[i].alaw ));
    for (code = 0; code < 256; code++)
    {
        if (code != 0x7f) check( wav_to_mulaw( wav_from_mulaw( code )) == code, "mu-law %02x comes back as %02x", code, wav_to_mulaw( wav_from_mulaw( code )));
        check( wav_to_alaw( wav_from_alaw( code )) == code, "A-law %02x comes back as %02x", code, wav_to_alaw( wav_from_alaw( code )));
    }
    check( wav_to_mulaw( wav_from_mulaw( 0x7f )) == 0xff, "minus 0 is 0" );
    for (i = -32768; i < 32768; i += 7)
    {
        const int error = abs( wav_from_mulaw( wav_to_mulaw( i )) - i ), alaw_error = abs( wav_from_alaw( wav_to_alaw( i )) - i );

        if (error > abs( i ) / 16 + 8 + (abs( i ) > 32124 ? 700 : 0)) check( 0, "mu-law takes %d for %d", wav_from_mulaw( wav_to_mulaw( i )), i );
        if (alaw_error > abs( i ) / 16 + 16) check( 0, "A-law takes %d for %d", wav_from_alaw( wav_to_alaw( i )), i );
    }
    check( 1, "all samples near" );
}

/* ---- files ---- */

static void test_round_trip( void )
{
    static uint8_t samples[24000], back[24000];
    struct wav_writer writer;
    struct wav_reader reader;
    size_t i, k;

    group( "written and read again" );
    for (i = 0; i < sizeof(samples); i++) samples[i] = rand();
    for (i = 0; i < FORMATS; i++)
    {
        const struct wav_format format = get_format( i );
        const size_t part = format.block * 23, size = sizeof(samples) - sizeof(samples) % part;
        int64_t got, all = 0;
        int error;

        empty();
        check( !wav_create( &writer, &io, &format ), "format %zu", i );
        check( !wav_open( &reader, &io ) && !reader.data_size && !reader.damaged, "format %zu: empty file", i );
        for (k = 0; k < size; k += part)
        {
            check( !wav_write( &writer, samples + k, part ), "format %zu at %zu", i, k );
            /* as if the writer had been killed here */
            if (k % 1000 < part && (error = wav_open( &reader, &io ))) check( 0, "format %zu at %zu: error %d", i, k, error );
            if (k % 1000 < part) check( !reader.damaged && reader.data_size == k + part, "format %zu at %zu: %d", i, k, (int)reader.data_size );
        }
        check( !wav_open( &reader, &io ), "format %zu", i );
        check( wav_format_equal( &reader.format, &format ) && reader.format.block == format.block, "format %zu differs", i );
        while ((got = wav_read( &reader, back + all, 1000 )) > 0) all += got;
        check( !got && all == (int64_t)size && !memcmp( back, samples, size ), "format %zu: %d of %zu bytes", i, (int)all, size );
        check( !wav_read( &reader, back, 1000 ), "format %zu: more behind the end", i );
        check( file.size % 2 == 0 && file.data[4] + file.data[5] * 256 + file.data[6] * 65536 == (int)file.size - 8, "format %zu: size of RIFF", i );
    }
}

static void test_chunks( void )
{
    struct wav_reader reader;

    group( "chunks that others write" );
    begin( "RIFF", 0 );
    add( "LIST\5\0\0\0abcde\0", 14 );                             /* odd, padded */
    add_fmt( 18, WAV_PCM, 1, 8000, 2, 16 );
    add( "fact\4\0\0\0\1\0\0\0", 12 );
    add( "data\4\0\0\0wxyzLIST\2\0\0\0ab", 22 );
    check( !wav_open( &reader, &io ) && reader.data_size == 4 && !reader.damaged, "chunks before and behind" );
    check( !memcmp( file.data + reader.data_offset, "wxyz", 4 ), "the samples are at %d", (int)reader.data_offset );

    begin( "RIFF", 100 );                                           /* WAVEFORMAT, from Windows 3.0 */
    add_fmt( 14, WAV_PCM, 1, 8000, 2, 16 );
    add( "data\4\0\0\0wxyz", 12 );
    check( !wav_open( &reader, &io ) && reader.format.bits == 16 && reader.data_size == 4, "bits %u", reader.format.bits );

    begin( "RIFF", 100 );
    add_fmt( 40, WAV_EXTENSIBLE, 2, 48000, 4, 16 );
    add( "\x10\0\3\0\0\0\1\0\0\0\0\0\x10\0\x80\0\0\xaa\0\x38\x9b\x71", 22 );
    add( "data\4\0\0\0wxyz", 12 );
    check( !wav_open( &reader, &io ) && reader.format.tag == WAV_PCM && reader.format.channels == 2, "extensible" );
    file.data[12 + 8 + 24] = WAV_MULAW;
    check( !wav_open( &reader, &io ) && reader.format.tag == WAV_MULAW, "extensible mu-law" );
    file.data[12 + 8 + 24 + 8] = 1;
    check( wav_open( &reader, &io ) == -ENOTSUP, "extensible of nobody knows what" );

    begin( "RIFF", 100 );
    add_fmt( 18, WAV_ALAW, 1, 8000, 1, 0 );                        /* no bits, as some write it */
    add( "data\4\0\0\0wxyz", 12 );
    check( !wav_open( &reader, &io ) && reader.format.bits == 8 && reader.format.block == 1, "A-law without bits" );

    begin( "RIFF", 100 );
    add_fmt( 20, 0x31, 1, 8000, 65, 0 );                           /* GSM 6.10 */
    add( "\x40\1data\4\0\0\0wxyz", 14 );
    check( wav_open( &reader, &io ) == -ENOTSUP, "an encoding nobody knows" );

    begin( "RF64", 0xffffffff );
    add( "ds64\x1c\0\0\0", 8 );
    add( "\0\0\0\0\0\0\0\0\4\0\0\0\0\0\0\0\2\0\0\0\0\0\0\0\0\0\0\0", 28 );
    add_fmt( 16, WAV_PCM, 1, 8000, 2, 16 );
    add( "data\xff\xff\xff\xffwxyzrest", 16 );
    check( !wav_open( &reader, &io ) && reader.data_size == 4 && !reader.damaged, "RF64: %d bytes", (int)reader.data_size );
}

static void test_damage( void )
{
    struct wav_reader reader;
    struct wav_format format;
    struct wav_writer writer;
    uint8_t samples[1000] = "samples";
    size_t i;

    group( "damaged files" );
    check( !wav_format_init( &format, WAV_PCM, 1, 8000, 16 ), "format" );
    empty();
    check( wav_open( &reader, &io ) == -EILSEQ, "empty file" );
    check( !wav_create( &writer, &io, &format ) && !wav_write( &writer, samples, sizeof(samples) ), "no file" );
    for (i = 0; i < 44; i++)
    {
        file.size = i;
        check( wav_open( &reader, &io ) == -EILSEQ, "header cut at %zu", i );
    }
    for (i = 44; i < 1044; i += 13)
    {
        file.size = i;
        check( !wav_open( &reader, &io ) && reader.damaged && reader.data_size == (i - 44) / 2 * 2, "cut at %zu: %d", i, (int)reader.data_size );
    }
    file.size = 1044;
    set32( 40, 0xffffffff );
    check( !wav_open( &reader, &io ) && reader.damaged && reader.data_size == 1000, "size -1: %d", (int)reader.data_size );
    set32( 40, 0 );
    set32( 4, 0 );
    check( !wav_open( &reader, &io ) && reader.damaged && reader.data_size == 1000, "size 0: %d", (int)reader.data_size );
    set32( 4, 0xffffffff );
    check( !wav_open( &reader, &io ) && reader.damaged && reader.data_size == 1000, "size 0, RIFF -1: %d", (int)reader.data_size );
    set32( 4, 1036 );
    check( !wav_open( &reader, &io ) && !reader.damaged && !reader.data_size, "no samples, and the file says so: %d", (int)reader.data_size );
    set32( 40, 0x7ffffff0 );
    check( !wav_open( &reader, &io ) && reader.data_size == 1000, "huge: %d", (int)reader.data_size );
    set32( 40, 1000 );
    set32( 16, 0xfffffff0 );
    check( wav_open( &reader, &io ) == -EILSEQ, "fmt beyond the end" );
    set32( 16, 12 );
    check( wav_open( &reader, &io ) == -EILSEQ, "fmt too short" );
    set32( 16, 16 );
    set32( 24, 0 );
    check( wav_open( &reader, &io ) == -ENOTSUP, "rate 0" );
    set32( 24, 8000 );
    memcpy( file.data, "RIFX", 4 );
    check( wav_open( &reader, &io ) == -EILSEQ, "big-endian" );
    memcpy( file.data, "RIFF", 4 );
    file.error = -EIO;
    check( wav_open( &reader, &io ) == -EIO, "read error" );

    begin( "RIFF", 0 );
    add( "data\4\0\0\0wxyz", 12 );
    check( wav_open( &reader, &io ) == -EILSEQ, "data without fmt" );
    begin( "RIFF", 0 );
    for (i = 0; i < 20000; i++) add( "JUNK\0\0\0\0", 8 );
    add_fmt( 16, WAV_PCM, 1, 8000, 2, 16 );
    add( "data\4\0\0\0wxyz", 12 );
    check( wav_open( &reader, &io ) == -EILSEQ, "too many chunks" );
}

static void test_full( void )
{
    struct wav_reader reader;
    struct wav_format format;
    struct wav_writer writer;
    uint8_t samples[1000] = "samples";

    group( "no room" );
    check( !wav_format_init( &format, WAV_PCM, 2, 8000, 16 ), "format" );
    empty();
    file.room = 20;
    check( wav_create( &writer, &io, &format ) == -ENOSPC, "header" );
    empty();
    file.room = 44 + 1501;
    check( !wav_create( &writer, &io, &format ) && !wav_write( &writer, samples, sizeof(samples) ), "no file" );
    check( wav_write( &writer, samples, sizeof(samples) ) == -ENOSPC, "no room" );
    check( !wav_open( &reader, &io ) && reader.data_size == 1500 && !reader.damaged, "%d bytes", (int)reader.data_size );
    file.error = -EIO;
    check( wav_write( &writer, samples, sizeof(samples) ) == -EIO, "write error" );
    file.error = 0;
    check( !wav_open( &reader, &io ) && reader.data_size == 1500, "%d bytes", (int)reader.data_size );
    writer.data_size = 0xffffffff - 300;
    check( wav_write( &writer, samples, sizeof(samples) ) != 0, "4 GB" );
}

int main( void )
{
    test_formats();
    test_laws();
    test_round_trip();
    test_chunks();
    test_damage();
    test_full();
    test_convert();
    group( NULL );
    printf( "1..%u\n", test_groups );
    printf( "%u passed, %u failed, 0 skipped\n", test_passed, test_failed );
    return test_failed != 0;
}
