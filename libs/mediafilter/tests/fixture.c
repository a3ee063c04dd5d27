/*
 * Sources and sinks for tests of filters, and sound devices.
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

#include <mmsystem.h>

/* ---- source ---- */

static HRESULT source_get_type( struct media_pin *pin, unsigned int index, AM_MEDIA_TYPE *type )
{
    return index ? VFW_S_NO_MORE_ITEMS : media_type_from_wave( type, &((struct test_source *)pin->filter)->format );
}

static HRESULT source_query_accept( struct media_pin *pin, const AM_MEDIA_TYPE *type )
{
    const WAVEFORMATEX *format = media_type_wave( type );

    return format && !memcmp( format, &((struct test_source *)pin->filter)->format, sizeof(*format) ) ? S_OK : S_FALSE;
}

static void source_stream( struct media_pin *pin )
{
    struct test_source *source = (struct test_source *)pin->filter;
    DWORD piece = source->format.nAvgBytesPerSec / 50, at = 0, start;

    if (!media_filter_wait( &source->filter, NULL, 0 )) return;
    start = GetTickCount();
    for (; at < source->size; at += piece)
    {
        DWORD size = min( piece, source->size - at ), due = at / piece * 20, now = GetTickCount() - start;

        if (source->live && due > now && WaitForSingleObject( source->filter.stopping, due - now ) == WAIT_OBJECT_0) return;
        source->result = media_pin_deliver_data( pin, (const BYTE *)source->data + at, size, (REFERENCE_TIME)at / piece * 200000,
                                                 (REFERENCE_TIME)at / piece * 200000 + 200000 );
        if (source->result != S_OK) return;
    }
    media_pin_deliver_end( pin );
}

static void source_destroy( struct object *object )
{
    media_filter_free( (struct media_filter *)object );
}

static const struct face_entry faces[] = { MEDIA_FILTER_FACES };
static const struct object_class source_class = { "test source", faces, ARRAYSIZE(faces), source_destroy };
static const struct media_filter_ops no_ops = { NULL };
static const struct media_pin_ops source_pin = { .get_type = source_get_type, .query_accept = source_query_accept, .stream = source_stream };

struct test_source *test_source_create( const WAVEFORMATEX *format, const void *data, DWORD size )
{
    struct test_source *source = media_filter_create( &source_class, &no_ops, sizeof(*source), NULL );

    source->format = *format;
    source->data = data;
    source->size = size;
    media_filter_add_pin( &source->filter, &source->pin, PINDIR_OUTPUT, L"Output", &source_pin );
    return source;
}

/* ---- sink ---- */

static HRESULT sink_query_accept( struct media_pin *pin, const AM_MEDIA_TYPE *type )
{
    struct test_sink *sink = (struct test_sink *)pin->filter;
    const WAVEFORMATEX *format = media_type_wave( type );

    return format && (!sink->format.wFormatTag || !memcmp( format, &sink->format, sizeof(*format) )) ? S_OK : VFW_E_TYPE_NOT_ACCEPTED;
}

static HRESULT sink_get_type( struct media_pin *pin, unsigned int index, AM_MEDIA_TYPE *type )
{
    struct test_sink *sink = (struct test_sink *)pin->filter;

    return index || !sink->format.wFormatTag ? VFW_S_NO_MORE_ITEMS : media_type_from_wave( type, &sink->format );
}

static HRESULT sink_connected( struct media_pin *pin )
{
    ((struct test_sink *)pin->filter)->types++;
    return S_OK;
}

static HRESULT sink_receive( struct media_pin *pin, IMediaSample *sample )
{
    struct test_sink *sink = (struct test_sink *)pin->filter;
    DWORD size = IMediaSample_GetActualDataLength( sample );
    REFERENCE_TIME start, stop;
    BYTE *data;

    IMediaSample_GetPointer( sample, &data );
    if (sink->size + size > sink->room)
    {
        sink->room = (sink->size + size) * 2;
        sink->data = realloc( sink->data, sink->room );
    }
    memcpy( sink->data + sink->size, data, size );
    sink->size += size;
    if (sink->samples < ARRAYSIZE(sink->times))
    {
        sink->times[sink->samples].end = sink->size;
        sink->times[sink->samples].when = GetTickCount();
    }
    sink->samples++;
    sink->discontinuities += IMediaSample_IsDiscontinuity( sample ) == S_OK;
    sink->timed += IMediaSample_GetTime( sample, &start, &stop ) == S_OK;
    SetEvent( sink->came );
    if (sink->block) WaitForSingleObject( sink->filter.stopping, PATIENCE );
    return S_OK;
}

