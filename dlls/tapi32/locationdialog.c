/*
 * The property sheet of a location: where it is, how to get a line there, area-code rules.
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
#include "propsheet/propsheet.h"

#include <prsht.h>

DEBUG_CHANNEL( tapi );

struct dial_location *sheet_location( const struct location_sheet *sheet )
{
    return dial_find_location( &sheet->edit->book, sheet->location_id );
}

/* ---- first page ---------------------------------------------------------------------------------------------- */

/* The text controls of the page, and where their texts go. */
static const struct { int id; size_t offset; } texts[] =
{
    { IDC_NAME, offsetof( struct dial_location, name ) },
    { IDC_AREA_CODE, offsetof( struct dial_location, area_code ) },
    { IDC_LOCAL_ACCESS, offsetof( struct dial_location, local_access ) },
    { IDC_LD_ACCESS, offsetof( struct dial_location, long_distance_access ) },
    { IDC_LD_CARRIER, offsetof( struct dial_location, long_distance_carrier ) },
    { IDC_INT_CARRIER, offsetof( struct dial_location, international_carrier ) },
};

static void fill_countries( HWND combo, DWORD selected )
{
    const struct dial_country *countries;
    WCHAR text[128];
    size_t count, i;
    LRESULT index;

    countries = dial_countries( &count );
    for (i = 0; i < count; i++)
    {
        wsprintfW( text, L"%hs (%lu)", countries[i].name, (unsigned long)countries[i].code );
        index = SendMessageW( combo, CB_ADDSTRING, 0, (LPARAM)text );
        SendMessageW( combo, CB_SETITEMDATA, index, countries[i].id );
    }
    for (i = 0; i < count; i++)
        if (SendMessageW( combo, CB_GETITEMDATA, i, 0 ) == (LRESULT)selected) SendMessageW( combo, CB_SETCURSEL, i, 0 );
}

/* What the country has carriers for. */
static void enable_carriers( HWND dlg, const struct dial_location *location )
{
    const struct dial_country *country = dial_country_by_id( location->country_id );

    EnableWindow( GetDlgItem( dlg, IDC_LD_CARRIER ), country && strpbrk( country->long_distance, "LN" ) );
    EnableWindow( GetDlgItem( dlg, IDC_INT_CARRIER ), country && strpbrk( country->international, "MS" ) );
}

static void init_general( HWND dlg, struct location_sheet *sheet )
{
    static const WCHAR *const codes[] = { L"*70,", L"70#,", L"1170," };
    const struct dial_location *location = sheet_location( sheet );
    DWORD i;

    for (i = 0; i < ARRAYSIZE(texts); i++)
        SetDlgItemTextW( dlg, texts[i].id, *(dial_char *const *)((const char *)location + texts[i].offset) );
    fill_countries( GetDlgItem( dlg, IDC_COUNTRY ), location->country_id );
    enable_carriers( dlg, location );
    for (i = 0; i < ARRAYSIZE(codes); i++) SendDlgItemMessageW( dlg, IDC_CANCEL_CODE, CB_ADDSTRING, 0, (LPARAM)codes[i] );
    SetDlgItemTextW( dlg, IDC_CANCEL_CODE, location->cancel_call_waiting );
    CheckDlgButton( dlg, IDC_CANCEL_CHECK, *location->cancel_call_waiting ? BST_CHECKED : BST_UNCHECKED );
    EnableWindow( GetDlgItem( dlg, IDC_CANCEL_CODE ), *location->cancel_call_waiting != 0 );
    CheckRadioButton( dlg, IDC_TONE, IDC_PULSE, location->options & DIAL_LOCATION_PULSE ? IDC_PULSE : IDC_TONE );
}

/* From the controls into the location. */
static void read_general( HWND dlg, struct location_sheet *sheet )
{
    struct dial_location *location = sheet_location( sheet );
    LRESULT index = SendDlgItemMessageW( dlg, IDC_COUNTRY, CB_GETCURSEL, 0, 0 );
    DWORD i;

    for (i = 0; i < ARRAYSIZE(texts); i++) dialog_get_text( dlg, texts[i].id, (dial_char **)((char *)location + texts[i].offset) );
    if (index != CB_ERR) location->country_id = SendDlgItemMessageW( dlg, IDC_COUNTRY, CB_GETITEMDATA, index, 0 );
    if (!IsDlgButtonChecked( dlg, IDC_CANCEL_CHECK )) dial_set( &location->cancel_call_waiting, L"" );
    else dialog_get_text( dlg, IDC_CANCEL_CODE, &location->cancel_call_waiting );
    location->options &= ~DIAL_LOCATION_PULSE;
    if (IsDlgButtonChecked( dlg, IDC_PULSE )) location->options |= DIAL_LOCATION_PULSE;
    EnableWindow( GetDlgItem( dlg, IDC_CANCEL_CODE ), IsDlgButtonChecked( dlg, IDC_CANCEL_CHECK ) );
    enable_carriers( dlg, location );
    dialog_show_preview( dlg, sheet->edit, location );
}

