/*
 * Lists of files, pauses, and files that cannot be played or written.
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

#include "file_fixture.h"

struct playing
{
    ITTerminal *player, *recorder, *from, *to;
    IGraphBuilder *graph;
    struct sink sink;
};

static void playing_begin( struct playing *playing, const WCHAR *const *names, unsigned int count, const WCHAR *record )
{
    IAMPushSource *live;
    IPin *out, *in;
    HRESULT hr;

    playing->player = new_terminal( &CLSID_FilePlaybackTerminal );
    playing->recorder = new_terminal( &CLSID_FileRecordingTerminal );
    ok_hr( put_list( playing->player, names, count ), S_OK );
    ok_hr( put_file( playing->recorder, record ), S_OK );
    playing->from = first_track( playing->player );
    playing->to = new_track( playing->recorder, TD_RENDER );
    sink_init( &playing->sink, playing->from );
    playing->graph = new_graph();
    out = connect_track( playing->from, playing->graph );
    in = connect_track( playing->to, playing->graph );
    /* what is live may be left out where somebody is late; a file never is */
    hr = IPin_QueryInterface( out, &IID_IAMPushSource, (void **)&live );
    ok( hr == E_NOINTERFACE, "a file is live: %#lx\n", hr );
    if (SUCCEEDED(hr)) IAMPushSource_Release( live );
    ok_hr( IGraphBuilder_ConnectDirect( playing->graph, out, in, NULL ), S_OK );
    IPin_Release( out );
    IPin_Release( in );
    run_graph( playing->graph );
}

static void playing_end( struct playing *playing )
{
    ok_hr( control( playing->recorder, 'x' ), S_OK );
    stop_graph( playing->graph );
    disconnect_track( playing->from, playing->graph );
    disconnect_track( playing->to, playing->graph );
    sink_done( &playing->sink, playing->from );
    ITTerminal_Release( playing->from );
    ITTerminal_Release( playing->to );
    release_last( playing->player );
    release_last( playing->recorder );
    release_last( playing->graph );
}

static void test_play_list( void )
{
    const struct wav_format format = make_format( WAV_PCM, 8000, 16 );
    const WCHAR *names[2] = { file_name( L"one.wav" ), file_name( L"two.wav" ) };
    short expected[8400];
    struct playing playing;
    DWORD start, took;

    /* pieces of 20 ms do not fit either file */
    write_file( names[0], &format, samples, 2222 );
    write_file( names[1], &format, other_samples, 3334 );
    memcpy( expected, samples, 2222 );
    memcpy( expected + 1111, other_samples, 3334 );
    playing_begin( &playing, names, 2, file_name( L"played.wav" ));
    ok_hr( control( playing.recorder, 's' ), S_OK );
    start = GetTickCount();
    ok_hr( control( playing.player, 's' ), S_OK );
    expect_event( &playing.sink, TMS_ACTIVE, FTEC_NORMAL, S_OK );
    expect_event( &playing.sink, TMS_IDLE, FTEC_END_OF_FILE, S_OK );
    took = GetTickCount() - start;
    ok( took >= 330, "347 ms were played in %lu\n", took );
    ok( media_state( playing.player ) == TMS_IDLE, "state %d\n", media_state( playing.player ));
    check_file( file_name( L"played.wav" ), &format, expected, 5556 );

    /* once more, from the beginning, by who is told of the end */
    playing.sink.restart = query( playing.player, &IID_ITMediaControl );
    ITMediaControl_Release( playing.sink.restart );
    ok_hr( control( playing.player, 's' ), S_OK );
    expect_event( &playing.sink, TMS_ACTIVE, FTEC_NORMAL, S_OK );
    expect_event( &playing.sink, TMS_IDLE, FTEC_END_OF_FILE, S_OK );
    expect_event( &playing.sink, TMS_ACTIVE, FTEC_NORMAL, S_OK );
    expect_event( &playing.sink, TMS_IDLE, FTEC_END_OF_FILE, S_OK );
    memcpy( expected + 2778, expected, 5556 );
    memcpy( expected + 5556, expected, 5556 );
    check_file( file_name( L"played.wav" ), &format, expected, 16668 );
    playing_end( &playing );
    check_leaks();
}

/* Wait until so many bytes have been recorded: they are the beginning of what is played. */
static void check_beginning( const WCHAR *name, LONG wanted )
{
    const DWORD end = GetTickCount() + PATIENCE;
    struct wav_format found;
    LONG size, i, bad = 0;
    BYTE *data;

    for (;;)
    {
        data = read_file( name, &found, &size );
        if (size >= wanted || (LONG)(end - GetTickCount()) < 0) break;
        free( data );
        Sleep( 10 );
    }
    ok( size >= wanted, "%ld bytes\n", size );
    for (i = 0; i < size; i++) if (data[i] != ((const BYTE *)samples)[i % sizeof(samples)]) bad++;
    ok( !bad, "%ld of %ld bytes are wrong\n", bad, size );
    free( data );
}

