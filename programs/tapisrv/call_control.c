/*
 * Call control: requests that go to the provider and complete later.
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

#include "device.h"
#include "transport/transport.h"

/* The reply to a request about a call goes where the call's events go. */
static void async_of_handle( struct async *async, struct call_handle *handle )
{
    async->init_context = handle->line->app->init_context;
    async->open_context = handle->line->open_context;
    async->device = handle->object.handle;
    async->line = handle->line->object.handle;
    async->device_object = handle->line->ld->device;
}

/* ---- requests with nothing but parameters for the provider ----------------------------------------------------- */

/*
 * One that needs an owner of the call in parameter `arg`, and whose TSPI function takes the request id, the call, and up to four
 * values more.
 */
static LONG call_request( struct request *rq, struct trp_arg *args, DWORD arg, enum tspi_function function,
                          DWORD_PTR value1, DWORD_PTR value2, DWORD_PTR value3, DWORD_PTR value4 )
{
    struct call_handle *handle;
    struct provider *provider;
    struct async *async;
    LONG ret;

    if ((ret = call_begin( rq, arg, TRUE, &handle ))) return ret;
    provider = handle->call->ld->device->provider;
    if ((async = async_begin( rq, args, provider )))
    {
        DWORD_PTR values[] = { async->object.handle, (DWORD_PTR)handle->call->hd, value1, value2, value3, value4 };

        async_of_handle( async, handle );
        ret = async_result( async, provider_call( provider, function, values ) );
    }
    else ret = LINEERR_NOMEM;
    call_unuse( handle->call );
    return ret;
}

LONG handle_lineAccept( struct request *rq, struct trp_arg *args )
{
    const struct trp_arg *info = &args[ARG_lineAccept_lpsUserUserInfo];

    return call_request( rq, args, ARG_lineAccept_hCall, TSPI_FN_lineAccept, (DWORD_PTR)info->data, info->data ? info->size : 0, 0, 0 );
}

LONG handle_lineAnswer( struct request *rq, struct trp_arg *args )
{
    const struct trp_arg *info = &args[ARG_lineAnswer_lpsUserUserInfo];

    return call_request( rq, args, ARG_lineAnswer_hCall, TSPI_FN_lineAnswer, (DWORD_PTR)info->data, info->data ? info->size : 0, 0, 0 );
}

LONG handle_lineDrop( struct request *rq, struct trp_arg *args )
{
    const struct trp_arg *info = &args[ARG_lineDrop_lpsUserUserInfo];

    return call_request( rq, args, ARG_lineDrop_hCall, TSPI_FN_lineDrop, (DWORD_PTR)info->data, info->data ? info->size : 0, 0, 0 );
}

LONG handle_lineDial( struct request *rq, struct trp_arg *args )
{
    return call_request( rq, args, ARG_lineDial_hCall, TSPI_FN_lineDial, (DWORD_PTR)args[ARG_lineDial_lpszDestAddress].data,
                         args[ARG_lineDial_dwCountryCode].value, 0, 0 );
}

LONG handle_lineSecureCall( struct request *rq, struct trp_arg *args )
{
    return call_request( rq, args, ARG_lineSecureCall_hCall, TSPI_FN_lineSecureCall, 0, 0, 0, 0 );
}

LONG handle_lineSetCallParams( struct request *rq, struct trp_arg *args )
{
    const struct trp_arg *dial = &args[ARG_lineSetCallParams_lpDialParams];
    DWORD min_rate = args[ARG_lineSetCallParams_dwMinRate].value, max_rate = args[ARG_lineSetCallParams_dwMaxRate].value;

    if (min_rate > max_rate) return LINEERR_INVALRATE;
    return call_request( rq, args, ARG_lineSetCallParams_hCall, TSPI_FN_lineSetCallParams, args[ARG_lineSetCallParams_dwBearerMode].value,
                         min_rate, max_rate, (DWORD_PTR)dial->data );
}

/* ---- lineMakeCall ---------------------------------------------------------------------------------------------- */

struct make_call
{
    struct call *call;      /* referenced */
    struct line *line;      /* referenced */
};

static void make_call_forget( struct async *async )
{
    struct make_call *make = async->data;

    /* a call that the provider refused ends without TSPI_lineCloseCall */
    if (!make->call->listed) handle_free( make->call );
    object_release( make->call );
    object_release( make->line );
    free( make );
}

