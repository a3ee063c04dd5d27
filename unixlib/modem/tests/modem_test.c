/*
 * Transcript tests of the modem engine: what the modem says, what the engine makes of it.
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
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "fake_modem.h"
#include "modem/modem.h"
#include "port/port.h"

static int passed, failed, skipped;

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
    printf( "modem_test.c:%d: failed: ", line );
    va_start( args, format );
    vprintf( format, args );
    va_end( args );
}

static int64_t now_ms( void )
{
    struct timespec now;

    clock_gettime( CLOCK_MONOTONIC, &now );
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* ---- a host with one modem, and a watchdog that ends a wait for what never comes ---- */

#define WATCHDOG_S 30

struct bench
{
    struct fake_modem fake;
    struct modem_host *host;
    struct modem_config *config;
    uint32_t modem;
    uint32_t request;
    struct modem_event event;       /* the last one */
};

static struct modem_host *watched;

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

static void bench_begin( struct bench *bench, const struct step *steps, unsigned int flags )
{
    size_t i;

    memset( bench, 0, sizeof(*bench) );
    fake_start( &bench->fake, steps, flags, 0 );
    if (modem_host_create( &bench->host ) || !(bench->config = modem_config_create())) abort();
    for (i = 0; i < sizeof(quick) / sizeof(quick[0]); i++) modem_config_set( bench->config, quick[i].name, quick[i].value );
    watched = bench->host;
    alarm( WATCHDOG_S );
}

static void set( struct bench *bench, const char *name, const char *value )
{
    int ret = modem_config_set( bench->config, name, value );

    ok( !ret, "%s: %d\n", name, ret );
}

static void bench_create( struct bench *bench )
{
    ok( !modem_create( bench->host, bench->fake.path, bench->config, 0x1234567800000000ull, &bench->modem ), "create\n" );
}

static void bench_end( struct bench *bench )
{
    alarm( 0 );
    watched = NULL;
    modem_host_destroy( bench->host );
    modem_config_free( bench->config );
    fake_stop( &bench->fake );
}

/* The next event that is not mere text. */
static int next_event( struct bench *bench )
{
    int ret;

    do ret = modem_host_wait( bench->host, &bench->event );
    while (!ret && bench->event.type == MODEM_EVENT_TEXT);
    if (ret) memset( &bench->event, 0, sizeof(bench->event) );
    return ret;
}

#define expect( bench, type ) expect_at( __LINE__, bench, type )

static int expect_at( int line, struct bench *bench, enum modem_event_type type )
{
    int ret = next_event( bench );

    check( !ret && bench->event.type == type, line, "expected event '%s', got '%s' (ret %d, error %d, cause %s, state %s, %s)\n",
           modem_event_name( type ), ret ? "nothing" : modem_event_name( bench->event.type ), ret, bench->event.error,
           modem_cause_name( bench->event.cause ), modem_state_name( bench->event.state ), bench->event.reason );
    if (!ret) check( bench->event.modem == bench->modem && bench->event.user == 0x1234567800000000ull, line, "event of another modem\n" );
    return !ret && bench->event.type == type;
}

#define expect_completed( bench, error ) expect_completed_at( __LINE__, bench, error )

static void expect_completed_at( int line, struct bench *bench, int error )
{
    if (!expect_at( line, bench, MODEM_EVENT_COMPLETED )) return;
    check( bench->event.request == bench->request, line, "request %u, expected %u\n", bench->event.request, bench->request );
    check( bench->event.error == error, line, "error %d, expected %d (%s)\n", bench->event.error, error, bench->event.reason );
    check( !error || bench->event.reason[0], line, "an error without a reason\n" );
}

static void open_modem( struct bench *bench )
{
    bench_create( bench );
    modem_open( bench->host, bench->modem, ++bench->request );
    expect( bench, MODEM_EVENT_OPENED );
    ok( bench->event.state == MODEM_IDLE, "state %s\n", modem_state_name( bench->event.state ) );
    ok( bench->event.has_lines == !!(bench->fake.flags & FAKE_LINES), "has_lines %u\n", bench->event.has_lines );
    expect_completed( bench, 0 );
}

static void dial( struct bench *bench, const char *number )
{
    int ret = modem_dial( bench->host, bench->modem, ++bench->request, number, 0 );

    ok( !ret, "dial %s: %d\n", number, ret );
    expect( bench, MODEM_EVENT_DIALING );
    expect( bench, MODEM_EVENT_PROCEEDING );
    expect_completed( bench, 0 );
}

static void hang_up( struct bench *bench )
{
    modem_hangup( bench->host, bench->modem, ++bench->request );
    expect( bench, MODEM_EVENT_HUNG_UP );
    expect_completed( bench, 0 );
}

/* What the application finds on its own handle: up to `want` bytes, as a string. */
static void read_data( int fd, char *data, size_t want )
{
    struct pollfd pfd = { .fd = fd, .events = POLLIN };
    size_t len = 0;
    ssize_t got;

    while (len < want && poll( &pfd, 1, 3000 ) > 0 && (got = read( fd, data + len, want - len )) > 0) len += (size_t)got;
    data[len] = 0;
}

/* After a call the modem must be usable again: settings are taken when it is idle. */
static void expect_ready( struct bench *bench, int line )
{
    struct modem_settings settings;
    struct modem_status status;

    modem_settings_default( &settings );
    modem_set_settings( bench->host, bench->modem, &settings, ++bench->request );
    expect_completed_at( line, bench, 0 );
    modem_get_status( bench->host, bench->modem, &status );
    check( status.state == MODEM_IDLE, line, "state %s\n", modem_state_name( status.state ) );
}

/* ---- dialling ---- */

