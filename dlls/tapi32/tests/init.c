/*
 * lineInitialize, lineInitializeEx, lineShutdown and the three ways to get messages.
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

/* What the callback was called with; cleared by clear_calls(). */
static struct callback_call
{
    DWORD     device, message;
    DWORD_PTR instance, params[3];
    DWORD     thread;
} calls[64];
static LONG call_count;
static HLINEAPP shut_down_app;

static void CALLBACK callback( DWORD device, DWORD message, DWORD_PTR instance, DWORD_PTR param1, DWORD_PTR param2, DWORD_PTR param3 )
{
    LONG i = InterlockedIncrement( &call_count ) - 1;

    if (i >= (LONG)ARRAY_SIZE(calls)) return;
    calls[i].device = device;
    calls[i].message = message;
    calls[i].instance = instance;
    calls[i].params[0] = param1;
    calls[i].params[1] = param2;
    calls[i].params[2] = param3;
    calls[i].thread = GetCurrentThreadId();
    if (shut_down_app)
    {
        LONG ret = lineShutdown( shut_down_app );
        ok( !ret, "lineShutdown inside the callback returned %#lx\n", ret );
        shut_down_app = 0;
    }
}

static void clear_calls(void)
{
    memset( calls, 0, sizeof(calls) );
    call_count = 0;
}

/* Without any registration the process is uninitialized; which of two documented errors comes is open. */
#define no_longer( ret, error )  no_longer_( __LINE__, ret, error )
static void no_longer_( int line, LONG ret, DWORD error )
{
    ok_( __FILE__, line )( ret == ERR( UNINITIALIZED ) || ret == (LONG)error, "returned %#lx\n", ret );
}

/* Waits until something is in the thread's message queue; dispatches nothing. */
static BOOL wait_for_queue(void)
{
    return MsgWaitForMultipleObjectsEx( 0, NULL, PATIENCE, QS_ALLINPUT, MWMO_INPUTAVAILABLE ) == WAIT_OBJECT_0;
}

/* Runs the message loop until the callback was called with that message, or not in time. */
static const struct callback_call *pump_for( DWORD message, DWORD_PTR param1 )
{
    ULONGLONG end = GetTickCount64() + PATIENCE;
    MSG msg;
    LONG i;

    do
    {
        while (PeekMessageW( &msg, NULL, 0, 0, PM_REMOVE )) DispatchMessageW( &msg );
        for (i = 0; i < call_count && i < (LONG)ARRAY_SIZE(calls); i++)
            if (calls[i].message == message && (param1 == ANY || calls[i].params[0] == param1)) return &calls[i];
        MsgWaitForMultipleObjectsEx( 0, NULL, 50, QS_ALLINPUT, MWMO_INPUTAVAILABLE );
    } while (GetTickCount64() < end);
    return NULL;
}

static LONG initialize_options( HLINEAPP *app, DWORD options, HANDLE port, ULONG_PTR key, LINEINITIALIZEEXPARAMS *params )
{
    DWORD version = NEWEST, count = 0xdead;
    LONG ret;

    memset( params, 0, sizeof(*params) );
    params->dwTotalSize = sizeof(*params);
    params->dwOptions = options;
    if (port) params->Handles.hCompletionPort = port;
    params->dwCompletionKey = key;
    *app = 0;
    ret = lineInitializeExW( app, NULL, options == LINEINITIALIZEEXOPTION_USEHIDDENWINDOW ? callback : NULL, L"init test", &count,
                             &version, params );
    if (!ret) ok( count != 0xdead, "number of devices was not set\n" );
    return ret;
}

/* ---- before anything is initialized, and errors ------------------------------------------------------------------ */

