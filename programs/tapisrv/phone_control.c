/*
 * What is at an open phone: buttons, lamps, display, hookswitches, ring, volume, gain, data.
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

#include "phone.h"
#include "device.h"
#include "transport/transport.h"
#include "trp/structs.h"
#include "debug/debug.h"

DEBUG_CHANNEL( tapisrv );

/* The most that comes back with a PHONE_REPLY: it travels in one event. */
#define MAX_BLOCK  (TRANSPORT_MAX_EVENTS - sizeof(struct trp_event) - 8)

#define PHONE_OF( rq, request )  LIST_ENTRY_OF( (rq)->objects[ARG_##request##_hPhone], struct phone, object )

/* ---- what is asked at once --------------------------------------------------------------------------------------- */

/* A TSPI function that gives one value, or two; in: a parameter before them. */
static LONG get_values( struct phone *phone, enum tspi_function function, const DWORD *in, struct trp_arg *out1, struct trp_arg *out2 )
{
    DWORD values[2] = { 0 }, count = 0;
    DWORD_PTR args[4];
    HDRVPHONE hd;
    LONG ret;

    if ((ret = phone_use( phone, FALSE, &hd ))) return ret;
    args[count++] = (DWORD_PTR)hd;
    if (in) args[count++] = *in;
    args[count++] = (DWORD_PTR)&values[0];
    args[count++] = (DWORD_PTR)&values[1];
    ret = provider_call( phone->pd->device->provider, function, args );
    out1->value = values[0];
    if (out2) out2->value = values[1];
    phone_unuse( phone->pd );
    return ret;
}

LONG handle_phoneGetHookSwitch( struct request *rq, struct trp_arg *args )
{
    return get_values( PHONE_OF( rq, phoneGetHookSwitch ), TSPI_FN_phoneGetHookSwitch, NULL,
                       &args[ARG_phoneGetHookSwitch_lpdwHookSwitchDevs], NULL );
}

LONG handle_phoneGetRing( struct request *rq, struct trp_arg *args )
{
    return get_values( PHONE_OF( rq, phoneGetRing ), TSPI_FN_phoneGetRing, NULL, &args[ARG_phoneGetRing_lpdwRingMode],
                       &args[ARG_phoneGetRing_lpdwVolume] );
}

LONG handle_phoneGetVolume( struct request *rq, struct trp_arg *args )
{
    DWORD device = args[ARG_phoneGetVolume_dwHookSwitchDev].value;

    return get_values( PHONE_OF( rq, phoneGetVolume ), TSPI_FN_phoneGetVolume, &device, &args[ARG_phoneGetVolume_lpdwVolume], NULL );
}

LONG handle_phoneGetGain( struct request *rq, struct trp_arg *args )
{
    DWORD device = args[ARG_phoneGetGain_dwHookSwitchDev].value;

    return get_values( PHONE_OF( rq, phoneGetGain ), TSPI_FN_phoneGetGain, &device, &args[ARG_phoneGetGain_lpdwGain], NULL );
}

LONG handle_phoneGetLamp( struct request *rq, struct trp_arg *args )
{
    DWORD lamp = args[ARG_phoneGetLamp_dwButtonLampID].value;

    return get_values( PHONE_OF( rq, phoneGetLamp ), TSPI_FN_phoneGetLamp, &lamp, &args[ARG_phoneGetLamp_lpdwLampMode], NULL );
}

LONG handle_phoneGetDisplay( struct request *rq, struct trp_arg *args )
{
    struct phone *phone = PHONE_OF( rq, phoneGetDisplay );
    struct trp_arg *arg = &args[ARG_phoneGetDisplay_lpDisplay];
    VARSTRING *string;
    HDRVPHONE hd;
    LONG ret;

    if ((ret = phone_use( phone, FALSE, &hd ))) return ret;
    if ((string = varstring_alloc( rq, arg, &ret )))
    {
        ret = PROVIDER_CALL( phone->pd->device->provider, phoneGetDisplay, (DWORD_PTR)hd, (DWORD_PTR)string );
        if (!ret) ret = varstring_finish( arg, string );
    }
    phone_unuse( phone->pd );
    return phone_error( ret );
}

