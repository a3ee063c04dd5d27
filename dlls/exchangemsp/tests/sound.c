/*
 * What is played at one end of a call is recorded at the other, sample by sample.
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

#include "fixture.h"

static void check_hr( int line, HRESULT hr, HRESULT expected )
{
    ok_( __FILE__, line )( hr == expected, "returned %#lx, expected %#lx\n", hr, expected );
}

#define ok_hr( hr, expected ) check_hr( __LINE__, hr, expected )

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

/* One plays, two record; the one that hangs up stops the other's streams. */
static void test_record( void )
{
    ITTerminal *player = player_create( addresses[0].handle, 1, 16000 ), *first = recorder_create( addresses[1].handle );
    ITTerminal *second = recorder_create( addresses[1].handle );
    struct msp_leg a, b;
    DWORD begin, same;

    begin_call( &a, &b );
    ok_hr( ITStream_SelectTerminal( b.streams[TD_RENDER], first ), S_OK );
    ok_hr( ITStream_SelectTerminal( b.streams[TD_RENDER], second ), S_OK );
    wait_event( &addresses[1], CALL_STREAM_ACTIVE, b.streams[TD_RENDER], CALL_CAUSE_LOCAL_REQUEST );
    ok_hr( ITStream_SelectTerminal( a.streams[TD_CAPTURE], player ), S_OK );
    wait_event( &addresses[0], CALL_STREAM_ACTIVE, a.streams[TD_CAPTURE], CALL_CAUSE_LOCAL_REQUEST );
    ok( recorder_wait( first, 16000 ), "%lu samples were recorded\n", recorder_samples( first, NULL ));
    ok( recorder_wait( second, 16000 ), "%lu samples were recorded\n", recorder_samples( second, NULL ));
    same = recorder_compare( first, 1, &begin );
    ok( same == 16000, "%lu samples after %lu are right\n", same, begin );
    same = recorder_compare( second, 1, &begin );
    ok( same == 16000, "%lu samples after %lu are right\n", same, begin );
    /* the player has no more */
    wait_event( &addresses[0], CALL_STREAM_INACTIVE, a.streams[TD_CAPTURE], CALL_CAUSE_LOCAL_REQUEST );

    ok_ret( result_of( p_lineDrop( request(), a.leg.hd, NULL, 0 ) ), 0 );
    wait_event( &addresses[1], CALL_STREAM_INACTIVE, b.streams[TD_RENDER], CALL_CAUSE_REMOTE_REQUEST );
    end_call( &a, &b );
    ok( !ITTerminal_Release( player ), "the player is still held\n" );
    ok( !ITTerminal_Release( first ), "the first recorder is still held\n" );
    ok( !ITTerminal_Release( second ), "the second recorder is still held\n" );
}

/* Both talk at once, each hears the other. */
static void test_both_ways( void )
{
    ITTerminal *players[2], *recorders[2];
    struct msp_leg legs[2];
    DWORD i, begin, same;

    begin_call( &legs[0], &legs[1] );
    for (i = 0; i < 2; i++)
    {
        players[i] = player_create( addresses[i].handle, i + 1, 8000 );
        recorders[i] = recorder_create( addresses[i].handle );
        ok_hr( ITStream_SelectTerminal( legs[i].streams[TD_RENDER], recorders[i] ), S_OK );
        wait_event( &addresses[i], CALL_STREAM_ACTIVE, legs[i].streams[TD_RENDER], CALL_CAUSE_LOCAL_REQUEST );
    }
    for (i = 0; i < 2; i++) ok_hr( ITStream_SelectTerminal( legs[i].streams[TD_CAPTURE], players[i] ), S_OK );
    for (i = 0; i < 2; i++)
    {
        ok( recorder_wait( recorders[i], 8000 ), "%lu samples were recorded\n", recorder_samples( recorders[i], NULL ));
        same = recorder_compare( recorders[i], 2 - i, &begin );
        ok( same == 8000, "%lu: %lu samples after %lu are right\n", i, same, begin );
    }
    end_call( &legs[0], &legs[1] );
    for (i = 0; i < 2; i++)
    {
        ok( !ITTerminal_Release( players[i] ), "player %lu is still held\n", i );
        ok( !ITTerminal_Release( recorders[i] ), "recorder %lu is still held\n", i );
    }
}

