/*
 * Calls, and the handles that applications have to them.
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

#include "supplementary.h"
#include "debug/debug.h"

DEBUG_CHANNEL( tapisrv );

/* How long TSPI_lineCloseCall is held back for provider calls of other threads with the same call. */
#define USERS_TIMEOUT  5000

static void call_destroy( struct object *object )
{
    struct call *call = LIST_ENTRY_OF( object, struct call, object );

    media_call_destroyed( call );
    if (call->conference) object_release( call->conference );
    line_device_release( call->ld );
    free( call->app_name );
    free( call->displayable_address );
    free( call->called_party );
    free( call->comment );
    free( call );
}

static void call_handle_destroy( struct object *object )
{
    struct call_handle *handle = LIST_ENTRY_OF( object, struct call_handle, object );

    object_release( handle->call );
    object_release( handle->line );
    free( handle );
}

struct call *call_create( struct line_device *ld )
{
    struct call *call;

    if (!(call = calloc( 1, sizeof(*call) ))) return NULL;
    object_init( &call->object, OBJECT_TAPICALL, NULL, call_destroy );
    call->ld = ld;
    line_device_grab( ld );
    list_init( &call->entry );
    list_init( &call->handles );
    list_init( &call->inband );
    call->state = LINECALLSTATE_UNKNOWN;
    call->media_mode = LINEMEDIAMODE_UNKNOWN;
    if (!handle_alloc( call ))
    {
        object_release( call );
        return NULL;
    }
    return call;
}

HTAPICALL core_new_call( struct provider *provider, HTAPILINE line, HDRVCALL hd )
{
    struct tapi_line *ht = handle_get( (DWORD)(ULONG_PTR)line, OBJECT_TAPILINE, NULL );
    struct call *call = NULL;
    DWORD handle = 0;

    if (!ht) return NULL;
    if (provider_speaks_for( provider, ht->ld->device->provider ) && (call = call_create( ht->ld )))
    {
        call->hd = hd;
        handle = call->object.handle;
        object_release( call );
    }
    object_release( ht );
    return (HTAPICALL)(ULONG_PTR)handle;
}

void core_forget_call( HTAPICALL ht )
{
    struct call *call = handle_get( (DWORD)(ULONG_PTR)ht, OBJECT_TAPICALL, NULL );

    if (!call) return;
    handle_free( call );
    object_release( call );
}

/* ---- the tables; ld->lock held --------------------------------------------------------------------------------- */

void call_list( struct call *call )
{
    object_grab( call );
    call->listed = TRUE;
    list_add_tail( &call->ld->calls, &call->entry );
    call->ld->num_calls++;
}

static void call_unlist( struct call *call )
{
    call->listed = FALSE;
    hub_leave( call );
    list_remove( &call->entry );
    call->ld->num_calls--;
}

struct call_handle *call_find_handle( struct call *call, struct line *line )
{
    struct list *cursor;

    /* the shorter of the two lists: a switchboard's line has thousands of calls, a call has few handles */
    LIST_FOR_EACH( cursor, &call->handles )
    {
        struct call_handle *handle = LIST_ENTRY_OF( cursor, struct call_handle, call_entry );
        if (handle->line == line) return handle;
    }
    return NULL;
}

struct call_handle *call_add_handle( struct call *call, struct line *line, DWORD privilege )
{
    struct call_handle *handle;

    if (!(handle = calloc( 1, sizeof(*handle) ))) return NULL;
    object_init( &handle->object, TRP_HCALL, line->object.client, call_handle_destroy );
    handle->call = object_grab( call );
    handle->line = object_grab( line );
    handle->privilege = privilege;
    if (!handle_alloc( handle ))
    {
        object_release( handle );
        return NULL;
    }
    list_add_tail( &call->handles, &handle->call_entry );
    list_add_tail( &line->handles, &handle->line_entry );
    line->num_handles++;
    if (privilege == LINECALLPRIVILEGE_OWNER) call->owners++;
    else call->monitors++;
    return handle;
}

void call_set_privilege( struct call_handle *handle, DWORD privilege )
{
    struct call *call = handle->call;

    if (handle->privilege == privilege) return;
    handle->privilege = privilege;
    if (privilege == LINECALLPRIVILEGE_OWNER)
    {
        call->owners++;
        call->monitors--;
        call_info_event( call, handle, LINECALLINFOSTATE_NUMOWNERINCR | LINECALLINFOSTATE_NUMMONITORS );
    }
    else
    {
        call->owners--;
        call->monitors++;
        call_info_event( call, handle, LINECALLINFOSTATE_NUMOWNERDECR | LINECALLINFOSTATE_NUMMONITORS );
    }
}

