/*
 * Digits and tones: gathered, generated, monitored.
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

#include "supplementary.h"

#define DTMF   LINEDIGITMODE_DTMF
#define PULSE  LINEDIGITMODE_PULSE

/* The other party dials. */
static void press( struct desk *desk, HCALL call, const WCHAR *digits )
{
    tell( &desk->app, desk->line, call, TESTTSP_DIGITS, 0, 0, 0, 0, digits );
}

/* The message that ends a request for digits. */
static void check_gathered( struct app *app, HCALL call, DWORD reason )
{
    DWORD before = GetTickCount() - 60000;
    LINEMESSAGE msg = { 0 };

    ok( wait_message( app, LINE_GATHERDIGITS, H( call ), reason, &msg ), "no LINE_GATHERDIGITS %#lx\n", reason );
    ok( !msg.dwParam2, "param2 %#lx\n", H( msg.dwParam2 ) );
    ok( (LONG)(H( msg.dwParam3 ) - before) > 0, "tick count %#lx\n", H( msg.dwParam3 ) );
    ok( msg.dwCallbackInstance == 0x1234, "instance %#lx\n", H( msg.dwCallbackInstance ) );
}

static void test_gather( struct desk *desk )
{
    struct testtsp_record record = { { 0 } };
    WCHAR wide[16];
    char narrow[16];
    HCALL call, watched;

    call = desk_call( desk, &watched );
    desk_clear( desk );
    /* as many as there is room for: no NUL behind them */
    memset( wide, 0xcc, sizeof(wide) );
    ok_ret( lineGatherDigitsW( call, DTMF, wide, 4, L"#", 0, 0 ), 0 );
    ok( desk_calls( desk, "TSPI_lineGatherDigits", &record ) == 1 && record.args[1] && record.args[2] == DTMF && record.args[3] == 4 &&
        !wcscmp( record.text, L"#" ), "id %#lx modes %#lx count %lu termination %s\n", record.args[1], record.args[2], record.args[3],
        wine_dbgstr_w( record.text ) );
    press( desk, call, L"12345" );
    check_gathered( &desk->app, call, LINEGATHERTERM_BUFFERFULL );
    ok( !memcmp( wide, L"1234", 4 * sizeof(WCHAR) ) && wide[4] == 0xcccc, "digits %s\n", wine_dbgstr_wn( wide, 5 ) );
    memset( narrow, 0x55, sizeof(narrow) );
    ok_ret( lineGatherDigitsA( call, DTMF | PULSE, narrow, 4, "#*", 5000, 6000 ), 0 );
    ok( desk_calls( desk, "TSPI_lineGatherDigits", &record ) == 2 && record.args[2] == (DTMF | PULSE) && record.args[4] == 5000 &&
        record.args[5] == 6000 && !wcscmp( record.text, L"#*" ), "modes %#lx timeouts %lu %lu termination %s\n", record.args[2],
        record.args[4], record.args[5], wine_dbgstr_w( record.text ) );
    press( desk, call, L"ABCD" );
    check_gathered( &desk->app, call, LINEGATHERTERM_BUFFERFULL );
    ok( !memcmp( narrow, "ABCD", 4 ) && narrow[4] == 0x55, "digits %s\n", wine_dbgstr_an( narrow, 5 ) );

    /* a digit that ends it is part of it, and a NUL follows */
    memset( wide, 0xcc, sizeof(wide) );
    ok_ret( lineGatherDigitsW( call, DTMF, wide, 10, L"#*", 0, 0 ), 0 );
    press( desk, call, L"70" );
    press( desk, call, L"1#9" );
    check_gathered( &desk->app, call, LINEGATHERTERM_TERMDIGIT );
    ok( !memcmp( wide, L"701#", 5 * sizeof(WCHAR) ) && wide[5] == 0xcccc, "digits %s\n", wine_dbgstr_wn( wide, 6 ) );
    memset( narrow, 0x55, sizeof(narrow) );
    ok_ret( lineGatherDigitsA( call, DTMF, narrow, 10, "#", 0, 0 ), 0 );
    press( desk, call, L"702#" );
    check_gathered( &desk->app, call, LINEGATHERTERM_TERMDIGIT );
    ok( !memcmp( narrow, "702#", 5 ) && narrow[5] == 0x55, "digits %s\n", wine_dbgstr_an( narrow, 6 ) );
    /* without termination digits, NULL or empty */
    ok_ret( lineGatherDigitsW( call, DTMF, wide, 2, NULL, 0, 0 ), 0 );
    press( desk, call, L"*#" );
    check_gathered( &desk->app, call, LINEGATHERTERM_BUFFERFULL );
    ok_ret( lineGatherDigitsA( call, DTMF, narrow, 2, "", 0, 0 ), 0 );
    press( desk, call, L"#*" );
    check_gathered( &desk->app, call, LINEGATHERTERM_BUFFERFULL );
    ok( !memcmp( narrow, "#*", 2 ), "digits %s\n", wine_dbgstr_an( narrow, 2 ) );

    /* nobody dials, or not fast enough */
    memset( wide, 0xcc, sizeof(wide) );
    ok_ret( lineGatherDigitsW( call, DTMF, wide, 10, NULL, 60, 60 ), 0 );
    check_gathered( &desk->app, call, LINEGATHERTERM_FIRSTTIMEOUT );
    ok( !wide[0] && wide[1] == 0xcccc, "digits %s\n", wine_dbgstr_wn( wide, 2 ) );
    memset( narrow, 0x55, sizeof(narrow) );
    ok_ret( lineGatherDigitsA( call, DTMF, narrow, 10, NULL, 0, 60 ), 0 );
    press( desk, call, L"12" );
    check_gathered( &desk->app, call, LINEGATHERTERM_INTERTIMEOUT );
    ok( !memcmp( narrow, "12", 3 ) && narrow[3] == 0x55, "digits %s\n", wine_dbgstr_an( narrow, 4 ) );
    /* only who asked is told */
    ok( !have_message( &desk->watcher, LINE_GATHERDIGITS, ANY, ANY, NULL ), "LINE_GATHERDIGITS for the watcher\n" );
    desk_hang_up( desk, call, watched );
}

