/*
 * Who calls and how the bell rings: distinctive ring, cadences, caller id with everything in it.
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

#include "bench.h"


#define AFTER_INIT ON( "AT+VCID=1", "\r\nOK\r\n" ), WAIT( 50 )

/* The patterns of distinctive ring, as words and as cadence. */
void test_ring_modes( void )
{
    static const struct { const char *text; unsigned int mode; } rings[] =
    {
        { "\r\nRING\r\n", 0 }, { "\r\nRING A\r\n", 1 }, { "\r\nRING B\r\n", 2 }, { "\r\nRING C\r\n", 3 }, { "\r\nRING 2\r\n", 2 }, { "\r\nRING3\r\n", 3 },
        { "\r\nDROF=40\r\nDRON=20\r\n\r\nRING\r\n", 1 }, { "\r\nDRON=8\r\n\r\nDROF=4\r\n\r\nDRON=8\r\n\r\nRING\r\n", 2 },
        { "\r\nDRON=4\r\n\r\nDROF=2\r\n\r\nDRON=4\r\n\r\nDROF=2\r\n\r\nDRON=8\r\n\r\nRING\r\n", 3 },
        { "\r\nDRON=4\r\n\r\nDROF=2\r\n\r\nDRON=4\r\n\r\nDROF=2\r\n\r\nDRON=8\r\n", 3 },      /* nothing but the cadence */
        { "\r\nDRON=8\r\n\r\nDROF=40\r\n", 1 },
    };
    size_t i;

    for (i = 0; i < sizeof(rings) / sizeof(rings[0]); i++)
    {
        const struct step steps[] = { ON( "AT-SDR=7", "\r\nOK\r\n" ), WAIT( 50 ), SEND( rings[i].text ), END };
        struct bench b;

        bench_begin( &b, steps, 0 );
        set( &b, "Timings\\CadenceTime", "150" );
        set( &b, "EnableDistinctiveRing\\1", "AT-SDR=7<cr>" );
        open_modem( &b );
        ok( fake_received( &b.fake, "AT-SDR=7" ), "distinctive ring was not switched on\n" );
        expect( &b, MODEM_EVENT_RING );
        ok( b.event.ring_mode == rings[i].mode && b.event.ring_count == 1, "%s: mode %u, count %u\n", rings[i].text, b.event.ring_mode, b.event.ring_count );
        bench_end( &b );
    }
}

/* Two rings of a modem that only tells the cadence are one call. */
void test_ring_cadence_only( void )
{
    static const struct step steps[] =
    {
        AFTER_INIT, SEND( "\r\nDRON=8\r\n\r\nDROF=4\r\n\r\nDRON=8\r\n" ), WAIT( 400 ),
        SEND( "\r\nDROF=40\r\n\r\nDRON=8\r\n\r\nDROF=4\r\n\r\nDRON=8\r\n" ), END
    };
    struct bench b;

    bench_begin( &b, steps, 0 );
    set( &b, "Timings\\CadenceTime", "100" );
    open_modem( &b );
    expect( &b, MODEM_EVENT_RING );
    ok( b.event.ring_mode == 2 && b.event.call == 1, "mode %u, call %u\n", b.event.ring_mode, b.event.call );
    expect( &b, MODEM_EVENT_RING );
    ok( b.event.ring_mode == 2 && b.event.ring_count == 2 && b.event.call == 1, "mode %u, ring %u, call %u\n", b.event.ring_mode,
        b.event.ring_count, b.event.call );
    bench_end( &b );
}

void test_caller_forms( void )
{
    static const struct { const char *text, *number, *redirecting; } callers[] =
    {
        { "\r\nRING\r\n\r\n0412303332323234303539313435353132333435\r\n", "9145512345", "" },
        { "\r\nRING;5550102\r\n", "5550102", "" },
        { "\r\nA5550102D5550199C\r\n\r\nRING\r\n", "5550102", "5550199" },
        { "\r\nRING\r\n\r\nDDN_NMBR = 5550199\r\nNMBR = 5550102\r\n", "5550102", "5550199" },
    };
    size_t i;

    for (i = 0; i < sizeof(callers) / sizeof(callers[0]); i++)
    {
        const struct step steps[] = { AFTER_INIT, SEND( callers[i].text ), END };
        struct bench b;

        bench_begin( &b, steps, 0 );
        open_modem( &b );
        expect( &b, MODEM_EVENT_RING );
        expect( &b, MODEM_EVENT_CALLER_ID );
        ok( !strcmp( b.event.caller_number, callers[i].number ) && !strcmp( b.event.caller_redirecting, callers[i].redirecting ), "%s: %s %s\n",
            callers[i].text, b.event.caller_number, b.event.caller_redirecting );
        bench_end( &b );
    }
}
