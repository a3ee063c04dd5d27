/*
 * The companion socket that carries the modem lines of a pseudo-terminal.
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
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "port_private.h"

/*
 * The peer sends, on connect and at each change, "LINES dcd=0 ri=0 dsr=1 cts=1\n"; we send "DTR 1\n", "DTR 0\n", "RTS 1\n", "RTS 0\n".
 */

#define FIRST_STATE_MS 250              /* how long open waits for the first LINES */
#define CONNECT_TRIES 10
#define CONNECT_PAUSE_MS 20

static const struct { const char *name; unsigned int bit; } line_names[] =
{
    { "cts", PORT_LINE_CTS }, { "dsr", PORT_LINE_DSR }, { "ri", PORT_LINE_RI }, { "dcd", PORT_LINE_DCD },
};

static void take_line( struct port *port, char *text )
{
    char *word, *save = NULL;
    size_t i, len;

    word = strtok_r( text, " \r", &save );
    if (!word || strcmp( word, "LINES" )) return;
    while ((word = strtok_r( NULL, " \r", &save )))
    {
        for (i = 0; i < sizeof(line_names) / sizeof(line_names[0]); i++)
        {
            len = strlen( line_names[i].name );
            if (strncmp( word, line_names[i].name, len ) || word[len] != '=') continue;
            if (word[len + 1] == '1') port->lines |= line_names[i].bit;
            else port->lines &= ~line_names[i].bit;
        }
    }
    port->lines_seen |= port->lines;
}

/* Take in what has come. @return 1 if a line state came, 0 if not; a peer that left leaves the port without modem lines (-ENOTSUP). */
int port_companion_read( struct port *port )
{
    char *newline;
    ssize_t got;
    size_t used;
    int any = 0;

    for (;;)
    {
        got = recv( port->lines_fd, port->pending + port->pending_len, sizeof(port->pending) - 1 - port->pending_len, MSG_DONTWAIT );
        if (got < 0 && errno == EINTR) continue;
        if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return any;
        if (got <= 0)
        {
            port_companion_close( port );
            return -ENOTSUP;
        }
        port->pending_len += (size_t)got;
        port->pending[port->pending_len] = 0;
        while ((newline = memchr( port->pending, '\n', port->pending_len )))
        {
            *newline = 0;
            take_line( port, port->pending );
            any = 1;
            used = (size_t)(newline + 1 - port->pending);
            port->pending_len -= used;
            memmove( port->pending, newline + 1, port->pending_len );
        }
        /* no line is this long: not our protocol */
        if (port->pending_len == sizeof(port->pending) - 1) port->pending_len = 0;
    }
}

/* sun_path is short; a longer path goes through a descriptor of its folder. */
static int fill_address( struct sockaddr_un *addr, const char *path, int *dir_fd )
{
    const char *slash = strrchr( path, '/' );
    char *dir;
    int len;

    *dir_fd = -1;
    memset( addr, 0, sizeof(*addr) );
    addr->sun_family = AF_UNIX;
    len = snprintf( addr->sun_path, sizeof(addr->sun_path), "%s.lines", path );
    if (len > 0 && (size_t)len < sizeof(addr->sun_path)) return 0;

    if (!slash || !(dir = strndup( path, (size_t)(slash - path) + 1 ))) return -ENAMETOOLONG;
    *dir_fd = open( dir, O_PATH | O_DIRECTORY | O_CLOEXEC );
    free( dir );
    if (*dir_fd < 0) return -errno;
    len = snprintf( addr->sun_path, sizeof(addr->sun_path), "/proc/self/fd/%d/%s.lines", *dir_fd, slash + 1 );
    return len > 0 && (size_t)len < sizeof(addr->sun_path) ? 0 : -ENAMETOOLONG;
}

int port_companion_open( struct port *port, const char *path )
{
    struct sockaddr_un addr;
    struct pollfd pfd;
    int ret, dir_fd, tries;

    if ((ret = fill_address( &addr, path, &dir_fd )) < 0) goto done;
    if ((port->lines_fd = socket( AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0 )) < 0)
    {
        ret = -errno;
        goto done;
    }
    /* EAGAIN: more clients wait to be accepted than fit */
    for (tries = 0; (ret = connect( port->lines_fd, (struct sockaddr *)&addr, sizeof(addr) )) < 0 && tries < CONNECT_TRIES; tries++)
    {
        if (errno != EINTR && errno != EAGAIN) break;
        poll( NULL, 0, CONNECT_PAUSE_MS );
    }
    if (ret < 0)
    {
        ret = -errno;
        close( port->lines_fd );
        port->lines_fd = -1;
        goto done;
    }
    pfd.fd = port->lines_fd;
    pfd.events = POLLIN;
    for (tries = 0; !ret && tries < 8; tries++)
    {
        int ready = poll( &pfd, 1, FIRST_STATE_MS );

        /* Wine interrupts threads with signals */
        if (ready < 0 && errno == EINTR) continue;
        if (ready <= 0 || (ret = port_companion_read( port ))) break;
    }
    if (ret > 0) ret = 0;

done:
    if (dir_fd >= 0) close( dir_fd );
    return ret;
}

void port_companion_close( struct port *port )
{
    if (port->lines_fd < 0) return;
    close( port->lines_fd );
    port->lines_fd = -1;
    port->has_lines = 0;
}

int port_companion_set( struct port *port, const char *line, int on )
{
    char text[16];
    int len = snprintf( text, sizeof(text), "%s %d\n", line, !!on );

    if (send( port->lines_fd, text, (size_t)len, MSG_NOSIGNAL | MSG_DONTWAIT ) == len) return 0;
    /* a peer that does not read or has left serves no lines any more */
    port_companion_close( port );
    return -ENOTSUP;
}
