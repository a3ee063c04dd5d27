/*
 * Supplementary services of the exchange through TSPI.
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

static HDRVLINE line[10];

static void idle( struct leg *leg )
{
    ok( said_state( leg->ht, LINECALLSTATE_IDLE, NULL ), "not idle\n" );
    close_leg( leg );
}

static struct leg consult( struct leg call )
{
    struct leg leg = { NULL, new_handle() };

    ok_ret( result_of( p_lineSetupTransfer( request(), call.hd, leg.ht, &leg.hd, NULL ) ), 0 );
    ok( said_state( call.ht, LINECALLSTATE_ONHOLDPENDTRANSFER, NULL ), "not on hold for a transfer\n" );
    ok( said_state( leg.ht, LINECALLSTATE_DIALTONE, NULL ), "no dial tone\n" );
    return leg;
}

static struct leg dial_and_answer( struct leg leg, DWORD to )
{
    struct leg called;
    WCHAR number[16];

    swprintf( number, ARRAY_SIZE(number), L"%lu", 1001 + to );
    ok_ret( result_of( p_lineDial( request(), leg.hd, number, 0 ) ), 0 );
    called = offered( to );
    ok_ret( result_of( p_lineAnswer( request(), called.hd, NULL, 0 ) ), 0 );
    ok( said_state( leg.ht, LINECALLSTATE_CONNECTED, NULL ), "not connected\n" );
    return called;
}

static void test_hold( void )
{
    struct leg a, b, c, d;
    struct said said;

    connect_lines( line[0], 1, &a, &b );
    ok_ret( result_of( p_lineHold( request(), a.hd ) ), 0 );
    ok( said_state( a.ht, LINECALLSTATE_ONHOLD, NULL ), "not on hold\n" );
    ok( said_state( b.ht, LINECALLSTATE_CONNECTED, &said ) && said.param2 == LINECONNECTEDMODE_ACTIVEHELD, "mode %#lx\n", (DWORD)said.param2 );
    ok_ret( p_lineHold( request(), a.hd ), ERR( INVALCALLSTATE ) );
    connect_lines( line[0], 2, &c, &d );
    ok_ret( p_lineUnhold( request(), a.hd ), ERR( INVALCALLSTATE ) );
    ok_ret( result_of( p_lineSwapHold( request(), c.hd, a.hd ) ), 0 );
    ok( said_state( c.ht, LINECALLSTATE_ONHOLD, NULL ) && said_state( a.ht, LINECALLSTATE_CONNECTED, NULL ), "not swapped\n" );
    ok_ret( p_lineSwapHold( request(), c.hd, a.hd ), ERR( INVALCALLSTATE ) );
    ok_ret( result_of( p_lineDrop( request(), a.hd, NULL, 0 ) ), 0 );
    idle( &a );
    ok_ret( result_of( p_lineUnhold( request(), c.hd ) ), 0 );
    ok_state( c, LINECALLSTATE_CONNECTED );
    ok_ret( result_of( p_lineSecureCall( request(), c.hd ) ), 0 );
    ok( info_of( c )->dwCallParamFlags & LINECALLPARAMFLAGS_SECURE, "not secure\n" );
    close_leg( &c );
    close_leg( &b );
    ok( said_state( d.ht, LINECALLSTATE_DISCONNECTED, NULL ), "still connected\n" );
    close_leg( &d );

    /* a second call is answered: the first one is held by itself */
    connect_lines( line[0], 1, &a, &b );
    connect_lines( line[2], 1, &c, &d );
    ok_state( b, LINECALLSTATE_ONHOLD );
    close_leg( &a );
    close_leg( &b );
    close_leg( &c );
    close_leg( &d );
}

