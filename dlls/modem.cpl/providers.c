/*
 * Phone and modem options: the page of telephony providers.
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
#include <stdlib.h>

#include "modemcpl.h"

DEBUG_CHANNEL( modemcpl );

#define API_VERSION 0x00020002

/* ---- names ---- */

/* What a provider's file says it is, else its name. */
static void provider_name( const WCHAR *file, WCHAR *name, DWORD chars )
{
    struct { WORD language, codepage; } *translation;
    WCHAR query[64], *text;
    DWORD handle, size = GetFileVersionInfoSizeW( file, &handle );
    UINT len;
    void *info;

    lstrcpynW( name, file, chars );
    if (!size || !(info = malloc( size ))) return;
    if (GetFileVersionInfoW( file, 0, size, info ) && VerQueryValueW( info, L"\\VarFileInfo\\Translation", (void **)&translation, &len ) &&
        len >= sizeof(*translation))
    {
        swprintf( query, ARRAYSIZE(query), L"\\StringFileInfo\\%04x%04x\\FileDescription", translation->language, translation->codepage );
        if (VerQueryValueW( info, query, (void **)&text, &len ) && len > 1 && *text) lstrcpynW( name, text, chars );
    }
    free( info );
}

static LINEPROVIDERLIST *get_providers( LONG *error )
{
    DWORD size = 1024;
    LINEPROVIDERLIST *list;

    for (;;)
    {
        if (!(list = calloc( 1, size )))
        {
            *error = LINEERR_NOMEM;
            return NULL;
        }
        list->dwTotalSize = size;
        if ((*error = lineGetProviderListW( API_VERSION, list )) || list->dwNeededSize <= size) break;
        size = list->dwNeededSize;
        free( list );
    }
    if (!*error) return list;
    free( list );
    return NULL;
}

static void fill( HWND dlg, BOOL tell )
{
    HWND list = GetDlgItem( dlg, IDC_LIST );
    WCHAR name[200], text[460];
    LINEPROVIDERLIST *providers;
    LRESULT index;
    LONG error;
    DWORD i;

    SendMessageW( list, LB_RESETCONTENT, 0, 0 );
    if ((providers = get_providers( &error )))
    {
        const LINEPROVIDERENTRY *entry = (const LINEPROVIDERENTRY *)((const BYTE *)providers + providers->dwProviderListOffset);

        for (i = 0; i < providers->dwNumProviders; i++, entry++)
        {
            const WCHAR *file = (const WCHAR *)((const BYTE *)providers + entry->dwProviderFilenameOffset);

            provider_name( file, name, ARRAYSIZE(name) );
            if (!lstrcmpiW( name, file )) lstrcpynW( text, name, ARRAYSIZE(text) );
            else swprintf( text, ARRAYSIZE(text), L"%ls (%.200ls)", name, file );
            index = SendMessageW( list, LB_ADDSTRING, 0, (LPARAM)text );
            SendMessageW( list, LB_SETITEMDATA, index, entry->dwPermanentProviderID );
        }
        free( providers );
    }
    else if (tell)
    {
        ERR( "the providers cannot be listed: error %#lx\n", error );
        message( dlg, MB_OK | MB_ICONERROR, IDS_NO_PROVIDER_LIST, error );
    }
    SendMessageW( list, LB_SETCURSEL, 0, 0 );
    EnableWindow( GetDlgItem( dlg, IDC_ADD ), providers != NULL );
    EnableWindow( GetDlgItem( dlg, IDC_REMOVE ), SendMessageW( list, LB_GETCOUNT, 0, 0 ) > 0 );
    EnableWindow( GetDlgItem( dlg, IDC_CONFIGURE ), SendMessageW( list, LB_GETCOUNT, 0, 0 ) > 0 );
}

static BOOL selected( HWND dlg, DWORD *provider, WCHAR *name, int chars )
{
    HWND list = GetDlgItem( dlg, IDC_LIST );
    LRESULT index = SendMessageW( list, LB_GETCURSEL, 0, 0 );

    if (index == LB_ERR || SendMessageW( list, LB_GETTEXTLEN, index, 0 ) >= chars) return FALSE;
    SendMessageW( list, LB_GETTEXT, index, (LPARAM)name );
    *provider = SendMessageW( list, LB_GETITEMDATA, index, 0 );
    return TRUE;
}

/* ---- a new one ---- */

static BOOL is_installed( const LINEPROVIDERLIST *providers, const WCHAR *file )
{
    const LINEPROVIDERENTRY *entry = (const LINEPROVIDERENTRY *)((const BYTE *)providers + providers->dwProviderListOffset);
    const WCHAR *name, *base;
    DWORD i;

    for (i = 0; i < providers->dwNumProviders; i++, entry++)
    {
        name = (const WCHAR *)((const BYTE *)providers + entry->dwProviderFilenameOffset);
        base = wcsrchr( name, '\\' );
        if (!lstrcmpiW( base ? base + 1 : name, file )) return TRUE;
    }
    return FALSE;
}

