/*
 * The control channel: faults, load and scripts for developers of telephony programs.
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

volatile LONG control_faults;

LONG control_fault( const char *function, BOOL phone, DWORD device, DWORD *delay, LONG *completion )
{
    return 0;
}

BOOL control_start(void)
{
    return TRUE;
}

void control_stop(void)
{
}

LONG control_dev_specific( struct station *station, struct call *call, void *params, DWORD size )
{
    return LINEERR_OPERATIONUNAVAIL;
}
