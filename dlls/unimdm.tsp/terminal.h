/*
 * Unimodem: terminal windows before and after dialling.
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

#ifndef UNIMDM_TERMINAL_H
#define UNIMDM_TERMINAL_H

#include <stdint.h>
#include <windef.h>
#include <winbase.h>
#include <tapi.h>
#include <tspi.h>

#include "manual.h"

struct call;
struct modem;
struct modem_event;

#define TERMINAL_CHUNK  512

enum terminal_kind
{
    TERMINAL_SHOW_PRE,          /* show the window: what is typed goes to the modem */
    TERMINAL_SHOW_POST,         /* to the other end */
    TERMINAL_BYTES,
};

/* From the provider to TUISPI_providerGenericDialogData, and, with TERMINAL_BYTES only, back. The layout is the same for 32- and 64-bit code. */
struct terminal_data
{
    DWORD size;                 /* of this structure */
    DWORD answer;               /* MANUAL_TYPED, where it goes to the provider */
    DWORD kind;                 /* enum terminal_kind */
    DWORD count;
    BYTE  bytes[TERMINAL_CHUNK];
};

/* Of a call */
struct terminal_call
{
    DWORD               windows;    /* TERMINAL_PRE and TERMINAL_POST that are still to be shown */
    DWORD               shown;      /* one of them: the user has not answered yet */
    BOOL                asked;      /* TAPI for the dialog */
    BOOL                told;       /* and it has answered */
    BOOL                has_port;   /* the engine has given it up, or is about to */
    BOOL                port_ready;
    BOOL                connected;  /* event is MODEM_EVENT_CONNECTED, which nobody was told of yet */
    uint32_t            request;    /* of the engine: to pass the port through, or to take it back */
    struct modem_event *event;
    HTAPIDIALOGINSTANCE dialog;     /* 0: not open */
};

/* All with the modem locked */

/* The port is open and a call is to be made: TRUE if it has to wait until the user has typed something to the modem. */
BOOL terminal_begin( struct call *call );
/* The modem dials: a window that comes afterwards is asked for. */
void terminal_dialling( struct call *call );
/* TAPI has made a dialog, or 0. */
void terminal_told( struct call *call, HTAPIDIALOGINSTANCE dialog );
/* TRUE if an event of the engine concerns a terminal window, and the call is not to hear of it (yet). */
BOOL terminal_event( struct call *call, const struct modem_event *event );
/* What the user did in the window. */
void terminal_answer( struct call *call, const struct manual_reply *reply, DWORD size );
/* The call is over, or goes on without: close the dialog. */
void terminal_end( struct call *call );
/* TAPI has closed the dialog. */
void terminal_closed( struct call *call );
/* Somebody reads the port for a window: he is told to stop and calls port_hangup_now() then. */
BOOL terminal_defers_hangup( struct modem *modem );

#endif
