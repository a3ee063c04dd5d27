/*
 * Voice calls of the modem engine on the simulated exchange.
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

/*
 * Somebody calls, hears what is played, presses keys, says something and hangs up; then he is called. Samples of both directions are compared and nothing
 * may be missing, on a modem with V.253's commands and on one with Rockwell's.
 */

#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "modem/codec.h"
#include "modem/modem.h"
#include "peer.h"

#define SAID     8000               /* samples of the caller, one second */
#define PLAYED   12000
#define HEARD    800000

static struct modem_host *host;
static struct modem_event event;
static uint32_t request;

static int16_t said[SAID], played[PLAYED], heard[HEARD];
static size_t heard_count;
static int play_pipe[2], record_pipe[2];

/* a sound whose parts are not alike, so that a part can be found in one place only */
static int16_t sound( int i )
{
    return (int16_t)(((i * 37) % 400 - 200) * 40 + ((i * 11) % 130 - 65) * 30 + (i / 40 % 7) * 300);
}

/* What reads the record pipe while the engine runs in the main thread. */
static void *read_record( void *arg )
{
    struct pollfd pfd = { .fd = record_pipe[0], .events = POLLIN };
    ssize_t got;

    (void)arg;
    while (heard_count < HEARD && poll( &pfd, 1, -1 ) > 0 && (got = read( record_pipe[0], heard + heard_count, (HEARD - heard_count) * 2 )) > 0)
        heard_count += (size_t)got / 2;
    return NULL;
}

static void on_alarm( int signal )
{
    (void)signal;
    modem_host_cancel( host );
}

/* Events until this one; digits that went down are collected. */
static char digits[64];
static unsigned int tones;

static int wait_for( enum modem_event_type type )
{
    do
    {
        if (modem_host_wait( host, &event ))
        {
            ok( 0, "event '%s' did not come", modem_event_name( type ) );
            return 0;
        }
        if (event.type == MODEM_EVENT_DIGIT && event.on && strlen( digits ) + 1 < sizeof(digits)) digits[strlen( digits )] = (char)event.digit;
        if (event.type == MODEM_EVENT_TONE) tones |= 1u << event.tone;
        if (event.type == MODEM_EVENT_CALL_FAILED && type != MODEM_EVENT_CALL_FAILED) ok( 0, "the call failed: %s", event.reason );
    } while (event.type != (uint32_t)type);
    return 1;
}

static void complete( const char *what )
{
    if (!wait_for( MODEM_EVENT_COMPLETED )) return;
    ok( event.request == request && !event.error, "%s: request %u, error %d: %s", what, event.request, event.error, event.reason );
}

static void stream( uint32_t modem, uint32_t directions )
{
    modem_voice_stream( host, modem, ++request, directions );
    complete( "stream" );
}

/*
 * Is this sound in what was heard? Where this machine had no time for us the modem had nothing to play: silence may be between its samples, and nothing
 * else.
 */
static int is_part( const int16_t *samples, size_t count, const int16_t *in, size_t in_count )
{
    const size_t first = count < 100 ? count : 100;
    const int16_t *found = memmem( in, in_count * sizeof(*in), samples, first * sizeof(*samples) );
    size_t i, j;

    if (!found) return 0;
    for (i = 0, j = (size_t)(found - in); i < count && j < in_count; j++)
    {
        if (in[j] == samples[i]) i++;
        else if (in[j]) return 0;
    }
    return i == count;
}

/* The same, as one of the formats leaves the sound. */
static int is_in( const int16_t *samples, size_t count, const int16_t *in, size_t in_count )
{
    static const enum codec_format formats[] = { CODEC_LINEAR16, CODEC_ULAW, CODEC_ALAW, CODEC_UNSIGNED8 };
    int16_t *changed = malloc( CODEC_DECODE_MAX( 2 * count ) * sizeof(*changed) );
    unsigned char *bytes = malloc( CODEC_ENCODE_MAX( count ) );
    struct codec *codec;
    size_t i, len, made;
    int found = 0;

    for (i = 0; i < sizeof(formats) / sizeof(formats[0]) && !found; i++)
    {
        codec_open( &codec, formats[i], 8000 );
        len = codec_encode( codec, samples, count, bytes );
        made = codec_decode( codec, bytes, len, changed );
        found = is_part( changed, made, in, in_count );
        codec_close( codec );
    }
    free( changed );
    free( bytes );
    return found;
}

