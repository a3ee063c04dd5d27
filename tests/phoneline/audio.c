/*
 * Simulated telephone exchange: the audio between the two ends of a call.
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

#include "phoneline.h"
#include "audio.h"

#define TICK_MS         20
#define LATE_TICKS      10          /* audio that is later than this is not made up for */
#define FAST_TICKS      25
#define DELAY_FRAMES    5
#define HOLD_MS         3000        /* the line waits for a DTE that long */
#define HELD_MS         5

struct audio_path
{
    struct audio_port port[2];
    bool              delayed[2];
    int16_t           line[2][DELAY_FRAMES][AUDIO_FRAME];   /* what a delayed end said, and the other one did not hear yet */
    int               frame[2];
    struct timer      tick;
    int64_t           next, held_since;
};

static void delay( struct audio_path *path, int end, int16_t *samples )
{
    int16_t *oldest = path->line[end][path->frame[end]], now[AUDIO_FRAME];

    memcpy( now, samples, sizeof(now) );
    memcpy( samples, oldest, sizeof(now) );
    memcpy( oldest, now, sizeof(now) );
    path->frame[end] = (path->frame[end] + 1) % DELAY_FRAMES;
}

static void run_frame( struct audio_path *path )
{
    int16_t samples[2][AUDIO_FRAME];
    int i;

    memset( samples, 0, sizeof(samples) );
    for (i = 0; i < 2; i++)
        if (path->port[i].say) path->port[i].say( path->port[i].arg, samples[i], AUDIO_FRAME );
    for (i = 0; i < 2; i++)
        if (path->delayed[i]) delay( path, i, samples[i] );
    for (i = 0; i < 2; i++)
        if (path->port[i].hear) path->port[i].hear( path->port[i].arg, samples[!i], AUDIO_FRAME );
}

enum pace { PACE_REAL, PACE_FAST, PACE_HELD };

/*
 * Somebody has something to say that nobody has to wait for: fast. A fax modem sends while the DTE of the other is not ready
 * to hear it, or its own DTE is late: the line waits for them, as no telephone line does, but a slow machine is no fault of
 * the programs on it.
 */
static enum pace find_pace( struct audio_path *path, int64_t now )
{
    enum hurry hurry[2];
    bool hold;
    int i;

    for (i = 0; i < 2; i++) hurry[i] = path->port[i].hurries ? path->port[i].hurries( path->port[i].arg ) : HURRY_INDIFFERENT;
    hold = hurry[0] == HURRY_STARVED || hurry[1] == HURRY_STARVED;
    for (i = 0; i < 2; i++)
        if (hurry[i] == HURRY_DEAF && (hurry[!i] == HURRY_TALKS || hurry[!i] == HURRY_YES)) hold = true;
    if (!hold) path->held_since = 0;
    else
    {
        if (!path->held_since) path->held_since = now;
        if (now - path->held_since < HOLD_MS) return PACE_HELD;
    }
    if (!options.fast_audio) return PACE_REAL;
    for (i = 0; i < 2; i++)
        if (hurry[i] == HURRY_YES && (hurry[!i] == HURRY_YES || hurry[!i] == HURRY_INDIFFERENT)) return PACE_FAST;
    return PACE_REAL;
}

static void tick( void *arg )
{
    struct audio_path *path = arg;
    int64_t now = now_ms();
    int frames = 0;

    if (now - path->next > LATE_TICKS * TICK_MS) path->next = now - LATE_TICKS * TICK_MS;
    for (;;)
    {
        enum pace pace = find_pace( path, now );

        if (pace == PACE_HELD)
        {
            path->next = now + HELD_MS;
            break;
        }
        if (frames < FAST_TICKS && pace == PACE_FAST) path->next = now + TICK_MS;
        else if (path->next <= now) path->next += TICK_MS;
        else break;
        frames++;
        run_frame( path );
    }
    timer_set( &path->tick, options.fast_audio ? 1 : path->next - now, tick, path );
}

/* A line whose ends are silent and deaf until they are connected. */
struct audio_path *audio_path_create( void )
{
    struct audio_path *path = calloc( 1, sizeof(*path) );

    if (!path) abort();
    path->next = now_ms();
    timer_set( &path->tick, 1, tick, path );
    return path;
}

void audio_path_destroy( struct audio_path *path )
{
    if (!path) return;
    timer_cancel( &path->tick );
    free( path );
}

/*
 * What this end says is on the line a little later than it tells its DTE, as through the filters and the network of a real
 * fax modem. Without that, an answer would begin before the other DTE could listen for it (T.30 wants 75 ms between them).
 */
void audio_path_delay( struct audio_path *path, int end )
{
    path->delayed[end] = true;
}

void audio_path_connect( struct audio_path *path, int end, struct audio_port port )
{
    path->port[end] = port;
}
