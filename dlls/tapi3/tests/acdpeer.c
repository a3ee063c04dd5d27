/*
 * A call centre whose agent server is another program: acdproxy, and a caller who is queued and given to an agent.
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

#define LINE   L"1001"                  /* the centre's number, which is not this program's */
#define AGENT  L"1002"                  /* an agent's, where its calls go */
#define CALLER L"1003"
#define PIN    L"1234"

/* ---- the agent server ---- */

static PROCESS_INFORMATION server;
static HANDLE to_server, from_server;

/* The program lies where the build installs it, or beside this one. It says "ready". */
static BOOL server_begin( void )
{
    SECURITY_ATTRIBUTES inherit = { sizeof(inherit), NULL, TRUE };
    STARTUPINFOW startup = { sizeof(startup), .dwFlags = STARTF_USESTDHANDLES };
    WCHAR own[MAX_PATH], program[MAX_PATH + 100], line[MAX_PATH + 400], *slash;
    char text[32] = "";
    DWORD used = 0, size;
    HANDLE in, out;
    BOOL ret;

    GetModuleFileNameW( NULL, own, ARRAY_SIZE(own) );
    *wcsrchr( own, '\\' ) = 0;
    if (!(slash = wcsrchr( own, '\\' ))) return FALSE;
    swprintf( program, ARRAY_SIZE(program), L"%.*ls\\..\\stage\\lib\\wine-telephony%ls\\acdproxy.exe", (int)(slash - own), own, slash );
    if (GetFileAttributesW( program ) == INVALID_FILE_ATTRIBUTES) swprintf( program, ARRAY_SIZE(program), L"%ls\\acdproxy.exe", own );
    CreatePipe( &in, &to_server, &inherit, 0 );
    CreatePipe( &from_server, &out, &inherit, 0 );
    SetHandleInformation( to_server, HANDLE_FLAG_INHERIT, 0 );
    SetHandleInformation( from_server, HANDLE_FLAG_INHERIT, 0 );
    startup.hStdInput = in;
    startup.hStdOutput = out;
    startup.hStdError = GetStdHandle( STD_ERROR_HANDLE );
    swprintf( line, ARRAY_SIZE(line), L"\"%ls\" --stdin --line \"Exchange " LINE L"\" --agent " AGENT L":" PIN, program );
    ret = CreateProcessW( program, line, NULL, NULL, TRUE, 0, NULL, NULL, &startup, &server );
    ok( ret, "cannot start %ls (error %lu)\n", line, GetLastError() );
    CloseHandle( in );
    CloseHandle( out );
    if (!ret) return FALSE;
    while (used < sizeof(text) - 1 && ReadFile( from_server, text + used, 1, &size, NULL ) && size && text[used] != '\n') used++;
    ok( !strncmp( text, "ready", 5 ), "the agent server says \"%s\"\n", text );
    return !strncmp( text, "ready", 5 );
}

static void server_end( void )
{
    CloseHandle( to_server );
    ok( !WaitForSingleObject( server.hProcess, PATIENCE ), "the agent server stays\n" );
    CloseHandle( server.hProcess );
    CloseHandle( server.hThread );
    CloseHandle( from_server );
}

/* ---- events ---- */

/* The call that the agent gets: it may come before or after what the server says about it. */
static ITCallInfo *offered;

static void keep_call( struct sink *sink, TAPI_EVENT type, IDispatch *object )
{
    ITCallNotificationEvent *event;
    ITCallInfo *call;

    if (type != TE_CALLNOTIFICATION) return;
    ok_hr( IDispatch_QueryInterface( object, &IID_ITCallNotificationEvent, (void **)&event ), S_OK );
    ok_hr( ITCallNotificationEvent_get_Call( event, &call ), S_OK );
    ITCallNotificationEvent_Release( event );
    if (InterlockedCompareExchangePointer( (void **)&offered, call, NULL )) ITCallInfo_Release( call );
}

static void wait_state( ITCallInfo *call, CALL_STATE expected )
{
    const DWORD start = GetTickCount();
    CALL_STATE state = -1;

    while (SUCCEEDED(ITCallInfo_get_CallState( call, &state )) && state != expected && GetTickCount() - start < PATIENCE) Sleep( 10 );
    ok( state == expected, "state %u, not %u\n", state, expected );
}

