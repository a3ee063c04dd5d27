/*
 * What file terminals play and record, sample by sample.
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

START_TEST( filesound )
{
    static const WCHAR *const left[] = { L"converted.wav", L"exact.wav", L"mixed.wav" };

    if (files_begin())
    {
        test_exact();
        test_conversion();
        test_mixing();
        test_many();
    }
    files_end( left, ARRAY_SIZE(left) );
}
