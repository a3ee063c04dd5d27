/*
 * Service providers: installing, listing, removing them; devices that come and go; faulty ones.
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

/* The entry of a provider in the list; *file: its file name. */
static BOOL listed( DWORD id, WCHAR *file )
{
    union { LINEPROVIDERLIST list; char bytes[8192]; } u = { { sizeof(u) } };
    const LINEPROVIDERENTRY *entry;
    DWORD i;

    ok_ret( lineGetProviderListW( NEWEST, &u.list ), 0 );
    ok( u.list.dwUsedSize <= sizeof(u) && u.list.dwNeededSize == u.list.dwUsedSize, "needed %lu used %lu\n", u.list.dwNeededSize, u.list.dwUsedSize );
    ok( u.list.dwProviderListSize == u.list.dwNumProviders * sizeof(*entry), "%lu bytes for %lu providers\n", u.list.dwProviderListSize,
        u.list.dwNumProviders );
    entry = (const LINEPROVIDERENTRY *)(u.bytes + u.list.dwProviderListOffset);
    for (i = 0; i < u.list.dwNumProviders; i++)
    {
        if (entry[i].dwPermanentProviderID != id) continue;
        ok( entry[i].dwProviderFilenameOffset + entry[i].dwProviderFilenameSize <= u.list.dwUsedSize, "name outside the list\n" );
        lstrcpynW( file, (const WCHAR *)(u.bytes + entry[i].dwProviderFilenameOffset), MAX_PATH );
        return TRUE;
    }
    return FALSE;
}

static void test_list(void)
{
    union { LINEPROVIDERLIST list; char bytes[64]; } u;
    WCHAR file[MAX_PATH];
    DWORD id = 0xdead, size;

    ok( listed( fixture_id, file ), "the provider that was added is not listed\n" );
    ok( !wcscmp( wcsrchr( file, '\\' ) ? wcsrchr( file, '\\' ) + 1 : file, L"testtsp.tsp" ), "its file is %s\n", wine_dbgstr_w( file ) );
    for (size = 0; size < sizeof(u.list); size += 4)
    {
        u.list.dwTotalSize = size;
        ok_ret( lineGetProviderListA( NEWEST, &u.list ), LINEERR_STRUCTURETOOSMALL );
    }
    u.list.dwTotalSize = sizeof(u.list);
    ok_ret( lineGetProviderListW( NEWEST, &u.list ), 0 );
    ok( u.list.dwNeededSize > sizeof(u.list) && u.list.dwUsedSize == sizeof(u.list), "needed %lu used %lu\n", u.list.dwNeededSize, u.list.dwUsedSize );
    ok_ret( lineGetProviderListW( NEWEST, NULL ), LINEERR_INVALPOINTER );
    ok_ret( lineGetProviderListW( 0x00010000, &u.list ), LINEERR_INCOMPATIBLEAPIVERSION );

    ok( lineAddProviderW( L"no such provider.tsp", NULL, &id ) < 0, "a provider without a file was added\n" );
    ok( lineAddProviderW( L"kernel32.dll", NULL, &id ) < 0, "kernel32 was added\n" );
    ok_ret( lineAddProviderW( NULL, NULL, &id ), LINEERR_INVALPOINTER );
    ok_ret( lineAddProviderW( L"testtsp.tsp", NULL, NULL ), LINEERR_INVALPOINTER );
    ok( lineRemoveProvider( 0x12345678, NULL ) < 0, "a provider was removed that is none\n" );
    ok( lineConfigProvider( NULL, 0x12345678 ) < 0, "a provider was configured that is none\n" );
    /* its UI DLL, in this process, talks with it */
    ok_ret( lineConfigProvider( NULL, fixture_id ), 0 );
}

/* ---- how TAPI starts a provider ---------------------------------------------------------------------------------- */

/* The first record from there on. */
static int find_record( const struct testtsp_records *records, int from, const char *function, DWORD arg, DWORD value )
{
    DWORD i;

    for (i = from; i < records->command.result[1]; i++)
    {
        if (strcmp( records->records[i].function, function )) continue;
        if (arg == ANY || records->records[i].args[arg] == value) return i;
    }
    return -1;
}