static BOOL check_general( HWND dlg )
{
    return dialog_check_filled( dlg, IDC_NAME, IDS_WHAT_NAME ) && dialog_check_digits( dlg, IDC_AREA_CODE, IDS_WHAT_AREA_CODE, L"" ) &&
           dialog_check_dialable( dlg, IDC_LOCAL_ACCESS, IDS_WHAT_ACCESS ) && dialog_check_dialable( dlg, IDC_LD_ACCESS, IDS_WHAT_ACCESS ) &&
           dialog_check_dialable( dlg, IDC_LD_CARRIER, IDS_WHAT_CARRIER ) && dialog_check_dialable( dlg, IDC_INT_CARRIER, IDS_WHAT_CARRIER ) &&
           dialog_check_dialable( dlg, IDC_CANCEL_CODE, IDS_WHAT_CANCEL );
}

/* ---- area-code rules ----------------------------------------------------------------------------------------- */

static void fill_rules( HWND dlg, struct location_sheet *sheet, DWORD selected )
{
    const struct dial_location *location = sheet_location( sheet );
    HWND list = GetDlgItem( dlg, IDC_LIST );
    WCHAR text[256], all[32], number[32];
    DWORD i;

    dialog_load_text( IDS_ALL_PREFIXES, all, ARRAYSIZE(all) );
    dialog_load_text( IDS_NUMBER, number, ARRAYSIZE(number) );
    SendMessageW( list, LB_RESETCONTENT, 0, 0 );
    for (i = 0; i < location->rule_count; i++)
    {
        const struct dial_area_rule *rule = &location->rules[i];

        lstrcpynW( text, rule->area_code, 32 );
        lstrcatW( text, L"\t" );
        lstrcpynW( text + lstrlenW( text ), *rule->prefixes ? rule->prefixes : all, 64 );
        lstrcatW( text, L"\t" );
        lstrcpynW( text + lstrlenW( text ), rule->number_to_dial, 32 );
        if (rule->options & DIAL_AREA_INCLUDE) wsprintfW( text + lstrlenW( text ), L"%s%s", *rule->number_to_dial ? L" " : L"", rule->area_code );
        lstrcatW( text, L" " );
        lstrcatW( text, number );
        SendMessageW( list, LB_SETITEMDATA, SendMessageW( list, LB_ADDSTRING, 0, (LPARAM)text ), i );
    }
    SendMessageW( list, LB_SETCURSEL, min( selected, location->rule_count - 1 ), 0 );
    EnableWindow( GetDlgItem( dlg, IDC_EDIT ), location->rule_count != 0 );
    EnableWindow( GetDlgItem( dlg, IDC_DELETE ), location->rule_count != 0 );
    dialog_show_preview( dlg, sheet->edit, location );
}

static void init_rule( HWND dlg, const struct dial_area_rule *rule )
{
    SetDlgItemTextW( dlg, IDC_RULE_AREA, rule->area_code );
    SetDlgItemTextW( dlg, IDC_PREFIXES, rule->prefixes );
    SetDlgItemTextW( dlg, IDC_DIAL, *rule->number_to_dial ? rule->number_to_dial : L"1" );
    CheckRadioButton( dlg, IDC_ALL_PREFIXES, IDC_SOME_PREFIXES, *rule->prefixes ? IDC_SOME_PREFIXES : IDC_ALL_PREFIXES );
    CheckDlgButton( dlg, IDC_DIAL_CHECK, *rule->number_to_dial ? BST_CHECKED : BST_UNCHECKED );
    CheckDlgButton( dlg, IDC_INCLUDE_AREA, rule->options & DIAL_AREA_INCLUDE ? BST_CHECKED : BST_UNCHECKED );
}

