/*
 * Tests of phone versions, capabilities, identifiers, icons and dialogs.
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

static const PHONEEXTENSIONID testtsp_extension = TESTTSP_EXTENSION;
static const DWORD versions[] = { 0x00010003, 0x00010004, 0x00020000, 0x00020001, 0x00020002, 0x00030000, 0x00030001 };
static const DWORD fixed_sizes[] = { 144, 144, 180, 180, 196, 196, 196 };

/* ---- versions ---------------------------------------------------------------------------------------------------- */

static LONG negotiate( struct phone_app *app, DWORD device, DWORD low, DWORD high, DWORD *version )
{
    PHONEEXTENSIONID extension;

    *version = 0xdeadbeef;
    return phoneNegotiateAPIVersion( app->handle, device, low, high, version, &extension );
}

static void test_versions( struct phone_app *app, DWORD device )
{
    PHONEEXTENSIONID extension;
    unsigned int low, high;
    DWORD version;

    for (low = 0; low < ARRAY_SIZE(versions); low++)
    {
        for (high = low; high < ARRAY_SIZE(versions); high++)
        {
            winetest_push_context( "%#lx-%#lx", versions[low], versions[high] );
            ok_ret( negotiate( app, device, versions[low], versions[high], &version ), 0 );
            ok( version == versions[high], "version %#lx\n", version );
            winetest_pop_context();
        }
    }
    ok_ret( negotiate( app, device, 0x00010000, 0x00010002, &version ), PHONEERR_INCOMPATIBLEAPIVERSION );
    ok_ret( negotiate( app, device, 0x00040000, 0x00050000, &version ), PHONEERR_INCOMPATIBLEAPIVERSION );
    ok_ret( negotiate( app, device, 0x00020000, 0x00010004, &version ), PHONEERR_INCOMPATIBLEAPIVERSION );
    ok_ret( negotiate( app, app->phones, 0x00010003, NEWEST, &version ), PHONEERR_BADDEVICEID );
    ok_ret( negotiate( app, ~0u, 0x00010003, NEWEST, &version ), PHONEERR_BADDEVICEID );
    ok_ret( phoneNegotiateAPIVersion( app->handle, device, 0x00010003, NEWEST, NULL, &extension ), PHONEERR_INVALPOINTER );
    ok_ret( phoneNegotiateAPIVersion( app->handle, device, 0x00010003, NEWEST, &version, NULL ), PHONEERR_INVALPOINTER );
    ok_ret( phoneNegotiateAPIVersion( (HPHONEAPP)(ULONG_PTR)0xbad0, device, 0x00010003, NEWEST, &version, &extension ), PHONEERR_INVALAPPHANDLE );
    ok_ret( phoneNegotiateAPIVersion( 0, device, 0x00010003, NEWEST, &version, &extension ), PHONEERR_INVALAPPHANDLE );
    memset( &extension, 0xcc, sizeof(extension) );
    ok_ret( phoneNegotiateAPIVersion( app->handle, device, NEWEST, NEWEST, &version, &extension ), 0 );
    ok( !memcmp( &extension, &testtsp_extension, sizeof(extension) ), "id %#lx %#lx %#lx %#lx\n", extension.dwExtensionID0,
        extension.dwExtensionID1, extension.dwExtensionID2, extension.dwExtensionID3 );
}

