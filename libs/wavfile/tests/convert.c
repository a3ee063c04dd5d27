/*
 * What becomes of samples in another format.
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

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "test.h"

#define PI 3.14159265358979323846

/* How loud a frequency is in samples of 16 bits, as amplitude */
static double level( const int16_t *samples, size_t count, double rate, double frequency )
{
    double re = 0, im = 0;
    size_t i;

    for (i = 0; i < count; i++)
    {
        const double window = 1 - cos( 2 * PI * i / count ), angle = 2 * PI * frequency * i / rate;

        re += window * samples[i] * cos( angle );
        im += window * samples[i] * sin( angle );
    }
    return 2 * sqrt( re * re + im * im ) / count;
}

static size_t convert_tone( const struct wav_format *from, const struct wav_format *to, double frequency, int16_t *out, size_t part )
{
    static uint8_t in[96000 * 4], converted[400000];
    struct wav_converter *first, *last, *change = wav_converter_create( from, to );
    struct wav_format linear_from, linear_to;
    static int16_t tone[48000];
    size_t i, frames = from->rate / 4, size = 0, made;

    check( !wav_format_init( &linear_from, WAV_PCM, 1, from->rate, 16 ) && !wav_format_init( &linear_to, WAV_PCM, 1, to->rate, 16 ), "format" );
    for (i = 0; i < frames; i++) tone[i] = (int16_t)lrint( 10000 * sin( 2 * PI * frequency * i / from->rate ));
    first = wav_converter_create( &linear_from, from );
    last = wav_converter_create( to, &linear_to );
    made = wav_convert( first, tone, frames * 2, in );
    check( made == frames * from->block, "%zu bytes", made );
    for (i = 0; i < made; i += part * from->block)
    {
        const size_t bytes = made - i < part * from->block ? made - i : part * from->block, got = wav_convert( change, in + i, bytes, converted + size );

        check( got <= wav_converter_room( change, bytes ), "%zu bytes of %zu", got, wav_converter_room( change, bytes ));
        size += got;
    }
    made = wav_convert( last, converted, size, out );
    wav_converter_free( first );
    wav_converter_free( last );
    wav_converter_free( change );
    return made / 2;
}

static void test_conversion( void )
{
    static int16_t out[200000], again[200000];
    size_t i, k;

    group( "conversion" );
    for (i = 0; i < FORMATS; i++)
        for (k = 0; k < FORMATS; k++)
        {
            const struct wav_format from = get_format( i ), to = get_format( k );
            const size_t count = convert_tone( &from, &to, 1000, out, 160 ), expected = to.rate / 4;
            const double loud = level( out + 200, count - 400, to.rate, 1000 ), other = level( out + 200, count - 400, to.rate, 2300 );

            check( count + 2 >= expected && count <= expected + 2, "%zu to %zu: %zu samples instead of %zu", i, k, count, expected );
            check( loud > 9500 && loud < 10500, "%zu to %zu: level %.0f", i, k, loud );
            check( other < 300, "%zu to %zu: %.0f of something else", i, k, other );
            check( convert_tone( &from, &to, 1000, again, 37 ) == count && !memcmp( out, again, count * 2 ), "%zu to %zu: depends on how it is cut", i, k );
        }
}

/* What the lower rate cannot carry is not heard at all. */
static void test_filter( void )
{
    static int16_t out[200000];
    struct wav_format high, low;
    size_t count;

    group( "no aliases" );
    check( !wav_format_init( &high, WAV_PCM, 1, 44100, 16 ) && !wav_format_init( &low, WAV_PCM, 1, 8000, 16 ), "format" );
    count = convert_tone( &high, &low, 6000, out, 441 );
    check( level( out + 200, count - 400, 8000, 2000 ) < 15, "6000 Hz is heard as 2000 Hz: %.0f", level( out + 200, count - 400, 8000, 2000 ));
    count = convert_tone( &high, &low, 3000, out, 441 );
    check( level( out + 200, count - 400, 8000, 3000 ) > 9500, "3000 Hz: %.0f", level( out + 200, count - 400, 8000, 3000 ));
}

