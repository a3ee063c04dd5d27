/*
 * The exchange's own housekeeping: its clock and timers, its stations, the table of calls, the queue of events.
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

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine_private.h"

void (*engine_unlinked)( struct call *call );

void config_default( struct config *config )
{
    static const struct config usual =
    {
        .lines = 10, .seed = 1, .ring_interval = 3000, .ring_seconds = 60, .answer_ms = 1000, .park_seconds = 60, .appearances = 3,
        .hunt_rings = 3, .digit_ms = 100, .callback_seconds = 20, .patience_seconds = 180,
    };

    *config = usual;
}

/* ---- timers: a heap, the next one to expire first ---- */

static bool earlier( const struct timer *a, const struct timer *b )
{
    return a->when != b->when ? a->when < b->when : a->order < b->order;
}

static void heap_put( struct exchange *x, struct timer *timer, uint32_t position )
{
    x->heap[position] = timer;
    timer->position = position;
}

static void heap_up( struct exchange *x, struct timer *timer, uint32_t position )
{
    for (; position > 1 && earlier( timer, x->heap[position / 2] ); position /= 2) heap_put( x, x->heap[position / 2], position );
    heap_put( x, timer, position );
}

static void heap_down( struct exchange *x, struct timer *timer, uint32_t position )
{
    for (;;)
    {
        uint32_t child = position * 2;

        if (child < x->heap_count && earlier( x->heap[child + 1], x->heap[child] )) child++;
        if (child > x->heap_count || !earlier( x->heap[child], timer )) break;
        heap_put( x, x->heap[child], position );
        position = child;
    }
    heap_put( x, timer, position );
}

void timer_stop( struct exchange *x, struct timer *timer )
{
    uint32_t position = timer->position;
    struct timer *last;

    if (!position) return;
    timer->position = 0;
    last = x->heap[x->heap_count--];
    if (last == timer) return;
    if (position > 1 && earlier( last, x->heap[position / 2] )) heap_up( x, last, position );
    else heap_down( x, last, position );
}

void timer_set( struct exchange *x, struct timer *timer, uint32_t ms, void (*expired)( struct exchange *x, void *arg ), void *arg )
{
    timer_stop( x, timer );
    if (x->heap_count + 2 > x->heap_size)
    {
        uint32_t size = x->heap_size ? x->heap_size * 2 : 64;
        struct timer **heap = realloc( x->heap, size * sizeof(*heap) );

        /* without memory for a timer the call lasts until somebody ends it */
        if (!heap) return;
        x->heap = heap;
        x->heap_size = size;
    }
    timer->when = x->now + ms;
    timer->order = ++x->timer_order;
    timer->expired = expired;
    timer->arg = arg;
    heap_up( x, timer, ++x->heap_count );
}

void exchange_run( struct exchange *x, uint64_t now )
{
    while (x->heap_count && x->heap[1]->when <= now)
    {
        struct timer *timer = x->heap[1];

        if (timer->when > x->now) x->now = timer->when;
        timer_stop( x, timer );
        timer->expired( x, timer->arg );
    }
    if (now > x->now) x->now = now;
}

uint64_t exchange_next( const struct exchange *x )
{
    return x->heap_count ? x->heap[1]->when : UINT64_MAX;
}

uint64_t exchange_now( const struct exchange *x )
{
    return x->now;
}

/* ---- events ---- */

struct event *exchange_post( struct exchange *x, enum event_type type, struct station *station, struct call *call, uint32_t message,
                             uint32_t param1, uint32_t param2, uint32_t param3 )
{
    struct event *event = calloc( 1, sizeof(*event) );

    if (!event) return NULL;
    event->type = type;
    event->station = station;
    event->call = call ? call->handle : 0;
    event->message = message;
    event->param1 = param1;
    event->param2 = param2;
    event->param3 = param3;
    event->when = x->now;
    *x->events_tail = event;
    x->events_tail = &event->next;
    return event;
}

struct event *exchange_event( struct exchange *x )
{
    struct event *event = x->events;

    if (event && !(x->events = event->next)) x->events_tail = &x->events;
    if (event) event->next = NULL;
    return event;
}

