/*
 * Telephone sets: one for each of the first lines.
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

#include "exchange.h"

DEBUG_CHANNEL( exchange );

DWORD phones_count(void)
{
    return 0;
}

LONG phones_start( DWORD base, DWORD count )
{
    return count ? LINEERR_INVALPARAM : 0;
}

void phones_stop(void)
{
}

DWORD phone_device_of_station( const struct station *station )
{
    return ~0u;
}

void phone_station_changed( struct station *station )
{
}

void phone_ring( struct station *station, DWORD ring_mode, DWORD count )
{
}

LONG WINAPI TSPI_phoneNegotiateTSPIVersion( DWORD device, DWORD low, DWORD high, DWORD *version )
{
    TRACE( "device %#lx: there are no phones yet\n", device );
    return PHONEERR_BADDEVICEID;
}
