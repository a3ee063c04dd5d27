/*
 * Media service providers: whose calls they serve, and who hears whom.
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

#include "exchange.h"
#include "switch.h"

#include <objbase.h>

DEBUG_CHANNEL( exchange );

/* A program's MSP for an address, as TAPI has told us of it */
struct instance
{
    struct instance *next;
    DWORD            handle;        /* HDRVMSPLINE */
    struct station  *station;
    DWORD            line;          /* handle of the line it came with */
    HTAPIMSPLINE     htmsp;
};

/* What an MSP wants with a call */
struct tap
{
    struct tap *next;
    DWORD  id;
    DWORD  instance;
    DWORD  call;
    BYTE   token[16];
    DWORD  state;                   /* last told */
    DWORD  room;
    BOOL   echo;
};

#define MAX_TAPS 4096               /* what programs may ask for */

/* All under the exchange's lock */
static struct instance *instances;
static struct tap *taps;
static DWORD tap_count, last_instance, last_tap;

static struct instance *find_instance( DWORD handle )
{
    struct instance *instance;

    for (instance = instances; instance && instance->handle != handle; instance = instance->next) {}
    return instance;
}

/* ---- who hears whom ---- */

struct route
{
    DWORD state;                    /* EXCHANGE_CALL_ */
    DWORD room;
    BOOL  echo;
};

/* Rooms have the number of one of their calls. */
static struct route find_route( const struct call *call )
{
    struct route route = { EXCHANGE_CALL_IDLE };
    const struct call *peer;

    if (!call || call->closed || call_is_over( call )) return route;
    peer = call->peer;
    switch (call->state)
    {
    case LINECALLSTATE_CONNECTED:
        route.state = EXCHANGE_CALL_TALKS;
        if (call->kind == KIND_CONFERENCE) route.room = call->handle;
        else if (!peer) break;
        else if (peer->conference)
        {
            if (peer->conference->state == LINECALLSTATE_CONNECTED) route.room = peer->conference->handle;
        }
        else if (peer->service == SERVICE_ECHO) route.echo = TRUE;
        else if (peer->state == LINECALLSTATE_CONNECTED) route.room = min( call->handle, peer->handle );
        break;
    case LINECALLSTATE_ONHOLD:
    case LINECALLSTATE_ONHOLDPENDCONF:
    case LINECALLSTATE_ONHOLDPENDTRANSFER:
    case LINECALLSTATE_CONFERENCED:     /* its sound is the conference's */
        route.state = EXCHANGE_CALL_HELD;
        break;
    default:
        break;
    }
    return route;
}

static void free_tap( struct tap **link )
{
    struct tap *tap = *link;

    *link = tap->next;
    tap_count--;
    switch_withdraw( tap->token );
    free( tap );
}

static void tell_state( struct tap *tap, const struct call *call )
{
    struct station *station = call->address->station;

    if (!exchange_post( exchange, EVENT_MSP, station, (struct call *)call, LINE_SENDMSPDATA, tap->id, 0, 0 ))
        ERR( "no memory: a program will not hear the call at %u\n", call->address->number );
}

static LONG add_tap( struct call *call, struct instance *instance );

/* Calls that an MSP can hear are offered to it: it may have asked before there was a call. */
static void offer_calls( struct instance *instance )
{
    struct call *call;
    struct tap *tap;
    DWORD i;

    for (i = 0; i < instance->station->address_count; i++)
        for (call = instance->station->addresses[i].calls; call; call = call->next)
        {
            if (!call->tapi || find_route( call ).state == EXCHANGE_CALL_IDLE) continue;
            for (tap = taps; tap && (tap->call != call->handle || tap->instance != instance->handle); tap = tap->next) {}
            if (!tap && add_tap( call, instance )) WARN( "call %#x has no sound\n", call->handle );
        }
}

void msp_refresh(void)
{
    struct tap **link = &taps, *tap;
    struct instance *instance;

    for (instance = instances; instance; instance = instance->next)
        if (!instance->station->removed) offer_calls( instance );
    while ((tap = *link))
    {
        const struct call *call = exchange_call( exchange, tap->call );
        struct route route = find_route( call );

        if (!call || call->closed || !find_instance( tap->instance ))
        {
            free_tap( link );
            continue;
        }
        if (route.state != tap->state || route.room != tap->room || route.echo != tap->echo)
        {
            TRACE( "call %#x: state %lu, room %#lx\n", call->handle, route.state, route.room );
            switch_route( tap->token, call->handle, route.room, route.state != EXCHANGE_CALL_IDLE, route.echo );
            if (route.state != tap->state) tell_state( tap, call );
            tap->state = route.state;
            tap->room = route.room;
            tap->echo = route.echo;
        }
        link = &tap->next;
    }
}

void msp_stop(void)
{
    struct instance *instance;

    while (taps) free_tap( &taps );
    while ((instance = instances))
    {
        instances = instance->next;
        free( instance );
    }
    switch_stop();
}

