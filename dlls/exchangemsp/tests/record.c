/*
 * One file with both directions of a call.
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

/*
 * What one side says is in the high byte of samples, what the other says in the low one: the sum shows both.
 */
#define STEPS 100
#define NEAR_COUNT 160000               /* 20 s: until the test is over */
#define FAR_COUNT 8000

static short near_voice[NEAR_COUNT], far_voice[FAR_COUNT];
static struct msp_address addresses[2];
static WCHAR recorded[MAX_PATH + 20];

static void make_voices( void )
{
    DWORD i;

    for (i = 0; i < NEAR_COUNT; i++) near_voice[i] = (short)((i % STEPS + 1) << 8);
    for (i = 0; i < FAR_COUNT; i++) far_voice[i] = (short)(i % STEPS + 1);
}

/* Everything that was said on either side is in the file, once and in order, and some of it at the same time. */
static void check_both( DWORD least_near )
{
    DWORD i, count, near_count = 0, far_count = 0, together = 0, at = 0;
    const short *data;

    if (!(data = read_wav( recorded, &count ))) return;
    for (i = 0; i < count; i++)
    {
        const int high = data[i] >> 8, low = data[i] & 0xff;

        if (high && low) together++;
        /* it may begin anywhere: what was said before the recording began is not there */
        if (high && !near_count) at = high - 1;
        if (high && (high - 1 != (int)((at + near_count++) % STEPS))) break;
        if (low && low - 1 != (int)(far_count++ % STEPS)) break;
    }
    ok( i == count, "sample %lu of %lu, %#x, is not right: %lu near, %lu far\n", i, count, i < count ? data[i] : 0, near_count, far_count );
    ok( near_count >= least_near, "%lu samples of the near side\n", near_count );
    ok( far_count == FAR_COUNT, "%lu samples of the far side\n", far_count );
    ok( together > 0, "never both at once\n" );
}

/* The test's player begins anew whenever the terminals of its stream change. */
static void check_heard( ITTerminal *listener, DWORD starts )
{
    const short *data;
    DWORD i, n = 0, count = recorder_samples( listener, &data );

    for (i = 0; i < count; i++)
    {
        if (!data[i]) continue;
        if (data[i] != near_voice[n] && data[i] == near_voice[0] && --starts) n = 0;
        if (data[i] != near_voice[n]) break;
        n++;
    }
    ok( i == count, "sample %lu of %lu that the far end hears is wrong\n", i, count );
}

static ITTerminal *bidirectional_track( ITTerminal *recorder )
{
    ITMultiTrackTerminal *tracks = query( recorder, &IID_ITMultiTrackTerminal );
    ITTerminal *track = NULL;

    ok_hr( ITMultiTrackTerminal_CreateTrackTerminal( tracks, TAPIMEDIATYPE_AUDIO, TD_BIDIRECTIONAL, &track ), S_OK );
    ITMultiTrackTerminal_Release( tracks );
    return track;
}

