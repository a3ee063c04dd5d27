/*
 * Phone and modem options: what a modem is, what it answers, and its log.
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

#include <stdio.h>

#include "modemcpl.h"
#include "query.h"

#include <objbase.h>
#include <shellapi.h>
#include <prsht.h>

DEBUG_CHANNEL( modemcpl );

struct query_page
{
    struct properties *properties;
    struct query       query;
    BYTE               logging;     /* as shown */
    BYTE               append;
};

/* ---- the log, where unimdm.tsp writes it ---- */

static BOOL log_path( const struct modem *modem, WCHAR *path, DWORD chars )
{
    WCHAR windows[MAX_PATH], name[NAME_CHARS + 1], *p;

    if (modem_get_string( modem, L"LoggingPath", path, chars )) return TRUE;
    if (!GetWindowsDirectoryW( windows, ARRAYSIZE(windows) )) return FALSE;
    lstrcpynW( name, modem->name, ARRAYSIZE(name) );
    for (p = name; *p; p++) if (wcschr( L"\\/:*?\"<>|", *p )) *p = '_';
    return swprintf( path, chars, L"%ls\\ModemLog_%ls.txt", windows, name ) > 0;
}

static BYTE get_flag( const struct modem *modem, const WCHAR *value )
{
    DWORD on;
    BYTE byte;

    if (modem_get_bytes( modem, value, &byte, sizeof(byte) )) return byte != 0;
    return modem_get_bytes( modem, value, &on, sizeof(on) ) && on;
}

static void view_log( HWND dlg, const struct modem *modem )
{
    WCHAR path[2 * MAX_PATH], text[TEXT_CHARS];
    HINSTANCE ret;

    if (!log_path( modem, path, ARRAYSIZE(path) ) || GetFileAttributesW( path ) == INVALID_FILE_ATTRIBUTES)
    {
        message( dlg, MB_OK | MB_ICONINFORMATION, IDS_NO_LOG );
        return;
    }
    /* never through the program that a file of this name happens to open with */
    ret = ShellExecuteW( GetAncestor( dlg, GA_ROOT ), NULL, L"notepad.exe", path, NULL, SW_SHOWNORMAL );
    if ((INT_PTR)ret > 32) return;
    ERR( "cannot start notepad.exe for %s, error %d\n", debugstr_w( path ), (int)(INT_PTR)ret );
    error_text( GetLastError(), text, ARRAYSIZE(text) );
    message( dlg, MB_OK | MB_ICONERROR, IDS_CANNOT_SHOW_LOG, path, text );
}

/* ---- identification ---- */

static void fill_information( HWND dlg, const struct modem *modem )
{
    static const WCHAR *const values[] = { L"MatchingDeviceId", L"Manufacturer", L"Model", L"InfPath", NULL };
    static const struct column columns[] = { { IDS_COLUMN_FIELD, 76 }, { IDS_COLUMN_VALUE, 132 }, { 0 } };
    HWND list = GetDlgItem( dlg, IDC_INFORMATION );
    WCHAR field[64], text[MAX_PATH], unknown[64];
    DWORD i;

    list_columns( list, columns );
    load_text( IDS_UNKNOWN, unknown, ARRAYSIZE(unknown) );
    for (i = 0; i < ARRAYSIZE(values); i++)
    {
        load_text( IDS_FIELD + i, field, ARRAYSIZE(field) );
        if (!values[i]) swprintf( text, ARRAYSIZE(text), L"%ls", modem->port );
        else if (!modem_get_string( modem, values[i], text, ARRAYSIZE(text) )) lstrcpynW( text, unknown, ARRAYSIZE(text) );
        list_row( list, i, field, text, 0 );
    }
}

/* ---- questions ---- */

static void show_button( HWND dlg, const struct query_page *page )
{
    set_text( dlg, IDC_QUERY, page->query.thread ? IDS_QUERY_STOP : IDS_QUERY );
}

static void start_stop( HWND dlg, struct query_page *page )
{
    const struct modem *modem = &page->properties->modem;

    if (page->query.thread)
    {
        query_stop( &page->query );
        set_text( dlg, IDC_QUERY_STATUS, IDS_QUERY_STOPPED );
    }
    else
    {
        SendDlgItemMessageW( dlg, IDC_ANSWERS, LVM_DELETEALLITEMS, 0, 0 );
        /* root could open it all the same, and disturb the call */
        if (line_is_busy( modem ))
        {
            WARN( "the modem %s is in use: not asked\n", debugstr_w( modem->name ) );
            set_text( dlg, IDC_QUERY_STATUS, IDS_QUERY_IN_USE, modem->port );
            return;
        }
        set_text( dlg, IDC_QUERY_STATUS, IDS_QUERY_RUNNING );
        if (!query_start( &page->query, dlg, modem->port, FALSE )) set_text( dlg, IDC_QUERY_STATUS, IDS_QUERY_FAILED, modem->port, L"" );
    }
    show_button( dlg, page );
}

