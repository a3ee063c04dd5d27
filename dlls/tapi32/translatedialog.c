/*
 * The dialog of lineTranslateDialog: the list of locations.
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

DEBUG_CHANNEL( tapi );

/* The dialogs of all programs have this property, by which they are found. */
static const WCHAR marker[] = L"Wine Telephony dialing rules";

void dialog_load_text( UINT id, WCHAR *buffer, int chars )
{
    if (!LoadStringW( tapi_instance, id, buffer, chars )) buffer[0] = 0;
}

/* ---- controls ------------------------------------------------------------------------------------------------ */

BOOL dialog_get_text( HWND dlg, int id, dial_char **string )
{
    HWND control = GetDlgItem( dlg, id );
    DWORD len = GetWindowTextLengthW( control );
    WCHAR *text, *start;
    BOOL ret;

    if (!(text = calloc( len + 1, sizeof(*text) ))) return FALSE;
    GetWindowTextW( control, text, len + 1 );
    for (start = text; *start == ' '; start++) continue;
    for (len = lstrlenW( start ); len && start[len - 1] == ' '; len--) start[len - 1] = 0;
    ret = !dial_set( string, start );
    dial_wipe( text, lstrlenW( text ) );
    free( text );
    return ret;
}

static void tell( HWND dlg, UINT flags, const WCHAR *text )
{
    WCHAR title[DIALOG_TEXT_CHARS];

    dialog_load_text( IDS_DIALING_RULES, title, ARRAYSIZE(title) );
    MessageBoxW( dlg, text, title, flags );
}

static BOOL refuse( HWND dlg, int id, UINT format_id, UINT what_id )
{
    WCHAR format[DIALOG_TEXT_CHARS], what[DIALOG_TEXT_CHARS], text[2 * DIALOG_TEXT_CHARS];

    dialog_load_text( format_id, format, ARRAYSIZE(format) );
    dialog_load_text( what_id, what, ARRAYSIZE(what) );
    wsprintfW( text, format, what );
    tell( dlg, MB_OK | MB_ICONWARNING, text );
    SetFocus( GetDlgItem( dlg, id ) );
    return FALSE;
}

static BOOL text_is( HWND dlg, int id, BOOL (*is_legal)( WCHAR c, const WCHAR *others ), const WCHAR *others )
{
    dial_char *text = NULL;
    BOOL ret = TRUE;
    DWORD i;

    if (!dialog_get_text( dlg, id, &text )) return FALSE;
    for (i = 0; text[i]; i++) ret = ret && is_legal( text[i], others );
    dial_wipe( text, i );
    free( text );
    return ret;
}

static BOOL is_digit( WCHAR c, const WCHAR *others )
{
    return (c >= '0' && c <= '9') || (c && wcschr( others, c ));
}

static BOOL is_dialable( WCHAR c, const WCHAR *others )
{
    return dial_is_dialable( c ) || wcschr( others, c );
}

BOOL dialog_check_dialable( HWND dlg, int id, UINT what )
{
    return text_is( dlg, id, is_dialable, L" -." ) || refuse( dlg, id, IDS_BAD_DIALABLE, what );
}

BOOL dialog_check_digits( HWND dlg, int id, UINT what, const WCHAR *others )
{
    return text_is( dlg, id, is_digit, others ) || refuse( dlg, id, *others ? IDS_BAD_DIGIT_LIST : IDS_BAD_DIGITS, what );
}

BOOL dialog_check_filled( HWND dlg, int id, UINT what )
{
    return GetWindowTextLengthW( GetDlgItem( dlg, id ) ) || refuse( dlg, id, IDS_EMPTY, what );
}

BOOL dialog_selected( HWND dlg, int id, DWORD *data )
{
    LRESULT index = SendDlgItemMessageW( dlg, id, LB_GETCURSEL, 0, 0 );

    if (index == LB_ERR) return FALSE;
    *data = SendDlgItemMessageW( dlg, id, LB_GETITEMDATA, index, 0 );
    return TRUE;
}

/* Only what may be seen by whoever looks over the user's shoulder. */
void dialog_show_preview( HWND dlg, const struct dial_edit *edit, const struct dial_location *location )
{
    const struct dial_country *country = location ? dial_country_by_id( location->country_id ) : NULL;
    const struct dial_card *card = location ? dial_find_card( &edit->book, location->card_id ) : NULL;
    struct dial_output output;
    int show = edit->address ? SW_SHOWNA : SW_HIDE;

    ShowWindow( GetDlgItem( dlg, IDC_PREVIEW ), show );
    ShowWindow( GetDlgItem( dlg, IDC_PREVIEW_LABEL ), show );
    if (!edit->address) return;
    if (!country || dial_translate( location, country, card && card->id ? card : NULL, edit->address, 0, &output ))
    {
        SetDlgItemTextW( dlg, IDC_PREVIEW, L"" );
        return;
    }
    SetDlgItemTextW( dlg, IDC_PREVIEW, output.displayable );
    dial_output_free( &output );
}

