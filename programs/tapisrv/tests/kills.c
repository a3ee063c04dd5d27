/*
 * Programs that are killed, whatever they were doing, and the service itself killed under them.
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
#define MONITOR  LINECALLPRIVILEGE_MONITOR
#define NONE     LINECALLPRIVILEGE_NONE
#define VOICE    LINEMEDIAMODE_INTERACTIVEVOICE
#define IN_TIME  1000       /* ms until nothing is left of a dead program */

/* How a program's call gets into the state in which it is killed. */
static const struct
{
    const char  *name;
    const WCHAR *number;        /* NULL: a dial tone */
    DWORD        state;         /* reached by itself; 0: none is reported */
    DWORD        forced;        /* then the provider is told to report this one; 0: no */
    BOOL         incoming;
} situations[] =
{
    { "dial tone", NULL, LINECALLSTATE_DIALTONE }, { "dialing", L"555;", LINECALLSTATE_DIALING },
    { "proceeding", L"555;", LINECALLSTATE_DIALING, LINECALLSTATE_PROCEEDING }, { "ringback", L"ring", LINECALLSTATE_RINGBACK },
    { "busy", L"busy", LINECALLSTATE_BUSY }, { "connected", L"5550100", LINECALLSTATE_CONNECTED },
    { "special information", L"ring", LINECALLSTATE_RINGBACK, LINECALLSTATE_SPECIALINFO },
    { "on hold", L"5550100", LINECALLSTATE_CONNECTED, LINECALLSTATE_ONHOLD }, { "disconnected", L"hangup", LINECALLSTATE_DISCONNECTED },
    { "unknown", L"5550100", LINECALLSTATE_CONNECTED, LINECALLSTATE_UNKNOWN }, { "idle", L"5550100", LINECALLSTATE_CONNECTED, LINECALLSTATE_IDLE },
    { "silent", L"silent", 0 }, { "offering", NULL, LINECALLSTATE_OFFERING, 0, TRUE },
    { "accepted", NULL, LINECALLSTATE_OFFERING, LINECALLSTATE_ACCEPTED, TRUE },
};

/* ---- in the programs ----------------------------------------------------------------------------------------------- */

static void play_situation( struct application *app, HLINE line, DWORD index )
{
    LINEMESSAGE message;
    HCALL call = 0;

    if (situations[index].incoming)
    {
        ring( app, line, 0, VOICE, NULL );
        if (get_message( app, LINE_APPNEWCALL, line, &message, PATIENCE )) call = message.dwParam2;
    }
    else wait_reply( app, lineMakeCallW( line, &call, situations[index].number, 0, NULL ) );
    if (situations[index].state) wait_state( app, call, situations[index].state );
    if (situations[index].forced)
    {
        command( app, line, 0, call, TESTTSP_STATE, situations[index].forced, 0, 0, 0, NULL );
        wait_state( app, call, situations[index].forced );
    }
    child_ready( (DWORD)(ULONG_PTR)call, 0, 0, 0 );
}

static DWORD WINAPI blocking_thread( void *arg )
{
    struct testtsp_command params = { TESTTSP_MAGIC, TESTTSP_HANG, { 300 } };
    LONG ret = lineDevSpecific( (HLINE)(ULONG_PTR)arg, 0, 0, &params, sizeof(params) );

    return ret;
}

#define OPENERS  4

struct opener
{
    HLINEAPP app;
    DWORD    device;
};

static DWORD WINAPI opening_thread( void *arg )
{
    struct opener *opener = arg;
    HLINE line;

    return lineOpenW( opener->app, opener->device, &line, 0x00020000, 0, 0, OWNER, VOICE, NULL );
}

/* Several threads that open the same line, of which the provider opens none. */
static void play_openers(void)
{
    static struct opener opener;
    struct application app;
    DWORD i;

    app_begin( &app, L"victim", 0x00020002 );
    opener.app = app.handle;
    opener.device = find_line( &app, LINE_A );
    for (i = 0; i < OPENERS; i++) CloseHandle( CreateThread( NULL, 0, opening_thread, &opener, 0, NULL ) );
    Sleep( 300 );
    child_ready( 0, 0, 0, 0 );
    Sleep( INFINITE );
}