static void sink_destroy( struct object *object )
{
    struct test_sink *sink = (struct test_sink *)object;

    free( sink->data );
    CloseHandle( sink->came );
    media_filter_free( &sink->filter );
}

static const struct object_class sink_class = { "test sink", faces, ARRAYSIZE(faces), sink_destroy };
static const struct media_pin_ops sink_pin =
    { .get_type = sink_get_type, .query_accept = sink_query_accept, .connected = sink_connected, .receive = sink_receive };

struct test_sink *test_sink_create( const WAVEFORMATEX *format )
{
    struct test_sink *sink = media_filter_create( &sink_class, &no_ops, sizeof(*sink), NULL );

    if (format) sink->format = *format;
    sink->came = CreateEventW( NULL, FALSE, FALSE, NULL );
    media_filter_add_pin( &sink->filter, &sink->pin, PINDIR_INPUT, L"Input", &sink_pin );
    return sink;
}

/* ---- graphs ---- */

IGraphBuilder *graph_create( IBaseFilter *first, IBaseFilter *second, IBaseFilter *third )
{
    IBaseFilter *filters[] = { first, second, third };
    IGraphBuilder *graph = NULL;
    unsigned int i;

    ok_hr( CoCreateInstance( &CLSID_FilterGraph, NULL, CLSCTX_INPROC_SERVER, &IID_IGraphBuilder, (void **)&graph ), S_OK );
    for (i = 0; i < ARRAYSIZE(filters); i++)
        if (filters[i]) ok_hr( IGraphBuilder_AddFilter( graph, filters[i], NULL ), S_OK );
    return graph;
}

HRESULT graph_connect( IGraphBuilder *graph, struct media_pin *from, struct media_pin *to )
{
    return IGraphBuilder_ConnectDirect( graph, &from->IPin_iface, &to->IPin_iface, NULL );
}

static HRESULT control( IGraphBuilder *graph, BOOL run, OAFilterState *state )
{
    IMediaControl *control;
    HRESULT hr = IGraphBuilder_QueryInterface( graph, &IID_IMediaControl, (void **)&control );

    if (FAILED(hr)) return hr;
    hr = run ? IMediaControl_Run( control ) : IMediaControl_Stop( control );
    if (SUCCEEDED(hr)) hr = IMediaControl_GetState( control, PATIENCE, state );
    IMediaControl_Release( control );
    return hr;
}

void graph_run( IGraphBuilder *graph )
{
    OAFilterState state = -1;
    HRESULT hr = control( graph, TRUE, &state );

    ok( SUCCEEDED(hr) && state == State_Running, "run: %#lx, state %ld\n", hr, state );
}

void graph_stop( IGraphBuilder *graph )
{
    OAFilterState state = -1;
    HRESULT hr = control( graph, FALSE, &state );

    ok( SUCCEEDED(hr) && state == State_Stopped, "stop: %#lx, state %ld\n", hr, state );
}

BOOL graph_wait( IGraphBuilder *graph, LONG code, LONG_PTR *param )
{
    DWORD end = GetTickCount() + PATIENCE;
    LONG_PTR first, second;
    IMediaEvent *events;
    LONG found = 0;

    IGraphBuilder_QueryInterface( graph, &IID_IMediaEvent, (void **)&events );
    while (found != code && (int)(end - GetTickCount()) > 0)
        if (SUCCEEDED(IMediaEvent_GetEvent( events, &found, &first, &second, 500 )))
        {
            if (param) *param = first;
            IMediaEvent_FreeEventParams( events, found, first, second );
        }
        else found = 0;
    IMediaEvent_Release( events );
    return found == code;
}

IPin *find_pin( IBaseFilter *filter, PIN_DIRECTION direction )
{
    PIN_DIRECTION found;
    IEnumPins *pins;
    IPin *pin;

    IBaseFilter_EnumPins( filter, &pins );
    while (IEnumPins_Next( pins, 1, &pin, NULL ) == S_OK)
    {
        IPin_QueryDirection( pin, &found );
        if (found == direction) break;
        IPin_Release( pin );
        pin = NULL;
    }
    IEnumPins_Release( pins );
    return pin;
}

