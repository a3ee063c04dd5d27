/*
 * What comes over a telephone line beside a call: who calls in every form that modems have for it, the patterns of the bell, the beep of a
 * second call, noise.
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
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "modem_private.h"

#define USUAL_S10 14                    /* tenths of a second; the interpreter's default profile has none */

enum caller_form { CALLER_FORMATTED, CALLER_MDMF, CALLER_SDMF, CALLER_DTMF, CALLER_ZYXEL, CALLER_WITH_RING };

static const char *const form_names[] = { "formatted", "mdmf", "sdmf", "dtmf", "zyxel", "ring" };

/* How the bell rings: what stands behind RING, and what the modem tells of the cadence before it, in tenths of a second */
static const struct
{
    const char *name;
    const char *ring;
    const char *cadence;
} patterns[] =
{
    { "plain", "", "" },
    { "A", " A", "" }, { "B", " B", "" }, { "C", " C", "" },
    { "1", " 1", "" }, { "2", " 2", "" }, { "3", " 3", "" },
    { "cadence1", "", "DROF=40 DRON=20" },
    { "cadence2", "", "DROF=40 DRON=8 DROF=4 DRON=8" },
    { "cadence3", "", "DROF=40 DRON=4 DROF=2 DRON=4 DROF=2 DRON=8" },
};

static struct
{
    enum caller_form form;
    unsigned int     pattern;
    unsigned int     noise;             /* state of the generator: the same noise in each run */
    char             number[MAX_NUMBER];
    struct timer     beep;
} lines[MAX_MODEMS];

static bool shows_callers( const struct modem *modem )
{
    return modem->at->display_call_info && !modem->dead;
}

static void now_text( char *text, size_t size, const char *format )
{
    time_t now = time( NULL );
    struct tm tm;

    localtime_r( &now, &tm );
    strftime( text, size, format, &tm );
}

/* P and O stand for numbers that are withheld or not available. */
static bool is_absent( const char *number )
{
    return !strcmp( number, "P" ) || !strcmp( number, "O" );
}

/* ---- data messages: GR-30, EN 300 659-3 ---- */

static size_t put_parameter( unsigned char *message, size_t pos, unsigned char type, const char *text )
{
    size_t len = strlen( text );

    message[pos++] = type;
    message[pos++] = (unsigned char)len;
    memcpy( message + pos, text, len );
    return pos + len;
}

static void say_message( struct modem *modem, bool multiple, const char *number, const char *name )
{
    unsigned char message[3 * MAX_NUMBER + 32], sum = 0;
    char text[2 * sizeof(message) + 1], date[16];
    size_t i, len = 2;

    now_text( date, sizeof(date), "%m%d%H%M" );
    message[0] = multiple ? 0x80 : 0x04;
    if (multiple)
    {
        len = put_parameter( message, len, 0x01, date );
        len = put_parameter( message, len, is_absent( number ) ? 0x04 : 0x02, number );
        if (name[0]) len = put_parameter( message, len, 0x07, name );
    }
    else
    {
        memcpy( message + len, date, 8 );
        len += 8;
        memcpy( message + len, number, strlen( number ) );
        len += strlen( number );
    }
    message[1] = (unsigned char)(len - 2);
    for (i = 0; i < len; i++) sum = (unsigned char)(sum + message[i]);
    message[len++] = (unsigned char)-sum;
    for (i = 0; i < len; i++) snprintf( text + 2 * i, 3, "%02X", message[i] );
    at_put_response( modem->at, text );
}

/* ---- callers ---- */

/* A call will ring: what is said of it before the first ring. */
void signals_before_ring( struct modem *modem, const char *number )
{
    const enum caller_form form = lines[modem->index].form;
    char text[MAX_NUMBER + 4];

    snprintf( lines[modem->index].number, sizeof(lines[0].number), "%s", number );
    if (form != CALLER_DTMF || !shows_callers( modem )) return;
    if (is_absent( number )) snprintf( text, sizeof(text), "B%sC", number[0] == 'P' ? "10" : "00" );
    else snprintf( text, sizeof(text), "A%sC", number );
    at_put_response( modem->at, text );
}

