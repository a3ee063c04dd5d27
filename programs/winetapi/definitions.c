/*
 * winetapi.exe: definitions of modems, from .INF files.
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
#include "modeminf/modeminf.h"

/* Say what of an .INF is left undone. */
static void say_note( const WCHAR *text, void *arg )
{
    static WCHAR last[400];

    /* the same for each model of a file */
    if (!wcscmp( text, last )) return;
    lstrcpynW( last, text, ARRAYSIZE(last) );
    remark( L"note: %ls", text );
}

static BOOL read_file( const WCHAR *path, BYTE **data, DWORD *size )
{
    HANDLE file = CreateFileW( path, GENERIC_READ, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL );
    BOOL ret = FALSE;

    *data = NULL;
    if (file == INVALID_HANDLE_VALUE) return FALSE;
    *size = GetFileSize( file, NULL );
    if (*size != INVALID_FILE_SIZE && (*data = malloc( *size + 1 ))) ret = ReadFile( file, *data, *size, size, NULL );
    CloseHandle( file );
    if (!ret) free( *data );
    return ret;
}

static BOOL same_contents( const WCHAR *path, const BYTE *data, DWORD size )
{
    BYTE *other;
    DWORD other_size;
    BOOL ret;

    if (!read_file( path, &other, &other_size )) return FALSE;
    ret = other_size == size && !memcmp( other, data, size );
    free( other );
    return ret;
}

/* Write a file of the prefix's folder of .INF files; the command on the host keeps its name for uninstall. */
static LONG write_file( const WCHAR *path, const WCHAR *name, const BYTE *data, DWORD size )
{
    HANDLE file = CreateFileW( path, GENERIC_WRITE, 0, NULL, CREATE_NEW, 0, NULL );
    LONG error = 0;
    DWORD done;

    if (file == INVALID_HANDLE_VALUE) return GetLastError();
    if (!WriteFile( file, data, size, &done, NULL )) error = GetLastError();
    CloseHandle( file );
    if (error) DeleteFileW( path );
    else out( L"added inf/%ls\n", name );
    return error;
}

/* As Windows names what comes from elsewhere: oem0.inf, oem1.inf... A file that is there already is not copied again. */
static LONG copy_inf( const WCHAR *from, const WCHAR *folder, WCHAR *name, DWORD chars )
{
    WCHAR path[2 * MAX_PATH];
    LONG error = ERROR_TOO_MANY_NAMES;
    DWORD size, i;
    BYTE *data;

    if (!read_file( from, &data, &size )) return GetLastError();
    for (i = 0; i < 10000; i++)
    {
        swprintf( name, chars, L"oem%lu.inf", i );
        swprintf( path, ARRAYSIZE(path), L"%ls\\%ls", folder, name );
        if (GetFileAttributesW( path ) == INVALID_FILE_ATTRIBUTES) error = write_file( path, name, data, size );
        else if (same_contents( path, data, size )) error = 0;
        else continue;
        break;
    }
    free( data );
    return error;
}

/* A file that an .INF includes keeps its name. */
static LONG copy_included( const WCHAR *inf, const WCHAR *folder, const WCHAR *name )
{
    WCHAR from[2 * MAX_PATH], to[2 * MAX_PATH], *slash;
    LONG error;
    DWORD size;
    BYTE *data;

    lstrcpynW( from, inf, MAX_PATH );
    if (!(slash = wcsrchr( from, '\\' ))) return 0;
    lstrcpynW( slash + 1, name, MAX_PATH );
    swprintf( to, ARRAYSIZE(to), L"%ls\\%ls", folder, name );
    if (GetFileAttributesW( to ) != INVALID_FILE_ATTRIBUTES) return 0;
    if (!read_file( from, &data, &size )) return GetLastError();
    error = write_file( to, name, data, size );
    free( data );
    return error;
}

int modem_add_inf( int argc, WCHAR **argv )
{
    WCHAR folder[MAX_PATH], reason[300], name[32], *path;
    const struct modeminf_model *models;
    DWORD count, good = 0, i;
    struct modeminf *inf;
    LONG error;

    if (argc != 2 && argc != 3) return EXIT_USAGE;
    path = unix_path( argv[1] );
    if (modeminf_open( path, &inf, reason, ARRAYSIZE(reason) )) return fail( L"%ls", reason );
    models = modeminf_models( inf, &count );
    if (argc == 3 && !modeminf_model_by_name( inf, argv[2] ))
    {
        fail( L"%ls has no modem '%ls'; it has", argv[1], argv[2] );
        for (i = 0; i < count; i++) remark( L"  %ls", models[i].name );
        return EXIT_FAILED;
    }
    for (i = 0; i < count; i++)
    {
        if (!modeminf_check( inf, &models[i], say_note, NULL, reason, ARRAYSIZE(reason) )) good++;
        else if (count > 1) remark( L"note: '%ls' cannot be used: %ls", models[i].name, reason );
    }
    if (!good) return fail( L"%ls", reason );

    if (!GetWindowsDirectoryW( folder, ARRAYSIZE(folder) - 4 )) return EXIT_FAILED;
    wcscat( folder, L"\\inf" );
    CreateDirectoryW( folder, NULL );
    for (i = 0, error = 0; modeminf_included( inf, i ) && !error; i++) error = copy_included( path, folder, modeminf_included( inf, i ) );
    if (error || (error = copy_inf( path, folder, name, ARRAYSIZE(name) )))
        return fail( L"%ls cannot be copied to %ls: %ls", argv[1], folder, windows_error( error ) );
    for (i = 0; i < count; i++)
        if (!modeminf_check( inf, &models[i], NULL, NULL, NULL, 0 )) out( L"model\t%ls\t%ls\n", models[i].name, models[i].manufacturer );
    modeminf_close( inf );
    free( path );
    return EXIT_OK;
}

struct listing
{
    const WCHAR *text;
    DWORD        count;
};

static BOOL contains( const WCHAR *text, const WCHAR *part )
{
    size_t len = wcslen( part );

    for (; *text; text++) if (!_wcsnicmp( text, part, len )) return TRUE;
    return !len;
}

static BOOL list_model( struct modeminf *inf, const struct modeminf_model *model, void *arg )
{
    struct listing *listing = arg;

    if (!contains( model->name, listing->text ) && !contains( model->manufacturer, listing->text )) return TRUE;
    out( L"%-40ls %-28ls %ls\n", model->name, model->manufacturer, modeminf_file( inf ) );
    listing->count++;
    return TRUE;
}

int modem_models( int argc, WCHAR **argv )
{
    struct listing listing = { argc == 2 ? argv[1] : L"", 0 };

    if (argc > 2) return EXIT_USAGE;
    modeminf_for_each( NULL, list_model, &listing );
    if (listing.count) return EXIT_OK;
    return listing.text[0] ? fail( L"no modem of the .INF files of this prefix is called '%ls'", listing.text ) :
                             fail( L"this prefix has no .INF files of modems; winetapi install brings them" );
}