/* ---- sound ---- */

void make_speech( short *samples, DWORD count )
{
    DWORD noise = 987654321, i;
    double low = 0;

    for (i = 0; i < count; i++)
    {
        noise = noise * 1664525 + 1013904223;
        low += ((int)noise / 2147483648.0 - low) * 0.3;
        samples[i] = (short)(20000 * (0.7 * low + 0.3 * sin( i * 2 * M_PI * 500 / 8000 )));
        if (!samples[i]) samples[i] = 1;
    }
}

static BOOL unix_path( const char *name, WCHAR *out, DWORD size )
{
    WCHAR *p;

    swprintf( out, size, L"\\\\?\\unix%hs", name );
    for (p = out; *p; p++) if (*p == '/') *p = '\\';
    return TRUE;
}

/* A process of the host has no handle to wait for: it makes a file. */
BOOL host( const char *commands )
{
    static unsigned int count;
    char folder[256], done[300], text[1500];
    WCHAR shell[64], path[600], line[1600];
    STARTUPINFOW startup = { sizeof(startup) };
    PROCESS_INFORMATION process;
    DWORD end = GetTickCount() + PATIENCE;

    if (!GetEnvironmentVariableA( "XDG_RUNTIME_DIR", folder, sizeof(folder) )) return FALSE;
    snprintf( done, sizeof(done), "%s/done.%lu.%u", folder, GetCurrentProcessId() ^ GetTickCount(), ++count );
    snprintf( text, sizeof(text), "PATH=$PATH:/usr/bin:/bin; { %s; } >/dev/null 2>&1 && : >%s", commands, done );
    unix_path( "/bin/sh", shell, ARRAYSIZE(shell) );
    swprintf( line, ARRAYSIZE(line), L"sh -c \"%hs\"", text );
    if (!CreateProcessW( shell, line, NULL, NULL, FALSE, 0, NULL, NULL, &startup, &process )) return FALSE;
    /* of a program of the host Wine gives no handles: what stands in process is by chance, and may be the handle of something else */
    unix_path( done, path, ARRAYSIZE(path) );
    while (GetFileAttributesW( path ) == INVALID_FILE_ATTRIBUTES)
    {
        if ((int)(end - GetTickCount()) <= 0) return FALSE;
        Sleep( 10 );
    }
    return TRUE;
}

static void find_devices( const WCHAR *name, UINT *in, UINT *out )
{
    WAVEOUTCAPSW out_caps;
    WAVEINCAPSW in_caps;
    WCHAR monitor[64];
    UINT i;

    *in = *out = ~0u;
    swprintf( monitor, ARRAYSIZE(monitor), L"Monitor of %ls", name );
    for (i = 0; i < waveOutGetNumDevs(); i++)
        if (!waveOutGetDevCapsW( i, &out_caps, sizeof(out_caps) ) && !wcscmp( out_caps.szPname, name )) *out = i;
    for (i = 0; i < waveInGetNumDevs(); i++)
        if (!waveInGetDevCapsW( i, &in_caps, sizeof(in_caps) ) && !wcscmp( in_caps.szPname, monitor )) *in = i;
    ok( *in != ~0u && *out != ~0u, "%s: in %u of %u, out %u of %u\n", wine_dbgstr_w( name ), *in, waveInGetNumDevs(), *out, waveOutGetNumDevs() );
}

BOOL loop_device( UINT *in, UINT *out )
{
    WCHAR sound[8] = { 0 };

    GetEnvironmentVariableW( L"WITH_PREFIX_SOUND", sound, ARRAYSIZE(sound) );
    if (wcscmp( sound, L"yes" ))
    {
        skip( "no sound server (apt-get install pulseaudio)\n" );
        return FALSE;
    }
    ok( host( "pactl list short sinks | grep -q testloop || { pactl load-module module-null-sink sink_name=testloop rate=8000 channels=1 format=s16le "
              "sink_properties=device.description=Loop; pactl load-module module-null-sink sink_name=testloop2 rate=8000 channels=1 format=s16le "
              "sink_properties=device.description=Loop2; }" ), "no loop device\n" );
    find_devices( L"Loop", in, out );
    return *in != ~0u && *out != ~0u;
}

void second_loop_device( UINT *in, UINT *out )
{
    find_devices( L"Loop2", in, out );
}
