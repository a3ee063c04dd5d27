/*
 * Tests of winetapi: starts the script that does the work, for one PART of it.
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

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <errno.h>
#include <unistd.h>

int main( void )
{
    const char *srcdir = getenv( "srcdir" );
    char path[4096];

    if (!srcdir)
    {
        fprintf( stderr, "winetapi_test: srcdir is not set; make check does\n" );
        return 1;
    }
    snprintf( path, sizeof(path), "%s/programs/winetapi/tests/winetapi_test.sh", srcdir );
    execl( "/bin/bash", "bash", path, PART, NULL );
    fprintf( stderr, "winetapi_test: cannot start /bin/bash %s: %s\n", path, strerror( errno ) );
    return 1;
}
