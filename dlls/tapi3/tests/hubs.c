/*
 * Call hubs: of calls of other programs, of our own, and what the C interface tells of them.
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

#include "fixture.h"

#include <stdio.h>
#include <wchar.h>

static struct sink sink;
static HANDLE up, down;                 /* events that both programs know */

static ITCallInfo *info_of( ITBasicCallControl *call )
{
    ITCallInfo *info = NULL;

    ok_hr( ITBasicCallControl_QueryInterface( call, &IID_ITCallInfo, (void **)&info ), S_OK );
    return info;
}

/* ---- a conversation of 1001 and 1002 ---- */

struct talk
{
    ITTAPI2 *tapi;
    ITAddress *from, *to;
    ITBasicCallControl *caller, *called;
    LONG registration;
};

static void talk_begin( struct talk *talk, ITTAPI2 *tapi, struct sink *events )
{
    BSTR dest = SysAllocString( L"1002" );
    ITCallNotificationEvent *event;
    ITCallStateEvent *state;
    ITCallInfo *info;

    memset( talk, 0, sizeof(*talk) );
    talk->tapi = tapi;
    talk->from = find_address( tapi, L"1001" );
    talk->to = find_address( tapi, L"1002" );
    ok_hr( ITTAPI2_RegisterCallNotifications( tapi, talk->to, VARIANT_FALSE, VARIANT_TRUE, TAPIMEDIATYPE_AUDIO, 1, &talk->registration ), S_OK );
    ok_hr( ITAddress_CreateCall( talk->from, dest, LINEADDRESSTYPE_PHONENUMBER, TAPIMEDIATYPE_AUDIO, &talk->caller ), S_OK );
    SysFreeString( dest );
    ok_hr( ITBasicCallControl_Connect( talk->caller, VARIANT_FALSE ), S_OK );
    if (!(event = sink_wait( events, TE_CALLNOTIFICATION, &IID_ITCallNotificationEvent ))) return;
    ok_hr( ITCallNotificationEvent_get_Call( event, &info ), S_OK );
    ITCallNotificationEvent_Release( event );
    if ((state = sink_wait_state( events, info, CS_OFFERING ))) ITCallStateEvent_Release( state );
    ok_hr( ITCallInfo_QueryInterface( info, &IID_ITBasicCallControl, (void **)&talk->called ), S_OK );
    ITCallInfo_Release( info );
    ok_hr( ITBasicCallControl_Answer( talk->called ), S_OK );
    info = info_of( talk->caller );
    if ((state = sink_wait_state( events, info, CS_CONNECTED ))) ITCallStateEvent_Release( state );
    ITCallInfo_Release( info );
}

static void talk_end( struct talk *talk, struct sink *events )
{
    ITCallStateEvent *state;
    ITCallInfo *info = info_of( talk->called );

    ok_hr( ITBasicCallControl_Disconnect( talk->caller, DC_NORMAL ), S_OK );
    if (events && (state = sink_wait_state( events, info, CS_DISCONNECTED ))) ITCallStateEvent_Release( state );
    ITCallInfo_Release( info );
}

static void talk_release( struct talk *talk )
{
    ok_hr( ITTAPI2_UnregisterNotifications( talk->tapi, talk->registration ), S_OK );
    if (talk->called) ITBasicCallControl_Release( talk->called );
    ITBasicCallControl_Release( talk->caller );
    ITAddress_Release( talk->from );
    ITAddress_Release( talk->to );
}

/* ---- the other program ---- */

static void other_program( void )
{
    ITTAPI2 *tapi = new_tapi();
    struct talk talk;

    up = OpenEventW( EVENT_ALL_ACCESS, FALSE, L"tapi3_test hub up" );
    down = OpenEventW( EVENT_ALL_ACCESS, FALSE, L"tapi3_test hub down" );
    sink_advise( &sink, tapi, TE_CALLNOTIFICATION | TE_CALLSTATE );
    talk_begin( &talk, tapi, &sink );
    SetEvent( up );
    ok( !WaitForSingleObject( down, 2 * PATIENCE ), "nobody ends this\n" );
    talk_end( &talk, &sink );
    sink_unadvise( &sink );
    talk_release( &talk );
    ok_hr( ITTAPI2_Shutdown( tapi ), S_OK );
    ITTAPI2_Release( tapi );
}