/* How alike they are where they are most alike: 1 is the same. */
static double likeness( const int16_t *samples, size_t count, const int16_t *in, size_t in_count )
{
    double ab, aa, bb, best = 0;
    size_t start, i, best_start = 0, n;

    for (start = 0; start + count <= in_count; start++)
    {
        ab = aa = bb = 0;
        for (i = 0; i < count; i += 23)
        {
            ab += (double)samples[i] * in[start + i];
            aa += (double)samples[i] * samples[i];
            bb += (double)in[start + i] * in[start + i];
        }
        if (bb < aa / 4 || ab / sqrt( aa * bb ) < best) continue;
        best = ab / sqrt( aa * bb );
        best_start = start;
    }
    ab = aa = bb = 0;
    for (i = 0, n = best ? count : 0; i < n; i++)
    {
        ab += (double)samples[i] * in[best_start + i];
        aa += (double)samples[i] * samples[i];
        bb += (double)in[best_start + i] * in[best_start + i];
    }
    return aa && bb ? ab / sqrt( aa * bb ) : 0;
}

/* Most of its parts are there: one with a silence in it is not. */
static int parts_are_alike( const int16_t *samples, size_t count, const int16_t *in, size_t in_count )
{
    const size_t part = count / 8;
    size_t i, alike = 0;

    for (i = 0; i < 8; i++) alike += likeness( samples + i * part, part, in, in_count ) > 0.99;
    return alike >= 6;
}

static size_t load_heard( int16_t *samples, size_t max )
{
    char name[100];

    snprintf( name, sizeof(name), "%s/heard.raw", dir );
    return peer_read( name, samples, max * sizeof(*samples) ) / sizeof(*samples);
}

