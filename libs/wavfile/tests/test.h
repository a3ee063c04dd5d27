/*
 * What the tests of libs/wavfile share: counting checks, and the formats that are tried.
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

#ifndef WAVFILE_TESTS_TEST_H
#define WAVFILE_TESTS_TEST_H

#include "wavfile/wavfile.h"

#define ARRAY_SIZE( a ) (sizeof(a) / sizeof(*(a)))

/* Checks from here on belong to a group; NULL: the end. */
void group( const char *name );
void __attribute__((format( printf, 4, 5 ))) check_( const char *file_name, int line, int condition, const char *format, ... );
#define check( condition, ... ) check_( __FILE_NAME__, __LINE__, (condition), __VA_ARGS__ )

#define FORMATS 15

struct format_row
{
    unsigned int tag, channels;
    uint32_t rate;
    unsigned int bits;
};

extern const struct format_row formats[FORMATS];
struct wav_format get_format( size_t index );

/* convert.c */
void test_convert( void );

#endif
