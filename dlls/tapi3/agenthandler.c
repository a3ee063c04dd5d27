/*
 * Agent handlers: ITAgentHandler.
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

RECORD_CLASS( agent_handler_event, IID_ITAgentHandlerEvent, IID_ITAgentHandlerEvent, 2, { FIELD_INTERFACE, S_OK }, { FIELD_LONG, S_OK } );

void event_agent_handler( struct session *session, struct agent_handler *handler, AGENTHANDLER_EVENT event )
{
    if (!event_wanted( session, TE_AGENTHANDLER )) return;
    event_post( session, TE_AGENTHANDLER, record_create( &agent_handler_event_class, (struct record_value[])
        { value_interface( &handler->face ), value_number( event ) } ));
}

/* ---- groups and queues ---- */

static LONG ask_groups( struct address *address, HLINE line, const void *what, void *answer )
{
    return lineGetGroupListW( line, answer );
}

static LONG ask_queues( struct address *address, HLINE line, const void *what, void *answer )
{
    return lineGetQueueListW( line, (GUID *)what, answer );
}

static void release_list( struct acd **list, ULONG count )
{
    while (count--) object_release( list[count] );
    free( list );
}

static HRESULT fetch_queues( struct acd *group )
{
    const LINEQUEUEENTRY *entries;
    LINEQUEUELIST *list;
    HRESULT hr;
    DWORD i;

    if (FAILED(hr = centre_ask( group->line, ask_queues, &group->id, sizeof(*list) + 512, (void **)&list ))) return hr;
    if (!(entries = centre_entries( list, list->dwNumEntries, sizeof(*entries), list->dwListOffset ))) hr = TAPI_E_OPERATIONFAILED;
    else if (!(group->queues = calloc( max( list->dwNumEntries, 1 ), sizeof(*group->queues) ))) hr = E_OUTOFMEMORY;
    else
        for (i = 0; i < list->dwNumEntries && SUCCEEDED(hr); i++)
        {
            GUID id = { entries[i].dwQueueID };
            BSTR name = centre_text( list, entries[i].dwNameSize, entries[i].dwNameOffset );

            if (!name || !(group->queues[i] = acd_create( group->session, group->line, &id, TRUE, name ))) hr = E_OUTOFMEMORY;
            else group->queue_count++;
        }
    free( list );
    return hr;
}

/* What the handler has now, all of it in new objects */
static HRESULT fetch_groups( struct agent_handler *handler, struct address *line, struct acd ***out, ULONG *count )
{
    const LINEAGENTGROUPENTRY *entries;
    LINEAGENTGROUPLIST *list;
    struct acd **groups = NULL;
    HRESULT hr;
    DWORD i;

    *count = 0;
    if (FAILED(hr = centre_ask( line, ask_groups, NULL, sizeof(*list) + 512, (void **)&list ))) return hr;
    if (!(entries = centre_entries( list, list->dwNumEntries, sizeof(*entries), list->dwListOffset ))) hr = TAPI_E_OPERATIONFAILED;
    else if (!(groups = calloc( max( list->dwNumEntries, 1 ), sizeof(*groups) ))) hr = E_OUTOFMEMORY;
    else
        for (i = 0; i < list->dwNumEntries && SUCCEEDED(hr); i++)
        {
            BSTR name = centre_text( list, entries[i].dwNameSize, entries[i].dwNameOffset );
            GUID id;

            memcpy( &id, &entries[i].GroupID, sizeof(id) );
            if (!name || !(groups[i] = acd_create( handler->session, line, &id, FALSE, name ))) hr = E_OUTOFMEMORY;
            else
            {
                (*count)++;
                hr = fetch_queues( groups[i] );
                if (hr != E_OUTOFMEMORY && hr != TAPI_E_NOT_INITIALIZED) hr = S_OK;      /* a group without queues is still a group */
            }
        }
    free( list );
    if (SUCCEEDED(hr)) *out = groups;
    else release_list( groups, *count );
    return hr;
}

/* What has come and gone, to be told and released outside of the lock */
struct change
{
    struct acd *object;                 /* held */
    BOOL        queue;
    LONG        event;                  /* -1: only released */
};

struct changes
{
    struct change *list;
    ULONG          count, room;
};

/* With the lock. Takes the reference. */
static void note( struct changes *changes, struct acd *object, BOOL queue, LONG event )
{
    if (changes->count == changes->room)
    {
        const ULONG room = max( 16, changes->room * 2 );
        struct change *list = realloc( changes->list, room * sizeof(*list) );

        if (!list) return;              /* it leaks, and nobody is told: there is no memory for that either */
        changes->list = list;
        changes->room = room;
    }
    changes->list[changes->count++] = (struct change){ object, queue, event };
}

