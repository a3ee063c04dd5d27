/*
 * winetapi.exe: keep and restore what the registry holds of telephony.
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

/*
 * The file is a list of records, each a tag byte and its data; a name or data is a DWORD size in bytes and that many
 * bytes. A tree is K (name) V (name, type, data)... [K ... E]... E. Roots come in the order of the table.
 *     A depth     the root was absent; its ancestors existed down to this depth (number of names)
 *     K           the root was there: its tree follows
 * A single value is A (absent, with its key's depth) or V.
 */

#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "winetapi.h"

static const char magic[8] = "WTREG 1";

static const struct
{
    HKEY         hive;
    const WCHAR *key;
    const WCHAR *value;         /* NULL: the whole tree */
} roots[] =
{
    { HKEY_CURRENT_USER,  L"Software\\Wine\\DllOverrides", L"tapi32" },
    { HKEY_LOCAL_MACHINE, TELEPHONY_KEY, NULL },
    { HKEY_CURRENT_USER,  TELEPHONY_KEY, NULL },
    { HKEY_LOCAL_MACHINE, L"Software\\Wine Telephony", NULL },
    { HKEY_LOCAL_MACHINE, L"System\\CurrentControlSet\\Services\\" SERVICE_NAME, NULL },
    { HKEY_LOCAL_MACHINE, MODEM_CLASS, NULL },
};

/* ---- the file, in memory ---- */

struct image
{
    BYTE  *data;
    size_t size, pos, room;
};

static void put( struct image *image, const void *data, size_t size )
{
    if (image->size + size > image->room)
    {
        image->room = (image->size + size) * 2;
        if (!(image->data = realloc( image->data, image->room ))) exit( EXIT_FAILED );
    }
    memcpy( image->data + image->size, data, size );
    image->size += size;
}

static void put_tag( struct image *image, char tag )
{
    put( image, &tag, 1 );
}

static void put_sized( struct image *image, const void *data, DWORD size )
{
    put( image, &size, sizeof(size) );
    put( image, data, size );
}

/* Past the end there are zeros, which are no tag. */
static void get( struct image *image, void *data, size_t size )
{
    if (size > image->size - image->pos)
    {
        memset( data, 0, size );
        image->pos = image->size;
        return;
    }
    memcpy( data, image->data + image->pos, size );
    image->pos += size;
}

static char get_tag( struct image *image )
{
    char tag;

    get( image, &tag, 1 );
    return tag;
}

/* Points into the image. */
static BYTE *get_sized( struct image *image, DWORD *size )
{
    BYTE *ret;

    get( image, size, sizeof(*size) );
    if (*size > image->size - image->pos) *size = image->size - image->pos;
    ret = image->data + image->pos;
    image->pos += *size;
    return ret;
}

static LONG write_image( const struct image *image, const WCHAR *path )
{
    HANDLE file = CreateFileW( path, GENERIC_WRITE, 0, NULL, CREATE_NEW, 0, NULL );
    DWORD written;
    LONG ret = 0;

    if (file == INVALID_HANDLE_VALUE) return GetLastError();
    if (!WriteFile( file, image->data, image->size, &written, NULL ) || written != image->size) ret = GetLastError();
    CloseHandle( file );
    if (ret) DeleteFileW( path );
    return ret;
}

static LONG read_image( struct image *image, const WCHAR *path )
{
    HANDLE file = CreateFileW( path, GENERIC_READ, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL );
    DWORD got;
    LONG ret = 0;

    if (file == INVALID_HANDLE_VALUE) return GetLastError();
    image->size = GetFileSize( file, NULL );
    if (!(image->data = malloc( image->size + 1 ))) exit( EXIT_FAILED );
    if (!ReadFile( file, image->data, image->size, &got, NULL ) || got != image->size) ret = ERROR_READ_FAULT;
    else if (image->size < sizeof(magic) || memcmp( image->data, magic, sizeof(magic) )) ret = ERROR_BAD_FORMAT;
    image->pos = sizeof(magic);
    CloseHandle( file );
    return ret;
}

/* ---- save ---- */

/* How many names of a key's path exist. */
static BYTE existing_depth( HKEY hive, const WCHAR *path )
{
    WCHAR part[512];
    const WCHAR *p = path;
    BYTE depth = 0;
    HKEY key;

    while ((p = wcschr( p, '\\' )) || depth < 255)
    {
        size_t len = p ? (size_t)(p - path) : wcslen( path );

        wmemcpy( part, path, len );
        part[len] = 0;
        if (RegOpenKeyExW( hive, part, 0, KEY_QUERY_VALUE, &key )) break;
        RegCloseKey( key );
        depth++;
        if (!p) break;
        p++;
    }
    return depth;
}

