/*
 * A call centre for the tests of tapi3.dll.
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

#define API_VERSION 0x00020002

struct acd_state acd;

static HLINEAPP app;
static HLINE line;
static HANDLE thread, messages, ended;

static const GUID group_ids[3] = { { 0x7e570001 }, { 0x7e570002 }, { 0x7e570003 } };
static const WCHAR *const group_names[3] = { L"Sales", L"Support", L"Complaints" };
static const WCHAR *const queue_names[4] = { L"Sales queue", L"Support queue", L"Complaints queue", L"Second queue" };

struct sizes { DWORD total, needed, used; };

static void begin( void *answer, DWORD size )
{
    struct sizes *sizes = answer;

    sizes->needed = sizes->used = size;
}

static DWORD append( void *answer, const void *data, DWORD size )
{
    struct sizes *sizes = answer;
    DWORD at = sizes->needed;

    sizes->needed += (size + 3) & ~3u;
    if (sizes->needed > sizes->total) return 0;
    memcpy( (BYTE *)answer + at, data, size );
    sizes->used = sizes->needed;
    return at;
}

static LONG get_caps( LINEPROXYREQUEST *request )
{
    LINEAGENTCAPS *caps = &request->GetAgentCaps.AgentCaps;
    static const GUID proxy = { 0x7e57acd0 };

    begin( caps, sizeof(*caps) );
    caps->dwAgentHandlerInfoSize = sizeof(ACD_NAME);
    caps->dwAgentHandlerInfoOffset = append( caps, ACD_NAME, sizeof(ACD_NAME) );
    if (!caps->dwAgentHandlerInfoOffset) caps->dwAgentHandlerInfoSize = 0;
    caps->ProxyGUID = proxy;
    return 0;
}

static LONG get_groups( LINEPROXYREQUEST *request )
{
    LINEAGENTGROUPLIST *list = &request->GetGroupList.GroupList;
    LINEAGENTGROUPENTRY entries[3] = { 0 };
    LONG i;

    begin( list, sizeof(*list) );
    list->dwNumEntries = acd.groups;
    list->dwListSize = acd.groups * sizeof(entries[0]);
    list->dwListOffset = append( list, entries, list->dwListSize );
    for (i = 0; i < acd.groups; i++)
    {
        memcpy( &entries[i].GroupID, &group_ids[i], sizeof(GUID) );
        entries[i].dwNameSize = (wcslen( group_names[i] ) + 1) * sizeof(WCHAR);
        entries[i].dwNameOffset = append( list, group_names[i], entries[i].dwNameSize );
    }
    if (list->dwListOffset) memcpy( (BYTE *)list + list->dwListOffset, entries, list->dwListSize );
    else list->dwListSize = 0;
    return 0;
}

static LONG get_queues( LINEPROXYREQUEST *request )
{
    LINEQUEUELIST *list = &request->GetQueueList.QueueList;
    LINEQUEUEENTRY entries[2] = { 0 };
    LONG group, count, i;

    for (group = 0; group < acd.groups && !IsEqualGUID( &request->GetQueueList.GroupID, &group_ids[group] ); group++) continue;
    if (group == acd.groups) return LINEERR_INVALAGENTGROUP;
    count = group ? 1 : acd.queues;
    begin( list, sizeof(*list) );
    list->dwNumEntries = count;
    list->dwListSize = count * sizeof(entries[0]);
    list->dwListOffset = append( list, entries, list->dwListSize );
    for (i = 0; i < count; i++)
    {
        const WCHAR *name = queue_names[i ? 3 : group];

        entries[i].dwQueueID = i ? 4 : group + 1;
        entries[i].dwNameSize = (wcslen( name ) + 1) * sizeof(WCHAR);
        entries[i].dwNameOffset = append( list, name, entries[i].dwNameSize );
    }
    if (list->dwListOffset) memcpy( (BYTE *)list + list->dwListOffset, entries, list->dwListSize );
    else list->dwListSize = 0;
    return 0;
}

static LONG get_queue_info( LINEPROXYREQUEST *request )
{
    LINEQUEUEINFO *info = &request->GetQueueInfo.QueueInfo;
    DWORD *field;

    begin( info, sizeof(*info) );
    for (field = &info->dwMeasurementPeriod; field < (DWORD *)(info + 1); field++) *field = ACD_QUEUE_INFO + (field - &info->dwMeasurementPeriod);
    info->dwMeasurementPeriod = acd.queue_period;
    return 0;
}

static void copy_string( WCHAR *to, const LINEPROXYREQUEST *request, DWORD size, DWORD offset )
{
    memset( to, 0, 32 * sizeof(WCHAR) );
    memcpy( to, (const BYTE *)request + offset, min( size, 31 * sizeof(WCHAR) ) );
}

static LONG create_agent( LINEPROXYREQUEST *request )
{
    copy_string( acd.id, request, request->CreateAgent.dwAgentIDSize, request->CreateAgent.dwAgentIDOffset );
    copy_string( acd.pin, request, request->CreateAgent.dwAgentPINSize, request->CreateAgent.dwAgentPINOffset );
    if (!wcscmp( acd.id, L"nobody" )) return LINEERR_INVALAGENTID;
    if (!wcscmp( acd.pin, L"wrong" )) return LINEERR_INVALPASSWORD;
    request->CreateAgent.hAgent = (HAGENT)(ULONG_PTR)(ACD_AGENT + acd.agents_created++);
    acd.agent_state = LINEAGENTSTATEEX_NOTREADY;
    /* comes before the reply */
    acd_tell( LINE_AGENTSTATUSEX, (DWORD)(ULONG_PTR)request->CreateAgent.hAgent, LINEAGENTSTATUSEX_NEWAGENT | LINEAGENTSTATUSEX_STATE, acd.agent_state );
    return 0;
}

