/*
 * Completion of calls that found nobody; what calls carry: user-user information, call data, treatment, quality of service.
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

#include "supplementary.h"

static HCALL busy_call( struct desk *desk )
{
    HCALL call = 0;

    ok_ret( wait_reply( &desk->app, lineMakeCallW( desk->line, &call, L"busy", 0, NULL ) ), 0 );
    ok( wait_state( &desk->app, call, LINECALLSTATE_BUSY, NULL ), "not busy\n" );
    ok_ret( lineDeallocateCall( desk_watched( desk ) ), 0 );
    return call;
}

static void test_callback( struct desk *desk )
{
    struct testtsp_record record = { { 0 } };
    HCALL call = busy_call( desk ), back;
    LINEMESSAGE msg = { 0 };
    DWORD id = 0xdeadbeef;
    LONG request;

    desk_clear( desk );
    request = lineCompleteCall( call, &id, LINECALLCOMPLMODE_CALLBACK, 0 );
    ok( request > 0, "lineCompleteCall returned %#lx\n", request );
    ok_ret( wait_reply( &desk->app, request ), 0 );
    ok( id == 0x1000 + provider_id( call ), "completion id %#lx\n", id );
    ok( desk_calls( desk, "TSPI_lineCompleteCall", &record ) == 1 && record.args[1] == LINECALLCOMPLMODE_CALLBACK && !record.args[2],
        "mode %#lx message %lu\n", record.args[1], record.args[2] );
    desk_state( desk, call, 0, LINECALLSTATE_IDLE );
    /* the other party is free: a call comes back, which says what it completes */
    ok( wait_message( &desk->app, LINE_APPNEWCALL, H( desk->line ), ANY, &msg ), "nobody calls back\n" );
    back = (HCALL)(ULONG_PTR)msg.dwParam2;
    ok( wait_state( &desk->app, back, LINECALLSTATE_OFFERING, NULL ), "the call is not offered\n" );
    ok( call_info( back )->dwReason == LINECALLREASON_CALLCOMPLETION && call_info( back )->dwCompletionID == id, "reason %#lx id %#lx\n",
        call_info( back )->dwReason, call_info( back )->dwCompletionID );
    ok_ret( wait_reply( &desk->app, lineAnswer( back, NULL, 0 ) ), 0 );
    desk_state( desk, back, 0, LINECALLSTATE_CONNECTED );
    desk_hang_up( desk, back, desk_watched( desk ) );
    desk_hang_up( desk, call, 0 );
}

static void test_camp_on( struct desk *desk )
{
    struct testtsp_record record = { { 0 } };
    HCALL call = busy_call( desk );
    DWORD id = 0;

    desk_clear( desk );
    ok_ret( wait_reply( &desk->app, lineCompleteCall( call, &id, LINECALLCOMPLMODE_CAMPON, 0 ) ), 0 );
    ok( id != 0, "no completion id\n" );
    ok_ret( wait_reply( &desk->app, lineUncompleteCall( desk->line, id + 1 ) ), LINEERR_INVALCOMPLETIONID );
    ok_ret( wait_reply( &desk->app, lineUncompleteCall( BAD_LINE, id ) ), LINEERR_INVALLINEHANDLE );
    desk_fail( desk, L"TSPI_lineUncompleteCall", LINEERR_OPERATIONUNAVAIL, FALSE );
    ok_ret( lineUncompleteCall( desk->line, id ), LINEERR_OPERATIONUNAVAIL );
    desk_fail( desk, L"TSPI_lineUncompleteCall", LINEERR_OPERATIONFAILED, TRUE );
    ok_ret( wait_reply( &desk->app, lineUncompleteCall( desk->line, id ) ), LINEERR_OPERATIONFAILED );
    desk_clear( desk );
    /* whoever has the line open may take it back */
    ok_ret( wait_reply( &desk->watcher, lineUncompleteCall( desk->watcher_line, id ) ), 0 );
    ok( desk_calls( desk, "TSPI_lineUncompleteCall", &record ) == 1 && record.args[1] == id, "id %#lx, expected %#lx\n", record.args[1], id );
    ok_ret( wait_reply( &desk->app, lineUncompleteCall( desk->line, id ) ), LINEERR_INVALCOMPLETIONID );
    desk_hang_up( desk, call, 0 );
}

