/*
 * Calls: making, answering, ending them, and the parameters they are made with.
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

#include <stddef.h>
#include <string.h>
#include <wchar.h>

#include "call.h"

DEBUG_CHANNEL( exchange );

/* ---- LINECALLPARAMS ---- */

static BOOL one_bit( DWORD value )
{
    return value && !(value & (value - 1));
}

/* A field of the variable part; NULL and no error: it is not there. */
static const void *field( const LINECALLPARAMS *params, DWORD size, DWORD offset, LONG *error )
{
    if (!size) return NULL;
    if (offset <= params->dwTotalSize && size <= params->dwTotalSize - offset) return (const BYTE *)params + offset;
    *error = LINEERR_INVALCALLPARAMS;
    return NULL;
}

#define FIELD( params, name, error )  field( params, (params)->dw##name##Size, (params)->dw##name##Offset, error )

static LONG take_blob( struct blob *blob, const void *data, DWORD size, LONG error )
{
    if (error) return error;
    return !data || blob_set( blob, data, size ) ? 0 : (LONG)LINEERR_NOMEM;
}

static LONG take_number( const void *data, DWORD size, char *out )
{
    struct dialed dialed;
    WCHAR text[2 * NUMBER_SIZE];
    LONG ret;

    out[0] = 0;
    if (!data) return 0;
    size = min( size, sizeof(text) - sizeof(WCHAR) );
    memcpy( text, data, size );
    text[size / sizeof(WCHAR)] = 0;
    if ((ret = number_parse( (const uint16_t *)text, &dialed ))) return ret;
    memcpy( out, dialed.digits, NUMBER_SIZE );
    return 0;
}

/* What is common to all versions since 1.3 */
static LONG check_params( struct station *station, const LINECALLPARAMS *params, DWORD *address )
{
    char number[NUMBER_SIZE];
    LONG error = 0;
    const void *data;
    DWORD i;

    if (params->dwTotalSize < offsetof( LINECALLPARAMS, dwPredictiveAutoTransferStates )) return LINEERR_STRUCTURETOOSMALL;
    if (params->dwBearerMode && !one_bit( params->dwBearerMode )) return LINEERR_INVALBEARERMODE;
    if (params->dwBearerMode & ~EXCHANGE_BEARER_MODES) return LINEERR_BEARERMODEUNAVAIL;
    if (params->dwMediaMode & ~EXCHANGE_MEDIA_MODES) return LINEERR_INVALMEDIAMODE;
    if (params->dwMaxRate && params->dwMinRate > params->dwMaxRate) return LINEERR_INVALRATE;
    if (params->dwMinRate > 64000) return LINEERR_RATEUNAVAIL;
    if (params->dwUserUserInfoSize > MAX_UUI) return LINEERR_USERUSERINFOTOOBIG;
    switch (params->dwAddressMode)
    {
    case 0:
        break;
    case LINEADDRESSMODE_ADDRESSID:
        if (params->dwAddressID >= station->address_count) return LINEERR_INVALADDRESSID;
        *address = params->dwAddressID;
        break;
    case LINEADDRESSMODE_DIALABLEADDR:
        data = FIELD( params, OrigAddress, &error );
        if (error) return error;
        if (!data || take_number( data, params->dwOrigAddressSize, number )) return LINEERR_INVALADDRESS;
        for (i = 0; i < station->address_count; i++)
        {
            struct address *candidate = exchange_address( exchange, number );

            if (candidate == &station->addresses[i]) break;
        }
        if (i == station->address_count) return LINEERR_INVALADDRESS;
        *address = i;
        break;
    default:
        return LINEERR_INVALADDRESSMODE;
    }
    return 0;
}

static LONG take_common( struct call *call, const LINECALLPARAMS *params )
{
    const void *data;
    LONG error = 0;

    if (params->dwBearerMode) call->bearer_mode = params->dwBearerMode;
    if (params->dwMediaMode) call->media_mode = params->dwMediaMode;
    /* nobody looks at the media of an outgoing call to find out what they are */
    if (call->media_mode & (call->media_mode - 1) || call->media_mode == LINEMEDIAMODE_UNKNOWN) call->media_mode = LINEMEDIAMODE_INTERACTIVEVOICE;
    call->rate = params->dwMaxRate;
    call->param_flags = params->dwCallParamFlags;
    call->secure = (params->dwCallParamFlags & LINECALLPARAMFLAGS_SECURE) != 0;
    memcpy( call->dial_params, &params->DialParams, sizeof(call->dial_params) );
    data = FIELD( params, UserUserInfo, &error );
    if (error) return error;
    call_carry_user_user( call, data, params->dwUserUserInfoSize );
    data = FIELD( params, HighLevelComp, &error );
    if ((error = take_blob( &call->high_level, data, params->dwHighLevelCompSize, error ))) return error;
    data = FIELD( params, LowLevelComp, &error );
    if ((error = take_blob( &call->low_level, data, params->dwLowLevelCompSize, error ))) return error;
    data = FIELD( params, DevSpecific, &error );
    return take_blob( &call->dev_specific, data, params->dwDevSpecificSize, error );
}

