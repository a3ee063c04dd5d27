/*
 * Test of voice lines' sound devices with PulseAudio.
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

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "audio_test.h"

#define SPEECH 12000                    /* samples: 1.5 s */
#define WAITING 7000                    /* of them, that the queue of a line takes */
#define NAME   "wt.test-1"

static int16_t speech[SPEECH], heard[16 * SPEECH];

static void test_endpoint( void )
{
    unsigned char a[16], b[16];
    unsigned int i;

    audio_endpoint_guid( "wt.1", AUDIO_PLAY, a );
    audio_endpoint_guid( "wt.1", AUDIO_PLAY, b );
    ok( !memcmp( a, b, 16 ), "not the same again\n" );
    ok( (a[7] >> 4) == 8 && (a[8] >> 6) == 2, "version %x variant %x\n", a[7] >> 4, a[8] >> 6 );
    audio_endpoint_guid( "wt.1", AUDIO_RECORD, b );
    ok( memcmp( a, b, 8 ) && memcmp( a + 8, b + 8, 8 ), "the other direction\n" );
    for (i = 2; i < 1000; i++)
    {
        char name[16];

        snprintf( name, sizeof(name), "wt.%u", i );
        audio_endpoint_guid( name, AUDIO_PLAY, b );
        if (!memcmp( a, b, 8 ) || !memcmp( a + 8, b + 8, 8 )) break;
    }
    ok( i == 1000, "line %u is like line 1\n", i );
    /* registries remember them */
    audio_endpoint_guid( "winetelephony.00000001.0badcafe", AUDIO_PLAY, a );
    ok( !memcmp( a, "\xe9\xfa\x3c\x69\x55\x2e\xc2\x8b\xb7\x0c\x8b\x57\x02\x7e\xdc\xf7", 16 ), "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x"
        "-%02x%02x%02x%02x%02x%02x changed\n", a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7], a[8], a[9], a[10], a[11], a[12], a[13], a[14], a[15] );
}

static void test_arguments( void )
{
    static const char *const names[] = { "", ".x", "a b", "a/b", "a\"b", "a=b", "0123456789012345678901234567890123456789012345678901234567890123", NULL };
    struct audio_line *line = (void *)1;
    unsigned int i;

    for (i = 0; names[i]; i++) ok( audio_line_open( names[i], "x", NULL, &line ) == -EINVAL && !line, "name '%s'\n", names[i] );
    ok( audio_line_open( NULL, "x", NULL, &line ) == -EINVAL, "no name\n" );
    audio_line_close( NULL );
}