static void test_gather_cancel( struct desk *desk )
{
    WCHAR first[8], second[8];
    HCALL call = desk_call( desk, NULL );

    memset( first, 0xcc, sizeof(first) );
    memset( second, 0xcc, sizeof(second) );
    ok_ret( lineGatherDigitsW( call, DTMF, first, 8, NULL, 0, 0 ), 0 );
    press( desk, call, L"12" );
    /* a new request ends the old one, whose buffer has got what there was */
    ok_ret( lineGatherDigitsW( call, DTMF, second, 8, NULL, 0, 0 ), 0 );
    check_gathered( &desk->app, call, LINEGATHERTERM_CANCEL );
    ok( !memcmp( first, L"12", 3 * sizeof(WCHAR) ), "digits %s\n", wine_dbgstr_wn( first, 3 ) );
    press( desk, call, L"345" );
    ok( second[0] == 0xcccc, "digits before LINE_GATHERDIGITS\n" );
    ok_ret( lineGatherDigitsW( call, DTMF, NULL, 0, NULL, 0, 0 ), 0 );
    check_gathered( &desk->app, call, LINEGATHERTERM_CANCEL );
    ok( !memcmp( second, L"345", 4 * sizeof(WCHAR) ), "digits %s\n", wine_dbgstr_wn( second, 4 ) );
    /* nothing in progress: nothing happens, and nothing but the call is looked at */
    ok_ret( lineGatherDigitsA( call, DTMF, NULL, 99, BAD_PTR, 1, 1 ), 0 );
    fence( &desk->app, desk->line );
    ok( !have_message( &desk->app, LINE_GATHERDIGITS, ANY, ANY, NULL ), "LINE_GATHERDIGITS for nothing\n" );
    desk_hang_up( desk, call, 0 );
}