static void test_dial_ok( void )
{
    static const struct step steps[] =
    {
        ON( "ATDT5550101", "\r\nRINGING\r\n" ), SEND( "\r\nCARRIER 33600\r\n\r\nPROTOCOL: LAP-M\r\n\r\nCOMPRESSION: V.42BIS\r\n" ),
        SEND( "\r\nCONNECT 115200\r\nhello" ), DATA( 1 ), BYTES( "from the program", NULL ), BYTES( "+++", "\r\nOK\r\n" ), DATA( 0 ), END
    };
    char data[64] = "";
    struct bench b;
    int fd;

    bench_begin( &b, steps, 0 );
    open_modem( &b );
    ok( fake_received( &b.fake, "AT&FE0Q0V1&C1&D2S0=0" ), "no init: %s\n", b.fake.log );
    ok( fake_received( &b.fake, "AT+IFC=2,2" ), "no flow control: %s\n", b.fake.log );
    ok( fake_received( &b.fake, "ATL1M1X4S7=60" ), "no settings: %s\n", b.fake.log );
    ok( fake_received( &b.fake, "AT+VCID=1" ), "no caller id: %s\n", b.fake.log );
    dial( &b, "(555) 0-101" );
    expect( &b, MODEM_EVENT_RINGBACK );
    expect( &b, MODEM_EVENT_CONNECTED );
    ok( b.event.call == 1, "call %u\n", b.event.call );
    ok( b.event.state == MODEM_CONNECTED, "state %s\n", modem_state_name( b.event.state ) );
    ok( b.event.dte_rate == 115200 && b.event.dce_rate == 33600, "rates %u %u\n", b.event.dte_rate, b.event.dce_rate );
    ok( b.event.protocol == MODEM_PROTOCOL_LAPM && b.event.compression == MODEM_COMPRESSION_V42BIS, "protocol %u %u\n", b.event.protocol,
        b.event.compression );
    ok( b.event.options == (MODEM_OPTION_COMPRESSION | MODEM_OPTION_ERROR_CONTROL), "options %#x\n", b.event.options );
    ok( !strcmp( b.event.text, "CONNECT 115200" ), "text %s\n", b.event.text );

    /* all bytes behind CONNECT are the application's, and its own reach the other side untouched */
    fd = open( b.fake.path, O_RDWR | O_NOCTTY );
    read_data( fd, data, 5 );
    ok( !strcmp( data, "hello" ), "data '%s'\n", data );
    ok( write( fd, "from the program", 16 ) == 16, "write\n" );
    close( fd );

    hang_up( &b );
    ok( fake_received( &b.fake, "ATH" ), "no ATH: %s\n", b.fake.log );
    expect_ready( &b, __LINE__ );
    bench_end( &b );
}

static const struct
{
    const char *reply;
    unsigned int flags;
    enum modem_cause cause;
} call_results[] =
{
    { "\r\nBUSY\r\n",                    0,            MODEM_CAUSE_BUSY },
    { "\r\nNO ANSWER\r\n",               0,            MODEM_CAUSE_NO_ANSWER },
    { "\r\nNO CARRIER\r\n",              0,            MODEM_CAUSE_NO_CARRIER },
    { "\r\nNO DIALTONE\r\n",             0,            MODEM_CAUSE_NO_DIALTONE },
    { "\r\nNO DIAL TONE\r\n",            0,            MODEM_CAUSE_NO_DIALTONE },
    { "\r\nBLACKLISTED\r\n",             0,            MODEM_CAUSE_BLACKLISTED },
    { "\r\nDELAYED 00:04:12\r\n",        0,            MODEM_CAUSE_DELAYED },
    { "\r\nERROR\r\n",                   0,            MODEM_CAUSE_ERROR },
    { "\r\nVOICE\r\n",                   0,            MODEM_CAUSE_VOICE },
    { "\r\nFAX\r\n",                     0,            MODEM_CAUSE_FAX },
    { "\r\nOK\r\n",                      0,            MODEM_CAUSE_ERROR },
    { "7\r",                             FAKE_NUMERIC, MODEM_CAUSE_BUSY },
    { "8\r",                             FAKE_NUMERIC, MODEM_CAUSE_NO_ANSWER },
    { "3\r",                             FAKE_NUMERIC, MODEM_CAUSE_NO_CARRIER },
    { "6\r",                             FAKE_NUMERIC, MODEM_CAUSE_NO_DIALTONE },
    { "4\r",                             FAKE_NUMERIC, MODEM_CAUSE_ERROR },
    { "\r\nBUSY\r\n",                    FAKE_ECHO,    MODEM_CAUSE_BUSY },
    { "\r\nBUSY\r\n",                    FAKE_SPLIT,   MODEM_CAUSE_BUSY },
    { "\r\nBUSY\r\n",                    FAKE_GARBAGE, MODEM_CAUSE_BUSY },
    { "\r\nBUSY\r\n",                    FAKE_PARITY,  MODEM_CAUSE_BUSY },
    { "\r\nNO CARRIER\r\n",              FAKE_ECHO | FAKE_SPLIT | FAKE_GARBAGE, MODEM_CAUSE_NO_CARRIER },
    { "7\r",                             FAKE_NUMERIC | FAKE_ECHO, MODEM_CAUSE_BUSY },
    { "\r\nRINGING\r\n\r\nBUSY\r\n",     0,            MODEM_CAUSE_BUSY },
};

static void test_call_results( void )
{
    size_t i;

    for (i = 0; i < sizeof(call_results) / sizeof(call_results[0]); i++)
    {
        const struct step steps[] = { ON( "ATDT5550198", call_results[i].reply ), END };
        struct bench b;

        bench_begin( &b, steps, call_results[i].flags );
        set( &b, "Timings\\HangupTimeout", "400" );
        open_modem( &b );
        dial( &b, "5550198" );
        next_event( &b );
        if (b.event.type == MODEM_EVENT_RINGBACK) next_event( &b );
        ok( b.event.type == MODEM_EVENT_CALL_FAILED, "%s: event %s\n", call_results[i].reply, modem_event_name( b.event.type ) );
        ok( b.event.cause == call_results[i].cause, "%s: cause %s\n", call_results[i].reply, modem_cause_name( b.event.cause ) );
        ok( b.event.error < 0 && strstr( b.event.reason, b.fake.path ), "error %d reason %s\n", b.event.error, b.event.reason );
        /* no hang-up is needed: it gets ready by itself */
        modem_hangup( b.host, b.modem, ++b.request );
        expect_completed( &b, 0 );
        expect_ready( &b, __LINE__ );
        bench_end( &b );
    }
}

static const struct
{
    const char *reply;
    unsigned int flags;
    uint32_t dce_rate;
} connects[] =
{
    { "\r\nCONNECT 9600\r\n", FAKE_ECHO, 9600 },
    { "\r\nCONNECT 9600\r\n", FAKE_SPLIT, 9600 },
    { "\r\nCONNECT 9600\r\n", FAKE_GARBAGE, 9600 },
    { "\r\nCONNECT\r\n", 0, 0 },
    { "1\r", FAKE_NUMERIC, 0 },
    { "10\r", FAKE_NUMERIC, 2400 },
    { "CONNECT 2400\r", FAKE_NUMERIC, 2400 },      /* words without LF */
};