static void play_child( const char *role, DWORD arg )
{
    struct application app;
    LINEMESSAGE message;
    DWORD device, i;
    HLINE line;
    HCALL call;

    if (!strcmp( role, "openers" )) play_openers();
    app_begin( &app, L"victim", 0x00020002 );
    device = find_line( &app, LINE_A );
    line = open_line( &app, device, 0x00020000, 0, !strcmp( role, "monitor" ) ? MONITOR : OWNER, VOICE );
    if (!strcmp( role, "situation" )) play_situation( &app, line, arg );
    else if (!strcmp( role, "monitor" ))
    {
        child_ready( 0, 0, 0, 0 );
        get_message( &app, LINE_APPNEWCALL, line, &message, 10000 );
        child_ready( message.dwParam2, message.dwParam3, 0, 0 );
    }
    else if (!strcmp( role, "blocking" ))
    {
        make_call( &app, line, L"5550100" );
        CloseHandle( CreateThread( NULL, 0, blocking_thread, (void *)(ULONG_PTR)line, 0, NULL ) );
        Sleep( 50 );
        child_ready( 0, 0, 0, 0 );
    }
    else if (!strcmp( role, "pending" ))
    {
        call = make_call( &app, line, L"5550100" );
        command( &app, line, 0, 0, TESTTSP_COMPLETION, TESTTSP_NEVER, 0, 0, 0, NULL );
        for (i = 0; i < 20; i++) lineMakeCallW( line, &call, L"5550100", 0, NULL );
        lineDrop( call, NULL, 0 );
        child_ready( 0, 0, 0, 0 );
    }
    else if (!strcmp( role, "waiter" ))
    {
        child_ready( 0, 0, 0, 0 );
        while (!lineGetMessage( app.handle, &message, INFINITE ) && message.dwMessageID != LINE_LINEDEVSTATE) {}
        child_ready( message.dwMessageID, (DWORD)message.dwParam1, lineShutdown( app.handle ), 0 );
    }
    Sleep( INFINITE );
}

/* ---- programs die -------------------------------------------------------------------------------------------------- */

static unsigned int deaths, deaths_in_time;

/* A machine that does something else for a second proves nothing about one death: most of them have to be IN_TIME. */
static void nothing_left( DWORD clients, DWORD lines, DWORD calls )
{
    DWORD start = GetTickCount();

    ok( status_becomes( "clients", clients, PATIENCE ), "the client is left\n" );
    ok( status_becomes( "lines", lines, PATIENCE ), "its line is left\n" );
    ok( status_becomes( "calls", calls, PATIENCE ), "its call is left\n" );
    ok( status_becomes( "call_handles", calls, PATIENCE ), "its call handle is left\n" );
    ok( status_becomes( "async_pending", 0, PATIENCE ), "its requests are left\n" );
    deaths++;
    if (GetTickCount() - start < IN_TIME) deaths_in_time++;
    else trace( "nothing is left after %lu ms\n", GetTickCount() - start );
    check_consistent();
}

