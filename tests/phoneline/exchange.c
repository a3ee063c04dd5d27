/*
 * Simulated telephone exchange: numbers and calls.
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

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "exchange_private.h"

#define NUMBER_LENGTH   7       /* a longer number is matched by its end: 14255550199 is 5550199 */
#define TRAINING_MS     60000   /* a V.22bis training that takes longer has failed */
#define CARRIER_LOSS_MS 2000    /* after this the exchange tells an end that did not notice silence */

/* Numbers that are not one of our modems. */
static const struct { const char *number; enum far_end far; } services[] =
{
    { "5550199", FAR_ECHO },
    { "5550198", FAR_BUSY },
    { "5550197", FAR_NEVER },
};

/* What a modem shows as caller, and the call that will cross its next one. */
static struct
{
    char number[MAX_NUMBER], name[MAX_NUMBER];
    bool glare;
    char glare_number[MAX_NUMBER], glare_name[MAX_NUMBER];
} subscribers[MAX_MODEMS];

struct modem *modems[MAX_MODEMS];

static int subscriber( const struct modem *modem )
{
    return modem_index( modem );
}

static int side_of( const struct call *call, const struct modem *modem )
{
    return call->end[1] == modem;
}

struct modem *exchange_find_modem( const char *name )
{
    int i;

    for (i = 0; i < options.modems; i++)
        if (!strcasecmp( modem_name( modems[i] ), name )) return modems[i];
    return NULL;
}

struct modem *exchange_modem_by_number( const char *number )
{
    int i;

    for (i = 0; i < options.modems; i++)
        if (!strcmp( modem_number( modems[i] ), number )) return modems[i];
    return NULL;
}

/* The digits that the exchange looks up: after the last pause, and of those the last seven. */
static void significant_digits( const char *dialled, char *number )
{
    const char *start = strrchr( dialled, ',' );
    size_t len;

    start = start ? start + 1 : dialled;
    len = strlen( start );
    if (len > NUMBER_LENGTH) start += len - NUMBER_LENGTH;
    memcpy( number, start, strlen( start ) + 1 );
}

void call_free( struct call *call )
{
    timer_cancel( &call->step );
    timer_cancel( &call->ring );
    timer_cancel( &call->give_up );
    timer_cancel( &call->throttle );
    carrier_destroy( call->carrier );
    audio_path_destroy( call->audio );
    tone_source_destroy( call->tone[0] );
    tone_source_destroy( call->tone[1] );
    echo_port_close( &call->echo );
    free( call );
}

struct call *call_create( struct modem *caller )
{
    struct call *call = calloc( 1, sizeof(*call) );

    if (!call) abort();
    call->end[0] = caller;
    return call;
}

/* each modem's call */
static struct call *calls[MAX_MODEMS];

static struct call *call_of( const struct modem *modem )
{
    return calls[subscriber( modem )];
}

static void attach( struct call *call, int side, struct modem *modem )
{
    call->end[side] = modem;
    calls[subscriber( modem )] = call;
}

void call_detach( struct call *call, int side )
{
    if (call->end[side]) calls[subscriber( call->end[side] )] = NULL;
    call->end[side] = NULL;
}

/* connection */

static void call_is_up( struct call *call, const char *rate )
{
    int side;

    call->up = true;
    timer_cancel( &call->give_up );
    for (side = 1; side >= 0; side--)
        if (call->end[side]) modem_connected( call->end[side], rate );
    for (side = 0; side < 2; side++)
        if (call->end[side]) modem_resume_reading( call->end[side] );
}

static void direct_carrier_up( void *arg )
{
    call_is_up( arg, options.connect );
}

static void audio_trained( void *arg, int rate )
{
    char text[16];

    snprintf( text, sizeof(text), "%d", rate );
    call_is_up( arg, text );
}

static void audio_data( void *arg, int end, const uint8_t *data, size_t size )
{
    struct call *call = arg;

    if (!call->up) return;
    if (call->end[end]) modem_put_data( call->end[end], data, size );
    else if (call->far == FAR_ECHO) carrier_send( call->carrier, end, data, size );
    if (call->end[!end]) modem_resume_reading( call->end[!end] );
}

