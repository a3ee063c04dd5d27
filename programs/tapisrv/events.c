/*
 * Events on their way to clients.
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

#include "client.h"
#include "filter.h"
#include "transport/transport.h"
#include "debug/debug.h"

DEBUG_CHANNEL( tapisrv );

/* A client that does not read for so long that this much waits is stopped or broken; it loses its connection, not events. */
#define MAX_QUEUED  (8 * 1024 * 1024)

/* The clients to whom a thread has sent events since events_begin(). */
struct scope
{
    DWORD           depth;
    DWORD           count, capacity;
    struct client **clients;    /* referenced */
};

static DWORD scope_fls = FLS_OUT_OF_INDEXES;
static INIT_ONCE scope_once = INIT_ONCE_STATIC_INIT;

/* At the end of its thread. */
static void WINAPI free_scope( void *data )
{
    struct scope *scope = data;

    if (scope) free( scope->clients );
    free( scope );
}

static BOOL CALLBACK alloc_fls( INIT_ONCE *once, void *param, void **context )
{
    scope_fls = FlsAlloc( free_scope );
    return scope_fls != FLS_OUT_OF_INDEXES;
}

void event_queue_init( struct event_queue *queue )
{
    InitializeSRWLock( &queue->lock );
    queue->overlapped.hEvent = CreateEventW( NULL, TRUE, FALSE, NULL );
    queue->pending = CreateEventW( NULL, FALSE, FALSE, NULL );
}

void event_queue_free( struct event_queue *queue )
{
    if (queue->overlapped.hEvent) CloseHandle( queue->overlapped.hEvent );
    if (queue->pending) CloseHandle( queue->pending );
    free( queue->data );
    free( queue->batch );
}

/* As many whole events as fit in one message move to the batch. Lock held; returns the bytes. */
static DWORD take_batch( struct event_queue *queue )
{
    DWORD size = 0;

    while (size < queue->used)
    {
        DWORD next = ((struct trp_event *)(queue->data + size))->total_size;
        if (size && size + next > TRANSPORT_MAX_EVENTS) break;
        size += next;
    }
    if (size > queue->batch_capacity)
    {
        BYTE *batch = realloc( queue->batch, size );
        if (!batch) return 0;
        queue->batch = batch;
        queue->batch_capacity = size;
    }
    memcpy( queue->batch, queue->data, size );
    memmove( queue->data, queue->data + size, queue->used - size );
    queue->used -= size;
    return size;
}

/* Writes batch after batch until nothing waits or a write is pending. Entered with the lock held and writing set; leaves without. */
static void write_batches( struct client *client )
{
    struct event_queue *queue = &client->events;

    for (;;)
    {
        HANDLE pipe = queue->pipe;
        DWORD size = pipe ? take_batch( queue ) : 0;

        if (!size)
        {
            queue->writing = FALSE;
            ReleaseSRWLockExclusive( &queue->lock );
            return;
        }
        ReleaseSRWLockExclusive( &queue->lock );
        if (!WriteFile( pipe, queue->batch, size, NULL, &queue->overlapped ))
        {
            if (GetLastError() == ERROR_IO_PENDING)
            {
                InterlockedExchange( &queue->in_flight, TRUE );
                SetEvent( queue->pending );
                return;
            }
            TRACE( "client %lu: event connection: error %lu\n", client->pid, GetLastError() );
            AcquireSRWLockExclusive( &queue->lock );
            queue->used = 0;
            continue;
        }
        AcquireSRWLockExclusive( &queue->lock );
    }
}

static void flush( struct client *client )
{
    struct event_queue *queue = &client->events;

    AcquireSRWLockExclusive( &queue->lock );
    if (queue->writing || !queue->pipe || !queue->used)
    {
        ReleaseSRWLockExclusive( &queue->lock );
        return;
    }
    queue->writing = TRUE;
    write_batches( client );
}

void events_written( struct client *client )
{
    if (!InterlockedExchange( &client->events.in_flight, FALSE )) return;
    AcquireSRWLockExclusive( &client->events.lock );
    write_batches( client );
}

BOOL events_connect( struct client *client, HANDLE pipe )
{
    BOOL ret = FALSE;

    AcquireSRWLockExclusive( &client->events.lock );
    if (!client->events.pipe)
    {
        client->events.pipe = pipe;
        ret = TRUE;
    }
    ReleaseSRWLockExclusive( &client->events.lock );
    if (ret) flush( client );
    return ret;
}

void events_disconnect( struct client *client )
{
    struct event_queue *queue = &client->events;
    HANDLE pipe;
    DWORD size;
    BOOL writing;

    AcquireSRWLockExclusive( &queue->lock );
    pipe = queue->pipe;
    queue->pipe = NULL;
    queue->used = 0;
    ReleaseSRWLockExclusive( &queue->lock );
    if (!pipe) return;
    /* nobody may still write when the caller closes the pipe */
    for (;;)
    {
        if (InterlockedExchange( &queue->in_flight, FALSE ))
        {
            CancelIoEx( pipe, &queue->overlapped );
            GetOverlappedResult( pipe, &queue->overlapped, &size, TRUE );
            queue->writing = FALSE;
        }
        AcquireSRWLockExclusive( &queue->lock );
        writing = queue->writing;
        ReleaseSRWLockExclusive( &queue->lock );
        if (!writing) break;
        Sleep( 0 );
    }
}

void events_begin(void)
{
    struct scope *scope;

    if (!InitOnceExecuteOnce( &scope_once, alloc_fls, NULL, NULL )) return;
    if (!(scope = FlsGetValue( scope_fls )))
    {
        if (!(scope = calloc( 1, sizeof(*scope) ))) return;
        FlsSetValue( scope_fls, scope );
    }
    scope->depth++;
}

