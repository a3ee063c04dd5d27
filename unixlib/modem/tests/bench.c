/*
 * What the transcript tests share: a host with one modem that a transcript plays.
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

int passed, failed, skipped;

void check( int condition, const char *file, int line, const char *format, ... )
{
    va_list args;

    if (condition)
    {
        passed++;
        return;
    }
    failed++;
    printf( "%s:%d: failed: ", file, line );
    va_start( args, format );
    vprintf( format, args );
    va_end( args );
}

int64_t now_ms( void )
{
    struct timespec now;

    clock_gettime( CLOCK_MONOTONIC, &now );
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

struct modem_host *watched;

static void on_alarm( int signal )
{
    (void)signal;
    if (watched) modem_host_cancel( watched );
}

/* short times for what tests wait for, long ones for what must not happen on a busy machine */
static const struct { const char *name, *value; } quick[] =
{
    { "Timings\\CommandTimeout", "3000" }, { "Timings\\HangupDtrTime", "30" }, { "Timings\\HangupTimeout", "1500" },
    { "Timings\\EscapeGuard", "60" }, { "Timings\\OpenDelay", "5" }, { "Timings\\CommandDelay", "1" }, { "Timings\\CallerIdDelay", "50" },
    { "Timings\\GlareTime", "5000" }, { "Timings\\LinePoll", "20" },
};

void set_quick_timings( struct modem_config *config )
{
    size_t i;

    for (i = 0; i < sizeof(quick) / sizeof(quick[0]); i++) modem_config_set( config, quick[i].name, quick[i].value );
}

void bench_begin( struct bench *bench, const struct step *steps, unsigned int flags )
{
    memset( bench, 0, sizeof(*bench) );
    fake_start( &bench->fake, steps, flags, 0 );
    if (modem_host_create( &bench->host ) || !(bench->config = modem_config_create())) abort();
    set_quick_timings( bench->config );
    watched = bench->host;
    signal( SIGALRM, on_alarm );
    alarm( WATCHDOG_S );
}

void set( struct bench *bench, const char *name, const char *value )
{
    int ret = modem_config_set( bench->config, name, value );

    ok( !ret, "%s: %d\n", name, ret );
}

void bench_create( struct bench *bench )
{
    ok( !modem_create( bench->host, bench->fake.path, bench->config, 0x1234567800000000ull, &bench->modem ), "create\n" );
}

void bench_end( struct bench *bench )
{
    alarm( 0 );
    watched = NULL;
    modem_host_destroy( bench->host );
    modem_config_free( bench->config );
    fake_stop( &bench->fake );
}

/* The next event that is not mere text. */
int next_event( struct bench *bench )
{
    int ret;

    do ret = modem_host_wait( bench->host, &bench->event );
    while (!ret && bench->event.type == MODEM_EVENT_TEXT);
    if (ret) memset( &bench->event, 0, sizeof(bench->event) );
    return ret;
}

int expect_at( const char *file, int line, struct bench *bench, enum modem_event_type type )
{
    int ret = next_event( bench );

    check( !ret && bench->event.type == type, file, line, "expected event '%s', got '%s' (ret %d, error %d, cause %s, state %s, %s)\n",
           modem_event_name( type ), ret ? "nothing" : modem_event_name( bench->event.type ), ret, bench->event.error,
           modem_cause_name( bench->event.cause ), modem_state_name( bench->event.state ), bench->event.reason );
    if (!ret) check( bench->event.modem == bench->modem && bench->event.user == 0x1234567800000000ull, file, line, "event of another modem\n" );
    return !ret && bench->event.type == type;
}

void expect_completed_at( const char *file, int line, struct bench *bench, int error )
{
    if (!expect_at( file, line, bench, MODEM_EVENT_COMPLETED )) return;
    check( bench->event.request == bench->request, file, line, "request %u, expected %u\n", bench->event.request, bench->request );
    check( bench->event.error == error, file, line, "error %d, expected %d (%s)\n", bench->event.error, error, bench->event.reason );
    check( !error || bench->event.reason[0], file, line, "an error without a reason\n" );
}

void open_modem( struct bench *bench )
{
    bench_create( bench );
    modem_open( bench->host, bench->modem, ++bench->request );
    expect( bench, MODEM_EVENT_OPENED );
    ok( bench->event.state == MODEM_IDLE, "state %s\n", modem_state_name( bench->event.state ) );
    ok( bench->event.has_lines == !!(bench->fake.flags & FAKE_LINES), "has_lines %u\n", bench->event.has_lines );
    expect_completed( bench, 0 );
}

void dial( struct bench *bench, const char *number )
{
    int ret = modem_dial( bench->host, bench->modem, ++bench->request, number, 0 );

    ok( !ret, "dial %s: %d\n", number, ret );
    expect( bench, MODEM_EVENT_DIALING );
    expect( bench, MODEM_EVENT_PROCEEDING );
    expect_completed( bench, 0 );
}

void hang_up( struct bench *bench )
{
    modem_hangup( bench->host, bench->modem, ++bench->request );
    expect( bench, MODEM_EVENT_HUNG_UP );
    expect_completed( bench, 0 );
}

/* What the application finds on its own handle: up to `want` bytes, as a string. */
void read_data( int fd, char *data, size_t want )
{
    struct pollfd pfd = { .fd = fd, .events = POLLIN };
    size_t len = 0;
    ssize_t got;

    while (len < want && poll( &pfd, 1, 3000 ) > 0 && (got = read( fd, data + len, want - len )) > 0) len += (size_t)got;
    data[len] = 0;
}

/* After a call the modem must be usable again: settings are taken when it is idle. */
void expect_ready_at( const char *file, int line, struct bench *bench )
{
    struct modem_settings settings;
    struct modem_status status;

    modem_settings_default( &settings );
    modem_set_settings( bench->host, bench->modem, &settings, ++bench->request );
    expect_completed_at( file, line, bench, 0 );
    modem_get_status( bench->host, bench->modem, &status );
    check( status.state == MODEM_IDLE, file, line, "state %s\n", modem_state_name( status.state ) );
}
