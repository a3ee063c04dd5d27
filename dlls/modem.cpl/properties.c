/*
 * Phone and modem options: the properties of a modem, general and advanced.
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

#include <prsht.h>

DEBUG_CHANNEL( modemcpl );

#define USER_INIT_CHARS 255     /* what unimdm.tsp reads of it */

BOOL properties_stored( HWND dlg, struct properties *properties, LONG error )
{
    WCHAR text[TEXT_CHARS];

    if (!error) return TRUE;
    if (!properties->told)
    {
        ERR( "the settings of modem %s cannot be stored: error %#lx\n", debugstr_w( properties->modem.name ), error );
        if (error == ERROR_FILE_NOT_FOUND || error == ERROR_PATH_NOT_FOUND || error == (LONG)LINEERR_NODEVICE || error == (LONG)LINEERR_BADDEVICEID)
        {
            properties->told = TRUE;
            message( dlg, MB_OK | MB_ICONWARNING, IDS_MODEM_GONE, properties->modem.name );
        }
        else
        {
            if (error < 0) swprintf( text, ARRAYSIZE(text), L"%#lx", error );
            else error_text( error, text, ARRAYSIZE(text) );
            message( dlg, MB_OK | MB_ICONERROR, IDS_CANNOT_STORE, text );
        }
    }
    return FALSE;
}

/* ---- general ---- */

static void show_status( HWND dlg, const struct modem *modem )
{
    struct line line;
    WCHAR path[MAX_PATH];
    LONG error;

    port_host_path( modem->port, path, ARRAYSIZE(path) );
    if (path[0] && modem->port[0] != '/') set_text( dlg, IDC_LOCATION, IDS_LOCATION_HOST, modem->port, path );
    else set_text( dlg, IDC_LOCATION, modem->port[0] ? IDS_LOCATION : IDS_NO_PORT, modem->port );

    if (modem->name_too_long) set_text( dlg, IDC_STATUS, IDS_STATUS_LONG_NAME );
    else if (!modem_is_virtual( modem ) && !port_is_there( modem->port )) set_text( dlg, IDC_STATUS, IDS_STATUS_NO_PORT, path[0] ? path : modem->port );
    else if (!(error = line_find( modem, &line )))
    {
        set_text( dlg, IDC_STATUS, IDS_STATUS_WORKS );
        line_done( &line );
    }
    else if (error == (LONG)LINEERR_NODEVICE) set_text( dlg, IDC_STATUS, IDS_STATUS_NO_LINE );
    else set_text( dlg, IDC_STATUS, IDS_STATUS_NO_SERVICE, error );
}

static void init_general( HWND dlg, const struct modem *modem )
{
    WCHAR text[200];

    SendDlgItemMessageW( dlg, IDC_DEVICE_ICON, STM_SETICON, (WPARAM)LoadIconW( instance, MAKEINTRESOURCEW( IDI_MODEM ) ), 0 );
    SetDlgItemTextW( dlg, IDC_DEVICE_NAME, modem->name );
    set_text( dlg, IDC_DEVICE_TYPE, IDS_TYPE_MODEMS );
    if (modem_get_string( modem, L"Manufacturer", text, ARRAYSIZE(text) ) || modem_get_string( modem, L"ProviderName", text, ARRAYSIZE(text) ))
        SetDlgItemTextW( dlg, IDC_MANUFACTURER, text );
    else set_text( dlg, IDC_MANUFACTURER, IDS_UNKNOWN );
    show_status( dlg, modem );
}

static INT_PTR CALLBACK general_proc( HWND dlg, UINT msg, WPARAM wparam, LPARAM lparam )
{
    if (msg != WM_INITDIALOG) return FALSE;
    init_general( dlg, &((const struct properties *)((const PROPSHEETPAGEW *)lparam)->lParam)->modem );
    return TRUE;
}

/* ---- advanced ---- */

static void init_advanced( HWND dlg, const struct modem *modem )
{
    WCHAR text[USER_INIT_CHARS + 1];

    SendDlgItemMessageW( dlg, IDC_USER_INIT, EM_LIMITTEXT, USER_INIT_CHARS, 0 );
    modem_get_string( modem, L"UserInit", text, ARRAYSIZE(text) );
    SetDlgItemTextW( dlg, IDC_USER_INIT, text );
    SendDlgItemMessageW( dlg, IDC_USER_INIT, EM_SETMODIFY, FALSE, 0 );
}

