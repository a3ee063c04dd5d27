/*
 * A fax program for Windows sends a page to efax and receives one from it.
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

/*
 * As Class 1 the program dials, answers and talks T.30 itself, as Class 2 and 2.0 it leaves that to the modem; through the
 * handle that lineGetID gives for a call of LINEBEARERMODE_PASSTHROUGH. On the other modem of the simulated exchange is efax,
 * a Unix program, which Wine can start.
 * efix, which comes with it, codes and decodes the pages.
 */

#include <stdio.h>

#include "../../dlls/tapi32/tests/telephony.h"
#include "class1.h"

#define WIDTH       1728
#define ROWS        40
#define ROW_BYTES   (WIDTH / 8)

static WCHAR folder[MAX_PATH];

static BYTE page_byte( int row, int column )
{
    if (column < row % 40) return 0;
    return (column * 7 + row * 3) % 23 == 0 ? 0xff : row % 16 == 0 && column % 3 ? 0x3c : 0;
}

/* ---- files in the folder of the test, and Unix programs that work there */

static HANDLE open_file( const char *name, BOOL write )
{
    WCHAR path[MAX_PATH];

    swprintf( path, MAX_PATH, L"%ls\\%hs", folder, name );
    return CreateFileW( path, write ? GENERIC_WRITE : GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL,
                        write ? CREATE_ALWAYS : OPEN_EXISTING, 0, NULL );
}

static DWORD read_file( const char *name, void *data, DWORD size )
{
    HANDLE file = open_file( name, FALSE );
    DWORD done = 0;

    if (file == INVALID_HANDLE_VALUE) return 0;
    if (!ReadFile( file, data, size, &done, NULL )) done = 0;
    CloseHandle( file );
    return done;
}

static void write_file( const char *name, const void *data, DWORD size )
{
    HANDLE file = open_file( name, TRUE );
    DWORD done = 0;

    ok( file != INVALID_HANDLE_VALUE && WriteFile( file, data, size, &done, NULL ) && done == size, "cannot write %s: error %lu\n", name, GetLastError() );
    CloseHandle( file );
}

static BOOL file_says( const char *name, const char *wanted, DWORD ms )
{
    static char text[65536];
    DWORD end = GetTickCount() + ms;

    do
    {
        text[read_file( name, text, sizeof(text) - 1 )] = 0;
        if (strstr( text, wanted )) return TRUE;
        Sleep( 50 );
    }
    while ((int)(end - GetTickCount()) > 0);
    return FALSE;
}

static void show_file( const char *name )
{
    static char text[65536];
    char *line, *next;

    text[read_file( name, text, sizeof(text) - 1 )] = 0;
    for (line = text; *line; line = next)
    {
        if ((next = strchr( line, '\n' ))) *next++ = 0;
        else next = line + strlen( line );
        trace( "%s: %s\n", name, line );
    }
}

/* Start a script of the Unix shell; its exit status will be in the file NAME.done. */
static BOOL start_unix( const char *name, const char *script )
{
    static const WCHAR shell[] = L"\\\\?\\unix\\bin\\sh";
    STARTUPINFOW startup = { sizeof(startup) };
    PROCESS_INFORMATION process = { 0 };
    WCHAR command[2048], path[MAX_PATH];
    BOOL ret;

    swprintf( path, MAX_PATH, L"%ls\\%hs.done", folder, name );
    DeleteFileW( path );
    swprintf( command, ARRAYSIZE( command ), L"sh -c \"{ %hs; } >%hs.log 2>&1; echo status $? >%hs.new; mv %hs.new %hs.done\"", script, name, name,
              name, name );
    ret = CreateProcessW( shell, command, NULL, NULL, FALSE, 0, NULL, folder, &startup, &process );
    ok( ret, "cannot start %ls: error %lu\n", command, GetLastError() );
    if (process.hProcess) CloseHandle( process.hProcess );
    if (process.hThread) CloseHandle( process.hThread );
    return ret;
}

static BOOL end_unix( const char *name )
{
    char file[40];
    BOOL ret;

    sprintf( file, "%s.done", name );
    ret = file_says( file, "status 0", file_says( file, "status ", 120000 ) ? 0 : 1 );
    ok( ret, "%s failed\n", name );
    sprintf( file, "%s.log", name );
    if (!ret) show_file( file );
    return ret;
}

