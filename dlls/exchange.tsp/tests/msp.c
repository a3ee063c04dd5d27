/*
 * The media switch: what two parties of a call, a conference and a held call hear of each other, and who is let in.
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

#include "host.h"
#include "end.h"

#define LINES 4

static HDRVLINE line[LINES];
static HDRVMSPLINE instance[LINES];

/* ---- what the provider says to the MSPs ---- */

static CRITICAL_SECTION told_cs;
static struct { HTAPICALL call; DWORD_PTR instance; struct exchange_media data; } told[64];
static unsigned int told_count;

static void take_data( HTAPICALL call, DWORD_PTR htmsp, const void *data, DWORD size )
{
    const struct exchange_media *media = data;

    ok( size == sizeof(*media) && media->size == size && media->kind == EXCHANGE_MEDIA_STATE, "%lu bytes of MSP data\n", size );
    EnterCriticalSection( &told_cs );
    if (size == sizeof(*media) && told_count < ARRAY_SIZE(told))
    {
        told[told_count].call = call;
        told[told_count].instance = htmsp;
        told[told_count++].data = *media;
    }
    LeaveCriticalSection( &told_cs );
}

/* The last that was said of a call, once it is in that state */
static BOOL wait_told( const struct leg *leg, DWORD state, struct exchange_media *out )
{
    const ULONGLONG end = GetTickCount64() + PATIENCE;
    unsigned int i;
    BOOL found;

    do
    {
        found = FALSE;
        EnterCriticalSection( &told_cs );
        for (i = told_count; i && told[i - 1].call != leg->ht; i--) {}
        if (i && told[i - 1].data.state == state)
        {
            if (out) *out = told[i - 1].data;
            found = TRUE;
        }
        LeaveCriticalSection( &told_cs );
        if (!found) Sleep( 2 );
    } while (!found && GetTickCount64() < end);
    ok( found, "call %p is not told to be in state %lu\n", leg->ht, state );
    return found;
}

static void forget_told( void )
{
    EnterCriticalSection( &told_cs );
    told_count = 0;
    LeaveCriticalSection( &told_cs );
}

/* ---- one end ---- */

BOOL end_open( struct end *end, const struct exchange_media *media )
{
    struct exchange_media_welcome welcome = { 0 };
    DWORD mode = PIPE_READMODE_MESSAGE, done = 0;

    memset( end, 0, sizeof(*end) );
    while ((end->pipe = CreateFileW( media->pipe, GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL )) == INVALID_HANDLE_VALUE &&
           GetLastError() == ERROR_PIPE_BUSY) WaitNamedPipeW( media->pipe, 1000 );
    ok( end->pipe != INVALID_HANDLE_VALUE, "no pipe %ls: error %lu\n", media->pipe, GetLastError() );
    if (end->pipe == INVALID_HANDLE_VALUE) return FALSE;
    SetNamedPipeHandleState( end->pipe, &mode, NULL, NULL );
    if (!WriteFile( end->pipe, media->token, sizeof(media->token), &done, NULL ) || !ReadFile( end->pipe, &welcome, sizeof(welcome), &done, NULL ) ||
        done != sizeof(welcome)) return FALSE;
    ok( welcome.size == sizeof(welcome) && welcome.version == EXCHANGE_MEDIA_VERSION, "size %lu, version %lu\n", welcome.size, welcome.version );
    if (!(end->section = OpenFileMappingW( FILE_MAP_READ | FILE_MAP_WRITE, FALSE, welcome.section ))) return FALSE;
    return (end->shared = MapViewOfFile( end->section, FILE_MAP_READ | FILE_MAP_WRITE, 0, 0, sizeof(*end->shared) )) != NULL;
}

void end_close( struct end *end )
{
    if (end->shared) UnmapViewOfFile( end->shared );
    if (end->section) CloseHandle( end->section );
    CloseHandle( end->pipe );
}