/* Nothing there at first, then a server, then it dies in the middle of a stream, and comes back. */
static void test_server( void )
{
    struct audio_status status;
    struct audio_line *line;
    struct watch watch;
    size_t count, run;
    pid_t player;
    char list[4096], sink[96];
    int64_t end;

    watch_open( &watch, NAME, &line );
    ok( audio_line_wait( line, LONG_TIME ) == -ECONNREFUSED, "no server\n" );
    audio_line_get_status( line, &status );
    ok( status.state == AUDIO_UNAVAILABLE && status.error == -ECONNREFUSED, "state %u error %d\n", status.state, status.error );
    ok( strstr( status.reason, "no sound server" ) != NULL, "reason %s\n", status.reason );
    ok( !strcmp( status.sink, NAME ".out" ) && !strcmp( status.source, NAME ".in" ), "%s %s\n", status.sink, status.source );
    audio_line_wire( line, 1 );
    ok( watch.told == 1 && !watch.streams, "told %u\n", watch.told );

    server_start( NULL );
    ok( wait_state( line, AUDIO_READY ), "not ready\n" );
    audio_line_get_status( line, &status );
    ok( !status.error && !status.reason[0], "error %d: %s\n", status.error, status.reason );
    pactl( list, sizeof(list), "list", "sinks", NULL, NULL );
    ok( strstr( list, "Name: " NAME ".out" ) && strstr( list, "Description: Modem  A  it s\n" ) && strstr( list, "device.class = \"modem\"" ),
        "sinks: %s\n", list );

    /* in the middle of a stream */
    player = player_start( NAME ".out", speech, SPEECH );
    ok( wait_streams( &watch, AUDIO_PLAY ), "play not told\n" );
    count = read_line( audio_line_play_fd( line ), heard, 16 * SPEECH, 2000 );
    run = longest_run( heard, count, speech, SPEECH );
    ok( run >= 1500, "%zu samples before the crash\n", run );
    server_kill();
    ok( wait_state( line, AUDIO_UNAVAILABLE ), "a dead server is not missed\n" );
    ok( wait_streams( &watch, 0 ), "streams of a dead server\n" );
    program_ended( player );

    server_start( NULL );
    ok( wait_state( line, AUDIO_READY ), "not ready again\n" );
    while (read( audio_line_play_fd( line ), heard, sizeof(heard) ) > 0) {}
    player = player_start( NAME ".out", speech, SPEECH );
    count = read_line( audio_line_play_fd( line ), heard, 16 * SPEECH, SPEECH );
    run = longest_run( heard, count, speech, SPEECH );
    ok( run == SPEECH, "%zu of %u samples\n", run, SPEECH );
    ok( !program_ended( player ), "the player failed\n" );
    ok( wait_streams( &watch, 0 ), "end not told\n" );

    /* somebody removes them */
    pactl( list, sizeof(list), "unload-module", "module-pipe-source", NULL, NULL );
    end = now_ms() + LONG_TIME;
    while (__atomic_load_n( &watch.states, __ATOMIC_SEQ_CST ) < 6 && now_ms() < end) usleep( 5000 );
    ok( wait_state( line, AUDIO_READY ), "not made again\n" );
    pactl( list, sizeof(list), "list", "short", "sources", NULL );
    ok( strstr( list, NAME ".in\t" ) != NULL, "sources: %s\n", list );
    snprintf( sink, sizeof(sink), "%s/%s.out", folder_path( "wine-telephony" ), NAME );
    ok( !access( sink, F_OK ), "no %s\n", sink );

    audio_line_close( line );
    pactl( list, sizeof(list), "list", "short", "modules", NULL );
    ok( !strstr( list, NAME ), "modules left: %s\n", list );
    ok( access( sink, F_OK ) && errno == ENOENT, "%s is left\n", sink );
    server_kill();
}

/* A FIFO where lines have theirs, and the lock of its line: in the hands of somebody, or of nobody. @return the lock */
static int leave_behind( const char *line, int held )
{
    char folder[96], path[128], argument[160], list[4096];
    int fd;

    snprintf( folder, sizeof(folder), "%s", folder_path( "wine-telephony" ) );
    mkdir( folder, 0700 );
    snprintf( path, sizeof(path), "%s/%s.lock", folder, line );
    ok( (fd = open( path, O_RDWR | O_CREAT | O_CLOEXEC, 0600 )) != -1, "%s: %d\n", path, errno );
    if (held) ok( !flock( fd, LOCK_EX | LOCK_NB ), "flock\n" );
    snprintf( path, sizeof(path), "sink_name=%s.out", line );
    snprintf( argument, sizeof(argument), "file=\"%s/%s.out\"", folder, line );
    ok( !pactl( list, sizeof(list), "load-module", "module-pipe-sink", path, argument ), "load %s\n", argument );
    return fd;
}

