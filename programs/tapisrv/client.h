/*
 * Clients, applications, connections: what the transport, the clients and the events share.
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

#ifndef WINE_TELEPHONY_CLIENT_H
#define WINE_TELEPHONY_CLIENT_H

#include "tapisrv.h"

/* What waits to be written to a client's event connection. */
struct event_queue
{
    SRWLOCK  lock;
    BYTE    *data;              /* whole events, oldest first */
    DWORD    used, capacity;
    LONG     overrun;           /* too much waited: the client is being ended */
    BOOL     writing;           /* one thread is in WriteFile, with `batch`, or that write is in flight */
    LONG     in_flight;         /* the write is pending: the connection's thread goes on when it ends */
    BYTE    *batch;
    DWORD    batch_capacity;
    HANDLE   pipe;              /* NULL: not connected (yet, or any more) */
    OVERLAPPED overlapped;      /* of the write in flight */
    HANDLE   pending;           /* auto-reset: tells the connection's thread that a write is in flight */
};

struct client
{
    LONG            refs;
    DWORD           pid;
    ULONGLONG       cookie;
    HANDLE          process;
    LONG            dead;
    LONG            connections;    /* request connections, and an event connection until it is one */
    LONG            next_request_id;
    SRWLOCK         lock;
    struct list     apps;           /* struct app.entry */
    struct event_queue events;
    struct event_filter *filters;   /* events that it does not want: filter.c */
    struct list     entry;          /* in all_clients */
};

/* HLINEAPP or HPHONEAPP: one lineInitialize or phoneInitialize. */
struct app
{
    struct object   object;
    struct client  *client;         /* referenced */
    DWORD           init_context;
    DWORD           api_version;
    BOOL            phone;
    BOOL            shut;           /* under client->lock */
    WCHAR          *friendly_name;
    WCHAR          *module_name;    /* file name without path */
    struct list     lines;          /* struct line.app_entry, or struct phone.app_entry if phone; under client->lock */
    struct list     entry;          /* in client->apps */
    struct list     all_entry;      /* in all_apps */
};

/* ---- client.c ---- */

/* One reference for the caller; NULL when out of memory or the process is gone. */
struct client *client_create( DWORD pid );
/* A reference to the live client with that cookie, if it is of that process; else NULL. */
struct client *client_find( ULONGLONG cookie, DWORD pid );
/* The process is gone or spoke garbage on its event connection: run down all that it has. Idempotent. */
void client_die( struct client *client );
/* Calls func for every application (a reference is held, no lock). */
void app_enum( BOOL phone, void (*func)( struct app *app, void *arg ), void *arg );
/*
 * A provider wants everything to start again: all applications are told, and until the last of them has shut down no line or phone
 * is opened and no application begins.
 */
void apps_reinit(void);
BOOL apps_reinit_wanted(void);
/* Runs down all clients, stops the providers. */
void clients_stop(void);
DWORD client_count(void);
/* What waits for clients to read it: bytes, and clients to whom a write is under way. */
void clients_count_events( DWORD *bytes, DWORD *writing );

/* ---- events.c ---- */

void event_queue_init( struct event_queue *queue );
void event_queue_free( struct event_queue *queue );
/*
 * Events sent between begin and end, on this thread, are written at the end, in one batch for each client: no lock is held then.
 * They nest. Outside of them event_send() writes at once.
 */
void events_begin(void);
void events_end(void);
/* Writes what the thread has sent so far: before a wait that may be long. No lock is held. */
void events_flush(void);
/* Connects the queue; what was queued before is sent. FALSE: it is connected already. */
BOOL events_connect( struct client *client, HANDLE pipe );
/* Called by the connection's thread when a pending write ended. */
void events_written( struct client *client );
void events_disconnect( struct client *client );

/* ---- async.c ---- */

/* Forget the pending requests of a client or, if app is given, of one application: no reply will be sent. */
void async_abandon( struct client *client, DWORD init_context, BOOL phone, BOOL all );

/* Suppress the replies that are outstanding for a line or a call. */
void async_abandon_object( DWORD handle );
/* A device was closed at its provider, which should have completed all its requests: those that are left fail. No lock held. */
void async_device_closed( struct device *device );
/* Requests that wait for their completion. */
DWORD async_count(void);

/* ---- listener.c ---- */

/* Listens; FALSE: the pipe exists already (another tapisrv runs) or cannot be made, as GetLastError() says. */
BOOL listener_start(void);
/* No new connections. */
void listener_stop(void);
DWORD listener_connections(void);

/* ---- dispatch.c ---- */

/* Before the first request. */
void dispatch_init(void);

/* Runs one request: `used` bytes at packet; the reply goes to *reply (realloc'ed as needed). Returns its bytes. */
DWORD dispatch( struct client *client, const void *packet, DWORD used, DWORD needed, BYTE **reply, DWORD *capacity );

#endif
