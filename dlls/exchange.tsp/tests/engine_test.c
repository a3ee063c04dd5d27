/*
 * Scenarios of the exchange, and random operations: engine_test [SEED [COUNT]].
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

#include "../engine.h"
#include "engine_test.h"

static int failures, checks;

#define CHECK( condition, ... ) \
    do { checks++; if (!(condition)) { failures++; printf( "%s:%d: ", __FILE__, __LINE__ ); printf( __VA_ARGS__ ); printf( "\n" ); } } while (0)

static struct exchange *x;
static uint64_t now;

static void begin( uint32_t lines )
{
    struct config config;
    uint32_t i;

    config_default( &config );
    config.lines = lines;
    x = exchange_create( &config );
    now = 1000;
    exchange_run( x, now );
    for (i = 0; i < lines; i++) station_watch( exchange_station( x, i ), true );
}

static void run( uint64_t ms )
{
    struct event *event;

    exchange_run( x, now += ms );
    while ((event = exchange_event( x ))) free( event );
    while (exchange_dirty( x )) {}
}

static void end( void )
{
    const char *error = exchange_check( x );

    CHECK( !error, "%s", error );
    exchange_destroy( x );
}

static struct address *at( uint32_t number )
{
    char text[16];

    snprintf( text, sizeof(text), "%u", number );
    return exchange_address( x, text );
}

static struct call *dial( uint32_t from, const char *number )
{
    struct call *call = call_create( at( from ), false );
    struct dialed dialed = { "", false };

    snprintf( dialed.digits, sizeof(dialed.digits), "%s", number );
    CHECK( !call_start( call, &dialed ), "%u cannot dial %s", from, number );
    return call;
}

/* The call of an extension in one of these states. */
static struct call *call_at( uint32_t number, uint32_t states )
{
    struct call *call;

    for (call = at( number )->calls; call; call = call->next) if (call->state & states) return call;
    return NULL;
}

static struct call *connect( uint32_t from, uint32_t to )
{
    char number[16];
    struct call *call;

    snprintf( number, sizeof(number), "%u", to );
    call = dial( from, number );
    CHECK( call_at( to, LINECALLSTATE_OFFERING ) != NULL, "%u does not ring", to );
    CHECK( !call_answer( call_at( to, LINECALLSTATE_OFFERING ) ), "%u cannot answer", to );
    CHECK( call->state == LINECALLSTATE_CONNECTED, "state %#x", call->state );
    return call;
}

static struct call *consult_call( struct call *call )
{
    return call_create( call->address, false );
}

static void test_numbers( void )
{
    static const struct { const char *text; const char *digits; bool more; int32_t error; } numbers[] =
    {
        { "1002", "1002", false, 0 }, { "1 (00) 2", "1002", false, 0 }, { "1002;", "1002", true, 0 }, { "", "", false, 0 },
        { "+1 (425) 555-0101", "914255550101", false, 0 }, { "T9,1", "91", false, 0 }, { "1002|99", "1002", false, 0 }, { "1002^Bob", "1002", false, 0 },
        { "*21#", "*21#", false, 0 }, { "12?", "", false, LINEERR_DIALPROMPT }, { "bad!x", "", false, LINEERR_INVALADDRESS },
        { "1\xc3", "", false, LINEERR_INVALADDRESS },
    };
    uint16_t text[64];
    struct dialed dialed;
    size_t i, j;

    for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
    {
        int32_t error;

        for (j = 0; (text[j] = (unsigned char)numbers[i].text[j]); j++) {}
        error = number_parse( text, &dialed );
        CHECK( error == numbers[i].error, "'%s': %#x", numbers[i].text, (unsigned int)error );
        if (error) continue;
        CHECK( !strcmp( dialed.digits, numbers[i].digits ) && dialed.more == numbers[i].more, "'%s' is dialled as '%s'", numbers[i].text, dialed.digits );
    }
}

