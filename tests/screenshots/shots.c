/*
 * Opens every dialog and every page, and asks for a picture of each.
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
#include <winuser.h>
#include <winreg.h>
#include <commctrl.h>
#include <prsht.h>
#include <tapi.h>
#include <tspi.h>

#include "../../dlls/modem.cpl/resource.h"
#include "../../dlls/unimdm.tsp/terminal.h"

/*
 * shots FOLDER LANGUAGE: for each window the file request in the folder gets the line "NAME LEFT TOP RIGHT BOTTOM"; whoever takes
 * the picture (tests/screenshots/run) deletes it. What is shown is real: modems of the prefix, the service, the dialogs of the providers.
 */

#define PATIENCE 30000

/* controls of other modules' resources that are pressed here */
#define RULES_NEW       200
#define RULES_EDIT      201

static WCHAR request[MAX_PATH];
static const WCHAR *language;
static int count;

static void fail( const char *what )
{
    fprintf( stderr, "shots: %s\n", what );
    exit( 1 );
}

static BOOL CALLBACK find_top( HWND window, LPARAM arg )
{
    WCHAR class_name[16];
    DWORD process;

    GetWindowThreadProcessId( window, &process );
    if (process != GetCurrentProcessId() || !IsWindowVisible( window ) || !IsWindowEnabled( window )) return TRUE;
    GetClassNameW( window, class_name, ARRAYSIZE(class_name) );
    if (wcscmp( class_name, L"#32770" )) return TRUE;
    *(HWND *)arg = window;
    return FALSE;
}

/* The dialog that takes input now. */
static HWND top_dialog( HWND not_this )
{
    DWORD end = GetTickCount() + PATIENCE;
    HWND window;

    for (;;)
    {
        window = NULL;
        EnumWindows( find_top, (LPARAM)&window );
        if (window && window != not_this) return window;
        if ((int)(end - GetTickCount()) <= 0) fail( "a dialog does not come" );
        Sleep( 20 );
    }
}

static void wait_gone( HWND window )
{
    DWORD end = GetTickCount() + PATIENCE;

    while (IsWindow( window ))
    {
        if ((int)(end - GetTickCount()) <= 0) fail( "a dialog does not go" );
        Sleep( 20 );
    }
}

static void shoot( HWND window, const char *name )
{
    DWORD end = GetTickCount() + PATIENCE;
    WCHAR part[MAX_PATH + 8];
    FILE *file;
    RECT rect;

    SetForegroundWindow( window );
    SetWindowPos( window, HWND_TOPMOST, 20, 20, 0, 0, SWP_NOSIZE | SWP_NOACTIVATE );
    RedrawWindow( window, NULL, NULL, RDW_INVALIDATE | RDW_ERASE | RDW_ALLCHILDREN | RDW_UPDATENOW );
    SendMessageW( window, WM_NULL, 0, 0 );
    /* the picture is of the screen, to which all is drawn a little later */
    Sleep( 400 );
    GetWindowRect( window, &rect );
    swprintf( part, ARRAYSIZE(part), L"%ls.new", request );
    if (!(file = _wfopen( part, L"wb" ))) fail( "the request cannot be written" );
    fprintf( file, "%02d-%s-%ls %ld %ld %ld %ld\n", ++count, name, language, rect.left, rect.top, rect.right, rect.bottom );
    fclose( file );
    if (!MoveFileExW( part, request, MOVEFILE_REPLACE_EXISTING )) fail( "the request cannot be made" );
    while (GetFileAttributesW( request ) != INVALID_FILE_ATTRIBUTES)
    {
        if ((int)(end - GetTickCount()) <= 0) fail( "nobody takes the picture" );
        Sleep( 20 );
    }
}

static HWND sheet_page( HWND sheet, int index )
{
    SendMessageW( sheet, PSM_SETCURSEL, index, 0 );
    return (HWND)SendMessageW( sheet, PSM_GETCURRENTPAGEHWND, 0, 0 );
}

