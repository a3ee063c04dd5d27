/*
 * Tests of the file terminals.
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

#define NO_DSHOW_STRSAFE
#include "wine/test.h"

#include <stdio.h>
#include <math.h>

#include "mediafilter/filter.h"
#include "wavfile/wavfile.h"

#include <msp.h>
#include <tapi.h>
#include <tapi3err.h>
#include <tapi3if.h>
#include <termmgr.h>

#define PATIENCE 30000                  /* ms that a test waits for what must come */
#define ADDRESS  ((MSP_HANDLE)0x1234)

#define ok_hr( expr, expected ) \
    do { const HRESULT hr__ = (expr); ok( hr__ == (HRESULT)(expected), #expr " returned %#lx\n", hr__ ); } while (0)

static ITTerminalManager *manager;
static WCHAR folder[MAX_PATH];

/* ---- WAV files ---- */

static const WCHAR *file_name( const WCHAR *name )
{
    static WCHAR names[8][MAX_PATH];
    static unsigned int next;
    WCHAR *path = names[next++ % ARRAY_SIZE(names)];

    swprintf( path, MAX_PATH, L"%ls%ls", folder, name );
    return path;
}

static int64_t io_read( void *context, uint64_t offset, void *data, size_t size )
{
    OVERLAPPED at = { .Offset = (DWORD)offset };
    DWORD done = 0;

    ReadFile( context, data, (DWORD)size, &done, &at );
    return done;
}

static int64_t io_write( void *context, uint64_t offset, const void *data, size_t size )
{
    OVERLAPPED at = { .Offset = (DWORD)offset };
    DWORD done = 0;

    WriteFile( context, data, (DWORD)size, &done, &at );
    return done;
}

static int64_t io_size( void *context )
{
    return GetFileSize( context, NULL );
}

static struct wav_format make_format( unsigned int tag, DWORD rate, unsigned int bits )
{
    struct wav_format format;

    ok( !wav_format_init( &format, tag, 1, rate, bits ), "no such format\n" );
    return format;
}

static void write_file( const WCHAR *name, const struct wav_format *format, const void *data, DWORD size )
{
    HANDLE file = CreateFileW( name, GENERIC_READ | GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL );
    const struct wav_io io = { file, io_read, io_write, io_size };
    struct wav_writer writer;

    ok( file != INVALID_HANDLE_VALUE, "cannot write %ls: %lu\n", name, GetLastError() );
    ok( !wav_create( &writer, &io, format ) && !wav_write( &writer, data, size ), "cannot write %ls\n", name );
    CloseHandle( file );
}

/* The samples of a file, to be freed; *size is -1 if it is none. */
static BYTE *read_file( const WCHAR *name, struct wav_format *format, LONG *size )
{
    HANDLE file = CreateFileW( name, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0, NULL );
    const struct wav_io io = { file, io_read, NULL, io_size };
    struct wav_reader reader;
    BYTE *data = NULL;

    *size = -1;
    ok( file != INVALID_HANDLE_VALUE, "cannot read %ls: %lu\n", name, GetLastError() );
    if (file == INVALID_HANDLE_VALUE) return NULL;
    if (!wav_open( &reader, &io ) && !reader.damaged)
    {
        *format = reader.format;
        data = malloc( (size_t)reader.data_size + 1 );
        *size = (LONG)wav_read( &reader, data, (size_t)reader.data_size );
    }
    CloseHandle( file );
    return data;
}

static short samples[8000], other_samples[8000];

static void make_samples( void )
{
    unsigned int i;

    for (i = 0; i < ARRAY_SIZE(samples); i++)
    {
        samples[i] = (short)(10000 * sin( i * 0.5 ) + i % 7);
        other_samples[i] = (short)(8000 * cos( i * 0.3 ) + i % 5);
    }
}

static void check_file( const WCHAR *name, const struct wav_format *format, const void *data, LONG size )
{
    struct wav_format found;
    LONG found_size;
    BYTE *found_data = read_file( name, &found, &found_size );

    ok( found_size == size, "%ls has %ld bytes instead of %ld\n", name, found_size, size );
    if (found_size == size)
    {
        ok( wav_format_equal( &found, format ), "%ls: format %u, %lu Hz, %u bits\n", name, found.tag, (ULONG)found.rate, found.bits );
        ok( !memcmp( found_data, data, size ), "%ls has other samples\n", name );
    }
    free( found_data );
}

/* ---- a sink for events ---- */

struct sink
{
    ITPluggableTerminalEventSink iface;
    LONG refs;
    CRITICAL_SECTION cs;
    HANDLE came;
    struct { TERMINAL_MEDIA_STATE state; FT_STATE_EVENT_CAUSE cause; HRESULT error; ITFileTrack *track; ITTerminal *terminal; } events[64];
    unsigned int first, count;
    ITMediaControl *restart;            /* started again in the event */
};

static HRESULT WINAPI sink_QueryInterface( ITPluggableTerminalEventSink *iface, REFIID iid, void **out )
{
    *out = NULL;
    if (!IsEqualIID( iid, &IID_IUnknown ) && !IsEqualIID( iid, &IID_ITPluggableTerminalEventSink )) return E_NOINTERFACE;
    *out = iface;
    ITPluggableTerminalEventSink_AddRef( iface );
    return S_OK;
}

static ULONG WINAPI sink_AddRef( ITPluggableTerminalEventSink *iface )
{
    return InterlockedIncrement( &CONTAINING_RECORD( iface, struct sink, iface )->refs );
}

static ULONG WINAPI sink_Release( ITPluggableTerminalEventSink *iface )
{
    return InterlockedDecrement( &CONTAINING_RECORD( iface, struct sink, iface )->refs );
}

static HRESULT WINAPI sink_FireEvent( ITPluggableTerminalEventSink *iface, const MSP_EVENT_INFO *info )
{
    struct sink *sink = CONTAINING_RECORD( iface, struct sink, iface );
    ITMediaControl *restart = NULL;

    ok( info->dwSize == sizeof(*info), "size %lu\n", info->dwSize );
    ok( info->Event == ME_FILE_TERMINAL_EVENT, "event %d\n", info->Event );
    ok( info->MSP_FILE_TERMINAL_EVENT_INFO.pParentFileTerminal != NULL, "no terminal\n" );
    EnterCriticalSection( &sink->cs );
    if (sink->count < ARRAY_SIZE(sink->events))
    {
        sink->events[sink->count].state = info->MSP_FILE_TERMINAL_EVENT_INFO.TerminalMediaState;
        sink->events[sink->count].cause = info->MSP_FILE_TERMINAL_EVENT_INFO.ftecEventCause;
        sink->events[sink->count].error = info->MSP_FILE_TERMINAL_EVENT_INFO.hrErrorCode;
        sink->events[sink->count].track = info->MSP_FILE_TERMINAL_EVENT_INFO.pFileTrack;
        sink->events[sink->count++].terminal = info->MSP_FILE_TERMINAL_EVENT_INFO.pParentFileTerminal;
    }
    if (info->MSP_FILE_TERMINAL_EVENT_INFO.ftecEventCause == FTEC_END_OF_FILE)
    {
        restart = sink->restart;
        sink->restart = NULL;
    }
    LeaveCriticalSection( &sink->cs );
    if (restart) ok_hr( ITMediaControl_Start( restart ), S_OK );
    SetEvent( sink->came );
    return S_OK;
}

static const ITPluggableTerminalEventSinkVtbl sink_vtbl = { sink_QueryInterface, sink_AddRef, sink_Release, sink_FireEvent };

static void sink_init( struct sink *sink, void *terminal )
{
    ITPluggableTerminalEventSinkRegistration *registration;

    memset( sink, 0, sizeof(*sink) );
    sink->iface.lpVtbl = (ITPluggableTerminalEventSinkVtbl *)&sink_vtbl;
    sink->refs = 1;
    InitializeCriticalSection( &sink->cs );
    sink->came = CreateEventW( NULL, FALSE, FALSE, NULL );
    ok_hr( IUnknown_QueryInterface( (IUnknown *)terminal, &IID_ITPluggableTerminalEventSinkRegistration, (void **)&registration ), S_OK );
    ok_hr( ITPluggableTerminalEventSinkRegistration_RegisterSink( registration, NULL ), E_POINTER );
    ok_hr( ITPluggableTerminalEventSinkRegistration_RegisterSink( registration, &sink->iface ), S_OK );
    ITPluggableTerminalEventSinkRegistration_Release( registration );
}

static void sink_done( struct sink *sink, void *terminal )
{
    ITPluggableTerminalEventSinkRegistration *registration;

    ok_hr( IUnknown_QueryInterface( (IUnknown *)terminal, &IID_ITPluggableTerminalEventSinkRegistration, (void **)&registration ), S_OK );
    ok_hr( ITPluggableTerminalEventSinkRegistration_UnregisterSink( registration ), S_OK );
    ok_hr( ITPluggableTerminalEventSinkRegistration_UnregisterSink( registration ), E_UNEXPECTED );
    ITPluggableTerminalEventSinkRegistration_Release( registration );
    ok( sink->refs == 1, "%ld references of the sink\n", sink->refs );
    ok( sink->first == sink->count, "%u events nobody expected\n", sink->count - sink->first );
    CloseHandle( sink->came );
    DeleteCriticalSection( &sink->cs );
}

static void expect_event_( int line, struct sink *sink, TERMINAL_MEDIA_STATE state, FT_STATE_EVENT_CAUSE cause, HRESULT error )
{
    const DWORD end = GetTickCount() + PATIENCE;
    BOOL there;

    for (;;)
    {
        EnterCriticalSection( &sink->cs );
        there = sink->first < sink->count;
        LeaveCriticalSection( &sink->cs );
        if (there || (LONG)(end - GetTickCount()) < 0) break;
        WaitForSingleObject( sink->came, 1000 );
    }
    ok_( __FILE__, line )( there, "no event for state %d, cause %d\n", state, cause );
    if (!there) return;
    ok_( __FILE__, line )( sink->events[sink->first].state == state, "state %d instead of %d\n", sink->events[sink->first].state, state );
    ok_( __FILE__, line )( sink->events[sink->first].cause == cause, "cause %d instead of %d\n", sink->events[sink->first].cause, cause );
    ok_( __FILE__, line )( sink->events[sink->first].error == error, "error %#lx instead of %#lx\n", sink->events[sink->first].error, error );
    sink->first++;
}
#define expect_event( sink, state, cause, error ) expect_event_( __LINE__, sink, state, cause, error )

/* ---- a source that is fed by the test ---- */

struct feeder
{
    struct media_filter filter;
    struct media_pin pin;
    WAVEFORMATEX format;
};

static HRESULT feeder_get_type( struct media_pin *pin, unsigned int index, AM_MEDIA_TYPE *type )
{
    if (index) return VFW_S_NO_MORE_ITEMS;
    return media_type_from_wave( type, &CONTAINING_RECORD( pin->filter, struct feeder, filter )->format );
}

static HRESULT feeder_query_accept( struct media_pin *pin, const AM_MEDIA_TYPE *type )
{
    const WAVEFORMATEX *format = media_type_wave( type ), *mine = &CONTAINING_RECORD( pin->filter, struct feeder, filter )->format;

    return format && format->wFormatTag == mine->wFormatTag && format->nSamplesPerSec == mine->nSamplesPerSec &&
           format->wBitsPerSample == mine->wBitsPerSample ? S_OK : S_FALSE;
}

static void feeder_destroy( struct object *object )
{
    media_filter_free( (struct media_filter *)object );
}

static const struct media_pin_ops feeder_pin_ops = { .get_type = feeder_get_type, .query_accept = feeder_query_accept };
static const struct media_filter_ops feeder_ops = { 0 };
static const struct face_entry feeder_faces[] = { MEDIA_FILTER_FACES };
static const struct object_class feeder_class = { "test feeder", feeder_faces, ARRAY_SIZE(feeder_faces), feeder_destroy };

/* ---- graphs ---- */

static IGraphBuilder *new_graph( void )
{
    IGraphBuilder *graph = NULL;

    ok_hr( CoCreateInstance( &CLSID_FilterGraphNoThread, NULL, CLSCTX_INPROC_SERVER, &IID_IGraphBuilder, (void **)&graph ), S_OK );
    return graph;
}

static void run_graph( IGraphBuilder *graph )
{
    IMediaControl *control;
    HRESULT hr;

    ok_hr( IGraphBuilder_QueryInterface( graph, &IID_IMediaControl, (void **)&control ), S_OK );
    hr = IMediaControl_Run( control );
    ok( hr == S_OK || hr == S_FALSE, "Run returned %#lx\n", hr );
    IMediaControl_Release( control );
}

static void stop_graph( IGraphBuilder *graph )
{
    IMediaControl *control;

    ok_hr( IGraphBuilder_QueryInterface( graph, &IID_IMediaControl, (void **)&control ), S_OK );
    ok_hr( IMediaControl_Stop( control ), S_OK );
    IMediaControl_Release( control );
}

static IPin *connect_track( void *track, IGraphBuilder *graph )
{
    TERMINAL_DIRECTION direction;
    ITTerminalControl *control;
    DWORD count = 1;
    IPin *pin = NULL;

    ok_hr( ITTerminal_get_Direction( (ITTerminal *)track, &direction ), S_OK );
    ok_hr( ITTerminal_QueryInterface( (ITTerminal *)track, &IID_ITTerminalControl, (void **)&control ), S_OK );
    ok_hr( ITTerminalControl_ConnectTerminal( control, graph, direction, &count, &pin ), S_OK );
    ok( count == 1 && pin, "%lu pins\n", count );
    ITTerminalControl_Release( control );
    return pin;
}

static void disconnect_track( ITTerminal *track, IGraphBuilder *graph )
{
    ITTerminalControl *control;

    ok_hr( ITTerminal_QueryInterface( track, &IID_ITTerminalControl, (void **)&control ), S_OK );
    ok_hr( ITTerminalControl_DisconnectTerminal( control, graph, 0 ), S_OK );
    ok_hr( ITTerminalControl_DisconnectTerminal( control, graph, 0 ), E_UNEXPECTED );
    ITTerminalControl_Release( control );
}

/* A graph of its own for each feeder, as media service providers have one for each stream */
struct feed
{
    struct feeder *feeder;
    IGraphBuilder *graph;
    ITTerminal *track;
};

static void feed_begin( struct feed *feed, ITTerminal *track, const struct wav_format *format )
{
    IPin *pin;

    feed->feeder = media_filter_create( &feeder_class, &feeder_ops, sizeof(*feed->feeder), NULL );
    feed->feeder->format = wave_format( format->tag, format->rate, format->bits, format->channels );
    media_filter_add_pin( &feed->feeder->filter, &feed->feeder->pin, PINDIR_OUTPUT, L"Out", &feeder_pin_ops );
    feed->graph = new_graph();
    feed->track = track;
    ok_hr( IGraphBuilder_AddFilter( feed->graph, media_filter_iface( feed->feeder ), L"feeder" ), S_OK );
    pin = connect_track( track, feed->graph );
    ok_hr( IGraphBuilder_ConnectDirect( feed->graph, &feed->feeder->pin.IPin_iface, pin, NULL ), S_OK );
    IPin_Release( pin );
    run_graph( feed->graph );
}

static void feed_samples( struct feed *feed, const void *data, DWORD size )
{
    ok_hr( media_pin_deliver_data( &feed->feeder->pin, data, size, 0, -1 ), S_OK );
}

static void feed_end( struct feed *feed )
{
    stop_graph( feed->graph );
    disconnect_track( feed->track, feed->graph );
    ok_hr( IGraphBuilder_RemoveFilter( feed->graph, media_filter_iface( feed->feeder )), S_OK );
    IGraphBuilder_Release( feed->graph );
    ok( !IBaseFilter_Release( media_filter_iface( feed->feeder )), "somebody keeps the feeder\n" );
}

/* ---- terminals ---- */

static ITTerminal *new_terminal( const CLSID *class )
{
    const BOOL playback = IsEqualGUID( class, &CLSID_FilePlaybackTerminal );
    ITTerminal *terminal = NULL;

    ok_hr( ITTerminalManager_CreateDynamicTerminal( manager, NULL, *class, TAPIMEDIATYPE_MULTITRACK, playback ? TD_CAPTURE : TD_RENDER, ADDRESS, &terminal ),
           S_OK );
    return terminal;
}

static void *query( void *object, REFIID iid )
{
    void *out = NULL;

    ok_hr( IUnknown_QueryInterface( (IUnknown *)object, iid, &out ), S_OK );
    return out;
}

static VARIANT list_of( const WCHAR *const *names, unsigned int count )
{
    VARIANT list, item;
    LONG i;

    V_VT( &list ) = VT_ARRAY | VT_VARIANT;
    V_ARRAY( &list ) = SafeArrayCreateVector( VT_VARIANT, 0, count );
    for (i = 0; i < (LONG)count; i++)
    {
        V_VT( &item ) = VT_BSTR;
        V_BSTR( &item ) = SysAllocString( names[i] );
        SafeArrayPutElement( V_ARRAY( &list ), &i, &item );
        VariantClear( &item );
    }
    return list;
}

static HRESULT put_list( ITTerminal *terminal, const WCHAR *const *names, unsigned int count )
{
    ITMediaPlayback *playback = query( terminal, &IID_ITMediaPlayback );
    VARIANT list = list_of( names, count );
    HRESULT hr = ITMediaPlayback_put_PlayList( playback, list );

    VariantClear( &list );
    ITMediaPlayback_Release( playback );
    return hr;
}

static HRESULT put_file( ITTerminal *terminal, const WCHAR *name )
{
    ITMediaRecord *record = query( terminal, &IID_ITMediaRecord );
    BSTR text = SysAllocString( name );
    HRESULT hr = ITMediaRecord_put_FileName( record, text );

    SysFreeString( text );
    ITMediaRecord_Release( record );
    return hr;
}

static ITTerminal *new_track( ITTerminal *terminal, TERMINAL_DIRECTION direction )
{
    ITMultiTrackTerminal *tracks = query( terminal, &IID_ITMultiTrackTerminal );
    ITTerminal *track = NULL;

    ok_hr( ITMultiTrackTerminal_CreateTrackTerminal( tracks, TAPIMEDIATYPE_AUDIO, direction, &track ), S_OK );
    ITMultiTrackTerminal_Release( tracks );
    return track;
}

static ITTerminal *first_track( ITTerminal *terminal )
{
    ITMultiTrackTerminal *tracks = query( terminal, &IID_ITMultiTrackTerminal );
    ITTerminal *track = NULL;
    IEnumTerminal *list;

    ok_hr( ITMultiTrackTerminal_EnumerateTrackTerminals( tracks, &list ), S_OK );
    ok_hr( IEnumTerminal_Next( list, 1, &track, NULL ), S_OK );
    IEnumTerminal_Release( list );
    ITMultiTrackTerminal_Release( tracks );
    return track;
}

static HRESULT control( ITTerminal *terminal, char what )
{
    ITMediaControl *media = query( terminal, &IID_ITMediaControl );
    HRESULT hr = what == 's' ? ITMediaControl_Start( media ) : what == 'x' ? ITMediaControl_Stop( media ) : ITMediaControl_Pause( media );

    ITMediaControl_Release( media );
    return hr;
}

static TERMINAL_MEDIA_STATE media_state( ITTerminal *terminal )
{
    ITMediaControl *media = query( terminal, &IID_ITMediaControl );
    TERMINAL_MEDIA_STATE state = 99;

    ok_hr( ITMediaControl_get_MediaState( media, NULL ), E_POINTER );
    ok_hr( ITMediaControl_get_MediaState( media, &state ), S_OK );
    ITMediaControl_Release( media );
    return state;
}

/* Nothing is alive in termmgr.dll. */
static void check_leaks( void )
{
    HRESULT (WINAPI *can_unload)( void ) = (void *)GetProcAddress( GetModuleHandleW( L"termmgr.dll" ), "DllCanUnloadNow" );
    ULONG refs = ITTerminalManager_Release( manager );

    ok( !refs, "%lu references of the terminal manager\n", refs );
    ok_hr( can_unload(), S_OK );
    ok_hr( CoCreateInstance( &CLSID_TerminalManager, NULL, CLSCTX_INPROC_SERVER, &IID_ITTerminalManager, (void **)&manager ), S_OK );
}

static void release_last_( int line, void *object )
{
    const ULONG refs = IUnknown_Release( (IUnknown *)object );

    ok_( __FILE__, line )( !refs, "%lu references are left\n", refs );
}
#define release_last( object ) release_last_( __LINE__, object )

/* ---- tests ---- */

static void check_terminal( ITTerminal *terminal, const WCHAR *name, const CLSID *class, LONG media, TERMINAL_DIRECTION direction )
{
    TERMINAL_DIRECTION found_direction = 99;
    TERMINAL_STATE state = 99;
    TERMINAL_TYPE type = 99;
    WCHAR text[40];
    LONG found_media = 0;
    BSTR string;

    ok_hr( ITTerminal_get_Name( terminal, NULL ), E_POINTER );
    ok_hr( ITTerminal_get_Name( terminal, &string ), S_OK );
    ok( !wcsncmp( string, name, wcslen( name )), "name %ls\n", string );
    SysFreeString( string );
    ok_hr( ITTerminal_get_TerminalClass( terminal, NULL ), E_POINTER );
    ok_hr( ITTerminal_get_TerminalClass( terminal, &string ), S_OK );
    StringFromGUID2( class, text, ARRAY_SIZE(text) );
    ok( !wcscmp( string, text ), "class %ls\n", string );
    SysFreeString( string );
    ok_hr( ITTerminal_get_State( terminal, NULL ), E_POINTER );
    ok_hr( ITTerminal_get_State( terminal, &state ), S_OK );
    ok( state == TS_NOTINUSE, "state %d\n", state );
    ok_hr( ITTerminal_get_TerminalType( terminal, NULL ), E_POINTER );
    ok_hr( ITTerminal_get_TerminalType( terminal, &type ), S_OK );
    ok( type == TT_DYNAMIC, "type %d\n", type );
    ok_hr( ITTerminal_get_MediaType( terminal, NULL ), E_POINTER );
    ok_hr( ITTerminal_get_MediaType( terminal, &found_media ), S_OK );
    ok( found_media == media, "media %#lx\n", found_media );
    ok_hr( ITTerminal_get_Direction( terminal, NULL ), E_POINTER );
    ok_hr( ITTerminal_get_Direction( terminal, &found_direction ), S_OK );
    ok( found_direction == direction, "direction %d\n", found_direction );
}

/* One identity, whatever interface it is asked by */
static void check_identity( void *object, const IID *const *iids, unsigned int count )
{
    IUnknown *unknown = query( object, &IID_IUnknown );
    void *out = (void *)1;
    unsigned int i;

    for (i = 0; i < count; i++)
    {
        IUnknown *face = query( object, iids[i] ), *same = query( face, &IID_IUnknown );

        ok( same == unknown, "interface %u has another identity\n", i );
        IUnknown_Release( same );
        IUnknown_Release( face );
    }
    ok_hr( IUnknown_QueryInterface( unknown, &IID_ITAddress, &out ), E_NOINTERFACE );
    ok( !out, "something is left\n" );
    IUnknown_Release( unknown );
}

static void test_creation( void )
{
    static const struct { const CLSID *class; DWORD media; TERMINAL_DIRECTION direction; BOOL works; } cases[] =
    {
        { &CLSID_FilePlaybackTerminal, TAPIMEDIATYPE_MULTITRACK, TD_CAPTURE, TRUE },
        { &CLSID_FilePlaybackTerminal, TAPIMEDIATYPE_AUDIO, TD_CAPTURE, TRUE },
        { &CLSID_FilePlaybackTerminal, TAPIMEDIATYPE_MULTITRACK | TAPIMEDIATYPE_AUDIO, TD_MULTITRACK_MIXED, TRUE },
        { &CLSID_FilePlaybackTerminal, TAPIMEDIATYPE_MULTITRACK, TD_RENDER, FALSE },
        { &CLSID_FilePlaybackTerminal, TAPIMEDIATYPE_VIDEO, TD_CAPTURE, FALSE },
        { &CLSID_FileRecordingTerminal, TAPIMEDIATYPE_MULTITRACK, TD_RENDER, TRUE },
        { &CLSID_FileRecordingTerminal, TAPIMEDIATYPE_AUDIO, TD_RENDER, TRUE },
        { &CLSID_FileRecordingTerminal, TAPIMEDIATYPE_MULTITRACK, TD_CAPTURE, FALSE },
        { &CLSID_FileRecordingTerminal, TAPIMEDIATYPE_DATAMODEM, TD_RENDER, FALSE },
    };
    unsigned int i;
    HRESULT hr;

    for (i = 0; i < ARRAY_SIZE(cases); i++)
    {
        ITTerminal *terminal = (void *)1;

        hr = ITTerminalManager_CreateDynamicTerminal( manager, NULL, *cases[i].class, cases[i].media, cases[i].direction, ADDRESS, &terminal );
        ok( SUCCEEDED(hr) == cases[i].works, "%u: %#lx\n", i, hr );
        ok( !terminal == !cases[i].works, "%u: %p\n", i, terminal );
        if (terminal) release_last( terminal );
    }
    check_leaks();
}

static void test_playback( void )
{
    static const IID *const iids[] = { &IID_ITTerminal, &IID_ITMultiTrackTerminal, &IID_ITMediaControl, &IID_ITMediaPlayback, &IID_IDispatch,
                                       &IID_ITPluggableTerminalEventSinkRegistration, &IID_IMarshal };
    static const IID *const track_iids[] = { &IID_ITTerminal, &IID_ITFileTrack, &IID_ITMediaControl, &IID_ITTerminalControl, &IID_IDispatch,
                                             &IID_ITPluggableTerminalEventSinkRegistration };
    const struct wav_format format = make_format( WAV_PCM, 8000, 16 );
    const WCHAR *names[2] = { file_name( L"play.wav" ), file_name( L"none.wav" ) };
    ITTerminal *terminal = new_terminal( &CLSID_FilePlaybackTerminal ), *track, *parent;
    ITMultiTrackTerminal *tracks = query( terminal, &IID_ITMultiTrackTerminal );
    ITMediaPlayback *playback = query( terminal, &IID_ITMediaPlayback );
    TERMINAL_DIRECTION direction;
    ITFileTrack *file_track;
    IEnumTerminal *list;
    AM_MEDIA_TYPE *type;
    VARIANT value, item;
    ITCollection *collection;
    LONG media, count;
    HANDLE file;
    void *out;

    check_identity( terminal, iids, ARRAY_SIZE(iids) );
    check_terminal( terminal, L"File Playback Terminal", &CLSID_FilePlaybackTerminal, TAPIMEDIATYPE_MULTITRACK, TD_CAPTURE );
    ok_hr( ITTerminal_QueryInterface( terminal, &IID_ITMediaRecord, &out ), E_NOINTERFACE );
    ok( media_state( terminal ) == TMS_IDLE, "state %d\n", media_state( terminal ));

    /* nothing to play */
    ok_hr( control( terminal, 's' ), TAPI_E_NOT_INITIALIZED );
    ok_hr( control( terminal, 'x' ), S_OK );
    ok_hr( control( terminal, 'p' ), TAPI_E_WRONG_STATE );
    ok_hr( ITMediaPlayback_get_PlayList( playback, NULL ), E_POINTER );
    ok_hr( ITMediaPlayback_get_PlayList( playback, &value ), TAPI_E_NOT_INITIALIZED );
    ok( V_VT( &value ) == VT_EMPTY, "type %d\n", V_VT( &value ));
    ok_hr( ITMultiTrackTerminal_get_MediaTypesInUse( tracks, NULL ), E_POINTER );
    ok_hr( ITMultiTrackTerminal_get_MediaTypesInUse( tracks, &media ), S_OK );
    ok( !media, "media %#lx\n", media );
    ok_hr( ITMultiTrackTerminal_get_DirectionsInUse( tracks, NULL ), E_POINTER );
    ok_hr( ITMultiTrackTerminal_get_DirectionsInUse( tracks, &direction ), S_OK );
    ok( direction == TD_NONE, "direction %d\n", direction );

    /* lists that are none */
    write_file( names[0], &format, samples, 3200 );
    VariantInit( &value );
    ok_hr( ITMediaPlayback_put_PlayList( playback, value ), E_INVALIDARG );
    V_VT( &value ) = VT_I4;
    ok_hr( ITMediaPlayback_put_PlayList( playback, value ), E_INVALIDARG );
    value = list_of( NULL, 0 );
    ok_hr( ITMediaPlayback_put_PlayList( playback, value ), E_INVALIDARG );
    VariantClear( &value );
    ok_hr( put_list( terminal, names, 2 ), HRESULT_FROM_WIN32( ERROR_FILE_NOT_FOUND ));
    file = CreateFileW( names[1], GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL );
    WriteFile( file, "no sound at all", 15, (DWORD *)&count, NULL );
    CloseHandle( file );
    ok_hr( put_list( terminal, names, 2 ), VFW_E_INVALID_FILE_FORMAT );
    ok_hr( ITMediaPlayback_get_PlayList( playback, &value ), TAPI_E_NOT_INITIALIZED );
    DeleteFileW( names[1] );

    /* lists */
    V_VT( &value ) = VT_BSTR;
    V_BSTR( &value ) = SysAllocString( names[0] );
    ok_hr( ITMediaPlayback_put_PlayList( playback, value ), S_OK );
    VariantClear( &value );
    names[1] = names[0];
    ok_hr( put_list( terminal, names, 2 ), S_OK );
    ok_hr( ITMediaPlayback_get_PlayList( playback, &value ), S_OK );
    ok( V_VT( &value ) == (VT_ARRAY | VT_VARIANT), "type %d\n", V_VT( &value ));
    ok_hr( SafeArrayGetUBound( V_ARRAY( &value ), 1, &count ), S_OK );
    ok( count == 1, "up to %ld\n", count );
    ok_hr( SafeArrayGetElement( V_ARRAY( &value ), &count, &item ), S_OK );
    ok( V_VT( &item ) == VT_BSTR && !wcscmp( V_BSTR( &item ), names[1] ), "%ls\n", V_BSTR( &item ));
    VariantClear( &item );
    VariantClear( &value );

    /* the track of the file */
    ok_hr( ITMultiTrackTerminal_CreateTrackTerminal( tracks, TAPIMEDIATYPE_AUDIO, TD_CAPTURE, NULL ), E_POINTER );
    ok_hr( ITMultiTrackTerminal_CreateTrackTerminal( tracks, TAPIMEDIATYPE_AUDIO, TD_CAPTURE, &track ), TAPI_E_NOTSUPPORTED );
    ok( !track, "a track\n" );
    ok_hr( ITMultiTrackTerminal_EnumerateTrackTerminals( tracks, NULL ), E_POINTER );
    ok_hr( ITMultiTrackTerminal_EnumerateTrackTerminals( tracks, &list ), S_OK );
    ok_hr( IEnumTerminal_Next( list, 1, &track, NULL ), S_OK );
    ok_hr( IEnumTerminal_Next( list, 1, &parent, NULL ), S_FALSE );
    IEnumTerminal_Release( list );
    ok_hr( ITMultiTrackTerminal_get_TrackTerminals( tracks, NULL ), E_POINTER );
    ok_hr( ITMultiTrackTerminal_get_TrackTerminals( tracks, &value ), S_OK );
    ok_hr( IDispatch_QueryInterface( V_DISPATCH( &value ), &IID_ITCollection, (void **)&collection ), S_OK );
    ok_hr( ITCollection_get_Count( collection, &count ), S_OK );
    ok( count == 1, "%ld tracks\n", count );
    ITCollection_Release( collection );
    VariantClear( &value );
    ok_hr( ITMultiTrackTerminal_RemoveTrackTerminal( tracks, NULL ), E_POINTER );
    ok_hr( ITMultiTrackTerminal_RemoveTrackTerminal( tracks, track ), TAPI_E_NOTSUPPORTED );
    ok_hr( ITMultiTrackTerminal_get_MediaTypesInUse( tracks, &media ), S_OK );
    ok( media == TAPIMEDIATYPE_AUDIO, "media %#lx\n", media );
    ok_hr( ITMultiTrackTerminal_get_DirectionsInUse( tracks, &direction ), S_OK );
    ok( direction == TD_CAPTURE, "direction %d\n", direction );
    check_identity( track, track_iids, ARRAY_SIZE(track_iids) );
    check_terminal( track, L"File Playback Track", &CLSID_FilePlaybackTerminal, TAPIMEDIATYPE_AUDIO, TD_CAPTURE );
    file_track = query( track, &IID_ITFileTrack );
    ok_hr( ITFileTrack_get_ControllingTerminal( file_track, NULL ), E_POINTER );
    ok_hr( ITFileTrack_get_ControllingTerminal( file_track, &parent ), S_OK );
    ok( parent == terminal, "another terminal\n" );
    ITTerminal_Release( parent );
    ok_hr( ITFileTrack_get_Format( file_track, NULL ), E_POINTER );
    ok_hr( ITFileTrack_get_Format( file_track, &type ), S_OK );
    ok( media_type_wave( type ) && media_type_wave( type )->nSamplesPerSec == 8000, "another format\n" );
    ok_hr( ITFileTrack_put_Format( file_track, type ), TAPI_E_NOTSUPPORTED );
    media_type_free( type );
    ITFileTrack_Release( file_track );

    /* a track keeps its terminal alive */
    ITMediaPlayback_Release( playback );
    ITMultiTrackTerminal_Release( tracks );
    ITTerminal_Release( terminal );
    check_terminal( track, L"File Playback Track", &CLSID_FilePlaybackTerminal, TAPIMEDIATYPE_AUDIO, TD_CAPTURE );
    release_last( track );
    check_leaks();
}

static void test_recording( void )
{
    static const IID *const iids[] = { &IID_ITTerminal, &IID_ITMultiTrackTerminal, &IID_ITMediaControl, &IID_ITMediaRecord, &IID_IDispatch,
                                       &IID_ITPluggableTerminalEventSinkRegistration };
    const struct wav_format silence = make_format( WAV_PCM, 8000, 16 );
    ITTerminal *terminal = new_terminal( &CLSID_FileRecordingTerminal ), *track, *second, *none = (void *)1;
    ITMultiTrackTerminal *tracks = query( terminal, &IID_ITMultiTrackTerminal );
    ITMediaRecord *record = query( terminal, &IID_ITMediaRecord );
    TERMINAL_DIRECTION direction;
    IEnumTerminal *list;
    void *out;
    BSTR name;

    check_identity( terminal, iids, ARRAY_SIZE(iids) );
    check_terminal( terminal, L"File Recording Terminal", &CLSID_FileRecordingTerminal, TAPIMEDIATYPE_MULTITRACK, TD_RENDER );
    ok_hr( ITTerminal_QueryInterface( terminal, &IID_ITMediaPlayback, &out ), E_NOINTERFACE );

    /* names */
    ok_hr( control( terminal, 's' ), TAPI_E_NOT_INITIALIZED );
    ok_hr( ITMediaRecord_get_FileName( record, NULL ), E_POINTER );
    ok_hr( ITMediaRecord_get_FileName( record, &name ), TAPI_E_NOT_INITIALIZED );
    ok( !name, "name %p\n", name );
    ok_hr( ITMediaRecord_put_FileName( record, NULL ), E_POINTER );
    ok_hr( put_file( terminal, L"" ), E_INVALIDARG );
    ok_hr( put_file( terminal, L"c:\\no such folder\\x.wav" ), HRESULT_FROM_WIN32( ERROR_PATH_NOT_FOUND ));
    ok_hr( put_file( terminal, file_name( L"x.avi" )), TAPI_E_NOTSUPPORTED );
    ok_hr( put_file( terminal, file_name( L"empty.wav" )), S_OK );
    ok( GetFileAttributesW( file_name( L"empty.wav" )) == INVALID_FILE_ATTRIBUTES, "a file before the start\n" );
    ok_hr( ITMediaRecord_get_FileName( record, &name ), S_OK );
    ok( !wcscmp( name, file_name( L"empty.wav" )), "name %ls\n", name );
    SysFreeString( name );

    /* states, and a file without a sample */
    ok_hr( control( terminal, 's' ), S_OK );
    ok( media_state( terminal ) == TMS_ACTIVE, "state %d\n", media_state( terminal ));
    ok_hr( control( terminal, 's' ), S_OK );
    ok_hr( put_file( terminal, file_name( L"other.wav" )), TAPI_E_WRONG_STATE );
    ok_hr( control( terminal, 'p' ), S_OK );
    ok( media_state( terminal ) == TMS_PAUSED, "state %d\n", media_state( terminal ));
    ok_hr( put_file( terminal, file_name( L"other.wav" )), TAPI_E_WRONG_STATE );
    ok_hr( control( terminal, 'x' ), S_OK );
    ok( media_state( terminal ) == TMS_IDLE, "state %d\n", media_state( terminal ));
    check_file( file_name( L"empty.wav" ), &silence, "", 0 );

    /* tracks */
    ok_hr( ITMultiTrackTerminal_CreateTrackTerminal( tracks, TAPIMEDIATYPE_VIDEO, TD_RENDER, &none ), TAPI_E_INVALIDMEDIATYPE );
    ok( !none, "a track\n" );
    ok_hr( ITMultiTrackTerminal_CreateTrackTerminal( tracks, TAPIMEDIATYPE_AUDIO, TD_NONE, &none ), TAPI_E_INVALIDDIRECTION );
    track = new_track( terminal, TD_RENDER );
    check_terminal( track, L"File Recording Track", &CLSID_FileRecordingTrack, TAPIMEDIATYPE_AUDIO, TD_RENDER );
    ok_hr( ITMultiTrackTerminal_get_DirectionsInUse( tracks, &direction ), S_OK );
    ok( direction == TD_RENDER, "direction %d\n", direction );
    second = new_track( terminal, TD_CAPTURE );
    ok_hr( ITMultiTrackTerminal_get_DirectionsInUse( tracks, &direction ), S_OK );
    ok( direction == TD_MULTITRACK_MIXED, "direction %d\n", direction );
    ok_hr( ITMultiTrackTerminal_RemoveTrackTerminal( tracks, terminal ), TAPI_E_INVALIDTERMINAL );
    ok_hr( ITMultiTrackTerminal_RemoveTrackTerminal( tracks, track ), S_OK );
    ok_hr( ITMultiTrackTerminal_RemoveTrackTerminal( tracks, track ), TAPI_E_INVALIDTERMINAL );
    ok_hr( ITMultiTrackTerminal_EnumerateTrackTerminals( tracks, &list ), S_OK );
    ok_hr( IEnumTerminal_Next( list, 1, &none, NULL ), S_OK );
    ok( none == second, "another track\n" );
    ITTerminal_Release( none );
    ok_hr( IEnumTerminal_Next( list, 1, &none, NULL ), S_FALSE );
    IEnumTerminal_Release( list );
    ok_hr( ITMultiTrackTerminal_get_DirectionsInUse( tracks, &direction ), S_OK );
    ok( direction == TD_CAPTURE, "direction %d\n", direction );
    /* what was removed can still be asked */
    check_terminal( track, L"File Recording Track", &CLSID_FileRecordingTrack, TAPIMEDIATYPE_AUDIO, TD_RENDER );
    ITTerminal_Release( track );
    ITTerminal_Release( second );
    ITMultiTrackTerminal_Release( tracks );
    ITMediaRecord_Release( record );
    release_last( terminal );
    check_leaks();
}

static void test_formats( void )
{
    static const WAVEFORMATEX good = { WAVE_FORMAT_PCM, 1, 16000, 32000, 2, 16, 0 };
    ITTerminal *terminal = new_terminal( &CLSID_FileRecordingTerminal ), *terminal_track = new_track( terminal, TD_RENDER );
    ITFileTrack *track = query( terminal_track, &IID_ITFileTrack );
    ITScriptableAudioFormat *audio, *found;
    AM_MEDIA_TYPE type, *found_type;
    LONG value;

    ok_hr( ITFileTrack_get_Format( track, &found_type ), TAPI_E_NOFORMAT );
    ok( !found_type, "a format\n" );
    ok_hr( ITFileTrack_get_AudioFormatForScripting( track, NULL ), E_POINTER );
    ok_hr( ITFileTrack_get_AudioFormatForScripting( track, &found ), TAPI_E_NOFORMAT );
    ok( !found, "a format\n" );
    ok_hr( ITFileTrack_put_Format( track, NULL ), E_POINTER );
    ok_hr( media_type_from_wave( &type, &good ), S_OK );
    type.majortype = MEDIATYPE_Video;
    ok_hr( ITFileTrack_put_Format( track, &type ), VFW_E_INVALIDMEDIATYPE );
    type.majortype = MEDIATYPE_Audio;
    type.formattype = FORMAT_VideoInfo;
    ok_hr( ITFileTrack_put_Format( track, &type ), VFW_E_INVALIDMEDIATYPE );
    type.formattype = FORMAT_WaveFormatEx;
    ((WAVEFORMATEX *)type.pbFormat)->wBitsPerSample = 12;
    ok_hr( ITFileTrack_put_Format( track, &type ), VFW_E_UNSUPPORTED_AUDIO );
    ((WAVEFORMATEX *)type.pbFormat)->wBitsPerSample = 16;
    ok_hr( ITFileTrack_put_Format( track, &type ), S_OK );
    ok_hr( ITFileTrack_get_Format( track, &found_type ), S_OK );
    ok( media_type_equal( found_type, &type ), "another format\n" );
    media_type_free( found_type );
    media_type_clear( &type );

    ok_hr( ITFileTrack_get_EmptyAudioFormatForScripting( track, NULL ), E_POINTER );
    ok_hr( ITFileTrack_get_EmptyAudioFormatForScripting( track, &audio ), S_OK );
#define TEST_PROPERTY( name, limit, number ) \
    ok_hr( ITScriptableAudioFormat_get_##name( audio, NULL ), E_POINTER ); \
    ok_hr( ITScriptableAudioFormat_get_##name( audio, &value ), S_OK ); \
    ok( !value, #name " is %ld\n", value ); \
    ok_hr( ITScriptableAudioFormat_put_##name( audio, -1 ), E_INVALIDARG ); \
    if (limit != MAXLONG) ok_hr( ITScriptableAudioFormat_put_##name( audio, (LONG)(limit + 1u) ), E_INVALIDARG ); \
    ok_hr( ITScriptableAudioFormat_put_##name( audio, number ), S_OK ); \
    ok_hr( ITScriptableAudioFormat_get_##name( audio, &value ), S_OK ); \
    ok( value == number, #name " is %ld\n", value )
    TEST_PROPERTY( Channels, 0xffff, 1 );
    TEST_PROPERTY( SamplesPerSec, MAXLONG, 8000 );
    TEST_PROPERTY( BitsPerSample, 0xffff, 8 );
    ok_hr( ITFileTrack_put_AudioFormatForScripting( track, NULL ), E_POINTER );
    ok_hr( ITFileTrack_put_AudioFormatForScripting( track, audio ), VFW_E_UNSUPPORTED_AUDIO );
    TEST_PROPERTY( FormatTag, 0xffff, WAVE_FORMAT_MULAW );
    ok_hr( ITFileTrack_put_AudioFormatForScripting( track, audio ), S_OK );
    TEST_PROPERTY( AvgBytesPerSec, MAXLONG, 8001 );
    ok_hr( ITFileTrack_put_AudioFormatForScripting( track, audio ), VFW_E_UNSUPPORTED_AUDIO );
    ok_hr( ITScriptableAudioFormat_put_AvgBytesPerSec( audio, 8000 ), S_OK );
    TEST_PROPERTY( BlockAlign, 0xffff, 1 );
    ok_hr( ITFileTrack_put_AudioFormatForScripting( track, audio ), S_OK );
    release_last( audio );
    ok_hr( ITFileTrack_get_AudioFormatForScripting( track, &found ), S_OK );
    ok_hr( ITScriptableAudioFormat_get_FormatTag( found, &value ), S_OK );
    ok( value == WAVE_FORMAT_MULAW, "tag %ld\n", value );
    ok_hr( ITScriptableAudioFormat_get_AvgBytesPerSec( found, &value ), S_OK );
    ok( value == 8000, "%ld bytes a second\n", value );
    ITScriptableAudioFormat_Release( found );

    ok_hr( put_file( terminal, file_name( L"format.wav" )), S_OK );
    ok_hr( control( terminal, 's' ), S_OK );
    ok_hr( ITFileTrack_get_AudioFormatForScripting( track, &found ), S_OK );
    ok_hr( ITFileTrack_put_AudioFormatForScripting( track, found ), TAPI_E_WRONG_STATE );
    ITScriptableAudioFormat_Release( found );
    ok_hr( control( terminal, 'x' ), S_OK );

    ITFileTrack_Release( track );
    ITTerminal_Release( terminal_track );
    release_last( terminal );
    check_leaks();
}

static void test_control( void )
{
    ITTerminal *terminal = new_terminal( &CLSID_FileRecordingTerminal ), *track = new_track( terminal, TD_RENDER );
    ITTerminalControl *terminal_control = query( track, &IID_ITTerminalControl );
    ITMultiTrackTerminal *tracks = query( terminal, &IID_ITMultiTrackTerminal );
    IGraphBuilder *graph = new_graph(), *other = new_graph();
    MSP_HANDLE address = NULL;
    PIN_DIRECTION direction;
    TERMINAL_STATE state;
    DWORD count = 1;
    IPin *pin, *second;

    ok_hr( ITTerminalControl_get_AddressHandle( terminal_control, NULL ), E_POINTER );
    ok_hr( ITTerminalControl_get_AddressHandle( terminal_control, &address ), S_OK );
    ok( address == ADDRESS, "address %p\n", address );
    ok_hr( ITTerminalControl_ConnectTerminal( terminal_control, NULL, TD_RENDER, &count, &pin ), E_POINTER );
    ok_hr( ITTerminalControl_ConnectTerminal( terminal_control, graph, TD_RENDER, NULL, &pin ), E_POINTER );
    ok_hr( ITTerminalControl_ConnectTerminal( terminal_control, graph, TD_RENDER, &count, NULL ), E_POINTER );
    ok_hr( ITTerminalControl_ConnectTerminal( terminal_control, graph, TD_CAPTURE, &count, &pin ), TAPI_E_INVALIDDIRECTION );
    count = 0;
    ok_hr( ITTerminalControl_ConnectTerminal( terminal_control, graph, TD_RENDER, &count, NULL ), TAPI_E_NOTENOUGHMEMORY );
    ok( count == 1, "%lu pins\n", count );
    ok_hr( ITTerminalControl_ConnectTerminal( terminal_control, graph, TD_RENDER, &count, &pin ), S_OK );
    ok_hr( IPin_QueryDirection( pin, &direction ), S_OK );
    ok( direction == PINDIR_INPUT, "direction %d\n", direction );
    ok_hr( ITTerminal_get_State( track, &state ), S_OK );
    ok( state == TS_INUSE, "state %d\n", state );
    ok_hr( ITTerminal_get_State( terminal, &state ), S_OK );
    ok( state == TS_INUSE, "state %d\n", state );
    ok_hr( ITMultiTrackTerminal_RemoveTrackTerminal( tracks, track ), TAPI_E_TERMINALINUSE );
    /* on several streams */
    ok_hr( ITTerminalControl_ConnectTerminal( terminal_control, other, TD_RENDER, &count, &second ), S_OK );
    ok( second != pin, "the same pin\n" );
    ok_hr( ITTerminalControl_CompleteConnectTerminal( terminal_control ), S_OK );
    ok_hr( ITTerminalControl_RunRenderFilter( terminal_control ), E_NOTIMPL );
    ok_hr( ITTerminalControl_StopRenderFilter( terminal_control ), E_NOTIMPL );
    ok_hr( ITTerminalControl_DisconnectTerminal( terminal_control, NULL, 0 ), E_POINTER );
    ok_hr( ITTerminalControl_DisconnectTerminal( terminal_control, graph, 0 ), S_OK );
    ok_hr( ITTerminal_get_State( track, &state ), S_OK );
    ok( state == TS_INUSE, "state %d\n", state );
    ok_hr( ITTerminalControl_DisconnectTerminal( terminal_control, graph, 0 ), E_UNEXPECTED );
    ok_hr( ITTerminalControl_DisconnectTerminal( terminal_control, other, 0 ), S_OK );
    ok_hr( ITTerminal_get_State( track, &state ), S_OK );
    ok( state == TS_NOTINUSE, "state %d\n", state );
    release_last( pin );
    release_last( second );
    ITMultiTrackTerminal_Release( tracks );
    ITTerminalControl_Release( terminal_control );
    ITTerminal_Release( track );
    release_last( terminal );
    release_last( graph );
    release_last( other );
    check_leaks();
}

/* By name, as scripts call */
static void test_dispatch( void )
{
    static WCHAR *const playback_names[] = { (WCHAR *)L"PlayList", (WCHAR *)L"Start", (WCHAR *)L"MediaState", (WCHAR *)L"TrackTerminals", (WCHAR *)L"Name" };
    static const DISPID playback_ids[] = { 0x40001, 0x20001, 0x20004, 0x10001, 1 };
    ITTerminal *terminal = new_terminal( &CLSID_FileRecordingTerminal ), *player = new_terminal( &CLSID_FilePlaybackTerminal ), *track;
    DISPPARAMS none = { NULL }, one = { NULL };
    DISPID id, put = DISPID_PROPERTYPUT;
    EXCEPINFO exception = { 0 };
    IDispatch *dispatch;
    VARIANT value, arg;
    unsigned int i;

    dispatch = query( player, &IID_IDispatch );
    for (i = 0; i < ARRAY_SIZE(playback_names); i++)
    {
        ok_hr( IDispatch_GetIDsOfNames( dispatch, &IID_NULL, (LPOLESTR *)&playback_names[i], 1, LOCALE_USER_DEFAULT, &id ), S_OK );
        ok( id == playback_ids[i], "%ls is %#lx\n", playback_names[i], id );
    }
    ok_hr( IDispatch_Invoke( dispatch, 0x20001, &IID_NULL, 0, DISPATCH_METHOD, &none, NULL, &exception, NULL ), DISP_E_EXCEPTION );
    ok( exception.scode == TAPI_E_NOT_INITIALIZED, "error %#lx\n", exception.scode );
    SysFreeString( exception.bstrDescription );
    SysFreeString( exception.bstrSource );
    ok_hr( IDispatch_Invoke( dispatch, 0x20004, &IID_NULL, 0, DISPATCH_PROPERTYGET, &none, &value, NULL, NULL ), S_OK );
    ok( V_VT( &value ) == VT_I4 && !V_I4( &value ), "type %d\n", V_VT( &value ));
    IDispatch_Release( dispatch );
    release_last( player );

    dispatch = query( terminal, &IID_IDispatch );
    one.rgvarg = &arg;
    one.cArgs = one.cNamedArgs = 1;
    one.rgdispidNamedArgs = &put;
    V_VT( &arg ) = VT_BSTR;
    V_BSTR( &arg ) = SysAllocString( file_name( L"script.wav" ));
    ok_hr( IDispatch_Invoke( dispatch, 0x30001, &IID_NULL, 0, DISPATCH_PROPERTYPUT, &one, NULL, NULL, NULL ), S_OK );
    VariantClear( &arg );
    ok_hr( IDispatch_Invoke( dispatch, 0x30001, &IID_NULL, 0, DISPATCH_PROPERTYGET, &none, &value, NULL, NULL ), S_OK );
    ok( V_VT( &value ) == VT_BSTR && !wcscmp( V_BSTR( &value ), file_name( L"script.wav" )), "%ls\n", V_BSTR( &value ));
    VariantClear( &value );
    IDispatch_Release( dispatch );

    track = new_track( terminal, TD_RENDER );
    dispatch = query( track, &IID_IDispatch );
    ok_hr( IDispatch_Invoke( dispatch, 0x10005, &IID_NULL, 0, DISPATCH_PROPERTYGET, &none, &value, NULL, NULL ), S_OK );
    ok( V_VT( &value ) == VT_DISPATCH, "type %d\n", V_VT( &value ));
    V_VT( &arg ) = VT_I4;
    V_I4( &arg ) = 8000;
    ok_hr( IDispatch_Invoke( V_DISPATCH( &value ), 2, &IID_NULL, 0, DISPATCH_PROPERTYPUT, &one, NULL, NULL, NULL ), S_OK );
    ok_hr( IDispatch_Invoke( V_DISPATCH( &value ), 2, &IID_NULL, 0, DISPATCH_PROPERTYGET, &none, &arg, NULL, NULL ), S_OK );
    ok( V_VT( &arg ) == VT_I4 && V_I4( &arg ) == 8000, "%ld\n", V_I4( &arg ));
    VariantClear( &value );
    ok_hr( IDispatch_Invoke( dispatch, 0x10002, &IID_NULL, 0, DISPATCH_PROPERTYGET, &none, &value, NULL, NULL ), S_OK );
    ok( V_VT( &value ) == VT_DISPATCH && V_DISPATCH( &value ) == (IDispatch *)terminal, "another terminal\n" );
    VariantClear( &value );
    IDispatch_Release( dispatch );
    ITTerminal_Release( track );
    release_last( terminal );
    check_leaks();
}

/* What arrives is in the file, from the start to the stop. */
static void test_exact( void )
{
    const struct wav_format formats[] = { make_format( WAV_PCM, 8000, 16 ), make_format( WAV_MULAW, 8000, 8 ), make_format( WAV_PCM, 44100, 16 ) };
    struct wav_format found;
    unsigned int i, k;
    struct sink sink;
    LONG size;

    for (i = 0; i < ARRAY_SIZE(formats); i++)
    {
        ITTerminal *terminal = new_terminal( &CLSID_FileRecordingTerminal ), *track = new_track( terminal, TD_RENDER );
        ITFileTrack *file_track = query( track, &IID_ITFileTrack );
        const BYTE *data = (const BYTE *)samples;
        AM_MEDIA_TYPE *type;
        struct feed feed;

        sink_init( &sink, track );
        ok_hr( put_file( terminal, file_name( L"exact.wav" )), S_OK );
        feed_begin( &feed, track, &formats[i] );
        ok_hr( ITFileTrack_get_Format( file_track, &type ), S_OK );
        ok( media_type_wave( type ) && media_type_wave( type )->nSamplesPerSec == formats[i].rate, "another format\n" );
        media_type_free( type );
        feed_samples( &feed, data, 160 );                           /* before the start */
        ok_hr( control( terminal, 's' ), S_OK );
        expect_event( &sink, TMS_ACTIVE, FTEC_NORMAL, S_OK );
        for (k = 0; k < 10; k++)
        {
            feed_samples( &feed, data + 160 * k, 160 );
            free( read_file( file_name( L"exact.wav" ), &found, &size ));
            ok( size == (LONG)(k + 1) * 160, "%ld bytes after piece %u\n", size, k );
        }
        ok_hr( control( terminal, 'p' ), S_OK );
        expect_event( &sink, TMS_PAUSED, FTEC_NORMAL, S_OK );
        feed_samples( &feed, data, 160 );                           /* in the pause */
        ok_hr( control( terminal, 's' ), S_OK );
        expect_event( &sink, TMS_ACTIVE, FTEC_NORMAL, S_OK );
        feed_samples( &feed, data + 1600, 160 );
        ok_hr( control( terminal, 'x' ), S_OK );
        expect_event( &sink, TMS_IDLE, FTEC_NORMAL, S_OK );
        feed_samples( &feed, data, 160 );                           /* after the end */
        check_file( file_name( L"exact.wav" ), &formats[i], data, 1760 );
        ok( sink.events[0].track == file_track && sink.events[0].terminal == terminal, "another track or terminal\n" );

        /* another start, another file */
        ok_hr( control( terminal, 's' ), S_OK );
        expect_event( &sink, TMS_ACTIVE, FTEC_NORMAL, S_OK );
        feed_samples( &feed, data, 160 );
        ok_hr( control( track, 'x' ), S_OK );                       /* by the track's own interface */
        expect_event( &sink, TMS_IDLE, FTEC_NORMAL, S_OK );
        check_file( file_name( L"exact.wav" ), &formats[i], data, 160 );

        feed_end( &feed );
        sink_done( &sink, track );
        ITFileTrack_Release( file_track );
        ITTerminal_Release( track );
        release_last( terminal );
        check_leaks();
    }
}

static void test_conversion( void )
{
    static const struct { unsigned int tag; DWORD rate; unsigned int bits; LONG size; } cases[] =
        { { WAV_MULAW, 8000, 8, 4000 }, { WAV_PCM, 16000, 16, 16000 }, { WAV_PCM, 8000, 8, 4000 }, { WAV_ALAW, 8000, 8, 4000 } };
    const struct wav_format from = make_format( WAV_PCM, 8000, 16 );
    unsigned int i, k;

    for (i = 0; i < ARRAY_SIZE(cases); i++)
    {
        ITTerminal *terminal = new_terminal( &CLSID_FileRecordingTerminal ), *track = new_track( terminal, TD_RENDER );
        const WAVEFORMATEX wave = wave_format( cases[i].tag, cases[i].rate, cases[i].bits, 1 );
        ITFileTrack *file_track = query( track, &IID_ITFileTrack );
        struct wav_format found;
        struct feed feed;
        AM_MEDIA_TYPE type;
        LONG size, bad = 0;
        BYTE *data;

        ok_hr( media_type_from_wave( &type, &wave ), S_OK );
        ok_hr( ITFileTrack_put_Format( file_track, &type ), S_OK );
        media_type_clear( &type );
        ITFileTrack_Release( file_track );
        ok_hr( put_file( terminal, file_name( L"converted.wav" )), S_OK );
        feed_begin( &feed, track, &from );
        ok_hr( control( terminal, 's' ), S_OK );
        for (k = 0; k < 25; k++) feed_samples( &feed, samples + 160 * k, 320 );
        ok_hr( control( terminal, 'x' ), S_OK );
        feed_end( &feed );
        data = read_file( file_name( L"converted.wav" ), &found, &size );
        ok( size >= cases[i].size - 4 && size <= cases[i].size + 4, "%u: %ld bytes\n", i, size );
        ok( found.tag == cases[i].tag && found.rate == cases[i].rate && found.bits == cases[i].bits, "%u: another format\n", i );
        for (k = 0; size >= 4000 && cases[i].rate == 8000 && k < 4000; k++)
        {
            const short value = found.tag == WAV_MULAW ? wav_from_mulaw( data[k] ) : found.tag == WAV_ALAW ? wav_from_alaw( data[k] ) : (data[k] - 128) * 256;

            if (abs( value - samples[k] ) > 700) bad++;
        }
        ok( !bad, "%u: %ld samples are wrong\n", i, bad );
        free( data );
        ITTerminal_Release( track );
        release_last( terminal );
    }
    check_leaks();
}

/* Both directions of a call: one track on two streams, or two tracks */
static void test_mixing( void )
{
    const struct wav_format format = make_format( WAV_PCM, 8000, 16 );
    short expected[8000];
    unsigned int i, way;

    for (way = 0; way < 2; way++)
    {
        ITTerminal *terminal = new_terminal( &CLSID_FileRecordingTerminal ), *track = new_track( terminal, TD_RENDER );
        ITTerminal *second = way ? new_track( terminal, TD_CAPTURE ) : track;
        struct feed feed, other;

        if (!way) ITTerminal_AddRef( second );
        ok_hr( put_file( terminal, file_name( L"mixed.wav" )), S_OK );
        feed_begin( &feed, track, &format );
        feed_begin( &other, second, &format );
        ok_hr( control( terminal, 's' ), S_OK );
        feed_samples( &feed, samples, 320 );                        /* alone */
        memcpy( expected, samples, 320 );
        for (i = 1; i < 10; i++)
        {
            unsigned int k;

            feed_samples( &other, other_samples + 160 * i, 320 );
            feed_samples( &feed, samples + 160 * i, 320 );
            for (k = 160 * i; k < 160 * (i + 1); k++) expected[k] = samples[k] + other_samples[k];
        }
        check_file( file_name( L"mixed.wav" ), &format, expected, 3200 );
        /* one falls silent: the other is written nevertheless, if late */
        for (i = 10; i < 29; i++) feed_samples( &feed, samples + 160 * i, 320 );
        Sleep( 600 );
        feed_samples( &feed, samples + 160 * 29, 320 );
        memcpy( expected + 1600, samples + 1600, 6400 );
        check_file( file_name( L"mixed.wav" ), &format, expected, 9600 );
        /* and comes back */
        feed_samples( &other, other_samples, 320 );
        feed_samples( &feed, samples + 4800, 320 );
        for (i = 0; i < 160; i++) expected[4800 + i] = samples[4800 + i] + other_samples[i];
        check_file( file_name( L"mixed.wav" ), &format, expected, 9920 );
        /* what waits for the other when it stops is not lost */
        feed_samples( &feed, samples + 4960, 320 );
        feed_end( &other );
        memcpy( expected + 4960, samples + 4960, 320 );
        check_file( file_name( L"mixed.wav" ), &format, expected, 10240 );
        ok_hr( control( terminal, 'x' ), S_OK );
        check_file( file_name( L"mixed.wav" ), &format, expected, 10240 );
        feed_end( &feed );
        ITTerminal_Release( second );
        ITTerminal_Release( track );
        release_last( terminal );
    }
    check_leaks();
}

struct playing
{
    ITTerminal *player, *recorder, *from, *to;
    IGraphBuilder *graph;
    struct sink sink;
};

static void playing_begin( struct playing *playing, const WCHAR *const *names, unsigned int count, const WCHAR *record )
{
    IPin *out, *in;

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

/* A hundred calls are recorded at once. */
static void test_many( void )
{
    const struct wav_format format = make_format( WAV_PCM, 8000, 16 );
    ITTerminal *terminals[100], *tracks[100];
    struct feed feeds[100];
    WCHAR name[32];
    unsigned int i, k;

    for (i = 0; i < ARRAY_SIZE(terminals); i++)
    {
        terminals[i] = new_terminal( &CLSID_FileRecordingTerminal );
        tracks[i] = new_track( terminals[i], TD_RENDER );
        swprintf( name, ARRAY_SIZE(name), L"many%u.wav", i );
        ok_hr( put_file( terminals[i], file_name( name )), S_OK );
        feed_begin( &feeds[i], tracks[i], &format );
        ok_hr( control( terminals[i], 's' ), S_OK );
    }
    for (k = 0; k < 10; k++)
        for (i = 0; i < ARRAY_SIZE(terminals); i++) feed_samples( &feeds[i], samples + i + 160 * k, 320 );
    for (i = 0; i < ARRAY_SIZE(terminals); i++)
    {
        ok_hr( control( terminals[i], 'x' ), S_OK );
        feed_end( &feeds[i] );
        ITTerminal_Release( tracks[i] );
        release_last( terminals[i] );
        swprintf( name, ARRAY_SIZE(name), L"many%u.wav", i );
        check_file( file_name( name ), &format, samples + i, 3200 );
        DeleteFileW( file_name( name ));
    }
    check_leaks();
}

START_TEST(file)
{
    static const WCHAR *const left[] = { L"play.wav", L"empty.wav", L"other.wav", L"format.wav", L"exact.wav", L"converted.wav", L"mixed.wav", L"one.wav",
                                         L"two.wav", L"played.wav", L"pause.wav" };
    unsigned int i;

    ok_hr( CoInitializeEx( NULL, COINIT_MULTITHREADED ), S_OK );
    GetTempPathW( ARRAY_SIZE(folder), folder );
    swprintf( folder + wcslen( folder ), 40, L"wt%lx\\", GetCurrentProcessId() );
    CreateDirectoryW( folder, NULL );
    make_samples();
    ok_hr( CoCreateInstance( &CLSID_TerminalManager, NULL, CLSCTX_INPROC_SERVER, &IID_ITTerminalManager, (void **)&manager ), S_OK );
    if (manager)
    {
        test_creation();
        test_playback();
        test_recording();
        test_formats();
        test_control();
        test_dispatch();
        test_exact();
        test_conversion();
        test_mixing();
        test_play_list();
        test_pause();
        test_failures();
        test_many();
        ITTerminalManager_Release( manager );
    }
    for (i = 0; i < ARRAY_SIZE(left); i++) DeleteFileW( file_name( left[i] ));
    ok( RemoveDirectoryW( folder ), "something is left in %ls: %lu\n", folder, GetLastError() );
    CoUninitialize();
}