static BOOL run_unix( const char *name, const char *script )
{
    return start_unix( name, script ) && end_unix( name );
}

/* ---- pages */

static void make_page(void)
{
    static BYTE pbm[32 + ROWS * ROW_BYTES];
    int len = sprintf( (char *)pbm, "P4\n%d %d\n", WIDTH, ROWS ), row, column;

    for (row = 0; row < ROWS; row++)
        for (column = 0; column < ROW_BYTES; column++) pbm[len++] = page_byte( row, column );
    write_file( "page.pbm", pbm, len );
}

/* All rows are there, and only white beside them. */
static void check_page( const char *name )
{
    static BYTE data[1 << 20];
    DWORD len = read_file( name, data, sizeof(data) - 1 );
    int width = 0, rows = 0, header = 0, start, row, column, others;

    data[len] = 0;
    ok( sscanf( (char *)data, "P4 %d %d%n", &width, &rows, &header ) == 2 && width == WIDTH && rows >= ROWS, "%s: %lu bytes, %d x %d\n", name,
        len, width, rows );
    if (width != WIDTH || header + 1 + rows * ROW_BYTES > (int)len) return;
    header++;
    for (start = 0; start + ROWS <= rows; start++)
    {
        for (row = 0; row < ROWS; row++)
        {
            for (column = 0; column < ROW_BYTES; column++)
                if (data[header + (start + row) * ROW_BYTES + column] != page_byte( row, column )) break;
            if (column < ROW_BYTES) break;
        }
        if (row == ROWS) break;
    }
    ok( start + ROWS <= rows, "%s: the page is not in the %d rows that arrived\n", name, rows );
    for (row = others = 0; row < rows; row++)
        for (column = 0; column < ROW_BYTES; column++)
            if ((row < start || row >= start + ROWS) && data[header + row * ROW_BYTES + column]) others++;
    ok( !others, "%s: %d bytes beside the page are not white\n", name, others );
}

/* ---- the calls */

static HCALL pass_through( struct app *app, HLINE line, HANDLE *port )
{
    union { VARSTRING id; char bytes[512]; } u;
    LINECALLPARAMS params = { sizeof(params) };
    LINEMESSAGE msg;
    HCALL call = 0;

    params.dwBearerMode = LINEBEARERMODE_PASSTHROUGH;
    params.dwMediaMode = LINEMEDIAMODE_DATAMODEM;
    params.dwAddressMode = LINEADDRESSMODE_ADDRESSID;
    ok_ret( wait_reply( app, lineMakeCallW( line, &call, NULL, 0, &params ) ), 0 );
    ok( wait_state( app, call, LINECALLSTATE_CONNECTED, &msg ), "the port was not handed over\n" );
    memset( &u, 0, sizeof(u) );
    u.id.dwTotalSize = sizeof(u);
    ok_ret( lineGetIDA( 0, 0, call, LINECALLSELECT_CALL, &u.id, "comm/datamodem" ), 0 );
    *port = u.id.dwStringSize > sizeof(HANDLE) ? *(HANDLE *)(u.bytes + u.id.dwStringOffset) : NULL;
    ok( *port != NULL, "no handle\n" );
    return call;
}

/* How we and efax do it, which has the option -o for that. */
struct way
{
    BOOL (*call)( struct fax *fax, const char *number, const char *id, const BYTE *page, DWORD size );
    BOOL (*answer)( struct fax *fax, const char *id, BYTE *page, DWORD room, DWORD *size );
    const char *receiver, *sender;
};

static const struct way class1 = { fax_call, fax_answer, "-o1", "-o1" }, class2 = { fax_call_class2, fax_answer_class2, "-o2", "-o0" };

