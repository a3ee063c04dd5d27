/*
 * Call hubs: calls that belong together.
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

#include "tapi3_private.h"

/*
 * Calls of one hub have the same call id, which the switch gives them (LINECALLINFO.dwCallID). A call without one is alone in its hub. A hub is made
 * when a program asks for it, and knows its calls by looking.
 */
struct hub
{
    struct object object;
    struct face face;
    struct session *session;
    struct hub *next;                   /* session->hubs */
    DWORD call_id;
    struct call *only;                  /* of a hub without call id; not held, compared only */
    LONG tracked;                       /* calls that hub tracking counts; only the message thread looks at it */
};

/* The calls of a hub; referenced. */
static HRESULT list_calls( struct hub *hub, struct call ***out, ULONG *count )
{
    struct call **calls;
    ULONG all, i, kept = 0;
    HRESULT hr = session_calls( hub->session, NULL, &calls, &all );

    if (FAILED(hr)) return hr;
    for (i = 0; i < all; i++)
    {
        LINECALLINFO *info;
        BOOL member = calls[i] == hub->only;

        if (hub->call_id && SUCCEEDED(call_get_info( calls[i], &info )))
        {
            member = info->dwCallID == hub->call_id;
            free( info );
        }
        if (member && call_get_state( calls[i] ) != CS_DISCONNECTED) calls[kept++] = calls[i];
        else object_release( calls[i] );
    }
    *out = calls;
    *count = kept;
    return S_OK;
}

static void free_calls( struct call **calls, ULONG count )
{
    while (count--) object_release( calls[count] );
    free( calls );
}

static HRESULT WINAPI hub_Clear( ITCallHub *iface )
{
    struct call **calls;
    ULONG count, i;
    HRESULT hr = list_calls( object_of( iface ), &calls, &count ), result = S_OK;

    if (FAILED(hr)) return hr;
    for (i = 0; i < count; i++)
        if (calls[i]->privilege == CP_OWNER &&
            FAILED(hr = ITBasicCallControl2_Disconnect( (ITBasicCallControl2 *)&calls[i]->control, DC_NORMAL ))) result = hr;
    free_calls( calls, count );
    return result;
}

static HRESULT give( void *iface, VARIANT *variant, IEnumCall **enumerator )
{
    struct call **calls;
    IUnknown **faces;
    ULONG count, i;
    HRESULT hr = list_calls( object_of( iface ), &calls, &count );

    if (FAILED(hr)) return hr;
    if ((faces = malloc( max( count, 1 ) * sizeof(*faces) )))
    {
        for (i = 0; i < count; i++) faces[i] = (IUnknown *)&calls[i]->info;
        hr = variant ? collection_variant( ELEMENT_INTERFACE, faces, count, variant )
                     : enumerator_create( &IID_IEnumCall, ELEMENT_INTERFACE, faces, count, (void **)enumerator );
        free( faces );
    }
    else hr = E_OUTOFMEMORY;
    free_calls( calls, count );
    return hr;
}

static HRESULT WINAPI hub_EnumerateCalls( ITCallHub *iface, IEnumCall **out )
{
    if (!out) return E_POINTER;
    *out = NULL;
    return give( iface, NULL, out );
}

static HRESULT WINAPI hub_get_Calls( ITCallHub *iface, VARIANT *out )
{
    if (!out) return E_POINTER;
    VariantInit( out );
    return give( iface, out, NULL );
}

static HRESULT WINAPI hub_get_NumCalls( ITCallHub *iface, LONG *out )
{
    struct call **calls;
    ULONG count;
    HRESULT hr;

    if (!out) return E_POINTER;
    *out = 0;
    if (FAILED(hr = list_calls( object_of( iface ), &calls, &count ))) return hr;
    *out = count;
    free_calls( calls, count );
    return S_OK;
}

static HRESULT WINAPI hub_get_State( ITCallHub *iface, CALLHUB_STATE *state )
{
    LONG count;
    HRESULT hr;

    if (!state) return E_POINTER;
    *state = CHS_IDLE;
    if (FAILED(hr = hub_get_NumCalls( iface, &count ))) return hr;
    if (count) *state = CHS_ACTIVE;
    return S_OK;
}

static const ITCallHubVtbl hub_vtbl = { FACE_DISPATCH, hub_Clear, hub_EnumerateCalls, hub_get_Calls, hub_get_NumCalls, hub_get_State };