static void test_uninitialized(void)
{
    LINEEXTENSIONID extension;
    LINEDEVCAPS caps = { sizeof(caps) };
    LINEMESSAGE msg;
    DWORD version;
    HLINE line;
    LONG ret;

    ret = lineShutdown( (HLINEAPP)(ULONG_PTR)0x1234 );
    no_longer( ret, LINEERR_INVALAPPHANDLE );
    ret = lineGetMessage( (HLINEAPP)(ULONG_PTR)0x1234, &msg, 0 );
    no_longer( ret, LINEERR_INVALAPPHANDLE );
    ret = lineNegotiateAPIVersion( (HLINEAPP)(ULONG_PTR)0x1234, 0, 0x00010003, NEWEST, &version, &extension );
    no_longer( ret, LINEERR_INVALAPPHANDLE );
    ret = lineGetDevCapsW( (HLINEAPP)(ULONG_PTR)0x1234, 0, NEWEST, 0, &caps );
    no_longer( ret, LINEERR_INVALAPPHANDLE );
    ret = lineOpenW( (HLINEAPP)(ULONG_PTR)0x1234, 0, &line, NEWEST, 0, 0, LINECALLPRIVILEGE_NONE, 0, NULL );
    no_longer( ret, LINEERR_INVALAPPHANDLE );
    no_longer( lineClose( (HLINE)(ULONG_PTR)0x1234 ), LINEERR_INVALLINEHANDLE );
    no_longer( lineDrop( (HCALL)(ULONG_PTR)0x1234, NULL, 0 ), LINEERR_INVALCALLHANDLE );
}

static void test_errors(void)
{
    LINEINITIALIZEEXPARAMS params = { sizeof(params) };
    DWORD version = NEWEST, count;
    HLINEAPP app;
    LONG ret;

    params.dwOptions = LINEINITIALIZEEXOPTION_USEEVENT;
    ret = lineInitializeExW( NULL, NULL, NULL, L"test", &count, &version, &params );
    ok_ret( ret, LINEERR_INVALPOINTER );
    ret = lineInitializeExW( &app, NULL, NULL, L"test", NULL, &version, &params );
    ok_ret( ret, LINEERR_INVALPOINTER );
    ret = lineInitializeExW( &app, NULL, NULL, L"test", &count, NULL, &params );
    ok_ret( ret, LINEERR_INVALPOINTER );
    ret = lineInitializeExA( (HLINEAPP *)(ULONG_PTR)16, NULL, NULL, "test", &count, &version, &params );
    ok_ret( ret, LINEERR_INVALPOINTER );
    ret = lineInitializeExA( &app, NULL, NULL, "test", (DWORD *)(ULONG_PTR)16, &version, &params );
    ok_ret( ret, LINEERR_INVALPOINTER );
    ret = lineInitializeExA( &app, NULL, NULL, (const char *)(ULONG_PTR)16, &count, &version, &params );
    ok_ret( ret, LINEERR_INVALPOINTER );

    /* "the specified hInstance parameter is invalid" */
    ret = lineInitializeExW( &app, (HINSTANCE)(ULONG_PTR)0xdead0000, NULL, L"test", &count, &version, &params );
    ok_ret( ret, LINEERR_INVALPARAM );

    params.dwTotalSize = sizeof(params) - 4;
    ret = lineInitializeExW( &app, NULL, NULL, L"test", &count, &version, &params );
    ok_ret( ret, LINEERR_STRUCTURETOOSMALL );
    params.dwTotalSize = sizeof(params);
    params.dwOptions = 0x1f;
    ret = lineInitializeExW( &app, NULL, callback, L"test", &count, &version, &params );
    ok_ret( ret, LINEERR_INVALPARAM );
    params.dwOptions = LINEINITIALIZEEXOPTION_USEHIDDENWINDOW;
    ret = lineInitializeExW( &app, NULL, NULL, L"test", &count, &version, &params );
    ok_ret( ret, LINEERR_INVALPOINTER );

    ret = lineInitialize( NULL, GetModuleHandleA( NULL ), callback, "test", &count );
    ok_ret( ret, LINEERR_INVALPOINTER );
    ret = lineInitialize( &app, GetModuleHandleA( NULL ), NULL, "test", &count );
    ok_ret( ret, LINEERR_INVALPOINTER );
    ret = lineInitialize( &app, GetModuleHandleA( NULL ), callback, "test", NULL );
    ok_ret( ret, LINEERR_INVALPOINTER );
}

/* ---- versions and fields ----------------------------------------------------------------------------------------- */

