/*
 * Agents: ITAgent.
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

RECORD_CLASS( agent_event, IID_ITAgentEvent, IID_ITAgentEvent, 2, { FIELD_INTERFACE, S_OK }, { FIELD_LONG, S_OK } );

/* LINEAGENTSTATEEX_ are the bits of AGENT_STATE, and of AGENT_EVENT. */
C_ASSERT( LINEAGENTSTATEEX_NOTREADY == 1 << AS_NOT_READY && LINEAGENTSTATEEX_UNKNOWN == 1 << AS_UNKNOWN );
C_ASSERT( (int)AE_NOT_READY == (int)AS_NOT_READY && (int)AE_UNKNOWN == (int)AS_UNKNOWN );

static AGENT_STATE state_of( DWORD line_state )
{
    AGENT_STATE state;

    for (state = AS_NOT_READY; state < AS_UNKNOWN; state++)
        if (line_state == 1u << state) break;
    return state;                       /* one that has no name here is AS_UNKNOWN */
}

void event_agent( struct session *session, struct agent *agent, DWORD state )
{
    if (!event_wanted( session, TE_AGENT )) return;
    event_post( session, TE_AGENT, record_create( &agent_event_class, (struct record_value[])
        { value_interface( &agent->face ), value_number( state_of( state )) } ));
}

struct agent *agent_find( struct session *session, struct address *line, DWORD handle )
{
    struct agent *agent;

    EnterCriticalSection( &session->cs );
    for (agent = session->centre->agents; agent; agent = agent->next)
        if (agent->line == line && (DWORD)(ULONG_PTR)agent->handle == handle && object_try_addref( agent )) break;
    LeaveCriticalSection( &session->cs );
    return agent;
}

/* The next agent of a line; takes the reference of the one before. */
struct agent *agent_on_line( struct session *session, struct address *line, struct agent *after )
{
    struct agent *agent;

    EnterCriticalSection( &session->cs );
    for (agent = after ? after->next : session->centre->agents; agent; agent = agent->next)
        if (agent->line == line && object_try_addref( agent )) break;
    LeaveCriticalSection( &session->cs );
    object_release( after );
    return agent;
}

/* ---- sessions ---- */

static LONG ask_sessions( struct address *address, HLINE line, const void *what, void *answer )
{
    const struct agent *agent = what;

    return lineGetAgentSessionList( line, agent->handle, answer );
}

/* The group of a session, referenced: one that the handler has got just now is asked for, and of one that it does not tell there is only the number. */
static struct acd *group_of_session( struct agent *agent, const GUID *id )
{
    struct acd *group;
    BSTR name;

    if ((group = handler_group( agent->handler, id ))) return group;
    if (SUCCEEDED(handler_refresh( agent->handler )) && (group = handler_group( agent->handler, id ))) return group;
    return (name = SysAllocString( L"" )) ? acd_create( agent->session, agent->line, id, FALSE, name ) : NULL;
}

HRESULT agent_list_sessions( struct agent *agent, IUnknown ***out, ULONG *count )
{
    const LINEAGENTSESSIONENTRY *entries;
    LINEAGENTSESSIONLIST *list;
    IUnknown **faces = NULL;
    HRESULT hr;
    DWORD i;

    *count = 0;
    if (FAILED(hr = centre_ask( agent->line, ask_sessions, agent, sizeof(*list) + 512, (void **)&list ))) return hr;
    if (!(entries = centre_entries( list, list->dwNumEntries, sizeof(*entries), list->dwListOffset ))) hr = TAPI_E_OPERATIONFAILED;
    else if (!(faces = malloc( max( list->dwNumEntries, 1 ) * sizeof(*faces) ))) hr = E_OUTOFMEMORY;
    else
        for (i = 0; i < list->dwNumEntries && SUCCEEDED(hr); i++)
        {
            struct agent_session *session;
            struct acd *group;
            GUID id;

            memcpy( &id, &entries[i].GroupID, sizeof(id) );
            if (!(group = group_of_session( agent, &id ))) hr = E_OUTOFMEMORY;
            else if (SUCCEEDED(hr = agent_session_get( agent, agent->line, entries[i].hAgentSession, entries[i].dwWorkingAddressID, group, &session )))
                faces[(*count)++] = (IUnknown *)&session->face;
            object_release( group );
        }
    free( list );
    if (SUCCEEDED(hr)) *out = faces;
    else list_free( faces, *count );
    return hr;
}

static HRESULT give_sessions( ITAgent *iface, VARIANT *variant, IEnumAgentSession **enumerator )
{
    IUnknown **list;
    ULONG count;
    HRESULT hr = agent_list_sessions( object_of( iface ), &list, &count );

    if (FAILED(hr)) return hr;
    return variant ? list_to_variant( list, count, variant ) : list_to_enumerator( &IID_IEnumAgentSession, list, count, (void **)enumerator );
}

static HRESULT WINAPI agent_EnumerateAgentSessions( ITAgent *iface, IEnumAgentSession **out )
{
    if (!out) return E_POINTER;
    *out = NULL;
    return give_sessions( iface, NULL, out );
}