/* One end heard the carrier go: it goes on hook, and the other end, if it still listens, will hear it too. */
static void audio_lost( void *arg, int end )
{
    struct call *call = arg;
    struct modem *modem = call->end[end];

    if (modem)
    {
        call_detach( call, end );
        modem_lost_carrier( modem );
    }
    if (call->carrier) carrier_silence( call->carrier, end );
    if (!call->end[0] && !call->end[1]) call_free( call );
}

static void number_unknown( void *arg );

void call_connect( struct call *call )
{
    timer_cancel( &call->ring );
    timer_cancel( &call->give_up );
    timer_cancel( &call->step );
    if (call->end[1]) modem_fax_adapt( call->end[1], call->end[0] ? modem_media( call->end[0] ) == MEDIA_DATA : !call->person );
    if (call_has_audio( call ))
    {
        call_talk( call );
        return;
    }
    audio_path_destroy( call->audio );
    call->audio = NULL;
    call->talking = false;
    say( "call answered" );
    if (options.v22bis)
    {
        call->carrier = carrier_create( call, audio_trained, audio_data, audio_lost );
        timer_set( &call->give_up, TRAINING_MS, number_unknown, call );
    }
    else timer_set( &call->step, options.train_delay, direct_carrier_up, call );
}

/* End a call for both sides, as seen from the exchange. The side that hung up (or -1) hears nothing. */
void call_over( struct call *call, int quiet_side, enum failure failure )
{
    struct modem *ends[2] = { call->end[0], call->end[1] };
    int side;

    call_detach( call, 0 );
    call_detach( call, 1 );
    if (call->person) person_over( call->person, call->talking ? "over" : failure == FAIL_BUSY ? "busy" : "unanswered" );
    call_free( call );
    for (side = 0; side < 2; side++)
    {
        if (!ends[side] || side == quiet_side) continue;
        switch (modem_state( ends[side] ))
        {
        case MODEM_RINGING:
            modem_ring_stop( ends[side] );
            break;
        case MODEM_DIALING:
        case MODEM_ANSWERING:
            modem_failed( ends[side], failure );
            break;
        default:
            modem_lost_carrier( ends[side] );
            break;
        }
    }
}

static void nobody_answered( void *arg )
{
    call_over( arg, -1, FAIL_NO_ANSWER );
}

static void number_busy( void *arg )
{
    call_over( arg, -1, FAIL_BUSY );
}

static void number_unknown( void *arg )
{
    call_over( arg, -1, FAIL_NO_CARRIER );
}

static void service_answers( void *arg )
{
    call_connect( arg );
}

/* ringing */

static void caller_id_due( void *arg )
{
    struct call *call = arg;

    if (call->end[1]) modem_caller_id( call->end[1], call->number, call->name );
}

static void ring_due( void *arg )
{
    struct call *call = arg;

    if (call->rings_left && call->rings == call->rings_left)
    {
        call_over( call, -1, FAIL_NO_ANSWER );
        return;
    }
    call->rings++;
    call->rang = true;
    timer_set( &call->ring, options.ring_interval, ring_due, call );
    if (call->rings == 1) timer_set( &call->step, options.ring_interval / 2, caller_id_due, call );
    modem_ring( call->end[1] );         /* may answer at once (S0): nothing of the call is touched after this */
}

void call_start_ringing( struct call *call, struct modem *called )
{
    attach( call, 1, called );
    modem_ring_start( called );
    signals_before_ring( called, call->number );
    timer_set( &call->ring, 0, ring_due, call );
}

/* dialling */

static void arm_no_answer( struct call *call )
{
    int ms = options.no_answer;

    if (!ms) ms = modem_register( call->end[0], 7 ) * 1000;
    timer_set( &call->give_up, ms ? ms : 60000, nobody_answered, call );
}

static void busy_line( struct call *call )
{
    call_hear_tone( call, TONE_BUSY );
    timer_set( &call->step, options.intercept_delay, number_busy, call );
}