static HANDLE start_other( void )
{
    STARTUPINFOW startup = { sizeof(startup) };
    PROCESS_INFORMATION process = { 0 };
    WCHAR program[MAX_PATH], line[MAX_PATH + 32];

    GetModuleFileNameW( NULL, program, ARRAY_SIZE(program) );
    swprintf( line, ARRAY_SIZE(line), L"\"%ls\" hubs other", program );
    ok( CreateProcessW( program, line, NULL, NULL, TRUE, 0, NULL, NULL, &startup, &process ), "no process: %lu\n", GetLastError() );
    CloseHandle( process.hThread );
    return process.hProcess;
}

static void end_other( HANDLE process )
{
    wait_child_process( process );
    CloseHandle( process );
}

/* ---- what a program that tracks sees ---- */

static LONG others;                     /* events of other kinds */

static void count_others( struct sink *which, TAPI_EVENT type, IDispatch *event )
{
    if (type != TE_CALLHUB) InterlockedIncrement( &others );
}

/* The next event of call hubs; the hub is referenced if the caller wants it, and else must be this one */
static void expect( CALLHUB_EVENT expected, ITCallHub **hub, ITCallInfo **call )
{
    ITCallHubEvent *event = sink_wait( &sink, TE_CALLHUB, &IID_ITCallHubEvent );
    CALLHUB_EVENT kind = -1;
    ITCallHub *found = NULL;
    ITCallInfo *info = (ITCallInfo *)1;
    BOOL of_call = expected == CHE_CALLJOIN || expected == CHE_CALLLEAVE;

    if (!event) return;
    ok_hr( ITCallHubEvent_get_Event( event, &kind ), S_OK );
    ok( kind == expected, "event %d, expected %d\n", kind, expected );
    ok_hr( ITCallHubEvent_get_CallHub( event, &found ), S_OK );
    if (!*hub)
    {
        *hub = found;
        ITCallHub_AddRef( found );
    }
    ok( same_object( *hub, found ), "another hub\n" );
    ok_hr( ITCallHubEvent_get_Call( event, &info ), of_call && kind == expected ? S_OK : TAPI_E_WRONGEVENT );
    if (!of_call) ok( !info, "a call\n" );
    if (call) *call = info;
    else if (info) ITCallInfo_Release( info );
    if (found) ITCallHub_Release( found );
    ITCallHubEvent_Release( event );
}

static void check_hub( ITCallHub *hub, CALLHUB_STATE expected, LONG expected_count )
{
    CALLHUB_STATE state = -1;
    LONG count = -1;

    ok_hr( ITCallHub_get_State( hub, NULL ), E_POINTER );
    ok_hr( ITCallHub_get_State( hub, &state ), S_OK );
    ok( state == expected, "state %d\n", state );
    ok_hr( ITCallHub_get_NumCalls( hub, NULL ), E_POINTER );
    ok_hr( ITCallHub_get_NumCalls( hub, &count ), S_OK );
    ok( count == expected_count, "%ld calls\n", count );
}

/* How many hubs there are; this one among them, or not */
static LONG count_hubs( ITTAPI2 *tapi, ITCallHub *hub, BOOL *among )
{
    IEnumCallHub *list;
    ITCallHub *one;
    LONG count = 0;

    *among = FALSE;
    ok_hr( ITTAPI2_EnumerateCallHubs( tapi, &list ), S_OK );
    while (IEnumCallHub_Next( list, 1, &one, NULL ) == S_OK)
    {
        if (same_object( one, hub )) *among = TRUE;
        ITCallHub_Release( one );
        count++;
    }
    IEnumCallHub_Release( list );
    return count;
}

