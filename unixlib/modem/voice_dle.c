/*
 * Voice calls: bytes between <DLE>s.
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

#include <string.h>

#include "voice.h"
#include "voice_private.h"

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

#define SUB 0x1a                        /* <DLE><SUB>: two <DLE> of data (V.253) */

void dle_reset( struct dle_reader *reader )
{
    memset( reader, 0, sizeof(*reader) );
}

static enum dle_kind end_report( struct dle_reader *reader )
{
    reader->in_report = 0;
    if (reader->len && reader->report[reader->len - 1] != '\n') reader->report[reader->len++] = '\n';
    reader->report[reader->len] = 0;
    return DLE_REPORT;
}

/* Its lines are TAG=value. One that is not is no part of it: the report's end was lost, or its beginning was noise. */
static enum dle_kind add_to_report( struct dle_reader *reader, unsigned char byte )
{
    const char *line;

    if (byte == '\r') byte = '\n';
    if (byte == '\n' ? !reader->len || reader->report[reader->len - 1] == '\n' : byte < ' ' || byte > '~') return DLE_NOTHING;
    if (reader->len + 3 < sizeof(reader->report)) reader->report[reader->len++] = (char)byte;
    if (byte != '\n') return DLE_NOTHING;
    reader->report[reader->len] = 0;
    for (line = reader->report + reader->len - 1; line > reader->report && line[-1] != '\n'; line--) ;
    return strchr( line, '=' ) ? DLE_NOTHING : end_report( reader );
}

enum dle_kind dle_feed( struct dle_reader *reader, unsigned char byte, unsigned char *value, unsigned int *count )
{
    *value = byte;
    *count = 1;
    if (!reader->escaped)
    {
        if (byte == DLE)
        {
            reader->escaped = 1;
            return DLE_NOTHING;
        }
        if (!reader->in_report) return DLE_DATA;
        return add_to_report( reader, byte );
    }
    reader->escaped = 0;
    switch (byte)
    {
    case DLE:
        if (reader->in_report) return DLE_NOTHING;
        return DLE_DATA;
    case SUB:
        *value = DLE;
        *count = 2;
        return reader->in_report ? DLE_NOTHING : DLE_DATA;
    case ETX:
        /* a stream's end ends a report that was cut short as well */
        reader->in_report = 0;
        return DLE_END;
    case 'X':
        reader->in_report = 1;
        reader->len = 0;
        return DLE_NOTHING;
    case '.':
        if (!reader->in_report) return DLE_EVENT;
        return end_report( reader );
    default:
        return DLE_EVENT;
    }
}

size_t dle_shield( const unsigned char *data, size_t len, unsigned char *out )
{
    size_t i, n = 0;

    for (i = 0; i < len; i++)
    {
        if (data[i] == DLE) out[n++] = DLE;
        out[n++] = data[i];
    }
    return n;
}

/* V.253 table of event reports, and the letters vendors added */
static const struct { char code; enum voice_signal signal; unsigned int value; } signals[] =
{
    { '/', SIGNAL_DIGIT_BEGIN, 0 },
    { '~', SIGNAL_DIGIT_END,   0 },
    { 'b', SIGNAL_TONE,        MODEM_TONE_BUSY },
    { 'F', SIGNAL_TONE,        MODEM_TONE_BUSY },               /* reorder */
    { 'K', SIGNAL_TONE,        MODEM_TONE_BUSY },
    { 'd', SIGNAL_TONE,        MODEM_TONE_DIALTONE },
    { 'i', SIGNAL_TONE,        MODEM_TONE_DIALTONE },           /* stuttered */
    { 'r', SIGNAL_TONE,        MODEM_TONE_RINGBACK },
    { 'c', SIGNAL_TONE,        MODEM_TONE_FAX_CALLING },
    { 'e', SIGNAL_TONE,        MODEM_TONE_DATA_CALLING },
    { 'a', SIGNAL_TONE,        MODEM_TONE_ANSWER },
    { 'f', SIGNAL_TONE,        MODEM_TONE_ANSWER },
    { 'm', SIGNAL_TONE,        MODEM_TONE_ANSWER },             /* of a fax */
    { 's', SIGNAL_TONE,        MODEM_TONE_SILENCE },
    { 'q', SIGNAL_TONE,        MODEM_TONE_SILENCE },
    { 'v', SIGNAL_TONE,        MODEM_TONE_SOUND },
    { 'R', SIGNAL_TONE,        MODEM_TONE_RING },
    { 'w', SIGNAL_TONE,        MODEM_TONE_CALL_WAITING },
    { 'W', SIGNAL_TONE,        MODEM_TONE_CALL_WAITING },
    { 'J', SIGNAL_TONE,        MODEM_TONE_SPECIAL_INFORMATION },
    { 'S', SIGNAL_TONE,        MODEM_TONE_SPECIAL_INFORMATION },
    { 'h', SIGNAL_TONE,        MODEM_TONE_HANDSET_ON_HOOK },
    { 'H', SIGNAL_TONE,        MODEM_TONE_HANDSET_OFF_HOOK },
    { 't', SIGNAL_TONE,        MODEM_TONE_HANDSET_OFF_HOOK },
    { 'l', SIGNAL_LINE_GONE,   0 },
    { 'u', SIGNAL_UNDERRUN,    0 },
    { 'o', SIGNAL_OVERRUN,     0 },
};

enum voice_signal dle_signal( unsigned char code, unsigned int *value )
{
    size_t i;

    *value = code;
    if (code && strchr( "0123456789*#ABCD", code )) return SIGNAL_DIGIT;
    for (i = 0; i < ARRAY_SIZE(signals); i++)
    {
        if ((unsigned char)signals[i].code != code) continue;
        *value = signals[i].value;
        return signals[i].signal;
    }
    return SIGNAL_NONE;
}
