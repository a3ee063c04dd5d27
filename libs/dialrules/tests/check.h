/*
 * What the native tests of libs/dialrules share.
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

#ifndef WINE_TELEPHONY_DIALRULES_CHECK_H
#define WINE_TELEPHONY_DIALRULES_CHECK_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dialrules/dialrules.h"

void group( const char *name );
void check_( const char *file, int line, int condition, const char *format, ... ) __attribute__((format( printf, 4, 5 )));
#define check( condition, ... )  check_( __FILE__, __LINE__, (condition), __VA_ARGS__ )

/* From ASCII, in one of some buffers that are used in turn. */
const dial_char *wide( const char *ascii );
/* The other way round. */
const char *narrow( const dial_char *string );
const char *narrow_text( struct dial_text text );

/* A location and a card that are as if a user had typed them in. NULL is an empty string. */
struct dial_location *add_location( struct dial_book *book, uint32_t id, uint32_t country, const char *area );
void set( dial_char **string, const char *ascii );

void test_addresses( void );
void test_books( void );
void test_countries( void );
void test_translation( void );

#endif
