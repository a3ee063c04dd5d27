/*
 * Every time of Timings\, one test each: what it holds back comes no sooner, and comes.
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

#include "bench.h"


#define AFTER_INIT ON( "AT+VCID=1", "\r\nOK\r\n" ), WAIT( 50 )

/* It took so long, at least; that it ended at all the watchdog sees to. */
#define took( start, ms ) ok( now_ms() - (start) >= (ms), "took %d ms, expected %d or more\n", (int)(now_ms() - (start)), ms )

/* A call without the modem's own limits */
static void no_setup_timer( struct bench *b )
{
    struct modem_settings settings;

    modem_settings_default( &settings );
    settings.call_setup_timeout = 0;
    modem_set_settings( b->host, b->modem, &settings, ++b->request );
    expect_completed( b, 0 );
}

static void open_without_timer( struct bench *b )
{
    open_modem( b );
    no_setup_timer( b );
}

/* A modem that left two commands unanswered gets four times as long for the next, until it answers promptly again: when it is dead then, it
 * is given up after two tries of a second each, not of four. What is measured is which of the two it was (2 s or 8 s), not the time of
 * this machine. */
static void test_slow_for_a_while( void )
{
    static const struct step steps[] = { ON( "*", "" ), ON( "*", "\r\nOK\r\n" ), ON( "*", "" ), ON( "ATL3M1X4S7=60", "" ), MUTE( 1 ), END };
    struct modem_settings settings;
    struct bench b;
    int64_t start;
    int i;

    bench_begin( &b, steps, 0 );
    set( &b, "Timings\\CommandTimeout", "1000" );
    set( &b, "Timings\\CommandRetries", "1" );
    open_modem( &b );
    modem_settings_default( &settings );
    for (i = 0; i < 2; i++)
    {
        modem_set_settings( b.host, b.modem, &settings, ++b.request );
        expect_completed( &b, 0 );
    }
    settings.speaker_volume = MODEM_SPEAKER_HIGH;
    start = now_ms();
    modem_set_settings( b.host, b.modem, &settings, ++b.request );
    expect( &b, MODEM_EVENT_DEAD );
    ok( !!strstr( b.event.reason, "no modem answers" ), "reason %s\n", b.event.reason );
    took( start, 2000 );
    ok( now_ms() - start < 6000, "a dead modem was given up after %d ms: slow because it once was\n", (int)(now_ms() - start) );
    expect_completed( &b, -ETIMEDOUT );
    bench_end( &b );
}

void test_time_commands( void )
{
    static const struct step mute[] = { MUTE( 1 ), END };
    struct bench b;
    int64_t start;

    bench_begin( &b, mute, 0 );
    set( &b, "Timings\\CommandTimeout", "150" );
    set( &b, "Timings\\CommandRetries", "1" );
    bench_create( &b );
    start = now_ms();
    modem_open( b.host, b.modem, ++b.request );
    expect( &b, MODEM_EVENT_PORT_ERROR );
    took( start, 300 );
    expect_completed( &b, -ETIMEDOUT );
    ok( b.fake.commands == 2, "%d tries\n", b.fake.commands );
    bench_end( &b );

    test_slow_for_a_while();

    bench_begin( &b, NULL, 0 );
    set( &b, "Timings\\CommandDelay", "60" );
    start = now_ms();
    open_modem( &b );
    took( start, 60 * (b.fake.commands - 1) );
    ok( b.fake.commands > 4, "%d commands\n", b.fake.commands );
    bench_end( &b );

    bench_begin( &b, NULL, 0 );
    set( &b, "Timings\\OpenDelay", "300" );
    start = now_ms();
    open_modem( &b );
    took( start, 300 );
    bench_end( &b );
}