/* The line end of CONNECT never reaches the application, whatever its form; what follows always does. */
static void test_connect_forms( void )
{
    size_t i;

    for (i = 0; i < sizeof(connects) / sizeof(connects[0]); i++)
    {
        const struct step steps[] = { ON( "ATDT1", connects[i].reply ), DATA( 1 ), SEND( "DATA\r\nNO CARRIER\r\n" ), BYTES( "+++", "\r\nOK\r\n" ), DATA( 0 ), END };
        char data[32] = "";
        struct bench b;
        int fd;

        bench_begin( &b, steps, connects[i].flags & ~FAKE_GARBAGE );
        if (connects[i].flags & FAKE_GARBAGE) b.fake.flags |= FAKE_GARBAGE;
        open_modem( &b );
        dial( &b, "1" );
        expect( &b, MODEM_EVENT_CONNECTED );
        ok( b.event.dce_rate == connects[i].dce_rate, "%s: rate %u\n", connects[i].reply, b.event.dce_rate );
        ok( b.event.dte_rate == 115200, "%s: rate %u\n", connects[i].reply, b.event.dte_rate );
        fd = open( b.fake.path, O_RDWR | O_NOCTTY );
        read_data( fd, data, 18 );
        ok( !strcmp( data, "DATA\r\nNO CARRIER\r\n" ), "%s: data '%s'\n", connects[i].reply, data );
        close( fd );
        hang_up( &b );
        bench_end( &b );
    }
}

static void test_dial_strings( void )
{
    static const struct
    {
        const char *in, *out;
        int ret;
        char offender;
    } strings[] =
    {
        { "5550101", "5550101", 0, 0 },
        { "T5550101", "T5550101", 0, 0 },
        { "p 5550101", "P5550101", 0, 0 },
        { "+1 (425) 555-0101", "14255550101", 0, 0 },
        { "9,,W555@1$2!#*ABCD", "9,,W555@1$2!#*ABCD", 0, 0 },
        { "555;", "555;", 0, 0 },
        { "5;5;;", "55;", 0, 0 },
        { "555\rATH", "555AT", 0, 0 },      /* what is left can only be dialled */
        { "555\nS0=1&F", "55501", 0, 0 },
        { "", "", 0, 0 },
        { ";", ";", 0, 0 },
        { "xyz", "", -EINVAL, 0 },
        { "555?", "555", -EOPNOTSUPP, '?' },
    };
    struct modem_config *config = modem_config_create();
    struct modem_settings settings;
    char out[MODEM_DIAL_STRING_MAX], longer[400], offender;
    size_t i;
    int ret;

    for (i = 0; i < sizeof(strings) / sizeof(strings[0]); i++)
    {
        ret = modem_check_dial_string( config, NULL, strings[i].in, out, &offender );
        ok( ret == strings[i].ret && offender == strings[i].offender, "%s: %d %c\n", strings[i].in, ret, offender );
        ok( !strcmp( out, strings[i].out ), "%s: %s\n", strings[i].in, out );
    }
    memset( longer, '1', sizeof(longer) - 1 );
    longer[sizeof(longer) - 1] = 0;
    ok( modem_check_dial_string( NULL, NULL, longer, out, NULL ) == -E2BIG, "too long\n" );
    longer[MODEM_DIAL_STRING_MAX - 1] = 0;
    ok( !modem_check_dial_string( NULL, NULL, longer, out, NULL ) && !strcmp( out, longer ), "longest\n" );

    /* what this modem cannot do is refused, or replaced by pauses where that was asked for */
    ok( !modem_config_set( config, "Capabilities\\DialBilling", "0" ), "set\n" );
    ok( !modem_config_set( config, "capabilities\\dialquiet", "0" ), "set\n" );
    ok( !modem_config_set( config, "Capabilities\\DialDialtone", "0" ), "set\n" );
    ok( modem_check_dial_string( config, NULL, "1$2", out, &offender ) == -EOPNOTSUPP && offender == '$', "billing %c\n", offender );
    ok( modem_check_dial_string( config, NULL, "1@2", out, &offender ) == -EOPNOTSUPP && offender == '@', "quiet %c\n", offender );
    ok( modem_check_dial_string( config, NULL, "1W2", out, &offender ) == -EOPNOTSUPP && offender == 'W', "dialtone %c\n", offender );
    modem_settings_default( &settings );
    settings.wait_bong = 5;
    ok( !modem_check_dial_string( config, &settings, "1$2", out, NULL ) && !strcmp( out, "1,,,2" ), "bong %s\n", out );
    ok( !modem_config_set( config, "Settings\\DialSuffix", "" ), "set\n" );
    ok( modem_check_dial_string( config, NULL, "1;", out, &offender ) == -EOPNOTSUPP && offender == ';', "part %c\n", offender );
    modem_config_free( config );
}

static void test_dial_parts( void )
{
    static const struct step steps[] =
    {
        ON( "ATDT9;", "\r\nOK\r\n" ), ON( "ATDP555;", "\r\nOK\r\n" ), ON( "ATDP0101", "\r\nCONNECT 2400\r\n" ), DATA( 1 ), BYTES( "+++", "\r\nOK\r\n" ),
        DATA( 0 ), END
    };
    struct bench b;

    bench_begin( &b, steps, 0 );
    open_modem( &b );
    modem_dial( b.host, b.modem, ++b.request, "9;", 0 );
    expect( &b, MODEM_EVENT_DIALING );
    expect( &b, MODEM_EVENT_DIALED );
    ok( b.event.state == MODEM_OFF_HOOK, "state %s\n", modem_state_name( b.event.state ) );
    expect_completed( &b, 0 );
    modem_dial( b.host, b.modem, ++b.request, "P555;", 0 );
    expect( &b, MODEM_EVENT_DIALED );
    expect_completed( &b, 0 );
    modem_dial( b.host, b.modem, ++b.request, "0101", 0 );
    expect( &b, MODEM_EVENT_PROCEEDING );
    expect_completed( &b, 0 );
    expect( &b, MODEM_EVENT_CONNECTED );
    ok( b.event.call == 1, "call %u\n", b.event.call );
    hang_up( &b );
    bench_end( &b );
}

/* Longer than one command may be: dialled in parts that the application does not see. */
static void test_dial_long( void )
{
    static const struct step steps[] =
    {
        ON( "ATDT1234567890;", "\r\nOK\r\n" ), ON( "ATDT1234567890;", "\r\nOK\r\n" ), ON( "ATDT12345", "\r\nBUSY\r\n" ), END
    };
    struct bench b;

    bench_begin( &b, steps, 0 );
    set( &b, "Capabilities\\MaxDialLength", "10" );
    open_modem( &b );
    dial( &b, "1234567890123456789012345" );
    expect( &b, MODEM_EVENT_CALL_FAILED );
    ok( b.event.cause == MODEM_CAUSE_BUSY, "cause %s\n", modem_cause_name( b.event.cause ) );
    bench_end( &b );
}

