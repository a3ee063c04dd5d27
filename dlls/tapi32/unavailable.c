/*
 * Exports that are not available yet.
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

#include "arity.h"

#include "debug/debug.h"

DEBUG_CHANNEL( tapi );

/*
 * tapi.h stays out: here only the number of arguments counts, which stdcall functions take off the stack. Each
 * argument of TAPI functions is one DWORD_PTR in size or smaller.
 */
#define ERROR_LINE   0x80000049     /* LINEERR_OPERATIONUNAVAIL */
#define ERROR_PHONE  0x9000001d     /* PHONEERR_OPERATIONUNAVAIL */
#define ERROR_TAPI   (-16)          /* TAPIERR_REQUESTFAILED */

static LONG unavailable( const char *name, LONG error )
{
    FIXME( "%s is not supported yet\n", name );
    return error;
}

#define UNAVAILABLE( name, family, count ) \
    LONG WINAPI name( PARAMS_##count ); \
    LONG WINAPI name( PARAMS_##count ) { return unavailable( #name, ERROR_##family ); }
#include "unavailable.def"
