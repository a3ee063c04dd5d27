/*
 * Start of an application, with and without a running service.
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

#include "bench.h"

void bench_init(void)
{
    struct session session;
    struct samples cold = { 0 }, warm = { 0 };
    double start;
    unsigned int i;

    session_open( &session );       /* whatever happens only once in a prefix has happened */
    session_close( &session );
    for (i = 0; i < 5; i++)
    {
        service_stop();
        start = now_us();
        session_open( &session );
        samples_add( &cold, now_us() - start );
        session_close( &session );
    }
    for (i = 0; i < 50; i++)
    {
        start = now_us();
        session_open( &session );
        samples_add( &warm, now_us() - start );
        session_close( &session );
    }
    report( "init_cold_ms", samples_percentile( &cold, 0.5 ) / 1000, "ms", 0 );
    report( "init_warm_ms", samples_percentile( &warm, 0.5 ) / 1000, "ms", 0 );
    samples_free( &cold );
    samples_free( &warm );
}
