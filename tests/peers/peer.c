/*
 * Programs that no one here wrote, on modems of the simulated exchange: what their tests share.
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
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "peer.h"

int passed, failed;
char dir[64];

static pid_t exchange;

void peer_check( bool condition, const char *file, int line, const char *format, ... )
{
    const char *slash = strrchr( file, '/' );
    va_list args;

    if (condition)
    {
        passed++;
        return;
    }
    failed++;
    printf( "%s:%d: failed: ", slash ? slash + 1 : file, line );
    va_start( args, format );
    vprintf( format, args );
    va_end( args );
    putchar( '\n' );
}

int64_t peer_ms( void )
{
    struct timespec now;

    clock_gettime( CLOCK_MONOTONIC, &now );
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void nap( void )
{
    nanosleep( &(struct timespec){ .tv_nsec = 50000000 }, NULL );
}

/* Make the folder and start the exchange, which is beside the test's own folder in the build. */
void peer_start( const char *argv0, const char *const *options )
{
    const char *slash = strrchr( argv0, '/' ), *argv[40] = { "phoneline", "--dir", NULL, "--die-with-parent" };
    static char program[4096], exchange_dir[80];
    char ready[6] = "";
    int out[2], argc = 4;

    setvbuf( stdout, NULL, _IONBF, 0 );
    signal( SIGPIPE, SIG_IGN );
    strcpy( dir, "/tmp/peer-test-XXXXXX" );
    if (!mkdtemp( dir ) || pipe( out )) abort();
    snprintf( exchange_dir, sizeof(exchange_dir), "%s/x", dir );
    argv[2] = exchange_dir;
    while (*options) argv[argc++] = *options++;
    snprintf( program, sizeof(program), "%.*s/../../phoneline/phoneline", slash ? (int)(slash - argv0) : 1, slash ? argv0 : "." );
    if (!(exchange = fork()))
    {
        dup2( out[1], 1 );
        close( out[0] );
        close( out[1] );
        execv( program, (char *const *)argv );
        fprintf( stderr, "%s: %s: run make\n", program, strerror( errno ) );
        _exit( 127 );
    }
    close( out[1] );
    ok( read( out[0], ready, sizeof(ready) ) == 6 && !memcmp( ready, "ready\n", 6 ), "the exchange is not ready" );
    close( out[0] );
}

/* Stop the exchange, remove the folder. Returns the exit status of the test. */
int peer_end( void )
{
    char command[100];
    int status;

    kill( exchange, SIGTERM );
    ok( waitpid( exchange, &status, 0 ) == exchange && WIFEXITED( status ) && !WEXITSTATUS( status ), "the exchange ended with %#x", status );
    snprintf( command, sizeof(command), "rm -rf '%s'", dir );
    if (failed && getenv( "KEEP" )) printf( "kept: %s\n", dir );
    else ok( !system( command ), "cannot remove %s", dir );
    printf( "%d passed, %d failed\n", passed, failed );
    return failed ? 1 : 0;
}

/* A command of the exchange's control socket. Returns its answer. */
const char *peer_control( const char *format, ... )
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    static char answer[8192];
    char line[1024];
    va_list args;
    size_t len = 0;
    ssize_t got;
    int fd = socket( AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0 );

    va_start( args, format );
    vsnprintf( line, sizeof(line) - 1, format, args );
    va_end( args );
    strcat( line, "\n" );
    snprintf( address.sun_path, sizeof(address.sun_path), "%s/x/control", dir );
    if (connect( fd, (struct sockaddr *)&address, sizeof(address) )) abort();
    if (write( fd, line, strlen( line ) ) != (ssize_t)strlen( line )) abort();
    while (len < sizeof(answer) - 1 && (got = read( fd, answer + len, sizeof(answer) - 1 - len )) > 0)
    {
        len += (size_t)got;
        if (answer[len - 1] == '\n') break;
    }
    answer[len] = 0;
    close( fd );
    return answer;
}

bool peer_control_says( const char *command, const char *wanted, int seconds )
{
    int64_t end = peer_ms() + seconds * 1000;

    while (!strstr( peer_control( "%s", command ), wanted ))
    {
        if (peer_ms() > end) return false;
        nap();
    }
    return true;
}

/* The pty itself, "/dev/pts/5". */
void peer_modem_path( char letter, char *path, size_t size )
{
    char link[100];
    ssize_t len;

    snprintf( link, sizeof(link), "%s/x/modem-%c", dir, letter );
    len = readlink( link, path, size - 1 );
    path[len > 0 ? len : 0] = 0;
}

