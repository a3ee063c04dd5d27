/*
 * Data calls with modems on a telephone exchange that is simulated: 'Modem A', 'Modem B'.
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

#define DATA        LINEMEDIAMODE_DATAMODEM
#define ECHO        L"5550199"
#define BUSY        L"5550198"
#define NO_ANSWER   L"5550197"
#define MODEM_B     L"5550102"

static HCALL make_call( struct app *app, HLINE line, const WCHAR *number, DWORD bearer )
{
    LINECALLPARAMS params = { sizeof(params) };
    HCALL call = 0;
    LONG ret;

    params.dwBearerMode = bearer;
    params.dwMediaMode = DATA;
    params.dwAddressMode = LINEADDRESSMODE_ADDRESSID;
    ret = wait_reply( app, lineMakeCallW( line, &call, number, 0, &params ) );
    ok( !ret, "lineMakeCall to %s: %#lx\n", wine_dbgstr_w( number ), ret );
    return ret ? 0 : call;
}

/* The handle that a connected call's data goes through, and the name of the port. */
static HANDLE open_port( HCALL call, char *name )
{
    union { VARSTRING id; char bytes[512]; } u;
    HANDLE port;

    memset( &u, 0, sizeof(u) );
    u.id.dwTotalSize = sizeof(u);
    ok_ret( lineGetIDA( 0, 0, call, LINECALLSELECT_CALL, &u.id, "comm/datamodem" ), 0 );
    ok( u.id.dwStringFormat == STRINGFORMAT_BINARY && u.id.dwStringSize > sizeof(HANDLE), "format %lu size %lu\n", u.id.dwStringFormat,
        u.id.dwStringSize );
    if (u.id.dwStringSize <= sizeof(HANDLE)) return NULL;
    port = *(HANDLE *)(u.bytes + u.id.dwStringOffset);
    ok( port != NULL, "no handle\n" );
    lstrcpynA( name, u.bytes + u.id.dwStringOffset + sizeof(HANDLE), 64 );
    return port;
}

/* Through a handle that was opened with FILE_FLAG_OVERLAPPED. */
static BOOL transfer( HANDLE port, BOOL write, char *data, DWORD size )
{
    OVERLAPPED overlapped = { .hEvent = CreateEventW( NULL, TRUE, FALSE, NULL ) };
    DWORD done = 0, total = 0;
    BOOL ret = TRUE;

    while (ret && total < size)
    {
        ret = write ? WriteFile( port, data + total, size - total, NULL, &overlapped ) :
                      ReadFile( port, data + total, size - total, NULL, &overlapped );
        if (!ret && GetLastError() == ERROR_IO_PENDING)
        {
            if (WaitForSingleObject( overlapped.hEvent, PATIENCE ))
            {
                CancelIo( port );
                GetOverlappedResult( port, &overlapped, &done, TRUE );
                break;
            }
            ret = TRUE;
        }
        if (ret) ret = GetOverlappedResult( port, &overlapped, &done, FALSE );
        total += done;
        ResetEvent( overlapped.hEvent );
    }
    CloseHandle( overlapped.hEvent );
    return total == size;
}

static void set_timeouts( HANDLE port )
{
    COMMTIMEOUTS timeouts = { 0 };

    timeouts.ReadTotalTimeoutConstant = PATIENCE / 2;
    ok( SetCommTimeouts( port, &timeouts ), "SetCommTimeouts failed (error %lu)\n", GetLastError() );
}

/* ---- calls to places of the exchange ----------------------------------------------------------------------------- */