static void test_complete_errors( struct desk *desk )
{
    HCALL call = busy_call( desk ), connected, watched;
    DWORD id = 77;

    ok_ret( wait_reply( &desk->app, lineCompleteCall( BAD_CALL, &id, LINECALLCOMPLMODE_CAMPON, 0 ) ), LINEERR_INVALCALLHANDLE );
    ok_ret( wait_reply( &desk->app, lineCompleteCall( call, NULL, LINECALLCOMPLMODE_CAMPON, 0 ) ), LINEERR_INVALPOINTER );
    ok_ret( wait_reply( &desk->app, lineCompleteCall( call, BAD_PTR, LINECALLCOMPLMODE_CAMPON, 0 ) ), LINEERR_INVALPOINTER );
    ok_ret( wait_reply( &desk->app, lineCompleteCall( call, &id, 0, 0 ) ), LINEERR_INVALCALLCOMPLMODE );
    ok_ret( wait_reply( &desk->app, lineCompleteCall( call, &id, LINECALLCOMPLMODE_CAMPON | LINECALLCOMPLMODE_CALLBACK, 0 ) ),
            LINEERR_INVALCALLCOMPLMODE );
    ok_ret( wait_reply( &desk->app, lineCompleteCall( call, &id, 0x100, 0 ) ), LINEERR_INVALCALLCOMPLMODE );
    ok_ret( wait_reply( &desk->app, lineCompleteCall( call, &id, LINECALLCOMPLMODE_INTRUDE, 0 ) ), LINEERR_INVALCALLCOMPLMODE );
    ok_ret( wait_reply( &desk->app, lineCompleteCall( call, &id, LINECALLCOMPLMODE_MESSAGE, 9 ) ), LINEERR_INVALMESSAGEID );
    desk_fail( desk, L"TSPI_lineCompleteCall", LINEERR_COMPLETIONOVERRUN, FALSE );
    ok_ret( lineCompleteCall( call, &id, LINECALLCOMPLMODE_CAMPON, 0 ), LINEERR_COMPLETIONOVERRUN );
    desk_fail( desk, L"TSPI_lineCompleteCall", LINEERR_RESOURCEUNAVAIL, TRUE );
    ok_ret( wait_reply( &desk->app, lineCompleteCall( call, &id, LINECALLCOMPLMODE_CAMPON, 0 ) ), LINEERR_RESOURCEUNAVAIL );
    ok( id == 77, "completion id %#lx of a request that failed\n", id );
    connected = desk_call( desk, &watched );
    ok_ret( wait_reply( &desk->app, lineCompleteCall( connected, &id, LINECALLCOMPLMODE_CAMPON, 0 ) ), LINEERR_INVALCALLSTATE );
    ok_ret( wait_reply( &desk->watcher, lineCompleteCall( watched, &id, LINECALLCOMPLMODE_CAMPON, 0 ) ), LINEERR_NOTOWNER );
    desk_hang_up( desk, connected, watched );
    desk_hang_up( desk, call, 0 );
}

/* ---- what calls carry ---------------------------------------------------------------------------------------------- */

static const void *info_data( const LINECALLINFO *info, DWORD offset )
{
    return (const char *)info + offset;
}

static void wait_info( struct desk *desk, HCALL call, HCALL watched, DWORD what )
{
    ok( wait_message( &desk->app, LINE_CALLINFO, H( call ), what, NULL ), "no LINE_CALLINFO %#lx\n", what );
    ok( wait_message( &desk->watcher, LINE_CALLINFO, H( watched ), what, NULL ), "no LINE_CALLINFO %#lx for the watcher\n", what );
}

