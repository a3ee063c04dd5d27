/*
 * What the benchmarks share: time, samples, result lines.
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

#ifndef WINE_TELEPHONY_BENCH_H
#define WINE_TELEPHONY_BENCH_H

#include <stdio.h>
#include <windef.h>
#include <winbase.h>
#include <tapi.h>

/* A growing set of measurements, in microseconds. */
struct samples
{
    double *values;
    unsigned int count, capacity;
};

double now_us(void);
void samples_add( struct samples *samples, double value );
/* The value below which a share (0..1) of the samples lies; sorts them. */
double samples_percentile( struct samples *samples, double share );
void samples_free( struct samples *samples );

/* Print one result; a floor of 0 or less means that there is none. */
void report( const char *metric, double value, const char *unit, double floor );
/* End the program with a message: a benchmark that cannot measure says so and fails. */
void die( const char *format, ... ) __attribute__((noreturn, format(__MINGW_PRINTF_FORMAT, 1, 2)));

/* ---- floors (floor.c): the same bytes without telephony, measured in turns with it, so that a busy moment hits both ---- */

struct floor;

/* A message pipe to another process: sizes in bytes. */
struct floor *floor_pipe( DWORD request_size, DWORD reply_size );
/* An event set here, waited for in another process, which sets one that is waited for here. */
struct floor *floor_event(void);
/* Add round trips, each after a pause in milliseconds: a processor that has gone to sleep wakes later than one that runs. */
void floor_run( struct floor *floor, struct samples *samples, unsigned int count, DWORD pause );
void floor_end( struct floor *floor );
/* The other process of both: arguments after the program's name. */
int floor_child( int argc, char **argv );

/* ---- TAPI (session.c) ---- */

struct session
{
    HLINEAPP app;
    HANDLE   event;
    DWORD    devices;
};

/* Add a provider, whose file must be in system32, unless it is there; take one away. */
void add_provider( const char *file );
void remove_provider( const char *file );
/* Add the built-in exchange with so many lines; the service is stopped and has them when it starts again. */
void use_exchange( DWORD lines );
void session_open( struct session *session );
void session_close( struct session *session );
/* Device id of the line of that name. */
DWORD session_find( struct session *session, const char *name );
HLINE session_line( struct session *session, DWORD device, DWORD privileges, DWORD media );
/* Wait for a message; dies after timeout_ms. */
void session_message( struct session *session, LINEMESSAGE *message, DWORD timeout_ms );
/* Wait for one of that type and, unless 0, that first parameter; others are dropped. */
void session_wait( struct session *session, DWORD id, DWORD_PTR param1, LINEMESSAGE *message );

/* Start a command of the test provider (tests/fixtures/testtsp.h); its reply comes as a message (events.c). */
void test_command( HLINE line, DWORD code, DWORD arg0, DWORD arg1, DWORD arg2 );
/* Memory of tapisrv.exe that is its own, in bytes. */
ULONGLONG service_memory(void);
void service_stop(void);
/* The host's number of the service of this prefix: Wine's GetProcessTimes has the times of the caller for every process. */
DWORD service_host_pid(void);
/* Processor time of a process of the host, in microseconds */
double host_cpu( DWORD pid );

/* A port whose far end echoes: one byte there and back, and many (data.c). And that of a call; port_name receives its COM port. */
void measure_echo( HANDLE port, double *rtt_us, double *mb_s );
void measure_call( const char *modem, const char *address, DWORD bearer_mode, char port_name[64], double *rtt_us, double *mb_s );

void bench_calls(void);
void bench_events(void);
void bench_init(void);
void bench_data(void);
void bench_modems(void);
void bench_virtual(void);
void bench_voice(void);
void bench_memory(void);
void bench_clients(void);
void bench_setup(void);
void bench_lines(void);
void bench_tapi3(void);
void bench_media(void);
void bench_recording(void);

/* The other programs of bench_clients(). */
int clients_child( int argc, char **argv );

#endif
