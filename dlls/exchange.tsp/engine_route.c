/*
 * Where calls go: numbers, forwarding, ringing, hunt groups and queues.
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

#define MAX_DEPTH  10       /* forwardings of one call */

/* ---- numbers ---- */

int32_t number_parse( const uint16_t *text, struct dialed *out )
{
    /* waits for tones: there is always dial tone here, and billing tones and silence come at once */
    static const char ignored[] = " ()-./,!@$WwTtPp", digits[] = "0123456789*#ABCD";
    bool international = false;
    size_t count = 0;

    memset( out, 0, sizeof(*out) );
    if (!text) return 0;
    for (; *text && *text != '|' && *text != '^' && *text != '\r' && *text != '\n'; text++)
    {
        char c = *text < 0x80 ? (char)*text : '\x7f';

        if (c >= 'a' && c <= 'd') c -= 'a' - 'A';
        if (c == ';')
        {
            out->more = true;
            break;
        }
        if (c == '?') return LINEERR_DIALPROMPT;
        if (c == '+' && !count && !international)
        {
            /* canonical: a number of the outside world */
            international = true;
            out->digits[count++] = '9';
        }
        else if (strchr( digits, c ))
        {
            if (count + 1 >= sizeof(out->digits)) return LINEERR_INVALADDRESS;
            out->digits[count++] = c;
        }
        else if (!strchr( ignored, c )) return LINEERR_INVALADDRESS;
    }
    return 0;
}

enum target_kind { TARGET_NONE, TARGET_ADDRESS, TARGET_GROUP, TARGET_QUEUE, TARGET_ORBIT, TARGET_OUTSIDE };

static enum target_kind target_of( struct exchange *x, const char *number, struct address **address, uint32_t *value )
{
    *address = NULL;
    *value = 0;
    if (number[0] == '9' && number[1]) return TARGET_OUTSIDE;
    if ((*address = exchange_address( x, number ))) return TARGET_ADDRESS;
    if (strlen( number ) != 3 || strspn( number, "0123456789" ) != 3) return TARGET_NONE;
    *value = (number[1] - '0') * 10 + number[2] - '0';
    switch (number[0])
    {
    case '6': return TARGET_GROUP;
    case '7': return TARGET_QUEUE;
    case '8': return TARGET_ORBIT;
    default: return TARGET_NONE;
    }
}

bool number_known( struct exchange *x, const char *number )
{
    struct address *address;
    uint32_t value;

    return target_of( x, number, &address, &value ) != TARGET_NONE;
}

/* The numbers behind 9; any other one is answered. */
static enum service service_of_number( const char *number )
{
    static const struct { char number[5]; enum service service; } services[] =
    {
        { "9901", SERVICE_BUSY }, { "9902", SERVICE_NO_ANSWER }, { "9903", SERVICE_UNREACHABLE }, { "9904", SERVICE_CONGESTION },
        { "9905", SERVICE_ECHO }, { "9906", SERVICE_DIGITS }, { "9907", SERVICE_INTERCEPT }, { "9908", SERVICE_HANGUP },
        { "9909", SERVICE_REJECT }, { "9910", SERVICE_CHANGED }, { "9911", SERVICE_TONE },
    };
    size_t i;

    for (i = 0; i < ARRAY_COUNT( services ); i++) if (!strcmp( number, services[i].number )) return services[i].service;
    return SERVICE_ANSWER;
}

/* ---- what a call gets to know of its way ---- */

void route_progress( struct call *call, uint32_t state, uint32_t mode )
{
    if (call->state & STATES_SETUP && call->state != state) call_state( call, state, mode );
}