/* A pause, a stop of the graph: every sample is played once. The list is so long that it does not end before the test does. */
static void test_pause( void )
{
    const struct wav_format format = make_format( WAV_PCM, 8000, 16 );
    const WCHAR *name = file_name( L"pause.wav" ), *played = file_name( L"played.wav" ), *names[60];
    struct playing playing;
    unsigned int i;

    write_file( name, &format, samples, sizeof(samples) );
    for (i = 0; i < ARRAY_SIZE(names); i++) names[i] = name;
    playing_begin( &playing, names, ARRAY_SIZE(names), played );
    ok_hr( control( playing.recorder, 's' ), S_OK );
    ok_hr( control( playing.player, 's' ), S_OK );
    expect_event( &playing.sink, TMS_ACTIVE, FTEC_NORMAL, S_OK );
    ok_hr( put_list( playing.player, names, 1 ), TAPI_E_WRONG_STATE );
    check_beginning( played, 640 );
    ok_hr( control( playing.player, 'p' ), S_OK );
    expect_event( &playing.sink, TMS_PAUSED, FTEC_NORMAL, S_OK );
    ok( media_state( playing.player ) == TMS_PAUSED, "state %d\n", media_state( playing.player ));
    ok_hr( put_list( playing.player, names, 1 ), TAPI_E_WRONG_STATE );
    ok_hr( control( playing.player, 's' ), S_OK );
    expect_event( &playing.sink, TMS_ACTIVE, FTEC_NORMAL, S_OK );
    check_beginning( played, 3200 );
    stop_graph( playing.graph );
    run_graph( playing.graph );
    check_beginning( played, 8000 );

    /* a stop goes back to the beginning */
    ok_hr( control( playing.player, 'x' ), S_OK );
    expect_event( &playing.sink, TMS_IDLE, FTEC_NORMAL, S_OK );
    stop_graph( playing.graph );
    ok_hr( control( playing.recorder, 'x' ), S_OK );
    ok_hr( control( playing.recorder, 's' ), S_OK );
    run_graph( playing.graph );
    ok_hr( control( playing.player, 's' ), S_OK );
    expect_event( &playing.sink, TMS_ACTIVE, FTEC_NORMAL, S_OK );
    check_beginning( played, 1600 );

    playing_end( &playing );                                        /* while it plays */
    check_leaks();
}

static void test_failures( void )
{
    const struct wav_format format = make_format( WAV_PCM, 8000, 16 ), fast = make_format( WAV_PCM, 16000, 16 );
    const WCHAR *names[2] = { file_name( L"one.wav" ), file_name( L"gone.wav" ) };
    ITTerminal *terminal, *track;
    struct playing playing;
    struct sink sink;
    struct feed feed;
    HANDLE full;

    /* the second file is gone when its turn comes; the first has another rate than the stream got */
    write_file( names[0], &format, samples, 640 );
    write_file( names[1], &format, samples, 640 );
    playing_begin( &playing, names, 2, file_name( L"played.wav" ));
    ok( DeleteFileW( names[1] ), "cannot delete: %lu\n", GetLastError() );
    ok_hr( control( playing.recorder, 's' ), S_OK );
    ok_hr( control( playing.player, 's' ), S_OK );
    expect_event( &playing.sink, TMS_ACTIVE, FTEC_NORMAL, S_OK );
    expect_event( &playing.sink, TMS_IDLE, FTEC_READ_ERROR, HRESULT_FROM_WIN32( ERROR_FILE_NOT_FOUND ));
    check_file( file_name( L"played.wav" ), &format, samples, 640 );
    /* the first is gone */
    DeleteFileW( names[0] );
    ok_hr( control( playing.player, 's' ), HRESULT_FROM_WIN32( ERROR_FILE_NOT_FOUND ));
    ok( media_state( playing.player ) == TMS_IDLE, "state %d\n", media_state( playing.player ));
    /* another list, of another rate, for the stream that is there */
    write_file( names[0], &fast, samples, 6400 );
    ok_hr( put_list( playing.player, names, 1 ), S_OK );
    ok_hr( control( playing.player, 's' ), S_OK );
    expect_event( &playing.sink, TMS_ACTIVE, FTEC_NORMAL, S_OK );
    expect_event( &playing.sink, TMS_IDLE, FTEC_END_OF_FILE, S_OK );
    playing_end( &playing );

    /* a disk without room */
    full = CreateFileW( L"\\\\?\\unix\\dev\\full", GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0, NULL );
    if (full == INVALID_HANDLE_VALUE) skip( "no /dev/full here: %lu\n", GetLastError() );
    else
    {
        CloseHandle( full );
        terminal = new_terminal( &CLSID_FileRecordingTerminal );
        track = new_track( terminal, TD_RENDER );
        sink_init( &sink, terminal );                               /* a sink of the terminal hears of its tracks, too */
        ok_hr( put_file( terminal, L"\\\\?\\unix\\dev\\full" ), S_OK );
        feed_begin( &feed, track, &format );
        ok_hr( control( terminal, 's' ), S_OK );
        expect_event( &sink, TMS_ACTIVE, FTEC_NORMAL, S_OK );
        feed_samples( &feed, samples, 320 );                        /* the stream is not disturbed */
        expect_event( &sink, TMS_IDLE, FTEC_WRITE_ERROR, HRESULT_FROM_WIN32( ERROR_DISK_FULL ));
        ok( media_state( terminal ) == TMS_IDLE, "state %d\n", media_state( terminal ));
        feed_samples( &feed, samples, 320 );
        feed_end( &feed );
        sink_done( &sink, terminal );
        ITTerminal_Release( track );
        release_last( terminal );
    }
    check_leaks();
}

START_TEST( fileplay )
{
    static const WCHAR *const left[] = { L"gone.wav", L"one.wav", L"pause.wav", L"played.wav", L"two.wav" };

    if (files_begin())
    {
        test_play_list();
        test_pause();
        test_failures();
    }
    files_end( left, ARRAY_SIZE(left) );
}
