/*
 * Tests of terminals that are wave devices: microphones and speakers.
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

#include "terminal.h"

#include <mmsystem.h>

static short speech[8000];

static void test_arguments( UINT in, UINT out )
{
    ITTerminal *terminal = (void *)1;

    ok_hr( termmgr_static_audio( waveInGetNumDevs(), TD_CAPTURE, NULL, &terminal ), E_INVALIDARG );
    ok( !terminal, "not NULL\n" );
    ok_hr( termmgr_static_audio( waveOutGetNumDevs(), TD_RENDER, NULL, &terminal ), E_INVALIDARG );
    ok_hr( termmgr_static_audio( in, TD_BIDIRECTIONAL, NULL, &terminal ), E_INVALIDARG );
}

static void test_terminal( UINT device, TERMINAL_DIRECTION direction )
{
    MSP_HANDLE address = (MSP_HANDLE)0x4711;
    IGraphBuilder *graph;
    ITBasicAudioTerminal *audio;
    ITStaticAudioTerminal *wave;
    ITTerminal *terminal = NULL;
    IDispatch *dispatch;
    VARIANT value;
    long number;
    IPin *pin;

    winetest_push_context( "direction %d", direction );
    ok_hr( termmgr_static_audio( device, direction, address, &terminal ), S_OK );
    check_terminal( terminal, direction == TD_CAPTURE ? &CLSID_MicrophoneTerminal : &CLSID_SpeakersTerminal, TT_STATIC, direction, address );

    ok_hr( ITTerminal_QueryInterface( terminal, &IID_ITStaticAudioTerminal, (void **)&wave ), S_OK );
    ok_hr( ITStaticAudioTerminal_get_WaveId( wave, NULL ), E_POINTER );
    ok_hr( ITStaticAudioTerminal_get_WaveId( wave, &number ), S_OK );
    ok( number == (long)device, "device %ld\n", number );
    ITStaticAudioTerminal_Release( wave );
    /* late bound, members of all interfaces are there */
    ok_hr( ITTerminal_QueryInterface( terminal, &IID_IDispatch, (void **)&dispatch ), S_OK );
    value = get_property( dispatch, L"MediaType" );
    ok( V_VT( &value ) == VT_I4 && V_I4( &value ) == TAPIMEDIATYPE_AUDIO, "MediaType: type %d, %#lx\n", V_VT( &value ), V_I4( &value ));
    IDispatch_Release( dispatch );

    ok_hr( ITTerminal_QueryInterface( terminal, &IID_ITBasicAudioTerminal, (void **)&audio ), S_OK );
    ok_hr( ITBasicAudioTerminal_get_Balance( audio, NULL ), E_POINTER );
    ok_hr( ITBasicAudioTerminal_get_Balance( audio, &number ), E_NOTIMPL );
    ok_hr( ITBasicAudioTerminal_put_Balance( audio, 0 ), E_NOTIMPL );
    ok_hr( ITBasicAudioTerminal_get_Volume( audio, NULL ), E_POINTER );
    ok_hr( ITBasicAudioTerminal_get_Volume( audio, &number ), S_OK );
    ok( number == 0xffff, "volume %ld\n", number );
    ok_hr( ITBasicAudioTerminal_put_Volume( audio, -1 ), E_INVALIDARG );
    ok_hr( ITBasicAudioTerminal_put_Volume( audio, 0x10000 ), E_INVALIDARG );
    ok_hr( ITBasicAudioTerminal_put_Volume( audio, 0x8000 ), TAPI_E_NOTERMINALSELECTED );
    graph = graph_create( NULL, NULL, NULL );
    pin = connect_terminal( terminal, graph, direction );
    ok_hr( ITBasicAudioTerminal_put_Volume( audio, 0x8000 ), S_OK );
    ok_hr( ITBasicAudioTerminal_get_Volume( audio, &number ), S_OK );
    ok( number == 0x8000, "volume %ld\n", number );
    value = get_property( (IDispatch *)audio, L"Volume" );
    ok( V_VT( &value ) == VT_I4 && V_I4( &value ) == 0x8000, "Volume: type %d, %#lx\n", V_VT( &value ), V_I4( &value ));
    ITBasicAudioTerminal_Release( audio );
    IPin_Release( pin );
    /* let go of while it is connected */
    ok( !ITTerminal_Release( terminal ), "it stays\n" );
    ok( !IGraphBuilder_Release( graph ), "the graph stays\n" );
    winetest_pop_context();
}

