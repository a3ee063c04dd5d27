/*
 * Voice calls: modems and lines that fail, and calls that end in any order.
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

#include "voice_bench.h"

static void send_sound( struct voice_bench *v )
{
    static int16_t sound[8000];

    make_sound( sound, 8000 );
    ok( write( v->play[1], sound, sizeof(sound) ) == sizeof(sound), "the pipe is full\n" );
}

/* Samples that end in OK, without <DLE><ETX>. */
void test_no_end( void )
{
    struct voice_bench v;

    voice_bench_begin( &v, NULL, FAKE_VOICE | FAKE_NO_ETX );
    answer_voice( &v );
    stream( &v, MODEM_VOICE_RECORD );
    stream( &v, 0 );
    stream( &v, MODEM_VOICE_PLAY | MODEM_VOICE_RECORD );
    stream( &v, MODEM_VOICE_PLAY );
    hang_up( &v.b );
    expect_ready( &v.b );
    voice_bench_end( &v );
}

/* A modem that goes on for ever: the caller is told, and can hang up. */
void test_stuck( void )
{
    struct voice_bench v;

    voice_bench_begin( &v, NULL, FAKE_VOICE | FAKE_STUCK | FAKE_LINES );
    set( &v.b, "Timings\\VoiceStop", "60" );
    set( &v.b, "Timings\\HangupTimeout", "60" );
    answer_voice( &v );
    stream( &v, MODEM_VOICE_RECORD );
    modem_voice_stream( v.b.host, v.b.modem, ++v.b.request, 0 );
    expect( &v.b, MODEM_EVENT_STREAM );
    ok( v.b.event.error == -ETIMEDOUT && !v.b.event.directions && v.b.event.reason[0], "error %d %s\n", v.b.event.error, v.b.event.reason );
    expect_completed( &v.b, -ETIMEDOUT );
    modem_hangup( v.b.host, v.b.modem, ++v.b.request );
    next_event( &v.b );
    /* it answers no ATH either: the user learns that it must be switched off */
    ok( v.b.event.type == MODEM_EVENT_HUNG_UP || v.b.event.type == MODEM_EVENT_DEAD, "event %s\n", modem_event_name( v.b.event.type ) );
    voice_bench_end( &v );
}

/* The modem ends a stream by itself: it begins again, but not for ever. */
void test_ends_itself( void )
{
    static const struct step once[] = { PLAYED( 400 ), STREAM_END( "\r\nVCON\r\n" ), ON( "AT+VTX", "\r\nCONNECT\r\n" ), CODE( "6" ), END };
    static const struct step recording[] = { SAID( 400 ), STREAM_END( "\r\nOK\r\n" ), SAID( 400 ), CODE( "6" ), END };
    static const struct step always[] =
    {
        PLAYED( 80 ), STREAM_END( "\r\nOK\r\n" ), ON( "AT+VTX", "\r\nCONNECT\r\n\r\nOK\r\n" ), ON( "AT+VTX", "\r\nCONNECT\r\n\r\nOK\r\n" ),
        ON( "AT+VTX", "\r\nCONNECT\r\n\r\nOK\r\n" ), ON( "AT+VTX", "\r\nCONNECT\r\n\r\nOK\r\n" ), ON( "AT+VTX", "\r\nCONNECT\r\n\r\nOK\r\n" ), END
    };
    static const struct step gone[] = { SAID( 400 ), STREAM_END( "\r\nNO CARRIER\r\n" ), END };
    struct voice_bench v;

    voice_bench_begin( &v, once, FAKE_VOICE );
    answer_voice( &v );
    stream( &v, MODEM_VOICE_PLAY );
    expect_digit( &v, '6', 1 );
    expect_digit( &v, '6', 0 );
    hang_up( &v.b );
    voice_bench_end( &v );

    voice_bench_begin( &v, recording, FAKE_VOICE );
    answer_voice( &v );
    stream( &v, MODEM_VOICE_RECORD );
    expect_digit( &v, '6', 1 );
    expect_digit( &v, '6', 0 );
    stream( &v, 0 );
    hang_up( &v.b );
    voice_bench_end( &v );

    voice_bench_begin( &v, always, FAKE_VOICE );
    answer_voice( &v );
    stream( &v, MODEM_VOICE_PLAY );
    do if (!expect( &v.b, MODEM_EVENT_STREAM )) break;
    while (!v.b.event.error);
    ok( v.b.event.error == -EPROTO && strstr( v.b.event.reason, "again and again" ), "error %d %s\n", v.b.event.error, v.b.event.reason );
    hang_up( &v.b );
    voice_bench_end( &v );

    voice_bench_begin( &v, gone, FAKE_VOICE );
    answer_voice( &v );
    stream( &v, MODEM_VOICE_RECORD );
    expect( &v.b, MODEM_EVENT_CARRIER_LOST );
    hang_up( &v.b );
    expect_ready( &v.b );
    voice_bench_end( &v );
}

