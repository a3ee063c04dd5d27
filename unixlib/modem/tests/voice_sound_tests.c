/*
 * Voice calls: samples, both ways.
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

#include "modem/codec.h"
#include "voice_bench.h"

#define COUNT 4000                      /* half a second */

/* What is left of a sound after the coarsest format: the same to the bit whichever way it goes. */
void make_sound( int16_t *samples, size_t count )
{
    size_t i;

    for (i = 0; i < count; i++) samples[i] = (int16_t)((int)(60 * sin( (double)i * 0.1 ) + 40 * sin( (double)i * 0.37 )) * 256 + 256 * (i % 3 == 0));
}

static void put( struct voice_bench *v, const int16_t *samples, size_t count )
{
    const ssize_t size = (ssize_t)(count * sizeof(*samples));

    ok( write( v->play[1], samples, (size_t)size ) == size, "the pipe is full\n" );
}

/* The bytes a modem of this format gets for the sound. */
static size_t encode( enum codec_format format, const int16_t *samples, size_t count, unsigned char *bytes )
{
    struct codec *codec;
    size_t len;

    codec_open( &codec, format, 8000 );
    len = codec_encode( codec, samples, count, bytes );
    codec_close( codec );
    return len;
}

static size_t decode( enum codec_format format, const unsigned char *bytes, size_t len, int16_t *samples )
{
    struct codec *codec;
    size_t count;

    codec_open( &codec, format, 8000 );
    count = codec_decode( codec, bytes, len, samples );
    codec_close( codec );
    return count;
}

/* Where the sound is in what was played, or -1. */
static long place_of( const struct fake_voice *voice, const unsigned char *bytes, size_t len )
{
    const unsigned char *found = memmem( voice->played, (size_t)voice->played_len, bytes, len );

    return found ? found - voice->played : -1;
}

/* How much of its beginning is there, for the failure's text. */
static size_t part_of( const struct fake_voice *voice, const unsigned char *bytes, size_t len )
{
    while (len && place_of( voice, bytes, len ) < 0) len -= len / 10 + 1;
    return len;
}

static void check_played( struct voice_bench *v, enum codec_format format, const int16_t *samples, size_t count )
{
    static unsigned char bytes[CODEC_ENCODE_MAX( 4 * COUNT )];
    size_t len = encode( format, samples, count, bytes );

    ok( place_of( &v->b.fake.voice, bytes, len ) >= 0, "%d bytes were played, %zu of %zu of them right\n", v->b.fake.voice.played_len,
        part_of( &v->b.fake.voice, bytes, len ), len );
}

void test_play( void )
{
    static const struct step steps[] = { PLAYED( 800 ), END };
    static int16_t sound[COUNT];
    struct voice_bench v;
    int i;

    make_sound( sound, COUNT );
    voice_bench_begin( &v, steps, FAKE_VOICE );
    answer_voice( &v );
    /* a silence of the program's is one of the line's; then all that was written comes, in one piece, before the end */
    stream( &v, MODEM_VOICE_PLAY );
    ok( v.b.event.state == MODEM_VOICE, "state %s\n", modem_state_name( v.b.event.state ) );
    for (i = 0; i < 3; i++)
    {
        put( &v, sound + i * 1000, 1000 + (i == 2) * 1000 );
        if (i < 2) continue;
        stream( &v, 0 );
    }
    check_played( &v, CODEC_ULAW, sound, COUNT );
    ok( fake_received( &v.b.fake, "AT+VTX" ), "commands: %s\n", v.b.fake.log );
    /* a second time; what was written while nothing ran is the beginning of it */
    put( &v, sound, 2000 );
    stream( &v, MODEM_VOICE_PLAY );
    put( &v, sound + 2000, 2000 );
    stream( &v, 0 );
    check_played( &v, CODEC_ULAW, sound, COUNT );
    hang_up( &v.b );
    expect_ready( &v.b );
    voice_bench_end( &v );
}

