/*
 * Tests of hosting: providers that hang, applications that die.
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

static DWORD add( HLINEAPP app, const char *file )
{
    DWORD id = 0;
    LONG ret = lineAddProviderA( file, NULL, &id );

    ok( !ret, "lineAddProvider( %s ) returned %#lx\n", file, ret );
    return id;
}

static DWORD add_test_provider( HLINEAPP app, DWORD *line_a )
{
    DWORD id = add( app, "testtsp.tsp" );
    LINEMESSAGE msg;
    BOOL got;

    *line_a = -1;
    got = expect_message( app, LINE_CREATE, &msg );
    ok( got, "no LINE_CREATE\n" );
    if (got) *line_a = msg.dwParam1;
    return id;
}

static DWORD WINAPI add_hanging( void *arg )
{
    add( 0, "hangtsp.tsp" );
    return 0;
}

static DWORD last_provider(void)
{
    union { LINEPROVIDERLIST list; char buffer[4096]; } u;
    const LINEPROVIDERENTRY *entry = (const LINEPROVIDERENTRY *)(&u.list + 1);

    u.list.dwTotalSize = sizeof(u);
    if (lineGetProviderListA( 0x00020000, &u.list ) || !u.list.dwNumProviders) return 0;
    return entry[u.list.dwNumProviders - 1].dwPermanentProviderID;
}

/* TSPI_providerInit of one takes longer than anybody should wait. */
static void test_hanging_start(void)
{
    DWORD devices, line_a, provider, hanging, start, took;
    HLINEAPP app = begin( &devices );
    HANDLE thread;
    HLINE line;
    LONG ret;

    provider = add_test_provider( app, &line_a );
    thread = CreateThread( NULL, 0, add_hanging, NULL, 0, NULL );
    Sleep( 500 );
    start = GetTickCount();
    ret = open_line( app, line_a, LINECALLPRIVILEGE_NONE, &line );
    ok( !ret, "lineOpen returned %#lx\n", ret );
    ret = simple_command( app, line, TESTTSP_CLEAR, 0, 0 );
    ok( !ret, "command returned %#lx\n", ret );
    took = GetTickCount() - start;
    ok( took < 3000, "the other provider's line waited %lu ms\n", took );
    ret = WaitForSingleObject( thread, 20000 );
    ok( !ret, "adding it takes too long\n" );
    CloseHandle( thread );

    hanging = last_provider();
    ok( hanging != provider, "it is not installed\n" );
    start = GetTickCount();
    ret = lineRemoveProvider( hanging, NULL );
    ok( !ret, "lineRemoveProvider returned %#lx\n", ret );
    took = GetTickCount() - start;
    ok( took < 5000, "removing it took %lu ms\n", took );
    ret = simple_command( app, line, TESTTSP_CLEAR, 0, 0 );
    ok( !ret, "command returned %#lx\n", ret );
    ret = lineRemoveProvider( provider, NULL );
    ok( !ret, "lineRemoveProvider returned %#lx\n", ret );
    lineShutdown( app );
}

static DWORD WINAPI hang_thread( void *arg )
{
    static struct testtsp_command cmd = { TESTTSP_MAGIC, TESTTSP_HANG, { 8000 } };
    LONG ret = lineDevSpecific( *(HLINE *)arg, 0, 0, &cmd, sizeof(cmd) );

    ok( ret > 0 || ret == LINEERR_OPERATIONFAILED || ret == LINEERR_INVALLINEHANDLE, "lineDevSpecific returned %#lx\n", ret );
    return 0;
}

/* Removed while a call is in it: its code must stay until the call is out. */
static void test_remove_while_hanging(void)
{
    DWORD devices, line_a, provider, start, took;
    HLINEAPP app = begin( &devices );
    LINEMESSAGE msg;
    HANDLE thread;
    HLINE line;
    BOOL got;
    LONG ret;

    provider = add_test_provider( app, &line_a );
    ret = open_line( app, line_a, LINECALLPRIVILEGE_NONE, &line );
    ok( !ret, "lineOpen returned %#lx\n", ret );
    thread = CreateThread( NULL, 0, hang_thread, &line, 0, NULL );
    Sleep( 500 );
    start = GetTickCount();
    ret = lineRemoveProvider( provider, NULL );
    ok( !ret, "lineRemoveProvider returned %#lx\n", ret );
    took = GetTickCount() - start;
    ok( took < 15000, "removing it took %lu ms\n", took );
    got = expect_message( app, LINE_CLOSE, &msg );
    ok( got, "no LINE_CLOSE\n" );
    got = expect_message( app, LINE_REMOVE, &msg );
    ok( got, "no LINE_REMOVE\n" );
    ret = WaitForSingleObject( thread, 15000 );
    ok( !ret, "the call did not come back\n" );
    CloseHandle( thread );

    /* and it can be had again */
    provider = add_test_provider( app, &line_a );
    ret = open_line( app, line_a, LINECALLPRIVILEGE_NONE, &line );
    ok( !ret, "lineOpen returned %#lx\n", ret );
    ret = simple_command( app, line, TESTTSP_CLEAR, 0, 0 );
    ok( !ret, "command returned %#lx\n", ret );
    ret = lineRemoveProvider( provider, NULL );
    ok( !ret, "lineRemoveProvider returned %#lx\n", ret );
    lineShutdown( app );
}

