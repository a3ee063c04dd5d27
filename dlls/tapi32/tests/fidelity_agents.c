/*
 * The structures of agents, which another program fills: the test is that program, too.
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

#include "fidelity.h"
#include "agents.h"

#define EITHER( name, ... )  (unicode ? name##W( __VA_ARGS__ ) : name##A( __VA_ARGS__ ))

/* ---- the program that answers ---------------------------------------------------------------------------------------- */

static void put( BYTE *bytes, DWORD at, DWORD value )
{
    memcpy( bytes + at, &value, sizeof(value) );
}

/* Appends the data of a pair; returns where it is. */
static DWORD append( BYTE *bytes, DWORD *used, const void *data, DWORD size, DWORD size_at, DWORD offset_at )
{
    DWORD offset = *used;

    if (data) memcpy( bytes + offset, data, size );
    else memset( bytes + offset, 0, size );
    put( bytes, size_at, size );
    put( bytes, offset_at, offset );
    *used += (size + 3) & ~3u;
    return offset;
}

/* A structure with everything that it can have, in Unicode. Returns its size. */
static DWORD make_full( const struct structure *structure, DWORD index, BYTE *bytes )
{
    static const WCHAR text[] = { 'G', 'r', 0xfc, 0xdf, 'e', ' ', 0x2603, 0 };
    static const BYTE guid[16] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 };
    DWORD used = structure->sizes[index], at, i, j, k;

    for (at = 0; at < used; at += sizeof(DWORD)) put( bytes, at, at );
    if (structure == &line_agent_caps) put( bytes, FIELD_OFFSET( LINEAGENTCAPS, dwNumAgentExtensionIDs ), 1 );
    for (i = 0; i < structure->count; i++)
    {
        const struct member *member = &structure->members[i];
        const struct structure *element = member->element;

        if (member->kind == MEMBER_TEXT) append( bytes, &used, text, sizeof(text), member->size_at, member->offset_at );
        else if (member->kind == MEMBER_BYTES) append( bytes, &used, guid, sizeof(guid), member->size_at, member->offset_at );
        else
        {
            DWORD entry = element->sizes[index];

            at = append( bytes, &used, NULL, 2 * entry, member->size_at, member->offset_at );
            put( bytes, member->extra, 2 );
            for (j = 0; j < 2; j++)
                for (k = 0; k < element->count; k++)
                    append( bytes, &used, text, sizeof(text), at + j * entry + element->members[k].size_at,
                            at + j * entry + element->members[k].offset_at );
        }
    }
    return used;
}

/* All of it, or the fixed part alone. */
static void fill_answer( const struct structure *structure, DWORD index, BYTE *to )
{
    BYTE full[1024];
    DWORD size = make_full( structure, index, full ), used = size, total, i;

    memcpy( &total, to, sizeof(total) );
    if (size > total)
    {
        used = structure->sizes[index];
        for (i = 0; i < structure->count; i++)
        {
            put( full, structure->members[i].size_at, 0 );
            put( full, structure->members[i].offset_at, 0 );
            if (structure->members[i].kind == MEMBER_ARRAY) put( full, structure->members[i].extra, 0 );
        }
    }
    put( full, 4, size );
    put( full, 8, used );
    if (used <= total) memcpy( to + sizeof(DWORD), full + sizeof(DWORD), used - sizeof(DWORD) );
}

static DWORD index_of( DWORD version )
{
    DWORD index;

    for (index = 0; index < VERSIONS - 1 && versions[index] != version; index++) {}
    return index;
}

/* The request, as far as the proxy's answer and its end. at: of the structure in the proxy's request. */
static LONG answered( struct subject *s, LONG request, const struct structure *structure, DWORD at )
{
    LINEPROXYREQUEST *proxy_request;

    if (request <= 0) return request;
    if (!(proxy_request = next_request( s->proxy, s->proxy_line ))) return ERR( OPERATIONFAILED );
    fill_answer( structure, index_of( s->version ), (BYTE *)proxy_request + at );
    ok_ret( lineProxyResponse( s->proxy_line, proxy_request, 0 ), 0 );
    return wait_reply( s->app, request );
}

#define ANSWERED( request, structure, kind, member )  answered( s, request, &structure, FIELD_OFFSET( LINEPROXYREQUEST, kind.member ) )

/* ---- the functions --------------------------------------------------------------------------------------------------- */

static LONG get_agent_caps( struct subject *s, BOOL unicode, void *buffer )
{
    return ANSWERED( EITHER( lineGetAgentCaps, s->app->handle, s->device, 0, s->version, buffer ), line_agent_caps, GetAgentCaps, AgentCaps );
}

static LONG get_agent_status( struct subject *s, BOOL unicode, void *buffer )
{
    return ANSWERED( EITHER( lineGetAgentStatus, s->line, 0, buffer ), line_agent_status, GetAgentStatus, AgentStatus );
}

static LONG get_activity_list( struct subject *s, BOOL unicode, void *buffer )
{
    return ANSWERED( EITHER( lineGetAgentActivityList, s->line, 0, buffer ), line_agent_activity_list, GetAgentActivityList, ActivityList );
}

