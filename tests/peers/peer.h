/*
 * Programs that no one here wrote, on modems of the simulated exchange: what their tests share.
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

#ifndef WINE_TELEPHONY_TESTS_PEER_H
#define WINE_TELEPHONY_TESTS_PEER_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

extern int passed, failed;
extern char dir[64];            /* of the test: files go here, the exchange is in dir/x */

#define ok( condition, ... ) peer_check( !!(condition), __FILE__, __LINE__, __VA_ARGS__ )

void    peer_check( bool condition, const char *file, int line, const char *format, ... ) __attribute__((format( printf, 4, 5 )));
void    peer_start( const char *argv0, const char *const *options );
int     peer_end( void );
const char *peer_control( const char *format, ... ) __attribute__((format( printf, 1, 2 )));
bool    peer_control_says( const char *command, const char *wanted, int seconds );
void    peer_modem_path( char letter, char *path, size_t size );
pid_t   peer_run( const char *log, const char *const *binds, const char *const *argv );
bool    peer_wait( pid_t pid, int seconds, int *status );
void    peer_stop( pid_t pid );
bool    peer_file_says( const char *name, const char *wanted, int seconds );
void    peer_show( const char *name, int lines );
void    peer_write( const char *name, const void *data, size_t size );
size_t  peer_read( const char *name, void *data, size_t size );
int64_t peer_ms( void );

#endif
