/*
 * Distinctive ring: what each of the rings of a line is for.
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

/* Values of the subkey DistinctiveRing of a modem's key, which dlls/unimdm.tsp/registry.c reads; and what a modem says for them. */
static const struct
{
    const WCHAR *name;
    const WCHAR *says;
} patterns[] =
{
    { L"Plain", L"RING" }, { L"A", L"RING A" }, { L"B", L"RING B" }, { L"C", L"RING C" },
};

static const WCHAR *const kinds[] = { L"any", L"data", L"fax", L"voice" };

static BOOL get_string( HKEY root, const WCHAR *key, const WCHAR *subkey, const WCHAR *name, WCHAR *text, DWORD chars )
{
    WCHAR path[80];
    DWORD size = chars * sizeof(WCHAR);

    swprintf( path, ARRAYSIZE(path), L"%ls\\%ls", key, subkey );
    text[0] = 0;
    return !RegGetValueW( root, path, name, RRF_RT_REG_SZ, NULL, text, &size ) && text[0];
}

static void show( HKEY root, const struct modem *modem )
{
    WCHAR text[256];
    unsigned int i;

    for (i = 0; i < ARRAYSIZE(patterns); i++)
    {
        if (!get_string( root, modem->key, L"DistinctiveRing", patterns[i].name, text, ARRAYSIZE(text) )) wcscpy( text, L"any" );
        out( L"%-8ls%ls\n", patterns[i].says, text );
    }
    if (get_string( root, modem->key, L"EnableDistinctiveRing", L"1", text, ARRAYSIZE(text) )) out( L"command %ls\n", text );
    else out( L"command none\n" );
}

/* Without text the value goes. */
static LONG set_string( HKEY root, const WCHAR *key, const WCHAR *subkey, const WCHAR *name, const WCHAR *text )
{
    WCHAR path[80];
    LONG error;
    HKEY opened;

    swprintf( path, ARRAYSIZE(path), L"%ls\\%ls", key, subkey );
    if ((error = RegCreateKeyExW( root, path, 0, NULL, 0, KEY_SET_VALUE, NULL, &opened, NULL ))) return error;
    if (text) error = RegSetValueExW( opened, name, 0, REG_SZ, (const BYTE *)text, (wcslen( text ) + 1) * sizeof(WCHAR) );
    else if ((error = RegDeleteValueW( opened, name )) == ERROR_FILE_NOT_FOUND) error = 0;
    RegCloseKey( opened );
    return error;
}

/* The command as Windows keeps it: with AT, and with the sign that ends it. */
static LONG set_command( HKEY root, const struct modem *modem, const WCHAR *command )
{
    WCHAR text[256];

    if (!_wcsicmp( command, L"none" )) return set_string( root, modem->key, L"EnableDistinctiveRing", L"1", NULL );
    if (!command[0] || wcslen( command ) > 200) return ERROR_INVALID_DATA;
    swprintf( text, ARRAYSIZE(text), L"%ls%ls%ls", _wcsnicmp( command, L"AT", 2 ) ? L"AT" : L"", command, wcschr( command, '<' ) ? L"" : L"<cr>" );
    return set_string( root, modem->key, L"EnableDistinctiveRing", L"1", text );
}

static LONG set_kind( HKEY root, const struct modem *modem, const WCHAR *pattern, const WCHAR *kind )
{
    WCHAR command[256];
    unsigned int i, j;
    LONG error;

    for (i = 0; i < ARRAYSIZE(patterns) && _wcsicmp( pattern, patterns[i].name ); i++) {}
    for (j = 0; j < ARRAYSIZE(kinds) && _wcsicmp( kind, kinds[j] ); j++) {}
    if (i == ARRAYSIZE(patterns) || j == ARRAYSIZE(kinds)) return ERROR_INVALID_PARAMETER;
    error = set_string( root, modem->key, L"DistinctiveRing", patterns[i].name, j ? kinds[j] : NULL );
    if (!error && i && j && !get_string( root, modem->key, L"EnableDistinctiveRing", L"1", command, ARRAYSIZE(command) ))
        remark( L"winetapi: the definition of '%ls' has no command that makes it tell rings apart; if it says RING for all of them, look for one in its\n"
                L"manual: winetapi rings '%ls' command AT-SDR=7", modem->name, modem->name );
    return error;
}

int rings_run( int argc, WCHAR **argv )
{
    struct modem modem;
    LONG error = 0;
    HKEY root;

    if (argc != 2 && argc != 4) return EXIT_USAGE;
    if (!find_modem( argv[1], FALSE, &modem )) return fail( L"there is no modem '%ls'; winetapi status lists them", argv[1] );
    if ((error = RegOpenKeyExW( HKEY_LOCAL_MACHINE, MODEM_CLASS, 0, KEY_READ | KEY_CREATE_SUB_KEY, &root )))
        return fail( L"cannot open the modems in the registry: %ls", windows_error( error ) );
    if (argc == 4)
    {
        error = wcscmp( argv[2], L"command" ) ? set_kind( root, &modem, argv[2], argv[3] ) : set_command( root, &modem, argv[3] );
        if (error == ERROR_INVALID_PARAMETER)
            fail( L"'%ls %ls' is no ring (plain, A, B, C) with its kind of call (any, data, fax, voice)", argv[2], argv[3] );
        else if (error) fail( L"cannot write to the registry: %ls", windows_error( error ) );
    }
    else show( root, &modem );
    RegCloseKey( root );
    return error ? EXIT_FAILED : EXIT_OK;
}
