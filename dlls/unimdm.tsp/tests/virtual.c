/*
 * Tests of virtual modems: calls by number, over TCP, and AT commands through the port.
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

#include <winsock2.h>

#include "host.h"
#include "wine/test.h"
#include "modemprobe/modemprobe.h"

/*
 * Two virtual modems, made from keys of their own, in the folder of the simulated exchange; their numbers are new ones for each run, as all
 * prefixes of the user see each other.
 */
static const WCHAR key_a[] = L"0770", key_b[] = L"0771", port_a[] = L"COM70", port_b[] = L"COM71";
static WCHAR number_a[16], number_b[16];
static char folder[200];
static HANDLE process;

#define LINE_A ((HTAPILINE)(DWORD_PTR)0xa1)
#define LINE_B ((HTAPILINE)(DWORD_PTR)0xb1)

static const WCHAR class_key[] = L"System\\CurrentControlSet\\Control\\Class\\{4D36E96D-E325-11CE-BFC1-08002BE10318}";

static LONG set_value( const WCHAR *modem, const WCHAR *name, DWORD type, const void *data, DWORD size )
{
    WCHAR path[200];
    HKEY key;
    LONG error;

    swprintf( path, ARRAYSIZE(path), L"%ls\\%ls\\Virtual", class_key, modem );
    if ((error = RegCreateKeyExW( HKEY_LOCAL_MACHINE, path, 0, NULL, 0, KEY_ALL_ACCESS, NULL, &key, NULL ))) return error;
    error = RegSetValueExW( key, name, 0, type, data, size );
    RegCloseKey( key );
    return error;
}

static void set_text( const WCHAR *modem, const WCHAR *name, const WCHAR *text )
{
    LONG error = set_value( modem, name, REG_SZ, text, (lstrlenW( text ) + 1) * sizeof(WCHAR) );

    ok( !error, "%s: error %ld\n", wine_dbgstr_w( name ), error );
}

static void set_number( const WCHAR *modem, const WCHAR *name, DWORD number )
{
    LONG error = set_value( modem, name, REG_DWORD, &number, sizeof(number) );

    ok( !error, "%s: error %ld\n", wine_dbgstr_w( name ), error );
}

static void unix_name( WCHAR *name, DWORD chars, const char *file, BOOL windows )
{
    WCHAR *p;

    swprintf( name, chars, L"%ls%hs/%hs", windows ? L"\\\\?\\unix" : L"", folder, file );
    for (p = name; windows && *p; p++) if (*p == '/') *p = '\\';
}

static BOOL make_modem( const WCHAR *key, const WCHAR *name, const WCHAR *port, const char *file, const WCHAR *number )
{
    WCHAR path[300], book[300];

    unix_name( path, ARRAYSIZE(path), file, FALSE );
    unix_name( book, ARRAYSIZE(book), "phonebook", FALSE );
    set_text( key, L"Number", number );
    set_text( key, L"PhoneBook", book );
    set_number( key, L"DialDelay", 1 );
    set_number( key, L"ConnectDelay", 50 );
    set_number( key, L"RingInterval", 1000 );
    return modem_key_create( key, name, port, path );
}

static BOOL path_exists( const char *file )
{
    WCHAR path[300];
    HANDLE comm;

    unix_name( path, ARRAYSIZE(path), file, TRUE );
    comm = CreateFileW( path, GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, FILE_FLAG_OVERLAPPED, NULL );
    if (comm == INVALID_HANDLE_VALUE) return FALSE;
    CloseHandle( comm );
    return TRUE;
}

static HDRVLINE open_line( DWORD device, HTAPILINE htline, DWORD media_modes )
{
    HDRVLINE line = NULL;
    LONG ret = p_lineOpen( device, htline, &line, 0x00030001, host_line_event );

    ok( !ret, "TSPI_lineOpen: %#lx\n", ret );
    if (!ret && media_modes)
    {
        ret = p_lineSetDefaultMediaDetection( line, media_modes );
        ok( !ret, "TSPI_lineSetDefaultMediaDetection: %#lx\n", ret );
    }
    return line;
}

static HDRVCALL make_call( HDRVLINE line, const WCHAR *number, HTAPICALL *htcall )
{
    DWORD request = host_request();
    HDRVCALL call = NULL;
    LONG ret;

    *htcall = host_call();
    ret = p_lineMakeCall( request, line, *htcall, &call, number, 0, NULL );
    ok( ret == (LONG)request, "TSPI_lineMakeCall( %s ): %#lx\n", wine_dbgstr_w( number ), ret );
    if (ret == (LONG)request) check_reply( request, 0 );
    return call;
}

