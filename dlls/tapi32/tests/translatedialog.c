/*
 * lineTranslateDialog, with a user who presses its buttons.
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
#include "../translatedialog.h"

#include <prsht.h>

/* ---- windows ----------------------------------------------------------------------------------------------------- */

struct search
{
    DWORD        thread;
    const WCHAR *title;
    HWND         found;
};

static BOOL CALLBACK match_window( HWND window, LPARAM arg )
{
    struct search *search = (struct search *)arg;
    WCHAR text[64];

    if (!IsWindowVisible( window )) return TRUE;
    GetWindowTextW( window, text, ARRAY_SIZE(text) );
    if (wcscmp( text, search->title )) return TRUE;
    search->found = window;
    return FALSE;
}

static HWND find_window( DWORD thread, const WCHAR *title )
{
    struct search search = { thread, title, NULL };

    EnumThreadWindows( thread, match_window, (LPARAM)&search );
    return search.found;
}

/* A dialog of the thread that shows them; NULL after a long time. */
static HWND wait_window( DWORD thread, const WCHAR *title )
{
    DWORD end = GetTickCount() + PATIENCE;
    HWND window;

    while (!(window = find_window( thread, title )) && (int)(end - GetTickCount()) > 0) Sleep( 10 );
    ok( window != NULL, "no dialog %s\n", wine_dbgstr_w( title ) );
    return window;
}

static BOOL wait_gone( HWND window )
{
    DWORD end = GetTickCount() + PATIENCE;

    while (IsWindow( window ) && (int)(end - GetTickCount()) > 0) Sleep( 10 );
    ok( !IsWindow( window ), "the dialog stays\n" );
    return !IsWindow( window );
}

/* A button, which may open another dialog before it comes back. */
static void press( HWND dlg, int id )
{
    PostMessageW( dlg, WM_COMMAND, id, (LPARAM)GetDlgItem( dlg, id ) );
}

static void type( HWND dlg, int id, const WCHAR *text )
{
    ok( SendDlgItemMessageW( dlg, id, WM_SETTEXT, 0, (LPARAM)text ), "control %d takes no text\n", id );
}

static const WCHAR *text_of( HWND dlg, int id )
{
    static WCHAR text[256];

    text[0] = 0;
    SendDlgItemMessageW( dlg, id, WM_GETTEXT, ARRAY_SIZE(text), (LPARAM)text );
    return text;
}

static void check_text( HWND dlg, int id, const WCHAR *expected )
{
    const WCHAR *text = text_of( dlg, id );

    ok( !wcscmp( text, expected ), "control %d: %s, expected %s\n", id, wine_dbgstr_w( text ), wine_dbgstr_w( expected ) );
}

/* What a list box tells its dialog when the user selects. */
static void select_entry( HWND dlg, int id, int index )
{
    ok( SendDlgItemMessageW( dlg, id, LB_SETCURSEL, index, 0 ) != LB_ERR, "there is no entry %d\n", index );
    SendMessageW( dlg, WM_COMMAND, MAKEWPARAM( id, LBN_SELCHANGE ), (LPARAM)GetDlgItem( dlg, id ) );
}

/* A box is clicked. */
static void click( HWND dlg, int id )
{
    SendDlgItemMessageW( dlg, id, BM_CLICK, 0, 0 );
}

static int count_entries( HWND dlg, int id )
{
    return SendDlgItemMessageW( dlg, id, LB_GETCOUNT, 0, 0 );
}

/* ---- the program that shows the dialog --------------------------------------------------------------------------- */

struct program
{
    HLINEAPP     app;
    DWORD        device, version;
    HWND         owner;
    const WCHAR *address;
    BOOL         ansi;
    LONG         ret;
    HANDLE       thread;
    DWORD        id;
};

