/*
 * Sources and sinks for tests of filters, and sound devices.
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

#ifndef MEDIAFILTER_TESTS_FIXTURE_H
#define MEDIAFILTER_TESTS_FIXTURE_H

#include "wine/test.h"

#include "mediafilter/filter.h"

#define PATIENCE 20000                  /* ms that a test waits for what must come */

#define ok_hr( expr, expected ) \
    do { const HRESULT hr__ = (expr); ok( hr__ == (HRESULT)(expected), #expr " returned %#lx\n", hr__ ); } while (0)

/* A source that delivers count samples of 16 or 8 bits, 20 ms each, as fast as it can, and then the end. With live it takes its time. */
struct test_source
{
    struct media_filter filter;
    struct media_pin    pin;
    WAVEFORMATEX        format;         /* all that it offers */
    const void         *data;
    DWORD               size;           /* bytes */
    BOOL                live;
    HRESULT             result;         /* what the last delivery said */
};
struct test_source *test_source_create( const WAVEFORMATEX *format, const void *data, DWORD size );

/* A sink that keeps what comes. */
struct test_sink
{
    struct media_filter filter;
    struct media_pin    pin;
    WAVEFORMATEX        format;         /* all that it takes; tag 0: anything */
    BYTE               *data;
    DWORD               size, room;
    struct { DWORD end, when; } times[1024];    /* up to which byte what had come when, GetTickCount() */
    BOOL                block;          /* receive() does not return before the filter is stopped */
    HANDLE              came;           /* event */
    unsigned int        samples, types, discontinuities, timed;
};
struct test_sink *test_sink_create( const WAVEFORMATEX *format );

/* A graph with these filters; its control interfaces come from it. */
IGraphBuilder *graph_create( IBaseFilter *first, IBaseFilter *second, IBaseFilter *third );
/* Run, or stop, and wait until it does. */
void graph_run( IGraphBuilder *graph );
void graph_stop( IGraphBuilder *graph );
/* The next event of this kind; FALSE after PATIENCE */
BOOL graph_wait( IGraphBuilder *graph, LONG code, LONG_PTR *param );
HRESULT graph_connect( IGraphBuilder *graph, struct media_pin *from, struct media_pin *to );
IPin *find_pin( IBaseFilter *filter, PIN_DIRECTION direction );

/* A sound device that records what it plays; FALSE, after a skip, where there is no sound server. To be called before anything of winmm. */
BOOL loop_device( UINT *in, UINT *out );
/* A second one, "Loop2", which the first call made, too. */
void second_loop_device( UINT *in, UINT *out );
/* Commands for the host's shell, e.g. pactl. */
BOOL host( const char *commands );

/* Loud, aperiodic, reproducible. */
void make_speech( short *samples, DWORD count );

#endif
