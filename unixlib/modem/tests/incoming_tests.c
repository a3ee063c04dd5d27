/*
 * Incoming calls: rings, caller id, answering, glare.
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

void test_ring_and_answer( void )
{
    static const struct step steps[] =
    {
        ON( "AT+VCID=1", "\r\nOK\r\n" ), WAIT( 50 ), SEND( "\r\nRING\r\n" ), WAIT( 20 ),
        SEND( "\r\nDATE = 1123\r\n\r\nTIME=02:07\r\n\r\nNMBR = 5550102\r\n\r\nNAME=JOHN DOE \r\n" ),
        WAIT( 150 ), SEND( "\r\nRING\r\n" ), ON( "ATA", "\r\nCONNECT 33600/ARQ/V34/LAPM/V42BIS\r\n" ), DATA( 1 ), BYTES( "+++", "\r\nOK\r\n" ), DATA( 0 ), END
    };
    struct bench b;

    bench_begin( &b, steps, 0 );
    open_modem( &b );
    expect( &b, MODEM_EVENT_RING );
    ok( b.event.ring_count == 1 && b.event.call == 1 && b.event.state == MODEM_RINGING, "ring %u call %u\n", b.event.ring_count, b.event.call );
    expect( &b, MODEM_EVENT_CALLER_ID );
    ok( b.event.caller_number_state == MODEM_CALLER_PRESENT && !strcmp( b.event.caller_number, "5550102" ), "number %s\n", b.event.caller_number );
    ok( b.event.caller_name_state == MODEM_CALLER_PRESENT && !strcmp( b.event.caller_name, "JOHN DOE" ), "name %s\n", b.event.caller_name );
    ok( !strcmp( b.event.caller_date, "1123" ) && !strcmp( b.event.caller_time, "0207" ), "date %s %s\n", b.event.caller_date, b.event.caller_time );
    expect( &b, MODEM_EVENT_RING );
    ok( b.event.ring_count == 2 && b.event.call == 1, "ring %u call %u\n", b.event.ring_count, b.event.call );
    modem_answer( b.host, b.modem, ++b.request );
    expect( &b, MODEM_EVENT_CONNECTED );
    ok( b.event.dce_rate == 33600 && b.event.protocol == MODEM_PROTOCOL_LAPM, "rate %u protocol %u\n", b.event.dce_rate, b.event.protocol );
    expect_completed( &b, 0 );
    hang_up( &b );
    bench_end( &b );
}

void test_caller_withheld( void )
{
    static const struct { const char *text; enum modem_caller_field number, name; } callers[] =
    {
        { "\r\nNMBR=P\r\n\r\nNAME=P\r\n", MODEM_CALLER_BLOCKED, MODEM_CALLER_BLOCKED },
        { "\r\nNMBR = O\r\n", MODEM_CALLER_OUT_OF_AREA, MODEM_CALLER_UNKNOWN },
        { "\r\nNMBR=123\r\n\r\nNAME=O\r\n", MODEM_CALLER_PRESENT, MODEM_CALLER_OUT_OF_AREA },
    };
    size_t i;

    for (i = 0; i < sizeof(callers) / sizeof(callers[0]); i++)
    {
        const struct step steps[] = { ON( "AT+VCID=1", "\r\nOK\r\n" ), WAIT( 50 ), SEND( "\r\nRING\r\n" ), SEND( callers[i].text ), END };
        struct bench b;

        bench_begin( &b, steps, 0 );
        open_modem( &b );
        expect( &b, MODEM_EVENT_RING );
        expect( &b, MODEM_EVENT_CALLER_ID );
        ok( b.event.caller_number_state == callers[i].number && b.event.caller_name_state == callers[i].name, "%s: %u %u\n", callers[i].text,
            b.event.caller_number_state, b.event.caller_name_state );
        bench_end( &b );
    }
}

/* DTMF caller id comes before the first ring: it waits for it. */
void test_caller_before_ring( void )
{
    static const struct step steps[] =
    {
        ON( "AT+VCID=1", "\r\nOK\r\n" ), WAIT( 50 ), SEND( "\r\nNMBR=777\r\n" ), WAIT( 50 ), SEND( "\r\nRING A\r\n" ), END
    };
    struct bench b;

    bench_begin( &b, steps, 0 );
    open_modem( &b );
    expect( &b, MODEM_EVENT_RING );
    ok( b.event.ring_mode == 1, "ring mode %u\n", b.event.ring_mode );
    expect( &b, MODEM_EVENT_CALLER_ID );
    ok( !strcmp( b.event.caller_number, "777" ), "number %s\n", b.event.caller_number );
    bench_end( &b );
}

void test_ring_gone( void )
{
    static const struct step steps[] =
    {
        ON( "AT+VCID=1", "\r\nOK\r\n" ), WAIT( 50 ), SEND( "\r\nRING\r\n" ), WAIT( 100 ), SEND( "\r\nRING\r\n" ), WAIT( 1500 ),
        SEND( "\r\nRING\r\n" ), END
    };
    struct bench b;

    bench_begin( &b, steps, 0 );
    set( &b, "Timings\\RingTimeout", "600" );
    open_modem( &b );
    expect( &b, MODEM_EVENT_RING );
    expect( &b, MODEM_EVENT_RING );
    expect( &b, MODEM_EVENT_RING_GONE );
    ok( b.event.state == MODEM_IDLE, "state %s\n", modem_state_name( b.event.state ) );
    expect( &b, MODEM_EVENT_RING );
    ok( b.event.ring_count == 1 && b.event.call == 2, "ring %u call %u\n", b.event.ring_count, b.event.call );
    bench_end( &b );
}

