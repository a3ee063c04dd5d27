/*
 * The tee in front of several terminals: marks, times, types and the end reach all of them.
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
#include "mspbase/tee.h"

#define PIECES  20
#define OUTPUTS 3

static const WAVEFORMATEX first = { WAVE_FORMAT_PCM, 1, 8000, 16000, 2, 16, 0 }, second = { WAVE_FORMAT_PCM, 1, 16000, 32000, 2, 16, 0 };

/* Every fifth sample begins anew; in the middle the type changes, every other has times. */
struct speaker
{
    struct media_filter filter;
    struct media_pin    pin;
    BOOL                change;
    HRESULT             result;
};

static HRESULT speaker_type( struct media_pin *pin, unsigned int index, AM_MEDIA_TYPE *type )
{
    return index ? VFW_S_NO_MORE_ITEMS : media_type_from_wave( type, &first );
}

static HRESULT speaker_accept( struct media_pin *pin, const AM_MEDIA_TYPE *type )
{
    return media_type_wave( type ) ? S_OK : VFW_E_TYPE_NOT_ACCEPTED;
}

static void speak( struct media_pin *pin )
{
    struct speaker *speaker = (struct speaker *)pin->filter;
    unsigned int i;

    if (!media_filter_wait( &speaker->filter, NULL, 0 )) return;
    for (i = 0; i < PIECES && speaker->result == S_OK; i++)
    {
        REFERENCE_TIME start = i * 200000, stop = start + 200000;
        IMediaSample *sample;
        AM_MEDIA_TYPE type;
        BYTE *data;

        if (media_pin_get_sample( pin, &sample ) != S_OK) return;
        IMediaSample_GetPointer( sample, &data );
        memset( data, i + 1, 320 );
        IMediaSample_SetActualDataLength( sample, 320 );
        IMediaSample_SetTime( sample, i & 1 ? &start : NULL, i & 1 ? &stop : NULL );
        IMediaSample_SetDiscontinuity( sample, !(i % 5) );
        if (speaker->change && i == PIECES / 2 && media_type_from_wave( &type, &second ) == S_OK)
        {
            IMediaSample_SetMediaType( sample, &type );
            media_type_clear( &type );
        }
        speaker->result = media_pin_deliver( pin, sample );
    }
    media_pin_deliver_end( pin );
}

static void speaker_destroy( struct object *object )
{
    media_filter_free( (struct media_filter *)object );
}

static const struct face_entry faces[] = { MEDIA_FILTER_FACES };
static const struct object_class speaker_class = { "speaker", faces, ARRAYSIZE(faces), speaker_destroy };
static const struct media_filter_ops no_ops = { NULL };
static const struct media_pin_ops speaker_pin = { .get_type = speaker_type, .query_accept = speaker_accept, .stream = speak };

/* All that listen get the same, whether they get the sample itself or a copy of it; taker: the last one takes the first type only. */
static void test_tee( BOOL change, BOOL taker )
{
    static const WCHAR *const names[OUTPUTS] = { L"first", L"second", L"third" };
    struct speaker *speaker = media_filter_create( &speaker_class, &no_ops, sizeof(*speaker), NULL );
    struct test_sink *sinks[OUTPUTS];
    IGraphBuilder *graph;
    IBaseFilter *tee;
    IPin *out, *in;
    unsigned int i, j;
    LONG_PTR error = S_OK;

    winetest_push_context( "change %d, taker %d", change, taker );
    speaker->change = change;
    media_filter_add_pin( &speaker->filter, &speaker->pin, PINDIR_OUTPUT, L"Output", &speaker_pin );
    ok_hr( tee_create( FALSE, &tee ), S_OK );
    graph = graph_create( media_filter_iface( speaker ), tee, NULL );
    in = find_pin( tee, PINDIR_INPUT );
    ok_hr( IGraphBuilder_ConnectDirect( graph, &speaker->pin.IPin_iface, in, NULL ), S_OK );
    IPin_Release( in );
    for (i = 0; i < OUTPUTS; i++)
    {
        static const WAVEFORMATEX any = { 0 };
        IEnumPins *pins;

        sinks[i] = test_sink_create( taker && i == OUTPUTS - 1 ? &first : &any );
        ok_hr( IGraphBuilder_AddFilter( graph, media_filter_iface( sinks[i] ), names[i] ), S_OK );
        ok_hr( IBaseFilter_EnumPins( tee, &pins ), S_OK );
        ok_hr( IEnumPins_Skip( pins, 1 + i ), S_OK );
        ok_hr( IEnumPins_Next( pins, 1, &out, NULL ), S_OK );
        IEnumPins_Release( pins );
        ok_hr( IGraphBuilder_ConnectDirect( graph, out, &sinks[i]->pin.IPin_iface, NULL ), S_OK );
        IPin_Release( out );
    }
    graph_run( graph );
    if (taker) ok( graph_wait( graph, EC_ERRORABORT, &error ) && FAILED((HRESULT)error), "nobody says that one cannot go on: %#lx\n", (HRESULT)error );
    else ok( graph_wait( graph, EC_COMPLETE, NULL ), "it does not end\n" );
    graph_stop( graph );
    for (i = 0; i < OUTPUTS; i++)
    {
        const unsigned int pieces = taker ? PIECES / 2 : PIECES;

        ok( sinks[i]->samples == pieces && sinks[i]->size == pieces * 320, "sink %u: %u samples, %lu bytes\n", i, sinks[i]->samples, sinks[i]->size );
        for (j = 0; j < sinks[i]->size && sinks[i]->data[j] == j / 320 + 1; j++) {}
        ok( j == sinks[i]->size, "sink %u: byte %u is %u\n", i, j, sinks[i]->data[j] );
        ok( sinks[i]->discontinuities == pieces / 5, "sink %u: %u discontinuities\n", i, sinks[i]->discontinuities );
        ok( sinks[i]->timed == pieces / 2, "sink %u: %u with times\n", i, sinks[i]->timed );
        ok( media_type_wave( &sinks[i]->pin.type )->nSamplesPerSec == (change && !taker ? 16000 : 8000), "sink %u: %lu Hz\n", i,
            media_type_wave( &sinks[i]->pin.type )->nSamplesPerSec );
        ok_hr( IGraphBuilder_RemoveFilter( graph, media_filter_iface( sinks[i] )), S_OK );
        ok( !IBaseFilter_Release( media_filter_iface( sinks[i] )), "sink %u stays\n", i );
    }
    IGraphBuilder_Release( graph );
    ok( !IBaseFilter_Release( tee ), "the tee stays\n" );
    ok( !IBaseFilter_Release( media_filter_iface( speaker )), "the speaker stays\n" );
    winetest_pop_context();
}

START_TEST( tee )
{
    CoInitializeEx( NULL, COINIT_MULTITHREADED );
    test_tee( FALSE, FALSE );
    test_tee( TRUE, FALSE );
    test_tee( TRUE, TRUE );
    ok( !object_count(), "%ld objects are left\n", object_count() );
    CoUninitialize();
}