static DWORD WINAPI program_thread( void *arg )
{
    struct program *program = arg;
    char ansi[64];

    if (program->ansi)
    {
        WideCharToMultiByte( CP_ACP, 0, program->address, -1, ansi, sizeof(ansi), NULL, NULL );
        program->ret = lineTranslateDialogA( program->app, program->device, program->version, program->owner, ansi );
    }
    else program->ret = lineTranslateDialogW( program->app, program->device, program->version, program->owner, program->address );
    return 0;
}

static HWND program_begin_owned( struct program *program, const WCHAR *address, HWND owner )
{
    memset( program, 0, sizeof(*program) );
    program->owner = owner;
    program->version = NEWEST;
    program->address = address;
    program->ret = 0xdead;
    program->thread = CreateThread( NULL, 0, program_thread, program, 0, &program->id );
    return wait_window( program->id, L"Dialing Rules" );
}

static HWND program_begin( struct program *program, const WCHAR *address )
{
    return program_begin_owned( program, address, NULL );
}

static void program_end( struct program *program, LONG expected )
{
    ok( !WaitForSingleObject( program->thread, PATIENCE ), "lineTranslateDialog does not return\n" );
    CloseHandle( program->thread );
    ok_ret( program->ret, expected );
}

/* ---- tests ------------------------------------------------------------------------------------------------------- */

static void test_cancel_and_select(void)
{
    struct program program;
    struct app app;
    HWND dlg;

    dialling_two_locations();
    app_begin( &app, "translatedialog test" );
    dlg = program_begin( &program, L"+1 (206) 555-1234" );
    ok( count_entries( dlg, IDC_LIST ) == 2, "%d locations\n", count_entries( dlg, IDC_LIST ) );
    ok( !SendDlgItemMessageW( dlg, IDC_LIST, LB_GETCURSEL, 0, 0 ), "another one is selected\n" );
    check_text( dlg, IDC_PREVIEW, L"T 1 206 555-1234" );
    ok( IsWindowVisible( GetDlgItem( dlg, IDC_PREVIEW ) ), "the preview is hidden\n" );
    ok( !IsWindowEnabled( GetDlgItem( dlg, IDC_APPLY ) ), "there is something to apply\n" );
    select_entry( dlg, IDC_LIST, 1 );
    check_text( dlg, IDC_PREVIEW, L"P 9W 00 1 206 555-1234" );
    ok( IsWindowEnabled( GetDlgItem( dlg, IDC_APPLY ) ), "there is nothing to apply\n" );
    press( dlg, IDCANCEL );
    program_end( &program, 0 );
    ok( translate_caps()->dwCurrentLocationID == 1, "cancelled, it is saved\n" );

    forget( &app );
    /* disabled, the desktop would take all input with it */
    dlg = program_begin_owned( &program, L"5551234", GetDesktopWindow() );
    ok( IsWindowEnabled( GetDesktopWindow() ), "the desktop is disabled\n" );
    ok( !IsWindowVisible( GetDlgItem( dlg, IDC_PREVIEW ) ), "a preview of a number that is not canonical\n" );
    select_entry( dlg, IDC_LIST, 1 );
    press( dlg, IDOK );
    program_end( &program, 0 );
    ok( translate_caps()->dwCurrentLocationID == 2, "it is not saved\n" );
    ok( wait_message( &app, LINE_LINEDEVSTATE, 0, LINEDEVSTATE_TRANSLATECHANGE, NULL ), "no message\n" );
    app_end( &app );
}

static HWND sheet_page( HWND sheet, int control, int index )
{
    DWORD end = GetTickCount() + PATIENCE;
    HWND page = NULL;

    SendMessageW( sheet, PSM_SETCURSEL, index, 0 );
    while ((int)(end - GetTickCount()) > 0)
    {
        page = (HWND)SendMessageW( sheet, PSM_GETCURRENTPAGEHWND, 0, 0 );
        if (page && GetDlgItem( page, control ) && IsWindowVisible( page )) return page;
        Sleep( 10 );
    }
    ok( 0, "page %d is not there\n", index );
    return page;
}

