/*
 * The exchange as programs see it: two and more lines of it in one program, through tapi32 and the service.
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

#include "../../tapi32/tests/telephony.h"
#include "tapi3_link.h"
#include "end.h"

#include <winreg.h>

#define LINES  4

static struct app app;
static HLINE line[LINES];

static void set_value( const WCHAR *name, DWORD value )
{
    HKEY key;

    if (RegCreateKeyExW( HKEY_LOCAL_MACHINE, L"Software\\Wine Telephony\\Exchange", 0, NULL, 0, KEY_SET_VALUE | KEY_WOW64_64KEY, NULL, &key, NULL )) return;
    if (value == ANY) RegDeleteValueW( key, name );
    else RegSetValueExW( key, name, 0, REG_DWORD, (const BYTE *)&value, sizeof(value) );
    RegCloseKey( key );
}

static const struct { const WCHAR *name; DWORD value; } values[] =
{
    { L"Lines", 12 }, { L"Phones", 0 }, { L"RingMilliseconds", 150 }, { L"AnswerMilliseconds", 50 }, { L"ParkSeconds", 60 },
    { L"HuntRings", 1 },
};

/* What a test that died has left behind */
static void remove_exchange( void )
{
    union { LINEPROVIDERLIST list; char bytes[8192]; } u = { { sizeof(u) } };
    const LINEPROVIDERENTRY *entry;
    DWORD i;

    if (lineGetProviderListA( NEWEST, &u.list )) return;
    entry = (const LINEPROVIDERENTRY *)(u.bytes + u.list.dwProviderListOffset);
    for (i = 0; i < u.list.dwNumProviders; i++)
        if (strstr( u.bytes + entry[i].dwProviderFilenameOffset, "exchange.tsp" )) lineRemoveProvider( entry[i].dwPermanentProviderID, NULL );
}

/* ---- */

static HCALL dial( DWORD from, const WCHAR *number )
{
    HCALL call = 0;

    ok_ret( wait_reply( &app, lineMakeCallW( line[from], &call, number, 0, NULL ) ), 0 );
    return call;
}

static HCALL offered( DWORD at )
{
    LINEMESSAGE msg = { 0 };
    HCALL call;
    BOOL got = wait_message( &app, LINE_APPNEWCALL, H( line[at] ), ANY, &msg );

    ok( got, "no LINE_APPNEWCALL at line %lu\n", at );
    call = (HCALL)msg.dwParam2;
    ok( wait_state( &app, call, LINECALLSTATE_OFFERING, NULL ), "not offered\n" );
    return call;
}

static void answer( HCALL call )
{
    ok_ret( wait_reply( &app, lineAnswer( call, NULL, 0 ) ), 0 );
    ok( wait_state( &app, call, LINECALLSTATE_CONNECTED, NULL ), "not connected\n" );
}

static void connect_lines( DWORD from, DWORD to, HCALL *caller, HCALL *called )
{
    WCHAR number[8];

    swprintf( number, ARRAY_SIZE(number), L"%lu", 1001 + to );
    *caller = dial( from, number );
    *called = offered( to );
    answer( *called );
    ok( wait_state( &app, *caller, LINECALLSTATE_CONNECTED, NULL ), "not connected\n" );
}

static void drop( HCALL call )
{
    if (call_state( call ) != LINECALLSTATE_IDLE)
    {
        ok_ret( wait_reply( &app, lineDrop( call, NULL, 0 ) ), 0 );
        ok( wait_state( &app, call, LINECALLSTATE_IDLE, NULL ), "not idle\n" );
    }
    ok_ret( lineDeallocateCall( call ), 0 );
}

static void gone( HCALL call )
{
    ok( wait_state( &app, call, LINECALLSTATE_IDLE, NULL ), "not idle\n" );
    ok_ret( lineDeallocateCall( call ), 0 );
}

