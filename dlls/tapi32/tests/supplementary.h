/*
 * What the tests of supplementary services share.
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

#ifndef WINE_TELEPHONY_TAPI32_TESTS_SUPPLEMENTARY_H
#define WINE_TELEPHONY_TAPI32_TESTS_SUPPLEMENTARY_H

#include "telephony.h"

#define VOICE     LINEMEDIAMODE_INTERACTIVEVOICE
#define OWNER     LINECALLPRIVILEGE_OWNER
#define MONITOR   LINECALLPRIVILEGE_MONITOR
#define BAD_CALL  ((HCALL)(ULONG_PTR)0xbad0)
#define BAD_LINE  ((HLINE)(ULONG_PTR)0xbad0)
#define BAD_PTR   ((void *)(ULONG_PTR)16)

/* An application that owns calls on "Test line A", and a second one that only monitors them. */
struct desk
{
    struct app app, watcher;
    DWORD      device;
    HLINE      line, watcher_line;
};

/* Adds the provider, starts both. FALSE: skipped. */
BOOL desk_begin( struct desk *desk, const char *name );
void desk_end( struct desk *desk );
/* A call is made and connected; *watched (may be NULL): the handle with which the watcher monitors it. */
HCALL desk_call( struct desk *desk, HCALL *watched );
/* Ends a call for both. */
void desk_hang_up( struct desk *desk, HCALL call, HCALL watched );
/* The watcher's handle to a call that it has just been told of. */
HCALL desk_watched( struct desk *desk );
/* The next call of a TSPI function by its request fails so; late: by its completion. */
void desk_fail( struct desk *desk, const WCHAR *function, LONG error, BOOL late );
/* How often the provider was called since the last desk_clear(), and with what at last. */
DWORD desk_calls( struct desk *desk, const char *function, struct testtsp_record *last );
void desk_clear( struct desk *desk );
/* Until it was called so often. */
#define desk_wait_calls( desk, function, count )  wait_calls( __FILE__, __LINE__, desk, function, count )
void wait_calls( const char *file, int line, struct desk *desk, const char *function, DWORD count );
/* How long requests take from now on. */
void desk_delay( struct desk *desk, DWORD ms );

/* Both must see that state. */
#define desk_state( desk, call, watched, state )  check_state( __FILE__, __LINE__, desk, call, watched, state )
void check_state( const char *file, int line, struct desk *desk, HCALL call, HCALL watched, DWORD state );
/* The next message of the application is this one; each may be ANY. */
#define expect_message( app, id, device, param1 )  check_message( __FILE__, __LINE__, app, id, device, param1 )
void check_message( const char *file, int line, struct app *app, DWORD id, ULONG_PTR device, ULONG_PTR param1 );
/* The provider's own id of a call: what its records have. */
DWORD provider_id( HCALL call );

#endif
