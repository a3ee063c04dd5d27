/*
 * The benchmark program: the data path of the virtual modem.
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

#include <stdlib.h>
#include <string.h>

#include "bench.h"

#define TURNS 8

/* The same server behind a bare pseudo-terminal (bench/barepty). */
static void bare( const char *path, double *rtt_us, double *mb_s )
{
    char name[300], *p;
    HANDLE port;

    snprintf( name, sizeof(name), "\\\\?\\unix%s", path );
    for (p = name; *p; p++) if (*p == '/') *p = '\\';
    port = CreateFileA( name, GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, FILE_FLAG_OVERLAPPED, NULL );
    if (port == INVALID_HANDLE_VALUE) die( "cannot open %s: error %lu", path, GetLastError() );
    measure_echo( port, rtt_us, mb_s );
    CloseHandle( port );
}

void bench_virtual(void)
{
    double rtt_us, mb_s, best_rtt = 0, best_mb_s = 0, floor_rtt = 0, floor_mb_s = 0;
    const char *path = getenv( "BAREPTY" ), *server = getenv( "BAREPTY_PORT" );
    char address[64], port_name[64];
    unsigned int turn;

    if (!path || !server) die( "BAREPTY is not set: run this through make bench" );
    snprintf( address, sizeof(address), "raw:127.0.0.1:%s", server );
    /* in turns, the best of each */
    for (turn = 0; turn < TURNS; turn++)
    {
        measure_call( "Bench Virtual", address, LINEBEARERMODE_VOICE, port_name, &rtt_us, &mb_s );
        if (!turn || rtt_us < best_rtt) best_rtt = rtt_us;
        if (mb_s > best_mb_s) best_mb_s = mb_s;
        bare( path, &rtt_us, &mb_s );
        if (!turn || rtt_us < floor_rtt) floor_rtt = rtt_us;
        if (mb_s > floor_mb_s) floor_mb_s = mb_s;
    }
    report( "virtual_rtt_us", best_rtt, "us", floor_rtt );
    report( "virtual_mb_s", best_mb_s, "MB/s", floor_mb_s );
}
