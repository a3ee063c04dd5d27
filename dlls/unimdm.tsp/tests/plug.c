/*
 * Tests of modems that are unplugged and plugged in again, in each state of a call.
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


#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "host.h"
#include "wine/test.h"

/* ms; a machine may be busy with something else */
#define WAIT_TIME 60000

#define HTLINE ((HTAPILINE)(DWORD_PTR)0xe0)

static DWORD device, permanent, next_device;

#define exchange( ... )  ok( !host_command( "phoneline " __VA_ARGS__ ), "the exchange refused\n" )

static DWORD permanent_id( DWORD id )
{
    union { LINEDEVCAPS caps; BYTE bytes[4096]; } caps;
    LONG ret;

    caps.caps.dwTotalSize = sizeof(caps);
    ret = p_lineGetDevCaps( id, 0x00030001, 0, &caps.caps );
    ok( !ret, "TSPI_lineGetDevCaps: %#lx\n", ret );
    return ret ? 0 : caps.caps.dwPermanentLineID;
}

/* The line of an unplugged modem goes. */
static void check_removed_( int line )
{
    struct host_event event;
    LONG ret;

    ok_( __FILE__, line )( host_wait( LINE_REMOVE, NULL, NULL, &event, WAIT_TIME ), "no LINE_REMOVE\n" );
    ok_( __FILE__, line )( event.param1 == device, "line %lu was removed, not %lu\n", (DWORD)event.param1, device );
    ret = p_lineNegotiateTSPIVersion( device, 0x00010003, 0x00030001, &(DWORD){ 0 } );
    ok_( __FILE__, line )( ret == (LONG)LINEERR_BADDEVICEID, "the removed line is there: %#lx\n", ret );
}
#define check_removed() check_removed_( __LINE__ )

/* It comes back as another line with the same permanent id. */
static void check_created_( int line )
{
    struct host_event event;
    DWORD id;
    LONG ret;

    if (!host_wait( LINE_CREATE, NULL, NULL, &event, WAIT_TIME ))
    {
        ok_( __FILE__, line )( 0, "no LINE_CREATE\n" );
        return;
    }
    device = next_device++;
    ret = p_providerCreateLineDevice( event.param2, device );
    ok_( __FILE__, line )( !ret, "TSPI_providerCreateLineDevice: %#lx\n", ret );
    id = permanent_id( device );
    ok_( __FILE__, line )( id == permanent, "permanent id %#lx, was %#lx\n", id, permanent );
}
#define check_created() check_created_( __LINE__ )

static HDRVLINE open_line( BOOL monitor )
{
    HDRVLINE line = NULL;
    LONG ret = p_lineOpen( device, HTLINE, &line, 0x00030001, host_line_event );

    ok( !ret, "TSPI_lineOpen: %#lx\n", ret );
    if (ret || !monitor) return line;
    ret = p_lineSetDefaultMediaDetection( line, LINEMEDIAMODE_DATAMODEM );
    ok( !ret, "TSPI_lineSetDefaultMediaDetection: %#lx\n", ret );
    return line;
}

static HDRVCALL make_call( HDRVLINE line, const WCHAR *number, DWORD bearer, HTAPICALL *htcall )
{
    LINECALLPARAMS params = { .dwTotalSize = sizeof(params), .dwBearerMode = bearer, .dwMediaMode = LINEMEDIAMODE_DATAMODEM };
    DWORD request = host_request();
    HDRVCALL call = NULL;
    LONG ret;

    *htcall = host_call();
    ret = p_lineMakeCall( request, line, *htcall, &call, number, 0, &params );
    ok( ret == (LONG)request, "TSPI_lineMakeCall: %#lx\n", ret );
    if (ret == (LONG)request) check_reply( request, 0 );
    return call;
}

static BOOL wait_state( HTAPICALL call, DWORD state )
{
    struct host_event event;

    while (host_wait( LINE_CALLSTATE, NULL, call, &event, WAIT_TIME )) if (event.param1 == state) return TRUE;
    return FALSE;
}

/* After whatever happened: a call that works. */
static void check_next_call( void )
{
    HDRVLINE line = open_line( FALSE );
    DWORD request;
    HTAPICALL htcall;
    HDRVCALL call;

    if (!line) return;
    if ((call = make_call( line, L"5550199", LINEBEARERMODE_VOICE, &htcall )))
    {
        ok( wait_state( htcall, LINECALLSTATE_CONNECTED ), "the next call is not connected\n" );
        request = host_request();
        p_lineDrop( request, call, NULL, 0 );
        check_reply( request, 0 );
        p_lineCloseCall( call );
    }
    p_lineClose( line );
}

/* Pull the plug: what a line that is open, and its call, hear of it. What was asked for (request; 0: nothing) is answered, calls end before their line does,
 * and the line before its device. */