static void test_dial_flags( void )
{
    static const struct step steps[] =
    {
        ON( "ATX3DP123;", "\r\nOK\r\n" ), ON( "ATH", "\r\nOK\r\n" ), ON( "ATDP44", "\r\nBUSY\r\n" ), END
    };
    struct modem_settings settings;
    struct bench b;

    bench_begin( &b, steps, 0 );
    open_modem( &b );
    ok( modem_dial( b.host, b.modem, 1, "1", 0x80 ) == -EINVAL, "bad flag\n" );
    ok( modem_dial( b.host, b.modem, 1, "?", 0 ) == -EOPNOTSUPP, "bad string\n" );
    ok( modem_dial( b.host, b.modem + 1, 1, "1", 0 ) == -ENOENT, "bad modem\n" );
    /* a voice call: dialled, then a person talks */
    modem_dial( b.host, b.modem, ++b.request, "123", MODEM_DIAL_VOICE | MODEM_DIAL_PULSE | MODEM_DIAL_BLIND );
    expect( &b, MODEM_EVENT_DIALING );
    expect( &b, MODEM_EVENT_DIALED );
    expect_completed( &b, 0 );
    hang_up( &b );
    modem_settings_default( &settings );
    settings.preferred &= ~MODEM_PREFER_TONE_DIAL;
    settings.preferred |= MODEM_PREFER_BLIND_DIAL;
    settings.speaker_mode = MODEM_SPEAKER_OFF;
    modem_set_settings( b.host, b.modem, &settings, ++b.request );
    expect_completed( &b, 0 );
    ok( fake_received( &b.fake, "ATL1M0X3S7=60" ), "settings: %s\n", b.fake.log );
    dial( &b, "44" );
    expect( &b, MODEM_EVENT_CALL_FAILED );
    bench_end( &b );
}

static void test_dial_timeout( void )
{
    static const struct step steps[] = { ON( "ATDT1", "" ), BYTES( "\r", "\r\nNO CARRIER\r\n" ), ON( "ATH", "\r\nOK\r\n" ), END };
    struct modem_settings settings;
    struct bench b;

    bench_begin( &b, steps, 0 );
    set( &b, "Timings\\DialTimeout", "200" );
    open_modem( &b );
    modem_settings_default( &settings );
    settings.call_setup_timeout = 0;
    modem_set_settings( b.host, b.modem, &settings, ++b.request );
    expect_completed( &b, 0 );
    dial( &b, "1" );
    expect( &b, MODEM_EVENT_CALL_FAILED );
    ok( b.event.cause == MODEM_CAUSE_TIMEOUT && b.event.error == -ETIMEDOUT, "cause %s\n", modem_cause_name( b.event.cause ) );
    expect_ready( &b, __LINE__ );
    ok( b.fake.done, "the modem was not made to hang up: %s\n", b.fake.log );
    bench_end( &b );
}

static void test_cancel_dial( void )
{
    static const struct step steps[] = { ON( "ATDT1", "" ), BYTES( "\r", "\r\nNO CARRIER\r\n" ), ON( "ATH", "\r\nOK\r\n" ), END };
    static const struct step with_lines[] = { ON( "ATDT1", "" ), DTR( 0 ), SEND( "\r\nNO CARRIER\r\n" ), DTR( 1 ), ON( "ATH", "\r\nOK\r\n" ), END };
    int lines;

    for (lines = 0; lines < 2; lines++)
    {
        struct bench b;

        bench_begin( &b, lines ? with_lines : steps, lines ? FAKE_LINES : 0 );
        open_modem( &b );
        dial( &b, "1" );
        hang_up( &b );
        expect_ready( &b, __LINE__ );
        ok( b.fake.done, "the modem was not made to hang up: %s\n", b.fake.log );
        bench_end( &b );
    }
}

/* Hang-up overtakes a dial command that has not begun, and cancels it. */
static void test_overtaking( void )
{
    static const struct step steps[] = { WAIT( 100 ), ON( "ATDT1", "\r\nBUSY\r\n" ), END };
    struct bench b;

    bench_begin( &b, steps, 0 );
    bench_create( &b );
    modem_open( b.host, b.modem, 1 );
    modem_dial( b.host, b.modem, 2, "1", 0 );
    modem_hangup( b.host, b.modem, 3 );
    next_event( &b );
    ok( b.event.type == MODEM_EVENT_COMPLETED && b.event.request == 2 && b.event.error == -ECANCELED, "%s %u %d\n",
        modem_event_name( b.event.type ), b.event.request, b.event.error );
    b.request = 3;
    expect_completed( &b, 0 );
    expect( &b, MODEM_EVENT_OPENED );
    b.request = 1;
    expect_completed( &b, 0 );
    ok( !fake_received( &b.fake, "ATDT1" ), "it was dialled: %s\n", b.fake.log );
    bench_end( &b );
}

/* ---- incoming calls ---- */

static void test_ring_and_answer( void )
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

static void test_caller_withheld( void )
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
static void test_caller_before_ring( void )
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

static void test_ring_gone( void )
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
static void test_reject_ring( void )
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

static void test_answer_failures( void )
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
        expect_ready( &b, __LINE__ );
        bench_end( &b );
    }
}

static void test_glare( void )
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
static void test_late_ring_is_ringback( void )
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
static void test_ring_during_init( void )
{
    static const struct step steps[] = { ON( "AT+VCID=1", "\r\nRING\r\n\r\nOK\r\n" ), END };
    struct bench b;

    bench_begin( &b, steps, 0 );
    open_modem( &b );
    expect( &b, MODEM_EVENT_RING );
    bench_end( &b );
}

/* ---- the end of a call ---- */

static void test_dtr_hangup( void )
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
    expect_ready( &b, __LINE__ );
    modem_get_status( b.host, b.modem, &status );
    ok( status.has_lines == 1 && !(status.lines & PORT_LINE_DCD) && (status.lines & PORT_LINE_CTS), "lines %#x\n", status.lines );
    ok( b.fake.done, "steps left\n" );
    bench_end( &b );
}

/* The modem ignores DTR (&D0): the escape sequence ends the call. */
static void test_escape_after_dtr( void )
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
static void test_escape_retry( void )
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
    expect_ready( &b, __LINE__ );
    bench_end( &b );
}

static void test_carrier_loss( void )
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
    expect_ready( &b, __LINE__ );
    bench_end( &b );
}

/* A carrier that came and went between two looks is lost all the same. */
static void test_short_carrier( void )
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
static void test_hangup_in_command_mode( void )
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
    expect_ready( &b, __LINE__ );
    bench_end( &b );
}

/* Without modem lines the words are noticed once the application has let go of the stream. */
static void test_no_carrier_text( void )
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

static void test_data_begin( void )
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

/* ---- trouble ---- */

