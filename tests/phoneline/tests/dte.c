/*
 * Simulated telephone exchange: what its tests share.
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
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "dte.h"

#define ok( condition, ... ) check( condition, __LINE__, __VA_ARGS__ )

int failures, checks;
char dir[64];
static pid_t exchange;

/* What the tests share: the exchange in a child, ports and sockets of it, and what comes from them. */

void check( bool condition, int line, const char *format, ... )
{
    va_list args;

    checks++;
    if (condition) return;
    failures++;
    printf( "line %d: ", line );
    va_start( args, format );
    vprintf( format, args );
    va_end( args );
    putchar( '\n' );
}

void start_exchange( const char *const *more )
{
    const char *argv[32] = { "phoneline", "--dir", dir, "--die-with-parent", "--ring-interval", "200", "--guard-time", "200",
                             "--dial-delay", "20", "--train-delay", "20", "--intercept-delay", "50", "--comma-delay", "50" };
    int argc = 0, out[2];
    char ready[6] = "";

    while (argv[argc]) argc++;
    while (more && *more) argv[argc++] = *more++;
    if (pipe( out )) abort();
    fflush( stdout );
    if (!(exchange = fork()))
    {
        dup2( out[1], 1 );
        close( out[0] );
        close( out[1] );
        exit( phoneline_main( argc, (char **)argv ) );
    }
    close( out[1] );
    ok( read( out[0], ready, 6 ) == 6 && !memcmp( ready, "ready\n", 6 ), "the exchange is not ready: '%.6s'", ready );
    close( out[0] );
}

void stop_exchange( void )
{
    struct stat st;
    int status;

    kill( exchange, SIGTERM );
    ok( waitpid( exchange, &status, 0 ) == exchange && WIFEXITED( status ) && !WEXITSTATUS( status ),
        "the exchange ended with status %#x", status );
    ok( stat( dir, &st ) && errno == ENOENT, "the exchange left its folder behind" );
}

int open_socket( const char *name )
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    int fd = socket( AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0 );

    snprintf( address.sun_path, sizeof(address.sun_path), "%s/%s", dir, name );
    if (connect( fd, (struct sockaddr *)&address, sizeof(address) ))
    {
        printf( "cannot connect to %s: %s\n", address.sun_path, strerror( errno ) );
        exit( 1 );
    }
    return fd;
}

int open_modem( char letter )
{
    char path[100];
    struct termios tios;
    int fd;

    snprintf( path, sizeof(path), "%s/modem-%c", dir, letter );
    if ((fd = open( path, O_RDWR | O_NOCTTY | O_CLOEXEC )) < 0)
    {
        printf( "cannot open %s: %s\n", path, strerror( errno ) );
        exit( 1 );
    }
    tcgetattr( fd, &tios );
    cfmakeraw( &tios );
    tcsetattr( fd, TCSANOW, &tios );
    return fd;
}

void say_to( int fd, const char *text )
{
    ok( write( fd, text, strlen( text ) ) == (ssize_t)strlen( text ), "write: %s", strerror( errno ) );
}

/* Everything that arrives until wanted is in it, or ms have passed. */
const char *read_until( int fd, const char *wanted, int ms )
{
    static char buffer[65536];
    int64_t end = now_ms() + ms;
    size_t len = 0;

    buffer[0] = 0;
    while (now_ms() < end && len < sizeof(buffer) - 1)
    {
        struct pollfd poll_fd = { .fd = fd, .events = POLLIN };
        ssize_t got;

        if (poll( &poll_fd, 1, end - now_ms() ) <= 0) continue;
        got = read( fd, buffer + len, sizeof(buffer) - 1 - len );
        if (got <= 0) break;
        len += got;
        buffer[len] = 0;
        if (wanted && strstr( buffer, wanted )) break;
    }
    return buffer;
}

void expect_( int line, int fd, const char *wanted, int ms )
{
    const char *got = read_until( fd, wanted, ms );

    check( strstr( got, wanted ) != NULL, line, "expected '%s', got '%s'", wanted, got );
}

void command_( int line, int fd, const char *command, const char *wanted )
{
    char text[200];

    snprintf( text, sizeof(text), "%s\r", command );
    say_to( fd, text );
    expect_( line, fd, wanted, 3000 );
}

void control_( int line, const char *text, const char *wanted )
{
    char buffer[300];
    int fd = open_socket( "control" );

    snprintf( buffer, sizeof(buffer), "%s\n", text );
    say_to( fd, buffer );
    expect_( line, fd, wanted, 2000 );
    close( fd );
}

void pause_ms( int ms )
{
    struct timespec time = { ms / 1000, ms % 1000 * 1000000 };

    nanosleep( &time, NULL );
}

void dte_start( void )
{
    const char *tmp = getenv( "TMPDIR" );

    signal( SIGPIPE, SIG_IGN );
    snprintf( dir, sizeof(dir), "%s/phoneline-%d", tmp && strlen( tmp ) < 30 ? tmp : "/tmp", (int)getpid() );
}
