/*
 * Phone and modem options: a new modem.
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

#include "modeminf/modeminf.h"

DEBUG_CHANNEL( modemcpl );

static const WCHAR standard_model[] = L"Standard Modem";

/* The COM ports that Wine has, in order, and those the user described. */
static void fill_ports( HWND combo )
{
    static const WCHAR *const keys[] = { L"Hardware\\DeviceMap\\SerialComm", L"Software\\Wine\\Ports" };
    BOOL there[257] = { FALSE };
    WCHAR name[MAX_PATH], text[MAX_PATH];
    DWORD i, k, size, name_len, type, number;
    HKEY key;

    for (k = 0; k < ARRAYSIZE(keys); k++)
    {
        if (RegOpenKeyExW( HKEY_LOCAL_MACHINE, keys[k], 0, KEY_READ | KEY_WOW64_64KEY, &key )) continue;
        for (i = 0;; i++)
        {
            const WCHAR *com = k ? name : text;
            LONG error;

            name_len = ARRAYSIZE(name);
            size = sizeof(text) - sizeof(WCHAR);
            error = RegEnumValueW( key, i, name, &name_len, NULL, &type, (BYTE *)text, &size );
            if (error == ERROR_NO_MORE_ITEMS) break;
            if (error || type != REG_SZ) continue;
            text[size / sizeof(WCHAR)] = 0;
            if (_wcsnicmp( com, L"COM", 3 )) continue;
            number = wcstoul( com + 3, NULL, 10 );
            if (number && number < ARRAYSIZE(there)) there[number] = TRUE;
        }
        RegCloseKey( key );
    }
    for (i = 1; i < ARRAYSIZE(there); i++)
    {
        if (!there[i]) continue;
        swprintf( text, ARRAYSIZE(text), L"COM%lu", i );
        SendMessageW( combo, CB_ADDSTRING, 0, (LPARAM)text );
    }
    SendMessageW( combo, CB_LIMITTEXT, 60, 0 );
    if (SendMessageW( combo, CB_GETCOUNT, 0, 0 )) SendMessageW( combo, CB_SETCURSEL, 0, 0 );
}

static BOOL add_model( struct modeminf *inf, const struct modeminf_model *model, void *arg )
{
    /* the same model may be in several files: the first counts, as when it is installed by name */
    if (SendMessageW( arg, CB_FINDSTRINGEXACT, -1, (LPARAM)model->name ) == CB_ERR) SendMessageW( arg, CB_ADDSTRING, 0, (LPARAM)model->name );
    return TRUE;
}

static BOOL select_model( HWND combo, const WCHAR *name )
{
    LRESULT index = SendMessageW( combo, CB_FINDSTRINGEXACT, -1, (LPARAM)name );

    if (index == CB_ERR) return FALSE;
    SendMessageW( combo, CB_SETCURSEL, index, 0 );
    return TRUE;
}

/* "Standard Modem" is what the provider takes a modem for that has no definition; the others are those of the prefix' .INF files. */
static void fill_models( HWND combo )
{
    HCURSOR old = SetCursor( LoadCursorW( NULL, (const WCHAR *)IDC_WAIT ) );

    modeminf_for_each( NULL, add_model, combo );
    SetCursor( old );
    if (SendMessageW( combo, CB_FINDSTRINGEXACT, -1, (LPARAM)standard_model ) == CB_ERR)
        SendMessageW( combo, CB_ADDSTRING, 0, (LPARAM)standard_model );
    select_model( combo, standard_model );
}

/* Without blanks at the ends; "" if there is nothing. */
static void get_text( HWND dlg, int control, WCHAR *buffer, int chars )
{
    WCHAR *start = buffer;
    int len = GetDlgItemTextW( dlg, control, buffer, chars );

    while (len && buffer[len - 1] == ' ') buffer[--len] = 0;
    while (*start == ' ') start++;
    memmove( buffer, start, (wcslen( start ) + 1) * sizeof(WCHAR) );
}

static BOOL refuse( HWND dlg, int control, UINT text, const WCHAR *value, const WCHAR *reason )
{
    message( dlg, MB_OK | MB_ICONWARNING, text, value, reason );
    SendMessageW( dlg, WM_NEXTDLGCTL, (WPARAM)GetDlgItem( dlg, control ), TRUE );
    return FALSE;
}

static BOOL is_com_name( const WCHAR *port )
{
    DWORD number;
    WCHAR *end;

    if (_wcsnicmp( port, L"COM", 3 )) return FALSE;
    number = wcstoul( port + 3, &end, 10 );
    return !*end && number && number <= 256;
}

static BOOL get_port( HWND dlg, WCHAR *port, int chars )
{
    get_text( dlg, IDC_PORT, port, chars );
    if (port[0] != '/' && !is_com_name( port )) return refuse( dlg, IDC_PORT, IDS_BAD_PORT, port, NULL );
    if (port[0] != '/') CharUpperW( port );
    return TRUE;
}