static void test_transfer( void )
{
    struct leg a, b, c, d, other;
    const LINECALLINFO *info;
    struct said said;

    connect_lines( line[0], 1, &a, &b );
    c = consult( a );
    d = dial_and_answer( c, 2 );
    ok( info_of( c )->dwRelatedCallID == info_of( a )->dwCallID, "not related\n" );
    ok_ret( p_lineCompleteTransfer( request(), a.hd, c.hd, NULL, NULL, 3 ), ERR( INVALTRANSFERMODE ) );
    ok_ret( p_lineCompleteTransfer( request(), a.hd, a.hd, NULL, NULL, LINETRANSFERMODE_TRANSFER ), ERR( INVALCONSULTCALLHANDLE ) );
    forget_said();
    ok_ret( result_of( p_lineCompleteTransfer( request(), a.hd, c.hd, NULL, NULL, LINETRANSFERMODE_TRANSFER ) ), 0 );
    idle( &a );
    idle( &c );
    ok( wait_said( LINE_CALLINFO, b.ht, LINECALLINFOSTATE_CONNECTEDID, NULL ), "the held party does not know\n" );
    info = info_of( b );
    ok( text_is( info, info->dwConnectedIDSize, info->dwConnectedIDOffset, L"1003" ), "connected to somebody else\n" );
    ok_ret( result_of( p_lineDrop( request(), b.hd, NULL, 0 ) ), 0 );
    ok( said_state( d.ht, LINECALLSTATE_DISCONNECTED, NULL ), "not connected with each other\n" );
    close_leg( &b );
    close_leg( &d );

    /* given up: back to the first call; then as a conference of three */
    connect_lines( line[0], 1, &a, &b );
    c = consult( a );
    forget_said();
    ok_ret( result_of( p_lineDrop( request(), c.hd, NULL, 0 ) ), 0 );
    idle( &c );
    ok( said_state( a.ht, LINECALLSTATE_CONNECTED, NULL ), "not reconnected\n" );
    c = consult( a );
    d = dial_and_answer( c, 2 );
    other.ht = new_handle();
    ok_ret( result_of( p_lineCompleteTransfer( request(), a.hd, c.hd, other.ht, &other.hd, LINETRANSFERMODE_CONFERENCE ) ), 0 );
    ok( said_state( a.ht, LINECALLSTATE_CONFERENCED, &said ) && said.param2 == (DWORD_PTR)other.ht, "conferenced in %#lx\n", (DWORD)said.param2 );
    ok( said_state( c.ht, LINECALLSTATE_CONFERENCED, &said ) && said.param2 == (DWORD_PTR)other.ht, "conferenced in %#lx\n", (DWORD)said.param2 );
    ok( said_state( other.ht, LINECALLSTATE_CONNECTED, NULL ), "the conference is not connected\n" );
    ok( info_of( other )->dwOrigin == LINECALLORIGIN_CONFERENCE, "origin %#lx\n", info_of( other )->dwOrigin );
    ok_ret( result_of( p_lineDrop( request(), other.hd, NULL, 0 ) ), 0 );
    idle( &a );
    idle( &c );
    idle( &other );
    ok( said_state( b.ht, LINECALLSTATE_DISCONNECTED, NULL ) && said_state( d.ht, LINECALLSTATE_DISCONNECTED, NULL ), "still connected\n" );
    close_leg( &b );
    close_leg( &d );

    /* blind */
    connect_lines( line[0], 1, &a, &b );
    ok_ret( p_lineBlindTransfer( request(), a.hd, L"4711", 0 ), ERR( INVALADDRESS ) );
    ok_ret( result_of( p_lineBlindTransfer( request(), a.hd, L"1003", 0 ) ), 0 );
    idle( &a );
    d = offered( 2 );
    info = info_of( d );
    ok( info->dwReason == LINECALLREASON_TRANSFER && text_is( info, info->dwCallerIDSize, info->dwCallerIDOffset, L"1002" ) &&
        text_is( info, info->dwRedirectingIDSize, info->dwRedirectingIDOffset, L"1001" ), "reason %#lx\n", info->dwReason );
    ok_ret( result_of( p_lineAnswer( request(), d.hd, NULL, 0 ) ), 0 );
    ok( said_state( d.ht, LINECALLSTATE_CONNECTED, NULL ), "not connected\n" );
    close_leg( &b );
    close_leg( &d );
}

