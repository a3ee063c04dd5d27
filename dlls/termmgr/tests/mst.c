/*
 * Tests of the media streaming terminal.
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

#include "terminal.h"

#include <amstream.h>
#include <austream.h>

#define SAMPLES 16
#define PIECE   320                     /* bytes: 20 ms */

static BYTE speech[SAMPLES * PIECE];

static IMediaStream *new_stream( ITTerminalManager2 *manager, TERMINAL_DIRECTION direction, ITTerminal **terminal )
{
    IMediaStream *stream = NULL;

    ok_hr( ITTerminalManager2_CreateDynamicTerminal( manager, NULL, CLSID_MediaStreamTerminal, TAPIMEDIATYPE_AUDIO, direction, NULL, terminal ), S_OK );
    ok_hr( ITTerminal_QueryInterface( *terminal, &IID_IMediaStream, (void **)&stream ), S_OK );
    return stream;
}

static void test_format( ITTerminalManager2 *manager )
{
    static const WAVEFORMATEX pcm16k = { WAVE_FORMAT_PCM, 1, 16000, 32000, 2, 16, 0 };
    AM_MEDIA_TYPE *type = (void *)1, wanted, video = { .majortype = MEDIATYPE_Video };
    ALLOCATOR_PROPERTIES properties = { 3, 1000, 1, 0 }, found;
    IMediaStream *stream, *other;
    ITAllocatorProperties *allocator;
    ITTerminal *terminal, *second;
    ITAMMediaFormat *format;
    IGraphBuilder *graph;
    IPin *from, *to;
    DWORD size;
    BOOL flag;

    stream = new_stream( manager, TD_CAPTURE, &terminal );
    other = new_stream( manager, TD_RENDER, &second );
    ok_hr( ITTerminal_QueryInterface( terminal, &IID_ITAMMediaFormat, (void **)&format ), S_OK );
    ok_hr( ITTerminal_QueryInterface( terminal, &IID_ITAllocatorProperties, (void **)&allocator ), S_OK );
    ok_hr( ITAMMediaFormat_get_MediaFormat( format, NULL ), E_POINTER );
    ok_hr( ITAMMediaFormat_get_MediaFormat( format, &type ), S_OK );
    ok( media_type_wave( type ) && media_type_wave( type )->nSamplesPerSec == 8000, "another format\n" );
    media_type_free( type );
    ok_hr( ITAMMediaFormat_put_MediaFormat( format, NULL ), E_POINTER );
    ok_hr( ITAMMediaFormat_put_MediaFormat( format, &video ), VFW_E_INVALIDMEDIATYPE );
    ok_hr( media_type_from_wave( &wanted, &pcm16k ), S_OK );
    ok_hr( ITAMMediaFormat_put_MediaFormat( format, &wanted ), S_OK );
    ok_hr( ITAMMediaFormat_get_MediaFormat( format, &type ), S_OK );
    ok( media_type_equal( type, &wanted ), "another format\n" );
    media_type_free( type );

    ok_hr( ITAllocatorProperties_GetBufferSize( allocator, NULL ), E_POINTER );
    ok_hr( ITAllocatorProperties_GetBufferSize( allocator, &size ), S_OK );
    ok( size == 640, "%lu bytes\n", size );
    ok_hr( ITAllocatorProperties_SetBufferSize( allocator, 0x1000000 ), E_INVALIDARG );
    ok_hr( ITAllocatorProperties_SetBufferSize( allocator, 500 ), S_OK );
    ok_hr( ITAllocatorProperties_GetBufferSize( allocator, &size ), S_OK );
    ok( size == 500, "%lu bytes\n", size );
    ok_hr( ITAllocatorProperties_GetAllocateBuffers( allocator, NULL ), E_POINTER );
    ok_hr( ITAllocatorProperties_GetAllocateBuffers( allocator, &flag ), S_OK );
    ok( flag == TRUE, "%d\n", flag );
    ok_hr( ITAllocatorProperties_SetAllocateBuffers( allocator, FALSE ), S_OK );
    ok_hr( ITAllocatorProperties_GetAllocateBuffers( allocator, &flag ), S_OK );
    ok( !flag, "%d\n", flag );
    ok_hr( ITAllocatorProperties_GetAllocatorProperties( allocator, NULL ), E_POINTER );
    ok_hr( ITAllocatorProperties_GetAllocatorProperties( allocator, &found ), VFW_E_NOT_CONNECTED );
    ok_hr( ITAllocatorProperties_SetAllocatorProperties( allocator, NULL ), E_POINTER );
    properties.cBuffers = 0;
    ok_hr( ITAllocatorProperties_SetAllocatorProperties( allocator, &properties ), E_INVALIDARG );
    properties.cBuffers = 3;
    ok_hr( ITAllocatorProperties_SetAllocatorProperties( allocator, &properties ), S_OK );

    /* a reader that wants another format is refused; it takes that of the writer */
    graph = graph_create( NULL, NULL, NULL );
    from = connect_terminal( terminal, graph, TD_CAPTURE );
    to = connect_terminal( second, graph, TD_RENDER );
    ok_hr( IMediaStream_SetSameFormat( other, NULL, 0 ), E_POINTER );
    ok_hr( IMediaStream_SetSameFormat( other, stream, 0 ), S_OK );
    ok_hr( IGraphBuilder_ConnectDirect( graph, from, to, NULL ), S_OK );
    ok_hr( ITAllocatorProperties_GetAllocatorProperties( allocator, &found ), S_OK );
    ok( found.cBuffers == 3 && found.cbBuffer == 1000, "%ld buffers of %ld\n", found.cBuffers, found.cbBuffer );
    ok_hr( ITAllocatorProperties_SetAllocatorProperties( allocator, &properties ), VFW_E_ALREADY_CONNECTED );
    ok_hr( ITAMMediaFormat_put_MediaFormat( format, &wanted ), S_OK );
    ((WAVEFORMATEX *)wanted.pbFormat)->nSamplesPerSec = 8000;
    ok_hr( ITAMMediaFormat_put_MediaFormat( format, &wanted ), VFW_E_ALREADY_CONNECTED );
    media_type_clear( &wanted );
    IPin_Release( from );
    IPin_Release( to );
    disconnect_terminal( terminal, graph );
    disconnect_terminal( second, graph );
    IGraphBuilder_Release( graph );

    ITAMMediaFormat_Release( format );
    ITAllocatorProperties_Release( allocator );
    IMediaStream_Release( stream );
    IMediaStream_Release( other );
    ok( !ITTerminal_Release( terminal ), "it stays\n" );
    ok( !ITTerminal_Release( second ), "it stays\n" );
}

