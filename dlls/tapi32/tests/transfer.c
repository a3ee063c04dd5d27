/*
 * Transfer: with a consultation call, into a conference, blind.
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

/* A consultation call for a connected call, up to its dial tone. */
static HCALL set_up( struct desk *desk, HCALL call, HCALL watched, HCALL *consult_watched )
{
    HCALL consult = 0;
    LONG request;

    fence( &desk->app, desk->line );
    forget( &desk->app );
    request = lineSetupTransferW( call, &consult, NULL );
    ok( request > 0, "lineSetupTransfer returned %#lx\n", request );
    /* nothing of the new call comes before the reply, and with that its handle is there */
    expect_message( &desk->app, LINE_REPLY, ANY, request );
    ok( consult != 0 && consult != call, "no handle of the consultation call\n" );
    desk_state( desk, call, watched, LINECALLSTATE_ONHOLDPENDTRANSFER );
    desk_state( desk, consult, 0, LINECALLSTATE_DIALTONE );
    *consult_watched = desk_watched( desk );
    ok( call_privilege( consult ) == OWNER, "privilege %#lx\n", call_privilege( consult ) );
    return consult;
}

static void dial( struct desk *desk, HCALL consult, HCALL watched )
{
    ok_ret( wait_reply( &desk->app, lineDialW( consult, L"5550199", 0 ) ), 0 );
    desk_state( desk, consult, watched, LINECALLSTATE_CONNECTED );
}

static void test_transfer( struct desk *desk )
{
    HCALL call, consult, watched, consult_watched, unused = BAD_CALL;
    struct testtsp_record record = { { 0 } };
    DWORD id, consult_id;

    call = desk_call( desk, &watched );
    desk_clear( desk );
    consult = set_up( desk, call, watched, &consult_watched );
    id = provider_id( call );
    consult_id = provider_id( consult );
    ok( desk_calls( desk, "TSPI_lineSetupTransfer", &record ) == 1 && record.args[0] == id, "TSPI_lineSetupTransfer: call %lu\n", record.args[0] );
    ok( call_info( consult )->dwNumOwners == 1 && call_info( consult )->dwNumMonitors == 1, "%lu owners, %lu monitors\n",
        call_info( consult )->dwNumOwners, call_info( consult )->dwNumMonitors );
    dial( desk, consult, consult_watched );
    /* the argument for a conference is not looked at */
    ok_ret( wait_reply( &desk->app, lineCompleteTransfer( call, consult, BAD_PTR, LINETRANSFERMODE_TRANSFER ) ), 0 );
    desk_state( desk, call, watched, LINECALLSTATE_IDLE );
    desk_state( desk, consult, consult_watched, LINECALLSTATE_IDLE );
    ok( unused == BAD_CALL, "a conference\n" );
    memset( &record, 0xcc, sizeof(record) );
    ok( desk_calls( desk, "TSPI_lineCompleteTransfer", &record ) == 1, "TSPI_lineCompleteTransfer was not called once\n" );
    ok( record.args[0] == id && record.args[1] == consult_id && !record.args[2] && record.args[4] == LINETRANSFERMODE_TRANSFER,
        "calls %lu %lu, conference %#lx mode %lu\n", record.args[0], record.args[1], record.args[2], record.args[4] );
    /* handles stay until they are deallocated */
    ok( call_state( call ) == LINECALLSTATE_IDLE, "state %#lx\n", call_state( call ) );
    desk_hang_up( desk, consult, consult_watched );
    desk_hang_up( desk, call, watched );
}

