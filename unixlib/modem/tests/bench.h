/*
 * What the transcript tests share: a host with one modem that a transcript plays.
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

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "fake_modem.h"
#include "modem/modem.h"
#include "port/port.h"

#define WATCHDOG_S 30                   /* what has not come by then never will */

extern int passed, failed, skipped;

#define ok( condition, ... ) check( !!(condition), __FILE__, __LINE__, __VA_ARGS__ )
void check( int condition, const char *file, int line, const char *format, ... ) __attribute__((format( printf, 4, 5 )));

int64_t now_ms( void );

struct bench
{
    struct fake_modem fake;
    struct modem_host *host;
    struct modem_config *config;
    uint32_t modem;
    uint32_t request;
    struct modem_event event;           /* the last one */
};

extern struct modem_host *watched;      /* a watchdog ends its wait */

/* Start the fake modem and a host with quick timings; bench_create() or open_modem() makes the engine's modem. */
void bench_begin( struct bench *bench, const struct step *steps, unsigned int flags );
void bench_create( struct bench *bench );
void bench_end( struct bench *bench );
void set_quick_timings( struct modem_config *config );

/* A value of the description, before the modem is made. */
void set( struct bench *bench, const char *name, const char *value );

/* The next event that is not mere text. */
int next_event( struct bench *bench );

#define expect( bench, type ) expect_at( __FILE__, __LINE__, bench, type )
int expect_at( const char *file, int line, struct bench *bench, enum modem_event_type type );

#define expect_completed( bench, error ) expect_completed_at( __FILE__, __LINE__, bench, error )
void expect_completed_at( const char *file, int line, struct bench *bench, int error );

/* After a call the modem must be usable again. */
#define expect_ready( bench ) expect_ready_at( __FILE__, __LINE__, bench )
void expect_ready_at( const char *file, int line, struct bench *bench );

void open_modem( struct bench *bench );
void dial( struct bench *bench, const char *number );
void hang_up( struct bench *bench );

/* What the application finds on its own handle: up to `want` bytes, as a string. */
void read_data( int fd, char *data, size_t want );

/* each of these is a test of the same name */
#define TESTS( X ) \
    X( dial_ok ) X( call_results ) X( connect_forms ) X( dial_strings ) X( dial_parts ) \
    X( dial_long ) X( dial_flags ) X( dial_timeout ) X( cancel_dial ) X( overtaking ) X( ring_and_answer ) \
    X( caller_withheld ) X( caller_before_ring ) X( ring_gone ) X( reject_ring ) X( answer_failures ) \
    X( glare ) X( late_ring_is_ringback ) X( ring_during_init ) X( dtr_hangup ) X( escape_after_dtr ) \
    X( escape_retry ) X( carrier_loss ) X( short_carrier ) X( hangup_in_command_mode ) X( no_carrier_text ) \
    X( data_begin ) X( dead_modem ) X( left_in_data_mode ) X( dies_later ) X( slow_modem ) X( init_refused ) \
    X( init_reset ) X( settings_refused ) X( inf_modem ) X( port_lost ) X( no_port ) X( port_refused ) \
    X( lines_lost ) X( passthrough ) X( passthrough_kept ) X( close_in_call ) X( destroy ) X( many_modems ) X( threads ) X( names ) \
    X( time_commands ) X( time_dial ) X( time_connect_gap ) X( time_hangup ) X( time_glare ) X( time_caller_id ) \
    X( ring_modes ) X( ring_cadence_only ) X( caller_forms ) \
    X( adaptive_fax ) X( adaptive_data ) X( adaptive_failures ) X( answer_fax ) X( passthrough_in_call ) \
    X( garbage_reset ) X( only_garbage ) X( settings_undone ) X( settings_nearest ) X( unknown_number )

#define DECLARE_TEST( name ) void test_##name( void );
TESTS( DECLARE_TEST )

#endif /* WINE_TELEPHONY_BENCH_H */