static void test_call( void )
{
    struct call *a, *b;

    begin( 10 );
    a = connect( 1001, 1002 );
    b = call_at( 1002, LINECALLSTATE_CONNECTED );
    CHECK( !strcmp( b->caller.number, "1001" ) && !strcmp( b->called.number, "1002" ) && b->origin == LINECALLORIGIN_INTERNAL, "who called whom" );
    CHECK( !strcmp( a->connected.number, "1002" ) && a->call_id == b->call_id, "connected to '%s'", a->connected.number );
    CHECK( call_answer( b ) == LINEERR_INVALCALLSTATE, "answered twice" );
    CHECK( !call_hold( a ) && b->state_mode == LINECONNECTEDMODE_ACTIVEHELD, "hold, mode %u", b->state_mode );
    CHECK( call_hold( a ) == LINEERR_INVALCALLSTATE, "held twice" );
    CHECK( !call_unhold( a ) && b->state_mode == LINECONNECTEDMODE_ACTIVE, "unhold" );
    CHECK( !call_drop( b ) && a->state == LINECALLSTATE_DISCONNECTED && b->state == LINECALLSTATE_IDLE, "drop" );
    CHECK( !call_drop( a ) && a->state == LINECALLSTATE_IDLE && call_drop( a ) == LINEERR_INVALCALLSTATE, "dropped" );
    call_close( a );
    call_close( b );
    CHECK( !exchange_call_count( x ), "%u calls are left", exchange_call_count( x ) );

    /* rejected; abandoned; nobody answers; a number nobody has; oneself */
    a = dial( 1001, "1002" );
    CHECK( !call_drop( call_at( 1002, LINECALLSTATE_OFFERING ) ) && a->state == LINECALLSTATE_DISCONNECTED && a->state_mode == LINEDISCONNECTMODE_REJECT,
           "state %#x", a->state );
    call_close( a );
    a = dial( 1001, "1002" );
    call_close( a );
    CHECK( !call_at( 1002, LINECALLSTATE_OFFERING ), "it rings without a caller" );
    a = dial( 1001, "1002" );
    run( 100000 );
    CHECK( a->state == LINECALLSTATE_DISCONNECTED && a->state_mode == LINEDISCONNECTMODE_NOANSWER, "state %#x", a->state );
    call_close( a );
    a = dial( 1001, "4711" );
    CHECK( a->state == LINECALLSTATE_DISCONNECTED && a->state_mode == LINEDISCONNECTMODE_BADADDRESS, "state %#x", a->state );
    call_close( a );
    a = dial( 1001, "1001" );
    CHECK( a->state == LINECALLSTATE_BUSY, "state %#x", a->state );
    call_close( a );
    end();
}

static void test_services( void )
{
    static const struct { const char *number; uint32_t at_once, later, mode; } services[] =
    {
        { "9901", LINECALLSTATE_BUSY, LINECALLSTATE_BUSY, LINEBUSYMODE_STATION },
        { "9902", LINECALLSTATE_RINGBACK, LINECALLSTATE_DISCONNECTED, LINEDISCONNECTMODE_NOANSWER },
        { "9903", LINECALLSTATE_SPECIALINFO, LINECALLSTATE_DISCONNECTED, LINEDISCONNECTMODE_UNREACHABLE },
        { "9904", LINECALLSTATE_BUSY, LINECALLSTATE_DISCONNECTED, LINEDISCONNECTMODE_CONGESTION },
        { "9905", LINECALLSTATE_RINGBACK, LINECALLSTATE_CONNECTED, LINECONNECTEDMODE_ACTIVE },
        { "9907", LINECALLSTATE_SPECIALINFO, LINECALLSTATE_DISCONNECTED, LINEDISCONNECTMODE_BADADDRESS },
        { "9908", LINECALLSTATE_RINGBACK, LINECALLSTATE_DISCONNECTED, LINEDISCONNECTMODE_NORMAL },
        { "9909", LINECALLSTATE_PROCEEDING, LINECALLSTATE_DISCONNECTED, LINEDISCONNECTMODE_REJECT },
        { "9910", LINECALLSTATE_SPECIALINFO, LINECALLSTATE_DISCONNECTED, LINEDISCONNECTMODE_NUMBERCHANGED },
        { "914255550101", LINECALLSTATE_RINGBACK, LINECALLSTATE_CONNECTED, LINECONNECTEDMODE_ACTIVE },
    };
    size_t i;

    begin( 10 );
    for (i = 0; i < sizeof(services) / sizeof(services[0]); i++)
    {
        struct call *call = dial( 1001, services[i].number );

        CHECK( call->state == services[i].at_once, "%s: state %#x", services[i].number, call->state );
        run( 200000 );
        CHECK( call->state == services[i].later && call->state_mode == services[i].mode, "%s: state %#x, mode %#x", services[i].number, call->state,
               call->state_mode );
        call_close( call );
    }
    CHECK( !exchange_call_count( x ), "%u calls are left", exchange_call_count( x ) );
    end();
}

