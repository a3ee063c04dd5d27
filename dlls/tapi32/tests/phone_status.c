/*
 * Tests of phoneGetStatus at each version, and of what every function says of a phone that is not open.
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

#include "phones.h"

static void check_status( const PHONESTATUS *status, DWORD fixed, BOOL ansi )
{
    const char *name = (const char *)status + status->dwOwnerNameOffset;
    const DWORD *lamps = (const DWORD *)((const char *)status + status->dwLampModesOffset);

    ok( status->dwNeededSize == status->dwUsedSize && status->dwUsedSize <= status->dwTotalSize, "total %lu needed %lu used %lu\n",
        status->dwTotalSize, status->dwNeededSize, status->dwUsedSize );
    ok( status->dwStatusFlags == PHONESTATUSFLAGS_CONNECTED, "flags %#lx\n", status->dwStatusFlags );
    ok( status->dwNumOwners == 1 && !status->dwNumMonitors, "%lu owners, %lu monitors\n", status->dwNumOwners, status->dwNumMonitors );
    ok( !status->dwRingMode && status->dwRingVolume == 0x1000, "ring %lu %#lx\n", status->dwRingMode, status->dwRingVolume );
    ok( status->dwHandsetHookSwitchMode == PHONEHOOKSWITCHMODE_ONHOOK && status->dwHandsetVolume == 0x8000 && status->dwHandsetGain == 0x4000,
        "handset %#lx %#lx %#lx\n", status->dwHandsetHookSwitchMode, status->dwHandsetVolume, status->dwHandsetGain );
    ok( status->dwHeadsetHookSwitchMode == PHONEHOOKSWITCHMODE_ONHOOK && status->dwHeadsetVolume == 0x8000 && status->dwHeadsetGain == 0x4000,
        "headset %#lx %#lx %#lx\n", status->dwHeadsetHookSwitchMode, status->dwHeadsetVolume, status->dwHeadsetGain );
    ok( status->dwDisplaySize == 64 && status->dwLampModesSize == 64 && status->dwDisplayOffset >= fixed && status->dwLampModesOffset >= fixed,
        "display of %lu bytes at %lu, lamps of %lu at %lu\n", status->dwDisplaySize, status->dwDisplayOffset, status->dwLampModesSize,
        status->dwLampModesOffset );
    ok( lamps[0] == PHONELAMPMODE_DUMMY && lamps[12] == PHONELAMPMODE_OFF, "lamps %#lx %#lx\n", lamps[0], lamps[12] );
    ok( status->dwOwnerNameOffset + status->dwOwnerNameSize <= status->dwUsedSize, "name outside\n" );
    if (ansi) ok( !strcmp( name, "phone status test" ), "owner %s\n", wine_dbgstr_a( name ) );
    else ok( !wcscmp( (const WCHAR *)name, L"phone status test" ), "owner %s\n", wine_dbgstr_w( (const WCHAR *)name ) );
    if (fixed >= 104) ok( status->dwPhoneFeatures & PHONEFEATURE_SETLAMP, "features %#lx\n", status->dwPhoneFeatures );
}

static void test_versions( struct phone_app *app, DWORD device )
{
    static const struct { DWORD version, fixed; } versions[] =
    {
        { 0x00010003, 100 }, { 0x00010004, 100 }, { 0x00020000, 104 }, { 0x00020001, 104 }, { 0x00020002, 104 }, { 0x00030000, 104 },
        { 0x00030001, 104 },
    };
    static union { PHONESTATUS status; char bytes[1024]; } u;
    unsigned int i, ansi;
    DWORD size, needed;
    HPHONE phone;
    LONG ret;

    for (i = 0; i < ARRAY_SIZE(versions); i++)
    {
        phone = open_phone( app, device, versions[i].version, OWNER );
        for (ansi = 0; ansi < 2; ansi++)
        {
            LONG (WINAPI *get)( HPHONE, LPPHONESTATUS ) = ansi ? phoneGetStatusA : phoneGetStatusW;

            winetest_push_context( "version %#lx %s", versions[i].version, ansi ? "ANSI" : "Unicode" );
            memset( &u, 0xcc, sizeof(u) );
            u.status.dwTotalSize = sizeof(u);
            ok_ret( get( phone, &u.status ), 0 );
            check_status( &u.status, versions[i].fixed, ansi );
            needed = u.status.dwNeededSize;
            for (size = needed; size >= versions[i].fixed; size -= 4)
            {
                memset( &u, 0xcc, sizeof(u) );
                u.status.dwTotalSize = size;
                ret = get( phone, &u.status );
                ok( !ret && u.status.dwNeededSize >= needed && u.status.dwUsedSize <= size, "size %lu: %#lx, needed %lu used %lu\n", size, ret,
                    u.status.dwNeededSize, u.status.dwUsedSize );
                ok( (BYTE)u.bytes[size] == 0xcc, "written behind %lu bytes\n", size );
            }
            for (size = 0; size < versions[i].fixed; size += 4)
            {
                u.status.dwTotalSize = size;
                ok_ret( get( phone, &u.status ), PHONEERR_STRUCTURETOOSMALL );
            }
            winetest_pop_context();
        }
        ok_ret( phoneGetStatusW( phone, NULL ), PHONEERR_INVALPOINTER );
        ok_ret( phoneGetStatusA( phone, (PHONESTATUS *)(ULONG_PTR)16 ), PHONEERR_INVALPOINTER );
        ok_ret( phoneClose( phone ), 0 );
    }
}

/* What each function says that takes an open phone. */
static void test_handle( HPHONE phone )
{
    union { PHONESTATUS status; PHONEBUTTONINFO info; VARSTRING text; char bytes[1024]; } u;
    DWORD value, value2, value3;

    memset( &u, 0, sizeof(u) );
    u.status.dwTotalSize = sizeof(u);
    ok_ret( phoneGetStatusW( phone, &u.status ), PHONEERR_INVALPHONEHANDLE );
    ok_ret( phoneGetStatusA( phone, &u.status ), PHONEERR_INVALPHONEHANDLE );
    ok_ret( phoneGetButtonInfoW( phone, 0, &u.info ), PHONEERR_INVALPHONEHANDLE );
    ok_ret( phoneGetButtonInfoA( phone, 0, &u.info ), PHONEERR_INVALPHONEHANDLE );
    ok_ret( phoneGetDisplay( phone, &u.text ), PHONEERR_INVALPHONEHANDLE );
    ok_ret( phoneGetIDW( phone, &u.text, L"tapi/phone" ), PHONEERR_INVALPHONEHANDLE );
    ok_ret( phoneGetIDA( phone, &u.text, "tapi/phone" ), PHONEERR_INVALPHONEHANDLE );
    ok_ret( phoneGetData( phone, 0, &value, 4 ), PHONEERR_INVALPHONEHANDLE );
    ok_ret( phoneGetGain( phone, 1, &value ), PHONEERR_INVALPHONEHANDLE );
    ok_ret( phoneGetVolume( phone, 1, &value ), PHONEERR_INVALPHONEHANDLE );
    ok_ret( phoneGetLamp( phone, 0, &value ), PHONEERR_INVALPHONEHANDLE );
    ok_ret( phoneGetHookSwitch( phone, &value ), PHONEERR_INVALPHONEHANDLE );
    ok_ret( phoneGetRing( phone, &value, &value2 ), PHONEERR_INVALPHONEHANDLE );
    ok_ret( phoneGetStatusMessages( phone, &value, &value2, &value3 ), PHONEERR_INVALPHONEHANDLE );
    ok_ret( phoneSetStatusMessages( phone, 0, 0, 0 ), PHONEERR_INVALPHONEHANDLE );
    ok_ret( phoneSetButtonInfoW( phone, 0, &u.info ), PHONEERR_INVALPHONEHANDLE );
    ok_ret( phoneSetButtonInfoA( phone, 0, &u.info ), PHONEERR_INVALPHONEHANDLE );
    ok_ret( phoneSetLamp( phone, 0, PHONELAMPMODE_OFF ), PHONEERR_INVALPHONEHANDLE );
    ok_ret( phoneSetDisplay( phone, 0, 0, (const char *)L"x", 2 ), PHONEERR_INVALPHONEHANDLE );
    ok_ret( phoneSetData( phone, 0, &value, 4 ), PHONEERR_INVALPHONEHANDLE );
    ok_ret( phoneSetRing( phone, 0, 0 ), PHONEERR_INVALPHONEHANDLE );
    ok_ret( phoneSetVolume( phone, 1, 0 ), PHONEERR_INVALPHONEHANDLE );
    ok_ret( phoneSetGain( phone, 1, 0 ), PHONEERR_INVALPHONEHANDLE );
    ok_ret( phoneSetHookSwitch( phone, 1, PHONEHOOKSWITCHMODE_ONHOOK ), PHONEERR_INVALPHONEHANDLE );
    ok_ret( phoneDevSpecific( phone, &u, sizeof(u) ), PHONEERR_INVALPHONEHANDLE );
    ok_ret( phoneClose( phone ), PHONEERR_INVALPHONEHANDLE );
}

