/*
 * Tests of assisted telephony: tapiRequestMakeCall, and who receives what it asks for.
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

#include "telephony.h"

#include <winreg.h>

#define MAKECALL   LINEREQUESTMODE_MAKECALL
#define MEDIACALL  LINEREQUESTMODE_MEDIACALL
#define DROP       LINEREQUESTMODE_DROP

#define PRIORITIES_KEY  L"Software\\Microsoft\\Windows\\CurrentVersion\\Telephony\\HandoffPriorities"
#define CALL_MANAGER    L"assist_cm.exe"

/* The exports without A or W, which the header gives other names: tapiRequestMakeCall, lineGetRequest. */
static LONG (WINAPI *plain_make_call)( LPCSTR address, LPCSTR app_name, LPCSTR called_party, LPCSTR comment );
static LONG (WINAPI *plain_get_request)( HLINEAPP app, DWORD mode, LPVOID buffer );

/* ---- the user's list of call managers ------------------------------------------------------------------------------ */

static WCHAR saved_list[1024];

/* NULL: there is none. */
static void set_call_managers( const WCHAR *list )
{
    HKEY key;

    if (RegCreateKeyExW( HKEY_CURRENT_USER, PRIORITIES_KEY, 0, NULL, 0, KEY_ALL_ACCESS, NULL, &key, NULL )) return;
    if (list) RegSetValueExW( key, L"RequestMakeCall", 0, REG_SZ, (const BYTE *)list, (wcslen( list ) + 1) * sizeof(WCHAR) );
    else RegDeleteValueW( key, L"RequestMakeCall" );
    RegCloseKey( key );
}

static void save_call_managers(void)
{
    DWORD size = sizeof(saved_list);

    if (RegGetValueW( HKEY_CURRENT_USER, PRIORITIES_KEY, L"RequestMakeCall", RRF_RT_REG_SZ, NULL, saved_list, &size )) saved_list[0] = 0;
}

/* ---- a call manager that the service starts ------------------------------------------------------------------------ */

/* What it tells the test. */
struct manager_report
{
    DWORD size;
    DWORD failures;
    DWORD requests;
    WCHAR addresses[2][TAPIMAXDESTADDRESSSIZE];
    WCHAR station[64], desktop[64];
};

static void report_name( HANDLE object, WCHAR *name, DWORD size )
{
    name[0] = 0;
    GetUserObjectInformationW( object, UOI_NAME, name, size, NULL );
}

/* Registers, fetches two requests, tells of them in a file. It is as wide as the test. */
static void call_manager( const char *file )
{
    struct manager_report report = { sizeof(report) };
    LINEREQMAKECALLW request;
    char temporary[MAX_PATH];
    LINEMESSAGE msg;
    struct app app;
    HANDLE handle;
    DWORD written;

    app_begin( &app, "assisted call manager" );
    ok_ret( lineRegisterRequestRecipient( app.handle, 0xabcd, MAKECALL, TRUE ), 0 );
    while (report.requests < 2 && wait_message( &app, LINE_REQUEST, ANY, ANY, &msg ))
    {
        ok( msg.dwCallbackInstance == 0xabcd, "instance %#lx\n", H( msg.dwCallbackInstance ) );
        while (report.requests < 2 && !lineGetRequestW( app.handle, MAKECALL, &request ))
            wcscpy( report.addresses[report.requests++], request.szDestAddress );
    }
    app_end( &app );
    report_name( GetProcessWindowStation(), report.station, sizeof(report.station) );
    report_name( GetThreadDesktop( GetCurrentThreadId() ), report.desktop, sizeof(report.desktop) );
    report.failures = winetest_get_failures();

    sprintf( temporary, "%s.part", file );
    handle = CreateFileA( temporary, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL );
    WriteFile( handle, &report, sizeof(report), &written, NULL );
    CloseHandle( handle );
    MoveFileExA( temporary, file, MOVEFILE_REPLACE_EXISTING );
    ExitProcess( 0 );
}

