/*
 * What the engine reads: descriptions of modems, and single lines with result codes, rates, protocols, caller id.
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
#include <stdio.h>
#include <string.h>

#include "modem/modem_private.h"

static int passed, failed;

#define ok( condition, ... ) do { if (condition) passed++; \
    else { failed++; printf( "response_test.c:%d: failed: ", __LINE__ ); printf( __VA_ARGS__ ); } } while (0)

#define LAPM  MODEM_PROTOCOL_LAPM
#define MNP   MODEM_PROTOCOL_MNP
#define OTHER MODEM_PROTOCOL_OTHER
#define NONE  MODEM_PROTOCOL_NONE
#define UNKNOWN MODEM_PROTOCOL_UNKNOWN
#define V42BIS MODEM_COMPRESSION_V42BIS
#define V44   MODEM_COMPRESSION_V44
#define MNP5  MODEM_COMPRESSION_MNP5
#define EC    MODEM_OPTION_ERROR_CONTROL
#define ECC   (MODEM_OPTION_ERROR_CONTROL | MODEM_OPTION_COMPRESSION)

/* The lines of a connection, separated by `|`, as modems of many makes write them. */
static const struct
{
    const char *lines;
    uint32_t dte, dce, dce_receive;
    enum modem_protocol protocol;
    enum modem_compression compression;
    unsigned int options;
} connections[] =
{
    { "CONNECT",                                              0, 0, 0, UNKNOWN, 0, 0 },
    { "CONNECT 300",                                          0, 300, 300, UNKNOWN, 0, 0 },
    { "CONNECT 1200",                                         0, 1200, 1200, UNKNOWN, 0, 0 },
    { "CONNECT 1200/75",                                      0, 1200, 75, UNKNOWN, 0, 0 },
    { "CONNECT 75/1200",                                      0, 1200, 75, UNKNOWN, 0, 0 },
    { "CONNECT 1200TX/75RX",                                  0, 1200, 75, UNKNOWN, 0, 0 },
    { "CONNECT 75TX/1200RX",                                  0, 1200, 75, UNKNOWN, 0, 0 },
    { "connect 2400",                                         0, 2400, 2400, UNKNOWN, 0, 0 },
    { "CONNECT 2400/ARQ",                                     0, 2400, 2400, OTHER, 0, EC },
    { "CONNECT 9600/MNP",                                     0, 9600, 9600, MNP, 0, EC },
    { "CONNECT 9600 MNP5",                                    0, 9600, 9600, MNP, MNP5, ECC },
    { "CONNECT 14400/ARQ/V32/LAPM/V42BIS",                    0, 14400, 14400, LAPM, V42BIS, ECC },
    { "CONNECT 14400/ARQ/V32/MNP/MNP5",                       0, 14400, 14400, MNP, MNP5, ECC },
    { "CONNECT 14400/V42BIS",                                 0, 14400, 14400, LAPM, V42BIS, ECC },
    { "CONNECT 14400 NoEC",                                   0, 14400, 14400, NONE, 0, 0 },
    { "CONNECT 9600 V42bis Cellular Protocol",                0, 9600, 9600, LAPM, V42BIS, ECC | MODEM_OPTION_CELLULAR },
    { "CONNECT 19200",                                        0, 19200, 19200, UNKNOWN, 0, 0 },
    { "CONNECT 28800 V42bis",                                 0, 28800, 28800, LAPM, V42BIS, ECC },
    { "CONNECT 33600/ARQ/V42BIS",                             0, 33600, 33600, LAPM, V42BIS, ECC },
    { "CONNECT 33600/ARQ/V34/LAPM/V42BIS",                    0, 33600, 33600, LAPM, V42BIS, ECC },
    { "CONNECT 31200 REL",                                    0, 31200, 31200, OTHER, 0, EC },
    { "CONNECT 52000/ARQ/V90/LAPM/V42BIS",                    0, 52000, 52000, LAPM, V42BIS, ECC },
    { "CONNECT 49333/V92/LAPM/V44",                           0, 49333, 49333, LAPM, V44, ECC },
    { "CONNECT 56000/ARQ/x2/LAPM/V42BIS",                     0, 56000, 56000, LAPM, V42BIS, ECC },
    { "CONNECT 38400",                                        38400, 0, 0, UNKNOWN, 0, 0 },
    { "CONNECT 57600",                                        57600, 0, 0, UNKNOWN, 0, 0 },
    { "CONNECT 115200",                                       115200, 0, 0, UNKNOWN, 0, 0 },
    { "CONNECT 115200/V34/LAPM/V42BIS/33600:TX/31200:RX",     115200, 33600, 31200, LAPM, V42BIS, ECC },
    { "CONNECT 115200/V90/LAPM/V42BIS/31200:TX/48000:RX",     115200, 48000, 31200, LAPM, V42BIS, ECC },
    { "CONNECT 57600/14400",                                  57600, 14400, 14400, UNKNOWN, 0, 0 },
    { "CONNECT 115200 V.42bis",                               115200, 0, 0, LAPM, V42BIS, ECC },
    { "CONNECT 99999999999999999999",                         999999999, 0, 0, UNKNOWN, 0, 0 },
    { "CARRIER 33600|CONNECT 115200",                         115200, 33600, 33600, UNKNOWN, 0, 0 },
    { "CARRIER 33600|PROTOCOL: LAP-M|COMPRESSION: V.42BIS|CONNECT 115200", 115200, 33600, 33600, LAPM, V42BIS, ECC },
    { "CARRIER 9600|PROTOCOL: NONE|CONNECT 9600",             9600, 9600, 9600, NONE, 0, 0 },
    { "CARRIER 14400|PROTOCOL: ALT|COMPRESSION: CLASS 5|CONNECT 57600", 57600, 14400, 14400, MNP, MNP5, ECC },
    { "CARRIER 1200/75|CONNECT 9600",                         9600, 1200, 75, UNKNOWN, 0, 0 },
    { "PROTOCOL: ALT-CELLULAR|CONNECT 9600",                  0, 9600, 9600, MNP, 0, EC | MODEM_OPTION_CELLULAR },
    { "PROTOCOL: LAPM|COMPRESSION: NONE|CONNECT 9600",        0, 9600, 9600, LAPM, MODEM_COMPRESSION_NONE, EC },
    { "+MCR: V34|+MRR: 33600,31200|+ER: LAPM|+DR: V42B|CONNECT 115200", 115200, 33600, 31200, LAPM, V42BIS, ECC },
    { "+MCR: V90|+MRR: 31200,48000|+ER: LAPM|+DR: V44|CONNECT", 0, 48000, 31200, LAPM, V44, ECC },
    { "+MRR: 9600|+ER: NONE|+DR: NONE|CONNECT 9600",          9600, 9600, 9600, NONE, MODEM_COMPRESSION_NONE, 0 },
    /* ZyXEL: port speed, modulation, line rate, protocol */
    { "CONNECT 38400/V.32bis 14400/V.42bis",                  38400, 14400, 14400, LAPM, V42BIS, ECC },
    { "CONNECT 19200/V.32bis 14400/V.42bis",                  19200, 14400, 14400, LAPM, V42BIS, ECC },
    { "CONNECT 115200/V.34 33600/V.42bis",                    115200, 33600, 33600, LAPM, V42BIS, ECC },
    { "CONNECT 57600/V.32 9600/ARQ/MNP5",                     57600, 9600, 9600, MNP, MNP5, ECC },
    { "CONNECT 9600/ARQ/SREJ",                                0, 9600, 9600, LAPM, 0, EC },
    { "CONNECT 14400/NONE",                                   0, 14400, 14400, NONE, 0, 0 },
    /* USR: dialects of HST and x2 */
    { "CONNECT 14400/ARQ/HST/HST/V42BIS",                     0, 14400, 14400, LAPM, V42BIS, ECC },
    { "CONNECT 28800/ARQ/V34/LAPM/V42BIS",                    0, 28800, 28800, LAPM, V42BIS, ECC },
    { "CONNECT 33333/ARQ/x2/LAPM/V42BIS",                     0, 33333, 33333, LAPM, V42BIS, ECC },
    /* Lucent and Agere */
    { "CONNECT 50666 V42bis",                                 0, 50666, 50666, LAPM, V42BIS, ECC },
    { "CONNECT 33600 V44",                                    0, 33600, 33600, LAPM, V44, ECC },
    { "CONNECT 28800 V42",                                    0, 28800, 28800, LAPM, 0, EC },
    /* MultiTech, Hayes */
    { "CONNECT 28800 RELCOMP",                                0, 28800, 28800, OTHER, 0, ECC },
    { "CONNECT 14400 REL COMP",                               0, 14400, 14400, OTHER, 0, ECC },
    { "CONNECT 9600/RELIABLE",                                0, 9600, 9600, OTHER, 0, EC },
    /* Rockwell with W1: lines of their own; Westermo writes V.42 bis in two words */
    { "CARRIER 2400|PROTOCOL: LAP-M|COMPRESSION: V.42 bis|CONNECT 9600", 9600, 2400, 2400, LAPM, V42BIS, ECC },
    { "CARRIER 28800/VFC|PROTOCOL:LAPM|CONNECT 57600",        57600, 28800, 28800, LAPM, 0, EC },
    { "CARRIER 75/1200|CONNECT 9600",                         9600, 1200, 75, UNKNOWN, 0, 0 },
    { "PROTOCOL: V42LAPM|CONNECT 14400",                      0, 14400, 14400, LAPM, 0, EC },
    { "+MCR: V32B|+MRR: 14400|+ER: ALT|+DR: ALT|CONNECT 57600", 57600, 14400, 14400, MNP, MNP5, ECC },
    { "+MRR: 33600|+ER: BUFFERED|+DR: NONE|CONNECT 33600",    33600, 33600, 33600, NONE, MODEM_COMPRESSION_NONE, 0 },
    { "+MRR: 33600|+ER: LAPM|+DR: V42B TD|CONNECT 33600",     33600, 33600, 33600, LAPM, V42BIS, ECC },
    { "MODULATION: V.34|CARRIER 33600|CONNECT 115200",        115200, 33600, 33600, UNKNOWN, 0, 0 },
    /* ELSA and ISDN adapters */
    { "CONNECT 64000/X.75",                                   64000, 0, 0, OTHER, 0, EC },
    { "+ILRR: 57600|CONNECT 14400",                           57600, 14400, 14400, UNKNOWN, 0, 0 },
};

