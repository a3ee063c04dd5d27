/*
 * Fuzzes telnet and RFC 2217 from the peer's side.
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

#include "virtual/telnet.h"

struct end
{
    struct telnet   telnet;
    struct com_port port;
    size_t          sent, data;
};

static void on_send( void *arg, const void *data, size_t size )
{
    struct end *end = arg;

    (void)data;
    end->sent += size;
}

static void on_data( void *arg, const void *data, size_t size )
{
    struct end *end = arg;

    if (!data || !size) abort();
    end->data += size;
}

static void on_com_port( void *arg, const uint8_t *sub, size_t size )
{
    struct end *end = arg;

    com_port_receive( &end->port, sub, size );
}

int LLVMFuzzerTestOneInput( const unsigned char *data, size_t size );

/* First byte: the role, and where the rest is cut in two. */
int LLVMFuzzerTestOneInput( const unsigned char *data, size_t size )
{
    static const struct line_settings settings = { 9600, 8, 1, 1 };
    struct end end = { 0 };
    size_t cut;

    if (size < 2 || size > 8192) return 0;
    end.telnet.send = on_send;
    end.telnet.data = on_data;
    end.telnet.com_port = on_com_port;
    end.telnet.arg = &end;
    telnet_start( &end.telnet, data[0] % 5, "ANSI" );
    com_port_start( &end.port, &end.telnet );
    cut = 1 + data[0] % (size - 1);
    telnet_receive( &end.telnet, data + 1, cut - 1 );
    com_port_set( &end.port, &settings );
    telnet_send( &end.telnet, data + 1, size - 1 );
    telnet_receive( &end.telnet, data + cut, size - cut );
    /* no byte makes more than one of data, and no peer makes us talk without end */
    if (end.data > size || end.sent > 64 * size + 512) abort();
    return 0;
}
