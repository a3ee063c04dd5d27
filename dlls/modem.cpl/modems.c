/*
 * Phone and modem options: the page of modems.
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

#include "modemcpl.h"

#include <prsht.h>

DEBUG_CHANNEL( modemcpl );

#define WATCH_TIMER 1
#define WATCH_MS    500

/* Modems that come and go meanwhile are noticed. */
struct watch
{
    HKEY   key;
    HANDLE changed;
};

static const WCHAR watch_property[] = L"Wine Telephony modem watch";

static void watch_again( struct watch *watch )
{
    RegNotifyChangeKeyValue( watch->key, TRUE, REG_NOTIFY_CHANGE_NAME | REG_NOTIFY_CHANGE_LAST_SET, watch->changed, TRUE );
}

static void watch_begin( HWND dlg )
{
    struct watch *watch = HeapAlloc( GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof(*watch) );

    if (!watch) return;
    watch->key = modem_class_open( KEY_READ | KEY_NOTIFY );
    watch->changed = CreateEventW( NULL, FALSE, FALSE, NULL );
    SetPropW( dlg, watch_property, watch );
    if (!watch->key || !watch->changed) return;
    watch_again( watch );
    SetTimer( dlg, WATCH_TIMER, WATCH_MS, NULL );
}

static void watch_end( HWND dlg )
{
    struct watch *watch = RemovePropW( dlg, watch_property );

    if (!watch) return;
    KillTimer( dlg, WATCH_TIMER );
    if (watch->key) RegCloseKey( watch->key );
    if (watch->changed) CloseHandle( watch->changed );
    HeapFree( GetProcessHeap(), 0, watch );
}

/* ---- the list ---- */

static BOOL add_row( const struct modem *modem, void *arg )
{
    WCHAR none[64];
    HWND list = arg;

    load_text( IDS_NO_PORT, none, ARRAYSIZE(none) );
    list_row( list, SendMessageW( list, LVM_GETITEMCOUNT, 0, 0 ), modem->name, modem->port[0] ? modem->port : none, wcstoul( modem->key, NULL, 10 ) );
    return TRUE;
}

static LPARAM row_data( HWND list, int row )
{
    LVITEMW item = { .mask = LVIF_PARAM, .iItem = row };

    return SendMessageW( list, LVM_GETITEMW, 0, (LPARAM)&item ) ? item.lParam : -1;
}

static BOOL selected_modem( HWND dlg, struct modem *modem )
{
    HWND list = GetDlgItem( dlg, IDC_LIST );
    int row = list_selected( list );
    WCHAR key[8];

    if (row < 0) return FALSE;
    wsprintfW( key, L"%04lu", (DWORD)row_data( list, row ) );
    return modem_read( key, modem );
}

static void update( HWND dlg )
{
    BOOL selected = list_selected( GetDlgItem( dlg, IDC_LIST ) ) >= 0;
    HWND focus = GetFocus();

    EnableWindow( GetDlgItem( dlg, IDC_REMOVE ), selected );
    EnableWindow( GetDlgItem( dlg, IDC_PROPERTIES ), selected );
    /* the keyboard is not left in a button that is greyed */
    if (!selected && (focus == GetDlgItem( dlg, IDC_REMOVE ) || focus == GetDlgItem( dlg, IDC_PROPERTIES )))
        SendMessageW( dlg, WM_NEXTDLGCTL, (WPARAM)GetDlgItem( dlg, IDC_LIST ), TRUE );
}

static void fill( HWND dlg )
{
    HWND list = GetDlgItem( dlg, IDC_LIST );
    int row = list_selected( list ), count, i;
    LPARAM data = row >= 0 ? row_data( list, row ) : -1;
    LVITEMW state = { .stateMask = LVIS_SELECTED | LVIS_FOCUSED, .state = LVIS_SELECTED | LVIS_FOCUSED };

    SendMessageW( list, WM_SETREDRAW, FALSE, 0 );
    SendMessageW( list, LVM_DELETEALLITEMS, 0, 0 );
    modem_enum( add_row, list );
    count = SendMessageW( list, LVM_GETITEMCOUNT, 0, 0 );
    for (i = 0; i < count && row_data( list, i ) != data; i++) continue;
    if (i == count) i = row < 0 ? 0 : min( row, count - 1 );
    if (count) SendMessageW( list, LVM_SETITEMSTATE, i, (LPARAM)&state );
    SendMessageW( list, WM_SETREDRAW, TRUE, 0 );
    InvalidateRect( list, NULL, TRUE );
    update( dlg );
}

/* ---- buttons ---- */

static void remove_selected( HWND dlg )
{
    WCHAR text[TEXT_CHARS];
    struct modem modem;
    LONG error;

    if (!selected_modem( dlg, &modem ) || message( dlg, MB_YESNO | MB_ICONQUESTION | MB_DEFBUTTON2, IDS_ASK_REMOVE_MODEM, modem.name ) != IDYES) return;
    /* somebody else was faster: it is gone, as wanted */
    if ((error = modem_remove( &modem )) && error != ERROR_FILE_NOT_FOUND)
    {
        ERR( "cannot remove the modem %s, error %ld\n", debugstr_w( modem.name ), error );
        error_text( error, text, ARRAYSIZE(text) );
        message( dlg, MB_OK | MB_ICONERROR, IDS_CANNOT_REMOVE_MODEM, text );
    }
    fill( dlg );
}

static void show_selected( HWND dlg )
{
    struct modem modem;

    if (selected_modem( dlg, &modem )) show_properties( dlg, &modem );
    fill( dlg );
}

static void command( HWND dlg, WORD control )
{
    switch (control)
    {
    case IDC_ADD:
        if (add_modem( dlg )) fill( dlg );
        break;
    case IDC_REMOVE:
        remove_selected( dlg );
        break;
    case IDC_PROPERTIES:
        show_selected( dlg );
        break;
    }
}

static BOOL notify( HWND dlg, const NMHDR *header )
{
    if (header->idFrom != IDC_LIST) return FALSE;
    switch (header->code)
    {
    case LVN_ITEMCHANGED:
        update( dlg );
        return TRUE;
    case NM_DBLCLK:
    case NM_RETURN:
        show_selected( dlg );
        return TRUE;
    case LVN_KEYDOWN:
        if (((const NMLVKEYDOWN *)header)->wVKey == VK_DELETE) remove_selected( dlg );
        return TRUE;
    }
    return FALSE;
}

INT_PTR CALLBACK modems_proc( HWND dlg, UINT msg, WPARAM wparam, LPARAM lparam )
{
    static const struct column columns[] = { { IDS_COLUMN_MODEM, 158 }, { IDS_COLUMN_PORT, 68 }, { 0 } };
    struct watch *watch;

    switch (msg)
    {
    case WM_INITDIALOG:
        list_columns( GetDlgItem( dlg, IDC_LIST ), columns );
        fill( dlg );
        watch_begin( dlg );
        return TRUE;
    case WM_TIMER:
        watch = GetPropW( dlg, watch_property );
        if (wparam != WATCH_TIMER || !watch || WaitForSingleObject( watch->changed, 0 )) return FALSE;
        watch_again( watch );
        fill( dlg );
        return TRUE;
    case WM_COMMAND:
        command( dlg, LOWORD( wparam ) );
        return TRUE;
    case WM_NOTIFY:
        return notify( dlg, (const NMHDR *)lparam );
    case WM_DESTROY:
        watch_end( dlg );
        return FALSE;
    }
    return FALSE;
}
