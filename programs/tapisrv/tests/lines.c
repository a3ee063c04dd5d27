/*
 * Lines: opening, versions, capabilities and status, and what the provider is told.
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

#include "service.h"

#define OWNER    LINECALLPRIVILEGE_OWNER
#define MONITOR  LINECALLPRIVILEGE_MONITOR
#define NONE     LINECALLPRIVILEGE_NONE
#define VOICE    LINEMEDIAMODE_INTERACTIVEVOICE
#define MODEM    LINEMEDIAMODE_DATAMODEM

static void test_open_errors( struct application *app, DWORD device )
{
    static const struct { DWORD privileges, media_modes; LONG error; } tests[] =
    {
        { 0, MODEM, LINEERR_INVALPRIVSELECT },
        { NONE | OWNER, MODEM, LINEERR_INVALPRIVSELECT },
        { NONE | MONITOR, 0, LINEERR_INVALPRIVSELECT },
        { 0x100, MODEM, LINEERR_INVALPRIVSELECT },
        { OWNER, 0, LINEERR_INVALMEDIAMODE },
        { OWNER, LINEMEDIAMODE_TELEX, LINEERR_INVALMEDIAMODE },
        { OWNER | MONITOR, LINEMEDIAMODE_VIDEOTEX | MODEM, LINEERR_INVALMEDIAMODE },
        { NONE, MODEM, 0 },
        { MONITOR, 0, 0 },
    };
    HLINE line;
    LONG ret;
    DWORD i;

    for (i = 0; i < ARRAY_SIZE(tests); i++)
    {
        ret = lineOpenW( app->handle, device, &line, 0x00020000, 0, 0, tests[i].privileges, tests[i].media_modes, NULL );
        ok( ret == tests[i].error, "%lu: privileges %#lx media modes %#lx: %#lx, expected %#lx\n", i, tests[i].privileges,
            tests[i].media_modes, ret, tests[i].error );
        if (!ret) lineClose( line );
    }
    ret = lineOpenW( app->handle, 12345, &line, 0x00020000, 0, 0, NONE, 0, NULL );
    ok( ret == (LONG)LINEERR_BADDEVICEID, "lineOpen: %#lx\n", ret );
    ret = lineOpenW( app->handle, device, &line, 0x00020003, 0, 0, NONE, 0, NULL );
    ok( ret == (LONG)LINEERR_INCOMPATIBLEAPIVERSION, "lineOpen: %#lx\n", ret );
    ret = lineOpenW( app->handle, device, &line, 0x00020000, 0x00050000, 0, NONE, 0, NULL );
    ok( ret == (LONG)LINEERR_INCOMPATIBLEEXTVERSION, "lineOpen: %#lx\n", ret );
    ret = lineOpenW( (HLINEAPP)0x1234, device, &line, 0x00020000, 0, 0, NONE, 0, NULL );
    ok( ret == (LONG)LINEERR_INVALAPPHANDLE, "lineOpen: %#lx\n", ret );
}

static void test_versions( struct application *app, DWORD device )
{
    LINEEXTENSIONID extension, own = TESTTSP_EXTENSION;
    DWORD version;
    LONG ret;

    ret = lineNegotiateAPIVersion( app->handle, device, 0x00010003, 0x00020002, &version, &extension );
    ok( !ret && version == 0x00020002, "lineNegotiateAPIVersion: %#lx version %#lx\n", ret, version );
    ok( !memcmp( &extension, &own, sizeof(own) ), "extension id %#lx %#lx\n", extension.dwExtensionID0, extension.dwExtensionID1 );
    ret = lineNegotiateAPIVersion( app->handle, device, 0x00010003, 0x0001ffff, &version, &extension );
    ok( !ret && version == 0x00010004, "lineNegotiateAPIVersion: %#lx version %#lx\n", ret, version );
    ret = lineNegotiateAPIVersion( app->handle, device, 0x00040000, 0x00050000, &version, &extension );
    ok( ret == (LONG)LINEERR_INCOMPATIBLEAPIVERSION, "lineNegotiateAPIVersion: %#lx\n", ret );
    ret = lineNegotiateAPIVersion( app->handle, 12345, 0x00010003, 0x00020002, &version, &extension );
    ok( ret == (LONG)LINEERR_BADDEVICEID, "lineNegotiateAPIVersion: %#lx\n", ret );
    ret = lineNegotiateExtVersion( app->handle, device, 0x00020002, 0x00000000, 0x00015000, &version );
    ok( !ret && version == 0x00015000, "lineNegotiateExtVersion: %#lx version %#lx\n", ret, version );
    ret = lineNegotiateExtVersion( app->handle, device, 0x00020002, 0x00030000, 0x00040000, &version );
    ok( ret == (LONG)LINEERR_INCOMPATIBLEEXTVERSION, "lineNegotiateExtVersion: %#lx\n", ret );
}

/* The provider's line is opened once; it is told the union of what all want. */
static void test_unions( struct application *apps, DWORD device )
{
    HLINE watch = open_line( &apps[0], device, 0x00020000, 1, NONE, 0 ), first, second;
    struct testtsp_record record;
    LINEMESSAGE message;
    DWORD lines, addresses;
    LONG ret;

    ret = lineSetStatusMessages( watch, LINEDEVSTATE_OPEN | LINEDEVSTATE_CLOSE, 0 );
    ok( !ret, "lineSetStatusMessages: %#lx\n", ret );
    forget_messages( &apps[0] );
    command( &apps[0], watch, 0, 0, TESTTSP_CLEAR, 0, 0, 0, 0, NULL );
    first = open_line( &apps[1], device, 0x00020000, 2, OWNER, MODEM );
    ok( get_message_param( &apps[0], LINE_LINEDEVSTATE, watch, LINEDEVSTATE_OPEN, &message, PATIENCE ), "no LINEDEVSTATE_OPEN\n" );
    ok( !count_calls( &apps[0], watch, "TSPI_lineOpen", NULL ), "opened twice at the provider\n" );
    ok( count_calls( &apps[0], watch, "TSPI_lineSetDefaultMediaDetection", &record ) == 1 && record.args[1] == MODEM, "media modes %#lx\n",
        record.args[1] );
    second = open_line( &apps[2], device, 0x00020000, 3, OWNER, VOICE | MODEM );
    ok( count_calls( &apps[0], watch, "TSPI_lineSetDefaultMediaDetection", &record ) == 2 && record.args[1] == (MODEM | VOICE),
        "media modes %#lx\n", record.args[1] );
    ret = lineSetStatusMessages( first, LINEDEVSTATE_RINGING, LINEADDRESSSTATE_NUMCALLS );
    ok( !ret, "lineSetStatusMessages: %#lx\n", ret );
    ret = lineSetStatusMessages( second, LINEDEVSTATE_MSGWAITON, 0 );
    ok( !ret, "lineSetStatusMessages: %#lx\n", ret );
    ok( count_calls( &apps[0], watch, "TSPI_lineSetStatusMessages", &record ) == 2, "status messages\n" );
    ok( record.args[1] == (LINEDEVSTATE_RINGING | LINEDEVSTATE_MSGWAITON) && record.args[2] == LINEADDRESSSTATE_NUMCALLS,
        "states %#lx %#lx\n", record.args[1], record.args[2] );
    ret = lineGetStatusMessages( second, &lines, &addresses );
    ok( !ret && lines == LINEDEVSTATE_MSGWAITON && !addresses, "lineGetStatusMessages: %#lx states %#lx %#lx\n", ret, lines, addresses );
    ret = lineSetStatusMessages( second, 0x80000000, 0 );
    ok( ret == (LONG)LINEERR_INVALLINESTATE, "lineSetStatusMessages: %#lx\n", ret );

    /* each gets what it asked for */
    forget_messages( &apps[1] );
    forget_messages( &apps[2] );
    command( &apps[0], watch, 0, 0, TESTTSP_MESSAGE, LINE_LINEDEVSTATE, LINEDEVSTATE_RINGING, 1, 2, NULL );
    command( &apps[0], watch, 0, 0, TESTTSP_MESSAGE, LINE_ADDRESSSTATE, 0, LINEADDRESSSTATE_NUMCALLS, 0, NULL );
    ok( get_message_param( &apps[1], LINE_LINEDEVSTATE, first, LINEDEVSTATE_RINGING, &message, PATIENCE ), "no LINEDEVSTATE_RINGING\n" );
    ok( message.dwParam2 == 1 && message.dwParam3 == 2 && message.dwCallbackInstance == 2, "params %#lx %#lx\n", (DWORD)message.dwParam2,
        (DWORD)message.dwParam3 );
    ok( get_message( &apps[1], LINE_ADDRESSSTATE, first, &message, PATIENCE ), "no LINE_ADDRESSSTATE\n" );
    ok( no_message( &apps[2], LINE_LINEDEVSTATE ), "a state that was not asked for\n" );

    ret = lineClose( second );
    ok( !ret, "lineClose: %#lx\n", ret );
    ok( get_message_param( &apps[0], LINE_LINEDEVSTATE, watch, LINEDEVSTATE_CLOSE, &message, PATIENCE ), "no LINEDEVSTATE_CLOSE\n" );
    ok( count_calls( &apps[0], watch, "TSPI_lineSetDefaultMediaDetection", &record ) == 3 && record.args[1] == MODEM, "media modes %#lx\n",
        record.args[1] );
    lineClose( first );
    ok( !count_calls( &apps[0], watch, "TSPI_lineClose", NULL ), "closed at the provider while it is open\n" );
    lineClose( watch );
    /* a provider that refuses media modes refuses the open */
    watch = open_line( &apps[0], device, 0x00020000, 1, NONE, 0 );
    command( &apps[0], watch, 0, 0, TESTTSP_FAIL_NEXT, LINEERR_INVALMEDIAMODE, 0, 0, 0, L"TSPI_lineSetDefaultMediaDetection" );
    ret = lineOpenW( apps[1].handle, device, &first, 0x00020000, 0, 0, OWNER, MODEM, NULL );
    ok( ret == (LONG)LINEERR_INVALMEDIAMODE, "lineOpen: %#lx\n", ret );
    lineClose( watch );
}