static void select_country( HWND page, DWORD id )
{
    HWND combo = GetDlgItem( page, IDC_COUNTRY );
    int i, count = SendMessageW( combo, CB_GETCOUNT, 0, 0 );

    ok( count >= 230, "%d countries\n", count );
    for (i = 0; i < count && SendMessageW( combo, CB_GETITEMDATA, i, 0 ) != (LRESULT)id; i++) continue;
    ok( i < count, "country %lu is not offered\n", id );
    SendMessageW( combo, CB_SETCURSEL, i, 0 );
    SendMessageW( page, WM_COMMAND, MAKEWPARAM( IDC_COUNTRY, CBN_SELCHANGE ), (LPARAM)combo );
}

/* Everything that a location has. */
static void fill_general( HWND page )
{
    type( page, IDC_NAME, L"Hotel" );
    select_country( page, 107 );
    type( page, IDC_AREA_CODE, L"416" );
    type( page, IDC_LOCAL_ACCESS, L"9" );
    type( page, IDC_LD_ACCESS, L"8," );
    check_text( page, IDC_PREVIEW, L"T 8, 1 206 555-1234" );
    type( page, IDC_LD_CARRIER, L"1010" );
    check_text( page, IDC_PREVIEW, L"T 8, 1010 1 206 555-1234" );
    type( page, IDC_LD_CARRIER, L"" );
    click( page, IDC_CANCEL_CHECK );
    type( page, IDC_CANCEL_CODE, L"*70" );
    click( page, IDC_PULSE );
    check_text( page, IDC_PREVIEW, L"P 8, 1 206 555-1234" );
}

static void add_area_rule( HWND page, DWORD thread )
{
    HWND dlg;

    press( page, IDC_NEW );
    dlg = wait_window( thread, L"Area Code Rule" );
    type( dlg, IDC_RULE_AREA, L"206" );
    click( dlg, IDC_SOME_PREFIXES );
    type( dlg, IDC_PREFIXES, L"555, 556" );
    click( dlg, IDC_INCLUDE_AREA );
    press( dlg, IDOK );
    wait_gone( dlg );
    ok( count_entries( page, IDC_LIST ) == 1, "%d rules\n", count_entries( page, IDC_LIST ) );
    check_text( page, IDC_PREVIEW, L"P 9 206 555-1234" );
}

static void add_card( HWND page, DWORD thread )
{
    HWND dlg;

    ok( count_entries( page, IDC_LIST ) == 1, "%d cards\n", count_entries( page, IDC_LIST ) );
    press( page, IDC_NEW );
    dlg = wait_window( thread, L"Calling Card" );
    type( dlg, IDC_NAME, L"My Card" );
    type( dlg, IDC_PIN, L"4321" );
    type( dlg, IDC_LOCAL_ACCESS, L"101" );
    type( dlg, IDC_LOCAL_RULE, L"J,H,FG" );
    press( dlg, IDOK );
    wait_gone( dlg );
    ok( count_entries( page, IDC_LIST ) == 2, "%d cards\n", count_entries( page, IDC_LIST ) );
    check_text( page, IDC_PREVIEW, L"P 9 101 , [My Card] , 206 555-1234" );
}