static void test_exact( void )
{
    struct wav_format format, wide, narrow;
    struct wav_converter *there, *back;
    uint8_t samples[512], other[2048], again[512];
    int16_t a[4] = { 100, 30000, -30000, 0 }, b[4] = { -50, 30000, -30000, 7 };
    uint8_t silence[8];
    size_t i;

    group( "exact samples, mixing" );
    for (i = 0; i < sizeof(samples); i++) samples[i] = i;
    for (i = 0; i < FORMATS; i++)
    {
        format = get_format( i );
        there = wav_converter_create( &format, &format );
        check( wav_convert( there, samples, 480, other ) == 480 && !memcmp( samples, other, 480 ), "format %zu changes", i );
        wav_converter_free( there );
    }
    wav_format_init( &narrow, WAV_PCM, 1, 8000, 8 );
    wav_format_init( &wide, WAV_PCM, 1, 8000, 24 );
    there = wav_converter_create( &narrow, &wide );
    back = wav_converter_create( &wide, &narrow );
    check( wav_convert( there, samples, 512, other ) == 1536 && wav_convert( back, other, 1536, again ) == 512, "sizes" );
    check( !memcmp( samples, again, 512 ), "8 bits there and back" );
    wav_converter_free( there );
    wav_converter_free( back );

    wav_format_init( &format, WAV_PCM, 1, 8000, 16 );
    wav_mix( &format, a, b, sizeof(a) );
    check( a[0] == 50 && a[1] == 32767 && a[2] == -32768 && a[3] == 7, "%d %d %d %d", a[0], a[1], a[2], a[3] );
    for (i = 0; i < FORMATS; i++)
    {
        int16_t heard[8] = { 0 };
        size_t k;

        format = get_format( i );
        wav_format_init( &wide, WAV_PCM, format.channels, format.rate, 16 );
        there = wav_converter_create( &format, &wide );
        if (format.block <= sizeof(silence))
        {
            wav_silence( &format, silence, format.block );
            wav_convert( there, silence, format.block, heard );
            for (k = 0; k < format.channels; k++) check( abs( heard[k] ) <= 8, "format %zu: silence is %d", i, heard[k] );
        }
        wav_converter_free( there );
    }
}

/* What telephony converts: level of a tone in the pass band, and how much is left of what would alias or is an image */
static void test_rates( void )
{
    static const struct { uint32_t from, to; double frequency, lowest, highest; } passes[] =
    {
        { 8000, 16000, 300, -0.1, 0.1 }, { 8000, 16000, 1000, -0.1, 0.1 }, { 8000, 16000, 3400, -0.5, 0.1 },
        { 16000, 8000, 300, -0.1, 0.1 }, { 16000, 8000, 1000, -0.1, 0.1 }, { 16000, 8000, 3400, -0.5, 0.1 },
        { 48000, 8000, 1000, -0.1, 0.1 }, { 8000, 44100, 1000, -0.1, 0.1 }, { 44100, 8000, 3000, -0.1, 0.1 }, { 11025, 48000, 2000, -0.1, 0.1 },
        { 8000, 44099, 1000, -0.1, 0.1 },
        /* what would alias */
        { 16000, 8000, 4700, -400, -55 }, { 16000, 8000, 5000, -400, -55 }, { 16000, 8000, 7000, -400, -55 }, { 48000, 8000, 7000, -400, -55 },
        { 48000, 16000, 15000, -400, -55 }, { 44100, 8000, 12000, -400, -55 },
    };
    static int16_t in[8000], out[8000 * 7];
    size_t i, j;

    group( "rates" );
    for (i = 0; i < ARRAY_SIZE(passes); i++)
    {
        const double from = passes[i].from, to = passes[i].to, frequency = passes[i].frequency;
        double folded = fmod( frequency, to ), loud, worst = 0;
        struct wav_format in_format, out_format;
        struct wav_converter *converter;
        size_t count;

        wav_format_init( &in_format, WAV_PCM, 1, passes[i].from, 16 );
        wav_format_init( &out_format, WAV_PCM, 1, passes[i].to, 16 );
        converter = wav_converter_create( &in_format, &out_format );
        for (j = 0; j < ARRAY_SIZE(in); j++) in[j] = lrint( 10000 * sin( 2 * PI * frequency * j / from ));
        check( wav_converter_room( converter, sizeof(in) ) <= sizeof(out), "%zu bytes", wav_converter_room( converter, sizeof(in) ));
        count = wav_convert( converter, in, sizeof(in), out ) / 2;
        wav_converter_free( converter );
        check( fabs( count - ARRAY_SIZE(in) * to / from ) < 2, "%u to %u: %zu samples", passes[i].from, passes[i].to, count );
        if (folded > to / 2) folded = to - folded;
        /* not the ends, where a tone begins and stops */
        loud = 20 * log10( level( out + count / 10, count * 8 / 10, to, folded ) / 10000 + 1e-9 );
        check( loud > passes[i].lowest && loud < passes[i].highest, "%u to %u: %.0f Hz has %.2f dB", passes[i].from, passes[i].to, folded, loud );
        if (passes[i].highest < 0) continue;
        for (j = 1; j * from - frequency < to / 2; j++)
        {
            worst = fmax( worst, level( out + count / 10, count * 8 / 10, to, j * from - frequency ));
            if (j * from + frequency < to / 2) worst = fmax( worst, level( out + count / 10, count * 8 / 10, to, j * from + frequency ));
        }
        check( worst < 18, "%u to %u: an image of %.0f Hz has %.0f of 10000", passes[i].from, passes[i].to, frequency, worst );
    }
}

