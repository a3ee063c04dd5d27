/*
 * Serial devices: what libserialport is asked to do. It is played by this test, on a pty.
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
#include <fcntl.h>
#include <libserialport.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "port/port_private.h"

static int passed, failed;

#define ok( condition, ... ) do { if (condition) passed++; \
    else { failed++; printf( "serial_test.c:%d: failed: ", __LINE__ ); printf( __VA_ARGS__ ); } } while (0)

/* ---- libserialport as the test needs it: these come before the library's own ---- */

struct sp_port_config { int baud, bits, stop, parity, flow, rts, dtr, dsr; };

static struct
{
    int fd, unknown, signals_missing;
    int open, ports, configs;
    enum sp_return open_result, config_result;
    struct sp_port_config config;       /* last one set */
    enum sp_dtr dtr;
    enum sp_rts rts;
    enum sp_signal signals;
} fake;

enum sp_return sp_get_port_by_name( const char *name, struct sp_port **port )
{
    if (fake.unknown || strcmp( name, "/dev/ttyUSB0" )) return SP_ERR_ARG;
    fake.ports++;
    *port = (struct sp_port *)&fake;
    return SP_OK;
}

void sp_free_port( struct sp_port *port )
{
    ok( port == (struct sp_port *)&fake, "another port is freed\n" );
    fake.ports--;
}

enum sp_return sp_open( struct sp_port *port, enum sp_mode mode )
{
    ok( port == (struct sp_port *)&fake && mode == SP_MODE_READ_WRITE, "mode %d\n", mode );
    if (fake.open_result != SP_OK)
    {
        errno = EBUSY;
        return fake.open_result;
    }
    fake.open++;
    return SP_OK;
}

enum sp_return sp_close( struct sp_port *port )
{
    ok( port == (struct sp_port *)&fake, "another port is closed\n" );
    fake.open--;
    return SP_OK;
}

enum sp_return sp_get_port_handle( const struct sp_port *port, void *result )
{
    ok( port == (const struct sp_port *)&fake, "another port\n" );
    *(int *)result = fake.fd;
    return SP_OK;
}

enum sp_return sp_new_config( struct sp_port_config **config )
{
    fake.configs++;
    *config = calloc( 1, sizeof(**config) );
    return *config ? SP_OK : SP_ERR_MEM;
}

void sp_free_config( struct sp_port_config *config )
{
    fake.configs--;
    free( config );
}

#define SETTER( name, type, field ) \
    enum sp_return name( struct sp_port_config *config, type value ) { config->field = (int)value; return SP_OK; }

SETTER( sp_set_config_baudrate, int, baud )
SETTER( sp_set_config_bits, int, bits )
SETTER( sp_set_config_stopbits, int, stop )
SETTER( sp_set_config_parity, enum sp_parity, parity )
SETTER( sp_set_config_rts, enum sp_rts, rts )
SETTER( sp_set_config_dtr, enum sp_dtr, dtr )
SETTER( sp_set_config_dsr, enum sp_dsr, dsr )

/* like the library's: a preset for all lines */
enum sp_return sp_set_config_flowcontrol( struct sp_port_config *config, enum sp_flowcontrol flow )
{
    config->flow = flow;
    config->rts = flow == SP_FLOWCONTROL_RTSCTS ? SP_RTS_FLOW_CONTROL : SP_RTS_ON;
    config->dtr = SP_DTR_ON;
    config->dsr = SP_DSR_IGNORE;
    return SP_OK;
}

enum sp_return sp_set_config( struct sp_port *port, const struct sp_port_config *config )
{
    ok( port == (struct sp_port *)&fake, "another port is set\n" );
    if (fake.config_result != SP_OK)
    {
        errno = EINVAL;
        return fake.config_result;
    }
    fake.config = *config;
    return SP_OK;
}

enum sp_return sp_get_signals( struct sp_port *port, enum sp_signal *signals )
{
    (void)port;
    if (fake.signals_missing)
    {
        errno = ENOTTY;
        return SP_ERR_FAIL;
    }
    *signals = fake.signals;
    return SP_OK;
}

enum sp_return sp_set_dtr( struct sp_port *port, enum sp_dtr dtr )
{
    (void)port;
    fake.dtr = dtr;
    return SP_OK;
}

enum sp_return sp_set_rts( struct sp_port *port, enum sp_rts rts )
{
    (void)port;
    fake.rts = rts;
    return SP_OK;
}

/* ---- the port type ---- */

static void begin( struct port *port )
{
    int master = posix_openpt( O_RDWR | O_NOCTTY | O_CLOEXEC );

    memset( &fake, 0, sizeof(fake) );
    memset( port, 0, sizeof(*port) );
    if (master < 0 || grantpt( master ) || unlockpt( master )) abort();
    /* libserialport leaves its descriptor open over exec */
    fake.fd = open( ptsname( master ), O_RDWR | O_NOCTTY | O_NONBLOCK );
    close( master );
    port->ops = &port_serial_ops;
    port->lines_fd = -1;
}

