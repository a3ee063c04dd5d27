/*
 * What modems say: result codes in words and numbers, connection reports, caller id.
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
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "modem_private.h"

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

/* ---- lines ---- */

void reader_reset( struct line_reader *reader )
{
    memset( reader, 0, sizeof(*reader) );
}

const char *reader_feed( struct line_reader *reader, unsigned char byte )
{
    byte &= 0x7f;
    if (byte == '\r' || byte == '\n')
    {
        int header = reader->last_lf;

        reader->last_lf = byte == '\n';
        if (!reader->len) return NULL;
        while (reader->len && reader->text[reader->len - 1] == ' ') reader->len--;
        reader->text[reader->len] = 0;
        reader->len = 0;
        /* V.250 5.7.1: CR LF before the text, CR LF behind it. A modem that leaves out the LF (S4) does so everywhere */
        reader->lf_follows = header && byte == '\r';
        return reader->text[0] ? reader->text : NULL;
    }
    if (byte < ' ' || byte == 0x7f) return NULL;
    if (byte == ' ' && !reader->len) return NULL;
    /* a longer line is noise: its end would say no more than its beginning */
    if (reader->len < sizeof(reader->text) - 1) reader->text[reader->len++] = (char)byte;
    return NULL;
}

/* ---- words ---- */

/* WITH_CAUSE: modems on digital lines say why: BUSY (E0011), NO CARRIER/E003 */
enum match { WHOLE, PREFIX, WITH_CAUSE };

/* Result codes of V.250 table 1 and of common modems. The registry's Responses come first. */
static const struct { const char *text; enum match match; enum response_class class; } words[] =
{
    { "OK",                WHOLE,  RESPONSE_OK },
    { "ERROR",             WHOLE,  RESPONSE_ERROR },
    { "COMMAND ERROR",     WHOLE,  RESPONSE_ERROR },
    { "+FCERROR",          WHOLE,  RESPONSE_ERROR },
    { "+CME ERROR",        PREFIX, RESPONSE_ERROR },
    { "NO CARRIER",        WITH_CAUSE, RESPONSE_NO_CARRIER },
    { "NO DIALTONE",       WITH_CAUSE, RESPONSE_NO_DIALTONE },
    { "NO DIAL TONE",      WITH_CAUSE, RESPONSE_NO_DIALTONE },
    { "NO PROMPTTONE",     WHOLE,  RESPONSE_NO_DIALTONE },
    { "LINE IN USE",       WHOLE,  RESPONSE_NO_DIALTONE },
    { "LINE-IN-USE",       WHOLE,  RESPONSE_NO_DIALTONE },
    { "UNOBTAINABLE NUMBER", WHOLE, RESPONSE_NO_CARRIER },
    { "NUMBER UNOBTAINABLE", WHOLE, RESPONSE_NO_CARRIER },
    { "BUSY",              WITH_CAUSE, RESPONSE_BUSY },
    { "NO ANSWER",         WITH_CAUSE, RESPONSE_NO_ANSWER },
    { "RINGING",           WHOLE,  RESPONSE_RINGBACK },
    { "RINGBACK",          WHOLE,  RESPONSE_RINGBACK },
    { "RRING",             WHOLE,  RESPONSE_RINGBACK },
    { "DIALTONE",          WHOLE,  RESPONSE_DIALTONE },
    { "DIAL TONE",         WHOLE,  RESPONSE_DIALTONE },
    { "BLACKLISTED",       PREFIX, RESPONSE_BLACKLISTED },
    { "CALL BLACKLISTED",  PREFIX, RESPONSE_BLACKLISTED },
    { "BLACKLIST",         PREFIX, RESPONSE_BLACKLISTED },
    { "DELAYED",           PREFIX, RESPONSE_DELAYED },
    { "DIAL LOCKED",       WHOLE,  RESPONSE_DELAYED },
    { "VOICE",             WHOLE,  RESPONSE_VOICE },
    { "FAX",               WHOLE,  RESPONSE_FAX },
    { "+FCON",             WHOLE,  RESPONSE_FAX },      /* class 2; class 2.0 says +FCO */
    { "+FCO",              WHOLE,  RESPONSE_FAX },
    { "DATA",              WHOLE,  RESPONSE_DATA },
    { "+FDM",              WHOLE,  RESPONSE_DATA },
    { "+FHNG",             PREFIX, RESPONSE_NO_CARRIER },
    { "+FHS",              PREFIX, RESPONSE_NO_CARRIER },
    { "CALL WAITING",      PREFIX, RESPONSE_CALL_WAITING },
    { "+PCW",              PREFIX, RESPONSE_CALL_WAITING },
    { "NO TONE",           WHOLE,  RESPONSE_NO_DIALTONE },
    { "NO LINE",           WHOLE,  RESPONSE_NO_DIALTONE },
    { "NO LOOP CURRENT",   WHOLE,  RESPONSE_NO_DIALTONE },
    { "NO BONGTONE",       WHOLE,  RESPONSE_NO_DIALTONE },
    { "PHONE OFF-HOOK",    WHOLE,  RESPONSE_NO_DIALTONE },
    { "MODULATION",        PREFIX, RESPONSE_PROGRESS },
    { "VCON",              WHOLE,  RESPONSE_VCON },
    { "+VCON",             WHOLE,  RESPONSE_VCON },
    { "CARRIER",           PREFIX, RESPONSE_PROGRESS },
    { "PROTOCOL",          PREFIX, RESPONSE_PROGRESS },
    { "COMPRESSION",       PREFIX, RESPONSE_PROGRESS },
    { "+MCR",              PREFIX, RESPONSE_PROGRESS },
    { "+MRR",              PREFIX, RESPONSE_PROGRESS },
    { "+ER",               PREFIX, RESPONSE_PROGRESS },
    { "+DR",               PREFIX, RESPONSE_PROGRESS },
    { "+ILRR",             PREFIX, RESPONSE_PROGRESS },
    { "CONNECT",           PREFIX, RESPONSE_CONNECT },
};

