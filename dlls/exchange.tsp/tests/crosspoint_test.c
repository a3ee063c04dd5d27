/*
 * Tests of who hears whom in the media switch, sample by sample.
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

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../crosspoint.h"

#define FRAME EXCHANGE_FRAME_SAMPLES
#define LEAD  4     /* frames of what is not live before any is heard */

static unsigned int checks, failures;

#define check( cond, ... ) \
    do { checks++; if (!(cond)) { failures++; printf( "%s:%d: ", __FILE__, __LINE__ ); printf( __VA_ARGS__ ); printf( "\n" ); } } while (0)

static struct exchange_media_shared *memory( void )
{
    struct exchange_media_shared *shared = calloc( 1, sizeof(*shared) );

    if (!shared) exit( 2 );
    return shared;
}

/* One end of a program */
struct end
{
    struct exchange_media_shared *shared;
    struct port *port;
    uint32_t said, heard;
};

static struct end end_make( struct crosspoint *x, uint32_t party, uint32_t room )
{
    struct end end = { memory() };

    end.port = crosspoint_add( x, end.shared );
    port_route( end.port, party, room, true, false );
    return end;
}

static void end_free( struct end *end )
{
    port_remove( end->port );
    free( end->shared );
}

/* Sample number n of a speaker, so that every sample says where it belongs; none is silent */
static int16_t sample_of( uint32_t speaker, uint32_t n )
{
    return (int16_t)((n * 7 + speaker * 1009) % 16381 + 1);
}

static void say( struct end *end, uint32_t speaker, uint32_t count )
{
    struct exchange_ring *ring = &end->shared->spoken;
    uint32_t i;

    for (i = 0; i < count; i++, end->said++)
        ring->samples[(ring->written + i) % EXCHANGE_RING_SAMPLES] = sample_of( speaker, end->said );
    exchange_ring_store( &ring->written, ring->written + count );
}

static uint32_t hear( struct end *end, int16_t *out, uint32_t size )
{
    struct exchange_ring *ring = &end->shared->heard;
    uint32_t count = ring->written - ring->taken, i;

    if (count > size) count = size;
    for (i = 0; i < count; i++) out[i] = ring->samples[(ring->taken + i) % EXCHANGE_RING_SAMPLES];
    exchange_ring_store( &ring->taken, ring->taken + count );
    return count;
}

static void test_two( void )
{
    struct crosspoint *x = crosspoint_create();
    struct end a = end_make( x, 1, 1 ), b = end_make( x, 2, 1 );
    int16_t heard[FRAME];
    uint32_t i, j, silent = 0, wrong = 0;

    check( crosspoint_active( x ), "nobody is active" );
    for (i = 0; i < 500; i++)
    {
        say( &a, 1, FRAME );
        say( &b, 2, FRAME );
        crosspoint_tick( x );
        check( hear( &b, heard, FRAME ) == FRAME, "tick %u: no frame", i );
        if (i < LEAD - 1)
        {
            for (j = silent = 0; j < FRAME; j++) silent += !heard[j];
            check( silent == FRAME, "frame %u has %u silent samples", i, silent );
            hear( &a, heard, FRAME );
            continue;
        }
        for (j = 0; j < FRAME; j++) wrong += heard[j] != sample_of( 1, (i - LEAD + 1) * FRAME + j );
        hear( &a, heard, FRAME );
        for (j = 0; j < FRAME; j++) wrong += heard[j] != sample_of( 2, (i - LEAD + 1) * FRAME + j );
    }
    check( !wrong, "%u samples are not what was said", wrong );
    end_free( &a );
    end_free( &b );
    check( !crosspoint_active( x ), "somebody is active" );
    crosspoint_free( x );
}

