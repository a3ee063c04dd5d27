/*
 * Other programs: priorities and hand-off by name, and what is left when one dies or a provider hangs.
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

#include "transport/transport.h"
#include "trp/trp.h"

#define OWNER    LINECALLPRIVILEGE_OWNER
#define MONITOR  LINECALLPRIVILEGE_MONITOR
#define NONE     LINECALLPRIVILEGE_NONE
#define VOICE    LINEMEDIAMODE_INTERACTIVEVOICE
#define MODEM    LINEMEDIAMODE_DATAMODEM

/* ---- programs of their own ------------------------------------------------------------------------------------- */

static WCHAR copied[4][MAX_PATH];
static unsigned int copies;

/* A copy of this program under another name; it runs this unit again, in a role. */
static HANDLE start_role( const WCHAR *file_name, const char *role, HANDLE *ready )
{
    WCHAR path[MAX_PATH], command_line[MAX_PATH + 100], event_name[64];
    STARTUPINFOW startup = { sizeof(startup) };
    PROCESS_INFORMATION process;

    GetTempPathW( ARRAY_SIZE(path), path );
    wcscat( path, file_name );
    {
        WCHAR self[MAX_PATH];
        GetModuleFileNameW( NULL, self, ARRAY_SIZE(self) );
        if (!CopyFileW( self, path, FALSE ))
        {
            ok( 0, "cannot copy the test to %s: error %lu\n", wine_dbgstr_w( path ), GetLastError() );
            return NULL;
        }
    }
    wcscpy( copied[copies++ % ARRAY_SIZE(copied)], path );
    swprintf( event_name, ARRAY_SIZE(event_name), L"tapisrv-test-%ls-%lu", file_name, GetCurrentProcessId() );
    *ready = CreateEventW( NULL, TRUE, FALSE, event_name );
    swprintf( command_line, ARRAY_SIZE(command_line), L"\"%ls\" programs %hs %ls", path, role, event_name );
    if (!CreateProcessW( NULL, command_line, NULL, NULL, FALSE, 0, NULL, NULL, &startup, &process ))
    {
        ok( 0, "cannot start %s: error %lu\n", wine_dbgstr_w( path ), GetLastError() );
        return NULL;
    }
    CloseHandle( process.hThread );
    ok( !WaitForSingleObject( *ready, 10000 ), "%s is not ready\n", role );
    return process.hProcess;
}

static void kill_role( HANDLE process, HANDLE ready )
{
    TerminateProcess( process, 0 );
    WaitForSingleObject( process, 5000 );
    CloseHandle( process );
    CloseHandle( ready );
}

/* One thread of many that do what they like to one line; results do not matter, only what is left afterwards. */
static DWORD WINAPI churn_thread( void *arg )
{
    struct application app;
    char buffer[2048];
    DWORD device, seed = GetCurrentThreadId() * 7919 + GetTickCount(), i;
    HLINE lines[3] = { 0 };
    HCALL calls[4] = { 0 };
    LINEMESSAGE message;

    app_begin( &app, NULL, 0x00020002 );
    device = find_line( &app, LINE_A );
    for (;;)
    {
        DWORD line = (seed >> 8) % ARRAY_SIZE(lines), call = (seed >> 12) % ARRAY_SIZE(calls);

        switch ((seed >> 16) % 14)
        {
        case 0:
            if (lines[line]) lineClose( lines[line] );
            lines[line] = 0;
            break;
        case 1:
        case 2:
            if (!lines[line] && lineOpenW( app.handle, device, &lines[line], seed & 0x100000 ? 0x00010004 : 0x00020000, 0, 0,
                                           seed & 0x200000 ? OWNER | MONITOR : MONITOR, VOICE | MODEM, NULL )) lines[line] = 0;
            break;
        case 3:
        case 4:
            lineMakeCallW( lines[line], &calls[call], seed & 0x400000 ? L"busy" : L"5550100", 0, NULL );
            break;
        case 5:
            lineDrop( calls[call], NULL, 0 );
            break;
        case 6:
            lineDeallocateCall( calls[call] );
            break;
        case 7:
            ((LINECALLINFO *)buffer)->dwTotalSize = sizeof(buffer);
            lineGetCallInfoW( calls[call], (LINECALLINFO *)buffer );
            break;
        case 8:
            ((LINECALLLIST *)buffer)->dwTotalSize = sizeof(buffer);
            if (!lineGetNewCalls( lines[line], 0, LINECALLSELECT_LINE, (LINECALLLIST *)buffer ))
                for (i = 0; i < ((LINECALLLIST *)buffer)->dwCallsNumEntries; i++)
                    lineDeallocateCall( ((HCALL *)(buffer + ((LINECALLLIST *)buffer)->dwCallsOffset))[i] );
            break;
        case 9:
            lineSetCallPrivilege( calls[call], seed & 0x400000 ? OWNER : MONITOR );
            break;
        case 10:
            lineSetStatusMessages( lines[line], seed & 0x1ff, 0 );
            break;
        case 11:
            lineHandoffW( calls[call], NULL, VOICE );
            break;
        case 12:
            lineMonitorDigits( calls[call], LINEDIGITMODE_DTMF );
            break;
        case 13:
            ((LINEDEVSTATUS *)buffer)->dwTotalSize = sizeof(buffer);
            lineGetLineDevStatusW( lines[line], (LINEDEVSTATUS *)buffer );
            break;
        }
        while (!lineGetMessage( app.handle, &message, 0 ))
            if (message.dwMessageID == LINE_APPNEWCALL && message.dwParam2 & 8) lineDeallocateCall( message.dwParam2 );
        seed = seed * 1664525 + 1013904223;
    }
    return 0;
}

