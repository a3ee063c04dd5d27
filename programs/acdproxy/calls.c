/*
 * Calls that wait in queues, and the agents that get them.
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

#include "acd.h"

struct call calls[MAX_CALLS];

static void queue_message( DWORD queue )
{
    lineProxyMessage( acd_line, 0, LINE_QUEUESTATUS, queue + 1, LINEQUEUESTATUS_UPDATEINFO, 0 );
}

static struct call *find_call( HCALL handle )
{
    DWORD i;

    for (i = 0; i < MAX_CALLS; i++) if (handle && calls[i].handle == handle) return &calls[i];
    return NULL;
}

static DWORD seconds_since( DWORD tick )
{
    return (GetTickCount() - tick) / 1000;
}

DWORD calls_waiting( DWORD queue, DWORD *longest )
{
    DWORD i, count = 0;

    *longest = 0;
    for (i = 0; i < MAX_CALLS; i++)
    {
        if (!calls[i].handle || calls[i].queue != queue) continue;
        *longest = max( *longest, seconds_since( calls[i].arrived ) );
        count++;
    }
    return count;
}

void calls_new( HCALL handle, DWORD address )
{
    DWORD i;

    for (i = 0; i < MAX_CALLS && calls[i].handle; i++) continue;
    if (i == MAX_CALLS)
    {
        say( L"the queues are full" );
        lineDrop( handle, NULL, 0 );
        return;
    }
    memset( &calls[i], 0, sizeof(calls[i]) );
    calls[i].handle = handle;
    calls[i].queue = address % NUM_GROUPS;
    calls[i].arrived = GetTickCount();
    queues[calls[i].queue].total++;
    say( L"a call waits in the %ls", queues[calls[i].queue].name );
    queue_message( calls[i].queue );
    calls_distribute();
}

/* A call is no longer in its queue. */
static void call_left( struct call *call, DWORD *counter )
{
    DWORD waited = seconds_since( call->arrived ), queue = call->queue;

    queues[queue].waited += waited;
    queues[queue].longest_wait = max( queues[queue].longest_wait, waited );
    ++*counter;
    call->handle = 0;
    queue_message( queue );
}

void calls_state( HCALL handle, DWORD state )
{
    struct call *call = find_call( handle );

    if (state != LINECALLSTATE_IDLE) return;
    /* one that is being redirected ends here when an agent gets it, or when the caller gives up: the reply tells which */
    if (call && call->session) call->ended = TRUE;
    else if (call) call_left( call, &queues[call->queue].abandoned );
    lineDeallocateCall( handle );
}

/* The session that has waited longest for a call of a queue; they stand in the order of logging in. */
static struct session *ready_session( DWORD queue )
{
    DWORD i;

    for (i = 0; i < MAX_SESSIONS; i++)
        if (sessions[i].handle && sessions[i].group == queue && sessions[i].state == LINEAGENTSESSIONSTATE_READY) return &sessions[i];
    return NULL;
}

static struct call *oldest_call( DWORD queue )
{
    struct call *oldest = NULL;
    DWORD i;

    for (i = 0; i < MAX_CALLS; i++)
    {
        if (!calls[i].handle || calls[i].queue != queue || calls[i].request) continue;
        if (!oldest || (LONG)(calls[i].arrived - oldest->arrived) < 0) oldest = &calls[i];
    }
    return oldest;
}

void calls_distribute(void)
{
    struct session *session;
    struct call *call;
    DWORD queue;

    for (queue = 0; queue < NUM_GROUPS; queue++)
    {
        while ((session = ready_session( queue )) && (call = oldest_call( queue )))
        {
            call->request = lineRedirectW( call->handle, session->agent->name, 0 );
            if (call->request < 0)
            {
                say( L"the line cannot redirect calls: error %#lx", (DWORD)call->request );
                call->request = 0;
                return;
            }
            say( L"a call goes to %ls", session->agent->name );
            call->session = session;
            acd_session_busy( session, seconds_since( call->arrived ) );
        }
    }
}

void calls_reply( LONG request, LONG result )
{
    struct session *session;
    DWORD i;

    for (i = 0; i < MAX_CALLS && (!calls[i].handle || calls[i].request != request); i++) continue;
    if (i == MAX_CALLS) return;
    session = calls[i].session;
    if (!result)
    {
        call_left( &calls[i], &queues[calls[i].queue].flowed_out );
        return;
    }
    if (calls[i].ended)
    {
        call_left( &calls[i], &queues[calls[i].queue].abandoned );
        acd_session_idle( session );
        return;
    }
    /* it waits on; this agent is asked again when ready the next time */
    say( L"agent %ls did not get the call: error %#lx", session->agent->name, (DWORD)result );
    calls[i].request = 0;
    calls[i].session = NULL;
    session->next_state = LINEAGENTSESSIONSTATE_NOTREADY;
    acd_session_idle( session );
}
