/*
 * winetapi exchange: what its parts share.
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

#ifndef WINE_TELEPHONY_WINETAPI_EXCHANGE_H
#define WINE_TELEPHONY_WINETAPI_EXCHANGE_H

#include "winetapi.h"
#include "exchange_ext.h"

struct channel
{
    struct session session;
};

/* ---- exchange.c ---- */

/* Opens a line of the exchange for commands. Returns 0 or an exit status, having said why. */
int  channel_open( struct channel *channel );
/* Sends a command and waits for its reply: 0 or a LINEERR_. */
LONG channel_send( struct channel *channel, struct exchange_command *command );
void channel_close( struct channel *channel );

/* ---- exchange_command.c ---- */

/* The words of a command ("call 1001 --from 5551234") as a block. Returns 0 or EXIT_USAGE, having said why. */
int command_parse( int argc, WCHAR **argv, struct exchange_command *command );
/* "LINEERR_OPERATIONFAILED", or the number. */
const char *error_name( DWORD error );

/* ---- exchange_script.c ---- */

/* A script comes from standard input. */
int script_run( int argc, WCHAR **argv );

#endif
