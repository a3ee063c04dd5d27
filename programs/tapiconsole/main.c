/*
 * tapiconsole: an attendant's console that takes typed or scripted commands (commands.c). A sample of TAPI 2.x: the Unicode functions, and
 * messages through an event.
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

/* tapiconsole LINE: the name of a line, or a part of it. Commands come from standard input, a line each. */

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "tapiconsole.h"

#define LOW_VERSION     0x00020000
#define HIGH_VERSION    0x00020002

HLINEAPP app;
HLINE line;
HANDLE message_event;
BOOL failed, quitting;

static LONG pending, pending_result;

/* Lines of input wait here until their turn. */
static CRITICAL_SECTION input_cs;
static struct input { struct input *next; WCHAR text[300]; } *input, **input_end = &input;
static BOOL input_over;
static HANDLE input_event;

static void print( const WCHAR *format, va_list args )
{
    WCHAR text[600];
    char utf8[3 * ARRAYSIZE(text)];

    _vsnwprintf( text, ARRAYSIZE(text) - 1, format, args );
    text[ARRAYSIZE(text) - 1] = 0;
    WideCharToMultiByte( CP_UTF8, 0, text, -1, utf8, sizeof(utf8), NULL, NULL );
    printf( "console: %s\n", utf8 );
    fflush( stdout );
}

void say( const WCHAR *format, ... )
{
    va_list args;

    va_start( args, format );
    print( format, args );
    va_end( args );
}

void complain( const WCHAR *format, ... )
{
    va_list args;

    va_start( args, format );
    print( format, args );
    va_end( args );
    failed = TRUE;
}

/* ---- messages ---- */

static void handle_message( const LINEMESSAGE *message )
{
    switch (message->dwMessageID)
    {
    case LINE_APPNEWCALL:
        /* the call that TAPI gives to this program; its state follows */
        if (message->dwParam3 == LINECALLPRIVILEGE_OWNER) call_add( (HCALL)message->dwParam2 );
        break;
    case LINE_CALLSTATE:
        call_message( (HCALL)(DWORD_PTR)message->hDevice, message->dwParam1, message->dwParam2, message->dwParam3 );
        break;
    case LINE_CALLINFO:
        call_info_message( (HCALL)(DWORD_PTR)message->hDevice, message->dwParam1 );
        break;
    case LINE_REPLY:
        if ((LONG)message->dwParam1 != pending) break;
        pending_result = message->dwParam2;
        pending = 0;
        break;
    case LINE_CLOSE:
        complain( L"the line was closed" );
        quitting = TRUE;
        break;
    }
}

BOOL serve( DWORD end )
{
    int left = end - GetTickCount();
    LINEMESSAGE message;

    if (left <= 0 || quitting) return FALSE;
    /* not longer, so that a wait ends in time */
    if (WaitForSingleObject( message_event, min( left, 100 ) ) == WAIT_OBJECT_0 && !lineGetMessage( app, &message, 0 )) handle_message( &message );
    return TRUE;
}

LONG reply( LONG request )
{
    DWORD end = GetTickCount() + WAIT_SECONDS * 1000;

    if (request <= 0) return request;
    pending = request;
    pending_result = LINEERR_OPERATIONFAILED;
    while (pending && serve( end )) ;
    pending = 0;
    return pending_result;
}

/* ---- input ---- */

static DWORD WINAPI read_input( void *arg )
{
    char text[300];

    while (fgets( text, sizeof(text), stdin ))
    {
        struct input *new = calloc( 1, sizeof(*new) );

        if (!new) break;
        MultiByteToWideChar( CP_UTF8, 0, text, -1, new->text, ARRAYSIZE(new->text) );
        EnterCriticalSection( &input_cs );
        *input_end = new;
        input_end = &new->next;
        LeaveCriticalSection( &input_cs );
        SetEvent( input_event );
    }
    EnterCriticalSection( &input_cs );
    input_over = TRUE;
    LeaveCriticalSection( &input_cs );
    SetEvent( input_event );
    return 0;
}

static struct input *take_input( BOOL *over )
{
    struct input *first;

    EnterCriticalSection( &input_cs );
    if ((first = input) && !(input = first->next)) input_end = &input;
    *over = !first && input_over;
    LeaveCriticalSection( &input_cs );
    return first;
}

static void run_input(void)
{
    struct input *next;
    BOOL over = FALSE;

    InitializeCriticalSection( &input_cs );
    input_event = CreateEventW( NULL, FALSE, FALSE, NULL );
    CloseHandle( CreateThread( NULL, 0, read_input, NULL, 0, NULL ) );
    while (!quitting && !over)
    {
        HANDLE handles[2] = { input_event, message_event };

        if ((next = take_input( &over )))
        {
            run_command( next->text );
            free( next );
        }
        else if (!over && WaitForMultipleObjects( 2, handles, FALSE, INFINITE ) == WAIT_OBJECT_0 + 1) serve( GetTickCount() + 100 );
    }
}

/* ---- start and end ---- */

static BOOL open_line( const WCHAR *wanted, DWORD count )
{
    BYTE buffer[sizeof(LINEDEVCAPS) + 2048];
    LINEDEVCAPS *caps = (LINEDEVCAPS *)buffer;
    LINEEXTENSIONID extension;
    DWORD id, version;
    const WCHAR *name;
    LONG error;

    for (id = 0; id < count; id++)
    {
        if (lineNegotiateAPIVersion( app, id, LOW_VERSION, HIGH_VERSION, &version, &extension )) continue;
        memset( buffer, 0, sizeof(buffer) );
        caps->dwTotalSize = sizeof(buffer);
        if (lineGetDevCapsW( app, id, version, 0, caps ) || !caps->dwLineNameSize) continue;
        name = (const WCHAR *)(buffer + caps->dwLineNameOffset);
        if (!wcsstr( name, wanted )) continue;
        error = lineOpenW( app, id, &line, version, 0, 0, LINECALLPRIVILEGE_OWNER, LINEMEDIAMODE_INTERACTIVEVOICE, NULL );
        if (error) complain( L"cannot open %ls: 0x%08lx", name, (unsigned long)error );
        return !error;
    }
    complain( L"there is no line '%ls'", wanted );
    return FALSE;
}

static void drop_all(void)
{
    DWORD end = GetTickCount() + WAIT_SECONDS * 1000;
    struct console_call *call;

    quitting = FALSE;
    for (call = calls; call; call = call->next) lineDrop( call->handle, NULL, 0 );
    while (calls && serve( end )) ;
}

int wmain( int argc, WCHAR **argv )
{
    LINEINITIALIZEEXPARAMS params = { .dwTotalSize = sizeof(params), .dwOptions = LINEINITIALIZEEXOPTION_USEEVENT };
    DWORD count, version = HIGH_VERSION;
    LONG error;

    if (argc != 2)
    {
        fprintf( stderr, "usage: tapiconsole LINE\n" );
        return 2;
    }
    if ((error = lineInitializeExW( &app, NULL, NULL, L"tapiconsole", &count, &version, &params )))
    {
        complain( L"telephony does not start: 0x%08lx", (unsigned long)error );
        return 1;
    }
    message_event = params.Handles.hEvent;
    if (open_line( argv[1], count ))
    {
        say( L"ready" );
        run_input();
        drop_all();
        lineClose( line );
    }
    lineShutdown( app );
    return failed;
}