static void test_conference( void )
{
    struct leg a, b, c, d, e, f, conference;
    LINECALLPARAMS *params;
    struct said said;
    struct { LINECALLPARAMS params; WCHAR target[8]; } u = { { sizeof(u) } };

    connect_lines( line[0], 1, &a, &b );
    conference.ht = new_handle();
    c.ht = new_handle();
    forget_said();
    ok_ret( result_of( p_lineSetupConference( request(), a.hd, NULL, conference.ht, &conference.hd, c.ht, &c.hd, 3, NULL ) ), 0 );
    ok( said_state( a.ht, LINECALLSTATE_CONFERENCED, &said ) && said.param2 == (DWORD_PTR)conference.ht, "conferenced in %#lx\n", (DWORD)said.param2 );
    ok( said_state( conference.ht, LINECALLSTATE_ONHOLDPENDCONF, NULL ), "the conference is not pending\n" );
    ok( said_state( c.ht, LINECALLSTATE_DIALTONE, NULL ), "no dial tone\n" );
    d = dial_and_answer( c, 2 );
    ok_ret( result_of( p_lineAddToConference( request(), conference.hd, c.hd ) ), 0 );
    ok( said_state( c.ht, LINECALLSTATE_CONFERENCED, NULL ) && said_state( conference.ht, LINECALLSTATE_CONNECTED, NULL ), "not added\n" );
    /* a fourth */
    e.ht = new_handle();
    ok_ret( result_of( p_linePrepareAddToConference( request(), conference.hd, e.ht, &e.hd, NULL ) ), 0 );
    ok( said_state( conference.ht, LINECALLSTATE_ONHOLDPENDCONF, NULL ) && said_state( e.ht, LINECALLSTATE_DIALTONE, NULL ), "not prepared\n" );
    f = dial_and_answer( e, 3 );
    ok_ret( result_of( p_lineAddToConference( request(), conference.hd, e.hd ) ), 0 );
    ok_ret( p_lineAddToConference( request(), a.hd, e.hd ), ERR( INVALCONFCALLHANDLE ) );
    ok_ret( result_of( p_lineHold( request(), conference.hd ) ), 0 );
    ok_ret( result_of( p_lineUnhold( request(), conference.hd ) ), 0 );
    ok_ret( result_of( p_lineRemoveFromConference( request(), e.hd ) ), 0 );
    ok( said_state( e.ht, LINECALLSTATE_ONHOLD, NULL ), "not removed\n" );
    ok_ret( p_lineRemoveFromConference( request(), e.hd ), ERR( INVALCALLSTATE ) );
    close_leg( &e );
    close_leg( &f );
    /* one hangs up: what is left is a call */
    forget_said();
    ok_ret( result_of( p_lineDrop( request(), d.hd, NULL, 0 ) ), 0 );
    ok( said_state( c.ht, LINECALLSTATE_DISCONNECTED, NULL ) && said_state( conference.ht, LINECALLSTATE_IDLE, NULL ) &&
        said_state( a.ht, LINECALLSTATE_CONNECTED, NULL ), "the last two are not connected\n" );
    close_leg( &c );
    close_leg( &d );
    close_leg( &conference );

    /* without hold */
    u.params.dwCallParamFlags = LINECALLPARAMFLAGS_NOHOLDCONFERENCE;
    u.params.dwTargetAddressSize = 5 * sizeof(WCHAR);
    u.params.dwTargetAddressOffset = FIELD_OFFSET( __typeof__( u ), target );
    lstrcpyW( u.target, L"1003" );
    params = &u.params;
    conference.ht = new_handle();
    c.ht = new_handle();
    ok_ret( result_of( p_lineSetupConference( request(), a.hd, NULL, conference.ht, &conference.hd, c.ht, &c.hd, 3, params ) ), 0 );
    ok_state( a, LINECALLSTATE_CONNECTED );
    d = offered( 2 );
    ok_ret( result_of( p_lineAnswer( request(), d.hd, NULL, 0 ) ), 0 );
    ok( said_state( a.ht, LINECALLSTATE_CONFERENCED, NULL ) && said_state( c.ht, LINECALLSTATE_CONFERENCED, NULL ) &&
        said_state( conference.ht, LINECALLSTATE_CONNECTED, NULL ), "no conference\n" );
    close_leg( &conference );
    ok( said_state( b.ht, LINECALLSTATE_DISCONNECTED, NULL ) && said_state( d.ht, LINECALLSTATE_DISCONNECTED, NULL ), "still connected\n" );
    close_leg( &a );
    close_leg( &b );
    close_leg( &c );
    close_leg( &d );

    /* of nobody yet */
    conference.ht = new_handle();
    c.ht = new_handle();
    ok_ret( result_of( p_lineSetupConference( request(), NULL, line[0], conference.ht, &conference.hd, c.ht, &c.hd, 3, NULL ) ), 0 );
    d = dial_and_answer( c, 2 );
    ok_ret( result_of( p_lineAddToConference( request(), conference.hd, c.hd ) ), 0 );
    ok_state( conference, LINECALLSTATE_ONHOLDPENDCONF );
    close_leg( &conference );
    close_leg( &c );
    close_leg( &d );
}