static void test_dead_modem( void )
{
    static const struct step steps[] = { MUTE( 1 ), END };
    struct modem_status status;
    struct bench b;

    bench_begin( &b, steps, 0 );
    set( &b, "Timings\\CommandTimeout", "100" );
    bench_create( &b );
    modem_open( b.host, b.modem, ++b.request );
    expect( &b, MODEM_EVENT_PORT_ERROR );
    ok( b.event.error == -ETIMEDOUT && b.event.state == MODEM_DEAD, "error %d state %s\n", b.event.error, modem_state_name( b.event.state ) );
    ok( strstr( b.event.reason, b.fake.path ) && strstr( b.event.reason, "no modem answers" ), "reason %s\n", b.event.reason );
    expect_completed( &b, -ETIMEDOUT );
    ok( b.fake.in_len || b.fake.commands == 3, "%d tries\n", b.fake.commands );
    modem_dial( b.host, b.modem, ++b.request, "1", 0 );
    expect_completed( &b, -ENOTCONN );
    modem_get_status( b.host, b.modem, &status );
    ok( status.state == MODEM_DEAD && status.error == -ETIMEDOUT && strstr( status.reason, "no modem answers" ), "status %u %d %s\n", status.state,
        status.error, status.reason );
    /* it can be tried again */
    modem_open( b.host, b.modem, ++b.request );
    expect( &b, MODEM_EVENT_PORT_ERROR );
    expect_completed( &b, -ETIMEDOUT );
    bench_end( &b );
}

/* A modem left in data mode by somebody else: the escape sequence brings it back. */
static void test_left_in_data_mode( void )
{
    static const struct step steps[] = { DATA( 1 ), BYTES( "+++", "\r\nOK\r\n" ), DATA( 0 ), END };
    struct bench b;

    bench_begin( &b, steps, 0 );
    set( &b, "Timings\\CommandTimeout", "400" );
    open_modem( &b );
    ok( b.fake.done, "no escape\n" );
    bench_end( &b );
}

static void test_dies_later( void )
{
    static const struct step steps[] = { ON( "ATDT1", "\r\nCONNECT 9600\r\n" ), DATA( 1 ), MUTE( 1 ), END };
    struct bench b;

    bench_begin( &b, steps, 0 );
    set( &b, "Timings\\HangupTimeout", "100" );
    open_modem( &b );
    dial( &b, "1" );
    expect( &b, MODEM_EVENT_CONNECTED );
    modem_hangup( b.host, b.modem, ++b.request );
    expect( &b, MODEM_EVENT_DEAD );
    ok( strstr( b.event.reason, "does not answer" ), "reason %s\n", b.event.reason );
    expect_completed( &b, -ETIMEDOUT );
    bench_end( &b );
}

/* Answers come later than the time-out: the tries overlap, and the engine adapts. */
static void test_slow_modem( void )
{
    static const struct step steps[] = { ON( "ATDT1", "\r\nBUSY\r\n" ), END };
    struct bench b;

    bench_begin( &b, steps, 0 );
    b.fake.slow_ms = 150;
    set( &b, "Timings\\CommandTimeout", "100" );
    set( &b, "Timings\\CommandRetries", "5" );
    open_modem( &b );
    dial( &b, "1" );
    expect( &b, MODEM_EVENT_CALL_FAILED );
    ok( b.event.cause == MODEM_CAUSE_BUSY, "cause %s\n", modem_cause_name( b.event.cause ) );
    bench_end( &b );
}

static void test_init_refused( void )
{
    static const struct step steps[] = { ON( "AT&W9", "\r\nERROR\r\n" ), ON( "AT&W9", "\r\nERROR\r\n" ), END };
    struct bench b;

    bench_begin( &b, steps, 0 );
    set( &b, "Init\\2", "AT&W9<cr>" );
    set( &b, "init\\1", "ATZ<CR>" );
    bench_create( &b );
    modem_open( b.host, b.modem, ++b.request );
    expect( &b, MODEM_EVENT_PORT_ERROR );
    ok( b.event.error == -EPROTO && strstr( b.event.reason, "AT&W9" ), "error %d reason %s\n", b.event.error, b.event.reason );
    expect_completed( &b, -EPROTO );
    ok( fake_received( &b.fake, "ATZ" ), "log %s\n", b.fake.log );
    bench_end( &b );
}

/* The same refusal with a Reset to try: ATZ, and Init once more. */
static void test_init_reset( void )
{
    static const struct step steps[] =
    {
        ON( "AT&W9", "\r\nERROR\r\n" ), ON( "AT&W9", "\r\nERROR\r\n" ), ON( "ATZ5", "\r\nOK\r\n" ), ON( "AT&W9", "\r\nOK\r\n" ), END
    };
    struct bench b;

    bench_begin( &b, steps, 0 );
    set( &b, "Init\\1", "AT&W9<cr>" );
    set( &b, "Reset", "ATZ5<cr>" );
    open_modem( &b );
    ok( b.fake.done, "steps left: %s\n", b.fake.log );
    bench_end( &b );
}

/* Settings a modem does not know: the line is taken apart, what it knows is set. */
static void test_settings_refused( void )
{
    static const struct step steps[] =
    {
        ON( "ATL1M1X4S7=60", "\r\nERROR\r\n" ), ON( "ATL1", "\r\nERROR\r\n" ), ON( "ATM1", "\r\nOK\r\n" ), ON( "ATX4", "\r\nOK\r\n" ),
        ON( "ATS7=60", "\r\nERROR\r\n" ), ON( "AT+IFC=2,2", "\r\nERROR\r\n" ), ON( "AT+ES=3,0,2", "\r\nOK\r\n" ), END
    };
    struct bench b;

    bench_begin( &b, steps, 0 );
    open_modem( &b );
    ok( b.fake.done, "steps left: %s\n", b.fake.log );
    bench_end( &b );
}

