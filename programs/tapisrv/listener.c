/*
 * The local transport's end in the service: named pipes, one thread for each connection.
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

/*
 * A thread that waits for the overlapped read of its own connection answers in two thirds of the time that a completion port takes on
 * Wine (194 against 309 us for a round trip of 128 bytes on Wine 8, see docs/performance.md), and a request that blocks in a provider
 * can hold up nobody but its own connection. A connection that waits costs one idle thread.
 */

#include <stdlib.h>
#include <string.h>

#include "client.h"
#include "transport/transport.h"
#include "debug/debug.h"

DEBUG_CHANNEL( tapisrv );

#define HELLO_TIMEOUT   5000        /* ms */
#define MAX_CONNECTIONS 4096
#define INSTANCES       4           /* pipes that wait for clients: a burst of programs finds one each */
#define FIRST_BUFFER    4096
#define STACK_SIZE      (1024 * 1024)   /* providers run on it */

struct connection
{
    HANDLE     pipe;
    OVERLAPPED read;
    OVERLAPPED write;
    BYTE      *message;             /* the last one read */
    DWORD      capacity;
    BYTE      *reply;
    DWORD      reply_capacity;
};

static HANDLE listener_thread, stop_event;
static LONG connections;

static HANDLE create_instance( BOOL first )
{
    return CreateNamedPipeW( TRANSPORT_PIPE, PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED | (first ? FILE_FLAG_FIRST_PIPE_INSTANCE : 0),
                             PIPE_TYPE_MESSAGE | PIPE_READMODE_MESSAGE | PIPE_WAIT | PIPE_REJECT_REMOTE_CLIENTS,
                             PIPE_UNLIMITED_INSTANCES, TRANSPORT_MAX_EVENTS, TRANSPORT_MAX_EVENTS, 0, NULL );
}

/* Reads one message, however long. Returns its bytes, or -1: the connection ended, or the client sent too much. */
static int read_message( struct connection *conn, DWORD timeout )
{
    DWORD used = 0, error;

    for (;;)
    {
        if (!ReadFile( conn->pipe, conn->message + used, conn->capacity - used, NULL, &conn->read ))
        {
            error = GetLastError();
            if (error != ERROR_IO_PENDING && error != ERROR_MORE_DATA) return -1;
            if (error == ERROR_IO_PENDING && WaitForSingleObject( conn->read.hEvent, timeout ))
            {
                DWORD size;
                CancelIoEx( conn->pipe, &conn->read );
                GetOverlappedResult( conn->pipe, &conn->read, &size, TRUE );
                return -1;
            }
        }
        used += conn->read.InternalHigh;
        if (!conn->read.Internal) return used;
        if (conn->read.Internal != (ULONG_PTR)0x80000005 /* STATUS_BUFFER_OVERFLOW */) return -1;
        if (used == conn->capacity)
        {
            DWORD capacity = conn->capacity * 4;
            BYTE *message;

            if (conn->capacity >= TRANSPORT_MAX_PACKET + sizeof(struct transport_request)) return -1;
            capacity = min( capacity, TRANSPORT_MAX_PACKET + sizeof(struct transport_request) );
            if (!(message = realloc( conn->message, capacity ))) return -1;
            conn->message = message;
            conn->capacity = capacity;
        }
    }
}

static BOOL write_message( struct connection *conn, const void *data, DWORD size )
{
    if (!WriteFile( conn->pipe, data, size, NULL, &conn->write ))
    {
        if (GetLastError() != ERROR_IO_PENDING) return FALSE;
        if (WaitForSingleObject( conn->write.hEvent, INFINITE )) return FALSE;
    }
    return !conn->write.Internal;
}

/* Without an event connection the last connection is the client's life. */
static void connection_left( struct client *client )
{
    if (!InterlockedDecrement( &client->connections ) && !client->events.pipe) client_die( client );
}

static void serve_requests( struct connection *conn, struct client *client )
{
    struct transport_request *header;
    DWORD size;
    int used;

    while ((used = read_message( conn, INFINITE )) >= 0 && !client->dead)
    {
        header = (struct transport_request *)conn->message;
        if ((DWORD)used < sizeof(*header))
        {
            WARN( "client %lu: a message of %d bytes is no request: connection closed\n", client->pid, used );
            break;
        }
        events_begin();
        size = dispatch( client, header + 1, used - sizeof(*header), header->needed, &conn->reply, &conn->reply_capacity );
        if (!size || !write_message( conn, conn->reply, size ))
        {
            events_end();
            break;
        }
        events_end();
    }
    connection_left( client );
}