static void test_ext_version( struct application *apps, DWORD device )
{
    HLINE watch = open_line( &apps[0], device, 0x00020000, 1, NONE, 0 ), first, second;
    struct testtsp_record record;
    LONG ret;

    command( &apps[0], watch, 0, 0, TESTTSP_CLEAR, 0, 0, 0, 0, NULL );
    ret = lineOpenW( apps[1].handle, device, &first, 0x00020000, 0x00010000, 0, NONE, 0, NULL );
    ok( !ret, "lineOpen: %#lx\n", ret );
    ret = lineOpenW( apps[2].handle, device, &second, 0x00020000, 0x00020000, 0, NONE, 0, NULL );
    ok( ret == (LONG)LINEERR_INCOMPATIBLEEXTVERSION, "lineOpen with another extension version: %#lx\n", ret );
    ret = lineOpenW( apps[2].handle, device, &second, 0x00020000, 0x00010000, 0, NONE, 0, NULL );
    ok( !ret, "lineOpen: %#lx\n", ret );
    ok( count_calls( &apps[0], watch, "TSPI_lineSelectExtVersion", &record ) == 1 && record.args[1] == 0x00010000, "version %#lx\n",
        record.args[1] );
    lineClose( first );
    ok( count_calls( &apps[0], watch, "TSPI_lineSelectExtVersion", NULL ) == 1, "released while it is used\n" );
    lineClose( second );
    ok( count_calls( &apps[0], watch, "TSPI_lineSelectExtVersion", &record ) == 2 && !record.args[1], "version %#lx\n", record.args[1] );
    lineClose( watch );
}