static void test_connections( void )
{
    struct modem_config *config = modem_config_create();
    size_t i;

    for (i = 0; i < sizeof(connections) / sizeof(connections[0]); i++)
    {
        struct link_info link = { 0 };
        struct caller_id caller = { 0 };
        struct response response = { .class = RESPONSE_UNKNOWN };
        char line[256];
        const char *from = connections[i].lines;
        size_t len;

        for (; *from; from += len + (from[len] == '|'))
        {
            len = strcspn( from, "|" );
            memcpy( line, from, len );
            line[len] = 0;
            response_parse( config, line, &response, &link, &caller );
        }
        ok( response.class == RESPONSE_CONNECT, "%s: class %d\n", connections[i].lines, response.class );
        ok( link.dte_rate == connections[i].dte && link.dce_rate == connections[i].dce && link.dce_rate_receive == connections[i].dce_receive,
            "%s: rates %u, %u, %u\n", connections[i].lines, link.dte_rate, link.dce_rate, link.dce_rate_receive );
        ok( link.protocol == connections[i].protocol && link.compression == connections[i].compression && link.options == connections[i].options,
            "%s: protocol %d, compression %d, options %#x\n", connections[i].lines, link.protocol, link.compression, link.options );
    }
    modem_config_free( config );
}

static const struct { const char *line; enum response_class class; unsigned int ring_mode; } results[] =
{
    { "OK", RESPONSE_OK, 0 }, { "0", RESPONSE_OK, 0 }, { "ok", RESPONSE_OK, 0 }, { "OKAY", RESPONSE_UNKNOWN, 0 }, { "O", RESPONSE_UNKNOWN, 0 },
    { "ERROR", RESPONSE_ERROR, 0 }, { "4", RESPONSE_ERROR, 0 }, { "+CME ERROR: 3", RESPONSE_ERROR, 0 }, { "+FCERROR", RESPONSE_ERROR, 0 },
    { "RING", RESPONSE_RING, 0 }, { "2", RESPONSE_RING, 0 }, { "RING 2", RESPONSE_RING, 2 }, { "RING B", RESPONSE_RING, 2 },
    { "RING-1", RESPONSE_RING, 1 }, { "+CRING: VOICE", RESPONSE_RING, 0 }, { "RINGING", RESPONSE_RINGBACK, 0 }, { "RRING", RESPONSE_RINGBACK, 0 },
    { "RING1", RESPONSE_RING, 1 }, { "RING3", RESPONSE_RING, 3 }, { "RING C", RESPONSE_RING, 3 }, { "RING;5550101", RESPONSE_RING, 0 },
    { "RING: 5550101", RESPONSE_RING, 0 }, { "DRON=20", RESPONSE_CADENCE, 0 }, { "DROF = 40", RESPONSE_CADENCE, 0 }, { "DRON", RESPONSE_UNKNOWN, 0 },
    { "DATA", RESPONSE_DATA, 0 }, { "+FDM", RESPONSE_DATA, 0 }, { "+FCON", RESPONSE_FAX, 0 }, { "+FCO", RESPONSE_FAX, 0 },
    { "+FHNG:1", RESPONSE_NO_CARRIER, 0 }, { "CALL WAITING", RESPONSE_CALL_WAITING, 0 }, { "DATABASE", RESPONSE_UNKNOWN, 0 },
    { "RING RING", RESPONSE_UNKNOWN, 0 }, { "RINGER", RESPONSE_UNKNOWN, 0 },
    { "BUSY", RESPONSE_BUSY, 0 }, { "7", RESPONSE_BUSY, 0 }, { "BUSYBODY", RESPONSE_UNKNOWN, 0 }, { "NO ANSWER", RESPONSE_NO_ANSWER, 0 },
    { "8", RESPONSE_NO_ANSWER, 0 }, { "NO CARRIER", RESPONSE_NO_CARRIER, 0 }, { "3", RESPONSE_NO_CARRIER, 0 }, { "NO DIALTONE", RESPONSE_NO_DIALTONE, 0 },
    { "NO DIAL TONE", RESPONSE_NO_DIALTONE, 0 }, { "6", RESPONSE_NO_DIALTONE, 0 }, { "NO", RESPONSE_UNKNOWN, 0 },
    { "BLACKLISTED", RESPONSE_BLACKLISTED, 0 }, { "BLACKLISTED 00:10", RESPONSE_BLACKLISTED, 0 }, { "DELAYED", RESPONSE_DELAYED, 0 },
    { "DELAYED 12:34", RESPONSE_DELAYED, 0 }, { "VOICE", RESPONSE_VOICE, 0 }, { "FAX", RESPONSE_FAX, 0 }, { "DIALTONE", RESPONSE_DIALTONE, 0 },
    { "1", RESPONSE_CONNECT, 0 }, { "5", RESPONSE_CONNECT, 0 }, { "9", RESPONSE_UNKNOWN, 0 }, { "13", RESPONSE_UNKNOWN, 0 },
    { "CONNECTION", RESPONSE_UNKNOWN, 0 }, { "CARRIER 9600", RESPONSE_PROGRESS, 0 }, { "ATDT123", RESPONSE_UNKNOWN, 0 }, { "", RESPONSE_UNKNOWN, 0 },
    { "NMBR=1", RESPONSE_CALLER_ID, 0 }, { "NMBR", RESPONSE_UNKNOWN, 0 }, { "NAMES=1", RESPONSE_UNKNOWN, 0 },
};

