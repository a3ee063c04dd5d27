/*
 * The management console's functions. They have no page of their own; what they ask the service is MS-TRP 2.2.4.1.7, and so are
 * their parameters, in the order of the packets.
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

LONG WINAPI MMCGetAvailableProviders( HLINEAPP app, void *list );
LONG WINAPI MMCGetDeviceFlags( HLINEAPP app, BOOL line, DWORD provider, DWORD permanent_id, DWORD *flags, DWORD *device );
LONG WINAPI MMCGetLineInfo( HLINEAPP app, void *list );
LONG WINAPI MMCGetPhoneInfo( HPHONEAPP app, void *list );
LONG WINAPI MMCGetServerConfig( HLINEAPP app, void *config );
LONG WINAPI MMCSetLineInfo( HLINEAPP app, void *list );
LONG WINAPI MMCSetPhoneInfo( HPHONEAPP app, void *list );
LONG WINAPI MMCSetServerConfig( HLINEAPP app, void *config );

/* A structure of Unicode strings, which MS-TRP 2.2.6 describes. */
static LONG get_structure( DWORD func, DWORD app, DWORD arg, void *structure )
{
    struct api_call call = { func, 0, NULL, { VALUE( app ) } };

    call.out[arg] = structure;
    TRACE( "%s: app %#lx %p\n", trp_name( func ), app, structure );
    return sync_call( &call );
}

static LONG set_structure( DWORD func, DWORD app, DWORD arg, void *structure )
{
    struct api_call call = { func, 0, NULL, { VALUE( app ) } };

    call.args[arg].data = structure;
    TRACE( "%s: app %#lx %p\n", trp_name( func ), app, structure );
    return sync_call( &call );
}

/* The handle is the first parameter of all of them. */
#define GET( name, app, arg, structure )  get_structure( TRP_##name, app, ARG_##name##_##arg, structure )
#define SET( name, app, arg, structure )  set_structure( TRP_##name, app, ARG_##name##_##arg, structure )

LONG WINAPI MMCGetAvailableProviders( HLINEAPP app, void *list )
{
    return GET( MMCGetAvailableProviders, app, lpProviderList, list );
}

LONG WINAPI MMCGetLineInfo( HLINEAPP app, void *list )
{
    return GET( MMCGetLineInfo, app, lpDeviceInfoList, list );
}

LONG WINAPI MMCGetPhoneInfo( HPHONEAPP app, void *list )
{
    return GET( MMCGetPhoneInfo, app, lpDeviceInfoList, list );
}

LONG WINAPI MMCGetServerConfig( HLINEAPP app, void *config )
{
    return GET( MMCGetServerConfig, app, lpProviderList, config );
}

LONG WINAPI MMCSetLineInfo( HLINEAPP app, void *list )
{
    return SET( MMCSetLineInfo, app, lpDeviceInfoList, list );
}

LONG WINAPI MMCSetPhoneInfo( HPHONEAPP app, void *list )
{
    return SET( MMCSetPhoneInfo, app, lpDeviceInfoList, list );
}

LONG WINAPI MMCSetServerConfig( HLINEAPP app, void *config )
{
    return SET( MMCSetServerConfig, app, dwServerConfigOffset, config );
}

LONG WINAPI MMCGetDeviceFlags( HLINEAPP app, BOOL line, DWORD provider, DWORD permanent_id, DWORD *flags, DWORD *device )
{
    struct api_call call =
    {
        TRP_MMCGetDeviceFlags, 0, NULL,
        {
            [ARG_MMCGetDeviceFlags_hLineApp] = VALUE( app ),
            [ARG_MMCGetDeviceFlags_fLine] = VALUE( line ),
            [ARG_MMCGetDeviceFlags_dwProviderID] = VALUE( provider ),
            [ARG_MMCGetDeviceFlags_dwPermanentDeviceID] = VALUE( permanent_id ),
        },
        {
            [ARG_MMCGetDeviceFlags_dwFlags] = flags,
            [ARG_MMCGetDeviceFlags_dwDeviceID] = device,
        },
    };

    TRACE( "app %#lx line %d provider %lu permanent id %#lx\n", (DWORD)app, line, provider, permanent_id );
    return sync_call( &call );
}
