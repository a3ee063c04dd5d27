/*
 * What tests of file terminals share.
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



ITTerminalManager *manager;
static WCHAR folder[MAX_PATH];

/* ---- WAV files ---- */

const WCHAR *file_name( const WCHAR *name )
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

struct wav_format make_format( unsigned int tag, DWORD rate, unsigned int bits )
{
    struct wav_format format;

    ok( !wav_format_init( &format, tag, 1, rate, bits ), "no such format\n" );
    return format;
}

void write_file( const WCHAR *name, const struct wav_format *format, const void *data, DWORD size )
{
    HANDLE file = CreateFileW( name, GENERIC_READ | GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL );
    const struct wav_io io = { file, io_read, io_write, io_size };
    struct wav_writer writer;

    ok( file != INVALID_HANDLE_VALUE, "cannot write %ls: %lu\n", name, GetLastError() );
    ok( !wav_create( &writer, &io, format ) && !wav_write( &writer, data, size ), "cannot write %ls\n", name );
    CloseHandle( file );
}

/* The samples of a file, to be freed; *size is -1 if it is none. */
BYTE *read_file( const WCHAR *name, struct wav_format *format, LONG *size )
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

short samples[8000], other_samples[8000];

static void make_samples( void )
{
    unsigned int i;

    for (i = 0; i < ARRAY_SIZE(samples); i++)
    {
        samples[i] = (short)(10000 * sin( i * 0.5 ) + i % 7);
        other_samples[i] = (short)(8000 * cos( i * 0.3 ) + i % 5);
    }
}

void check_file( const WCHAR *name, const struct wav_format *format, const void *data, LONG size )
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

void sink_init( struct sink *sink, void *terminal )
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

void sink_done( struct sink *sink, void *terminal )
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

void expect_event_( int line, struct sink *sink, TERMINAL_MEDIA_STATE state, FT_STATE_EVENT_CAUSE cause, HRESULT error )
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

/* ---- a source that is fed by the test ---- */

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

IGraphBuilder *new_graph( void )
{
    IGraphBuilder *graph = NULL;

    ok_hr( CoCreateInstance( &CLSID_FilterGraphNoThread, NULL, CLSCTX_INPROC_SERVER, &IID_IGraphBuilder, (void **)&graph ), S_OK );
    return graph;
}

void run_graph( IGraphBuilder *graph )
{
    IMediaControl *control;
    HRESULT hr;

    ok_hr( IGraphBuilder_QueryInterface( graph, &IID_IMediaControl, (void **)&control ), S_OK );
    hr = IMediaControl_Run( control );
    ok( hr == S_OK || hr == S_FALSE, "Run returned %#lx\n", hr );
    IMediaControl_Release( control );
}

void stop_graph( IGraphBuilder *graph )
{
    IMediaControl *control;

    ok_hr( IGraphBuilder_QueryInterface( graph, &IID_IMediaControl, (void **)&control ), S_OK );
    ok_hr( IMediaControl_Stop( control ), S_OK );
    IMediaControl_Release( control );
}

IPin *connect_track( void *track, IGraphBuilder *graph )
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

void disconnect_track( ITTerminal *track, IGraphBuilder *graph )
{
    ITTerminalControl *control;

    ok_hr( ITTerminal_QueryInterface( track, &IID_ITTerminalControl, (void **)&control ), S_OK );
    ok_hr( ITTerminalControl_DisconnectTerminal( control, graph, 0 ), S_OK );
    ok_hr( ITTerminalControl_DisconnectTerminal( control, graph, 0 ), E_UNEXPECTED );
    ITTerminalControl_Release( control );
}

void feed_begin( struct feed *feed, ITTerminal *track, const struct wav_format *format )
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

void feed_samples( struct feed *feed, const void *data, DWORD size )
{
    ok_hr( media_pin_deliver_data( &feed->feeder->pin, data, size, 0, -1 ), S_OK );
}

void feed_end( struct feed *feed )
{
    stop_graph( feed->graph );
    disconnect_track( feed->track, feed->graph );
    ok_hr( IGraphBuilder_RemoveFilter( feed->graph, media_filter_iface( feed->feeder )), S_OK );
    IGraphBuilder_Release( feed->graph );
    ok( !IBaseFilter_Release( media_filter_iface( feed->feeder )), "somebody keeps the feeder\n" );
}

/* ---- terminals ---- */

