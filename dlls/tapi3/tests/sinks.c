/*
 * Event sinks: apartments, order, filters, and what a sink may do while it is called.
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

#include "caller.h"

static ITTAPI2 *tapi;
static ITAddress *from, *to;

static ITBasicCallControl *new_call( const WCHAR *number )
{
    ITBasicCallControl *call = NULL;
    BSTR dest = SysAllocString( number );

    ok_hr( ITAddress_CreateCall( from, dest, LINEADDRESSTYPE_PHONENUMBER, TAPIMEDIATYPE_AUDIO, &call ), S_OK );
    SysFreeString( dest );
    return call;
}

static ITCallInfo *info_of( ITBasicCallControl *call )
{
    ITCallInfo *info = NULL;

    ok_hr( ITBasicCallControl_QueryInterface( call, &IID_ITCallInfo, (void **)&info ), S_OK );
    return info;
}

static void open_all( struct sink *sink, LONG filter )
{
    tapi = new_tapi();
    from = find_address( tapi, L"1001" );
    to = find_address( tapi, L"1002" );
    sink_advise( sink, tapi, filter );
}

static void close_all( struct sink *sink )
{
    sink_unadvise( sink );
    ITAddress_Release( from );
    ITAddress_Release( to );
    ok_hr( ITTAPI2_Shutdown( tapi ), S_OK );
    release_last( tapi );
}

/* An outgoing call to nobody: it ends by itself. */
static void short_call( struct sink *sink )
{
    ITBasicCallControl *call = new_call( L"1999" );
    ITCallInfo *info = info_of( call ), *told;
    ITCallStateEvent *event;

    ok_hr( ITBasicCallControl_Connect( call, VARIANT_FALSE ), S_OK );
    if ((event = sink_wait_state( sink, info, CS_DISCONNECTED )))
    {
        ok_hr( ITCallStateEvent_get_Call( event, &told ), S_OK );
        ok( told == info, "the event is of another pointer: %p, %p\n", told, info );      /* not a proxy of it */
        ITCallInfo_Release( told );
        ITCallStateEvent_Release( event );
    }
    ITCallInfo_Release( info );
    release_last_of( sink, call );
}

static DWORD CALLBACK single_threaded( void *arg )
{
    struct sink sink;

    CoInitializeEx( NULL, COINIT_APARTMENTTHREADED );
    open_all( &sink, TE_CALLSTATE );
    short_call( &sink );
    ok( sink.thread == GetCurrentThreadId(), "the sink was called in thread %#lx, not in %#lx\n", sink.thread, GetCurrentThreadId() );
    close_all( &sink );
    CoUninitialize();
    return 0;
}

static void test_apartments(void)
{
    HANDLE thread = CreateThread( NULL, 0, single_threaded, NULL, 0, NULL );
    struct sink sink;

    ok( !WaitForSingleObject( thread, 3 * PATIENCE ), "the single-threaded apartment hangs\n" );
    CloseHandle( thread );
    open_all( &sink, TE_CALLSTATE );
    short_call( &sink );
    ok( sink.thread != GetCurrentThreadId(), "the sink was called in this thread\n" );
    close_all( &sink );
}

/* ---- order ---- */

struct log { unsigned int count; struct { TAPI_EVENT type; LONG what; IUnknown *call; } rows[64]; };

static void take_down( struct sink *sink, TAPI_EVENT type, IDispatch *event )
{
    struct log *log = sink->arg;
    ITCallNotificationEvent *notification;
    ITCallStateEvent *state;
    ITCallInfo *call = NULL;
    LONG what = -1;

    if (type == TE_CALLSTATE && SUCCEEDED(IDispatch_QueryInterface( event, &IID_ITCallStateEvent, (void **)&state )))
    {
        CALL_STATE value;

        ok_hr( ITCallStateEvent_get_State( state, &value ), S_OK );
        ok_hr( ITCallStateEvent_get_Call( state, &call ), S_OK );
        what = value;
        ITCallStateEvent_Release( state );
    }
    else if (type == TE_CALLNOTIFICATION && SUCCEEDED(IDispatch_QueryInterface( event, &IID_ITCallNotificationEvent, (void **)&notification )))
    {
        ok_hr( ITCallNotificationEvent_get_Call( notification, &call ), S_OK );
        ITCallNotificationEvent_Release( notification );
    }
    if (log->count < ARRAY_SIZE(log->rows))
    {
        log->rows[log->count].type = type;
        log->rows[log->count].what = what;
        log->rows[log->count++].call = (IUnknown *)call;        /* compared only */
    }
    if (call) ITCallInfo_Release( call );
}

