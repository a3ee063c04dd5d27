/*
 * Call centres: agent handlers, agents and their sessions, groups and queues.
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

#ifndef TAPI3_CENTRE_H
#define TAPI3_CENTRE_H

#include "tapi3_private.h"

/*
 * An agent handler is a proxy program that serves the agent functions of one or more lines, and so are all objects that come from it: their methods are
 * requests that this program answers. What it tells comes to the lines that the session has open for that, and is looked at by a thread of its own: who
 * wants to know what a message means has to ask the handler, and the thread that takes messages must not wait for answers.
 *
 * The tables are under session->cs, as those of calls are. Handlers are held by the session as long as their proxies are there, groups by their handler, queues
 * by their group; agents and sessions live as long as the program holds them.
 */

/* A group, or one of its queues: they have a name and a number, and tell when they are gone. */
struct acd
{
    struct object   object;
    struct face     face;               /* ITACDGroup or ITQueue */
    struct session *session;
    struct address *line;               /* of the handler; held */
    GUID            id;                 /* of a queue: its number in the first part */
    BSTR            name;
    BOOL            gone;
    struct acd    **queues;             /* of a group; held */
    ULONG           queue_count;
};

struct agent_handler
{
    struct object    object;
    struct face      face;              /* ITAgentHandler */
    struct session  *session;
    GUID             proxy;             /* what it calls itself; null: nothing */
    BSTR             name;
    BOOL             gone;
    struct address **lines;             /* first addresses of the lines that it serves; held */
    ULONG            line_count;
    struct acd     **groups;            /* held */
    ULONG            group_count;
    ULONG            asked, applied;    /* an old list of groups does not replace a newer one */
};

struct agent
{
    struct object         object;
    struct face           face;         /* ITAgent */
    struct session       *session;
    struct agent_handler *handler;      /* held */
    struct address       *line;         /* it was created on; held */
    HAGENT                handle;
    BSTR                  id;           /* NULL: created without */
    struct agent         *next;         /* of the session's */
};

struct agent_session
{
    struct object         object;
    struct face           face;         /* ITAgentSession */
    struct session       *session;
    struct agent         *agent;        /* held */
    struct address       *line;         /* held */
    struct address       *address;      /* where its calls go; held */
    struct acd           *group;        /* held */
    HAGENTSESSION         handle;
    struct agent_session *next;         /* of the session's */
};

/* A line that may have a proxy */
struct centre_line
{
    struct address       *address;      /* the first of the line; held */
    struct agent_handler *handler;      /* NULL: none; the list holds it */
    BOOL                  known;        /* whether there is one has been found out */
};

enum task_kind { TASK_CHECK, TASK_SERVED, TASK_LEFT, TASK_GROUPS, TASK_AGENT, TASK_SESSION };

struct task
{
    struct task    *next;
    enum task_kind  kind;
    struct address *line;               /* held */
    DWORD           handle, status, state;
};

struct centre
{
    HANDLE                 ready;       /* auto-reset: there is a task, or the end */
    HANDLE                 created;     /* auto-reset: a request that creates something is over, or the end */
    struct task           *first, **last;
    struct centre_line    *lines;
    ULONG                  line_count;
    struct agent_handler **handlers;    /* held */
    ULONG                  handler_count;
    struct agent          *agents;      /* not held */
    struct agent_session  *sessions;    /* not held */
    LONG                   creating;    /* requests on their way whose answer is the handle of an agent or a session */
};

/* centre.c */
/* A request whose answer is a structure that says how large it is; free() it. */
typedef LONG (*ask_func)( struct address *address, HLINE line, const void *what, void *answer );
HRESULT centre_ask( struct address *address, ask_func ask, const void *what, DWORD size, void **out );
/* One field of such an answer, which is size bytes long up to its variable part; out gets 0 if it fails. */
HRESULT centre_ask_field( struct address *address, ask_func ask, const void *what, DWORD size, size_t field, void *out, size_t field_size );
/* Text of such a structure, which a program has written. */
BSTR centre_text( const void *answer, DWORD size, DWORD offset );
/* Entries of such a structure; NULL if they are not inside of it. */
const void *centre_entries( const void *answer, DWORD count, DWORD entry_size, DWORD offset );
void centre_begin_creating( struct session *session );
void centre_end_creating( struct session *session );

/* agenthandler.c */
HRESULT handler_create( struct session *session, const GUID *proxy, BSTR name, struct agent_handler **out );
/* Ask for the groups and their queues, and tell the program what has come and gone. */
HRESULT handler_refresh( struct agent_handler *handler );
/* A group by its number, referenced; NULL if there is none. */
struct acd *handler_group( struct agent_handler *handler, const GUID *id );
void event_agent_handler( struct session *session, struct agent_handler *handler, AGENTHANDLER_EVENT event );

/* acd.c */
struct acd *acd_create( struct session *session, struct address *line, const GUID *id, BOOL queue, BSTR name );
struct acd *acd_from_group( ITACDGroup *group );
void event_group( struct session *session, struct acd *group, ACDGROUP_EVENT event );
void event_queue( struct session *session, struct acd *queue, ACDQUEUE_EVENT event );

/* agent.c */
HRESULT agent_open( struct agent_handler *handler, BSTR id, BSTR pin, ITAgent **out );
struct agent *agent_find( struct session *session, struct address *line, DWORD handle );
struct agent *agent_on_line( struct session *session, struct address *line, struct agent *after );
HRESULT agent_list_sessions( struct agent *agent, IUnknown ***list, ULONG *count );
void event_agent( struct session *session, struct agent *agent, DWORD state );

/* agentsession.c */
HRESULT agent_session_get( struct agent *agent, struct address *line, HAGENTSESSION handle, DWORD address_id, struct acd *group, struct agent_session **out );
struct agent_session *agent_session_find( struct session *session, struct address *line, DWORD handle );
void event_agent_session( struct session *session, struct agent_session *agent_session, AGENT_SESSION_EVENT event );
/* The event of a state, or -1 */
LONG session_event_of_state( DWORD state );

#endif