/* The report comes when it comes: it is a file of another process. */
static BOOL read_report( const WCHAR *file, struct manager_report *report )
{
    ULONGLONG end = GetTickCount64() + 3 * PATIENCE;
    HANDLE handle = INVALID_HANDLE_VALUE;
    DWORD size = 0;

    memset( report, 0, sizeof(*report) );
    while (GetTickCount64() < end)
    {
        handle = CreateFileW( file, GENERIC_READ, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL );
        if (handle != INVALID_HANDLE_VALUE) break;
        Sleep( 20 );
    }
    if (handle == INVALID_HANDLE_VALUE) return FALSE;
    ReadFile( handle, report, sizeof(*report), &size, NULL );
    CloseHandle( handle );
    return size == sizeof(*report);
}

/* The call manager is ending. */
static void delete_program( const WCHAR *program )
{
    unsigned int i;

    for (i = 0; i < 3000 && !DeleteFileW( program ); i++) Sleep( 20 );
    ok( i < 3000, "the call manager does not end (error %lu)\n", GetLastError() );
}

/* A program that only its installer knows where to find. */
static void test_launch_registered( const WCHAR *own, const WCHAR *file )
{
    static const WCHAR key[] = L"Software\\Microsoft\\Windows\\CurrentVersion\\App Paths\\assist_installed.exe";
    WCHAR program[MAX_PATH], list[2 * MAX_PATH];
    struct manager_report report;

    GetTempPathW( ARRAY_SIZE(program) - 20, program );
    wcscat( program, L"assist_cm2.exe" );
    ok( CopyFileW( own, program, FALSE ), "cannot copy (error %lu)\n", GetLastError() );
    swprintf( list, ARRAY_SIZE(list), L"assist_installed.exe assisted manager \"%ls\"", file );
    set_call_managers( list );
    ok_ret( tapiRequestMakeCallW( L"5550102", NULL, NULL, NULL ), TAPIERR_NOREQUESTRECIPIENT );
    RegSetKeyValueW( HKEY_CURRENT_USER, key, NULL, REG_SZ, program, (wcslen( program ) + 1) * sizeof(WCHAR) );
    ok_ret( tapiRequestMakeCallW( L"5550103", NULL, NULL, NULL ), 0 );
    ok_ret( tapiRequestMakeCallW( L"5550104", NULL, NULL, NULL ), 0 );
    ok( read_report( file, &report ), "no call manager was started\n" );
    ok( report.requests == 2 && !wcscmp( report.addresses[0], L"5550103" ), "%lu requests, address %s\n", report.requests,
        wine_dbgstr_w( report.addresses[0] ) );
    RegDeleteKeyW( HKEY_CURRENT_USER, key );
    DeleteFileW( file );
    delete_program( program );
}

/* Runs before the process has initialised TAPI: tapiRequestMakeCall does not need that. */
static void test_launch(void)
{
    WCHAR own[MAX_PATH], program[MAX_PATH], file[MAX_PATH], list[2 * MAX_PATH];
    struct manager_report report;

    GetModuleFileNameW( NULL, own, ARRAY_SIZE(own) );
    GetWindowsDirectoryW( program, ARRAY_SIZE(program) );
    wcscat( program, L"\\" CALL_MANAGER );
    GetTempPathW( ARRAY_SIZE(file) - 20, file );
    wcscat( file, L"assist_report" );
    DeleteFileW( file );
    if (!CopyFileW( own, program, FALSE ))
    {
        skip( "cannot copy a call manager to the Windows folder (error %lu)\n", GetLastError() );
        return;
    }

    /* the first that can be started, by its name alone; the second request is for the same one */
    swprintf( list, ARRAY_SIZE(list), L"no_such_call_manager.exe,%ls assisted manager \"%ls\",winver.exe", CALL_MANAGER, file );
    set_call_managers( list );
    ok_ret( tapiRequestMakeCallA( "+1 (425) 555-0100", "some program", NULL, NULL ), 0 );
    ok_ret( tapiRequestMakeCallW( L"5550101", NULL, NULL, NULL ), 0 );
    ok( read_report( file, &report ), "no call manager was started\n" );
    ok( !report.failures, "%lu failures in the call manager\n", report.failures );
    ok( report.requests == 2, "it got %lu requests\n", report.requests );
    ok( !wcscmp( report.addresses[0], L"+1 (425) 555-0100" ), "address %s\n", wine_dbgstr_w( report.addresses[0] ) );
    ok( !wcscmp( report.addresses[1], L"5550101" ), "address %s\n", wine_dbgstr_w( report.addresses[1] ) );
    /* the user can see it */
    ok( !_wcsicmp( report.station, L"WinSta0" ), "window station %s\n", wine_dbgstr_w( report.station ) );
    ok( !_wcsicmp( report.desktop, L"Default" ), "desktop %s\n", wine_dbgstr_w( report.desktop ) );
    DeleteFileW( file );

    delete_program( program );
    test_launch_registered( own, file );
    set_call_managers( NULL );
}

