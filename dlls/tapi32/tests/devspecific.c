/*
 * Messages whose meaning is the provider's own: LINE_DEVSPECIFIC and its kin.
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

#include "telephony.h"
#include <tspi.h>

#define OWNER    LINECALLPRIVILEGE_OWNER
#define MONITOR  LINECALLPRIVILEGE_MONITOR
#define VOICE    LINEMEDIAMODE_INTERACTIVEVOICE

/* One message of the provider, and what the application has of it: the same three parameters. */
static void expect_message( struct app *app, HLINE line, HCALL call, DWORD sent, DWORD received, ULONG_PTR device )
{
    LINEMESSAGE msg;

    tell( app, line, call, TESTTSP_MESSAGE, sent, 11, 22, 0x80000033, NULL );
    ok( wait_message( app, received, device, 11, &msg ), "no message %lu\n", received );
    ok( msg.dwParam2 == 22 && msg.dwParam3 == 0x80000033, "message %lu: parameters %#lx %#lx\n", received, (DWORD)msg.dwParam2, (DWORD)msg.dwParam3 );
    ok( !have_message( app, received, ANY, ANY, NULL ), "message %lu came twice\n", received );
}

static void test_messages( struct app *app, DWORD device )
{
    HLINE line = open_line( app, device, NEWEST, OWNER | MONITOR, VOICE ), old;
    HCALL call;

    expect_message( app, line, 0, LINE_DEVSPECIFIC, LINE_DEVSPECIFIC, H( line ) );
    expect_message( app, line, 0, LINE_DEVSPECIFICFEATURE, LINE_DEVSPECIFICFEATURE, H( line ) );
    expect_message( app, line, 0, LINE_DEVSPECIFICEX, LINE_DEVSPECIFICEX, H( line ) );

    /* about a call they come with its handle */
    call = outgoing( app, line, L"5550100" );
    expect_message( app, line, call, LINE_CALLDEVSPECIFIC, LINE_DEVSPECIFIC, H( call ) );
    expect_message( app, line, call, LINE_CALLDEVSPECIFICFEATURE, LINE_DEVSPECIFICFEATURE, H( call ) );
    expect_message( app, line, call, LINE_DEVSPECIFICEX, LINE_DEVSPECIFICEX, H( call ) );
    hang_up( app, call );

    /* of LINE_DEVSPECIFICEX an application of before 2.2 knows nothing; each line has its own */
    old = open_line( app, device, 0x00020001, MONITOR, 0 );
    tell( app, line, 0, TESTTSP_MESSAGE, LINE_DEVSPECIFICEX, 44, 0, 0, NULL );
    tell( app, line, 0, TESTTSP_MESSAGE, LINE_DEVSPECIFIC, 45, 0, 0, NULL );
    ok( wait_message( app, LINE_DEVSPECIFIC, H( old ), 45, NULL ), "the old line has no LINE_DEVSPECIFIC\n" );
    ok( wait_message( app, LINE_DEVSPECIFICEX, H( line ), 44, NULL ), "the new line has no LINE_DEVSPECIFICEX\n" );
    ok( !have_message( app, LINE_DEVSPECIFICEX, H( old ), ANY, NULL ), "the old line has a LINE_DEVSPECIFICEX\n" );
    ok_ret( lineClose( old ), 0 );
    ok_ret( lineClose( line ), 0 );
}

START_TEST(devspecific)
{
    struct app app;

    if (!fixture_begin()) return;
    app_begin( &app, "devspecific" );
    test_messages( &app, find_line( &app, L"Test line A" ) );
    app_end( &app );
    fixture_end();
}
