/*
 * A fax program of tests: commands, frames and pages of a Class 1 modem (ITU-T T.31).
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

#include "class1.h"

#define DLE     0x10
#define ETX     0x03
#define REPLY   30000                   /* ms in which a modem does what it was told */

BOOL fax_fail( struct fax *fax, const char *format, ... )
{
    va_list args;

    if (fax->error[0]) return FALSE;
    va_start( args, format );
    vsnprintf( fax->error, sizeof(fax->error), format, args );
    va_end( args );
    return FALSE;
}

BOOL fax_open( struct fax *fax, HANDLE port )
{
    COMMTIMEOUTS timeouts = { 0 };

    memset( fax, 0, sizeof(*fax) );
    fax->port = port;
    fax->event = CreateEventW( NULL, TRUE, FALSE, NULL );
    if (!SetCommTimeouts( port, &timeouts )) return fax_fail( fax, "SetCommTimeouts: error %lu", GetLastError() );
    return TRUE;
}

void fax_close( struct fax *fax )
{
    CloseHandle( fax->event );
}

/* Returns the bytes done, 0 if none could be in that time. */
static DWORD transfer( struct fax *fax, BOOL write, BYTE *data, DWORD size, DWORD ms )
{
    OVERLAPPED overlapped = { .hEvent = fax->event };
    DWORD done = 0;
    BOOL ret;

    ret = write ? WriteFile( fax->port, data, size, NULL, &overlapped ) : ReadFile( fax->port, data, size, NULL, &overlapped );
    if (!ret && GetLastError() != ERROR_IO_PENDING) return 0;
    if (WaitForSingleObject( fax->event, ms )) CancelIo( fax->port );
    if (!GetOverlappedResult( fax->port, &overlapped, &done, TRUE )) done = 0;
    return done;
}

BOOL fax_put( struct fax *fax, const void *data, DWORD size )
{
    DWORD done, total = 0;

    while (total < size)
    {
        if (!(done = transfer( fax, TRUE, (BYTE *)data + total, size - total, REPLY ))) return fax_fail( fax, "%lu of %lu bytes written", total, size );
        total += done;
    }
    fax->sent += size;
    return TRUE;
}

/* One byte, or -1 when none came in time. What is there already is fetched with it. */
static int get( struct fax *fax, DWORD ms )
{
    COMSTAT stat;
    DWORD errors;

    if (fax->pos == fax->len)
    {
        fax->pos = fax->len = 0;
        if (!(fax->len = transfer( fax, FALSE, fax->buffer, 1, ms ))) return -1;
        if (ClearCommError( fax->port, &errors, &stat ) && stat.cbInQue)
        {
            DWORD more = min( stat.cbInQue, sizeof(fax->buffer) - 1 );

            fax->len += transfer( fax, FALSE, fax->buffer + 1, more, REPLY );
        }
        fax->received += fax->len;
    }
    return fax->buffer[fax->pos++];
}

/* The next line that is not empty. */
static BOOL read_line( struct fax *fax, char *line, DWORD size, DWORD ms )
{
    DWORD len = 0;
    int byte;

    while ((byte = get( fax, ms )) >= 0)
    {
        if (byte == '\r') continue;
        if (byte == '\n')
        {
            if (!len) continue;         /* the line feed belongs to the line: what follows CONNECT is data */
            line[len] = 0;
            return TRUE;
        }
        if (len + 1 < size) line[len++] = (char)byte;
    }
    return FALSE;
}

/* Skip lines until the wanted one; a result of failure is none that is waited on from. */
BOOL fax_wait_line( struct fax *fax, const char *wanted, DWORD ms )
{
    static const char *const failures[] = { "ERROR", "NO CARRIER", "BUSY", "NO ANSWER", "NO DIALTONE", "+FCERROR", "OK", "CONNECT" };
    char line[128];
    unsigned int i;

    while (read_line( fax, line, sizeof(line), ms ))
    {
        if (!strcmp( line, wanted )) return TRUE;
        for (i = 0; i < ARRAYSIZE( failures ); i++)
            if (!strcmp( line, failures[i] )) return fax_fail( fax, "'%s' came instead of '%s'", line, wanted );
    }
    return fax_fail( fax, "no '%s' came", wanted );
}

BOOL fax_command( struct fax *fax, const char *command, const char *wanted, DWORD ms )
{
    char text[128];

    snprintf( text, sizeof(text), "%s\r", command );
    if (fax_put( fax, text, strlen( text ) ) && fax_wait_line( fax, wanted, ms )) return TRUE;
    if (strlen( fax->error ) + strlen( command ) + 4 < sizeof(fax->error)) sprintf( fax->error + strlen( fax->error ), " (%s)", command );
    return FALSE;
}

/* With <DLE> and a byte that says what ends here behind it. */
BOOL fax_put_shielded( struct fax *fax, const BYTE *data, DWORD size, BYTE end )
{
    BYTE chunk[512];
    DWORD i, len = 0;

    for (i = 0; i < size; i++)
    {
        if (data[i] == DLE) chunk[len++] = DLE;
        chunk[len++] = data[i];
        if (len < sizeof(chunk) - 4) continue;
        if (!fax_put( fax, chunk, len )) return FALSE;
        len = 0;
    }
    chunk[len++] = DLE;
    chunk[len++] = end;
    return fax_put( fax, chunk, len );
}

/* Until <DLE><ETX>. */
BOOL fax_get_shielded( struct fax *fax, BYTE *data, DWORD room, DWORD *size )
{
    int byte;

    *size = 0;
    while ((byte = get( fax, REPLY )) >= 0)
    {
        if (byte == DLE)
        {
            if ((byte = get( fax, REPLY )) == ETX) return TRUE;
            if (byte != DLE) continue;
        }
        if (*size < room) data[*size] = (BYTE)byte;
        ++*size;
    }
    return fax_fail( fax, "data of %lu bytes does not end", *size );
}

/* After CONNECT of +FTH=3 or of the last frame. The modem adds the check sequence. */
BOOL fax_send_frame( struct fax *fax, const BYTE *frame, DWORD size, BOOL last )
{
    return fax_put_shielded( fax, frame, size, ETX ) && fax_wait_line( fax, last ? "OK" : "CONNECT", REPLY );
}

/* After CONNECT of +FRH=3, A or D. size: without the check sequence. */
BOOL fax_read_frame( struct fax *fax, BYTE *frame, DWORD *size )
{
    DWORD len;

    if (!fax_get_shielded( fax, frame, FRAME_MAX, &len ) || !fax_wait_line( fax, "OK", REPLY )) return FALSE;
    if (len < 5 || len > FRAME_MAX) return fax_fail( fax, "a frame of %lu bytes", len );
    *size = len - 2;
    return TRUE;
}

/* +FTM: training, data, end of the carrier. */
BOOL fax_send_data( struct fax *fax, const char *command, const BYTE *data, DWORD size )
{
    return fax_command( fax, command, "CONNECT", REPLY ) && fax_put_shielded( fax, data, size, ETX ) && fax_wait_line( fax, "OK", 2 * REPLY );
}

BOOL fax_read_data( struct fax *fax, const char *command, BYTE *data, DWORD room, DWORD *size )
{
    return fax_command( fax, command, "CONNECT", REPLY ) && fax_get_shielded( fax, data, room, size ) && fax_wait_line( fax, "NO CARRIER", REPLY );
}
