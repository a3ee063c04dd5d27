/*
 * Call centres: which lines have agent handlers, and what these tell.
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

#define VERSION_2_2   0x00020002
#define LARGEST       0x40000           /* answer of a handler */

/* What the objects here need a proxy for: all that came with TAPI 2.2. */
#define FIRST_NEEDED  LINEPROXYREQUEST_CREATEAGENT
#define LAST_NEEDED   LINEPROXYREQUEST_SETAGENTSTATEEX

struct sizes { DWORD total, needed, used; };

/* ---- requests ---- */

HRESULT centre_ask( struct address *address, ask_func ask, const void *what, DWORD size, void **out )
{
    struct sizes *answer = NULL;
    HLINE line;
    HRESULT hr;

    *out = NULL;
    if (FAILED(hr = address_open( address, &line ))) return hr;
    for (;;)
    {
        struct sizes *more = realloc( answer, size );

        if (!more)
        {
            hr = E_OUTOFMEMORY;
            break;
        }
        answer = more;
        memset( answer, 0, size );
        answer->total = size;
        hr = request_run( address->session, ask( address, line, what, answer ));
        if (hr == TAPI_E_TIMEOUT) return hr;    /* the answer may still come: its place is not given back */
        if (FAILED(hr) || answer->needed <= size || answer->needed > LARGEST) break;
        size = answer->needed;
    }
    if (FAILED(hr)) free( answer );
    else *out = answer;
    return hr;
}

HRESULT centre_ask_field( struct address *address, ask_func ask, const void *what, DWORD size, size_t field, void *out, size_t field_size )
{
    void *answer;
    HRESULT hr;

    memset( out, 0, field_size );
    if (FAILED(hr = centre_ask( address, ask, what, size, &answer ))) return hr;
    memcpy( out, (const BYTE *)answer + field, field_size );
    free( answer );
    return S_OK;
}

const void *centre_entries( const void *answer, DWORD count, DWORD entry_size, DWORD offset )
{
    const struct sizes *sizes = answer;

    if (offset > sizes->total || count > (sizes->total - offset) / entry_size) return NULL;
    return (const BYTE *)answer + offset;
}

BSTR centre_text( const void *answer, DWORD size, DWORD offset )
{
    const struct sizes *sizes = answer;
    const WCHAR *text = (const WCHAR *)((const BYTE *)answer + offset);
    UINT length = 0;

    if (offset > sizes->total || size > sizes->total - offset) size = 0;
    while (length < size / sizeof(WCHAR) && text[length]) length++;
    return SysAllocStringLen( length ? text : NULL, length );
}

static LONG ask_caps( struct address *address, HLINE line, const void *what, void *answer )
{
    return lineGetAgentCapsW( address->session->line_app, address->device, address->address_id, address->version, answer );
}

/* ---- lines and their handlers ---- */

/* With session->cs. NULL: not watched */
static struct centre_line *find_line( struct centre *centre, struct address *address )
{
    ULONG i;

    for (i = 0; i < centre->line_count; i++)
        if (centre->lines[i].address == address) return &centre->lines[i];
    return NULL;
}

static BOOL is_served( struct address *address )
{
    struct { LINEPROXYREQUESTLIST list; DWORD kinds[64]; } status = { { sizeof(status) } };
    const DWORD *kinds;
    DWORD i, found = 0;

    if (lineGetProxyStatus( address->session->line_app, address->device, address->version, &status.list )) return FALSE;
    if (!(kinds = centre_entries( &status, status.list.dwNumEntries, sizeof(DWORD), status.list.dwListOffset ))) return FALSE;
    for (i = 0; i < status.list.dwNumEntries; i++)
        if (kinds[i] >= FIRST_NEEDED && kinds[i] <= LAST_NEEDED) found |= 1u << kinds[i];
    for (i = FIRST_NEEDED; i <= LAST_NEEDED; i++)
        if (!(found & 1u << i)) return FALSE;
    return TRUE;
}

