/*
 * Dialling: strings, parts, results, time-outs.
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

void test_dial_ok( void )
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
    expect_ready( &b );
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
    { "\r\nVCON\r\n",                    0,            MODEM_CAUSE_VOICE },
    { "\r\nno  dialtone\r\n",            0,            MODEM_CAUSE_NO_DIALTONE },
    { "\r\nLINE-IN-USE\r\n",             0,            MODEM_CAUSE_NO_DIALTONE },
    { "\r\nBUSY (E0011)\r\n",            0,            MODEM_CAUSE_BUSY },
    { "\r\nNO CARRIER/E003\r\n",         0,            MODEM_CAUSE_NO_CARRIER },
    { "\r\nUNOBTAINABLE NUMBER\r\n",     0,            MODEM_CAUSE_NO_CARRIER },
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

void test_call_results( void )
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
        expect_ready( &b );
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
void test_connect_forms( void )
{
    size_t i;

    for (i = 0; i < sizeof(connects) / sizeof(connects[0]); i++)
    {
        const struct step steps[] =
        {
            ON( "ATDT1", connects[i].reply ), DATA( 1 ), SEND( "DATA\r\nNO CARRIER\r\n" ), BYTES( "+++", "\r\nOK\r\n" ), DATA( 0 ), END
        };
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

void test_dial_strings( void )
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

void test_dial_parts( void )
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
void test_dial_long( void )
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

void test_dial_flags( void )
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

void test_dial_timeout( void )
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
    expect_ready( &b );
    ok( b.fake.done, "the modem was not made to hang up: %s\n", b.fake.log );
    bench_end( &b );
}

void test_cancel_dial( void )
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
        expect_ready( &b );
        ok( b.fake.done, "the modem was not made to hang up: %s\n", b.fake.log );
        bench_end( &b );
    }
}

/* Hang-up overtakes a dial command that has not begun, and cancels it. */
void test_overtaking( void )
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