static void test_results( void )
{
    struct modem_config *config = modem_config_create();
    size_t i;

    for (i = 0; i < sizeof(results) / sizeof(results[0]); i++)
    {
        struct link_info link = { 0 };
        struct caller_id caller = { 0 };
        struct response response;

        response_parse( config, results[i].line, &response, &link, &caller );
        ok( response.class == results[i].class && response.ring_mode == results[i].ring_mode, "%s: class %d, ring mode %u\n", results[i].line,
            response.class, response.ring_mode );
    }
    modem_config_free( config );
}

/* The states for voice modems: their text is the beginning of a line, or one of the rings. */
static void test_voice_entries( void )
{
    static const struct { const char *text; unsigned char state; } entries[] =
    {
        { "<cr><lf>Nummer ", MODEM_RESPONSE_NUMBER | MODEM_RESPONSE_VARIABLE }, { "<cr><lf>Nummer Name ", MODEM_RESPONSE_NAME | MODEM_RESPONSE_VARIABLE },
        { "Tag ", MODEM_RESPONSE_DATE | MODEM_RESPONSE_VARIABLE }, { "Zeit ", MODEM_RESPONSE_TIME | MODEM_RESPONSE_VARIABLE },
        { "Rest ", MODEM_RESPONSE_MESSAGE | MODEM_RESPONSE_VARIABLE }, { "Ton ", MODEM_RESPONSE_RING_DURATION | MODEM_RESPONSE_VARIABLE },
        { "Pause ", MODEM_RESPONSE_RING_BREAK | MODEM_RESPONSE_VARIABLE }, { "<cr><lf>KLINGEL KLINGEL<cr><lf>", MODEM_RESPONSE_DOUBLE_RING },
        { "RING X", MODEM_RESPONSE_TRIPLE_RING },
    };
    struct modem_config *config = modem_config_create();
    struct link_info link = { 0 };
    struct caller_id caller = { 0 };
    struct response response;
    size_t i;

    for (i = 0; i < sizeof(entries) / sizeof(entries[0]); i++) modem_config_add_response( config, entries[i].text, &entries[i].state, 1 );
    ok( !modem_config_set( config, "CallerIDPrivate", "geheim" ) && !modem_config_set( config, "CallerIDOutSide", "<cr>weit weg<lf>" ), "words\n" );
    response_parse( config, "Nummer 4711", &response, &link, &caller );
    ok( response.class == RESPONSE_CALLER_ID && !strcmp( caller.number, "4711" ), "class %d, number %s\n", response.class, caller.number );
    response_parse( config, "NUMMER NAME weit weg", &response, &link, &caller );
    ok( response.class == RESPONSE_CALLER_ID && caller.name_state == MODEM_CALLER_OUT_OF_AREA, "class %d, name %s\n", response.class, caller.name );
    response_parse( config, "Nummer geheim", &response, &link, &caller );
    ok( caller.number_state == MODEM_CALLER_BLOCKED && !caller.number[0], "number %s\n", caller.number );
    response_parse( config, "Tag 0131", &response, &link, &caller );
    response_parse( config, "Zeit 1234", &response, &link, &caller );
    response_parse( config, "Rest 1207303133", &response, &link, &caller );     /* too short for its length: nothing */
    ok( response.class == RESPONSE_CALLER_ID && !caller.redirecting[0], "redirecting %s\n", caller.redirecting );
    response_parse( config, "Rest 120330313300", &response, &link, &caller );
    ok( !strcmp( caller.date, "0131" ) && !strcmp( caller.time, "1234" ) && !strcmp( caller.redirecting, "013" ), "%s %s %s\n", caller.date,
        caller.time, caller.redirecting );
    response_parse( config, "Ton 8", &response, &link, &caller );
    ok( response.class == RESPONSE_CADENCE && response.ringing && response.tenths == 8, "class %d, %u\n", response.class, response.tenths );
    response_parse( config, "Pause 40", &response, &link, &caller );
    ok( response.class == RESPONSE_CADENCE && !response.ringing && response.tenths == 40, "class %d, %u\n", response.class, response.tenths );
    response_parse( config, "klingel klingel", &response, &link, &caller );
    ok( response.class == RESPONSE_RING && response.ring_mode == 2, "class %d, mode %u\n", response.class, response.ring_mode );
    response_parse( config, "RING X", &response, &link, &caller );
    ok( response.class == RESPONSE_RING && response.ring_mode == 3, "class %d, mode %u\n", response.class, response.ring_mode );
    modem_config_free( config );
}

