/*
 * A synchronous call, against the same bytes over a bare message pipe.
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

#include "bench.h"

#define TURNS 20
#define CALLS 200       /* in a turn */

/* lineGetLineDevStatus on the wire: the request is a TAPI32_MSG with its frame, the reply a TAPI32_MSG and the structure. */
#define REQUEST_SIZE (8 + 60)
#define REPLY_SIZE(used) (60 + (used))

void bench_calls(void)
{
    struct session session;
    struct samples calls = { 0 }, floor = { 0 };
    struct { LINEDEVSTATUS status; char more[1024]; } buffer;
    HLINE line;
    unsigned int i, turn;
    struct floor *pipe;
    double start;
    LONG ret;

    session_open( &session );
    line = session_line( &session, session_find( &session, "Modem A" ), LINECALLPRIVILEGE_MONITOR, 0 );
    buffer.status.dwTotalSize = sizeof(buffer);
    if ((ret = lineGetLineDevStatusW( line, &buffer.status ))) die( "lineGetLineDevStatus: %08lx", ret );
    pipe = floor_pipe( REQUEST_SIZE, REPLY_SIZE( buffer.status.dwUsedSize ) );
    for (turn = 0; turn < TURNS; turn++)
    {
        for (i = 0; i < CALLS; i++)
        {
            buffer.status.dwTotalSize = sizeof(buffer);
            start = now_us();
            if ((ret = lineGetLineDevStatusW( line, &buffer.status ))) die( "lineGetLineDevStatus: %08lx", ret );
            samples_add( &calls, now_us() - start );
        }
        floor_run( pipe, &floor, CALLS, 0 );
    }
    floor_end( pipe );
    report( "call_p50_us", samples_percentile( &calls, 0.5 ), "us", samples_percentile( &floor, 0.5 ) );
    report( "call_p99_us", samples_percentile( &calls, 0.99 ), "us", samples_percentile( &floor, 0.99 ) );
    samples_free( &calls );
    samples_free( &floor );
    lineClose( line );
    session_close( &session );
}