/* ---- errors ---------------------------------------------------------------------------------------------------------- */

static void test_no_recipient(void)
{
    static const char *const lists[] = { NULL, "", "no_such_call_manager.exe", ",,no_such_call_manager.exe," };
    char bad[] = "x", longest[TAPIMAXDESTADDRESSSIZE + 1];
    WCHAR list[64];
    unsigned int i;

    for (i = 0; i < ARRAY_SIZE(lists); i++)
    {
        swprintf( list, ARRAY_SIZE(list), L"%hs", lists[i] ? lists[i] : "" );
        set_call_managers( lists[i] ? list : NULL );
        winetest_push_context( "list %s", wine_dbgstr_a( lists[i] ) );
        ok_ret( tapiRequestMakeCallA( "5550100", NULL, NULL, NULL ), TAPIERR_NOREQUESTRECIPIENT );
        ok_ret( tapiRequestMakeCallW( L"5550100", L"a", L"b", L"c" ), TAPIERR_NOREQUESTRECIPIENT );
        winetest_pop_context();
    }
    set_call_managers( NULL );
    ok_ret( plain_make_call( "5550100", NULL, NULL, NULL ), TAPIERR_NOREQUESTRECIPIENT );

    ok_ret( tapiRequestMakeCallA( NULL, NULL, NULL, NULL ), TAPIERR_INVALPOINTER );
    ok_ret( tapiRequestMakeCallW( NULL, NULL, NULL, NULL ), TAPIERR_INVALPOINTER );
    ok_ret( tapiRequestMakeCallW( (const WCHAR *)(ULONG_PTR)16, NULL, NULL, NULL ), TAPIERR_INVALPOINTER );
    ok_ret( tapiRequestMakeCallA( bad, (const char *)(ULONG_PTR)16, NULL, NULL ), TAPIERR_INVALPOINTER );
    ok_ret( tapiRequestMakeCallA( bad, NULL, (const char *)(ULONG_PTR)16, NULL ), TAPIERR_INVALPOINTER );
    ok_ret( tapiRequestMakeCallA( bad, NULL, NULL, (const char *)(ULONG_PTR)16 ), TAPIERR_INVALPOINTER );
    memset( longest, '1', sizeof(longest) );
    longest[TAPIMAXDESTADDRESSSIZE] = 0;
    ok_ret( tapiRequestMakeCallA( longest, NULL, NULL, NULL ), TAPIERR_INVALDESTADDRESS );
    longest[TAPIMAXDESTADDRESSSIZE - 1] = 0;
    ok_ret( tapiRequestMakeCallA( longest, NULL, NULL, NULL ), TAPIERR_NOREQUESTRECIPIENT );

    /* "never implemented in any version of TAPI", "will always return an error code" */
    ok_ret( tapiRequestMediaCallA( NULL, 1, "tapi/line", NULL, 0, 0, "5550100", "a", "b", "c" ), TAPIERR_REQUESTFAILED );
    ok_ret( tapiRequestMediaCallW( NULL, 1, L"tapi/line", NULL, 0, 0, L"5550100", L"a", L"b", L"c" ), TAPIERR_REQUESTFAILED );
    ok_ret( tapiRequestDrop( NULL, 1 ), TAPIERR_REQUESTFAILED );
}

