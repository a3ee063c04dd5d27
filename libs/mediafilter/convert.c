/*
 * Samples of one format into those of another: G.711, 8 and 16 bits, channels, rates.
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
#include <stdlib.h>

#include "convert.h"

/* ---- G.711 mu-law: sign, three bits of exponent, four of mantissa, all inverted; 16-bit samples have 14 bits that count, and a bias of 33 in those ---- */

short mulaw_decode( BYTE code )
{
    int exponent, sample;

    code = ~code;
    exponent = code >> 4 & 7;
    sample = ((((code & 15) << 1) + 33) << exponent) - 33;
    sample <<= 2;
    return code & 0x80 ? -sample : sample;
}

BYTE mulaw_encode( short sample )
{
    int magnitude = sample < 0 ? -(int)sample : sample, exponent = 7, bit;

    magnitude = (magnitude >> 2) + 33;
    if (magnitude > 0x1fff) magnitude = 0x1fff;
    for (bit = 0x1000; exponent && !(magnitude & bit); bit >>= 1) exponent--;
    return ~((sample < 0 ? 0x80 : 0) | exponent << 4 | (magnitude >> (exponent + 1) & 15));
}

/* ---- rates ---- */

/* Half the length of the filter in samples of the lower rate: with a Kaiser window of beta 5.65 that is 60 dB at 1.15 of half that rate. */
#define HALF 13
#define PASS_EDGE 1.0                   /* the middle of the transition, of half the lower rate */
#define BETA 5.65
#define MAX_PHASES 2048                 /* of rates without common divisor the ratio is rounded to this */

struct rate
{
    unsigned int up, down;              /* out rate / in rate */
    unsigned int half, taps;            /* in samples of the input */
    unsigned int phase;
    float *table;                       /* up phases of taps coefficients */
};

struct audio_converter
{
    WAVEFORMATEX from, to;
    BOOL         same;
    struct rate  rate;                  /* up == down: not needed */
    float       *history[2];            /* the last taps samples and what has come, for each channel of the output */
    unsigned int held, room;
};

static double bessel( double x )
{
    double sum = 1, term = 1;
    int k;

    for (k = 1; k < 40; k++)
    {
        term *= x / 2 / k;
        sum += term * term;
    }
    return sum;
}

static unsigned int common_divisor( unsigned int a, unsigned int b )
{
    while (b)
    {
        unsigned int rest = a % b;

        a = b;
        b = rest;
    }
    return a;
}

static BOOL rate_init( struct rate *rate, DWORD from, DWORD to )
{
    DWORD lower = from < to ? from : to;
    unsigned int divisor = common_divisor( from, to ), phase, i;
    double cutoff = PASS_EDGE * lower / from, width;

    rate->up = to / divisor;
    rate->down = from / divisor;
    if (rate->up > MAX_PHASES)
    {
        rate->down = (unsigned int)((ULONGLONG)from * MAX_PHASES / to);
        rate->up = MAX_PHASES;
    }
    rate->half = (HALF * from + lower - 1) / lower;
    rate->taps = 2 * rate->half;
    width = rate->half;
    if (!(rate->table = malloc( sizeof(float) * rate->taps * rate->up ))) return FALSE;
    for (phase = 0; phase < rate->up; phase++)
    {
        float *taps = rate->table + phase * rate->taps;
        double sum = 0;

        for (i = 0; i < rate->taps; i++)
        {
            double at = (double)i - (rate->half - 1) - (double)phase / rate->up, x = at * cutoff, place = at / width;
            double window = fabs( place ) >= 1 ? 0 : bessel( BETA * sqrt( 1 - place * place )) / bessel( BETA );

            taps[i] = (float)(cutoff * window * (fabs( x ) < 1e-9 ? 1 : sin( M_PI * x ) / (M_PI * x)));
            sum += taps[i];
        }
        /* every phase as loud as the others: no tone at the lower rate */
        for (i = 0; i < rate->taps; i++) taps[i] = (float)(taps[i] / sum);
    }
    return TRUE;
}

/* ---- all of it ---- */

BOOL audio_convertible( const WAVEFORMATEX *format )
{
    if (format->nChannels != 1 && format->nChannels != 2) return FALSE;
    if (format->nSamplesPerSec < 4000 || format->nSamplesPerSec > 96000) return FALSE;
    if (format->wFormatTag == WAVE_FORMAT_PCM && format->wBitsPerSample != 8 && format->wBitsPerSample != 16) return FALSE;
    if (format->wFormatTag == WAVE_FORMAT_MULAW && format->wBitsPerSample != 8) return FALSE;
    return (format->wFormatTag == WAVE_FORMAT_PCM || format->wFormatTag == WAVE_FORMAT_MULAW) &&
           format->nBlockAlign == format->nChannels * format->wBitsPerSample / 8;
}

static BOOL hold( struct audio_converter *converter, unsigned int count )
{
    unsigned int i;

    if (count <= converter->room) return TRUE;
    for (i = 0; i < converter->to.nChannels; i++)
    {
        float *more = realloc( converter->history[i], count * sizeof(float) );

        if (!more) return FALSE;
        converter->history[i] = more;
    }
    converter->room = count;
    return TRUE;
}

struct audio_converter *audio_converter_create( const WAVEFORMATEX *from, const WAVEFORMATEX *to )
{
    struct audio_converter *converter;