static LONG set_agent_state( LINEPROXYREQUEST *request )
{
    acd.agent_state = request->SetAgentStateEx.dwAgentState;
    if (acd.agent_state == LINEAGENTSTATEEX_RELEASED) acd.agents_released++;
    acd_tell( LINE_AGENTSTATUSEX, (DWORD)(ULONG_PTR)request->SetAgentStateEx.hAgent, LINEAGENTSTATUSEX_STATE, acd.agent_state );
    return 0;
}

static LONG get_agent_info( LINEPROXYREQUEST *request )
{
    LINEAGENTINFO *info = &request->GetAgentInfo.AgentInfo;
    DWORD *field;

    begin( info, sizeof(*info) );
    info->dwAgentState = acd.agent_state;
    info->dwMeasurementPeriod = acd.period;
    info->cyOverallCallRate.int64 = 123456;
    for (field = &info->dwNumberOfACDCalls; field < (DWORD *)(info + 1); field++) *field = ACD_AGENT_INFO + (field - &info->dwNumberOfACDCalls);
    return 0;
}

static LONG create_session( LINEPROXYREQUEST *request )
{
    DWORD handle = ACD_SESSION + acd.sessions_created++;

    copy_string( acd.pin, request, request->CreateAgentSession.dwAgentPINSize, request->CreateAgentSession.dwAgentPINOffset );
    request->CreateAgentSession.hAgentSession = (HAGENTSESSION)(ULONG_PTR)handle;
    acd.session_state = LINEAGENTSESSIONSTATE_NOTREADY;
    acd_tell( LINE_AGENTSESSIONSTATUS, handle, LINEAGENTSESSIONSTATUS_NEWSESSION, 0 );
    return 0;
}

static LONG get_sessions( LINEPROXYREQUEST *request )
{
    LINEAGENTSESSIONLIST *list = &request->GetAgentSessionList.SessionList;
    LINEAGENTSESSIONENTRY entries[8] = { 0 };
    LONG i;

    begin( list, sizeof(*list) );
    list->dwNumEntries = acd.sessions_created;
    for (i = 0; i < acd.sessions_created; i++)
    {
        entries[i].hAgentSession = (HAGENTSESSION)(ULONG_PTR)(ACD_SESSION + i);
        entries[i].hAgent = request->GetAgentSessionList.hAgent;
        entries[i].GroupID = group_ids[i % 2];
    }
    list->dwListSize = acd.sessions_created * sizeof(entries[0]);
    if (!(list->dwListOffset = append( list, entries, list->dwListSize ))) list->dwListSize = 0;
    return 0;
}

static LONG set_session_state( LINEPROXYREQUEST *request )
{
    acd.session_state = request->SetAgentSessionState.dwAgentSessionState;
    acd_tell( LINE_AGENTSESSIONSTATUS, (DWORD)(ULONG_PTR)request->SetAgentSessionState.hAgentSession, LINEAGENTSESSIONSTATUS_STATE, acd.session_state );
    return 0;
}

static LONG get_session_info( LINEPROXYREQUEST *request )
{
    LINEAGENTSESSIONINFO *info = &request->GetAgentSessionInfo.SessionInfo;
    DWORD *field;

    begin( info, sizeof(*info) );
    for (field = &info->dwSessionDuration; field < (DWORD *)(info + 1); field++) *field = ACD_SESSION_INFO + (field - &info->dwSessionDuration);
    info->dwAgentSessionState = acd.session_state;
    info->dateSessionStartTime = 45000.5;
    info->cyACDCallRate.int64 = 654321;
    return 0;
}

