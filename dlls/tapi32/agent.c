/*
 * Agents, sessions, groups and queues of a call centre: what the application asks goes to the proxy of the line.
 * Each function is documented by Microsoft under its own name: learn.microsoft.com, nf-tapi-<name in lower case>.
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

#include "tapi32.h"

DEBUG_CHANNEL( tapi );

#define MAX_ROOM  0x40000   /* the largest answer of an agent handler, MS-TRP 3.1.4.2 */

/*
 * A request whose answer is a structure of the application, filled when LINE_REPLY comes. arg: where its room is told. ANSI text takes up
 * to twice as much as Unicode on its way.
 */
static LONG struct_call( struct api_call *call, DWORD arg, void *dst )
{
    DWORD type = trp_request( call->func )->params[arg].type, total, room;

    if (!can_read( dst, sizeof(total) )) return LINEERR_INVALPOINTER;
    memcpy( &total, dst, sizeof(total) );
    if (total < struct_least_size( type )) return LINEERR_STRUCTURETOOSMALL;
    if (!can_write( dst, total )) return LINEERR_INVALPOINTER;
    room = min( total, MAX_ROOM );
    if (call->flags & CALL_ANSI && struct_has_strings( type )) room = min( 2 * room, MAX_ROOM );
    call->args[arg].size = room;
    call->type = type;
    return async_call( call, RESULT_STRUCT, dst, total );
}

/* ---- agents of an address (2.0) --------------------------------------------------------------------------------- */

LONG WINAPI lineSetAgentState( HLINE line, DWORD address, DWORD state, DWORD next_state )
{
    struct api_call call =
    {
        TRP_lineSetAgentState, 0, NULL,
        {
            [ARG_lineSetAgentState_hLine] = VALUE( line ),
            [ARG_lineSetAgentState_dwAddressID] = VALUE( address ),
            [ARG_lineSetAgentState_dwAgentState] = VALUE( state ),
            [ARG_lineSetAgentState_dwNextAgentState] = VALUE( next_state ),
        },
    };

    TRACE( "line %#lx address %lu state %#lx next %#lx\n", (DWORD)line, address, state, next_state );
    return async_call( &call, RESULT_NONE, NULL, 0 );
}

LONG WINAPI lineSetAgentActivity( HLINE line, DWORD address, DWORD activity )
{
    struct api_call call =
    {
        TRP_lineSetAgentActivity, 0, NULL,
        {
            [ARG_lineSetAgentActivity_hLine] = VALUE( line ),
            [ARG_lineSetAgentActivity_dwAddressID] = VALUE( address ),
            [ARG_lineSetAgentActivity_dwActivityID] = VALUE( activity ),
        },
    };

    TRACE( "line %#lx address %lu activity %lu\n", (DWORD)line, address, activity );
    return async_call( &call, RESULT_NONE, NULL, 0 );
}

/*
 * The identifiers of a list of groups. Names are "ignored for purposes of this function", so they may be anything: none are sent.
 * No list is an empty one: the agent is logged out.
 */
static LONG group_ids( struct arena *arena, const LINEAGENTGROUPLIST *groups, const LINEAGENTGROUPLIST **ret )
{
    LINEAGENTGROUPLIST list = { 0 }, *copy;
    LINEAGENTGROUPENTRY *entries;
    DWORD size, i;

    if (groups)
    {
        if (!can_read( groups, sizeof(list.dwTotalSize) )) return LINEERR_INVALPOINTER;
        if (groups->dwTotalSize < sizeof(list)) return LINEERR_STRUCTURETOOSMALL;
        if (!can_read( groups, groups->dwTotalSize )) return LINEERR_INVALPOINTER;
        list = *groups;
        if (list.dwNumEntries && (list.dwListOffset > list.dwTotalSize || list.dwListSize > list.dwTotalSize - list.dwListOffset ||
                                  list.dwNumEntries > list.dwListSize / sizeof(*entries))) return LINEERR_INVALPARAM;
        if (list.dwNumEntries > TRANSPORT_MAX_EVENTS / sizeof(*entries)) return LINEERR_RESOURCEUNAVAIL;
    }
    size = sizeof(list) + list.dwNumEntries * sizeof(*entries);
    if (!(copy = arena_alloc( arena, size ))) return LINEERR_NOMEM;
    memset( copy, 0, size );
    copy->dwTotalSize = copy->dwNeededSize = copy->dwUsedSize = size;
    copy->dwNumEntries = list.dwNumEntries;
    copy->dwListSize = list.dwNumEntries * sizeof(*entries);
    copy->dwListOffset = list.dwNumEntries ? sizeof(list) : 0;
    entries = (LINEAGENTGROUPENTRY *)(copy + 1);
    for (i = 0; i < list.dwNumEntries; i++)
        memcpy( &entries[i].GroupID, (const BYTE *)groups + list.dwListOffset + i * sizeof(*entries), sizeof(entries[i].GroupID) );
    *ret = copy;
    return 0;
}

