/*
 * Tests of what the engine reports for the log: commands, answers and what they mean, digits hidden.
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
#include "modem/engine.h"

static void test_escape( void )
{
    static const struct { const char *text, *expected; } cases[] =
    {
        { "ATDT5550199\r", "ATDT#######<cr>" },
        { "atdp9,1(425)\r", "atdp#,#(###)<cr>" },
        { "AT&FE0V1&C1&D2S0=0\r", "AT&FE0V1&C1&D2S0=0<cr>" },
        { "AT+DS=3,0\r", "AT+DS=3,0<cr>" },
        { "AT+DS=3,0;DT555\r", "AT+DS=3,0;DT###<cr>" },
        { "AT#CID=1\r", "AT#CID=1<cr>" },
        { "ATX3DT1;\r", "ATX3DT#;<cr>" },
        { "ATS7=60L1M1D555\r", "ATS7=60L1M1D###<cr>" },
        { "AT%C1\\N3DT1\r", "AT%C1\\N3DT#<cr>" },
        { "ATDL\r", "ATDL<cr>" },
        { "CONNECT 33600", "CONNECT 33600" },
        { "DATE = 1123", "DATE = 1123" },
        { "\x10\x03", "<h10><h03>" },
        { "\r", "<cr>" },
        { "", "" },
    };
    char text[MODEM_REASON_SIZE], many[1000];
    size_t i;

    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
    {
        ok( log_escape( cases[i].text, text, sizeof(text) ) == strlen( text ), "length of '%s'\n", text );
        ok( !strcmp( text, cases[i].expected ), "'%s', expected '%s'\n", text, cases[i].expected );
    }
    memset( many, '\r', sizeof(many) );
    many[sizeof(many) - 1] = 0;
    ok( log_escape( many, text, sizeof(text) ) < sizeof(text), "too long\n" );
}

/* The next report, whatever comes between: "1 AT<cr>" */
static void check_report( int line, struct bench *b, uint32_t kind, const char *text, const char *meaning )
{
    while (!modem_host_wait( b->host, &b->event ))
        if (b->event.type == MODEM_EVENT_LOG) break;
    ok( b->event.type == MODEM_EVENT_LOG && b->event.on == kind && !strcmp( b->event.reason, text ) && !strcmp( b->event.text, meaning ),
        "line %d: kind %u '%s' (%s), expected %u '%s' (%s)\n", line, b->event.on, b->event.reason, b->event.text, kind, text, meaning );
}
#define report( b, kind, text, meaning ) check_report( __LINE__, b, kind, text, meaning )
#define command( b, text ) do { report( b, MODEM_LOG_SENT, text, "" ); report( b, MODEM_LOG_RECEIVED, "<cr><lf>OK<cr><lf>", "OK" ); } while (0)

static void test_call( void )
{
    static const struct step steps[] =
    {
        ON( "ATDT5550199", "\r\nPROTOCOL: LAPM\r\n\r\nWHATEVER\r\n\r\nCONNECT 14400\r\n" ), DATA( 1 ), END
    };
    struct bench b;

    bench_begin( &b, steps, FAKE_LINES );
    set( &b, "Init\\1", "AT<cr>" );
    set( &b, "Init\\2", "AT&FS99=7<cr>" );
    set( &b, "Monitor\\1", "ATS0=0<cr>" );
    set( &b, "EnableCallerID\\1", "None" );
    set( &b, "Settings\\Prefix", "AT" );
    bench_create( &b );
    ok( !modem_set_logging( b.host, b.modem, 1 ), "logging\n" );
    ok( modem_set_logging( b.host, b.modem + 1, 1 ) == -ENOENT, "logging of no modem\n" );
    ok( !modem_open( b.host, b.modem, 0 ), "open\n" );
    report( &b, MODEM_LOG_NOTE, "Initializing modem.", "" );
    command( &b, "AT<cr>" );
    command( &b, "AT&FS99=7<cr>" );
    command( &b, "ATS0=0<cr>" );
    report( &b, MODEM_LOG_NOTE, "Waiting for a call.", "" );
    ok( !modem_dial( b.host, b.modem, 0, "T5550199", 0 ), "dial\n" );
    report( &b, MODEM_LOG_NOTE, "Dialing.", "" );
    report( &b, MODEM_LOG_SENT, "ATDT#######<cr>", "" );
    report( &b, MODEM_LOG_RECEIVED, "<cr><lf>PROTOCOL: LAPM<cr><lf>", "Informative" );
    report( &b, MODEM_LOG_RECEIVED, "<cr><lf>WHATEVER<cr><lf>", "" );
    report( &b, MODEM_LOG_RECEIVED, "<cr><lf>CONNECT 14400<cr><lf>", "Connect" );
    while (!modem_host_wait( b.host, &b.event ) && b.event.type != MODEM_EVENT_CONNECTED) {}
    ok( !modem_hangup( b.host, b.modem, 0 ), "hang up\n" );
    report( &b, MODEM_LOG_NOTE, "Session Statistics:", "" );
    report( &b, MODEM_LOG_NOTE, "               Time  : 0:00:00", "" );
    report( &b, MODEM_LOG_NOTE, "Hardware hangup by lowering DTR.", "" );
    bench_end( &b );
}

/* A modem that repeats commands, and answers in numbers */
static void test_echo( void )
{
    static const struct step steps[] = { END };
    struct bench b;

    bench_begin( &b, steps, FAKE_ECHO | FAKE_NUMERIC );
    set( &b, "Init\\1", "AT<cr>" );
    bench_create( &b );
    modem_set_logging( b.host, b.modem, 1 );
    ok( !modem_open( b.host, b.modem, 0 ), "open\n" );
    report( &b, MODEM_LOG_NOTE, "Initializing modem.", "" );
    report( &b, MODEM_LOG_SENT, "AT<cr>", "" );
    report( &b, MODEM_LOG_ECHO, "AT<cr>", "" );
    report( &b, MODEM_LOG_RECEIVED, "0<cr>", "OK" );
    bench_end( &b );
}

int main( void )
{
    setvbuf( stdout, NULL, _IONBF, 0 );
    test_escape();
    test_call();
    test_echo();
    printf( "%d passed, %d failed, %d skipped\n", passed, failed, skipped );
    return failed != 0;
}