static void test_conference( struct desk *desk )
{
    HCALL call, consult, conference = 0, watched, consult_watched, conference_watched;
    union { LINECALLLIST list; char bytes[256]; } u = { { sizeof(u) } };
    struct testtsp_record record = { { 0 } };
    const HCALL *calls;
    LINEMESSAGE msg;
    LONG request;

    call = desk_call( desk, &watched );
    consult = set_up( desk, call, watched, &consult_watched );
    dial( desk, consult, consult_watched );
    ok_ret( lineGetConfRelatedCalls( call, &u.list ), LINEERR_NOCONFERENCE );
    desk_clear( desk );
    forget( &desk->app );
    request = lineCompleteTransfer( call, consult, &conference, LINETRANSFERMODE_CONFERENCE );
    ok( request > 0, "lineCompleteTransfer returned %#lx\n", request );
    expect_message( &desk->app, LINE_REPLY, ANY, request );
    ok( conference && conference != call && conference != consult, "conference %#lx\n", H( conference ) );
    ok( desk_calls( desk, "TSPI_lineCompleteTransfer", &record ) == 1 && record.args[2] && record.args[4] == LINETRANSFERMODE_CONFERENCE,
        "conference %#lx mode %lu\n", record.args[2], record.args[4] );
    desk_state( desk, conference, 0, LINECALLSTATE_CONNECTED );
    conference_watched = desk_watched( desk );
    /* each is told of the conference by the handle it has */
    ok( wait_state( &desk->app, call, LINECALLSTATE_CONFERENCED, &msg ), "the call is not conferenced\n" );
    ok( msg.dwParam2 == H( conference ), "conference %#lx, expected %#lx\n", H( msg.dwParam2 ), H( conference ) );
    ok( wait_state( &desk->app, consult, LINECALLSTATE_CONFERENCED, &msg ), "the consultation call is not conferenced\n" );
    ok( msg.dwParam2 == H( conference ), "conference %#lx, expected %#lx\n", H( msg.dwParam2 ), H( conference ) );
    ok( wait_state( &desk->watcher, consult_watched, LINECALLSTATE_CONFERENCED, &msg ), "the watcher does not see it conferenced\n" );
    ok( msg.dwParam2 == H( conference_watched ), "conference %#lx, expected %#lx\n", H( msg.dwParam2 ), H( conference_watched ) );
    /* "the application becomes the sole owner of the conference call" */
    ok( call_privilege( conference ) == OWNER && call_info( conference )->dwNumOwners == 1, "privilege %#lx, %lu owners\n",
        call_privilege( conference ), call_info( conference )->dwNumOwners );

    ok_ret( lineGetConfRelatedCalls( call, &u.list ), 0 );
    calls = (const HCALL *)(u.bytes + u.list.dwCallsOffset);
    ok( u.list.dwCallsNumEntries == 3 && calls[0] == conference, "%lu calls, first %#lx\n", u.list.dwCallsNumEntries, H( calls[0] ) );
    desk_hang_up( desk, consult, consult_watched );
    desk_hang_up( desk, call, watched );
    desk_hang_up( desk, conference, conference_watched );
}

static void test_complete_errors( struct desk *desk )
{
    HCALL call, consult, conference = 0, watched, consult_watched, other;
    HLINE line;

    call = desk_call( desk, &watched );
    consult = set_up( desk, call, watched, &consult_watched );
    /* only a dial tone so far */
    ok_ret( wait_reply( &desk->app, lineCompleteTransfer( call, consult, &conference, LINETRANSFERMODE_TRANSFER ) ), LINEERR_INVALCALLSTATE );
    dial( desk, consult, consult_watched );
    ok_ret( wait_reply( &desk->app, lineCompleteTransfer( BAD_CALL, consult, &conference, LINETRANSFERMODE_TRANSFER ) ), LINEERR_INVALCALLHANDLE );
    ok_ret( wait_reply( &desk->app, lineCompleteTransfer( call, BAD_CALL, &conference, LINETRANSFERMODE_TRANSFER ) ),
            LINEERR_INVALCONSULTCALLHANDLE );
    ok_ret( wait_reply( &desk->app, lineCompleteTransfer( call, call, &conference, LINETRANSFERMODE_TRANSFER ) ), LINEERR_INVALCONSULTCALLHANDLE );
    ok_ret( wait_reply( &desk->app, lineCompleteTransfer( call, consult, &conference, 0 ) ), LINEERR_INVALTRANSFERMODE );
    ok_ret( wait_reply( &desk->app, lineCompleteTransfer( call, consult, &conference, 3 ) ), LINEERR_INVALTRANSFERMODE );
    ok_ret( wait_reply( &desk->app, lineCompleteTransfer( call, consult, &conference, 4 ) ), LINEERR_INVALTRANSFERMODE );
    ok_ret( wait_reply( &desk->app, lineCompleteTransfer( call, consult, NULL, LINETRANSFERMODE_CONFERENCE ) ), LINEERR_INVALPOINTER );
    ok_ret( wait_reply( &desk->app, lineCompleteTransfer( call, consult, BAD_PTR, LINETRANSFERMODE_CONFERENCE ) ), LINEERR_INVALPOINTER );
    ok_ret( wait_reply( &desk->watcher, lineCompleteTransfer( watched, consult_watched, &conference, LINETRANSFERMODE_TRANSFER ) ),
            LINEERR_NOTOWNER );
    line = open_line( &desk->app, find_line( &desk->app, L"Test line B" ), NEWEST, LINECALLPRIVILEGE_NONE, 0 );
    other = outgoing( &desk->app, line, L"1" );
    ok_ret( wait_reply( &desk->app, lineCompleteTransfer( call, other, &conference, LINETRANSFERMODE_TRANSFER ) ),
            LINEERR_INVALCONSULTCALLHANDLE );
    hang_up( &desk->app, other );
    ok_ret( lineClose( line ), 0 );

    /* the handle of a conference that does not come to be is free */
    desk_clear( desk );
    desk_fail( desk, L"TSPI_lineCompleteTransfer", LINEERR_RESOURCEUNAVAIL, FALSE );
    ok_ret( lineCompleteTransfer( call, consult, &conference, LINETRANSFERMODE_CONFERENCE ), LINEERR_RESOURCEUNAVAIL );
    desk_fail( desk, L"TSPI_lineCompleteTransfer", LINEERR_OPERATIONFAILED, TRUE );
    ok_ret( wait_reply( &desk->app, lineCompleteTransfer( call, consult, &conference, LINETRANSFERMODE_CONFERENCE ) ), LINEERR_OPERATIONFAILED );
    ok( !conference, "conference %#lx\n", H( conference ) );
    ok( !desk_calls( desk, "TSPI_lineCloseCall", NULL ), "TSPI_lineCloseCall for a call that never was\n" );
    desk_hang_up( desk, consult, consult_watched );
    desk_hang_up( desk, call, watched );
}

