/*
 * Canonical and dialable addresses.
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

#include "dialrules.h"

/* What stands for a digit or a modifier in a dialable number. */
static const char dialable[] = "0123456789ABCDabcd*#,!WwPpTt@$?;:";

size_t dial_len( const dial_char *string )
{
    size_t len = 0;

    while (string[len]) len++;
    return len;
}

static int is_digit( dial_char c )
{
    return c >= '0' && c <= '9';
}

static int is_blank( dial_char c )
{
    return c == ' ' || c == '\t';
}

int dial_is_dialable( dial_char c )
{
    const char *p;

    for (p = dialable; *p; p++) if (c == (dial_char)*p) return 1;
    return 0;
}

static struct dial_text span( const dial_char *start, const dial_char *end )
{
    struct dial_text text = { start, end - start };

    return text;
}

static const dial_char *skip_digits( const dial_char *p )
{
    while (is_digit( *p )) p++;
    return p;
}

static const dial_char *skip_blanks( const dial_char *p )
{
    while (is_blank( *p )) p++;
    return p;
}

/* The end of a number: where ancillary fields, the next address or nothing follow. */
static const dial_char *number_end( const dial_char *p )
{
    while (*p && *p != '|' && *p != '^' && *p != '\r' && *p != '\n') p++;
    return p;
}

/*
 * A space ends the country code, blanks around the area code are as many as people write. Without the space nobody knows where it
 * ends: "+14258828080" is no canonical address.
 */
enum dial_error dial_parse( const dial_char *string, struct dial_address *address )
{
    const dial_char *p = string, *end;
    size_t i;

    address->canonical = *p == '+';
    address->country_code = 0;
    address->country = address->area = span( p, p );
    end = number_end( p );
    address->number = span( p, end );
    for (p = end; *p && *p != '\r' && *p != '\n'; p++) continue;
    address->ancillary = span( end, p );
    if (!address->canonical) return DIAL_OK;

    p = string + 1;
    address->country = span( p, skip_digits( p ) );
    if (!address->country.len || address->country.len > 4) return DIAL_E_ADDRESS;
    for (i = 0; i < address->country.len; i++) address->country_code = address->country_code * 10 + p[i] - '0';
    if (!address->country_code) return DIAL_E_ADDRESS;
    p += address->country.len;
    if (!is_blank( *p ) && *p != '(') return DIAL_E_ADDRESS;
    p = skip_blanks( p );
    if (*p == '(')
    {
        p = skip_blanks( p + 1 );
        address->area = span( p, skip_digits( p ) );
        p = skip_blanks( p + address->area.len );
        if (*p++ != ')') return DIAL_E_ADDRESS;
        p = skip_blanks( p );
    }
    if (p > end) return DIAL_E_ADDRESS;
    while (end > p && is_blank( end[-1] )) end--;
    address->number = span( p, end );
    for (i = 0; i < address->number.len; i++) if (p[i] == '(' || p[i] == ')' || p[i] == '+') return DIAL_E_ADDRESS;
    for (i = 0; i < address->number.len; i++) if (is_digit( p[i] )) return DIAL_OK;
    return DIAL_E_ADDRESS;
}
