/*
 * The dialog of the exchange, in the program that asks for it.
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

#include <string.h>

#include "exchange.h"
#include "resource.h"

DEBUG_CHANNEL( exchange );

static BOOL store( HKEY key, const WCHAR *name, DWORD value )
{
    return !RegSetValueExW( key, name, 0, REG_DWORD, (const BYTE *)&value, sizeof(value) );
}

static void complain( HWND dlg, UINT id )
{
    WCHAR text[160], title[64];

    LoadStringW( exchange_instance, id, text, ARRAYSIZE(text) );
    LoadStringW( exchange_instance, IDS_TITLE, title, ARRAYSIZE(title) );
    MessageBoxW( dlg, text, title, MB_OK | MB_ICONERROR );
}

/* FALSE: the dialog stays. */
static BOOL take_settings( HWND dlg )
{
    BOOL valid_lines, valid_seconds, stored;
    DWORD lines = GetDlgItemInt( dlg, IDC_LINES, &valid_lines, FALSE ), seconds = GetDlgItemInt( dlg, IDC_RING_SECONDS, &valid_seconds, FALSE );
    HKEY key;

    if (!valid_lines || !valid_seconds || !lines || lines > MAX_LINES || !seconds || seconds > 3600)
    {
        complain( dlg, IDS_RANGE );
        return FALSE;
    }
    if (RegCreateKeyExW( HKEY_LOCAL_MACHINE, EXCHANGE_KEY, 0, NULL, 0, KEY_SET_VALUE | KEY_WOW64_64KEY, NULL, &key, NULL ))
    {
        complain( dlg, IDS_NOT_STORED );
        return FALSE;
    }
    stored = store( key, L"Lines", lines ) && store( key, L"RingSeconds", seconds );
    RegCloseKey( key );
    if (!stored) complain( dlg, IDS_NOT_STORED );
    return stored;
}

static INT_PTR CALLBACK exchange_dialog( HWND dlg, UINT msg, WPARAM wparam, LPARAM lparam )
{
    struct config config;

    switch (msg)
    {
    case WM_INITDIALOG:
        config_default( &config );
        SetDlgItemInt( dlg, IDC_LINES, exchange_setting( L"Lines", config.lines, 1, MAX_LINES ), FALSE );
        SetDlgItemInt( dlg, IDC_RING_SECONDS, exchange_setting( L"RingSeconds", config.ring_seconds, 1, 3600 ), FALSE );
        return TRUE;
    case WM_COMMAND:
        if (LOWORD( wparam ) == IDOK && take_settings( dlg )) EndDialog( dlg, IDOK );
        else if (LOWORD( wparam ) == IDCANCEL) EndDialog( dlg, IDCANCEL );
        return TRUE;
    }
    return FALSE;
}

LONG WINAPI TUISPI_providerConfig( TUISPIDLLCALLBACK callback, HWND owner, DWORD provider_id )
{
    TRACE( "provider %lu\n", provider_id );
    if (DialogBoxParamW( exchange_instance, MAKEINTRESOURCEW( IDD_EXCHANGE ), owner, exchange_dialog, 0 ) != -1) return 0;
    ERR( "no dialog: error %lu\n", GetLastError() );
    return LINEERR_OPERATIONFAILED;
}

LONG WINAPI TSPI_providerUIIdentify( WCHAR *name )
{
    static const WCHAR own_name[] = L"exchange.tsp";

    TRACE( "\n" );
    if (!name) return LINEERR_INVALPOINTER;
    memcpy( name, own_name, sizeof(own_name) );
    return 0;
}

/* For hosts from before providers had a UI of their own: in the process of the service. */
LONG WINAPI TSPI_providerConfig( HWND owner, DWORD provider_id )
{
    return TUISPI_providerConfig( NULL, owner, provider_id );
}

/* The exchange opens no dialogs in programs by itself, and its own dialog needs nothing from the service. */
LONG WINAPI TSPI_providerGenericDialogData( DWORD_PTR object, DWORD type, void *params, DWORD size )
{
    TRACE( "object %#lx of type %lu, %lu bytes\n", (DWORD)object, type, size );
    return LINEERR_OPERATIONUNAVAIL;
}

LONG WINAPI TSPI_providerFreeDialogInstance( HDRVDIALOGINSTANCE instance )
{
    TRACE( "instance %p: there is none\n", instance );
    return LINEERR_INVALPARAM;
}

LONG WINAPI TUISPI_providerInstall( TUISPIDLLCALLBACK callback, HWND owner, DWORD provider_id )
{
    return TSPI_providerInstall( owner, provider_id );
}

LONG WINAPI TUISPI_providerRemove( TUISPIDLLCALLBACK callback, HWND owner, DWORD provider_id )
{
    return TSPI_providerRemove( owner, provider_id );
}