/* ---- the list ------------------------------------------------------------------------------------------------ */

static DWORD count_locations( const struct dial_book *book )
{
    DWORD i, count = 0;

    for (i = 0; i < book->location_count; i++) count += book->locations[i].state != DIAL_REMOVED;
    return count;
}

/* What came and went again is no change. */
static BOOL is_entry_changed( DWORD state, DWORD id )
{
    return state != DIAL_KEPT && (state != DIAL_REMOVED || id < FIRST_TEMPORARY_ID);
}

BOOL rules_changed( const struct dial_edit *edit )
{
    const struct dial_book *book = &edit->book;
    DWORD i;

    for (i = 0; i < book->location_count; i++) if (is_entry_changed( book->locations[i].state, book->locations[i].id )) return TRUE;
    for (i = 0; i < book->card_count; i++) if (is_entry_changed( book->cards[i].state, book->cards[i].id )) return TRUE;
    return book->state != DIAL_KEPT;
}

static void update( HWND dlg, const struct dial_edit *edit )
{
    DWORD count = count_locations( &edit->book );

    if (GetDlgItem( dlg, IDC_APPLY )) EnableWindow( GetDlgItem( dlg, IDC_APPLY ), rules_changed( edit ) );
    EnableWindow( GetDlgItem( dlg, IDC_EDIT ), count != 0 );
    EnableWindow( GetDlgItem( dlg, IDC_DELETE ), count > 1 );
    dialog_show_preview( dlg, edit, dial_find_location( &edit->book, edit->book.current ) );
}

static void rules_fill( HWND dlg, const struct dial_edit *edit )
{
    HWND list = GetDlgItem( dlg, IDC_LIST );
    WCHAR text[300];
    LRESULT index;
    DWORD i;

    SendMessageW( list, LB_RESETCONTENT, 0, 0 );
    for (i = 0; i < edit->book.location_count; i++)
    {
        const struct dial_location *location = &edit->book.locations[i];

        if (location->state == DIAL_REMOVED) continue;
        lstrcpynW( text, location->name, 200 );
        lstrcatW( text, L"\t" );
        lstrcpynW( text + lstrlenW( text ), location->area_code, 64 );
        index = SendMessageW( list, LB_ADDSTRING, 0, (LPARAM)text );
        SendMessageW( list, LB_SETITEMDATA, index, location->id );
        if (location->id == edit->book.current) SendMessageW( list, LB_SETCURSEL, index, 0 );
    }
    update( dlg, edit );
}

static void set_current( struct dial_edit *edit, DWORD id )
{
    if (id == edit->book.current) return;
    edit->book.current = id;
    edit->book.state = DIAL_CHANGED;
}

/* A new one starts as a copy of nothing but the current one's country. */
static void add_location( HWND dlg, struct dial_edit *edit )
{
    const struct dial_location *current = dial_find_location( &edit->book, edit->book.current );
    DWORD country = current ? current->country_id : 1, id = edit->next_id++;
    struct dial_location *location = dial_add_location( &edit->book );
    WCHAR name[DIALOG_TEXT_CHARS];

    if (!location) return;
    location->id = id;
    location->state = DIAL_NEW;
    location->country_id = country;
    dialog_load_text( IDS_NEW_LOCATION, name, ARRAYSIZE(name) );
    dial_set( &location->name, name );
    if (location_dialog_run( dlg, edit, id )) set_current( edit, id );
    /* the user thought better of it: it was the last one */
    else edit->book.locations[edit->book.location_count - 1].state = DIAL_REMOVED;
    rules_fill( dlg, edit );
}

static void remove_location( HWND dlg, struct dial_edit *edit, DWORD id )
{
    struct dial_location *location = dial_find_location( &edit->book, id );
    DWORD i;

    if (!location || count_locations( &edit->book ) < 2) return;
    location->state = DIAL_REMOVED;
    for (i = 0; i < edit->book.location_count && edit->book.current == id; i++)
        if (edit->book.locations[i].state != DIAL_REMOVED) set_current( edit, edit->book.locations[i].id );
    rules_fill( dlg, edit );
}