LONG handle_phoneGetData( struct request *rq, struct trp_arg *args )
{
    struct phone *phone = PHONE_OF( rq, phoneGetData );
    struct trp_arg *out = &args[ARG_phoneGetData_lpData];
    DWORD size = args[ARG_phoneGetData_dwSize].value;
    HDRVPHONE hd;
    void *data;
    LONG ret;

    if ((ret = phone_use( phone, FALSE, &hd ))) return ret;
    if (!(data = request_alloc( rq, size + 1 ))) ret = PHONEERR_NOMEM;
    else ret = PROVIDER_CALL( phone->pd->device->provider, phoneGetData, (DWORD_PTR)hd, args[ARG_phoneGetData_dwDataID].value,
                              (DWORD_PTR)data, size );
    phone_unuse( phone->pd );
    if (ret) return ret;
    out->data = size ? data : NULL;
    out->size = args[ARG_phoneGetData_dwSize].size = size;
    return 0;
}

struct button_query
{
    struct provider *provider;
    HDRVPHONE        hd;
    DWORD            id;
};

static LONG fill_button_info( void *context, void *buffer )
{
    struct button_query *query = context;

    return PROVIDER_CALL( query->provider, phoneGetButtonInfo, (DWORD_PTR)query->hd, query->id, (DWORD_PTR)buffer );
}

LONG handle_phoneGetButtonInfo( struct request *rq, struct trp_arg *args )
{
    struct phone *phone = PHONE_OF( rq, phoneGetButtonInfo );
    struct device *device = phone->pd->device;
    struct button_query query = { .provider = device->provider, .id = args[ARG_phoneGetButtonInfo_dwButtonLampID].value };
    PHONEBUTTONINFO *info;
    LONG ret;

    if ((ret = phone_use( phone, FALSE, &query.hd ))) return ret;
    if (!(ret = struct_fetch( TRPS_PHONEBUTTONINFO, device->tspi_version, fill_button_info, &query, (void **)&info )))
    {
        ret = struct_reply( rq, &args[ARG_phoneGetButtonInfo_lpButtonInfo], TRPS_PHONEBUTTONINFO, phone->api_version, info,
                            device->tspi_version );
        free( info );
    }
    phone_unuse( phone->pd );
    return phone_error( ret );
}

/* ---- what changes the phone: only its owner may -------------------------------------------------------------------- */

static struct async *phone_async( struct request *rq, const struct trp_arg *args, struct phone *phone )
{
    struct async *async = async_begin( rq, args, phone->pd->device->provider );

    if (!async) return NULL;
    async->init_context = phone->app->init_context;
    async->open_context = phone->open_context;
    async->line = phone->object.handle;
    async->device_object = phone->pd->device;
    return async;
}

static void free_kept( struct async *async )
{
    free( async->data );
}

/*
 * A TSPI function that takes a request id, the phone and up to four values. keep: what they point to, or NULL; it is freed when
 * the request has completed: nothing in TSPI says that a provider may not use it after it has returned.
 */
static LONG set_values( struct request *rq, const struct trp_arg *args, struct phone *phone, enum tspi_function function,
                        const DWORD_PTR *values, void *keep )
{
    struct async *async;
    HDRVPHONE hd;
    LONG ret;

    if (!(ret = phone_use( phone, TRUE, &hd )))
    {
        if ((async = phone_async( rq, args, phone )))
        {
            DWORD_PTR all[] = { async->object.handle, (DWORD_PTR)hd, values[0], values[1], values[2], values[3] };

            async->data = keep;
            async->forget = free_kept;
            keep = NULL;
            ret = async_result( async, provider_call( phone->pd->device->provider, function, all ) );
        }
        else ret = PHONEERR_NOMEM;
        phone_unuse( phone->pd );
    }
    free( keep );
    return ret;
}