static void test_conference( void )
{
    struct crosspoint *x = crosspoint_create();
    struct end ends[4];
    int16_t heard[4][FRAME];
    uint32_t i, j, k, wrong = 0;

    /* ports 2 and 3 are of one party, as of two programs that share a call: they do not hear each other */
    for (i = 0; i < 4; i++) ends[i] = end_make( x, i < 3 ? i + 1 : 3, 7 );
    for (i = 0; i < 3; i++) say( &ends[i], i, (LEAD + 1) * FRAME );
    for (k = 0; k < 2; k++)
    {
        crosspoint_tick( x );
        for (i = 0; i < 4; i++) check( hear( &ends[i], heard[i], FRAME ) == FRAME, "port %u hears nothing", i );
        for (j = 0; j < FRAME; j++)
        {
            const uint32_t n = k * FRAME + j;
            const int16_t s[3] = { sample_of( 0, n ), sample_of( 1, n ), sample_of( 2, n ) };

            wrong += heard[0][j] != s[1] + s[2] || heard[1][j] != s[0] + s[2] || heard[2][j] != s[0] + s[1] || heard[3][j] != s[0] + s[1];
        }
    }
    check( !wrong, "%u samples of a conference are wrong", wrong );
    for (i = 0; i < 4; i++) end_free( &ends[i] );
    crosspoint_free( x );
}

static void test_loud( void )
{
    struct crosspoint *x = crosspoint_create();
    struct end a = end_make( x, 1, 1 ), b = end_make( x, 2, 1 ), c = end_make( x, 3, 1 );
    int16_t heard[FRAME];
    uint32_t i;

    for (i = 0; i < LEAD * FRAME; i++)
    {
        a.shared->spoken.samples[i] = i % 2 ? 30000 : -30000;
        b.shared->spoken.samples[i] = i % 2 ? 20000 : -20000;
    }
    exchange_ring_store( &a.shared->spoken.written, LEAD * FRAME );
    exchange_ring_store( &b.shared->spoken.written, LEAD * FRAME );
    crosspoint_tick( x );
    hear( &c, heard, FRAME );
    check( heard[0] == INT16_MIN && heard[1] == INT16_MAX, "the sum is %d and %d", heard[0], heard[1] );
    end_free( &a );
    end_free( &b );
    end_free( &c );
    crosspoint_free( x );
}

static void test_silence( void )
{
    struct crosspoint *x = crosspoint_create();
    struct end a = end_make( x, 1, 1 ), b = end_make( x, 2, 0 ), c = end_make( x, 3, 1 );
    int16_t heard[FRAME];
    uint32_t i, sum = 0;

    port_route( c.port, 3, 1, false, false );
    say( &a, 1, 4 * FRAME );
    say( &b, 2, 4 * FRAME );
    crosspoint_tick( x );
    check( hear( &b, heard, FRAME ) == FRAME, "who is on hold hears nothing at all" );
    for (i = 0; i < FRAME; i++) sum += heard[i] != 0;
    check( !sum, "who is on hold hears %u samples", sum );
    check( hear( &a, heard, FRAME ) == FRAME, "who is alone hears nothing at all" );
    for (i = 0; i < FRAME; i++) sum += heard[i] != 0;
    check( !sum, "who is alone hears %u samples", sum );
    check( !hear( &c, heard, FRAME ), "who is not connected hears something" );
    check( a.shared->spoken.taken == FRAME && b.shared->spoken.taken == FRAME, "%u and %u were taken", a.shared->spoken.taken, b.shared->spoken.taken );
    /* it joins: what it said while it was away is gone */
    port_route( b.port, 2, 1, true, false );
    crosspoint_tick( x );
    hear( &a, heard, FRAME );
    check( heard[0] == sample_of( 2, FRAME ), "the first sample is %d", heard[0] );
    /* an echo */
    port_route( b.port, 2, 0, true, true );
    while (hear( &b, heard, FRAME )) {}
    crosspoint_tick( x );
    check( hear( &b, heard, FRAME ) == FRAME && heard[0] == sample_of( 2, 2 * FRAME ), "the echo is %d", heard[0] );
    end_free( &a );
    end_free( &b );
    end_free( &c );
    crosspoint_free( x );
}

static void test_end( void )
{
    struct crosspoint *x = crosspoint_create();
    struct end a = end_make( x, 1, 1 ), b = end_make( x, 2, 1 );
    int16_t heard[FRAME];
    uint32_t i;

    /* less than a frame waits for more, unless it is all */
    say( &a, 1, 50 );
    crosspoint_tick( x );
    hear( &b, heard, FRAME );
    check( !heard[49], "an incomplete frame is heard" );
    exchange_ring_store( &a.shared->spoken.complete, 1 );
    crosspoint_tick( x );
    hear( &b, heard, FRAME );
    check( heard[49] == sample_of( 1, 49 ) && !heard[50], "the last samples are %d and %d", heard[49], heard[50] );
    check( a.shared->spoken.taken == 50, "%u were taken", a.shared->spoken.taken );
    exchange_ring_store( &a.shared->spoken.complete, 0 );
    /* nor does it wait for ever */
    say( &a, 1, 50 );
    for (i = 0; i < 8; i++) crosspoint_tick( x );
    check( a.shared->spoken.taken == 100, "%u were taken", a.shared->spoken.taken );
    end_free( &a );
    end_free( &b );
    crosspoint_free( x );
}

