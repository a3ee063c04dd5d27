/*
 * Phone and modem options: modems in the registry.
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
#include <wchar.h>

#include "modemcpl.h"

#include "modeminf/modeminf.h"

DEBUG_CHANNEL( modemcpl );

static const WCHAR class_key[] = L"System\\CurrentControlSet\\Control\\Class\\{4D36E96D-E325-11CE-BFC1-08002BE10318}";
static const WCHAR ports_key[] = L"Software\\Wine\\Ports";
/* as winetapi marks a modem whose port was described for it */
static const WCHAR port_mark[] = L"WinetapiPort";

HKEY modem_class_open( REGSAM access )
{
    HKEY key;

    if (RegCreateKeyExW( HKEY_LOCAL_MACHINE, class_key, 0, NULL, 0, access, NULL, &key, NULL )) return NULL;
    return key;
}

static LONG open_key( const WCHAR *name, REGSAM access, HKEY *key )
{
    HKEY root;
    LONG error;

    if ((error = RegOpenKeyExW( HKEY_LOCAL_MACHINE, class_key, 0, KEY_READ, &root ))) return error;
    error = RegOpenKeyExW( root, name, 0, access, key );
    RegCloseKey( root );
    return error;
}

LONG modem_open( const struct modem *modem, REGSAM access, HKEY *key )
{
    HKEY found;
    DWORD id = 0, size = sizeof(id);
    LONG error;

    if ((error = open_key( modem->key, KEY_READ, &found ))) return error;
    /* its key may be another's by now */
    if (modem->id && !RegQueryValueExW( found, L"ID", NULL, NULL, (BYTE *)&id, &size ) && id != modem->id) error = ERROR_FILE_NOT_FOUND;
    RegCloseKey( found );
    return error ? error : open_key( modem->key, access, key );
}

/* What does not fit is cut; TRUE if there is a string. */
static BOOL read_string( HKEY key, const WCHAR *name, WCHAR *buffer, DWORD chars, BOOL *cut )
{
    DWORD type, size = 0;
    WCHAR *text;

    buffer[0] = 0;
    if (cut) *cut = FALSE;
    if (RegQueryValueExW( key, name, NULL, &type, NULL, &size ) || type != REG_SZ || !size) return FALSE;
    if (!(text = HeapAlloc( GetProcessHeap(), HEAP_ZERO_MEMORY, size + sizeof(WCHAR) ))) return FALSE;
    if (!RegQueryValueExW( key, name, NULL, NULL, (BYTE *)text, &size ))
    {
        lstrcpynW( buffer, text, chars );
        if (cut) *cut = wcslen( text ) >= chars;
    }
    HeapFree( GetProcessHeap(), 0, text );
    return buffer[0] != 0;
}

BOOL modem_read( const WCHAR *key_name, struct modem *modem )
{
    DWORD type, size = sizeof(modem->id);
    HKEY key;
    BOOL ret;

    memset( modem, 0, sizeof(*modem) );
    lstrcpynW( modem->key, key_name, ARRAYSIZE(modem->key) );
    if (open_key( key_name, KEY_READ, &key )) return FALSE;
    ret = read_string( key, L"FriendlyName", modem->name, ARRAYSIZE(modem->name), NULL ) ||
          read_string( key, L"DriverDesc", modem->name, ARRAYSIZE(modem->name), NULL );
    modem->name_too_long = wcslen( modem->name ) > NAME_CHARS;
    read_string( key, L"AttachedTo", modem->port, ARRAYSIZE(modem->port), NULL );
    if (RegQueryValueExW( key, L"ID", NULL, &type, (BYTE *)&modem->id, &size ) || size != sizeof(modem->id)) modem->id = 0;
    RegCloseKey( key );
    return ret;
}

void modem_enum( BOOL (*callback)( const struct modem *modem, void *arg ), void *arg )
{
    struct modem modem;
    WCHAR name[16];
    DWORD i, size;
    LONG error;
    HKEY root;

    if (RegOpenKeyExW( HKEY_LOCAL_MACHINE, class_key, 0, KEY_READ, &root )) return;
    for (i = 0;; i++)
    {
        size = ARRAYSIZE(name);
        error = RegEnumKeyExW( root, i, name, &size, NULL, NULL, NULL, NULL );
        if (error == ERROR_MORE_DATA) continue;
        if (error) break;
        if (wcslen( name ) != 4 || wcsspn( name, L"0123456789" ) != 4 || !modem_read( name, &modem )) continue;
        if (!callback( &modem, arg )) break;
    }
    RegCloseKey( root );
}

struct name_search
{
    const WCHAR  *name;
    struct modem *modem;
    BOOL          found;
};

