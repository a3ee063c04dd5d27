/*
 * Requests that start the life of calls: their handles before, at and without a completion.
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

static void new_calls_forget( struct async *async )
{
    struct new_calls *calls = async->data;
    DWORD i;

    for (i = 0; i < calls->count; i++)
    {
        /* a call that the provider refused ends without TSPI_lineCloseCall */
        if (!calls->call[i]->listed) handle_free( calls->call[i] );
        object_release( calls->call[i] );
    }
    object_release( calls->line );
    free( calls );
}

/* From now on the call is valid. Its handle for the line that asked, or NULL if that is gone. */
static struct call_handle *start_call( struct async *async, struct call *call )
{
    struct new_calls *calls = async->data;
    struct line_device *ld = call->ld;
    struct call_handle *handle = NULL;

    AcquireSRWLockExclusive( &ld->lock );
    if (ld->open) call_list( call );
    ReleaseSRWLockExclusive( &ld->lock );
    if (!call->listed) return NULL;
    call_read_ids( call );

    AcquireSRWLockExclusive( &ld->lock );
    if (!calls->line->closed && !async->silent) handle = call_add_handle( call, calls->line, LINECALLPRIVILEGE_OWNER );
    ReleaseSRWLockExclusive( &ld->lock );
    if (!handle)
    {
        /* who made it closed the line or died while it was being set up */
        call_drop( call );
        call_close_unused( call );
    }
    return handle;
}

/*
 * The completion packets have the first handle and its context in param3 and param4, a second one at the start of VarData, and
 * then three ids for each (MS-TRP 2.2.4.2.2, completions.def).
 */
static void new_calls_complete( struct async *async, LONG result )
{
    struct new_calls *calls = async->data;
    DWORD values[2 + MAX_NEW_CALLS * 3] = { 0 }, *ids = values, handles[MAX_NEW_CALLS] = { 0 }, i;
    struct call_handle *handle;

    async->param4 = calls->contexts[0];
    if (result) return;
    if (calls->places > 1) ids += 2;
    for (i = 0; i < calls->count; i++)
    {
        struct call *call = calls->call[i];

        if (calls->optional && !call->hd) continue;
        if (!(handle = start_call( async, call ))) continue;
        handles[i] = handle->object.handle;
        AcquireSRWLockShared( &call->ld->lock );
        ids[3 * i] = call->address_id;
        ids[3 * i + 1] = call->call_id;
        ids[3 * i + 2] = call->related_id;
        ReleaseSRWLockShared( &call->ld->lock );
    }
    async->param3 = handles[0];
    if (calls->places > 1)
    {
        values[0] = handles[1];
        values[1] = calls->contexts[1];
    }
    async->reply_size = (calls->places > 1 ? 2 + 6 : 3) * sizeof(DWORD);
    if ((async->reply_data = HeapAlloc( GetProcessHeap(), 0, async->reply_size ))) memcpy( async->reply_data, values, async->reply_size );
    else async->reply_size = 0;
}

struct async *new_calls_begin( struct request *rq, const struct trp_arg *args, struct line *line, DWORD count, DWORD places,
                               const struct trp_arg *raw, const LINECALLPARAMS *params, DWORD media_mode )
{
    struct new_calls *calls;
    struct async *async;
    DWORD i;

    if (!(calls = calloc( 1, sizeof(*calls) ))) return NULL;
    calls->line = object_grab( line );
    calls->places = places;
    while (calls->count < count && (calls->call[calls->count] = call_create( line->ld ))) calls->count++;
    if (calls->count < count || !(async = async_begin( rq, args, line->ld->device->provider )))
    {
        for (i = 0; i < calls->count; i++)
        {
            handle_free( calls->call[i] );
            object_release( calls->call[i] );
        }
        object_release( line );
        free( calls );
        return NULL;
    }
    async->data = calls;
    async->forget = new_calls_forget;
    async->complete = new_calls_complete;
    async_of_line( async, line );

    for (i = 0; i < count; i++)
    {
        struct call *call = calls->call[i];

        call->media_mode = params && params->dwMediaMode ? params->dwMediaMode : media_mode;
        call->app_name = _wcsdup( line->app->friendly_name );
        if (!raw || !raw->data) continue;
        call->displayable_address = call_params_string( raw->data, raw->size, FIELD_OFFSET( LINECALLPARAMS, dwDisplayableAddressSize ),
                                                        FIELD_OFFSET( LINECALLPARAMS, dwDisplayableAddressOffset ) );
        call->called_party = call_params_string( raw->data, raw->size, FIELD_OFFSET( LINECALLPARAMS, dwCalledPartySize ),
                                                 FIELD_OFFSET( LINECALLPARAMS, dwCalledPartyOffset ) );
        call->comment = call_params_string( raw->data, raw->size, FIELD_OFFSET( LINECALLPARAMS, dwCommentSize ),
                                            FIELD_OFFSET( LINECALLPARAMS, dwCommentOffset ) );
    }
    return async;
}

