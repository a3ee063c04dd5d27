/*
 * Media service providers: the private exports of tapi32 against the test provider.
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

#include "tsp.h"
#include "tapi3_link.h"

static WineMSPIdentify_func identify;
static WineCreateMSPInstance_func create_instance;
static WineCloseMSPInstance_func close_instance;
static WineReceiveMSPData_func send_data;

static HLINEAPP app;

#define CHILD_READY L"wine-telephony-msp-child"

/* The text of the next LINE_SENDMSPDATA; other messages are thrown away. */
static BOOL expect_data( HLINEAPP which, LINEMESSAGE *msg, WCHAR text[64] )
{
    memset( text, 0, 64 * sizeof(WCHAR) );
    if (!expect_message( which, LINE_SENDMSPDATA, msg )) return FALSE;
    memcpy( text, (void *)msg->dwParam2, min( msg->dwParam3, 63 * sizeof(WCHAR) ));
    LocalFree( (void *)msg->dwParam2 );
    return TRUE;
}

static LONG provider_sends( HLINE line, HCALL call, const WCHAR *text, DWORD to, DWORD times, DWORD state )
{
    static struct testtsp_command cmds[32];     /* a block comes back with the reply, whenever that is */
    static unsigned int next;
    struct testtsp_command *cmd = &cmds[next++ % ARRAYSIZE(cmds)];

    memset( cmd, 0, sizeof(*cmd) );
    cmd->magic = TESTTSP_MAGIC;
    cmd->code = TESTTSP_MSP_DATA;
    cmd->args[0] = to;
    cmd->args[1] = times;
    cmd->args[2] = state;
    wcscpy( cmd->text, text );
    return lineDevSpecific( line, 0, call, cmd, sizeof(*cmd) );
}

static void test_identify( DWORD line_a, DWORD line_b )
{
    static const GUID msp = TESTTSP_MSP;
    GUID clsid;
    LONG ret;

    memset( &clsid, 0x55, sizeof(clsid) );
    ret = identify( line_a, &clsid );
    ok( !ret, "returned %#lx\n", ret );
    ok( !memcmp( &clsid, &msp, sizeof(msp) ), "wrong class\n" );
    ret = identify( line_b, &clsid );
    ok( ret == (LONG)LINEERR_OPERATIONUNAVAIL, "returned %#lx\n", ret );
    ret = identify( 0x7000, &clsid );
    ok( ret == (LONG)LINEERR_BADDEVICEID, "returned %#lx\n", ret );
}

static void test_instances( DWORD line_a, HLINE control )
{
    DWORD instance = 0, other = 0, count;
    struct testtsp_record record;
    LONG ret;
    HLINE line;

    ret = open_line( app, line_a, LINECALLPRIVILEGE_NONE, &line );
    ok( !ret, "lineOpen returned %#lx\n", ret );
    ret = create_instance( line, 7, &instance );
    ok( ret == (LONG)LINEERR_INVALADDRESSID, "returned %#lx\n", ret );
    ret = create_instance( (HLINE)0x1234, 0, &instance );
    ok( ret == (LONG)LINEERR_INVALLINEHANDLE, "returned %#lx\n", ret );
    ret = create_instance( line, 1, &instance );
    ok( !ret && instance, "returned %#lx\n", ret );
    count = count_records( app, control, "TSPI_lineCreateMSPInstance", &record );
    ok( count == 1 && record.args[0] == line_a && record.args[1] == 1, "%lu times, line %lu, address %lu\n", count, record.args[0], record.args[1] );
    ret = create_instance( line, 0, &other );
    ok( !ret && other && other != instance, "returned %#lx\n", ret );
    ret = close_instance( instance );
    ok( !ret, "returned %#lx\n", ret );
    count = count_records( app, control, "TSPI_lineCloseMSPInstance", &record );
    ok( count == 1 && record.args[0] == line_a, "%lu times, line %lu\n", count, record.args[0] );
    ret = close_instance( instance );
    ok( ret == (LONG)LINEERR_INVALPARAM, "returned %#lx\n", ret );
    ret = close_instance( 0 );
    ok( ret == (LONG)LINEERR_INVALPARAM, "returned %#lx\n", ret );
    ret = send_data( instance, 0, L"gone", 8 );
    ok( ret == (LONG)LINEERR_INVALPARAM, "returned %#lx\n", ret );

    /* the other one goes with its line, before it */
    ret = lineClose( line );
    ok( !ret, "lineClose returned %#lx\n", ret );
    count = count_records( app, control, "TSPI_lineCloseMSPInstance", &record );
    ok( count == 2, "%lu times\n", count );
    ret = close_instance( other );
    ok( ret == (LONG)LINEERR_INVALPARAM, "returned %#lx\n", ret );
}