/* Responses of a description come before the built-in rules, except where .INF files know no better than ERROR. */
static void test_registry( void )
{
    static const struct { const char *text; unsigned char value[10]; size_t size; } entries[] =
    {
        { "<cr><lf>OK<cr><lf>", { 0 }, 10 }, { "13<cr>", { 2, 2, 0x40, 0x38 }, 10 }, { "5<cr>", { 6 }, 10 },
        { "<cr><lf>DELAYED<cr><lf>", { 3 }, 10 }, { "<cr><lf>VOICE<cr><lf>", { 3 }, 10 }, { "<cr><lf>LINE BUSY<cr><lf>", { 6 }, 1 },
        { "<cr><lf>CONNECT 115200<cr><lf>", { 2, 0, 0x00, 0xc2, 0x01 }, 10 }, { "<cr><lf>NMBR = <cr><lf>", { 0x93 }, 10 },
        { "<cr><lf>PROTOCOL: X<cr><lf>", { 1, 2 }, 10 },
    };
    static const struct { const char *line; enum response_class class; uint32_t dte, dce; unsigned int options; } lines[] =
    {
        { "OK", RESPONSE_OK, 0, 0, 0 }, { "13", RESPONSE_CONNECT, 0, 14400, 2 }, { "5", RESPONSE_BUSY, 0, 0, 0 }, { "DELAYED", RESPONSE_DELAYED, 0, 0, 0 },
        { "VOICE", RESPONSE_VOICE, 0, 0, 0 }, { "line busy", RESPONSE_BUSY, 0, 0, 0 }, { "CONNECT 115200", RESPONSE_CONNECT, 115200, 115200, 0 },
        { "NMBR = 5", RESPONSE_CALLER_ID, 0, 0, 0 }, { "NMBR =", RESPONSE_CALLER_ID, 0, 0, 0 }, { "PROTOCOL: X", RESPONSE_PROGRESS, 0, 0, 2 },
    };
    struct modem_config *config = modem_config_create(), *copy;
    struct link_info link = { 0 };
    struct caller_id caller = { 0 };
    struct response response;
    size_t i;

    for (i = 0; i < sizeof(entries) / sizeof(entries[0]); i++)
        ok( !modem_config_add_response( config, entries[i].text, entries[i].value, entries[i].size ), "%s\n", entries[i].text );
    modem_config_set( config, "Init\\1", "ATZ<cr>" );
    modem_config_set( config, "Settings\\Prefix", "AT" );
    modem_config_set( config, "Reset", "ATZ<cr>" );
    copy = config_copy( config );
    modem_config_free( config );
    for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
    {
        memset( &link, 0, sizeof(link) );
        response_parse( copy, lines[i].line, &response, &link, &caller );
        ok( response.class == lines[i].class && link.dte_rate == lines[i].dte && link.dce_rate == lines[i].dce && link.options == lines[i].options,
            "%s: class %d, rates %u %u, options %#x\n", lines[i].line, response.class, link.dte_rate, link.dce_rate, link.options );
    }
    test_voice_entries();
    /* after CARRIER 33600 an entry's 115200 can only be the computer's side */
    memset( &link, 0, sizeof(link) );
    response_parse( copy, "CARRIER 33600", &response, &link, &caller );
    response_parse( copy, "CONNECT 115200", &response, &link, &caller );
    ok( link.dce_rate == 33600 && link.dte_rate == 115200, "rates %u %u\n", link.dte_rate, link.dce_rate );
    modem_config_free( copy );
}