/* V.250 table 1 and Hayes; higher numbers differ from modem to modem and need Responses */
static const struct { const char *text; enum response_class class; uint32_t dce_rate; } numbers[] =
{
    { "0", RESPONSE_OK, 0 }, { "1", RESPONSE_CONNECT, 0 }, { "2", RESPONSE_RING, 0 }, { "3", RESPONSE_NO_CARRIER, 0 },
    { "4", RESPONSE_ERROR, 0 }, { "5", RESPONSE_CONNECT, 1200 }, { "6", RESPONSE_NO_DIALTONE, 0 }, { "7", RESPONSE_BUSY, 0 },
    { "8", RESPONSE_NO_ANSWER, 0 }, { "10", RESPONSE_CONNECT, 2400 }, { "11", RESPONSE_CONNECT, 4800 }, { "12", RESPONSE_CONNECT, 9600 },
};

/* @return what follows the word if text begins with it and the word ends there, else NULL. Several blanks are one. */
static const char *after_word( const char *text, const char *word )
{
    for (; *word; text++, word++)
    {
        if (tolower( (unsigned char)*text ) != tolower( (unsigned char)*word )) return NULL;
        if (*word == ' ') text += strspn( text, " " ) - 1;
    }
    return isalnum( (unsigned char)*text ) ? NULL : text;
}

/* @return whether a result ends here, or goes on with its cause */
static int ends_result( const char *rest, enum match match )
{
    if (match == PREFIX || !*rest) return 1;
    return match == WITH_CAUSE && strchr( "(/,:", rest[strspn( rest, " " )] );
}

/* ---- connection reports ---- */

/* Speeds that only the computer's side can have: no modem modulates at them. */
static int is_dte_rate( uint32_t rate )
{
    return rate == 38400 || rate > 56000;
}

