/*
 * Hold, unhold, swap hold.
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

#include "supplementary.h"

static void test_hold( struct desk *desk )
{
    struct testtsp_record record = { { 0 } };
    HCALL call, watched;
    LONG request;

    call = desk_call( desk, &watched );
    desk_clear( desk );
    forget( &desk->app );
    request = lineHold( call );
    ok( request > 0, "lineHold returned %#lx\n", request );
    expect_message( &desk->app, LINE_REPLY, ANY, request );
    desk_state( desk, call, watched, LINECALLSTATE_ONHOLD );
    ok( desk_calls( desk, "TSPI_lineHold", &record ) == 1 && record.args[0] == provider_id( call ), "TSPI_lineHold: call %lu\n", record.args[0] );
    ok( call_state( call ) == LINECALLSTATE_ONHOLD, "state %#lx\n", call_state( call ) );
    /* it is held already */
    ok_ret( wait_reply( &desk->app, lineHold( call ) ), LINEERR_INVALCALLSTATE );
    ok_ret( wait_reply( &desk->watcher, lineUnhold( watched ) ), LINEERR_NOTOWNER );
    ok_ret( wait_reply( &desk->app, lineUnhold( call ) ), 0 );
    desk_state( desk, call, watched, LINECALLSTATE_CONNECTED );
    ok( desk_calls( desk, "TSPI_lineUnhold", &record ) == 1, "TSPI_lineUnhold was not called once\n" );
    ok_ret( wait_reply( &desk->app, lineUnhold( call ) ), LINEERR_INVALCALLSTATE );
    ok_ret( wait_reply( &desk->watcher, lineHold( watched ) ), LINEERR_NOTOWNER );
    ok_ret( wait_reply( &desk->app, lineHold( BAD_CALL ) ), LINEERR_INVALCALLHANDLE );
    ok_ret( wait_reply( &desk->app, lineUnhold( BAD_CALL ) ), LINEERR_INVALCALLHANDLE );
    ok_ret( wait_reply( &desk->app, lineHold( (HCALL)desk->line ) ), LINEERR_INVALCALLHANDLE );
    ok_ret( wait_reply( &desk->app, lineHold( 0 ) ), LINEERR_INVALCALLHANDLE );
    desk_hang_up( desk, call, watched );
    ok_ret( wait_reply( &desk->app, lineHold( call ) ), LINEERR_INVALCALLHANDLE );
    ok_ret( wait_reply( &desk->app, lineUnhold( call ) ), LINEERR_INVALCALLHANDLE );
}

/* What the provider says of a request reaches the application, at once or with the reply. */
static void test_errors( struct desk *desk )
{
    static const DWORD errors[] = { LINEERR_OPERATIONUNAVAIL, LINEERR_OPERATIONFAILED, LINEERR_RESOURCEUNAVAIL, LINEERR_NOMEM };
    HCALL call = desk_call( desk, NULL );
    unsigned int i;
    LONG request;

    for (i = 0; i < ARRAY_SIZE(errors); i++)
    {
        desk_fail( desk, L"TSPI_lineHold", errors[i], FALSE );
        ok_ret( lineHold( call ), errors[i] );
        desk_fail( desk, L"TSPI_lineHold", errors[i], TRUE );
        request = lineHold( call );
        ok( request > 0, "lineHold returned %#lx\n", request );
        ok_ret( wait_reply( &desk->app, request ), errors[i] );
        ok( call_state( call ) == LINECALLSTATE_CONNECTED, "state %#lx after a failure\n", call_state( call ) );
    }
    ok_ret( wait_reply( &desk->app, lineHold( call ) ), 0 );
    desk_state( desk, call, 0, LINECALLSTATE_ONHOLD );
    desk_fail( desk, L"TSPI_lineUnhold", LINEERR_OPERATIONFAILED, FALSE );
    ok_ret( lineUnhold( call ), LINEERR_OPERATIONFAILED );
    desk_fail( desk, L"TSPI_lineUnhold", LINEERR_RESOURCEUNAVAIL, TRUE );
    ok_ret( wait_reply( &desk->app, lineUnhold( call ) ), LINEERR_RESOURCEUNAVAIL );
    ok( call_state( call ) == LINECALLSTATE_ONHOLD, "state %#lx after a failure\n", call_state( call ) );
    desk_hang_up( desk, call, 0 );
}