static void test_errors( struct app *app )
{
    HLINEAPP bad = (HLINEAPP)(ULONG_PTR)0xbad0;
    LINEREQMAKECALLW request;

    ok_ret( lineRegisterRequestRecipient( bad, 0, MAKECALL, TRUE ), LINEERR_INVALAPPHANDLE );
    ok_ret( lineRegisterRequestRecipient( 0, 0, MAKECALL, TRUE ), LINEERR_INVALAPPHANDLE );
    ok_ret( lineRegisterRequestRecipient( app->handle, 0, 0, TRUE ), LINEERR_INVALREQUESTMODE );
    ok_ret( lineRegisterRequestRecipient( app->handle, 0, 0x80, TRUE ), LINEERR_INVALREQUESTMODE );
    ok_ret( lineRegisterRequestRecipient( app->handle, 0, MAKECALL | 0x80, FALSE ), LINEERR_INVALREQUESTMODE );
    /* it never registered */
    ok_ret( lineRegisterRequestRecipient( app->handle, 0, MAKECALL, FALSE ), LINEERR_OPERATIONFAILED );

    ok_ret( lineGetRequestW( bad, MAKECALL, &request ), LINEERR_INVALAPPHANDLE );
    ok_ret( lineGetRequestW( app->handle, MAKECALL, &request ), LINEERR_NOTREGISTERED );
    ok_ret( lineGetRequestA( app->handle, MAKECALL, &request ), LINEERR_NOTREGISTERED );
    ok_ret( lineGetRequestW( app->handle, MEDIACALL, &request ), LINEERR_NOTREGISTERED );
    ok_ret( lineGetRequestW( app->handle, 0, &request ), LINEERR_INVALREQUESTMODE );
    ok_ret( lineGetRequestW( app->handle, MAKECALL | MEDIACALL, &request ), LINEERR_INVALREQUESTMODE );
    ok_ret( lineGetRequestA( app->handle, DROP, &request ), LINEERR_INVALREQUESTMODE );

    ok_ret( lineRegisterRequestRecipient( app->handle, 1, MAKECALL | MEDIACALL | DROP, TRUE ), 0 );
    ok_ret( lineGetRequestW( app->handle, MAKECALL, &request ), LINEERR_NOREQUEST );
    ok_ret( lineGetRequestA( app->handle, MEDIACALL, &request ), LINEERR_NOREQUEST );
    /* a buffer that cannot take it does not cost the request */
    ok_ret( tapiRequestMakeCallW( L"5550100", NULL, NULL, NULL ), 0 );
    ok_ret( lineGetRequestW( app->handle, MAKECALL, NULL ), LINEERR_INVALPOINTER );
    ok_ret( lineGetRequestA( app->handle, MAKECALL, (void *)(ULONG_PTR)16 ), LINEERR_INVALPOINTER );
    ok_ret( lineGetRequestW( app->handle, MAKECALL, &request ), 0 );
    ok_ret( lineRegisterRequestRecipient( app->handle, 0, MEDIACALL, FALSE ), 0 );
    ok_ret( lineGetRequestW( app->handle, MEDIACALL, &request ), LINEERR_NOTREGISTERED );
    ok_ret( lineGetRequestW( app->handle, MAKECALL, &request ), LINEERR_NOREQUEST );
    ok_ret( lineRegisterRequestRecipient( app->handle, 0, MAKECALL | DROP, FALSE ), 0 );
    ok_ret( lineRegisterRequestRecipient( app->handle, 0, MAKECALL, FALSE ), LINEERR_OPERATIONFAILED );
    ok( wait_message( app, LINE_REQUEST, ANY, ANY, NULL ), "no LINE_REQUEST\n" );
}

