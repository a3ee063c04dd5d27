/*
 * Calls that come in: who is told, who owns them, how they change hands.
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

#define OWNER    LINECALLPRIVILEGE_OWNER
#define MONITOR  LINECALLPRIVILEGE_MONITOR
#define VOICE    LINEMEDIAMODE_INTERACTIVEVOICE
#define MODEM    LINEMEDIAMODE_DATAMODEM

/* The call that an application is told of: LINE_APPNEWCALL, at once followed by LINE_CALLSTATE. 0: it is not told. */
static HCALL offered( struct application *app, HLINE line, DWORD privilege )
{
    LINEMESSAGE message;
    HCALL call;

    if (!get_message( app, LINE_APPNEWCALL, (DWORD)line, &message, PATIENCE )) return 0;
    call = (HCALL)message.dwParam2;
    ok( message.dwParam3 == privilege, "LINE_APPNEWCALL: privilege %#lx, expected %#lx\n", (DWORD)message.dwParam3, privilege );
    if (get_message( app, LINE_CALLSTATE, (DWORD)call, &message, PATIENCE ))
        ok( message.dwParam1 == LINECALLSTATE_OFFERING && message.dwParam3 == privilege, "LINE_CALLSTATE: state %#lx privilege %#lx\n",
            (DWORD)message.dwParam1, (DWORD)message.dwParam3 );
    else ok( 0, "no LINE_CALLSTATE after LINE_APPNEWCALL\n" );
    return call;
}

static void owners_and_monitors( HCALL call, DWORD owners, DWORD monitors )
{
    char buffer[1024];
    LINECALLINFO *info = (LINECALLINFO *)buffer;
    LONG ret;

    info->dwTotalSize = sizeof(buffer);
    ret = lineGetCallInfoW( call, info );
    ok( !ret, "lineGetCallInfo: %#lx\n", ret );
    ok( info->dwNumOwners == owners && info->dwNumMonitors == monitors, "%lu owners, %lu monitors; expected %lu, %lu\n",
        info->dwNumOwners, info->dwNumMonitors, owners, monitors );
}

static DWORD privilege_of( HCALL call )
{
    char buffer[512];
    LINECALLSTATUS *status = (LINECALLSTATUS *)buffer;

    status->dwTotalSize = sizeof(buffer);
    return lineGetCallStatus( call, status ) ? 0 : status->dwCallPrivilege;
}