/* What a program started by start_role() does; it never returns. */
static void play_role( const char *role, const char *event_name )
{
    HANDLE ready = OpenEventA( EVENT_MODIFY_STATE, FALSE, event_name );
    struct application app;
    LINEMESSAGE message;
    DWORD device;
    HLINE line;

    if (!strcmp( role, "churn" ))
    {
        CloseHandle( CreateThread( NULL, 0, churn_thread, NULL, 0, NULL ) );
        CloseHandle( CreateThread( NULL, 0, churn_thread, NULL, 0, NULL ) );
        SetEvent( ready );
        Sleep( INFINITE );
    }
    app_begin( &app, NULL, 0x00020002 );
    device = find_line( &app, LINE_A );
    if (!strcmp( role, "answer" ))
    {
        line = open_line( &app, device, 0x00020000, 0, OWNER, MODEM );
        SetEvent( ready );
        while (get_message( &app, LINE_APPNEWCALL, line, &message, INFINITE ))
            if (message.dwParam3 == OWNER) wait_reply( &app, lineAnswer( (HCALL)message.dwParam2, NULL, 0 ) );
    }
    else if (!strcmp( role, "busy" ))
    {
        /* lines, calls, requests under way: much to clean up */
        line = open_line( &app, device, 0x00020000, 0, OWNER | MONITOR, VOICE );
        open_line( &app, device, 0x00020000, 0, MONITOR, 0 );
        make_call( &app, line, L"5550100" );
        make_call( &app, line, L"5550101" );
        command( &app, line, 0, 0, TESTTSP_COMPLETION, TESTTSP_NEVER, 0, 0, 0, NULL );
        SetEvent( ready );
    }
    else if (!strcmp( role, "watch" ))
    {
        open_line( &app, device, 0x00020000, 0, MONITOR, 0 );
        SetEvent( ready );
    }
    else if (!strcmp( role, "hang" ))
    {
        struct testtsp_command params = { TESTTSP_MAGIC, TESTTSP_HANG, { 3000 } };

        line = open_line( &app, device, 0x00020000, 0, NONE, 0 );
        make_call( &app, line, L"5550100" );
        SetEvent( ready );
        lineDevSpecific( line, 0, 0, &params, sizeof(params) );
    }
    Sleep( INFINITE );
}

/* ---- what the service says of itself --------------------------------------------------------------------------- */

static struct transport *status_connection;