static void test_refusal( DWORD line_a )
{
    struct testtsp_command cmd = { .code = TESTTSP_FAIL_NEXT, .args = { LINEERR_RESOURCEUNAVAIL }, .text = L"TSPI_lineCreateMSPInstance" };
    DWORD instance = 0;
    HLINE line;
    LONG ret;

    ret = open_line( app, line_a, LINECALLPRIVILEGE_NONE, &line );
    ok( !ret, "lineOpen returned %#lx\n", ret );
    ret = command( app, line, 0, 0, &cmd );
    ok( !ret, "command returned %#lx\n", ret );
    ret = create_instance( line, 0, &instance );
    ok( ret == (LONG)LINEERR_RESOURCEUNAVAIL, "returned %#lx\n", ret );
    lineClose( line );
}

static void test_data( DWORD line_a, HLINE control )
{
    struct testtsp_record record;
    HLINEAPP second;
    DWORD instance = 0, other = 0, devices, count, i;
    HLINE line, second_line;
    WCHAR text[64];
    LINEMESSAGE msg;
    BYTE *large;
    HCALL call;
    BOOL got;
    LONG ret;

    second = begin( &devices );
    ret = open_line( app, line_a, LINECALLPRIVILEGE_OWNER, &line );
    ok( !ret, "lineOpen returned %#lx\n", ret );
    ret = open_line( second, line_a, LINECALLPRIVILEGE_NONE, &second_line );
    ok( !ret, "lineOpen returned %#lx\n", ret );
    ret = create_instance( second_line, 0, &other );
    ok( !ret, "returned %#lx\n", ret );
    ret = create_instance( line, 0, &instance );
    ok( !ret, "returned %#lx\n", ret );

    /* to nobody, to one, to all: what the other program sees first is the last */
    provider_sends( line, 0, L"nobody", 2, 0, 0 );
    provider_sends( line, 0, L"one", 0, 0, 0 );
    provider_sends( line, 0, L"all", 1, 0, 0 );
    got = expect_data( app, &msg, text );
    ok( got && !wcscmp( text, L"one" ), "text %s\n", wine_dbgstr_w( text ));
    ok( msg.hDevice == (DWORD)line && msg.dwParam1 == instance, "device %#lx, instance %#lx\n", msg.hDevice, (DWORD)msg.dwParam1 );
    ok( msg.dwParam3 == 3 * sizeof(WCHAR) && msg.dwCallbackInstance == line_a, "size %lu\n", (DWORD)msg.dwParam3 );
    got = expect_data( app, &msg, text );
    ok( got && !wcscmp( text, L"all" ), "text %s\n", wine_dbgstr_w( text ));
    got = expect_data( second, &msg, text );
    ok( got && !wcscmp( text, L"all" ), "text %s\n", wine_dbgstr_w( text ));
    ok( msg.hDevice == (DWORD)second_line && msg.dwParam1 == other, "device %#lx, instance %#lx\n", msg.hDevice, (DWORD)msg.dwParam1 );

    /* about a call: only who has it hears of it, and in order with its states */
    ret = reply( app, lineMakeCallA( line, &call, "5551234", 0, NULL ));
    ok( !ret, "lineMakeCall returned %#lx\n", ret );
    got = expect_state( app, LINECALLSTATE_CONNECTED, &msg );
    ok( got, "not connected\n" );
    provider_sends( line, call, L"call 0", 1, 5, LINECALLSTATE_ONHOLD );
    for (i = 0; i < 5; i++)
    {
        WCHAR expected[16];

        swprintf( expected, ARRAYSIZE(expected), L"call %u", i );
        got = expect_data( app, &msg, text );
        ok( got && !wcscmp( text, expected ), "text %s, expected %s\n", wine_dbgstr_w( text ), wine_dbgstr_w( expected ));
        ok( msg.hDevice == (DWORD)call, "device %#lx\n", msg.hDevice );
        got = next_message( app, &msg, 20000 ) && msg.dwMessageID == LINE_CALLSTATE && msg.dwParam1 == LINECALLSTATE_ONHOLD;
        ok( got, "message %lu in its place\n", msg.dwMessageID );
    }
    provider_sends( line, 0, L"end", 1, 0, 0 );
    got = expect_data( second, &msg, text );
    ok( got && !wcscmp( text, L"end" ), "the other program got %s\n", wine_dbgstr_w( text ));

    /* the other way */
    ret = send_data( instance, 0, L"hello", 10 );
    ok( !ret, "returned %#lx\n", ret );
    count = count_records( app, control, "TSPI_lineReceiveMSPData", &record );
    ok( count == 1 && !wcscmp( record.text, L"hello" ) && record.args[0] == line_a && !record.args[1] && record.args[3] == 10,
        "%lu times, line %lu, call %lu, %lu bytes of %s\n", count, record.args[0], record.args[1], record.args[3], wine_dbgstr_w( record.text ));
    ret = send_data( instance, call, L"echo", 8 );
    ok( !ret, "returned %#lx\n", ret );
    got = expect_data( app, &msg, text );
    ok( got && !wcscmp( text, L"echo" ) && msg.hDevice == (DWORD)call, "text %s, device %#lx\n", wine_dbgstr_w( text ), msg.hDevice );
    count = count_records( app, control, "TSPI_lineReceiveMSPData", &record );
    ok( count == 2 && record.args[1], "%lu times, call %lu\n", count, record.args[1] );

    /* what nobody may */
    ret = send_data( instance, 0, L"", 0 );
    ok( ret == (LONG)LINEERR_INVALPARAM, "returned %#lx\n", ret );
    ret = send_data( 0x1234, 0, L"a", 2 );
    ok( ret == (LONG)LINEERR_INVALPARAM, "returned %#lx\n", ret );
    ret = send_data( instance, (HCALL)0x1234, L"a", 2 );
    ok( ret == (LONG)LINEERR_INVALCALLHANDLE, "returned %#lx\n", ret );
    ret = send_data( instance, 0, NULL, 2 );
    ok( ret == (LONG)LINEERR_INVALPOINTER, "returned %#lx\n", ret );
    large = calloc( 1, MSP_DATA_MAX + 1 );
    ret = send_data( instance, 0, large, MSP_DATA_MAX + 1 );
    ok( ret == (LONG)LINEERR_INVALPARAM, "returned %#lx\n", ret );
    ret = send_data( instance, 0, large, MSP_DATA_MAX );
    ok( !ret, "returned %#lx\n", ret );
    free( large );

    ret = reply( app, lineDrop( call, NULL, 0 ));
    ok( !ret, "lineDrop returned %#lx\n", ret );
    lineDeallocateCall( call );
    lineClose( line );
    lineShutdown( second );             /* without lineClose */
    count = count_records( app, control, "TSPI_lineCreateMSPInstance", NULL );
    i = count_records( app, control, "TSPI_lineCloseMSPInstance", NULL );
    ok( count == i, "%lu instances were made, %lu closed\n", count, i );
}