/* More than a token in one message, often there before it is asked for: that is no token, and nothing worse */
static void send_long_token( const struct exchange_media *media )
{
    BYTE bytes[40] = { 1 };
    unsigned int i;
    HANDLE pipe;
    DWORD done;

    for (i = 0; i < 20; i++)
    {
        while ((pipe = CreateFileW( media->pipe, GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL )) == INVALID_HANDLE_VALUE &&
               GetLastError() == ERROR_PIPE_BUSY) WaitNamedPipeW( media->pipe, 1000 );
        ok( pipe != INVALID_HANDLE_VALUE, "no pipe: error %lu\n", GetLastError() );
        if (pipe == INVALID_HANDLE_VALUE) return;
        WriteFile( pipe, bytes, sizeof(bytes), &done, NULL );
        ok( !ReadFile( pipe, bytes, sizeof(bytes), &done, NULL ), "%lu bytes in return\n", done );
        CloseHandle( pipe );
    }
}

static int16_t sample_of( DWORD speaker, DWORD n )
{
    return (int16_t)((n * 31 + speaker * 1777) % 16000 + 1);
}

void say( struct end *end, DWORD speaker, DWORD count )
{
    struct exchange_ring *ring = &end->shared->spoken;
    DWORD i;

    for (i = 0; i < count; i++) ring->samples[(ring->written + i) % EXCHANGE_RING_SAMPLES] = sample_of( speaker, end->said++ );
    exchange_ring_store( &ring->written, ring->written + count );
}

/* The next sample, which will come. */
static int16_t hear( struct end *end )
{
    struct exchange_ring *ring = &end->shared->heard;
    const ULONGLONG limit = GetTickCount64() + PATIENCE;
    int16_t sample;

    while (exchange_ring_load( &ring->written ) == ring->taken)
    {
        if (GetTickCount64() > limit)
        {
            ok( 0, "no more is to be heard\n" );
            return 0;
        }
        Sleep( 1 );
    }
    sample = ring->samples[ring->taken % EXCHANGE_RING_SAMPLES];
    exchange_ring_store( &ring->taken, ring->taken + 1 );
    return sample;
}

static void skip_heard( struct end *end )
{
    exchange_ring_store( &end->shared->heard.taken, exchange_ring_load( &end->shared->heard.written ));
}

/* Hears all that the speakers say, count samples, without a gap. */
void hear_all( struct end *end, DWORD count, DWORD first, DWORD second, const char *who )
{
    DWORD i, silent = 0, wrong = 0;
    int16_t sample;

    while (!(sample = hear( end )) && silent++ < 80000) {}
    for (i = 0; i < count; i++)
    {
        const int16_t expected = (first ? sample_of( first, i ) : 0) + (second ? sample_of( second, i ) : 0);

        if (sample != expected && !wrong++) trace( "%s: sample %lu is %d, not %d, after %lu of silence\n", who, i, sample, expected, silent );
        if (i + 1 < count) sample = hear( end );
    }
    ok( !wrong, "%s: %lu samples of %lu are wrong\n", who, wrong, count );
}

/* ---- */

