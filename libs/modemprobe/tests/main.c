/*
 * Tests of reading and explaining the answers of modems, and of the proposed definitions.
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

#include <stdio.h>
#include <string.h>

#include "modemprobe/answer.h"

static int failures, checks;

#define ok( cond, ... ) do { checks++; if (!(cond)) { failures++; printf( "%s:%d: ", __FILE__, __LINE__ ); printf( __VA_ARGS__ ); } } while (0)

static enum modemprobe_result read_answer( const char *command, const char *bytes, size_t size, size_t step, char *lines, size_t lines_size, int *ended )
{
    struct modemprobe_reader reader;
    size_t i;

    *ended = 0;
    modemprobe_reader_begin( &reader, command );
    for (i = 0; i < size; i += step) *ended = modemprobe_reader_feed( &reader, bytes + i, size - i < step ? size - i : step );
    return modemprobe_reader_end( &reader, lines, lines_size );
}

static void test_reading(void)
{
    static const struct { const char *command, *bytes; enum modemprobe_result result; const char *lines; int ended; } cases[] =
    {
        { "AT", "AT\r\r\nOK\r\n", MODEMPROBE_OK, "", 1 },
        { "AT", "\r\nOK\r\n", MODEMPROBE_OK, "", 1 },
        { "AT", "0\r", MODEMPROBE_OK, "", 1 },
        { "AT", "AT\r0\r", MODEMPROBE_OK, "", 1 },
        { "AT", "\r\nERROR\r\n", MODEMPROBE_ERROR, "", 1 },
        { "AT", "", MODEMPROBE_SILENT, "", 0 },
        { "AT", "AT\r", MODEMPROBE_UNFINISHED, "", 0 },
        { "AT", "\x80\xfe\x81\xff\x01\x02\x03\x80\x91", MODEMPROBE_GARBAGE, NULL, 0 },
        { "ATI", "ATI\r\r\n56000\r\n\r\nOK\r\n", MODEMPROBE_OK, "56000", 1 },
        { "ATI", "\r\n0\r\n\r\nOK\r\n", MODEMPROBE_OK, "0", 1 },
        { "ATI", "\r\n0\r\n", MODEMPROBE_UNFINISHED, "0", 0 },
        { "ATI3", "\r\nU.S. Robotics 56K Voice INT EXT\r\n  \r\n\r\nOK\r\n", MODEMPROBE_OK, "U.S. Robotics 56K Voice INT EXT", 1 },
        { "ATI4", "\r\nB0  E0  L2\r\nM1  Q0\r\n\r\nRING\r\n\r\nS00=000\r\n\r\nOK\r\n", MODEMPROBE_OK, "B0  E0  L2\nM1  Q0\nS00=000", 1 },
        { "AT+FCLASS=?", "\r\n0,1,8\r\nOK\r\n", MODEMPROBE_OK, "0,1,8", 1 },
        { "AT#CID=?", "\r\n+CME ERROR: 100\r\n", MODEMPROBE_ERROR, "", 1 },
        { "ATI3", "OKAY THEN\r\nOK", MODEMPROBE_UNFINISHED, "OKAY THEN\nOK", 0 },
    };
    char lines[MODEMPROBE_TEXT], flood[3 * MODEMPROBE_TEXT];
    enum modemprobe_result result;
    unsigned int i, step;
    int ended;

    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        for (step = 1; step < 40; step += 19)
        {
            result = read_answer( cases[i].command, cases[i].bytes, strlen( cases[i].bytes ), step, lines, sizeof(lines), &ended );
            ok( result == cases[i].result, "case %u: result %d, expected %d\n", i, result, cases[i].result );
            ok( ended == cases[i].ended, "case %u: ended %d\n", i, ended );
            ok( !cases[i].lines || !strcmp( lines, cases[i].lines ), "case %u: '%s', expected '%s'\n", i, lines, cases[i].lines );
        }
    memset( flood, 'x', sizeof(flood) );
    result = read_answer( "ATI4", flood, sizeof(flood), 100, lines, sizeof(lines), &ended );
    ok( result == MODEMPROBE_GARBAGE && !ended, "flood: %d\n", result );
    memcpy( flood + sizeof(flood) - 8, "\r\n\r\nOK\r\n", 8 );
    result = read_answer( "ATI4", flood, sizeof(flood), 100, lines, sizeof(lines), &ended );
    ok( result == MODEMPROBE_OK && ended, "flood with an end: %d\n", result );
}

/* A modem by its answers; unasked ones are ERROR */
struct answers { const char *command, *lines; };

static void interview( const struct answers *answers, struct modemprobe_report *report )
{
    unsigned int i, j;
    char text[300];

    memset( report, 0, sizeof(*report) );
    for (i = 0; i < modemprobe_query_count; i++)
    {
        const struct modemprobe_query *query = &modemprobe_queries[i];

        for (j = 0; answers[j].command && strcmp( answers[j].command, query->command ); j++) {}
        modemprobe_explain_answer( query, answers[j].command ? MODEMPROBE_OK : MODEMPROBE_ERROR, answers[j].command ? answers[j].lines : "", text,
                                   sizeof(text) );
        ok( strlen( text ) > 10 && text[strlen( text ) - 1] == '.', "%s: '%s' is no sentence\n", query->command, text );
        if (answers[j].command && query->learn) query->learn( report, answers[j].lines );
    }
}