static void test_setup_errors( struct desk *desk )
{
    LINECALLPARAMS params = { sizeof(params) };
    struct testtsp_record record = { { 0 } };
    HCALL call, consult = 0, watched;

    call = desk_call( desk, &watched );
    ok_ret( wait_reply( &desk->app, lineSetupTransferW( BAD_CALL, &consult, NULL ) ), LINEERR_INVALCALLHANDLE );
    ok_ret( wait_reply( &desk->app, lineSetupTransferA( call, NULL, NULL ) ), LINEERR_INVALPOINTER );
    ok_ret( wait_reply( &desk->app, lineSetupTransferW( call, BAD_PTR, NULL ) ), LINEERR_INVALPOINTER );
    ok_ret( wait_reply( &desk->app, lineSetupTransferA( call, &consult, BAD_PTR ) ), LINEERR_INVALPOINTER );
    ok_ret( wait_reply( &desk->watcher, lineSetupTransferW( watched, &consult, NULL ) ), LINEERR_NOTOWNER );
    params.dwTotalSize = 16;
    ok_ret( wait_reply( &desk->app, lineSetupTransferW( call, &consult, &params ) ), LINEERR_STRUCTURETOOSMALL );
    params.dwTotalSize = sizeof(params);
    params.dwBearerMode = 0x8000;
    ok_ret( wait_reply( &desk->app, lineSetupTransferW( call, &consult, &params ) ), LINEERR_INVALBEARERMODE );
    params.dwBearerMode = LINEBEARERMODE_VOICE;
    params.dwMediaMode = 1;
    ok_ret( wait_reply( &desk->app, lineSetupTransferW( call, &consult, &params ) ), LINEERR_INVALMEDIAMODE );
    params.dwMediaMode = VOICE;
    params.dwAddressMode = 0x80;
    ok_ret( wait_reply( &desk->app, lineSetupTransferA( call, &consult, &params ) ), LINEERR_INVALADDRESSMODE );
    desk_fail( desk, L"TSPI_lineSetupTransfer", LINEERR_CALLUNAVAIL, FALSE );
    ok_ret( lineSetupTransferW( call, &consult, NULL ), LINEERR_CALLUNAVAIL );
    desk_fail( desk, L"TSPI_lineSetupTransfer", LINEERR_INUSE, TRUE );
    ok_ret( wait_reply( &desk->app, lineSetupTransferW( call, &consult, NULL ) ), LINEERR_INUSE );
    ok( !consult, "consultation call %#lx\n", H( consult ) );

    /* the call parameters reach the provider, A and W alike */
    params.dwAddressMode = LINEADDRESSMODE_ADDRESSID;
    desk_clear( desk );
    ok_ret( wait_reply( &desk->app, lineSetupTransferA( call, &consult, &params ) ), 0 );
    ok( desk_calls( desk, "TSPI_lineSetupTransfer", &record ) == 1 && record.args[2] == VOICE && record.args[3] == LINEBEARERMODE_VOICE,
        "media mode %#lx bearer mode %#lx\n", record.args[2], record.args[3] );
    desk_state( desk, consult, 0, LINECALLSTATE_DIALTONE );
    /* the call can be taken back */
    ok_ret( wait_reply( &desk->app, lineUnhold( call ) ), 0 );
    desk_state( desk, call, watched, LINECALLSTATE_CONNECTED );
    desk_hang_up( desk, consult, desk_watched( desk ) );
    desk_hang_up( desk, call, watched );
    ok_ret( wait_reply( &desk->app, lineSetupTransferW( call, &consult, NULL ) ), LINEERR_INVALCALLHANDLE );
}