/* The provider has extension versions 1.0 to 2.0. */
static void test_ext_versions( struct phone_app *app, DWORD device )
{
    static const struct { DWORD low, high, expect; } ranges[] =
    {
        { 0x00010000, 0x00020000, 0x00020000 }, { 0x00010000, 0x00010000, 0x00010000 }, { 0x00010000, 0x00010005, 0x00010005 },
        { 0x00020000, 0x00030000, 0x00020000 }, { 0x00020001, 0x00030000, 0 }, { 1, 2, 0 }, { 0x00020000, 0x00010000, 0 },
    };
    struct testtsp_record record;
    HPHONE phone, second, third;
    union { PHONECAPS caps; char bytes[2048]; } u = { { sizeof(u) } };
    unsigned int i;
    DWORD version;

    for (i = 0; i < ARRAY_SIZE(ranges); i++)
    {
        winetest_push_context( "%#lx-%#lx", ranges[i].low, ranges[i].high );
        version = 0xdeadbeef;
        ok_ret( phoneNegotiateExtVersion( app->handle, device, NEWEST, ranges[i].low, ranges[i].high, &version ),
                ranges[i].expect ? 0 : PHONEERR_INCOMPATIBLEEXTVERSION );
        if (ranges[i].expect) ok( version == ranges[i].expect, "version %#lx\n", version );
        winetest_pop_context();
    }
    ok_ret( phoneNegotiateExtVersion( app->handle, app->phones, NEWEST, 0x00010000, 0x00020000, &version ), PHONEERR_BADDEVICEID );
    ok_ret( phoneNegotiateExtVersion( app->handle, device, 0x00010002, 0x00010000, 0x00020000, &version ), PHONEERR_INCOMPATIBLEAPIVERSION );
    ok_ret( phoneNegotiateExtVersion( app->handle, device, NEWEST, 0x00010000, 0x00020000, NULL ), PHONEERR_INVALPOINTER );
    ok_ret( phoneNegotiateExtVersion( 0, device, NEWEST, 0x00010000, 0x00020000, &version ), PHONEERR_INVALAPPHANDLE );

    /* the first open that uses extensions selects their version, others have to use the same */
    ok_ret( phoneOpen( app->handle, device, &phone, NEWEST, 0x00010000, 0, OWNER ), 0 );
    ok( phone_count_calls( app, phone, "TSPI_phoneSelectExtVersion", &record ) >= 1, "TSPI_phoneSelectExtVersion was not called\n" );
    ok( record.args[1] == 0x00010000, "extension version %#lx\n", record.args[1] );
    ok_ret( phoneOpen( app->handle, device, &second, NEWEST, 0x00020000, 0, MONITOR ), PHONEERR_INCOMPATIBLEEXTVERSION );
    ok_ret( phoneOpen( app->handle, device, &second, NEWEST, 0x00010000, 0, MONITOR ), 0 );
    ok_ret( phoneOpen( app->handle, device, &third, NEWEST, 0, 0, MONITOR ), 0 );
    ok_ret( phoneClose( phone ), 0 );
    ok_ret( phoneClose( second ), 0 );
    /* nobody uses them any more */
    phone_count_calls( app, third, "TSPI_phoneSelectExtVersion", &record );
    ok( !record.args[1], "extension version %#lx\n", record.args[1] );
    ok_ret( phoneOpen( app->handle, device, &second, NEWEST, 0x00020000, 0, MONITOR ), 0 );
    ok_ret( phoneClose( second ), 0 );
    ok_ret( phoneClose( third ), 0 );
    ok_ret( phoneOpen( app->handle, device, &second, NEWEST, 0x00990099, 0, MONITOR ), PHONEERR_INCOMPATIBLEEXTVERSION );

    ok_ret( phoneGetDevCapsW( app->handle, device, NEWEST, 0x00010000, &u.caps ), 0 );
    ok_ret( phoneGetDevCapsW( app->handle, device, NEWEST, 0x00990099, &u.caps ), PHONEERR_INCOMPATIBLEEXTVERSION );
}

/* ---- capabilities ------------------------------------------------------------------------------------------------ */

/* A buffer of that size with nothing behind it that may be written. */
static void *guarded( void *pages, DWORD size )
{
    return (char *)pages + 0x10000 - size;
}

static void *guard_pages(void)
{
    char *pages = VirtualAlloc( NULL, 0x11000, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE );
    DWORD old;

    VirtualProtect( pages + 0x10000, 0x1000, PAGE_NOACCESS, &old );
    return pages;
}

