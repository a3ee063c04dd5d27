/*
 * Simulated telephone exchange: what is made out on a line.
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

#include <spandsp.h>

#include "voice.h"

#define SOUND_LEVEL     80          /* mean of the absolute samples of a frame that is not silent: about -45 dBm0 */
#define WINDOW          400         /* samples, 50 ms: every frequency below has a whole number of periods in it */
#define CADENCE_PERIODS 2           /* an interrupted tone must have come this often */
#define FORGET          250         /* windows of silence after which a steady tone is a new one */

/* A pair of frequencies that is present or absent in each window, and since when. */
struct pair
{
    int      freq1, freq2;
    enum heard what;
    int      on_min, on_max;        /* windows; on_max 0: steady */
    int      off_min, off_max;
    bool     on, told;
    int      windows, periods;
};

static const struct pair pairs[] =
{
    { 350, 440, HEARD_DIAL_TONE, 24, 0, 0, 0 },
    { 480, 620, HEARD_BUSY, 3, 11, 3, 11 },
    { 440, 480, HEARD_RINGBACK, 16, 45, 0, 0 },
};

/* single tones, by how long they must last */
static const struct { int freq; enum heard what; int windows; } singles[] =
{
    { 1100, HEARD_FAX_CALLING, 7 },
    { 1300, HEARD_DATA_CALLING, 9 },
    { 2100, HEARD_ANSWER_TONE, 8 },
};

#define COUNT( array ) (sizeof(array) / sizeof(array[0]))

struct detector
{
    void            *arg;
    void           (*heard)( void *arg, enum heard what, char digit );
    dtmf_rx_state_t *dtmf;
    char             digit;
    struct pair      pairs[COUNT( pairs )];
    int              single_windows[COUNT( singles )];
    int16_t          window[WINDOW];
    size_t           len;
};

static void dtmf_changed( void *arg, int code, int level, int delay )
{
    struct detector *detector = arg;

    (void)level;
    (void)delay;
    if (detector->digit)
    {
        detector->digit = 0;
        detector->heard( detector->arg, HEARD_DIGIT_END, 0 );
    }
    if (!code) return;
    detector->digit = (char)code;
    detector->heard( detector->arg, HEARD_DIGIT, (char)code );
}

struct detector *detector_create( void *arg, void (*heard)( void *arg, enum heard what, char digit ) )
{
    struct detector *detector = calloc( 1, sizeof(*detector) );

    if (!detector || !(detector->dtmf = dtmf_rx_init( NULL, NULL, NULL ))) abort();
    detector->arg = arg;
    detector->heard = heard;
    dtmf_rx_set_realtime_callback( detector->dtmf, dtmf_changed, detector );
    dtmf_rx_parms( detector->dtmf, 1, -1, -1, -99 );
    memcpy( detector->pairs, pairs, sizeof(pairs) );
    return detector;
}

void detector_destroy( struct detector *detector )
{
    if (!detector) return;
    dtmf_rx_free( detector->dtmf );
    free( detector );
}

/* Is this more than the noise of an idle line? */
bool sounds( const int16_t *samples, size_t count )
{
    int64_t sum = 0;
    size_t i;

    for (i = 0; i < count; i++) sum += abs( samples[i] );
    return count && sum / (int64_t)count >= SOUND_LEVEL;
}

/* The share of a window's energy that is at a frequency. */
static float share( const int16_t *samples, size_t count, float energy, int freq )
{
    goertzel_descriptor_t descriptor;
    goertzel_state_t state;

    make_goertzel_descriptor( &descriptor, (float)freq, (int)count );
    goertzel_init( &state, &descriptor );
    goertzel_update( &state, samples, (int)count );
    return goertzel_result( &state ) / (energy * (float)count);      /* the result has a factor of two in it */
}

static void hear_pair( struct detector *detector, struct pair *pair, bool on )
{
    if (on == pair->on)
    {
        pair->windows++;
        if (on && !pair->on_max && pair->windows == pair->on_min && !pair->told)
        {
            pair->told = true;
            detector->heard( detector->arg, pair->what, 0 );
        }
        if (!on && pair->windows > FORGET) pair->told = false;
        return;
    }
    pair->on = on;
    if (on)
    {
        if (pair->off_max && (pair->windows < pair->off_min || pair->windows > pair->off_max)) pair->periods = 0;
    }
    else
    {
        if (!pair->on_max || pair->windows < pair->on_min || pair->windows > pair->on_max) pair->periods = 0;
        else if (++pair->periods >= (pair->off_max ? CADENCE_PERIODS : 1))
        {
            pair->periods = 0;
            detector->heard( detector->arg, pair->what, 0 );
        }
    }
    pair->windows = 1;
}

static void hear_window( struct detector *detector, const int16_t *samples, size_t count )
{
    float energy = 0;
    bool loud = sounds( samples, count );
    size_t i;

    for (i = 0; i < count; i++) energy += (float)samples[i] * (float)samples[i];
    for (i = 0; i < COUNT( pairs ); i++)
    {
        float first = loud ? share( samples, count, energy, pairs[i].freq1 ) : 0, second = loud ? share( samples, count, energy, pairs[i].freq2 ) : 0;

        hear_pair( detector, &detector->pairs[i], first > 0.25f && second > 0.25f && first + second > 0.8f );
    }
    for (i = 0; i < COUNT( singles ); i++)
    {
        if (!loud || share( samples, count, energy, singles[i].freq ) < 0.9f) detector->single_windows[i] = 0;
        else if (++detector->single_windows[i] == singles[i].windows) detector->heard( detector->arg, singles[i].what, 0 );
    }
}

/* At most a window of samples. */
void detector_hear( struct detector *detector, const int16_t *samples, size_t count )
{
    size_t first = WINDOW - detector->len < count ? WINDOW - detector->len : count;

    memcpy( detector->window + detector->len, samples, first * sizeof(*samples) );
    detector->len += first;
    if (detector->len == WINDOW)
    {
        hear_window( detector, detector->window, WINDOW );
        detector->len = count - first;
        memcpy( detector->window, samples + first, detector->len * sizeof(*samples) );
    }
    dtmf_rx( detector->dtmf, samples, (int)count );
}
