/*
 * Fuzzes the parser of addresses, the rules and packed books.
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

#include <stdlib.h>
#include <string.h>

#include "dialrules/dialrules.h"

int LLVMFuzzerTestOneInput( const uint8_t *data, size_t size );

/* A string of the input, as long as it says. */
static dial_char *take_string( const uint8_t **data, size_t *size )
{
    size_t len = *size ? **data % 64u : 0, i;
    dial_char *string;

    if (*size) ++*data, --*size;
    if (len > *size) len = *size;
    if (!(string = calloc( len + 1, sizeof(*string) ))) abort();
    for (i = 0; i < len; i++) string[i] = (*data)[i];
    *data += len;
    *size -= len;
    return string;
}

static void give_string( dial_char **string, const uint8_t **data, size_t *size )
{
    free( *string );
    *string = take_string( data, size );
}

/* All of it is dialled, and nothing secret is shown. */
static void check_output( const struct dial_output *output, const dial_char *address )
{
    const dial_char *p;

    if (!(output->results & DIAL_CANONICAL))
    {
        if (dial_len( output->dialable ) != dial_len( address )) abort();
        return;
    }
    if (output->dialable[0] != 'T' && output->dialable[0] != 'P') abort();
    for (p = output->dialable; *p && *p != '|' && *p != '^'; p++) if (!dial_is_dialable( *p )) abort();
    for (p = output->displayable; *p; p++) if (*p == '\r' || *p == '\n') abort();
}

static void translate( const uint8_t *data, size_t size )
{
    struct dial_book book = { 0 };
    struct dial_location *location = dial_add_location( &book );
    struct dial_card *card = dial_add_card( &book );
    const struct dial_country *countries;
    struct dial_area_rule *rule;
    struct dial_output output;
    size_t count, i;
    uint32_t options;
    dial_char *address;
    int changed;

    if (!location || !card || !(rule = dial_add_area_rule( location ))) abort();
    countries = dial_countries( &count );
    i = size ? data[0] % count : 0;
    options = size > 1 ? data[1] : 0;
    location->options = options >> 7;
    data += size > 1 ? 2 : size;
    size -= size > 1 ? 2 : size;
    address = take_string( &data, &size );
    give_string( &location->area_code, &data, &size );
    give_string( &location->local_access, &data, &size );
    give_string( &location->toll_list, &data, &size );
    give_string( &rule->area_code, &data, &size );
    give_string( &rule->prefixes, &data, &size );
    give_string( &card->same_area_rule, &data, &size );
    give_string( &card->international_rule, &data, &size );
    give_string( &card->pin, &data, &size );
    if (!dial_translate( location, &countries[i], options & DIAL_OPTION_CARD ? card : NULL, address, options & 0xf, &output ))
    {
        /* what a location says is shown as it is; blanks of its own would only confuse this check */
        if (!dial_len( location->local_access ) && !dial_len( card->same_area_rule )) check_output( &output, address );
        dial_output_free( &output );
    }
    dial_toll_edit( location, countries[i].code, address, options & 1, &changed );
    free( address );
    dial_free( &book );
}

static void unpack( const uint8_t *data, size_t size )
{
    struct dial_book book;
    void *packed;
    size_t packed_size;

    if (dial_unpack( data, size, &book )) return;
    if (dial_pack( &book, &packed, &packed_size ) || packed_size != size) abort();
    free( packed );
    dial_free( &book );
}

int LLVMFuzzerTestOneInput( const uint8_t *data, size_t size )
{
    if (size && data[0] == 'D') unpack( data, size );
    translate( data, size );
    return 0;
}