/* ---- lineMakeCall, linePickup, lineUnpark: a call on an address ------------------------------------------------- */

static BOOL no_such_address( const struct line_device *ld, DWORD address_id )
{
    return ld->have_caps && address_id >= ld->num_addresses;
}

LONG handle_lineMakeCall( struct request *rq, struct trp_arg *args )
{
    struct line *line = LIST_ENTRY_OF( rq->objects[ARG_lineMakeCall_hLine], struct line, object );
    const struct trp_arg *raw = &args[ARG_lineMakeCall_lpCallParams];
    struct line_device *ld = line->ld;
    LINECALLPARAMS *params = NULL;
    struct new_calls *calls;
    struct async *async;
    HDRVLINE hd;
    LONG ret;

    if ((ret = call_params_convert( raw->data, raw->size, line->api_version, ld->device->tspi_version, &params ))) return ret;
    if ((ret = line_use( line, &hd )))
    {
        free( params );
        return ret;
    }
    if (params && params->dwAddressMode == LINEADDRESSMODE_ADDRESSID && no_such_address( ld, params->dwAddressID ))
        ret = LINEERR_INVALADDRESSID;
    else if ((async = new_calls_begin( rq, args, line, 1, 1, raw, params, LINEMEDIAMODE_INTERACTIVEVOICE )))
    {
        calls = async->data;
        calls->contexts[0] = args[ARG_lineMakeCall_lphCallContext].value;
        ret = async_result( async, PROVIDER_CALL( ld->device->provider, lineMakeCall, async->object.handle, (DWORD_PTR)hd,
                                                  NEW_CALL_HANDLE( calls, 0 ), NEW_CALL_PLACE( calls, 0 ),
                                                  (DWORD_PTR)args[ARG_lineMakeCall_lpszDestAddress].data,
                                                  args[ARG_lineMakeCall_dwCountryCode].value, (DWORD_PTR)params ) );
    }
    else ret = LINEERR_NOMEM;
    device_unuse( ld );
    free( params );
    return ret;
}

/* A call of the switch that an address takes over. Its media mode is not known before its state is. */
static LONG take_call( struct request *rq, struct trp_arg *args, DWORD line_arg, DWORD address_arg, DWORD context_arg,
                       enum tspi_function function, const void *address, const void *group )
{
    struct line *line = LIST_ENTRY_OF( rq->objects[line_arg], struct line, object );
    DWORD address_id = args[address_arg].value;
    struct line_device *ld = line->ld;
    struct new_calls *calls;
    struct async *async;
    HDRVLINE hd;
    LONG ret;

    if ((ret = line_use( line, &hd ))) return ret;
    if (no_such_address( ld, address_id )) ret = LINEERR_INVALADDRESSID;
    else if ((async = new_calls_begin( rq, args, line, 1, 1, NULL, NULL, LINEMEDIAMODE_UNKNOWN )))
    {
        calls = async->data;
        calls->contexts[0] = args[context_arg].value;
        {
            DWORD_PTR values[] = { async->object.handle, (DWORD_PTR)hd, address_id, NEW_CALL_HANDLE( calls, 0 ), NEW_CALL_PLACE( calls, 0 ),
                                   (DWORD_PTR)address, (DWORD_PTR)group };

            ret = async_result( async, provider_call( ld->device->provider, function, values ) );
        }
    }
    else ret = LINEERR_NOMEM;
    device_unuse( ld );
    return ret;
}

LONG handle_linePickup( struct request *rq, struct trp_arg *args )
{
    return take_call( rq, args, ARG_linePickup_hLine, ARG_linePickup_dwAddressID, ARG_linePickup_lphCallContext, TSPI_FN_linePickup,
                      args[ARG_linePickup_lpszDestAddress].data, args[ARG_linePickup_lpszGroupID].data );
}

LONG handle_lineUnpark( struct request *rq, struct trp_arg *args )
{
    return take_call( rq, args, ARG_lineUnpark_hLine, ARG_lineUnpark_dwAddressID, ARG_lineUnpark_lphCallContext, TSPI_FN_lineUnpark,
                      args[ARG_lineUnpark_lpszDestAddress].data, NULL );
}
