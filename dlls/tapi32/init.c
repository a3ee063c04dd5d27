/*
 * Applications: lineInitialize, lineInitializeEx, lineShutdown and the messages in between; phone.c has those of phones.
 * Each function is documented by Microsoft under its own name: learn.microsoft.com, nf-tapi-<name in lower case>.
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

static struct app *apps;        /* guarded by state_cs */
static struct line *lines;

/* ---- references ---------------------------------------------------------------------------------------------- */

static struct app *app_grab( struct app *app )
{
    if (app) InterlockedIncrement( &app->refs );
    return app;
}

static struct app *find_app( BOOL phone, DWORD handle )
{
    struct app *app;

    EnterCriticalSection( &state_cs );
    for (app = apps; app && (app->handle != handle || app->phone != phone); app = app->next) continue;
    app_grab( app );
    LeaveCriticalSection( &state_cs );
    return app;
}

struct app *app_from_handle( HLINEAPP handle )
{
    return find_app( FALSE, handle );
}

struct app *phone_app_from_handle( HPHONEAPP handle )
{
    return find_app( TRUE, handle );
}

struct app *app_from_context( DWORD id )
{
    struct app *app;

    EnterCriticalSection( &state_cs );
    app = app_grab( context_get( id, CONTEXT_APP ) );
    LeaveCriticalSection( &state_cs );
    return app;
}

static DWORD any_app_of( BOOL phone, DWORD *version )
{
    DWORD handle = 0;
    struct app *app;

    EnterCriticalSection( &state_cs );
    for (app = apps; app && app->phone != phone; app = app->next) continue;
    if (app)
    {
        handle = app->handle;
        *version = app->version;
    }
    LeaveCriticalSection( &state_cs );
    return handle;
}

HLINEAPP any_app( DWORD *version )
{
    return any_app_of( FALSE, version );
}

HPHONEAPP any_phone_app( DWORD *version )
{
    return any_app_of( TRUE, version );
}

void apps_enum( void (*func)( struct app *app, void *arg ), void *arg )
{
    struct app *app;

    EnterCriticalSection( &state_cs );
    for (app = apps; app; app = app->next) func( app, arg );
    LeaveCriticalSection( &state_cs );
}

void message_free( struct message *message )
{
    if (message->async) async_release( message->async );
    if (message->proxy) proxy_request_free( message->proxy );
    if (message->gather) gather_free( message->gather );
    LocalFree( message->block );
    HeapFree( GetProcessHeap(), 0, message );
}

static void messages_free( struct message *message )
{
    struct message *next;

    for (; message; message = next)
    {
        next = message->next;
        message_free( message );
    }
}

void app_release( struct app *app )
{
    if (InterlockedDecrement( &app->refs )) return;
    if (app->notifier) app->notifier->close( app );
    messages_free( app->held );
    messages_free( app->ready );
    DeleteCriticalSection( &app->cs );
    HeapFree( GetProcessHeap(), 0, app );
}

/* ---- messages ------------------------------------------------------------------------------------------------ */

static void append( struct message **first, struct message **last, struct message *message )
{
    message->next = NULL;
    if (*first) (*last)->next = message;
    else *first = message;
    *last = message;
}

/* What a completed request leaves in the application's memory, which may be gone by now. */
static void store_result( const struct async *async, struct message *message )
{
    struct trp_arg reply;
    DWORD size;
    LONG err;

    if (message->params[1]) return;
    switch (async->kind)
    {
    case RESULT_NONE:
        return;
    case RESULT_HANDLE:
        if (can_write( async->result, sizeof(DWORD) ))
        {
            memcpy( async->result, &message->params[2], sizeof(DWORD) );
            return;
        }
        break;
    case RESULT_PARAMS:
        size = min( message->size, async->size );
        if (can_write( async->result, size ))
        {
            memcpy( async->result, message + 1, size );
            return;
        }
        break;
    case RESULT_STRUCT:
        /* No more than it said that it has, whatever it has put there since. */
        if (!can_read( async->result, sizeof(size) )) break;
        memcpy( &size, async->result, sizeof(size) );
        if (size > async->size) break;
        reply.data = message + 1;
        reply.size = message->size;
        if ((err = struct_to_app( async->type, async->ansi, &reply, async->result ))) message->params[1] = (DWORD)err;
        return;
    case RESULT_HANDLES:
        if (message->size >= sizeof(DWORD) && can_write( async->result, sizeof(DWORD) ) && can_write( async->second, sizeof(DWORD) ))
        {
            memcpy( async->result, &message->params[2], sizeof(DWORD) );
            memcpy( async->second, message + 1, sizeof(DWORD) );
            return;
        }
        break;
    }
    WARN( "the application freed the memory for the result of request %#lx before its LINE_REPLY\n", async->id );
}

