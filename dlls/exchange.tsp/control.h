/*
 * The control channel of exchange.tsp: what its parts share.
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

#ifndef EXCHANGE_CONTROL_H
#define EXCHANGE_CONTROL_H

#include "phone.h"
#include "exchange_ext.h"

/* ---- control.c ---- */

/* A call from outside, which the commands for outside calls then mean by default. Locked. */
struct call *control_incoming( const char *called, const struct party *caller, DWORD media_mode );

/* ---- faults.c: have a lock of their own, below the exchange's ---- */

/* Of a command that was checked; its result is the number. device, phone: ~0 each: every one. Returns 0 or a LINEERR_. */
LONG fault_add( struct exchange_command *command, DWORD device, DWORD phone );
LONG fault_clear( DWORD number );
LONG fault_get( DWORD place, struct exchange_command *command );
DWORD faults_count(void);

/* ---- load.c: locked ---- */

LONG load_start( const DWORD args[EXCHANGE_ARGS] );
void load_stop(void);                           /* and its calls, and all other callers that were to hang up */
BOOL load_hang_up_later( DWORD call, DWORD ms );
DWORD load_running(void);                       /* callers that will hang up */
DWORD load_made(void);
void load_set_seed( DWORD seed );
DWORD load_seed(void);
/* Also of the faults. */
void faults_set_seed( DWORD seed );

#endif
