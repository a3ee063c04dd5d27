/*
 * Telnet (RFC 854 and its kin) and the client of RFC 2217.
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

#ifndef WINE_TELEPHONY_VIRTUAL_TELNET_H
#define WINE_TELEPHONY_VIRTUAL_TELNET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Commands and options: RFC 854, 855, 856, 857, 858, 1091, 2217 */
enum
{
    TELNET_SE = 240, TELNET_NOP = 241, TELNET_AYT = 246, TELNET_SB = 250, TELNET_WILL = 251, TELNET_WONT = 252, TELNET_DO = 253,
    TELNET_DONT = 254, TELNET_IAC = 255,
};

enum { OPTION_BINARY = 0, OPTION_ECHO = 1, OPTION_SGA = 3, OPTION_TERMINAL_TYPE = 24, OPTION_COM_PORT = 44 };

#define TELNET_SUB_SIZE 128

enum telnet_role
{
    TELNET_OFF,                         /* bytes as they are */
    TELNET_AUTO,                        /* as they are until the peer negotiates */
    TELNET_CALLER,                      /* telnet from the start */
    TELNET_ANSWERER,                    /* offers telnet, and speaks it when the peer does */
    TELNET_COM_PORT,                    /* the caller of a serial server, RFC 2217 */
};

/* One end of a telnet connection. It only makes and eats bytes; who carries them is the callbacks' business. */
struct telnet
{
    enum telnet_role role;
    bool     active;                    /* telnet is spoken: IAC is special both ways */
    bool     offered;                   /* our own wishes are out */
    bool     had_cr;                    /* the last byte received was CR, outside of BINARY */
    unsigned int state;
    unsigned int verb;
    size_t   seen;                      /* bytes before the peer negotiated */
    struct { uint8_t us, him; } options[256];
    uint8_t  sub[TELNET_SUB_SIZE];
    size_t   sub_len;
    char     terminal[32];
    void   (*send)( void *arg, const void *data, size_t size );             /* bytes for the peer, as they are */
    void   (*data)( void *arg, const void *data, size_t size );             /* what the peer says */
    void   (*com_port)( void *arg, const uint8_t *sub, size_t size );       /* a COM-PORT-OPTION of the peer; may be NULL */
    void    *arg;
};

/** Begin a connection. The callbacks are set by the caller; a role that wants telnet sends its wishes. */
void telnet_start( struct telnet *telnet, enum telnet_role role, const char *terminal );

/** Take in bytes of the peer. */
void telnet_receive( struct telnet *telnet, const uint8_t *data, size_t size );

/** Send bytes to the peer, with IAC doubled and CR NUL where that is due. */
void telnet_send( struct telnet *telnet, const uint8_t *data, size_t size );

/** Send a suboption. */
void telnet_send_sub( struct telnet *telnet, uint8_t option, const uint8_t *data, size_t size );

/** @return whether we may send COM-PORT-OPTION commands */
bool telnet_has_com_port( const struct telnet *telnet );

/* ---- RFC 2217, the client's part (rfc2217.c) ---- */

struct line_settings
{
    uint32_t baud;
    uint8_t  data_bits;                 /* 5 to 8 */
    uint8_t  parity;                    /* 1 none, 2 odd, 3 even: the values of RFC 2217 */
    uint8_t  stop_bits;                 /* 1 or 2 */
};

struct com_port
{
    struct telnet       *telnet;
    struct line_settings sent;          /* what the server was told last */
    bool     begun;
    bool     carrier_seen;              /* the server's line has a carrier signal at all */
    bool     suspended;                 /* the server asked us to wait */
    uint8_t  modem_state;               /* of NOTIFY-MODEMSTATE */
    uint8_t  line_state;                /* of NOTIFY-LINESTATE */
};

#define MODEM_STATE_CD  0x80
#define MODEM_STATE_RI  0x40
#define MODEM_STATE_DSR 0x20
#define MODEM_STATE_CTS 0x10

void com_port_start( struct com_port *port, struct telnet *telnet );
/** Tell the server how the line is to be set, as far as that changed. Nothing happens before the server has agreed to RFC 2217. */
void com_port_set( struct com_port *port, const struct line_settings *settings );
void com_port_set_dtr( struct com_port *port, bool on );
void com_port_set_rts( struct com_port *port, bool on );
/** Drop what the server has not sent or delivered. */
void com_port_purge( struct com_port *port );
/** Take in a suboption. @return 1 if modem lines changed, else 0 */
int com_port_receive( struct com_port *port, const uint8_t *sub, size_t size );

#endif
