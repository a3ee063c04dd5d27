/*
 * What the benchmarks of TAPI 3 share: a TAPI object, its events, its addresses.
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

#ifndef WINE_TELEPHONY_BENCH_OBJECTS_H
#define WINE_TELEPHONY_BENCH_OBJECTS_H

#define COBJMACROS
#include <ole2.h>
#include <ocidl.h>
#include <tapi3.h>

#include "bench.h"

/* What the events of one TAPI object said */
struct listener
{
    ITTAPIEventNotification iface;
    HANDLE connected, over, rings;
    double when;                /* the last call was connected */
    LONG   connections, played; /* how many calls were connected, how many files came to their end */
    ITCallInfo *ringing;        /* the first call that came */
    HANDLE all;                 /* events of a device are there */
    struct samples *events;
    unsigned int count;
};

void listener_begin( struct listener *listener );
void listener_end( struct listener *listener );
/* An initialised TAPI object that tells the listener */
ITTAPI2 *open_tapi( struct listener *listener, LONG events );
void close_tapi( ITTAPI2 *tapi );
/* The address whose name has that in it */
ITAddress2 *open_address( ITTAPI2 *tapi, const WCHAR *name );
void wait_for( HANDLE event, const char *what );
/* Ends the benchmark if hr is a failure. */
void check( const char *what, HRESULT hr );
/* A setting of the built-in exchange, read when it starts */
void set_exchange( const char *name, DWORD value );

#endif