static void check_unplug( HDRVLINE line, HTAPICALL call, DWORD request )
{
    struct host_event event;
    DWORD state = 0, replies = 0;
    BOOL closed = FALSE, removed = FALSE;
    LONG ret;

    exchange( "unplug A" );
    while (!removed && host_next( &event, WAIT_TIME ))
    {
        if (event.msg == LINE_CALLSTATE && event.call == call)
        {
            ok( !closed, "a state %#lx after LINE_CLOSE\n", (DWORD)event.param1 );
            state = event.param1;
        }
        else if (event.msg == HOST_REPLY)
        {
            ok( request && event.param1 == request, "completion of request %#lx, which nobody waits for\n", (DWORD)event.param1 );
            ok( !closed, "a completion after LINE_CLOSE\n" );
            replies++;
        }
        else if (event.msg == LINE_CLOSE && event.line == HTLINE) closed = TRUE;
        else if (event.msg == LINE_REMOVE) removed = event.param1 == device;
    }
    ok( removed, "no LINE_REMOVE\n" );
    ok( closed, "no LINE_CLOSE\n" );
    ok( replies == (request != 0), "the request was completed %lu times\n", replies );
    if (call) ok( state == LINECALLSTATE_DISCONNECTED || state == LINECALLSTATE_IDLE, "the last state of the call is %#lx\n", state );
    ret = p_lineClose( line );
    ok( ret == (LONG)LINEERR_INVALLINEHANDLE, "the line is still open: %#lx\n", ret );
    exchange( "replug A" );
    check_created();
}

static void test_closed( void )
{
    exchange( "unplug A" );
    check_removed();
    exchange( "replug A" );
    check_created();
}

static void test_open( void )
{
    check_unplug( open_line( TRUE ), 0, 0 );
}

static void test_dialing( void )
{
    HDRVLINE line = open_line( FALSE );
    HTAPICALL htcall;

    make_call( line, L"5550197", LINEBEARERMODE_VOICE, &htcall );
    ok( wait_state( htcall, LINECALLSTATE_PROCEEDING ), "not proceeding\n" );
    check_unplug( line, htcall, 0 );
}

static void test_ringing( void )
{
    HDRVLINE line = open_line( TRUE );
    struct host_event event;

    exchange( "ring A x20 5551234" );
    ok( host_wait( LINE_NEWCALL, HTLINE, NULL, &event, WAIT_TIME ), "no call\n" );
    check_unplug( line, event.call, 0 );
}

/* The modem has begun to answer, and nobody knows whether it will. */
static void test_answering( void )
{
    HDRVLINE line = open_line( TRUE );
    DWORD request = host_request();
    struct host_event event;
    LONG ret;

    exchange( "ring A x20 5551234" );
    ok( host_wait( LINE_NEWCALL, HTLINE, NULL, &event, WAIT_TIME ), "no call\n" );
    ret = p_lineAnswer( request, (HDRVCALL)event.param1, NULL, 0 );
    ok( ret == (LONG)request, "TSPI_lineAnswer: %#lx\n", ret );
    check_unplug( line, event.call, request );
    check_next_call();
}

static void test_hanging_up( void )
{
    HDRVLINE line = open_line( FALSE );
    DWORD request = host_request();
    HTAPICALL htcall;
    HDRVCALL call;
    LONG ret;

    call = make_call( line, L"5550199", LINEBEARERMODE_VOICE, &htcall );
    ok( wait_state( htcall, LINECALLSTATE_CONNECTED ), "not connected\n" );
    ret = p_lineDrop( request, call, NULL, 0 );
    ok( ret == (LONG)request, "TSPI_lineDrop: %#lx\n", ret );
    check_unplug( line, htcall, request );
    check_next_call();
}

static void test_connected( void )
{
    HDRVLINE line = open_line( FALSE );
    HTAPICALL htcall;

    make_call( line, L"5550199", LINEBEARERMODE_VOICE, &htcall );
    ok( wait_state( htcall, LINECALLSTATE_CONNECTED ), "not connected\n" );
    check_unplug( line, htcall, 0 );
    check_next_call();
}

static void test_passthrough( void )
{
    HDRVLINE line = open_line( FALSE );
    HTAPICALL htcall;

    make_call( line, NULL, LINEBEARERMODE_PASSTHROUGH, &htcall );
    ok( wait_state( htcall, LINECALLSTATE_CONNECTED ), "not connected\n" );
    check_unplug( line, htcall, 0 );
}

/* ---- a USB modem, by a made-up sysfs ---- */

static void set_folder( const WCHAR *name, const char *folder, const char *sub )
{
    WCHAR text[MAX_PATH];
    HKEY key;

    if (RegCreateKeyExW( HKEY_LOCAL_MACHINE, L"Software\\Microsoft\\Windows\\CurrentVersion\\Telephony", 0, NULL, 0, KEY_SET_VALUE, NULL, &key, NULL )) return;
    swprintf( text, ARRAY_SIZE(text), L"%hs%hs", folder ? folder : "", sub );
    if (folder) RegSetValueExW( key, name, 0, REG_SZ, (const BYTE *)text, (lstrlenW( text ) + 1) * sizeof(WCHAR) );
    else RegDeleteValueW( key, name );
    RegCloseKey( key );
}