static void check_caps( const PHONECAPS *caps, DWORD fixed, BOOL ansi )
{
    const DWORD *modes = (const DWORD *)((const char *)caps + caps->dwButtonModesOffset);
    const DWORD *functions = (const DWORD *)((const char *)caps + caps->dwButtonFunctionsOffset);
    const DWORD *lamps = (const DWORD *)((const char *)caps + caps->dwLampModesOffset);
    const char *name = (const char *)caps + caps->dwPhoneNameOffset;

    ok( caps->dwNeededSize == caps->dwUsedSize && caps->dwUsedSize <= caps->dwTotalSize, "total %lu needed %lu used %lu\n",
        caps->dwTotalSize, caps->dwNeededSize, caps->dwUsedSize );
    ok( caps->dwPhoneNameOffset >= fixed && caps->dwPhoneNameOffset + caps->dwPhoneNameSize <= caps->dwUsedSize, "name: %lu bytes at %lu\n",
        caps->dwPhoneNameSize, caps->dwPhoneNameOffset );
    if (ansi) ok( !strcmp( name, "Test phone A" ) && caps->dwPhoneNameSize == 13, "name %s\n", wine_dbgstr_a( name ) );
    else ok( !wcscmp( (const WCHAR *)name, L"Test phone A" ) && caps->dwPhoneNameSize == 26, "name %s\n", wine_dbgstr_w( (const WCHAR *)name ) );
    ok( caps->dwPermanentPhoneID && caps->dwPermanentPhoneID != ~0u, "permanent id %#lx\n", caps->dwPermanentPhoneID );
    /* the display's format, which is the provider's in both forms: there is but one phoneSetDisplay */
    ok( caps->dwStringFormat == STRINGFORMAT_UNICODE, "string format %lu\n", caps->dwStringFormat );
    ok( caps->dwPhoneStates & PHONESTATE_OWNER && caps->dwPhoneStates & PHONESTATE_MONITORS && caps->dwPhoneStates & PHONESTATE_LAMP,
        "states %#lx\n", caps->dwPhoneStates );
    ok( caps->dwHookSwitchDevs == 7 && caps->dwVolumeFlags == 7 && caps->dwGainFlags == 5, "devices %#lx volume %#lx gain %#lx\n",
        caps->dwHookSwitchDevs, caps->dwVolumeFlags, caps->dwGainFlags );
    ok( caps->dwDisplayNumRows == 2 && caps->dwDisplayNumColumns == 16, "display %lux%lu\n", caps->dwDisplayNumRows, caps->dwDisplayNumColumns );
    ok( caps->dwNumRingModes == 3 && caps->dwNumButtonLamps == 16, "%lu ring modes, %lu buttons\n", caps->dwNumRingModes, caps->dwNumButtonLamps );
    ok( caps->dwButtonModesSize == 64 && caps->dwButtonFunctionsSize == 64 && caps->dwLampModesSize == 64, "arrays of %lu %lu %lu bytes\n",
        caps->dwButtonModesSize, caps->dwButtonFunctionsSize, caps->dwLampModesSize );
    ok( modes[0] == PHONEBUTTONMODE_KEYPAD && modes[12] == PHONEBUTTONMODE_FEATURE, "modes %#lx %#lx\n", modes[0], modes[12] );
    ok( functions[12] == PHONEBUTTONFUNCTION_HOLD, "function %#lx\n", functions[12] );
    ok( lamps[0] == PHONELAMPMODE_DUMMY && lamps[12] & PHONELAMPMODE_STEADY, "lamp modes %#lx %#lx\n", lamps[0], lamps[12] );
    ok( caps->dwNumSetData == 1 && caps->dwNumGetData == 2 && caps->dwSetDataSize == 4 && caps->dwGetDataSize == 8, "data areas %lu %lu\n",
        caps->dwNumSetData, caps->dwNumGetData );
    if (fixed >= 180)
    {
        ok( caps->dwPhoneFeatures & PHONEFEATURE_SETLAMP, "features %#lx\n", caps->dwPhoneFeatures );
        ok( caps->dwDeviceClassesSize == (ansi ? 25u : 50u), "device classes: %lu bytes\n", caps->dwDeviceClassesSize );
        ok( caps->dwSettableSpeakerHookSwitchModes == 0xf, "settable modes %#lx\n", caps->dwSettableSpeakerHookSwitchModes );
    }
    if (fixed >= 196) ok( caps->PermanentPhoneGuid.Data1 == 201, "GUID %lx\n", caps->PermanentPhoneGuid.Data1 );
}