void test_no_connect( void )
{
    static const struct step silent[] = { ON( "AT+VTX", "" ), END };
    static const struct step refuses[] = { ON( "AT+VRX", "\r\nERROR\r\n" ), END };
    struct voice_bench v;

    voice_bench_begin( &v, silent, FAKE_VOICE );
    set( &v.b, "Timings\\VoiceStart", "100" );
    answer_voice( &v );
    modem_voice_stream( v.b.host, v.b.modem, ++v.b.request, MODEM_VOICE_PLAY );
    expect( &v.b, MODEM_EVENT_STREAM );
    ok( v.b.event.error == -ETIMEDOUT && !v.b.event.directions, "error %d\n", v.b.event.error );
    expect_completed( &v.b, -ETIMEDOUT );
    hang_up( &v.b );
    voice_bench_end( &v );

    voice_bench_begin( &v, refuses, FAKE_VOICE );
    answer_voice( &v );
    modem_voice_stream( v.b.host, v.b.modem, ++v.b.request, MODEM_VOICE_RECORD );
    expect( &v.b, MODEM_EVENT_STREAM );
    ok( v.b.event.error == -EPROTO, "error %d\n", v.b.event.error );
    expect_completed( &v.b, -EPROTO );
    hang_up( &v.b );
    expect_ready( &v.b );
    voice_bench_end( &v );
}

/* Only a compression nobody knows: the call is one without sound, and says so. */
void test_no_format( void )
{
    static const struct step steps[] = { ON( "AT+VSM=?", "\r\n2,\"ADPCM\",2,0,7200\r\n\r\nOK\r\n" ), ON( "AT+VTS=1", "\r\nOK\r\n" ), END };
    struct voice_bench v;

    voice_bench_begin( &v, steps, FAKE_VOICE );
    answer_voice( &v );
    modem_voice_stream( v.b.host, v.b.modem, ++v.b.request, MODEM_VOICE_PLAY );
    expect( &v.b, MODEM_EVENT_STREAM );
    ok( v.b.event.error == -EOPNOTSUPP && strstr( v.b.event.reason, "no sound" ), "error %d %s\n", v.b.event.error, v.b.event.reason );
    expect_completed( &v.b, -EOPNOTSUPP );
    modem_voice_digits( v.b.host, v.b.modem, ++v.b.request, "1", 0 );
    expect_completed( &v.b, 0 );
    hang_up( &v.b );
    voice_bench_end( &v );
}

