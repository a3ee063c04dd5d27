/*
 * Conference calls: set up with and without a call, add, remove, what belongs together.
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

/* What lineGetConfRelatedCalls has to say: the conference first, the others in any order. */
static void check_related( HCALL asked, HCALL conference, const HCALL *parties, DWORD count )
{
    union { LINECALLLIST list; char bytes[512]; } u;
    const HCALL *calls;
    DWORD i, j;

    memset( &u, 0, sizeof(u) );
    u.list.dwTotalSize = sizeof(u);
    ok_ret( lineGetConfRelatedCalls( asked, &u.list ), 0 );
    ok( u.list.dwCallsNumEntries == count + 1 && u.list.dwCallsSize == (count + 1) * sizeof(HCALL), "%lu calls, expected %lu\n",
        u.list.dwCallsNumEntries, count + 1 );
    if (u.list.dwCallsNumEntries != count + 1) return;
    calls = (const HCALL *)(u.bytes + u.list.dwCallsOffset);
    ok( calls[0] == conference, "the first is %#lx, the conference %#lx\n", H( calls[0] ), H( conference ) );
    for (i = 0; i < count; i++)
    {
        for (j = 1; j <= count && calls[j] != parties[i]; j++) {}
        ok( j <= count, "call %#lx is missing\n", H( parties[i] ) );
    }
}

static void check_conferenced( struct desk *desk, HCALL call, HCALL conference )
{
    LINEMESSAGE msg = { 0 };

    ok( wait_state( &desk->app, call, LINECALLSTATE_CONFERENCED, &msg ), "call %#lx is not conferenced\n", H( call ) );
    ok( msg.dwParam2 == H( conference ), "its conference is %#lx, expected %#lx\n", H( msg.dwParam2 ), H( conference ) );
}

static HCALL dialed( struct desk *desk, HCALL consult, const WCHAR *number )
{
    ok( wait_state( &desk->app, consult, LINECALLSTATE_DIALTONE, NULL ), "no dial tone\n" );
    ok_ret( wait_reply( &desk->app, lineDialW( consult, number, 0 ) ), 0 );
    ok( wait_state( &desk->app, consult, LINECALLSTATE_CONNECTED, NULL ), "not connected\n" );
    return consult;
}

/* A conference of the call and one more. */
static HCALL set_up( struct desk *desk, HCALL call, HCALL *consult )
{
    HCALL conference = 0;
    LONG request;

    *consult = 0;
    fence( &desk->app, desk->line );
    forget( &desk->app );
    request = lineSetupConferenceW( call, call ? BAD_LINE : desk->line, &conference, consult, 3, NULL );
    ok( request > 0, "lineSetupConference returned %#lx\n", request );
    /* nothing of the new calls comes before the reply, and with that their handles are there */
    expect_message( &desk->app, LINE_REPLY, ANY, request );
    ok( conference && *consult && conference != *consult && conference != call, "conference %#lx consultation call %#lx\n",
        H( conference ), H( *consult ) );
    ok( wait_state( &desk->app, conference, LINECALLSTATE_ONHOLDPENDCONF, NULL ), "the conference is not on hold\n" );
    if (call) check_conferenced( desk, call, conference );
    dialed( desk, *consult, L"5550102" );
    return conference;
}

static void end_all( struct desk *desk, const HCALL *calls, DWORD count )
{
    DWORD i;

    for (i = 0; i < count; i++) desk_hang_up( desk, calls[i], 0 );
    fence( &desk->app, desk->line );
    forget( &desk->app );
    forget( &desk->watcher );
}