void call_event( struct call *call, uint32_t message, uint32_t param1, uint32_t param2, uint32_t param3 )
{
    if (call->address && call->told && !call->closed)
        exchange_post( call->x, EVENT_CALL, call->address->station, call, message, param1, param2, param3 );
}

void station_event( struct station *station, uint32_t state, uint32_t param2, uint32_t param3 )
{
    if (!station->removed) exchange_post( station->x, EVENT_LINE, station, NULL, LINE_LINEDEVSTATE, state, param2, param3 );
}

void station_changed( struct station *station )
{
    struct exchange *x = station->x;

    if (station->dirty) return;
    station->dirty = true;
    station->next_dirty = NULL;
    *x->dirty_tail = station;
    x->dirty_tail = &station->next_dirty;
}

struct station *exchange_dirty( struct exchange *x )
{
    struct station *station = x->dirty;

    if (!station) return NULL;
    if (!(x->dirty = station->next_dirty)) x->dirty_tail = &x->dirty;
    station->dirty = false;
    return station;
}

/* ---- stations ---- */

uint32_t number_of_line( uint32_t index )
{
    return index < NUMBERS_BEHIND_9 ? FIRST_NUMBER + index : 10000 + index - NUMBERS_BEHIND_9;
}

static void station_init( struct exchange *x, struct station *station, uint32_t index )
{
    uint32_t i;

    station->x = x;
    station->index = index;
    station->agent = true;
    station->status = LINEDEVSTATUSFLAGS_CONNECTED | LINEDEVSTATUSFLAGS_INSERVICE;
    station->ring_mode = 1;
    /* every tenth line has two addresses */
    station->address_count = (index + 1) % 10 ? 1 : 2;
    for (i = 0; i < station->address_count; i++)
    {
        struct address *address = &station->addresses[i];

        address->station = station;
        address->id = i;
        address->number = number_of_line( index ) + (i ? SECOND_NUMBER : 0);
        address->terminals[0] = LINETERMMODE_BUTTONS | LINETERMMODE_LAMPS | LINETERMMODE_DISPLAY | LINETERMMODE_RINGER | LINETERMMODE_HOOKSWITCH |
                                LINETERMMODE_MEDIATOLINE | LINETERMMODE_MEDIAFROMLINE | LINETERMMODE_MEDIABIDIRECT;
    }
}

struct station *exchange_add_station( struct exchange *x )
{
    struct station *station;

    if (x->station_count >= MAX_LINES) return NULL;
    if (x->station_count == x->station_size)
    {
        uint32_t size = x->station_size ? x->station_size * 2 : 16;
        struct station **stations = realloc( x->stations, size * sizeof(*stations) );

        if (!stations) return NULL;
        x->stations = stations;
        x->station_size = size;
    }
    if (!(station = calloc( 1, sizeof(*station) ))) return NULL;
    station_init( x, station, x->station_count );
    x->stations[x->station_count++] = station;
    return station;
}

uint32_t exchange_station_count( const struct exchange *x )
{
    return x->station_count;
}

struct station *exchange_station( struct exchange *x, uint32_t index )
{
    return index < x->station_count && !x->stations[index]->removed ? x->stations[index] : NULL;
}

void exchange_remove_station( struct station *station )
{
    uint32_t i;

    for (i = 0; i < station->address_count; i++)
    {
        struct address *address = &station->addresses[i];

        while (address->calls)
        {
            struct call *call = address->calls;

            call->closed = true;
            if (!call_is_over( call )) call_leave( call, LINEDISCONNECTMODE_OUTOFORDER );
            call_idle( call );
        }
        address_forward( address, NULL, 0, 0 );
    }
    completions_forget_station( station );
    station_changed( station );
    station->removed = true;
}

struct address *exchange_address( struct exchange *x, const char *number )
{
    uint32_t value = 0, index, id;
    struct station *station;
    size_t i;

    for (i = 0; number[i] >= '0' && number[i] <= '9' && i < 6; i++) value = value * 10 + (number[i] - '0');
    if (!i || number[i] || number[0] == '0') return NULL;
    id = value >= SECOND_NUMBER + FIRST_NUMBER ? 1 : 0;
    if (id) value -= SECOND_NUMBER;
    if (value < FIRST_NUMBER) return NULL;
    index = value < 10000 ? value - FIRST_NUMBER : value - 10000 + NUMBERS_BEHIND_9;
    if (number_of_line( index ) != value || !(station = exchange_station( x, index )) || id >= station->address_count) return NULL;
    return &station->addresses[id];
}