/* The events of a call must be these, in this order. */
static void check_log( const struct log *log, void *call, const LONG *expected, unsigned int count, const char *name )
{
    unsigned int i, k = 0;

    for (i = 0; i < log->count; i++)
    {
        if (log->rows[i].call != call) continue;
        ok( k < count && log->rows[i].what == expected[k], "%s: event %u is of state %ld, expected %ld\n", name, k, log->rows[i].what,
            k < count ? expected[k] : -2 );
        k++;
    }
    ok( k == count, "%s: %u events, expected %u\n", name, k, count );
}

static void wait_state( struct sink *sink, ITCallInfo *info, CALL_STATE state )
{
    ITCallStateEvent *event = sink_wait_state( sink, info, state );

    if (event) ITCallStateEvent_Release( event );
}

static void test_order(void)
{
    static const LONG outgoing[] = { CS_INPROGRESS, CS_CONNECTED, CS_HOLD, CS_CONNECTED, CS_DISCONNECTED };
    static const LONG incoming[] = { -1 /* the notification */, CS_OFFERING, CS_CONNECTED, CS_DISCONNECTED };
    ITBasicCallControl *caller, *called = NULL;
    ITCallNotificationEvent *event;
    ITCallInfo *info, *incoming_info = NULL;
    struct log log = { 0 }, second_log = { 0 };
    struct sink sink, second;
    unsigned int i;
    LONG id;

    open_all( &sink, TE_CALLNOTIFICATION | TE_CALLSTATE );
    sink_advise( &second, tapi, TE_CALLNOTIFICATION | TE_CALLSTATE );
    sink.arg = &log;
    second.arg = &second_log;
    sink.called = second.called = take_down;
    ok_hr( ITTAPI2_RegisterCallNotifications( tapi, to, VARIANT_TRUE, VARIANT_TRUE, TAPIMEDIATYPE_AUDIO, 3, &id ), S_OK );
    caller = new_call( L"1002" );
    info = info_of( caller );
    ok_hr( ITBasicCallControl_Connect( caller, VARIANT_FALSE ), S_OK );
    if ((event = sink_wait( &sink, TE_CALLNOTIFICATION, &IID_ITCallNotificationEvent )))
    {
        ok_hr( ITCallNotificationEvent_get_Call( event, &incoming_info ), S_OK );
        ITCallNotificationEvent_Release( event );
        ok_hr( ITCallInfo_QueryInterface( incoming_info, &IID_ITBasicCallControl, (void **)&called ), S_OK );
        wait_state( &sink, incoming_info, CS_OFFERING );
        ok_hr( ITBasicCallControl_Answer( called ), S_OK );
        wait_state( &sink, info, CS_CONNECTED );
        ok_hr( ITBasicCallControl_Hold( caller, VARIANT_TRUE ), S_OK );
        wait_state( &sink, info, CS_HOLD );
        ok_hr( ITBasicCallControl_Hold( caller, VARIANT_FALSE ), S_OK );
        wait_state( &sink, info, CS_CONNECTED );
        ok_hr( ITBasicCallControl_Disconnect( caller, DC_NORMAL ), S_OK );
        for (i = 0; i < PATIENCE / 5; i++)
        {
            if (log.count >= ARRAY_SIZE(outgoing) + ARRAY_SIZE(incoming) && second_log.count >= log.count) break;
            Sleep( 5 );
        }
        check_log( &log, info, outgoing, ARRAY_SIZE(outgoing), "outgoing" );
        check_log( &log, incoming_info, incoming, ARRAY_SIZE(incoming), "incoming" );
        ok( log.count == second_log.count, "%u events for one sink, %u for the other\n", log.count, second_log.count );
        for (i = 0; i < log.count && i < second_log.count; i++)
            ok( log.rows[i].type == second_log.rows[i].type && log.rows[i].what == second_log.rows[i].what && log.rows[i].call == second_log.rows[i].call,
                "event %u differs\n", i );
        sink_forget( &sink );
        sink_forget( &second );
        ITCallInfo_Release( incoming_info );
        release_last_of( &sink, called );
    }
    ok_hr( ITTAPI2_UnregisterNotifications( tapi, id ), S_OK );
    ITCallInfo_Release( info );
    sink_forget( &second );
    release_last_of( &sink, caller );
    sink_unadvise( &second );
    close_all( &sink );
}

/* ---- filters ---- */