static void test_from_call( struct desk *desk )
{
    struct testtsp_record record = { { 0 } };
    HCALL call, consult, conference, third = 0, watched;
    union { LINECALLLIST list; char bytes[64]; } u;
    HCALL all[4];

    call = desk_call( desk, &watched );
    desk_clear( desk );
    conference = set_up( desk, call, &consult );
    ok( desk_calls( desk, "TSPI_lineSetupConference", &record ) == 1 && record.args[0] == provider_id( call ) && record.args[4] == 3,
        "TSPI_lineSetupConference: call %lu parties %lu\n", record.args[0], record.args[4] );
    ok( call_privilege( conference ) == OWNER && call_privilege( consult ) == OWNER, "privileges %#lx %#lx\n",
        call_privilege( conference ), call_privilege( consult ) );
    ok( wait_state( &desk->watcher, watched, LINECALLSTATE_CONFERENCED, NULL ), "the watcher does not see the call conferenced\n" );

    /* the consultation call is no part of it before it was added */
    check_related( conference, conference, &call, 1 );
    ok_ret( wait_reply( &desk->app, lineAddToConference( conference, consult ) ), 0 );
    ok( desk_calls( desk, "TSPI_lineAddToConference", &record ) == 1 && record.args[0] == provider_id( conference ) &&
        record.args[1] == provider_id( consult ), "TSPI_lineAddToConference: calls %lu %lu\n", record.args[0], record.args[1] );
    ok( wait_state( &desk->app, conference, LINECALLSTATE_CONNECTED, NULL ), "the conference is not connected\n" );
    check_conferenced( desk, consult, conference );
    all[0] = call;
    all[1] = consult;
    check_related( conference, conference, all, 2 );
    check_related( call, conference, all, 2 );

    /* one more */
    ok_ret( wait_reply( &desk->app, linePrepareAddToConferenceW( conference, &third, NULL ) ), 0 );
    ok( third && third != consult, "consultation call %#lx\n", H( third ) );
    ok( desk_calls( desk, "TSPI_linePrepareAddToConference", &record ) == 1 && record.args[0] == provider_id( conference ),
        "TSPI_linePrepareAddToConference: call %lu\n", record.args[0] );
    ok( wait_state( &desk->app, conference, LINECALLSTATE_ONHOLDPENDCONF, NULL ), "the conference is not on hold\n" );
    dialed( desk, third, L"5550103" );
    /* one may talk to either meanwhile */
    ok_ret( wait_reply( &desk->app, lineSwapHold( third, conference ) ), 0 );
    ok( wait_state( &desk->app, third, LINECALLSTATE_ONHOLDPENDCONF, NULL ), "the third call is not on hold\n" );
    ok( wait_state( &desk->app, conference, LINECALLSTATE_CONNECTED, NULL ), "the conference is not connected\n" );
    ok_ret( wait_reply( &desk->app, lineAddToConference( conference, third ) ), 0 );
    check_conferenced( desk, third, conference );
    all[2] = third;
    check_related( third, conference, all, 3 );

    /* a list that does not fit says what it takes */
    memset( &u, 0xcc, sizeof(u) );
    u.list.dwTotalSize = sizeof(u.list) + 2 * sizeof(HCALL);
    ok_ret( lineGetConfRelatedCalls( call, &u.list ), 0 );
    ok( u.list.dwNeededSize == sizeof(u.list) + 4 * sizeof(HCALL) && u.list.dwUsedSize == sizeof(u.list), "needed %lu used %lu\n",
        u.list.dwNeededSize, u.list.dwUsedSize );
    u.list.dwTotalSize = sizeof(u.list) - 4;
    ok_ret( lineGetConfRelatedCalls( call, &u.list ), LINEERR_STRUCTURETOOSMALL );
    ok_ret( lineGetConfRelatedCalls( call, NULL ), LINEERR_INVALPOINTER );
    u.list.dwTotalSize = sizeof(u);
    ok_ret( lineGetConfRelatedCalls( BAD_CALL, &u.list ), LINEERR_INVALCALLHANDLE );

    /* and out again */
    ok_ret( wait_reply( &desk->app, lineRemoveFromConference( third ) ), 0 );
    ok( desk_calls( desk, "TSPI_lineRemoveFromConference", &record ) == 1 && record.args[0] == provider_id( third ),
        "TSPI_lineRemoveFromConference: call %lu\n", record.args[0] );
    ok( wait_state( &desk->app, third, LINECALLSTATE_IDLE, NULL ), "the third call does not end\n" );
    check_related( call, conference, all, 2 );
    ok_ret( wait_reply( &desk->app, lineRemoveFromConference( third ) ), LINEERR_INVALCALLSTATE );
    ok_ret( wait_reply( &desk->app, lineRemoveFromConference( conference ) ), LINEERR_INVALCALLSTATE );
    /* the last two are a call again */
    forget( &desk->app );
    ok_ret( wait_reply( &desk->app, lineRemoveFromConference( consult ) ), 0 );
    ok( wait_state( &desk->app, consult, LINECALLSTATE_IDLE, NULL ), "the second call does not end\n" );
    ok( wait_state( &desk->app, call, LINECALLSTATE_CONNECTED, NULL ), "the first call is not connected\n" );
    ok( wait_state( &desk->app, conference, LINECALLSTATE_IDLE, NULL ), "the conference does not end\n" );
    u.list.dwTotalSize = sizeof(u);
    ok_ret( lineGetConfRelatedCalls( call, &u.list ), LINEERR_NOCONFERENCE );
    all[3] = conference;
    ok_ret( lineDeallocateCall( watched ), 0 );
    end_all( desk, all, 4 );
}