void call_remove_handle( struct call_handle *handle )
{
    struct call *call = handle->call;

    if (handle->freed) return;
    handle->freed = TRUE;
    list_remove( &handle->call_entry );
    handle->line->num_handles--;
    if (handle->privilege == LINECALLPRIVILEGE_OWNER)
    {
        call->owners--;
        call_info_event( call, NULL, LINECALLINFOSTATE_NUMOWNERDECR );
    }
    else
    {
        call->monitors--;
        call_info_event( call, NULL, LINECALLINFOSTATE_NUMMONITORS );
    }
    handle_free( handle );
}

/* ---- events; ld->lock held ------------------------------------------------------------------------------------- */

void call_event( struct call_handle *handle, DWORD msg, DWORD param1, DWORD param2, DWORD param3, DWORD context )
{
    struct line *line = handle->line;
    struct trp_event event =
    {
        .init_context = line->app->init_context,
        .context = context,
        .device = handle->object.handle,
        .msg = msg,
        .open_context = line->open_context,
        .param1 = param1,
        .param2 = param2,
        .param3 = param3,
        .param4 = line->object.handle,
    };

    event_send( line->app->client, &event, NULL, 0 );
}

void call_info_event( struct call *call, struct call_handle *except, DWORD item )
{
    struct list *cursor;

    /* none once the call is idle or lost with its line: applications are only letting go of it then */
    if (call->state == LINECALLSTATE_IDLE || call->closed) return;
    LIST_FOR_EACH( cursor, &call->handles )
    {
        struct call_handle *handle = LIST_ENTRY_OF( cursor, struct call_handle, call_entry );
        if (handle != except) call_event( handle, LINE_CALLINFO, item, 0, 0, 0 );
    }
}

void call_state_event( struct call_handle *handle, DWORD privilege )
{
    struct call *call = handle->call;
    DWORD mode = call->state_mode;

    /* the conference is told by the application's own handle to it, if it has one */
    if (call->state == LINECALLSTATE_CONFERENCED)
    {
        struct call_handle *conference = call->conference ? call_find_handle( call->conference, handle->line ) : NULL;
        mode = conference ? conference->object.handle : 0;
    }
    call_event( handle, LINE_CALLSTATE, call->state, privilege, call->media_mode, mode );
    hub_tell( handle );
}

void call_offer( struct call_handle *handle, BOOL is_new )
{
    struct call *call = handle->call;
    struct line *line = handle->line;

    if (is_new && line->api_version >= 0x00020000)
    {
        struct trp_event event =
        {
            .init_context = line->app->init_context,
            .context = handle->privilege,   /* MS-TRP has it 0: its clients are always owners */
            .device = line->object.handle,
            .msg = LINE_APPNEWCALL,
            .open_context = line->open_context,
            .param1 = call->address_id,
            .param2 = handle->object.handle,
            .param3 = call->call_id,
            .param4 = call->related_id,
        };
        event_send( line->app->client, &event, NULL, 0 );
    }
    call_state_event( handle, handle->privilege );
}

void call_announce( struct call *call )
{
    struct line *owner = NULL;
    struct list *cursor;
    struct call_handle *handle;

    call->announced = TRUE;
    if (!call->owners) owner = handoff_target( call->ld, call->media_mode, call->address_id, TRUE );
    /* all handles first: what the first program asks about owners and monitors is then what it will stay */
    LIST_FOR_EACH( cursor, &call->ld->lines )
    {
        struct line *line = LIST_ENTRY_OF( cursor, struct line, entry );
        DWORD privilege = line == owner ? LINECALLPRIVILEGE_OWNER : line->privileges & LINECALLPRIVILEGE_MONITOR;

        if (!privilege || call_find_handle( call, line )) continue;
        if ((handle = call_add_handle( call, line, privilege ))) handle->offer = TRUE;
    }
    LIST_FOR_EACH( cursor, &call->handles )
    {
        handle = LIST_ENTRY_OF( cursor, struct call_handle, call_entry );
        if (handle->offer) call_offer( handle, TRUE );
        else call_state_event( handle, 0 );
        handle->offer = FALSE;
    }
    if (!call->owners) TRACE( "line %lu: nobody owns call %lx\n", call->ld->device->id, call->object.handle );
}

/* ---- the end of a call ----------------------------------------------------------------------------------------- */