static void test_versions(void)
{
    static const DWORD versions[] = { 0x00010003, 0x00010004, 0x00020000, 0x00020001, 0x00020002, 0x00030000, 0x00030001 };
    LINEINITIALIZEEXPARAMS params;
    DWORD version, first = 0, count;
    HLINEAPP app;
    unsigned int i;
    LONG ret;

    for (i = 0; i < ARRAY_SIZE(versions); i++)
    {
        winetest_push_context( "version %#lx", versions[i] );
        memset( &params, 0xcc, sizeof(params) );
        params.dwTotalSize = sizeof(params);
        params.dwOptions = LINEINITIALIZEEXOPTION_USEEVENT;
        version = versions[i];
        ret = lineInitializeExA( &app, GetModuleHandleA( NULL ), NULL, "init test", &count, &version, &params );
        ok( !ret, "lineInitializeEx returned %#lx\n", ret );
        /* the highest version that TAPI supports, whatever the application's is */
        if (!first) first = version;
        ok( version == first && version >= 0x00020000, "version %#lx, was %#lx\n", version, first );
        ok( params.dwTotalSize == sizeof(params), "dwTotalSize %lu\n", params.dwTotalSize );
        ok( params.dwNeededSize == sizeof(params), "dwNeededSize %lu\n", params.dwNeededSize );
        ok( params.dwUsedSize == sizeof(params), "dwUsedSize %lu\n", params.dwUsedSize );
        ok( params.dwOptions == LINEINITIALIZEEXOPTION_USEEVENT, "dwOptions %#lx\n", params.dwOptions );
        ok( WaitForSingleObject( params.Handles.hEvent, 0 ) == WAIT_TIMEOUT, "the event is not there or set\n" );
        ok_ret( lineShutdown( app ), 0 );
        winetest_pop_context();
    }
    ok( first == NEWEST || !winetest_platform_is_wine, "newest version %#lx\n", first );
}

/* A structure of a later version may be longer; without one the hidden window is used. */
static void test_params(void)
{
    struct { LINEINITIALIZEEXPARAMS params; DWORD more[8]; } longer;
    DWORD version = NEWEST, count;
    HLINEAPP app;
    unsigned int i;
    LONG ret;

    memset( &longer, 0xcc, sizeof(longer) );
    longer.params.dwTotalSize = sizeof(longer);
    longer.params.dwOptions = LINEINITIALIZEEXOPTION_USEEVENT;
    ret = lineInitializeExA( &app, NULL, NULL, NULL, &count, &version, &longer.params );
    ok_ret( ret, 0 );
    ok( longer.params.dwUsedSize == sizeof(longer.params), "dwUsedSize %lu\n", longer.params.dwUsedSize );
    for (i = 0; i < ARRAY_SIZE(longer.more); i++) ok( longer.more[i] == 0xcccccccc, "more[%u] %#lx\n", i, longer.more[i] );
    ok_ret( lineShutdown( app ), 0 );

    version = 0x00010004;
    ret = lineInitializeExA( &app, GetModuleHandleA( NULL ), callback, "init test", &count, &version, NULL );
    ok_ret( ret, 0 );
    ok_ret( lineShutdown( app ), 0 );
    /* a handle is of no use afterwards */
    no_longer( lineShutdown( app ), LINEERR_INVALAPPHANDLE );
}

/* ---- event ------------------------------------------------------------------------------------------------------- */

