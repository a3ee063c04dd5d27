/*
 * tapiconsole: what its parts share.
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

#ifndef TAPICONSOLE_H
#define TAPICONSOLE_H

#include <windows.h>
#include <tapi.h>

#define WAIT_SECONDS    20

/* A call that the console has: the user names it by its number. */
struct console_call
{
    struct console_call *next;
    DWORD number;
    HCALL handle;
    DWORD state, mode;
    HCALL conference;           /* of a call that is part of one */
};

/* ---- main.c: the application, its line and its messages ---- */

extern HLINEAPP app;
extern HLINE line;
extern HANDLE message_event;
extern BOOL failed;             /* a command has failed: the exit status says so */
extern BOOL quitting;

/* On standard output, after the name of the program. */
void say( const WCHAR *format, ... );
/* The same, and it counts as a failure. */
void complain( const WCHAR *format, ... );
/* Takes the messages that are there, or the first that comes until the time; FALSE: time is over. */
BOOL serve( DWORD end );
/* Waits for the reply to an asynchronous request: 0, or its error. */
LONG reply( LONG request );

/* ---- calls.c ---- */

extern struct console_call *calls;

const WCHAR *state_name( DWORD state );
DWORD state_value( const WCHAR *name );
struct console_call *call_of_number( DWORD number );
struct console_call *call_of_handle( HCALL handle );
/* The console gets a call; it is given the next number. */
struct console_call *call_add( HCALL handle );
/* LINE_CALLSTATE; a call that is idle goes. */
void call_message( HCALL handle, DWORD state, DWORD_PTR mode, DWORD privilege );
void call_info_message( HCALL handle, DWORD items );
/* The last number given to a call that came in or was made. */
extern DWORD newest_call;

/* ---- commands.c ---- */

/* One line of input; it is changed. */
void run_command( WCHAR *text );

#endif