static double cpu_seconds( void )
{
    struct rusage usage;

    getrusage( RUSAGE_SELF, &usage );
    return (double)usage.ru_utime.tv_sec + (double)usage.ru_stime.tv_sec + (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static void put_sound( void )
{
    ok( write( play_pipe[1], played, sizeof(played) ) == sizeof(played), "the pipe is full" );
}

/* duplex: both at once, else one after the other; exact: to the bit */
static void incoming_call( uint32_t modem, const char *number, int duplex, int exact )
{
    static int16_t file[HEARD];
    size_t before = heard_count;
    int64_t start;
    double cpu;

    memset( digits, 0, sizeof(digits) );
    tones = 0;
    ok( !strncmp( peer_control( "call %s from=4255550123 record=%s/heard.raw wait-sound wait-silence=400 pause=200 digits=15#9 play=%s/said.raw pause=600 "
                                "hangup", number, dir, dir ), "OK", 2 ), "the call" );
    if (!wait_for( MODEM_EVENT_RING )) return;
    modem_answer_as( host, modem, ++request, MODEM_ANSWER_VOICE );
    complete( "answer" );
    ok( event.state == MODEM_VOICE, "state %s", modem_state_name( event.state ) );
    put_sound();
    start = peer_ms();
    cpu = cpu_seconds();
    if (duplex) stream( modem, MODEM_VOICE_PLAY | MODEM_VOICE_RECORD );
    else
    {
        stream( modem, MODEM_VOICE_PLAY );
        stream( modem, MODEM_VOICE_RECORD );
    }
    while (!(tones & 1u << MODEM_TONE_BUSY) && !(tones & 1u << MODEM_TONE_DIALTONE) && wait_for( MODEM_EVENT_TONE )) ;
    printf( "# %s: %d ms, %.1f %% of a processor with sanitizers\n", number, (int)(peer_ms() - start),
            100 * (cpu_seconds() - cpu) / ((double)(peer_ms() - start) / 1000) );
    ok( !strcmp( digits, "15#9" ), "digits %s", digits );
    stream( modem, 0 );
    modem_hangup( host, modem, ++request );
    complete( "hang-up" );
    usleep( 100000 );
    if (exact)
    {
        ok( is_in( said, SAID, heard + before, heard_count - before ), "what the caller said is not in %zu samples", heard_count - before );
        ok( is_in( played, PLAYED, file, load_heard( file, HEARD ) ), "what was played is not in what the caller heard" );
        return;
    }
    ok( parts_are_alike( said, SAID, heard + before, heard_count - before ), "what the caller said is something else" );
    ok( parts_are_alike( played, PLAYED, file, load_heard( file, HEARD ) ), "what was played is something else" );
}

static void outgoing_call( uint32_t modem )
{
    static int16_t file[HEARD];

    ok( !strncmp( peer_control( "phone 5550777 rings=1 record=%s/heard.raw wait-digits=4 pause=200", dir ), "OK", 2 ), "the telephone" );
    modem_dial( host, modem, ++request, "4255550777", MODEM_DIAL_AUTOMATED );
    complete( "dial" );
    if (!wait_for( MODEM_EVENT_CONNECTED )) return;
    ok( event.voice == 1, "voice %u", event.voice );
    modem_voice_digits( host, modem, ++request, "7#04", 120 );
    complete( "digits" );
    ok( peer_control_says( "people", "digits=7#04", 20 ), "the digits were not heard: %s", peer_control( "people" ) );
    put_sound();
    stream( modem, MODEM_VOICE_PLAY );
    stream( modem, 0 );
    modem_voice_tone( host, modem, ++request, 1000, 0, 200 );
    complete( "tone" );
    modem_hangup( host, modem, ++request );
    complete( "hang-up" );
    ok( peer_control_says( "people", "end=", 20 ), "the call does not end: %s", peer_control( "people" ) );
    ok( is_in( played, PLAYED, file, load_heard( file, HEARD ) ), "what was played is not in what was heard" );
}

/* Nobody is at home, or is talking to somebody else. */
static void failing_calls( uint32_t modem )
{
    modem_dial( host, modem, ++request, "5550198", MODEM_DIAL_AUTOMATED );
    complete( "dial" );
    if (wait_for( MODEM_EVENT_CALL_FAILED )) ok( event.voice == 1 && event.cause != MODEM_CAUSE_TIMEOUT, "cause %s", modem_cause_name( event.cause ) );
}

static uint32_t open_modem( char letter )
{
    struct modem_config *config = modem_config_create();
    uint32_t modem = 0;
    char path[100];

    snprintf( path, sizeof(path), "%s/x/modem-%c", dir, letter );
    modem_config_set( config, "VoiceProfile", "1" );
    /* far ahead of the line: busy machines let a process wait */
    modem_config_set( config, "Timings\\VoiceLead", "300" );
    ok( !modem_create( host, path, config, 0, &modem ), "create" );
    modem_config_free( config );
    modem_voice_attach( host, modem, play_pipe[0], record_pipe[1] );
    modem_open( host, modem, ++request );
    complete( "open" );
    return modem;
}

int main( int argc, char **argv )
{
    static const char *const options[] = { "--voice", "v253", "--ring-interval", "300", "--modems", "2", NULL };
    static const char *const verbose[] = { "--voice", "v253", "--ring-interval", "300", "--modems", "2", "--verbose", NULL };
    uint32_t v253, rockwell;
    pthread_t reader;
    char name[100];
    int i;

    peer_start( argv[0], argc > 1 ? verbose : options );
    ok( !strncmp( peer_control( "voice b rockwell" ), "OK", 2 ), "rockwell" );
    for (i = 0; i < SAID; i++) said[i] = (int16_t)(sound( i + 5000 ) & ~0xff);     /* the same however a coder rounds */
    for (i = 0; i < PLAYED; i++) played[i] = sound( i + 30000 );
    snprintf( name, sizeof(name), "%s/said.raw", dir );
    peer_write( name, said, sizeof(said) );
    if (modem_host_create( &host ) || pipe2( play_pipe, O_NONBLOCK | O_CLOEXEC ) || pipe2( record_pipe, O_NONBLOCK | O_CLOEXEC )) abort();
    pthread_create( &reader, NULL, read_record, NULL );
    signal( SIGALRM, on_alarm );
    alarm( 100 );

    v253 = open_modem( 'a' );
    rockwell = open_modem( 'b' );
    incoming_call( v253, "5550101", 1, 1 );
    incoming_call( rockwell, "5550102", 0, 1 );
    outgoing_call( v253 );
    outgoing_call( rockwell );
    failing_calls( v253 );

    /* a modem with nothing but ADPCM, whose coder is the exchange's own */
    modem_destroy( host, v253 );
    wait_for( MODEM_EVENT_CLOSED );
    ok( !strncmp( peer_control( "voice a v253 132=ima" ), "OK", 2 ), "ima" );
    for (i = 0; i < SAID; i++) said[i] = (int16_t)(5000 * sin( i * 0.1 + 3 * sin( i * 0.001 ) ) + 3000 * sin( i * 0.31 ));
    for (i = 0; i < PLAYED; i++) played[i] = (int16_t)(4000 * sin( i * 0.13 + 5 * sin( i * 0.0007 ) ) + 3000 * sin( i * 0.27 ));
    peer_write( name, said, sizeof(said) );
    v253 = open_modem( 'a' );
    incoming_call( v253, "5550101", 1, 0 );

    alarm( 0 );
    modem_host_destroy( host );
    close( record_pipe[1] );
    pthread_join( reader, NULL );
    close( record_pipe[0] );
    close( play_pipe[0] );
    close( play_pipe[1] );
    return peer_end();
}
