/*
 * Sessions of agents: ITAgentSession.
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

#include "centre.h"
#include "debug/debug.h"

DEBUG_CHANNEL( tapi3 );

RECORD_CLASS( agent_session_event, IID_ITAgentSessionEvent, IID_ITAgentSessionEvent, 2, { FIELD_INTERFACE, S_OK }, { FIELD_LONG, S_OK } );

/* LINEAGENTSESSIONSTATE_ are the bits of AGENT_SESSION_STATE; the events follow the same order behind ASE_NEW_SESSION. */
C_ASSERT( LINEAGENTSESSIONSTATE_NOTREADY == 1 << ASST_NOT_READY && LINEAGENTSESSIONSTATE_ENDED == 1 << ASST_SESSION_ENDED );
C_ASSERT( (int)ASE_NOT_READY == ASST_NOT_READY + 1 && (int)ASE_END == ASST_SESSION_ENDED + 1 );

/* A session that was released has ended. */
static LONG state_of( DWORD line_state )
{
    LONG state;

    if (line_state == LINEAGENTSESSIONSTATE_RELEASED) return ASST_SESSION_ENDED;
    for (state = ASST_NOT_READY; state <= ASST_SESSION_ENDED; state++)
        if (line_state == 1u << state) return state;
    return -1;
}

LONG session_event_of_state( DWORD line_state )
{
    const LONG state = state_of( line_state );

    return state < 0 ? -1 : state + 1;
}

void event_agent_session( struct session *session, struct agent_session *agent_session, AGENT_SESSION_EVENT event )
{
    if (!event_wanted( session, TE_AGENTSESSION )) return;
    event_post( session, TE_AGENTSESSION, record_create( &agent_session_event_class, (struct record_value[])
        { value_interface( &agent_session->face ), value_number( event ) } ));
}

struct agent_session *agent_session_find( struct session *session, struct address *line, DWORD handle )
{
    struct agent_session *found;

    EnterCriticalSection( &session->cs );
    for (found = session->centre->sessions; found; found = found->next)
        if (found->line == line && (DWORD)(ULONG_PTR)found->handle == handle && object_try_addref( found )) break;
    LeaveCriticalSection( &session->cs );
    return found;
}

/* ---- ITAgentSession ---- */

static HRESULT WINAPI session_get_Agent( ITAgentSession *iface, ITAgent **out )
{
    struct agent_session *session = object_of( iface );

    if (!out) return E_POINTER;
    *out = (ITAgent *)&session->agent->face;
    ITAgent_AddRef( *out );
    return S_OK;
}

static HRESULT WINAPI session_get_Address( ITAgentSession *iface, ITAddress **out )
{
    struct agent_session *session = object_of( iface );

    if (!out) return E_POINTER;
    *out = (ITAddress *)&session->address->address;
    ITAddress_AddRef( *out );
    return S_OK;
}

static HRESULT WINAPI session_get_ACDGroup( ITAgentSession *iface, ITACDGroup **out )
{
    struct agent_session *session = object_of( iface );

    if (!out) return E_POINTER;
    *out = (ITACDGroup *)&session->group->face;
    ITACDGroup_AddRef( *out );
    return S_OK;
}

static HRESULT WINAPI session_put_State( ITAgentSession *iface, AGENT_SESSION_STATE state )
{
    struct agent_session *session = object_of( iface );
    HLINE line;
    HRESULT hr;

    if ((ULONG)state > ASST_SESSION_ENDED) return E_INVALIDARG;
    if (FAILED(hr = address_open( session->line, &line ))) return hr;
    return request_run( session->session, lineSetAgentSessionState( line, session->handle, 1u << state, 0 ));
}

static LONG ask_info( struct address *address, HLINE line, const void *what, void *answer )
{
    const struct agent_session *session = what;

    return lineGetAgentSessionInfo( line, session->handle, answer );
}

static HRESULT get_field( ITAgentSession *iface, size_t field, void *out, size_t size )
{
    struct agent_session *session = object_of( iface );

    return out ? centre_ask_field( session->line, ask_info, session, sizeof(LINEAGENTSESSIONINFO), field, out, size ) : E_POINTER;
}