/* One owner for the media mode, monitors for all who asked, nothing for LINECALLPRIVILEGE_NONE. */
static void test_delivery( struct application *apps, DWORD device )
{
    HLINE owner = open_line( &apps[0], device, 0x00020000, 1, OWNER, MODEM );
    HLINE monitor = open_line( &apps[1], device, 0x00020000, 2, MONITOR, 0 );
    HLINE second = open_line( &apps[2], device, 0x00020000, 3, OWNER | MONITOR, MODEM | VOICE );
    HLINE none = open_line( &apps[2], device, 0x00020000, 4, LINECALLPRIVILEGE_NONE, 0 );
    HCALL calls[3];
    LINEMESSAGE message;
    LONG ret;

    ring( &apps[0], owner, 0, MODEM, L"5550101" );
    calls[0] = offered( &apps[0], owner, OWNER );
    calls[1] = offered( &apps[1], monitor, MONITOR );
    calls[2] = offered( &apps[2], second, MONITOR );
    ok( calls[0] && calls[1] && calls[2], "calls %#lx %#lx %#lx\n", calls[0], calls[1], calls[2] );
    ok( no_message( &apps[2], LINE_APPNEWCALL ), "an application without privileges was told of the call\n" );
    owners_and_monitors( calls[0], 1, 2 );
    ok( privilege_of( calls[0] ) == OWNER && privilege_of( calls[1] ) == MONITOR, "privileges %#lx %#lx\n", privilege_of( calls[0] ),
        privilege_of( calls[1] ) );

    ret = lineAnswer( calls[1], NULL, 0 );
    ok( ret == (LONG)LINEERR_NOTOWNER || wait_reply( &apps[1], ret ) == (LONG)LINEERR_NOTOWNER, "lineAnswer by a monitor: %#lx\n", ret );
    ret = wait_reply( &apps[0], lineAnswer( calls[0], NULL, 0 ) );
    ok( !ret, "lineAnswer: %#lx\n", ret );
    ok( wait_state( &apps[0], calls[0], LINECALLSTATE_CONNECTED ), "the owner is not told\n" );
    ok( get_message_param( &apps[1], LINE_CALLSTATE, calls[1], LINECALLSTATE_CONNECTED, &message, PATIENCE ), "the monitor is not told\n" );
    ok( !message.dwParam3, "privilege %#lx that did not change\n", (DWORD)message.dwParam3 );

    /* privileges: others hear of it, the one who does it does not */
    forget_messages( &apps[0] );
    forget_messages( &apps[1] );
    forget_messages( &apps[2] );
    ret = lineSetCallPrivilege( calls[0], MONITOR );
    ok( ret == (LONG)LINEERR_INVALCALLSTATE, "lineSetCallPrivilege by the sole owner: %#lx\n", ret );
    ret = lineSetCallPrivilege( calls[1], OWNER );
    ok( !ret, "lineSetCallPrivilege: %#lx\n", ret );
    ok( get_message( &apps[0], LINE_CALLINFO, calls[0], &message, PATIENCE ), "no LINE_CALLINFO\n" );
    ok( message.dwParam1 & LINECALLINFOSTATE_NUMOWNERINCR, "call info %#lx\n", (DWORD)message.dwParam1 );
    ok( no_message( &apps[1], LINE_CALLINFO ), "LINE_CALLINFO to the one who changed it\n" );
    owners_and_monitors( calls[2], 2, 1 );
    ret = lineSetCallPrivilege( calls[0], MONITOR );
    ok( !ret, "lineSetCallPrivilege: %#lx\n", ret );
    owners_and_monitors( calls[2], 1, 2 );
    ret = lineSetCallPrivilege( calls[0], LINECALLPRIVILEGE_NONE );
    ok( ret == (LONG)LINEERR_INVALCALLPRIVILEGE, "lineSetCallPrivilege: %#lx\n", ret );

    ret = lineDeallocateCall( calls[2] );
    ok( !ret, "lineDeallocateCall by a monitor: %#lx\n", ret );
    owners_and_monitors( calls[0], 1, 1 );
    ret = lineDeallocateCall( calls[0] );
    ok( !ret, "lineDeallocateCall by a monitor: %#lx\n", ret );
    drop_and_deallocate( &apps[1], calls[1] );
    lineClose( owner );
    lineClose( monitor );
    lineClose( second );
    lineClose( none );
}

/* Unknown media modes: first who takes unknown calls, then by the modes that it may be of. */
static void test_unknown( struct application *apps, DWORD device )
{
    HLINE voice = open_line( &apps[0], device, 0x00020000, 1, OWNER, VOICE );
    HLINE modem = open_line( &apps[1], device, 0x00020000, 2, OWNER, MODEM );
    HLINE unknown;
    HCALL call;

    ring( &apps[0], voice, 0, LINEMEDIAMODE_UNKNOWN | MODEM | LINEMEDIAMODE_G3FAX, NULL );
    call = offered( &apps[1], modem, OWNER );
    ok( call != 0, "nobody got the call\n" );
    ok( no_message( &apps[0], LINE_APPNEWCALL ), "a call of another media mode\n" );
    drop_and_deallocate( &apps[1], call );

    unknown = open_line( &apps[2], device, 0x00020000, 3, OWNER, LINEMEDIAMODE_UNKNOWN );
    ring( &apps[0], voice, 0, LINEMEDIAMODE_UNKNOWN | MODEM | LINEMEDIAMODE_G3FAX, NULL );
    call = offered( &apps[2], unknown, OWNER );
    ok( call != 0, "nobody got the call\n" );
    ok( no_message( &apps[1], LINE_APPNEWCALL ), "two owners\n" );
    drop_and_deallocate( &apps[2], call );
    lineClose( voice );
    lineClose( modem );
    lineClose( unknown );
}

