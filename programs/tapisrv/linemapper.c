/*
 * The line mapper: a line by what it can do.
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

static LONG fill_caps( void *context, void *buffer )
{
    struct device *device = context;

    return PROVIDER_CALL( device->provider, lineGetDevCaps, device->id, device->tspi_version, 0, (DWORD_PTR)buffer );
}

/* TRUE if the device is all that the call parameters up to dwAddressMode ask for. */
static BOOL suits( struct line_device *ld, const LINECALLPARAMS *params, DWORD media_modes )
{
    LINEDEVCAPS *caps;
    BOOL ret = TRUE;

    if (struct_fetch( TRPS_LINEDEVCAPS, ld->device->tspi_version, fill_caps, ld->device, (void **)&caps )) return FALSE;
    if (media_modes & ~caps->dwMediaModes) ret = FALSE;
    if (params)
    {
        if (params->dwBearerMode && !(caps->dwBearerModes & params->dwBearerMode)) ret = FALSE;
        if (params->dwMediaMode & ~caps->dwMediaModes) ret = FALSE;
        /* a line that says no rate has none to choose from */
        if (params->dwMinRate && caps->dwMaxRate && params->dwMinRate > caps->dwMaxRate) ret = FALSE;
    }
    free( caps );
    return ret;
}

/* The address that the parameters search for; NULL: any is good. */
static const WCHAR *wanted_address( const LINECALLPARAMS *params, DWORD *size )
{
    if (!params || params->dwAddressMode != LINEADDRESSMODE_DIALABLEADDR || !params->dwOrigAddressSize) return NULL;
    *size = params->dwOrigAddressSize;
    return (const WCHAR *)((const BYTE *)params + params->dwOrigAddressOffset);
}

/* An open line has that address. */
static BOOL has_address( struct app *app, DWORD handle, const WCHAR *address, DWORD size )
{
    struct line *line = handle_get( handle, TRP_HLINE, app->client );
    DWORD address_id;
    BOOL ret = FALSE;
    HDRVLINE hd;

    if (!line) return FALSE;
    if (!line_use( line, &hd ))
    {
        ret = !PROVIDER_CALL( line->ld->device->provider, lineGetAddressID, (DWORD_PTR)hd, (DWORD_PTR)&address_id,
                              LINEADDRESSMODE_DIALABLEADDR, (DWORD_PTR)address, size );
        device_unuse( line->ld );
    }
    if (!ret && line_retire( line )) line_finish( line );
    object_release( line );
    return ret;
}

LONG linemapper_open( struct app *app, struct open_params *params, DWORD *handle )
{
    DWORD count = device_count( FALSE ), modes = params->privileges & LINECALLPRIVILEGE_OWNER ? params->media_modes : 0, id, size = 0;
    const WCHAR *address;
    struct line_device *ld;
    LONG ret;

    /* without them there is nothing to choose by */
    if (!params->call_params) return LINEERR_INVALCALLPARAMS;
    if (trp_struct_check_version( TRPS_LINECALLPARAMS, params->api_version, params->call_params, params->call_params->dwTotalSize ))
        return LINEERR_STRUCTURETOOSMALL;
    address = wanted_address( params->call_params, &size );
    params->conditional = TRUE;
    for (id = 0; id < count; id++)
    {
        BOOL good;

        if (!(ld = line_device_get( id, &ret ))) continue;
        good = suits( ld, params->call_params, modes );
        line_device_release( ld );
        if (!good) continue;
        params->device_id = id;
        if ((ret = line_open( app, params, handle )))
        {
            TRACE( "line %lu suits, but cannot be opened: %s\n", id, result_name( ret ) );
            continue;
        }
        if (!address || has_address( app, *handle, address, size )) return 0;
    }
    return LINEERR_LINEMAPPERFAILED;
}
