/*
 * Tests of phoneInitialize, phoneInitializeEx, phoneShutdown and the three ways of notification.
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

#include "phones.h"

/* What the callback was called with; cleared by clear_calls(). */
static struct callback_call
{
    DWORD     device, message;
    DWORD_PTR instance, params[3];
    DWORD     thread;
} calls[64];
static LONG call_count;
static HPHONEAPP shut_down_app;

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
        LONG ret = phoneShutdown( shut_down_app );
        ok( !ret, "phoneShutdown inside the callback returned %#lx\n", ret );
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
    ok_( __FILE__, line )( ret == (LONG)PHONEERR_UNINITIALIZED || ret == (LONG)error, "returned %#lx\n", ret );
}

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

static LONG initialize_options( HPHONEAPP *app, DWORD options, HANDLE port, ULONG_PTR key, PHONEINITIALIZEEXPARAMS *params )
{
    DWORD version = NEWEST, count = 0xdead;
    LONG ret;

    memset( params, 0, sizeof(*params) );
    params->dwTotalSize = sizeof(*params);
    params->dwOptions = options;
    if (port) params->Handles.hCompletionPort = port;
    params->dwCompletionKey = key;
    *app = 0;
    ret = phoneInitializeExW( app, NULL, options == PHONEINITIALIZEEXOPTION_USEHIDDENWINDOW ? callback : NULL, L"phone init test", &count,
                              &version, params );
    if (!ret) ok( count != 0xdead, "number of devices was not set\n" );
    return ret;
}

/* ---- before anything is initialized, and errors ------------------------------------------------------------------ */

static void test_uninitialized(void)
{
    HPHONEAPP none = (HPHONEAPP)(ULONG_PTR)0x1234;
    PHONECAPS caps = { sizeof(caps) };
    PHONEEXTENSIONID extension;
    PHONEMESSAGE msg;
    DWORD version;
    HPHONE phone;
    HICON icon;

    no_longer( phoneShutdown( none ), PHONEERR_INVALAPPHANDLE );
    no_longer( phoneGetMessage( none, &msg, 0 ), PHONEERR_INVALAPPHANDLE );
    no_longer( phoneNegotiateAPIVersion( none, 0, 0x00010003, NEWEST, &version, &extension ), PHONEERR_INVALAPPHANDLE );
    no_longer( phoneNegotiateExtVersion( none, 0, NEWEST, 1, 2, &version ), PHONEERR_INVALAPPHANDLE );
    no_longer( phoneGetDevCapsW( none, 0, NEWEST, 0, &caps ), PHONEERR_INVALAPPHANDLE );
    no_longer( phoneOpen( none, 0, &phone, NEWEST, 0, 0, MONITOR ), PHONEERR_INVALAPPHANDLE );
    no_longer( phoneClose( (HPHONE)(ULONG_PTR)0x1234 ), PHONEERR_INVALPHONEHANDLE );
    no_longer( phoneSetLamp( (HPHONE)(ULONG_PTR)0x1234, 0, PHONELAMPMODE_OFF ), PHONEERR_INVALPHONEHANDLE );
    no_longer( phoneGetStatusMessages( (HPHONE)(ULONG_PTR)0x1234, &version, &version, &version ), PHONEERR_INVALPHONEHANDLE );
    no_longer( phoneGetIconW( 0, NULL, &icon ), PHONEERR_UNINITIALIZED );
    no_longer( phoneConfigDialogW( 0, NULL, NULL ), PHONEERR_UNINITIALIZED );
}