/* The value of a line of TapisrvStatus. */
static DWORD status_value( const char *key, char *text, DWORD text_size )
{
    static DWORD packet[32 * 1024];
    struct trp_arg args[TRP_MAX_PARAMS], reply[TRP_MAX_PARAMS];
    const struct trp_request *req = trp_request( TRP_TapisrvStatus );
    size_t used, needed;
    uint32_t result;
    DWORD size;
    char *line;

    memset( args, 0, sizeof(args) );
    args[ARG_TapisrvStatus_lpStatus].size = args[ARG_TapisrvStatus_dwStatusSize].size = 64 * 1024;
    if (trp_encode( req, args, packet, sizeof(packet), &used, &needed ) ||
        transport_call( status_connection, packet, used, needed, packet, sizeof(packet), &size ) ||
        trp_decode_reply( req, args, packet, size, &result, reply ) || result || !reply[ARG_TapisrvStatus_lpStatus].data)
    {
        ok( 0, "TapisrvStatus failed\n" );
        return ~0u;
    }
    line = strdup( reply[ARG_TapisrvStatus_lpStatus].data );
    for (char *next = strtok( line, "\n" ); next; next = strtok( NULL, "\n" ))
    {
        if (strncmp( next, key, strlen( key ) ) || next[strlen( key )] != '=') continue;
        next += strlen( key ) + 1;
        if (text) snprintf( text, text_size, "%s", next );
        size = strtoul( next, NULL, 10 );
        free( line );
        return size;
    }
    ok( 0, "no %s in the status\n", key );
    free( line );
    return ~0u;
}

static void check_consistent(void)
{
    char text[200] = "";

    status_value( "consistent", text, sizeof(text) );
    ok( !strcmp( text, "yes" ), "consistent: %s\n", text );
}

/* ---- the tests ------------------------------------------------------------------------------------------------- */

static void test_priorities( struct application *app, DWORD device )
{
    HLINE watch = open_line( app, device, 0x00020000, 0, MONITOR, 0 );
    HANDLE first_ready, second_ready, first = start_role( L"tapisrv1.exe", "answer", &first_ready );
    HANDLE second = start_role( L"tapisrv2.exe", "answer", &second_ready );
    char buffer[2048];
    LINEMESSAGE message;
    HLINE mine;
    HCALL call;
    LONG ret;

    /* the program that opened the line first has the call, until the user says otherwise */
    ok( !lineSetAppPriorityW( L"tapisrv2.exe", MODEM, NULL, 0, NULL, 1 ), "lineSetAppPriority\n" );
    ring( app, watch, 0, MODEM, NULL );
    ok( get_message( app, LINE_APPNEWCALL, watch, &message, PATIENCE ), "no call\n" );
    call = message.dwParam2;
    ok( wait_state( app, call, LINECALLSTATE_CONNECTED ), "not answered\n" );
    kill_role( second, second_ready );
    /* the call of the program that is gone is dropped: it was its only owner */
    ok( wait_state( app, call, LINECALLSTATE_IDLE ), "tapisrv2.exe did not own the call\n" );
    ok( !lineDeallocateCall( call ), "lineDeallocateCall\n" );
    ok( !lineSetAppPriorityW( L"tapisrv2.exe", MODEM, NULL, 0, NULL, 0 ), "lineSetAppPriority\n" );

    /* by name */
    mine = open_line( app, device, 0x00020000, 1, OWNER, VOICE );
    ring( app, watch, 0, VOICE, NULL );
    ok( get_message( app, LINE_APPNEWCALL, mine, &message, PATIENCE ), "no call\n" );
    call = message.dwParam2;
    ret = lineHandoffW( call, L"tapisrv2.exe", 0 );
    ok( ret == (LONG)LINEERR_TARGETNOTFOUND, "lineHandoff: %#lx\n", ret );
    ret = lineHandoffW( call, L"TAPISRV1.exe", 0 );
    ok( !ret, "lineHandoff: %#lx\n", ret );
    ok( wait_state( app, call, LINECALLSTATE_CONNECTED ), "not answered by tapisrv1.exe\n" );
    ((LINECALLINFO *)buffer)->dwTotalSize = sizeof(buffer);
    ret = lineGetCallInfoW( call, (LINECALLINFO *)buffer );
    ok( !ret && ((LINECALLINFO *)buffer)->dwNumOwners == 2, "lineGetCallInfo: %#lx owners %lu\n", ret, ((LINECALLINFO *)buffer)->dwNumOwners );
    forget_messages( app );
    kill_role( first, first_ready );
    ok( get_message( app, LINE_CALLINFO, call, &message, PATIENCE ), "no LINE_CALLINFO\n" );
    ok( message.dwParam1 & LINECALLINFOSTATE_NUMOWNERDECR, "call info %#lx\n", (DWORD)message.dwParam1 );
    drop_and_deallocate( app, call );
    lineClose( mine );
    lineClose( watch );
}

