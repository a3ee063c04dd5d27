/*
 * Tests of the wave filters with devices whose clock is the test: what happens when somebody is late.
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
#include "fakewave.h"

#define RATE    8000
#define MS      (RATE / 1000)
#define LONGEST (120 * RATE)

static const WAVEFORMATEX pcm = { WAVE_FORMAT_PCM, 1, RATE, 2 * RATE, 2, 16, 0 };

static struct
{
    CRITICAL_SECTION cs;
    HANDLE   event;
    WAVEHDR *queue[64];
    DWORD    count, done;               /* headers; samples of the first that are done */
    int      played[LONGEST];           /* the number of the sample that was played, -1 for silence */
    DWORD    clock;
    BOOL     paused;
    DWORD    restarts, empty, resets;   /* how often it went on, how often with nothing to play */
} device;

UINT WINAPI fake_count( void )
{
    return 1;
}

DWORD fake_ticks( void )
{
    return device.clock / MS;
}

static MMRESULT fake_open( DWORD_PTR event )
{
    device.event = (HANDLE)event;
    device.count = device.done = device.clock = device.restarts = device.empty = device.resets = 0;
    device.paused = FALSE;
    return MMSYSERR_NOERROR;
}

static MMRESULT fake_add( WAVEHDR *header )
{
    MMRESULT ret = WAVERR_STILLPLAYING;

    EnterCriticalSection( &device.cs );
    if (device.count < ARRAYSIZE(device.queue))
    {
        device.queue[device.count++] = header;
        ret = MMSYSERR_NOERROR;
    }
    LeaveCriticalSection( &device.cs );
    return ret;
}

/* With the lock */
static void finish_first( void )
{
    device.queue[0]->dwFlags |= WHDR_DONE;
    memmove( device.queue, device.queue + 1, --device.count * sizeof(*device.queue) );
    device.done = 0;
    SetEvent( device.event );
}

MMRESULT fake_waveOutOpen( HWAVEOUT *out, UINT id, const WAVEFORMATEX *format, DWORD_PTR event, DWORD_PTR instance, DWORD flags )
{
    *out = (HWAVEOUT)&device;
    return fake_open( event );
}

MMRESULT fake_waveOutWrite( HWAVEOUT out, WAVEHDR *header, UINT size )
{
    return fake_add( header );
}

MMRESULT fake_out( HWAVEOUT out )
{
    return MMSYSERR_NOERROR;
}

MMRESULT fake_out_reset( HWAVEOUT out )
{
    EnterCriticalSection( &device.cs );
    while (device.count) finish_first();
    device.paused = FALSE;
    device.resets++;
    LeaveCriticalSection( &device.cs );
    return MMSYSERR_NOERROR;
}

MMRESULT fake_out_pause( HWAVEOUT out )
{
    EnterCriticalSection( &device.cs );
    device.paused = TRUE;
    LeaveCriticalSection( &device.cs );
    return MMSYSERR_NOERROR;
}

MMRESULT fake_out_restart( HWAVEOUT out )
{
    EnterCriticalSection( &device.cs );
    device.paused = FALSE;
    device.restarts++;
    device.empty += !device.count;
    LeaveCriticalSection( &device.cs );
    return MMSYSERR_NOERROR;
}

MMRESULT fake_out_header( HWAVEOUT out, WAVEHDR *header, UINT size )
{
    return MMSYSERR_NOERROR;
}

MMRESULT fake_waveInOpen( HWAVEIN *in, UINT id, const WAVEFORMATEX *format, DWORD_PTR event, DWORD_PTR instance, DWORD flags )
{
    *in = (HWAVEIN)&device;
    return fake_open( event );
}

MMRESULT fake_waveInAddBuffer( HWAVEIN in, WAVEHDR *header, UINT size )
{
    return fake_add( header );
}

MMRESULT fake_in( HWAVEIN in )
{
    return MMSYSERR_NOERROR;
}

MMRESULT fake_in_header( HWAVEIN in, WAVEHDR *header, UINT size )
{
    return MMSYSERR_NOERROR;
}