/* Move what may be delivered to the ready list. app->cs is held. */
static void deliver_held( struct app *app )
{
    struct message *message;

    while ((message = app->held))
    {
        if (message->async && !message->async->returned) break;
        app->held = message->next;
        /* The service died between the completion and its answer. */
        if (message->async && message->async->failed)
        {
            message_free( message );
            continue;
        }
        if (message->async)
        {
            store_result( message->async, message );
            async_release( message->async );
            message->async = NULL;
            /* Param3 was for us. */
            message->params[2] = 0;
        }
        if (message->gather)
        {
            gather_store( message->gather, (const WCHAR *)(message + 1), message->size / sizeof(WCHAR) );
            gather_free( message->gather );
            message->gather = NULL;
        }
        append( &app->ready, &app->ready_last, message );
        app->notifier->deliver( app );
    }
}

void app_post( struct app *app, struct message *message )
{
    TRACE( "app %#lx: msg %lu device %#lx params %#lx %#lx %#lx\n", (DWORD)app->handle, message->id, message->device,
           (DWORD)message->params[0], (DWORD)message->params[1], (DWORD)message->params[2] );
    EnterCriticalSection( &app->cs );
    if (app->closed) message_free( message );
    else
    {
        append( &app->held, &app->held_last, message );
        deliver_held( app );
    }
    LeaveCriticalSection( &app->cs );
}

void app_flush( struct app *app )
{
    EnterCriticalSection( &app->cs );
    if (!app->closed) deliver_held( app );
    LeaveCriticalSection( &app->cs );
}

struct message *app_take_ready( struct app *app )
{
    struct message *message = app->ready;

    if (!message) return NULL;
    app->ready = message->next;
    if (message->proxy) proxy_request_delivered( message->proxy );
    message->proxy = NULL;
    message->block = NULL;
    return message;
}

static void purge_list( struct message **first, struct message **last, DWORD line, DWORD device )
{
    struct message **ptr = first, *message, *prev = NULL;

    while ((message = *ptr))
    {
        if (message->id != LINE_REPLY && message->id != PHONE_REPLY && ((line && message->line == line) || (device && message->device == device)))
        {
            *ptr = message->next;
            message_free( message );
            continue;
        }
        prev = message;
        ptr = &message->next;
    }
    *last = prev;
}

void app_purge( struct app *app, DWORD line, DWORD device )
{
    EnterCriticalSection( &app->cs );
    purge_list( &app->held, &app->held_last, line, device );
    purge_list( &app->ready, &app->ready_last, line, device );
    if (!app->closed) app->notifier->removed( app );
    LeaveCriticalSection( &app->cs );
}

/* ---- lines --------------------------------------------------------------------------------------------------- */

struct line *line_from_handle( HLINE handle )
{
    struct line *line;

    for (line = lines; line && line->handle != handle; line = line->next) continue;
    return line;
}

static void line_free( struct line *line )
{
    struct line **ptr;

    for (ptr = &lines; *ptr != line; ptr = &(*ptr)->next) continue;
    *ptr = line->next;
    context_free( line->id );
    HeapFree( GetProcessHeap(), 0, line );
}

void lines_of_app_free( struct app *app )
{
    struct line *line, *next;

    for (line = lines; line; line = next)
    {
        next = line->next;
        if (line->app == app) line_free( line );
    }
}

struct line *line_begin( struct app *app, DWORD_PTR instance, DWORD *id )
{
    struct line *line = HeapAlloc( GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof(*line) );