static void test_swap( struct desk *desk )
{
    HCALL first, second, first_watched, second_watched, other;
    struct testtsp_record record = { { 0 } };
    HLINE line;

    first = desk_call( desk, &first_watched );
    ok_ret( wait_reply( &desk->app, lineHold( first ) ), 0 );
    desk_state( desk, first, first_watched, LINECALLSTATE_ONHOLD );
    second = desk_call( desk, &second_watched );
    desk_clear( desk );
    ok_ret( wait_reply( &desk->app, lineSwapHold( second, first ) ), 0 );
    desk_state( desk, second, second_watched, LINECALLSTATE_ONHOLD );
    desk_state( desk, first, first_watched, LINECALLSTATE_CONNECTED );
    ok( desk_calls( desk, "TSPI_lineSwapHold", &record ) == 1 && record.args[0] == provider_id( second ) && record.args[1] == provider_id( first ),
        "TSPI_lineSwapHold: calls %lu %lu\n", record.args[0], record.args[1] );
    /* the other way round now */
    ok_ret( wait_reply( &desk->app, lineSwapHold( second, first ) ), LINEERR_INVALCALLSTATE );
    ok_ret( wait_reply( &desk->app, lineSwapHold( first, second ) ), 0 );
    desk_state( desk, first, first_watched, LINECALLSTATE_ONHOLD );
    desk_state( desk, second, second_watched, LINECALLSTATE_CONNECTED );

    ok_ret( wait_reply( &desk->app, lineSwapHold( second, second ) ), LINEERR_INVALCALLHANDLE );
    ok_ret( wait_reply( &desk->app, lineSwapHold( BAD_CALL, first ) ), LINEERR_INVALCALLHANDLE );
    ok_ret( wait_reply( &desk->app, lineSwapHold( second, BAD_CALL ) ), LINEERR_INVALCALLHANDLE );
    ok_ret( wait_reply( &desk->watcher, lineSwapHold( second_watched, first_watched ) ), LINEERR_NOTOWNER );
    desk_fail( desk, L"TSPI_lineSwapHold", LINEERR_OPERATIONUNAVAIL, FALSE );
    ok_ret( lineSwapHold( second, first ), LINEERR_OPERATIONUNAVAIL );
    desk_fail( desk, L"TSPI_lineSwapHold", LINEERR_OPERATIONFAILED, TRUE );
    ok_ret( wait_reply( &desk->app, lineSwapHold( second, first ) ), LINEERR_OPERATIONFAILED );

    /* a call of another line has nothing to swap with */
    line = open_line( &desk->app, find_line( &desk->app, L"Test line B" ), NEWEST, LINECALLPRIVILEGE_NONE, 0 );
    other = outgoing( &desk->app, line, L"1" );
    ok_ret( wait_reply( &desk->app, lineSwapHold( other, first ) ), LINEERR_INVALCALLHANDLE );
    hang_up( &desk->app, other );
    ok_ret( lineClose( line ), 0 );
    desk_hang_up( desk, second, second_watched );
    desk_hang_up( desk, first, first_watched );
}

/* The device closes, or the application goes, with the request under way. */
static void test_gone( struct desk *desk )
{
    HCALL call = desk_call( desk, NULL ), left;
    struct app app;
    LONG request;
    HLINE line;

    desk_delay( desk, 100 );
    request = lineHold( call );
    ok( request > 0, "lineHold returned %#lx\n", request );
    ok_ret( lineDeallocateCall( call ), 0 );
    ok_ret( wait_reply( &desk->app, request ), 0 );
    desk_delay( desk, 0 );

    app_begin( &app, "short-lived" );
    line = open_line( &app, desk->device, NEWEST, LINECALLPRIVILEGE_NONE, 0 );
    left = outgoing( &app, line, L"1" );
    desk_delay( desk, 100 );
    request = lineHold( left );
    ok( request > 0, "lineHold returned %#lx\n", request );
    app_end( &app );
    desk_delay( desk, 0 );
    fence( &desk->app, desk->line );
    forget( &desk->watcher );
}

START_TEST( hold )
{
    struct desk desk;

    if (!desk_begin( &desk, "hold test" )) return;
    test_hold( &desk );
    test_errors( &desk );
    test_swap( &desk );
    test_gone( &desk );
    desk_end( &desk );
}
