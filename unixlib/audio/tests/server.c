/*
 * Sound servers of the test's own.
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

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "audio_test.h"

int passed, failed, skipped;
static char folder[64];
static pid_t server;

int64_t now_ms( void )
{
    struct timespec now;

    clock_gettime( CLOCK_MONOTONIC, &now );
    return now.tv_sec * (int64_t)1000 + now.tv_nsec / 1000000;
}

const char *folder_path( const char *name )
{
    static char paths[4][128];
    static unsigned int next;
    char *path = paths[next++ % 4];

    snprintf( path, sizeof(paths[0]), "%s/%s", folder, name );
    return path;
}

void folder_make( void )
{
    char value[160];

    strcpy( folder, "/tmp/audio-test-XXXXXX" );
    if (!mkdtemp( folder )) abort();
    setenv( "XDG_RUNTIME_DIR", folder, 1 );
    setenv( "HOME", folder, 1 );
    setenv( "XDG_CONFIG_HOME", folder, 1 );
    setenv( "XDG_STATE_HOME", folder, 1 );
    setenv( "PULSE_RUNTIME_PATH", folder_path( "pulse" ), 1 );
    setenv( "PULSE_STATE_PATH", folder, 1 );
    snprintf( value, sizeof(value), "unix:%s/pulse/native", folder );
    setenv( "PULSE_SERVER", value, 1 );
    unsetenv( "PULSE_COOKIE" );
    unsetenv( "DISPLAY" );
    unsetenv( "DBUS_SESSION_BUS_ADDRESS" );
    mkdir( folder_path( "pulse" ), 0700 );
}

void folder_remove( void )
{
    const char *const argv[] = { "rm", "-rf", folder, NULL };

    server_kill();
    run_wait( NULL, 0, argv );
}

int have_program( const char *name )
{
    char command[128];

    snprintf( command, sizeof(command), "command -v %s >/dev/null", name );
    return !system( command );
}

pid_t run( int *out, const char *const argv[] )
{
    int pipes[2] = { -1, -1 };
    pid_t parent = getpid(), pid;

    fflush( stdout );
    if (out && pipe2( pipes, O_CLOEXEC )) abort();
    if ((pid = fork()) < 0) abort();
    if (!pid)
    {
        int null = open( "/dev/null", O_RDWR ), log = open( folder_path( "log" ), O_WRONLY | O_CREAT | O_APPEND, 0600 );

        prctl( PR_SET_PDEATHSIG, SIGKILL );
        if (getppid() != parent) _exit( 126 );
        dup2( null, 0 );
        dup2( out ? pipes[1] : log, 1 );
        dup2( log, 2 );
        execvp( argv[0], (char **)argv );
        _exit( 127 );
    }
    if (out)
    {
        close( pipes[1] );
        *out = pipes[0];
    }
    return pid;
}

int run_wait( char *output, size_t size, const char *const argv[] )
{
    int out, status;
    pid_t pid = run( &out, argv );
    size_t len = 0;
    ssize_t n;
    char rest[512];

    while ((n = len + 1 < size ? read( out, output + len, size - len - 1 ) : read( out, rest, sizeof(rest) )) > 0)
        if (len + 1 < size) len += n;
    if (size) output[len] = 0;
    close( out );
    waitpid( pid, &status, 0 );
    return WIFEXITED( status ) ? WEXITSTATUS( status ) : -1;
}

int pactl( char *output, size_t size, const char *command, const char *arg1, const char *arg2, const char *arg3 )
{
    const char *const argv[] = { "pactl", command, arg1, arg2, arg3, NULL };

    return run_wait( output, size, argv );
}

int server_answers( void )
{
    struct sockaddr_un address = { AF_UNIX };
    int64_t end = now_ms() + LONG_TIME;
    int fd, ready = 0;

    strcpy( address.sun_path, folder_path( "pulse/native" ) );
    while (!ready && now_ms() < end)
    {
        fd = socket( AF_UNIX, SOCK_STREAM, 0 );
        ready = !connect( fd, (struct sockaddr *)&address, sizeof(address) );
        close( fd );
        if (!ready) usleep( 10000 );
    }
    return ready;
}

void server_start( const char *option )
{
    const char *const argv[] = { "pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "--disable-shm=yes", "-L",
                                 "module-native-protocol-unix auth-anonymous=1 auth-cookie-enabled=0", option, NULL };

    unlink( folder_path( "pulse/native" ) );
    server = run( NULL, argv );
    ok( server_answers(), "PulseAudio does not start\n" );
}

void server_kill( void )
{
    if (server <= 0) return;
    kill( server, SIGKILL );
    waitpid( server, NULL, 0 );
    server = 0;
}