    if (!line) return NULL;
    line->app = app;
    line->instance = instance;
    EnterCriticalSection( &state_cs );
    if ((*id = line->id = context_alloc( CONTEXT_LINE, line )))
    {
        line->next = lines;
        lines = line;
    }
    LeaveCriticalSection( &state_cs );
    if (*id) return line;
    HeapFree( GetProcessHeap(), 0, line );
    return NULL;
}

LONG line_opened( struct line *line, DWORD id, HLINE handle, LONG err )
{
    struct line *stale;

    EnterCriticalSection( &state_cs );
    if (context_get( id, CONTEXT_LINE ) != line)
    {
        /* a shutdown in another thread took it along; the service closes what it has opened */
        if (!err) err = LINEERR_INVALAPPHANDLE;
    }
    else if (err) line_free( line );
    else
    {
        /* The service uses a handle again that it closed itself, with LINE_CLOSE. */
        if ((stale = line_from_handle( handle ))) line_free( stale );
        line->handle = handle;
    }
    LeaveCriticalSection( &state_cs );
    return err;
}

void line_closed( HLINE handle )
{
    struct app *app = NULL;
    struct line *line;
    DWORD id = 0;

    EnterCriticalSection( &state_cs );
    if ((line = line_from_handle( handle )))
    {
        id = line->id;
        app = app_grab( line->app );
        line_free( line );
    }
    LeaveCriticalSection( &state_cs );
    if (!app) return;
    app_purge( app, id, 0 );
    app_release( app );
}

static LONG line_open( HLINEAPP handle, DWORD device, HLINE *ret, DWORD version, DWORD ext_version, DWORD_PTR instance,
                       DWORD privileges, DWORD media, LINECALLPARAMS *params, BOOL ansi )
{
    BOOL mapper = device == LINEMAPPER;
    struct api_call call =
    {
        TRP_lineOpen, ansi ? CALL_ANSI : 0, NULL,
        {
            [ARG_lineOpen_hLineApp] = VALUE( handle ),
            [ARG_lineOpen_dwDeviceID] = VALUE( device ),
            [ARG_lineOpen_dwNegotiatedVersion] = VALUE( version ),
            [ARG_lineOpen_dwExtVersion] = VALUE( ext_version ),
            [ARG_lineOpen_dwPrivileges] = VALUE( privileges ),
            [ARG_lineOpen_dwMediaModes] = VALUE( media ),
            [ARG_lineOpen_dwAsciiCallParamsCodePage] = VALUE( TRP_NO_DATA ),
        },
    };
    struct line *line;
    struct app *app;
    HLINE hline = 0;
    DWORD id;
    LONG err;

    TRACE( "app %#lx device %lu version %#lx privileges %#lx media %#lx\n", (DWORD)handle, device, version, privileges, media );
    if (!can_write( ret, sizeof(*ret) )) return LINEERR_INVALPOINTER;
    /* Elsewhere the parameters are ignored, and may be garbage. */
    if (mapper || (privileges & (LINEOPENOPTION_SINGLEADDRESS | LINEOPENOPTION_PROXY)))
    {
        if (!params) return !mapper && privileges & LINEOPENOPTION_SINGLEADDRESS ? LINEERR_INVALADDRESSID : LINEERR_INVALPOINTER;
        call.args[ARG_lineOpen_pCallParams].data = params;
    }
    if (!(app = app_from_handle( handle )))
    {
        /* The service knows whether there is no such application or none at all. */
        call.out[ARG_lineOpen_hLine] = &hline;
        err = sync_call( &call );
        return err ? err : (LONG)LINEERR_INVALAPPHANDLE;
    }
    if (!(line = line_begin( app, instance, &id )))
    {
        app_release( app );
        return LINEERR_NOMEM;
    }
    line->version = version;
    call.session = app->session;
    call.args[ARG_lineOpen_OpenContext].value = id;
    call.out[ARG_lineOpen_hLine] = &hline;
    err = sync_call( &call );
    err = line_opened( line, id, hline, err );
    if (!err) *ret = hline;
    app_release( app );
    return err;
}

LONG WINAPI lineOpenA( HLINEAPP app, DWORD device, LPHLINE line, DWORD version, DWORD ext_version, DWORD_PTR instance,
                       DWORD privileges, DWORD media, LPLINECALLPARAMS const params )
{
    return line_open( app, device, line, version, ext_version, instance, privileges, media, params, TRUE );
}