/* Sound: into the speakers, out of the microphone; a quarter of the way up is 45 dB down */
static void test_sound( UINT in, UINT out )
{
    static const WAVEFORMATEX pcm8k = { WAVE_FORMAT_PCM, 1, 8000, 16000, 2, 16, 0 };
    struct test_source *source = test_source_create( &pcm8k, speech, sizeof(speech) );
    struct test_sink *sink = test_sink_create( NULL );
    ITTerminal *microphone, *speakers;
    IGraphBuilder *recording, *playing;
    ITBasicAudioTerminal *audio;
    IPin *pin, *source_pin = &source->pin.IPin_iface;
    DWORD end, i, pass;
    double power[2];

    ok_hr( termmgr_static_audio( in, TD_CAPTURE, NULL, &microphone ), S_OK );
    ok_hr( termmgr_static_audio( out, TD_RENDER, NULL, &speakers ), S_OK );
    recording = graph_create( media_filter_iface( sink ), NULL, NULL );
    playing = graph_create( media_filter_iface( source ), NULL, NULL );
    pin = connect_terminal( microphone, recording, TD_CAPTURE );
    ok_hr( IGraphBuilder_ConnectDirect( recording, pin, &sink->pin.IPin_iface, NULL ), S_OK );
    IPin_Release( pin );
    pin = connect_terminal( speakers, playing, TD_RENDER );
    ok_hr( IGraphBuilder_ConnectDirect( playing, source_pin, pin, NULL ), S_OK );
    IPin_Release( pin );
    ok_hr( ITTerminal_QueryInterface( speakers, &IID_ITBasicAudioTerminal, (void **)&audio ), S_OK );
    graph_run( recording );
    ok( !WaitForSingleObject( sink->came, PATIENCE ), "no sample\n" );
    for (pass = 0; pass < 2; pass++)
    {
        const short *samples;

        ok_hr( ITBasicAudioTerminal_put_Volume( audio, pass ? 0x4000 : 0xffff ), S_OK );
        sink->size = 0;
        graph_run( playing );
        ok( graph_wait( playing, EC_COMPLETE, NULL ), "the end does not come\n" );
        end = sink->size + 8000;
        while (sink->size < end && !WaitForSingleObject( sink->came, PATIENCE )) {}
        graph_stop( playing );
        samples = (const short *)sink->data;
        for (i = 0, power[pass] = 0; i < end / 2; i++) power[pass] += (double)samples[i] * samples[i] / (end / 2);
    }
    graph_stop( recording );
    ok( power[0] > 1e6, "a power of %.0f\n", power[0] );
    ok( power[1] > 0 && 10 * log10( power[0] / power[1] ) > 35 && 10 * log10( power[0] / power[1] ) < 55, "%.1f dB less\n",
        10 * log10( power[0] / power[1] ));
    ITBasicAudioTerminal_Release( audio );
    disconnect_terminal( microphone, recording );
    disconnect_terminal( speakers, playing );
    ITTerminal_Release( microphone );
    ITTerminal_Release( speakers );
    IGraphBuilder_Release( recording );
    IGraphBuilder_Release( playing );
    object_release( source );
    object_release( sink );
}

START_TEST( static )
{
    UINT in, out;

    CoInitializeEx( NULL, COINIT_MULTITHREADED );
    typeinfo_init( NULL, &LIBID_TAPI3Lib );
    make_speech( speech, ARRAYSIZE(speech) );
    if (loop_device( &in, &out ))
    {
        test_arguments( in, out );
        test_terminal( in, TD_CAPTURE );
        test_terminal( out, TD_RENDER );
        test_sound( in, out );
    }
    ok( !object_count(), "%ld objects are left\n", object_count() );
    typeinfo_free();
    CoUninitialize();
}
