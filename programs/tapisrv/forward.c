/*
 * Forwarding of addresses.
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

#include "supplementary.h"
#include "trp/structs.h"

#define ALIGN4( n )  (((n) + 3u) & ~3u)

/* LINEFORWARDLIST is dwTotalSize, dwNumEntries, and the entries, which have grown with API version 3.0. */
#define LIST_HEADER  FIELD_OFFSET( LINEFORWARDLIST, ForwardList )

/* The list of a client, which was checked with its version, in the form of the provider's; *ret is NULL for NULL, else for free(). */
static LONG forward_list_convert( const struct trp_arg *raw, DWORD api_version, DWORD tspi_version, void **ret )
{
    DWORD in_entry = fixed_size( TRPS_LINEFORWARD, api_version ), out_entry = fixed_size( TRPS_LINEFORWARD, tspi_version );
    DWORD count, i, total, used;
    LINEFORWARD entry;
    BYTE *out;

    *ret = NULL;
    if (!raw->data) return 0;
    memcpy( &count, (const BYTE *)raw->data + FIELD_OFFSET( LINEFORWARDLIST, dwNumEntries ), sizeof(count) );
    if (raw->size < LIST_HEADER || count > (raw->size - LIST_HEADER) / in_entry) return LINEERR_STRUCTURETOOSMALL;
    /* a hostile list names the same bytes again and again */
    total = used = LIST_HEADER + count * out_entry;
    for (i = 0; i < count; i++)
    {
        memcpy( &entry, (const BYTE *)raw->data + LIST_HEADER + i * in_entry, fixed_size( TRPS_LINEFORWARD, 0x00010003 ) );
        if (entry.dwCallerAddressSize > raw->size || entry.dwDestAddressSize > raw->size) return LINEERR_INVALPARAM;
        total += ALIGN4( entry.dwCallerAddressSize ) + ALIGN4( entry.dwDestAddressSize );
        if (total > 0x100000) return LINEERR_INVALPARAM;
    }
    if (!(out = calloc( 1, total ))) return LINEERR_NOMEM;
    ((LINEFORWARDLIST *)out)->dwTotalSize = total;
    ((LINEFORWARDLIST *)out)->dwNumEntries = count;
    for (i = 0; i < count; i++)
    {
        memset( &entry, 0, sizeof(entry) );
        memcpy( &entry, (const BYTE *)raw->data + LIST_HEADER + i * in_entry, min( in_entry, sizeof(entry) ) );
        if (entry.dwCallerAddressSize)
        {
            memcpy( out + used, (const BYTE *)raw->data + entry.dwCallerAddressOffset, entry.dwCallerAddressSize );
            entry.dwCallerAddressOffset = used;
            used += ALIGN4( entry.dwCallerAddressSize );
        }
        else entry.dwCallerAddressOffset = 0;
        if (entry.dwDestAddressSize)
        {
            memcpy( out + used, (const BYTE *)raw->data + entry.dwDestAddressOffset, entry.dwDestAddressSize );
            entry.dwDestAddressOffset = used;
            used += ALIGN4( entry.dwDestAddressSize );
        }
        else entry.dwDestAddressOffset = 0;
        memcpy( out + LIST_HEADER + i * out_entry, &entry, min( out_entry, sizeof(entry) ) );
    }
    *ret = out;
    return 0;
}

LONG handle_lineForward( struct request *rq, struct trp_arg *args )
{
    struct line *line = LIST_ENTRY_OF( rq->objects[ARG_lineForward_hLine], struct line, object );
    DWORD all = args[ARG_lineForward_bAllAddresses].value, address_id = args[ARG_lineForward_dwAddressID].value;
    const struct trp_arg *raw = &args[ARG_lineForward_lpCallParams];
    struct line_device *ld = line->ld;
    LINECALLPARAMS *params = NULL;
    struct new_calls *calls;
    struct async *async;
    void *list = NULL;
    HDRVLINE hd;
    LONG ret;

    if ((ret = line_use( line, &hd ))) return ret;
    if (!all && ld->have_caps && address_id >= ld->num_addresses) ret = LINEERR_INVALADDRESSID;
    if (!ret) ret = forward_list_convert( &args[ARG_lineForward_lpForwardList], line->api_version, ld->device->tspi_version, &list );
    if (!ret) ret = call_params_convert( raw->data, raw->size, line->api_version, ld->device->tspi_version, &params );
    if (ret) goto done;
    /* whether there is a consultation call the provider alone knows */
    if ((async = new_calls_begin( rq, args, line, 1, 1, raw, params, LINEMEDIAMODE_INTERACTIVEVOICE )))
    {
        calls = async->data;
        calls->optional = TRUE;
        calls->contexts[0] = args[ARG_lineForward_lphConsultCallContext].value;
        ret = async_result( async, PROVIDER_CALL( ld->device->provider, lineForward, async->object.handle, (DWORD_PTR)hd, all, address_id,
                                                  (DWORD_PTR)list, args[ARG_lineForward_dwNumRingsNoAnswer].value,
                                                  NEW_CALL_HANDLE( calls, 0 ), NEW_CALL_PLACE( calls, 0 ), (DWORD_PTR)params ) );
    }
    else ret = LINEERR_NOMEM;
done:
    free( list );
    free( params );
    device_unuse( ld );
    return ret;
}