static const struct
{
    const char *word;
    enum modem_protocol protocol;
    enum modem_compression compression;
    unsigned int options;
} link_words[] =
{
    { "ARQ",      MODEM_PROTOCOL_OTHER,   MODEM_COMPRESSION_UNKNOWN, MODEM_OPTION_ERROR_CONTROL },
    { "EC",       MODEM_PROTOCOL_OTHER,   MODEM_COMPRESSION_UNKNOWN, MODEM_OPTION_ERROR_CONTROL },
    { "REL",      MODEM_PROTOCOL_OTHER,   MODEM_COMPRESSION_UNKNOWN, MODEM_OPTION_ERROR_CONTROL },
    { "RELIABLE", MODEM_PROTOCOL_OTHER,   MODEM_COMPRESSION_UNKNOWN, MODEM_OPTION_ERROR_CONTROL },
    { "ALT",      MODEM_PROTOCOL_MNP,     MODEM_COMPRESSION_UNKNOWN, MODEM_OPTION_ERROR_CONTROL },
    { "ALTERNATE", MODEM_PROTOCOL_MNP,    MODEM_COMPRESSION_UNKNOWN, MODEM_OPTION_ERROR_CONTROL },
    { "ALT-CELLULAR", MODEM_PROTOCOL_MNP, MODEM_COMPRESSION_UNKNOWN, MODEM_OPTION_ERROR_CONTROL | MODEM_OPTION_CELLULAR },
    { "LAPM",     MODEM_PROTOCOL_LAPM,    MODEM_COMPRESSION_UNKNOWN, MODEM_OPTION_ERROR_CONTROL },
    { "LAP-M",    MODEM_PROTOCOL_LAPM,    MODEM_COMPRESSION_UNKNOWN, MODEM_OPTION_ERROR_CONTROL },
    { "V42",      MODEM_PROTOCOL_LAPM,    MODEM_COMPRESSION_UNKNOWN, MODEM_OPTION_ERROR_CONTROL },
    { "V.42",     MODEM_PROTOCOL_LAPM,    MODEM_COMPRESSION_UNKNOWN, MODEM_OPTION_ERROR_CONTROL },
    { "MNP",      MODEM_PROTOCOL_MNP,     MODEM_COMPRESSION_UNKNOWN, MODEM_OPTION_ERROR_CONTROL },
    { "MNP2",     MODEM_PROTOCOL_MNP,     MODEM_COMPRESSION_UNKNOWN, MODEM_OPTION_ERROR_CONTROL },
    { "MNP3",     MODEM_PROTOCOL_MNP,     MODEM_COMPRESSION_UNKNOWN, MODEM_OPTION_ERROR_CONTROL },
    { "MNP4",     MODEM_PROTOCOL_MNP,     MODEM_COMPRESSION_UNKNOWN, MODEM_OPTION_ERROR_CONTROL },
    { "MNP5",     MODEM_PROTOCOL_MNP,     MODEM_COMPRESSION_MNP5,    MODEM_OPTION_ERROR_CONTROL | MODEM_OPTION_COMPRESSION },
    { "MNP10",    MODEM_PROTOCOL_MNP,     MODEM_COMPRESSION_UNKNOWN, MODEM_OPTION_ERROR_CONTROL | MODEM_OPTION_CELLULAR },
    { "MNP10EC",  MODEM_PROTOCOL_MNP,     MODEM_COMPRESSION_UNKNOWN, MODEM_OPTION_ERROR_CONTROL | MODEM_OPTION_CELLULAR },
    { "ETC",      MODEM_PROTOCOL_UNKNOWN, MODEM_COMPRESSION_UNKNOWN, MODEM_OPTION_CELLULAR },
    { "CELLULAR", MODEM_PROTOCOL_UNKNOWN, MODEM_COMPRESSION_UNKNOWN, MODEM_OPTION_CELLULAR },
    /* V.42bis runs over LAPM, except where MNP was said first; V.250 6.6.2 writes V42B in +DR */
    { "V42BIS",   MODEM_PROTOCOL_UNKNOWN, MODEM_COMPRESSION_V42BIS,  MODEM_OPTION_COMPRESSION },
    { "V.42BIS",  MODEM_PROTOCOL_UNKNOWN, MODEM_COMPRESSION_V42BIS,  MODEM_OPTION_COMPRESSION },
    { "V42B",     MODEM_PROTOCOL_UNKNOWN, MODEM_COMPRESSION_V42BIS,  MODEM_OPTION_COMPRESSION },
    { "V44",      MODEM_PROTOCOL_UNKNOWN, MODEM_COMPRESSION_V44,     MODEM_OPTION_COMPRESSION },
    { "V.44",     MODEM_PROTOCOL_UNKNOWN, MODEM_COMPRESSION_V44,     MODEM_OPTION_COMPRESSION },
    { "V.42B",    MODEM_PROTOCOL_UNKNOWN, MODEM_COMPRESSION_V42BIS,  MODEM_OPTION_COMPRESSION },
    { "V42LAPM",  MODEM_PROTOCOL_LAPM,    MODEM_COMPRESSION_UNKNOWN, MODEM_OPTION_ERROR_CONTROL },
    { "SREJ",     MODEM_PROTOCOL_LAPM,    MODEM_COMPRESSION_UNKNOWN, MODEM_OPTION_ERROR_CONTROL },
    { "CLASS5",   MODEM_PROTOCOL_MNP,     MODEM_COMPRESSION_MNP5,    MODEM_OPTION_ERROR_CONTROL | MODEM_OPTION_COMPRESSION },
    { "X75",      MODEM_PROTOCOL_OTHER,   MODEM_COMPRESSION_UNKNOWN, MODEM_OPTION_ERROR_CONTROL },
    { "X.75",     MODEM_PROTOCOL_OTHER,   MODEM_COMPRESSION_UNKNOWN, MODEM_OPTION_ERROR_CONTROL },
    { "RELCOMP",  MODEM_PROTOCOL_OTHER,   MODEM_COMPRESSION_UNKNOWN, MODEM_OPTION_ERROR_CONTROL | MODEM_OPTION_COMPRESSION },
    { "COMP",     MODEM_PROTOCOL_UNKNOWN, MODEM_COMPRESSION_UNKNOWN, MODEM_OPTION_COMPRESSION },
    { "COMPRESSED", MODEM_PROTOCOL_UNKNOWN, MODEM_COMPRESSION_UNKNOWN, MODEM_OPTION_COMPRESSION },
    { "COMPRESSION", MODEM_PROTOCOL_UNKNOWN, MODEM_COMPRESSION_UNKNOWN, MODEM_OPTION_COMPRESSION },
    { "NONE",     MODEM_PROTOCOL_NONE,    MODEM_COMPRESSION_UNKNOWN, 0 },
    { "NOEC",     MODEM_PROTOCOL_NONE,    MODEM_COMPRESSION_UNKNOWN, 0 },
    { "NORMAL",   MODEM_PROTOCOL_NONE,    MODEM_COMPRESSION_UNKNOWN, 0 },
    { "DIRECT",   MODEM_PROTOCOL_NONE,    MODEM_COMPRESSION_UNKNOWN, 0 },
};

