/*
 * Providers that crash, hang and lie: their applications hear of it, all others go on.
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
#include "hostile.h"

#include <stdlib.h>

#define OWNER    LINECALLPRIVILEGE_OWNER
#define VOICE    LINEMEDIAMODE_INTERACTIVEVOICE
#define FAULTY   L"testtsp2.tsp"

/* ---- a second copy of the provider, which is the faulty one ----------------------------------------------------------- */

static DWORD faulty_id;
static WCHAR faulty_file[MAX_PATH];

static BOOL faulty_begin(void)
{
    WCHAR source[MAX_PATH];
    BOOL wow64 = FALSE;
    LONG ret;

    /* where the service, which is 64-bit in a 64-bit prefix, has its files */
    IsWow64Process( GetCurrentProcess(), &wow64 );
    if (wow64)
    {
        GetWindowsDirectoryW( source, ARRAY_SIZE(source) );
        wcscat( source, L"\\sysnative" );
    }
    else GetSystemDirectoryW( source, ARRAY_SIZE(source) );
    wcscpy( faulty_file, source );
    wcscat( source, L"\\testtsp.tsp" );
    wcscat( faulty_file, L"\\" FAULTY );
    /* one that crashed stays in use until the service ends */
    if (GetFileAttributesW( faulty_file ) == INVALID_FILE_ATTRIBUTES && !CopyFileW( source, faulty_file, FALSE ))
        ok( 0, "cannot copy the provider: error %lu\n", GetLastError() );
    ret = lineAddProviderW( FAULTY, NULL, &faulty_id );
    ok( !ret, "lineAddProvider: %#lx\n", ret );
    return !ret;
}

static void faulty_end(void)
{
    LONG ret = lineRemoveProvider( faulty_id, NULL );

    ok( !ret, "lineRemoveProvider: %#lx\n", ret );
}

/* Its line of that name: the other provider was there first, and has one of the same name. */
static DWORD find_faulty( struct application *app, const WCHAR *name )
{
    char buffer[2048];
    LINEDEVCAPS *caps = (LINEDEVCAPS *)buffer;
    LINEEXTENSIONID extension;
    DWORD id, version, last = ~0u;

    for (id = 0; id < app->lines; id++)
    {
        if (lineNegotiateAPIVersion( app->handle, id, 0x00010003, 0x00030001, &version, &extension )) continue;
        caps->dwTotalSize = sizeof(buffer);
        if (lineGetDevCapsW( app->handle, id, 0x00020000, 0, caps ) || !caps->dwLineNameSize) continue;
        if (!wcscmp( (WCHAR *)(buffer + caps->dwLineNameOffset), name )) last = id;
    }
    ok( last != ~0u, "no line %s among %lu\n", wine_dbgstr_w( name ), app->lines );
    return last;
}

struct faulty
{
    struct application app;
    DWORD device;
    HLINE line;
    HCALL call;
};

static void use_faulty( struct faulty *faulty )
{
    app_begin( &faulty->app, L"faults test", 0x00020002 );
    faulty->device = find_faulty( &faulty->app, LINE_A );
    faulty->line = open_line( &faulty->app, faulty->device, 0x00020000, 0, OWNER, VOICE );
    faulty->call = make_call( &faulty->app, faulty->line, L"5550100" );
}

static void leave_faulty( struct faulty *faulty )
{
    lineClose( faulty->line );
    app_end( &faulty->app );
}

/* A command whose result does not matter; the request. */
static LONG send_command( struct faulty *faulty, DWORD code, DWORD arg0, DWORD arg1 )
{
    static struct testtsp_command params;

    memset( &params, 0, sizeof(params) );
    params.magic = TESTTSP_MAGIC;
    params.code = code;
    params.args[0] = arg0;
    params.args[1] = arg1;
    return lineDevSpecific( faulty->line, 0, faulty->call, &params, sizeof(params) );
}

/* ---- the faults ------------------------------------------------------------------------------------------------------- */