static void close_call( HDRVCALL call, HTAPICALL htcall )
{
    DWORD request = host_request();
    LONG ret = p_lineDrop( request, call, NULL, 0 );

    ok( ret == (LONG)request, "TSPI_lineDrop: %#lx\n", ret );
    check_state( htcall, LINECALLSTATE_IDLE, 0 );
    check_reply( request, 0 );
    ret = p_lineCloseCall( call );
    ok( !ret, "TSPI_lineCloseCall: %#lx\n", ret );
}

static void expect_connected( HTAPICALL htcall )
{
    check_state( htcall, LINECALLSTATE_DIALING, 0 );
    check_state( htcall, LINECALLSTATE_PROCEEDING, 0 );
    check_state( htcall, LINECALLSTATE_CONNECTED, LINECONNECTEDMODE_ACTIVE );
}

static HANDLE comm_handle( HDRVCALL call )
{
    union { VARSTRING string; BYTE bytes[512]; } buffer;
    COMMTIMEOUTS timeouts = { MAXDWORD, MAXDWORD, 500, 0, 0 };
    HANDLE handle = NULL;
    LONG ret;

    buffer.string.dwTotalSize = sizeof(buffer);
    ret = p_lineGetID( NULL, 0, call, LINECALLSELECT_CALL, &buffer.string, L"comm/datamodem", process );
    ok( !ret, "TSPI_lineGetID: %#lx\n", ret );
    if (ret) return NULL;
    memcpy( &handle, &buffer.string + 1, sizeof(handle) );
    ok( SetCommTimeouts( handle, &timeouts ), "SetCommTimeouts: error %lu\n", GetLastError() );
    return handle;
}

static BOOL transfer( HANDLE comm, BOOL write, void *data, DWORD size, DWORD *done )
{
    OVERLAPPED overlapped = { .hEvent = CreateEventW( NULL, TRUE, FALSE, NULL ) };
    BOOL ret = write ? WriteFile( comm, data, size, done, &overlapped ) : ReadFile( comm, data, size, done, &overlapped );

    *done = 0;
    if (ret || GetLastError() == ERROR_IO_PENDING)
    {
        if (WaitForSingleObject( overlapped.hEvent, 20000 )) CancelIo( comm );
        ret = GetOverlappedResult( comm, &overlapped, done, TRUE );
    }
    CloseHandle( overlapped.hEvent );
    return ret;
}

/* Read so many bytes; reads that time out are tried again for a while. */
static DWORD read_all( HANDLE comm, BYTE *data, DWORD size )
{
    DWORD got = 0, done, end = GetTickCount() + 20000;

    while (got < size && (int)(end - GetTickCount()) > 0)
    {
        if (!transfer( comm, FALSE, data + got, size - got, &done )) break;
        got += done;
    }
    return got;
}

/* Packets as games exchange them over a modem: a length, and bytes of any value. */
static void exchange_packets( HANDLE a, HANDLE b )
{
    static const WORD sizes[] = { 1, 26, 255, 1024, 3000 };
    BYTE packet[4096], back[4096];
    DWORD i, j, done, got;

    for (i = 0; i < 2 * ARRAYSIZE(sizes); i++)
    {
        const DWORD size = sizes[i / 2];
        HANDLE from = i & 1 ? b : a, to = i & 1 ? a : b;

        for (j = 0; j < size; j++) packet[j] = j * 31 + (j >> 8) + i;
        ok( transfer( from, TRUE, packet, size, &done ) && done == size, "packet %lu: %lu bytes written\n", i, done );
        got = read_all( to, back, size );
        ok( got == size && !memcmp( packet, back, size ), "packet %lu: %lu of %lu bytes, or other ones\n", i, got, size );
    }
}