/* Calls of the other program: seen, but not ours */
static void check_foreign_calls( ITTAPI2 *tapi, ITCallHub *hub )
{
    BOOL seen[2] = { FALSE };
    ITAddress *address;
    IEnumCall *calls;
    ITCallInfo *call;
    ITCallHub *same;
    VARIANT variant;
    BSTR number;
    LONG count;

    ok_hr( ITCallHub_EnumerateCalls( hub, &calls ), S_OK );
    while (IEnumCall_Next( calls, 1, &call, NULL ) == S_OK)
    {
        CALL_PRIVILEGE privilege = -1;
        CALL_STATE state = -1;
        IEnumCall *of_address;

        ok_hr( ITCallInfo_get_Privilege( call, &privilege ), S_OK );
        ok( privilege == CP_MONITOR, "privilege %d\n", privilege );
        ok_hr( ITCallInfo_get_CallState( call, &state ), S_OK );
        ok( state == CS_CONNECTED, "state %d\n", state );
        ok_hr( ITCallInfo_get_CallHub( call, &same ), S_OK );
        ok( same_object( same, hub ), "another hub\n" );
        ITCallHub_Release( same );
        ok_hr( ITCallInfo_get_Address( call, &address ), S_OK );
        ok_hr( ITAddress_get_DialableAddress( address, &number ), S_OK );
        if (!lstrcmpW( number, L"1001" )) seen[0] = TRUE;
        if (!lstrcmpW( number, L"1002" )) seen[1] = TRUE;
        SysFreeString( number );
        ITCallInfo_Release( call );
        /* the address has no calls of ours */
        ok_hr( ITAddress_EnumerateCalls( address, &of_address ), S_OK );
        ok_hr( IEnumCall_Next( of_address, 1, &call, NULL ), S_FALSE );
        IEnumCall_Release( of_address );
        ITAddress_Release( address );
    }
    IEnumCall_Release( calls );
    ok( seen[0] && seen[1], "not both ends\n" );
    VariantInit( &variant );
    ok_hr( ITCallHub_get_Calls( hub, &variant ), S_OK );
    ok_hr( ITCollection_get_Count( (ITCollection *)V_DISPATCH( &variant ), &count ), S_OK );
    ok( count == 2, "%ld calls\n", count );
    VariantClear( &variant );
    ok_hr( ITCallHub_Clear( hub ), S_OK );      /* we own none of them */
    ok_hr( ITCallHub_get_NumCalls( hub, &count ), S_OK );
    ok( count == 2, "%ld calls after Clear\n", count );
}

static void set_tracking( ITTAPI2 *tapi, BOOL on )
{
    VARIANT none;

    VariantInit( &none );
    ok_hr( ITTAPI2_SetCallHubTracking( tapi, none, on ? VARIANT_TRUE : VARIANT_FALSE ), S_OK );
}

/* Another program calls while this one watches */
static void test_two_programs( ITTAPI2 *tapi )
{
    ITCallHub *hub = NULL;
    HANDLE process;
    BOOL among;

    set_tracking( tapi, TRUE );
    others = 0;
    sink.called = count_others;
    process = start_other();
    expect( CHE_CALLHUBNEW, &hub, NULL );
    expect( CHE_CALLJOIN, &hub, NULL );
    expect( CHE_CALLJOIN, &hub, NULL );
    ok( !WaitForSingleObject( up, PATIENCE ), "the other program does not get through\n" );
    if (hub)
    {
        check_hub( hub, CHS_ACTIVE, 2 );
        ok( count_hubs( tapi, hub, &among ) == 1 && among, "the hub is not the only one\n" );
    }
    SetEvent( down );
    expect( CHE_CALLLEAVE, &hub, NULL );
    expect( CHE_CALLLEAVE, &hub, NULL );
    expect( CHE_CALLHUBIDLE, &hub, NULL );
    end_other( process );
    sink.called = NULL;
    ok( !others, "%ld events of calls that are not ours\n", others );
    if (hub)
    {
        check_hub( hub, CHS_IDLE, 0 );
        ok( !count_hubs( tapi, hub, &among ) && !among, "the hub is still there\n" );
        ITCallHub_Release( hub );
    }
    set_tracking( tapi, FALSE );
}

