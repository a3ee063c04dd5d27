/*
 * Tests of the base of filters: rules of COM, negotiation, streams through a graph.
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
#include "mediafilter/convert.h"

static const WAVEFORMATEX pcm8k = { WAVE_FORMAT_PCM, 1, 8000, 16000, 2, 16, 0 };
static const WAVEFORMATEX pcm16k = { WAVE_FORMAT_PCM, 1, 16000, 32000, 2, 16, 0 };
static const WAVEFORMATEX mulaw16k = { WAVE_FORMAT_MULAW, 1, 16000, 16000, 1, 8, 0 };

static short speech[16000];

static void test_interfaces(void)
{
    struct test_source *source = test_source_create( &pcm8k, speech, 0 );
    struct test_sink *sink = test_sink_create( NULL );
    IBaseFilter *filter = media_filter_iface( source ), *other = media_filter_iface( sink );
    IUnknown *unknown, *again, *nothing = (void *)1;
    IAMFilterMiscFlags *misc;
    IReferenceClock *clock = (void *)1;
    IMediaFilter *media;
    IEnumPins *pins, *clone;
    IPin *pin, *found, *two[2];
    FILTER_INFO info;
    FILTER_STATE state;
    PIN_INFO pin_info;
    PIN_DIRECTION direction;
    ULONG count, refs;
    WCHAR *id;
    CLSID clsid;

    ok_hr( IBaseFilter_QueryInterface( filter, &IID_IUnknown, (void **)&unknown ), S_OK );
    ok_hr( IBaseFilter_QueryInterface( filter, &IID_IMediaFilter, (void **)&media ), S_OK );
    ok_hr( IMediaFilter_QueryInterface( media, &IID_IUnknown, (void **)&again ), S_OK );
    ok( unknown == again, "two identities\n" );
    IUnknown_Release( again );
    IMediaFilter_Release( media );
    ok_hr( IBaseFilter_QueryInterface( filter, &IID_IDispatch, (void **)&nothing ), E_NOINTERFACE );
    ok( !nothing, "not NULL\n" );
    ok_hr( IBaseFilter_QueryInterface( filter, &IID_IPin, (void **)&nothing ), E_NOINTERFACE );
    ok_hr( IBaseFilter_QueryInterface( filter, &IID_IAMFilterMiscFlags, (void **)&misc ), S_OK );
    ok( IAMFilterMiscFlags_GetMiscFlags( misc ) == AM_FILTER_MISC_FLAGS_IS_SOURCE, "not a source\n" );
    IAMFilterMiscFlags_Release( misc );
    ok_hr( IBaseFilter_QueryInterface( other, &IID_IAMFilterMiscFlags, (void **)&misc ), S_OK );
    ok( IAMFilterMiscFlags_GetMiscFlags( misc ) == AM_FILTER_MISC_FLAGS_IS_RENDERER, "not a renderer\n" );
    IAMFilterMiscFlags_Release( misc );
    IUnknown_Release( unknown );

    ok_hr( IBaseFilter_GetClassID( filter, NULL ), E_POINTER );
    ok_hr( IBaseFilter_GetClassID( filter, &clsid ), S_OK );
    ok_hr( IBaseFilter_GetState( filter, 0, NULL ), E_POINTER );
    ok_hr( IBaseFilter_GetState( filter, 0, &state ), S_OK );
    ok( state == State_Stopped, "state %d\n", state );
    ok_hr( IBaseFilter_GetSyncSource( filter, NULL ), E_POINTER );
    ok_hr( IBaseFilter_GetSyncSource( filter, &clock ), S_OK );
    ok( !clock, "a clock\n" );
    ok_hr( CoCreateInstance( &CLSID_SystemClock, NULL, CLSCTX_INPROC_SERVER, &IID_IReferenceClock, (void **)&clock ), S_OK );
    ok_hr( IBaseFilter_SetSyncSource( filter, clock ), S_OK );
    IReferenceClock_Release( clock );
    ok_hr( IBaseFilter_GetSyncSource( filter, &clock ), S_OK );
    ok_hr( IBaseFilter_SetSyncSource( filter, NULL ), S_OK );
    refs = IReferenceClock_Release( clock );
    ok( !refs, "%lu references to the clock\n", refs );
    ok_hr( IBaseFilter_QueryFilterInfo( filter, NULL ), E_POINTER );
    ok_hr( IBaseFilter_QueryFilterInfo( filter, &info ), S_OK );
    ok( !info.pGraph && !info.achName[0], "in a graph\n" );
    ok_hr( IBaseFilter_QueryVendorInfo( filter, NULL ), E_POINTER );
    ok_hr( IBaseFilter_QueryVendorInfo( filter, &id ), E_NOTIMPL );

    ok_hr( IBaseFilter_EnumPins( filter, NULL ), E_POINTER );
    ok_hr( IBaseFilter_EnumPins( filter, &pins ), S_OK );
    ok_hr( IEnumPins_Next( pins, 2, two, &count ), S_FALSE );
    ok( count == 1, "%lu pins\n", count );
    ok( two[0] == &source->pin.IPin_iface, "another pin\n" );
    IPin_Release( two[0] );
    ok_hr( IEnumPins_Next( pins, 1, &pin, NULL ), S_FALSE );
    ok_hr( IEnumPins_Reset( pins ), S_OK );
    ok_hr( IEnumPins_Clone( pins, &clone ), S_OK );
    ok_hr( IEnumPins_Skip( pins, 1 ), S_OK );
    ok_hr( IEnumPins_Skip( pins, 1 ), S_FALSE );
    ok_hr( IEnumPins_Next( clone, 1, &pin, NULL ), S_OK );
    IEnumPins_Release( clone );
    IEnumPins_Release( pins );

    /* a pin is an object of its own, that keeps the filter alive */
    ok_hr( IPin_QueryInterface( pin, &IID_IBaseFilter, (void **)&nothing ), E_NOINTERFACE );
    ok_hr( IPin_QueryInterface( pin, &IID_IMemInputPin, (void **)&nothing ), E_NOINTERFACE );
    ok_hr( IPin_QueryInterface( pin, &IID_IAMPushSource, (void **)&nothing ), E_NOINTERFACE );
    ok_hr( IPin_QueryInterface( pin, &IID_IUnknown, NULL ), E_POINTER );
    ok_hr( IPin_QueryDirection( pin, NULL ), E_POINTER );
    ok_hr( IPin_QueryDirection( pin, &direction ), S_OK );
    ok( direction == PINDIR_OUTPUT, "direction %d\n", direction );
    ok_hr( IPin_QueryPinInfo( pin, NULL ), E_POINTER );
    ok_hr( IPin_QueryPinInfo( pin, &pin_info ), S_OK );
    ok( pin_info.pFilter == filter && pin_info.dir == PINDIR_OUTPUT && !lstrcmpW( pin_info.achName, L"Output" ), "wrong information\n" );
    IBaseFilter_Release( pin_info.pFilter );
    ok_hr( IPin_QueryId( pin, NULL ), E_POINTER );
    ok_hr( IPin_QueryId( pin, &id ), S_OK );
    ok_hr( IBaseFilter_FindPin( filter, id, NULL ), E_POINTER );
    ok_hr( IBaseFilter_FindPin( filter, id, &found ), S_OK );
    ok( found == pin, "another pin\n" );
    IPin_Release( found );
    CoTaskMemFree( id );
    ok_hr( IBaseFilter_FindPin( filter, L"none", &found ), VFW_E_NOT_FOUND );
    ok( !found, "not NULL\n" );
    ok_hr( IPin_ConnectedTo( pin, NULL ), E_POINTER );
    ok_hr( IPin_ConnectedTo( pin, &found ), VFW_E_NOT_CONNECTED );
    ok_hr( IPin_Disconnect( pin ), S_FALSE );
    ok_hr( IPin_QueryInternalConnections( pin, NULL, &count ), E_NOTIMPL );
    ok_hr( IPin_EndOfStream( pin ), E_UNEXPECTED );
    ok_hr( IPin_BeginFlush( pin ), E_UNEXPECTED );
    ok_hr( IPin_EndFlush( pin ), E_UNEXPECTED );
    IBaseFilter_Release( filter );
    ok_hr( IPin_QueryDirection( pin, &direction ), S_OK );
    refs = IPin_Release( pin );
    ok( !refs, "%lu references\n", refs );
    IBaseFilter_Release( other );
}