static void test_two( void )
{
    struct exchange_media media[2];
    struct end a, b, c;
    struct leg from, to;
    BYTE rubbish[16] = { 1 };
    DWORD done, i, sum = 0;

    connect_lines( line[0], 1, &from, &to );
    if (!wait_told( &from, EXCHANGE_CALL_TALKS, &media[0] ) || !wait_told( &to, EXCHANGE_CALL_TALKS, &media[1] )) return;
    ok( memcmp( media[0].token, media[1].token, 16 ), "both have the same token\n" );
    ok( end_open( &a, &media[0] ), "no connection: error %lu\n", GetLastError() );
    ok( end_open( &b, &media[1] ), "no connection: error %lu\n", GetLastError() );
    say( &a, 1, 4000 );
    say( &b, 2, 4000 );
    hear_all( &b, 4000, 1, 0, "called" );
    hear_all( &a, 4000, 2, 0, "caller" );

    /* a token is good for one connection, and what is no token for none */
    ok( !end_open( &c, &media[0] ), "a token was good twice\n" );
    end_close( &c );
    media[1].token[3]++;
    ok( !end_open( &c, &media[1] ), "a wrong token was good\n" );
    end_close( &c );

    send_long_token( &media[0] );

    /* who is on hold hears nothing, nor is he heard */
    ok_ret( result_of( p_lineHold( request(), from.hd ) ), 0 );
    ok( wait_told( &from, EXCHANGE_CALL_HELD, NULL ), "not held\n" );
    skip_heard( &a );
    skip_heard( &b );
    say( &a, 1, 800 );
    say( &b, 2, 800 );
    for (i = 0; i < 1600; i++) sum += hear( &a ) != 0;
    for (i = 0; i < 1600; i++) sum += hear( &b ) != 0;
    ok( !sum, "%lu samples are heard on hold\n", sum );
    ok_ret( result_of( p_lineUnhold( request(), from.hd ) ), 0 );
    ok( wait_told( &from, EXCHANGE_CALL_TALKS, NULL ), "held\n" );
    a.said = b.said = 0;
    skip_heard( &a );
    say( &b, 2, 800 );
    hear_all( &a, 800, 2, 0, "caller, unheld" );

    /* rubbish in the rings hurts nobody, rubbish in the pipe ends the connection */
    a.shared->heard.written = 0x12345678;
    a.shared->heard.taken = 0x89abcdef;
    exchange_ring_store( &a.shared->spoken.written, 0xdeadbeef );
    b.said = 0;
    skip_heard( &b );
    for (i = 0; i < 1600; i++) hear( &b );
    ok( WriteFile( a.pipe, rubbish, sizeof(rubbish), &done, NULL ), "error %lu\n", GetLastError() );
    ok( !ReadFile( a.pipe, rubbish, sizeof(rubbish), &done, NULL ), "%lu bytes came\n", done );
    end_close( &a );
    ok( end_open( &a, &media[0] ), "no second connection: error %lu\n", GetLastError() );
    say( &a, 1, 800 );
    skip_heard( &b );
    hear_all( &b, 800, 1, 0, "called, again" );

    close_leg( &from );
    ok( wait_told( &to, EXCHANGE_CALL_IDLE, NULL ), "not told of the end\n" );
    close_leg( &to );
    ok( !ReadFile( b.pipe, rubbish, sizeof(rubbish), &done, NULL ), "%lu bytes came\n", done );
    end_close( &a );
    end_close( &b );
    forget_told();
}

static void test_conference( void )
{
    struct exchange_media media[3];
    struct leg a, b, c, conference, consult, d;
    struct end ends[3];
    DWORD i;

    connect_lines( line[0], 1, &a, &b );
    conference = (struct leg){ line[0], new_handle() };
    consult = (struct leg){ line[0], new_handle() };
    ok_ret( result_of( p_lineSetupConference( request(), a.hd, NULL, conference.ht, &conference.hd, consult.ht, &consult.hd, 3, NULL ) ), 0 );
    ok_ret( result_of( p_lineDial( request(), consult.hd, L"1003", 0 ) ), 0 );
    c = offered( 2 );
    ok_ret( result_of( p_lineAnswer( request(), c.hd, NULL, 0 ) ), 0 );
    ok( said_state( consult.ht, LINECALLSTATE_CONNECTED, NULL ), "not connected\n" );
    ok_ret( result_of( p_lineAddToConference( request(), conference.hd, consult.hd ) ), 0 );
    ok( said_state( conference.ht, LINECALLSTATE_CONNECTED, NULL ), "no conference\n" );
    if (!wait_told( &conference, EXCHANGE_CALL_TALKS, &media[0] ) || !wait_told( &b, EXCHANGE_CALL_TALKS, &media[1] ) ||
        !wait_told( &c, EXCHANGE_CALL_TALKS, &media[2] )) return;
    for (i = 0; i < 3; i++) ok( end_open( &ends[i], &media[i] ), "no connection %lu: error %lu\n", i, GetLastError() );
    /* one after the other, so that their samples do not depend on who came first */
    say( &ends[1], 2, 1600 );
    hear_all( &ends[0], 1600, 2, 0, "controller" );
    hear_all( &ends[2], 1600, 2, 0, "third" );
    skip_heard( &ends[1] );
    say( &ends[0], 1, 1600 );
    hear_all( &ends[1], 1600, 1, 0, "second" );
    hear_all( &ends[2], 1600, 1, 0, "third" );
    d = conference;
    close_leg( &b );
    close_leg( &c );
    for (i = 0; i < 3; i++) end_close( &ends[i] );
    p_lineCloseCall( consult.hd );
    p_lineCloseCall( a.hd );
    close_leg( &d );
    forget_told();
}

