/*
 * The registry of terminals that others wrote: superclasses, and terminal classes under them.
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

#include "termmgr_private.h"
#include "debug/debug.h"

DEBUG_CHANNEL( termmgr );

static HRESULT hresult( LSTATUS error )
{
    return HRESULT_FROM_WIN32( error );
}

/* The key of a superclass, or of a class in it */
static void key_name( const GUID *superclass, const GUID *class, WCHAR *name, size_t size )
{
    WCHAR first[40], second[40];

    StringFromGUID2( superclass, first, ARRAYSIZE(first) );
    if (class) StringFromGUID2( class, second, ARRAYSIZE(second) );
    swprintf( name, size, class ? L"%ls\\%ls\\%ls" : L"%ls\\%ls", TERMINAL_KEY, first, second );
}

static LSTATUS read_string( HKEY key, const WCHAR *value, WCHAR *text, DWORD size )
{
    DWORD type, bytes = (size - 1) * sizeof(WCHAR);
    LSTATUS error = RegQueryValueExW( key, value, NULL, &type, (BYTE *)text, &bytes );

    if (!error && type != REG_SZ) error = ERROR_INVALID_DATA;
    text[error ? 0 : bytes / sizeof(WCHAR)] = 0;    /* it need not end with a zero */
    return error;
}

static LSTATUS read_dword( HKEY key, const WCHAR *value, DWORD *number )
{
    DWORD type, bytes = sizeof(*number);
    LSTATUS error = RegQueryValueExW( key, value, NULL, &type, (BYTE *)number, &bytes );

    return !error && (type != REG_DWORD || bytes != sizeof(*number)) ? ERROR_INVALID_DATA : error;
}

static LSTATUS write_string( HKEY key, const WCHAR *value, const WCHAR *text )
{
    return RegSetValueExW( key, value, 0, REG_SZ, (const BYTE *)text, (lstrlenW( text ) + 1) * sizeof(WCHAR) );
}

static LSTATUS create_key( const GUID *superclass, const GUID *class, HKEY *key )
{
    WCHAR name[200];

    key_name( superclass, class, name, ARRAYSIZE(name) );
    return RegCreateKeyExW( HKEY_LOCAL_MACHINE, name, 0, NULL, 0, KEY_READ | KEY_WRITE, NULL, key, NULL );
}

static LSTATUS open_key( const GUID *superclass, const GUID *class, HKEY *key )
{
    WCHAR name[200];

    key_name( superclass, class, name, ARRAYSIZE(name) );
    return RegOpenKeyExW( HKEY_LOCAL_MACHINE, name, 0, KEY_READ, key );
}

/* ---- superclasses ---- */

HRESULT superclass_write( const GUID *superclass, const WCHAR *name )
{
    HKEY key;
    LSTATUS error = create_key( superclass, NULL, &key );

    if (error) return hresult( error );
    error = write_string( key, L"Name", name );
    RegCloseKey( key );
    return hresult( error );
}

HRESULT superclass_read( const GUID *superclass, WCHAR *name, DWORD size )
{
    HKEY key;
    LSTATUS error = open_key( superclass, NULL, &key );

    if (error) return hresult( error );
    if (name) read_string( key, L"Name", name, size );      /* it is optional */
    RegCloseKey( key );
    return S_OK;
}

HRESULT superclass_delete( const GUID *superclass )
{
    WCHAR name[200];

    key_name( superclass, NULL, name, ARRAYSIZE(name) );
    return hresult( RegDeleteTreeW( HKEY_LOCAL_MACHINE, name ));
}

/* The next subkey of a key that is a GUID */
static BOOL next_guid( HKEY key, DWORD *index, GUID *guid )
{
    WCHAR name[64];
    DWORD size;
    LSTATUS error;

    for (;; ++*index)
    {
        size = ARRAYSIZE(name);
        error = RegEnumKeyExW( key, *index, name, &size, NULL, NULL, NULL, NULL );
        if (error == ERROR_MORE_DATA) continue;
        if (error) return FALSE;
        if (SUCCEEDED(CLSIDFromString( name, guid ))) break;
    }
    ++*index;
    return TRUE;
}

DWORD pluggable_superclasses( GUID *superclasses, DWORD size )
{
    DWORD index = 0, count = 0;
    GUID guid;
    HKEY key;

    if (RegOpenKeyExW( HKEY_LOCAL_MACHINE, TERMINAL_KEY, 0, KEY_READ, &key )) return 0;
    for (; next_guid( key, &index, &guid ); count++)
        if (count < size) superclasses[count] = guid;
    RegCloseKey( key );
    return count;
}

/* ---- terminal classes ---- */

HRESULT pluggable_write( const struct pluggable *pluggable )
{
    WCHAR clsid[40];
    LSTATUS error;
    HKEY key;

    if ((error = create_key( &pluggable->superclass, &pluggable->class, &key ))) return hresult( error );
    StringFromGUID2( &pluggable->clsid, clsid, ARRAYSIZE(clsid) );
    if (!(error = write_string( key, L"Name", pluggable->name )) && !(error = write_string( key, L"Company", pluggable->company )) &&
        !(error = write_string( key, L"Version", pluggable->version )) && !(error = write_string( key, L"CLSID", clsid )) &&
        !(error = RegSetValueExW( key, L"Directions", 0, REG_DWORD, (const BYTE *)&pluggable->directions, sizeof(DWORD) )))
        error = RegSetValueExW( key, L"MediaTypes", 0, REG_DWORD, (const BYTE *)&pluggable->media_types, sizeof(DWORD) );
    RegCloseKey( key );
    return hresult( error );
}