static void test_start_stop( void )
{
    ITTerminal *player = player_create( addresses[0].handle, 1, 8000 ), *recorder = recorder_create( addresses[1].handle );
    ITStream *render, *capture;
    struct msp_leg a, b;
    DWORD count, same;

    begin_call( &a, &b );
    render = b.streams[TD_RENDER];
    capture = a.streams[TD_CAPTURE];
    ok_hr( ITStream_StartStream( render ), TAPI_E_NOTERMINALSELECTED );
    ok_hr( ITStream_StopStream( capture ), S_OK );
    ok_hr( ITStream_SelectTerminal( capture, player ), S_OK );
    ok_hr( ITStream_SelectTerminal( render, recorder ), S_OK );
    wait_event( &addresses[1], CALL_STREAM_ACTIVE, render, CALL_CAUSE_LOCAL_REQUEST );
    ok_hr( ITStream_StartStream( render ), TAPI_E_NOTSTOPPED );
    ok_hr( ITStream_PauseStream( render ), S_OK );
    wait_event( &addresses[1], CALL_STREAM_INACTIVE, render, CALL_CAUSE_LOCAL_REQUEST );
    ok_hr( ITStream_StartStream( render ), S_OK );
    wait_event( &addresses[1], CALL_STREAM_ACTIVE, render, CALL_CAUSE_LOCAL_REQUEST );
    ok_hr( ITStream_StopStream( render ), S_OK );
    wait_event( &addresses[1], CALL_STREAM_INACTIVE, render, CALL_CAUSE_LOCAL_REQUEST );
    /* what does not run hears nothing */
    count = recorder_samples( recorder, NULL );
    ok_hr( ITStream_StartStream( capture ), S_OK );
    wait_event( &addresses[0], CALL_STREAM_ACTIVE, capture, CALL_CAUSE_LOCAL_REQUEST );
    ok_hr( ITStream_StopStream( capture ), S_OK );
    wait_event( &addresses[0], CALL_STREAM_INACTIVE, capture, CALL_CAUSE_LOCAL_REQUEST );
    ok( recorder_samples( recorder, NULL ) == count, "a stopped stream records\n" );

    /* a terminal that has been taken off is free for another stream, and the stream for another terminal */
    ok_hr( ITStream_UnselectTerminal( capture, player ), S_OK );
    ok_hr( ITStream_UnselectTerminal( capture, player ), TAPI_E_INVALIDTERMINAL );
    ok_hr( ITStream_StartStream( capture ), TAPI_E_NOTERMINALSELECTED );
    ok_hr( ITStream_StartStream( render ), S_OK );
    wait_event( &addresses[1], CALL_STREAM_ACTIVE, render, CALL_CAUSE_LOCAL_REQUEST );
    ok_hr( ITStream_UnselectTerminal( render, recorder ), S_OK );
    wait_event( &addresses[1], CALL_STREAM_INACTIVE, render, CALL_CAUSE_LOCAL_REQUEST );
    ITTerminal_Release( recorder );
    recorder = recorder_create( addresses[1].handle );
    ok_hr( ITStream_SelectTerminal( render, recorder ), S_OK );
    wait_event( &addresses[1], CALL_STREAM_ACTIVE, render, CALL_CAUSE_LOCAL_REQUEST );
    ok( !ITTerminal_Release( player ), "the player is still held\n" );
    player = player_create( addresses[0].handle, 5, 8000 );
    ok_hr( ITStream_SelectTerminal( capture, player ), S_OK );
    ok_hr( ITStream_StartStream( capture ), S_OK );
    ok( recorder_wait( recorder, 8000 ), "%lu samples were recorded\n", recorder_samples( recorder, NULL ));
    same = recorder_compare( recorder, 5, NULL );
    ok( same == 8000, "%lu samples are right\n", same );
    end_call( &a, &b );
    ok( !ITTerminal_Release( player ), "the player is still held\n" );
    ok( !ITTerminal_Release( recorder ), "the recorder is still held\n" );
}

/* Terminals that are selected before the call is there begin with it. */
static void test_before( void )
{
    ITTerminal *recorder = recorder_create( addresses[0].handle ), *player = player_create( addresses[0].handle, 3, 8000 );
    struct leg caller = { addresses[0].line };
    struct msp_leg a;
    DWORD same;

    ok( leg_begin( &a, &addresses[0], &caller ), "no streams\n" );
    ok_hr( ITStream_SelectTerminal( a.streams[TD_RENDER], recorder ), S_OK );
    ok_hr( ITStream_SelectTerminal( a.streams[TD_CAPTURE], player ), S_OK );
    ok_hr( ITStream_PauseStream( a.streams[TD_CAPTURE] ), S_OK );
    a.leg = make_call( addresses[0].line, L"9905", NULL );      /* repeats what it hears */
    wait_event( &addresses[0], CALL_STREAM_ACTIVE, a.streams[TD_RENDER], CALL_CAUSE_LOCAL_REQUEST );
    ok_hr( ITStream_StartStream( a.streams[TD_CAPTURE] ), S_OK );
    wait_event( &addresses[0], CALL_STREAM_ACTIVE, a.streams[TD_CAPTURE], CALL_CAUSE_LOCAL_REQUEST );
    ok( recorder_wait( recorder, 8000 ), "%lu samples were recorded\n", recorder_samples( recorder, NULL ));
    same = recorder_compare( recorder, 3, NULL );
    ok( same == 8000, "%lu samples are right\n", same );
    close_leg( &a.leg );
    leg_end( &a );
    ok( !ITTerminal_Release( recorder ), "the recorder is still held\n" );
    ok( !ITTerminal_Release( player ), "the player is still held\n" );
}

START_TEST( sound )
{
    DWORD i;

    CoInitializeEx( NULL, COINIT_MULTITHREADED );
    setting( L"AnswerMilliseconds", 50 );
    provider_begin( 2 );
    for (i = 0; i < 2; i++) if (!address_begin( &addresses[i], i, &CLSID_ExchangeMSP )) return;
    test_record();
    test_both_ways();
    test_start_stop();
    test_before();
    for (i = 0; i < 2; i++) address_end( &addresses[i] );
    provider_end();
    ok( !object_count(), "%ld objects are left\n", object_count() );
    CoUninitialize();
}