/* A line belongs to a handler: a known one with that GUID, or the new one. TRUE if it is the new one. */
static BOOL line_joins( struct session *session, struct address *address, struct agent_handler *fresh, struct agent_handler **out )
{
    static const GUID none;
    struct agent_handler *handler = NULL, **handlers;
    struct centre *centre = session->centre;
    struct centre_line *line;
    struct address **lines;
    BOOL is_new = FALSE;
    ULONG i;

    *out = NULL;
    EnterCriticalSection( &session->cs );
    if (!session->closed && (line = find_line( centre, address )) && !line->handler)
    {
        for (i = 0; i < centre->handler_count && !handler; i++)
            if (!IsEqualGUID( &fresh->proxy, &none ) && IsEqualGUID( &fresh->proxy, &centre->handlers[i]->proxy )) handler = centre->handlers[i];
        if (!handler && (handlers = realloc( centre->handlers, (centre->handler_count + 1) * sizeof(*handlers) )))
        {
            centre->handlers = handlers;
            handlers[centre->handler_count++] = handler = object_addref( fresh );
            is_new = TRUE;
        }
        if (handler && (lines = realloc( handler->lines, (handler->line_count + 1) * sizeof(*lines) )))
        {
            handler->lines = lines;
            lines[handler->line_count++] = object_addref( address );
            line->handler = handler;
            *out = object_addref( handler );
        }
        line->known = TRUE;
    }
    LeaveCriticalSection( &session->cs );
    return is_new;
}

/* Find out whether a line has a handler. The first time nobody is told: it was there before the program asked. */
static void check_line( struct session *session, struct address *address )
{
    struct agent_handler *fresh, *handler = NULL;
    struct centre *centre = session->centre;
    struct centre_line *line;
    BOOL needed, known = FALSE;
    LINEAGENTCAPS *caps = NULL;
    GUID proxy = { 0 };
    HLINE handle;
    BSTR name;

    EnterCriticalSection( &session->cs );
    if ((needed = (line = find_line( centre, address )) && !line->handler)) known = line->known;
    LeaveCriticalSection( &session->cs );
    if (!needed || FAILED(address_open( address, &handle ))) return;    /* opening it makes it tell what happens */
    if (!is_served( address ))
    {
        EnterCriticalSection( &session->cs );
        if ((line = find_line( centre, address ))) line->known = TRUE;
        LeaveCriticalSection( &session->cs );
        return;
    }
    if (SUCCEEDED(centre_ask( address, ask_caps, NULL, sizeof(*caps) + 256, (void **)&caps )))
    {
        if (caps->dwUsedSize >= sizeof(*caps)) proxy = caps->ProxyGUID;
        name = centre_text( caps, caps->dwAgentHandlerInfoSize, caps->dwAgentHandlerInfoOffset );
        free( caps );
    }
    else name = SysAllocString( L"" );          /* it serves agents, but says nothing of itself */
    if (!name || FAILED(handler_create( session, &proxy, name, &fresh )))
    {
        ERR( "no memory for the agent handler of line %lu\n", address->device );
        SysFreeString( name );
        return;
    }
    if (line_joins( session, address, fresh, &handler ))
    {
        if (FAILED(handler_refresh( handler ))) WARN( "the agent handler %s tells no groups\n", debugstr_w( handler->name ));
        if (known) event_agent_handler( session, handler, AHE_NEW_AGENTHANDLER );
    }
    object_release( handler );
    object_release( fresh );
}

/* The proxy of a line has closed it. */
static void line_left( struct session *session, struct address *address )
{
    struct agent_handler *handler = NULL;
    struct centre *centre = session->centre;
    struct centre_line *line;
    BOOL removed = FALSE;
    ULONG i, k;

    EnterCriticalSection( &session->cs );
    if ((line = find_line( centre, address )) && (handler = line->handler))
    {
        line->handler = NULL;
        object_addref( handler );
        for (i = 0; i < handler->line_count && handler->lines[i] != address; i++) {}
        if (i < handler->line_count) handler->lines[i] = handler->lines[--handler->line_count];
        if (!handler->line_count)
        {
            removed = handler->gone = TRUE;
            for (i = 0; i < handler->group_count; i++)
            {
                handler->groups[i]->gone = TRUE;
                for (k = 0; k < handler->groups[i]->queue_count; k++) handler->groups[i]->queues[k]->gone = TRUE;
            }
            for (i = 0; centre->handlers[i] != handler; i++) {}
            centre->handlers[i] = centre->handlers[--centre->handler_count];
        }
    }
    LeaveCriticalSection( &session->cs );
    if (!handler) return;
    object_release( address );          /* the handler's */
    if (removed)
    {
        event_agent_handler( session, handler, AHE_AGENTHANDLER_REMOVED );
        object_release( handler );      /* the list's */
    }
    object_release( handler );
}

