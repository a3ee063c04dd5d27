/*
 * Privileges: how applications come to call handles, change them and let go of them.
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
#include "trp/structs.h"

LONG handle_lineSetCallPrivilege( struct request *rq, struct trp_arg *args )
{
    DWORD privilege = args[ARG_lineSetCallPrivilege_dwCallPrivilege].value;
    struct call_handle *handle;
    struct call *call;
    LONG ret;

    if ((ret = call_begin( rq, ARG_lineSetCallPrivilege_hCall, FALSE, &handle ))) return ret;
    call = handle->call;
    AcquireSRWLockExclusive( &call->ld->lock );
    if (handle->freed) ret = LINEERR_INVALCALLHANDLE;
    else if (privilege == LINECALLPRIVILEGE_MONITOR && handle->privilege == LINECALLPRIVILEGE_OWNER && call->owners == 1 &&
             call->state != LINECALLSTATE_IDLE)
        ret = LINEERR_INVALCALLSTATE;
    else call_set_privilege( handle, privilege );
    ReleaseSRWLockExclusive( &call->ld->lock );
    call_unuse( call );
    return ret;
}

LONG handle_lineDeallocateCall( struct request *rq, struct trp_arg *args )
{
    struct call_handle *handle = LIST_ENTRY_OF( rq->objects[ARG_lineDeallocateCall_hCall], struct call_handle, object );
    struct call *call = handle->call;
    LONG ret = 0;

    AcquireSRWLockExclusive( &call->ld->lock );
    if (handle->freed) ret = LINEERR_INVALCALLHANDLE;
    else if (handle->line->api_version < 0x00020000 && handle->privilege == LINECALLPRIVILEGE_OWNER && call->owners == 1 &&
             call->state != LINECALLSTATE_IDLE)
    {
        /* from 2.0 on a call may be left to whoever else controls it */
        ret = LINEERR_INVALCALLSTATE;
    }
    else
    {
        call_remove_handle( handle );
        list_remove( &handle->line_entry );
    }
    ReleaseSRWLockExclusive( &call->ld->lock );
    if (ret) return ret;

    if (handle->line->api_version < 0x00020000) async_abandon_object( handle->object.handle );
    media_handle_removed( handle );
    call_close_unused( call );
    object_release( handle );       /* the reference of line->handles */
    return 0;
}

/* ---- lists of calls -------------------------------------------------------------------------------------------- */

/* A LINECALLLIST in the reply with room for `count` handles; *ret_handles is NULL if the client's buffer has none for so many. */
static LONG call_list_alloc( struct request *rq, struct trp_arg *arg, DWORD count, DWORD **ret_handles )
{
    DWORD needed = sizeof(LINECALLLIST) + count * sizeof(DWORD), total = arg->size;
    BOOL fits = needed <= total;
    LINECALLLIST *list;

    *ret_handles = NULL;
    if (total < sizeof(LINECALLLIST)) return LINEERR_STRUCTURETOOSMALL;
    if (!(list = request_alloc( rq, fits ? needed : sizeof(*list) ))) return LINEERR_NOMEM;
    list->dwTotalSize = total;
    list->dwNeededSize = needed;
    list->dwUsedSize = sizeof(*list);
    arg->data = list;
    arg->size = sizeof(*list);
    if (!fits) return 0;
    *ret_handles = (DWORD *)(list + 1);
    list->dwUsedSize = arg->size = needed;
    list->dwCallsNumEntries = count;
    list->dwCallsSize = count * sizeof(DWORD);
    list->dwCallsOffset = count ? sizeof(*list) : 0;
    return 0;
}

/* A line's handle to a call, made with monitor privilege if it has none. The device's lock is held. 0: out of memory. */
static DWORD monitor_handle( struct call *call, struct line *line )
{
    struct call_handle *handle = call_find_handle( call, line );

    if (!handle)
    {
        if (!(handle = call_add_handle( call, line, LINECALLPRIVILEGE_MONITOR ))) return 0;
        call_info_event( call, handle, LINECALLINFOSTATE_NUMMONITORS );
        hub_tell( handle );
    }
    return handle->object.handle;
}

/* A call that the line has no handle to. One without its first state is still to be offered to whom it belongs. */
static BOOL is_new( struct call *call, struct line *line )
{
    return call->announced && !call_find_handle( call, line );
}

LONG handle_lineGetNewCalls( struct request *rq, struct trp_arg *args )
{
    struct line *line = LIST_ENTRY_OF( rq->objects[ARG_lineGetNewCalls_hLine], struct line, object );
    BOOL by_address = args[ARG_lineGetNewCalls_dwSelect].value == LINECALLSELECT_ADDRESS;
    DWORD address_id = args[ARG_lineGetNewCalls_dwAddressID].value, count = 0, *handles;
    struct line_device *ld = line->ld;
    struct list *cursor;
    LONG ret;

    AcquireSRWLockExclusive( &ld->lock );
    if (line->closed) ret = LINEERR_INVALLINEHANDLE;
    else if (by_address && ld->have_caps && address_id >= ld->num_addresses) ret = LINEERR_INVALADDRESSID;
    else
    {
        LIST_FOR_EACH( cursor, &ld->calls )
        {
            struct call *call = LIST_ENTRY_OF( cursor, struct call, entry );
            if (is_new( call, line ) && (!by_address || call->address_id == address_id)) count++;
        }
        ret = call_list_alloc( rq, &args[ARG_lineGetNewCalls_pCallList], count, &handles );
        if (!ret && handles && count)
        {
            count = 0;
            LIST_FOR_EACH( cursor, &ld->calls )
            {
                struct call *call = LIST_ENTRY_OF( cursor, struct call, entry );
                if (is_new( call, line ) && (!by_address || call->address_id == address_id) &&
                    !(handles[count++] = monitor_handle( call, line ))) ret = LINEERR_NOMEM;
            }
        }
    }
    ReleaseSRWLockExclusive( &ld->lock );
    return ret;
}

LONG handle_lineGetConfRelatedCalls( struct request *rq, struct trp_arg *args )
{
    struct call_handle *handle = LIST_ENTRY_OF( rq->objects[ARG_lineGetConfRelatedCalls_hCall], struct call_handle, object );
    struct line_device *ld = handle->call->ld;
    struct call *conference;
    struct list *cursor;
    DWORD count = 1, *handles;
    LONG ret;

    AcquireSRWLockExclusive( &ld->lock );
    conference = handle->call->conference ? handle->call->conference : handle->call;
    LIST_FOR_EACH( cursor, &ld->calls ) if (LIST_ENTRY_OF( cursor, struct call, entry )->conference == conference) count++;
    if (handle->freed) ret = LINEERR_INVALCALLHANDLE;
    else if (count == 1 || !conference->listed) ret = LINEERR_NOCONFERENCE;
    else
    {
        ret = call_list_alloc( rq, &args[ARG_lineGetConfRelatedCalls_lpCallList], count, &handles );
        if (!ret && handles)
        {
            count = 0;
            if (!(handles[count++] = monitor_handle( conference, handle->line ))) ret = LINEERR_NOMEM;
            LIST_FOR_EACH( cursor, &ld->calls )
            {
                struct call *call = LIST_ENTRY_OF( cursor, struct call, entry );
                if (call->conference == conference && !(handles[count++] = monitor_handle( call, handle->line ))) ret = LINEERR_NOMEM;
            }
        }
    }
    ReleaseSRWLockExclusive( &ld->lock );
    return ret;
}