static void test_echo( struct app *app, HLINE line )
{
    static const char text[] = "The quick brown fox jumps over the lazy dog.\r\n";
    char got[256], name[64];
    const LINECALLINFO *info;
    LINEMESSAGE msg;
    HANDLE port;
    HCALL call;
    unsigned int i;
    DCB dcb = { sizeof(dcb) };

    if (!(call = make_call( app, line, ECHO, LINEBEARERMODE_VOICE ))) return;
    ok( wait_state( app, call, LINECALLSTATE_CONNECTED, &msg ), "not connected\n" );
    if ((info = call_info( call )))
    {
        ok( info->dwMediaMode == DATA, "media mode %#lx\n", info->dwMediaMode );
        ok( info->dwRate > 0, "rate %lu\n", info->dwRate );
        ok( info->dwOrigin == LINECALLORIGIN_OUTBOUND, "origin %#lx\n", info->dwOrigin );
    }
    if ((port = open_port( call, name )))
    {
        ok( name[0], "the device has no name\n" );
        ok( GetFileType( port ) == FILE_TYPE_CHAR, "file type %lu\n", GetFileType( port ) );
        ok( GetCommState( port, &dcb ), "GetCommState failed (error %lu)\n", GetLastError() );
        set_timeouts( port );
        ok( transfer( port, TRUE, (char *)text, sizeof(text) ), "cannot write (error %lu)\n", GetLastError() );
        memset( got, 0, sizeof(got) );
        ok( transfer( port, FALSE, got, sizeof(text) ), "cannot read (error %lu)\n", GetLastError() );
        ok( !memcmp( got, text, sizeof(text) ), "got %s\n", wine_dbgstr_an( got, sizeof(text) ) );
        /* every value of a byte goes through */
        for (i = 0; i < 256; i++) got[i] = i;
        ok( transfer( port, TRUE, got, 256 ), "cannot write (error %lu)\n", GetLastError() );
        memset( got, 0, sizeof(got) );
        ok( transfer( port, FALSE, got, 256 ), "cannot read (error %lu)\n", GetLastError() );
        for (i = 0; i < 256 && (BYTE)got[i] == i; i++) {}
        ok( i == 256, "byte %u came back as %#x\n", i, (BYTE)got[i & 255] );
        ok( CloseHandle( port ), "CloseHandle failed (error %lu)\n", GetLastError() );
    }
    hang_up( app, call );
}

static void test_busy( struct app *app, HLINE line )
{
    HCALL call = make_call( app, line, BUSY, LINEBEARERMODE_VOICE );
    LINEMESSAGE msg = { 0 };

    if (!call) return;
    /* which of the two a provider reports is its own matter */
    do ok( wait_message( app, LINE_CALLSTATE, H( call ), ANY, &msg ), "no state\n" );
    while (msg.dwMessageID == LINE_CALLSTATE && msg.dwParam1 != LINECALLSTATE_BUSY && msg.dwParam1 != LINECALLSTATE_DISCONNECTED &&
           msg.dwParam1 != LINECALLSTATE_CONNECTED && msg.dwParam1 != LINECALLSTATE_IDLE);
    ok( msg.dwParam1 == LINECALLSTATE_BUSY || (msg.dwParam1 == LINECALLSTATE_DISCONNECTED && msg.dwParam2 == LINEDISCONNECTMODE_BUSY),
        "state %#lx mode %#lx\n", H( msg.dwParam1 ), H( msg.dwParam2 ) );
    hang_up( app, call );
}

static void test_no_answer( struct app *app, HLINE line )
{
    HCALL call = make_call( app, line, NO_ANSWER, LINEBEARERMODE_VOICE );
    LINEMESSAGE msg = { 0 };

    if (!call) return;
    ok( wait_state( app, call, LINECALLSTATE_DISCONNECTED, &msg ), "not disconnected\n" );
    ok( msg.dwParam2 == LINEDISCONNECTMODE_NOANSWER, "mode %#lx\n", H( msg.dwParam2 ) );
    hang_up( app, call );
}

/* A call that is given up while the modem dials leaves the line usable. */
static void test_abandoned( struct app *app, HLINE line )
{
    HCALL call = make_call( app, line, NO_ANSWER, LINEBEARERMODE_VOICE );

    if (!call) return;
    hang_up( app, call );
    if (!(call = make_call( app, line, ECHO, LINEBEARERMODE_VOICE ))) return;
    ok( wait_state( app, call, LINECALLSTATE_CONNECTED, NULL ), "not connected after a call that was given up\n" );
    /* there is one line and one call on it */
    {
        LINECALLPARAMS params = { sizeof(params) };
        HCALL second = 0;
        LONG ret;

        params.dwBearerMode = LINEBEARERMODE_VOICE;
        params.dwMediaMode = DATA;
        params.dwAddressMode = LINEADDRESSMODE_ADDRESSID;
        ret = wait_reply( app, lineMakeCallW( line, &second, ECHO, 0, &params ) );
        ok( ret < 0, "a second call on a modem that is in use returned %#lx\n", ret );
    }
    hang_up( app, call );
}