void party_of_address( const struct address *address, struct party *party )
{
    memset( party, 0, sizeof(*party) );
    party->flags = LINECALLPARTYID_ADDRESS | LINECALLPARTYID_NAME;
    snprintf( party->number, sizeof(party->number), "%u", address->number );
    snprintf( party->name, sizeof(party->name), "Exchange %u", address->number );
}

uint32_t address_count_state( const struct address *address, uint32_t states )
{
    const struct call *call;
    uint32_t count = 0;

    for (call = address->calls; call; call = call->next) if (call->state & states) count++;
    return count;
}

struct call *address_active( const struct address *address )
{
    struct call *call;

    for (call = address->calls; call; call = call->next) if (call->state & STATES_ACTIVE && !call->no_hold) return call;
    return NULL;
}

/* A call began, ended or changed its state: says so, and looks who waits for the station. */
void address_calls_changed( struct address *address )
{
    struct station *station = address->station;
    struct exchange *x = station->x;
    uint32_t count = address_count_state( address, ~STATES_OVER ), held = address_count_state( address, STATES_HELD | STATES_PENDING ), i, total = 0;

    station_changed( station );
    address->call_count = count;
    for (i = 0; i < station->address_count; i++) total += station->addresses[i].call_count;
    if (total != station->told_calls)
    {
        if (!total) station->idle_since = x->now;
        if (total < station->told_calls) station_is_free( station );
        station->told_calls = total;
        station_event( station, LINEDEVSTATE_NUMCALLS, 0, 0 );
    }
    if (count == address->told_calls && held == address->told_held) return;
    if (!station->removed)
    {
        uint32_t states = LINEADDRESSSTATE_NUMCALLS;

        if (count != address->told_calls) states |= !count ? LINEADDRESSSTATE_INUSEZERO : count == 1 ? LINEADDRESSSTATE_INUSEONE : LINEADDRESSSTATE_INUSEMANY;
        exchange_post( x, EVENT_LINE, station, NULL, LINE_ADDRESSSTATE, address->id, states, 0 );
    }
    address->told_calls = count;
    address->told_held = held;
}

void station_set_status( struct station *station, uint32_t mask, bool on )
{
    static const struct { uint32_t flag, on, off; } states[] =
    {
        { LINEDEVSTATUSFLAGS_CONNECTED, LINEDEVSTATE_CONNECTED, LINEDEVSTATE_DISCONNECTED },
        { LINEDEVSTATUSFLAGS_MSGWAIT, LINEDEVSTATE_MSGWAITON, LINEDEVSTATE_MSGWAITOFF },
        { LINEDEVSTATUSFLAGS_INSERVICE, LINEDEVSTATE_INSERVICE, LINEDEVSTATE_OUTOFSERVICE },
        { LINEDEVSTATUSFLAGS_LOCKED, LINEDEVSTATE_LOCK, LINEDEVSTATE_LOCK },
    };
    uint32_t i, changed = (on ? ~station->status : station->status) & mask;

    if (on) station->status |= mask;
    else station->status &= ~mask;
    for (i = 0; i < ARRAY_COUNT( states ); i++)
        if (changed & states[i].flag) station_event( station, on ? states[i].on : states[i].off, 0, 0 );
    if (changed) station_changed( station );
    if (changed & (LINEDEVSTATUSFLAGS_INSERVICE | LINEDEVSTATUSFLAGS_CONNECTED) && on) station_is_free( station );
}

/* ---- the table of calls ---- */

struct call *call_new( struct exchange *x, struct address *address, bool inbound )
{
    struct call *call;
    uint32_t index;