/* The fixed part is that of the version; variable parts are whole or absent. */
static void test_structures( struct application *app, DWORD device )
{
    static const struct { DWORD version, size; } sizes[] = { { 0x00010003, 236 }, { 0x00010004, 240 }, { 0x00020000, 252 },
        { 0x00020001, 252 }, { 0x00020002, 268 }, { 0x00030000, 292 }, { 0x00030001, 292 } };
    char buffer[2048];
    LINEDEVCAPS *caps = (LINEDEVCAPS *)buffer;
    DWORD i, needed, size, permanent = 0, id;
    HLINE line;
    LONG ret;

    for (i = 0; i < ARRAY_SIZE(sizes); i++)
    {
        winetest_push_context( "version %#lx", sizes[i].version );
        caps->dwTotalSize = sizes[i].size - 4;
        ret = lineGetDevCapsW( app->handle, device, sizes[i].version, 0, caps );
        ok( ret == (LONG)LINEERR_STRUCTURETOOSMALL, "lineGetDevCaps: %#lx\n", ret );
        memset( buffer, 0xcc, sizeof(buffer) );
        caps->dwTotalSize = sizes[i].size;
        ret = lineGetDevCapsW( app->handle, device, sizes[i].version, 0, caps );
        ok( !ret, "lineGetDevCaps: %#lx\n", ret );
        ok( caps->dwUsedSize == sizes[i].size && caps->dwNeededSize > sizes[i].size, "used %lu needed %lu\n", caps->dwUsedSize,
            caps->dwNeededSize );
        ok( !caps->dwLineNameSize && !caps->dwLineNameOffset, "a name that does not fit\n" );
        ok( buffer[sizes[i].size] == (char)0xcc, "written beyond the structure\n" );
        needed = caps->dwNeededSize;
        for (size = sizes[i].size; size <= needed; size += 4)
        {
            memset( buffer, 0xcc, sizeof(buffer) );
            caps->dwTotalSize = size;
            ret = lineGetDevCapsW( app->handle, device, sizes[i].version, 0, caps );
            if (ret || caps->dwNeededSize != needed || caps->dwUsedSize > size || buffer[size] != (char)0xcc ||
                (caps->dwLineNameSize && wcscmp( (WCHAR *)(buffer + caps->dwLineNameOffset), LINE_A ))) break;
        }
        ok( size > needed, "size %lu of %lu: %#lx needed %lu used %lu\n", size, needed, ret, caps->dwNeededSize, caps->dwUsedSize );
        ok( caps->dwLineNameSize == sizeof(LINE_A) && caps->dwUsedSize == needed, "name %lu used %lu\n", caps->dwLineNameSize, caps->dwUsedSize );
        if (!permanent) permanent = caps->dwPermanentLineID;
        ok( caps->dwPermanentLineID && caps->dwPermanentLineID == permanent, "permanent id %lu\n", caps->dwPermanentLineID );
        winetest_pop_context();
    }

    /* what a faulty provider says of its structure does not reach the application */
    line = open_line( app, device, 0x00020000, 0, NONE, 0 );
    for (id = 1; id <= 2; id++)
    {
        command( app, line, 0, 0, TESTTSP_VARIANT, id, 0, 0, 0, NULL );
        caps->dwTotalSize = sizeof(buffer);
        ret = lineGetDevCapsW( app->handle, device, 0x00020000, 0, caps );
        ok( ret || (caps->dwUsedSize <= sizeof(buffer) && caps->dwLineNameOffset + caps->dwLineNameSize <= sizeof(buffer)),
            "variant %lu: %#lx used %lu name %lu at %lu\n", id, ret, caps->dwUsedSize, caps->dwLineNameSize, caps->dwLineNameOffset );
    }
    command( app, line, 0, 0, TESTTSP_VARIANT, 0, 0, 0, 0, NULL );
    lineClose( line );
}