/* The other program hangs up: the end of a test that watched both its calls. Takes the hub. */
static void other_hangs_up( ITTAPI2 *tapi, HANDLE process, ITCallHub *hub )
{
    SetEvent( down );
    expect( CHE_CALLLEAVE, &hub, NULL );
    expect( CHE_CALLLEAVE, &hub, NULL );
    expect( CHE_CALLHUBIDLE, &hub, NULL );
    end_other( process );
    if (hub) ITCallHub_Release( hub );
    set_tracking( tapi, FALSE );
}

/* It is connected already when this one begins to watch */
static void test_late( ITTAPI2 *tapi )
{
    ITCallHub *hub = NULL;
    HANDLE process = start_other();
    unsigned int i;

    ok( !WaitForSingleObject( up, 2 * PATIENCE ), "the other program does not get through\n" );
    set_tracking( tapi, TRUE );
    expect( CHE_CALLHUBNEW, &hub, NULL );
    expect( CHE_CALLJOIN, &hub, NULL );
    expect( CHE_CALLJOIN, &hub, NULL );
    if (hub)
    {
        check_hub( hub, CHS_ACTIVE, 2 );
        check_foreign_calls( tapi, hub );
        ITCallHub_Release( hub );
    }
    /* each time it begins anew, however soon */
    for (i = 0; i < 20; i++)
    {
        hub = NULL;
        set_tracking( tapi, FALSE );    /* nothing more is told */
        set_tracking( tapi, TRUE );
        expect( CHE_CALLHUBNEW, &hub, NULL );
        expect( CHE_CALLJOIN, &hub, NULL );
        expect( CHE_CALLJOIN, &hub, NULL );
        if (hub && i < 19) ITCallHub_Release( hub );
    }
    other_hangs_up( tapi, process, hub );
}

/* One end is tracked: the hub has one call that can be seen */
static void test_one_end( ITTAPI2 *tapi )
{
    ITAddress *address = find_address( tapi, L"1001" );
    ITAddress2 *address2;
    SAFEARRAYBOUND bound = { 1, 0 };
    ITCallHub *hub = NULL;
    HANDLE process;
    VARIANT list;
    LONG index = 0;

    V_VT( &list ) = VT_ARRAY | VT_DISPATCH;
    V_ARRAY( &list ) = SafeArrayCreate( VT_DISPATCH, 1, &bound );
    ok_hr( SafeArrayPutElement( V_ARRAY( &list ), &index, address ), S_OK );
    ok_hr( ITTAPI2_SetCallHubTracking( tapi, list, VARIANT_TRUE ), S_OK );
    ok_hr( ITTAPI2_SetCallHubTracking( tapi, list, VARIANT_TRUE ), S_OK );
    process = start_other();
    expect( CHE_CALLHUBNEW, &hub, NULL );
    expect( CHE_CALLJOIN, &hub, NULL );
    ok( !WaitForSingleObject( up, PATIENCE ), "the other program does not get through\n" );
    if (hub) check_hub( hub, CHS_ACTIVE, 1 );
    ok_hr( ITAddress_QueryInterface( address, &IID_ITAddress2, (void **)&address2 ), S_OK );
    ok_hr( ITAddress2_put_EventFilter( address2, TE_CALLHUB, CHE_CALLLEAVE, VARIANT_FALSE ), S_OK );
    SetEvent( down );
    expect( CHE_CALLHUBIDLE, &hub, NULL );
    end_other( process );
    if (hub)
    {
        check_hub( hub, CHS_IDLE, 0 );
        ITCallHub_Release( hub );
    }
    ok_hr( ITAddress2_put_EventFilter( address2, TE_CALLHUB, CHE_CALLLEAVE, VARIANT_TRUE ), S_OK );
    ITAddress2_Release( address2 );
    ok_hr( ITTAPI2_SetCallHubTracking( tapi, list, VARIANT_FALSE ), S_OK );
    ok_hr( SafeArrayDestroy( V_ARRAY( &list )), S_OK );
    V_VT( &list ) = VT_I4;
    ok_hr( ITTAPI2_SetCallHubTracking( tapi, list, VARIANT_TRUE ), E_INVALIDARG );
    ITAddress_Release( address );
}

