/*
 * The answers to all that applications can ask an agent handler.
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

#include <string.h>
#include <wchar.h>

#include "acd.h"

/* ---- structures that are filled in ----------------------------------------------------------------------------------- */

/* How every structure starts that is returned; TAPI has set total. */
struct sizes
{
    DWORD total, needed, used;
};

static void begin( void *structure, DWORD fixed )
{
    struct sizes *sizes = structure;

    sizes->needed = sizes->used = fixed;
}

/* Room behind what is there, or NULL if there is not enough; it counts as needed in any case. */
static void *append( void *structure, DWORD size, DWORD *offset )
{
    struct sizes *sizes = structure;
    DWORD at = sizes->needed;

    sizes->needed += (size + 3) & ~3u;
    *offset = 0;
    if (sizes->needed > sizes->total) return NULL;
    *offset = at;
    sizes->used = sizes->needed;
    return (BYTE *)structure + at;
}

static void append_string( void *structure, const WCHAR *text, DWORD *size, DWORD *offset )
{
    DWORD bytes = (wcslen( text ) + 1) * sizeof(WCHAR);
    void *place = append( structure, bytes, offset );

    if (place) memcpy( place, text, bytes );
    *size = place ? bytes : 0;
}

/* LINEAGENTGROUPENTRYs of the groups with a number in want. */
static void append_groups( void *structure, const BOOL *want, DWORD *count, DWORD *size, DWORD *offset )
{
    LINEAGENTGROUPENTRY *entries;
    DWORD i, n = 0;

    for (i = 0; i < NUM_GROUPS; i++) n += want[i];
    *count = n;
    *size = n * sizeof(*entries);
    if (!(entries = append( structure, *size, offset ))) *size = 0;
    for (i = n = 0; i < NUM_GROUPS; i++)
    {
        LINEAGENTGROUPENTRY entry = { { 0 } };

        if (!want[i]) continue;
        memcpy( &entry.GroupID, &groups[i].id, sizeof(entry.GroupID) );
        append_string( structure, groups[i].name, &entry.dwNameSize, &entry.dwNameOffset );
        if (entries) memcpy( &entries[n++], &entry, sizeof(entry) );
    }
}

static void all_groups( LINEAGENTGROUPLIST *list )
{
    static const BOOL all[NUM_GROUPS] = { TRUE, TRUE };

    begin( list, sizeof(*list) );
    append_groups( list, all, &list->dwNumEntries, &list->dwListSize, &list->dwListOffset );
}

/* A string of the request, "" if there is none. */
static const WCHAR *request_string( const LINEPROXYREQUEST *request, DWORD size, DWORD offset )
{
    return size ? (const WCHAR *)((const BYTE *)request + offset) : L"";
}

/* ---- agents of an address, as in TAPI 2.0 ------------------------------------------------------------------------------ */

#define SEAT_STATES  (LINEAGENTSTATE_LOGGEDOFF | LINEAGENTSTATE_NOTREADY | LINEAGENTSTATE_READY | LINEAGENTSTATE_WORKINGAFTERCALL)

static struct seat *get_seat( DWORD address )
{
    struct seat *seat = address < MAX_SEATS ? &seats[address] : NULL;

    if (seat && !seat->state) seat->state = seat->next_state = LINEAGENTSTATE_LOGGEDOFF;
    return seat;
}

static void seat_message( DWORD address, DWORD status )
{
    lineProxyMessage( acd_line, 0, LINE_AGENTSTATUS, address, status, seats[address].state );
}

static LONG set_group( LINEPROXYREQUEST *request )
{
    const LINEAGENTGROUPLIST *list = &request->SetAgentGroup.GroupList;
    const LINEAGENTGROUPENTRY *entries = (const void *)((const BYTE *)list + list->dwListOffset);
    struct seat *seat = get_seat( request->SetAgentGroup.dwAddressID );
    BOOL member[NUM_GROUPS] = { FALSE };
    DWORD i, index;

    if (!seat) return LINEERR_INVALADDRESSID;
    for (i = 0; i < list->dwNumEntries; i++)
    {
        if ((index = acd_group( (const GUID *)&entries[i].GroupID )) == NUM_GROUPS) return LINEERR_INVALAGENTGROUP;
        member[index] = TRUE;
    }
    memcpy( seat->member, member, sizeof(member) );
    seat->state = list->dwNumEntries ? LINEAGENTSTATE_NOTREADY : LINEAGENTSTATE_LOGGEDOFF;
    seat_message( request->SetAgentGroup.dwAddressID, LINEAGENTSTATUS_GROUP | LINEAGENTSTATUS_STATE );
    return 0;
}