static BOOL has_text( const void *base, DWORD size, DWORD offset, const WCHAR *text )
{
    return size && !wcscmp( (const WCHAR *)((const BYTE *)base + offset), text );
}

#define info_text( info, field, text )  has_text( info, (info)->dw##field##Size, (info)->dw##field##Offset, text )

static void test_call( void )
{
    LINECALLPARAMS params = { sizeof(params) };
    const LINECALLINFO *info;
    LINEMESSAGE msg;
    HCALL a, b;

    params.dwBearerMode = LINEBEARERMODE_VOICE;
    params.dwMediaMode = LINEMEDIAMODE_INTERACTIVEVOICE;
    forget( &app );
    a = dial( 0, L"1002" );
    ok( wait_state( &app, a, LINECALLSTATE_DIALING, NULL ) && wait_state( &app, a, LINECALLSTATE_PROCEEDING, NULL ) &&
        wait_state( &app, a, LINECALLSTATE_RINGBACK, NULL ), "no ringback\n" );
    b = offered( 1 );
    info = call_info( b );
    ok( info->dwOrigin == LINECALLORIGIN_INTERNAL && info_text( info, CallerID, L"1001" ) && info_text( info, CallerIDName, L"Exchange 1001" ) &&
        info_text( info, CalledID, L"1002" ), "origin %#lx\n", info->dwOrigin );
    ok( wait_message( &app, LINE_LINEDEVSTATE, H( line[1] ), LINEDEVSTATE_RINGING, &msg ) && msg.dwParam3 == 1, "it does not ring\n" );
    ok_ret( wait_reply( &app, lineAccept( b, NULL, 0 ) ), 0 );
    ok( wait_state( &app, b, LINECALLSTATE_ACCEPTED, NULL ), "not accepted\n" );
    answer( b );
    ok( wait_state( &app, a, LINECALLSTATE_CONNECTED, NULL ), "not connected\n" );
    ok( info_text( call_info( a ), ConnectedID, L"1002" ), "connected with somebody else\n" );
    drop( b );
    ok( wait_state( &app, a, LINECALLSTATE_DISCONNECTED, &msg ) && msg.dwParam2 == LINEDISCONNECTMODE_NORMAL, "still connected\n" );
    drop( a );

    a = dial( 0, L"9901" );
    ok( wait_state( &app, a, LINECALLSTATE_BUSY, NULL ), "not busy\n" );
    drop( a );
    params.dwNoAnswerTimeout = 1;
    a = 0;
    ok_ret( wait_reply( &app, lineMakeCallW( line[0], &a, L"9902", 0, &params ) ), 0 );
    ok( wait_state( &app, a, LINECALLSTATE_DISCONNECTED, &msg ) && msg.dwParam2 == LINEDISCONNECTMODE_NOANSWER, "mode %#lx\n", H( msg.dwParam2 ) );
    drop( a );
    /* partly dialled */
    a = dial( 0, L"10;" );
    ok( wait_state( &app, a, LINECALLSTATE_DIALING, NULL ), "not dialling\n" );
    ok_ret( wait_reply( &app, lineDialW( a, L"02", 0 ) ), 0 );
    b = offered( 1 );
    drop( b );
    ok( wait_state( &app, a, LINECALLSTATE_DISCONNECTED, &msg ) && msg.dwParam2 == LINEDISCONNECTMODE_REJECT, "mode %#lx\n", H( msg.dwParam2 ) );
    drop( a );
}

static DWORD transfer_bytes( HANDLE handle, BOOL write, void *buffer, DWORD size )
{
    OVERLAPPED overlapped = { 0 };
    DWORD done = 0;

    overlapped.hEvent = CreateEventW( NULL, TRUE, FALSE, NULL );
    if ((write ? WriteFile( handle, buffer, size, NULL, &overlapped ) : ReadFile( handle, buffer, size, NULL, &overlapped )) ||
        GetLastError() == ERROR_IO_PENDING)
    {
        if (WaitForSingleObject( overlapped.hEvent, PATIENCE )) CancelIo( handle );
        GetOverlappedResult( handle, &overlapped, &done, TRUE );
    }
    CloseHandle( overlapped.hEvent );
    return done;
}