/* With the lock. The new list takes over the objects of the old one that are still there. */
static void merge( struct acd ***list, ULONG *count, struct acd **fresh, ULONG fresh_count, BOOL queues, struct changes *changes )
{
    struct acd **old = *list;
    ULONG i, k;

    for (i = 0; i < *count; i++)
    {
        for (k = 0; k < fresh_count && !IsEqualGUID( &fresh[k]->id, &old[i]->id ); k++) {}
        if (k < fresh_count)
        {
            struct acd *same = fresh[k];

            fresh[k] = old[i];
            if (!queues)
            {
                merge( &fresh[k]->queues, &fresh[k]->queue_count, same->queues, same->queue_count, TRUE, changes );
                same->queues = NULL;
                same->queue_count = 0;
            }
            note( changes, same, queues, -1 );
        }
        else
        {
            ULONG n;

            for (n = 0; n < old[i]->queue_count; n++)
            {
                old[i]->queues[n]->gone = TRUE;
                note( changes, object_addref( old[i]->queues[n] ), TRUE, ACDQE_QUEUE_REMOVED );
            }
            old[i]->gone = TRUE;
            note( changes, old[i], queues, queues ? (LONG)ACDQE_QUEUE_REMOVED : (LONG)ACDGE_GROUP_REMOVED );
        }
    }
    for (k = 0; k < fresh_count; k++)
    {
        ULONG n;

        for (i = 0; i < *count && old[i] != fresh[k]; i++) {}
        if (i < *count) continue;
        note( changes, object_addref( fresh[k] ), queues, queues ? (LONG)ACDQE_NEW_QUEUE : (LONG)ACDGE_NEW_GROUP );
        for (n = 0; n < fresh[k]->queue_count; n++) note( changes, object_addref( fresh[k]->queues[n] ), TRUE, ACDQE_NEW_QUEUE );
    }
    free( old );
    *list = fresh;
    *count = fresh_count;
}

/* The line to ask on, referenced, or NULL */
static struct address *handler_line( struct agent_handler *handler )
{
    struct address *line;

    EnterCriticalSection( &handler->session->cs );
    line = handler->line_count ? object_addref( handler->lines[0] ) : NULL;
    LeaveCriticalSection( &handler->session->cs );
    return line;
}

HRESULT handler_refresh( struct agent_handler *handler )
{
    struct session *session = handler->session;
    struct changes changes = { 0 };
    struct acd **fresh = NULL;
    struct address *line;
    ULONG count, asked, i;
    BOOL first = FALSE, stale;
    HRESULT hr;

    if (session->closed) return TAPI_E_NOT_INITIALIZED;
    if (!(line = handler_line( handler ))) return TAPI_E_NOTSUPPORTED;  /* nobody there any more */
    EnterCriticalSection( &session->cs );
    asked = ++handler->asked;
    LeaveCriticalSection( &session->cs );
    hr = fetch_groups( handler, line, &fresh, &count );
    object_release( line );
    if (FAILED(hr)) return hr;
    EnterCriticalSection( &session->cs );
    if (!(stale = handler->gone || asked < handler->applied))
    {
        first = !handler->applied;
        handler->applied = asked;
        merge( &handler->groups, &handler->group_count, fresh, count, FALSE, &changes );
    }
    LeaveCriticalSection( &session->cs );
    if (stale) release_list( fresh, count );
    for (i = 0; i < changes.count; i++)
    {
        const struct change *change = &changes.list[i];

        if (change->event >= 0 && !first)
        {
            if (change->queue) event_queue( session, change->object, change->event );
            else event_group( session, change->object, change->event );
        }
        object_release( change->object );
    }
    free( changes.list );
    return S_OK;
}

struct acd *handler_group( struct agent_handler *handler, const GUID *id )
{
    struct acd *group = NULL;
    ULONG i;

    EnterCriticalSection( &handler->session->cs );
    for (i = 0; i < handler->group_count && !group; i++)
        if (IsEqualGUID( &handler->groups[i]->id, id )) group = object_addref( handler->groups[i] );
    LeaveCriticalSection( &handler->session->cs );
    return group;
}

/* ---- ITAgentHandler ---- */

static HRESULT WINAPI handler_get_Name( ITAgentHandler *iface, BSTR *out )
{
    struct agent_handler *handler = object_of( iface );

    if (!out) return E_POINTER;
    *out = SysAllocString( handler->name );
    return *out ? S_OK : E_OUTOFMEMORY;
}

static HRESULT WINAPI handler_CreateAgent( ITAgentHandler *iface, ITAgent **out )
{
    if (!out) return E_POINTER;
    return agent_open( object_of( iface ), NULL, NULL, out );
}

