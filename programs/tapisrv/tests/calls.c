/*
 * Calls that applications make: replies, states, information, privileges, deallocation.
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

static void test_make_call( struct application *app, HLINE line, DWORD device )
{
    static const DWORD states[] = { LINECALLSTATE_DIALING, LINECALLSTATE_PROCEEDING, LINECALLSTATE_RINGBACK, LINECALLSTATE_CONNECTED };
    LINECALLPARAMS params = { sizeof(params) };
    char buffer[2048];
    LINECALLINFO *info = (LINECALLINFO *)buffer;
    LINECALLSTATUS *status = (LINECALLSTATUS *)buffer;
    LINEMESSAGE message;
    HCALL call = 0;
    LONG ret, id;
    DWORD i;

    params.dwBearerMode = LINEBEARERMODE_VOICE;
    params.dwMaxRate = 3100;
    params.dwMediaMode = LINEMEDIAMODE_DATAMODEM;
    params.dwCallParamFlags = LINECALLPARAMFLAGS_IDLE;
    params.dwAddressMode = LINEADDRESSMODE_ADDRESSID;
    forget_messages( app );
    id = lineMakeCallW( line, &call, L"5550199", 0, &params );
    ok( id > 0, "lineMakeCall: %#lx\n", id );
    /* the reply is the first that is heard of the call */
    ret = lineGetMessage( app->handle, &message, 5000 );
    ok( !ret, "lineGetMessage: %#lx\n", ret );
    ok( message.dwMessageID == LINE_REPLY && (LONG)message.dwParam1 == id && !message.dwParam2, "message %lu params %#lx %#lx\n",
        message.dwMessageID, (DWORD)message.dwParam1, (DWORD)message.dwParam2 );
    ok( call != 0, "no call handle\n" );
    for (i = 0; i < ARRAY_SIZE(states); i++)
    {
        ret = lineGetMessage( app->handle, &message, 5000 );
        ok( !ret, "lineGetMessage: %#lx\n", ret );
        ok( message.dwMessageID == LINE_CALLSTATE && message.dwParam1 == states[i], "message %lu param %#lx, expected state %#lx\n",
            message.dwMessageID, (DWORD)message.dwParam1, states[i] );
        ok( message.hDevice == (DWORD)(ULONG_PTR)call && message.dwCallbackInstance == 0x1234, "device %#lx instance %#lx\n",
            message.hDevice, (DWORD)message.dwCallbackInstance );
        ok( !message.dwParam3, "privilege %#lx for a call that the application made itself\n", (DWORD)message.dwParam3 );
    }

    memset( buffer, 0xcc, sizeof(buffer) );
    info->dwTotalSize = sizeof(buffer);
    ret = lineGetCallInfoW( call, info );
    ok( !ret, "lineGetCallInfo: %#lx\n", ret );
    ok( info->hLine == line, "hLine %#lx\n", info->hLine );
    ok( info->dwLineDeviceID == device && info->dwNumOwners == 1 && !info->dwNumMonitors, "device %lu owners %lu monitors %lu\n",
        info->dwLineDeviceID, info->dwNumOwners, info->dwNumMonitors );
    ok( info->dwMediaMode == LINEMEDIAMODE_DATAMODEM && info->dwOrigin == LINECALLORIGIN_OUTBOUND, "media mode %#lx origin %#lx\n",
        info->dwMediaMode, info->dwOrigin );
    ok( info->dwCallStates & LINECALLSTATE_UNKNOWN, "call states %#lx\n", info->dwCallStates );
    ok( info->dwCalledIDSize == 16 && !wcscmp( (WCHAR *)(buffer + info->dwCalledIDOffset), L"5550199" ), "called id\n" );
    ok( info->dwAppNameSize && !wcscmp( (WCHAR *)(buffer + info->dwAppNameOffset), L"service test" ), "application name %s\n",
        info->dwAppNameSize ? wine_dbgstr_w( (WCHAR *)(buffer + info->dwAppNameOffset) ) : "none" );
    ok( info->dwUsedSize <= info->dwTotalSize && info->dwNeededSize == info->dwUsedSize, "needed %lu used %lu\n", info->dwNeededSize,
        info->dwUsedSize );

    status->dwTotalSize = sizeof(buffer);
    ret = lineGetCallStatus( call, status );
    ok( !ret, "lineGetCallStatus: %#lx\n", ret );
    ok( status->dwCallState == LINECALLSTATE_CONNECTED && status->dwCallPrivilege == LINECALLPRIVILEGE_OWNER, "state %#lx privilege %#lx\n",
        status->dwCallState, status->dwCallPrivilege );
    status->dwTotalSize = 20;
    ret = lineGetCallStatus( call, status );
    ok( ret == (LONG)LINEERR_STRUCTURETOOSMALL, "lineGetCallStatus: %#lx\n", ret );

    drop_and_deallocate( app, call );
    ret = lineDeallocateCall( call );
    ok( ret == (LONG)LINEERR_INVALCALLHANDLE, "lineDeallocateCall again: %#lx\n", ret );
    ret = lineDrop( call, NULL, 0 );
    ok( ret == (LONG)LINEERR_INVALCALLHANDLE, "lineDrop: %#lx\n", ret );
}

