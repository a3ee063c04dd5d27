/*
 * The modem engine on the simulated exchange: real calls between modems that somebody else's AT interpreter answers for.
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
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "modem/modem.h"

#define WATCHDOG_S 40

static int passed, failed;
static char dir[64], program[4096];
static pid_t exchange;
static struct modem_host *host;
static uint32_t modems[2];              /* A and B */
static uint32_t request;
static struct modem_event event;        /* the last one */
static int verbose;

/* Events of the modem that is not being waited for stay here until it is. */
static struct { struct modem_event events[64]; size_t count; } waiting[2];

#define ok( condition, ... ) check( !!(condition), __LINE__, __VA_ARGS__ )

static void __attribute__((format( printf, 3, 4 ))) check( int condition, int line, const char *format, ... )
{
    va_list args;

    if (condition)
    {
        passed++;
        return;
    }
    failed++;
    printf( "exchange_test.c:%d: failed: ", line );
    va_start( args, format );
    vprintf( format, args );
    va_end( args );
}

static void on_alarm( int signal )
{
    (void)signal;
    if (host) modem_host_cancel( host );
}

/* ---- the exchange ---- */

static void start_exchange( const char *carrier )
{
    char ready[6] = "";
    int out[2];

    strcpy( dir, "/tmp/modems-test-XXXXXX" );
    if (!mkdtemp( dir ) || pipe( out )) abort();
    fflush( stdout );
    if (!(exchange = fork()))
    {
        dup2( out[1], 1 );
        close( out[0] );
        close( out[1] );
        execl( program, "phoneline", "--dir", dir, "--die-with-parent", "--ring-interval", "250", "--guard-time", "200", "--dial-delay", "20",
               "--train-delay", "20", "--intercept-delay", "50", "--comma-delay", "50", "--carrier", carrier,
               "--fast-audio", verbose ? "--verbose" : (char *)NULL, (char *)NULL );
        fprintf( stderr, "%s: %s\n", program, strerror( errno ) );
        _exit( 127 );
    }
    close( out[1] );
    ok( read( out[0], ready, sizeof(ready) ) == 6 && !memcmp( ready, "ready\n", 6 ), "the exchange is not ready\n" );
    close( out[0] );
}

static void stop_exchange( void )
{
    int status;

    kill( exchange, SIGTERM );
    ok( waitpid( exchange, &status, 0 ) == exchange && WIFEXITED( status ) && !WEXITSTATUS( status ), "the exchange ended with %#x\n", status );
}

/* A command of the exchange's control socket. */
static void control( const char *text )
{
    struct sockaddr_un addr = { .sun_family = AF_UNIX };
    char answer[512];
    ssize_t got;
    int fd = socket( AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0 );

    snprintf( addr.sun_path, sizeof(addr.sun_path), "%s/control", dir );
    if (connect( fd, (struct sockaddr *)&addr, sizeof(addr) )) abort();
    dprintf( fd, "%s\n", text );
    got = read( fd, answer, sizeof(answer) - 1 );
    answer[got > 0 ? got : 0] = 0;
    ok( !strncmp( answer, "OK", 2 ), "%s: %s\n", text, answer );
    close( fd );
}

/* ---- the engine ---- */

static void start_modems( const char *const extra[] )
{
    static const char *const names[] = { "modem-a", "modem-b" };
    struct modem_config *config = modem_config_create();
    char path[128];
    size_t i;

    modem_config_set( config, "Timings\\CommandTimeout", "1500" );
    modem_config_set( config, "Timings\\HangupTimeout", "1000" );
    modem_config_set( config, "Timings\\HangupDtrTime", "50" );
    modem_config_set( config, "Timings\\OpenDelay", "20" );
    modem_config_set( config, "Timings\\EscapeGuard", "300" );
    modem_config_set( config, "Timings\\CallerIdDelay", "50" );
    modem_config_set( config, "Timings\\CommandDelay", "1" );
    modem_config_set( config, "Timings\\RingTimeout", "1500" );
    for (; extra && *extra; extra += 2) ok( !modem_config_set( config, extra[0], extra[1] ), "%s\n", extra[0] );
    waiting[0].count = waiting[1].count = 0;
    if (modem_host_create( &host )) abort();
    for (i = 0; i < 2; i++)
    {
        snprintf( path, sizeof(path), "%s/%s", dir, names[i] );
        if (modem_create( host, path, config, i, &modems[i] )) abort();
    }
    modem_config_free( config );
    alarm( WATCHDOG_S );
}

