/*
 * winetapi.exe: modems in the registry.
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
#include <wchar.h>

#include "winetapi.h"
#include "modeminf/modeminf.h"

/* unimdm.tsp writes there what failed last with each modem */
#define FAILURES_KEY L"Software\\Wine Telephony\\Failures"

/* what unimdm.tsp takes as the name of a line */
#define NAME_CHARS 127

/* Marks a modem key whose port was described here too, and says which one. */
static const WCHAR port_mark[] = L"WinetapiPort";

static BOOL get_string( HKEY key, const WCHAR *name, WCHAR *text, DWORD chars )
{
    DWORD type, size = (chars - 1) * sizeof(WCHAR);

    if (RegQueryValueExW( key, name, NULL, &type, (BYTE *)text, &size ) || type != REG_SZ) size = 0;
    text[size / sizeof(WCHAR)] = 0;
    return size != 0;
}

static LONG set_string( HKEY key, const WCHAR *name, const WCHAR *text )
{
    return RegSetValueExW( key, name, 0, REG_SZ, (const BYTE *)text, (wcslen( text ) + 1) * sizeof(WCHAR) );
}

static BOOL port_path( const WCHAR *com, WCHAR *path, DWORD chars )
{
    BOOL ret;
    HKEY key;

    path[0] = 0;
    if (RegOpenKeyExW( HKEY_LOCAL_MACHINE, PORTS_KEY, 0, KEY_READ, &key )) return FALSE;
    ret = get_string( key, com, path, chars );
    RegCloseKey( key );
    return ret;
}

void for_each_modem( BOOL (*callback)( HKEY class_key, const struct modem *modem, void *arg ), void *arg )
{
    struct modem modem;
    DWORD i, len;
    HKEY root, key;
    WCHAR mark[16];
    BOOL go_on = TRUE;

    if (RegOpenKeyExW( HKEY_LOCAL_MACHINE, MODEM_CLASS, 0, KEY_ALL_ACCESS, &root )) return;
    for (i = 0; go_on; i++)
    {
        LONG error;

        len = ARRAYSIZE(modem.key);
        error = RegEnumKeyExW( root, i, modem.key, &len, NULL, NULL, NULL, NULL );
        if (error == ERROR_MORE_DATA) continue;
        if (error) break;
        if (RegOpenKeyExW( root, modem.key, 0, KEY_READ, &key )) continue;
        if (get_string( key, L"FriendlyName", modem.name, ARRAYSIZE(modem.name) ) &&
            get_string( key, L"AttachedTo", modem.com, ARRAYSIZE(modem.com) ))
        {
            modem.ours = get_string( key, port_mark, mark, ARRAYSIZE(mark) );
            port_path( modem.com, modem.path, ARRAYSIZE(modem.path) );
            go_on = callback( root, &modem, arg );
        }
        RegCloseKey( key );
    }
    RegCloseKey( root );
}

struct search
{
    const WCHAR *text;
    BOOL         by_name_only;
    struct modem found;
};

static BOOL matches( HKEY root, const struct modem *modem, void *arg )
{
    struct search *search = arg;

    (void)root;
    if (_wcsicmp( search->text, modem->name ) &&
        (search->by_name_only || (_wcsicmp( search->text, modem->com ) && wcscmp( search->text, modem->path )))) return TRUE;
    search->found = *modem;
    return FALSE;
}

BOOL find_modem( const WCHAR *text, BOOL by_name_only, struct modem *modem )
{
    struct search search = { text, by_name_only };

    for_each_modem( matches, &search );
    *modem = search.found;
    return modem->key[0] != 0;
}

/* "=5": that one; else the lowest number that is not in the list and not in the registry. */
static int choose_com( const WCHAR *used )
{
    int number;

    if (used[0] == '=') return wcstol( used + 1, NULL, 10 );
    for (number = 1; number < 256; number++)
    {
        WCHAR com[16], path[512], *end;
        const WCHAR *p = used;

        while (*p)
        {
            if (wcstol( p, &end, 10 ) == number || end == p) break;
            p = end + wcsspn( end, L" " );
        }
        if (*p) continue;
        swprintf( com, ARRAYSIZE(com), L"COM%d", number );
        if (!port_path( com, path, ARRAYSIZE(path) )) return number;
    }
    return 0;
}