/* What a call may take: for a part, with pauses, with waiting for tones. */
void test_time_dial( void )
{
    static const struct { const char *string; int least; } calls[] =
    {
        { "1", 200 }, { "1,,", 900 }, { "1W", 1200 }, { "1@$", 2200 },
    };
    static const struct step silent[] = { ON( "ATDT1;", "" ), END };
    struct bench b;
    int64_t start;
    size_t i;

    for (i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
    {
        char command[32];
        const struct step steps[] = { ON( command, "" ), BYTES( "\r", "\r\nNO CARRIER\r\n" ), END };

        snprintf( command, sizeof(command), "ATDT%s", calls[i].string );
        bench_begin( &b, steps, 0 );
        set( &b, "Timings\\DialTimeout", "200" );
        set( &b, "Timings\\CommaTime", "350" );
        set( &b, "Timings\\ToneTimeout", "1000" );
        open_without_timer( &b );
        start = now_ms();
        dial( &b, calls[i].string );
        expect( &b, MODEM_EVENT_CALL_FAILED );
        took( start, calls[i].least );
        ok( b.event.cause == MODEM_CAUSE_TIMEOUT, "cause %s\n", modem_cause_name( b.event.cause ) );
        expect_ready( &b );
        bench_end( &b );
    }

    bench_begin( &b, silent, 0 );
    set( &b, "Timings\\PartTimeout", "300" );
    set( &b, "Timings\\HangupTimeout", "300" );
    open_modem( &b );
    start = now_ms();
    modem_dial( b.host, b.modem, ++b.request, "1;", 0 );
    expect( &b, MODEM_EVENT_DIALING );
    expect( &b, MODEM_EVENT_CALL_FAILED );
    took( start, 300 );
    expect_completed( &b, -ETIMEDOUT );
    expect_ready( &b );
    bench_end( &b );
}

/* CONNECT whose LF never comes. */
void test_time_connect_gap( void )
{
    static const struct step steps[] = { ON( "ATDT1", "\r\nCONNECT 2400\r" ), DATA( 1 ), BYTES( "+++", "\r\nOK\r\n" ), DATA( 0 ), END };
    struct bench b;
    int64_t start;

    bench_begin( &b, steps, 0 );
    set( &b, "Timings\\ConnectGap", "300" );
    open_modem( &b );
    start = now_ms();
    dial( &b, "1" );
    expect( &b, MODEM_EVENT_CONNECTED );
    took( start, 300 );
    hang_up( &b );
    bench_end( &b );
}

void test_time_hangup( void )
{
    static const struct step dtr[] =
    {
        ON( "ATDT1", "\r\nCONNECT\r\n" ), DATA( 1 ), LINES( PORT_LINE_DCD ), DTR( 0 ), LINES( 0 ), DATA( 0 ), END
    };
    static const struct step deaf[] =
    {
        ON( "ATDT1", "\r\nCONNECT\r\n" ), DATA( 1 ), LINES( PORT_LINE_DCD ), DTR( 0 ), DTR( 1 ), BYTES( "+++", "\r\nOK\r\n" ), LINES( 0 ), DATA( 0 ), END
    };
    static const struct step escape[] = { ON( "ATDT1", "\r\nCONNECT\r\n" ), DATA( 1 ), BYTES( "+++", "\r\nOK\r\n" ), DATA( 0 ), END };
    struct bench b;
    int64_t start;

    /* DTR stays low for so long */
    bench_begin( &b, dtr, FAKE_LINES );
    set( &b, "Timings\\HangupDtrTime", "300" );
    open_modem( &b );
    dial( &b, "1" );
    expect( &b, MODEM_EVENT_CONNECTED );
    usleep( 100000 );
    start = now_ms();
    hang_up( &b );
    took( start, 300 );
    bench_end( &b );

    /* a carrier that outlives it is given so long, then there is silence around +++ */
    bench_begin( &b, deaf, FAKE_LINES );
    set( &b, "Timings\\HangupTimeout", "300" );
    set( &b, "Timings\\EscapeGuard", "200" );
    open_modem( &b );
    dial( &b, "1" );
    expect( &b, MODEM_EVENT_CONNECTED );
    usleep( 100000 );
    start = now_ms();
    hang_up( &b );
    took( start, 500 );
    bench_end( &b );

    bench_begin( &b, escape, 0 );
    set( &b, "Timings\\EscapeGuard", "300" );
    open_modem( &b );
    dial( &b, "1" );
    expect( &b, MODEM_EVENT_CONNECTED );
    start = now_ms();
    hang_up( &b );
    took( start, 300 );
    bench_end( &b );
}

/* Glare: the modem gives up by itself, when it is told to, or never. */
void test_time_glare( void )
{
    static const struct step told[] =
    {
        ON( "ATDT1", "\r\nRING\r\n" ), BYTES( "\r", "\r\nNO CARRIER\r\n" ), ON( "ATA", "\r\nCONNECT\r\n" ), DATA( 1 ),
        BYTES( "+++", "\r\nOK\r\n" ), DATA( 0 ), END
    };
    static const struct step never[] =
    {
        ON( "ATDT1", "\r\nRING\r\n" ), ON( "", "" ), ON( "ATA", "\r\nCONNECT\r\n" ), DATA( 1 ), BYTES( "+++", "\r\nOK\r\n" ), DATA( 0 ), END
    };
    int deaf;

    for (deaf = 0; deaf < 2; deaf++)
    {
        struct bench b;
        int64_t start;

        bench_begin( &b, deaf ? never : told, 0 );
        set( &b, "Timings\\GlareResult", "200" );
        set( &b, "Timings\\GlareAbort", deaf ? "300" : "20000" );
        open_modem( &b );
        start = now_ms();
        dial( &b, "1" );
        expect( &b, MODEM_EVENT_CALL_FAILED );
        ok( b.event.cause == MODEM_CAUSE_GLARE, "cause %s\n", modem_cause_name( b.event.cause ) );
        expect( &b, MODEM_EVENT_RING );
        modem_answer( b.host, b.modem, ++b.request );
        expect( &b, MODEM_EVENT_CONNECTED );
        took( start, deaf ? 500 : 200 );
        expect_completed( &b, 0 );
        hang_up( &b );
        bench_end( &b );
    }
}

void test_time_caller_id( void )
{
    static const struct step steps[] = { AFTER_INIT, SEND( "\r\nRING\r\n" ), SEND( "\r\nNMBR=1\r\n" ), END };
    static const struct step old[] =
    {
        AFTER_INIT, SEND( "\r\nNMBR=1\r\n" ), WAIT( 400 ), SEND( "\r\nRING\r\n" ), WAIT( 300 ), SEND( "\r\nRING\r\n" ), END
    };
    struct bench b;
    int64_t start;

    bench_begin( &b, steps, 0 );
    set( &b, "Timings\\CallerIdDelay", "1000" );
    open_modem( &b );
    expect( &b, MODEM_EVENT_RING );
    start = now_ms();
    expect( &b, MODEM_EVENT_CALLER_ID );
    took( start, 500 );         /* the event of the ring was on its way for a while */
    bench_end( &b );

    /* the caller of long ago is not this one */
    bench_begin( &b, old, 0 );
    set( &b, "Timings\\CallerIdKeep", "100" );
    open_modem( &b );
    expect( &b, MODEM_EVENT_RING );
    expect( &b, MODEM_EVENT_RING );
    bench_end( &b );
}