/* One calls the other by its number, as two prefixes would. */
static void test_numbers( DWORD device_a, DWORD device_b )
{
    HDRVLINE line_a = open_line( device_a, LINE_A, 0 ), line_b = open_line( device_b, LINE_B, LINEMEDIAMODE_DATAMODEM );
    union { LINECALLINFO info; BYTE bytes[1024]; } info;
    struct host_event event;
    HDRVCALL call_a, call_b;
    HTAPICALL htcall_a, htcall_b;
    HANDLE comm_a, comm_b;
    WCHAR dial[32];
    DWORD request;
    LONG ret;

    swprintf( dial, ARRAYSIZE(dial), L"T%ls", number_b );
    call_a = make_call( line_a, dial, &htcall_a );
    ok( host_wait( LINE_NEWCALL, LINE_B, NULL, &event, 30000 ), "the other modem does not ring\n" );
    call_b = (HDRVCALL)event.param1;
    htcall_b = event.call;
    check_state( htcall_b, LINECALLSTATE_OFFERING, LINEOFFERINGMODE_ACTIVE );
    /* caller id comes after the first ring */
    while (host_wait( LINE_CALLINFO, LINE_B, htcall_b, &event, 20000 ) && !(event.param1 & LINECALLINFOSTATE_CALLERID)) {}
    memset( &info, 0, sizeof(info) );
    info.info.dwTotalSize = sizeof(info);
    ret = p_lineGetCallInfo( call_b, &info.info );
    ok( !ret, "TSPI_lineGetCallInfo: %#lx\n", ret );
    ok( info.info.dwCallerIDSize && !lstrcmpW( (WCHAR *)(info.bytes + info.info.dwCallerIDOffset), number_a ), "caller id, %lu bytes\n",
        info.info.dwCallerIDSize );
    ok( info.info.dwCallerIDNameSize && !lstrcmpW( (WCHAR *)(info.bytes + info.info.dwCallerIDNameOffset), L"Virtual A" ),
        "caller's name, %lu bytes\n", info.info.dwCallerIDNameSize );

    request = host_request();
    ret = p_lineAnswer( request, call_b, NULL, 0 );
    ok( ret == (LONG)request, "TSPI_lineAnswer: %#lx\n", ret );
    check_reply( request, 0 );
    check_state( htcall_b, LINECALLSTATE_ACCEPTED, 0 );
    check_state( htcall_b, LINECALLSTATE_CONNECTED, LINECONNECTEDMODE_ACTIVE );
    expect_connected( htcall_a );
    comm_a = comm_handle( call_a );
    comm_b = comm_handle( call_b );
    if (comm_a && comm_b) exchange_packets( comm_a, comm_b );
    CloseHandle( comm_a );
    CloseHandle( comm_b );
    close_call( call_a, htcall_a );
    check_state( htcall_b, LINECALLSTATE_DISCONNECTED, LINEDISCONNECTMODE_NORMAL );
    close_call( call_b, htcall_b );

    /* a number that nobody has */
    call_a = make_call( line_a, L"T7799", &htcall_a );
    check_state( htcall_a, LINECALLSTATE_DIALING, 0 );
    check_state( htcall_a, LINECALLSTATE_PROCEEDING, 0 );
    check_state( htcall_a, LINECALLSTATE_DISCONNECTED, LINEDISCONNECTMODE_UNKNOWN );
    close_call( call_a, htcall_a );
    p_lineClose( line_a );
    p_lineClose( line_b );
}

static SOCKET listen_socket( unsigned int *port )
{
    struct sockaddr_in addr = { .sin_family = AF_INET, .sin_addr.s_addr = htonl( INADDR_LOOPBACK ) };
    SOCKET s = socket( AF_INET, SOCK_STREAM, IPPROTO_TCP );
    int size = sizeof(addr);

    ok( !bind( s, (struct sockaddr *)&addr, sizeof(addr) ) && !listen( s, 4 ) && !getsockname( s, (struct sockaddr *)&addr, &size ),
        "no socket: error %d\n", WSAGetLastError() );
    *port = ntohs( addr.sin_port );
    return s;
}

static SOCKET accept_socket( SOCKET s )
{
    struct timeval patience = { 30, 0 };
    fd_set set;

    FD_ZERO( &set );
    FD_SET( s, &set );
    if (select( 0, &set, NULL, NULL, &patience ) != 1) return INVALID_SOCKET;
    return accept( s, NULL, NULL );
}