static void test_transfer( void )
{
    struct call *a, *b, *c, *consult;
    struct dialed dialed = { "1003", false };

    begin( 10 );
    a = connect( 1001, 1002 );
    b = call_at( 1002, LINECALLSTATE_CONNECTED );
    consult = consult_call( a );
    CHECK( !call_setup_transfer( a, consult ) && a->state == LINECALLSTATE_ONHOLDPENDTRANSFER && consult->state == LINECALLSTATE_DIALTONE, "setup" );
    CHECK( !call_dial( consult, &dialed ) && !call_answer( call_at( 1003, LINECALLSTATE_OFFERING ) ), "consultation" );
    c = call_at( 1003, LINECALLSTATE_CONNECTED );
    CHECK( !call_complete_transfer( a, consult, NULL ) && a->state == LINECALLSTATE_IDLE && consult->state == LINECALLSTATE_IDLE, "complete" );
    CHECK( b->peer == c && !strcmp( b->connected.number, "1003" ) && !strcmp( c->connected.number, "1002" ) && b->call_id == c->call_id, "transferred" );
    call_close( a );
    call_close( consult );
    call_close( b );
    call_close( c );

    /* the consultation is given up: back to the first call; then blind, to somebody who does not answer: it comes back */
    a = connect( 1001, 1002 );
    b = call_at( 1002, LINECALLSTATE_CONNECTED );
    consult = consult_call( a );
    call_setup_transfer( a, consult );
    CHECK( !call_drop( consult ) && a->state == LINECALLSTATE_CONNECTED, "reconnected, state %#x", a->state );
    call_close( consult );
    CHECK( !call_blind_transfer( a, "1004" ) && a->state == LINECALLSTATE_IDLE && b->state == LINECALLSTATE_CONNECTED, "blind" );
    call_close( a );
    c = call_at( 1004, LINECALLSTATE_OFFERING );
    CHECK( c && c->reason == LINECALLREASON_TRANSFER && !strcmp( c->caller.number, "1002" ) && !strcmp( c->redirecting.number, "1001" ), "offered" );
    run( 61000 );
    a = call_at( 1001, LINECALLSTATE_OFFERING );
    CHECK( a && a->reason == LINECALLREASON_REMINDER && b->state == LINECALLSTATE_CONNECTED, "recall" );
    CHECK( a && !call_answer( a ) && b->peer == a, "answered" );
    end();
}

/* The buffer for digits is TAPI's until the call is closed, also when the call rings on at the telephone set. */
static void test_gather( void )
{
    uint16_t *buffer = calloc( 4, sizeof(*buffer) );
    struct call *a, *b;

    begin( 10 );
    a = dial( 1001, "1002" );
    b = call_at( 1002, LINECALLSTATE_OFFERING );
    buffer[0] = 0x7777;
    CHECK( !call_gather( b, 1, LINEDIGITMODE_DTMF, buffer, 3, "", 5000, 0 ), "gather" );
    call_close( b );
    CHECK( call_at( 1002, LINECALLSTATE_OFFERING ) == b && !b->gather.active && !buffer[0], "it does not ring, or digits are gathered still" );
    free( buffer );
    run( 6000 );
    call_close( a );
    CHECK( !exchange_call_count( x ), "%u calls are left", exchange_call_count( x ) );
    end();
}

