/*
 * Virtual modems: being called, by number and over TCP.
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
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "virtual_private.h"

#define GREETING_WAIT_MS 300            /* how long a caller from outside may think about being a virtual modem */
#define LOCAL_WAIT_MS    5000

/* ---- the folder where the modems of a user find each other ---- */

static int open_folder( const char *path )
{
    struct stat st;
    int fd;

    if (mkdir( path, 0700 ) && errno != EEXIST) return -errno;
    if ((fd = open( path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC )) < 0) return -errno;
    /* in /tmp anybody may have made it */
    if (fstat( fd, &st ) || st.st_uid != geteuid() || (st.st_mode & 077))
    {
        close( fd );
        return -EPERM;
    }
    return fd;
}

int vm_folder_open( struct virtual_host *host, const char *folder )
{
    const char *runtime = getenv( "XDG_RUNTIME_DIR" );
    struct stat st;
    int fd;

    if (folder) snprintf( host->folder, sizeof(host->folder), "%s", folder );
    else if (runtime && *runtime == '/' && !stat( runtime, &st ) && st.st_uid == geteuid())
        snprintf( host->folder, sizeof(host->folder), "%s/winetelephony", runtime );
    else snprintf( host->folder, sizeof(host->folder), "/tmp/winetelephony-%u", (unsigned int)geteuid() );
    if ((fd = open_folder( host->folder )) < 0) return fd;
    host->folder_fd = fd;
    return 0;
}

static int number_address( const struct virtual_host *host, const char *number, struct sockaddr_un *addr )
{
    int len;

    if (host->folder_fd < 0) return -ENOENT;
    if (!*number || strspn( number, "0123456789*#ABCD" ) != strlen( number )) return -ENOENT;
    memset( addr, 0, sizeof(*addr) );
    addr->sun_family = AF_UNIX;
    /* sun_path is short */
    len = snprintf( addr->sun_path, sizeof(addr->sun_path), "/proc/self/fd/%d/%s", host->folder_fd, number );
    return len > 0 && (size_t)len < sizeof(addr->sun_path) ? 0 : -ENAMETOOLONG;
}

static int connect_unix( const struct sockaddr_un *addr )
{
    int fd, ret;

    if ((fd = socket( AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0 )) < 0) return -errno;
    /* a Unix socket connects at once or not at all */
    if (!connect( fd, (const struct sockaddr *)addr, sizeof(*addr) )) return fd;
    ret = -errno;
    close( fd );
    return ret;
}

int vm_connect_local( struct virtual_host *host, const char *number )
{
    struct sockaddr_un addr;
    int ret = number_address( host, number, &addr );

    return ret ? ret : connect_unix( &addr );
}

int vm_connect_path( const char *path )
{
    struct sockaddr_un addr = { .sun_family = AF_UNIX };

    if (strlen( path ) >= sizeof(addr.sun_path)) return -ENAMETOOLONG;
    strcpy( addr.sun_path, path );
    return connect_unix( &addr );
}

/* ---- visitors: connections that have not said yet what they are ---- */

struct visitor
{
    struct visitor       *next;
    struct virtual_modem *modem;
    struct vm_watch      *watch;
    struct vm_timer       timer;
    int                   fd;
    bool                  local;
    char                  name[64];     /* where it comes from */
    char                  text[LINK_EARLY_SIZE + 1];
    size_t                len;
};

static void visitor_leave( struct visitor *visitor )
{
    struct virtual_host *host = visitor->modem->host;
    struct visitor **link;

    for (link = &host->visitors; *link != visitor; link = &(*link)->next) ;
    *link = visitor->next;
    vm_watch_remove( visitor->watch );
    vm_timer_cancel( host, &visitor->timer );
    if (visitor->fd >= 0) close( visitor->fd );
    free( visitor );
}

/* Take the connection from the visitor, or turn it away as a busy line does. */
static void visitor_calls( struct visitor *visitor, bool is_modem, const char *number, const char *name, uint32_t rate )
{
    const struct linger reset = { .l_onoff = 1 };
    struct virtual_modem *modem = visitor->modem;
    const int fd = visitor->fd;

    if (!vm_can_ring( modem ))
    {
        vm_log( modem, 2, "%s %s finds the line busy", number, name );
        if (is_modem) send( fd, "BUSY\n", 5, MSG_NOSIGNAL );
        else setsockopt( fd, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset) );
        visitor_leave( visitor );
        return;
    }
    vm_watch_remove( visitor->watch );
    visitor->watch = NULL;
    visitor->fd = -1;
    vm_incoming( modem, fd, is_modem, number, name, rate );
    if (!is_modem && modem->link.fd == fd)
    {
        memcpy( modem->link.early, visitor->text, visitor->len );
        modem->link.early_len = visitor->len;
    }
    visitor_leave( visitor );
}