static HANDLE comm_handle( HCALL call )
{
    union { VARSTRING string; BYTE bytes[256]; } u = { { sizeof(u) } };
    HANDLE handle = NULL;

    ok_ret( lineGetIDW( 0, 0, call, LINECALLSELECT_CALL, &u.string, L"comm/datamodem" ), 0 );
    if (u.string.dwStringSize >= sizeof(handle)) memcpy( &handle, u.bytes + u.string.dwStringOffset, sizeof(handle) );
    return handle;
}

static void test_data( void )
{
    LINECALLPARAMS params = { sizeof(params) };
    HANDLE ha, hb;
    char buffer[16];
    HCALL a = 0, b;

    params.dwBearerMode = LINEBEARERMODE_VOICE;
    params.dwMediaMode = LINEMEDIAMODE_DATAMODEM;
    ok_ret( wait_reply( &app, lineMakeCallW( line[0], &a, L"1002", 0, &params ) ), 0 );
    b = offered( 1 );
    ok( call_info( b )->dwMediaMode == LINEMEDIAMODE_DATAMODEM, "media mode %#lx\n", call_info( b )->dwMediaMode );
    answer( b );
    ok( wait_state( &app, a, LINECALLSTATE_CONNECTED, NULL ), "not connected\n" );
    ha = comm_handle( a );
    hb = comm_handle( b );
    ok( ha && hb, "handles %p, %p\n", ha, hb );
    ok( transfer_bytes( ha, TRUE, (void *)"to b", 4 ) == 4 && transfer_bytes( hb, FALSE, buffer, sizeof(buffer) ) == 4 && !memcmp( buffer, "to b", 4 ),
        "nothing comes from a to b\n" );
    ok( transfer_bytes( hb, TRUE, (void *)"to a!", 5 ) == 5 && transfer_bytes( ha, FALSE, buffer, sizeof(buffer) ) == 5 && !memcmp( buffer, "to a!", 5 ),
        "nothing comes from b to a\n" );
    CloseHandle( ha );
    CloseHandle( hb );
    drop( a );
    ok( wait_state( &app, b, LINECALLSTATE_DISCONNECTED, NULL ), "still connected\n" );
    drop( b );
}

