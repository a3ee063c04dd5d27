/*
 * The outside world: what the numbers behind 9 do, and callers from there.
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
#include <string.h>

#include "engine_private.h"

struct call *trunk_create( struct exchange *x, enum service service )
{
    struct call *trunk = call_new( x, NULL, true );

    if (!trunk) return NULL;
    trunk->service = service;
    trunk->trunk = ++x->last_trunk;
    trunk->origin = LINECALLORIGIN_EXTERNAL;
    trunk->own.flags = LINECALLPARTYID_UNAVAIL;
    return trunk;
}

/* How each service takes a call. */
static const struct
{
    uint32_t state, mode;           /* of the caller at once */
    uint32_t end_mode;              /* then DISCONNECTED so, after answer_ms; 0: it answers */
} services[SERVICE_COUNT] =
{
    [SERVICE_ANSWER] = { LINECALLSTATE_RINGBACK, 0, 0 },
    [SERVICE_BUSY] = { LINECALLSTATE_BUSY, LINEBUSYMODE_STATION, 0 },
    [SERVICE_NO_ANSWER] = { LINECALLSTATE_RINGBACK, 0, LINEDISCONNECTMODE_NOANSWER },
    [SERVICE_UNREACHABLE] = { LINECALLSTATE_SPECIALINFO, LINESPECIALINFO_NOCIRCUIT, LINEDISCONNECTMODE_UNREACHABLE },
    [SERVICE_CONGESTION] = { LINECALLSTATE_BUSY, LINEBUSYMODE_TRUNK, LINEDISCONNECTMODE_CONGESTION },
    [SERVICE_ECHO] = { LINECALLSTATE_RINGBACK, 0, 0 },
    [SERVICE_DIGITS] = { LINECALLSTATE_RINGBACK, 0, 0 },
    [SERVICE_INTERCEPT] = { LINECALLSTATE_SPECIALINFO, LINESPECIALINFO_CUSTIRREG, LINEDISCONNECTMODE_BADADDRESS },
    [SERVICE_HANGUP] = { LINECALLSTATE_RINGBACK, 0, 0 },
    [SERVICE_REJECT] = { LINECALLSTATE_PROCEEDING, 0, LINEDISCONNECTMODE_REJECT },
    [SERVICE_CHANGED] = { LINECALLSTATE_SPECIALINFO, LINESPECIALINFO_CUSTIRREG, LINEDISCONNECTMODE_NUMBERCHANGED },
    [SERVICE_TONE] = { LINECALLSTATE_RINGBACK, 0, 0 },
};

/* The time is over: the caller hears no more. */
static void service_gives_up( struct exchange *x, void *arg )
{
    struct call *trunk = arg, *peer = trunk->peer;
    uint32_t mode = services[trunk->service].end_mode;

    call_unpeer( trunk );
    call_idle( trunk );
    if (!peer) return;
    if (peer->state & STATES_SETUP) call_disconnect( peer, mode );
    else route_failed( peer, LINECALLSTATE_DISCONNECTED, mode );
}

static void service_answers( struct exchange *x, void *arg )
{
    struct call *trunk = arg;

    if (trunk->peer) call_connect( trunk, trunk->peer );
}

static void service_hangs_up( struct exchange *x, void *arg )
{
    struct call *trunk = arg;

    call_leave( trunk, LINEDISCONNECTMODE_NORMAL );
    call_idle( trunk );
}

void service_ends_soon( struct call *trunk )
{
    timer_set( trunk->x, &trunk->timer, trunk->x->config.answer_ms, service_hangs_up, trunk );
}

void service_called( struct call *trunk )
{
    struct exchange *x = trunk->x;
    struct call *peer = trunk->peer;
    uint32_t seconds = peer->no_answer_timeout ? peer->no_answer_timeout : x->config.ring_seconds;

    if (trunk->service == SERVICE_BUSY)
    {
        call_unpeer( trunk );
        call_idle( trunk );
        route_failed( peer, LINECALLSTATE_BUSY, LINEBUSYMODE_STATION );
        return;
    }
    if (trunk->service == SERVICE_NO_ANSWER) timer_set( x, &trunk->timer, seconds * 1000, service_gives_up, trunk );
    else if (services[trunk->service].end_mode) timer_set( x, &trunk->timer, x->config.answer_ms, service_gives_up, trunk );
    else timer_set( x, &trunk->timer, x->config.answer_ms, service_answers, trunk );
    route_progress( peer, services[trunk->service].state, services[trunk->service].mode );
}

void service_connected( struct call *trunk )
{
    static const uint32_t tone[] = { 1000 };
    struct exchange *x = trunk->x;

    switch (trunk->service)
    {
    case SERVICE_DIGITS:
        call_generate_digits( trunk, 0, LINEDIGITMODE_DTMF, "1234567890*#", 0 );
        break;
    case SERVICE_TONE:
        call_generate_tone( trunk, 0, LINETONEMODE_CUSTOM, 1000, tone, 1 );
        break;
    case SERVICE_HANGUP:
        timer_set( x, &trunk->timer, x->config.answer_ms, service_hangs_up, trunk );
        break;
    default:
        break;
    }
}

void service_digit( struct call *trunk, char digit, uint32_t mode )
{
    char digits[2] = { digit, 0 };

    if (trunk->service != SERVICE_ECHO || mode == LINEDIGITMODE_DTMFEND) return;
    /* what comes faster than it can be said again is put behind */
    if (trunk->generate.active)
    {
        size_t length = strlen( trunk->generate.digits );

        if (length + 1 < sizeof(trunk->generate.digits)) trunk->generate.digits[length] = digit, trunk->generate.digits[length + 1] = 0;
    }
    else call_generate_digits( trunk, 0, mode, digits, 0 );
}