static void test_status( struct application *apps, DWORD device )
{
    HLINE line = open_line( &apps[0], device, 0x00020000, 1, NONE, 0 ), other = open_line( &apps[1], device, 0x00010004, 1, OWNER, MODEM );
    char buffer[4096];
    LINEDEVSTATUS *status = (LINEDEVSTATUS *)buffer;
    LINEADDRESSSTATUS *address = (LINEADDRESSSTATUS *)buffer;
    LINEAPPINFO *info;
    DWORD rings;
    LONG ret;

    status->dwTotalSize = sizeof(buffer);
    ret = lineGetLineDevStatusW( line, status );
    ok( !ret, "lineGetLineDevStatus: %#lx\n", ret );
    ok( status->dwNumOpens == 2 && status->dwOpenMediaModes == MODEM, "opens %lu media modes %#lx\n", status->dwNumOpens,
        status->dwOpenMediaModes );
    ok( status->dwAppInfoSize == 2 * sizeof(*info), "application list %lu\n", status->dwAppInfoSize );
    if (status->dwAppInfoSize == 2 * sizeof(*info))
    {
        info = (LINEAPPINFO *)(buffer + status->dwAppInfoOffset);
        ok( !wcscmp( (WCHAR *)(buffer + info[0].dwFriendlyNameOffset), L"first" ), "name %s\n",
            wine_dbgstr_w( (WCHAR *)(buffer + info[0].dwFriendlyNameOffset) ) );
        ok( !wcscmp( (WCHAR *)(buffer + info[1].dwFriendlyNameOffset), L"second" ) && info[1].dwMediaModes == MODEM, "name %s media modes %#lx\n",
            wine_dbgstr_w( (WCHAR *)(buffer + info[1].dwFriendlyNameOffset) ), info[1].dwMediaModes );
        ok( !_wcsicmp( (WCHAR *)(buffer + info[0].dwModuleFilenameOffset), L"tapisrv_lines_test.exe" ), "module %s\n",
            wine_dbgstr_w( (WCHAR *)(buffer + info[0].dwModuleFilenameOffset) ) );
    }
    status->dwTotalSize = 76;
    ret = lineGetLineDevStatusW( other, status );
    ok( !ret && status->dwUsedSize == 76, "lineGetLineDevStatus for 1.4: %#lx used %lu\n", ret, status->dwUsedSize );
    ret = lineGetLineDevStatusW( line, status );
    ok( ret == (LONG)LINEERR_STRUCTURETOOSMALL, "lineGetLineDevStatus: %#lx\n", ret );

    address->dwTotalSize = sizeof(buffer);
    ret = lineGetAddressStatusW( line, 0, address );
    ok( !ret, "lineGetAddressStatus: %#lx\n", ret );
    ret = lineGetAddressStatusW( line, 9, address );
    ok( ret == (LONG)LINEERR_INVALADDRESSID, "lineGetAddressStatus: %#lx\n", ret );

    ret = lineGetNumRings( line, 0, &rings );
    ok( !ret && rings == 0xffffffff, "lineGetNumRings: %#lx %lu\n", ret, rings );
    ok( !lineSetNumRings( line, 0, 5 ) && !lineSetNumRings( other, 0, 3 ), "lineSetNumRings\n" );
    ret = lineGetNumRings( line, 0, &rings );
    ok( !ret && rings == 3, "lineGetNumRings: %#lx %lu\n", ret, rings );
    ret = lineSetNumRings( line, 9, 1 );
    ok( ret == (LONG)LINEERR_INVALADDRESSID, "lineSetNumRings: %#lx\n", ret );
    lineClose( other );
    ret = lineGetNumRings( line, 0, &rings );
    ok( !ret && rings == 5, "lineGetNumRings: %#lx %lu\n", ret, rings );
    lineClose( line );
}