static HRESULT WINAPI handler_CreateAgentWithID( ITAgentHandler *iface, BSTR id, BSTR pin, ITAgent **out )
{
    if (!out) return E_POINTER;
    *out = NULL;
    if (!id) return E_POINTER;
    return agent_open( object_of( iface ), id, pin, out );
}

static HRESULT give_groups( ITAgentHandler *iface, VARIANT *variant, IEnumACDGroup **enumerator )
{
    struct agent_handler *handler = object_of( iface );
    IUnknown **list;
    ULONG count, i;
    HRESULT hr;

    if (FAILED(hr = handler_refresh( handler ))) return hr;
    EnterCriticalSection( &handler->session->cs );
    count = handler->group_count;
    if ((list = malloc( max( count, 1 ) * sizeof(*list) )))
        for (i = 0; i < count; i++)
        {
            object_addref( handler->groups[i] );
            list[i] = (IUnknown *)&handler->groups[i]->face;
        }
    LeaveCriticalSection( &handler->session->cs );
    if (!list) return E_OUTOFMEMORY;
    return variant ? list_to_variant( list, count, variant ) : list_to_enumerator( &IID_IEnumACDGroup, list, count, (void **)enumerator );
}

static HRESULT WINAPI handler_EnumerateACDGroups( ITAgentHandler *iface, IEnumACDGroup **out )
{
    if (!out) return E_POINTER;
    *out = NULL;
    return give_groups( iface, NULL, out );
}

static HRESULT WINAPI handler_get_ACDGroups( ITAgentHandler *iface, VARIANT *out )
{
    if (!out) return E_POINTER;
    VariantInit( out );
    return give_groups( iface, out, NULL );
}

/* Calls can go to every address of the lines that the handler serves. */
static HRESULT give_addresses( ITAgentHandler *iface, VARIANT *variant, IEnumAddress **enumerator )
{
    struct agent_handler *handler = object_of( iface );
    struct session *session = handler->session;
    IUnknown **list;
    ULONG count = 0, i, k;

    if (session->closed) return TAPI_E_NOT_INITIALIZED;
    EnterCriticalSection( &session->cs );
    if ((list = malloc( max( session->address_count, 1 ) * sizeof(*list) )))
        for (i = 0; i < session->address_count; i++)
        {
            struct address *address = session->addresses[i];

            for (k = 0; k < handler->line_count && handler->lines[k]->device != address->device; k++) {}
            if (k == handler->line_count) continue;
            object_addref( address );
            list[count++] = (IUnknown *)&address->address;
        }
    LeaveCriticalSection( &session->cs );
    if (!list) return E_OUTOFMEMORY;
    return variant ? list_to_variant( list, count, variant ) : list_to_enumerator( &IID_IEnumAddress, list, count, (void **)enumerator );
}

static HRESULT WINAPI handler_EnumerateUsableAddresses( ITAgentHandler *iface, IEnumAddress **out )
{
    if (!out) return E_POINTER;
    *out = NULL;
    return give_addresses( iface, NULL, out );
}

static HRESULT WINAPI handler_get_UsableAddresses( ITAgentHandler *iface, VARIANT *out )
{
    if (!out) return E_POINTER;
    VariantInit( out );
    return give_addresses( iface, out, NULL );
}

static const ITAgentHandlerVtbl handler_vtbl =
{
    FACE_DISPATCH,
    handler_get_Name, handler_CreateAgent, handler_CreateAgentWithID, handler_EnumerateACDGroups, handler_EnumerateUsableAddresses,
    handler_get_ACDGroups, handler_get_UsableAddresses
};

static void handler_destroy( struct object *object )
{
    struct agent_handler *handler = (struct agent_handler *)object;

    release_list( handler->groups, handler->group_count );
    while (handler->line_count--) object_release( handler->lines[handler->line_count] );
    free( handler->lines );
    SysFreeString( handler->name );
    session_release( handler->session );
    free( handler );
}

static const struct face_entry handler_faces[] = { { &IID_ITAgentHandler, offsetof( struct agent_handler, face ), TRUE } };
static const struct object_class handler_class = { "agent handler", handler_faces, 1, handler_destroy };

/* Takes the name if it succeeds. */
HRESULT handler_create( struct session *session, const GUID *proxy, BSTR name, struct agent_handler **out )
{
    struct agent_handler *handler = object_create( &handler_class, sizeof(*handler), NULL );

    if (!(*out = handler)) return E_OUTOFMEMORY;
    face_init( &handler->face, &handler_vtbl, &handler->object );
    handler->session = session_addref( session );
    handler->proxy = *proxy;
    handler->name = name;
    return S_OK;
}
