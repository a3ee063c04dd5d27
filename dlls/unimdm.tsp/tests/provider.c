/*
 * Tests of the provider: versions, capabilities, modems that come and go.
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

#include "host.h"
#include "wine/test.h"

static const WCHAR test_name[] = L"Modem of the provider tests";
static const WCHAR second_name[] = L"Second modem of the provider tests";

static void test_negotiation(void)
{
    static const struct { DWORD low, high; LONG ret; DWORD version; } tests[] =
    {
        { 0x00010003, 0x00030001, 0, 0x00030001 },
        { 0x00010003, 0x00020001, 0, 0x00020001 },
        { 0x00010004, 0x00010004, 0, 0x00010004 },
        { 0x00020000, 0x00040000, 0, 0x00030001 },
        { 0x00010003, 0x00010003, LINEERR_INCOMPATIBLEAPIVERSION, 0 },
        { 0x00030002, 0x00040000, LINEERR_INCOMPATIBLEAPIVERSION, 0 },
        { 0x00030001, 0x00020000, LINEERR_INCOMPATIBLEAPIVERSION, 0 },
    };
    DWORD version, i;
    LONG ret;

    for (i = 0; i < ARRAY_SIZE(tests); i++)
    {
        winetest_push_context( "versions %#lx to %#lx", tests[i].low, tests[i].high );
        version = 0;
        ret = p_lineNegotiateTSPIVersion( (DWORD)INITIALIZE_NEGOTIATION, tests[i].low, tests[i].high, &version );
        ok( ret == tests[i].ret, "got %#lx\n", ret );
        ok( version == tests[i].version, "version %#lx\n", version );
        winetest_pop_context();
    }
    ret = p_lineNegotiateTSPIVersion( 4711, 0x00010003, 0x00030001, &version );
    ok( ret == (LONG)LINEERR_BADDEVICEID, "got %#lx\n", ret );
}

static void test_ui_name(void)
{
    WCHAR name[MAX_PATH] = L"";
    LONG ret = p_providerUIIdentify( name );

    ok( !ret, "got %#lx\n", ret );
    ok( !lstrcmpW( name, L"unimdm.tsp" ), "UI DLL %s\n", wine_dbgstr_w( name ));
}

static const WCHAR *string_at( const void *base, DWORD size, DWORD offset )
{
    const WCHAR *string = (const WCHAR *)((const BYTE *)base + offset);

    ok( size >= sizeof(WCHAR) && !(offset & 3), "size %lu, offset %lu\n", size, offset );
    ok( !string[size / sizeof(WCHAR) - 1], "string is not terminated\n" );
    return string;
}

static BOOL has_class( const WCHAR *list, DWORD size, const WCHAR *name )
{
    const WCHAR *end = list + size / sizeof(WCHAR);

    for (; list < end && *list; list += lstrlenW( list ) + 1) if (!lstrcmpW( list, name )) return TRUE;
    return FALSE;
}

static void test_line_caps( DWORD device )
{
    static const struct { DWORD version, size; } sizes[] =
    {
        { 0x00010004, 240 }, { 0x00020000, 252 }, { 0x00020001, 252 }, { 0x00020002, 268 }, { 0x00030000, 292 }, { 0x00030001, 292 },
    };
    union { LINEDEVCAPS caps; BYTE bytes[4096]; } buffer;
    LINEDEVCAPS *caps = &buffer.caps;
    DWORD i, needed;
    LONG ret;

    memset( &buffer, 0xcc, sizeof(buffer) );
    caps->dwTotalSize = sizeof(buffer);
    ret = p_lineGetDevCaps( device, 0x00030001, 0, caps );
    ok( !ret, "got %#lx\n", ret );
    ok( caps->dwTotalSize == sizeof(buffer), "total size was overwritten: %lu\n", caps->dwTotalSize );
    ok( caps->dwUsedSize == caps->dwNeededSize && caps->dwUsedSize < sizeof(buffer), "used %lu, needed %lu\n", caps->dwUsedSize, caps->dwNeededSize );
    ok( caps->dwNumAddresses == 1, "%lu addresses\n", caps->dwNumAddresses );
    ok( caps->dwStringFormat == STRINGFORMAT_UNICODE, "string format %lu\n", caps->dwStringFormat );
    ok( caps->dwBearerModes == (LINEBEARERMODE_VOICE | LINEBEARERMODE_DATA | LINEBEARERMODE_PASSTHROUGH), "bearer modes %#lx\n", caps->dwBearerModes );
    ok( caps->dwMediaModes & LINEMEDIAMODE_DATAMODEM, "media modes %#lx\n", caps->dwMediaModes );
    ok( caps->dwMaxRate == 33600, "rate %lu\n", caps->dwMaxRate );
    ok( caps->dwMaxNumActiveCalls == 1, "%lu calls\n", caps->dwMaxNumActiveCalls );
    ok( (caps->dwDevCapFlags & (LINEDEVCAPFLAGS_CLOSEDROP | LINEDEVCAPFLAGS_DIALBILLING | LINEDEVCAPFLAGS_DIALQUIET | LINEDEVCAPFLAGS_DIALDIALTONE)) ==
        (LINEDEVCAPFLAGS_CLOSEDROP | LINEDEVCAPFLAGS_DIALBILLING | LINEDEVCAPFLAGS_DIALQUIET | LINEDEVCAPFLAGS_DIALDIALTONE),
        "flags %#lx\n", caps->dwDevCapFlags );
    ok( caps->dwAddressTypes == LINEADDRESSTYPE_PHONENUMBER, "address types %#lx\n", caps->dwAddressTypes );
    ok( caps->dwPermanentLineID, "no permanent id\n" );
    ok( caps->PermanentLineGuid.Data1 == caps->dwPermanentLineID, "GUID and id differ\n" );
    ok( !lstrcmpW( string_at( caps, caps->dwLineNameSize, caps->dwLineNameOffset ), test_name ), "line name\n" );
    string_at( caps, caps->dwProviderInfoSize, caps->dwProviderInfoOffset );
    ok( has_class( string_at( caps, caps->dwDeviceClassesSize, caps->dwDeviceClassesOffset ), caps->dwDeviceClassesSize, L"comm/datamodem" ),
        "comm/datamodem is missing\n" );
    ok( has_class( string_at( caps, caps->dwDeviceClassesSize, caps->dwDeviceClassesOffset ), caps->dwDeviceClassesSize, L"comm/datamodem/portname" ),
        "comm/datamodem/portname is missing\n" );
    ok( *(DWORD *)(buffer.bytes + caps->dwDevSpecificOffset) == 1 && *(DWORD *)(buffer.bytes + caps->dwDevSpecificOffset + 4) == 8,
        "device specific part\n" );
    ok( strstr( (char *)buffer.bytes + caps->dwDevSpecificOffset + 8, "{4D36E96D-E325-11CE-BFC1-08002BE10318}\\9990" ) != NULL, "modem key %s\n",
        wine_dbgstr_a( (char *)buffer.bytes + caps->dwDevSpecificOffset + 8 ));
    needed = caps->dwNeededSize;

    /* every version gets its own fixed part and not a byte more */
    for (i = 0; i < ARRAY_SIZE(sizes); i++)
    {
        winetest_push_context( "version %#lx", sizes[i].version );
        memset( &buffer, 0xcc, sizeof(buffer) );
        caps->dwTotalSize = sizes[i].size;
        ret = p_lineGetDevCaps( device, sizes[i].version, 0, caps );
        ok( !ret, "got %#lx\n", ret );
        ok( caps->dwUsedSize == sizes[i].size, "used %lu\n", caps->dwUsedSize );
        ok( caps->dwNeededSize > sizes[i].size, "needed %lu\n", caps->dwNeededSize );
        ok( !caps->dwLineNameSize && !caps->dwLineNameOffset, "a name without room for it\n" );
        ok( buffer.bytes[sizes[i].size] == 0xcc, "written beyond the end\n" );
        caps->dwTotalSize = sizes[i].size - 1;
        ret = p_lineGetDevCaps( device, sizes[i].version, 0, caps );
        ok( ret == (LONG)LINEERR_STRUCTURETOOSMALL, "got %#lx\n", ret );
        winetest_pop_context();
    }

    /* no part is ever cut off */
    for (i = 292; i <= needed; i++)
    {
        memset( &buffer, 0xcc, sizeof(buffer) );
        caps->dwTotalSize = i;
        ret = p_lineGetDevCaps( device, 0x00030001, 0, caps );
        if (!ret && caps->dwUsedSize <= i && caps->dwNeededSize == needed && buffer.bytes[i] == 0xcc &&
            (!caps->dwLineNameSize || caps->dwLineNameSize == sizeof(test_name))) continue;
        ok( 0, "total %lu: %#lx, used %lu, needed %lu, name %lu\n", i, ret, caps->dwUsedSize, caps->dwNeededSize, caps->dwLineNameSize );
        break;
    }
    ok( i > needed, "stopped at %lu\n", i );

    ret = p_lineGetDevCaps( 4711, 0x00030001, 0, caps );
    ok( ret == (LONG)LINEERR_BADDEVICEID, "got %#lx\n", ret );
}

