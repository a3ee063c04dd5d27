/*
 * The begin and the end of applications: lineInitialize, lineInitializeEx, lineShutdown; phone.c has those of phones.
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