void route_failed( struct call *call, uint32_t state, uint32_t mode )
{
    struct address *back = call->returns_to;
    struct party none = { .flags = LINECALLPARTYID_UNAVAIL };
    struct call *recall;

    call->group = 0;
    queue_leave( call );
    call_unpeer( call );
    call->returns_to = NULL;
    if (call->state & STATES_SETUP)
    {
        if (!call->address) call_idle( call );
        else if (state == LINECALLSTATE_DISCONNECTED) call_disconnect( call, mode );
        else call_state( call, state, mode );
        return;
    }
    /* transferred: back to who sent it */
    if (call->state == LINECALLSTATE_CONNECTED && back && !back->station->removed && address_is_free( back ) &&
        (recall = ring_address( call, back, LINECALLREASON_REMINDER, NULL, &none )))
    {
        if (recall->state & STATES_RINGING) recall->kind = KIND_RECALL;
        return;
    }
    call_disconnect( call, state == LINECALLSTATE_BUSY ? (uint32_t)LINEDISCONNECTMODE_BUSY : mode );
}

/* ---- forwarding ---- */

static bool is_internal( const struct call *call )
{
    return call->address != NULL;
}

/* The first entry of the address that suits; group: LINEFORWARDMODE_ bits of one condition, plain, internal, external, specific in this order. */
static const struct forward *find_forward( const struct address *address, const struct call *call, uint32_t first_mode )
{
    const struct forward *found = NULL;
    struct party caller;
    uint32_t i;

    call_fill_party( call, &caller );
    for (i = 0; i < address->forward_count; i++)
    {
        const struct forward *forward = &address->forwards[i];

        if (forward->mode == first_mode << 3 && !strcmp( forward->caller, caller.number )) return forward;
        if (found) continue;
        if (forward->mode == first_mode || (forward->mode == first_mode << 1 && is_internal( call )) ||
            (forward->mode == first_mode << 2 && !is_internal( call )))
            found = forward;
    }
    return found;
}

static const struct forward *find_busy_forward( const struct address *address, const struct call *call )
{
    const struct forward *forward = find_forward( address, call, LINEFORWARDMODE_BUSY );

    return forward ? forward : find_forward( address, call, LINEFORWARDMODE_BUSYNA );
}

static const struct forward *find_no_answer_forward( const struct address *address, const struct call *call )
{
    const struct forward *forward = find_forward( address, call, LINEFORWARDMODE_NOANSW );

    return forward ? forward : find_forward( address, call, LINEFORWARDMODE_BUSYNA );
}

int32_t address_forward( struct address *address, const struct forward *list, uint32_t count, uint32_t rings )
{
    struct forward *copy = NULL;

    if (count > MAX_FORWARDS) return LINEERR_INVALPARAM;
    if (count && !(copy = malloc( count * sizeof(*copy) ))) return LINEERR_NOMEM;
    if (count) memcpy( copy, list, count * sizeof(*copy) );
    free( address->forwards );
    address->forwards = copy;
    address->forward_count = count;
    address->forward_rings = rings;
    if (!address->station->removed)
        exchange_post( address->station->x, EVENT_LINE, address->station, NULL, LINE_ADDRESSSTATE, address->id, LINEADDRESSSTATE_FORWARD, 0 );
    station_changed( address->station );
    return 0;
}

/* ---- ringing ---- */

bool address_is_free( const struct address *address )
{
    const struct call *active = address_active( address );

    if ((address->station->status & (LINEDEVSTATUSFLAGS_CONNECTED | LINEDEVSTATUSFLAGS_INSERVICE)) !=
        (LINEDEVSTATUSFLAGS_CONNECTED | LINEDEVSTATUSFLAGS_INSERVICE))
        return false;
    /* a call waiting tone would spoil data */
    if (active && active->media_mode == LINEMEDIAMODE_DATAMODEM) return false;
    return address_count_state( address, ~STATES_OVER ) < address->station->x->config.appearances;
}

void ring_stop( struct call *call )
{
    timer_stop( call->x, &call->timer );
    timer_stop( call->x, &call->give_up );
}