static void test_negotiation(void)
{
    struct test_source *source = test_source_create( &pcm8k, speech, 0 );
    struct test_sink *sink = test_sink_create( NULL ), *picky = test_sink_create( &pcm16k );
    IGraphBuilder *graph = graph_create( media_filter_iface( source ), media_filter_iface( sink ), media_filter_iface( picky ));
    IPin *out = &source->pin.IPin_iface, *in = &sink->pin.IPin_iface, *refuses = &picky->pin.IPin_iface, *peer;
    AM_MEDIA_TYPE type, partial = { .majortype = MEDIATYPE_Audio }, video = { .majortype = MEDIATYPE_Video }, *first;
    ALLOCATOR_PROPERTIES properties;
    IEnumMediaTypes *types, *clone;
    ULONG count;

    ok_hr( IPin_EnumMediaTypes( out, NULL ), E_POINTER );
    ok_hr( IPin_EnumMediaTypes( out, &types ), S_OK );
    ok_hr( IEnumMediaTypes_Next( types, 1, NULL, NULL ), E_POINTER );
    ok_hr( IEnumMediaTypes_Next( types, 1, &first, &count ), S_OK );
    ok( count == 1, "%lu types\n", count );
    ok( !memcmp( media_type_wave( first ), &pcm8k, sizeof(pcm8k) ), "another format\n" );
    ok_hr( IPin_QueryAccept( out, NULL ), E_POINTER );
    ok_hr( IPin_QueryAccept( out, first ), S_OK );
    ok_hr( IPin_QueryAccept( out, &video ), S_FALSE );
    ok_hr( IPin_QueryAccept( refuses, first ), S_FALSE );
    media_type_free( first );
    ok_hr( IEnumMediaTypes_Next( types, 1, &first, &count ), S_FALSE );
    ok_hr( IEnumMediaTypes_Reset( types ), S_OK );
    ok_hr( IEnumMediaTypes_Clone( types, &clone ), S_OK );
    ok_hr( IEnumMediaTypes_Skip( clone, 1 ), S_OK );
    ok_hr( IEnumMediaTypes_Skip( clone, 1 ), S_FALSE );
    IEnumMediaTypes_Release( clone );
    IEnumMediaTypes_Release( types );

    ok_hr( IPin_Connect( out, NULL, NULL ), E_POINTER );
    ok_hr( IPin_Connect( in, out, NULL ), E_UNEXPECTED );
    ok_hr( IPin_Connect( out, out, NULL ), VFW_E_INVALID_DIRECTION );
    ok_hr( IPin_Connect( out, refuses, NULL ), VFW_E_NO_ACCEPTABLE_TYPES );
    ok_hr( IPin_ConnectedTo( out, &peer ), VFW_E_NOT_CONNECTED );
    ok_hr( IPin_ConnectedTo( refuses, &peer ), VFW_E_NOT_CONNECTED );
    ok_hr( IPin_Connect( out, in, &video ), VFW_E_NO_ACCEPTABLE_TYPES );
    ok_hr( IPin_ConnectionMediaType( out, &type ), VFW_E_NOT_CONNECTED );
    ok_hr( IPin_Connect( out, in, &partial ), S_OK );
    ok_hr( IPin_ConnectionMediaType( in, &type ), S_OK );
    ok( !memcmp( media_type_wave( &type ), &pcm8k, sizeof(pcm8k) ), "another format\n" );
    ok_hr( IPin_ConnectedTo( in, &peer ), S_OK );
    ok( peer == out, "another peer\n" );
    IPin_Release( peer );
    ok_hr( IPin_Connect( out, in, NULL ), VFW_E_ALREADY_CONNECTED );
    ok_hr( IPin_ReceiveConnection( in, out, &type ), VFW_E_ALREADY_CONNECTED );
    ok_hr( IPin_ReceiveConnection( out, in, &type ), E_UNEXPECTED );
    ok( source->pin.allocator && source->pin.allocator == sink->pin.allocator, "no common allocator\n" );
    ok_hr( IMemAllocator_GetProperties( source->pin.allocator, &properties ), S_OK );
    ok( properties.cBuffers >= 4 && properties.cbBuffer >= 320, "%ld buffers of %ld\n", properties.cBuffers, properties.cbBuffer );

    graph_run( graph );
    ok_hr( IPin_Disconnect( in ), VFW_E_NOT_STOPPED );
    ok_hr( IPin_Disconnect( out ), VFW_E_NOT_STOPPED );
    graph_stop( graph );
    ok_hr( IPin_Disconnect( out ), S_OK );
    ok_hr( IPin_Disconnect( in ), S_OK );
    ok( !source->pin.allocator && !sink->pin.allocator, "the allocator stays\n" );
    /* all that is asked for, to the letter */
    ok_hr( IPin_Connect( out, in, &type ), S_OK );
    ok_hr( IGraphBuilder_Disconnect( graph, out ), S_OK );
    ok_hr( IGraphBuilder_Disconnect( graph, in ), S_OK );
    media_type_clear( &type );

    IGraphBuilder_Release( graph );
    object_release( source );
    object_release( sink );
    object_release( picky );
}

