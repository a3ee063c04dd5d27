/*
 * Phone and modem options: the sheet, and its page of dialing rules, which is tapi32's.
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

typedef BOOL (WINAPI *rules_page_func)( PROPSHEETPAGEW *page );

static BOOL run( HWND owner, PROPSHEETPAGEW *pages, UINT count, UINT start )
{
    static const INITCOMMONCONTROLSEX classes = { sizeof(classes), ICC_LISTVIEW_CLASSES | ICC_BAR_CLASSES | ICC_TAB_CLASSES };
    PROPSHEETHEADERW header = { .dwSize = sizeof(header) };
    WCHAR title[128];

    load_text( IDS_OPTIONS_TITLE, title, ARRAYSIZE(title) );
    InitCommonControlsEx( &classes );
    header.dwFlags = PSH_PROPSHEETPAGE | PSH_USEICONID;
    header.hwndParent = propsheet_owner( owner );
    header.hInstance = instance;
    header.pszIcon = MAKEINTRESOURCEW( IDI_MODEM );
    header.pszCaption = title;
    header.nPages = count;
    header.nStartPage = min( start, count - 1 );
    header.ppsp = pages;
    if (PropertySheetW( &header ) != -1) return TRUE;
    ERR( "cannot show phone and modem options, error %lu: is there a display?\n", GetLastError() );
    return FALSE;
}

static void set_page( PROPSHEETPAGEW *page, int template, DLGPROC proc )
{
    memset( page, 0, sizeof(*page) );
    page->dwSize = sizeof(*page);
    page->hInstance = instance;
    page->pszTemplate = MAKEINTRESOURCEW( template );
    page->pfnDlgProc = proc;
}

/* Wine's own tapi32 has no such page. */
static BOOL get_rules_page( PROPSHEETPAGEW *page )
{
    rules_page_func func = (rules_page_func)(void *)GetProcAddress( GetModuleHandleW( L"tapi32.dll" ), "WineDialingRulesPage" );

    if (func) return func( page );
    ERR( "tapi32.dll is not the one of Wine Telephony, so there are no dialing rules; winetapi status says why\n" );
    return FALSE;
}

BOOL show_options( HWND owner, UINT start )
{
    PROPSHEETPAGEW pages[3];
    UINT count = 0;

    if (get_rules_page( &pages[0] )) count++;
    else if (start) start--;
    set_page( &pages[count++], IDD_MODEMS, modems_proc );
    set_page( &pages[count++], IDD_PROVIDERS, providers_proc );
    return run( owner, pages, count, start );
}

BOOL show_modems( HWND owner )
{
    PROPSHEETPAGEW page;

    set_page( &page, IDD_MODEMS, modems_proc );
    return run( owner, &page, 1, 0 );
}