static void add_link_word( struct link_info *link, const char *word, size_t len )
{
    size_t i;

    for (i = 0; i < ARRAY_SIZE(link_words); i++)
    {
        if (strlen( link_words[i].word ) != len || strncasecmp( word, link_words[i].word, len )) continue;
        link->options |= link_words[i].options;
        /* ARQ/V42BIS and ARQ/LAPM: the name that says more stays */
        if (link_words[i].protocol && (link->protocol == MODEM_PROTOCOL_UNKNOWN || link->protocol == MODEM_PROTOCOL_OTHER ||
                                       link_words[i].protocol == MODEM_PROTOCOL_MNP))
            link->protocol = link_words[i].protocol;
        if (link_words[i].compression) link->compression = link_words[i].compression;
        if (link->compression == MODEM_COMPRESSION_V42BIS || link->compression == MODEM_COMPRESSION_V44)
        {
            link->options |= MODEM_OPTION_ERROR_CONTROL;
            if (link->protocol == MODEM_PROTOCOL_UNKNOWN || link->protocol == MODEM_PROTOCOL_OTHER) link->protocol = MODEM_PROTOCOL_LAPM;
        }
        return;
    }
}

static uint32_t read_rate( const char *text, const char **end )
{
    uint32_t rate = 0;

    for (; isdigit( (unsigned char)*text ); text++)
        if (rate < 100000000) rate = rate * 10 + (uint32_t)(*text - '0');
    *end = text;
    return rate;
}

/* Rates of the line given by direction: 33600:TX, 31200RX, 1200TX. @return 1 if it was one. */
static int take_directed_rate( struct link_info *link, uint32_t rate, const char *rest )
{
    if (*rest == ':' || *rest == ' ') rest++;
    if (!strncasecmp( rest, "TX", 2 ))
    {
        if (!link->dce_rate_receive || link->dce_rate_receive == link->dce_rate) link->dce_rate_receive = rate;
        link->dce_rate = rate;
        return 1;
    }
    if (!strncasecmp( rest, "RX", 2 ))
    {
        link->dce_rate_receive = rate;
        if (!link->dce_rate) link->dce_rate = rate;
        return 1;
    }
    return 0;
}

