/*
 * Capabilities: versions, device and address capabilities, device configuration and identifiers.
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
#include "debug/debug.h"

DEBUG_CHANNEL( tapisrv );

static const DWORD api_versions[] = { 0x00010003, 0x00010004, 0x00020000, 0x00020001, 0x00020002, 0x00030000, 0x00030001 };

/* ---- version negotiation --------------------------------------------------------------------------------------- */

DWORD api_version_negotiate( DWORD low, DWORD high )
{
    DWORD i = ARRAYSIZE(api_versions);

    while (i--) if (api_versions[i] >= low && api_versions[i] <= high) return api_versions[i];
    return 0;
}

static void get_extension_id( struct device *device, LINEEXTENSIONID *id )
{
    memset( id, 0, sizeof(*id) );
    if (PROVIDER_CALL( device->provider, lineGetExtensionID, device->id, device->tspi_version, (DWORD_PTR)id )) memset( id, 0, sizeof(*id) );
}

LONG handle_lineNegotiateAPIVersion( struct request *rq, struct trp_arg *args )
{
    DWORD low = args[ARG_lineNegotiateAPIVersion_dwVersion].value, high = args[ARG_lineNegotiateAPIVersion_dwVersionCurrent].value;
    struct trp_arg *out = &args[ARG_lineNegotiateAPIVersion_ExtensionID];
    LINEEXTENSIONID *id;
    struct line_device *ld;
    DWORD version;
    LONG ret;

    if (!(ld = line_device_get( args[ARG_lineNegotiateAPIVersion_dwDeviceID].value, &ret ))) return ret;
    if (!(version = api_version_negotiate( low, high ))) ret = LINEERR_INCOMPATIBLEAPIVERSION;
    else if (!(id = request_alloc( rq, sizeof(*id) ))) ret = LINEERR_NOMEM;
    else
    {
        get_extension_id( ld->device, id );
        args[ARG_lineNegotiateAPIVersion_dwNegotiatedVersion].value = version;
        out->data = id;
        out->size = sizeof(*id);
        args[ARG_lineNegotiateAPIVersion_dwSize].value = args[ARG_lineNegotiateAPIVersion_dwSize].size = sizeof(*id);
        ret = 0;
    }
    line_device_release( ld );
    return ret;
}

LONG handle_NegotiateAPIVersionForAllDevices( struct request *rq, struct trp_arg *args )
{
    DWORD high = args[ARG_NegotiateAPIVersionForAllDevices_dwAPIHighVersion].value;
    DWORD lines = args[ARG_NegotiateAPIVersionForAllDevices_dwNumLineDevices].value;
    DWORD phones = args[ARG_NegotiateAPIVersionForAllDevices_dwNumPhoneDevices].value, i;
    struct trp_arg *line_versions = &args[ARG_NegotiateAPIVersionForAllDevices_dwLineAPIVersionListOffset];
    struct trp_arg *line_ids = &args[ARG_NegotiateAPIVersionForAllDevices_dwLineExtensionIDListOffset];
    struct trp_arg *phone_versions = &args[ARG_NegotiateAPIVersionForAllDevices_dwPhoneAPIVersionListOffset];
    struct trp_arg *phone_ids = &args[ARG_NegotiateAPIVersionForAllDevices_dwPhoneExtensionIDListOffset];
    DWORD version = api_version_negotiate( 0x00010003, high ), *versions, *other_versions;
    LINEEXTENSIONID *ids, *other_ids;
    struct device *device;

    if (!version) return LINEERR_INCOMPATIBLEAPIVERSION;
    /* the client counted devices before; some may have come since */
    if (lines > device_count( FALSE ) || phones > device_count( TRUE )) return LINEERR_INVALPARAM;
    versions = request_alloc( rq, lines * sizeof(*versions) + 1 );
    ids = request_alloc( rq, lines * sizeof(*ids) + 1 );
    other_versions = request_alloc( rq, phones * sizeof(*other_versions) + 1 );
    other_ids = request_alloc( rq, phones * sizeof(*other_ids) + 1 );
    if (!versions || !ids || !other_versions || !other_ids) return LINEERR_NOMEM;
    for (i = 0; i < lines; i++)
    {
        if (!(device = device_get( i, FALSE ))) continue;
        versions[i] = version;
        get_extension_id( device, &ids[i] );
        device_release( device );
    }
    for (i = 0; i < phones; i++)
    {
        if (!(device = device_get( i, TRUE ))) continue;
        other_versions[i] = version;
        if (PROVIDER_CALL( device->provider, phoneGetExtensionID, i, device->tspi_version, (DWORD_PTR)&other_ids[i] ))
            memset( &other_ids[i], 0, sizeof(other_ids[i]) );
        device_release( device );
    }
    line_versions->data = versions;
    line_versions->size = args[ARG_NegotiateAPIVersionForAllDevices_dwLineAPIVersionListSize].size = lines * sizeof(*versions);
    line_ids->data = ids;
    line_ids->size = args[ARG_NegotiateAPIVersionForAllDevices_dwLineExtensionIDListSize].size = lines * sizeof(*ids);
    phone_versions->data = other_versions;
    phone_versions->size = args[ARG_NegotiateAPIVersionForAllDevices_dwPhoneAPIVersionListSize].size = phones * sizeof(*other_versions);
    phone_ids->data = other_ids;
    phone_ids->size = args[ARG_NegotiateAPIVersionForAllDevices_dwPhoneExtensionIDListSize].size = phones * sizeof(*other_ids);
    return 0;
}

