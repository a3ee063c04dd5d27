/*
 * Tests of device configurations.
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

#include <stddef.h>

#include "host.h"
#include "wine/test.h"

#include <mcx.h>

/* The documented layout, as applications write it */
#include <pshpack4.h>
struct config
{
    DWORD      dwSize;
    DWORD      dwVersion;
    WORD       fwOptions;
    WORD       wWaitBong;
    COMMCONFIG comm;        /* its wcProviderData is the beginning of MODEMSETTINGS */
};
#include <poppack.h>

#define PROVIDER_OFFSET offsetof( COMMCONFIG, wcProviderData )

static MODEMSETTINGS *settings_of( void *blob )
{
    struct config *config = blob;

    return (MODEMSETTINGS *)((BYTE *)&config->comm + config->comm.dwProviderOffset);
}

static DWORD get_config( DWORD device, const WCHAR *cls, BYTE *blob, DWORD size )
{
    union { VARSTRING string; BYTE bytes[1024]; } buffer;
    VARSTRING *string = &buffer.string;
    LONG ret;

    memset( &buffer, 0xcc, sizeof(buffer) );
    string->dwTotalSize = sizeof(buffer);
    ret = p_lineGetDevConfig( device, string, cls );
    ok( !ret, "got %#lx\n", ret );
    ok( string->dwStringFormat == STRINGFORMAT_BINARY, "format %lu\n", string->dwStringFormat );
    ok( string->dwStringSize <= size, "size %lu\n", string->dwStringSize );
    ok( string->dwUsedSize == string->dwStringOffset + string->dwStringSize, "used %lu\n", string->dwUsedSize );
    memcpy( blob, buffer.bytes + string->dwStringOffset, string->dwStringSize );
    return string->dwStringSize;
}

static void test_layout( DWORD device )
{
    union { struct config config; BYTE bytes[256]; } blob;
    VARSTRING small = { sizeof(small) };
    DWORD size = get_config( device, L"comm/datamodem", blob.bytes, sizeof(blob) );
    MODEMSETTINGS *settings = settings_of( &blob );
    LONG ret;

    ok( blob.config.dwSize == size, "dwSize %lu of %lu\n", blob.config.dwSize, size );
    ok( blob.config.dwVersion == 0x00010003, "version %#lx\n", blob.config.dwVersion );
    ok( blob.config.fwOptions == 8, "options %#x\n", blob.config.fwOptions );
    ok( blob.config.comm.dwSize == size - 12, "COMMCONFIG size %lu\n", blob.config.comm.dwSize );
    ok( blob.config.comm.dwProviderSubType == PST_MODEM, "sub type %lu\n", blob.config.comm.dwProviderSubType );
    ok( blob.config.comm.dwProviderOffset == PROVIDER_OFFSET, "offset %lu\n", blob.config.comm.dwProviderOffset );
    ok( blob.config.comm.dwProviderSize == sizeof(MODEMSETTINGS), "provider size %lu\n", blob.config.comm.dwProviderSize );
    ok( blob.config.comm.dcb.DCBlength == sizeof(DCB) && blob.config.comm.dcb.BaudRate == 115200 && blob.config.comm.dcb.ByteSize == 8, "DCB\n" );
    ok( settings->dwActualSize == sizeof(*settings) && settings->dwRequiredSize == sizeof(*settings), "size %lu\n", settings->dwActualSize );
    ok( settings->dwPreferredModemOptions & MDM_TONE_DIAL, "options %#lx\n", settings->dwPreferredModemOptions );

    ret = p_lineGetDevConfig( device, &small, L"comm/datamodem" );
    ok( !ret && small.dwNeededSize == sizeof(small) + size && !small.dwStringSize, "got %#lx, needed %lu\n", ret, small.dwNeededSize );
    small.dwTotalSize = sizeof(small) - 4;
    ret = p_lineGetDevConfig( device, &small, L"comm/datamodem" );
    ok( ret == (LONG)LINEERR_STRUCTURETOOSMALL, "got %#lx\n", ret );
    small.dwTotalSize = sizeof(small);
    ret = p_lineGetDevConfig( device, &small, NULL );
    ok( ret == (LONG)LINEERR_INVALDEVICECLASS, "got %#lx\n", ret );
    ret = p_lineGetDevConfig( device, &small, L"comm" );
    ok( ret == (LONG)LINEERR_INVALDEVICECLASS, "got %#lx\n", ret );
    ret = p_lineGetDevConfig( 4711, &small, L"comm/datamodem" );
    ok( ret == (LONG)LINEERR_BADDEVICEID, "got %#lx\n", ret );
}

