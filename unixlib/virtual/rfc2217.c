/*
 * RFC 2217: the COM-PORT-OPTION of telnet, for serial ports on servers.
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

#include <string.h>

#include "telnet.h"

/* Commands of the client; the server's answers are 100 higher (RFC 2217, 3) */
enum
{
    SET_BAUDRATE = 1, SET_DATASIZE = 2, SET_PARITY = 3, SET_STOPSIZE = 4, SET_CONTROL = 5, FLOWCONTROL_SUSPEND = 8, FLOWCONTROL_RESUME = 9,
    SET_LINESTATE_MASK = 10, SET_MODEMSTATE_MASK = 11, PURGE_DATA = 12, NOTIFY_LINESTATE = 106, NOTIFY_MODEMSTATE = 107, SERVER_ANSWER = 100,
};

#define CONTROL_DTR_ON  8
#define CONTROL_DTR_OFF 9
#define CONTROL_RTS_ON  11
#define CONTROL_RTS_OFF 12

#define PURGE_BOTH 3

/* delta bits are of no use here */
#define ALL_MODEM_STATES (MODEM_STATE_CD | MODEM_STATE_RI | MODEM_STATE_DSR | MODEM_STATE_CTS)
/* break, framing, parity, overrun */
#define LINE_ERRORS 0x1e

void com_port_start( struct com_port *port, struct telnet *telnet )
{
    memset( port, 0, sizeof(*port) );
    port->telnet = telnet;
}

static void send_byte( struct com_port *port, uint8_t command, uint8_t value )
{
    const uint8_t sub[2] = { command, value };

    telnet_send_sub( port->telnet, OPTION_COM_PORT, sub, sizeof(sub) );
}

static void begin( struct com_port *port )
{
    if (port->begun) return;
    port->begun = true;
    send_byte( port, SET_MODEMSTATE_MASK, ALL_MODEM_STATES );
    send_byte( port, SET_LINESTATE_MASK, LINE_ERRORS );
}

void com_port_set( struct com_port *port, const struct line_settings *settings )
{
    if (!telnet_has_com_port( port->telnet )) return;
    begin( port );
    if (settings->baud && settings->baud != port->sent.baud)
    {
        const uint8_t sub[5] = { SET_BAUDRATE, (uint8_t)(settings->baud >> 24), (uint8_t)(settings->baud >> 16), (uint8_t)(settings->baud >> 8),
                                 (uint8_t)settings->baud };

        telnet_send_sub( port->telnet, OPTION_COM_PORT, sub, sizeof(sub) );
    }
    if (settings->data_bits != port->sent.data_bits) send_byte( port, SET_DATASIZE, settings->data_bits );
    if (settings->parity != port->sent.parity) send_byte( port, SET_PARITY, settings->parity );
    if (settings->stop_bits != port->sent.stop_bits) send_byte( port, SET_STOPSIZE, settings->stop_bits );
    port->sent = *settings;
}

void com_port_set_dtr( struct com_port *port, bool on )
{
    if (telnet_has_com_port( port->telnet )) send_byte( port, SET_CONTROL, on ? CONTROL_DTR_ON : CONTROL_DTR_OFF );
}

void com_port_set_rts( struct com_port *port, bool on )
{
    if (telnet_has_com_port( port->telnet )) send_byte( port, SET_CONTROL, on ? CONTROL_RTS_ON : CONTROL_RTS_OFF );
}

void com_port_purge( struct com_port *port )
{
    if (telnet_has_com_port( port->telnet )) send_byte( port, PURGE_DATA, PURGE_BOTH );
}

int com_port_receive( struct com_port *port, const uint8_t *sub, size_t size )
{
    uint8_t before;

    switch (sub[0])
    {
    case FLOWCONTROL_SUSPEND:
    case FLOWCONTROL_SUSPEND + SERVER_ANSWER:
        port->suspended = true;
        return 0;
    case FLOWCONTROL_RESUME:
    case FLOWCONTROL_RESUME + SERVER_ANSWER:
        port->suspended = false;
        return 0;
    case NOTIFY_LINESTATE:
        if (size >= 2) port->line_state = sub[1];
        return 0;
    case NOTIFY_MODEMSTATE:
        if (size < 2) return 0;
        before = port->modem_state;
        port->modem_state = sub[1] & ALL_MODEM_STATES;
        if (sub[1] & MODEM_STATE_CD) port->carrier_seen = true;
        return port->modem_state != before;
    default:
        return 0;
    }
}