static LONG get_agent_groups( struct subject *s, BOOL unicode, void *buffer )
{
    return ANSWERED( EITHER( lineGetAgentGroupList, s->line, 0, buffer ), line_agent_group_list, GetAgentGroupList, GroupList );
}

static LONG get_groups( struct subject *s, BOOL unicode, void *buffer )
{
    return ANSWERED( EITHER( lineGetGroupList, s->line, buffer ), line_agent_group_list, GetGroupList, GroupList );
}

static LONG get_queues( struct subject *s, BOOL unicode, void *buffer )
{
    GUID group = { 1 };

    return ANSWERED( EITHER( lineGetQueueList, s->line, &group, buffer ), line_queue_list, GetQueueList, QueueList );
}

static LONG get_queue_info( struct subject *s, BOOL unicode, void *buffer )
{
    return ANSWERED( lineGetQueueInfo( s->line, 1, buffer ), line_queue_info, GetQueueInfo, QueueInfo );
}

static LONG get_agent_info( struct subject *s, BOOL unicode, void *buffer )
{
    return ANSWERED( lineGetAgentInfo( s->line, s->agent, buffer ), line_agent_info, GetAgentInfo, AgentInfo );
}

static LONG get_sessions( struct subject *s, BOOL unicode, void *buffer )
{
    return ANSWERED( lineGetAgentSessionList( s->line, s->agent, buffer ), line_agent_session_list, GetAgentSessionList, SessionList );
}

static LONG get_session_info( struct subject *s, BOOL unicode, void *buffer )
{
    return ANSWERED( lineGetAgentSessionInfo( s->line, s->session, buffer ), line_agent_session_info, GetAgentSessionInfo, SessionInfo );
}

static LONG get_proxy_status( struct subject *s, BOOL unicode, void *buffer )
{
    return lineGetProxyStatus( s->app->handle, s->device, s->version, buffer );
}

static const struct function agent_functions[] =
{
    { "lineGetAgentCaps", &line_agent_caps, ANSI_TOO | SLOW | ANSWER, get_agent_caps },
    { "lineGetAgentStatus", &line_agent_status, ANSI_TOO | SLOW | ANSWER, get_agent_status },
    { "lineGetAgentActivityList", &line_agent_activity_list, ANSI_TOO | SLOW | ANSWER, get_activity_list },
    { "lineGetAgentGroupList", &line_agent_group_list, ANSI_TOO | SLOW | ANSWER, get_agent_groups },
};

/* They came with 2.2. */
static const struct function agent_functions_2_2[] =
{
    { "lineGetGroupList", &line_agent_group_list, ANSI_TOO | SLOW | ANSWER, get_groups },
    { "lineGetQueueList", &line_queue_list, ANSI_TOO | SLOW | ANSWER, get_queues },
    { "lineGetQueueInfo", &line_queue_info, SLOW | ANSWER, get_queue_info },
    { "lineGetAgentInfo", &line_agent_info, SLOW | ANSWER, get_agent_info },
    { "lineGetAgentSessionList", &line_agent_session_list, SLOW | ANSWER, get_sessions },
    { "lineGetAgentSessionInfo", &line_agent_session_info, SLOW | ANSWER, get_session_info },
    { "lineGetProxyStatus", &line_proxy_request_list, 0, get_proxy_status },
};

/* An agent and a session, which functions of 2.2 name. */
static void create_agent( struct subject *s )
{
    LINEPROXYREQUEST *proxy_request;
    WCHAR name[] = L"anna";
    GUID group = { 1 };
    LONG request;

    request = lineCreateAgentW( s->line, name, NULL, &s->agent );
    if ((proxy_request = next_request( s->proxy, s->proxy_line )))
    {
        proxy_request->CreateAgent.hAgent = 0x1001;
        ok_ret( lineProxyResponse( s->proxy_line, proxy_request, 0 ), 0 );
    }
    ok_ret( wait_reply( s->app, request ), 0 );
    request = lineCreateAgentSessionW( s->line, s->agent, NULL, 0, &group, &s->session );
    if ((proxy_request = next_request( s->proxy, s->proxy_line )))
    {
        proxy_request->CreateAgentSession.hAgentSession = 0x2001;
        ok_ret( lineProxyResponse( s->proxy_line, proxy_request, 0 ), 0 );
    }
    ok_ret( wait_reply( s->app, request ), 0 );
}

void test_agents( struct app *app, DWORD device, DWORD version )
{
    struct subject subject = { app, version, device };
    struct app proxy;
    unsigned int i;

    if (version < V2_0) return;
    app_begin( &proxy, "fidelity proxy" );
    subject.proxy = &proxy;
    subject.proxy_line = open_proxy( &proxy, device, version );
    subject.line = open_line( app, device, version, LINECALLPRIVILEGE_NONE, 0 );
    for (i = 0; i < ARRAY_SIZE(agent_functions); i++) check_function( &agent_functions[i], &subject );
    if (version >= V2_2) create_agent( &subject );
    for (i = 0; i < ARRAY_SIZE(agent_functions_2_2) && version >= V2_2; i++) check_function( &agent_functions_2_2[i], &subject );
    ok_ret( lineClose( subject.line ), 0 );
    ok_ret( lineClose( subject.proxy_line ), 0 );
    app_end( &proxy );
    forget( app );
}