static void check_new_location(void)
{
    union { LINETRANSLATEOUTPUT output; char bytes[512]; } u = { { sizeof(u) } };
    const LINETRANSLATECAPS *caps = translate_caps();
    const LINELOCATIONENTRY *entry;
    WCHAR name[32];
    DWORD id = caps->dwCurrentLocationID;

    ok( caps->dwNumLocations == 3 && id == 3, "%lu locations, current %lu\n", caps->dwNumLocations, id );
    entry = location_entry( caps, id );
    ok( !wcscmp( caps_string( caps, entry->dwLocationNameOffset ), L"Hotel" ), "name\n" );
    ok( entry->dwCountryID == 107 && entry->dwCountryCode == 1, "country %lu code %lu\n", entry->dwCountryID, entry->dwCountryCode );
    ok( !wcscmp( caps_string( caps, entry->dwCityCodeOffset ), L"416" ), "area code\n" );
    ok( !wcscmp( caps_string( caps, entry->dwLocalAccessCodeOffset ), L"9" ), "local access\n" );
    ok( !wcscmp( caps_string( caps, entry->dwLongDistanceAccessCodeOffset ), L"8," ), "long distance access\n" );
    ok( !wcscmp( caps_string( caps, entry->dwCancelCallWaitingOffset ), L"*70" ), "cancel call waiting\n" );
    ok( entry->dwOptions == LINELOCATIONOPTION_PULSEDIAL, "options %#lx\n", entry->dwOptions );
    ok( caps->dwNumCards == 2 && entry->dwPreferredCardID == caps->dwCurrentPreferredCardID && entry->dwPreferredCardID, "%lu cards, preferred %lu\n",
        caps->dwNumCards, entry->dwPreferredCardID );
    ok( entry->dwPreferredCardID < 0x80000000, "card %#lx\n", entry->dwPreferredCardID );
    ok_ret( lineTranslateAddressW( 0, 0, NEWEST, L"+1 (206) 555-1234", 0, 0, &u.output ), 0 );
    ok( !wcscmp( (const WCHAR *)(u.bytes + u.output.dwDialableStringOffset), L"P9101,4321,2065551234" ), "dials %s\n",
        wine_dbgstr_w( (const WCHAR *)(u.bytes + u.output.dwDialableStringOffset) ) );
    swprintf( name, ARRAY_SIZE(name), L"Location%lu", (unsigned long)id );
    ok( reg_get_dword( HKEY_LOCAL_MACHINE, LOCATIONS, name, L"Country" ) == 107, "registry\n" );
    swprintf( name, ARRAY_SIZE(name), L"Card%lu", (unsigned long)entry->dwPreferredCardID );
    ok( !wcscmp( reg_get_string( HKEY_CURRENT_USER, CARDS, name, L"Pin" ), L"4321" ), "the card is not in the registry\n" );
}

