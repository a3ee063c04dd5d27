/*
 * Phone and modem options: asking a modem, in a thread of its own.
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

#include "modemcpl.h"
#include "query.h"

DEBUG_CHANNEL( modemcpl );

static BOOL on_answer( const struct modemprobe_answer *from, void *arg )
{
    struct query *query = arg;
    struct query_answer *answer = HeapAlloc( GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof(*answer) );

    if (!answer) return FALSE;
    answer->number = query->number;
    answer->result = from->result;
    MultiByteToWideChar( CP_ACP, 0, from->command, -1, answer->command, ARRAYSIZE(answer->command) - 1 );
    MultiByteToWideChar( CP_ACP, 0, from->lines, -1, answer->text, ARRAYSIZE(answer->text) - 1 );
    if (PostMessageW( query->window, WM_QUERY_ANSWER, 0, (LPARAM)answer )) return TRUE;
    query_free_answer( answer );
    return FALSE;
}

static DWORD WINAPI query_thread( void *arg )
{
    struct query *query = arg;
    struct query_end *end = HeapAlloc( GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof(*end) );
    HANDLE port;

    if (!end) return 0;
    end->number = query->number;
    lstrcpynW( end->port, query->port, ARRAYSIZE(end->port) );
    if (!(end->error = modemprobe_open( query->port, &port )))
    {
        end->error = modemprobe_run( port, query->cancel, query->identify ? MODEMPROBE_IDENTIFY : 0, on_answer, query, &end->report );
        CloseHandle( port );
    }
    if (end->error && end->error != ERROR_CANCELLED) WARN( "the modem on %s cannot be asked, error %lu\n", debugstr_w( query->port ), end->error );
    if (!PostMessageW( query->window, WM_QUERY_END, 0, (LPARAM)end )) query_free_end( end );
    return 0;
}

BOOL query_start( struct query *query, HWND window, const WCHAR *port, BOOL identify )
{
    query_stop( query );
    query->window = window;
    query->identify = identify;
    query->number++;
    lstrcpynW( query->port, port, ARRAYSIZE(query->port) );
    if (!(query->cancel = CreateEventW( NULL, TRUE, FALSE, NULL ))) return FALSE;
    if ((query->thread = CreateThread( NULL, 0, query_thread, query, 0, NULL ))) return TRUE;
    CloseHandle( query->cancel );
    query->cancel = NULL;
    return FALSE;
}

void query_stop( struct query *query )
{
    MSG msg;

    if (!query || !query->thread) return;
    SetEvent( query->cancel );
    WaitForSingleObject( query->thread, INFINITE );
    CloseHandle( query->thread );
    CloseHandle( query->cancel );
    query->thread = query->cancel = NULL;
    /* what it still said */
    while (PeekMessageW( &msg, query->window, WM_QUERY_ANSWER, WM_QUERY_END, PM_REMOVE ))
    {
        if (msg.message == WM_QUERY_ANSWER) query_free_answer( (struct query_answer *)msg.lParam );
        else query_free_end( (struct query_end *)msg.lParam );
    }
}

BOOL query_is_current( const struct query *query, const struct query_end *end )
{
    return query->thread && query->number == end->number;
}

void query_free_answer( struct query_answer *answer )
{
    HeapFree( GetProcessHeap(), 0, answer );
}

void query_free_end( struct query_end *end )
{
    HeapFree( GetProcessHeap(), 0, end );
}

void query_error_text( DWORD error, const WCHAR *port, WCHAR *text, int chars )
{
    WCHAR format[TEXT_CHARS], reason[200];
    UINT id;

    switch (error)
    {
    case ERROR_ACCESS_DENIED:
    case ERROR_SHARING_VIOLATION:
    case ERROR_BUSY:            id = IDS_QUERY_IN_USE; break;
    case ERROR_FILE_NOT_FOUND:
    case ERROR_PATH_NOT_FOUND:
    case ERROR_DEV_NOT_EXIST:   id = IDS_QUERY_NO_PORT; break;
    case ERROR_TIMEOUT:         id = IDS_QUERY_SILENT; break;
    case ERROR_INVALID_DATA:    id = IDS_QUERY_GARBAGE; break;
    default:                    id = IDS_QUERY_FAILED; break;
    }
    load_text( id, format, ARRAYSIZE(format) );
    error_text( error, reason, ARRAYSIZE(reason) );
    if (swprintf( text, chars, format, port, reason ) < 0) text[chars - 1] = 0;
}
