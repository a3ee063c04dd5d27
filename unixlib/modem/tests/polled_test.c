/*
 * Real ports report their modem lines only when asked: the engine's polling, with a pty whose TIOCMGET answers.
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

#include <stdatomic.h>

#include "bench.h"

/* The linker leads ioctl() here (--wrap): a pty gets the modem lines of a UART. */
static atomic_int line_bits, line_error, excluded;

int __wrap_ioctl( int fd, unsigned long request, ... );
int __real_ioctl( int fd, unsigned long request, ... );

int __wrap_ioctl( int fd, unsigned long request, ... )
{
    va_list args;
    void *arg;

    va_start( args, request );
    arg = va_arg( args, void * );
    va_end( args );
    if (request != TIOCMGET && request != TIOCMBIS && request != TIOCMBIC && request != TIOCEXCL && request != TIOCNXCL)
        return __real_ioctl( fd, request, arg );
    if (atomic_load( &line_error ))
    {
        errno = atomic_load( &line_error );
        return -1;
    }
    switch (request)
    {
    case TIOCMGET: *(int *)arg = atomic_load( &line_bits ); break;
    case TIOCMBIS: atomic_fetch_or( &line_bits, *(int *)arg ); break;
    case TIOCMBIC: atomic_fetch_and( &line_bits, ~*(int *)arg ); break;
    case TIOCEXCL: atomic_store( &excluded, 1 ); break;
    case TIOCNXCL: atomic_store( &excluded, 0 ); break;
    }
    return 0;
}

static void carrier( int on )
{
    if (on) atomic_fetch_or( &line_bits, TIOCM_CD );
    else atomic_fetch_and( &line_bits, ~TIOCM_CD );
}

static void begin( struct bench *bench, const struct step *steps )
{
    atomic_store( &line_bits, TIOCM_CTS | TIOCM_DSR );
    atomic_store( &line_error, 0 );
    bench_begin( bench, steps, 0 );
    set( bench, "Timings\\HangupTimeout", "400" );
    bench_create( bench );
    modem_open( bench->host, bench->modem, ++bench->request );
    expect( bench, MODEM_EVENT_OPENED );
    ok( bench->event.has_lines == 1, "no modem lines\n" );
    expect_completed( bench, 0 );
    ok( atomic_load( &line_bits ) & TIOCM_DTR && atomic_load( &line_bits ) & TIOCM_RTS, "DTR and RTS are low\n" );
    ok( atomic_load( &excluded ), "the device is not exclusive\n" );
}

static void connect_call( struct bench *bench )
{
    carrier( 1 );
    dial( bench, "1" );
    expect( bench, MODEM_EVENT_CONNECTED );
}

static const struct step call_steps[] = { ON( "ATDT1", "\r\nCONNECT 9600\r\n" ), DATA( 1 ), WAIT( 300 ), DATA( 0 ), END };

static void test_polled_carrier_loss( void )
{
    struct modem_status status;
    struct bench b;

    begin( &b, call_steps );
    connect_call( &b );
    carrier( 0 );
    expect( &b, MODEM_EVENT_CARRIER_LOST );
    hang_up( &b );
    expect_ready( &b );
    ok( !modem_get_status( b.host, b.modem, &status ) && status.lines == (PORT_LINE_CTS | PORT_LINE_DSR), "lines %#x\n", status.lines );
    ok( !modem_share_port( b.host, b.modem, 1 ) && !atomic_load( &excluded ), "still exclusive\n" );
    ok( !modem_share_port( b.host, b.modem, 0 ) && atomic_load( &excluded ), "not exclusive again\n" );
    modem_close( b.host, b.modem, ++b.request );
    expect( &b, MODEM_EVENT_CLOSED );
    expect_completed( &b, 0 );
    ok( !(atomic_load( &line_bits ) & TIOCM_DTR), "DTR is high after close\n" );
    bench_end( &b );
}

/* A cable or modem without DCD: no carrier is no loss, and ATH hangs up. */
static void test_no_carrier_line( void )
{
    static const struct step steps[] =
    {
        ON( "ATDT1", "\r\nCONNECT 9600\r\n" ), DATA( 1 ), WAIT( 200 ), BYTES( "ATH\r", NULL ), BYTES( "+++", "\r\nOK\r\n" ), DATA( 0 ),
        ON( "ATH", "\r\nOK\r\n" ), END
    };
    struct bench b;

    begin( &b, steps );
    dial( &b, "1" );
    expect( &b, MODEM_EVENT_CONNECTED );
    usleep( 100000 );
    hang_up( &b );
    ok( b.fake.done, "steps left\n" );
    expect_ready( &b );
    bench_end( &b );
}

/* DTR drops, and the carrier follows late but in time. */
struct late_drop { struct bench *bench; atomic_int seen_low; };

static void *drop_late( void *arg )
{
    struct late_drop *drop = arg;
    int i;

    for (i = 0; i < 2000 && (atomic_load( &line_bits ) & TIOCM_DTR); i++) usleep( 1000 );
    atomic_store( &drop->seen_low, !(atomic_load( &line_bits ) & TIOCM_DTR) );
    usleep( 120000 );
    carrier( 0 );
    return NULL;
}

static void test_late_drop( void )
{
    struct bench b;
    struct late_drop drop = { &b, 0 };
    pthread_t thread;

    begin( &b, call_steps );
    connect_call( &b );
    pthread_create( &thread, NULL, drop_late, &drop );
    hang_up( &b );
    pthread_join( thread, NULL );
    ok( atomic_load( &drop.seen_low ), "DTR never fell\n" );
    ok( !fake_received( &b.fake, "ATH" ), "ATH where DTR was enough: %s\n", b.fake.log );
    expect_ready( &b );
    bench_end( &b );
}

/* The driver says that the device is gone when asked for its lines. */
static void test_polled_port_lost( void )
{
    struct bench b;

    begin( &b, call_steps );
    connect_call( &b );
    atomic_store( &line_error, EIO );
    expect( &b, MODEM_EVENT_PORT_LOST );
    ok( b.event.error == -EIO && strstr( b.event.reason, "lost" ), "error %d reason %s\n", b.event.error, b.event.reason );
    atomic_store( &line_error, 0 );
    bench_end( &b );
}

int main( void )
{
    setvbuf( stdout, NULL, _IONBF, 0 );
    test_polled_carrier_loss();
    test_no_carrier_line();
    test_late_drop();
    test_polled_port_lost();
    printf( "%d passed, %d failed\n", passed, failed );
    return failed != 0;
}
