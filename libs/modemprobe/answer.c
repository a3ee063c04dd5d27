/*
 * Reading the answers of modems.
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

/* V.250 table 1, the errors of GSM 07.07 and 07.05, and the numeric codes of a modem that does not know V1 */
static const struct { const char *text; int prefix; enum modemprobe_result result; } result_codes[] =
{
    { "OK", 0, MODEMPROBE_OK },
    { "0", 0, MODEMPROBE_OK },
    { "ERROR", 0, MODEMPROBE_ERROR },
    { "4", 0, MODEMPROBE_ERROR },
    { "+CME ERROR", 1, MODEMPROBE_ERROR },
    { "+CMS ERROR", 1, MODEMPROBE_ERROR },
    { "COMMAND NOT SUPPORT", 1, MODEMPROBE_ERROR },
    { "NO CARRIER", 0, MODEMPROBE_ERROR },
    { "NO DIALTONE", 0, MODEMPROBE_ERROR },
    { "NO DIAL TONE", 0, MODEMPROBE_ERROR },
};

/* what a modem may say at any time */
static const char *const unasked[] = { "RING", "RINGING", "+CRING" };

void modemprobe_reader_begin( struct modemprobe_reader *reader, const char *command )
{
    memset( reader, 0, sizeof(*reader) );
    snprintf( reader->command, sizeof(reader->command), "%s", command );
}

static const char *next_line( const char *p, const char *end, char *line, size_t size )
{
    size_t len = 0;

    while (p < end && (*p == '\r' || *p == '\n')) p++;
    if (p == end) return NULL;
    for (; p < end && *p != '\r' && *p != '\n'; p++) if (len + 1 < size) line[len++] = *p;
    while (len && line[len - 1] == ' ') len--;
    line[len] = 0;
    return p;
}

static int find_code( const char *line )
{
    unsigned int i;

    for (i = 0; i < sizeof(result_codes) / sizeof(result_codes[0]); i++)
        if (result_codes[i].prefix ? !strncmp( line, result_codes[i].text, strlen( result_codes[i].text ) ) : !strcmp( line, result_codes[i].text ))
            return (int)i;
    return -1;
}

/* The last line is the result code, if it is whole: "OK" CR, or "0" CR. An answer of one digit among others ends with a code of its own. */
static int result_code( const struct modemprobe_reader *reader )
{
    const char *p = reader->raw, *end = reader->raw + reader->len;
    char line[256] = "";
    int code;

    if (!reader->len || (end[-1] != '\r' && end[-1] != '\n')) return -1;
    while ((p = next_line( p, end, line, sizeof(line) ))) {}
    code = find_code( line );
    /* words are on; a bare digit is an answer such as that of S0? or ATI, until OK comes after it */
    if (code >= 0 && !line[1] && (strchr( reader->command, 'I' ) || strchr( reader->command, '?' ))) return -1;
    return code;
}

int modemprobe_reader_feed( struct modemprobe_reader *reader, const char *data, size_t size )
{
    size_t i;

    for (i = 0; i < size; i++)
    {
        char byte = data[i] & 0x7f;     /* a modem that answers with parity */

        if (data[i] & 0x80 || (byte < ' ' && !strchr( "\r\n\t", byte )) || byte == 0x7f) reader->odd++;
        if (!byte) continue;
        if (reader->len + 1 == sizeof(reader->raw))
        {
            /* the end matters more than the middle: the result code comes last */
            reader->overflow = 1;
            memmove( reader->raw + sizeof(reader->raw) / 2, reader->raw + sizeof(reader->raw) / 2 + 256, reader->len - sizeof(reader->raw) / 2 - 256 );
            reader->len -= 256;
        }
        reader->raw[reader->len++] = byte == '\t' ? ' ' : (byte < ' ' && byte != '\r' && byte != '\n') || byte == 0x7f ? '?' : byte;
    }
    return result_code( reader ) >= 0;
}

static int is_unasked( const char *line )
{
    unsigned int i;

    for (i = 0; i < sizeof(unasked) / sizeof(unasked[0]); i++) if (!strncmp( line, unasked[i], strlen( unasked[i] ) )) return 1;
    return 0;
}

enum modemprobe_result modemprobe_reader_end( const struct modemprobe_reader *reader, char *lines, size_t size )
{
    const char *p = reader->raw, *end = reader->raw + reader->len;
    int code = result_code( reader ), first = 1;
    char line[256], before[256] = "";
    size_t len = 0;

    if (size) lines[0] = 0;
    /* each line goes out when the next one is there: the last one is the code */
    while ((p = next_line( p, end, line, sizeof(line) )))
    {
        int echo = first && !strcmp( line, reader->command );

        first = 0;
        if (before[0] && len + strlen( before ) + 2 < size)
            len += (size_t)snprintf( lines + len, size - len, "%s%s", len ? "\n" : "", before );
        before[0] = 0;
        if (!echo && line[0] && !is_unasked( line )) memcpy( before, line, sizeof(before) );
    }
    if (code < 0 && before[0] && len + strlen( before ) + 2 < size) snprintf( lines + len, size - len, "%s%s", len ? "\n" : "", before );
    if (!reader->len) return MODEMPROBE_SILENT;
    if (reader->odd > 4 && reader->odd * 4 > reader->len) return MODEMPROBE_GARBAGE;
    if (code >= 0) return result_codes[code].result;
    return reader->overflow ? MODEMPROBE_GARBAGE : MODEMPROBE_UNFINISHED;
}