/* Both ends are this program's: each call is there once */
static void test_own_calls( ITTAPI2 *tapi )
{
    ITCallHub *hub = NULL, *of_call = NULL;
    ITCallInfo2 *info2;
    unsigned int own = 0;
    ITCallInfo *call, *caller, *called;
    struct sink calls;
    IEnumCall *list;
    struct talk talk;

    set_tracking( tapi, TRUE );
    sink_advise( &calls, tapi, TE_CALLHUB | TE_CALLNOTIFICATION | TE_CALLSTATE );
    talk_begin( &talk, tapi, &calls );
    expect( CHE_CALLHUBNEW, &hub, NULL );
    expect( CHE_CALLJOIN, &hub, NULL );
    expect( CHE_CALLJOIN, &hub, NULL );
    caller = info_of( talk.caller );
    called = info_of( talk.called );
    ok_hr( ITCallInfo_get_CallHub( caller, &of_call ), S_OK );
    ok( same_object( of_call, hub ), "another hub\n" );
    ITCallHub_Release( of_call );
    /* of one of the two nothing more is told */
    ok_hr( ITCallInfo_QueryInterface( caller, &IID_ITCallInfo2, (void **)&info2 ), S_OK );
    ok_hr( ITCallInfo2_put_EventFilter( info2, TE_CALLHUB, CHE_CALLLEAVE, VARIANT_FALSE ), S_OK );
    ITCallInfo2_Release( info2 );
    if (hub)
    {
        check_hub( hub, CHS_ACTIVE, 2 );
        ok_hr( ITCallHub_EnumerateCalls( hub, &list ), S_OK );
        while (IEnumCall_Next( list, 1, &call, NULL ) == S_OK)
        {
            if (same_object( call, caller ) || same_object( call, called )) own++;
            ITCallInfo_Release( call );
        }
        IEnumCall_Release( list );
        ok( own == 2, "%u calls of ours\n", own );
        ok_hr( ITCallHub_Clear( hub ), S_OK );  /* ends both */
    }
    expect( CHE_CALLLEAVE, &hub, NULL );
    expect( CHE_CALLHUBIDLE, &hub, NULL );
    ITCallInfo_Release( caller );
    ITCallInfo_Release( called );
    sink_unadvise( &calls );
    talk_release( &talk );
    if (hub) ITCallHub_Release( hub );
    set_tracking( tapi, FALSE );
}

/* ---- the C interface ---- */

static DWORD find_device( HLINEAPP app, DWORD count, const WCHAR *number )
{
    union { LINEADDRESSCAPS caps; char bytes[4096]; } u;
    LINEEXTENSIONID ext;
    DWORD i, version;

    for (i = 0; i < count; i++)
    {
        u.caps.dwTotalSize = sizeof(u);
        if (lineNegotiateAPIVersion( app, i, 0x00010004, 0x00030001, &version, &ext ) || lineGetAddressCapsW( app, i, 0, version, 0, &u.caps )) continue;
        if (u.caps.dwAddressSize && !lstrcmpW( (const WCHAR *)(u.bytes + u.caps.dwAddressOffset), number )) return i;
    }
    return ~0u;
}

struct monitor
{
    HLINEAPP app;
    HLINE line;
    HANDLE event;
};

