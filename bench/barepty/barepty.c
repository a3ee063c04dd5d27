/*
 * A TCP server that echoes, and a pseudo-terminal whose bytes go to it and back: for the floor of the virtual modem.
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

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

/* One way of a relay: bytes that have been read and wait for the other side. */
struct way
{
    int    from, to;
    char   data[65536];
    size_t start, end;
};

static void fail( const char *what )
{
    fprintf( stderr, "barepty: %s: %s\n", what, strerror( errno ) );
    exit( 1 );
}

static void no_delay( int fd )
{
    const int on = 1;

    setsockopt( fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on) );
}

static void move( struct way *way )
{
    ssize_t size;

    if (way->start == way->end)
    {
        way->start = way->end = 0;
        if ((size = read( way->from, way->data, sizeof(way->data) )) > 0) way->end = (size_t)size;
        else if (!size || (errno != EAGAIN && errno != EIO)) exit( 0 );
    }
    while (way->start < way->end)
    {
        if ((size = write( way->to, way->data + way->start, way->end - way->start )) <= 0) break;
        way->start += (size_t)size;
    }
}

/* Until one side is gone. */
static void relay( int a, int b )
{
    static struct way ways[2];
    struct pollfd fds[2];
    int i;

    ways[0].from = ways[1].to = a;
    ways[0].to = ways[1].from = b;
    fcntl( a, F_SETFL, O_NONBLOCK );
    fcntl( b, F_SETFL, O_NONBLOCK );
    for (;;)
    {
        memset( fds, 0, sizeof(fds) );
        for (i = 0; i < 2; i++) fds[i].fd = i ? b : a;
        for (i = 0; i < 2; i++)
        {
            /* what has been read must leave before more is taken */
            if (ways[i].start == ways[i].end) fds[i].events |= POLLIN;
            else fds[!i].events |= POLLOUT;
        }
        if (poll( fds, 2, -1 ) < 0) fail( "poll" );
        for (i = 0; i < 2; i++) if (fds[0].revents | fds[1].revents) move( &ways[i] );
    }
}

static void echo( int fd )
{
    char data[65536];
    ssize_t size, sent, done;

    no_delay( fd );
    while ((size = read( fd, data, sizeof(data) )) > 0)
        for (sent = 0; sent < size; sent += done)
            if ((done = write( fd, data + sent, (size_t)(size - sent) )) <= 0) exit( 0 );
    exit( 0 );
}

static void serve( int listener )
{
    int fd;

    prctl( PR_SET_PDEATHSIG, SIGTERM );
    signal( SIGCHLD, SIG_IGN );
    while ((fd = accept( listener, NULL, NULL )) >= 0)
    {
        if (!fork()) echo( fd );
        close( fd );
    }
    exit( 1 );
}

/* barepty LINK PORT-FILE: LINK becomes the pseudo-terminal, PORT-FILE says where the server listens; until who started it ends */
int main( int argc, char **argv )
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl( INADDR_LOOPBACK ) };
    socklen_t len = sizeof(address);
    int listener = socket( AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0 ), fd, master, slave;
    char name[128];
    struct termios tios;
    FILE *file;

    if (argc != 3)
    {
        fprintf( stderr, "usage: barepty LINK PORT-FILE\n" );
        return 2;
    }
    prctl( PR_SET_PDEATHSIG, SIGTERM );
    if (listener < 0 || bind( listener, (struct sockaddr *)&address, sizeof(address) ) || listen( listener, 8 ) ||
        getsockname( listener, (struct sockaddr *)&address, &len ))
        fail( "no server" );
    if (!fork()) serve( listener );
    if ((fd = socket( AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0 )) < 0 || connect( fd, (struct sockaddr *)&address, sizeof(address) )) fail( "no connection" );
    no_delay( fd );
    /* the other end stays open here, so that nobody who closes it hangs up */
    if (openpty( &master, &slave, name, NULL, NULL )) fail( "no pseudo-terminal" );
    tcgetattr( slave, &tios );
    cfmakeraw( &tios );
    tcsetattr( slave, TCSANOW, &tios );
    unlink( argv[1] );
    if (symlink( name, argv[1] )) fail( argv[1] );
    if (!(file = fopen( argv[2], "w" )) || fprintf( file, "%d\n", ntohs( address.sin_port ) ) < 0 || fclose( file )) fail( argv[2] );
    relay( master, fd );
    return 0;
}