static void put_file( const char *name, const char *text )
{
    int fd = open( name, O_WRONLY | O_CLOEXEC );

    if (fd < 0) return;
    if (write( fd, text, strlen( text ) ) < 0) fprintf( stderr, "%s: %s\n", name, strerror( errno ) );
    close( fd );
}

/* Folders of ours in the place of the system's, for this process alone: pairs of (ours, the system's). */
static void bind_folders( const char *const *binds )
{
    int user = (int)getuid(), group = (int)getgid();
    char map[32];

    if (user ? unshare( CLONE_NEWUSER | CLONE_NEWNS ) : unshare( CLONE_NEWNS ))
    {
        fprintf( stderr, "unshare: %s: this test needs a mount namespace of its own\n", strerror( errno ) );
        _exit( 126 );
    }
    if (user)
    {
        put_file( "/proc/self/setgroups", "deny" );
        snprintf( map, sizeof(map), "0 %d 1", user );
        put_file( "/proc/self/uid_map", map );
        snprintf( map, sizeof(map), "0 %d 1", group );
        put_file( "/proc/self/gid_map", map );
    }
    mount( NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL );
    for (; *binds; binds += 2)
    {
        if (!mount( binds[0], binds[1], NULL, MS_BIND, NULL )) continue;
        fprintf( stderr, "mount %s on %s: %s\n", binds[0], binds[1], strerror( errno ) );
        _exit( 126 );
    }
}

/* Start a program that ends with this one; it writes to the log. */
pid_t peer_run( const char *log, const char *const *binds, const char *const *argv )
{
    pid_t pid, parent = getpid();
    int fd;

    if ((pid = fork())) return pid;
    prctl( PR_SET_PDEATHSIG, SIGKILL );
    if (getppid() != parent) _exit( 1 );
    if ((fd = open( log, O_WRONLY | O_CREAT | O_TRUNC, 0600 )) >= 0)
    {
        dup2( fd, 1 );
        dup2( fd, 2 );
        close( fd );
    }
    if ((fd = open( "/dev/null", O_RDONLY )) >= 0) dup2( fd, 0 );
    setsid();
    if (binds) bind_folders( binds );
    execv( argv[0], (char *const *)argv );
    fprintf( stderr, "%s: %s: install what tools/deps names\n", argv[0], strerror( errno ) );
    _exit( 127 );
}

/* Wait for a program to end; one that does not is killed. */
bool peer_wait( pid_t pid, int seconds, int *status )
{
    int64_t end = peer_ms() + seconds * 1000;

    while (peer_ms() < end)
    {
        if (waitpid( pid, status, WNOHANG ) == pid) return true;
        nap();
    }
    peer_stop( pid );
    return false;
}

void peer_stop( pid_t pid )
{
    kill( pid, SIGKILL );
    waitpid( pid, NULL, 0 );
}

size_t peer_read( const char *name, void *data, size_t size )
{
    int fd = open( name, O_RDONLY | O_CLOEXEC );
    size_t len = 0;
    ssize_t got;

    if (fd < 0) return 0;
    while (len < size && (got = read( fd, (char *)data + len, size - len )) > 0) len += (size_t)got;
    close( fd );
    return len;
}

void peer_write( const char *name, const void *data, size_t size )
{
    int fd = open( name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0700 );

    ok( fd >= 0 && write( fd, data, size ) == (ssize_t)size, "cannot write %s: %s", name, strerror( errno ) );
    if (fd >= 0) close( fd );
}

bool peer_file_says( const char *name, const char *wanted, int seconds )
{
    static char text[1 << 20];
    int64_t end = peer_ms() + seconds * 1000;

    for (;;)
    {
        text[peer_read( name, text, sizeof(text) - 1 )] = 0;
        if (strstr( text, wanted )) return true;
        if (peer_ms() > end) return false;
        nap();
    }
}

/* The last lines of a log, for whoever has to find out. */
void peer_show( const char *name, int lines )
{
    static char text[1 << 20];
    char *start;

    text[peer_read( name, text, sizeof(text) - 1 )] = 0;
    for (start = text + strlen( text ); start > text && lines >= 0; start--)
        if (start[-1] == '\n') lines--;
    printf( "---- %s\n%s----\n", name, start );
}
