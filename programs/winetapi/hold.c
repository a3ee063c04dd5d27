/*
 * winetapi hold: keeps the prefix, and perhaps its telephony, running while a command of the host runs.
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

#include <string.h>
#include <wchar.h>

#include <winternl.h>

#include "winetapi.h"

/* Wine's own class of NtSetInformationProcess(): the process no longer keeps the prefix alive, and learns when nothing else does. */
#define MAKE_SYSTEM_PROCESS  ((PROCESSINFOCLASS)1000)

static DWORD WINAPI watch_input( void *arg )
{
    char buffer[64];
    DWORD got;

    while (ReadFile( GetStdHandle( STD_INPUT_HANDLE ), buffer, sizeof(buffer), &got, NULL ) && got) ;
    SetEvent( arg );
    return 0;
}

/* The event that tells that no program is left; NULL if this Wine knows no such thing. */
static HANDLE last_program_event(void)
{
    HANDLE event = NULL;

    return NtSetInformationProcess( GetCurrentProcess(), MAKE_SYSTEM_PROCESS, &event, sizeof(event) ) ? NULL : event;
}

/* An application that stays through a change of the providers would hold it up. */
static void read_messages( struct session *session )
{
    LINEMESSAGE message;
    BOOL again = FALSE;

    while (!lineGetMessage( session->app, &message, 0 ))
        if (message.dwMessageID == LINE_LINEDEVSTATE && message.dwParam1 == LINEDEVSTATE_REINIT) again = TRUE;
    if (!again) return;
    session_close( session );
    if (session_open( session )) session->event = NULL;
}

/* hold [telephony]: says "ready" when it is. Ends when its input has ended and, with telephony, no program is left that may use the
 * port of a virtual modem: what winetapi run started may have started others. */
int hold_run( int argc, WCHAR **argv )
{
    struct session session = { 0 };
    HANDLE handles[2] = { CreateEventW( NULL, TRUE, FALSE, NULL ) };
    BOOL telephony = argc > 1 && !wcscmp( argv[1], L"telephony" ), input_over = FALSE;

    if (!handles[0]) return EXIT_FAILED;
    /* Ctrl-C is for the program that is held for */
    SetConsoleCtrlHandler( NULL, TRUE );
    if (telephony) session_open( &session );
    out( L"ready\n" );
    CloseHandle( CreateThread( NULL, 0, watch_input, handles[0], 0, NULL ) );
    for (;;)
    {
        handles[1] = session.event;
        if (WaitForMultipleObjects( session.event ? 2 : 1, handles, FALSE, INFINITE ) != WAIT_OBJECT_0) read_messages( &session );
        else if (input_over || !telephony || !(handles[0] = last_program_event())) break;
        else input_over = TRUE;
    }
    session_close( &session );
    return EXIT_OK;
}