static void ring_out( struct call *call )
{
    struct station *station = call->address->station;

    call->rings++;
    exchange_post( call->x, EVENT_RING, station, NULL, 0, station->ring_mode, call->rings, 0 );
    station_event( station, LINEDEVSTATE_RINGING, station->ring_mode, call->rings );
}

static void ring_gave_up( struct exchange *x, void *arg )
{
    route_ring_over( arg );
}

static void ring_again( struct exchange *x, void *arg )
{
    struct call *call = arg, *from = call->peer;
    const struct forward *forward = NULL;

    if (call->kind == KIND_PLAIN && !from->group && !from->queue && call->rings >= call->address->forward_rings)
        forward = find_no_answer_forward( call->address, from );
    if (forward)
    {
        struct party own;
        char target[NUMBER_SIZE];

        party_of_address( call->address, &own );
        memcpy( target, forward->target, sizeof(target) );
        call_unpeer( call );
        call_idle( call );
        route_call( from, target, LINECALLREASON_FWDNOANSWER, &own );
        return;
    }
    if ((from->group || from->queue) && call->rings >= x->config.hunt_rings)
    {
        route_ring_over( call );
        return;
    }
    ring_out( call );
    timer_set( x, &call->timer, x->config.ring_interval, ring_again, call );
}

static void copy_blob( struct blob *to, const struct blob *from )
{
    if (from->size) blob_set( to, from->data, from->size );
}

struct call *ring_address( struct call *from, struct address *address, uint32_t reason, const struct party *redirecting, const struct party *redirection )
{
    struct exchange *x = from->x;
    struct call *call = call_new( x, address, true );
    uint32_t seconds = from->no_answer_timeout ? from->no_answer_timeout : x->config.ring_seconds;

    if (!call)
    {
        route_failed( from, LINECALLSTATE_DISCONNECTED, LINEDISCONNECTMODE_CONGESTION );
        return NULL;
    }
    from->reached = address;
    call->call_id = from->call_id;
    call->related_id = from->related_id;
    call->media_mode = from->media_mode;
    call->bearer_mode = from->bearer_mode;
    call->rate = from->rate;
    call->origin = is_internal( from ) ? LINECALLORIGIN_INTERNAL : LINECALLORIGIN_EXTERNAL;
    call->reason = reason;
    call->trunk = from->trunk;
    call->secure = from->secure;
    call->completion_id = from->completion_id;
    call_fill_party( from, &call->caller );
    call->called = from->called;
    if (redirecting) call->redirecting = *redirecting;
    if (redirection) call->redirection = *redirection;
    copy_blob( &call->user_user[0], &from->user_user_out );
    call->user_user_count = call->user_user[0].size ? 1 : 0;
    copy_blob( &call->call_data, &from->call_data );
    copy_blob( &call->high_level, &from->high_level );
    copy_blob( &call->low_level, &from->low_level );
    copy_blob( &call->sending, &from->receiving );
    copy_blob( &call->receiving, &from->sending );
    call_pair( from, call );
    call_announce( call );
    timer_set( x, &call->timer, x->config.ring_interval, ring_again, call );
    timer_set( x, &call->give_up, seconds * 1000, ring_gave_up, call );
    call_state( call, LINECALLSTATE_OFFERING, LINEOFFERINGMODE_ACTIVE );
    ring_out( call );
    route_progress( from, LINECALLSTATE_RINGBACK, 0 );
    /* the called telephone goes off-hook by itself */
    if (from->param_flags & LINECALLPARAMFLAGS_DESTOFFHOOK && !address_active( address )) call_answer( call );
    return call;
}

/* ---- hunt groups and queues ---- */

static struct address *group_member( struct exchange *x, uint32_t group, uint32_t member )
{
    struct station *station = exchange_station( x, ((group ? group : 1) - 1) * GROUP_SIZE + member );

    return station ? &station->addresses[0] : NULL;
}

static bool has_calls( const struct station *station )
{
    uint32_t i;

    for (i = 0; i < station->address_count; i++) if (address_count_state( &station->addresses[i], ~STATES_OVER )) return true;
    return false;
}