LONG WINAPI lineSetAgentGroup( HLINE line, DWORD address, LPLINEAGENTGROUPLIST groups )
{
    struct api_call call =
    {
        TRP_lineSetAgentGroup, 0, NULL,
        { [ARG_lineSetAgentGroup_hLine] = VALUE( line ), [ARG_lineSetAgentGroup_dwAddressID] = VALUE( address ) },
    };
    struct arena arena = { .used = 0 };
    const LINEAGENTGROUPLIST *list;
    LONG err;

    TRACE( "line %#lx address %lu %p\n", (DWORD)line, address, groups );
    if (!(err = group_ids( &arena, groups, &list )))
    {
        call.args[ARG_lineSetAgentGroup_lpAgentGroupList].data = list;
        err = async_call( &call, RESULT_NONE, NULL, 0 );
    }
    arena_free( &arena );
    return err;
}

static LONG get_agent_caps( HLINEAPP app, DWORD device, DWORD address, DWORD version, LINEAGENTCAPS *caps, DWORD flags )
{
    struct api_call call =
    {
        TRP_lineGetAgentCaps, flags, NULL,
        {
            [ARG_lineGetAgentCaps_hLineApp] = VALUE( app ),
            [ARG_lineGetAgentCaps_dwDeviceID] = VALUE( device ),
            [ARG_lineGetAgentCaps_dwAddressID] = VALUE( address ),
            [ARG_lineGetAgentCaps_dwAppAPIVersion] = VALUE( version ),
        },
    };

    TRACE( "app %#lx device %lu address %lu version %#lx %p\n", (DWORD)app, device, address, version, caps );
    return struct_call( &call, ARG_lineGetAgentCaps_lpAgentCapsSize, caps );
}

LONG WINAPI lineGetAgentCapsA( HLINEAPP app, DWORD device, DWORD address, DWORD version, LPLINEAGENTCAPS caps )
{
    return get_agent_caps( app, device, address, version, caps, CALL_ANSI );
}

LONG WINAPI lineGetAgentCapsW( HLINEAPP app, DWORD device, DWORD address, DWORD version, LPLINEAGENTCAPS caps )
{
    return get_agent_caps( app, device, address, version, caps, 0 );
}

static LONG get_agent_status( HLINE line, DWORD address, LINEAGENTSTATUS *status, DWORD flags )
{
    struct api_call call =
    {
        TRP_lineGetAgentStatus, flags, NULL,
        {
            [ARG_lineGetAgentStatus_hLine] = VALUE( line ),
            [ARG_lineGetAgentStatus_dwAddressID] = VALUE( address ),
        },
    };

    TRACE( "line %#lx address %lu %p\n", (DWORD)line, address, status );
    return struct_call( &call, ARG_lineGetAgentStatus_lpAgentStatusSize, status );
}

LONG WINAPI lineGetAgentStatusA( HLINE line, DWORD address, LPLINEAGENTSTATUS status )
{
    return get_agent_status( line, address, status, CALL_ANSI );
}

LONG WINAPI lineGetAgentStatusW( HLINE line, DWORD address, LPLINEAGENTSTATUS status )
{
    return get_agent_status( line, address, status, 0 );
}