/* What a provider makes of a range is checked: applications open their lines with it. */
static LONG negotiate_ext( struct device *device, DWORD low, DWORD high, DWORD *version )
{
    LONG ret;

    *version = 0;
    if (low > high) return LINEERR_INCOMPATIBLEEXTVERSION;
    ret = PROVIDER_CALL( device->provider, lineNegotiateExtVersion, device->id, device->tspi_version, low, high, (DWORD_PTR)version );
    if (ret) return ret;
    /* no version in common is told by version 0 */
    return *version && *version >= low && *version <= high ? 0 : LINEERR_INCOMPATIBLEEXTVERSION;
}

/* Whether capabilities can be asked for under an extension version; 0 is none. */
static LONG check_ext_version( struct device *device, DWORD version )
{
    DWORD negotiated;

    if (!version || !negotiate_ext( device, version, version, &negotiated )) return 0;
    return LINEERR_INCOMPATIBLEEXTVERSION;
}

LONG handle_lineNegotiateExtVersion( struct request *rq, struct trp_arg *args )
{
    struct line_device *ld;
    DWORD version = 0;
    LONG ret;

    if (!(ld = line_device_get( args[ARG_lineNegotiateExtVersion_dwDeviceID].value, &ret ))) return ret;
    ret = negotiate_ext( ld->device, args[ARG_lineNegotiateExtVersion_dwLowVersion].value,
                         args[ARG_lineNegotiateExtVersion_dwHighVersion].value, &version );
    args[ARG_lineNegotiateExtVersion_lpdwExtVersion].value = version;
    line_device_release( ld );
    return ret;
}

/* ---- capabilities ---------------------------------------------------------------------------------------------- */

struct caps_query
{
    struct device *device;
    DWORD          address_id;
    DWORD          ext_version;
};

static LONG fill_dev_caps( void *context, void *buffer )
{
    struct caps_query *query = context;

    return PROVIDER_CALL( query->device->provider, lineGetDevCaps, query->device->id, query->device->tspi_version,
                          query->ext_version, (DWORD_PTR)buffer );
}

static LONG fill_address_caps( void *context, void *buffer )
{
    struct caps_query *query = context;

    return PROVIDER_CALL( query->device->provider, lineGetAddressCaps, query->device->id, query->address_id, query->device->tspi_version,
                          query->ext_version, (DWORD_PTR)buffer );
}