/* Everything comes through, to the end, in order; twice. */
static void test_stream(void)
{
    struct test_source *source = test_source_create( &pcm8k, speech, sizeof(speech) );
    struct test_sink *sink = test_sink_create( NULL );
    IGraphBuilder *graph = graph_create( media_filter_iface( source ), media_filter_iface( sink ), NULL );
    int i;

    ok_hr( graph_connect( graph, &source->pin, &sink->pin ), S_OK );
    for (i = 0; i < 2; i++)
    {
        sink->size = 0;
        graph_run( graph );
        ok( graph_wait( graph, EC_COMPLETE, NULL ), "the end does not come\n" );
        ok( sink->size == sizeof(speech) && !memcmp( sink->data, speech, sizeof(speech) ), "%lu bytes of %u\n", sink->size, (int)sizeof(speech) );
        graph_stop( graph );
    }
    IGraphBuilder_Release( graph );
    object_release( source );
    object_release( sink );
}

static void test_formats(void)
{
    static const struct { WAVEFORMATEX format; BOOL convertible; } rows[] =
    {
        { { WAVE_FORMAT_PCM, 1, 8000, 16000, 2, 16, 0 }, TRUE }, { { WAVE_FORMAT_PCM, 2, 44100, 44100 * 6, 6, 24, 0 }, TRUE },
        { { WAVE_FORMAT_MULAW, 1, 8000, 8000, 1, 8, 0 }, TRUE }, { { WAVE_FORMAT_ALAW, 1, 8000, 8000, 1, 8, 0 }, TRUE },
        { { WAVE_FORMAT_PCM, 1, 8000, 32000, 4, 16, 0 }, FALSE }, { { WAVE_FORMAT_MULAW, 1, 8000, 16000, 2, 16, 0 }, FALSE },
        { { WAVE_FORMAT_IEEE_FLOAT, 1, 8000, 32000, 4, 32, 0 }, FALSE }, { { WAVE_FORMAT_PCM, 1, 500, 1000, 2, 16, 0 }, FALSE },
    };
    struct wav_converter *converter;
    unsigned int i;

    for (i = 0; i < ARRAYSIZE(rows); i++)
    {
        winetest_push_context( "format %u", i );
        ok( audio_convertible( &rows[i].format ) == rows[i].convertible, "it is %d\n", !rows[i].convertible );
        converter = audio_converter_create( &rows[i].format, &pcm8k );
        ok( !converter == !rows[i].convertible, "from it: %p\n", converter );
        wav_converter_free( converter );
        converter = audio_converter_create( &pcm8k, &rows[i].format );
        ok( !converter == !rows[i].convertible, "to it: %p\n", converter );
        wav_converter_free( converter );
        winetest_pop_context();
    }
}