/* A description out of an .INF file: its strings, not the built-in ones, and no feature it does not name. */
static void test_inf_modem( void )
{
    static const unsigned char connect[10] = { 2, 3, 0x40, 0x38, 0, 0, 0, 0xe1, 0, 0 };
    static const unsigned char busy[10] = { 6 };
    static const struct step steps[] =
    {
        ON( "AT&F1&K3", "\r\nOK\r\n" ), ON( "ATM1S30=2&K3", "\r\nOK\r\n" ), ON( "ATS0=0", "\r\nOK\r\n" ), ON( "AT#CID=1", "\r\nERROR\r\n" ),
        ON( "ATDT1#;", "\r\nOK\r\n" ), ON( "ATDT22", "\r\nBESETZT\r\n" ), ON( "AT&F1&K3", "\r\nOK\r\n" ), ON( "ATDT1", "\r\nVERBUNDEN 14\r\n" ), DATA( 1 ),
        BYTES( "+++", "\r\nOK\r\n" ), DATA( 0 ), ON( "ATH0", "\r\nOK\r\n" ), END
    };
    struct modem_settings settings;
    struct bench b;

    bench_begin( &b, steps, 0 );
    set( &b, "Init\\1", "AT&F1&K3<cr>" );
    set( &b, "Monitor\\1", "ATS0=0<cr>" );
    set( &b, "Monitor\\2", "None" );
    set( &b, "EnableCallerID\\1", "AT#CID=1<cr>" );
    set( &b, "Hangup\\1", "ATH0<h0d>" );
    set( &b, "Settings\\Prefix", "AT" );
    set( &b, "Settings\\FlowControl_Hard", "&K3" );
    set( &b, "Settings\\SpeakerMode_Dial", "M1" );
    set( &b, "Settings\\InactivityTimeOut", "S30=<#>" );
    ok( modem_config_set( b.config, "Settings\\Unheard_Of", "1" ) == -ENOENT, "unknown setting\n" );
    ok( modem_config_set( b.config, "FriendlyName", "X" ) == -ENOENT, "unknown name\n" );
    ok( modem_config_set( b.config, "Timings\\LinePoll", "often" ) == -EINVAL, "bad number\n" );
    ok( modem_config_set( b.config, "Init\\3", "AT<h00>" ) == -EINVAL, "NUL\n" );
    ok( !modem_config_add_response( b.config, "<cr><lf>VERBUNDEN 14<cr><lf>", connect, 10 ), "response\n" );
    ok( !modem_config_add_response( b.config, "<cr><lf>BESETZT<cr><lf>", busy, 1 ), "response\n" );
    ok( modem_config_add_response( b.config, "<cr><lf>", busy, 1 ) == -EINVAL, "empty response\n" );

    bench_create( &b );
    modem_settings_default( &settings );
    settings.inactivity_timeout = 90;
    modem_set_settings( b.host, b.modem, &settings, ++b.request );
    expect_completed( &b, 0 );
    modem_open( b.host, b.modem, ++b.request );
    expect( &b, MODEM_EVENT_OPENED );
    expect_completed( &b, 0 );
    modem_dial( b.host, b.modem, ++b.request, "1#;", 0 );
    expect( &b, MODEM_EVENT_DIALING );
    expect( &b, MODEM_EVENT_DIALED );
    expect_completed( &b, 0 );
    modem_dial( b.host, b.modem, ++b.request, "22", 0 );
    expect( &b, MODEM_EVENT_PROCEEDING );
    expect_completed( &b, 0 );
    expect( &b, MODEM_EVENT_CALL_FAILED );
    ok( b.event.cause == MODEM_CAUSE_BUSY, "cause %s\n", modem_cause_name( b.event.cause ) );
    dial( &b, "1" );
    expect( &b, MODEM_EVENT_CONNECTED );
    ok( b.event.dce_rate == 14400 && b.event.dte_rate == 57600 && b.event.options == 3, "rates %u %u options %#x\n", b.event.dce_rate,
        b.event.dte_rate, b.event.options );
    hang_up( &b );
    ok( b.fake.done, "steps left: %s\n", b.fake.log );
    bench_end( &b );
}

static void test_port_lost( void )
{
    static const struct step idle[] = { ON( "AT+VCID=1", "\r\nOK\r\n" ), WAIT( 50 ), UNPLUG, END };
    static const struct step dialling[] = { ON( "ATDT1", "" ), WAIT( 50 ), UNPLUG, END };
    static const struct step talking[] = { ON( "ATDT1", "\r\nCONNECT\r\n" ), WAIT( 50 ), UNPLUG, END };
    static const struct step hanging[] = { ON( "ATDT1", "\r\nCONNECT\r\n" ), DATA( 1 ), BYTES( "+++", NULL ), UNPLUG, END };
    static const struct step opening[] = { ON( "AT", "" ), UNPLUG, END };
    struct modem_status status;
    struct bench b;

    bench_begin( &b, idle, 0 );
    open_modem( &b );
    expect( &b, MODEM_EVENT_PORT_LOST );
    ok( b.event.state == MODEM_DEAD && b.event.error < 0 && strstr( b.event.reason, b.fake.path ), "state %s error %d reason %s\n",
        modem_state_name( b.event.state ), b.event.error, b.event.reason );
    modem_get_status( b.host, b.modem, &status );
    ok( status.state == MODEM_DEAD && status.error < 0, "status %u %d\n", status.state, status.error );
    modem_close( b.host, b.modem, ++b.request );
    expect( &b, MODEM_EVENT_CLOSED );
    expect_completed( &b, 0 );
    bench_end( &b );

    bench_begin( &b, dialling, 0 );
    open_modem( &b );
    dial( &b, "1" );
    expect( &b, MODEM_EVENT_PORT_LOST );
    bench_end( &b );

    bench_begin( &b, talking, 0 );
    open_modem( &b );
    dial( &b, "1" );
    expect( &b, MODEM_EVENT_CONNECTED );
    expect( &b, MODEM_EVENT_PORT_LOST );
    modem_hangup( b.host, b.modem, ++b.request );
    expect_completed( &b, 0 );
    bench_end( &b );

    bench_begin( &b, hanging, 0 );
    open_modem( &b );
    dial( &b, "1" );
    expect( &b, MODEM_EVENT_CONNECTED );
    modem_hangup( b.host, b.modem, ++b.request );
    expect( &b, MODEM_EVENT_PORT_LOST );
    next_event( &b );
    ok( b.event.type == MODEM_EVENT_COMPLETED && b.event.request == b.request && b.event.error < 0, "%s %d\n", modem_event_name( b.event.type ),
        b.event.error );
    bench_end( &b );

    bench_begin( &b, opening, 0 );
    bench_create( &b );
    modem_open( b.host, b.modem, ++b.request );
    expect( &b, MODEM_EVENT_PORT_ERROR );
    next_event( &b );
    ok( b.event.type == MODEM_EVENT_COMPLETED && b.event.error < 0, "%s %d\n", modem_event_name( b.event.type ), b.event.error );
    bench_end( &b );
}

static void test_no_port( void )
{
    struct bench b;

    bench_begin( &b, NULL, 0 );
    unlink( b.fake.path );
    bench_create( &b );
    modem_open( b.host, b.modem, ++b.request );
    expect( &b, MODEM_EVENT_PORT_ERROR );
    ok( b.event.error == -ENOENT && b.event.state == MODEM_CLOSED, "error %d\n", b.event.error );
    ok( strstr( b.event.reason, "there is no such port" ), "reason %s\n", b.event.reason );
    expect_completed( &b, -ENOENT );
    ok( modem_share_port( b.host, b.modem, 1 ) == -ENOTCONN, "share\n" );
    bench_end( &b );
}