/* "WTMODEM/1 CALL number rate name" */
static void take_greeting( struct visitor *visitor )
{
    char *number = visitor->text + strlen( GREETING ), *rate, *name = NULL;
    unsigned long bits = 0;
    char *p;

    for (p = number; *p; p++) if ((unsigned char)*p < ' ' || (unsigned char)*p >= 0x7f) *p = '?';
    if ((rate = strchr( number, ' ' )))
    {
        *rate++ = 0;
        bits = strtoul( rate, &name, 10 );
    }
    if (!name || bits > 100000000)
    {
        visitor_leave( visitor );
        return;
    }
    if (*name == ' ') name++;
    if (strlen( number ) > 40) number[40] = 0;
    if (strlen( name ) > 60) name[60] = 0;
    visitor_calls( visitor, true, strcmp( number, "-" ) ? number : "", name, (uint32_t)bits );
}

static void not_a_modem( void *arg )
{
    struct visitor *visitor = arg;

    if (visitor->local) visitor_leave( visitor );
    else visitor_calls( visitor, false, visitor->name, "", 0 );
}

static void visitor_ready( void *arg, uint32_t events )
{
    struct visitor *visitor = arg;
    const size_t room = sizeof(visitor->text) - 1 - visitor->len, greeting_len = strlen( GREETING );
    ssize_t got = recv( visitor->fd, visitor->text + visitor->len, room, MSG_DONTWAIT );
    char *end;

    (void)events;
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (got <= 0)
    {
        visitor_leave( visitor );
        return;
    }
    visitor->len += (size_t)got;
    visitor->text[visitor->len] = 0;
    if (strncmp( visitor->text, GREETING, visitor->len < greeting_len ? visitor->len : greeting_len )) not_a_modem( visitor );
    else if ((end = memchr( visitor->text, '\n', visitor->len )))
    {
        *end = 0;
        take_greeting( visitor );
    }
    else if (visitor->len == sizeof(visitor->text) - 1) visitor_leave( visitor );
}

static void describe_peer( const struct sockaddr_storage *addr, char *text, size_t size )
{
    char host[INET6_ADDRSTRLEN] = "";

    if (addr->ss_family == AF_INET) inet_ntop( AF_INET, &((const struct sockaddr_in *)addr)->sin_addr, host, sizeof(host) );
    else if (addr->ss_family == AF_INET6)
    {
        const struct in6_addr *in6 = &((const struct sockaddr_in6 *)addr)->sin6_addr;

        if (IN6_IS_ADDR_V4MAPPED( in6 )) inet_ntop( AF_INET, in6->s6_addr + 12, host, sizeof(host) );
        else inet_ntop( AF_INET6, in6, host, sizeof(host) );
    }
    snprintf( text, size, "%s", host );
}

static void listener_ready( void *arg, uint32_t events )
{
    struct listener *listener = arg;
    struct virtual_host *host = listener->modem->host;
    struct sockaddr_storage addr = { 0 };
    socklen_t size = sizeof(addr);
    struct visitor *visitor;
    unsigned int count = 0;
    int fd;

    (void)events;
    if ((fd = accept4( listener->fd, (struct sockaddr *)&addr, &size, SOCK_CLOEXEC | SOCK_NONBLOCK )) < 0) return;
    for (visitor = host->visitors; visitor; visitor = visitor->next) count++;
    if (count >= MAX_VISITORS || !(visitor = calloc( 1, sizeof(*visitor) )))
    {
        close( fd );
        return;
    }
    visitor->modem = listener->modem;
    visitor->fd = fd;
    visitor->local = listener->local;
    visitor->next = host->visitors;
    host->visitors = visitor;
    describe_peer( &addr, visitor->name, sizeof(visitor->name) );
    vm_timer_set( host, &visitor->timer, listener->local ? LOCAL_WAIT_MS : GREETING_WAIT_MS, not_a_modem, visitor );
    if (!(visitor->watch = vm_watch_add( host, fd, EPOLLIN, visitor_ready, visitor ))) visitor_leave( visitor );
}

/* ---- listening ---- */