/* 8 kHz of 16 bits to mu-law at 16 kHz */
static void test_transform(void)
{
    struct test_source *source = test_source_create( &pcm8k, speech, sizeof(speech) );
    struct test_sink *sink = test_sink_create( &mulaw16k );
    struct wav_converter *converter = audio_converter_create( &pcm8k, &mulaw16k );
    IBaseFilter *convert;
    IGraphBuilder *graph;
    IPin *in, *out;
    BYTE *expected = malloc( wav_converter_room( converter, sizeof(speech) ));
    DWORD size = wav_convert( converter, speech, sizeof(speech), expected );

    ok_hr( convert_filter_create( NULL, &convert ), S_OK );
    graph = graph_create( media_filter_iface( source ), convert, media_filter_iface( sink ));
    in = find_pin( convert, PINDIR_INPUT );
    out = find_pin( convert, PINDIR_OUTPUT );
    ok_hr( IGraphBuilder_ConnectDirect( graph, out, &sink->pin.IPin_iface, NULL ), S_OK );     /* in either order */
    ok_hr( IGraphBuilder_ConnectDirect( graph, &source->pin.IPin_iface, in, NULL ), S_OK );
    graph_run( graph );
    ok( graph_wait( graph, EC_COMPLETE, NULL ), "the end does not come\n" );
    ok( sink->size == size && !memcmp( sink->data, expected, size ), "%lu bytes of %lu\n", sink->size, size );
    graph_stop( graph );
    free( expected );
    wav_converter_free( converter );
    IPin_Release( in );
    IPin_Release( out );
    IGraphBuilder_Release( graph );
    IBaseFilter_Release( convert );
    object_release( source );
    object_release( sink );
}

