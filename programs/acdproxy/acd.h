/*
 * A small automatic call distributor: what it keeps, and what its parts do for each other.
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

#ifndef WINE_TELEPHONY_ACDPROXY_ACD_H
#define WINE_TELEPHONY_ACDPROXY_ACD_H

#include <windef.h>
#include <winbase.h>
#include <tapi.h>

/*
 * A call comes in on the line and goes to the queue of its address. It waits there until an agent has a session of that queue's group
 * that is ready; then it is redirected to the extension that the agent gave as its name.
 */

#define MAX_NAME      40
#define MAX_AGENTS    200
#define MAX_SESSIONS  400
#define MAX_CALLS     200
#define MAX_SEATS     64        /* addresses with an agent of TAPI 2.0, who has no handle */
#define NUM_GROUPS    2
#define NUM_ACTIVITIES 3
#define HANDLER_NAME  L"Wine Telephony sample ACD"

struct group                    /* group n has queue n + 1 */
{
    const WCHAR *name;
    GUID         id;
};

struct queue
{
    const WCHAR *name;
    DWORD        period;        /* of measurement, seconds */
    DWORD        total, abandoned, flowed_out;
    DWORD        longest_wait, waited;      /* seconds; waited: of all calls that have left */
};

struct agent
{
    DWORD handle;               /* 0: a free slot */
    WCHAR name[MAX_NAME];
    DWORD state, next_state;    /* LINEAGENTSTATEEX_xxx */
    DWORD period;
    DWORD calls, talk_time;
};

struct session
{
    DWORD         handle;       /* 0: a free slot */
    struct agent *agent;
    DWORD         group;        /* index */
    DWORD         address;
    DWORD         state, next_state;        /* LINEAGENTSESSIONSTATE_xxx */
    DATE          started;
    DWORD         started_tick;
    DWORD         calls, talk_time, longest_answer, answered;
    DWORD         busy_since;
};

struct seat
{
    BOOL  member[NUM_GROUPS];
    DWORD state, next_state;    /* LINEAGENTSTATE_xxx */
    DWORD activity;             /* index */
};

struct call
{
    HCALL           handle;     /* 0: a free slot */
    DWORD           queue;      /* index */
    DWORD           arrived;    /* tick */
    LONG            request;    /* of lineRedirect, 0: it waits */
    struct session *session;    /* it is being redirected to */
    BOOL            ended;      /* the caller has gone meanwhile */
};

extern const struct group groups[NUM_GROUPS];
extern const WCHAR *const activities[NUM_ACTIVITIES];
extern struct queue queues[NUM_GROUPS];
extern struct agent agents[MAX_AGENTS];
extern struct session sessions[MAX_SESSIONS];
extern struct seat seats[MAX_SEATS];
extern struct call calls[MAX_CALLS];

/* The open line of the ACD. */
extern HLINE acd_line;
extern DWORD acd_addresses;

/* ---- acd.c: agents and sessions. All return 0 or a LINEERR_xxx ---- */

/* An agent may log in with that name and PIN; without any such entry all may. FALSE: too many. */
BOOL acd_allow( const WCHAR *name, const WCHAR *pin );
LONG acd_create_agent( const WCHAR *name, const WCHAR *pin, DWORD *handle );
LONG acd_set_agent_state( DWORD handle, DWORD state, DWORD next_state );
LONG acd_create_session( DWORD agent, const WCHAR *pin, const GUID *group, DWORD address, DWORD *handle );
LONG acd_set_session_state( DWORD handle, DWORD state, DWORD next_state );
struct agent *acd_agent( DWORD handle );
struct session *acd_session( DWORD handle );
/* Index of a group, or NUM_GROUPS. */
DWORD acd_group( const GUID *id );
/* A call goes to a session, or has left it. */
void acd_session_busy( struct session *session, DWORD waited );
void acd_session_idle( struct session *session );

/* ---- calls.c: the queues ---- */

void calls_new( HCALL call, DWORD address );
void calls_state( HCALL call, DWORD state );
void calls_reply( LONG request, LONG result );
/* An agent is ready: give it the call that has waited longest. */
void calls_distribute(void);
DWORD calls_waiting( DWORD queue, DWORD *longest );

/* ---- answers.c: what applications ask ---- */

/* Fills in the answer; returns what lineProxyResponse is to say. */
LONG answer_request( LINEPROXYREQUEST *request );

/* ---- main.c ---- */

void say( const WCHAR *format, ... );

#endif