/* Between the first ring and the second. Returns true if there is nothing more to say of the caller. */
bool signals_caller_id( struct modem *modem, const char *number, const char *name )
{
    const enum caller_form form = lines[modem->index].form;
    char text[MAX_NUMBER + 32], date[32];

    if (form == CALLER_FORMATTED) return false;
    if (!shows_callers( modem )) return true;
    switch (form)
    {
    case CALLER_MDMF:
    case CALLER_SDMF:
        say_message( modem, form == CALLER_MDMF, number, name );
        break;
    case CALLER_ZYXEL:
        now_text( date, sizeof(date), "TIME: %m-%d %H:%M" );
        at_put_response( modem->at, date );
        if (is_absent( number )) snprintf( text, sizeof(text), "REASON FOR NO CALLER NUMBER: %s", number[0] == 'P' ? "PRIVATE" : "OUT OF AREA" );
        else snprintf( text, sizeof(text), "CALLER NUMBER: %s", number );
        at_put_response( modem->at, text );
        if (!name[0]) break;
        snprintf( text, sizeof(text), "CALLER NAME: %s", name );
        at_put_response( modem->at, text );
        break;
    default:
        break;
    }
    return true;
}

/* The bell. Returns true if it was told in a way of its own. */
bool signals_ring( struct modem *modem )
{
    const char *word = patterns[lines[modem->index].pattern].cadence, *ring = patterns[lines[modem->index].pattern].ring;
    const bool with_number = lines[modem->index].form == CALLER_WITH_RING && shows_callers( modem );
    char text[MAX_NUMBER + 16];
    size_t len;

    for (; *word; word += len + (word[len] == ' '))
    {
        len = strcspn( word, " " );
        snprintf( text, sizeof(text), "%.*s", (int)len, word );
        at_put_response( modem->at, text );
    }
    if (!ring[0] && !with_number) return false;
    if (with_number) snprintf( text, sizeof(text), "RING;%s", lines[modem->index].number );
    else snprintf( text, sizeof(text), "RING%s", ring );
    at_put_response( modem->at, text );
    return true;
}

/* ---- what the control socket asks for ---- */

const char *signals_set_form( struct modem *modem, char *rest )
{
    size_t i;

    for (i = 0; i < sizeof(form_names) / sizeof(form_names[0]); i++)
    {
        if (strcmp( form_names[i], rest )) continue;
        lines[modem->index].form = (enum caller_form)i;
        return NULL;
    }
    return "expected formatted, mdmf, sdmf, dtmf, zyxel or ring";
}

const char *signals_set_pattern( struct modem *modem, char *rest )
{
    size_t i;

    for (i = 0; i < sizeof(patterns) / sizeof(patterns[0]); i++)
    {
        if (strcmp( patterns[i].name, rest )) continue;
        lines[modem->index].pattern = (unsigned int)i;
        return NULL;
    }
    return "expected plain, A, B, C, 1, 2, 3, cadence1, cadence2 or cadence3";
}

static void beep_over( void *arg )
{
    struct modem *modem = arg;

    say( "modem %c: the carrier was gone for longer than S10 allows", modem_letter( modem ) );
    exchange_drop_carrier( modem );
}

/* Somebody else calls: the exchange cuts the line for the beep. What register S10 (tenths of a second) bridges does no harm. */
const char *signals_beep( struct modem *modem, char *rest )
{
    char *end;
    long ms = strtol( rest, &end, 10 );
    const int s10 = modem_register( modem, 10 ), bridged = (s10 ? s10 : USUAL_S10) * 100;

    if (!rest[0]) ms = 1500;
    else if (*end || ms < 1 || ms > 60000) return "expected milliseconds, 1 to 60000";
    if (modem_state( modem ) != MODEM_ONLINE) return "this modem is not in a call";
    if (ms >= bridged) timer_set( &lines[modem->index].beep, bridged, beep_over, modem );
    return NULL;
}

/* Bytes that nobody sent. */
const char *signals_noise( struct modem *modem, char *rest )
{
    char *end, byte;
    long count = strtol( rest, &end, 10 );
    unsigned int *state = &lines[modem->index].noise;

    if (end == rest || *end || count < 1 || count > 100000) return "expected a number of bytes, 1 to 100000";
    while (count--)
    {
        *state = *state * 1103515245 + 12345;
        byte = (char)(*state >> 16);
        modem_inject( modem, &byte, 1 );
    }
    return NULL;
}

/* The modem is gone. */
void signals_forget( struct modem *modem )
{
    timer_cancel( &lines[modem->index].beep );
    memset( &lines[modem->index], 0, sizeof(lines[0]) );
}