static void test_address_caps( DWORD device )
{
    union { LINEADDRESSCAPS caps; BYTE bytes[2048]; } buffer;
    LINEADDRESSCAPS *caps = &buffer.caps;
    LONG ret;

    memset( &buffer, 0xcc, sizeof(buffer) );
    caps->dwTotalSize = sizeof(buffer);
    ret = p_lineGetAddressCaps( device, 0, 0x00030001, 0, caps );
    ok( !ret, "got %#lx\n", ret );
    ok( caps->dwLineDeviceID == device, "device %lu\n", caps->dwLineDeviceID );
    ok( caps->dwAddressSharing == LINEADDRESSSHARING_PRIVATE, "sharing %#lx\n", caps->dwAddressSharing );
    ok( (caps->dwCallFeatures & (LINECALLFEATURE_ANSWER | LINECALLFEATURE_DROP | LINECALLFEATURE_DIAL)) ==
        (LINECALLFEATURE_ANSWER | LINECALLFEATURE_DROP | LINECALLFEATURE_DIAL), "features %#lx\n", caps->dwCallFeatures );
    ok( (caps->dwDisconnectModes & (LINEDISCONNECTMODE_BUSY | LINEDISCONNECTMODE_NOANSWER | LINEDISCONNECTMODE_NODIALTONE)) ==
        (LINEDISCONNECTMODE_BUSY | LINEDISCONNECTMODE_NOANSWER | LINEDISCONNECTMODE_NODIALTONE), "modes %#lx\n", caps->dwDisconnectModes );
    ok( caps->dwAddrCapFlags & LINEADDRCAPFLAGS_PARTIALDIAL, "flags %#lx\n", caps->dwAddrCapFlags );

    ret = p_lineGetAddressCaps( device, 1, 0x00030001, 0, caps );
    ok( ret == (LONG)LINEERR_INVALADDRESSID, "got %#lx\n", ret );
    caps->dwTotalSize = 227;
    ret = p_lineGetAddressCaps( device, 0, 0x00030001, 0, caps );
    ok( ret == (LONG)LINEERR_STRUCTURETOOSMALL, "got %#lx\n", ret );
    caps->dwTotalSize = 180;
    ret = p_lineGetAddressCaps( device, 0, 0x00010004, 0, caps );
    ok( !ret, "got %#lx\n", ret );
}

