/*
 * Calls from their first state to the last: making, answering, connecting, ending.
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

#include "engine_private.h"

/* ---- telling ---- */

void call_announce( struct call *call )
{
    if (!call->address || call->told || !call->address->station->watched) return;
    call->told = true;
    exchange_post( call->x, EVENT_NEW_CALL, call->address->station, call, LINE_NEWCALL, 0, 0, 0 );
}

void call_info( struct call *call, uint32_t what )
{
    call_event( call, LINE_CALLINFO, what, 0, 0 );
    if (call->address) station_changed( call->address->station );
}

static void post_state( struct call *call )
{
    struct event *event;

    if (!call->address || !call->told || call->closed) return;
    event = exchange_post( call->x, EVENT_CALL, call->address->station, call, LINE_CALLSTATE, call->state, call->state_mode, call->media_mode );
    if (event && call->state == LINECALLSTATE_CONFERENCED && call->conference) event->pointer[0] = call->conference->tapi;
}

void station_watch( struct station *station, bool on )
{
    struct call *call;
    uint32_t i;

    station->watched = on;
    for (i = 0; on && i < station->address_count; i++)
    {
        for (call = station->addresses[i].calls; call; call = call->next)
        {
            if (call->told || call->closed || call->state & STATES_OVER) continue;
            call_announce( call );
            post_state( call );
        }
    }
}

void call_state( struct call *call, uint32_t state, uint32_t mode )
{
    bool was_ringing = call->state & STATES_RINGING, rings = state & STATES_RINGING;

    call->state = state;
    call->state_mode = mode;
    call->states |= state;
    call->state_time = call->x->now;
    if (call->address && was_ringing != rings)
    {
        call->address->station->ringing += rings ? 1 : -1;
        if (was_ringing && !call->address->station->ringing) exchange_post( call->x, EVENT_RING, call->address->station, NULL, 0, 0, 0, 0 );
    }
    post_state( call );
    if (call->control) media_state( call );
    if (call->address) address_calls_changed( call->address );
}

void call_set_connected_mode( struct call *call, bool held )
{
    uint32_t mode = held ? LINECONNECTEDMODE_ACTIVEHELD : LINECONNECTEDMODE_ACTIVE;

    if (call->state == LINECALLSTATE_CONNECTED && call->state_mode != mode) call_state( call, LINECALLSTATE_CONNECTED, mode );
}

void call_set_party( struct call *call, struct party *field, const struct party *party, uint32_t info )
{
    if (!memcmp( field, party, sizeof(*field) )) return;
    *field = *party;
    call_info( call, info );
}

void call_fill_party( const struct call *call, struct party *party )
{
    if (call->param_flags & LINECALLPARAMFLAGS_BLOCKID)
    {
        memset( party, 0, sizeof(*party) );
        party->flags = LINECALLPARTYID_BLOCKED;
    }
    else *party = call->own;
}

void call_set_call_id( struct call *call, uint32_t call_id )
{
    if (call->call_id == call_id) return;
    call->call_id = call_id;
    call_info( call, LINECALLINFOSTATE_CALLID );
}

/* ---- who talks to whom ---- */

void call_pair( struct call *a, struct call *b )
{
    a->peer = b;
    b->peer = a;
}

void call_unpeer( struct call *call )
{
    struct call *peer = call->peer;

    if (!peer) return;
    if (engine_unlinked)
    {
        if (call->link) engine_unlinked( call );
        if (peer->link) engine_unlinked( peer );
    }
    call->peer = peer->peer = NULL;
}

bool call_talks( const struct call *call )
{
    return call->state == LINECALLSTATE_CONNECTED || (call->state == LINECALLSTATE_CONFERENCED && call->conference->state == LINECALLSTATE_CONNECTED);
}

/* The call that its address has would have to be put on hold first: can it? */
static bool address_can_talk( struct address *address, const struct call *except )
{
    struct call *active = address_active( address );

    if (!active || active == except) return true;
    return active->state == LINECALLSTATE_CONNECTED && address_count_state( address, STATES_HELD ) < MAX_HELD;
}

static void address_hold_active( struct address *address, const struct call *except )
{
    struct call *active = address_active( address );

    if (active && active != except) call_hold( active );
}

