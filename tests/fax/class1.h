/*
 * A fax program of tests: Class 1 (ITU-T T.31) and the T.30 procedure over it.
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

#ifndef WINE_TELEPHONY_TESTS_CLASS1_H
#define WINE_TELEPHONY_TESTS_CLASS1_H

#include <stdarg.h>
#include <windef.h>
#include <winbase.h>

#define FRAME_MAX   260

/* A fax modem at the end of a handle that was opened with FILE_FLAG_OVERLAPPED. What goes wrong stands in error. */
struct fax
{
    HANDLE port, event;
    BYTE   buffer[4096];
    DWORD  pos, len;
    DWORD  sent, received;              /* bytes through the port */
    char   error[400];
};

/* class1.c: what a Class 1 modem is told and says. Each returns FALSE after writing an error. */

BOOL fax_open( struct fax *fax, HANDLE port );
void fax_close( struct fax *fax );
BOOL fax_fail( struct fax *fax, const char *format, ... ) __attribute__((format( printf, 2, 3 )));
BOOL fax_wait_line( struct fax *fax, const char *wanted, DWORD ms );
BOOL fax_put( struct fax *fax, const void *data, DWORD size );
BOOL fax_put_shielded( struct fax *fax, const BYTE *data, DWORD size, BYTE end );
BOOL fax_get_shielded( struct fax *fax, BYTE *data, DWORD room, DWORD *size );
BOOL fax_command( struct fax *fax, const char *command, const char *wanted, DWORD ms );
BOOL fax_send_frame( struct fax *fax, const BYTE *frame, DWORD size, BOOL last );
BOOL fax_read_frame( struct fax *fax, BYTE *frame, DWORD *size );
BOOL fax_send_data( struct fax *fax, const char *command, const BYTE *data, DWORD size );
BOOL fax_read_data( struct fax *fax, const char *command, BYTE *data, DWORD room, DWORD *size );

/* t30.c: one page, Group 3, one-dimensional; bytes as they are sent, least significant bit first */

BOOL fax_call( struct fax *fax, const char *number, const char *id, const BYTE *page, DWORD size );
BOOL fax_receive( struct fax *fax, const char *id, BYTE *page, DWORD room, DWORD *size );
BOOL fax_answer( struct fax *fax, const char *id, BYTE *page, DWORD room, DWORD *size );

/* class2.c: one page by a modem that talks T.30; bytes to send as above, those that came with the first bit highest */

BOOL fax_call_class2( struct fax *fax, const char *number, const char *id, const BYTE *page, DWORD size );
BOOL fax_answer_class2( struct fax *fax, const char *id, BYTE *page, DWORD room, DWORD *size );

#endif
