/*
 * Registry: the list of providers, permanent device ids.
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
#include <stdio.h>
#include <wchar.h>

#include <windef.h>
#include <winbase.h>
#include <winreg.h>
#include <tapi.h>

#include "debug/debug.h"
#include "config.h"

DEBUG_CHANNEL( tapisrv );

#define TELEPHONY_KEY   L"Software\\Microsoft\\Windows\\CurrentVersion\\Telephony"
#define PROVIDERS_KEY   TELEPHONY_KEY L"\\Providers"
#define DEVICES_KEY     L"Software\\Wine Telephony"

/* 32- and 64-bit services of one prefix must see the same list; ignored where there is only one view. */
#define VIEW  KEY_WOW64_64KEY

/* Every read-modify-write of this file; nothing else is locked inside. */
static CRITICAL_SECTION config_cs;

static void lock_config(void)
{
    static INIT_ONCE once = INIT_ONCE_STATIC_INIT;
    BOOL pending;

    InitOnceBeginInitialize( &once, 0, &pending, NULL );
    if (pending)
    {
        InitializeCriticalSection( &config_cs );
        InitOnceComplete( &once, 0, NULL );
    }
    EnterCriticalSection( &config_cs );
}

static void unlock_config(void)
{
    LeaveCriticalSection( &config_cs );
}

static void *config_alloc( size_t size )
{
    return HeapAlloc( GetProcessHeap(), HEAP_ZERO_MEMORY, size );
}

void config_free( void *memory )
{
    HeapFree( GetProcessHeap(), 0, memory );
}

/* NULL if the key does not exist and is not to be made. */
static HKEY open_key( HKEY root, const WCHAR *name, BOOL write )
{
    HKEY key = NULL;
    LONG error;

    if (write)
    {
        error = RegCreateKeyExW( root, name, 0, NULL, 0, KEY_READ | KEY_WRITE | VIEW, NULL, &key, NULL );
        if (error) ERR( "cannot write the registry key %s, error %ld: is the prefix writable?\n", debugstr_w( name ), error );
    }
    else
        error = RegOpenKeyExW( root, name, 0, KEY_READ | VIEW, &key );
    return error ? NULL : key;
}

/* Programs that set these up by hand write numbers as text now and then. */
static BOOL read_dword( HKEY key, const WCHAR *name, DWORD *value )
{
    WCHAR text[16] = { 0 };
    DWORD type, size = sizeof(text) - sizeof(WCHAR);

    if (RegQueryValueExW( key, name, NULL, &type, (BYTE *)text, &size )) return FALSE;
    if (type == REG_DWORD && size == sizeof(DWORD)) memcpy( value, text, sizeof(*value) );
    else if (type == REG_SZ && text[0] >= '0' && text[0] <= '9') *value = wcstoul( text, NULL, 0 );
    else return FALSE;
    return TRUE;
}

static BOOL write_dword( HKEY key, const WCHAR *name, DWORD value )
{
    return !RegSetValueExW( key, name, 0, REG_DWORD, (const BYTE *)&value, sizeof(value) );
}

/* NUL-terminated whatever the registry holds; NULL if it is absent, no string, or memory is out. */
static WCHAR *read_string( HKEY key, const WCHAR *name )
{
    DWORD type, size = 0;
    WCHAR *text;

    if (RegQueryValueExW( key, name, NULL, &type, NULL, &size ) || (type != REG_SZ && type != REG_EXPAND_SZ)) return NULL;
    if (!(text = config_alloc( size + sizeof(WCHAR) ))) return NULL;
    if (!RegQueryValueExW( key, name, NULL, &type, (BYTE *)text, &size )) return text;
    config_free( text );
    return NULL;
}

static BOOL write_string( HKEY key, const WCHAR *name, const WCHAR *text )
{
    return !RegSetValueExW( key, name, 0, REG_SZ, (const BYTE *)text, (wcslen( text ) + 1) * sizeof(WCHAR) );
}

static void numbered( WCHAR *name, const WCHAR *base, DWORD number )
{
    swprintf( name, 64, L"%ls%lu", base, (unsigned long)number );
}

/* ---- providers ------------------------------------------------------------------------------------------------ */

