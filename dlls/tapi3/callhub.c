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
#include "debug/debug.h"

DEBUG_CHANNEL( tapi3 );

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
    DWORD told;                         /* the service calls it so and will tell of its end: the session holds it. 0: it does not. With session->cs */
    HLINE told_line;                    /* that it is told by */
};

/* A call that the program has itself and tracking sees, too, is one call. */
static ULONG drop_shadows( struct call **calls, ULONG count )
{
    ULONG i, k, kept = 0;

    for (i = 0; i < count; i++)
    {
        for (k = 0; calls[i]->shadow && k < count; k++)
            if (calls[k] && !calls[k]->shadow && calls[k]->address == calls[i]->address) break;
        if (!calls[i]->shadow || k == count) continue;
        object_release( calls[i] );
        calls[i] = NULL;
    }
    for (i = 0; i < count; i++)
        if (calls[i]) calls[kept++] = calls[i];
    return kept;
}

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
    kept = drop_shadows( calls, kept );
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
            FAILED(hr = ITBasicCallControl2_Disconnect( (ITBasicCallControl2 *)&calls[i]->control, DC_NORMAL )) &&
            hr != (HRESULT)TAPI_E_INVALCALLSTATE) result = hr;         /* the end of one may have ended the other */
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
    struct hub *hub = object_of( iface );
    LONG count;
    HRESULT hr;

    if (!state) return E_POINTER;
    *state = CHS_IDLE;
    if (FAILED(hr = hub_get_NumCalls( iface, &count ))) return hr;
    /* other programs may still have calls of it */
    EnterCriticalSection( &hub->session->cs );
    if (count || hub->told) *state = CHS_ACTIVE;
    LeaveCriticalSection( &hub->session->cs );
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

static void add_hub( IUnknown **list, ULONG *count, ITCallHub *hub )
{
    ULONG k;

    for (k = 0; k < *count && list[k] != (IUnknown *)hub; k++) {}
    if (k < *count) ITCallHub_Release( hub );
    else list[(*count)++] = (IUnknown *)hub;
}

/* Those of our calls, and those that the service says are still there */
HRESULT session_hubs( struct session *session, IUnknown ***list, ULONG *count )
{
    struct call **calls;
    ULONG all, i, told = 0;
    struct hub *hub;
    HRESULT hr = session_calls( session, NULL, &calls, &all );

    *count = 0;
    if (FAILED(hr)) return hr;
    EnterCriticalSection( &session->cs );
    for (hub = session->hubs; hub; hub = hub->next) told++;
    if ((*list = malloc( (all + told + 1) * sizeof(**list) )))
    {
        for (hub = session->hubs; hub; hub = hub->next)
            if (hub->told && object_try_addref( hub )) (*list)[(*count)++] = (IUnknown *)&hub->face;
    }
    else hr = E_OUTOFMEMORY;
    LeaveCriticalSection( &session->cs );
    for (i = 0; i < all && SUCCEEDED(hr); i++)
    {
        ITCallHub *face;

        if (call_get_state( calls[i] ) != CS_DISCONNECTED && SUCCEEDED(call_get_hub( calls[i], &face ))) add_hub( *list, count, face );
    }
    free_calls( calls, all );
    return hr;
}

/* ---- tracking ---- */

/*
 * Calls that belong together have the same id; tapisrv knows of all of them, and says when the first begins and the last ends (LINE_APPNEWCALLHUB and
 * LINE_CALLHUBCLOSE). Tracking an address opens its line for all calls, whoever has them, so that hubs know them, too: these calls are shadows, of which
 * programs hear by hubs only. A call that the program has itself takes the place of its shadow.
 */

/* The other one of a call and its shadow, if that is in the hub; referenced */
static struct call *find_twin( struct call *call, struct hub *hub )
{
    struct call **calls, *twin = NULL;
    ULONG count;

    if (FAILED(session_calls( call->session, call->address, &calls, &count ))) return NULL;
    while (count--)
    {
        if (!twin && calls[count] != call && calls[count]->shadow != call->shadow && calls[count]->hub == hub) twin = calls[count];
        else object_release( calls[count] );
    }
    free( calls );
    return twin;
}

static void leave( struct call *call, BOOL tell )
{
    struct session *session = call->session;
    struct hub *old = call->hub;
    BOOL told;

    call->hub = NULL;
    if (!old) return;
    if (tell) event_call_hub( session, (ITCallHub *)&old->face, call, CHE_CALLLEAVE );
    EnterCriticalSection( &session->cs );
    told = old->told != 0;
    LeaveCriticalSection( &session->cs );
    if (old->tracked && !--old->tracked && !told && tell) event_call_hub( session, (ITCallHub *)&old->face, NULL, CHE_CALLHUBIDLE );
    object_release( old );
}

