/*
 * Tests of virtual modems: a program at a modem, and the other side.
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
#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "dte.h"

int passed, failed, skipped, patience = 20000;

int check( int condition, const char *file, int line, const char *format, ... )
{
    va_list args;

    if (condition)
    {
        passed++;
        return 1;
    }
    failed++;
    printf( "%s:%d: ", strrchr( file, '/' ) ? strrchr( file, '/' ) + 1 : file, line );
    va_start( args, format );
    vprintf( format, args );
    va_end( args );
    fflush( stdout );
    return 0;
}

void skip( const char *why )
{
    skipped++;
    printf( "skipped: %s\n", why );
}

int64_t now_ms( void )
{
    struct timespec now;

    clock_gettime( CLOCK_MONOTONIC, &now );
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void quick_settings( struct virtual_settings *settings )
{
    virtual_settings_default( settings );
    settings->dial_delay = 0;
    settings->connect_delay = 20;
    settings->ring_interval = 200;
    settings->max_rings = 100;
    settings->log = getenv( "VIRTUAL_TEST_LOG" ) ? 2 : 0;
    snprintf( settings->phonebook, sizeof(settings->phonebook), "%s/phonebook", folder );
}

void dte_open( struct dte *dte, const struct virtual_settings *settings )
{
    static int count;
    struct termios tio;
    char reason[256];
    int ret;

    memset( dte, 0, sizeof(*dte) );
    dte->lines = -1;
    snprintf( dte->path, sizeof(dte->path), "%s/ports/modem-%d", folder, count++ );
    ret = virtual_modem_create( host, dte->path, settings, &dte->modem, reason, sizeof(reason) );
    ok( !ret && !reason[0], "virtual_modem_create: %d, %s\n", ret, reason );
    dte->fd = open( dte->path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC );
    ok( dte->fd >= 0, "%s: %s\n", dte->path, strerror( errno ) );
    tcgetattr( dte->fd, &tio );
    cfmakeraw( &tio );
    tcsetattr( dte->fd, TCSANOW, &tio );
    command( dte, "ATE0", "OK" );
}

void dte_close( struct dte *dte )
{
    if (dte->lines >= 0) close( dte->lines );
    close( dte->fd );
    ok( !virtual_modem_destroy( host, dte->modem ), "virtual_modem_destroy\n" );
    ok( access( dte->path, F_OK ), "%s is left\n", dte->path );
}

static void take( struct dte *dte, int timeout )
{
    struct pollfd fds[2] = { { .fd = dte->fd, .events = POLLIN }, { .fd = dte->lines, .events = POLLIN } };
    char text[512], *line;
    ssize_t got;

    poll( fds, 2, timeout );
    if (dte->len >= sizeof(dte->said) - 4096) dte->len = 0;
    if ((got = read( dte->fd, dte->said + dte->len, sizeof(dte->said) - 1 - dte->len )) > 0) dte->len += (size_t)got;
    dte->said[dte->len] = 0;
    if (dte->lines < 0 || (got = recv( dte->lines, text, sizeof(text) - 1, MSG_DONTWAIT )) <= 0) return;
    text[got] = 0;
    /* the last whole line holds */
    for (line = strtok( text, "\n" ); line; line = strtok( NULL, "\n" )) snprintf( dte->state, sizeof(dte->state), "%.100s ", line );
}

static void forget( struct dte *dte, size_t size )
{
    dte->len -= size;
    memmove( dte->said, dte->said + size, dte->len + 1 );
}

void dte_send( struct dte *dte, const void *data, size_t size )
{
    const int64_t end = now_ms() + PATIENCE_MS;
    ssize_t sent;

    while (size && now_ms() < end)
    {
        struct pollfd fd = { .fd = dte->fd, .events = POLLOUT };

        if ((sent = write( dte->fd, data, size )) > 0)
        {
            data = (const char *)data + sent;
            size -= (size_t)sent;
        }
        else poll( &fd, 1, 100 );
    }
    ok( !size, "%zu bytes are not taken\n", size );
}

void dte_say( struct dte *dte, const char *text )
{
    dte_send( dte, text, strlen( text ) );
}

int expect_at( const char *file, int line, struct dte *dte, const char *text )
{
    const int64_t end = now_ms() + PATIENCE_MS;
    char *found;

    while (!(found = memmem( dte->said, dte->len, text, strlen( text ) )) && now_ms() < end) take( dte, 200 );
    if (found) forget( dte, (size_t)(found - dte->said) + strlen( text ) );
    return check( found != NULL, file, line, "'%s' did not come; there is '%s'\n", text, dte->said );
}

int command_at( const char *file, int line, struct dte *dte, const char *text, const char *result )
{
    char buffer[600];

    dte->len = 0;
    snprintf( buffer, sizeof(buffer), "%s\r", text );
    dte_say( dte, buffer );
    snprintf( buffer, sizeof(buffer), "%s\r\n", result );
    return expect_at( file, line, dte, buffer );
}

