/*
 * Call information: what applications ask and set about a call.
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
#include "trp/structs.h"

static LONG fill_info( void *context, void *buffer )
{
    struct call *call = context;

    return PROVIDER_CALL( call->ld->device->provider, lineGetCallInfo, (DWORD_PTR)call->hd, (DWORD_PTR)buffer );
}

static LONG fill_status( void *context, void *buffer )
{
    struct call *call = context;

    return PROVIDER_CALL( call->ld->device->provider, lineGetCallStatus, (DWORD_PTR)call->hd, (DWORD_PTR)buffer );
}

LONG handle_lineGetCallInfo( struct request *rq, struct trp_arg *args )
{
    struct call_handle *handle;
    struct line_device *ld;
    struct call *call;
    LINECALLINFO *info;
    BOOL complete;
    LONG ret;

    if ((ret = call_begin( rq, ARG_lineGetCallInfo_hCall, FALSE, &handle ))) return ret;
    call = handle->call;
    ld = call->ld;
    ret = struct_fetch( TRPS_LINECALLINFO, ld->device->tspi_version, fill_info, call, (void **)&info );
    if (!ret)
    {
        AcquireSRWLockShared( &ld->lock );
        info->hLine = (HLINE)(ULONG_PTR)handle->line->object.handle;
        info->dwLineDeviceID = ld->device->id;
        if (!provider_has( ld->device->provider, TSPI_FN_lineSetAppSpecific )) info->dwAppSpecific = call->app_specific;
        info->dwCallStates |= LINECALLSTATE_UNKNOWN;
        info->dwMonitorDigitModes = call->digit_modes;
        info->dwMonitorMediaModes = call->media_monitor;
        info->dwNumOwners = call->owners;
        info->dwNumMonitors = call->monitors;
        /* the strings are set once, before the call has a handle */
        ReleaseSRWLockShared( &ld->lock );
        complete = struct_append_string( (void **)&info, FIELD_OFFSET( LINECALLINFO, dwAppNameSize ),
                                         FIELD_OFFSET( LINECALLINFO, dwAppNameOffset ), call->app_name ) &&
                   struct_append_string( (void **)&info, FIELD_OFFSET( LINECALLINFO, dwDisplayableAddressSize ),
                                         FIELD_OFFSET( LINECALLINFO, dwDisplayableAddressOffset ), call->displayable_address ) &&
                   struct_append_string( (void **)&info, FIELD_OFFSET( LINECALLINFO, dwCalledPartySize ),
                                         FIELD_OFFSET( LINECALLINFO, dwCalledPartyOffset ), call->called_party ) &&
                   struct_append_string( (void **)&info, FIELD_OFFSET( LINECALLINFO, dwCommentSize ),
                                         FIELD_OFFSET( LINECALLINFO, dwCommentOffset ), call->comment );
        ret = complete ? struct_reply( rq, &args[ARG_lineGetCallInfo_lpCallInfo], TRPS_LINECALLINFO, handle->line->api_version,
                                       info, ld->device->tspi_version ) : (LONG)LINEERR_NOMEM;
        free( info );
    }
    call_unuse( call );
    return ret;
}

LONG handle_lineGetCallStatus( struct request *rq, struct trp_arg *args )
{
    struct call_handle *handle;
    LINECALLSTATUS *status;
    struct line_device *ld;
    DWORD tspi_version;
    LONG ret;

    if ((ret = call_begin( rq, ARG_lineGetCallStatus_hCall, FALSE, &handle ))) return ret;
    ld = handle->call->ld;
    tspi_version = ld->device->tspi_version;
    if (!(ret = struct_fetch( TRPS_LINECALLSTATUS, tspi_version, fill_status, handle->call, (void **)&status )))
    {
        AcquireSRWLockShared( &ld->lock );
        status->dwCallPrivilege = handle->privilege;
        ReleaseSRWLockShared( &ld->lock );
        /* what can be done with the call depends on who asks */
        if (status->dwCallPrivilege != LINECALLPRIVILEGE_OWNER)
        {
            status->dwCallFeatures = 0;
            if (fixed_size( TRPS_LINECALLSTATUS, tspi_version ) >= sizeof(*status)) status->dwCallFeatures2 = 0;
        }
        ret = struct_reply( rq, &args[ARG_lineGetCallStatus_lpCallStatus], TRPS_LINECALLSTATUS, handle->line->api_version,
                            status, tspi_version );
        free( status );
    }
    call_unuse( handle->call );
    return ret;
}

