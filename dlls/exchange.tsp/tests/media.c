/*
 * Digits, tones, media and data of the exchange through TSPI.
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

#include "host.h"

static HDRVLINE line[4];

static void test_digits( void )
{
    struct leg a, b;
    WCHAR buffer[16];
    struct said said;

    connect_lines( line[0], 1, &a, &b );
    ok_ret( p_lineMonitorDigits( b.hd, LINEDIGITMODE_DTMF | LINEDIGITMODE_DTMFEND ), 0 );
    memset( buffer, 0xcc, sizeof(buffer) );
    ok_ret( p_lineGatherDigits( b.hd, 7, LINEDIGITMODE_DTMF, buffer, 10, L"#", 0, 0 ), 0 );
    ok_ret( p_lineGenerateDigits( a.hd, 8, LINEDIGITMODE_DTMF, L"12#", 20 ), 0 );
    ok( wait_said( LINE_GATHERDIGITS, b.ht, LINEGATHERTERM_TERMDIGIT, &said ) && said.param2 == 7, "not gathered\n" );
    ok( !memcmp( buffer, L"12#", 4 * sizeof(WCHAR) ), "gathered %ls\n", buffer );
    ok( wait_said( LINE_GENERATE, a.ht, LINEGENERATETERM_DONE, &said ) && said.param2 == 8, "not generated\n" );
    ok( was_said( LINE_MONITORDIGITS, b.ht, '1', &said ) && said.param2 == LINEDIGITMODE_DTMF, "digit 1 not heard\n" );
    ok( was_said( LINE_MONITORDIGITS, b.ht, '1', &said ) && said.param2 == LINEDIGITMODE_DTMFEND, "the end of digit 1 not heard\n" );
    ok( was_said( LINE_MONITORDIGITS, b.ht, '2', NULL ) && was_said( LINE_MONITORDIGITS, b.ht, '#', NULL ), "digits not heard\n" );
    ok( !was_said( LINE_MONITORDIGITS, a.ht, ANY, NULL ), "it hears itself\n" );

    /* the buffer is full; nobody says anything; cancelled, by another one and by itself */
    ok_ret( p_lineGatherDigits( b.hd, 1, LINEDIGITMODE_DTMF, buffer, 2, NULL, 0, 0 ), 0 );
    ok_ret( p_lineGenerateDigits( a.hd, 2, LINEDIGITMODE_DTMF, L"4d", 20 ), 0 );
    ok( wait_said( LINE_GATHERDIGITS, b.ht, LINEGATHERTERM_BUFFERFULL, NULL ), "not full\n" );
    ok( buffer[0] == '4' && buffer[1] == 'D', "gathered %ls\n", buffer );
    ok_ret( p_lineGatherDigits( b.hd, 1, LINEDIGITMODE_DTMF, buffer, 2, NULL, 100, 100 ), 0 );
    ok( wait_said( LINE_GATHERDIGITS, b.ht, LINEGATHERTERM_FIRSTTIMEOUT, NULL ), "no time-out\n" );
    ok_ret( p_lineGatherDigits( b.hd, 1, LINEDIGITMODE_DTMF, buffer, 2, NULL, 0, 100 ), 0 );
    ok_ret( p_lineGenerateDigits( a.hd, 2, LINEDIGITMODE_DTMF, L"4", 20 ), 0 );
    ok( wait_said( LINE_GATHERDIGITS, b.ht, LINEGATHERTERM_INTERTIMEOUT, NULL ), "no time-out\n" );
    ok_ret( p_lineGatherDigits( b.hd, 1, LINEDIGITMODE_DTMF, buffer, 2, NULL, 0, 0 ), 0 );
    ok_ret( p_lineGatherDigits( b.hd, 2, LINEDIGITMODE_DTMF, buffer, 2, NULL, 0, 0 ), 0 );
    ok( wait_said( LINE_GATHERDIGITS, b.ht, LINEGATHERTERM_CANCEL, &said ) && said.param2 == 1, "not cancelled\n" );
    ok_ret( p_lineGatherDigits( b.hd, 0, 0, NULL, 0, NULL, 0, 0 ), 0 );
    ok( wait_said( LINE_GATHERDIGITS, b.ht, LINEGATHERTERM_CANCEL, &said ) && said.param2 == 2, "not cancelled\n" );
    ok_ret( p_lineGenerateDigits( a.hd, 5, LINEDIGITMODE_DTMF, L"1111", 5000 ), 0 );
    ok_ret( p_lineGenerateDigits( a.hd, 0, 0, NULL, 0 ), 0 );
    ok( wait_said( LINE_GENERATE, a.ht, LINEGENERATETERM_CANCEL, &said ) && said.param2 == 5, "not cancelled\n" );

    ok_ret( p_lineGatherDigits( b.hd, 1, LINEDIGITMODE_DTMFEND, buffer, 2, NULL, 0, 0 ), ERR( INVALDIGITMODE ) );
    ok_ret( p_lineGatherDigits( b.hd, 1, LINEDIGITMODE_DTMF, buffer, 0, NULL, 0, 0 ), ERR( INVALPARAM ) );
    ok_ret( p_lineGatherDigits( b.hd, 1, LINEDIGITMODE_DTMF, buffer, 2, L"x", 0, 0 ), ERR( INVALDIGITS ) );
    ok_ret( p_lineGatherDigits( b.hd, 1, LINEDIGITMODE_DTMF, buffer, 2, NULL, 1, 0 ), ERR( INVALTIMEOUT ) );
    ok_ret( p_lineGenerateDigits( a.hd, 1, LINEDIGITMODE_DTMF, L"hello", 0 ), ERR( INVALDIGITS ) );
    ok_ret( p_lineGenerateDigits( a.hd, 1, LINEDIGITMODE_DTMFEND, L"1", 0 ), ERR( INVALDIGITMODE ) );
    ok_ret( p_lineMonitorDigits( b.hd, 0x10 ), ERR( INVALDIGITMODE ) );
    close_leg( &a );
    ok_ret( p_lineGenerateDigits( b.hd, 1, LINEDIGITMODE_DTMF, L"1", 0 ), ERR( INVALCALLSTATE ) );
    close_leg( &b );

    /* the service that plays digits, the one that repeats them */
    a = make_call( line[0], L"9906", NULL );
    ok_ret( p_lineGatherDigits( a.hd, 1, LINEDIGITMODE_DTMF, buffer, 3, NULL, 0, 0 ), 0 );
    ok( wait_said( LINE_GATHERDIGITS, a.ht, LINEGATHERTERM_BUFFERFULL, NULL ) && !memcmp( buffer, L"123", 3 * sizeof(WCHAR) ), "not played\n" );
    close_leg( &a );
    a = make_call( line[0], L"9905", NULL );
    ok( said_state( a.ht, LINECALLSTATE_CONNECTED, NULL ), "not connected\n" );
    ok_ret( p_lineGatherDigits( a.hd, 1, LINEDIGITMODE_DTMF, buffer, 3, NULL, 0, 0 ), 0 );
    ok_ret( p_lineGenerateDigits( a.hd, 1, LINEDIGITMODE_DTMF, L"975", 20 ), 0 );
    ok( wait_said( LINE_GATHERDIGITS, a.ht, LINEGATHERTERM_BUFFERFULL, NULL ) && !memcmp( buffer, L"975", 3 * sizeof(WCHAR) ), "not repeated\n" );
    close_leg( &a );
}