/* The handle, or the memory, goes while digits are gathered. */
static void test_gather_gone( struct desk *desk )
{
    HCALL call, watched, other;
    WCHAR digits[4], *freed;
    struct app app;
    HLINE line;

    call = desk_call( desk, &watched );
    /* the call goes on without us: the provider need not look for digits any more */
    ok_ret( lineSetCallPrivilege( watched, OWNER ), 0 );
    memset( digits, 0xcc, sizeof(digits) );
    ok_ret( lineGatherDigitsW( call, DTMF, digits, 4, NULL, 0, 0 ), 0 );
    desk_clear( desk );
    ok_ret( lineDeallocateCall( call ), 0 );
    ok( desk_calls( desk, "TSPI_lineGatherDigits", NULL ) == 1, "the gathering goes on\n" );
    fence( &desk->app, desk->line );
    ok( !have_message( &desk->app, LINE_GATHERDIGITS, ANY, ANY, NULL ), "LINE_GATHERDIGITS for a handle that is gone\n" );
    ok( digits[0] == 0xcccc, "digits although the handle is gone\n" );
    ok_ret( wait_reply( &desk->watcher, lineDrop( watched, NULL, 0 ) ), 0 );
    ok( wait_state( &desk->watcher, watched, LINECALLSTATE_IDLE, NULL ), "no IDLE\n" );
    ok_ret( lineDeallocateCall( watched ), 0 );

    call = desk_call( desk, NULL );
    freed = VirtualAlloc( NULL, 4096, MEM_COMMIT, PAGE_READWRITE );
    ok_ret( lineGatherDigitsW( call, DTMF, freed, 4, NULL, 0, 0 ), 0 );
    VirtualFree( freed, 0, MEM_RELEASE );
    press( desk, call, L"1234" );
    check_gathered( &desk->app, call, LINEGATHERTERM_BUFFERFULL );
    desk_hang_up( desk, call, 0 );

    app_begin( &app, "short-lived" );
    line = open_line( &app, desk->device, NEWEST, LINECALLPRIVILEGE_NONE, 0 );
    other = outgoing( &app, line, L"1" );
    ok_ret( lineGatherDigitsW( other, DTMF, digits, 4, NULL, 0, 0 ), 0 );
    ok_ret( lineClose( line ), 0 );
    ok( !have_message( &app, LINE_GATHERDIGITS, ANY, ANY, NULL ), "LINE_GATHERDIGITS after lineClose\n" );
    app_end( &app );
    fence( &desk->app, desk->line );
    ok( digits[0] == 0xcccc, "digits although the line is closed\n" );
    forget( &desk->watcher );
}

static void test_gather_errors( struct desk *desk )
{
    LONG (WINAPI *plain)( HCALL call, DWORD modes, char *digits, DWORD count, const char *termination, DWORD first, DWORD inter );
    HCALL call, watched;
    WCHAR wide[4];
    char narrow[4];

    plain = (void *)GetProcAddress( GetModuleHandleA( "tapi32" ), "lineGatherDigits" );
    call = desk_call( desk, &watched );
    ok_ret( lineGatherDigitsW( BAD_CALL, DTMF, wide, 4, NULL, 0, 0 ), LINEERR_INVALCALLHANDLE );
    ok_ret( lineGatherDigitsW( watched, DTMF, wide, 4, NULL, 0, 0 ), LINEERR_NOTOWNER );
    ok_ret( lineGatherDigitsW( call, DTMF, wide, 0, NULL, 0, 0 ), LINEERR_INVALPARAM );
    ok_ret( lineGatherDigitsW( call, 0, wide, 4, NULL, 0, 0 ), LINEERR_INVALDIGITMODE );
    ok_ret( lineGatherDigitsA( call, LINEDIGITMODE_DTMFEND, narrow, 4, NULL, 0, 0 ), LINEERR_INVALDIGITMODE );
    ok_ret( lineGatherDigitsA( call, 0x80000000, narrow, 4, NULL, 0, 0 ), LINEERR_INVALDIGITMODE );
    ok_ret( lineGatherDigitsW( call, DTMF, BAD_PTR, 4, NULL, 0, 0 ), LINEERR_INVALPOINTER );
    ok_ret( lineGatherDigitsA( call, DTMF, BAD_PTR, 4, NULL, 0, 0 ), LINEERR_INVALPOINTER );
    ok_ret( lineGatherDigitsW( call, DTMF, wide, 0x7fffffff, NULL, 0, 0 ), LINEERR_INVALPOINTER );
    ok_ret( lineGatherDigitsA( call, DTMF, narrow, 4, BAD_PTR, 0, 0 ), LINEERR_INVALPOINTER );
    ok_ret( lineGatherDigitsA( call, DTMF, narrow, 4, "x", 0, 0 ), LINEERR_INVALDIGITS );
    ok_ret( lineGatherDigitsW( call, DTMF, wide, 4, L"#", 49, 0 ), LINEERR_INVALTIMEOUT );
    ok_ret( lineGatherDigitsW( call, DTMF, wide, 4, L"#", 0, 60001 ), LINEERR_INVALTIMEOUT );
    ok_ret( plain( call, DTMF, narrow, 4, "#", 60001, 0 ), LINEERR_INVALTIMEOUT );
    desk_fail( desk, L"TSPI_lineGatherDigits", LINEERR_RESOURCEUNAVAIL, FALSE );
    ok_ret( lineGatherDigitsA( call, DTMF, narrow, 4, NULL, 0, 0 ), LINEERR_RESOURCEUNAVAIL );
    fence( &desk->app, desk->line );
    ok( !have_message( &desk->app, LINE_GATHERDIGITS, ANY, ANY, NULL ), "LINE_GATHERDIGITS for a request that failed\n" );
    desk_hang_up( desk, call, watched );
}

