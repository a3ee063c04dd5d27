/*
 * The media switch: connections of media service providers, and the clock of their calls.
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

#ifndef EXCHANGE_SWITCH_H
#define EXCHANGE_SWITCH_H

#include "exchange_media.h"

/*
 * Each interest of an MSP in a call has a token, which opens one connection. The switch has a thread of its own, which serves the pipe and moves the samples;
 * none of these functions waits for it, except switch_stop(). It knows nothing of calls: who hears whom is told by numbers.
 */

/** Start it, if it does not run. @return FALSE: there are no pipes, or no memory */
BOOL switch_start( void );
void switch_stop( void );

/** Name of the pipe, once it runs. */
const WCHAR *switch_pipe( void );

/** From now on the token opens a connection. @return FALSE: no memory */
BOOL switch_offer( const BYTE *token );

/** No more: what is connected is cut. */
void switch_withdraw( const BYTE *token );

/** Parameters as for port_route(). */
void switch_route( const BYTE *token, DWORD party, DWORD room, BOOL active, BOOL echo );

#endif
