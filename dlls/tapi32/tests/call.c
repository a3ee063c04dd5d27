/*
 * Calls: made, coming in, answered, dropped, asked about.
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

#define VOICE  LINEMEDIAMODE_INTERACTIVEVOICE

/* ---- making calls ------------------------------------------------------------------------------------------------ */

/* A number and the states that follow the reply. */
static void check_states( struct app *app, HLINE line, const WCHAR *number, const DWORD *states, unsigned int count, DWORD last_mode )
{
    HCALL call = 0;
    LINEMESSAGE msg;
    LONG request;
    unsigned int i;

    winetest_push_context( "%s", wine_dbgstr_w( number ) );
    forget( app );
    request = lineMakeCallW( line, &call, number, 0, NULL );
    ok( request > 0, "lineMakeCall returned %#lx\n", request );
    /* the reply comes first: until then the handle means nothing */
    ok( next_message( app, &msg, PATIENCE ), "no message\n" );
    ok( msg.dwMessageID == LINE_REPLY && (LONG)msg.dwParam1 == request && !msg.dwParam2, "message %lu %#lx %#lx\n", msg.dwMessageID,
        H( msg.dwParam1 ), H( msg.dwParam2 ) );
    ok( call != 0, "no call handle\n" );
    for (i = 0; i < count; i++)
    {
        ok( next_message( app, &msg, PATIENCE ), "no message for state %#lx\n", states[i] );
        ok( msg.dwMessageID == LINE_CALLSTATE && msg.hDevice == H( call ) && msg.dwParam1 == states[i],
            "message %lu device %#lx state %#lx, expected state %#lx\n", msg.dwMessageID, msg.hDevice, H( msg.dwParam1 ), states[i] );
        ok( msg.dwCallbackInstance == 0x1234, "instance %#lx\n", H( msg.dwCallbackInstance ) );
        /* the privilege does not change: it is the caller's own call */
        ok( !msg.dwParam3, "privilege %#lx\n", H( msg.dwParam3 ) );
    }
    ok( msg.dwParam2 == last_mode, "mode %#lx, expected %#lx\n", H( msg.dwParam2 ), last_mode );
    if (count) ok( call_state( call ) == states[count - 1], "lineGetCallStatus: state %#lx\n", call_state( call ) );
    ok( call_privilege( call ) == LINECALLPRIVILEGE_OWNER, "privilege %#lx\n", call_privilege( call ) );
    hang_up( app, call );
    winetest_pop_context();
}

static void test_numbers( struct app *app, HLINE line )
{
    static const DWORD connected[] = { LINECALLSTATE_DIALING, LINECALLSTATE_PROCEEDING, LINECALLSTATE_RINGBACK, LINECALLSTATE_CONNECTED };
    static const DWORD busy[] = { LINECALLSTATE_DIALING, LINECALLSTATE_PROCEEDING, LINECALLSTATE_BUSY };
    static const DWORD ring[] = { LINECALLSTATE_DIALING, LINECALLSTATE_PROCEEDING, LINECALLSTATE_RINGBACK };
    static const DWORD hangup[] = { LINECALLSTATE_DIALING, LINECALLSTATE_PROCEEDING, LINECALLSTATE_RINGBACK, LINECALLSTATE_CONNECTED,
                                    LINECALLSTATE_DISCONNECTED };
    static const DWORD dialtone[] = { LINECALLSTATE_DIALTONE };
    static const DWORD dialing[] = { LINECALLSTATE_DIALING };

    check_states( app, line, L"5550100", connected, ARRAY_SIZE(connected), 0 );
    check_states( app, line, L"busy", busy, ARRAY_SIZE(busy), LINEBUSYMODE_STATION );
    check_states( app, line, L"ring", ring, ARRAY_SIZE(ring), 0 );
    check_states( app, line, L"hangup", hangup, ARRAY_SIZE(hangup), LINEDISCONNECTMODE_NORMAL );
    check_states( app, line, NULL, dialtone, ARRAY_SIZE(dialtone), LINEDIALTONEMODE_NORMAL );
    check_states( app, line, L"555;", dialing, ARRAY_SIZE(dialing), 0 );
}

