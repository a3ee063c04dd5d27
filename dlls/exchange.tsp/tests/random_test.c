/*
 * Random operations on an exchange: whatever happens, its data stay consistent, no call is lost, and in the end none is left.
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

#include "../engine_private.h"
#include "engine_test.h"

#define LINES      24
#define MAX_KNOWN  4096

static uint32_t known[MAX_KNOWN];       /* calls that TAPI would know */
static uint32_t known_count;
static uint32_t seed;

static uint32_t pick( uint32_t count )
{
    seed = seed * 1103515245 + 12345;
    return (seed >> 16) % count;
}

static void know( struct call *call )
{
    if (known_count < MAX_KNOWN) known[known_count++] = call->handle;
}

static void forget( struct exchange *x, uint32_t i )
{
    struct call *call = exchange_call( x, known[i] );

    known[i] = known[--known_count];
    if (call) call_close( call );
}

/* TAPI's part: takes the events, learns of new calls, closes calls that are idle. */
static int take_events( struct exchange *x )
{
    struct event *event;
    struct station *station;
    int failures = 0;
    uint32_t i;

    while ((event = exchange_event( x )))
    {
        struct call *call = event->call ? exchange_call( x, event->call ) : NULL;

        if (event->type == EVENT_NEW_CALL && call)
        {
            call->tapi = call;
            know( call );
        }
        if (event->type == EVENT_CALL && call && event->message == LINE_CALLSTATE && event->param1 == LINECALLSTATE_CONFERENCED && !event->pointer[0])
        {
            printf( "a call is conferenced with nobody\n" );
            failures++;
        }
        free( event );
    }
    while ((station = exchange_dirty( x ))) {}
    for (i = 0; i < known_count; i++)
    {
        struct call *call = exchange_call( x, known[i] );

        if (call && call->state != LINECALLSTATE_IDLE) continue;
        forget( x, i-- );
    }
    return failures;
}

static struct call *any_call( struct exchange *x )
{
    return known_count ? exchange_call( x, known[pick( known_count )] ) : NULL;
}

static void random_number( char *out )
{
    switch (pick( 12 ))
    {
    case 0: snprintf( out, NUMBER_SIZE, "99%02u", 1 + pick( 13 ) ); break;
    case 1: snprintf( out, NUMBER_SIZE, "60%u", pick( 4 ) ); break;
    case 2: snprintf( out, NUMBER_SIZE, "70%u", pick( 4 ) ); break;
    case 3: snprintf( out, NUMBER_SIZE, "80%u", pick( 4 ) ); break;
    case 4: snprintf( out, NUMBER_SIZE, "%u", pick( 2000 ) ); break;
    case 5: snprintf( out, NUMBER_SIZE, "5%u", 1000 + 10 * (1 + pick( 2 )) ); break;
    case 6: out[0] = 0; break;
    default: snprintf( out, NUMBER_SIZE, "%u", FIRST_NUMBER + pick( LINES ) ); break;
    }
}

static struct call *fresh_call( struct exchange *x, struct address *address )
{
    static const uint32_t flags[] = { 0, 0, 0, LINECALLPARAMFLAGS_BLOCKID, LINECALLPARAMFLAGS_DESTOFFHOOK, LINECALLPARAMFLAGS_NOHOLDCONFERENCE,
                                      LINECALLPARAMFLAGS_ONESTEPTRANSFER, LINECALLPARAMFLAGS_PREDICTIVEDIAL, LINECALLPARAMFLAGS_SECURE };
    struct call *call = call_create( address, false );

    call->tapi = call;
    call->param_flags = flags[pick( sizeof(flags) / sizeof(flags[0]) )];
    call->predictive_states = LINECALLSTATE_CONNECTED;
    random_number( call->target );
    if (!pick( 4 )) call->media_mode = LINEMEDIAMODE_DATAMODEM;
    if (!pick( 4 )) call_carry_user_user( call, "hello", 5 );
    return call;
}

static void finish_fresh( struct call *call, int32_t error )
{
    if (error) call_abandon( call );
    else know( call );
}