static void test_set( DWORD device )
{
    union { struct config config; BYTE bytes[256]; } dialout, dialin, got;
    MODEMSETTINGS *settings;
    DWORD size, in_size;
    LONG ret;

    size = get_config( device, L"comm/datamodem/dialout", dialout.bytes, sizeof(dialout) );
    in_size = get_config( device, L"comm/datamodem/dialin", dialin.bytes, sizeof(dialin) );
    settings = settings_of( &dialout );
    dialout.config.comm.dcb.BaudRate = 38400;
    dialout.config.wWaitBong = 0xffff;
    settings->dwCallSetupFailTimer = 33;
    settings->dwInactivityTimeout = 600;
    settings->dwSpeakerMode = MDMSPKR_OFF;
    settings->dwPreferredModemOptions = MDM_FLOWCONTROL_SOFT | MDM_BLIND_DIAL | MDM_TONE_DIAL | MDM_CELLULAR;

    /* comm/datamodem means outgoing calls */
    ret = p_lineSetDevConfig( device, &dialout, size, L"comm/datamodem" );
    ok( !ret, "got %#lx\n", ret );
    get_config( device, L"comm/datamodem/dialout", got.bytes, sizeof(got) );
    settings = settings_of( &got );
    ok( got.config.comm.dcb.BaudRate == 38400, "speed %lu\n", got.config.comm.dcb.BaudRate );
    ok( got.config.wWaitBong == 600, "more than ten minutes for the billing tone: %u\n", got.config.wWaitBong );
    ok( settings->dwCallSetupFailTimer == 33 && settings->dwInactivityTimeout == 600 && settings->dwSpeakerMode == MDMSPKR_OFF, "settings\n" );
    ok( settings->dwPreferredModemOptions == (MDM_FLOWCONTROL_SOFT | MDM_BLIND_DIAL | MDM_TONE_DIAL), "what the modem lacks is kept: %#lx\n",
        settings->dwPreferredModemOptions );
    size = get_config( device, L"comm/datamodem/dialin", got.bytes, sizeof(got) );
    ok( size == in_size && !memcmp( &got, &dialin, size ), "the configuration for incoming calls changed too\n" );

    ret = p_lineSetDevConfig( device, &dialout, sizeof(dialout), L"tapi/line" );
    ok( ret == (LONG)LINEERR_INVALDEVICECLASS, "got %#lx\n", ret );
    ret = p_lineSetDevConfig( device, NULL, 108, L"comm/datamodem" );
    ok( ret == (LONG)LINEERR_INVALPOINTER, "got %#lx\n", ret );
    ret = p_lineSetDevConfig( 4711, &dialout, sizeof(dialout), L"comm/datamodem" );
    ok( ret == (LONG)LINEERR_BADDEVICEID, "got %#lx\n", ret );
}