/* ---- generated --------------------------------------------------------------------------------------------------- */

static void check_generated( struct app *app, HCALL call, DWORD reason )
{
    LINEMESSAGE msg = { 0 };

    ok( wait_message( app, LINE_GENERATE, H( call ), reason, &msg ), "no LINE_GENERATE %#lx\n", reason );
    ok( !msg.dwParam2 && msg.dwParam3, "param2 %#lx tick count %lu\n", H( msg.dwParam2 ), H( msg.dwParam3 ) );
}

static void test_generate( struct desk *desk )
{
    LONG (WINAPI *plain)( HCALL call, DWORD mode, const char *digits, DWORD duration );
    LINEGENERATETONE tones[5] = { { 440, 100, 200, 0 }, { 0x12345678, 1, 2, 3 } };
    struct testtsp_record record = { { 0 } };
    HCALL call, watched;

    plain = (void *)GetProcAddress( GetModuleHandleA( "tapi32" ), "lineGenerateDigits" );
    call = desk_call( desk, &watched );
    desk_clear( desk );
    ok_ret( lineGenerateDigitsW( call, DTMF, L"123,4!", 2 ), 0 );
    ok( desk_calls( desk, "TSPI_lineGenerateDigits", &record ) == 1 && record.args[1] && record.args[2] == DTMF && record.args[4] == 2 &&
        !wcscmp( record.text, L"123,4!" ), "mode %#lx %s duration %lu\n", record.args[2], wine_dbgstr_w( record.text ), record.args[4] );
    check_generated( &desk->app, call, LINEGENERATETERM_DONE );
    ok_ret( lineGenerateDigitsA( call, PULSE, "98", 0 ), 0 );
    ok( desk_calls( desk, "TSPI_lineGenerateDigits", &record ) == 2 && record.args[2] == PULSE && !wcscmp( record.text, L"98" ),
        "mode %#lx %s\n", record.args[2], wine_dbgstr_w( record.text ) );
    check_generated( &desk->app, call, LINEGENERATETERM_DONE );
    ok_ret( plain( call, DTMF, "7", 1 ), 0 );
    check_generated( &desk->app, call, LINEGENERATETERM_DONE );

    /* one at a time: what is new ends what is old */
    ok_ret( lineGenerateDigitsW( call, DTMF, L"1", 60000 ), 0 );
    ok_ret( lineGenerateTone( call, LINETONEMODE_BEEP, 1, 0, NULL ), 0 );
    check_generated( &desk->app, call, LINEGENERATETERM_CANCEL );
    check_generated( &desk->app, call, LINEGENERATETERM_DONE );
    ok_ret( lineGenerateTone( call, LINETONEMODE_BUSY, 0, 99, BAD_PTR ), 0 );
    ok_ret( lineGenerateDigitsA( call, DTMF, NULL, 0 ), 0 );
    check_generated( &desk->app, call, LINEGENERATETERM_CANCEL );
    memset( &record, 0xcc, sizeof(record) );
    ok( desk_calls( desk, "TSPI_lineGenerateTone", &record ) == 2 && record.args[2] == LINETONEMODE_BUSY && !record.args[3] &&
        !record.args[4] && !record.args[5], "mode %#lx duration %lu tones %lu\n", record.args[2], record.args[3], record.args[4] );
    /* the components of a custom tone */
    desk_clear( desk );
    ok_ret( lineGenerateTone( call, LINETONEMODE_CUSTOM, 0, 2, tones ), 0 );
    ok( desk_calls( desk, "TSPI_lineGenerateTone", &record ) == 1 && record.args[4] == 2 && record.args[5], "%lu tones\n", record.args[4] );
    ok( desk_calls( desk, "TSPI_lineGenerateTone.entry", &record ) == 2 && record.args[0] == 0x12345678 && record.args[1] == 1 &&
        record.args[2] == 2 && record.args[3] == 3, "tone %lx %lu %lu %lu\n", record.args[0], record.args[1], record.args[2], record.args[3] );
    ok_ret( lineGenerateTone( call, 0, 0, 0, NULL ), 0 );
    check_generated( &desk->app, call, LINEGENERATETERM_CANCEL );
    fence( &desk->app, desk->line );
    ok( !have_message( &desk->app, LINE_GENERATE, ANY, ANY, NULL ), "one message too many\n" );
    ok( !have_message( &desk->watcher, LINE_GENERATE, ANY, ANY, NULL ), "LINE_GENERATE for the watcher\n" );

    ok_ret( lineGenerateDigitsW( BAD_CALL, DTMF, L"1", 0 ), LINEERR_INVALCALLHANDLE );
    ok_ret( lineGenerateDigitsW( watched, DTMF, L"1", 0 ), LINEERR_NOTOWNER );
    ok_ret( lineGenerateDigitsA( call, 0, "1", 0 ), LINEERR_INVALDIGITMODE );
    ok_ret( lineGenerateDigitsA( call, DTMF | PULSE, "1", 0 ), LINEERR_INVALDIGITMODE );
    ok_ret( lineGenerateDigitsW( call, LINEDIGITMODE_DTMFEND, L"1", 0 ), LINEERR_INVALDIGITMODE );
    ok_ret( lineGenerateDigitsW( call, DTMF, BAD_PTR, 0 ), LINEERR_INVALPOINTER );
    ok_ret( lineGenerateDigitsA( call, DTMF, BAD_PTR, 0 ), LINEERR_INVALPOINTER );
    ok_ret( lineGenerateTone( BAD_CALL, LINETONEMODE_BEEP, 1, 0, NULL ), LINEERR_INVALCALLHANDLE );
    ok_ret( lineGenerateTone( watched, LINETONEMODE_BEEP, 1, 0, NULL ), LINEERR_NOTOWNER );
    ok_ret( lineGenerateTone( call, LINETONEMODE_BEEP | LINETONEMODE_BUSY, 1, 0, NULL ), LINEERR_INVALTONEMODE );
    ok_ret( lineGenerateTone( call, 0x100, 1, 0, NULL ), LINEERR_INVALTONEMODE );
    ok_ret( lineGenerateTone( call, LINETONEMODE_CUSTOM, 1, 2, NULL ), LINEERR_INVALPOINTER );
    ok_ret( lineGenerateTone( call, LINETONEMODE_CUSTOM, 1, 2, BAD_PTR ), LINEERR_INVALPOINTER );
    ok_ret( lineGenerateTone( call, LINETONEMODE_CUSTOM, 1, 0x7fffffff, tones ), LINEERR_INVALPOINTER );
    ok_ret( lineGenerateTone( call, LINETONEMODE_CUSTOM, 1, 5, tones ), LINEERR_INVALTONE );
    desk_fail( desk, L"TSPI_lineGenerateDigits", LINEERR_RESOURCEUNAVAIL, FALSE );
    ok_ret( lineGenerateDigitsW( call, DTMF, L"1", 0 ), LINEERR_RESOURCEUNAVAIL );
    desk_fail( desk, L"TSPI_lineGenerateTone", LINEERR_OPERATIONUNAVAIL, FALSE );
    ok_ret( lineGenerateTone( call, LINETONEMODE_BEEP, 1, 0, NULL ), LINEERR_OPERATIONUNAVAIL );
    ok_ret( wait_reply( &desk->app, lineHold( call ) ), 0 );
    desk_state( desk, call, watched, LINECALLSTATE_ONHOLD );
    ok_ret( lineGenerateDigitsW( call, DTMF, L"1", 0 ), LINEERR_INVALCALLSTATE );
    ok_ret( lineGenerateTone( call, LINETONEMODE_BEEP, 1, 0, NULL ), LINEERR_INVALCALLSTATE );
    ok( !have_message( &desk->app, LINE_GENERATE, ANY, ANY, NULL ), "LINE_GENERATE for what failed\n" );
    desk_hang_up( desk, call, watched );
}

