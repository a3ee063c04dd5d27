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

#ifndef MODEM_CPL_QUERY_H
#define MODEM_CPL_QUERY_H

#include "modemprobe/modemprobe.h"

/* To the dialog: lparam is a struct query_answer or query_end, which it frees. What it does not take after a stop, query_stop() does. */
#define WM_QUERY_ANSWER (WM_APP + 1)
#define WM_QUERY_END    (WM_APP + 2)

struct query
{
    HWND   window;
    HANDLE thread;              /* NULL: none runs */
    HANDLE cancel;
    DWORD  number;              /* of this run */
    BOOL   identify;            /* only what it is */
    WCHAR  port[64];
};

struct query_answer
{
    DWORD                  number;
    enum modemprobe_result result;
    WCHAR                  command[32];
    WCHAR                  text[MODEMPROBE_TEXT];   /* lines separated by LF */
};

struct query_end
{
    DWORD                    number;
    DWORD                    error;
    WCHAR                    port[64];
    struct modemprobe_report report;
};

/* One at a time: FALSE if there is no thread to be had. */
BOOL query_start( struct query *query, HWND window, const WCHAR *port, BOOL identify );
/* End it and wait; it takes at most as long as one command. */
void query_stop( struct query *query );
/* What comes may be of a run that was stopped. */
BOOL query_is_current( const struct query *query, const struct query_end *end );
void query_free_answer( struct query_answer *answer );
void query_free_end( struct query_end *end );
/* Why it failed, in the user's language. */
void query_error_text( DWORD error, const WCHAR *port, WCHAR *text, int chars );

#endif