/* Samples 0, 1, 2... as they are in buffers, where 0 is silence */
static short sample_of( DWORD n )
{
    return (short)(n % 30000 + 1);
}

static void play_for( DWORD samples )
{
    static int last = -1;

    EnterCriticalSection( &device.cs );
    if (!device.clock) last = -1;
    for (; samples && device.clock < LONGEST; samples--)
    {
        int number = -1;

        if (device.count && !device.paused)
        {
            const short value = ((short *)device.queue[0]->lpData)[device.done++];

            /* the number of the sample: the next one with this value */
            if (value) number = last = last + 1 + (value - 1 + 30000 - (last + 1) % 30000) % 30000;
            if (device.done * 2 >= device.queue[0]->dwBufferLength) finish_first();
        }
        device.played[device.clock++] = number;
    }
    LeaveCriticalSection( &device.cs );
}

/* ---- a source that the test pushes ---- */

struct feeder
{
    struct media_filter filter;
    struct media_pin    pin;
    DWORD               fed;
};

static HRESULT feeder_type( struct media_pin *pin, unsigned int index, AM_MEDIA_TYPE *type )
{
    return index ? VFW_S_NO_MORE_ITEMS : media_type_from_wave( type, &pcm );
}

static HRESULT feeder_accept( struct media_pin *pin, const AM_MEDIA_TYPE *type )
{
    const WAVEFORMATEX *format = media_type_wave( type );

    return format && !memcmp( format, &pcm, sizeof(pcm) ) ? S_OK : S_FALSE;
}

static void feeder_destroy( struct object *object )
{
    media_filter_free( (struct media_filter *)object );
}

static const struct face_entry feeder_faces[] = { MEDIA_FILTER_FACES };
static const struct object_class feeder_class = { "feeder", feeder_faces, ARRAYSIZE(feeder_faces), feeder_destroy };
static const struct media_filter_ops feeder_ops = { NULL };
static const struct media_pin_ops feeder_pin = { .get_type = feeder_type, .query_accept = feeder_accept };

static void feed( struct feeder *feeder, DWORD samples )
{
    short piece[RATE / 50];
    DWORD i, count;
    HRESULT hr;

    for (; samples; samples -= count)
    {
        count = min( samples, ARRAYSIZE(piece) );
        for (i = 0; i < count; i++) piece[i] = sample_of( feeder->fed++ );
        hr = media_pin_deliver_data( &feeder->pin, piece, count * 2, 0, -1 );
        ok( hr == S_OK, "Receive returned %#lx\n", hr );
    }
}

/* A source that is live, or not, plays to a device. */
struct playing
{
    struct feeder *feeder;
    IBaseFilter   *render;
    IGraphBuilder *graph;
};

static void playing_begin( struct playing *playing, BOOL live )
{
    IPin *pin;

    playing->feeder = media_filter_create( &feeder_class, &feeder_ops, sizeof(*playing->feeder), NULL );
    media_filter_add_pin( &playing->feeder->filter, &playing->feeder->pin, PINDIR_OUTPUT, L"Out", &feeder_pin );
    playing->feeder->pin.live = live;
    ok_hr( fake_render_create( 0, NULL, &playing->render ), S_OK );
    playing->graph = graph_create( media_filter_iface( playing->feeder ), playing->render, NULL );
    pin = find_pin( playing->render, PINDIR_INPUT );
    ok_hr( IGraphBuilder_ConnectDirect( playing->graph, &playing->feeder->pin.IPin_iface, pin, NULL ), S_OK );
    IPin_Release( pin );
    graph_run( playing->graph );
}

static void playing_end( struct playing *playing )
{
    graph_stop( playing->graph );
    IGraphBuilder_Release( playing->graph );
    IBaseFilter_Release( playing->render );
    object_release( playing->feeder );
}