static LONG read_providers( HKEY key, struct provider_entry **entries, DWORD *count )
{
    struct provider_entry *list;
    DWORD i, total = 0;
    WCHAR name[64], *file;

    *entries = NULL;
    *count = 0;
    if (!key || !read_dword( key, L"NumProviders", &total ) || !total) return 0;
    if (total > 1000)
    {
        ERR( "NumProviders is %lu in the registry key %s; only 1000 are read\n", total, debugstr_w( PROVIDERS_KEY ) );
        total = 1000;
    }
    if (!(list = config_alloc( total * sizeof(*list) ))) return LINEERR_NOMEM;
    for (i = 0; i < total; i++)
    {
        struct provider_entry *entry = &list[*count];

        numbered( name, L"ProviderID", i );
        if (!read_dword( key, name, &entry->permanent_id ))
        {
            ERR( "the registry key %s lacks %s: this provider is left out; remove and add it again\n",
                 debugstr_w( PROVIDERS_KEY ), debugstr_w( name ) );
            continue;
        }
        numbered( name, L"ProviderFilename", i );
        file = read_string( key, name );
        if (!file || !file[0] || wcslen( file ) >= ARRAYSIZE( entry->file ))
        {
            ERR( "the registry key %s lacks a usable %s: this provider is left out; remove and add it again\n",
                 debugstr_w( PROVIDERS_KEY ), debugstr_w( name ) );
            config_free( file );
            continue;
        }
        wcscpy( entry->file, file );
        config_free( file );
        (*count)++;
    }
    *entries = list;
    return 0;
}

LONG config_read_providers( struct provider_entry **entries, DWORD *count )
{
    HKEY key;
    LONG ret;

    lock_config();
    key = open_key( HKEY_LOCAL_MACHINE, PROVIDERS_KEY, FALSE );
    ret = read_providers( key, entries, count );
    if (key) RegCloseKey( key );
    unlock_config();
    return ret;
}

DWORD config_next_provider_id(void)
{
    struct provider_entry *entries = NULL;
    DWORD i, count = 0, id = 1;
    HKEY key;

    lock_config();
    if (!(key = open_key( HKEY_LOCAL_MACHINE, PROVIDERS_KEY, TRUE )))
    {
        unlock_config();
        return 0;
    }
    /* NextProviderID is advice only: installers that write the list by hand may have forgotten it */
    if (!read_dword( key, L"NextProviderID", &id ) || !id) id = 1;
    read_providers( key, &entries, &count );
    for (i = 0; i < count; i++)
        if (entries[i].permanent_id >= id && entries[i].permanent_id < 0x7fffffff) id = entries[i].permanent_id + 1;
    config_free( entries );
    if (!write_dword( key, L"NextProviderID", id + 1 )) id = 0;
    RegCloseKey( key );
    unlock_config();
    return id;
}

static BOOL write_provider( HKEY key, DWORD index, DWORD permanent_id, const WCHAR *file )
{
    WCHAR name[64];

    numbered( name, L"ProviderFilename", index );
    if (!write_string( key, name, file )) return FALSE;
    numbered( name, L"ProviderID", index );
    return write_dword( key, name, permanent_id );
}

LONG config_add_provider( DWORD permanent_id, const WCHAR *file )
{
    LONG ret = LINEERR_OPERATIONFAILED;
    DWORD count = 0;
    HKEY key;

    lock_config();
    if ((key = open_key( HKEY_LOCAL_MACHINE, PROVIDERS_KEY, TRUE )))
    {
        read_dword( key, L"NumProviders", &count );
        /* the count comes last: a reader never sees an entry that is half there */
        if (write_provider( key, count, permanent_id, file ) && write_dword( key, L"NumProviders", count + 1 )) ret = 0;
        RegCloseKey( key );
    }
    unlock_config();
    return ret;
}

/* Forget the permanent device ids of a provider. */
static void remove_device_ids( DWORD permanent_id, const WCHAR *kind )
{
    WCHAR prefix[32], path[64], name[128];
    DWORD i = 0, size, len;
    HKEY key;

    swprintf( path, ARRAYSIZE( path ), L"%ls\\%ls", DEVICES_KEY, kind );
    if (RegOpenKeyExW( HKEY_LOCAL_MACHINE, path, 0, KEY_READ | KEY_WRITE | VIEW, &key )) return;
    len = swprintf( prefix, ARRAYSIZE( prefix ), L"%lu:", (unsigned long)permanent_id );
    for (;;)
    {
        size = ARRAYSIZE( name );
        if (RegEnumValueW( key, i, name, &size, NULL, NULL, NULL, NULL )) break;
        if (wcsncmp( name, prefix, len ) || RegDeleteValueW( key, name )) i++;
    }
    RegCloseKey( key );
}