/* Nobody fetches it: it comes back. */
static void test_park_recall( void )
{
    union { VARSTRING string; BYTE bytes[128]; } u = { { sizeof(u) } };
    struct leg a, b, d;

    connect_lines( line[2], 1, &a, &b );
    ok_ret( result_of( p_linePark( request(), a.hd, LINEPARKMODE_NONDIRECTED, NULL, &u.string ) ), 0 );
    idle( &a );
    ok( text_is( &u, u.string.dwStringSize, u.string.dwStringOffset, L"801" ), "parked elsewhere\n" );
    d = offered( 2 );
    ok( info_of( d )->dwReason == LINECALLREASON_REMINDER, "reason %#lx\n", info_of( d )->dwReason );
    ok_ret( result_of( p_lineAnswer( request(), d.hd, NULL, 0 ) ), 0 );
    ok( said_state( d.ht, LINECALLSTATE_CONNECTED, NULL ), "not connected\n" );
    close_leg( &d );
    close_leg( &b );
}

static void test_park( void )
{
    struct leg a, b, c;
    const LINECALLINFO *info;

    connect_lines( line[0], 1, &a, &b );
    ok_ret( p_linePark( request(), a.hd, LINEPARKMODE_DIRECTED, L"1003", NULL ), ERR( INVALADDRESS ) );
    ok_ret( p_linePark( request(), a.hd, 3, L"805", NULL ), ERR( INVALPARKMODE ) );
    ok_ret( result_of( p_linePark( request(), a.hd, LINEPARKMODE_DIRECTED, L"805", NULL ) ), 0 );
    idle( &a );
    c.ht = new_handle();
    ok_ret( p_lineUnpark( request(), line[2], 0, c.ht, &c.hd, L"806" ), ERR( INVALADDRESS ) );
    ok_ret( result_of( p_lineUnpark( request(), line[2], 0, c.ht, &c.hd, L"805" ) ), 0 );
    ok( said_state( c.ht, LINECALLSTATE_CONNECTED, NULL ), "not connected\n" );
    info = info_of( c );
    ok( info->dwReason == LINECALLREASON_UNPARK && text_is( info, info->dwCallerIDSize, info->dwCallerIDOffset, L"1002" ), "reason %#lx\n", info->dwReason );
    close_leg( &c );
    close_leg( &b );

    /* picked up at another line: by number, and in the group */
    a = make_call( line[0], L"1002", NULL );
    b = offered( 1 );
    c.ht = new_handle();
    ok_ret( p_linePickup( request(), line[2], 0, c.ht, &c.hd, L"1004", NULL ), ERR( INVALADDRESS ) );
    ok_ret( p_linePickup( request(), line[2], 0, c.ht, &c.hd, NULL, L"999" ), ERR( INVALGROUPID ) );
    ok_ret( result_of( p_linePickup( request(), line[2], 0, c.ht, &c.hd, L"1002", NULL ) ), 0 );
    idle( &b );
    ok( said_state( c.ht, LINECALLSTATE_CONNECTED, NULL ), "not connected\n" );
    info = info_of( c );
    ok( info->dwReason == LINECALLREASON_PICKUP && text_is( info, info->dwRedirectingIDSize, info->dwRedirectingIDOffset, L"1002" ), "reason %#lx\n",
        info->dwReason );
    close_leg( &a );
    close_leg( &c );
    a = make_call( line[0], L"1002", NULL );
    b = offered( 1 );
    c.ht = new_handle();
    ok_ret( result_of( p_linePickup( request(), line[2], 0, c.ht, &c.hd, NULL, L"601" ) ), 0 );
    idle( &b );
    close_leg( &a );
    close_leg( &c );
}