/* The application talks to the modem itself. */
static void test_passthrough( struct app *app, HLINE line )
{
    HCALL call = make_call( app, line, NULL, LINEBEARERMODE_PASSTHROUGH );
    char got[512], name[64];
    HANDLE port;
    DWORD size;

    if (!call) return;
    ok( wait_state( app, call, LINECALLSTATE_CONNECTED, NULL ), "not connected\n" );
    ok( call_info( call )->dwBearerMode == LINEBEARERMODE_PASSTHROUGH, "bearer mode %#lx\n", call_info( call )->dwBearerMode );
    if ((port = open_port( call, name )))
    {
        char at[] = "ATE0\r";

        set_timeouts( port );
        ok( transfer( port, TRUE, at, sizeof(at) - 1 ), "cannot write (error %lu)\n", GetLastError() );
        memset( got, 0, sizeof(got) );
        for (size = 0; size < sizeof(got) - 1 && !strstr( got, "OK" ); size++) if (!transfer( port, FALSE, got + size, 1 )) break;
        ok( strstr( got, "OK" ) != NULL, "the modem said %s\n", wine_dbgstr_a( got ) );
        CloseHandle( port );
    }
    hang_up( app, call );
}

/* ---- identifiers and configuration ------------------------------------------------------------------------------- */

static void test_ids( struct app *app, HLINE line, DWORD device )
{
    union { VARSTRING id; char bytes[512]; } u;
    const char *name;

    memset( &u, 0, sizeof(u) );
    u.id.dwTotalSize = sizeof(u);
    ok_ret( lineGetIDW( line, 0, 0, LINECALLSELECT_LINE, &u.id, L"comm/datamodem/portname" ), 0 );
    /* "ANSI (not Unicode)" even for W */
    name = u.bytes + u.id.dwStringOffset;
    ok( u.id.dwStringSize == strlen( name ) + 1 && !strncmp( name, "COM", 3 ), "%lu bytes: %s\n", u.id.dwStringSize,
        wine_dbgstr_an( name, u.id.dwStringSize ) );
    u.id.dwTotalSize = sizeof(u);
    ok_ret( lineGetIDA( line, 0, 0, LINECALLSELECT_LINE, &u.id, "tapi/line" ), 0 );
    ok( *(DWORD *)(u.bytes + u.id.dwStringOffset) == device, "device %lu\n", *(DWORD *)(u.bytes + u.id.dwStringOffset) );
    u.id.dwTotalSize = sizeof(u);
    ok_ret( lineGetIDA( line, 0, 0, LINECALLSELECT_LINE, &u.id, "no/such/class" ), LINEERR_INVALDEVICECLASS );
}

/* What comm-datamodem.md says of the configuration. */
struct dev_config
{
    DWORD      size, version;
    WORD       options, wait_bong;
    COMMCONFIG comm;
};