static void test_errors(void)
{
    PHONEINITIALIZEEXPARAMS params = { sizeof(params) };
    DWORD version = NEWEST, count;
    HPHONEAPP app;
    LONG ret;

    params.dwOptions = PHONEINITIALIZEEXOPTION_USEEVENT;
    ret = phoneInitializeExW( NULL, NULL, NULL, L"test", &count, &version, &params );
    ok_ret( ret, PHONEERR_INVALPOINTER );
    ret = phoneInitializeExW( &app, NULL, NULL, L"test", NULL, &version, &params );
    ok_ret( ret, PHONEERR_INVALPOINTER );
    ret = phoneInitializeExW( &app, NULL, NULL, L"test", &count, NULL, &params );
    ok_ret( ret, PHONEERR_INVALPOINTER );
    ret = phoneInitializeExA( (HPHONEAPP *)(ULONG_PTR)16, NULL, NULL, "test", &count, &version, &params );
    ok_ret( ret, PHONEERR_INVALPOINTER );
    ret = phoneInitializeExA( &app, NULL, NULL, (const char *)(ULONG_PTR)16, &count, &version, &params );
    ok_ret( ret, PHONEERR_INVALPOINTER );
    /* "the specified hInstance parameter is invalid" */
    ret = phoneInitializeExW( &app, (HINSTANCE)(ULONG_PTR)0xdead0000, NULL, L"test", &count, &version, &params );
    ok_ret( ret, PHONEERR_INVALPARAM );
    params.dwTotalSize = sizeof(params) - 4;
    ret = phoneInitializeExW( &app, NULL, NULL, L"test", &count, &version, &params );
    ok_ret( ret, PHONEERR_STRUCTURETOOSMALL );
    params.dwTotalSize = sizeof(params);
    params.dwOptions = 0x1f;
    ret = phoneInitializeExW( &app, NULL, callback, L"test", &count, &version, &params );
    ok_ret( ret, PHONEERR_INVALPARAM );
    /* an option of lines only */
    params.dwOptions = PHONEINITIALIZEEXOPTION_USEEVENT | LINEINITIALIZEEXOPTION_CALLHUBTRACKING;
    ret = phoneInitializeExW( &app, NULL, callback, L"test", &count, &version, &params );
    ok_ret( ret, PHONEERR_INVALPARAM );
    params.dwOptions = PHONEINITIALIZEEXOPTION_USEHIDDENWINDOW;
    ret = phoneInitializeExW( &app, NULL, NULL, L"test", &count, &version, &params );
    ok_ret( ret, PHONEERR_INVALPOINTER );
    params.dwOptions = PHONEINITIALIZEEXOPTION_USECOMPLETIONPORT;
    params.Handles.hCompletionPort = (HANDLE)(ULONG_PTR)0xdead0000;
    ret = phoneInitializeExW( &app, NULL, NULL, L"test", &count, &version, &params );
    ok_ret( ret, PHONEERR_INVALPARAM );
    params.dwOptions = PHONEINITIALIZEEXOPTION_USEEVENT;
    version = 0x00010002;
    ret = phoneInitializeExW( &app, NULL, NULL, L"test", &count, &version, &params );
    ok_ret( ret, PHONEERR_INCOMPATIBLEAPIVERSION );

    ok_ret( phoneInitialize( NULL, GetModuleHandleA( NULL ), callback, "test", &count ), PHONEERR_INVALPOINTER );
    ok_ret( phoneInitialize( &app, GetModuleHandleA( NULL ), NULL, "test", &count ), PHONEERR_INVALPOINTER );
    ok_ret( phoneInitialize( &app, GetModuleHandleA( NULL ), callback, "test", NULL ), PHONEERR_INVALPOINTER );
}

static void test_versions(void)
{
    static const DWORD versions[] = { 0x00010003, 0x00010004, 0x00020000, 0x00020001, 0x00020002, 0x00030000, 0x00030001 };
    PHONEINITIALIZEEXPARAMS params;
    DWORD version, first = 0, count;
    HPHONEAPP app;
    unsigned int i;
    LONG ret;

    for (i = 0; i < ARRAY_SIZE(versions); i++)
    {
        winetest_push_context( "version %#lx", versions[i] );
        memset( &params, 0xcc, sizeof(params) );
        params.dwTotalSize = sizeof(params);
        params.dwOptions = PHONEINITIALIZEEXOPTION_USEEVENT;
        version = versions[i];
        ret = phoneInitializeExA( &app, GetModuleHandleA( NULL ), NULL, "phone init test", &count, &version, &params );
        ok( !ret, "phoneInitializeEx returned %#lx\n", ret );
        /* the highest version that TAPI supports, whatever the application's is */
        if (!first) first = version;
        ok( version == first && version >= 0x00020000, "version %#lx, was %#lx\n", version, first );
        ok( params.dwTotalSize == sizeof(params), "dwTotalSize %lu\n", params.dwTotalSize );
        ok( params.dwNeededSize == sizeof(params), "dwNeededSize %lu\n", params.dwNeededSize );
        ok( params.dwUsedSize == sizeof(params), "dwUsedSize %lu\n", params.dwUsedSize );
        ok( params.dwOptions == PHONEINITIALIZEEXOPTION_USEEVENT, "dwOptions %#lx\n", params.dwOptions );
        ok( WaitForSingleObject( params.Handles.hEvent, 0 ) == WAIT_TIMEOUT, "the event is not there or set\n" );
        ok_ret( phoneShutdown( app ), 0 );
        no_longer( phoneShutdown( app ), PHONEERR_INVALAPPHANDLE );
        winetest_pop_context();
    }
}