static void test_order( struct app *app, DWORD device )
{
    static char buffer[sizeof(struct testtsp_records) + 200 * sizeof(struct testtsp_record)];
    struct testtsp_records *records = (struct testtsp_records *)buffer;
    int negotiate = -1, enumerate, init, line_negotiate, open, next;
    HLINE line = open_line( app, device, NEWEST, LINECALLPRIVILEGE_NONE, 0 );

    records->command.magic = TESTTSP_MAGIC;
    records->command.code = TESTTSP_RECORDS;
    ok_ret( wait_reply( app, lineDevSpecific( line, 0, 0, records, sizeof(buffer) ) ), 0 );
    /* the interface version first, without a line (INITIALIZE_NEGOTIATION), then the devices, then TSPI_providerInit, then each line */
    while ((next = find_record( records, negotiate + 1, "TSPI_lineNegotiateTSPIVersion", 0, 0xffffffff )) >= 0) negotiate = next;
    next = negotiate < 0 ? 0 : negotiate;
    enumerate = find_record( records, next, "TSPI_providerEnumDevices", ANY, 0 );
    init = find_record( records, next, "TSPI_providerInit", ANY, 0 );
    line_negotiate = find_record( records, next, "TSPI_lineNegotiateTSPIVersion", 0, device );
    open = find_record( records, next, "TSPI_lineOpen", ANY, 0 );
    ok( negotiate >= 0, "no TSPI_lineNegotiateTSPIVersion( INITIALIZE_NEGOTIATION )\n" );
    ok( enumerate > negotiate, "TSPI_providerEnumDevices at %d, negotiation at %d\n", enumerate, negotiate );
    ok( init > enumerate, "TSPI_providerInit at %d, TSPI_providerEnumDevices at %d\n", init, enumerate );
    ok( line_negotiate > init, "negotiation for the line at %d, TSPI_providerInit at %d\n", line_negotiate, init );
    ok( open > line_negotiate, "TSPI_lineOpen at %d, negotiation at %d\n", open, line_negotiate );
    if (init >= 0)
    {
        ok( records->records[init].args[1] == fixture_id, "permanent id %#lx\n", records->records[init].args[1] );
        ok( records->records[init].args[4] == 2, "%lu lines\n", records->records[init].args[4] );
    }
    ok_ret( lineClose( line ), 0 );
}

/* ---- devices that come and go ------------------------------------------------------------------------------------ */

static void test_dynamic( struct app *app, DWORD device )
{
    HLINE line = open_line( app, device, NEWEST, LINECALLPRIVILEGE_NONE, 0 ), added;
    union { LINEDEVCAPS caps; char bytes[4096]; } u = { { sizeof(u) } };
    LINEEXTENSIONID extension;
    LINEMESSAGE msg = { 0 };
    DWORD version, id;

    forget( app );
    tell( app, line, 0, TESTTSP_ADD_LINE, 777, 0, 0, 0, L"Added line" );
    ok( wait_message( app, LINE_CREATE, ANY, ANY, &msg ), "no LINE_CREATE\n" );
    id = msg.dwParam1;
    ok( id >= app->lines, "device %lu with %lu before\n", id, app->lines );
    ok_ret( lineNegotiateAPIVersion( app->handle, id, NEWEST, NEWEST, &version, &extension ), 0 );
    ok_ret( lineGetDevCapsW( app->handle, id, NEWEST, 0, &u.caps ), 0 );
    ok( !wcscmp( (WCHAR *)(u.bytes + u.caps.dwLineNameOffset), L"Added line" ), "name %s\n", wine_dbgstr_w( (WCHAR *)(u.bytes + u.caps.dwLineNameOffset) ) );
    added = open_line( app, id, NEWEST, LINECALLPRIVILEGE_NONE, 0 );
    hang_up( app, outgoing( app, added, L"1" ) );

    /* "preceded by a LINE_CLOSE message on each line handle" */
    forget( app );
    tell( app, line, 0, TESTTSP_REMOVE_LINE, id, 0, 0, 0, NULL );
    ok( wait_message( app, LINE_REMOVE, ANY, id, &msg ), "no LINE_REMOVE\n" );
    ok( !msg.hDevice && !msg.dwParam2 && !msg.dwParam3, "device %#lx params %#lx %#lx\n", msg.hDevice, H( msg.dwParam2 ), H( msg.dwParam3 ) );
    ok( have_message( app, LINE_CLOSE, H( added ), ANY, NULL ), "no LINE_CLOSE before LINE_REMOVE\n" );
    ok_ret( lineClose( added ), LINEERR_INVALLINEHANDLE );
    ok_ret( lineNegotiateAPIVersion( app->handle, id, NEWEST, NEWEST, &version, &extension ), LINEERR_NODEVICE );
    ok_ret( lineGetDevCapsW( app->handle, id, NEWEST, 0, &u.caps ), LINEERR_NODEVICE );
    ok_ret( lineOpenW( app->handle, id, &added, NEWEST, 0, 0, LINECALLPRIVILEGE_NONE, 0, NULL ), LINEERR_NODEVICE );
    ok_ret( lineClose( line ), 0 );
}

