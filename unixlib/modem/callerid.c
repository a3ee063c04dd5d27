/*
 * Who calls: the many ways in which modems say it.
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

/*
 * Formatted:    NMBR = 5550101, one line for each thing known (+VCID=1, #CID=1 and their relatives)
 * Unformatted:  the message of the exchange in hexadecimal digits (+VCID=2, #CID=2): single (GR-30 SDMF) or multiple data message (MDMF,
 *               ETSI EN 300 659-3)
 * DTMF:         A5550101C and the like, for exchanges that send digits before the first ring (ETSI ES 200 778)
 * With RING:    RING;5550101
 */

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "modem_private.h"

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

#define MESSAGE_MAX 128                 /* bytes of an unformatted message; they have a length of one byte, lines end sooner */

/* ---- values ---- */

static void copy_text( char *to, size_t size, const char *from, size_t from_len )
{
    size_t len = 0;

    for (; from_len && *from && len + 1 < size; from++, from_len--) to[len++] = *from >= ' ' && *from < 0x7f ? *from : '?';
    while (len && to[len - 1] == ' ') len--;
    to[len] = 0;
}

static enum modem_caller_field caller_field( const struct modem_config *config, const char *value, size_t value_len, char *to, size_t size )
{
    static const struct { const char *text; enum modem_caller_field state; } absent[] =
    {
        { "P", MODEM_CALLER_BLOCKED }, { "PRIVATE", MODEM_CALLER_BLOCKED }, { "BLOCKED", MODEM_CALLER_BLOCKED },
        { "WITHHELD", MODEM_CALLER_BLOCKED }, { "ANONYMOUS", MODEM_CALLER_BLOCKED }, { "RESTRICTED", MODEM_CALLER_BLOCKED },
        { "O", MODEM_CALLER_OUT_OF_AREA }, { "OUT OF AREA", MODEM_CALLER_OUT_OF_AREA }, { "OUT-OF-AREA", MODEM_CALLER_OUT_OF_AREA },
        { "UNAVAILABLE", MODEM_CALLER_OUT_OF_AREA }, { "NOT AVAILABLE", MODEM_CALLER_OUT_OF_AREA }, { "UNKNOWN", MODEM_CALLER_OUT_OF_AREA },
    };
    static const struct { enum config_text text; enum modem_caller_field state; } own[] =
    {
        { TEXT_CALLER_PRIVATE, MODEM_CALLER_BLOCKED }, { TEXT_CALLER_OUTSIDE, MODEM_CALLER_OUT_OF_AREA },
    };
    char plain[MODEM_CALLER_SIZE];
    size_t i;

    copy_text( plain, sizeof(plain), value, value_len );
    to[0] = 0;
    /* what the modem's definition says counts first, and is exact */
    for (i = 0; i < ARRAY_SIZE(own); i++)
        if (config && config->texts[own[i].text] && !strcmp( plain, config->texts[own[i].text] )) return own[i].state;
    for (i = 0; i < ARRAY_SIZE(absent); i++)
        if (!strcasecmp( plain, absent[i].text )) return absent[i].state;
    strncpy( to, plain, size - 1 );
    to[size - 1] = 0;
    return to[0] ? MODEM_CALLER_PRESENT : MODEM_CALLER_UNKNOWN;
}

/* Four digits out of "0131", "01/31", "01-31". */
static const char *four_digits( const char *value, char *to )
{
    size_t len = 0;

    for (; *value && len < 4; value++)
    {
        if (isdigit( (unsigned char)*value )) to[len++] = *value;
        else if (!strchr( "/-.: ", *value )) break;
    }
    to[len] = 0;
    if (len < 4) to[0] = 0;
    return value;
}

typedef void (*setter)( const struct modem_config *config, struct caller_id *id, const char *value, size_t len );

static void set_number( const struct modem_config *config, struct caller_id *id, const char *value, size_t len )
{
    enum modem_caller_field state;
    char number[MODEM_CALLER_SIZE];

    /* numbers of wireless modems and of some others are quoted */
    if (len >= 2 && value[0] == '"' && value[len - 1] == '"')
    {
        value++;
        len -= 2;
    }
    state = caller_field( config, value, len, number, sizeof(number) );
    /* a second line that knows nothing does not take back the first */
    if (state == MODEM_CALLER_UNKNOWN && id->number_state != MODEM_CALLER_UNKNOWN) return;
    id->number_state = state;
    memcpy( id->number, number, sizeof(id->number) );
}