/* A program dies with lines, calls and requests: nothing is left of it. (Unit kills: within a second.) */
static void test_death( struct application *app, DWORD device )
{
    HLINE watch = open_line( app, device, 0x00020000, 0, NONE, 0 );
    DWORD before = status_value( "clients", NULL, 0 ), start, calls;
    HANDLE ready, process;

    command( app, watch, 0, 0, TESTTSP_CLEAR, 0, 0, 0, 0, NULL );
    process = start_role( L"tapisrv1.exe", "busy", &ready );
    ok( status_value( "calls", NULL, 0 ) == 2, "%lu calls\n", status_value( "calls", NULL, 0 ) );
    ok( status_value( "lines", NULL, 0 ) == 3, "%lu lines\n", status_value( "lines", NULL, 0 ) );
    /* a monitor's handle and the owner's for each call */
    ok( status_value( "call_handles", NULL, 0 ) == 4, "%lu call handles\n", status_value( "call_handles", NULL, 0 ) );
    check_consistent();
    kill_role( process, ready );
    start = GetTickCount();
    do calls = status_value( "calls", NULL, 0 ) + status_value( "lines", NULL, 0 ) - 1;
    while (calls && GetTickCount() - start < PATIENCE);
    ok( !calls, "%lu calls and lines are left after %lu ms\n", calls, GetTickCount() - start );
    ok( status_value( "clients", NULL, 0 ) == before, "%lu clients, before %lu\n", status_value( "clients", NULL, 0 ), before );
    check_consistent();
    command( app, watch, 0, 0, TESTTSP_COMPLETION, TESTTSP_OWN_THREAD, 0, 0, 0, NULL );
    ok( count_calls( app, watch, "TSPI_lineCloseCall", NULL ) == 2, "calls closed: %lu\n", count_calls( app, watch, "TSPI_lineCloseCall", NULL ) );
    ok( count_calls( app, watch, "TSPI_lineDrop", NULL ) == 2, "calls dropped: %lu\n", count_calls( app, watch, "TSPI_lineDrop", NULL ) );
    lineClose( watch );
}

/* A provider that does not return keeps the request that it was asked; everything else goes on. */
static void test_hang( struct application *app, DWORD device )
{
    HANDLE ready, process = start_role( L"tapisrv1.exe", "hang", &ready );
    DWORD start = GetTickCount(), version;
    LINEEXTENSIONID extension;
    struct application other;
    LONG ret;

    Sleep( 200 );
    ret = lineNegotiateAPIVersion( app->handle, device, 0x00010003, 0x00020002, &version, &extension );
    ok( !ret || ret == (LONG)LINEERR_OPERATIONFAILED || ret == (LONG)LINEERR_RESOURCEUNAVAIL, "lineNegotiateAPIVersion: %#lx\n", ret );
    app_begin( &other, L"another", 0x00020002 );
    app_end( &other );
    ok( GetTickCount() - start < 2000, "it took %lu ms\n", GetTickCount() - start );
    check_consistent();
    kill_role( process, ready );
    /* the program is gone at once, the call when the provider is back */
    start = GetTickCount();
    while (status_value( "calls", NULL, 0 ) && GetTickCount() - start < 6000) Sleep( 20 );
    ok( !status_value( "calls", NULL, 0 ), "%lu calls\n", status_value( "calls", NULL, 0 ) );
    while (status_value( "lines", NULL, 0 ) && GetTickCount() - start < 10000) Sleep( 20 );
    check_consistent();
}

