/*
 * Tests of the wave devices that lineGetID names for a voice line.
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

#include <wchar.h>

#include "wave.h"

#ifndef DRV_QUERYFUNCTIONINSTANCEID
#define DRV_QUERYFUNCTIONINSTANCEID     (DRV_RESERVED + 17)
#define DRV_QUERYFUNCTIONINSTANCEIDSIZE (DRV_RESERVED + 18)
#endif

/* The GUID that the provider wrote for winepulse.drv under the name of the line's device, as mmdevapi spells it. */
static BOOL registry_endpoint( unsigned int flow, WCHAR *name )
{
    WCHAR sub[128], prefix[32];
    DWORD i, size;
    HKEY root;
    GUID guid;
    BOOL ret = FALSE;

    swprintf( prefix, ARRAYSIZE(prefix), L"%u,winetelephony.", flow );
    if (RegOpenKeyExW( HKEY_CURRENT_USER, L"Software\\Wine\\Drivers\\winepulse.drv\\devices", 0, KEY_READ, &root )) return FALSE;
    for (i = 0; !ret && (size = ARRAYSIZE(sub), !RegEnumKeyExW( root, i, sub, &size, NULL, NULL, NULL, NULL )); i++)
    {
        if (wcsncmp( sub, prefix, wcslen( prefix ) )) continue;
        size = sizeof(guid);
        ret = !RegGetValueW( root, sub, L"guid", RRF_RT_REG_BINARY, NULL, &guid, &size ) && size == sizeof(guid);
        swprintf( name, 128, L"{0.0.%u.00000000}.{%08lX-%04X-%04X-%02X%02X-%02X%02X%02X%02X%02X%02X}", flow, guid.Data1, guid.Data2, guid.Data3,
                  guid.Data4[0], guid.Data4[1], guid.Data4[2], guid.Data4[3], guid.Data4[4], guid.Data4[5], guid.Data4[6], guid.Data4[7] );
    }
    RegCloseKey( root );
    return ret;
}

static void test_endpoints( DWORD in, DWORD out )
{
    WCHAR name[128], expected[128];
    WAVEOUTCAPSW out_caps;
    WAVEINCAPSW in_caps;
    ULONG_PTR size = 0;    /* Wine writes so much, Windows a DWORD */
    MMRESULT ret;

    ret = waveOutGetDevCapsW( out, &out_caps, sizeof(out_caps) );
    ok( !ret && !wcscmp( out_caps.szPname, L"Modem A" ), "waveOutGetDevCaps: %u %s\n", ret, wine_dbgstr_w( out_caps.szPname ) );
    ret = waveInGetDevCapsW( in, &in_caps, sizeof(in_caps) );
    ok( !ret && !wcscmp( in_caps.szPname, L"Modem A" ), "waveInGetDevCaps: %u %s\n", ret, wine_dbgstr_w( in_caps.szPname ) );

    ok( registry_endpoint( 0, expected ), "no GUID in the registry\n" );
    ret = waveOutMessage( (HWAVEOUT)(DWORD_PTR)out, DRV_QUERYFUNCTIONINSTANCEIDSIZE, (DWORD_PTR)&size, 0 );
    if (!ret) ret = waveOutMessage( (HWAVEOUT)(DWORD_PTR)out, DRV_QUERYFUNCTIONINSTANCEID, (DWORD_PTR)name, size );
    ok( !ret && !wcscmp( name, expected ), "%u %s, registry %s\n", ret, wine_dbgstr_w( name ), wine_dbgstr_w( expected ) );
    ok( registry_endpoint( 1, expected ), "no GUID in the registry\n" );
    ret = waveInMessage( (HWAVEIN)(DWORD_PTR)in, DRV_QUERYFUNCTIONINSTANCEIDSIZE, (DWORD_PTR)&size, 0 );
    if (!ret) ret = waveInMessage( (HWAVEIN)(DWORD_PTR)in, DRV_QUERYFUNCTIONINSTANCEID, (DWORD_PTR)name, size );
    ok( !ret && !wcscmp( name, expected ), "%u %s, registry %s\n", ret, wine_dbgstr_w( name ), wine_dbgstr_w( expected ) );
}

