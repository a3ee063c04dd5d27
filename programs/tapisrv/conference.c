/*
 * Transfer and conference: requests about two calls, and those that start consultation and conference calls.
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

#include "supplementary.h"

/* Two calls of one request, both used as by call_begin() with owner; they must be of one device, with same_line of one HLINE too. */
static LONG two_calls_begin( struct request *rq, DWORD first_arg, DWORD second_arg, BOOL same_line, struct call_handle **first,
                             struct call_handle **second )
{
    LONG ret;

    if ((ret = call_begin( rq, first_arg, TRUE, first )))
        return ret == (LONG)LINEERR_INVALCALLHANDLE ? (LONG)trp_param_error( rq->desc, first_arg ) : ret;
    if (!(ret = call_begin( rq, second_arg, TRUE, second )))
    {
        /* two lines of one provider would let it do what it says it cannot: MS-TRP 3.1.4.2 wants transferred calls on one HLINE */
        if ((*first)->call->ld == (*second)->call->ld && (!same_line || (*first)->line == (*second)->line)) return 0;
        ret = LINEERR_INVALCALLHANDLE;
        call_unuse( (*second)->call );
    }
    call_unuse( (*first)->call );
    return ret == (LONG)LINEERR_INVALCALLHANDLE ? (LONG)trp_param_error( rq->desc, second_arg ) : ret;
}

/* One whose TSPI function takes the request id and both calls. */
static LONG two_call_request( struct request *rq, struct trp_arg *args, DWORD first_arg, DWORD second_arg, enum tspi_function function )
{
    struct call_handle *first, *second;
    struct provider *provider;
    struct async *async;
    LONG ret;

    if ((ret = two_calls_begin( rq, first_arg, second_arg, FALSE, &first, &second ))) return ret;
    provider = first->call->ld->device->provider;
    if ((async = async_begin( rq, args, provider )))
    {
        DWORD_PTR values[] = { async->object.handle, (DWORD_PTR)first->call->hd, (DWORD_PTR)second->call->hd };

        async_of_handle( async, first );
        ret = async_result( async, provider_call( provider, function, values ) );
    }
    else ret = LINEERR_NOMEM;
    call_unuse( second->call );
    call_unuse( first->call );
    return ret;
}

LONG handle_lineSwapHold( struct request *rq, struct trp_arg *args )
{
    return two_call_request( rq, args, ARG_lineSwapHold_hActiveCall, ARG_lineSwapHold_hHeldCall, TSPI_FN_lineSwapHold );
}

LONG handle_lineAddToConference( struct request *rq, struct trp_arg *args )
{
    if (rq->objects[ARG_lineAddToConference_hConfCall] == rq->objects[ARG_lineAddToConference_hConsultCall])
        return LINEERR_INVALCONSULTCALLHANDLE;
    return two_call_request( rq, args, ARG_lineAddToConference_hConfCall, ARG_lineAddToConference_hConsultCall,
                             TSPI_FN_lineAddToConference );
}

LONG handle_lineRemoveFromConference( struct request *rq, struct trp_arg *args )
{
    struct call_handle *handle;
    BOOL conferenced;
    LONG ret;

    if ((ret = call_begin( rq, ARG_lineRemoveFromConference_hCall, TRUE, &handle ))) return ret;
    AcquireSRWLockShared( &handle->call->ld->lock );
    conferenced = handle->call->conference || handle->call->state == LINECALLSTATE_CONFERENCED;
    ReleaseSRWLockShared( &handle->call->ld->lock );
    if (conferenced) ret = call_request( rq, args, ARG_lineRemoveFromConference_hCall, TSPI_FN_lineRemoveFromConference, 0, 0, 0, 0 );
    else ret = LINEERR_INVALCALLSTATE;
    call_unuse( handle->call );
    return ret;
}

/* ---- consultation calls ------------------------------------------------------------------------------------------ */

/* A consultation call beside the call in parameter `arg`: TSPI_lineSetupTransfer, TSPI_linePrepareAddToConference. */
static LONG consult( struct request *rq, struct trp_arg *args, DWORD arg, DWORD context_arg, const struct trp_arg *raw,
                     enum tspi_function function )
{
    LINECALLPARAMS *params = NULL;
    struct call_handle *handle;
    struct new_calls *calls;
    struct line_device *ld;
    struct async *async;
    LONG ret;

    if ((ret = call_begin( rq, arg, TRUE, &handle )))
        return ret == (LONG)LINEERR_INVALCALLHANDLE ? (LONG)trp_param_error( rq->desc, arg ) : ret;
    ld = handle->call->ld;
    if ((ret = call_params_convert( raw->data, raw->size, handle->line->api_version, ld->device->tspi_version, &params ))) goto done;
    if ((async = new_calls_begin( rq, args, handle->line, 1, 1, raw, params, handle->call->media_mode )))
    {
        async->device = handle->object.handle;
        calls = async->data;
        calls->contexts[0] = args[context_arg].value;
        {
            DWORD_PTR values[] = { async->object.handle, (DWORD_PTR)handle->call->hd, NEW_CALL_HANDLE( calls, 0 ),
                                   NEW_CALL_PLACE( calls, 0 ), (DWORD_PTR)params };

            ret = async_result( async, provider_call( ld->device->provider, function, values ) );
        }
    }
    else ret = LINEERR_NOMEM;
done:
    free( params );
    call_unuse( handle->call );
    return ret;
}

