/*
 * Programs that play and record, and the other end of a voice line.
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
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "audio_test.h"

static void watch_streams( void *arg, uint32_t streams )
{
    struct watch *watch = arg;

    __atomic_store_n( &watch->streams, streams, __ATOMIC_SEQ_CST );
    __atomic_add_fetch( &watch->told, 1, __ATOMIC_SEQ_CST );
}

static void watch_state( void *arg, enum audio_state state, const char *reason )
{
    struct watch *watch = arg;

    (void)reason;
    __atomic_store_n( &watch->state, state, __ATOMIC_SEQ_CST );
    __atomic_add_fetch( &watch->states, 1, __ATOMIC_SEQ_CST );
}

const struct audio_callbacks watch_callbacks = { watch_streams, watch_state, NULL };

void watch_open( struct watch *watch, const char *name, struct audio_line **line )
{
    struct audio_callbacks callbacks = watch_callbacks;
    int ret;

    memset( watch, 0, sizeof(*watch) );
    callbacks.arg = watch;
    ret = audio_line_open( name, "Modem \"A\" it's", &callbacks, line );
    ok( !ret, "audio_line_open: %d\n", ret );
    if (ret) abort();
}

int wait_streams( const struct watch *watch, uint32_t streams )
{
    int64_t end = now_ms() + LONG_TIME;

    while (__atomic_load_n( &watch->streams, __ATOMIC_SEQ_CST ) != streams && now_ms() < end) usleep( 2000 );
    return __atomic_load_n( &watch->streams, __ATOMIC_SEQ_CST ) == streams;
}

int wait_state( struct audio_line *line, enum audio_state state )
{
    int64_t end = now_ms() + LONG_TIME;
    struct audio_status status;

    for (;;)
    {
        audio_line_get_status( line, &status );
        if (status.state == state) return 1;
        if (now_ms() > end)
        {
            printf( "state %u: %s\n", status.state, status.reason );
            return 0;
        }
        usleep( 5000 );
    }
}

void make_speech( int16_t *samples, size_t count )
{
    uint32_t noise = 12345;
    double low = 0;
    size_t i;

    for (i = 0; i < count; i++)
    {
        noise = noise * 1664525 + 1013904223;
        low += ((int32_t)noise / 2147483648.0 - low) * 0.2;
        samples[i] = (int16_t)(30000 * (0.6 * low + 0.3 * sin( i * 2 * M_PI * 440 / AUDIO_RATE )));
        if (!samples[i]) samples[i] = 1;
    }
}

static const char *const format[] = { "--raw", "--format=s16le", "--rate=8000", "--channels=1", "--latency-msec=40" };
/* nobody looks at how late it comes, and a busy machine leaves no gaps */
static const char patient[] = "--latency-msec=300";

pid_t player_start( const char *device, const int16_t *samples, size_t count )
{
    char name[64];
    const char *const argv[] = { "pacat", "--playback", "-d", device, format[0], format[1], format[2], format[3], patient, name, NULL };
    FILE *file;

    snprintf( name, sizeof(name), "%s", folder_path( "played" ) );
    if (!(file = fopen( name, "w" )) || fwrite( samples, 2, count, file ) != count || fclose( file )) abort();
    return run( NULL, argv );
}

pid_t recorder_start( const char *device, int *out )
{
    const char *const argv[] = { "pacat", "--record", "-d", device, format[0], format[1], format[2], format[3], format[4], NULL };

    return run( out, argv );
}

int program_ended( pid_t pid )
{
    int64_t end = now_ms() + LONG_TIME;
    int status;

    while (!waitpid( pid, &status, WNOHANG ))
    {
        if (now_ms() > end)
        {
            kill( pid, SIGKILL );
            waitpid( pid, &status, 0 );
            return -1;
        }
        usleep( 5000 );
    }
    return WIFEXITED( status ) ? WEXITSTATUS( status ) : -1;
}

size_t read_line( int fd, int16_t *samples, size_t max, size_t wanted )
{
    int64_t end = now_ms() + LONG_TIME;
    size_t count = 0, loud = 0;

    while (loud < wanted && count < max && now_ms() < end)
    {
        struct pollfd poll_fd = { fd, POLLIN, 0 };
        ssize_t n;

        poll( &poll_fd, 1, 100 );
        if ((n = read( fd, samples + count, (max - count) * 2 )) <= 0) continue;
        for (n /= 2; n; n--) if (samples[count++]) loud++;
    }
    return count;
}

void write_realtime( int fd, const int16_t *samples, size_t count )
{
    int64_t begin = now_ms();
    size_t done = 0;

    while (done < count)
    {
        size_t due = (size_t)(now_ms() - begin + 20) * AUDIO_RATE / 1000;

        if (due > count) due = count;
        if (due > done)
        {
            ssize_t n = write( fd, samples + done, (due - done) * 2 );

            if (n > 0) done += n / 2;
        }
        usleep( 10000 );
    }
}

size_t longest_run( const int16_t *got, size_t got_count, const int16_t *expected, size_t count )
{
    size_t best = 0, i, len;

    for (i = 0; i + best < got_count; i++)
    {
        if (got[i] != expected[0]) continue;
        for (len = 0; len < count && i + len < got_count && got[i + len] == expected[len]; len++) {}
        if (len > best) best = len;
    }
    return best;
}

double best_correlation( const int16_t *got, size_t got_count, const int16_t *expected, size_t count )
{
    double best = 0, energy = 0;
    size_t shift, i;

    for (i = 0; i < count; i++) energy += expected[i] * (double)expected[i];
    for (shift = 0; shift + count <= got_count; shift++)
    {
        double sum = 0, other = 0;

        /* a coarse look first */
        for (i = 0; i < count; i += 7)
        {
            sum += got[shift + i] * (double)expected[i];
            other += got[shift + i] * (double)got[shift + i];
        }
        if (!other || sum / sqrt( other * energy / 7 ) < best - 0.2) continue;
        for (i = 0, sum = other = 0; i < count; i++)
        {
            sum += got[shift + i] * (double)expected[i];
            other += got[shift + i] * (double)got[shift + i];
        }
        if (other && sum / sqrt( other * energy ) > best) best = sum / sqrt( other * energy );
    }
    return best;
}