static void test_caps( struct phone_app *app, DWORD device )
{
    void *pages = guard_pages();
    PHONECAPS *caps;
    DWORD size, needed;
    unsigned int i, ansi;
    LONG ret;

    for (i = 0; i < ARRAY_SIZE(versions); i++)
    {
        for (ansi = 0; ansi < 2; ansi++)
        {
            LONG (WINAPI *get)( HPHONEAPP, DWORD, DWORD, DWORD, LPPHONECAPS ) = ansi ? phoneGetDevCapsA : phoneGetDevCapsW;

            winetest_push_context( "version %#lx %s", versions[i], ansi ? "ANSI" : "Unicode" );
            caps = guarded( pages, 2048 );
            memset( caps, 0xcc, 2048 );
            caps->dwTotalSize = 2048;
            ok_ret( get( app->handle, device, versions[i], 0, caps ), 0 );
            ok( caps->dwTotalSize == 2048, "dwTotalSize %lu\n", caps->dwTotalSize );
            check_caps( caps, fixed_sizes[i], ansi );
            needed = caps->dwNeededSize;
            /* just enough, and everything smaller down to the fixed part */
            for (size = needed; size >= fixed_sizes[i]; size -= size > needed - 16 || size <= fixed_sizes[i] + 8 ? 4 : 8)
            {
                caps = guarded( pages, size );
                memset( caps, 0xcc, size );
                caps->dwTotalSize = size;
                ret = get( app->handle, device, versions[i], 0, caps );
                ok( !ret && caps->dwNeededSize >= needed && caps->dwUsedSize <= size && caps->dwTotalSize == size,
                    "size %lu: %#lx, needed %lu used %lu\n", size, ret, caps->dwNeededSize, caps->dwUsedSize );
                if (caps->dwPhoneNameSize)
                    ok( caps->dwPhoneNameOffset + caps->dwPhoneNameSize <= caps->dwUsedSize, "size %lu: name at %lu\n", size, caps->dwPhoneNameOffset );
                if (size == needed) check_caps( caps, fixed_sizes[i], ansi );
            }
            for (size = 0; size < fixed_sizes[i]; size += 12)
            {
                caps = guarded( pages, max( size, 4 ) );
                caps->dwTotalSize = size;
                ok_ret( get( app->handle, device, versions[i], 0, caps ), PHONEERR_STRUCTURETOOSMALL );
            }
            winetest_pop_context();
        }
    }
    caps = guarded( pages, 2048 );
    caps->dwTotalSize = 2048;
    ok_ret( phoneGetDevCapsW( app->handle, device, 0x00010002, 0, caps ), PHONEERR_INCOMPATIBLEAPIVERSION );
    ok_ret( phoneGetDevCapsW( app->handle, app->phones, NEWEST, 0, caps ), PHONEERR_BADDEVICEID );
    ok_ret( phoneGetDevCapsW( 0, device, NEWEST, 0, caps ), PHONEERR_INVALAPPHANDLE );
    ok_ret( phoneGetDevCapsW( app->handle, device, NEWEST, 0, NULL ), PHONEERR_INVALPOINTER );
    ok_ret( phoneGetDevCapsA( app->handle, device, NEWEST, 0, (PHONECAPS *)(ULONG_PTR)16 ), PHONEERR_INVALPOINTER );
    VirtualFree( pages, 0, MEM_RELEASE );
}

/* ---- identifiers ------------------------------------------------------------------------------------------------- */

