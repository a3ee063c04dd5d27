/*
 * Files, pages and Unix programs of the fax tests: efix codes and decodes the pages.
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

#include "pages.h"

#define WIDTH       1728
#define ROWS        40
#define ROW_BYTES   (WIDTH / 8)

WCHAR folder[MAX_PATH];

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

DWORD read_file( const char *name, void *data, DWORD size )
{
    HANDLE file = open_file( name, FALSE );
    DWORD done = 0;

    if (file == INVALID_HANDLE_VALUE) return 0;
    if (!ReadFile( file, data, size, &done, NULL )) done = 0;
    CloseHandle( file );
    return done;
}

void write_file( const char *name, const void *data, DWORD size )
{
    HANDLE file = open_file( name, TRUE );
    DWORD done = 0;

    ok( file != INVALID_HANDLE_VALUE && WriteFile( file, data, size, &done, NULL ) && done == size, "cannot write %s: error %lu\n", name, GetLastError() );
    CloseHandle( file );
}

BOOL file_says( const char *name, const char *wanted, DWORD ms )
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
BOOL start_unix( const char *name, const char *script )
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
    /* of a program of the host Wine gives no handles: what stands in process is by chance, and may be the handle of something else */
    return ret;
}

BOOL end_unix( const char *name )
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

BOOL run_unix( const char *name, const char *script )
{
    return start_unix( name, script ) && end_unix( name );
}

/* ---- pages */

void make_page(void)
{
    static BYTE pbm[32 + ROWS * ROW_BYTES];
    int len = sprintf( (char *)pbm, "P4\n%d %d\n", WIDTH, ROWS ), row, column;

    for (row = 0; row < ROWS; row++)
        for (column = 0; column < ROW_BYTES; column++) pbm[len++] = page_byte( row, column );
    write_file( "page.pbm", pbm, len );
}

/* All rows are there, and only white beside them. */
void check_page( const char *name )
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

void check_received( const char *name, const void *data, DWORD size )
{
    const BYTE *page = data;
    char script[200];
    DWORD start;

    /* before the first end-of-line there are only ones; efix wants the line */
    for (start = 0; start < size && page[start]; start++) {}
    snprintf( script, sizeof(script), "%s.fax", name );
    write_file( script, page + start, size - start );
    snprintf( script, sizeof(script), "efix -i fax -o pbm %s.fax >%s.pbm", name, name );
    if (!run_unix( "decode", script )) return;
    snprintf( script, sizeof(script), "%s.pbm", name );
    check_page( script );
}

/* ---- the folder of the test */

BOOL folder_begin( const char *name )
{
    WCHAR temp[MAX_PATH];
    BOOL ret;

    if (!getenv( "PHONELINE_DIR" ))
    {
        skip( "no simulated exchange: run this in tests/with-prefix\n" );
        return FALSE;
    }
    GetTempPathW( MAX_PATH, temp );
    swprintf( folder, MAX_PATH, L"%ls%hs-%lu", temp, name, GetCurrentProcessId() );
    ret = CreateDirectoryW( folder, NULL );
    ok( ret, "cannot make %ls: error %lu\n", folder, GetLastError() );
    return ret;
}

void folder_end(void)
{
    WCHAR pattern[MAX_PATH], path[MAX_PATH];
    WIN32_FIND_DATAW found;
    HANDLE find;

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