static void test_failures( struct application *app, HLINE line )
{
    HCALL call = (HCALL)(ULONG_PTR)0xdead;
    LONG ret;

    command( app, line, 0, 0, TESTTSP_CLEAR, 0, 0, 0, 0, NULL );
    ret = lineMakeCallW( line, &call, L"refuse", 0, NULL );
    ok( ret == (LONG)LINEERR_INVALADDRESS || wait_reply( app, ret ) == (LONG)LINEERR_INVALADDRESS, "lineMakeCall: %#lx\n", ret );
    ret = lineMakeCallW( line, &call, L"fail", 0, NULL );
    ok( ret > 0, "lineMakeCall: %#lx\n", ret );
    ret = wait_reply( app, ret );
    ok( ret == (LONG)LINEERR_CALLUNAVAIL, "reply %#lx\n", ret );
    /* a call that never was is not closed */
    ok( !count_calls( app, line, "TSPI_lineCloseCall", NULL ), "TSPI_lineCloseCall for a call that failed\n" );
    ret = lineMakeCallW( (HLINE)(ULONG_PTR)0x7654, &call, L"1", 0, NULL );
    ok( ret == (LONG)LINEERR_INVALLINEHANDLE, "lineMakeCall: %#lx\n", ret );
    ret = lineDrop( (HCALL)line, NULL, 0 );
    ok( ret == (LONG)LINEERR_INVALCALLHANDLE, "lineDrop of a line: %#lx\n", ret );
}

/* Completions inside the TSPI call, on other threads, twice: one reply each. */
static void test_completions( struct application *app, HLINE line )
{
    static const DWORD modes[] = { TESTTSP_INSIDE, TESTTSP_NEW_THREAD, TESTTSP_TWICE };
    LINEMESSAGE message;
    HCALL call;
    LONG ret;
    DWORD i;

    for (i = 0; i < ARRAY_SIZE(modes); i++)
    {
        winetest_push_context( "mode %lu", modes[i] );
        command( app, line, 0, 0, TESTTSP_COMPLETION, modes[i], 0, 0, 0, NULL );
        call = make_call( app, line, L"5550100" );
        forget_messages( app );
        ret = lineSecureCall( call );
        ok( ret > 0, "lineSecureCall: %#lx\n", ret );
        ok( !wait_reply( app, ret ), "reply\n" );
        ok( !get_message_param( app, LINE_REPLY, 0, ret, &message, 50 ), "a second reply\n" );
        drop_and_deallocate( app, call );
        command( app, line, 0, 0, TESTTSP_COMPLETION, TESTTSP_OWN_THREAD, 0, 0, 0, NULL );
        winetest_pop_context();
    }
}

