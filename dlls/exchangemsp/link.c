/*
 * The connection of a call to the media switch in exchange.tsp.
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

#include <stdlib.h>

#include "exchangemsp_private.h"
#include "debug/debug.h"

DEBUG_CHANNEL( msp );

#define CONNECT_TIME 5000               /* ms; the switch answers at once */

struct link *link_create( void )
{
    struct link *link = calloc( 1, sizeof(*link) );

    if (!link) return NULL;
    link->refs = 1;
    InitializeCriticalSection( &link->cs );
    return link;
}

struct link *link_addref( struct link *link )
{
    InterlockedIncrement( &link->refs );
    return link;
}

void link_release( struct link *link )
{
    if (!link || InterlockedDecrement( &link->refs )) return;
    if (link->pipe) CloseHandle( link->pipe );
    if (link->shared) UnmapViewOfFile( link->shared );
    if (link->section) CloseHandle( link->section );
    DeleteCriticalSection( &link->cs );
    free( link );
}

void link_set( struct link *link, const struct exchange_media *data )
{
    EnterCriticalSection( &link->cs );
    memcpy( link->pipe_name, data->pipe, sizeof(link->pipe_name) );
    memcpy( link->token, data->token, sizeof(link->token) );
    LeaveCriticalSection( &link->cs );
}

/* Reads or writes, but not forever. */
static BOOL transfer( HANDLE pipe, BOOL write, void *buffer, DWORD size, DWORD *done )
{
    OVERLAPPED overlapped = { 0 };
    BOOL ret;

    if (!(overlapped.hEvent = CreateEventW( NULL, TRUE, FALSE, NULL ))) return FALSE;
    ret = write ? WriteFile( pipe, buffer, size, NULL, &overlapped ) : ReadFile( pipe, buffer, size, NULL, &overlapped );
    if (ret || GetLastError() == ERROR_IO_PENDING)
    {
        if (WaitForSingleObject( overlapped.hEvent, CONNECT_TIME )) CancelIo( pipe );
        ret = GetOverlappedResult( pipe, &overlapped, done, TRUE );
    }
    CloseHandle( overlapped.hEvent );
    return ret;
}

static HANDLE open_pipe( const WCHAR *name )
{
    unsigned int tries;
    HANDLE pipe;

    for (tries = 0; tries < 5; tries++)
    {
        pipe = CreateFileW( name, GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, FILE_FLAG_OVERLAPPED, NULL );
        if (pipe != INVALID_HANDLE_VALUE) return pipe;
        if (GetLastError() != ERROR_PIPE_BUSY) return NULL;
        WaitNamedPipeW( name, 1000 );
    }
    return NULL;
}

/* With the lock */
static BOOL connect_now( struct link *link )
{
    struct exchange_media_welcome welcome;
    DWORD mode = PIPE_READMODE_MESSAGE, done;

    if (!(link->pipe = open_pipe( link->pipe_name ))) return FALSE;
    if (!SetNamedPipeHandleState( link->pipe, &mode, NULL, NULL )) return FALSE;
    if (!transfer( link->pipe, TRUE, link->token, sizeof(link->token), &done )) return FALSE;
    if (!transfer( link->pipe, FALSE, &welcome, sizeof(welcome), &done )) return FALSE;
    if (done != sizeof(welcome) || welcome.size != sizeof(welcome) || welcome.version != EXCHANGE_MEDIA_VERSION ||
        welcome.section[ARRAYSIZE(welcome.section) - 1])
    {
        SetLastError( ERROR_REVISION_MISMATCH );
        return FALSE;
    }
    if (!(link->section = OpenFileMappingW( FILE_MAP_READ | FILE_MAP_WRITE, FALSE, welcome.section ))) return FALSE;
    link->shared = MapViewOfFile( link->section, FILE_MAP_READ | FILE_MAP_WRITE, 0, 0, sizeof(*link->shared) );
    return link->shared != NULL;
}

HRESULT link_connect( struct link *link )
{
    HRESULT hr = S_OK;

    EnterCriticalSection( &link->cs );
    if (!link->shared)
    {
        if (!link->pipe_name[0]) hr = TAPI_E_WRONG_STATE;
        else if (!connect_now( link ))
        {
            hr = HRESULT_FROM_WIN32( GetLastError() );
            ERR( "the exchange's media switch %s does not give a call its sound: %#lx\n", debugstr_w( link->pipe_name ), hr );
            if (SUCCEEDED(hr)) hr = E_FAIL;
            if (link->pipe) CloseHandle( link->pipe );
            if (link->section) CloseHandle( link->section );
            link->pipe = link->section = NULL;
        }
    }
    LeaveCriticalSection( &link->cs );
    return hr;
}
