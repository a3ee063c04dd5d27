/*
 * The media switch: a pipe for each call, shared memory for its samples, a thread for all.
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

#include "exchange.h"
#include "switch.h"
#include "crosspoint.h"

#include <objbase.h>

DEBUG_CHANNEL( exchange );

#define MAX_STRANGERS   64              /* connections that have not shown their token yet */
#define TOKEN_TIME      5000            /* ms they have for that */
#define STOP_TIME       5000
#define MOST_LATE       20              /* ticks that are made up for at once: no more than who plays a file is ahead */

enum { KEY_WAKE, KEY_STOP, KEY_PIPE };

/* A token, and what its call does */
struct offer
{
    struct offer *next;
    BYTE   token[16];
    DWORD  party, room;
    BOOL   active, echo;
    struct connection *connection;      /* or NULL */
};

enum connection_state { LISTENING, READING_TOKEN, CONNECTED, CLOSING };

/* One end of the pipe. Freed when nothing is under way any more. */
struct connection
{
    OVERLAPPED overlapped;              /* first: what completes is this */
    struct connection *next;
    HANDLE     pipe;
    enum connection_state state;
    ULONGLONG  since;
    BYTE       buffer[16];
    struct offer *offer;
    struct port  *port;
    HANDLE     section;
    struct exchange_media_shared *shared;
};

static CRITICAL_SECTION switch_cs;      /* a leaf */
static INIT_ONCE switch_once = INIT_ONCE_STATIC_INIT;
static struct crosspoint *crosspoint;
static struct offer *offers;
static struct connection *connections;
static unsigned int strangers;
static WCHAR pipe_name[64];
static HANDLE port_handle, thread;
static BOOL stopping;

static BOOL WINAPI init_lock( INIT_ONCE *once, void *param, void **context )
{
    InitializeCriticalSection( &switch_cs );
    return TRUE;
}

static void lock( void )
{
    InitOnceExecuteOnce( &switch_once, init_lock, NULL, NULL );
    EnterCriticalSection( &switch_cs );
}

static void unlock( void )
{
    LeaveCriticalSection( &switch_cs );
}

static BOOL unique_name( WCHAR *name, DWORD size, const WCHAR *prefix )
{
    GUID guid;

    if (CoCreateGuid( &guid )) return FALSE;
    swprintf( name, size, L"%ls%08lx%04x%04x%02x%02x%02x%02x%02x%02x%02x%02x", prefix, guid.Data1, guid.Data2, guid.Data3, guid.Data4[0], guid.Data4[1],
              guid.Data4[2], guid.Data4[3], guid.Data4[4], guid.Data4[5], guid.Data4[6], guid.Data4[7] );
    return TRUE;
}

/* ---- connections: all with the lock ---- */

static void listen_again( void );

/* Whatever is under way completes with an error; that is the end of the connection. */
static void close_connection( struct connection *connection )
{
    if (connection->state == CLOSING) return;
    if (connection->state == READING_TOKEN) strangers--;
    connection->state = CLOSING;
    if (connection->port) port_remove( connection->port );
    connection->port = NULL;
    if (connection->offer) connection->offer->connection = NULL;
    connection->offer = NULL;
    CancelIoEx( connection->pipe, NULL );
    DisconnectNamedPipe( connection->pipe );
}

static void free_connection( struct connection *connection )
{
    struct connection **link = &connections;

    while (*link != connection) link = &(*link)->next;
    *link = connection->next;
    CloseHandle( connection->pipe );
    if (connection->shared) UnmapViewOfFile( connection->shared );
    if (connection->section) CloseHandle( connection->section );
    free( connection );
}

/* The next thing that comes. After the token nothing should: it is how the other end's going is noticed. */
static void start_read( struct connection *connection )
{
    memset( &connection->overlapped, 0, sizeof(connection->overlapped) );
    /* a message that is too long completes, too, though it is an error */
    if (ReadFile( connection->pipe, connection->buffer, sizeof(connection->buffer), NULL, &connection->overlapped ) ||
        GetLastError() == ERROR_IO_PENDING || GetLastError() == ERROR_MORE_DATA) return;
    close_connection( connection );
    free_connection( connection );
}

static struct offer *find_offer( const BYTE *token )
{
    struct offer *offer;

    for (offer = offers; offer; offer = offer->next) if (!memcmp( offer->token, token, sizeof(offer->token) )) return offer;
    return NULL;
}

