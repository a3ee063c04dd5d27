/*
 * Objects and event sinks in single- and multithreaded apartments, several TAPI objects, many sessions.
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

/* ---- what the tests share ---- */

static ITBasicCallControl *new_call( ITAddress *address )
{
    ITBasicCallControl *call = NULL;
    BSTR dest = SysAllocString( L"1999" );      /* nobody has it: the call ends by itself */

    ok_hr( ITAddress_CreateCall( address, dest, LINEADDRESSTYPE_PHONENUMBER, TAPIMEDIATYPE_AUDIO, &call ), S_OK );
    SysFreeString( dest );
    return call;
}

static void run_call( ITTAPI2 *tapi, struct sink *sink )
{
    ITAddress *address = find_address( tapi, L"1001" );
    ITBasicCallControl *call = new_call( address );
    ITCallStateEvent *event;
    ITCallInfo *info;

    ok_hr( ITBasicCallControl_QueryInterface( call, &IID_ITCallInfo, (void **)&info ), S_OK );
    ok_hr( ITBasicCallControl_Connect( call, VARIANT_FALSE ), S_OK );
    if ((event = sink_wait_state( sink, info, CS_DISCONNECTED ))) ITCallStateEvent_Release( event );
    ITCallInfo_Release( info );
    release_last_of( sink, call );
    ITAddress_Release( address );
}

static IGlobalInterfaceTable *git;

static DWORD to_git( void *pointer, REFIID iid )
{
    DWORD cookie = 0;

    ok_hr( IGlobalInterfaceTable_RegisterInterfaceInGlobal( git, (IUnknown *)pointer, iid, &cookie ), S_OK );
    return cookie;
}

static void *from_git( DWORD cookie, REFIID iid )
{
    void *pointer = NULL;

    ok_hr( IGlobalInterfaceTable_GetInterfaceFromGlobal( git, cookie, iid, &pointer ), S_OK );
    return pointer;
}

/* A thread of the other kind than this one's */
struct apartment
{
    BOOL   single;
    void (*function)( struct apartment *apartment );
    DWORD  cookie;                      /* in the global interface table */
    void  *pointer;
    HANDLE ready, go;
    ITTAPI2 *tapi;
    struct sink sink;
};

static DWORD CALLBACK apartment_thread( void *arg )
{
    struct apartment *apartment = arg;

    CoInitializeEx( NULL, apartment->single ? COINIT_APARTMENTTHREADED : COINIT_MULTITHREADED );
    apartment->function( apartment );
    CoUninitialize();
    return 0;
}

static HANDLE begin( struct apartment *apartment, BOOL single, void (*function)( struct apartment *apartment ))
{
    apartment->single = single;
    apartment->function = function;
    if (!apartment->ready) apartment->ready = CreateEventW( NULL, FALSE, FALSE, NULL );
    if (!apartment->go) apartment->go = CreateEventW( NULL, FALSE, FALSE, NULL );
    return CreateThread( NULL, 0, apartment_thread, apartment, 0, NULL );
}

static void join( HANDLE thread )
{
    DWORD index;

    ok( CoWaitForMultipleHandles( 0, 3 * PATIENCE, 1, &thread, &index ) == S_OK, "the thread hangs\n" );
    CloseHandle( thread );
}

static void end( struct apartment *apartment )
{
    CloseHandle( apartment->ready );
    CloseHandle( apartment->go );
}

/* ---- a TAPI object of one apartment, used in another ---- */

static void use_other( struct apartment *apartment )
{
    ITTAPI2 *tapi = from_git( apartment->cookie, &IID_ITTAPI2 );
    struct sink sink;

    /* objects are free-threaded: every apartment has the same pointer */
    ok( tapi == apartment->pointer, "%p is not %p\n", tapi, apartment->pointer );
    if (!tapi) return;
    sink_advise( &sink, tapi, TE_CALLSTATE );
    run_call( tapi, &sink );
    ok( (sink.thread == GetCurrentThreadId()) == apartment->single, "the sink was called in another apartment\n" );
    sink_unadvise( &sink );
    ITTAPI2_Release( tapi );
}

static void use_point( struct apartment *apartment )
{
    IConnectionPoint *point = from_git( apartment->cookie, &IID_IConnectionPoint );

    ok( point == apartment->pointer, "%p is not %p\n", point, apartment->pointer );
    if (point) IConnectionPoint_Release( point );
}