/* However a stream is cut, the result is the same, and not late. */
static void test_pieces( void )
{
    static int16_t in[4000], whole[8100], pieces[8100];
    struct wav_format slow, fast;
    struct wav_converter *converter;
    size_t whole_size, size = 0, at = 0, step = 1, i;

    group( "pieces" );
    for (i = 0; i < ARRAY_SIZE(in); i++) in[i] = rand();
    wav_format_init( &slow, WAV_PCM, 1, 8000, 16 );
    wav_format_init( &fast, WAV_PCM, 1, 16000, 16 );
    converter = wav_converter_create( &slow, &fast );
    whole_size = wav_convert( converter, in, sizeof(in), whole );
    wav_converter_reset( converter );
    while (at < ARRAY_SIZE(in))
    {
        const size_t count = step < ARRAY_SIZE(in) - at ? step : ARRAY_SIZE(in) - at;

        size += wav_convert( converter, in + at, count * 2, (uint8_t *)pieces + size );
        at += count;
        step = step * 7 % 331;
    }
    check( size == whole_size && !memcmp( whole, pieces, size ), "%zu bytes in pieces, %zu as a whole", size, whole_size );
    check( whole_size >= 4 * (ARRAY_SIZE(in) - 16), "%zu bytes", whole_size );
    wav_converter_free( converter );
}

static size_t convert_once( const struct wav_format *from, const struct wav_format *to, const void *in, size_t size, void *out )
{
    struct wav_converter *converter = wav_converter_create( from, to );
    const size_t made = wav_convert( converter, in, size, out );

    wav_converter_free( converter );
    return made;
}

/* Samples that are known one by one */
static void test_samples( void )
{
    static const int16_t in[] = { 0, 100, -100, 32767, -32768, 12345, -12345, 1 };
    static const uint8_t bytes[] = { 0, 1, 127, 128, 129, 254, 255, 64 };
    struct wav_format pcm16, pcm8, mulaw, stereo;
    int16_t samples[16];
    uint8_t out[32], back[16];
    unsigned int i;

    group( "samples one by one" );
    wav_format_init( &pcm16, WAV_PCM, 1, 8000, 16 );
    wav_format_init( &pcm8, WAV_PCM, 1, 8000, 8 );
    wav_format_init( &mulaw, WAV_MULAW, 1, 8000, 8 );
    wav_format_init( &stereo, WAV_PCM, 2, 8000, 16 );

    check( convert_once( &pcm16, &pcm8, in, sizeof(in), out ) == 8, "size" );
    check( out[0] == 128 && out[3] == 255 && !out[4] && out[5] == 128 + 48 && out[6] == 128 - 48 && out[7] == 128, "%u %u %u %u %u %u", out[0], out[3],
           out[4], out[5], out[6], out[7] );
    check( convert_once( &pcm8, &pcm16, bytes, 8, samples ) == 16, "size" );
    check( samples[0] == -32768 && samples[3] == 0 && samples[6] == 127 * 256, "%d %d %d", samples[0], samples[3], samples[6] );
    check( convert_once( &pcm16, &pcm8, samples, 16, back ) == 8 && !memcmp( back, bytes, 8 ), "8 bits do not come back" );
    check( convert_once( &pcm16, &mulaw, in, sizeof(in), out ) == 8, "size" );
    for (i = 0; i < 8; i++) check( out[i] == wav_to_mulaw( in[i] ), "%d: %#x", in[i], out[i] );

    /* both channels get the sample, and become their mean */
    check( convert_once( &pcm16, &stereo, in, 16, samples ) == 32, "size" );
    check( samples[2] == 100 && samples[3] == 100 && samples[6] == 32767 && samples[7] == 32767, "%d %d", samples[2], samples[3] );
    samples[2] = 50;
    check( convert_once( &stereo, &pcm16, samples, 32, out ) == 16, "size" );
    memcpy( samples, out, 16 );
    check( samples[1] == 75 && samples[3] == 32767, "%d", samples[1] );

    /* a piece of a sample is not taken */
    check( convert_once( &pcm16, &pcm16, in, 15, samples ) == 14 && !memcmp( in, samples, 14 ), "changed" );
}

void test_convert( void )
{
    test_conversion();
    test_filter();
    test_exact();
    test_rates();
    test_pieces();
    test_samples();
}
