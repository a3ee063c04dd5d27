/*
 * What the tests of tapi32 share: applications, their messages, lines to work on.
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

#ifndef WINE_TELEPHONY_TAPI32_TESTS_TELEPHONY_H
#define WINE_TELEPHONY_TAPI32_TESTS_TELEPHONY_H

#include "wine/test.h"

#include <winreg.h>
#include <winuser.h>
#include <tapi.h>
#include "../../../tests/fixtures/testtsp.h"

#define NEWEST     0x00030001
#define MAX_KEPT   256
#define PATIENCE   20000            /* ms that a test waits for what must come; nothing waits that long when it passes */
#define ANY        0x7ffffffe

/* One registration with TAPI that uses an event, and the messages it has got that nobody asked for yet. */
struct app
{
    HLINEAPP    handle;
    HANDLE      event;
    DWORD       lines;
    LINEMESSAGE kept[MAX_KEPT];
    DWORD       count;
};

/* ---- applications and messages (telephony.c) */

void app_begin( struct app *app, const char *name );
void app_end( struct app *app );

/* The oldest message that was not taken yet. FALSE: none came within the time. */
BOOL next_message( struct app *app, LINEMESSAGE *msg, DWORD timeout );
/* The oldest message that fits, each of device and param1 may be ANY; the others stay. FALSE: none came. */
BOOL wait_message( struct app *app, DWORD id, ULONG_PTR device, ULONG_PTR param1, LINEMESSAGE *msg );
/* The same among those that are there. */
BOOL have_message( struct app *app, DWORD id, ULONG_PTR device, ULONG_PTR param1, LINEMESSAGE *msg );
BOOL wait_state( struct app *app, HCALL call, DWORD state, LINEMESSAGE *msg );
/* What an asynchronous function comes to: its error, or the one that LINE_REPLY brings. */
LONG wait_reply( struct app *app, LONG request );
/* All messages so far are thrown away. */
void forget( struct app *app );

/* The registry key of a modem of that name, to be closed, or NULL. */
HKEY open_modem_key( const WCHAR *name );

/* ---- lines */

/* Device id of the line of that name, or ~0u. */
DWORD find_line( struct app *app, const WCHAR *name );
/* Opens it; the success is checked. */
HLINE open_line( struct app *app, DWORD device, DWORD version, DWORD privileges, DWORD media );

/* Adds the test provider; FALSE: this machine cannot have it, and the tests are skipped. */
BOOL fixture_begin(void);
void fixture_end(void);
extern DWORD fixture_id;

/* A command for the test provider. The result is that of lineDevSpecific. */
LONG testtsp( struct app *app, HLINE line, DWORD address, HCALL call, struct testtsp_command *command );
/* The same when it must succeed; returns result[0]. */
DWORD tell( struct app *app, HLINE line, HCALL call, DWORD code, DWORD arg0, DWORD arg1, DWORD arg2, DWORD arg3, const WCHAR *text );
/* What the provider has sent so far has arrived. */
void fence( struct app *app, HLINE line );
/* Calls of that function since TESTTSP_CLEAR; *last: the newest. */
DWORD count_calls( struct app *app, HLINE line, const char *function, struct testtsp_record *last );
/* A call comes in on address 0 of a line opened as owner of the media mode: its handle, from LINE_APPNEWCALL. */
HCALL incoming( struct app *app, HLINE line, DWORD media, const WCHAR *caller );
/* A call is made and connected. */
HCALL outgoing( struct app *app, HLINE line, const WCHAR *number );
/* Drop, wait for IDLE, deallocate. */
void hang_up( struct app *app, HCALL call );

/* LINECALLINFO of a call, in a buffer that the next use overwrites; NULL if it failed. */
const LINECALLINFO *call_info( HCALL call );
/* State and privilege as lineGetCallStatus says. */
DWORD call_state( HCALL call );
DWORD call_privilege( HCALL call );

/* An error of TAPI is a negative LONG; the headers have them as unsigned. */
#define ERR( x )  ((LONG)(LINEERR_##x))
#define ok_ret( ret, expected )  check_ret( __FILE__, __LINE__, ret, expected )
#define H( x )    ((DWORD)(ULONG_PTR)(x))

static inline void check_ret( const char *file, int line, LONG ret, DWORD expected )
{
    ok_( file, line )( ret == (LONG)expected, "returned %#lx, expected %#lx\n", ret, expected );
}

/* ---- an application in another process (remote.c) */

enum remote_op
{
    REMOTE_OPEN,            /* args: device, privileges, media modes; values[0]: line */
    REMOTE_CLOSE,           /* the line */
    REMOTE_WAIT,            /* args: message, device, param1; values: hDevice, param1, param2, param3 */
    REMOTE_MAKE_CALL,       /* text: number; result of the reply; values[0]: call */
    REMOTE_ANSWER,          /* args: call; all of these: with the reply */
    REMOTE_DROP,
    REMOTE_DEALLOCATE,
    REMOTE_HANDOFF,         /* args: call, media mode; text: file name or empty */
    REMOTE_SET_PRIVILEGE,   /* args: call, privilege */
    REMOTE_STATUS,          /* args: call; values: state, privilege */
    REMOTE_INFO,            /* args: call; values: owners, monitors, media mode */
    REMOTE_NEW_CALLS,       /* values: number of calls, the first one */
    REMOTE_PRIORITY,        /* args: media mode, priority */
    REMOTE_WRITE,           /* args: call; text: what to send through comm/datamodem */
    REMOTE_READ,            /* args: call, bytes; text: what came */
    REMOTE_REGISTER,        /* args: registration instance, LINEREQUESTMODE_xxx, enable */
    REMOTE_GET_REQUEST,     /* text: the address to call */
    REMOTE_REQUEST_CALL,    /* text: the address, for tapiRequestMakeCall */
    REMOTE_PHONE_OPEN,      /* args: device, privilege; values[0]: phone (phones.c) */
    REMOTE_PHONE_CLOSE,     /* the phone */
    REMOTE_PHONE_LAMP,      /* args: lamp, mode; result of the reply */
    REMOTE_PHONE_WAIT,      /* args: message, param1; values: hDevice, param1, param2, param3 */
    REMOTE_EXIT,            /* end without lineShutdown */
    REMOTE_OWN,             /* from here on: what the unit gave remote_own for */
};

struct remote_reply
{
    LONG  result;
    DWORD values[5];
    WCHAR text[64];
};

struct remote
{
    PROCESS_INFORMATION process;
    HANDLE              to, from;
    WCHAR               file[MAX_PATH];     /* name of its program file, without folders */
    WCHAR               path[MAX_PATH];     /* the copy, or empty */
    struct remote_reply reply;              /* of the last request */
};

/* What else the other process can do, for REMOTE_OWN and above: set before remote_main(). */
typedef LONG (*remote_function)( struct app *app, HLINE line, DWORD op, const DWORD *args, struct remote_reply *reply );
extern remote_function remote_own;

/* The operations of phones. */
LONG phone_perform( enum remote_op op, const DWORD *args, struct remote_reply *reply );

/* Call it first in a test that uses remotes: in the other process it does not return. */
void remote_main(void);
/* Start one that runs that unit; file: run a copy of the program under this name, or NULL. */
BOOL remote_begin( struct remote *remote, const char *unit, const WCHAR *file );
/* Let it do something; returns the result. */
LONG remote_do( struct remote *remote, DWORD op, DWORD arg0, DWORD arg1, DWORD arg2, const WCHAR *text );
/* Kill it as the user may. */
void remote_kill( struct remote *remote );
void remote_end( struct remote *remote );

#endif
