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

#define LINES 500
#define CALLS 500

void bench_memory(void)
{
    ULONGLONG before, with_lines, with_calls;
    static HLINE lines[LINES];
    struct session session;
    LINEMESSAGE message;
    unsigned int i;
    HLINE owner;
    DWORD device;

    session_open( &session );
    device = session_find( &session, "Test line A" );
    owner = session_line( &session, device, LINECALLPRIVILEGE_OWNER, LINEMEDIAMODE_INTERACTIVEVOICE );
    for (i = 0; i < 50; i++) lineClose( session_line( &session, device, LINECALLPRIVILEGE_NONE, 0 ) );
    before = service_memory();
    for (i = 0; i < LINES; i++) lines[i] = session_line( &session, device, LINECALLPRIVILEGE_NONE, 0 );
    with_lines = service_memory();
    for (i = 0; i < CALLS; i++)
    {
        test_command( owner, TESTTSP_RING, LINEMEDIAMODE_INTERACTIVEVOICE, 0, 0 );
        session_wait( &session, LINE_CALLSTATE, LINECALLSTATE_OFFERING, &message );
    }
    with_calls = service_memory();
    report( "mem_per_line_bytes", (double)(LONGLONG)(with_lines - before) / LINES, "bytes", 0 );
    report( "mem_per_call_bytes", (double)(LONGLONG)(with_calls - with_lines) / CALLS, "bytes", 0 );
    for (i = 0; i < LINES; i++) lineClose( lines[i] );
    lineClose( owner );
    session_close( &session );
}