HRESULT pluggable_read( const GUID *superclass, const GUID *class, struct pluggable *pluggable )
{
    WCHAR clsid[40];
    LSTATUS error;
    HKEY key;

    memset( pluggable, 0, sizeof(*pluggable) );
    pluggable->superclass = *superclass;
    pluggable->class = *class;
    if ((error = open_key( superclass, class, &key ))) return hresult( error );
    read_string( key, L"Name", pluggable->name, ARRAYSIZE(pluggable->name) );
    read_string( key, L"Company", pluggable->company, ARRAYSIZE(pluggable->company) );
    read_string( key, L"Version", pluggable->version, ARRAYSIZE(pluggable->version) );
    if (!(error = read_string( key, L"CLSID", clsid, ARRAYSIZE(clsid) )) && !(error = read_dword( key, L"Directions", &pluggable->directions )) &&
        !(error = read_dword( key, L"MediaTypes", &pluggable->media_types )) && FAILED(CLSIDFromString( clsid, &pluggable->clsid )))
        error = ERROR_INVALID_DATA;
    RegCloseKey( key );
    if (error) WARN( "the entry of terminal class %s cannot be used: error %ld\n", debugstr_guid( class ), error );
    return hresult( error );
}

HRESULT pluggable_delete( const GUID *superclass, const GUID *class )
{
    WCHAR name[200];

    key_name( superclass, class, name, ARRAYSIZE(name) );
    return hresult( RegDeleteTreeW( HKEY_LOCAL_MACHINE, name ));
}

BOOL pluggable_enumerate( const GUID *superclass, BOOL (*found)( const struct pluggable *pluggable, void *arg ), void *arg )
{
    struct pluggable pluggable;
    DWORD outer = 0, inner = 0;
    GUID guid, class;
    HKEY root, key;
    BOOL done = FALSE;

    if (RegOpenKeyExW( HKEY_LOCAL_MACHINE, TERMINAL_KEY, 0, KEY_READ, &root )) return FALSE;
    while (!done && next_guid( root, &outer, &guid ))
    {
        if ((superclass && !IsEqualGUID( superclass, &guid )) || open_key( &guid, NULL, &key )) continue;
        for (inner = 0; !done && next_guid( key, &inner, &class );)
            if (SUCCEEDED(pluggable_read( &guid, &class, &pluggable ))) done = found( &pluggable, arg );
        RegCloseKey( key );
    }
    RegCloseKey( root );
    return done;
}

/* ---- the built-in kinds ---- */

static const struct { const WCHAR *superclass, *name; } superclasses[] =
{
    { CLSID_String_StreamingSuperclass, L"Media Streaming" },
    { CLSID_String_FileSuperclass, L"File" },
};

HRESULT kinds_register( void )
{
    unsigned int i;
    HRESULT hr = S_OK;
    GUID guid;

    for (i = 0; i < ARRAYSIZE(superclasses) && SUCCEEDED(hr); i++)
        if (SUCCEEDED(hr = CLSIDFromString( superclasses[i].superclass, &guid ))) hr = superclass_write( &guid, superclasses[i].name );
    for (i = 0; i < terminal_kind_count && SUCCEEDED(hr); i++)
    {
        const struct terminal_kind *kind = &terminal_kinds[i];
        struct pluggable pluggable = { .class = *kind->class, .clsid = *kind->class, .company = L"Wine Telephony", .version = L"1.0" };

        lstrcpynW( pluggable.name, kind->name, ARRAYSIZE(pluggable.name) );
        pluggable.media_types = kind->media_types;
        if (kind->directions & DIRECTION_BIT( TD_CAPTURE )) pluggable.directions |= TMGR_TD_CAPTURE;
        if (kind->directions & DIRECTION_BIT( TD_RENDER )) pluggable.directions |= TMGR_TD_RENDER;
        if (SUCCEEDED(hr = CLSIDFromString( kind->superclass, &pluggable.superclass ))) hr = pluggable_write( &pluggable );
    }
    return hr;
}

void kinds_unregister( void )
{
    WCHAR name[200];
    unsigned int i;
    GUID guid;

    for (i = 0; i < terminal_kind_count; i++)
        if (SUCCEEDED(CLSIDFromString( terminal_kinds[i].superclass, &guid ))) pluggable_delete( &guid, terminal_kinds[i].class );
    for (i = 0; i < ARRAYSIZE(superclasses); i++)
    {
        DWORD subkeys;
        HKEY key;

        if (FAILED(CLSIDFromString( superclasses[i].superclass, &guid )) || open_key( &guid, NULL, &key )) continue;
        /* what others have put there stays */
        if (RegQueryInfoKeyW( key, NULL, NULL, NULL, &subkeys, NULL, NULL, NULL, NULL, NULL, NULL, NULL )) subkeys = 1;
        RegCloseKey( key );
        if (!subkeys) superclass_delete( &guid );
    }
    /* not a tree: only if it is empty */
    lstrcpynW( name, TERMINAL_KEY, ARRAYSIZE(name) );
    RegDeleteKeyW( HKEY_LOCAL_MACHINE, name );
}