static HRESULT WINAPI agent_get_AgentSessions( ITAgent *iface, VARIANT *out )
{
    if (!out) return E_POINTER;
    VariantInit( out );
    return give_sessions( iface, out, NULL );
}

/* Where the handler of a request writes: kept when the request is given up, since the answer may still come. */
struct made
{
    HAGENT        agent;
    HAGENTSESSION session;
};

static HRESULT create_session( ITAgent *iface, ITACDGroup *group_pointer, ITAddress *address_pointer, BSTR pin, ITAgentSession **out )
{
    struct agent *agent = object_of( iface );
    struct address *address = address_from_interface( (IUnknown *)address_pointer );
    struct acd *group = acd_from_group( group_pointer );
    struct agent_session *made_session;
    struct made *made;
    HLINE line;
    HRESULT hr;

    *out = NULL;
    if (agent->session->closed) return TAPI_E_NOT_INITIALIZED;
    if (!group || group->session != agent->session || !address || address->session != agent->session || address->device != agent->line->device)
        return E_INVALIDARG;
    if (group->gone) return TAPI_E_CALLCENTER_GROUP_REMOVED;
    if (FAILED(address_open( agent->line, &line ))) return E_UNEXPECTED;
    if (!(made = calloc( 1, sizeof(*made) ))) return E_OUTOFMEMORY;
    centre_begin_creating( agent->session );
    hr = request_run( agent->session, lineCreateAgentSessionW( line, agent->handle, pin, address->address_id, &group->id, &made->session ));
    if (SUCCEEDED(hr) && SUCCEEDED(hr = agent_session_get( agent, agent->line, made->session, address->address_id, group, &made_session )))
        *out = (ITAgentSession *)&made_session->face;
    centre_end_creating( agent->session );
    if (hr != TAPI_E_TIMEOUT) free( made );
    return hr;
}

static HRESULT WINAPI agent_CreateSession( ITAgent *iface, ITACDGroup *group, ITAddress *address, ITAgentSession **out )
{
    if (!out) return E_POINTER;
    return create_session( iface, group, address, NULL, out );
}

static HRESULT WINAPI agent_CreateSessionWithPIN( ITAgent *iface, ITACDGroup *group, ITAddress *address, BSTR pin, ITAgentSession **out )
{
    if (!out) return E_POINTER;
    *out = NULL;
    if (!pin) return E_POINTER;
    return create_session( iface, group, address, pin, out );
}

/* ---- who, and what it does ---- */

static HRESULT WINAPI agent_get_ID( ITAgent *iface, BSTR *out )
{
    struct agent *agent = object_of( iface );

    if (!out) return E_POINTER;
    *out = NULL;
    if (!agent->id) return TAPI_E_CALLCENTER_NO_AGENT_ID;
    *out = SysAllocStringLen( agent->id, SysStringLen( agent->id ));
    return *out ? S_OK : E_OUTOFMEMORY;
}

/* The handler hears the same name from TAPI. */
static HRESULT WINAPI agent_get_User( ITAgent *iface, BSTR *out )
{
    WCHAR name[257];
    DWORD size = ARRAYSIZE(name);

    if (!out) return E_POINTER;
    *out = SysAllocString( GetUserNameW( name, &size ) ? name : L"" );
    return *out ? S_OK : E_OUTOFMEMORY;
}

static LONG ask_info( struct address *address, HLINE line, const void *what, void *answer )
{
    const struct agent *agent = what;

    return lineGetAgentInfo( line, agent->handle, answer );
}

static HRESULT get_field( ITAgent *iface, size_t field, void *out, size_t size )
{
    struct agent *agent = object_of( iface );

    return out ? centre_ask_field( agent->line, ask_info, agent, sizeof(LINEAGENTINFO), field, out, size ) : E_POINTER;
}

static HRESULT WINAPI agent_put_State( ITAgent *iface, AGENT_STATE state )
{
    struct agent *agent = object_of( iface );
    HLINE line;
    HRESULT hr;

    if ((ULONG)state > AS_UNKNOWN) return E_INVALIDARG;
    if (FAILED(hr = address_open( agent->line, &line ))) return hr;
    return request_run( agent->session, lineSetAgentStateEx( line, agent->handle, 1u << state, 0 ));
}

static HRESULT WINAPI agent_get_State( ITAgent *iface, AGENT_STATE *out )
{
    LONG state;
    HRESULT hr;

    if (!out) return E_POINTER;
    *out = AS_UNKNOWN;
    if (SUCCEEDED(hr = get_field( iface, offsetof( LINEAGENTINFO, dwAgentState ), &state, sizeof(state) ))) *out = state_of( state );
    return hr;
}

static HRESULT WINAPI agent_put_MeasurementPeriod( ITAgent *iface, LONG period )
{
    struct agent *agent = object_of( iface );
    HLINE line;
    HRESULT hr;

    if (period < 0) return E_INVALIDARG;
    if (FAILED(hr = address_open( agent->line, &line ))) return hr;
    return request_run( agent->session, lineSetAgentMeasurementPeriod( line, agent->handle, period ));
}