static void test_event( DWORD device )
{
    struct testtsp_command command = { TESTTSP_MAGIC, TESTTSP_RECORDS };
    LINEINITIALIZEEXPARAMS params;
    LINEMESSAGE msg;
    HLINEAPP app;
    HLINE line;
    LONG ret, request;

    ret = initialize_options( &app, LINEINITIALIZEEXOPTION_USEEVENT, NULL, 0, &params );
    ok_ret( ret, 0 );
    ok_ret( lineGetMessage( app, &msg, 0 ), LINEERR_OPERATIONFAILED );
    ok_ret( lineGetMessage( app, &msg, 10 ), LINEERR_OPERATIONFAILED );
    ok_ret( lineGetMessage( app, NULL, 0 ), LINEERR_INVALPOINTER );
    ok_ret( lineGetMessage( (HLINEAPP)(ULONG_PTR)0xbad0, &msg, 0 ), LINEERR_INVALAPPHANDLE );

    ret = lineOpenW( app, device, &line, NEWEST, 0, 0x600dcafe, LINECALLPRIVILEGE_NONE, 0, NULL );
    ok_ret( ret, 0 );
    request = lineDevSpecific( line, 0, 0, &command, sizeof(command) );
    ok( request > 0, "lineDevSpecific returned %#lx\n", request );
    ok( !WaitForSingleObject( params.Handles.hEvent, PATIENCE ), "the event is not set with a message pending\n" );
    memset( &msg, 0xcc, sizeof(msg) );
    ok_ret( lineGetMessage( app, &msg, 0 ), 0 );
    ok( msg.dwMessageID == LINE_REPLY, "message %lu\n", msg.dwMessageID );
    ok( (LONG)msg.dwParam1 == request, "dwParam1 %#lx, expected %#lx\n", H( msg.dwParam1 ), request );
    ok( !msg.dwParam2, "dwParam2 %#lx\n", H( msg.dwParam2 ) );
    ok( WaitForSingleObject( params.Handles.hEvent, 0 ) == WAIT_TIMEOUT, "the event is set with no message pending\n" );

    /* the messages of the line bear its instance data, in the order in which the provider sent them */
    command.code = TESTTSP_FLOOD;
    command.args[0] = 3;
    ok( lineDevSpecific( line, 0, 0, &command, sizeof(command) ) > 0, "lineDevSpecific failed\n" );
    for (ret = 0; ret < 3; ret++)
    {
        ok_ret( lineGetMessage( app, &msg, PATIENCE ), 0 );
        ok( msg.dwMessageID == LINE_DEVSPECIFIC && msg.dwParam1 == (DWORD_PTR)ret, "message %lu %lu, expected LINE_DEVSPECIFIC %ld\n",
            msg.dwMessageID, H( msg.dwParam1 ), ret );
        ok( msg.hDevice == H( line ), "hDevice %#lx\n", msg.hDevice );
        ok( msg.dwCallbackInstance == 0x600dcafe, "instance %#lx\n", H( msg.dwCallbackInstance ) );
    }
    ok_ret( lineGetMessage( app, &msg, PATIENCE ), 0 );
    ok( msg.dwMessageID == LINE_REPLY, "message %lu\n", msg.dwMessageID );
    ok_ret( lineShutdown( app ), 0 );
    /* its lines went with it, and its event */
    no_longer( lineClose( line ), LINEERR_INVALLINEHANDLE );
    ok( WaitForSingleObject( params.Handles.hEvent, 0 ) == WAIT_FAILED, "the event is still there\n" );
}

/* ---- hidden window ----------------------------------------------------------------------------------------------- */

static LONG devspecific( HLINE line )
{
    static struct testtsp_command command = { TESTTSP_MAGIC, TESTTSP_RECORDS };
    LONG ret = lineDevSpecific( line, 0, 0, &command, sizeof(command) );

    ok( ret > 0, "lineDevSpecific returned %#lx\n", ret );
    return ret;
}

/* In the thread that initialized, and only when it gets its window messages. */
static void check_window( HLINEAPP app, HLINE line )
{
    const struct callback_call *call;
    LINEMESSAGE msg;
    LONG request;

    clear_calls();
    request = devspecific( line );
    ok( wait_for_queue(), "no window message\n" );
    ok( !call_count, "the callback was called outside the message loop\n" );
    call = pump_for( LINE_REPLY, request );
    ok( call != NULL, "the callback was not called\n" );
    if (call)
    {
        ok( call->thread == GetCurrentThreadId(), "called in another thread\n" );
        ok( !call->params[1], "param2 %#lx\n", H( call->params[1] ) );
    }
    ok( call_count == 1, "called %ld times\n", call_count );
    /* it has no queue for lineGetMessage */
    ok( lineGetMessage( app, &msg, 0 ) < 0, "lineGetMessage worked with a hidden window\n" );
}

static void test_window( DWORD device )
{
    LINEINITIALIZEEXPARAMS params;
    HLINEAPP app;
    HLINE line;
    LONG ret;

    ret = initialize_options( &app, LINEINITIALIZEEXOPTION_USEHIDDENWINDOW, NULL, 0, &params );
    ok_ret( ret, 0 );
    ret = lineOpenW( app, device, &line, NEWEST, 0, 7, LINECALLPRIVILEGE_NONE, 0, NULL );
    ok_ret( ret, 0 );
    check_window( app, line );

    /* programs shut down where they hear that a call has ended */
    clear_calls();
    shut_down_app = app;
    devspecific( line );
    ok( pump_for( LINE_REPLY, ANY ) != NULL, "the callback was not called\n" );
    no_longer( lineShutdown( app ), LINEERR_INVALAPPHANDLE );
}

