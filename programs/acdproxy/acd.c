/*
 * Who is logged in, for which groups, and in which state.
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
#include <wchar.h>

#include "acd.h"

const struct group groups[NUM_GROUPS] =
{
    { L"Sales",   { 0x5a1e5000, 0x0001, 0x4acd, { 0x80, 0, 0, 0, 0, 0, 0, 1 } } },
    { L"Support", { 0x5a1e5000, 0x0002, 0x4acd, { 0x80, 0, 0, 0, 0, 0, 0, 2 } } },
};

const WCHAR *const activities[NUM_ACTIVITIES] = { L"Telephone calls", L"Paperwork", L"Break" };

struct queue queues[NUM_GROUPS] = { { L"Sales queue", 3600 }, { L"Support queue", 3600 } };
struct agent agents[MAX_AGENTS];
struct session sessions[MAX_SESSIONS];
struct seat seats[MAX_SEATS];

static struct { WCHAR name[MAX_NAME], pin[MAX_NAME]; } allowed[MAX_AGENTS];
static DWORD num_allowed;
/* Handles count up, so that an old one never names a new agent. */
static DWORD last_handle = 0x1000;

BOOL acd_allow( const WCHAR *name, const WCHAR *pin )
{
    if (num_allowed == MAX_AGENTS) return FALSE;
    wcsncpy( allowed[num_allowed].name, name, MAX_NAME - 1 );
    wcsncpy( allowed[num_allowed++].pin, pin, MAX_NAME - 1 );
    return TRUE;
}

static LONG check_pin( const WCHAR *name, const WCHAR *pin )
{
    DWORD i;

    for (i = 0; i < num_allowed; i++)
        if (!wcscmp( allowed[i].name, name )) return wcscmp( allowed[i].pin, pin ) ? (LONG)LINEERR_INVALPASSWORD : 0;
    return num_allowed ? (LONG)LINEERR_INVALAGENTID : 0;
}

struct agent *acd_agent( DWORD handle )
{
    DWORD i;

    for (i = 0; handle && i < MAX_AGENTS; i++) if (agents[i].handle == handle) return &agents[i];
    return NULL;
}

struct session *acd_session( DWORD handle )
{
    DWORD i;

    for (i = 0; handle && i < MAX_SESSIONS; i++) if (sessions[i].handle == handle) return &sessions[i];
    return NULL;
}

DWORD acd_group( const GUID *id )
{
    DWORD i;

    for (i = 0; i < NUM_GROUPS && memcmp( &groups[i].id, id, sizeof(*id) ); i++) continue;
    return i;
}

/* ---- agents -------------------------------------------------------------------------------------------------------- */

LONG acd_create_agent( const WCHAR *name, const WCHAR *pin, DWORD *handle )
{
    LONG ret;
    DWORD i;

    if (!name[0] || wcslen( name ) >= MAX_NAME) return LINEERR_INVALAGENTID;
    if ((ret = check_pin( name, pin ))) return ret;
    for (i = 0; i < MAX_AGENTS && agents[i].handle; i++) continue;
    if (i == MAX_AGENTS) return LINEERR_RESOURCEUNAVAIL;
    memset( &agents[i], 0, sizeof(agents[i]) );
    wcscpy( agents[i].name, name );
    agents[i].state = agents[i].next_state = LINEAGENTSTATEEX_NOTREADY;
    agents[i].period = 3600;
    *handle = agents[i].handle = ++last_handle;
    say( L"agent %ls is here", name );
    lineProxyMessage( acd_line, 0, LINE_AGENTSTATUSEX, *handle, LINEAGENTSTATUSEX_NEWAGENT | LINEAGENTSTATUSEX_STATE, agents[i].state );
    return 0;
}

static void end_sessions_of( struct agent *agent )
{
    DWORD i;

    for (i = 0; i < MAX_SESSIONS; i++)
        if (sessions[i].handle && sessions[i].agent == agent) acd_set_session_state( sessions[i].handle, LINEAGENTSESSIONSTATE_RELEASED, 0 );
}

