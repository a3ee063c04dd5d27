/*
 * Tests of phone and modem options: its pages.
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

#include <cpl.h>

static const WCHAR test_name[] = L"Modem of the control panel tests";

/* controls of the rules page, which is tapi32's */
#define RULES_NEW       200
#define RULES_DELETE    202
#define RULES_LIST      204
#define LOCATION_NAME   210

/* ---- the applets */

static void test_applet( const WCHAR *file )
{
    APPLET_PROC applet;
    NEWCPLINFOW new_info;
    CPLINFO info = { 0 };
    WCHAR path[MAX_PATH + 16], text[64];
    HMODULE module;

    wcscpy( path + GetSystemDirectoryW( path, MAX_PATH ), file );
    module = LoadLibraryW( path );
    ok( module != NULL, "%s cannot be loaded\n", wine_dbgstr_w( path ) );
    applet = (APPLET_PROC)(void *)GetProcAddress( module, "CPlApplet" );
    ok( applet != NULL, "%s has no CPlApplet\n", wine_dbgstr_w( path ) );
    if (!applet) return;
    ok( applet( NULL, CPL_INIT, 0, 0 ), "it does not start\n" );
    ok( applet( NULL, CPL_GETCOUNT, 0, 0 ) == 1, "not one applet\n" );
    applet( NULL, CPL_INQUIRE, 0, (LPARAM)&info );
    ok( LoadStringW( module, info.idName, text, ARRAY_SIZE(text) ) > 0, "no name\n" );
    ok( LoadStringW( module, info.idInfo, text, ARRAY_SIZE(text) ) > 0, "no text\n" );
    ok( LoadIconW( module, MAKEINTRESOURCEW( info.idIcon ) ) != NULL, "no icon\n" );
    memset( &new_info, 0xcc, sizeof(new_info) );
    applet( NULL, CPL_NEWINQUIRE, 0, (LPARAM)&new_info );
    ok( new_info.dwSize == sizeof(new_info) && new_info.hIcon && new_info.szName[0] && new_info.szInfo[0], "NEWCPLINFOW\n" );
    applet( NULL, CPL_STOP, 0, info.lData );
    applet( NULL, CPL_EXIT, 0, 0 );
    FreeLibrary( module );
}

struct start
{
    int page;           /* that is expected */
};

static void look_at_start( void *arg )
{
    struct start *start = arg;
    HWND sheet = wait_dialog( NULL );
    HWND page = (HWND)SendMessageW( sheet, PSM_GETCURRENTPAGEHWND, 0, 0 );
    int index = SendMessageW( sheet, PSM_HWNDTOINDEX, (WPARAM)page, 0 );

    ok( index == start->page, "page %d, not %d\n", index, start->page );
    end_sheet( sheet, PSBTN_CANCEL );
}

static void test_start( const WCHAR *file, UINT msg, const WCHAR *params, int page )
{
    struct start start = { page };
    WCHAR path[MAX_PATH + 16];
    APPLET_PROC applet;
    HANDLE user;

    wcscpy( path + GetSystemDirectoryW( path, MAX_PATH ), file );
    applet = (APPLET_PROC)(void *)GetProcAddress( LoadLibraryW( path ), "CPlApplet" );
    user = begin_user( look_at_start, &start );
    applet( NULL, msg, 0, (LPARAM)params );
    end_user( user );
}

/* As a user begins it: control.exe shows the window, whose owner is not the desktop. */
static void test_control( const WCHAR *params, int expected )
{
    STARTUPINFOW startup = { sizeof(startup) };
    PROCESS_INFORMATION process;
    WCHAR command[64], title[64], path[MAX_PATH + 16];
    HWND sheet = NULL, page;
    int index;
    BOOL ret;

    wcscpy( path + GetSystemDirectoryW( path, MAX_PATH ), L"\\modem.cpl" );
    ok( LoadStringW( GetModuleHandleW( path ), IDS_OPTIONS_TITLE, title, ARRAY_SIZE(title) ) > 0, "no title\n" );
    swprintf( command, ARRAY_SIZE(command), L"control.exe %ls", params );
    ret = CreateProcessW( NULL, command, NULL, NULL, FALSE, 0, NULL, NULL, &startup, &process );
    ok( ret, "control.exe does not start, error %lu\n", GetLastError() );
    if (!ret) return;
    wait_until( (sheet = FindWindowW( L"#32770", title )) && IsWindowVisible( sheet ) );
    page = (HWND)SendMessageW( sheet, PSM_GETCURRENTPAGEHWND, 0, 0 );
    index = SendMessageW( sheet, PSM_HWNDTOINDEX, (WPARAM)page, 0 );
    ok( index == expected, "%s: page %d, not %d\n", wine_dbgstr_w( params ), index, expected );
    ok( IsWindowEnabled( GetDesktopWindow() ), "the desktop is disabled\n" );
    end_sheet( sheet, PSBTN_CANCEL );
    ok( !WaitForSingleObject( process.hProcess, PATIENCE ), "control.exe stays\n" );
    CloseHandle( process.hThread );
    CloseHandle( process.hProcess );
}