static void make_and_leave( struct apartment *apartment )
{
    apartment->tapi = new_tapi();
    apartment->cookie = to_git( apartment->tapi, &IID_ITTAPI2 );
}

static void test_between( void )
{
    struct apartment apartment = { 0 };
    IConnectionPointContainer *container;
    IConnectionPoint *point;
    ITTAPI2 *tapi = new_tapi();
    unsigned int single;

    for (single = 0; single < 2; single++)      /* from here (multi-threaded) to both */
    {
        apartment.pointer = tapi;
        apartment.cookie = to_git( tapi, &IID_ITTAPI2 );
        join( begin( &apartment, single, use_other ));
        ok_hr( IGlobalInterfaceTable_RevokeInterfaceFromGlobal( git, apartment.cookie ), S_OK );
    }
    /* a connection point, too */
    ok_hr( ITTAPI2_QueryInterface( tapi, &IID_IConnectionPointContainer, (void **)&container ), S_OK );
    ok_hr( IConnectionPointContainer_FindConnectionPoint( container, &IID_ITTAPIEventNotification, &point ), S_OK );
    apartment.pointer = point;
    apartment.cookie = to_git( point, &IID_IConnectionPoint );
    join( begin( &apartment, TRUE, use_point ));
    ok_hr( IGlobalInterfaceTable_RevokeInterfaceFromGlobal( git, apartment.cookie ), S_OK );
    IConnectionPoint_Release( point );
    IConnectionPointContainer_Release( container );
    ok_hr( ITTAPI2_Shutdown( tapi ), S_OK );
    release_last( tapi );

    /* made in a single-threaded apartment that has gone meanwhile */
    join( begin( &apartment, TRUE, make_and_leave ));
    apartment.pointer = apartment.tapi;
    apartment.single = FALSE;
    use_other( &apartment );
    ok_hr( IGlobalInterfaceTable_RevokeInterfaceFromGlobal( git, apartment.cookie ), S_OK );
    ok_hr( ITTAPI2_Shutdown( apartment.tapi ), S_OK );
    release_last( apartment.tapi );
    end( &apartment );
    nothing_left();
}

/* ---- ITTAPIEventNotification between apartments: tapi3.dll registers how it is marshaled ---- */

static void offer_sink( struct apartment *apartment )
{
    ITTAPI2 *tapi = new_tapi();
    DWORD index;

    sink_advise( &apartment->sink, tapi, TE_CALLSTATE );
    apartment->cookie = to_git( &apartment->sink.ITTAPIEventNotification_iface, &IID_ITTAPIEventNotification );
    apartment->pointer = &apartment->sink.ITTAPIEventNotification_iface;
    SetEvent( apartment->ready );
    ok( CoWaitForMultipleHandles( 0, 3 * PATIENCE, 1, &apartment->go, &index ) == S_OK, "nobody calls\n" );
    ok( apartment->sink.thread == GetCurrentThreadId(), "called in thread %#lx\n", apartment->sink.thread );
    ok( apartment->sink.count == 1 && apartment->sink.events[apartment->sink.first].type == TE_DIGITEVENT, "%u events\n", apartment->sink.count );
    ok_hr( IGlobalInterfaceTable_RevokeInterfaceFromGlobal( git, apartment->cookie ), S_OK );
    sink_unadvise( &apartment->sink );
    ok( apartment->sink.refs == 1, "the sink has %ld references\n", apartment->sink.refs );
    ok_hr( ITTAPI2_Shutdown( tapi ), S_OK );
    release_last( tapi );
}

static void test_marshaled_sink( void )
{
    struct apartment apartment = { 0 };
    HANDLE thread = begin( &apartment, TRUE, offer_sink );
    ITTAPIEventNotification *proxy;
    ITTAPI2 *tapi = new_tapi();

    ok( !WaitForSingleObject( apartment.ready, 2 * PATIENCE ), "no sink\n" );
    proxy = from_git( apartment.cookie, &IID_ITTAPIEventNotification );
    ok( proxy && proxy != apartment.pointer, "no proxy\n" );
    if (proxy)
    {
        ok_hr( ITTAPIEventNotification_Event( proxy, TE_DIGITEVENT, (IDispatch *)tapi ), S_OK );
        ITTAPIEventNotification_Release( proxy );
    }
    SetEvent( apartment.go );
    join( thread );
    ok_hr( ITTAPI2_Shutdown( tapi ), S_OK );
    release_last( tapi );
    end( &apartment );
    nothing_left();
}

