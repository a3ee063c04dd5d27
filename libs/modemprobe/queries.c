/*
 * What to ask a modem, and what its answers mean.
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

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "modemprobe/answer.h"

#define COUNT_OF(a) (sizeof(a) / sizeof((a)[0]))

static void keep( char *field, size_t size, const char *lines )
{
    /* the first line; some modems put their answer in quotes, or the name of the query before it */
    size_t len = strcspn( lines, "\n" );

    if (lines[0] == '+' && memchr( lines, ':', len ))
    {
        len -= (size_t)(strchr( lines, ':' ) + 1 - lines);
        lines = strchr( lines, ':' ) + 1;
    }
    while (len && (*lines == ' ' || *lines == '"')) lines++, len--;
    while (len && (lines[len - 1] == ' ' || lines[len - 1] == '"')) len--;
    if (!field[0] && len) snprintf( field, size, "%.*s", (int)(len < size ? len : size - 1), lines );
}

static void add_identity( struct modemprobe_report *report, const char *lines )
{
    size_t len = strlen( report->identity );

    if (lines[0]) snprintf( report->identity + len, sizeof(report->identity) - len, "%s%s", len ? "\n" : "", lines );
}

static void learn_identity( struct modemprobe_report *report, const char *lines )
{
    add_identity( report, lines );
    /* a number alone is a product code or a checksum */
    if (strspn( lines, "0123456789 \n" ) != strlen( lines )) keep( report->model, sizeof(report->model), lines );
}

static void learn_maker( struct modemprobe_report *report, const char *lines )
{
    add_identity( report, lines );
    keep( report->maker, sizeof(report->maker), lines );
}

static void learn_v250_maker( struct modemprobe_report *report, const char *lines )
{
    if (!lines[0]) return;
    report->v250 = 1;
    learn_maker( report, lines );
}

static void learn_model( struct modemprobe_report *report, const char *lines )
{
    if (!lines[0]) return;
    report->v250 = 1;
    add_identity( report, lines );
    /* better than what ATI said */
    report->model[0] = 0;
    keep( report->model, sizeof(report->model), lines );
}

static void learn_revision( struct modemprobe_report *report, const char *lines )
{
    add_identity( report, lines );
    keep( report->revision, sizeof(report->revision), lines );
}

static void learn_modulations( struct modemprobe_report *report, const char *lines )
{
    snprintf( report->modulations, sizeof(report->modulations), "%s", lines );
}

/* Is a class in a list as "0,1,1.0,8" or "(0-2,8)"? */
static int has_class( const char *lines, const char *wanted )
{
    const char *p = lines;
    size_t len;

    while (*p)
    {
        if (!isdigit( (unsigned char)*p ))
        {
            p++;
            continue;
        }
        len = strspn( p, "0123456789." );
        if (len == strlen( wanted ) && !strncmp( p, wanted, len )) return 1;
        if (p[len] == '-' && !strchr( wanted, '.' ) && atoi( p ) <= atoi( wanted ) && atoi( wanted ) <= atoi( p + len + 1 )) return 1;
        p += len;
    }
    return 0;
}

static void learn_classes( struct modemprobe_report *report, const char *lines )
{
    report->data = has_class( lines, "0" );
    report->fax1 = has_class( lines, "1" ) || has_class( lines, "1.0" );
    report->fax2 = has_class( lines, "2" ) || has_class( lines, "2.0" ) || has_class( lines, "2.1" );
    report->voice = has_class( lines, "8" );
}

static void learn_hash_classes( struct modemprobe_report *report, const char *lines )
{
    report->voice_hash = has_class( lines, "8" );
}

static void learn_caller_id( struct modemprobe_report *report, const char *lines )
{
    report->caller_id = has_class( lines, "1" );
}

static void learn_hash_caller_id( struct modemprobe_report *report, const char *lines )
{
    report->caller_id_hash = has_class( lines, "1" );
}

static void learn_ampersand( struct modemprobe_report *report, const char *lines )
{
    report->ampersand = 1;
}

