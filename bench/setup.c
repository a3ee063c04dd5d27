/*
 * How many calls a second: set up, answered and ended over the built-in exchange; events at 1,000 a second.
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

#include <string.h>

#include "bench.h"
#include "../tests/fixtures/testtsp.h"

#define PAIRS   8           /* calls at a time */
#define SECONDS 5
#define EVENTS  5000

/* Two lines of the exchange: the first calls the second. */
struct pair
{
    HLINE lines[2];
    HCALL calls[2];
    BOOL  idle[2];
    char  number[32];
    double started;
};

static void find_number( struct session *session, DWORD device, char *number, size_t size )
{
    struct { LINEADDRESSCAPS caps; char more[4096]; } buffer;
    LONG ret;

    buffer.caps.dwTotalSize = sizeof(buffer);
    if ((ret = lineGetAddressCapsA( session->app, device, 0, 0x00020002, 0, &buffer.caps ))) die( "lineGetAddressCaps: %08lx", ret );
    snprintf( number, size, "%.*s", (int)buffer.caps.dwAddressSize, (char *)&buffer + buffer.caps.dwAddressOffset );
}

static void place( struct pair *pair )
{
    LONG ret;

    pair->calls[0] = pair->calls[1] = 0;
    pair->idle[0] = pair->idle[1] = FALSE;
    pair->started = now_us();
    if ((ret = lineMakeCallA( pair->lines[0], &pair->calls[0], pair->number, 0, NULL )) < 0) die( "lineMakeCall: %08lx", ret );
}

/* One message about a call of the pairs; TRUE when it ended a call of which nothing is left. */
static BOOL advance( struct pair *pairs, const LINEMESSAGE *message, struct samples *times )
{
    HCALL call = (HCALL)message->hDevice;
    struct pair *pair = NULL;
    unsigned int i, side = 0;

    if (message->dwMessageID == LINE_REPLY && (LONG)message->dwParam2 < 0) die( "a request failed: %08lx", (DWORD)message->dwParam2 );
    if (message->dwMessageID == LINE_APPNEWCALL)
    {
        for (i = 0; i < PAIRS; i++) if (pairs[i].lines[1] == (HLINE)message->hDevice) pairs[i].calls[1] = (HCALL)message->dwParam2;
        return FALSE;
    }
    if (message->dwMessageID != LINE_CALLSTATE) return FALSE;
    for (i = 0; i < PAIRS * 2; i++)
        if (pairs[i / 2].calls[i % 2] == call)
        {
            pair = &pairs[i / 2];
            side = i % 2;
        }
    if (!pair) return FALSE;
    switch (message->dwParam1)
    {
    case LINECALLSTATE_OFFERING:
        if (side) lineAnswer( call, NULL, 0 );
        break;
    case LINECALLSTATE_CONNECTED:
        if (side) break;
        samples_add( times, now_us() - pair->started );
        lineDrop( call, NULL, 0 );
        break;
    case LINECALLSTATE_DISCONNECTED:
        lineDrop( call, NULL, 0 );
        break;
    case LINECALLSTATE_IDLE:
        lineDeallocateCall( call );
        pair->calls[side] = 0;
        pair->idle[side] = TRUE;
        return pair->idle[0] && pair->idle[1];
    }
    return FALSE;
}

static void measure_calls(void)
{
    struct samples times = { 0 };
    struct pair pairs[PAIRS];
    struct session session;
    unsigned int calls = 0, running = PAIRS, i;
    LINEMESSAGE message;
    double start, end;
    char name[32];

    use_exchange( PAIRS * 2 );
    session_open( &session );
    memset( pairs, 0, sizeof(pairs) );
    for (i = 0; i < PAIRS * 2; i++)
    {
        DWORD device;

        snprintf( name, sizeof(name), "Exchange %u", 1001 + i );
        device = session_find( &session, name );
        pairs[i / 2].lines[i % 2] = session_line( &session, device, LINECALLPRIVILEGE_OWNER, LINEMEDIAMODE_INTERACTIVEVOICE );
        if (i % 2) find_number( &session, device, pairs[i / 2].number, sizeof(pairs[0].number) );
    }
    start = now_us();
    end = start + SECONDS * 1e6;
    for (i = 0; i < PAIRS; i++) place( &pairs[i] );
    while (running)
    {
        session_message( &session, &message, 30000 );
        if (!advance( pairs, &message, &times )) continue;
        calls++;
        for (i = 0; i < PAIRS && !(pairs[i].idle[0] && pairs[i].idle[1]); i++) {}
        if (now_us() < end) place( &pairs[i] );
        else
        {
            pairs[i].idle[0] = FALSE;
            running--;
        }
    }
    report( "calls_per_s", calls / ((now_us() - start) / 1e6), "calls/s", 0 );
    report( "calls_connect_p50_ms", samples_percentile( &times, 0.5 ) / 1000, "ms", 0 );
    report( "calls_connect_p99_ms", samples_percentile( &times, 0.99 ) / 1000, "ms", 0 );
    samples_free( &times );
    session_close( &session );
    remove_provider( "exchange.tsp" );
    service_stop();
}

static void measure_events(void)
{
    struct samples samples = { 0 };
    struct session session;
    LINEMESSAGE message;
    double start = 0;
    unsigned int i;
    HLINE line;

    session_open( &session );
    line = session_line( &session, session_find( &session, "Test line A" ), LINECALLPRIVILEGE_MONITOR, 0 );
    test_command( line, TESTTSP_FLOOD, EVENTS, 1, 1 );
    for (i = 0; i < EVENTS; i++)
    {
        session_wait( &session, LINE_DEVSPECIFIC, 0, &message );
        if (!i) start = now_us();
        samples_add( &samples, (DWORD)((DWORD)(ULONGLONG)now_us() - (DWORD)message.dwParam2) );
    }
    report( "events_1000s_rate", EVENTS / ((now_us() - start) / 1e6), "events/s", 0 );
    report( "events_1000s_p50_ms", samples_percentile( &samples, 0.5 ) / 1000, "ms", 0 );
    report( "events_1000s_p99_ms", samples_percentile( &samples, 0.99 ) / 1000, "ms", 0 );
    samples_free( &samples );
    lineClose( line );
    session_close( &session );
}

void bench_setup(void)
{
    measure_calls();
    measure_events();
}
