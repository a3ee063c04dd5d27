/*
 * Tests of the conversion of structures between ANSI and Unicode.
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

#include <stdarg.h>
#include <string.h>

#include <windef.h>
#include <winbase.h>
#include <tapi.h>

#include "structconv/structconv.h"
#include "wine/test.h"

#define GUARD 0xcc

static const DWORD devcaps_sizes[] = { 236, 240, 252, 252, 268, 292, 292 };

/* A LINEDEVCAPS in Unicode of some version, with a member of each kind; returns its size. */
static DWORD make_devcaps( BYTE *buffer, DWORD fixed )
{
    LINEDEVCAPS *caps = (LINEDEVCAPS *)buffer;
    DWORD pos = fixed;

    memset( buffer, 0, 1024 );
    caps->dwTotalSize = 1024;
    caps->dwStringFormat = STRINGFORMAT_UNICODE;
    caps->dwPermanentLineID = 0x1234567;
    caps->dwProviderInfoSize = sizeof(L"Provider");
    caps->dwProviderInfoOffset = pos;
    memcpy( buffer + pos, L"Provider", sizeof(L"Provider") );
    pos += 20;
    caps->dwLineNameSize = sizeof(L"Line A");
    caps->dwLineNameOffset = pos;
    memcpy( buffer + pos, L"Line A", sizeof(L"Line A") );
    pos += 16;
    caps->dwTerminalTextEntrySize = 4 * sizeof(WCHAR);
    caps->dwTerminalTextSize = 8 * sizeof(WCHAR);
    caps->dwTerminalTextOffset = pos;
    memcpy( buffer + pos, L"abc\0de\0", 8 * sizeof(WCHAR) );
    pos += 16;
    if (fixed >= 252)
    {
        caps->dwDeviceClassesSize = 16 * sizeof(WCHAR);
        caps->dwDeviceClassesOffset = pos;
        memcpy( buffer + pos, L"tapi/line\0comm\0", 16 * sizeof(WCHAR) );
        pos += 32;
    }
    caps->dwDevSpecificSize = 8;
    caps->dwDevSpecificOffset = pos;
    memcpy( buffer + pos, "\1\2\3\4\5\6\7\10", 8 );
    pos += 8;
    caps->dwNeededSize = caps->dwUsedSize = pos;
    return pos;
}

static void test_devcaps(void)
{
    BYTE src[1024], dst[1024], back[1024];
    LINEDEVCAPS *caps = (LINEDEVCAPS *)dst, *caps_back = (LINEDEVCAPS *)back;
    DWORD i, size, needed, total;

    for (i = 0; i < ARRAY_SIZE(devcaps_sizes); i++)
    {
        winetest_push_context( "version %lu", i );
        size = make_devcaps( src, devcaps_sizes[i] );
        ok( structconv_fixed_size( TRPS_LINEDEVCAPS, src, size ) == devcaps_sizes[i], "fixed part %u\n",
            structconv_fixed_size( TRPS_LINEDEVCAPS, src, size ) );

        needed = structconv( TRPS_LINEDEVCAPS, STRUCTCONV_ANSI, 0, src, size, NULL, 0 );
        memset( dst, GUARD, sizeof(dst) );
        caps->dwTotalSize = 1000;
        ok( structconv( TRPS_LINEDEVCAPS, STRUCTCONV_ANSI, 0, src, size, dst, 1000 ) == needed, "measured differently\n" );
        ok( caps->dwTotalSize == 1000, "total size %lu\n", caps->dwTotalSize );
        ok( caps->dwNeededSize == needed && caps->dwUsedSize == needed, "needed %lu, used %lu, expected %lu\n",
            caps->dwNeededSize, caps->dwUsedSize, needed );
        ok( dst[needed] == GUARD, "written beyond the used size\n" );
        ok( caps->dwStringFormat == STRINGFORMAT_ASCII, "format %lu\n", caps->dwStringFormat );
        ok( caps->dwPermanentLineID == 0x1234567, "line id %#lx\n", caps->dwPermanentLineID );
        ok( caps->dwLineNameSize == 7 && !strcmp( (char *)dst + caps->dwLineNameOffset, "Line A" ), "line name\n" );
        ok( caps->dwTerminalTextEntrySize == 4 && caps->dwTerminalTextSize == 8, "terminal text entries of %lu bytes\n",
            caps->dwTerminalTextEntrySize );
        ok( !memcmp( dst + caps->dwTerminalTextOffset, "abc\0de\0", 8 ), "terminal text\n" );
        ok( caps->dwDevSpecificSize == 8 && !memcmp( dst + caps->dwDevSpecificOffset, "\1\2\3\4\5\6\7\10", 8 ), "binary data\n" );
        if (devcaps_sizes[i] >= 252)
            ok( caps->dwDeviceClassesSize == 16 && !memcmp( dst + caps->dwDeviceClassesOffset, "tapi/line\0comm\0", 16 ),
                "device classes\n" );

        memset( back, GUARD, sizeof(back) );
        caps_back->dwTotalSize = sizeof(back);
        total = structconv( TRPS_LINEDEVCAPS, STRUCTCONV_UNICODE, 0, dst, 1000, back, sizeof(back) );
        ok( total == size, "%lu bytes back, expected %lu\n", total, size );
        ok( caps_back->dwStringFormat == STRINGFORMAT_UNICODE, "format %lu\n", caps_back->dwStringFormat );
        ok( caps_back->dwLineNameSize == sizeof(L"Line A") &&
            !memcmp( back + caps_back->dwLineNameOffset, L"Line A", sizeof(L"Line A") ), "line name back\n" );

        for (total = devcaps_sizes[i]; total <= needed; total++)
        {
            memset( dst, GUARD, sizeof(dst) );
            caps->dwTotalSize = total;
            ok( structconv( TRPS_LINEDEVCAPS, STRUCTCONV_ANSI, 0, src, size, dst, total ) == needed, "room %lu: other result\n", total );
            ok( caps->dwNeededSize == needed && caps->dwUsedSize <= total, "room %lu: needed %lu, used %lu\n", total,
                caps->dwNeededSize, caps->dwUsedSize );
            ok( (caps->dwUsedSize == needed) == (total == needed), "room %lu: used %lu\n", total, caps->dwUsedSize );
            ok( dst[total] == GUARD, "room %lu: written beyond it\n", total );
            ok( !caps->dwLineNameSize == !caps->dwLineNameOffset && (!caps->dwLineNameSize || caps->dwLineNameSize == 7),
                "room %lu: truncated line name\n", total );
        }
        ok( !structconv( TRPS_LINEDEVCAPS, STRUCTCONV_ANSI, 0, src, size, dst, devcaps_sizes[i] - 1 ), "no room for the fixed part\n" );
        winetest_pop_context();
    }
}

