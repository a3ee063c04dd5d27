/*
 * Owners and monitors of a call in two processes.
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

#define OWNER    LINECALLPRIVILEGE_OWNER
#define MONITOR  LINECALLPRIVILEGE_MONITOR
#define VOICE    LINEMEDIAMODE_INTERACTIVEVOICE

/* The other process opens the line. */
static void remote_open( struct remote *remote, DWORD device, DWORD privileges, DWORD media )
{
    ok_ret( remote_do( remote, REMOTE_OPEN, device, privileges, media, NULL ), 0 );
}

/* The handle that it is given of a call. */
static DWORD remote_new_call( struct remote *remote, DWORD privilege )
{
    LONG ret = remote_do( remote, REMOTE_WAIT, LINE_APPNEWCALL, ANY, ANY, NULL );

    ok( !ret, "the other process has no LINE_APPNEWCALL\n" );
    ok( remote->reply.values[3] == privilege, "privilege %#lx, expected %#lx\n", remote->reply.values[3], privilege );
    return remote->reply.values[2];
}

static void remote_state( struct remote *remote, DWORD call, DWORD state )
{
    ok( !remote_do( remote, REMOTE_WAIT, LINE_CALLSTATE, call, state, NULL ), "the other process does not see state %#lx\n", state );
}

static void check_counts( HCALL call, DWORD owners, DWORD monitors )
{
    const LINECALLINFO *info = call_info( call );

    ok( info->dwNumOwners == owners && info->dwNumMonitors == monitors, "%lu owners, %lu monitors, expected %lu and %lu\n",
        info->dwNumOwners, info->dwNumMonitors, owners, monitors );
}

static BOOL wait_info( struct app *app, HCALL call, DWORD what )
{
    return wait_message( app, LINE_CALLINFO, H( call ), what, NULL );
}

/* An application that monitors sees what another one does. */
static void test_monitor( struct app *app, struct remote *remote, DWORD device )
{
    HLINE line = open_line( app, device, NEWEST, LINECALLPRIVILEGE_NONE, 0 );
    HCALL call;
    DWORD their;

    remote_open( remote, device, MONITOR, 0 );
    call = outgoing( app, line, L"5550100" );
    their = remote_new_call( remote, MONITOR );
    remote_state( remote, their, LINECALLSTATE_CONNECTED );
    check_counts( call, 1, 1 );
    ok_ret( remote_do( remote, REMOTE_INFO, their, 0, 0, NULL ), 0 );
    ok( remote->reply.values[0] == 1 && remote->reply.values[1] == 1, "it sees %lu owners, %lu monitors\n", remote->reply.values[0], remote->reply.values[1] );
    ok_ret( remote_do( remote, REMOTE_STATUS, their, 0, 0, NULL ), 0 );
    ok( remote->reply.values[1] == MONITOR, "its privilege is %#lx\n", remote->reply.values[1] );

    /* it may look, not touch */
    ok_ret( remote_do( remote, REMOTE_DROP, their, 0, 0, NULL ), LINEERR_NOTOWNER );
    ok_ret( remote_do( remote, REMOTE_HANDOFF, their, VOICE, 0, NULL ), LINEERR_NOTOWNER );

    hang_up( app, call );
    remote_state( remote, their, LINECALLSTATE_IDLE );
    ok_ret( remote_do( remote, REMOTE_DEALLOCATE, their, 0, 0, NULL ), 0 );
    ok_ret( remote_do( remote, REMOTE_CLOSE, 0, 0, 0, NULL ), 0 );
    ok_ret( lineClose( line ), 0 );
}