/* Watch a line from now on. */
static HRESULT watch_line( struct session *session, struct address *address )
{
    struct centre *centre = session->centre;
    struct centre_line *lines;
    HRESULT hr = S_OK;

    if (address->address_id || address->version < VERSION_2_2) return S_OK;
    EnterCriticalSection( &session->cs );
    if (!session->closed && !find_line( centre, address ))
    {
        if ((lines = realloc( centre->lines, (centre->line_count + 1) * sizeof(*lines) )))
        {
            centre->lines = lines;
            lines[centre->line_count++] = (struct centre_line){ object_addref( address ) };
        }
        else hr = E_OUTOFMEMORY;
    }
    LeaveCriticalSection( &session->cs );
    return hr;
}

/* ---- tasks ---- */

static void centre_post( struct session *session, enum task_kind kind, struct address *line, DWORD handle, DWORD status, DWORD state )
{
    struct task *task = malloc( sizeof(*task) );
    BOOL posted;

    if (!task)
    {
        ERR( "no memory to look at what an agent handler tells\n" );
        return;
    }
    *task = (struct task){ NULL, kind, object_addref( line ), handle, status, state };
    EnterCriticalSection( &session->cs );
    if ((posted = session->centre && !session->closed))
    {
        *session->centre->last = task;
        session->centre->last = &task->next;
        SetEvent( session->centre->ready );
    }
    LeaveCriticalSection( &session->cs );
    if (posted) return;
    object_release( line );
    free( task );
}

void centre_begin_creating( struct session *session )
{
    InterlockedIncrement( &session->centre->creating );
}

void centre_end_creating( struct session *session )
{
    InterlockedDecrement( &session->centre->creating );
    SetEvent( session->centre->created );
}

/* A message may come before the request that made its object has ended. */
static void wait_created( struct session *session )
{
    while (session->centre->creating && !session->closed) WaitForSingleObject( session->centre->created, INFINITE );
}

static void agent_changed( struct session *session, const struct task *task )
{
    struct agent *agent;

    if (!(agent = agent_find( session, task->line, task->handle )))
    {
        wait_created( session );
        if (!(agent = agent_find( session, task->line, task->handle ))) return;         /* of another program */
    }
    if (task->status & LINEAGENTSTATUSEX_STATE) event_agent( session, agent, task->state );
    object_release( agent );
}

/* A session that nobody here has asked for: of an agent that is known here? */
static struct agent_session *find_new_session( struct session *session, const struct task *task )
{
    struct agent_session *found = NULL;
    struct agent *agent = NULL;

    while (!found && (agent = agent_on_line( session, task->line, agent )))
    {
        IUnknown **list;
        ULONG count;

        if (FAILED(agent_list_sessions( agent, &list, &count ))) continue;
        found = agent_session_find( session, task->line, task->handle );
        list_free( list, count );
    }
    object_release( agent );
    return found;
}

static void session_changed( struct session *session, const struct task *task )
{
    struct agent_session *changed;
    LONG event;

    if (!(changed = agent_session_find( session, task->line, task->handle )))
    {
        wait_created( session );
        changed = agent_session_find( session, task->line, task->handle );
    }
    if (!changed && task->status & LINEAGENTSESSIONSTATUS_NEWSESSION) changed = find_new_session( session, task );
    if (!changed) return;
    if (task->status & LINEAGENTSESSIONSTATUS_NEWSESSION) event_agent_session( session, changed, ASE_NEW_SESSION );
    if (task->status & LINEAGENTSESSIONSTATUS_STATE && (event = session_event_of_state( task->state )) >= 0)
        event_agent_session( session, changed, event );
    object_release( changed );
}

