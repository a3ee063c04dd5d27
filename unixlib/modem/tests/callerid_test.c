/*
 * Who calls, as modems of many makes and countries say it.
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

#include "modem/modem_private.h"

static int passed, failed;

#define ok( condition, ... ) do { if (condition) passed++; \
    else { failed++; printf( "callerid_test.c:%d: failed: ", __LINE__ ); printf( __VA_ARGS__ ); } } while (0)

#define PRESENT MODEM_CALLER_PRESENT
#define BLOCKED MODEM_CALLER_BLOCKED
#define OUT     MODEM_CALLER_OUT_OF_AREA

/* The lines of a call, separated by `|`; how many of them are about the caller alone; what is known after them. */
static const struct
{
    const char *lines;
    int count;
    enum modem_caller_field number_state, name_state;
    const char *number, *name, *date, *time, *redirecting;
} callers[] =
{
    /* formatted: V.253 and its predecessors */
    { "NMBR=5550102",                       1, PRESENT, 0, "5550102", "", "", "", "" },
    { "NMBR = 5550102",                     1, PRESENT, 0, "5550102", "", "", "", "" },
    { "nmbr : 555 0102 ",                   1, PRESENT, 0, "555 0102", "", "", "", "" },
    { "DATE = 0131|TIME = 1234|NMBR = 5550102|NAME = JOHN DOE", 4, PRESENT, PRESENT, "5550102", "JOHN DOE", "0131", "1234", "" },
    { "NMBR=P",                             1, BLOCKED, 0, "", "", "", "", "" },
    { "NMBR = PRIVATE",                     1, BLOCKED, 0, "", "", "", "", "" },
    { "NMBR = WITHHELD",                    1, BLOCKED, 0, "", "", "", "", "" },
    { "NMBR=O",                             1, OUT, 0, "", "", "", "", "" },
    { "NMBR = OUT OF AREA",                 1, OUT, 0, "", "", "", "", "" },
    { "NMBR = O|NMBR = ",                   2, OUT, 0, "", "", "", "", "" },
    { "NMBR=",                              1, 0, 0, "", "", "", "", "" },
    { "NAME=SMITH J",                       1, 0, PRESENT, "", "SMITH J", "", "", "" },
    { "NAME = P",                           1, 0, BLOCKED, "", "", "", "", "" },
    { "NAME = PETER",                       1, 0, PRESENT, "", "PETER", "", "", "" },
    { "NAME = O",                           1, 0, OUT, "", "", "", "", "" },
    { "DATE=0131",                          1, 0, 0, "", "", "0131", "", "" },
    { "DATE = 01/31",                       1, 0, 0, "", "", "0131", "", "" },
    { "TIME = 2359",                        1, 0, 0, "", "", "", "2359", "" },
    { "TIME=23:59",                         1, 0, 0, "", "", "", "2359", "" },
    { "DATE=1",                             1, 0, 0, "", "", "", "", "" },
    { "DDN_NMBR = 5550199|NMBR = 5550102",  2, PRESENT, 0, "5550102", "", "", "", "5550199" },
    { "NDID=5550100|ANID=1",                2, 0, 0, "", "", "", "", "" },
    { "ERRM=CID CHECKSUM",                  1, 0, 0, "", "", "", "", "" },
    { "NAME=0123456789012345678901234567890123456789012345678901234567890123456789", 1, 0, PRESENT, "",
      "012345678901234567890123456789012345678901234567890123456789012", "", "", "" },
    /* what has no tag: a parameter, or the whole message */
    { "MESG = 12075550199F0",               1, 0, 0, "", "", "", "", "" },
    { "MESG = 120735353530313939F0",        1, 0, 0, "", "", "", "", "5550199" },
    { "MESG = 06034242431",                 1, 0, 0, "", "", "", "", "" },
    { "MESG = 801D0108303133313132333402073535353031303107084A4F484E20444F452B",
      1, PRESENT, PRESENT, "5550101", "JOHN DOE", "0131", "1234", "" },
    /* ZyXEL, ELSA, ISDN adapters */
    { "TIME: 01-31 23:59|CALLER NUMBER: 5550102|CALLER NAME: SMITH", 3, PRESENT, PRESENT, "5550102", "SMITH", "0131", "2359", "" },
    { "REASON FOR NO CALLER NUMBER: PRIVATE", 1, BLOCKED, 0, "", "", "", "", "" },
    { "REASON FOR NO NUMBER: OUT OF AREA|REASON FOR NO NAME: PRIVATE", 2, OUT, BLOCKED, "", "", "", "", "" },
    { "RING;5550102",                       0, PRESENT, 0, "5550102", "", "", "", "" },
    { "RING; 0891234567",                   0, PRESENT, 0, "0891234567", "", "", "", "" },
    { "RING: 5550102",                      0, PRESENT, 0, "5550102", "", "", "", "" },
    { "RING/5550102",                       0, PRESENT, 0, "5550102", "", "", "", "" },
    { "FM:5550102 TO:5550101",              1, PRESENT, 0, "5550102", "", "", "", "" },
    { "FM: 5550102",                        1, PRESENT, 0, "5550102", "", "", "", "" },
    { "CID: 5550102",                       1, PRESENT, 0, "5550102", "", "", "", "" },
    { "+CLIP: \"0123456\",129",             1, PRESENT, 0, "0123456", "", "", "", "" },
    { "+CLIP: \"\",128",                    1, BLOCKED, 0, "", "", "", "", "" },
    { "+CLIP: \"\",128,,,,2",               1, OUT, 0, "", "", "", "", "" },
    { "+CLIP: \"0123456\",129,\"\",,\"ANNA\",0", 1, PRESENT, PRESENT, "0123456", "ANNA", "", "", "" },
    /* unformatted: multiple data message */
    { "801D0108303133313132333402073535353031303107084A4F484E20444F452B",
      1, PRESENT, PRESENT, "5550101", "JOHN DOE", "0131", "1234", "" },
    { "5555555555801D0108303133313132333402073535353031303107084A4F484E20444F452B",
      1, PRESENT, PRESENT, "5550101", "JOHN DOE", "0131", "1234", "" },
    { "8010010830313331313233340401500801502A",                             1, BLOCKED, BLOCKED, "", "", "0131", "1234", "" },
    { "800D0108303133313132333404014F87",                              1, OUT, 0, "", "", "0131", "1234", "" },
    { "802811010101083132333132333539020A30383931323334353637120A303839313131313131310B0178F1",
      1, PRESENT, 0, "0891234567", "", "1231", "2359", "0891111111" },
    { "801D0108303133313132333402073535353031303107084A4F484E20444F4500",                              0, 0, 0, "", "", "", "", "" },
    { "82030B01FF70",                              0, 0, 0, "", "", "", "", "" },
    /* single data message, and one without its checksum as Rockwell prints it */
    { "040F303133313132333435353530313031FD",                               1, PRESENT, 0, "5550101", "", "0131", "1234", "" },
    { "040930313331313233345014",                              1, BLOCKED, 0, "", "", "0131", "1234", "" },
    { "0412303332323234303539313435353132333435", 1, PRESENT, 0, "9145512345", "", "0322", "2405", "" },
    { "04123033323232343035393134353531323334", 0, 0, 0, "", "", "", "", "" },
    { "8000",                               0, 0, 0, "", "", "", "", "" },
    { "800180",                             1, 0, 0, "", "", "", "", "" },
    /* digits */
    { "A5550102C",                          1, PRESENT, 0, "5550102", "", "", "", "" },
    { "D5550102#",                          1, PRESENT, 0, "5550102", "", "", "", "" },
    { "A5550102D5550199C",                  1, PRESENT, 0, "5550102", "", "", "", "5550199" },
    { "B00C",                               1, OUT, 0, "", "", "", "", "" },
    { "B10C",                               1, BLOCKED, 0, "", "", "", "", "" },
    { "D1#",                                1, OUT, 0, "", "", "", "", "" },
    { "D2#",                                1, BLOCKED, 0, "", "", "", "", "" },
    { "<5550102>",                          1, PRESENT, 0, "5550102", "", "", "", "" },
    { "<D5550102C>",                        1, PRESENT, 0, "5550102", "", "", "", "" },
    { "CID=A5550102C",                      1, PRESENT, 0, "5550102", "", "", "", "" },
    { "DTMF = D5550102C",                   1, PRESENT, 0, "5550102", "", "", "", "" },
    { "ABC",                                0, 0, 0, "", "", "", "", "" },
    { "A12",                                0, 0, 0, "", "", "", "", "" },
    { "A1X2C",                              0, 0, 0, "", "", "", "", "" },
    { "<>",                                 0, 0, 0, "", "", "", "", "" },
    /* none of it */
    { "OK|RING|CONNECT 9600|12|NMBRS=1|TIMES",  0, 0, 0, "", "", "", "", "" },
};

