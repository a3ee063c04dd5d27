/*
 * Tests of the telephony service: terminal windows before and after dialling.
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
#include "../../../dlls/unimdm.tsp/manualdialog.h"

#define OWNER  LINECALLPRIVILEGE_OWNER
#define LINE   L"Modem A"
#define PRE    1                /* fwOptions of DEVCFGHDR */
#define POST   2

static const WCHAR pre_title[] = L"Pre-Dial Terminal Screen", post_title[] = L"Post-Dial Terminal Screen";

/* ---- the user ---- */

/* Types, and looks whether the window shows that. */
static void type_and_see( HWND dialog, const char *typed, const WCHAR *seen )
{
    HWND edit = GetDlgItem( dialog, IDC_TERMINAL );
    DWORD end = GetTickCount() + 20000;
    WCHAR text[512] = L"";

    for (; *typed; typed++) PostMessageW( edit, WM_CHAR, (unsigned char)*typed, 0 );
    for (;;)
    {
        SendMessageW( edit, WM_GETTEXT, ARRAY_SIZE(text), (LPARAM)text );
        if (wcsstr( text, seen ) || (int)(end - GetTickCount()) <= 0) break;
        Sleep( 20 );
    }
    ok( wcsstr( text, seen ) != NULL, "it shows %s, not %s\n", wine_dbgstr_w( text ), wine_dbgstr_w( seen ));
}

static HWND focus_of( HWND dialog )
{
    GUITHREADINFO info = { sizeof(info) };

    return GetGUIThreadInfo( GetWindowThreadProcessId( dialog, NULL ), &info ) ? info.hwndFocus : NULL;
}

static void press( HWND window, WORD key )
{
    PostMessageW( window, WM_KEYDOWN, key, 1 );
    PostMessageW( window, WM_KEYUP, key, 0xc0000001 );
}

static BOOL focus_gets_to( HWND dialog, WORD control )
{
    DWORD end = GetTickCount() + 10000;

    while (focus_of( dialog ) != GetDlgItem( dialog, control ))
    {
        if ((int)(end - GetTickCount()) <= 0) return FALSE;
        Sleep( 10 );
    }
    return TRUE;
}

/* ---- the program ---- */

static DWORD current_state( HCALL call )
{
    LINECALLSTATUS status = { sizeof(status) };
    LONG ret = lineGetCallStatus( call, &status );

    ok( !ret, "lineGetCallStatus: %#lx\n", ret );
    return status.dwCallState;
}

/* A call with windows before or after it, by a configuration of its own. */
static HCALL call_with( struct application *app, HLINE line, DWORD device, WORD options )
{
    struct { LINECALLPARAMS params; WCHAR class[16]; BYTE config[512]; } buffer;
    struct modem_config config;
    HCALL call = 0;
    DWORD size;
    BYTE *blob = get_config( device, &config, &size );
    LONG ret;

    ok( size <= sizeof(buffer.config), "%lu bytes\n", size );
    memcpy( blob + 8, &options, sizeof(options) );
    memset( &buffer, 0, sizeof(buffer) );
    memcpy( buffer.config, blob, min( size, sizeof(buffer.config) ));
    wcscpy( buffer.class, L"comm/datamodem" );
    buffer.params.dwTotalSize = sizeof(buffer);
    buffer.params.dwBearerMode = LINEBEARERMODE_VOICE;
    buffer.params.dwMediaMode = LINEMEDIAMODE_DATAMODEM;
    buffer.params.dwAddressMode = LINEADDRESSMODE_ADDRESSID;
    buffer.params.dwDeviceClassSize = sizeof(L"comm/datamodem");
    buffer.params.dwDeviceClassOffset = (BYTE *)buffer.class - (BYTE *)&buffer;
    buffer.params.dwDeviceConfigSize = size;
    buffer.params.dwDeviceConfigOffset = buffer.config - (BYTE *)&buffer;
    ret = wait_reply( app, lineMakeCallW( line, &call, L"5550199", 0, &buffer.params ) );
    ok( !ret, "lineMakeCall: %#lx\n", ret );
    return ret ? 0 : call;
}

/* The stream is the program's now, from its first byte on. */
static void check_stream( HCALL call )
{
    struct { VARSTRING id; BYTE more[256]; } buffer;
    OVERLAPPED overlapped = { .hEvent = CreateEventW( NULL, TRUE, FALSE, NULL ) };
    char text[8] = "";
    HANDLE port = NULL;
    DWORD done = 0;
    LONG ret;

    buffer.id.dwTotalSize = sizeof(buffer);
    ret = lineGetIDW( 0, 0, call, LINECALLSELECT_CALL, &buffer.id, L"comm/datamodem" );
    ok( !ret, "lineGetID: %#lx\n", ret );
    if (!ret) memcpy( &port, (BYTE *)&buffer + buffer.id.dwStringOffset, sizeof(port) );
    if (port && !WriteFile( port, "stream", 6, NULL, &overlapped ) && GetLastError() == ERROR_IO_PENDING)
        GetOverlappedResult( port, &overlapped, &done, TRUE );
    if (port && !ReadFile( port, text, 6, NULL, &overlapped ) && GetLastError() == ERROR_IO_PENDING)
    {
        if (WaitForSingleObject( overlapped.hEvent, 20000 )) CancelIo( port );
        GetOverlappedResult( port, &overlapped, &done, TRUE );
    }
    ok( !strcmp( text, "stream" ), "the program reads %s\n", wine_dbgstr_a( text ));
    CloseHandle( overlapped.hEvent );
    if (port) CloseHandle( port );
}

