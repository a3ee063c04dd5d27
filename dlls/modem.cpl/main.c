/*
 * Phone and modem options of the control panel.
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

#include <cpl.h>
#include <prsht.h>

DEBUG_CHANNEL( modemcpl );

HINSTANCE instance;

/* Exported for telephon.cpl, for unimdm.tsp and for winetapi */
BOOL WINAPI ShowPhoneAndModemOptions( HWND owner, UINT page );
BOOL WINAPI ShowModems( HWND owner );
BOOL WINAPI ShowModemProperties( HWND owner, const WCHAR *name );
LONG CALLBACK CPlApplet( HWND owner, UINT msg, LPARAM lparam1, LPARAM lparam2 );

/* ---- texts ---- */

void load_text( UINT id, WCHAR *buffer, int chars )
{
    if (!LoadStringW( instance, id, buffer, chars )) buffer[0] = 0;
}

static void format_text( WCHAR *buffer, int chars, UINT id, va_list args )
{
    WCHAR format[TEXT_CHARS];

    load_text( id, format, ARRAYSIZE(format) );
    /* a name may be longer than the buffer: then the text is cut */
    if (vswprintf( buffer, chars, format, args ) < 0) buffer[chars - 1] = 0;
}

int message( HWND owner, UINT flags, UINT id, ... )
{
    WCHAR text[TEXT_CHARS + SHOWN_CHARS], title[128];
    HWND top = propsheet_owner( owner );
    va_list args;

    va_start( args, id );
    format_text( text, ARRAYSIZE(text), id, args );
    va_end( args );
    load_text( IDS_OPTIONS_TITLE, title, ARRAYSIZE(title) );
    if (top) GetWindowTextW( top, title, ARRAYSIZE(title) );
    return MessageBoxW( top, text, title, flags );
}

void set_text( HWND dlg, int control, UINT id, ... )
{
    WCHAR text[TEXT_CHARS + SHOWN_CHARS];
    va_list args;

    va_start( args, id );
    format_text( text, ARRAYSIZE(text), id, args );
    va_end( args );
    SetDlgItemTextW( dlg, control, text );
}

void error_text( DWORD error, WCHAR *buffer, DWORD chars )
{
    DWORD len = FormatMessageW( FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS, NULL, error, 0, buffer, chars, NULL );

    while (len && (buffer[len - 1] == '\n' || buffer[len - 1] == '\r' || buffer[len - 1] == '.')) len--;
    buffer[len] = 0;
    if (!len) swprintf( buffer, chars, L"%lu", error );
}

/* ---- report lists ---- */

void list_columns( HWND list, const struct column *columns )
{
    WCHAR text[64];
    int i;

    SendMessageW( list, LVM_SETEXTENDEDLISTVIEWSTYLE, LVS_EX_FULLROWSELECT, LVS_EX_FULLROWSELECT );
    for (i = 0; columns[i].string; i++)
    {
        RECT rect = { 0, 0, columns[i].width, 0 };
        LVCOLUMNW column = { .mask = LVCF_TEXT | LVCF_WIDTH | LVCF_SUBITEM, .pszText = text, .iSubItem = i };

        MapDialogRect( GetParent( list ), &rect );
        load_text( columns[i].string, text, ARRAYSIZE(text) );
        column.cx = rect.right;
        SendMessageW( list, LVM_INSERTCOLUMNW, i, (LPARAM)&column );
    }
}

void list_row( HWND list, int row, const WCHAR *first, const WCHAR *second, LPARAM data )
{
    LVITEMW item = { .mask = LVIF_TEXT | LVIF_PARAM, .iItem = row, .pszText = (WCHAR *)first, .lParam = data };

    item.iItem = SendMessageW( list, LVM_INSERTITEMW, 0, (LPARAM)&item );
    item.mask = LVIF_TEXT;
    item.iSubItem = 1;
    item.pszText = (WCHAR *)second;
    SendMessageW( list, LVM_SETITEMW, 0, (LPARAM)&item );
}

int list_selected( HWND list )
{
    return SendMessageW( list, LVM_GETNEXTITEM, -1, MAKELPARAM( LVNI_SELECTED, 0 ) );
}

/* ---- exports ---- */

BOOL WINAPI ShowPhoneAndModemOptions( HWND owner, UINT page )
{
    TRACE( "owner %p, page %u\n", owner, page );
    return show_options( owner, page );
}

BOOL WINAPI ShowModems( HWND owner )
{
    TRACE( "owner %p\n", owner );
    return show_modems( owner );
}

BOOL WINAPI ShowModemProperties( HWND owner, const WCHAR *name )
{
    struct modem modem;

    TRACE( "owner %p, modem %s\n", owner, debugstr_w( name ) );
    if (modem_find_name( name, &modem )) return show_properties( owner, &modem );
    WARN( "there is no modem %s\n", debugstr_w( name ) );
    SetLastError( ERROR_FILE_NOT_FOUND );
    return FALSE;
}

static void new_inquire( NEWCPLINFOW *info )
{
    memset( info, 0, sizeof(*info) );
    info->dwSize = sizeof(*info);
    info->hIcon = LoadIconW( instance, MAKEINTRESOURCEW( IDI_MODEM ) );
    load_text( IDS_APPLET_NAME, info->szName, ARRAYSIZE(info->szName) );
    load_text( IDS_APPLET_INFO, info->szInfo, ARRAYSIZE(info->szInfo) );
}

LONG CALLBACK CPlApplet( HWND owner, UINT msg, LPARAM lparam1, LPARAM lparam2 )
{
    TRACE( "owner %p, message %u\n", owner, msg );
    switch (msg)
    {
    case CPL_INIT:
        return TRUE;
    case CPL_GETCOUNT:
        return 1;
    case CPL_INQUIRE:
    {
        CPLINFO *info = (CPLINFO *)lparam2;

        info->idIcon = IDI_MODEM;
        info->idName = IDS_APPLET_NAME;
        info->idInfo = IDS_APPLET_INFO;
        info->lData = 0;
        return 0;
    }
    case CPL_NEWINQUIRE:
        new_inquire( (NEWCPLINFOW *)lparam2 );
        return 0;
    case CPL_DBLCLK:
        return !show_options( owner, PAGE_MODEMS );
    case CPL_STARTWPARMSW:
        /* control modem.cpl,,2: the page */
        return show_options( owner, lparam2 && *(const WCHAR *)lparam2 ? wcstoul( (const WCHAR *)lparam2, NULL, 10 ) : PAGE_MODEMS );
    }
    return 0;
}

BOOL WINAPI DllMain( HINSTANCE inst, DWORD reason, void *reserved )
{
    if (reason != DLL_PROCESS_ATTACH) return TRUE;
    instance = inst;
    DisableThreadLibraryCalls( inst );
    return TRUE;
}