static void test_id( struct phone_app *app, DWORD device )
{
    union { VARSTRING id; char bytes[256]; } u = { { sizeof(u) } };
    HPHONE phone = open_phone( app, device, NEWEST, MONITOR );
    struct app lines;
    HANDLE event;

    ok_ret( phoneGetIDW( phone, &u.id, L"tapi/phone" ), 0 );
    ok( u.id.dwStringFormat == STRINGFORMAT_BINARY && u.id.dwStringSize == 4, "format %lu size %lu\n", u.id.dwStringFormat, u.id.dwStringSize );
    ok( *(DWORD *)(u.bytes + u.id.dwStringOffset) == device, "device %lu\n", *(DWORD *)(u.bytes + u.id.dwStringOffset) );
    ok_ret( phoneGetIDA( phone, &u.id, "TAPI/Phone" ), 0 );
    ok( *(DWORD *)(u.bytes + u.id.dwStringOffset) == device, "device %lu\n", *(DWORD *)(u.bytes + u.id.dwStringOffset) );
    ok_ret( phoneGetIDA( phone, &u.id, "tapi/providerid" ), 0 );
    ok( *(DWORD *)(u.bytes + u.id.dwStringOffset) == fixture_id, "provider %lu\n", *(DWORD *)(u.bytes + u.id.dwStringOffset) );
    /* classes of the provider */
    ok_ret( phoneGetIDW( phone, &u.id, L"testtsp/name" ), 0 );
    ok( u.id.dwStringFormat == STRINGFORMAT_UNICODE && !wcscmp( text_of( &u, u.id.dwStringOffset ), L"Test phone A" ), "name %s\n",
        wine_dbgstr_w( text_of( &u, u.id.dwStringOffset ) ) );
    ok_ret( phoneGetIDA( phone, &u.id, "testtsp/name" ), 0 );
    ok( u.id.dwStringFormat == STRINGFORMAT_ASCII && !strcmp( u.bytes + u.id.dwStringOffset, "Test phone A" ), "name %s\n",
        wine_dbgstr_a( u.bytes + u.id.dwStringOffset ) );
    app_begin( &lines, "phone caps test" );
    ok_ret( phoneGetIDW( phone, &u.id, L"tapi/line" ), 0 );
    ok( u.id.dwStringSize == 4 && *(DWORD *)(u.bytes + u.id.dwStringOffset) == find_line( &lines, L"Test line A" ), "line %lu\n",
        *(DWORD *)(u.bytes + u.id.dwStringOffset) );
    app_end( &lines );
    /* a handle is one of this process */
    ok_ret( phoneGetIDW( phone, &u.id, L"testtsp/event" ), 0 );
    event = NULL;
    memcpy( &event, u.bytes + u.id.dwStringOffset, min( u.id.dwStringSize, sizeof(event) ) );
    ok( !WaitForSingleObject( event, 0 ), "the event is not ours, error %lu\n", GetLastError() );
    ok( CloseHandle( event ), "CloseHandle failed, error %lu\n", GetLastError() );

    ok_ret( phoneGetIDW( phone, &u.id, L"no such class" ), PHONEERR_INVALDEVICECLASS );
    ok_ret( phoneGetIDW( phone, NULL, L"tapi/phone" ), PHONEERR_INVALPOINTER );
    ok_ret( phoneGetIDW( phone, &u.id, NULL ), PHONEERR_INVALPOINTER );
    ok_ret( phoneGetIDA( phone, &u.id, (const char *)(ULONG_PTR)16 ), PHONEERR_INVALPOINTER );
    u.id.dwTotalSize = sizeof(u.id) - 4;
    ok_ret( phoneGetIDW( phone, &u.id, L"tapi/phone" ), PHONEERR_STRUCTURETOOSMALL );
    u.id.dwTotalSize = sizeof(u.id);
    ok_ret( phoneGetIDW( phone, &u.id, L"tapi/phone" ), 0 );
    ok( u.id.dwNeededSize == sizeof(u.id) + 4 && u.id.dwUsedSize == sizeof(u.id) && !u.id.dwStringSize, "needed %lu used %lu size %lu\n",
        u.id.dwNeededSize, u.id.dwUsedSize, u.id.dwStringSize );
    ok_ret( phoneClose( phone ), 0 );
    u.id.dwTotalSize = sizeof(u);
    ok_ret( phoneGetIDW( phone, &u.id, L"tapi/phone" ), PHONEERR_INVALPHONEHANDLE );
}