/* Garbage costs the one who sends it his connection. */
static void test_garbage( struct application *app )
{
    struct { struct transport_hello hello; char more[100]; } message = { { TRANSPORT_MAGIC, TRANSPORT_VERSION, TRANSPORT_REQUESTS } };
    struct transport_welcome welcome;
    DWORD size, mode = PIPE_READMODE_MESSAGE, i, reply[256];
    HANDLE pipe;
    BOOL ret;

    for (i = 0; i < 6; i++)
    {
        winetest_push_context( "kind %lu", i );
        do pipe = CreateFileW( TRANSPORT_PIPE, GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL );
        while (pipe == INVALID_HANDLE_VALUE && GetLastError() == ERROR_PIPE_BUSY && WaitNamedPipeW( TRANSPORT_PIPE, 1000 ));
        ok( pipe != INVALID_HANDLE_VALUE, "cannot connect: error %lu\n", GetLastError() );
        SetNamedPipeHandleState( pipe, &mode, NULL, NULL );
        memset( &message, 0, sizeof(message) );
        message.hello.magic = i == 0 ? 0x12345678 : TRANSPORT_MAGIC;
        message.hello.version = i == 1 ? 77 : TRANSPORT_VERSION;
        message.hello.kind = i == 2 ? 5 : TRANSPORT_REQUESTS;
        message.hello.cookie = i == 3 ? 0x1122334455667788 : 0;
        ret = WriteFile( pipe, &message, i == 4 ? sizeof(message) : sizeof(message.hello), &size, NULL );
        ok( ret, "WriteFile: error %lu\n", GetLastError() );
        memset( &welcome, 0, sizeof(welcome) );
        ret = ReadFile( pipe, &welcome, sizeof(welcome), &size, NULL );
        if (i == 5)
        {
            struct trp_packet *packet = (struct trp_packet *)reply;

            ok( ret && !welcome.error, "welcome: error %#lx\n", welcome.error );
            /* a request with a number that nobody knows is answered; three bytes are no request */
            memset( &message, 0xff, sizeof(message) );
            WriteFile( pipe, &message, sizeof(message), &size, NULL );
            ret = ReadFile( pipe, reply, sizeof(reply), &size, NULL );
            ok( ret && size >= sizeof(*packet) && packet->func & 0x80000000, "no error for an unknown request\n" );
            WriteFile( pipe, &message, 3, &size, NULL );
            ret = ReadFile( pipe, reply, sizeof(reply), &size, NULL );
            ok( !ret, "the connection goes on after three bytes\n" );
        }
        else ok( !ret || welcome.error, "welcome to garbage\n" );
        CloseHandle( pipe );
        winetest_pop_context();
    }
    ok( find_line( app, LINE_A ) != ~0u, "others suffer\n" );
    check_consistent();
}

/* A program that is stopped costs the service a bounded amount of memory, and nobody else anything. */
static void test_stopped( struct application *app, DWORD device )
{
    LONG (WINAPI *suspend)( HANDLE ) = (void *)GetProcAddress( GetModuleHandleW( L"ntdll.dll" ), "NtSuspendProcess" );
    HLINE watch = open_line( app, device, 0x00020000, 0, NONE, 0 );
    struct testtsp_command params = { TESTTSP_MAGIC, TESTTSP_FLOOD, { 20000, 1 } };
    DWORD before = status_value( "clients", NULL, 0 ), round, count;
    HANDLE ready, process = start_role( L"tapisrv1.exe", "watch", &ready );
    LINEMESSAGE message;
    LONG ret;

    ok( status_value( "clients", NULL, 0 ) == before + 1, "%lu clients\n", status_value( "clients", NULL, 0 ) );
    ok( suspend && !suspend( process ), "cannot stop the program\n" );
    for (round = 0; round < 15 && status_value( "clients", NULL, 0 ) > before; round++)
    {
        ret = lineDevSpecific( watch, 0, 0, &params, sizeof(params) );
        ok( ret > 0, "lineDevSpecific: %#lx\n", ret );
        for (count = 0; count < 20000; count++)
            if (!get_message( app, LINE_DEVSPECIFIC, watch, &message, PATIENCE ) || message.dwParam1 != count) break;
        ok( count == 20000, "round %lu: event %lu is missing or out of order\n", round, count );
    }
    ok( round > 1 && round < 15, "after %lu rounds of 20000 events\n", round );
    ok( status_value( "clients", NULL, 0 ) == before, "%lu clients, before %lu\n", status_value( "clients", NULL, 0 ), before );
    ok( status_value( "memory_bytes", NULL, 0 ) < 200 * 1024 * 1024, "%lu bytes\n", status_value( "memory_bytes", NULL, 0 ) );
    check_consistent();
    kill_role( process, ready );
    lineClose( watch );
    forget_messages( app );
}