void call_close_unused( struct call *call )
{
    struct line_device *ld = call->ld;
    DWORD start = GetTickCount();
    BOOL at_provider;

    AcquireSRWLockExclusive( &ld->lock );
    if (!call->listed || call->closed || !list_empty( &call->handles ))
    {
        ReleaseSRWLockExclusive( &ld->lock );
        return;
    }
    call->closed = TRUE;
    call_unlist( call );
    if ((at_provider = ld->open)) ld->users++;
    while (call->users && GetTickCount() - start < USERS_TIMEOUT)
        SleepConditionVariableSRW( &ld->changed, &ld->lock, USERS_TIMEOUT, 0 );
    ReleaseSRWLockExclusive( &ld->lock );
    handle_free( call );
    if (at_provider)
    {
        /* before 2.0 a provider is told that a call is left without an owner by a function of its own */
        if (call->state != LINECALLSTATE_IDLE && ld->device->tspi_version < 0x00020000 &&
            provider_has( ld->device->provider, TSPI_FN_lineDropNoOwner ))
        {
            PROVIDER_CALL( ld->device->provider, lineDropNoOwner, (DWORD_PTR)call->hd );
        }
        PROVIDER_CALL( ld->device->provider, lineCloseCall, (DWORD_PTR)call->hd );
        device_unuse( ld );
    }
    object_release( call );
}

void call_abandon( struct call *call )
{
    call->closed = TRUE;
    call_unlist( call );
    handle_free( call );
    /* its handles go with their lines */
    object_release( call );
}

/* ---- using a call ---------------------------------------------------------------------------------------------- */

LONG call_use( struct call *call )
{
    struct line_device *ld = call->ld;
    LONG ret = 0;

    AcquireSRWLockExclusive( &ld->lock );
    if (call->closed || !call->listed || !ld->open) ret = LINEERR_INVALCALLHANDLE;
    else
    {
        call->users++;
        ld->users++;
    }
    ReleaseSRWLockExclusive( &ld->lock );
    return ret;
}

void call_unuse( struct call *call )
{
    struct line_device *ld = call->ld;
    BOOL last;

    AcquireSRWLockExclusive( &ld->lock );
    call->users--;
    ld->users--;
    last = !call->users || !ld->users;
    ReleaseSRWLockExclusive( &ld->lock );
    if (last) WakeAllConditionVariable( &ld->changed );
}

LONG call_begin( struct request *rq, DWORD arg, BOOL owner, struct call_handle **ret_handle )
{
    struct call_handle *handle = LIST_ENTRY_OF( rq->objects[arg], struct call_handle, object );
    struct call *call = handle->call;
    struct line_device *ld = call->ld;
    LONG ret = 0;

    AcquireSRWLockExclusive( &ld->lock );
    if (handle->freed || call->closed || !call->listed || !ld->open) ret = LINEERR_INVALCALLHANDLE;
    else if (owner && handle->privilege != LINECALLPRIVILEGE_OWNER) ret = LINEERR_NOTOWNER;
    else
    {
        call->users++;
        ld->users++;
        *ret_handle = handle;
    }
    ReleaseSRWLockExclusive( &ld->lock );
    return ret;
}

LONG call_update_monitoring( struct call *call )
{
    struct line_device *ld = call->ld;
    DWORD digits = 0, media = 0;
    BOOL digits_changed, media_changed;
    struct list *cursor;
    LONG ret = 0;

    AcquireSRWLockExclusive( &ld->lock );
    /* the last union of all must also be the last that the provider hears of */
    while (call->monitoring) SleepConditionVariableSRW( &ld->changed, &ld->lock, INFINITE, 0 );
    call->monitoring = TRUE;
    LIST_FOR_EACH( cursor, &call->handles )
    {
        struct call_handle *handle = LIST_ENTRY_OF( cursor, struct call_handle, call_entry );
        digits |= handle->digit_modes;
        media |= handle->media_modes;
    }
    digits_changed = digits != call->digit_modes;
    media_changed = media != call->media_monitor;
    ReleaseSRWLockExclusive( &ld->lock );
    if (digits_changed)
        ret = PROVIDER_CALL( ld->device->provider, lineMonitorDigits, (DWORD_PTR)call->hd, digits );
    if (!ret && media_changed)
        ret = PROVIDER_CALL( ld->device->provider, lineMonitorMedia, (DWORD_PTR)call->hd, media );
    AcquireSRWLockExclusive( &ld->lock );
    if (!ret)
    {
        call->digit_modes = digits;
        call->media_monitor = media;
    }
    call->monitoring = FALSE;
    ReleaseSRWLockExclusive( &ld->lock );
    WakeAllConditionVariable( &ld->changed );
    return ret;
}
