/*
 * Simulated telephone exchange: a carrier of real V.22bis audio.
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

/*
 * Two V.22bis modems of spandsp are joined by their audio, 20 ms at a time. Bytes go through them as
 * asynchronous characters, 8N1, as through any modem without error control.
 */

#include <stdlib.h>
#include <string.h>

#include <spandsp.h>

#include "phoneline.h"

#define SAMPLES         160         /* 20 ms */
#define TICK_MS         20
#define LATE_TICKS      10          /* audio that is later than this is not made up for */
#define FAST_TICKS      25
#define ROOM            256         /* bytes waiting for modulation: about a second */
#define IDLE_BITS       20          /* marks that must have been seen before a start bit counts */

struct audio_end
{
    struct carrier  *carrier;
    v22bis_state_t  *modem;
    struct bytes     tx;
    int              tx_left;       /* bits of the present character still to send */
    unsigned int     tx_bits;
    int              rx_ones;
    int              rx_count;      /* bits of the present character, 0: waiting for a start bit */
    unsigned int     rx_bits;
    struct bytes     rx;
    bool             trained, silent, lost, told;
};

struct carrier
{
    struct audio_end end[2];        /* 0 calls, 1 answers */
    struct timer     tick;
    int64_t          next;
    bool             up;
    void            *arg;
    void           (*trained)( void *arg, int rate );
    void           (*data)( void *arg, int end, const uint8_t *data, size_t size );
    void           (*lost)( void *arg, int end );
};

static int get_bit( void *arg )
{
    struct audio_end *end = arg;
    int bit;

    if (!end->tx_left)
    {
        if (!end->carrier->up || !bytes_len( &end->tx )) return 1;
        end->tx_bits = (end->tx.data[end->tx.start] << 1) | 0x200;
        end->tx_left = 10;
        bytes_drop( &end->tx, 1 );
    }
    bit = end->tx_bits & 1;
    end->tx_bits >>= 1;
    end->tx_left--;
    return bit;
}

static void signal_status( struct audio_end *end, int status )
{
    switch (status)
    {
    case SIG_STATUS_TRAINING_SUCCEEDED:
        end->trained = true;
        break;
    case SIG_STATUS_CARRIER_DOWN:
        if (end->trained) end->lost = true;
        break;
    }
}

static void put_bit( void *arg, int bit )
{
    struct audio_end *end = arg;
    uint8_t byte;

    if (bit < 0)
    {
        signal_status( end, bit );
        return;
    }
    if (!end->rx_count)
    {
        if (bit)
        {
            if (end->rx_ones < IDLE_BITS) end->rx_ones++;
        }
        else if (end->rx_ones >= IDLE_BITS)
        {
            end->rx_count = 1;
            end->rx_bits = 0;
        }
        else end->rx_ones = 0;
        return;
    }
    if (end->rx_count <= 8)
    {
        end->rx_bits |= (bit & 1) << (end->rx_count - 1);
        end->rx_count++;
        return;
    }
    end->rx_count = 0;
    if (!bit)
    {
        end->rx_ones = 0;           /* no stop bit: out of step until the line is idle again */
        return;
    }
    byte = end->rx_bits;
    bytes_put( &end->rx, &byte, 1 );
}

static void run_audio( struct carrier *carrier )
{
    int16_t samples[2][SAMPLES];
    int i;

    for (i = 0; i < 2; i++)
    {
        int made = carrier->end[i].silent ? 0 : v22bis_tx( carrier->end[i].modem, samples[i], SAMPLES );

        memset( samples[i] + made, 0, (SAMPLES - made) * sizeof(samples[i][0]) );
    }
    for (i = 0; i < 2; i++)
        if (!carrier->end[i].silent) v22bis_rx( carrier->end[i].modem, samples[!i], SAMPLES );
}

/* Report what a stretch of audio brought. Returns false when the carrier may be gone. */
static bool report( struct carrier *carrier )
{
    int i;

    if (!carrier->up && carrier->end[0].trained && carrier->end[1].trained)
    {
        carrier->up = true;
        carrier->trained( carrier->arg, v22bis_get_current_bit_rate( carrier->end[0].modem ) );
    }
    for (i = 0; i < 2; i++)
    {
        struct bytes *rx = &carrier->end[i].rx;

        if (!bytes_len( rx )) continue;
        carrier->data( carrier->arg, i, rx->data + rx->start, bytes_len( rx ) );
        bytes_drop( rx, bytes_len( rx ) );
    }
    for (i = 0; i < 2; i++)
    {
        if (!carrier->end[i].lost || carrier->end[i].told || carrier->end[i].silent) continue;
        carrier->end[i].told = true;
        carrier->lost( carrier->arg, i );
        return false;
    }
    return true;
}

static void tick( void *arg )
{
    struct carrier *carrier = arg;
    int64_t now = now_ms();
    int ticks = 0;

    if (options.fast_audio)
    {
        timer_set( &carrier->tick, 1, tick, carrier );
        while (ticks++ < FAST_TICKS)
        {
            run_audio( carrier );
            if (!report( carrier )) return;
        }
        return;
    }
    if (now - carrier->next > LATE_TICKS * TICK_MS) carrier->next = now - LATE_TICKS * TICK_MS;
    while (carrier->next <= now)
    {
        carrier->next += TICK_MS;
        timer_set( &carrier->tick, carrier->next > now ? carrier->next - now : 0, tick, carrier );
        run_audio( carrier );
        if (!report( carrier )) return;
    }
}

/*
 * Join two V.22bis modems. trained is called once with the rate in bit/s when both ends are ready,
 * data for each stretch of bytes received, lost when an end no longer hears the other; lost may
 * destroy the carrier.
 */
struct carrier *carrier_create( void *arg, void (*trained)( void *arg, int rate ),
                                void (*data)( void *arg, int end, const uint8_t *data, size_t size ),
                                void (*lost)( void *arg, int end ) )
{
    struct carrier *carrier = calloc( 1, sizeof(*carrier) );
    int i;

    if (!carrier) abort();
    carrier->arg = arg;
    carrier->trained = trained;
    carrier->data = data;
    carrier->lost = lost;
    for (i = 0; i < 2; i++)
    {
        struct audio_end *end = &carrier->end[i];

        end->carrier = carrier;
        end->modem = v22bis_init( NULL, 2400, V22BIS_GUARD_TONE_NONE, i == 0, get_bit, end, put_bit, end );
        if (!end->modem) abort();
    }
    carrier->next = now_ms();
    timer_set( &carrier->tick, 0, tick, carrier );
    return carrier;
}

void carrier_destroy( struct carrier *carrier )
{
    int i;

    if (!carrier) return;
    timer_cancel( &carrier->tick );
    for (i = 0; i < 2; i++)
    {
        v22bis_free( carrier->end[i].modem );
        bytes_free( &carrier->end[i].tx );
        bytes_free( &carrier->end[i].rx );
    }
    free( carrier );
}

/* How many bytes an end takes without piling them up. */
size_t carrier_room( const struct carrier *carrier, int end )
{
    size_t used = bytes_len( &carrier->end[end].tx );

    return used < ROOM ? ROOM - used : 0;
}

void carrier_send( struct carrier *carrier, int end, const void *data, size_t size )
{
    bytes_put( &carrier->end[end].tx, data, size );
}

/* An end goes on hook: it sends no more signal, and hears none. */
void carrier_silence( struct carrier *carrier, int end )
{
    carrier->end[end].silent = true;
}