static void test_lineInitialize( DWORD device )
{
    LINEEXTENSIONID extension;
    DWORD count = 0xdead, version;
    HLINEAPP app;
    HLINE line;
    LONG ret;

    ret = lineInitialize( &app, GetModuleHandleA( NULL ), callback, "init test", &count );
    ok_ret( ret, 0 );
    ok( count > device && count != 0xdead, "%lu devices\n", count );
    ret = lineNegotiateAPIVersion( app, device, 0x00010003, 0x00010004, &version, &extension );
    ok_ret( ret, 0 );
    ok( version == 0x00010004, "version %#lx\n", version );
    ret = lineOpenA( app, device, &line, version, 0, 8, LINECALLPRIVILEGE_NONE, 0, NULL );
    ok_ret( ret, 0 );
    check_window( app, line );
    ok_ret( lineClose( line ), 0 );
    ok_ret( lineShutdown( app ), 0 );
}

static DWORD WINAPI window_thread( void *arg )
{
    test_lineInitialize( (DWORD)(ULONG_PTR)arg );
    return 0;
}

/* ---- completion port --------------------------------------------------------------------------------------------- */

static void test_port( DWORD device )
{
    HANDLE port = CreateIoCompletionPort( INVALID_HANDLE_VALUE, NULL, 0, 0 );
    LINEINITIALIZEEXPARAMS params;
    OVERLAPPED *overlapped = NULL;
    LINEMESSAGE *msg, got;
    ULONG_PTR key = 0;
    HLINEAPP app;
    HLINE line;
    DWORD size;
    LONG ret, request;
    BOOL done;

    ret = initialize_options( &app, LINEINITIALIZEEXOPTION_USECOMPLETIONPORT, port, 0x7e57, &params );
    ok_ret( ret, 0 );
    ok( params.Handles.hCompletionPort == port, "the port was changed\n" );
    ret = lineOpenW( app, device, &line, NEWEST, 0, 9, LINECALLPRIVILEGE_NONE, 0, NULL );
    ok_ret( ret, 0 );
    request = devspecific( line );
    done = GetQueuedCompletionStatus( port, &size, &key, &overlapped, PATIENCE );
    ok( done && overlapped, "no completion (error %lu)\n", GetLastError() );
    ok( key == 0x7e57, "key %#lx\n", H( key ) );
    if ((msg = (LINEMESSAGE *)overlapped))
    {
        ok( msg->dwMessageID == LINE_REPLY && (LONG)msg->dwParam1 == request && !msg->dwParam2, "message %lu params %#lx %#lx\n",
            msg->dwMessageID, H( msg->dwParam1 ), H( msg->dwParam2 ) );
        ok( !LocalFree( msg ), "LocalFree failed (error %lu)\n", GetLastError() );
    }
    ok( lineGetMessage( app, &got, 0 ) < 0, "lineGetMessage worked with a port\n" );
    ok_ret( lineShutdown( app ), 0 );
    /* the port is the application's */
    ok( PostQueuedCompletionStatus( port, 1, 2, NULL ), "the port is gone (error %lu)\n", GetLastError() );
    CloseHandle( port );
}

/* ---- several registrations, several threads ---------------------------------------------------------------------- */

static void test_several( DWORD device )
{
    struct app apps[4];
    HLINE lines[4];
    LINEMESSAGE msg;
    LONG requests[4];
    unsigned int i, j;

    for (i = 0; i < 4; i++)
    {
        app_begin( &apps[i], "init test" );
        lines[i] = open_line( &apps[i], device, NEWEST, LINECALLPRIVILEGE_NONE, 0 );
        for (j = 0; j < i; j++)
        {
            ok( apps[i].handle != apps[j].handle, "the same handle twice\n" );
            ok( lines[i] != lines[j], "the same line handle twice\n" );
            ok( apps[i].lines == apps[j].lines, "%lu and %lu devices\n", apps[i].lines, apps[j].lines );
        }
    }
    /* each gets its own replies */
    for (i = 0; i < 4; i++) requests[i] = devspecific( lines[i] );
    for (i = 0; i < 4; i++)
    {
        for (j = 0; j < i; j++) ok( requests[i] != requests[j], "the same request id twice\n" );
        ok( next_message( &apps[i], &msg, PATIENCE ), "no message\n" );
        ok( msg.dwMessageID == LINE_REPLY && (LONG)msg.dwParam1 == requests[i], "message %lu %#lx\n", msg.dwMessageID, H( msg.dwParam1 ) );
    }
    app_end( &apps[1] );
    ok_ret( lineClose( lines[1] ), LINEERR_INVALLINEHANDLE );
    fence( &apps[0], lines[0] );
    app_end( &apps[0] );
    fence( &apps[3], lines[3] );
    app_end( &apps[3] );
    fence( &apps[2], lines[2] );
    app_end( &apps[2] );
}