static LONG answer( LINEPROXYREQUEST *request )
{
    if (acd.refuse) return acd.refuse;
    switch (request->dwRequestType)
    {
    case LINEPROXYREQUEST_GETAGENTCAPS:              return get_caps( request );
    case LINEPROXYREQUEST_GETGROUPLIST:              return get_groups( request );
    case LINEPROXYREQUEST_GETQUEUELIST:              return get_queues( request );
    case LINEPROXYREQUEST_GETQUEUEINFO:              return get_queue_info( request );
    case LINEPROXYREQUEST_CREATEAGENT:               return create_agent( request );
    case LINEPROXYREQUEST_SETAGENTSTATEEX:           return set_agent_state( request );
    case LINEPROXYREQUEST_GETAGENTINFO:              return get_agent_info( request );
    case LINEPROXYREQUEST_CREATEAGENTSESSION:        return create_session( request );
    case LINEPROXYREQUEST_GETAGENTSESSIONLIST:       return get_sessions( request );
    case LINEPROXYREQUEST_SETAGENTSESSIONSTATE:      return set_session_state( request );
    case LINEPROXYREQUEST_GETAGENTSESSIONINFO:       return get_session_info( request );
    case LINEPROXYREQUEST_SETAGENTMEASUREMENTPERIOD: acd.period = request->SetAgentMeasurementPeriod.dwMeasurementPeriod; return 0;
    case LINEPROXYREQUEST_SETQUEUEMEASUREMENTPERIOD: acd.queue_period = request->SetQueueMeasurementPeriod.dwMeasurementPeriod; return 0;
    default:                                         return LINEERR_OPERATIONUNAVAIL;
    }
}

static DWORD CALLBACK serve( void *arg )
{
    HANDLE events[2] = { messages, ended };
    LINEMESSAGE message;

    while (WaitForMultipleObjects( 2, events, FALSE, INFINITE ) == WAIT_OBJECT_0)
        if (!lineGetMessage( app, &message, 0 ) && message.dwMessageID == LINE_PROXYREQUEST)
        {
            LINEPROXYREQUEST *request = (LINEPROXYREQUEST *)message.dwParam1;

            lineProxyResponse( line, request, answer( request ));
        }
    return 0;
}

void acd_tell( DWORD message, DWORD param1, DWORD param2, DWORD param3 )
{
    LONG error = lineProxyMessage( line, 0, message, param1, param2, param3 );

    ok( !error, "lineProxyMessage returned %#lx\n", error );
}

/* The line whose first address has that number, or ~0 */
static DWORD find_line( DWORD lines, const WCHAR *number )
{
    union { LINEADDRESSCAPS caps; BYTE bytes[4096]; } u;
    LINEEXTENSIONID extension;
    DWORD device, version;

    for (device = 0; device < lines; device++)
    {
        memset( &u, 0, sizeof(u) );
        u.caps.dwTotalSize = sizeof(u);
        if (lineNegotiateAPIVersion( app, device, API_VERSION, API_VERSION, &version, &extension )) continue;
        if (lineGetAddressCapsW( app, device, 0, API_VERSION, 0, &u.caps )) continue;
        if (u.caps.dwAddressSize && !wcscmp( (const WCHAR *)(u.bytes + u.caps.dwAddressOffset), number )) return device;
    }
    return ~0u;
}

BOOL acd_start( const WCHAR *number )
{
    LINEINITIALIZEEXPARAMS params = { sizeof(params), .dwOptions = LINEINITIALIZEEXOPTION_USEEVENT };
    struct { LINECALLPARAMS params; DWORD kinds[LINEPROXYREQUEST_SETAGENTSTATEEX]; } open = { { sizeof(open) } };
    DWORD version = API_VERSION, lines, device, i;
    LONG error;

    memset( &acd, 0, sizeof(acd) );
    acd.groups = 2;
    acd.queues = 1;
    error = lineInitializeExW( &app, GetModuleHandleW( NULL ), NULL, L"acd", &lines, &version, &params );
    ok( !error, "lineInitializeEx returned %#lx\n", error );
    messages = params.Handles.hEvent;
    device = find_line( lines, number );
    ok( device != ~0u, "no line %ls\n", number );
    open.params.dwDevSpecificSize = sizeof(open.kinds);
    open.params.dwDevSpecificOffset = (BYTE *)open.kinds - (BYTE *)&open;
    for (i = 0; i < ARRAY_SIZE(open.kinds); i++) open.kinds[i] = i + 1;
    ended = CreateEventW( NULL, TRUE, FALSE, NULL );
    error = lineOpenW( app, device, &line, API_VERSION, 0, 0, LINECALLPRIVILEGE_NONE | LINEOPENOPTION_PROXY, 0, &open.params );
    ok( !error, "lineOpen returned %#lx\n", error );
    thread = CreateThread( NULL, 0, serve, NULL, 0, NULL );
    return !error;
}

void acd_stop( void )
{
    SetEvent( ended );
    WaitForSingleObject( thread, INFINITE );
    CloseHandle( thread );
    CloseHandle( ended );
    lineShutdown( app );
}