static size_t drain_record( struct voice_bench *v, int16_t *samples, size_t max )
{
    ssize_t got = read( v->record[0], samples, max * sizeof(*samples) );

    return got > 0 ? (size_t)got / sizeof(*samples) : 0;
}

static const int16_t *find_samples( const int16_t *in, size_t in_count, const int16_t *what, size_t count )
{
    return memmem( in, in_count * sizeof(*in), what, count * sizeof(*what) );
}

void test_record( void )
{
    static const struct step steps[] = { SAID( 3000 ), CODE( "7" ), END };
    static unsigned char source[256];
    static int16_t expected[256], heard[20000];
    struct voice_bench v;
    size_t i, count;

    /* every byte there is, <DLE> and <ETX> too */
    for (i = 0; i < 256; i++) source[i] = (unsigned char)i;
    decode( CODEC_ULAW, source, 256, expected );
    voice_bench_begin( &v, steps, FAKE_VOICE );
    v.b.fake.voice.source = source;
    v.b.fake.voice.source_len = 256;
    answer_voice( &v );
    stream( &v, MODEM_VOICE_RECORD );
    expect_digit( &v, '7', 1 );
    expect_digit( &v, '7', 0 );
    stream( &v, 0 );
    count = drain_record( &v, heard, 20000 );
    ok( count >= 2900, "%zu samples\n", count );
    for (i = 0; i < count && heard[i] == expected[i % 256]; i++) ;
    ok( i == count, "sample %zu of %zu is %d, not %d\n", i, count, heard[i], expected[i % 256] );
    hang_up( &v.b );
    expect_ready( &v.b );
    voice_bench_end( &v );
}

void test_duplex( void )
{
    static const struct step steps[] = { SAID( 6000 ), CODE( "1" ), END };
    static unsigned char source[256];
    static int16_t expected[256], heard[40000], sound[COUNT];
    struct voice_bench v;
    size_t i, count;

    for (i = 0; i < 256; i++) source[i] = (unsigned char)i;
    decode( CODEC_ULAW, source, 256, expected );
    make_sound( sound, COUNT );
    voice_bench_begin( &v, steps, FAKE_VOICE );
    v.b.fake.voice.source = source;
    v.b.fake.voice.source_len = 256;
    answer_voice( &v );
    put( &v, sound, COUNT );
    stream( &v, MODEM_VOICE_PLAY | MODEM_VOICE_RECORD );
    expect_digit( &v, '1', 1 );
    expect_digit( &v, '1', 0 );
    stream( &v, 0 );
    count = drain_record( &v, heard, 40000 );
    for (i = 0; i < count && heard[i] == expected[i % 256]; i++) ;
    ok( count >= 5900 && i == count, "sample %zu of %zu\n", i, count );
    check_played( &v, CODEC_ULAW, sound, COUNT );
    /* as much was played as was heard: the modem's clock leads */
    ok( v.b.fake.voice.played_len <= (int)count + 4000, "%d played, %zu heard\n", v.b.fake.voice.played_len, count );
    ok( fake_received( &v.b.fake, "AT+VTR" ), "commands: %s\n", v.b.fake.log );
    hang_up( &v.b );
    voice_bench_end( &v );
}