static void make_call_complete( struct async *async, LONG result )
{
    struct make_call *make = async->data;
    struct call *call = make->call;
    struct line_device *ld = call->ld;
    struct call_handle *handle = NULL;
    DWORD *ids;

    if (result) return;
    AcquireSRWLockExclusive( &ld->lock );
    if (ld->open) call_list( call );
    ReleaseSRWLockExclusive( &ld->lock );
    if (!call->listed) return;
    call_read_ids( call );

    AcquireSRWLockExclusive( &ld->lock );
    if (!make->line->closed && (handle = call_add_handle( call, make->line, LINECALLPRIVILEGE_OWNER )))
    {
        async->param3 = handle->object.handle;
        if ((ids = HeapAlloc( GetProcessHeap(), 0, 3 * sizeof(*ids) )))
        {
            ids[0] = call->address_id;
            ids[1] = call->call_id;
            ids[2] = call->related_id;
            async->reply_data = ids;
            async->reply_size = 3 * sizeof(*ids);
        }
    }
    ReleaseSRWLockExclusive( &ld->lock );
    if (!handle)
    {
        /* who made it closed the line or died while it was being set up */
        call_drop( call );
        call_close_unused( call );
    }
}

LONG handle_lineMakeCall( struct request *rq, struct trp_arg *args )
{
    struct line *line = LIST_ENTRY_OF( rq->objects[ARG_lineMakeCall_hLine], struct line, object );
    const struct trp_arg *raw = &args[ARG_lineMakeCall_lpCallParams];
    struct line_device *ld = line->ld;
    struct make_call *make = NULL;
    LINECALLPARAMS *params = NULL;
    struct async *async = NULL;
    struct call *call;
    HDRVLINE hd;
    LONG ret;

    if ((ret = call_params_convert( raw->data, raw->size, line->api_version, ld->device->tspi_version, &params ))) return ret;
    if ((ret = line_use( line, &hd ))) goto done;
    ret = LINEERR_INVALADDRESSID;
    if (params && params->dwAddressMode == LINEADDRESSMODE_ADDRESSID && ld->have_caps && params->dwAddressID >= ld->num_addresses)
        goto unuse;
    ret = LINEERR_NOMEM;
    if (!(make = calloc( 1, sizeof(*make) ))) goto unuse;
    if (!(call = call_create( ld ))) goto unuse;
    if (!(async = async_begin( rq, args, ld->device->provider )))
    {
        handle_free( call );
        object_release( call );
        goto unuse;
    }
    make->call = call;
    make->line = object_grab( line );
    async->data = make;
    async->forget = make_call_forget;
    async->complete = make_call_complete;
    async->init_context = line->app->init_context;
    async->open_context = line->open_context;
    async->line = async->device = line->object.handle;
    async->device_object = line->ld->device;
    async->param4 = args[ARG_lineMakeCall_lphCallContext].value;
    make = NULL;

    call->app_name = _wcsdup( line->app->friendly_name );
    call->displayable_address = call_params_string( raw->data, raw->size, FIELD_OFFSET( LINECALLPARAMS, dwDisplayableAddressSize ),
                                                    FIELD_OFFSET( LINECALLPARAMS, dwDisplayableAddressOffset ) );
    call->called_party = call_params_string( raw->data, raw->size, FIELD_OFFSET( LINECALLPARAMS, dwCalledPartySize ),
                                             FIELD_OFFSET( LINECALLPARAMS, dwCalledPartyOffset ) );
    call->comment = call_params_string( raw->data, raw->size, FIELD_OFFSET( LINECALLPARAMS, dwCommentSize ),
                                        FIELD_OFFSET( LINECALLPARAMS, dwCommentOffset ) );
    call->media_mode = params && params->dwMediaMode ? params->dwMediaMode : LINEMEDIAMODE_INTERACTIVEVOICE;

    ret = async_result( async, PROVIDER_CALL( ld->device->provider, lineMakeCall, async->object.handle, (DWORD_PTR)hd,
                                              (DWORD_PTR)call->object.handle, (DWORD_PTR)&call->hd,
                                              (DWORD_PTR)args[ARG_lineMakeCall_lpszDestAddress].data,
                                              args[ARG_lineMakeCall_dwCountryCode].value, (DWORD_PTR)params ) );
unuse:
    device_unuse( ld );
done:
    free( make );
    free( params );
    return ret;
}

