/*
 * Structures between the application and the service.
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

#include "structconv/structconv.h"
#include "tapi32.h"

DWORD struct_least_size( DWORD type )
{
    return trp_struct_min_size( type );
}

BOOL struct_has_strings( DWORD type )
{
    return structconv_has_strings( type );
}

LONG struct_from_app( struct arena *arena, DWORD type, BOOL ansi, struct trp_arg *arg )
{
    DWORD total, needed;
    void *converted, *copy;

    if (!can_read( arg->data, sizeof(total) )) return LINEERR_INVALPOINTER;
    memcpy( &total, arg->data, sizeof(total) );
    if (total < trp_struct_min_size( type )) return LINEERR_STRUCTURETOOSMALL;
    if (total > LARGEST_OFFER) return LINEERR_RESOURCEUNAVAIL;
    if (!can_read( arg->data, total )) return LINEERR_INVALPOINTER;
    arg->size = total;

    /* What lies outside is wrong in either form; in this one the service would no longer see it. */
    if (!ansi || trp_struct_check( type, arg->data, total )) return 0;
    if (trp_struct_form( type ) == TRP_FORM_SIZES)
    {
        /* applications fill in dwTotalSize only; the conversion goes by dwUsedSize */
        if (!(copy = arena_alloc( arena, total ))) return LINEERR_NOMEM;
        memcpy( copy, arg->data, total );
        memcpy( (BYTE *)copy + sizeof(DWORD), &total, sizeof(total) );
        memcpy( (BYTE *)copy + 2 * sizeof(DWORD), &total, sizeof(total) );
        arg->data = copy;
    }
    if (!(needed = structconv( type, STRUCTCONV_UNICODE, arg->value, arg->data, total, NULL, 0 ))) return LINEERR_STRUCTURETOOSMALL;
    if (!(converted = arena_alloc( arena, needed ))) return LINEERR_NOMEM;
    structconv( type, STRUCTCONV_UNICODE, arg->value, arg->data, total, converted, needed );
    memcpy( converted, &needed, sizeof(needed) );
    arg->data = converted;
    arg->size = needed;
    return 0;
}

LONG struct_to_app( DWORD type, BOOL ansi, const struct trp_arg *reply, void *dst )
{
    DWORD total, used;

    memcpy( &total, dst, sizeof(total) );
    if (reply->size < 3 * sizeof(DWORD)) return LINEERR_OPERATIONFAILED;
    if (ansi && structconv_has_strings( type ))
    {
        if (!can_write( dst, min( total, reply->size ) )) return LINEERR_INVALPOINTER;
        return structconv( type, STRUCTCONV_ANSI, 0, reply->data, reply->size, dst, total ) ? 0 : LINEERR_STRUCTURETOOSMALL;
    }
    memcpy( &used, (const BYTE *)reply->data + 2 * sizeof(DWORD), sizeof(used) );
    used = min( used, min( total, reply->size ) );
    if (!can_write( dst, used )) return LINEERR_INVALPOINTER;
    memcpy( (BYTE *)dst + sizeof(total), (const BYTE *)reply->data + sizeof(total), used - sizeof(total) );
    return 0;
}