static void set_name( const struct modem_config *config, struct caller_id *id, const char *value, size_t len )
{
    id->name_state = caller_field( config, value, len, id->name, sizeof(id->name) );
}

static void set_date( const struct modem_config *config, struct caller_id *id, const char *value, size_t len )
{
    (void)config;
    (void)len;
    four_digits( value, id->date );
}

/* ETSI modems put both into one line: "TIME: 01-31 12:34". */
static void set_time( const struct modem_config *config, struct caller_id *id, const char *value, size_t len )
{
    char first[8], second[8];

    (void)config;
    (void)len;
    four_digits( four_digits( value, first ), second );
    if (second[0])
    {
        memcpy( id->date, first, sizeof(id->date) );
        memcpy( id->time, second, sizeof(id->time) );
    }
    else memcpy( id->time, first, sizeof(id->time) );
}

static void set_redirecting( const struct modem_config *config, struct caller_id *id, const char *value, size_t len )
{
    caller_field( config, value, len, id->redirecting, sizeof(id->redirecting) );
}

/* REASON FOR NO CALLER NUMBER: PRIVATE */
static void set_no_number( const struct modem_config *config, struct caller_id *id, const char *value, size_t len )
{
    char unused[MODEM_CALLER_SIZE];
    enum modem_caller_field state = caller_field( config, value, len, unused, sizeof(unused) );

    id->number[0] = 0;
    id->number_state = state == MODEM_CALLER_PRESENT || state == MODEM_CALLER_UNKNOWN ? MODEM_CALLER_OUT_OF_AREA : state;
}

static void set_no_name( const struct modem_config *config, struct caller_id *id, const char *value, size_t len )
{
    char unused[MODEM_CALLER_SIZE];
    enum modem_caller_field state = caller_field( config, value, len, unused, sizeof(unused) );

    id->name[0] = 0;
    id->name_state = state == MODEM_CALLER_PRESENT || state == MODEM_CALLER_UNKNOWN ? MODEM_CALLER_OUT_OF_AREA : state;
}

/* ---- unformatted ---- */

static int hex_digit( char c )
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/* @return the number of bytes, 0 if it is not hexadecimal through and through */
static size_t hex_bytes( const char *text, unsigned char *bytes, size_t max )
{
    size_t count = 0;

    for (; *text; text += 2)
    {
        int high, low;

        while (*text == ' ') text++;
        if (!*text) break;
        high = hex_digit( text[0] );
        low = high < 0 ? -1 : hex_digit( text[1] );
        if (low < 0 || count == max) return 0;
        bytes[count++] = (unsigned char)(high * 16 + low);
    }
    return count;
}

static int all_digits( const unsigned char *data, size_t len )
{
    size_t i;

    for (i = 0; i < len; i++) if (!isdigit( data[i] )) return 0;
    return 1;
}

/* MMDDHHMM */
static void message_time( struct caller_id *id, const unsigned char *data, size_t len )
{
    if (len < 8 || !all_digits( data, 8 )) return;
    memcpy( id->date, data, 4 );
    memcpy( id->time, data + 4, 4 );
    id->date[4] = id->time[4] = 0;
}

/* Parameters of a multiple data message: GR-30 appendix, EN 300 659-3 5.4 */
static const struct { unsigned char type; setter set; } parameters[] =
{
    { 0x02, set_number },               /* calling line identity */
    { 0x04, set_no_number },            /* why it is missing: P or O */
    { 0x07, set_name },
    { 0x08, set_no_name },
    { 0x12, set_redirecting },          /* first called line identity, of a forwarded call */
    { 0x1a, set_redirecting },          /* redirecting number */
};

static void take_parameter( const struct modem_config *config, struct caller_id *id, unsigned char type, const unsigned char *data, size_t len )
{
    size_t i;

    if (type == 0x01) message_time( id, data, len );
    for (i = 0; i < ARRAY_SIZE(parameters); i++)
        if (parameters[i].type == type) parameters[i].set( config, id, (const char *)data, len );
}

#define MESSAGE_SINGLE   0x04
#define MESSAGE_MULTIPLE 0x80

enum caller_line { NO_CALLER, CALLER, CALLER_BROKEN };

