/*
 * The end of a call: DTR, the escape sequence, lost carriers.
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

void test_dtr_hangup( void )
{
    static const struct step steps[] =
    {
        ON( "ATDT1", "\r\nCONNECT 9600\r\n" ), DATA( 1 ), LINES( PORT_LINE_DCD | PORT_LINE_CTS ), DTR( 0 ), WAIT( 20 ), LINES( PORT_LINE_CTS ), DATA( 0 ),
        SEND( "\r\nOK\r\n" ), DTR( 1 ), END
    };
    struct modem_status status;
    struct bench b;

    bench_begin( &b, steps, FAKE_LINES );
    open_modem( &b );
    ok( b.fake.dtr == 1, "DTR was not raised\n" );
    dial( &b, "1" );
    expect( &b, MODEM_EVENT_CONNECTED );
    usleep( 100000 );
    hang_up( &b );
    ok( !fake_received( &b.fake, "ATH" ), "ATH where DTR was enough: %s\n", b.fake.log );
    expect_ready( &b );
    modem_get_status( b.host, b.modem, &status );
    ok( status.has_lines == 1 && !(status.lines & PORT_LINE_DCD) && (status.lines & PORT_LINE_CTS), "lines %#x\n", status.lines );
    ok( b.fake.done, "steps left\n" );
    bench_end( &b );
}

/* The modem ignores DTR (&D0): the escape sequence ends the call. */
void test_escape_after_dtr( void )
{
    static const struct step steps[] =
    {
        ON( "ATDT1", "\r\nCONNECT 9600\r\n" ), DATA( 1 ), LINES( PORT_LINE_DCD ), DTR( 0 ), DTR( 1 ), BYTES( "+++", "\r\nOK\r\n" ), DATA( 0 ),
        ON( "ATH", "\r\nOK\r\n" ), LINES( 0 ), END
    };
    struct bench b;

    bench_begin( &b, steps, FAKE_LINES );
    set( &b, "Timings\\HangupTimeout", "500" );
    open_modem( &b );
    dial( &b, "1" );
    expect( &b, MODEM_EVENT_CONNECTED );
    usleep( 100000 );
    hang_up( &b );
    ok( fake_received( &b.fake, "ATH" ), "no ATH: %s\n", b.fake.log );
    bench_end( &b );
}

/* Guard time: nothing but silence before +++. The first +++ is lost here. */
void test_escape_retry( void )
{
    static const struct step steps[] =
    {
        ON( "ATDT1", "\r\nCONNECT 9600\r\n" ), DATA( 1 ), BYTES( "+++", NULL ), BYTES( "+++", "\r\nOK\r\n" ), DATA( 0 ), ON( "ATH", "\r\nNO CARRIER\r\n" ), END
    };
    struct bench b;

    bench_begin( &b, steps, 0 );
    set( &b, "Timings\\HangupTimeout", "500" );
    open_modem( &b );
    dial( &b, "1" );
    expect( &b, MODEM_EVENT_CONNECTED );
    hang_up( &b );
    expect_ready( &b );
    bench_end( &b );
}

void test_carrier_loss( void )
{
    static const struct step steps[] =
    {
        ON( "ATDT1", "\r\nCONNECT 9600\r\n" ), DATA( 1 ), LINES( PORT_LINE_DCD ), WAIT( 50 ), SEND( "last words" ), LINES( 0 ),
        SEND( "\r\nNO CARRIER\r\n" ), DATA( 0 ), END
    };
    char data[64] = "";
    struct bench b;
    int fd;

    bench_begin( &b, steps, FAKE_LINES );
    open_modem( &b );
    dial( &b, "1" );
    expect( &b, MODEM_EVENT_CONNECTED );
    expect( &b, MODEM_EVENT_CARRIER_LOST );
    ok( b.event.state == MODEM_CARRIER_GONE, "state %s\n", modem_state_name( b.event.state ) );
    /* what came before the end is still there for the application */
    fd = open( b.fake.path, O_RDWR | O_NOCTTY );
    read_data( fd, data, 10 );
    ok( !strcmp( data, "last words" ), "data '%s'\n", data );
    close( fd );
    hang_up( &b );
    expect_ready( &b );
    bench_end( &b );
}

/* A carrier that came and went between two looks is lost all the same. */
void test_short_carrier( void )
{
    static const struct step steps[] = { ON( "ATDT1", "\r\nCONNECT 9600\r\n" ), LINES( PORT_LINE_DCD ), LINES( 0 ), END };
    struct bench b;

    bench_begin( &b, steps, FAKE_LINES );
    open_modem( &b );
    dial( &b, "1" );
    expect( &b, MODEM_EVENT_CONNECTED );
    expect( &b, MODEM_EVENT_CARRIER_LOST );
    bench_end( &b );
}

/* Without modem lines, and the modem is in command mode already: +++ has no answer, ATH has. */
void test_hangup_in_command_mode( void )
{
    static const struct step steps[] =
    {
        ON( "ATDT1", "\r\nCONNECT 9600\r\n" ), WAIT( 50 ), SEND( "\r\nNO CARRIER\r\n" ), ON( "+++", "\r\nERROR\r\n" ), ON( "ATH", "\r\nOK\r\n" ), END
    };
    struct bench b;

    bench_begin( &b, steps, 0 );
    set( &b, "Timings\\HangupTimeout", "500" );
    open_modem( &b );
    dial( &b, "1" );
    expect( &b, MODEM_EVENT_CONNECTED );
    usleep( 100000 );
    hang_up( &b );
    expect_ready( &b );
    bench_end( &b );
}

/* Without modem lines the words are noticed once the application has let go of the stream. */
void test_no_carrier_text( void )
{
    static const struct step steps[] =
    {
        ON( "ATDT1", "\r\nCONNECT 9600\r\n" ), DATA( 1 ), WAIT( 200 ), SEND( "rubbish\r\nNO CARRIER\r\n" ), DATA( 0 ), ON( "ATH", "\r\nOK\r\n" ), END
    };
    struct bench b;

    bench_begin( &b, steps, 0 );
    open_modem( &b );
    dial( &b, "1" );
    expect( &b, MODEM_EVENT_CONNECTED );
    modem_data_end( b.host, b.modem, ++b.request );
    expect_completed( &b, 0 );
    expect( &b, MODEM_EVENT_CARRIER_LOST );
    hang_up( &b );
    bench_end( &b );
}

void test_data_begin( void )
{
    static const struct step steps[] =
    {
        ON( "ATDT1", "\r\nCONNECT 9600\r\n" ), DATA( 1 ), BYTES( "go", "\r\nNO CARRIER\r\n" ), BYTES( "+++", "\r\nOK\r\n" ), DATA( 0 ), END
    };
    char data[64] = "";
    struct bench b;
    int fd;

    bench_begin( &b, steps, 0 );
    open_modem( &b );
    modem_data_begin( b.host, b.modem, ++b.request );
    expect_completed( &b, -ENOTCONN );
    dial( &b, "1" );
    expect( &b, MODEM_EVENT_CONNECTED );
    modem_data_end( b.host, b.modem, ++b.request );
    expect_completed( &b, 0 );
    modem_data_begin( b.host, b.modem, ++b.request );
    expect_completed( &b, 0 );
    fd = open( b.fake.path, O_RDWR | O_NOCTTY );
    ok( write( fd, "go", 2 ) == 2, "write\n" );
    read_data( fd, data, 14 );
    ok( !strcmp( data, "\r\nNO CARRIER\r\n" ), "data '%s'\n", data );
    close( fd );
    hang_up( &b );
    bench_end( &b );
}