static void test_user_info( struct desk *desk )
{
    static const char text[] = "\x01\x00hello\xff", big[65];
    struct testtsp_record record = { { 0 } };
    const LINECALLINFO *info;
    HCALL call, watched;

    call = desk_call( desk, &watched );
    desk_clear( desk );
    ok_ret( wait_reply( &desk->app, lineSendUserUserInfo( call, text, sizeof(text) - 1 ) ), 0 );
    ok( desk_calls( desk, "TSPI_lineSendUserUserInfo", &record ) == 1 && record.args[1] && record.args[2] == sizeof(text) - 1 &&
        record.args[3] == 1 && record.args[4] == 0xff, "%lu bytes %lx ... %lx\n", record.args[2], record.args[3], record.args[4] );
    wait_info( desk, call, watched, LINECALLINFOSTATE_USERUSERINFO );
    info = call_info( call );
    ok( info->dwUserUserInfoSize == sizeof(text) - 1 && !memcmp( info_data( info, info->dwUserUserInfoOffset ), text, sizeof(text) - 1 ),
        "%lu bytes\n", info->dwUserUserInfoSize );
    info = call_info( watched );
    ok( info->dwUserUserInfoSize == sizeof(text) - 1, "%lu bytes for the watcher\n", info->dwUserUserInfoSize );
    ok_ret( wait_reply( &desk->app, lineReleaseUserUserInfo( call ) ), 0 );
    ok( desk_calls( desk, "TSPI_lineReleaseUserUserInfo", &record ) == 1, "TSPI_lineReleaseUserUserInfo was not called once\n" );
    ok( !call_info( call )->dwUserUserInfoSize, "%lu bytes after they were released\n", call_info( call )->dwUserUserInfoSize );

    /* without a pointer there is nothing to send, whatever the size is */
    ok_ret( wait_reply( &desk->app, lineSendUserUserInfo( call, NULL, 100 ) ), 0 );
    ok( desk_calls( desk, "TSPI_lineSendUserUserInfo", &record ) == 2 && !record.args[1] && !record.args[2], "%lu bytes\n", record.args[2] );
    ok_ret( wait_reply( &desk->app, lineSendUserUserInfo( call, big, sizeof(big) ) ), LINEERR_USERUSERINFOTOOBIG );
    ok_ret( wait_reply( &desk->app, lineSendUserUserInfo( call, BAD_PTR, 4 ) ), LINEERR_INVALPOINTER );
    ok_ret( wait_reply( &desk->app, lineSendUserUserInfo( BAD_CALL, "a", 1 ) ), LINEERR_INVALCALLHANDLE );
    ok_ret( wait_reply( &desk->watcher, lineSendUserUserInfo( watched, "a", 1 ) ), LINEERR_NOTOWNER );
    ok_ret( wait_reply( &desk->app, lineReleaseUserUserInfo( BAD_CALL ) ), LINEERR_INVALCALLHANDLE );
    ok_ret( wait_reply( &desk->watcher, lineReleaseUserUserInfo( watched ) ), LINEERR_NOTOWNER );
    desk_fail( desk, L"TSPI_lineSendUserUserInfo", LINEERR_OPERATIONUNAVAIL, FALSE );
    ok_ret( lineSendUserUserInfo( call, "a", 1 ), LINEERR_OPERATIONUNAVAIL );
    desk_fail( desk, L"TSPI_lineSendUserUserInfo", LINEERR_OPERATIONFAILED, TRUE );
    ok_ret( wait_reply( &desk->app, lineSendUserUserInfo( call, "a", 1 ) ), LINEERR_OPERATIONFAILED );
    desk_fail( desk, L"TSPI_lineReleaseUserUserInfo", LINEERR_OPERATIONUNAVAIL, FALSE );
    ok_ret( lineReleaseUserUserInfo( call ), LINEERR_OPERATIONUNAVAIL );
    desk_fail( desk, L"TSPI_lineReleaseUserUserInfo", LINEERR_OPERATIONFAILED, TRUE );
    ok_ret( wait_reply( &desk->app, lineReleaseUserUserInfo( call ) ), LINEERR_OPERATIONFAILED );
    ok_ret( wait_reply( &desk->app, lineHold( call ) ), 0 );
    desk_state( desk, call, watched, LINECALLSTATE_ONHOLD );
    ok_ret( wait_reply( &desk->app, lineSendUserUserInfo( call, "a", 1 ) ), LINEERR_INVALCALLSTATE );
    desk_hang_up( desk, call, watched );
}