LONG WINAPI lineOpenW( HLINEAPP app, DWORD device, LPHLINE line, DWORD version, DWORD ext_version, DWORD_PTR instance,
                       DWORD privileges, DWORD media, LPLINECALLPARAMS const params )
{
    return line_open( app, device, line, version, ext_version, instance, privileges, media, params, FALSE );
}

LONG WINAPI lineClose( HLINE handle )
{
    struct api_call call = { TRP_lineClose, 0, NULL, { [ARG_lineClose_hLine] = VALUE( handle ) } };
    LONG err = sync_call( &call );

    /* With the service dead, the line is closed as well. */
    if (!err || err == (LONG)LINEERR_INVALLINEHANDLE || err == (LONG)LINEERR_OPERATIONFAILED) line_closed( handle );
    return err;
}

/* ---- initialization ------------------------------------------------------------------------------------------ */

/* File name without folders of a module: what hand-off and priorities go by. */
static BOOL module_file_name( HINSTANCE instance, WCHAR *buffer, DWORD size )
{
    DWORD i, len = GetModuleFileNameW( instance, buffer, size );

    if (!len) return FALSE;
    buffer[size - 1] = 0;
    for (i = len; i && buffer[i - 1] != '\\' && buffer[i - 1] != '/'; i--) continue;
    memmove( buffer, buffer + i, (lstrlenW( buffer + i ) + 1) * sizeof(WCHAR) );
    return TRUE;
}

static const struct notifier *find_notifier( DWORD options )
{
    switch (options & ~LINEINITIALIZEEXOPTION_CALLHUBTRACKING)
    {
    case LINEINITIALIZEEXOPTION_USEHIDDENWINDOW:   return &window_notifier;
    case LINEINITIALIZEEXOPTION_USEEVENT:          return &event_notifier;
    case LINEINITIALIZEEXOPTION_USECOMPLETIONPORT: return &port_notifier;
    default:                                       return NULL;
    }
}

/* No message is delivered from here on. */
static void app_close( struct app *app )
{
    EnterCriticalSection( &app->cs );
    app->closed = TRUE;
    LeaveCriticalSection( &app->cs );
    if (app->notifier) app->notifier->shut( app );
}

C_ASSERT( (int)ARG_lineInitialize_hLineApp == (int)ARG_phoneInitialize_hPhoneApp );
C_ASSERT( (int)ARG_lineInitialize_hInstance == (int)ARG_phoneInitialize_hInstance );
C_ASSERT( (int)ARG_lineInitialize_InitContext == (int)ARG_phoneInitialize_InitContext );
C_ASSERT( (int)ARG_lineInitialize_dwFriendlyNameOffset == (int)ARG_phoneInitialize_dwFriendlyNameOffset );
C_ASSERT( (int)ARG_lineInitialize_dwModuleNameOffset == (int)ARG_phoneInitialize_dwModuleNameOffset );
C_ASSERT( (int)ARG_lineInitialize_dwAPIVersion == (int)ARG_phoneInitialize_dwAPIVersion );
C_ASSERT( (int)ARG_lineInitialize_dwNumDevs == (int)ARG_phoneInitialize_dwNumDevs );

/* Register with the service. */
static LONG app_attach( struct app *app, HINSTANCE instance, const void *name, BOOL ansi, DWORD *devices )
{
    WCHAR module[MAX_PATH];
    struct arena arena = { .used = 0 };
    /* phoneInitialize has the same parameters in the same places. hInstance means nothing in another process. */
    struct api_call call =
    {
        app->phone ? TRP_phoneInitialize : TRP_lineInitialize, 0, app->session,
        {
            [ARG_lineInitialize_hInstance] = VALUE( 0 ),
            [ARG_lineInitialize_InitContext] = VALUE( app->id ),
            [ARG_lineInitialize_dwAPIVersion] = VALUE( app->version ),
            [ARG_lineInitialize_dwFriendlyNameOffset] = DATA( name ),
            [ARG_lineInitialize_dwModuleNameOffset] = DATA( module ),
        },
        { [ARG_lineInitialize_hLineApp] = &app->handle, [ARG_lineInitialize_dwNumDevs] = devices },
    };
    SIZE_T len;
    LONG err;

    if (!module_file_name( instance, module, ARRAYSIZE(module) ))
    {
        WARN( "%p is not an instance handle\n", instance );
        return LINEERR_INVALPARAM;
    }
    if (!name) call.args[ARG_lineInitialize_dwFriendlyNameOffset].data = module;
    else if (ansi)
    {
        if (!probe_stringA( name, &len )) return LINEERR_INVALPOINTER;
        if (!(call.args[ARG_lineInitialize_dwFriendlyNameOffset].data = arena_unicode( &arena, name, len ))) return LINEERR_NOMEM;
    }
    err = sync_call( &call );
    arena_free( &arena );
    return err;
}