static void test_skip( void )
{
    struct crosspoint *x = crosspoint_create();
    struct end a = end_make( x, 1, 1 ), b = end_make( x, 2, 1 );
    int16_t heard[FRAME];

    /* what is stopped is not heard any more, what comes after it is */
    say( &a, 1, 10 * FRAME );
    crosspoint_tick( x );
    hear( &b, heard, FRAME );
    check( heard[0] == sample_of( 1, 0 ), "the first sample is %d", heard[0] );
    exchange_ring_store( &a.shared->spoken.drop, a.shared->spoken.written );
    say( &a, 1, 2 * FRAME );
    crosspoint_tick( x );
    hear( &b, heard, FRAME );
    check( heard[0] == sample_of( 1, 10 * FRAME ), "the first sample after it is %d", heard[0] );
    crosspoint_tick( x );
    hear( &b, heard, FRAME );
    check( heard[0] == sample_of( 1, 11 * FRAME ), "the second frame begins with %d", heard[0] );
    end_free( &a );
    end_free( &b );
    crosspoint_free( x );
}

/* One that speaks live in pieces of so many frames, when they are due; how many of its samples are left out in that time, and how many frames are silent. */
static uint32_t live( struct crosspoint *x, struct end *a, struct end *b, uint32_t piece, uint32_t ticks, uint32_t *silent )
{
    const uint32_t said = a->said;
    uint32_t i, lost = 0, next = a->shared->spoken.taken;
    int16_t heard[FRAME];

    for (i = *silent = 0; i < ticks; i++)
    {
        if (!(i % piece)) say( a, 1, piece * FRAME );
        crosspoint_tick( x );
        hear( b, heard, FRAME );
        if (!heard[0] && !heard[1]) *silent += 1;
        else
        {
            while (heard[0] != sample_of( 1, next ) && next < said + ticks * FRAME) next++, lost++;
            next += FRAME;
        }
    }
    return lost;
}

static void test_late( void )
{
    struct crosspoint *x = crosspoint_create();
    struct end a = end_make( x, 1, 1 ), b = end_make( x, 2, 1 ), c = end_make( x, 3, 2 ), d = end_make( x, 4, 2 );
    int16_t heard[FRAME];
    uint32_t i, lost, silent, waits;

    /* nobody is late: nothing is left out, and nothing waits */
    exchange_ring_store( &a.shared->spoken.live, 1 );
    lost = live( x, &a, &b, 1, 3000, &silent );
    waits = a.shared->spoken.written - a.shared->spoken.taken;
    check( !lost && !silent, "%u samples are lost, %u frames are silent", lost, silent );
    check( waits <= FRAME, "%u samples wait", waits );
    lost = live( x, &a, &b, 2, 3000, &silent );
    waits = a.shared->spoken.written - a.shared->spoken.taken;
    check( !lost && silent <= 1, "%u samples are lost, %u frames are silent", lost, silent );
    check( waits <= 2 * FRAME, "%u samples wait", waits );
    /* half a second comes at once: a second later it is as before */
    say( &a, 1, 50 * FRAME );
    lost = live( x, &a, &b, 2, 220, &silent );
    waits = a.shared->spoken.written - a.shared->spoken.taken;
    check( lost >= 47 * FRAME && lost <= 50 * FRAME, "%u samples are left out", lost );
    check( waits <= 3 * FRAME, "%u samples wait", waits );
    lost = live( x, &a, &b, 2, 3000, &silent );
    check( !lost && !silent, "%u more samples are lost, %u frames are silent", lost, silent );
    /* somebody who is late now and then gets a margin, and is understood */
    for (i = 0; i < 20; i++)
    {
        for (lost = 0; lost < 5; lost++) crosspoint_tick( x ), hear( &b, heard, FRAME );
        say( &a, 1, 5 * FRAME );
        live( x, &a, &b, 1, 20, &silent );
    }
    check( !silent, "%u frames are silent", silent );
    check( a.shared->spoken.written - a.shared->spoken.taken <= 9 * FRAME, "%u samples wait", a.shared->spoken.written - a.shared->spoken.taken );

    /* what is not live is left alone, whether its queue is short or long */
    say( &c, 3, 8 * FRAME );
    say( &d, 4, EXCHANGE_RING_AHEAD );
    for (i = 0; i < 4000; i++)
    {
        crosspoint_tick( x );
        hear( &c, heard, FRAME );
        hear( &d, heard, FRAME );
        say( &c, 3, FRAME );
        say( &d, 4, FRAME );
    }
    check( c.shared->spoken.taken == 4000 * FRAME, "%u samples were taken", c.shared->spoken.taken );
    check( d.shared->spoken.taken == 4000 * FRAME, "%u samples were taken", d.shared->spoken.taken );
    end_free( &a );
    end_free( &b );
    end_free( &c );
    end_free( &d );
    crosspoint_free( x );
}

