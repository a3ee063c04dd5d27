/*
 * What goes over the wire, for the log that a user reads.
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
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>

#include <linux/serial.h>

#include "engine.h"

/* Unimodem's words for what a response means */
static const char *const class_names[RESPONSE_CLASS_COUNT] =
{
    [RESPONSE_OK] = "OK", [RESPONSE_CONNECT] = "Connect", [RESPONSE_ERROR] = "Error", [RESPONSE_NO_CARRIER] = "No Carrier",
    [RESPONSE_NO_DIALTONE] = "No Dial Tone", [RESPONSE_BUSY] = "Busy", [RESPONSE_NO_ANSWER] = "No Answer", [RESPONSE_RING] = "Ring",
    [RESPONSE_BLACKLISTED] = "Blacklisted", [RESPONSE_DELAYED] = "Delayed", [RESPONSE_VOICE] = "Voice", [RESPONSE_FAX] = "Fax",
};

/*
 * Where the number begins in a command that dials: behind the D of V.250 6.3.1. A D in the name of another command (&D2, +DS) is none.
 * @return the offset, or the length of the text
 */
static size_t find_number( const char *text )
{
    const char *p = text;

    if (strncasecmp( p, "AT", 2 )) return strlen( text );
    for (p += 2; *p; )
    {
        if (toupper( (unsigned char)*p ) == 'D') return (size_t)(p + 1 - text);
        if (*p == '+' || *p == '#')
        {
            /* an extended command goes to the next `;` */
            p += strcspn( p, ";\r" );
            if (*p) p++;
            continue;
        }
        /* a prefix and its letter, or a letter; then its number */
        if (!isalnum( (unsigned char)*p ) && *p != ' ') p++;
        if (*p) p++;
        while (isdigit( (unsigned char)*p ) || *p == '=' || *p == '?' || *p == '.' || *p == ' ') p++;
    }
    return (size_t)(p - text);
}

size_t log_escape( const char *text, char *out, size_t size )
{
    size_t number = find_number( text ), i, len = 0;

    out[0] = 0;
    for (i = 0; text[i] && len + 8 < size; i++)
    {
        const unsigned char c = (unsigned char)text[i];

        if (c == '\r') len += (size_t)snprintf( out + len, size - len, "<cr>" );
        else if (c == '\n') len += (size_t)snprintf( out + len, size - len, "<lf>" );
        else if (c < ' ' || c > 0x7e) len += (size_t)snprintf( out + len, size - len, "<h%02X>", c );
        else len += (size_t)snprintf( out + len, size - len, "%c", i >= number && isdigit( c ) ? '#' : c );
    }
    return len;
}

static struct modem_event *post( struct modem *modem, uint32_t kind )
{
    struct modem_event *event = engine_post( modem, MODEM_EVENT_LOG );

    event->on = kind;
    return event;
}

void log_sent( struct modem *modem, const char *text )
{
    if (!modem->logging) return;
    log_escape( text, post( modem, MODEM_LOG_SENT )->reason, MODEM_REASON_SIZE );
}

/* The reader has taken the line ends off: they are put back as V.250 5.7.1 has them. */
void log_line( struct modem *modem, const char *line, enum response_class class )
{
    struct modem_event *event;
    size_t len = 0;
    int words;

    if (!modem->logging) return;
    words = modem->reader.lf_follows;
    event = post( modem, MODEM_LOG_RECEIVED );
    if (words) len = (size_t)snprintf( event->reason, sizeof(event->reason), "<cr><lf>" );
    len += log_escape( line, event->reason + len, sizeof(event->reason) - len - 8 );
    snprintf( event->reason + len, sizeof(event->reason) - len, words ? "<cr><lf>" : "<cr>" );
    snprintf( event->text, sizeof(event->text), "%s", class == RESPONSE_UNKNOWN ? "" : class_names[class] ? class_names[class] : "Informative" );
}

void log_echo( struct modem *modem, const char *line )
{
    struct modem_event *event;
    size_t len;

    if (!modem->logging) return;
    event = post( modem, MODEM_LOG_ECHO );
    len = log_escape( line, event->reason, sizeof(event->reason) - 8 );
    snprintf( event->reason + len, sizeof(event->reason) - len, "<cr>" );
}

void log_note( struct modem *modem, const char *format, ... )
{
    struct modem_event *event;
    va_list args;

    if (!modem->logging) return;
    event = post( modem, MODEM_LOG_NOTE );
    va_start( args, format );
    vsnprintf( event->reason, sizeof(event->reason), format, args );
    va_end( args );
}

/* What the driver has counted on a real port; pseudo-terminals do not count. */
static int count_bytes( struct modem *modem, uint32_t *received, uint32_t *sent )
{
    struct serial_icounter_struct counters;

    if (!modem->port || ioctl( port_fd( modem->port ), TIOCGICOUNT, &counters )) return 0;
    *received = (uint32_t)counters.rx;
    *sent = (uint32_t)counters.tx;
    return 1;
}

void log_session_begin( struct modem *modem )
{
    if (!modem->logging) return;
    modem->session_start = host_now();
    modem->session_counts = count_bytes( modem, &modem->session_received, &modem->session_sent );
}

void log_session_end( struct modem *modem )
{
    uint32_t received, sent;
    int64_t seconds;

    if (!modem->logging || !modem->session_start) return;
    seconds = (host_now() - modem->session_start) / 1000;
    modem->session_start = 0;
    log_note( modem, "Session Statistics:" );
    if (modem->session_counts && count_bytes( modem, &received, &sent ))
    {
        log_note( modem, "               Reads : %u bytes", received - modem->session_received );
        log_note( modem, "               Writes: %u bytes", sent - modem->session_sent );
    }
    log_note( modem, "               Time  : %u:%02u:%02u", (unsigned int)(seconds / 3600), (unsigned int)(seconds / 60 % 60), (unsigned int)(seconds % 60) );
}