static void test_make_call_errors( struct app *app, HLINE line )
{
    LINECALLPARAMS params = { sizeof(params) };
    HCALL call = 0;
    LONG ret;

    ok_ret( wait_reply( app, lineMakeCallW( line, &call, L"refuse", 0, NULL ) ), LINEERR_INVALADDRESS );
    ret = lineMakeCallW( line, &call, L"fail", 0, NULL );
    ok( ret > 0, "lineMakeCall returned %#lx\n", ret );
    ok_ret( wait_reply( app, ret ), LINEERR_CALLUNAVAIL );
    ok_ret( wait_reply( app, lineMakeCallW( line, NULL, L"1", 0, NULL ) ), LINEERR_INVALPOINTER );
    ok_ret( wait_reply( app, lineMakeCallW( line, (HCALL *)(ULONG_PTR)16, L"1", 0, NULL ) ), LINEERR_INVALPOINTER );
    ok_ret( wait_reply( app, lineMakeCallW( line, &call, (WCHAR *)(ULONG_PTR)16, 0, NULL ) ), LINEERR_INVALPOINTER );
    ok_ret( wait_reply( app, lineMakeCallA( line, &call, "1", 0, (LINECALLPARAMS *)(ULONG_PTR)16 ) ), LINEERR_INVALPOINTER );
    params.dwTotalSize = 16;
    ok_ret( wait_reply( app, lineMakeCallW( line, &call, L"1", 0, &params ) ), LINEERR_STRUCTURETOOSMALL );
    params.dwTotalSize = sizeof(params);
    params.dwMediaMode = LINEMEDIAMODE_INTERACTIVEVOICE;
    params.dwBearerMode = 0x00008000;
    params.dwAddressMode = LINEADDRESSMODE_ADDRESSID;
    ok_ret( wait_reply( app, lineMakeCallW( line, &call, L"1", 0, &params ) ), LINEERR_INVALBEARERMODE );
    params.dwBearerMode = LINEBEARERMODE_VOICE;
    params.dwMediaMode = 1;
    ok_ret( wait_reply( app, lineMakeCallW( line, &call, L"1", 0, &params ) ), LINEERR_INVALMEDIAMODE );
    params.dwMediaMode = LINEMEDIAMODE_INTERACTIVEVOICE;
    params.dwAddressMode = 0x80;
    ok_ret( wait_reply( app, lineMakeCallW( line, &call, L"1", 0, &params ) ), LINEERR_INVALADDRESSMODE );
    params.dwAddressMode = LINEADDRESSMODE_ADDRESSID;
    params.dwAddressID = 9;
    ok_ret( wait_reply( app, lineMakeCallW( line, &call, L"1", 0, &params ) ), LINEERR_INVALADDRESSID );
}

/* The parameters reach the provider, A and W alike. */
static void test_call_params( struct app *app, HLINE line )
{
    LINECALLPARAMS params = { sizeof(params) };
    struct testtsp_record record;
    HCALL call = 0;

    params.dwBearerMode = LINEBEARERMODE_DATA;
    params.dwMediaMode = LINEMEDIAMODE_DATAMODEM;
    params.dwMinRate = 1200;
    params.dwMaxRate = 33600;
    params.dwAddressMode = LINEADDRESSMODE_ADDRESSID;
    params.dwAddressID = 1;
    tell( app, line, 0, TESTTSP_CLEAR, 0, 0, 0, 0, NULL );
    ok_ret( wait_reply( app, lineMakeCallA( line, &call, "5551234", 49, &params ) ), 0 );
    memset( &record, 0, sizeof(record) );
    ok( count_calls( app, line, "TSPI_lineMakeCall", &record ) == 1, "TSPI_lineMakeCall was not called once\n" );
    ok( !wcscmp( record.text, L"5551234" ), "number %s\n", wine_dbgstr_w( record.text ) );
    ok( record.args[2] == 49, "country %lu\n", record.args[2] );
    ok( record.args[3] == LINEMEDIAMODE_DATAMODEM, "media mode %#lx\n", record.args[3] );
    ok( record.args[4] == LINEBEARERMODE_DATA, "bearer mode %#lx\n", record.args[4] );
    ok( record.args[5] == 1, "address %lu\n", record.args[5] );
    ok( wait_state( app, call, LINECALLSTATE_CONNECTED, NULL ), "not connected\n" );
    ok( call_info( call )->dwAddressID == 1, "address %lu\n", call_info( call )->dwAddressID );
    ok( call_info( call )->dwBearerMode == LINEBEARERMODE_DATA, "bearer mode %#lx\n", call_info( call )->dwBearerMode );

    ok_ret( wait_reply( app, lineSetCallParams( call, LINEBEARERMODE_VOICE, 300, 9600, NULL ) ), 0 );
    ok( count_calls( app, line, "TSPI_lineSetCallParams", &record ) == 1 && record.args[1] == LINEBEARERMODE_VOICE && record.args[2] == 300 &&
        record.args[3] == 9600, "bearer mode %#lx rates %lu %lu\n", record.args[1], record.args[2], record.args[3] );
    ok_ret( wait_reply( app, lineSetCallParams( call, 0x00008000, 300, 9600, NULL ) ), LINEERR_INVALBEARERMODE );
    ok_ret( wait_reply( app, lineSetCallParams( call, LINEBEARERMODE_VOICE, 300, 9600, (LINEDIALPARAMS *)(ULONG_PTR)16 ) ), LINEERR_INVALPOINTER );
    hang_up( app, call );
}