/* A program that is killed with an instance. */
static void child( const char *device )
{
    DWORD instance, devices;
    HLINEAPP own = begin( &devices );
    HANDLE ready = OpenEventW( EVENT_MODIFY_STATE, FALSE, CHILD_READY );
    HLINE line;

    if (!open_line( own, atoi( device ), LINECALLPRIVILEGE_NONE, &line ) && !create_instance( line, 0, &instance )) SetEvent( ready );
    Sleep( 60000 );
}

static void test_kill( DWORD line_a, HLINE control )
{
    STARTUPINFOA startup = { sizeof(startup) };
    HANDLE ready = CreateEventW( NULL, TRUE, FALSE, CHILD_READY );
    DWORD before, after = 0, i;
    PROCESS_INFORMATION info;
    char command[MAX_PATH + 64], **argv;
    BOOL ret;

    before = count_records( app, control, "TSPI_lineCloseMSPInstance", NULL );
    winetest_get_mainargs( &argv );
    snprintf( command, sizeof(command), "\"%s\" msp child %lu", argv[0], line_a );
    ret = CreateProcessA( NULL, command, NULL, NULL, FALSE, 0, NULL, NULL, &startup, &info );
    ok( ret, "no child, error %lu\n", GetLastError() );
    ok( !WaitForSingleObject( ready, 30000 ), "the child has no instance\n" );
    TerminateProcess( info.hProcess, 1 );
    WaitForSingleObject( info.hProcess, 30000 );
    CloseHandle( info.hThread );
    CloseHandle( info.hProcess );
    CloseHandle( ready );
    for (i = 0; i < 200 && after <= before; i++)
    {
        after = count_records( app, control, "TSPI_lineCloseMSPInstance", NULL );
        if (after <= before) Sleep( 50 );
    }
    ok( after == before + 1, "the provider was told %lu times\n", after - before );
}