LONG handle_lineGetDevCaps( struct request *rq, struct trp_arg *args )
{
    struct caps_query query = { .ext_version = args[ARG_lineGetDevCaps_dwExtVersion].value };
    struct line_device *ld;
    LINEDEVCAPS *caps;
    LONG ret;

    if (!(ld = line_device_get( args[ARG_lineGetDevCaps_dwDeviceID].value, &ret ))) return ret;
    query.device = ld->device;
    if (!(ret = check_ext_version( ld->device, query.ext_version )) &&
        !(ret = struct_fetch( TRPS_LINEDEVCAPS, ld->device->tspi_version, fill_dev_caps, &query, (void **)&caps )))
    {
        caps->dwPermanentLineID = ld->device->permanent_id;
        /* states that TAPI itself reports on every line */
        caps->dwLineStates |= LINEDEVSTATE_OPEN | LINEDEVSTATE_CLOSE | LINEDEVSTATE_REINIT;
        ret = struct_reply( rq, &args[ARG_lineGetDevCaps_lpLineDevCaps], TRPS_LINEDEVCAPS, args[ARG_lineGetDevCaps_dwTSPIVersion].value,
                            caps, ld->device->tspi_version );
        free( caps );
    }
    line_device_release( ld );
    return ret;
}

LONG handle_lineGetAddressCaps( struct request *rq, struct trp_arg *args )
{
    struct caps_query query =
    {
        .address_id = args[ARG_lineGetAddressCaps_dwAddressID].value,
        .ext_version = args[ARG_lineGetAddressCaps_dwExtVersion].value,
    };
    struct line_device *ld;
    LINEADDRESSCAPS *caps;
    LONG ret;

    if (!(ld = line_device_get( args[ARG_lineGetAddressCaps_dwDeviceID].value, &ret ))) return ret;
    query.device = ld->device;
    device_read_caps( ld );
    if (ld->have_caps && query.address_id >= ld->num_addresses) ret = LINEERR_INVALADDRESSID;
    else if (!(ret = check_ext_version( ld->device, query.ext_version )) &&
             !(ret = struct_fetch( TRPS_LINEADDRESSCAPS, ld->device->tspi_version, fill_address_caps, &query, (void **)&caps )))
    {
        caps->dwLineDeviceID = ld->device->id;
        caps->dwCallInfoStates |= LINECALLINFOSTATE_NUMOWNERINCR | LINECALLINFOSTATE_NUMOWNERDECR | LINECALLINFOSTATE_NUMMONITORS;
        if (!provider_has( ld->device->provider, TSPI_FN_lineSetAppSpecific )) caps->dwCallInfoStates |= LINECALLINFOSTATE_APPSPECIFIC;
        caps->dwCallStates |= LINECALLSTATE_UNKNOWN;
        ret = struct_reply( rq, &args[ARG_lineGetAddressCaps_lpAddressCaps], TRPS_LINEADDRESSCAPS,
                            args[ARG_lineGetAddressCaps_dwTSPIVersion].value, caps, ld->device->tspi_version );
        free( caps );
    }
    line_device_release( ld );
    return ret;
}

/* ---- device configuration and identifiers ---------------------------------------------------------------------- */

VARSTRING *varstring_alloc( struct request *rq, const struct trp_arg *arg, LONG *error )
{
    VARSTRING *string;

    if (arg->size < sizeof(*string))
    {
        *error = LINEERR_STRUCTURETOOSMALL;
        return NULL;
    }
    if (!(string = request_alloc( rq, arg->size )))
    {
        *error = LINEERR_NOMEM;
        return NULL;
    }
    string->dwTotalSize = arg->size;
    string->dwNeededSize = string->dwUsedSize = sizeof(*string);
    return string;
}