/* An application that runs when a provider is added and removed. */
static BOOL test_running( struct app *app )
{
    DWORD i, ids[2] = { ~0u, ~0u };
    LINEEXTENSIONID extension;
    LINEMESSAGE msg = { 0 };
    DWORD version;

    if (!fixture_begin()) return FALSE;
    for (i = 0; i < 2; i++)
    {
        ok( wait_message( app, LINE_CREATE, ANY, ANY, &msg ), "no LINE_CREATE\n" );
        ids[i] = msg.dwParam1;
        ok( ids[i] >= app->lines, "device %lu with %lu before\n", ids[i], app->lines );
        ok_ret( lineNegotiateAPIVersion( app->handle, ids[i], NEWEST, NEWEST, &version, &extension ), 0 );
    }
    ok( ids[0] != ids[1], "the same device twice\n" );
    fixture_end();
    for (i = 0; i < 2; i++)
    {
        ok( wait_message( app, LINE_REMOVE, ANY, ids[i], NULL ), "no LINE_REMOVE for device %lu\n", ids[i] );
        ok_ret( lineNegotiateAPIVersion( app->handle, ids[i], NEWEST, NEWEST, &version, &extension ), LINEERR_NODEVICE );
    }
    return TRUE;
}

static DWORD permanent_id( struct app *app, const WCHAR *name )
{
    union { LINEDEVCAPS caps; char bytes[4096]; } u = { { sizeof(u) } };
    DWORD device = find_line( app, name );

    if (device == ~0u) return 0;
    ok_ret( lineGetDevCapsW( app->handle, device, NEWEST, 0, &u.caps ), 0 );
    return u.caps.dwPermanentLineID;
}

/* ---- dialogs ----------------------------------------------------------------------------------------------------- */

/* The test's UI DLL shows nothing, but it runs in this process and speaks with its provider. */
static void test_dialogs( DWORD device )
{
    union { VARSTRING config; char bytes[256]; } u = { { sizeof(u) } };
    static BYTE config[] = { 1, 2, 3, 4 };

    ok_ret( lineConfigDialogW( device, NULL, NULL ), 0 );
    ok_ret( lineConfigDialogA( device, NULL, "tapi/line" ), 0 );
    ok_ret( lineConfigDialogW( device, NULL, L"no/such/class" ), LINEERR_INVALDEVICECLASS );
    ok_ret( lineConfigDialogW( ~0u, NULL, NULL ), LINEERR_BADDEVICEID );
    ok_ret( lineConfigDialogEditW( device, NULL, L"tapi/line", config, sizeof(config), &u.config ), 0 );
    ok( u.config.dwStringSize == 4 && (BYTE)u.bytes[u.config.dwStringOffset] == 0xfe && (BYTE)u.bytes[u.config.dwStringOffset + 3] == 0xfb,
        "%lu bytes\n", u.config.dwStringSize );
    ok_ret( lineConfigDialogEditW( device, NULL, L"tapi/line", NULL, 4, &u.config ), LINEERR_INVALPOINTER );
    ok_ret( lineConfigDialogEditW( device, NULL, L"tapi/line", config, sizeof(config), NULL ), LINEERR_INVALPOINTER );
}

