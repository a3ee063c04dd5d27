/*
 * Media service providers: private exports for tapi3.dll (tapi3_link.h).
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

#include "tapi32.h"
#include "tapi3_link.h"

DEBUG_CHANNEL( tapi );

LONG WINAPI WineMSPIdentify( DWORD device, GUID *clsid );
LONG WINAPI WineCreateMSPInstance( HLINE line, DWORD address_id, DWORD *instance );
LONG WINAPI WineCloseMSPInstance( DWORD instance );
LONG WINAPI WineReceiveMSPData( DWORD instance, HCALL hcall, const void *data, DWORD size );
LONG WINAPI WineSetDefaultMediaDetection( HLINE line, DWORD modes );
LONG WINAPI WineSetCallHubTracking( HLINE line, DWORD tracking );

LONG WINAPI WineMSPIdentify( DWORD device, GUID *clsid )
{
    struct api_call call =
    {
        TRP_lineMSPIdentify, 0, NULL,
        {
            [ARG_lineMSPIdentify_dwDeviceID] = VALUE( device ),
            [ARG_lineMSPIdentify_lpCLSID] = BUFFER( NULL, sizeof(*clsid) ),
        },
        { [ARG_lineMSPIdentify_lpCLSID] = clsid },
    };

    TRACE( "line %lu %p\n", device, clsid );
    return sync_call( &call );
}

LONG WINAPI WineCreateMSPInstance( HLINE line, DWORD address_id, DWORD *instance )
{
    struct api_call call =
    {
        TRP_lineCreateMSPInstance, 0, NULL,
        {
            [ARG_lineCreateMSPInstance_hLine] = VALUE( line ),
            [ARG_lineCreateMSPInstance_dwAddressID] = VALUE( address_id ),
        },
        { [ARG_lineCreateMSPInstance_hMSPLine] = instance },
    };

    TRACE( "line %#lx address %lu %p\n", (DWORD)line, address_id, instance );
    return sync_call( &call );
}

LONG WINAPI WineCloseMSPInstance( DWORD instance )
{
    struct api_call call = { TRP_lineCloseMSPInstance, 0, NULL, { [ARG_lineCloseMSPInstance_hMSPLine] = VALUE( instance ) } };

    TRACE( "instance %#lx\n", instance );
    return sync_call( &call );
}

LONG WINAPI WineReceiveMSPData( DWORD instance, HCALL hcall, const void *data, DWORD size )
{
    struct api_call call =
    {
        TRP_lineReceiveMSPData, 0, NULL,
        {
            [ARG_lineReceiveMSPData_hMSPLine] = VALUE( instance ),
            [ARG_lineReceiveMSPData_hCall] = VALUE( hcall ),
            [ARG_lineReceiveMSPData_lpBuffer] = BUFFER( data, size ),
        },
    };

    TRACE( "instance %#lx call %#lx %p size %lu\n", instance, (DWORD)hcall, data, size );
    if (!size || size > MSP_DATA_MAX) return LINEERR_INVALPARAM;
    if (!can_read( data, size )) return LINEERR_INVALPOINTER;
    return sync_call( &call );
}

LONG WINAPI WineSetDefaultMediaDetection( HLINE line, DWORD modes )
{
    struct api_call call =
    {
        TRP_lineSetDefaultMediaDetection, 0, NULL,
        {
            [ARG_lineSetDefaultMediaDetection_hLine] = VALUE( line ),
            [ARG_lineSetDefaultMediaDetection_dwMediaModes] = VALUE( modes ),
        },
    };

    TRACE( "line %#lx media modes %#lx\n", (DWORD)line, modes );
    return sync_call( &call );
}

LONG WINAPI WineSetCallHubTracking( HLINE line, DWORD tracking )
{
    LINECALLHUBTRACKINGINFO info = { sizeof(info), sizeof(info), sizeof(info), 0, tracking };
    struct api_call call =
    {
        TRP_lineSetCallHubTracking, 0, NULL,
        {
            [ARG_lineSetCallHubTracking_hLine] = VALUE( line ),
            [ARG_lineSetCallHubTracking_lpTrackingInfo] = BUFFER( &info, sizeof(info) ),
        },
    };

    TRACE( "line %#lx tracking %#lx\n", (DWORD)line, tracking );
    return sync_call( &call );
}
