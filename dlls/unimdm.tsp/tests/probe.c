/*
 * Tests of asking a modem at its port: modems that answer, hang, talk nonsense, and questions that are called off.
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
#include <string.h>
#include <wchar.h>

#include "host.h"
#include "modemprobe/modemprobe.h"
#include "wine/test.h"

static WCHAR port[MAX_PATH];
static unsigned int answers, stop_at;
static HANDLE asked;

static BOOL on_answer( const struct modemprobe_answer *answer, void *arg )
{
    ok( arg == &answers, "wrong argument\n" );
    ok( answer->index == answers, "answer %u has the number %u\n", answers, answer->index );
    ok( answer->index < answer->count, "answer %u of %u\n", answer->index, answer->count );
    ok( !strncmp( answer->command, "AT", 2 ), "command %s\n", wine_dbgstr_a( answer->command ) );
    ok( answer->explanation[0] && answer->explanation[strlen( answer->explanation ) - 1] == '.', "%s\n", wine_dbgstr_a( answer->explanation ) );
    if (!strcmp( answer->command, "ATI" )) ok( answer->result == MODEMPROBE_OK && answer->lines[0], "ATI: %d\n", answer->result );
    if (!strcmp( answer->command, "AT+FCLASS=?" )) ok( answer->lines[0] == '0', "+FCLASS=?: %s\n", wine_dbgstr_a( answer->lines ) );
    return ++answers != stop_at;
}

static DWORD run( HANDLE handle, HANDLE cancel, DWORD flags, struct modemprobe_report *report )
{
    answers = 0;
    return modemprobe_run( handle, cancel, flags, on_answer, &answers, report );
}

static HANDLE open_port( void )
{
    HANDLE handle;
    DWORD error = modemprobe_open( port, &handle );

    ok( !error, "modemprobe_open: %lu\n", error );
    return handle;
}

static void test_open( void )
{
    static const struct { const WCHAR *port; const WCHAR *text; } bad[] =
    {
        { L"/nonexistent/port", L"/nonexistent/port does not exist" },
        { L"COM254", L"COM254 does not exist" },
        { L"/dev/null", L"no serial port" },
    };
    WCHAR text[300];
    unsigned int i;
    HANDLE handle;
    DWORD error;

    for (i = 0; i < ARRAY_SIZE(bad); i++)
    {
        error = modemprobe_open( bad[i].port, &handle );
        ok( error && !handle, "%s: error %lu\n", wine_dbgstr_w( bad[i].port ), error );
        modemprobe_explain( error, bad[i].port, text, ARRAY_SIZE(text) );
        ok( wcsstr( text, bad[i].text ) != NULL, "%s: error %lu, %s\n", wine_dbgstr_w( bad[i].port ), error, wine_dbgstr_w( text ) );
    }
    modemprobe_explain( ERROR_TIMEOUT, L"COM1", text, 10 );
    ok( wcslen( text ) < 10, "text %s\n", wine_dbgstr_w( text ) );
    modemprobe_explain( 12345, L"COM1", text, ARRAY_SIZE(text) );
    ok( wcsstr( text, L"12345" ) != NULL, "text %s\n", wine_dbgstr_w( text ) );
}

static void test_modem( void )
{
    struct modemprobe_report report;
    HANDLE handle = open_port(), event = CreateEventW( NULL, TRUE, FALSE, NULL );
    DWORD error;

    error = run( handle, event, MODEMPROBE_IDENTIFY, &report );
    ok( !error, "error %lu\n", error );
    ok( report.alive && report.baud == 115200 && report.data && report.caller_id, "alive %d, %u bit/s, data %d, caller id %d\n", report.alive,
        report.baud, report.data, report.caller_id );
    ok( report.identity[0] && report.model[0], "no name\n" );
    ok( answers > 10, "%u answers\n", answers );
    ok( !modemprobe_run( handle, NULL, MODEMPROBE_IDENTIFY | MODEMPROBE_KEEP_RATE, NULL, NULL, NULL ), "without anybody who listens\n" );

    /* called off */
    stop_at = 3;
    error = run( handle, event, MODEMPROBE_IDENTIFY, &report );
    ok( error == ERROR_CANCELLED && answers == 3, "error %lu after %u answers\n", error, answers );
    stop_at = 0;
    SetEvent( event );
    error = run( handle, event, 0, &report );
    ok( error == ERROR_CANCELLED && !answers, "error %lu after %u answers\n", error, answers );
    CloseHandle( event );
    CloseHandle( handle );
}

static DWORD WINAPI cancel_later( void *event )
{
    WaitForSingleObject( asked, 10000 );
    Sleep( 200 );
    SetEvent( event );
    return 0;
}

static void test_trouble( void )
{
    struct modemprobe_report report;
    HANDLE handle = open_port(), event = CreateEventW( NULL, TRUE, FALSE, NULL ), thread;
    DWORD error;

    ok( !host_command( "phoneline mangle A on" ), "the exchange refused\n" );
    error = run( handle, NULL, MODEMPROBE_KEEP_RATE, &report );
    ok( error == ERROR_INVALID_DATA && answers == 1 && !report.alive, "nonsense: error %lu after %u answers\n", error, answers );
    ok( !host_command( "phoneline mangle A off && phoneline dead A on" ), "the exchange refused\n" );
    error = run( handle, NULL, MODEMPROBE_KEEP_RATE, &report );
    ok( error == ERROR_TIMEOUT && answers == 1 && !report.alive, "silence: error %lu after %u answers\n", error, answers );
    asked = CreateEventW( NULL, TRUE, TRUE, NULL );
    thread = CreateThread( NULL, 0, cancel_later, event, 0, NULL );
    error = run( handle, event, 0, &report );
    ok( error == ERROR_CANCELLED && !answers, "called off: error %lu after %u answers\n", error, answers );
    WaitForSingleObject( thread, INFINITE );
    CloseHandle( thread );
    CloseHandle( asked );
    ok( !host_command( "phoneline dead A off" ), "the exchange refused\n" );
    ok( !host_command( "phoneline unplug A" ), "the exchange refused\n" );
    error = run( handle, NULL, MODEMPROBE_KEEP_RATE, &report );
    ok( error && !report.alive, "unplugged: error %lu\n", error );
    CloseHandle( handle );
    ok( !host_command( "phoneline replug A" ), "the exchange refused\n" );
    CloseHandle( event );
}

START_TEST( probe )
{
    const char *folder = getenv( "PHONELINE_DIR" );

    if (!folder)
    {
        win_skip( "there is no simulated exchange: run it by tests/with-prefix\n" );
        return;
    }
    swprintf( port, ARRAY_SIZE(port), L"%hs/modem-a", folder );
    test_open();
    test_modem();
    test_trouble();
}