static bool takes_group_call( const struct address *address, const struct call *from )
{
    return !has_calls( address->station ) && address_is_free( address ) && !find_forward( address, from, LINEFORWARDMODE_UNCOND );
}

/* Rings the next free member, beginning behind the one that got the last call of the group. */
static void hunt( struct call *from )
{
    struct exchange *x = from->x;
    uint32_t group = from->group - FIRST_HUNT_GROUP;

    while (from->group_tried < GROUP_SIZE)
    {
        uint32_t member = from->group_next;
        struct address *address = group_member( x, group, member );

        from->group_next = (member + 1) % GROUP_SIZE;
        from->group_tried++;
        if (!address || address->station == (from->address ? from->address->station : NULL) || !takes_group_call( address, from )) continue;
        x->group_last[group] = from->group_next;
        ring_address( from, address, from->reason == LINECALLREASON_TRANSFER ? LINECALLREASON_TRANSFER : LINECALLREASON_DIRECT, NULL, NULL );
        return;
    }
    route_failed( from, LINECALLSTATE_BUSY, LINEBUSYMODE_STATION );
}

static void caller_gives_up( struct exchange *x, void *arg )
{
    call_leave( arg, LINEDISCONNECTMODE_NORMAL );
    call_idle( arg );
}

static void queue_enter( struct call *call, uint32_t queue, bool first )
{
    struct call **next = &call->x->queues[queue];

    call->queue = FIRST_QUEUE + queue;
    while (!first && *next) next = &(*next)->next_waiting;
    call->next_waiting = *next;
    *next = call;
    if (!call->address && !call->give_up.position)
        timer_set( call->x, &call->give_up, call->x->config.patience_seconds * 1000, caller_gives_up, call );
}

/* It waits no more, whether it is being offered to an agent or not. */
void queue_leave( struct call *call )
{
    struct call **next;

    if (!call->queue) return;
    for (next = &call->x->queues[call->queue - FIRST_QUEUE]; *next && *next != call; next = &(*next)->next_waiting) {}
    if (*next) *next = call->next_waiting;
    call->next_waiting = NULL;
    call->queue = 0;
}

static struct address *find_agent( struct exchange *x, uint32_t queue, const struct call *from )
{
    struct address *best = NULL;
    uint32_t i;

    for (i = 0; i < GROUP_SIZE; i++)
    {
        struct address *address = group_member( x, queue, i );

        if (!address || !address->station->agent || address->station->away || !takes_group_call( address, from )) continue;
        if (from->address && from->address->station == address->station) continue;
        if (!best || address->station->idle_since < best->station->idle_since) best = address;
    }
    return best;
}

static void queue_serve( struct exchange *x, uint32_t queue )
{
    struct call *call, *next;

    for (call = x->queues[queue]; call; call = next)
    {
        struct address *address = find_agent( x, queue, call );

        next = call->next_waiting;
        if (!address) continue;
        queue_leave( call );
        call->queue = FIRST_QUEUE + queue;
        ring_address( call, address, LINECALLREASON_DIRECT, NULL, NULL );
        /* somebody else may have left meanwhile */
        next = x->queues[queue];
    }
}

static void station_freed( struct exchange *x, void *arg )
{
    struct station *station = arg;
    uint32_t queue = station->index / GROUP_SIZE + 1;

    if (station->removed) return;
    completions_station_free( station );
    if (queue < GROUP_COUNT) queue_serve( x, queue );
    if (queue == 1) queue_serve( x, 0 );
}

void station_is_free( struct station *station )
{
    if (!station->x->dying) timer_set( station->x, &station->free_timer, 0, station_freed, station );
}

/* ---- the end of ringing ---- */

