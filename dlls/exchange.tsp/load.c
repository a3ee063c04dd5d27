/*
 * The control channel of exchange.tsp: calls from outside at a rate. What it chooses comes from the seed alone.
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

#include "control.h"

DEBUG_CHANNEL( exchange );

#define DEFAULT_TALK_MS     3000
#define MAX_RATE            1000000     /* calls in 1000 s */
#define MAX_CALLERS         10000

/* A caller that hangs up after a while. */
struct caller
{
    struct caller *next;
    struct timer   timer;
    DWORD          call;
};

static struct caller *callers;
static DWORD caller_count;

static struct
{
    struct timer timer;
    DWORD        rate, talk_ms, media_mode;
    DWORD        first, last;           /* stations, by index: their numbers leave out those that begin with 9 */
    ULONGLONG    start, end;            /* end 0: none */
    DWORD        made;                  /* since the start */
} load;

static DWORD total_made, seed, random_state = 1;

void load_set_seed( DWORD value )
{
    seed = value;
    random_state = value ? value : 1;
    faults_set_seed( value );
}

DWORD load_seed(void)
{
    return seed;
}

/* 0 to below limit, from the seed alone. */
static DWORD load_random( DWORD limit )
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 17;
    random_state ^= random_state << 5;
    return limit ? random_state % limit : 0;
}

DWORD load_running(void)
{
    return caller_count;
}

DWORD load_made(void)
{
    return total_made;
}

/* ---- callers ---- */

static void free_caller( struct caller *caller )
{
    struct caller **link = &callers;

    while (*link && *link != caller) link = &(*link)->next;
    if (*link) *link = caller->next;
    timer_stop( exchange, &caller->timer );
    free( caller );
    caller_count--;
}

static void hang_up( struct exchange *x, void *arg )
{
    struct caller *caller = arg;
    struct call *call = exchange_call( x, caller->call );

    free_caller( caller );
    /* the other side may have been first */
    if (call && !call->address) call_drop( call );
}

BOOL load_hang_up_later( DWORD call, DWORD ms )
{
    struct caller *caller;

    if (caller_count >= MAX_CALLERS || !(caller = calloc( 1, sizeof(*caller) ))) return FALSE;
    caller->call = call;
    caller->next = callers;
    callers = caller;
    caller_count++;
    timer_set( exchange, &caller->timer, ms, hang_up, caller );
    return TRUE;
}

/* ---- the load ---- */

static void call_somebody(void)
{
    struct party caller = { .flags = LINECALLPARTYID_ADDRESS | LINECALLPARTYID_NAME };
    const struct station *station = exchange_station( exchange, load.first + load_random( load.last - load.first + 1 ) );
    char called[16];
    struct call *call;

    /* a line that was removed since gets none */
    if (!station) return;
    snprintf( called, sizeof(called), "%u", station->addresses[0].number );
    snprintf( caller.number, sizeof(caller.number), "9%07lu", 1000000 + load_random( 9000000 ) );
    snprintf( caller.name, sizeof(caller.name), "Caller %lu", ++total_made );
    if (!(call = control_incoming( called, &caller, load.media_mode ))) return;
    if (!load_hang_up_later( call->handle, load.talk_ms )) call_drop( call );
}

/* The nth call comes n / rate after the start, however late the one before was. */
static void next_call( struct exchange *x, void *arg )
{
    ULONGLONG due, now = exchange_now( x );

    for (;;)
    {
        due = load.start + (ULONGLONG)load.made * 1000000 / load.rate;
        if (load.end && due >= load.end)
        {
            TRACE( "the load is over, %lu calls\n", load.made );
            load.rate = 0;
            return;
        }
        if (due > now) break;
        load.made++;
        call_somebody();
    }
    timer_set( x, &load.timer, due - now, next_call, NULL );
}

/* The station with that number; 0: that of the index. FALSE: there is none. */
static BOOL find_station( DWORD number, DWORD otherwise, DWORD *index )
{
    char text[16];
    const struct address *address;

    *index = otherwise;
    if (!number) return TRUE;
    snprintf( text, sizeof(text), "%lu", number );
    if (!(address = exchange_address( exchange, text )) || address->id) return FALSE;
    *index = address->station->index;
    return TRUE;
}

LONG load_start( const DWORD args[EXCHANGE_ARGS] )
{
    DWORD first, last;

    if (!args[0])
    {
        timer_stop( exchange, &load.timer );
        load.rate = 0;
        return args[1] || args[2] || args[3] || args[4] || args[5] ? LINEERR_INVALPARAM : 0;
    }
    if (args[0] > MAX_RATE || args[1] > EXCHANGE_MAX_AFTER / 1000 || args[2] > EXCHANGE_MAX_AFTER) return LINEERR_INVALPARAM;
    if (!find_station( args[3], 0, &first ) || !find_station( args[4], exchange_station_count( exchange ) - 1, &last ) || last < first)
        return LINEERR_INVALPARAM;
    if (args[5] & ~EXCHANGE_MEDIA_MODES || args[5] & (args[5] - 1)) return LINEERR_INVALPARAM;
    load.rate = args[0];
    load.start = exchange_now( exchange );
    load.end = args[1] ? load.start + (ULONGLONG)args[1] * 1000 : 0;
    load.talk_ms = args[2] ? args[2] : DEFAULT_TALK_MS;
    load.first = first;
    load.last = last;
    load.media_mode = args[5] ? args[5] : LINEMEDIAMODE_INTERACTIVEVOICE;
    load.made = 0;
    timer_set( exchange, &load.timer, 0, next_call, NULL );
    return 0;
}

void load_stop(void)
{
    timer_stop( exchange, &load.timer );
    memset( &load, 0, sizeof(load) );
    while (callers) free_caller( callers );
    total_made = 0;
}
