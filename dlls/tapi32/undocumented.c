/*
 * Exports that no public document describes (undocumented.def). Those whose meaning is public are in management.c and provider_ui.c.
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

#include <stdarg.h>
#include <stdio.h>

#include <windef.h>
#include <winbase.h>
#include <winuser.h>

#include "arity.h"

#include "debug/debug.h"

DEBUG_CHANNEL( tapi );

#define REFUSED  ((LONG)0x80000049)     /* LINEERR_OPERATIONUNAVAIL */

static LONG refuse( const char *name, LONG result )
{
    WARN( "the application uses %s, which is not documented: refused\n", name );
    return result;
}

#define UNDOCUMENTED( name, result, count ) \
    LONG_PTR WINAPI name( PARAMS_##count ); \
    LONG_PTR WINAPI name( PARAMS_##count ) { return refuse( #name, result ); }
#include "undocumented.def"

LRESULT WINAPI TAPIWndProc( HWND window, UINT message, WPARAM wparam, LPARAM lparam );

/* By its name a window procedure: it does what those do that want nothing. */
LRESULT WINAPI TAPIWndProc( HWND window, UINT message, WPARAM wparam, LPARAM lparam )
{
    return DefWindowProcW( window, message, wparam, lparam );
}