/* A call that no application can see is given back to the provider; it is not dropped. */
static void test_unowned( struct application *apps, DWORD device )
{
    HLINE none = open_line( &apps[0], device, 0x00020000, 1, LINECALLPRIVILEGE_NONE, 0 ), monitor;
    HCALL call;
    LONG ret;
    DWORD i;

    command( &apps[0], none, 0, 0, TESTTSP_CLEAR, 0, 0, 0, 0, NULL );
    ring( &apps[0], none, 0, VOICE, NULL );
    for (i = 0; i < 50 && !count_calls( &apps[0], none, "TSPI_lineCloseCall", NULL ); i++) Sleep( 10 );
    ok( count_calls( &apps[0], none, "TSPI_lineCloseCall", NULL ) == 1, "the call was not closed\n" );
    ok( !count_calls( &apps[0], none, "TSPI_lineDrop", NULL ), "the call was dropped\n" );
    ok( no_message( &apps[0], LINE_APPNEWCALL ), "LINE_APPNEWCALL without privileges\n" );

    /* a monitor can see it, and may take it */
    monitor = open_line( &apps[1], device, 0x00020000, 2, MONITOR, 0 );
    ring( &apps[0], none, 0, VOICE, NULL );
    call = offered( &apps[1], monitor, MONITOR );
    owners_and_monitors( call, 0, 1 );
    ret = lineSetCallPrivilege( call, OWNER );
    ok( !ret, "lineSetCallPrivilege: %#lx\n", ret );
    drop_and_deallocate( &apps[1], call );
    lineClose( monitor );
    lineClose( none );
}

/* Before 2.0 there is no LINE_APPNEWCALL: a LINE_CALLSTATE with a privilege is a new call. */
static void test_old_version( struct application *apps, DWORD device )
{
    HLINE line = open_line( &apps[0], device, 0x00010004, 1, OWNER, VOICE );
    LINEMESSAGE message;

    ring( &apps[0], line, 0, VOICE, NULL );
    ok( get_message_param( &apps[0], LINE_CALLSTATE, 0, LINECALLSTATE_OFFERING, &message, PATIENCE ), "no LINE_CALLSTATE\n" );
    ok( message.dwParam3 == OWNER, "privilege %#lx\n", (DWORD)message.dwParam3 );
    ok( no_message( &apps[0], LINE_APPNEWCALL ), "LINE_APPNEWCALL for version 1.4\n" );
    drop_and_deallocate( &apps[0], (HCALL)message.hDevice );
    lineClose( line );
}