#define SET_VALUES( name, value1, value2 ) \
    set_values( rq, args, PHONE_OF( rq, name ), TSPI_FN_##name, (const DWORD_PTR[4]){ value1, value2 }, NULL )

LONG handle_phoneSetLamp( struct request *rq, struct trp_arg *args )
{
    return SET_VALUES( phoneSetLamp, args[ARG_phoneSetLamp_dwButtonLampID].value, args[ARG_phoneSetLamp_dwLampMode].value );
}

LONG handle_phoneSetHookSwitch( struct request *rq, struct trp_arg *args )
{
    return SET_VALUES( phoneSetHookSwitch, args[ARG_phoneSetHookSwitch_dwHookSwitchDevs].value,
                       args[ARG_phoneSetHookSwitch_dwHookSwitchMode].value );
}

/* Volume and gain; documented: "a value that is out of range is set to the nearest value in the range". */
static DWORD level( DWORD value )
{
    return min( value, 0xffff );
}

LONG handle_phoneSetVolume( struct request *rq, struct trp_arg *args )
{
    return SET_VALUES( phoneSetVolume, args[ARG_phoneSetVolume_dwHookSwitchDev].value, level( args[ARG_phoneSetVolume_dwVolume].value ) );
}

LONG handle_phoneSetGain( struct request *rq, struct trp_arg *args )
{
    return SET_VALUES( phoneSetGain, args[ARG_phoneSetGain_dwHookSwitchDev].value, level( args[ARG_phoneSetGain_dwGain].value ) );
}

LONG handle_phoneSetRing( struct request *rq, struct trp_arg *args )
{
    return SET_VALUES( phoneSetRing, args[ARG_phoneSetRing_dwRingMode].value, level( args[ARG_phoneSetRing_dwVolume].value ) );
}

/* Bytes of the request, with a NUL behind them; NULL when out of memory. */
static void *copy_block( const struct trp_arg *arg, DWORD *size )
{
    char *copy;

    *size = arg->data ? arg->size : 0;
    if ((copy = calloc( 1, *size + sizeof(WCHAR) )) && *size) memcpy( copy, arg->data, *size );
    return copy;
}

LONG handle_phoneSetData( struct request *rq, struct trp_arg *args )
{
    DWORD size;
    void *data = copy_block( &args[ARG_phoneSetData_lpData], &size );

    if (!data) return PHONEERR_NOMEM;
    return set_values( rq, args, PHONE_OF( rq, phoneSetData ), TSPI_FN_phoneSetData,
                       (const DWORD_PTR[4]){ args[ARG_phoneSetData_dwDataID].value, (DWORD_PTR)data, size }, data );
}

LONG handle_phoneSetDisplay( struct request *rq, struct trp_arg *args )
{
    DWORD size;
    void *text = copy_block( &args[ARG_phoneSetDisplay_lpsDisplay], &size );

    if (!text) return PHONEERR_NOMEM;
    return set_values( rq, args, PHONE_OF( rq, phoneSetDisplay ), TSPI_FN_phoneSetDisplay,
                       (const DWORD_PTR[4]){ args[ARG_phoneSetDisplay_dwRow].value, args[ARG_phoneSetDisplay_dwColumn].value,
                                             (DWORD_PTR)text, size }, text );
}

/* The structure in the form of the provider's version: what lies behind its fixed part moves. */
LONG handle_phoneSetButtonInfo( struct request *rq, struct trp_arg *args )
{
    const struct trp_arg *info = &args[ARG_phoneSetButtonInfo_lpButtonInfo];
    struct phone *phone = PHONE_OF( rq, phoneSetButtonInfo );
    void *converted;
    LONG ret;

    if (info->size < fixed_size( TRPS_PHONEBUTTONINFO, phone->api_version )) return PHONEERR_STRUCTURETOOSMALL;
    ret = struct_upgrade( TRPS_PHONEBUTTONINFO, info->data, phone->api_version, phone->pd->device->tspi_version, &converted );
    if (ret) return phone_error( ret );
    return set_values( rq, args, phone, TSPI_FN_phoneSetButtonInfo,
                       (const DWORD_PTR[4]){ args[ARG_phoneSetButtonInfo_dwButtonLampID].value, (DWORD_PTR)converted }, converted );
}

/* ---- extensions ------------------------------------------------------------------------------------------------------ */

/* The size of the block that goes back, before padding. */
static void dev_specific_complete( struct async *async, LONG result )
{
    async->param4 = result ? 0 : async->reply_size;
}

LONG handle_phoneDevSpecific( struct request *rq, struct trp_arg *args )
{
    const struct trp_arg *params = &args[ARG_phoneDevSpecific_lpParams];
    struct phone *phone = PHONE_OF( rq, phoneDevSpecific );
    struct async *async;
    HDRVPHONE hd;
    LONG ret;

    if (params->size > MAX_BLOCK) return PHONEERR_RESOURCEUNAVAIL;
    if ((ret = phone_use( phone, FALSE, &hd ))) return ret;
    if ((async = phone_async( rq, args, phone )))
    {
        /* the provider works in what goes back with the reply */
        async->param3 = args[ARG_phoneDevSpecific_lpParamsContext].value;
        if ((async->reply_data = HeapAlloc( GetProcessHeap(), HEAP_ZERO_MEMORY, params->size + 1 )))
        {
            if (params->data) memcpy( async->reply_data, params->data, params->size );
            async->reply_size = params->data ? params->size : 0;
            async->complete = dev_specific_complete;
            ret = async_result( async, PROVIDER_CALL( phone->pd->device->provider, phoneDevSpecific, async->object.handle, (DWORD_PTR)hd,
                                                      (DWORD_PTR)async->reply_data, async->reply_size ) );
        }
        else ret = async_result( async, PHONEERR_NOMEM );
    }
    else ret = PHONEERR_NOMEM;
    phone_unuse( phone->pd );
    return ret;
}
