/*
 * The sample programs over the built-in exchange: starts the script that does the work (SCRIPT of module.mk).
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
        fprintf( stderr, SCRIPT ": srcdir is not set; make check does\n" );
        return 1;
    }
    snprintf( path, sizeof(path), "%s/tests/samples/" SCRIPT, srcdir );
    execl( "/bin/bash", "bash", path, NULL );
    fprintf( stderr, SCRIPT ": cannot start /bin/bash %s: %s\n", path, strerror( errno ) );
    return 1;
}