static LONG set_state( LINEPROXYREQUEST *request )
{
    DWORD state = request->SetAgentState.dwAgentState, next_state = request->SetAgentState.dwNextAgentState;
    struct seat *seat = get_seat( request->SetAgentState.dwAddressID );

    if (!seat) return LINEERR_INVALADDRESSID;
    if ((state | next_state) & ~SEAT_STATES) return LINEERR_INVALAGENTSTATE;
    if (state) seat->state = state;
    if (next_state) seat->next_state = next_state;
    seat_message( request->SetAgentState.dwAddressID,
                  (state ? LINEAGENTSTATUS_STATE : 0) | (next_state ? LINEAGENTSTATUS_NEXTSTATE : 0) );
    return 0;
}

static LONG set_activity( LINEPROXYREQUEST *request )
{
    struct seat *seat = get_seat( request->SetAgentActivity.dwAddressID );

    if (!seat) return LINEERR_INVALADDRESSID;
    if (request->SetAgentActivity.dwActivityID >= NUM_ACTIVITIES) return LINEERR_INVALAGENTACTIVITY;
    seat->activity = request->SetAgentActivity.dwActivityID;
    seat_message( request->SetAgentActivity.dwAddressID, LINEAGENTSTATUS_ACTIVITY );
    return 0;
}

static LONG get_caps( LINEPROXYREQUEST *request )
{
    static const GUID extension = { 0x5a1e5000, 0x00ff, 0x4acd, { 0x80, 0, 0, 0, 0, 0, 0, 0xff } };
    LINEAGENTCAPS *caps = &request->GetAgentCaps.AgentCaps;
    BOOL has_guid = request->dwClientAppAPIVersion >= 0x00020002;
    void *place;

    begin( caps, has_guid ? sizeof(*caps) : FIELD_OFFSET( LINEAGENTCAPS, ProxyGUID ) );
    append_string( caps, HANDLER_NAME, &caps->dwAgentHandlerInfoSize, &caps->dwAgentHandlerInfoOffset );
    caps->dwCapsVersion = 1;
    caps->dwFeatures = LINEAGENTFEATURE_SETAGENTGROUP | LINEAGENTFEATURE_SETAGENTSTATE | LINEAGENTFEATURE_SETAGENTACTIVITY |
                       LINEAGENTFEATURE_AGENTSPECIFIC | LINEAGENTFEATURE_GETAGENTACTIVITYLIST | LINEAGENTFEATURE_GETAGENTGROUP;
    caps->dwStates = caps->dwNextStates = SEAT_STATES;
    caps->dwMaxNumGroupEntries = NUM_GROUPS;
    caps->dwAgentStatusMessages = LINEAGENTSTATUS_GROUP | LINEAGENTSTATUS_STATE | LINEAGENTSTATUS_NEXTSTATE | LINEAGENTSTATUS_ACTIVITY;
    caps->dwNumAgentExtensionIDs = 1;
    caps->dwAgentExtensionIDListSize = sizeof(extension);
    if ((place = append( caps, sizeof(extension), &caps->dwAgentExtensionIDListOffset ))) memcpy( place, &extension, sizeof(extension) );
    else caps->dwAgentExtensionIDListSize = 0;
    if (has_guid) caps->ProxyGUID = extension;
    return 0;
}

static LONG get_status( LINEPROXYREQUEST *request )
{
    LINEAGENTSTATUS *status = &request->GetAgentStatus.AgentStatus;
    struct seat *seat = get_seat( request->GetAgentStatus.dwAddressID );

    if (!seat) return LINEERR_INVALADDRESSID;
    begin( status, sizeof(*status) );
    append_groups( status, seat->member, &status->dwNumEntries, &status->dwGroupListSize, &status->dwGroupListOffset );
    status->dwState = seat->state;
    status->dwNextState = seat->next_state;
    status->dwActivityID = seat->activity;
    append_string( status, activities[seat->activity], &status->dwActivitySize, &status->dwActivityOffset );
    status->dwAgentFeatures = LINEAGENTFEATURE_SETAGENTGROUP | LINEAGENTFEATURE_SETAGENTSTATE | LINEAGENTFEATURE_SETAGENTACTIVITY;
    status->dwValidStates = status->dwValidNextStates = SEAT_STATES;
    return 0;
}

