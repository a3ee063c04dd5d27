/*
 * Simulated telephone exchange: what its tests share.
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

#ifndef WINE_TELEPHONY_PHONELINE_DTE_H
#define WINE_TELEPHONY_PHONELINE_DTE_H

#include "../phoneline.h"

#define RING_MS     200
#define GUARD_MS    200

extern int failures, checks;
extern char dir[64];

void check( bool condition, int line, const char *format, ... ) __attribute__((format( printf, 3, 4 )));
void start_exchange( const char *const *more );
void stop_exchange( void );
int open_socket( const char *name );
int open_modem( char letter );
void say_to( int fd, const char *text );
const char *read_until( int fd, const char *wanted, int ms );
void expect_( int line, int fd, const char *wanted, int ms );
void command_( int line, int fd, const char *command, const char *wanted );
void control_( int line, const char *text, const char *wanted );
void pause_ms( int ms );
void dte_start( void );

#define ok( condition, ... ) check( condition, __LINE__, __VA_ARGS__ )
#define expect( fd, wanted, ms ) expect_( __LINE__, fd, wanted, ms )
#define command( fd, text, wanted ) command_( __LINE__, fd, text, wanted )
#define control( text, wanted ) control_( __LINE__, text, wanted )

#endif
