/*
 * WAV files: reading them whatever is in them, writing them so that they are whole at every moment, and changing the format of samples.
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

#ifndef WAVFILE_WAVFILE_H
#define WAVFILE_WAVFILE_H

#include <stddef.h>
#include <stdint.h>

/* Format tags, as registered for WAVEFORMATEX */
enum wav_tag { WAV_PCM = 1, WAV_ALAW = 6, WAV_MULAW = 7, WAV_EXTENSIBLE = 0xfffe };

#define WAV_MIN_RATE      1000
#define WAV_MAX_RATE      192000
#define WAV_MAX_CHANNELS  8

struct wav_format
{
    uint16_t tag;                       /* WAV_PCM, WAV_ALAW, WAV_MULAW */
    uint16_t channels;                  /* 1 to WAV_MAX_CHANNELS */
    uint32_t rate;                      /* samples a second in each channel */
    uint16_t bits;                      /* of a sample: 8, 16, 24 or 32; 8 of the two laws */
    uint16_t block;                     /* bytes of one sample of all channels */
};

/**
 * Describe a format whole: what follows from the rest is computed.
 *
 * @return 0, or -EINVAL if it is none that this library knows
 */
int wav_format_init( struct wav_format *format, unsigned int tag, unsigned int channels, uint32_t rate, unsigned int bits );

/** @return whether two formats are the same. */
int wav_format_equal( const struct wav_format *a, const struct wav_format *b );

/** @return bytes of a number of milliseconds, whole blocks. */
size_t wav_format_bytes( const struct wav_format *format, unsigned int milliseconds );

/** Fill with silence. @param size bytes, a multiple of the block. */
void wav_silence( const struct wav_format *format, void *data, size_t size );

/*
 * Where a file is. All functions return what they did in bytes, less than asked for at the end of the file or when there is no room, or a negative errno.
 * They are called by one thread at a time.
 */
struct wav_io
{
    void *context;
    int64_t (*read)( void *context, uint64_t offset, void *data, size_t size );
    int64_t (*write)( void *context, uint64_t offset, const void *data, size_t size );   /* NULL of files that are read only */
    int64_t (*size)( void *context );   /* of the whole file */
};

/* ---- reading ---- */

struct wav_reader
{
    struct wav_io io;
    struct wav_format format;
    uint64_t data_offset;               /* of the first sample in the file */
    uint64_t data_size;                 /* bytes, whole blocks; never more than the file has */
    uint64_t position;                  /* bytes from the first sample */
    int damaged;                        /* the header promises more than there is, or nothing: what is there is played */
};

/**
 * Find format and samples of a file. Nothing in the file is believed: a size of 0 or 0xffffffff, as programs leave it that write to a pipe or were
 * killed, and one beyond the end of the file mean all that is there.
 *
 * @param reader  written to; not owned by this library, nothing to free
 * @param io      copied
 * @return 0; -EILSEQ: not a WAV file, or damaged beyond use; -ENOTSUP: a WAV file of an encoding or a layout that is not known; or an error of io
 */
int wav_open( struct wav_reader *reader, const struct wav_io *io );

/**
 * Read on.
 *
 * @param size  bytes wanted; rounded down to whole blocks
 * @return bytes read, whole blocks; 0 at the end; or an error of io
 */
int64_t wav_read( struct wav_reader *reader, void *data, size_t size );

/* ---- writing ---- */

struct wav_writer
{
    struct wav_io io;
    struct wav_format format;
    uint32_t data_offset;
    uint32_t data_size;                 /* bytes of samples that are in the file */
};

/**
 * Begin a file: write a header for no samples. What the file held before is not cut off; the caller gives an empty one.
 *
 * @return 0, or an error of io; -ENOSPC: no room
 */
int wav_create( struct wav_writer *writer, const struct wav_io *io, const struct wav_format *format );

/**
 * Add samples; then the header counts them. A program that is killed at any moment leaves a file that can be played to where it was.
 *
 * @param size  bytes, a multiple of the block
 * @return 0; -ENOSPC: no room; -EFBIG: a WAV file cannot be larger; or another error of io. What fitted is in the file, as whole blocks
 */
int wav_write( struct wav_writer *writer, const void *data, size_t size );

/* ---- changing formats ---- */

struct wav_converter;

/**
 * Make what changes samples of one format into another: encoding, channels (all into one; one into all; otherwise by their number) and rate, with a filter that
 * passes up to 0.85 of half the lower rate and has what the lower rate cannot carry 60 dB down; its delay is 2 ms at 8 kHz. What is not linear, or has 8 bits,
 * goes through 16 bits.
 *
 * Samples of equal formats stay what they are bit for bit.
 * @return the converter, to be freed with wav_converter_free(); NULL: no memory
 */
struct wav_converter *wav_converter_create( const struct wav_format *from, const struct wav_format *to );

/** NULL is allowed. */
void wav_converter_free( struct wav_converter *converter );

/** Forget what came before, as at the beginning of another file. */
void wav_converter_reset( struct wav_converter *converter );

/** @return the most bytes that wav_convert() can make of these. */
size_t wav_converter_room( const struct wav_converter *converter, size_t size );

/**
 * Convert.
 *
 * @param data  samples; whole blocks
 * @param out   room for wav_converter_room() bytes
 * @return bytes in out; over all calls as many samples as the rates say, to within two
 */
size_t wav_convert( struct wav_converter *converter, const void *data, size_t size, void *out );

/**
 * Add samples to others, both of one format: what two people say at once. Too loud is as loud as can be.
 *
 * @param size  bytes, whole blocks
 */
void wav_mix( const struct wav_format *format, void *data, const void *add, size_t size );

/* One sample, linear with 16 bits. */
int16_t wav_from_mulaw( uint8_t code );
uint8_t wav_to_mulaw( int16_t sample );
int16_t wav_from_alaw( uint8_t code );
uint8_t wav_to_alaw( int16_t sample );

#endif
