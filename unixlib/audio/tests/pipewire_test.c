/*
 * Tests of the sound of voice lines over PipeWire.
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
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "audio_test.h"

#define SPEECH   8000
#define NAME     "wt.pipewire"
#define ATTEMPTS 4

static int16_t speech[SPEECH], heard[40 * SPEECH];

/* PipeWire, who links streams to devices, and who speaks PulseAudio's protocol; the session manager wants a bus. */
static const char *const programs[] = { "dbus-daemon", "pipewire", "wireplumber", "pipewire-pulse" };
#define PROGRAMS (sizeof(programs) / sizeof(programs[0]))
static pid_t running[PROGRAMS];

static int have_all( void )
{
    size_t i;

    for (i = 0; i < PROGRAMS; i++)
    {
        if (have_program( programs[i] )) continue;
        printf( "skipped: %s is not installed (apt-get install pipewire pipewire-pulse wireplumber dbus)\n", programs[i] );
        return 0;
    }
    return 1;
}

static int wait_file( const char *path )
{
    int64_t end = now_ms() + LONG_TIME;

    while (access( path, F_OK ) && now_ms() < end) usleep( 10000 );
    return !access( path, F_OK );
}

static void pipewire_start( void )
{
    char address[160], listen[192], list[4096];
    const char *const bus[] = { programs[0], "--session", "--nofork", "--nopidfile", listen, NULL };
    int64_t end = now_ms() + LONG_TIME;
    size_t i;

    snprintf( address, sizeof(address), "unix:path=%s", folder_path( "bus" ) );
    snprintf( listen, sizeof(listen), "--address=%s", address );
    setenv( "DBUS_SESSION_BUS_ADDRESS", address, 1 );
    unsetenv( "PIPEWIRE_RUNTIME_DIR" );
    running[0] = run( NULL, bus );
    ok( wait_file( folder_path( "bus" ) ), "no bus\n" );
    for (i = 1; i < PROGRAMS; i++)
    {
        const char *const argv[] = { programs[i], NULL };

        running[i] = run( NULL, argv );
        if (i == 1) ok( wait_file( folder_path( "pipewire-0" ) ), "PipeWire does not start\n" );
    }
    ok( server_answers(), "its pulse server does not start\n" );
    /* the session manager's own streams and defaults come by and by; it is a client like others */
    do
    {
        usleep( 50000 );
        pactl( list, sizeof(list), "list", "clients", NULL, NULL );
    } while (!strstr( list, "ireplumber" ) && !strstr( list, "WirePlumber" ) && now_ms() < end);
    ok( strstr( list, "ireplumber" ) || strstr( list, "WirePlumber" ), "no session manager: %s\n", list );
}

static void pipewire_stop( void )
{
    size_t i;

    for (i = PROGRAMS; i--;)
    {
        if (running[i] <= 0) continue;
        kill( running[i], SIGKILL );
        waitpid( running[i], NULL, 0 );
    }
}

/* ---- how late this machine is: no sound is better than that ---- */

static atomic_int watching;
static int64_t worst;

static void *watch_lateness( void *arg )
{
    int64_t last = now_ms(), now;

    while (atomic_load( &watching ))
    {
        usleep( 5000 );
        now = now_ms();
        if (now - last - 5 > worst) worst = now - last - 5;
        last = now;
    }
    return arg;
}

static pthread_t lateness_begin( void )
{
    pthread_t thread;

    worst = 0;
    atomic_store( &watching, 1 );
    if (pthread_create( &thread, NULL, watch_lateness, NULL )) abort();
    return thread;
}

static int lateness_end( pthread_t thread )
{
    atomic_store( &watching, 0 );
    pthread_join( thread, NULL );
    return (int)worst;
}

/* ---- sound ---- */