static void test_hold_and_transfer( void )
{
    HCALL a, b, c, d, conference = 0, consult = 0;
    LINEMESSAGE msg;

    connect_lines( 0, 1, &a, &b );
    ok_ret( wait_reply( &app, lineHold( a ) ), 0 );
    ok( wait_state( &app, a, LINECALLSTATE_ONHOLD, NULL ), "not on hold\n" );
    ok( wait_state( &app, b, LINECALLSTATE_CONNECTED, &msg ) && msg.dwParam2 == LINECONNECTEDMODE_ACTIVEHELD, "mode %#lx\n", H( msg.dwParam2 ) );
    connect_lines( 0, 2, &c, &d );
    ok_ret( wait_reply( &app, lineSwapHold( c, a ) ), 0 );
    ok( wait_state( &app, c, LINECALLSTATE_ONHOLD, NULL ) && wait_state( &app, a, LINECALLSTATE_CONNECTED, NULL ), "not swapped\n" );
    drop( a );
    drop( b );
    ok_ret( wait_reply( &app, lineUnhold( c ) ), 0 );
    ok( wait_state( &app, c, LINECALLSTATE_CONNECTED, NULL ), "still on hold\n" );
    drop( c );
    drop( d );

    connect_lines( 0, 1, &a, &b );
    ok_ret( wait_reply( &app, lineSetupTransferW( a, &consult, NULL ) ), 0 );
    ok( wait_state( &app, a, LINECALLSTATE_ONHOLDPENDTRANSFER, NULL ) && wait_state( &app, consult, LINECALLSTATE_DIALTONE, NULL ), "no dial tone\n" );
    ok_ret( wait_reply( &app, lineDialW( consult, L"1003", 0 ) ), 0 );
    d = offered( 2 );
    answer( d );
    ok( wait_state( &app, consult, LINECALLSTATE_CONNECTED, NULL ), "not connected\n" );
    ok_ret( wait_reply( &app, lineCompleteTransfer( a, consult, NULL, LINETRANSFERMODE_TRANSFER ) ), 0 );
    gone( a );
    gone( consult );
    ok( info_text( call_info( b ), ConnectedID, L"1003" ), "connected with somebody else\n" );
    drop( b );
    ok( wait_state( &app, d, LINECALLSTATE_DISCONNECTED, NULL ), "not connected with each other\n" );
    drop( d );

    /* blind, then a conference of three */
    connect_lines( 0, 1, &a, &b );
    ok_ret( wait_reply( &app, lineBlindTransferW( a, L"1003", 0 ) ), 0 );
    gone( a );
    d = offered( 2 );
    ok( call_info( d )->dwReason == LINECALLREASON_TRANSFER, "reason %#lx\n", call_info( d )->dwReason );
    drop( d );
    drop( b );

    connect_lines( 0, 1, &a, &b );
    ok_ret( wait_reply( &app, lineSetupConferenceW( a, 0, &conference, &consult, 3, NULL ) ), 0 );
    ok( wait_state( &app, a, LINECALLSTATE_CONFERENCED, NULL ) && wait_state( &app, consult, LINECALLSTATE_DIALTONE, NULL ), "no dial tone\n" );
    ok_ret( wait_reply( &app, lineDialW( consult, L"1003", 0 ) ), 0 );
    d = offered( 2 );
    answer( d );
    ok( wait_state( &app, consult, LINECALLSTATE_CONNECTED, NULL ), "not connected\n" );
    ok_ret( wait_reply( &app, lineAddToConference( conference, consult ) ), 0 );
    ok( wait_state( &app, consult, LINECALLSTATE_CONFERENCED, NULL ) && wait_state( &app, conference, LINECALLSTATE_CONNECTED, NULL ), "not added\n" );
    ok_ret( wait_reply( &app, lineRemoveFromConference( consult ) ), 0 );
    ok( wait_state( &app, consult, LINECALLSTATE_ONHOLD, NULL ), "not removed\n" );
    ok( wait_state( &app, conference, LINECALLSTATE_IDLE, NULL ) && wait_state( &app, a, LINECALLSTATE_CONNECTED, NULL ), "the last two\n" );
    ok_ret( lineDeallocateCall( conference ), 0 );
    drop( consult );
    drop( d );
    drop( a );
    drop( b );
}

