/*
 * What belongs to no line: countries, icons; and the calls related to one.
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

/* One country, as both variants have it. */
static void check_country( DWORD id, DWORD code, const WCHAR *name )
{
    union { LINECOUNTRYLIST list; char bytes[4096]; } w = { { sizeof(w) } }, a = { { sizeof(a) } };
    const LINECOUNTRYENTRY *entry;
    char ansi[64];

    winetest_push_context( "country %lu", id );
    ok_ret( lineGetCountryW( id, NEWEST, &w.list ), 0 );
    ok( w.list.dwNumCountries == 1 && w.list.dwCountryListSize == sizeof(*entry), "%lu countries, %lu bytes\n", w.list.dwNumCountries,
        w.list.dwCountryListSize );
    entry = (const LINECOUNTRYENTRY *)(w.bytes + w.list.dwCountryListOffset);
    ok( entry->dwCountryID == id && entry->dwCountryCode == code, "id %lu code %lu\n", entry->dwCountryID, entry->dwCountryCode );
    ok( !wcsncmp( (const WCHAR *)(w.bytes + entry->dwCountryNameOffset), name, wcslen( name ) ), "name %s\n",
        wine_dbgstr_w( (const WCHAR *)(w.bytes + entry->dwCountryNameOffset) ) );
    ok( entry->dwLongDistanceRuleSize > 2 && entry->dwInternationalRuleSize > 2, "no dialing rules\n" );

    ok_ret( lineGetCountryA( id, 0x00010004, &a.list ), 0 );
    entry = (const LINECOUNTRYENTRY *)(a.bytes + a.list.dwCountryListOffset);
    WideCharToMultiByte( CP_ACP, 0, name, -1, ansi, sizeof(ansi), NULL, NULL );
    ok( !strncmp( a.bytes + entry->dwCountryNameOffset, ansi, strlen( ansi ) ), "name %s\n", wine_dbgstr_a( a.bytes + entry->dwCountryNameOffset ) );
    winetest_pop_context();
}

static void test_countries(void)
{
    LINECOUNTRYLIST small = { sizeof(small) }, *list;
    const LINECOUNTRYENTRY *entry;
    DWORD i, size;

    check_country( 1, 1, L"United States" );
    check_country( 49, 49, L"Germany" );
    check_country( 44, 44, L"United Kingdom" );

    /* all, as many as there are, each once and with the next one's id */
    ok_ret( lineGetCountryW( 0, NEWEST, &small ), 0 );
    ok( small.dwNeededSize > sizeof(small), "needed %lu\n", small.dwNeededSize );
    size = small.dwNeededSize;
    list = HeapAlloc( GetProcessHeap(), HEAP_ZERO_MEMORY, size );
    list->dwTotalSize = size;
    ok_ret( lineGetCountryW( 0, NEWEST, list ), 0 );
    ok( list->dwUsedSize == size && list->dwNumCountries > 100, "%lu countries in %lu bytes\n", list->dwNumCountries, list->dwUsedSize );
    entry = (const LINECOUNTRYENTRY *)((const char *)list + list->dwCountryListOffset);
    for (i = 0; i < list->dwNumCountries; i++)
    {
        ok( entry[i].dwCountryID && entry[i].dwCountryCode, "entry %lu: id %lu code %lu\n", i, entry[i].dwCountryID, entry[i].dwCountryCode );
        ok( entry[i].dwCountryNameSize > 2 && entry[i].dwCountryNameOffset + entry[i].dwCountryNameSize <= size, "entry %lu has no name\n", i );
        ok( entry[i].dwNextCountryID == (i + 1 < list->dwNumCountries ? entry[i + 1].dwCountryID : 0), "entry %lu: next is %lu\n", i,
            entry[i].dwNextCountryID );
    }
    HeapFree( GetProcessHeap(), 0, list );

    ok_ret( lineGetCountryW( 0, NEWEST, NULL ), LINEERR_INVALPOINTER );
    small.dwTotalSize = sizeof(small) - 4;
    ok_ret( lineGetCountryW( 0, NEWEST, &small ), LINEERR_STRUCTURETOOSMALL );
    small.dwTotalSize = sizeof(small);
    ok( lineGetCountryW( 99999, NEWEST, &small ) < 0, "country 99999\n" );
    ok_ret( lineGetCountryW( 1, 0x00010000, &small ), LINEERR_INCOMPATIBLEAPIVERSION );
}

static void test_icon( struct app *app, DWORD device )
{
    HICON icon = NULL;

    ok_ret( lineGetIconW( device, NULL, &icon ), 0 );
    ok( icon != NULL, "no icon\n" );
    icon = NULL;
    ok_ret( lineGetIconA( device, "tapi/line", &icon ), 0 );
    ok( icon != NULL, "no icon\n" );
    ok_ret( lineGetIconW( app->lines, NULL, &icon ), LINEERR_BADDEVICEID );
    ok_ret( lineGetIconW( device, NULL, NULL ), LINEERR_INVALPOINTER );
    ok_ret( lineGetIconW( device, L"no/such/class", &icon ), LINEERR_INVALDEVICECLASS );
}

/* A call that is in no conference is related to none. */
static void test_related_calls( struct app *app, DWORD device )
{
    union { LINECALLLIST list; char bytes[256]; } u = { { sizeof(u) } };
    HLINE line = open_line( app, device, NEWEST, LINECALLPRIVILEGE_NONE, 0 );
    HCALL call = outgoing( app, line, L"1" );
    LONG ret;

    ret = lineGetConfRelatedCalls( call, &u.list );
    ok( ret < 0 || u.list.dwCallsNumEntries <= 1, "returned %#lx, %lu calls\n", ret, u.list.dwCallsNumEntries );
    ok_ret( lineGetConfRelatedCalls( (HCALL)(ULONG_PTR)0xbad0, &u.list ), LINEERR_INVALCALLHANDLE );
    ok_ret( lineGetConfRelatedCalls( call, NULL ), LINEERR_INVALPOINTER );
    /* the provider has no such function */
    ok_ret( wait_reply( app, lineDevSpecificFeature( line, 1, NULL, 0 ) ), LINEERR_OPERATIONUNAVAIL );
    hang_up( app, call );
    ok_ret( lineClose( line ), 0 );
}

START_TEST( system )
{
    struct app app;
    DWORD device;

    test_countries();
    if (!fixture_begin()) return;
    app_begin( &app, "system test" );
    device = find_line( &app, L"Test line A" );
    ok( device != ~0u, "the test provider's line is missing\n" );
    if (device != ~0u)
    {
        test_icon( &app, device );
        test_related_calls( &app, device );
    }
    app_end( &app );
    fixture_end();
}
