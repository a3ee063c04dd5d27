/*
 * Looking for models in the .INF files of the prefix.
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

#include "private.h"

void modeminf_for_each( const WCHAR *folder, modeminf_found found, void *arg )
{
    static const WCHAR *const patterns[] = { L"mdm*.inf", L"oem*.inf" };
    WCHAR root[MAX_PATH], path[2 * MAX_PATH];
    const struct modeminf_model *models;
    WIN32_FIND_DATAW data;
    struct modeminf *inf;
    BOOL go_on = TRUE;
    DWORD i, count;
    unsigned int p;
    HANDLE find;

    if (!folder)
    {
        if (!GetWindowsDirectoryW( root, ARRAYSIZE(root) - 4 )) return;
        wcscat( root, L"\\inf" );
        folder = root;
    }
    for (p = 0; p < ARRAYSIZE(patterns) && go_on; p++)
    {
        _snwprintf( path, ARRAYSIZE(path), L"%ls\\%ls", folder, patterns[p] );
        if ((find = FindFirstFileW( path, &data )) == INVALID_HANDLE_VALUE) continue;
        do
        {
            _snwprintf( path, ARRAYSIZE(path), L"%ls\\%ls", folder, data.cFileName );
            if (modeminf_open( path, &inf, NULL, 0 )) continue;
            models = modeminf_models( inf, &count );
            for (i = 0; i < count && go_on; i++) go_on = found( inf, &models[i], arg );
            modeminf_close( inf );
        } while (go_on && FindNextFileW( find, &data ));
        FindClose( find );
    }
}

struct search
{
    const WCHAR  *name;
    HKEY          key;
    modeminf_note note;
    void         *arg;
    WCHAR        *reason;
    DWORD         chars;
    DWORD         error;
};

static BOOL install_if_named( struct modeminf *inf, const struct modeminf_model *model, void *arg )
{
    struct search *search = arg;

    if (_wcsicmp( model->name, search->name )) return TRUE;
    search->error = modeminf_install( inf, model, search->key, search->note, search->arg, search->reason, search->chars );
    return FALSE;
}

DWORD modeminf_install_by_name( const WCHAR *name, HKEY key, modeminf_note note, void *arg, WCHAR *reason, DWORD chars )
{
    struct search search = { name, key, note, arg, reason, chars, ERROR_NOT_FOUND };

    modeminf_for_each( NULL, install_if_named, &search );
    if (search.error == ERROR_NOT_FOUND)
        modeminf_fail( reason, chars, ERROR_NOT_FOUND, L"no .INF file of this prefix has the modem '%ls'; winetapi models lists them", name );
    return search.error;
}