static void test_incomplete_source(void)
{
    BYTE src[1024], dst[1024];
    LINEDEVCAPS *caps = (LINEDEVCAPS *)src, *result = (LINEDEVCAPS *)dst;
    DWORD size = make_devcaps( src, 292 );

    caps->dwNeededSize = 2000;
    result->dwTotalSize = sizeof(dst);
    ok( structconv( TRPS_LINEDEVCAPS, STRUCTCONV_ANSI, 0, src, size, dst, sizeof(dst) ) == 2000, "not the source's size\n" );
    ok( result->dwNeededSize == 2000 && result->dwUsedSize < size, "needed %lu, used %lu\n", result->dwNeededSize, result->dwUsedSize );
}

static void test_lists(void)
{
    BYTE src[1024], dst[1024];
    LINECOUNTRYLIST *list = (LINECOUNTRYLIST *)src, *result = (LINECOUNTRYLIST *)dst;
    LINECOUNTRYENTRY *entry = (LINECOUNTRYENTRY *)(list + 1);
    DWORD i, pos = sizeof(*list) + 2 * sizeof(*entry), needed, total;

    memset( src, 0, sizeof(src) );
    list->dwNumCountries = 2;
    list->dwCountryListSize = 2 * sizeof(*entry);
    list->dwCountryListOffset = sizeof(*list);
    for (i = 0; i < 2; i++)
    {
        entry[i].dwCountryID = 34 + i;
        entry[i].dwCountryNameSize = sizeof(L"Spain");
        entry[i].dwCountryNameOffset = pos;
        memcpy( src + pos, L"Spain", sizeof(L"Spain") );
        pos += sizeof(L"Spain");
    }
    list->dwTotalSize = list->dwNeededSize = list->dwUsedSize = pos;

    needed = structconv( TRPS_LINECOUNTRYLIST, STRUCTCONV_ANSI, 0, src, pos, NULL, 0 );
    for (total = sizeof(*list); total <= needed; total++)
    {
        memset( dst, GUARD, sizeof(dst) );
        result->dwTotalSize = total;
        ok( structconv( TRPS_LINECOUNTRYLIST, STRUCTCONV_ANSI, 0, src, pos, dst, total ) == needed, "room %lu: other result\n", total );
        ok( dst[total] == GUARD, "room %lu: written beyond it\n", total );
        ok( result->dwNumCountries == (total == needed ? 2 : 0), "room %lu: %lu countries\n", total, result->dwNumCountries );
    }
    entry = (LINECOUNTRYENTRY *)(dst + result->dwCountryListOffset);
    ok( entry[1].dwCountryID == 35, "country %lu\n", entry[1].dwCountryID );
    ok( entry[1].dwCountryNameSize == 6 && !strcmp( (char *)dst + entry[1].dwCountryNameOffset, "Spain" ), "country name\n" );
    ok( !entry[1].dwSameAreaRuleSize && !entry[1].dwSameAreaRuleOffset, "a rule from nowhere\n" );
}