/* Nobody is left to get the consultation call: it is dropped and closed. */
static void test_gone( struct desk *desk )
{
    HCALL call, consult = BAD_CALL;
    struct app app;
    LINEMESSAGE msg;
    HLINE line;
    LONG ret;

    forget( &desk->watcher );
    app_begin( &app, "short-lived" );
    line = open_line( &app, desk->device, NEWEST, LINECALLPRIVILEGE_NONE, 0 );
    call = outgoing( &app, line, L"1" );
    desk_clear( desk );
    desk_delay( desk, 200 );
    ret = lineSetupTransferW( call, &consult, NULL );
    ok( ret > 0, "lineSetupTransfer returned %#lx\n", ret );
    app_end( &app );
    desk_delay( desk, 0 );
    /* the first call ends because its line is closed, the other because nobody is there for it */
    ok( wait_message( &desk->watcher, LINE_CALLSTATE, ANY, LINECALLSTATE_IDLE, &msg ), "the call is not dropped\n" );
    desk_wait_calls( desk, "TSPI_lineDrop", 2 );
    ok( consult == BAD_CALL, "a handle although the application is gone\n" );
    fence( &desk->app, desk->line );
    forget( &desk->watcher );
}

static void test_blind( struct desk *desk )
{
    struct testtsp_record record = { { 0 } };
    HCALL call, watched;

    call = desk_call( desk, &watched );
    ok_ret( wait_reply( &desk->app, lineBlindTransferW( BAD_CALL, L"1", 0 ) ), LINEERR_INVALCALLHANDLE );
    ok_ret( wait_reply( &desk->app, lineBlindTransferW( call, NULL, 0 ) ), LINEERR_INVALPOINTER );
    ok_ret( wait_reply( &desk->app, lineBlindTransferA( call, BAD_PTR, 0 ) ), LINEERR_INVALPOINTER );
    ok_ret( wait_reply( &desk->watcher, lineBlindTransferW( watched, L"1", 0 ) ), LINEERR_NOTOWNER );
    ok_ret( wait_reply( &desk->app, lineBlindTransferW( call, L"refuse", 0 ) ), LINEERR_INVALADDRESS );
    ok_ret( wait_reply( &desk->app, lineBlindTransferA( call, "fail", 0 ) ), LINEERR_CALLUNAVAIL );
    desk_clear( desk );
    ok_ret( wait_reply( &desk->app, lineBlindTransferA( call, "5550155", 49 ) ), 0 );
    desk_state( desk, call, watched, LINECALLSTATE_IDLE );
    ok( desk_calls( desk, "TSPI_lineBlindTransfer", &record ) == 1 && !wcscmp( record.text, L"5550155" ) && record.args[1] == 49,
        "to %s country %lu\n", wine_dbgstr_w( record.text ), record.args[1] );
    ok_ret( wait_reply( &desk->app, lineBlindTransferW( call, L"1", 0 ) ), LINEERR_INVALCALLSTATE );
    desk_hang_up( desk, call, watched );

    call = desk_call( desk, &watched );
    desk_clear( desk );
    ok_ret( wait_reply( &desk->app, lineBlindTransferW( call, L"5550156", 0 ) ), 0 );
    ok( desk_calls( desk, "TSPI_lineBlindTransfer", &record ) == 1 && !wcscmp( record.text, L"5550156" ), "to %s\n", wine_dbgstr_w( record.text ) );
    desk_state( desk, call, watched, LINECALLSTATE_IDLE );
    desk_hang_up( desk, call, watched );
}