static HRESULT deliver( struct test_sink *sink, IMemAllocator *allocator, const void *data, DWORD size, AM_MEDIA_TYPE *type )
{
    IMediaSample *sample;
    BYTE *buffer;
    HRESULT hr = IMemAllocator_GetBuffer( allocator, &sample, NULL, NULL, 0 );

    ok( hr == S_OK, "GetBuffer: %#lx\n", hr );
    if (hr != S_OK) return hr;
    IMediaSample_GetPointer( sample, &buffer );
    memcpy( buffer, data, size );
    IMediaSample_SetActualDataLength( sample, size );
    if (type) ok_hr( IMediaSample_SetMediaType( sample, type ), S_OK );
    hr = IMemInputPin_Receive( &sink->pin.IMemInputPin_iface, sample );
    IMediaSample_Release( sample );
    return hr;
}

/* States and flushes, seen by who delivers */
static void test_receive(void)
{
    struct test_source *source = test_source_create( &pcm8k, speech, 0 );
    struct test_sink *sink = test_sink_create( NULL );
    IMemInputPin *input = &sink->pin.IMemInputPin_iface;
    IPin *pin = &sink->pin.IPin_iface;
    IGraphBuilder *graph = graph_create( media_filter_iface( source ), media_filter_iface( sink ), NULL );
    ALLOCATOR_PROPERTIES properties;
    AM_MEDIA_TYPE type, nonsense = { .majortype = MEDIATYPE_Video };
    IMemAllocator *allocator;
    unsigned int before;
    LONG_PTR error = 0;

    ok_hr( IMemInputPin_GetAllocator( input, NULL ), E_POINTER );
    ok_hr( IMemInputPin_GetAllocator( input, &allocator ), S_OK );      /* it has one to offer */
    IMemAllocator_Release( allocator );
    ok_hr( IMemInputPin_GetAllocatorRequirements( input, &properties ), E_NOTIMPL );
    ok_hr( IMemInputPin_NotifyAllocator( input, NULL, FALSE ), E_POINTER );
    ok_hr( IMemInputPin_ReceiveCanBlock( input ), S_OK );
    ok_hr( IMemInputPin_Receive( input, NULL ), E_POINTER );
    source->size = 0;
    ok_hr( graph_connect( graph, &source->pin, &sink->pin ), S_OK );
    ok_hr( IMemInputPin_GetAllocator( input, &allocator ), S_OK );
    ok_hr( IMemAllocator_Commit( allocator ), S_OK );
    ok_hr( deliver( sink, allocator, speech, 320, NULL ), VFW_E_WRONG_STATE );
    ok_hr( IPin_EndOfStream( pin ), VFW_E_WRONG_STATE );

    ok_hr( IBaseFilter_Pause( media_filter_iface( sink )), S_OK );
    ok_hr( deliver( sink, allocator, speech, 320, NULL ), S_OK );
    ok_hr( IBaseFilter_Run( media_filter_iface( sink ), 0 ), S_OK );
    ok_hr( IPin_NewSegment( pin, 1, 2, 1.0 ), S_OK );
    ok( sink->pin.segment_start == 1 && sink->pin.segment_stop == 2, "the segment is not kept\n" );
    ok_hr( IPin_BeginFlush( pin ), S_OK );
    ok_hr( deliver( sink, allocator, speech, 320, NULL ), S_FALSE );
    ok_hr( IPin_EndFlush( pin ), S_OK );
    ok_hr( deliver( sink, allocator, speech, 320, NULL ), S_OK );
    ok( sink->samples == 2, "%u samples\n", sink->samples );

    /* another type within the stream */
    before = sink->types;
    ok_hr( media_type_from_wave( &type, &pcm16k ), S_OK );
    ok_hr( deliver( sink, allocator, speech, 320, &type ), S_OK );
    ok( sink->types == before + 1, "the sink was not told\n" );
    media_type_clear( &type );
    ok_hr( deliver( sink, allocator, speech, 320, &nonsense ), VFW_E_TYPE_NOT_ACCEPTED );
    ok( graph_wait( graph, EC_ERRORABORT, &error ), "nobody was told\n" );
    ok( error == VFW_E_TYPE_NOT_ACCEPTED, "%#lx\n", (long)error );

    ok_hr( IPin_EndOfStream( pin ), S_OK );
    ok_hr( deliver( sink, allocator, speech, 320, NULL ), S_FALSE );
    ok_hr( IBaseFilter_Stop( media_filter_iface( sink )), S_OK );
    IMemAllocator_Release( allocator );
    IGraphBuilder_Release( graph );
    object_release( source );
    object_release( sink );
}

