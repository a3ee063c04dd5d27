/*
 * Calls: what they are, and how long.
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

static struct call **slot_of( struct session *session, HCALL handle )
{
    const DWORD value = (DWORD)(ULONG_PTR)handle;

    return &session->calls[(value ^ value >> 8 ^ value >> 16) % CALL_SLOTS];
}

/* With session->cs */
static void unlink_call( struct call *call )
{
    struct call **link;

    if (!call->handle) return;
    for (link = slot_of( call->session, call->handle ); *link; link = &(*link)->next)
        if (*link == call)
        {
            *link = call->next;
            break;
        }
}

void call_set_handle( struct call *call, HCALL handle )
{
    struct call **slot = slot_of( call->session, handle );

    call->handle = handle;
    call->next = *slot;
    *slot = call;
}

struct call *call_find( struct session *session, HCALL handle )
{
    struct call *call;

    EnterCriticalSection( &session->cs );
    for (call = *slot_of( session, handle ); call; call = call->next)
        if (call->handle == handle && object_try_addref( call )) break;
    LeaveCriticalSection( &session->cs );
    return call;
}

HRESULT session_calls( struct session *session, struct address *address, struct call ***calls, ULONG *count )
{
    ULONG i, room = 0;
    struct call *call;

    *count = 0;
    EnterCriticalSection( &session->cs );
    for (i = 0; i < CALL_SLOTS; i++)
        for (call = session->calls[i]; call; call = call->next) room++;
    if ((*calls = malloc( max( room, 1 ) * sizeof(**calls) )))
        for (i = 0; i < CALL_SLOTS; i++)
            for (call = session->calls[i]; call; call = call->next)
                if ((!address || call->address == address) && object_try_addref( call )) (*calls)[(*count)++] = call;
    LeaveCriticalSection( &session->cs );
    return *calls ? S_OK : E_OUTOFMEMORY;
}

void calls_abandon( struct session *session )
{
    struct call **calls;
    ULONG count;

    if (FAILED(session_calls( session, NULL, &calls, &count ))) return;
    while (count--)
    {
        SetEvent( calls[count]->changed );
        call_grown( calls[count] );
        shadow_end( calls[count] );
        object_release( calls[count] );
    }
    free( calls );
}

void call_grown( struct call *call )
{
    BOOL newborn;

    EnterCriticalSection( &call->session->cs );
    newborn = call->newborn;
    call->newborn = FALSE;
    LeaveCriticalSection( &call->session->cs );
    if (newborn) call_let_go( call );
}

/* The end of it as a call: nobody finds it any more. The last owner may not leave a call that is up: an application that lets go of it wants it to end. */
static void give_back( struct call *call )
{
    struct session *session = call->session;
    HCALL handle;
    LONG error;

    EnterCriticalSection( &session->cs );
    unlink_call( call );
    handle = call->handle;
    call->handle = 0;
    LeaveCriticalSection( &session->cs );
    if (!handle || session->closed) return;
    if ((DWORD)(error = lineDeallocateCall( handle )) == LINEERR_INVALCALLSTATE)
    {
        if (GetCurrentThreadId() == session->message_thread_id)
        {
            orphan_drop( session, handle );
            error = 0;
        }
        else
        {
            request_run( session, lineDrop( handle, NULL, 0 ));
            error = lineDeallocateCall( handle );
        }
    }
    if (error) WARN( "call %#lx cannot be given back: error %#lx\n", (DWORD)(ULONG_PTR)handle, error );
}

void call_let_go( struct call *call )
{
    if (!call || object_release_shared( call )) return;
    if (call->msp_part.inner)
    {
        give_back( call );
        if (call_msp_let_go( call )) return;
    }
    object_release( call );
}

/* LINECALLSTATE_ to what TAPI 3 makes of it; see CALL_STATE */
static CALL_STATE state_of( DWORD line_state )
{
    switch (line_state)
    {
    case LINECALLSTATE_OFFERING:
    case LINECALLSTATE_ACCEPTED:
        return CS_OFFERING;
    case LINECALLSTATE_CONNECTED:
    case LINECALLSTATE_CONFERENCED:
        return CS_CONNECTED;
    case LINECALLSTATE_ONHOLD:
    case LINECALLSTATE_ONHOLDPENDCONF:
    case LINECALLSTATE_ONHOLDPENDTRANSFER:
        return CS_HOLD;
    case LINECALLSTATE_DISCONNECTED:
    case LINECALLSTATE_IDLE:
    case LINECALLSTATE_BUSY:
    case LINECALLSTATE_SPECIALINFO:
        return CS_DISCONNECTED;
    default:
        return CS_INPROGRESS;
    }
}