static BOOL match_name( const struct modem *modem, void *arg )
{
    struct name_search *search = arg;

    if (_wcsicmp( modem->name, search->name ) && _wcsicmp( modem->port, search->name )) return TRUE;
    *search->modem = *modem;
    search->found = TRUE;
    return FALSE;
}

BOOL modem_find_name( const WCHAR *name, struct modem *modem )
{
    struct name_search search = { name, modem, FALSE };

    if (name && *name) modem_enum( match_name, &search );
    return search.found;
}

BOOL modem_is_virtual( const struct modem *modem )
{
    HKEY key, found;
    BOOL ret;

    if (modem_open( modem, KEY_READ, &key )) return FALSE;
    if ((ret = !RegOpenKeyExW( key, L"Virtual", 0, KEY_READ, &found ))) RegCloseKey( found );
    RegCloseKey( key );
    return ret;
}

BOOL modem_get_string( const struct modem *modem, const WCHAR *value, WCHAR *text, DWORD chars )
{
    BOOL ret;
    HKEY key;

    text[0] = 0;
    if (modem_open( modem, KEY_READ, &key )) return FALSE;
    ret = read_string( key, value, text, chars, NULL );
    RegCloseKey( key );
    return ret;
}

BOOL modem_get_bytes( const struct modem *modem, const WCHAR *value, void *data, DWORD size )
{
    DWORD type, got = size;
    LONG error;
    HKEY key;

    if (modem_open( modem, KEY_READ, &key )) return FALSE;
    error = RegQueryValueExW( key, value, NULL, &type, data, &got );
    RegCloseKey( key );
    return !error && (type == REG_BINARY || type == REG_DWORD) && got == size;
}

LONG modem_set( const struct modem *modem, const WCHAR *value, DWORD type, const void *data, DWORD size )
{
    LONG error;
    HKEY key;

    if ((error = modem_open( modem, KEY_READ | KEY_SET_VALUE, &key ))) return error;
    error = RegSetValueExW( key, value, 0, type, data, size );
    RegCloseKey( key );
    return error;
}

LONG modem_set_string( const struct modem *modem, const WCHAR *value, const WCHAR *text )
{
    return modem_set( modem, value, REG_SZ, text, (wcslen( text ) + 1) * sizeof(WCHAR) );
}

static void forget_com( const WCHAR *com )
{
    HKEY key;

    if (RegOpenKeyExW( HKEY_LOCAL_MACHINE, ports_key, 0, KEY_SET_VALUE | KEY_WOW64_64KEY, &key )) return;
    RegDeleteValueW( key, com );
    RegCloseKey( key );
}

LONG modem_remove( const struct modem *modem )
{
    WCHAR com[64];
    LONG error;
    HKEY key;

    if ((error = modem_open( modem, KEY_READ, &key ))) return error;
    read_string( key, port_mark, com, ARRAYSIZE(com), NULL );
    RegCloseKey( key );
    if (!(key = modem_class_open( KEY_ALL_ACCESS ))) return ERROR_ACCESS_DENIED;
    error = RegDeleteTreeW( key, modem->key );
    RegCloseKey( key );
    if (error || !com[0]) return error;
    /* the link in dosdevices goes with the next start of the prefix, when Wine makes them from this key */
    forget_com( com );
    return 0;
}

/* ---- ports ---- */

void port_host_path( const WCHAR *port, WCHAR *path, DWORD chars )
{
    HKEY key;

    path[0] = 0;
    if (port[0] == '/')
    {
        lstrcpynW( path, port, chars );
        return;
    }
    if (RegOpenKeyExW( HKEY_LOCAL_MACHINE, ports_key, 0, KEY_READ | KEY_WOW64_64KEY, &key )) return;
    read_string( key, port, path, chars, NULL );
    RegCloseKey( key );
}

BOOL port_is_there( const WCHAR *port )
{
    WCHAR path[MAX_PATH + 16] = L"\\\\?\\unix", *p;

    port_host_path( port, path + wcslen( path ), MAX_PATH );
    /* a port of Wine's own choice */
    if (!wcschr( path, '/' )) return QueryDosDeviceW( port, path, ARRAYSIZE(path) ) != 0;
    for (p = path; *p; p++) if (*p == '/') *p = '\\';
    /* Wine knows no attributes of a device, but says so in another way than of what is not there */
    return GetFileAttributesW( path ) != INVALID_FILE_ATTRIBUTES || (GetLastError() != ERROR_FILE_NOT_FOUND && GetLastError() != ERROR_PATH_NOT_FOUND);
}

struct com_search
{
    const WCHAR *port;
    BOOL         found;
};

static BOOL match_port( const struct modem *modem, void *arg )
{
    struct com_search *search = arg;

    if (_wcsicmp( modem->port, search->port )) return TRUE;
    search->found = TRUE;
    return FALSE;
}