static void test_dev_config( struct app *app, DWORD device )
{
    union { VARSTRING config; char bytes[4096]; } u, again;
    struct dev_config *config;
    DWORD rate;

    memset( &u, 0, sizeof(u) );
    u.config.dwTotalSize = sizeof(u);
    ok_ret( lineGetDevConfigW( device, &u.config, L"comm/datamodem" ), 0 );
    ok( u.config.dwStringFormat == STRINGFORMAT_BINARY && u.config.dwStringSize >= 12 + sizeof(COMMCONFIG), "format %lu size %lu\n",
        u.config.dwStringFormat, u.config.dwStringSize );
    if (u.config.dwStringSize < 12 + sizeof(COMMCONFIG)) return;
    config = (struct dev_config *)(u.bytes + u.config.dwStringOffset);
    ok( config->size == u.config.dwStringSize, "dwSize %lu of %lu\n", config->size, u.config.dwStringSize );
    ok( config->version == 0x00010003, "dwVersion %#lx\n", config->version );
    ok( config->comm.dcb.DCBlength == sizeof(DCB), "DCBlength %lu\n", config->comm.dcb.DCBlength );
    rate = config->comm.dcb.BaudRate;
    ok( rate >= 300, "%lu baud\n", rate );

    /* what is set is what is got */
    config->comm.dcb.BaudRate = 19200;
    ok_ret( lineSetDevConfigA( device, config, u.config.dwStringSize, "comm/datamodem" ), 0 );
    again.config.dwTotalSize = sizeof(again);
    ok_ret( lineGetDevConfigA( device, &again.config, "comm/datamodem" ), 0 );
    ok( again.config.dwStringSize == u.config.dwStringSize, "size %lu, was %lu\n", again.config.dwStringSize, u.config.dwStringSize );
    config = (struct dev_config *)(again.bytes + again.config.dwStringOffset);
    ok( config->comm.dcb.BaudRate == 19200, "%lu baud\n", config->comm.dcb.BaudRate );
    config->comm.dcb.BaudRate = rate;
    ok_ret( lineSetDevConfigW( device, config, again.config.dwStringSize, L"comm/datamodem" ), 0 );

    ok( lineSetDevConfigW( device, config, 4, L"comm/datamodem" ) < 0, "4 bytes were taken for a configuration\n" );
    ok_ret( lineGetDevConfigW( device, &again.config, L"no/such/class" ), LINEERR_INVALDEVICECLASS );
    /* what does not fit is told */
    again.config.dwTotalSize = sizeof(VARSTRING);
    ok_ret( lineGetDevConfigW( device, &again.config, L"comm/datamodem" ), 0 );
    ok( again.config.dwNeededSize >= sizeof(VARSTRING) + u.config.dwStringSize, "needed %lu\n", again.config.dwNeededSize );
}

static void test_caps( struct app *app, DWORD device )
{
    union { LINEDEVCAPS caps; char bytes[4096]; } u = { { sizeof(u) } };
    const WCHAR *class;
    BOOL found = FALSE;

    ok_ret( lineGetDevCapsW( app->handle, device, NEWEST, 0, &u.caps ), 0 );
    ok( u.caps.dwMediaModes & DATA, "media modes %#lx\n", u.caps.dwMediaModes );
    ok( u.caps.dwBearerModes & LINEBEARERMODE_VOICE, "bearer modes %#lx\n", u.caps.dwBearerModes );
    ok( u.caps.dwBearerModes & LINEBEARERMODE_PASSTHROUGH, "bearer modes %#lx\n", u.caps.dwBearerModes );
    ok( u.caps.dwNumAddresses == 1, "%lu addresses\n", u.caps.dwNumAddresses );
    ok( u.caps.dwMaxNumActiveCalls == 1, "%lu calls\n", u.caps.dwMaxNumActiveCalls );
    ok( u.caps.dwPermanentLineID != 0, "no permanent id\n" );
    class = (const WCHAR *)(u.bytes + u.caps.dwDeviceClassesOffset);
    for (; u.caps.dwDeviceClassesSize && *class; class += wcslen( class ) + 1) if (!wcscmp( class, L"comm/datamodem" )) found = TRUE;
    ok( found, "comm/datamodem is not among the device classes\n" );
}

/* ---- two programs ------------------------------------------------------------------------------------------------ */