static void test_ids( struct application *app, DWORD device )
{
    HLINE line = open_line( app, device, 0x00020000, 1, NONE, 0 );
    char buffer[256];
    VARSTRING *string = (VARSTRING *)buffer;
    DWORD address;
    LONG ret;

    string->dwTotalSize = sizeof(buffer);
    ret = lineGetIDW( line, 0, 0, LINECALLSELECT_LINE, string, L"TAPI/Line" );
    ok( !ret, "lineGetID: %#lx\n", ret );
    ok( string->dwStringSize == 4 && *(DWORD *)(buffer + string->dwStringOffset) == device, "size %lu\n", string->dwStringSize );
    string->dwTotalSize = sizeof(buffer);
    ret = lineGetIDW( line, 0, 0, LINECALLSELECT_ADDRESS, string, L"tapi/providerid" );
    ok( !ret && string->dwStringSize == 4, "lineGetID: %#lx\n", ret );
    string->dwTotalSize = 26;
    ret = lineGetIDW( line, 0, 0, LINECALLSELECT_LINE, string, L"tapi/line" );
    ok( !ret && string->dwNeededSize == 28 && !string->dwStringSize, "lineGetID: %#lx needed %lu size %lu\n", ret, string->dwNeededSize,
        string->dwStringSize );
    string->dwTotalSize = 20;
    ret = lineGetIDW( line, 0, 0, LINECALLSELECT_LINE, string, L"tapi/line" );
    ok( ret == (LONG)LINEERR_STRUCTURETOOSMALL, "lineGetID: %#lx\n", ret );
    string->dwTotalSize = sizeof(buffer);
    ret = lineGetIDW( line, 9, 0, LINECALLSELECT_ADDRESS, string, L"tapi/line" );
    ok( ret == (LONG)LINEERR_INVALADDRESSID, "lineGetID: %#lx\n", ret );
    ret = lineGetIDW( line, 0, 0x1234, LINECALLSELECT_CALL, string, L"tapi/line" );
    ok( ret == (LONG)LINEERR_INVALCALLHANDLE, "lineGetID: %#lx\n", ret );
    ret = lineGetAddressIDW( line, &address, LINEADDRESSMODE_DIALABLEADDR, L"5551001", 8 * sizeof(WCHAR) );
    ok( !ret && address == 1, "lineGetAddressID: %#lx %lu\n", ret, address );
    lineClose( line );
}