static void test_from_line( struct desk *desk )
{
    LINECALLPARAMS params = { sizeof(params) };
    struct testtsp_record record = { { 0 } };
    HCALL consult, conference, all[3];

    desk_clear( desk );
    conference = set_up( desk, 0, &consult );
    memset( &record, 0xcc, sizeof(record) );
    ok( desk_calls( desk, "TSPI_lineSetupConference", &record ) == 1 && !record.args[0] && record.args[1] == desk->device,
        "TSPI_lineSetupConference: call %lu line %lu\n", record.args[0], record.args[1] );
    ok_ret( wait_reply( &desk->app, lineAddToConference( conference, consult ) ), 0 );
    check_conferenced( desk, consult, conference );
    check_related( consult, conference, &consult, 1 );
    all[0] = consult;
    all[1] = conference;
    end_all( desk, all, 2 );

    /* the call parameters reach the provider, A and W alike */
    params.dwBearerMode = LINEBEARERMODE_VOICE;
    params.dwMediaMode = LINEMEDIAMODE_AUTOMATEDVOICE;
    params.dwAddressMode = LINEADDRESSMODE_ADDRESSID;
    ok_ret( wait_reply( &desk->app, lineSetupConferenceA( 0, desk->line, &conference, &consult, 5, &params ) ), 0 );
    ok( desk_calls( desk, "TSPI_lineSetupConference", &record ) == 2 && record.args[4] == 5 && record.args[5] == LINEMEDIAMODE_AUTOMATEDVOICE,
        "parties %lu media mode %#lx\n", record.args[4], record.args[5] );
    desk_state( desk, conference, 0, LINECALLSTATE_ONHOLDPENDCONF );
    desk_state( desk, consult, 0, LINECALLSTATE_DIALTONE );
    ok_ret( wait_reply( &desk->app, lineUnhold( conference ) ), 0 );
    desk_state( desk, conference, 0, LINECALLSTATE_CONNECTED );
    ok_ret( wait_reply( &desk->app, linePrepareAddToConferenceA( conference, &all[2], &params ) ), 0 );
    ok( desk_calls( desk, "TSPI_linePrepareAddToConference", &record ) == 1 && record.args[2] == LINEMEDIAMODE_AUTOMATEDVOICE,
        "media mode %#lx\n", record.args[2] );
    desk_state( desk, all[2], 0, LINECALLSTATE_DIALTONE );
    all[0] = consult;
    all[1] = conference;
    end_all( desk, all, 3 );
}

