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
#include "trp/structs.h"

static const struct { DWORD id, code; const WCHAR *trunk, *international, *name; } countries[] =
{
#define COUNTRY( id, code, trunk, international, name )  { id, code, trunk, international, name },
#include "countries.def"
#undef COUNTRY
};

/* A list under construction: entries first, strings behind them. */
struct builder
{
    BYTE  *data;
    DWORD  used, capacity;
};

static BOOL put_string( struct builder *builder, const WCHAR *string, DWORD *size, DWORD *offset )
{
    *size = (wcslen( string ) + 1) * sizeof(WCHAR);
    *offset = builder->used;
    if (builder->used + *size + 3 > builder->capacity) return FALSE;
    memcpy( builder->data + builder->used, string, *size );
    builder->used += (*size + 3) & ~3u;
    return TRUE;
}

/* F: area code, G: subscriber number, E: country code (lineTranslateAddress documents the letters) */
static BOOL put_country( struct builder *builder, DWORD index, LINECOUNTRYENTRY *entry )
{
    WCHAR rule[32];
    DWORD size, offset;
    BOOL ret;

    entry->dwCountryID = countries[index].id;
    entry->dwCountryCode = countries[index].code;
    entry->dwNextCountryID = index + 1 < ARRAYSIZE(countries) ? countries[index + 1].id : 0;
    ret = put_string( builder, countries[index].name, &size, &offset );
    entry->dwCountryNameSize = size;
    entry->dwCountryNameOffset = offset;
    ret = put_string( builder, L"G", &size, &offset ) && ret;
    entry->dwSameAreaRuleSize = size;
    entry->dwSameAreaRuleOffset = offset;
    swprintf( rule, ARRAYSIZE(rule), L"%lsFG", countries[index].trunk );
    ret = put_string( builder, rule, &size, &offset ) && ret;
    entry->dwLongDistanceRuleSize = size;
    entry->dwLongDistanceRuleOffset = offset;
    swprintf( rule, ARRAYSIZE(rule), L"%lsEFG", countries[index].international );
    ret = put_string( builder, rule, &size, &offset ) && ret;
    entry->dwInternationalRuleSize = size;
    entry->dwInternationalRuleOffset = offset;
    return ret;
}

LONG handle_lineGetCountry( struct request *rq, struct trp_arg *args )
{
    DWORD id = args[ARG_lineGetCountry_dwCountryID].value, version = max( args[ARG_lineGetCountry_dwAPIVersion].value, 0x00010004 );
    DWORD first = 0, count = ARRAYSIZE(countries), i;
    struct builder builder = { 0 };
    LINECOUNTRYLIST *list;
    BOOL complete = TRUE;
    LONG ret;

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
        complete = put_country( &builder, first + i, (LINECOUNTRYENTRY *)(list + 1) + i ) && complete;
    list->dwTotalSize = list->dwNeededSize = list->dwUsedSize = builder.used;
    if (complete) ret = struct_reply( rq, &args[ARG_lineGetCountry_lpLineCountryList], TRPS_LINECOUNTRYLIST, version, list, version );
    else ret = LINEERR_OPERATIONFAILED;
    free( builder.data );
    return ret;
}
