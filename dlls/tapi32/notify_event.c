/*
 * Notification by an event object, and lineGetMessage.
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

/*
 * The event object is set while messages wait. Setting it takes a call of the wineserver, waking a thread that is
 * already inside lineGetMessage does not: the condition variable is for those, and a message that such a thread
 * will fetch does not touch the event.
 */

static LONG event_open( struct app *app, LINEINITIALIZEEXPARAMS *params )
{
    if (!(app->event = CreateEventW( NULL, TRUE, FALSE, NULL ))) return LINEERR_NOMEM;
    InitializeConditionVariable( &app->arrived );
    params->Handles.hEvent = app->event;
    return 0;
}

static unsigned int ready_count( const struct app *app )
{
    const struct message *message;
    unsigned int count = 0;

    for (message = app->ready; message && count <= app->waiters; message = message->next) count++;
    return count;
}

/* The event says whether messages wait for which no thread does. app->cs is held. */
static void update_event( struct app *app )
{
    BOOL wanted = ready_count( app ) > app->waiters;

    if (wanted == app->signaled) return;
    app->signaled = wanted;
    if (wanted) SetEvent( app->event );
    else ResetEvent( app->event );
}

static void event_deliver( struct app *app )
{
    if (app->waiters) WakeConditionVariable( &app->arrived );
    update_event( app );
}

static void event_removed( struct app *app )
{
    update_event( app );
}

static void event_shut( struct app *app )
{
    /* Threads that wait for the object find out with lineGetMessage. */
    SetEvent( app->event );
    WakeAllConditionVariable( &app->arrived );
}

static void event_close( struct app *app )
{
    CloseHandle( app->event );
}

const struct notifier event_notifier =
{
    "event", event_open, event_deliver, event_removed, event_shut, event_close
};

/* app->cs is held. NULL: closed, or timed out. */
static struct message *wait_message( struct app *app, DWORD timeout )
{
    DWORD begin = GetTickCount(), elapsed, wait = timeout;
    struct message *message;

    for (;;)
    {
        if (app->closed) return NULL;
        if ((message = app_take_ready( app )))
        {
            update_event( app );
            return message;
        }
        if (!wait) return NULL;
        app->waiters++;
        SleepConditionVariableCS( &app->arrived, &app->cs, wait );
        app->waiters--;
        if (timeout == INFINITE) continue;
        elapsed = GetTickCount() - begin;
        wait = elapsed < timeout ? timeout - elapsed : 0;
    }
}

LONG app_get_message( struct app *app, LINEMESSAGE *out, DWORD timeout )
{
    struct message *message;
    LONG err = 0;

    if (!app) return LINEERR_INVALAPPHANDLE;
    if (app->notifier != &event_notifier)
    {
        app_release( app );
        return LINEERR_OPERATIONFAILED;
    }

    EnterCriticalSection( &app->cs );
    if (!(message = wait_message( app, timeout )))
    {
        err = app->closed ? LINEERR_INVALAPPHANDLE : LINEERR_OPERATIONFAILED;
        /* A message that came between a time-out and here is for the next call. */
        update_event( app );
    }
    LeaveCriticalSection( &app->cs );

    if (message)
    {
        out->hDevice = message->device;
        out->dwMessageID = message->id;
        out->dwCallbackInstance = message->instance;
        out->dwParam1 = message->params[0];
        out->dwParam2 = message->params[1];
        out->dwParam3 = message->params[2];
        TRACE( "app %#lx: msg %lu device %#lx\n", (DWORD)app->handle, message->id, message->device );
        message_free( message );
    }
    app_release( app );
    return err;
}

LONG WINAPI lineGetMessage( HLINEAPP handle, LPLINEMESSAGE out, DWORD timeout )
{
    if (!can_write( out, sizeof(*out) )) return LINEERR_INVALPOINTER;
    return app_get_message( app_from_handle( handle ), out, timeout );
}
