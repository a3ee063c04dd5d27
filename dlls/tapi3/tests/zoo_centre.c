/*
 * A call centre of the zoo: agent handler, agents, sessions, groups, queues and their events.
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
#include "acd.h"

/* The first of an enumerator of the call centre, which all begin in the same way, and the enumerator */
static IUnknown *first( struct zoo *zoo, const char *name, HRESULT hr, void *address )
{
    IEnumUnknown *list = *(IEnumUnknown **)address;
    IUnknown *item = NULL;

    ok( hr == S_OK, "no %s: %#lx\n", name, hr );
    if (FAILED(hr)) return NULL;
    ok_hr( IEnumUnknown_Next( list, 1, &item, NULL ), S_OK );
    zoo_add( zoo, name, list );
    return item;
}

void zoo_add_centre( struct zoo *zoo, const WCHAR *number )
{
    ITAddress *address = find_address( zoo->tapi, number );
    ITAgentSession *session = NULL, *found;
    ITAgentHandler *handler = NULL;
    ITAgentHandlerEvent *event;
    IEnumAgentSession *sessions = NULL;
    ITTAPICallCenter *centre;
    IEnumAgentHandler *handlers = NULL;
    IEnumACDGroup *groups = NULL;
    ITACDGroup *group = NULL;
    IEnumQueue *queues = NULL;
    ITAgent *agent = NULL;
    ITQueue *queue;

    ok_hr( ITTAPI2_QueryInterface( zoo->tapi, &IID_ITTAPICallCenter, (void **)&centre ), S_OK );
    acd_start( number );
    zoo->acd = TRUE;
    if ((event = sink_wait( &zoo->sink, TE_AGENTHANDLER, &IID_ITAgentHandlerEvent ))) ITAgentHandlerEvent_Release( event );
    handler = (ITAgentHandler *)first( zoo, "enumerator of handlers", ITTAPICallCenter_EnumerateAgentHandlers( centre, &handlers ), &handlers );
    zoo_add( zoo, "agent handler", handler );
    if (handler) group = (ITACDGroup *)first( zoo, "enumerator of groups", ITAgentHandler_EnumerateACDGroups( handler, &groups ), &groups );
    zoo_add( zoo, "group", group );
    if (group && (queue = (ITQueue *)first( zoo, "enumerator of queues", ITACDGroup_EnumerateQueues( group, &queues ), &queues )))
        zoo_add( zoo, "queue", queue );
    if (handler && group)
    {
        ok_hr( ITAgentHandler_CreateAgent( handler, &agent ), S_OK );
        zoo_add( zoo, "agent", agent );
        ok_hr( ITAgent_CreateSession( agent, group, address, &session ), S_OK );
        zoo_add( zoo, "agent session", session );
        if ((found = (ITAgentSession *)first( zoo, "enumerator of sessions", ITAgent_EnumerateAgentSessions( agent, &sessions ), &sessions )))
            ITAgentSession_Release( found );
        ok_hr( ITAgent_put_State( agent, AS_READY ), S_OK );
        zoo_wait( zoo, TE_AGENT );
        ok_hr( ITAgentSession_put_State( session, ASST_READY ), S_OK );
        zoo_wait( zoo, TE_AGENTSESSION );
        acd.groups = 3;
        acd_tell( LINE_GROUPSTATUS, 0, LINEGROUPSTATUS_NEWGROUP, 0 );
        zoo_wait( zoo, TE_ACDGROUP );
        acd.queues = 2;
        acd_tell( LINE_QUEUESTATUS, 4, LINEQUEUESTATUS_NEWQUEUE, 0 );
        zoo_wait( zoo, TE_QUEUE );
    }
    ITTAPICallCenter_Release( centre );
    ITAddress_Release( address );
}
