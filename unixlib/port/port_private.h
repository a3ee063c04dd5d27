/*
 * What the kinds of ports share.
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

#ifndef WINE_TELEPHONY_PORT_PRIVATE_H
#define WINE_TELEPHONY_PORT_PRIVATE_H

#include "port.h"

/* One kind of port. Functions return 0 or a negative errno. */
struct port_ops
{
    enum port_type type;
    int  (*open)( struct port *port, const char *path, const char *real_path );
    void (*close)( struct port *port );
    int  (*configure)( struct port *port, const struct port_settings *settings );
    int  (*set_dtr)( struct port *port, int on );
    int  (*set_rts)( struct port *port, int on );
    int  (*get_lines)( struct port *port, unsigned int *lines );
};

struct port
{
    const struct port_ops *ops;
    int fd;                             /* the device */
    int lines_fd;                       /* companion socket, or -1 */
    int has_lines;
    void *device;                       /* struct sp_port of a serial port */
    unsigned int lines;                 /* last known state */
    unsigned int lines_seen;            /* on at any time since port_lines_seen() */
    char pending[128];                  /* its unfinished text line */
    size_t pending_len;
};

extern const struct port_ops port_serial_ops;
extern const struct port_ops port_termios_ops;

/* lines.c: the companion socket of a pty */
int  port_companion_open( struct port *port, const char *path );
void port_companion_close( struct port *port );
int  port_companion_set( struct port *port, const char *line, int on );
int  port_companion_read( struct port *port );

#endif /* WINE_TELEPHONY_PORT_PRIVATE_H */