static void expect_agent( struct sink *sink, ITAgent *agent, AGENT_EVENT expected )
{
    ITAgentEvent *event = sink_wait( sink, TE_AGENT, &IID_ITAgentEvent );
    AGENT_EVENT got = -1;
    ITAgent *which;

    if (!event) return;
    ok_hr( ITAgentEvent_get_Event( event, &got ), S_OK );
    ok( got == expected, "event %u, not %u\n", got, expected );
    ok_hr( ITAgentEvent_get_Agent( event, &which ), S_OK );
    ok( which == agent, "another agent\n" );
    ITAgent_Release( which );
    ITAgentEvent_Release( event );
}

static void expect_session( struct sink *sink, ITAgentSession *session, AGENT_SESSION_EVENT expected )
{
    ITAgentSessionEvent *event;
    AGENT_SESSION_EVENT got = -1;
    ITAgentSession *which;

    while ((event = sink_wait( sink, TE_AGENTSESSION, &IID_ITAgentSessionEvent )))
    {
        ok_hr( ITAgentSessionEvent_get_Event( event, &got ), S_OK );
        ok_hr( ITAgentSessionEvent_get_Session( event, &which ), S_OK );
        ok( which == session, "another session\n" );
        ITAgentSession_Release( which );
        ITAgentSessionEvent_Release( event );
        /* the server repeats the state with other news of the session */
        if (got == expected) return;
    }
    ok( 0, "no event %u\n", expected );
}

static void expect_handler( struct sink *sink, AGENTHANDLER_EVENT expected, ITAgentHandler **out )
{
    ITAgentHandlerEvent *event = sink_wait( sink, TE_AGENTHANDLER, &IID_ITAgentHandlerEvent );
    AGENTHANDLER_EVENT got = -1;

    *out = NULL;
    if (!event) return;
    ok_hr( ITAgentHandlerEvent_get_Event( event, &got ), S_OK );
    ok( got == expected, "event %u, not %u\n", got, expected );
    ok_hr( ITAgentHandlerEvent_get_AgentHandler( event, out ), S_OK );
    ITAgentHandlerEvent_Release( event );
}

