/*
 * The local transport: MS-TRP packets over message-mode named pipes.
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

#ifndef WINE_TELEPHONY_TRANSPORT_H
#define WINE_TELEPHONY_TRANSPORT_H

#include <windef.h>
#include <winbase.h>

#define TRANSPORT_PIPE      L"\\\\.\\pipe\\tapisrv-local"
#define TRANSPORT_SERVICE   L"TapiSrv"
#define TRANSPORT_MAGIC     0x49504154      /* "TAPI" */
#define TRANSPORT_VERSION   1

/* Largest request and reply; bounds what a hostile client can make tapisrv allocate. */
#define TRANSPORT_MAX_PACKET    (1024 * 1024)
/* Largest batch of events in one message. */
#define TRANSPORT_MAX_EVENTS    (64 * 1024)

enum transport_kind
{
    TRANSPORT_REQUESTS,     /* messages are struct transport_request up, struct trp_packet down */
    TRANSPORT_EVENTS,       /* messages are one or more struct trp_event, down only */
};

/* First message on every connection, from the client. */
struct transport_hello
{
    DWORD magic;
    DWORD version;
    DWORD kind;             /* enum transport_kind */
    DWORD reserved;
    ULONGLONG cookie;       /* 0: a new client; else the client to join, which must have the same process id */
};

/* Answer to it; the connection is closed after an error. */
struct transport_welcome
{
    DWORD magic;
    DWORD version;          /* the server's */
    LONG  error;            /* 0 or a LINEERR_xxx */
    DWORD server_pid;
    ULONGLONG cookie;
};

/* Every message on a request connection from the client: this, then the used bytes of the packet. */
struct transport_request
{
    DWORD needed;           /* lNeededSize */
    DWORD reserved;
};

struct transport;

/*
 * Connect this process to tapisrv, starting the service if it does not run.
 *
 * *ret: one connection set (requests and events) for the whole process, to be closed with transport_close().
 * Returns 0 or a LINEERR_xxx (LINEERR_OPERATIONFAILED: the service cannot be started; the reason is in the log).
 */
LONG transport_connect( struct transport **ret );

/*
 * Send one request and wait for its reply. Any thread; each thread that waits uses a connection of its own from a small pool.
 *
 * packet: used bytes, needed as in MS-TRP. reply: capacity bytes, *reply_used are filled.
 * Returns 0, or LINEERR_OPERATIONFAILED when the service died (also while waiting).
 */
LONG transport_call( struct transport *transport, const void *packet, DWORD used, DWORD needed,
                     void *reply, DWORD capacity, DWORD *reply_used );

/*
 * Wait for the next batch of events; one thread only.
 *
 * Returns 0, or LINEERR_OPERATIONFAILED when the service died or transport_close() was called.
 */
LONG transport_next_events( struct transport *transport, void *buffer, DWORD capacity, DWORD *used );

/* TRUE once the service is known to be gone. */
BOOL transport_dead( struct transport *transport );

/* A further reference, for a thread that may still be in transport_next_events() when another one closes the connection. */
struct transport *transport_grab( struct transport *transport );
void transport_release( struct transport *transport );

/* End the connection, for all who have it: waiting calls return. Gives back the reference of transport_connect(). */
void transport_close( struct transport *transport );

#endif