static LONG take_config( struct call *call, const LINECALLPARAMS *params )
{
    WCHAR class_name[64];
    const void *name, *config;
    LONG error = 0;
    DWORD size;

    if (!params->dwDeviceConfigSize) return 0;
    name = FIELD( params, DeviceClass, &error );
    config = FIELD( params, DeviceConfig, &error );
    if (error || !name) return LINEERR_INVALCALLPARAMS;
    size = min( params->dwDeviceClassSize, sizeof(class_name) - sizeof(WCHAR) );
    memcpy( class_name, name, size );
    class_name[size / sizeof(WCHAR)] = 0;
    config_take( call->address->station, class_name, config, params->dwDeviceConfigSize, &error );
    return error == (LONG)LINEERR_INVALPARAM ? (LONG)LINEERR_INVALCALLPARAMS : error;
}

/* Fields of version 2.0 */
static LONG take_newer( struct call *call, const LINECALLPARAMS *params )
{
    char number[NUMBER_SIZE];
    const void *data;
    LONG error = 0;

    if (params->dwTotalSize < offsetof( LINECALLPARAMS, dwAddressType )) return 0;
    call->predictive_states = params->dwPredictiveAutoTransferStates;
    call->no_answer_timeout = params->dwNoAnswerTimeout;
    data = FIELD( params, TargetAddress, &error );
    if (error || (error = take_number( data, params->dwTargetAddressSize, call->target ))) return error;
    data = FIELD( params, SendingFlowspec, &error );
    if ((error = take_blob( &call->sending, data, params->dwSendingFlowspecSize, error ))) return error;
    data = FIELD( params, ReceivingFlowspec, &error );
    if ((error = take_blob( &call->receiving, data, params->dwReceivingFlowspecSize, error ))) return error;
    if (params->dwCallDataSize > MAX_CALL_DATA) return LINEERR_INVALCALLPARAMS;
    data = FIELD( params, CallData, &error );
    if ((error = take_blob( &call->call_data, data, params->dwCallDataSize, error ))) return error;
    data = FIELD( params, CallingPartyID, &error );
    if (error || (error = take_number( data, params->dwCallingPartyIDSize, number ))) return error;
    if (number[0])
    {
        call->own.flags = LINECALLPARTYID_ADDRESS;
        memcpy( call->own.number, number, sizeof(call->own.number) );
        memset( call->own.name, 0, sizeof(call->own.name) );
    }
    return take_config( call, params );
}

static LONG call_take_params( struct call *call, const LINECALLPARAMS *params )
{
    LONG ret;

    if (!params) return 0;
    if ((ret = take_common( call, params )) || (ret = take_newer( call, params ))) return ret;
    return call_check_qos( call, call->sending.data, call->sending.size );
}

struct call *call_prepare( struct station *station, DWORD address, HTAPICALL htcall, const LINECALLPARAMS *params, LONG *ret )
{
    struct line *line = station->line;
    struct call *call;

    if (params && (*ret = check_params( station, params, &address ))) return NULL;
    *ret = LINEERR_NOMEM;
    if (!(call = call_create( &station->addresses[address], false ))) return NULL;
    call->tapi = htcall;
    if ((*ret = call_take_params( call, params )) ||
        (line && line->control[0] && (*ret = call_media_control( call, line->control[0] ))) ||
        (line && line->control[1 + address] && (*ret = call_media_control( call, line->control[1 + address] ))))
    {
        call_abandon( call );
        return NULL;
    }
    return call;
}

/* ---- making ---- */