/* Who may not open the port, and who finds it taken, is told so: in a child without privileges. */
static void test_port_refused( void )
{
    static const struct { int mode, exclusive, error; const char *reason; } ports[] =
    {
        { 0600, 0, -EACCES, "permission denied" }, { 0666, 1, -EBUSY, "another program" },
    };
    size_t i;

    if (geteuid())
    {
        printf( "Tests skipped: only root can make a port that is another's\n" );
        skipped++;
        return;
    }
    for (i = 0; i < sizeof(ports) / sizeof(ports[0]); i++)
    {
        struct modem_event event;
        struct bench b;
        pid_t child;
        int status;

        bench_begin( &b, NULL, 0 );
        chmod( b.fake.dir, 0755 );
        if (fchmod( b.fake.slave, (mode_t)ports[i].mode ) || (ports[i].exclusive && ioctl( b.fake.slave, TIOCEXCL ))) abort();
        bench_create( &b );
        fflush( stdout );
        if (!(child = fork()))
        {
            if (setgid( 65534 ) || setuid( 65534 )) _exit( 9 );
            modem_open( b.host, b.modem, 5 );
            if (modem_host_wait( b.host, &event ) || event.type != MODEM_EVENT_PORT_ERROR || event.error != ports[i].error ||
                !strstr( event.reason, ports[i].reason ) || !strstr( event.reason, b.fake.path )) _exit( 1 );
            if (modem_host_wait( b.host, &event ) || event.type != MODEM_EVENT_COMPLETED || event.error != ports[i].error) _exit( 2 );
            _exit( 0 );
        }
        waitpid( child, &status, 0 );
        ok( WIFEXITED( status ) && !WEXITSTATUS( status ), "%s: status %#x\n", ports[i].reason, status );
        bench_end( &b );
    }
}

/* The socket of the modem lines goes away in a call: the call goes on, without lines. */
static void test_lines_lost( void )
{
    static const struct step steps[] =
    {
        ON( "ATDT1", "\r\nCONNECT\r\n" ), DATA( 1 ), LINES( PORT_LINE_DCD ), WAIT( 50 ), DROP_LINES, BYTES( "+++", "\r\nOK\r\n" ), DATA( 0 ), END
    };
    struct bench b;

    bench_begin( &b, steps, FAKE_LINES );
    open_modem( &b );
    dial( &b, "1" );
    expect( &b, MODEM_EVENT_CONNECTED );
    usleep( 150000 );
    hang_up( &b );
    bench_end( &b );
}

/* ---- the rest ---- */

static void test_passthrough( void )
{
    static const struct step steps[] =
    {
        ON( "AT+VCID=1", "\r\nOK\r\n" ), DATA( 1 ), BYTES( "AT+FCLASS=1\r", "\r\nOK\r\nRING\r\n" ), BYTES( "end", NULL ), DATA( 0 ), END
    };
    char data[64] = "";
    struct bench b;
    int fd;

    bench_begin( &b, steps, 0 );
    open_modem( &b );
    modem_passthrough( b.host, b.modem, 1, ++b.request );
    expect( &b, MODEM_EVENT_PASSTHROUGH );
    ok( b.event.on == 1 && b.event.state == MODEM_PASSTHROUGH, "on %u\n", b.event.on );
    expect_completed( &b, 0 );
    modem_dial( b.host, b.modem, ++b.request, "1", 0 );
    expect_completed( &b, -EBUSY );
    /* not a byte is the engine's */
    fd = open( b.fake.path, O_RDWR | O_NOCTTY );
    ok( write( fd, "AT+FCLASS=1\r", 12 ) == 12, "write\n" );
    read_data( fd, data, 12 );
    ok( !strcmp( data, "\r\nOK\r\nRING\r\n" ), "data '%s'\n", data );
    ok( write( fd, "end", 3 ) == 3, "write\n" );
    close( fd );
    usleep( 50000 );
    modem_passthrough( b.host, b.modem, 0, ++b.request );
    expect( &b, MODEM_EVENT_PASSTHROUGH );
    ok( b.event.on == 0, "on %u\n", b.event.on );
    expect_completed( &b, 0 );
    expect_ready( &b, __LINE__ );
    bench_end( &b );
}

static void test_close_in_call( void )
{
    static const struct step steps[] =
    {
        ON( "ATDT1", "\r\nCONNECT\r\n" ), DATA( 1 ), BYTES( "+++", "\r\nOK\r\n" ), DATA( 0 ), ON( "ATH", "\r\nOK\r\n" ), END
    };
    struct bench b;

    bench_begin( &b, steps, 0 );
    open_modem( &b );
    modem_open( b.host, b.modem, ++b.request );
    expect_completed( &b, -EBUSY );
    dial( &b, "1" );
    expect( &b, MODEM_EVENT_CONNECTED );
    modem_close( b.host, b.modem, ++b.request );
    expect( &b, MODEM_EVENT_HUNG_UP );
    expect( &b, MODEM_EVENT_CLOSED );
    ok( b.event.state == MODEM_CLOSED, "state %s\n", modem_state_name( b.event.state ) );
    expect_completed( &b, 0 );
    /* and open again */
    modem_open( b.host, b.modem, ++b.request );
    expect( &b, MODEM_EVENT_OPENED );
    expect_completed( &b, 0 );
    bench_end( &b );
}

static void test_destroy( void )
{
    static const struct step steps[] = { ON( "ATDT1", "" ), END };
    struct modem_status status;
    struct bench b;
    uint32_t other;

    bench_begin( &b, steps, 0 );
    open_modem( &b );
    modem_create( b.host, "/nonexistent", NULL, 7, &other );
    dial( &b, "1" );
    modem_answer( b.host, b.modem, ++b.request );
    expect_completed( &b, -EBUSY );
    modem_set_settings( b.host, b.modem, &(struct modem_settings){ .baud = 0 }, 0 );
    ok( !modem_destroy( b.host, b.modem ), "destroy\n" );
    ok( modem_destroy( b.host, b.modem ) == -ENOENT, "destroyed twice\n" );
    ok( modem_hangup( b.host, b.modem, 9 ) == -ENOENT, "command to a destroyed modem\n" );
    ok( modem_get_status( b.host, b.modem, &status ) == -ENOENT, "status of a destroyed modem\n" );
    expect( &b, MODEM_EVENT_CLOSED );
    modem_open( b.host, other, 77 );
    next_event( &b );
    ok( b.event.type == MODEM_EVENT_PORT_ERROR && b.event.modem == other && b.event.user == 7, "event %s\n", modem_event_name( b.event.type ) );
    modem_host_cancel( b.host );
    ok( next_event( &b ) == -ECANCELED && next_event( &b ) == -ECANCELED, "cancelled\n" );
    bench_end( &b );
}