/* PipeWire resamples on its way: the waveform is the same, the samples are not. A machine that is late leaves gaps. @return whether to try again */
static int check( const char *what, size_t count, int late, int attempt )
{
    double same = best_correlation( heard, count, speech, SPEECH );

    if (same < 0.99 && late > 5 && attempt < ATTEMPTS) return 1;
    if (same < 0.99 && late > 5) printf( "%s: correlation %.4f on a machine that is %d ms late\n", what, same, late );
    ok( same >= (late > 5 ? 0.2 : 0.99), "%s: correlation %.4f of %zu samples, %d ms late\n", what, same, count, late );
    return 0;
}

static int play( struct audio_line *line, const struct watch *watch, int attempt )
{
    pthread_t thread = lateness_begin();
    pid_t player;
    size_t count;
    int late;

    while (read( audio_line_play_fd( line ), heard, sizeof(heard) ) > 0) {}
    player = player_start( NAME ".out", speech, SPEECH );
    ok( wait_streams( watch, AUDIO_PLAY ), "play not told\n" );
    ok( !program_ended( player ), "the player failed\n" );
    ok( wait_streams( watch, 0 ), "end not told\n" );
    count = read_line( audio_line_play_fd( line ), heard, 40 * SPEECH, SPEECH / 2 );
    for (;;)
    {
        ssize_t size = read( audio_line_play_fd( line ), heard + count, (40 * SPEECH - count) * 2 );

        if (size <= 0) break;
        count += size / 2;
    }
    late = lateness_end( thread );
    return check( "played", count, late, attempt );
}

static int record( struct audio_line *line, const struct watch *watch, int attempt )
{
    pthread_t thread;
    pid_t recorder;
    size_t count;
    int out, late;

    recorder = recorder_start( NAME ".in", &out );
    ok( wait_streams( watch, AUDIO_RECORD ), "record not told\n" );
    /* silence first: the stream runs through */
    count = read_line( out, heard, 2000, SPEECH );
    ok( count == 2000, "%zu samples of silence\n", count );
    thread = lateness_begin();
    write_realtime( audio_line_record_fd( line ), speech, SPEECH );
    count = read_line( out, heard, 2 * SPEECH, 2 * SPEECH );
    late = lateness_end( thread );
    kill( recorder, SIGTERM );
    waitpid( recorder, NULL, 0 );
    close( out );
    ok( wait_streams( watch, 0 ), "end not told\n" );
    return check( "recorded", count, late, attempt );
}

int main( void )
{
    struct audio_line *line;
    struct watch watch;
    char list[8192];
    int attempt, i;

    make_speech( speech, SPEECH );
    /* as from a telephone: next to nothing above 3.4 kHz, where resampling ends */
    for (i = 1; i + 1 < 3 * SPEECH; i++)
    {
        int16_t *sample = &speech[i % SPEECH];

        if (sample > speech && sample + 1 < speech + SPEECH) *sample = (sample[-1] + 2 * sample[0] + sample[1]) / 4;
    }
    if (!have_program( "pacat" ) || !have_all()) skipped++;
    else
    {
        folder_make();
        pipewire_start();
        watch_open( &watch, NAME, &line );
        ok( wait_state( line, AUDIO_READY ), "no devices\n" );
        pactl( list, sizeof(list), "list", "sinks", NULL, NULL );
        ok( strstr( list, "Name: " NAME ".out" ) && strstr( list, "Modem  A  it s" ), "sinks: %s\n", list );
        audio_line_wire( line, 1 );
        for (attempt = 1; play( line, &watch, attempt ); attempt++) {}
        for (attempt = 1; record( line, &watch, attempt ); attempt++) {}
        audio_line_close( line );
        pactl( list, sizeof(list), "list", "short", "modules", NULL );
        ok( !strstr( list, NAME ), "modules left: %s\n", list );
        pipewire_stop();
        folder_remove();
    }
    printf( "%d passed, %d failed, %d skipped\n", passed, failed, skipped );
    return failed != 0;
}