static LONG get_agent_activity_list( HLINE line, DWORD address, LINEAGENTACTIVITYLIST *list, DWORD flags )
{
    struct api_call call =
    {
        TRP_lineGetAgentActivityList, flags, NULL,
        {
            [ARG_lineGetAgentActivityList_hLine] = VALUE( line ),
            [ARG_lineGetAgentActivityList_dwAddressID] = VALUE( address ),
        },
    };

    TRACE( "line %#lx address %lu %p\n", (DWORD)line, address, list );
    return struct_call( &call, ARG_lineGetAgentActivityList_lpAgentActivityList, list );
}

LONG WINAPI lineGetAgentActivityListA( HLINE line, DWORD address, LPLINEAGENTACTIVITYLIST list )
{
    return get_agent_activity_list( line, address, list, CALL_ANSI );
}

LONG WINAPI lineGetAgentActivityListW( HLINE line, DWORD address, LPLINEAGENTACTIVITYLIST list )
{
    return get_agent_activity_list( line, address, list, 0 );
}

static LONG get_agent_group_list( HLINE line, DWORD address, LINEAGENTGROUPLIST *list, DWORD flags )
{
    struct api_call call =
    {
        TRP_lineGetAgentGroupList, flags, NULL,
        {
            [ARG_lineGetAgentGroupList_hLine] = VALUE( line ),
            [ARG_lineGetAgentGroupList_dwAddressID] = VALUE( address ),
        },
    };

    TRACE( "line %#lx address %lu %p\n", (DWORD)line, address, list );
    return struct_call( &call, ARG_lineGetAgentGroupList_lpAgentGroupListSize, list );
}

LONG WINAPI lineGetAgentGroupListA( HLINE line, DWORD address, LPLINEAGENTGROUPLIST list )
{
    return get_agent_group_list( line, address, list, CALL_ANSI );
}

LONG WINAPI lineGetAgentGroupListW( HLINE line, DWORD address, LPLINEAGENTGROUPLIST list )
{
    return get_agent_group_list( line, address, list, 0 );
}

LONG WINAPI lineAgentSpecific( HLINE line, DWORD address, DWORD extension, LPVOID params, DWORD size )
{
    struct api_call call =
    {
        TRP_lineAgentSpecific, 0, NULL,
        {
            [ARG_lineAgentSpecific_hLine] = VALUE( line ),
            [ARG_lineAgentSpecific_dwAddressID] = VALUE( address ),
            [ARG_lineAgentSpecific_dwAgentExtensionIDIndex] = VALUE( extension ),
            [ARG_lineAgentSpecific_lpParams] = BUFFER( params, size ),
        },
    };

    TRACE( "line %#lx address %lu extension %lu %p size %lu\n", (DWORD)line, address, extension, params, size );
    return async_call( &call, RESULT_PARAMS, params, size );
}

/* ---- agents and their sessions (2.2) ------------------------------------------------------------------------------ */

static LONG create_agent( HLINE line, const void *id, const void *pin, HAGENT *agent, DWORD flags )
{
    struct api_call call =
    {
        TRP_lineCreateAgent, flags, NULL,
        {
            [ARG_lineCreateAgent_hLine] = VALUE( line ),
            [ARG_lineCreateAgent_lpszAgentID] = DATA( id ),
            [ARG_lineCreateAgent_lpszAgentPIN] = DATA( pin ),
        },
    };

    TRACE( "line %#lx %p\n", (DWORD)line, agent );
    return async_call( &call, RESULT_PARAMS, agent, sizeof(DWORD) );
}

LONG WINAPI lineCreateAgentA( HLINE line, LPSTR id, LPSTR pin, LPHAGENT agent )
{
    return create_agent( line, id, pin, agent, CALL_ANSI );
}

LONG WINAPI lineCreateAgentW( HLINE line, LPWSTR id, LPWSTR pin, LPHAGENT agent )
{
    return create_agent( line, id, pin, agent, 0 );
}

static LONG create_agent_session( HLINE line, HAGENT agent, const void *pin, DWORD address, const GUID *group, HAGENTSESSION *session,
                                  DWORD flags )
{
    struct api_call call =
    {
        TRP_lineCreateAgentSession, flags, NULL,
        {
            [ARG_lineCreateAgentSession_hLine] = VALUE( line ),
            [ARG_lineCreateAgentSession_hAgent] = VALUE( agent ),
            [ARG_lineCreateAgentSession_lpszAgentPIN] = DATA( pin ),
            [ARG_lineCreateAgentSession_dwWorkingAddressID] = VALUE( address ),
            [ARG_lineCreateAgentSession_lpGroupID] = BUFFER( group, sizeof(*group) ),
        },
    };

    TRACE( "line %#lx agent %#lx address %lu %p\n", (DWORD)line, (DWORD)agent, address, session );
    return async_call( &call, RESULT_PARAMS, session, sizeof(DWORD) );
}

