/*
 * lineGetDevCaps and lineGetAddressCaps: every version, every size, A and W.
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

/* Sizes of the fixed part by version, as the structures have grown ("dwTotalSize" of each version's tapi.h). */
static const struct
{
    DWORD version, dev_caps, address_caps;
}
sizes[] =
{
    { 0x00010003, 236, 176 },
    { 0x00010004, 240, 180 },
    { 0x00020000, 252, 228 },
    { 0x00020001, 252, 228 },
    { 0x00020002, 268, 228 },
    { 0x00030000, 292, 228 },
    { 0x00030001, 292, 228 },
};

/* Where size and offset of a variable part are, and what is in it. */
struct member
{
    const char *name;
    DWORD       size_at;
    enum { BYTES, TEXT } kind;
};

#define MEMBER( type, name, kind )  { #name, FIELD_OFFSET( type, dw##name##Size ), kind }
static const struct member dev_members[] =
{
    MEMBER( LINEDEVCAPS, ProviderInfo, TEXT ),
    MEMBER( LINEDEVCAPS, SwitchInfo, TEXT ),
    MEMBER( LINEDEVCAPS, LineName, TEXT ),
    MEMBER( LINEDEVCAPS, TerminalCaps, BYTES ),
    MEMBER( LINEDEVCAPS, TerminalText, BYTES ),
    MEMBER( LINEDEVCAPS, DevSpecific, BYTES ),
    MEMBER( LINEDEVCAPS, DeviceClasses, BYTES ),
};
static const struct member address_members[] =
{
    MEMBER( LINEADDRESSCAPS, Address, TEXT ),
    MEMBER( LINEADDRESSCAPS, DevSpecific, BYTES ),
    MEMBER( LINEADDRESSCAPS, CompletionMsgText, BYTES ),
    MEMBER( LINEADDRESSCAPS, DeviceClasses, BYTES ),
};

/* Memory that ends where a page ends that cannot be touched. */
static char *guarded;
static SYSTEM_INFO system_info;
#define ROOM  16384

static char *guarded_block( DWORD size )
{
    if (!guarded)
    {
        GetSystemInfo( &system_info );
        guarded = VirtualAlloc( NULL, ROOM + system_info.dwPageSize, MEM_RESERVE, PAGE_NOACCESS );
        VirtualAlloc( guarded, ROOM, MEM_COMMIT, PAGE_READWRITE );
    }
    memset( guarded, 0xcc, ROOM );
    return guarded + ROOM - size;
}

typedef LONG (*caps_function)( struct app *app, DWORD device, DWORD version, BOOL unicode, void *caps );

static LONG dev_caps( struct app *app, DWORD device, DWORD version, BOOL unicode, void *caps )
{
    return unicode ? lineGetDevCapsW( app->handle, device, version, 0, caps ) : lineGetDevCapsA( app->handle, device, version, 0, caps );
}

static LONG address_caps( struct app *app, DWORD device, DWORD version, BOOL unicode, void *caps )
{
    return unicode ? lineGetAddressCapsW( app->handle, device, 0, version, 0, caps ) :
                     lineGetAddressCapsA( app->handle, device, 0, version, 0, caps );
}

static DWORD field( const void *structure, DWORD offset )
{
    return *(const DWORD *)((const char *)structure + offset);
}

/* The variable parts lie where the structure says that it has data, and strings end. */
static void check_members( const void *structure, DWORD fixed, const struct member *members, unsigned int count, BOOL unicode )
{
    DWORD used = field( structure, 8 ), size, offset;
    const char *data;
    unsigned int i;

    for (i = 0; i < count; i++)
    {
        if (members[i].size_at + 8 > fixed) continue;
        size = field( structure, members[i].size_at );
        offset = field( structure, members[i].size_at + 4 );
        if (!size) continue;
        ok( offset >= fixed && offset <= used && size <= used - offset, "%s: size %lu offset %lu of %lu bytes, fixed part %lu\n",
            members[i].name, size, offset, used, fixed );
        if (offset < fixed || offset > used || size > used - offset || members[i].kind != TEXT) continue;
        data = (const char *)structure + offset;
        if (unicode)
        {
            ok( !(size % 2) && !*(const WCHAR *)(data + size - 2), "%s is not terminated\n", members[i].name );
            ok( (wcslen( (const WCHAR *)data ) + 1) * 2 == size, "%s: %lu bytes for %s\n", members[i].name, size, wine_dbgstr_w( (const WCHAR *)data ) );
        }
        else
        {
            ok( !data[size - 1], "%s is not terminated\n", members[i].name );
            ok( strlen( data ) + 1 == size, "%s: %lu bytes for %s\n", members[i].name, size, wine_dbgstr_a( data ) );
        }
    }
}

