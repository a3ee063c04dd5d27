/*
 * Hold and transfer.
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

#include <string.h>

#include "engine_private.h"

int32_t call_hold( struct call *call )
{
    if (call->state != LINECALLSTATE_CONNECTED) return LINEERR_INVALCALLSTATE;
    if (address_count_state( call->address, STATES_HELD ) >= MAX_HELD) return LINEERR_RESOURCEUNAVAIL;
    call_state( call, LINECALLSTATE_ONHOLD, 0 );
    if (call->peer) call_set_connected_mode( call->peer, true );
    return 0;
}

static void reconnect( struct call *call )
{
    call_state( call, LINECALLSTATE_CONNECTED, LINECONNECTEDMODE_ACTIVE );
    if (call->peer) call_set_connected_mode( call->peer, false );
}

int32_t call_unhold( struct call *call )
{
    if (!(call->state & (STATES_HELD | STATES_PENDING))) return LINEERR_INVALCALLSTATE;
    if (address_active( call->address )) return LINEERR_INVALCALLSTATE;
    /* a conference of nobody, or of one, cannot talk */
    if (call->kind == KIND_CONFERENCE && call->parties < 2) return LINEERR_INVALCALLSTATE;
    reconnect( call );
    return 0;
}

int32_t call_swap( struct call *active, struct call *held )
{
    uint32_t was = held->state;

    if (active == held || active->address != held->address) return LINEERR_INVALCALLHANDLE;
    if (active->state != LINECALLSTATE_CONNECTED || !(was & (STATES_HELD | STATES_PENDING))) return LINEERR_INVALCALLSTATE;
    if (held->kind == KIND_CONFERENCE && held->parties < 2) return LINEERR_INVALCALLSTATE;
    call_state( active, was == LINECALLSTATE_ONHOLDPENDTRANSFER && active->kind == KIND_CONSULT ? was : (uint32_t)LINECALLSTATE_ONHOLD, 0 );
    if (active->peer) call_set_connected_mode( active->peer, true );
    reconnect( held );
    return 0;
}

/* The original is held already; the consultation call gets dial tone, or dials the target that its parameters name. */
int32_t call_begin_consult( struct call *call, struct call *consult )
{
    struct dialed dialed = { "", false };

    consult->kind = KIND_CONSULT;
    consult->consults = call;
    if (call->call_id) consult->related_id = call->call_id;
    if (consult->param_flags & (LINECALLPARAMFLAGS_ONESTEPTRANSFER | LINECALLPARAMFLAGS_NOHOLDCONFERENCE))
        memcpy( dialed.digits, consult->target, sizeof(dialed.digits) );
    return call_start( consult, &dialed );
}

int32_t call_setup_transfer( struct call *call, struct call *consult )
{
    struct call *active = address_active( call->address );

    if (!(call->state & (LINECALLSTATE_CONNECTED | LINECALLSTATE_ONHOLD)) || call->kind == KIND_CONFERENCE) return LINEERR_INVALCALLSTATE;
    if (active && active != call) return LINEERR_INVALCALLSTATE;
    call_state( call, LINECALLSTATE_ONHOLDPENDTRANSFER, 0 );
    if (call->peer) call_set_connected_mode( call->peer, true );
    return call_begin_consult( call, consult );
}

int32_t call_blind_transfer( struct call *call, const char *number )
{
    struct call *peer = call->peer;
    struct party own;

    if (call->state != LINECALLSTATE_CONNECTED || call->kind == KIND_CONFERENCE || !peer) return LINEERR_INVALCALLSTATE;
    if (peer->state & ~LINECALLSTATE_CONNECTED) return LINEERR_INVALCALLSTATE;
    if (!number_known( call->x, number )) return LINEERR_INVALADDRESS;
    call_fill_party( call, &own );
    call_unpeer( call );
    peer->returns_to = call->address;
    peer->depth = 0;
    call_idle( call );
    route_call( peer, number, LINECALLREASON_TRANSFER, &own );
    return 0;
}

static int32_t transfer( struct call *call, struct call *consult )
{
    struct call *held = call->peer, *target = consult->peer;
    struct address *address = call->address;
    uint32_t queue = consult->queue;
    struct party own;

    /* both far ends must be ready to talk, or one of them still rings */
    if (held->state != LINECALLSTATE_CONNECTED) return LINEERR_INVALCALLSTATE;
    if (target && !(target->state & (LINECALLSTATE_CONNECTED | STATES_RINGING | LINECALLSTATE_PROCEEDING))) return LINEERR_INVALCALLSTATE;
    call_fill_party( call, &own );
    call_unpeer( call );
    call_unpeer( consult );
    consult->consults = NULL;
    held->returns_to = address;
    held->depth = 0;
    if (target && target->state & STATES_RINGING)
    {
        held->group = consult->group;
        held->group_next = consult->group_next;
        held->group_tried = consult->group_tried;
        held->queue = queue;
        held->reached = consult->reached;
        consult->queue = 0;
    }
    call_idle( consult );
    call_idle( call );
    if (!target) route_call( held, queue ? (char[]){ '0' + queue / 100, '0' + queue / 10 % 10, '0' + queue % 10, 0 } : "", LINECALLREASON_TRANSFER, &own );
    else
    {
        if (target->state & STATES_RINGING) target->redirecting = own;
        else held->returns_to = NULL;
        call_merge( held, target );
    }
    return 0;
}

int32_t call_complete_transfer( struct call *call, struct call *consult, struct call *conference )
{
    const uint32_t ready = LINECALLSTATE_ONHOLDPENDTRANSFER | LINECALLSTATE_ONHOLD | LINECALLSTATE_CONNECTED;

    if (call == consult) return LINEERR_INVALCONSULTCALLHANDLE;
    if (call->address->station != consult->address->station) return LINEERR_INVALCONSULTCALLHANDLE;
    if (call->kind == KIND_CONFERENCE || !(call->state & ready) || !call->peer) return LINEERR_INVALCALLSTATE;
    if (consult->kind == KIND_CONFERENCE || !(consult->state & (ready | LINECALLSTATE_RINGBACK | LINECALLSTATE_PROCEEDING))) return LINEERR_INVALCALLSTATE;
    if (!consult->peer && !consult->queue) return LINEERR_INVALCALLSTATE;
    if (!conference) return transfer( call, consult );

    if (!(consult->state & ready) || !consult->peer) return LINEERR_INVALCALLSTATE;
    if (call->address != consult->address) return LINEERR_INVALCONSULTCALLHANDLE;
    consult->consults = NULL;
    consult->kind = KIND_PLAIN;
    conference->kind = KIND_CONFERENCE;
    conference->told = true;
    conference->call_id = call->call_id;
    conference->related_id = consult->call_id;
    conference->origin = LINECALLORIGIN_CONFERENCE;
    conference->parties = 2;
    call->conference = consult->conference = conference;
    call_state( call, LINECALLSTATE_CONFERENCED, 0 );
    call_state( consult, LINECALLSTATE_CONFERENCED, 0 );
    call_state( conference, LINECALLSTATE_CONNECTED, LINECONNECTEDMODE_ACTIVE );
    call_set_connected_mode( call->peer, false );
    call_set_connected_mode( consult->peer, false );
    return 0;
}