static void monitor_begin( struct monitor *monitor, DWORD option, DWORD api_version )
{
    LINEINITIALIZEEXPARAMS params = { sizeof(params) };
    DWORD count = 0, version = 0x00030001;
    LONG ret;

    params.dwOptions = LINEINITIALIZEEXOPTION_USEEVENT | option;
    ret = lineInitializeExW( &monitor->app, NULL, NULL, L"hubs", &count, &version, &params );
    ok( !ret, "lineInitializeEx returned %#lx\n", ret );
    monitor->event = params.Handles.hEvent;
    ret = lineOpenW( monitor->app, find_device( monitor->app, count, L"1001" ), &monitor->line, api_version, 0, 77, LINECALLPRIVILEGE_MONITOR, 0, NULL );
    ok( !ret, "lineOpen returned %#lx\n", ret );
}

/* What it is told until its call is idle and, if it is to be told, the hub is closed */
static void monitor_run( struct monitor *monitor, unsigned int told, const char *name )
{
    unsigned int begun = 0, closed = 0, idle = 0;
    LINEMESSAGE message;
    DWORD call = 0;
    LONG ret = 0;

    winetest_push_context( "%s", name );
    while (!idle || (told && !closed))
    {
        if ((ret = lineGetMessage( monitor->app, &message, PATIENCE ))) break;
        switch (message.dwMessageID)
        {
        case LINE_APPNEWCALL:
            call = message.dwParam2;
            break;
        case LINE_CALLSTATE:
            if (message.hDevice == call && message.dwParam1 == LINECALLSTATE_IDLE) idle++;
            break;
        case LINE_APPNEWCALLHUB:
            begun++;
            ok( message.hDevice == call && call, "device %#lx, call %#lx\n", message.hDevice, call );
            ok( message.dwParam1 == LINECALLHUBTRACKING_ALLCALLS, "tracking %#lx\n", (DWORD)message.dwParam1 );
            ok( message.dwCallbackInstance == 77, "instance %#lx\n", (DWORD)message.dwCallbackInstance );
            break;
        case LINE_CALLHUBCLOSE:
            closed++;
            ok( message.hDevice == call && begun == 1, "device %#lx, call %#lx\n", message.hDevice, call );
            ok( !message.dwParam1 && !message.dwParam2 && !message.dwParam3, "parameters\n" );
            ok( message.dwCallbackInstance == 77, "instance %#lx\n", (DWORD)message.dwCallbackInstance );
            break;
        }
    }
    ok( !ret, "lineGetMessage returned %#lx\n", ret );
    ok( begun == told && closed == told, "begun %u, closed %u\n", begun, closed );
    lineShutdown( monitor->app );
    winetest_pop_context();
}

/* Lines that come later are tracked as those that are there, and one that is not tracked any more leaves the others alone. */
static void test_new_lines( ITTAPI2 *tapi )
{
    ITCallHub *hub = NULL;
    SAFEARRAY *array = SafeArrayCreateVector( VT_DISPATCH, 0, 1 );
    ITTAPIObjectEvent *event;
    ITAddress *address = NULL;
    TAPIOBJECT_EVENT kind;
    unsigned int created;
    LONG first = 0;
    HANDLE process;
    VARIANT list;

    set_tracking( tapi, TRUE );
    ok_hr( ITTAPI2_put_EventFilter( tapi, TE_CALLHUB | TE_TAPIOBJECT ), S_OK );
    exchange_remove();
    if (!exchange_add( 4, 2 )) return;
    for (created = 0; created < 4 && (event = sink_wait( &sink, TE_TAPIOBJECT, &IID_ITTAPIObjectEvent )); ITTAPIObjectEvent_Release( event ))
    {
        ok_hr( ITTAPIObjectEvent_get_Event( event, &kind ), S_OK );
        if (kind != TE_ADDRESSCREATE || ++created < 4) continue;
        ok_hr( ITTAPIObjectEvent_get_Address( event, &address ), S_OK );
    }
    if (address)                        /* the last one */
    {
        SafeArrayPutElement( array, &first, address );
        ITAddress_Release( address );
        V_VT( &list ) = VT_ARRAY | VT_DISPATCH;
        V_ARRAY( &list ) = array;
        ok_hr( ITTAPI2_SetCallHubTracking( tapi, list, VARIANT_FALSE ), S_OK );
        VariantClear( &list );
    }
    process = start_other();
    expect( CHE_CALLHUBNEW, &hub, NULL );
    expect( CHE_CALLJOIN, &hub, NULL );
    expect( CHE_CALLJOIN, &hub, NULL );
    ok( !WaitForSingleObject( up, PATIENCE ), "the other program does not get through\n" );
    other_hangs_up( tapi, process, hub );
    ok_hr( ITTAPI2_put_EventFilter( tapi, TE_CALLHUB | TE_CALLNOTIFICATION | TE_CALLSTATE ), S_OK );
}