static void stop_modems( void )
{
    struct modem_host *old = host;

    alarm( 0 );
    host = NULL;
    modem_host_destroy( old );
}

/* The next event of a modem that is more than mere text. */
static int next_event( int which )
{
    int ret, other;

    if (waiting[which].count)
    {
        event = waiting[which].events[0];
        memmove( waiting[which].events, waiting[which].events + 1, --waiting[which].count * sizeof(event) );
        return 0;
    }
    for (;;)
    {
        if ((ret = modem_host_wait( host, &event )))
        {
            /* one hang is enough: what follows would only repeat it */
            printf( "exchange_test.c: modem %c has no event for %d s\n%d passed, %d failed\n", 'A' + which, WATCHDOG_S, passed, failed + 1 );
            kill( exchange, SIGTERM );
            exit( 1 );
        }
        if (verbose) printf( "# %c %s %s %s %s\n", event.modem == modems[0] ? 'A' : 'B', modem_event_name( event.type ),
                             modem_state_name( event.state ), event.text, event.reason );
        if (event.type == MODEM_EVENT_TEXT) continue;
        other = event.modem == modems[1];
        if (other == which) return 0;
        if (waiting[other].count == 64) abort();
        waiting[other].events[waiting[other].count++] = event;
    }
}

#define expect( which, type ) expect_at( __LINE__, which, type )

static int expect_at( int line, int which, enum modem_event_type type )
{
    int ret = next_event( which );

    check( !ret && event.type == type, line, "modem %c: expected '%s', got '%s' (ret %d, error %d, cause %s, state %s, %s)\n", 'A' + which,
           modem_event_name( type ), ret ? "nothing" : modem_event_name( event.type ), ret, event.error, modem_cause_name( event.cause ),
           modem_state_name( event.state ), event.reason );
    return !ret && event.type == type;
}

#define expect_completed( which, error ) expect_completed_at( __LINE__, which, error )

static void expect_completed_at( int line, int which, int error )
{
    if (!expect_at( line, which, MODEM_EVENT_COMPLETED )) return;
    check( event.request == request && event.error == error, line, "request %u, expected %u; error %d, expected %d (%s)\n", event.request, request,
           event.error, error, event.reason );
}

static void open_modem( int which )
{
    modem_open( host, modems[which], ++request );
    expect( which, MODEM_EVENT_OPENED );
    ok( event.has_lines == 1, "no modem lines\n" );
    expect_completed( which, 0 );
}

static void dial( int which, const char *number )
{
    ok( !modem_dial( host, modems[which], ++request, number, 0 ), "dial\n" );
    expect( which, MODEM_EVENT_DIALING );
    expect( which, MODEM_EVENT_PROCEEDING );
    expect_completed( which, 0 );
}

#define expect_connected( which ) expect_connected_at( __LINE__, which )

static void expect_connected_at( int line, int which )
{
    do next_event( which );
    while (event.type == MODEM_EVENT_RINGBACK);
    check( event.type == MODEM_EVENT_CONNECTED, line, "modem %c: event %s, cause %s, %s\n", 'A' + which, modem_event_name( event.type ),
           modem_cause_name( event.cause ), event.reason );
}

static void hang_up( int which )
{
    modem_hangup( host, modems[which], ++request );
    expect( which, MODEM_EVENT_HUNG_UP );
    expect_completed( which, 0 );
}

static int open_stream( int which )
{
    char path[128];
    int fd;

    snprintf( path, sizeof(path), "%s/modem-%c", dir, 'a' + which );
    if ((fd = open( path, O_RDWR | O_NOCTTY | O_CLOEXEC )) < 0) abort();
    return fd;
}

