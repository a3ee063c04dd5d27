/*
 * Tests of the protocol library: counting, and making legal requests from the table.
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

#ifndef WINE_TELEPHONY_TRP_TESTS_CHECK_H
#define WINE_TELEPHONY_TRP_TESTS_CHECK_H

#include <stdint.h>

#include "trp/trp.h"
#include "trp/structs.h"

/* Begin a group of checks: one line of output. */
void group( const char *format, ... ) __attribute__((format( printf, 1, 2 )));
/* One check in it. */
void check_( const char *file, int line, int condition, const char *format, ... ) __attribute__((format( printf, 4, 5 )));
#define check( ... )  check_( __FILE__, __LINE__, __VA_ARGS__ )

/* All rows of the table, in their order. */
const struct trp_request *nth_request( unsigned int index );

/* Numbers that repeat from run to run. */
uint32_t number( void );
uint32_t number_below( uint32_t limit );

#define MAX_SIZE  16384

/* A legal request made from the table. */
struct sample
{
    const struct trp_request *req;
    uint32_t       api_version;         /* that its structures were filled in for */
    int            version_inside;      /* a parameter says so */
    struct trp_arg args[TRP_MAX_PARAMS];
    uint32_t       storage[TRP_MAX_PARAMS][256];
    uint32_t       packet[MAX_SIZE / 4];
    size_t         used, needed;
};

enum extent { ALL_PRESENT, ALL_ABSENT, MIXED };

/* Fill in args with legal values: with all optional parts, with none, or with some of them. */
void make_args( struct sample *sample, const struct trp_request *req, enum extent extent );
/* The same, encoded. */
void make_packet( struct sample *sample, const struct trp_request *req, enum extent extent );
/* A structure of that type with every variable member; returns its size. */
uint32_t make_struct( enum trp_struct type, uint32_t api_version, void *buffer, uint32_t capacity );

/* Decode a copy that ends where the packet does, so that the address sanitizer sees the first byte too many. */
uint32_t decode_copy( const void *packet, size_t used, size_t needed );

/* Whether two decoded requests say the same. */
int same_args( const struct trp_request *req, const struct trp_arg *one, const struct trp_arg *other );

void test_tables( void );
void test_roundtrip( void );
void test_rejections( void );
void test_rules( void );
void test_structs( void );
void test_events( void );
void test_rule_table( void );

/* Write the saved inputs of the fuzz target to a folder. */
void write_seeds( const char *to );

#endif
