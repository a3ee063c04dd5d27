/*
 * Applications: what lineInitialize and phoneInitialize have made, by handle and by context, and the references to it.
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

struct app *apps;

struct app *app_grab( struct app *app )
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

void app_release( struct app *app )
{
    if (InterlockedDecrement( &app->refs )) return;
    if (app->notifier) app->notifier->close( app );
    messages_free( app->held );
    messages_free( app->ready );
    DeleteCriticalSection( &app->cs );
    HeapFree( GetProcessHeap(), 0, app );
}