static CALL_STATE_EVENT_CAUSE cause_of( DWORD line_state, DWORD mode )
{
    static const struct { DWORD mode; CALL_STATE_EVENT_CAUSE cause; } causes[] =
    {
        { LINEDISCONNECTMODE_NORMAL, CEC_DISCONNECT_NORMAL },
        { LINEDISCONNECTMODE_UNKNOWN, CEC_DISCONNECT_NORMAL },
        { LINEDISCONNECTMODE_REJECT, CEC_DISCONNECT_REJECTED },
        { LINEDISCONNECTMODE_PICKUP, CEC_DISCONNECT_NORMAL },
        { LINEDISCONNECTMODE_FORWARDED, CEC_DISCONNECT_NORMAL },
        { LINEDISCONNECTMODE_BUSY, CEC_DISCONNECT_BUSY },
        { LINEDISCONNECTMODE_NOANSWER, CEC_DISCONNECT_NOANSWER },
        { LINEDISCONNECTMODE_BADADDRESS, CEC_DISCONNECT_BADADDRESS },
        { LINEDISCONNECTMODE_UNREACHABLE, CEC_DISCONNECT_BADADDRESS },
        { LINEDISCONNECTMODE_CONGESTION, CEC_DISCONNECT_FAILED },
        { LINEDISCONNECTMODE_INCOMPATIBLE, CEC_DISCONNECT_FAILED },
        { LINEDISCONNECTMODE_UNAVAIL, CEC_DISCONNECT_FAILED },
        { LINEDISCONNECTMODE_NODIALTONE, CEC_DISCONNECT_FAILED },
        { LINEDISCONNECTMODE_NUMBERCHANGED, CEC_DISCONNECT_BADADDRESS },
        { LINEDISCONNECTMODE_OUTOFORDER, CEC_DISCONNECT_FAILED },
        { LINEDISCONNECTMODE_TEMPFAILURE, CEC_DISCONNECT_FAILED },
        { LINEDISCONNECTMODE_QOSUNAVAIL, CEC_DISCONNECT_FAILED },
        { LINEDISCONNECTMODE_BLOCKED, CEC_DISCONNECT_BLOCKED },
        { LINEDISCONNECTMODE_DONOTDISTURB, CEC_DISCONNECT_REJECTED },
        { LINEDISCONNECTMODE_CANCELLED, CEC_DISCONNECT_CANCELLED },
    };
    unsigned int i;

    if (line_state == LINECALLSTATE_BUSY) return CEC_DISCONNECT_BUSY;
    if (line_state == LINECALLSTATE_SPECIALINFO) return CEC_DISCONNECT_BADADDRESS;
    if (line_state == LINECALLSTATE_IDLE) return CEC_DISCONNECT_NORMAL;
    if (line_state != LINECALLSTATE_DISCONNECTED) return CEC_NONE;
    for (i = 0; i < ARRAYSIZE(causes); i++)
        if (mode & causes[i].mode) return causes[i].cause;
    return CEC_DISCONNECT_NORMAL;
}

BOOL call_take_state( struct call *call, DWORD line_state, DWORD mode, CALL_STATE *state, CALL_STATE_EVENT_CAUSE *cause )
{
    BOOL changed;

    *state = state_of( line_state );
    *cause = cause_of( line_state, mode );
    EnterCriticalSection( &call->session->cs );
    call->line_state = line_state;
    changed = call->told_state != *state;
    call->state = call->told_state = *state;
    if (changed) call->cause = *cause;
    SetEvent( call->changed );
    LeaveCriticalSection( &call->session->cs );
    return changed;
}

CALL_STATE call_get_state( struct call *call )
{
    CALL_STATE state;

    EnterCriticalSection( &call->session->cs );
    state = call->state;
    LeaveCriticalSection( &call->session->cs );
    return state;
}