/* A caller who is turned away goes on ringing; that is no new call. The next caller is. */
void test_reject_ring( void )
{
    static const struct step steps[] =
    {
        ON( "AT+VCID=1", "\r\nOK\r\n" ), WAIT( 50 ), SEND( "\r\nRING\r\n" ), WAIT( 300 ), SEND( "\r\nRING\r\n" ), WAIT( 300 ),
        SEND( "\r\nRING\r\n" ), WAIT( 1500 ), SEND( "\r\nRING\r\n" ), END
    };
    struct bench b;
    int64_t start;

    bench_begin( &b, steps, 0 );
    set( &b, "Timings\\RingTimeout", "700" );
    open_modem( &b );
    expect( &b, MODEM_EVENT_RING );
    start = now_ms();
    hang_up( &b );
    expect( &b, MODEM_EVENT_RING );
    ok( b.event.call == 2 && b.event.ring_count == 1, "call %u ring %u\n", b.event.call, b.event.ring_count );
    ok( now_ms() - start > 1500, "a ring of the rejected call was reported\n" );
    bench_end( &b );
}

void test_answer_failures( void )
{
    static const struct { const char *reply; enum modem_cause cause; int error; } results[] =
    {
        { "\r\nNO CARRIER\r\n", MODEM_CAUSE_NO_CARRIER, -ENOTCONN }, { "\r\nERROR\r\n", MODEM_CAUSE_ERROR, -EPROTO },
        { "", MODEM_CAUSE_TIMEOUT, -ETIMEDOUT },
    };
    size_t i;

    for (i = 0; i < sizeof(results) / sizeof(results[0]); i++)
    {
        const struct step steps[] = { ON( "AT+VCID=1", "\r\nOK\r\n" ), WAIT( 50 ), SEND( "\r\nRING\r\n" ), ON( "ATA", results[i].reply ), END };
        struct bench b;

        bench_begin( &b, steps, 0 );
        set( &b, "Timings\\AnswerTimeout", "300" );
        set( &b, "Timings\\HangupTimeout", "400" );
        open_modem( &b );
        expect( &b, MODEM_EVENT_RING );
        modem_answer( b.host, b.modem, ++b.request );
        expect( &b, MODEM_EVENT_CALL_FAILED );
        ok( b.event.cause == results[i].cause, "cause %s\n", modem_cause_name( b.event.cause ) );
        expect_completed( &b, results[i].error );
        expect_ready( &b );
        bench_end( &b );
    }
}

void test_glare( void )
{
    static const struct step steps[] =
    {
        ON( "ATDT1", "\r\nRING\r\n" ), BYTES( "\r", "\r\nNO CARRIER\r\n" ), WAIT( 50 ), SEND( "\r\nRING\r\n" ),
        ON( "ATA", "\r\nCONNECT 1200\r\n" ), DATA( 1 ), BYTES( "+++", "\r\nOK\r\n" ), DATA( 0 ), END
    };
    struct bench b;

    bench_begin( &b, steps, 0 );
    open_modem( &b );
    dial( &b, "1" );
    expect( &b, MODEM_EVENT_CALL_FAILED );
    ok( b.event.cause == MODEM_CAUSE_GLARE && b.event.error == -EAGAIN && b.event.call == 1, "cause %s\n", modem_cause_name( b.event.cause ) );
    expect( &b, MODEM_EVENT_RING );
    ok( b.event.call == 2 && b.event.ring_count == 1 && b.event.state == MODEM_RINGING, "call %u ring %u\n", b.event.call, b.event.ring_count );
    expect( &b, MODEM_EVENT_RING );
    ok( b.event.call == 2 && b.event.ring_count == 2, "call %u ring %u\n", b.event.call, b.event.ring_count );
    /* dialling again before the call is answered is glare too */
    modem_dial( b.host, b.modem, ++b.request, "1", 0 );
    expect_completed( &b, -EAGAIN );
    modem_answer( b.host, b.modem, ++b.request );
    expect( &b, MODEM_EVENT_CONNECTED );
    expect_completed( &b, 0 );
    hang_up( &b );
    bench_end( &b );
}

/* Long after dialling RING is what some modems say for the ring-back tone. */
void test_late_ring_is_ringback( void )
{
    static const struct step steps[] = { ON( "ATDT1", "" ), WAIT( 150 ), SEND( "\r\nRING\r\n" ), SEND( "\r\nNO ANSWER\r\n" ), END };
    struct bench b;

    bench_begin( &b, steps, 0 );
    set( &b, "Timings\\GlareTime", "20" );
    open_modem( &b );
    dial( &b, "1" );
    expect( &b, MODEM_EVENT_RINGBACK );
    expect( &b, MODEM_EVENT_CALL_FAILED );
    ok( b.event.cause == MODEM_CAUSE_NO_ANSWER, "cause %s\n", modem_cause_name( b.event.cause ) );
    bench_end( &b );
}

/* A ring while the modem is being set up is not lost. */
void test_ring_during_init( void )
{
    static const struct step steps[] = { ON( "AT+VCID=1", "\r\nRING\r\n\r\nOK\r\n" ), END };
    struct bench b;

    bench_begin( &b, steps, 0 );
    open_modem( &b );
    expect( &b, MODEM_EVENT_RING );
    bench_end( &b );
}