/* Memory for the samples, and its name to the other end */
static BOOL welcome( struct connection *connection )
{
    struct exchange_media_welcome message = { sizeof(message), EXCHANGE_MEDIA_VERSION };
    SECURITY_DESCRIPTOR descriptor;
    SECURITY_ATTRIBUTES attributes = { sizeof(attributes), &descriptor, FALSE };
    union { ACL acl; BYTE bytes[256]; } u;
    DWORD written;

    if (!own_access_only( &descriptor, &u.acl, sizeof(u) ) || !unique_name( message.section, ARRAYSIZE(message.section), L"Global\\exchange-" )) return FALSE;
    if (!(connection->section = CreateFileMappingW( INVALID_HANDLE_VALUE, &attributes, PAGE_READWRITE, 0, sizeof(*connection->shared), message.section )) ||
        GetLastError() == ERROR_ALREADY_EXISTS) return FALSE;
    if (!(connection->shared = MapViewOfFile( connection->section, FILE_MAP_WRITE, 0, 0, sizeof(*connection->shared) ))) return FALSE;
    if (!(connection->port = crosspoint_add( crosspoint, connection->shared ))) return FALSE;
    /* an event whose lowest bit is set: the completion port does not hear of this one */
    connection->overlapped.hEvent = CreateEventW( NULL, TRUE, FALSE, NULL );
    if (!connection->overlapped.hEvent) return FALSE;
    {
        OVERLAPPED overlapped = { .hEvent = (HANDLE)((ULONG_PTR)connection->overlapped.hEvent | 1) };
        BOOL ret;

        /* the pipe has room for it: who does not read is not waited for */
        ret = WriteFile( connection->pipe, &message, sizeof(message), NULL, &overlapped ) ||
              (GetLastError() == ERROR_IO_PENDING && GetOverlappedResult( connection->pipe, &overlapped, &written, TRUE ));
        CloseHandle( connection->overlapped.hEvent );
        connection->overlapped.hEvent = NULL;
        return ret;
    }
}

static void token_came( struct connection *connection, DWORD size )
{
    struct offer *offer = size == sizeof(connection->buffer) ? find_offer( connection->buffer ) : NULL;

    strangers--;
    connection->state = CONNECTED;
    if (!offer || offer->connection)
    {
        WARN( "a program came to the media switch with a token that is not good (any more)\n" );
        close_connection( connection );
        free_connection( connection );
        return;
    }
    if (!welcome( connection ))
    {
        ERR( "a call has no memory for its sound: error %lu\n", GetLastError() );
        close_connection( connection );
        free_connection( connection );
        return;
    }
    connection->offer = offer;
    offer->connection = connection;
    port_route( connection->port, offer->party, offer->room, offer->active, offer->echo );
    TRACE( "call %#lx has sound\n", offer->party );
    start_read( connection );
}

static void somebody_came( struct connection *connection )
{
    listen_again();
    connection->state = READING_TOKEN;
    connection->since = GetTickCount64();
    if (++strangers > MAX_STRANGERS)
    {
        WARN( "too many programs came to the media switch and said nothing\n" );
        close_connection( connection );
        free_connection( connection );
        return;
    }
    start_read( connection );
}

static void completed( struct connection *connection, BOOL success, DWORD size )
{
    if (connection->state == CLOSING || stopping || !success)
    {
        const BOOL listens = connection->state == LISTENING;

        close_connection( connection );
        free_connection( connection );
        if (listens && !stopping) listen_again();
        return;
    }
    switch (connection->state)
    {
    case LISTENING:     somebody_came( connection ); break;
    case READING_TOKEN: token_came( connection, size ); break;
    default:            /* nothing is to be said after the token */
        WARN( "a program talks to the media switch\n" );
        close_connection( connection );
        free_connection( connection );
        break;
    }
}

/* One more end of the pipe */
static void listen_again( void )
{
    struct connection *connection = calloc( 1, sizeof(*connection) );
    SECURITY_DESCRIPTOR descriptor;
    SECURITY_ATTRIBUTES attributes = { sizeof(attributes), &descriptor, FALSE };
    union { ACL acl; BYTE bytes[256]; } u;

    if (!connection || !own_access_only( &descriptor, &u.acl, sizeof(u) )) goto failed;
    connection->pipe = CreateNamedPipeW( pipe_name, PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED, PIPE_TYPE_MESSAGE | PIPE_READMODE_MESSAGE | PIPE_WAIT |
                                         PIPE_REJECT_REMOTE_CLIENTS, PIPE_UNLIMITED_INSTANCES, 1024, 1024, 0, &attributes );
    if (connection->pipe == INVALID_HANDLE_VALUE) connection->pipe = NULL;
    if (!connection->pipe || !CreateIoCompletionPort( connection->pipe, port_handle, KEY_PIPE, 0 )) goto failed;
    connection->next = connections;
    connections = connection;
    if (!ConnectNamedPipe( connection->pipe, &connection->overlapped ) && GetLastError() != ERROR_IO_PENDING)
    {
        /* somebody was faster */
        if (GetLastError() == ERROR_PIPE_CONNECTED && PostQueuedCompletionStatus( port_handle, 0, KEY_PIPE, &connection->overlapped )) return;
        connections = connection->next;
        goto failed;
    }
    return;
failed:
    ERR( "the media switch takes no more calls: error %lu\n", GetLastError() );
    if (connection && connection->pipe) CloseHandle( connection->pipe );
    free( connection );
}

static void drop_strangers( void )
{
    const ULONGLONG now = GetTickCount64();
    struct connection *connection;

    for (connection = connections; connection && strangers; connection = connection->next)
        if (connection->state == READING_TOKEN && now - connection->since > TOKEN_TIME) close_connection( connection );
}

