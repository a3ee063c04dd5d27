/*
 * lineGetCountry: the whole list, each country, every version and size.
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

static LINECOUNTRYLIST *get_all( DWORD version, BOOL ansi )
{
    LINECOUNTRYLIST small = { sizeof(small) }, *list;
    LONG ret;

    ok_ret( ansi ? lineGetCountryA( 0, version, &small ) : lineGetCountryW( 0, version, &small ), 0 );
    ok( small.dwNeededSize > sizeof(small) && small.dwUsedSize == sizeof(small), "needs %lu, used %lu\n", small.dwNeededSize, small.dwUsedSize );
    if (!(list = HeapAlloc( GetProcessHeap(), HEAP_ZERO_MEMORY, small.dwNeededSize + 16 ))) return NULL;
    list->dwTotalSize = small.dwNeededSize;
    memset( (char *)list + small.dwNeededSize, 0xcc, 16 );
    ret = ansi ? lineGetCountryA( 0, version, list ) : lineGetCountryW( 0, version, list );
    ok_ret( ret, 0 );
    ok( list->dwUsedSize == small.dwNeededSize && list->dwNeededSize == small.dwNeededSize, "sizes %lu %lu, expected %lu\n", list->dwNeededSize,
        list->dwUsedSize, small.dwNeededSize );
    ok( *((char *)list + small.dwNeededSize) == (char)0xcc, "written behind the end\n" );
    return list;
}

static const LINECOUNTRYENTRY *entries( const LINECOUNTRYLIST *list )
{
    return (const LINECOUNTRYENTRY *)((const char *)list + list->dwCountryListOffset);
}

static const WCHAR *string( const LINECOUNTRYLIST *list, DWORD size, DWORD offset )
{
    const WCHAR *text = (const WCHAR *)((const char *)list + offset);

    if (offset >= sizeof(*list) && offset <= list->dwUsedSize && size <= list->dwUsedSize - offset && size && size % 2 == 0 && !text[size / 2 - 1]) return text;
    ok( 0, "string at %lu of %lu bytes\n", offset, size );
    return L"";
}

static BOOL ends_with( const WCHAR *text, const WCHAR *end )
{
    size_t len = wcslen( text ), end_len = wcslen( end );

    return len >= end_len && !wcscmp( text + len - end_len, end );
}

/* The list as a whole, and each entry by itself. */
static void test_list(void)
{
    LINECOUNTRYLIST *list = get_all( NEWEST, FALSE ), *ansi = get_all( NEWEST, TRUE );
    union { LINECOUNTRYLIST list; char bytes[512]; } one;
    const LINECOUNTRYENTRY *entry, *other;
    DWORD i, j, nanp = 0;
    char name[128];

    ok( list->dwNumCountries >= 230 && list->dwNumCountries == ansi->dwNumCountries, "%lu countries, %lu in ANSI\n", list->dwNumCountries,
        ansi->dwNumCountries );
    ok( list->dwCountryListSize == list->dwNumCountries * sizeof(*entry), "%lu bytes\n", list->dwCountryListSize );
    entry = entries( list );
    other = entries( ansi );
    ok( entry[0].dwCountryID == 1, "the first one is %lu\n", entry[0].dwCountryID );
    for (i = 0; i < list->dwNumCountries; i++)
    {
        const WCHAR *same = string( list, entry[i].dwSameAreaRuleSize, entry[i].dwSameAreaRuleOffset );
        const WCHAR *distance = string( list, entry[i].dwLongDistanceRuleSize, entry[i].dwLongDistanceRuleOffset );
        const WCHAR *abroad = string( list, entry[i].dwInternationalRuleSize, entry[i].dwInternationalRuleOffset );

        winetest_push_context( "country %lu", entry[i].dwCountryID );
        ok( entry[i].dwCountryID && entry[i].dwCountryCode && entry[i].dwCountryCode < 10000, "code %lu\n", entry[i].dwCountryCode );
        ok( entry[i].dwNextCountryID == (i + 1 < list->dwNumCountries ? entry[i + 1].dwCountryID : 0), "next is %lu\n", entry[i].dwNextCountryID );
        for (j = 0; j < i; j++) ok( entry[j].dwCountryID != entry[i].dwCountryID, "it is there twice\n" );
        ok( *string( list, entry[i].dwCountryNameSize, entry[i].dwCountryNameOffset ), "it has no name\n" );
        ok( ends_with( same, L"G" ) && ends_with( distance, L"FG" ) && ends_with( abroad, L"EFG" ), "rules %s %s %s\n", wine_dbgstr_w( same ),
            wine_dbgstr_w( distance ), wine_dbgstr_w( abroad ) );
        WideCharToMultiByte( CP_ACP, 0, string( list, entry[i].dwCountryNameSize, entry[i].dwCountryNameOffset ), -1, name, sizeof(name), NULL, NULL );
        ok( other[i].dwCountryID == entry[i].dwCountryID && !strcmp( (const char *)ansi + other[i].dwCountryNameOffset, name ),
            "in ANSI it is country %lu, %s\n", other[i].dwCountryID, wine_dbgstr_a( (const char *)ansi + other[i].dwCountryNameOffset ) );
        nanp += entry[i].dwCountryCode == 1;
        winetest_pop_context();
    }
    ok( nanp >= 25, "%lu countries with code 1\n", nanp );
    for (i = 0; i < list->dwNumCountries; i += 8)
    {
        const WCHAR *abroad = string( list, entry[i].dwInternationalRuleSize, entry[i].dwInternationalRuleOffset );

        winetest_push_context( "country %lu", entry[i].dwCountryID );
        one.list.dwTotalSize = sizeof(one);
        ok_ret( lineGetCountryW( entry[i].dwCountryID, NEWEST, &one.list ), 0 );
        ok( one.list.dwNumCountries == 1 && entries( &one.list )->dwCountryID == entry[i].dwCountryID, "it is not found alone\n" );
        ok( !wcscmp( string( &one.list, entries( &one.list )->dwInternationalRuleSize, entries( &one.list )->dwInternationalRuleOffset ), abroad ),
            "alone it has another rule\n" );
        winetest_pop_context();
    }
    HeapFree( GetProcessHeap(), 0, list );
    HeapFree( GetProcessHeap(), 0, ansi );
}