/* Samples that are missing before the clock stood at end; *silent those of silence after the first sound */
static DWORD missing( DWORD from, DWORD end, DWORD *silent )
{
    DWORD lost = 0, i;
    int last = -1;

    for (*silent = 0, i = from; i < end; i++)
    {
        if (device.played[i] == -1) *silent += last != -1;
        else
        {
            if (last != -1 || !from) lost += device.played[i] - last - 1;
            last = device.played[i];
        }
    }
    return lost;
}

/* How late the last samples are, against the time at which they were fed */
static int lateness( const struct feeder *feeder )
{
    DWORD i = device.clock;

    while (i && device.played[i - 1] == -1) i--;
    return i ? (int)(feeder->fed - 1) - device.played[i - 1] : -1;
}

/* Pieces of so many samples come when they are due: not one is lost, not one is late. */
static void test_calm( DWORD piece )
{
    struct playing playing;
    DWORD i, lost, silent;

    winetest_push_context( "%lu", piece );
    playing_begin( &playing, TRUE );
    for (i = 0; i < 60 * RATE / piece; i++)
    {
        feed( playing.feeder, piece );
        play_for( piece );
    }
    lost = missing( 0, device.clock, &silent );
    ok( !lost && !silent, "%lu samples are lost, %lu are silent\n", lost, silent );
    ok( lateness( playing.feeder ) <= (int)(10 * MS), "it is %d samples late\n", lateness( playing.feeder ));
    playing_end( &playing );
    winetest_pop_context();
}

/* Each piece comes earlier or later than it should, by up to 30 ms: in the long run nothing is lost either. */
static void test_jitter( void )
{
    struct playing playing;
    DWORD i, lost, silent, seed = 1, late, due = 0;

    playing_begin( &playing, TRUE );
    for (i = 0; i < 100 * 50; i++)
    {
        seed = seed * 1664525 + 1013904223;
        late = i * 160 + (seed >> 16) % (30 * MS);
        if (late > due)
        {
            play_for( late - due );
            due = late;
        }
        feed( playing.feeder, 160 );
    }
    lost = missing( 10 * RATE, 30 * RATE, &silent );
    ok( !lost && !silent, "%lu samples are lost, %lu are silent\n", lost, silent );
    ok( lateness( playing.feeder ) <= (int)(80 * MS), "it is %d samples late\n", lateness( playing.feeder ));
    playing_end( &playing );
}

/* Somebody is held up for half a second: the source (what it has comes at once), or the device. */
static void test_stall( BOOL source )
{
    struct playing playing;
    DWORD i, lost, silent, stall = 500 * MS, at;

    winetest_push_context( source ? "source" : "device" );
    playing_begin( &playing, TRUE );
    for (i = 0; i < 100; i++)
    {
        feed( playing.feeder, 160 );
        play_for( 160 );
    }
    if (source) play_for( stall );
    feed( playing.feeder, stall );
    for (i = 0; i < 100; i++)
    {
        feed( playing.feeder, 160 );
        play_for( 160 );
    }
    ok( lateness( playing.feeder ) <= (int)(40 * MS), "two seconds later it is %d samples late\n", lateness( playing.feeder ));
    at = device.clock;
    for (i = 0; i < 500; i++)
    {
        feed( playing.feeder, 160 );
        play_for( 160 );
    }
    lost = missing( at, device.clock, &silent );
    ok( !lost && !silent, "%lu more samples are lost, %lu are silent\n", lost, silent );
    playing_end( &playing );
    winetest_pop_context();
}

/*
 * A device never runs without something to play: neither before the first sample nor, longer than it takes to be sure of it, after the last. What is played
 * then is heard at once.
 */