static void test_crash( struct witness *witness, DWORD how )
{
    struct faulty faulty;
    LINEMESSAGE message;
    LONG request, pending;

    winetest_push_context( "crash %lu", how );
    if (!faulty_begin())
    {
        winetest_pop_context();
        return;
    }
    use_faulty( &faulty );
    command( &faulty.app, faulty.line, 0, 0, TESTTSP_COMPLETION, TESTTSP_NEVER, 0, 0, 0, NULL );
    pending = lineDrop( faulty.call, NULL, 0 );
    ok( pending > 0, "lineDrop: %#lx\n", pending );
    request = send_command( &faulty, TESTTSP_CRASH, how, 0 );
    ok( request > 0 || request == (LONG)LINEERR_OPERATIONFAILED, "lineDevSpecific: %#lx\n", request );
    ok( get_message( &faulty.app, LINE_CLOSE, faulty.line, &message, PATIENCE ), "no LINE_CLOSE\n" );
    ok( get_message_param( &faulty.app, LINE_REPLY, 0, pending, &message, PATIENCE ), "no LINE_REPLY for what was under way\n" );
    ok( message.dwParam2 == (DWORD)LINEERR_OPERATIONFAILED, "LINE_REPLY %#lx\n", (DWORD)message.dwParam2 );
    if (request > 0)
    {
        ok( get_message_param( &faulty.app, LINE_REPLY, 0, request, &message, PATIENCE ), "no LINE_REPLY\n" );
        ok( (LONG)message.dwParam2 < 0, "LINE_REPLY %#lx\n", (DWORD)message.dwParam2 );
    }
    ok( get_message_param( &faulty.app, LINE_REMOVE, 0, faulty.device, &message, PATIENCE ), "no LINE_REMOVE\n" );
    request = lineOpenW( faulty.app.handle, faulty.device, &faulty.line, 0x00020000, 0, 0, OWNER, VOICE, NULL );
    ok( request == (LONG)LINEERR_NODEVICE || request == (LONG)LINEERR_BADDEVICEID, "lineOpen: %#lx\n", request );
    witness_check( witness );
    check_consistent();
    app_end( &faulty.app );
    faulty_end();
    winetest_pop_context();
}

/* One that does not return keeps nobody but those who ask it. */
static void test_hang( struct witness *witness )
{
    struct faulty faulty;
    struct application other;
    DWORD start, version;
    LINEEXTENSIONID extension;
    LONG request;

    use_faulty( &faulty );
    start = GetTickCount();
    request = send_command( &faulty, TESTTSP_HANG, 2000, 0 );
    ok( request > 0 || request == (LONG)LINEERR_OPERATIONFAILED, "lineDevSpecific: %#lx\n", request );
    /* an application that comes meanwhile */
    app_begin( &other, L"another", 0x00020002 );
    lineNegotiateAPIVersion( other.handle, faulty.device, 0x00010003, 0x00030001, &version, &extension );
    app_end( &other );
    witness_check( witness );
    ok( GetTickCount() - start < 6000, "it took %lu ms\n", GetTickCount() - start );
    leave_faulty( &faulty );
    check_consistent();
}

/* All that a provider reports arrives, in its order, at one who reads. */
static void test_flood( DWORD count )
{
    struct testtsp_command params = { TESTTSP_MAGIC, TESTTSP_FLOOD, { count, 1 } };
    DWORD i = 0, start = GetTickCount(), wrong = 0;
    struct application app;
    LINEMESSAGE message;
    HLINE line;
    LONG ret;

    app_begin( &app, L"flood test", 0x00020002 );
    line = open_line( &app, find_line( &app, LINE_A ), 0x00020000, 0, OWNER, VOICE );
    ret = lineDevSpecific( line, 0, 0, &params, sizeof(params) );
    ok( ret > 0, "lineDevSpecific: %#lx\n", ret );
    while (i < count && !lineGetMessage( app.handle, &message, 5000 ))
    {
        if (message.dwMessageID != LINE_DEVSPECIFIC) continue;
        if (message.dwParam1 != i) wrong++;
        i++;
    }
    ok( i == count && !wrong, "%lu of %lu messages, %lu out of order\n", i, count, wrong );
    trace( "%lu messages in %lu ms\n", i, GetTickCount() - start );
    lineClose( line );
    app_end( &app );
}

static DWORD WINAPI hang_thread( void *arg )
{
    return send_command( arg, TESTTSP_HANG, 10000, 0 );
}