/* ---- monitored ----------------------------------------------------------------------------------------------------- */

/* What all who have the call want is what the provider looks for, and each gets what he wants. */
static void test_monitor_digits( struct desk *desk )
{
    struct testtsp_record record = { { 0 } };
    LINEMESSAGE msg = { 0 };
    HCALL call, watched;

    call = desk_call( desk, &watched );
    desk_clear( desk );
    ok_ret( lineMonitorDigits( call, PULSE ), 0 );
    ok_ret( lineMonitorDigits( watched, DTMF ), 0 );
    ok( desk_calls( desk, "TSPI_lineMonitorDigits", &record ) == 2 && record.args[1] == (DTMF | PULSE), "modes %#lx\n", record.args[1] );
    ok_ret( lineMonitorDigits( watched, DTMF ), 0 );
    ok( desk_calls( desk, "TSPI_lineMonitorDigits", &record ) == 2, "told again what it knows\n" );
    press( desk, call, L"8" );
    ok( wait_message( &desk->watcher, LINE_MONITORDIGITS, H( watched ), '8', &msg ), "no LINE_MONITORDIGITS\n" );
    ok( msg.dwParam2 == DTMF && msg.dwParam3, "mode %#lx tick count %lu\n", H( msg.dwParam2 ), H( msg.dwParam3 ) );
    fence( &desk->app, desk->line );
    ok( !have_message( &desk->app, LINE_MONITORDIGITS, ANY, ANY, NULL ), "a digit of another mode\n" );
    /* the mode goes with the handle that wanted it, and with its line */
    ok_ret( lineDeallocateCall( watched ), 0 );
    ok( desk_calls( desk, "TSPI_lineMonitorDigits", &record ) == 3 && record.args[1] == PULSE, "modes %#lx\n", record.args[1] );
    desk_hang_up( desk, call, 0 );

    call = desk_call( desk, &watched );
    ok_ret( lineMonitorDigits( watched, DTMF ), 0 );
    ok_ret( lineMonitorMedia( watched, VOICE ), 0 );
    desk_clear( desk );
    ok_ret( lineClose( desk->watcher_line ), 0 );
    memset( &record, 0xcc, sizeof(record) );
    ok( desk_calls( desk, "TSPI_lineMonitorDigits", &record ) == 1 && !record.args[1], "modes %#lx after lineClose\n", record.args[1] );
    memset( &record, 0xcc, sizeof(record) );
    ok( desk_calls( desk, "TSPI_lineMonitorMedia", &record ) == 1 && !record.args[1], "media modes %#lx after lineClose\n", record.args[1] );
    desk->watcher_line = open_line( &desk->watcher, desk->device, NEWEST, MONITOR, 0 );
    desk_hang_up( desk, call, 0 );
}