LONG config_remove_provider( DWORD permanent_id )
{
    struct provider_entry *entries = NULL;
    DWORD i, kept = 0, count = 0, total = 0;
    LONG ret;
    HKEY key;
    WCHAR name[64];

    lock_config();
    if (!(key = open_key( HKEY_LOCAL_MACHINE, PROVIDERS_KEY, TRUE )))
    {
        unlock_config();
        return LINEERR_OPERATIONFAILED;
    }
    read_dword( key, L"NumProviders", &total );
    if (!(ret = read_providers( key, &entries, &count )))
    {
        for (i = 0; i < count && !ret; i++)
        {
            if (entries[i].permanent_id == permanent_id) continue;
            if (!write_provider( key, kept++, entries[i].permanent_id, entries[i].file )) ret = LINEERR_OPERATIONFAILED;
        }
        if (!ret && kept == count) ret = LINEERR_INVALPARAM;
        if (!ret && !write_dword( key, L"NumProviders", kept )) ret = LINEERR_OPERATIONFAILED;
        for (i = kept; i < total && !ret; i++)
        {
            numbered( name, L"ProviderID", i );
            RegDeleteValueW( key, name );
            numbered( name, L"ProviderFilename", i );
            RegDeleteValueW( key, name );
        }
        config_free( entries );
    }
    RegCloseKey( key );
    if (!ret)
    {
        remove_device_ids( permanent_id, L"Lines" );
        remove_device_ids( permanent_id, L"Phones" );
    }
    unlock_config();
    return ret;
}

void config_device_counts( DWORD permanent_id, DWORD *lines, DWORD *phones )
{
    WCHAR path[128];
    HKEY key;

    *lines = *phones = 0;
    swprintf( path, ARRAYSIZE( path ), L"%ls\\Provider%lu", TELEPHONY_KEY, (unsigned long)permanent_id );
    if (!(key = open_key( HKEY_LOCAL_MACHINE, path, FALSE ))) return;
    read_dword( key, L"NumLines", lines );
    read_dword( key, L"NumPhones", phones );
    RegCloseKey( key );
}

/* How many ids are taken with one write when devices come that were never there. */
#define ID_BLOCK  1024

/* While many devices are added, lock_config() held: their key, and ids that are written as taken but not yet given. */
static struct device_ids
{
    HKEY  key;
    DWORD next, end;
} device_ids[2];

static HKEY device_ids_key( BOOL phone )
{
    struct device_ids *ids = &device_ids[phone != FALSE];
    WCHAR path[64];

    swprintf( path, ARRAYSIZE( path ), L"%ls\\%ls", DEVICES_KEY, phone ? L"Phones" : L"Lines" );
    if (!ids->key) ids->key = open_key( HKEY_LOCAL_MACHINE, path, TRUE );
    return ids->key;
}

static DWORD next_device_id( struct device_ids *ids )
{
    DWORD next = 0;

    if (ids->next == ids->end)
    {
        if (!read_dword( ids->key, L"NextID", &next ) || !next) next = 1;
        /* taken before it is given: an id is never given twice, whatever is interrupted */
        if (!write_dword( ids->key, L"NextID", next + ID_BLOCK ))
            ERR( "cannot store the next permanent device id: ids may be given twice\n" );
        ids->next = next;
        ids->end = next + ID_BLOCK;
    }
    return ids->next++;
}

DWORD config_device_id( DWORD permanent_id, const WCHAR *device, BOOL phone )
{
    WCHAR name[128];
    DWORD id = 0;
    HKEY key;

    swprintf( name, ARRAYSIZE( name ), L"%lu:%ls", (unsigned long)permanent_id, device );
    lock_config();
    if ((key = device_ids_key( phone )) && !read_dword( key, name, &id ))
    {
        id = next_device_id( &device_ids[phone != FALSE] );
        if (!write_dword( key, name, id ))
            ERR( "cannot store the permanent id of device %s: it may change at the next start\n", debugstr_w( name ) );
    }
    unlock_config();
    return id;
}

void config_device_ids_done(void)
{
    unsigned int i;

    lock_config();
    for (i = 0; i < ARRAYSIZE( device_ids ); i++)
    {
        struct device_ids *ids = &device_ids[i];

        if (!ids->key) continue;
        if (ids->next != ids->end) write_dword( ids->key, L"NextID", ids->next );
        RegCloseKey( ids->key );
        memset( ids, 0, sizeof(*ids) );
    }
    unlock_config();
}
