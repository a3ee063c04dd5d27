/*
 * Tests of the conversion of audio formats.
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

#include "fixture.h"
#include "mediafilter/convert.h"

static const WAVEFORMATEX pcm8k = { WAVE_FORMAT_PCM, 1, 8000, 16000, 2, 16, 0 };
static const WAVEFORMATEX pcm16k = { WAVE_FORMAT_PCM, 1, 16000, 32000, 2, 16, 0 };

static void test_mulaw(void)
{
    /* values that G.711 tabulates, as 16 bits */
    static const struct { BYTE code; short sample; } known[] =
        { { 0x00, -32124 }, { 0x80, 32124 }, { 0xff, 0 }, { 0x7f, 0 }, { 0xfe, 8 }, { 0x7e, -8 }, { 0xef, 132 }, { 0x8f, 16764 }, { 0xf0, 120 } };
    unsigned int i;
    int sample;

    for (i = 0; i < ARRAYSIZE(known); i++)
        ok( mulaw_decode( known[i].code ) == known[i].sample, "%#x: %d\n", known[i].code, mulaw_decode( known[i].code ));
    for (i = 0; i < 256; i++)
    {
        BYTE code = mulaw_encode( mulaw_decode( i ));

        ok( code == (i == 0x7f ? 0xff : i), "%#x becomes %#x\n", i, code );     /* there are two zeros */
    }
    for (sample = -32768; sample < 32768; sample += 7)
    {
        int error = mulaw_decode( mulaw_encode( sample )) - sample, size = abs( sample );

        if (size > 32635) continue;     /* clipped */
        ok( abs( error ) <= size / 16 / 2 + 8, "%d becomes %d\n", sample, sample + error );
    }
}

static struct audio_converter *make( const WAVEFORMATEX *from, const WAVEFORMATEX *to )
{
    struct audio_converter *converter = audio_converter_create( from, to );

    ok( converter != NULL, "no converter from %lu to %lu\n", from->nSamplesPerSec, to->nSamplesPerSec );
    return converter;
}

/* How loud a frequency is in count samples, as an amplitude; a Hann window keeps what is beside it out. */
static double amplitude( const short *samples, unsigned int count, double frequency, double rate )
{
    double real = 0, imaginary = 0, sum = 0;
    unsigned int i;

    for (i = 0; i < count; i++)
    {
        double window = 0.5 - 0.5 * cos( 2 * M_PI * i / count ), angle = 2 * M_PI * frequency * i / rate;

        real += samples[i] * window * cos( angle );
        imaginary += samples[i] * window * sin( angle );
        sum += window;
    }
    return 2 * sqrt( real * real + imaginary * imaginary ) / sum;
}

static double decibels( double a, double b )
{
    return 20 * log10( (a + 1e-9) / b );
}

#define SAMPLES 8000

/* A tone of 10000 through a converter; count of what comes out */
static unsigned int convert_tone( DWORD from, DWORD to, double frequency, short *out )
{
    WAVEFORMATEX in_format = wave_format( WAVE_FORMAT_PCM, from, 16, 1 ), out_format = wave_format( WAVE_FORMAT_PCM, to, 16, 1 );
    struct audio_converter *converter = make( &in_format, &out_format );
    static short in[SAMPLES];
    DWORD size;
    int i;

    for (i = 0; i < SAMPLES; i++) in[i] = (short)lrint( 10000 * sin( 2 * M_PI * frequency * i / from ));
    size = audio_converter_run( converter, in, sizeof(in), out );
    ok( size <= audio_converter_room( converter, sizeof(in) ), "%lu bytes where %lu fit\n", size, audio_converter_room( converter, sizeof(in) ));
    audio_converter_free( converter );
    return size / 2;
}

static void test_rates(void)
{
    static const struct { DWORD from, to; double frequency, lowest, highest; } passes[] =
    {
        { 8000, 16000, 300, -0.1, 0.1 }, { 8000, 16000, 1000, -0.1, 0.1 }, { 8000, 16000, 3400, -0.5, 0.1 },
        { 16000, 8000, 300, -0.1, 0.1 }, { 16000, 8000, 1000, -0.1, 0.1 }, { 16000, 8000, 3400, -0.5, 0.1 },
        { 48000, 8000, 1000, -0.1, 0.1 }, { 8000, 44100, 1000, -0.1, 0.1 }, { 44100, 8000, 3000, -0.1, 0.1 }, { 11025, 48000, 2000, -0.1, 0.1 },
        /* what would alias */
        { 16000, 8000, 4700, -400, -55 }, { 16000, 8000, 5000, -400, -55 }, { 16000, 8000, 7000, -400, -55 }, { 48000, 8000, 7000, -400, -55 },
        { 48000, 16000, 15000, -400, -55 }, { 44100, 8000, 12000, -400, -55 },
    };
    static short out[SAMPLES * 7];
    unsigned int i;

    for (i = 0; i < ARRAYSIZE(passes); i++)
    {
        unsigned int count = convert_tone( passes[i].from, passes[i].to, passes[i].frequency, out ), j;
        double folded = fmod( passes[i].frequency, passes[i].to ), level, worst = -200, expected = (double)SAMPLES * passes[i].to / passes[i].from;

        winetest_push_context( "%lu -> %lu, %.0f Hz", passes[i].from, passes[i].to, passes[i].frequency );
        ok( fabs( count - expected ) < 0.004 * passes[i].to, "%u samples, expected %.0f\n", count, expected );
        if (folded > passes[i].to / 2.0) folded = passes[i].to - folded;
        /* not the ends, where a tone begins and stops */
        level = decibels( amplitude( out + count / 10, count * 8 / 10, folded, passes[i].to ), 10000 );
        ok( level > passes[i].lowest && level < passes[i].highest, "%.2f dB at %.0f Hz\n", level, folded );
        if (passes[i].highest > 0)
        {
            /* images of the tone around the lower rate */
            for (j = 1; j * (double)passes[i].from + passes[i].frequency < passes[i].to / 2.0 || j * (double)passes[i].from - passes[i].frequency <
                 passes[i].to / 2.0; j++)
                worst = fmax( worst, decibels( amplitude( out + count / 10, count * 8 / 10, j * (double)passes[i].from - passes[i].frequency,
                                                          passes[i].to ), 10000 ));
            ok( worst < -55, "an image of %.1f dB\n", worst );
        }
        winetest_pop_context();
    }
}

