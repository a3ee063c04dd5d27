/*
 * What the tests of virtual modems share: a program at a modem, and the other side.
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

#ifndef WINE_TELEPHONY_VIRTUAL_DTE_H
#define WINE_TELEPHONY_VIRTUAL_DTE_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "virtual/virtual.h"

#define PATIENCE_MS patience            /* what has not come by then never will */

extern int passed, failed, skipped, patience;
extern char folder[64];                 /* of this run */
extern struct virtual_host *host;

#define ok( condition, ... ) check( !!(condition), __FILE__, __LINE__, __VA_ARGS__ )
int check( int condition, const char *file, int line, const char *format, ... ) __attribute__((format( printf, 4, 5 )));
void skip( const char *why );

int64_t now_ms( void );

/* A modem, and a program that has it open. */
struct dte
{
    uint32_t modem;
    int      fd;
    int      lines;                     /* companion socket, -1: not connected */
    char     path[96];
    char     said[262144];              /* what the modem said since it was last looked at, with a NUL behind it */
    size_t   len;
    char     state[128];                /* the last LINES */
};

/* Settings with short delays. */
void quick_settings( struct virtual_settings *settings );

void dte_open( struct dte *dte, const struct virtual_settings *settings );
void dte_close( struct dte *dte );
void dte_say( struct dte *dte, const char *text );
void dte_send( struct dte *dte, const void *data, size_t size );
void dte_open_lines( struct dte *dte );
void dte_escape( struct dte *dte );      /* into the command state; the guard time is to be 100 ms (S12=5) */

/* Wait until the modem has said a text, and forget everything up to its end. */
#define expect( dte, text ) expect_at( __FILE__, __LINE__, dte, text )
int expect_at( const char *file, int line, struct dte *dte, const char *text );
/* A command and its result. */
#define command( dte, text, result ) command_at( __FILE__, __LINE__, dte, text, result )
int command_at( const char *file, int line, struct dte *dte, const char *text, const char *result );
/* Exactly these bytes are next. */
#define expect_bytes( dte, data, size ) expect_bytes_at( __FILE__, __LINE__, dte, data, size )
int expect_bytes_at( const char *file, int line, struct dte *dte, const void *data, size_t size );
/* Wait for a state of the modem lines, as "dcd=1". */
#define expect_line( dte, text ) expect_line_at( __FILE__, __LINE__, dte, text )
int expect_line_at( const char *file, int line, struct dte *dte, const char *text );

/* ---- the other side ---- */

/* Listen on loopback; *port receives the port. */
int listen_tcp( int family, unsigned int *port );
/* Accept with patience; -1 if nobody came. */
int accept_one( int fd );
int connect_tcp( unsigned int port );
/* Read until a text has come (into buffer, with a NUL); 0 if it did not. */
int read_until( int fd, char *buffer, size_t size, const char *text );
int read_exactly( int fd, void *buffer, size_t size );
int closed_by_peer( int fd );

void test_peers( void );                /* peers.c */
void test_calls( void );                /* calls.c */
void test_serial( void );

#endif