static HRESULT WINAPI session_get_State( ITAgentSession *iface, AGENT_SESSION_STATE *out )
{
    LONG state;
    HRESULT hr;

    if (!out) return E_POINTER;
    *out = ASST_NOT_READY;
    if (FAILED(hr = get_field( iface, offsetof( LINEAGENTSESSIONINFO, dwAgentSessionState ), &state, sizeof(state) ))) return hr;
    if ((state = state_of( state )) < 0) return TAPI_E_OPERATIONFAILED;
    *out = state;
    return S_OK;
}

#define STATISTIC( type, name, field ) \
    static HRESULT WINAPI session_get_##name( ITAgentSession *iface, type *out ) \
        { return get_field( iface, offsetof( LINEAGENTSESSIONINFO, field ), out, sizeof(*out) ); }

STATISTIC( DATE, SessionStartTime, dateSessionStartTime )
STATISTIC( LONG, SessionDuration, dwSessionDuration )
STATISTIC( LONG, NumberOfCalls, dwNumberOfCalls )
STATISTIC( LONG, TotalTalkTime, dwTotalTalkTime )
STATISTIC( LONG, AverageTalkTime, dwAverageTalkTime )
STATISTIC( LONG, TotalCallTime, dwTotalCallTime )
STATISTIC( LONG, AverageCallTime, dwAverageCallTime )
STATISTIC( LONG, TotalWrapUpTime, dwTotalWrapUpTime )
STATISTIC( LONG, AverageWrapUpTime, dwAverageWrapUpTime )
STATISTIC( CURRENCY, ACDCallRate, cyACDCallRate )
STATISTIC( LONG, LongestTimeToAnswer, dwLongestTimeToAnswer )
STATISTIC( LONG, AverageTimeToAnswer, dwAverageTimeToAnswer )

static const ITAgentSessionVtbl session_vtbl =
{
    FACE_DISPATCH,
    session_get_Agent, session_get_Address, session_get_ACDGroup, session_put_State, session_get_State, session_get_SessionStartTime,
    session_get_SessionDuration, session_get_NumberOfCalls, session_get_TotalTalkTime, session_get_AverageTalkTime, session_get_TotalCallTime,
    session_get_AverageCallTime, session_get_TotalWrapUpTime, session_get_AverageWrapUpTime, session_get_ACDCallRate,
    session_get_LongestTimeToAnswer, session_get_AverageTimeToAnswer
};

/* ---- the object ---- */

static void session_destroy( struct object *object )
{
    struct agent_session *made = (struct agent_session *)object, **link;
    struct session *session = made->session;

    EnterCriticalSection( &session->cs );
    for (link = &session->centre->sessions; *link && *link != made; link = &(*link)->next) {}
    if (*link) *link = made->next;
    LeaveCriticalSection( &session->cs );
    object_release( made->agent );
    object_release( made->line );
    object_release( made->address );
    object_release( made->group );
    session_release( session );
    free( made );
}

static const struct face_entry session_faces[] = { { &IID_ITAgentSession, offsetof( struct agent_session, face ), TRUE } };
static const struct object_class agent_session_class = { "agent session", session_faces, 1, session_destroy };

HRESULT agent_session_get( struct agent *agent, struct address *line, HAGENTSESSION handle, DWORD address_id, struct acd *group, struct agent_session **out )
{
    struct session *session = agent->session;
    struct agent_session *made, *other;
    struct address *address;

    *out = NULL;
    if ((*out = agent_session_find( session, line, (DWORD)(ULONG_PTR)handle ))) return S_OK;
    if (!(address = session_find_address( session, line->device, address_id ))) address = object_addref( line );
    if (!(made = object_create( &agent_session_class, sizeof(*made), NULL )))
    {
        object_release( address );
        return E_OUTOFMEMORY;
    }
    face_init( &made->face, &session_vtbl, &made->object );
    made->session = session_addref( session );
    made->agent = object_addref( agent );
    made->line = object_addref( line );
    made->address = address;
    made->group = object_addref( group );
    made->handle = handle;
    EnterCriticalSection( &session->cs );
    for (other = session->centre->sessions; other; other = other->next)
        if (other->line == line && other->handle == handle && object_try_addref( other )) break;
    if (!other)
    {
        made->next = session->centre->sessions;
        session->centre->sessions = made;
    }
    LeaveCriticalSection( &session->cs );
    if (other) object_release( made );
    *out = other ? other : made;
    return S_OK;
}