static void test_partial_dial( struct app *app, HLINE line )
{
    struct testtsp_record record;
    HCALL call = 0;

    ok_ret( wait_reply( app, lineMakeCallW( line, &call, NULL, 0, NULL ) ), 0 );
    ok( wait_state( app, call, LINECALLSTATE_DIALTONE, NULL ), "no dial tone\n" );
    tell( app, line, 0, TESTTSP_CLEAR, 0, 0, 0, 0, NULL );
    ok_ret( wait_reply( app, lineDialA( call, "555;", 0 ) ), 0 );
    ok( count_calls( app, line, "TSPI_lineDial", &record ) == 1 && !wcscmp( record.text, L"555;" ), "dialed %s\n", wine_dbgstr_w( record.text ) );
    ok( wait_state( app, call, LINECALLSTATE_DIALING, NULL ), "not dialing\n" );
    ok_ret( wait_reply( app, lineDialW( call, L"1234", 0 ) ), 0 );
    ok( wait_state( app, call, LINECALLSTATE_CONNECTED, NULL ), "not connected\n" );
    ok( wait_reply( app, lineDialW( call, NULL, 0 ) ) == ERR( INVALPOINTER ), "dialed NULL\n" );
    ok_ret( wait_reply( app, lineDialW( (HCALL)(ULONG_PTR)0xbad0, L"1", 0 ) ), LINEERR_INVALCALLHANDLE );
    hang_up( app, call );
}

/* ---- calls that come in ------------------------------------------------------------------------------------------ */

static void test_incoming( struct app *app, HLINE line )
{
    LINEMESSAGE msg;
    HCALL call;

    forget( app );
    tell( app, line, 0, TESTTSP_RING, VOICE, 0, 0, 0, L"5557777\nAlice" );
    ok( next_message( app, &msg, PATIENCE ), "no message\n" );
    ok( msg.dwMessageID == LINE_APPNEWCALL && msg.hDevice == H( line ), "message %lu device %#lx\n", msg.dwMessageID, msg.hDevice );
    ok( msg.dwParam1 == 0 && msg.dwParam3 == LINECALLPRIVILEGE_OWNER, "address %lu privilege %#lx\n", H( msg.dwParam1 ), H( msg.dwParam3 ) );
    ok( msg.dwCallbackInstance == 0x1234, "instance %#lx\n", H( msg.dwCallbackInstance ) );
    call = (HCALL)msg.dwParam2;
    /* "always immediately followed by a LINE_CALLSTATE message" */
    ok( next_message( app, &msg, PATIENCE ), "no message\n" );
    ok( msg.dwMessageID == LINE_CALLSTATE && msg.hDevice == H( call ) && msg.dwParam1 == LINECALLSTATE_OFFERING, "message %lu state %#lx\n",
        msg.dwMessageID, H( msg.dwParam1 ) );
    ok( msg.dwParam3 == LINECALLPRIVILEGE_OWNER, "privilege %#lx\n", H( msg.dwParam3 ) );
    ok( call_state( call ) == LINECALLSTATE_OFFERING, "state %#lx\n", call_state( call ) );

    ok_ret( wait_reply( app, lineAccept( call, NULL, 0 ) ), 0 );
    ok( wait_state( app, call, LINECALLSTATE_ACCEPTED, NULL ), "not accepted\n" );
    ok_ret( wait_reply( app, lineAnswer( call, NULL, 0 ) ), 0 );
    ok( wait_state( app, call, LINECALLSTATE_CONNECTED, NULL ), "not connected\n" );
    hang_up( app, call );
    ok_ret( wait_reply( app, lineAnswer( call, NULL, 0 ) ), LINEERR_INVALCALLHANDLE );
    ok_ret( wait_reply( app, lineAccept( (HCALL)(ULONG_PTR)0xbad0, NULL, 0 ) ), LINEERR_INVALCALLHANDLE );
}

