/*
 * A registry of locations for the tests.
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

#include "dialling.h"

BOOL dialling_begin(void)
{
    if (GetProcAddress( GetModuleHandleA( "ntdll.dll" ), "wine_get_version" )) return TRUE;
    skip( "the locations and calling cards of a user of Windows are left alone\n" );
    return FALSE;
}

static HKEY open_key( HKEY root, const WCHAR *path, const WCHAR *name, BOOL create )
{
    WCHAR full[256];
    HKEY key = NULL;

    swprintf( full, ARRAY_SIZE(full), name ? L"%ls\\%ls" : L"%ls", path, name );
    if (create) RegCreateKeyExW( root, full, 0, NULL, 0, KEY_READ | KEY_WRITE | KEY_WOW64_64KEY, NULL, &key, NULL );
    else RegOpenKeyExW( root, full, 0, KEY_READ | KEY_WRITE | KEY_WOW64_64KEY, &key );
    return key;
}

/* Below a key; the key itself stays, the service watches it. */
static void delete_below( HKEY key )
{
    WCHAR name[128];
    DWORD size = ARRAY_SIZE(name);
    HKEY child;

    while (!RegEnumKeyExW( key, 0, name, &size, NULL, NULL, NULL, NULL ))
    {
        if (RegOpenKeyExW( key, name, 0, KEY_READ | KEY_WRITE | KEY_WOW64_64KEY, &child )) return;
        delete_below( child );
        RegCloseKey( child );
        if (RegDeleteKeyExW( key, name, KEY_WOW64_64KEY, 0 )) return;
        size = ARRAY_SIZE(name);
    }
    size = ARRAY_SIZE(name);
    while (!RegEnumValueW( key, 0, name, &size, NULL, NULL, NULL, NULL ) && !RegDeleteValueW( key, name )) size = ARRAY_SIZE(name);
}

void dialling_reset(void)
{
    static const struct { HKEY root; const WCHAR *path; } keys[] =
    {
        { HKEY_LOCAL_MACHINE, LOCATIONS }, { HKEY_CURRENT_USER, LOCATIONS }, { HKEY_CURRENT_USER, CARDS },
    };
    unsigned int i;
    HKEY key;

    for (i = 0; i < ARRAY_SIZE(keys); i++)
    {
        if (!(key = open_key( keys[i].root, keys[i].path, NULL, FALSE ))) continue;
        delete_below( key );
        RegCloseKey( key );
    }
}

void reg_set_string( HKEY root, const WCHAR *path, const WCHAR *name, const WCHAR *value, const WCHAR *text )
{
    HKEY key = open_key( root, path, name, TRUE );

    ok( key && !RegSetValueExW( key, value, 0, REG_SZ, (const BYTE *)text, (wcslen( text ) + 1) * sizeof(WCHAR) ), "cannot write %s\n",
        wine_dbgstr_w( value ) );
    RegCloseKey( key );
}

void reg_set_dword( HKEY root, const WCHAR *path, const WCHAR *name, const WCHAR *value, DWORD number )
{
    HKEY key = open_key( root, path, name, TRUE );

    ok( key && !RegSetValueExW( key, value, 0, REG_DWORD, (const BYTE *)&number, sizeof(number) ), "cannot write %s\n", wine_dbgstr_w( value ) );
    RegCloseKey( key );
}

DWORD reg_get_dword( HKEY root, const WCHAR *path, const WCHAR *name, const WCHAR *value )
{
    DWORD number = 0xdeadbeef, size = sizeof(number);
    HKEY key = open_key( root, path, name, FALSE );

    if (!key) return number;
    RegQueryValueExW( key, value, NULL, NULL, (BYTE *)&number, &size );
    RegCloseKey( key );
    return number;
}

const WCHAR *reg_get_string( HKEY root, const WCHAR *path, const WCHAR *name, const WCHAR *value )
{
    static WCHAR text[256];
    DWORD size = sizeof(text) - sizeof(WCHAR);
    HKEY key = open_key( root, path, name, FALSE );

    memset( text, 0, sizeof(text) );
    if (!key) return text;
    RegQueryValueExW( key, value, NULL, NULL, (BYTE *)text, &size );
    RegCloseKey( key );
    return text;
}

