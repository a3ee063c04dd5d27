/*
 * The messages of an application that wait: for a function to return, then for the application to take them.
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

#include "tapi32.h"

DEBUG_CHANNEL( tapi );

void message_free( struct message *message )
{
    if (message->async) async_release( message->async );
    if (message->proxy) proxy_request_free( message->proxy );
    if (message->gather) gather_free( message->gather );
    LocalFree( message->block );
    HeapFree( GetProcessHeap(), 0, message );
}

void messages_free( struct message *message )
{
    struct message *next;

    for (; message; message = next)
    {
        next = message->next;
        message_free( message );
    }
}

void messages_append( struct message **first, struct message **last, struct message *message )
{
    message->next = NULL;
    if (*first) (*last)->next = message;
    else *first = message;
    *last = message;
}

/* What a completed request leaves in the application's memory, which may be gone by now. */
static void store_result( const struct async *async, struct message *message )
{
    struct trp_arg reply;
    DWORD size;
    LONG err;

    if (message->params[1]) return;
    switch (async->kind)
    {
    case RESULT_NONE:
        return;
    case RESULT_HANDLE:
        if (can_write( async->result, sizeof(DWORD) ))
        {
            memcpy( async->result, &message->params[2], sizeof(DWORD) );
            return;
        }
        break;
    case RESULT_PARAMS:
        size = min( message->size, async->size );
        if (can_write( async->result, size ))
        {
            memcpy( async->result, message + 1, size );
            return;
        }
        break;
    case RESULT_STRUCT:
        /* No more than it said that it has, whatever it has put there since. */
        if (!can_read( async->result, sizeof(size) )) break;
        memcpy( &size, async->result, sizeof(size) );
        if (size > async->size) break;
        reply.data = message + 1;
        reply.size = message->size;
        if ((err = struct_to_app( async->type, async->ansi, &reply, async->result ))) message->params[1] = (DWORD)err;
        return;
    case RESULT_HANDLES:
        if (message->size >= sizeof(DWORD) && can_write( async->result, sizeof(DWORD) ) && can_write( async->second, sizeof(DWORD) ))
        {
            memcpy( async->result, &message->params[2], sizeof(DWORD) );
            memcpy( async->second, message + 1, sizeof(DWORD) );
            return;
        }
        break;
    }
    WARN( "the application freed the memory for the result of request %#lx before its LINE_REPLY\n", async->id );
}

/* Move what may be delivered to the ready list. app->cs is held. */
static void deliver_held( struct app *app )
{
    struct message *message;

    while ((message = app->held))
    {
        if (message->async && !message->async->returned) break;
        app->held = message->next;
        /* The service died between the completion and its answer. */
        if (message->async && message->async->failed)
        {
            message_free( message );
            continue;
        }
        if (message->async)
        {
            store_result( message->async, message );
            async_release( message->async );
            message->async = NULL;
            /* Param3 was for us. */
            message->params[2] = 0;
        }
        if (message->gather)
        {
            gather_store( message->gather, (const WCHAR *)(message + 1), message->size / sizeof(WCHAR) );
            gather_free( message->gather );
            message->gather = NULL;
        }
        messages_append( &app->ready, &app->ready_last, message );
        app->notifier->deliver( app );
    }
}

void app_post( struct app *app, struct message *message )
{
    TRACE( "app %#lx: msg %lu device %#lx params %#lx %#lx %#lx\n", (DWORD)app->handle, message->id, message->device,
           (DWORD)message->params[0], (DWORD)message->params[1], (DWORD)message->params[2] );
    EnterCriticalSection( &app->cs );
    if (app->closed) message_free( message );
    else
    {
        messages_append( &app->held, &app->held_last, message );
        deliver_held( app );
    }
    LeaveCriticalSection( &app->cs );
}

void app_flush( struct app *app )
{
    EnterCriticalSection( &app->cs );
    if (!app->closed) deliver_held( app );
    LeaveCriticalSection( &app->cs );
}

struct message *app_take_ready( struct app *app )
{
    struct message *message = app->ready;

    if (!message) return NULL;
    app->ready = message->next;
    if (message->proxy) proxy_request_delivered( message->proxy );
    message->proxy = NULL;
    message->block = NULL;
    return message;
}

static void purge_list( struct message **first, struct message **last, DWORD line, DWORD device )
{
    struct message **ptr = first, *message, *prev = NULL;

    while ((message = *ptr))
    {
        if (message->id != LINE_REPLY && message->id != PHONE_REPLY && ((line && message->line == line) || (device && message->device == device)))
        {
            *ptr = message->next;
            message_free( message );
            continue;
        }
        prev = message;
        ptr = &message->next;
    }
    *last = prev;
}

void app_purge( struct app *app, DWORD line, DWORD device )
{
    EnterCriticalSection( &app->cs );
    purge_list( &app->held, &app->held_last, line, device );
    purge_list( &app->ready, &app->ready_last, line, device );
    if (!app->closed) app->notifier->removed( app );
    LeaveCriticalSection( &app->cs );
}