/* Lines and phones have their own applications. */
static void test_families( struct phone_app *phones )
{
    PHONEMESSAGE msg;
    LINEMESSAGE line_msg;
    struct app lines;

    app_begin( &lines, "phone init test" );
    ok( H( lines.handle ) != H( phones->handle ), "the same handle for both\n" );
    ok_ret( lineGetMessage( (HLINEAPP)phones->handle, &line_msg, 0 ), LINEERR_INVALAPPHANDLE );
    ok_ret( phoneGetMessage( (HPHONEAPP)lines.handle, &msg, 0 ), PHONEERR_INVALAPPHANDLE );
    ok_ret( lineShutdown( (HLINEAPP)phones->handle ), LINEERR_INVALAPPHANDLE );
    ok_ret( phoneShutdown( (HPHONEAPP)lines.handle ), PHONEERR_INVALAPPHANDLE );
    app_end( &lines );
    ok_ret( phoneGetMessage( phones->handle, &msg, 0 ), PHONEERR_OPERATIONFAILED );
}

/* ---- event ------------------------------------------------------------------------------------------------------- */

static LONG devspecific( HPHONE phone )
{
    static struct testtsp_command command = { TESTTSP_MAGIC, TESTTSP_RECORDS };
    LONG ret = phoneDevSpecific( phone, &command, sizeof(command) );

    ok( ret > 0, "phoneDevSpecific returned %#lx\n", ret );
    return ret;
}

static void test_event( DWORD device )
{
    struct testtsp_command command = { TESTTSP_MAGIC, TESTTSP_PHONE_MESSAGE, { PHONE_DEVSPECIFIC, 11, 22, 33 } };
    PHONEINITIALIZEEXPARAMS params;
    PHONEMESSAGE msg;
    HPHONEAPP app;
    HPHONE phone;
    LONG request;

    ok_ret( initialize_options( &app, PHONEINITIALIZEEXOPTION_USEEVENT, NULL, 0, &params ), 0 );
    ok_ret( phoneGetMessage( app, &msg, 0 ), PHONEERR_OPERATIONFAILED );
    ok_ret( phoneGetMessage( app, &msg, 10 ), PHONEERR_OPERATIONFAILED );
    ok_ret( phoneGetMessage( app, NULL, 0 ), PHONEERR_INVALPOINTER );
    ok_ret( phoneGetMessage( (HPHONEAPP)(ULONG_PTR)0xbad0, &msg, 0 ), PHONEERR_INVALAPPHANDLE );

    ok_ret( phoneOpen( app, device, &phone, NEWEST, 0, 0x600dcafe, MONITOR ), 0 );
    request = devspecific( phone );
    ok( !WaitForSingleObject( params.Handles.hEvent, PATIENCE ), "the event is not set with a message pending\n" );
    memset( &msg, 0xcc, sizeof(msg) );
    ok_ret( phoneGetMessage( app, &msg, 0 ), 0 );
    ok( msg.dwMessageID == PHONE_REPLY, "message %lu\n", msg.dwMessageID );
    ok( (LONG)msg.dwParam1 == request, "dwParam1 %#lx, expected %#lx\n", H( msg.dwParam1 ), request );
    ok( !msg.dwParam2, "dwParam2 %#lx\n", H( msg.dwParam2 ) );
    ok( msg.dwCallbackInstance == 0x600dcafe, "instance %#lx\n", H( msg.dwCallbackInstance ) );
    ok( WaitForSingleObject( params.Handles.hEvent, 0 ) == WAIT_TIMEOUT, "the event is set with no message pending\n" );

    request = phoneDevSpecific( phone, &command, sizeof(command) );
    ok( request > 0, "phoneDevSpecific returned %#lx\n", request );
    ok_ret( phoneGetMessage( app, &msg, PATIENCE ), 0 );
    ok( msg.dwMessageID == PHONE_DEVSPECIFIC && msg.dwParam1 == 11 && msg.dwParam2 == 22 && msg.dwParam3 == 33,
        "message %lu %lu %lu %lu\n", msg.dwMessageID, H( msg.dwParam1 ), H( msg.dwParam2 ), H( msg.dwParam3 ) );
    ok( msg.hDevice == H( phone ) && msg.dwCallbackInstance == 0x600dcafe, "device %#lx instance %#lx\n", msg.hDevice,
        H( msg.dwCallbackInstance ) );
    ok_ret( phoneGetMessage( app, &msg, PATIENCE ), 0 );
    ok( msg.dwMessageID == PHONE_REPLY && (LONG)msg.dwParam1 == request, "message %lu %#lx\n", msg.dwMessageID, H( msg.dwParam1 ) );
    ok_ret( phoneShutdown( app ), 0 );
    /* its phones went with it, and its event */
    no_longer( phoneClose( phone ), PHONEERR_INVALPHONEHANDLE );
    ok( WaitForSingleObject( params.Handles.hEvent, 0 ) == WAIT_FAILED, "the event is still there\n" );
}

