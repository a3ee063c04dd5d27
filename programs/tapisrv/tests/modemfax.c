/*
 * A fax program and a data program on one modem: whose call is it, and the port goes over without a byte lost.
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
#define DATA   LINEMEDIAMODE_DATAMODEM
#define FAX    LINEMEDIAMODE_G3FAX
#define LINE   L"Modem B"

static void get_modes( HCALL call, DWORD *media_mode, DWORD *bearer_mode )
{
    char buffer[2048];
    LINECALLINFO *info = (LINECALLINFO *)buffer;
    LONG ret;

    info->dwTotalSize = sizeof(buffer);
    ret = lineGetCallInfoW( call, info );
    ok( !ret, "lineGetCallInfo: %#lx\n", ret );
    *media_mode = ret ? 0 : info->dwMediaMode;
    *bearer_mode = ret ? 0 : info->dwBearerMode;
}

/* An incoming call of the line; 0: none came. */
static HCALL get_call( struct application *app, HLINE line, const char *ring, DWORD *media_mode )
{
    LINEMESSAGE message, state;
    DWORD bearer_mode, tries;

    /* the modem may still be hanging up */
    for (tries = 0; tries < 100 && host_command( "phoneline %s", ring ); tries++) Sleep( 100 );
    ok( tries < 100, "the exchange refused: %s\n", ring );
    if (!get_message( app, LINE_APPNEWCALL, line, &message, 20000 )) return 0;
    ok( get_message_param( app, LINE_CALLSTATE, message.dwParam2, LINECALLSTATE_OFFERING, &state, 20000 ), "not offered\n" );
    get_modes( message.dwParam2, media_mode, &bearer_mode );
    return message.dwParam2;
}

static HANDLE get_port( HCALL call )
{
    struct { VARSTRING id; char more[512]; } buffer;
    COMMTIMEOUTS timeouts = { 0 };
    HANDLE port = NULL;
    LONG ret;

    buffer.id.dwTotalSize = sizeof(buffer);
    ret = lineGetIDW( 0, 0, call, LINECALLSELECT_CALL, &buffer.id, L"comm/datamodem" );
    ok( !ret, "lineGetID: %#lx\n", ret );
    if (!ret) memcpy( &port, (char *)&buffer + buffer.id.dwStringOffset, sizeof(port) );
    timeouts.ReadTotalTimeoutConstant = 10000;
    if (port) SetCommTimeouts( port, &timeouts );
    return port;
}

static BOOL transfer( HANDLE port, BOOL write, char *data, DWORD size )
{
    OVERLAPPED overlapped = { .hEvent = CreateEventW( NULL, TRUE, FALSE, NULL ) };
    DWORD done = 0;
    BOOL ret = write ? WriteFile( port, data, size, NULL, &overlapped ) : ReadFile( port, data, size, NULL, &overlapped );

    if (ret || GetLastError() == ERROR_IO_PENDING) ret = GetOverlappedResult( port, &overlapped, &done, TRUE );
    CloseHandle( overlapped.hEvent );
    return ret && done == size;
}

/* Says something and reads exactly that answer. */
static BOOL talk( HANDLE port, const char *text, const char *answer )
{
    char buffer[64] = "";

    return transfer( port, TRUE, (char *)text, strlen( text ) ) && transfer( port, FALSE, buffer, strlen( answer ) ) && !strcmp( buffer, answer );
}

/* The fax program: gets calls by hand-off, or offered, and says how it went. */
static void play_fax( DWORD calls )
{
    struct application app;
    LINEMESSAGE message;
    HANDLE port;
    HLINE line;
    DWORD i;
    BOOL good;

    app_begin( &app, L"fax", 0x00020002 );
    line = open_line( &app, find_line( &app, LINE ), 0x00020000, 0, OWNER, FAX );
    child_ready( line, 0, 0, 0 );
    for (i = 0; line && i < calls; i++)
    {
        if (!get_message( &app, LINE_APPNEWCALL, line, &message, 40000 )) break;
        /* handed over: connected, with the port passed through; the far end echoes what we send */
        good = get_state( &app, message.dwParam2, LINECALLSTATE_CONNECTED, 0 ) && (port = get_port( message.dwParam2 )) != NULL;
        if (good) good = talk( port, "\xff\x03 frame", "\xff\x03 frame" );
        if (good) CloseHandle( port );
        child_ready( good, message.dwParam3, 0, 0 );
        end_call( &app, message.dwParam2 );
    }
    Sleep( INFINITE );
}

