/*
 * Modems of the simulated exchange that fail in the middle of a call, and a program killed with their port in hand.
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

#include "service.h"
#include "hostile.h"

#include <stdlib.h>

#define OWNER  LINECALLPRIVILEGE_OWNER
#define MODEM  LINEMEDIAMODE_DATAMODEM
#define LINE   L"Modem A"

static BOOL get_state( struct application *app, HCALL call, DWORD state, LINEMESSAGE *message )
{
    return get_message_param( app, LINE_CALLSTATE, call, state, message, 15000 );
}

static HCALL dial( struct application *app, HLINE line, const WCHAR *number )
{
    LINECALLPARAMS params = { sizeof(params) };
    HCALL call = 0;
    LONG ret;

    params.dwBearerMode = LINEBEARERMODE_VOICE;
    params.dwMediaMode = MODEM;
    params.dwAddressMode = LINEADDRESSMODE_ADDRESSID;
    ret = wait_reply( app, lineMakeCallW( line, &call, number, 0, &params ) );
    ok( !ret, "lineMakeCall: %#lx\n", ret );
    return ret ? 0 : call;
}

static void end_call( struct application *app, HCALL call )
{
    LINEMESSAGE message;
    LONG ret = lineDrop( call, NULL, 0 );

    ok( ret > 0, "lineDrop: %#lx\n", ret );
    ok( get_state( app, call, LINECALLSTATE_IDLE, &message ), "no IDLE\n" );
    ret = lineDeallocateCall( call );
    ok( !ret, "lineDeallocateCall: %#lx\n", ret );
    forget_messages( app );
}

/* After whatever happened: a call that works. */
static void test_call( struct application *app, HLINE line )
{
    LINEMESSAGE message;
    HCALL call = dial( app, line, L"5550199" );

    if (!call) return;
    ok( get_state( app, call, LINECALLSTATE_CONNECTED, &message ), "the next call is not connected\n" );
    end_call( app, call );
}

static void play_holder(void)
{
    struct application app;
    char buffer[1024];
    LINEMESSAGE message;
    HLINE line;
    HCALL call;

    app_begin( &app, L"holder", 0x00020002 );
    line = open_line( &app, find_line( &app, LINE ), 0x00020000, 0, OWNER, MODEM );
    call = dial( &app, line, L"5550199" );
    get_state( &app, call, LINECALLSTATE_CONNECTED, &message );
    ((VARSTRING *)buffer)->dwTotalSize = sizeof(buffer);
    child_ready( lineGetIDW( 0, 0, call, LINECALLSELECT_CALL, (VARSTRING *)buffer, L"comm/datamodem" ), call, 0, 0 );
    Sleep( INFINITE );
}

START_TEST(modemfaults)
{
    struct application app;
    LINEMESSAGE message;
    struct child child;
    DWORD device, arg, i;
    HLINE line;
    HCALL call;
    LONG ret;

    if (child_role( &arg ))
    {
        play_holder();
        return;
    }
    if (host_command( "phoneline state" ))
    {
        skip( "there is no simulated exchange: run it by tests/with-prefix\n" );
        return;
    }
    app_begin( &app, L"modem faults", 0x00020002 );
    if ((device = find_line( &app, LINE )) == ~0u || !observer_begin()) return;
    line = open_line( &app, device, 0x00020000, 0, OWNER, MODEM );
    test_call( &app, line );

    /* the carrier goes: the call is disconnected */
    call = dial( &app, line, L"5550199" );
    ok( get_state( &app, call, LINECALLSTATE_CONNECTED, &message ), "not connected\n" );
    exchange( "drop A" );
    ok( get_state( &app, call, LINECALLSTATE_DISCONNECTED, &message ), "not disconnected\n" );
    end_call( &app, call );
    test_call( &app, line );

    /* no answer at all: the request fails, or its call is disconnected, after three tries and a way out of data mode (8 s on a quiet
     * machine). The limit is only there for a request that is never answered. */
    exchange( "dead A on" );
    ret = lineMakeCallW( line, &call, L"5550199", 0, NULL );
    ok( ret > 0, "lineMakeCall: %#lx\n", ret );
    ok( get_message_param( &app, LINE_REPLY, 0, ret, &message, 30000 ), "no LINE_REPLY\n" );
    ok( !message.dwParam2 || message.dwParam2 == LINEERR_NODEVICE || message.dwParam2 == LINEERR_RESOURCEUNAVAIL ||
        message.dwParam2 == LINEERR_OPERATIONFAILED, "LINE_REPLY %#lx\n", (DWORD)message.dwParam2 );
    if (!message.dwParam2)
    {
        ok( get_state( &app, call, LINECALLSTATE_DISCONNECTED, &message ), "not disconnected\n" );
        end_call( &app, call );
    }
    exchange( "dead A off" );
    /* a device that does not answer any more may be closed */
    if (get_message( &app, LINE_CLOSE, line, &message, PATIENCE )) line = open_line( &app, device, 0x00020000, 0, OWNER, MODEM );
    test_call( &app, line );

    /* words that no modem says */
    exchange( "garbage A \\\\x01\\\\xff#CONNECT?\\\\r\\\\nBLAH\\\\r\\\\n" );
    test_call( &app, line );

    /* results come late */
    exchange( "slow A 300" );
    test_call( &app, line );
    exchange( "slow A 0" );

    /* a program dies with the port in hand */
    ok( !lineClose( line ), "lineClose\n" );
    for (i = 0; i < 2; i++)
    {
        if (!child_begin( &child, "modemfaults", "holder", 0 )) continue;
        ok( !child.values[0], "lineGetID: %#lx\n", child.values[0] );
        child_kill( &child, i );
        ok( status_becomes( "clients", 2, PATIENCE ), "the client is left\n" );
        ok( status_becomes( "calls", 0, 10000 ) && status_becomes( "lines", 0, PATIENCE ), "its call is left\n" );
        line = open_line( &app, device, 0x00020000, 0, OWNER, MODEM );
        test_call( &app, line );
        ok( !lineClose( line ), "lineClose\n" );
    }

    /* unplugged in a call, and plugged in again */
    line = open_line( &app, device, 0x00020000, 0, OWNER, MODEM );
    call = dial( &app, line, L"5550199" );
    ok( get_state( &app, call, LINECALLSTATE_CONNECTED, &message ), "not connected\n" );
    exchange( "unplug A" );
    ok( get_message( &app, LINE_CLOSE, line, &message, 10000 ), "no LINE_CLOSE\n" );
    ok( status_becomes( "calls", 0, PATIENCE ) && status_becomes( "lines", 0, PATIENCE ), "something is left\n" );
    exchange( "replug A" );
    if (get_message( &app, LINE_CREATE, 0, &message, 10000 )) device = message.dwParam1;
    else trace( "no LINE_CREATE\n" );
    app_end( &app );
    app_begin( &app, L"modem faults", 0x00020002 );
    line = open_line( &app, find_line( &app, LINE ), 0x00020000, 0, OWNER, MODEM );
    test_call( &app, line );
    lineClose( line );
    check_consistent();
    observer_end();
    app_end( &app );
}