LONG handle_lineGetCallIDs( struct request *rq, struct trp_arg *args )
{
    struct call_handle *handle;
    LONG ret;

    if ((ret = call_begin( rq, ARG_lineGetCallIDs_hCall, FALSE, &handle ))) return ret;
    AcquireSRWLockShared( &handle->call->ld->lock );
    args[ARG_lineGetCallIDs_lpdwAddressID].value = handle->call->address_id;
    args[ARG_lineGetCallIDs_lpdwCallID].value = handle->call->call_id;
    args[ARG_lineGetCallIDs_lpdwRelatedCallID].value = handle->call->related_id;
    ReleaseSRWLockShared( &handle->call->ld->lock );
    call_unuse( handle->call );
    return 0;
}

LONG handle_lineSetAppSpecific( struct request *rq, struct trp_arg *args )
{
    DWORD value = args[ARG_lineSetAppSpecific_dwAppSpecific].value;
    struct call_handle *handle;
    struct line_device *ld;
    LONG ret;

    if ((ret = call_begin( rq, ARG_lineSetAppSpecific_hCall, TRUE, &handle ))) return ret;
    ld = handle->call->ld;
    if (provider_has( ld->device->provider, TSPI_FN_lineSetAppSpecific ))
    {
        /* the provider keeps it and reports the change itself */
        ret = PROVIDER_CALL( ld->device->provider, lineSetAppSpecific, (DWORD_PTR)handle->call->hd, value );
    }
    else
    {
        AcquireSRWLockExclusive( &ld->lock );
        handle->call->app_specific = value;
        call_info_event( handle->call, handle, LINECALLINFOSTATE_APPSPECIFIC );
        ReleaseSRWLockExclusive( &ld->lock );
    }
    call_unuse( handle->call );
    return ret;
}

LONG handle_lineSetMediaMode( struct request *rq, struct trp_arg *args )
{
    DWORD mode = args[ARG_lineSetMediaMode_dwMediaMode].value;
    struct call_handle *handle;
    struct line_device *ld;
    LONG ret;

    if (!(mode & LINEMEDIAMODE_UNKNOWN) && mode & (mode - 1)) return LINEERR_INVALMEDIAMODE;
    if ((ret = call_begin( rq, ARG_lineSetMediaMode_hCall, TRUE, &handle ))) return ret;
    ld = handle->call->ld;
    if (!(ret = PROVIDER_CALL( ld->device->provider, lineSetMediaMode, (DWORD_PTR)handle->call->hd, mode )))
    {
        AcquireSRWLockExclusive( &ld->lock );
        handle->call->media_mode = mode;
        ReleaseSRWLockExclusive( &ld->lock );
    }
    call_unuse( handle->call );
    return ret;
}

/* Sets one kind of monitoring of a call handle, takes it back if the provider refuses. */
static LONG set_monitoring( struct request *rq, DWORD arg, BOOL media, DWORD modes )
{
    struct call_handle *handle;
    struct line_device *ld;
    DWORD *field, old;
    LONG ret;

    if ((ret = call_begin( rq, arg, FALSE, &handle ))) return ret;
    ld = handle->call->ld;
    field = media ? &handle->media_modes : &handle->digit_modes;
    AcquireSRWLockExclusive( &ld->lock );
    old = *field;
    *field = modes;
    ReleaseSRWLockExclusive( &ld->lock );
    if ((ret = call_update_monitoring( handle->call )))
    {
        AcquireSRWLockExclusive( &ld->lock );
        *field = old;
        ReleaseSRWLockExclusive( &ld->lock );
    }
    call_unuse( handle->call );
    return ret;
}

LONG handle_lineMonitorDigits( struct request *rq, struct trp_arg *args )
{
    return set_monitoring( rq, ARG_lineMonitorDigits_hCall, FALSE, args[ARG_lineMonitorDigits_dwDigitModes].value );
}

LONG handle_lineMonitorMedia( struct request *rq, struct trp_arg *args )
{
    return set_monitoring( rq, ARG_lineMonitorMedia_hCall, TRUE, args[ARG_lineMonitorMedia_dwMediaModes].value );
}