static void predictive( struct call *call )
{
    struct call *peer = call->peer;
    char target[NUMBER_SIZE];
    struct party own;

    if (!(call->param_flags & LINECALLPARAMFLAGS_PREDICTIVEDIAL) || !(call->predictive_states & call->state) || !call->target[0] || !peer) return;
    if (call->state != LINECALLSTATE_CONNECTED) return;
    /* the exchange hands whoever answered to the target and is done with the dialler's call */
    memcpy( target, call->target, sizeof(target) );
    call_fill_party( call, &own );
    call_unpeer( call );
    peer->returns_to = NULL;
    call_idle( call );
    route_call( peer, target, LINECALLREASON_TRANSFER, &own );
}

static bool is_held( const struct call *call )
{
    return call->state & (STATES_HELD | STATES_PENDING);
}

/* Its user does something else at the moment: it is on hold (as somebody who was parked may have done), or part of a conference. */
static bool is_away( const struct call *call )
{
    return is_held( call ) || call->state == LINECALLSTATE_CONFERENCED;
}

void call_connect( struct call *inbound, struct call *outbound )
{
    struct party party;

    ring_stop( inbound );
    ring_stop( outbound );
    inbound->returns_to = outbound->returns_to = NULL;
    inbound->group = outbound->group = inbound->queue = outbound->queue = 0;
    inbound->wants_number = outbound->wants_number = false;
    call_fill_party( outbound, &party );
    call_set_party( inbound, &inbound->connected, &party, LINECALLINFOSTATE_CONNECTEDID );
    call_fill_party( inbound, &party );
    call_set_party( outbound, &outbound->connected, &party, LINECALLINFOSTATE_CONNECTEDID );
    if (!is_away( inbound ) && inbound->state != LINECALLSTATE_CONNECTED) call_state( inbound, LINECALLSTATE_CONNECTED, LINECONNECTEDMODE_ACTIVE );
    if (!is_away( outbound ) && outbound->state != LINECALLSTATE_CONNECTED) call_state( outbound, LINECALLSTATE_CONNECTED, LINECONNECTEDMODE_ACTIVE );
    call_set_connected_mode( inbound, is_held( outbound ) );
    call_set_connected_mode( outbound, is_held( inbound ) );
    media_connected( inbound );
    media_connected( outbound );
    if (!inbound->address) service_connected( inbound );
    if (!outbound->address) service_connected( outbound );
    if (!inbound->address && !outbound->address) service_ends_soon( outbound );
    if (outbound->no_hold) conference_joined( outbound );
    else predictive( outbound );
}

/* Two far ends of a station that goes talk to each other from now on. */
void call_merge( struct call *stays, struct call *comes )
{
    struct party party;

    call_pair( stays, comes );
    if (comes->inbound || comes->state & STATES_RINGING) call_set_call_id( comes, stays->call_id );
    else call_set_call_id( stays, comes->call_id );
    call_fill_party( stays, &party );
    if (comes->state & STATES_RINGING)
    {
        call_set_party( comes, &comes->caller, &party, LINECALLINFOSTATE_CALLERID );
        comes->origin = stays->address ? LINECALLORIGIN_INTERNAL : LINECALLORIGIN_EXTERNAL;
        comes->reason = LINECALLREASON_TRANSFER;
        call_info( comes, LINECALLINFOSTATE_ORIGIN | LINECALLINFOSTATE_REASON );
        return;
    }
    call_set_party( comes, &comes->connected, &party, LINECALLINFOSTATE_CONNECTEDID );
    call_fill_party( comes, &party );
    call_set_party( stays, &stays->connected, &party, LINECALLINFOSTATE_CONNECTEDID );
    call_set_connected_mode( stays, is_held( comes ) );
    call_set_connected_mode( comes, is_held( stays ) );
    media_connected( stays );
    media_connected( comes );
    if (!stays->address && !comes->address) service_ends_soon( stays );
}

/* ---- endings ---- */