/* In a child: open a dialog of the provider and stay. */
static void child_with_dialog( DWORD device )
{
    static struct testtsp_command cmd = { TESTTSP_MAGIC, TESTTSP_DIALOG };
    DWORD devices;
    HLINEAPP app = begin( &devices );
    HLINE line;

    if (open_line( app, device, LINECALLPRIVILEGE_NONE, &line )) return;
    lineDevSpecific( line, 0, 0, &cmd, sizeof(cmd) );
    Sleep( 20000 );
}

static void test_dead_client( char **argv )
{
    DWORD devices, line_a, provider, i;
    HLINEAPP app = begin( &devices );
    STARTUPINFOA startup = { sizeof(startup) };
    PROCESS_INFORMATION info;
    char path[MAX_PATH];
    HLINE line;
    LONG ret;
    BOOL got;

    provider = add_test_provider( app, &line_a );
    ret = open_line( app, line_a, LINECALLPRIVILEGE_NONE, &line );
    ok( !ret, "lineOpen returned %#lx\n", ret );
    simple_command( app, line, TESTTSP_CLEAR, 0, 0 );
    sprintf( path, "\"%s\" misbehave dialog %lu", argv[0], line_a );
    got = CreateProcessA( NULL, path, NULL, NULL, FALSE, 0, NULL, NULL, &startup, &info );
    ok( got, "CreateProcess failed, error %lu\n", GetLastError() );
    for (i = 0; i < 100 && !count_records( app, line, "TSPI_providerGenericDialogData", NULL ); i++) Sleep( 50 );
    ok( i < 100, "the child has no dialog\n" );
    ok( !count_records( app, line, "TSPI_providerFreeDialogInstance", NULL ), "the dialog ended by itself\n" );
    TerminateProcess( info.hProcess, 0 );
    for (i = 0; i < 20 && !count_records( app, line, "TSPI_providerFreeDialogInstance", NULL ); i++) Sleep( 50 );
    ok( i < 20, "the provider does not know that the dialog is gone\n" );
    CloseHandle( info.hProcess );
    CloseHandle( info.hThread );
    ret = lineRemoveProvider( provider, NULL );
    ok( !ret, "lineRemoveProvider returned %#lx\n", ret );
    lineShutdown( app );
}

static HLINE old_line;

static DWORD WINAPI call_old( void *arg )
{
    static HCALL calls[2][10];      /* written with the reply */
    LONG i, ret;

    for (i = 0; i < 10; i++)
    {
        ret = lineMakeCallA( old_line, &calls[(DWORD_PTR)arg][i], "1", 0, NULL );
        ok( ret != LINEERR_RESOURCEUNAVAIL, "two calls at a time in a provider that is not reentrant\n" );
    }
    return 0;
}

/* Providers before TSPI 2.0 are called by one thread at a time. */
static void test_not_reentrant(void)
{
    DWORD devices, provider, i, version = 0;
    HLINEAPP app = begin( &devices );
    LINEEXTENSIONID extension;
    HANDLE threads[2];
    LINEMESSAGE msg;
    LONG ret;
    BOOL got;

    provider = add( app, "oldtsp.tsp" );
    got = expect_message( app, LINE_CREATE, &msg );
    ok( got, "no LINE_CREATE\n" );
    ret = lineNegotiateAPIVersion( app, msg.dwParam1, 0x00010003, 0x00030001, &version, &extension );
    ok( !ret, "lineNegotiateAPIVersion returned %#lx\n", ret );
    ret = lineOpenA( app, msg.dwParam1, &old_line, version, 0, 0, LINECALLPRIVILEGE_NONE, 0, NULL );
    ok( !ret, "lineOpen returned %#lx\n", ret );
    for (i = 0; i < 2; i++) threads[i] = CreateThread( NULL, 0, call_old, (void *)(DWORD_PTR)i, 0, NULL );
    for (i = 0; i < 2; i++)
    {
        ret = WaitForSingleObject( threads[i], 10000 );
        ok( !ret, "a caller hangs\n" );
        CloseHandle( threads[i] );
    }
    ret = lineRemoveProvider( provider, NULL );
    ok( !ret, "lineRemoveProvider returned %#lx\n", ret );
    lineShutdown( app );
}

START_TEST( misbehave )
{
    char **argv;
    int argc = winetest_get_mainargs( &argv );

    if (argc >= 4 && !strcmp( argv[2], "dialog" ))
    {
        child_with_dialog( atoi( argv[3] ) );
        return;
    }
    if (!install_fixtures()) return;
    test_dead_client( argv );
    test_not_reentrant();
    test_remove_while_hanging();
    test_hanging_start();
    remove_fixtures();
}