/* takes the reference */
static void join( struct call *call, struct hub *hub )
{
    struct session *session = call->session;
    struct call *twin = find_twin( call, hub );
    BOOL told;

    if (twin && call->shadow) object_release( hub );    /* it is there already */
    else if (twin)
    {
        call->hub = twin->hub;          /* without a word */
        twin->hub = NULL;
        object_release( hub );
    }
    else
    {
        EnterCriticalSection( &session->cs );
        told = hub->told != 0;
        LeaveCriticalSection( &session->cs );
        call->hub = hub;
        if (!hub->tracked++ && !told) event_call_hub( session, (ITCallHub *)&hub->face, NULL, CHE_CALLHUBNEW );
        event_call_hub( session, (ITCallHub *)&hub->face, call, CHE_CALLJOIN );
    }
    object_release( twin );
}

/* A call's id comes with its first state and goes with its last; a transfer or conference gives it another. In the message thread, which sees all in order. */
void hub_track( struct call *call, BOOL over )
{
    ITCallHub *found = NULL;
    struct hub *hub;

    if (over)
    {
        leave( call, call->address->tracked );
        return;
    }
    if (!call->address->tracked || FAILED(call_get_hub( call, &found ))) return;
    hub = object_of( found );
    if (!hub->call_id || hub == call->hub)      /* without id it is nobody's but its own */
    {
        ITCallHub_Release( found );
        return;
    }
    leave( call, TRUE );
    join( call, hub );
}

void hub_new( struct session *session, const LINEMESSAGE *message )
{
    struct call *call = call_find( session, (HCALL)(ULONG_PTR)message->hDevice );
    ITCallHub *face = NULL;
    LINECALLINFO *info;
    struct hub *hub;

    if (!call) return;
    if (call->address->tracked && SUCCEEDED(call_get_info( call, &info )))
    {
        if (SUCCEEDED(call_get_hub( call, &face )))
        {
            hub = object_of( face );
            EnterCriticalSection( &session->cs );
            /* not by a line that was closed meanwhile: nobody would ever take that back */
            if (!hub->told && !session->closed && !(call->shadow && call->address->track_line != info->hLine))
            {
                object_addref( hub );
                hub->told = (DWORD)message->hDevice;
                hub->told_line = info->hLine;
            }
            LeaveCriticalSection( &session->cs );
            ITCallHub_Release( face );
        }
        free( info );
    }
    object_release( call );
}

void hub_closed( struct session *session, const LINEMESSAGE *message )
{
    struct hub *hub;

    EnterCriticalSection( &session->cs );
    for (hub = session->hubs; hub && hub->told != (DWORD)message->hDevice; hub = hub->next) {}
    if (hub) hub->told = 0;
    LeaveCriticalSection( &session->cs );
    if (!hub) return;
    hub->tracked = 0;
    if (session->hub_tracking) event_call_hub( session, (ITCallHub *)&hub->face, NULL, CHE_CALLHUBIDLE );
    object_release( hub );
}

void hubs_line_closed( struct session *session, HLINE line )
{
    struct hub *hub;

    do
    {
        EnterCriticalSection( &session->cs );
        for (hub = session->hubs; hub && !(hub->told && (!line || hub->told_line == line)); hub = hub->next) {}
        if (hub) hub->told = 0;
        LeaveCriticalSection( &session->cs );
        object_release( hub );
    }
    while (hub);
}

void shadow_end( struct call *call )
{
    if (InterlockedExchange( &call->shadow_held, FALSE )) call_let_go( call );
}

/* The message thread goes on, if it does not end: what comes after its last message would hold the address for ever. */
static void post_update( struct address *address, BOOL on )
{
    struct session *session = address->session;
    BOOL posted;

    object_addref( address );
    EnterCriticalSection( &session->cs );
    posted = !session->closed && PostQueuedCompletionStatus( session->port, on, KEY_TRACK, (OVERLAPPED *)address );
    LeaveCriticalSection( &session->cs );
    if (!posted) object_release( address );
}