static void test_both( struct application *app, HLINE line, DWORD device )
{
    HCALL call = call_with( app, line, device, PRE | POST );
    HWND dialog;

    if (!call) return;
    get_state( app, call, LINECALLSTATE_DIALING, 0 );
    if ((dialog = wait_window( pre_title )))
    {
        WCHAR name[32] = L"";

        GetDlgItemTextW( dialog, IDC_MANUAL_MODEM, name, ARRAY_SIZE(name) );
        ok( !lstrcmpW( name, LINE ), "modem %s\n", wine_dbgstr_w( name ));
        type_and_see( dialog, "ATE1\r", L"OK\r\n" );
        type_and_see( dialog, "ATS0?\r", L"ATS0?\r\n" );
        type_and_see( dialog, "", L"000" );
        /* the keyboard goes round */
        ok( focus_gets_to( dialog, IDC_TERMINAL ), "the focus is elsewhere\n" );
        press( GetDlgItem( dialog, IDC_TERMINAL ), VK_TAB );
        ok( focus_gets_to( dialog, IDOK ), "no way to Continue\n" );
        press( GetDlgItem( dialog, IDOK ), VK_TAB );
        ok( focus_gets_to( dialog, IDCANCEL ), "no way to Cancel\n" );
        press( GetDlgItem( dialog, IDCANCEL ), VK_TAB );
        ok( focus_gets_to( dialog, IDC_TERMINAL ), "no way back\n" );
        press( GetDlgItem( dialog, IDC_TERMINAL ), VK_F7 );
    }
    if ((dialog = wait_window( post_title )))
    {
        ok( current_state( call ) != LINECALLSTATE_CONNECTED, "the program has the call already\n" );
        /* who was called sends everything back */
        type_and_see( dialog, "login\r", L"login" );
        type_and_see( dialog, "abX\bc\r\n", L"\r\nabc\r\n" );
        press( GetDlgItem( dialog, IDC_TERMINAL ), VK_F7 );
    }
    get_state( app, call, LINECALLSTATE_CONNECTED, LINECONNECTEDMODE_ACTIVE );
    ok( window_goes( post_title ), "the window stays\n" );
    check_stream( call );
    end_call( app, call );
}

static void test_pre( struct application *app, HLINE line, DWORD device )
{
    HCALL call;
    HWND dialog;

    if ((call = call_with( app, line, device, PRE )))
    {
        if ((dialog = wait_window( pre_title ))) PostMessageW( dialog, WM_COMMAND, IDOK, 0 );
        get_state( app, call, LINECALLSTATE_CONNECTED, LINECONNECTEDMODE_ACTIVE );
        ok( window_goes( pre_title ), "the window stays\n" );
        check_stream( call );
        end_call( app, call );
    }
    if ((call = call_with( app, line, device, PRE | POST )))
    {
        if ((dialog = wait_window( pre_title ))) press( GetDlgItem( dialog, IDC_TERMINAL ), VK_F3 );
        get_state( app, call, LINECALLSTATE_DISCONNECTED, LINEDISCONNECTMODE_CANCELLED );
        ok( window_goes( pre_title ), "the window stays\n" );
        end_call( app, call );
    }
    /* the program changes its mind while the user types */
    if ((call = call_with( app, line, device, PRE )))
    {
        wait_window( pre_title );
        end_call( app, call );
        ok( window_goes( pre_title ), "the window outlives its call\n" );
    }
}

static void test_post( struct application *app, HLINE line, DWORD device )
{
    HCALL call;
    HWND dialog;

    if ((call = call_with( app, line, device, POST )))
    {
        if ((dialog = wait_window( post_title ))) press( GetDlgItem( dialog, IDC_TERMINAL ), VK_F3 );
        get_state( app, call, LINECALLSTATE_DISCONNECTED, LINEDISCONNECTMODE_CANCELLED );
        ok( window_goes( post_title ), "the window stays\n" );
        end_call( app, call );
    }
    /* the other end hangs up */
    if ((call = call_with( app, line, device, POST )))
    {
        wait_window( post_title );
        exchange( "drop A" );
        get_state( app, call, LINECALLSTATE_DISCONNECTED, LINEDISCONNECTMODE_NORMAL );
        ok( window_goes( post_title ), "the window outlives its call\n" );
        end_call( app, call );
    }
    if ((call = call_with( app, line, device, POST )))
    {
        wait_window( post_title );
        end_call( app, call );
        ok( window_goes( post_title ), "the window outlives its call\n" );
    }
    /* nobody answers: it never appears */
    exchange( "result A BUSY" );
    if ((call = call_with( app, line, device, POST )))
    {
        get_state( app, call, LINECALLSTATE_DISCONNECTED, LINEDISCONNECTMODE_BUSY );
        ok( window_goes( post_title ), "a window without a connection\n" );
        end_call( app, call );
    }
    /* and none is asked for */
    if ((call = call_with( app, line, device, 0 )))
    {
        get_state( app, call, LINECALLSTATE_CONNECTED, LINECONNECTEDMODE_ACTIVE );
        end_call( app, call );
    }
}

START_TEST(modemterminal)
{
    struct application app;
    DWORD device;
    HLINE line;

    if (host_command( "phoneline state" ))
    {
        skip( "there is no simulated exchange: run it by tests/with-prefix\n" );
        return;
    }
    app_begin( &app, L"modem terminal", 0x00020002 );
    if ((device = find_line( &app, LINE )) == ~0u) return;
    line = open_line( &app, device, 0x00020000, 0, OWNER, LINEMEDIAMODE_DATAMODEM );
    test_both( &app, line, device );
    test_pre( &app, line, device );
    test_post( &app, line, device );
    lineClose( line );
    app_end( &app );
}