static void test_situation( struct application *app, HLINE watch, DWORD index, BOOL by_host )
{
    DWORD clients = status_value( "clients" );
    BOOL ended = situations[index].forced == LINECALLSTATE_IDLE, heard = situations[index].state != 0;
    struct child child;
    LINEMESSAGE message;
    HCALL call = 0;
    LONG ret;

    winetest_push_context( "%s, %s", situations[index].name, by_host ? "kill -9" : "TerminateProcess" );
    forget_messages( app );
    if (child_begin( &child, "kills", "situation", index ))
    {
        ok( child.values[0], "it has no call\n" );
        if (heard)
        {
            ok( get_message( app, LINE_APPNEWCALL, watch, &message, PATIENCE ), "no LINE_APPNEWCALL\n" );
            call = message.dwParam2;
        }
        ok( status_value( "calls" ) == 1, "%lu calls\n", status_value( "calls" ) );
        child_kill( &child, by_host );
        if (heard && !ended)
        {
            /* the call of nobody is dropped */
            ok( get_message_param( app, LINE_CALLSTATE, call, LINECALLSTATE_IDLE, &message, PATIENCE ), "it has not ended\n" );
            ok( get_message( app, LINE_CALLINFO, call, &message, 0 ), "no LINE_CALLINFO\n" );
            ok( message.dwParam1 == LINECALLINFOSTATE_NUMOWNERDECR, "LINE_CALLINFO %#lx\n", (DWORD)message.dwParam1 );
        }
        if (heard)
        {
            ret = lineDeallocateCall( call );
            ok( !ret, "lineDeallocateCall: %#lx\n", ret );
        }
        nothing_left( clients, 1, 0 );
    }
    winetest_pop_context();
}

static void test_monitor( struct application *app, HLINE watch, DWORD device, BOOL by_host )
{
    DWORD clients = status_value( "clients" ), values[4];
    HLINE line = open_line( app, device, 0x00020000, 1, OWNER, VOICE );
    struct child child;
    LINEMESSAGE message;
    HCALL call, watched;

    forget_messages( app );
    if (child_begin( &child, "kills", "monitor", 0 ))
    {
        call = make_call( app, line, L"5550100" );
        ok( get_message( app, LINE_APPNEWCALL, watch, &message, PATIENCE ), "no LINE_APPNEWCALL\n" );
        watched = message.dwParam2;
        ok( child_hears( &child, values, PATIENCE ) && values[1] == MONITOR, "the program does not monitor\n" );
        ok( status_value( "call_handles" ) == 3, "%lu call handles\n", status_value( "call_handles" ) );
        forget_messages( app );
        child_kill( &child, by_host );
        ok( get_message_param( app, LINE_CALLINFO, call, LINECALLINFOSTATE_NUMMONITORS, &message, PATIENCE ), "no LINE_CALLINFO\n" );
        ok( status_becomes( "call_handles", 2, PATIENCE ), "its call handle is left\n" );
        ok( status_becomes( "clients", clients, PATIENCE ), "the client is left\n" );
        drop_and_deallocate( app, call );
        ok( !lineDeallocateCall( watched ), "lineDeallocateCall\n" );
    }
    lineClose( line );
    nothing_left( clients, 1, 0 );
}

static void test_requests( struct application *app, HLINE *watch, DWORD device, const char *role, BOOL by_host )
{
    DWORD clients = status_value( "clients" );
    struct child child;
    LINEMESSAGE message;

    winetest_push_context( "%s, %s", role, by_host ? "kill -9" : "TerminateProcess" );
    if (child_begin( &child, "kills", role, 0 ))
    {
        child_kill( &child, by_host );
        if (!strcmp( role, "pending" )) command( app, *watch, 0, 0, TESTTSP_COMPLETION, TESTTSP_OWN_THREAD, 0, 0, 0, NULL );
        while (get_message( app, LINE_APPNEWCALL, *watch, &message, 0 )) lineDeallocateCall( message.dwParam2 );
        /* while the provider does not come back it cannot close the call */
        ok( status_becomes( "calls", 0, PATIENCE ), "calls are left\n" );
        if (!strcmp( role, "pending" ))
        {
            /* the provider may complete its requests as long as the device is open */
            ok( status_becomes( "lines", 1, PATIENCE ), "its line is left\n" );
            ok( !lineClose( *watch ), "lineClose\n" );
            ok( status_becomes( "async_pending", 0, PATIENCE ), "its requests are left\n" );
            *watch = open_line( app, device, 0x00020000, 0, MONITOR, 0 );
        }
        nothing_left( clients, 1, 0 );
    }
    forget_messages( app );
    winetest_pop_context();
}

