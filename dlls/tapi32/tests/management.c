/*
 * Tests of the management console's functions, which no header declares. What they return is described in MS-TRP 2.2.6.1 to 2.2.6.5.
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

#include "telephony.h"

struct provider_entry
{
    DWORD file_size, file_offset, name_size, name_offset, options;
};

struct device_entry
{
    DWORD permanent_id, provider;
    DWORD name_size, name_offset, addresses_size, addresses_offset, domain_users_size, domain_users_offset;
    DWORD friendly_users_size, friendly_users_offset;
};

struct info_list
{
    DWORD total, needed, used, count, list_size, list_offset;
};

struct server_config
{
    DWORD total, needed, used, flags, others[8];
};

static union
{
    struct info_list     list;
    struct server_config config;
    LINEPROVIDERLIST     providers;
    char                 bytes[65536];
} u;

static LONG (WINAPI *pMMCGetAvailableProviders)( HLINEAPP app, void *list );
static LONG (WINAPI *pMMCGetDeviceFlags)( HLINEAPP app, BOOL line, DWORD provider, DWORD permanent_id, DWORD *flags, DWORD *device );
static LONG (WINAPI *pMMCGetLineInfo)( HLINEAPP app, void *list );
static LONG (WINAPI *pMMCGetPhoneInfo)( HPHONEAPP app, void *list );
static LONG (WINAPI *pMMCGetServerConfig)( HLINEAPP app, void *config );
static LONG (WINAPI *pMMCSetLineInfo)( HLINEAPP app, void *list );
static LONG (WINAPI *pMMCSetServerConfig)( HLINEAPP app, void *config );

static BOOL get_functions(void)
{
    HMODULE tapi32 = GetModuleHandleA( "tapi32.dll" );

#define GET( name )  p##name = (void *)GetProcAddress( tapi32, #name ); ok( p##name != NULL, #name " is missing\n" )
    GET( MMCGetAvailableProviders );
    GET( MMCGetDeviceFlags );
    GET( MMCGetLineInfo );
    GET( MMCGetPhoneInfo );
    GET( MMCGetServerConfig );
    GET( MMCSetLineInfo );
    GET( MMCSetServerConfig );
#undef GET
    return pMMCGetAvailableProviders && pMMCGetDeviceFlags && pMMCGetLineInfo && pMMCGetPhoneInfo &&
           pMMCGetServerConfig && pMMCSetLineInfo && pMMCSetServerConfig;
}

static void prepare( DWORD size )
{
    memset( &u, 0xcc, sizeof(u) );
    u.list.total = size;
}

static const WCHAR *text_at( DWORD size, DWORD offset )
{
    if (!size || offset > u.list.used || size > u.list.used - offset) return L"";
    return (const WCHAR *)(u.bytes + offset);
}

static void test_providers( struct app *app )
{
    const struct provider_entry *entries;
    BOOL found = FALSE;
    DWORD i;

    prepare( sizeof(u) );
    ok_ret( pMMCGetAvailableProviders( app->handle, &u ), 0 );
    ok( u.list.count && u.list.list_size == u.list.count * sizeof(*entries), "%lu providers in %lu bytes\n", u.list.count, u.list.list_size );
    ok( u.list.used == u.list.needed && u.list.used <= sizeof(u), "used %lu needed %lu\n", u.list.used, u.list.needed );
    entries = (const struct provider_entry *)(u.bytes + u.list.list_offset);
    for (i = 0; i < u.list.count; i++)
    {
        ok( entries[i].options & 1, "%s is not installable\n", wine_dbgstr_w( text_at( entries[i].file_size, entries[i].file_offset ) ) );
        if (_wcsicmp( text_at( entries[i].file_size, entries[i].file_offset ), L"testtsp.tsp" )) continue;
        found = TRUE;
        ok( entries[i].options == 7, "options %#lx\n", entries[i].options );
        ok( *text_at( entries[i].name_size, entries[i].name_offset ), "no friendly name\n" );
    }
    ok( found, "testtsp.tsp is not among the providers\n" );

    /* the fixed part alone, and less */
    prepare( sizeof(u.list) );
    ok_ret( pMMCGetAvailableProviders( app->handle, &u ), 0 );
    ok( u.list.needed > sizeof(u.list) && u.list.used == sizeof(u.list) && !u.list.list_size, "used %lu needed %lu\n", u.list.used, u.list.needed );
    prepare( sizeof(u.list) - 4 );
    ok_ret( pMMCGetAvailableProviders( app->handle, &u ), LINEERR_STRUCTURETOOSMALL );
    ok_ret( pMMCGetAvailableProviders( app->handle, NULL ), LINEERR_INVALPOINTER );
    prepare( sizeof(u) );
    ok_ret( pMMCGetAvailableProviders( (HLINEAPP)(ULONG_PTR)0xbad0, &u ), LINEERR_INVALAPPHANDLE );
}

