/*
 * Native tests of dialling rules.
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

#include "check.h"

static unsigned int passed, failed, groups, group_failed, group_checks;
static const char *group_name;

static void end_group( void )
{
    if (group_name) printf( "%s %u - %s (%u checks)\n", group_failed ? "not ok" : "ok", ++groups, group_name, group_checks );
    group_failed = group_checks = 0;
    group_name = NULL;
}

void group( const char *name )
{
    end_group();
    group_name = name;
}

void check_( const char *file, int line, int condition, const char *format, ... )
{
    va_list args;

    group_checks++;
    if (condition)
    {
        passed++;
        return;
    }
    failed++;
    group_failed++;
    printf( "# %s:%d: failed: ", file, line );
    va_start( args, format );
    vprintf( format, args );
    va_end( args );
    printf( "\n" );
}

#define BUFFERS  16
#define LENGTH   4200

const dial_char *wide( const char *ascii )
{
    static dial_char buffers[BUFFERS][LENGTH];
    static unsigned int next;
    dial_char *buffer = buffers[next++ % BUFFERS];
    size_t i = 0;

    while (ascii && ascii[i] && i < LENGTH - 1)
    {
        buffer[i] = (unsigned char)ascii[i];
        i++;
    }
    buffer[i] = 0;
    return buffer;
}

const char *narrow_text( struct dial_text text )
{
    static char buffers[BUFFERS][LENGTH];
    static unsigned int next;
    char *buffer = buffers[next++ % BUFFERS];
    size_t i;

    for (i = 0; i < text.len && i < LENGTH - 1; i++) buffer[i] = text.text[i] < 0x80 ? text.text[i] : '?';
    buffer[i] = 0;
    return buffer;
}

const char *narrow( const dial_char *string )
{
    struct dial_text text = { string, string ? dial_len( string ) : 0 };

    return narrow_text( text );
}

void set( dial_char **string, const char *ascii )
{
    check( !dial_set( string, wide( ascii ) ), "out of memory" );
}

struct dial_location *add_location( struct dial_book *book, uint32_t id, uint32_t country, const char *area )
{
    struct dial_location *location = dial_add_location( book );

    check( location != NULL, "out of memory" );
    location->id = id;
    location->country_id = country;
    set( &location->name, "Here" );
    set( &location->area_code, area );
    return location;
}

int main( void )
{
    test_addresses();
    test_books();
    test_countries();
    test_translation();
    end_group();
    printf( "1..%u\n", groups );
    printf( "%u passed, %u failed, 0 skipped\n", passed, failed );
    return failed != 0;
}