static void forget_consultations( struct call *call )
{
    struct call *other, *next;

    if (!call->address) return;
    for (other = call->address->calls; other; other = next)
    {
        next = other->next;
        if (other->consults != call) continue;
        other->consults = NULL;
        if (other->kind == KIND_CONSULT) other->kind = KIND_PLAIN;
        if (!other->no_hold) continue;
        /* it was to join while the user talks to somebody else: there is nothing to join any more */
        other->no_hold = false;
        if (other->state & STATES_OVER) continue;
        call_leave( other, LINEDISCONNECTMODE_CANCELLED );
        call_disconnect( other, LINEDISCONNECTMODE_CANCELLED );
        next = call->address->calls;
    }
}

void call_idle( struct call *call )
{
    struct exchange *x = call->x;
    struct call *conference = call->conference;

    ring_stop( call );
    media_stopped( call, LINEGATHERTERM_CANCEL );
    orbit_clear( call );
    queue_leave( call );
    completions_forget_call( call );
    call_unpeer( call );
    forget_consultations( call );
    timer_stop( x, &call->timer );
    timer_stop( x, &call->give_up );
    call->conference = NULL;
    call->consults = NULL;
    call->wants_number = call->no_hold = false;
    if (call->state != LINECALLSTATE_IDLE) call_state( call, LINECALLSTATE_IDLE, 0 );
    if (!call->address || !call->told || call->closed) call_free( call );
    if (conference) conference_party_left( conference );
}

void call_disconnect( struct call *call, uint32_t mode )
{
    struct call *conference = call->conference;

    if (!call->address || call->closed || !call->told || call->state & STATES_RINGING)
    {
        call_idle( call );
        return;
    }
    ring_stop( call );
    media_stopped( call, LINEGATHERTERM_CANCEL );
    orbit_clear( call );
    queue_leave( call );
    call_unpeer( call );
    /* what was consulted about is gone: the consultation is a call like others */
    forget_consultations( call );
    call->conference = NULL;
    call->wants_number = false;
    if (!(call->state & STATES_OVER)) call_state( call, LINECALLSTATE_DISCONNECTED, mode );
    if (conference) conference_party_left( conference );
    if (call->no_hold && call->consults) conference_consult_failed( call->consults );
}

void call_leave( struct call *call, uint32_t mode )
{
    struct call *peer = call->peer;

    if (call->kind == KIND_CONFERENCE) conference_end( call );
    if (!peer) return;
    call_unpeer( call );
    if (peer->state & STATES_RINGING) call_idle( peer );
    else if (call->state & STATES_RINGING) route_failed( peer, LINECALLSTATE_DISCONNECTED, mode );
    else call_disconnect( peer, mode );
}

/* The far end of a consultation is not wanted any more: back to the call it was about. */
static void call_consult_over( struct call *consult )
{
    struct call *original = consult->consults;

    consult->consults = NULL;
    if (consult->kind == KIND_CONSULT) consult->kind = KIND_PLAIN;
    if (!original) return;
    if (original->kind == KIND_CONFERENCE) conference_consult_failed( original );
    else if (original->state == LINECALLSTATE_ONHOLDPENDTRANSFER)
    {
        struct call *active = address_active( original->address );

        if (active && active != consult) call_state( original, LINECALLSTATE_ONHOLD, 0 );
        else
        {
            call_state( original, LINECALLSTATE_CONNECTED, LINECONNECTEDMODE_ACTIVE );
            if (original->peer) call_set_connected_mode( original->peer, false );
        }
    }
}

int32_t call_drop( struct call *call )
{
    struct call *original = call->consults;
    struct exchange *x = call->x;
    uint32_t handle;

    if (call->state == LINECALLSTATE_IDLE) return LINEERR_INVALCALLSTATE;
    if (call->state & STATES_RINGING)
    {
        route_rejected( call, LINEDISCONNECTMODE_REJECT );
        return 0;
    }
    handle = call->handle;
    call_leave( call, LINEDISCONNECTMODE_NORMAL );
    if (exchange_call( x, handle ) != call) return 0;
    /* it must be gone before the other one is active again */
    if (original)
    {
        struct call consult = { .consults = original };

        call->consults = NULL;
        call_idle( call );
        call_consult_over( &consult );
    }
    else call_idle( call );
    return 0;
}