/* What the provider has begun is undone, what waited for it is dropped: the program's other opens do not reach the provider. */
static void test_openers( struct application *app, BOOL by_host )
{
    DWORD clients = status_value( "clients" ), devices = status_value( "open_devices" ), opens, closes, start = GetTickCount();
    HLINE line = open_line( app, find_line( app, LINE_B ), 0x00020000, 0, OWNER, VOICE );
    struct child child;

    winetest_push_context( "openers, %s", by_host ? "kill -9" : "TerminateProcess" );
    opens = count_calls( app, line, "TSPI_lineOpen", NULL );
    closes = count_calls( app, line, "TSPI_lineClose", NULL );
    command( app, line, 0, 0, TESTTSP_HOLD_OPEN, 1, 0, 0, 0, NULL );
    if (child_begin( &child, "kills", "openers", 0 ))
    {
        while (count_calls( app, line, "TSPI_lineOpen", NULL ) == opens && GetTickCount() - start < 20000) Sleep( 20 );
        child_kill( &child, by_host );
        ok( status_becomes( "clients", clients, 10000 ), "the client is left\n" );
        command( app, line, 0, 0, TESTTSP_HOLD_OPEN, 0, 0, 0, 0, NULL );
        ok( status_becomes( "open_devices", devices + 1, 10000 ), "the device is open\n" );
        start = GetTickCount();
        while (count_calls( app, line, "TSPI_lineClose", NULL ) == closes && GetTickCount() - start < 20000) Sleep( 20 );
        ok( count_calls( app, line, "TSPI_lineClose", NULL ) == closes + 1, "%lu closes\n", count_calls( app, line, "TSPI_lineClose", NULL ) - closes );
        ok( count_calls( app, line, "TSPI_lineOpen", NULL ) == opens + 1, "%lu opens for a dead program\n",
            count_calls( app, line, "TSPI_lineOpen", NULL ) - opens );
    }
    else command( app, line, 0, 0, TESTTSP_HOLD_OPEN, 0, 0, 0, 0, NULL );
    ok( !lineClose( line ), "lineClose\n" );
    ok( status_becomes( "open_devices", devices, 10000 ), "the device is still open\n" );
    nothing_left( clients, status_value( "lines" ), 0 );
    winetest_pop_context();
}

START_TEST(kills)
{
    struct application app;
    DWORD device, arg, i;
    const char *role;
    HLINE watch;

    if ((role = child_role( &arg )))
    {
        play_child( role, arg );
        return;
    }
    if (!provider_begin()) return;
    app_begin( &app, L"kills test", 0x00020002 );
    if ((device = find_line( &app, LINE_A )) != ~0u && observer_begin())
    {
        /* a monitor of version 1.4 keeps a call as one of 2.0 does, and nothing else hears of what happens */
        watch = open_line( &app, device, 0x00020000, 0, MONITOR, 0 );
        for (i = 0; i < 2 * ARRAY_SIZE(situations); i++) test_situation( &app, watch, i / 2, i % 2 );
        for (i = 0; i < 2; i++)
        {
            test_monitor( &app, watch, device, i );
            test_requests( &app, &watch, device, "blocking", i );
            test_requests( &app, &watch, device, "pending", i );
        }
        ok( !lineClose( watch ), "lineClose\n" );
        ok( status_becomes( "open_devices", 0, PATIENCE ), "the device is still open\n" );
        for (i = 0; i < 2; i++) test_openers( &app, i );
        ok( 3 * deaths_in_time >= 2 * deaths, "of %u dead programs only %u had left nothing in time\n", deaths, deaths_in_time );
        observer_end();
    }
    app_end( &app );
    provider_end();
}

/* ---- the service dies ---------------------------------------------------------------------------------------------- */

struct blocked
{
    HANDLE thread;
    HLINE  line;
    LONG   result;
};