static void test_tones( void )
{
    LINEMONITORTONE tones[] = { { 11, 100, 480, 620, 0 }, { 12, 50, 1000, 0, 0 }, { 13, 5000, 1000, 0, 0 } };
    LINEGENERATETONE custom = { 1000, 0, 0, 0 };
    struct said said;
    struct leg a, b;

    connect_lines( line[0], 1, &a, &b );
    ok_ret( p_lineMonitorTones( b.hd, 5, tones, 3 ), 0 );
    ok_ret( p_lineGenerateTone( a.hd, 1, LINETONEMODE_BUSY, 200, 0, NULL ), 0 );
    ok( wait_said( LINE_MONITORTONE, b.ht, 11, &said ) && said.param2 == 5, "busy tone not heard\n" );
    ok( wait_said( LINE_GENERATE, a.ht, LINEGENERATETERM_DONE, NULL ), "not generated\n" );
    ok_ret( p_lineGenerateTone( a.hd, 1, LINETONEMODE_CUSTOM, 100, 1, &custom ), 0 );
    ok( wait_said( LINE_MONITORTONE, b.ht, ANY, &said ) && said.param1 == 12, "tone %lu heard\n", (DWORD)said.param1 );
    ok( wait_said( LINE_GENERATE, a.ht, LINEGENERATETERM_DONE, NULL ), "not generated\n" );
    ok( !was_said( LINE_MONITORTONE, b.ht, ANY, NULL ), "a tone heard for longer than it lasted\n" );
    ok_ret( p_lineGenerateTone( a.hd, 1, LINETONEMODE_CUSTOM, 100, 4, &custom ), ERR( INVALTONE ) );
    ok_ret( p_lineGenerateTone( a.hd, 1, 0x100, 100, 0, NULL ), ERR( INVALTONEMODE ) );
    ok_ret( p_lineMonitorTones( b.hd, 5, tones, 5 ), ERR( INVALTONELIST ) );
    close_leg( &a );
    close_leg( &b );
}

