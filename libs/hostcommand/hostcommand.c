/*
 * Commands of the host in Windows tests, as for the simulated exchange.
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
#include <stdlib.h>
#include <wchar.h>

#include "hostcommand.h"

/* Wine does not wait for programs of the host: they leave their status in a file. */
int host_command( const char *format, ... )
{
    char *(CDECL *get_unix_name)( const WCHAR * ) = (void *)GetProcAddress( GetModuleHandleW( L"kernel32" ), "wine_get_unix_file_name" );
    static LONG count;
    STARTUPINFOW startup = { sizeof(startup) };
    PROCESS_INFORMATION process;
    char command[1500], text[20] = "", *name;
    WCHAR line[3000], folder[MAX_PATH], path[MAX_PATH];
    DWORD start = GetTickCount(), size = 0;
    HANDLE file;
    va_list args;

    va_start( args, format );
    vsnprintf( command, sizeof(command), format, args );
    va_end( args );
    if (!get_unix_name) return -1;
    GetTempPathW( MAX_PATH, folder );
    swprintf( path, ARRAYSIZE(path), L"%lshost-%lu-%lu", folder, GetCurrentProcessId(), (DWORD)InterlockedIncrement( &count ) );
    DeleteFileW( path );        /* of a process before that had this number */
    if (!(name = get_unix_name( path ))) return -1;
    swprintf( line, ARRAYSIZE(line), L"sh -c \"( %hs ) >/dev/null; echo $? >'%hs.new'; mv '%hs.new' '%hs'\"", command, name, name, name );
    HeapFree( GetProcessHeap(), 0, name );
    if (!CreateProcessW( L"\\\\?\\unix\\bin\\sh", line, NULL, NULL, FALSE, 0, NULL, NULL, &startup, &process )) return -1;
    while (GetFileAttributesW( path ) == INVALID_FILE_ATTRIBUTES)
    {
        if (GetTickCount() - start > 60000) return -1;
        Sleep( 2 );
    }
    file = CreateFileW( path, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL, OPEN_EXISTING, 0, NULL );
    ReadFile( file, text, sizeof(text) - 1, &size, NULL );
    CloseHandle( file );
    DeleteFileW( path );
    return size ? atoi( text ) : -1;
}