static void test_park_and_forward( void )
{
    struct { LINEFORWARDLIST list; WCHAR target[8]; } u = { { sizeof(u), 1 } };
    HCALL a, b, c = 0, consult;
    DWORD completion = 0;

    connect_lines( 0, 1, &a, &b );
    ok_ret( wait_reply( &app, lineParkW( a, LINEPARKMODE_DIRECTED, L"805", NULL ) ), 0 );
    gone( a );
    ok_ret( wait_reply( &app, lineUnparkW( line[2], 0, &c, L"805" ) ), 0 );
    ok( wait_state( &app, c, LINECALLSTATE_CONNECTED, NULL ), "not connected\n" );
    ok( call_info( c )->dwReason == LINECALLREASON_UNPARK, "reason %#lx\n", call_info( c )->dwReason );
    drop( c );
    drop( b );

    a = dial( 0, L"1002" );
    b = offered( 1 );
    ok_ret( wait_reply( &app, linePickupW( line[2], 0, &c, L"1002", NULL ) ), 0 );
    gone( b );
    ok( wait_state( &app, c, LINECALLSTATE_CONNECTED, NULL ) && wait_state( &app, a, LINECALLSTATE_CONNECTED, NULL ), "not picked up\n" );
    drop( a );
    drop( c );

    a = dial( 0, L"1002" );
    b = offered( 1 );
    ok_ret( wait_reply( &app, lineRedirectW( b, L"1003", 0 ) ), 0 );
    gone( b );
    b = offered( 2 );
    ok( call_info( b )->dwReason == LINECALLREASON_REDIRECT, "reason %#lx\n", call_info( b )->dwReason );
    drop( a );
    gone( b );

    u.list.ForwardList[0].dwForwardMode = LINEFORWARDMODE_UNCOND;
    u.list.ForwardList[0].dwDestAddressSize = 5 * sizeof(WCHAR);
    u.list.ForwardList[0].dwDestAddressOffset = FIELD_OFFSET( __typeof__( u ), target );
    lstrcpyW( u.target, L"1003" );
    ok_ret( wait_reply( &app, lineForwardW( line[1], TRUE, 0, &u.list, 3, &consult, NULL ) ), 0 );
    a = dial( 0, L"1002" );
    b = offered( 2 );
    ok( call_info( b )->dwReason == LINECALLREASON_FWDUNCOND && info_text( call_info( b ), RedirectingID, L"1002" ), "reason %#lx\n",
        call_info( b )->dwReason );
    drop( a );
    gone( b );
    ok_ret( wait_reply( &app, lineForwardW( line[1], TRUE, 0, NULL, 3, &consult, NULL ) ), 0 );

    /* a group: whoever is free */
    a = dial( 0, L"601" );
    ok( wait_message( &app, LINE_APPNEWCALL, ANY, ANY, NULL ), "the group does not ring\n" );
    drop( a );
    forget( &app );

    /* oneself is always busy; a message for somebody else */
    a = dial( 0, L"1002" );
    b = offered( 1 );
    ok_ret( wait_reply( &app, lineCompleteCall( a, &completion, LINECALLCOMPLMODE_MESSAGE, 0 ) ), 0 );
    ok( completion, "no completion id\n" );
    ok( wait_message( &app, LINE_LINEDEVSTATE, H( line[1] ), LINEDEVSTATE_MSGWAITON, NULL ), "no message waits\n" );
    ok_ret( wait_reply( &app, lineUncompleteCall( line[0], completion ) ), 0 );
    gone( b );
    drop( a );
}

static void test_digits( void )
{
    WCHAR digits[8] = { 0 };
    LINEMESSAGE msg;
    HCALL a, b;

    connect_lines( 0, 1, &a, &b );
    ok_ret( lineMonitorDigits( b, LINEDIGITMODE_DTMF ), 0 );
    ok_ret( lineGatherDigitsW( b, LINEDIGITMODE_DTMF, digits, 3, NULL, 10000, 10000 ), 0 );
    ok_ret( lineGenerateDigitsW( a, LINEDIGITMODE_DTMF, L"47#", 50 ), 0 );
    ok( wait_message( &app, LINE_GATHERDIGITS, H( b ), LINEGATHERTERM_BUFFERFULL, NULL ), "not gathered\n" );
    ok( !memcmp( digits, L"47#", 3 * sizeof(WCHAR) ), "gathered %ls\n", digits );
    ok( wait_message( &app, LINE_MONITORDIGITS, H( b ), '4', &msg ) && msg.dwParam2 == LINEDIGITMODE_DTMF, "not heard\n" );
    ok( wait_message( &app, LINE_GENERATE, H( a ), LINEGENERATETERM_DONE, NULL ), "not generated\n" );
    drop( a );
    drop( b );
}