static void test_proposals(void)
{
    static const struct { const char *model; struct answers answers[8]; } modems[] =
    {
        { "Standard 33600 bps Modem", { { "AT&C1", "" } } },
        { "Standard 14400 bps Modem", { { "AT&C1", "" }, { "ATI", "14400" } } },
        { "Standard 2400 bps Modem", { { "AT&C1", "" }, { "ATI", "249" } } },
        { "Standard 9600 bps Modem", { { "AT&C1", "" }, { "ATI", "960" }, { "AT+MS=?", "(V22,V32)" } } },
        /* it refuses & commands */
        { "Standard Basic Modem", { { NULL } } },
        { "Standard Basic Modem", { { "ATI", "123" } } },
        { "Generic V.250 Modem", { { "AT+GMI", "Acme" }, { "AT+GMM", "Dialmaster" }, { "AT+FCLASS=?", "0,1" } } },
        { "Generic V.253 Voice Modem", { { "AT+GMM", "Dialmaster" }, { "AT+FCLASS=?", "(0,1,1.0,8)" } } },
        { "Conexant Voice Modem", { { "ATI3", "CX93001-EIS_V0.2002-V92" }, { "AT+FCLASS=?", "0,1,1.0,8" } } },
        { "Conexant Voice Modem", { { "ATI3", "U.S. Robotics 56K FAX USB V1.2.23" }, { "AT+FCLASS=?", "0,1,8" }, { "AT+VCID=?", "(0-2)" } } },
        { "Conexant Modem", { { "ATI", "5601" }, { "ATI3", "U.S. Robotics 56K FAX USB V1.2.23" }, { "AT+FCLASS=?", "0,1,2.0" } } },
        { "USRobotics Modem", { { "ATI", "5601" }, { "ATI3", "U.S. Robotics 56K FAX EXT V4.11.2" }, { "AT+FCLASS=?", "0,1,2.0" } } },
        { "ZyXEL Voice Modem", { { "ATI1", "52236" }, { "AT+GMI", "ZyXEL" }, { "AT+FCLASS=?", "0,1,2,2.0,6,8" } } },
        { "Lucent Modem", { { "ATI3", "LT V.92 Data+Fax Modem Version 8.31" } } },
        /* makers before chips */
        { "MultiTech Modem", { { "ATI3", "LT V.92 1.0 MT5634ZBA" } } },
        { "Rockwell Voice Modem", { { "ATI3", "V1.310-V32_DS" }, { "ATI6", "RCV336DPFSP Rev 44BR" }, { "AT#CLS=?", "0,1,2,8" } } },
        { "ELSA MicroLink Modem", { { "AT+GMI", "ELSA AG, Aachen (Germany)" }, { "AT+GMM", "MicroLink 56k Fun" } } },
    };
    struct modemprobe_report report;
    char reason[200];
    const char *model;
    unsigned int i;

    for (i = 0; i < sizeof(modems) / sizeof(modems[0]); i++)
    {
        interview( modems[i].answers, &report );
        model = modemprobe_propose( &report, reason, sizeof(reason) );
        ok( !strcmp( model, modems[i].model ), "modem %u: %s (%s), expected %s\n", i, model, reason, modems[i].model );
        ok( reason[0], "modem %u: no reason\n", i );
        ok( !strcmp( modemprobe_propose( &report, NULL, 0 ), model ), "modem %u: another proposal without a reason\n", i );
    }
}

static void test_names(void)
{
    static const struct { const char *maker, *model, *name; } names[] =
    {
        { "", "", "" }, { "Acme", "", "Acme" }, { "", "V90", "V90" }, { "CONEXANT", "V90", "CONEXANT V90" }, { "Acme", "ACME 56K", "ACME 56K" },
        { "Acme Modems", "Acme", "Acme Modems Acme" },
    };
    struct modemprobe_report report;
    char name[16];
    unsigned int i;

    for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
    {
        memset( &report, 0, sizeof(report) );
        strcpy( report.maker, names[i].maker );
        strcpy( report.model, names[i].model );
        modemprobe_name( &report, name, sizeof(name) );
        ok( !strncmp( name, names[i].name, sizeof(name) - 1 ) && strlen( name ) < sizeof(name), "%u: %s\n", i, name );
    }
}

static void test_report(void)
{
    static const struct answers answers[] =
    {
        { "ATI", "56000" }, { "ATI3", "Dial-O-Matic" }, { "AT+GMI", "+GMI: \"Acme\"" }, { "AT+GMM", "Dialmaster 5" }, { "AT+GMR", "1.2" },
        { "AT+FCLASS=?", "0-2,8" }, { "AT+VCID=?", "(0,1,2)" }, { NULL }
    };
    struct modemprobe_report report;

    interview( answers, &report );
    ok( !strcmp( report.maker, "Acme" ), "maker '%s'\n", report.maker );
    ok( !strcmp( report.model, "Dialmaster 5" ), "model '%s'\n", report.model );
    ok( !strcmp( report.revision, "1.2" ), "revision '%s'\n", report.revision );
    ok( report.v250 && report.data && report.fax1 && report.fax2 && report.voice && !report.voice_hash, "abilities\n" );
    ok( report.caller_id && !report.caller_id_hash, "caller id\n" );
    ok( !strcmp( report.identity, "56000\nDial-O-Matic\n+GMI: \"Acme\"\nDialmaster 5\n1.2" ), "identity '%s'\n", report.identity );
}

int main(void)
{
    test_reading();
    test_proposals();
    test_names();
    test_report();
    printf( "%d passed, %d failed\n", checks - failures, failures );
    return failures != 0;
}