static BOOL store( HWND dlg )
{
    WCHAR name[SHOWN_CHARS], port[64], com[64], text[TEXT_CHARS], model[MODEMINF_NAME_CHARS], reason[300], *p;
    struct modem other;
    LONG error;

    get_text( dlg, IDC_NAME, name, ARRAYSIZE(name) );
    if (!name[0]) return refuse( dlg, IDC_NAME, IDS_NO_NAME, NULL, NULL );
    if (wcslen( name ) > NAME_CHARS) return refuse( dlg, IDC_NAME, IDS_LONG_NAME, NULL, NULL );
    for (p = name; *p; p++) if (*p < ' ') *p = ' ';
    if (modem_find_name( name, &other )) return refuse( dlg, IDC_NAME, IDS_NAME_TAKEN, name, NULL );
    if (!get_port( dlg, port, ARRAYSIZE(port) )) return FALSE;
    get_text( dlg, IDC_MODEL, model, ARRAYSIZE(model) );
    error = modem_add( name, port, wcscmp( model, standard_model ) ? model : NULL, com, ARRAYSIZE(com), reason, ARRAYSIZE(reason) );
    if (error && reason[0]) return refuse( dlg, IDC_MODEL, IDS_NO_MODEL, model, reason );
    switch (error)
    {
    case 0:
        return TRUE;
    case ERROR_ALREADY_EXISTS:
        return refuse( dlg, IDC_PORT, IDS_PORT_TAKEN, com, NULL );
    case ERROR_NO_MORE_ITEMS:
        return refuse( dlg, IDC_PORT, IDS_NO_COM, NULL, NULL );
    }
    error_text( error, text, ARRAYSIZE(text) );
    return refuse( dlg, IDC_NAME, IDS_CANNOT_ADD_MODEM, text, NULL );
}

/* A name that nobody has. */
static void propose_name( HWND dlg, const WCHAR *base )
{
    WCHAR name[NAME_CHARS + 1];
    struct modem other;
    int i;

    lstrcpynW( name, base, NAME_CHARS - 8 );
    for (i = 2; i < 1000 && modem_find_name( name, &other ); i++) swprintf( name, ARRAYSIZE(name), L"%.110ls #%d", base, i );
    SetDlgItemTextW( dlg, IDC_NAME, name );
}

/* ---- detection ---- */

static void detect( HWND dlg, struct query *query )
{
    WCHAR port[64];

    if (query->thread)
    {
        query_stop( query );
        SetDlgItemTextW( dlg, IDC_DETECTED, L"" );
        return;
    }
    if (!get_port( dlg, port, ARRAYSIZE(port) )) return;
    set_text( dlg, IDC_DETECTED, IDS_DETECTING );
    query_start( query, dlg, port, TRUE );
}

static void detected( HWND dlg, struct query *query, const struct query_end *end )
{
    WCHAR name[200], model[MODEMINF_NAME_CHARS];
    char said[100];

    query_stop( query );
    if (end->error)
    {
        query_error_text( end->error, end->port, name, ARRAYSIZE(name) );
        SetDlgItemTextW( dlg, IDC_DETECTED, name );
        return;
    }
    MultiByteToWideChar( CP_ACP, 0, modemprobe_propose( &end->report, NULL, 0 ), -1, model, ARRAYSIZE(model) );
    modemprobe_name( &end->report, said, sizeof(said) );
    swprintf( name, ARRAYSIZE(name), L"%hs", said );
    if (!name[0]) wcscpy( name, model );
    set_text( dlg, IDC_DETECTED, IDS_DETECTED, name, model );
    if (!select_model( GetDlgItem( dlg, IDC_MODEL ), model )) select_model( GetDlgItem( dlg, IDC_MODEL ), standard_model );
    propose_name( dlg, name );
}

static INT_PTR CALLBACK add_proc( HWND dlg, UINT msg, WPARAM wparam, LPARAM lparam )
{
    struct query *query = (struct query *)GetWindowLongPtrW( dlg, DWLP_USER );

    switch (msg)
    {
    case WM_INITDIALOG:
        SetWindowLongPtrW( dlg, DWLP_USER, lparam );
        SendDlgItemMessageW( dlg, IDC_NAME, EM_LIMITTEXT, NAME_CHARS, 0 );
        propose_name( dlg, standard_model );
        fill_models( GetDlgItem( dlg, IDC_MODEL ) );
        fill_ports( GetDlgItem( dlg, IDC_PORT ) );
        return TRUE;
    case WM_COMMAND:
        if (LOWORD( wparam ) == IDC_DETECT) detect( dlg, query );
        else if (LOWORD( wparam ) == IDOK && store( dlg )) EndDialog( dlg, IDOK );
        else if (LOWORD( wparam ) == IDCANCEL) EndDialog( dlg, IDCANCEL );
        return TRUE;
    case WM_QUERY_ANSWER:
        query_free_answer( (struct query_answer *)lparam );
        return TRUE;
    case WM_QUERY_END:
        if (query_is_current( query, (const struct query_end *)lparam )) detected( dlg, query, (const struct query_end *)lparam );
        query_free_end( (struct query_end *)lparam );
        return TRUE;
    case WM_DESTROY:
        query_stop( query );
        return FALSE;
    }
    return FALSE;
}

BOOL add_modem( HWND owner )
{
    struct query query = { 0 };
    INT_PTR ret = DialogBoxParamW( instance, MAKEINTRESOURCEW( IDD_ADD_MODEM ), propsheet_owner( owner ), add_proc, (LPARAM)&query );

    if (ret == -1) ERR( "cannot show the dialog, error %lu\n", GetLastError() );
    return ret == IDOK;
}
