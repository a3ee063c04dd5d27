/*
 * Tests of the properties of a modem.
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

#include <mcx.h>

static const WCHAR key_name[] = L"9981";
static const WCHAR test_name[] = L"Modem of the properties tests";

/* ---- the line of the modem */

struct line
{
    HLINEAPP app;
    DWORD    device;
    DWORD    version;
};

static BOOL open_line( struct line *line, const WCHAR *name )
{
    LINEINITIALIZEEXPARAMS params = { .dwTotalSize = sizeof(params), .dwOptions = LINEINITIALIZEEXOPTION_USEEVENT };
    union { LINEDEVCAPS caps; BYTE bytes[8192]; } buffer;
    DWORD count, version = 0x00020002;
    LINEEXTENSIONID extension;
    LONG ret;

    ret = lineInitializeExW( &line->app, NULL, NULL, L"test", &count, &version, &params );
    ok( !ret, "lineInitializeEx: %#lx\n", ret );
    for (line->device = 0; !ret && line->device < count; line->device++)
    {
        buffer.caps.dwTotalSize = sizeof(buffer);
        if (lineNegotiateAPIVersion( line->app, line->device, 0x00020000, 0x00020002, &line->version, &extension )) continue;
        if (lineGetDevCapsW( line->app, line->device, line->version, 0, &buffer.caps )) continue;
        if (!wcscmp( (WCHAR *)(buffer.bytes + buffer.caps.dwLineNameOffset), name )) return TRUE;
    }
    if (!ret) lineShutdown( line->app );
    return FALSE;
}

/* The provider has noticed a modem that is new. */
static void wait_line( const WCHAR *name )
{
    DWORD end = GetTickCount() + PATIENCE;
    struct line line;

    while ((int)(end - GetTickCount()) > 0)
    {
        if (open_line( &line, name ))
        {
            lineShutdown( line.app );
            return;
        }
        Sleep( 100 );
    }
    ok( 0, "%s does not become a line\n", wine_dbgstr_w( name ) );
}

static void check_config( const WCHAR *cls, DWORD speed, DWORD volume, BOOL blind )
{
    union { VARSTRING string; BYTE bytes[1024]; } buffer;
    const COMMCONFIG *config;
    const MODEMSETTINGS *settings;
    struct line line;
    LONG ret;

    if (!open_line( &line, test_name ))
    {
        ok( 0, "the modem is no line\n" );
        return;
    }
    buffer.string.dwTotalSize = sizeof(buffer);
    ret = lineGetDevConfigW( line.device, &buffer.string, cls );
    ok( !ret, "lineGetDevConfig: %#lx\n", ret );
    config = (const COMMCONFIG *)(buffer.bytes + buffer.string.dwStringOffset + 12);
    settings = (const MODEMSETTINGS *)((const BYTE *)config + config->dwProviderOffset);
    ok( config->dcb.BaudRate == speed, "%s: speed %lu\n", wine_dbgstr_w( cls ), config->dcb.BaudRate );
    ok( settings->dwSpeakerVolume == volume, "%s: volume %lu\n", wine_dbgstr_w( cls ), settings->dwSpeakerVolume );
    ok( !(settings->dwPreferredModemOptions & MDM_BLIND_DIAL) == !blind, "%s: options %#lx\n", wine_dbgstr_w( cls ), settings->dwPreferredModemOptions );
    lineShutdown( line.app );
}

/* ---- settings */

static void create_modem( const WCHAR *modem, const WCHAR *name, const WCHAR *port )
{
    HKEY key = open_modem( modem );

    set_string( key, L"FriendlyName", name );
    set_string( key, L"Manufacturer", L"Tests & Sons" );
    set_string( key, L"AttachedTo", port );
    RegCloseKey( key );
}

