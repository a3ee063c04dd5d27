/*
 * Completing calls that found a busy line or nobody there: camp-on, callback, intrusion, messages.
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

static void told_change( struct completion *completion, int change )
{
    struct station *station = completion->from->station;

    station->completions += change;
    station_event( station, LINEDEVSTATE_NUMCOMPLETIONS, 0, 0 );
}

static void completion_free( struct completion *completion )
{
    struct exchange *x = completion->x;
    struct completion **next;

    for (next = &x->completions; *next && *next != completion; next = &(*next)->next) {}
    if (*next) *next = completion->next;
    timer_stop( x, &completion->timer );
    if (completion->call) completion->call->completion = NULL;
    told_change( completion, -1 );
    free( completion );
}

static struct completion *completion_new( struct call *call, uint32_t mode, uint32_t message )
{
    struct exchange *x = call->x;
    struct completion *completion = calloc( 1, sizeof(*completion) ), **next;

    if (!completion) return NULL;
    completion->x = x;
    completion->id = ++x->last_completion;
    completion->mode = mode;
    completion->message = message;
    completion->media_mode = call->media_mode;
    completion->bearer_mode = call->bearer_mode;
    completion->from = call->address;
    completion->to = call->reached;
    for (next = &x->completions; *next; next = &(*next)->next) {}
    *next = completion;
    told_change( completion, 1 );
    return completion;
}

/* Breaks into the conversation: the called station's call is held, the new one connected. */
static int32_t intrude( struct call *call )
{
    struct address *to = call->reached;
    struct call *active = address_active( to ), *inbound, *ringing;
    struct party none = { .flags = LINECALLPARTYID_UNAVAIL };

    if (!active || active->secure || active->state != LINECALLSTATE_CONNECTED || active->media_mode == LINEMEDIAMODE_DATAMODEM ||
        address_count_state( to, STATES_HELD ) >= MAX_HELD)
        return LINEERR_CALLUNAVAIL;
    call->reason = LINECALLREASON_DIRECT;
    /* only the lines that are not busy ring; this one answers at once */
    if (!(inbound = ring_address( call, to, LINECALLREASON_INTRUDE, NULL, &none ))) return LINEERR_NOMEM;
    ringing = inbound;
    return call_answer( ringing );
}

int32_t call_complete( struct call *call, uint32_t mode, uint32_t message, uint32_t *id )
{
    struct completion *completion;

    *id = 0;
    if (!(call->state & (LINECALLSTATE_BUSY | LINECALLSTATE_RINGBACK)) || !call->reached || call->consults || call->group || call->queue)
        return LINEERR_INVALCALLSTATE;
    if (mode != LINECALLCOMPLMODE_CAMPON && mode != LINECALLCOMPLMODE_CALLBACK && mode != LINECALLCOMPLMODE_INTRUDE && mode != LINECALLCOMPLMODE_MESSAGE)
        return LINEERR_INVALCALLCOMPLMODE;
    if (mode == LINECALLCOMPLMODE_MESSAGE && message >= COMPLETION_MESSAGES) return LINEERR_INVALMESSAGEID;
    if (mode == LINECALLCOMPLMODE_INTRUDE)
    {
        if (call->state != LINECALLSTATE_BUSY) return LINEERR_INVALCALLSTATE;
        return intrude( call );
    }
    if (mode == LINECALLCOMPLMODE_CAMPON && call->state != LINECALLSTATE_BUSY) return LINEERR_INVALCALLSTATE;
    if (call->completion) return LINEERR_COMPLETIONOVERRUN;
    if (call->address->station->completions >= MAX_COMPLETIONS) return LINEERR_COMPLETIONOVERRUN;
    if (!(completion = completion_new( call, mode, message ))) return LINEERR_NOMEM;
    *id = completion->id;
    call->completion_id = completion->id;
    call_info( call, LINECALLINFOSTATE_COMPLETIONID );
    if (mode == LINECALLCOMPLMODE_CAMPON)
    {
        completion->call = call;
        call->completion = completion;
        station_is_free( completion->to->station );
    }
    else
    {
        struct call *peer = call->peer;

        if (mode == LINECALLCOMPLMODE_MESSAGE) station_set_status( completion->to->station, LINEDEVSTATUSFLAGS_MSGWAIT, true );
        /* the exchange keeps the wish; the call has done what it can */
        if (peer)
        {
            call_unpeer( call );
            call_idle( peer );
        }
        call_disconnect( call, LINEDISCONNECTMODE_NORMAL );
        station_is_free( completion->to->station );
        station_is_free( completion->from->station );
    }
    return 0;
}

