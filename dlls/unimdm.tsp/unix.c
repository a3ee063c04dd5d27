/*
 * The way from unimdm.tsp to its Unix half.
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

#include <windef.h>
#include <winbase.h>

#include "unixcall/unixcall.h"
#include "unimdm.h"

DEBUG_CHANNEL( unimdm );

static struct unixcall unix_half;
static BOOL loaded;

BOOL unix_start(void)
{
    NTSTATUS status;

    if (loaded) return TRUE;
    if ((status = unixcall_init( unimdm_instance, &unix_half )))
    {
        ERR( "no modem can be used: unimdm.so cannot be reached (%08lx)\n", (long)status );
        return FALSE;
    }
    return loaded = TRUE;
}

void unix_call( enum unimdm_call code, void *params )
{
    NTSTATUS status = unixcall( &unix_half, code, params );

    if (status) ERR( "call %u of the Unix half failed: %08lx\n", code, (long)status );
}