static void serve_events( struct connection *conn, struct client *client )
{
    HANDLE handles[3];
    DWORD ret, count;
    BYTE byte;

    if (!events_connect( client, conn->pipe ))
    {
        WARN( "client %lu: a second event connection: refused\n", client->pid );
        connection_left( client );
        return;
    }
    connection_left( client );      /* from here on the event connection itself is the client's life */
    /* nothing is ever sent to us here: the read ends with the connection */
    if (ReadFile( conn->pipe, &byte, 1, NULL, &conn->read ) || GetLastError() != ERROR_IO_PENDING)
    {
        events_disconnect( client );
        client_die( client );
        return;
    }
    handles[0] = conn->read.hEvent;
    handles[1] = client->events.pending;
    handles[2] = client->events.overlapped.hEvent;
    for (;;)
    {
        /* a write's event is looked at only while that write is pending: most end at once, in the thread that makes them */
        count = client->events.in_flight ? 3 : 2;
        ret = WaitForMultipleObjects( count, handles, FALSE, INFINITE );
        if (ret == WAIT_OBJECT_0 + 1) continue;
        if (ret != WAIT_OBJECT_0 + 2) break;
        if (client->events.overlapped.Internal) break;
        events_written( client );
    }
    events_disconnect( client );
    client_die( client );
}

/* The first message: who is it? Returns the client, referenced, with this connection counted: once it is welcome, the end of another one
 * must not be taken for the client's last. */
static struct client *welcome( struct connection *conn, DWORD *kind )
{
    struct transport_welcome answer = { .magic = TRANSPORT_MAGIC, .version = TRANSPORT_VERSION };
    struct client *client = NULL;
    struct transport_hello hello;
    ULONG pid;

    if (read_message( conn, HELLO_TIMEOUT ) != sizeof(hello)) return NULL;
    memcpy( &hello, conn->message, sizeof(hello) );
    if (hello.magic != TRANSPORT_MAGIC) return NULL;
    answer.server_pid = GetCurrentProcessId();
    answer.error = LINEERR_OPERATIONFAILED;
    if (!GetNamedPipeClientProcessId( conn->pipe, &pid )) WARN( "unknown client process, error %lu\n", GetLastError() );
    else if (hello.version != TRANSPORT_VERSION)
    {
        WARN( "client %lu speaks version %lu of the transport, not %u: install tapi32.dll and tapisrv.exe of one build\n",
              pid, hello.version, TRANSPORT_VERSION );
        answer.error = LINEERR_INCOMPATIBLEAPIVERSION;
    }
    else if (hello.kind > TRANSPORT_EVENTS) WARN( "client %lu: connection of unknown kind %lu\n", pid, hello.kind );
    else if (!hello.cookie)
    {
        if ((client = client_create( pid ))) answer.error = 0;
        else answer.error = LINEERR_NOMEM;
    }
    else if ((client = client_find( hello.cookie, pid ))) answer.error = 0;
    else WARN( "process %lu is no client with that cookie: refused\n", pid );

    if (client)
    {
        answer.cookie = client->cookie;
        InterlockedIncrement( &client->connections );
    }
    *kind = hello.kind;
    if (!write_message( conn, &answer, sizeof(answer) ) && client)
    {
        connection_left( client );
        client_release( client );
        client = NULL;
    }
    return client;
}

static DWORD WINAPI connection_thread( void *arg )
{
    struct connection conn = { .pipe = arg };
    struct client *client;
    DWORD kind;

    conn.read.hEvent = CreateEventW( NULL, TRUE, FALSE, NULL );
    conn.write.hEvent = CreateEventW( NULL, TRUE, FALSE, NULL );
    conn.message = malloc( conn.capacity = FIRST_BUFFER );
    conn.reply = malloc( conn.reply_capacity = FIRST_BUFFER );
    if (conn.read.hEvent && conn.write.hEvent && conn.message && conn.reply && (client = welcome( &conn, &kind )))
    {
        if (kind == TRANSPORT_EVENTS) serve_events( &conn, client );
        else serve_requests( &conn, client );
        client_release( client );
    }
    CloseHandle( conn.pipe );
    if (conn.read.hEvent) CloseHandle( conn.read.hEvent );
    if (conn.write.hEvent) CloseHandle( conn.write.hEvent );
    free( conn.message );
    free( conn.reply );
    InterlockedDecrement( &connections );
    return 0;
}

