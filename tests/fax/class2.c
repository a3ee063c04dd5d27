/*
 * A fax program of tests: one page through a modem of Class 2 or 2.0, which talks T.30 itself.
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

#define DC2         0x12
#define LAST_PAGE   0x2e            /* behind <DLE>, Class 2.0: no page follows */

/* Call a number and send a page: Class 2.0. */
BOOL fax_call_class2( struct fax *fax, const char *number, const char *id, const BYTE *page, DWORD size )
{
    char command[64];

    if (!fax_command( fax, "ATE0V1Q0", "OK", 5000 ) || !fax_command( fax, "AT+FCLASS=2.0", "OK", 5000 )) return FALSE;
    snprintf( command, sizeof(command), "AT+FIP;+FCC=1,3;+FLI=\"%s\"", id );
    if (!fax_command( fax, command, "OK", 5000 )) return FALSE;
    snprintf( command, sizeof(command), "ATD%s", number );
    if (!fax_command( fax, command, "+FCO", 60000 ) || !fax_wait_line( fax, "OK", 5000 )) return FALSE;
    if (!fax_command( fax, "AT+FDT", "CONNECT", 30000 ) || !fax_put_shielded( fax, page, size, LAST_PAGE )) return FALSE;
    /* the page is confirmed, and the line given up */
    return fax_wait_line( fax, "+FHS:00", 90000 ) && fax_wait_line( fax, "OK", 5000 );
}

/* Answer the call that rings and receive a page: Class 2. */
BOOL fax_answer_class2( struct fax *fax, const char *id, BYTE *page, DWORD room, DWORD *size )
{
    char command[64];
    BYTE start = DC2;

    if (!fax_command( fax, "ATE0V1Q0S0=0", "OK", 5000 ) || !fax_command( fax, "AT+FCLASS=2", "OK", 5000 )) return FALSE;
    snprintf( command, sizeof(command), "AT+FDCC=1,3;+FCR=1;+FLID=\"%s\"", id );
    if (!fax_command( fax, command, "OK", 5000 ) || !fax_wait_line( fax, "RING", 60000 )) return FALSE;
    if (!fax_command( fax, "ATA", "+FCON", 60000 ) || !fax_wait_line( fax, "OK", 5000 )) return FALSE;
    /* its bytes come as efix writes them, the first bit highest, as those modems have it */
    if (!fax_command( fax, "AT+FDR", "CONNECT", 90000 ) || !fax_put( fax, &start, 1 ) || !fax_get_shielded( fax, page, room, size )) return FALSE;
    if (*size > room) return fax_fail( fax, "a page of %lu bytes", *size );
    if (!fax_wait_line( fax, "+FET:2", 5000 ) || !fax_wait_line( fax, "OK", 5000 )) return FALSE;
    return fax_command( fax, "AT+FDR", "+FHNG:0", 60000 ) && fax_wait_line( fax, "OK", 5000 );
}
