/*
 * Client side of the local transport: a process' connections to tapisrv.
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

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <windef.h>
#include <winbase.h>
#include <winsvc.h>
#include <tapi.h>

#include "debug/debug.h"
#include "transport/transport.h"

DEBUG_CHANNEL( tapi );

#define START_TIMEOUT   30000   /* ms from the first attempt to the welcome of a service that must be started */
#define MAX_IDLE        8       /* request connections kept open while nobody uses them */
#define COPY_SIZE       4096    /* requests up to this size are put together on the stack */

/* A request connection; synchronous, so that a call costs one WriteFile and one ReadFile and nothing else. */
struct connection
{
    struct connection *next;    /* in the idle or the busy list */
    struct connection *prev;    /* in the busy list */
    HANDLE             pipe;
};

struct transport
{
    LONG               refs;
    CRITICAL_SECTION   cs;      /* guards the lists */
    ULONGLONG          cookie;
    struct connection *idle;
    unsigned int       idle_count;
    struct connection *busy;
    HANDLE             events;
    LONG               reading; /* a thread is in transport_next_events() */
    LONG               closing;
    LONG               dead;
};

BOOL transport_dead( struct transport *transport )
{
    return transport->dead || transport->closing;
}

static void set_dead( struct transport *transport )
{
    if (!InterlockedExchange( &transport->dead, 1 ) && !transport->closing)
        ERR( "the telephony service has gone; calls fail until the next lineInitialize connects again\n" );
}

/* Ask the service control manager for the service. Returns 0 once it starts or runs, else the Windows error. */
static DWORD start_service(void)
{
    SC_HANDLE scm, service;
    DWORD err = 0;

    if (!(scm = OpenSCManagerW( NULL, NULL, SC_MANAGER_CONNECT )))
    {
        err = GetLastError();
        ERR( "cannot reach the service control manager, error %lu\n", err );
        return err;
    }
    if (!(service = OpenServiceW( scm, TRANSPORT_SERVICE, SERVICE_START )))
    {
        err = GetLastError();
        if (err == ERROR_SERVICE_DOES_NOT_EXIST)
            ERR( "the telephony service is not installed in this prefix; run `winetapi install'\n" );
        else
            ERR( "cannot open the telephony service TapiSrv, error %lu\n", err );
    }
    else
    {
        if (!StartServiceW( service, 0, NULL ))
        {
            err = GetLastError();
            /* Another process was faster. */
            if (err == ERROR_SERVICE_ALREADY_RUNNING) err = 0;
            else if (err == ERROR_FILE_NOT_FOUND || err == ERROR_PATH_NOT_FOUND)
                ERR( "tapisrv.exe is missing from this prefix; run `winetapi install'\n" );
            else
                ERR( "cannot start the telephony service, error %lu; `winetapi status' says more\n", err );
        }
        CloseServiceHandle( service );
    }
    CloseServiceHandle( scm );
    return err;
}

/*
 * Open one connection and say hello. Returns 0, a Windows error (the pipe's), or with *refused set
 * the LINEERR_xxx of a service that answered.
 */
static DWORD open_connection( enum transport_kind kind, ULONGLONG *cookie, HANDLE *ret, LONG *refused )
{
    struct transport_hello hello = { TRANSPORT_MAGIC, TRANSPORT_VERSION, kind, 0, *cookie };
    struct transport_welcome welcome;
    DWORD mode = PIPE_READMODE_MESSAGE, done, err;
    HANDLE pipe;

    *refused = 0;
    pipe = CreateFileW( TRANSPORT_PIPE, GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL );
    if (pipe == INVALID_HANDLE_VALUE) return GetLastError();

    if (!SetNamedPipeHandleState( pipe, &mode, NULL, NULL ) ||
        !WriteFile( pipe, &hello, sizeof(hello), &done, NULL ) ||
        !ReadFile( pipe, &welcome, sizeof(welcome), &done, NULL ))
    {
        err = GetLastError();
        CloseHandle( pipe );
        return err ? err : ERROR_BROKEN_PIPE;
    }
    if (done != sizeof(welcome) || welcome.magic != TRANSPORT_MAGIC)
    {
        ERR( "what answers on the telephony pipe is not tapisrv\n" );
        *refused = LINEERR_OPERATIONFAILED;
    }
    else if (welcome.error)
    {
        if (welcome.version != TRANSPORT_VERSION)
            ERR( "tapisrv.exe speaks version %lu of the local protocol, tapi32.dll version %u; run `winetapi install' again\n",
                 welcome.version, TRANSPORT_VERSION );
        else
            ERR( "the telephony service refused the connection, error %#lx\n", welcome.error );
        *refused = welcome.error;
    }
    if (*refused)
    {
        CloseHandle( pipe );
        return 0;
    }
    *cookie = welcome.cookie;
    *ret = pipe;
    return 0;
}