static void groups_changed( struct session *session, const struct task *task )
{
    struct agent_handler *handler = NULL;
    struct centre_line *line;

    EnterCriticalSection( &session->cs );
    if ((line = find_line( session->centre, task->line )) && line->handler) handler = object_addref( line->handler );
    LeaveCriticalSection( &session->cs );
    if (!handler) return;
    handler_refresh( handler );
    object_release( handler );
}

static void run_task( struct session *session, const struct task *task )
{
    switch (task->kind)
    {
    case TASK_CHECK:
    case TASK_SERVED:
        check_line( session, task->line );
        break;
    case TASK_LEFT:
        line_left( session, task->line );
        break;
    case TASK_GROUPS:
        groups_changed( session, task );
        break;
    case TASK_AGENT:
        agent_changed( session, task );
        break;
    case TASK_SESSION:
        session_changed( session, task );
        break;
    }
}

static DWORD CALLBACK centre_thread( void *arg )
{
    struct session *session = arg;
    struct centre *centre = session->centre;

    CoInitializeEx( NULL, COINIT_MULTITHREADED );
    for (;;)
    {
        struct task *task;
        BOOL stop;

        EnterCriticalSection( &session->cs );
        if ((task = centre->first) && !(centre->first = task->next)) centre->last = &centre->first;
        stop = session->closed;
        LeaveCriticalSection( &session->cs );
        if (task)
        {
            if (!stop) run_task( session, task );
            object_release( task->line );
            free( task );
        }
        else if (stop) break;
        else WaitForSingleObject( centre->ready, INFINITE );
    }
    session_release( session );
    CoUninitialize();
    return 0;
}

/* ---- start and end ---- */

static void centre_free( struct centre *centre )
{
    if (centre->ready) CloseHandle( centre->ready );
    if (centre->created) CloseHandle( centre->created );
    free( centre->lines );
    free( centre->handlers );
    free( centre );
}

static HRESULT make_centre( struct session *session )
{
    struct centre *centre = calloc( 1, sizeof(*centre) );
    HRESULT hr = S_OK;
    HANDLE thread;

    if (!centre) return E_OUTOFMEMORY;
    centre->last = &centre->first;
    if (!(centre->ready = CreateEventW( NULL, FALSE, FALSE, NULL )) || !(centre->created = CreateEventW( NULL, FALSE, FALSE, NULL )))
    {
        centre_free( centre );
        return E_OUTOFMEMORY;
    }
    EnterCriticalSection( &session->cs );
    if (session->closed) hr = TAPI_E_NOT_INITIALIZED;
    else if (!session->centre)
    {
        session->centre = centre;
        centre = NULL;
    }
    LeaveCriticalSection( &session->cs );
    if (centre)
    {
        centre_free( centre );          /* another thread was faster */
        return hr;
    }
    session_addref( session );
    if (!(thread = CreateThread( NULL, 0, centre_thread, session, 0, NULL )))
    {
        session_release( session );
        return E_OUTOFMEMORY;
    }
    CloseHandle( thread );
    return S_OK;
}

HRESULT centre_start( struct session *session )
{
    struct address **addresses;
    HRESULT hr = S_OK;
    ULONG count, i;

    if (!session->centre && FAILED(hr = make_centre( session ))) return hr;
    EnterCriticalSection( &session->cs );
    count = session->address_count;
    if ((addresses = malloc( max( count, 1 ) * sizeof(*addresses) )))
        for (i = 0; i < count; i++) addresses[i] = object_addref( session->addresses[i] );
    LeaveCriticalSection( &session->cs );
    if (!addresses) return E_OUTOFMEMORY;
    for (i = 0; i < count; i++)
    {
        if (SUCCEEDED(hr)) hr = watch_line( session, addresses[i] );
        if (SUCCEEDED(hr) && !addresses[i]->address_id) check_line( session, addresses[i] );
        object_release( addresses[i] );
    }
    free( addresses );
    return session->closed ? TAPI_E_NOT_INITIALIZED : hr;
}