static void test_old_incoming( struct app *app, DWORD device )
{
    LINEMESSAGE msg;
    HLINE line = open_line( app, device, 0x00010004, LINECALLPRIVILEGE_OWNER, VOICE );

    forget( app );
    tell( app, line, 0, TESTTSP_RING, VOICE, 0, 0, 0, L"" );
    /* an application of before 2.0 learns of the call by its state */
    ok( wait_message( app, LINE_CALLSTATE, ANY, LINECALLSTATE_OFFERING, &msg ), "no LINE_CALLSTATE\n" );
    ok( msg.dwParam3 == LINECALLPRIVILEGE_OWNER, "privilege %#lx\n", H( msg.dwParam3 ) );
    ok( !have_message( app, LINE_APPNEWCALL, ANY, ANY, NULL ), "LINE_APPNEWCALL for an application of 1.4\n" );
    /* it cannot leave the call without an owner */
    ok_ret( lineDeallocateCall( (HCALL)(ULONG_PTR)msg.hDevice ), LINEERR_INVALCALLSTATE );
    hang_up( app, (HCALL)(ULONG_PTR)msg.hDevice );
    ok_ret( lineClose( line ), 0 );
}

/* ---- information ------------------------------------------------------------------------------------------------- */

static const WCHAR *info_text( const LINECALLINFO *info, DWORD size, DWORD offset )
{
    if (!size) return L"";
    ok( offset >= sizeof(*info) && offset + size <= info->dwUsedSize, "%lu bytes at %lu of %lu\n", size, offset, info->dwUsedSize );
    return (const WCHAR *)((const char *)info + offset);
}