/* Ten seconds, in which another provider has much to say. */
static void test_long_hang( struct witness *witness )
{
    struct faulty faulty;
    struct application other;
    HANDLE thread;
    DWORD start, i;

    use_faulty( &faulty );
    start = GetTickCount();
    thread = CreateThread( NULL, 0, hang_thread, &faulty, 0, NULL );
    for (i = 0; i < 5; i++)
    {
        app_begin( &other, L"another", 0x00020002 );
        app_end( &other );
        witness_check( witness );
    }
    ok( GetTickCount() - start < 5000, "it took %lu ms\n", GetTickCount() - start );
    test_flood( 100000 );
    witness_check( witness );
    ok( !WaitForSingleObject( thread, 20000 ), "the call does not return\n" );
    CloseHandle( thread );
    witness_check( witness );
    leave_faulty( &faulty );
    ok( status_becomes( "lines", 1, PATIENCE ), "lines are left\n" );
    check_consistent();
}

static void test_completions( struct witness *witness )
{
    struct faulty faulty;
    LINEMESSAGE message;
    LONG request;
    DWORD start;

    use_faulty( &faulty );
    /* twice: the second one is nobody's */
    command( &faulty.app, faulty.line, 0, 0, TESTTSP_COMPLETION, TESTTSP_TWICE, 0, 0, 0, NULL );
    request = send_command( &faulty, TESTTSP_CLEAR, 0, 0 );
    ok( request > 0 && get_message_param( &faulty.app, LINE_REPLY, 0, request, &message, PATIENCE ), "no LINE_REPLY for %#lx\n", request );
    command( &faulty.app, faulty.line, 0, 0, TESTTSP_COMPLETION, TESTTSP_OWN_THREAD, 0, 0, 0, NULL );
    ok( !get_message_param( &faulty.app, LINE_REPLY, 0, request, &message, 50 ), "two LINE_REPLYs\n" );
    /* not at all: what waits for it ends with the line */
    command( &faulty.app, faulty.line, 0, 0, TESTTSP_COMPLETION, TESTTSP_NEVER, 0, 0, 0, NULL );
    request = lineDrop( faulty.call, NULL, 0 );
    ok( request > 0, "lineDrop: %#lx\n", request );
    start = GetTickCount();
    ok( !lineClose( faulty.line ), "lineClose\n" );
    ok( GetTickCount() - start < 3000, "lineClose took %lu ms\n", GetTickCount() - start );
    ok( status_becomes( "calls", 1, PATIENCE ) && status_becomes( "lines", 1, PATIENCE ), "something is left\n" );
    faulty.line = open_line( &faulty.app, faulty.device, 0x00020000, 0, OWNER, VOICE );
    command( &faulty.app, faulty.line, 0, 0, TESTTSP_COMPLETION, TESTTSP_OWN_THREAD, 0, 0, 0, NULL );
    leave_faulty( &faulty );
    witness_check( witness );
}

static void test_wrong_handles( struct witness *witness )
{
    struct faulty faulty;
    LINEMESSAGE message;
    DWORD i;

    use_faulty( &faulty );
    for (i = 0; i < 20; i++)
    {
        LONG request = send_command( &faulty, TESTTSP_WRONG_HANDLES, 0, 0 );
        ok( request > 0 && get_message_param( &faulty.app, LINE_REPLY, 0, request, &message, PATIENCE ), "no LINE_REPLY for %#lx\n", request );
    }
    /* the line and the call are what they were */
    ok( !get_message( &faulty.app, LINE_CLOSE, 0, &message, 50 ), "a line was closed by another's handle\n" );
    ok( !get_message( &faulty.app, LINE_APPNEWCALL, 0, &message, 0 ), "a call came in on a line that is none\n" );
    ok( status_value( "calls" ) == 2, "%lu calls\n", status_value( "calls" ) );
    drop_and_deallocate( &faulty.app, faulty.call );
    check_consistent();
    witness_check( witness );

    /* events for a line that was closed, on the provider's own thread */
    send_command( &faulty, TESTTSP_FLOOD, 2000, 1 );
    leave_faulty( &faulty );
    use_faulty( &faulty );
    send_command( &faulty, TESTTSP_FLOOD, 2000, 1 );
    leave_faulty( &faulty );
    check_consistent();
    witness_check( witness );
}

