/*
 * Opening .INF files and reading their models.
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
#include <stdlib.h>
#include <wchar.h>

#include "private.h"

#define MAX_MODELS     20000
#define MAX_FILE_SIZE  (16 * 1024 * 1024)

DWORD modeminf_fail( WCHAR *reason, DWORD chars, DWORD error, const WCHAR *format, ... )
{
    va_list args;

    if (!reason || !chars) return error;
    va_start( args, format );
    if (_vsnwprintf( reason, chars, format, args ) < 0) reason[chars - 1] = 0;
    va_end( args );
    reason[chars - 1] = 0;
    return error;
}

BOOL modeminf_field( INFCONTEXT *line, DWORD index, WCHAR *buffer, DWORD chars )
{
    DWORD needed;

    buffer[0] = 0;
    if (SetupGetStringFieldW( line, index, buffer, chars, &needed )) return TRUE;
    buffer[0] = 0;
    return GetLastError() != ERROR_INSUFFICIENT_BUFFER;
}

/* A name may be longer than we take: its beginning will do. */
static void cut_field( INFCONTEXT *line, DWORD index, WCHAR *buffer, DWORD chars )
{
    WCHAR *text;
    DWORD needed = 0;

    if (modeminf_field( line, index, buffer, chars )) return;
    SetupGetStringFieldW( line, index, NULL, 0, &needed );
    if (!(text = calloc( needed + 1, sizeof(WCHAR) ))) return;
    if (SetupGetStringFieldW( line, index, text, needed, NULL )) lstrcpynW( buffer, text, chars );
    free( text );
}

const WCHAR *modeminf_file( const struct modeminf *inf )
{
    const WCHAR *slash = wcsrchr( inf->path, '\\' );

    return slash ? slash + 1 : inf->path;
}

const WCHAR *modeminf_included( const struct modeminf *inf, DWORD index )
{
    return index < inf->included_count ? inf->included[index] : NULL;
}

const struct modeminf_model *modeminf_models( const struct modeminf *inf, DWORD *count )
{
    *count = inf->model_count;
    return inf->models;
}

const struct modeminf_model *modeminf_model_by_name( const struct modeminf *inf, const WCHAR *name )
{
    DWORD i;

    for (i = 0; i < inf->model_count; i++) if (!_wcsicmp( inf->models[i].name, name )) return &inf->models[i];
    return NULL;
}

static void windows_path( const WCHAR *path, WCHAR *buffer, DWORD chars )
{
    WCHAR *p;

    if (path[0] != '/')
    {
        if (!GetFullPathNameW( path, chars, buffer, NULL )) lstrcpynW( buffer, path, chars );
        return;
    }
    _snwprintf( buffer, chars, L"\\\\?\\unix%ls", path );
    buffer[chars - 1] = 0;
    for (p = buffer; *p; p++) if (*p == '/') *p = '\\';
}

/* A text or binary file that ends? setupapi would read anything, however long. */
static DWORD check_file( const WCHAR *path, WCHAR *reason, DWORD chars )
{
    WIN32_FILE_ATTRIBUTE_DATA data;

    if (!GetFileAttributesExW( path, GetFileExInfoStandard, &data ))
        return modeminf_fail( reason, chars, GetLastError(), L"%ls cannot be read (error %lu)", path, GetLastError() );
    if (data.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) return modeminf_fail( reason, chars, ERROR_BAD_FORMAT, L"%ls is a folder", path );
    if (data.nFileSizeHigh || data.nFileSizeLow > MAX_FILE_SIZE)
        return modeminf_fail( reason, chars, ERROR_BAD_FORMAT, L"%ls is too large for an .INF file", path );
    return 0;
}

static DWORD read_version( struct modeminf *inf, WCHAR *reason, DWORD chars )
{
    static const WCHAR modem_guid[] = L"{4D36E96D-E325-11CE-BFC1-08002BE10318}";
    WCHAR class_name[64] = L"", guid[64] = L"";
    INFCONTEXT line;

    if (SetupFindFirstLineW( inf->inf, L"Version", L"Class", &line )) modeminf_field( &line, 1, class_name, ARRAYSIZE(class_name) );
    if (SetupFindFirstLineW( inf->inf, L"Version", L"ClassGuid", &line )) modeminf_field( &line, 1, guid, ARRAYSIZE(guid) );
    if (_wcsicmp( class_name, L"Modem" ) && _wcsicmp( guid, modem_guid ))
    {
        if (class_name[0] || guid[0])
            return modeminf_fail( reason, chars, ERROR_CLASS_MISMATCH, L"%ls is for devices of the class %ls, not for modems", modeminf_file( inf ),
                                  class_name[0] ? class_name : guid );
        return modeminf_fail( reason, chars, ERROR_BAD_FORMAT, L"%ls has no [Version] that says Class=Modem", modeminf_file( inf ) );
    }
    if (SetupFindFirstLineW( inf->inf, L"Version", L"Provider", &line )) cut_field( &line, 1, inf->provider, ARRAYSIZE(inf->provider) );
    if (SetupFindFirstLineW( inf->inf, L"Version", L"DriverVer", &line ))
    {
        modeminf_field( &line, 1, inf->date, ARRAYSIZE(inf->date) );
        modeminf_field( &line, 2, inf->version, ARRAYSIZE(inf->version) );
    }
    return 0;
}