/* ---- a sink whose thread does not look at its messages ---- */

static void deaf( struct apartment *apartment )
{
    sink_advise( &apartment->sink, apartment->tapi, TE_CALLSTATE );
    SetEvent( apartment->ready );
    ok( !WaitForSingleObject( apartment->go, 3 * PATIENCE ), "nobody wakes this thread\n" );     /* no messages meanwhile */
    if (apartment->pointer) run_call( apartment->tapi, &apartment->sink );      /* what has waited comes first, and then this */
    sink_unadvise( &apartment->sink );
}

static void test_deaf( BOOL shut_down )
{
    struct apartment apartment = { 0 };
    ITBasicCallControl *call;
    ITAddress *address;
    CALL_STATE state = CS_IDLE;
    const DWORD start = GetTickCount();
    ITCallInfo *info;
    HANDLE thread;

    apartment.tapi = new_tapi();
    apartment.pointer = shut_down ? NULL : apartment.tapi;
    thread = begin( &apartment, TRUE, deaf );
    ok( !WaitForSingleObject( apartment.ready, 2 * PATIENCE ), "no sink\n" );
    /* calls go on without it */
    address = find_address( apartment.tapi, L"1002" );
    call = new_call( address );
    ok_hr( ITBasicCallControl_QueryInterface( call, &IID_ITCallInfo, (void **)&info ), S_OK );
    ok_hr( ITBasicCallControl_Connect( call, VARIANT_FALSE ), S_OK );
    while (state != CS_DISCONNECTED && GetTickCount() - start < PATIENCE)
    {
        ok_hr( ITCallInfo_get_CallState( info, &state ), S_OK );
        Sleep( 5 );
    }
    ok( state == CS_DISCONNECTED, "state %u\n", state );
    ok( !apartment.sink.count, "%u events in an apartment that takes none\n", apartment.sink.count );
    if (shut_down) ok_hr( ITTAPI2_Shutdown( apartment.tapi ), S_OK );   /* does not wait for it */
    ITCallInfo_Release( info );
    ITBasicCallControl_Release( call );
    ITAddress_Release( address );
    SetEvent( apartment.go );
    join( thread );
    if (!shut_down) ok_hr( ITTAPI2_Shutdown( apartment.tapi ), S_OK );
    release_last( apartment.tapi );
    end( &apartment );
    nothing_left();
}

/* ---- sinks of single-threaded apartments that end everything themselves ---- */

static void shut_down( struct sink *sink, TAPI_EVENT type, IDispatch *event )
{
    struct apartment *apartment = sink->arg;

    if (!apartment->tapi) return;
    ok_hr( ITTAPI2_Shutdown( apartment->tapi ), S_OK );
    ok_hr( ITTAPI2_Shutdown( apartment->tapi ), S_FALSE );
    apartment->tapi = NULL;
    SetEvent( apartment->go );
}

static void unadvise( struct sink *sink, TAPI_EVENT type, IDispatch *event )
{
    struct apartment *apartment = sink->arg;

    ok( apartment->tapi != NULL, "called after it was unadvised\n" );
    apartment->tapi = NULL;
    ok_hr( IConnectionPoint_Unadvise( sink->point, sink->cookie ), S_OK );
    ok_hr( IConnectionPoint_Unadvise( sink->point, sink->cookie ), CONNECT_E_NOCONNECTION );
    SetEvent( apartment->go );
}