static BOOL is_port_taken( const WCHAR *port )
{
    struct com_search search = { port, FALSE };

    modem_enum( match_port, &search );
    return search.found;
}

static BOOL is_com_used( const WCHAR *com )
{
    WCHAR text[MAX_PATH];

    port_host_path( com, text, ARRAYSIZE(text) );
    return text[0] || QueryDosDeviceW( com, text, ARRAYSIZE(text) ) || is_port_taken( com );
}

/* A path of the host gets the COM port that it has, or a free one. */
static LONG choose_com( const WCHAR *path, WCHAR *com, DWORD chars, BOOL *is_new )
{
    WCHAR name[32], text[MAX_PATH];
    DWORD i, name_len, size, type;
    HKEY key;
    int number;

    *is_new = FALSE;
    if (RegCreateKeyExW( HKEY_LOCAL_MACHINE, ports_key, 0, NULL, 0, KEY_READ | KEY_SET_VALUE | KEY_WOW64_64KEY, NULL, &key, NULL ))
        return ERROR_ACCESS_DENIED;
    for (i = 0;; i++)
    {
        LONG error;

        name_len = ARRAYSIZE(name);
        size = sizeof(text) - sizeof(WCHAR);
        error = RegEnumValueW( key, i, name, &name_len, NULL, &type, (BYTE *)text, &size );
        if (error == ERROR_NO_MORE_ITEMS) break;
        if (error || type != REG_SZ) continue;
        text[size / sizeof(WCHAR)] = 0;
        if (wcscmp( text, path )) continue;
        lstrcpynW( com, name, chars );
        RegCloseKey( key );
        return 0;
    }
    for (number = 1; number < 256; number++)
    {
        swprintf( com, chars, L"COM%d", number );
        if (is_com_used( com )) continue;
        *is_new = TRUE;
        RegSetValueExW( key, com, 0, REG_SZ, (const BYTE *)path, (wcslen( path ) + 1) * sizeof(WCHAR) );
        break;
    }
    RegCloseKey( key );
    return *is_new ? 0 : ERROR_NO_MORE_ITEMS;
}

static LONG set_string( HKEY key, const WCHAR *name, const WCHAR *text )
{
    return RegSetValueExW( key, name, 0, REG_SZ, (const BYTE *)text, (wcslen( text ) + 1) * sizeof(WCHAR) );
}

static LONG write_definition( HKEY key, const WCHAR *model, WCHAR *reason, DWORD chars )
{
    LONG error;

    if (model) return modeminf_install_by_name( model, key, NULL, NULL, reason, chars );
    if ((error = set_string( key, L"DriverDesc", L"Standard Modem" ))) return error;
    if ((error = set_string( key, L"Manufacturer", L"Standard Modem Types" ))) return error;
    return set_string( key, L"Model", L"Standard Modem" );
}

static LONG create_key( HKEY root, WCHAR *number, HKEY *key )
{
    DWORD i, disposition;
    LONG error;

    for (i = 0; i < 10000; i++)
    {
        wsprintfW( number, L"%04lu", i );
        if ((error = RegCreateKeyExW( root, number, 0, NULL, 0, KEY_ALL_ACCESS, NULL, key, &disposition ))) return error;
        if (disposition == REG_CREATED_NEW_KEY) return 0;
        RegCloseKey( *key );
    }
    return ERROR_NO_MORE_ITEMS;
}

LONG modem_add( const WCHAR *name, const WCHAR *port, const WCHAR *model, WCHAR *com, DWORD chars, WCHAR *reason, DWORD reason_chars )
{
    BOOL new_com = FALSE;
    WCHAR number[8];
    HKEY root, key;
    LONG error;

    reason[0] = 0;
    lstrcpynW( com, port, chars );
    if (port[0] == '/' && (error = choose_com( port, com, chars, &new_com ))) return error;
    if (is_port_taken( com )) return ERROR_ALREADY_EXISTS;
    if (!(root = modem_class_open( KEY_ALL_ACCESS ))) error = ERROR_ACCESS_DENIED;
    else
    {
        if (!(error = create_key( root, number, &key )))
        {
            error = write_definition( key, model, reason, reason_chars );
            if (!error && new_com) error = set_string( key, port_mark, com );
            if (!error) error = set_string( key, L"FriendlyName", name );
            /* last: a key without it is no modem yet */
            if (!error) error = set_string( key, L"AttachedTo", com );
            RegCloseKey( key );
            if (error) RegDeleteTreeW( root, number );
        }
        RegCloseKey( root );
    }
    if (!error) return 0;
    if (new_com) forget_com( com );
    ERR( "cannot add the modem %s on %s, model %s: error %ld, %s\n", debugstr_w( name ), debugstr_w( port ), debugstr_w( model ), error,
         debugstr_w( reason ) );
    return error;
}