static void make( struct exchange *x, struct address *address )
{
    struct dialed dialed = { "", false };
    struct call *call;

    if (address_active( address )) return;
    random_number( dialed.digits );
    dialed.more = !pick( 6 );
    call = fresh_call( x, address );
    finish_fresh( call, call_start( call, &dialed ) );
}

static void consult( struct exchange *x, struct call *call, uint32_t kind )
{
    struct call *fresh = fresh_call( x, call->address ), *conference;
    int32_t error;

    switch (kind)
    {
    case 0:
        finish_fresh( fresh, call_setup_transfer( call, fresh ) );
        break;
    case 1:
        conference = fresh_call( x, call->address );
        error = conference_setup( pick( 4 ) ? call : NULL, conference, fresh );
        finish_fresh( fresh, error );
        finish_fresh( conference, error );
        break;
    default:
        finish_fresh( fresh, conference_prepare( call, fresh ) );
        break;
    }
}

static void set_forward( struct address *address )
{
    struct forward forward = { .mode = 1u << pick( 16 ) };

    random_number( forward.target );
    if (forward.mode != LINEFORWARDMODE_UNCOND && !forward.target[0]) return;
    address_forward( address, &forward, pick( 3 ) ? 0 : 1, 1 + pick( 3 ) );
}

static void do_something( struct exchange *x )
{
    static const char *const digits[] = { "1", "123#", "5,6", "*", "x" };
    struct station *station = exchange_station( x, pick( exchange_station_count( x ) ) );
    struct call *call = any_call( x ), *other = any_call( x ), *fresh;
    struct address *address = station ? &station->addresses[pick( station->address_count )] : NULL;
    struct dialed dialed = { "", false };
    char number[NUMBER_SIZE];
    struct party party = { .flags = LINECALLPARTYID_ADDRESS, .number = "5551234" };
    uint16_t buffer[8];
    uint32_t id;

    random_number( number );
    switch (pick( 40 ))
    {
    case 0: case 1: case 2: case 3: case 4:
        if (address) make( x, address );
        break;
    case 5: case 6: case 7: case 8: case 9:
        if (call) call_answer( call );
        break;
    case 10: case 11:
        if (call) call_drop( call );
        break;
    case 12:
        if (call) call_hold( call );
        break;
    case 13:
        if (call) call_unhold( call );
        break;
    case 14:
        if (call && other) call_swap( call, other );
        break;
    case 15: case 16:
        if (call) consult( x, call, 0 );
        break;
    case 17: case 18:
        if (call) consult( x, call, 1 );
        break;
    case 19:
        if (call) consult( x, call, 2 );
        break;
    case 20: case 21:
        memcpy( dialed.digits, number, sizeof(dialed.digits) );
        if (call) call_dial( call, &dialed );
        break;
    case 22: case 23:
        if (!call || !other) break;
        fresh = NULL;
        if (pick( 2 )) fresh = fresh_call( x, call->address );
        if (call_complete_transfer( call, other, fresh ) && fresh) call_abandon( fresh );
        else if (fresh) know( fresh );
        break;
    case 24: case 25:
        if (call && other) conference_add( call, other );
        break;
    case 26:
        if (call) conference_remove( call );
        break;
    case 27:
        if (call) call_blind_transfer( call, number );
        break;
    case 28:
        if (call) call_redirect( call, number );
        break;
    case 29:
        if (pick( 2 )) number[0] = 0;
        if (call) call_park( call, number );
        break;
    case 30:
        if (!address) break;
        fresh = fresh_call( x, address );
        finish_fresh( fresh, call_unpark( fresh, number ) );
        break;
    case 31:
        if (!address) break;
        fresh = fresh_call( x, address );
        finish_fresh( fresh, call_pickup( fresh, pick( 2 ) ? number : "", pick( 2 ) ? "601" : "" ) );
        break;
    case 32:
        if (call) call_complete( call, 1u << pick( 4 ), pick( 5 ), &id );
        break;
    case 33:
        if (station) station_uncomplete( station, pick( 20 ) );
        break;
    case 34:
        if (address) set_forward( address );
        break;
    case 35:
        if (station) station_set_status( station, 1u << pick( 4 ), pick( 3 ) );
        break;
    case 36:
        exchange_incoming( x, number, &party, pick( 2 ) ? LINEMEDIAMODE_INTERACTIVEVOICE : LINEMEDIAMODE_DATAMODEM );
        break;
    case 37:
        if (call) call_generate_digits( call, 7, LINEDIGITMODE_DTMF, digits[pick( 5 )], 20 );
        if (other && !(other->state & (LINECALLSTATE_IDLE | LINECALLSTATE_DISCONNECTED)))
            call_gather( other, 8, LINEDIGITMODE_DTMF, pick( 2 ) ? NULL : NULL, 4, "#", 1000, 500 );
        (void)buffer;
        break;
    case 38:
        if (call && pick( 4 )) call_send_user_user( call, "abc", 3 );
        else if (call) call_release_user_user( call );
        if (other) call_set_data( other, "data", 4 );
        break;
    case 39:
        /* TAPI forgets a call, or closes the line */
        if (pick( 3 )) { if (known_count) forget( x, pick( known_count ) ); }
        else if (station) station_watch( station, !station->watched );
        break;
    }
}