static void enable_rule( HWND dlg )
{
    EnableWindow( GetDlgItem( dlg, IDC_PREFIXES ), IsDlgButtonChecked( dlg, IDC_SOME_PREFIXES ) );
    EnableWindow( GetDlgItem( dlg, IDC_DIAL ), IsDlgButtonChecked( dlg, IDC_DIAL_CHECK ) );
}

static BOOL read_rule( HWND dlg, struct dial_area_rule *rule )
{
    BOOL some = IsDlgButtonChecked( dlg, IDC_SOME_PREFIXES ), dial = IsDlgButtonChecked( dlg, IDC_DIAL_CHECK );

    if (!dialog_check_filled( dlg, IDC_RULE_AREA, IDS_WHAT_AREA_CODE ) || !dialog_check_digits( dlg, IDC_RULE_AREA, IDS_WHAT_AREA_CODE, L"" )) return FALSE;
    if (some && (!dialog_check_filled( dlg, IDC_PREFIXES, IDS_WHAT_PREFIXES ) ||
                 !dialog_check_digits( dlg, IDC_PREFIXES, IDS_WHAT_PREFIXES, L", " ))) return FALSE;
    if (dial && (!dialog_check_filled( dlg, IDC_DIAL, IDS_WHAT_DIALED ) || !dialog_check_dialable( dlg, IDC_DIAL, IDS_WHAT_DIALED ))) return FALSE;
    dialog_get_text( dlg, IDC_RULE_AREA, &rule->area_code );
    if (some) dialog_get_text( dlg, IDC_PREFIXES, &rule->prefixes );
    else dial_set( &rule->prefixes, L"" );
    if (dial) dialog_get_text( dlg, IDC_DIAL, &rule->number_to_dial );
    else dial_set( &rule->number_to_dial, L"" );
    rule->options = IsDlgButtonChecked( dlg, IDC_INCLUDE_AREA ) ? DIAL_AREA_INCLUDE : 0;
    return TRUE;
}

static INT_PTR CALLBACK rule_proc( HWND dlg, UINT msg, WPARAM wparam, LPARAM lparam )
{
    switch (msg)
    {
    case WM_INITDIALOG:
        SetWindowLongPtrW( dlg, DWLP_USER, lparam );
        init_rule( dlg, (struct dial_area_rule *)lparam );
        enable_rule( dlg );
        return TRUE;
    case WM_COMMAND:
        enable_rule( dlg );
        if (LOWORD( wparam ) == IDCANCEL) EndDialog( dlg, IDCANCEL );
        if (LOWORD( wparam ) == IDOK && read_rule( dlg, (struct dial_area_rule *)GetWindowLongPtrW( dlg, DWLP_USER ) )) EndDialog( dlg, IDOK );
        return TRUE;
    }
    return FALSE;
}

static BOOL edit_rule( HWND dlg, struct dial_area_rule *rule )
{
    return DialogBoxParamW( tapi_instance, MAKEINTRESOURCEW( IDD_AREA_RULE ), dlg, rule_proc, (LPARAM)rule ) == IDOK;
}

static void areas_command( HWND dlg, struct location_sheet *sheet, WPARAM wparam )
{
    struct dial_location *location = sheet_location( sheet );
    DWORD index = 0;

    switch (LOWORD( wparam ))
    {
    case IDC_NEW:
        if (!dial_add_area_rule( location )) return;
        index = location->rule_count - 1;
        if (!edit_rule( dlg, &location->rules[index] )) dial_remove_area_rule( location, index );
        break;
    case IDC_LIST:
        if (HIWORD( wparam ) != LBN_DBLCLK) return;
        /* fall through */
    case IDC_EDIT:
        if (!dialog_selected( dlg, IDC_LIST, &index )) return;
        edit_rule( dlg, &location->rules[index] );
        break;
    case IDC_DELETE:
        if (!dialog_selected( dlg, IDC_LIST, &index )) return;
        dial_remove_area_rule( location, index );
        break;
    default:
        return;
    }
    fill_rules( dlg, sheet, index );
}

/* ---- the sheet ----------------------------------------------------------------------------------------------- */

