/*
 * What the tests of voice lines' wave devices share.
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

#ifndef WINE_TELEPHONY_TESTS_AUDIO_WAVE_H
#define WINE_TELEPHONY_TESTS_AUDIO_WAVE_H

#include "../../dlls/tapi32/tests/telephony.h"

#include <mmsystem.h>

#define RATE 8000

/* VoiceProfile of a modem, as the .INF files of voice modems have it; FALSE with a skip: there is no sound server or no such modem */
BOOL voice_modem_begin( const WCHAR *name, DWORD profile );
void voice_modem_end( const WCHAR *name );

/* The number that lineGetID gives; ~0u, and a failure, if it gives none. */
DWORD line_wave_id( HLINE line, HCALL call, const WCHAR *class );

/* Loud, aperiodic, reproducible. */
void make_speech( short *samples, DWORD count );
/* Play samples to their end; FALSE: that took longer than limit ms, or play_stop was set meanwhile. */
extern volatile BOOL play_stop;
BOOL play( DWORD device, const short *samples, DWORD count, DWORD limit );
/* Record samples; returns how many came within limit ms. */
DWORD record( DWORD device, short *samples, DWORD count, DWORD limit );
/* A recording goes on in the background. */
struct recorder;
struct recorder *record_begin( DWORD device, DWORD count );
DWORD record_end( struct recorder *recorder, const short **samples );  /* how many came */
/* The same when so many loud samples have come, and a second more; or not within PATIENCE. */
DWORD record_wait( struct recorder *recorder, DWORD loud, const short **samples );
BOOL record_goes_on( struct recorder *recorder );       /* more comes than has come yet */
void record_free( struct recorder *recorder );

/* How much of expected was heard, as a correlation with every gap taken out; the longest gap in ms, 1000: its beginning was not found. */
double correlation( const short *got, DWORD got_count, const short *expected, DWORD count, DWORD *gap_ms );

/* ---- the far end (farend.c) */

extern char folder[256];            /* of the exchange, on the host */
BOOL far_end_begin(void);           /* FALSE with a skip: there is no exchange */
BOOL write_file( const char *path, const void *data, DWORD size );      /* files of the host */
DWORD read_file( const char *path, void *data, DWORD size );
/* Commands for the host's shell; it says OK in a file, since a host process has no handle to wait for. */
BOOL host( const char *commands );
BOOL phoneline( const char *format, ... );
/* A call of automated voice, connected; 0, and a failure, if it is not. */
HCALL voice_call( struct app *app, HLINE line, const WCHAR *number );

/* How late this machine runs what is due, at worst, between the two calls, in ms: no sound is better than that. */
void lateness_begin( void );
DWORD lateness_end( void );

/*
 * Programs, sound server, service, engine and exchange take turns. Where this machine lets ours wait, it lets theirs wait too, and there are gaps: then it is
 * tried again, and at last any sound will do. Returns FALSE to have it tried again.
 */
#define ATTEMPTS 3
BOOL check_heard( const char *what, const short *got, DWORD count, const short *expected, DWORD expected_count, unsigned int attempt );

#endif