/* ---- hidden window ----------------------------------------------------------------------------------------------- */

/* In the thread that initialized, and only when it gets its window messages. */
static void check_window( HPHONEAPP app, HPHONE phone )
{
    const struct callback_call *call;
    PHONEMESSAGE msg;
    LONG request;

    clear_calls();
    request = devspecific( phone );
    ok( wait_for_queue(), "no window message\n" );
    ok( !call_count, "the callback was called outside the message loop\n" );
    call = pump_for( PHONE_REPLY, request );
    ok( call != NULL, "the callback was not called\n" );
    if (call)
    {
        ok( call->thread == GetCurrentThreadId(), "called in another thread\n" );
        ok( !call->params[1], "param2 %#lx\n", H( call->params[1] ) );
    }
    ok( call_count == 1, "called %ld times\n", call_count );
    /* it has no queue for phoneGetMessage */
    ok( phoneGetMessage( app, &msg, 0 ) < 0, "phoneGetMessage worked with a hidden window\n" );
}

static void test_window( DWORD device )
{
    PHONEINITIALIZEEXPARAMS params;
    HPHONEAPP app;
    HPHONE phone;

    ok_ret( initialize_options( &app, PHONEINITIALIZEEXOPTION_USEHIDDENWINDOW, NULL, 0, &params ), 0 );
    ok_ret( phoneOpen( app, device, &phone, NEWEST, 0, 7, OWNER ), 0 );
    check_window( app, phone );
    clear_calls();
    shut_down_app = app;
    devspecific( phone );
    ok( pump_for( PHONE_REPLY, ANY ) != NULL, "the callback was not called\n" );
    no_longer( phoneShutdown( app ), PHONEERR_INVALAPPHANDLE );
}

static void test_phoneInitialize( DWORD device )
{
    PHONEEXTENSIONID extension;
    DWORD count = 0xdead, version;
    HPHONEAPP app;
    HPHONE phone;

    ok_ret( phoneInitialize( &app, GetModuleHandleA( NULL ), callback, "phone init test", &count ), 0 );
    ok( count > device && count != 0xdead, "%lu devices\n", count );
    ok_ret( phoneNegotiateAPIVersion( app, device, 0x00010003, 0x00010004, &version, &extension ), 0 );
    ok( version == 0x00010004, "version %#lx\n", version );
    ok_ret( phoneOpen( app, device, &phone, version, 0, 8, MONITOR ), 0 );
    check_window( app, phone );
    ok_ret( phoneClose( phone ), 0 );
    ok_ret( phoneShutdown( app ), 0 );
}

/* ---- completion port --------------------------------------------------------------------------------------------- */

static void test_port( DWORD device )
{
    HANDLE port = CreateIoCompletionPort( INVALID_HANDLE_VALUE, NULL, 0, 0 );
    PHONEINITIALIZEEXPARAMS params;
    OVERLAPPED *overlapped = NULL;
    PHONEMESSAGE *msg, got;
    ULONG_PTR key = 0;
    HPHONEAPP app;
    HPHONE phone;
    DWORD size;
    LONG request;
    BOOL done;

    ok_ret( initialize_options( &app, PHONEINITIALIZEEXOPTION_USECOMPLETIONPORT, port, 0x7e57, &params ), 0 );
    ok( params.Handles.hCompletionPort == port, "the port was changed\n" );
    ok_ret( phoneOpen( app, device, &phone, NEWEST, 0, 9, MONITOR ), 0 );
    request = devspecific( phone );
    done = GetQueuedCompletionStatus( port, &size, &key, &overlapped, PATIENCE );
    ok( done && overlapped, "no completion (error %lu)\n", GetLastError() );
    ok( key == 0x7e57, "key %#lx\n", H( key ) );
    if ((msg = (PHONEMESSAGE *)overlapped))
    {
        ok( msg->dwMessageID == PHONE_REPLY && (LONG)msg->dwParam1 == request && !msg->dwParam2, "message %lu params %#lx %#lx\n",
            msg->dwMessageID, H( msg->dwParam1 ), H( msg->dwParam2 ) );
        ok( msg->dwCallbackInstance == 9, "instance %#lx\n", H( msg->dwCallbackInstance ) );
        ok( !LocalFree( msg ), "LocalFree failed (error %lu)\n", GetLastError() );
    }
    ok( phoneGetMessage( app, &got, 0 ) < 0, "phoneGetMessage worked with a port\n" );
    ok_ret( phoneShutdown( app ), 0 );
    /* the port is the application's */
    ok( PostQueuedCompletionStatus( port, 1, 2, NULL ), "the port is gone (error %lu)\n", GetLastError() );
    CloseHandle( port );
}

