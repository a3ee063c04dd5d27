/*
 * Supplementary services for one call or line: hold, redirect, park, completion, user-user information, and the like.
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
#include "transport/transport.h"
#include "debug/debug.h"

DEBUG_CHANNEL( tapisrv );

/* ---- what goes to the provider as it is ------------------------------------------------------------------------- */

LONG handle_lineHold( struct request *rq, struct trp_arg *args )
{
    return call_request( rq, args, ARG_lineHold_hCall, TSPI_FN_lineHold, 0, 0, 0, 0 );
}

LONG handle_lineUnhold( struct request *rq, struct trp_arg *args )
{
    return call_request( rq, args, ARG_lineUnhold_hCall, TSPI_FN_lineUnhold, 0, 0, 0, 0 );
}

LONG handle_lineBlindTransfer( struct request *rq, struct trp_arg *args )
{
    return call_request( rq, args, ARG_lineBlindTransfer_hCall, TSPI_FN_lineBlindTransfer,
                         (DWORD_PTR)args[ARG_lineBlindTransfer_lpszDestAddress].data, args[ARG_lineBlindTransfer_dwCountryCode].value, 0, 0 );
}

LONG handle_lineRedirect( struct request *rq, struct trp_arg *args )
{
    return call_request( rq, args, ARG_lineRedirect_hCall, TSPI_FN_lineRedirect, (DWORD_PTR)args[ARG_lineRedirect_lpszDestAddress].data,
                         args[ARG_lineRedirect_dwCountryCode].value, 0, 0 );
}

LONG handle_lineSendUserUserInfo( struct request *rq, struct trp_arg *args )
{
    const struct trp_arg *info = &args[ARG_lineSendUserUserInfo_lpsUserUserInfo];

    return call_request( rq, args, ARG_lineSendUserUserInfo_hCall, TSPI_FN_lineSendUserUserInfo,
                         (DWORD_PTR)info->data, info->data ? info->size : 0, 0, 0 );
}

LONG handle_lineReleaseUserUserInfo( struct request *rq, struct trp_arg *args )
{
    return call_request( rq, args, ARG_lineReleaseUserUserInfo_hCall, TSPI_FN_lineReleaseUserUserInfo, 0, 0, 0, 0 );
}

LONG handle_lineSetCallData( struct request *rq, struct trp_arg *args )
{
    const struct trp_arg *data = &args[ARG_lineSetCallData_lpCallData];

    return call_request( rq, args, ARG_lineSetCallData_hCall, TSPI_FN_lineSetCallData, (DWORD_PTR)data->data, data->size, 0, 0 );
}

LONG handle_lineSetCallTreatment( struct request *rq, struct trp_arg *args )
{
    return call_request( rq, args, ARG_lineSetCallTreatment_hCall, TSPI_FN_lineSetCallTreatment,
                         args[ARG_lineSetCallTreatment_dwTreatment].value, 0, 0, 0 );
}

LONG handle_lineSetCallQualityOfService( struct request *rq, struct trp_arg *args )
{
    const struct trp_arg *sending = &args[ARG_lineSetCallQualityOfService_lpSendingFlowspec];
    const struct trp_arg *receiving = &args[ARG_lineSetCallQualityOfService_lpReceivingFlowspec];

    return call_request( rq, args, ARG_lineSetCallQualityOfService_hCall, TSPI_FN_lineSetCallQualityOfService,
                         (DWORD_PTR)sending->data, sending->size, (DWORD_PTR)receiving->data, receiving->size );
}

LONG handle_lineSetLineDevStatus( struct request *rq, struct trp_arg *args )
{
    return line_request( rq, args, ARG_lineSetLineDevStatus_hLine, TSPI_FN_lineSetLineDevStatus,
                         args[ARG_lineSetLineDevStatus_dwStatusToChange].value, args[ARG_lineSetLineDevStatus_fStatus].value );
}

LONG handle_lineUncompleteCall( struct request *rq, struct trp_arg *args )
{
    return line_request( rq, args, ARG_lineUncompleteCall_hLine, TSPI_FN_lineUncompleteCall,
                         args[ARG_lineUncompleteCall_dwCompletionID].value, 0 );
}

/* ---- lineCompleteCall ------------------------------------------------------------------------------------------- */

struct complete_call
{
    DWORD id;           /* filled in by the provider */
    DWORD context;
};