/* The one extension of this handler turns the block round and tells everybody. */
static LONG agent_specific( LINEPROXYREQUEST *request )
{
    BYTE *params = request->AgentSpecific.Params, byte;
    DWORD size = request->AgentSpecific.dwSize, i;

    if (request->AgentSpecific.dwAgentExtensionIDIndex) return LINEERR_INVALPARAM;
    for (i = 0; i < size / 2; i++)
    {
        byte = params[i];
        params[i] = params[size - 1 - i];
        params[size - 1 - i] = byte;
    }
    lineProxyMessage( acd_line, 0, LINE_AGENTSPECIFIC, 0, size, 0 );
    return 0;
}

static LONG get_activities( LINEPROXYREQUEST *request )
{
    LINEAGENTACTIVITYLIST *list = &request->GetAgentActivityList.ActivityList;
    LINEAGENTACTIVITYENTRY *entries;
    DWORD i;

    begin( list, sizeof(*list) );
    list->dwNumEntries = NUM_ACTIVITIES;
    list->dwListSize = NUM_ACTIVITIES * sizeof(*entries);
    if (!(entries = append( list, list->dwListSize, &list->dwListOffset ))) list->dwListSize = 0;
    for (i = 0; i < NUM_ACTIVITIES; i++)
    {
        LINEAGENTACTIVITYENTRY entry = { i };

        append_string( list, activities[i], &entry.dwNameSize, &entry.dwNameOffset );
        if (entries) memcpy( &entries[i], &entry, sizeof(entry) );
    }
    return 0;
}

static LONG get_agent_groups( LINEPROXYREQUEST *request )
{
    all_groups( &request->GetAgentGroupList.GroupList );
    return 0;
}

/* ---- agents and sessions of 2.2 ---------------------------------------------------------------------------------------- */

static LONG create_agent( LINEPROXYREQUEST *request )
{
    DWORD handle;
    LONG ret = acd_create_agent( request_string( request, request->CreateAgent.dwAgentIDSize, request->CreateAgent.dwAgentIDOffset ),
                                 request_string( request, request->CreateAgent.dwAgentPINSize, request->CreateAgent.dwAgentPINOffset ),
                                 &handle );

    if (!ret) request->CreateAgent.hAgent = (HAGENT)(ULONG_PTR)handle;
    return ret;
}

static LONG set_state_ex( LINEPROXYREQUEST *request )
{
    return acd_set_agent_state( (DWORD)(ULONG_PTR)request->SetAgentStateEx.hAgent, request->SetAgentStateEx.dwAgentState,
                                request->SetAgentStateEx.dwNextAgentState );
}

static LONG set_agent_period( LINEPROXYREQUEST *request )
{
    struct agent *agent = acd_agent( (DWORD)(ULONG_PTR)request->SetAgentMeasurementPeriod.hAgent );

    if (!agent) return LINEERR_INVALAGENTID;
    agent->period = request->SetAgentMeasurementPeriod.dwMeasurementPeriod;
    lineProxyMessage( acd_line, 0, LINE_AGENTSTATUSEX, agent->handle, LINEAGENTSTATUSEX_UPDATEINFO, 0 );
    return 0;
}

static LONG get_agent_info( LINEPROXYREQUEST *request )
{
    struct agent *agent = acd_agent( (DWORD)(ULONG_PTR)request->GetAgentInfo.hAgent );
    LINEAGENTINFO *info = &request->GetAgentInfo.AgentInfo;

    if (!agent) return LINEERR_INVALAGENTID;
    begin( info, sizeof(*info) );
    info->dwAgentState = agent->state;
    info->dwNextAgentState = agent->next_state;
    info->dwMeasurementPeriod = agent->period;
    info->dwNumberOfACDCalls = info->dwNumberOfIncomingCalls = agent->calls;
    info->dwTotalACDTalkTime = info->dwTotalACDCallTime = agent->talk_time;
    return 0;
}