static void test_monitoring( struct application *app, HLINE line )
{
    struct testtsp_record record;
    LINEMESSAGE message;
    HCALL call;
    LONG ret;

    call = make_call( app, line, L"5550100" );
    command( app, line, 0, 0, TESTTSP_CLEAR, 0, 0, 0, 0, NULL );
    command( app, line, 0, call, TESTTSP_MESSAGE, LINE_MONITORDIGITS, '5', LINEDIGITMODE_DTMF, 77, NULL );
    ok( no_message( app, LINE_MONITORDIGITS ), "a digit that nobody monitors\n" );
    ret = lineMonitorDigits( call, LINEDIGITMODE_DTMF );
    ok( !ret, "lineMonitorDigits: %#lx\n", ret );
    ok( count_calls( app, line, "TSPI_lineMonitorDigits", &record ) == 1 && record.args[1] == LINEDIGITMODE_DTMF, "digit modes %#lx\n",
        record.args[1] );
    command( app, line, 0, call, TESTTSP_MESSAGE, LINE_MONITORDIGITS, '5', LINEDIGITMODE_DTMF, 77, NULL );
    ok( get_message( app, LINE_MONITORDIGITS, (DWORD)(ULONG_PTR)call, &message, PATIENCE ), "no digit\n" );
    ok( message.dwParam1 == '5' && message.dwParam2 == LINEDIGITMODE_DTMF && message.dwParam3 == 77, "params %#lx %#lx %#lx\n",
        (DWORD)message.dwParam1, (DWORD)message.dwParam2, (DWORD)message.dwParam3 );
    ret = lineMonitorDigits( call, 0 );
    ok( !ret, "lineMonitorDigits: %#lx\n", ret );
    ret = lineMonitorDigits( call, 0x800 );
    ok( ret == (LONG)LINEERR_INVALDIGITMODE, "lineMonitorDigits: %#lx\n", ret );

    ret = lineMonitorMedia( call, LINEMEDIAMODE_G3FAX );
    ok( !ret, "lineMonitorMedia: %#lx\n", ret );
    command( app, line, 0, call, TESTTSP_MESSAGE, LINE_MONITORMEDIA, LINEMEDIAMODE_DATAMODEM, 0, 5, NULL );
    command( app, line, 0, call, TESTTSP_MESSAGE, LINE_MONITORMEDIA, LINEMEDIAMODE_G3FAX, 0, 6, NULL );
    ok( get_message( app, LINE_MONITORMEDIA, (DWORD)(ULONG_PTR)call, &message, PATIENCE ), "no media mode\n" );
    ok( message.dwParam1 == LINEMEDIAMODE_G3FAX && message.dwParam3 == 6, "params %#lx %#lx\n", (DWORD)message.dwParam1,
        (DWORD)message.dwParam3 );

    ret = lineSetAppSpecific( call, 0x4711 );
    ok( !ret, "lineSetAppSpecific: %#lx\n", ret );
    ret = lineSetMediaMode( call, LINEMEDIAMODE_G3FAX | LINEMEDIAMODE_DATAMODEM );
    ok( ret == (LONG)LINEERR_INVALMEDIAMODE, "lineSetMediaMode: %#lx\n", ret );
    ret = lineSetMediaMode( call, LINEMEDIAMODE_G3FAX );
    ok( !ret, "lineSetMediaMode: %#lx\n", ret );
    drop_and_deallocate( app, call );
}