static void test_redirect( struct desk *desk )
{
    struct testtsp_record record = { { 0 } };
    HCALL call, watched;

    call = incoming( &desk->app, desk->line, VOICE, L"5557777" );
    watched = desk_watched( desk );
    ok_ret( wait_reply( &desk->app, lineRedirectW( BAD_CALL, L"1", 0 ) ), LINEERR_INVALCALLHANDLE );
    ok_ret( wait_reply( &desk->app, lineRedirectW( call, NULL, 0 ) ), LINEERR_INVALPOINTER );
    ok_ret( wait_reply( &desk->app, lineRedirectA( call, BAD_PTR, 0 ) ), LINEERR_INVALPOINTER );
    ok_ret( wait_reply( &desk->watcher, lineRedirectA( watched, "1", 0 ) ), LINEERR_NOTOWNER );
    ok_ret( wait_reply( &desk->app, lineRedirectA( call, "refuse", 0 ) ), LINEERR_INVALADDRESS );
    ok_ret( wait_reply( &desk->app, lineRedirectW( call, L"fail", 0 ) ), LINEERR_CALLUNAVAIL );
    desk_clear( desk );
    ok_ret( wait_reply( &desk->app, lineRedirectA( call, "5550157", 7 ) ), 0 );
    desk_state( desk, call, watched, LINECALLSTATE_IDLE );
    ok( desk_calls( desk, "TSPI_lineRedirect", &record ) == 1 && !wcscmp( record.text, L"5550157" ) && record.args[1] == 7,
        "to %s country %lu\n", wine_dbgstr_w( record.text ), record.args[1] );
    desk_hang_up( desk, call, watched );

    call = incoming( &desk->app, desk->line, VOICE, L"5557777" );
    watched = desk_watched( desk );
    ok_ret( wait_reply( &desk->app, lineRedirectW( call, L"5550158", 0 ) ), 0 );
    desk_state( desk, call, watched, LINECALLSTATE_IDLE );
    desk_hang_up( desk, call, watched );
    /* a connected call is past that */
    call = desk_call( desk, NULL );
    ok_ret( wait_reply( &desk->app, lineRedirectW( call, L"1", 0 ) ), LINEERR_INVALCALLSTATE );
    desk_hang_up( desk, call, 0 );
}

/* The suffix-less names are those of the ANSI functions. */
static void test_plain( struct desk *desk )
{
    LONG (WINAPI *setup)( HCALL call, HCALL *consult, LINECALLPARAMS *params );
    LONG (WINAPI *blind)( HCALL call, const char *address, DWORD country );
    LONG (WINAPI *redirect)( HCALL call, const char *address, DWORD country );
    HMODULE tapi32 = GetModuleHandleA( "tapi32" );
    struct testtsp_record record = { { 0 } };
    HCALL call = desk_call( desk, NULL ), consult = 0;

    setup = (void *)GetProcAddress( tapi32, "lineSetupTransfer" );
    blind = (void *)GetProcAddress( tapi32, "lineBlindTransfer" );
    redirect = (void *)GetProcAddress( tapi32, "lineRedirect" );
    desk_clear( desk );
    ok_ret( wait_reply( &desk->app, setup( call, &consult, NULL ) ), 0 );
    desk_state( desk, consult, 0, LINECALLSTATE_DIALTONE );
    hang_up( &desk->app, consult );
    ok_ret( wait_reply( &desk->app, lineUnhold( call ) ), 0 );
    desk_state( desk, call, 0, LINECALLSTATE_CONNECTED );
    ok_ret( wait_reply( &desk->app, blind( call, "5550159", 0 ) ), 0 );
    ok( desk_calls( desk, "TSPI_lineBlindTransfer", &record ) == 1 && !wcscmp( record.text, L"5550159" ), "to %s\n", wine_dbgstr_w( record.text ) );
    desk_state( desk, call, 0, LINECALLSTATE_IDLE );
    desk_hang_up( desk, call, 0 );
    call = incoming( &desk->app, desk->line, VOICE, L"" );
    ok_ret( wait_reply( &desk->app, redirect( call, "5550160", 0 ) ), 0 );
    ok( desk_calls( desk, "TSPI_lineRedirect", &record ) == 1 && !wcscmp( record.text, L"5550160" ), "to %s\n", wine_dbgstr_w( record.text ) );
    desk_state( desk, call, 0, LINECALLSTATE_IDLE );
    desk_hang_up( desk, call, 0 );
    forget( &desk->watcher );
}

START_TEST( transfer )
{
    struct desk desk;

    if (!desk_begin( &desk, "transfer test" )) return;
    test_transfer( &desk );
    test_conference( &desk );
    test_complete_errors( &desk );
    test_setup_errors( &desk );
    test_gone( &desk );
    test_blind( &desk );
    test_redirect( &desk );
    test_plain( &desk );
    desk_end( &desk );
}