static void test_forms( HLINE line, DWORD in, DWORD out )
{
    union { VARSTRING id; char bytes[64]; } u;
    DWORD ids[2];
    LONG ret;

    memset( &u, 0, sizeof(u) );
    u.id.dwTotalSize = sizeof(u);
    ret = lineGetIDW( line, 0, 0, LINECALLSELECT_ADDRESS, &u.id, L"Wave/In/Out" );
    ok( !ret && u.id.dwStringFormat == STRINGFORMAT_BINARY && u.id.dwStringSize == 8 && u.id.dwUsedSize == sizeof(VARSTRING) + 8 &&
        u.id.dwNeededSize == sizeof(VARSTRING) + 8, "%#lx format %lu size %lu\n", ret, u.id.dwStringFormat, u.id.dwStringSize );
    memcpy( ids, u.bytes + u.id.dwStringOffset, sizeof(ids) );
    ok( ids[0] == in && ids[1] == out, "in %lu not %lu, out %lu not %lu\n", ids[0], in, ids[1], out );

    memset( &u, 0, sizeof(u) );
    u.id.dwTotalSize = sizeof(VARSTRING) + 4;
    ret = lineGetIDA( line, 0, 0, LINECALLSELECT_LINE, &u.id, "WAVE/OUT" );
    memcpy( ids, u.bytes + u.id.dwStringOffset, 4 );
    ok( !ret && u.id.dwTotalSize == sizeof(VARSTRING) + 4 && u.id.dwStringFormat == STRINGFORMAT_BINARY && u.id.dwStringSize == 4 && ids[0] == out,
        "%#lx format %lu size %lu\n", ret, u.id.dwStringFormat, u.id.dwStringSize );

    /* too small for the number: how large it should be */
    memset( &u, 0xcc, sizeof(u) );
    u.id.dwTotalSize = sizeof(VARSTRING);
    ret = lineGetIDW( line, 0, 0, LINECALLSELECT_LINE, &u.id, L"wave/in" );
    ok( !ret && u.id.dwNeededSize == sizeof(VARSTRING) + 4 && !u.id.dwStringSize && u.id.dwUsedSize == sizeof(VARSTRING), "%#lx needed %lu size %lu\n", ret,
        u.id.dwNeededSize, u.id.dwStringSize );
    ok( u.bytes[sizeof(VARSTRING)] == (char)0xcc, "written behind its end\n" );
    u.id.dwTotalSize = sizeof(VARSTRING) - 1;
    ret = lineGetIDW( line, 0, 0, LINECALLSELECT_LINE, &u.id, L"wave/in" );
    ok( ret == (LONG)LINEERR_STRUCTURETOOSMALL, "too small: %#lx\n", ret );
    ret = lineGetIDW( line, 0, 0, LINECALLSELECT_LINE, NULL, L"wave/in" );
    ok( ret == (LONG)LINEERR_INVALPOINTER, "NULL: %#lx\n", ret );
    u.id.dwTotalSize = sizeof(u);
    ret = lineGetIDW( line, 0, 0, LINECALLSELECT_LINE, &u.id, L"wave/inn" );
    ok( ret == (LONG)LINEERR_INVALDEVICECLASS, "wave/inn: %#lx\n", ret );
    ret = lineGetIDW( line, 1, 0, LINECALLSELECT_ADDRESS, &u.id, L"wave/in" );
    ok( ret == (LONG)LINEERR_INVALADDRESSID, "address 1: %#lx\n", ret );
    ret = lineGetIDW( 0xdead, 0, 0, LINECALLSELECT_LINE, &u.id, L"wave/in" );
    ok( ret == (LONG)LINEERR_INVALLINEHANDLE, "no line: %#lx\n", ret );
    ret = lineGetIDW( line, 0, 0, LINECALLSELECT_CALL, &u.id, L"wave/in" );
    ok( ret == (LONG)LINEERR_INVALCALLHANDLE, "no call: %#lx\n", ret );

    /* what tools ask for */
    u.id.dwTotalSize = sizeof(u);
    ret = lineGetIDW( line, 0, 0, LINECALLSELECT_LINE, &u.id, L"unimdm/wave" );
    ok( !ret && u.id.dwStringFormat == STRINGFORMAT_UNICODE && u.id.dwStringSize == sizeof(WCHAR), "%#lx format %lu size %lu\n", ret,
        u.id.dwStringFormat, u.id.dwStringSize );
}

