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

#include "supplementary.h"
#include "transport/transport.h"

void async_of_line( struct async *async, struct line *line )
{
    async->init_context = line->app->init_context;
    async->open_context = line->open_context;
    async->line = async->device = line->object.handle;
    async->device_object = line->ld->device;
}

void async_of_handle( struct async *async, struct call_handle *handle )
{
    async_of_line( async, handle->line );
    async->device = handle->object.handle;
}

/* ---- requests with nothing but parameters for the provider ----------------------------------------------------- */

LONG call_request( struct request *rq, struct trp_arg *args, DWORD arg, enum tspi_function function,
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

LONG line_request( struct request *rq, struct trp_arg *args, DWORD arg, enum tspi_function function, DWORD_PTR value1, DWORD_PTR value2 )
{
    struct line *line = LIST_ENTRY_OF( rq->objects[arg], struct line, object );
    struct async *async;
    HDRVLINE hd;
    LONG ret;

    if ((ret = line_use( line, &hd ))) return ret;
    if ((async = async_begin( rq, args, line->ld->device->provider )))
    {
        DWORD_PTR values[] = { async->object.handle, (DWORD_PTR)hd, value1, value2 };

        async_of_line( async, line );
        ret = async_result( async, provider_call( line->ld->device->provider, function, values ) );
    }
    else ret = LINEERR_NOMEM;
    device_unuse( line->ld );
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
    async_of_line( async, line );
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