/* A statistic becomes this. */
#define WAIT_VALUE( expr, expected ) \
    do { \
        const DWORD start__ = GetTickCount(); \
        LONG value__ = -1; \
        while (SUCCEEDED(expr) && value__ != (expected) && GetTickCount() - start__ < PATIENCE) Sleep( 10 ); \
        ok( value__ == (expected), #expr ": %ld\n", value__ ); \
    } while (0)
#define INTO &value__

/* ---- the tests ---- */

static ITACDGroup *find_group( ITAgentHandler *handler, const WCHAR *name, ITQueue **queue )
{
    ITACDGroup *group, *found = NULL;
    IEnumACDGroup *groups;
    IEnumQueue *queues;
    ULONG count = 0;
    BSTR text;

    *queue = NULL;
    ok_hr( ITAgentHandler_EnumerateACDGroups( handler, &groups ), S_OK );
    while (IEnumACDGroup_Next( groups, 1, &group, NULL ) == S_OK)
    {
        ok_hr( ITACDGroup_get_Name( group, &text ), S_OK );
        if (!lstrcmpW( text, name )) found = group;
        else ITACDGroup_Release( group );
        SysFreeString( text );
        count++;
    }
    IEnumACDGroup_Release( groups );
    ok( count == 2 && found, "%lu groups, %p\n", count, found );
    if (!found) return NULL;
    ok_hr( ITACDGroup_EnumerateQueues( found, &queues ), S_OK );
    ok_hr( IEnumQueue_Next( queues, 1, queue, NULL ), S_OK );
    IEnumQueue_Release( queues );
    return found;
}

static ITBasicCallControl *call_centre( ITAddress *caller, ITCallInfo **info )
{
    ITBasicCallControl *call = NULL;
    BSTR number = SysAllocString( LINE );

    ok_hr( ITAddress_CreateCall( caller, number, LINEADDRESSTYPE_PHONENUMBER, TAPIMEDIATYPE_AUDIO, &call ), S_OK );
    ok_hr( ITBasicCallControl_QueryInterface( call, &IID_ITCallInfo, (void **)info ), S_OK );
    ok_hr( ITBasicCallControl_Connect( call, VARIANT_FALSE ), S_OK );
    SysFreeString( number );
    return call;
}

static void test_call( struct sink *sink, ITAddress *caller, ITAgent *agent, ITAgentSession *session, ITQueue *queue )
{
    ITBasicCallControl *call, *control = NULL;
    const DWORD start = GetTickCount();
    AGENT_SESSION_STATE state = -1;
    ITCallInfo *info;

    /* nobody is ready: it waits, and gives up */
    call = call_centre( caller, &info );
    WAIT_VALUE( ITQueue_get_CurrentCallsQueued( queue, INTO ), 1 );
    ok_hr( ITBasicCallControl_Disconnect( call, DC_NORMAL ), S_OK );
    WAIT_VALUE( ITQueue_get_TotalCallsAbandoned( queue, INTO ), 1 );
    WAIT_VALUE( ITQueue_get_CurrentCallsQueued( queue, INTO ), 0 );
    ITCallInfo_Release( info );
    release_last_of( sink, call );

    /* somebody is: it goes there */
    ok_hr( ITAgentSession_put_State( session, ASST_READY ), S_OK );
    expect_session( sink, session, ASE_READY );
    call = call_centre( caller, &info );
    expect_session( sink, session, ASE_BUSY );
    ok_hr( ITAgentSession_get_State( session, &state ), S_OK );
    ok( state == ASST_BUSY_ON_CALL, "state %u\n", state );
    while (!offered && GetTickCount() - start < 2 * PATIENCE) Sleep( 10 );
    ok( offered != NULL, "the agent gets no call\n" );
    if (offered)
    {
        wait_state( offered, CS_OFFERING );
        ok_hr( ITCallInfo_QueryInterface( offered, &IID_ITBasicCallControl, (void **)&control ), S_OK );
        ok_hr( ITBasicCallControl_Answer( control ), S_OK );
        wait_state( info, CS_CONNECTED );
    }
    WAIT_VALUE( ITQueue_get_TotalCallsQueued( queue, INTO ), 2 );
    WAIT_VALUE( ITQueue_get_TotalCallsFlowedOut( queue, INTO ), 1 );
    WAIT_VALUE( ITQueue_get_CurrentCallsQueued( queue, INTO ), 0 );
    WAIT_VALUE( ITAgentSession_get_NumberOfCalls( session, INTO ), 1 );
    WAIT_VALUE( ITAgent_get_NumberOfACDCalls( agent, INTO ), 1 );
    ok_hr( ITBasicCallControl_Disconnect( call, DC_NORMAL ), S_OK );
    wait_state( info, CS_DISCONNECTED );
    ok_hr( ITAgentSession_put_State( session, ASST_BUSY_WRAPUP ), S_OK );
    expect_session( sink, session, ASE_WRAPUP );
    ITCallInfo_Release( info );
    release_last_of( sink, call );
    if (control) ITBasicCallControl_Release( control );
    if (offered) release_last_of( sink, offered );
}

static void test_server( struct sink *sink, ITAgentHandler *handler, ITAddress *centre, ITAddress *caller )
{
    BSTR id = SysAllocString( AGENT ), pin = SysAllocString( PIN ), wrong = SysAllocString( L"4321" ), nobody = SysAllocString( L"1009" ), text;
    ITAgentSession *session = NULL;
    AGENT_SESSION_STATE state;
    ITAgent *agent = NULL;
    AGENT_STATE what;
    ITACDGroup *group;
    ITQueue *queue;

    ok_hr( ITAgentHandler_get_Name( handler, &text ), S_OK );
    ok( !lstrcmpW( text, L"Wine Telephony sample ACD" ), "name %ls\n", text );
    SysFreeString( text );
    group = find_group( handler, L"Sales", &queue );
    ok_hr( ITQueue_get_Name( queue, &text ), S_OK );
    ok( !lstrcmpW( text, L"Sales queue" ), "name %ls\n", text );
    SysFreeString( text );
    WAIT_VALUE( ITQueue_get_MeasurementPeriod( queue, INTO ), 3600 );
    ok_hr( ITQueue_put_MeasurementPeriod( queue, 60 ), S_OK );
    WAIT_VALUE( ITQueue_get_MeasurementPeriod( queue, INTO ), 60 );

    ok_hr( ITAgentHandler_CreateAgent( handler, &agent ), TAPI_E_CALLCENTER_INVALAGENTID );
    ok_hr( ITAgentHandler_CreateAgentWithID( handler, nobody, pin, &agent ), TAPI_E_CALLCENTER_INVALAGENTID );
    ok_hr( ITAgentHandler_CreateAgentWithID( handler, id, wrong, &agent ), TAPI_E_CALLCENTER_INVALPASSWORD );
    ok_hr( ITAgentHandler_CreateAgentWithID( handler, id, pin, &agent ), S_OK );
    expect_agent( sink, agent, AE_NOT_READY );
    ok_hr( ITAgent_put_State( agent, AS_READY ), S_OK );
    expect_agent( sink, agent, AE_READY );
    ok_hr( ITAgent_get_State( agent, &what ), S_OK );
    ok( what == AS_READY, "state %u\n", what );
    ok( FAILED(ITAgent_put_State( agent, AS_BUSY_ACD )), "an agent is busy because the program says so\n" );

    ok_hr( ITAgent_CreateSession( agent, group, centre, &session ), TAPI_E_CALLCENTER_INVALPASSWORD );      /* this server wants a PIN for it */
    ok_hr( ITAgent_CreateSessionWithPIN( agent, group, centre, pin, &session ), S_OK );
    expect_session( sink, session, ASE_NEW_SESSION );
    ok_hr( ITAgentSession_get_State( session, &state ), S_OK );
    ok( state == ASST_NOT_READY, "state %u\n", state );
    test_call( sink, caller, agent, session, queue );
    ok_hr( ITAgentSession_put_State( session, ASST_SESSION_ENDED ), S_OK );
    expect_session( sink, session, ASE_END );
    ITAgentSession_Release( session );
    sink_forget( sink );
    ITAgent_Release( agent );
    ITQueue_Release( queue );
    ITACDGroup_Release( group );
    SysFreeString( id );
    SysFreeString( pin );
    SysFreeString( wrong );
    SysFreeString( nobody );
}

START_TEST( acdpeer )
{
    const LONG filter = TE_AGENT | TE_AGENTSESSION | TE_AGENTHANDLER | TE_ACDGROUP | TE_QUEUE | TE_CALLNOTIFICATION | TE_CALLSTATE;
    ITAddress *centre, *agent, *caller;
    ITAgentHandler *handler, *removed;
    struct sink sink;
    ITTAPI2 *tapi;
    LONG id;

    CoInitializeEx( NULL, COINIT_MULTITHREADED );
    if (!exchange_add( 3, 0 )) goto done;
    tapi = new_tapi();
    sink_advise( &sink, tapi, filter );
    sink.called = keep_call;
    centre = find_address( tapi, LINE );
    agent = find_address( tapi, AGENT );
    caller = find_address( tapi, CALLER );
    ok_hr( ITTAPI2_RegisterCallNotifications( tapi, agent, VARIANT_FALSE, VARIANT_TRUE, TAPIMEDIATYPE_AUDIO, 0, &id ), S_OK );
    if (server_begin())
    {
        expect_handler( &sink, AHE_NEW_AGENTHANDLER, &handler );
        if (handler) test_server( &sink, handler, centre, caller );
        server_end();
        expect_handler( &sink, AHE_AGENTHANDLER_REMOVED, &removed );
        ok( removed == handler, "another handler\n" );
        if (removed) ITAgentHandler_Release( removed );
        if (handler) ITAgentHandler_Release( handler );
    }
    ok_hr( ITTAPI2_UnregisterNotifications( tapi, id ), S_OK );
    sink_unadvise( &sink );
    ITAddress_Release( centre );
    ITAddress_Release( agent );
    ITAddress_Release( caller );
    ok_hr( ITTAPI2_Shutdown( tapi ), S_OK );
    release_last( tapi );
    exchange_remove();
done:
    CoUninitialize();
}
