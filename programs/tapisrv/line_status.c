/*
 * Status of lines and addresses, and which changes of it are reported.
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

#include "device.h"
#include "trp/structs.h"

struct status_query
{
    struct provider *provider;
    HDRVLINE         hd;
    DWORD            address_id;
};

static LONG fill_line_status( void *context, void *buffer )
{
    struct status_query *query = context;

    return PROVIDER_CALL( query->provider, lineGetLineDevStatus, (DWORD_PTR)query->hd, (DWORD_PTR)buffer );
}

static LONG fill_address_status( void *context, void *buffer )
{
    struct status_query *query = context;

    return PROVIDER_CALL( query->provider, lineGetAddressStatus, (DWORD_PTR)query->hd, query->address_id, (DWORD_PTR)buffer );
}

/* Copies a string behind the entries of the list of applications. */
static void put_string( BYTE *list, DWORD base, DWORD *used, const WCHAR *string, DWORD *size, DWORD *offset )
{
    *size = (wcslen( string ) + 1) * sizeof(WCHAR);
    *offset = base + *used;
    memcpy( list + *used, string, *size );
    *used += (*size + 3) & ~3u;
}

/* The LINEAPPINFO array of all who have the device open, as it is when it stands at `base` in its structure. ld->lock held. */
static BYTE *app_list( struct line_device *ld, DWORD base, DWORD *ret_size )
{
    WCHAR machine[MAX_COMPUTERNAME_LENGTH + 1] = L"", user[257] = L"";
    DWORD size = ld->num_lines * sizeof(LINEAPPINFO), used = size, len;
    struct list *cursor;
    LINEAPPINFO *info;
    BYTE *list;

    len = ARRAYSIZE(machine);
    GetComputerNameW( machine, &len );
    len = ARRAYSIZE(user);
    GetUserNameW( user, &len );
    LIST_FOR_EACH( cursor, &ld->lines )
    {
        struct app *app = LIST_ENTRY_OF( cursor, struct line, entry )->app;
        size += (wcslen( machine ) + wcslen( user ) + wcslen( app->module_name ) + wcslen( app->friendly_name ) + 4) * sizeof(WCHAR) + 12;
    }
    if (!(list = calloc( 1, size ))) return NULL;
    info = (LINEAPPINFO *)list;
    LIST_FOR_EACH( cursor, &ld->lines )
    {
        struct line *line = LIST_ENTRY_OF( cursor, struct line, entry );
        DWORD at[8];

        put_string( list, base, &used, machine, &at[0], &at[1] );
        put_string( list, base, &used, user, &at[2], &at[3] );
        put_string( list, base, &used, line->app->module_name, &at[4], &at[5] );
        put_string( list, base, &used, line->app->friendly_name, &at[6], &at[7] );
        memcpy( info, at, sizeof(at) );
        info->dwMediaModes = line->media_modes;
        info->dwAddressID = line->privileges & LINEOPENOPTION_SINGLEADDRESS ? line->address_id : ~0u;
        info++;
    }
    *ret_size = used;
    return list;
}

LONG handle_lineGetLineDevStatus( struct request *rq, struct trp_arg *args )
{
    struct line *line = LIST_ENTRY_OF( rq->objects[ARG_lineGetLineDevStatus_hLine], struct line, object );
    struct line_device *ld = line->ld;
    struct status_query query = { .provider = ld->device->provider };
    DWORD tspi_version = ld->device->tspi_version, version = max( tspi_version, 0x00020000 ), size;
    LINEDEVSTATUS *status;
    BYTE *list;
    LONG ret;

    if ((ret = line_use( line, &query.hd ))) return ret;
    /* room for the list of applications, which providers before 2.0 do not know */
    ret = struct_fetch( TRPS_LINEDEVSTATUS, tspi_version, fill_line_status, &query, (void **)&status );
    if (!ret && version != tspi_version)
    {
        void *old = status;
        ret = struct_upgrade( TRPS_LINEDEVSTATUS, old, tspi_version, version, (void **)&status );
        free( old );
    }
    if (!ret)
    {
        AcquireSRWLockShared( &ld->lock );
        status->dwNumOpens = ld->num_lines;
        status->dwOpenMediaModes = ld->media_modes;
        list = app_list( ld, (status->dwTotalSize + 3) & ~3u, &size );
        ReleaseSRWLockShared( &ld->lock );
        if (!list || !struct_append( (void **)&status, FIELD_OFFSET( LINEDEVSTATUS, dwAppInfoSize ),
                                     FIELD_OFFSET( LINEDEVSTATUS, dwAppInfoOffset ), list, size )) ret = LINEERR_NOMEM;
        else ret = struct_reply( rq, &args[ARG_lineGetLineDevStatus_lpLineDevStatus], TRPS_LINEDEVSTATUS, line->api_version, status, version );
        free( list );
        free( status );
    }
    device_unuse( ld );
    return ret;
}