/* ---- the thread ---- */

static DWORD WINAPI run_switch( void *arg )
{
    LARGE_INTEGER frequency, now;
    LONGLONG next = 0, tick;
    BOOL active = FALSE;
    uint32_t deaf = 0;

    QueryPerformanceFrequency( &frequency );
    tick = frequency.QuadPart * EXCHANGE_FRAME_MS / 1000;
    for (;;)
    {
        OVERLAPPED *overlapped = NULL;
        DWORD size = 0, wait;
        ULONG_PTR key = 0;
        unsigned int late;
        BOOL ret;

        QueryPerformanceCounter( &now );
        wait = next <= now.QuadPart ? 0 : (DWORD)(((next - now.QuadPart) * 1000 + frequency.QuadPart - 1) / frequency.QuadPart);
        ret = GetQueuedCompletionStatus( port_handle, &size, &key, &overlapped,
                                         stopping ? STOP_TIME : active ? wait : strangers ? 1000 : INFINITE );
        lock();
        if (overlapped) completed( (struct connection *)overlapped, ret, size );
        else if (ret && key == KEY_STOP) stopping = TRUE;
        if (stopping)
        {
            struct connection *connection;

            for (connection = connections; connection; connection = connection->next) close_connection( connection );
            if (!connections) break;
            if (!ret && !overlapped)
            {
                ERR( "connections of the media switch do not end\n" );
                connections = NULL;
                break;
            }
            unlock();
            continue;
        }
        if (strangers) drop_strangers();
        QueryPerformanceCounter( &now );
        if (!active) next = now.QuadPart;       /* the clock begins */
        for (late = 0; active && next <= now.QuadPart && late < MOST_LATE; late++, next += tick) crosspoint_tick( crosspoint );
        if (late == MOST_LATE) next = now.QuadPart + tick;
        active = crosspoint_active( crosspoint );
        if (deaf != crosspoint_deaf( crosspoint ))
        {
            deaf = crosspoint_deaf( crosspoint );
            WARN( "a program takes nothing of what its call hears: it misses sound from now on, and nobody waits for it any more\n" );
        }
        unlock();
    }
    unlock();
    return 0;
}

/* ---- for the exchange ---- */

BOOL switch_start( void )
{
    BOOL ret = TRUE;

    lock();
    if (!thread)
    {
        stopping = FALSE;
        if (!(crosspoint = crosspoint_create()) || !unique_name( pipe_name, ARRAYSIZE(pipe_name), L"\\\\.\\pipe\\exchange-media-" ) ||
            !(port_handle = CreateIoCompletionPort( INVALID_HANDLE_VALUE, NULL, 0, 1 )) ||
            !(thread = CreateThread( NULL, 0, run_switch, NULL, 0, NULL )))
        {
            ERR( "the media switch does not start: error %lu. Calls have no sound\n", GetLastError() );
            if (port_handle) CloseHandle( port_handle );
            crosspoint_free( crosspoint );
            port_handle = NULL;
            crosspoint = NULL;
            ret = FALSE;
        }
        else
        {
            SetThreadPriority( thread, THREAD_PRIORITY_TIME_CRITICAL );
            listen_again();
        }
    }
    unlock();
    return ret;
}

void switch_stop( void )
{
    struct offer *offer;

    if (!thread) return;
    PostQueuedCompletionStatus( port_handle, 0, KEY_STOP, NULL );
    WaitForSingleObject( thread, INFINITE );
    CloseHandle( thread );
    CloseHandle( port_handle );
    thread = port_handle = NULL;
    while ((offer = offers))
    {
        offers = offer->next;
        free( offer );
    }
    crosspoint_free( crosspoint );
    crosspoint = NULL;
    strangers = 0;
}

const WCHAR *switch_pipe( void )
{
    return pipe_name;
}

BOOL switch_offer( const BYTE *token )
{
    struct offer *offer = calloc( 1, sizeof(*offer) );

    if (!offer) return FALSE;
    memcpy( offer->token, token, sizeof(offer->token) );
    lock();
    offer->next = offers;
    offers = offer;
    unlock();
    return TRUE;
}

void switch_withdraw( const BYTE *token )
{
    struct offer *offer, **link;

    lock();
    for (link = &offers; (offer = *link) && memcmp( offer->token, token, sizeof(offer->token) ); link = &offer->next) {}
    if (offer)
    {
        *link = offer->next;
        if (offer->connection) close_connection( offer->connection );
        free( offer );
    }
    unlock();
}

void switch_route( const BYTE *token, DWORD party, DWORD room, BOOL active, BOOL echo )
{
    struct offer *offer;

    lock();
    if ((offer = find_offer( token )))
    {
        offer->party = party;
        offer->room = room;
        offer->active = active;
        offer->echo = echo;
        if (offer->connection) port_route( offer->connection->port, party, room, active, echo );
        if (active && port_handle) PostQueuedCompletionStatus( port_handle, 0, KEY_WAKE, NULL );      /* the clock may stand */
    }
    unlock();
}