int32_t station_uncomplete( struct station *station, uint32_t id )
{
    struct completion *completion;

    for (completion = station->x->completions; completion; completion = completion->next)
    {
        if (completion->id != id || completion->from->station != station) continue;
        if (completion->mode == LINECALLCOMPLMODE_MESSAGE) station_set_status( completion->to->station, LINEDEVSTATUSFLAGS_MSGWAIT, false );
        if (completion->mode == LINECALLCOMPLMODE_CALLBACK && completion->call)
        {
            struct call *call = completion->call;

            call_leave( call, LINEDISCONNECTMODE_CANCELLED );
            call_idle( call );      /* which ends the completion too */
            return 0;
        }
        completion_free( completion );
        return 0;
    }
    return LINEERR_INVALCOMPLETIONID;
}

/* The call that belongs to a completion is over. */
void completions_forget_call( struct call *call )
{
    struct completion *completion = call->completion;

    if (!completion) return;
    call->completion = NULL;
    completion->call = NULL;
    completion_free( completion );
}

void completions_forget_station( struct station *station )
{
    struct completion *completion, *next;

    for (completion = station->x->completions; completion; completion = next)
    {
        next = completion->next;
        if (completion->from->station != station && completion->to->station != station) continue;
        if (completion->from->station != station) station_event( completion->from->station, LINEDEVSTATE_COMPLCANCEL, completion->id, 0 );
        completion_free( completion );
    }
}

static bool is_quiet( const struct address *address )
{
    return address_is_free( address ) && !address_count_state( address, ~STATES_OVER );
}

/* Rings whoever wanted it; when he answers the called number is called. */
static void call_back( struct completion *completion )
{
    struct exchange *x = completion->x;
    struct call *trunk = trunk_create( x, SERVICE_NONE ), *inbound;

    if (!trunk) return;
    party_of_address( completion->to, &trunk->own );
    trunk->media_mode = completion->media_mode;
    trunk->bearer_mode = completion->bearer_mode;
    trunk->call_id = ++x->last_call_id;
    trunk->trunk = ~0u;
    trunk->completion_id = completion->id;
    trunk->no_answer_timeout = x->config.callback_seconds;
    trunk->called = trunk->own;
    call_state( trunk, LINECALLSTATE_PROCEEDING, 0 );
    if (!(inbound = ring_address( trunk, completion->from, LINECALLREASON_CALLCOMPLETION, NULL, NULL ))) return;
    inbound->kind = KIND_CALLBACK;
    inbound->origin = LINECALLORIGIN_INTERNAL;
    inbound->completion_id = completion->id;
    inbound->completion = completion;
    completion->call = inbound;
}

void completion_answered( struct call *call )
{
    struct completion *completion = call->completion;
    struct call *trunk = call->peer;
    struct party target = trunk->own;

    ring_stop( call );
    call_unpeer( call );
    call_idle( trunk );
    call->kind = KIND_PLAIN;
    call->completion = NULL;
    if (completion)
    {
        completion->call = NULL;
        completion_free( completion );
    }
    call->called = target;
    memcpy( call->dialed, target.number, sizeof(call->dialed) );
    call_state( call, LINECALLSTATE_PROCEEDING, 0 );
    route_call( call, target.number, LINECALLREASON_CALLCOMPLETION, NULL );
}

/* One that waits for this station, the oldest first; one at a time, it may be busy again then. */
void completions_station_free( struct station *station )
{
    struct completion *completion;

    for (completion = station->x->completions; completion; completion = completion->next)
    {
        struct call *call = completion->call;

        if (completion->to->station != station && completion->from->station != station) continue;
        if (completion->mode == LINECALLCOMPLMODE_CAMPON && call && call->state == LINECALLSTATE_BUSY && is_quiet( completion->to ))
        {
            call->completion = NULL;
            completion->call = NULL;
            completion_free( completion );
            call_state( call, LINECALLSTATE_PROCEEDING, 0 );
            route_call( call, call->reached ? call->dialed : "", LINECALLREASON_CAMPEDON, NULL );
            return;
        }
        if (completion->mode == LINECALLCOMPLMODE_CALLBACK && !call && is_quiet( completion->to ) && is_quiet( completion->from ))
        {
            call_back( completion );
            return;
        }
    }
}