/* What a modem is: a model of the .INF files, or without one a modem after the built-in rules of the engine. */
static LONG write_definition( HKEY key, const WCHAR *model )
{
    WCHAR reason[300];
    LONG ret;

    if (model)
    {
        if ((ret = modeminf_install_by_name( model, key, NULL, NULL, reason, ARRAYSIZE(reason) ))) fail( L"%ls", reason );
        return ret;
    }
    if ((ret = set_string( key, L"DriverDesc", L"Standard Modem" )) ||
        (ret = set_string( key, L"Manufacturer", L"Standard Modem Types" )) ||
        (ret = set_string( key, L"Model", L"Standard Modem" ))) fail( L"cannot write the modem to the registry: %ls", windows_error( ret ) );
    return ret;
}

static LONG write_modem( const WCHAR *name, const WCHAR *com, const WCHAR *path, const WCHAR *model, const WCHAR *own_number )
{
    WCHAR number[16], old_path[512];
    BOOL new_port = !port_path( com, old_path, ARRAYSIZE(old_path) );
    DWORD i, disposition;
    HKEY root = NULL, key = NULL, ports;
    LONG ret;

    if ((ret = RegCreateKeyExW( HKEY_LOCAL_MACHINE, MODEM_CLASS, 0, NULL, 0, KEY_ALL_ACCESS, NULL, &root, NULL ))) goto failed;
    for (i = 0; i < 10000; i++)
    {
        swprintf( number, ARRAYSIZE(number), L"%04lu", i );
        if ((ret = RegCreateKeyExW( root, number, 0, NULL, 0, KEY_ALL_ACCESS, NULL, &key, &disposition ))) break;
        if (disposition == REG_CREATED_NEW_KEY) break;
        RegCloseKey( key );
        key = NULL;
    }
    if (!ret && !key) ret = ERROR_NO_MORE_ITEMS;
    if (ret) goto failed;
    if ((ret = own_number ? virtual_write( key, own_number ) : write_definition( key, model ))) goto undo;
    /* AttachedTo last: a key without it is no modem yet */
    if (!(ret = RegCreateKeyExW( HKEY_LOCAL_MACHINE, PORTS_KEY, 0, NULL, 0, KEY_SET_VALUE, NULL, &ports, NULL )))
    {
        ret = set_string( ports, com, path );
        /* a port that the user described stays when the modem goes */
        if (!ret && new_port) ret = set_string( key, port_mark, com );
        if (!ret) ret = set_string( key, L"FriendlyName", name );
        if (!ret) ret = set_string( key, L"AttachedTo", com );
        if (ret && new_port) RegDeleteValueW( ports, com );
        RegCloseKey( ports );
    }
    if (ret) fail( L"cannot write the modem to the registry: %ls", windows_error( ret ) );
undo:
    RegCloseKey( key );
    if (ret) RegDeleteTreeW( root, number );
    RegCloseKey( root );
    return ret;

failed:
    fail( L"cannot write the modem to the registry: %ls", windows_error( ret ) );
    if (root) RegCloseKey( root );
    return ret;
}

