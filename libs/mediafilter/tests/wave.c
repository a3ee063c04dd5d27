/*
 * Tests of the filters of wave devices, with a real sound server.
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

#include <math.h>
#include <wchar.h>

#include "fixture.h"
#include "mediafilter/convert.h"
#include "mediafilter/wave.h"

static const WAVEFORMATEX pcm8k = { WAVE_FORMAT_PCM, 1, 8000, 16000, 2, 16, 0 };
static const WAVEFORMATEX pcm16k = { WAVE_FORMAT_PCM, 1, 16000, 32000, 2, 16, 0 };
static const WAVEFORMATEX mulaw = { WAVE_FORMAT_MULAW, 1, 8000, 8000, 1, 8, 0 };

#define SPEECH 8000
static short speech[SPEECH];

/* Where in got the samples of expected begin, and how alike they are there (0 to 1) */
static double find( const short *got, DWORD got_count, const short *expected, DWORD count, DWORD *where )
{
    double best = 0, power = 0;
    DWORD at, i;

    for (i = 0; i < count; i++) power += (double)expected[i] * expected[i];
    for (at = 0; at + count <= got_count; at++)
    {
        double sum = 0, other = 0;

        for (i = 0; i < count; i++)
        {
            sum += (double)expected[i] * got[at + i];
            other += (double)got[at + i] * got[at + i];
        }
        if (other && sum / sqrt( power * other ) > best)
        {
            best = sum / sqrt( power * other );
            *where = at;
        }
    }
    return best;
}

static void test_arguments( UINT in, UINT out )
{
    WAVEFORMATEX odd = wave_format( WAVE_FORMAT_PCM, 8000, 12, 1 );
    IBaseFilter *filter = (void *)1;
    IPin *pin;

    ok_hr( wave_capture_create( waveInGetNumDevs(), NULL, &filter ), E_INVALIDARG );
    ok( !filter, "not NULL\n" );
    ok_hr( wave_render_create( waveOutGetNumDevs(), NULL, &filter ), E_INVALIDARG );
    ok_hr( wave_capture_create( in, &odd, &filter ), E_INVALIDARG );
    ok_hr( wave_capture_create( in, NULL, &filter ), S_OK );
    ok( wave_get_volume( filter ) == 0xffff, "volume %ld\n", wave_get_volume( filter ));
    ok_hr( wave_set_volume( filter, 0x10000 ), E_INVALIDARG );
    ok_hr( wave_set_volume( filter, -1 ), E_INVALIDARG );
    ok_hr( wave_set_volume( filter, 0x8000 ), S_OK );
    ok( wave_get_volume( filter ) == 0x8000, "volume %ld\n", wave_get_volume( filter ));
    pin = find_pin( filter, PINDIR_OUTPUT );
    ok( pin && !find_pin( filter, PINDIR_INPUT ), "pins\n" );
    IPin_Release( pin );
    /* connected to nothing it can be run */
    ok_hr( IBaseFilter_Run( filter, 0 ), S_OK );
    ok_hr( IBaseFilter_Stop( filter ), S_OK );
    IBaseFilter_Release( filter );
}

