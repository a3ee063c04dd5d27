/*
 * The far end of voice calls: the simulated exchange, its files, and the host.
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
#include <string.h>
#include <wchar.h>

#include "wave.h"

char folder[256];

BOOL far_end_begin(void)
{
    if (GetEnvironmentVariableA( "PHONELINE_DIR", folder, sizeof(folder) )) return TRUE;
    skip( "no simulated exchange\n" );
    return FALSE;
}

/* A file of the host, as Windows programs name it. */
static void windows_path( const char *path, WCHAR *out )
{
    WCHAR *p;

    wcscpy( out, L"\\\\?\\unix" );
    MultiByteToWideChar( CP_ACP, 0, path, -1, out + wcslen( out ), 400 );
    for (p = out; *p; p++) if (*p == '/') *p = '\\';
}

BOOL write_file( const char *path, const void *data, DWORD size )
{
    WCHAR name[512];
    HANDLE file;
    DWORD written;
    BOOL ret;

    windows_path( path, name );
    if ((file = CreateFileW( name, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL )) == INVALID_HANDLE_VALUE) return FALSE;
    ret = WriteFile( file, data, size, &written, NULL ) && written == size;
    CloseHandle( file );
    return ret;
}

DWORD read_file( const char *path, void *data, DWORD size )
{
    WCHAR name[512];
    HANDLE file;
    DWORD got = 0;

    windows_path( path, name );
    file = CreateFileW( name, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0, NULL );
    if (file == INVALID_HANDLE_VALUE) return 0;
    if (!ReadFile( file, data, size, &got, NULL )) got = 0;
    CloseHandle( file );
    return got;
}

BOOL host( const char *commands )
{
    static unsigned int count;
    char script[300], done[300], text[1200], answer[16];
    WCHAR shell[64], line[320];
    STARTUPINFOW startup = { sizeof(startup) };
    PROCESS_INFORMATION process;
    DWORD end = GetTickCount() + PATIENCE;

    snprintf( script, sizeof(script), "%s/host%lu.%u.sh", folder, GetCurrentProcessId(), ++count );
    snprintf( done, sizeof(done), "%s/host%lu.%u.done", folder, GetTickCount(), count );
    snprintf( text, sizeof(text), "cd %s && PATH=$PATH:/usr/bin:/bin && { %s\n} >%s.log 2>&1 && echo OK >%s.new && mv %s.new %s\n", folder, commands,
              done, done, done, done );
    if (!write_file( script, text, strlen( text ) )) return FALSE;
    windows_path( "/bin/sh", shell );
    swprintf( line, ARRAYSIZE(line), L"sh %hs", script );
    if (!CreateProcessW( shell, line, NULL, NULL, FALSE, 0, NULL, NULL, &startup, &process ))
    {
        trace( "CreateProcess: %lu\n", GetLastError() );
        return FALSE;
    }
    /* of a program of the host Wine gives no handles: what stands in process is by chance, and may be the handle of something else */
    while (!read_file( done, answer, sizeof(answer) ))
    {
        if ((int)(end - GetTickCount()) <= 0)
        {
            snprintf( script, sizeof(script), "%s.log", done );
            memset( text, 0, sizeof(text) );
            read_file( script, text, sizeof(text) - 1 );
            trace( "%s: %s\n", commands, text );
            return FALSE;
        }
        Sleep( 20 );
    }
    return TRUE;
}

BOOL phoneline( const char *format, ... )
{
    char command[400], all[700];
    va_list args;

    va_start( args, format );
    vsnprintf( command, sizeof(command), format, args );
    va_end( args );
    snprintf( all, sizeof(all), "%s/../bin/phoneline '%s'", folder, command );
    return host( all );
}

HCALL voice_call( struct app *app, HLINE line, const WCHAR *number )
{
    LINECALLPARAMS params = { sizeof(params) };
    LINEMESSAGE msg;
    HCALL call = 0;
    LONG ret;

    params.dwBearerMode = LINEBEARERMODE_VOICE;
    params.dwMediaMode = LINEMEDIAMODE_AUTOMATEDVOICE;
    params.dwAddressMode = LINEADDRESSMODE_ADDRESSID;
    ret = wait_reply( app, lineMakeCallW( line, &call, number, 0, &params ) );
    ok( !ret, "lineMakeCall to %s: %#lx\n", wine_dbgstr_w( number ), ret );
    if (ret) return 0;
    ret = wait_state( app, call, LINECALLSTATE_CONNECTED, &msg );
    ok( ret, "%s does not answer\n", wine_dbgstr_w( number ) );
    return call;
}