static void set_settings( void *arg )
{
    HWND sheet = wait_dialog( NULL ), page = (HWND)SendMessageW( sheet, PSM_GETCURRENTPAGEHWND, 0, 0 );

    ok( !wcscmp( text_of( page, IDC_DEVICE_NAME ), test_name ), "name %s\n", wine_dbgstr_w( text_of( page, IDC_DEVICE_NAME ) ) );
    ok( !wcscmp( text_of( page, IDC_MANUFACTURER ), L"Tests & Sons" ), "maker %s\n", wine_dbgstr_w( text_of( page, IDC_MANUFACTURER ) ) );
    ok( wcsstr( text_of( page, IDC_LOCATION ), L"/nonexistent/modem" ) != NULL, "location %s\n", wine_dbgstr_w( text_of( page, IDC_LOCATION ) ) );
    ok( wcsstr( text_of( page, IDC_STATUS ), L"/nonexistent/modem" ) != NULL, "status %s\n", wine_dbgstr_w( text_of( page, IDC_STATUS ) ) );
    page = sheet_page( sheet, 1 );
    choose( page, IDC_SPEED, 19200 );
    SendDlgItemMessageW( page, IDC_VOLUME, TBM_SETPOS, TRUE, 3 );
    click( page, IDC_WAIT_DIALTONE );
    page = sheet_page( sheet, 2 );
    ok( list_count( page, IDC_INFORMATION ) == 5, "%d rows\n", list_count( page, IDC_INFORMATION ) );
    ok( !IsWindowEnabled( GetDlgItem( page, IDC_APPEND ) ), "append to what?\n" );
    click( page, IDC_LOG );
    ok( IsWindowEnabled( GetDlgItem( page, IDC_APPEND ) ), "append is greyed\n" );
    page = sheet_page( sheet, 3 );
    type_text( page, IDC_USER_INIT, L"ATX3" );
    end_sheet( sheet, *(int *)arg );
}

static void test_settings( void )
{
    int button = PSBTN_CANCEL;
    WCHAR text[64];
    BYTE logging = 0;
    DWORD size = sizeof(logging);
    HANDLE user;
    HKEY key;

    create_modem( key_name, test_name, L"/nonexistent/modem" );
    wait_line( test_name );
    user = begin_user( set_settings, &button );
    ok( p_ShowModemProperties( NULL, test_name ), "not shown\n" );
    end_user( user );
    check_config( L"comm/datamodem/dialout", 115200, MDMVOL_LOW, FALSE );
    get_string( key_name, L"UserInit", text, ARRAY_SIZE(text) );
    ok( !text[0], "cancelled, UserInit is %s\n", wine_dbgstr_w( text ) );

    button = PSBTN_OK;
    user = begin_user( set_settings, &button );
    ok( p_ShowModemProperties( NULL, L"MODEM OF THE PROPERTIES TESTS" ), "not shown\n" );
    end_user( user );
    check_config( L"comm/datamodem/dialout", 19200, MDMVOL_HIGH, TRUE );
    check_config( L"comm/datamodem/dialin", 19200, MDMVOL_HIGH, TRUE );
    get_string( key_name, L"UserInit", text, ARRAY_SIZE(text) );
    ok( !wcscmp( text, L"ATX3" ), "UserInit is %s\n", wine_dbgstr_w( text ) );
    key = open_modem( key_name );
    ok( !RegQueryValueExW( key, L"Logging", NULL, NULL, &logging, &size ) && logging == 1, "Logging is %u\n", logging );
    RegCloseKey( key );

    SetLastError( 0 );
    ok( !p_ShowModemProperties( NULL, L"No such modem" ) && GetLastError() == ERROR_FILE_NOT_FOUND, "error %lu\n", GetLastError() );
}

/* ---- the preferences, which the provider shows */

static void set_preferences( void *arg )
{
    HWND sheet = wait_dialog( NULL ), page = sheet_page( sheet, 3 ), preferences;

    press( page, IDC_PREFERENCES );
    preferences = wait_dialog( sheet );
    ok( !IsWindowEnabled( sheet ), "the sheet takes input\n" );
    /* the speed: 1008 is its number in dlls/unimdm.tsp/configdialog.h */
    choose( sheet_page( preferences, 0 ), 1008, 57600 );
    end_sheet( preferences, PSBTN_OK );
    wait_until( IsWindowEnabled( sheet ) );
    end_sheet( sheet, PSBTN_CANCEL );
}

