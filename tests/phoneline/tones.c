/*
 * Simulated telephone exchange: tones on the line.
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

#include "phoneline.h"
#include "audio.h"

#define LEVEL_DBM0  -13

/* Those of North America (ITU-T E.180 Supplement 2), of fax machines (T.30) and of modems (V.25). Milliseconds. */
static const struct { int freq1, freq2, on, off; } tones[TONE_COUNT] =
{
    [TONE_DIAL]     = {  350, 440, 1000,    0 },
    [TONE_RINGBACK] = {  440, 480, 2000, 4000 },
    [TONE_BUSY]     = {  480, 620,  500,  500 },
    [TONE_REORDER]  = {  480, 620,  250,  250 },
    [TONE_CNG]      = { 1100,   0,  500, 3000 },
    [TONE_CED]      = { 2100,   0, 3000,  500 },
    [TONE_CALLING]  = { 1300,   0,  600, 2000 },
};

struct tone_source
{
    tone_gen_state_t *generator;
};

static struct tone_source *create( int freq1, int freq2, int on, int off )
{
    struct tone_source *source = calloc( 1, sizeof(*source) );
    tone_gen_descriptor_t *descriptor;

    if (!source) abort();
    if (!freq1) return source;
    if (!(descriptor = tone_gen_descriptor_init( NULL, freq1, LEVEL_DBM0, freq2, freq2 ? LEVEL_DBM0 : 0, on, off, 0, 0, 1 ))) abort();
    if (!(source->generator = tone_gen_init( NULL, descriptor ))) abort();
    tone_gen_descriptor_free( descriptor );
    return source;
}

struct tone_source *tone_source_create( enum tone tone )
{
    return create( tones[tone].freq1, tones[tone].freq2, tones[tone].on, tones[tone].off );
}

/* One or two frequencies in Hz, without a pause; 0, 0: silence. */
struct tone_source *tone_source_create_pair( int freq1, int freq2 )
{
    return create( freq1 ? freq1 : freq2, freq1 ? freq2 : 0, 1000, 0 );
}

void tone_source_destroy( struct tone_source *source )
{
    if (!source) return;
    if (source->generator) tone_gen_free( source->generator );
    free( source );
}

void tone_source_say( void *arg, int16_t *samples, size_t count )
{
    struct tone_source *source = arg;

    if (source->generator) tone_gen( source->generator, samples, (int)count );
}

struct audio_port tone_port( struct tone_source *source )
{
    return (struct audio_port){ .arg = source, .say = tone_source_say };
}

/* An end that says what it heard, 20 ms later. */

static void echo_say( void *arg, int16_t *samples, size_t count )
{
    memcpy( samples, arg, count * sizeof(*samples) );
}

static void echo_hear( void *arg, const int16_t *samples, size_t count )
{
    memcpy( arg, samples, count * sizeof(*samples) );
}

void echo_port_open( struct audio_port *port )
{
    *port = (struct audio_port){ .arg = calloc( AUDIO_FRAME, sizeof(int16_t) ), .say = echo_say, .hear = echo_hear };
    if (!port->arg) abort();
}

void echo_port_close( struct audio_port *port )
{
    free( port->arg );
    memset( port, 0, sizeof(*port) );
}
