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

#include "service.h"
#include "hostile.h"

#define OWNER  LINECALLPRIVILEGE_OWNER
#define LINE   L"Modem A"
#define MANUAL_DIAL 4           /* fwOptions of DEVCFGHDR */

#define exchange( command )  ok( !host_command( "phoneline %s", command ), "the exchange refused: %s\n", command )

static const WCHAR dial_title[] = L"Operator assisted or manual dial", talk_title[] = L"Call status";

/* The user's finger: waits for the dialog and chooses a button. */
static BOOL choose( const WCHAR *title, WORD button )
{
    DWORD end = GetTickCount() + 20000;
    HWND dialog;

    while (!((dialog = FindWindowW( NULL, title )) && IsWindowVisible( dialog )))
    {
        if ((int)(end - GetTickCount()) <= 0) return FALSE;
        Sleep( 10 );
    }
    if (button) PostMessageW( dialog, WM_COMMAND, button, 0 );
    return TRUE;
}

static BOOL gone( const WCHAR *title )
{
    DWORD end = GetTickCount() + 20000;

    while (FindWindowW( NULL, title ))
    {
        if ((int)(end - GetTickCount()) <= 0) return FALSE;
        Sleep( 10 );
    }
    return TRUE;
}

static BOOL get_state( struct application *app, HCALL call, DWORD state, DWORD mode )
{
    LINEMESSAGE message;
    BOOL ret = get_message_param( app, LINE_CALLSTATE, call, state, &message, 20000 );

    ok( ret, "state %#lx did not come\n", state );
    if (ret && mode) ok( message.dwParam2 == mode, "mode %#lx, expected %#lx\n", (DWORD)message.dwParam2, mode );
    return ret;
}

static HCALL call_by( struct application *app, HLINE line, DWORD media_mode )
{
    LINECALLPARAMS params = { sizeof(params) };
    HCALL call = 0;
    LONG ret;

    params.dwBearerMode = LINEBEARERMODE_VOICE;
    params.dwMediaMode = media_mode;
    params.dwAddressMode = LINEADDRESSMODE_ADDRESSID;
    ret = wait_reply( app, lineMakeCallW( line, &call, L"5550199", 0, &params ) );
    ok( !ret, "lineMakeCall: %#lx\n", ret );
    return ret ? 0 : call;
}

static void end_call( struct application *app, HCALL call )
{
    LONG ret = lineDrop( call, NULL, 0 );

    ok( ret > 0, "lineDrop: %#lx\n", ret );
    get_state( app, call, LINECALLSTATE_IDLE, 0 );
    lineDeallocateCall( call );
    forget_messages( app );
}

static void set_options( DWORD device, WORD set, WORD clear )
{
    struct { VARSTRING string; BYTE more[1024]; } buffer;
    WORD options;
    BYTE *blob;
    LONG ret;

    buffer.string.dwTotalSize = sizeof(buffer);
    ret = lineGetDevConfigW( device, &buffer.string, L"comm/datamodem" );
    ok( !ret, "lineGetDevConfig: %#lx\n", ret );
    blob = (BYTE *)&buffer + buffer.string.dwStringOffset;
    memcpy( &options, blob + 8, sizeof(options) );
    options = (options | set) & ~clear;
    memcpy( blob + 8, &options, sizeof(options) );
    ret = lineSetDevConfigW( device, blob, buffer.string.dwStringSize, L"comm/datamodem" );
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
        ok( choose( dial_title, IDOK ), "no dialog\n" );
        get_state( app, call, LINECALLSTATE_DISCONNECTED, LINEDISCONNECTMODE_BUSY );
        ok( gone( dial_title ), "the dialog is still there\n" );
        end_call( app, call );
    }
    /* he changes his mind */
    if ((call = call_by( app, line, LINEMEDIAMODE_DATAMODEM )))
    {
        ok( choose( dial_title, IDCANCEL ), "no dialog\n" );
        get_state( app, call, LINECALLSTATE_DISCONNECTED, LINEDISCONNECTMODE_CANCELLED );
        end_call( app, call );
    }
    /* the program does: the dialog goes */
    if ((call = call_by( app, line, LINEMEDIAMODE_DATAMODEM )))
    {
        ok( choose( dial_title, 0 ), "no dialog\n" );
        end_call( app, call );
        ok( gone( dial_title ), "the dialog outlives its call\n" );
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
        ok( choose( talk_title, IDOK ), "no dialog\n" );
        get_state( app, call, LINECALLSTATE_CONNECTED, LINECONNECTEDMODE_ACTIVE );
        ok( gone( talk_title ), "the dialog is still there\n" );
        end_call( app, call );
    }
    if ((call = call_by( app, line, LINEMEDIAMODE_INTERACTIVEVOICE )))
    {
        ok( choose( talk_title, IDCANCEL ), "no dialog\n" );
        get_state( app, call, LINECALLSTATE_DISCONNECTED, LINEDISCONNECTMODE_NORMAL );
        end_call( app, call );
    }
    if ((call = call_by( app, line, LINEMEDIAMODE_INTERACTIVEVOICE )))
    {
        ok( choose( talk_title, 0 ), "no dialog\n" );
        end_call( app, call );
        ok( gone( talk_title ), "the dialog outlives its call\n" );
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
    struct { VARSTRING string; BYTE more[1024]; } buffer;
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

    buffer.string.dwTotalSize = sizeof(buffer);
    ret = lineGetDevConfigW( device, &buffer.string, L"comm/datamodem" );
    ok( !ret, "lineGetDevConfig: %#lx\n", ret );
    memcpy( &settings, (BYTE *)&buffer + buffer.string.dwStringOffset + 60, sizeof(settings) );
    ok( settings.negotiated == 3 && settings.rate == 33600, "options %#lx, rate %lu\n", settings.negotiated, settings.rate );
    end_call( app, call );
    ret = lineGetDevConfigW( device, &buffer.string, L"comm/datamodem" );
    memcpy( &settings, (BYTE *)&buffer + buffer.string.dwStringOffset + 60, sizeof(settings) );
    ok( !ret && !settings.negotiated && !settings.rate, "options %#lx, rate %lu after the call\n", settings.negotiated, settings.rate );
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