static void test_ask( void )
{
    struct exchange_media ask = { sizeof(ask), EXCHANGE_MEDIA_ASK }, media;
    struct leg a = make_call( line[0], L"9905", NULL );
    HDRVMSPLINE second = 0;
    struct end end;

    ok( said_state( a.ht, LINECALLSTATE_CONNECTED, NULL ), "not connected\n" );
    ok( wait_told( &a, EXCHANGE_CALL_TALKS, NULL ), "not told\n" );
    forget_told();
    ok_ret( p_lineCreateMSPInstance( line[0], 0, (HTAPIMSPLINE)77, &second ), 0 );
    ok( wait_told( &a, EXCHANGE_CALL_TALKS, &media ) && told[0].instance == 77, "instance %lu is told\n", (DWORD)told[0].instance );
    forget_told();
    ok_ret( p_lineReceiveMSPData( line[0], a.hd, second, &ask, sizeof(ask) ), 0 );
    ok( wait_told( &a, EXCHANGE_CALL_TALKS, &media ), "no answer\n" );
    ok_ret( p_lineReceiveMSPData( line[0], a.hd, second, &ask, sizeof(ask) - 1 ), ERR( INVALPARAM ) );
    ok_ret( p_lineReceiveMSPData( line[0], a.hd, (HDRVMSPLINE)(DWORD_PTR)12345, &ask, sizeof(ask) ), ERR( INVALPARAM ) );
    ok_ret( p_lineReceiveMSPData( line[0], (HDRVCALL)(DWORD_PTR)12345, second, &ask, sizeof(ask) ), ERR( INVALCALLHANDLE ) );
    ok_ret( p_lineReceiveMSPData( line[1], a.hd, second, &ask, sizeof(ask) ), ERR( INVALCALLHANDLE ) );
    ask.kind = 99;
    ok_ret( p_lineReceiveMSPData( line[0], a.hd, second, &ask, sizeof(ask) ), ERR( INVALPARAM ) );
    ok_ret( p_lineCreateMSPInstance( line[0], 7, (HTAPIMSPLINE)78, &second ), ERR( INVALADDRESSID ) );

    /* 9905 repeats what it hears */
    ok( end_open( &end, &media ), "no connection: error %lu\n", GetLastError() );
    say( &end, 3, 1600 );
    hear_all( &end, 1600, 3, 0, "echo" );
    end_close( &end );
    ok_ret( p_lineCloseMSPInstance( second ), 0 );
    ok_ret( p_lineCloseMSPInstance( second ), ERR( INVALPOINTER ) );
    close_leg( &a );
    forget_told();
}

START_TEST( msp )
{
    DWORD i;

    InitializeCriticalSection( &told_cs );
    msp_data_came = take_data;
    setting( L"AnswerMilliseconds", 50 );
    provider_begin( LINES );
    for (i = 0; i < LINES; i++)
    {
        line[i] = open_station( i );
        ok_ret( p_lineCreateMSPInstance( line[i], 0, (HTAPIMSPLINE)(DWORD_PTR)(i + 1), &instance[i] ), 0 );
    }
    test_two();
    test_conference();
    test_ask();
    for (i = 0; i < LINES; i++)
    {
        ok_ret( p_lineCloseMSPInstance( instance[i] ), 0 );
        ok_ret( p_lineClose( line[i] ), 0 );
    }
    provider_end();
    msp_data_came = NULL;
}