void modemprobe_name( const struct modemprobe_report *report, char *name, size_t size )
{
    const char *maker = report->maker;

    size_t same = 0;

    while (maker[same] && tolower( (unsigned char)maker[same] ) == tolower( (unsigned char)report->model[same] )) same++;
    /* U.S. Robotics U.S. Robotics 56K FAX */
    if (!maker[same]) maker = "";
    snprintf( name, size, "%s%s%s", maker, maker[0] && report->model[0] ? " " : "", report->model );
}

/* ---- explanations ---- */

static void explain_lines( const char *before, const char *lines, char *text, size_t size )
{
    if (!lines[0]) snprintf( text, size, "The modem knows the question and has nothing to say." );
    else snprintf( text, size, "%s %.*s.", before, (int)strcspn( lines, "\n" ), lines );
}

static void explain_alive( const char *lines, char *text, size_t size )
{
    snprintf( text, size, "A modem answers." );
}

static void explain_product( const char *lines, char *text, size_t size )
{
    if (isdigit( (unsigned char)lines[0] )) explain_lines( "The product code, often the fastest speed in bit/s:", lines, text, size );
    else explain_lines( "The modem says of itself:", lines, text, size );
}

static void explain_identity( const char *lines, char *text, size_t size )
{
    if (strchr( lines, '\n' )) snprintf( text, size, "Information for its maker; it begins with %.*s.", (int)strcspn( lines, "\n" ), lines );
    else explain_lines( "The modem says of itself:", lines, text, size );
}

static void explain_checksum( const char *lines, char *text, size_t size )
{
    explain_lines( "The checksum of its firmware:", lines, text, size );
}

static void explain_test( const char *lines, char *text, size_t size )
{
    snprintf( text, size, "The modem has checked its memory and found no fault." );
}

static void explain_maker( const char *lines, char *text, size_t size )
{
    explain_lines( "Its maker is", lines, text, size );
}

static void explain_model( const char *lines, char *text, size_t size )
{
    explain_lines( "Its model is", lines, text, size );
}

static void explain_revision( const char *lines, char *text, size_t size )
{
    explain_lines( "Its firmware is", lines, text, size );
}

static void explain_capabilities( const char *lines, char *text, size_t size )
{
    static const struct { const char *sign, *what; } capabilities[] =
    {
        { "+FCLASS", "classes of fax or voice" }, { "+MS", "choice of modulation" }, { "+ES", "error control" }, { "+DS", "compression" },
        { "+CGSM", "GSM commands" }, { "+W", "wireless commands" }, { "+MV18S", "text telephones" },
    };
    size_t i, len = (size_t)snprintf( text, size, "Command sets it has beyond dialling:" ), start = len;

    for (i = 0; i < COUNT_OF(capabilities); i++)
        if (strstr( lines, capabilities[i].sign ) && len < size)
            len += (size_t)snprintf( text + len, size - len, "%s %s", len > start ? "," : "", capabilities[i].what );
    if (len < size) snprintf( text + len, size - len, "%s", len > start ? "." : " none that we know." );
}

static void explain_classes( const char *lines, char *text, size_t size )
{
    struct modemprobe_report report = { 0 };

    learn_classes( &report, lines );
    snprintf( text, size, "It does %s%s%s%s%s.", report.data ? "data" : "no data", report.fax1 ? ", fax (class 1)" : "",
              report.fax2 ? ", fax (class 2)" : "", !report.fax1 && !report.fax2 ? ", no fax" : "", report.voice ? ", voice" : ", no voice" );
}

static void explain_hash_classes( const char *lines, char *text, size_t size )
{
    snprintf( text, size, has_class( lines, "8" ) ? "It has voice in Rockwell's older form (#CLS=8)." : "It has no voice in Rockwell's older form." );
}

static void explain_caller_id( const char *lines, char *text, size_t size )
{
    snprintf( text, size, has_class( lines, "1" ) ? "It can report who calls." : "It cannot report who calls." );
}

static void explain_modulations( const char *lines, char *text, size_t size )
{
    static const struct { const char *sign, *rate; } speeds[] =
        { { "V92", "56000" }, { "V90", "56000" }, { "K56", "56000" }, { "V34", "33600" }, { "V32B", "14400" }, { "V32", "9600" }, { "V22B", "2400" } };
    size_t i;

    for (i = 0; i < COUNT_OF(speeds); i++)
    {
        if (!strstr( lines, speeds[i].sign )) continue;
        snprintf( text, size, "The fastest modulation it names is %s, up to %s bit/s.", speeds[i].sign, speeds[i].rate );
        return;
    }
    snprintf( text, size, "It names its modulations in numbers of its own." );
}