/* Hears so many frames of what is left to be heard; how many samples are those of the speaker from number *next on, silence left out. */
static void hear_exactly( struct end *end, uint32_t speaker, uint32_t frames, uint32_t *next, uint32_t *wrong )
{
    int16_t heard[FRAME];
    uint32_t i;

    while (frames-- && hear( end, heard, FRAME ))
    {
        for (i = 0; i < FRAME; i++)
        {
            if (!heard[i]) continue;
            *wrong += heard[i] != sample_of( speaker, *next );
            ++*next;
        }
    }
}

/* Says what there is room for, as who plays a file does. */
static void say_file( struct end *end, uint32_t speaker, uint32_t total )
{
    const struct exchange_ring *ring = &end->shared->spoken;

    while (end->said < total && ring->written - ring->taken < EXCHANGE_RING_AHEAD) say( end, speaker, FRAME );
}

/* A program that records does not get the processor for long, again and again: files wait for it. */
static void test_starved( bool echo )
{
    struct crosspoint *x = crosspoint_create();
    struct end a = end_make( x, 1, 1 ), b = end_make( x, 2, 1 ), c = end_make( x, 3, 1 ), *reader = echo ? &a : &b;
    const uint32_t total = 12 * EXCHANGE_RING_SAMPLES / FRAME * FRAME;
    uint32_t i, k, next = 0, wrong = 0, next_of_c = 0, wrong_of_c = 0, longest = 0;

    if (echo) port_route( a.port, 1, 0, true, true );
    exchange_ring_store( &reader->shared->heard.listens, 1 );
    for (k = 0; k < 40 && next < total; k++)
    {
        /* the reader is there after 20 s, and takes what the ring has */
        for (i = 0; i < 2000; i++)
        {
            const uint32_t taken = a.shared->spoken.taken;

            say_file( &a, 3, total );
            crosspoint_tick( x );
            if (taken == a.shared->spoken.taken) longest++;
            hear_exactly( &c, 3, 1, &next_of_c, &wrong_of_c );
        }
        hear_exactly( reader, 3, EXCHANGE_RING_SAMPLES / FRAME, &next, &wrong );
    }
    check( longest > 1000, "the file never waited" );
    check( !wrong, "echo %d: %u samples are wrong", echo, wrong );
    check( next == total, "echo %d: %u samples of %u are heard", echo, next, total );
    if (!echo) check( next_of_c == next && !wrong_of_c, "another party hears %u samples, %u wrong", next_of_c, wrong_of_c );
    check( !crosspoint_deaf( x ), "the reader was given up" );
    end_free( &a );
    end_free( &b );
    end_free( &c );
    crosspoint_free( x );
}

