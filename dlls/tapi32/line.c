/*
 * Line devices and open lines: versions, capabilities, status, settings.
 * Each function is documented by Microsoft under its own name: learn.microsoft.com, nf-tapi-<name in lower case>.
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

DEBUG_CHANNEL( tapi );

LONG WINAPI lineNegotiateAPIVersion( HLINEAPP app, DWORD device, DWORD low, DWORD high, LPDWORD version, LPLINEEXTENSIONID extension )
{
    struct api_call call =
    {
        TRP_lineNegotiateAPIVersion, 0, NULL,
        {
            [ARG_lineNegotiateAPIVersion_hLineApp] = VALUE( app ),
            [ARG_lineNegotiateAPIVersion_dwDeviceID] = VALUE( device ),
            [ARG_lineNegotiateAPIVersion_dwVersion] = VALUE( low ),
            [ARG_lineNegotiateAPIVersion_dwVersionCurrent] = VALUE( high ),
            [ARG_lineNegotiateAPIVersion_ExtensionID] = BUFFER( NULL, sizeof(*extension) ),
        },
        {
            [ARG_lineNegotiateAPIVersion_dwNegotiatedVersion] = version,
            [ARG_lineNegotiateAPIVersion_ExtensionID] = extension,
        },
    };

    TRACE( "app %#lx device %lu versions %#lx-%#lx\n", (DWORD)app, device, low, high );
    return sync_call( &call );
}

LONG WINAPI lineNegotiateExtVersion( HLINEAPP app, DWORD device, DWORD version, DWORD low, DWORD high, LPDWORD ext_version )
{
    struct api_call call =
    {
        TRP_lineNegotiateExtVersion, 0, NULL,
        {
            [ARG_lineNegotiateExtVersion_hLineApp] = VALUE( app ),
            [ARG_lineNegotiateExtVersion_dwDeviceID] = VALUE( device ),
            [ARG_lineNegotiateExtVersion_dwTSPIVersion] = VALUE( version ),
            [ARG_lineNegotiateExtVersion_dwLowVersion] = VALUE( low ),
            [ARG_lineNegotiateExtVersion_dwHighVersion] = VALUE( high ),
        },
        { [ARG_lineNegotiateExtVersion_lpdwExtVersion] = ext_version },
    };

    TRACE( "app %#lx device %lu version %#lx, extension versions %#lx-%#lx\n", (DWORD)app, device, version, low, high );
    return sync_call( &call );
}

static LONG get_dev_caps( HLINEAPP app, DWORD device, DWORD version, DWORD ext_version, LINEDEVCAPS *caps, DWORD flags )
{
    struct api_call call =
    {
        TRP_lineGetDevCaps, flags, NULL,
        {
            [ARG_lineGetDevCaps_hLineApp] = VALUE( app ),
            [ARG_lineGetDevCaps_dwDeviceID] = VALUE( device ),
            [ARG_lineGetDevCaps_dwTSPIVersion] = VALUE( version ),
            [ARG_lineGetDevCaps_dwExtVersion] = VALUE( ext_version ),
        },
        { [ARG_lineGetDevCaps_lpLineDevCaps] = caps },
    };

    TRACE( "app %#lx device %lu version %#lx %p\n", (DWORD)app, device, version, caps );
    return sync_call( &call );
}

LONG WINAPI lineGetDevCapsA( HLINEAPP app, DWORD device, DWORD version, DWORD ext_version, LPLINEDEVCAPS caps )
{
    return get_dev_caps( app, device, version, ext_version, caps, CALL_ANSI );
}

LONG WINAPI lineGetDevCapsW( HLINEAPP app, DWORD device, DWORD version, DWORD ext_version, LPLINEDEVCAPS caps )
{
    return get_dev_caps( app, device, version, ext_version, caps, 0 );
}

static LONG get_address_caps( HLINEAPP app, DWORD device, DWORD address, DWORD version, DWORD ext_version, LINEADDRESSCAPS *caps,
                              DWORD flags )
{
    struct api_call call =
    {
        TRP_lineGetAddressCaps, flags, NULL,
        {
            [ARG_lineGetAddressCaps_hLineApp] = VALUE( app ),
            [ARG_lineGetAddressCaps_dwDeviceID] = VALUE( device ),
            [ARG_lineGetAddressCaps_dwAddressID] = VALUE( address ),
            [ARG_lineGetAddressCaps_dwTSPIVersion] = VALUE( version ),
            [ARG_lineGetAddressCaps_dwExtVersion] = VALUE( ext_version ),
        },
        { [ARG_lineGetAddressCaps_lpAddressCaps] = caps },
    };

    TRACE( "app %#lx device %lu address %lu version %#lx %p\n", (DWORD)app, device, address, version, caps );
    return sync_call( &call );
}

LONG WINAPI lineGetAddressCapsA( HLINEAPP app, DWORD device, DWORD address, DWORD version, DWORD ext_version, LPLINEADDRESSCAPS caps )
{
    return get_address_caps( app, device, address, version, ext_version, caps, CALL_ANSI );
}

LONG WINAPI lineGetAddressCapsW( HLINEAPP app, DWORD device, DWORD address, DWORD version, DWORD ext_version, LPLINEADDRESSCAPS caps )
{
    return get_address_caps( app, device, address, version, ext_version, caps, 0 );
}

static LONG get_address_status( HLINE line, DWORD address, LINEADDRESSSTATUS *status, DWORD flags )
{
    struct api_call call =
    {
        TRP_lineGetAddressStatus, flags, NULL,
        { [ARG_lineGetAddressStatus_hLine] = VALUE( line ), [ARG_lineGetAddressStatus_dwAddressID] = VALUE( address ) },
        { [ARG_lineGetAddressStatus_lpAddressStatus] = status },
    };

    TRACE( "line %#lx address %lu %p\n", (DWORD)line, address, status );
    return sync_call( &call );
}

LONG WINAPI lineGetAddressStatusA( HLINE line, DWORD address, LPLINEADDRESSSTATUS status )
{
    return get_address_status( line, address, status, CALL_ANSI );
}

LONG WINAPI lineGetAddressStatusW( HLINE line, DWORD address, LPLINEADDRESSSTATUS status )
{
    return get_address_status( line, address, status, 0 );
}

static LONG get_line_dev_status( HLINE line, LINEDEVSTATUS *status, DWORD flags )
{
    struct api_call call =
    {
        TRP_lineGetLineDevStatus, flags, NULL,
        { [ARG_lineGetLineDevStatus_hLine] = VALUE( line ) },
        { [ARG_lineGetLineDevStatus_lpLineDevStatus] = status },
    };

    TRACE( "line %#lx %p\n", (DWORD)line, status );
    return sync_call( &call );
}

LONG WINAPI lineGetLineDevStatusA( HLINE line, LPLINEDEVSTATUS status )
{
    return get_line_dev_status( line, status, CALL_ANSI );
}

LONG WINAPI lineGetLineDevStatusW( HLINE line, LPLINEDEVSTATUS status )
{
    return get_line_dev_status( line, status, 0 );
}

LONG WINAPI lineGetNewCalls( HLINE line, DWORD address, DWORD select, LPLINECALLLIST list )
{
    struct api_call call =
    {
        TRP_lineGetNewCalls, 0, NULL,
        {
            [ARG_lineGetNewCalls_hLine] = VALUE( line ),
            [ARG_lineGetNewCalls_dwAddressID] = VALUE( address ),
            [ARG_lineGetNewCalls_dwSelect] = VALUE( select ),
        },
        { [ARG_lineGetNewCalls_pCallList] = list },
    };

    TRACE( "line %#lx address %lu select %#lx %p\n", (DWORD)line, address, select, list );
    return sync_call( &call );
}

LONG WINAPI lineSetStatusMessages( HLINE line, DWORD line_states, DWORD address_states )
{
    struct api_call call =
    {
        TRP_lineSetStatusMessages, 0, NULL,
        {
            [ARG_lineSetStatusMessages_hLine] = VALUE( line ),
            [ARG_lineSetStatusMessages_dwLineStates] = VALUE( line_states ),
            [ARG_lineSetStatusMessages_dwAddressStates] = VALUE( address_states ),
        },
    };

    TRACE( "line %#lx states %#lx %#lx\n", (DWORD)line, line_states, address_states );
    return sync_call( &call );
}

LONG WINAPI lineGetStatusMessages( HLINE line, LPDWORD line_states, LPDWORD address_states )
{
    struct api_call call =
    {
        TRP_lineGetStatusMessages, 0, NULL,
        { [ARG_lineGetStatusMessages_hLine] = VALUE( line ) },
        {
            [ARG_lineGetStatusMessages_lpdwLineStates] = line_states,
            [ARG_lineGetStatusMessages_lpdwAddressStates] = address_states,
        },
    };

    return sync_call( &call );
}

LONG WINAPI lineSetNumRings( HLINE line, DWORD address, DWORD rings )
{
    struct api_call call =
    {
        TRP_lineSetNumRings, 0, NULL,
        {
            [ARG_lineSetNumRings_hLine] = VALUE( line ),
            [ARG_lineSetNumRings_dwAddressID] = VALUE( address ),
            [ARG_lineSetNumRings_dwNumRings] = VALUE( rings ),
        },
    };

    TRACE( "line %#lx address %lu rings %lu\n", (DWORD)line, address, rings );
    return sync_call( &call );
}

LONG WINAPI lineGetNumRings( HLINE line, DWORD address, LPDWORD rings )
{
    struct api_call call =
    {
        TRP_lineGetNumRings, 0, NULL,
        { [ARG_lineGetNumRings_hLine] = VALUE( line ), [ARG_lineGetNumRings_dwAddressID] = VALUE( address ) },
        { [ARG_lineGetNumRings_lpdwNumRings] = rings },
    };

    return sync_call( &call );
}

static LONG get_address_id( HLINE line, DWORD *id, DWORD mode, const void *address, DWORD size )
{
    struct api_call call =
    {
        TRP_lineGetAddressID, 0, NULL,
        {
            [ARG_lineGetAddressID_hLine] = VALUE( line ),
            [ARG_lineGetAddressID_dwAddressMode] = VALUE( mode ),
            [ARG_lineGetAddressID_lpsAddress] = BUFFER( address, size ),
        },
        { [ARG_lineGetAddressID_lpdwAddressID] = id },
    };

    if (!address) return LINEERR_INVALPOINTER;
    return sync_call( &call );
}

LONG WINAPI lineGetAddressIDA( HLINE line, LPDWORD id, DWORD mode, LPCSTR address, DWORD size )
{
    struct arena arena = { .used = 0 };
    WCHAR *converted;
    LONG err;

    TRACE( "line %#lx mode %#lx size %lu\n", (DWORD)line, mode, size );
    if (!can_read( address, size )) return LINEERR_INVALPOINTER;
    if (size > TRANSPORT_MAX_PACKET / sizeof(WCHAR)) return LINEERR_RESOURCEUNAVAIL;
    if (!(converted = arena_unicode( &arena, address, size ))) return LINEERR_NOMEM;
    err = get_address_id( line, id, mode, converted,
                          size ? MultiByteToWideChar( CP_ACP, 0, address, size, NULL, 0 ) * sizeof(WCHAR) : 0 );
    arena_free( &arena );
    return err;
}

LONG WINAPI lineGetAddressIDW( HLINE line, LPDWORD id, DWORD mode, LPCWSTR address, DWORD size )
{
    TRACE( "line %#lx mode %#lx size %lu\n", (DWORD)line, mode, size );
    return get_address_id( line, id, mode, address, size );
}

static LONG get_id( HLINE line, DWORD address, HCALL hcall, DWORD select, VARSTRING *id, const void *class, DWORD flags )
{
    struct api_call call =
    {
        TRP_lineGetID, flags, NULL,
        {
            [ARG_lineGetID_hLine] = VALUE( line ),
            [ARG_lineGetID_dwAddressID] = VALUE( address ),
            [ARG_lineGetID_hCall] = VALUE( hcall ),
            [ARG_lineGetID_dwSelect] = VALUE( select ),
            [ARG_lineGetID_lpszDeviceClass] = DATA( class ),
        },
        { [ARG_lineGetID_lpDeviceID] = id },
    };
    LONG ret;

    TRACE( "line %#lx address %lu call %#lx select %#lx %p\n", (DWORD)line, address, (DWORD)hcall, select, id );
    if (wave_get_id( &call, ARG_lineGetID_lpszDeviceClass, ARG_lineGetID_lpDeviceID, &ret )) return ret;
    return sync_call( &call );
}

LONG WINAPI lineGetIDA( HLINE line, DWORD address, HCALL call, DWORD select, LPVARSTRING id, LPCSTR class )
{
    return get_id( line, address, call, select, id, class, CALL_ANSI );
}

LONG WINAPI lineGetIDW( HLINE line, DWORD address, HCALL call, DWORD select, LPVARSTRING id, LPCWSTR class )
{
    return get_id( line, address, call, select, id, class, 0 );
}

static LONG get_dev_config( DWORD device, VARSTRING *config, const void *class, DWORD flags )
{
    struct api_call call =
    {
        TRP_lineGetDevConfig, flags, NULL,
        { [ARG_lineGetDevConfig_dwDeviceID] = VALUE( device ), [ARG_lineGetDevConfig_lpszDeviceClass] = DATA( class ) },
        { [ARG_lineGetDevConfig_lpDeviceConfig] = config },
    };

    TRACE( "device %lu %p\n", device, config );
    return sync_call( &call );
}

LONG WINAPI lineGetDevConfigA( DWORD device, LPVARSTRING config, LPCSTR class )
{
    return get_dev_config( device, config, class, CALL_ANSI );
}

LONG WINAPI lineGetDevConfigW( DWORD device, LPVARSTRING config, LPCWSTR class )
{
    return get_dev_config( device, config, class, 0 );
}

static LONG set_dev_config( DWORD device, const void *config, DWORD size, const void *class, DWORD flags )
{
    struct api_call call =
    {
        TRP_lineSetDevConfig, flags, NULL,
        {
            [ARG_lineSetDevConfig_dwDeviceID] = VALUE( device ),
            [ARG_lineSetDevConfig_lpDeviceConfig] = BUFFER( config, size ),
            [ARG_lineSetDevConfig_lpszDeviceClass] = DATA( class ),
        },
    };

    TRACE( "device %lu %p size %lu\n", device, config, size );
    if (!config) return LINEERR_INVALPOINTER;
    return sync_call( &call );
}

LONG WINAPI lineSetDevConfigA( DWORD device, LPVOID const config, DWORD size, LPCSTR class )
{
    return set_dev_config( device, config, size, class, CALL_ANSI );
}

LONG WINAPI lineSetDevConfigW( DWORD device, LPVOID const config, DWORD size, LPCWSTR class )
{
    return set_dev_config( device, config, size, class, 0 );
}

/* ---- device-specific extensions ------------------------------------------------------------------------------ */

