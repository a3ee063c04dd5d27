/*
 * Tests of finding devices again, in a made-up sysfs.
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


#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "port/identity.h"

static int checks, failures;
static char root[] = "/tmp/identity_test.XXXXXX", sys[64], dev[64];

#define ok( cond, ... ) do { checks++; if (!(cond)) { failures++; printf( "%s:%d: ", __FILE__, __LINE__ ); printf( __VA_ARGS__ ); } } while (0)

static void run( const char *format, ... )
{
    char command[2048];
    va_list args;

    va_start( args, format );
    vsnprintf( command, sizeof(command), format, args );
    va_end( args );
    if (system( command )) printf( "failed: %s\n", command );
}

/* A USB device in a socket, with a tty; serial NULL: it has none */
static void plug( const char *socket, const char *product, const char *serial, const char *tty )
{
    run( "cd %s && d=devices/usb1/%s && i=$d/%s:1.0 && mkdir -p $i/tty/%s class/tty && echo 0572 >$d/idVendor && echo %s >$d/idProduct && "
         "echo 00 >$i/bInterfaceNumber && ln -s ../../../%s:1.0 $i/tty/%s/device && ln -s ../../$i/tty/%s class/tty/%s && touch ../dev/%s",
         sys, socket, socket, tty, product, socket, tty, tty, tty, tty );
    if (serial) run( "echo '%s' >%s/devices/usb1/%s/serial", serial, sys, socket );
}

static void unplug( const char *socket, const char *tty )
{
    run( "cd %s && rm -rf devices/usb1/%s class/tty/%s ../dev/%s", sys, socket, tty, tty );
}

static void check_identity( int line, const char *name, int error, const char *expected )
{
    char identity[PORT_IDENTITY_SIZE], path[PATH_MAX];
    int ret;

    snprintf( path, sizeof(path), "%s/%s", dev, name );
    ret = port_identity( sys, path, identity, sizeof(identity) );
    ok( ret == error && !strcmp( identity, expected ), "line %d: %s: %d, '%s'\n", line, name, ret, identity );
}
#define identity( name, error, expected ) check_identity( __LINE__, name, error, expected )

static void check_found( int line, const char *identity, int error, const char *name )
{
    char path[PATH_MAX] = "", expected[PATH_MAX] = "";
    int ret = port_find_by_identity( sys, dev, identity, path, sizeof(path) );

    if (!error) snprintf( expected, sizeof(expected), "%s/%s", dev, name );
    ok( ret == error && (error || !strcmp( path, expected )), "line %d: %s: %d, '%s'\n", line, identity, ret, path );
}
#define found( identity, error, name ) check_found( __LINE__, identity, error, name )

int main( void )
{
    char text[8];

    if (!mkdtemp( root )) return 1;
    snprintf( sys, sizeof(sys), "%s/sys", root );
    snprintf( dev, sizeof(dev), "%s/dev", root );
    mkdir( sys, 0700 );
    mkdir( dev, 0700 );
    run( "mkdir -p %s/class/tty/ttyS0 %s/devices/platform/serial8250 && ln -s ../../../devices/platform/serial8250 %s/class/tty/ttyS0/device && "
         "touch %s/ttyS0 %s/ptmx",
         sys, sys, sys, dev, dev );

    plug( "1-1", "1329", "2468", "ttyACM0" );
    plug( "1-2", "1329", "1357", "ttyACM1" );
    plug( "1-3.4", "1340", NULL, "ttyUSB0" );
    run( "mkdir -p %s/serial/by-id && ln -s ../../ttyACM1 %s/serial/by-id/usb-Conexant_1357-if00", dev, dev );
    identity( "ttyACM0", 0, "usb:0572:1329:2468/00" );
    identity( "ttyACM1", 0, "usb:0572:1329:1357/00" );
    identity( "serial/by-id/usb-Conexant_1357-if00", 0, "usb:0572:1329:1357/00" );
    identity( "ttyUSB0", 0, "usb:0572:1340@1-3.4/00" );
    identity( "ttyS0", -ENODEV, "" );
    identity( "ptmx", -ENODEV, "" );
    identity( "ttyACM9", -ENOENT, "" );
    snprintf( text, sizeof(text), "%s", "x" );
    ok( port_identity( sys, "/dev/null", text, sizeof(text) ) == -ENODEV && !text[0], "null\n" );

    found( "usb:0572:1329:2468/00", 0, "ttyACM0" );
    found( "usb:0572:1329:9999/00", -ENOENT, NULL );
    found( "usb:0572:1329:2468/01", -ENOENT, NULL );
    found( "ttyACM0", -EINVAL, NULL );
    found( "", -EINVAL, NULL );
    found( "usb:", -EINVAL, NULL );

    /* the other way round */
    unplug( "1-1", "ttyACM0" );
    unplug( "1-2", "ttyACM1" );
    found( "usb:0572:1329:2468/00", -ENOENT, NULL );
    plug( "1-1", "1329", "1357", "ttyACM0" );
    found( "usb:0572:1329:2468/00", -ENOENT, NULL );
    plug( "1-2", "1329", "2468", "ttyACM1" );
    found( "usb:0572:1329:2468/00", 0, "ttyACM1" );
    found( "usb:0572:1329:1357/00", 0, "ttyACM0" );

    /* without a serial number: by the socket, or as the only one of its kind */
    unplug( "1-3.4", "ttyUSB0" );
    plug( "1-4", "1340", NULL, "ttyUSB1" );
    found( "usb:0572:1340@1-3.4/00", 0, "ttyUSB1" );
    plug( "1-5", "1340", NULL, "ttyUSB2" );
    found( "usb:0572:1340@1-3.4/00", -ENOENT, NULL );
    plug( "1-3.4", "1340", NULL, "ttyUSB3" );
    found( "usb:0572:1340@1-3.4/00", 0, "ttyUSB3" );

    /* what a device says of itself is no reason to trust it */
    unplug( "1-4", "ttyUSB1" );
    plug( "1-4", "1340", "a b:c/d@e", "ttyUSB1" );
    identity( "ttyUSB1", 0, "usb:0572:1340:a_b_c_d_e/00" );
    plug( "1-6", "1340", "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789", "ttyUSB6" );
    identity( "ttyUSB6", 0, "usb:0572:1340:0123456789012345678901234567890123456789012345678901234567890123456789012345678/00" );
    ok( port_find_by_identity( sys, dev, "usb:0572:1329:2468/00", text, sizeof(text) ) == -ENAMETOOLONG, "short buffer\n" );
    ok( port_find_by_identity( "/nonexistent", dev, "usb:0572:1329:2468/00", text, sizeof(text) ) == -ENOENT, "no sysfs\n" );

    run( "rm -rf %s", root );
    printf( "%d passed, %d failed\n", checks - failures, failures );
    return failures != 0;
}
