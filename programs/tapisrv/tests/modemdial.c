/*
 * Calls that a person dials, or talks on: the dialogs of the modem's provider in this program.
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

#include "modemcall.h"

#define OWNER  LINECALLPRIVILEGE_OWNER
#define LINE   L"Modem A"
#define MANUAL_DIAL 4           /* fwOptions of DEVCFGHDR */

static const WCHAR dial_title[] = L"Operator assisted or manual dial", talk_title[] = L"Call status";

/* The user's finger: waits for the dialog and chooses a button; 0: only looks. */
static void choose( const WCHAR *title, WORD button )
{
    HWND dialog = wait_window( title );

    if (dialog && button) PostMessageW( dialog, WM_COMMAND, button, 0 );
}

static void set_options( DWORD device, WORD set, WORD clear )
{
    struct modem_config config;
    DWORD size;
    BYTE *blob = get_config( device, &config, &size );
    WORD options;
    LONG ret;

    memcpy( &options, blob + 8, sizeof(options) );
    options = (options | set) & ~clear;
    memcpy( blob + 8, &options, sizeof(options) );
    ret = lineSetDevConfigW( device, blob, size, L"comm/datamodem" );
    ok( !ret, "lineSetDevConfig: %#lx\n", ret );
}

static void test_manual_dial( struct application *app, HLINE line, DWORD device )
{
    HCALL call;

    set_options( device, MANUAL_DIAL, 0 );

    /* the user dials; the modem takes over when he says so, and hears a busy tone */
    exchange( "result A BUSY" );
    if ((call = call_by( app, line, LINEMEDIAMODE_DATAMODEM )))
    {
        get_state( app, call, LINECALLSTATE_DIALING, 0 );
        choose( dial_title, IDOK );
        get_state( app, call, LINECALLSTATE_DISCONNECTED, LINEDISCONNECTMODE_BUSY );
        ok( window_goes( dial_title ), "the dialog is still there\n" );
        end_call( app, call );
    }
    /* he changes his mind */
    if ((call = call_by( app, line, LINEMEDIAMODE_DATAMODEM )))
    {
        choose( dial_title, IDCANCEL );
        get_state( app, call, LINECALLSTATE_DISCONNECTED, LINEDISCONNECTMODE_CANCELLED );
        end_call( app, call );
    }
    /* the program does: the dialog goes */
    if ((call = call_by( app, line, LINEMEDIAMODE_DATAMODEM )))
    {
        choose( dial_title, 0 );
        end_call( app, call );
        ok( window_goes( dial_title ), "the dialog outlives its call\n" );
    }
    set_options( device, 0, MANUAL_DIAL );
    if ((call = call_by( app, line, LINEMEDIAMODE_DATAMODEM )))
    {
        get_state( app, call, LINECALLSTATE_CONNECTED, LINECONNECTEDMODE_ACTIVE );
        end_call( app, call );
    }
}

static void test_talk( struct application *app, HLINE line )
{
    HCALL call;

    if ((call = call_by( app, line, LINEMEDIAMODE_INTERACTIVEVOICE )))
    {
        get_state( app, call, LINECALLSTATE_PROCEEDING, 0 );
        choose( talk_title, IDOK );
        get_state( app, call, LINECALLSTATE_CONNECTED, LINECONNECTEDMODE_ACTIVE );
        ok( window_goes( talk_title ), "the dialog is still there\n" );
        end_call( app, call );
    }
    if ((call = call_by( app, line, LINEMEDIAMODE_INTERACTIVEVOICE )))
    {
        choose( talk_title, IDCANCEL );
        get_state( app, call, LINECALLSTATE_DISCONNECTED, LINEDISCONNECTMODE_NORMAL );
        end_call( app, call );
    }
    if ((call = call_by( app, line, LINEMEDIAMODE_INTERACTIVEVOICE )))
    {
        choose( talk_title, 0 );
        end_call( app, call );
        ok( window_goes( talk_title ), "the dialog outlives its call\n" );
    }
    /* the modem is free for data */
    if ((call = call_by( app, line, LINEMEDIAMODE_DATAMODEM )))
    {
        get_state( app, call, LINECALLSTATE_CONNECTED, LINECONNECTEDMODE_ACTIVE );
        end_call( app, call );
    }
}