HRESULT centre_handlers( struct session *session, IUnknown ***list, ULONG *count )
{
    HRESULT hr;
    ULONG i;

    *count = 0;
    if (FAILED(hr = centre_start( session ))) return hr;
    EnterCriticalSection( &session->cs );
    if ((*list = malloc( max( session->centre->handler_count, 1 ) * sizeof(**list) )))
        for (i = 0; i < session->centre->handler_count; i++)
        {
            object_addref( session->centre->handlers[i] );
            (*list)[(*count)++] = (IUnknown *)&session->centre->handlers[i]->face;
        }
    LeaveCriticalSection( &session->cs );
    return *list ? S_OK : E_OUTOFMEMORY;
}

void centre_stop( struct session *session )
{
    struct centre *centre = session->centre;
    struct agent_handler **handlers;
    struct centre_line *lines;
    ULONG line_count, handler_count;

    if (!centre) return;
    EnterCriticalSection( &session->cs );
    lines = centre->lines;
    line_count = centre->line_count;
    handlers = centre->handlers;
    handler_count = centre->handler_count;
    centre->lines = NULL;
    centre->handlers = NULL;
    centre->line_count = centre->handler_count = 0;
    LeaveCriticalSection( &session->cs );
    SetEvent( centre->ready );
    SetEvent( centre->created );
    while (handler_count--) object_release( handlers[handler_count] );
    while (line_count--) object_release( lines[line_count].address );
    free( handlers );
    free( lines );
}

void centre_release( struct session *session )
{
    if (session->centre) centre_free( session->centre );
}

/* ---- messages ---- */

void centre_line_created( struct session *session, struct address *address )
{
    if (session->centre && SUCCEEDED(watch_line( session, address ))) centre_post( session, TASK_CHECK, address, 0, 0, 0 );
}

void centre_line_removed( struct session *session, struct address *address )
{
    struct centre_line *line;
    BOOL watched = FALSE;

    if (!session->centre) return;
    line_left( session, address );
    EnterCriticalSection( &session->cs );
    if ((line = find_line( session->centre, address )))
    {
        *line = session->centre->lines[--session->centre->line_count];
        watched = TRUE;
    }
    LeaveCriticalSection( &session->cs );
    if (watched) object_release( address );
}

/* The watched line behind a handle: others of the same device hear the same. Referenced */
static struct address *watched_line( struct session *session, HLINE handle )
{
    struct address *address = NULL;
    ULONG i;

    EnterCriticalSection( &session->cs );
    for (i = 0; session->centre && i < session->centre->line_count && !address; i++)
        if (session->centre->lines[i].address->line == handle) address = object_addref( session->centre->lines[i].address );
    LeaveCriticalSection( &session->cs );
    return address;
}

void centre_line_closed( struct session *session, HLINE handle )
{
    struct address *address = watched_line( session, handle );

    if (!address) return;
    centre_post( session, TASK_LEFT, address, 0, 0, 0 );
    object_release( address );
}

void centre_message( struct session *session, const LINEMESSAGE *message )
{
    const DWORD param1 = message->dwParam1, param2 = message->dwParam2, param3 = message->dwParam3;
    struct address *address = watched_line( session, (HLINE)(ULONG_PTR)message->hDevice );

    if (!address) return;
    switch (message->dwMessageID)
    {
    case LINE_PROXYSTATUS:
        if (param1 == LINEPROXYSTATUS_ALLOPENFORACD) centre_post( session, TASK_SERVED, address, 0, 0, 0 );
        else if (param1 == LINEPROXYSTATUS_CLOSE && param2 >= FIRST_NEEDED) centre_post( session, TASK_LEFT, address, 0, 0, 0 );
        break;
    case LINE_AGENTSTATUSEX:
        centre_post( session, TASK_AGENT, address, param1, param2, param3 );
        break;
    case LINE_AGENTSESSIONSTATUS:
        centre_post( session, TASK_SESSION, address, param1, param2, param3 );
        break;
    case LINE_GROUPSTATUS:
        centre_post( session, TASK_GROUPS, address, 0, 0, 0 );
        break;
    case LINE_QUEUESTATUS:
        if (param2 & (LINEQUEUESTATUS_NEWQUEUE | LINEQUEUESTATUS_QUEUEREMOVED)) centre_post( session, TASK_GROUPS, address, 0, 0, 0 );
        break;
    }
    object_release( address );
}
