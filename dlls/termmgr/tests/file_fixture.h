/*
 * What tests of file terminals share: files, sinks of events, streams that are fed, terminals.
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

#ifndef TERMMGR_TESTS_FILE_FIXTURE_H
#define TERMMGR_TESTS_FILE_FIXTURE_H

#define NO_DSHOW_STRSAFE
#include "wine/test.h"

#include <stdio.h>
#include <math.h>

#include "mediafilter/filter.h"
#include "wavfile/wavfile.h"

#include <msp.h>
#include <tapi.h>
#include <tapi3err.h>
#include <tapi3if.h>
#include <termmgr.h>

#define PATIENCE 30000                  /* ms that a test waits for what must come */
#define ADDRESS  ((MSP_HANDLE)0x1234)

#define ok_hr( expr, expected ) \
    do { const HRESULT hr__ = (expr); ok( hr__ == (HRESULT)(expected), #expr " returned %#lx\n", hr__ ); } while (0)

extern ITTerminalManager *manager;
extern short samples[8000], other_samples[8000];

/* A folder for files and the terminal manager. FALSE: there is none */
BOOL files_begin( void );
/* All files of the test, deleted if they are there: no other may be left. */
void files_end( const WCHAR *const *left, unsigned int count );

/* What a terminal reports, in its order */
struct sink
{
    ITPluggableTerminalEventSink iface;
    LONG refs;
    CRITICAL_SECTION cs;
    HANDLE came;
    struct { TERMINAL_MEDIA_STATE state; FT_STATE_EVENT_CAUSE cause; HRESULT error; ITFileTrack *track; ITTerminal *terminal; } events[64];
    unsigned int first, count;
    ITMediaControl *restart;            /* started again in the event */
};

/* A source of what the test gives it */
struct feeder
{
    struct media_filter filter;
    struct media_pin pin;
    WAVEFORMATEX format;
};

/* A graph of its own for each feeder, as media service providers have one for each stream */
struct feed
{
    struct feeder *feeder;
    IGraphBuilder *graph;
    ITTerminal *track;
};

const WCHAR *file_name( const WCHAR *name );
struct wav_format make_format( unsigned int tag, DWORD rate, unsigned int bits );
void write_file( const WCHAR *name, const struct wav_format *format, const void *data, DWORD size );
BYTE *read_file( const WCHAR *name, struct wav_format *format, LONG *size );
void check_file( const WCHAR *name, const struct wav_format *format, const void *data, LONG size );
void sink_init( struct sink *sink, void *terminal );
void sink_done( struct sink *sink, void *terminal );
void expect_event_( int line, struct sink *sink, TERMINAL_MEDIA_STATE state, FT_STATE_EVENT_CAUSE cause, HRESULT error );
IGraphBuilder *new_graph( void );
void run_graph( IGraphBuilder *graph );
void stop_graph( IGraphBuilder *graph );
IPin *connect_track( void *track, IGraphBuilder *graph );
void disconnect_track( ITTerminal *track, IGraphBuilder *graph );
void feed_begin( struct feed *feed, ITTerminal *track, const struct wav_format *format );
void feed_samples( struct feed *feed, const void *data, DWORD size );
void feed_end( struct feed *feed );
ITTerminal *new_terminal( const CLSID *class );
void *query( void *object, REFIID iid );
VARIANT list_of( const WCHAR *const *names, unsigned int count );
HRESULT put_list( ITTerminal *terminal, const WCHAR *const *names, unsigned int count );
HRESULT put_file( ITTerminal *terminal, const WCHAR *name );
ITTerminal *new_track( ITTerminal *terminal, TERMINAL_DIRECTION direction );
ITTerminal *first_track( ITTerminal *terminal );
HRESULT control( ITTerminal *terminal, char what );
TERMINAL_MEDIA_STATE media_state( ITTerminal *terminal );
void check_leaks( void );
void release_last_( int line, void *object );
#define expect_event( sink, state, cause, error ) expect_event_( __LINE__, sink, state, cause, error )
#define release_last( object ) release_last_( __LINE__, object )

#endif
