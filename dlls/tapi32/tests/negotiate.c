/*
 * lineNegotiateAPIVersion and lineNegotiateExtVersion.
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

static const LINEEXTENSIONID testtsp_extension = TESTTSP_EXTENSION;
static const DWORD versions[] = { 0x00010003, 0x00010004, 0x00020000, 0x00020001, 0x00020002, 0x00030000, 0x00030001 };

static LONG negotiate( struct app *app, DWORD device, DWORD low, DWORD high, DWORD *version )
{
    LINEEXTENSIONID extension;

    *version = 0xdeadbeef;
    return lineNegotiateAPIVersion( app->handle, device, low, high, version, &extension );
}

/* Every range of versions that there were gives the highest of the range. */
static void test_ranges( struct app *app, DWORD device )
{
    unsigned int low, high;
    DWORD version;
    LONG ret;

    for (low = 0; low < ARRAY_SIZE(versions); low++)
    {
        for (high = low; high < ARRAY_SIZE(versions); high++)
        {
            winetest_push_context( "%#lx-%#lx", versions[low], versions[high] );
            ret = negotiate( app, device, versions[low], versions[high], &version );
            /* an old Windows does not know the newest */
            if (broken( ret == ERR( INCOMPATIBLEAPIVERSION ) && versions[low] >= 0x00030000 ))
            {
                winetest_pop_context();
                continue;
            }
            ok_ret( ret, 0 );
            ok( version >= versions[low] && version <= versions[high], "version %#lx is outside the range\n", version );
            ok( version == versions[high] || broken( versions[high] >= 0x00030000 ), "version %#lx\n", version );
            winetest_pop_context();
        }
    }
    /* a range that goes beyond both ends */
    ok_ret( negotiate( app, device, 0x00010000, 0x7fffffff, &version ), 0 );
    ok( version >= 0x00020000 && version <= NEWEST, "version %#lx\n", version );
    /* versions that never were, with one in between that was */
    ok_ret( negotiate( app, device, 0x00010005, 0x00020000, &version ), 0 );
    ok( version == 0x00020000, "version %#lx\n", version );
}

static void test_errors( struct app *app, DWORD device )
{
    LINEEXTENSIONID extension;
    DWORD version;

    ok_ret( negotiate( app, device, 0x00010000, 0x00010002, &version ), LINEERR_INCOMPATIBLEAPIVERSION );
    ok_ret( negotiate( app, device, 0x00040000, 0x00050000, &version ), LINEERR_INCOMPATIBLEAPIVERSION );
    ok_ret( negotiate( app, device, 0x00020000, 0x00010004, &version ), LINEERR_INCOMPATIBLEAPIVERSION );
    ok_ret( negotiate( app, device, 0, 0, &version ), LINEERR_INCOMPATIBLEAPIVERSION );
    /* between two versions there is none */
    ok_ret( negotiate( app, device, 0x00010005, 0x0001ffff, &version ), LINEERR_INCOMPATIBLEAPIVERSION );
    ok_ret( negotiate( app, app->lines, 0x00010003, NEWEST, &version ), LINEERR_BADDEVICEID );
    ok_ret( negotiate( app, ~0u, 0x00010003, NEWEST, &version ), LINEERR_BADDEVICEID );
    ok_ret( lineNegotiateAPIVersion( app->handle, device, 0x00010003, NEWEST, NULL, &extension ), LINEERR_INVALPOINTER );
    ok_ret( lineNegotiateAPIVersion( app->handle, device, 0x00010003, NEWEST, &version, NULL ), LINEERR_INVALPOINTER );
    ok_ret( lineNegotiateAPIVersion( app->handle, device, 0x00010003, NEWEST, &version, (LINEEXTENSIONID *)(ULONG_PTR)16 ), LINEERR_INVALPOINTER );
    ok_ret( lineNegotiateAPIVersion( (HLINEAPP)(ULONG_PTR)0xbad0, device, 0x00010003, NEWEST, &version, &extension ), LINEERR_INVALAPPHANDLE );
    ok_ret( lineNegotiateAPIVersion( 0, device, 0x00010003, NEWEST, &version, &extension ), LINEERR_INVALAPPHANDLE );
}

/* The id of the provider's extensions, or zeros where there are none. */
static void test_extension_id( struct app *app, DWORD device, DWORD modem )
{
    static const LINEEXTENSIONID none;
    LINEEXTENSIONID extension;
    DWORD version;

    memset( &extension, 0xcc, sizeof(extension) );
    ok_ret( lineNegotiateAPIVersion( app->handle, device, 0x00020000, 0x00020000, &version, &extension ), 0 );
    ok( !memcmp( &extension, &testtsp_extension, sizeof(extension) ), "id %#lx %#lx %#lx %#lx\n", extension.dwExtensionID0,
        extension.dwExtensionID1, extension.dwExtensionID2, extension.dwExtensionID3 );
    if (modem == ~0u)
    {
        skip( "no line without extensions ('Modem A')\n" );
        return;
    }
    memset( &extension, 0xcc, sizeof(extension) );
    ok_ret( lineNegotiateAPIVersion( app->handle, modem, 0x00020000, 0x00020000, &version, &extension ), 0 );
    ok( !memcmp( &extension, &none, sizeof(extension) ), "id %#lx %#lx %#lx %#lx\n", extension.dwExtensionID0,
        extension.dwExtensionID1, extension.dwExtensionID2, extension.dwExtensionID3 );
    version = 0xdeadbeef;
    ok( lineNegotiateExtVersion( app->handle, modem, 0x00020000, 0x00010000, 0x00020000, &version ) < 0,
        "an extension version %#lx where there are no extensions\n", version );
}