/* ---- requests -------------------------------------------------------------------------------------------------------- */

/* Memory that ends where a page ends that cannot be touched. */
static void *guarded_block( DWORD size )
{
    SYSTEM_INFO info;
    char *pages;

    GetSystemInfo( &info );
    pages = VirtualAlloc( NULL, 2 * info.dwPageSize, MEM_RESERVE, PAGE_NOACCESS );
    VirtualAlloc( pages, info.dwPageSize, MEM_COMMIT, PAGE_READWRITE );
    memset( pages, 0xcc, info.dwPageSize );
    return pages + info.dwPageSize - size;
}

static void check_request_message( struct app *app, DWORD instance )
{
    LINEMESSAGE msg = { 0 };

    ok( wait_message( app, LINE_REQUEST, ANY, ANY, &msg ), "no LINE_REQUEST\n" );
    ok( !msg.hDevice, "device %#lx\n", msg.hDevice );
    ok( msg.dwCallbackInstance == instance, "instance %#lx, expected %#lx\n", H( msg.dwCallbackInstance ), instance );
    ok( msg.dwParam1 == MAKECALL, "mode %#lx\n", H( msg.dwParam1 ) );
}

static void test_contents( struct app *app )
{
    static const WCHAR party[] = { 'J', 0xfc, 'r', 'g', 'e', 'n', 0 };
    LINEREQMAKECALLW *wide = guarded_block( sizeof(*wide) );
    LINEREQMAKECALL *ansi = guarded_block( sizeof(*ansi) );
    char long_text[200], converted[16];
    WCHAR long_wide[200];
    unsigned int i;

    ok( sizeof(*ansi) == 240 && sizeof(*wide) == 480, "sizes %u %u\n", (unsigned int)sizeof(*ansi), (unsigned int)sizeof(*wide) );
    ok_ret( lineRegisterRequestRecipient( app->handle, 0xdeadbeef, MAKECALL, TRUE ), 0 );

    ok_ret( tapiRequestMakeCallW( L"5550100", L"spreadsheet", party, L"about the house" ), 0 );
    check_request_message( app, 0xdeadbeef );
    ok_ret( lineGetRequestW( app->handle, MAKECALL, wide ), 0 );
    ok( !wcscmp( wide->szDestAddress, L"5550100" ), "address %s\n", wine_dbgstr_w( wide->szDestAddress ) );
    ok( !wcscmp( wide->szAppName, L"spreadsheet" ), "program %s\n", wine_dbgstr_w( wide->szAppName ) );
    ok( !wcscmp( wide->szCalledParty, party ), "called party %s\n", wine_dbgstr_w( wide->szCalledParty ) );
    ok( !wcscmp( wide->szComment, L"about the house" ), "comment %s\n", wine_dbgstr_w( wide->szComment ) );
    ok( *(WORD *)((BYTE *)wide - 2) == 0xcccc, "wrote before the structure\n" );
    ok_ret( lineGetRequestW( app->handle, MAKECALL, wide ), LINEERR_NOREQUEST );

    ok_ret( tapiRequestMakeCallW( L"5550101", NULL, party, NULL ), 0 );
    check_request_message( app, 0xdeadbeef );
    ok_ret( lineGetRequestA( app->handle, MAKECALL, ansi ), 0 );
    ok( !strcmp( ansi->szDestAddress, "5550101" ), "address %s\n", wine_dbgstr_a( ansi->szDestAddress ) );
    ok( !ansi->szAppName[0] && !ansi->szComment[0], "program %s comment %s\n", wine_dbgstr_a( ansi->szAppName ), wine_dbgstr_a( ansi->szComment ) );
    WideCharToMultiByte( CP_ACP, 0, party, -1, converted, sizeof(converted), NULL, NULL );
    ok( !strcmp( ansi->szCalledParty, converted ), "called party %s\n", wine_dbgstr_a( ansi->szCalledParty ) );
    ok( ((BYTE *)ansi)[-1] == 0xcc, "wrote before the structure\n" );

    /* the functions without A or W are the ANSI ones */
    ok_ret( plain_make_call( "5550102", "plain", NULL, NULL ), 0 );
    ok_ret( plain_get_request( app->handle, MAKECALL, ansi ), 0 );
    ok( !strcmp( ansi->szDestAddress, "5550102" ), "address %s\n", wine_dbgstr_a( ansi->szDestAddress ) );
    ok( !strcmp( ansi->szAppName, "plain" ), "program %s\n", wine_dbgstr_a( ansi->szAppName ) );
    check_request_message( app, 0xdeadbeef );

    /* "longer strings are truncated" */
    for (i = 0; i < ARRAY_SIZE(long_wide) - 1; i++) long_wide[i] = long_text[i] = 'a' + i % 26;
    long_wide[i] = long_text[i] = 0;
    ok_ret( tapiRequestMakeCallW( L"5550103", long_wide, long_wide, long_wide ), 0 );
    ok_ret( tapiRequestMakeCallA( "5550104", long_text, long_text, long_text ), 0 );
    ok_ret( lineGetRequestA( app->handle, MAKECALL, ansi ), 0 );
    ok( strlen( ansi->szAppName ) == TAPIMAXAPPNAMESIZE - 1 && !strncmp( ansi->szAppName, long_text, TAPIMAXAPPNAMESIZE - 1 ), "program %s\n",
        wine_dbgstr_a( ansi->szAppName ) );
    ok( strlen( ansi->szCalledParty ) == TAPIMAXCALLEDPARTYSIZE - 1, "called party %s\n", wine_dbgstr_a( ansi->szCalledParty ) );
    ok( strlen( ansi->szComment ) == TAPIMAXCOMMENTSIZE - 1, "comment %s\n", wine_dbgstr_a( ansi->szComment ) );
    ok_ret( lineGetRequestW( app->handle, MAKECALL, wide ), 0 );
    ok( !wcscmp( wide->szDestAddress, L"5550104" ), "address %s\n", wine_dbgstr_w( wide->szDestAddress ) );
    ok( wcslen( wide->szAppName ) == TAPIMAXAPPNAMESIZE - 1, "program %s\n", wine_dbgstr_w( wide->szAppName ) );
    ok( wcslen( wide->szCalledParty ) == TAPIMAXCALLEDPARTYSIZE - 1, "called party %s\n", wine_dbgstr_w( wide->szCalledParty ) );
    ok( wcslen( wide->szComment ) == TAPIMAXCOMMENTSIZE - 1, "comment %s\n", wine_dbgstr_w( wide->szComment ) );
    check_request_message( app, 0xdeadbeef );
    check_request_message( app, 0xdeadbeef );

    /* registering again gives another instance */
    ok_ret( lineRegisterRequestRecipient( app->handle, 7, MAKECALL, TRUE ), 0 );
    ok_ret( tapiRequestMakeCallW( L"", NULL, NULL, NULL ), 0 );
    check_request_message( app, 7 );
    ok_ret( lineGetRequestW( app->handle, MAKECALL, wide ), 0 );
    ok_ret( lineRegisterRequestRecipient( app->handle, 0, MAKECALL, FALSE ), 0 );
}