    if (!x->first_free)
    {
        uint32_t size = x->slot_size ? x->slot_size * 2 : 64;
        struct slot *slots;

        if (x->slot_count == x->slot_size)
        {
            if (size > INDEX_MASK || !(slots = realloc( x->slots, size * sizeof(*slots) ))) return NULL;
            memset( slots + x->slot_size, 0, (size - x->slot_size) * sizeof(*slots) );
            x->slots = slots;
            x->slot_size = size;
        }
    }
    if (!(call = calloc( 1, sizeof(*call) ))) return NULL;
    if ((index = x->first_free)) x->first_free = x->slots[index].next_free;
    else
    {
        /* place 0 is nobody's: no handle is 0 */
        if (!x->slot_count) x->slot_count = 1;
        index = x->slot_count++;
    }
    x->slots[index].call = call;
    if (++x->slots[index].generation >= 1u << (31 - INDEX_BITS)) x->slots[index].generation = 1;
    call->handle = x->slots[index].generation << INDEX_BITS | index;
    call->x = x;
    call->address = address;
    call->inbound = inbound;
    call->state = LINECALLSTATE_IDLE;
    call->state_time = x->now;
    call->media_mode = LINEMEDIAMODE_INTERACTIVEVOICE;
    call->bearer_mode = LINEBEARERMODE_VOICE;
    call->trunk = ~0u;
    call->origin = inbound ? LINECALLORIGIN_INTERNAL : LINECALLORIGIN_OUTBOUND;
    call->reason = LINECALLREASON_DIRECT;
    call->caller.flags = call->called.flags = call->connected.flags = call->redirection.flags = call->redirecting.flags = LINECALLPARTYID_UNAVAIL;
    call->treatment = LINECALLTREATMENT_SILENCE;
    if (address)
    {
        struct call **next;

        party_of_address( address, &call->own );
        memcpy( call->terminals, address->terminals, sizeof(call->terminals) );
        for (next = &address->calls; *next; next = &(*next)->next) {}
        *next = call;
    }
    x->calls++;
    return call;
}

static void blob_free( struct blob *blob )
{
    free( blob->data );
    blob->data = NULL;
    blob->size = 0;
}

void call_free( struct call *call )
{
    struct exchange *x = call->x;
    uint32_t index = call->handle & INDEX_MASK, i;

    timer_stop( x, &call->timer );
    timer_stop( x, &call->give_up );
    timer_stop( x, &call->gather.timer );
    timer_stop( x, &call->generate.timer );
    if (call->address)
    {
        struct call **next;

        for (next = &call->address->calls; *next && *next != call; next = &(*next)->next) {}
        if (*next) *next = call->next;
    }
    for (i = 0; i < call->user_user_count; i++) blob_free( &call->user_user[i] );
    blob_free( &call->user_user_out );
    blob_free( &call->call_data );
    blob_free( &call->high_level );
    blob_free( &call->low_level );
    blob_free( &call->dev_specific );
    blob_free( &call->sending );
    blob_free( &call->receiving );
    free( call->control );
    x->slots[index].call = NULL;
    x->slots[index].next_free = x->first_free;
    x->first_free = index;
    x->calls--;
    free( call );
}

struct call *exchange_call( struct exchange *x, uint32_t handle )
{
    uint32_t index = handle & INDEX_MASK;

    if (!index || index >= x->slot_count || !x->slots[index].call || x->slots[index].call->handle != handle) return NULL;
    return x->slots[index].call;
}

uint32_t exchange_call_count( const struct exchange *x )
{
    return x->calls;
}

bool blob_set( struct blob *blob, const void *data, uint32_t size )
{
    void *copy = NULL;

    if (size && !(copy = malloc( size ))) return false;
    if (size) memcpy( copy, data, size );
    blob_free( blob );
    blob->data = copy;
    blob->size = size;
    return true;
}

/* ---- the whole ---- */

struct exchange *exchange_create( const struct config *config )
{
    struct exchange *x = calloc( 1, sizeof(*x) );
    uint32_t i;

    if (!x) return NULL;
    x->config = *config;
    x->events_tail = &x->events;
    x->dirty_tail = &x->dirty;
    for (i = 0; i < config->lines; i++)
    {
        if (exchange_add_station( x )) continue;
        exchange_destroy( x );
        return NULL;
    }
    return x;
}