/* What one filter plays, the other records, in every format. */
static void test_loop( UINT in, UINT out, const WAVEFORMATEX *format )
{
    struct test_source *source;
    struct test_sink *sink = test_sink_create( &pcm8k );
    IBaseFilter *capture, *render;
    IGraphBuilder *playing, *recording;
    IPin *pin;
    DWORD end, where = 0, count = SPEECH / 16, alike = 0;
    BYTE codes[SPEECH], *data = (BYTE *)speech;
    DWORD size = sizeof(speech), i;
    static short twice[2 * SPEECH];

    winetest_push_context( "%u %lu Hz", format->wFormatTag, format->nSamplesPerSec );
    if (format->wFormatTag == WAVE_FORMAT_MULAW)
    {
        for (i = 0; i < SPEECH; i++) codes[i] = wav_to_mulaw( speech[i] );
        data = codes;
        size = sizeof(codes);
    }
    else if (format->nSamplesPerSec == 16000)
    {
        for (i = 0; i < SPEECH - 1; i++)
        {
            twice[2 * i] = speech[i];
            twice[2 * i + 1] = (speech[i] + speech[i + 1]) / 2;
        }
        data = (BYTE *)twice;
        size = sizeof(twice);
    }
    source = test_source_create( format, data, size );
    ok_hr( wave_capture_create( in, NULL, &capture ), S_OK );
    ok_hr( wave_render_create( out, NULL, &render ), S_OK );
    recording = graph_create( capture, media_filter_iface( sink ), NULL );
    playing = graph_create( media_filter_iface( source ), render, NULL );
    pin = find_pin( capture, PINDIR_OUTPUT );
    ok_hr( IGraphBuilder_ConnectDirect( recording, pin, &sink->pin.IPin_iface, NULL ), S_OK );
    ok( media_pin_peer_is_live( &sink->pin ), "not live\n" );
    IPin_Release( pin );
    pin = find_pin( render, PINDIR_INPUT );
    ok_hr( IGraphBuilder_ConnectDirect( playing, &source->pin.IPin_iface, pin, NULL ), S_OK );
    IPin_Release( pin );

    graph_run( recording );
    ok( !WaitForSingleObject( sink->came, PATIENCE ), "no sample\n" );
    graph_run( playing );
    /* the source pushes as fast as it can: the device holds it up, and the end is when all was played */
    end = GetTickCount();
    ok( graph_wait( playing, EC_COMPLETE, NULL ), "the end does not come\n" );
    ok( GetTickCount() - end > 700, "a second was played in %lu ms\n", GetTickCount() - end );
    end = sink->size + 2 * 8000 / 2;    /* what is on its way */
    while (sink->size < end && !WaitForSingleObject( sink->came, PATIENCE )) {}
    graph_stop( recording );
    graph_stop( playing );
    /* the loop device drops some at its start, and this machine may be late with a piece; of eight of them some come through unharmed. The sound server
     * shifts what it converts by a part of a sample, which costs some likeness; what is not there at all is below 0.3. */
    for (i = 2; i < 10; i++)
        alike += find( (short *)sink->data, sink->size / 2, speech + i * SPEECH / 12, count, &where ) > 0.7;
    ok( alike >= 2, "%lu pieces of 8, of %lu samples\n", alike, sink->size / 2 );

    IGraphBuilder_Release( recording );
    IGraphBuilder_Release( playing );
    IBaseFilter_Release( capture );
    IBaseFilter_Release( render );
    object_release( source );
    object_release( sink );
    winetest_pop_context();
}

/* When a sample came */
static DWORD time_of( const struct test_sink *sink, DWORD sample )
{
    unsigned int i;

    for (i = 0; i + 1 < sink->samples && i + 1 < ARRAYSIZE(sink->times) && sink->times[i].end <= sample * 2; i++) {}
    return sink->times[i].when;
}

/* From one device to another, as a call does it: nothing piles up, and what is spoken comes out. How late is for the log: machines differ. */
static void test_live( UINT in, UINT out )
{
    struct test_source *source = test_source_create( &pcm8k, speech, sizeof(speech) );
    struct test_sink *near_end = test_sink_create( &pcm8k ), *far_end = test_sink_create( &pcm8k );
    IBaseFilter *play, *from, *to, *listen_near, *listen_far;
    IGraphBuilder *playing, *passing, *near_graph, *far_graph;
    UINT in2 = 0, out2 = 0, i;
    DWORD end, near_at = 0, far_at = 0;
    int loudest = 0;
    IPin *pin, *other;

    second_loop_device( &in2, &out2 );
    ok_hr( wave_render_create( out, NULL, &play ), S_OK );
    ok_hr( wave_capture_create( in, NULL, &from ), S_OK );
    ok_hr( wave_render_create( out2, NULL, &to ), S_OK );
    ok_hr( wave_capture_create( in, NULL, &listen_near ), S_OK );
    ok_hr( wave_capture_create( in2, NULL, &listen_far ), S_OK );
    playing = graph_create( media_filter_iface( source ), play, NULL );
    passing = graph_create( from, to, NULL );
    near_graph = graph_create( listen_near, media_filter_iface( near_end ), NULL );
    far_graph = graph_create( listen_far, media_filter_iface( far_end ), NULL );
    pin = find_pin( play, PINDIR_INPUT );
    ok_hr( IGraphBuilder_ConnectDirect( playing, &source->pin.IPin_iface, pin, NULL ), S_OK );
    IPin_Release( pin );
    pin = find_pin( from, PINDIR_OUTPUT );
    other = find_pin( to, PINDIR_INPUT );
    ok_hr( IGraphBuilder_ConnectDirect( passing, pin, other, NULL ), S_OK );
    IPin_Release( pin );
    IPin_Release( other );
    pin = find_pin( listen_near, PINDIR_OUTPUT );
    ok_hr( IGraphBuilder_ConnectDirect( near_graph, pin, &near_end->pin.IPin_iface, NULL ), S_OK );
    IPin_Release( pin );
    pin = find_pin( listen_far, PINDIR_OUTPUT );
    ok_hr( IGraphBuilder_ConnectDirect( far_graph, pin, &far_end->pin.IPin_iface, NULL ), S_OK );
    IPin_Release( pin );
    graph_run( passing );
    graph_run( near_graph );
    graph_run( far_graph );
    ok( !WaitForSingleObject( near_end->came, PATIENCE ) && !WaitForSingleObject( far_end->came, PATIENCE ), "no sample\n" );
    graph_run( playing );
    ok( graph_wait( playing, EC_COMPLETE, NULL ), "the end does not come\n" );
    end = far_end->size + 2 * 8000 / 2;
    while (far_end->size < end && !WaitForSingleObject( far_end->came, PATIENCE )) {}
    graph_stop( playing );
    graph_stop( passing );
    graph_stop( near_graph );
    graph_stop( far_graph );
    for (i = 3; i < 11; i++)
    {
        const short *piece = speech + i * SPEECH / 12;

        if (find( (short *)near_end->data, near_end->size / 2, piece, SPEECH / 24, &near_at ) < 0.95 ||
            find( (short *)far_end->data, far_end->size / 2, piece, SPEECH / 24, &far_at ) < 0.95)
            continue;
        trace( "piece %u is heard %ld ms later\n", i, (LONG)(time_of( far_end, far_at ) - time_of( near_end, near_at )) );
    }
    /* a machine that is late loses pieces, by design; all of it cannot be */
    for (i = 0; i < far_end->size / 2; i++) loudest = max( loudest, abs( ((short *)far_end->data)[i] ));
    ok( loudest > 2000, "nothing louder than %d in %lu samples\n", loudest, far_end->size / 2 );
    IGraphBuilder_Release( playing );
    IGraphBuilder_Release( passing );
    IGraphBuilder_Release( near_graph );
    IGraphBuilder_Release( far_graph );
    IBaseFilter_Release( play );
    IBaseFilter_Release( from );
    IBaseFilter_Release( to );
    IBaseFilter_Release( listen_near );
    IBaseFilter_Release( listen_far );
    object_release( source );
    object_release( near_end );
    object_release( far_end );
}