static void check_service( HDRVLINE line, const WCHAR *address, const WCHAR *called, SOCKET listener )
{
    union { LINECALLINFO info; BYTE bytes[1024]; } info;
    HTAPICALL htcall;
    HDRVCALL call = make_call( line, address, &htcall );
    SOCKET s = accept_socket( listener );
    BYTE data[16];
    HANDLE comm;
    DWORD done;
    LONG ret;

    ok( s != INVALID_SOCKET, "%s: no connection\n", wine_dbgstr_w( address ));
    expect_connected( htcall );
    memset( &info, 0, sizeof(info) );
    info.info.dwTotalSize = sizeof(info);
    ret = p_lineGetCallInfo( call, &info.info );
    ok( !ret && info.info.dwCalledIDSize && !lstrcmpW( (WCHAR *)(info.bytes + info.info.dwCalledIDOffset), called ), "%s: called %s\n",
        wine_dbgstr_w( address ), wine_dbgstr_w( info.info.dwCalledIDSize ? (WCHAR *)(info.bytes + info.info.dwCalledIDOffset) : L"" ));
    ok( info.info.dwRate == 33600, "rate %lu\n", info.info.dwRate );
    comm = comm_handle( call );
    ok( transfer( comm, TRUE, (void *)"hello", 5, &done ) && done == 5, "%lu bytes written\n", done );
    ok( recv( s, (char *)data, 1, 0 ) == 1 && data[0] == 'h', "%s: nothing received\n", wine_dbgstr_w( address ));
    send( s, "good bye", 8, 0 );
    closesocket( s );
    ok( read_all( comm, data, 8 ) == 8 && !memcmp( data, "good bye", 8 ), "%s: no data\n", wine_dbgstr_w( address ));
    CloseHandle( comm );
    check_state( htcall, LINECALLSTATE_DISCONNECTED, LINEDISCONNECTMODE_NORMAL );
    close_call( call, htcall );
}

/* A bulletin board's service: by address, by name and by number of the phone book. */
static void test_service( DWORD device )
{
    HDRVLINE line = open_line( device, LINE_A, 0 ), other;
    WCHAR address[64], called[64], book[300];
    HTAPICALL htcall;
    HDRVCALL call;
    unsigned int port;
    char text[300];
    SOCKET listener = listen_socket( &port );
    HANDLE file;
    DWORD done;
    LONG ret;

    unix_name( book, ARRAYSIZE(book), "phonebook", TRUE );
    file = CreateFileW( book, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL );
    ok( file != INVALID_HANDLE_VALUE, "phone book: error %lu\n", GetLastError() );
    sprintf( text, "Trade Wars, 555-1234, raw:127.0.0.1:%u\n", port );
    WriteFile( file, text, strlen( text ), &done, NULL );
    CloseHandle( file );

    swprintf( address, ARRAYSIZE(address), L"127.0.0.1:%u", port );
    check_service( line, address, address, listener );
    swprintf( address, ARRAYSIZE(address), L"Traw:localhost:%u|name^sub", port );
    swprintf( called, ARRAYSIZE(called), L"raw:localhost:%u", port );
    check_service( line, address, called, listener );
    check_service( line, L"Trade Wars", L"Trade Wars", listener );
    check_service( line, L"T555-1234", L"555-1234", listener );

    /* nobody listens any more */
    closesocket( listener );
    swprintf( address, ARRAYSIZE(address), L"127.0.0.1:%u", port );
    call = make_call( line, address, &htcall );
    check_state( htcall, LINECALLSTATE_DIALING, 0 );
    check_state( htcall, LINECALLSTATE_PROCEEDING, 0 );
    check_state( htcall, LINECALLSTATE_DISCONNECTED, LINEDISCONNECTMODE_BUSY );
    close_call( call, htcall );

    ret = p_lineMakeCall( host_request(), line, host_call(), &call, L"bbs\x00e4.example", 0, NULL );
    ok( ret == (LONG)LINEERR_INVALADDRESS, "an address that is not ASCII: %#lx\n", ret );
    p_lineClose( line );
    /* on a real modem letters are no address */
    if (!host_find_line( L"Modem A", &done )) return;
    other = open_line( done, LINE_A, 0 );
    ret = p_lineMakeCall( host_request(), other, host_call(), &call, L"bbs.example.org:23", 0, NULL );
    ok( ret == (LONG)LINEERR_INVALADDRESS, "an address on a real modem: %#lx\n", ret );
    p_lineClose( other );
}

/* Says something to the port, and reads until the answer has come. */
static void say( HANDLE comm, const char *said, const char *answer )
{
    DWORD done, len = 0, end = GetTickCount() + 30000;
    char text[1024] = "";

    ok( transfer( comm, TRUE, (void *)said, strlen( said ), &done ) && done == strlen( said ), "write: error %lu\n", GetLastError() );
    while (!strstr( text, answer ) && len + 1 < sizeof(text) && (int)(end - GetTickCount()) > 0)
    {
        if (transfer( comm, FALSE, text + len, sizeof(text) - 1 - len, &done )) len += done;
        text[len] = 0;
    }
    ok( strstr( text, answer ) != NULL, "%s: answer %s\n", wine_dbgstr_a( said ), wine_dbgstr_a( text ));
}