static void test_setup_errors( struct desk *desk )
{
    LINECALLPARAMS params = { sizeof(params) };
    HCALL call, consult = 0, conference = 0, watched;

    call = desk_call( desk, &watched );
    ok_ret( wait_reply( &desk->app, lineSetupConferenceW( BAD_CALL, 0, &conference, &consult, 3, NULL ) ), LINEERR_INVALCALLHANDLE );
    ok_ret( wait_reply( &desk->app, lineSetupConferenceW( 0, BAD_LINE, &conference, &consult, 3, NULL ) ), LINEERR_INVALLINEHANDLE );
    ok_ret( wait_reply( &desk->app, lineSetupConferenceW( 0, 0, &conference, &consult, 3, NULL ) ), LINEERR_INVALLINEHANDLE );
    ok_ret( wait_reply( &desk->app, lineSetupConferenceW( call, 0, NULL, &consult, 3, NULL ) ), LINEERR_INVALPOINTER );
    ok_ret( wait_reply( &desk->app, lineSetupConferenceW( call, 0, &conference, NULL, 3, NULL ) ), LINEERR_INVALPOINTER );
    ok_ret( wait_reply( &desk->app, lineSetupConferenceA( call, 0, BAD_PTR, &consult, 3, NULL ) ), LINEERR_INVALPOINTER );
    ok_ret( wait_reply( &desk->app, lineSetupConferenceA( call, 0, &conference, BAD_PTR, 3, NULL ) ), LINEERR_INVALPOINTER );
    ok_ret( wait_reply( &desk->app, lineSetupConferenceA( call, 0, &conference, &consult, 3, BAD_PTR ) ), LINEERR_INVALPOINTER );
    ok_ret( wait_reply( &desk->watcher, lineSetupConferenceW( watched, 0, &conference, &consult, 3, NULL ) ), LINEERR_NOTOWNER );
    params.dwTotalSize = 16;
    ok_ret( wait_reply( &desk->app, lineSetupConferenceW( call, 0, &conference, &consult, 3, &params ) ), LINEERR_STRUCTURETOOSMALL );
    params.dwTotalSize = sizeof(params);
    params.dwBearerMode = 0x8000;
    ok_ret( wait_reply( &desk->app, lineSetupConferenceW( call, 0, &conference, &consult, 3, &params ) ), LINEERR_INVALBEARERMODE );
    params.dwBearerMode = LINEBEARERMODE_VOICE;
    params.dwMediaMode = 1;
    ok_ret( wait_reply( &desk->app, lineSetupConferenceA( call, 0, &conference, &consult, 3, &params ) ), LINEERR_INVALMEDIAMODE );
    desk_clear( desk );
    desk_fail( desk, L"TSPI_lineSetupConference", LINEERR_CONFERENCEFULL, FALSE );
    ok_ret( lineSetupConferenceW( call, 0, &conference, &consult, 3, NULL ), LINEERR_CONFERENCEFULL );
    desk_fail( desk, L"TSPI_lineSetupConference", LINEERR_CALLUNAVAIL, TRUE );
    ok_ret( wait_reply( &desk->app, lineSetupConferenceW( call, 0, &conference, &consult, 3, NULL ) ), LINEERR_CALLUNAVAIL );
    ok( !conference && !consult, "handles %#lx %#lx\n", H( conference ), H( consult ) );
    ok( !desk_calls( desk, "TSPI_lineCloseCall", NULL ), "TSPI_lineCloseCall for a call that never was\n" );
    ok_ret( wait_reply( &desk->app, lineHold( call ) ), 0 );
    desk_state( desk, call, watched, LINECALLSTATE_ONHOLD );
    ok_ret( wait_reply( &desk->app, lineSetupConferenceW( call, 0, &conference, &consult, 3, NULL ) ), LINEERR_INVALCALLSTATE );
    desk_hang_up( desk, call, watched );
}