LONG handle_lineGetAddressStatus( struct request *rq, struct trp_arg *args )
{
    struct line *line = LIST_ENTRY_OF( rq->objects[ARG_lineGetAddressStatus_hLine], struct line, object );
    struct line_device *ld = line->ld;
    struct status_query query = { .provider = ld->device->provider, .address_id = args[ARG_lineGetAddressStatus_dwAddressID].value };
    LINEADDRESSSTATUS *status;
    LONG ret;

    if ((ret = line_use( line, &query.hd ))) return ret;
    if (ld->have_caps && query.address_id >= ld->num_addresses) ret = LINEERR_INVALADDRESSID;
    else if (!(ret = struct_fetch( TRPS_LINEADDRESSSTATUS, ld->device->tspi_version, fill_address_status, &query, (void **)&status )))
    {
        ret = struct_reply( rq, &args[ARG_lineGetAddressStatus_lpAddressStatus], TRPS_LINEADDRESSSTATUS, line->api_version,
                            status, ld->device->tspi_version );
        free( status );
    }
    device_unuse( ld );
    return ret;
}

/* ---- which changes are reported -------------------------------------------------------------------------------- */

LONG handle_lineSetStatusMessages( struct request *rq, struct trp_arg *args )
{
    struct line *line = LIST_ENTRY_OF( rq->objects[ARG_lineSetStatusMessages_hLine], struct line, object );
    struct line_device *ld = line->ld;
    LONG ret = 0;

    device_begin( ld );
    AcquireSRWLockExclusive( &ld->lock );
    if (line->closed) ret = LINEERR_INVALLINEHANDLE;
    else
    {
        line->line_states = args[ARG_lineSetStatusMessages_dwLineStates].value;
        line->address_states = args[ARG_lineSetStatusMessages_dwAddressStates].value;
    }
    ReleaseSRWLockExclusive( &ld->lock );
    if (!ret) device_update_unions( ld, 0 );
    device_end( ld );
    return ret;
}

LONG handle_lineGetStatusMessages( struct request *rq, struct trp_arg *args )
{
    struct line *line = LIST_ENTRY_OF( rq->objects[ARG_lineGetStatusMessages_hLine], struct line, object );

    AcquireSRWLockShared( &line->ld->lock );
    args[ARG_lineGetStatusMessages_lpdwLineStates].value = line->line_states;
    args[ARG_lineGetStatusMessages_lpdwAddressStates].value = line->address_states;
    ReleaseSRWLockShared( &line->ld->lock );
    return 0;
}

/* ---- rings ----------------------------------------------------------------------------------------------------- */

LONG handle_lineSetNumRings( struct request *rq, struct trp_arg *args )
{
    struct line *line = LIST_ENTRY_OF( rq->objects[ARG_lineSetNumRings_hLine], struct line, object );
    DWORD address_id = args[ARG_lineSetNumRings_dwAddressID].value, i;
    struct num_rings *rings;
    LONG ret = 0;

    AcquireSRWLockExclusive( &line->ld->lock );
    for (i = 0; i < line->num_rings_count && line->num_rings[i].address_id != address_id; i++) ;
    if (line->closed) ret = LINEERR_INVALLINEHANDLE;
    else if (line->ld->have_caps && address_id >= line->ld->num_addresses) ret = LINEERR_INVALADDRESSID;
    else if (i == line->num_rings_count)
    {
        if (!(rings = realloc( line->num_rings, (i + 1) * sizeof(*rings) ))) ret = LINEERR_NOMEM;
        else
        {
            line->num_rings = rings;
            line->num_rings_count++;
            rings[i].address_id = address_id;
        }
    }
    if (!ret) line->num_rings[i].rings = args[ARG_lineSetNumRings_dwNumRings].value;
    ReleaseSRWLockExclusive( &line->ld->lock );
    return ret;
}

LONG handle_lineGetNumRings( struct request *rq, struct trp_arg *args )
{
    struct line *line = LIST_ENTRY_OF( rq->objects[ARG_lineGetNumRings_hLine], struct line, object );
    DWORD address_id = args[ARG_lineGetNumRings_dwAddressID].value, least = ~0u, i;
    struct list *cursor;
    LONG ret = 0;

    AcquireSRWLockShared( &line->ld->lock );
    if (line->ld->have_caps && address_id >= line->ld->num_addresses) ret = LINEERR_INVALADDRESSID;
    LIST_FOR_EACH( cursor, &line->ld->lines )
    {
        struct line *other = LIST_ENTRY_OF( cursor, struct line, entry );
        for (i = 0; i < other->num_rings_count; i++)
            if (other->num_rings[i].address_id == address_id) least = min( least, other->num_rings[i].rings );
    }
    ReleaseSRWLockShared( &line->ld->lock );
    args[ARG_lineGetNumRings_lpdwNumRings].value = least;
    return ret;
}
