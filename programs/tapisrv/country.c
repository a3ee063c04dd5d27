/*
 * The list of countries, as programs ask for it to know dialling rules.
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

#include "device.h"
#include "dialrules/dialrules.h"
#include "trp/structs.h"

/* A list under construction: entries first, strings behind them. */
struct builder
{
    BYTE  *data;
    DWORD  used, capacity;
};

/* The list of countries is ASCII. */
static BOOL put_string( struct builder *builder, const char *string, DWORD *size, DWORD *offset )
{
    WCHAR *to = (WCHAR *)(builder->data + builder->used);
    DWORD bytes = (strlen( string ) + 1) * sizeof(WCHAR);

    if (builder->used + bytes + 3 > builder->capacity) return FALSE;
    memcpy( size, &bytes, sizeof(bytes) );
    memcpy( offset, &builder->used, sizeof(builder->used) );
    while ((*to++ = *string++)) continue;
    builder->used += (bytes + 3) & ~3u;
    return TRUE;
}

#define PUT( entry, field, string )  put_string( builder, string, &(entry)->field##Size, &(entry)->field##Offset )

static BOOL put_country( struct builder *builder, const struct dial_country *country, DWORD next, LINECOUNTRYENTRY *entry )
{
    entry->dwCountryID = country->id;
    entry->dwCountryCode = country->code;
    entry->dwNextCountryID = next;
    return PUT( entry, dwCountryName, country->name ) && PUT( entry, dwSameAreaRule, country->same_area ) &&
           PUT( entry, dwLongDistanceRule, country->long_distance ) && PUT( entry, dwInternationalRule, country->international );
}

LONG handle_lineGetCountry( struct request *rq, struct trp_arg *args )
{
    DWORD id = args[ARG_lineGetCountry_dwCountryID].value, version = max( args[ARG_lineGetCountry_dwAPIVersion].value, 0x00010004 );
    const struct dial_country *countries;
    struct builder builder = { 0 };
    DWORD first = 0, count, i;
    size_t total;
    LINECOUNTRYLIST *list;
    BOOL complete = TRUE;
    LONG ret;

    countries = dial_countries( &total );
    count = total;
    if (id)
    {
        while (first < count && countries[first].id != id) first++;
        if (first == count) return LINEERR_INVALCOUNTRYCODE;
        count = 1;
    }
    builder.capacity = sizeof(*list) + count * (sizeof(LINECOUNTRYENTRY) + 256);
    if (!(builder.data = calloc( 1, builder.capacity ))) return LINEERR_NOMEM;
    list = (LINECOUNTRYLIST *)builder.data;
    list->dwNumCountries = count;
    list->dwCountryListSize = count * sizeof(LINECOUNTRYENTRY);
    list->dwCountryListOffset = sizeof(*list);
    builder.used = sizeof(*list) + list->dwCountryListSize;
    for (i = 0; i < count; i++)
        complete = put_country( &builder, &countries[first + i], first + i + 1 < total ? countries[first + i + 1].id : 0,
                                 (LINECOUNTRYENTRY *)(list + 1) + i ) && complete;
    list->dwTotalSize = list->dwNeededSize = list->dwUsedSize = builder.used;
    if (complete) ret = struct_reply( rq, &args[ARG_lineGetCountry_lpLineCountryList], TRPS_LINECOUNTRYLIST, version, list, version );
    else ret = LINEERR_OPERATIONFAILED;
    free( builder.data );
    return ret;
}