LONG WINAPI lineCreateAgentSessionA( HLINE line, HAGENT agent, LPSTR pin, DWORD address, LPGUID group, LPHAGENTSESSION session )
{
    return create_agent_session( line, agent, pin, address, group, session, CALL_ANSI );
}

LONG WINAPI lineCreateAgentSessionW( HLINE line, HAGENT agent, LPWSTR pin, DWORD address, LPGUID group, LPHAGENTSESSION session )
{
    return create_agent_session( line, agent, pin, address, group, session, 0 );
}

LONG WINAPI lineSetAgentStateEx( HLINE line, HAGENT agent, DWORD state, DWORD next_state )
{
    struct api_call call =
    {
        TRP_lineSetAgentStateEx, 0, NULL,
        {
            [ARG_lineSetAgentStateEx_hLine] = VALUE( line ),
            [ARG_lineSetAgentStateEx_hAgent] = VALUE( agent ),
            [ARG_lineSetAgentStateEx_dwAgentState] = VALUE( state ),
            [ARG_lineSetAgentStateEx_dwNextAgentState] = VALUE( next_state ),
        },
    };

    TRACE( "line %#lx agent %#lx state %#lx next %#lx\n", (DWORD)line, (DWORD)agent, state, next_state );
    return async_call( &call, RESULT_NONE, NULL, 0 );
}

LONG WINAPI lineSetAgentMeasurementPeriod( HLINE line, HAGENT agent, DWORD period )
{
    struct api_call call =
    {
        TRP_lineSetAgentMeasurementPeriod, 0, NULL,
        {
            [ARG_lineSetAgentMeasurementPeriod_hLine] = VALUE( line ),
            [ARG_lineSetAgentMeasurementPeriod_hAgent] = VALUE( agent ),
            [ARG_lineSetAgentMeasurementPeriod_dwMeasurementPeriod] = VALUE( period ),
        },
    };

    TRACE( "line %#lx agent %#lx period %lu\n", (DWORD)line, (DWORD)agent, period );
    return async_call( &call, RESULT_NONE, NULL, 0 );
}

LONG WINAPI lineSetAgentSessionState( HLINE line, HAGENTSESSION session, DWORD state, DWORD next_state )
{
    struct api_call call =
    {
        TRP_lineSetAgentSessionState, 0, NULL,
        {
            [ARG_lineSetAgentSessionState_hLine] = VALUE( line ),
            [ARG_lineSetAgentSessionState_hAgentSession] = VALUE( session ),
            [ARG_lineSetAgentSessionState_dwAgentSessionState] = VALUE( state ),
            [ARG_lineSetAgentSessionState_dwNextAgentSessionState] = VALUE( next_state ),
        },
    };

    TRACE( "line %#lx session %#lx state %#lx next %#lx\n", (DWORD)line, (DWORD)session, state, next_state );
    return async_call( &call, RESULT_NONE, NULL, 0 );
}

LONG WINAPI lineGetAgentInfo( HLINE line, HAGENT agent, LPLINEAGENTINFO info )
{
    struct api_call call =
    {
        TRP_lineGetAgentInfo, 0, NULL,
        {
            [ARG_lineGetAgentInfo_hLine] = VALUE( line ),
            [ARG_lineGetAgentInfo_hAgent] = VALUE( agent ),
        },
    };

    TRACE( "line %#lx agent %#lx %p\n", (DWORD)line, (DWORD)agent, info );
    return struct_call( &call, ARG_lineGetAgentInfo_lpAgentInfo, info );
}