/* Programs that do everything at once, and die in the middle of it. */
static void test_churn( struct application *app, DWORD device )
{
    static const WCHAR *names[] = { L"tapisrv1.exe", L"tapisrv2.exe", L"tapisrv3.exe", L"tapisrv4.exe" };
    HLINE watch = open_line( app, device, 0x00020000, 0, NONE, 0 );
    HANDLE ready[ARRAY_SIZE(names)], processes[ARRAY_SIZE(names)];
    DWORD i, round, start;

    for (i = 0; i < ARRAY_SIZE(names); i++) processes[i] = start_role( names[i], "churn", &ready[i] );
    for (round = 0; round < 8; round++)
    {
        Sleep( 400 );
        i = round % ARRAY_SIZE(names);
        if (!processes[i]) break;
        kill_role( processes[i], ready[i] );
        processes[i] = round < 4 ? start_role( names[i], "churn", &ready[i] ) : NULL;
        ring( app, watch, 0, VOICE, NULL );
    }
    start = GetTickCount();
    while ((status_value( "lines", NULL, 0 ) > 1 || status_value( "calls", NULL, 0 )) && GetTickCount() - start < 5000) Sleep( 10 );
    ok( status_value( "lines", NULL, 0 ) == 1, "%lu lines are left\n", status_value( "lines", NULL, 0 ) );
    ok( !status_value( "calls", NULL, 0 ), "%lu calls are left\n", status_value( "calls", NULL, 0 ) );
    check_consistent();
    forget_messages( app );
    lineClose( watch );
    ok( !status_value( "open_devices", NULL, 0 ), "the device is still open\n" );
    ok( !status_value( "async_pending", NULL, 0 ), "%lu requests are pending\n", status_value( "async_pending", NULL, 0 ) );
}

/* Many lines and calls of many applications leave nothing behind. */
static void test_leaks( struct application *app, DWORD device )
{
    struct application apps[8];
    HLINE lines[ARRAY_SIZE(apps)];
    DWORD round, i;
    HCALL call;

    for (round = 0; round < 5; round++)
    {
        for (i = 0; i < ARRAY_SIZE(apps); i++)
        {
            app_begin( &apps[i], L"one of many", 0x00020002 );
            lines[i] = open_line( &apps[i], device, 0x00020000, i, i % 2 ? MONITOR : OWNER | MONITOR, VOICE );
        }
        call = make_call( &apps[0], lines[0], L"5550100" );
        ok( status_value( "call_handles", NULL, 0 ) == ARRAY_SIZE(apps), "%lu call handles\n", status_value( "call_handles", NULL, 0 ) );
        check_consistent();
        if (round % 2) lineClose( lines[0] );
        else drop_and_deallocate( &apps[0], call );
        for (i = 0; i < ARRAY_SIZE(apps); i++) app_end( &apps[i] );
    }
    ok( !status_value( "lines", NULL, 0 ) && !status_value( "calls", NULL, 0 ) && !status_value( "call_handles", NULL, 0 ),
        "%lu lines, %lu calls, %lu call handles are left\n", status_value( "lines", NULL, 0 ), status_value( "calls", NULL, 0 ),
        status_value( "call_handles", NULL, 0 ) );
    ok( !status_value( "open_devices", NULL, 0 ), "%lu open devices\n", status_value( "open_devices", NULL, 0 ) );
    ok( status_value( "line_apps", NULL, 0 ) == 1, "%lu applications\n", status_value( "line_apps", NULL, 0 ) );
    check_consistent();
}

START_TEST(programs)
{
    struct application app;
    DWORD device, i;
    char **argv;
    int argc = winetest_get_mainargs( &argv );

    if (argc >= 4)
    {
        play_role( argv[2], argv[3] );
        return;
    }
    if (!provider_begin()) return;
    app_begin( &app, L"programs test", 0x00020002 );
    if ((device = find_line( &app, LINE_A )) != ~0u && !transport_connect( &status_connection ))
    {
        test_leaks( &app, device );
        test_garbage( &app );
        test_priorities( &app, device );
        test_death( &app, device );
        test_hang( &app, device );
        test_stopped( &app, device );
        test_churn( &app, device );
        transport_close( status_connection );
    }
    else ok( 0, "no line or no connection\n" );
    app_end( &app );
    provider_end();
    for (i = 0; i < ARRAY_SIZE(copied); i++) if (copied[i][0]) DeleteFileW( copied[i] );
}
