/*
 * What a user does with windows, and modems for tests.
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

#include "user.h"

BOOL (WINAPI *p_ShowPhoneAndModemOptions)( HWND owner, UINT page );
BOOL (WINAPI *p_ShowModems)( HWND owner );
BOOL (WINAPI *p_ShowModemProperties)( HWND owner, const WCHAR *name );

BOOL load_modem_cpl( void )
{
    HWND window = CreateWindowExW( 0, L"static", L"", WS_POPUP, 0, 0, 10, 10, NULL, NULL, NULL, NULL );
    WCHAR path[MAX_PATH + 16];
    HMODULE module;

    if (!window)
    {
        skip( "no windows can be made here\n" );
        return FALSE;
    }
    DestroyWindow( window );
    wcscpy( path + GetSystemDirectoryW( path, MAX_PATH ), L"\\modem.cpl" );
    if (!(module = LoadLibraryW( path )) || !(p_ShowPhoneAndModemOptions = (void *)GetProcAddress( module, "ShowPhoneAndModemOptions" )))
    {
        win_skip( "modem.cpl of Wine Telephony is not installed here\n" );
        return FALSE;
    }
    p_ShowModems = (void *)GetProcAddress( module, "ShowModems" );
    p_ShowModemProperties = (void *)GetProcAddress( module, "ShowModemProperties" );
    ok( p_ShowModems && p_ShowModemProperties, "an export is missing\n" );
    return p_ShowModems && p_ShowModemProperties;
}

/* ---- the user */

struct user
{
    void (*act)( void *arg );
    void  *arg;
};

static DWORD WINAPI user_thread( void *arg )
{
    struct user user = *(struct user *)arg;

    HeapFree( GetProcessHeap(), 0, arg );
    user.act( user.arg );
    return 0;
}

HANDLE begin_user( void (*act)( void *arg ), void *arg )
{
    struct user *user = HeapAlloc( GetProcessHeap(), 0, sizeof(*user) );

    user->act = act;
    user->arg = arg;
    return CreateThread( NULL, 0, user_thread, user, 0, NULL );
}

void end_user( HANDLE user )
{
    ok( !WaitForSingleObject( user, 2 * PATIENCE ), "the user has not done\n" );
    CloseHandle( user );
}

static BOOL CALLBACK find_dialog( HWND window, LPARAM arg )
{
    HWND *found = (HWND *)arg;
    WCHAR class_name[16];
    DWORD process;

    GetWindowThreadProcessId( window, &process );
    if (process != GetCurrentProcessId() || window == found[1] || !IsWindowVisible( window ) || !IsWindowEnabled( window )) return TRUE;
    GetClassNameW( window, class_name, ARRAY_SIZE(class_name) );
    if (wcscmp( class_name, L"#32770" )) return TRUE;
    found[0] = window;
    return FALSE;
}

HWND wait_dialog( HWND not_this )
{
    HWND found[2] = { NULL, not_this };
    DWORD end = GetTickCount() + PATIENCE;

    for (;;)
    {
        EnumWindows( find_dialog, (LPARAM)found );
        if (found[0]) return found[0];
        if ((int)(end - GetTickCount()) <= 0) break;
        Sleep( 20 );
    }
    ok( 0, "no dialog comes\n" );
    return NULL;
}

void wait_gone( HWND window )
{
    wait_until( !IsWindow( window ) );
}

HWND sheet_page( HWND sheet, int index )
{
    HWND page;

    SendMessageW( sheet, PSM_SETCURSEL, index, 0 );
    page = (HWND)SendMessageW( sheet, PSM_GETCURRENTPAGEHWND, 0, 0 );
    ok( page != NULL, "no page %d\n", index );
    return page;
}

void press( HWND dlg, int control )
{
    ok( IsWindowEnabled( GetDlgItem( dlg, control ) ), "button %d is greyed\n", control );
    PostMessageW( dlg, WM_COMMAND, control, (LPARAM)GetDlgItem( dlg, control ) );
}

void click( HWND dlg, int control )
{
    SendDlgItemMessageW( dlg, control, BM_CLICK, 0, 0 );
}

void type_text( HWND dlg, int control, const WCHAR *text )
{
    HWND edit = GetDlgItem( dlg, control );

    SendMessageW( edit, EM_SETSEL, 0, -1 );
    SendMessageW( edit, EM_REPLACESEL, TRUE, (LPARAM)text );
}