int modem_add( int argc, WCHAR **argv )
{
    struct modem other;
    WCHAR com[16];
    int number;
    size_t i;

    if (argc < 4 || argc > 6) return EXIT_USAGE;
    if (!argv[2][0]) return fail( L"a modem needs a name" );
    if (wcslen( argv[2] ) > NAME_CHARS) return fail( L"the name of a modem has at most %d characters", NAME_CHARS );
    for (i = 0; argv[2][i]; i++) if (argv[2][i] < ' ') return fail( L"the name of a modem has no control characters" );
    if (find_modem( argv[2], TRUE, &other ))
    {
        if (!wcscmp( other.path, argv[1] ))
        {
            /* said twice */
            out( L"%ls\n", other.com );
            return EXIT_OK;
        }
        return fail( L"there is a modem '%ls' already, on %ls (%ls)", other.name, other.com, other.path );
    }
    if (find_modem( argv[1], FALSE, &other ))
        return fail( L"%ls belongs to the modem '%ls' already; winetapi remove-modem '%ls' first", argv[1], other.name, other.name );
    if (!(number = choose_com( argv[3] ))) return fail( L"all 255 COM ports are in use" );
    swprintf( com, ARRAYSIZE(com), L"COM%d", number );
    if (write_modem( argv[2], com, argv[1], argc >= 5 && argv[4][0] ? argv[4] : NULL, argc == 6 ? argv[5] : NULL )) return EXIT_FAILED;
    out( L"%ls\n", com );
    return EXIT_OK;
}

static void forget_port( const WCHAR *com )
{
    HKEY key;

    if (RegOpenKeyExW( HKEY_LOCAL_MACHINE, PORTS_KEY, 0, KEY_SET_VALUE, &key )) return;
    RegDeleteValueW( key, com );
    RegCloseKey( key );
    out( L"unlink com%ls\n", com + 3 );
}

int modem_remove( int argc, WCHAR **argv )
{
    struct modem modem;
    HKEY root;
    LONG error;

    if (argc != 2) return EXIT_USAGE;
    if (!find_modem( argv[1], FALSE, &modem )) return fail( L"there is no modem '%ls'; winetapi lines and winetapi status list them", argv[1] );
    if ((error = RegOpenKeyExW( HKEY_LOCAL_MACHINE, MODEM_CLASS, 0, KEY_ALL_ACCESS, &root )) ||
        (error = RegDeleteTreeW( root, modem.key )))
        return fail( L"cannot remove the modem '%ls' from the registry: %ls", modem.name, windows_error( error ) );
    RegCloseKey( root );
    if (!RegOpenKeyExW( HKEY_LOCAL_MACHINE, FAILURES_KEY, 0, KEY_SET_VALUE | KEY_WOW64_64KEY, &root ))
    {
        RegDeleteValueW( root, modem.name );
        RegCloseKey( root );
    }
    if (modem.ours) forget_port( modem.com );
    return EXIT_OK;
}

static BOOL forget_if_ours( HKEY root, const struct modem *modem, void *arg )
{
    (void)root;
    (void)arg;
    if (modem->ours) forget_port( modem->com );
    return TRUE;
}

void modems_forget_ports( void )
{
    for_each_modem( forget_if_ours, NULL );
}

BOOL read_failure( const struct modem *modem, WCHAR *text, DWORD chars )
{
    DWORD type, size = (chars - 1) * sizeof(WCHAR);
    LONG error;
    HKEY key;

    text[0] = 0;
    if (RegOpenKeyExW( HKEY_LOCAL_MACHINE, FAILURES_KEY, 0, KEY_READ | KEY_WOW64_64KEY, &key )) return FALSE;
    error = RegQueryValueExW( key, modem->name, NULL, &type, (BYTE *)text, &size );
    text[!error && type == REG_SZ ? size / sizeof(WCHAR) : 0] = 0;
    RegCloseKey( key );
    return text[0] != 0;
}

static BOOL print_modem( HKEY root, const struct modem *modem, void *arg )
{
    WCHAR failure[450];

    (void)root;
    (void)arg;
    out( L"modem=%ls\t%ls\t%ls\n", modem->com, modem->path, modem->name );
    if (read_failure( modem, failure, ARRAYSIZE(failure) )) out( L"failure=%ls\t%ls\n", modem->com, failure );
    return TRUE;
}

int modem_list( int argc, WCHAR **argv )
{
    (void)argv;
    if (argc != 1) return EXIT_USAGE;
    for_each_modem( print_modem, NULL );
    return EXIT_OK;
}
