/*
 * Toll lists: prefixes of the own area that are long distance.
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

#include "dialrules.h"

#define NANP_CODE      1u       /* the North American numbering plan, which has them */
#define PREFIX_DIGITS  3u

int dial_has_tolls( uint32_t country_code )
{
    return country_code == NANP_CODE;
}

/* The digits of a number, without what people write between them. Returns how many. */
static size_t leading_digits( struct dial_text number, dial_char *digits, size_t max )
{
    size_t i, count = 0;

    for (i = 0; i < number.len && count < max; i++)
        if (number.text[i] >= '0' && number.text[i] <= '9') digits[count++] = number.text[i];
    return count;
}

/* The next entry of a list, NULL at its end. *rest: what follows it. */
static const dial_char *next_entry( const dial_char *list, size_t *len, const dial_char **rest )
{
    while (*list == ',' || *list == ' ') list++;
    if (!*list) return NULL;
    for (*len = 0; list[*len] && list[*len] != ',' && list[*len] != ' '; (*len)++) continue;
    *rest = list + *len;
    return list;
}

int dial_in_list( const dial_char *list, struct dial_text number )
{
    dial_char digits[32];
    size_t count = leading_digits( number, digits, sizeof(digits) / sizeof(digits[0]) ), len;
    const dial_char *entry, *rest = list;

    while ((entry = next_entry( rest, &len, &rest )))
        if (len <= count && !memcmp( entry, digits, len * sizeof(*entry) )) return 1;
    return 0;
}

enum dial_error dial_toll_edit( struct dial_location *location, uint32_t country_code, const dial_char *string, int add, int *changed )
{
    dial_char prefix[PREFIX_DIGITS], *list, *out;
    const dial_char *entry, *rest;
    struct dial_address address;
    size_t len, area_len = dial_len( location->area_code );
    int found = 0;

    *changed = 0;
    if (dial_parse( string, &address ) || !address.canonical || !dial_has_tolls( country_code )) return DIAL_E_ADDRESS;
    if (address.country_code != country_code || address.area.len != area_len ||
        memcmp( address.area.text, location->area_code, area_len * sizeof(dial_char) )) return DIAL_E_ADDRESS;
    if (leading_digits( address.number, prefix, PREFIX_DIGITS ) != PREFIX_DIGITS) return DIAL_E_ADDRESS;

    if (!(list = malloc( (dial_len( location->toll_list ) * 2 + PREFIX_DIGITS + 3) * sizeof(*list) ))) return DIAL_E_MEMORY;
    out = list;
    rest = location->toll_list;
    while ((entry = next_entry( rest, &len, &rest )))
    {
        int same = len == PREFIX_DIGITS && !memcmp( entry, prefix, sizeof(prefix) );

        found = found || same;
        if (same && !add) continue;
        if (out > list) *out++ = ',';
        memcpy( out, entry, len * sizeof(*out) );
        out += len;
    }
    if (add && !found)
    {
        if (out > list) *out++ = ',';
        memcpy( out, prefix, sizeof(prefix) );
        out += PREFIX_DIGITS;
    }
    *out = 0;
    *changed = found != (add != 0);
    if (!*changed) free( list );
    else
    {
        free( location->toll_list );
        location->toll_list = list;
    }
    return DIAL_OK;
}