static void test_dial( struct application *app, HLINE line )
{
    LINEDIALPARAMS dial = { 1, 2, 3, 4 };
    HCALL call = 0;
    LONG ret;

    ret = wait_reply( app, lineMakeCallW( line, &call, L"555;", 0, NULL ) );
    ok( !ret, "lineMakeCall: %#lx\n", ret );
    ok( wait_state( app, call, LINECALLSTATE_DIALING ), "not dialing\n" );
    ret = wait_reply( app, lineDialW( call, L"0100", 0 ) );
    ok( !ret, "lineDial: %#lx\n", ret );
    ok( wait_state( app, call, LINECALLSTATE_CONNECTED ), "not connected\n" );
    ret = wait_reply( app, lineSetCallParams( call, LINEBEARERMODE_DATA, 300, 9600, &dial ) );
    ok( !ret, "lineSetCallParams: %#lx\n", ret );
    ret = lineSetCallParams( call, LINEBEARERMODE_DATA | LINEBEARERMODE_VOICE, 300, 9600, NULL );
    ok( ret == (LONG)LINEERR_INVALBEARERMODE, "lineSetCallParams: %#lx\n", ret );
    drop_and_deallocate( app, call );
}

/* Before 2.0 the sole owner must drop the call first; from then on it may leave it to others. */
static void test_deallocate( struct application *app, DWORD device )
{
    HLINE old_line = open_line( app, device, 0x00010004, 1, LINECALLPRIVILEGE_NONE, 0 );
    HLINE new_line = open_line( app, device, 0x00020000, 2, LINECALLPRIVILEGE_NONE, 0 );
    HCALL call;
    LONG ret;

    call = make_call( app, old_line, L"5550100" );
    ret = lineDeallocateCall( call );
    ok( ret == (LONG)LINEERR_INVALCALLSTATE, "lineDeallocateCall: %#lx\n", ret );
    ret = lineSetCallPrivilege( call, LINECALLPRIVILEGE_MONITOR );
    ok( ret == (LONG)LINEERR_INVALCALLSTATE, "lineSetCallPrivilege: %#lx\n", ret );
    drop_and_deallocate( app, call );

    call = make_call( app, new_line, L"5550100" );
    command( app, new_line, 0, 0, TESTTSP_CLEAR, 0, 0, 0, 0, NULL );
    ret = lineDeallocateCall( call );
    ok( !ret, "lineDeallocateCall: %#lx\n", ret );
    ok( count_calls( app, new_line, "TSPI_lineCloseCall", NULL ) == 1, "the provider still has the call\n" );
    ok( !count_calls( app, new_line, "TSPI_lineDrop", NULL ), "the call was dropped\n" );

    /* a line's close drops what it owns alone: the device says LINEDEVCAPFLAGS_CLOSEDROP */
    call = make_call( app, new_line, L"5550100" );
    command( app, old_line, 0, 0, TESTTSP_CLEAR, 0, 0, 0, 0, NULL );
    ret = lineClose( new_line );
    ok( !ret, "lineClose: %#lx\n", ret );
    ok( count_calls( app, old_line, "TSPI_lineDrop", NULL ) == 1, "the call was not dropped\n" );
    ok( count_calls( app, old_line, "TSPI_lineCloseCall", NULL ) == 1, "the call was not closed\n" );
    ret = lineDrop( call, NULL, 0 );
    ok( ret == (LONG)LINEERR_INVALCALLHANDLE, "lineDrop: %#lx\n", ret );
    ret = lineClose( new_line );
    ok( ret == (LONG)LINEERR_INVALLINEHANDLE, "lineClose again: %#lx\n", ret );
    lineClose( old_line );
}

START_TEST(calls)
{
    struct application app;
    DWORD device;
    HLINE line;

    if (!provider_begin()) return;
    app_begin( &app, L"service test", 0x00020002 );
    if ((device = find_line( &app, LINE_A )) != ~0u)
    {
        line = open_line( &app, device, 0x00020002, 0x1234, LINECALLPRIVILEGE_NONE, 0 );
        test_make_call( &app, line, device );
        test_failures( &app, line );
        test_completions( &app, line );
        test_monitoring( &app, line );
        test_dial( &app, line );
        lineClose( line );
        test_deallocate( &app, device );
    }
    app_end( &app );
    provider_end();
}