static LONG forward( HDRVLINE hline, DWORD mode, const WCHAR *target )
{
    struct { LINEFORWARDLIST list; WCHAR target[8]; } u = { { sizeof(u), 1 } };

    u.list.ForwardList[0].dwForwardMode = mode;
    if (target)
    {
        lstrcpyW( u.target, target );
        u.list.ForwardList[0].dwDestAddressSize = (wcslen( target ) + 1) * sizeof(WCHAR);
        u.list.ForwardList[0].dwDestAddressOffset = FIELD_OFFSET( __typeof__( u ), target );
    }
    return result_of( p_lineForward( request(), hline, TRUE, 0, mode ? &u.list : NULL, 2, NULL, NULL, NULL ) );
}

static void test_forward( void )
{
    union { LINEADDRESSSTATUS status; BYTE bytes[512]; } u = { { sizeof(u) } };
    const LINECALLINFO *info;
    const LINEFORWARD *entry;
    struct leg a, b, c;
    struct said said;

    ok_ret( forward( line[1], LINEFORWARDMODE_UNCOND, L"1003" ), 0 );
    ok( wait_said( LINE_ADDRESSSTATE, HTLINE( 1 ), 0, NULL ), "no LINE_ADDRESSSTATE\n" );
    ok_ret( p_lineGetAddressStatus( line[1], 0, &u.status ), 0 );
    ok( u.status.dwForwardNumEntries == 1 && u.status.dwNumRingsNoAnswer == 2, "%lu entries\n", u.status.dwForwardNumEntries );
    entry = (const LINEFORWARD *)(u.bytes + u.status.dwForwardOffset);
    ok( text_is( &u, entry->dwDestAddressSize, entry->dwDestAddressOffset, L"1003" ), "forwarded elsewhere\n" );
    a = make_call( line[0], L"1002", NULL );
    c = offered( 2 );
    info = info_of( c );
    ok( info->dwReason == LINECALLREASON_FWDUNCOND && text_is( info, info->dwRedirectingIDSize, info->dwRedirectingIDOffset, L"1002" ) &&
        text_is( info, info->dwRedirectionIDSize, info->dwRedirectionIDOffset, L"1003" ), "reason %#lx\n", info->dwReason );
    ok( wait_said( LINE_CALLINFO, a.ht, LINECALLINFOSTATE_REDIRECTIONID, NULL ), "the caller does not know\n" );
    close_leg( &a );
    idle( &c );

    ok_ret( forward( line[1], LINEFORWARDMODE_NOANSW, L"1003" ), 0 );
    a = make_call( line[0], L"1002", NULL );
    b = offered( 1 );
    c = offered( 2 );
    ok( info_of( c )->dwReason == LINECALLREASON_FWDNOANSWER, "reason %#lx\n", info_of( c )->dwReason );
    idle( &b );
    /* redirected by the one it rings at */
    ok_ret( result_of( p_lineRedirect( request(), c.hd, L"1004", 0 ) ), 0 );
    idle( &c );
    c = offered( 3 );
    ok( info_of( c )->dwReason == LINECALLREASON_REDIRECT, "reason %#lx\n", info_of( c )->dwReason );
    close_leg( &a );
    idle( &c );

    ok_ret( forward( line[1], LINEFORWARDMODE_UNCOND, NULL ), 0 );
    a = make_call( line[0], L"1002", NULL );
    ok( said_state( a.ht, LINECALLSTATE_DISCONNECTED, &said ) && said.param2 == LINEDISCONNECTMODE_DONOTDISTURB, "mode %#lx\n", (DWORD)said.param2 );
    close_leg( &a );
    ok_ret( forward( line[1], LINEFORWARDMODE_BUSY, NULL ), ERR( INVALADDRESS ) );
    ok_ret( forward( line[1], LINEFORWARDMODE_UNCOND, L"4711" ), ERR( INVALADDRESS ) );
    ok_ret( forward( line[1], 0, NULL ), 0 );

    /* a hunt group: the next member when one does not answer */
    a = make_call( line[0], L"601", NULL );
    ok( wait_said( LINE_NEWCALL, NULL, ANY, &said ), "the group does not ring\n" );
    ok( wait_said( LINE_NEWCALL, NULL, ANY, &said ), "the next one does not ring\n" );
    close_leg( &a );
    forget_said();
}