static void expect_bytes( int fd, const char *text )
{
    struct pollfd pfd = { .fd = fd, .events = POLLIN };
    char data[256];
    size_t len = 0;
    ssize_t got;

    while (len < strlen( text ) && poll( &pfd, 1, 10000 ) > 0 && (got = read( fd, data + len, strlen( text ) - len )) > 0) len += (size_t)got;
    data[len] = 0;
    ok( !strcmp( data, text ), "got '%s', expected '%s'\n", data, text );
}

static void send_bytes( int fd, const char *text )
{
    ok( write( fd, text, strlen( text ) ) == (ssize_t)strlen( text ), "write: %s\n", strerror( errno ) );
}

/* ---- calls ---- */

static void test_echo_number( void )
{
    int fd;

    open_modem( 0 );
    dial( 0, "5550199" );
    expect_connected( 0 );
    ok( event.dce_rate == 33600 && event.dte_rate == 115200, "rates %u %u\n", event.dce_rate, event.dte_rate );
    ok( event.protocol == MODEM_PROTOCOL_LAPM && event.compression == MODEM_COMPRESSION_V42BIS, "protocol %u %u\n", event.protocol, event.compression );
    fd = open_stream( 0 );
    send_bytes( fd, "\r\nNO CARRIER\r\n, says the line, and +++ATH\r" );
    expect_bytes( fd, "\r\nNO CARRIER\r\n, says the line, and +++ATH\r" );
    close( fd );
    hang_up( 0 );
}