static void test_handles( struct phone_app *app, DWORD device )
{
    HPHONE phone, closed = open_phone( app, device, NEWEST, OWNER );
    struct app lines;
    HLINE line;

    ok_ret( phoneClose( closed ), 0 );
    winetest_push_context( "a closed phone" );
    test_handle( closed );
    winetest_pop_context();
    winetest_push_context( "0" );
    test_handle( 0 );
    winetest_pop_context();
    winetest_push_context( "the application" );
    test_handle( (HPHONE)app->handle );
    winetest_pop_context();
    /* a phone that is opened later is not taken for one that was closed */
    phone = open_phone( app, device, NEWEST, OWNER );
    ok( phone != closed, "the handle %#lx is used again at once\n", H( phone ) );
    winetest_push_context( "a closed phone of a device that is open" );
    test_handle( closed );
    winetest_pop_context();

    /* lines and phones are told apart */
    app_begin( &lines, "phone status test" );
    line = open_line( &lines, find_line( &lines, L"Test line A" ), NEWEST, LINECALLPRIVILEGE_NONE, 0 );
    winetest_push_context( "a line" );
    test_handle( (HPHONE)line );
    winetest_pop_context();
    ok_ret( lineClose( (HLINE)phone ), LINEERR_INVALLINEHANDLE );
    ok_ret( lineClose( line ), 0 );
    app_end( &lines );
    phone_fence( app, phone );
    ok_ret( phoneClose( phone ), 0 );
}

START_TEST( phone_status )
{
    struct phone_app app;
    DWORD device;

    if (!fixture_begin()) return;
    phone_app_begin( &app, "phone status test" );
    device = find_phone( &app, L"Test phone A" );
    ok( device != ~0u, "the test provider's phone is missing\n" );
    if (device != ~0u)
    {
        test_versions( &app, device );
        test_handles( &app, device );
    }
    phone_app_end( &app );
    fixture_end();
}
