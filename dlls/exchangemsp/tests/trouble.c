/*
 * Filters that fail, and sources that come to their end.
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

#include "files.h"

static struct msp_address addresses[2];

static void begin_call( struct msp_leg *a, struct msp_leg *b )
{
    struct leg caller, called;

    connect_lines( addresses[0].line, 1, &caller, &called );
    ok( leg_begin( a, &addresses[0], &caller ), "no streams\n" );
    ok( leg_begin( b, &addresses[1], &called ), "no streams\n" );
}

static void end_call( struct msp_leg *a, struct msp_leg *b )
{
    close_leg( &a->leg );
    close_leg( &b->leg );
    leg_end( a );
    leg_end( b );
}

/* The next event of a stream that has failed */
static void wait_failure( struct msp_address *address, ITStream *stream )
{
    MSP_EVENT_INFO info;
    BOOL found = FALSE;

    while (!found && next_event( address, &info ))
    {
        found = info.Event == ME_CALL_EVENT && info.MSP_CALL_EVENT_INFO.Type == CALL_STREAM_FAIL && info.MSP_CALL_EVENT_INFO.pStream == stream;
        if (found)
        {
            ok( info.MSP_CALL_EVENT_INFO.Cause == CALL_CAUSE_BAD_DEVICE, "cause %d\n", info.MSP_CALL_EVENT_INFO.Cause );
            ok( info.MSP_CALL_EVENT_INFO.hrError == VFW_E_NO_AUDIO_HARDWARE, "error %#lx\n", info.MSP_CALL_EVENT_INFO.hrError );
        }
        event_release( &info );
    }
    ok( found, "no failure is told\n" );
}

/* A terminal's filter reports an error (EC_ERRORABORT): the stream stops and says so, the other one goes on, and it can be started again. */
static void test_failure( TERMINAL_DIRECTION direction )
{
    ITTerminal *player = player_create( addresses[0].handle, 4, 8000 ), *recorder = recorder_create( addresses[1].handle );
    ITTerminal *broken = direction == TD_CAPTURE ? player : recorder;
    struct msp_address *address = &addresses[direction == TD_CAPTURE ? 0 : 1];
    struct msp_leg a, b;
    ITStream *stream;
    DWORD same;

    winetest_push_context( "direction %d", direction );
    begin_call( &a, &b );
    stream = direction == TD_CAPTURE ? a.streams[TD_CAPTURE] : b.streams[TD_RENDER];
    terminal_break( broken, TRUE );
    ok_hr( ITStream_SelectTerminal( b.streams[TD_RENDER], recorder ), S_OK );
    if (direction == TD_CAPTURE)
    {
        wait_event( &addresses[1], CALL_STREAM_ACTIVE, b.streams[TD_RENDER], CALL_CAUSE_LOCAL_REQUEST );
        ok_hr( ITStream_SelectTerminal( a.streams[TD_CAPTURE], player ), S_OK );
    }
    wait_failure( address, stream );
    terminal_break( broken, FALSE );
    ok_hr( ITStream_StartStream( stream ), S_OK );
    wait_event( address, CALL_STREAM_ACTIVE, stream, CALL_CAUSE_LOCAL_REQUEST );
    if (direction == TD_RENDER) ok_hr( ITStream_SelectTerminal( a.streams[TD_CAPTURE], player ), S_OK );
    ok( recorder_wait( recorder, 8000 ), "%lu samples were recorded\n", recorder_samples( recorder, NULL ));
    same = recorder_compare( recorder, 4, NULL );
    ok( same == 8000, "%lu samples are right\n", same );
    end_call( &a, &b );
    ok( !ITTerminal_Release( player ), "the player is still held\n" );
    ok( !ITTerminal_Release( recorder ), "the recorder is still held\n" );
    winetest_pop_context();
}

/* The source has no more (EC_COMPLETE): when the far end has heard it the stream stops, until it is started again, or another terminal comes. */
static void test_end( void )
{
    ITTerminal *player = player_create( addresses[0].handle, 6, 800 ), *other = player_create( addresses[0].handle, 7, 800 );
    ITTerminal *recorder = recorder_create( addresses[1].handle );
    struct msp_leg a, b;
    ITStream *capture;
    unsigned int i;

    begin_call( &a, &b );
    capture = a.streams[TD_CAPTURE];
    ok_hr( ITStream_SelectTerminal( b.streams[TD_RENDER], recorder ), S_OK );
    wait_event( &addresses[1], CALL_STREAM_ACTIVE, b.streams[TD_RENDER], CALL_CAUSE_LOCAL_REQUEST );
    ok_hr( ITStream_SelectTerminal( capture, player ), S_OK );
    for (i = 1; i < 3; i++)
    {
        wait_event( &addresses[0], CALL_STREAM_ACTIVE, capture, CALL_CAUSE_LOCAL_REQUEST );
        wait_event( &addresses[0], CALL_STREAM_INACTIVE, capture, CALL_CAUSE_LOCAL_REQUEST );
        ok( recorder_wait( recorder, 800 * i ), "%lu samples were recorded\n", recorder_samples( recorder, NULL ));
        ok_hr( ITStream_StartStream( capture ), S_OK );
    }
    wait_event( &addresses[0], CALL_STREAM_INACTIVE, capture, CALL_CAUSE_LOCAL_REQUEST );
    ok_hr( ITStream_UnselectTerminal( capture, player ), S_OK );
    ok_hr( ITStream_SelectTerminal( capture, other ), S_OK );
    wait_event( &addresses[0], CALL_STREAM_ACTIVE, capture, CALL_CAUSE_LOCAL_REQUEST );
    ok( recorder_wait( recorder, 3200 ), "%lu samples were recorded\n", recorder_samples( recorder, NULL ));
    end_call( &a, &b );
    ok( !ITTerminal_Release( player ), "the player is still held\n" );
    ok( !ITTerminal_Release( other ), "the other player is still held\n" );
    ok( !ITTerminal_Release( recorder ), "the recorder is still held\n" );
}

START_TEST( trouble )
{
    DWORD i;

    CoInitializeEx( NULL, COINIT_MULTITHREADED );
    provider_begin( 2 );
    for (i = 0; i < 2; i++) if (!address_begin( &addresses[i], i, &CLSID_ExchangeMSP )) return;
    test_failure( TD_CAPTURE );
    test_failure( TD_RENDER );
    test_end();
    for (i = 0; i < 2; i++) address_end( &addresses[i] );
    provider_end();
    ok( !object_count(), "%ld objects are left\n", object_count() );
    CoUninitialize();
}