static void test_conference( void )
{
    struct call *a, *b, *c, *d, *conference, *consult;
    struct dialed dialed = { "1003", false };

    begin( 10 );
    a = connect( 1001, 1002 );
    b = call_at( 1002, LINECALLSTATE_CONNECTED );
    consult = consult_call( a );
    conference = consult_call( a );
    CHECK( !conference_setup( a, conference, consult ) && a->state == LINECALLSTATE_CONFERENCED && conference->state == LINECALLSTATE_ONHOLDPENDCONF,
           "setup: states %#x, %#x", a->state, conference->state );
    call_dial( consult, &dialed );
    call_answer( call_at( 1003, LINECALLSTATE_OFFERING ) );
    c = call_at( 1003, LINECALLSTATE_CONNECTED );
    CHECK( !conference_add( conference, consult ) && conference->state == LINECALLSTATE_CONNECTED && consult->state == LINECALLSTATE_CONFERENCED, "add" );
    /* a digit of one is heard by the other and by the controller */
    b->monitor_digits = c->monitor_digits = conference->monitor_digits = LINEDIGITMODE_DTMF;
    CHECK( !call_gather( c, 1, LINEDIGITMODE_DTMF, NULL, 2, "", 0, 0 ), "gather" );
    CHECK( !call_generate_digits( b, 1, LINEDIGITMODE_DTMF, "47", 50 ), "generate" );
    run( 1000 );
    CHECK( !c->gather.active && c->gather.count == 2 && !strcmp( c->gather.digits, "47" ), "gathered '%s'", c->gather.digits );
    /* a third one */
    d = consult_call( a );
    memcpy( dialed.digits, "1004", 5 );
    CHECK( !conference_prepare( conference, d ) && !call_dial( d, &dialed ) && !call_answer( call_at( 1004, LINECALLSTATE_OFFERING ) ), "prepare" );
    CHECK( !conference_add( conference, d ) && conference->parties == 3, "%u parties", conference->parties );
    CHECK( !conference_remove( d ) && d->state == LINECALLSTATE_ONHOLD && conference->parties == 2, "remove" );
    /* one hangs up: what is left is a call */
    CHECK( !call_drop( c ) && consult->state == LINECALLSTATE_DISCONNECTED && conference->state == LINECALLSTATE_IDLE &&
           a->state == LINECALLSTATE_CONNECTED, "states %#x, %#x, %#x", consult->state, conference->state, a->state );
    CHECK( a->peer == b && b->state == LINECALLSTATE_CONNECTED, "the last two" );
    end();
}

static void test_park( void )
{
    struct call *a, *b, *fresh;
    char orbit[NUMBER_SIZE] = "805";

    begin( 10 );
    a = connect( 1001, 1002 );
    b = call_at( 1002, LINECALLSTATE_CONNECTED );
    CHECK( !call_park( a, orbit ) && a->state == LINECALLSTATE_IDLE && b->state == LINECALLSTATE_CONNECTED && b->orbit == 805, "park" );
    fresh = call_create( at( 1003 ), false );
    CHECK( call_unpark( fresh, "806" ) == LINEERR_INVALADDRESS, "unparked from an empty orbit" );
    CHECK( !call_unpark( fresh, "805" ) && fresh->state == LINECALLSTATE_CONNECTED && fresh->reason == LINECALLREASON_UNPARK && fresh->peer == b, "unpark" );
    orbit[0] = 0;
    CHECK( !call_park( fresh, orbit ) && !strcmp( orbit, "801" ), "parked at '%s'", orbit );
    run( 61000 );
    CHECK( call_at( 1003, LINECALLSTATE_OFFERING ) && call_at( 1003, LINECALLSTATE_OFFERING )->reason == LINECALLREASON_REMINDER, "no recall" );
    /* dialling the orbit is unpark too */
    call_drop( call_at( 1003, LINECALLSTATE_OFFERING ) );
    CHECK( b->state == LINECALLSTATE_DISCONNECTED, "state %#x", b->state );
    end();
}

