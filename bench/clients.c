/*
 * What programs cost each other: 1 to 100 of them, and 1 to 1,000 monitors of one line.
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

#include <stdlib.h>
#include <string.h>

#include "bench.h"
#include "../tests/fixtures/testtsp.h"

#define CLIENTS     100
#define SAMPLES     100         /* of each program */
#define PAUSE       50          /* ms between two calls of a program: together they leave the processors some rest */
#define MONITORS    1000
#define EVENTS      20
#define EVENT_PAUSE 100         /* ms: more than 1,000 monitors take */

static const char section_name[] = "wine-telephony-bench-clients";
static const char ready_name[] = "wine-telephony-bench-clients-ready";
static const char go_name[] = "wine-telephony-bench-clients-go";

struct results
{
    LONG  failed;
    float values[CLIENTS][SAMPLES];
};

static struct results *map_results( HANDLE *section )
{
    struct results *results;

    *section = CreateFileMappingA( INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, sizeof(*results), section_name );
    if (!*section || !(results = MapViewOfFile( *section, FILE_MAP_WRITE, 0, 0, sizeof(*results) ))) die( "no shared memory: error %lu", GetLastError() );
    return results;
}

int clients_child( int argc, char **argv )
{
    unsigned int index = argc > 2 ? atoi( argv[2] ) : CLIENTS, i;
    struct { LINEDEVSTATUS status; char more[1024]; } buffer;
    struct session session;
    struct results *results;
    HANDLE section, ready, go;
    double start;
    HLINE line;

    if (index >= CLIENTS) return 2;
    results = map_results( &section );
    ready = CreateSemaphoreA( NULL, 0, CLIENTS, ready_name );
    go = CreateEventA( NULL, TRUE, FALSE, go_name );
    InterlockedIncrement( &results->failed );
    session_open( &session );
    line = session_line( &session, session_find( &session, "Test line A" ), LINECALLPRIVILEGE_MONITOR, 0 );
    ReleaseSemaphore( ready, 1, NULL );
    if (WaitForSingleObject( go, 120000 )) die( "nobody starts the programs" );
    for (i = 0; i < SAMPLES; i++)
    {
        buffer.status.dwTotalSize = sizeof(buffer);
        start = now_us();
        if (lineGetLineDevStatusW( line, &buffer.status )) die( "lineGetLineDevStatus fails" );
        results->values[index][i] = now_us() - start;
        Sleep( PAUSE );
    }
    InterlockedDecrement( &results->failed );
    session_close( &session );
    return 0;
}

static void start_clients( unsigned int count, HANDLE *children )
{
    char program[MAX_PATH], command[MAX_PATH + 32];
    STARTUPINFOA startup = { sizeof(startup) };
    PROCESS_INFORMATION info;
    unsigned int i;

    GetModuleFileNameA( NULL, program, sizeof(program) );
    for (i = 0; i < count; i++)
    {
        snprintf( command, sizeof(command), "\"%s\" client %u", program, i );
        if (!CreateProcessA( program, command, NULL, NULL, FALSE, 0, NULL, NULL, &startup, &info )) die( "cannot start a program: error %lu", GetLastError() );
        CloseHandle( info.hThread );
        children[i] = info.hProcess;
    }
}

static void measure_clients( unsigned int count )
{
    struct samples samples = { 0 };
    HANDLE section, ready, go, children[CLIENTS];
    struct results *results = map_results( &section );
    unsigned int i, j;
    char metric[64];

    memset( results, 0, sizeof(*results) );
    ready = CreateSemaphoreA( NULL, 0, CLIENTS, ready_name );
    go = CreateEventA( NULL, TRUE, FALSE, go_name );
    start_clients( count, children );
    for (i = 0; i < count; i++) if (WaitForSingleObject( ready, 120000 )) die( "only %u of %u programs are ready", i, count );
    SetEvent( go );
    for (i = 0; i < count; i++)
    {
        if (WaitForSingleObject( children[i], 120000 )) die( "program %u does not end", i );
        CloseHandle( children[i] );
        for (j = 0; j < SAMPLES; j++) samples_add( &samples, results->values[i][j] );
    }
    if (results->failed) die( "%ld of %u programs failed", results->failed, count );
    snprintf( metric, sizeof(metric), "clients_%u_call_p50_us", count );
    report( metric, samples_percentile( &samples, 0.5 ), "us", 0 );
    snprintf( metric, sizeof(metric), "clients_%u_call_p99_us", count );
    report( metric, samples_percentile( &samples, 0.99 ), "us", 0 );
    samples_free( &samples );
    CloseHandle( go );
    CloseHandle( ready );
    UnmapViewOfFile( results );
    CloseHandle( section );
}

/* From the provider's thread until the last of the monitors of a line has its message. */
static void measure_monitors( unsigned int count )
{
    struct samples samples = { 0 };
    static HLINE lines[MONITORS];
    struct session session;
    unsigned int i, event;
    LINEMESSAGE message;
    char metric[64];
    DWORD device;

    session_open( &session );
    device = session_find( &session, "Test line A" );
    for (i = 0; i < count; i++) lines[i] = session_line( &session, device, LINECALLPRIVILEGE_MONITOR, 0 );
    test_command( lines[0], TESTTSP_FLOOD, EVENTS, 1, EVENT_PAUSE );
    for (event = 0; event < EVENTS; event++)
    {
        for (i = 0; i < count; i++) session_wait( &session, LINE_DEVSPECIFIC, 0, &message );
        samples_add( &samples, (DWORD)((DWORD)(ULONGLONG)now_us() - (DWORD)message.dwParam2) );
    }
    snprintf( metric, sizeof(metric), "monitors_%u_event_us", count );
    report( metric, samples_percentile( &samples, 0.5 ), "us", 0 );
    samples_free( &samples );
    for (i = 0; i < count; i++) lineClose( lines[i] );
    session_close( &session );
}

void bench_clients(void)
{
    static const unsigned int clients[] = { 1, 10, CLIENTS }, monitors[] = { 1, 10, 100, MONITORS };
    unsigned int i;

    for (i = 0; i < ARRAYSIZE( clients ); i++) measure_clients( clients[i] );
    for (i = 0; i < ARRAYSIZE( monitors ); i++) measure_monitors( monitors[i] );
}