int main( void )
{
    struct modem_config *config = modem_config_create();
    size_t i, len;

    for (i = 0; i < sizeof(callers) / sizeof(callers[0]); i++)
    {
        struct link_info link = { 0 };
        struct caller_id caller = { 0 };
        struct response response;
        const char *from;
        char line[256];
        int count = 0;

        for (from = callers[i].lines; *from; from += len + (from[len] == '|'))
        {
            len = strcspn( from, "|" );
            memcpy( line, from, len );
            line[len] = 0;
            response_parse( config, line, &response, &link, &caller );
            if (response.class == RESPONSE_CALLER_ID) count++;
        }
        ok( count == callers[i].count, "%s: %d lines\n", callers[i].lines, count );
        ok( caller.any == (count || caller.number_state), "%s: any %d\n", callers[i].lines, caller.any );
        ok( caller.number_state == callers[i].number_state && caller.name_state == callers[i].name_state, "%s: states %d %d\n", callers[i].lines,
            caller.number_state, caller.name_state );
        ok( !strcmp( caller.number, callers[i].number ) && !strcmp( caller.name, callers[i].name ) && !strcmp( caller.date, callers[i].date ) &&
            !strcmp( caller.time, callers[i].time ) && !strcmp( caller.redirecting, callers[i].redirecting ), "%s: '%s' '%s' '%s' '%s' '%s'\n",
            callers[i].lines, caller.number, caller.name, caller.date, caller.time, caller.redirecting );
    }
    modem_config_free( config );
    printf( "%d passed, %d failed\n", passed, failed );
    return failed != 0;
}