/* A program that opens the port itself, sends AT commands and calls the board at an address, which greets and says again what it hears. */
static void test_port( const WCHAR *path, const char *address )
{
    /* what MAXDWORD means in the multiplier Wine does not know: it would wait for a full buffer */
    COMMTIMEOUTS timeouts = { 20, 0, 300, 0, 0 };
    DCB dcb = { sizeof(dcb) };
    char command[128];
    HANDLE comm;

    comm = CreateFileW( path, GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, FILE_FLAG_OVERLAPPED, NULL );
    ok( comm != INVALID_HANDLE_VALUE, "the port %s: error %lu\n", wine_dbgstr_w( path ), GetLastError() );
    if (comm == INVALID_HANDLE_VALUE) return;
    ok( GetCommState( comm, &dcb ), "GetCommState: error %lu\n", GetLastError() );
    dcb.BaudRate = 57600;
    dcb.ByteSize = 8;
    ok( SetCommState( comm, &dcb ), "SetCommState: error %lu\n", GetLastError() );
    ok( SetCommTimeouts( comm, &timeouts ), "SetCommTimeouts: error %lu\n", GetLastError() );
    say( comm, "ATE0\rAT+GMM\r", "Wine Virtual Modem\r\n\r\nOK" );
    if (address)
    {
        sprintf( command, "ATDT%.100s\r", address );
        say( comm, command, "Welcome\r\n" );
        say( comm, "over and back\r\n", "over and back\r\n" );
        say( comm, "\x01\x02\x7f binary", "\x01\x02\x7f binary" );
        /* the guard times of +++ */
        Sleep( 1500 );
        say( comm, "+++", "OK\r\n" );
        say( comm, "ATH\r", "OK\r\n" );
    }
    CloseHandle( comm );
}

/* As winetapi detect does, for whom it is a modem like any other. */
static void test_detect( const WCHAR *port )
{
    struct modemprobe_report report;
    char reason[200];
    const char *model;
    HANDLE handle;
    DWORD error = modemprobe_open( port, &handle );

    ok( !error, "modemprobe_open %s: error %lu\n", wine_dbgstr_w( port ), error );
    if (error) return;
    error = modemprobe_run( handle, NULL, MODEMPROBE_IDENTIFY, NULL, NULL, &report );
    ok( !error && report.alive && report.data && report.caller_id && !report.fax1 && !report.fax2 && !report.voice,
        "error %lu, alive %d, data %d, caller id %d, fax %d, %d, voice %d\n", error, report.alive, report.data, report.caller_id, report.fax1, report.fax2,
        report.voice );
    ok( !strcmp( report.maker, "Wine Telephony" ) && !strcmp( report.model, "Wine Virtual Modem" ), "it says it is %s of %s\n",
        wine_dbgstr_a( report.model ), wine_dbgstr_a( report.maker ));
    model = modemprobe_propose( &report, reason, sizeof(reason) );
    ok( !strcmp( model, "Generic V.250 Modem" ), "proposed: %s, as %s\n", wine_dbgstr_a( model ), wine_dbgstr_a( reason ));
    CloseHandle( handle );
}

/* What winetapi status says of a modem, or does not. */
static BOOL failed( const WCHAR *name, const WCHAR *why, BOOL expected )
{
    WCHAR text[450];
    DWORD size, end = GetTickCount() + 20000;
    BOOL ret;
    HKEY key;

    for (;;)
    {
        ret = FALSE;
        size = sizeof(text);
        if (!RegOpenKeyExW( HKEY_LOCAL_MACHINE, L"Software\\Wine Telephony\\Failures", 0, KEY_READ | KEY_WOW64_64KEY, &key ))
        {
            ret = !RegGetValueW( key, NULL, name, RRF_RT_REG_SZ, NULL, text, &size ) && wcsstr( text, why );
            RegCloseKey( key );
        }
        if (ret == expected || (int)(end - GetTickCount()) <= 0) return ret;
        Sleep( 20 );
    }
}