/* The permanent id of "Test line A"; addresses, as one text with commas. */
static DWORD find_line_info( struct app *app )
{
    const struct device_entry *entries;
    const WCHAR *address;
    DWORD i, id = 0;

    prepare( sizeof(u) );
    ok_ret( pMMCGetLineInfo( app->handle, &u ), 0 );
    ok( u.list.count == app->lines, "%lu lines, lineInitializeEx said %lu\n", u.list.count, app->lines );
    entries = (const struct device_entry *)(u.bytes + u.list.list_offset);
    for (i = 0; i < u.list.count; i++)
    {
        if (wcscmp( text_at( entries[i].name_size, entries[i].name_offset ), L"Test line A" )) continue;
        id = entries[i].permanent_id;
        ok( entries[i].provider == fixture_id, "provider %lu\n", entries[i].provider );
        address = text_at( entries[i].addresses_size, entries[i].addresses_offset );
        ok( !wcscmp( address, L"5551000" ), "address 0 is %s\n", wine_dbgstr_w( address ) );
        ok( !wcscmp( address + 8, L"5551001" ), "address 1 is %s\n", wine_dbgstr_w( address + 8 ) );
        ok( !address[16], "there is an address 2: %s\n", wine_dbgstr_w( address + 16 ) );
        ok( entries[i].addresses_size == 34, "%lu bytes of addresses\n", entries[i].addresses_size );
        ok( !entries[i].domain_users_size && !entries[i].friendly_users_size, "it has users\n" );
    }
    ok( id != 0, "Test line A is not in the list\n" );
    return id;
}

static void test_devices( struct app *app )
{
    DWORD line = find_line( app, L"Test line A" ), id = find_line_info( app ), flags = 0xdead, device = 0xdead;

    ok_ret( pMMCGetDeviceFlags( app->handle, TRUE, fixture_id, id, &flags, &device ), 0 );
    ok( device == line, "device %lu, expected %lu\n", device, line );
    ok( flags != 0xdead, "no flags\n" );
    /* "Unsupported; set to zero": the first of that provider */
    device = 0xdead;
    ok_ret( pMMCGetDeviceFlags( app->handle, TRUE, fixture_id, 0, &flags, &device ), 0 );
    ok( device == line, "device %lu, expected %lu\n", device, line );
    ok_ret( pMMCGetDeviceFlags( app->handle, FALSE, fixture_id, id, &flags, &device ), LINEERR_OPERATIONUNAVAIL );
    ok_ret( pMMCGetDeviceFlags( app->handle, TRUE, fixture_id + 1000, id, &flags, &device ), LINEERR_INVALPARAM );
    ok_ret( pMMCGetDeviceFlags( app->handle, TRUE, fixture_id, id + 1000, &flags, &device ), LINEERR_BADDEVICEID );
    ok_ret( pMMCGetDeviceFlags( app->handle, TRUE, fixture_id, id, NULL, &device ), LINEERR_INVALPOINTER );

    prepare( sizeof(u.list) );
    ok_ret( pMMCGetLineInfo( app->handle, &u ), 0 );
    ok( u.list.needed > sizeof(u.list) && u.list.used == sizeof(u.list), "used %lu needed %lu\n", u.list.used, u.list.needed );
    prepare( sizeof(u) );
    ok_ret( pMMCGetPhoneInfo( (HPHONEAPP)(ULONG_PTR)0xbad0, &u ), PHONEERR_INVALAPPHANDLE );
}

/* There is no telephony server here, and so nobody who administers one. */
static void test_server( struct app *app )
{
    prepare( sizeof(u) );
    ok_ret( pMMCGetServerConfig( app->handle, &u ), 0 );
    ok( u.config.used == sizeof(u.config) && u.config.needed == sizeof(u.config), "used %lu needed %lu\n", u.config.used, u.config.needed );
    ok( !u.config.flags, "flags %#lx\n", u.config.flags );
    ok( !u.config.others[0] && !u.config.others[4], "it has names and passwords\n" );
    u.config.total = sizeof(u.config);
    ok_ret( pMMCSetServerConfig( app->handle, &u ), TAPIERR_NOTADMIN );
    prepare( sizeof(u) );
    ok_ret( pMMCGetLineInfo( app->handle, &u ), 0 );
    ok_ret( pMMCSetLineInfo( app->handle, &u ), TAPIERR_NOTADMIN );
    ok_ret( pMMCSetLineInfo( app->handle, NULL ), LINEERR_INVALPOINTER );
}

START_TEST( management )
{
    struct app app;

    if (!get_functions() || !fixture_begin()) return;
    app_begin( &app, "management test" );
    test_providers( &app );
    test_devices( &app );
    test_server( &app );
    app_end( &app );
    fixture_end();
}
