/*
 * Notification by packets to a completion port of the application.
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

#include "tapi32.h"

DEBUG_CHANNEL( tapi );

/* The port stays the application's; a handle of our own keeps it usable if that one is closed too early. */
static LONG port_open( struct app *app, LINEINITIALIZEEXPARAMS *params )
{
    HANDLE process = GetCurrentProcess();

    if (!DuplicateHandle( process, params->Handles.hCompletionPort, process, &app->port, 0, FALSE, DUPLICATE_SAME_ACCESS ))
    {
        WARN( "%p is not a completion port, error %lu\n", params->Handles.hCompletionPort, GetLastError() );
        return LINEERR_INVALPARAM;
    }
    app->key = params->dwCompletionKey;
    return 0;
}

static void port_deliver( struct app *app )
{
    struct message *message;

    while ((message = app_take_ready( app )))
    {
        /* The application frees it with LocalFree. */
        LINEMESSAGE *packet = LocalAlloc( LMEM_FIXED, sizeof(*packet) );

        if (packet)
        {
            packet->hDevice = message->device;
            packet->dwMessageID = message->id;
            packet->dwCallbackInstance = message->instance;
            packet->dwParam1 = message->params[0];
            packet->dwParam2 = message->params[1];
            packet->dwParam3 = message->params[2];
            if (!PostQueuedCompletionStatus( app->port, sizeof(*packet), app->key, (OVERLAPPED *)packet ))
            {
                WARN( "the completion port does not take message %lu, error %lu\n", message->id, GetLastError() );
                LocalFree( packet );
            }
        }
        else ERR( "out of memory, message %lu is lost\n", message->id );
        message_free( message );
    }
}

static void port_removed( struct app *app )
{
}

static void port_shut( struct app *app )
{
}

static void port_close( struct app *app )
{
    CloseHandle( app->port );
}

const struct notifier port_notifier =
{
    "completion port", port_open, port_deliver, port_removed, port_shut, port_close
};