/* A port that another program listens at */
static void test_unreachable(void)
{
    unsigned int port;
    SOCKET listener = listen_socket( &port );

    set_number( key_b, L"ListenPort", port );
    ok( failed( L"Virtual B", L"no TCP calls at 127.0.0.1", TRUE ), "nobody is told that the port is taken\n" );
    set_number( key_b, L"ListenPort", 0 );
    ok( !failed( L"Virtual B", L"no TCP calls at 127.0.0.1", FALSE ), "the failure is never forgotten\n" );
    closesocket( listener );
}

/* What the registry says holds at once; a modem whose key goes is gone, and its port too. */
static void test_changes( DWORD device, DWORD device_b )
{
    WCHAR changed[16], dial[32];
    HDRVLINE line = open_line( device, LINE_A, 0 ), other = open_line( device_b, LINE_B, LINEMEDIAMODE_DATAMODEM );
    struct host_event event;
    HTAPICALL htcall;
    BOOL rings = FALSE;
    HDRVCALL call;
    DWORD tries;

    /* the number of the other modem is nobody's when that has another one */
    swprintf( changed, ARRAYSIZE(changed), L"%ls9", number_b );
    set_text( key_b, L"Number", changed );
    swprintf( dial, ARRAYSIZE(dial), L"T%ls", changed );
    for (tries = 0; !rings && tries < 20; tries++)
    {
        call = make_call( line, dial, &htcall );
        rings = host_wait( LINE_NEWCALL, LINE_B, NULL, &event, 1500 );
        if (rings) p_lineCloseCall( (HDRVCALL)event.param1 );
        host_forget();
        p_lineCloseCall( call );
    }
    ok( rings, "the new number is not reached\n" );
    p_lineClose( other );
    p_lineClose( line );

    host_forget();
    ok( path_exists( "virtual-b" ), "no port\n" );
    modem_key_delete( key_b, port_b );
    ok( host_wait( LINE_REMOVE, NULL, NULL, &event, 20000 ), "LINE_REMOVE did not come\n" );
    for (tries = 0; tries < 200 && path_exists( "virtual-b" ); tries++) Sleep( 50 );
    ok( !path_exists( "virtual-b" ), "the port is left\n" );
}

START_TEST(virtual)
{
    DWORD device_a = 0, device_b = 0, seed = GetTickCount() ^ GetCurrentProcessId() << 8;
    const char *dir = getenv( "PHONELINE_DIR" );
    WCHAR path[300];
    char **argv;
    WSADATA data;
    int argc;
    LONG ret;

    /* "virtual COM5 ADDRESS": as a program that knows nothing of telephony */
    if ((argc = winetest_get_mainargs( &argv )) > 2)
    {
        swprintf( path, ARRAYSIZE(path), L"\\\\.\\%hs", argv[2] );
        test_port( path, argc > 3 ? argv[3] : NULL );
        swprintf( path, ARRAYSIZE(path), L"%hs", argv[2] );
        test_detect( path );
        return;
    }
    if (!dir || strlen( dir ) >= sizeof(folder))
    {
        skip( "not in tests/with-prefix: nowhere to make virtual modems\n" );
        return;
    }
    if (!host_load()) return;
    strcpy( folder, dir );
    ok( !WSAStartup( MAKEWORD( 2, 2 ), &data ), "WSAStartup\n" );
    process = OpenProcess( PROCESS_DUP_HANDLE, FALSE, GetCurrentProcessId() );
    swprintf( number_a, ARRAYSIZE(number_a), L"77%07lu1", seed % 10000000 );
    swprintf( number_b, ARRAYSIZE(number_b), L"77%07lu2", seed % 10000000 );
    if (make_modem( key_a, L"Virtual A", port_a, "virtual-a", number_a ) && make_modem( key_b, L"Virtual B", port_b, "virtual-b", number_b ))
    {
        ret = host_start( 0 );
        ok( !ret, "TSPI_providerInit: %#lx\n", ret );
        ok( host_find_line( L"Virtual A", &device_a ) && host_find_line( L"Virtual B", &device_b ), "the lines are not there\n" );
        unix_name( path, ARRAYSIZE(path), "virtual-a", TRUE );
        test_port( path, NULL );
        swprintf( path, ARRAYSIZE(path), L"%hs/virtual-a", folder );
        test_detect( path );
        test_numbers( device_a, device_b );
        test_service( device_a );
        test_unreachable();
        test_changes( device_a, device_b );
        host_stop();
        ok( !path_exists( "virtual-a" ), "the port outlives the provider\n" );
    }
    modem_key_delete( key_a, port_a );
    modem_key_delete( key_b, port_b );
    CloseHandle( process );
    WSACleanup();
}