static void check_country( DWORD id, DWORD code, const WCHAR *name, const WCHAR *same, const WCHAR *distance, const WCHAR *abroad )
{
    union { LINECOUNTRYLIST list; char bytes[512]; } u = { { sizeof(u) } };
    const LINECOUNTRYENTRY *entry;

    winetest_push_context( "country %lu", id );
    ok_ret( lineGetCountryW( id, NEWEST, &u.list ), 0 );
    entry = entries( &u.list );
    ok( entry->dwCountryID == id && entry->dwCountryCode == code, "id %lu code %lu\n", entry->dwCountryID, entry->dwCountryCode );
    ok( !wcscmp( string( &u.list, entry->dwCountryNameSize, entry->dwCountryNameOffset ), name ), "name %s\n",
        wine_dbgstr_w( string( &u.list, entry->dwCountryNameSize, entry->dwCountryNameOffset ) ) );
    ok( !wcscmp( string( &u.list, entry->dwSameAreaRuleSize, entry->dwSameAreaRuleOffset ), same ), "same area\n" );
    ok( !wcscmp( string( &u.list, entry->dwLongDistanceRuleSize, entry->dwLongDistanceRuleOffset ), distance ), "long distance\n" );
    ok( !wcscmp( string( &u.list, entry->dwInternationalRuleSize, entry->dwInternationalRuleOffset ), abroad ), "international\n" );
    winetest_pop_context();
}

static void test_versions_and_sizes(void)
{
    static const DWORD versions[] = { 0x00010003, 0x00010004, 0x00020000, 0x00020001, 0x00020002, 0x00030000, 0x00030001 };
    union { LINECOUNTRYLIST list; char bytes[512]; } u;
    DWORD size, needed, i;
    unsigned int v;

    for (v = 0; v < ARRAY_SIZE(versions); v++)
    {
        winetest_push_context( "version %#lx", versions[v] );
        u.list.dwTotalSize = sizeof(u);
        ok_ret( lineGetCountryW( 49, versions[v], &u.list ), 0 );
        needed = u.list.dwNeededSize;
        for (size = sizeof(LINECOUNTRYLIST); size <= needed; size += size + 9 < needed ? 9 : 1)
        {
            memset( &u, 0xcc, sizeof(u) );
            u.list.dwTotalSize = size;
            ok_ret( lineGetCountryW( 49, versions[v], &u.list ), 0 );
            ok( u.list.dwNeededSize == needed && u.list.dwUsedSize == (size < needed ? sizeof(LINECOUNTRYLIST) : needed), "%lu bytes: needs %lu, used %lu\n",
                size, u.list.dwNeededSize, u.list.dwUsedSize );
            for (i = u.list.dwUsedSize; i < sizeof(u) && u.bytes[i] == (char)0xcc; i++) continue;
            ok( i == sizeof(u), "%lu bytes: byte %lu was written\n", size, i );
        }
        winetest_pop_context();
    }
}

static void test_errors(void)
{
    LINECOUNTRYLIST small = { sizeof(small) };

    ok_ret( lineGetCountryW( 99999, NEWEST, &small ), LINEERR_INVALCOUNTRYCODE );
    ok_ret( lineGetCountryA( 99999, NEWEST, &small ), LINEERR_INVALCOUNTRYCODE );
    ok_ret( lineGetCountryW( 1, 0x00010002, &small ), LINEERR_INCOMPATIBLEAPIVERSION );
    ok_ret( lineGetCountryW( 1, 0x00040000, &small ), LINEERR_INCOMPATIBLEAPIVERSION );
    ok_ret( lineGetCountryW( 1, NEWEST, NULL ), LINEERR_INVALPOINTER );
    ok_ret( lineGetCountryA( 1, NEWEST, NULL ), LINEERR_INVALPOINTER );
    small.dwTotalSize = sizeof(small) - 1;
    ok_ret( lineGetCountryW( 1, NEWEST, &small ), LINEERR_STRUCTURETOOSMALL );
    small.dwTotalSize = sizeof(small);
    ok_ret( lineGetCountry( 1, NEWEST, &small ), 0 );
}

START_TEST( country )
{
    test_list();
    check_country( 1, 1, L"United States", L"G", L"N1FG", L"S011EFG" );
    check_country( 107, 1, L"Canada", L"G", L"N1FG", L"S011EFG" );
    check_country( 44, 44, L"United Kingdom", L"G", L"0FG", L"00EFG" );
    check_country( 33, 33, L"France", L"0FG", L"0FG", L"00EFG" );
    check_country( 39, 39, L"Italy", L"FG", L"FG", L"00EFG" );
    check_country( 7, 7, L"Russia", L"G", L"8FG", L"8W10EFG" );
    check_country( 705, 7, L"Kazakhstan", L"G", L"8FG", L"8W10EFG" );
    test_versions_and_sizes();
    test_errors();
}