static void test_add_errors( struct desk *desk )
{
    HCALL call, consult, conference, watched, third = 0, other, all[3];
    HLINE line;

    call = desk_call( desk, &watched );
    ok_ret( wait_reply( &desk->app, lineRemoveFromConference( call ) ), LINEERR_INVALCALLSTATE );
    ok_ret( wait_reply( &desk->app, lineRemoveFromConference( BAD_CALL ) ), LINEERR_INVALCALLHANDLE );
    /* no conference */
    ok_ret( wait_reply( &desk->app, linePrepareAddToConferenceW( call, &third, NULL ) ), LINEERR_INVALCONFCALLHANDLE );
    conference = set_up( desk, call, &consult );
    ok_ret( wait_reply( &desk->app, lineAddToConference( BAD_CALL, consult ) ), LINEERR_INVALCONFCALLHANDLE );
    ok_ret( wait_reply( &desk->app, lineAddToConference( conference, BAD_CALL ) ), LINEERR_INVALCONSULTCALLHANDLE );
    ok_ret( wait_reply( &desk->app, lineAddToConference( conference, conference ) ), LINEERR_INVALCONSULTCALLHANDLE );
    ok_ret( wait_reply( &desk->app, lineAddToConference( call, consult ) ), LINEERR_INVALCONFCALLHANDLE );
    ok_ret( wait_reply( &desk->app, lineAddToConference( conference, call ) ), LINEERR_INVALCALLSTATE );
    ok_ret( wait_reply( &desk->watcher, lineAddToConference( watched, watched ) ), LINEERR_INVALCONSULTCALLHANDLE );
    ok_ret( wait_reply( &desk->watcher, lineRemoveFromConference( watched ) ), LINEERR_NOTOWNER );
    ok_ret( wait_reply( &desk->watcher, linePrepareAddToConferenceW( watched, &third, NULL ) ), LINEERR_NOTOWNER );
    ok_ret( wait_reply( &desk->watcher, lineAddToConference( watched, desk_watched( desk ) ) ), LINEERR_NOTOWNER );
    line = open_line( &desk->app, find_line( &desk->app, L"Test line B" ), NEWEST, LINECALLPRIVILEGE_NONE, 0 );
    other = outgoing( &desk->app, line, L"1" );
    ok_ret( wait_reply( &desk->app, lineAddToConference( conference, other ) ), LINEERR_INVALCONSULTCALLHANDLE );
    hang_up( &desk->app, other );
    ok_ret( lineClose( line ), 0 );
    desk_fail( desk, L"TSPI_lineAddToConference", LINEERR_CONFERENCEFULL, FALSE );
    ok_ret( lineAddToConference( conference, consult ), LINEERR_CONFERENCEFULL );
    desk_fail( desk, L"TSPI_lineAddToConference", LINEERR_OPERATIONFAILED, TRUE );
    ok_ret( wait_reply( &desk->app, lineAddToConference( conference, consult ) ), LINEERR_OPERATIONFAILED );
    ok_ret( wait_reply( &desk->app, lineAddToConference( conference, consult ) ), 0 );
    check_conferenced( desk, consult, conference );
    ok( wait_state( &desk->app, conference, LINECALLSTATE_CONNECTED, NULL ), "the conference is not connected\n" );

    ok_ret( wait_reply( &desk->app, linePrepareAddToConferenceW( BAD_CALL, &third, NULL ) ), LINEERR_INVALCONFCALLHANDLE );
    ok_ret( wait_reply( &desk->app, linePrepareAddToConferenceW( conference, NULL, NULL ) ), LINEERR_INVALPOINTER );
    ok_ret( wait_reply( &desk->app, linePrepareAddToConferenceA( conference, BAD_PTR, NULL ) ), LINEERR_INVALPOINTER );
    ok_ret( wait_reply( &desk->app, linePrepareAddToConferenceA( conference, &third, BAD_PTR ) ), LINEERR_INVALPOINTER );
    desk_fail( desk, L"TSPI_linePrepareAddToConference", LINEERR_CONFERENCEFULL, FALSE );
    ok_ret( linePrepareAddToConferenceW( conference, &third, NULL ), LINEERR_CONFERENCEFULL );
    desk_fail( desk, L"TSPI_linePrepareAddToConference", LINEERR_CALLUNAVAIL, TRUE );
    ok_ret( wait_reply( &desk->app, linePrepareAddToConferenceW( conference, &third, NULL ) ), LINEERR_CALLUNAVAIL );
    ok( !third, "consultation call %#lx\n", H( third ) );
    desk_fail( desk, L"TSPI_lineRemoveFromConference", LINEERR_OPERATIONUNAVAIL, FALSE );
    ok_ret( lineRemoveFromConference( consult ), LINEERR_OPERATIONUNAVAIL );
    desk_fail( desk, L"TSPI_lineRemoveFromConference", LINEERR_RESOURCEUNAVAIL, TRUE );
    ok_ret( wait_reply( &desk->app, lineRemoveFromConference( consult ) ), LINEERR_RESOURCEUNAVAIL );
    ok( call_state( consult ) == LINECALLSTATE_CONFERENCED, "state %#lx\n", call_state( consult ) );
    all[0] = call;
    all[1] = consult;
    all[2] = conference;
    ok_ret( lineDeallocateCall( watched ), 0 );
    end_all( desk, all, 3 );
}

