/*
 * Terminals that libserialport does not know: pseudo-terminals first of all.
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
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "port_private.h"

static const struct { uint32_t baud; speed_t speed; } speeds[] =
{
    { 50, B50 }, { 75, B75 }, { 110, B110 }, { 134, B134 }, { 150, B150 }, { 200, B200 }, { 300, B300 }, { 600, B600 },
    { 1200, B1200 }, { 1800, B1800 }, { 2400, B2400 }, { 4800, B4800 }, { 9600, B9600 }, { 19200, B19200 }, { 38400, B38400 },
    { 57600, B57600 }, { 115200, B115200 }, { 230400, B230400 }, { 460800, B460800 }, { 500000, B500000 }, { 576000, B576000 },
    { 921600, B921600 }, { 1000000, B1000000 }, { 1152000, B1152000 }, { 1500000, B1500000 }, { 2000000, B2000000 },
    { 2500000, B2500000 }, { 3000000, B3000000 }, { 3500000, B3500000 }, { 4000000, B4000000 },
};

static int modem_bits( const struct port *port, unsigned int *lines )
{
    int bits;

    if (ioctl( port->fd, TIOCMGET, &bits ) < 0) return -errno;
    *lines = ((bits & TIOCM_CTS) ? PORT_LINE_CTS : 0) | ((bits & TIOCM_DSR) ? PORT_LINE_DSR : 0) |
             ((bits & TIOCM_RI) ? PORT_LINE_RI : 0) | ((bits & TIOCM_CD) ? PORT_LINE_DCD : 0);
    return 0;
}

static int termios_open( struct port *port, const char *path, const char *real_path )
{
    struct termios tio;
    unsigned int lines;
    int err;

    if ((port->fd = open( real_path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC )) < 0) return -errno;
    if (tcgetattr( port->fd, &tio ) < 0) goto failed;
    cfmakeraw( &tio );
    tio.c_cflag |= CLOCAL | CREAD | CS8;
    tio.c_cflag &= ~(CSTOPB | CRTSCTS);
    tio.c_iflag &= ~(IXON | IXOFF | IXANY);
    tio.c_cc[VMIN] = 1;
    tio.c_cc[VTIME] = 0;
    if (tcsetattr( port->fd, TCSANOW, &tio ) < 0) goto failed;

    if (!port_companion_open( port, path )) port->has_lines = 1;
    else if (!modem_bits( port, &lines ))
    {
        /* a device with lines: as exclusive as libserialport would have it */
        port->has_lines = 1;
        ioctl( port->fd, TIOCEXCL );
    }
    return 0;

failed:
    err = errno;
    close( port->fd );
    return -err;
}

static void termios_close( struct port *port )
{
    port_companion_close( port );
    close( port->fd );
}

static int termios_configure( struct port *port, const struct port_settings *settings )
{
    struct termios tio;
    speed_t speed = B0;
    size_t i;

    for (i = 0; i < sizeof(speeds) / sizeof(speeds[0]); i++)
        if (speeds[i].baud == settings->baud) speed = speeds[i].speed;
    if (tcgetattr( port->fd, &tio ) < 0) return -errno;

    cfmakeraw( &tio );
    tio.c_cflag &= ~(CSIZE | CSTOPB | PARENB | PARODD | CRTSCTS);
    tio.c_cflag |= CLOCAL | CREAD | (settings->data_bits == 7 ? CS7 : CS8);
    if (settings->stop_bits == 2) tio.c_cflag |= CSTOPB;
    if (settings->parity != PORT_PARITY_NONE) tio.c_cflag |= PARENB;
    if (settings->parity == PORT_PARITY_ODD) tio.c_cflag |= PARODD;
    tio.c_iflag &= ~(IXON | IXOFF | IXANY);
    if (settings->flow == PORT_FLOW_HARDWARE) tio.c_cflag |= CRTSCTS;
    if (settings->flow == PORT_FLOW_SOFTWARE) tio.c_iflag |= IXON | IXOFF;
    tio.c_cc[VMIN] = 1;
    tio.c_cc[VTIME] = 0;
    /* nothing on a pty runs at a speed: one that termios cannot name is no error there */
    if (speed != B0) cfsetspeed( &tio, speed );
    else if (port->has_lines && port->lines_fd < 0) return -EINVAL;
    return tcsetattr( port->fd, TCSANOW, &tio ) < 0 ? -errno : 0;
}

static int set_modem_bit( struct port *port, const char *name, int bit, int on )
{
    if (port->lines_fd >= 0) return port_companion_set( port, name, on );
    return ioctl( port->fd, on ? TIOCMBIS : TIOCMBIC, &bit ) < 0 ? -errno : 0;
}

static int termios_set_dtr( struct port *port, int on )
{
    return set_modem_bit( port, "DTR", TIOCM_DTR, on );
}

static int termios_set_rts( struct port *port, int on )
{
    return set_modem_bit( port, "RTS", TIOCM_RTS, on );
}

static int termios_get_lines( struct port *port, unsigned int *lines )
{
    int ret;

    if (port->lines_fd < 0) return modem_bits( port, lines );
    if ((ret = port_companion_read( port )) < 0) return ret;
    *lines = port->lines;
    return 0;
}

const struct port_ops port_termios_ops =
{
    PORT_TYPE_TERMIOS, termios_open, termios_close, termios_configure, termios_set_dtr, termios_set_rts, termios_get_lines
};
