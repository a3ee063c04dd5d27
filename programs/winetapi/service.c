/*
 * winetapi.exe: what the service says of itself, of which TAPI knows nothing.
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

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "winetapi.h"

#include "transport/transport.h"
#include "trp/trp.h"

enum { ROOM = 64 * 1024 };

static struct transport *connection;

/* One request whose answer is text; NULL and *error when it failed. To be freed. */
static char *ask( enum trp_func func, struct trp_arg *args, int text_arg, int size_arg, LONG *error )
{
    const struct trp_request *request = trp_request( func );
    struct trp_arg reply[TRP_MAX_PARAMS];
    char *text = NULL;
    size_t used, needed;
    uint32_t result;
    DWORD size, *packet;

    *error = LINEERR_OPERATIONFAILED;
    if (connection && transport_dead( connection ))
    {
        transport_close( connection );
        connection = NULL;
    }
    if (!connection && transport_connect( &connection ))
    {
        connection = NULL;
        return NULL;
    }
    if (!(packet = calloc( 2, ROOM ))) exit( EXIT_FAILED );
    args[text_arg].size = args[size_arg].size = ROOM;
    if (!(*error = trp_encode( request, args, packet, 2 * ROOM, &used, &needed )) &&
        !(*error = transport_call( connection, packet, used, needed, packet, 2 * ROOM, &size )) &&
        !(*error = trp_decode_reply( request, args, packet, size, &result, reply )))
        *error = result;
    if (!*error)
    {
        size = reply[text_arg].data ? reply[text_arg].size : 0;
        if (!(text = malloc( size + 1 ))) exit( EXIT_FAILED );
        if (size) memcpy( text, reply[text_arg].data, size );
        text[size] = 0;
    }
    free( packet );
    return text;
}

/* What TapisrvStatus says. */
static char *service_status( LONG *error )
{
    struct trp_arg args[TRP_MAX_PARAMS] = { 0 };

    return ask( TRP_TapisrvStatus, args, ARG_TapisrvStatus_lpStatus, ARG_TapisrvStatus_dwStatusSize, error );
}

char *service_line_users( DWORD device, LONG *error )
{
    struct trp_arg args[TRP_MAX_PARAMS] = { 0 };

    args[ARG_TapisrvLineUsers_dwDeviceID].value = device;
    return ask( TRP_TapisrvLineUsers, args, ARG_TapisrvLineUsers_lpUsers, ARG_TapisrvLineUsers_dwUsersSize, error );
}

void service_leave( void )
{
    if (connection) transport_close( connection );
    connection = NULL;
}

int setup_service( int argc, WCHAR **argv )
{
    struct session session;
    LONG error;
    char *text;
    int ret;

    (void)argv;
    if (argc != 1) return EXIT_USAGE;
    /* providers are loaded for the first application */
    if ((ret = session_open( &session ))) return ret;
    if ((text = service_status( &error ))) fputs( text, stdout );
    else ret = fail( L"the service TapiSrv does not say how it is: %ls", tapi_error( error ) );
    free( text );
    service_leave();
    session_close( &session );
    return ret;
}
