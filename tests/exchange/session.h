/*
 * Tests of the built-in exchange: what they share.
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

#ifndef WINE_TELEPHONY_TESTS_EXCHANGE_SESSION_H
#define WINE_TELEPHONY_TESTS_EXCHANGE_SESSION_H

#include "wine/test.h"

#include <winuser.h>
#include <tapi.h>
#include "exchange_ext.h"

#define VERSION     0x00020002
#define PATIENCE    20000
#define ANY         0x7ffffffe
#define H( x )      ((DWORD)(ULONG_PTR)(x))

/* The exchange with some lines, and a program with a line of it open. */
struct session
{
    HLINEAPP    app;
    HANDLE      event;
    DWORD       count, provider;
    HLINE       line;           /* Exchange 1001, owner */
    HLINE       control;        /* the same with the extension */
    HPHONEAPP   phone_app;
    HANDLE      phone_event;
    HPHONE      phone;          /* Exchange phone 1001 */
    BOOL        crashed;        /* the provider cannot be removed any more */
    LINEMESSAGE kept[256];
    DWORD       kept_count;
};

/* FALSE: this machine cannot have it, and the test is skipped. */
BOOL session_begin( struct session *session, BOOL with_phone );
void session_end( struct session *session );
/* A message that fits, also one that came before; FALSE: none within PATIENCE. */
BOOL wait_message( struct session *session, DWORD id, DWORD device, DWORD param1, LINEMESSAGE *message );
BOOL have_message( struct session *session, DWORD id, DWORD device, DWORD param1, LINEMESSAGE *message );
LONG wait_reply( struct session *session, LONG request );
void forget( struct session *session );
BOOL wait_phone( struct session *session, DWORD id, DWORD param1, DWORD param2, PHONEMESSAGE *message );
LONG wait_phone_reply( struct session *session, LONG request );
/* Sends a block as it is; the reply's result. */
LONG send_block( struct session *session, struct exchange_command *command, DWORD size );
/* Sends a command; text may be NULL. result: 8 DWORDs or NULL */
LONG command( struct session *session, DWORD code, DWORD line, DWORD arg0, DWORD arg1, const char *text, DWORD *result );
/* A call from outside to 1001: its handle, with the id of the exchange. */
HCALL incoming( struct session *session, const char *text, DWORD *id );

#endif
