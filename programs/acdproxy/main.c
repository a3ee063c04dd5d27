/*
 * acdproxy: serves agents, groups and queues of a line to all programs that have it open, and its calls to these agents.
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

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

#include "acd.h"

#define API_VERSION  0x00020002

HLINE acd_line;
DWORD acd_addresses;

static HLINEAPP app;
static HANDLE message_event;

void say( const WCHAR *format, ... )
{
    WCHAR text[500];
    char utf8[3 * ARRAYSIZE(text)];
    va_list args;

    va_start( args, format );
    _vsnwprintf( text, ARRAYSIZE(text) - 1, format, args );
    va_end( args );
    text[ARRAYSIZE(text) - 1] = 0;
    WideCharToMultiByte( CP_UTF8, 0, text, -1, utf8, sizeof(utf8), NULL, NULL );
    printf( "%s\n", utf8 );
    fflush( stdout );
}

static int usage(void)
{
    fputs( "usage: acdproxy [--line NAME] [--agent NAME:PIN]... [--no-calls] [--stdin]\n"
           "\n"
           "Serves the agent functions of TAPI on a line, and gives the calls that come in there to agents.\n"
           "\n"
           "  --line NAME       the line (the first one that can be opened)\n"
           "  --agent NAME:PIN  only agents that are named so may log in; NAME is the number that their calls go to\n"
           "  --no-calls        leave the calls alone\n"
           "  --stdin           end when standard input ends\n", stderr );
    return 2;
}

/* ---- the line ---------------------------------------------------------------------------------------------------------- */

static BOOL is_line( DWORD device, const WCHAR *name )
{
    union { LINEDEVCAPS caps; BYTE bytes[8192]; } u = { { sizeof(u) } };
    LINEEXTENSIONID extension;
    DWORD version;

    if (lineNegotiateAPIVersion( app, device, API_VERSION, API_VERSION, &version, &extension )) return FALSE;
    if (lineGetDevCapsW( app, device, API_VERSION, 0, &u.caps )) return FALSE;
    acd_addresses = u.caps.dwNumAddresses;
    return !name || (u.caps.dwLineNameSize && !wcscmp( (const WCHAR *)(u.bytes + u.caps.dwLineNameOffset), name ));
}

/* Registers for all kinds of requests: they are an array in dwDevSpecific. */
static LONG open_line( DWORD device, BOOL take_calls )
{
    struct { LINECALLPARAMS params; DWORD requests[LINEPROXYREQUEST_SETAGENTSTATEEX]; } open = { { sizeof(open) } };
    DWORD i;

    open.params.dwDevSpecificSize = sizeof(open.requests);
    open.params.dwDevSpecificOffset = (BYTE *)open.requests - (BYTE *)&open;
    for (i = 0; i < ARRAYSIZE(open.requests); i++) open.requests[i] = i + 1;
    return lineOpenW( app, device, &acd_line, API_VERSION, 0, 0,
                      (take_calls ? LINECALLPRIVILEGE_OWNER : LINECALLPRIVILEGE_NONE) | LINEOPENOPTION_PROXY,
                      take_calls ? LINEMEDIAMODE_INTERACTIVEVOICE : 0, &open.params );
}

static BOOL find_and_open( const WCHAR *name, DWORD count, BOOL take_calls )
{
    LONG ret = LINEERR_NODEVICE;
    DWORD i;

    for (i = 0; i < count; i++) if (is_line( i, name ) && !(ret = open_line( i, take_calls ))) return TRUE;
    if (ret == (LONG)LINEERR_NOTREGISTERED) fprintf( stderr, "acdproxy: another program serves the agents of this line\n" );
    else fprintf( stderr, "acdproxy: cannot open the line: error %#lx\n", (DWORD)ret );
    return FALSE;
}

/* ---- messages ---------------------------------------------------------------------------------------------------------- */

static void handle_message( const LINEMESSAGE *message )
{
    LINEPROXYREQUEST *request;

    switch (message->dwMessageID)
    {
    case LINE_PROXYREQUEST:
        request = (LINEPROXYREQUEST *)message->dwParam1;
        lineProxyResponse( acd_line, request, answer_request( request ) );
        break;
    case LINE_APPNEWCALL:
        calls_new( (HCALL)message->dwParam2, message->dwParam1 );
        break;
    case LINE_CALLSTATE:
        calls_state( (HCALL)(ULONG_PTR)message->hDevice, message->dwParam1 );
        break;
    case LINE_REPLY:
        calls_reply( message->dwParam1, message->dwParam2 );
        break;
    }
}

static DWORD WINAPI watch_stdin( void *ended )
{
    while (getchar() != EOF) continue;
    SetEvent( ended );
    return 0;
}

static void serve( HANDLE ended )
{
    HANDLE events[2] = { message_event, ended };
    LINEMESSAGE message;

    /* TAPI keeps the event set while there are messages */
    while (WaitForMultipleObjects( 2, events, FALSE, INFINITE ) == WAIT_OBJECT_0)
    {
        if (lineGetMessage( app, &message, 0 )) continue;
        if (message.dwMessageID == LINE_CLOSE || (message.dwMessageID == LINE_LINEDEVSTATE && message.dwParam1 & LINEDEVSTATE_REINIT))
        {
            say( L"the line has gone" );
            return;
        }
        handle_message( &message );
    }
}

int wmain( int argc, WCHAR **argv )
{
    LINEINITIALIZEEXPARAMS params = { sizeof(params), .dwOptions = LINEINITIALIZEEXOPTION_USEEVENT };
    HANDLE ended = CreateEventW( NULL, TRUE, FALSE, NULL ), thread;
    BOOL take_calls = TRUE, until_eof = FALSE;
    DWORD version = API_VERSION, count;
    const WCHAR *name = NULL;
    WCHAR *colon;
    LONG ret;
    int i;

    for (i = 1; i < argc; i++)
    {
        if (!wcscmp( argv[i], L"--line" ) && i + 1 < argc) name = argv[++i];
        else if (!wcscmp( argv[i], L"--agent" ) && i + 1 < argc && (colon = wcschr( argv[++i], ':' )))
        {
            *colon = 0;
            if (!acd_allow( argv[i], colon + 1 )) return usage();
        }
        else if (!wcscmp( argv[i], L"--no-calls" )) take_calls = FALSE;
        else if (!wcscmp( argv[i], L"--stdin" )) until_eof = TRUE;
        else return usage();
    }
    if ((ret = lineInitializeExW( &app, GetModuleHandleW( NULL ), NULL, HANDLER_NAME, &count, &version, &params )))
    {
        fprintf( stderr, "acdproxy: TAPI does not start: error %#lx\n", (DWORD)ret );
        return 1;
    }
    message_event = params.Handles.hEvent;
    if (!find_and_open( name, count, take_calls ))
    {
        lineShutdown( app );
        return 1;
    }
    say( L"ready" );
    if (until_eof && (thread = CreateThread( NULL, 0, watch_stdin, ended, 0, NULL ))) CloseHandle( thread );
    serve( ended );
    lineShutdown( app );
    return 0;
}