static void test_removal( struct witness *witness )
{
    struct faulty faulty;
    LINEMESSAGE message;
    char buffer[1024];
    DWORD count, start = GetTickCount();
    LONG ret;

    use_faulty( &faulty );
    count = status_value( "line_devices" );
    send_command( &faulty, TESTTSP_REMOVE_LINE, faulty.device, 0 );
    ok( get_message( &faulty.app, LINE_CLOSE, faulty.line, &message, PATIENCE ), "no LINE_CLOSE\n" );
    ok( get_message_param( &faulty.app, LINE_REMOVE, 0, faulty.device, &message, PATIENCE ), "no LINE_REMOVE\n" );
    ((LINECALLINFO *)buffer)->dwTotalSize = sizeof(buffer);
    ret = lineGetCallInfoW( faulty.call, (LINECALLINFO *)buffer );
    ok( ret == (LONG)LINEERR_INVALCALLHANDLE, "lineGetCallInfo: %#lx\n", ret );
    ret = lineDrop( faulty.call, NULL, 0 );
    ok( ret == (LONG)LINEERR_INVALCALLHANDLE, "lineDrop: %#lx\n", ret );
    ret = lineOpenW( faulty.app.handle, faulty.device, &faulty.line, 0x00020000, 0, 0, OWNER, VOICE, NULL );
    ok( ret == (LONG)LINEERR_NODEVICE || ret == (LONG)LINEERR_BADDEVICEID, "lineOpen: %#lx\n", ret );
    app_end( &faulty.app );
    ok( status_becomes( "calls", 1, PATIENCE ) && status_becomes( "lines", 1, PATIENCE ), "something is left\n" );
    ok( GetTickCount() - start < 5000, "it took %lu ms\n", GetTickCount() - start );
    ok( status_value( "line_devices" ) <= count, "%lu devices, then %lu\n", count, status_value( "line_devices" ) );
    witness_check( witness );
    check_consistent();
}

/* The variable parts of a structure lie inside of it, whatever the provider said. */
static void test_structures( struct witness *witness )
{
    char buffer[4096];
    LINEDEVCAPS *caps = (LINEDEVCAPS *)buffer;
    struct faulty faulty;
    DWORD variant, room;
    LONG ret;

    use_faulty( &faulty );
    for (variant = 1; variant <= 2; variant++)
    {
        command( &faulty.app, faulty.line, 0, 0, TESTTSP_VARIANT, variant, 0, 0, 0, NULL );
        for (room = sizeof(*caps); room <= sizeof(buffer); room += 377)
        {
            memset( buffer, 0xcc, sizeof(buffer) );
            caps->dwTotalSize = room;
            ret = lineGetDevCapsW( faulty.app.handle, faulty.device, 0x00020000, 0, caps );
            ok( !ret || ret == (LONG)LINEERR_OPERATIONFAILED, "variant %lu, %lu bytes: %#lx\n", variant, room, ret );
            if (ret) continue;
            ok( caps->dwUsedSize <= room, "variant %lu, %lu bytes: used %lu\n", variant, room, caps->dwUsedSize );
            ok( caps->dwLineNameOffset <= room && caps->dwLineNameSize <= room - caps->dwLineNameOffset,
                "variant %lu, %lu bytes: the name has %lu bytes at %lu\n", variant, room, caps->dwLineNameSize, caps->dwLineNameOffset );
            ok( caps->dwProviderInfoOffset <= room && caps->dwProviderInfoSize <= room - caps->dwProviderInfoOffset,
                "variant %lu, %lu bytes: provider info\n", variant, room );
            ok( caps->dwDevSpecificOffset <= room && caps->dwDevSpecificSize <= room - caps->dwDevSpecificOffset,
                "variant %lu, %lu bytes: device specific part\n", variant, room );
        }
    }
    command( &faulty.app, faulty.line, 0, 0, TESTTSP_VARIANT, 0, 0, 0, 0, NULL );
    drop_and_deallocate( &faulty.app, faulty.call );
    leave_faulty( &faulty );
    witness_check( witness );
}

START_TEST(faults)
{
    struct witness *witness;
    DWORD how;

    if (!provider_begin()) return;
    witness = witness_begin( LINE_B );
    if (observer_begin())
    {
        if (faulty_begin())
        {
            test_hang( witness );
            test_completions( witness );
            test_wrong_handles( witness );
            test_structures( witness );
            test_long_hang( witness );
            test_removal( witness );
            faulty_end();
        }
        for (how = TESTTSP_CRASH_READ; how <= TESTTSP_CRASH_POOL; how++)
            if (how != TESTTSP_CRASH_HANDLED) test_crash( witness, how );
        check_consistent();
        observer_end();
    }
    witness_end( witness );
    provider_end();
    if (!DeleteFileW( faulty_file )) MoveFileExW( faulty_file, NULL, MOVEFILE_DELAY_UNTIL_REBOOT );
}
