/*
 * Tests of virtual modems.
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

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "dte.h"

char folder[64] = "/tmp/virtual-test.XXXXXX";
struct virtual_host *host;

static void test_host( void )
{
    struct virtual_settings settings;
    struct virtual_status status;
    char path[128], reason[256];
    struct virtual_host *second;
    uint32_t modem;
    int ret;

    quick_settings( &settings );
    ok( virtual_modem_create( host, "relative", &settings, &modem, reason, sizeof(reason) ) < 0 && reason[0], "a relative path\n" );
    snprintf( path, sizeof(path), "%s/file", folder );
    fclose( fopen( path, "w" ) );
    ret = virtual_modem_create( host, path, &settings, &modem, reason, sizeof(reason) );
    ok( ret < 0 && strstr( reason, path ), "a file in the way: %d, %s\n", ret, reason );
    ok( !access( path, F_OK ), "the file is gone\n" );
    unlink( path );
    ok( virtual_modem_destroy( host, 12345 ) < 0 && virtual_modem_configure( host, 12345, &settings, NULL, 0 ) < 0 &&
        virtual_modem_status( host, 12345, &status ) < 0, "a modem that does not exist\n" );

    /* a folder that is open to others is not used */
    snprintf( path, sizeof(path), "%s/open", folder );
    mkdir( path, 0777 );
    chmod( path, 0777 );
    ok( !virtual_host_create( &second, path ), "virtual_host_create\n" );
    strcpy( settings.number, "5550100" );
    snprintf( path, sizeof(path), "%s/ports/lonely", folder );
    ret = virtual_modem_create( second, path, &settings, &modem, reason, sizeof(reason) );
    ok( !ret && strstr( reason, "open to others" ), "%d, %s\n", ret, reason );
    virtual_host_destroy( second );
    ok( access( path, F_OK ), "%s is left\n", path );
    snprintf( path, sizeof(path), "%s/open", folder );
    rmdir( path );
    virtual_host_destroy( NULL );
}

int main( void )
{
    char path[128];

    setvbuf( stdout, NULL, _IOLBF, 0 );
    if (getenv( "VIRTUAL_TEST_PATIENCE" )) patience = atoi( getenv( "VIRTUAL_TEST_PATIENCE" ) );
    if (!mkdtemp( folder )) return 1;
    snprintf( path, sizeof(path), "%s/rendezvous", folder );
    if (virtual_host_create( &host, path )) return 1;
    test_host();
    test_calls();
    test_serial();
    test_peers();
    virtual_host_destroy( host );
    ok( !rmdir( path ), "something is left in %s\n", path );
    snprintf( path, sizeof(path), "%s/ports", folder );
    ok( !rmdir( path ), "something is left in %s\n", path );
    ok( !rmdir( folder ), "something is left in %s\n", folder );
    printf( "%d passed, %d failed, %d skipped\n", passed, failed, skipped );
    return failed != 0;
}