static DWORD WINAPI blocked_thread( void *arg )
{
    struct blocked *blocked = arg;
    struct testtsp_command params = { TESTTSP_MAGIC, TESTTSP_HANG, { 20000 } };

    blocked->result = lineDevSpecific( blocked->line, 0, 0, &params, sizeof(params) );
    return 0;
}

/* An application of phones beside that of lines, with an open phone and a request that the provider does not complete. */
struct phone_user
{
    HPHONEAPP app;
    HPHONE    phone;
    LONG      pending;
};

static BOOL is_test_phone( HPHONEAPP app, DWORD id )
{
    union { PHONECAPS caps; char bytes[2048]; } u = { { sizeof(u) } };

    return !phoneGetDevCapsW( app, id, 0x00020002, 0, &u.caps ) && u.caps.dwPhoneNameSize &&
           !wcscmp( (const WCHAR *)(u.bytes + u.caps.dwPhoneNameOffset), L"Test phone A" );
}

static void phone_user_begin( struct phone_user *user )
{
    PHONEINITIALIZEEXPARAMS params = { sizeof(params) };
    DWORD version = 0x00020002, count = 0, id;
    LONG ret;

    params.dwOptions = PHONEINITIALIZEEXOPTION_USEEVENT;
    ret = phoneInitializeExW( &user->app, NULL, NULL, L"death test", &count, &version, &params );
    ok( !ret, "phoneInitializeEx: %#lx\n", ret );
    for (id = 0; id < count && !is_test_phone( user->app, id ); id++) {}
    ret = phoneOpen( user->app, id, &user->phone, 0x00020002, 0, 5, PHONEPRIVILEGE_OWNER );
    ok( !ret, "phoneOpen: %#lx\n", ret );
}

/* What it hears when the service is dead, in that order. */
static void phone_user_end( struct phone_user *user )
{
    static const DWORD expected[] = { PHONE_REPLY, PHONE_CLOSE, PHONE_STATE };
    PHONEMESSAGE message;
    unsigned int i;
    DWORD value;
    LONG ret;

    for (i = 0; i < ARRAY_SIZE(expected); i++)
    {
        ret = phoneGetMessage( user->app, &message, 5000 );
        ok( !ret && message.dwMessageID == expected[i], "message %lu instead of %lu (%#lx)\n", message.dwMessageID, expected[i], ret );
        if (ret) return;
        if (expected[i] == PHONE_REPLY)
            ok( (LONG)message.dwParam1 == user->pending && message.dwParam2 == (DWORD)PHONEERR_OPERATIONFAILED, "PHONE_REPLY %#lx: %#lx\n",
                (DWORD)message.dwParam1, (DWORD)message.dwParam2 );
        else if (expected[i] == PHONE_CLOSE)
            ok( message.hDevice == (DWORD)user->phone && message.dwCallbackInstance == 5, "PHONE_CLOSE of %#lx\n", message.hDevice );
        else ok( message.dwParam1 == PHONESTATE_REINIT, "PHONE_STATE %#lx\n", (DWORD)message.dwParam1 );
    }
    ret = phoneGetLamp( user->phone, 12, &value );
    ok( ret < 0, "phoneGetLamp: %#lx\n", ret );
    ret = phoneShutdown( user->app );
    ok( !ret, "phoneShutdown: %#lx\n", ret );
}

