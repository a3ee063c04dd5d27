/*
 * Call hubs: which calls belong together, whichever programs have them.
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

#include "device.h"
#include "debug/debug.h"

DEBUG_CHANNEL( tapisrv );

/*
 * A call hub is what all calls with the same id of one service provider are: the third-party view of one conversation, whichever programs have those calls.
 * It begins with the first of them and ends when the last has ended; programs of TAPI 3 that have, or had, one of its calls are told of both by
 * LINE_APPNEWCALLHUB and LINE_CALLHUBCLOSE (tapi32 keeps these from programs that did not ask for them). Both name the hub by the program's handle to the
 * call that it was told with.
 */
struct hub
{
    struct list      entry;
    struct provider *provider;          /* compared only: calls of it keep it */
    DWORD            call_id;
    DWORD            calls;             /* that have not ended */
    struct list      told;              /* struct told.entry */
};

struct told
{
    struct list  entry;
    struct line *line;                  /* not referenced: hubs_forget_line() comes before its end */
    DWORD        handle;                /* of the call */
};

static SRWLOCK hubs_lock = SRWLOCK_INIT;
static struct list hubs[64];
static BOOL hubs_ready;

static struct list *bucket( DWORD call_id )
{
    unsigned int i;

    if (!hubs_ready)
    {
        for (i = 0; i < ARRAYSIZE(hubs); i++) list_init( &hubs[i] );
        hubs_ready = TRUE;
    }
    return &hubs[call_id % ARRAYSIZE(hubs)];
}

static void tell( const struct told *told, DWORD msg, DWORD param1 )
{
    struct line *line = told->line;
    struct trp_event event =
    {
        .init_context = line->app->init_context,
        .device = told->handle,
        .msg = msg,
        .open_context = line->open_context,
        .param1 = param1,
    };

    event_send( line->app->client, &event, NULL, 0 );
}

static void forget( struct told *told )
{
    list_remove( &told->entry );
    told->line->hubs_told--;
    free( told );
}

void hub_join( struct call *call )
{
    struct hub *hub = NULL;
    struct list *cursor, *list;

    if (call->hub && call->hub->call_id != call->call_id) hub_leave( call );
    if (call->hub || call->over || !call->call_id || !call->listed || call->closed) return;
    AcquireSRWLockExclusive( &hubs_lock );
    list = bucket( call->call_id );
    LIST_FOR_EACH( cursor, list )
    {
        struct hub *other = LIST_ENTRY_OF( cursor, struct hub, entry );

        if (other->call_id == call->call_id && other->provider == call->ld->device->provider) hub = other;
    }
    if (!hub && (hub = calloc( 1, sizeof(*hub) )))
    {
        hub->provider = call->ld->device->provider;
        hub->call_id = call->call_id;
        list_init( &hub->told );
        list_add_tail( list, &hub->entry );
    }
    if (hub) hub->calls++;
    else ERR( "no memory for a call hub\n" );
    call->hub = hub;
    ReleaseSRWLockExclusive( &hubs_lock );
}

void hub_leave( struct call *call )
{
    struct hub *hub = call->hub;

    if (!hub) return;
    AcquireSRWLockExclusive( &hubs_lock );
    call->hub = NULL;
    if (!--hub->calls)
    {
        while (!list_empty( &hub->told ))
        {
            struct told *told = LIST_ENTRY_OF( hub->told.next, struct told, entry );

            tell( told, LINE_CALLHUBCLOSE, 0 );
            forget( told );
        }
        list_remove( &hub->entry );
        free( hub );
    }
    ReleaseSRWLockExclusive( &hubs_lock );
}

void hub_tell( struct call_handle *handle )
{
    struct hub *hub = handle->call->hub;
    struct told *told;
    struct list *cursor;

    if (!hub || handle->call->over || handle->line->api_version < 0x00030000) return;
    AcquireSRWLockExclusive( &hubs_lock );
    LIST_FOR_EACH( cursor, &hub->told )
        if (LIST_ENTRY_OF( cursor, struct told, entry )->line->app == handle->line->app) goto done;
    if (!(told = calloc( 1, sizeof(*told) )))
    {
        ERR( "no memory for a call hub\n" );
        goto done;
    }
    told->line = handle->line;
    handle->line->hubs_told++;
    told->handle = handle->object.handle;
    list_add_tail( &hub->told, &told->entry );
    /* each call of it is followed */
    tell( told, LINE_APPNEWCALLHUB, LINECALLHUBTRACKING_ALLCALLS );
done:
    ReleaseSRWLockExclusive( &hubs_lock );
}

void hubs_forget_line( struct line *line )
{
    struct list *cursor, *inner, *next;
    unsigned int i;

    AcquireSRWLockExclusive( &hubs_lock );
    for (i = 0; line->hubs_told && i < ARRAYSIZE(hubs); i++)
    {
        LIST_FOR_EACH( cursor, &hubs[i] )
        {
            struct hub *hub = LIST_ENTRY_OF( cursor, struct hub, entry );

            LIST_FOR_EACH_SAFE( inner, next, &hub->told )
                if (LIST_ENTRY_OF( inner, struct told, entry )->line == line) forget( LIST_ENTRY_OF( inner, struct told, entry ) );
        }
    }
    ReleaseSRWLockExclusive( &hubs_lock );
}