static void test_set_privilege( struct app *app, struct remote *remote, DWORD device )
{
    HLINE line = open_line( app, device, NEWEST, LINECALLPRIVILEGE_NONE, 0 );
    HCALL call;
    DWORD their;

    remote_open( remote, device, MONITOR, 0 );
    call = outgoing( app, line, L"5550100" );
    their = remote_new_call( remote, MONITOR );
    remote_state( remote, their, LINECALLSTATE_CONNECTED );
    /* "sole owner of a non-idle call": the call must have one */
    ok_ret( lineSetCallPrivilege( call, MONITOR ), LINEERR_INVALCALLSTATE );
    ok_ret( lineSetCallPrivilege( call, OWNER | MONITOR ), LINEERR_INVALCALLPRIVILEGE );
    ok_ret( lineSetCallPrivilege( call, 0 ), LINEERR_INVALCALLPRIVILEGE );
    ok_ret( lineSetCallPrivilege( call, 0x80 ), LINEERR_INVALCALLPRIVILEGE );
    ok_ret( lineSetCallPrivilege( (HCALL)(ULONG_PTR)0xbad0, OWNER ), LINEERR_INVALCALLHANDLE );
    ok_ret( lineSetCallPrivilege( call, OWNER ), 0 );

    ok_ret( remote_do( remote, REMOTE_SET_PRIVILEGE, their, OWNER, 0, NULL ), 0 );
    ok( wait_message( app, LINE_CALLINFO, H( call ), ANY, NULL ), "no LINE_CALLINFO for another owner\n" );
    check_counts( call, 2, 0 );
    /* now there is one more, this one may withdraw */
    ok_ret( lineSetCallPrivilege( call, MONITOR ), 0 );
    ok( call_privilege( call ) == MONITOR, "privilege %#lx\n", call_privilege( call ) );
    check_counts( call, 1, 1 );
    ok_ret( wait_reply( app, lineDrop( call, NULL, 0 ) ), LINEERR_NOTOWNER );
    ok_ret( remote_do( remote, REMOTE_SET_PRIVILEGE, their, MONITOR, 0, NULL ), LINEERR_INVALCALLSTATE );
    ok_ret( remote_do( remote, REMOTE_DROP, their, 0, 0, NULL ), 0 );
    ok( wait_state( app, call, LINECALLSTATE_IDLE, NULL ), "no IDLE\n" );
    remote_state( remote, their, LINECALLSTATE_IDLE );
    /* an idle call needs no owner */
    ok_ret( remote_do( remote, REMOTE_SET_PRIVILEGE, their, MONITOR, 0, NULL ), 0 );
    ok_ret( remote_do( remote, REMOTE_DEALLOCATE, their, 0, 0, NULL ), 0 );
    ok_ret( lineDeallocateCall( call ), 0 );
    ok_ret( remote_do( remote, REMOTE_CLOSE, 0, 0, 0, NULL ), 0 );
    ok_ret( lineClose( line ), 0 );
}

/* Messages about numbers of owners and monitors go to the others. */
static void test_infos( struct app *app, struct remote *remote, DWORD device )
{
    HLINE line = open_line( app, device, NEWEST, LINECALLPRIVILEGE_NONE, 0 );
    HCALL call = outgoing( app, line, L"5550100" );
    DWORD their;

    remote_open( remote, device, LINECALLPRIVILEGE_NONE, 0 );
    forget( app );
    ok_ret( remote_do( remote, REMOTE_NEW_CALLS, 0, 0, 0, NULL ), 0 );
    ok( remote->reply.values[0] == 1, "it finds %lu calls\n", remote->reply.values[0] );
    their = remote->reply.values[1];
    ok( wait_info( app, call, LINECALLINFOSTATE_NUMMONITORS ), "no LINE_CALLINFO for a monitor\n" );
    check_counts( call, 1, 1 );
    ok_ret( remote_do( remote, REMOTE_DEALLOCATE, their, 0, 0, NULL ), 0 );
    ok( wait_info( app, call, LINECALLINFOSTATE_NUMMONITORS ), "no LINE_CALLINFO for a monitor that went\n" );
    check_counts( call, 1, 0 );

    /* who closes the line takes his handles along */
    ok_ret( remote_do( remote, REMOTE_NEW_CALLS, 0, 0, 0, NULL ), 0 );
    ok( wait_info( app, call, LINECALLINFOSTATE_NUMMONITORS ), "no LINE_CALLINFO for a monitor\n" );
    ok_ret( remote_do( remote, REMOTE_CLOSE, 0, 0, 0, NULL ), 0 );
    ok( wait_info( app, call, LINECALLINFOSTATE_NUMMONITORS ), "no LINE_CALLINFO after lineClose\n" );
    check_counts( call, 1, 0 );
    hang_up( app, call );
    ok_ret( lineClose( line ), 0 );
}

/* A call comes in: the application that opened first owns it, who also wants to monitor does. */
static void test_incoming( struct app *app, struct remote *remote, DWORD device )
{
    HLINE line = open_line( app, device, NEWEST, OWNER, VOICE );
    HCALL call;
    DWORD their;

    remote_open( remote, device, OWNER | MONITOR, VOICE );
    call = incoming( app, line, VOICE, L"5557777" );
    their = remote_new_call( remote, MONITOR );
    remote_state( remote, their, LINECALLSTATE_OFFERING );
    ok( call_privilege( call ) == OWNER, "privilege %#lx\n", call_privilege( call ) );
    check_counts( call, 1, 1 );
    ok_ret( remote_do( remote, REMOTE_ANSWER, their, 0, 0, NULL ), LINEERR_NOTOWNER );
    /* it can take the call itself */
    ok_ret( remote_do( remote, REMOTE_SET_PRIVILEGE, their, OWNER, 0, NULL ), 0 );
    ok_ret( remote_do( remote, REMOTE_ANSWER, their, 0, 0, NULL ), 0 );
    ok( wait_state( app, call, LINECALLSTATE_CONNECTED, NULL ), "not connected\n" );
    ok_ret( lineDeallocateCall( call ), 0 );
    ok_ret( remote_do( remote, REMOTE_DROP, their, 0, 0, NULL ), 0 );
    remote_state( remote, their, LINECALLSTATE_IDLE );
    ok_ret( remote_do( remote, REMOTE_CLOSE, 0, 0, 0, NULL ), 0 );

    /* of another media mode it gets none */
    remote_open( remote, device, OWNER, LINEMEDIAMODE_DATAMODEM );
    call = incoming( app, line, VOICE, L"" );
    check_counts( call, 1, 0 );
    hang_up( app, call );
    call = 0;
    tell( app, line, 0, TESTTSP_RING, LINEMEDIAMODE_DATAMODEM, 0, 0, 0, L"" );
    their = remote_new_call( remote, OWNER );
    fence( app, line );
    ok( !have_message( app, LINE_APPNEWCALL, ANY, ANY, NULL ), "a call of another media mode\n" );
    ok_ret( remote_do( remote, REMOTE_DROP, their, 0, 0, NULL ), 0 );
    remote_state( remote, their, LINECALLSTATE_IDLE );
    ok_ret( remote_do( remote, REMOTE_DEALLOCATE, their, 0, 0, NULL ), 0 );
    ok_ret( remote_do( remote, REMOTE_CLOSE, 0, 0, 0, NULL ), 0 );
    ok_ret( lineClose( line ), 0 );
}

