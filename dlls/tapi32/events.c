/*
 * Events of the service on their way to the application.
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

#define FIELD( f )  offsetof( struct trp_event, f )
#define NO_FIELD    0xffffffff

/*
 * Where the parameters of the application's message stand in the packet, if not in Param1 to Param3
 * (MS-TRP 2.2.4.2.1). The privilege of LINE_APPNEWCALL has no field of its own there; tapisrv puts it where
 * LINE_CALLSTATE has its details.
 */
static const struct
{
    DWORD msg;
    DWORD params[3];
} layouts[] =
{
    { LINE_CALLSTATE,  { FIELD( param1 ), FIELD( context ), FIELD( param2 ) } },
    { LINE_APPNEWCALL, { FIELD( param1 ), FIELD( param2 ), FIELD( context ) } },
};

static void fill_params( struct message *message, const struct trp_event *event )
{
    unsigned int i, j;

    message->params[0] = event->param1;
    message->params[1] = event->param2;
    message->params[2] = event->param3;
    message->params[3] = event->param4;
    for (i = 0; i < ARRAYSIZE(layouts); i++)
    {
        if (layouts[i].msg != event->msg) continue;
        for (j = 0; j < 3; j++) message->params[j] = *(const DWORD *)((const BYTE *)event + layouts[i].params[j]);
    }
    if (event->msg == LINE_APPNEWCALL && !message->params[2]) message->params[2] = LINECALLPRIVILEGE_OWNER;
    /* lpsDigitsContext and dwEndToEndID are for us */
    if (event->msg == LINE_GATHERDIGITS || event->msg == LINE_GENERATE) message->params[1] = 0;
}

/* Out of memory the message has no request, and the service waits for an answer in vain. */
static void fill_proxy_request( struct message *message, const struct trp_event *event )
{
    LINEPROXYREQUEST *request = NULL;

    message->proxy = proxy_request_create( event, &request );
    message->params[0] = (DWORD_PTR)request;
    message->params[1] = message->params[2] = message->params[3] = 0;
}

/* FALSE: it says that there is more than there is, or memory is out. */
static BOOL fill_msp_data( struct message *message, const struct trp_event *event )
{
    if (event->param2 > event->total_size - sizeof(*event))
    {
        ERR( "malformed event of the telephony service\n" );
        return FALSE;
    }
    if (!(message->block = LocalAlloc( LMEM_FIXED, max( event->param2, 1 ) )))
    {
        ERR( "out of memory, %lu bytes for a media service provider are lost\n", (DWORD)event->param2 );
        return FALSE;
    }
    memcpy( message->block, event + 1, event->param2 );
    message->params[1] = (DWORD_PTR)message->block;
    message->params[2] = event->param2;
    return TRUE;
}

/* The request that a LINE_REPLY or PHONE_REPLY completes; its context ends here. app: whose message it is. */
static struct async *completed_async( DWORD id, struct app *app )
{
    struct async *async;

    EnterCriticalSection( &state_cs );
    if ((async = context_get( id, CONTEXT_ASYNC )))
    {
        context_free( id );
        if (app && !async->returned)
        {
            InterlockedIncrement( &app->refs );
            async->app = app;
        }
    }
    LeaveCriticalSection( &state_cs );
    return async;
}

static void handle_event( const struct trp_event *event )
{
    BOOL is_reply = event->msg == LINE_REPLY || event->msg == PHONE_REPLY;
    DWORD size = event->total_size - sizeof(*event), extra = 0;
    struct gather *gather = NULL;
    struct message *message;
    struct async *async = NULL;
    struct line *line;
    struct app *app;

    if (event->msg == LINE_CREATEDIALOGINSTANCE || event->msg == LINE_SENDDIALOGINSTANCEDATA)
    {
        ui_dialog_event( event );
        return;
    }

    app = app_from_context( event->init_context );
    if (is_reply)
    {
        async = completed_async( event->param1, app );
        /* Param4 of a reply with a parameter block is the size of the block, before padding. */
        if (async && (async->kind == RESULT_PARAMS || async->kind == RESULT_STRUCT)) size = min( size, event->param4 );
    }
    else if (event->msg == LINE_GATHERDIGITS)
    {
        /* dwEndToEndID and hRemoteLine stand before the digits */
        gather = gather_take( event->param2 );
        extra = 2 * sizeof(DWORD);
        size = event->param4 * sizeof(WCHAR);
    }
    else size = 0;

    if (!app)
    {
        TRACE( "message %lu for an application that has shut down\n", (DWORD)event->msg );
        if (async) async_release( async );
        if (gather) gather_free( gather );
        return;
    }
    if (!(message = HeapAlloc( GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof(*message) + size )))
    {
        ERR( "out of memory, message %lu is lost\n", (DWORD)event->msg );
        if (async) async_release( async );
        if (gather) gather_free( gather );
    }
    else
    {
        message->id = event->msg;
        message->device = is_reply ? 0 : event->device;
        message->async = async;
        message->gather = gather;
        message->size = size;
        fill_params( message, event );
        memcpy( message + 1, (const BYTE *)(event + 1) + extra, size );
        if (event->msg == LINE_PROXYREQUEST) fill_proxy_request( message, event );

        EnterCriticalSection( &state_cs );
        /* the only message whose instance is neither a line's nor none: lineRegisterRequestRecipient gave it */
        if (event->msg == LINE_REQUEST) message->instance = event->context;
        if ((line = context_get( event->open_context, CONTEXT_LINE )))
        {
            message->line = line->id;
            message->instance = line->instance;
        }
        LeaveCriticalSection( &state_cs );
        /* On its way while the line was closed. */
        if (!line && event->open_context && !is_reply) message_free( message );
        else if ((event->msg == LINE_APPNEWCALLHUB || event->msg == LINE_CALLHUBCLOSE) && !app->hubs) message_free( message );
        else if (event->msg == LINE_PROXYREQUEST && !message->proxy) message_free( message );
        else if (event->msg == LINE_SENDMSPDATA && !fill_msp_data( message, event )) message_free( message );
        else app_post( app, message );
    }
    app_release( app );
}

DWORD CALLBACK event_thread( void *arg )
{
    struct session *session = arg;
    DWORD used, pos;
    size_t size;
    BYTE *buffer;

    TRACE( "started\n" );
    if ((buffer = HeapAlloc( GetProcessHeap(), 0, TRANSPORT_MAX_EVENTS )))
    {
        while (!transport_next_events( session->transport, buffer, TRANSPORT_MAX_EVENTS, &used ))
        {
            for (pos = 0; pos < used; pos += size)
            {
                if (!(size = trp_event_check( buffer + pos, used - pos )))
                {
                    ERR( "malformed event of the telephony service\n" );
                    break;
                }
                handle_event( (const struct trp_event *)(buffer + pos) );
            }
        }
        HeapFree( GetProcessHeap(), 0, buffer );
    }
    else ERR( "out of memory, no events will be received\n" );

    apps_session_died( session );
    TRACE( "ended\n" );
    event_thread_exit( session );
    return 0;
}