/* A monitor gets handles for what it did not know of: "any new call handles have monitor privilege". */
static void test_related_monitor( struct desk *desk )
{
    HCALL call = desk_call( desk, NULL ), consult, conference, theirs, all[3];
    union { LINECALLLIST list; char bytes[256]; } u = { { sizeof(u) } };
    const HCALL *calls;
    HLINE line;
    DWORD i;

    /* its handles to calls of earlier tests go with its line */
    ok_ret( lineClose( desk->watcher_line ), 0 );
    conference = set_up( desk, call, &consult );
    ok_ret( wait_reply( &desk->app, lineAddToConference( conference, consult ) ), 0 );
    check_conferenced( desk, consult, conference );
    line = open_line( &desk->watcher, desk->device, NEWEST, LINECALLPRIVILEGE_NONE, 0 );
    ok_ret( lineGetNewCalls( line, 0, LINECALLSELECT_LINE, &u.list ), 0 );
    ok( u.list.dwCallsNumEntries == 3, "%lu new calls\n", u.list.dwCallsNumEntries );
    /* only one is kept */
    calls = (const HCALL *)(u.bytes + u.list.dwCallsOffset);
    theirs = calls[0];
    for (i = 1; i < u.list.dwCallsNumEntries; i++) ok_ret( lineDeallocateCall( calls[i] ), 0 );
    u.list.dwTotalSize = sizeof(u);
    ok_ret( lineGetConfRelatedCalls( theirs, &u.list ), 0 );
    ok( u.list.dwCallsNumEntries == 3, "%lu related calls\n", u.list.dwCallsNumEntries );
    for (i = 0; i < u.list.dwCallsNumEntries; i++)
        ok( call_privilege( calls[i] ) == MONITOR, "call %lu: privilege %#lx\n", i, call_privilege( calls[i] ) );
    ok_ret( lineClose( line ), 0 );
    desk->watcher_line = open_line( &desk->watcher, desk->device, NEWEST, MONITOR, 0 );
    all[0] = call;
    all[1] = consult;
    all[2] = conference;
    end_all( desk, all, 3 );
}

/* Nobody is left to get the two calls: both are dropped and closed. */
static void test_gone( struct desk *desk )
{
    HCALL conference = BAD_CALL, consult = BAD_CALL;
    struct app app;
    HLINE line;
    LONG ret;

    app_begin( &app, "short-lived" );
    line = open_line( &app, desk->device, NEWEST, LINECALLPRIVILEGE_NONE, 0 );
    desk_clear( desk );
    desk_delay( desk, 200 );
    ret = lineSetupConferenceW( 0, line, &conference, &consult, 3, NULL );
    ok( ret > 0, "lineSetupConference returned %#lx\n", ret );
    ok_ret( lineClose( line ), 0 );
    desk_delay( desk, 0 );
    desk_wait_calls( desk, "TSPI_lineDrop", 2 );
    ok( conference == BAD_CALL && consult == BAD_CALL, "handles although the line is closed\n" );
    /* its own reply does not come any more */
    ok( !have_message( &app, LINE_REPLY, ANY, ret, NULL ), "LINE_REPLY after lineClose\n" );
    app_end( &app );
    forget( &desk->watcher );
}

/* The suffix-less names are those of the ANSI functions. */
static void test_plain( struct desk *desk )
{
    LONG (WINAPI *setup)( HCALL call, HLINE line, HCALL *conference, HCALL *consult, DWORD parties, LINECALLPARAMS *params );
    LONG (WINAPI *prepare)( HCALL conference, HCALL *consult, LINECALLPARAMS *params );
    HCALL conference = 0, consult = 0, third = 0, all[3];
    HMODULE tapi32 = GetModuleHandleA( "tapi32" );

    setup = (void *)GetProcAddress( tapi32, "lineSetupConference" );
    prepare = (void *)GetProcAddress( tapi32, "linePrepareAddToConference" );
    ok_ret( wait_reply( &desk->app, setup( 0, desk->line, &conference, &consult, 3, NULL ) ), 0 );
    desk_state( desk, conference, 0, LINECALLSTATE_ONHOLDPENDCONF );
    dialed( desk, consult, L"5550102" );
    ok_ret( wait_reply( &desk->app, lineAddToConference( conference, consult ) ), 0 );
    check_conferenced( desk, consult, conference );
    ok_ret( wait_reply( &desk->app, prepare( conference, &third, NULL ) ), 0 );
    desk_state( desk, third, 0, LINECALLSTATE_DIALTONE );
    all[0] = third;
    all[1] = consult;
    all[2] = conference;
    end_all( desk, all, 3 );
}

START_TEST( conference )
{
    struct desk desk;

    if (!desk_begin( &desk, "conference test" )) return;
    test_from_call( &desk );
    test_from_line( &desk );
    test_setup_errors( &desk );
    test_add_errors( &desk );
    test_related_monitor( &desk );
    test_gone( &desk );
    test_plain( &desk );
    desk_end( &desk );
}