/* lineGetNewCalls: calls of others, as a monitor. */
static void test_new_calls( struct application *apps, DWORD device )
{
    HLINE mine = open_line( &apps[0], device, 0x00020000, 1, LINECALLPRIVILEGE_NONE, 0 );
    HLINE other = open_line( &apps[1], device, 0x00020000, 2, LINECALLPRIVILEGE_NONE, 0 );
    char buffer[256];
    LINECALLLIST *list = (LINECALLLIST *)buffer;
    LINEMESSAGE message;
    HCALL call, seen;
    LONG ret;

    call = make_call( &apps[0], mine, L"5550100" );
    forget_messages( &apps[0] );
    list->dwTotalSize = sizeof(*list);
    ret = lineGetNewCalls( other, 0, LINECALLSELECT_LINE, list );
    ok( !ret, "lineGetNewCalls: %#lx\n", ret );
    ok( list->dwNeededSize == sizeof(*list) + 4 && !list->dwCallsNumEntries, "needed %lu entries %lu\n", list->dwNeededSize,
        list->dwCallsNumEntries );
    list->dwTotalSize = sizeof(buffer);
    ret = lineGetNewCalls( other, 1, LINECALLSELECT_ADDRESS, list );
    ok( !ret && !list->dwCallsNumEntries, "lineGetNewCalls: %#lx, %lu calls on the other address\n", ret, list->dwCallsNumEntries );
    list->dwTotalSize = sizeof(buffer);
    ret = lineGetNewCalls( other, 0, LINECALLSELECT_ADDRESS, list );
    ok( !ret && list->dwCallsNumEntries == 1, "lineGetNewCalls: %#lx, %lu calls\n", ret, list->dwCallsNumEntries );
    seen = *(HCALL *)(buffer + list->dwCallsOffset);
    ok( privilege_of( seen ) == MONITOR && seen != call, "call %#lx privilege %#lx\n", seen, privilege_of( seen ) );
    ok( get_message( &apps[0], LINE_CALLINFO, call, &message, PATIENCE ), "no LINE_CALLINFO\n" );
    ok( message.dwParam1 == LINECALLINFOSTATE_NUMMONITORS, "call info %#lx\n", (DWORD)message.dwParam1 );
    list->dwTotalSize = sizeof(buffer);
    ret = lineGetNewCalls( other, 0, LINECALLSELECT_LINE, list );
    ok( !ret && !list->dwCallsNumEntries, "lineGetNewCalls again: %#lx, %lu calls\n", ret, list->dwCallsNumEntries );
    ret = lineGetNewCalls( other, 7, LINECALLSELECT_ADDRESS, list );
    ok( ret == (LONG)LINEERR_INVALADDRESSID, "lineGetNewCalls: %#lx\n", ret );
    ret = lineGetNewCalls( other, 0, LINECALLSELECT_CALL, list );
    ok( ret == (LONG)LINEERR_INVALCALLSELECT, "lineGetNewCalls: %#lx\n", ret );
    ret = lineGetConfRelatedCalls( call, list );
    ok( ret == (LONG)LINEERR_NOCONFERENCE, "lineGetConfRelatedCalls: %#lx\n", ret );

    /* application-specific data: the others hear of it */
    ret = lineSetAppSpecific( seen, 1 );
    ok( ret == (LONG)LINEERR_NOTOWNER, "lineSetAppSpecific by a monitor: %#lx\n", ret );
    ret = lineSetAppSpecific( call, 0x77 );
    ok( !ret, "lineSetAppSpecific: %#lx\n", ret );
    ok( get_message_param( &apps[1], LINE_CALLINFO, seen, LINECALLINFOSTATE_APPSPECIFIC, &message, PATIENCE ), "no LINE_CALLINFO\n" );
    drop_and_deallocate( &apps[0], call );
    ret = lineDeallocateCall( seen );
    ok( !ret, "lineDeallocateCall: %#lx\n", ret );
    lineClose( mine );
    lineClose( other );
}

