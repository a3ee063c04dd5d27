/*
 * Calling cards: the page of a location that chooses one, and the dialog that edits one.
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

/* The controls of the dialog, and where their texts go. */
static const struct { int id; size_t offset; } texts[] =
{
    { IDC_NAME, offsetof( struct dial_card, name ) },
    { IDC_ACCOUNT, offsetof( struct dial_card, account ) },
    { IDC_PIN, offsetof( struct dial_card, pin ) },
    { IDC_LOCAL_ACCESS, offsetof( struct dial_card, local_access ) },
    { IDC_LD_ACCESS, offsetof( struct dial_card, long_distance_access ) },
    { IDC_INT_ACCESS, offsetof( struct dial_card, international_access ) },
    { IDC_LOCAL_RULE, offsetof( struct dial_card, same_area_rule ) },
    { IDC_LD_RULE, offsetof( struct dial_card, long_distance_rule ) },
    { IDC_INT_RULE, offsetof( struct dial_card, international_rule ) },
};

static void touch( struct dial_card *card )
{
    if (card->state == DIAL_KEPT) card->state = DIAL_CHANGED;
}

/* ---- one card ------------------------------------------------------------------------------------------------ */

static BOOL read_card( HWND dlg, struct dial_card *card )
{
    DWORD i;

    if (!dialog_check_filled( dlg, IDC_NAME, IDS_WHAT_CARD_NAME )) return FALSE;
    for (i = 1; i < ARRAYSIZE(texts) && texts[i].id != IDC_LOCAL_RULE; i++)
        if (!dialog_check_dialable( dlg, texts[i].id, IDS_WHAT_CARD_NUMBER )) return FALSE;
    for (i = 0; i < ARRAYSIZE(texts); i++) dialog_get_text( dlg, texts[i].id, (dial_char **)((char *)card + texts[i].offset) );
    touch( card );
    return TRUE;
}

static INT_PTR CALLBACK card_proc( HWND dlg, UINT msg, WPARAM wparam, LPARAM lparam )
{
    struct dial_card *card = (struct dial_card *)GetWindowLongPtrW( dlg, DWLP_USER );
    DWORD i;

    switch (msg)
    {
    case WM_INITDIALOG:
        SetWindowLongPtrW( dlg, DWLP_USER, lparam );
        for (i = 0; i < ARRAYSIZE(texts); i++) SetDlgItemTextW( dlg, texts[i].id, *(WCHAR **)((char *)lparam + texts[i].offset) );
        return TRUE;
    case WM_COMMAND:
        if (LOWORD( wparam ) == IDCANCEL) EndDialog( dlg, IDCANCEL );
        if (LOWORD( wparam ) == IDOK && read_card( dlg, card )) EndDialog( dlg, IDOK );
        return TRUE;
    }
    return FALSE;
}

static BOOL edit_card( HWND dlg, struct dial_card *card )
{
    return DialogBoxParamW( tapi_instance, MAKEINTRESOURCEW( IDD_CARD ), dlg, card_proc, (LPARAM)card ) == IDOK;
}

/* ---- the page ------------------------------------------------------------------------------------------------ */

static struct dial_card *page_card( const struct location_sheet *sheet )
{
    struct dial_card *card = dial_find_card( &sheet->edit->book, sheet_location( sheet )->card_id );

    return card ? card : dial_find_card( &sheet->edit->book, 0 );
}

/* The fields of the chosen card; direct dialling has none. */
static void show_card( HWND dlg, const struct location_sheet *sheet )
{
    const struct dial_card *card = page_card( sheet );
    BOOL is_card = card && card->id;

    SetDlgItemTextW( dlg, IDC_ACCOUNT, is_card ? card->account : L"" );
    SetDlgItemTextW( dlg, IDC_PIN, is_card ? card->pin : L"" );
    EnableWindow( GetDlgItem( dlg, IDC_ACCOUNT ), is_card );
    EnableWindow( GetDlgItem( dlg, IDC_PIN ), is_card );
    EnableWindow( GetDlgItem( dlg, IDC_EDIT ), is_card );
    EnableWindow( GetDlgItem( dlg, IDC_DELETE ), is_card );
    dialog_show_preview( dlg, sheet->edit, sheet_location( sheet ) );
}