/* The first connection of a process: starts the service if need be. */
static LONG connect_service( ULONGLONG *cookie, HANDLE *ret )
{
    DWORD begin = GetTickCount(), err, pause = 1;
    BOOL started = FALSE;
    LONG refused;

    for (;;)
    {
        *cookie = 0;
        if (!(err = open_connection( TRANSPORT_REQUESTS, cookie, ret, &refused ))) return refused;
        if (GetTickCount() - begin > START_TIMEOUT) break;

        switch (err)
        {
        case ERROR_PIPE_BUSY:
            WaitNamedPipeW( TRANSPORT_PIPE, 1000 );
            continue;
        case ERROR_FILE_NOT_FOUND:
            if (!started)
            {
                TRACE( "starting the telephony service\n" );
                if (start_service()) return LINEERR_OPERATIONFAILED;
                started = TRUE;
                continue;
            }
            break;
        case ERROR_BROKEN_PIPE:
        case ERROR_PIPE_NOT_CONNECTED:
        case ERROR_NO_DATA:
        case ERROR_SEM_TIMEOUT:
            /* The service was just ending itself. */
            started = FALSE;
            break;
        default:
            ERR( "cannot connect to the telephony service, error %lu\n", err );
            return LINEERR_OPERATIONFAILED;
        }
        Sleep( pause );
        if (pause < 50) pause *= 2;
        /* A service that was started and still has no pipe after seconds died: ask again. */
        if (started && GetTickCount() - begin > START_TIMEOUT / 2 && start_service()) return LINEERR_OPERATIONFAILED;
    }
    ERR( "the telephony service started but did not answer within %u seconds, error %lu; `winetapi status' says more\n",
         START_TIMEOUT / 1000, err );
    return LINEERR_OPERATIONFAILED;
}

/* A further connection of the same client. */
static LONG join_service( struct transport *transport, enum transport_kind kind, HANDLE *ret )
{
    ULONGLONG cookie = transport->cookie;
    DWORD begin = GetTickCount(), err;
    LONG refused;

    for (;;)
    {
        if (!(err = open_connection( kind, &cookie, ret, &refused ))) return refused;
        if (err != ERROR_PIPE_BUSY || GetTickCount() - begin > START_TIMEOUT) break;
        WaitNamedPipeW( TRANSPORT_PIPE, 1000 );
    }
    TRACE( "cannot join, error %lu\n", err );
    return LINEERR_OPERATIONFAILED;
}

struct transport *transport_grab( struct transport *transport )
{
    InterlockedIncrement( &transport->refs );
    return transport;
}

void transport_release( struct transport *transport )
{
    struct connection *conn;

    if (InterlockedDecrement( &transport->refs )) return;
    while ((conn = transport->idle))
    {
        transport->idle = conn->next;
        CloseHandle( conn->pipe );
        HeapFree( GetProcessHeap(), 0, conn );
    }
    if (transport->events) CloseHandle( transport->events );
    DeleteCriticalSection( &transport->cs );
    HeapFree( GetProcessHeap(), 0, transport );
}

LONG transport_connect( struct transport **ret )
{
    struct transport *transport;
    struct connection *conn;
    LONG err;

    *ret = NULL;
    if (!(transport = HeapAlloc( GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof(*transport) ))) return LINEERR_NOMEM;
    transport->refs = 1;
    InitializeCriticalSection( &transport->cs );

    if (!(conn = HeapAlloc( GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof(*conn) ))) err = LINEERR_NOMEM;
    else if ((err = connect_service( &transport->cookie, &conn->pipe ))) HeapFree( GetProcessHeap(), 0, conn );
    else
    {
        transport->idle = conn;
        transport->idle_count = 1;
        err = join_service( transport, TRANSPORT_EVENTS, &transport->events );
    }
    if (err)
    {
        transport_release( transport );
        return err;
    }
    *ret = transport;
    return 0;
}

/* Take a connection out of the pool, or make one. */
static struct connection *get_connection( struct transport *transport, LONG *err )
{
    struct connection *conn;