static void route( void *arg )
{
    struct call *call = arg;
    struct modem *caller = call->end[0], *called;
    struct person *person;
    int own = subscriber( caller );
    char number[NUMBER_LENGTH + 1];
    size_t i;

    significant_digits( call->number, number );
    say( "modem %c: calls %s (%s)", modem_letter( caller ), call->number, number );
    if (subscribers[own].glare)
    {
        subscribers[own].glare = false;
        call_over( call, -1, FAIL_BUSY );
        exchange_ring( caller, subscribers[own].glare_number, subscribers[own].glare_name, 0 );
        return;
    }
    if (modem_result_is_forced( caller ))
    {
        call_over( call, -1, FAIL_NO_CARRIER );
        return;
    }
    /* from now on the call's number is the calling one, which the called end may show */
    snprintf( call->number, sizeof(call->number), "%s",
              subscribers[own].number[0] ? subscribers[own].number : modem_number( caller ) );
    if (subscribers[own].number[0]) snprintf( call->name, sizeof(call->name), "%s", subscribers[own].name );
    else snprintf( call->name, sizeof(call->name), "Modem %c", modem_letter( caller ) & ~0x20 );

    if ((called = exchange_modem_by_number( number )))
    {
        if (modem_is_silent( called ))
        {
            call_hear_tone( call, TONE_RINGBACK );
            call->far = FAR_NEVER;      /* the line rings, but no modem is there to hear it */
            arm_no_answer( call );
        }
        else if (!modem_can_ring( called )) busy_line( call );
        else
        {
            arm_no_answer( call );
            call_hear_tone( call, TONE_RINGBACK );
            call_start_ringing( call, called );
        }
        return;
    }
    if ((person = person_by_number( number )))
    {
        if (!person_can_ring( person ))
        {
            busy_line( call );
            return;
        }
        call->person = person;
        call->person_side = 1;
        call->rang = true;
        arm_no_answer( call );
        call_hear_tone( call, TONE_RINGBACK );
        person_ring( person, call );
        return;
    }
    for (i = 0; i < sizeof(services) / sizeof(services[0]); i++)
    {
        if (strcmp( services[i].number, number )) continue;
        call->far = services[i].far;
        if (call->far == FAR_BUSY) busy_line( call );
        else if (call->far == FAR_NEVER)
        {
            call_hear_tone( call, TONE_RINGBACK );
            arm_no_answer( call );
        }
        else timer_set( &call->step, options.dial_delay, service_answers, call );
        return;
    }
    call_hear_tone( call, TONE_REORDER );
    timer_set( &call->step, options.intercept_delay, number_unknown, call );
}

/* A modem takes the line and waits: dial tone. */
void exchange_off_hook( struct modem *modem )
{
    struct call *call;

    if (call_of( modem )) return;
    call = call_create( modem );
    attach( call, 0, modem );
    call->far = FAR_TONE;
    call_hear_tone( call, TONE_DIAL );
}

/* A modem dials. The result comes through modem_connected() or modem_failed(). */
void exchange_dial( struct modem *modem, const char *number )
{
    struct call *call;
    const char *p;
    int delay = options.dial_delay;

    if (modem_state( modem ) == MODEM_RINGING)
    {
        /* off hook into an incoming call: no dial tone, and the caller hears digits instead of a modem */
        struct call *incoming = call_of( modem );

        call_over( incoming, 1, FAIL_NO_CARRIER );
        modem_ring_stop( modem );
        modem_failed( modem, FAIL_NO_DIALTONE );
        return;
    }
    if ((call = call_of( modem )) && call->far == FAR_TONE)
    {
        call_detach( call, 0 );
        call_free( call );
    }
    for (p = number; *p; p++)
        if (*p == ',') delay += options.comma_delay >= 0 ? options.comma_delay : modem_register( modem, 8 ) * 1000;
    call = call_create( modem );
    attach( call, 0, modem );
    snprintf( call->number, sizeof(call->number), "%s", number );
    call_hear_tone( call, TONE_SILENCE );
    if (subscribers[subscriber( modem )].glare) modem_inject( modem, "\r\nRING\r\n", 8 );
    timer_set( &call->step, delay, route, call );
}

void exchange_answer( struct modem *modem )
{
    struct call *call = call_of( modem );

    if (call) call_connect( call );
}

/* A modem went on hook. */
void exchange_hang_up( struct modem *modem )
{
    struct call *call = call_of( modem );
    int side;

    if (!call) return;
    side = side_of( call, modem );
    say( "modem %c: hangs up", modem_letter( modem ) );
    if (call->talking)
    {
        call_leave( call, side );
        return;
    }
    if (call->carrier && call->up && call->end[!side])
    {
        call_detach( call, side );
        carrier_silence( call->carrier, side );
        timer_set( &call->step, CARRIER_LOSS_MS, number_unknown, call );
        return;
    }
    call_over( call, side, FAIL_NO_CARRIER );
}