/* The one that rang is out of it: what becomes of the caller? */
static void go_on( struct call *from, uint32_t group, uint32_t queue, enum call_kind kind, uint32_t mode )
{
    if (kind == KIND_RECALL || kind == KIND_CALLBACK)
    {
        from->returns_to = NULL;
        call_disconnect( from, mode );
    }
    else if (group) hunt( from );
    else if (queue)
    {
        from->queue = 0;
        queue_enter( from, queue - FIRST_QUEUE, true );
        route_progress( from, LINECALLSTATE_PROCEEDING, 0 );
        queue_serve( from->x, queue - FIRST_QUEUE );
    }
    else route_failed( from, LINECALLSTATE_DISCONNECTED, mode );
}

static void ring_ended( struct call *inbound, uint32_t mode )
{
    struct call *from = inbound->peer;
    enum call_kind kind = inbound->kind;
    struct station *station = inbound->address->station;

    call_unpeer( inbound );
    /* an agent who does not come is not asked again before he is back */
    if (from->queue) station->away = true;
    call_idle( inbound );
    go_on( from, from->group, from->queue, kind, mode );
}

void route_ring_over( struct call *inbound )
{
    ring_ended( inbound, LINEDISCONNECTMODE_NOANSWER );
}

void route_rejected( struct call *inbound, uint32_t mode )
{
    ring_ended( inbound, mode );
}

/* ---- routing ---- */

static void route_outside( struct call *call, const char *number )
{
    struct exchange *x = call->x;
    struct call *trunk;

    if (!(trunk = trunk_create( x, service_of_number( number ) )))
    {
        route_failed( call, LINECALLSTATE_DISCONNECTED, LINEDISCONNECTMODE_CONGESTION );
        return;
    }
    memset( &trunk->own, 0, sizeof(trunk->own) );
    trunk->own.flags = LINECALLPARTYID_ADDRESS;
    snprintf( trunk->own.number, sizeof(trunk->own.number), "%s", number + 1 );
    trunk->call_id = call->call_id;
    trunk->media_mode = call->media_mode;
    trunk->bearer_mode = call->bearer_mode;
    call->trunk = trunk->trunk;
    call_pair( call, trunk );
    call_state( trunk, LINECALLSTATE_OFFERING, 0 );
    service_called( trunk );
}

static void route_orbit( struct call *call, uint32_t orbit )
{
    struct call *parked = call->x->orbits[orbit];

    if (!parked)
    {
        route_failed( call, LINECALLSTATE_DISCONNECTED, LINEDISCONNECTMODE_BADADDRESS );
        return;
    }
    orbit_clear( parked );
    call_pair( call, parked );
    call_set_call_id( call, parked->call_id );
    call_connect( parked, call );
}

/* TRUE if the call goes on to the target instead. */
static bool forwarded( struct call *call, const struct address *address, const struct forward *forward, char *target, struct party *redirecting,
                       struct party *redirection )
{
    const struct address *next;

    if (!forward) return false;
    party_of_address( address, redirecting );
    memcpy( target, forward->target, NUMBER_SIZE );
    memset( redirection, 0, sizeof(*redirection) );
    if ((next = exchange_address( call->x, target ))) party_of_address( next, redirection );
    else
    {
        memcpy( redirection->number, target, NUMBER_SIZE );
        redirection->flags = LINECALLPARTYID_ADDRESS;
    }
    call_set_party( call, &call->redirection, redirection, LINECALLINFOSTATE_REDIRECTIONID );
    call_set_party( call, &call->redirecting, redirecting, LINECALLINFOSTATE_REDIRECTINGID );
    return true;
}

