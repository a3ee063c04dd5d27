/*
 * lineHandoff and the priorities of applications.
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
#define DATA     LINEMEDIAMODE_DATAMODEM

#define TARGET   L"handoff_target.exe"

/* What the target sees of a call that is handed to it; its handle. */
static DWORD check_received( struct remote *remote, BOOL is_new )
{
    DWORD call;

    if (is_new)
    {
        ok( !remote_do( remote, REMOTE_WAIT, LINE_APPNEWCALL, ANY, ANY, NULL ), "no LINE_APPNEWCALL at the target\n" );
        ok( remote->reply.values[3] == OWNER, "privilege %#lx\n", remote->reply.values[3] );
        call = remote->reply.values[2];
        ok( !remote_do( remote, REMOTE_WAIT, LINE_CALLSTATE, call, ANY, NULL ), "no LINE_CALLSTATE at the target\n" );
    }
    else
    {
        ok( !remote_do( remote, REMOTE_WAIT, LINE_CALLSTATE, ANY, ANY, NULL ), "no LINE_CALLSTATE at the target\n" );
        call = remote->reply.values[0];
    }
    ok( remote->reply.values[3] == OWNER, "LINE_CALLSTATE with privilege %#lx\n", remote->reply.values[3] );
    return call;
}

static void test_by_name( struct app *app, struct remote *remote, DWORD device )
{
    HLINE line = open_line( app, device, NEWEST, OWNER, VOICE );
    HCALL call = incoming( app, line, VOICE, L"5557777" );
    DWORD their;

    /* it has not opened the line, or not as one that may own calls */
    ok_ret( lineHandoffW( call, TARGET, 0 ), LINEERR_TARGETNOTFOUND );
    ok_ret( remote_do( remote, REMOTE_OPEN, device, LINECALLPRIVILEGE_NONE, 0, NULL ), 0 );
    ok_ret( lineHandoffW( call, TARGET, 0 ), LINEERR_TARGETNOTFOUND );
    ok_ret( remote_do( remote, REMOTE_CLOSE, 0, 0, 0, NULL ), 0 );

    /* the media mode is ignored with a name */
    ok_ret( remote_do( remote, REMOTE_OPEN, device, OWNER, DATA, NULL ), 0 );
    ok_ret( lineHandoffW( call, TARGET, 0xdead ), 0 );
    their = check_received( remote, TRUE );
    ok( wait_message( app, LINE_CALLINFO, H( call ), LINECALLINFOSTATE_NUMOWNERINCR, NULL ), "no LINE_CALLINFO for the new owner\n" );
    ok( call_info( call )->dwNumOwners == 2, "%lu owners\n", call_info( call )->dwNumOwners );
    /* "The privileges of the invoking application to the call are unchanged", and so is the media mode */
    ok( call_privilege( call ) == OWNER, "privilege %#lx\n", call_privilege( call ) );
    ok( call_info( call )->dwMediaMode == VOICE, "media mode %#lx\n", call_info( call )->dwMediaMode );
    /* even an owner is told again */
    ok_ret( lineHandoffA( call, "handoff_target.exe", 0 ), 0 );
    ok( check_received( remote, FALSE ) == their, "another handle\n" );
    ok( call_info( call )->dwNumOwners == 2, "%lu owners\n", call_info( call )->dwNumOwners );

    ok_ret( lineDeallocateCall( call ), 0 );
    ok_ret( remote_do( remote, REMOTE_ANSWER, their, 0, 0, NULL ), 0 );
    ok_ret( remote_do( remote, REMOTE_WAIT, LINE_CALLSTATE, their, LINECALLSTATE_CONNECTED, NULL ), 0 );
    ok_ret( remote_do( remote, REMOTE_INFO, their, 0, 0, NULL ), 0 );
    ok( remote->reply.values[0] == 1, "%lu owners\n", remote->reply.values[0] );
    ok_ret( remote_do( remote, REMOTE_DROP, their, 0, 0, NULL ), 0 );
    ok_ret( remote_do( remote, REMOTE_WAIT, LINE_CALLSTATE, their, LINECALLSTATE_IDLE, NULL ), 0 );
    ok_ret( remote_do( remote, REMOTE_DEALLOCATE, their, 0, 0, NULL ), 0 );
    ok_ret( remote_do( remote, REMOTE_CLOSE, 0, 0, 0, NULL ), 0 );
    ok_ret( lineClose( line ), 0 );
}