static void test_completion( void )
{
    struct leg a, b, c, d;
    DWORD id = 0;

    connect_lines( line[1], 2, &b, &c );
    a = make_call( line[0], L"1002", NULL );
    ok( said_state( a.ht, LINECALLSTATE_BUSY, NULL ), "not busy\n" );
    ok_ret( p_lineCompleteCall( request(), a.hd, &id, LINECALLCOMPLMODE_MESSAGE, 9 ), ERR( INVALMESSAGEID ) );
    ok_ret( result_of( p_lineCompleteCall( request(), a.hd, &id, LINECALLCOMPLMODE_CAMPON, 0 ) ), 0 );
    ok( id, "no completion id\n" );
    close_leg( &b );
    d = offered( 1 );
    ok( info_of( d )->dwReason == LINECALLREASON_CAMPEDON, "reason %#lx\n", info_of( d )->dwReason );
    ok( said_state( a.ht, LINECALLSTATE_RINGBACK, NULL ), "no ringback\n" );
    close_leg( &a );
    idle( &d );
    close_leg( &c );

    connect_lines( line[1], 2, &b, &c );
    a = make_call( line[0], L"1002", NULL );
    ok_ret( result_of( p_lineCompleteCall( request(), a.hd, &id, LINECALLCOMPLMODE_CALLBACK, 0 ) ), 0 );
    ok( wait_said( LINE_LINEDEVSTATE, HTLINE( 0 ), LINEDEVSTATE_NUMCOMPLETIONS, NULL ), "no LINEDEVSTATE_NUMCOMPLETIONS\n" );
    close_leg( &a );
    close_leg( &b );
    a = offered( 0 );
    ok( info_of( a )->dwReason == LINECALLREASON_CALLCOMPLETION && info_of( a )->dwCompletionID == id, "reason %#lx\n", info_of( a )->dwReason );
    ok_ret( result_of( p_lineAnswer( request(), a.hd, NULL, 0 ) ), 0 );
    d = offered( 1 );
    ok_ret( result_of( p_lineAnswer( request(), d.hd, NULL, 0 ) ), 0 );
    ok( said_state( a.ht, LINECALLSTATE_CONNECTED, NULL ), "not connected\n" );
    close_leg( &a );
    close_leg( &c );
    close_leg( &d );

    connect_lines( line[1], 2, &b, &c );
    a = make_call( line[0], L"1002", NULL );
    ok_ret( result_of( p_lineCompleteCall( request(), a.hd, &id, LINECALLCOMPLMODE_MESSAGE, 1 ) ), 0 );
    ok( wait_said( LINE_LINEDEVSTATE, HTLINE( 1 ), LINEDEVSTATE_MSGWAITON, NULL ), "no message waits\n" );
    ok_ret( result_of( p_lineUncompleteCall( request(), line[0], id ) ), 0 );
    ok_ret( p_lineUncompleteCall( request(), line[0], id ), ERR( INVALCOMPLETIONID ) );
    close_leg( &a );
    a = make_call( line[0], L"1002", NULL );
    ok_ret( result_of( p_lineCompleteCall( request(), a.hd, &id, LINECALLCOMPLMODE_INTRUDE, 0 ) ), 0 );
    d = offered( 1 );
    ok( info_of( d )->dwReason == LINECALLREASON_INTRUDE, "reason %#lx\n", info_of( d )->dwReason );
    ok( said_state( a.ht, LINECALLSTATE_CONNECTED, NULL ), "not connected\n" );
    ok_state( b, LINECALLSTATE_ONHOLD );
    close_leg( &a );
    close_leg( &b );
    close_leg( &c );
    close_leg( &d );
}