/* Lines "%Name% = Section, hardware id, compatible id..." */
static DWORD add_models( struct modeminf *inf, const WCHAR *section, const WCHAR *manufacturer )
{
    struct modeminf_model *model, *more;
    INFCONTEXT line;
    DWORD i, len;

    if (!SetupFindFirstLineW( inf->inf, section, NULL, &line )) return 0;
    do
    {
        if (inf->model_count == MAX_MODELS) return ERROR_BAD_FORMAT;
        if (!(inf->model_count & (inf->model_count - 1)))
        {
            if (!(more = realloc( inf->models, (inf->model_count ? inf->model_count * 2 : 1) * sizeof(*more) ))) return ERROR_NOT_ENOUGH_MEMORY;
            inf->models = more;
        }
        model = &inf->models[inf->model_count];
        memset( model, 0, sizeof(*model) );
        cut_field( &line, 0, model->name, ARRAYSIZE(model->name) );
        lstrcpynW( model->manufacturer, manufacturer, ARRAYSIZE(model->manufacturer) );
        if (!modeminf_field( &line, 1, model->section, ARRAYSIZE(model->section) ) || !model->section[0] || !model->name[0]) continue;
        modeminf_field( &line, 2, model->hardware_id, ARRAYSIZE(model->hardware_id) );
        for (i = 3, len = 0; i <= SetupGetFieldCount( &line ); i++)
        {
            if (!modeminf_field( &line, i, model->compatible_ids + len, ARRAYSIZE(model->compatible_ids) - 1 - len )) break;
            if (model->compatible_ids[len]) len += wcslen( model->compatible_ids + len ) + 1;
        }
        if (!modeminf_model_by_name( inf, model->name )) inf->model_count++;
    } while (SetupFindNextLine( &line, &line ));
    return 0;
}

/*
 * Modem definitions are data, the same for each processor: of the sections for several systems ("Models,NTx86,NTamd64.6.1") that of this one is
 * taken, else that of another.
 */
static DWORD read_manufacturer( struct modeminf *inf, INFCONTEXT *line )
{
    static const WCHAR *const preferred[] = { sizeof(void *) == 8 ? L"ntamd64" : L"ntx86", L"nt", L"ntx86", L"ntamd64", L"ntia64", L"ntarm" };
    WCHAR manufacturer[MODEMINF_NAME_CHARS] = L"", models[64], decoration[64], section[160];
    DWORD fields = SetupGetFieldCount( line ), before = inf->model_count, error, i, j;
    size_t len;

    cut_field( line, 0, manufacturer, ARRAYSIZE(manufacturer) );
    if (!modeminf_field( line, 1, models, ARRAYSIZE(models) ) || !models[0]) return 0;
    for (i = 0; i < ARRAYSIZE(preferred); i++)
        for (j = 2; j <= fields; j++)
        {
            if (!modeminf_field( line, j, decoration, ARRAYSIZE(decoration) ) || !decoration[0]) continue;
            len = wcslen( preferred[i] );
            if (_wcsnicmp( decoration, preferred[i], len ) || (decoration[len] && decoration[len] != '.')) continue;
            swprintf( section, ARRAYSIZE(section), L"%ls.%ls", models, decoration );
            if ((error = add_models( inf, section, manufacturer ))) return error;
            if (inf->model_count != before) return 0;
        }
    return add_models( inf, models, manufacturer );
}

DWORD modeminf_open( const WCHAR *path, struct modeminf **ret, WCHAR *reason, DWORD chars )
{
    struct modeminf *inf = calloc( 1, sizeof(*inf) );
    INFCONTEXT line;
    DWORD error = 0;
    UINT bad_line = 0;

    *ret = NULL;
    if (reason && chars) reason[0] = 0;
    if (!inf) return modeminf_fail( reason, chars, ERROR_NOT_ENOUGH_MEMORY, L"no memory" );
    windows_path( path, inf->path, ARRAYSIZE(inf->path) );
    if ((error = check_file( inf->path, reason, chars ))) goto done;
    inf->inf = SetupOpenInfFileW( inf->path, NULL, INF_STYLE_WIN4, &bad_line );
    if (inf->inf == INVALID_HANDLE_VALUE)
    {
        if (!(error = GetLastError())) error = ERROR_BAD_FORMAT;
        if (bad_line) modeminf_fail( reason, chars, error, L"%ls is no .INF file: line %u makes no sense", modeminf_file( inf ), bad_line );
        else modeminf_fail( reason, chars, error, L"%ls is no .INF file (error %#lx)", modeminf_file( inf ), error );
        goto done;
    }
    if ((error = read_version( inf, reason, chars ))) goto done;
    if (SetupFindFirstLineW( inf->inf, L"Manufacturer", NULL, &line ))
        do error = read_manufacturer( inf, &line );
        while (!error && SetupFindNextLine( &line, &line ));
    if (error) modeminf_fail( reason, chars, error, L"%ls has too many models", modeminf_file( inf ) );
    else if (!inf->model_count) error = modeminf_fail( reason, chars, ERROR_BAD_FORMAT, L"%ls lists no modems in [Manufacturer]", modeminf_file( inf ) );

done:
    if (error) modeminf_close( inf );
    else *ret = inf;
    return error;
}

void modeminf_close( struct modeminf *inf )
{
    if (!inf) return;
    if (inf->inf && inf->inf != INVALID_HANDLE_VALUE) SetupCloseInfFile( inf->inf );
    free( inf->models );
    free( inf );
}