    EnterCriticalSection( &transport->cs );
    if ((conn = transport->idle))
    {
        transport->idle = conn->next;
        transport->idle_count--;
    }
    LeaveCriticalSection( &transport->cs );

    if (!conn)
    {
        if (!(conn = HeapAlloc( GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof(*conn) )))
        {
            *err = LINEERR_NOMEM;
            return NULL;
        }
        if ((*err = join_service( transport, TRANSPORT_REQUESTS, &conn->pipe )))
        {
            HeapFree( GetProcessHeap(), 0, conn );
            return NULL;
        }
    }
    EnterCriticalSection( &transport->cs );
    conn->prev = NULL;
    if ((conn->next = transport->busy)) conn->next->prev = conn;
    transport->busy = conn;
    LeaveCriticalSection( &transport->cs );
    return conn;
}

static void put_connection( struct transport *transport, struct connection *conn, BOOL broken )
{
    EnterCriticalSection( &transport->cs );
    if (conn->prev) conn->prev->next = conn->next;
    else transport->busy = conn->next;
    if (conn->next) conn->next->prev = conn->prev;
    if (!broken && transport->idle_count < MAX_IDLE)
    {
        conn->next = transport->idle;
        transport->idle = conn;
        transport->idle_count++;
        conn = NULL;
    }
    LeaveCriticalSection( &transport->cs );

    if (conn)
    {
        CloseHandle( conn->pipe );
        HeapFree( GetProcessHeap(), 0, conn );
    }
}

LONG transport_call( struct transport *transport, const void *packet, DWORD used, DWORD needed,
                     void *reply, DWORD capacity, DWORD *reply_used )
{
    struct
    {
        struct transport_request header;
        BYTE packet[COPY_SIZE];
    } copy;
    struct transport_request *message = &copy.header;
    struct connection *conn;
    BOOL broken = FALSE;
    DWORD done;
    LONG err = 0;

    *reply_used = 0;
    if (transport_dead( transport )) return LINEERR_OPERATIONFAILED;
    if (used > sizeof(copy.packet) && !(message = HeapAlloc( GetProcessHeap(), 0, sizeof(*message) + used )))
        return LINEERR_NOMEM;

    InterlockedIncrement( &transport->refs );
    if ((conn = get_connection( transport, &err )))
    {
        message->needed = needed;
        message->reserved = 0;
        memcpy( message + 1, packet, used );
        if (!WriteFile( conn->pipe, message, sizeof(*message) + used, &done, NULL ) ||
            !ReadFile( conn->pipe, reply, capacity, reply_used, NULL ))
        {
            DWORD error = GetLastError();

            broken = TRUE;
            err = LINEERR_OPERATIONFAILED;
            if (error == ERROR_MORE_DATA) ERR( "a reply of the telephony service is larger than announced\n" );
            else
            {
                TRACE( "pipe error %lu\n", error );
                set_dead( transport );
            }
        }
        put_connection( transport, conn, broken );
    }
    else if (err != (LONG)LINEERR_NOMEM) set_dead( transport );

    if (message != &copy.header) HeapFree( GetProcessHeap(), 0, message );
    transport_release( transport );
    return err;
}

LONG transport_next_events( struct transport *transport, void *buffer, DWORD capacity, DWORD *used )
{
    LONG err = 0;

    *used = 0;
    /* In this order: transport_close() sets closing, then looks at reading. */
    InterlockedExchange( &transport->reading, 1 );
    if (transport_dead( transport )) err = LINEERR_OPERATIONFAILED;
    else if (!ReadFile( transport->events, buffer, capacity, used, NULL ))
    {
        TRACE( "pipe error %lu\n", GetLastError() );
        set_dead( transport );
        err = LINEERR_OPERATIONFAILED;
    }
    InterlockedExchange( &transport->reading, 0 );
    return err;
}

void transport_close( struct transport *transport )
{
    struct connection *conn;

    InterlockedExchange( &transport->closing, 1 );

    /* Nobody enters a ReadFile from here on; those inside, or just before it, are woken. */
    while (transport->reading)
    {
        CancelIoEx( transport->events, NULL );
        if (transport->reading) Sleep( 1 );
    }
    /* This ends the client on the other side, and with it calls that still wait there. */
    CloseHandle( transport->events );
    transport->events = NULL;
    EnterCriticalSection( &transport->cs );
    for (conn = transport->busy; conn; conn = conn->next) CancelIoEx( conn->pipe, NULL );
    LeaveCriticalSection( &transport->cs );

    transport_release( transport );
}