static void test_add_edit_remove(void)
{
    struct program program;
    HWND dlg, sheet;

    dialling_two_locations();
    /* with keys of its own below it, for when it is removed */
    reg_set_string( HKEY_LOCAL_MACHINE, LOCATIONS, L"Location1\\AreaCodeRules\\Rule0", L"AreaCodeToCall", L"253" );
    dlg = program_begin( &program, L"+1 (206) 555-1234" );
    press( dlg, IDC_NEW );
    sheet = wait_window( program.id, L"New Location" );
    fill_general( sheet_page( sheet, IDC_NAME, 0 ) );
    add_area_rule( sheet_page( sheet, IDC_DELETE, 1 ), program.id );
    add_card( sheet_page( sheet, IDC_PIN, 2 ), program.id );
    PostMessageW( sheet, PSM_PRESSBUTTON, PSBTN_OK, 0 );
    wait_gone( sheet );
    ok( count_entries( dlg, IDC_LIST ) == 3, "%d locations\n", count_entries( dlg, IDC_LIST ) );
    check_text( dlg, IDC_PREVIEW, L"P 9 101 , [My Card] , 206 555-1234" );
    SendMessageW( dlg, WM_COMMAND, IDC_APPLY, (LPARAM)GetDlgItem( dlg, IDC_APPLY ) );
    ok( !IsWindowEnabled( GetDlgItem( dlg, IDC_APPLY ) ), "there is still something to apply\n" );
    check_new_location();

    /* cancelled */
    press( dlg, IDC_EDIT );
    sheet = wait_window( program.id, L"Edit Location" );
    type( sheet_page( sheet, IDC_NAME, 0 ), IDC_NAME, L"Elsewhere" );
    PostMessageW( sheet, PSM_PRESSBUTTON, PSBTN_CANCEL, 0 );
    wait_gone( sheet );
    ok( !IsWindowEnabled( GetDlgItem( dlg, IDC_APPLY ) ), "cancelled, but there is something to apply\n" );
    /* changed */
    press( dlg, IDC_EDIT );
    sheet = wait_window( program.id, L"Edit Location" );
    type( sheet_page( sheet, IDC_NAME, 0 ), IDC_AREA_CODE, L"647" );
    PostMessageW( sheet, PSM_PRESSBUTTON, PSBTN_OK, 0 );
    wait_gone( sheet );
    /* and the first one goes */
    select_entry( dlg, IDC_LIST, 0 );
    SendMessageW( dlg, WM_COMMAND, IDC_DELETE, (LPARAM)GetDlgItem( dlg, IDC_DELETE ) );
    ok( count_entries( dlg, IDC_LIST ) == 2, "%d locations\n", count_entries( dlg, IDC_LIST ) );
    SendMessageW( dlg, WM_COMMAND, IDC_DELETE, (LPARAM)GetDlgItem( dlg, IDC_DELETE ) );
    ok( count_entries( dlg, IDC_LIST ) == 1, "%d locations\n", count_entries( dlg, IDC_LIST ) );
    ok( !IsWindowEnabled( GetDlgItem( dlg, IDC_DELETE ) ), "the last one can be removed\n" );
    SendMessageW( dlg, WM_COMMAND, IDC_DELETE, (LPARAM)GetDlgItem( dlg, IDC_DELETE ) );
    ok( count_entries( dlg, IDC_LIST ) == 1, "the last one is removed\n" );
    press( dlg, IDOK );
    program_end( &program, 0 );
    ok( translate_caps()->dwNumLocations == 1 && translate_caps()->dwCurrentLocationID == 3, "%lu locations, current %lu\n",
        translate_caps()->dwNumLocations, translate_caps()->dwCurrentLocationID );
    ok( !wcscmp( reg_get_string( HKEY_LOCAL_MACHINE, LOCATIONS, L"Location3", L"AreaCode" ), L"647" ), "the area code is not changed\n" );
    ok( reg_get_dword( HKEY_LOCAL_MACHINE, LOCATIONS, L"Location1", L"Country" ) == 0xdeadbeef, "location 1 is still there\n" );
}

/* While one dialog is open somebody else changes something. */
static void test_two_editors(void)
{
    struct program first, second;
    HWND one, two, sheet;

    dialling_two_locations();
    one = program_begin( &first, NULL );
    two = program_begin( &second, NULL );
    ok( one && two && one != two, "there is one dialog\n" );
    press( one, IDC_EDIT );
    sheet = wait_window( first.id, L"Edit Location" );
    type( sheet_page( sheet, IDC_NAME, 0 ), IDC_NAME, L"Changed by one" );
    PostMessageW( sheet, PSM_PRESSBUTTON, PSBTN_OK, 0 );
    wait_gone( sheet );
    select_entry( two, IDC_LIST, 1 );
    press( two, IDC_EDIT );
    sheet = wait_window( second.id, L"Edit Location" );
    type( sheet_page( sheet, IDC_NAME, 0 ), IDC_NAME, L"Changed by two" );
    PostMessageW( sheet, PSM_PRESSBUTTON, PSBTN_OK, 0 );
    wait_gone( sheet );
    press( one, IDOK );
    program_end( &first, 0 );
    press( two, IDOK );
    program_end( &second, 0 );
    ok( !wcscmp( reg_get_string( HKEY_LOCAL_MACHINE, LOCATIONS, L"Location1", L"Name" ), L"Changed by one" ), "the first change is lost\n" );
    ok( !wcscmp( reg_get_string( HKEY_LOCAL_MACHINE, LOCATIONS, L"Location2", L"Name" ), L"Changed by two" ), "the second change is lost\n" );
    ok( translate_caps()->dwCurrentLocationID == 2, "current location %lu\n", translate_caps()->dwCurrentLocationID );
}