static void test_call_info( struct app *app, HLINE line, DWORD device )
{
    union { LINECALLINFO info; char bytes[4096]; } u;
    const LINECALLINFO *info;
    LINEMESSAGE msg;
    HCALL call = incoming( app, line, VOICE, L"5557777\nAlice" );
    DWORD size, needed;

    if (!(info = call_info( call ))) return;
    ok( info->hLine == line, "hLine %#lx\n", H( info->hLine ) );
    ok( info->dwLineDeviceID == device && !info->dwAddressID, "device %lu address %lu\n", info->dwLineDeviceID, info->dwAddressID );
    ok( info->dwMediaMode == VOICE && info->dwBearerMode == LINEBEARERMODE_VOICE, "media %#lx bearer %#lx\n", info->dwMediaMode, info->dwBearerMode );
    ok( info->dwOrigin == LINECALLORIGIN_INBOUND && info->dwReason == LINECALLREASON_DIRECT, "origin %#lx reason %#lx\n", info->dwOrigin, info->dwReason );
    ok( info->dwNumOwners == 1 && !info->dwNumMonitors, "%lu owners %lu monitors\n", info->dwNumOwners, info->dwNumMonitors );
    ok( info->dwCallerIDFlags == (LINECALLPARTYID_ADDRESS | LINECALLPARTYID_NAME), "caller id flags %#lx\n", info->dwCallerIDFlags );
    ok( !wcscmp( info_text( info, info->dwCallerIDSize, info->dwCallerIDOffset ), L"5557777" ), "caller id\n" );
    ok( !wcscmp( info_text( info, info->dwCallerIDNameSize, info->dwCallerIDNameOffset ), L"Alice" ), "caller's name\n" );
    ok( info->dwNeededSize == info->dwUsedSize, "needed %lu used %lu\n", info->dwNeededSize, info->dwUsedSize );
    needed = info->dwNeededSize;

    u.info.dwTotalSize = sizeof(u);
    ok_ret( lineGetCallInfoA( call, &u.info ), 0 );
    ok( !strcmp( u.bytes + u.info.dwCallerIDOffset, "5557777" ), "caller id %s\n", wine_dbgstr_a( u.bytes + u.info.dwCallerIDOffset ) );
    ok( !strcmp( u.bytes + u.info.dwCallerIDNameOffset, "Alice" ), "name %s\n", wine_dbgstr_a( u.bytes + u.info.dwCallerIDNameOffset ) );
    for (size = 0; size <= needed; size += 4)
    {
        memset( &u, 0xcc, sizeof(u) );
        u.info.dwTotalSize = size;
        ok_ret( lineGetCallInfoW( call, &u.info ), size < sizeof(u.info) ? LINEERR_STRUCTURETOOSMALL : 0 );
        if (size >= sizeof(u.info)) ok( u.info.dwNeededSize == needed && u.info.dwUsedSize <= size, "needed %lu used %lu of %lu\n",
                                        u.info.dwNeededSize, u.info.dwUsedSize, size );
        ok( size < 4 || (BYTE)u.bytes[size] == 0xcc, "wrote behind %lu bytes\n", size );
    }
    ok_ret( lineGetCallInfoW( call, NULL ), LINEERR_INVALPOINTER );
    ok_ret( lineGetCallInfoW( (HCALL)line, &u.info ), LINEERR_INVALCALLHANDLE );

    /* what the provider changes */
    tell( app, line, call, TESTTSP_SET_CALL, 9600, 0, LINECALLREASON_FWDBUSY, LINECALLINFOSTATE_RATE, NULL );
    ok( wait_message( app, LINE_CALLINFO, H( call ), LINECALLINFOSTATE_RATE, NULL ), "no LINE_CALLINFO\n" );
    ok( call_info( call )->dwRate == 9600 && call_info( call )->dwReason == LINECALLREASON_FWDBUSY, "rate %lu\n", call_info( call )->dwRate );

    /* what applications change */
    ok_ret( lineSetAppSpecific( call, 0xabcd1234 ), 0 );
    ok( wait_message( app, LINE_CALLINFO, H( call ), LINECALLINFOSTATE_APPSPECIFIC, &msg ), "no LINE_CALLINFO\n" );
    ok( call_info( call )->dwAppSpecific == 0xabcd1234, "app specific %#lx\n", call_info( call )->dwAppSpecific );
    ok_ret( lineSetMediaMode( call, LINEMEDIAMODE_DATAMODEM ), 0 );
    ok( wait_message( app, LINE_CALLINFO, H( call ), LINECALLINFOSTATE_MEDIAMODE, &msg ), "no LINE_CALLINFO\n" );
    ok( call_info( call )->dwMediaMode == LINEMEDIAMODE_DATAMODEM, "media mode %#lx\n", call_info( call )->dwMediaMode );
    ok_ret( lineSetMediaMode( call, 0 ), LINEERR_INVALMEDIAMODE );
    ok_ret( lineSetMediaMode( call, 1 ), LINEERR_INVALMEDIAMODE );
    ok_ret( lineSetMediaMode( (HCALL)(ULONG_PTR)0xbad0, VOICE ), LINEERR_INVALCALLHANDLE );
    ok_ret( lineSetAppSpecific( (HCALL)(ULONG_PTR)0xbad0, 1 ), LINEERR_INVALCALLHANDLE );
    hang_up( app, call );

    /* who made the call and to where */
    call = outgoing( app, line, L"5550123" );
    if (!(info = call_info( call ))) return;
    ok( info->dwOrigin == LINECALLORIGIN_OUTBOUND, "origin %#lx\n", info->dwOrigin );
    ok( !wcscmp( info_text( info, info->dwCalledIDSize, info->dwCalledIDOffset ), L"5550123" ), "called id\n" );
    ok( !wcscmp( info_text( info, info->dwAppNameSize, info->dwAppNameOffset ), L"call test" ), "application's name\n" );
    ok( !wcscmp( info_text( info, info->dwDisplayableAddressSize, info->dwDisplayableAddressOffset ), L"5550123" ) ||
        !info->dwDisplayableAddressSize, "displayable address\n" );
    hang_up( app, call );
}