static void test_mapper( struct application *app )
{
    LINECALLPARAMS params = { sizeof(params) };
    DWORD device;
    char buffer[64];
    VARSTRING *string = (VARSTRING *)buffer;
    HLINE line;
    LONG ret;

    params.dwBearerMode = LINEBEARERMODE_DATA;
    params.dwMediaMode = MODEM;
    params.dwAddressMode = LINEADDRESSMODE_ADDRESSID;
    ret = lineOpenW( app->handle, LINEMAPPER, &line, 0x00020000, 0, 0, OWNER, MODEM, &params );
    ok( !ret, "lineOpen LINEMAPPER: %#lx\n", ret );
    string->dwTotalSize = sizeof(buffer);
    ret = lineGetIDW( line, 0, 0, LINECALLSELECT_LINE, string, L"tapi/line" );
    device = *(DWORD *)(buffer + string->dwStringOffset);
    ok( !ret && device < app->lines, "lineGetID: %#lx device %lu\n", ret, device );
    lineClose( line );
    params.dwBearerMode = LINEBEARERMODE_MULTIUSE;
    ret = lineOpenW( app->handle, LINEMAPPER, &line, 0x00020000, 0, 0, NONE, 0, &params );
    ok( ret == (LONG)LINEERR_LINEMAPPERFAILED, "lineOpen LINEMAPPER: %#lx\n", ret );
}

static void test_countries( struct application *app )
{
    static char buffer[64 * 1024];
    LINECOUNTRYLIST *list = (LINECOUNTRYLIST *)buffer;
    LINECOUNTRYENTRY *entry;
    LONG ret;

    list->dwTotalSize = sizeof(buffer);
    ret = lineGetCountryW( 49, 0x00020000, list );
    ok( !ret && list->dwNumCountries == 1, "lineGetCountry: %#lx\n", ret );
    entry = (LINECOUNTRYENTRY *)(buffer + list->dwCountryListOffset);
    ok( entry->dwCountryCode == 49 && !wcscmp( (WCHAR *)(buffer + entry->dwCountryNameOffset), L"Germany" ), "country %lu\n", entry->dwCountryCode );
    ok( !wcscmp( (WCHAR *)(buffer + entry->dwLongDistanceRuleOffset), L"0FG" ), "rule\n" );
    ok( entry->dwNextCountryID == 51, "next %lu\n", entry->dwNextCountryID );
    list->dwTotalSize = sizeof(*list);
    ret = lineGetCountryW( 0, 0x00020000, list );
    ok( !ret && list->dwNeededSize > 10000, "lineGetCountry: %#lx needed %lu\n", ret, list->dwNeededSize );
    list->dwTotalSize = sizeof(buffer);
    ret = lineGetCountryW( 0, 0x00020000, list );
    ok( !ret && list->dwNumCountries > 200 && list->dwCountryListSize, "lineGetCountry: %#lx, %lu countries\n", ret, list->dwNumCountries );
    ret = lineGetCountryW( 99999, 0x00020000, list );
    ok( ret == (LONG)LINEERR_INVALCOUNTRYCODE, "lineGetCountry: %#lx\n", ret );
}