static INT_PTR CALLBACK general_proc( HWND dlg, UINT msg, WPARAM wparam, LPARAM lparam )
{
    struct location_sheet *sheet = (struct location_sheet *)GetWindowLongPtrW( dlg, DWLP_USER );
    const NMHDR *header = (const NMHDR *)lparam;

    switch (msg)
    {
    case WM_INITDIALOG:
        sheet = (struct location_sheet *)((const PROPSHEETPAGEW *)lparam)->lParam;
        init_general( dlg, sheet );
        /* from now on the controls are the user's */
        SetWindowLongPtrW( dlg, DWLP_USER, (LONG_PTR)sheet );
        read_general( dlg, sheet );
        return TRUE;
    case WM_COMMAND:
        switch (HIWORD( wparam ))
        {
        case EN_CHANGE:
        case BN_CLICKED:
        case CBN_SELCHANGE:
        case CBN_EDITCHANGE:
            /* the preview's own change is none */
            if (sheet && LOWORD( wparam ) != IDC_PREVIEW) read_general( dlg, sheet );
            return TRUE;
        }
        return FALSE;
    case WM_NOTIFY:
        if (header->code == PSN_SETACTIVE) dialog_show_preview( dlg, sheet->edit, sheet_location( sheet ) );
        if (header->code == PSN_KILLACTIVE)
        {
            read_general( dlg, sheet );
            SetWindowLongPtrW( dlg, DWLP_MSGRESULT, !check_general( dlg ) );
            return TRUE;
        }
        if (header->code == PSN_APPLY) sheet->changed = TRUE;
        return FALSE;
    }
    return FALSE;
}

static INT_PTR CALLBACK areas_proc( HWND dlg, UINT msg, WPARAM wparam, LPARAM lparam )
{
    static const UINT tab_stops[] = { 63, 156 };
    struct location_sheet *sheet = (struct location_sheet *)GetWindowLongPtrW( dlg, DWLP_USER );

    switch (msg)
    {
    case WM_INITDIALOG:
        sheet = (struct location_sheet *)((const PROPSHEETPAGEW *)lparam)->lParam;
        SetWindowLongPtrW( dlg, DWLP_USER, (LONG_PTR)sheet );
        SendDlgItemMessageW( dlg, IDC_LIST, LB_SETTABSTOPS, ARRAYSIZE(tab_stops), (LPARAM)tab_stops );
        fill_rules( dlg, sheet, 0 );
        return TRUE;
    case WM_COMMAND:
        areas_command( dlg, sheet, wparam );
        return TRUE;
    case WM_NOTIFY:
        if (((const NMHDR *)lparam)->code == PSN_SETACTIVE) dialog_show_preview( dlg, sheet->edit, sheet_location( sheet ) );
        return FALSE;
    }
    return FALSE;
}

static BOOL copy_book( struct dial_book *to, const struct dial_book *from )
{
    struct dial_location *location;
    struct dial_card *card;
    DWORD i;

    memset( to, 0, sizeof(*to) );
    to->current = from->current;
    to->state = from->state;
    for (i = 0; i < from->location_count; i++)
        if (!(location = dial_add_location( to )) || dial_copy_location( location, &from->locations[i] )) return FALSE;
    for (i = 0; i < from->card_count; i++)
        if (!(card = dial_add_card( to )) || dial_copy_card( card, &from->cards[i] )) return FALSE;
    return TRUE;
}

BOOL location_dialog_run( HWND owner, struct dial_edit *edit, DWORD location_id )
{
    static const struct propsheet_page pages[] =
    {
        { IDD_LOCATION_GENERAL, general_proc },
        { IDD_LOCATION_AREAS, areas_proc },
        { IDD_LOCATION_CARD, card_page_proc },
    };
    struct dial_edit copy = { .address = edit->address, .next_id = edit->next_id };
    struct location_sheet sheet = { .edit = &copy, .location_id = location_id };
    struct dial_location *location;
    WCHAR title[DIALOG_TEXT_CHARS];
    BOOL ret = FALSE;

    if (copy_book( &copy.book, &edit->book ) && (location = sheet_location( &sheet )))
    {
        dialog_load_text( location->state == DIAL_NEW ? IDS_NEW_LOCATION : IDS_EDIT_LOCATION, title, ARRAYSIZE(title) );
        ret = propsheet_run( tapi_instance, owner, title, pages, ARRAYSIZE(pages), &sheet ) && sheet.changed;
    }
    if (ret)
    {
        location = sheet_location( &sheet );
        if (location->state == DIAL_KEPT) location->state = DIAL_CHANGED;
        dial_free( &edit->book );
        edit->book = copy.book;
        edit->next_id = copy.next_id;
    }
    else dial_free( &copy.book );
    return ret;
}