static void test_call_status( struct app *app, HLINE line )
{
    union { LINECALLSTATUS status; char bytes[1024]; } u = { { sizeof(u) } };
    HCALL call = outgoing( app, line, L"1" );
    DWORD size;

    ok_ret( lineGetCallStatus( call, &u.status ), 0 );
    ok( u.status.dwCallState == LINECALLSTATE_CONNECTED, "state %#lx\n", u.status.dwCallState );
    ok( u.status.dwCallPrivilege == LINECALLPRIVILEGE_OWNER, "privilege %#lx\n", u.status.dwCallPrivilege );
    ok( u.status.dwCallFeatures & LINECALLFEATURE_DROP, "features %#lx\n", u.status.dwCallFeatures );
    for (size = 0; size < sizeof(u.status); size += 4)
    {
        u.status.dwTotalSize = size;
        ok_ret( lineGetCallStatus( call, &u.status ), LINEERR_STRUCTURETOOSMALL );
    }
    ok_ret( lineGetCallStatus( call, NULL ), LINEERR_INVALPOINTER );
    ok_ret( lineGetCallStatus( (HCALL)(ULONG_PTR)0xbad0, &u.status ), LINEERR_INVALCALLHANDLE );
    hang_up( app, call );
}

/* ---- handles ----------------------------------------------------------------------------------------------------- */

static void test_new_calls( struct app *app, HLINE line, DWORD device )
{
    union { LINECALLLIST list; char bytes[256]; } u = { { sizeof(u) } };
    HCALL call = outgoing( app, line, L"1" ), other_call;
    struct app other;
    HLINE other_line;

    /* one's own calls are not new */
    ok_ret( lineGetNewCalls( line, 0, LINECALLSELECT_LINE, &u.list ), 0 );
    ok( !u.list.dwCallsNumEntries, "%lu new calls\n", u.list.dwCallsNumEntries );

    app_begin( &other, "other application" );
    other_line = open_line( &other, device, NEWEST, LINECALLPRIVILEGE_MONITOR, 0 );
    u.list.dwTotalSize = sizeof(u.list);
    ok_ret( lineGetNewCalls( other_line, 0, LINECALLSELECT_LINE, &u.list ), 0 );
    ok( u.list.dwNeededSize == sizeof(u.list) + sizeof(HCALL) && !u.list.dwCallsSize, "needed %lu\n", u.list.dwNeededSize );
    /* what did not fit is still to be had; the wrong address is not asked about */
    u.list.dwTotalSize = sizeof(u);
    ok_ret( lineGetNewCalls( other_line, 1, LINECALLSELECT_ADDRESS, &u.list ), 0 );
    ok( !u.list.dwCallsNumEntries, "%lu new calls on the other address\n", u.list.dwCallsNumEntries );
    u.list.dwTotalSize = sizeof(u);
    ok_ret( lineGetNewCalls( other_line, 0, LINECALLSELECT_ADDRESS, &u.list ), 0 );
    ok( u.list.dwCallsNumEntries == 1 && u.list.dwCallsSize == sizeof(HCALL), "%lu new calls\n", u.list.dwCallsNumEntries );
    other_call = *(HCALL *)(u.bytes + u.list.dwCallsOffset);
    /* "The handles ... have monitor privilege" */
    ok( call_privilege( other_call ) == LINECALLPRIVILEGE_MONITOR, "privilege %#lx\n", call_privilege( other_call ) );
    ok( call_info( call )->dwNumMonitors == 1, "%lu monitors\n", call_info( call )->dwNumMonitors );
    ok( wait_message( app, LINE_CALLINFO, H( call ), LINECALLINFOSTATE_NUMMONITORS, NULL ), "no LINE_CALLINFO\n" );
    u.list.dwTotalSize = sizeof(u);
    ok_ret( lineGetNewCalls( other_line, 0, LINECALLSELECT_LINE, &u.list ), 0 );
    ok( !u.list.dwCallsNumEntries, "%lu new calls the second time\n", u.list.dwCallsNumEntries );

    ok_ret( lineGetNewCalls( other_line, 9, LINECALLSELECT_ADDRESS, &u.list ), LINEERR_INVALADDRESSID );
    ok_ret( lineGetNewCalls( other_line, 0, 0x80, &u.list ), LINEERR_INVALCALLSELECT );
    ok_ret( lineGetNewCalls( other_line, 0, LINECALLSELECT_LINE, NULL ), LINEERR_INVALPOINTER );
    u.list.dwTotalSize = sizeof(u.list) - 4;
    ok_ret( lineGetNewCalls( other_line, 0, LINECALLSELECT_LINE, &u.list ), LINEERR_STRUCTURETOOSMALL );

    /* a monitor may only look */
    ok_ret( wait_reply( &other, lineDrop( other_call, NULL, 0 ) ), LINEERR_NOTOWNER );
    ok_ret( wait_reply( &other, lineAnswer( other_call, NULL, 0 ) ), LINEERR_NOTOWNER );
    ok_ret( lineSetMediaMode( other_call, VOICE ), LINEERR_NOTOWNER );
    ok_ret( lineSetAppSpecific( other_call, 1 ), LINEERR_NOTOWNER );
    ok_ret( lineDeallocateCall( other_call ), 0 );
    app_end( &other );
    hang_up( app, call );
}