void exchange_drop_carrier( struct modem *modem )
{
    struct call *call = call_of( modem );

    if (!call) return;
    if (call->talking && !call->end[!side_of( call, modem )]) call_leave( call, !side_of( call, modem ) );
    else call_over( call, -1, FAIL_NO_CARRIER );
}

/* data */

bool exchange_can_send( const struct modem *modem )
{
    const struct call *call = call_of( modem );
    int side;

    if (!call || !call->up) return false;
    side = side_of( call, modem );
    if (call->throttle.armed) return false;
    if (call->carrier) return carrier_room( call->carrier, side ) > 0;
    if (call->end[!side]) return modem_takes_data( call->end[!side] );
    return call->far != FAR_ECHO || modem_takes_data( modem );
}

static void throttle_over( void *arg )
{
    struct call *call = arg;
    int side;

    for (side = 0; side < 2; side++)
        if (call->end[side]) modem_resume_reading( call->end[side] );
}

/* How many bytes a modem may take from its DTE now. */
size_t exchange_allowance( struct modem *modem )
{
    struct call *call = call_of( modem );
    double bytes_per_ms = options.rate / 10000.0, limit = bytes_per_ms * 50 + 1;
    int64_t now = now_ms();
    int side;

    if (!call) return 0;
    side = side_of( call, modem );
    if (call->carrier) return carrier_room( call->carrier, side );
    if (!options.rate) return SIZE_MAX;
    if (!call->allowance_time[side]) call->allowance_time[side] = now;
    call->allowance[side] += (now - call->allowance_time[side]) * bytes_per_ms;
    call->allowance_time[side] = now;
    if (call->allowance[side] > limit) call->allowance[side] = limit;
    if (call->allowance[side] < 1 && !call->throttle.armed) timer_set( &call->throttle, 10, throttle_over, call );
    return (size_t)call->allowance[side];
}

void exchange_send( struct modem *modem, const void *data, size_t size )
{
    struct call *call = call_of( modem );
    int side;

    if (!call || !call->up) return;
    side = side_of( call, modem );
    call->allowance[side] -= size;
    if (call->carrier) carrier_send( call->carrier, side, data, size );
    else if (call->end[!side]) modem_put_data( call->end[!side], data, size );
    else if (call->far == FAR_ECHO) modem_put_data( modem, data, size );
}

/* The DTE of a modem takes data again: its far end may go on. */
void exchange_dte_ready( struct modem *modem )
{
    struct call *call = call_of( modem );
    struct modem *sender;

    if (!call) return;
    sender = call->end[!side_of( call, modem )];
    modem_resume_reading( sender ? sender : modem );
}

/* what the control socket asks for */

int exchange_ring( struct modem *modem, const char *number, const char *name, int rings )
{
    struct call *call;

    if (!modem_can_ring( modem )) return -EBUSY;
    call = call_create( NULL );
    call->far = FAR_ECHO;
    call->rings_left = rings;
    snprintf( call->number, sizeof(call->number), "%s", number );
    snprintf( call->name, sizeof(call->name), "%s", name );
    call_start_ringing( call, modem );
    return 0;
}

void exchange_stop_ring( struct modem *modem )
{
    struct call *call = call_of( modem );

    if (call && modem_state( modem ) == MODEM_RINGING) call_over( call, -1, FAIL_NO_ANSWER );
}

void exchange_far_end_says( struct modem *modem, const void *data, size_t size )
{
    struct call *call = call_of( modem );

    if (!call || !call->up) return;
    if (call->carrier) carrier_send( call->carrier, !side_of( call, modem ), data, size );
    else modem_put_data( modem, data, size );
}

void exchange_glare( struct modem *modem, const char *number, const char *name )
{
    int own = subscriber( modem );

    subscribers[own].glare = true;
    snprintf( subscribers[own].glare_number, sizeof(subscribers[own].glare_number), "%s", number );
    snprintf( subscribers[own].glare_name, sizeof(subscribers[own].glare_name), "%s", name );
}

void exchange_set_caller_id( struct modem *modem, const char *number, const char *name )
{
    int own = subscriber( modem );

    snprintf( subscribers[own].number, sizeof(subscribers[own].number), "%s", number );
    snprintf( subscribers[own].name, sizeof(subscribers[own].name), "%s", name );
}
