/*
 * Property sheets.
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

#include <stdlib.h>

#include "propsheet/propsheet.h"
#include "debug/debug.h"

#include <commctrl.h>
#include <prsht.h>

DEBUG_CHANNEL( tapi );

HWND propsheet_owner( HWND owner )
{
    HWND top = owner && owner != GetDesktopWindow() ? GetAncestor( owner, GA_ROOT ) : NULL;

    return top == GetDesktopWindow() ? NULL : top;
}

BOOL propsheet_run( HINSTANCE instance, HWND owner, const WCHAR *title, const struct propsheet_page *pages, unsigned int count, void *arg )
{
    PROPSHEETHEADERW header = { .dwSize = sizeof(header) };
    typeof( PropertySheetW ) *p_PropertySheetW;
    PROPSHEETPAGEW *page;
    HMODULE module;
    INT_PTR ret;
    DWORD error;
    unsigned int i;

    if (!(module = LoadLibraryW( L"comctl32.dll" )) || !(p_PropertySheetW = (void *)GetProcAddress( module, "PropertySheetW" )))
    {
        error = GetLastError();
        ERR( "cannot load comctl32.dll, error %lu\n", error );
        if (module) FreeLibrary( module );
        SetLastError( error );
        return FALSE;
    }
    if (!(page = calloc( count, sizeof(*page) )))
    {
        FreeLibrary( module );
        SetLastError( ERROR_NOT_ENOUGH_MEMORY );
        return FALSE;
    }
    for (i = 0; i < count; i++)
    {
        page[i].dwSize = sizeof(page[i]);
        page[i].hInstance = instance;
        page[i].pszTemplate = MAKEINTRESOURCEW( pages[i].template );
        page[i].pfnDlgProc = pages[i].proc;
        page[i].lParam = (LPARAM)arg;
    }
    header.dwFlags = PSH_PROPSHEETPAGE | PSH_NOAPPLYNOW;
    header.hwndParent = propsheet_owner( owner );
    header.hInstance = instance;
    header.pszCaption = title;
    header.nPages = count;
    header.ppsp = page;
    ret = p_PropertySheetW( &header );
    error = GetLastError();
    free( page );
    FreeLibrary( module );
    if (ret == -1) ERR( "no settings window: error %lu. Is there a display?\n", error );
    SetLastError( error );
    return ret != -1;
}
