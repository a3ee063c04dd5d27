/*
 * Benchmarks: which to run, samples, result lines.
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

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"

static const struct
{
    const char *name;
    void      (*run)(void);
} benchmarks[] =
{
    /* a cold start first: later ones have the service running */
    { "init", bench_init },
    { "calls", bench_calls },
    { "events", bench_events },
    { "data", bench_data },
    { "modems", bench_modems },
    { "virtual", bench_virtual },
    { "voice", bench_voice },
    { "memory", bench_memory },
    { "clients", bench_clients },
    { "setup", bench_setup },
    { "lines", bench_lines },
    { "tapi3", bench_tapi3 },
    { "media", bench_media },
    { "recording", bench_recording },
};

double now_us(void)
{
    static double per_us;
    LARGE_INTEGER value;

    if (!per_us)
    {
        QueryPerformanceFrequency( &value );
        per_us = value.QuadPart / 1e6;
    }
    QueryPerformanceCounter( &value );
    return value.QuadPart / per_us;
}

void samples_add( struct samples *samples, double value )
{
    if (samples->count == samples->capacity)
    {
        samples->capacity = samples->capacity ? samples->capacity * 2 : 1024;
        if (!(samples->values = realloc( samples->values, samples->capacity * sizeof(double) ))) die( "out of memory" );
    }
    samples->values[samples->count++] = value;
}

static int compare( const void *a, const void *b )
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

double samples_percentile( struct samples *samples, double share )
{
    if (!samples->count) die( "no samples" );
    qsort( samples->values, samples->count, sizeof(double), compare );
    return samples->values[(unsigned int)((samples->count - 1) * share)];
}

void samples_free( struct samples *samples )
{
    free( samples->values );
    memset( samples, 0, sizeof(*samples) );
}

void report( const char *metric, double value, const char *unit, double floor )
{
    if (floor > 0) printf( "%s\t%.2f\t%s\t%.2f\t%.2f\n", metric, value, unit, floor, value / floor );
    else printf( "%s\t%.2f\t%s\t-\t-\n", metric, value, unit );
    fflush( stdout );
}

void die( const char *format, ... )
{
    va_list args;

    va_start( args, format );
    fprintf( stderr, "bench: " );
    vfprintf( stderr, format, args );
    fprintf( stderr, "\n" );
    va_end( args );
    fflush( stderr );
    ExitProcess( 1 );
}

int main( int argc, char **argv )
{
    unsigned int i, ran = 0;
    int arg;

    if (argc > 1 && !strcmp( argv[1], "floor" )) return floor_child( argc, argv );
    if (argc > 1 && !strcmp( argv[1], "client" )) return clients_child( argc, argv );
    add_provider( "testtsp.tsp" );
    for (i = 0; i < ARRAYSIZE( benchmarks ); i++)
    {
        BOOL wanted = argc < 2;

        for (arg = 1; arg < argc; arg++) if (!strcmp( argv[arg], benchmarks[i].name )) wanted = TRUE;
        if (!wanted) continue;
        benchmarks[i].run();
        ran++;
    }
    if (!ran) die( "no such benchmark; there are: init calls events data modems virtual voice memory clients setup lines tapi3 media recording" );
    return 0;
}