/* A program that reads nothing at all holds a file up for 30 s, and nobody else for any time; what reads again is waited for again. */
static void test_deaf( void )
{
    struct crosspoint *x = crosspoint_create();
    struct end a = end_make( x, 1, 1 ), b = end_make( x, 2, 1 ), c = end_make( x, 3, 1 );
    int16_t heard[FRAME];
    uint32_t i, waited = 0, silent = 0;

    exchange_ring_store( &b.shared->heard.listens, 1 );
    exchange_ring_store( &c.shared->spoken.live, 1 );
    for (i = 0; i < 4000; i++)
    {
        const uint32_t taken = a.shared->spoken.taken;

        say_file( &a, 3, ~0u );
        say( &c, 1, FRAME );
        crosspoint_tick( x );
        waited += taken == a.shared->spoken.taken;
        /* who speaks live is heard all the time */
        silent += hear( &a, heard, FRAME ) != FRAME || (!heard[0] && !heard[1]);
        hear( &c, heard, FRAME );
    }
    check( waited >= 2900 && waited <= 3100, "a file waited for %u ticks", waited );
    check( silent <= 1, "who speaks live is not heard for %u ticks", silent );
    check( crosspoint_deaf( x ) == 1, "%u were given up", crosspoint_deaf( x ));
    check( b.shared->heard.written - b.shared->heard.taken <= EXCHANGE_RING_SAMPLES, "the ring is over-full" );
    while (hear( &b, heard, FRAME )) {}
    for (i = waited = 0; i < 1000; i++)
    {
        const uint32_t taken = a.shared->spoken.taken;

        say_file( &a, 3, ~0u );
        say( &c, 1, FRAME );
        crosspoint_tick( x );
        waited += taken == a.shared->spoken.taken;
        hear( &a, heard, FRAME );
    }
    check( waited > 500, "a file waited for %u ticks", waited );
    /* who does not listen any more keeps nobody waiting */
    exchange_ring_store( &b.shared->heard.listens, 0 );
    for (i = waited = 0; i < 100; i++)
    {
        const uint32_t taken = a.shared->spoken.taken;

        say_file( &a, 3, ~0u );
        crosspoint_tick( x );
        waited += taken == a.shared->spoken.taken;
    }
    check( !waited, "a file waited for %u ticks", waited );
    end_free( &a );
    end_free( &b );
    end_free( &c );
    crosspoint_free( x );
}

static void test_hostile( void )
{
    struct crosspoint *x = crosspoint_create();
    struct end a = end_make( x, 1, 1 ), b = end_make( x, 2, 1 );
    int16_t heard[FRAME];
    uint32_t i;

    srand( 1 );
    for (i = 0; i < 20000; i++)
    {
        uint32_t *words[] = { &a.shared->heard.written, &a.shared->heard.taken, &a.shared->spoken.written, &a.shared->spoken.taken,
                              &a.shared->spoken.complete, &a.shared->spoken.drop, &a.shared->spoken.live, &a.shared->heard.listens };

        *words[rand() % 8] = rand() % 2 ? (uint32_t)rand() * 2654435761u : (uint32_t)rand() % 1000;
        if (i % 100 < 2) say( &b, 2, FRAME );
        crosspoint_tick( x );
        check( hear( &b, heard, FRAME ) == FRAME, "the other one hears nothing" );
    }
    /* nobody reads: frames are lost, and nothing else */
    for (i = 0; i < 200; i++) crosspoint_tick( x );
    check( b.shared->heard.written - b.shared->heard.taken <= EXCHANGE_RING_SAMPLES, "the ring is over-full" );
    end_free( &a );
    end_free( &b );
    crosspoint_free( x );
}

static void test_many( void )
{
    struct crosspoint *x = crosspoint_create();
    static struct end ends[200];
    int16_t heard[FRAME];
    uint32_t i, k, j, wrong = 0;

    for (i = 0; i < 200; i++) ends[i] = end_make( x, 1 + i, 1 + (i & ~1u) );
    for (i = 0; i < 200; i++) say( &ends[i], i, (LEAD - 1) * FRAME );
    for (k = 0; k < 50; k++)
    {
        for (i = 0; i < 200; i++) say( &ends[i], i, FRAME );
        crosspoint_tick( x );
        for (i = 0; i < 200; i++)
        {
            hear( &ends[i], heard, FRAME );
            for (j = 0; j < FRAME; j++) wrong += heard[j] != sample_of( i ^ 1, k * FRAME + j );
        }
    }
    check( !wrong, "%u samples of a hundred calls are wrong", wrong );
    for (i = 0; i < 200; i += 2) end_free( &ends[i] );
    for (i = 1; i < 200; i += 2) end_free( &ends[i] );
    crosspoint_free( x );
}

int main( void )
{
    test_two();
    test_conference();
    test_loud();
    test_silence();
    test_end();
    test_skip();
    test_late();
    test_starved( false );
    test_starved( true );
    test_deaf();
    test_hostile();
    test_many();
    printf( "%u passed, %u failed\n", checks - failures, failures );
    return failures != 0;
}