/* A process died and left its devices; another one still has them. */
static void test_take_over( void )
{
    struct audio_line *line, *second, *other;
    struct audio_status status;
    struct watch watch, watch2, watch3;
    char list[4096], file[128], *p;
    unsigned int sinks = 0;
    int dead, living;

    server_start( NULL );
    snprintf( file, sizeof(file), "file=%s", folder_path( "old.out" ) );
    ok( !pactl( list, sizeof(list), "load-module", "module-pipe-sink", "sink_name=" NAME ".out rate=44100", file ), "load\n" );
    snprintf( file, sizeof(file), "file=%s", folder_path( "old.in" ) );
    ok( !pactl( list, sizeof(list), "load-module", "module-pipe-source", "source_name=" NAME ".in rate=44100", file ), "load\n" );
    snprintf( file, sizeof(file), "file=%s", folder_path( "other.out" ) );
    ok( !pactl( list, sizeof(list), "load-module", "module-pipe-sink", "sink_name=" NAME "1.out rate=44100", file ), "load\n" );
    dead = leave_behind( "wt.dead", 0 );
    living = leave_behind( "wt.living", 1 );
    watch_open( &watch, NAME, &line );
    ok( !audio_line_wait( line, LONG_TIME ), "not ready\n" );
    pactl( list, sizeof(list), "list", "short", "sinks", NULL );
    ok( !strstr( list, "wt.dead.out" ) && strstr( list, "wt.living.out" ), "sinks: %s\n", list );
    close( dead );
    close( living );
    for (p = list; (p = strstr( p, NAME )); p++) sinks++;
    ok( sinks == 2 && strstr( list, "s16le 1ch 8000Hz" ) && strstr( list, NAME "1.out" ), "%u sinks: %s\n", sinks, list );

    watch_open( &watch2, NAME, &second );
    ok( audio_line_wait( second, LONG_TIME ) == -EBUSY, "twice\n" );
    audio_line_get_status( second, &status );
    ok( strstr( status.reason, "another program" ) != NULL, "reason %s\n", status.reason );
    audio_line_get_status( line, &status );
    ok( status.state == AUDIO_READY && watch.states == 1, "the first: %s\n", status.reason );
    watch_open( &watch3, NAME "2", &other );
    ok( !audio_line_wait( other, LONG_TIME ), "a second line\n" );
    audio_line_close( line );
    ok( wait_state( second, AUDIO_READY ), "its turn\n" );
    audio_line_close( second );
    audio_line_close( other );
    server_kill();

    server_start( "--disallow-module-loading=1" );
    watch_open( &watch, NAME, &line );
    ok( audio_line_wait( line, LONG_TIME ) == -EIO, "not allowed\n" );
    audio_line_get_status( line, &status );
    ok( strstr( status.reason, "disallow-module-loading" ) != NULL, "reason %s\n", status.reason );
    audio_line_close( line );
    server_kill();
}

/* The server says so a moment after the program is gone. */
static int wait_no_streams( struct audio_line *line )
{
    int64_t end = now_ms() + LONG_TIME;
    struct audio_status status;

    do
    {
        audio_line_get_status( line, &status );
        if (!status.streams) return 1;
        usleep( 5000 );
    } while (now_ms() < end);
    return 0;
}

static void test_play( struct audio_line *line, const struct watch *watch )
{
    struct audio_status status;
    int64_t begin = now_ms();
    pid_t player;
    size_t count, run;

    /* nobody at the other end: thrown away, at its own speed */
    player = player_start( NAME ".out", speech, SPEECH );
    ok( !program_ended( player ), "stalled\n" );
    ok( now_ms() - begin >= SPEECH * 1000 / AUDIO_RATE - 300, "%d ms\n", (int)(now_ms() - begin) );
    ok( read( audio_line_play_fd( line ), heard, sizeof(heard) ) == -1 && errno == EAGAIN, "somebody heard it\n" );
    ok( !watch->told, "told %u\n", watch->told );
    ok( wait_no_streams( line ), "its end is not noticed\n" );

    audio_line_wire( line, 1 );
    player = player_start( NAME ".out", speech, SPEECH );
    count = read_line( audio_line_play_fd( line ), heard, 16 * SPEECH, SPEECH );
    run = longest_run( heard, count, speech, SPEECH );
    ok( run == SPEECH, "%zu of %u samples\n", run, SPEECH );
    ok( !program_ended( player ), "the player failed\n" );
    ok( wait_streams( watch, 0 ), "end not told\n" );
    ok( watch->told == 3, "told %u\n", watch->told );

    /* an engine that is busy with something else: what came first waits; the server has silence before and behind it */
    audio_line_wire( line, 1 );
    player = player_start( NAME ".out", speech, WAITING );
    ok( !program_ended( player ), "stalled\n" );
    count = read_line( audio_line_play_fd( line ), heard, 16 * SPEECH, WAITING );
    run = longest_run( heard, count, speech, WAITING );
    ok( run == WAITING, "%zu of %u samples waited\n", run, WAITING );
    audio_line_get_status( line, &status );
    ok( !status.lost && status.played >= 2 * SPEECH + 2 * WAITING, "lost %llu, played %llu\n", (unsigned long long)status.lost,
        (unsigned long long)status.played );
    audio_line_wire( line, 0 );
}