/* The provider has extension versions 1.0 to 2.0. */
static void test_ext_versions( struct app *app, DWORD device )
{
    static const struct { DWORD low, high, expect; } ranges[] =
    {
        { 0x00010000, 0x00020000, 0x00020000 },
        { 0x00010000, 0x00010000, 0x00010000 },
        { 0x00010000, 0x00010005, 0x00010005 },
        { 0x00020000, 0x00030000, 0x00020000 },
        { 0x00000001, 0x00010000, 0x00010000 },
        { 0x00000001, 0x7fffffff, 0x00020000 },
        { 0x00020001, 0x00030000, 0 },
        { 0x00000001, 0x0000ffff, 0 },
        { 0x00020000, 0x00010000, 0 },
    };
    DWORD version;
    unsigned int i;
    LONG ret;

    for (i = 0; i < ARRAY_SIZE(ranges); i++)
    {
        winetest_push_context( "%#lx-%#lx", ranges[i].low, ranges[i].high );
        version = 0xdeadbeef;
        ret = lineNegotiateExtVersion( app->handle, device, 0x00020000, ranges[i].low, ranges[i].high, &version );
        ok_ret( ret, ranges[i].expect ? 0 : LINEERR_INCOMPATIBLEEXTVERSION );
        if (ranges[i].expect) ok( version == ranges[i].expect, "version %#lx, expected %#lx\n", version, ranges[i].expect );
        winetest_pop_context();
    }
    ok_ret( lineNegotiateExtVersion( app->handle, device, 0x00020000, 0x00010000, 0x00020000, NULL ), LINEERR_INVALPOINTER );
    ok_ret( lineNegotiateExtVersion( app->handle, app->lines, 0x00020000, 0x00010000, 0x00020000, &version ), LINEERR_BADDEVICEID );
    ok_ret( lineNegotiateExtVersion( app->handle, device, 0x00090000, 0x00010000, 0x00020000, &version ), LINEERR_INCOMPATIBLEAPIVERSION );
    ok_ret( lineNegotiateExtVersion( app->handle, device, 0x00010000, 0x00010000, 0x00020000, &version ), LINEERR_INCOMPATIBLEAPIVERSION );
    ok_ret( lineNegotiateExtVersion( (HLINEAPP)(ULONG_PTR)0xbad0, device, 0x00020000, 0x00010000, 0x00020000, &version ), LINEERR_INVALAPPHANDLE );
}

/* The extension version that a line is open with is the only one that others can open it with. */
static void test_open_ext( struct app *app, DWORD device )
{
    struct testtsp_record record;
    HLINE line, second;
    DWORD version;

    ok_ret( lineOpenW( app->handle, device, &line, NEWEST, 0x00010000, 1, LINECALLPRIVILEGE_NONE, 0, NULL ), 0 );
    ok( count_calls( app, line, "TSPI_lineSelectExtVersion", &record ) && record.args[1] == 0x00010000,
        "the provider was not told the extension version\n" );
    version = 0xdeadbeef;
    ok_ret( lineNegotiateExtVersion( app->handle, device, NEWEST, 0x00010000, 0x00020000, &version ), 0 );
    ok( version == 0x00010000, "version %#lx\n", version );
    ok_ret( lineOpenW( app->handle, device, &second, NEWEST, 0x00010000, 2, LINECALLPRIVILEGE_NONE, 0, NULL ), 0 );
    ok_ret( lineClose( second ), 0 );
    /* without extensions always */
    ok_ret( lineOpenW( app->handle, device, &second, NEWEST, 0, 3, LINECALLPRIVILEGE_NONE, 0, NULL ), 0 );
    ok_ret( lineClose( line ), 0 );
    ok_ret( lineClose( second ), 0 );
    ok_ret( lineOpenW( app->handle, device, &line, NEWEST, 0x00030000, 4, LINECALLPRIVILEGE_NONE, 0, NULL ), LINEERR_INCOMPATIBLEEXTVERSION );
}

/* Each version opens the line; versions that never were do not. */
static void test_open_versions( struct app *app, DWORD device )
{
    static const DWORD wrong[] = { 0, 0x00010000, 0x00010002, 0x00010005, 0x00020003, 0x00030002, 0x00040000, ~0u };
    unsigned int i;
    HLINE line;

    for (i = 0; i < ARRAY_SIZE(versions); i++)
    {
        winetest_push_context( "version %#lx", versions[i] );
        line = open_line( app, device, versions[i], LINECALLPRIVILEGE_NONE, 0 );
        ok_ret( lineClose( line ), 0 );
        winetest_pop_context();
    }
    for (i = 0; i < ARRAY_SIZE(wrong); i++)
    {
        winetest_push_context( "version %#lx", wrong[i] );
        ok_ret( lineOpenW( app->handle, device, &line, wrong[i], 0, 1, LINECALLPRIVILEGE_NONE, 0, NULL ), LINEERR_INCOMPATIBLEAPIVERSION );
        winetest_pop_context();
    }
}

START_TEST( negotiate )
{
    struct app app;
    DWORD device;

    if (!fixture_begin()) return;
    app_begin( &app, "negotiate test" );
    device = find_line( &app, L"Test line A" );
    ok( device != ~0u, "the test provider's line is missing\n" );
    if (device != ~0u)
    {
        test_ranges( &app, device );
        test_errors( &app, device );
        test_extension_id( &app, device, find_line( &app, L"Modem A" ) );
        test_ext_versions( &app, device );
        test_open_ext( &app, device );
        test_open_versions( &app, device );
    }
    app_end( &app );
    fixture_end();
}