static void test_open( void )
{
    static const struct { enum sp_return result; int error; } results[] =
    {
        { SP_ERR_FAIL, -EBUSY }, { SP_ERR_MEM, -ENOMEM }, { SP_ERR_SUPP, -ENOTSUP }, { SP_ERR_ARG, -EINVAL },
    };
    struct port port;
    size_t i;
    int ret;

    begin( &port );
    fake.unknown = 1;
    ok( port_serial_ops.open( &port, "x", "/dev/ttyUSB0" ) == -ENOTSUP, "unknown to libserialport\n" );
    fake.unknown = 0;
    for (i = 0; i < sizeof(results) / sizeof(results[0]); i++)
    {
        fake.open_result = results[i].result;
        ret = port_serial_ops.open( &port, "x", "/dev/ttyUSB0" );
        ok( ret == results[i].error, "result %d: error %d\n", results[i].result, ret );
        ok( !fake.ports && !fake.open, "a port is left over\n" );
    }
    fake.open_result = SP_OK;
    fake.signals_missing = 1;
    ok( !port_serial_ops.open( &port, "x", "/dev/ttyUSB0" ) && !port_has_lines( &port ), "a port without modem lines\n" );
    port_serial_ops.close( &port );
    fake.signals_missing = 0;
    ok( !port_serial_ops.open( &port, "x", "/dev/ttyUSB0" ) && port_has_lines( &port ), "a port with modem lines\n" );
    ok( port_get_type( &port ) == PORT_TYPE_SERIAL && port_fd( &port ) == fake.fd && port_lines_fd( &port ) == -1, "type\n" );
    ok( fcntl( fake.fd, F_GETFD ) & FD_CLOEXEC, "not closed on exec\n" );
    port_serial_ops.close( &port );
    ok( !fake.ports && !fake.open, "a port is left over\n" );
    close( fake.fd );
}

static void test_settings( void )
{
    static const struct { struct port_settings in; struct sp_port_config out; } settings[] =
    {
        { { 115200, 8, 1, PORT_PARITY_NONE, PORT_FLOW_HARDWARE },
          { 115200, 8, 1, SP_PARITY_NONE, SP_FLOWCONTROL_RTSCTS, SP_RTS_FLOW_CONTROL, -1, -1 } },
        { { 2400, 7, 2, PORT_PARITY_EVEN, PORT_FLOW_SOFTWARE }, { 2400, 7, 2, SP_PARITY_EVEN, SP_FLOWCONTROL_XONXOFF, SP_RTS_ON, -1, -1 } },
        { { 300, 7, 1, PORT_PARITY_ODD, PORT_FLOW_NONE }, { 300, 7, 1, SP_PARITY_ODD, SP_FLOWCONTROL_NONE, SP_RTS_ON, -1, -1 } },
    };
    struct port port;
    size_t i;

    begin( &port );
    ok( !port_serial_ops.open( &port, "x", "/dev/ttyUSB0" ), "open\n" );
    for (i = 0; i < sizeof(settings) / sizeof(settings[0]); i++)
    {
        ok( !port_configure( &port, &settings[i].in ), "configure %zu\n", i );
        /* DTR is the engine's: -1 leaves it alone */
        ok( !memcmp( &fake.config, &settings[i].out, sizeof(fake.config) ), "settings %zu: %d %d %d %d %d %d %d %d\n", i, fake.config.baud,
            fake.config.bits, fake.config.stop, fake.config.parity, fake.config.flow, fake.config.rts, fake.config.dtr, fake.config.dsr );
    }
    fake.config_result = SP_ERR_FAIL;
    ok( port_configure( &port, &settings[0].in ) == -EINVAL, "a speed the device cannot do\n" );
    ok( !fake.configs, "%d configurations are left over\n", fake.configs );
    port_serial_ops.close( &port );
    close( fake.fd );
}

static void test_lines( void )
{
    static const struct { enum sp_signal signals; unsigned int lines; } lines[] =
    {
        { 0, 0 }, { SP_SIG_CTS, PORT_LINE_CTS }, { SP_SIG_DSR, PORT_LINE_DSR }, { SP_SIG_RI, PORT_LINE_RI }, { SP_SIG_DCD, PORT_LINE_DCD },
        { SP_SIG_CTS | SP_SIG_DCD, PORT_LINE_CTS | PORT_LINE_DCD },
    };
    struct port port;
    unsigned int got;
    size_t i;

    begin( &port );
    ok( !port_serial_ops.open( &port, "x", "/dev/ttyUSB0" ), "open\n" );
    for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
    {
        fake.signals = lines[i].signals;
        ok( !port_get_lines( &port, &got ) && got == lines[i].lines, "lines %#x\n", got );
    }
    ok( port_lines_seen( &port ) == (PORT_LINE_CTS | PORT_LINE_DSR | PORT_LINE_RI | PORT_LINE_DCD), "seen\n" );
    ok( !port_set_dtr( &port, 1 ) && fake.dtr == SP_DTR_ON && !port_set_dtr( &port, 0 ) && fake.dtr == SP_DTR_OFF, "DTR\n" );
    ok( !port_set_rts( &port, 1 ) && fake.rts == SP_RTS_ON && !port_set_rts( &port, 0 ) && fake.rts == SP_RTS_OFF, "RTS\n" );
    fake.signals_missing = 1;
    ok( port_get_lines( &port, &got ) == -ENOTTY && !got, "lines of a lost device %#x\n", got );
    port_serial_ops.close( &port );
    close( fake.fd );
}

int main( void )
{
    test_open();
    test_settings();
    test_lines();
    printf( "%d passed, %d failed\n", passed, failed );
    return failed != 0;
}