static void explain_error_control( const char *lines, char *text, size_t size )
{
    snprintf( text, size, "It has error control that can be set." );
}

static void explain_compression( const char *lines, char *text, size_t size )
{
    snprintf( text, size, "It has data compression that can be set." );
}

static void explain_ampersand( const char *lines, char *text, size_t size )
{
    snprintf( text, size, "The modem will tell by its carrier line whether it is connected." );
}

static void explain_profile( const char *lines, char *text, size_t size )
{
    snprintf( text, size, "These settings hold now; Init of the definition replaces them when a program opens the line." );
}

const struct modemprobe_query modemprobe_queries[] =
{
    { "AT", "Is there a modem?", 1, NULL, explain_alive },
    { "ATI", "Product code", 1, learn_identity, explain_product },
    { "ATI1", "Firmware checksum", 0, NULL, explain_checksum },
    { "ATI2", "Memory test", 0, NULL, explain_test },
    { "ATI3", "Firmware or product", 1, learn_identity, explain_identity },
    { "ATI4", "Product or settings", 1, learn_identity, explain_identity },
    { "ATI5", "Country or stored settings", 0, learn_identity, explain_identity },
    { "ATI6", "Chip or last call", 1, learn_identity, explain_identity },
    { "ATI7", "Product configuration", 1, learn_identity, explain_identity },
    { "ATI8", "Product information", 0, NULL, explain_identity },
    { "ATI9", "Plug and Play name", 1, learn_identity, explain_identity },
    { "AT+GMI", "Maker", 1, learn_v250_maker, explain_maker },
    { "AT+GMM", "Model", 1, learn_model, explain_model },
    { "AT+GMR", "Firmware", 1, learn_revision, explain_revision },
    { "AT+GCAP", "Command sets", 0, NULL, explain_capabilities },
    { "AT+FCLASS=?", "Data, fax, voice", 1, learn_classes, explain_classes },
    { "AT#CLS=?", "Data, fax, voice (Rockwell)", 1, learn_hash_classes, explain_hash_classes },
    { "AT+FMI?", "Maker (fax)", 1, learn_maker, explain_maker },
    { "AT+FMM?", "Model (fax)", 1, learn_identity, explain_model },
    { "AT+FMR?", "Firmware (fax)", 0, learn_revision, explain_revision },
    { "AT+VCID=?", "Caller id", 1, learn_caller_id, explain_caller_id },
    { "AT#CID=?", "Caller id (Rockwell)", 1, learn_hash_caller_id, explain_caller_id },
    { "AT+MS=?", "Modulations", 1, learn_modulations, explain_modulations },
    { "AT+ES=?", "Error control", 0, NULL, explain_error_control },
    { "AT+DS=?", "Compression", 0, NULL, explain_compression },
    { "AT&C1", "Carrier line", 1, learn_ampersand, explain_ampersand },
    { "AT&V", "Settings now", 0, NULL, explain_profile },
};

const unsigned int modemprobe_query_count = COUNT_OF(modemprobe_queries);

void modemprobe_explain_answer( const struct modemprobe_query *query, enum modemprobe_result result, const char *lines, char *text, size_t size )
{
    switch (result)
    {
    case MODEMPROBE_OK:
        query->explain( lines, text, size );
        break;
    case MODEMPROBE_ERROR:
        snprintf( text, size, query == modemprobe_queries ? "A modem answers, but it refuses AT." : "The modem does not know this question." );
        break;
    case MODEMPROBE_SILENT:
        snprintf( text, size, query == modemprobe_queries ?
                  "Nothing answers. Check that the modem is switched on, the cable, and that this is its port." :
                  "The modem did not answer this question." );
        break;
    case MODEMPROBE_UNFINISHED:
        snprintf( text, size, "The answer does not end with OK or ERROR; the modem may be slow, or busy with a call." );
        break;
    case MODEMPROBE_GARBAGE:
        snprintf( text, size, "What comes is no text: the speed is wrong, or this is no modem." );
        break;
    }
}