/* A row for each line of the answer, the command beside the first. */
static void add_answer( HWND dlg, const struct query_answer *answer )
{
    HWND list = GetDlgItem( dlg, IDC_ANSWERS );
    const WCHAR *command = answer->command, *start = answer->text, *end;
    WCHAR text[260];
    int row = SendMessageW( list, LVM_GETITEMCOUNT, 0, 0 );

    if (!*start)
    {
        load_text( IDS_ANSWER + answer->result, text, ARRAYSIZE(text) );
        list_row( list, row, command, text, 0 );
    }
    while (*start)
    {
        end = wcschr( start, '\n' );
        if (!end) end = start + wcslen( start );
        lstrcpynW( text, start, min( (int)(end - start) + 1, (int)ARRAYSIZE(text) ) );
        list_row( list, row++, command, text, 0 );
        command = L"";
        start = *end ? end + 1 : end;
    }
    SendMessageW( list, LVM_ENSUREVISIBLE, SendMessageW( list, LVM_GETITEMCOUNT, 0, 0 ) - 1, FALSE );
}

static void ended( HWND dlg, struct query_page *page, const struct query_end *end )
{
    WCHAR text[TEXT_CHARS];

    if (!query_is_current( &page->query, end )) return;
    query_stop( &page->query );
    show_button( dlg, page );
    if (end->error)
    {
        query_error_text( end->error, end->port, text, ARRAYSIZE(text) );
        SetDlgItemTextW( dlg, IDC_QUERY_STATUS, text );
    }
    else set_text( dlg, IDC_QUERY_STATUS, IDS_QUERY_DONE );
}

/* ---- the page ---- */

static void init_page( HWND dlg, struct query_page *page )
{
    static const struct column columns[] = { { IDS_COLUMN_COMMAND, 62 }, { IDS_COLUMN_ANSWER, 158 }, { 0 } };

    fill_information( dlg, &page->properties->modem );
    list_columns( GetDlgItem( dlg, IDC_ANSWERS ), columns );
    page->logging = get_flag( &page->properties->modem, L"Logging" );
    page->append = get_flag( &page->properties->modem, L"AppendLog" );
    CheckDlgButton( dlg, IDC_LOG, page->logging ? BST_CHECKED : BST_UNCHECKED );
    CheckDlgButton( dlg, IDC_APPEND, page->append ? BST_CHECKED : BST_UNCHECKED );
    EnableWindow( GetDlgItem( dlg, IDC_APPEND ), page->logging );
    EnableWindow( GetDlgItem( dlg, IDC_QUERY ), page->properties->modem.port[0] != 0 );
}

static BOOL apply_flag( HWND dlg, struct query_page *page, int control, const WCHAR *value, BYTE *shown )
{
    BYTE on = IsDlgButtonChecked( dlg, control ) == BST_CHECKED;
    LONG error;

    if (on == *shown) return TRUE;
    error = modem_set( &page->properties->modem, value, REG_BINARY, &on, sizeof(on) );
    if (!error) *shown = on;
    return properties_stored( dlg, page->properties, error );
}

static BOOL apply( HWND dlg, struct query_page *page )
{
    return apply_flag( dlg, page, IDC_LOG, L"Logging", &page->logging ) && apply_flag( dlg, page, IDC_APPEND, L"AppendLog", &page->append );
}

INT_PTR CALLBACK query_page_proc( HWND dlg, UINT msg, WPARAM wparam, LPARAM lparam )
{
    struct query_page *page = (struct query_page *)GetWindowLongPtrW( dlg, DWLP_USER );

    switch (msg)
    {
    case WM_INITDIALOG:
        if (!(page = HeapAlloc( GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof(*page) ))) return TRUE;
        page->properties = (struct properties *)((const PROPSHEETPAGEW *)lparam)->lParam;
        SetWindowLongPtrW( dlg, DWLP_USER, (LONG_PTR)page );
        init_page( dlg, page );
        return TRUE;
    case WM_COMMAND:
        if (!page || HIWORD( wparam ) != BN_CLICKED) return FALSE;
        if (LOWORD( wparam ) == IDC_QUERY) start_stop( dlg, page );
        else if (LOWORD( wparam ) == IDC_LOG) EnableWindow( GetDlgItem( dlg, IDC_APPEND ), IsDlgButtonChecked( dlg, IDC_LOG ) );
        else if (LOWORD( wparam ) == IDC_VIEW_LOG) view_log( dlg, &page->properties->modem );
        return TRUE;
    case WM_QUERY_ANSWER:
        if (page && page->query.thread && ((struct query_answer *)lparam)->number == page->query.number)
            add_answer( dlg, (struct query_answer *)lparam );
        query_free_answer( (struct query_answer *)lparam );
        return TRUE;
    case WM_QUERY_END:
        if (page) ended( dlg, page, (struct query_end *)lparam );
        query_free_end( (struct query_end *)lparam );
        return TRUE;
    case WM_NOTIFY:
        if (!page || ((const NMHDR *)lparam)->code != PSN_APPLY) return FALSE;
        SetWindowLongPtrW( dlg, DWLP_MSGRESULT, apply( dlg, page ) || page->properties->told ? PSNRET_NOERROR : PSNRET_INVALID );
        return TRUE;
    case WM_DESTROY:
        SetWindowLongPtrW( dlg, DWLP_USER, 0 );
        if (page) query_stop( &page->query );
        HeapFree( GetProcessHeap(), 0, page );
        return FALSE;
    }
    return FALSE;
}