static void test_two_programs( struct app *app, HLINE line, DWORD other_device )
{
    static const WCHAR hello[] = L"hello from B", answer[] = L"hello from A";
    struct remote remote;
    char bytes[64], name[64];
    LINEMESSAGE msg;
    HANDLE port;
    HCALL call;
    DWORD their, round, i;

    if (!remote_begin( &remote, "modem", NULL )) return;
    ok_ret( remote_do( &remote, REMOTE_OPEN, other_device, LINECALLPRIVILEGE_OWNER, DATA, NULL ), 0 );
    /* first the caller hangs up, then the called one */
    for (round = 0; round < 2; round++)
    {
        winetest_push_context( "round %lu", round );
        if (!(call = make_call( app, line, MODEM_B, LINEBEARERMODE_VOICE ))) break;
        ok_ret( remote_do( &remote, REMOTE_WAIT, LINE_APPNEWCALL, ANY, ANY, NULL ), 0 );
        their = remote.reply.values[2];
        ok_ret( remote_do( &remote, REMOTE_WAIT, LINE_CALLSTATE, their, LINECALLSTATE_OFFERING, NULL ), 0 );
        ok_ret( remote_do( &remote, REMOTE_ANSWER, their, 0, 0, NULL ), 0 );
        ok_ret( remote_do( &remote, REMOTE_WAIT, LINE_CALLSTATE, their, LINECALLSTATE_CONNECTED, NULL ), 0 );
        ok( wait_state( app, call, LINECALLSTATE_CONNECTED, &msg ), "not connected\n" );
        if (!round && (port = open_port( call, name )))
        {
            set_timeouts( port );
            ok_ret( remote_do( &remote, REMOTE_WRITE, their, 0, 0, hello ), 0 );
            memset( bytes, 0, sizeof(bytes) );
            ok( transfer( port, FALSE, bytes, wcslen( hello ) ), "cannot read\n" );
            ok( !strcmp( bytes, "hello from B" ), "got %s\n", wine_dbgstr_a( bytes ) );
            for (i = 0; answer[i]; i++) bytes[i] = answer[i];
            ok( transfer( port, TRUE, bytes, i ), "cannot write\n" );
            ok_ret( remote_do( &remote, REMOTE_READ, their, i, 0, NULL ), 0 );
            ok( !wcscmp( remote.reply.text, answer ), "the other side got %s\n", wine_dbgstr_w( remote.reply.text ) );
            CloseHandle( port );
        }
        if (!round)
        {
            hang_up( app, call );
            ok_ret( remote_do( &remote, REMOTE_WAIT, LINE_CALLSTATE, their, LINECALLSTATE_DISCONNECTED, NULL ), 0 );
            ok_ret( remote_do( &remote, REMOTE_DROP, their, 0, 0, NULL ), 0 );
            ok_ret( remote_do( &remote, REMOTE_WAIT, LINE_CALLSTATE, their, LINECALLSTATE_IDLE, NULL ), 0 );
        }
        else
        {
            ok_ret( remote_do( &remote, REMOTE_DROP, their, 0, 0, NULL ), 0 );
            ok_ret( remote_do( &remote, REMOTE_WAIT, LINE_CALLSTATE, their, LINECALLSTATE_IDLE, NULL ), 0 );
            ok( wait_state( app, call, LINECALLSTATE_DISCONNECTED, &msg ), "not disconnected\n" );
            ok( msg.dwParam2 == LINEDISCONNECTMODE_NORMAL || msg.dwParam2 == LINEDISCONNECTMODE_UNKNOWN, "mode %#lx\n", H( msg.dwParam2 ) );
            hang_up( app, call );
        }
        ok_ret( remote_do( &remote, REMOTE_DEALLOCATE, their, 0, 0, NULL ), 0 );
        winetest_pop_context();
    }
    remote_end( &remote );
}

START_TEST( modem )
{
    struct app app;
    DWORD device, other;
    HLINE line;

    remote_main();
    app_begin( &app, "modem test" );
    device = find_line( &app, L"Modem A" );
    other = find_line( &app, L"Modem B" );
    if (device == ~0u || other == ~0u) skip( "no 'Modem A' and 'Modem B' (tests/with-prefix has them)\n" );
    else
    {
        test_caps( &app, device );
        test_dev_config( &app, device );
        line = open_line( &app, device, NEWEST, LINECALLPRIVILEGE_NONE, 0 );
        test_ids( &app, line, device );
        test_echo( &app, line );
        test_busy( &app, line );
        test_no_answer( &app, line );
        test_abandoned( &app, line );
        test_passthrough( &app, line );
        test_two_programs( &app, line, other );
        ok_ret( lineClose( line ), 0 );
    }
    app_end( &app );
}