static void CALLBACK no_event( HTAPILINE line, HTAPICALL call, DWORD msg, DWORD_PTR param1, DWORD_PTR param2, DWORD_PTR param3 )
{
    ok( 0, "message %lu\n", msg );
}

static void test_open( DWORD device )
{
    union { VARSTRING string; BYTE bytes[512]; } buffer;
    VARSTRING *id = &buffer.string;
    union { LINEDEVSTATUS status; BYTE bytes[256]; } status;
    LINEADDRESSSTATUS address_status;
    LINECALLPARAMS params = { .dwTotalSize = sizeof(params) };
    HANDLE process = OpenProcess( PROCESS_ALL_ACCESS, FALSE, GetCurrentProcessId() );
    HDRVLINE line, second;
    HDRVCALL call;
    DWORD value;
    LONG ret;

    ret = p_lineOpen( 4711, (HTAPILINE)0x20, &line, 0x00030001, no_event );
    ok( ret == (LONG)LINEERR_BADDEVICEID, "got %#lx\n", ret );
    ret = p_lineOpen( device, (HTAPILINE)0x20, &line, 0x00030001, no_event );
    ok( !ret, "got %#lx\n", ret );
    ret = p_lineOpen( device, (HTAPILINE)0x21, &second, 0x00030001, no_event );
    ok( ret == (LONG)LINEERR_ALLOCATED, "got %#lx\n", ret );

    ret = p_lineGetNumAddressIDs( line, &value );
    ok( !ret && value == 1, "got %#lx, %lu\n", ret, value );
    ret = p_lineGetNumAddressIDs( (HDRVLINE)0x12345678, &value );
    ok( ret == (LONG)LINEERR_INVALLINEHANDLE, "got %#lx\n", ret );

    id->dwTotalSize = sizeof(buffer);
    ret = p_lineGetID( line, 0, NULL, LINECALLSELECT_LINE, id, L"TAPI/Line", process );
    ok( !ret && id->dwStringFormat == STRINGFORMAT_BINARY && id->dwStringSize == 4 && *(DWORD *)(id + 1) == device, "got %#lx\n", ret );
    ret = p_lineGetID( line, 0, NULL, LINECALLSELECT_LINE, id, L"comm/datamodem/portname", process );
    ok( !ret && id->dwStringSize == 7 && !strcmp( (char *)(id + 1), "COM198" ), "got %#lx\n", ret );
    ret = p_lineGetID( line, 0, NULL, LINECALLSELECT_LINE, id, L"comm", process );
    ok( !ret && id->dwStringFormat == STRINGFORMAT_ASCII && !strcmp( (char *)(id + 1), "COM198" ), "got %#lx\n", ret );
    ret = p_lineGetID( line, 0, NULL, LINECALLSELECT_ADDRESS, id, L"comm/datamodem", process );
    ok( !ret && id->dwStringFormat == STRINGFORMAT_BINARY, "got %#lx\n", ret );
    ok( *(HANDLE *)(id + 1) == NULL, "a handle without a call\n" );
    ok( !strcmp( (char *)(id + 1) + sizeof(HANDLE), "Modem of the provider tests" ), "name %s\n", (char *)(id + 1) + sizeof(HANDLE) );
    ret = p_lineGetID( line, 1, NULL, LINECALLSELECT_ADDRESS, id, L"comm/datamodem", process );
    ok( ret == (LONG)LINEERR_INVALADDRESSID, "got %#lx\n", ret );
    ret = p_lineGetID( line, 0, NULL, LINECALLSELECT_LINE, id, L"wave/in", process );
    ok( ret == (LONG)LINEERR_INVALDEVICECLASS, "got %#lx\n", ret );
    ret = p_lineGetID( line, 0, NULL, LINECALLSELECT_LINE, id, L"comm/datamodem", INVALID_HANDLE_VALUE );
    ok( ret == (LONG)LINEERR_OPERATIONUNAVAIL, "got %#lx\n", ret );
    ret = p_lineGetID( line, 0, (HDRVCALL)0x12345678, LINECALLSELECT_CALL, id, L"comm", process );
    ok( ret == (LONG)LINEERR_INVALCALLHANDLE, "got %#lx\n", ret );
    id->dwTotalSize = sizeof(*id) + 3;
    ret = p_lineGetID( line, 0, NULL, LINECALLSELECT_LINE, id, L"comm", process );
    ok( !ret && id->dwNeededSize == sizeof(*id) + 7 && id->dwUsedSize == sizeof(*id) && !id->dwStringSize, "got %#lx, needed %lu, used %lu\n", ret,
        id->dwNeededSize, id->dwUsedSize );
    id->dwTotalSize = sizeof(*id) - 1;
    ret = p_lineGetID( line, 0, NULL, LINECALLSELECT_LINE, id, L"comm", process );
    ok( ret == (LONG)LINEERR_STRUCTURETOOSMALL, "got %#lx\n", ret );

    memset( &status, 0xcc, sizeof(status) );
    status.status.dwTotalSize = sizeof(status);
    ret = p_lineGetLineDevStatus( line, &status.status );
    ok( !ret && !status.status.dwNumActiveCalls && status.status.dwLineFeatures == LINEFEATURE_MAKECALL, "got %#lx\n", ret );
    address_status.dwTotalSize = sizeof(address_status);
    ret = p_lineGetAddressStatus( line, 0, &address_status );
    ok( !ret && !address_status.dwNumInUse && address_status.dwAddressFeatures == LINEADDRFEATURE_MAKECALL, "got %#lx\n", ret );
    ret = p_lineGetAddressStatus( line, 1, &address_status );
    ok( ret == (LONG)LINEERR_INVALADDRESSID, "got %#lx\n", ret );

    ret = p_lineConditionalMediaDetection( line, LINEMEDIAMODE_DATAMODEM, NULL );
    ok( !ret, "got %#lx\n", ret );
    ret = p_lineConditionalMediaDetection( line, LINEMEDIAMODE_G4FAX, NULL );
    ok( ret == (LONG)LINEERR_INVALMEDIAMODE, "got %#lx\n", ret );
    params.dwMinRate = params.dwMaxRate = 56000;
    ret = p_lineConditionalMediaDetection( line, LINEMEDIAMODE_DATAMODEM, &params );
    ok( ret == (LONG)LINEERR_RATEUNAVAIL, "got %#lx\n", ret );

    /* the port names a device that does not exist */
    ret = p_lineSetDefaultMediaDetection( line, LINEMEDIAMODE_AUTOMATEDVOICE );
    ok( ret == (LONG)LINEERR_INVALMEDIAMODE, "got %#lx\n", ret );
    ret = p_lineSetDefaultMediaDetection( line, LINEMEDIAMODE_DATAMODEM );
    ok( ret == (LONG)LINEERR_NODEVICE, "got %#lx\n", ret );
    ret = p_lineSetDefaultMediaDetection( line, 0 );
    ok( !ret, "got %#lx\n", ret );

    ret = p_lineMakeCall( host_request(), line, host_call(), &call, L"1-800-FLOWERS", 0, NULL );
    ok( ret == (LONG)LINEERR_INVALADDRESS, "got %#lx\n", ret );
    ret = p_lineMakeCall( host_request(), line, host_call(), &call, L"555?0199", 0, NULL );
    ok( ret == (LONG)LINEERR_DIALPROMPT, "got %#lx\n", ret );
    memset( &params, 0, sizeof(params) );
    params.dwTotalSize = sizeof(params);
    params.dwBearerMode = LINEBEARERMODE_MULTIUSE;
    ret = p_lineMakeCall( host_request(), line, host_call(), &call, L"5550199", 0, &params );
    ok( ret == (LONG)LINEERR_BEARERMODEUNAVAIL, "got %#lx\n", ret );
    params.dwBearerMode = LINEBEARERMODE_VOICE;
    params.dwMediaMode = LINEMEDIAMODE_G4FAX;
    ret = p_lineMakeCall( host_request(), line, host_call(), &call, L"5550199", 0, &params );
    ok( ret == (LONG)LINEERR_INVALMEDIAMODE, "got %#lx\n", ret );
    params.dwMediaMode = LINEMEDIAMODE_DATAMODEM;
    params.dwAddressMode = LINEADDRESSMODE_ADDRESSID;
    params.dwAddressID = 1;
    ret = p_lineMakeCall( host_request(), line, host_call(), &call, L"5550199", 0, &params );
    ok( ret == (LONG)LINEERR_INVALADDRESSID, "got %#lx\n", ret );

    /* a call that cannot be made is told by the completion */
    value = host_request();
    ret = p_lineMakeCall( value, line, host_call(), &call, L"5550199", 0, NULL );
    ok( ret == (LONG)value, "got %#lx\n", ret );
    check_reply( value, LINEERR_NODEVICE );
    ret = p_lineCloseCall( call );
    ok( !ret, "got %#lx\n", ret );
    ret = p_lineCloseCall( call );
    ok( ret == (LONG)LINEERR_INVALCALLHANDLE, "got %#lx\n", ret );

    ret = p_lineClose( line );
    ok( !ret, "got %#lx\n", ret );
    ret = p_lineClose( line );
    ok( ret == (LONG)LINEERR_INVALLINEHANDLE, "got %#lx\n", ret );
    CloseHandle( process );
}