LONG acd_set_agent_state( DWORD handle, DWORD state, DWORD next_state )
{
    const DWORD settable = LINEAGENTSTATEEX_NOTREADY | LINEAGENTSTATEEX_READY | LINEAGENTSTATEEX_RELEASED;
    struct agent *agent = acd_agent( handle );

    if (!agent) return LINEERR_INVALAGENTID;
    if ((state | next_state) & ~settable) return LINEERR_INVALAGENTSTATE;
    if (next_state) agent->next_state = next_state;
    if (!state) return 0;
    agent->state = state;
    lineProxyMessage( acd_line, 0, LINE_AGENTSTATUSEX, handle, LINEAGENTSTATUSEX_STATE, state );
    if (state == LINEAGENTSTATEEX_RELEASED)
    {
        say( L"agent %ls has gone", agent->name );
        end_sessions_of( agent );
        agent->handle = 0;
    }
    else calls_distribute();
    return 0;
}

/* ---- sessions ------------------------------------------------------------------------------------------------------ */

static void session_message( const struct session *session, DWORD status )
{
    lineProxyMessage( acd_line, 0, LINE_AGENTSESSIONSTATUS, session->handle, status | LINEAGENTSESSIONSTATUS_STATE, session->state );
}

/* Days since the end of 1899, as OLE automation counts. */
static DATE now_as_date(void)
{
    ULARGE_INTEGER time;
    FILETIME file_time;

    GetSystemTimeAsFileTime( &file_time );
    time.LowPart = file_time.dwLowDateTime;
    time.HighPart = file_time.dwHighDateTime;
    return time.QuadPart / 864e9 - 109205;
}

LONG acd_create_session( DWORD agent, const WCHAR *pin, const GUID *group, DWORD address, DWORD *handle )
{
    struct session *session;
    DWORD i, index;
    LONG ret;

    if (!acd_agent( agent )) return LINEERR_INVALAGENTID;
    if ((index = acd_group( group )) == NUM_GROUPS) return LINEERR_INVALAGENTGROUP;
    if ((ret = check_pin( acd_agent( agent )->name, pin ))) return ret;
    for (i = 0; i < MAX_SESSIONS && sessions[i].handle; i++) continue;
    if (i == MAX_SESSIONS) return LINEERR_RESOURCEUNAVAIL;
    session = &sessions[i];
    memset( session, 0, sizeof(*session) );
    session->agent = acd_agent( agent );
    session->group = index;
    session->address = address;
    session->state = session->next_state = LINEAGENTSESSIONSTATE_NOTREADY;
    session->started = now_as_date();
    session->started_tick = GetTickCount();
    *handle = session->handle = ++last_handle;
    say( L"agent %ls joins %ls", session->agent->name, groups[index].name );
    session_message( session, LINEAGENTSESSIONSTATUS_NEWSESSION );
    return 0;
}

LONG acd_set_session_state( DWORD handle, DWORD state, DWORD next_state )
{
    const DWORD settable = ~(DWORD)LINEAGENTSESSIONSTATE_BUSYONCALL;
    struct session *session = acd_session( handle );

    if (!session) return LINEERR_INVALPARAM;
    if ((state | next_state) & ~settable) return LINEERR_INVALAGENTSESSIONSTATE;
    if (next_state) session->next_state = next_state;
    if (!state) return 0;
    if (session->state == LINEAGENTSESSIONSTATE_BUSYONCALL) acd_session_idle( session );
    session->state = state;
    session_message( session, 0 );
    if (state == LINEAGENTSESSIONSTATE_RELEASED) session->handle = 0;
    else if (state == LINEAGENTSESSIONSTATE_READY) calls_distribute();
    return 0;
}

void acd_session_busy( struct session *session, DWORD waited )
{
    session->state = LINEAGENTSESSIONSTATE_BUSYONCALL;
    session->busy_since = GetTickCount();
    session->calls++;
    session->answered += waited;
    session->longest_answer = max( session->longest_answer, waited );
    session->agent->calls++;
    session->agent->state = LINEAGENTSTATEEX_BUSYACD;
    session_message( session, 0 );
    lineProxyMessage( acd_line, 0, LINE_AGENTSTATUSEX, session->agent->handle, LINEAGENTSTATUSEX_STATE, session->agent->state );
}

void acd_session_idle( struct session *session )
{
    DWORD talked = (GetTickCount() - session->busy_since) / 1000;

    session->talk_time += talked;
    session->agent->talk_time += talked;
    session->agent->state = LINEAGENTSTATEEX_READY;
    session->state = session->next_state;
    session_message( session, LINEAGENTSESSIONSTATUS_UPDATEINFO );
}
