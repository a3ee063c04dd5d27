/*
 * Call centres: agent handlers, agents, sessions, groups and queues, and what is told of them.
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

#include "acd.h"
#include "../../../libs/comobject/tests/enumerators.h"

ENUMERATOR_CHECK( IEnumAgentHandler, ITAgentHandler )
ENUMERATOR_CHECK( IEnumAgentSession, ITAgentSession )
ENUMERATOR_CHECK( IEnumACDGroup, ITACDGroup )
ENUMERATOR_CHECK( IEnumQueue, ITQueue )

static ITTAPICallCenter *centre_of( ITTAPI2 *tapi )
{
    ITTAPICallCenter *centre = NULL;

    ok_hr( ITTAPI2_QueryInterface( tapi, &IID_ITTAPICallCenter, (void **)&centre ), S_OK );
    return centre;
}

#define COUNT( count_list, interface ) \
    static ULONG count_list( interface *list ) \
    { \
        IUnknown *item; \
        ULONG count = 0; \
        ok_hr( interface##_Reset( list ), S_OK ); \
        while (interface##_Next( list, 1, (void *)&item, NULL ) == S_OK) \
        { \
            IUnknown_Release( item ); \
            count++; \
        } \
        ok_hr( interface##_Reset( list ), S_OK ); \
        return count; \
    }

COUNT( count_handlers, IEnumAgentHandler )
COUNT( count_groups, IEnumACDGroup )
COUNT( count_queues, IEnumQueue )
COUNT( count_sessions, IEnumAgentSession )
COUNT( count_addresses, IEnumAddress )

/* A collection agrees with the enumerator. */
static void check_collection( VARIANT *variant, ULONG count, void *first )
{
    ITCollection *collection = (ITCollection *)V_DISPATCH( variant );
    VARIANT item;
    LONG got = -1;

    ok( V_VT( variant ) == VT_DISPATCH, "type %u\n", V_VT( variant ));
    if (V_VT( variant ) != VT_DISPATCH) return;
    ok_hr( ITCollection_get_Count( collection, &got ), S_OK );
    ok( got == (LONG)count, "%ld in the collection, %lu in the enumerator\n", got, count );
    if (first)
    {
        ok_hr( ITCollection_get_Item( collection, 1, &item ), S_OK );
        ok( same_object( V_DISPATCH( &item ), first ), "another object in the collection\n" );
        VariantClear( &item );
    }
    ok( !ITCollection_Release( collection ), "references left\n" );
}

static void test_nobody( ITTAPI2 *tapi, ITTAPICallCenter *centre )
{
    IEnumAgentHandler *handlers = (void *)0xdead;
    ITTAPI2 *back;
    VARIANT variant;

    ok_hr( ITTAPICallCenter_EnumerateAgentHandlers( centre, NULL ), E_POINTER );
    ok_hr( ITTAPICallCenter_get_AgentHandlers( centre, NULL ), E_POINTER );
    ok_hr( ITTAPICallCenter_EnumerateAgentHandlers( centre, &handlers ), S_OK );
    ok( !count_handlers( handlers ), "a handler\n" );
    ok( !IEnumAgentHandler_Release( handlers ), "references left\n" );
    ok_hr( ITTAPICallCenter_get_AgentHandlers( centre, &variant ), S_OK );
    check_collection( &variant, 0, NULL );
    ok_hr( ITTAPICallCenter_QueryInterface( centre, &IID_ITTAPI2, (void **)&back ), S_OK );
    ok( back == tapi, "another object\n" );
    ITTAPI2_Release( back );
}

static ITAgentHandler *first_handler( ITTAPICallCenter *centre )
{
    IEnumAgentHandler *handlers;
    ITAgentHandler *handler = NULL;
    VARIANT variant;

    ok_hr( ITTAPICallCenter_EnumerateAgentHandlers( centre, &handlers ), S_OK );
    ok( count_handlers( handlers ) == 1, "%lu handlers\n", count_handlers( handlers ));
    ok_hr( IEnumAgentHandler_Next( handlers, 1, &handler, NULL ), S_OK );
    ok_hr( ITTAPICallCenter_get_AgentHandlers( centre, &variant ), S_OK );
    ok_hr( IEnumAgentHandler_Reset( handlers ), S_OK );
    check_IEnumAgentHandler( handlers, 1, (ITCollection *)V_DISPATCH( &variant ));
    ok( !IEnumAgentHandler_Release( handlers ), "references left\n" );
    check_collection( &variant, 1, handler );
    return handler;
}

