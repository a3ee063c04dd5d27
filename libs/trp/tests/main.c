/*
 * Runs the tests of the protocol library and counts.
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
#include <stdio.h>
#include <string.h>

#include "check.h"

static unsigned int passed, failed, groups, group_passed, group_failed;
static char group_name[128];

static void end_group( void )
{
    if (!group_name[0]) return;
    printf( "%s %u - %s (%u checks)\n", group_failed ? "not ok" : "ok", ++groups, group_name, group_passed + group_failed );
    group_passed = group_failed = 0;
    group_name[0] = 0;
}

void group( const char *format, ... )
{
    va_list args;

    end_group();
    va_start( args, format );
    vsnprintf( group_name, sizeof(group_name), format, args );
    va_end( args );
}

void check_( const char *file, int line, int condition, const char *format, ... )
{
    va_list args;

    if (condition)
    {
        passed++;
        group_passed++;
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

int main( int argc, char *argv[] )
{
    if (argc == 3 && !strcmp( argv[1], "--seeds" ))
    {
        write_seeds( argv[2] );
        return 0;
    }
    if (argc > 1)
    {
        fprintf( stderr, "usage: %s [--seeds FOLDER]\n", argv[0] );
        return 2;
    }
    test_tables();
    test_structs();
    test_roundtrip();
    test_rejections();
    test_rules();
    test_events();
    test_rule_table();
    end_group();
    printf( "1..%u\n", groups );
    printf( "%u passed, %u failed, 0 skipped\n", passed, failed );
    return failed != 0;
}