void test_line_gone( void )
{
    static const struct step idle[] = { ON( "AT+VTS=1", "\r\nOK\r\n" ), CODE( "l" ), END };
    static const struct step playing[] = { PLAYED( 400 ), CODE( "l" ), END };
    static const struct step words[] = { ON( "AT+VTS=1", "\r\nNO CARRIER\r\n" ), END };
    struct voice_bench v;

    voice_bench_begin( &v, idle, FAKE_VOICE );
    answer_voice( &v );
    modem_voice_digits( v.b.host, v.b.modem, ++v.b.request, "1", 0 );
    expect_completed( &v.b, 0 );
    expect( &v.b, MODEM_EVENT_CARRIER_LOST );
    ok( v.b.event.state == MODEM_CARRIER_GONE, "state %s\n", modem_state_name( v.b.event.state ) );
    modem_voice_digits( v.b.host, v.b.modem, ++v.b.request, "1", 0 );
    expect_completed( &v.b, -ENOTCONN );
    hang_up( &v.b );
    expect_ready( &v.b );
    voice_bench_end( &v );

    voice_bench_begin( &v, playing, FAKE_VOICE );
    answer_voice( &v );
    stream( &v, MODEM_VOICE_PLAY );
    expect( &v.b, MODEM_EVENT_CARRIER_LOST );
    hang_up( &v.b );
    expect_ready( &v.b );
    voice_bench_end( &v );

    voice_bench_begin( &v, words, FAKE_VOICE );
    answer_voice( &v );
    modem_voice_digits( v.b.host, v.b.modem, ++v.b.request, "1", 0 );
    expect_completed( &v.b, -ENOTCONN );
    expect( &v.b, MODEM_EVENT_CARRIER_LOST );
    hang_up( &v.b );
    expect_ready( &v.b );
    voice_bench_end( &v );
}

/* The commands after which the modem falls silent, or is unplugged: a call in every state there is. */
static const struct { const char *command; uint32_t stream; const char *digits; } places[] =
{
    { "AT+FCLASS=?", 0, NULL }, { "AT+FCLASS=8", 0, NULL }, { "AT+VSM=?", 0, NULL }, { "ATA", 0, NULL },
    { "AT+VTS=1", 0, "1" }, { "AT+VSM=131,8000", MODEM_VOICE_PLAY, NULL }, { "AT+VTX", MODEM_VOICE_PLAY, NULL }, { "AT+VRX", MODEM_VOICE_RECORD, NULL },
    { "AT+VTR", MODEM_VOICE_PLAY | MODEM_VOICE_RECORD, NULL },
};

static void go_there( struct voice_bench *v, size_t place )
{
    open_modem( &v->b );
    modem_voice_attach( v->b.host, v->b.modem, v->play[0], v->record[1] );
    modem_answer_as( v->b.host, v->b.modem, 0, MODEM_ANSWER_VOICE );
    if (places[place].stream) modem_voice_stream( v->b.host, v->b.modem, 0, places[place].stream );
    if (places[place].digits) modem_voice_digits( v->b.host, v->b.modem, 0, places[place].digits, 0 );
}

/* Hang up at each place, as soon as it is reached; the next call works. */
void test_hangup_everywhere( void )
{
    size_t i, lines;

    for (i = 0; i < 2 * sizeof(places) / sizeof(places[0]); i++)
    {
        const struct step steps[] = { ON( places[i / 2].command, "" ), SEND( "\r\nTHERE\r\n" ), END };
        struct voice_bench v;

        lines = i & 1;
        voice_bench_begin( &v, steps, FAKE_VOICE | (lines ? FAKE_LINES : 0) );
        set( &v.b, "Timings\\HangupTimeout", "700" );
        set( &v.b, "Timings\\VoiceStop", "400" );
        go_there( &v, i / 2 );
        do if (modem_host_wait( v.b.host, &v.b.event )) break;
        while (v.b.event.type != MODEM_EVENT_TEXT || strcmp( v.b.event.text, "THERE" ));
        ok( v.b.event.type == MODEM_EVENT_TEXT, "%s was not reached: %s\n", places[i / 2].command, v.b.fake.log );
        modem_hangup( v.b.host, v.b.modem, ++v.b.request );
        do if (next_event( &v.b )) break;
        while (v.b.event.type != MODEM_EVENT_HUNG_UP && v.b.event.type != MODEM_EVENT_DEAD);
        ok( v.b.event.type == MODEM_EVENT_HUNG_UP, "%s: %s (%s)\n", places[i / 2].command, modem_event_name( v.b.event.type ), v.b.event.reason );
        expect_completed( &v.b, 0 );
        expect_ready( &v.b );
        modem_voice_stream( v.b.host, v.b.modem, ++v.b.request, 0 );
        expect_completed( &v.b, 0 );
        modem_answer_as( v.b.host, v.b.modem, ++v.b.request, MODEM_ANSWER_VOICE );
        expect( &v.b, MODEM_EVENT_CONNECTED );
        expect_completed( &v.b, 0 );
        hang_up( &v.b );
        expect_ready( &v.b );
        voice_bench_end( &v );
    }
}