void dialling_two_locations(void)
{
    dialling_reset();
    reg_set_string( HKEY_LOCAL_MACHINE, LOCATIONS, L"Location1", L"Name", L"Redmond" );
    reg_set_string( HKEY_LOCAL_MACHINE, LOCATIONS, L"Location1", L"AreaCode", L"425" );
    reg_set_dword( HKEY_LOCAL_MACHINE, LOCATIONS, L"Location1", L"Country", 1 );
    reg_set_string( HKEY_LOCAL_MACHINE, LOCATIONS, L"Location1", L"DisableCallWaiting", L"*70," );
    reg_set_string( HKEY_LOCAL_MACHINE, LOCATIONS, L"Location2", L"Name", L"B\x00fcro" );
    reg_set_string( HKEY_LOCAL_MACHINE, LOCATIONS, L"Location2", L"AreaCode", L"30" );
    reg_set_dword( HKEY_LOCAL_MACHINE, LOCATIONS, L"Location2", L"Country", 49 );
    reg_set_dword( HKEY_LOCAL_MACHINE, LOCATIONS, L"Location2", L"Flags", LINELOCATIONOPTION_PULSEDIAL );
    reg_set_string( HKEY_LOCAL_MACHINE, LOCATIONS, L"Location2", L"OutsideAccess", L"0," );
    reg_set_string( HKEY_LOCAL_MACHINE, LOCATIONS, L"Location2", L"LongDistanceAccess", L"9W" );
    reg_set_dword( HKEY_LOCAL_MACHINE, LOCATIONS, NULL, L"NextID", 3 );
    reg_set_dword( HKEY_LOCAL_MACHINE, LOCATIONS, NULL, L"NumEntries", 2 );
    reg_set_dword( HKEY_LOCAL_MACHINE, LOCATIONS, NULL, L"CurrentID", 1 );
}

void dialling_card(void)
{
    reg_set_dword( HKEY_CURRENT_USER, CARDS, L"Card5", L"ID", 5 );
    reg_set_string( HKEY_CURRENT_USER, CARDS, L"Card5", L"Name", L"Test Card" );
    reg_set_string( HKEY_CURRENT_USER, CARDS, L"Card5", L"Pin", L"1234" );
    reg_set_string( HKEY_CURRENT_USER, CARDS, L"Card5", L"LDAccessNumber", L"18005551111" );
    reg_set_string( HKEY_CURRENT_USER, CARDS, L"Card5", L"LDRule", L"J$TFG$H" );
    reg_set_string( HKEY_CURRENT_USER, CARDS, L"Card5", L"InternationalRule", L"102,H,EFG" );
}

const LINETRANSLATECAPS *translate_caps(void)
{
    static union { LINETRANSLATECAPS caps; char bytes[16384]; } u;
    LONG ret;

    memset( &u, 0xcc, sizeof(u) );
    u.caps.dwTotalSize = sizeof(u);
    ret = lineGetTranslateCapsW( 0, NEWEST, &u.caps );
    ok( !ret, "lineGetTranslateCaps returned %#lx\n", ret );
    if (ret) memset( &u, 0, sizeof(u) );
    ok( u.caps.dwNeededSize <= sizeof(u), "needs %lu bytes\n", u.caps.dwNeededSize );
    return &u.caps;
}

const LINELOCATIONENTRY *location_entry( const LINETRANSLATECAPS *caps, DWORD id )
{
    const LINELOCATIONENTRY *entry = (const LINELOCATIONENTRY *)((const char *)caps + caps->dwLocationListOffset);
    DWORD i;

    for (i = 0; i < caps->dwNumLocations; i++) if (entry[i].dwPermanentLocationID == id) return &entry[i];
    ok( 0, "there is no location %lu\n", id );
    return entry;
}

const WCHAR *caps_string( const LINETRANSLATECAPS *caps, DWORD offset )
{
    return (const WCHAR *)((const char *)caps + offset);
}