static void test_handler( ITAgentHandler *handler, ITAddress *expected )
{
    IEnumAddress *addresses = (void *)0xdead;
    ITAddress *address;
    VARIANT variant;
    BSTR text;

    ok_hr( ITAgentHandler_get_Name( handler, NULL ), E_POINTER );
    ok_hr( ITAgentHandler_get_Name( handler, &text ), S_OK );
    ok( !lstrcmpW( text, ACD_NAME ), "name %ls\n", text );
    SysFreeString( text );
    ok_hr( ITAgentHandler_EnumerateUsableAddresses( handler, NULL ), E_POINTER );
    ok_hr( ITAgentHandler_get_UsableAddresses( handler, NULL ), E_POINTER );
    ok_hr( ITAgentHandler_EnumerateUsableAddresses( handler, &addresses ), S_OK );
    ok( count_addresses( addresses ) == 1, "%lu addresses\n", count_addresses( addresses ));
    ok_hr( IEnumAddress_Next( addresses, 1, &address, NULL ), S_OK );
    ok( same_object( address, expected ), "another address\n" );
    ok_hr( ITAgentHandler_get_UsableAddresses( handler, &variant ), S_OK );
    check_collection( &variant, 1, address );
    ITAddress_Release( address );
    IEnumAddress_Release( addresses );
}

static ITACDGroup *first_group( ITAgentHandler *handler, ULONG expected )
{
    ITACDGroup *group = NULL;
    IEnumACDGroup *groups;
    VARIANT variant;

    ok_hr( ITAgentHandler_EnumerateACDGroups( handler, &groups ), S_OK );
    ok( count_groups( groups ) == expected, "%lu groups\n", count_groups( groups ));
    ok_hr( IEnumACDGroup_Next( groups, 1, &group, NULL ), S_OK );
    ok_hr( ITAgentHandler_get_ACDGroups( handler, &variant ), S_OK );
    ok_hr( IEnumACDGroup_Reset( groups ), S_OK );
    check_IEnumACDGroup( groups, expected, (ITCollection *)V_DISPATCH( &variant ));
    ok( !IEnumACDGroup_Release( groups ), "references left\n" );
    check_collection( &variant, expected, group );
    return group;
}

static ITQueue *first_queue( ITACDGroup *group, ULONG expected )
{
    ITQueue *queue = NULL;
    IEnumQueue *queues;
    VARIANT variant;

    ok_hr( ITACDGroup_EnumerateQueues( group, NULL ), E_POINTER );
    ok_hr( ITACDGroup_get_Queues( group, NULL ), E_POINTER );
    ok_hr( ITACDGroup_EnumerateQueues( group, &queues ), S_OK );
    ok( count_queues( queues ) == expected, "%lu queues\n", count_queues( queues ));
    ok_hr( IEnumQueue_Next( queues, 1, &queue, NULL ), S_OK );
    ok_hr( ITACDGroup_get_Queues( group, &variant ), S_OK );
    ok_hr( IEnumQueue_Reset( queues ), S_OK );
    check_IEnumQueue( queues, expected, (ITCollection *)V_DISPATCH( &variant ));
    ok( !IEnumQueue_Release( queues ), "references left\n" );
    check_collection( &variant, expected, queue );
    return queue;
}

