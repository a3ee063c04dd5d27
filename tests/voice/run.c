/*
 * Starts voice_test.sh; makes and compares sounds for it.
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

/*
 * voice_test                             the test
 * voice_test make FILE MS SEED           a wave file that resembles speech, and is like no other; before it a quarter of a second is silent
 * voice_test compare WANTED FILE         is the sound in the file? Prints where, its correlation and its longest gap; status 0 if at least 0.99
 *                                        with no gap above 20 ms
 * voice_test compare --pieces WANTED FILE   does the file have half of the sound or more, in pieces of 25 ms that correlate so?
 */

#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define RATE    8000
#define WINDOW  (RATE / 50)
#define PIECE   (RATE / 40)
#define LEAST   0.99
#define LEAD    (RATE / 4)

struct sound
{
    int16_t *samples;
    size_t   count;
};

static void put_little( uint8_t *data, uint32_t value, int size )
{
    for (; size--; value >>= 8) *data++ = (uint8_t)value;
}

static uint32_t get_little( const uint8_t *data, int size )
{
    uint32_t value = 0;

    while (size--) value = value << 8 | data[size];
    return value;
}

static int make( const char *path, size_t count, uint32_t seed )
{
    uint8_t header[44] = "RIFF....WAVEfmt ", sample[2];
    double phases[4] = { 0 }, hertz[4] = { 300, 700, 1300, 2100 }, filtered = 0;
    FILE *file = fopen( path, "wb" );
    size_t i;
    int j;

    if (!file) return -errno;
    put_little( header + 4, (uint32_t)(36 + (count + LEAD) * 2), 4 );
    put_little( header + 16, 16, 4 );
    put_little( header + 20, 1, 2 );
    put_little( header + 22, 1, 2 );
    put_little( header + 24, RATE, 4 );
    put_little( header + 28, RATE * 2, 4 );
    put_little( header + 32, 2, 2 );
    put_little( header + 34, 16, 2 );
    memcpy( header + 36, "data", 4 );
    put_little( header + 40, (uint32_t)((count + LEAD) * 2), 4 );
    fwrite( header, sizeof(header), 1, file );
    for (i = 0; i < LEAD; i++) fwrite( "\0\0", 2, 1, file );
    for (i = 0; i < count; i++)
    {
        double value = 0, loudness = 0.6 + 0.4 * sin( i * 6.283 * 3.1 / RATE );

        /* four formants that wander, another way with each seed, and a breath */
        seed = seed * 1664525 + 1013904223;
        for (j = 0; j < 4; j++)
        {
            if (!(i % (RATE / 20))) hertz[j] += ((int)(seed >> (8 + 4 * j) & 0xff) - 128) * 0.6;
            if (hertz[j] < 250 + 400 * j || hertz[j] > 600 + 600 * j) hertz[j] = 300 + 500 * j;
            phases[j] += 6.283185307179586 * hertz[j] / RATE;
            value += sin( phases[j] ) / (j + 1);
        }
        filtered += ((int)(seed >> 16 & 0xffff) - 32768) / 32768.0 * 0.1 - filtered * 0.3;
        put_little( sample, (uint32_t)(int)((value + filtered) * loudness * 4500), 2 );
        fwrite( sample, sizeof(sample), 1, file );
    }
    return fclose( file ) ? -errno : 0;
}

static int load( const char *path, struct sound *sound )
{
    uint8_t header[44], *data;
    FILE *file = fopen( path, "rb" );
    size_t size, i;

    if (!file)
    {
        fprintf( stderr, "voice_test: %s: %s\n", path, strerror( errno ) );
        return -1;
    }
    if (fread( header, 1, sizeof(header), file ) != sizeof(header) || memcmp( header, "RIFF", 4 ) || memcmp( header + 36, "data", 4 ) ||
        !(data = malloc( (size = get_little( header + 40, 4 )) + 1 )))
    {
        fprintf( stderr, "voice_test: %s is no plain wave file\n", path );
        fclose( file );
        return -1;
    }
    sound->count = fread( data, 1, size, file ) / 2;
    fclose( file );
    sound->samples = malloc( sound->count * sizeof(int16_t) + 1 );
    for (i = 0; sound->samples && i < sound->count; i++) sound->samples[i] = (int16_t)get_little( data + 2 * i, 2 );
    free( data );
    return sound->samples ? 0 : -1;
}

