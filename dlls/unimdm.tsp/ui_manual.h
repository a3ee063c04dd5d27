/*
 * Unimodem: dialogs of calls, in the application.
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

#ifndef UNIMDM_UI_MANUAL_H
#define UNIMDM_UI_MANUAL_H

#include "unimdm.h"

#define WM_CALL_OVER        (WM_APP + 1)
#define WM_TERMINAL_DATA    (WM_APP + 2)    /* lparam: struct terminal_data, to be freed */

struct call_dialog
{
    struct call_dialog        *next;
    HTAPIDIALOGINSTANCE        instance;
    const struct manual_start *start;
    TUISPIDLLCALLBACK          callback;
    HANDLE                     opened;
    HWND                       window;
};

/* ui_manual.c: the dialog is there: the provider may speak to it */
void dialog_is_open( struct call_dialog *dialog, HWND window );
void dialog_is_gone( struct call_dialog *dialog );
void dialog_tell( const struct call_dialog *dialog, const void *reply, DWORD size );
void dialog_tell_answer( const struct call_dialog *dialog, enum manual_answer answer );

/* ui_terminal.c: runs until the window is closed. FALSE: there is none. */
BOOL terminal_run( struct call_dialog *dialog );

#endif
