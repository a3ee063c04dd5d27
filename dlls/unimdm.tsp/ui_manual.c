/*
 * Dialogs of calls that a person dials or talks on, in the application.
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

#include <stdlib.h>
#include <string.h>

#include "unimdm.h"
#include "manualdialog.h"

DEBUG_CHANNEL( unimdm );

#define WM_CALL_OVER (WM_APP + 1)

struct manual_dialog
{
    struct manual_dialog     *next;
    HTAPIDIALOGINSTANCE       instance;
    const struct manual_start *start;
    TUISPIDLLCALLBACK         callback;
    HANDLE                    opened;
    HWND                      window;
};

/* The dialogs of this process, which the provider's data finds by their instance */
static struct manual_dialog *open_dialogs;
static SRWLOCK open_lock = SRWLOCK_INIT;

static void add_dialog( struct manual_dialog *dialog )
{
    AcquireSRWLockExclusive( &open_lock );
    dialog->next = open_dialogs;
    open_dialogs = dialog;
    ReleaseSRWLockExclusive( &open_lock );
}

static void remove_dialog( struct manual_dialog *dialog )
{
    struct manual_dialog **link;

    AcquireSRWLockExclusive( &open_lock );
    for (link = &open_dialogs; *link && *link != dialog; link = &(*link)->next) {}
    if (*link) *link = dialog->next;
    ReleaseSRWLockExclusive( &open_lock );
}

static void tell_provider( const struct manual_dialog *dialog, enum manual_answer answer )
{
    struct manual_reply reply = { sizeof(reply), answer };
    LONG ret = dialog->callback( dialog->instance, TUISPIDLL_OBJECT_DIALOGINSTANCE, &reply, sizeof(reply) );

    if (ret) WARN( "the provider does not take the answer: %#lx\n", ret );
}

static INT_PTR CALLBACK manual_proc( HWND window, UINT msg, WPARAM wparam, LPARAM lparam )
{
    struct manual_dialog *dialog = (struct manual_dialog *)GetWindowLongPtrW( window, DWLP_USER );

    switch (msg)
    {
    case WM_INITDIALOG:
        dialog = (struct manual_dialog *)lparam;
        SetWindowLongPtrW( window, DWLP_USER, lparam );
        SetDlgItemTextW( window, IDC_MANUAL_NUMBER, dialog->start->number );
        SetDlgItemTextW( window, IDC_MANUAL_MODEM, dialog->start->modem );
        dialog->window = window;
        add_dialog( dialog );
        /* from here on the provider may close it */
        SetEvent( dialog->opened );
        SetForegroundWindow( window );
        return TRUE;
    case WM_COMMAND:
        if (LOWORD( wparam ) != IDOK && LOWORD( wparam ) != IDCANCEL) break;
        tell_provider( dialog, LOWORD( wparam ) == IDOK ? MANUAL_PROCEED : MANUAL_CANCEL );
        EndDialog( window, LOWORD( wparam ));
        return TRUE;
    case WM_CALL_OVER:
        EndDialog( window, IDABORT );
        return TRUE;
    case WM_DESTROY:
        remove_dialog( dialog );
        break;
    }
    return FALSE;
}

/* Runs on a thread of its own that TAPI makes in the application, until the dialog is closed. */
LONG WINAPI TUISPI_providerGenericDialog( TUISPIDLLCALLBACK callback, HTAPIDIALOGINSTANCE instance, void *params, DWORD size, HANDLE opened )
{
    const struct manual_start *start = params;
    struct manual_dialog dialog = { .instance = instance, .start = start, .callback = callback, .opened = opened };
    UINT id;

    TRACE( "instance %#lx, %lu bytes\n", instance, size );
    if (!callback || !start || size < sizeof(*start) || start->size != sizeof(*start)) return LINEERR_INVALPARAM;
    if (start->kind == MANUAL_DIALLED_BY_HAND) id = IDD_MANUAL_DIAL;
    else if (start->kind == MANUAL_TALK) id = IDD_TALK;
    else return LINEERR_INVALPARAM;
    if (DialogBoxParamW( unimdm_instance, MAKEINTRESOURCEW( id ), NULL, manual_proc, (LPARAM)&dialog ) != -1) return 0;
    ERR( "no dialog: error %lu\n", GetLastError() );
    return LINEERR_OPERATIONFAILED;
}

/* The only thing the provider has to say is that the call is over. */
LONG WINAPI TUISPI_providerGenericDialogData( HTAPIDIALOGINSTANCE instance, void *params, DWORD size )
{
    struct manual_dialog *dialog;
    LONG ret = LINEERR_INVALPARAM;

    TRACE( "instance %#lx, %lu bytes\n", instance, size );
    AcquireSRWLockShared( &open_lock );
    for (dialog = open_dialogs; dialog && dialog->instance != instance; dialog = dialog->next) {}
    if (dialog && PostMessageW( dialog->window, WM_CALL_OVER, 0, 0 )) ret = 0;
    ReleaseSRWLockShared( &open_lock );
    return ret;
}