void test_lost_everywhere( void )
{
    size_t i;

    for (i = 0; i < sizeof(places) / sizeof(places[0]); i++)
    {
        const struct step steps[] = { ON( places[i].command, "" ), UNPLUG, END };
        struct voice_bench v;
        int answered = 0;

        voice_bench_begin( &v, steps, FAKE_VOICE );
        open_modem( &v.b );
        modem_voice_attach( v.b.host, v.b.modem, v.play[0], v.record[1] );
        send_sound( &v );
        modem_answer_as( v.b.host, v.b.modem, 101, MODEM_ANSWER_VOICE );
        if (places[i].stream) modem_voice_stream( v.b.host, v.b.modem, 102, places[i].stream );
        if (places[i].digits) modem_voice_digits( v.b.host, v.b.modem, 103, places[i].digits, 0 );
        do
        {
            if (next_event( &v.b )) break;
            if (v.b.event.type == MODEM_EVENT_COMPLETED) answered++;
        } while (v.b.event.type != MODEM_EVENT_PORT_LOST);
        ok( v.b.event.type == MODEM_EVENT_PORT_LOST && v.b.event.state == MODEM_DEAD && v.b.event.reason[0], "%s: %s\n", places[i].command,
            modem_event_name( v.b.event.type ) );
        /* each request ends, before or after */
        while (answered < 1 + !!places[i].stream + !!places[i].digits && !next_event( &v.b )) answered += v.b.event.type == MODEM_EVENT_COMPLETED;
        ok( answered == 1 + !!places[i].stream + !!places[i].digits, "%s: %d answers\n", places[i].command, answered );
        voice_bench_end( &v );
    }
}

/* Noise of all kinds, and then a call that works. */
void test_garbage( void )
{
    static const struct step steps[] =
    {
        ON( "AT+FCLASS=8", "\x10\xff\x10\x10\x10\x03garbage\x10X\x10~\x10/noise\r\n\r\nOK\r\n" ), ON( "AT+VTS=1", "\x10X" "never ended\r\n\r\nOK\r\n\x10." ),
        ON( "AT+VTX", "\r\nCONNECT\r\n\xff\xfe\r\n\r\nfoo\r\n\x10" "9" ), END
    };
    struct voice_bench v;

    voice_bench_begin( &v, steps, FAKE_VOICE | FAKE_SPLIT );
    answer_voice( &v );
    modem_voice_digits( v.b.host, v.b.modem, ++v.b.request, "1", 0 );
    expect_completed( &v.b, 0 );
    modem_voice_stream( v.b.host, v.b.modem, ++v.b.request, MODEM_VOICE_PLAY );
    expect( &v.b, MODEM_EVENT_STREAM );
    expect_completed( &v.b, 0 );
    expect_digit( &v, '9', 1 );
    expect_digit( &v, '9', 0 );
    hang_up( &v.b );
    expect_ready( &v.b );
    voice_bench_end( &v );
}