void test_half_duplex( void )
{
    static const struct step refuses[] = { ON( "AT+VTR", "\r\nERROR\r\n" ), PLAYED( 800 ), CODE( "2" ), END };
    struct voice_bench v;
    int i;

    /* it finds out: playing overtakes recording */
    voice_bench_begin( &v, refuses, FAKE_VOICE );
    answer_voice( &v );
    stream( &v, MODEM_VOICE_RECORD );
    for (i = 0; i < 2; i++)
    {
        modem_voice_stream( v.b.host, v.b.modem, ++v.b.request, MODEM_VOICE_PLAY | MODEM_VOICE_RECORD );
        expect( &v.b, MODEM_EVENT_STREAM );
        ok( v.b.event.error == -EBUSY && v.b.event.directions == MODEM_VOICE_PLAY && v.b.event.reason[0], "error %d\n", v.b.event.error );
        expect_completed( &v.b, -EBUSY );
        if (i) break;
        expect_digit( &v, '2', 1 );
        expect_digit( &v, '2', 0 );
    }
    stream( &v, MODEM_VOICE_RECORD );
    hang_up( &v.b );
    voice_bench_end( &v );

    /* it is known */
    voice_bench_begin( &v, NULL, FAKE_ROCKWELL );
    answer_voice( &v );
    modem_voice_stream( v.b.host, v.b.modem, ++v.b.request, MODEM_VOICE_PLAY | MODEM_VOICE_RECORD );
    expect( &v.b, MODEM_EVENT_STREAM );
    ok( v.b.event.error == -EBUSY && v.b.event.directions == MODEM_VOICE_PLAY, "error %d\n", v.b.event.error );
    expect_completed( &v.b, -EBUSY );
    ok( !fake_received( &v.b.fake, "AT#VTR" ), "commands: %s\n", v.b.fake.log );
    hang_up( &v.b );
    voice_bench_end( &v );
}

/* Record, play, record: one stream makes room for the next. */
void test_turn_around( void )
{
    static int16_t sound[COUNT];
    struct voice_bench v;

    make_sound( sound, COUNT );
    voice_bench_begin( &v, NULL, FAKE_VOICE );
    answer_voice( &v );
    stream( &v, MODEM_VOICE_RECORD );
    put( &v, sound, COUNT );
    stream( &v, MODEM_VOICE_PLAY );
    stream( &v, MODEM_VOICE_RECORD );
    check_played( &v, CODEC_ULAW, sound, COUNT );
    stream( &v, MODEM_VOICE_RECORD );
    hang_up( &v.b );
    expect_ready( &v.b );
    voice_bench_end( &v );
}

/* Digits during a stream: it pauses, and loses nothing of what is played. */
void test_digits_between( void )
{
    static const struct step steps[] =
    {
        PLAYED( 800 ), CODE( "3" ), ON( "AT+VTS={1,10},{2,10}", "\r\nOK\r\n" ), ON( "AT+VLS=5", "\r\nOK\r\n" ), END
    };
    static int16_t sound[4 * COUNT];
    static unsigned char bytes[CODEC_ENCODE_MAX( 4 * COUNT )];
    struct voice_bench v;
    size_t len;
    long at;
    int i;

    make_sound( sound, 4 * COUNT );
    voice_bench_begin( &v, steps, FAKE_VOICE );
    answer_voice( &v );
    put( &v, sound, 4 * COUNT );
    stream( &v, MODEM_VOICE_PLAY );
    expect_digit( &v, '3', 1 );
    expect_digit( &v, '3', 0 );
    modem_voice_digits( v.b.host, v.b.modem, ++v.b.request, "12", 100 );
    expect_completed( &v.b, 0 );
    modem_voice_terminal( v.b.host, v.b.modem, ++v.b.request, MODEM_TERMINAL_LOCAL_SPEAKER );
    expect_completed( &v.b, 0 );
    stream( &v, 0 );
    len = encode( CODEC_ULAW, sound, 4 * COUNT, bytes );
    /* silence where the stream began and began again, and nothing else between */
    for (i = 0, at = 0; i < v.b.fake.voice.played_len && at < (long)len; i++) if (v.b.fake.voice.played[i] == bytes[at]) at++;
    ok( at == (long)len, "%ld of %zu bytes of %d\n", at, len, v.b.fake.voice.played_len );
    all_said( &v );
    hang_up( &v.b );
    voice_bench_end( &v );
}