static void test_old_provider(void)
{
    DWORD id, instance;
    LINEMESSAGE msg;
    GUID clsid;
    HLINE line;
    LONG ret;
    BOOL got;

    ret = lineAddProviderA( "oldtsp.tsp", NULL, &id );
    ok( !ret, "lineAddProvider returned %#lx\n", ret );
    if (ret) return;
    got = expect_message( app, LINE_CREATE, &msg );
    ok( got, "no LINE_CREATE\n" );
    ret = identify( msg.dwParam1, &clsid );
    ok( ret == (LONG)LINEERR_OPERATIONUNAVAIL, "returned %#lx\n", ret );
    ret = open_line( app, msg.dwParam1, LINECALLPRIVILEGE_NONE, &line );
    ok( !ret, "lineOpen returned %#lx\n", ret );
    ret = create_instance( line, 0, &instance );
    ok( ret == (LONG)LINEERR_OPERATIONUNAVAIL, "returned %#lx\n", ret );
    lineClose( line );
    lineRemoveProvider( id, NULL );
}

START_TEST( msp )
{
    HMODULE tapi32 = GetModuleHandleA( "tapi32.dll" );
    DWORD provider, devices, line_a, line_b;
    HLINE control;
    char **argv;
    LONG ret;

    identify = (WineMSPIdentify_func)(void *)GetProcAddress( tapi32, "WineMSPIdentify" );
    create_instance = (WineCreateMSPInstance_func)(void *)GetProcAddress( tapi32, "WineCreateMSPInstance" );
    close_instance = (WineCloseMSPInstance_func)(void *)GetProcAddress( tapi32, "WineCloseMSPInstance" );
    send_data = (WineReceiveMSPData_func)(void *)GetProcAddress( tapi32, "WineReceiveMSPData" );
    ok( identify && create_instance && close_instance && send_data, "an export is missing\n" );
    if (!identify || !create_instance || !close_instance || !send_data) return;
    if (winetest_get_mainargs( &argv ) >= 4 && !strcmp( argv[2], "child" ))
    {
        child( argv[3] );
        return;
    }
    if (!install_fixtures()) return;
    app = begin( &devices );
    ret = lineAddProviderA( "testtsp.tsp", NULL, &provider );
    ok( !ret, "lineAddProvider returned %#lx\n", ret );
    if (!ret)
    {
        LINEMESSAGE msg;

        ok( expect_message( app, LINE_CREATE, &msg ), "no LINE_CREATE\n" );
        line_a = msg.dwParam1;
        ok( expect_message( app, LINE_CREATE, &msg ), "no LINE_CREATE\n" );
        line_b = msg.dwParam1;
        ret = open_line( app, line_b, LINECALLPRIVILEGE_NONE, &control );
        ok( !ret, "lineOpen returned %#lx\n", ret );
        test_identify( line_a, line_b );
        test_instances( line_a, control );
        test_refusal( line_a );
        simple_command( app, control, TESTTSP_CLEAR, 0, 0 );
        test_data( line_a, control );
        test_kill( line_a, control );
        lineClose( control );
        lineRemoveProvider( provider, NULL );
    }
    test_old_provider();
    lineShutdown( app );
    remove_fixtures();
}