static void test_full_queue( struct app *app )
{
    LINEREQMAKECALLW request;
    DWORD count, i;
    WCHAR number[16];
    LONG ret = 0;

    ok_ret( lineRegisterRequestRecipient( app->handle, 2, MAKECALL, TRUE ), 0 );
    for (count = 0; count < 10000; count++)
    {
        swprintf( number, ARRAY_SIZE(number), L"%lu", count );
        if ((ret = tapiRequestMakeCallW( number, NULL, NULL, NULL ))) break;
    }
    ok_ret( ret, TAPIERR_REQUESTQUEUEFULL );
    ok( count > 8, "room for %lu requests\n", count );
    for (i = 0; i < count; i++)
    {
        check_request_message( app, 2 );
        swprintf( number, ARRAY_SIZE(number), L"%lu", i );
        ok_ret( lineGetRequestW( app->handle, MAKECALL, &request ), 0 );
        ok( !wcscmp( request.szDestAddress, number ), "request %lu is %s\n", i, wine_dbgstr_w( request.szDestAddress ) );
        /* the first that is fetched makes room */
        if (!i) ok_ret( tapiRequestMakeCallW( L"more", NULL, NULL, NULL ), 0 );
    }
    ok_ret( lineGetRequestW( app->handle, MAKECALL, &request ), 0 );
    ok( !wcscmp( request.szDestAddress, L"more" ), "last request is %s\n", wine_dbgstr_w( request.szDestAddress ) );
    check_request_message( app, 2 );
    ok_ret( lineGetRequestW( app->handle, MAKECALL, &request ), LINEERR_NOREQUEST );
    ok_ret( lineRegisterRequestRecipient( app->handle, 0, MAKECALL, FALSE ), 0 );
}