static LONG create_session( LINEPROXYREQUEST *request )
{
    DWORD handle;
    LONG ret = acd_create_session( (DWORD)(ULONG_PTR)request->CreateAgentSession.hAgent,
                                   request_string( request, request->CreateAgentSession.dwAgentPINSize,
                                                   request->CreateAgentSession.dwAgentPINOffset ),
                                   &request->CreateAgentSession.GroupID, request->CreateAgentSession.dwWorkingAddressID, &handle );

    if (!ret) request->CreateAgentSession.hAgentSession = (HAGENTSESSION)(ULONG_PTR)handle;
    return ret;
}

static LONG set_session_state( LINEPROXYREQUEST *request )
{
    return acd_set_session_state( (DWORD)(ULONG_PTR)request->SetAgentSessionState.hAgentSession,
                                  request->SetAgentSessionState.dwAgentSessionState, request->SetAgentSessionState.dwNextAgentSessionState );
}

static LONG get_sessions( LINEPROXYREQUEST *request )
{
    struct agent *agent = acd_agent( (DWORD)(ULONG_PTR)request->GetAgentSessionList.hAgent );
    LINEAGENTSESSIONLIST *list = &request->GetAgentSessionList.SessionList;
    LINEAGENTSESSIONENTRY *entries;
    DWORD i, n = 0;

    if (!agent) return LINEERR_INVALAGENTID;
    begin( list, sizeof(*list) );
    for (i = 0; i < MAX_SESSIONS; i++) if (sessions[i].handle && sessions[i].agent == agent) n++;
    list->dwNumEntries = n;
    list->dwListSize = n * sizeof(*entries);
    if (!(entries = append( list, list->dwListSize, &list->dwListOffset ))) list->dwListSize = 0;
    for (i = n = 0; entries && i < MAX_SESSIONS; i++)
    {
        if (!sessions[i].handle || sessions[i].agent != agent) continue;
        entries[n].hAgentSession = (HAGENTSESSION)(ULONG_PTR)sessions[i].handle;
        entries[n].hAgent = (HAGENT)(ULONG_PTR)agent->handle;
        entries[n].GroupID = groups[sessions[i].group].id;
        entries[n++].dwWorkingAddressID = sessions[i].address;
    }
    return 0;
}

static LONG get_session_info( LINEPROXYREQUEST *request )
{
    struct session *session = acd_session( (DWORD)(ULONG_PTR)request->GetAgentSessionInfo.hAgentSession );
    LINEAGENTSESSIONINFO *info = &request->GetAgentSessionInfo.SessionInfo;

    if (!session) return LINEERR_INVALPARAM;
    begin( info, sizeof(*info) );
    info->dwAgentSessionState = session->state;
    info->dwNextAgentSessionState = session->next_state;
    info->dateSessionStartTime = session->started;
    info->dwSessionDuration = (GetTickCount() - session->started_tick) / 1000;
    info->dwNumberOfCalls = session->calls;
    info->dwTotalTalkTime = info->dwTotalCallTime = session->talk_time;
    info->dwLongestTimeToAnswer = session->longest_answer;
    if (session->calls)
    {
        info->dwAverageTalkTime = info->dwAverageCallTime = session->talk_time / session->calls;
        info->dwAverageTimeToAnswer = session->answered / session->calls;
    }
    return 0;
}

/* ---- groups and queues ------------------------------------------------------------------------------------------------- */

static LONG get_groups( LINEPROXYREQUEST *request )
{
    all_groups( &request->GetGroupList.GroupList );
    return 0;
}

static LONG get_queues( LINEPROXYREQUEST *request )
{
    DWORD group = acd_group( &request->GetQueueList.GroupID );
    LINEQUEUELIST *list = &request->GetQueueList.QueueList;
    LINEQUEUEENTRY entry = { group + 1 }, *place;

    if (group == NUM_GROUPS) return LINEERR_INVALAGENTGROUP;
    begin( list, sizeof(*list) );
    list->dwNumEntries = 1;
    place = append( list, sizeof(entry), &list->dwListOffset );
    list->dwListSize = place ? sizeof(entry) : 0;
    append_string( list, queues[group].name, &entry.dwNameSize, &entry.dwNameOffset );
    if (place) memcpy( place, &entry, sizeof(entry) );
    return 0;
}

