/*
 * What lines cost: 1 to 10,000 of the built-in exchange.
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

#include <string.h>

#include "bench.h"

#define EXCHANGE_KEY "Software\\Wine Telephony\\Exchange"

void use_exchange( DWORD lines )
{
    HKEY key;

    if (RegCreateKeyExA( HKEY_LOCAL_MACHINE, EXCHANGE_KEY, 0, NULL, 0, KEY_SET_VALUE | KEY_WOW64_64KEY, NULL, &key, NULL ) ||
        RegSetValueExA( key, "Lines", 0, REG_DWORD, (BYTE *)&lines, sizeof(lines) ))
        die( "cannot write %s", EXCHANGE_KEY );
    RegCloseKey( key );
    add_provider( "exchange.tsp" );
    /* the number of lines is read when the service starts */
    service_stop();
}

/* The capabilities of all lines, as a program that lists them asks for them; in microseconds. */
static double all_devcaps( struct session *session )
{
    struct { LINEDEVCAPS caps; char more[4096]; } buffer;
    LINEEXTENSIONID extension;
    double start = now_us();
    DWORD i, version;
    LONG ret;

    for (i = 0; i < session->devices; i++)
    {
        if ((ret = lineNegotiateAPIVersion( session->app, i, 0x00010004, 0x00020002, &version, &extension )))
            die( "lineNegotiateAPIVersion of line %lu: %08lx", i, ret );
        buffer.caps.dwTotalSize = sizeof(buffer);
        if ((ret = lineGetDevCapsW( session->app, i, version, 0, &buffer.caps ))) die( "lineGetDevCaps of line %lu: %08lx", i, ret );
    }
    return now_us() - start;
}

/* Opens all lines and closes them; in microseconds. */
static double all_opens( struct session *session )
{
    HLINE *lines = calloc( session->devices, sizeof(*lines) );
    double start = now_us();
    DWORD i;

    for (i = 0; i < session->devices; i++) lines[i] = session_line( session, i, LINECALLPRIVILEGE_MONITOR, 0 );
    for (i = 0; i < session->devices; i++) lineClose( lines[i] );
    free( lines );
    return now_us() - start;
}

void bench_lines(void)
{
    static const DWORD counts[] = { 1, 10, 100, 1000, 10000 };
    struct session session;
    char metric[64];
    unsigned int i;
    double start, devcaps, opens;

    for (i = 0; i < ARRAYSIZE( counts ); i++)
    {
        use_exchange( counts[i] );
        start = now_us();
        session_open( &session );
        start = now_us() - start;
        if (session.devices < counts[i]) die( "%lu lines instead of %lu of the exchange", session.devices, counts[i] );
        snprintf( metric, sizeof(metric), "lines_%lu_start_ms", counts[i] );
        report( metric, start / 1000, "ms", 0 );
        snprintf( metric, sizeof(metric), "lines_%lu_mem_mb", counts[i] );
        report( metric, service_memory() / 1048576.0, "MB", 0 );
        devcaps = all_devcaps( &session );
        snprintf( metric, sizeof(metric), "lines_%lu_devcaps_us", counts[i] );
        report( metric, devcaps / session.devices, "us", 0 );
        if (counts[i] == 10000) report( "devcaps_all_ms", devcaps / 1000, "ms", 0 );
        opens = all_opens( &session );
        snprintf( metric, sizeof(metric), "lines_%lu_open_close_us", counts[i] );
        report( metric, opens / session.devices, "us", 0 );
        session_close( &session );
    }
    use_exchange( 0 );
    remove_provider( "exchange.tsp" );
    service_stop();
}
