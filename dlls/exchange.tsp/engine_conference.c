/*
 * Conferences. The controller's line has a call for the conference and one for each party, which is CONFERENCED while it takes part and whose peer
 * is the party itself.
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

static void join( struct call *conference, struct call *call )
{
    call->conference = conference;
    call->consults = NULL;
    call->kind = KIND_PLAIN;
    call->no_hold = false;
    conference->parties++;
    call_state( call, LINECALLSTATE_CONFERENCED, 0 );
}

/* Takes a party out; the caller gives it its next state. */
static void take_out( struct call *call )
{
    call->conference->parties--;
    call->conference = NULL;
}

static struct call *first_party( const struct call *conference )
{
    struct call *call;

    for (call = conference->address->calls; call; call = call->next) if (call->conference == conference) return call;
    return NULL;
}

static struct call *consultation_of( const struct call *conference )
{
    struct call *call;

    for (call = conference->address->calls; call; call = call->next) if (call->consults == conference) return call;
    return NULL;
}

static void become_conference( struct call *conference, const struct call *first )
{
    conference->kind = KIND_CONFERENCE;
    conference->told = true;
    conference->origin = LINECALLORIGIN_CONFERENCE;
    if (!first) return;
    conference->related_id = first->call_id;
    conference->media_mode = first->media_mode;
    conference->bearer_mode = first->bearer_mode;
}

int32_t conference_setup( struct call *call, struct call *conference, struct call *consult )
{
    bool no_hold = call && consult->param_flags & LINECALLPARAMFLAGS_NOHOLDCONFERENCE;
    struct call *active = address_active( conference->address );

    if (call && (call->state != LINECALLSTATE_CONNECTED || call->kind == KIND_CONFERENCE || !call->peer || call->address != conference->address))
        return LINEERR_INVALCALLSTATE;
    if (!call && active) return LINEERR_CALLUNAVAIL;
    if (no_hold && !consult->target[0]) return LINEERR_INVALCALLPARAMS;
    become_conference( conference, call );
    if (no_hold)
    {
        /* the call goes on until the third party is there */
        consult->no_hold = true;
        consult->related_id = call->call_id;
        conference->consults = call;
        call_state( conference, LINECALLSTATE_ONHOLDPENDCONF, 0 );
        return call_begin_consult( conference, consult );
    }
    if (call)
    {
        join( conference, call );
        call_set_connected_mode( call->peer, true );
    }
    call_state( conference, LINECALLSTATE_ONHOLDPENDCONF, 0 );
    return call_begin_consult( conference, consult );
}

int32_t conference_prepare( struct call *conference, struct call *consult )
{
    struct call *active = address_active( conference->address );

    if (conference->kind != KIND_CONFERENCE) return LINEERR_INVALCONFCALLHANDLE;
    if (!(conference->state & (LINECALLSTATE_CONNECTED | LINECALLSTATE_ONHOLD)) || (active && active != conference)) return LINEERR_INVALCALLSTATE;
    if (conference->parties >= MAX_PARTIES) return LINEERR_CONFERENCEFULL;
    if (consult->param_flags & LINECALLPARAMFLAGS_NOHOLDCONFERENCE)
    {
        if (!consult->target[0]) return LINEERR_INVALCALLPARAMS;
        consult->no_hold = true;
        return call_begin_consult( conference, consult );
    }
    call_state( conference, LINECALLSTATE_ONHOLDPENDCONF, 0 );
    return call_begin_consult( conference, consult );
}

/* All parties that are connected hear each other again. */
static void conference_connected( struct call *conference )
{
    struct call *call;

    if (conference->state != LINECALLSTATE_CONNECTED) call_state( conference, LINECALLSTATE_CONNECTED, LINECONNECTEDMODE_ACTIVE );
    for (call = conference->address->calls; call; call = call->next)
        if (call->conference == conference && call->peer) call_set_connected_mode( call->peer, false );
}