static BOOL has_class( struct app *app, DWORD device, const WCHAR *class )
{
    union { LINEDEVCAPS caps; char bytes[8192]; } u = { { sizeof(u) } };
    const WCHAR *p, *end;
    LONG ret = lineGetDevCapsW( app->handle, device, 0x00020002, 0, &u.caps );

    ok( !ret, "lineGetDevCaps: %#lx\n", ret );
    if (ret) return FALSE;
    p = (const WCHAR *)(u.bytes + u.caps.dwDeviceClassesOffset);
    end = p + u.caps.dwDeviceClassesSize / sizeof(WCHAR);
    ok( end - p > 2 && !end[-1] && !end[-2], "the list of classes has no end\n" );
    for (; p < end && *p; p += wcslen( p ) + 1) if (!wcscmp( p, class )) return TRUE;
    return FALSE;
}

/* Nobody is at the other end of a line without a call: it takes what is played at the speed of time, and is silent. */
static void test_without_call( DWORD in, DWORD out )
{
    static short speech[RATE], heard[RATE / 2];
    DWORD begin = GetTickCount(), count, i;

    make_speech( speech, RATE );
    ok( play( out, speech, RATE, PATIENCE ), "playing stalls\n" );
    ok( GetTickCount() - begin >= 700, "a second in %lu ms\n", GetTickCount() - begin );
    count = record( in, heard, RATE / 2, PATIENCE );
    ok( count == RATE / 2, "%lu samples recorded\n", count );
    for (i = 0; i < count && !heard[i]; i++) {}
    ok( i == count, "sample %lu is %d\n", i, heard[i] );
}

START_TEST(devices)
{
    union { VARSTRING id; char bytes[64]; } u = { { sizeof(u) } };
    DWORD device, data_device, in, out;
    struct app app;
    HLINE line;
    LONG ret;

    if (!voice_modem_begin( L"Modem A", 0x21 )) return;
    app_begin( &app, "audio" );
    device = find_line( &app, L"Modem A" );
    data_device = find_line( &app, L"Modem B" );
    ok( device != ~0u && data_device != ~0u, "lines %lu %lu\n", device, data_device );
    line = open_line( &app, device, 0x00020002, LINECALLPRIVILEGE_NONE, 0 );
    in = line_wave_id( line, 0, L"wave/in" );
    out = line_wave_id( line, 0, L"wave/out" );
    if (in != ~0u && out != ~0u)
    {
        test_endpoints( in, out );
        test_forms( line, in, out );
        test_without_call( in, out );
    }
    ok( has_class( &app, device, L"wave/in" ) && has_class( &app, device, L"wave/out" ) && has_class( &app, device, L"wave/in/out" ) &&
        has_class( &app, device, L"comm/datamodem" ), "device classes\n" );
    lineClose( line );

    /* a modem without voice */
    ok( !has_class( &app, data_device, L"wave/in" ) && has_class( &app, data_device, L"comm/datamodem" ), "device classes\n" );
    line = open_line( &app, data_device, 0x00020002, LINECALLPRIVILEGE_NONE, 0 );
    ret = lineGetIDW( line, 0, 0, LINECALLSELECT_LINE, &u.id, L"wave/in" );
    ok( ret == (LONG)LINEERR_INVALDEVICECLASS, "wave/in of a data modem: %#lx\n", ret );
    lineClose( line );
    app_end( &app );
    voice_modem_end( L"Modem A" );
}