ITTerminal *new_terminal( const CLSID *class )
{
    const BOOL playback = IsEqualGUID( class, &CLSID_FilePlaybackTerminal );
    ITTerminal *terminal = NULL;

    ok_hr( ITTerminalManager_CreateDynamicTerminal( manager, NULL, *class, TAPIMEDIATYPE_MULTITRACK, playback ? TD_CAPTURE : TD_RENDER, ADDRESS, &terminal ),
           S_OK );
    return terminal;
}

void *query( void *object, REFIID iid )
{
    void *out = NULL;

    ok_hr( IUnknown_QueryInterface( (IUnknown *)object, iid, &out ), S_OK );
    return out;
}

VARIANT list_of( const WCHAR *const *names, unsigned int count )
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

HRESULT put_list( ITTerminal *terminal, const WCHAR *const *names, unsigned int count )
{
    ITMediaPlayback *playback = query( terminal, &IID_ITMediaPlayback );
    VARIANT list = list_of( names, count );
    HRESULT hr = ITMediaPlayback_put_PlayList( playback, list );

    VariantClear( &list );
    ITMediaPlayback_Release( playback );
    return hr;
}

HRESULT put_file( ITTerminal *terminal, const WCHAR *name )
{
    ITMediaRecord *record = query( terminal, &IID_ITMediaRecord );
    BSTR text = SysAllocString( name );
    HRESULT hr = ITMediaRecord_put_FileName( record, text );

    SysFreeString( text );
    ITMediaRecord_Release( record );
    return hr;
}

ITTerminal *new_track( ITTerminal *terminal, TERMINAL_DIRECTION direction )
{
    ITMultiTrackTerminal *tracks = query( terminal, &IID_ITMultiTrackTerminal );
    ITTerminal *track = NULL;

    ok_hr( ITMultiTrackTerminal_CreateTrackTerminal( tracks, TAPIMEDIATYPE_AUDIO, direction, &track ), S_OK );
    ITMultiTrackTerminal_Release( tracks );
    return track;
}

ITTerminal *first_track( ITTerminal *terminal )
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

HRESULT control( ITTerminal *terminal, char what )
{
    ITMediaControl *media = query( terminal, &IID_ITMediaControl );
    HRESULT hr = what == 's' ? ITMediaControl_Start( media ) : what == 'x' ? ITMediaControl_Stop( media ) : ITMediaControl_Pause( media );

    ITMediaControl_Release( media );
    return hr;
}

TERMINAL_MEDIA_STATE media_state( ITTerminal *terminal )
{
    ITMediaControl *media = query( terminal, &IID_ITMediaControl );
    TERMINAL_MEDIA_STATE state = 99;

    ok_hr( ITMediaControl_get_MediaState( media, NULL ), E_POINTER );
    ok_hr( ITMediaControl_get_MediaState( media, &state ), S_OK );
    ITMediaControl_Release( media );
    return state;
}

/* Nothing is alive in termmgr.dll. */
void check_leaks( void )
{
    HRESULT (WINAPI *can_unload)( void ) = (void *)GetProcAddress( GetModuleHandleW( L"termmgr.dll" ), "DllCanUnloadNow" );
    ULONG refs = ITTerminalManager_Release( manager );

    ok( !refs, "%lu references of the terminal manager\n", refs );
    ok_hr( can_unload(), S_OK );
    ok_hr( CoCreateInstance( &CLSID_TerminalManager, NULL, CLSCTX_INPROC_SERVER, &IID_ITTerminalManager, (void **)&manager ), S_OK );
}

void release_last_( int line, void *object )
{
    const ULONG refs = IUnknown_Release( (IUnknown *)object );

    ok_( __FILE__, line )( !refs, "%lu references are left\n", refs );
}

BOOL files_begin( void )
{
    ok_hr( CoInitializeEx( NULL, COINIT_MULTITHREADED ), S_OK );
    GetTempPathW( ARRAY_SIZE(folder), folder );
    swprintf( folder + wcslen( folder ), 40, L"wt%lx\\", GetCurrentProcessId() );
    CreateDirectoryW( folder, NULL );
    make_samples();
    ok_hr( CoCreateInstance( &CLSID_TerminalManager, NULL, CLSCTX_INPROC_SERVER, &IID_ITTerminalManager, (void **)&manager ), S_OK );
    return manager != NULL;
}

void files_end( const WCHAR *const *left, unsigned int count )
{
    if (manager) ITTerminalManager_Release( manager );
    while (count) DeleteFileW( file_name( left[--count] ));
    ok( RemoveDirectoryW( folder ), "something is left in %ls: %lu\n", folder, GetLastError() );
    CoUninitialize();
}
