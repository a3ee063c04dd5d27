/*
 * Changing samples from one format to another.
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
#include <string.h>

#include "private.h"

#define PI              3.14159265358979323846
#define MAX_PHASES      2048            /* rates without a common measure are taken for the nearest of so many places between two samples */
/* The filter: a Kaiser window of this shape over so many samples of the lower rate to each side is 60 dB down from 1.15 of half that rate on, and takes nothing
 * below 0.85 of it. */
#define HALF_WIDTH      13
#define BETA            5.65
#define MAX_FRAMES      512             /* that are worked on at once */

struct wav_converter
{
    struct wav_format from, to;
    unsigned int channels;              /* while the rate is changed: the smaller number */
    uint32_t up, down;                  /* to.rate : from.rate, reduced */
    unsigned int phases, taps;
    float *filter;                      /* phases * taps; NULL: same rate */
    uint32_t place;                     /* of the next sample behind the newest input sample, in units of 1 / up */
    float *history;                     /* channels * (taps + MAX_FRAMES), of which taps - 1 are left from before */
};

static uint32_t common_measure( uint32_t a, uint32_t b )
{
    while (b)
    {
        const uint32_t rest = a % b;

        a = b;
        b = rest;
    }
    return a;
}

/* The modified Bessel function of order 0 */
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

/* A low-pass filter at half of the lower rate: a sinc under a Kaiser window, one row of taps for each place between two samples */
static int make_filter( struct wav_converter *converter )
{
    const double cutoff = converter->up < converter->down ? (double)converter->up / converter->down : 1.0, width = HALF_WIDTH / cutoff;
    unsigned int phase, tap;

    converter->phases = converter->up < MAX_PHASES ? converter->up : MAX_PHASES;
    converter->taps = 2 * (unsigned int)ceil( width );
    if (!(converter->filter = malloc( (size_t)converter->phases * converter->taps * sizeof(float) ))) return 0;
    for (phase = 0; phase < converter->phases; phase++)
    {
        float *row = converter->filter + (size_t)phase * converter->taps;
        double sum = 0;

        for (tap = 0; tap < converter->taps; tap++)
        {
            /* distance from the sample to be made, in input samples; it lies just behind the middle */
            const double x = (double)tap - (converter->taps / 2.0 - 1) - (double)phase / converter->phases, angle = PI * x * cutoff, place = x / width;
            const double window = fabs( place ) >= 1 ? 0 : bessel( BETA * sqrt( 1 - place * place )) / bessel( BETA );

            row[tap] = window * (fabs( angle ) < 1e-9 ? 1 : sin( angle ) / angle);
            sum += row[tap];
        }
        for (tap = 0; tap < converter->taps; tap++) row[tap] /= sum;    /* the same level for all places */
    }
    return 1;
}

struct wav_converter *wav_converter_create( const struct wav_format *from, const struct wav_format *to )
{
    struct wav_converter *converter = calloc( 1, sizeof(*converter) );
    const uint32_t measure = common_measure( from->rate, to->rate );

    if (!converter) return NULL;
    converter->from = *from;
    converter->to = *to;
    converter->channels = from->channels < to->channels ? from->channels : to->channels;
    converter->up = to->rate / measure;
    converter->down = from->rate / measure;
    if (converter->up == converter->down) return converter;
    if (make_filter( converter ))
        converter->history = malloc( (size_t)converter->channels * (converter->taps + MAX_FRAMES) * sizeof(float) );
    if (!converter->history)
    {
        wav_converter_free( converter );
        return NULL;
    }
    wav_converter_reset( converter );
    return converter;
}

void wav_converter_free( struct wav_converter *converter )
{
    if (!converter) return;
    free( converter->filter );
    free( converter->history );
    free( converter );
}

void wav_converter_reset( struct wav_converter *converter )
{
    converter->place = 0;
    if (converter->history) memset( converter->history, 0, (size_t)converter->channels * (converter->taps + MAX_FRAMES) * sizeof(float) );
}

size_t wav_converter_room( const struct wav_converter *converter, size_t size )
{
    const uint64_t frames = size / converter->from.block;

    return (size_t)(frames * converter->up / converter->down + 2) * converter->to.block;
}

/* One channel of a frame: of more channels than are wanted, the last takes all that are left. */
static int get_channel( const struct wav_converter *converter, const uint8_t *frame, unsigned int channel )
{
    const unsigned int step = converter->from.bits / 8, last = channel + 1 == converter->channels ? converter->from.channels : channel + 1;
    unsigned int i;
    int sum = 0;

    for (i = channel; i < last; i++) sum += sample_get( &converter->from, frame + i * step );
    return sum / (int)(last - channel);
}

/* The other way round: channels that are not there have what the last one has. */
static void put_channel( const struct wav_converter *converter, uint8_t *frame, unsigned int channel, int sample )
{
    const unsigned int step = converter->to.bits / 8, last = channel + 1 == converter->channels ? converter->to.channels : channel + 1;
    unsigned int i;

    for (i = channel; i < last; i++) sample_put( &converter->to, frame + i * step, sample );
}

static int clip( float sample )
{
    if (sample >= 32767) return 32767;
    if (sample <= -32768) return -32768;
    return (int)lrintf( sample );
}

/* Up to MAX_FRAMES frames with another rate; returns the end of what was made. */
static uint8_t *change_rate( struct wav_converter *converter, const uint8_t *data, unsigned int frames, uint8_t *out )
{
    const unsigned int kept = converter->taps - 1, length = converter->taps + MAX_FRAMES;
    unsigned int channel, i, tap;
    uint32_t place = converter->place;
    uint8_t *end = out;

    for (channel = 0; channel < converter->channels; channel++)
    {
        float *history = converter->history + (size_t)channel * length;
        uint8_t *next = out;

        for (i = 0; i < frames; i++) history[kept + i] = get_channel( converter, data + (size_t)i * converter->from.block, channel );
        place = converter->place;
        for (i = 0; i < frames; i++)
        {
            for (; place < converter->up; place += converter->down)
            {
                const float *row = converter->filter + (size_t)((uint64_t)place * converter->phases / converter->up) * converter->taps;
                float sum = 0;

                for (tap = 0; tap < converter->taps; tap++) sum += row[tap] * history[i + tap];
                put_channel( converter, next, channel, clip( sum ));
                next += converter->to.block;
            }
            place -= converter->up;
        }
        memmove( history, history + frames, kept * sizeof(*history) );
        end = next;
    }
    converter->place = place;
    return end;
}

size_t wav_convert( struct wav_converter *converter, const void *data, size_t size, void *out )
{
    const uint8_t *in = data;
    uint8_t *next = out;
    size_t frames = size / converter->from.block;
    unsigned int channel;

    if (wav_format_equal( &converter->from, &converter->to ))
    {
        memcpy( out, data, frames * converter->from.block );
        return frames * converter->from.block;
    }
    if (!converter->filter)
    {
        for (; frames; frames--, in += converter->from.block, next += converter->to.block)
            for (channel = 0; channel < converter->channels; channel++)
                put_channel( converter, next, channel, get_channel( converter, in, channel ));
        return next - (uint8_t *)out;
    }
    while (frames)
    {
        const unsigned int part = frames < MAX_FRAMES ? frames : MAX_FRAMES;

        next = change_rate( converter, in, part, next );
        in += (size_t)part * converter->from.block;
        frames -= part;
    }
    return next - (uint8_t *)out;
}