/* One version: too small, the fixed part alone, all sizes up to what is needed, and more than that. */
static void test_sizes( struct app *app, DWORD device, DWORD version, BOOL unicode, caps_function get, DWORD fixed,
                        const struct member *members, unsigned int count )
{
    DWORD needed, size, *header;
    char *block;
    LONG ret;

    block = guarded_block( fixed );
    header = (DWORD *)block;
    header[0] = fixed;
    ret = get( app, device, version, unicode, block );
    ok_ret( ret, 0 );
    if (ret) return;
    needed = header[1];
    ok( header[0] == fixed, "dwTotalSize was changed to %lu\n", header[0] );
    ok( header[2] <= fixed, "dwUsedSize %lu of %lu\n", header[2], fixed );
    ok( needed >= fixed, "dwNeededSize %lu, fixed part %lu\n", needed, fixed );
    check_members( block, fixed, members, count, unicode );

    for (size = fixed; size < needed + 16; size += size > needed ? 5 : 4)
    {
        block = guarded_block( size );
        header = (DWORD *)block;
        header[0] = size;
        ret = get( app, device, version, unicode, block );
        winetest_push_context( "size %lu", size );
        ok_ret( ret, 0 );
        ok( header[0] == size, "dwTotalSize was changed to %lu\n", header[0] );
        ok( header[1] == needed, "dwNeededSize %lu, was %lu\n", header[1], needed );
        ok( header[2] <= size && header[2] <= needed, "dwUsedSize %lu, needed %lu\n", header[2], needed );
        if (size >= needed) ok( header[2] == needed, "dwUsedSize %lu, needed %lu\n", header[2], needed );
        ok( (BYTE)block[-1] == 0xcc, "wrote before the structure\n" );
        check_members( block, fixed, members, count, unicode );
        winetest_pop_context();
    }

    for (size = 0; size < fixed; size += 4)
    {
        block = guarded_block( size < 12 ? 12 : size );
        header = (DWORD *)block;
        header[0] = size;
        ret = get( app, device, version, unicode, block );
        ok( ret == ERR( STRUCTURETOOSMALL ), "size %lu of %lu: returned %#lx\n", size, fixed, ret );
    }
}

/* A string member of the A structure says what that of the W structure says. */
static void compare_text( const void *ansi, const void *unicode, const struct member *member )
{
    DWORD size_a = field( ansi, member->size_at ), size_w = field( unicode, member->size_at );
    const char *text = (const char *)ansi + field( ansi, member->size_at + 4 );
    const WCHAR *wide = (const WCHAR *)((const char *)unicode + field( unicode, member->size_at + 4 ));
    char converted[256];

    ok( !size_a == !size_w, "%s: %lu bytes in A, %lu in W\n", member->name, size_a, size_w );
    if (!size_a || !size_w) return;
    WideCharToMultiByte( CP_ACP, 0, wide, -1, converted, sizeof(converted), NULL, NULL );
    ok( !strcmp( text, converted ), "%s: %s in A, %s in W\n", member->name, wine_dbgstr_a( text ), wine_dbgstr_w( wide ) );
}