static DWORD priority( const WCHAR *name, DWORD media_mode )
{
    DWORD value = 77;
    LONG ret = lineGetAppPriorityW( name, media_mode, NULL, 0, NULL, &value );

    ok( !ret, "lineGetAppPriority: %#lx\n", ret );
    return value;
}

static void test_priorities(void)
{
    LONG ret;

    ok( !priority( L"one.exe", LINEMEDIAMODE_TELEX ), "priority %lu\n", priority( L"one.exe", LINEMEDIAMODE_TELEX ) );
    ok( !lineSetAppPriorityW( L"one.exe", LINEMEDIAMODE_TELEX, NULL, 0, NULL, 1 ), "lineSetAppPriority\n" );
    ok( !lineSetAppPriorityW( L"two.exe", LINEMEDIAMODE_TELEX, NULL, 0, NULL, 1 ), "lineSetAppPriority\n" );
    ok( priority( L"ONE.EXE", LINEMEDIAMODE_TELEX ) == 2 && priority( L"two.exe", LINEMEDIAMODE_TELEX ) == 1, "priorities %lu %lu\n",
        priority( L"one.exe", LINEMEDIAMODE_TELEX ), priority( L"two.exe", LINEMEDIAMODE_TELEX ) );
    ok( !lineSetAppPriorityW( L"two.exe", LINEMEDIAMODE_TELEX, NULL, 0, NULL, 0 ), "lineSetAppPriority\n" );
    ok( priority( L"one.exe", LINEMEDIAMODE_TELEX ) == 1 && !priority( L"two.exe", LINEMEDIAMODE_TELEX ), "priorities\n" );
    ok( !lineSetAppPriorityW( L"one.exe", LINEMEDIAMODE_TELEX, NULL, 0, NULL, 0 ), "lineSetAppPriority\n" );
    ret = lineSetAppPriorityW( L"one.exe", LINEMEDIAMODE_TELEX, NULL, 0, NULL, 2 );
    ok( ret == (LONG)LINEERR_INVALPARAM, "lineSetAppPriority: %#lx\n", ret );
    ret = lineSetAppPriorityW( L"c:\\one.exe", LINEMEDIAMODE_TELEX, NULL, 0, NULL, 1 );
    ok( ret == (LONG)LINEERR_INVALAPPNAME, "lineSetAppPriority: %#lx\n", ret );
    ret = lineSetAppPriorityW( L"one.exe", 0, NULL, LINEREQUESTMODE_DROP, NULL, 1 );
    ok( ret == (LONG)LINEERR_INVALREQUESTMODE, "lineSetAppPriority: %#lx\n", ret );
    ret = lineSetAppPriorityW( L"one.exe", 0x40000000, NULL, 0, NULL, 1 );
    ok( ret == (LONG)LINEERR_INVALMEDIAMODE, "lineSetAppPriority: %#lx\n", ret );
}

START_TEST(lines)
{
    static const WCHAR *names[] = { L"first", L"second", L"third" };
    struct application apps[3];
    DWORD device, i;

    if (!provider_begin()) return;
    for (i = 0; i < ARRAY_SIZE(apps); i++) app_begin( &apps[i], names[i], 0x00020002 );
    if ((device = find_line( &apps[0], LINE_A )) != ~0u)
    {
        test_open_errors( &apps[0], device );
        test_versions( &apps[0], device );
        test_unions( apps, device );
        test_ext_version( apps, device );
        test_structures( &apps[0], device );
        test_status( apps, device );
        test_ids( &apps[0], device );
        test_mapper( &apps[0] );
        test_countries( &apps[0] );
        test_priorities();
    }
    for (i = 0; i < ARRAY_SIZE(apps); i++) app_end( &apps[i] );
    provider_end();
}
