/*
 * The settings windows of the control panel.
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

#include <wchar.h>

#include "winetapi.h"

/* What modem.cpl exports for its neighbours. */
typedef BOOL (WINAPI *options_func)( HWND owner, UINT page );
typedef BOOL (WINAPI *properties_func)( HWND owner, const WCHAR *name );

static const WCHAR *const pages[] = { L"rules", L"modems", L"advanced" };

int config_show( int argc, WCHAR **argv )
{
    WCHAR path[MAX_PATH + 16];
    options_func options;
    properties_func properties;
    HMODULE module;
    UINT page;

    if (argc > 2) return EXIT_USAGE;
    wcscpy( path + GetSystemDirectoryW( path, MAX_PATH ), L"\\modem.cpl" );
    if (!(module = LoadLibraryW( path ))) return fail( L"%ls cannot be loaded: %ls; run winetapi install", path, windows_error( GetLastError() ) );
    options = (options_func)(void *)GetProcAddress( module, "ShowPhoneAndModemOptions" );
    properties = (properties_func)(void *)GetProcAddress( module, "ShowModemProperties" );
    if (!options || !properties) return fail( L"%ls is not the one of Wine Telephony; run winetapi install", path );
    for (page = 0; argc == 2 && page < ARRAYSIZE(pages) && wcscmp( argv[1], pages[page] ); page++) continue;
    SetLastError( 0 );
    if (argc == 1 || page < ARRAYSIZE(pages))
    {
        if (options( NULL, argc == 1 ? 1 : page )) return EXIT_OK;
    }
    else if (properties( NULL, argv[1] )) return EXIT_OK;
    else if (GetLastError() == ERROR_FILE_NOT_FOUND)
        return fail( L"there is no modem '%ls', and no page of this name (rules, modems, advanced); winetapi status lists the modems", argv[1] );
    return fail( L"the window cannot be shown; is there a display (DISPLAY)?" );
}