static void test_callparams(void)
{
    BYTE src[512], dst[512];
    LINECALLPARAMS *params = (LINECALLPARAMS *)src, *result = (LINECALLPARAMS *)dst;
    DWORD needed;

    /* version 1.4, user-user information at an odd offset */
    memset( src, 0, sizeof(src) );
    params->dwTotalSize = 112 + 32;
    params->dwBearerMode = LINEBEARERMODE_VOICE;
    params->dwOrigAddressSize = 6;
    params->dwOrigAddressOffset = 112;
    strcpy( (char *)src + 112, "12345" );
    params->dwUserUserInfoSize = 3;
    params->dwUserUserInfoOffset = 121;
    memcpy( src + 121, "abc", 3 );
    needed = structconv( TRPS_LINECALLPARAMS, STRUCTCONV_UNICODE, 0, src, params->dwTotalSize, NULL, 0 );
    ok( needed == 112 + 12 + 3, "needed %lu\n", needed );
    memset( dst, GUARD, sizeof(dst) );
    structconv( TRPS_LINECALLPARAMS, STRUCTCONV_UNICODE, 0, src, params->dwTotalSize, dst, needed );
    ok( result->dwTotalSize == needed, "total size %lu\n", result->dwTotalSize );
    ok( result->dwBearerMode == LINEBEARERMODE_VOICE, "bearer mode %#lx\n", result->dwBearerMode );
    ok( result->dwOrigAddressSize == 12 && !memcmp( dst + result->dwOrigAddressOffset, L"12345", 12 ), "address\n" );
    ok( result->dwUserUserInfoSize == 3 && !memcmp( dst + result->dwUserUserInfoOffset, "abc", 3 ), "user-user information\n" );
    ok( dst[needed] == GUARD, "written beyond the size\n" );

    /* no variable part: as new as there is room */
    memset( src, 0, sizeof(src) );
    params->dwTotalSize = 500;
    needed = structconv( TRPS_LINECALLPARAMS, STRUCTCONV_UNICODE, 0, src, 500, NULL, 0 );
    ok( needed == sizeof(LINECALLPARAMS), "needed %lu\n", needed );
    needed = structconv( TRPS_LINECALLPARAMS, STRUCTCONV_UNICODE, 0, src, 111, NULL, 0 );
    ok( !needed, "needed %lu\n", needed );
}

static void test_varstring(void)
{
    BYTE src[128], dst[256];
    VARSTRING *string = (VARSTRING *)src, *result = (VARSTRING *)dst;
    DWORD needed;

    memset( src, 0, sizeof(src) );
    string->dwTotalSize = sizeof(src);
    string->dwNeededSize = string->dwUsedSize = sizeof(*string) + sizeof(L"COM5");
    string->dwStringFormat = STRINGFORMAT_UNICODE;
    string->dwStringSize = sizeof(L"COM5");
    string->dwStringOffset = sizeof(*string);
    memcpy( string + 1, L"COM5", sizeof(L"COM5") );
    result->dwTotalSize = sizeof(dst);
    needed = structconv( TRPS_VARSTRING, STRUCTCONV_ANSI, 0, src, sizeof(src), dst, sizeof(dst) );
    ok( needed == sizeof(*string) + 5, "needed %lu\n", needed );
    ok( result->dwStringFormat == STRINGFORMAT_ASCII && !strcmp( (char *)(result + 1), "COM5" ), "string\n" );

    string->dwStringFormat = STRINGFORMAT_BINARY;
    structconv( TRPS_VARSTRING, STRUCTCONV_ANSI, 0, src, sizeof(src), dst, sizeof(dst) );
    ok( result->dwStringFormat == STRINGFORMAT_BINARY && !memcmp( result + 1, L"COM5", sizeof(L"COM5") ), "binary data converted\n" );

    /* pairs that point outside are empty */
    string->dwStringOffset = 0xfffffff0;
    string->dwStringSize = 0x20;
    needed = structconv( TRPS_VARSTRING, STRUCTCONV_ANSI, 0, src, sizeof(src), dst, sizeof(dst) );
    ok( needed == sizeof(*string) && !result->dwStringSize && !result->dwStringOffset, "needed %lu, string of %lu bytes\n", needed,
        result->dwStringSize );
}

static void test_has_strings(void)
{
    ok( structconv_has_strings( TRPS_LINEADDRESSCAPS ), "LINEADDRESSCAPS\n" );
    ok( structconv_has_strings( TRPS_LINEPROVIDERLIST ), "LINEPROVIDERLIST: strings in entries\n" );
    ok( structconv_has_strings( TRPS_LINEDEVSTATUS ), "LINEDEVSTATUS: strings in entries\n" );
    ok( !structconv_has_strings( TRPS_LINECALLLIST ), "LINECALLLIST\n" );
    ok( !structconv_has_strings( TRPS_LINECALLSTATUS ), "LINECALLSTATUS\n" );
}

START_TEST(structconv)
{
    test_devcaps();
    test_incomplete_source();
    test_lists();
    test_callparams();
    test_varstring();
    test_has_strings();
}
