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
#include <stdlib.h>
#include <string.h>

#include "ui_manual.h"
#include "manualdialog.h"

DEBUG_CHANNEL( unimdm );

/* The dialogs of this process, which the provider's data finds by their instance */
static struct call_dialog *open_dialogs;
static SRWLOCK open_lock = SRWLOCK_INIT;

void dialog_is_open( struct call_dialog *dialog, HWND window )
{
    dialog->window = window;
    AcquireSRWLockExclusive( &open_lock );
    dialog->next = open_dialogs;
    open_dialogs = dialog;
    ReleaseSRWLockExclusive( &open_lock );
    /* from here on the provider may close it */
    SetEvent( dialog->opened );
}

void dialog_is_gone( struct call_dialog *dialog )
{
    struct call_dialog **link;

    AcquireSRWLockExclusive( &open_lock );
    for (link = &open_dialogs; *link && *link != dialog; link = &(*link)->next) {}
    if (*link) *link = dialog->next;
    ReleaseSRWLockExclusive( &open_lock );
}

void dialog_tell( const struct call_dialog *dialog, const void *reply, DWORD size )
{
    LONG ret = dialog->callback( dialog->instance, TUISPIDLL_OBJECT_DIALOGINSTANCE, (void *)reply, size );

    if (ret) WARN( "the provider does not take the answer: %#lx\n", ret );
}

void dialog_tell_answer( const struct call_dialog *dialog, enum manual_answer answer )
{
    struct manual_reply reply = { sizeof(reply), answer };

    dialog_tell( dialog, &reply, sizeof(reply) );
}

static INT_PTR CALLBACK manual_proc( HWND window, UINT msg, WPARAM wparam, LPARAM lparam )
{
    struct call_dialog *dialog = (struct call_dialog *)GetWindowLongPtrW( window, DWLP_USER );

    switch (msg)
    {
    case WM_INITDIALOG:
        dialog = (struct call_dialog *)lparam;
        SetWindowLongPtrW( window, DWLP_USER, lparam );
        SetDlgItemTextW( window, IDC_MANUAL_NUMBER, dialog->start->number );
        SetDlgItemTextW( window, IDC_MANUAL_MODEM, dialog->start->modem );
        dialog_is_open( dialog, window );
        SetForegroundWindow( window );
        return TRUE;
    case WM_COMMAND:
        if (LOWORD( wparam ) != IDOK && LOWORD( wparam ) != IDCANCEL) break;
        dialog_tell_answer( dialog, LOWORD( wparam ) == IDOK ? MANUAL_PROCEED : MANUAL_CANCEL );
        EndDialog( window, LOWORD( wparam ));
        return TRUE;
    case WM_CALL_OVER:
        EndDialog( window, IDABORT );
        return TRUE;
    case WM_DESTROY:
        dialog_is_gone( dialog );
        break;
    }
    return FALSE;
}

/* Runs on a thread of its own that TAPI makes in the application, until the dialog is closed. */
LONG WINAPI TUISPI_providerGenericDialog( TUISPIDLLCALLBACK callback, HTAPIDIALOGINSTANCE instance, void *params, DWORD size, HANDLE opened )
{
    const struct manual_start *start = params;
    struct call_dialog dialog = { .instance = instance, .start = start, .callback = callback, .opened = opened };
    UINT id = 0;

    TRACE( "instance %#lx, %lu bytes\n", instance, size );
    if (!callback || !start || size < sizeof(*start) || start->size != sizeof(*start)) return LINEERR_INVALPARAM;
    if (start->kind == MANUAL_DIALLED_BY_HAND) id = IDD_MANUAL_DIAL;
    else if (start->kind == MANUAL_TALK) id = IDD_TALK;
    else if (start->kind != MANUAL_TERMINAL) return LINEERR_INVALPARAM;
    if (start->kind == MANUAL_TERMINAL ? terminal_run( &dialog ) :
        DialogBoxParamW( unimdm_instance, MAKEINTRESOURCEW( id ), NULL, manual_proc, (LPARAM)&dialog ) != -1)
        return 0;
    ERR( "no dialog: error %lu\n", GetLastError() );
    return LINEERR_OPERATIONFAILED;
}

/* What the provider has to say: something for a terminal window, or that the call is over. */
LONG WINAPI TUISPI_providerGenericDialogData( HTAPIDIALOGINSTANCE instance, void *params, DWORD size )
{
    const struct terminal_data *data = params;
    struct terminal_data *copy = NULL;
    struct call_dialog *dialog;
    LONG ret = LINEERR_INVALPARAM;

    TRACE( "instance %#lx, %lu bytes\n", instance, size );
    if (data && size >= sizeof(*data) && data->size == sizeof(*data))
    {
        if (data->count > sizeof(data->bytes)) return LINEERR_INVALPARAM;
        if (!(copy = malloc( sizeof(*copy) ))) return LINEERR_NOMEM;
        *copy = *data;
    }
    AcquireSRWLockShared( &open_lock );
    for (dialog = open_dialogs; dialog && dialog->instance != instance; dialog = dialog->next) {}
    if (dialog && (!copy || dialog->start->kind == MANUAL_TERMINAL) &&
        PostMessageW( dialog->window, copy ? WM_TERMINAL_DATA : WM_CALL_OVER, 0, (LPARAM)copy ))
        ret = 0;
    ReleaseSRWLockShared( &open_lock );
    if (ret) free( copy );
    return ret;
}