static LONG set_level( struct leg leg, DWORD media_mode, DWORD level, DWORD type, DWORD size )
{
    LINECALLQOSINFO info = { 0x4c51534b /* LINEQOSSTRUCT_KEY */, size, type };

    info.SetQOSServiceLevel.dwNumServiceLevelEntries = 1;
    info.SetQOSServiceLevel.LineQOSServiceLevel[0].dwMediaMode = media_mode;
    info.SetQOSServiceLevel.LineQOSServiceLevel[0].dwQOSServiceLevel = level;
    return p_lineSetCallQualityOfService( request(), leg.hd, &info, sizeof(info), NULL, 0 );
}

/* What programs of TAPI 3 ask for */
static void test_service_levels( struct leg leg )
{
    const LINECALLINFO *info;

    forget_said();
    ok_ret( result_of( set_level( leg, LINEMEDIAMODE_INTERACTIVEVOICE | LINEMEDIAMODE_AUTOMATEDVOICE, LINEQOSSERVICELEVEL_NEEDED,
                                  LINEQOSREQUESTTYPE_SERVICELEVEL, sizeof(LINECALLQOSINFO) ) ), 0 );
    ok( wait_said( LINE_CALLINFO, leg.ht, LINECALLINFOSTATE_QOS, NULL ), "no LINE_CALLINFO\n" );
    info = info_of( leg );
    ok( info->dwSendingFlowspecSize == sizeof(LINECALLQOSINFO), "%lu bytes\n", info->dwSendingFlowspecSize );
    ok_ret( result_of( set_level( leg, LINEMEDIAMODE_VIDEO, LINEQOSSERVICELEVEL_BESTEFFORT, LINEQOSREQUESTTYPE_SERVICELEVEL, sizeof(LINECALLQOSINFO) ) ), 0 );
    ok( wait_said( LINE_QOSINFO, leg.ht, LINEEQOSINFO_NOQOS, NULL ), "it is not told that there is none\n" );
    ok_ret( set_level( leg, LINEMEDIAMODE_VIDEO, LINEQOSSERVICELEVEL_NEEDED, LINEQOSREQUESTTYPE_SERVICELEVEL, sizeof(LINECALLQOSINFO) ), ERR( RATEUNAVAIL ) );
    ok( wait_said( LINE_QOSINFO, leg.ht, LINEEQOSINFO_ADMISSIONFAILURE, NULL ), "it is not told that it cannot be had\n" );
    ok_ret( set_level( leg, LINEMEDIAMODE_INTERACTIVEVOICE, LINEQOSSERVICELEVEL_NEEDED, 7, sizeof(LINECALLQOSINFO) ), ERR( OPERATIONFAILED ) );
    ok( wait_said( LINE_QOSINFO, leg.ht, LINEEQOSINFO_POLICYFAILURE, NULL ), "it is not told that this is unknown\n" );
    ok_ret( set_level( leg, LINEMEDIAMODE_INTERACTIVEVOICE, 9, LINEQOSREQUESTTYPE_SERVICELEVEL, sizeof(LINECALLQOSINFO) ), ERR( INVALPARAM ) );
    ok_ret( set_level( leg, LINEMEDIAMODE_INTERACTIVEVOICE, LINEQOSSERVICELEVEL_NEEDED, LINEQOSREQUESTTYPE_SERVICELEVEL, 4000 ), ERR( INVALPARAM ) );
}