static enum caller_line take_message( const struct modem_config *config, struct caller_id *id, const unsigned char *data, size_t size )
{
    unsigned char sum = 0;
    size_t i, len, end;

    /* channel seizure that slipped through */
    while (size && *data == 0x55)
    {
        data++;
        size--;
    }
    if (size < 3 || (data[0] != MESSAGE_SINGLE && data[0] != MESSAGE_MULTIPLE)) return NO_CALLER;
    len = data[1];
    if (size < 2 + len || size > 3 + len) return NO_CALLER;
    /* the sum of all is 0 modulo 256; some modems check it themselves and leave it out */
    if (size == 3 + len)
    {
        for (i = 0; i < size; i++) sum = (unsigned char)(sum + data[i]);
        if (sum) return CALLER_BROKEN;
    }
    end = 2 + len;
    if (data[0] == MESSAGE_SINGLE)
    {
        message_time( id, data + 2, len );
        if (len > 8) set_number( config, id, (const char *)data + 10, len - 8 );
        return CALLER;
    }
    for (i = 2; i + 2 <= end && i + 2 + data[i + 1] <= end; i += 2u + data[i + 1])
        take_parameter( config, id, data[i], data + i + 2, data[i + 1] );
    return CALLER;
}

static enum caller_line take_hex( const struct modem_config *config, struct caller_id *id, const char *text )
{
    unsigned char bytes[MESSAGE_MAX];
    size_t count = hex_bytes( text, bytes, sizeof(bytes) );

    return count ? take_message( config, id, bytes, count ) : NO_CALLER;
}

/* MESG = a parameter the modem has no name for, with its type and length; or the whole message. */
static void set_message( const struct modem_config *config, struct caller_id *id, const char *value, size_t len )
{
    unsigned char bytes[MESSAGE_MAX];
    size_t count = hex_bytes( value, bytes, sizeof(bytes) );

    (void)len;
    if (count < 2 || take_message( config, id, bytes, count ) != NO_CALLER) return;
    if (count >= 2u + bytes[1]) take_parameter( config, id, bytes[0], bytes + 2, bytes[1] );
}

/* ---- digits ---- */

static void set_absent( struct caller_id *id, int withheld )
{
    id->number[0] = 0;
    id->number_state = withheld ? MODEM_CALLER_BLOCKED : MODEM_CALLER_OUT_OF_AREA;
}

/*
 * ES 200 778-2: A calling number, D diverting number (or, where there is no A, the calling one), B why there is none; C or # ends it.
 * "<5550101>" is what modems make of it that know no start codes.
 */
static enum caller_line take_dtmf( const struct modem_config *config, struct caller_id *id, const char *text )
{
    static const char codes[] = "ABD";
    struct caller_id found = *id;
    size_t len = strlen( text );
    char field;

    if (len >= 2 && text[0] == '<' && text[len - 1] == '>')
    {
        text++;
        len -= 2;
        if (len && strspn( text, "0123456789*#" ) == len)
        {
            set_number( config, id, text, len );
            return CALLER;
        }
    }
    if (len < 3 || !strchr( codes, text[0] ) || (text[len - 1] != 'C' && text[len - 1] != '#')) return NO_CALLER;
    while (len > 1)
    {
        size_t digits = strspn( text + 1, "0123456789" );

        field = text[0];
        if (!strchr( codes, field ) || !digits || (field == 'B' && digits != 2)) return NO_CALLER;
        if (field == 'B') set_absent( &found, text[1] == '1' );
        else if (field == 'D' && found.number_state == MODEM_CALLER_PRESENT) set_redirecting( config, &found, text + 1, digits );
        /* D1#, D2#, D3#: there is no number, because it is not known, withheld, or from abroad */
        else if (field == 'D' && digits == 1) set_absent( &found, text[1] == '2' );
        else set_number( config, &found, text + 1, digits );
        text += 1 + digits;
        len -= 1 + digits;
    }
    if (len != 1 || (*text != 'C' && *text != '#')) return NO_CALLER;
    *id = found;
    return CALLER;
}

/* ---- lines ---- */