HRESULT call_wait_connected( struct call *call )
{
    const DWORD start = GetTickCount();

    for (;;)
    {
        const DWORD spent = GetTickCount() - start;
        CALL_STATE_EVENT_CAUSE cause;
        CALL_STATE state;
        HRESULT hr;

        EnterCriticalSection( &call->session->cs );
        state = call->state;
        cause = call->cause;
        LeaveCriticalSection( &call->session->cs );
        if (state == CS_CONNECTED) return S_OK;
        if (call->session->closed) return TAPI_E_NOT_INITIALIZED;
        if (state == CS_DISCONNECTED)
            switch (cause)
            {
            case CEC_DISCONNECT_BUSY:       return TAPI_E_DESTBUSY;
            case CEC_DISCONNECT_NOANSWER:   return TAPI_E_DESTNOANSWER;
            case CEC_DISCONNECT_BADADDRESS: return TAPI_E_INVALADDRESS;
            case CEC_DISCONNECT_REJECTED:
            case CEC_DISCONNECT_FAILED:     return TAPI_E_DESTUNAVAIL;
            case CEC_DISCONNECT_BLOCKED:    return TAPI_E_ADDRESSBLOCKED;
            default:                        return TAPI_E_DROPPED;
            }
        if (spent >= REQUEST_TIMEOUT) return TAPI_E_TIMEOUT;
        if ((hr = wait_pumping( call->changed, REQUEST_TIMEOUT - spent )) != S_OK) return hr;
    }
}

HRESULT call_get_info( struct call *call, LINECALLINFO **out )
{
    struct answer answer = { .size = sizeof(LINECALLINFO) + 512 };

    *out = NULL;
    if (!call->handle) return TAPI_E_INVALCALLSTATE;
    while (answer_wanted( &answer )) answer.error = lineGetCallInfoW( call->handle, answer.data );
    return answer_result( &answer, hresult_from_line, (void **)out );
}

static void call_destroy( struct object *object )
{
    struct call *call = (struct call *)object;
    struct session *session = call->session;

    call_msp_free( call );
    hub_forget( call );
    object_release( call->hub );
    give_back( call );
    registration_release( call->registration );
    call_media_forget( call );          /* no message can come any more: the handle is gone */
    call_settings_free( call->settings );
    SysFreeString( call->dest );
    CloseHandle( call->changed );
    object_release( call->address );
    session_release( session );
    free( call );
}

static const struct face_entry call_faces[] =
{
    { &IID_ITBasicCallControl2, offsetof( struct call, control ), TRUE },
    { &IID_ITBasicCallControl, offsetof( struct call, control ), FALSE },
    { &IID_ITCallInfo2, offsetof( struct call, info ), TRUE },
    { &IID_ITCallInfo, offsetof( struct call, info ), FALSE },
    { &IID_ITLegacyCallMediaControl2, offsetof( struct call, media ), TRUE },
    { &IID_ITLegacyCallMediaControl, offsetof( struct call, media ), FALSE },
};

static const struct object_class call_class = { "call", call_faces, ARRAYSIZE(call_faces), call_destroy, call_inner, IDISPAGGREGATEDMSPCALLOBJ };

struct call *call_create( struct address *address, HCALL handle )
{
    struct call *call = object_create( &call_class, sizeof(*call), NULL );

    if (!call) return NULL;
    face_init( &call->control, &call_control_vtbl, &call->object );
    face_init( &call->info, &call_info_vtbl, &call->object );
    face_init( &call->media, &call_media_vtbl, &call->object );
    call->session = session_addref( address->session );
    call->address = object_addref( address );
    call->state = call->told_state = CS_IDLE;
    if (!(call->changed = CreateEventW( NULL, FALSE, FALSE, NULL )) || !(call->settings = calloc( 1, call_settings_size )))
    {
        object_release( call );
        return NULL;
    }
    if (handle)
    {
        EnterCriticalSection( &call->session->cs );
        call_set_handle( call, handle );
        LeaveCriticalSection( &call->session->cs );
    }
    return call;
}

struct call *call_from_interface( IUnknown *unknown )
{
    struct call *call = NULL;
    ITCallInfo2 *face;

    if (!unknown || FAILED(IUnknown_QueryInterface( unknown, &IID_ITCallInfo2, (void **)&face ))) return NULL;
    if (face->lpVtbl == &call_info_vtbl) call = object_of( face );
    ITCallInfo2_Release( face );
    return call;
}
