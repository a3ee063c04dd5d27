/*
 * Simulated telephone exchange: results and data for the DTE of a modem.
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
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "modem_private.h"

/* bytes to the DTE */

void modem_flush_out( struct modem *modem )
{
    if (!modem->plugged) return;
    if (!modem->present)
    {
        /* as on a real port: what nobody listens to is gone */
        bytes_drop( &modem->out, bytes_len( &modem->out ) );
        return;
    }
    while (bytes_len( &modem->out ))
    {
        ssize_t sent = write( modem->master, modem->out.data + modem->out.start, bytes_len( &modem->out ) );

        if (sent < 0 && errno == EINTR) continue;
        if (sent <= 0) break;
        bytes_drop( &modem->out, sent );
    }
}

void modem_put_out( struct modem *modem, const void *data, size_t size )
{
    bytes_put( &modem->out, data, size );
    modem_flush_out( modem );
    modem_update_watch( modem );
}

bool modem_takes_data( const struct modem *modem )
{
    return modem_in_data_state( modem ) && !modem->delayed && bytes_len( &modem->out ) < DATA_LIMIT;
}

/* Data from the far end. */
void modem_put_data( struct modem *modem, const void *data, size_t size )
{
    if (modem->dead || !modem->plugged) return;
    if (modem_in_data_state( modem ) && !modem->delayed) modem_put_out( modem, data, size );
    else bytes_put( &modem->held, data, size );
}

void modem_release_held( struct modem *modem )
{
    if (!bytes_len( &modem->held ) || !modem_in_data_state( modem ) || modem->delayed) return;
    modem_put_out( modem, modem->held.data + modem->held.start, bytes_len( &modem->held ) );
    bytes_drop( &modem->held, bytes_len( &modem->held ) );
}

static void delay_over( void *arg )
{
    struct modem *modem = arg;
    int64_t now = now_ms();

    while (modem->delayed && modem->delayed->due <= now)
    {
        struct chunk *chunk = modem->delayed;

        modem->delayed = chunk->next;
        modem_put_out( modem, chunk->data, chunk->size );
        free( chunk );
    }
    if (modem->delayed) timer_set( &modem->delay, modem->delayed->due - now, delay_over, modem );
    else
    {
        modem_release_held( modem );
        exchange_dte_ready( modem );
    }
}

int modem_at_output( at_state_t *at, void *arg, const uint8_t *data, size_t size )
{
    struct modem *modem = arg;
    uint8_t mangled[512];

    if (modem->dead || !modem->plugged) return 0;
    if (modem->muted)
    {
        modem->muted = false;
        return 0;
    }
    if (modem->interpreting && at->at_rx_mode == AT_MODE_CONNECTED && !at->fclass_mode)
    {
        /* spandsp follows the CONNECT of ATO with OK, which would be taken for data */
        int writes_of_connect = at->p.result_code_format == RESULT_CODES_TEXT ? 3 : 1;

        if (modem->online_writes++ >= writes_of_connect) return 0;
    }
    if (modem->mangle)
    {
        size_t i;

        if (size > sizeof(mangled)) size = sizeof(mangled);
        for (i = 0; i < size; i++) mangled[i] = data[i] ^ (0x80 | (i & 0x1f));
        data = mangled;
    }
    if (modem->slow || modem->delayed)
    {
        struct chunk *chunk = malloc( sizeof(*chunk) + size ), **link;

        if (!chunk) abort();
        chunk->next = NULL;
        chunk->due = now_ms() + modem->slow;
        chunk->size = size;
        memcpy( chunk->data, data, size );
        for (link = &modem->delayed; *link; link = &(*link)->next) ;
        *link = chunk;
        if (modem->delayed == chunk) timer_set( &modem->delay, modem->slow, delay_over, modem );
    }
    else modem_put_out( modem, data, size );
    return 0;
}

void modem_inject( struct modem *modem, const void *data, size_t size )
{
    modem_put_out( modem, data, size );
}

void modem_free_delayed( struct modem *modem )
{
    struct chunk *chunk;

    timer_cancel( &modem->delay );
    while ((chunk = modem->delayed))
    {
        modem->delayed = chunk->next;
        free( chunk );
    }
}