/* efax waits for a call; we dial it. */
static void test_send( HANDLE port, const struct way *way )
{
    char script[200];
    static BYTE page[65536];
    static const BYTE end_of_page[] = { 0x00, 0x08, 0x80, 0x00, 0x08, 0x80, 0x00, 0x08, 0x80 };    /* six times end-of-line */
    struct fax fax;
    DWORD size, i;
    int bit;

    if (!run_unix( "code", "efix -n sent.%03d -o fax page.pbm" )) return;
    size = read_file( "sent.001", page, sizeof(page) - sizeof(end_of_page) );
    ok( size > 100, "efix made %lu bytes\n", size );
    for (i = 0; i < size; i++)
    {
        BYTE byte = page[i];

        for (bit = 0, page[i] = 0; bit < 8; bit++)
            if (byte & (1 << bit)) page[i] |= 0x80 >> bit;
    }
    memcpy( page + size, end_of_page, sizeof(end_of_page) );
    size += sizeof(end_of_page);

    sprintf( script, "efax -d $PHONELINE_DIR/modem-b -v ewinchmx %s -l 5550102 -iZ -jS0=1 -k H -r arrived -w", way->receiver );
    start_unix( "receiver", script );
    ok( file_says( "receiver.log", "waiting for activity", 60000 ), "efax does not wait for calls\n" );
    fax_open( &fax, port );
    ok( way->call( &fax, "5550102", "5550101", page, size ), "sending failed: %s\n", fax.error );
    trace( "%lu bytes of page: %lu bytes written, %lu read\n", size, fax.sent, fax.received );
    fax_close( &fax );
    if (end_unix( "receiver" ) && run_unix( "decode", "efix -o pbm arrived.001 >arrived.pbm" )) check_page( "arrived.pbm" );
}

/* efax calls; we answer. */
static void test_receive( HANDLE port, const struct way *way )
{
    char script[200];
    static BYTE page[65536];
    struct fax fax;
    DWORD size = 0, start;

    if (!run_unix( "code", "efix -n peer.%03d -o tiffg3 page.pbm" )) return;
    fax_open( &fax, port );
    sprintf( script, "efax -d $PHONELINE_DIR/modem-b -v ewinchmx %s -l 5550102 -h '' -iZ -k H -t 5550101 peer.001", way->sender );
    start_unix( "sender", script );
    ok( way->answer( &fax, "5550101", page, sizeof(page), &size ), "receiving failed: %s\n", fax.error );
    trace( "%lu bytes of page: %lu bytes written, %lu read\n", size, fax.sent, fax.received );
    fax_close( &fax );
    if (!end_unix( "sender" )) return;
    /* before the first end-of-line there are only ones; efix wants the line */
    size = min( size, sizeof(page) );
    for (start = 0; start < size && page[start]; start++) {}
    write_file( "got.fax", page + start, size - start );
    if (run_unix( "decode", "efix -i fax -o pbm got.fax >got.pbm" )) check_page( "got.pbm" );
}

START_TEST( fax )
{
    WCHAR temp[MAX_PATH], pattern[MAX_PATH], path[MAX_PATH];
    struct app app;
    DWORD device;
    HLINE line;
    HCALL call;
    HANDLE port, find;
    WIN32_FIND_DATAW found;

    if (!getenv( "PHONELINE_DIR" ))
    {
        skip( "no simulated exchange: run this in tests/with-prefix\n" );
        return;
    }
    GetTempPathW( MAX_PATH, temp );
    swprintf( folder, MAX_PATH, L"%lsfax-%lu", temp, GetCurrentProcessId() );
    ok( CreateDirectoryW( folder, NULL ), "cannot make %ls: error %lu\n", folder, GetLastError() );
    make_page();
    if (run_unix( "exchange", "phoneline fax A class2 && phoneline fax B class2 && phoneline set fast-audio 1" ))
    {
        app_begin( &app, "fax" );
        device = find_line( &app, L"Modem A" );
        ok( device != ~0u, "no line 'Modem A'\n" );
        line = open_line( &app, device, NEWEST, LINECALLPRIVILEGE_OWNER, LINEMEDIAMODE_DATAMODEM );
        call = pass_through( &app, line, &port );
        if (port)
        {
            test_send( port, &class1 );
            test_receive( port, &class1 );
            test_send( port, &class2 );
            test_receive( port, &class2 );
            CloseHandle( port );
        }
        hang_up( &app, call );
        ok_ret( lineClose( line ), 0 );
        app_end( &app );
        run_unix( "exchange", "phoneline fax A off && phoneline fax B off && phoneline set fast-audio 0" );
    }
    swprintf( pattern, MAX_PATH, L"%ls\\*", folder );
    if ((find = FindFirstFileW( pattern, &found )) != INVALID_HANDLE_VALUE)
    {
        do
        {
            swprintf( path, MAX_PATH, L"%ls\\%ls", folder, found.cFileName );
            DeleteFileW( path );
        }
        while (FindNextFileW( find, &found ));
        FindClose( find );
    }
    ok( RemoveDirectoryW( folder ), "cannot remove %ls: error %lu\n", folder, GetLastError() );
}