int expect_bytes_at( const char *file, int line, struct dte *dte, const void *data, size_t size )
{
    const int64_t end = now_ms() + PATIENCE_MS;
    const char *expected = data;
    size_t i, at = 0;

    while (at < size && now_ms() < end)
    {
        if (!dte->len) take( dte, 200 );
        for (i = 0; i < dte->len && at < size && dte->said[i] == expected[at]; i++, at++) ;
        if (i < dte->len && at < size) return check( 0, file, line, "byte %zu is %#x, expected %#x\n", at, (unsigned char)dte->said[i],
                                                     (unsigned char)expected[at] );
        forget( dte, i );
    }
    return check( at == size, file, line, "%zu of %zu bytes came\n", at, size );
}

void dte_open_lines( struct dte *dte )
{
    struct sockaddr_un addr = { .sun_family = AF_UNIX };

    snprintf( addr.sun_path, sizeof(addr.sun_path), "%.90s.lines", dte->path );
    dte->lines = socket( AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0 );
    ok( !connect( dte->lines, (struct sockaddr *)&addr, sizeof(addr) ), "%s: %s\n", addr.sun_path, strerror( errno ) );
}

int expect_line_at( const char *file, int line, struct dte *dte, const char *text )
{
    const int64_t end = now_ms() + PATIENCE_MS;
    char wanted[32];

    snprintf( wanted, sizeof(wanted), " %s ", text );
    while (!strstr( dte->state, wanted ) && now_ms() < end) take( dte, 200 );
    return check( strstr( dte->state, wanted ) != NULL, file, line, "%s did not come; there is '%s'\n", text, dte->state );
}

/* What was said before may have been read late: then the guard time has not passed, and the escape is none. */
void dte_escape( struct dte *dte )
{
    int64_t end;
    int tries;

    for (tries = 0; tries < 10; tries++)
    {
        usleep( 150000 );
        dte_say( dte, "+++" );
        for (end = now_ms() + 1500; now_ms() < end && !memmem( dte->said, dte->len, "OK\r\n", 4 ); ) take( dte, 100 );
        if (memmem( dte->said, dte->len, "OK\r\n", 4 )) break;
    }
    expect( dte, "OK\r\n" );
}

/* ---- the other side ---- */

int listen_tcp( int family, unsigned int *port )
{
    union { struct sockaddr addr; struct sockaddr_in in; struct sockaddr_in6 in6; } addr;
    socklen_t size = family == AF_INET ? sizeof(addr.in) : sizeof(addr.in6);
    int fd;

    memset( &addr, 0, sizeof(addr) );
    addr.addr.sa_family = (sa_family_t)family;
    if (family == AF_INET) addr.in.sin_addr.s_addr = htonl( INADDR_LOOPBACK );
    else addr.in6.sin6_addr = in6addr_loopback;
    if ((fd = socket( family, SOCK_STREAM | SOCK_CLOEXEC, 0 )) < 0) return -1;
    if (bind( fd, &addr.addr, size ) || listen( fd, 8 ) || getsockname( fd, &addr.addr, &size ))
    {
        close( fd );
        return -1;
    }
    *port = ntohs( family == AF_INET ? addr.in.sin_port : addr.in6.sin6_port );
    return fd;
}

int accept_one( int fd )
{
    struct pollfd pfd = { .fd = fd, .events = POLLIN };

    return poll( &pfd, 1, PATIENCE_MS ) == 1 ? accept4( fd, NULL, NULL, SOCK_CLOEXEC ) : -1;
}

int connect_tcp( unsigned int port )
{
    struct sockaddr_in addr = { .sin_family = AF_INET, .sin_port = htons( (uint16_t)port ), .sin_addr.s_addr = htonl( INADDR_LOOPBACK ) };
    int fd = socket( AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0 );

    if (!connect( fd, (struct sockaddr *)&addr, sizeof(addr) )) return fd;
    close( fd );
    return -1;
}

static ssize_t read_patiently( int fd, void *buffer, size_t size )
{
    struct pollfd pfd = { .fd = fd, .events = POLLIN };

    return poll( &pfd, 1, PATIENCE_MS ) == 1 ? read( fd, buffer, size ) : -1;
}

int read_until( int fd, char *buffer, size_t size, const char *text )
{
    size_t len = 0;
    ssize_t got;

    buffer[0] = 0;
    while (!memmem( buffer, len, text, strlen( text ) ))
    {
        if (len + 1 >= size || (got = read_patiently( fd, buffer + len, size - 1 - len )) <= 0) return 0;
        len += (size_t)got;
        buffer[len] = 0;
    }
    return 1;
}

int read_exactly( int fd, void *buffer, size_t size )
{
    ssize_t got;

    for (; size; size -= (size_t)got, buffer = (char *)buffer + got)
        if ((got = read_patiently( fd, buffer, size )) <= 0) return 0;
    return 1;
}

int closed_by_peer( int fd )
{
    char buffer[4096];
    ssize_t got;

    while ((got = read_patiently( fd, buffer, sizeof(buffer) )) > 0) ;
    return !got || errno == ECONNRESET;
}
