/*
 * Calls, between the files that deal with them.
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

#ifndef UNIMDM_CALL_H
#define UNIMDM_CALL_H

#include "unimdm.h"

/* call.c; all with the modem locked */
struct call *call_create( struct modem *modem, BOOL inbound );  /* becomes modem->call */
/* Whether the modem is busy with a call; one whose other side has hung up no longer counts, and gives way to the next. */
BOOL call_is_active( const struct modem *modem );
/* Dial call->dial; 0 or a negative errno. */
int call_send_dial( struct call *call );
const struct devcfg *outgoing_config( const struct call *call );
/* The call ended on this side, and the modem is on-hook or on its way there. */
void call_ended_here( struct call *call, DWORD mode );
void call_reset_comm( struct modem *modem );    /* the handle of the port is about to be given to another application */
void call_connected( struct call *call, const struct modem_event *event );
void call_set_state( struct call *call, DWORD state, DWORD mode );
void call_made( struct call *call );
void call_not_made( struct call *call, LONG error );
/* Whether the modem can make a call with these parameters: 0 or a LINEERR_ value. */
LONG call_check_params( struct modem *modem, const LINECALLPARAMS *params );

#endif