void exchange_destroy( struct exchange *x )
{
    struct event *event;
    uint32_t i;

    x->dying = true;
    for (i = 1; i < x->slot_count; i++)
    {
        if (!x->slots[i].call) continue;
        if (engine_unlinked && x->slots[i].call->link) engine_unlinked( x->slots[i].call );
    }
    for (i = 1; i < x->slot_count; i++) if (x->slots[i].call) call_free( x->slots[i].call );
    while (x->completions)
    {
        struct completion *completion = x->completions;

        x->completions = completion->next;
        timer_stop( x, &completion->timer );
        free( completion );
    }
    while ((event = exchange_event( x ))) free( event );
    for (i = 0; i < x->station_count; i++)
    {
        timer_stop( x, &x->stations[i]->free_timer );
        free( x->stations[i]->addresses[0].forwards );
        free( x->stations[i]->addresses[1].forwards );
        free( x->stations[i] );
    }
    free( x->stations );
    free( x->slots );
    free( x->heap );
    free( x );
}

const struct config *exchange_config( const struct exchange *x )
{
    return &x->config;
}

/* ---- the exchange's own consistency ---- */

static const char *check_call( struct exchange *x, const struct call *call )
{
    const struct call *peer = call->peer;

    if (peer && peer->peer != call) return "a call's peer does not know it";
    if (peer && exchange_call( x, peer->handle ) != peer) return "a call's peer is not in the table";
    if (peer && call->state & STATES_OVER) return "a call that is over has a peer";
    if (call->conference && (call->state != LINECALLSTATE_CONFERENCED || call->conference->kind != KIND_CONFERENCE))
        return "a call belongs to a conference that is none";
    if (call->state == LINECALLSTATE_CONFERENCED && !call->conference) return "a conferenced call without a conference";
    if (call->address && call->state == LINECALLSTATE_CONNECTED && call->kind != KIND_CONFERENCE && !peer && !call->orbit && !call->queue)
        return "a connected call without a peer";
    if (call->state & STATES_RINGING && !call->timer.position) return "a call rings for ever";
    if (call->state & STATES_RINGING && !peer) return "a call rings for nobody";
    if (call->consults && exchange_call( x, call->consults->handle ) != call->consults) return "a consultation call of a call that is gone";
    if (call->consults && call->state == LINECALLSTATE_IDLE) return "a consultation call that is over";
    if (call->orbit && x->orbits[call->orbit - FIRST_ORBIT] != call) return "a parked call is not in its orbit";
    if (!call->address && call->state & STATES_OVER) return "a party outside outlived its call";
    if (call->kind == KIND_CONFERENCE && !(call->state & STATES_OVER))
    {
        const struct call *party;
        uint32_t parties = 0;

        for (party = call->address->calls; party; party = party->next) if (party->conference == call) parties++;
        if (parties != call->parties) return "a conference has lost count";
    }
    return NULL;
}

const char *exchange_check( struct exchange *x )
{
    uint32_t i, j, count = 0;
    const char *error;

    for (i = 1; i < x->slot_count; i++)
    {
        if (!x->slots[i].call) continue;
        count++;
        if ((error = check_call( x, x->slots[i].call ))) return error;
    }
    if (count != x->calls) return "calls are counted wrong";
    for (i = 1; i <= x->heap_count; i++)
    {
        if (x->heap[i]->position != i) return "a timer is misplaced";
        if (i > 1 && earlier( x->heap[i], x->heap[i / 2] )) return "timers are out of order";
    }
    for (i = 0; i < x->station_count; i++)
    {
        uint32_t ringing = 0;

        for (j = 0; j < x->stations[i]->address_count; j++)
        {
            const struct address *address = &x->stations[i]->addresses[j];
            const struct call *call;
            uint32_t active;

            for (call = address->calls, active = 0; call; call = call->next) if (call->state & STATES_ACTIVE && !call->no_hold) active++;
            if (active > 1) return "two calls of an address are active";
            ringing += address_count_state( address, STATES_RINGING );
        }
        if (ringing != x->stations[i]->ringing) return "calls that ring are counted wrong";
    }
    for (i = 0; i < GROUP_COUNT; i++) if (x->orbits[i] && x->orbits[i]->orbit != FIRST_ORBIT + i) return "an orbit holds a call that is not parked there";
    return NULL;
}