/* ---- dialing rules: a location comes, is the current one, and goes */

static DWORD count_locations( void )
{
    union { LINETRANSLATECAPS caps; BYTE bytes[16384]; } buffer;
    LONG ret;

    buffer.caps.dwTotalSize = sizeof(buffer);
    ret = lineGetTranslateCapsW( 0, 0x00020002, &buffer.caps );
    ok( !ret, "lineGetTranslateCaps: %#lx\n", ret );
    return ret ? 0 : buffer.caps.dwNumLocations;
}

static void use_rules( void *arg )
{
    HWND sheet = wait_dialog( NULL ), page = sheet_page( sheet, 0 ), location;
    DWORD count = count_locations();

    ok( SendDlgItemMessageW( page, RULES_LIST, LB_GETCOUNT, 0, 0 ) == (LRESULT)count, "%d locations listed, not %lu\n",
        (int)SendDlgItemMessageW( page, RULES_LIST, LB_GETCOUNT, 0, 0 ), count );
    press( page, RULES_NEW );
    location = wait_dialog( sheet );
    type_text( sheet_page( location, 0 ), LOCATION_NAME, L"Where the tests are" );
    end_sheet( location, PSBTN_OK );
    wait_until( SendDlgItemMessageW( page, RULES_LIST, LB_GETCOUNT, 0, 0 ) == (LRESULT)count + 1 );
    ok( count_locations() == count, "it is saved already\n" );
    SendMessageW( sheet, PSM_APPLY, 0, 0 );
    ok( count_locations() == count + 1, "%lu locations, not %lu\n", count_locations(), count + 1 );
    /* the new one is the current one, and selected */
    press( page, RULES_DELETE );
    wait_until( SendDlgItemMessageW( page, RULES_LIST, LB_GETCOUNT, 0, 0 ) == (LRESULT)count );
    end_sheet( sheet, PSBTN_OK );
    ok( count_locations() == count, "%lu locations, not %lu\n", count_locations(), count );
}

static void test_rules( void )
{
    HANDLE user = begin_user( use_rules, NULL );

    ok( p_ShowPhoneAndModemOptions( NULL, 0 ), "not shown\n" );
    end_user( user );
}

/* ---- modems: one is added, noticed, and removed */

static void use_modems( void *arg )
{
    HWND sheet = wait_dialog( NULL ), page = sheet_page( sheet, 0 ), dlg;
    int count = list_count( page, IDC_LIST );
    WCHAR key[16] = L"", text[128];
    HKEY modem;

    press( page, IDC_ADD );
    dlg = wait_dialog( sheet );
    ok( !IsWindowEnabled( sheet ), "the sheet takes input\n" );
    ok( SendDlgItemMessageW( dlg, IDC_MODEL, CB_GETCOUNT, 0, 0 ) > 0, "no models\n" );
    /* what cannot be */
    type_text( dlg, IDC_NAME, L"" );
    press( dlg, IDOK );
    answer_box( dlg, IDOK );
    type_text( dlg, IDC_NAME, test_name );
    SetDlgItemTextW( dlg, IDC_PORT, L"LPT1" );
    press( dlg, IDOK );
    answer_box( dlg, IDOK );
    ok( !find_modem( test_name, key, ARRAY_SIZE(key) ), "it is added\n" );
    SetDlgItemTextW( dlg, IDC_PORT, L"/nonexistent/modem-of-tests" );
    press( dlg, IDOK );
    wait_gone( dlg );
    wait_until( list_count( page, IDC_LIST ) == count + 1 );
    ok( find_modem( test_name, key, ARRAY_SIZE(key) ), "it is not in the registry\n" );
    get_string( key, L"AttachedTo", text, ARRAY_SIZE(text) );
    ok( !_wcsnicmp( text, L"COM", 3 ), "attached to %s\n", wine_dbgstr_w( text ) );

    /* the same once more, and another on its port */
    press( page, IDC_ADD );
    dlg = wait_dialog( sheet );
    type_text( dlg, IDC_NAME, test_name );
    SetDlgItemTextW( dlg, IDC_PORT, L"COM200" );
    press( dlg, IDOK );
    answer_box( dlg, IDOK );
    type_text( dlg, IDC_NAME, L"Another one" );
    SetDlgItemTextW( dlg, IDC_PORT, text );
    press( dlg, IDOK );
    answer_box( dlg, IDOK );
    PostMessageW( dlg, WM_COMMAND, IDCANCEL, 0 );
    wait_gone( dlg );

    /* one that comes by itself */
    modem = open_modem( L"9980" );
    set_string( modem, L"FriendlyName", L"Plugged in by the tests" );
    set_string( modem, L"AttachedTo", L"COM201" );
    RegCloseKey( modem );
    wait_until( list_count( page, IDC_LIST ) == count + 2 );
    delete_modem( L"9980" );
    wait_until( list_count( page, IDC_LIST ) == count + 1 );

    ok( list_select( page, IDC_LIST, test_name ), "it is not listed\n" );
    press( page, IDC_REMOVE );
    answer_box( sheet, IDNO );
    ok( find_modem( test_name, key, ARRAY_SIZE(key) ), "it is removed without asking\n" );
    press( page, IDC_REMOVE );
    answer_box( sheet, IDYES );
    wait_until( list_count( page, IDC_LIST ) == count );
    ok( !find_modem( test_name, key, ARRAY_SIZE(key) ), "it is not removed\n" );
    end_sheet( sheet, PSBTN_OK );
}