/* The other program dies in the middle of its call. */
static void test_killed( ITTAPI2 *tapi )
{
    ITCallHub *hub = NULL;
    HANDLE process;

    set_tracking( tapi, TRUE );
    process = start_other();
    expect( CHE_CALLHUBNEW, &hub, NULL );
    expect( CHE_CALLJOIN, &hub, NULL );
    expect( CHE_CALLJOIN, &hub, NULL );
    ok( !WaitForSingleObject( up, PATIENCE ), "the other program does not get through\n" );
    TerminateProcess( process, 1 );
    expect( CHE_CALLLEAVE, &hub, NULL );
    expect( CHE_CALLLEAVE, &hub, NULL );
    expect( CHE_CALLHUBIDLE, &hub, NULL );
    CloseHandle( process );
    if (hub)
    {
        check_hub( hub, CHS_IDLE, 0 );
        ITCallHub_Release( hub );
    }
    set_tracking( tapi, FALSE );
}

static void test_messages( void )
{
    struct monitor tracks, plain, old;
    HANDLE process;

    monitor_begin( &tracks, LINEINITIALIZEEXOPTION_CALLHUBTRACKING, 0x00030001 );
    monitor_begin( &plain, 0, 0x00030001 );
    monitor_begin( &old, LINEINITIALIZEEXOPTION_CALLHUBTRACKING, 0x00020002 );
    process = start_other();
    ok( !WaitForSingleObject( up, 2 * PATIENCE ), "the other program does not get through\n" );
    SetEvent( down );
    end_other( process );
    monitor_run( &tracks, 1, "a program that asks for it" );
    monitor_run( &plain, 0, "a program that does not" );
    monitor_run( &old, 0, "a line of version 2.2" );
}

START_TEST( hubs )
{
    ITTAPI2 *tapi;
    char **argv;

    CoInitializeEx( NULL, COINIT_MULTITHREADED );
    if (winetest_get_mainargs( &argv ) >= 3)
    {
        other_program();
        CoUninitialize();
        return;
    }
    if (exchange_add( 4, 2 ))
    {
        up = CreateEventW( NULL, FALSE, FALSE, L"tapi3_test hub up" );
        down = CreateEventW( NULL, FALSE, FALSE, L"tapi3_test hub down" );
        tapi = new_tapi();
        sink_advise( &sink, tapi, TE_CALLHUB | TE_CALLNOTIFICATION | TE_CALLSTATE );
        test_two_programs( tapi );
        test_late( tapi );
        test_one_end( tapi );
        test_own_calls( tapi );
        test_killed( tapi );
        test_new_lines( tapi );
        sink_unadvise( &sink );
        ok_hr( ITTAPI2_Shutdown( tapi ), S_OK );
        release_last( tapi );
        test_messages();
        CloseHandle( up );
        CloseHandle( down );
        exchange_remove();
    }
    CoUninitialize();
}
