/*
 * winetapi.exe: virtual modems in the registry.
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
#include <string.h>
#include <wchar.h>

#include "winetapi.h"

/* Values of the subkey Virtual of a modem's key; dlls/unimdm.tsp/virtual.c reads them. */
static const struct
{
    const WCHAR *name;
    BOOL         number;
} values[] =
{
    { L"Number" }, { L"CallerName" }, { L"ListenPort", TRUE }, { L"ListenAddress" }, { L"ListenRaw", TRUE }, { L"SpeedLimit", TRUE },
    { L"Rate", TRUE }, { L"DialDelay", TRUE }, { L"ConnectDelay", TRUE }, { L"RingInterval", TRUE }, { L"MaxRings", TRUE }, { L"Terminal" },
    { L"PhoneBook" },
};

static LONG set_string( HKEY key, const WCHAR *name, const WCHAR *text )
{
    return RegSetValueExW( key, name, 0, REG_SZ, (const BYTE *)text, (wcslen( text ) + 1) * sizeof(WCHAR) );
}

LONG virtual_write( HKEY key, const WCHAR *number )
{
    HKEY subkey;
    LONG ret;

    if (!(ret = RegCreateKeyExW( key, L"Virtual", 0, NULL, 0, KEY_SET_VALUE, NULL, &subkey, NULL )))
    {
        ret = set_string( subkey, L"Number", number );
        RegCloseKey( subkey );
    }
    if (!ret) ret = set_string( key, L"DriverDesc", L"Wine Virtual Modem" );
    if (!ret) ret = set_string( key, L"Manufacturer", L"Wine Telephony" );
    if (!ret) ret = set_string( key, L"Model", L"Wine Virtual Modem" );
    if (ret) fail( L"cannot write the modem to the registry: %ls", windows_error( ret ) );
    return ret;
}

static HKEY open_virtual( HKEY root, const struct modem *modem, REGSAM access )
{
    WCHAR path[40];
    HKEY key;

    swprintf( path, ARRAYSIZE(path), L"%ls\\Virtual", modem->key );
    return RegOpenKeyExW( root, path, 0, access, &key ) ? NULL : key;
}

static BOOL show( HKEY root, const struct modem *modem, void *arg )
{
    const WCHAR *wanted = arg;
    HKEY key = open_virtual( root, modem, KEY_READ );
    WCHAR text[512];
    unsigned int i;

    if (!key) return TRUE;
    if (!wanted || !_wcsicmp( wanted, modem->name ))
    {
        out( L"name=%ls\ncom=%ls\npath=%ls\n", modem->name, modem->com, modem->path );
        for (i = 0; i < ARRAYSIZE(values); i++)
        {
            DWORD type, number, size = sizeof(text) - sizeof(WCHAR);

            if (RegQueryValueExW( key, values[i].name, NULL, &type, (BYTE *)text, &size )) continue;
            text[size / sizeof(WCHAR)] = 0;
            memcpy( &number, text, sizeof(number) );
            if (type == REG_DWORD && size == sizeof(number)) out( L"%ls=%lu\n", values[i].name, number );
            else if (type == REG_SZ) out( L"%ls=%ls\n", values[i].name, text );
        }
    }
    RegCloseKey( key );
    return TRUE;
}

/* An empty text takes the value away: what is built in holds. */
static LONG set_value( HKEY key, const WCHAR *name, const WCHAR *text )
{
    WCHAR *end;
    DWORD number;
    unsigned int i;
    LONG error;

    for (i = 0; i < ARRAYSIZE(values); i++)
    {
        if (wcscmp( values[i].name, name )) continue;
        if (!text[0]) return (error = RegDeleteValueW( key, name )) == ERROR_FILE_NOT_FOUND ? 0 : error;
        if (!values[i].number) return set_string( key, name, text );
        number = wcstoul( text, &end, 10 );
        return *end ? ERROR_INVALID_DATA : RegSetValueExW( key, name, 0, REG_DWORD, (const BYTE *)&number, sizeof(number) );
    }
    return ERROR_INVALID_PARAMETER;
}

int virtual_run( int argc, WCHAR **argv )
{
    struct modem modem;
    HKEY root, key;
    LONG error = 0;
    int i;

    if (argc <= 2)
    {
        for_each_modem( show, argc == 2 ? argv[1] : NULL );
        return EXIT_OK;
    }
    if (argc % 2) return EXIT_USAGE;
    if (!find_modem( argv[1], FALSE, &modem )) return fail( L"there is no modem '%ls'", argv[1] );
    if (RegOpenKeyExW( HKEY_LOCAL_MACHINE, MODEM_CLASS, 0, KEY_READ, &root )) return fail( L"there are no modems" );
    key = open_virtual( root, &modem, KEY_SET_VALUE );
    RegCloseKey( root );
    if (!key) return fail( L"'%ls' is no virtual modem", modem.name );
    for (i = 2; !error && i < argc; i += 2)
        if ((error = set_value( key, argv[i], argv[i + 1] )))
            fail( L"%ls cannot be set to '%ls': %ls", argv[i], argv[i + 1], windows_error( error ) );
    RegCloseKey( key );
    return error ? EXIT_FAILED : EXIT_OK;
}
