/*
 * Real serial devices, through libserialport.
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
#include <unistd.h>

#include "port_private.h"

/* libserialport leaves the cause of SP_ERR_FAIL in errno. */
static int error_from_sp( enum sp_return ret )
{
    switch (ret)
    {
    case SP_OK:       return 0;
    case SP_ERR_ARG:  return -EINVAL;
    case SP_ERR_MEM:  return -ENOMEM;
    case SP_ERR_SUPP: return -ENOTSUP;
    default:          return errno ? -errno : -EIO;
    }
}

static int serial_get_lines( struct port *port, unsigned int *lines )
{
    enum sp_signal signals;
    int ret;

    errno = 0;
    if ((ret = error_from_sp( sp_get_signals( port->device, &signals ) )) < 0) return ret;
    *lines = ((signals & SP_SIG_CTS) ? PORT_LINE_CTS : 0) | ((signals & SP_SIG_DSR) ? PORT_LINE_DSR : 0) |
             ((signals & SP_SIG_RI) ? PORT_LINE_RI : 0) | ((signals & SP_SIG_DCD) ? PORT_LINE_DCD : 0);
    return 0;
}

static int serial_open( struct port *port, const char *path, const char *real_path )
{
    struct sp_port *device;
    unsigned int lines;
    int ret, flags;

    (void)path;
    if (sp_get_port_by_name( real_path, &device ) != SP_OK) return -ENOTSUP;
    errno = 0;
    if ((ret = error_from_sp( sp_open( device, SP_MODE_READ_WRITE ) )) < 0)
    {
        sp_free_port( device );
        return ret;
    }
    sp_get_port_handle( device, &port->fd );
    if ((flags = fcntl( port->fd, F_GETFD )) >= 0) fcntl( port->fd, F_SETFD, flags | FD_CLOEXEC );
    port->device = device;
    /* some USB gadgets have no lines: asking is the only way to know */
    port->has_lines = !serial_get_lines( port, &lines );
    return 0;
}

static void serial_close( struct port *port )
{
    sp_close( port->device );
    sp_free_port( port->device );
}

static int serial_configure( struct port *port, const struct port_settings *settings )
{
    static const enum sp_parity parities[] = { SP_PARITY_NONE, SP_PARITY_ODD, SP_PARITY_EVEN };
    static const enum sp_flowcontrol flows[] = { SP_FLOWCONTROL_NONE, SP_FLOWCONTROL_RTSCTS, SP_FLOWCONTROL_XONXOFF };
    struct sp_port_config *config;
    int ret;

    if (sp_new_config( &config ) != SP_OK) return -ENOMEM;
    errno = 0;
    /* one change of everything, so that no state in between reaches the device */
    sp_set_config_baudrate( config, (int)settings->baud );
    sp_set_config_bits( config, (int)settings->data_bits );
    sp_set_config_stopbits( config, (int)settings->stop_bits );
    sp_set_config_parity( config, parities[settings->parity] );
    sp_set_config_flowcontrol( config, flows[settings->flow] );
    /* the flow control preset makes DTR follow its own idea: it must stay what the engine set */
    sp_set_config_dtr( config, -1 );
    sp_set_config_dsr( config, -1 );
    if (settings->flow != PORT_FLOW_HARDWARE) sp_set_config_rts( config, SP_RTS_ON );
    ret = error_from_sp( sp_set_config( port->device, config ) );
    sp_free_config( config );
    return ret;
}

static int serial_set_dtr( struct port *port, int on )
{
    errno = 0;
    return error_from_sp( sp_set_dtr( port->device, on ? SP_DTR_ON : SP_DTR_OFF ) );
}

static int serial_set_rts( struct port *port, int on )
{
    errno = 0;
    return error_from_sp( sp_set_rts( port->device, on ? SP_RTS_ON : SP_RTS_OFF ) );
}

const struct port_ops port_serial_ops =
{
    PORT_TYPE_SERIAL, serial_open, serial_close, serial_configure, serial_set_dtr, serial_set_rts, serial_get_lines
};