#define STATISTIC( type, name, field ) \
    static HRESULT WINAPI agent_get_##name( ITAgent *iface, type *out ) { return get_field( iface, offsetof( LINEAGENTINFO, field ), out, sizeof(*out) ); }

STATISTIC( LONG, MeasurementPeriod, dwMeasurementPeriod )
STATISTIC( CURRENCY, OverallCallRate, cyOverallCallRate )
STATISTIC( LONG, NumberOfACDCalls, dwNumberOfACDCalls )
STATISTIC( LONG, NumberOfIncomingCalls, dwNumberOfIncomingCalls )
STATISTIC( LONG, NumberOfOutgoingCalls, dwNumberOfOutgoingCalls )
STATISTIC( LONG, TotalACDTalkTime, dwTotalACDTalkTime )
STATISTIC( LONG, TotalACDCallTime, dwTotalACDCallTime )
STATISTIC( LONG, TotalWrapUpTime, dwTotalACDWrapUpTime )

static const ITAgentVtbl agent_vtbl =
{
    FACE_DISPATCH,
    agent_EnumerateAgentSessions, agent_CreateSession, agent_CreateSessionWithPIN, agent_get_ID, agent_get_User, agent_put_State, agent_get_State,
    agent_put_MeasurementPeriod, agent_get_MeasurementPeriod, agent_get_OverallCallRate, agent_get_NumberOfACDCalls, agent_get_NumberOfIncomingCalls,
    agent_get_NumberOfOutgoingCalls, agent_get_TotalACDTalkTime, agent_get_TotalACDCallTime, agent_get_TotalWrapUpTime, agent_get_AgentSessions
};

/* ---- the object ---- */

static void agent_destroy( struct object *object )
{
    struct agent *agent = (struct agent *)object, **link;
    struct session *session = agent->session;
    BOOL listed = FALSE;
    HLINE line;

    EnterCriticalSection( &session->cs );
    for (link = &session->centre->agents; *link && *link != agent; link = &(*link)->next) {}
    if (*link)
    {
        *link = agent->next;
        listed = TRUE;
    }
    LeaveCriticalSection( &session->cs );
    /* The program has no other way to say that the agent leaves. */
    if (listed && !session->closed && !agent->handler->gone && SUCCEEDED(address_open( agent->line, &line )))
        request_run( session, lineSetAgentStateEx( line, agent->handle, LINEAGENTSTATEEX_RELEASED, 0 ));
    SysFreeString( agent->id );
    object_release( agent->handler );
    object_release( agent->line );
    session_release( session );
    free( agent );
}

static const struct face_entry agent_faces[] = { { &IID_ITAgent, offsetof( struct agent, face ), TRUE } };
static const struct object_class agent_class = { "agent", agent_faces, 1, agent_destroy };

/* The object of an agent: a handler may say that it is one that is here already. */
static HRESULT agent_get( struct agent_handler *handler, struct address *line, HAGENT handle, BSTR id, struct agent **out )
{
    struct session *session = handler->session;
    struct agent *agent = object_create( &agent_class, sizeof(*agent), NULL ), *other;

    if (!agent) return E_OUTOFMEMORY;
    face_init( &agent->face, &agent_vtbl, &agent->object );
    agent->session = session_addref( session );
    agent->handler = object_addref( handler );
    agent->line = object_addref( line );
    agent->handle = handle;
    if (id && !(agent->id = SysAllocStringLen( id, SysStringLen( id ))))
    {
        object_release( agent );
        return E_OUTOFMEMORY;
    }
    EnterCriticalSection( &session->cs );
    for (other = session->centre->agents; other; other = other->next)
        if (other->line == line && other->handle == handle && object_try_addref( other )) break;
    if (!other)
    {
        agent->next = session->centre->agents;
        session->centre->agents = agent;
    }
    LeaveCriticalSection( &session->cs );
    if (other) object_release( agent );
    *out = other ? other : agent;
    return S_OK;
}

HRESULT agent_open( struct agent_handler *handler, BSTR id, BSTR pin, ITAgent **out )
{
    struct session *session = handler->session;
    struct address *address;
    struct agent *agent;
    struct made *made;
    HLINE line;
    HRESULT hr;

    *out = NULL;
    if (session->closed) return TAPI_E_NOT_INITIALIZED;
    EnterCriticalSection( &session->cs );
    address = handler->line_count ? object_addref( handler->lines[0] ) : NULL;
    LeaveCriticalSection( &session->cs );
    if (!address) return TAPI_E_NOTSUPPORTED;           /* the handler has gone */
    if ((made = calloc( 1, sizeof(*made) )))
    {
        centre_begin_creating( session );
        if (SUCCEEDED(hr = address_open( address, &line )))
            hr = request_run( session, lineCreateAgentW( line, id, pin, &made->agent ));
        if (SUCCEEDED(hr) && SUCCEEDED(hr = agent_get( handler, address, made->agent, id, &agent ))) *out = (ITAgent *)&agent->face;
        centre_end_creating( session );
        if (hr != TAPI_E_TIMEOUT) free( made );
    }
    else hr = E_OUTOFMEMORY;
    object_release( address );
    return hr;
}
