/*
 * Sound servers and programs for the tests of voice lines' sound devices.
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

#ifndef AUDIO_TEST_H
#define AUDIO_TEST_H

#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

#include "audio/audio.h"

extern int passed, failed, skipped;

#define ok( condition, ... ) do { if (condition) passed++; \
    else { failed++; printf( "%s:%d: failed: ", __FILE__, __LINE__ ); printf( __VA_ARGS__ ); } } while (0)

/* longer than any server on any machine takes */
#define LONG_TIME 20000

/* ---- server.c: a server in a folder of its own; PULSE_SERVER and XDG_RUNTIME_DIR name it ---- */

void  folder_make( void );
void  folder_remove( void );
const char *folder_path( const char *name );        /* of a file in it; good until the fourth call after */
int   have_program( const char *name );
pid_t run( int *out, const char *const argv[] );    /* dies with the test; out: NULL, or receives its output */
int   run_wait( char *output, size_t size, const char *const argv[] );  /* exit status */
void  server_start( const char *option );           /* PulseAudio; option may be NULL */
int   server_answers( void );                         /* until one answers at PULSE_SERVER; 0: none does */
void  server_kill( void );                          /* as a crash does */
int   pactl( char *output, size_t size, const char *command, const char *arg1, const char *arg2, const char *arg3 );
int64_t now_ms( void );

/* ---- streams.c: programs that play and record, and the line's other end ---- */

struct watch
{
    uint32_t streams;           /* last told */
    unsigned int told;
    unsigned int states;
    enum audio_state state;
};

extern const struct audio_callbacks watch_callbacks;    /* arg is to be filled in */
void watch_open( struct watch *watch, const char *name, struct audio_line **line );
int  wait_streams( const struct watch *watch, uint32_t streams );
int  wait_state( struct audio_line *line, enum audio_state state );

void make_speech( int16_t *samples, size_t count );     /* loud, aperiodic, never 0 */
pid_t player_start( const char *device, const int16_t *samples, size_t count );
pid_t recorder_start( const char *device, int *out );
int  program_ended( pid_t pid );                        /* exit status; waits */
/* Read what a line is to say until so many samples that are not silence have come, or the time is up. */
size_t read_line( int fd, int16_t *samples, size_t max, size_t wanted );
/* Write what a line says, at the speed of time and 20 ms ahead. */
void write_realtime( int fd, const int16_t *samples, size_t count );
/* The longest run of the expected samples that arrived one after the other. */
size_t longest_run( const int16_t *got, size_t got_count, const int16_t *expected, size_t count );
/* Best normalised correlation over all shifts. */
double best_correlation( const int16_t *got, size_t got_count, const int16_t *expected, size_t count );

#endif