static void test_rest( BOOL live )
{
    struct playing playing;
    DWORD i, k, lost, silent, at;

    winetest_push_context( live ? "live" : "file" );
    playing_begin( &playing, live );
    play_for( RATE );
    ok( !device.restarts, "it runs and has nothing to play\n" );
    for (i = 1; i < 4; i++)
    {
        at = device.clock;
        feed( playing.feeder, 160 );
        for (k = 0; k < 50; k++)
        {
            play_for( 80 );
            feed( playing.feeder, 80 );
        }
        play_for( 200 * MS );           /* a short pause is none */
        feed( playing.feeder, 160 );
        ok( device.restarts == i && device.resets == i - 1, "%lu: %lu restarts, %lu resets\n", i, device.restarts, device.resets );
        lost = missing( at, at + RATE / 4, &silent );
        ok( !lost && !silent, "%lu: %lu samples are lost, %lu are silent\n", i, lost, silent );
        play_for( RATE );
    }
    ok( !device.empty, "%lu times it went on with nothing to play\n", device.empty );
    playing_end( &playing );
    winetest_pop_context();
}

struct file
{
    struct feeder *feeder;
    DWORD samples;
};

static DWORD WINAPI feed_file( void *arg )
{
    struct file *file = arg;

    feed( file->feeder, file->samples );
    return 0;
}

/* What is not live is held up instead, and played to the last sample, however the device stalls. */
static void test_file( void )
{
    struct playing playing;
    struct file file;
    DWORD lost, silent, end = GetTickCount() + PATIENCE;
    HANDLE thread;

    playing_begin( &playing, FALSE );
    file.feeder = playing.feeder;
    file.samples = 5 * RATE;
    thread = CreateThread( NULL, 0, feed_file, &file, 0, NULL );
    while (WaitForSingleObject( thread, 1 ) && (int)(end - GetTickCount()) > 0)
    {
        EnterCriticalSection( &device.cs );
        lost = device.count;
        LeaveCriticalSection( &device.cs );
        if (lost >= fake_render_buffers) play_for( 7 * MS );     /* as fast as it comes; the queue is always full */
    }
    ok( !WaitForSingleObject( thread, PATIENCE ), "the file is never played\n" );
    CloseHandle( thread );
    play_for( RATE );
    lost = missing( 0, device.clock - RATE / 2, &silent );
    ok( !lost, "%lu samples are lost\n", lost );
    ok( lateness( playing.feeder ) == 0, "the last %d samples are not played\n", lateness( playing.feeder ));
    playing_end( &playing );
}

/* ---- recording ---- */

static DWORD recorded;

/* The device records, as long as it has buffers. */
static void record( DWORD samples )
{
    EnterCriticalSection( &device.cs );
    for (; samples; samples--, recorded++)
    {
        if (!device.count) continue;
        ((short *)device.queue[0]->lpData)[device.done++] = sample_of( recorded );
        if (device.done * 2 < device.queue[0]->dwBufferLength) continue;
        device.queue[0]->dwBytesRecorded = device.queue[0]->dwBufferLength;
        finish_first();
    }
    LeaveCriticalSection( &device.cs );
}

struct taker
{
    struct media_filter filter;
    struct media_pin    pin;
    HANDLE              came, go;       /* event for each sample; manual: nobody is held up */
    LONG                samples, wrong, discontinuities;
    short               last;
};

static HRESULT taker_accept( struct media_pin *pin, const AM_MEDIA_TYPE *type )
{
    return feeder_accept( pin, type );
}

static HRESULT taker_receive( struct media_pin *pin, IMediaSample *sample )
{
    struct taker *taker = (struct taker *)pin->filter;
    HANDLE handles[] = { taker->go, taker->filter.stopping };
    const LONG count = IMediaSample_GetActualDataLength( sample ) / 2;
    short *data;
    LONG i;

    WaitForMultipleObjects( 2, handles, FALSE, PATIENCE );
    IMediaSample_GetPointer( sample, (BYTE **)&data );
    for (i = 0; i < count; i++)
    {
        if (taker->samples + i && data[i] != taker->last % 30000 + 1) taker->wrong++;
        taker->last = data[i];
    }
    if (IMediaSample_IsDiscontinuity( sample ) == S_OK) taker->discontinuities++;
    InterlockedExchangeAdd( &taker->samples, count );
    SetEvent( taker->came );
    return S_OK;
}

static DWORD buffers( void )
{
    DWORD count;

    EnterCriticalSection( &device.cs );
    count = device.count;
    LeaveCriticalSection( &device.cs );
    return count;
}

