/*
 * Who hears whom: rings of samples, and mixing.
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

#include "crosspoint.h"
#include "mediafilter/lag.h"

#define FRAME       EXCHANGE_FRAME_SAMPLES
#define RING        EXCHANGE_RING_SAMPLES
#define RATE        (1000 * FRAME / EXCHANGE_FRAME_MS)
#define FIRST_LEAD  (RATE / 25)     /* 40 ms of a file must be there before it is heard, so that a piece that is late is not missed */
#define STILL       (60 / EXCHANGE_FRAME_MS)    /* ticks after which nothing more is waited for */
#define MOST_MARGIN (RATE * 60 / 1000)          /* of live sound, for its next piece */
#define MOST_WAIT   (30000 / EXCHANGE_FRAME_MS) /* ticks for which files wait for who listens and takes nothing */

struct port
{
    struct crosspoint *x;
    struct exchange_media_shared *shared;
    uint32_t party, room;
    bool     active, echo;
    bool     speaks;                /* its queue has begun */
    bool     has_frame;
    bool     full;                  /* it listens, and has no room for a frame */
    uint32_t waits;                 /* since how many ticks */
    int16_t  frame[FRAME];
    struct lag lag;                 /* of its queue, if it is live */
    uint32_t last_written, still;   /* since how many ticks nothing more was said */
};

struct crosspoint
{
    struct port **ports;            /* by room and party */
    uint32_t count, size;
    bool     changed;
    uint32_t deaf;                  /* listeners that files do not wait for any more */
};

struct crosspoint *crosspoint_create( void )
{
    return calloc( 1, sizeof(struct crosspoint) );
}

void crosspoint_free( struct crosspoint *x )
{
    if (!x) return;
    while (x->count) free( x->ports[--x->count] );
    free( x->ports );
    free( x );
}

struct port *crosspoint_add( struct crosspoint *x, struct exchange_media_shared *shared )
{
    struct port *port;

    if (x->count == x->size)
    {
        uint32_t size = x->size ? x->size * 2 : 32;
        struct port **ports = realloc( x->ports, size * sizeof(*ports) );

        if (!ports) return NULL;
        x->ports = ports;
        x->size = size;
    }
    if (!(port = calloc( 1, sizeof(*port) ))) return NULL;
    port->x = x;
    port->shared = shared;
    lag_init( &port->lag, RATE, FRAME, FRAME, MOST_MARGIN );
    x->ports[x->count++] = port;
    x->changed = true;
    return port;
}

void port_remove( struct port *port )
{
    struct crosspoint *x = port->x;
    uint32_t i;

    for (i = 0; x->ports[i] != port; i++) {}
    x->count--;
    memmove( x->ports + i, x->ports + i + 1, (x->count - i) * sizeof(*x->ports) );
    free( port );
}

void port_route( struct port *port, uint32_t party, uint32_t room, bool active, bool echo )
{
    port->party = party;
    port->room = room;
    port->active = active;
    port->echo = echo;
    port->x->changed = true;
}

uint32_t crosspoint_deaf( const struct crosspoint *x )
{
    return x->deaf;
}

bool crosspoint_active( const struct crosspoint *x )
{
    uint32_t i;

    for (i = 0; i < x->count; i++) if (x->ports[i]->active) return true;
    return false;
}

static int compare_ports( const void *a, const void *b )
{
    const struct port *p = *(struct port *const *)a, *q = *(struct port *const *)b;

    if (p->room != q->room) return p->room < q->room ? -1 : 1;
    if (p->party != q->party) return p->party < q->party ? -1 : 1;
    return 0;
}

/* ---- rings ---- */

static void copy_from_ring( const struct exchange_ring *ring, uint32_t position, int16_t *out, uint32_t count )
{
    uint32_t i;

    for (i = 0; i < count; i++) out[i] = ring->samples[(position + i) % RING];
}

/*
 * Sound that nobody speaks right now has time: a file waits, and is silent, until who listens has room for more. A listener that takes nothing at all for
 * MOST_WAIT has hung, and keeps nobody waiting until it takes something again.
 */
static void look_for_room( struct port *port )
{
    const struct exchange_ring *ring = &port->shared->heard;

    port->full = port->active && exchange_ring_load( &ring->listens ) && ring->written - exchange_ring_load( &ring->taken ) > RING - FRAME;
    if (!port->full) port->waits = 0;
    else if (port->waits >= MOST_WAIT) port->full = false;
    else if (++port->waits == MOST_WAIT) port->x->deaf++;
}

/*
 * The next frame of a port, if there is one. Positions come from the program: what cannot be is thrown away. held: somebody who is to hear it has no room.
 */