/* ---- device-specific requests ---------------------------------------------------------------------------------- */

static void dev_specific_complete( struct async *async, LONG result )
{
    async->param4 = result ? 0 : async->reply_size;
}

/* The largest parameter block that a LINE_REPLY can bring back. */
#define MAX_BLOCK  (TRANSPORT_MAX_EVENTS - sizeof(struct trp_event) - 8)

/* A request whose parameter block goes to the provider, is changed there, and comes back with the completion. */
static struct async *dev_specific_begin( struct request *rq, struct trp_arg *args, struct line *line, const struct trp_arg *block, DWORD context )
{
    struct async *async = async_begin( rq, args, line->ld->device->provider );

    if (!async) return NULL;
    async->init_context = line->app->init_context;
    async->open_context = line->open_context;
    async->line = async->device = line->object.handle;
    async->device_object = line->ld->device;
    async->param3 = context;
    async->complete = dev_specific_complete;
    if (block->size)
    {
        if (!(async->reply_data = HeapAlloc( GetProcessHeap(), 0, block->size )))
        {
            async_result( async, LINEERR_NOMEM );
            return NULL;
        }
        memcpy( async->reply_data, block->data, block->size );
        async->reply_size = block->size;
    }
    return async;
}

LONG handle_lineDevSpecific( struct request *rq, struct trp_arg *args )
{
    struct call_handle *handle = NULL;
    struct line_device *ld;
    struct async *async;
    struct line *line;
    HDRVLINE hd;
    LONG ret;

    if (args[ARG_lineDevSpecific_lpParams].size > MAX_BLOCK) return LINEERR_RESOURCEUNAVAIL;
    if (args[ARG_lineDevSpecific_hCall].value)
    {
        if (!rq->objects[ARG_lineDevSpecific_hCall]) return LINEERR_INVALCALLHANDLE;
        if ((ret = call_begin( rq, ARG_lineDevSpecific_hCall, FALSE, &handle ))) return ret;
        line = handle->line;
        hd = line->ld->hd;      /* a used call keeps its line open */
    }
    else
    {
        if (!rq->objects[ARG_lineDevSpecific_hLine]) return LINEERR_INVALLINEHANDLE;
        line = LIST_ENTRY_OF( rq->objects[ARG_lineDevSpecific_hLine], struct line, object );
        if ((ret = line_use( line, &hd ))) return ret;
    }
    ld = line->ld;
    if ((async = dev_specific_begin( rq, args, line, &args[ARG_lineDevSpecific_lpParams], args[ARG_lineDevSpecific_lpParamsContext].value )))
    {
        ret = async_result( async, PROVIDER_CALL( ld->device->provider, lineDevSpecific, async->object.handle, (DWORD_PTR)hd,
                                                  args[ARG_lineDevSpecific_dwAddressID].value,
                                                  (DWORD_PTR)(handle ? handle->call->hd : NULL),
                                                  (DWORD_PTR)async->reply_data, async->reply_size ) );
    }
    else ret = LINEERR_NOMEM;
    if (handle) call_unuse( handle->call );
    else device_unuse( ld );
    return ret;
}

LONG handle_lineDevSpecificFeature( struct request *rq, struct trp_arg *args )
{
    struct line *line = LIST_ENTRY_OF( rq->objects[ARG_lineDevSpecificFeature_hLine], struct line, object );
    struct async *async;
    HDRVLINE hd;
    LONG ret;

    if (args[ARG_lineDevSpecificFeature_lpParams].size > MAX_BLOCK) return LINEERR_RESOURCEUNAVAIL;
    if ((ret = line_use( line, &hd ))) return ret;
    if ((async = dev_specific_begin( rq, args, line, &args[ARG_lineDevSpecificFeature_lpParams],
                                     args[ARG_lineDevSpecificFeature_lpParamsContext].value )))
    {
        ret = async_result( async, PROVIDER_CALL( line->ld->device->provider, lineDevSpecificFeature, async->object.handle, (DWORD_PTR)hd,
                                                  args[ARG_lineDevSpecificFeature_dwFeature].value,
                                                  (DWORD_PTR)async->reply_data, async->reply_size ) );
    }
    else ret = LINEERR_NOMEM;
    device_unuse( line->ld );
    return ret;
}