static void test_call_data( void )
{
    const LINECALLINFO *info;
    struct leg a, b;

    connect_lines( line[0], 1, &a, &b );
    forget_said();
    ok_ret( result_of( p_lineSetCallData( request(), a.hd, (void *)"data", 4 ) ), 0 );
    ok( wait_said( LINE_CALLINFO, b.ht, LINECALLINFOSTATE_CALLDATA, NULL ), "the other side does not know\n" );
    info = info_of( b );
    ok( info->dwCallDataSize == 4 && !memcmp( (const char *)info + info->dwCallDataOffset, "data", 4 ), "%lu bytes\n", info->dwCallDataSize );
    ok_ret( result_of( p_lineSendUserUserInfo( request(), a.hd, "one", 3 ) ), 0 );
    ok_ret( result_of( p_lineSendUserUserInfo( request(), a.hd, "three", 5 ) ), 0 );
    info = info_of( b );
    ok( info->dwUserUserInfoSize == 3, "%lu bytes\n", info->dwUserUserInfoSize );
    ok_ret( result_of( p_lineReleaseUserUserInfo( request(), b.hd ) ), 0 );
    ok( info_of( b )->dwUserUserInfoSize == 5, "the next one is not there\n" );
    ok_ret( p_lineSendUserUserInfo( request(), a.hd, "x", 1000 ), ERR( USERUSERINFOTOOBIG ) );
    ok_ret( result_of( p_lineSetCallTreatment( request(), a.hd, LINECALLTREATMENT_MUSIC ) ), 0 );
    ok( info_of( a )->dwCallTreatment == LINECALLTREATMENT_MUSIC, "treatment %lu\n", info_of( a )->dwCallTreatment );
    ok_ret( p_lineSetCallTreatment( request(), a.hd, 99 ), ERR( INVALPARAM ) );
    ok_ret( result_of( p_lineSetCallQualityOfService( request(), a.hd, (void *)"12345678", 8, (void *)"1234", 4 ) ), 0 );
    info = info_of( a );
    ok( info->dwSendingFlowspecSize == 8 && info->dwReceivingFlowspecSize == 4, "flowspecs of %lu and %lu bytes\n", info->dwSendingFlowspecSize,
        info->dwReceivingFlowspecSize );
    test_service_levels( a );
    ok_ret( result_of( p_lineSetTerminal( request(), NULL, 0, a.hd, LINECALLSELECT_CALL, LINETERMMODE_MEDIATOLINE, 1, TRUE ) ), 0 );
    ok( wait_said( LINE_CALLINFO, a.ht, LINECALLINFOSTATE_TERMINAL, NULL ), "no LINE_CALLINFO\n" );
    close_leg( &a );
    close_leg( &b );
}

START_TEST( services )
{
    unsigned int i;

    setting( L"RingMilliseconds", 100 );
    setting( L"AnswerMilliseconds", 50 );
    setting( L"HuntRings", 1 );
    provider_begin( 10 );
    for (i = 0; i < 4; i++) line[i] = open_station( i );
    test_hold();
    test_transfer();
    test_conference();
    test_park();
    test_forward();
    test_call_data();
    for (i = 0; i < 4; i++) ok_ret( p_lineClose( line[i] ), 0 );
    provider_end();

    setting( L"Appearances", 1 );
    setting( L"RingMilliseconds", 100 );
    setting( L"ParkSeconds", 1 );
    provider_begin( 10 );
    for (i = 0; i < 4; i++) line[i] = open_station( i );
    test_completion();
    test_park_recall();
    for (i = 0; i < 4; i++) ok_ret( p_lineClose( line[i] ), 0 );
    provider_end();
}