/* The log that Windows keeps for a modem when the user wants one */
static void test_log( DWORD device )
{
    static const BYTE on = 1;
    char text[2048] = "";
    WCHAR folder[MAX_PATH], path[MAX_PATH];
    HANDLE file;
    HDRVLINE line;
    DWORD size = 0;
    LONG ret;

    GetTempPathW( ARRAY_SIZE(folder), folder );
    GetTempFileNameW( folder, L"mdm", 0, path );
    modem_key_set( L"9990", L"LoggingPath", REG_SZ, path, (lstrlenW( path ) + 1) * sizeof(WCHAR) );
    modem_key_set( L"9990", L"Logging", REG_BINARY, &on, 1 );
    ret = p_lineOpen( device, (HTAPILINE)0x20, &line, 0x00030001, no_event );
    ok( !ret, "got %#lx\n", ret );
    ret = p_lineSetDefaultMediaDetection( line, LINEMEDIAMODE_DATAMODEM );
    ok( ret == (LONG)LINEERR_NODEVICE, "got %#lx\n", ret );
    p_lineClose( line );
    file = CreateFileW( path, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0, NULL );
    ok( file != INVALID_HANDLE_VALUE, "no log: error %lu\n", GetLastError() );
    ReadFile( file, text, sizeof(text) - 1, &size, NULL );
    CloseHandle( file );
    ok( strstr( text, "Modem type: Modem of the provider tests\r\n" ) != NULL, "log %s\n", wine_dbgstr_a( text ));
    ok( strstr( text, "The modem cannot be used: " ) != NULL, "log %s\n", wine_dbgstr_a( text ));
    ok( strstr( text, "Port: COM198, /nonexistent/modem\r\n" ) != NULL, "log %s\n", wine_dbgstr_a( text ));
    DeleteFileW( path );
}