static double correlation( const int16_t *a, const int16_t *b, size_t count )
{
    double ab = 0, aa = 0, bb = 0;
    size_t i;

    for (i = 0; i < count; i++)
    {
        ab += (double)a[i] * b[i];
        aa += (double)a[i] * a[i];
        bb += (double)b[i] * b[i];
    }
    return aa && bb ? ab / sqrt( aa * bb ) : 0;
}

static int compare_whole( const struct sound *wanted, const struct sound *got )
{
    size_t lag, best = 0, i, gap = 0, longest = 0, probe = wanted->count / 2, size = wanted->count - probe;
    double most = -1, whole;

    /* half a second out of its middle is enough to find the place */
    if (size > RATE / 2) size = RATE / 2;
    for (lag = 0; lag + wanted->count <= got->count; lag++)
    {
        double found = correlation( wanted->samples + probe, got->samples + lag + probe, size );

        if (found <= most) continue;
        most = found;
        best = lag;
    }
    whole = correlation( wanted->samples, got->samples + best, wanted->count );
    for (i = 0; i + WINDOW <= wanted->count; i += WINDOW)
    {
        gap = correlation( wanted->samples + i, got->samples + best + i, WINDOW ) < 0.7 ? gap + WINDOW : 0;
        if (gap > longest) longest = gap;
    }
    printf( "at %zu ms, correlation %.4f, longest gap %zu ms\n", best / (RATE / 1000), whole, longest / (RATE / 1000) );
    return whole < LEAST || longest > WINDOW;
}

/* In their order: a gap moves what follows, but does not make it another sound. */
static int compare_pieces( const struct sound *wanted, const struct sound *got )
{
    size_t i, lag, from = 0, found = 0, count = 0;

    for (i = 0; i + PIECE <= wanted->count; i += PIECE)
    {
        count++;
        for (lag = from; lag + PIECE <= got->count; lag++)
            if (correlation( wanted->samples + i, got->samples + lag, PIECE ) >= LEAST) break;
        if (lag + PIECE > got->count) continue;
        found++;
        from = lag;
    }
    printf( "%zu of %zu pieces with a correlation of %.2f or more\n", found, count, LEAST );
    return 2 * found < count;
}

static int compare( const char *wanted_path, const char *path, int pieces )
{
    struct sound wanted = { 0 }, got = { 0 }, sound;
    int ret;

    if (load( wanted_path, &wanted )) return 2;
    if (load( path, &got ))
    {
        free( wanted.samples );
        return 2;
    }
    /* nobody can tell its silence from that of the line */
    for (sound = wanted; sound.count && !*sound.samples; sound.count--) sound.samples++;
    printf( "%s in %s: ", wanted_path, path );
    if (got.count < sound.count) printf( "%zu samples, fewer than the %zu of it; ", got.count, sound.count );
    ret = pieces ? compare_pieces( &sound, &got ) : compare_whole( &sound, &got );
    free( wanted.samples );
    free( got.samples );
    return ret;
}

int main( int argc, char **argv )
{
    const char *srcdir = getenv( "srcdir" );
    char path[4096];
    int error;

    if (argc == 5 && !strcmp( argv[1], "make" ))
    {
        if (!(error = make( argv[2], strtoul( argv[3], NULL, 10 ) * (RATE / 1000), (uint32_t)strtoul( argv[4], NULL, 10 ) ))) return 0;
        fprintf( stderr, "voice_test: %s: %s\n", argv[2], strerror( -error ) );
        return 1;
    }
    if (argc == 4 && !strcmp( argv[1], "compare" )) return compare( argv[2], argv[3], 0 );
    if (argc == 5 && !strcmp( argv[1], "compare" ) && !strcmp( argv[2], "--pieces" )) return compare( argv[3], argv[4], 1 );
    if (argc > 1 || !srcdir)
    {
        fprintf( stderr, "voice_test: srcdir is not set; make check does\n" );
        return 1;
    }
    snprintf( path, sizeof(path), "%s/tests/voice/voice_test.sh", srcdir );
    setenv( "VOICE_TEST", argv[0], 1 );
    execl( "/bin/bash", "bash", path, NULL );
    fprintf( stderr, "voice_test: cannot start /bin/bash %s: %s\n", path, strerror( errno ) );
    return 1;
}