/* One device that another program takes away, and the sound server's end, are errors of the graph, and hold nobody up. */
static void test_dead( UINT in, UINT out )
{
    struct test_source *source = test_source_create( &pcm8k, speech, sizeof(speech) );
    struct test_sink *sink = test_sink_create( &pcm8k );
    IBaseFilter *capture, *render;
    IGraphBuilder *playing, *recording;
    LONG_PTR error = 0;
    IPin *pin;

    source->live = TRUE;
    ok_hr( wave_capture_create( in, NULL, &capture ), S_OK );
    ok_hr( wave_render_create( out, NULL, &render ), S_OK );
    recording = graph_create( capture, media_filter_iface( sink ), NULL );
    playing = graph_create( media_filter_iface( source ), render, NULL );
    pin = find_pin( capture, PINDIR_OUTPUT );
    ok_hr( IGraphBuilder_ConnectDirect( recording, pin, &sink->pin.IPin_iface, NULL ), S_OK );
    IPin_Release( pin );
    pin = find_pin( render, PINDIR_INPUT );
    ok_hr( IGraphBuilder_ConnectDirect( playing, &source->pin.IPin_iface, pin, NULL ), S_OK );
    IPin_Release( pin );
    graph_run( recording );
    ok( !WaitForSingleObject( sink->came, PATIENCE ), "no sample\n" );
    graph_run( playing );
    ok( host( "pactl exit" ), "the sound server does not end\n" );
    ok( graph_wait( recording, EC_ERRORABORT, &error ), "nobody was told\n" );
    ok( error == (LONG_PTR)VFW_E_NO_AUDIO_HARDWARE, "%#lx\n", (long)error );
    graph_stop( recording );
    graph_stop( playing );
    IGraphBuilder_Release( recording );
    IGraphBuilder_Release( playing );
    IBaseFilter_Release( capture );
    IBaseFilter_Release( render );
    object_release( source );
    object_release( sink );
}

START_TEST( wave )
{
    UINT in, out;

    CoInitializeEx( NULL, COINIT_MULTITHREADED );
    make_speech( speech, ARRAYSIZE(speech) );
    if (loop_device( &in, &out ))
    {
        test_arguments( in, out );
        test_loop( in, out, &pcm8k );
        test_loop( in, out, &mulaw );
        test_loop( in, out, &pcm16k );
        test_live( in, out );
        test_dead( in, out );
    }
    ok( !object_count(), "%ld objects are left\n", object_count() );
    CoUninitialize();
}