static void test_modems( void )
{
    HWND owner = CreateWindowExW( 0, L"static", L"owner", WS_POPUP | WS_VISIBLE, 0, 0, 10, 10, NULL, NULL, NULL, NULL );
    WCHAR port[MAX_PATH];
    HANDLE user = begin_user( use_modems, NULL );
    HKEY key;
    DWORD i, size, len;
    WCHAR name[32];

    ok( p_ShowModems( owner ), "not shown\n" );
    ok( IsWindowEnabled( owner ), "the owner stays disabled\n" );
    end_user( user );
    DestroyWindow( owner );
    /* its COM port went with it */
    if (RegOpenKeyExW( HKEY_LOCAL_MACHINE, L"Software\\Wine\\Ports", 0, KEY_READ | KEY_WOW64_64KEY, &key )) return;
    for (i = 0; (len = ARRAY_SIZE(name)) && (size = sizeof(port)) && !RegEnumValueW( key, i, name, &len, NULL, NULL, (BYTE *)port, &size ); i++)
        ok( wcscmp( port, L"/nonexistent/modem-of-tests" ), "%s is still there\n", wine_dbgstr_w( name ) );
    RegCloseKey( key );
}

/* ---- providers: the exchange comes and goes */

static int find_entry( HWND page, const WCHAR *part )
{
    int i, count = SendDlgItemMessageW( page, IDC_LIST, LB_GETCOUNT, 0, 0 );
    WCHAR text[512];

    for (i = 0; i < count; i++)
    {
        SendDlgItemMessageW( page, IDC_LIST, LB_GETTEXT, i, (LPARAM)text );
        if (wcsstr( text, part )) return i;
    }
    return -1;
}

static void use_providers( void *arg )
{
    HWND sheet = wait_dialog( NULL ), page = sheet_page( sheet, 2 ), dlg;
    int count = SendDlgItemMessageW( page, IDC_LIST, LB_GETCOUNT, 0, 0 ), index;

    ok( find_entry( page, L"unimdm.tsp" ) >= 0, "unimdm.tsp is not listed\n" );
    ok( find_entry( page, L"exchange.tsp" ) < 0, "exchange.tsp is listed\n" );
    press( page, IDC_ADD );
    dlg = wait_dialog( sheet );
    index = find_entry( dlg, L"exchange.tsp" );
    ok( index >= 0, "exchange.tsp is not offered\n" );
    ok( find_entry( dlg, L"unimdm.tsp" ) < 0, "unimdm.tsp is offered once more\n" );
    SendDlgItemMessageW( dlg, IDC_LIST, LB_SETCURSEL, index, 0 );
    press( dlg, IDOK );
    wait_gone( dlg );
    wait_until( SendDlgItemMessageW( page, IDC_LIST, LB_GETCOUNT, 0, 0 ) == count + 1 );
    index = find_entry( page, L"exchange.tsp" );
    ok( index >= 0, "exchange.tsp is not added\n" );

    /* the provider's own window: unimdm.tsp shows the modems */
    SendDlgItemMessageW( page, IDC_LIST, LB_SETCURSEL, find_entry( page, L"unimdm.tsp" ), 0 );
    press( page, IDC_CONFIGURE );
    dlg = wait_dialog( sheet );
    ok( !IsWindowEnabled( sheet ), "the sheet takes input\n" );
    end_sheet( dlg, PSBTN_CANCEL );
    wait_until( IsWindowEnabled( sheet ) );

    SendDlgItemMessageW( page, IDC_LIST, LB_SETCURSEL, find_entry( page, L"exchange.tsp" ), 0 );
    press( page, IDC_REMOVE );
    answer_box( sheet, IDYES );
    wait_until( SendDlgItemMessageW( page, IDC_LIST, LB_GETCOUNT, 0, 0 ) == count );
    end_sheet( sheet, PSBTN_OK );
}

static void test_providers( void )
{
    HANDLE user = begin_user( use_providers, NULL );

    ok( p_ShowPhoneAndModemOptions( NULL, 2 ), "not shown\n" );
    end_user( user );
}

START_TEST( options )
{
    if (!load_modem_cpl()) return;
    test_applet( L"\\modem.cpl" );
    test_applet( L"\\telephon.cpl" );
    test_start( L"\\modem.cpl", CPL_DBLCLK, NULL, 1 );
    test_start( L"\\modem.cpl", CPL_STARTWPARMSW, L"2", 2 );
    test_start( L"\\telephon.cpl", CPL_DBLCLK, NULL, 0 );
    test_control( L"telephon.cpl", 0 );
    test_control( L"modem.cpl", 1 );
    test_control( L"modem.cpl,,2", 2 );
    test_rules();
    test_modems();
    test_providers();
}
