/*
 * What the files of the engine share.
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

#ifndef EXCHANGE_ENGINE_PRIVATE_H
#define EXCHANGE_ENGINE_PRIVATE_H

#include "engine.h"

#define ARRAY_COUNT( a )  (sizeof(a) / sizeof((a)[0]))

#define INDEX_BITS  20          /* of a handle: its place in the table; the rest is a generation */
#define INDEX_MASK  ((1u << INDEX_BITS) - 1)

/* Call states in which a call takes part in a conversation, or waits to */
#define STATES_OVER     (LINECALLSTATE_IDLE | LINECALLSTATE_DISCONNECTED)
#define STATES_RINGING  (LINECALLSTATE_OFFERING | LINECALLSTATE_ACCEPTED)
#define STATES_HELD     (LINECALLSTATE_ONHOLD)
#define STATES_PENDING  (LINECALLSTATE_ONHOLDPENDCONF | LINECALLSTATE_ONHOLDPENDTRANSFER)
#define STATES_SETUP    (LINECALLSTATE_DIALTONE | LINECALLSTATE_DIALING | LINECALLSTATE_PROCEEDING | LINECALLSTATE_RINGBACK | LINECALLSTATE_BUSY | \
                         LINECALLSTATE_SPECIALINFO)
#define STATES_ACTIVE   (STATES_SETUP | LINECALLSTATE_CONNECTED)

struct slot
{
    struct call *call;
    uint32_t     generation;
    uint32_t     next_free;
};

struct exchange
{
    struct config      config;
    uint64_t           now;
    struct timer     **heap;            /* from 1 */
    uint32_t           heap_count, heap_size;
    uint64_t           timer_order;
    struct station   **stations;
    uint32_t           station_count, station_size;
    struct slot       *slots;
    uint32_t           slot_count, slot_size, first_free;
    uint32_t           calls;
    struct event      *events, **events_tail;
    struct station    *dirty, **dirty_tail;
    struct completion *completions;
    struct call       *orbits[GROUP_COUNT];
    struct call       *queues[GROUP_COUNT];     /* the first that waits; through next_waiting */
    uint32_t           group_last[GROUP_COUNT]; /* member that got the last call of a hunt group */
    uint32_t           last_call_id, last_completion, last_trunk;
    bool               dying;
};

void timer_set( struct exchange *x, struct timer *timer, uint32_t ms, void (*expired)( struct exchange *x, void *arg ), void *arg );
void timer_stop( struct exchange *x, struct timer *timer );

/* engine.c */
struct call *call_new( struct exchange *x, struct address *address, bool inbound );
void call_free( struct call *call );
void call_event( struct call *call, uint32_t message, uint32_t param1, uint32_t param2, uint32_t param3 );
void address_calls_changed( struct address *address );

/* engine_call.c, engine_transfer.c */
void call_announce( struct call *call );                                /* EVENT_NEW_CALL */
void call_state( struct call *call, uint32_t state, uint32_t mode );
void call_unpeer( struct call *call );                                  /* both forget each other */
void call_pair( struct call *a, struct call *b );
/* Connects two that are paired: both CONNECTED, each is told who the other is. */
void call_connect( struct call *inbound, struct call *outbound );
void call_disconnect( struct call *call, uint32_t mode );               /* for the other side of what ended */
void call_idle( struct call *call );                                    /* it is over; frees it if nobody knows it */
/* What the other side of a call that leaves gets to know. */
void call_leave( struct call *call, uint32_t mode );
void call_fill_party( const struct call *call, struct party *party );   /* as others see it */
void call_set_party( struct call *call, struct party *field, const struct party *party, uint32_t info );
void call_set_call_id( struct call *call, uint32_t call_id );
void call_set_connected_mode( struct call *call, bool held );
void call_merge( struct call *stays, struct call *comes );              /* two far ends talk to each other */
bool call_talks( const struct call *call );                             /* hears and is heard */
int32_t call_begin_consult( struct call *call, struct call *consult );

/* engine_route.c */
void route_call( struct call *call, const char *number, uint32_t reason, const struct party *redirecting );
bool address_is_free( const struct address *address );
void ring_stop( struct call *call );                                    /* timers of a call that rings */
struct call *ring_address( struct call *from, struct address *address, uint32_t reason, const struct party *redirecting, const struct party *redirection );
void route_ring_over( struct call *inbound );                           /* nobody answered there */
void queue_leave( struct call *call );
void station_is_free( struct station *station );                        /* soon: queues and completions look for it */
/* A call does not get where it should: a new call fails so, a transferred one goes back to where it came from. */
void route_failed( struct call *call, uint32_t state, uint32_t mode );
/* Progress of a call that is not connected yet; one that is, because it is being transferred, is not told. */
void route_progress( struct call *call, uint32_t state, uint32_t mode );
void route_rejected( struct call *inbound, uint32_t mode );

/* engine_service.c */
struct call *trunk_create( struct exchange *x, enum service service );
void service_called( struct call *trunk );                              /* a call to it begins */
void service_connected( struct call *trunk );
void service_ends_soon( struct call *trunk );                           /* two parties outside talk to each other: nobody of ours hangs up */
void service_digit( struct call *trunk, char digit, uint32_t mode );

/* engine_conference.c */
void conference_party_left( struct call *conference );                  /* one fewer: it may be over */
void conference_end( struct call *conference );
void conference_consult_failed( struct call *conference );
void conference_joined( struct call *consult );                         /* a consultation call with no_hold is connected */

/* engine_completion.c */
void completions_station_free( struct station *station );
void completions_forget_call( struct call *call );
void completions_forget_station( struct station *station );
void completion_answered( struct call *call );                          /* a callback is answered */

/* engine_park.c */
void orbit_clear( struct call *call );

/* engine_media.c */
void media_connected( struct call *call );                              /* it talks from now on */
void media_stopped( struct call *call, uint32_t reason );
void media_state( struct call *call );                                  /* media control by call states */
void media_mode_from( struct call *call );

#endif
