/*
 * Simulated telephone exchange: what can be heard on a line.
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

#ifndef WINE_TELEPHONY_PHONELINE_AUDIO_H
#define WINE_TELEPHONY_PHONELINE_AUDIO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "phoneline.h"

#define AUDIO_RATE      8000        /* samples a second, 16 bits, one channel */
#define AUDIO_FRAME     160         /* samples that go through a line at a time: 20 ms */

/* What an end thinks of how time goes: faster than real with --fast-audio, or not at all for some seconds. */
enum hurry
{
    HURRY_INDIFFERENT,
    HURRY_YES,                      /* it has something to say that is all here, and should be heard */
    HURRY_NO,
    HURRY_TALKS,                    /* no; and it says what is lost if the other end does not listen */
    HURRY_DEAF,                     /* no; its DTE has to command it first */
    HURRY_STARVED                   /* its DTE has to send more now */
};

/* One end of a line. None of these may end the call: that takes a timer. */
struct audio_port
{
    void  *arg;
    void (*say)( void *arg, int16_t *samples, size_t count );           /* fill in what this end says */
    void (*hear)( void *arg, const int16_t *samples, size_t count );    /* what the other end says */
    enum hurry (*hurries)( void *arg );                                 /* NULL: indifferent */
};

struct audio_path;

struct audio_path *audio_path_create( void );
void audio_path_destroy( struct audio_path *path );
void audio_path_delay( struct audio_path *path, int end );
void audio_path_connect( struct audio_path *path, int end, struct audio_port port );

/* voice_tones.c */

void audio_put_digits( struct bytes *queue, const char *digits, int ms );
void audio_put_tone( struct bytes *queue, int freq1, int freq2, int ms );
size_t audio_take( struct bytes *queue, int16_t *samples, size_t count );

/* tones.c: what the exchange and machines let be heard */

enum tone
{
    TONE_SILENCE,
    TONE_DIAL,
    TONE_RINGBACK,
    TONE_BUSY,
    TONE_REORDER,
    TONE_CNG,                       /* a fax machine calls */
    TONE_CED,                       /* a fax machine or a modem answers */
    TONE_CALLING,                   /* a data modem calls */
    TONE_COUNT
};

struct tone_source;

struct tone_source *tone_source_create( enum tone tone );
struct tone_source *tone_source_create_pair( int freq1, int freq2 );
void tone_source_destroy( struct tone_source *source );
void tone_source_say( void *source, int16_t *samples, size_t count );
struct audio_port tone_port( struct tone_source *source );
void echo_port_open( struct audio_port *port );
void echo_port_close( struct audio_port *port );

#endif