LONG WINAPI lineDevSpecific( HLINE line, DWORD address, HCALL hcall, LPVOID params, DWORD size )
{
    struct api_call call =
    {
        TRP_lineDevSpecific, 0, NULL,
        {
            [ARG_lineDevSpecific_hLine] = VALUE( line ),
            [ARG_lineDevSpecific_dwAddressID] = VALUE( address ),
            [ARG_lineDevSpecific_hCall] = VALUE( hcall ),
            [ARG_lineDevSpecific_lpParams] = BUFFER( params, size ),
        },
    };

    TRACE( "line %#lx address %lu call %#lx %p size %lu\n", (DWORD)line, address, (DWORD)hcall, params, size );
    return async_call( &call, RESULT_PARAMS, params, size );
}

LONG WINAPI lineDevSpecificFeature( HLINE line, DWORD feature, LPVOID params, DWORD size )
{
    struct api_call call =
    {
        TRP_lineDevSpecificFeature, 0, NULL,
        {
            [ARG_lineDevSpecificFeature_hLine] = VALUE( line ),
            [ARG_lineDevSpecificFeature_dwFeature] = VALUE( feature ),
            [ARG_lineDevSpecificFeature_lpParams] = BUFFER( params, size ),
        },
    };

    TRACE( "line %#lx feature %#lx %p size %lu\n", (DWORD)line, feature, params, size );
    return async_call( &call, RESULT_PARAMS, params, size );
}
