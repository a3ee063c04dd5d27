/*
 * What the tests that attack the service share: connections without tapi32, an honest client beside them, dying programs.
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

#ifndef WINE_TELEPHONY_HOSTILE_TEST_H
#define WINE_TELEPHONY_HOSTILE_TEST_H

#include <stdarg.h>
#include <stdint.h>
#include <windef.h>
#include <winbase.h>

#include "hostcommand/hostcommand.h"

/* ---- connections without tapi32 -------------------------------------------------------------------------------- */

/* One connection of the local transport. */
struct raw
{
    HANDLE    pipe;             /* INVALID_HANDLE_VALUE: none */
    ULONGLONG cookie;
};

/* The pipe alone, no hello yet; INVALID_HANDLE_VALUE if it cannot be had. */
HANDLE raw_pipe(void);
/* Connects and says hello; cookie 0: a client of its own. Returns 0 or the service's error, 1: the connection was closed. */
LONG raw_connect( struct raw *raw, DWORD kind, ULONGLONG cookie );
void raw_close( struct raw *raw );
/* One request and its reply. FALSE: the connection is gone. */
BOOL raw_exchange( struct raw *raw, const void *packet, DWORD used, DWORD needed, void *reply, DWORD capacity, DWORD *size );

/* The connection that packets.c and its parts send their packets through; the answers 0 and positive ids count as success. */
extern struct raw attacker;

/* ---- what the service says of itself ---------------------------------------------------------------------------- */

/* A client of its own that asks for TapisrvStatus. */
BOOL observer_begin(void);
void observer_end(void);
DWORD status_value( const char *key );
/* The tables contain no contradiction. */
void check_consistent(void);
/* All that must be the same before and after an attack, as text to be freed. */
char *status_snapshot(void);
/* The same once it is like another one, or after 5 s: the service notices the end of a connection a moment later. */
char *status_snapshot_like( const char *before );
/* Waits until a value is what it should be; FALSE: it was not within the time (and says what it is). */
BOOL status_becomes( const char *key, DWORD value, DWORD timeout );

/* ---- a client that behaves well all the while -------------------------------------------------------------------- */

struct witness;

/* Opens a line, makes a call, and from then on asks, commands and waits for messages in a thread of its own. */
struct witness *witness_begin( const WCHAR *line_name );
/* It has done something since the last time, and nothing has failed. */
void witness_check( struct witness *witness );
void witness_end( struct witness *witness );

/* ---- programs that die -------------------------------------------------------------------------------------------- */

/* Tells the simulated exchange something. */
#define exchange( command, ... )  ok( !host_command( "phoneline " command, ##__VA_ARGS__ ), "the exchange refused: " command "\n", ##__VA_ARGS__ )

struct child
{
    HANDLE process;
    HANDLE from;                /* what it says */
    char   mark[40];            /* an argument that only it has, by which the host finds it */
    DWORD  values[4];           /* what it said when it was ready */
};

/* This program again, in a role of that unit. It returns once the child has said child_ready(). FALSE: it did not. */
BOOL child_begin( struct child *child, const char *unit, const char *role, DWORD arg );
/* In the child: ready. */
void child_ready( DWORD value0, DWORD value1, DWORD value2, DWORD value3 );
/* What the child says later; FALSE: nothing, within the time, or it is gone. */
BOOL child_hears( struct child *child, DWORD *values, DWORD timeout );
/* TerminateProcess, or kill -9 on the host. */
void child_kill( struct child *child, BOOL by_host );
/* In the child: the role and its argument; NULL: this is no child. */
const char *child_role( DWORD *arg );

/* kill -9 on the host for the process of this prefix that has the text in its command line. FALSE: there is none, or no such host. */
BOOL host_kill( const char *text );

#endif