LONG WINAPI lineGetAgentSessionList( HLINE line, HAGENT agent, LPLINEAGENTSESSIONLIST list )
{
    struct api_call call =
    {
        TRP_lineGetAgentSessionList, 0, NULL,
        {
            [ARG_lineGetAgentSessionList_hLine] = VALUE( line ),
            [ARG_lineGetAgentSessionList_hAgent] = VALUE( agent ),
        },
    };

    TRACE( "line %#lx agent %#lx %p\n", (DWORD)line, (DWORD)agent, list );
    return struct_call( &call, ARG_lineGetAgentSessionList_lpAgentSessionList, list );
}

LONG WINAPI lineGetAgentSessionInfo( HLINE line, HAGENTSESSION session, LPLINEAGENTSESSIONINFO info )
{
    struct api_call call =
    {
        TRP_lineGetAgentSessionInfo, 0, NULL,
        {
            [ARG_lineGetAgentSessionInfo_hLine] = VALUE( line ),
            [ARG_lineGetAgentSessionInfo_hAgentSession] = VALUE( session ),
        },
    };

    TRACE( "line %#lx session %#lx %p\n", (DWORD)line, (DWORD)session, info );
    return struct_call( &call, ARG_lineGetAgentSessionInfo_lpAgentSessionInfo, info );
}

/* ---- groups and queues (2.2) -------------------------------------------------------------------------------------- */

static LONG get_group_list( HLINE line, LINEAGENTGROUPLIST *list, DWORD flags )
{
    struct api_call call =
    {
        TRP_lineGetGroupList, flags, NULL,
        {
            [ARG_lineGetGroupList_hLine] = VALUE( line ),
        },
    };

    TRACE( "line %#lx %p\n", (DWORD)line, list );
    return struct_call( &call, ARG_lineGetGroupList_lpAgentGroupListSize, list );
}

LONG WINAPI lineGetGroupListA( HLINE line, LPLINEAGENTGROUPLIST list )
{
    return get_group_list( line, list, CALL_ANSI );
}

LONG WINAPI lineGetGroupListW( HLINE line, LPLINEAGENTGROUPLIST list )
{
    return get_group_list( line, list, 0 );
}

static LONG get_queue_list( HLINE line, const GUID *group, LINEQUEUELIST *list, DWORD flags )
{
    struct api_call call =
    {
        TRP_lineGetQueueList, flags, NULL,
        {
            [ARG_lineGetQueueList_hLine] = VALUE( line ),
            [ARG_lineGetQueueList_pGroupID] = BUFFER( group, sizeof(*group) ),
        },
    };

    TRACE( "line %#lx %p\n", (DWORD)line, list );
    return struct_call( &call, ARG_lineGetQueueList_lpQueueList, list );
}

LONG WINAPI lineGetQueueListA( HLINE line, LPGUID group, LPLINEQUEUELIST list )
{
    return get_queue_list( line, group, list, CALL_ANSI );
}

LONG WINAPI lineGetQueueListW( HLINE line, LPGUID group, LPLINEQUEUELIST list )
{
    return get_queue_list( line, group, list, 0 );
}

LONG WINAPI lineSetQueueMeasurementPeriod( HLINE line, DWORD queue, DWORD period )
{
    struct api_call call =
    {
        TRP_lineSetQueueMeasurementPeriod, 0, NULL,
        {
            [ARG_lineSetQueueMeasurementPeriod_hLine] = VALUE( line ),
            [ARG_lineSetQueueMeasurementPeriod_dwQueueID] = VALUE( queue ),
            [ARG_lineSetQueueMeasurementPeriod_dwMeasurementPeriod] = VALUE( period ),
        },
    };

    TRACE( "line %#lx queue %lu period %lu\n", (DWORD)line, queue, period );
    return async_call( &call, RESULT_NONE, NULL, 0 );
}

LONG WINAPI lineGetQueueInfo( HLINE line, DWORD queue, LPLINEQUEUEINFO info )
{
    struct api_call call =
    {
        TRP_lineGetQueueInfo, 0, NULL,
        {
            [ARG_lineGetQueueInfo_hLine] = VALUE( line ),
            [ARG_lineGetQueueInfo_dwQueueID] = VALUE( queue ),
        },
    };

    TRACE( "line %#lx queue %lu %p\n", (DWORD)line, queue, info );
    return struct_call( &call, ARG_lineGetQueueInfo_lpQueueInfo, info );
}