static void test_call_data( struct desk *desk )
{
    char data[] = "order 4711", big[65] = "";
    struct testtsp_record record = { { 0 } };
    const LINECALLINFO *info;
    HCALL call, watched;

    call = desk_call( desk, &watched );
    desk_clear( desk );
    ok_ret( wait_reply( &desk->app, lineSetCallData( call, data, sizeof(data) ) ), 0 );
    ok( desk_calls( desk, "TSPI_lineSetCallData", &record ) == 1 && record.args[1] == sizeof(data), "%lu bytes\n", record.args[1] );
    wait_info( desk, call, watched, LINECALLINFOSTATE_CALLDATA );
    info = call_info( watched );
    ok( info->dwCallDataSize == sizeof(data) && !memcmp( info_data( info, info->dwCallDataOffset ), data, sizeof(data) ), "%lu bytes\n",
        info->dwCallDataSize );
    ok_ret( wait_reply( &desk->app, lineSetCallData( call, NULL, 0 ) ), 0 );
    wait_info( desk, call, watched, LINECALLINFOSTATE_CALLDATA );
    ok( !call_info( call )->dwCallDataSize, "%lu bytes\n", call_info( call )->dwCallDataSize );
    ok_ret( wait_reply( &desk->app, lineSetCallData( call, NULL, 4 ) ), LINEERR_INVALPOINTER );
    ok_ret( wait_reply( &desk->app, lineSetCallData( call, BAD_PTR, 4 ) ), LINEERR_INVALPOINTER );
    ok_ret( wait_reply( &desk->app, lineSetCallData( call, big, sizeof(big) ) ), LINEERR_RESOURCEUNAVAIL );
    ok_ret( wait_reply( &desk->app, lineSetCallData( BAD_CALL, data, 1 ) ), LINEERR_INVALCALLHANDLE );
    ok_ret( wait_reply( &desk->watcher, lineSetCallData( watched, data, 1 ) ), LINEERR_NOTOWNER );
    desk_fail( desk, L"TSPI_lineSetCallData", LINEERR_OPERATIONUNAVAIL, FALSE );
    ok_ret( lineSetCallData( call, data, 1 ), LINEERR_OPERATIONUNAVAIL );
    desk_fail( desk, L"TSPI_lineSetCallData", LINEERR_OPERATIONFAILED, TRUE );
    ok_ret( wait_reply( &desk->app, lineSetCallData( call, data, 1 ) ), LINEERR_OPERATIONFAILED );
    desk_hang_up( desk, call, watched );
}

static void test_treatment( struct desk *desk )
{
    struct testtsp_record record = { { 0 } };
    HCALL call, watched;
    DWORD treatment;

    call = desk_call( desk, &watched );
    desk_clear( desk );
    for (treatment = LINECALLTREATMENT_SILENCE; treatment <= LINECALLTREATMENT_MUSIC; treatment++)
    {
        ok_ret( wait_reply( &desk->app, lineSetCallTreatment( call, treatment ) ), 0 );
        ok( desk_calls( desk, "TSPI_lineSetCallTreatment", &record ) == treatment && record.args[1] == treatment, "treatment %lu\n",
            record.args[1] );
        wait_info( desk, call, watched, LINECALLINFOSTATE_TREATMENT );
        ok( call_info( watched )->dwCallTreatment == treatment, "treatment %lu\n", call_info( watched )->dwCallTreatment );
    }
    ok_ret( wait_reply( &desk->app, lineSetCallTreatment( call, 0 ) ), LINEERR_INVALPARAM );
    ok_ret( wait_reply( &desk->app, lineSetCallTreatment( call, 0xff ) ), LINEERR_INVALPARAM );
    /* those of the provider it knows itself */
    ok_ret( wait_reply( &desk->app, lineSetCallTreatment( call, 0x100 ) ), LINEERR_INVALPARAM );
    ok( desk_calls( desk, "TSPI_lineSetCallTreatment", &record ) == 5 && record.args[1] == 0x100, "treatment %#lx\n", record.args[1] );
    ok_ret( wait_reply( &desk->app, lineSetCallTreatment( BAD_CALL, 1 ) ), LINEERR_INVALCALLHANDLE );
    ok_ret( wait_reply( &desk->watcher, lineSetCallTreatment( watched, 1 ) ), LINEERR_NOTOWNER );
    desk_fail( desk, L"TSPI_lineSetCallTreatment", LINEERR_OPERATIONUNAVAIL, FALSE );
    ok_ret( lineSetCallTreatment( call, 1 ), LINEERR_OPERATIONUNAVAIL );
    desk_fail( desk, L"TSPI_lineSetCallTreatment", LINEERR_INVALCALLSTATE, TRUE );
    ok_ret( wait_reply( &desk->app, lineSetCallTreatment( call, 1 ) ), LINEERR_INVALCALLSTATE );
    desk_hang_up( desk, call, watched );
}