static void test_repair(void)
{
    struct program program;
    HWND dlg;

    dialling_two_locations();
    reg_set_dword( HKEY_LOCAL_MACHINE, LOCATIONS, L"Location2", L"Country", 99999 );
    reg_set_dword( HKEY_LOCAL_MACHINE, LOCATIONS, NULL, L"CurrentID", 77 );
    dlg = program_begin( &program, NULL );
    ok( IsWindowVisible( GetDlgItem( dlg, IDC_REPORT ) ) && *text_of( dlg, IDC_REPORT ), "nothing is said of the repair\n" );
    press( dlg, IDCANCEL );
    program_end( &program, 0 );
    ok( translate_caps()->dwCurrentLocationID == 1, "current location %lu\n", translate_caps()->dwCurrentLocationID );
    dlg = program_begin( &program, NULL );
    ok( !IsWindowVisible( GetDlgItem( dlg, IDC_REPORT ) ), "repaired again: %s\n", wine_dbgstr_w( text_of( dlg, IDC_REPORT ) ) );
    press( dlg, IDCANCEL );
    program_end( &program, 0 );
}

static void test_errors(void)
{
    struct program program;
    struct app app;
    HWND dlg;

    dialling_two_locations();
    app_begin( &app, "translatedialog test" );
    ok_ret( lineTranslateDialogW( 0, 0, 0x00010002, NULL, NULL ), LINEERR_INCOMPATIBLEAPIVERSION );
    ok_ret( lineTranslateDialogW( 0xbad0, 0, NEWEST, NULL, NULL ), LINEERR_INVALAPPHANDLE );
    ok_ret( lineTranslateDialogW( app.handle, app.lines + 7, NEWEST, NULL, NULL ), LINEERR_BADDEVICEID );
    ok_ret( lineTranslateDialogW( 0, 0, NEWEST, (HWND)(ULONG_PTR)0xbad0, NULL ), LINEERR_INVALPARAM );
    ok_ret( lineTranslateDialogW( 0, 0, NEWEST, NULL, L"+1 (425" ), LINEERR_INVALADDRESS );
    ok_ret( lineTranslateDialogA( 0, 0, NEWEST, NULL, "+1 (425" ), LINEERR_INVALADDRESS );
    ok_ret( lineTranslateDialog( 0, 0, NEWEST, NULL, "+1 (425" ), LINEERR_INVALADDRESS );
    ok_ret( lineTranslateDialogW( 0, 0, NEWEST, NULL, (const WCHAR *)(ULONG_PTR)2 ), LINEERR_INVALPOINTER );

    /* before 2.0 there was only one */
    dlg = program_begin( &program, L"+1 (206) 555-1234" );
    ok_ret( lineTranslateDialogW( 0, 0, 0x00010004, NULL, NULL ), LINEERR_INUSE );
    ok_ret( lineTranslateDialogA( 0, 0, 0x00010004, NULL, NULL ), LINEERR_INUSE );
    press( dlg, IDCANCEL );
    program_end( &program, 0 );

    /* with everything that a program can give */
    memset( &program, 0, sizeof(program) );
    program.app = app.handle;
    program.device = app.lines ? 0 : LINEMAPPER;
    program.version = 0x00010004;
    program.ansi = TRUE;
    program.address = L"+1 (206) 555-1234";
    program.thread = CreateThread( NULL, 0, program_thread, &program, 0, &program.id );
    dlg = wait_window( program.id, L"Dialing Rules" );
    check_text( dlg, IDC_PREVIEW, L"T 1 206 555-1234" );
    press( dlg, IDCANCEL );
    program_end( &program, 0 );
    app_end( &app );
}

START_TEST( translatedialog )
{
    HWND window = CreateWindowExW( 0, L"static", L"", WS_POPUP, 0, 0, 10, 10, NULL, NULL, NULL, NULL );

    if (!dialling_begin()) return;
    if (!window)
    {
        skip( "no windows can be made here\n" );
        return;
    }
    DestroyWindow( window );
    test_cancel_and_select();
    test_add_edit_remove();
    test_two_editors();
    test_repair();
    test_errors();
    dialling_reset();
}