void events_end(void)
{
    struct scope *scope = scope_fls == FLS_OUT_OF_INDEXES ? NULL : FlsGetValue( scope_fls );
    DWORD i;

    if (!scope || --scope->depth) return;
    for (i = 0; i < scope->count; i++)
    {
        flush( scope->clients[i] );
        client_release( scope->clients[i] );
    }
    scope->count = 0;
    if (scope->capacity > 64)
    {
        FlsSetValue( scope_fls, NULL );
        free( scope->clients );
        free( scope );
    }
}

void events_flush(void)
{
    struct scope *scope = scope_fls == FLS_OUT_OF_INDEXES ? NULL : FlsGetValue( scope_fls );
    DWORD i;

    if (!scope) return;
    for (i = 0; i < scope->count; i++) flush( scope->clients[i] );
}

/* TRUE: events_end() of this thread will write. */
static BOOL flush_later( struct client *client )
{
    struct scope *scope = scope_fls == FLS_OUT_OF_INDEXES ? NULL : FlsGetValue( scope_fls );
    DWORD i;

    if (!scope || !scope->depth) return FALSE;
    for (i = 0; i < scope->count; i++) if (scope->clients[i] == client) return TRUE;
    if (scope->count == scope->capacity)
    {
        DWORD capacity = max( scope->capacity * 2, 8 );
        struct client **clients = realloc( scope->clients, capacity * sizeof(*clients) );
        if (!clients) return FALSE;
        scope->clients = clients;
        scope->capacity = capacity;
    }
    client_grab( client );
    scope->clients[scope->count++] = client;
    return TRUE;
}

static void CALLBACK end_overrun( PTP_CALLBACK_INSTANCE instance, void *context )
{
    struct client *client = context;
    HANDLE pipe;

    CallbackMayRunLong( instance );
    client_die( client );
    /* the thread of its event connection, if it has one, closes that */
    AcquireSRWLockExclusive( &client->events.lock );
    if ((pipe = client->events.pipe)) CancelIoEx( pipe, NULL );
    ReleaseSRWLockExclusive( &client->events.lock );
    client_release( client );
}

void event_send( struct client *client, struct trp_event *event, const void *data, size_t size )
{
    struct event_queue *queue = &client->events;
    DWORD total = (sizeof(*event) + size + 7) & ~7u;
    BOOL full = FALSE;

    if (client->dead || queue->overrun) return;
    if (client->filters && filter_drops( client, event )) return;
    if (total > TRANSPORT_MAX_EVENTS)
    {
        ERR( "client %lu: an event of %lu bytes is too large, dropped\n", client->pid, total );
        return;
    }
    TRACE( "client %lu: msg %lu device %lx params %lx %lx %lx %lx context %lx data %lu\n", client->pid, (DWORD)event->msg,
           (DWORD)event->device, (DWORD)event->param1, (DWORD)event->param2, (DWORD)event->param3, (DWORD)event->param4,
           (DWORD)event->context, (DWORD)size );
    event->total_size = total;
    AcquireSRWLockExclusive( &queue->lock );
    if (queue->used + total > MAX_QUEUED) full = TRUE;
    else if (queue->used + total > queue->capacity)
    {
        DWORD capacity = max( queue->capacity * 2, max( total, 4096 ) );
        BYTE *grown = realloc( queue->data, capacity );
        if (grown)
        {
            queue->data = grown;
            queue->capacity = capacity;
        }
        else full = TRUE;
    }
    if (!full)
    {
        memcpy( queue->data + queue->used, event, sizeof(*event) );
        if (size) memcpy( queue->data + queue->used + sizeof(*event), data, size );
        memset( queue->data + queue->used + sizeof(*event) + size, 0, total - sizeof(*event) - size );
        queue->used += total;
    }
    ReleaseSRWLockExclusive( &queue->lock );
    if (full)
    {
        if (InterlockedExchange( &queue->overrun, TRUE )) return;
        ERR( "client %lu does not read its events: it is ended\n", client->pid );
        /* another thread runs it down: this one may hold locks */
        client_grab( client );
        if (!TrySubmitThreadpoolCallback( end_overrun, client, NULL )) client_release( client );
        return;
    }
    if (!flush_later( client )) flush( client );
}

/* The pull model of MS-TRP 3.1.4.1: whole events, as many as the buffer holds. */
LONG handle_GetAsyncEvents( struct request *rq, struct trp_arg *args )
{
    struct trp_arg *out = &args[ARG_GetAsyncEvents_dwTotalBufferSize];
    struct event_queue *queue = &rq->client->events;
    DWORD size = 0, next = 0;
    BYTE *data = NULL;

    AcquireSRWLockExclusive( &queue->lock );
    /* who has an event connection gets them there */
    while (!queue->pipe && size < queue->used)
    {
        next = ((struct trp_event *)(queue->data + size))->total_size;
        if (size + next > out->size) break;
        size += next;
    }
    if (size && (data = request_alloc( rq, size )))
    {
        memcpy( data, queue->data, size );
        memmove( queue->data, queue->data + size, queue->used - size );
        queue->used -= size;
    }
    args[ARG_GetAsyncEvents_dwNeededBufferSize].value = queue->pipe ? 0 : queue->used;
    ReleaseSRWLockExclusive( &queue->lock );
    out->data = data;
    out->size = data ? size : 0;
    args[ARG_GetAsyncEvents_dwUsedBufferSize].value = args[ARG_GetAsyncEvents_dwUsedBufferSize].size = out->size;
    return 0;
}