static void test_icon( struct phone_app *app, DWORD device )
{
    HICON icon = NULL;

    ok_ret( phoneGetIconW( device, NULL, &icon ), 0 );
    ok( icon != NULL, "no icon\n" );
    ok_ret( phoneGetIconA( device, "tapi/phone", &icon ), 0 );
    ok_ret( phoneGetIconW( device, L"", &icon ), 0 );
    ok_ret( phoneGetIconW( device, L"no such class", &icon ), PHONEERR_INVALDEVICECLASS );
    ok_ret( phoneGetIconW( app->phones, NULL, &icon ), PHONEERR_BADDEVICEID );
    ok_ret( phoneGetIconW( device, NULL, NULL ), PHONEERR_INVALPOINTER );
    ok_ret( phoneGetIconA( device, (const char *)(ULONG_PTR)16, &icon ), PHONEERR_INVALPOINTER );
}

static void test_dialog( struct phone_app *app, DWORD device )
{
    HPHONE phone = open_phone( app, device, NEWEST, MONITOR );
    struct testtsp_record record = { { 0 } };

    phone_tell( app, phone, TESTTSP_CLEAR, 0, 0, 0, 0, NULL );
    ok_ret( phoneConfigDialogW( device, NULL, L"tapi/phone" ), 0 );
    /* its UI DLL, in this process, has talked with it */
    ok( phone_count_calls( app, phone, "TSPI_providerGenericDialogData", &record ) == 1, "the provider was not asked\n" );
    ok( record.args[0] == device && record.args[1] == 2 /* TUISPIDLL_OBJECT_PHONEID */, "object %lu type %lu\n", record.args[0], record.args[1] );
    ok( !wcscmp( record.text, L"phoneConfigDialog" ), "block %s\n", wine_dbgstr_w( record.text ) );
    ok_ret( phoneConfigDialogA( device, NULL, NULL ), 0 );
    ok_ret( phoneConfigDialogA( device, NULL, "no such class" ), PHONEERR_INVALDEVICECLASS );
    ok_ret( phoneConfigDialogW( app->phones, NULL, NULL ), PHONEERR_BADDEVICEID );
    ok_ret( phoneConfigDialogW( device, (HWND)(ULONG_PTR)0xdead, NULL ), PHONEERR_INVALPARAM );
    ok_ret( phoneConfigDialogA( device, NULL, (const char *)(ULONG_PTR)16 ), PHONEERR_INVALPOINTER );
    SetEnvironmentVariableW( TESTTSPUI_RESULT, L"0x9000001c" );
    ok_ret( phoneConfigDialogW( device, NULL, NULL ), PHONEERR_OPERATIONFAILED );
    SetEnvironmentVariableW( TESTTSPUI_RESULT, NULL );
    ok_ret( phoneClose( phone ), 0 );
}

START_TEST( phone_caps )
{
    struct phone_app app;
    DWORD device;

    if (!fixture_begin()) return;
    phone_app_begin( &app, "phone caps test" );
    device = find_phone( &app, L"Test phone A" );
    ok( device != ~0u, "the test provider's phone is missing\n" );
    if (device != ~0u)
    {
        test_versions( &app, device );
        test_ext_versions( &app, device );
        test_caps( &app, device );
        test_id( &app, device );
        test_icon( &app, device );
        test_dialog( &app, device );
    }
    phone_app_end( &app );
    fixture_end();
}