/* V34, V.32bis, V90, X2, K56FLEX, HST: between two rates it says that the second is the line's. */
static int is_modulation( const char *word )
{
    static const char * const names[] = { "V", "X2", "K56", "HST", "BELL" };
    size_t i;

    if (!strncasecmp( word, "V42", 3 ) || !strncasecmp( word, "V.42", 4 ) || !strncasecmp( word, "V44", 3 ) || !strncasecmp( word, "V.44", 4 ))
        return 0;
    for (i = 0; i < ARRAY_SIZE(names); i++) if (!strncasecmp( word, names[i], strlen( names[i] ) )) return 1;
    return 0;
}

/* CONNECT and what follows it: rates and words between spaces, slashes and commas. */
static void parse_connect( const char *text, struct link_info *link )
{
    int known = link->dce_rate != 0, first = 1, modulation = 0;
    uint32_t rate, plain = 0, second = 0;
    const char *end, *rest;

    while (*text)
    {
        text += strspn( text, " /,()" );
        end = text + strcspn( text, " /,()" );
        if (end == text) break;
        rate = read_rate( text, &rest );
        if (rest == text)
        {
            modulation |= is_modulation( text );
            add_link_word( link, text, (size_t)(end - text) );
        }
        else if (rest == end && !take_directed_rate( link, rate, end ))
        {
            if (first) plain = rate;
            /* 1200/75: a second rate of a split-speed modem */
            else if (!second && rate >= 75)
            {
                second = rate;
                /* 38400/V.32bis 14400/V.42bis */
                if (modulation) modulation = 2;
            }
        }
        else if (rest != end) take_directed_rate( link, rate, rest );
        first = 0;
        text = end;
    }
    if (!plain) goto done;
    if (known || link->dce_rate || is_dte_rate( plain ) || modulation >= 2)
    {
        /* the line's rate was said elsewhere, or no line runs this fast */
        link->dte_rate = plain;
        if (!link->dce_rate && second && (modulation >= 2 || !is_dte_rate( second ))) link->dce_rate = link->dce_rate_receive = second;
    }
    else
    {
        link->dce_rate = plain;
        link->dce_rate_receive = second && second < 38400 ? second : plain;
    }

done:
    if (link->dce_rate && !link->dce_rate_receive) link->dce_rate_receive = link->dce_rate;
    if (link->dce_rate_receive > link->dce_rate && link->dce_rate)
    {
        /* the faster direction comes first in what Windows programs read */
        rate = link->dce_rate;
        link->dce_rate = link->dce_rate_receive;
        link->dce_rate_receive = rate;
    }
}

static const char *skip_separator( const char *text )
{
    return text + strspn( text, " :=" );
}

/* CARRIER 33600, PROTOCOL: LAP-M, COMPRESSION: V.42BIS, and the V.250 reports +MRR, +ER, +DR, +ILRR. */
static void parse_progress( const char *line, struct link_info *link )
{
    const char *value, *end;
    uint32_t rate;

    if ((value = after_word( line, "CARRIER" )) || (value = after_word( line, "+MRR" )))
    {
        value = skip_separator( value );
        if (!(rate = read_rate( value, &end ))) return;
        link->dce_rate = link->dce_rate_receive = rate;
        if (*end == ',' || *end == '/')
        {
            value = skip_separator( end + 1 );
            if ((rate = read_rate( value, &end ))) link->dce_rate_receive = rate;
        }
        else take_directed_rate( link, rate, end );
    }
    else if ((value = after_word( line, "PROTOCOL" )) || (value = after_word( line, "+ER" )))
    {
        value = skip_separator( value );
        if (after_word( value, "NONE" )) link->protocol = MODEM_PROTOCOL_NONE;
        /* V.250 6.5.5: a buffered connection without error control */
        else if (after_word( value, "BUFFERED" )) link->protocol = MODEM_PROTOCOL_NONE;
        else for (; *value; value = end + strspn( end, " /,-" ))
        {
            end = value + strcspn( value, " /," );
            add_link_word( link, value, (size_t)(end - value) );
        }
    }
    else if ((value = after_word( line, "COMPRESSION" )) || (value = after_word( line, "+DR" )))
    {
        value = skip_separator( value );
        if (after_word( value, "NONE" )) link->compression = MODEM_COMPRESSION_NONE;
        else if (after_word( value, "CLASS 5" ))
        {
            link->compression = MODEM_COMPRESSION_MNP5;
            link->options |= MODEM_OPTION_COMPRESSION;
        }
        else if (after_word( value, "V.42 BIS" ) || after_word( value, "V42 BIS" )) add_link_word( link, "V42BIS", 6 );
        /* MNP class 5 in the words of V.250 */
        else if (after_word( value, "ALT" )) add_link_word( link, "MNP5", 4 );
        else add_link_word( link, value, strcspn( value, " /," ) );
    }
    else if ((value = after_word( line, "+ILRR" )))
    {
        if ((rate = read_rate( skip_separator( value ), &end ))) link->dte_rate = rate;
    }
}