static void test_by_media_mode( struct app *app, struct remote *remote, DWORD device )
{
    HLINE line = open_line( app, device, NEWEST, OWNER, VOICE );
    HCALL call = incoming( app, line, VOICE, L"5557777" );
    DWORD their;

    ok_ret( lineHandoffW( call, NULL, DATA ), LINEERR_TARGETNOTFOUND );
    ok_ret( lineHandoffW( call, NULL, VOICE ), LINEERR_TARGETSELF );
    /* "one and only one" */
    ok_ret( lineHandoffW( call, NULL, 0 ), LINEERR_INVALMEDIAMODE );
    ok_ret( lineHandoffW( call, NULL, VOICE | DATA ), LINEERR_INVALMEDIAMODE );
    ok_ret( lineHandoffW( call, (const WCHAR *)(ULONG_PTR)16, VOICE ), LINEERR_INVALPOINTER );
    ok_ret( lineHandoffW( (HCALL)(ULONG_PTR)0xbad0, NULL, VOICE ), LINEERR_INVALCALLHANDLE );

    ok_ret( remote_do( remote, REMOTE_OPEN, device, OWNER, VOICE | DATA, NULL ), 0 );
    /* this one opened first */
    ok_ret( lineHandoffW( call, NULL, VOICE ), LINEERR_TARGETSELF );
    ok_ret( lineHandoffW( call, NULL, DATA ), 0 );
    their = check_received( remote, TRUE );
    ok( call_info( call )->dwNumOwners == 2, "%lu owners\n", call_info( call )->dwNumOwners );
    /* and back, by media mode */
    forget( app );
    ok_ret( lineSetCallPrivilege( call, MONITOR ), 0 );
    ok_ret( remote_do( remote, REMOTE_HANDOFF, their, VOICE, 0, NULL ), 0 );
    {
        LINEMESSAGE msg = { 0 };
        ok( wait_message( app, LINE_CALLSTATE, H( call ), ANY, &msg ), "no LINE_CALLSTATE\n" );
        ok( msg.dwParam3 == OWNER, "privilege %#lx\n", H( msg.dwParam3 ) );
    }
    ok( call_privilege( call ) == OWNER, "privilege %#lx\n", call_privilege( call ) );
    ok_ret( remote_do( remote, REMOTE_DEALLOCATE, their, 0, 0, NULL ), 0 );
    ok( wait_message( app, LINE_CALLINFO, H( call ), LINECALLINFOSTATE_NUMOWNERDECR, NULL ), "no LINE_CALLINFO for the owner that went\n" );
    hang_up( app, call );
    ok_ret( remote_do( remote, REMOTE_CLOSE, 0, 0, 0, NULL ), 0 );
    ok_ret( lineClose( line ), 0 );
}

/* "This form of handoff succeeds if the call handle is handed off to the same file name" */
static void test_to_own_name( struct app *app, DWORD device )
{
    HLINE line = open_line( app, device, NEWEST, OWNER, VOICE );
    HCALL call = incoming( app, line, VOICE, L"" );
    WCHAR path[MAX_PATH];
    LINEMESSAGE msg = { 0 };

    ok( wait_state( app, call, LINECALLSTATE_OFFERING, NULL ), "no LINE_CALLSTATE\n" );
    GetModuleFileNameW( NULL, path, ARRAY_SIZE(path) );
    ok_ret( lineHandoffW( call, wcsrchr( path, '\\' ) + 1, 0 ), 0 );
    ok( wait_message( app, LINE_CALLSTATE, H( call ), ANY, &msg ), "no LINE_CALLSTATE\n" );
    ok( msg.dwParam3 == OWNER, "privilege %#lx\n", H( msg.dwParam3 ) );
    hang_up( app, call );
    ok_ret( lineClose( line ), 0 );
}

