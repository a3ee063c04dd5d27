/*
 * winetapi.exe: the terminal and the data stream of a call.
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
#include <wchar.h>

#include "winetapi.h"

#define LINGER_MS       600     /* the far end may answer what it got last */
#define LONGEST_MS      5000
#define WRITE_MS        30000   /* a port that takes nothing for this long is stuck */

struct data_stream
{
    HANDLE        port;
    BOOL          echo;
    HANDLE        stop;
    volatile LONG last_data;    /* GetTickCount */
    HANDLE        input_end;
    HANDLE        input_thread, port_thread;
};

/* Overlapped I/O that waits until it is done, its time is over or the stream stops; returns the bytes moved, or -1. */
static int transfer( struct data_stream *stream, BOOL write, void *buffer, DWORD size, DWORD timeout )
{
    OVERLAPPED overlapped = { 0 };
    HANDLE handles[2] = { 0, stream->stop };
    DWORD done = 0;
    BOOL ret;

    if (!(handles[0] = overlapped.hEvent = CreateEventW( NULL, TRUE, FALSE, NULL ))) return -1;
    ret = write ? WriteFile( stream->port, buffer, size, NULL, &overlapped ) : ReadFile( stream->port, buffer, size, NULL, &overlapped );
    if (!ret && GetLastError() == ERROR_IO_PENDING)
    {
        if (WaitForMultipleObjects( 2, handles, FALSE, timeout ) != WAIT_OBJECT_0) CancelIoEx( stream->port, &overlapped );
        ret = TRUE;
    }
    if (ret) ret = GetOverlappedResult( stream->port, &overlapped, &done, TRUE ) || done || GetLastError() == ERROR_OPERATION_ABORTED;
    CloseHandle( overlapped.hEvent );
    return ret ? (int)done : -1;
}

static BOOL stopping( struct data_stream *stream )
{
    return !WaitForSingleObject( stream->stop, 0 );
}

static BOOL write_port( struct data_stream *stream, char *data, int size )
{
    while (size)
    {
        int done = transfer( stream, TRUE, data, size, WRITE_MS );

        if (done <= 0) return FALSE;
        data += done;
        size -= done;
        InterlockedExchange( &stream->last_data, GetTickCount() );
    }
    return TRUE;
}

static DWORD WINAPI input_main( void *arg )
{
    struct data_stream *stream = arg;
    HANDLE input = GetStdHandle( STD_INPUT_HANDLE );
    char buffer[4096];
    DWORD got;

    while (!stopping( stream ) && ReadFile( input, buffer, sizeof(buffer), &got, NULL ) && got)
    {
        if (write_port( stream, buffer, got )) continue;
        fail( L"the port takes no more data" );
        break;
    }
    SetEvent( stream->input_end );
    return 0;
}

static DWORD WINAPI port_main( void *arg )
{
    struct data_stream *stream = arg;
    HANDLE output = GetStdHandle( STD_OUTPUT_HANDLE );
    char buffer[4096];
    DWORD done;
    int got;

    while ((got = transfer( stream, FALSE, buffer, sizeof(buffer), INFINITE )) >= 0)
    {
        if (got)
        {
            InterlockedExchange( &stream->last_data, GetTickCount() );
            if (!WriteFile( output, buffer, got, &done, NULL )) break;
            if (stream->echo && !write_port( stream, buffer, got )) break;
        }
        else if (!WaitForSingleObject( stream->stop, 10 )) break;
    }
    return 0;
}

struct data_stream *data_join( HCALL call, BOOL echo )
{
    /*
     * A read gives what there is. When there is nothing it ends at once on Windows, and waits for the first byte on Wine,
     * which does not know "wait for the first byte" (MAXDWORD, MAXDWORD, n) and sometimes forgets a short time-out.
     */
    COMMTIMEOUTS timeouts = { MAXDWORD, 0, 0, 0, 0 };
    BYTE buffer[512];
    VARSTRING *id = (VARSTRING *)buffer;
    struct data_stream *stream;
    HANDLE port;
    LONG error;

    memset( buffer, 0, sizeof(buffer) );
    id->dwTotalSize = sizeof(buffer);
    if ((error = lineGetIDW( 0, 0, call, LINECALLSELECT_CALL, id, L"comm/datamodem" )))
    {
        fail( L"the call has no data stream: %ls", tapi_error( error ) );
        return NULL;
    }
    if (id->dwStringSize < sizeof(port) || id->dwStringOffset + sizeof(port) > sizeof(buffer))
    {
        fail( L"the provider gave no handle of the port" );
        return NULL;
    }
    memcpy( &port, buffer + id->dwStringOffset, sizeof(port) );
    if (!SetCommTimeouts( port, &timeouts ))
    {
        fail( L"the port of the call does not work: %ls", windows_error( GetLastError() ) );
        CloseHandle( port );
        return NULL;
    }
    if (!(stream = calloc( 1, sizeof(*stream) ))) exit( EXIT_FAILED );
    stream->port = port;
    stream->echo = echo;
    stream->last_data = GetTickCount();
    stream->stop = CreateEventW( NULL, TRUE, FALSE, NULL );
    stream->input_end = CreateEventW( NULL, TRUE, FALSE, NULL );
    stream->port_thread = CreateThread( NULL, 0, port_main, stream, 0, NULL );
    if (!echo) stream->input_thread = CreateThread( NULL, 0, input_main, stream, 0, NULL );
    return stream;
}

HANDLE data_input_end( struct data_stream *stream )
{
    return stream->input_end;
}

void data_leave( struct data_stream *stream )
{
    DWORD start = GetTickCount();

    while (GetTickCount() - stream->last_data < LINGER_MS && GetTickCount() - start < LONGEST_MS &&
           WaitForSingleObject( stream->port_thread, 20 ) == WAIT_TIMEOUT) ;
    SetEvent( stream->stop );
    WaitForSingleObject( stream->port_thread, 2000 );
    /* the input thread may be waiting for a terminal: the end of the process ends it, and the stream stays for it */
    CloseHandle( stream->port );
}
