/*
 * The dialog of the exchange.
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

#include "wine/test.h"

#include <winuser.h>
#include <winreg.h>
#include <tapi.h>
#include <tspi.h>

#include "../resource.h"

/* The user: waits for the dialog, types a number of lines, and ends it. */
struct user
{
    UINT lines;
    WORD button;
    BOOL found;
};

static DWORD WINAPI be_user( void *arg )
{
    DWORD end = GetTickCount() + 20000;
    struct user *user = arg;
    HWND dlg;

    while (!((dlg = FindWindowW( NULL, L"Telephone exchange" )) && IsWindowVisible( dlg )) && (int)(end - GetTickCount()) > 0) Sleep( 20 );
    if (!dlg) return 1;
    user->found = TRUE;
    SetDlgItemInt( dlg, IDC_LINES, user->lines, FALSE );
    SendMessageW( dlg, WM_COMMAND, user->button, 0 );
    return 0;
}

static DWORD lines_in_registry( void )
{
    DWORD value = 0, size = sizeof(value);
    HKEY key;

    if (RegOpenKeyExW( HKEY_LOCAL_MACHINE, L"Software\\Wine Telephony\\Exchange", 0, KEY_ALL_ACCESS | KEY_WOW64_64KEY, &key )) return 0;
    RegQueryValueExW( key, L"Lines", NULL, NULL, (BYTE *)&value, &size );
    RegCloseKey( key );
    return value;
}

START_TEST( dialog )
{
    __typeof__( &TUISPI_providerConfig ) config;
    __typeof__( &TSPI_providerUIIdentify ) identify;
    HMODULE module = LoadLibraryW( L"exchange.tsp" );
    struct user users[] = { { 37, IDOK }, { 99, IDCANCEL } };
    WCHAR name[MAX_PATH];
    unsigned int i;
    HANDLE thread;
    HKEY key;

    ok( module != NULL, "exchange.tsp does not load\n" );
    if (!module) return;
    config = (void *)GetProcAddress( module, "TUISPI_providerConfig" );
    identify = (void *)GetProcAddress( module, "TSPI_providerUIIdentify" );
    ok( config && identify, "not exported\n" );
    ok( !identify( name ) && !lstrcmpiW( name, L"exchange.tsp" ), "the UI DLL is %ls\n", name );
    for (i = 0; i < ARRAY_SIZE(users); i++)
    {
        LONG ret;

        thread = CreateThread( NULL, 0, be_user, &users[i], 0, NULL );
        ret = config( NULL, NULL, 1 );
        ok( !ret, "returned %#lx\n", ret );
        WaitForSingleObject( thread, 30000 );
        CloseHandle( thread );
        ok( users[i].found, "no dialog\n" );
        ok( lines_in_registry() == 37, "%lu lines\n", lines_in_registry() );
    }
    if (!RegOpenKeyExW( HKEY_LOCAL_MACHINE, L"Software\\Wine Telephony\\Exchange", 0, KEY_ALL_ACCESS | KEY_WOW64_64KEY, &key ))
    {
        RegDeleteValueW( key, L"Lines" );
        RegDeleteValueW( key, L"RingSeconds" );
        RegCloseKey( key );
    }
}
