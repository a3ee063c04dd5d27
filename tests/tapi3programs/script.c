/*
 * A script in cscript uses TAPI 3 (script.vbs); each of its checks is one of this test.
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

#include "../../dlls/tapi3/tests/fixture.h"

#include <stdlib.h>

#define SLOW 80000                      /* ms for the whole script on a busy machine */

static BOOL write_script( const WCHAR *path )
{
    HRSRC resource = FindResourceA( NULL, "SCRIPT", (const char *)RT_RCDATA );
    const DWORD size = SizeofResource( NULL, resource );
    HANDLE file = CreateFileW( path, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL );
    DWORD written;
    BOOL ret = WriteFile( file, LockResource( LoadResource( NULL, resource )), size, &written, NULL );

    CloseHandle( file );
    return ret && size;
}

/* The checks of its output, each a line of its own; the last of them says "end", or what stopped it. */
static const char *read_checks( char *output, unsigned int *count )
{
    const char *last = "";
    char *line, *next;

    for (line = output, *count = 0; *line; line = next)
    {
        next = line + strcspn( line, "\r\n" );
        if (*next) *next++ = 0;
        next += strspn( next, "\r\n" );
        last = line;
        if (!strcmp( line, "end" )) break;
        ok( !strncmp( line, "ok ", 3 ), "script.vbs: %s\n", line );
        (*count)++;
    }
    return last;
}

START_TEST( script )
{
    SECURITY_ATTRIBUTES inherited = { sizeof(inherited), NULL, TRUE };
    STARTUPINFOW startup = { sizeof(startup) };
    WCHAR folder[MAX_PATH], path[MAX_PATH], output_path[MAX_PATH], line[1024];
    PROCESS_INFORMATION process;
    unsigned int count;
    char output[16384];
    const char *last;
    HANDLE file;
    DWORD size, status = ~0u;
    BOOL ret;

    if (!exchange_add( 4, 2 )) return;
    GetTempPathW( ARRAY_SIZE(folder), folder );
    swprintf( path, ARRAY_SIZE(path), L"%lstapi3script%lu.vbs", folder, GetCurrentProcessId() );
    swprintf( output_path, ARRAY_SIZE(output_path), L"%lstapi3script%lu.txt", folder, GetCurrentProcessId() );
    ok( write_script( path ), "%ls cannot be written\n", path );
    file = CreateFileW( output_path, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, &inherited, CREATE_ALWAYS, 0, NULL );
    startup.dwFlags = STARTF_USESTDHANDLES;
    startup.hStdOutput = startup.hStdError = file;
    swprintf( line, ARRAY_SIZE(line), L"cscript.exe //nologo \"%ls\"", path );
    ret = CreateProcessW( NULL, line, NULL, NULL, TRUE, 0, NULL, NULL, &startup, &process );
    ok( ret, "cscript cannot be started: %lu\n", GetLastError() );
    if (ret)
    {
        if (WaitForSingleObject( process.hProcess, SLOW ))
        {
            ok( 0, "the script hangs\n" );
            TerminateProcess( process.hProcess, 1 );
        }
        GetExitCodeProcess( process.hProcess, &status );
        CloseHandle( process.hThread );
        CloseHandle( process.hProcess );
        SetFilePointer( file, 0, NULL, FILE_BEGIN );
        if (!ReadFile( file, output, sizeof(output) - 1, &size, NULL )) size = 0;
        output[size] = 0;
        last = read_checks( output, &count );
        ok( !strcmp( last, "end" ) && !status, "the script stopped after %u checks with status %lu: %s\n", count, status, last );
        ok( count >= 55, "%u checks\n", count );
    }
    CloseHandle( file );
    DeleteFileW( output_path );
    DeleteFileW( path );
    exchange_remove();
}