static void take_frame( struct port *port, bool held )
{
    struct exchange_ring *ring = &port->shared->spoken;
    const uint32_t written = exchange_ring_load( &ring->written ), drop = exchange_ring_load( &ring->drop );
    const bool live = exchange_ring_load( &ring->live ) != 0;
    bool complete = exchange_ring_load( &ring->complete ) != 0;
    uint32_t taken = ring->taken, available = written - taken, count = FRAME, skipped = 0;

    port->has_frame = false;
    if (held && !live) return;
    if (available && drop - taken <= available)
    {
        taken = drop;
        available = written - taken;
        exchange_ring_store( &ring->taken, taken );
    }
    if (available > RING)
    {
        exchange_ring_store( &ring->taken, written );
        return;
    }
    port->still = written == port->last_written ? port->still + 1 : 0;
    port->last_written = written;
    if (port->still >= STILL) complete = true;
    if (!port->speaks) port->speaks = available >= (live ? lag_target( &port->lag ) : FIRST_LEAD) || (complete && available);
    if (!port->speaks) return;
    if (available < FRAME)
    {
        if (!complete || !available)
        {
            port->speaks = false;
            if (live) lag_dry( &port->lag );
            return;
        }
        count = available;
        memset( port->frame + count, 0, (FRAME - count) * sizeof(*port->frame) );
    }
    else if (live) skipped = lag_look( &port->lag, available, FRAME );
    copy_from_ring( ring, taken + skipped, port->frame, count );
    exchange_ring_store( &ring->taken, taken + skipped + count );
    port->has_frame = true;
}

/* What is live does not wait, and who does not listen is not waited for: both miss what there is no room for. */
static void give_frame( struct port *port, const int16_t *frame )
{
    struct exchange_ring *ring = &port->shared->heard;
    const uint32_t taken = exchange_ring_load( &ring->taken ), written = ring->written;
    uint32_t i;

    if (written - taken > RING - FRAME) return;
    for (i = 0; i < FRAME; i++) ring->samples[(written + i) % RING] = frame[i];
    exchange_ring_store( &ring->written, written + FRAME );
}

/* ---- mixing ---- */

static void add_frame( int32_t *sum, const struct port *port )
{
    uint32_t i;

    for (i = 0; i < FRAME; i++) sum[i] += port->frame[i];
}

static int16_t clip( int32_t value )
{
    return value > INT16_MAX ? INT16_MAX : value < INT16_MIN ? INT16_MIN : (int16_t)value;
}

/* Takes what the ports first to last - 1, one party, say next; full: how many others of its room have no room for it */
static void take_party( struct crosspoint *x, uint32_t first, uint32_t last, uint32_t full )
{
    uint32_t i, echo = 0;

    for (i = first; i < last; i++) if (x->ports[i]->full && x->ports[i]->echo) echo++;
    for (i = first; i < last; i++) take_frame( x->ports[i], full || echo );
}

static uint32_t end_of_party( const struct crosspoint *x, uint32_t first, uint32_t last )
{
    uint32_t next = first;

    while (next < last && x->ports[next]->party == x->ports[first]->party) next++;
    return next;
}

static uint32_t count_full( const struct crosspoint *x, uint32_t first, uint32_t last )
{
    uint32_t i, count = 0;

    for (i = first; i < last; i++) if (x->ports[i]->full && !x->ports[i]->echo) count++;
    return count;
}

/* Ports first to last - 1 are one party; sum is what its room says. */
static void serve_party( struct crosspoint *x, uint32_t first, uint32_t last, const int32_t *sum )
{
    int16_t others[FRAME], echo[FRAME];
    int32_t own[FRAME] = { 0 };
    uint32_t i, j;

    for (i = first; i < last; i++) if (x->ports[i]->has_frame) add_frame( own, x->ports[i] );
    for (j = 0; j < FRAME; j++)
    {
        others[j] = sum ? clip( sum[j] - own[j] ) : 0;
        echo[j] = clip( own[j] );
    }
    for (i = first; i < last; i++)
        if (x->ports[i]->active) give_frame( x->ports[i], x->ports[i]->echo ? echo : others );
}

void crosspoint_tick( struct crosspoint *x )
{
    uint32_t first, last, next, party;

    if (x->changed && x->count > 1) qsort( x->ports, x->count, sizeof(*x->ports), compare_ports );
    x->changed = false;
    for (first = 0; first < x->count; first++) look_for_room( x->ports[first] );
    for (first = 0; first < x->count; first = last)
    {
        const uint32_t room = x->ports[first]->room;
        int32_t sum[FRAME] = { 0 };
        uint32_t i, full;

        for (last = first; last < x->count && x->ports[last]->room == room; last++) {}
        full = room ? count_full( x, first, last ) : 0;
        for (party = first; party < last; party = next)
        {
            next = end_of_party( x, party, last );
            take_party( x, party, next, room ? full - count_full( x, party, next ) : 0 );
        }
        for (i = first; i < last; i++)
            if (x->ports[i]->has_frame && x->ports[i]->active) add_frame( sum, x->ports[i] );
        for (party = first; party < last; party = next)
        {
            next = end_of_party( x, party, last );
            serve_party( x, party, next, room ? sum : NULL );
        }
    }
}