/* ---- who receives ---------------------------------------------------------------------------------------------------- */

static void test_unregister( struct app *app )
{
    LINEREQMAKECALLW request;
    struct app other;

    /* what waits when the recipient goes is there for the next one */
    ok_ret( lineRegisterRequestRecipient( app->handle, 3, MAKECALL, TRUE ), 0 );
    ok_ret( tapiRequestMakeCallW( L"5550105", NULL, NULL, NULL ), 0 );
    check_request_message( app, 3 );
    ok_ret( lineRegisterRequestRecipient( app->handle, 0, MAKECALL, FALSE ), 0 );
    ok_ret( lineGetRequestW( app->handle, MAKECALL, &request ), LINEERR_NOTREGISTERED );
    ok_ret( tapiRequestMakeCallW( L"5550106", NULL, NULL, NULL ), TAPIERR_NOREQUESTRECIPIENT );
    ok_ret( lineRegisterRequestRecipient( app->handle, 4, MAKECALL, TRUE ), 0 );
    check_request_message( app, 4 );

    /* registered while somebody else has been told: nothing new */
    app_begin( &other, "assisted second" );
    ok_ret( lineRegisterRequestRecipient( other.handle, 5, MAKECALL, TRUE ), 0 );
    /* lineShutdown deregisters; a told one's requests go on to the next */
    ok_ret( lineRegisterRequestRecipient( app->handle, 0, MAKECALL, FALSE ), 0 );
    check_request_message( &other, 5 );
    ok( !have_message( &other, LINE_REQUEST, ANY, ANY, NULL ), "told twice\n" );
    ok_ret( lineRegisterRequestRecipient( app->handle, 6, MAKECALL, TRUE ), 0 );
    app_end( &other );
    check_request_message( app, 6 );
    ok_ret( lineGetRequestW( app->handle, MAKECALL, &request ), 0 );
    ok( !wcscmp( request.szDestAddress, L"5550105" ), "address %s\n", wine_dbgstr_w( request.szDestAddress ) );
    ok_ret( lineGetRequestW( app->handle, MAKECALL, &request ), LINEERR_NOREQUEST );
    ok_ret( lineRegisterRequestRecipient( app->handle, 0, MAKECALL, FALSE ), 0 );
    ok_ret( tapiRequestMakeCallW( L"5550106", NULL, NULL, NULL ), TAPIERR_NOREQUESTRECIPIENT );
}