static void hub_destroy( struct object *object )
{
    struct hub *hub = (struct hub *)object, **link;

    EnterCriticalSection( &hub->session->cs );
    for (link = &hub->session->hubs; *link && *link != hub; link = &(*link)->next) {}
    if (*link) *link = hub->next;
    LeaveCriticalSection( &hub->session->cs );
    session_release( hub->session );
    free( hub );
}

static const struct face_entry hub_faces[] = { { &IID_ITCallHub, offsetof( struct hub, face ), TRUE } };
static const struct object_class hub_class = { "call hub", hub_faces, 1, hub_destroy };

void hub_forget( struct call *call )
{
    struct hub *hub;

    EnterCriticalSection( &call->session->cs );
    for (hub = call->session->hubs; hub; hub = hub->next)
        if (hub->only == call) hub->only = NULL;
    LeaveCriticalSection( &call->session->cs );
}

HRESULT call_get_hub( struct call *call, ITCallHub **out )
{
    struct session *session = call->session;
    struct hub *hub, *made;
    LINECALLINFO *info;
    DWORD id = 0;
    HRESULT hr;

    if (FAILED(hr = call_get_info( call, &info ))) return hr;
    id = info->dwCallID;
    free( info );
    if (!(made = object_create( &hub_class, sizeof(*made), NULL ))) return E_OUTOFMEMORY;
    face_init( &made->face, &hub_vtbl, &made->object );
    made->session = session_addref( session );
    made->call_id = id;
    if (!id) made->only = call;

    EnterCriticalSection( &session->cs );
    for (hub = session->hubs; hub; hub = hub->next)
        if (hub->call_id == id && (id || hub->only == call) && object_try_addref( hub )) break;
    if (!hub)
    {
        made->next = session->hubs;
        session->hubs = made;
    }
    LeaveCriticalSection( &session->cs );
    if (hub) object_release( made );
    else hub = made;
    *out = (ITCallHub *)&hub->face;
    return S_OK;
}

HRESULT session_hubs( struct session *session, IUnknown ***list, ULONG *count )
{
    struct call **calls;
    ULONG all, i, k;
    HRESULT hr = session_calls( session, NULL, &calls, &all );

    *count = 0;
    if (FAILED(hr)) return hr;
    if (!(*list = malloc( max( all, 1 ) * sizeof(**list) ))) hr = E_OUTOFMEMORY;
    for (i = 0; i < all && SUCCEEDED(hr); i++)
    {
        ITCallHub *hub;

        if (call_get_state( calls[i] ) == CS_DISCONNECTED || FAILED(call_get_hub( calls[i], &hub ))) continue;
        for (k = 0; k < *count && (*list)[k] != (IUnknown *)hub; k++) {}
        if (k < *count) ITCallHub_Release( hub );
        else (*list)[(*count)++] = (IUnknown *)hub;
    }
    free_calls( calls, all );
    return hr;
}

/*
 * Hub tracking: calls join their hub when they have an id, and leave it when they end or the switch gives them another. In the message thread only, which sees
 * all of that in order.
 */
void hub_track( struct call *call, BOOL over )
{
    struct hub *hub = NULL, *old = call->hub;
    ITCallHub *found = NULL;

    if (!old && (over || !call->session->hub_tracking)) return;
    if (!over && call->session->hub_tracking && SUCCEEDED(call_get_hub( call, &found )))
    {
        hub = object_of( found );
        if (!hub->call_id || hub == old)        /* without id it is nobody's but its own */
        {
            ITCallHub_Release( found );
            if (hub == old) return;
            hub = NULL;
        }
    }
    if (!over && !hub) return;
    call->hub = hub;                    /* takes the reference */
    if (old)
    {
        event_call_hub( call->session, (ITCallHub *)&old->face, call, CHE_CALLLEAVE );
        if (!--old->tracked) event_call_hub( call->session, (ITCallHub *)&old->face, NULL, CHE_CALLHUBIDLE );
        object_release( old );
    }
    if (hub)
    {
        if (!hub->tracked++) event_call_hub( call->session, (ITCallHub *)&hub->face, NULL, CHE_CALLHUBNEW );
        event_call_hub( call->session, (ITCallHub *)&hub->face, call, CHE_CALLJOIN );
    }
}