static void test_failures( void )
{
    static const struct { const char *number, *result; enum modem_cause cause; } calls[] =
    {
        { "5550198", NULL, MODEM_CAUSE_BUSY }, { "5559999", NULL, MODEM_CAUSE_NO_CARRIER }, { "5550199", "DELAYED", MODEM_CAUSE_DELAYED },
        { "5550199", "BLACKLISTED", MODEM_CAUSE_BLACKLISTED }, { "5550199", "NO DIALTONE", MODEM_CAUSE_NO_DIALTONE },
        { "5550199", "NO ANSWER", MODEM_CAUSE_NO_ANSWER }, { "5550199", "ERROR", MODEM_CAUSE_ERROR },
    };
    char command[64];
    size_t i;

    for (i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
    {
        if (calls[i].result)
        {
            snprintf( command, sizeof(command), "result A %s", calls[i].result );
            control( command );
        }
        dial( 0, calls[i].number );
        do next_event( 0 );
        while (event.type == MODEM_EVENT_RINGBACK);
        ok( event.type == MODEM_EVENT_CALL_FAILED && event.cause == calls[i].cause, "%s %s: %s, cause %s\n", calls[i].number,
            calls[i].result ? calls[i].result : "", modem_event_name( event.type ), modem_cause_name( event.cause ) );
    }
    /* nobody answers, and the caller gives up */
    dial( 0, "5550197" );
    modem_hangup( host, modems[0], ++request );
    do next_event( 0 );
    while (event.type == MODEM_EVENT_RINGBACK);
    ok( event.type == MODEM_EVENT_HUNG_UP, "event %s\n", modem_event_name( event.type ) );
    expect_completed( 0, 0 );
}

static void test_call_between( void )
{
    int fd_a, fd_b, i;

    open_modem( 1 );
    control( "callerid A 5550101 ALICE" );
    for (i = 0; i < 2; i++)
    {
        dial( 0, i ? "T9,555 0102" : "555-0102" );
        expect( 1, MODEM_EVENT_RING );
        ok( event.ring_count == 1 && event.call == (uint32_t)i + 1, "ring %u call %u\n", event.ring_count, event.call );
        expect( 1, MODEM_EVENT_CALLER_ID );
        ok( !strcmp( event.caller_number, "5550101" ) && !strcmp( event.caller_name, "ALICE" ), "caller %s %s\n", event.caller_number,
            event.caller_name );
        ok( strlen( event.caller_date ) == 4 && strlen( event.caller_time ) == 4, "date %s time %s\n", event.caller_date, event.caller_time );
        expect( 1, MODEM_EVENT_RING );
        modem_answer( host, modems[1], ++request );
        do next_event( 1 );
        while (event.type == MODEM_EVENT_RING);
        ok( event.type == MODEM_EVENT_CONNECTED && event.dce_rate == 33600, "event %s rate %u\n", modem_event_name( event.type ), event.dce_rate );
        expect_completed( 1, 0 );
        expect_connected( 0 );
        fd_a = open_stream( 0 );
        fd_b = open_stream( 1 );
        send_bytes( fd_b, "hello A" );
        expect_bytes( fd_a, "hello A" );
        send_bytes( fd_a, "hello B" );
        expect_bytes( fd_b, "hello B" );
        close( fd_a );
        close( fd_b );

        /* one side hangs up, the other loses its carrier */
        hang_up( i );
        expect( !i, MODEM_EVENT_CARRIER_LOST );
        hang_up( !i );
    }
}

static void test_glare( void )
{
    int fd;

    control( "glare B 4255550100 BOB" );
    dial( 1, "5550199" );
    expect( 1, MODEM_EVENT_CALL_FAILED );
    ok( event.cause == MODEM_CAUSE_GLARE, "cause %s\n", modem_cause_name( event.cause ) );
    expect( 1, MODEM_EVENT_RING );
    modem_answer( host, modems[1], ++request );
    do next_event( 1 );
    while (event.type == MODEM_EVENT_RING || event.type == MODEM_EVENT_CALLER_ID);
    ok( event.type == MODEM_EVENT_CONNECTED, "event %s\n", modem_event_name( event.type ) );
    expect_completed( 1, 0 );
    fd = open_stream( 1 );
    send_bytes( fd, "from outside" );
    expect_bytes( fd, "from outside" );
    close( fd );
    hang_up( 1 );
}

static void test_ring_gone( void )
{
    control( "ring B x2 4255550100" );
    expect( 1, MODEM_EVENT_RING );
    do next_event( 1 );
    while (event.type == MODEM_EVENT_RING || event.type == MODEM_EVENT_CALLER_ID);
    ok( event.type == MODEM_EVENT_RING_GONE && event.state == MODEM_IDLE, "event %s\n", modem_event_name( event.type ) );
}

/* Take the call that rings at B, skipping rings, and end it. */
static void take_call( void )
{
    modem_answer( host, modems[1], ++request );
    do next_event( 1 );
    while (event.type == MODEM_EVENT_RING || event.type == MODEM_EVENT_CALLER_ID);
    ok( event.type == MODEM_EVENT_CONNECTED, "event %s\n", modem_event_name( event.type ) );
    expect_completed( 1, 0 );
    hang_up( 1 );
}

/* Callers in every form of the line, and withheld ones. */
static void test_callers( void )
{
    static const struct { const char *form, *number; enum modem_caller_field state; const char *name; } callers[] =
    {
        { "formatted", "4255550100", MODEM_CALLER_PRESENT, "BOB" }, { "mdmf", "4255550100", MODEM_CALLER_PRESENT, "BOB" },
        { "mdmf", "P", MODEM_CALLER_BLOCKED, "BOB" }, { "sdmf", "4255550100", MODEM_CALLER_PRESENT, "" },
        { "sdmf", "O", MODEM_CALLER_OUT_OF_AREA, "" }, { "dtmf", "4255550100", MODEM_CALLER_PRESENT, "" },
        { "dtmf", "P", MODEM_CALLER_BLOCKED, "" }, { "zyxel", "4255550100", MODEM_CALLER_PRESENT, "BOB" },
        { "zyxel", "P", MODEM_CALLER_BLOCKED, "BOB" }, { "ring", "4255550100", MODEM_CALLER_PRESENT, "" },
    };
    char text[64];
    size_t i;

    for (i = 0; i < sizeof(callers) / sizeof(callers[0]); i++)
    {
        snprintf( text, sizeof(text), "callerform B %s", callers[i].form );
        control( text );
        snprintf( text, sizeof(text), "ring B %s BOB", callers[i].number );
        control( text );
        /* the ring first, always */
        expect( 1, MODEM_EVENT_RING );
        do next_event( 1 );
        while (event.type == MODEM_EVENT_RING);
        ok( event.type == MODEM_EVENT_CALLER_ID && event.caller_number_state == callers[i].state &&
            !strcmp( event.caller_number, callers[i].state == MODEM_CALLER_PRESENT ? callers[i].number : "" ), "%s %s: event %s, state %u, number %s\n",
            callers[i].form, callers[i].number, modem_event_name( event.type ), event.caller_number_state, event.caller_number );
        ok( !strcmp( event.caller_name, callers[i].name ), "%s %s: name %s\n", callers[i].form, callers[i].number, event.caller_name );
        take_call();
    }
    control( "callerform B formatted" );
}

static void test_bells( void )
{
    static const struct { const char *bell; unsigned int mode; } bells[] =
    {
        { "A", 1 }, { "C", 3 }, { "2", 2 }, { "cadence1", 1 }, { "cadence2", 2 }, { "cadence3", 3 }, { "plain", 0 },
    };
    char text[64];
    size_t i;

    for (i = 0; i < sizeof(bells) / sizeof(bells[0]); i++)
    {
        snprintf( text, sizeof(text), "bell B %s", bells[i].bell );
        control( text );
        control( "ring B 4255550100" );
        expect( 1, MODEM_EVENT_RING );
        ok( event.ring_mode == bells[i].mode, "%s: mode %u\n", bells[i].bell, event.ring_mode );
        take_call();
    }
}

/* A second caller's beep cuts the line; noise is no command and no call. */
static void test_beep_and_noise( void )
{
    dial( 0, "5550199" );
    expect_connected( 0 );
    control( "beep A 1" );
    control( "beep A 60000" );
    expect( 0, MODEM_EVENT_CARRIER_LOST );
    hang_up( 0 );

    control( "noise A 2000" );
    dial( 0, "5550199" );
    expect_connected( 0 );
    control( "noise A 500" );
    hang_up( 0 );
    dial( 0, "5550198" );
    expect( 0, MODEM_EVENT_CALL_FAILED );
    ok( event.cause == MODEM_CAUSE_BUSY, "cause %s\n", modem_cause_name( event.cause ) );
}

static void test_faults( void )
{
    /* the carrier goes in a call */
    dial( 0, "5550199" );
    expect_connected( 0 );
    control( "drop A" );
    expect( 0, MODEM_EVENT_CARRIER_LOST );
    hang_up( 0 );

    /* garbage in between, and slow answers */
    control( "garbage A \\x7f\\r\\nCONNACT 9\\r\\n~~" );
    control( "slow A 100" );
    dial( 0, "5550198" );
    expect( 0, MODEM_EVENT_CALL_FAILED );
    ok( event.cause == MODEM_CAUSE_BUSY, "cause %s\n", modem_cause_name( event.cause ) );
    control( "slow A 0" );

    /* all results unreadable: no answer that counts, and then a modem again */
    modem_close( host, modems[0], ++request );
    expect( 0, MODEM_EVENT_CLOSED );
    expect_completed( 0, 0 );
    control( "mangle A on" );
    modem_open( host, modems[0], ++request );
    expect( 0, MODEM_EVENT_PORT_ERROR );
    ok( event.error == -ETIMEDOUT, "error %d\n", event.error );
    expect_completed( 0, -ETIMEDOUT );
    control( "mangle A off" );
    open_modem( 0 );

    /* a modem that dies while idle is noticed at the next call, and can be opened again when it lives */
    control( "dead A on" );
    dial( 0, "5550199" );
    modem_hangup( host, modems[0], ++request );
    expect( 0, MODEM_EVENT_DEAD );
    expect_completed( 0, -ETIMEDOUT );
    control( "dead A off" );
    open_modem( 0 );

    /* unplugged in a call, plugged in again */
    dial( 0, "5550199" );
    expect_connected( 0 );
    control( "unplug A" );
    next_event( 0 );
    /* the carrier's end may be seen first */
    if (event.type == MODEM_EVENT_CARRIER_LOST) next_event( 0 );
    ok( event.type == MODEM_EVENT_PORT_LOST && event.state == MODEM_DEAD, "event %s\n", modem_event_name( event.type ) );
    modem_open( host, modems[0], ++request );
    expect( 0, MODEM_EVENT_PORT_ERROR );
    ok( event.error == -ENOENT, "error %d\n", event.error );
    expect_completed( 0, -ENOENT );
    control( "replug A" );
    open_modem( 0 );
}

/* Settings reach the modem of another's making. */
static void test_passthrough( void )
{
    int fd;

    modem_passthrough( host, modems[0], 1, ++request );
    expect( 0, MODEM_EVENT_PASSTHROUGH );
    expect_completed( 0, 0 );
    fd = open_stream( 0 );
    send_bytes( fd, "ATE0V0\r" );
    expect_bytes( fd, "0\r" );
    send_bytes( fd, "ATV1\r" );
    expect_bytes( fd, "\r\nOK\r\n" );
    close( fd );
    modem_passthrough( host, modems[0], 0, ++request );
    expect( 0, MODEM_EVENT_PASSTHROUGH );
    expect_completed( 0, 0 );
    dial( 0, "5550198" );
    expect( 0, MODEM_EVENT_CALL_FAILED );
}

/* Real modulation between the two: V.22bis by spandsp. */
static void test_v22bis( void )
{
    int fd_a, fd_b;

    open_modem( 0 );
    open_modem( 1 );
    dial( 0, "5550102" );
    expect( 1, MODEM_EVENT_RING );
    modem_answer( host, modems[1], ++request );
    do next_event( 1 );
    while (event.type == MODEM_EVENT_RING || event.type == MODEM_EVENT_CALLER_ID);
    ok( event.type == MODEM_EVENT_CONNECTED && event.dce_rate == 2400, "event %s rate %u\n", modem_event_name( event.type ), event.dce_rate );
    expect_completed( 1, 0 );
    expect_connected( 0 );
    fd_a = open_stream( 0 );
    fd_b = open_stream( 1 );
    send_bytes( fd_b, "over the air" );
    expect_bytes( fd_a, "over the air" );
    close( fd_a );
    close( fd_b );
    hang_up( 1 );
    expect( 0, MODEM_EVENT_CARRIER_LOST );
    hang_up( 0 );
}

int main( int argc, char **argv )
{
    static const char *const numeric[] = { "Init\\1", "ATE1V0&C1&D2S0=0<cr>", NULL };
    const char *slash = strrchr( argv[0], '/' );

    verbose = argc > 1 && !strcmp( argv[1], "-v" );
    setvbuf( stdout, NULL, _IONBF, 0 );
    signal( SIGALRM, on_alarm );
    snprintf( program, sizeof(program), "%.*s/../phoneline/phoneline", slash ? (int)(slash - argv[0]) : 1, slash ? argv[0] : "." );
    if (access( program, X_OK ))
    {
        printf( "%s is not built: run make\n0 passed, 1 failed\n", program );
        return 1;
    }

    start_exchange( "direct" );
    start_modems( NULL );
    test_echo_number();
    test_failures();
    test_call_between();
    test_glare();
    test_ring_gone();
    test_callers();
    test_bells();
    test_beep_and_noise();
    test_passthrough();
    test_faults();
    stop_modems();

    /* the same modems with echo and numbers instead of words */
    start_modems( numeric );
    open_modem( 0 );
    dial( 0, "5550198" );
    expect( 0, MODEM_EVENT_CALL_FAILED );
    ok( event.cause == MODEM_CAUSE_BUSY && !strcmp( event.text, "7" ), "cause %s, text %s\n", modem_cause_name( event.cause ), event.text );
    stop_modems();
    stop_exchange();

    start_exchange( "v22bis" );
    start_modems( NULL );
    test_v22bis();
    stop_modems();
    stop_exchange();

    printf( "%d passed, %d failed\n", passed, failed );
    return failed != 0;
}