LONG varstring_finish( struct trp_arg *arg, VARSTRING *string )
{
    DWORD total = arg->size;

    string->dwTotalSize = total;
    if (string->dwUsedSize < sizeof(*string) || string->dwUsedSize > total) string->dwUsedSize = total;
    if (string->dwStringSize && (string->dwStringOffset > total || string->dwStringSize > total - string->dwStringOffset))
    {
        WARN( "the provider's VARSTRING has %lu bytes at %lu of %lu\n", string->dwStringSize, string->dwStringOffset, total );
        return LINEERR_OPERATIONFAILED;
    }
    /* only what is used travels */
    if (string->dwStringSize) string->dwUsedSize = max( string->dwUsedSize, string->dwStringOffset + string->dwStringSize );
    arg->data = string;
    arg->size = string->dwUsedSize;
    return 0;
}

LONG varstring_reply_dword( struct request *rq, struct trp_arg *arg, DWORD value )
{
    VARSTRING *string;
    LONG ret;

    if (!(string = varstring_alloc( rq, arg, &ret ))) return ret;
    string->dwNeededSize = sizeof(*string) + sizeof(value);
    if (string->dwTotalSize >= string->dwNeededSize)
    {
        string->dwUsedSize = string->dwNeededSize;
        string->dwStringFormat = STRINGFORMAT_BINARY;
        string->dwStringSize = sizeof(value);
        string->dwStringOffset = sizeof(*string);
        memcpy( string + 1, &value, sizeof(value) );
    }
    return varstring_finish( arg, string );
}

LONG handle_lineGetDevConfig( struct request *rq, struct trp_arg *args )
{
    struct trp_arg *arg = &args[ARG_lineGetDevConfig_lpDeviceConfig];
    struct line_device *ld;
    VARSTRING *string;
    LONG ret;

    if (!(ld = line_device_get( args[ARG_lineGetDevConfig_dwDeviceID].value, &ret ))) return ret;
    if ((string = varstring_alloc( rq, arg, &ret )))
    {
        ret = PROVIDER_CALL( ld->device->provider, lineGetDevConfig, ld->device->id, (DWORD_PTR)string,
                             (DWORD_PTR)args[ARG_lineGetDevConfig_lpszDeviceClass].data );
        if (!ret) ret = varstring_finish( arg, string );
    }
    line_device_release( ld );
    return ret;
}

LONG handle_lineSetDevConfig( struct request *rq, struct trp_arg *args )
{
    const struct trp_arg *config = &args[ARG_lineSetDevConfig_lpDeviceConfig];
    struct line_device *ld;
    LONG ret;

    if (!(ld = line_device_get( args[ARG_lineSetDevConfig_dwDeviceID].value, &ret ))) return ret;
    ret = PROVIDER_CALL( ld->device->provider, lineSetDevConfig, ld->device->id, (DWORD_PTR)config->data, config->size,
                         (DWORD_PTR)args[ARG_lineSetDevConfig_lpszDeviceClass].data );
    line_device_release( ld );
    return ret;
}

/* What lineGetID asks about: a line, by itself or by a call. */
struct id_query
{
    struct line_device *ld;
    struct call_handle *handle;     /* LINECALLSELECT_CALL: in use */
    struct line        *line;       /* else: in use */
    HDRVLINE            hd;
};

static LONG begin_id_query( struct request *rq, struct trp_arg *args, struct id_query *query )
{
    LONG ret;

    if (args[ARG_lineGetID_dwSelect].value == LINECALLSELECT_CALL)
    {
        if (!rq->objects[ARG_lineGetID_hCall]) return LINEERR_INVALCALLHANDLE;
        if ((ret = call_begin( rq, ARG_lineGetID_hCall, FALSE, &query->handle ))) return ret;
        query->ld = query->handle->call->ld;
        query->hd = query->ld->hd;
        return 0;
    }
    if (!rq->objects[ARG_lineGetID_hLine]) return LINEERR_INVALLINEHANDLE;
    query->line = LIST_ENTRY_OF( rq->objects[ARG_lineGetID_hLine], struct line, object );
    query->ld = query->line->ld;
    if ((ret = line_use( query->line, &query->hd ))) return ret;
    if (args[ARG_lineGetID_dwSelect].value == LINECALLSELECT_ADDRESS && query->ld->have_caps &&
        args[ARG_lineGetID_dwAddressID].value >= query->ld->num_addresses)
    {
        device_unuse( query->ld );
        return LINEERR_INVALADDRESSID;
    }
    return 0;
}