static void test_preferences( void )
{
    HANDLE user = begin_user( set_preferences, NULL );

    ok( p_ShowModemProperties( NULL, test_name ), "not shown\n" );
    end_user( user );
    check_config( L"comm/datamodem/dialout", 57600, MDMVOL_HIGH, TRUE );
    check_config( L"comm/datamodem/dialin", 57600, MDMVOL_HIGH, TRUE );
}

/* ---- a modem that goes */

static void remove_meanwhile( void *arg )
{
    HWND sheet = wait_dialog( NULL ), page = sheet_page( sheet, 1 );
    WCHAR key[16];

    choose( page, IDC_SPEED, 9600 );
    type_text( sheet_page( sheet, 3 ), IDC_USER_INIT, L"ATX4" );
    delete_modem( key_name );
    PostMessageW( sheet, PSM_PRESSBUTTON, PSBTN_OK, 0 );
    /* said once, though two pages have something to store */
    answer_box( sheet, IDOK );
    wait_gone( sheet );
    ok( !find_modem( test_name, key, ARRAY_SIZE(key) ), "it is back\n" );
}

static void test_removed( void )
{
    HANDLE user = begin_user( remove_meanwhile, NULL );

    ok( p_ShowModemProperties( NULL, test_name ), "not shown\n" );
    end_user( user );
}

/* ---- nonsense in the registry */

static void look_at_nonsense( void *arg )
{
    HWND sheet = wait_dialog( NULL ), page;
    WCHAR title[400];

    GetWindowTextW( sheet, title, ARRAY_SIZE(title) );
    ok( wcsstr( title, L"xxxxxxxx" ) != NULL, "title %s\n", wine_dbgstr_w( title ) );
    page = (HWND)SendMessageW( sheet, PSM_GETCURRENTPAGEHWND, 0, 0 );
    ok( wcsstr( text_of( page, IDC_STATUS ), L"127" ) != NULL, "status %s\n", wine_dbgstr_w( text_of( page, IDC_STATUS ) ) );
    page = sheet_page( sheet, 1 );
    ok( !IsWindowEnabled( GetDlgItem( page, IDC_VOLUME ) ), "the volume can be set\n" );
    ok( !IsWindowEnabled( GetDlgItem( page, IDC_WAIT_DIALTONE ) ), "the dial tone can be set\n" );
    ok( !wcscmp( text_of( page, IDC_SPEED ), L"4294967295" ), "speed %s\n", wine_dbgstr_w( text_of( page, IDC_SPEED ) ) );
    sheet_page( sheet, 2 );
    page = sheet_page( sheet, 3 );
    ok( wcslen( text_of( page, IDC_USER_INIT ) ) == 255, "%u characters\n", (UINT)wcslen( text_of( page, IDC_USER_INIT ) ) );
    press( page, IDC_PREFERENCES );
    answer_box( sheet, IDOK );
    end_sheet( sheet, PSBTN_OK );
}