static struct queue *get_queue( DWORD id )
{
    return id && id <= NUM_GROUPS ? &queues[id - 1] : NULL;
}

static LONG set_queue_period( LINEPROXYREQUEST *request )
{
    struct queue *queue = get_queue( request->SetQueueMeasurementPeriod.dwQueueID );

    if (!queue) return LINEERR_INVALPARAM;
    queue->period = request->SetQueueMeasurementPeriod.dwMeasurementPeriod;
    lineProxyMessage( acd_line, 0, LINE_QUEUESTATUS, request->SetQueueMeasurementPeriod.dwQueueID, LINEQUEUESTATUS_UPDATEINFO, 0 );
    return 0;
}

static LONG get_queue_info( LINEPROXYREQUEST *request )
{
    struct queue *queue = get_queue( request->GetQueueInfo.dwQueueID );
    LINEQUEUEINFO *info = &request->GetQueueInfo.QueueInfo;
    DWORD left;

    if (!queue) return LINEERR_INVALPARAM;
    begin( info, sizeof(*info) );
    info->dwMeasurementPeriod = queue->period;
    info->dwTotalCallsQueued = info->dwTotalCallsFlowedIn = queue->total;
    info->dwCurrentCallsQueued = calls_waiting( request->GetQueueInfo.dwQueueID - 1, &info->dwCurrentLongestWaitTime );
    info->dwTotalCallsAbandoned = queue->abandoned;
    info->dwTotalCallsFlowedOut = queue->flowed_out;
    info->dwLongestEverWaitTime = max( queue->longest_wait, info->dwCurrentLongestWaitTime );
    left = queue->abandoned + queue->flowed_out;
    info->dwAverageWaitTime = left ? queue->waited / left : 0;
    return 0;
}

/* ---- all of them ------------------------------------------------------------------------------------------------------- */

static LONG (*const answers[])( LINEPROXYREQUEST *request ) =
{
    [LINEPROXYREQUEST_SETAGENTGROUP] = set_group,
    [LINEPROXYREQUEST_SETAGENTSTATE] = set_state,
    [LINEPROXYREQUEST_SETAGENTACTIVITY] = set_activity,
    [LINEPROXYREQUEST_GETAGENTCAPS] = get_caps,
    [LINEPROXYREQUEST_GETAGENTSTATUS] = get_status,
    [LINEPROXYREQUEST_AGENTSPECIFIC] = agent_specific,
    [LINEPROXYREQUEST_GETAGENTACTIVITYLIST] = get_activities,
    [LINEPROXYREQUEST_GETAGENTGROUPLIST] = get_agent_groups,
    [LINEPROXYREQUEST_CREATEAGENT] = create_agent,
    [LINEPROXYREQUEST_SETAGENTMEASUREMENTPERIOD] = set_agent_period,
    [LINEPROXYREQUEST_GETAGENTINFO] = get_agent_info,
    [LINEPROXYREQUEST_CREATEAGENTSESSION] = create_session,
    [LINEPROXYREQUEST_GETAGENTSESSIONLIST] = get_sessions,
    [LINEPROXYREQUEST_SETAGENTSESSIONSTATE] = set_session_state,
    [LINEPROXYREQUEST_GETAGENTSESSIONINFO] = get_session_info,
    [LINEPROXYREQUEST_GETQUEUELIST] = get_queues,
    [LINEPROXYREQUEST_SETQUEUEMEASUREMENTPERIOD] = set_queue_period,
    [LINEPROXYREQUEST_GETQUEUEINFO] = get_queue_info,
    [LINEPROXYREQUEST_GETGROUPLIST] = get_groups,
    [LINEPROXYREQUEST_SETAGENTSTATEEX] = set_state_ex,
};

LONG answer_request( LINEPROXYREQUEST *request )
{
    if (request->dwRequestType >= ARRAYSIZE(answers) || !answers[request->dwRequestType]) return LINEERR_OPERATIONUNAVAIL;
    return answers[request->dwRequestType]( request );
}
