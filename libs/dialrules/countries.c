/*
 * The list of countries.
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

#include "dialrules.h"

static const struct dial_country countries[] =
{
#define COUNTRY( id, code, iso, same_area, long_distance, international, name ) \
    { id, code, iso, same_area, long_distance, international, name },
#include "countries.def"
#undef COUNTRY
};

#define NUM_COUNTRIES  (sizeof(countries) / sizeof(countries[0]))

const struct dial_country *dial_countries( size_t *count )
{
    *count = NUM_COUNTRIES;
    return countries;
}

const struct dial_country *dial_country_by_id( uint32_t id )
{
    size_t i;

    for (i = 0; i < NUM_COUNTRIES; i++) if (countries[i].id == id) return &countries[i];
    return NULL;
}

const struct dial_country *dial_country_by_iso( const char *iso )
{
    size_t i;

    for (i = 0; i < NUM_COUNTRIES; i++) if (*iso && !strcmp( countries[i].iso, iso )) return &countries[i];
    return NULL;
}

const struct dial_country *dial_country_by_code( uint32_t code )
{
    const struct dial_country *first = NULL;
    size_t i;

    for (i = 0; i < NUM_COUNTRIES; i++)
    {
        if (countries[i].code != code) continue;
        if (countries[i].id == code) return &countries[i];
        if (!first) first = &countries[i];
    }
    return first;
}