static void test_forward( void )
{
    struct forward forward = { .mode = LINEFORWARDMODE_UNCOND, .target = "1003" };
    struct call *a, *b;

    begin( 10 );
    CHECK( !address_forward( at( 1002 ), &forward, 1, 2 ), "forward" );
    a = dial( 1001, "1002" );
    b = call_at( 1003, LINECALLSTATE_OFFERING );
    CHECK( b && b->reason == LINECALLREASON_FWDUNCOND && !strcmp( b->redirecting.number, "1002" ) && !strcmp( b->redirection.number, "1003" ) &&
           !strcmp( b->called.number, "1002" ), "forwarded" );
    CHECK( !strcmp( a->redirection.number, "1003" ), "the caller knows of '%s'", a->redirection.number );
    call_close( a );
    forward.mode = LINEFORWARDMODE_NOANSWEXTERNAL;
    address_forward( at( 1002 ), &forward, 1, 2 );
    a = dial( 1001, "1002" );
    run( 7000 );
    CHECK( call_at( 1002, LINECALLSTATE_OFFERING ) && !call_at( 1003, LINECALLSTATE_OFFERING ), "an internal call is not forwarded" );
    call_close( a );
    forward.mode = LINEFORWARDMODE_NOANSW;
    address_forward( at( 1002 ), &forward, 1, 2 );
    a = dial( 1001, "1002" );
    run( 7000 );
    b = call_at( 1003, LINECALLSTATE_OFFERING );
    CHECK( b && b->reason == LINECALLREASON_FWDNOANSWER && !call_at( 1002, LINECALLSTATE_OFFERING ), "not forwarded for no answer" );
    call_close( a );
    /* in a circle */
    forward.mode = LINEFORWARDMODE_UNCOND;
    address_forward( at( 1002 ), &forward, 1, 2 );
    memcpy( forward.target, "1002", 5 );
    address_forward( at( 1003 ), &forward, 1, 2 );
    a = dial( 1001, "1002" );
    CHECK( a->state == LINECALLSTATE_DISCONNECTED && a->state_mode == LINEDISCONNECTMODE_CONGESTION, "state %#x", a->state );
    call_close( a );
    forward.target[0] = 0;
    address_forward( at( 1003 ), &forward, 1, 2 );
    a = dial( 1001, "1003" );
    CHECK( a->state == LINECALLSTATE_DISCONNECTED && a->state_mode == LINEDISCONNECTMODE_DONOTDISTURB, "state %#x", a->state );
    end();
}

static void test_groups( void )
{
    struct call *a, *b;
    uint32_t i;

    begin( 10 );
    a = dial( 1001, "601" );
    b = call_at( 1002, LINECALLSTATE_OFFERING );
    CHECK( b && !strcmp( b->called.number, "601" ), "the group does not ring" );
    run( 10000 );
    CHECK( !call_at( 1002, LINECALLSTATE_OFFERING ) && call_at( 1003, LINECALLSTATE_OFFERING ), "the next one does not ring" );
    CHECK( !call_drop( call_at( 1003, LINECALLSTATE_OFFERING ) ) && call_at( 1004, LINECALLSTATE_OFFERING ), "the next one does not ring" );
    call_close( a );

    /* a queue without agents; one comes back */
    for (i = 0; i < 10; i++) exchange_station( x, i )->agent = false;
    a = dial( 1001, "701" );
    CHECK( a->state == LINECALLSTATE_PROCEEDING && a->queue == 701 && a->treatment == LINECALLTREATMENT_MUSIC, "queued, state %#x", a->state );
    exchange_station( x, 4 )->agent = true;
    station_set_status( exchange_station( x, 4 ), LINEDEVSTATUSFLAGS_INSERVICE, false );
    station_set_status( exchange_station( x, 4 ), LINEDEVSTATUSFLAGS_INSERVICE, true );
    run( 10 );
    b = call_at( 1005, LINECALLSTATE_OFFERING );
    CHECK( b && a->state == LINECALLSTATE_RINGBACK, "the agent does not ring, state %#x", a->state );
    CHECK( b && !call_answer( b ) && a->state == LINECALLSTATE_CONNECTED && !a->queue, "answered" );
    end();
}