BOOL msp_data( DWORD id, HTAPIMSPLINE *htmsp, struct exchange_media *data )
{
    const struct instance *instance;
    struct tap *tap;

    for (tap = taps; tap && tap->id != id; tap = tap->next) {}
    if (!tap || !(instance = find_instance( tap->instance ))) return FALSE;
    memset( data, 0, sizeof(*data) );
    data->size = sizeof(*data);
    data->kind = EXCHANGE_MEDIA_STATE;
    data->state = tap->state;
    if (tap->state != EXCHANGE_CALL_IDLE)
    {
        lstrcpynW( data->pipe, switch_pipe(), ARRAYSIZE(data->pipe) );
        memcpy( data->token, tap->token, sizeof(data->token) );
    }
    *htmsp = instance->htmsp;
    return TRUE;
}

/* ---- TSPI ---- */

LONG WINAPI TSPI_lineMSPIdentify( DWORD device, GUID *clsid )
{
    static const GUID exchangemsp = CLSID_EXCHANGEMSP_INIT;
    struct station *station;
    struct op op;
    LONG ret;

    if (!clsid) return LINEERR_INVALPOINTER;
    if ((ret = op_device( &op, "TSPI_lineMSPIdentify", device, &station ))) return ret;
    *clsid = exchangemsp;
    return op_end( &op, 0 );
}

LONG WINAPI TSPI_lineCreateMSPInstance( HDRVLINE hline, DWORD address, HTAPIMSPLINE htmsp, HDRVMSPLINE *hmsp )
{
    struct instance *instance;
    struct line *line;
    struct op op;
    LONG ret;

    if (!hmsp) return LINEERR_INVALPOINTER;
    if ((ret = op_line( &op, "TSPI_lineCreateMSPInstance", 0, hline, &line ))) return ret;
    if (address >= line->station->address_count) return op_end( &op, LINEERR_INVALADDRESSID );
    if (!(instance = calloc( 1, sizeof(*instance) ))) return op_end( &op, LINEERR_NOMEM );
    while (!++last_instance || find_instance( last_instance )) {}
    instance->handle = last_instance;
    instance->station = line->station;
    instance->line = line->handle;
    instance->htmsp = htmsp;
    instance->next = instances;
    instances = instance;
    *hmsp = (HDRVMSPLINE)(DWORD_PTR)instance->handle;
    return op_end( &op, 0 );
}

LONG WINAPI TSPI_lineCloseMSPInstance( HDRVMSPLINE hmsp )
{
    struct instance *instance, **link;
    LONG ret = LINEERR_INVALPOINTER;

    TRACE( "%#lx\n", (DWORD)(DWORD_PTR)hmsp );
    exchange_lock();
    for (link = &instances; (instance = *link) && instance->handle != (DWORD)(DWORD_PTR)hmsp; link = &instance->next) {}
    if (exchange && instance)
    {
        *link = instance->next;
        free( instance );
        ret = 0;
    }
    exchange_unlock();                  /* its taps go with it */
    return ret;
}

/* A call that an MSP wants to hear. Locked. */
static LONG add_tap( struct call *call, struct instance *instance )
{
    struct tap *tap;

    for (tap = taps; tap; tap = tap->next)
        if (tap->call == call->handle && tap->instance == instance->handle)
        {
            tell_state( tap, call );    /* it asks again */
            return 0;
        }
    if (tap_count >= MAX_TAPS || !switch_start() || !(tap = calloc( 1, sizeof(*tap) ))) return LINEERR_RESOURCEUNAVAIL;
    if (CoCreateGuid( (GUID *)tap->token ) || !switch_offer( tap->token ))
    {
        free( tap );
        return LINEERR_NOMEM;
    }
    tap->id = ++last_tap;
    tap->instance = instance->handle;
    tap->call = call->handle;
    tap->next = taps;
    taps = tap;
    tap_count++;
    tell_state( tap, call );            /* msp_refresh() has the state right before it is told */
    return 0;
}

LONG WINAPI TSPI_lineReceiveMSPData( HDRVLINE hline, HDRVCALL hcall, HDRVMSPLINE hmsp, void *data, DWORD size )
{
    struct exchange_media request;
    struct instance *instance;
    struct line *line;
    struct call *call;
    struct op op;
    LONG ret;

    if ((ret = op_line( &op, "TSPI_lineReceiveMSPData", 0, hline, &line ))) return ret;
    if (!data) ret = LINEERR_INVALPOINTER;
    else if (size != sizeof(request)) ret = LINEERR_INVALPARAM;
    else if (!(call = call_find( hcall )) || call->address->station != line->station) ret = LINEERR_INVALCALLHANDLE;
    else if (!(instance = find_instance( (DWORD)(DWORD_PTR)hmsp )) || instance->station != line->station) ret = LINEERR_INVALPARAM;
    else
    {
        memcpy( &request, data, sizeof(request) );
        ret = request.size == sizeof(request) && request.kind == EXCHANGE_MEDIA_ASK ? add_tap( call, instance ) : (LONG)LINEERR_INVALPARAM;
    }
    return op_end( &op, ret );
}