static void complete_call_complete( struct async *async, LONG result )
{
    const struct complete_call *complete = async->data;

    async->param3 = result ? 0 : complete->id;
    async->param4 = complete->context;
}

static void free_data( struct async *async )
{
    free( async->data );
}

LONG handle_lineCompleteCall( struct request *rq, struct trp_arg *args )
{
    struct complete_call *complete = NULL;
    struct call_handle *handle;
    struct provider *provider;
    struct async *async;
    LONG ret;

    if ((ret = call_begin( rq, ARG_lineCompleteCall_hCall, TRUE, &handle ))) return ret;
    provider = handle->call->ld->device->provider;
    if ((complete = calloc( 1, sizeof(*complete) )) && (async = async_begin( rq, args, provider )))
    {
        complete->context = args[ARG_lineCompleteCall_lpdwCompletionIDContext].value;
        async_of_handle( async, handle );
        async->data = complete;
        async->complete = complete_call_complete;
        async->forget = free_data;
        ret = async_result( async, PROVIDER_CALL( provider, lineCompleteCall, async->object.handle, (DWORD_PTR)handle->call->hd,
                                                  (DWORD_PTR)&complete->id, args[ARG_lineCompleteCall_dwCompletionMode].value,
                                                  args[ARG_lineCompleteCall_dwMessageID].value ) );
    }
    else
    {
        free( complete );
        ret = LINEERR_NOMEM;
    }
    call_unuse( handle->call );
    return ret;
}

/* ---- linePark ---------------------------------------------------------------------------------------------------- */

/* The largest structure that a LINE_REPLY can bring back. */
#define MAX_BLOCK  (TRANSPORT_MAX_EVENTS - sizeof(struct trp_event) - 8)

/* The provider has filled in where the call is parked. */
static void park_complete( struct async *async, LONG result )
{
    VARSTRING *address = async->reply_data;

    if (result) return;
    if (!address) return;
    address->dwTotalSize = async->reply_size;
    if (address->dwStringOffset > address->dwTotalSize || address->dwStringSize > address->dwTotalSize - address->dwStringOffset)
    {
        WARN( "the provider says that it parked the call at %lu bytes outside of its buffer\n", address->dwStringOffset );
        address->dwStringSize = address->dwStringOffset = 0;
    }
    address->dwUsedSize = max( sizeof(*address), address->dwStringOffset + address->dwStringSize );
    address->dwNeededSize = max( address->dwNeededSize, address->dwUsedSize );
    async->param4 = async->reply_size = address->dwUsedSize;
}

LONG handle_linePark( struct request *rq, struct trp_arg *args )
{
    DWORD mode = args[ARG_linePark_dwParkMode].value, room = args[ARG_linePark_lpNonDirAddress].size;
    struct call_handle *handle;
    struct provider *provider;
    VARSTRING *address = NULL;
    struct async *async;
    LONG ret;

    if (mode == LINEPARKMODE_NONDIRECTED && room < sizeof(*address)) return LINEERR_STRUCTURETOOSMALL;
    if ((ret = call_begin( rq, ARG_linePark_hCall, TRUE, &handle ))) return ret;
    provider = handle->call->ld->device->provider;
    if (mode == LINEPARKMODE_NONDIRECTED)
    {
        /* exactly as much room as the program has: the provider is to refuse before it parks the call at an address that gets lost */
        room = min( room, MAX_BLOCK );
        if ((address = HeapAlloc( GetProcessHeap(), HEAP_ZERO_MEMORY, room )))
        {
            address->dwTotalSize = room;
            address->dwNeededSize = address->dwUsedSize = sizeof(*address);
        }
    }
    if ((mode == LINEPARKMODE_DIRECTED || address) && (async = async_begin( rq, args, provider )))
    {
        async_of_handle( async, handle );
        async->param3 = args[ARG_linePark_lpNonDirAddressContext].value;
        async->complete = park_complete;
        if ((async->reply_data = address)) async->reply_size = room;
        ret = async_result( async, PROVIDER_CALL( provider, linePark, async->object.handle, (DWORD_PTR)handle->call->hd, mode,
                                                  (DWORD_PTR)(mode == LINEPARKMODE_DIRECTED ? args[ARG_linePark_lpszDirAddress].data : NULL),
                                                  (DWORD_PTR)address ) );
    }
    else
    {
        HeapFree( GetProcessHeap(), 0, address );
        ret = LINEERR_NOMEM;
    }
    call_unuse( handle->call );
    return ret;
}