LONG handle_lineSetupTransfer( struct request *rq, struct trp_arg *args )
{
    return consult( rq, args, ARG_lineSetupTransfer_hCall, ARG_lineSetupTransfer_lphConsultCallContext,
                    &args[ARG_lineSetupTransfer_lpCallParams], TSPI_FN_lineSetupTransfer );
}

LONG handle_linePrepareAddToConference( struct request *rq, struct trp_arg *args )
{
    return consult( rq, args, ARG_linePrepareAddToConference_hConfCall, ARG_linePrepareAddToConference_lphConsultCallContext,
                    &args[ARG_linePrepareAddToConference_lpCallParams], TSPI_FN_linePrepareAddToConference );
}

/* ---- calls that become a conference ------------------------------------------------------------------------------ */

LONG handle_lineCompleteTransfer( struct request *rq, struct trp_arg *args )
{
    DWORD mode = args[ARG_lineCompleteTransfer_dwTransferMode].value;
    struct call_handle *handle, *consult_handle;
    struct new_calls *calls;
    struct line_device *ld;
    struct async *async;
    LONG ret;

    if ((ret = two_calls_begin( rq, ARG_lineCompleteTransfer_hCall, ARG_lineCompleteTransfer_hConsultCall, TRUE,
                                &handle, &consult_handle ))) return ret;
    ld = handle->call->ld;
    if ((async = new_calls_begin( rq, args, handle->line, mode == LINETRANSFERMODE_CONFERENCE, 1, NULL, NULL, handle->call->media_mode )))
    {
        async->device = handle->object.handle;
        calls = async->data;
        calls->contexts[0] = args[ARG_lineCompleteTransfer_lpConfCallContext].value;
        ret = async_result( async, PROVIDER_CALL( ld->device->provider, lineCompleteTransfer, async->object.handle,
                                                  (DWORD_PTR)handle->call->hd, (DWORD_PTR)consult_handle->call->hd,
                                                  NEW_CALL_HANDLE( calls, 0 ), NEW_CALL_PLACE( calls, 0 ), mode ) );
    }
    else ret = LINEERR_NOMEM;
    call_unuse( consult_handle->call );
    call_unuse( handle->call );
    return ret;
}

LONG handle_lineSetupConference( struct request *rq, struct trp_arg *args )
{
    const struct trp_arg *raw = &args[ARG_lineSetupConference_lpCallParams];
    DWORD media_mode = LINEMEDIAMODE_INTERACTIVEVOICE;
    struct call_handle *handle = NULL;
    LINECALLPARAMS *params = NULL;
    struct new_calls *calls;
    struct line_device *ld;
    struct async *async;
    struct line *line;
    HDRVLINE hd;
    LONG ret;

    /* with a call the line does not count */
    if (args[ARG_lineSetupConference_hCall].value)
    {
        if (!rq->objects[ARG_lineSetupConference_hCall]) return LINEERR_INVALCALLHANDLE;
        if ((ret = call_begin( rq, ARG_lineSetupConference_hCall, TRUE, &handle ))) return ret;
        line = handle->line;
        hd = line->ld->hd;      /* a used call keeps its line open */
        media_mode = handle->call->media_mode;
    }
    else
    {
        if (!rq->objects[ARG_lineSetupConference_hLine]) return LINEERR_INVALLINEHANDLE;
        line = LIST_ENTRY_OF( rq->objects[ARG_lineSetupConference_hLine], struct line, object );
        if ((ret = line_use( line, &hd ))) return ret;
    }
    ld = line->ld;
    if ((ret = call_params_convert( raw->data, raw->size, line->api_version, ld->device->tspi_version, &params ))) goto done;
    if ((async = new_calls_begin( rq, args, line, 2, 2, raw, params, media_mode )))
    {
        if (handle) async->device = handle->object.handle;
        calls = async->data;
        calls->contexts[0] = args[ARG_lineSetupConference_lphConfCallContext].value;
        calls->contexts[1] = args[ARG_lineSetupConference_lphConsultCallContext].value;
        ret = async_result( async, PROVIDER_CALL( ld->device->provider, lineSetupConference, async->object.handle,
                                                  (DWORD_PTR)(handle ? handle->call->hd : NULL), (DWORD_PTR)hd,
                                                  NEW_CALL_HANDLE( calls, 0 ), NEW_CALL_PLACE( calls, 0 ),
                                                  NEW_CALL_HANDLE( calls, 1 ), NEW_CALL_PLACE( calls, 1 ),
                                                  args[ARG_lineSetupConference_dwNumParties].value, (DWORD_PTR)params ) );
    }
    else ret = LINEERR_NOMEM;
done:
    free( params );
    if (handle) call_unuse( handle->call );
    else device_unuse( ld );
    return ret;
}