static void fill_cards( HWND dlg, const struct location_sheet *sheet )
{
    const struct dial_card *chosen = page_card( sheet );
    HWND list = GetDlgItem( dlg, IDC_LIST );
    LRESULT index;
    DWORD i;

    SendMessageW( list, LB_RESETCONTENT, 0, 0 );
    for (i = 0; i < sheet->edit->book.card_count; i++)
    {
        const struct dial_card *card = &sheet->edit->book.cards[i];

        if (card->state == DIAL_REMOVED || card->options & DIAL_CARD_HIDDEN) continue;
        index = SendMessageW( list, LB_ADDSTRING, 0, (LPARAM)card->name );
        SendMessageW( list, LB_SETITEMDATA, index, card->id );
        if (card == chosen) SendMessageW( list, LB_SETCURSEL, index, 0 );
    }
    show_card( dlg, sheet );
}

static void add_card( HWND dlg, struct location_sheet *sheet )
{
    struct dial_card *card = dial_add_card( &sheet->edit->book );

    if (!card) return;
    card->id = sheet->edit->next_id++;
    card->state = DIAL_NEW;
    if (edit_card( dlg, card )) sheet_location( sheet )->card_id = card->id;
    else card->state = DIAL_REMOVED;
}

/* What is typed into the two fields of the page goes into the card. */
static void read_page( HWND dlg, struct location_sheet *sheet, WORD control )
{
    struct dial_card *card = page_card( sheet );

    if (!card || !card->id) return;
    if (!dialog_get_text( dlg, control, control == IDC_PIN ? &card->pin : &card->account )) return;
    touch( card );
    dialog_show_preview( dlg, sheet->edit, sheet_location( sheet ) );
}

static void page_command( HWND dlg, struct location_sheet *sheet, WPARAM wparam )
{
    struct dial_card *card = page_card( sheet );
    DWORD id;

    switch (LOWORD( wparam ))
    {
    case IDC_ACCOUNT:
    case IDC_PIN:
        /* not what show_card() puts there */
        if (HIWORD( wparam ) == EN_CHANGE && GetFocus() == GetDlgItem( dlg, LOWORD( wparam ) )) read_page( dlg, sheet, LOWORD( wparam ) );
        return;
    case IDC_LIST:
        if (HIWORD( wparam ) != LBN_SELCHANGE || !dialog_selected( dlg, IDC_LIST, &id )) return;
        sheet_location( sheet )->card_id = id;
        show_card( dlg, sheet );
        return;
    case IDC_NEW:
        add_card( dlg, sheet );
        break;
    case IDC_EDIT:
        if (!card || !card->id || !edit_card( dlg, card )) return;
        break;
    case IDC_DELETE:
        if (!card || !card->id) return;
        card->state = DIAL_REMOVED;
        sheet_location( sheet )->card_id = 0;
        break;
    default:
        return;
    }
    fill_cards( dlg, sheet );
}

INT_PTR CALLBACK card_page_proc( HWND dlg, UINT msg, WPARAM wparam, LPARAM lparam )
{
    struct location_sheet *sheet = (struct location_sheet *)GetWindowLongPtrW( dlg, DWLP_USER );

    switch (msg)
    {
    case WM_INITDIALOG:
        sheet = (struct location_sheet *)((const PROPSHEETPAGEW *)lparam)->lParam;
        SetWindowLongPtrW( dlg, DWLP_USER, (LONG_PTR)sheet );
        fill_cards( dlg, sheet );
        return TRUE;
    case WM_COMMAND:
        if (sheet) page_command( dlg, sheet, wparam );
        return TRUE;
    case WM_NOTIFY:
        if (((const NMHDR *)lparam)->code == PSN_SETACTIVE) dialog_show_preview( dlg, sheet->edit, sheet_location( sheet ) );
        if (((const NMHDR *)lparam)->code == PSN_KILLACTIVE)
        {
            SetWindowLongPtrW( dlg, DWLP_MSGRESULT, !dialog_check_dialable( dlg, IDC_ACCOUNT, IDS_WHAT_ACCOUNT ) ||
                               !dialog_check_dialable( dlg, IDC_PIN, IDS_WHAT_PIN ) );
            return TRUE;
        }
        return FALSE;
    }
    return FALSE;
}