/* Members of a good configuration, each spoilt in turn: nothing of it may be taken over. */
static void test_bad( DWORD device )
{
#define CONFIG( member ) offsetof( struct config, member ), sizeof(((struct config *)0)->member), #member
#define COMM( member ) offsetof( struct config, comm ) + offsetof( COMMCONFIG, member ), sizeof(((COMMCONFIG *)0)->member), #member
#define SETTINGS( member ) \
    offsetof( struct config, comm ) + PROVIDER_OFFSET + offsetof( MODEMSETTINGS, member ), sizeof(((MODEMSETTINGS *)0)->member), #member
    static const struct { unsigned int offset, size; const char *name; DWORD value; } tests[] =
    {
        { CONFIG( dwSize ), 0 },
        { CONFIG( dwSize ), 16 },
        { CONFIG( dwSize ), 109 },
        { CONFIG( dwSize ), 0xffffffff },
        { CONFIG( dwVersion ), 0 },
        { CONFIG( dwVersion ), 0x00020000 },
        { COMM( dwSize ), 0 },
        { COMM( dwSize ), 97 },
        { COMM( dwSize ), 0xffffffff },
        { COMM( dcb.DCBlength ), 27 },
        { COMM( dcb.BaudRate ), 0 },
        { COMM( dcb.ByteSize ), 5 },
        { COMM( dcb.ByteSize ), 9 },
        { COMM( dcb.Parity ), MARKPARITY },
        { COMM( dcb.StopBits ), ONE5STOPBITS },
        { COMM( dwProviderSubType ), PST_RS232 },
        { COMM( dwProviderOffset ), 0 },
        { COMM( dwProviderOffset ), 53 },
        { COMM( dwProviderOffset ), 0xfffffff0 },
        { COMM( dwProviderSize ), 0 },
        { COMM( dwProviderSize ), 49 },
        { COMM( dwProviderSize ), 0xffffffff },
        { SETTINGS( dwActualSize ), 0 },
        { SETTINGS( dwActualSize ), 49 },
        { SETTINGS( dwSpeakerVolume ), 3 },
        { SETTINGS( dwSpeakerMode ), 4 },
        { SETTINGS( dwPreferredModemOptions ), MDM_FLOWCONTROL_HARD | MDM_FLOWCONTROL_SOFT },
    };
    union { struct config config; BYTE bytes[256]; } good, bad, got;
    DWORD size = get_config( device, L"comm/datamodem", good.bytes, sizeof(good) ), i;
    LONG ret;

    for (i = 0; i < ARRAY_SIZE(tests); i++)
    {
        winetest_push_context( "%s = %#lx", tests[i].name, tests[i].value );
        bad = good;
        memcpy( bad.bytes + tests[i].offset, &tests[i].value, tests[i].size );
        ret = p_lineSetDevConfig( device, &bad, size, L"comm/datamodem" );
        ok( ret == (LONG)LINEERR_INVALPARAM, "got %#lx\n", ret );
        winetest_pop_context();
    }
    for (i = 0; i < size - 4; i++)
    {
        ret = p_lineSetDevConfig( device, &good, i, L"comm/datamodem" );
        if (ret != (LONG)LINEERR_STRUCTURETOOSMALL && ret != (LONG)LINEERR_INVALPARAM) break;
    }
    ok( i == size - 4, "%lu bytes: %#lx\n", i, ret );
    get_config( device, L"comm/datamodem", got.bytes, sizeof(got) );
    ok( !memcmp( &got, &good, size ), "a refused configuration left traces\n" );
}

START_TEST( config )
{
    union { struct config config; BYTE bytes[256]; } blob;
    LONG ret;

    if (!host_load()) return;
    if (!modem_key_create( L"9990", L"Modem of the configuration tests", L"COM198", L"/nonexistent/modem" )) return;
    ret = host_start( 0 );
    ok( !ret, "TSPI_providerInit: %#lx\n", ret );
    if (!ret)
    {
        test_layout( host_line_count - 1 );
        test_bad( host_line_count - 1 );
        test_set( host_line_count - 1 );
        host_stop();

        /* it is kept for the next time */
        ret = host_start( 0 );
        ok( !ret, "TSPI_providerInit: %#lx\n", ret );
        get_config( host_line_count - 1, L"comm/datamodem", blob.bytes, sizeof(blob) );
        ok( blob.config.comm.dcb.BaudRate == 38400, "speed %lu\n", blob.config.comm.dcb.BaudRate );
        host_stop();
    }
    modem_key_delete( L"9990", L"COM198" );
}
