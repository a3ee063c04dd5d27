/*
 * Agents, sessions, groups and queues: what applications ask goes to the proxy of the line, never to the provider.
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

#include <stdlib.h>
#include <string.h>

#include "proxy.h"
#include "transport/transport.h"
#include "trp/structs.h"
#include "debug/debug.h"

DEBUG_CHANNEL( tapisrv );

/* The most that one event can bring, to the proxy or back. */
#define MAX_BLOCK  (TRANSPORT_MAX_EVENTS - sizeof(struct trp_event) - 8)

#define ALIGN4( n )  (((n) + 3u) & ~3u)

/* Where a parameter of a request goes in LINEPROXYREQUEST. */
struct place
{
    BYTE arg;
    BYTE offset;    /* 0: there is no such parameter */
};

static const struct agent_function
{
    DWORD        func;
    DWORD        kind;          /* LINEPROXYREQUEST_xxx */
    DWORD        version;       /* that it came with */
    BYTE         line;          /* argument: hLine */
    BYTE         has_address;   /* address is an argument to check */
    BYTE         address;
    BYTE         end;           /* of its arm of the union, as far as it is fixed */
    struct place values[3];
    struct place strings[2];    /* dwXxxSize is there, dwXxxOffset follows */
    struct place block;         /* copied to that place */
    BYTE         block_size;    /* where its size goes, 0: nowhere */
    /* what comes back */
    struct place answer;        /* arg: how much room there is; 0 there with a block: that block itself */
    BYTE         context;       /* argument to echo */
    BYTE         type;          /* TRPS_xxx, 0: a block or a handle */
}
functions[] =
{
/* the names are pasted at once: some of them are macros of tapi.h */
#define AT( member )  FIELD_OFFSET( LINEPROXYREQUEST, member )
#define FUNCTION( f, k, v, last )  TRP_##f, LINEPROXYREQUEST_##k, v, .line = ARG_##f##_hLine, .end = AT( last )
#define ADDRESS( f, p )  .has_address = TRUE, .address = ARG_##f##_##p
#define VALUE( f, p, member )  { ARG_##f##_##p, AT( member ) }
#define CONTEXT( f, p )  .context = ARG_##f##_##p
#define ANSWER( f, p, ctx, member, structure ) \
    .answer = { ARG_##f##_##p, AT( member ) }, .context = ARG_##f##_##ctx, .type = TRPS_##structure
#define V2_0  0x00020000
#define V2_2  0x00020002
    { FUNCTION( lineSetAgentGroup, SETAGENTGROUP, V2_0, SetAgentGroup.GroupList ),
      ADDRESS( lineSetAgentGroup, dwAddressID ),
      .values = { VALUE( lineSetAgentGroup, dwAddressID, SetAgentGroup.dwAddressID ) },
      .block = VALUE( lineSetAgentGroup, lpAgentGroupList, SetAgentGroup.GroupList ) },
    { FUNCTION( lineSetAgentState, SETAGENTSTATE, V2_0, SetAgentState.dwNextAgentState ) + sizeof(DWORD),
      ADDRESS( lineSetAgentState, dwAddressID ),
      .values = { VALUE( lineSetAgentState, dwAddressID, SetAgentState.dwAddressID ),
                  VALUE( lineSetAgentState, dwAgentState, SetAgentState.dwAgentState ),
                  VALUE( lineSetAgentState, dwNextAgentState, SetAgentState.dwNextAgentState ) } },
    { FUNCTION( lineSetAgentActivity, SETAGENTACTIVITY, V2_0, SetAgentActivity.dwActivityID ) + sizeof(DWORD),
      ADDRESS( lineSetAgentActivity, dwAddressID ),
      .values = { VALUE( lineSetAgentActivity, dwAddressID, SetAgentActivity.dwAddressID ),
                  VALUE( lineSetAgentActivity, dwActivityID, SetAgentActivity.dwActivityID ) } },
    { TRP_lineGetAgentCaps, LINEPROXYREQUEST_GETAGENTCAPS, V2_0, .end = AT( GetAgentCaps.AgentCaps ),
      ADDRESS( lineGetAgentCaps, dwAddressID ),
      .values = { VALUE( lineGetAgentCaps, dwAddressID, GetAgentCaps.dwAddressID ) },
      ANSWER( lineGetAgentCaps, lpAgentCapsSize, lpAgentCapsContext, GetAgentCaps.AgentCaps, LINEAGENTCAPS ) },
    { FUNCTION( lineGetAgentStatus, GETAGENTSTATUS, V2_0, GetAgentStatus.AgentStatus ),
      ADDRESS( lineGetAgentStatus, dwAddressID ),
      .values = { VALUE( lineGetAgentStatus, dwAddressID, GetAgentStatus.dwAddressID ) },
      ANSWER( lineGetAgentStatus, lpAgentStatusSize, lpAgentStatusContext, GetAgentStatus.AgentStatus, LINEAGENTSTATUS ) },
    { FUNCTION( lineAgentSpecific, AGENTSPECIFIC, V2_0, AgentSpecific.Params ),
      ADDRESS( lineAgentSpecific, dwAddressID ),
      .values = { VALUE( lineAgentSpecific, dwAddressID, AgentSpecific.dwAddressID ),
                  VALUE( lineAgentSpecific, dwAgentExtensionIDIndex, AgentSpecific.dwAgentExtensionIDIndex ) },
      .block = VALUE( lineAgentSpecific, lpParams, AgentSpecific.Params ), .block_size = AT( AgentSpecific.dwSize ),
      .answer = VALUE( lineAgentSpecific, lpParams, AgentSpecific.Params ),
      CONTEXT( lineAgentSpecific, lpParamsContext ) },
    { FUNCTION( lineGetAgentActivityList, GETAGENTACTIVITYLIST, V2_0, GetAgentActivityList.ActivityList ),
      ADDRESS( lineGetAgentActivityList, dwAddressID ),
      .values = { VALUE( lineGetAgentActivityList, dwAddressID, GetAgentActivityList.dwAddressID ) },
      ANSWER( lineGetAgentActivityList, lpAgentActivityList, lpAgentActivityListContext, GetAgentActivityList.ActivityList,
              LINEAGENTACTIVITYLIST ) },
    { FUNCTION( lineGetAgentGroupList, GETAGENTGROUPLIST, V2_0, GetAgentGroupList.GroupList ),
      ADDRESS( lineGetAgentGroupList, dwAddressID ),
      .values = { VALUE( lineGetAgentGroupList, dwAddressID, GetAgentGroupList.dwAddressID ) },
      ANSWER( lineGetAgentGroupList, lpAgentGroupListSize, lpAgentGroupListContext, GetAgentGroupList.GroupList, LINEAGENTGROUPLIST ) },
    { FUNCTION( lineCreateAgent, CREATEAGENT, V2_2, CreateAgent.dwAgentPINOffset ) + sizeof(DWORD),
      .strings = { VALUE( lineCreateAgent, lpszAgentID, CreateAgent.dwAgentIDSize ),
                   VALUE( lineCreateAgent, lpszAgentPIN, CreateAgent.dwAgentPINSize ) },
      .answer = { 0, AT( CreateAgent.hAgent ) }, CONTEXT( lineCreateAgent, lphAgentContext ) },
    { FUNCTION( lineSetAgentMeasurementPeriod, SETAGENTMEASUREMENTPERIOD, V2_2, SetAgentMeasurementPeriod.dwMeasurementPeriod ) + sizeof(DWORD),
      .values = { VALUE( lineSetAgentMeasurementPeriod, hAgent, SetAgentMeasurementPeriod.hAgent ),
                  VALUE( lineSetAgentMeasurementPeriod, dwMeasurementPeriod, SetAgentMeasurementPeriod.dwMeasurementPeriod ) } },
    { FUNCTION( lineGetAgentInfo, GETAGENTINFO, V2_2, GetAgentInfo.AgentInfo ),
      .values = { VALUE( lineGetAgentInfo, hAgent, GetAgentInfo.hAgent ) },
      ANSWER( lineGetAgentInfo, lpAgentInfo, lpAgentInfoContext, GetAgentInfo.AgentInfo, LINEAGENTINFO ) },
    { FUNCTION( lineCreateAgentSession, CREATEAGENTSESSION, V2_2, CreateAgentSession.dwWorkingAddressID ) + sizeof(DWORD),
      ADDRESS( lineCreateAgentSession, dwWorkingAddressID ),
      .values = { VALUE( lineCreateAgentSession, hAgent, CreateAgentSession.hAgent ),
                  VALUE( lineCreateAgentSession, dwWorkingAddressID, CreateAgentSession.dwWorkingAddressID ) },
      .strings = { VALUE( lineCreateAgentSession, lpszAgentPIN, CreateAgentSession.dwAgentPINSize ) },
      .block = VALUE( lineCreateAgentSession, lpGroupID, CreateAgentSession.GroupID ),
      .answer = { 0, AT( CreateAgentSession.hAgentSession ) }, CONTEXT( lineCreateAgentSession, lphAgentSessionContext ) },
    { FUNCTION( lineGetAgentSessionList, GETAGENTSESSIONLIST, V2_2, GetAgentSessionList.SessionList ),
      .values = { VALUE( lineGetAgentSessionList, hAgent, GetAgentSessionList.hAgent ) },
      ANSWER( lineGetAgentSessionList, lpAgentSessionList, lpAgentSessionListContext, GetAgentSessionList.SessionList,
              LINEAGENTSESSIONLIST ) },
    { FUNCTION( lineSetAgentSessionState, SETAGENTSESSIONSTATE, V2_2, SetAgentSessionState.dwNextAgentSessionState ) + sizeof(DWORD),
      .values = { VALUE( lineSetAgentSessionState, hAgentSession, SetAgentSessionState.hAgentSession ),
                  VALUE( lineSetAgentSessionState, dwAgentSessionState, SetAgentSessionState.dwAgentSessionState ),
                  VALUE( lineSetAgentSessionState, dwNextAgentSessionState, SetAgentSessionState.dwNextAgentSessionState ) } },
    { FUNCTION( lineGetAgentSessionInfo, GETAGENTSESSIONINFO, V2_2, GetAgentSessionInfo.SessionInfo ),
      .values = { VALUE( lineGetAgentSessionInfo, hAgentSession, GetAgentSessionInfo.hAgentSession ) },
      ANSWER( lineGetAgentSessionInfo, lpAgentSessionInfo, lpAgentSessionInfoContext, GetAgentSessionInfo.SessionInfo,
              LINEAGENTSESSIONINFO ) },
    { FUNCTION( lineGetQueueList, GETQUEUELIST, V2_2, GetQueueList.QueueList ),
      .block = VALUE( lineGetQueueList, pGroupID, GetQueueList.GroupID ),
      ANSWER( lineGetQueueList, lpQueueList, lpQueueListContext, GetQueueList.QueueList, LINEQUEUELIST ) },
    { FUNCTION( lineSetQueueMeasurementPeriod, SETQUEUEMEASUREMENTPERIOD, V2_2, SetQueueMeasurementPeriod.dwMeasurementPeriod ) + sizeof(DWORD),
      .values = { VALUE( lineSetQueueMeasurementPeriod, dwQueueID, SetQueueMeasurementPeriod.dwQueueID ),
                  VALUE( lineSetQueueMeasurementPeriod, dwMeasurementPeriod, SetQueueMeasurementPeriod.dwMeasurementPeriod ) } },
    { FUNCTION( lineGetQueueInfo, GETQUEUEINFO, V2_2, GetQueueInfo.QueueInfo ),
      .values = { VALUE( lineGetQueueInfo, dwQueueID, GetQueueInfo.dwQueueID ) },
      ANSWER( lineGetQueueInfo, lpQueueInfo, lpQueueInfoContext, GetQueueInfo.QueueInfo, LINEQUEUEINFO ) },
    { FUNCTION( lineGetGroupList, GETGROUPLIST, V2_2, GetGroupList.GroupList ),
      ANSWER( lineGetGroupList, lpAgentGroupListSize, lpGroupListContext, GetGroupList.GroupList, LINEAGENTGROUPLIST ) },
    { FUNCTION( lineSetAgentStateEx, SETAGENTSTATEEX, V2_2, SetAgentStateEx.dwNextAgentState ) + sizeof(DWORD),
      .values = { VALUE( lineSetAgentStateEx, hAgent, SetAgentStateEx.hAgent ),
                  VALUE( lineSetAgentStateEx, dwAgentState, SetAgentStateEx.dwAgentState ),
                  VALUE( lineSetAgentStateEx, dwNextAgentState, SetAgentStateEx.dwNextAgentState ) } },
};

static const struct agent_function *find_function( DWORD func )
{
    DWORD i;

    for (i = 0; i < ARRAYSIZE(functions); i++) if (functions[i].func == func) return &functions[i];
    return NULL;
}

/* ---- the request as the proxy sees it ------------------------------------------------------------------------------ */

/* A string behind everything else; its place counts the gap too. */
static void put_string( struct proxy_block *block, const WCHAR *string, DWORD size_at )
{
    DWORD place[2] = { 0, 0 };

    if (string)
    {
        place[0] = (wcslen( string ) + 1) * sizeof(WCHAR);
        place[1] = block->size + block->gap;
        memcpy( block->data + block->size, string, place[0] );
        block->size = ALIGN4( block->size + place[0] );
    }
    memcpy( block->data + size_at, place, sizeof(place) );
}

static DWORD string_room( const WCHAR *string )
{
    return string ? ALIGN4( (wcslen( string ) + 1) * sizeof(WCHAR) ) : 0;
}

/* room: bytes of what comes back, in its place. */
static LONG make_block( const struct agent_function *function, const struct trp_arg *args, DWORD version, DWORD room,
                        struct proxy_block *block )
{
    WCHAR machine[MAX_COMPUTERNAME_LENGTH + 1] = L"", user[257] = L"";
    DWORD end = function->end, size, i, len;
    LINEPROXYREQUEST *header;

    len = ARRAYSIZE(machine);
    GetComputerNameW( machine, &len );
    /* everybody in a prefix is the same user, the service too */
    len = ARRAYSIZE(user);
    GetUserNameW( user, &len );

    /* what is sent, then the zeros for the answer, then strings */
    if (function->block.offset) end = max( end, function->block.offset + args[function->block.arg].size );
    if (function->type) end = function->answer.offset + sizeof(DWORD);
    block->gap_at = ALIGN4( end );
    size = max( block->gap_at, sizeof(*header) );
    if (function->type) size = max( size, function->answer.offset + ALIGN4( room ) );
    block->gap = size - block->gap_at;
    size = block->gap_at + string_room( machine ) + string_room( user );
    for (i = 0; i < ARRAYSIZE(function->strings); i++)
        if (function->strings[i].offset) size += string_room( args[function->strings[i].arg].data );
    if (size > MAX_BLOCK)
    {
        WARN( "%lu bytes are too much for an agent request\n", size );
        return LINEERR_RESOURCEUNAVAIL;
    }
    if (!(block->data = calloc( 1, max( size, sizeof(*header) ) ))) return LINEERR_NOMEM;

    header = (LINEPROXYREQUEST *)block->data;
    header->dwClientAppAPIVersion = version;
    header->dwRequestType = function->kind;
    for (i = 0; i < ARRAYSIZE(function->values); i++)
        if (function->values[i].offset) memcpy( block->data + function->values[i].offset, &args[function->values[i].arg].value, sizeof(DWORD) );
    if (function->block.offset && args[function->block.arg].data)
        memcpy( block->data + function->block.offset, args[function->block.arg].data, args[function->block.arg].size );
    if (function->block_size) memcpy( block->data + function->block_size, &args[function->block.arg].size, sizeof(DWORD) );
    if (function->type) memcpy( block->data + function->answer.offset, &room, sizeof(room) );
    block->size = block->gap_at;
    put_string( block, machine, FIELD_OFFSET( LINEPROXYREQUEST, dwClientMachineNameSize ) );
    put_string( block, user, FIELD_OFFSET( LINEPROXYREQUEST, dwClientUserNameSize ) );
    for (i = 0; i < ARRAYSIZE(function->strings); i++)
        if (function->strings[i].offset) put_string( block, args[function->strings[i].arg].data, function->strings[i].offset );
    header->dwSize = block->size;
    return 0;
}

/* ---- all of the agent functions ------------------------------------------------------------------------------------ */

/* The size of the answer is what the application has to know. */
static void agent_complete( struct async *async, LONG result )
{
    async->param4 = result ? 0 : async->reply_size;
}

static LONG send_request( struct request *rq, const struct trp_arg *args, const struct agent_function *function, struct line_device *ld,
                          struct line *line, struct app *app, DWORD version )
{
    struct proxy_block block = { NULL };
    struct proxy_request *request;
    struct async *async;
    DWORD room = 0;
    LONG ret;

    if (function->has_address && ld->have_caps && args[function->address].value >= ld->num_addresses) return LINEERR_INVALADDRESSID;
    if (function->type)
    {
        room = min( args[function->answer.arg].size, MAX_BLOCK );
        if (room < fixed_size( function->type, version )) return LINEERR_STRUCTURETOOSMALL;
    }
    else if (function->answer.offset)
    {
        room = function->block_size ? args[function->block.arg].size : sizeof(DWORD);
        if (room > MAX_BLOCK) return LINEERR_RESOURCEUNAVAIL;
    }
    if ((ret = make_block( function, args, version, room, &block ))) return ret;
    if (!(async = async_begin( rq, args, NULL )))
    {
        free( block.data );
        return LINEERR_NOMEM;
    }
    async->init_context = app->init_context;
    async->open_context = line ? line->open_context : 0;
    async->device = async->line = line ? line->object.handle : 0;
    async->device_object = ld->device;
    async->param3 = function->answer.offset ? args[function->context].value : 0;
    async->complete = agent_complete;
    if ((request = proxy_request_create( object_grab( async ), function->kind )))
    {
        request->room = room;
        request->offset = function->answer.offset;
        request->type = function->type;
        request->version = version;
        ret = proxy_request_send( ld, request, &block );
        object_release( request );
    }
    else
    {
        object_release( async );
        ret = LINEERR_NOMEM;
    }
    free( block.data );
    return async_result( async, ret ? ret : (LONG)async->object.handle );
}

static LONG agent_request( struct request *rq, struct trp_arg *args )
{
    const struct agent_function *function = find_function( rq->desc->func );
    struct line *line = LIST_ENTRY_OF( rq->objects[function->line], struct line, object );

    if (line->api_version < function->version) return LINEERR_OPERATIONUNAVAIL;
    return send_request( rq, args, function, line->ld, line, line->app, line->api_version );
}

LONG handle_lineGetAgentCaps( struct request *rq, struct trp_arg *args )
{
    struct app *app = LIST_ENTRY_OF( rq->objects[ARG_lineGetAgentCaps_hLineApp], struct app, object );
    struct line_device *ld;
    LONG ret;

    if (!(ld = line_device_get( args[ARG_lineGetAgentCaps_dwDeviceID].value, &ret ))) return ret;
    ret = send_request( rq, args, find_function( TRP_lineGetAgentCaps ), ld, NULL, app, args[ARG_lineGetAgentCaps_dwAppAPIVersion].value );
    line_device_release( ld );
    return ret;
}

#define AGENT_REQUEST( name ) \
    LONG handle_##name( struct request *rq, struct trp_arg *args ) { return agent_request( rq, args ); }

AGENT_REQUEST( lineSetAgentGroup )
AGENT_REQUEST( lineSetAgentState )
AGENT_REQUEST( lineSetAgentActivity )
AGENT_REQUEST( lineGetAgentStatus )
AGENT_REQUEST( lineAgentSpecific )
AGENT_REQUEST( lineGetAgentActivityList )
AGENT_REQUEST( lineGetAgentGroupList )
AGENT_REQUEST( lineCreateAgent )
AGENT_REQUEST( lineSetAgentMeasurementPeriod )
AGENT_REQUEST( lineGetAgentInfo )
AGENT_REQUEST( lineCreateAgentSession )
AGENT_REQUEST( lineGetAgentSessionList )
AGENT_REQUEST( lineSetAgentSessionState )
AGENT_REQUEST( lineGetAgentSessionInfo )
AGENT_REQUEST( lineGetQueueList )
AGENT_REQUEST( lineSetQueueMeasurementPeriod )
AGENT_REQUEST( lineGetQueueInfo )
AGENT_REQUEST( lineGetGroupList )
AGENT_REQUEST( lineSetAgentStateEx )