/* ---- faulty providers -------------------------------------------------------------------------------------------- */

/* The block is written when the reply comes, after the thread has ended. */
struct hanging
{
    HLINE                  line;
    struct testtsp_command command;
};

static DWORD WINAPI hang_thread( void *arg )
{
    struct hanging *hanging = arg;

    lineDevSpecific( hanging->line, 0, 0, &hanging->command, sizeof(hanging->command) );
    return 0;
}

/* A line of another provider works as if nothing were. */
static void use_modem( struct app *app, DWORD modem )
{
    union { LINEDEVCAPS caps; char bytes[4096]; } u = { { sizeof(u) } };
    HLINE line;

    ok_ret( lineGetDevCapsW( app->handle, modem, NEWEST, 0, &u.caps ), 0 );
    line = open_line( app, modem, NEWEST, LINECALLPRIVILEGE_NONE, 0 );
    ok_ret( lineClose( line ), 0 );
}

static void test_hang( struct app *app, DWORD device, DWORD modem )
{
    struct hanging hanging = { open_line( app, device, NEWEST, LINECALLPRIVILEGE_NONE, 0 ), { TESTTSP_MAGIC, TESTTSP_HANG, { 5000 } } };
    HANDLE thread = CreateThread( NULL, 0, hang_thread, &hanging, 0, NULL );

    /* let it get there; should it be late, the modem works all the more */
    ok( WaitForSingleObject( thread, 200 ) == WAIT_TIMEOUT, "the provider does not hang\n" );
    use_modem( app, modem );
    ok( WaitForSingleObject( thread, 0 ) == WAIT_TIMEOUT, "the modem's line had to wait for the other provider\n" );
    ok( !WaitForSingleObject( thread, PATIENCE ), "lineDevSpecific hangs\n" );
    CloseHandle( thread );
    fence( app, hanging.line );
    ok_ret( lineClose( hanging.line ), 0 );
}

static void test_crash( struct app *app, DWORD device, DWORD modem )
{
    struct testtsp_command command = { TESTTSP_MAGIC, TESTTSP_CRASH, { TESTTSP_CRASH_READ } };
    HLINE line = open_line( app, device, NEWEST, LINECALLPRIVILEGE_NONE, 0 );
    LONG ret;

    ret = wait_reply( app, lineDevSpecific( line, 0, 0, &command, sizeof(command) ) );
    ok( ret < 0, "the request of a provider that crashed returned %#lx\n", ret );
    ok( wait_message( app, LINE_CLOSE, H( line ), ANY, NULL ), "no LINE_CLOSE for the line of a provider that crashed\n" );
    use_modem( app, modem );
    ok( lineOpenW( app->handle, device, &line, NEWEST, 0, 0, LINECALLPRIVILEGE_NONE, 0, NULL ) < 0, "the crashed provider's line was opened\n" );
}

START_TEST( provider )
{
    DWORD device, modem, before, after;
    struct app app;
    BOOL have;

    app_begin( &app, "provider test" );
    before = permanent_id( &app, L"Modem A" );
    have = test_running( &app );
    app_end( &app );

    if (!have || !fixture_begin()) return;
    app_begin( &app, "provider test" );
    after = permanent_id( &app, L"Modem A" );
    ok( before == after, "the modem's permanent id %#lx became %#lx with another provider\n", before, after );
    device = find_line( &app, L"Test line A" );
    ok( device != ~0u, "the test provider's line is missing\n" );
    if (device != ~0u)
    {
        test_list();
        test_order( &app, device );
        test_dynamic( &app, device );
        test_dialogs( device );
        modem = find_line( &app, L"Modem A" );
        if (modem != ~0u)
        {
            test_hang( &app, device, modem );
            test_crash( &app, device, modem );
        }
        else skip( "no 'Modem A' beside the test provider\n" );
    }
    app_end( &app );
    fixture_end();
    app_begin( &app, "provider test" );
    after = permanent_id( &app, L"Modem A" );
    ok( before == after, "the modem's permanent id %#lx became %#lx\n", before, after );
    ok( find_line( &app, L"Test line A" ) == ~0u, "the removed provider's line is there\n" );
    app_end( &app );
}