/* ---- all together ---- */

/* RING, RING 1, RING2, RING A, RING;5550101, +CRING: VOICE */
static int parse_ring( const struct modem_config *config, const char *line, struct response *response, struct caller_id *caller_id )
{
    const char *rest;

    if (after_word( line, "+CRING" )) return 1;
    if (strncasecmp( line, "RING", 4 )) return 0;
    rest = line + 4;
    /* the number, from modems on digital lines */
    if (*rest == ';' || *rest == ',' || *rest == '/')
    {
        rest += 1 + strspn( rest + 1, " " );
        if (!*rest) return 1;
        caller_set_number( config, caller_id, rest );
        response->with_caller = 1;
        return 1;
    }
    if (isalpha( (unsigned char)*rest )) return 0;
    rest += strspn( rest, " :-" );
    if (!*rest) return 1;
    if (isdigit( (unsigned char)rest[0] ) && isdigit( (unsigned char)rest[1] ) && strspn( rest, "0123456789*#+" ) == strlen( rest ))
    {
        caller_set_number( config, caller_id, rest );
        response->with_caller = 1;
        return 1;
    }
    if (rest[1]) return 0;
    if (isdigit( (unsigned char)*rest )) response->ring_mode = (unsigned int)(*rest - '0');
    else if (isalpha( (unsigned char)*rest )) response->ring_mode = (unsigned int)(toupper( (unsigned char)*rest ) - 'A' + 1);
    return 1;
}

/* DRON=8, DROF = 4: how long the bell rang and was silent, in tenths of a second (V.253 6.2) */
static int parse_cadence( const char *line, struct response *response )
{
    static const struct { const char *key; int on; } keys[] = { { "DRON", 1 }, { "DROF", 0 } };
    const char *value, *end;
    size_t i;

    for (i = 0; i < ARRAY_SIZE(keys); i++)
    {
        if (!(value = after_word( line, keys[i].key )) || !(value = skip_separator( value )) || !isdigit( (unsigned char)*value )) continue;
        response->tenths = read_rate( value, &end );
        response->ringing = keys[i].on;
        return 1;
    }
    return 0;
}

static enum response_class builtin_class( const struct modem_config *config, const char *line, struct response *response,
                                          struct link_info *link, struct caller_id *caller_id )
{
    size_t i;

    if (parse_ring( config, line, response, caller_id )) return RESPONSE_RING;
    if (parse_cadence( line, response )) return RESPONSE_CADENCE;
    if (isdigit( (unsigned char)line[0] ))
    {
        for (i = 0; i < ARRAY_SIZE(numbers); i++)
        {
            if (strcmp( line, numbers[i].text )) continue;
            if (numbers[i].dce_rate) link->dce_rate = link->dce_rate_receive = numbers[i].dce_rate;
            return numbers[i].class;
        }
        return RESPONSE_UNKNOWN;
    }
    for (i = 0; i < ARRAY_SIZE(words); i++)
    {
        const char *rest = after_word( line, words[i].text );

        if (!rest || !ends_result( rest, words[i].match )) continue;
        if (words[i].class == RESPONSE_PROGRESS) parse_progress( line, link );
        if (words[i].class == RESPONSE_CONNECT) parse_connect( rest, link );
        return words[i].class;
    }
    return RESPONSE_UNKNOWN;
}