static void list_calls( struct exchange *x )
{
    uint32_t i;

    for (i = 1; i < x->slot_count; i++)
    {
        const struct call *call = x->slots[i].call;

        if (!call) continue;
        printf( "  %u: call %#x, state %#x (of %#x), kind %u, service %u, told %u, peer %#x, consults %#x, no hold %u, orbit %u, queue %u, group %u\n",
                call->address ? call->address->number : 0, call->handle, call->state, call->states, call->kind, call->service, call->told,
                call->peer ? call->peer->handle : 0, call->consults ? call->consults->handle : 0, call->no_hold, call->orbit, call->queue, call->group );
    }
}

/* The users of telephone sets: a call that no program has, because the set went off-hook by itself, ends here. */
static void hang_up_sets( struct exchange *x )
{
    uint32_t i;

    for (i = 1; i < x->slot_count; i++)
    {
        struct call *call = x->slots[i].call;

        if (call && call->address && !call->told && call->state != LINECALLSTATE_IDLE && !(call->state & STATES_RINGING)) call_drop( call );
    }
}

static uint32_t open_calls( struct exchange *x )
{
    return exchange_call_count( x );
}

int random_operations( uint32_t first_seed, uint32_t count )
{
    struct config config;
    struct exchange *x;
    uint64_t now = 1000;
    const char *error;
    uint32_t i, round;
    int failures = 0;

    seed = first_seed;
    known_count = 0;
    config_default( &config );
    config.lines = LINES;
    config.ring_interval = 100;
    config.ring_seconds = 2;
    config.answer_ms = 50;
    config.park_seconds = 3;
    if (!(x = exchange_create( &config ))) return 1;
    exchange_run( x, now );
    for (i = 0; i < LINES; i++) station_watch( exchange_station( x, i ), true );
    for (i = 0; i < count && !failures; i++)
    {
        do_something( x );
        failures += take_events( x );
        if (!pick( 3 )) exchange_run( x, now += pick( 200 ) );
        failures += take_events( x );
        if (!pick( 5000 ) && exchange_station_count( x ) < 2 * LINES)
        {
            struct station *station = exchange_station( x, pick( exchange_station_count( x ) ) );

            if (station) exchange_remove_station( station );
            if ((station = exchange_add_station( x ))) station_watch( station, true );
            failures += take_events( x );
        }
        if ((error = exchange_check( x )))
        {
            printf( "seed %u, operation %u: %s\n", first_seed, i, error );
            list_calls( x );
            failures++;
        }
    }
    /* everybody hangs up; what is left must end by itself */
    for (i = 0; i < exchange_station_count( x ); i++) if (exchange_station( x, i )) station_watch( exchange_station( x, i ), false );
    for (round = 0; round < 600 && open_calls( x ) && !failures; round++)
    {
        while (known_count) forget( x, 0 );
        hang_up_sets( x );
        exchange_run( x, now += 1000 );
        failures += take_events( x );
    }
    if (!failures && open_calls( x ))
    {
        printf( "seed %u: %u calls are left at the end\n", first_seed, open_calls( x ) );
        list_calls( x );
        failures++;
    }
    exchange_destroy( x );
    return failures;
}
