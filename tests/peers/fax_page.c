/*
 * Pages that are faxed in tests: made, and compared when they arrive.
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
#include <string.h>
#include <sys/wait.h>

#include "fax_page.h"
#include "peer.h"

#define ROW_BYTES   (PAGE_WIDTH / 8)

/* what is black in the page: every row is different */
static unsigned char page_byte( int row, int column )
{
    if (column < row % 40) return 0;
    return (column * 7 + row * 3) % 23 == 0 ? 0xff : row % 16 == 0 && column % 3 ? 0x3c : 0;
}

static void run( const char *what, const char *const *argv )
{
    char log[100];
    int status = -1;
    pid_t pid;

    snprintf( log, sizeof(log), "%s/tiff.log", dir );
    pid = peer_run( log, NULL, argv );
    ok( peer_wait( pid, 30, &status ) && WIFEXITED( status ) && !WEXITSTATUS( status ), "%s: status %#x", what, status );
    if (failed) peer_show( log, 10 );
}

/* dir/name.001 is a fax page, a TIFF file of Group 3. */
void page_make( const char *name )
{
    static unsigned char pbm[32 + PAGE_ROWS * ROW_BYTES];
    char bitmap[100], pattern[100];
    const char *const argv[] = { "/usr/bin/efix", "-n", pattern, "-o", "tiffg3", bitmap, NULL };
    int len = sprintf( (char *)pbm, "P4\n%d %d\n", PAGE_WIDTH, PAGE_ROWS ), row, column;

    for (row = 0; row < PAGE_ROWS; row++)
        for (column = 0; column < ROW_BYTES; column++) pbm[len++] = page_byte( row, column );
    snprintf( bitmap, sizeof(bitmap), "%s/page.pbm", dir );
    snprintf( pattern, sizeof(pattern), "%s/%s.%%03d", dir, name );
    peer_write( bitmap, pbm, (size_t)len );
    run( "efix", argv );
}

static unsigned int field( const unsigned char *data, size_t len, int tag )
{
    size_t at = data[4] | data[5] << 8 | data[6] << 16, count, i;

    if (at + 2 > len) return 0;
    count = data[at] | data[at + 1] << 8;
    for (i = 0; i < count && at + 2 + (i + 1) * 12 <= len; i++)
    {
        const unsigned char *entry = data + at + 2 + i * 12;

        if ((entry[0] | entry[1] << 8) != tag) continue;
        return entry[2] == 3 ? (unsigned int)(entry[8] | entry[9] << 8) : entry[8] | entry[9] << 8 | entry[10] << 16 | (unsigned int)entry[11] << 24;
    }
    return 0;
}

/* The page is in dir/name (Group 3 TIFF): all rows after each other, and nothing but white before and after them. */
void page_check( const char *name )
{
    static unsigned char data[1 << 20];
    char from[100], to[100];
    const char *const argv[] = { "/usr/bin/tiffcp", "-L", "-c", "none", "-r", "4096", from, to, NULL };
    unsigned int rows, offset, width, start, row, column, invert;
    size_t len;

    snprintf( from, sizeof(from), "%s/%s", dir, name );
    snprintf( to, sizeof(to), "%s/plain.tif", dir );
    run( "tiffcp", argv );
    len = peer_read( to, data, sizeof(data) );
    if (len < 8)
    {
        ok( 0, "%s is no TIFF file that libtiff reads", from );
        return;
    }
    width = field( data, len, 256 );
    rows = field( data, len, 257 );
    invert = field( data, len, 262 ) ? 0xff : 0;        /* PhotometricInterpretation: 0 is white, or black */
    offset = field( data, len, 273 );
    ok( width == PAGE_WIDTH && rows >= PAGE_ROWS && offset + rows * ROW_BYTES <= len, "%s: %u x %u at %u of %zu", from, width, rows, offset, len );
    if (failed) return;
    for (start = 0; start + PAGE_ROWS <= rows; start++)
    {
        for (row = 0; row < PAGE_ROWS; row++)
        {
            for (column = 0; column < ROW_BYTES; column++)
                if ((data[offset + (start + row) * ROW_BYTES + column] ^ invert) != page_byte( (int)row, (int)column )) break;
            if (column < ROW_BYTES) break;
        }
        if (row == PAGE_ROWS) break;
    }
    ok( start + PAGE_ROWS <= rows, "%s: the page is not in the %u rows that arrived", from, rows );
    for (row = 0; row < rows; row++)
    {
        if (row >= start && row < start + PAGE_ROWS) continue;
        for (column = 0; column < ROW_BYTES; column++)
            if ((data[offset + row * ROW_BYTES + column] ^ invert)) break;
        if (column < ROW_BYTES) break;
    }
    ok( row == rows, "%s: row %u, beside the page, is not white", from, row );
}