/* A response of the description: all of the line, or its beginning where a value follows (caller id, ring cadence). */
static const struct config_response *find_response( const struct modem_config *config, const char *line )
{
    const struct config_response *entry, *prefix = NULL;
    size_t i, len;

    for (i = 0; i < config->response_count; i++)
    {
        entry = &config->responses[i];
        if (!strcasecmp( entry->text, line )) return entry;
        len = strlen( entry->text );
        if ((entry->state & MODEM_RESPONSE_VARIABLE) && !strncasecmp( entry->text, line, len ) && (!prefix || len > strlen( prefix->text )))
            prefix = entry;
    }
    return prefix;
}

/* What the registry says about a response counts more than what its text looks like. */
static void apply_entry( const struct config_response *entry, struct link_info *link )
{
    link->options |= entry->options;
    if (entry->dce_rate && link->dce_rate && is_dte_rate( entry->dce_rate )) link->dte_rate = entry->dce_rate;
    else if (entry->dce_rate)
    {
        if (link->dce_rate != entry->dce_rate) link->dce_rate_receive = entry->dce_rate;
        link->dce_rate = entry->dce_rate;
    }
    if (entry->dte_rate) link->dte_rate = entry->dte_rate;
    if ((entry->options & MODEM_OPTION_ERROR_CONTROL) && link->protocol == MODEM_PROTOCOL_UNKNOWN) link->protocol = MODEM_PROTOCOL_OTHER;
}

/* The states above RING: what the line says about the caller, and how the bell rings. @return the class, or RESPONSE_UNKNOWN */
static enum response_class apply_voice_entry( const struct modem_config *config, const struct config_response *entry, const char *line,
                                              struct response *response, struct caller_id *caller_id )
{
    const unsigned int state = entry->state & ~MODEM_RESPONSE_VARIABLE;
    const char *value = line + strlen( entry->text ), *end;

    if (caller_take_response( config, state, value, caller_id )) return RESPONSE_CALLER_ID;
    if (state == MODEM_RESPONSE_RING_DURATION || state == MODEM_RESPONSE_RING_BREAK)
    {
        response->tenths = read_rate( skip_separator( value ), &end );
        response->ringing = state == MODEM_RESPONSE_RING_DURATION;
        return RESPONSE_CADENCE;
    }
    if (state >= MODEM_RESPONSE_SINGLE_RING && state <= MODEM_RESPONSE_TRIPLE_RING)
    {
        response->ring_mode = state - MODEM_RESPONSE_SINGLE_RING + 1;
        return RESPONSE_RING;
    }
    return RESPONSE_UNKNOWN;
}

void response_parse( const struct modem_config *config, const char *line, struct response *response, struct link_info *link,
                     struct caller_id *caller_id )
{
    const struct config_response *entry = find_response( config, line );
    enum response_class class;

    memset( response, 0, sizeof(*response) );
    response->class = RESPONSE_UNKNOWN;
    if (entry && entry->state > MODEM_RESPONSE_RING && (class = apply_voice_entry( config, entry, line, response, caller_id )) != RESPONSE_UNKNOWN)
    {
        response->class = class;
        return;
    }
    if (!entry && caller_parse( config, line, caller_id ))
    {
        response->class = RESPONSE_CALLER_ID;
        return;
    }
    /* the numbers of two modems mean different things: an entry of the registry is all there is to know */
    if (!entry || !isdigit( (unsigned char)line[0] )) response->class = builtin_class( config, line, response, link, caller_id );
    if (entry && entry->state <= MODEM_RESPONSE_RING)
    {
        /* .INF files know only ERROR or OK for BLACKLISTED, DELAYED, VOICE, FAX and DATA: their text says more */
        int refined = (entry->state == MODEM_RESPONSE_ERROR || entry->state == MODEM_RESPONSE_OK || entry->state == MODEM_RESPONSE_PROGRESS) &&
                      response->class >= RESPONSE_BLACKLISTED && response->class <= RESPONSE_DATA;

        if (!refined) response->class = (enum response_class)entry->state;
        apply_entry( entry, link );
    }
    /* the registry may keep the mode to itself */
    if (response->class != RESPONSE_RING) response->ring_mode = 0;
}