static void test_stream_methods( ITTerminalManager2 *manager )
{
    ITTerminal *terminal;
    IMediaStream *stream = new_stream( manager, TD_RENDER, &terminal ), *found;
    IMultiMediaStream *owner = (void *)1;
    IStreamSample *sample = (void *)1, *shared;
    STREAM_TIME start = 5, stop = 9, now = 7;
    IAMMediaStream *am;
    IMemoryData *memory;
    STREAM_TYPE type;
    DWORD size, actual;
    MSPID purpose;
    BYTE *data, mine[100];

    ok_hr( ITTerminal_QueryInterface( terminal, &IID_IAMMediaStream, (void **)&am ), S_OK );
    ok( (void *)am == (void *)stream, "another pointer\n" );
    ok_hr( IAMMediaStream_Initialize( am, NULL, 0, &MSPID_PrimaryAudio, STREAMTYPE_READ ), S_OK );
    ok_hr( IAMMediaStream_Initialize( am, NULL, 0, &MSPID_PrimaryAudio, STREAMTYPE_WRITE ), MS_E_INVALIDSTREAMTYPE );
    ok_hr( IAMMediaStream_Initialize( am, NULL, 0, &MSPID_PrimaryVideo, STREAMTYPE_READ ), MS_E_PURPOSEID );
    ok_hr( IAMMediaStream_SetState( am, State_Stopped ), S_OK );
    ok_hr( IAMMediaStream_JoinFilter( am, NULL ), S_OK );
    ok_hr( IAMMediaStream_JoinFilterGraph( am, NULL ), S_OK );
    ok_hr( IAMMediaStream_JoinAMMultiMediaStream( am, NULL ), S_OK );
    IAMMediaStream_Release( am );
    ok_hr( IMediaStream_GetMultiMediaStream( stream, NULL ), E_POINTER );
    ok_hr( IMediaStream_GetMultiMediaStream( stream, &owner ), MS_E_NOSTREAM );
    ok( !owner, "not NULL\n" );
    ok_hr( IMediaStream_GetInformation( stream, &purpose, &type ), S_OK );
    ok( IsEqualGUID( &purpose, &MSPID_PrimaryAudio ) && type == STREAMTYPE_READ, "type %d\n", type );
    ok_hr( IMediaStream_SendEndOfStream( stream, 0 ), MS_E_INVALIDSTREAMTYPE );
    ok_hr( IMediaStream_AllocateSample( stream, 0, NULL ), E_POINTER );
    ok_hr( IMediaStream_AllocateSample( stream, 1, &sample ), E_INVALIDARG );
    ok( !sample, "not NULL\n" );
    ok_hr( IMediaStream_AllocateSample( stream, 0, &sample ), S_OK );
    ok_hr( IMediaStream_CreateSharedSample( stream, sample, 0, &shared ), E_NOTIMPL );

    ok_hr( IStreamSample_GetMediaStream( sample, NULL ), E_POINTER );
    ok_hr( IStreamSample_GetMediaStream( sample, &found ), S_OK );
    ok( found == stream, "another stream\n" );
    IMediaStream_Release( found );
    ok_hr( IStreamSample_SetSampleTimes( sample, NULL, &stop ), E_POINTER );
    ok_hr( IStreamSample_SetSampleTimes( sample, &stop, &start ), E_INVALIDARG );
    ok_hr( IStreamSample_SetSampleTimes( sample, &start, &stop ), S_OK );
    start = stop = 0;
    ok_hr( IStreamSample_GetSampleTimes( sample, &start, &stop, &now ), S_OK );
    ok( start == 5 && stop == 9, "times\n" );
    ok_hr( IStreamSample_CompletionStatus( sample, 0, 0 ), S_OK );
    ok_hr( IStreamSample_CompletionStatus( sample, 8, 0 ), E_INVALIDARG );
    ok_hr( IStreamSample_Update( sample, 4, NULL, NULL, 0 ), E_INVALIDARG );
    ok_hr( IStreamSample_Update( sample, SSUPDATE_ASYNC, (HANDLE)1, (PAPCFUNC)1, 0 ), E_INVALIDARG );

    ok_hr( IStreamSample_QueryInterface( sample, &IID_IMemoryData, (void **)&memory ), S_OK );
    ok_hr( IMemoryData_GetInfo( memory, &size, &data, &actual ), S_OK );
    ok( size == PIECE && data && !actual, "%lu bytes, %lu used\n", size, actual );
    ok_hr( IMemoryData_SetActual( memory, PIECE + 1 ), E_INVALIDARG );
    ok_hr( IMemoryData_SetActual( memory, 2 ), S_OK );
    ok_hr( IMemoryData_SetBuffer( memory, 100, NULL, 0 ), E_POINTER );
    ok_hr( IMemoryData_SetBuffer( memory, 0, mine, 0 ), E_INVALIDARG );
    ok_hr( IMemoryData_SetBuffer( memory, 100, mine, 0 ), S_OK );
    ok_hr( IMemoryData_GetInfo( memory, &size, &data, &actual ), S_OK );
    ok( size == 100 && data == mine, "%lu bytes\n", size );
    /* queued, it is not to be touched; and can be taken back */
    ok_hr( IStreamSample_Update( sample, SSUPDATE_ASYNC, NULL, NULL, 0 ), MS_S_PENDING );
    ok_hr( IStreamSample_Update( sample, SSUPDATE_ASYNC, NULL, NULL, 0 ), MS_E_BUSY );
    ok_hr( IMemoryData_SetBuffer( memory, 100, mine, 0 ), MS_E_BUSY );
    ok_hr( IMemoryData_SetActual( memory, 2 ), MS_E_BUSY );
    ok_hr( IStreamSample_CompletionStatus( sample, COMPSTAT_WAIT, 0 ), MS_S_PENDING );
    ok_hr( IStreamSample_CompletionStatus( sample, COMPSTAT_NOUPDATEOK, 0 ), MS_S_NOUPDATE );
    ok_hr( IStreamSample_CompletionStatus( sample, 0, 0 ), MS_S_NOUPDATE );
    ok_hr( IStreamSample_Update( sample, SSUPDATE_ASYNC, NULL, NULL, 0 ), MS_S_PENDING );
    IStreamSample_CompletionStatus( sample, COMPSTAT_ABORT, 0 );
    ok_hr( IStreamSample_CompletionStatus( sample, 0, 0 ), E_ABORT );
    IMemoryData_Release( memory );
    IMediaStream_Release( stream );
    ok( ITTerminal_Release( terminal ) > 0, "the terminal is gone before its sample\n" );
    ok( !IStreamSample_Release( sample ), "it stays\n" );
}