static void test_deallocate( struct app *app, HLINE line )
{
    HCALL call;

    /* the sole owner of an application of 2.0 or later may leave a call alone */
    call = outgoing( app, line, L"1" );
    tell( app, line, 0, TESTTSP_CLEAR, 0, 0, 0, 0, NULL );
    ok_ret( lineDeallocateCall( call ), 0 );
    ok( count_calls( app, line, "TSPI_lineCloseCall", NULL ) == 1, "the provider's call is not closed\n" );
    ok_ret( lineDeallocateCall( call ), LINEERR_INVALCALLHANDLE );
    ok_ret( lineDeallocateCall( 0 ), LINEERR_INVALCALLHANDLE );
    ok_ret( lineDeallocateCall( (HCALL)line ), LINEERR_INVALCALLHANDLE );

    /* an outstanding request is answered after the handle is gone */
    call = outgoing( app, line, L"1" );
    tell( app, line, 0, TESTTSP_DELAY, 50, 0, 0, 0, NULL );
    {
        LONG request = lineSecureCall( call );
        ok( request > 0, "lineSecureCall returned %#lx\n", request );
        ok_ret( lineDeallocateCall( call ), 0 );
        ok_ret( wait_reply( app, request ), 0 );
    }
    tell( app, line, 0, TESTTSP_DELAY, 0, 0, 0, 0, NULL );
}

/* Closing the line ends its calls for the application. */
static void test_close_line( struct app *app, DWORD device )
{
    HLINE line = open_line( app, device, NEWEST, LINECALLPRIVILEGE_NONE, 0 );
    HCALL call = outgoing( app, line, L"1" );
    union { LINECALLSTATUS status; char bytes[1024]; } u = { { sizeof(u) } };

    ok_ret( lineClose( line ), 0 );
    ok_ret( lineGetCallStatus( call, &u.status ), LINEERR_INVALCALLHANDLE );
    ok_ret( lineDeallocateCall( call ), LINEERR_INVALCALLHANDLE );
}

/* ---- monitoring, security ---------------------------------------------------------------------------------------- */

