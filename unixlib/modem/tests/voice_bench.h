/*
 * What the tests of voice calls share.
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

#ifndef WINE_TELEPHONY_VOICE_BENCH_H
#define WINE_TELEPHONY_VOICE_BENCH_H

#include "bench.h"

/* A voice call's bench: a fake modem and two pipes. */
struct voice_bench
{
    struct bench b;
    int play[2], record[2];             /* [0] is read, [1] written */
};

/* Start; the modem is open and the pipes are attached. flags: FAKE_ bits */
void voice_bench_begin( struct voice_bench *v, const struct step *steps, unsigned int flags );
void voice_bench_end( struct voice_bench *v );

/* Answer (or dial), up to MODEM_EVENT_CONNECTED and completion. */
void answer_voice( struct voice_bench *v );
void dial_voice( struct voice_bench *v, const char *number );

/* Ask for directions, up to MODEM_EVENT_STREAM and completion. */
void stream( struct voice_bench *v, uint32_t directions );

void expect_digit( struct voice_bench *v, char digit, int on );
void expect_tone( struct voice_bench *v, unsigned int tone );

/* The transcript is through, or will be in a moment: the modem's thread is its own. */
void all_said( struct voice_bench *v );

/* Sound that has no silence in it, of a format's own steps: what a modem plays back must be the same to the bit. */
void make_sound( int16_t *samples, size_t count );

#define VOICE_TESTS( X ) \
    X( answer ) X( dial ) X( dial_results ) X( command_sets ) X( no_voice ) X( description ) X( digits_heard ) X( tones_heard ) \
    X( digits_sent ) X( terminals ) X( change_to_data ) X( change_to_fax ) X( change_to_nothing ) X( answer_fax ) X( arguments ) X( play ) X( record ) \
    X( duplex ) X( half_duplex ) X( turn_around ) X( digits_between ) X( underrun ) X( flow ) X( rockwell_sound ) X( catch_up ) X( no_end ) X( stuck ) \
    X( ends_itself ) X( no_connect ) X( no_format ) X( line_gone ) X( hangup_everywhere ) X( lost_everywhere ) X( garbage ) X( glare ) X( close_in_stream )

#define DECLARE_VOICE_TEST( name ) void test_##name( void );
VOICE_TESTS( DECLARE_VOICE_TEST )

#endif /* WINE_TELEPHONY_VOICE_BENCH_H */