/* The owner's process is killed: who monitors the call learns of it soon, and the line is free for others. */
static void test_killed( struct app *app, DWORD device )
{
    HLINE line = open_line( app, device, NEWEST, MONITOR, 0 );
    struct remote remote;
    LINEMESSAGE msg;
    HCALL call;
    DWORD start;

    if (!remote_begin( &remote, "privilege", NULL )) return;
    remote_open( &remote, device, LINECALLPRIVILEGE_NONE, 0 );
    ok_ret( remote_do( &remote, REMOTE_MAKE_CALL, 0, 0, 0, L"5550100" ), 0 );
    ok( wait_message( app, LINE_APPNEWCALL, H( line ), ANY, &msg ), "no LINE_APPNEWCALL\n" );
    call = (HCALL)(ULONG_PTR)msg.dwParam2;
    ok( wait_state( app, call, LINECALLSTATE_CONNECTED, NULL ), "not connected\n" );
    check_counts( call, 1, 1 );
    forget( app );
    start = GetTickCount();
    remote_kill( &remote );
    /* the provider's lines drop the calls of a line that is closed (LINEDEVCAPFLAGS_CLOSEDROP) */
    ok( wait_state( app, call, LINECALLSTATE_IDLE, NULL ), "the call of the dead process is not dropped\n" );
    ok( GetTickCount() - start < PATIENCE, "it took %lu ms\n", GetTickCount() - start );
    check_counts( call, 0, 1 );
    ok_ret( lineDeallocateCall( call ), 0 );
    ok_ret( lineClose( line ), 0 );
}

/* One of two owners is killed: the other one keeps the call. */
static void test_killed_second( struct app *app, DWORD device )
{
    HLINE line = open_line( app, device, NEWEST, LINECALLPRIVILEGE_NONE, 0 );
    struct remote remote;
    DWORD their, start;
    HCALL call;

    if (!remote_begin( &remote, "privilege", NULL )) return;
    remote_open( &remote, device, MONITOR, 0 );
    call = outgoing( app, line, L"5550100" );
    their = remote_new_call( &remote, MONITOR );
    ok_ret( remote_do( &remote, REMOTE_SET_PRIVILEGE, their, OWNER, 0, NULL ), 0 );
    ok( wait_message( app, LINE_CALLINFO, H( call ), ANY, NULL ), "no LINE_CALLINFO\n" );
    check_counts( call, 2, 0 );
    start = GetTickCount();
    remote_kill( &remote );
    ok( wait_info( app, call, LINECALLINFOSTATE_NUMOWNERDECR ), "no LINE_CALLINFO for the owner that died\n" );
    ok( GetTickCount() - start < PATIENCE, "it took %lu ms\n", GetTickCount() - start );
    check_counts( call, 1, 0 );
    ok( call_state( call ) == LINECALLSTATE_CONNECTED, "state %#lx\n", call_state( call ) );
    hang_up( app, call );
    ok_ret( lineClose( line ), 0 );
}

START_TEST( privilege )
{
    struct remote remote;
    struct app app;
    DWORD device;

    remote_main();
    if (!fixture_begin()) return;
    app_begin( &app, "privilege test" );
    device = find_line( &app, L"Test line A" );
    ok( device != ~0u, "the test provider's line is missing\n" );
    if (device != ~0u && remote_begin( &remote, "privilege", NULL ))
    {
        test_monitor( &app, &remote, device );
        test_set_privilege( &app, &remote, device );
        test_infos( &app, &remote, device );
        test_incoming( &app, &remote, device );
        remote_end( &remote );
        test_killed( &app, device );
        test_killed_second( &app, device );
    }
    app_end( &app );
    fixture_end();
}