/* one_track: the same track on both streams, and before anybody speaks; else one for each, on streams that run */
static void test_both( BOOL one_track )
{
    ITTerminal *far_player = player_of_samples( addresses[0].handle, far_voice, FAR_COUNT ), *far_listener = recorder_create( addresses[0].handle );
    ITTerminal *player = player_of_samples( addresses[1].handle, near_voice, NEAR_COUNT ), *listener = recorder_create( addresses[1].handle );
    ITTerminal *second = player_create( addresses[1].handle, 1, 100 );
    ITTerminal *recorder = file_terminal( &addresses[1], CLSID_String_FileRecordingTerminal, TD_MULTITRACK_MIXED ), *track;
    ITStream *capture, *render;
    struct leg caller, called;
    struct msp_leg a, b;
    TERMINAL_STATE state;

    winetest_push_context( one_track ? "one track" : "two tracks" );
    DeleteFileW( recorded );
    record_to( recorder, recorded );
    track = one_track ? bidirectional_track( recorder ) : recorder;
    connect_lines( addresses[0].line, 1, &caller, &called );
    ok( leg_begin( &a, &addresses[0], &caller ), "no streams\n" );
    ok( leg_begin( &b, &addresses[1], &called ), "no streams\n" );
    capture = b.streams[TD_CAPTURE];
    render = b.streams[TD_RENDER];

    ok_hr( ITStream_SelectTerminal( a.streams[TD_RENDER], far_listener ), S_OK );
    wait_event( &addresses[0], CALL_STREAM_ACTIVE, a.streams[TD_RENDER], CALL_CAUSE_LOCAL_REQUEST );
    if (one_track)
    {
        ok_hr( ITStream_SelectTerminal( capture, track ), S_OK );
        ok_hr( ITStream_SelectTerminal( capture, track ), TAPI_E_TERMINALINUSE );
        /* nothing runs for who listens only */
        ok_hr( ITTerminal_get_State( track, &state ), S_OK );
        ok( state == TS_NOTINUSE, "state %d\n", state );
    }
    ok_hr( ITStream_SelectTerminal( render, track ), S_OK );
    wait_event( &addresses[1], CALL_STREAM_ACTIVE, render, CALL_CAUSE_LOCAL_REQUEST );
    ok_hr( ITStream_SelectTerminal( render, listener ), S_OK );
    file_control( recorder, TRUE );
    ok_hr( ITStream_SelectTerminal( capture, player ), S_OK );
    wait_event( &addresses[1], CALL_STREAM_ACTIVE, capture, CALL_CAUSE_LOCAL_REQUEST );
    if (!one_track) ok_hr( ITStream_SelectTerminal( capture, track ), S_OK );
    ok_hr( ITStream_SelectTerminal( capture, second ), TAPI_E_MAXTERMINALS );
    ok_hr( ITTerminal_get_State( track, &state ), S_OK );
    ok( state == TS_INUSE, "state %d\n", state );
    ok( recorder_wait( far_listener, 1 ), "the far end hears nothing\n" );

    ok_hr( ITStream_SelectTerminal( a.streams[TD_CAPTURE], far_player ), S_OK );
    ok( recorder_wait( listener, FAR_COUNT ), "%lu samples are heard\n", recorder_samples( listener, NULL ));
    ok( recorder_wait( far_listener, 4000 ), "%lu samples are heard\n", recorder_samples( far_listener, NULL ));
    file_control( recorder, FALSE );
    check_both( 1000 );

    /* off the stream again, while it runs; the source takes along who listens, and what comes after it finds them */
    ok_hr( ITStream_UnselectTerminal( capture, track ), S_OK );
    ok_hr( ITStream_UnselectTerminal( capture, track ), TAPI_E_INVALIDTERMINAL );
    ok( recorder_wait( far_listener, 6000 ), "%lu samples are heard\n", recorder_samples( far_listener, NULL ));
    check_heard( far_listener, one_track ? 2 : 3 );
    ok_hr( ITStream_SelectTerminal( capture, track ), S_OK );
    ok_hr( ITStream_UnselectTerminal( capture, player ), S_OK );
    wait_event( &addresses[1], CALL_STREAM_INACTIVE, capture, CALL_CAUSE_LOCAL_REQUEST );
    ok_hr( ITStream_SelectTerminal( capture, second ), S_OK );
    wait_event( &addresses[1], CALL_STREAM_ACTIVE, capture, CALL_CAUSE_LOCAL_REQUEST );
    ok_hr( ITTerminal_get_State( track, &state ), S_OK );
    ok( state == TS_INUSE, "state %d\n", state );

    close_leg( &a.leg );
    close_leg( &b.leg );
    leg_end( &a );
    leg_end( &b );
    if (one_track) ITTerminal_Release( track );
    ok( !ITTerminal_Release( player ), "the player is still held\n" );
    ok( !ITTerminal_Release( second ), "the second player is still held\n" );
    ok( !ITTerminal_Release( listener ), "the listener is still held\n" );
    ok( !ITTerminal_Release( far_player ), "the far player is still held\n" );
    ok( !ITTerminal_Release( far_listener ), "the far listener is still held\n" );
    ok( !ITTerminal_Release( recorder ), "the recorder is still held\n" );
    winetest_pop_context();
}

START_TEST( record )
{
    DWORD i;

    CoInitializeEx( NULL, COINIT_MULTITHREADED );
    GetTempPathW( MAX_PATH, recorded );
    lstrcatW( recorded, L"both.wav" );
    make_voices();
    provider_begin( 2 );
    for (i = 0; i < 2; i++) if (!address_begin( &addresses[i], i, &CLSID_ExchangeMSP )) return;
    test_both( FALSE );
    test_both( TRUE );
    for (i = 0; i < 2; i++) address_end( &addresses[i] );
    provider_end();
    ok( !object_count(), "%ld objects are left\n", object_count() );
    DeleteFileW( recorded );
    CoUninitialize();
}