/* ---- the end ----------------------------------------------------------------------------------------------------- */

struct waiting
{
    HPHONEAPP app;
    HANDLE    ready;
    LONG      ret;
};

static DWORD WINAPI wait_thread( void *arg )
{
    struct waiting *waiting = arg;
    PHONEMESSAGE msg;

    SetEvent( waiting->ready );
    waiting->ret = phoneGetMessage( waiting->app, &msg, INFINITE );
    return 0;
}

static void test_shutdown_while_waiting(void)
{
    struct waiting waiting;
    struct phone_app app;
    HANDLE thread;

    phone_app_begin( &app, "phone init test" );
    waiting.app = app.handle;
    waiting.ready = CreateEventW( NULL, FALSE, FALSE, NULL );
    waiting.ret = 0;
    thread = CreateThread( NULL, 0, wait_thread, &waiting, 0, NULL );
    WaitForSingleObject( waiting.ready, PATIENCE );
    /* let it get into the wait; should it be late, the answer is the same */
    Sleep( 50 );
    phone_app_end( &app );
    ok( !WaitForSingleObject( thread, PATIENCE ), "phoneGetMessage still waits after phoneShutdown\n" );
    ok( waiting.ret == (LONG)PHONEERR_INVALAPPHANDLE, "phoneGetMessage returned %#lx\n", waiting.ret );
    CloseHandle( thread );
    CloseHandle( waiting.ready );
}

/* "No applications can open a device until all applications have performed a phoneShutdown." */
static void test_reinit( DWORD device )
{
    struct phone_app app, second;
    PHONEINITIALIZEEXPARAMS params;
    PHONEMESSAGE msg;
    HPHONE phone, other;
    HPHONEAPP handle;
    struct app lines;
    LINEMESSAGE line_msg;

    app_begin( &lines, "phone init test" );
    phone_app_begin( &app, "phone init test" );
    phone_app_begin( &second, "second" );
    phone = open_phone( &app, device, NEWEST, MONITOR );
    phone_tell( &app, phone, TESTTSP_PHONE_MESSAGE, PHONE_STATE, PHONESTATE_REINIT, 0, 0, NULL );
    /* to everybody, without asking */
    ok( phone_wait( &app, PHONE_STATE, ANY, PHONESTATE_REINIT, &msg ), "no PHONESTATE_REINIT\n" );
    ok( phone_wait( &second, PHONE_STATE, ANY, PHONESTATE_REINIT, &msg ), "no PHONESTATE_REINIT for the second application\n" );
    ok( wait_message( &lines, LINE_LINEDEVSTATE, ANY, LINEDEVSTATE_REINIT, &line_msg ), "no LINEDEVSTATE_REINIT\n" );
    ok_ret( phoneOpen( app.handle, device, &other, NEWEST, 0, 0, MONITOR ), PHONEERR_REINIT );
    ok_ret( initialize_options( &handle, PHONEINITIALIZEEXOPTION_USEEVENT, NULL, 0, &params ), PHONEERR_REINIT );
    phone_app_end( &second );
    app_end( &lines );
    ok_ret( initialize_options( &handle, PHONEINITIALIZEEXOPTION_USEEVENT, NULL, 0, &params ), PHONEERR_REINIT );
    phone_app_end( &app );
    /* now it may begin again, once the providers have ended */
    ok_ret( initialize_options( &handle, PHONEINITIALIZEEXOPTION_USEEVENT, NULL, 0, &params ), 0 );
    ok_ret( phoneShutdown( handle ), 0 );
}

START_TEST( phone_init )
{
    struct phone_app app;
    DWORD device;

    test_uninitialized();
    test_errors();
    test_versions();
    test_shutdown_while_waiting();

    if (!fixture_begin()) return;
    phone_app_begin( &app, "phone init test" );
    test_families( &app );
    device = find_phone( &app, L"Test phone A" );
    ok( device != ~0u, "the test provider's phone is missing\n" );
    phone_app_end( &app );
    if (device != ~0u)
    {
        test_event( device );
        test_window( device );
        test_phoneInitialize( device );
        test_port( device );
        test_reinit( device );
    }
    fixture_end();
}