/* FALSE: it is not saved, the user was told. */
static BOOL save( HWND dlg, struct dial_edit *edit )
{
    WCHAR text[DIALOG_TEXT_CHARS];
    LONG err;

    if (!rules_changed( edit )) return TRUE;
    if (!(err = dial_rules_save( &edit->book ))) return TRUE;
    ERR( "the dialing rules cannot be saved: %s\n", trp_error_name( err ) );
    dialog_load_text( IDS_NOT_SAVED, text, ARRAYSIZE(text) );
    tell( dlg, MB_OK | MB_ICONERROR, text );
    return FALSE;
}

BOOL rules_apply( HWND dlg, struct dial_edit *edit )
{
    struct dial_book book;

    if (!save( dlg, edit )) return FALSE;
    if (dial_rules_read( 0, LINEMAPPER, TAPI_VERSION_NEWEST, &book )) return TRUE;
    dial_free( &edit->book );
    edit->book = book;
    rules_fill( dlg, edit );
    return TRUE;
}

void rules_init( HWND dlg, struct dial_edit *edit )
{
    static const UINT tab_stops[] = { 147 };

    SendDlgItemMessageW( dlg, IDC_LIST, LB_SETTABSTOPS, ARRAYSIZE(tab_stops), (LPARAM)tab_stops );
    if (edit->book.report && *edit->book.report)
    {
        SetDlgItemTextW( dlg, IDC_REPORT, edit->book.report );
        ShowWindow( GetDlgItem( dlg, IDC_REPORT ), SW_SHOWNA );
    }
    rules_fill( dlg, edit );
}

BOOL rules_command( HWND dlg, struct dial_edit *edit, WPARAM wparam )
{
    DWORD id;

    switch (LOWORD( wparam ))
    {
    case IDC_LIST:
        if (HIWORD( wparam ) == LBN_SELCHANGE && dialog_selected( dlg, IDC_LIST, &id ))
        {
            set_current( edit, id );
            update( dlg, edit );
            return TRUE;
        }
        if (HIWORD( wparam ) != LBN_DBLCLK) return FALSE;
        /* fall through */
    case IDC_EDIT:
        if (dialog_selected( dlg, IDC_LIST, &id ) && location_dialog_run( dlg, edit, id )) rules_fill( dlg, edit );
        return TRUE;
    case IDC_NEW:
        add_location( dlg, edit );
        return TRUE;
    case IDC_DELETE:
        if (dialog_selected( dlg, IDC_LIST, &id )) remove_location( dlg, edit, id );
        return TRUE;
    }
    return FALSE;
}

static void command( HWND dlg, struct dial_edit *edit, WPARAM wparam )
{
    switch (LOWORD( wparam ))
    {
    case IDC_APPLY:
        rules_apply( dlg, edit );
        return;
    case IDOK:
        if (save( dlg, edit )) EndDialog( dlg, IDOK );
        return;
    case IDCANCEL:
        EndDialog( dlg, IDCANCEL );
        return;
    default:
        rules_command( dlg, edit, wparam );
        return;
    }
}

static INT_PTR CALLBACK dialog_proc( HWND dlg, UINT msg, WPARAM wparam, LPARAM lparam )
{
    switch (msg)
    {
    case WM_INITDIALOG:
        SetWindowLongPtrW( dlg, DWLP_USER, lparam );
        SetPropW( dlg, marker, (HANDLE)1 );
        rules_init( dlg, (struct dial_edit *)lparam );
        return TRUE;
    case WM_COMMAND:
        command( dlg, (struct dial_edit *)GetWindowLongPtrW( dlg, DWLP_USER ), wparam );
        return TRUE;
    case WM_DESTROY:
        RemovePropW( dlg, marker );
        return FALSE;
    }
    return FALSE;
}

LONG translate_dialog_run( HWND owner, struct dial_book *book, const WCHAR *address )
{
    struct dial_edit edit = { .book = *book, .address = address, .next_id = FIRST_TEMPORARY_ID };
    INT_PTR ret = DialogBoxParamW( tapi_instance, MAKEINTRESOURCEW( IDD_TRANSLATE ), propsheet_owner( owner ), dialog_proc, (LPARAM)&edit );

    if (ret == -1) ERR( "cannot show the dialing rules, error %lu: is there a display?\n", GetLastError() );
    dial_free( &edit.book );
    return ret == -1 ? LINEERR_OPERATIONFAILED : 0;
}

static BOOL CALLBACK raise_dialog( HWND window, LPARAM arg )
{
    if (!GetPropW( window, marker )) return TRUE;
    SetForegroundWindow( window );
    *(BOOL *)arg = TRUE;
    return FALSE;
}

BOOL translate_dialog_raise(void)
{
    BOOL found = FALSE;

    EnumWindows( raise_dialog, (LPARAM)&found );
    return found;
}