static void test_media( void )
{
    LINEMEDIACONTROLDIGIT digits[] = { { '1', LINEDIGITMODE_DTMF, LINEMEDIACONTROL_START }, { '2', LINEDIGITMODE_DTMF, LINEMEDIACONTROL_PAUSE } };
    LINEMEDIACONTROLCALLSTATE states[] = { { LINECALLSTATE_ONHOLD, LINEMEDIACONTROL_PAUSE } };
    const struct { DWORD running; int rate, volume; DWORD actions; } *stream;
    const LINECALLINFO *info;
    struct leg a, b;

    connect_lines( line[0], 1, &a, &b );
    ok_ret( p_lineMonitorMedia( b.hd, LINEMEDIAMODE_AUTOMATEDVOICE ), 0 );
    ok_ret( p_lineSetMediaMode( a.hd, LINEMEDIAMODE_AUTOMATEDVOICE ), 0 );
    ok( wait_said( LINE_MONITORMEDIA, b.ht, LINEMEDIAMODE_AUTOMATEDVOICE, NULL ), "no LINE_MONITORMEDIA\n" );
    ok_ret( p_lineMonitorMedia( b.hd, LINEMEDIAMODE_VIDEO ), ERR( INVALMEDIAMODE ) );
    ok_ret( p_lineSetMediaControl( NULL, 0, b.hd, LINECALLSELECT_CALL, digits, 2, NULL, 0, NULL, 0, states, 1 ), 0 );
    forget_said();
    ok_ret( p_lineGenerateDigits( a.hd, 1, LINEDIGITMODE_DTMF, L"1", 20 ), 0 );
    ok( wait_said( LINE_CALLINFO, b.ht, LINECALLINFOSTATE_DEVSPECIFIC, NULL ), "no LINE_CALLINFO\n" );
    info = info_of( b );
    stream = (const void *)((const BYTE *)info + info->dwDevSpecificOffset);
    ok( info->dwDevSpecificSize == sizeof(*stream) && stream->running == 1 && stream->actions == 1, "the stream does not run\n" );
    ok_ret( result_of( p_lineHold( request(), b.hd ) ), 0 );
    info = info_of( b );
    ok( stream->running == 2 && stream->actions == 2, "the stream runs while the call is held\n" );
    digits[0].dwMediaControl = 3;
    ok_ret( p_lineSetMediaControl( NULL, 0, b.hd, LINECALLSELECT_CALL, digits, 2, NULL, 0, NULL, 0, NULL, 0 ), ERR( INVALDIGITLIST ) );
    ok_ret( p_lineSetMediaControl( line[0], 0, NULL, LINECALLSELECT_LINE, NULL, 0, NULL, 0, NULL, 0, states, 1 ), 0 );
    close_leg( &a );
    close_leg( &b );
}

/* The handle of comm/datamodem, or NULL */
static HANDLE comm_handle( struct leg leg )
{
    union { VARSTRING string; BYTE bytes[256]; } u = { { sizeof(u) } };
    HANDLE handle, process = OpenProcess( PROCESS_ALL_ACCESS, FALSE, GetCurrentProcessId() );

    ok_ret( p_lineGetID( NULL, 0, leg.hd, LINECALLSELECT_CALL, &u.string, L"comm/datamodem", process ), 0 );
    CloseHandle( process );
    ok( u.string.dwStringSize > sizeof(handle) && u.string.dwStringFormat == STRINGFORMAT_BINARY, "%lu bytes\n", u.string.dwStringSize );
    memcpy( &handle, u.bytes + u.string.dwStringOffset, sizeof(handle) );
    return handle;
}

