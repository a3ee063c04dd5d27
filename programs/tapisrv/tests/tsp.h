/*
 * Drive the test provider through TAPI.
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

#ifndef WINE_TELEPHONY_TAPISRV_TESTS_TSP_H
#define WINE_TELEPHONY_TAPISRV_TESTS_TSP_H

#include <stdarg.h>
#include <stdio.h>

#include <windef.h>
#include <winbase.h>
#include <winuser.h>
#include <winreg.h>
#include <tapi.h>

#include "../../../tests/fixtures/testtsp.h"
#include "wine/test.h"

/* Copy the fixtures from the folder of the test into the system folder. FALSE: they are not there (skipped). */
BOOL install_fixtures(void);
void remove_fixtures(void);

/* An initialised application with an event; *devices: lines there are. */
HLINEAPP begin( DWORD *devices );
/* The next message, or 0 after a while. */
DWORD next_message( HLINEAPP app, LINEMESSAGE *msg, DWORD timeout );
/* The next message of that kind; others are thrown away. FALSE after a while. */
BOOL expect_message( HLINEAPP app, DWORD id, LINEMESSAGE *msg );
BOOL expect_state( HLINEAPP app, DWORD state, LINEMESSAGE *msg );
/* The result of an asynchronous call: its error, or what LINE_REPLY says; 0x7fffffff if none comes. */
LONG reply( HLINEAPP app, LONG request );

LONG open_line( HLINEAPP app, DWORD device, DWORD privileges, HLINE *line );
/* The line whose name begins with text, or -1. */
DWORD find_line( HLINEAPP app, DWORD devices, const char *text );
DWORD permanent_line_id( HLINEAPP app, DWORD device );

/* Send a command and wait for its reply; text may be NULL. command: what came back. */
LONG command( HLINEAPP app, HLINE line, HCALL call, DWORD address, struct testtsp_command *command );
LONG simple_command( HLINEAPP app, HLINE line, DWORD code, DWORD arg0, DWORD arg1 );
/* How often a function was called since TESTTSP_CLEAR; *last: the last time. */
DWORD count_records( HLINEAPP app, HLINE line, const char *function, struct testtsp_record *last );

#endif