static void test_monitoring( struct app *app, HLINE line )
{
    struct testtsp_record record;
    LINEMESSAGE msg;
    HCALL call = outgoing( app, line, L"1" );

    tell( app, line, 0, TESTTSP_CLEAR, 0, 0, 0, 0, NULL );
    ok_ret( lineMonitorDigits( call, LINEDIGITMODE_DTMF ), 0 );
    ok( count_calls( app, line, "TSPI_lineMonitorDigits", &record ) == 1 && record.args[1] == LINEDIGITMODE_DTMF, "modes %#lx\n", record.args[1] );
    tell( app, line, call, TESTTSP_MESSAGE, LINE_MONITORDIGITS, '5', LINEDIGITMODE_DTMF, 0, NULL );
    ok( wait_message( app, LINE_MONITORDIGITS, H( call ), '5', &msg ), "no LINE_MONITORDIGITS\n" );
    ok( msg.dwParam2 == LINEDIGITMODE_DTMF, "mode %#lx\n", H( msg.dwParam2 ) );
    ok_ret( lineMonitorDigits( call, 0 ), 0 );
    tell( app, line, call, TESTTSP_MESSAGE, LINE_MONITORDIGITS, '6', LINEDIGITMODE_DTMF, 0, NULL );
    fence( app, line );
    ok( !have_message( app, LINE_MONITORDIGITS, H( call ), ANY, NULL ), "a digit although nobody monitors\n" );
    ok_ret( lineMonitorDigits( call, 0x80000000 ), LINEERR_INVALDIGITMODE );

    ok_ret( lineMonitorMedia( call, VOICE | LINEMEDIAMODE_DATAMODEM ), 0 );
    tell( app, line, call, TESTTSP_MESSAGE, LINE_MONITORMEDIA, LINEMEDIAMODE_DATAMODEM, 0, 0, NULL );
    ok( wait_message( app, LINE_MONITORMEDIA, H( call ), LINEMEDIAMODE_DATAMODEM, NULL ), "no LINE_MONITORMEDIA\n" );
    ok_ret( lineMonitorMedia( call, 0 ), 0 );
    ok_ret( lineMonitorMedia( call, 1 ), LINEERR_INVALMEDIAMODE );
    ok_ret( lineMonitorMedia( (HCALL)(ULONG_PTR)0xbad0, VOICE ), LINEERR_INVALCALLHANDLE );

    ok_ret( wait_reply( app, lineSecureCall( call ) ), 0 );
    ok_ret( wait_reply( app, lineSecureCall( (HCALL)(ULONG_PTR)0xbad0 ) ), LINEERR_INVALCALLHANDLE );
    /* an error of the provider comes with the reply or at once, but it comes */
    tell( app, line, 0, TESTTSP_FAIL_NEXT, LINEERR_RESOURCEUNAVAIL, 0, 0, 0, L"TSPI_lineSecureCall" );
    ok_ret( wait_reply( app, lineSecureCall( call ) ), LINEERR_RESOURCEUNAVAIL );
    hang_up( app, call );
}

/* User-user information: without a pointer the size is ignored. */
static void test_pointers( struct app *app, HLINE line )
{
    HCALL call = outgoing( app, line, L"1" );

    ok_ret( wait_reply( app, lineDrop( call, (const char *)(ULONG_PTR)16, 10 ) ), LINEERR_INVALPOINTER );
    ok_ret( wait_reply( app, lineDrop( (HCALL)(ULONG_PTR)0xbad0, NULL, 0 ) ), LINEERR_INVALCALLHANDLE );
    ok_ret( wait_reply( app, lineDrop( call, "abc", 4 ) ), 0 );
    ok( wait_state( app, call, LINECALLSTATE_IDLE, NULL ), "no IDLE\n" );
    ok_ret( lineDeallocateCall( call ), 0 );
    call = outgoing( app, line, L"1" );
    ok_ret( wait_reply( app, lineDrop( call, NULL, 10 ) ), 0 );
    ok( wait_state( app, call, LINECALLSTATE_IDLE, NULL ), "no IDLE\n" );
    ok_ret( lineDeallocateCall( call ), 0 );
}

START_TEST( call )
{
    struct app app;
    DWORD device;
    HLINE line;

    if (!fixture_begin()) return;
    app_begin( &app, "call test" );
    device = find_line( &app, L"Test line A" );
    ok( device != ~0u, "the test provider's line is missing\n" );
    if (device != ~0u)
    {
        line = open_line( &app, device, NEWEST, LINECALLPRIVILEGE_OWNER, VOICE );
        test_numbers( &app, line );
        test_make_call_errors( &app, line );
        test_call_params( &app, line );
        test_partial_dial( &app, line );
        test_incoming( &app, line );
        test_call_info( &app, line, device );
        test_call_status( &app, line );
        test_new_calls( &app, line, device );
        test_deallocate( &app, line );
        test_monitoring( &app, line );
        test_pointers( &app, line );
        ok_ret( lineClose( line ), 0 );
        test_old_incoming( &app, device );
        test_close_line( &app, device );
    }
    app_end( &app );
    fixture_end();
}