START_TEST(service_death)
{
    char buffer[1024];
    struct application app, other;
    struct blocked blocked = { 0 };
    struct phone_user phone_user;
    struct child child;
    LINEMESSAGE message;
    DWORD device, arg, values[4], start, version;
    LINEEXTENSIONID extension;
    const char *role;
    HLINE line;
    HCALL call;
    LONG ret, pending;

    if ((role = child_role( &arg )))
    {
        play_child( role, arg );
        return;
    }
    if (!provider_begin()) return;
    app_begin( &app, L"death test", 0x00020002 );
    app_begin( &other, L"another", 0x00020002 );
    if ((device = find_line( &app, LINE_A )) == ~0u || !child_begin( &child, "service_death", "waiter", 0 )) return;
    line = open_line( &app, device, 0x00020000, 0, OWNER, VOICE );
    call = make_call( &app, line, L"5550100" );
    command( &app, line, 0, 0, TESTTSP_COMPLETION, TESTTSP_NEVER, 0, 0, 0, NULL );
    pending = lineDrop( call, NULL, 0 );
    ok( pending > 0, "lineDrop: %#lx\n", pending );
    phone_user_begin( &phone_user );
    phone_user.pending = phoneSetLamp( phone_user.phone, 12, PHONELAMPMODE_STEADY );
    ok( phone_user.pending > 0, "phoneSetLamp: %#lx\n", phone_user.pending );
    blocked.line = line;
    blocked.thread = CreateThread( NULL, 0, blocked_thread, &blocked, 0, NULL );
    Sleep( 100 );
    forget_messages( &other );

    if (!host_kill( "tapisrv.exe" ))
    {
        skip( "the service cannot be killed here\n" );
        return;
    }
    start = GetTickCount();
    ok( !WaitForSingleObject( blocked.thread, 5000 ), "a call waits for a dead service\n" );
    ok( blocked.result == (LONG)LINEERR_OPERATIONFAILED, "the call under way: %#lx\n", blocked.result );
    ok( get_message_param( &app, LINE_REPLY, 0, pending, &message, PATIENCE ), "no LINE_REPLY\n" );
    ok( message.dwParam2 == (DWORD)LINEERR_OPERATIONFAILED, "LINE_REPLY: %#lx\n", (DWORD)message.dwParam2 );
    ok( get_message( &app, LINE_CLOSE, line, &message, PATIENCE ), "no LINE_CLOSE\n" );
    ok( get_message_param( &other, LINE_LINEDEVSTATE, 0, LINEDEVSTATE_REINIT, &message, PATIENCE ), "no LINEDEVSTATE_REINIT\n" );
    ok( child_hears( &child, values, PATIENCE ), "another program waits\n" );
    ok( values[0] == LINE_LINEDEVSTATE && values[1] == LINEDEVSTATE_REINIT, "message %lu, param1 %#lx\n", values[0], values[1] );
    ok( !values[2], "its lineShutdown: %#lx\n", values[2] );
    child_kill( &child, FALSE );
    phone_user_end( &phone_user );
    trace( "all know after %lu ms\n", GetTickCount() - start );

    start = GetTickCount();
    ((LINEDEVSTATUS *)buffer)->dwTotalSize = sizeof(buffer);
    ret = lineGetLineDevStatusW( line, (LINEDEVSTATUS *)buffer );
    ok( ret < 0, "lineGetLineDevStatus: %#lx\n", ret );
    ret = lineNegotiateAPIVersion( other.handle, 0, 0x00010003, 0x00030001, &version, &extension );
    ok( ret == (LONG)LINEERR_OPERATIONFAILED || ret == (LONG)LINEERR_REINIT, "lineNegotiateAPIVersion: %#lx\n", ret );
    ret = lineMakeCallW( line, &call, L"5550100", 0, NULL );
    ok( ret < 0, "lineMakeCall: %#lx\n", ret );
    app_end( &app );
    app_end( &other );
    ok( GetTickCount() - start < PATIENCE, "it took %lu ms\n", GetTickCount() - start );

    /* and all begins again */
    app_begin( &app, L"death test", 0x00020002 );
    if ((device = find_line( &app, LINE_A )) != ~0u && observer_begin())
    {
        line = open_line( &app, device, 0x00020000, 0, OWNER, VOICE );
        call = make_call( &app, line, L"5550100" );
        drop_and_deallocate( &app, call );
        lineClose( line );
        ok( status_value( "clients" ) == 2, "%lu clients\n", status_value( "clients" ) );
        check_consistent();
        observer_end();
    }
    app_end( &app );
    provider_end();
}
