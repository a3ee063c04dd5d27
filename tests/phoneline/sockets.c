/*
 * Simulated telephone exchange: Unix sockets that speak lines of text.
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
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "phoneline.h"

static void client_close( struct line_client *client )
{
    struct line_server *server = client->server;
    int i;

    for (i = 0; i < MAX_CLIENTS; i++)
        if (server->clients[i] == client) server->clients[i] = NULL;
    watch_remove( client->watch );
    close( client->fd );
    if (server->closed) server->closed( server->arg, client );
    free( client );
}

static bool client_is_open( struct line_server *server, const struct line_client *client )
{
    int i;

    for (i = 0; i < MAX_CLIENTS; i++)
        if (server->clients[i] == client) return true;
    return false;
}

static void client_ready( void *arg, short revents )
{
    struct line_client *client = arg;
    struct line_server *server = client->server;
    char *end;
    ssize_t got;

    (void)revents;
    got = recv( client->fd, client->line + client->len, sizeof(client->line) - 1 - client->len, MSG_DONTWAIT );
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (got <= 0)
    {
        client_close( client );
        return;
    }
    client->len += got;
    client->line[client->len] = 0;
    while ((end = strchr( client->line, '\n' )))
    {
        size_t used = end + 1 - client->line;

        *end = 0;
        if (end > client->line && end[-1] == '\r') end[-1] = 0;
        server->line( server->arg, client, client->line );
        if (!client_is_open( server, client )) return;
        client->len -= used;
        memmove( client->line, client->line + used, client->len + 1 );
    }
    if (client->len >= sizeof(client->line) - 1)
    {
        line_client_tell( client, "ERR line too long\n" );
        client_close( client );
    }
}

static void server_ready( void *arg, short revents )
{
    struct line_server *server = arg;
    struct line_client *client;
    int fd, i;

    (void)revents;
    if ((fd = accept4( server->fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK )) < 0) return;
    for (i = 0; i < MAX_CLIENTS && server->clients[i]; i++) ;
    if (i == MAX_CLIENTS)
    {
        static const char full[] = "ERR too many clients\n";

        send( fd, full, sizeof(full) - 1, MSG_NOSIGNAL );
        close( fd );
        return;
    }
    if (!(client = calloc( 1, sizeof(*client) ))) abort();
    client->server = server;
    client->fd = fd;
    client->watch = watch_add( fd, POLLIN, client_ready, client );
    server->clients[i] = client;
    if (server->opened) server->opened( server->arg, client );
}

/* Listen on path; the callbacks and arg are set by the caller. Returns 0 or a negative errno. */
int line_server_open( struct line_server *server, const char *path )
{
    int ret;

    memset( &server->address, 0, sizeof(server->address) );
    server->address.sun_family = AF_UNIX;
    server->fd = -1;
    if (strlen( path ) >= sizeof(server->address.sun_path)) return -ENAMETOOLONG;
    strcpy( server->address.sun_path, path );
    if ((server->fd = socket( AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0 )) < 0) return -errno;
    unlink( path );
    if (bind( server->fd, (struct sockaddr *)&server->address, sizeof(server->address) ) || listen( server->fd, 16 ))
    {
        ret = -errno;
        close( server->fd );
        server->fd = -1;
        return ret;
    }
    server->watch = watch_add( server->fd, POLLIN, server_ready, server );
    return 0;
}

void line_server_close( struct line_server *server )
{
    int i;

    if (server->fd < 0) return;
    for (i = 0; i < MAX_CLIENTS; i++)
        if (server->clients[i]) client_close( server->clients[i] );
    watch_remove( server->watch );
    server->watch = NULL;
    close( server->fd );
    server->fd = -1;
    unlink( server->address.sun_path );
}

/* A client that does not read its few lines is lost rather than waited for. */
static void client_send( struct line_client *client, const char *text )
{
    size_t size = strlen( text );

    if (send( client->fd, text, size, MSG_NOSIGNAL | MSG_DONTWAIT ) != (ssize_t)size) shutdown( client->fd, SHUT_RDWR );
}

void line_server_tell_all( struct line_server *server, const char *text )
{
    int i;

    for (i = 0; i < MAX_CLIENTS; i++)
        if (server->clients[i]) client_send( server->clients[i], text );
}

void line_client_tell( struct line_client *client, const char *format, ... )
{
    char text[20480];
    va_list args;

    va_start( args, format );
    vsnprintf( text, sizeof(text), format, args );
    va_end( args );
    client_send( client, text );
}