/* A program that plays nothing: the line hears silence, and what comes late is whole. The modem says it ran dry: no harm. */
void test_underrun( void )
{
    static const struct step steps[] = { PLAYED( 1600 ), CODE( "u" ), CODE( "o" ), CODE( "4" ), END };
    static int16_t sound[COUNT];
    struct voice_bench v;
    int i;

    make_sound( sound, COUNT );
    voice_bench_begin( &v, steps, FAKE_VOICE );
    answer_voice( &v );
    stream( &v, MODEM_VOICE_PLAY );
    expect_digit( &v, '4', 1 );
    expect_digit( &v, '4', 0 );
    for (i = 0; i < v.b.fake.voice.played_len && v.b.fake.voice.played[i] == 0xff; i++) ;
    ok( i >= 1600, "byte %d is %#x\n", i, v.b.fake.voice.played[i] );
    put( &v, sound, COUNT );
    stream( &v, 0 );
    check_played( &v, CODEC_ULAW, sound, COUNT );
    /* nobody plays: the pipe is closed by its writer, the fd stays */
    stream( &v, MODEM_VOICE_PLAY );
    modem_voice_attach( v.b.host, v.b.modem, -1, -1 );
    stream( &v, 0 );
    hang_up( &v.b );
    voice_bench_end( &v );
}

/* A modem that takes nothing for a while: the rest waits, and none of it is lost. */
void test_flow( void )
{
    static const struct step steps[] = { PLAYED( 400 ), WAIT( 1200 ), CODE( "5" ), END };
    static int16_t sound[4 * COUNT];
    struct voice_bench v;

    make_sound( sound, 4 * COUNT );
    voice_bench_begin( &v, steps, FAKE_VOICE );
    answer_voice( &v );
    put( &v, sound, 4 * COUNT );
    stream( &v, MODEM_VOICE_PLAY );
    expect_digit( &v, '5', 1 );
    expect_digit( &v, '5', 0 );
    stream( &v, 0 );
    check_played( &v, CODEC_ULAW, sound, 4 * COUNT );
    hang_up( &v.b );
    expect_ready( &v.b );
    voice_bench_end( &v );
}

void test_rockwell_sound( void )
{
    static const struct step steps[] = { PLAYED( COUNT ), SAID( 2000 ), CODE( "8" ), END };
    static int16_t sound[COUNT], heard[20000], expected[256];
    static unsigned char source[256];
    struct voice_bench v;
    size_t i, count;

    make_sound( sound, COUNT );
    for (i = 0; i < 256; i++) source[i] = (unsigned char)i;
    decode( CODEC_UNSIGNED8, source, 256, expected );
    voice_bench_begin( &v, steps, FAKE_ROCKWELL );
    v.b.fake.voice.source = source;
    v.b.fake.voice.source_len = 256;
    answer_voice( &v );
    put( &v, sound, COUNT );
    stream( &v, MODEM_VOICE_PLAY );
    stream( &v, MODEM_VOICE_RECORD );
    check_played( &v, CODEC_UNSIGNED8, sound, COUNT );
    expect_digit( &v, '8', 1 );
    expect_digit( &v, '8', 0 );
    stream( &v, 0 );
    count = drain_record( &v, heard, 20000 );
    ok( count > 1000 && find_samples( heard, count, expected, 256 ) == heard, "%zu samples, the first %d\n", count, heard[0] );
    hang_up( &v.b );
    expect_ready( &v.b );
    voice_bench_end( &v );
}

/* What waited while the stream began is not late for ever: silence between sounds makes up for it, and no sound is lost. */
void test_catch_up( void )
{
    static const struct step steps[] = { PLAYED( 21000 ), CODE( "9" ), END };
    static int16_t sound[COUNT], silence[COUNT * 4];
    struct voice_bench v;
    int waiting = -1;

    make_sound( sound, COUNT );
    voice_bench_begin( &v, steps, FAKE_VOICE );
    answer_voice( &v );
    put( &v, sound, COUNT );
    put( &v, silence, COUNT * 4 );
    stream( &v, MODEM_VOICE_PLAY );
    put( &v, sound, COUNT );
    /* 24000 samples were written: all are gone when 21000 were played */
    expect_digit( &v, '9', 1 );
    expect_digit( &v, '9', 0 );
    ioctl( v.play[0], FIONREAD, &waiting );
    ok( !waiting, "%d bytes wait\n", waiting );
    stream( &v, 0 );
    check_played( &v, CODEC_ULAW, sound, COUNT );
    hang_up( &v.b );
    voice_bench_end( &v );
}