#define ok_long( call, expected ) \
    do { LONG value__ = -1; ok_hr( call, S_OK ); ok( value__ == (LONG)(expected), #call ": %ld\n", value__ ); } while (0)
#define INTO &value__

static void test_groups( ITAgentHandler *handler )
{
    ITACDGroup *group = first_group( handler, 2 ), *again;
    ITQueue *queue, *other;
    LONG value;
    BSTR text;

    ok_hr( ITAgentHandler_EnumerateACDGroups( handler, NULL ), E_POINTER );
    ok_hr( ITAgentHandler_get_ACDGroups( handler, NULL ), E_POINTER );
    ok_hr( ITACDGroup_get_Name( group, NULL ), E_POINTER );
    ok_hr( ITACDGroup_get_Name( group, &text ), S_OK );
    ok( !lstrcmpW( text, L"Sales" ), "name %ls\n", text );
    SysFreeString( text );
    again = first_group( handler, 2 );
    ok( again == group, "another object for the same group\n" );
    ITACDGroup_Release( again );
    queue = first_queue( group, 1 );
    other = first_queue( group, 1 );
    ok( queue == other, "another object for the same queue\n" );
    ITQueue_Release( other );
    ok_hr( ITQueue_get_Name( queue, NULL ), E_POINTER );
    ok_hr( ITQueue_get_Name( queue, &text ), S_OK );
    ok( !lstrcmpW( text, L"Sales queue" ), "name %ls\n", text );
    SysFreeString( text );
    ok_hr( ITQueue_put_MeasurementPeriod( queue, -1 ), E_INVALIDARG );
    ok_hr( ITQueue_put_MeasurementPeriod( queue, 77 ), S_OK );
    ok_long( ITQueue_get_MeasurementPeriod( queue, INTO ), 77 );
    ok_long( ITQueue_get_TotalCallsQueued( queue, INTO ), ACD_QUEUE_INFO + 1 );
    ok_long( ITQueue_get_CurrentCallsQueued( queue, INTO ), ACD_QUEUE_INFO + 2 );
    ok_long( ITQueue_get_TotalCallsAbandoned( queue, INTO ), ACD_QUEUE_INFO + 3 );
    ok_long( ITQueue_get_TotalCallsFlowedIn( queue, INTO ), ACD_QUEUE_INFO + 4 );
    ok_long( ITQueue_get_TotalCallsFlowedOut( queue, INTO ), ACD_QUEUE_INFO + 5 );
    ok_long( ITQueue_get_LongestEverWaitTime( queue, INTO ), ACD_QUEUE_INFO + 6 );
    ok_long( ITQueue_get_CurrentLongestWaitTime( queue, INTO ), ACD_QUEUE_INFO + 7 );
    ok_long( ITQueue_get_AverageWaitTime( queue, INTO ), ACD_QUEUE_INFO + 8 );
    ok_long( ITQueue_get_FinalDisposition( queue, INTO ), ACD_QUEUE_INFO + 9 );
    ok_hr( ITQueue_get_FinalDisposition( queue, NULL ), E_POINTER );
    acd.refuse = LINEERR_RESOURCEUNAVAIL;
    ok_hr( ITQueue_get_TotalCallsQueued( queue, &value ), TAPI_E_RESOURCEUNAVAIL );
    acd.refuse = 0;
    ITQueue_Release( queue );
    ITACDGroup_Release( group );
}

/* What has come and gone is told, in the order in which it is told by the handler. */
static void test_group_events( struct sink *sink, ITAgentHandler *handler )
{
    ITACDGroup *group = first_group( handler, 2 ), *which;
    ITACDGroupEvent *group_event;
    ITQueue *queue = first_queue( group, 1 ), *which_queue;
    ITQueueEvent *queue_event;
    IEnumQueue *queues;
    ACDGROUP_EVENT change;
    ACDQUEUE_EVENT queue_change;
    VARIANT variant;
    LONG value;
    BSTR text;

    acd.groups = 3;
    acd_tell( LINE_GROUPSTATUS, 0, LINEGROUPSTATUS_NEWGROUP, 0 );
    if ((group_event = sink_wait( sink, TE_ACDGROUP, &IID_ITACDGroupEvent )))
    {
        ok_hr( ITACDGroupEvent_get_Event( group_event, NULL ), E_POINTER );
        ok_hr( ITACDGroupEvent_get_Event( group_event, &change ), S_OK );
        ok( change == ACDGE_NEW_GROUP, "event %u\n", change );
        ok_hr( ITACDGroupEvent_get_Group( group_event, &which ), S_OK );
        ok_hr( ITACDGroup_get_Name( which, &text ), S_OK );
        ok( !lstrcmpW( text, L"Complaints" ), "name %ls\n", text );
        SysFreeString( text );
        ITACDGroup_Release( which );
        ITACDGroupEvent_Release( group_event );
    }
    if ((queue_event = sink_wait( sink, TE_QUEUE, &IID_ITQueueEvent ))) ITQueueEvent_Release( queue_event );   /* the group's own */

    acd.queues = 2;
    acd_tell( LINE_QUEUESTATUS, 4, LINEQUEUESTATUS_NEWQUEUE, 0 );
    if ((queue_event = sink_wait( sink, TE_QUEUE, &IID_ITQueueEvent )))
    {
        ok_hr( ITQueueEvent_get_Event( queue_event, &queue_change ), S_OK );
        ok( queue_change == ACDQE_NEW_QUEUE, "event %u\n", queue_change );
        ok_hr( ITQueueEvent_get_Queue( queue_event, &which_queue ), S_OK );
        ok_hr( ITQueue_get_Name( which_queue, &text ), S_OK );
        ok( !lstrcmpW( text, L"Second queue" ), "name %ls\n", text );
        SysFreeString( text );
        ITQueueEvent_Release( queue_event );

        acd.queues = 1;
        acd_tell( LINE_QUEUESTATUS, 4, LINEQUEUESTATUS_QUEUEREMOVED, 0 );
        if ((queue_event = sink_wait( sink, TE_QUEUE, &IID_ITQueueEvent )))
        {
            ITQueue *removed;

            ok_hr( ITQueueEvent_get_Event( queue_event, &queue_change ), S_OK );
            ok( queue_change == ACDQE_QUEUE_REMOVED, "event %u\n", queue_change );
            ok_hr( ITQueueEvent_get_Queue( queue_event, &removed ), S_OK );
            ok( removed == which_queue, "another queue\n" );
            ITQueue_Release( removed );
            ITQueueEvent_Release( queue_event );
        }
        ok_hr( ITQueue_get_TotalCallsQueued( which_queue, &value ), TAPI_E_CALLCENTER_QUEUE_REMOVED );
        ok_hr( ITQueue_put_MeasurementPeriod( which_queue, 1 ), TAPI_E_CALLCENTER_QUEUE_REMOVED );
        ok_hr( ITQueue_get_Name( which_queue, &text ), S_OK );      /* is known */
        SysFreeString( text );
        release_last_of( sink, which_queue );
    }

    acd.groups = 1;
    acd_tell( LINE_GROUPSTATUS, 0, LINEGROUPSTATUS_GROUPREMOVED, 0 );
    if ((group_event = sink_wait( sink, TE_ACDGROUP, &IID_ITACDGroupEvent )))
    {
        ok_hr( ITACDGroupEvent_get_Event( group_event, &change ), S_OK );
        ok( change == ACDGE_GROUP_REMOVED, "event %u\n", change );
        ok_hr( ITACDGroupEvent_get_Group( group_event, &which ), S_OK );
        ok( which != group, "the wrong group\n" );
        ok_hr( ITACDGroup_EnumerateQueues( which, &queues ), TAPI_E_CALLCENTER_GROUP_REMOVED );
        ok_hr( ITACDGroup_get_Queues( which, &variant ), TAPI_E_CALLCENTER_GROUP_REMOVED );
        ITACDGroup_Release( which );
        ITACDGroupEvent_Release( group_event );
    }
    acd.groups = 2;
    ITQueue_Release( queue );
    ITACDGroup_Release( group );
    group = first_group( handler, 2 );
    ITACDGroup_Release( group );
    sink_forget( sink );
}

static void expect_agent( struct sink *sink, ITAgent *agent, AGENT_EVENT expected )
{
    ITAgentEvent *event = sink_wait( sink, TE_AGENT, &IID_ITAgentEvent );
    AGENT_EVENT got = -1;
    ITAgent *which;

    if (!event) return;
    ok_hr( ITAgentEvent_get_Event( event, NULL ), E_POINTER );
    ok_hr( ITAgentEvent_get_Event( event, &got ), S_OK );
    ok( got == expected, "event %u, not %u\n", got, expected );
    ok_hr( ITAgentEvent_get_Agent( event, NULL ), E_POINTER );
    ok_hr( ITAgentEvent_get_Agent( event, &which ), S_OK );
    ok( which == agent, "another agent\n" );
    ITAgent_Release( which );
    ITAgentEvent_Release( event );
}

static ITAgentSession *expect_session( struct sink *sink, ITAgentSession *session, AGENT_SESSION_EVENT expected )
{
    ITAgentSessionEvent *event = sink_wait( sink, TE_AGENTSESSION, &IID_ITAgentSessionEvent );
    AGENT_SESSION_EVENT got = -1;
    ITAgentSession *which;

    if (!event) return NULL;
    ok_hr( ITAgentSessionEvent_get_Event( event, NULL ), E_POINTER );
    ok_hr( ITAgentSessionEvent_get_Event( event, &got ), S_OK );
    ok( got == expected, "event %u, not %u\n", got, expected );
    ok_hr( ITAgentSessionEvent_get_Session( event, &which ), S_OK );
    ok( !session || which == session, "another session\n" );
    ITAgentSessionEvent_Release( event );
    return which;
}

static void test_session_values( ITAgentSession *session )
{
    CURRENCY rate;
    DATE date;
    LONG value;

    ok_long( ITAgentSession_get_SessionDuration( session, INTO ), ACD_SESSION_INFO );
    ok_long( ITAgentSession_get_NumberOfCalls( session, INTO ), ACD_SESSION_INFO + 1 );
    ok_long( ITAgentSession_get_TotalTalkTime( session, INTO ), ACD_SESSION_INFO + 2 );
    ok_long( ITAgentSession_get_AverageTalkTime( session, INTO ), ACD_SESSION_INFO + 3 );
    ok_long( ITAgentSession_get_TotalCallTime( session, INTO ), ACD_SESSION_INFO + 4 );
    ok_long( ITAgentSession_get_AverageCallTime( session, INTO ), ACD_SESSION_INFO + 5 );
    ok_long( ITAgentSession_get_TotalWrapUpTime( session, INTO ), ACD_SESSION_INFO + 6 );
    ok_long( ITAgentSession_get_AverageWrapUpTime( session, INTO ), ACD_SESSION_INFO + 7 );
    ok_long( ITAgentSession_get_LongestTimeToAnswer( session, INTO ), ACD_SESSION_INFO + 10 );     /* the rate has two places */
    ok_long( ITAgentSession_get_AverageTimeToAnswer( session, INTO ), ACD_SESSION_INFO + 11 );
    ok_hr( ITAgentSession_get_ACDCallRate( session, NULL ), E_POINTER );
    ok_hr( ITAgentSession_get_ACDCallRate( session, &rate ), S_OK );
    ok( rate.int64 == 654321, "rate %ld\n", (LONG)rate.int64 );
    ok_hr( ITAgentSession_get_SessionStartTime( session, NULL ), E_POINTER );
    ok_hr( ITAgentSession_get_SessionStartTime( session, &date ), S_OK );
    ok( date == 45000.5, "date %f\n", date );
    ok_hr( ITAgentSession_get_NumberOfCalls( session, NULL ), E_POINTER );
    acd.refuse = LINEERR_INVALPARAM;
    ok_hr( ITAgentSession_get_NumberOfCalls( session, &value ), E_INVALIDARG );
    acd.refuse = 0;
}

static void test_sessions( struct sink *sink, ITAgentHandler *handler, ITAgent *agent, ITAddress *address, ITAddress *foreign )
{
    ITACDGroup *group = first_group( handler, 2 ), *its_group;
    ITAgentSession *session = NULL, *second, *found;
    IEnumAgentSession *sessions;
    AGENT_SESSION_STATE state;
    ITAddress *its_address;
    ITAgent *its_agent;
    VARIANT variant;
    BSTR pin = SysAllocString( L"4711" );

    ok_hr( ITAgent_CreateSession( agent, group, address, NULL ), E_POINTER );
    ok_hr( ITAgent_CreateSession( agent, NULL, address, &session ), E_INVALIDARG );
    ok_hr( ITAgent_CreateSession( agent, group, NULL, &session ), E_INVALIDARG );
    ok_hr( ITAgent_CreateSession( agent, group, foreign, &session ), E_INVALIDARG );
    ok_hr( ITAgent_CreateSessionWithPIN( agent, group, address, NULL, &session ), E_POINTER );
    ok_hr( ITAgent_CreateSession( agent, group, address, &session ), S_OK );
    ok( !acd.pin[0], "pin %ls\n", acd.pin );
    if ((found = expect_session( sink, session, ASE_NEW_SESSION ))) ITAgentSession_Release( found );
    ok_hr( ITAgentSession_get_Agent( session, NULL ), E_POINTER );
    ok_hr( ITAgentSession_get_Agent( session, &its_agent ), S_OK );
    ok( its_agent == agent, "another agent\n" );
    ITAgent_Release( its_agent );
    ok_hr( ITAgentSession_get_Address( session, NULL ), E_POINTER );
    ok_hr( ITAgentSession_get_Address( session, &its_address ), S_OK );
    ok( same_object( its_address, address ), "another address\n" );
    ITAddress_Release( its_address );
    ok_hr( ITAgentSession_get_ACDGroup( session, NULL ), E_POINTER );
    ok_hr( ITAgentSession_get_ACDGroup( session, &its_group ), S_OK );
    ok( its_group == group, "another group\n" );
    ITACDGroup_Release( its_group );

    ok_hr( ITAgentSession_get_State( session, NULL ), E_POINTER );
    ok_hr( ITAgentSession_get_State( session, &state ), S_OK );
    ok( state == ASST_NOT_READY, "state %u\n", state );
    ok_hr( ITAgentSession_put_State( session, ASST_SESSION_ENDED + 1 ), E_INVALIDARG );
    ok_hr( ITAgentSession_put_State( session, ASST_READY ), S_OK );
    ok( acd.session_state == LINEAGENTSESSIONSTATE_READY, "state %#lx\n", acd.session_state );
    if ((found = expect_session( sink, session, ASE_READY ))) ITAgentSession_Release( found );
    ok_hr( ITAgentSession_get_State( session, &state ), S_OK );
    ok( state == ASST_READY, "state %u\n", state );
    ok_hr( ITAgentSession_put_State( session, ASST_BUSY_WRAPUP ), S_OK );
    if ((found = expect_session( sink, session, ASE_WRAPUP ))) ITAgentSession_Release( found );
    test_session_values( session );

    ok_hr( ITAgent_CreateSessionWithPIN( agent, group, address, pin, &second ), S_OK );
    ok( !lstrcmpW( acd.pin, pin ), "pin %ls\n", acd.pin );
    ok( second != session, "the same session\n" );
    if ((found = expect_session( sink, second, ASE_NEW_SESSION ))) ITAgentSession_Release( found );
    ok_hr( ITAgent_EnumerateAgentSessions( agent, NULL ), E_POINTER );
    ok_hr( ITAgent_get_AgentSessions( agent, NULL ), E_POINTER );
    ok_hr( ITAgent_EnumerateAgentSessions( agent, &sessions ), S_OK );
    ok( count_sessions( sessions ) == 2, "%lu sessions\n", count_sessions( sessions ));
    ok_hr( IEnumAgentSession_Next( sessions, 1, &found, NULL ), S_OK );
    ok( found == session, "another object for the same session\n" );
    ITAgentSession_Release( found );
    ok_hr( ITAgent_get_AgentSessions( agent, &variant ), S_OK );
    ok_hr( IEnumAgentSession_Reset( sessions ), S_OK );
    check_IEnumAgentSession( sessions, 2, (ITCollection *)V_DISPATCH( &variant ));
    ok( !IEnumAgentSession_Release( sessions ), "references left\n" );
    check_collection( &variant, 2, session );

    /* a session that somebody else has made for our agent */
    acd.sessions_created = 3;
    acd_tell( LINE_AGENTSESSIONSTATUS, ACD_SESSION + 2, LINEAGENTSESSIONSTATUS_NEWSESSION | LINEAGENTSESSIONSTATUS_STATE, LINEAGENTSESSIONSTATE_ENDED );
    if ((found = expect_session( sink, NULL, ASE_NEW_SESSION )))
    {
        ok( found != session && found != second, "a known session\n" );
        ok_hr( ITAgentSession_get_Agent( found, &its_agent ), S_OK );
        ok( its_agent == agent, "another agent\n" );
        ITAgent_Release( its_agent );
        ITAgentSession_Release( found );
    }
    if ((found = expect_session( sink, NULL, ASE_END ))) ITAgentSession_Release( found );
    ITAgentSession_Release( second );
    ITAgentSession_Release( session );
    ITACDGroup_Release( group );
    SysFreeString( pin );
}

static void test_agent( struct sink *sink, ITAgentHandler *handler, ITAddress *address, ITAddress *foreign )
{
    BSTR id = SysAllocString( L"2001" ), pin = SysAllocString( L"1234" ), wrong = SysAllocString( L"wrong" ), nobody = SysAllocString( L"nobody" ), text;
    ITAgent *agent, *anonymous;
    AGENT_STATE state;
    CURRENCY rate;
    WCHAR user[257];
    DWORD size = ARRAY_SIZE(user);

    ok_hr( ITAgentHandler_CreateAgent( handler, NULL ), E_POINTER );
    ok_hr( ITAgentHandler_CreateAgentWithID( handler, id, pin, NULL ), E_POINTER );
    ok_hr( ITAgentHandler_CreateAgentWithID( handler, NULL, pin, &agent ), E_POINTER );
    ok_hr( ITAgentHandler_CreateAgentWithID( handler, nobody, pin, &agent ), TAPI_E_CALLCENTER_INVALAGENTID );
    ok( !agent, "an agent\n" );
    ok_hr( ITAgentHandler_CreateAgentWithID( handler, id, wrong, &agent ), TAPI_E_CALLCENTER_INVALPASSWORD );
    ok_hr( ITAgentHandler_CreateAgentWithID( handler, id, pin, &agent ), S_OK );
    ok( !lstrcmpW( acd.id, id ) && !lstrcmpW( acd.pin, pin ), "id %ls, pin %ls\n", acd.id, acd.pin );
    expect_agent( sink, agent, AE_NOT_READY );      /* came before CreateAgent ended */
    ok_hr( ITAgent_get_ID( agent, NULL ), E_POINTER );
    ok_hr( ITAgent_get_ID( agent, &text ), S_OK );
    ok( !lstrcmpW( text, id ), "id %ls\n", text );
    SysFreeString( text );
    ok_hr( ITAgent_get_User( agent, NULL ), E_POINTER );
    ok_hr( ITAgent_get_User( agent, &text ), S_OK );
    GetUserNameW( user, &size );
    ok( !lstrcmpW( text, user ), "user %ls\n", text );
    SysFreeString( text );
    ok_hr( ITAgent_get_State( agent, NULL ), E_POINTER );
    ok_hr( ITAgent_get_State( agent, &state ), S_OK );
    ok( state == AS_NOT_READY, "state %u\n", state );
    ok_hr( ITAgent_put_State( agent, AS_UNKNOWN + 1 ), E_INVALIDARG );
    ok_hr( ITAgent_put_State( agent, -1 ), E_INVALIDARG );
    ok_hr( ITAgent_put_State( agent, AS_READY ), S_OK );
    ok( acd.agent_state == LINEAGENTSTATEEX_READY, "state %#lx\n", acd.agent_state );
    expect_agent( sink, agent, AE_READY );
    acd.agent_state = LINEAGENTSTATEEX_BUSYOUTGOING;
    acd_tell( LINE_AGENTSTATUSEX, ACD_AGENT + 99, LINEAGENTSTATUSEX_STATE, LINEAGENTSTATEEX_READY );      /* nobody that we know */
    acd_tell( LINE_AGENTSTATUSEX, ACD_AGENT, LINEAGENTSTATUSEX_UPDATEINFO, 0 );
    acd_tell( LINE_AGENTSTATUSEX, ACD_AGENT, LINEAGENTSTATUSEX_STATE, LINEAGENTSTATEEX_BUSYOUTGOING );
    expect_agent( sink, agent, AE_BUSY_OUTGOING );
    ok_hr( ITAgent_get_State( agent, &state ), S_OK );
    ok( state == AS_BUSY_OUTGOING, "state %u\n", state );
    ok_hr( ITAgent_put_MeasurementPeriod( agent, -1 ), E_INVALIDARG );
    ok_hr( ITAgent_put_MeasurementPeriod( agent, 99 ), S_OK );
    ok_long( ITAgent_get_MeasurementPeriod( agent, INTO ), 99 );
    ok_long( ITAgent_get_NumberOfACDCalls( agent, INTO ), ACD_AGENT_INFO );
    ok_long( ITAgent_get_NumberOfIncomingCalls( agent, INTO ), ACD_AGENT_INFO + 1 );
    ok_long( ITAgent_get_NumberOfOutgoingCalls( agent, INTO ), ACD_AGENT_INFO + 2 );
    ok_long( ITAgent_get_TotalACDTalkTime( agent, INTO ), ACD_AGENT_INFO + 3 );
    ok_long( ITAgent_get_TotalACDCallTime( agent, INTO ), ACD_AGENT_INFO + 4 );
    ok_long( ITAgent_get_TotalWrapUpTime( agent, INTO ), ACD_AGENT_INFO + 5 );
    ok_hr( ITAgent_get_NumberOfACDCalls( agent, NULL ), E_POINTER );
    ok_hr( ITAgent_get_OverallCallRate( agent, NULL ), E_POINTER );
    ok_hr( ITAgent_get_OverallCallRate( agent, &rate ), S_OK );
    ok( rate.int64 == 123456, "rate %ld\n", (LONG)rate.int64 );
    test_sessions( sink, handler, agent, address, foreign );

    ok_hr( ITAgentHandler_CreateAgent( handler, &anonymous ), S_OK );
    ok( anonymous != agent && !acd.id[0], "id %ls\n", acd.id );
    ok_hr( ITAgent_get_ID( anonymous, &text ), TAPI_E_CALLCENTER_NO_AGENT_ID );
    ok( !text, "an id\n" );
    expect_agent( sink, anonymous, AE_NOT_READY );
    sink_forget( sink );
    release_last_of( sink, anonymous );
    ok( acd.agents_released == 1, "%ld agents were released\n", acd.agents_released );     /* it has logged off */
    release_last_of( sink, agent );
    ok( acd.agents_released == 2, "%ld agents were released\n", acd.agents_released );
    SysFreeString( id );
    SysFreeString( pin );
    SysFreeString( wrong );
    SysFreeString( nobody );
}

static void expect_handler( struct sink *sink, ITAgentHandler *handler, AGENTHANDLER_EVENT expected, ITAgentHandler **out )
{
    ITAgentHandlerEvent *event = sink_wait( sink, TE_AGENTHANDLER, &IID_ITAgentHandlerEvent );
    AGENTHANDLER_EVENT got = -1;

    *out = NULL;
    if (!event) return;
    ok_hr( ITAgentHandlerEvent_get_Event( event, NULL ), E_POINTER );
    ok_hr( ITAgentHandlerEvent_get_Event( event, &got ), S_OK );
    ok( got == expected, "event %u, not %u\n", got, expected );
    ok_hr( ITAgentHandlerEvent_get_AgentHandler( event, NULL ), E_POINTER );
    ok_hr( ITAgentHandlerEvent_get_AgentHandler( event, out ), S_OK );
    ok( !handler || *out == handler, "another handler\n" );
    ITAgentHandlerEvent_Release( event );
}

START_TEST( centre )
{
    ITAgentHandler *handler, *from_event;
    IEnumAgentHandler *handlers;
    IEnumACDGroup *groups;
    ITAddress *address, *foreign;
    ITTAPICallCenter *centre;
    struct sink sink;
    ITACDGroup *group;
    ITTAPI2 *tapi;
    HRESULT (WINAPI *can_unload)( void );
    DWORD start;
    ITAgent *agent;
    VARIANT variant;

    CoInitializeEx( NULL, COINIT_MULTITHREADED );
    if (!exchange_add( 3, 0 )) goto done;
    ok_hr( CoCreateInstance( &CLSID_TAPI, NULL, CLSCTX_INPROC_SERVER, &IID_ITTAPI2, (void **)&tapi ), S_OK );
    centre = centre_of( tapi );
    ok_hr( ITTAPICallCenter_EnumerateAgentHandlers( centre, &handlers ), TAPI_E_NOT_INITIALIZED );
    ok_hr( ITTAPICallCenter_get_AgentHandlers( centre, &variant ), TAPI_E_NOT_INITIALIZED );
    ok_hr( ITTAPI2_Initialize( tapi ), S_OK );
    sink_advise( &sink, tapi, TE_AGENT | TE_AGENTSESSION | TE_AGENTHANDLER | TE_ACDGROUP | TE_QUEUE );
    address = find_address( tapi, L"1001" );
    foreign = find_address( tapi, L"1002" );
    test_nobody( tapi, centre );

    /* a handler comes and goes */
    acd_start( L"1001" );
    expect_handler( &sink, NULL, AHE_NEW_AGENTHANDLER, &from_event );
    handler = first_handler( centre );
    ok( from_event == handler, "another handler\n" );
    if (from_event) ITAgentHandler_Release( from_event );
    test_handler( handler, address );
    test_groups( handler );
    test_group_events( &sink, handler );
    test_agent( &sink, handler, address, foreign );
    group = first_group( handler, 2 );
    acd_stop();
    expect_handler( &sink, handler, AHE_AGENTHANDLER_REMOVED, &from_event );
    if (from_event) ITAgentHandler_Release( from_event );
    ok_hr( ITAgentHandler_CreateAgent( handler, &agent ), TAPI_E_NOTSUPPORTED );
    ok_hr( ITAgentHandler_EnumerateACDGroups( handler, &groups ), TAPI_E_NOTSUPPORTED );
    ok_hr( ITACDGroup_get_Queues( group, &variant ), TAPI_E_CALLCENTER_GROUP_REMOVED );
    ITACDGroup_Release( group );
    sink_forget( &sink );
    release_last_of( &sink, handler );
    test_nobody( tapi, centre );

    /* one that was there before, and objects that outlive the session */
    sink_unadvise( &sink );
    ok_hr( ITTAPI2_Shutdown( tapi ), S_OK );
    ITAddress_Release( address );
    ITAddress_Release( foreign );
    acd_start( L"1001" );
    ok_hr( ITTAPI2_Initialize( tapi ), S_OK );
    handler = first_handler( centre );
    group = first_group( handler, 2 );
    ok_hr( ITAgentHandler_CreateAgent( handler, &agent ), S_OK );
    ok_hr( ITTAPI2_Shutdown( tapi ), S_OK );
    ok_hr( ITAgent_put_State( agent, AS_READY ), TAPI_E_NOT_INITIALIZED );
    ok_hr( ITACDGroup_get_Queues( group, &variant ), TAPI_E_NOT_INITIALIZED );
    ok_hr( ITAgentHandler_EnumerateACDGroups( handler, &groups ), TAPI_E_NOT_INITIALIZED );
    ok( !ITAgent_Release( agent ), "references left\n" );
    ITACDGroup_Release( group );
    ok( !ITAgentHandler_Release( handler ), "references left\n" );
    acd_stop();
    ITTAPICallCenter_Release( centre );
    ok( !ITTAPI2_Release( tapi ), "references left\n" );
    can_unload = (void *)GetProcAddress( GetModuleHandleW( L"tapi3.dll" ), "DllCanUnloadNow" );
    start = GetTickCount();         /* the threads of the session end by themselves */
    while (can_unload() != S_OK && GetTickCount() - start < PATIENCE) Sleep( 5 );
    ok_hr( can_unload(), S_OK );
    exchange_remove();
done:
    CoUninitialize();
}