    if (!audio_convertible( from ) || !audio_convertible( to ) || !(converter = calloc( 1, sizeof(*converter) ))) return NULL;
    converter->from = *from;
    converter->to = *to;
    converter->same = from->wFormatTag == to->wFormatTag && from->nChannels == to->nChannels && from->nSamplesPerSec == to->nSamplesPerSec &&
                      from->wBitsPerSample == to->wBitsPerSample;
    if (from->nSamplesPerSec != to->nSamplesPerSec)
    {
        if (!rate_init( &converter->rate, from->nSamplesPerSec, to->nSamplesPerSec ) || !hold( converter, converter->rate.taps * 2 + 4096 ))
        {
            audio_converter_free( converter );
            return NULL;
        }
    }
    audio_converter_reset( converter );
    return converter;
}

void audio_converter_free( struct audio_converter *converter )
{
    if (!converter) return;
    free( converter->history[0] );
    free( converter->history[1] );
    free( converter->rate.table );
    free( converter );
}

void audio_converter_reset( struct audio_converter *converter )
{
    unsigned int i;

    if (!converter->rate.table) return;
    /* silence before the beginning; the first sample is in the middle of the filter */
    converter->held = converter->rate.half - 1;
    converter->rate.phase = 0;
    for (i = 0; i < converter->to.nChannels; i++) memset( converter->history[i], 0, converter->held * sizeof(float) );
}

DWORD audio_converter_room( const struct audio_converter *converter, DWORD size )
{
    DWORD samples = size / converter->from.nBlockAlign;

    if (converter->rate.table)
        samples = (DWORD)(((ULONGLONG)samples + converter->rate.taps) * converter->rate.up / converter->rate.down) + 2;
    return samples * converter->to.nBlockAlign;
}

static short read_sample( const WAVEFORMATEX *format, const BYTE *in )
{
    if (format->wFormatTag == WAVE_FORMAT_MULAW) return mulaw_decode( *in );
    if (format->wBitsPerSample == 8) return (short)((*in - 128) * 256);
    return (short)(in[0] | in[1] << 8);
}

static void write_sample( const WAVEFORMATEX *format, BYTE *out, int sample )
{
    if (sample > 32767) sample = 32767;
    if (sample < -32768) sample = -32768;
    if (format->wFormatTag == WAVE_FORMAT_MULAW) *out = mulaw_encode( sample );
    else if (format->wBitsPerSample == 8) *out = (BYTE)(min( (sample + 128) >> 8, 127 ) + 128);
    else
    {
        out[0] = (BYTE)sample;
        out[1] = (BYTE)(sample >> 8);
    }
}

/* The sample of a channel of the output at a block of the input */
static int mix( const struct audio_converter *converter, const BYTE *block, unsigned int channel )
{
    const WAVEFORMATEX *from = &converter->from;
    unsigned int width = from->wBitsPerSample / 8;

    if (from->nChannels == converter->to.nChannels) return read_sample( from, block + channel * width );
    if (from->nChannels == 1) return read_sample( from, block );
    return (read_sample( from, block ) + read_sample( from, block + width )) / 2;
}

static DWORD run_rate( struct audio_converter *converter, const BYTE *in, unsigned int count, BYTE *out )
{
    struct rate *rate = &converter->rate;
    const WAVEFORMATEX *to = &converter->to;
    unsigned int channel, i, done = 0, at = 0, width = to->wBitsPerSample / 8;

    if (!hold( converter, converter->held + count )) return 0;
    for (channel = 0; channel < to->nChannels; channel++)
        for (i = 0; i < count; i++)
            converter->history[channel][converter->held + i] = (float)mix( converter, in + i * converter->from.nBlockAlign, channel );
    converter->held += count;

    while (at + rate->taps <= converter->held)
    {
        const float *taps = rate->table + rate->phase * rate->taps;

        for (channel = 0; channel < to->nChannels; channel++)
        {
            const float *x = converter->history[channel] + at;
            float sum = 0;

            for (i = 0; i < rate->taps; i++) sum += taps[i] * x[i];
            write_sample( to, out + channel * width, (int)lrintf( sum ));
        }
        out += to->nBlockAlign;
        done++;
        rate->phase += rate->down;
        at += rate->phase / rate->up;
        rate->phase %= rate->up;
    }
    if (at > converter->held) at = converter->held;     /* cannot be: a step is shorter than the filter */
    converter->held -= at;
    for (channel = 0; channel < to->nChannels; channel++)
        memmove( converter->history[channel], converter->history[channel] + at, converter->held * sizeof(float) );
    return done * to->nBlockAlign;
}

DWORD audio_converter_run( struct audio_converter *converter, const void *in, DWORD size, void *out )
{
    unsigned int count = size / converter->from.nBlockAlign, i, channel;
    const BYTE *from = in;
    BYTE *to = out;

    if (converter->same)
    {
        memcpy( out, in, count * converter->from.nBlockAlign );
        return count * converter->from.nBlockAlign;
    }
    if (converter->rate.table) return run_rate( converter, from, count, to );
    for (i = 0; i < count; i++, from += converter->from.nBlockAlign)
        for (channel = 0; channel < converter->to.nChannels; channel++, to += converter->to.wBitsPerSample / 8)
            write_sample( &converter->to, to, mix( converter, from, channel ));
    return count * converter->to.nBlockAlign;
}
