/*
 * Settings of the whole telephony system: providers, priorities, countries.
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

static LONG get_provider_list( DWORD version, LINEPROVIDERLIST *list, DWORD flags )
{
    struct api_call call =
    {
        TRP_lineGetProviderList, flags | CALL_CONNECT, NULL,
        { [ARG_lineGetProviderList_dwAPIVersion] = VALUE( version ) },
        { [ARG_lineGetProviderList_lpProviderList] = list },
    };

    TRACE( "version %#lx %p\n", version, list );
    return sync_call( &call );
}

LONG WINAPI lineGetProviderListA( DWORD version, LPLINEPROVIDERLIST list )
{
    return get_provider_list( version, list, CALL_ANSI );
}

LONG WINAPI lineGetProviderListW( DWORD version, LPLINEPROVIDERLIST list )
{
    return get_provider_list( version, list, 0 );
}

static LONG get_country( DWORD country, DWORD version, LINECOUNTRYLIST *list, DWORD flags )
{
    struct api_call call =
    {
        TRP_lineGetCountry, flags | CALL_CONNECT, NULL,
        { [ARG_lineGetCountry_dwCountryID] = VALUE( country ), [ARG_lineGetCountry_dwAPIVersion] = VALUE( version ) },
        { [ARG_lineGetCountry_lpLineCountryList] = list },
    };

    TRACE( "country %lu version %#lx %p\n", country, version, list );
    return sync_call( &call );
}

LONG WINAPI lineGetCountryA( DWORD country, DWORD version, LPLINECOUNTRYLIST list )
{
    return get_country( country, version, list, CALL_ANSI );
}

LONG WINAPI lineGetCountryW( DWORD country, DWORD version, LPLINECOUNTRYLIST list )
{
    return get_country( country, version, list, 0 );
}

/* The extension parameters of both functions are documented as ignored: they are not even looked at. */
static LONG set_app_priority( const void *file, DWORD media, DWORD request_mode, DWORD priority, DWORD flags )
{
    struct api_call call =
    {
        TRP_lineSetAppPriority, flags | CALL_CONNECT, NULL,
        {
            [ARG_lineSetAppPriority_lpszAppName] = DATA( file ),
            [ARG_lineSetAppPriority_dwMediaMode] = VALUE( media ),
            [ARG_lineSetAppPriority_dwRequestMode] = VALUE( request_mode ),
            [ARG_lineSetAppPriority_dwPriority] = VALUE( priority ),
        },
    };

    TRACE( "media %#lx request mode %#lx priority %lu\n", media, request_mode, priority );
    return sync_call( &call );
}

LONG WINAPI lineSetAppPriorityA( LPCSTR file, DWORD media, LPLINEEXTENSIONID extension, DWORD request_mode, LPCSTR name, DWORD priority )
{
    return set_app_priority( file, media, request_mode, priority, CALL_ANSI );
}

LONG WINAPI lineSetAppPriorityW( LPCWSTR file, DWORD media, LPLINEEXTENSIONID extension, DWORD request_mode, LPCWSTR name, DWORD priority )
{
    return set_app_priority( file, media, request_mode, priority, 0 );
}

static LONG get_app_priority( const void *file, DWORD media, DWORD request_mode, DWORD *priority, DWORD flags )
{
    LINEEXTENSIONID ignored;
    struct api_call call =
    {
        TRP_lineGetAppPriority, flags | CALL_CONNECT, NULL,
        {
            [ARG_lineGetAppPriority_lpszAppName] = DATA( file ),
            [ARG_lineGetAppPriority_dwMediaMode] = VALUE( media ),
            [ARG_lineGetAppPriority_lpExtensionID] = BUFFER( NULL, sizeof(ignored) ),
            [ARG_lineGetAppPriority_dwRequestMode] = VALUE( request_mode ),
        },
        {
            [ARG_lineGetAppPriority_lpExtensionID] = &ignored,
            [ARG_lineGetAppPriority_lpdwPriority] = priority,
        },
    };

    TRACE( "media %#lx request mode %#lx\n", media, request_mode );
    return sync_call( &call );
}

LONG WINAPI lineGetAppPriorityA( LPCSTR file, DWORD media, LPLINEEXTENSIONID extension, DWORD request_mode, LPVARSTRING name, LPDWORD priority )
{
    return get_app_priority( file, media, request_mode, priority, CALL_ANSI );
}

LONG WINAPI lineGetAppPriorityW( LPCWSTR file, DWORD media, LPLINEEXTENSIONID extension, DWORD request_mode, LPVARSTRING name, LPDWORD priority )
{
    return get_app_priority( file, media, request_mode, priority, 0 );
}

/* ---- icons --------------------------------------------------------------------------------------------------- */

static BOOL is_line_class( const WCHAR *class )
{
    return !class || !*class || !lstrcmpiW( class, L"tapi/line" );
}

/*
 * Icon handles belong to a process: those of a provider, which lives in the service's, mean nothing here. Every line
 * gets the generic one; for other device classes applications from version 2.0 on are told so.
 */
static LONG get_icon( DWORD device, const WCHAR *class, HICON *icon )
{
    DWORD version, app_version;
    LINEEXTENSIONID extension;
    HLINEAPP app;
    LONG err;

    TRACE( "device %lu class %s\n", device, debugstr_w( class ) );
    if (!can_write( icon, sizeof(*icon) )) return LINEERR_INVALPOINTER;
    if (!(app = any_app( &app_version ))) return LINEERR_UNINITIALIZED;
    /* Is there such a device? */
    if ((err = lineNegotiateAPIVersion( app, device, 0x00010003, TAPI_VERSION_NEWEST, &version, &extension ))) return err;
    if (app_version >= 0x00020000 && !is_line_class( class )) return LINEERR_INVALDEVICECLASS;
    *icon = LoadIconW( tapi_instance, MAKEINTRESOURCEW( 1 ) );
    return *icon ? 0 : LINEERR_OPERATIONFAILED;
}

LONG WINAPI lineGetIconA( DWORD device, LPCSTR class, LPHICON icon )
{
    struct arena arena = { .used = 0 };
    WCHAR *converted;
    LONG err = arena_string( &arena, class, &converted );

    if (!err) err = get_icon( device, converted, icon );
    arena_free( &arena );
    return err;
}

LONG WINAPI lineGetIconW( DWORD device, LPCWSTR class, LPHICON icon )
{
    SIZE_T len;

    if (class && !probe_stringW( class, &len )) return LINEERR_INVALPOINTER;
    return get_icon( device, class, icon );
}