static void test_structure( struct app *app, DWORD device, DWORD version, DWORD fixed, caps_function get, DWORD first_text,
                            const struct member *members, unsigned int count )
{
    union { DWORD header[3]; char bytes[8192]; } a, w;
    unsigned int i;

    test_sizes( app, device, version, TRUE, get, fixed, members, count );
    test_sizes( app, device, version, FALSE, get, fixed, members, count );

    memset( &a, 0xcc, sizeof(a) );
    memset( &w, 0xcc, sizeof(w) );
    a.header[0] = w.header[0] = sizeof(a);
    ok_ret( get( app, device, version, FALSE, &a ), 0 );
    ok_ret( get( app, device, version, TRUE, &w ), 0 );
    /* what is not text or its place is the same */
    for (i = first_text; i < fixed; i += 4)
    {
        unsigned int j;
        for (j = 0; j < count; j++) if (members[j].size_at == i || members[j].size_at + 4 == i) break;
        if (j == count && field( &a, i ) != field( &w, i ))
            ok( i == FIELD_OFFSET( LINEDEVCAPS, dwStringFormat ) && get == dev_caps, "offset %u: %#lx in A, %#lx in W\n", i, field( &a, i ), field( &w, i ) );
    }
    for (i = 0; i < count; i++) if (members[i].kind == TEXT && members[i].size_at + 8 <= fixed) compare_text( &a, &w, &members[i] );
    /* nothing is written behind what is said to be used */
    ok( (BYTE)a.bytes[(a.header[2] + 7) & ~7] == 0xcc, "wrote behind dwUsedSize (A)\n" );
    ok( (BYTE)w.bytes[(w.header[2] + 7) & ~7] == 0xcc, "wrote behind dwUsedSize (W)\n" );
}

static void test_line( struct app *app, DWORD device )
{
    unsigned int i;

    for (i = 0; i < ARRAY_SIZE(sizes); i++)
    {
        winetest_push_context( "device %lu version %#lx dev caps", device, sizes[i].version );
        test_structure( app, device, sizes[i].version, sizes[i].dev_caps, dev_caps, 12, dev_members, ARRAY_SIZE(dev_members) );
        winetest_pop_context();
        winetest_push_context( "device %lu version %#lx address caps", device, sizes[i].version );
        test_structure( app, device, sizes[i].version, sizes[i].address_caps, address_caps, 12, address_members, ARRAY_SIZE(address_members) );
        winetest_pop_context();
    }
}

/* What the test provider says of its line comes to the application. */
static void test_values( struct app *app, DWORD device )
{
    union { LINEDEVCAPS caps; char bytes[4096]; } dev;
    union { LINEADDRESSCAPS caps; char bytes[4096]; } address;
    const WCHAR *classes;
    BOOL found = FALSE;

    dev.caps.dwTotalSize = sizeof(dev);
    ok_ret( lineGetDevCapsW( app->handle, device, NEWEST, 0, &dev.caps ), 0 );
    ok( !wcscmp( (WCHAR *)(dev.bytes + dev.caps.dwLineNameOffset), L"Test line A" ), "line name\n" );
    ok( !wcscmp( (WCHAR *)(dev.bytes + dev.caps.dwProviderInfoOffset), L"Test provider" ), "provider info\n" );
    ok( dev.caps.dwStringFormat == STRINGFORMAT_UNICODE, "string format %#lx\n", dev.caps.dwStringFormat );
    ok( dev.caps.dwNumAddresses == 2, "%lu addresses\n", dev.caps.dwNumAddresses );
    ok( dev.caps.dwMaxNumActiveCalls == 4, "%lu calls\n", dev.caps.dwMaxNumActiveCalls );
    ok( dev.caps.dwMaxRate == 33600, "rate %lu\n", dev.caps.dwMaxRate );
    ok( dev.caps.DefaultDialParams.dwDigitDuration == 95, "digit duration %lu\n", dev.caps.DefaultDialParams.dwDigitDuration );
    ok( dev.caps.dwMediaModes & LINEMEDIAMODE_DATAMODEM, "media modes %#lx\n", dev.caps.dwMediaModes );
    ok( dev.caps.dwDeviceClassesSize > 2, "no device classes\n" );
    for (classes = (WCHAR *)(dev.bytes + dev.caps.dwDeviceClassesOffset); *classes; classes += wcslen( classes ) + 1)
        if (!wcscmp( classes, L"tapi/line" )) found = TRUE;
    ok( found, "tapi/line is not among the device classes\n" );

    dev.caps.dwTotalSize = sizeof(dev);
    ok_ret( lineGetDevCapsA( app->handle, device, 0x00010004, 0, &dev.caps ), 0 );
    ok( !strcmp( dev.bytes + dev.caps.dwLineNameOffset, "Test line A" ), "line name\n" );
    ok( dev.caps.dwStringFormat == STRINGFORMAT_ASCII, "string format %#lx\n", dev.caps.dwStringFormat );

    address.caps.dwTotalSize = sizeof(address);
    ok_ret( lineGetAddressCapsW( app->handle, device, 1, NEWEST, 0, &address.caps ), 0 );
    ok( !wcscmp( (WCHAR *)(address.bytes + address.caps.dwAddressOffset), L"5551001" ), "address\n" );
    ok( address.caps.dwLineDeviceID == device, "device %lu\n", address.caps.dwLineDeviceID );
    ok( address.caps.dwCallerIDFlags & LINECALLPARTYID_NAME, "caller id flags %#lx\n", address.caps.dwCallerIDFlags );
}

