/*
 * Voice calls: the formats a modem says it has, and which of them to use.
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
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "voice_private.h"

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

/* ---- lists of numbers ---- */

/*
 * Call for each number or range of a list such as (0,1,7200-11025) or "2","3". Ends at end or where no list is.
 * @return 1 as soon as the function says so, else 0
 */
static int each_number( const char *text, const char *end, int (*function)( void *context, unsigned long low, unsigned long high ), void *context )
{
    unsigned long low, high;
    char *next;

    while (text < end)
    {
        if (!isdigit( (unsigned char)*text ))
        {
            text++;
            continue;
        }
        low = high = strtoul( text, &next, 10 );
        /* 1.0 and 2.1 are fax classes of their own */
        if (next < end && *next == '.') low = high = 1000 + strtoul( next + 1, &next, 10 );
        if (next < end && *next == '-') high = strtoul( next + 1, &next, 10 );
        if (function( context, low, high )) return 1;
        text = next;
    }
    return 0;
}

static int is_number( void *context, unsigned long low, unsigned long high )
{
    const unsigned long number = *(const unsigned int *)context;

    return low <= number && number <= high;
}

int format_has_number( const char *list, unsigned int number )
{
    return each_number( list, list + strlen( list ), is_number, &number );
}

/* ---- rates ---- */

/* Ours first, then the nearest above: a lower one loses sound. */
static const uint32_t rates[] = { 8000, 11025, 16000, 9600, 22050, 7200 };

struct rate_choice
{
    unsigned int bits;
    uint32_t baud;
    size_t best;
};

/* Ten bits of the port for eight of the sample, and a few bytes need their <DLE>. */
static int passes( unsigned int bits, uint32_t rate, uint32_t baud )
{
    return !baud || (uint64_t)bits * rate / 8 * 10 * 51 / 50 <= baud;
}

static int choose_rate( void *context, unsigned long low, unsigned long high )
{
    struct rate_choice *choice = context;
    size_t i;

    for (i = 0; i < choice->best; i++)
    {
        if (rates[i] < low || rates[i] > high || !passes( choice->bits, rates[i], choice->baud )) continue;
        choice->best = i;
        break;
    }
    return 0;
}

/* @return its place in the table, or the table's size */
static size_t best_rate( const char *text, const char *end, unsigned int bits, uint32_t baud )
{
    struct rate_choice choice = { bits, baud, ARRAY_SIZE(rates) };

    each_number( text, end, choose_rate, &choice );
    return choice.best;
}

/* ---- formats ---- */

/* What sounds best first; companded samples keep quiet voices better than linear ones of the same size. */
static const enum codec_format preference[] =
{
    CODEC_LINEAR16, CODEC_ULAW, CODEC_ALAW, CODEC_UNSIGNED8, CODEC_SIGNED8, CODEC_IMA, CODEC_IMA_HIGH,
};

/* Words of V.253's labels and of vendors'; the first row whose word is in the label and whose size fits holds. Size 0: any. */
static const struct { const char *word; unsigned int bits; enum codec_format format; } labels[] =
{
    { "ULAW",     8,  CODEC_ULAW },
    { "U-LAW",    8,  CODEC_ULAW },
    { "G.711U",   8,  CODEC_ULAW },
    { "G711U",    8,  CODEC_ULAW },
    { "ALAW",     8,  CODEC_ALAW },
    { "A-LAW",    8,  CODEC_ALAW },
    { "G.711A",   8,  CODEC_ALAW },
    { "G711A",    8,  CODEC_ALAW },
    { "IMA",      4,  CODEC_IMA },
    { "UNSIGNED", 8,  CODEC_UNSIGNED8 },
    { "UNSIGNED", 16, CODEC_NONE },
    { "ADPCM",    0,  CODEC_NONE },
    { "SIGNED",   8,  CODEC_SIGNED8 },
    { "SIGNED",   16, CODEC_LINEAR16 },
    { "LINEAR",   8,  CODEC_UNSIGNED8 },
    { "LINEAR",   16, CODEC_LINEAR16 },
    { "PCM",      8,  CODEC_UNSIGNED8 },
    { "PCM",      16, CODEC_LINEAR16 },
};

static int has_word( const char *text, const char *end, const char *word )
{
    const size_t len = strlen( word );

    for (; (size_t)(end - text) >= len; text++) if (!strncasecmp( text, word, len )) return 1;
    return 0;
}

static enum codec_format label_format( const char *label, const char *end, unsigned int bits )
{
    size_t i;

    for (i = 0; i < ARRAY_SIZE(labels); i++)
        if ((!labels[i].bits || labels[i].bits == bits) && has_word( label, end, labels[i].word )) return labels[i].format;
    return CODEC_NONE;
}