HRESULT address_track( struct address *address, BOOL on )
{
    struct session *session = address->session;
    LINECALLPARAMS params = { sizeof(params) };
    DWORD options = LINECALLPRIVILEGE_MONITOR;
    HLINE line = 0, old;
    LONG error = 0;

    EnterCriticalSection( &session->cs );
    if (address->tracked != on) session->hub_tracking += on ? 1 : -1;
    address->tracked = on;
    LeaveCriticalSection( &session->cs );
    if (!(address->dev_caps->dwDevCapFlags & LINEDEVCAPFLAGS_CALLHUBTRACKING)) return S_OK;     /* its own calls are all that there is to see */
    EnterCriticalSection( &address->open_cs );
    EnterCriticalSection( &session->register_cs );      /* a call that comes by the new line waits for its number */
    if (on && !address->track_line)
    {
        if (address->dev_caps->dwNumAddresses > 1)
        {
            options |= LINEOPENOPTION_SINGLEADDRESS;
            params.dwAddressMode = LINEADDRESSMODE_ADDRESSID;
            params.dwAddressID = address->address_id;
        }
        if ((error = lineOpenW( session->line_app, address->device, &line, address->version, 0, 0, options, 0, &params )))
            WARN( "line %lu cannot be opened to track call hubs: error %#lx\n", address->device, error );
        else msp_set_hub_tracking( line, LINECALLHUBTRACKING_ALLCALLS );
    }
    else if (on) line = address->track_line;
    EnterCriticalSection( &session->cs );
    old = address->track_line;
    address->track_line = line;
    LeaveCriticalSection( &session->cs );
    LeaveCriticalSection( &session->register_cs );
    if (old && !line)
    {
        lineClose( old );
        hubs_line_closed( session, old );
    }
    LeaveCriticalSection( &address->open_cs );
    if (old != line) post_update( address, on );
    return hresult_from_line( error );
}

void address_track_closed( struct address *address )
{
    EnterCriticalSection( &address->session->cs );
    address->track_line = 0;
    address->track_lost = TRUE;
    LeaveCriticalSection( &address->session->cs );
    post_update( address, FALSE );
}

/* Shadows of an address of lines that are closed; a program that does not track any more is told nothing of them. */
static void end_shadows( struct address *address, HLINE current, BOOL tell )
{
    struct call **calls;
    ULONG count;

    if (FAILED(session_calls( address->session, address, &calls, &count ))) return;
    while (count--)
    {
        if (calls[count]->shadow && calls[count]->shadow_line != current)
        {
            leave( calls[count], tell );
            shadow_end( calls[count] );
        }
        call_let_go( calls[count] );
    }
    free( calls );
}

/* One that was there before the line was opened */
static void add_shadow( struct address *address, HLINE line, HCALL handle )
{
    LINECALLSTATUS status = { sizeof(status) };
    CALL_STATE_EVENT_CAUSE cause;
    CALL_STATE state;
    struct call *call;

    if (lineGetCallStatus( handle, &status ) || status.dwCallState & (LINECALLSTATE_DISCONNECTED | LINECALLSTATE_IDLE) ||
        !(call = call_create( address, handle )))
    {
        lineDeallocateCall( handle );
        return;
    }
    call->shadow = call->shadow_held = TRUE;
    call->shadow_line = line;
    call->privilege = CP_MONITOR;
    call_take_state( call, status.dwCallState, status.dwCallStateMode, &state, &cause );
    hub_track( call, FALSE );
}

static LINECALLLIST *new_calls( struct address *address, HLINE line )
{
    DWORD size = sizeof(LINECALLLIST) + 64 * sizeof(HCALL);
    LINECALLLIST *list = calloc( 1, size );

    if (!list) return NULL;
    list->dwTotalSize = size;
    if (!lineGetNewCalls( line, address->address_id, LINECALLSELECT_ADDRESS, list )) return list;
    free( list );
    return NULL;
}

/*
 * What ended and what began are looked at one after the other, in the order of all addresses: when tracking is switched off and on before the first of
 * them is looked at, an address whose calls were changed at once would find the hub still held by the old calls of the next, and it would not be new.
 */
void track_update( struct address *address, BOOL on )
{
    struct session *session = address->session;
    LINECALLLIST *list;
    HLINE line;
    BOOL lost;
    DWORD i;

    EnterCriticalSection( &session->cs );
    line = session->closed ? 0 : address->track_line;
    lost = address->track_lost;
    address->track_lost = FALSE;
    LeaveCriticalSection( &session->cs );
    end_shadows( address, line, lost );
    if (on && line && (list = new_calls( address, line )))
    {
        for (i = 0; i < list->dwCallsNumEntries; i++) add_shadow( address, line, ((const HCALL *)((const BYTE *)list + list->dwCallsOffset))[i] );
        free( list );
    }
    object_release( address );
}