/* A stop lets a sink go that does not take what comes, and the thread that waits for it. */
static void test_stop(void)
{
    struct test_source *source = test_source_create( &pcm8k, speech, sizeof(speech) );
    struct test_sink *sink = test_sink_create( NULL );
    IGraphBuilder *graph = graph_create( media_filter_iface( source ), media_filter_iface( sink ), NULL );
    DWORD start;

    sink->block = TRUE;
    ok_hr( graph_connect( graph, &source->pin, &sink->pin ), S_OK );
    graph_run( graph );
    ok( !WaitForSingleObject( sink->came, PATIENCE ), "no sample\n" );
    start = GetTickCount();
    graph_stop( graph );
    ok( GetTickCount() - start < PATIENCE / 2, "stopped after %lu ms\n", GetTickCount() - start );
    ok( sink->samples == 1, "%u samples\n", sink->samples );

    /* let go of while it runs */
    sink->block = FALSE;
    graph_run( graph );
    IGraphBuilder_Release( graph );
    object_release( source );
    object_release( sink );
}

static void test_types(void)
{
    AM_MEDIA_TYPE a, b, *copy;
    WAVEFORMATEX format;

    ok_hr( media_type_from_wave( &a, &pcm8k ), S_OK );
    ok( IsEqualGUID( &a.subtype, &MEDIASUBTYPE_PCM ), "another subtype\n" );
    ok_hr( media_type_copy( &b, &a ), S_OK );
    ok( media_type_equal( &a, &b ) && a.pbFormat != b.pbFormat, "not a copy\n" );
    ((WAVEFORMATEX *)b.pbFormat)->nSamplesPerSec = 16000;
    ok( !media_type_equal( &a, &b ), "equal\n" );
    ok( (copy = media_type_duplicate( &a )) && media_type_equal( &a, copy ), "not a copy\n" );
    media_type_free( copy );
    media_type_free( NULL );
    /* what cannot be a format is none */
    ok( media_type_wave( &a ) != NULL, "no format\n" );
    a.cbFormat = 10;
    ok( !media_type_wave( &a ), "10 bytes\n" );
    a.cbFormat = sizeof(WAVEFORMATEX);
    format = pcm8k;
    format.nBlockAlign = 0;
    memcpy( a.pbFormat, &format, sizeof(format) );
    ok( !media_type_wave( &a ), "blocks of 0\n" );
    format = pcm8k;
    format.nSamplesPerSec = 0;
    memcpy( a.pbFormat, &format, sizeof(format) );
    ok( !media_type_wave( &a ), "0 Hz\n" );
    memcpy( a.pbFormat, &pcm8k, sizeof(format) );
    a.subtype = MEDIASUBTYPE_PCM;
    a.subtype.Data1 = WAVE_FORMAT_MULAW;
    ok( !media_type_wave( &a ), "PCM that is called mu-law\n" );
    media_type_clear( &a );
    ok( !a.pbFormat && !a.cbFormat, "not clear\n" );
    media_type_clear( &b );
}

START_TEST( filter )
{
    CoInitializeEx( NULL, COINIT_MULTITHREADED );
    make_speech( speech, ARRAYSIZE(speech) );
    test_types();
    test_interfaces();
    test_negotiation();
    test_stream();
    test_formats();
    test_transform();
    test_receive();
    test_stop();
    ok( !object_count(), "%ld objects are left\n", object_count() );
    CoUninitialize();
}