/* So many samples have come, and the device has all its buffers back. */
static void taker_wait( struct taker *taker, LONG samples )
{
    const DWORD end = GetTickCount() + PATIENCE;

    while ((taker->samples < samples || buffers() < fake_capture_buffers) && (int)(end - GetTickCount()) > 0) WaitForSingleObject( taker->came, 1 );
    ok( taker->samples == samples, "%ld samples of %ld came\n", taker->samples, samples );
}

static const struct object_class taker_class = { "taker", feeder_faces, ARRAYSIZE(feeder_faces), feeder_destroy };
static const struct media_pin_ops taker_pin = { .query_accept = taker_accept, .receive = taker_receive };

/* What was recorded while the program was held up is there when it goes on, to the last sample; what could not be recorded is said. */
static void test_capture( void )
{
    struct taker *taker = media_filter_create( &taker_class, &feeder_ops, sizeof(*taker), NULL );
    const LONG all = fake_capture_buffers * fake_buffer_ms * MS;
    IGraphBuilder *graph;
    IBaseFilter *capture;
    LONG i, expected = 0;
    IPin *pin;

    recorded = 0;
    taker->came = CreateEventW( NULL, FALSE, FALSE, NULL );
    taker->go = CreateEventW( NULL, TRUE, TRUE, NULL );
    media_filter_add_pin( &taker->filter, &taker->pin, PINDIR_INPUT, L"In", &taker_pin );
    ok_hr( fake_capture_create( 0, NULL, &capture ), S_OK );
    graph = graph_create( capture, media_filter_iface( taker ), NULL );
    pin = find_pin( capture, PINDIR_OUTPUT );
    ok_hr( IGraphBuilder_ConnectDirect( graph, pin, &taker->pin.IPin_iface, NULL ), S_OK );
    IPin_Release( pin );
    graph_run( graph );
    for (i = 0; i < 100; i++)
    {
        record( fake_buffer_ms * MS );
        expected += fake_buffer_ms * MS;
        taker_wait( taker, expected );
    }
    ok( taker->discontinuities == 1, "%ld samples are discontinuous\n", taker->discontinuities );
    ResetEvent( taker->go );
    record( all - fake_buffer_ms * MS );
    expected += all - fake_buffer_ms * MS;
    SetEvent( taker->go );
    taker_wait( taker, expected );
    ok( !taker->wrong, "%ld samples are wrong\n", taker->wrong );
    ok( taker->discontinuities == 1, "%ld samples are discontinuous\n", taker->discontinuities );
    /* more than there are buffers for */
    ResetEvent( taker->go );
    record( 3 * all );
    expected += all;
    SetEvent( taker->go );
    taker_wait( taker, expected );
    ok( !taker->wrong, "%ld samples are wrong\n", taker->wrong );
    for (i = 0; i < 10; i++)
    {
        record( fake_buffer_ms * MS );
        expected += fake_buffer_ms * MS;
        taker_wait( taker, expected );
    }
    ok( taker->wrong == 1, "%ld samples do not follow the one before\n", taker->wrong );
    ok( taker->discontinuities == 2, "%ld samples are discontinuous\n", taker->discontinuities );
    graph_stop( graph );
    IGraphBuilder_Release( graph );
    IBaseFilter_Release( capture );
    CloseHandle( taker->came );
    CloseHandle( taker->go );
    object_release( taker );
}

START_TEST( lag )
{
    CoInitializeEx( NULL, COINIT_MULTITHREADED );
    InitializeCriticalSection( &device.cs );
    test_calm( 160 );
    test_calm( 80 );
    test_calm( 800 );
    test_jitter();
    test_stall( TRUE );
    test_stall( FALSE );
    test_rest( TRUE );
    test_rest( FALSE );
    test_file();
    test_capture();
    DeleteCriticalSection( &device.cs );
    ok( !object_count(), "%ld objects are left\n", object_count() );
    CoUninitialize();
}