static void test_filters(void)
{
    ITAddress2 *address;
    VARIANT_BOOL on;
    struct log log = { 0 };
    struct sink sink;
    unsigned int i;

    open_all( &sink, TE_CALLSTATE );
    sink.arg = &log;
    sink.called = take_down;
    ok_hr( ITAddress_QueryInterface( from, &IID_ITAddress2, (void **)&address ), S_OK );
    ok_hr( ITAddress2_get_EventFilter( address, TE_CALLSTATE, CS_INPROGRESS, &on ), S_OK );
    ok( on == VARIANT_TRUE, "filtered from the start\n" );
    ok_hr( ITAddress2_get_EventFilter( address, TE_CALLSTATE, CS_INPROGRESS, NULL ), E_POINTER );
    ok_hr( ITAddress2_put_EventFilter( address, TE_CALLSTATE, 99, VARIANT_FALSE ), E_INVALIDARG );
    ok_hr( ITAddress2_put_EventFilter( address, TE_CALLSTATE, CS_INPROGRESS, VARIANT_FALSE ), S_OK );
    ok_hr( ITAddress2_get_EventFilter( address, TE_CALLSTATE, CS_INPROGRESS, &on ), S_OK );
    ok( on == VARIANT_FALSE, "not filtered\n" );
    short_call( &sink );
    for (i = 0; i < log.count; i++) ok( log.rows[i].what != CS_INPROGRESS, "a filtered event\n" );
    ok( log.count > 0, "no events\n" );
    ok_hr( ITAddress2_put_EventFilter( address, TE_CALLSTATE, -1, VARIANT_TRUE ), S_OK );       /* all of them */
    log.count = 0;
    short_call( &sink );
    for (i = 0; i < log.count && log.rows[i].what != CS_INPROGRESS; i++) {}
    ok( i < log.count, "the event is still filtered\n" );
    ITAddress2_Release( address );
    close_all( &sink );
}

/* ---- what sinks do ---- */

static HANDLE entered, leave;

static void shut_down( struct sink *sink, TAPI_EVENT type, IDispatch *event )
{
    ITTAPI2 *object = InterlockedExchangePointer( &sink->arg, NULL );

    if (!object) return;
    ok_hr( ITTAPI2_Shutdown( object ), S_OK );
    ok_hr( ITTAPI2_Shutdown( object ), S_FALSE );
    SetEvent( entered );
}

static void block( struct sink *sink, TAPI_EVENT type, IDispatch *event )
{
    SetEvent( entered );
    ok( !WaitForSingleObject( leave, 3 * PATIENCE ), "nobody lets the sink go\n" );
}

static void release_all( struct sink *sink, TAPI_EVENT type, IDispatch *event )
{
    ITBasicCallControl *call = InterlockedExchangePointer( &sink->arg, NULL );

    if (!call) return;
    ok_hr( IConnectionPoint_Unadvise( sink->point, sink->cookie ), S_OK );
    ok_hr( IConnectionPoint_Unadvise( sink->point, sink->cookie ), CONNECT_E_NOCONNECTION );
    ITBasicCallControl_Release( call );
    ITAddress_Release( from );
    ITAddress_Release( to );
    ITTAPI2_Release( tapi );            /* never shut down */
    SetEvent( entered );
}

static void test_in_sink( void (*called)( struct sink *, TAPI_EVENT, IDispatch * ))
{
    ITBasicCallControl *call;
    struct sink sink;

    open_all( &sink, TE_CALLSTATE );
    call = new_call( L"1999" );
    sink.arg = called == release_all ? (void *)call : tapi;
    sink.called = called;
    ok_hr( ITBasicCallControl_Connect( call, VARIANT_FALSE ), S_OK );
    ok( !WaitForSingleObject( entered, PATIENCE ), "no event\n" );
    if (called == release_all)
    {
        IConnectionPoint_Release( sink.point );
        sink_forget( &sink );
    }
    else
    {
        ok_hr( ITTAPI2_Shutdown( tapi ), called == block ? S_OK : S_FALSE );    /* does not wait for the sink */
        SetEvent( leave );
        sink_unadvise( &sink );
        ITBasicCallControl_Release( call );
        ITAddress_Release( from );
        ITAddress_Release( to );
        ITTAPI2_Release( tapi );
    }
    nothing_left();
}

/* ---- scripts' sinks, and sinks without a session ---- */

struct script_sink { IDispatch iface; LONG refs; volatile LONG events; HANDLE came; };

