/*
 * What the tests of the service share: a provider to drive, applications, their messages.
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

#ifndef WINE_TELEPHONY_SERVICE_TEST_H
#define WINE_TELEPHONY_SERVICE_TEST_H

#include "wine/test.h"

#include <tapi.h>
#include "../../../tests/fixtures/testtsp.h"

#define LINE_A  L"Test line A"
#define LINE_B  L"Test line B"
#define MAX_KEPT  256

/* One lineInitializeEx with event notification, and the messages it has got and nobody asked for yet. */
struct application
{
    HLINEAPP    handle;
    HANDLE      event;
    DWORD       lines;
    LINEMESSAGE kept[MAX_KEPT];
    DWORD       count;
};

/* Adds the fixture; FALSE: it cannot be had here, the test has been skipped. */
BOOL provider_begin(void);
void provider_end(void);

void app_begin( struct application *app, const WCHAR *name, DWORD version );
void app_end( struct application *app );

/* The device id of a line of the fixture, or ~0u. */
DWORD find_line( struct application *app, const WCHAR *name );

/* Opens it; the result is checked to be 0. */
HLINE open_line( struct application *app, DWORD device, DWORD version, DWORD context, DWORD privileges, DWORD media_modes );

/* ms to wait for what comes at once, however much else this machine has to do */
#define PATIENCE  20000

/* The next message that fits; 0 in device fits all. FALSE: none came within the time. */
BOOL get_message( struct application *app, DWORD msg, DWORD device, LINEMESSAGE *message, DWORD timeout );
/* As above, also with that first parameter. */
BOOL get_message_param( struct application *app, DWORD msg, DWORD device, DWORD param1, LINEMESSAGE *message, DWORD timeout );
/* Messages that have come and were not asked for are forgotten. */
void forget_messages( struct application *app );
/* No message of that kind comes within a short time. */
BOOL no_message( struct application *app, DWORD msg );

/* Waits for the completion of an asynchronous request; the result, or ret itself if that is an error. */
LONG wait_reply( struct application *app, LONG ret );
/* Drives the fixture; returns result[0]. */
DWORD command( struct application *app, HLINE line, DWORD address, HCALL call, DWORD code, DWORD arg0, DWORD arg1, DWORD arg2, DWORD arg3,
               const WCHAR *text );
/* How often the provider was called with that function since TESTTSP_CLEAR; *last is the newest such call. */
DWORD count_calls( struct application *app, HLINE line, const char *function, struct testtsp_record *last );
/* A call comes in: TESTTSP_RING. */
DWORD ring( struct application *app, HLINE line, DWORD address, DWORD media_mode, const WCHAR *caller );
/* Waits for a call state of a call. */
BOOL wait_state( struct application *app, HCALL call, DWORD state );
/* A call of the application, up to connected; 0 if it failed. */
HCALL make_call( struct application *app, HLINE line, const WCHAR *number );
void drop_and_deallocate( struct application *app, HCALL call );

#define LINECALLPRIVILEGE_ALL  (LINECALLPRIVILEGE_MONITOR | LINECALLPRIVILEGE_OWNER)


#endif
