/*
 * The list of locations as a page of the control panel.
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

#include "tapi32.h"
#include "translatedialog.h"

#include <prsht.h>

DEBUG_CHANNEL( tapi );

BOOL WINAPI WineDialingRulesPage( PROPSHEETPAGEW *page );

/* The controls stay greyed when the service cannot be asked. */
static struct dial_edit *begin( HWND dlg )
{
    struct dial_edit *edit = calloc( 1, sizeof(*edit) );
    WCHAR text[DIALOG_TEXT_CHARS], message[DIALOG_TEXT_CHARS + 32];
    LONG err = LINEERR_NOMEM;

    if (edit && !(err = dial_rules_read( 0, LINEMAPPER, TAPI_VERSION_NEWEST, &edit->book )))
    {
        edit->next_id = FIRST_TEMPORARY_ID;
        return edit;
    }
    free( edit );
    ERR( "the dialing rules cannot be read: %s\n", trp_error_name( err ) );
    dialog_load_text( IDS_NO_RULES, text, ARRAYSIZE(text) );
    wsprintfW( message, text, err );
    SetDlgItemTextW( dlg, IDC_REPORT, message );
    ShowWindow( GetDlgItem( dlg, IDC_REPORT ), SW_SHOWNA );
    EnableWindow( GetDlgItem( dlg, IDC_LIST ), FALSE );
    EnableWindow( GetDlgItem( dlg, IDC_NEW ), FALSE );
    EnableWindow( GetDlgItem( dlg, IDC_EDIT ), FALSE );
    EnableWindow( GetDlgItem( dlg, IDC_DELETE ), FALSE );
    return NULL;
}

static INT_PTR CALLBACK rules_proc( HWND dlg, UINT msg, WPARAM wparam, LPARAM lparam )
{
    struct dial_edit *edit = (struct dial_edit *)GetWindowLongPtrW( dlg, DWLP_USER );

    switch (msg)
    {
    case WM_INITDIALOG:
        if (!(edit = begin( dlg ))) return TRUE;
        rules_init( dlg, edit );
        SetWindowLongPtrW( dlg, DWLP_USER, (LONG_PTR)edit );
        return TRUE;
    case WM_COMMAND:
        if (!edit || !rules_command( dlg, edit, wparam )) return FALSE;
        SendMessageW( GetParent( dlg ), rules_changed( edit ) ? PSM_CHANGED : PSM_UNCHANGED, (WPARAM)dlg, 0 );
        return TRUE;
    case WM_NOTIFY:
        if (!edit || ((const NMHDR *)lparam)->code != PSN_APPLY) return FALSE;
        SetWindowLongPtrW( dlg, DWLP_MSGRESULT, rules_apply( dlg, edit ) ? PSNRET_NOERROR : PSNRET_INVALID );
        return TRUE;
    case WM_DESTROY:
        SetWindowLongPtrW( dlg, DWLP_USER, 0 );
        if (edit) dial_free( &edit->book );
        free( edit );
        return FALSE;
    }
    return FALSE;
}

/* Describes the page for PropertySheetW; used by modem.cpl alone. */
BOOL WINAPI WineDialingRulesPage( PROPSHEETPAGEW *page )
{
    memset( page, 0, sizeof(*page) );
    page->dwSize = sizeof(*page);
    page->hInstance = tapi_instance;
    page->pszTemplate = MAKEINTRESOURCEW( IDD_RULES_PAGE );
    page->pfnDlgProc = rules_proc;
    return TRUE;
}