/* ---- priorities -------------------------------------------------------------------------------------------------- */

static DWORD get_priority( const WCHAR *file, DWORD media )
{
    union { VARSTRING name; char bytes[256]; } u = { { sizeof(u) } };
    LINEEXTENSIONID extension;
    DWORD priority = 0xdead;

    memset( &extension, 0, sizeof(extension) );
    ok_ret( lineGetAppPriorityW( file, media, &extension, 0, &u.name, &priority ), 0 );
    return priority;
}

/* Who has the higher priority for a media mode gets the calls, whoever opened first. */
static void test_priority( struct app *app, struct remote *remote, DWORD device )
{
    HLINE line = open_line( app, device, NEWEST, OWNER, VOICE );
    DWORD their;

    ok( get_priority( TARGET, VOICE ) == 0, "priority %lu before it was set\n", get_priority( TARGET, VOICE ) );
    ok_ret( lineSetAppPriorityW( TARGET, VOICE, NULL, 0, NULL, 1 ), 0 );
    ok( get_priority( TARGET, VOICE ) == 1, "priority %lu\n", get_priority( TARGET, VOICE ) );
    ok( get_priority( TARGET, DATA ) == 0, "priority %lu for another media mode\n", get_priority( TARGET, DATA ) );

    ok_ret( remote_do( remote, REMOTE_OPEN, device, OWNER, VOICE, NULL ), 0 );
    forget( app );
    tell( app, line, 0, TESTTSP_RING, VOICE, 0, 0, 0, L"" );
    their = check_received( remote, TRUE );
    fence( app, line );
    ok( !have_message( app, LINE_APPNEWCALL, ANY, ANY, NULL ), "the call came to the lower priority, too\n" );
    ok_ret( remote_do( remote, REMOTE_DROP, their, 0, 0, NULL ), 0 );
    ok_ret( remote_do( remote, REMOTE_WAIT, LINE_CALLSTATE, their, LINECALLSTATE_IDLE, NULL ), 0 );
    ok_ret( remote_do( remote, REMOTE_DEALLOCATE, their, 0, 0, NULL ), 0 );
    ok_ret( remote_do( remote, REMOTE_CLOSE, 0, 0, 0, NULL ), 0 );

    ok_ret( lineSetAppPriorityA( "handoff_target.exe", VOICE, NULL, 0, NULL, 0 ), 0 );
    ok( get_priority( TARGET, VOICE ) == 0, "priority %lu after it was taken away\n", get_priority( TARGET, VOICE ) );
    ok_ret( lineSetAppPriorityW( NULL, VOICE, NULL, 0, NULL, 1 ), LINEERR_INVALPOINTER );
    ok( lineSetAppPriorityW( TARGET, VOICE, NULL, 0, NULL, 7 ) < 0, "priority 7 was taken\n" );
    ok( lineSetAppPriorityW( TARGET, 0, NULL, 0, NULL, 1 ) < 0, "media mode 0 was taken\n" );
    ok_ret( lineGetAppPriorityW( TARGET, VOICE, NULL, 0, NULL, NULL ), LINEERR_INVALPOINTER );
    ok_ret( lineClose( line ), 0 );
}

START_TEST( handoff )
{
    struct remote remote;
    struct app app;
    DWORD device;

    remote_main();
    if (!fixture_begin()) return;
    app_begin( &app, "handoff test" );
    device = find_line( &app, L"Test line A" );
    ok( device != ~0u, "the test provider's line is missing\n" );
    if (device != ~0u && remote_begin( &remote, "handoff", TARGET ))
    {
        test_by_name( &app, &remote, device );
        test_by_media_mode( &app, &remote, device );
        test_priority( &app, &remote, device );
        remote_end( &remote );
        test_to_own_name( &app, device );
    }
    app_end( &app );
    fixture_end();
}