static void test_nonsense( void )
{
    static const DWORD nothing[8], absurd[5] = { ~0u, ~0u, ~0u, ~0u, ~0u };
    DCB dcb = { .DCBlength = sizeof(dcb), .BaudRate = ~0u };
    DWORD after[5] = { 0 }, size = sizeof(after);
    WCHAR name[301], text[1001];
    HANDLE user;
    HKEY key;

    wmemset( name, 'x', 300 );
    name[300] = 0;
    wmemset( text, 'A', 1000 );
    text[1000] = 0;
    /* a key of its own: the provider may not know yet that the other is gone */
    create_modem( L"9983", name, L"COM202" );
    key = open_modem( L"9983" );
    set_string( key, L"UserInit", text );
    set_string( key, L"Manufacturer", text );
    set_string( key, L"Model", text );
    set_string( key, L"LoggingPath", text );
    RegSetValueExW( key, L"Properties", 0, REG_BINARY, (const BYTE *)nothing, sizeof(nothing) );
    RegSetValueExW( key, L"Default", 0, REG_BINARY, (const BYTE *)absurd, sizeof(absurd) );
    RegSetValueExW( key, L"DCB", 0, REG_BINARY, (const BYTE *)&dcb, sizeof(dcb) );
    RegSetValueExW( key, L"Logging", 0, REG_SZ, (const BYTE *)L"yes", 8 );
    RegSetValueExW( key, L"ID", 0, REG_SZ, (const BYTE *)L"me", 6 );
    name[299] = 0;
    user = begin_user( look_at_nonsense, NULL );
    ok( p_ShowModemProperties( NULL, name ), "not shown\n" );
    end_user( user );
    ok( !RegQueryValueExW( key, L"Default", NULL, NULL, (BYTE *)after, &size ) && !memcmp( after, absurd, sizeof(after) ), "Default changed\n" );
    RegCloseKey( key );
    delete_modem( L"9983" );
}

/* ---- questions */

static void ask_modem( void *arg )
{
    HWND sheet = wait_dialog( NULL ), page = sheet_page( sheet, 2 );
    WCHAR idle[64], port[32];
    struct line line;
    HLINE handle;
    LONG ret;

    wcscpy( idle, text_of( page, IDC_QUERY ) );
    click( page, IDC_QUERY );
    wait_until( wcscmp( text_of( page, IDC_QUERY ), idle ) );
    wait_until( !wcscmp( text_of( page, IDC_QUERY ), idle ) );
    ok( list_count( page, IDC_ANSWERS ) > 5, "%d answers, %s\n", list_count( page, IDC_ANSWERS ), wine_dbgstr_w( text_of( page, IDC_QUERY_STATUS ) ) );

    /* stopped in the middle: the list stays as it is */
    click( page, IDC_QUERY );
    click( page, IDC_QUERY );
    ok( !wcscmp( text_of( page, IDC_QUERY ), idle ), "button %s\n", wine_dbgstr_w( text_of( page, IDC_QUERY ) ) );

    /* a program waits for calls */
    ok( open_line( &line, L"Modem A" ), "Modem A is no line\n" );
    ret = lineOpenW( line.app, line.device, &handle, line.version, 0, 0, LINECALLPRIVILEGE_OWNER, LINEMEDIAMODE_DATAMODEM, NULL );
    ok( !ret, "lineOpen: %#lx\n", ret );
    get_string( arg, L"AttachedTo", port, ARRAY_SIZE(port) );
    click( page, IDC_QUERY );
    wait_until( !wcscmp( text_of( page, IDC_QUERY ), idle ) );
    ok( wcsstr( text_of( page, IDC_QUERY_STATUS ), port ) != NULL, "status %s\n", wine_dbgstr_w( text_of( page, IDC_QUERY_STATUS ) ) );
    ok( !list_count( page, IDC_ANSWERS ), "%d answers\n", list_count( page, IDC_ANSWERS ) );
    lineShutdown( line.app );

    /* the sheet is closed in the middle */
    click( page, IDC_QUERY );
    end_sheet( sheet, PSBTN_CANCEL );
}

static void test_query( void )
{
    WCHAR key[16];
    HANDLE user;

    if (!find_modem( L"Modem A", key, ARRAY_SIZE(key) ))
    {
        skip( "there is no modem of the simulated exchange here\n" );
        return;
    }
    user = begin_user( ask_modem, key );
    ok( p_ShowModemProperties( NULL, L"Modem A" ), "not shown\n" );
    end_user( user );
}

START_TEST( properties )
{
    if (!load_modem_cpl()) return;
    test_query();
    test_settings();
    test_preferences();
    test_removed();
    test_nonsense();
}
