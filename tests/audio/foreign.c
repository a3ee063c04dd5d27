/*
 * Tests of wave devices that a foreign provider numbers as its own process does.
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

#include "wave.h"
#include "../../dlls/tapi32/tests/phones.h"

static void test_line( struct app *app )
{
    HLINE line = open_line( app, find_line( app, L"Test line A" ), 0x00020002, LINECALLPRIVILEGE_NONE, 0 );
    HLINE line_b = open_line( app, find_line( app, L"Test line B" ), 0x00020002, LINECALLPRIVILEGE_NONE, 0 );
    union { VARSTRING id; char bytes[64]; } u = { { sizeof(u) } };
    DWORD ids[2];
    LONG ret;

    /* the first device of the service, the only one of this sound server, is the first of this process too */
    ok( line_wave_id( line, 0, L"wave/in" ) == 0, "not the first device\n" );
    ret = lineGetIDA( line, 0, 0, LINECALLSELECT_LINE, &u.id, "wave/in/out" );
    ok( !ret && u.id.dwStringFormat == STRINGFORMAT_BINARY && u.id.dwStringSize == sizeof(ids), "%#lx format %lu size %lu\n", ret, u.id.dwStringFormat,
        u.id.dwStringSize );
    memcpy( ids, u.bytes + u.id.dwStringOffset, sizeof(ids) );
    ok( !ids[0] && !ids[1], "%lu %lu\n", ids[0], ids[1] );

    /* the mapper is the mapper everywhere */
    memset( &u, 0, sizeof(u) );
    u.id.dwTotalSize = sizeof(u);
    ret = lineGetIDW( line, 1, 0, LINECALLSELECT_ADDRESS, &u.id, L"wave/in" );
    memcpy( ids, u.bytes + u.id.dwStringOffset, sizeof(*ids) );
    ok( !ret && u.id.dwStringSize == sizeof(DWORD) && ids[0] == WAVE_MAPPER, "%#lx size %lu, %#lx\n", ret, u.id.dwStringSize, ids[0] );

    ret = lineGetIDW( line_b, 0, 0, LINECALLSELECT_LINE, &u.id, L"wave/in" );
    ok( ret == (LONG)LINEERR_NODEVICE, "a device that there is not: %#lx\n", ret );
    ret = lineGetIDW( line, 0, 0, LINECALLSELECT_LINE, &u.id, L"wave/out" );
    ok( ret == (LONG)LINEERR_INVALDEVICECLASS, "wave/out: %#lx\n", ret );
    lineClose( line );
    lineClose( line_b );
}

static void test_phone( void )
{
    union { VARSTRING id; char bytes[64]; } u = { { sizeof(u) } };
    struct phone_app app;
    HPHONE phone;
    DWORD id = ~0u;
    LONG ret;

    phone_app_begin( &app, "audio" );
    phone = open_phone( &app, find_phone( &app, L"Test phone A" ), 0x00020002, MONITOR );
    ret = phoneGetIDW( phone, &u.id, L"Wave/Out" );
    if (!ret) memcpy( &id, u.bytes + u.id.dwStringOffset, sizeof(id) );
    ok( !ret && u.id.dwStringFormat == STRINGFORMAT_BINARY && u.id.dwStringSize == sizeof(DWORD) && !id, "%#lx format %lu size %lu id %lu\n", ret,
        u.id.dwStringFormat, u.id.dwStringSize, id );
    u.id.dwTotalSize = sizeof(u);
    ret = phoneGetIDA( phone, &u.id, "wave/in" );
    ok( ret == (LONG)PHONEERR_NODEVICE, "a device that there is not: %#lx\n", ret );
    ret = phoneGetIDW( phone, &u.id, L"wave/in/out" );
    ok( ret == (LONG)PHONEERR_INVALDEVICECLASS, "wave/in/out: %#lx\n", ret );
    ret = phoneGetIDW( phone, NULL, L"wave/out" );
    ok( ret == (LONG)PHONEERR_INVALPOINTER, "NULL: %#lx\n", ret );
    u.id.dwTotalSize = 8;
    ret = phoneGetIDW( phone, &u.id, L"wave/out" );
    ok( ret == (LONG)PHONEERR_STRUCTURETOOSMALL, "too small: %#lx\n", ret );
    phoneClose( phone );
    phone_app_end( &app );
}

START_TEST(foreign)
{
    struct app app;

    if (!voice_modem_begin( L"Modem A", 0x21 )) return;
    if (fixture_begin())
    {
        app_begin( &app, "audio" );
        test_line( &app );
        test_phone();
        app_end( &app );
        fixture_end();
    }
    voice_modem_end( L"Modem A" );
}