static HRESULT WINAPI script_QueryInterface( IDispatch *iface, REFIID iid, void **out )
{
    *out = IsEqualIID( iid, &IID_IUnknown ) || IsEqualIID( iid, &IID_IDispatch ) ? iface : NULL;
    if (*out) IDispatch_AddRef( iface );
    return *out ? S_OK : E_NOINTERFACE;
}
static ULONG WINAPI script_AddRef( IDispatch *iface ) { return InterlockedIncrement( &CONTAINING_RECORD( iface, struct script_sink, iface )->refs ); }
static ULONG WINAPI script_Release( IDispatch *iface ) { return InterlockedDecrement( &CONTAINING_RECORD( iface, struct script_sink, iface )->refs ); }
static HRESULT WINAPI script_GetTypeInfoCount( IDispatch *iface, UINT *count ) { *count = 0; return S_OK; }
static HRESULT WINAPI script_GetTypeInfo( IDispatch *iface, UINT index, LCID lcid, ITypeInfo **info ) { *info = NULL; return E_NOTIMPL; }
static HRESULT WINAPI script_GetIDsOfNames( IDispatch *iface, REFIID iid, LPOLESTR *names, UINT count, LCID lcid, DISPID *ids ) { return E_NOTIMPL; }
static HRESULT WINAPI script_Invoke( IDispatch *iface, DISPID id, REFIID iid, LCID lcid, WORD flags, DISPPARAMS *params, VARIANT *result,
                                     EXCEPINFO *excepinfo, UINT *arg_error )
{
    struct script_sink *sink = CONTAINING_RECORD( iface, struct script_sink, iface );
    ITCallStateEvent *event = NULL;

    ok( id == 1 && flags == DISPATCH_METHOD, "member %ld, flags %#x\n", id, flags );
    ok( params->cArgs == 2 && !params->cNamedArgs, "%u arguments\n", params->cArgs );
    ok( V_VT( &params->rgvarg[1] ) == VT_I4 && V_I4( &params->rgvarg[1] ) == TE_CALLSTATE, "event %ld\n", V_I4( &params->rgvarg[1] ));
    ok( V_VT( &params->rgvarg[0] ) == VT_DISPATCH, "type %u\n", V_VT( &params->rgvarg[0] ));
    ok_hr( IDispatch_QueryInterface( V_DISPATCH( &params->rgvarg[0] ), &IID_ITCallStateEvent, (void **)&event ), S_OK );
    if (event) ITCallStateEvent_Release( event );
    InterlockedIncrement( &sink->events );
    SetEvent( sink->came );
    return S_OK;
}
static IDispatchVtbl script_vtbl = { script_QueryInterface, script_AddRef, script_Release, script_GetTypeInfoCount, script_GetTypeInfo,
                                     script_GetIDsOfNames, script_Invoke };

static void test_script_sink(void)
{
    struct script_sink script = { { &script_vtbl }, 1 };
    IConnectionPointContainer *container;
    IConnectionPoint *point;
    struct sink sink;
    DWORD cookie;
    LONG round;

    /* advised before Initialize, as Visual Basic does with a variable WithEvents; it stays over Shutdown */
    script.came = CreateEventW( NULL, FALSE, FALSE, NULL );
    ok_hr( CoCreateInstance( &CLSID_TAPI, NULL, CLSCTX_INPROC_SERVER, &IID_ITTAPI2, (void **)&tapi ), S_OK );
    ok_hr( ITTAPI2_QueryInterface( tapi, &IID_IConnectionPointContainer, (void **)&container ), S_OK );
    ok_hr( IConnectionPointContainer_FindConnectionPoint( container, &DIID_ITTAPIDispatchEventNotification, &point ), S_OK );
    IConnectionPointContainer_Release( container );
    ok_hr( IConnectionPoint_Advise( point, (IUnknown *)&script.iface, &cookie ), S_OK );
    for (round = 0; round < 2; round++)
    {
        ok_hr( ITTAPI2_Initialize( tapi ), S_OK );
        from = find_address( tapi, L"1001" );
        sink_advise( &sink, tapi, TE_CALLSTATE );
        short_call( &sink );
        ok( !WaitForSingleObject( script.came, PATIENCE ), "no event for the script\n" );
        sink_unadvise( &sink );
        ITAddress_Release( from );
        ok_hr( ITTAPI2_Shutdown( tapi ), S_OK );
    }
    ok_hr( IConnectionPoint_Unadvise( point, cookie ), S_OK );      /* without a session */
    IConnectionPoint_Release( point );
    release_last( tapi );
    ok( script.refs == 1, "the sink has %ld references\n", script.refs );
    ok( script.events >= 2, "%ld events\n", script.events );
    CloseHandle( script.came );
}

START_TEST( sinks )
{
    CoInitializeEx( NULL, COINIT_MULTITHREADED );
    if (!exchange_add( 4, 2 )) goto done;
    entered = CreateEventW( NULL, FALSE, FALSE, NULL );
    leave = CreateEventW( NULL, FALSE, FALSE, NULL );
    test_apartments();
    test_order();
    test_filters();
    test_script_sink();
    nothing_left();
    test_in_sink( shut_down );
    test_in_sink( block );
    test_in_sink( release_all );
    CloseHandle( entered );
    CloseHandle( leave );
    exchange_remove();
done:
    CoUninitialize();
}