static BOOL apply_advanced( HWND dlg, struct properties *properties )
{
    WCHAR text[USER_INIT_CHARS + 1], *p;
    LONG error;

    if (!SendDlgItemMessageW( dlg, IDC_USER_INIT, EM_GETMODIFY, 0, 0 )) return TRUE;
    GetDlgItemTextW( dlg, IDC_USER_INIT, text, ARRAYSIZE(text) );
    for (p = text; *p; p++) if (*p < ' ') *p = ' ';
    error = modem_set_string( &properties->modem, L"UserInit", text );
    if (!error) SendDlgItemMessageW( dlg, IDC_USER_INIT, EM_SETMODIFY, FALSE, 0 );
    return properties_stored( dlg, properties, error );
}

static void change_preferences( HWND dlg, const struct modem *modem )
{
    struct line line;
    LONG error;

    if (!(error = line_find( modem, &line )))
    {
        error = line_edit_config( dlg, &line );
        line_done( &line );
    }
    if (!error) return;
    WARN( "the preferences of modem %s cannot be changed: error %#lx\n", debugstr_w( modem->name ), error );
    line_message( dlg, error );
}

static INT_PTR CALLBACK advanced_proc( HWND dlg, UINT msg, WPARAM wparam, LPARAM lparam )
{
    struct properties *properties = (struct properties *)GetWindowLongPtrW( dlg, DWLP_USER );

    switch (msg)
    {
    case WM_INITDIALOG:
        properties = (struct properties *)((const PROPSHEETPAGEW *)lparam)->lParam;
        init_advanced( dlg, &properties->modem );
        SetWindowLongPtrW( dlg, DWLP_USER, (LONG_PTR)properties );
        return TRUE;
    case WM_COMMAND:
        if (!properties) return FALSE;
        if (LOWORD( wparam ) == IDC_PREFERENCES && HIWORD( wparam ) == BN_CLICKED) change_preferences( dlg, &properties->modem );
        else if (LOWORD( wparam ) == IDC_USER_INIT && HIWORD( wparam ) == EN_CHANGE) SendMessageW( GetParent( dlg ), PSM_CHANGED, (WPARAM)dlg, 0 );
        else return FALSE;
        return TRUE;
    case WM_NOTIFY:
        if (((const NMHDR *)lparam)->code != PSN_APPLY) return FALSE;
        SetWindowLongPtrW( dlg, DWLP_MSGRESULT, apply_advanced( dlg, properties ) || properties->told ? PSNRET_NOERROR : PSNRET_INVALID );
        return TRUE;
    }
    return FALSE;
}

/* ---- the sheet ---- */

BOOL show_properties( HWND owner, const struct modem *modem )
{
    static const INITCOMMONCONTROLSEX classes = { sizeof(classes), ICC_LISTVIEW_CLASSES | ICC_BAR_CLASSES | ICC_TAB_CLASSES };
    static const struct { int template; DLGPROC proc; } pages[] =
    {
        { IDD_PROPERTIES_GENERAL, general_proc },
        { IDD_PROPERTIES_MODEM, modem_page_proc },
        { IDD_PROPERTIES_QUERY, query_page_proc },
        { IDD_PROPERTIES_ADVANCED, advanced_proc },
    };
    struct properties properties = { .modem = *modem };
    PROPSHEETPAGEW page[ARRAYSIZE(pages)];
    PROPSHEETHEADERW header = { .dwSize = sizeof(header) };
    WCHAR format[64], title[64 + SHOWN_CHARS];
    DWORD i;

    InitCommonControlsEx( &classes );
    memset( page, 0, sizeof(page) );
    for (i = 0; i < ARRAYSIZE(pages); i++)
    {
        page[i].dwSize = sizeof(page[i]);
        page[i].hInstance = instance;
        page[i].pszTemplate = MAKEINTRESOURCEW( pages[i].template );
        page[i].pfnDlgProc = pages[i].proc;
        page[i].lParam = (LPARAM)&properties;
    }
    load_text( IDS_PROPERTIES_TITLE, format, ARRAYSIZE(format) );
    swprintf( title, ARRAYSIZE(title), format, modem->name );
    header.dwFlags = PSH_PROPSHEETPAGE | PSH_NOAPPLYNOW;
    header.hwndParent = propsheet_owner( owner );
    header.hInstance = instance;
    header.pszCaption = title;
    header.nPages = ARRAYSIZE(page);
    header.ppsp = page;
    if (PropertySheetW( &header ) != -1) return TRUE;
    ERR( "cannot show the properties of modem %s, error %lu: is there a display?\n", debugstr_w( modem->name ), GetLastError() );
    return FALSE;
}