/* The data program answers a call that turns out to be a fax, and hands it over; another is data, and stays. */
static void test_adaptive( struct application *app )
{
    DWORD media_mode, bearer_mode, values[4] = { 0 };
    struct child child;
    LINEMESSAGE message;
    HLINE line;
    HCALL call;
    HANDLE port;
    LONG ret;

    line = open_line( app, find_line( app, LINE ), 0x00020000, 0, OWNER, DATA );
    if (!line || !child_begin( &child, "modemfax", "fax", 1 ))
    {
        ok( 0, "no fax program\n" );
        return;
    }
    exchange( "result B FAX" );
    call = get_call( app, line, "ring B 4255550100", &media_mode );
    ok( call && media_mode == (DATA | FAX | LINEMEDIAMODE_UNKNOWN), "call %#lx, media mode %#lx\n", call, media_mode );
    ret = lineMonitorMedia( call, DATA | FAX );
    ok( !ret, "lineMonitorMedia: %#lx\n", ret );
    ret = wait_reply( app, lineAnswer( call, NULL, 0 ) );
    ok( !ret, "lineAnswer: %#lx\n", ret );
    get_state( app, call, LINECALLSTATE_CONNECTED, 0 );
    ok( get_message( app, LINE_MONITORMEDIA, call, &message, 10000 ) && message.dwParam1 == FAX, "the fax was not noticed\n" );
    get_modes( call, &media_mode, &bearer_mode );
    ok( media_mode == FAX && bearer_mode == LINEBEARERMODE_PASSTHROUGH, "media mode %#lx, bearer mode %#lx\n", media_mode, bearer_mode );
    ret = lineHandoff( call, NULL, FAX );
    ok( !ret, "lineHandoff: %#lx\n", ret );
    lineSetCallPrivilege( call, LINECALLPRIVILEGE_MONITOR );
    ok( child_hears( &child, values, 40000 ) && values[0], "the fax program did not get the port\n" );
    get_state( app, call, LINECALLSTATE_IDLE, 0 );
    lineDeallocateCall( call );
    forget_messages( app );

    call = get_call( app, line, "ring B 4255550100", &media_mode );
    ok( call != 0, "no second call\n" );
    ret = wait_reply( app, lineAnswer( call, NULL, 0 ) );
    ok( !ret, "lineAnswer: %#lx\n", ret );
    get_state( app, call, LINECALLSTATE_CONNECTED, 0 );
    ok( get_message( app, LINE_CALLINFO, call, &message, 10000 ), "no call information\n" );
    get_modes( call, &media_mode, &bearer_mode );
    ok( media_mode == DATA && bearer_mode == LINEBEARERMODE_VOICE, "media mode %#lx, bearer mode %#lx\n", media_mode, bearer_mode );
    port = get_port( call );
    ok( talk( port, "data", "data" ), "no data\n" );

    /* the same call in pass-through, and back, without the modem being told */
    ret = wait_reply( app, lineSetCallParams( call, LINEBEARERMODE_PASSTHROUGH, 0, 0, NULL ) );
    ok( !ret, "lineSetCallParams: %#lx\n", ret );
    ok( talk( port, "passed", "passed" ), "no data in pass-through\n" );
    ret = wait_reply( app, lineSetCallParams( call, LINEBEARERMODE_VOICE, 0, 0, NULL ) );
    ok( !ret, "lineSetCallParams: %#lx\n", ret );
    ok( talk( port, "again", "again" ), "no data after pass-through\n" );
    CloseHandle( port );
    end_call( app, call );
    child_kill( &child, FALSE );
    lineClose( line );
}

/* A fax program alone answers by itself: pass-through of a call that is only offered. */
static void test_offered( struct application *app )
{
    HLINE line = open_line( app, find_line( app, LINE ), 0x00020000, 0, OWNER, FAX );
    DWORD media_mode, bearer_mode;
    HANDLE port;
    HCALL call;
    LONG ret;

    call = get_call( app, line, "ring B 4255550100", &media_mode );
    ok( call && media_mode == FAX, "call %#lx, media mode %#lx\n", call, media_mode );
    ret = wait_reply( app, lineSetCallParams( call, LINEBEARERMODE_PASSTHROUGH, 0, 0, NULL ) );
    ok( !ret, "lineSetCallParams: %#lx\n", ret );
    get_state( app, call, LINECALLSTATE_CONNECTED, 0 );
    get_modes( call, &media_mode, &bearer_mode );
    ok( media_mode == FAX && bearer_mode == LINEBEARERMODE_PASSTHROUGH, "media mode %#lx, bearer mode %#lx\n", media_mode, bearer_mode );
    port = get_port( call );
    /* rings between are the program's to read; so the modem is made silent about them first */
    ok( port && transfer( port, TRUE, (char *)"ATA\r", 4 ), "no port\n" );
    {
        char line_text[64] = "", c;
        DWORD len = 0, lines = 0;

        while (port && lines < 40 && transfer( port, FALSE, &c, 1 ))
        {
            if (c != '\n' && len < sizeof(line_text) - 1) line_text[len++] = c;
            else
            {
                line_text[len] = 0;
                len = 0;
                lines++;
                if (!strncmp( line_text, "CONNECT", 7 )) break;
            }
        }
        ok( !strncmp( line_text, "CONNECT", 7 ), "the modem says %s\n", wine_dbgstr_a( line_text ));
    }
    ok( talk( port, "frame", "frame" ), "no data\n" );
    CloseHandle( port );
    end_call( app, call );
    lineClose( line );
}

START_TEST(modemfax)
{
    struct application app;
    DWORD arg;

    if (child_role( &arg ))
    {
        play_fax( arg );
        return;
    }
    if (host_command( "phoneline state" ))
    {
        skip( "there is no simulated exchange: run it by tests/with-prefix\n" );
        return;
    }
    if (!set_fax_modem( LINE, TRUE ))
    {
        ok( 0, "there is no %s\n", wine_dbgstr_w( LINE ));
        return;
    }
    /* what a class 1 modem answers to these; ATA gets what the test wants */
    exchange( "answer B +FCLASS=1 class 1" );
    exchange( "answer B +FAE=1 adaptive" );
    app_begin( &app, L"modem fax", 0x00020002 );
    test_adaptive( &app );
    test_offered( &app );
    app_end( &app );
    exchange( "answer B +FCLASS=1" );
    exchange( "answer B +FAE=1" );
    set_fax_modem( LINE, FALSE );
}
