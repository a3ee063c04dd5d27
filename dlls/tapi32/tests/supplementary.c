/*
 * What the tests of supplementary services share.
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

BOOL desk_begin( struct desk *desk, const char *name )
{
    memset( desk, 0, sizeof(*desk) );
    if (!fixture_begin()) return FALSE;
    app_begin( &desk->app, name );
    desk->device = find_line( &desk->app, L"Test line A" );
    ok( desk->device != ~0u, "the test provider's line is missing\n" );
    if (desk->device == ~0u)
    {
        app_end( &desk->app );
        fixture_end();
        return FALSE;
    }
    app_begin( &desk->watcher, "watcher" );
    desk->line = open_line( &desk->app, desk->device, NEWEST, OWNER, VOICE );
    desk->watcher_line = open_line( &desk->watcher, desk->device, NEWEST, MONITOR, 0 );
    return TRUE;
}

void desk_end( struct desk *desk )
{
    ok_ret( lineClose( desk->watcher_line ), 0 );
    ok_ret( lineClose( desk->line ), 0 );
    app_end( &desk->watcher );
    app_end( &desk->app );
    fixture_end();
}

HCALL desk_watched( struct desk *desk )
{
    LINEMESSAGE msg = { 0 };

    ok( wait_message( &desk->watcher, LINE_APPNEWCALL, H( desk->watcher_line ), ANY, &msg ), "the watcher is not told of the call\n" );
    ok( msg.dwParam3 == MONITOR, "its privilege is %#lx\n", H( msg.dwParam3 ) );
    return (HCALL)(ULONG_PTR)msg.dwParam2;
}

HCALL desk_call( struct desk *desk, HCALL *watched )
{
    HCALL call = outgoing( &desk->app, desk->line, L"5550100" ), other = desk_watched( desk );

    ok( wait_state( &desk->watcher, other, LINECALLSTATE_CONNECTED, NULL ), "the watcher does not see the call connected\n" );
    if (watched) *watched = other;
    else ok_ret( lineDeallocateCall( other ), 0 );
    fence( &desk->app, desk->line );
    forget( &desk->app );
    forget( &desk->watcher );
    return call;
}

void desk_hang_up( struct desk *desk, HCALL call, HCALL watched )
{
    if (call_state( call ) == LINECALLSTATE_IDLE) ok_ret( lineDeallocateCall( call ), 0 );
    else hang_up( &desk->app, call );
    if (watched) ok_ret( lineDeallocateCall( watched ), 0 );
}

void desk_fail( struct desk *desk, const WCHAR *function, LONG error, BOOL late )
{
    tell( &desk->app, desk->line, 0, TESTTSP_FAIL_NEXT, error, late, 0, 0, function );
}

DWORD desk_calls( struct desk *desk, const char *function, struct testtsp_record *last )
{
    return count_calls( &desk->app, desk->line, function, last );
}

void wait_calls( const char *file, int line, struct desk *desk, const char *function, DWORD count )
{
    DWORD start = GetTickCount(), calls;

    while ((calls = desk_calls( desk, function, NULL )) < count && GetTickCount() - start < PATIENCE) Sleep( 10 );
    ok_( file, line )( calls == count, "%s: %lu calls, expected %lu\n", function, calls, count );
}

void desk_clear( struct desk *desk )
{
    tell( &desk->app, desk->line, 0, TESTTSP_CLEAR, 0, 0, 0, 0, NULL );
}

void desk_delay( struct desk *desk, DWORD ms )
{
    tell( &desk->app, desk->line, 0, TESTTSP_DELAY, ms, 0, 0, 0, NULL );
}

void check_state( const char *file, int line, struct desk *desk, HCALL call, HCALL watched, DWORD state )
{
    ok_( file, line )( wait_state( &desk->app, call, state, NULL ), "the owner does not see state %#lx\n", state );
    if (watched) ok_( file, line )( wait_state( &desk->watcher, watched, state, NULL ), "the watcher does not see state %#lx\n", state );
}

void check_message( const char *file, int line, struct app *app, DWORD id, ULONG_PTR device, ULONG_PTR param1 )
{
    LINEMESSAGE msg = { 0 };

    ok_( file, line )( next_message( app, &msg, PATIENCE ), "no message\n" );
    ok_( file, line )( msg.dwMessageID == id && (device == ANY || msg.hDevice == device) && (param1 == ANY || msg.dwParam1 == param1),
                       "message %lu device %#lx param1 %#lx, expected %lu %#lx %#lx\n", msg.dwMessageID, msg.hDevice, H( msg.dwParam1 ), id,
                       H( device ), H( param1 ) );
}

DWORD provider_id( HCALL call )
{
    const LINECALLINFO *info = call_info( call );

    return info ? info->dwCallID : 0;
}