static LONG initialize( BOOL phone, HLINEAPP *ret, HINSTANCE instance, LINECALLBACK callback, const void *name, BOOL ansi, DWORD *ret_devices,
                        DWORD version, const struct notifier *notifier, LINEINITIALIZEEXPARAMS *params )
{
    DWORD devices = 0;
    struct app *app;
    LONG err;

    if (!can_write( ret, sizeof(*ret) ) || !can_write( ret_devices, sizeof(*ret_devices) )) return LINEERR_INVALPOINTER;
    if (notifier == &window_notifier && !callback) return LINEERR_INVALPOINTER;

    if (!(app = HeapAlloc( GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof(*app) ))) return LINEERR_NOMEM;
    app->refs = 1;
    app->phone = phone;
    app->version = version;
    app->callback = callback;
    app->hubs = !phone && params->dwOptions & LINEINITIALIZEEXOPTION_CALLHUBTRACKING;
    InitializeCriticalSection( &app->cs );
    if ((err = session_grab( TRUE, &app->session )))
    {
        app_release( app );
        return err;
    }
    if (!(err = notifier->open( app, params )))
    {
        app->notifier = notifier;
        /* Messages may come before the service's answer does. */
        EnterCriticalSection( &state_cs );
        app->id = context_alloc( CONTEXT_APP, app );
        LeaveCriticalSection( &state_cs );
        err = app->id ? app_attach( app, instance, name, ansi, &devices ) : (LONG)LINEERR_NOMEM;
    }

    EnterCriticalSection( &state_cs );
    if (!err)
    {
        app->next = apps;
        apps = app;
    }
    else context_free( app->id );
    LeaveCriticalSection( &state_cs );

    if (err)
    {
        struct session *session = app->session;

        app_close( app );
        app_release( app );
        session_release( session );
        return err;
    }
    *ret = app->handle;
    *ret_devices = devices;
    return 0;
}

LONG app_initialize_ex( BOOL phone, HLINEAPP *ret, HINSTANCE instance, LINECALLBACK callback, const void *name, BOOL ansi,
                        DWORD *devices, DWORD *version, LINEINITIALIZEEXPARAMS *params )
{
    const struct notifier *notifier = &window_notifier;
    LINEINITIALIZEEXPARAMS copy = { .dwOptions = LINEINITIALIZEEXOPTION_USEHIDDENWINDOW };
    LONG err;

    if (!can_write( version, sizeof(*version) )) return LINEERR_INVALPOINTER;
    if (params)
    {
        if (!can_read( params, sizeof(params->dwTotalSize) )) return LINEERR_INVALPOINTER;
        if (params->dwTotalSize < sizeof(*params)) return LINEERR_STRUCTURETOOSMALL;
        if (!can_write( params, sizeof(*params) )) return LINEERR_INVALPOINTER;
        copy = *params;
        if ((phone && copy.dwOptions & LINEINITIALIZEEXOPTION_CALLHUBTRACKING) || !(notifier = find_notifier( copy.dwOptions )))
        {
            WARN( "unknown dwOptions %#lx\n", copy.dwOptions );
            return LINEERR_INVALPARAM;
        }
    }
    TRACE( "%p %p version %#lx, %s\n", instance, callback, *version, notifier->name );
    if (*version < 0x00010003) return LINEERR_INCOMPATIBLEAPIVERSION;
    if ((err = initialize( phone, ret, instance, callback, name, ansi, devices, *version, notifier, &copy ))) return err;

    *version = TAPI_VERSION_NEWEST;
    if (params)
    {
        params->dwNeededSize = params->dwUsedSize = sizeof(*params);
        params->Handles = copy.Handles;
    }
    return 0;
}