static void save_value( struct image *image, const WCHAR *name, DWORD type, const BYTE *data, DWORD size )
{
    put_tag( image, 'V' );
    put_sized( image, name, wcslen( name ) * sizeof(WCHAR) );
    put( image, &type, sizeof(type) );
    put_sized( image, data, size );
}

static void save_tree( struct image *image, HKEY key, const WCHAR *name )
{
    DWORD i, max_name = 0, max_data = 0, name_len, size, type;
    WCHAR *value_name, subkey_name[256];
    BYTE *data;
    HKEY subkey;

    put_tag( image, 'K' );
    put_sized( image, name, wcslen( name ) * sizeof(WCHAR) );
    RegQueryInfoKeyW( key, NULL, NULL, NULL, NULL, NULL, NULL, NULL, &max_name, &max_data, NULL, NULL );
    value_name = malloc( (max_name + 1) * sizeof(WCHAR) );
    data = malloc( max_data + 1 );
    if (!value_name || !data) exit( EXIT_FAILED );
    for (i = 0;; i++)
    {
        name_len = max_name + 1;
        size = max_data;
        if (RegEnumValueW( key, i, value_name, &name_len, NULL, &type, data, &size )) break;
        save_value( image, value_name, type, data, size );
    }
    free( value_name );
    free( data );
    for (i = 0;; i++)
    {
        name_len = ARRAYSIZE(subkey_name);
        if (RegEnumKeyExW( key, i, subkey_name, &name_len, NULL, NULL, NULL, NULL )) break;
        if (RegOpenKeyExW( key, subkey_name, 0, KEY_READ, &subkey )) continue;
        save_tree( image, subkey, subkey_name );
        RegCloseKey( subkey );
    }
    put_tag( image, 'E' );
}

static void save_absent( struct image *image, HKEY hive, const WCHAR *path )
{
    BYTE depth = existing_depth( hive, path );

    put_tag( image, 'A' );
    put( image, &depth, 1 );
}

LONG registry_save( const WCHAR *file )
{
    struct image image = { 0 };
    BYTE data[1024];
    DWORD type, size;
    HKEY key;
    LONG ret;
    size_t i;

    if (GetFileAttributesW( file ) != INVALID_FILE_ATTRIBUTES) return 0;    /* what was there before us is kept already */
    put( &image, magic, sizeof(magic) );
    for (i = 0; i < ARRAYSIZE(roots); i++)
    {
        if (RegOpenKeyExW( roots[i].hive, roots[i].key, 0, KEY_READ, &key ))
        {
            save_absent( &image, roots[i].hive, roots[i].key );
            continue;
        }
        size = sizeof(data);
        if (!roots[i].value) save_tree( &image, key, L"" );
        else if (RegQueryValueExW( key, roots[i].value, NULL, &type, data, &size ))
            save_absent( &image, roots[i].hive, roots[i].key );
        else save_value( &image, roots[i].value, type, data, size );
        RegCloseKey( key );
    }
    ret = write_image( &image, file );
    free( image.data );
    return ret;
}

/* ---- restore ---- */

struct name_list
{
    WCHAR **names;
    DWORD   count;
};

static WCHAR *get_name( struct image *image )
{
    DWORD size;
    BYTE *data = get_sized( image, &size );
    WCHAR *name = malloc( size + sizeof(WCHAR) );

    if (!name) exit( EXIT_FAILED );
    memcpy( name, data, size );
    name[size / sizeof(WCHAR)] = 0;
    return name;
}

static void add_name( struct name_list *list, WCHAR *name )
{
    if (!(list->names = realloc( list->names, (list->count + 1) * sizeof(*list->names) ))) exit( EXIT_FAILED );
    list->names[list->count++] = name;
}

static BOOL has_name( const struct name_list *list, const WCHAR *name )
{
    DWORD i;

    for (i = 0; i < list->count; i++)
        if (!_wcsicmp( list->names[i], name )) return TRUE;
    return FALSE;
}

static void free_names( struct name_list *list )
{
    while (list->count) free( list->names[--list->count] );
    free( list->names );
}

static void delete_other_values( HKEY key, const struct name_list *kept )
{
    WCHAR name[1024];
    DWORD i = 0, len = ARRAYSIZE(name);

    while (!RegEnumValueW( key, i, name, &len, NULL, NULL, NULL, NULL ))
    {
        if (has_name( kept, name ) || RegDeleteValueW( key, name )) i++;
        len = ARRAYSIZE(name);
    }
}

static void delete_other_keys( HKEY key, const struct name_list *kept )
{
    WCHAR name[256];
    DWORD i = 0, len = ARRAYSIZE(name);

    while (!RegEnumKeyExW( key, i, name, &len, NULL, NULL, NULL, NULL ))
    {
        if (has_name( kept, name ) || RegDeleteTreeW( key, name )) i++;
        len = ARRAYSIZE(name);
    }
}