void route_call( struct call *call, const char *number, uint32_t reason, const struct party *redirecting )
{
    struct exchange *x = call->x;
    struct party from = { .flags = LINECALLPARTYID_UNAVAIL }, to = { .flags = LINECALLPARTYID_UNAVAIL };
    char target[NUMBER_SIZE];
    const struct forward *forward;
    struct address *address;
    uint32_t value;

    snprintf( target, sizeof(target), "%s", number );
    if (redirecting) from = *redirecting;
    if (reason != LINECALLREASON_DIRECT && (address = exchange_address( x, target ))) party_of_address( address, &to );
    route_progress( call, LINECALLSTATE_PROCEEDING, 0 );
    for (;;)
    {
        if (call->depth++ >= MAX_DEPTH)
        {
            route_failed( call, LINECALLSTATE_DISCONNECTED, LINEDISCONNECTMODE_CONGESTION );
            return;
        }
        switch (target_of( x, target, &address, &value ))
        {
        case TARGET_ADDRESS:
            break;
        case TARGET_GROUP:
            call->group = FIRST_HUNT_GROUP + value;
            call->group_next = x->group_last[value];
            call->group_tried = 0;
            hunt( call );
            return;
        case TARGET_QUEUE:
            queue_enter( call, value, false );
            call_set_treatment( call, LINECALLTREATMENT_MUSIC );
            queue_serve( x, value );
            return;
        case TARGET_ORBIT:
            route_orbit( call, value );
            return;
        case TARGET_OUTSIDE:
            if (call->address && call->address->station->status & LINEDEVSTATUSFLAGS_LOCKED && reason == LINECALLREASON_DIRECT)
                route_failed( call, LINECALLSTATE_DISCONNECTED, LINEDISCONNECTMODE_BLOCKED );
            else route_outside( call, target );
            return;
        default:
            route_failed( call, LINECALLSTATE_DISCONNECTED, LINEDISCONNECTMODE_BADADDRESS );
            return;
        }
        call->reached = address;
        if ((forward = find_forward( address, call, LINEFORWARDMODE_UNCOND )) && !forward->target[0])
        {
            route_failed( call, LINECALLSTATE_DISCONNECTED, LINEDISCONNECTMODE_DONOTDISTURB );
            return;
        }
        if (forwarded( call, address, forward, target, &from, &to ))
        {
            reason = LINECALLREASON_FWDUNCOND;
            continue;
        }
        if (!(address->station->status & LINEDEVSTATUSFLAGS_CONNECTED) || !(address->station->status & LINEDEVSTATUSFLAGS_INSERVICE))
        {
            route_failed( call, LINECALLSTATE_DISCONNECTED, LINEDISCONNECTMODE_OUTOFORDER );
            return;
        }
        if (address == call->address || !address_is_free( address ))
        {
            if (forwarded( call, address, find_busy_forward( address, call ), target, &from, &to ))
            {
                reason = LINECALLREASON_FWDBUSY;
                continue;
            }
            route_failed( call, LINECALLSTATE_BUSY, LINEBUSYMODE_STATION );
            return;
        }
        ring_address( call, address, reason, &from, &to );
        return;
    }
}

struct call *exchange_incoming( struct exchange *x, const char *number, const struct party *caller, uint32_t media_mode )
{
    struct call *trunk = trunk_create( x, SERVICE_CALLER );
    const struct address *address;
    uint32_t handle;

    if (!trunk) return NULL;
    handle = trunk->handle;
    trunk->inbound = false;
    trunk->call_id = ++x->last_call_id;
    trunk->media_mode = media_mode;
    if (media_mode == LINEMEDIAMODE_DATAMODEM) trunk->bearer_mode = LINEBEARERMODE_VOICE;
    trunk->own = *caller;
    memset( &trunk->called, 0, sizeof(trunk->called) );
    if ((address = exchange_address( x, number ))) party_of_address( address, &trunk->called );
    else
    {
        trunk->called.flags = LINECALLPARTYID_ADDRESS;
        snprintf( trunk->called.number, sizeof(trunk->called.number), "%s", number );
    }
    call_state( trunk, LINECALLSTATE_DIALING, 0 );
    route_call( trunk, number[0] == '9' ? "" : number, LINECALLREASON_DIRECT, NULL );
    /* one that is busy or goes nowhere is over already */
    return exchange_call( x, handle );
}