static void test_monitor_tones( struct desk *desk )
{
    LINEMONITORTONE tones[9] = { { 0x1001, 30, 440, 0, 0 }, { 0x1002, 40, 1, 2, 3 } };
    struct testtsp_record record = { { 0 } };
    DWORD list, watched_list;
    LINEMESSAGE msg = { 0 };
    HCALL call, watched;

    call = desk_call( desk, &watched );
    desk_clear( desk );
    ok_ret( lineMonitorTones( call, tones, 2 ), 0 );
    ok( desk_calls( desk, "TSPI_lineMonitorTones", &record ) == 1 && record.args[2] == 2, "%lu tones\n", record.args[2] );
    list = record.args[1];
    ok( desk_calls( desk, "TSPI_lineMonitorTones.entry", &record ) == 2 && record.args[0] == 0x1002 && record.args[1] == 40 &&
        record.args[2] == 1 && record.args[3] == 2 && record.args[4] == 3, "tone %lx %lu %lu %lu %lu\n", record.args[0], record.args[1],
        record.args[2], record.args[3], record.args[4] );
    /* each who monitors has a list of its own, and hears of no other */
    ok_ret( lineMonitorTones( watched, tones, 1 ), 0 );
    ok( desk_calls( desk, "TSPI_lineMonitorTones", &record ) == 2 && record.args[2] == 1 && record.args[1] != list, "%lu tones\n", record.args[2] );
    watched_list = record.args[1];
    tell( &desk->app, desk->line, call, TESTTSP_MESSAGE, LINE_MONITORTONE, 0x1002, list, 777, NULL );
    ok( wait_message( &desk->app, LINE_MONITORTONE, H( call ), 0x1002, &msg ), "no LINE_MONITORTONE\n" );
    ok( !msg.dwParam2 && msg.dwParam3 == 777, "param2 %#lx tick count %lu\n", H( msg.dwParam2 ), H( msg.dwParam3 ) );
    tell( &desk->app, desk->line, call, TESTTSP_MESSAGE, LINE_MONITORTONE, 0x1001, watched_list, 778, NULL );
    ok( wait_message( &desk->watcher, LINE_MONITORTONE, H( watched ), 0x1001, NULL ), "no LINE_MONITORTONE for the watcher\n" );
    tell( &desk->app, desk->line, call, TESTTSP_MESSAGE, LINE_MONITORTONE, 0x1001, 0x7777, 779, NULL );
    fence( &desk->app, desk->line );
    ok( !have_message( &desk->app, LINE_MONITORTONE, ANY, ANY, NULL ), "a tone of another list\n" );
    ok( !have_message( &desk->watcher, LINE_MONITORTONE, ANY, ANY, NULL ), "a tone of another list for the watcher\n" );
    /* no list, no tones */
    ok_ret( lineMonitorTones( call, NULL, 99 ), 0 );
    ok( desk_calls( desk, "TSPI_lineMonitorTones", &record ) == 3 && record.args[1] == list && record.args[2] == ~0u, "%lu tones\n", record.args[2] );
    tell( &desk->app, desk->line, call, TESTTSP_MESSAGE, LINE_MONITORTONE, 0x1002, list, 780, NULL );
    fence( &desk->app, desk->line );
    ok( !have_message( &desk->app, LINE_MONITORTONE, ANY, ANY, NULL ), "a tone that nobody monitors\n" );
    /* with the handle its list goes */
    ok_ret( lineDeallocateCall( watched ), 0 );
    ok( desk_calls( desk, "TSPI_lineMonitorTones", &record ) == 4 && record.args[1] == watched_list && record.args[2] == ~0u, "%lu tones\n",
        record.args[2] );

    ok_ret( lineMonitorTones( BAD_CALL, tones, 1 ), LINEERR_INVALCALLHANDLE );
    ok_ret( lineMonitorTones( call, BAD_PTR, 1 ), LINEERR_INVALPOINTER );
    ok_ret( lineMonitorTones( call, tones, 0x7fffffff ), LINEERR_INVALPOINTER );
    ok_ret( lineMonitorTones( call, tones, 9 ), LINEERR_INVALTONE );
    desk_fail( desk, L"TSPI_lineMonitorTones", LINEERR_RESOURCEUNAVAIL, FALSE );
    ok_ret( lineMonitorTones( call, tones, 1 ), LINEERR_RESOURCEUNAVAIL );
    ok_ret( wait_reply( &desk->app, lineDrop( call, NULL, 0 ) ), 0 );
    desk_state( desk, call, 0, LINECALLSTATE_IDLE );
    ok_ret( lineMonitorTones( call, tones, 1 ), LINEERR_INVALCALLSTATE );
    desk_hang_up( desk, call, 0 );
}

START_TEST( digits )
{
    struct desk desk;

    if (!desk_begin( &desk, "digits test" )) return;
    test_gather( &desk );
    test_gather_cancel( &desk );
    test_gather_gone( &desk );
    test_gather_errors( &desk );
    test_generate( &desk );
    test_monitor_digits( &desk );
    test_monitor_tones( &desk );
    desk_end( &desk );
}