/* ---- lineSetTerminal --------------------------------------------------------------------------------------------- */

LONG handle_lineSetTerminal( struct request *rq, struct trp_arg *args )
{
    DWORD select = args[ARG_lineSetTerminal_dwSelect].value, address_id = args[ARG_lineSetTerminal_dwAddressID].value;
    struct call_handle *handle = NULL;
    struct line *line;
    struct async *async;
    HDRVLINE hd;
    LONG ret;

    if (select == LINECALLSELECT_CALL)
    {
        if (!rq->objects[ARG_lineSetTerminal_hCall]) return LINEERR_INVALCALLHANDLE;
        if ((ret = call_begin( rq, ARG_lineSetTerminal_hCall, FALSE, &handle ))) return ret;
        line = handle->line;
        hd = line->ld->hd;      /* a used call keeps its line open */
    }
    else
    {
        if (!rq->objects[ARG_lineSetTerminal_hLine]) return LINEERR_INVALLINEHANDLE;
        line = LIST_ENTRY_OF( rq->objects[ARG_lineSetTerminal_hLine], struct line, object );
        if ((ret = line_use( line, &hd ))) return ret;
    }
    if (select == LINECALLSELECT_ADDRESS && line->ld->have_caps && address_id >= line->ld->num_addresses) ret = LINEERR_INVALADDRESSID;
    else if ((async = async_begin( rq, args, line->ld->device->provider )))
    {
        if (handle) async_of_handle( async, handle );
        else async_of_line( async, line );
        ret = async_result( async, PROVIDER_CALL( line->ld->device->provider, lineSetTerminal, async->object.handle, (DWORD_PTR)hd,
                                                  address_id, (DWORD_PTR)(handle ? handle->call->hd : NULL), select,
                                                  args[ARG_lineSetTerminal_dwTerminalModes].value,
                                                  args[ARG_lineSetTerminal_dwTerminalID].value, args[ARG_lineSetTerminal_bEnable].value ) );
    }
    else ret = LINEERR_NOMEM;
    if (handle) call_unuse( handle->call );
    else device_unuse( line->ld );
    return ret;
}

/* ---- call hubs: for programs of TAPI 3 --------------------------------------------------------------------------- */

struct hub_query
{
    struct provider *provider;
    HDRVLINE         hd;
};

static LONG fill_tracking( void *context, void *buffer )
{
    struct hub_query *query = context;

    return PROVIDER_CALL( query->provider, lineGetCallHubTracking, (DWORD_PTR)query->hd, (DWORD_PTR)buffer );
}

LONG handle_lineGetCallHubTracking( struct request *rq, struct trp_arg *args )
{
    struct line *line = LIST_ENTRY_OF( rq->objects[ARG_lineGetCallHubTracking_hLine], struct line, object );
    struct hub_query query = { .provider = line->ld->device->provider };
    LINECALLHUBTRACKINGINFO *info;
    LONG ret;

    if ((ret = line_use( line, &query.hd ))) return ret;
    if (!(ret = struct_fetch( TRPS_LINECALLHUBTRACKINGINFO, line->ld->device->tspi_version, fill_tracking, &query, (void **)&info )))
    {
        ret = struct_reply( rq, &args[ARG_lineGetCallHubTracking_lpTrackingInfo], TRPS_LINECALLHUBTRACKINGINFO, line->api_version,
                            info, line->ld->device->tspi_version );
        free( info );
    }
    device_unuse( line->ld );
    return ret;
}

LONG handle_lineSetCallHubTracking( struct request *rq, struct trp_arg *args )
{
    struct line *line = LIST_ENTRY_OF( rq->objects[ARG_lineSetCallHubTracking_hLine], struct line, object );
    HDRVLINE hd;
    LONG ret;

    if ((ret = line_use( line, &hd ))) return ret;
    ret = PROVIDER_CALL( line->ld->device->provider, lineSetCallHubTracking, (DWORD_PTR)hd,
                         (DWORD_PTR)args[ARG_lineSetCallHubTracking_lpTrackingInfo].data );
    device_unuse( line->ld );
    return ret;
}