void call_close( struct call *call )
{
    call->closed = true;
    if (call->state == LINECALLSTATE_IDLE)
    {
        call_free( call );
        return;
    }
    /* one that rings is still there for the telephone set */
    if (call->state & STATES_RINGING)
    {
        media_stopped( call, LINEGATHERTERM_CANCEL );       /* whose buffers go with the call that TAPI knew */
        call->closed = call->told = false;
        call->tapi = NULL;
        return;
    }
    call_drop( call );
}

void call_abandon( struct call *call )
{
    call->told = false;
    call_idle( call );
}

bool call_is_over( const struct call *call )
{
    return call->state & STATES_OVER;
}

/* ---- making and answering ---- */

struct call *call_create( struct address *address, bool inbound )
{
    struct call *call = call_new( address->station->x, address, inbound );

    if (!call) return NULL;
    call->call_id = ++call->x->last_call_id;
    return call;
}

static void take_number( struct call *call, const char *digits )
{
    size_t length = strlen( call->dialed );
    const struct address *address;

    strncat( call->dialed, digits, sizeof(call->dialed) - 1 - length );
    memset( &call->called, 0, sizeof(call->called) );
    if ((address = exchange_address( call->x, call->dialed ))) party_of_address( address, &call->called );
    else
    {
        memcpy( call->called.number, call->dialed, sizeof(call->called.number) );
        call->called.flags = LINECALLPARTYID_ADDRESS;
    }
}

static int32_t dial( struct call *call, const struct dialed *dialed )
{
    if (strlen( call->dialed ) + strlen( dialed->digits ) >= sizeof(call->dialed)) return LINEERR_INVALADDRESS;
    if (dialed->digits[0]) take_number( call, dialed->digits );
    call->wants_number = dialed->more;
    if (call->state != LINECALLSTATE_DIALING && (call->dialed[0] || !dialed->more)) call_state( call, LINECALLSTATE_DIALING, 0 );
    if (dialed->digits[0]) call_info( call, LINECALLINFOSTATE_CALLEDID );
    if (!call->wants_number) route_call( call, call->dialed, LINECALLREASON_DIRECT, NULL );
    return 0;
}

int32_t call_start( struct call *call, const struct dialed *dialed )
{
    /* one of a program is known to TAPI already, one of a telephone set is new to it */
    if (call->tapi) call->told = true;
    else call_announce( call );
    call->address->station->away = false;
    if (!dialed->digits[0])
    {
        call->wants_number = true;
        call_state( call, LINECALLSTATE_DIALTONE, LINEDIALTONEMODE_INTERNAL );
        return 0;
    }
    return dial( call, dialed );
}

int32_t call_dial( struct call *call, const struct dialed *dialed )
{
    if (!call->wants_number || !(call->state & (LINECALLSTATE_DIALTONE | LINECALLSTATE_DIALING))) return LINEERR_INVALCALLSTATE;
    if (!dialed->digits[0] && !call->dialed[0] && !dialed->more) return LINEERR_INVALADDRESS;
    return dial( call, dialed );
}

int32_t call_accept( struct call *call )
{
    if (call->state != LINECALLSTATE_OFFERING) return LINEERR_INVALCALLSTATE;
    call_state( call, LINECALLSTATE_ACCEPTED, 0 );
    return 0;
}

int32_t call_answer( struct call *call )
{
    if (!(call->state & STATES_RINGING) || !call->peer) return LINEERR_INVALCALLSTATE;
    if (!address_can_talk( call->address, call )) return LINEERR_INUSE;
    address_hold_active( call->address, call );
    call->address->station->away = false;
    if (call->kind == KIND_CALLBACK) completion_answered( call );
    else call_connect( call, call->peer );
    return 0;
}

int32_t call_redirect( struct call *call, const char *number )
{
    struct call *from = call->peer;
    struct party own;

    if (call->state != LINECALLSTATE_OFFERING || !from || call->kind == KIND_CALLBACK) return LINEERR_INVALCALLSTATE;
    if (!number_known( call->x, number )) return LINEERR_INVALADDRESS;
    if (exchange_address( call->x, number ) == call->address) return LINEERR_INVALADDRESS;
    call_fill_party( call, &own );
    call_unpeer( call );
    from->group = from->queue = 0;
    call_idle( call );
    route_call( from, number, LINECALLREASON_REDIRECT, &own );
    return 0;
}
