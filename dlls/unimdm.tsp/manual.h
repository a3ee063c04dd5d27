/*
 * Calls that a person dials or talks on: the dialogs in the application, and what the user answers.
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

#ifndef UNIMDM_MANUAL_H
#define UNIMDM_MANUAL_H

#include <windef.h>
#include <winbase.h>
#include <tapi.h>
#include <tspi.h>

struct call;

/* Which dialog: its identifier among the resources is MANUAL_DIALOG_BASE and this */
enum manual_kind
{
    MANUAL_NONE,
    MANUAL_DIALLED_BY_HAND,     /* the user, or an operator, dials on the telephone set; the modem takes over when another modem answers */
    MANUAL_TALK,                /* the modem has dialled; the user lifts the telephone set and talks */
    MANUAL_TERMINAL,            /* the user types (terminal.h) */
};

enum manual_answer { MANUAL_CANCEL, MANUAL_PROCEED, MANUAL_TYPED };

/* From the provider to TUISPI_providerGenericDialog. The layout is the same for 32- and 64-bit code. */
struct manual_start
{
    DWORD size;
    DWORD kind;                 /* enum manual_kind */
    WCHAR modem[128];
    WCHAR number[128];
};

/* And back, to TSPI_providerGenericDialogData */
struct manual_reply
{
    DWORD size;
    DWORD answer;               /* enum manual_answer */
};

/* From the provider to TUISPI_providerGenericDialogData: the call is over, close the dialog */
struct manual_close
{
    DWORD size;
};

/* Of a call */
struct manual_call
{
    enum manual_kind    kind;
    BOOL                told;       /* TAPI was asked for the dialog, and has answered */
    BOOL                dialled;    /* the modem has dialled */
    BOOL                proceed;    /* the user has said so */
    HTAPIDIALOGINSTANCE dialog;     /* 0: not open */
};

/* All with the modem locked */

/* The port is open and a call is to be made: TRUE if a person dials it. */
BOOL manual_begin( struct call *call );
/* The modem dials for a person, who will talk. */
void manual_dialling( struct call *call );
/* It has dialled: TRUE if the user is being asked; FALSE: nobody can be asked, he is taken to talk. */
BOOL manual_dialled( struct call *call );
/* TAPI has made a dialog, or 0. */
void manual_told( struct call *call, HTAPIDIALOGINSTANCE dialog );
/* The call is connected or over: close the dialog. */
void manual_end( struct call *call );
/* The user says: go on. */
void manual_proceed( struct call *call );

/* Not locked: what a dialog says. */
LONG manual_dialog_data( HDRVDIALOGINSTANCE instance, const void *data, DWORD size );

#endif