static void ends_inside( struct apartment *apartment )
{
    void (*called)( struct sink *, TAPI_EVENT, IDispatch * ) = apartment->pointer;
    ITTAPI2 *tapi = apartment->tapi = new_tapi();
    ITAddress *address = find_address( tapi, L"1001" );
    ITBasicCallControl *call = new_call( address );
    struct sink other;
    DWORD index;

    if (called == unadvise) sink_advise( &other, tapi, TE_CALLSTATE );  /* this one stays, and goes on */
    sink_advise( &apartment->sink, tapi, TE_CALLSTATE );
    apartment->sink.arg = apartment;
    apartment->sink.called = called;
    ok_hr( ITBasicCallControl_Connect( call, VARIANT_FALSE ), S_OK );
    ok( CoWaitForMultipleHandles( 0, PATIENCE, 1, &apartment->go, &index ) == S_OK, "no event\n" );
    if (called == unadvise)
    {
        ITCallStateEvent *event = sink_wait_state( &other, NULL, CS_DISCONNECTED );

        if (event) ITCallStateEvent_Release( event );
        sink_unadvise( &other );
        IConnectionPoint_Release( apartment->sink.point );
        sink_forget( &apartment->sink );
        CloseHandle( apartment->sink.came );
        DeleteCriticalSection( &apartment->sink.cs );
        ok_hr( ITTAPI2_Shutdown( tapi ), S_OK );
    }
    else
    {
        ok_hr( ITTAPI2_Shutdown( tapi ), S_FALSE );
        sink_unadvise( &apartment->sink );
    }
    ITBasicCallControl_Release( call );
    ITAddress_Release( address );
    ITTAPI2_Release( tapi );
}

static void test_ends_inside( void (*called)( struct sink *, TAPI_EVENT, IDispatch * ))
{
    unsigned int single;

    for (single = 0; single < 2; single++)
    {
        struct apartment apartment = { .pointer = (void *)called };

        join( begin( &apartment, single, ends_inside ));
        end( &apartment );
        nothing_left();
    }
}

/* ---- two TAPI objects ---- */

static void test_two( void )
{
    ITTAPI2 *first = new_tapi(), *second = new_tapi();
    struct sink first_sink, second_sink;
    LONG mask;

    ok( !same_object( first, second ), "one object\n" );
    sink_advise( &first_sink, first, TE_CALLSTATE );
    sink_advise( &second_sink, second, TE_CALLSTATE | TE_ADDRESS );
    ok_hr( ITTAPI2_get_EventFilter( first, &mask ), S_OK );
    ok( mask == TE_CALLSTATE, "the filter is %#lx\n", mask );
    run_call( first, &first_sink );
    ok( !second_sink.count, "%u events of another object's call\n", second_sink.count );
    run_call( second, &second_sink );
    ok( !first_sink.count, "%u events of another object's call\n", first_sink.count );
    /* one ends, the other goes on */
    sink_unadvise( &first_sink );
    ok_hr( ITTAPI2_Shutdown( first ), S_OK );
    run_call( second, &second_sink );
    ok_hr( ITTAPI2_Initialize( first ), S_OK );
    run_call( second, &second_sink );
    sink_unadvise( &second_sink );
    ok_hr( ITTAPI2_Shutdown( second ), S_OK );
    ok_hr( ITTAPI2_Shutdown( first ), S_OK );
    release_last( first );
    release_last( second );
    nothing_left();
}

/* ---- again and again ---- */

/* TAPI3_CYCLES says how often: 1000 take minutes. */
static void test_cycles( void )
{
    const char *text = getenv( "TAPI3_CYCLES" );
    unsigned int i, cycles = text ? atoi( text ) : 20;
    const DWORD start = GetTickCount();
    ITTAPI2 *tapi;

    ok_hr( CoCreateInstance( &CLSID_TAPI, NULL, CLSCTX_INPROC_SERVER, &IID_ITTAPI2, (void **)&tapi ), S_OK );
    for (i = 0; i < cycles; i++)
    {
        ok_hr( ITTAPI2_Initialize( tapi ), S_OK );
        ok_hr( ITTAPI2_Shutdown( tapi ), S_OK );
    }
    release_last( tapi );
    nothing_left();
    trace( "%u sessions in %lu ms\n", cycles, GetTickCount() - start );
}

START_TEST( apartments )
{
    CoInitializeEx( NULL, COINIT_MULTITHREADED );
    if (exchange_add( 4, 1 ))
    {
        ok_hr( CoCreateInstance( &CLSID_StdGlobalInterfaceTable, NULL, CLSCTX_INPROC_SERVER, &IID_IGlobalInterfaceTable, (void **)&git ), S_OK );
        test_between();
        test_marshaled_sink();
        test_deaf( FALSE );
        test_deaf( TRUE );
        test_ends_inside( shut_down );
        test_ends_inside( unadvise );
        test_two();
        test_cycles();
        IGlobalInterfaceTable_Release( git );
        exchange_remove();
    }
    CoUninitialize();
}