/* +CLIP: "0123456",129,,,"name",1 of wireless modems (3GPP TS 27.007 7.11); validity 1: withheld, 2: not available */
static void set_clip( const struct modem_config *config, struct caller_id *id, const char *value, size_t len )
{
    unsigned int field;
    size_t part, state = 0;

    (void)len;
    for (field = 0; ; field++)
    {
        int quoted = *value == '"';

        if (quoted) value++;
        part = strcspn( value, quoted ? "\"" : "," );
        if (field == 0) set_number( config, id, part ? value : "P", part ? part : 1 );
        else if (field == 4 && part) set_name( config, id, value, part );
        else if (field == 5 && part == 1) state = (size_t)(value[0] - '0');
        value += part;
        if (quoted && *value == '"') value++;
        if (*value != ',') break;
        value++;
    }
    if (id->number_state == MODEM_CALLER_BLOCKED && state == 2) id->number_state = MODEM_CALLER_OUT_OF_AREA;
}

static void set_nothing( const struct modem_config *config, struct caller_id *id, const char *value, size_t len )
{
    (void)config;
    (void)id;
    (void)value;
    (void)len;
}

static void set_digits( const struct modem_config *config, struct caller_id *id, const char *value, size_t len )
{
    if (take_dtmf( config, id, value ) == NO_CALLER) set_number( config, id, value, len );
}

/* the longer of two names that begin alike comes first */
static const struct { const char *key; setter set; } keys[] =
{
    { "NMBR", set_number }, { "NAME", set_name }, { "DATE", set_date }, { "TIME", set_time }, { "MESG", set_message },
    { "DDN_NMBR", set_redirecting }, { "DDN NMBR", set_redirecting }, { "NDID", set_nothing }, { "ANID", set_nothing },
    { "CALLER NUMBER", set_number }, { "CALLER NAME", set_name }, { "CALLER ID", set_number }, { "CALLING NUMBER", set_number },
    { "CALLING NAME", set_name }, { "CALLING MESSAGE", set_nothing },
    { "REASON FOR NO CALLER NUMBER", set_no_number }, { "REASON FOR NO NUMBER", set_no_number },
    { "REASON FOR NO CALLER NAME", set_no_name }, { "REASON FOR NO NAME", set_no_name },
    { "CALL NUMBER", set_number }, { "CID", set_digits }, { "DTMF", set_digits }, { "FM", set_number }, { "TO", set_nothing },
    { "+CLIP", set_clip }, { "+CALLERID", set_number }, { "ERRM", set_nothing },
};

static const char *skip_blanks( const char *text )
{
    return text + strspn( text, " " );
}

int caller_parse( const struct modem_config *config, const char *line, struct caller_id *id )
{
    enum caller_line kind;
    const char *value, *to;
    size_t i, len;

    for (i = 0; i < ARRAY_SIZE(keys); i++)
    {
        len = strlen( keys[i].key );
        if (strncasecmp( line, keys[i].key, len )) continue;
        value = skip_blanks( line + len );
        if (*value != '=' && *value != ':') continue;
        value = skip_blanks( value + 1 );
        len = strlen( value );
        /* FM:5550101 TO:5550102 */
        if (keys[i].key[0] == 'F' && (to = strstr( value, " TO:" ))) len = (size_t)(to - value);
        keys[i].set( config, id, value, len );
        id->any = 1;
        return 1;
    }
    if ((kind = take_hex( config, id, line )) == NO_CALLER) kind = take_dtmf( config, id, line );
    if (kind == CALLER) id->any = 1;
    return kind == CALLER;
}

void caller_set_number( const struct modem_config *config, struct caller_id *id, const char *value )
{
    set_number( config, id, value, strlen( value ) );
    id->any = 1;
}

int caller_take_response( const struct modem_config *config, unsigned int state, const char *value, struct caller_id *id )
{
    static const setter setters[] =
    {
        [MODEM_RESPONSE_DATE - MODEM_RESPONSE_DATE] = set_date, [MODEM_RESPONSE_TIME - MODEM_RESPONSE_DATE] = set_time,
        [MODEM_RESPONSE_NUMBER - MODEM_RESPONSE_DATE] = set_number, [MODEM_RESPONSE_NAME - MODEM_RESPONSE_DATE] = set_name,
        [MODEM_RESPONSE_MESSAGE - MODEM_RESPONSE_DATE] = set_message,
    };

    state &= ~MODEM_RESPONSE_VARIABLE;
    if (state < MODEM_RESPONSE_DATE || state > MODEM_RESPONSE_MESSAGE) return 0;
    value += strspn( value, " =:" );
    setters[state - MODEM_RESPONSE_DATE]( config, id, value, strlen( value ) );
    id->any = 1;
    return 1;
}
