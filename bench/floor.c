/*
 * Floors: what the same bytes and wake-ups cost without telephony.
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

static const char pipe_name[] = "\\\\.\\pipe\\wine-telephony-bench";

static HANDLE start_child( const char *arguments )
{
    STARTUPINFOA startup = { sizeof(startup) };
    PROCESS_INFORMATION process;
    char self[MAX_PATH], command[MAX_PATH + 128];

    GetModuleFileNameA( NULL, self, sizeof(self) );
    snprintf( command, sizeof(command), "\"%s\" floor %s", self, arguments );
    if (!CreateProcessA( NULL, command, NULL, NULL, FALSE, 0, NULL, NULL, &startup, &process ))
        die( "cannot start %s: error %lu", command, GetLastError() );
    CloseHandle( process.hThread );
    return process.hProcess;
}

/* Like tapisrv: overlapped reads and writes on a message pipe. */
static int pipe_server( DWORD reply_size )
{
    OVERLAPPED overlapped = { 0 };
    HANDLE pipe, ready;
    char *buffer = calloc( 1, 1 << 20 );
    DWORD size;

    overlapped.hEvent = CreateEventW( NULL, TRUE, FALSE, NULL );
    pipe = CreateNamedPipeA( pipe_name, PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED, PIPE_TYPE_MESSAGE | PIPE_READMODE_MESSAGE,
                             1, 65536, 65536, 0, NULL );
    if (pipe == INVALID_HANDLE_VALUE || !buffer) return 1;
    ready = OpenEventA( EVENT_MODIFY_STATE, FALSE, "wine-telephony-bench-ready" );
    SetEvent( ready );
    if (!ConnectNamedPipe( pipe, &overlapped ) && GetLastError() == ERROR_IO_PENDING)
        GetOverlappedResult( pipe, &overlapped, &size, TRUE );
    for (;;)
    {
        if (!ReadFile( pipe, buffer, 1 << 20, NULL, &overlapped ) && GetLastError() != ERROR_IO_PENDING) break;
        if (!GetOverlappedResult( pipe, &overlapped, &size, TRUE )) break;
        if (!WriteFile( pipe, buffer, reply_size, NULL, &overlapped ) && GetLastError() != ERROR_IO_PENDING) break;
        if (!GetOverlappedResult( pipe, &overlapped, &size, TRUE )) break;
    }
    CloseHandle( pipe );
    return 0;
}

static int event_server(void)
{
    HANDLE ping = OpenEventA( SYNCHRONIZE, FALSE, "wine-telephony-bench-ping" );
    HANDLE pong = OpenEventA( EVENT_MODIFY_STATE, FALSE, "wine-telephony-bench-ready" );
    HANDLE parent = OpenEventA( SYNCHRONIZE, FALSE, "wine-telephony-bench-end" );
    HANDLE handles[2] = { ping, parent };

    if (!ping || !pong || !parent) return 1;
    SetEvent( pong );
    while (WaitForMultipleObjects( 2, handles, FALSE, 60000 ) == WAIT_OBJECT_0) SetEvent( pong );
    return 0;
}

int floor_child( int argc, char **argv )
{
    if (argc == 4 && !strcmp( argv[2], "pipe" )) return pipe_server( atoi( argv[3] ) );
    if (argc == 3 && !strcmp( argv[2], "event" )) return event_server();
    return 2;
}

/* The near end of a floor. */
struct floor
{
    HANDLE child, ready, pipe, ping, end;
    DWORD  request_size;
    char  *buffer;
};

struct floor *floor_pipe( DWORD request_size, DWORD reply_size )
{
    struct floor *floor = calloc( 1, sizeof(*floor) );
    DWORD mode = PIPE_READMODE_MESSAGE;
    char arguments[32];

    floor->buffer = calloc( 1, 1 << 20 );
    floor->request_size = request_size;
    floor->ready = CreateEventA( NULL, FALSE, FALSE, "wine-telephony-bench-ready" );
    snprintf( arguments, sizeof(arguments), "pipe %lu", reply_size );
    floor->child = start_child( arguments );
    if (WaitForSingleObject( floor->ready, 10000 )) die( "the pipe server of the floor does not start" );
    floor->pipe = CreateFileA( pipe_name, GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL );
    if (floor->pipe == INVALID_HANDLE_VALUE) die( "cannot open the pipe of the floor: error %lu", GetLastError() );
    SetNamedPipeHandleState( floor->pipe, &mode, NULL, NULL );
    return floor;
}

struct floor *floor_event(void)
{
    struct floor *floor = calloc( 1, sizeof(*floor) );

    floor->ready = CreateEventA( NULL, FALSE, FALSE, "wine-telephony-bench-ready" );
    floor->ping = CreateEventA( NULL, FALSE, FALSE, "wine-telephony-bench-ping" );
    floor->end = CreateEventA( NULL, TRUE, FALSE, "wine-telephony-bench-end" );
    floor->child = start_child( "event" );
    if (WaitForSingleObject( floor->ready, 10000 )) die( "the event server of the floor does not start" );
    return floor;
}

static void round_trip( struct floor *floor )
{
    DWORD size;

    if (floor->ping)
    {
        SetEvent( floor->ping );
        if (WaitForSingleObject( floor->ready, 10000 )) die( "the event server of the floor does not answer" );
    }
    else if (!WriteFile( floor->pipe, floor->buffer, floor->request_size, &size, NULL ) ||
             !ReadFile( floor->pipe, floor->buffer, 1 << 20, &size, NULL ))
        die( "the pipe of the floor broke: error %lu", GetLastError() );
}

void floor_run( struct floor *floor, struct samples *samples, unsigned int count, DWORD pause )
{
    unsigned int i;
    double start;

    for (i = 0; i < count; i++)
    {
        if (pause) Sleep( pause );
        start = now_us();
        round_trip( floor );
        samples_add( samples, now_us() - start );
    }
}

void floor_end( struct floor *floor )
{
    if (floor->pipe) CloseHandle( floor->pipe );
    if (floor->end) SetEvent( floor->end );
    WaitForSingleObject( floor->child, 10000 );
    CloseHandle( floor->child );
    CloseHandle( floor->ready );
    if (floor->ping) CloseHandle( floor->ping );
    if (floor->end) CloseHandle( floor->end );
    free( floor->buffer );
    free( floor );
}