/* Writes only what differs, so that times of keys that nobody touched stay. key 0: only read past it. */
static LONG restore_value( struct image *image, HKEY key, WCHAR **name_ret )
{
    WCHAR *name = get_name( image );
    DWORD type, size, old_type, old_size;
    BYTE *data, *old;
    LONG ret = 0;

    get( image, &type, sizeof(type) );
    data = get_sized( image, &size );
    *name_ret = name;
    old_size = size + 1;
    if (!key) return 0;
    if (!(old = malloc( old_size ))) exit( EXIT_FAILED );
    if (RegQueryValueExW( key, name, NULL, &old_type, old, &old_size ) || old_type != type || old_size != size ||
        memcmp( old, data, size ))
        ret = RegSetValueExW( key, name, 0, type, data, size );
    free( old );
    return ret;
}

/* The tag K and the name are read already. */
static LONG restore_tree( struct image *image, HKEY key )
{
    struct name_list values = { 0 }, keys = { 0 };
    LONG ret = 0, error;
    WCHAR *name;
    HKEY subkey;
    char tag;

    while ((tag = get_tag( image )) == 'V' || tag == 'K')
    {
        if (tag == 'V') error = restore_value( image, key, &name );
        else
        {
            name = get_name( image );
            subkey = 0;
            error = key ? RegCreateKeyExW( key, name, 0, NULL, 0, KEY_ALL_ACCESS, NULL, &subkey, NULL ) : 0;
            if (restore_tree( image, subkey ) && !error) error = ERROR_BAD_FORMAT;
            if (subkey) RegCloseKey( subkey );
        }
        if (error) ret = error;
        add_name( tag == 'V' ? &values : &keys, name );
    }
    if (tag != 'E') ret = ERROR_BAD_FORMAT;
    else if (key)
    {
        delete_other_values( key, &values );
        delete_other_keys( key, &keys );
    }
    free_names( &values );
    free_names( &keys );
    return ret;
}

/* Delete what of a path was not there, from its end; an ancestor that others use by now stays. */
static void delete_absent( HKEY hive, const WCHAR *path, BYTE depth, BOOL whole_tree )
{
    WCHAR part[512], *p;
    BYTE now = 1;
    DWORD keys, values;
    HKEY key;

    wcscpy( part, path );
    for (p = part; (p = wcschr( p, '\\' )); p++) now++;
    if (whole_tree && now > depth)
    {
        RegDeleteTreeW( hive, part );
        if ((p = wcsrchr( part, '\\' ))) *p = 0;
        now--;
    }
    while (now > depth)
    {
        if (!RegOpenKeyExW( hive, part, 0, KEY_READ, &key ))
        {
            LONG error = RegQueryInfoKeyW( key, NULL, NULL, NULL, &keys, NULL, NULL, &values, NULL, NULL, NULL, NULL );

            RegCloseKey( key );
            if (error || keys || values) break;
            RegDeleteKeyW( hive, part );
        }
        if (!(p = wcsrchr( part, '\\' ))) break;
        *p = 0;
        now--;
    }
}

static LONG restore_root( struct image *image, size_t root )
{
    HKEY hive = roots[root].hive, key;
    char tag = get_tag( image );
    WCHAR *name;
    BYTE depth;
    LONG ret;

    if (tag == 'A')
    {
        get( image, &depth, 1 );
        if (roots[root].value && !RegOpenKeyExW( hive, roots[root].key, 0, KEY_ALL_ACCESS, &key ))
        {
            RegDeleteValueW( key, roots[root].value );
            RegCloseKey( key );
        }
        delete_absent( hive, roots[root].key, depth, !roots[root].value );
        return 0;
    }
    if (tag != 'K' && tag != 'V') return ERROR_BAD_FORMAT;
    if ((ret = RegCreateKeyExW( hive, roots[root].key, 0, NULL, 0, KEY_ALL_ACCESS, NULL, &key, NULL ))) return ret;
    if (tag == 'V') ret = restore_value( image, key, &name );
    else
    {
        name = get_name( image );
        ret = restore_tree( image, key );
    }
    free( name );
    RegCloseKey( key );
    return ret;
}

LONG registry_restore( const WCHAR *file )
{
    struct image image = { 0 };
    LONG ret = read_image( &image, file ), error;
    size_t i;

    for (i = 0; i < ARRAYSIZE(roots) && ret != ERROR_BAD_FORMAT && image.data; i++)
        if ((error = restore_root( &image, i ))) ret = error;
    free( image.data );
    return ret;
}