static void test_quality( struct desk *desk )
{
    BYTE sending[32], receiving[24], big[65] = { 0 };
    struct testtsp_record record = { { 0 } };
    const LINECALLINFO *info;
    HCALL call, watched;

    memset( sending, 0x55, sizeof(sending) );
    memset( receiving, 0xaa, sizeof(receiving) );
    call = desk_call( desk, &watched );
    desk_clear( desk );
    ok_ret( wait_reply( &desk->app, lineSetCallQualityOfService( call, sending, sizeof(sending), receiving, sizeof(receiving) ) ), 0 );
    ok( desk_calls( desk, "TSPI_lineSetCallQualityOfService", &record ) == 1 && record.args[1] == sizeof(sending) &&
        record.args[2] == sizeof(receiving), "%lu and %lu bytes\n", record.args[1], record.args[2] );
    wait_info( desk, call, watched, LINECALLINFOSTATE_QOS );
    info = call_info( watched );
    ok( info->dwSendingFlowspecSize == sizeof(sending) && !memcmp( info_data( info, info->dwSendingFlowspecOffset ), sending, sizeof(sending) ),
        "%lu bytes\n", info->dwSendingFlowspecSize );
    ok( info->dwReceivingFlowspecSize == sizeof(receiving) &&
        !memcmp( info_data( info, info->dwReceivingFlowspecOffset ), receiving, sizeof(receiving) ), "%lu bytes\n", info->dwReceivingFlowspecSize );
    ok_ret( wait_reply( &desk->app, lineSetCallQualityOfService( call, NULL, 0, NULL, 0 ) ), 0 );
    ok_ret( wait_reply( &desk->app, lineSetCallQualityOfService( call, NULL, 4, receiving, 4 ) ), LINEERR_INVALPOINTER );
    ok_ret( wait_reply( &desk->app, lineSetCallQualityOfService( call, sending, 4, BAD_PTR, 4 ) ), LINEERR_INVALPOINTER );
    ok_ret( wait_reply( &desk->app, lineSetCallQualityOfService( call, big, sizeof(big), receiving, 4 ) ), LINEERR_INVALPARAM );
    ok_ret( wait_reply( &desk->app, lineSetCallQualityOfService( BAD_CALL, sending, 4, receiving, 4 ) ), LINEERR_INVALCALLHANDLE );
    ok_ret( wait_reply( &desk->watcher, lineSetCallQualityOfService( watched, sending, 4, receiving, 4 ) ), LINEERR_NOTOWNER );
    desk_fail( desk, L"TSPI_lineSetCallQualityOfService", LINEERR_RATEUNAVAIL, FALSE );
    ok_ret( lineSetCallQualityOfService( call, sending, 4, receiving, 4 ), LINEERR_RATEUNAVAIL );
    desk_fail( desk, L"TSPI_lineSetCallQualityOfService", LINEERR_OPERATIONFAILED, TRUE );
    ok_ret( wait_reply( &desk->app, lineSetCallQualityOfService( call, sending, 4, receiving, 4 ) ), LINEERR_OPERATIONFAILED );
    desk_hang_up( desk, call, watched );
}

START_TEST( complete )
{
    struct desk desk;

    if (!desk_begin( &desk, "complete test" )) return;
    test_callback( &desk );
    test_camp_on( &desk );
    test_complete_errors( &desk );
    test_user_info( &desk );
    test_call_data( &desk );
    test_treatment( &desk );
    test_quality( &desk );
    desk_end( &desk );
}