struct waiting
{
    HLINEAPP app;
    HANDLE   ready;
    LONG     ret;
};

static DWORD WINAPI wait_thread( void *arg )
{
    struct waiting *waiting = arg;
    LINEMESSAGE msg;

    SetEvent( waiting->ready );
    waiting->ret = lineGetMessage( waiting->app, &msg, INFINITE );
    return 0;
}

static void test_shutdown_while_waiting(void)
{
    struct waiting waiting[2];
    HANDLE threads[2];
    struct app app;
    unsigned int i;

    app_begin( &app, "init test" );
    for (i = 0; i < 2; i++)
    {
        waiting[i].app = app.handle;
        waiting[i].ready = CreateEventW( NULL, FALSE, FALSE, NULL );
        waiting[i].ret = 0;
        threads[i] = CreateThread( NULL, 0, wait_thread, &waiting[i], 0, NULL );
        WaitForSingleObject( waiting[i].ready, PATIENCE );
    }
    /* let them get into the wait; should they be late, the answer is the same */
    Sleep( 50 );
    app_end( &app );
    ok( !WaitForMultipleObjects( 2, threads, TRUE, PATIENCE ), "lineGetMessage still waits after lineShutdown\n" );
    for (i = 0; i < 2; i++)
    {
        ok( waiting[i].ret == ERR( INVALAPPHANDLE ), "lineGetMessage returned %#lx\n", waiting[i].ret );
        CloseHandle( threads[i] );
        CloseHandle( waiting[i].ready );
    }
}

static DWORD WINAPI churn_thread( void *arg )
{
    LINEINITIALIZEEXPARAMS params;
    LINEMESSAGE msg;
    HLINEAPP app;
    HLINE line;
    LONG ret;
    int i;

    for (i = 0; i < 10; i++)
    {
        ret = initialize_options( &app, LINEINITIALIZEEXOPTION_USEEVENT, NULL, 0, &params );
        ok_ret( ret, 0 );
        ret = lineOpenW( app, (DWORD)(ULONG_PTR)arg, &line, NEWEST, 0, 0, LINECALLPRIVILEGE_NONE, 0, NULL );
        ok_ret( ret, 0 );
        devspecific( line );
        ok_ret( lineGetMessage( app, &msg, PATIENCE ), 0 );
        ok_ret( lineShutdown( app ), 0 );
    }
    return 0;
}

static void test_threads( DWORD device )
{
    HANDLE threads[4];
    unsigned int i;

    for (i = 0; i < 4; i++) threads[i] = CreateThread( NULL, 0, churn_thread, (void *)(ULONG_PTR)device, 0, NULL );
    ok( !WaitForMultipleObjects( 4, threads, TRUE, 2 * PATIENCE ), "the threads hang\n" );
    for (i = 0; i < 4; i++) CloseHandle( threads[i] );
}

START_TEST( init )
{
    struct app app;
    HANDLE thread;
    DWORD device;

    test_uninitialized();
    test_errors();
    test_versions();
    test_params();
    test_shutdown_while_waiting();

    if (!fixture_begin()) return;
    app_begin( &app, "init test" );
    device = find_line( &app, L"Test line A" );
    ok( device != ~0u, "the test provider's line is missing\n" );
    app_end( &app );
    if (device != ~0u)
    {
        test_event( device );
        test_window( device );
        test_lineInitialize( device );
        thread = CreateThread( NULL, 0, window_thread, (void *)(ULONG_PTR)device, 0, NULL );
        ok( !WaitForSingleObject( thread, 4 * PATIENCE ), "the thread hangs\n" );
        CloseHandle( thread );
        test_port( device );
        test_several( device );
        test_threads( device );
    }
    fixture_end();
}