/* What the exchange tells the media service provider of a call, and its sound, which the service passes on. */
static BOOL take_media( HCALL call, DWORD state, struct exchange_media *media )
{
    LINEMESSAGE msg;
    BOOL right;

    do
    {
        if (!wait_message( &app, LINE_SENDMSPDATA, H( call ), ANY, &msg ))
        {
            ok( 0, "the MSP of call %#lx is not told of state %lu\n", H( call ), state );
            return FALSE;
        }
        ok( msg.dwParam3 == sizeof(*media), "%lu bytes\n", (DWORD)msg.dwParam3 );
        memcpy( media, (const void *)msg.dwParam2, sizeof(*media) );
        LocalFree( (void *)msg.dwParam2 );
        right = media->kind == EXCHANGE_MEDIA_STATE && media->state == state;
    } while (!right);
    return TRUE;
}

static void test_sound( void )
{
    WineCreateMSPInstance_func create_instance;
    WineCloseMSPInstance_func close_instance;
    struct exchange_media media[2];
    HMODULE tapi32 = GetModuleHandleW( L"tapi32.dll" );
    struct end ends[2];
    DWORD instances[2], i;
    HCALL calls[2];

    create_instance = (WineCreateMSPInstance_func)(void *)GetProcAddress( tapi32, "WineCreateMSPInstance" );
    close_instance = (WineCloseMSPInstance_func)(void *)GetProcAddress( tapi32, "WineCloseMSPInstance" );
    ok( create_instance && close_instance, "no exports for tapi3.dll\n" );
    if (!create_instance || !close_instance) return;
    for (i = 0; i < 2; i++) ok_ret( create_instance( line[i], 0, &instances[i] ), 0 );
    connect_lines( 0, 1, &calls[0], &calls[1] );
    for (i = 0; i < 2; i++)
    {
        if (!take_media( calls[i], EXCHANGE_CALL_TALKS, &media[i] )) return;
        ok( end_open( &ends[i], &media[i] ), "no connection: error %lu\n", GetLastError() );
    }
    say( &ends[0], 1, 4000 );
    say( &ends[1], 2, 4000 );
    hear_all( &ends[1], 4000, 1, 0, "called" );
    hear_all( &ends[0], 4000, 2, 0, "caller" );
    drop( calls[0] );
    take_media( calls[1], EXCHANGE_CALL_IDLE, &media[1] );
    drop( calls[1] );
    for (i = 0; i < 2; i++)
    {
        end_close( &ends[i] );
        ok_ret( close_instance( instances[i] ), 0 );
    }
}

START_TEST( tapi )
{
    DWORD id = 0, device, i;
    WCHAR name[32];
    LONG ret;

    remove_exchange();
    for (i = 0; i < ARRAY_SIZE(values); i++) set_value( values[i].name, values[i].value );
    ret = lineAddProviderA( "exchange.tsp", NULL, &id );
    ok( !ret, "lineAddProvider returned %#lx\n", ret );
    if (ret) return;
    ok_ret( lineAddProviderA( "exchange.tsp", NULL, &device ), ERR( NOMULTIPLEINSTANCE ) );
    app_begin( &app, "exchange test" );
    for (i = 0; i < LINES; i++)
    {
        swprintf( name, ARRAY_SIZE(name), L"Exchange %lu", 1001 + i );
        device = find_line( &app, name );
        ok( device != ~0u, "there is no line %ls\n", name );
        line[i] = open_line( &app, device, NEWEST, LINECALLPRIVILEGE_OWNER, LINEMEDIAMODE_INTERACTIVEVOICE | LINEMEDIAMODE_DATAMODEM );
        ok_ret( lineSetStatusMessages( line[i], LINEDEVSTATE_RINGING | LINEDEVSTATE_MSGWAITON | LINEDEVSTATE_MSGWAITOFF, 0 ), 0 );
    }
    test_call();
    test_data();
    test_sound();
    test_hold_and_transfer();
    test_park_and_forward();
    test_digits();
    for (i = 0; i < LINES; i++) ok_ret( lineClose( line[i] ), 0 );
    app_end( &app );
    ok_ret( lineRemoveProvider( id, NULL ), 0 );
    for (i = 0; i < ARRAY_SIZE(values); i++) set_value( values[i].name, ANY );
}