static void test_completion( void )
{
    struct call *a, *b, *c;
    uint32_t id = 0;

    begin( 10 );
    ((struct config *)exchange_config( x ))->appearances = 1;
    b = connect( 1002, 1003 );
    a = dial( 1001, "1002" );
    CHECK( a->state == LINECALLSTATE_BUSY, "state %#x", a->state );
    CHECK( !call_complete( a, LINECALLCOMPLMODE_CAMPON, 0, &id ) && id, "camp on" );
    call_close( b );
    run( 10 );
    b = call_at( 1002, LINECALLSTATE_OFFERING );
    CHECK( b && b->reason == LINECALLREASON_CAMPEDON && a->state == LINECALLSTATE_RINGBACK, "state %#x", a->state );
    call_close( a );
    call_close( call_at( 1003, LINECALLSTATE_DISCONNECTED ) );

    b = connect( 1002, 1003 );
    a = dial( 1001, "1002" );
    CHECK( !call_complete( a, LINECALLCOMPLMODE_CALLBACK, 0, &id ) && a->state == LINECALLSTATE_DISCONNECTED, "callback" );
    call_close( a );
    call_close( b );
    run( 10 );
    c = call_at( 1001, LINECALLSTATE_OFFERING );
    CHECK( c && c->reason == LINECALLREASON_CALLCOMPLETION && c->completion_id == id, "not called back" );
    CHECK( c && !call_answer( c ) && c->state == LINECALLSTATE_RINGBACK, "state %#x", c ? c->state : 0 );
    b = call_at( 1002, LINECALLSTATE_OFFERING );
    CHECK( b && !call_answer( b ) && c->state == LINECALLSTATE_CONNECTED, "the callback does not come to anything" );

    a = dial( 1004, "1002" );
    CHECK( a->state == LINECALLSTATE_BUSY && !call_complete( a, LINECALLCOMPLMODE_INTRUDE, 0, &id ), "intrude" );
    CHECK( a->state == LINECALLSTATE_CONNECTED && a->peer && a->peer->reason == LINECALLREASON_INTRUDE && b->state == LINECALLSTATE_ONHOLD, "intruded" );
    a = dial( 1005, "1002" );
    CHECK( !call_complete( a, LINECALLCOMPLMODE_MESSAGE, 1, &id ) && exchange_station( x, 1 )->status & LINEDEVSTATUSFLAGS_MSGWAIT, "message" );
    CHECK( !station_uncomplete( exchange_station( x, 4 ), id ) && !(exchange_station( x, 1 )->status & LINEDEVSTATUSFLAGS_MSGWAIT), "uncomplete" );
    CHECK( station_uncomplete( exchange_station( x, 4 ), id ) == LINEERR_INVALCOMPLETIONID, "uncompleted twice" );
    end();
}

/* Costs do not grow with the number of lines. */
static void test_many( void )
{
    uint32_t i;

    begin( MAX_LINES );
    for (i = 0; i + 1 < MAX_LINES; i += 2) connect( number_of_line( i ), number_of_line( i + 1 ) );
    run( 100 );
    CHECK( exchange_call_count( x ) == MAX_LINES, "%u calls", exchange_call_count( x ) );
    end();
}

int main( int argc, char **argv )
{
    uint32_t seed = argc > 1 ? strtoul( argv[1], NULL, 0 ) : 0, count = argc > 2 ? strtoul( argv[2], NULL, 0 ) : 10000, i;

    setvbuf( stdout, NULL, _IOLBF, 0 );
    if (!seed)
    {
        test_numbers();
        test_call();
        test_gather();
        test_services();
        test_transfer();
        test_conference();
        test_park();
        test_forward();
        test_groups();
        test_completion();
        test_many();
        for (i = 1; i <= 20; i++, checks++) failures += random_operations( i, count ) != 0;
    }
    else failures += random_operations( seed, count );
    printf( "%d passed, %d failed\n", checks - failures, failures );
    return failures != 0;
}