static void test_two_recipients( struct app *app )
{
    LINEREQMAKECALLW request;
    struct remote remote;
    DWORD priority = ~0u;

    if (!remote_begin( &remote, "assisted", L"assist_other.exe" )) return;
    /* without priorities the one that registered first */
    ok_ret( lineRegisterRequestRecipient( app->handle, 8, MAKECALL, TRUE ), 0 );
    ok_ret( remote_do( &remote, REMOTE_REGISTER, 9, MAKECALL, TRUE, NULL ), 0 );
    ok_ret( tapiRequestMakeCallW( L"5550107", NULL, NULL, NULL ), 0 );
    check_request_message( app, 8 );
    ok_ret( lineGetRequestW( app->handle, MAKECALL, &request ), 0 );

    /* the user's choice */
    ok_ret( lineSetAppPriorityW( remote.file, 0, NULL, MAKECALL, NULL, 1 ), 0 );
    ok_ret( lineGetAppPriorityW( remote.file, 0, NULL, MAKECALL, NULL, &priority ), 0 );
    ok( priority == 1, "priority %lu\n", priority );
    ok_ret( lineSetAppPriorityW( remote.file, 0, NULL, MEDIACALL, NULL, 1 ), LINEERR_INVALREQUESTMODE );
    ok_ret( tapiRequestMakeCallW( L"5550108", NULL, NULL, NULL ), 0 );
    ok_ret( remote_do( &remote, REMOTE_WAIT, LINE_REQUEST, ANY, ANY, NULL ), 0 );
    ok( remote.reply.values[1] == MAKECALL, "mode %#lx\n", remote.reply.values[1] );
    ok_ret( remote_do( &remote, REMOTE_GET_REQUEST, 0, 0, 0, NULL ), 0 );
    ok( !wcscmp( remote.reply.text, L"5550108" ), "address %s\n", wine_dbgstr_w( remote.reply.text ) );
    ok_ret( remote_do( &remote, REMOTE_GET_REQUEST, 0, 0, 0, NULL ), LINEERR_NOREQUEST );
    ok( !have_message( app, LINE_REQUEST, ANY, ANY, NULL ), "the other recipient was told too\n" );

    /* a request of another process; its sender's end changes nothing, and neither does that of the one that was told */
    ok_ret( remote_do( &remote, REMOTE_REQUEST_CALL, 0, 0, 0, L"5550109" ), 0 );
    ok_ret( remote_do( &remote, REMOTE_WAIT, LINE_REQUEST, ANY, ANY, NULL ), 0 );
    remote_kill( &remote );
    check_request_message( app, 8 );
    ok_ret( lineGetRequestW( app->handle, MAKECALL, &request ), 0 );
    ok( !wcscmp( request.szDestAddress, L"5550109" ), "address %s\n", wine_dbgstr_w( request.szDestAddress ) );
    ok_ret( lineSetAppPriorityW( remote.file, 0, NULL, MAKECALL, NULL, 0 ), 0 );
    ok_ret( lineGetAppPriorityW( remote.file, 0, NULL, MAKECALL, NULL, &priority ), 0 );
    ok( !priority, "priority %lu\n", priority );
    ok_ret( lineRegisterRequestRecipient( app->handle, 0, MAKECALL, FALSE ), 0 );
}

START_TEST( assisted )
{
    LINEREQMAKECALLW request;
    struct app app;
    char **argv;

    if (winetest_get_mainargs( &argv ) >= 4 && !strcmp( argv[2], "manager" )) call_manager( argv[3] );
    remote_main();
    plain_make_call = (void *)GetProcAddress( GetModuleHandleA( "tapi32.dll" ), "tapiRequestMakeCall" );
    plain_get_request = (void *)GetProcAddress( GetModuleHandleA( "tapi32.dll" ), "lineGetRequest" );
    save_call_managers();
    ok_ret( lineRegisterRequestRecipient( 0, 0, MAKECALL, TRUE ), LINEERR_UNINITIALIZED );
    ok_ret( lineGetRequestW( 0, MAKECALL, &request ), LINEERR_UNINITIALIZED );
    test_no_recipient();
    test_launch();

    app_begin( &app, "assisted test" );
    test_errors( &app );
    test_contents( &app );
    test_full_queue( &app );
    test_unregister( &app );
    test_two_recipients( &app );
    app_end( &app );
    set_call_managers( saved_list[0] ? saved_list : NULL );
}
