/*
 * Asynchronous requests: from the TSPI call to the LINE_REPLY.
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
#include "debug/debug.h"

DEBUG_CHANNEL( tapisrv );

static SRWLOCK async_lock = SRWLOCK_INIT;
static struct list pending = { &pending, &pending };

static void async_destroy( struct object *object )
{
    struct async *async = LIST_ENTRY_OF( object, struct async, object );

    if (async->forget) async->forget( async );
    if (async->reply_data) HeapFree( GetProcessHeap(), 0, async->reply_data );
    if (async->client) client_release( async->client );
    free( async );
}

/* The value of the parameter of that kind (and of that name if given), or 0. */
static DWORD find_arg( const struct trp_request *desc, const struct trp_arg *args, enum trp_kind kind, const char *name )
{
    DWORD i;

    for (i = 0; i < desc->nparams; i++)
        if (desc->params[i].kind == kind && (!name || !strcmp( desc->params[i].name, name ))) return args[i].value;
    return 0;
}

static struct async *async_create( struct provider *provider, struct client *client )
{
    struct async *async;

    if (!(async = calloc( 1, sizeof(*async) ))) return NULL;
    object_init( &async->object, OBJECT_ASYNC, NULL, async_destroy );
    async->provider = provider;
    if ((async->client = client)) client_grab( client );
    else async->silent = TRUE;
    list_init( &async->entry );
    if (!handle_alloc( async ))
    {
        object_release( async );
        return NULL;
    }
    AcquireSRWLockExclusive( &async_lock );
    list_add_tail( &pending, &async->entry );
    ReleaseSRWLockExclusive( &async_lock );
    return async;
}

struct async *async_begin_internal( struct provider *provider )
{
    return async_create( provider, NULL );
}

struct async *async_begin( struct request *rq, const struct trp_arg *args, struct provider *provider )
{
    struct async *async;

    if (!(async = async_create( provider, rq->client ))) return NULL;
    async->phone = rq->desc->family == TRP_PHONE;
    async->context = find_arg( rq->desc, args, TRP_CONTEXT, "lpContext" );
    async->request_id = find_arg( rq->desc, args, TRP_REQUEST_ID, NULL );
    if (!async->request_id || async->request_id & 0x80000000)
    {
        /* the upper half of the positive numbers: those that clients choose count from 1 */
        async->request_id = 0x40000000 | (InterlockedIncrement( &rq->client->next_request_id ) & 0x3fffffff);
    }
    return async;
}

/* TRUE for the one who may end it. */
static BOOL async_end( struct async *async )
{
    if (InterlockedExchange( &async->done, TRUE )) return FALSE;
    AcquireSRWLockExclusive( &async_lock );
    list_remove( &async->entry );
    ReleaseSRWLockExclusive( &async_lock );
    handle_free( async );
    return TRUE;
}

LONG async_result( struct async *async, LONG result )
{
    DWORD request_id = async->request_id;

    if (result < 0)
    {
        /* a provider that completes and then fails has completed it */
        if (async_end( async )) request_id = 0;
    }
    else if (!result) async_complete( async, 0 );
    else if ((DWORD)result != async->object.handle)
    {
        WARN( "the provider returned %#lx instead of the request id %#lx\n", result, async->object.handle );
    }
    object_release( async );
    return request_id ? (LONG)request_id : result;
}

void async_complete( struct async *async, LONG result )
{
    struct trp_event event = { 0 };

    if (!async_end( async )) return;
    events_begin();
    if (async->complete) async->complete( async, result );
    event.init_context = async->init_context;
    event.context = async->context;
    event.device = async->device;
    event.msg = async->phone ? PHONE_REPLY : LINE_REPLY;
    event.open_context = async->open_context;
    event.param1 = async->request_id;
    event.param2 = result;
    event.param3 = async->param3;
    event.param4 = async->param4;
    if (!async->silent) event_send( async->client, &event, async->reply_data, result ? 0 : async->reply_size );
    else if (async->client)
    {
        /* to no application: the client's half of the request ends with it */
        event.init_context = event.open_context = event.device = 0;
        event_send( async->client, &event, NULL, 0 );
    }
    events_end();
}

struct async *async_get( DRV_REQUESTID id )
{
    return handle_get( id, OBJECT_ASYNC, NULL );
}

void core_completion( struct provider *provider, DRV_REQUESTID request, LONG result )
{
    struct async *async = async_get( request );

    TRACE( "request %#lx result %#lx%s\n", request, result, async ? "" : " (not pending)" );
    if (!async) return;
    if (provider_speaks_for( provider, async->provider )) async_complete( async, result );
    else WARN( "request %#lx was made to another provider\n", request );
    object_release( async );
}

/* Ends with an error what waits for a provider or, if that is NULL, for a device. */
static void end_all( struct provider *provider, struct device *device )
{
    struct async *async;
    struct list *cursor;

    do
    {
        async = NULL;
        AcquireSRWLockShared( &async_lock );
        LIST_FOR_EACH( cursor, &pending )
        {
            struct async *other = LIST_ENTRY_OF( cursor, struct async, entry );
            if (!other->done && (provider ? other->provider == provider : other->device_object == device))
            {
                async = object_grab( other );
                break;
            }
        }
        ReleaseSRWLockShared( &async_lock );
        if (async)
        {
            async_complete( async, async->phone ? PHONEERR_OPERATIONFAILED : LINEERR_OPERATIONFAILED );
            object_release( async );
        }
    }
    while (async);
}

void core_provider_died( struct provider *provider )
{
    end_all( provider, NULL );
}

void async_device_closed( struct device *device )
{
    end_all( NULL, device );
}

void async_abandon( struct client *client, DWORD init_context, BOOL phone, BOOL all )
{
    struct list *cursor;

    /* the request itself goes on: its completion may have to close a new call */
    AcquireSRWLockShared( &async_lock );
    LIST_FOR_EACH( cursor, &pending )
    {
        struct async *async = LIST_ENTRY_OF( cursor, struct async, entry );
        if (async->client == client && (all || (async->init_context == init_context && async->phone == phone))) async->silent = TRUE;
    }
    ReleaseSRWLockShared( &async_lock );
}

void async_abandon_object( DWORD handle )
{
    struct list *cursor;

    AcquireSRWLockShared( &async_lock );
    LIST_FOR_EACH( cursor, &pending )
    {
        struct async *async = LIST_ENTRY_OF( cursor, struct async, entry );
        if (async->client && (async->line == handle || async->device == handle)) async->silent = TRUE;
    }
    ReleaseSRWLockShared( &async_lock );
}

DWORD async_count(void)
{
    return handle_count( OBJECT_ASYNC );
}