int32_t conference_add( struct call *conference, struct call *consult )
{
    struct call *active = address_active( conference->address );

    if (conference->kind != KIND_CONFERENCE) return LINEERR_INVALCONFCALLHANDLE;
    if (consult == conference || consult->address != conference->address || consult->kind == KIND_CONFERENCE) return LINEERR_INVALCONSULTCALLHANDLE;
    if (!(conference->state & (LINECALLSTATE_CONNECTED | LINECALLSTATE_ONHOLD | LINECALLSTATE_ONHOLDPENDCONF))) return LINEERR_INVALCALLSTATE;
    if (!(consult->state & (LINECALLSTATE_CONNECTED | LINECALLSTATE_ONHOLD)) || !consult->peer) return LINEERR_INVALCALLSTATE;
    if (active && active != conference && active != consult) return LINEERR_INVALCALLSTATE;
    if (conference->parties >= MAX_PARTIES) return LINEERR_CONFERENCEFULL;
    join( conference, consult );
    /* with one party it waits for the next */
    if (conference->parties >= 2) conference_connected( conference );
    else if (consult->peer) call_set_connected_mode( consult->peer, true );
    return 0;
}

/* A conference of one is a call, one of none is over; as long as somebody is being asked to join it stays. */
static void dissolve( struct call *conference )
{
    struct call *last = first_party( conference ), *consult = consultation_of( conference );
    uint32_t state = conference->state == LINECALLSTATE_CONNECTED ? LINECALLSTATE_CONNECTED : LINECALLSTATE_ONHOLD;

    if (conference->parties >= 2 || (consult && !(consult->state & STATES_OVER))) return;
    if (consult) consult->consults = NULL;
    call_idle( conference );
    if (!last) return;
    take_out( last );
    if (state == LINECALLSTATE_CONNECTED && address_active( last->address )) state = LINECALLSTATE_ONHOLD;
    call_state( last, state, state == LINECALLSTATE_CONNECTED ? LINECONNECTEDMODE_ACTIVE : 0 );
    if (last->peer) call_set_connected_mode( last->peer, state != LINECALLSTATE_CONNECTED );
}

void conference_party_left( struct call *conference )
{
    conference->parties--;
    if (conference->state & ~STATES_OVER) dissolve( conference );
}

int32_t conference_remove( struct call *call )
{
    struct call *conference = call->conference;

    if (call->state != LINECALLSTATE_CONFERENCED || !conference) return LINEERR_INVALCALLSTATE;
    if (address_count_state( call->address, STATES_HELD ) >= MAX_HELD) return LINEERR_RESOURCEUNAVAIL;
    take_out( call );
    call_state( call, LINECALLSTATE_ONHOLD, 0 );
    if (call->peer) call_set_connected_mode( call->peer, true );
    dissolve( conference );
    return 0;
}

void conference_end( struct call *conference )
{
    struct call *call;

    while ((call = first_party( conference )))
    {
        take_out( call );
        call_leave( call, LINEDISCONNECTMODE_NORMAL );
        call_idle( call );
    }
}

/* Nobody joins: the conference goes on with those it has. */
void conference_consult_failed( struct call *conference )
{
    struct call *original = conference->consults, *active;

    if (conference->state & STATES_OVER) return;
    if (original)
    {
        /* it never began */
        conference->consults = NULL;
        call_idle( conference );
        return;
    }
    if (conference->state != LINECALLSTATE_ONHOLDPENDCONF) return;
    active = address_active( conference->address );
    if (active)
    {
        call_state( conference, LINECALLSTATE_ONHOLD, 0 );
        dissolve( conference );
    }
    else if (conference->parties >= 2) conference_connected( conference );
    else
    {
        conference->state = LINECALLSTATE_CONNECTED;    /* nobody is told: it is over at once */
        dissolve( conference );
    }
}

void conference_joined( struct call *consult )
{
    struct call *conference = consult->consults, *original;

    consult->no_hold = false;
    if (!conference || conference->kind != KIND_CONFERENCE) return;
    original = conference->consults;
    conference->consults = NULL;
    if (original && original->state == LINECALLSTATE_CONNECTED) join( conference, original );
    join( conference, consult );
    if (conference->parties >= 2) conference_connected( conference );
    else dissolve( conference );
}