/* However the stream is cut, the result is the same. */
static void test_pieces(void)
{
    static short in[4000], whole[8100], pieces[8100];
    struct audio_converter *converter = make( &pcm8k, &pcm16k );
    DWORD whole_size, size = 0, at = 0, step = 1;

    make_speech( in, ARRAYSIZE(in) );
    whole_size = audio_converter_run( converter, in, sizeof(in), whole );
    audio_converter_reset( converter );
    while (at < ARRAYSIZE(in))
    {
        DWORD count = min( step, ARRAYSIZE(in) - at );

        size += audio_converter_run( converter, in + at, count * 2, (char *)pieces + size );
        at += count;
        step = step * 7 % 331;
    }
    ok( size == whole_size && !memcmp( whole, pieces, size ), "%lu bytes in pieces, %lu as a whole\n", size, whole_size );
    ok( whole_size >= 4 * (ARRAYSIZE(in) - 16), "%lu bytes: too late\n", whole_size );
    audio_converter_free( converter );
}

static void test_formats(void)
{
    static const short in[] = { 0, 100, -100, 32767, -32768, 12345, -12345, 1 };
    static const BYTE bytes[] = { 0, 1, 127, 128, 129, 254, 255, 64 };
    WAVEFORMATEX pcm8 = wave_format( WAVE_FORMAT_PCM, 8000, 8, 1 ), mulaw = wave_format( WAVE_FORMAT_MULAW, 8000, 8, 1 );
    WAVEFORMATEX stereo = wave_format( WAVE_FORMAT_PCM, 8000, 16, 2 ), odd;
    struct audio_converter *converter;
    short samples[16];
    BYTE out[16], back[16];
    unsigned int i;

    converter = make( &pcm8k, &pcm8 );
    ok( audio_converter_run( converter, in, sizeof(in), out ) == 8, "wrong size\n" );
    ok( out[0] == 128 && out[3] == 255 && !out[4] && out[5] == 128 + 48 && out[6] == 128 - 48 && out[7] == 128, "%u %u %u %u %u %u\n", out[0], out[3],
        out[4], out[5], out[6], out[7] );
    audio_converter_free( converter );

    converter = make( &pcm8, &pcm8k );
    ok( audio_converter_run( converter, bytes, 8, samples ) == 16, "wrong size\n" );
    ok( samples[0] == -32768 && samples[3] == 0 && samples[6] == 127 * 256, "%d %d %d\n", samples[0], samples[3], samples[6] );
    audio_converter_free( converter );
    converter = make( &pcm8k, &pcm8 );
    audio_converter_run( converter, samples, 16, back );
    ok( !memcmp( back, bytes, 8 ), "8 bits do not come back\n" );
    audio_converter_free( converter );

    converter = make( &pcm8k, &mulaw );
    ok( audio_converter_run( converter, in, sizeof(in), out ) == 8, "wrong size\n" );
    for (i = 0; i < 8; i++) ok( out[i] == mulaw_encode( in[i] ), "%d: %#x\n", in[i], out[i] );
    audio_converter_free( converter );

    /* both channels get the sample, and become their mean */
    converter = make( &pcm8k, &stereo );
    ok( audio_converter_run( converter, in, 16, samples ) == 32, "wrong size\n" );
    ok( samples[2] == 100 && samples[3] == 100 && samples[6] == 32767 && samples[7] == 32767, "%d %d\n", samples[2], samples[3] );
    audio_converter_free( converter );
    converter = make( &stereo, &pcm8k );
    samples[2] = 50;
    ok( audio_converter_run( converter, samples, 32, out ) == 16, "wrong size\n" );
    ok( ((short *)out)[1] == 75 && ((short *)out)[3] == 32767, "%d\n", ((short *)out)[1] );
    audio_converter_free( converter );

    /* the same is left alone; a piece of a sample is not taken */
    converter = make( &pcm8k, &pcm8k );
    ok( audio_converter_run( converter, in, 15, samples ) == 14 && !memcmp( in, samples, 14 ), "changed\n" );
    audio_converter_free( converter );

    odd = wave_format( WAVE_FORMAT_PCM, 8000, 24, 1 );
    ok( !audio_convertible( &odd ) && !audio_converter_create( &odd, &pcm8k ) && !audio_converter_create( &pcm8k, &odd ), "24 bits\n" );
    odd = wave_format( WAVE_FORMAT_ALAW, 8000, 8, 1 );
    ok( !audio_convertible( &odd ), "A-law\n" );
    odd = wave_format( WAVE_FORMAT_PCM, 2000, 16, 1 );
    ok( !audio_convertible( &odd ), "2 kHz\n" );
    odd = wave_format( WAVE_FORMAT_PCM, 8000, 16, 3 );
    ok( !audio_convertible( &odd ), "3 channels\n" );
    odd = pcm8k;
    odd.nBlockAlign = 4;
    ok( !audio_convertible( &odd ), "block size of 4\n" );
}

START_TEST( convert )
{
    test_mulaw();
    test_rates();
    test_pieces();
    test_formats();
}