static int start_listener( struct listener *listener, struct virtual_modem *modem, int fd, bool local )
{
    if (listen( fd, 16 )) return -errno;
    listener->modem = modem;
    listener->local = local;
    if (!(listener->watch = vm_watch_add( modem->host, fd, EPOLLIN, listener_ready, listener ))) return -ENOMEM;
    listener->fd = fd;
    return 0;
}

static int listen_local( struct virtual_modem *modem )
{
    struct virtual_host *host = modem->host;
    struct sockaddr_un addr;
    int fd, other, ret;

    if ((ret = number_address( host, modem->settings.number, &addr ))) return ret;
    if ((fd = socket( AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0 )) < 0) return -errno;
    flock( host->folder_fd, LOCK_EX );
    /* one that nobody answers is left over */
    if ((other = connect_unix( &addr )) >= 0)
    {
        close( other );
        ret = -EADDRINUSE;
    }
    else if (other == -ECONNREFUSED) unlinkat( host->folder_fd, modem->settings.number, 0 );
    if (!ret && bind( fd, (struct sockaddr *)&addr, sizeof(addr) )) ret = -errno;
    if (!ret) ret = start_listener( &modem->listeners[0], modem, fd, true );
    flock( host->folder_fd, LOCK_UN );
    if (ret) close( fd );
    return ret;
}

static int listen_tcp( struct virtual_modem *modem, struct listener *listener, const char *address )
{
    const struct addrinfo hints = { .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE };
    struct addrinfo *info = NULL;
    const int on = 1, off = 0;
    char port[8];
    int fd = -1, ret = 0;

    snprintf( port, sizeof(port), "%u", modem->settings.listen_port );
    if (getaddrinfo( address, port, &hints, &info )) return -EADDRNOTAVAIL;
    if ((fd = socket( info->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0 )) < 0) ret = -errno;
    else
    {
        setsockopt( fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on) );
        /* "::" is everybody, also over IPv4 */
        if (info->ai_family == AF_INET6) setsockopt( fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof(off) );
        if (bind( fd, info->ai_addr, info->ai_addrlen )) ret = -errno;
        else ret = start_listener( listener, modem, fd, false );
        if (ret) close( fd );
    }
    freeaddrinfo( info );
    return ret;
}

int vm_listen( struct virtual_modem *modem, char *reason, size_t size )
{
    const struct virtual_settings *settings = &modem->settings;
    int ret;

    if (settings->number[0] && (ret = listen_local( modem )))
    {
        if (ret == -EADDRINUSE)
            snprintf( reason, size, "the number %s is another virtual modem's. Choose another one (winetapi virtual number)", settings->number );
        else if (modem->host->folder_fd < 0)
            snprintf( reason, size, "%.150s cannot be used or is open to others: no calls between virtual modems", modem->host->folder );
        else snprintf( reason, size, "no calls to the number %s: %s", settings->number, strerror( -ret ) );
    }
    if (!settings->listen_port) return 0;
    if (settings->listen_port > 65535) ret = -EINVAL;
    else if (settings->listen_address[0]) ret = listen_tcp( modem, &modem->listeners[1], settings->listen_address );
    else
    {
        ret = listen_tcp( modem, &modem->listeners[1], "127.0.0.1" );
        if (!ret) listen_tcp( modem, &modem->listeners[2], "::1" );     /* where there is IPv6 */
    }
    if (ret) snprintf( reason, size, "no TCP calls at %s port %u: %s. Choose another port (winetapi virtual listen)",
                       settings->listen_address[0] ? settings->listen_address : "127.0.0.1", settings->listen_port, strerror( -ret ) );
    return 0;
}

void vm_unlisten( struct virtual_modem *modem )
{
    struct visitor *visitor, *next;
    struct sockaddr_un addr;
    socklen_t size;
    size_t i;

    for (visitor = modem->host->visitors; visitor; visitor = next)
    {
        next = visitor->next;
        if (visitor->modem == modem) visitor_leave( visitor );
    }
    for (i = 0; i < ARRAY_SIZE(modem->listeners); i++)
    {
        struct listener *listener = &modem->listeners[i];

        if (listener->fd < 0) continue;
        if (listener->local)
        {
            /* the number may have changed: the socket knows its name */
            size = sizeof(addr);
            memset( &addr, 0, sizeof(addr) );
            if (!getsockname( listener->fd, (struct sockaddr *)&addr, &size ) && strrchr( addr.sun_path, '/' ))
                unlinkat( modem->host->folder_fd, strrchr( addr.sun_path, '/' ) + 1, 0 );
        }
        vm_watch_remove( listener->watch );
        close( listener->fd );
        listener->fd = -1;
        listener->watch = NULL;
    }
}
