/*
 * Voice calls against a modem on a pseudo-terminal.
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

void voice_bench_begin( struct voice_bench *v, const struct step *steps, unsigned int flags )
{
    struct bench *b = &v->b;

    bench_begin( b, steps, flags );
    set( b, "Timings\\VoiceStop", "1500" );
    if (pipe2( v->play, O_NONBLOCK | O_CLOEXEC ) || pipe2( v->record, O_NONBLOCK | O_CLOEXEC )) abort();
}

static void open_bench( struct voice_bench *v )
{
    int ret;

    if (v->b.modem) return;
    open_modem( &v->b );
    ret = modem_voice_attach( v->b.host, v->b.modem, v->play[0], v->record[1] );
    ok( !ret, "attach: %d\n", ret );
}

void voice_bench_end( struct voice_bench *v )
{
    bench_end( &v->b );
    close( v->play[0] );
    close( v->play[1] );
    close( v->record[0] );
    close( v->record[1] );
}

void answer_voice( struct voice_bench *v )
{
    open_bench( v );
    ok( !modem_answer_as( v->b.host, v->b.modem, ++v->b.request, MODEM_ANSWER_VOICE ), "answer\n" );
    expect( &v->b, MODEM_EVENT_CONNECTED );
    ok( v->b.event.voice == 1 && v->b.event.state == MODEM_VOICE, "voice %u, state %s\n", v->b.event.voice, modem_state_name( v->b.event.state ) );
    expect_completed( &v->b, 0 );
}

void dial_voice( struct voice_bench *v, const char *number )
{
    open_bench( v );
    ok( !modem_dial( v->b.host, v->b.modem, ++v->b.request, number, MODEM_DIAL_AUTOMATED ), "dial\n" );
    expect( &v->b, MODEM_EVENT_DIALING );
    expect( &v->b, MODEM_EVENT_PROCEEDING );
    expect_completed( &v->b, 0 );
}

void stream( struct voice_bench *v, uint32_t directions )
{
    ok( !modem_voice_stream( v->b.host, v->b.modem, ++v->b.request, directions ), "stream\n" );
    expect( &v->b, MODEM_EVENT_STREAM );
    ok( v->b.event.directions == directions && !v->b.event.error, "directions %u, error %d (%s)\n", v->b.event.directions, v->b.event.error,
        v->b.event.reason );
    expect_completed( &v->b, 0 );
}

void expect_digit( struct voice_bench *v, char digit, int on )
{
    expect( &v->b, MODEM_EVENT_DIGIT );
    ok( v->b.event.digit == (unsigned char)digit && v->b.event.on == (uint32_t)on, "digit %c %u\n", v->b.event.digit, v->b.event.on );
}

void expect_tone( struct voice_bench *v, unsigned int tone )
{
    expect( &v->b, MODEM_EVENT_TONE );
    ok( v->b.event.tone == tone, "%s, not %s\n", modem_tone_name( v->b.event.tone ), modem_tone_name( tone ) );
}

void all_said( struct voice_bench *v )
{
    int tries;

    for (tries = 0; !v->b.fake.done && tries < 1000; tries++) usleep( 10000 );
    ok( v->b.fake.done, "not all was said: %s\n", v->b.fake.log );
}

static const struct { const char *name; void (*run)( void ); } tests[] =
{
#define TEST( name ) { #name, test_##name },
    VOICE_TESTS( TEST )
#undef TEST
};

/* voice_test [NAME]... */
int main( int argc, char **argv )
{
    int64_t start;
    size_t i;
    int j;

    setvbuf( stdout, NULL, _IONBF, 0 );
    for (i = 0; i < sizeof(tests) / sizeof(tests[0]); i++)
    {
        for (j = 1; j < argc && strcmp( argv[j], tests[i].name ); j++) ;
        if (argc > 1 && j == argc) continue;
        start = now_ms();
        tests[i].run();
        printf( "# %s: %d ms\n", tests[i].name, (int)(now_ms() - start) );
    }
    printf( "%d passed, %d failed, %d skipped\n", passed, failed, skipped );
    return failed != 0;
}