/* A modem set up while the provider runs becomes a line, and one whose key is deleted goes. */
static void test_dynamic_modems(void)
{
    struct host_event event;
    DWORD device;
    LONG ret;

    host_forget();
    if (!modem_key_create( L"9991", second_name, L"COM199", L"/nonexistent/modem" )) return;
    ok( host_wait( LINE_CREATE, NULL, NULL, &event, 10000 ), "no LINE_CREATE\n" );
    ok( event.param1 == 0x1234, "provider handle %#lx\n", (DWORD)event.param1 );
    device = host_line_count + 100;
    ret = p_providerCreateLineDevice( 0xdead, device );
    ok( ret == (LONG)LINEERR_BADDEVICEID, "got %#lx\n", ret );
    ret = p_providerCreateLineDevice( event.param2, device );
    ok( !ret, "got %#lx\n", ret );
    ret = p_providerCreateLineDevice( event.param2, device + 1 );
    ok( ret == (LONG)LINEERR_BADDEVICEID, "got %#lx\n", ret );
    ret = p_lineNegotiateTSPIVersion( device, 0x00010003, 0x00030001, &(DWORD){ 0 } );
    ok( !ret, "got %#lx\n", ret );
    ok( !host_wait( LINE_CREATE, NULL, NULL, &event, 600 ), "told twice\n" );

    modem_key_delete( L"9991", L"COM199" );
    ok( host_wait( LINE_REMOVE, NULL, NULL, &event, 10000 ), "no LINE_REMOVE\n" );
    ok( event.param1 == device, "device %lu\n", (DWORD)event.param1 );
    ret = p_lineNegotiateTSPIVersion( device, 0x00010003, 0x00030001, &(DWORD){ 0 } );
    ok( ret == (LONG)LINEERR_BADDEVICEID, "got %#lx\n", ret );
}