static void test_reader( void )
{
    static const char input[] = "\r\nOK\r\n\r\n  RING  \r\n\r\r\n \r\n\x01" "A\x7f" "B\r0\r\xCF\xCB\r";
    static const char * const lines[] = { "OK", "RING", "AB", "0", "OK" };
    static const int follows[] = { 1, 1, 1, 0, 0 };
    struct line_reader reader;
    const char *line;
    size_t i, n = 0;

    reader_reset( &reader );
    for (i = 0; i < sizeof(input) - 1; i++)
    {
        if (!(line = reader_feed( &reader, (unsigned char)input[i] ))) continue;
        ok( n < 5 && !strcmp( line, lines[n] ) && reader.lf_follows == follows[n], "line %zu: '%s' %d\n", n, line, reader.lf_follows );
        n++;
    }
    ok( n == 5, "%zu lines\n", n );
    for (i = 0; i < 1000; i++) reader_feed( &reader, 'x' );
    line = reader_feed( &reader, '\r' );
    ok( line && strlen( line ) == sizeof(reader.text) - 1, "a long line\n" );
}

static void test_config( void )
{
    static const struct { const char *name, *value; int ret; } values[] =
    {
        { "Init\\2", "AT2<cr>", 0 }, { "INIT\\1", "AT1<CR><lf><<><h2B><h2b>", 0 }, { "Init\\2", "ATX<cr>", 0 }, { "Init\\x", "AT", -ENOENT },
        { "Init\\3", "None", 0 }, { "Init\\", "AT", -ENOENT }, { "Init", "AT", -ENOENT }, { "Init\\4", "AT<h0>", 0 }, { "Init\\5", "<hxy>", -EINVAL },
        { "InactivityScale", "10", 0 }, { "InactivityScale", "0", -EINVAL }, { "InactivityScale", "1x", -EINVAL }, { "Timings\\Nothing", "1", -ENOENT },
        { "Timings\\CommandTimeout", "-1", -EINVAL }, { "Timings\\CommandTimeout", "99999999999", -EINVAL }, { "Capabilities\\DialBilling", "2", -EINVAL },
        { "Capabilities\\MaxDialLength", "3", -EINVAL }, { "Capabilities\\Nothing", "1", -ENOENT }, { "Voice\\1", "AT", -ENOENT },
        { "Settings\\Prefix", "<h00>", -EINVAL }, { "", "", -ENOENT },
    };
    struct modem_config *config = modem_config_create();
    const char *commands[8];
    char number[16], longer[2000];
    size_t i;
    int ret;

    ok( config_commands( config, LIST_INIT, commands, 8 ) == 2 && !config_commands( config, LIST_MONITOR, commands, 8 ), "built-in commands\n" );
    ok( !strcmp( config_setting( config, SETTING_FLOW_HARD ), "+IFC=2,2" ), "built-in setting\n" );
    for (i = 0; i < sizeof(values) / sizeof(values[0]); i++)
    {
        ret = modem_config_set( config, values[i].name, values[i].value );
        ok( ret == values[i].ret, "%s = %s: %d\n", values[i].name, values[i].value, ret );
    }
    /* in the order of their numbers, without the one that says None */
    ok( config_commands( config, LIST_INIT, commands, 8 ) == 3, "commands\n" );
    ok( !strcmp( commands[0], "AT1\r\n<++" ) && !strcmp( commands[1], "ATX\r" ) && !strcmp( commands[2], "AT<h0>" ), "%s %s %s\n", commands[0],
        commands[1], commands[2] );
    memset( longer, 'A', sizeof(longer) - 1 );
    longer[sizeof(longer) - 1] = 0;
    ok( modem_config_set( config, "Reset", longer ) == -EINVAL, "a command of 2000 bytes\n" );
    longer[255] = 0;
    ok( !modem_config_set( config, "Reset", longer ), "a command of 255 bytes\n" );
    for (i = 1; i <= 64; i++)
    {
        snprintf( number, sizeof(number), "Answer\\%zu", i );
        ok( !modem_config_set( config, number, "ATA<cr>" ), "%s\n", number );
    }
    ok( modem_config_set( config, "Answer\\65", "ATA<cr>" ) == -EINVAL, "more commands than a list holds\n" );
    /* one setting given: those that are absent are what this modem lacks, but none can do without a prefix */
    ok( !modem_config_set( config, "Settings\\Pulse", "P" ), "setting\n" );
    ok( !config_setting( config, SETTING_FLOW_HARD ) && !strcmp( config_setting( config, SETTING_PREFIX ), "AT" ), "settings\n" );
    modem_config_free( config );
    modem_config_free( NULL );
}

int main( void )
{
    test_config();
    test_connections();
    test_results();
    test_registry();
    test_reader();
    printf( "%d passed, %d failed\n", passed, failed );
    return failed != 0;
}