/* One of the instances that wait for a client. */
struct instance
{
    HANDLE     pipe;
    OVERLAPPED overlapped;
};

/* Starts to wait; a client that is there already sets the event too. FALSE: the instance is of no use. */
static BOOL instance_listen( struct instance *instance )
{
    if (ConnectNamedPipe( instance->pipe, &instance->overlapped )) return TRUE;
    if (GetLastError() == ERROR_IO_PENDING) return TRUE;
    if (GetLastError() != ERROR_PIPE_CONNECTED) return FALSE;
    instance->overlapped.Internal = 0;
    return SetEvent( instance->overlapped.hEvent );
}

static void serve( HANDLE pipe )
{
    HANDLE thread = NULL;

    if (InterlockedIncrement( &connections ) > MAX_CONNECTIONS) ERR( "more than %u connections: one is refused\n", MAX_CONNECTIONS );
    else if (!(thread = CreateThread( NULL, STACK_SIZE, connection_thread, pipe, STACK_SIZE_PARAM_IS_A_RESERVATION, NULL )))
        ERR( "no thread for a connection, error %lu: it is refused (there are %lu)\n", GetLastError(), connections - 1 );
    if (thread) CloseHandle( thread );
    else
    {
        InterlockedDecrement( &connections );
        CloseHandle( pipe );
    }
}

static DWORD WINAPI listen_thread( void *arg )
{
    struct instance instances[INSTANCES] = { { .pipe = arg } };
    HANDLE handles[INSTANCES + 1] = { stop_event };
    DWORD i, ret = 0;

    for (i = 0; i < INSTANCES; i++)
    {
        handles[i + 1] = instances[i].overlapped.hEvent = CreateEventW( NULL, TRUE, FALSE, NULL );
        if (i) instances[i].pipe = create_instance( FALSE );
        if (instances[i].pipe != INVALID_HANDLE_VALUE) instance_listen( &instances[i] );
    }
    for (;;)
    {
        ret = WaitForMultipleObjects( INSTANCES + 1, handles, FALSE, INFINITE );
        if (ret == WAIT_OBJECT_0 || ret > WAIT_OBJECT_0 + INSTANCES) break;
        /* all that are there: the wait names the first, and while clients keep coming to that one the others would wait for ever */
        for (i = 0; i < INSTANCES; i++)
        {
            if (WaitForSingleObject( instances[i].overlapped.hEvent, 0 )) continue;
            ResetEvent( instances[i].overlapped.hEvent );
            if (instances[i].overlapped.Internal) CloseHandle( instances[i].pipe );
            else serve( instances[i].pipe );
            do instances[i].pipe = create_instance( FALSE );
            while ((instances[i].pipe == INVALID_HANDLE_VALUE || !instance_listen( &instances[i] )) &&
                   WaitForSingleObject( stop_event, 100 ) == WAIT_TIMEOUT);
        }
    }
    for (i = 0; i < INSTANCES; i++)
    {
        CancelIo( instances[i].pipe );
        CloseHandle( instances[i].pipe );
        CloseHandle( instances[i].overlapped.hEvent );
    }
    return 0;
}

BOOL listener_start(void)
{
    HANDLE pipe = create_instance( TRUE );

    if (pipe == INVALID_HANDLE_VALUE) return FALSE;
    stop_event = CreateEventW( NULL, TRUE, FALSE, NULL );
    if (!stop_event || !(listener_thread = CreateThread( NULL, 0, listen_thread, pipe, 0, NULL )))
    {
        CloseHandle( pipe );
        return FALSE;
    }
    return TRUE;
}

void listener_stop(void)
{
    SetEvent( stop_event );
    WaitForSingleObject( listener_thread, 1000 );
}

DWORD listener_connections(void)
{
    return connections;
}