START_TEST( provider )
{
    union { LINEDEVCAPS caps; BYTE bytes[2048]; } caps;
    DWORD device, permanent = 0, run;
    LONG ret;

    if (!host_load()) return;
    if (!modem_key_create( L"9990", test_name, L"COM198", L"/nonexistent/modem" )) return;
    test_negotiation();
    test_ui_name();
    for (run = 0; run < 2; run++)
    {
        winetest_push_context( "run %lu", run );
        ret = host_start( run * 10 );
        ok( !ret, "TSPI_providerInit: %#lx\n", ret );
        if (!ret)
        {
            /* the last in the order of the keys */
            device = run * 10 + host_line_count - 1;
            caps.caps.dwTotalSize = sizeof(caps);
            ret = p_lineGetDevCaps( device, 0x00030001, 0, &caps.caps );
            ok( !ret, "device %lu: %#lx\n", device, ret );
            if (run) ok( caps.caps.dwPermanentLineID == permanent, "the permanent id changed\n" );
            else permanent = caps.caps.dwPermanentLineID;
            if (!run)
            {
                test_line_caps( device );
                test_address_caps( device );
                test_open( device );
                test_log( device );
                test_dynamic_modems();
            }
            host_stop();
        }
        winetest_pop_context();
    }
    modem_key_delete( L"9990", L"COM198" );
}