static void press( HWND dlg, int control )
{
    PostMessageW( dlg, WM_COMMAND, control, (LPARAM)GetDlgItem( dlg, control ) );
}

static void cancel( HWND sheet )
{
    PostMessageW( sheet, WM_COMMAND, IDCANCEL, 0 );
    wait_gone( sheet );
}

static void shoot_location( HWND dlg, int control, const char *name )
{
    static const char *const pages[] = { "general", "areas", "card" };
    HWND before = GetAncestor( dlg, GA_ROOT ), sheet, page, box;
    char full[64];
    int i;

    press( dlg, control );
    sheet = top_dialog( before );
    for (i = 0; i < 3; i++)
    {
        page = sheet_page( sheet, i );
        sprintf( full, "%s-%s", name, pages[i] );
        shoot( sheet, full );
        if (!i) continue;
        press( page, RULES_NEW );
        box = top_dialog( sheet );
        sprintf( full, "%s-%s-new", name, pages[i] );
        shoot( box, full );
        cancel( box );
    }
    cancel( sheet );
}

static void shoot_query( HWND sheet, HWND page )
{
    DWORD end = GetTickCount() + PATIENCE;
    WCHAR before[64], now[64];

    GetDlgItemTextW( page, IDC_QUERY, before, ARRAYSIZE(before) );
    SendDlgItemMessageW( page, IDC_QUERY, BM_CLICK, 0, 0 );
    do
    {
        Sleep( 100 );
        GetDlgItemTextW( page, IDC_QUERY, now, ARRAYSIZE(now) );
    } while (wcscmp( before, now ) && (int)(end - GetTickCount()) > 0);
    shoot( sheet, "modem-diagnostics-asked" );
}

static void shoot_preferences( HWND sheet, HWND page )
{
    static const char *const pages[] = { "preferences-general", "preferences-advanced", "preferences-options" };
    HWND box;
    int i;

    press( page, IDC_PREFERENCES );
    box = top_dialog( sheet );
    for (i = 0; i < 3; i++)
    {
        sheet_page( box, i );
        shoot( box, pages[i] );
    }
    cancel( box );
}

static void shoot_modem( HWND options, HWND modems )
{
    HWND sheet, page;

    press( modems, IDC_PROPERTIES );
    sheet = top_dialog( options );
    shoot( sheet, "modem-general" );
    sheet_page( sheet, 1 );
    shoot( sheet, "modem-modem" );
    page = sheet_page( sheet, 2 );
    shoot( sheet, "modem-diagnostics" );
    shoot_query( sheet, page );
    page = sheet_page( sheet, 3 );
    shoot( sheet, "modem-advanced" );
    shoot_preferences( sheet, page );
    cancel( sheet );
}

static DWORD WINAPI shoot_all( void *arg )
{
    HWND options = top_dialog( NULL ), page, box;

    SetCursorPos( 1023, 767 );
    page = sheet_page( options, 0 );
    shoot( options, "options-rules" );
    shoot_location( page, RULES_EDIT, "location" );

    page = sheet_page( options, 1 );
    shoot( options, "options-modems" );
    press( page, IDC_ADD );
    box = top_dialog( options );
    shoot( box, "add-modem" );
    cancel( box );
    press( page, IDC_REMOVE );
    box = top_dialog( options );
    shoot( box, "remove-modem" );
    PostMessageW( box, WM_COMMAND, IDNO, 0 );
    wait_gone( box );
    shoot_modem( options, page );

    page = sheet_page( options, 2 );
    shoot( options, "options-advanced" );
    press( page, IDC_ADD );
    box = top_dialog( options );
    shoot( box, "add-provider" );
    cancel( box );
    cancel( options );

    box = top_dialog( NULL );
    shoot( box, "translate" );
    cancel( box );
    return 0;
}

/* ---- the dialogs of calls, as the provider opens them ---- */

static LONG CALLBACK no_provider( DWORD_PTR object, DWORD type, void *params, DWORD size )
{
    (void)object;
    (void)type;
    (void)params;
    (void)size;
    return 0;
}

