/*
 * The death of the service: what applications are told of it.
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

static struct message *make_message( DWORD line, DWORD_PTR instance, DWORD device, DWORD id, DWORD param1, DWORD param2 )
{
    struct message *message = HeapAlloc( GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof(*message) );

    if (!message) return NULL;
    message->line = line;
    message->instance = instance;
    message->device = device;
    message->id = id;
    message->params[0] = param1;
    message->params[1] = param2;
    return message;
}

struct lost
{
    struct session *session;
    struct app     *app;
    BOOL            last_app;   /* it gets what cannot be told whose it is */
    struct message *first, *last;
};

static struct message *make_lost_reply( const struct async *async )
{
    return make_message( 0, 0, 0, async->phone ? PHONE_REPLY : LINE_REPLY, async->id, family_error( async->phone, LINEERR_OPERATIONFAILED ) );
}

/* Takes the completion's reference. */
void async_lost( struct session *session, struct async *async )
{
    struct message *message = make_lost_reply( async );
    struct app *app;

    EnterCriticalSection( &state_cs );
    for (app = apps; app; app = app->next)
        if (app->session == session && app->phone == async->phone && (!async->owner || app == async->owner)) break;
    app_grab( app );
    LeaveCriticalSection( &state_cs );

    if (message) message->async = async;
    else async_release( async );
    if (app && message) app_post( app, message );
    else if (message) message_free( message );
    if (app) app_release( app );
}

static void lose_async( void *object, void *arg )
{
    struct async *async = object;
    struct lost *lost = arg;
    struct message *message;

    /* A function that is still inside returns the error itself, or calls async_lost(). */
    if (async->session != lost->session || async->phone != lost->app->phone || !async->returned) return;
    if (async->owner ? async->owner != lost->app : !lost->last_app) return;
    if (!(message = make_lost_reply( async ))) return;
    message->async = async;
    context_free( async->id );
    messages_append( &lost->first, &lost->last, message );
}

static BOOL waits_for_end( struct app *app, struct session *session )
{
    return app->session == session && context_get( app->id, CONTEXT_APP ) == app;
}

/*
 * Tell the applications of a dead session what happened to them: outstanding requests failed, lines are closed,
 * and TAPI wants to be initialized again.
 */
void apps_session_died( struct session *session )
{
    struct lost lost;
    struct message *message, *next;
    struct line *line;
    struct app *app;

    EnterCriticalSection( &state_cs );
    session->ended = TRUE;
    gathers_end( session );
    LeaveCriticalSection( &state_cs );

    for (;;)
    {
        memset( &lost, 0, sizeof(lost) );
        lost.session = session;

        EnterCriticalSection( &state_cs );
        for (app = apps; app && !waits_for_end( app, session ); app = app->next) continue;
        if (app_grab( app ))
        {
            struct app *other = app->next;

            while (other && (other->phone != app->phone || !waits_for_end( other, session ))) other = other->next;
            lost.app = app;
            lost.last_app = !other;
            /* Its context goes, so that this is done once for each. */
            context_free( app->id );
            context_enum( CONTEXT_ASYNC, lose_async, &lost );
            for (line = lines; line; line = line->next)
            {
                if (line->app != app || !line->handle) continue;
                if ((message = make_message( 0, line->instance, line->handle, app->phone ? PHONE_CLOSE : LINE_CLOSE, 0, 0 )))
                    messages_append( &lost.first, &lost.last, message );
            }
            if (app->phone) message = make_message( 0, 0, 0, PHONE_STATE, PHONESTATE_REINIT, 0 );
            else message = make_message( 0, 0, 0, LINE_LINEDEVSTATE, LINEDEVSTATE_REINIT, 0 );
            if (message) messages_append( &lost.first, &lost.last, message );
        }
        LeaveCriticalSection( &state_cs );
        if (!app) break;

        for (message = lost.first; message; message = next)
        {
            next = message->next;
            app_post( app, message );
        }
        app_release( app );
    }
}