static void test_record( struct audio_line *line, const struct watch *watch )
{
    size_t count = 0, run, i;
    int64_t begin;
    pid_t recorder;
    int out;

    ok( wait_no_streams( line ), "a player is still there\n" );
    /* nobody at the other end: silence, at the speed of time */
    recorder = recorder_start( NAME ".in", &out );
    for (i = 0; i < 8000; i += read( out, heard + i, 16000 - 2 * i ) / 2) if (!i) begin = now_ms();
    ok( now_ms() - begin >= 600, "a second of silence in %d ms\n", (int)(now_ms() - begin) );
    for (i = 0; i < 8000 && !heard[i]; i++) {}
    ok( i == 8000, "sample %zu is %d\n", i, heard[i] );

    /* a program that records already when the call comes */
    audio_line_wire( line, 1 );
    ok( watch->streams == AUDIO_RECORD, "streams %u\n", watch->streams );
    write_realtime( audio_line_record_fd( line ), speech, SPEECH );
    ok( fcntl( out, F_SETFL, O_NONBLOCK ) != -1, "fcntl\n" );
    count = read_line( out, heard, 16 * SPEECH, SPEECH );
    run = longest_run( heard, count, speech, SPEECH );
    ok( run == SPEECH, "%zu of %u samples\n", run, SPEECH );
    /* the line fell silent: the program goes on hearing silence */
    count = read_line( out, heard, 4000, 1 );
    ok( count == 4000, "%zu samples of silence\n", count );
    kill( recorder, SIGTERM );
    waitpid( recorder, NULL, 0 );
    close( out );
    ok( wait_streams( watch, 0 ), "end not told\n" );

    /* what nobody records is not kept for the next */
    write_realtime( audio_line_record_fd( line ), speech, 2000 );
    recorder = recorder_start( NAME ".in", &out );
    ok( wait_streams( watch, AUDIO_RECORD ), "not told\n" );
    fcntl( out, F_SETFL, O_NONBLOCK );
    count = read_line( out, heard, 4000, 1 );
    ok( count == 4000, "something from before\n" );
    kill( recorder, SIGTERM );
    waitpid( recorder, NULL, 0 );
    close( out );
    audio_line_wire( line, 0 );
}

int main( void )
{
    struct audio_line *line;
    struct watch watch;

    make_speech( speech, SPEECH );
    test_endpoint();
    test_arguments();
    if (!have_program( "pulseaudio" ) || !have_program( "pacat" ))
    {
        printf( "skipped: pulseaudio and pulseaudio-utils are not installed\n" );
        skipped++;
    }
    else
    {
        folder_make();
        test_server();
        test_take_over();
        server_start( NULL );
        watch_open( &watch, NAME, &line );
        ok( !audio_line_wait( line, LONG_TIME ), "not ready\n" );
        test_play( line, &watch );
        test_record( line, &watch );
        audio_line_close( line );
        folder_remove();
    }
    printf( "%d passed, %d failed, %d skipped\n", passed, failed, skipped );
    return failed != 0;
}