static HANDLE call_dialog_open;

static DWORD WINAPI show_call_dialog( void *arg )
{
    LONG (WINAPI *show)( TUISPIDLLCALLBACK, HTAPIDIALOGINSTANCE, void *, DWORD, HANDLE );

    show = (void *)GetProcAddress( LoadLibraryW( L"unimdm.tsp" ), "TUISPI_providerGenericDialog" );
    if (!show || show( no_provider, 1, arg, sizeof(struct manual_start), call_dialog_open )) fail( "the dialogs of calls cannot be shown" );
    return 0;
}

/* What the provider tells a terminal window. */
static void fill_terminal( DWORD kind )
{
    static const char before[] = "ATI3\r\r\nwww.soft-switch.org\r\n\r\nOK\r\n", after[] = "\r\nlogin: guest\r\nPassword: \r\n\r\n% ";
    struct terminal_data show = { sizeof(show), 0, kind }, text = { sizeof(text), 0, TERMINAL_BYTES };
    LONG (WINAPI *tell)( HTAPIDIALOGINSTANCE, void *, DWORD );

    WaitForSingleObject( call_dialog_open, PATIENCE );
    tell = (void *)GetProcAddress( GetModuleHandleW( L"unimdm.tsp" ), "TUISPI_providerGenericDialogData" );
    text.count = strlen( kind == TERMINAL_SHOW_PRE ? before : after );
    memcpy( text.bytes, kind == TERMINAL_SHOW_PRE ? before : after, text.count );
    if (!tell || tell( 1, &show, sizeof(show) ) || tell( 1, &text, sizeof(text) )) fail( "the terminal window hears nothing" );
}

static void shoot_calls(void)
{
    static const struct { DWORD kind; const char *name; DWORD terminal; } dialogs[] =
    {
        { MANUAL_DIALLED_BY_HAND, "manual-dial" }, { MANUAL_TALK, "talk" }, { MANUAL_TERMINAL, "terminal-before", TERMINAL_SHOW_PRE },
        { MANUAL_TERMINAL, "terminal-after", TERMINAL_SHOW_POST },
    };
    struct manual_start start = { sizeof(start), 0, L"Modem A", L"12065551234" };
    unsigned int i;

    for (i = 0; i < ARRAYSIZE(dialogs); i++)
    {
        HANDLE thread;
        HWND box;

        start.kind = dialogs[i].kind;
        call_dialog_open = CreateEventW( NULL, TRUE, FALSE, NULL );
        thread = CreateThread( NULL, 0, show_call_dialog, &start, 0, NULL );
        if (start.kind == MANUAL_TERMINAL) fill_terminal( dialogs[i].terminal );
        box = top_dialog( NULL );
        shoot( box, dialogs[i].name );
        cancel( box );
        WaitForSingleObject( thread, PATIENCE );
        CloseHandle( call_dialog_open );
    }
}

int main( void )
{
    BOOL (WINAPI *show)( HWND owner, UINT page );
    WCHAR **argv;
    HANDLE thread;
    int argc;

    argv = CommandLineToArgvW( GetCommandLineW(), &argc );
    if (argc != 3) fail( "usage: shots FOLDER LANGUAGE" );
    swprintf( request, ARRAYSIZE(request), L"%ls\\request", argv[1] );
    language = argv[2];
    if (!(show = (void *)GetProcAddress( LoadLibraryW( L"modem.cpl" ), "ShowPhoneAndModemOptions" ))) fail( "modem.cpl is not here" );
    thread = CreateThread( NULL, 0, shoot_all, NULL, 0, NULL );
    if (!show( NULL, 0 )) fail( "the options cannot be shown" );
    if (lineTranslateDialogW( 0, LINEMAPPER, 0x00020002, NULL, L"+1 (206) 555-1234" )) fail( "the dialing rules cannot be shown" );
    WaitForSingleObject( thread, PATIENCE );
    shoot_calls();
    return 0;
}