LONG WINAPI TSPI_lineMakeCall( DRV_REQUESTID request, HDRVLINE hline, HTAPICALL htcall, HDRVCALL *hcall, const WCHAR *number, DWORD country,
                               LINECALLPARAMS *const params )
{
    struct call *call = NULL;
    struct dialed dialed;
    struct line *line;
    struct op op;
    LONG ret;

    TRACE( "request %#lx, line %p, to %s, country %lu\n", request, hline, debugstr_w( number ), country );
    if (!hcall) return LINEERR_INVALPOINTER;
    if ((ret = op_line( &op, "TSPI_lineMakeCall", request, hline, &line ))) return ret;
    if (!(line->station->status & LINEDEVSTATUSFLAGS_INSERVICE)) ret = LINEERR_RESOURCEUNAVAIL;
    else if (!(ret = number_parse( (const uint16_t *)number, &dialed ))) call = call_prepare( line->station, 0, htcall, params, &ret );
    if (call && address_active( call->address ) != NULL && address_active( call->address ) != call)
    {
        WARN( "%u talks already\n", call->address->number );
        call_abandon( call );
        call = NULL;
        ret = LINEERR_CALLUNAVAIL;
    }
    if (!call) return op_end( &op, ret );
    call->country = country;
    *hcall = call_handle( call );
    if ((ret = call_start( call, &dialed ))) call_abandon( call );
    return op_end( &op, ret );
}

LONG WINAPI TSPI_lineDial( DRV_REQUESTID request, HDRVCALL hcall, const WCHAR *number, DWORD country )
{
    struct dialed dialed;
    struct call *call;
    struct op op;
    LONG ret;

    TRACE( "request %#lx, call %p, %s\n", request, hcall, debugstr_w( number ) );
    if ((ret = op_call( &op, "TSPI_lineDial", request, hcall, &call ))) return ret;
    if (!(ret = number_parse( (const uint16_t *)number, &dialed ))) ret = call_dial( call, &dialed );
    return op_end( &op, ret );
}

LONG WINAPI TSPI_lineAccept( DRV_REQUESTID request, HDRVCALL hcall, const char *info, DWORD size )
{
    struct call *call;
    struct op op;
    LONG ret;

    TRACE( "request %#lx, call %p, %lu bytes\n", request, hcall, size );
    if (size > MAX_UUI) return LINEERR_USERUSERINFOTOOBIG;
    if ((ret = op_call( &op, "TSPI_lineAccept", request, hcall, &call ))) return ret;
    if (!(ret = call_accept( call ))) call_carry_user_user( call, info, size );
    return op_end( &op, ret );
}

LONG WINAPI TSPI_lineAnswer( DRV_REQUESTID request, HDRVCALL hcall, const char *info, DWORD size )
{
    struct call *call;
    struct op op;
    LONG ret;

    TRACE( "request %#lx, call %p, %lu bytes\n", request, hcall, size );
    if (size > MAX_UUI) return LINEERR_USERUSERINFOTOOBIG;
    if ((ret = op_call( &op, "TSPI_lineAnswer", request, hcall, &call ))) return ret;
    if (!(ret = call_answer( call ))) call_carry_user_user( call, info, size );
    return op_end( &op, ret );
}

LONG WINAPI TSPI_lineDrop( DRV_REQUESTID request, HDRVCALL hcall, const char *info, DWORD size )
{
    struct call *call;
    struct op op;
    LONG ret;

    TRACE( "request %#lx, call %p, %lu bytes\n", request, hcall, size );
    if (size > MAX_UUI) return LINEERR_USERUSERINFOTOOBIG;
    if ((ret = op_call( &op, "TSPI_lineDrop", request, hcall, &call ))) return ret;
    if (!call_is_over( call )) call_carry_user_user( call, info, size );
    return op_end( &op, call_drop( call ) );
}

/* TAPI drops what nobody owns any more, or what is left when its line is closed. */
static LONG drop_now( const char *function, HDRVCALL hcall )
{
    struct call *call;
    struct op op;
    LONG ret;

    TRACE( "%s: call %p\n", function, hcall );
    if ((ret = op_call( &op, function, 0, hcall, &call ))) return ret;
    return op_end( &op, call->state == LINECALLSTATE_IDLE ? 0 : call_drop( call ) );
}

LONG WINAPI TSPI_lineDropOnClose( HDRVCALL hcall )
{
    return drop_now( "TSPI_lineDropOnClose", hcall );
}

LONG WINAPI TSPI_lineDropNoOwner( HDRVCALL hcall )
{
    return drop_now( "TSPI_lineDropNoOwner", hcall );
}

LONG WINAPI TSPI_lineCloseCall( HDRVCALL hcall )
{
    DWORD handle = (DWORD)(DWORD_PTR)hcall;
    struct call *call;
    struct op op;
    LONG ret;

    TRACE( "call %p\n", hcall );
    if ((ret = op_call( &op, "TSPI_lineCloseCall", 0, hcall, &call ))) return ret;
    call_close( call );
    ret = op_end( &op, 0 );
    notify_purge_call( handle );
    return ret;
}