static void test_errors( struct app *app, DWORD device )
{
    union { LINEDEVCAPS dev; LINEADDRESSCAPS address; char bytes[4096]; } u;
    LINEDEVCAPS *bad = (LINEDEVCAPS *)(ULONG_PTR)16;

    u.dev.dwTotalSize = sizeof(u);
    ok_ret( lineGetDevCapsW( app->handle, app->lines, NEWEST, 0, &u.dev ), LINEERR_BADDEVICEID );
    ok_ret( lineGetDevCapsW( app->handle, device, NEWEST, 0, NULL ), LINEERR_INVALPOINTER );
    ok_ret( lineGetDevCapsA( app->handle, device, NEWEST, 0, bad ), LINEERR_INVALPOINTER );
    ok_ret( lineGetDevCapsW( app->handle, device, 0x00010000, 0, &u.dev ), LINEERR_INCOMPATIBLEAPIVERSION );
    ok_ret( lineGetDevCapsW( app->handle, device, 0x00050000, 0, &u.dev ), LINEERR_INCOMPATIBLEAPIVERSION );
    ok_ret( lineGetDevCapsW( app->handle, device, NEWEST, 0x00090000, &u.dev ), LINEERR_INCOMPATIBLEEXTVERSION );
    ok_ret( lineGetDevCapsW( (HLINEAPP)(ULONG_PTR)0xbad0, device, NEWEST, 0, &u.dev ), LINEERR_INVALAPPHANDLE );

    u.address.dwTotalSize = sizeof(u);
    ok_ret( lineGetAddressCapsW( app->handle, app->lines, 0, NEWEST, 0, &u.address ), LINEERR_BADDEVICEID );
    ok_ret( lineGetAddressCapsW( app->handle, device, 2, NEWEST, 0, &u.address ), LINEERR_INVALADDRESSID );
    ok_ret( lineGetAddressCapsA( app->handle, device, ~0u, NEWEST, 0, &u.address ), LINEERR_INVALADDRESSID );
    ok_ret( lineGetAddressCapsW( app->handle, device, 0, NEWEST, 0, NULL ), LINEERR_INVALPOINTER );
    ok_ret( lineGetAddressCapsW( app->handle, device, 0, 0x00010000, 0, &u.address ), LINEERR_INCOMPATIBLEAPIVERSION );
    ok_ret( lineGetAddressCapsW( app->handle, device, 0, NEWEST, 0x00090000, &u.address ), LINEERR_INCOMPATIBLEEXTVERSION );
    ok_ret( lineGetAddressCapsW( 0, device, 0, NEWEST, 0, &u.address ), LINEERR_INVALAPPHANDLE );
}

START_TEST( caps )
{
    struct app app;
    DWORD device;

    if (!fixture_begin()) return;
    app_begin( &app, "caps test" );
    device = find_line( &app, L"Test line A" );
    ok( device != ~0u, "the test provider's line is missing\n" );
    if (device != ~0u)
    {
        test_line( &app, device );
        test_values( &app, device );
        test_errors( &app, device );
    }
    device = find_line( &app, L"Modem A" );
    if (device != ~0u) test_line( &app, device );
    else skip( "no 'Modem A'\n" );
    app_end( &app );
    fixture_end();
}