/* The classes that need no provider. FALSE: it is none of them. */
static BOOL own_class( struct request *rq, struct trp_arg *arg, struct device *device, const WCHAR *class, LONG *ret )
{
    if (!_wcsicmp( class, L"tapi/line" )) *ret = varstring_reply_dword( rq, arg, device->id );
    else if (!_wcsicmp( class, L"tapi/providerid" )) *ret = varstring_reply_dword( rq, arg, provider_permanent_id( device->provider ) );
    else return FALSE;
    return TRUE;
}

LONG handle_lineGetID( struct request *rq, struct trp_arg *args )
{
    struct trp_arg *arg = &args[ARG_lineGetID_lpDeviceID];
    const WCHAR *class = args[ARG_lineGetID_lpszDeviceClass].data;
    struct id_query query = { 0 };
    struct line_device *ld;
    VARSTRING *string;
    LONG ret;

    if (args[ARG_lineGetID_dwSelect].value == LINECALLSELECT_DEVICEID)
    {
        /* of a line that need not be open; a provider can be asked about open ones only */
        if (!(ld = line_device_get( args[ARG_lineGetID_dwAddressID].value, &ret ))) return ret;
        if (!own_class( rq, arg, ld->device, class, &ret )) ret = LINEERR_OPERATIONUNAVAIL;
        line_device_release( ld );
        return ret;
    }
    if ((ret = begin_id_query( rq, args, &query ))) return ret;
    if (!own_class( rq, arg, query.ld->device, class, &ret ) && (string = varstring_alloc( rq, arg, &ret )))
    {
        ret = PROVIDER_CALL( query.ld->device->provider, lineGetID, (DWORD_PTR)query.hd, args[ARG_lineGetID_dwAddressID].value,
                             (DWORD_PTR)(query.handle ? query.handle->call->hd : NULL), args[ARG_lineGetID_dwSelect].value,
                             (DWORD_PTR)string, (DWORD_PTR)class, (DWORD_PTR)client_process( rq->client ) );
        if (!ret) ret = wave_id_to_endpoint( class, string, arg->size );
        if (!ret) ret = varstring_finish( arg, string );
    }
    if (query.handle) call_unuse( query.handle->call );
    else device_unuse( query.ld );
    return ret;
}

LONG handle_lineGetAddressID( struct request *rq, struct trp_arg *args )
{
    struct line *line = LIST_ENTRY_OF( rq->objects[ARG_lineGetAddressID_hLine], struct line, object );
    const struct trp_arg *address = &args[ARG_lineGetAddressID_lpsAddress];
    DWORD address_id = 0;
    HDRVLINE hd;
    LONG ret;

    if ((ret = line_use( line, &hd ))) return ret;
    ret = PROVIDER_CALL( line->ld->device->provider, lineGetAddressID, (DWORD_PTR)hd, (DWORD_PTR)&address_id,
                         args[ARG_lineGetAddressID_dwAddressMode].value, (DWORD_PTR)address->data, address->size );
    args[ARG_lineGetAddressID_lpdwAddressID].value = address_id;
    device_unuse( line->ld );
    return ret;
}

LONG handle_lineGetNumAddressIDs( struct request *rq, struct trp_arg *args )
{
    struct line *line = LIST_ENTRY_OF( rq->objects[ARG_lineGetNumAddressIDs_hLine], struct line, object );
    DWORD count = 0;
    HDRVLINE hd;
    LONG ret;

    if ((ret = line_use( line, &hd ))) return ret;
    ret = PROVIDER_CALL( line->ld->device->provider, lineGetNumAddressIDs, (DWORD_PTR)hd, (DWORD_PTR)&count );
    args[ARG_lineGetNumAddressIDs_lpdwNumAddressIDs].value = count;
    device_unuse( line->ld );
    return ret;
}
