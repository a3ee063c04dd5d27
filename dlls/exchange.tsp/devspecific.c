/*
 * Requests that only the exchange knows, feature buttons, and what it has no use for.
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

#include "exchange.h"

DEBUG_CHANNEL( exchange );

LONG WINAPI TSPI_lineDevSpecific( DRV_REQUESTID request, HDRVLINE hline, DWORD address, HDRVCALL hcall, void *params, DWORD size )
{
    struct call *call = NULL;
    struct line *line;
    struct op op;
    LONG ret;

    TRACE( "request %#lx, line %p, address %lu, call %p, %lu bytes\n", request, hline, address, hcall, size );
    if ((ret = op_line( &op, "TSPI_lineDevSpecific", request, hline, &line ))) return ret;
    if (hcall && !(call = call_find( hcall ))) ret = LINEERR_INVALCALLHANDLE;
    else if (address != ~0u && address >= line->station->address_count) ret = LINEERR_INVALADDRESSID;
    else if (!params && size) ret = LINEERR_INVALPOINTER;
    else ret = control_dev_specific( line->station, call, params, size );
    return op_end( &op, ret );
}

static LONG toggle_do_not_disturb( struct station *station )
{
    static const struct forward do_not_disturb = { .mode = LINEFORWARDMODE_UNCOND };
    struct address *address = &station->addresses[0];
    BOOL on = address->forward_count == 1 && !address->forwards[0].target[0];

    return address_forward( address, &do_not_disturb, on ? 0 : 1, address->forward_rings );
}

/* The feature buttons of a telephone set, pressed by a program: dwFeature is a PHONEBUTTONFUNCTION_. */
LONG WINAPI TSPI_lineDevSpecificFeature( DRV_REQUESTID request, HDRVLINE hline, DWORD feature, void *params, DWORD size )
{
    struct call *active;
    struct line *line;
    struct op op;
    LONG ret;

    TRACE( "request %#lx, line %p, feature %#lx, %lu bytes\n", request, hline, feature, size );
    if ((ret = op_line( &op, "TSPI_lineDevSpecificFeature", request, hline, &line ))) return ret;
    active = address_active( &line->station->addresses[0] );
    switch (feature)
    {
    case PHONEBUTTONFUNCTION_DONOTDISTURB:
        ret = toggle_do_not_disturb( line->station );
        break;
    case PHONEBUTTONFUNCTION_MSGWAITON:
    case PHONEBUTTONFUNCTION_MSGWAITOFF:
        station_set_status( line->station, LINEDEVSTATUSFLAGS_MSGWAIT, feature == PHONEBUTTONFUNCTION_MSGWAITON );
        break;
    case PHONEBUTTONFUNCTION_HOLD:
        ret = active ? call_hold( active ) : (LONG)LINEERR_INVALCALLSTATE;
        break;
    case PHONEBUTTONFUNCTION_DROP:
    case PHONEBUTTONFUNCTION_DISCONNECT:
        ret = active ? call_drop( active ) : (LONG)LINEERR_INVALCALLSTATE;
        break;
    default:
        ret = LINEERR_INVALFEATURE;
        break;
    }
    return op_end( &op, ret );
}