static DWORD transfer( HANDLE handle, BOOL write, void *buffer, DWORD size )
{
    OVERLAPPED overlapped = { 0 };
    DWORD done = 0;

    overlapped.hEvent = CreateEventW( NULL, TRUE, FALSE, NULL );
    if (write ? WriteFile( handle, buffer, size, NULL, &overlapped ) : ReadFile( handle, buffer, size, NULL, &overlapped ) ||
        GetLastError() == ERROR_IO_PENDING)
    {
        if (WaitForSingleObject( overlapped.hEvent, PATIENCE )) CancelIo( handle );
        GetOverlappedResult( handle, &overlapped, &done, TRUE );
    }
    CloseHandle( overlapped.hEvent );
    return done;
}

static void test_data( void )
{
    struct { LINECALLPARAMS params; } u = { { sizeof(u) } };
    HANDLE ha, hb, hc;
    struct leg a, b;
    char buffer[16];

    u.params.dwMediaMode = LINEMEDIAMODE_DATAMODEM;
    a = make_call( line[0], L"1002", &u.params );
    b = offered( 1 );
    ok( info_of( b )->dwMediaMode == LINEMEDIAMODE_DATAMODEM, "media mode %#lx\n", info_of( b )->dwMediaMode );
    ok( !comm_handle( b ), "a handle before it is connected\n" );
    ok_ret( result_of( p_lineAnswer( request(), b.hd, NULL, 0 ) ), 0 );
    ok( said_state( a.ht, LINECALLSTATE_CONNECTED, NULL ), "not connected\n" );
    ha = comm_handle( a );
    hb = comm_handle( b );
    ok( ha && hb, "handles %p, %p\n", ha, hb );
    ok( transfer( ha, TRUE, (void *)"to b", 4 ) == 4 && transfer( hb, FALSE, buffer, sizeof(buffer) ) == 4 && !memcmp( buffer, "to b", 4 ),
        "nothing comes from a to b\n" );
    ok( transfer( hb, TRUE, (void *)"to a!", 5 ) == 5 && transfer( ha, FALSE, buffer, sizeof(buffer) ) == 5 && !memcmp( buffer, "to a!", 5 ),
        "nothing comes from b to a\n" );
    hc = comm_handle( a );
    ok( hc && hc != ha, "handle %p\n", hc );
    CloseHandle( hc );
    /* what was sent before the end can still be read */
    ok( transfer( ha, TRUE, (void *)"last", 4 ) == 4, "not written\n" );
    CloseHandle( ha );
    ok_ret( result_of( p_lineDrop( request(), a.hd, NULL, 0 ) ), 0 );
    ok( said_state( b.ht, LINECALLSTATE_DISCONNECTED, NULL ), "not disconnected\n" );
    ok( transfer( hb, FALSE, buffer, sizeof(buffer) ) == 4, "the end is lost\n" );
    ok( !transfer( hb, FALSE, buffer, sizeof(buffer) ), "there is more\n" );
    ok( !comm_handle( b ), "a handle after the end\n" );
    CloseHandle( hb );
    close_leg( &a );
    close_leg( &b );

    a = make_call( line[0], L"9905", &u.params );
    ok( said_state( a.ht, LINECALLSTATE_CONNECTED, NULL ), "not connected\n" );
    ha = comm_handle( a );
    ok( ha != NULL, "no handle\n" );
    ok( transfer( ha, TRUE, (void *)"echo", 4 ) == 4 && transfer( ha, FALSE, buffer, sizeof(buffer) ) == 4 && !memcmp( buffer, "echo", 4 ), "no echo\n" );
    close_leg( &a );
    CloseHandle( ha );

    /* one who talks has no data handle */
    connect_lines( line[0], 1, &a, &b );
    ok( !comm_handle( a ), "a handle for a voice call\n" );
    close_leg( &a );
    close_leg( &b );
}

START_TEST( media )
{
    unsigned int i;

    /* time enough to say what is to be gathered before the other side answers */
    setting( L"AnswerMilliseconds", 1500 );
    provider_begin( 10 );
    for (i = 0; i < 2; i++) line[i] = open_station( i );
    test_digits();
    test_tones();
    test_media();
    test_data();
    for (i = 0; i < 2; i++) ok_ret( p_lineClose( line[i] ), 0 );
    provider_end();
}