LONG app_initialize( BOOL phone, HLINEAPP *ret, HINSTANCE instance, LINECALLBACK callback, const char *name, DWORD *devices )
{
    LINEINITIALIZEEXPARAMS params = { .dwOptions = LINEINITIALIZEEXOPTION_USEHIDDENWINDOW };

    TRACE( "%p %p %s\n", instance, callback, can_read( name, 1 ) ? debugstr_a( name ) : "" );
    return initialize( phone, ret, instance, callback, name, TRUE, devices, TAPI_VERSION_1_4, &window_notifier, &params );
}

LONG WINAPI lineInitialize( LPHLINEAPP app, HINSTANCE instance, LINECALLBACK callback, LPCSTR name, LPDWORD devices )
{
    return app_initialize( FALSE, app, instance, callback, name, devices );
}

LONG WINAPI lineInitializeExA( LPHLINEAPP app, HINSTANCE instance, LINECALLBACK callback, LPCSTR name, LPDWORD devices,
                               LPDWORD version, LPLINEINITIALIZEEXPARAMS params )
{
    return app_initialize_ex( FALSE, app, instance, callback, name, TRUE, devices, version, params );
}

LONG WINAPI lineInitializeExW( LPHLINEAPP app, HINSTANCE instance, LINECALLBACK callback, LPCWSTR name, LPDWORD devices,
                               LPDWORD version, LPLINEINITIALIZEEXPARAMS params )
{
    return app_initialize_ex( FALSE, app, instance, callback, name, FALSE, devices, version, params );
}

/* Requests of a session that has no application any more are cancelled. */
static void cancel_async( void *object, void *session )
{
    struct async *async = object;

    if (async->session != session || !async->returned) return;
    context_free( async->id );
    async_release( async );
}

LONG app_shut_down( struct app *app, struct api_call *call )
{
    BOOL mine = FALSE, alone = TRUE;
    struct app **ptr, *other;
    struct session *session;
    LONG err;

    if (!app)
    {
        err = sync_call( call );
        return err ? err : (LONG)LINEERR_INVALAPPHANDLE;
    }

    EnterCriticalSection( &state_cs );
    for (ptr = &apps; *ptr; ptr = &(*ptr)->next)
    {
        if (*ptr != app) continue;
        *ptr = app->next;
        mine = TRUE;
        break;
    }
    LeaveCriticalSection( &state_cs );
    if (!mine)
    {
        /* Another thread was faster. */
        app_release( app );
        return LINEERR_INVALAPPHANDLE;
    }

    session = app->session;
    call->session = session;
    err = sync_call( call );
    if (err) WARN( "the service answered %#lx\n", err );

    EnterCriticalSection( &state_cs );
    context_free( app->id );
    lines_of_app_free( app );
    for (other = apps; other; other = other->next) if (other->session == session) alone = FALSE;
    if (alone)
    {
        context_enum( CONTEXT_ASYNC, cancel_async, session );
        gathers_end( session );
    }
    LeaveCriticalSection( &state_cs );

    app_close( app );
    proxy_requests_of_app_free( app->id );
    app_release( app );     /* ours */
    app_release( app );     /* the list's */
    session_release( session );
    /* Whatever the service says, this application is no more. */
    return 0;
}

LONG WINAPI lineShutdown( HLINEAPP handle )
{
    struct api_call call = { TRP_lineShutdown, 0, NULL, { [ARG_lineShutdown_hLineApp] = VALUE( handle ) } };

    TRACE( "app %#lx\n", (DWORD)handle );
    return app_shut_down( app_from_handle( handle ), &call );
}

/* ---- death of the service ------------------------------------------------------------------------------------ */

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
    append( &lost->first, &lost->last, message );
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
                    append( &lost.first, &lost.last, message );
            }
            if (app->phone) message = make_message( 0, 0, 0, PHONE_STATE, PHONESTATE_REINIT, 0 );
            else message = make_message( 0, 0, 0, LINE_LINEDEVSTATE, LINEDEVSTATE_REINIT, 0 );
            if (message) append( &lost.first, &lost.last, message );
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
