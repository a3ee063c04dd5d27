/*
 * From the provider's thread to the return of lineGetMessage.
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

#define TURNS 10
#define EVENTS 100      /* in a turn */
#define PAUSE 2         /* ms between them, so that each finds everybody waiting */

void test_command( HLINE line, DWORD code, DWORD arg0, DWORD arg1, DWORD arg2 )
{
    static struct testtsp_command command;
    LONG ret;

    memset( &command, 0, sizeof(command) );
    command.magic = TESTTSP_MAGIC;
    command.code = code;
    command.args[0] = arg0;
    command.args[1] = arg1;
    command.args[2] = arg2;
    if ((ret = lineDevSpecific( line, 0, 0, &command, sizeof(command) )) < 0) die( "command %lu of the test provider: %08lx", code, ret );
}

void bench_events(void)
{
    struct samples events = { 0 }, floor = { 0 };
    struct session session;
    LINEMESSAGE message;
    unsigned int i, turn;
    struct floor *ping;
    HLINE line;
    DWORD now;

    session_open( &session );
    line = session_line( &session, session_find( &session, "Test line A" ), LINECALLPRIVILEGE_MONITOR, 0 );
    ping = floor_event();
    for (turn = 0; turn < TURNS; turn++)
    {
        /* the second parameter of each message is when it was sent */
        test_command( line, TESTTSP_FLOOD, EVENTS, 1, PAUSE );
        for (i = 0; i < EVENTS;)
        {
            session_message( &session, &message, 10000 );
            now = (DWORD)(ULONGLONG)now_us();
            if (message.dwMessageID == LINE_REPLY && message.dwParam2)
                die( "the test provider does not send events: %08lx", (DWORD)message.dwParam2 );
            if (message.dwMessageID != LINE_DEVSPECIFIC) continue;
            samples_add( &events, now - (DWORD)message.dwParam2 );
            i++;
        }
        floor_run( ping, &floor, EVENTS, PAUSE );
    }
    floor_end( ping );
    report( "event_p50_us", samples_percentile( &events, 0.5 ), "us", samples_percentile( &floor, 0.5 ) );
    report( "event_p99_us", samples_percentile( &events, 0.99 ), "us", samples_percentile( &floor, 0.99 ) );
    samples_free( &events );
    samples_free( &floor );
    lineClose( line );
    session_close( &session );
}