static LONG apcs;

static void CALLBACK count_apc( ULONG_PTR data )
{
    apcs += (LONG)data;
}

/* What one program writes, another reads, to the end; late: not before all has come, whose last part does not fill a buffer. */
static void test_transfer( ITTerminalManager2 *manager, DWORD read_size, BOOL late )
{
    ITTerminal *terminals[2];
    IMediaStream *writer = new_stream( manager, TD_CAPTURE, &terminals[0] ), *reader = new_stream( manager, TD_RENDER, &terminals[1] );
    IGraphBuilder *graph = graph_create( NULL, NULL, NULL );
    ITAllocatorProperties *allocator;
    HANDLE event = CreateEventW( NULL, FALSE, FALSE, NULL );
    IStreamSample *out[SAMPLES], *in;
    static BYTE got[sizeof(speech) + 4096];
    IPin *from, *to;
    IMemoryData *memory;
    DWORD size, actual, total = 0, i;
    BYTE *data;
    HRESULT hr;

    winetest_push_context( "buffers of %lu%s", read_size, late ? ", late" : "" );
    ok_hr( ITTerminal_QueryInterface( terminals[1], &IID_ITAllocatorProperties, (void **)&allocator ), S_OK );
    if (read_size) ok_hr( ITAllocatorProperties_SetBufferSize( allocator, read_size ), S_OK );
    ITAllocatorProperties_Release( allocator );
    from = connect_terminal( terminals[0], graph, TD_CAPTURE );
    to = connect_terminal( terminals[1], graph, TD_RENDER );
    ok_hr( IGraphBuilder_ConnectDirect( graph, from, to, NULL ), S_OK );
    graph_run( graph );

    for (i = 0; i < SAMPLES; i++)
    {
        ok_hr( IMediaStream_AllocateSample( writer, 0, &out[i] ), S_OK );
        ok_hr( IStreamSample_QueryInterface( out[i], &IID_IMemoryData, (void **)&memory ), S_OK );
        ok_hr( IMemoryData_GetInfo( memory, &size, &data, &actual ), S_OK );
        ok( size == PIECE, "%lu bytes\n", size );
        memcpy( data, speech + i * PIECE, PIECE );
        ok_hr( IMemoryData_SetActual( memory, PIECE ), S_OK );
        IMemoryData_Release( memory );
        apcs = 0;
        hr = i ? IStreamSample_Update( out[i], SSUPDATE_ASYNC, i == SAMPLES - 1 ? event : NULL, NULL, 0 ) :
                 IStreamSample_Update( out[i], SSUPDATE_ASYNC, NULL, count_apc, 1 );
        ok( hr == MS_S_PENDING || hr == S_OK, "Update: %#lx\n", hr );
        if (!i)
        {
            for (size = 0; size < PATIENCE / 100 && !apcs; size++) SleepEx( 100, TRUE );
            ok( apcs == 1, "%ld APCs\n", apcs );
        }
    }
    ok_hr( IMediaStream_SendEndOfStream( writer, 0 ), S_OK );

    if (late) ok( graph_wait( graph, EC_COMPLETE, NULL ), "the graph is not at its end\n" );
    ok_hr( IMediaStream_AllocateSample( reader, 0, &in ), S_OK );
    ok_hr( IStreamSample_QueryInterface( in, &IID_IMemoryData, (void **)&memory ), S_OK );
    while ((hr = IStreamSample_Update( in, 0, NULL, NULL, 0 )) == S_OK)
    {
        ok_hr( IMemoryData_GetInfo( memory, &size, &data, &actual ), S_OK );
        ok( actual && actual <= size && (!read_size || size == read_size), "%lu bytes of %lu\n", actual, size );
        if (total + actual > sizeof(got)) break;
        memcpy( got + total, data, actual );
        total += actual;
    }
    ok( hr == MS_S_ENDOFSTREAM, "it ended with %#lx\n", hr );
    ok( total == sizeof(speech) && !memcmp( got, speech, total ), "%lu bytes of %u\n", total, (int)sizeof(speech) );
    if (!late) ok( graph_wait( graph, EC_COMPLETE, NULL ), "the graph is not at its end\n" );
    ok( !WaitForSingleObject( event, PATIENCE ), "the event of the last sample is not set\n" );
    for (i = 0; i < SAMPLES; i++)
    {
        ok_hr( IStreamSample_CompletionStatus( out[i], COMPSTAT_WAIT, PATIENCE ), S_OK );
        ok( !IStreamSample_Release( out[i] ), "it stays\n" );
    }

    /* the next run begins anew; its end aborts what waits */
    graph_stop( graph );
    graph_run( graph );
    ok_hr( IStreamSample_Update( in, SSUPDATE_ASYNC, event, NULL, 0 ), MS_S_PENDING );
    graph_stop( graph );
    ok( !WaitForSingleObject( event, PATIENCE ), "the event is not set\n" );
    ok_hr( IStreamSample_CompletionStatus( in, 0, 0 ), E_ABORT );
    IMemoryData_Release( memory );
    IStreamSample_Release( in );

    IPin_Release( from );
    IPin_Release( to );
    disconnect_terminal( terminals[0], graph );
    disconnect_terminal( terminals[1], graph );
    IMediaStream_Release( writer );
    IMediaStream_Release( reader );
    ok( !ITTerminal_Release( terminals[0] ), "it stays\n" );
    ok( !ITTerminal_Release( terminals[1] ), "it stays\n" );
    ok( !IGraphBuilder_Release( graph ), "the graph stays\n" );
    CloseHandle( event );
    winetest_pop_context();
}

START_TEST( mst )
{
    HRESULT (WINAPI *can_unload)(void);
    ITTerminalManager2 *manager;

    CoInitializeEx( NULL, COINIT_MULTITHREADED );
    make_speech( (short *)speech, sizeof(speech) / 2 );
    if ((manager = new_manager()))
    {
        test_format( manager );
        test_stream_methods( manager );
        test_transfer( manager, 0, FALSE );
        test_transfer( manager, 1000, FALSE );
        test_transfer( manager, 0, TRUE );
        test_transfer( manager, 1000, TRUE );
        ITTerminalManager2_Release( manager );
        can_unload = (void *)GetProcAddress( GetModuleHandleW( L"termmgr.dll" ), "DllCanUnloadNow" );
        ok_hr( can_unload(), S_OK );
    }
    CoUninitialize();
}