#define MANY 64

static void test_many_modems( void )
{
    static const struct step steps[] =
    {
        ON( "ATDT1", "\r\nCONNECT 9600\r\n" ), DATA( 1 ), BYTES( "+++", "\r\nOK\r\n" ), DATA( 0 ), ON( "ATH", "\r\nOK\r\n" ), END
    };
    static struct fake_modem fakes[MANY];
    uint32_t ids[MANY], opened = 0, connected = 0, hung_up = 0;
    struct modem_config *config = modem_config_create();
    struct modem_host *host;
    struct modem_event event;
    size_t i;

    if (modem_host_create( &host )) abort();
    watched = host;
    alarm( 2 * WATCHDOG_S );
    for (i = 0; i < sizeof(quick) / sizeof(quick[0]); i++) modem_config_set( config, quick[i].name, quick[i].value );
    modem_config_set( config, "Timings\\CommandTimeout", "20000" );
    for (i = 0; i < MANY; i++)
    {
        fake_start( &fakes[i], steps, i & 1 ? FAKE_ECHO : 0, 0 );
        if (modem_create( host, fakes[i].path, config, i, &ids[i] )) abort();
        modem_open( host, ids[i], 1 );
    }
    while (hung_up < MANY && !modem_host_wait( host, &event ))
    {
        if (event.type == MODEM_EVENT_OPENED)
        {
            opened++;
            modem_dial( host, event.modem, 2, "1", 0 );
        }
        else if (event.type == MODEM_EVENT_CONNECTED)
        {
            connected++;
            modem_hangup( host, event.modem, 3 );
        }
        else if (event.type == MODEM_EVENT_HUNG_UP) hung_up++;
        if (ids[event.user] != event.modem) break;
    }
    ok( opened == MANY && connected == MANY && hung_up == MANY, "%u opened, %u connected, %u hung up\n", opened, connected, hung_up );
    alarm( 0 );
    watched = NULL;
    modem_host_destroy( host );
    modem_config_free( config );
    for (i = 0; i < MANY; i++) fake_stop( &fakes[i] );
}

/* Commands and status queries from other threads while the loop runs. */
struct storm
{
    struct modem_host *host;
    uint32_t modem;
    uint32_t accepted;
};

static void *storm_thread( void *arg )
{
    struct storm *storm = arg;
    struct modem_status status;
    int i;

    for (i = 0; i < 200; i++)
    {
        if (!modem_hangup( storm->host, storm->modem, 1000 + (uint32_t)i )) storm->accepted++;
        if (!modem_data_begin( storm->host, storm->modem, 2000 + (uint32_t)i )) storm->accepted++;
        modem_get_status( storm->host, storm->modem, &status );
        modem_share_port( storm->host, storm->modem, i & 1 );
    }
    return NULL;
}

static void test_threads( void )
{
    struct storm storms[4];
    pthread_t threads[4];
    uint32_t completed = 0, accepted = 0;
    struct bench b;
    int i;

    bench_begin( &b, NULL, 0 );
    open_modem( &b );
    for (i = 0; i < 4; i++)
    {
        storms[i] = (struct storm){ b.host, b.modem, 0 };
        pthread_create( &threads[i], NULL, storm_thread, &storms[i] );
    }
    while (completed < 4 * 400 && !next_event( &b )) if (b.event.type == MODEM_EVENT_COMPLETED) completed++;
    for (i = 0; i < 4; i++)
    {
        pthread_join( threads[i], NULL );
        accepted += storms[i].accepted;
    }
    ok( accepted == 4 * 400 && completed == accepted, "%u accepted, %u completed\n", accepted, completed );
    bench_end( &b );
}

static void test_names( void )
{
    ok( !strcmp( modem_event_name( MODEM_EVENT_RING ), "ring" ) && !strcmp( modem_event_name( 999 ), "unknown" ) &&
        !strcmp( modem_event_name( 0 ), "unknown" ), "event names\n" );
    ok( !strcmp( modem_state_name( MODEM_IDLE ), "idle" ) && !strcmp( modem_state_name( 999 ), "unknown" ), "state names\n" );
    ok( !strcmp( modem_cause_name( MODEM_CAUSE_BUSY ), "busy" ) && !strcmp( modem_cause_name( 999 ), "unknown" ), "cause names\n" );
}

static const struct { const char *name; void (*run)( void ); } tests[] =
{
#define TEST( name ) { #name, test_##name }
    TEST( dial_ok ), TEST( call_results ), TEST( connect_forms ), TEST( dial_strings ), TEST( dial_parts ), TEST( dial_long ), TEST( dial_flags ),
    TEST( dial_timeout ), TEST( cancel_dial ), TEST( overtaking ), TEST( ring_and_answer ), TEST( caller_withheld ), TEST( caller_before_ring ),
    TEST( ring_gone ), TEST( reject_ring ), TEST( answer_failures ), TEST( glare ), TEST( late_ring_is_ringback ), TEST( ring_during_init ),
    TEST( dtr_hangup ), TEST( escape_after_dtr ), TEST( escape_retry ), TEST( carrier_loss ), TEST( short_carrier ), TEST( hangup_in_command_mode ), TEST( no_carrier_text ),
    TEST( data_begin ), TEST( dead_modem ), TEST( left_in_data_mode ), TEST( dies_later ), TEST( slow_modem ), TEST( init_refused ), TEST( init_reset ),
    TEST( settings_refused ), TEST( inf_modem ), TEST( port_lost ), TEST( no_port ), TEST( port_refused ), TEST( lines_lost ), TEST( passthrough ), TEST( close_in_call ),
    TEST( destroy ), TEST( many_modems ), TEST( threads ), TEST( names ),
#undef TEST
};

/* modem_test [NAME]... */
int main( int argc, char **argv )
{
    int64_t start;
    size_t i;
    int j;

    setvbuf( stdout, NULL, _IONBF, 0 );
    signal( SIGALRM, on_alarm );
    for (i = 0; i < sizeof(tests) / sizeof(tests[0]); i++)
    {
        for (j = 1; j < argc && strcmp( argv[j], tests[i].name ); j++) ;
        if (argc > 1 && j == argc) continue;
        start = now_ms();
        tests[i].run();
        printf( "# %s: %d ms\n", tests[i].name, (int)(now_ms() - start) );
    }
    printf( "%d passed, %d failed, %d skipped\n", passed, failed, skipped );
    return failed != 0;
}
