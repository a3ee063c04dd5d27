/*
 * Open lines and phones, which are contexts of messages; lineOpen and lineClose.
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

struct line *lines;

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

/* ---- lineOpen, lineClose ---- */

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