const WCHAR *text_of( HWND dlg, int control )
{
    static WCHAR text[1024];

    text[0] = 0;
    SendDlgItemMessageW( dlg, control, WM_GETTEXT, ARRAY_SIZE(text), (LPARAM)text );
    return text;
}

BOOL choose( HWND dlg, int control, DWORD value )
{
    HWND combo = GetDlgItem( dlg, control );
    int i, count = SendMessageW( combo, CB_GETCOUNT, 0, 0 );

    for (i = 0; i < count && SendMessageW( combo, CB_GETITEMDATA, i, 0 ) != (LRESULT)value; i++) continue;
    ok( i < count, "control %d does not offer %lu\n", control, value );
    SendMessageW( combo, CB_SETCURSEL, i, 0 );
    return i < count;
}

int list_count( HWND dlg, int control )
{
    return SendDlgItemMessageW( dlg, control, LVM_GETITEMCOUNT, 0, 0 );
}

BOOL list_select( HWND dlg, int control, const WCHAR *text )
{
    LVITEMW item = { .stateMask = LVIS_SELECTED | LVIS_FOCUSED, .state = LVIS_SELECTED | LVIS_FOCUSED };
    LVFINDINFOW find = { .flags = LVFI_STRING, .psz = text };
    int row = SendDlgItemMessageW( dlg, control, LVM_FINDITEMW, -1, (LPARAM)&find );

    if (row < 0) return FALSE;
    SendDlgItemMessageW( dlg, control, LVM_SETITEMSTATE, row, (LPARAM)&item );
    return TRUE;
}

void end_sheet( HWND sheet, int button )
{
    PostMessageW( sheet, PSM_PRESSBUTTON, button, 0 );
    wait_gone( sheet );
}

void answer_box( HWND before, int button )
{
    HWND box = wait_dialog( before );

    if (!box) return;
    ok( GetDlgItem( box, button ) != NULL, "it has no button %d\n", button );
    PostMessageW( box, WM_COMMAND, button, 0 );
    wait_gone( box );
}

/* ---- modems */

BOOL find_modem( const WCHAR *name, WCHAR *key, DWORD chars )
{
    WCHAR text[400];
    DWORD i, len, size;
    HKEY root;
    BOOL found = FALSE;

    if (RegOpenKeyExW( HKEY_LOCAL_MACHINE, MODEM_CLASS, 0, KEY_READ, &root )) return FALSE;
    for (i = 0; !found && (len = chars) && !RegEnumKeyExW( root, i, key, &len, NULL, NULL, NULL, NULL ); i++)
    {
        size = sizeof(text);
        found = !RegGetValueW( root, key, L"FriendlyName", RRF_RT_REG_SZ, NULL, text, &size ) && !wcscmp( text, name );
    }
    RegCloseKey( root );
    return found;
}

HKEY open_modem( const WCHAR *key )
{
    HKEY root = NULL, ret = NULL;

    RegCreateKeyExW( HKEY_LOCAL_MACHINE, MODEM_CLASS, 0, NULL, 0, KEY_ALL_ACCESS, NULL, &root, NULL );
    RegCreateKeyExW( root, key, 0, NULL, 0, KEY_ALL_ACCESS, NULL, &ret, NULL );
    RegCloseKey( root );
    ok( ret != NULL, "no key %s\n", wine_dbgstr_w( key ) );
    return ret;
}

void set_string( HKEY key, const WCHAR *value, const WCHAR *text )
{
    ok( !RegSetValueExW( key, value, 0, REG_SZ, (const BYTE *)text, (wcslen( text ) + 1) * sizeof(WCHAR) ), "%s is not set\n", wine_dbgstr_w( value ) );
}

void get_string( const WCHAR *key, const WCHAR *value, WCHAR *text, DWORD chars )
{
    DWORD size = chars * sizeof(WCHAR);
    HKEY modem = open_modem( key );

    text[0] = 0;
    RegGetValueW( modem, NULL, value, RRF_RT_REG_SZ, NULL, text, &size );
    RegCloseKey( modem );
}

void delete_modem( const WCHAR *key )
{
    HKEY root;

    if (RegOpenKeyExW( HKEY_LOCAL_MACHINE, MODEM_CLASS, 0, KEY_ALL_ACCESS, &root )) return;
    RegDeleteTreeW( root, key );
    RegCloseKey( root );
}