/* One line: number, label, bits, timing mark, rates, ... @return 0 or -EINVAL */
static int parse_line( const char *line, const char *end, uint32_t baud, struct voice_format *format, size_t *rate )
{
    const char *label, *label_end, *rates_end;
    unsigned int bits;
    char *next;

    for (; line < end && !isdigit( (unsigned char)*line ); line++) ;
    if (line == end) return -EINVAL;
    format->number = (unsigned int)strtoul( line, &next, 10 );
    if (*next != ',') return -EINVAL;
    label = next + 1;
    while (label < end && *label == ' ') label++;
    if (label < end && *label == '"')
    {
        label++;
        if (!(label_end = memchr( label, '"', (size_t)(end - label) ))) return -EINVAL;
        next = memchr( label_end, ',', (size_t)(end - label_end) );
    }
    else next = memchr( label, ',', (size_t)(end - label) ), label_end = next;
    if (!next) return -EINVAL;
    bits = (unsigned int)strtoul( next + 1, &next, 10 );
    if (next >= end || *next != ',' || !(next = memchr( next + 1, ',', (size_t)(end - next - 1) ))) return -EINVAL;
    next++;
    while (next < end && *next == ' ') next++;
    if (next < end && *next == '(') rates_end = memchr( next, ')', (size_t)(end - next) );
    else rates_end = memchr( next, ',', (size_t)(end - next) );
    if (!rates_end) rates_end = end;

    format->format = label_format( label, label_end, bits );
    if (!format->format) return -EINVAL;
    if ((*rate = best_rate( next, rates_end, bits, baud )) == ARRAY_SIZE(rates)) return -EINVAL;
    format->rate = rates[*rate];
    return 0;
}

static size_t preference_of( enum codec_format format )
{
    size_t i;

    for (i = 0; i < ARRAY_SIZE(preference) && preference[i] != format; i++) ;
    return i;
}

int format_choose( const char *text, uint32_t baud, struct voice_format *best )
{
    size_t rate, best_place = ARRAY_SIZE(rates), kind, best_kind = ARRAY_SIZE(preference);
    struct voice_format format;
    const char *end;

    best->format = CODEC_NONE;
    for (; *text; text = *end ? end + 1 : end)
    {
        end = text + strcspn( text, "\n" );
        if (parse_line( text, end, baud, &format, &rate ) < 0) continue;
        kind = preference_of( format.format );
        if (rate > best_place || (rate == best_place && kind >= best_kind)) continue;
        *best = format;
        best_place = rate;
        best_kind = kind;
    }
    return best->format ? 0 : -EOPNOTSUPP;
}

int format_choose_bits( const char *bits, const char *rate_list, uint32_t baud, struct voice_format *best )
{
    /* what Rockwell calls 2, 3 and 4 bits is a compression of its own */
    static const struct { unsigned int bits; enum codec_format format; } kinds[] = { { 16, CODEC_LINEAR16 }, { 8, CODEC_UNSIGNED8 } };
    const char * const builtin = "7200";
    size_t i, rate;

    best->format = CODEC_NONE;
    if (!strpbrk( rate_list, "0123456789" )) rate_list = builtin;
    for (i = 0; i < ARRAY_SIZE(kinds); i++)
    {
        if (!format_has_number( bits, kinds[i].bits )) continue;
        if ((rate = best_rate( rate_list, rate_list + strlen( rate_list ), kinds[i].bits, baud )) == ARRAY_SIZE(rates)) continue;
        best->number = kinds[i].bits;
        best->format = kinds[i].format;
        best->rate = rates[rate];
        return 0;
    }
    return -EOPNOTSUPP;
}

int format_parse( const char *text, struct voice_format *format )
{
    static const struct { const char *name; enum codec_format format; } names[] =
    {
        { "linear16", CODEC_LINEAR16 }, { "linear8", CODEC_UNSIGNED8 }, { "signed8", CODEC_SIGNED8 }, { "ulaw", CODEC_ULAW },
        { "alaw", CODEC_ALAW }, { "ima", CODEC_IMA }, { "ima-high", CODEC_IMA_HIGH },
    };
    size_t i, len = strcspn( text, " " );
    char *end;

    for (i = 0; i < ARRAY_SIZE(names); i++)
    {
        if (strlen( names[i].name ) != len || strncasecmp( text, names[i].name, len )) continue;
        format->format = names[i].format;
        format->rate = CODEC_RATE;
        format->number = 0;
        text += len;
        if (!*text) return 0;
        format->rate = (uint32_t)strtoul( text, &end, 10 );
        if (format->rate < 4000 || format->rate > 48000) return -EINVAL;
        if (*end == ' ') format->number = (unsigned int)strtoul( end, &end, 10 );
        return *end ? -EINVAL : 0;
    }
    return -EINVAL;
}