static void plug_usb( const char *tty, const char *serial )
{
    ok( !host_command( "cd $PHONELINE_DIR && rm -rf sys && d=sys/devices/1-1 && mkdir -p $d/1-1:1.0/tty/%s sys/class/tty && echo 0572 >$d/idVendor && "
                       "echo 1329 >$d/idProduct && echo %s >$d/serial && echo 00 >$d/1-1:1.0/bInterfaceNumber && "
                       "ln -s ../../../1-1:1.0 $d/1-1:1.0/tty/%s/device && ln -s ../../devices/1-1/1-1:1.0/tty/%s sys/class/tty/%s && phoneline replug A %s",
                       tty, serial, tty, tty, tty, tty ), "the device is not plugged in\n" );
}

static void unplug_usb( void )
{
    ok( !host_command( "rm -rf $PHONELINE_DIR/sys && phoneline unplug A" ), "the device is not unplugged\n" );
}

static void check_registry( const WCHAR *path, const WCHAR *name, const WCHAR *expected )
{
    WCHAR text[300] = L"";
    DWORD size = sizeof(text);
    HKEY key;

    if (!RegOpenKeyExW( HKEY_LOCAL_MACHINE, path, 0, KEY_READ | KEY_WOW64_64KEY, &key ))
    {
        RegQueryValueExW( key, name, NULL, NULL, (BYTE *)text, &size );
        RegCloseKey( key );
    }
    ok( !wcscmp( text, expected ), "%s is %s, expected %s\n", wine_dbgstr_w( name ), wine_dbgstr_w( text ), wine_dbgstr_w( expected ) );
}

#define CLASS_KEY L"System\\CurrentControlSet\\Control\\Class\\{4D36E96D-E325-11CE-BFC1-08002BE10318}\\"

static void test_usb( const char *folder )
{
    WCHAR path[MAX_PATH], moved[MAX_PATH];
    struct host_event event;

    set_folder( L"UnixSysFolder", folder, "/sys" );
    set_folder( L"UnixDevFolder", folder, "" );
    exchange( "unplug A" );
    check_removed();
    plug_usb( "ttyACM0", "2468" );
    host_forget();
    swprintf( path, ARRAY_SIZE(path), L"%hs/ttyACM0", folder );
    swprintf( moved, ARRAY_SIZE(moved), L"%hs/ttyACM7", folder );
    if (!modem_key_create( L"9980", L"USB modem of the tests", L"COM180", path )) return;
    ok( host_wait( LINE_CREATE, NULL, NULL, &event, WAIT_TIME ), "no LINE_CREATE\n" );
    device = next_device++;
    ok( !p_providerCreateLineDevice( event.param2, device ), "TSPI_providerCreateLineDevice\n" );
    permanent = permanent_id( device );
    check_next_call();
    check_registry( CLASS_KEY L"9980", L"WineUnixIdentity", L"usb:0572:1329:2468/00" );

    /* under another name */
    unplug_usb();
    check_removed();
    plug_usb( "ttyACM7", "2468" );
    check_created();
    check_next_call();
    check_registry( L"Software\\Wine\\Ports", L"COM180", moved );

    /* gone at the start: no line; it is there later: a line */
    unplug_usb();
    check_removed();
    host_stop();
    ok( !host_start( 0 ), "TSPI_providerInit\n" );
    ok( !host_find_line( L"USB modem of the tests", &device ), "an unplugged modem is a line\n" );
    next_device = host_line_count;
    plug_usb( "ttyACM0", "2468" );
    check_created();
    check_next_call();

    modem_key_delete( L"9980", L"COM180" );
    check_removed();
    unplug_usb();
    exchange( "replug A modem-a" );
    set_folder( L"UnixSysFolder", NULL, "" );
    set_folder( L"UnixDevFolder", NULL, "" );
}

START_TEST( plug )
{
    static const struct { const char *name; void (*run)( void ); } tests[] =
    {
        { "closed", test_closed }, { "open", test_open }, { "dialing", test_dialing }, { "ringing", test_ringing }, { "answering", test_answering },
        { "connected", test_connected }, { "hanging up", test_hanging_up }, { "pass-through", test_passthrough },
    };
    const char *folder = getenv( "PHONELINE_DIR" );
    unsigned int i;
    LONG ret;

    if (!folder || !host_load())
    {
        win_skip( "there is no simulated exchange: run it by tests/with-prefix\n" );
        return;
    }
    ret = host_start( 0 );
    ok( !ret, "TSPI_providerInit: %#lx\n", ret );
    if (ret) return;
    ok( host_find_line( L"Modem A", &device ), "no Modem A\n" );
    permanent = permanent_id( device );
    next_device = host_line_count;
    for (i = 0; i < ARRAY_SIZE(tests); i++)
    {
        winetest_push_context( "%s", tests[i].name );
        host_forget();
        tests[i].run();
        winetest_pop_context();
    }
    winetest_push_context( "usb" );
    host_forget();
    test_usb( folder );
    winetest_pop_context();
    host_stop();
}