static void test_handoff( struct application *apps, DWORD device )
{
    HLINE voice = open_line( &apps[0], device, 0x00020000, 1, OWNER, VOICE );
    HLINE modem;
    HCALL call, got;
    LINEMESSAGE message;
    LONG ret;

    ring( &apps[0], voice, 0, VOICE, NULL );
    call = offered( &apps[0], voice, OWNER );
    ret = lineHandoffW( call, NULL, MODEM );
    ok( ret == (LONG)LINEERR_TARGETNOTFOUND, "lineHandoff: %#lx\n", ret );
    ret = lineHandoffW( call, NULL, VOICE );
    ok( ret == (LONG)LINEERR_TARGETSELF, "lineHandoff: %#lx\n", ret );
    ret = lineHandoffW( call, NULL, VOICE | MODEM );
    ok( ret == (LONG)LINEERR_INVALMEDIAMODE, "lineHandoff: %#lx\n", ret );
    ret = lineHandoffW( call, L"nobody.exe", 0 );
    ok( ret == (LONG)LINEERR_TARGETNOTFOUND, "lineHandoff: %#lx\n", ret );

    modem = open_line( &apps[1], device, 0x00020000, 2, OWNER, MODEM );
    forget_messages( &apps[0] );
    ret = lineHandoffW( call, NULL, MODEM );
    ok( !ret, "lineHandoff: %#lx\n", ret );
    got = offered( &apps[1], modem, OWNER );
    ok( got && got != call, "call %#lx\n", got );
    ok( get_message( &apps[0], LINE_CALLINFO, call, &message, PATIENCE ), "no LINE_CALLINFO\n" );
    ok( message.dwParam1 & LINECALLINFOSTATE_NUMOWNERINCR, "call info %#lx\n", (DWORD)message.dwParam1 );
    /* the privilege of the one who hands off does not change */
    owners_and_monitors( call, 2, 0 );

    /* back, while the other still has its handle: the old handle is used */
    ret = lineSetCallPrivilege( call, MONITOR );
    ok( !ret, "lineSetCallPrivilege: %#lx\n", ret );
    forget_messages( &apps[0] );
    ret = lineHandoffW( got, NULL, VOICE );
    ok( !ret, "lineHandoff: %#lx\n", ret );
    ok( get_message( &apps[0], LINE_CALLSTATE, call, &message, PATIENCE ), "no LINE_CALLSTATE\n" );
    ok( message.dwParam3 == OWNER, "privilege %#lx\n", (DWORD)message.dwParam3 );
    ok( no_message( &apps[0], LINE_APPNEWCALL ), "a new handle\n" );
    lineDeallocateCall( got );
    drop_and_deallocate( &apps[0], call );
    lineClose( voice );
    lineClose( modem );
}

/* LINE_CLOSE: all handles of the line are gone. */
static void test_forced_close( struct application *apps, DWORD device )
{
    HLINE line = open_line( &apps[0], device, 0x00020000, 1, OWNER, VOICE );
    HLINE other = open_line( &apps[1], device, 0x00020000, 2, LINECALLPRIVILEGE_NONE, 0 );
    struct testtsp_command params = { TESTTSP_MAGIC, TESTTSP_CLOSE_LINE };
    LINEMESSAGE message;
    HCALL call;
    LONG ret;

    call = make_call( &apps[0], line, L"5550100" );
    lineDevSpecific( line, 0, 0, &params, sizeof(params) );
    ok( get_message( &apps[0], LINE_CLOSE, line, &message, PATIENCE ), "no LINE_CLOSE\n" );
    ok( get_message( &apps[1], LINE_CLOSE, other, &message, PATIENCE ), "no LINE_CLOSE\n" );
    ret = lineDrop( call, NULL, 0 );
    ok( ret == (LONG)LINEERR_INVALCALLHANDLE, "lineDrop: %#lx\n", ret );
    ret = lineClose( line );
    ok( ret == (LONG)LINEERR_INVALLINEHANDLE, "lineClose: %#lx\n", ret );
}

START_TEST(incoming)
{
    static const WCHAR *names[] = { L"first", L"second", L"third" };
    struct application apps[3];
    DWORD device, i;

    if (!provider_begin()) return;
    for (i = 0; i < ARRAY_SIZE(apps); i++) app_begin( &apps[i], names[i], 0x00020002 );
    if ((device = find_line( &apps[0], LINE_A )) != ~0u)
    {
        test_delivery( apps, device );
        test_unknown( apps, device );
        test_unowned( apps, device );
        test_old_version( apps, device );
        test_new_calls( apps, device );
        test_handoff( apps, device );
    }
    if ((device = find_line( &apps[0], LINE_B )) != ~0u) test_forced_close( apps, device );
    for (i = 0; i < ARRAY_SIZE(apps); i++) app_end( &apps[i] );
    provider_end();
}