static void fill_candidates( HWND dlg )
{
    HWND list = GetDlgItem( dlg, IDC_LIST );
    WCHAR path[MAX_PATH + 8], name[200], text[460];
    LINEPROVIDERLIST *providers;
    WIN32_FIND_DATAW found;
    HANDLE search;
    LRESULT index;
    WCHAR *file;
    LONG error;

    providers = get_providers( &error );
    wcscpy( path + GetSystemDirectoryW( path, MAX_PATH ), L"\\*.tsp" );
    if (providers && (search = FindFirstFileW( path, &found )) != INVALID_HANDLE_VALUE)
    {
        do
        {
            if (is_installed( providers, found.cFileName ) || !(file = _wcsdup( found.cFileName ))) continue;
            provider_name( file, name, ARRAYSIZE(name) );
            if (!lstrcmpiW( name, file )) lstrcpynW( text, name, ARRAYSIZE(text) );
            else swprintf( text, ARRAYSIZE(text), L"%ls (%.200ls)", name, file );
            index = SendMessageW( list, LB_ADDSTRING, 0, (LPARAM)text );
            if (index < 0) free( file );
            else SendMessageW( list, LB_SETITEMDATA, index, (LPARAM)file );
        } while (FindNextFileW( search, &found ));
        FindClose( search );
    }
    free( providers );
    SendMessageW( list, LB_SETCURSEL, 0, 0 );
    EnableWindow( GetDlgItem( dlg, IDOK ), SendMessageW( list, LB_GETCOUNT, 0, 0 ) > 0 );
}

static void free_candidates( HWND dlg )
{
    HWND list = GetDlgItem( dlg, IDC_LIST );
    int i, count = SendMessageW( list, LB_GETCOUNT, 0, 0 );

    for (i = 0; i < count; i++) free( (void *)SendMessageW( list, LB_GETITEMDATA, i, 0 ) );
}

static BOOL add_selected( HWND dlg )
{
    HWND list = GetDlgItem( dlg, IDC_LIST );
    LRESULT index = SendMessageW( list, LB_GETCURSEL, 0, 0 );
    const WCHAR *file;
    DWORD provider;
    LONG error;

    if (index == LB_ERR) return FALSE;
    file = (const WCHAR *)SendMessageW( list, LB_GETITEMDATA, index, 0 );
    if (!(error = lineAddProviderW( file, dlg, &provider ))) return TRUE;
    ERR( "the provider %s cannot be added: error %#lx\n", debugstr_w( file ), error );
    message( dlg, MB_OK | MB_ICONERROR, IDS_CANNOT_ADD_PROVIDER, file, error );
    return FALSE;
}

static INT_PTR CALLBACK add_proc( HWND dlg, UINT msg, WPARAM wparam, LPARAM lparam )
{
    switch (msg)
    {
    case WM_INITDIALOG:
        fill_candidates( dlg );
        return TRUE;
    case WM_COMMAND:
        if (LOWORD( wparam ) == IDOK || (LOWORD( wparam ) == IDC_LIST && HIWORD( wparam ) == LBN_DBLCLK))
        {
            if (add_selected( dlg )) EndDialog( dlg, IDOK );
        }
        else if (LOWORD( wparam ) == IDCANCEL) EndDialog( dlg, IDCANCEL );
        return TRUE;
    case WM_DESTROY:
        free_candidates( dlg );
        return FALSE;
    }
    return FALSE;
}

/* ---- the page ---- */

static void command( HWND dlg, WORD control, WORD code )
{
    HWND top = GetAncestor( dlg, GA_ROOT );
    WCHAR name[460];
    DWORD provider;
    LONG error;

    switch (control)
    {
    case IDC_ADD:
        if (DialogBoxParamW( instance, MAKEINTRESOURCEW( IDD_ADD_PROVIDER ), top, add_proc, 0 ) == IDOK) fill( dlg, TRUE );
        return;
    case IDC_REMOVE:
        if (!selected( dlg, &provider, name, ARRAYSIZE(name) )) return;
        if (message( dlg, MB_YESNO | MB_ICONQUESTION | MB_DEFBUTTON2, IDS_ASK_REMOVE_PROVIDER, name ) != IDYES) return;
        if ((error = lineRemoveProvider( provider, top )))
        {
            ERR( "provider %lu cannot be removed: error %#lx\n", provider, error );
            message( dlg, MB_OK | MB_ICONERROR, IDS_CANNOT_REMOVE_PROVIDER, name, error );
        }
        fill( dlg, TRUE );
        return;
    case IDC_LIST:
        if (code != LBN_DBLCLK) return;
        /* fall through */
    case IDC_CONFIGURE:
        if (!selected( dlg, &provider, name, ARRAYSIZE(name) )) return;
        if (!(error = lineConfigProvider( top, provider ))) return;
        WARN( "provider %lu cannot be configured: error %#lx\n", provider, error );
        message( dlg, MB_OK | MB_ICONWARNING, IDS_CANNOT_CONFIGURE, name, error );
        return;
    }
}

INT_PTR CALLBACK providers_proc( HWND dlg, UINT msg, WPARAM wparam, LPARAM lparam )
{
    switch (msg)
    {
    case WM_INITDIALOG:
        fill( dlg, TRUE );
        return TRUE;
    case WM_COMMAND:
        command( dlg, LOWORD( wparam ), HIWORD( wparam ) );
        return TRUE;
    }
    return FALSE;
}
