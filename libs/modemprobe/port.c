/*
 * Opening the port of a modem that nobody uses.
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

#include "modemprobe/modemprobe.h"

/* The name of a port as CreateFile() wants it, to be freed. */
static WCHAR *file_name( const WCHAR *port )
{
    const WCHAR *prefix = port[0] == '/' ? L"\\\\?\\unix" : port[0] == '\\' ? L"" : L"\\\\.\\";
    WCHAR *name = malloc( (wcslen( prefix ) + wcslen( port ) + 1) * sizeof(WCHAR) ), *p;

    if (!name) return NULL;
    wcscpy( name, prefix );
    wcscat( name, port );
    if (port[0] == '/') for (p = name; *p; p++) if (*p == '/') *p = '\\';
    return name;
}

DWORD modemprobe_open( const WCHAR *port, HANDLE *handle )
{
    WCHAR *name = file_name( port );
    COMMTIMEOUTS timeouts;
    DWORD error = 0;

    *handle = NULL;
    if (!name) return ERROR_NOT_ENOUGH_MEMORY;
    *handle = CreateFileW( name, GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, FILE_FLAG_OVERLAPPED, NULL );
    if (*handle == INVALID_HANDLE_VALUE) error = GetLastError();
    else if (!GetCommTimeouts( *handle, &timeouts ))
    {
        /* a plain file, or a device of another kind */
        CloseHandle( *handle );
        error = ERROR_BAD_DEVICE;
    }
    if (error) *handle = NULL;
    free( name );
    return error;
}

void modemprobe_explain( DWORD error, const WCHAR *port, WCHAR *text, DWORD chars )
{
    static const struct { DWORD error; const WCHAR *text; } texts[] =
    {
        { ERROR_FILE_NOT_FOUND, L"%ls does not exist: not plugged in, or under another name (winetapi ports)" },
        { ERROR_PATH_NOT_FOUND, L"%ls does not exist: not plugged in, or under another name (winetapi ports)" },
        { ERROR_ACCESS_DENIED, L"%ls is used by another program, or you may not use it (winetapi ports says which)" },
        { ERROR_SHARING_VIOLATION, L"%ls is used by another Windows program" },
        { ERROR_BUSY, L"%ls is used by another program" },
        { ERROR_BAD_DEVICE, L"%ls is no serial port" },
        { ERROR_TIMEOUT, L"nothing on %ls answers as a modem does; check that the modem is switched on, the cable, and that this is its port" },
        { ERROR_INVALID_DATA, L"what is on %ls does not speak as a modem does" },
        { ERROR_CANCELLED, L"asking the modem on %ls was cancelled" },
    };
    unsigned int i;

    if (!chars) return;
    for (i = 0; i < ARRAYSIZE(texts); i++) if (texts[i].error == error) break;
    if (i < ARRAYSIZE(texts)) _snwprintf( text, chars, texts[i].text, port );
    else _snwprintf( text, chars, L"%ls cannot be used: error %lu", port, error );
    text[chars - 1] = 0;
}