/* What the modems agreed on: in the call's information, and in the configuration of the line while the call lasts. */
static void test_negotiated( struct application *app, HLINE line, DWORD device )
{
    struct modem_config config;
    DWORD size;
    union { LINECALLINFO info; BYTE bytes[2048]; } info;
    struct { DWORD size, required, offset, dev_size, timer, inactivity, volume, mode, preferred, negotiated, rate; } settings;
    HCALL call = call_by( app, line, LINEMEDIAMODE_DATAMODEM );
    LINEMESSAGE message;
    LONG ret;

    if (!call) return;
    get_state( app, call, LINECALLSTATE_CONNECTED, LINECONNECTEDMODE_ACTIVE );
    ok( get_message( app, LINE_CALLINFO, call, &message, 10000 ), "no call information\n" );
    ok( message.dwParam1 == (LINECALLINFOSTATE_RATE | LINECALLINFOSTATE_DEVSPECIFIC), "states %#lx\n", (DWORD)message.dwParam1 );
    memset( &info, 0, sizeof(info) );
    info.info.dwTotalSize = sizeof(info);
    ret = lineGetCallInfoW( call, &info.info );
    ok( !ret, "lineGetCallInfo: %#lx\n", ret );
    ok( info.info.dwRate == 33600, "rate %lu\n", info.info.dwRate );
    ok( info.info.dwDevSpecificSize >= sizeof(settings), "size %lu\n", info.info.dwDevSpecificSize );
    memcpy( &settings, info.bytes + info.info.dwDevSpecificOffset, sizeof(settings) );
    ok( settings.negotiated == 3 && settings.rate == 33600, "options %#lx, rate %lu\n", settings.negotiated, settings.rate );

    memcpy( &settings, get_config( device, &config, &size ) + 60, sizeof(settings) );
    ok( settings.negotiated == 3 && settings.rate == 33600, "options %#lx, rate %lu\n", settings.negotiated, settings.rate );
    end_call( app, call );
    memcpy( &settings, get_config( device, &config, &size ) + 60, sizeof(settings) );
    ok( !settings.negotiated && !settings.rate, "options %#lx, rate %lu after the call\n", settings.negotiated, settings.rate );
}

/* What comes with a call: ring mode, caller in the order of Windows, who forwarded it. */
static void test_caller( struct application *app, DWORD device )
{
    union { LINECALLINFO info; BYTE bytes[2048]; } info;
    HLINE line = open_line( app, device, 0x00020000, 0, OWNER, LINEMEDIAMODE_DATAMODEM );
    LINEMESSAGE message;
    HCALL call;
    LONG ret;

    ret = lineSetStatusMessages( line, LINEDEVSTATE_RINGING, 0 );
    ok( !ret, "lineSetStatusMessages: %#lx\n", ret );
    exchange( "bell A B" );
    exchange( "callerform A mdmf" );
    exchange( "ring A P" );
    ok( get_message( app, LINE_APPNEWCALL, line, &message, 20000 ), "no call\n" );
    call = message.dwParam2;
    get_state( app, call, LINECALLSTATE_OFFERING, LINEOFFERINGMODE_ACTIVE );
    ok( get_message_param( app, LINE_LINEDEVSTATE, line, LINEDEVSTATE_RINGING, &message, 20000 ) && message.dwParam2 == 3, "ring mode %lu\n",
        (DWORD)message.dwParam2 );
    ok( get_message_param( app, LINE_CALLINFO, call, LINECALLINFOSTATE_CALLERID, &message, 20000 ), "no caller id\n" );
    memset( &info, 0, sizeof(info) );
    info.info.dwTotalSize = sizeof(info);
    ret = lineGetCallInfoW( call, &info.info );
    ok( !ret && info.info.dwCallerIDFlags & LINECALLPARTYID_BLOCKED && info.info.dwReason == LINECALLREASON_UNAVAIL, "flags %#lx, reason %#lx\n",
        info.info.dwCallerIDFlags, info.info.dwReason );
    end_call( app, call );
    exchange( "stopring A" );
    exchange( "bell A plain" );
    exchange( "callerform A formatted" );
    lineClose( line );
}

START_TEST(modemdial)
{
    struct application app;
    DWORD device;
    HLINE line;

    if (host_command( "phoneline state" ))
    {
        skip( "there is no simulated exchange: run it by tests/with-prefix\n" );
        return;
    }
    app_begin( &app, L"modem dial", 0x00020002 );
    if ((device = find_line( &app, LINE )) == ~0u) return;
    line = open_line( &app, device, 0x00020000, 0, OWNER, LINEMEDIAMODE_DATAMODEM | LINEMEDIAMODE_INTERACTIVEVOICE );
    test_negotiated( &app, line, device );
    test_manual_dial( &app, line, device );
    test_talk( &app, line );
    lineClose( line );
    test_caller( &app, device );
    app_end( &app );
}