LONG WINAPI TSPI_lineRedirect( DRV_REQUESTID request, HDRVCALL hcall, const WCHAR *number, DWORD country )
{
    struct dialed dialed;
    struct call *call;
    struct op op;
    LONG ret;

    TRACE( "request %#lx, call %p, to %s\n", request, hcall, debugstr_w( number ) );
    if (!number) return LINEERR_INVALPOINTER;
    if ((ret = op_call( &op, "TSPI_lineRedirect", request, hcall, &call ))) return ret;
    if (!(ret = number_parse( (const uint16_t *)number, &dialed ))) ret = call_redirect( call, dialed.digits );
    return op_end( &op, ret );
}

LONG WINAPI TSPI_lineConditionalMediaDetection( HDRVLINE hline, DWORD media_modes, LINECALLPARAMS *const params )
{
    DWORD address = 0;
    struct line *line;
    struct op op;
    LONG ret;

    TRACE( "line %p, media modes %#lx\n", hline, media_modes );
    if ((ret = op_line( &op, "TSPI_lineConditionalMediaDetection", 0, hline, &line ))) return ret;
    if (media_modes & ~EXCHANGE_MEDIA_MODES) ret = LINEERR_INVALMEDIAMODE;
    else if (params) ret = check_params( line->station, params, &address );
    if (!ret && (!(line->station->status & LINEDEVSTATUSFLAGS_INSERVICE) || address_active( &line->station->addresses[address] )))
        ret = LINEERR_RESOURCEUNAVAIL;
    return op_end( &op, ret );
}

/* ---- what a call is and has ---- */

LONG WINAPI TSPI_lineGetCallAddressID( HDRVCALL hcall, DWORD *address )
{
    struct call *call;
    struct op op;
    LONG ret;

    if (!address) return LINEERR_INVALPOINTER;
    if ((ret = op_call( &op, "TSPI_lineGetCallAddressID", 0, hcall, &call ))) return ret;
    *address = call->address->id;
    return op_end( &op, 0 );
}

LONG WINAPI TSPI_lineGetCallIDs( HDRVCALL hcall, DWORD *address, DWORD *id, DWORD *related )
{
    struct call *call;
    struct op op;
    LONG ret;

    if (!address || !id || !related) return LINEERR_INVALPOINTER;
    if ((ret = op_call( &op, "TSPI_lineGetCallIDs", 0, hcall, &call ))) return ret;
    *address = call->address->id;
    *id = call->call_id;
    *related = call->related_id;
    return op_end( &op, 0 );
}

LONG WINAPI TSPI_lineSetAppSpecific( HDRVCALL hcall, DWORD value )
{
    struct call *call;
    struct op op;
    LONG ret;

    TRACE( "call %p, %#lx\n", hcall, value );
    if ((ret = op_call( &op, "TSPI_lineSetAppSpecific", 0, hcall, &call ))) return ret;
    call_set_app_specific( call, value );
    return op_end( &op, 0 );
}

LONG WINAPI TSPI_lineSetMediaMode( HDRVCALL hcall, DWORD media_mode )
{
    struct call *call;
    struct op op;
    LONG ret;

    TRACE( "call %p, media mode %#lx\n", hcall, media_mode );
    if ((ret = op_call( &op, "TSPI_lineSetMediaMode", 0, hcall, &call ))) return ret;
    return op_end( &op, call_set_media( call, media_mode ) );
}

LONG WINAPI TSPI_lineSetCallParams( DRV_REQUESTID request, HDRVCALL hcall, DWORD bearer_mode, DWORD min_rate, DWORD max_rate,
                                    LINEDIALPARAMS *const dial_params )
{
    struct call *call;
    uint32_t values[4];
    struct op op;
    LONG ret;

    TRACE( "request %#lx, call %p, bearer mode %#lx, rates %lu to %lu\n", request, hcall, bearer_mode, min_rate, max_rate );
    if ((ret = op_call( &op, "TSPI_lineSetCallParams", request, hcall, &call ))) return ret;
    if (dial_params) memcpy( values, dial_params, sizeof(values) );
    if (min_rate > 64000) ret = LINEERR_RATEUNAVAIL;
    else ret = call_set_params( call, bearer_mode, min_rate, max_rate, dial_params ? values : NULL );
    return op_end( &op, ret );
}
