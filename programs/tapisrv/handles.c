/*
 * Objects and their handles.
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
 * A handle is a slot number and a generation that changes each time the slot is used again, so a stale handle finds nothing instead of
 * somebody else's object. Type and owner are checked with every look-up.
 *
 * Lock order of the whole service, outermost first. No lock is held while a provider is called or a pipe is written.
 *
 *     providers_lock      client.c    which applications exist, whether providers run
 *     device->opening     device.c    serialises TSPI_lineOpen, TSPI_lineClose and unions of one device (a flag, not a lock: it is
 *                                     held over provider calls, by one thread, and waited for with the device's lock)
 *     device->lock        device.h    everything on one line device: its opens, calls and call handles; phone.h: on one phone device
 *     client->lock        client.c    the applications of a client and their lines
 *     hubs_lock           hub.c       which calls belong together
 *     requests_lock       proxy_response.c requests that proxies have to answer
 *     async_lock          async.c     pending asynchronous requests
 *     client->events_lock events.c    the queue of events
 *     table_lock          here
 */

#include <stdlib.h>

#include "tapisrv.h"
#include "debug/debug.h"

DEBUG_CHANNEL( tapisrv );

#define INDEX_BITS      21
#define INDEX_MASK      ((1u << INDEX_BITS) - 1)
#define GENERATION_MASK ((1u << (31 - INDEX_BITS)) - 1)
#define CHUNK           4096        /* slots are allocated so many at a time and never move */
#define CHUNKS          ((1u << INDEX_BITS) / CHUNK)
#define MAX_TYPES       64

struct slot
{
    struct object *object;          /* NULL: free */
    DWORD          generation;
    DWORD          next_free;
};

static SRWLOCK table_lock = SRWLOCK_INIT;
static struct slot *chunks[CHUNKS];
static DWORD used_slots = 1;        /* slot 0 is never used: handle 0 is none */
static DWORD first_free, last_free;
static LONG type_counts[MAX_TYPES];

static struct slot *get_slot( DWORD index )
{
    return &chunks[index / CHUNK][index % CHUNK];
}

void object_init( struct object *object, DWORD type, struct client *client, void (*destroy)( struct object *object ) )
{
    object->refs = 1;
    object->type = type;
    object->handle = 0;
    object->client = client;
    object->destroy = destroy;
}

void *object_grab( void *object )
{
    InterlockedIncrement( &((struct object *)object)->refs );
    return object;
}

void object_release( void *ptr )
{
    struct object *object = ptr;

    if (!InterlockedDecrement( &object->refs )) object->destroy( object );
}

DWORD handle_alloc( void *ptr )
{
    struct object *object = ptr;
    struct slot *slot;
    DWORD index, handle = 0;

    AcquireSRWLockExclusive( &table_lock );
    /* slots that were never used first: it takes longest until a generation comes again */
    if (used_slots <= INDEX_MASK && (used_slots % CHUNK || !first_free))
    {
        index = used_slots;
        if (!chunks[index / CHUNK]) chunks[index / CHUNK] = calloc( CHUNK, sizeof(struct slot) );
        if (chunks[index / CHUNK]) used_slots++;
        else index = 0;
    }
    else index = 0;
    if (!index && (index = first_free))
    {
        if (!(first_free = get_slot( index )->next_free)) last_free = 0;
    }
    if (index)
    {
        slot = get_slot( index );
        slot->generation = (slot->generation + 1) & GENERATION_MASK;
        slot->object = object_grab( object );
        slot->next_free = 0;
        handle = slot->generation << INDEX_BITS | index;
        object->handle = handle;
        InterlockedIncrement( &type_counts[object->type] );
    }
    ReleaseSRWLockExclusive( &table_lock );
    if (!handle) ERR( "out of handles or memory: type %lu\n", object->type );
    return handle;
}

void *handle_get( DWORD handle, DWORD type, struct client *client )
{
    struct object *object = NULL;
    DWORD index = handle & INDEX_MASK;
    struct slot *slot;

    if (handle >> 31) return NULL;
    AcquireSRWLockShared( &table_lock );
    if (index && index < used_slots)
    {
        slot = get_slot( index );
        if (slot->object && slot->generation == handle >> INDEX_BITS && slot->object->type == type && slot->object->client == client)
            object = object_grab( slot->object );
    }
    ReleaseSRWLockShared( &table_lock );
    return object;
}

BOOL handle_free( void *ptr )
{
    struct object *object = ptr;
    BOOL freed = FALSE;
    struct slot *slot;
    DWORD index;

    AcquireSRWLockExclusive( &table_lock );
    index = object->handle & INDEX_MASK;
    if (index && get_slot( index )->object == object)
    {
        slot = get_slot( index );
        slot->object = NULL;
        slot->next_free = 0;
        if (last_free) get_slot( last_free )->next_free = index;
        else first_free = index;
        last_free = index;
        InterlockedDecrement( &type_counts[object->type] );
        freed = TRUE;
    }
    ReleaseSRWLockExclusive( &table_lock );
    if (freed) object_release( object );
    return freed;
}

DWORD handle_count( DWORD type )
{
    return type_counts[type];
}
