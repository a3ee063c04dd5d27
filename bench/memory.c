/*
 * Memory of tapisrv for each open line and each call.
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
#include "../tests/fixtures/testtsp.h"

#define LINES 2000
#define CALLS 2000
#define WARM_UP 100

static void offer( struct session *session, HLINE line )
{
    LINEMESSAGE message;

    test_command( line, TESTTSP_RING, LINEMEDIAMODE_INTERACTIVEVOICE, 0, 0 );
    session_wait( session, LINE_CALLSTATE, LINECALLSTATE_OFFERING, &message );
}

void bench_memory(void)
{
    ULONGLONG before, with_lines, with_calls;
    static HLINE lines[LINES];
    struct session session;
    unsigned int i;
    HLINE owner;
    DWORD device;

    session_open( &session );
    device = session_find( &session, "Test line A" );
    owner = session_line( &session, device, LINECALLPRIVILEGE_OWNER, LINEMEDIAMODE_INTERACTIVEVOICE );
    /* what is allocated once, in threads and tables, is not of these lines and calls */
    for (i = 0; i < WARM_UP; i++) lineClose( session_line( &session, device, LINECALLPRIVILEGE_NONE, 0 ) );
    for (i = 0; i < WARM_UP; i++) offer( &session, owner );
    before = service_memory();
    for (i = 0; i < LINES; i++) lines[i] = session_line( &session, device, LINECALLPRIVILEGE_NONE, 0 );
    with_lines = service_memory();
    for (i = 0; i < CALLS; i++) offer( &session, owner );
    with_calls = service_memory();
    report( "mem_per_line_bytes", (double)(LONGLONG)(with_lines - before) / LINES, "bytes", 0 );
    report( "mem_per_call_bytes", (double)(LONGLONG)(with_calls - with_lines) / CALLS, "bytes", 0 );
    for (i = 0; i < LINES; i++) lineClose( lines[i] );
    lineClose( owner );
    session_close( &session );
}
