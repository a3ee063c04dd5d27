/*
 * The old applet Telephony: phone and modem options, at their dialing rules.
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

#include <stdarg.h>
#include <wchar.h>
#include <windef.h>
#include <winbase.h>
#include <winuser.h>

#include <cpl.h>

#include "debug/debug.h"

#include "resource.h"

DEBUG_CHANNEL( modemcpl );

static HINSTANCE instance;

LONG CALLBACK CPlApplet( HWND owner, UINT msg, LPARAM lparam1, LPARAM lparam2 );

/* modem.cpl has it all. */
static BOOL show( HWND owner, UINT page )
{
    typedef BOOL (WINAPI *options_func)( HWND owner, UINT page );
    WCHAR path[MAX_PATH + 16], text[256], title[64];
    options_func options = NULL;
    HMODULE module;
    BOOL ret;

    lstrcpyW( path + GetSystemDirectoryW( path, MAX_PATH ), L"\\modem.cpl" );
    if ((module = LoadLibraryW( path ))) options = (options_func)(void *)GetProcAddress( module, "ShowPhoneAndModemOptions" );
    if (!options)
    {
        ERR( "cannot use %s, error %lu; winetapi install puts it there\n", debugstr_w( path ), GetLastError() );
        LoadStringW( instance, IDS_NO_MODEM_CPL, text, ARRAYSIZE(text) );
        LoadStringW( instance, IDS_TELEPHONY_NAME, title, ARRAYSIZE(title) );
        MessageBoxW( owner, text, title, MB_OK | MB_ICONERROR );
        if (module) FreeLibrary( module );
        return FALSE;
    }
    ret = options( owner, page );
    FreeLibrary( module );
    return ret;
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

        info->idIcon = IDI_TELEPHONY;
        info->idName = IDS_TELEPHONY_NAME;
        info->idInfo = IDS_TELEPHONY_INFO;
        info->lData = 0;
        return 0;
    }
    case CPL_NEWINQUIRE:
    {
        NEWCPLINFOW *info = (NEWCPLINFOW *)lparam2;

        memset( info, 0, sizeof(*info) );
        info->dwSize = sizeof(*info);
        info->hIcon = LoadIconW( instance, MAKEINTRESOURCEW( IDI_TELEPHONY ) );
        LoadStringW( instance, IDS_TELEPHONY_NAME, info->szName, ARRAYSIZE(info->szName) );
        LoadStringW( instance, IDS_TELEPHONY_INFO, info->szInfo, ARRAYSIZE(info->szInfo) );
        return 0;
    }
    case CPL_DBLCLK:
        return !show( owner, 0 );
    case CPL_STARTWPARMSW:
        return show( owner, lparam2 ? wcstoul( (const WCHAR *)lparam2, NULL, 10 ) : 0 );
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
