/*
 * Park, unpark and pickup.
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

void orbit_clear( struct call *call )
{
    if (!call->orbit) return;
    call->x->orbits[call->orbit - FIRST_ORBIT] = NULL;
    call->orbit = 0;
    timer_stop( call->x, &call->give_up );
}

/* Parked for too long: back to who parked it. */
static void park_recall( struct exchange *x, void *arg )
{
    struct call *parked = arg;

    orbit_clear( parked );
    call_set_treatment( parked, LINECALLTREATMENT_SILENCE );
    route_failed( parked, LINECALLSTATE_DISCONNECTED, LINEDISCONNECTMODE_NOANSWER );
}

static bool find_orbit( struct exchange *x, const char *number, uint32_t *orbit )
{
    if (number[0])
    {
        if (strlen( number ) != 3 || number[0] != '8' || strspn( number, "0123456789" ) != 3) return false;
        *orbit = (number[1] - '0') * 10 + number[2] - '0';
        return true;
    }
    /* 800 is nobody's first choice: free ones are given from 801 */
    for (*orbit = 1; *orbit < GROUP_COUNT; ++*orbit) if (!x->orbits[*orbit]) return true;
    return false;
}

int32_t call_park( struct call *call, char *number )
{
    struct exchange *x = call->x;
    struct call *parked = call->peer;
    uint32_t orbit;

    if (!(call->state & (LINECALLSTATE_CONNECTED | LINECALLSTATE_ONHOLD)) || call->kind == KIND_CONFERENCE || !parked) return LINEERR_INVALCALLSTATE;
    if (parked->state != LINECALLSTATE_CONNECTED) return LINEERR_INVALCALLSTATE;
    if (!find_orbit( x, number, &orbit )) return number[0] ? LINEERR_INVALADDRESS : LINEERR_RESOURCEUNAVAIL;
    if (x->orbits[orbit]) return LINEERR_INUSE;
    snprintf( number, NUMBER_SIZE, "%u", (FIRST_ORBIT + orbit) % 1000 );
    call_unpeer( call );
    parked->orbit = FIRST_ORBIT + orbit;
    parked->returns_to = call->address;
    parked->depth = 0;
    x->orbits[orbit] = parked;
    timer_set( x, &parked->give_up, x->config.park_seconds * 1000, park_recall, parked );
    call_set_connected_mode( parked, true );
    call_set_treatment( parked, LINECALLTREATMENT_MUSIC );
    call_idle( call );
    return 0;
}

/* A new call at this station takes the place of another one. */
static void take_over( struct call *fresh, struct call *other, uint32_t reason )
{
    struct party party;

    fresh->inbound = true;
    fresh->told = true;
    fresh->reason = reason;
    fresh->origin = other->address ? LINECALLORIGIN_INTERNAL : LINECALLORIGIN_EXTERNAL;
    fresh->call_id = other->call_id;
    fresh->media_mode = other->media_mode;
    fresh->bearer_mode = other->bearer_mode;
    fresh->trunk = other->trunk;
    call_fill_party( other, &party );
    fresh->caller = party;
    call_pair( fresh, other );
    call_connect( fresh, other );
}

int32_t call_unpark( struct call *fresh, const char *number )
{
    struct exchange *x = fresh->x;
    struct call *parked;
    uint32_t orbit;

    if (!number[0] || !find_orbit( x, number, &orbit ) || !(parked = x->orbits[orbit])) return LINEERR_INVALADDRESS;
    if (address_active( fresh->address )) return LINEERR_CALLUNAVAIL;
    orbit_clear( parked );
    party_of_address( fresh->address, &fresh->called );
    call_set_treatment( parked, LINECALLTREATMENT_SILENCE );
    take_over( fresh, parked, LINECALLREASON_UNPARK );
    return 0;
}

static struct call *ringing_at( struct address *address )
{
    struct call *call;

    for (call = address->calls; call; call = call->next) if (call->state & STATES_RINGING && call->kind != KIND_CALLBACK) return call;
    return NULL;
}

/* The call that has rung longest in a group. */
static struct call *ringing_in( struct exchange *x, uint32_t group, const struct address *except )
{
    struct call *best = NULL, *call;
    uint32_t i, j;

    for (i = 0; i < GROUP_SIZE; i++)
    {
        struct station *station = exchange_station( x, ((group ? group : 1) - 1) * GROUP_SIZE + i );

        for (j = 0; station && j < station->address_count; j++)
        {
            if (&station->addresses[j] == except || !(call = ringing_at( &station->addresses[j] ))) continue;
            if (!best || call->state_time < best->state_time) best = call;
        }
    }
    return best;
}

int32_t call_pickup( struct call *fresh, const char *number, const char *group )
{
    struct exchange *x = fresh->x;
    struct address *address;
    struct call *ringing, *from;

    if (address_active( fresh->address )) return LINEERR_CALLUNAVAIL;
    if (number[0])
    {
        if (!(address = exchange_address( x, number ))) return LINEERR_INVALADDRESS;
        ringing = ringing_at( address );
    }
    else if (group[0])
    {
        if (strlen( group ) != 3 || group[0] != '6' || strspn( group, "0123456789" ) != 3) return LINEERR_INVALGROUPID;
        ringing = ringing_in( x, atoi( group ) - FIRST_HUNT_GROUP, fresh->address );
    }
    else ringing = ringing_in( x, fresh->address->station->index / GROUP_SIZE + 1, fresh->address );
    if (!ringing || !ringing->peer) return number[0] ? LINEERR_INVALADDRESS : LINEERR_OPERATIONFAILED;
    from = ringing->peer;
    party_of_address( ringing->address, &fresh->redirecting );
    fresh->called = ringing->called;
    call_unpeer( ringing );
    call_idle( ringing );
    from->group = from->queue = 0;
    take_over( fresh, from, LINECALLREASON_PICKUP );
    return 0;
}