/* Somebody calls while a voice call is dialled, and gives up, or is answered as data: the modem leaves voice mode before it does. */
void test_glare( void )
{
    static const struct step gives_up[] =
    {
        ON( "AT+FCLASS=8", "\r\nOK\r\n" ), ON( "ATDT5", "\r\nRING\r\n" ), BYTES( "\r", "\r\nNO CARRIER\r\n" ), CODE( "R" ), ON( "AT+FCLASS=0", "\r\nOK\r\n" ),
        ON( "ATDT6", "\r\nBUSY\r\n" ), END
    };
    static const struct step answered[] =
    {
        ON( "AT+FCLASS=8", "\r\nOK\r\n" ), ON( "ATDT5", "\r\nRING\r\n" ), BYTES( "\r", "\r\nNO CARRIER\r\n" ), ON( "AT+FCLASS=0", "\r\nOK\r\n" ),
        ON( "ATA", "\r\nCONNECT 9600\r\n" ), DATA( 1 ), BYTES( "+++", "\r\nOK\r\n" ), DATA( 0 ), END
    };
    struct voice_bench v;
    int i;

    for (i = 0; i < 2; i++)
    {
        voice_bench_begin( &v, i ? answered : gives_up, FAKE_VOICE );
        set( &v.b, "Timings\\GlareTime", "20000" );
        set( &v.b, "Timings\\GlareResult", "50" );
        if (!i) set( &v.b, "Timings\\RingTimeout", "1500" );
        dial_voice( &v, "5" );
        expect( &v.b, MODEM_EVENT_CALL_FAILED );
        ok( v.b.event.cause == MODEM_CAUSE_GLARE, "cause %s\n", modem_cause_name( v.b.event.cause ) );
        expect( &v.b, MODEM_EVENT_RING );
        if (i)
        {
            modem_answer( v.b.host, v.b.modem, ++v.b.request );
            expect( &v.b, MODEM_EVENT_CONNECTED );
            ok( !v.b.event.voice, "voice\n" );
            expect_completed( &v.b, 0 );
            hang_up( &v.b );
        }
        else
        {
            expect( &v.b, MODEM_EVENT_RING );
            expect( &v.b, MODEM_EVENT_RING_GONE );
            dial( &v.b, "6" );
            expect( &v.b, MODEM_EVENT_CALL_FAILED );
            ok( v.b.event.cause == MODEM_CAUSE_BUSY && !v.b.event.voice, "cause %s\n", modem_cause_name( v.b.event.cause ) );
        }
        expect_ready( &v.b );
        all_said( &v );
        voice_bench_end( &v );
    }
}

void test_close_in_stream( void )
{
    static const uint32_t directions[] = { MODEM_VOICE_PLAY, MODEM_VOICE_RECORD, MODEM_VOICE_PLAY | MODEM_VOICE_RECORD };
    size_t i;

    for (i = 0; i < 4; i++)
    {
        struct voice_bench v;

        voice_bench_begin( &v, NULL, FAKE_VOICE );
        answer_voice( &v );
        stream( &v, directions[i % 3] );
        if (i == 3)
        {
            modem_destroy( v.b.host, v.b.modem );
            expect( &v.b, MODEM_EVENT_CLOSED );
        }
        else
        {
            modem_close( v.b.host, v.b.modem, ++v.b.request );
            expect( &v.b, MODEM_EVENT_HUNG_UP );
            expect( &v.b, MODEM_EVENT_CLOSED );
            expect_completed( &v.b, 0 );
            /* what was wanted of the call before is wanted of the next one, until something else is said */
            modem_voice_stream( v.b.host, v.b.modem, ++v.b.request, 0 );
            expect_completed( &v.b, 0 );
            modem_open( v.b.host, v.b.modem, ++v.b.request );
            expect( &v.b, MODEM_EVENT_OPENED );
            expect_completed( &v.b, 0 );
        }
        voice_bench_end( &v );
    }
}
