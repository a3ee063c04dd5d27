/*
 * Virtual modems: the pseudo-terminal, its modem lines, and who has it open.
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
#include <sys/inotify.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <termios.h>
#include <unistd.h>

#include "virtual_private.h"

/* ---- the companion socket: "LINES dcd=0 ri=0 dsr=1 cts=1" to the DTE's side, "DTR 1", "RTS 0" from it (unixlib/port/lines.c) ---- */

static void tell_companion( const struct virtual_modem *modem, struct companion *companion )
{
    bool dcd = modem->dcd || !modem->at->rlsd_behaviour;    /* &C0: always on */
    char text[64];
    int len = snprintf( text, sizeof(text), "LINES dcd=%d ri=%d dsr=1 cts=1\n", dcd, modem->ri );

    /* one that does not read its few lines is lost rather than waited for */
    if (send( companion->fd, text, (size_t)len, MSG_NOSIGNAL | MSG_DONTWAIT ) != len) shutdown( companion->fd, SHUT_RDWR );
}

void vm_tell_lines( struct virtual_modem *modem )
{
    size_t i;

    for (i = 0; i < MAX_CLIENTS; i++) if (modem->companions[i]) tell_companion( modem, modem->companions[i] );
}

void vm_set_dcd( struct virtual_modem *modem, bool on )
{
    if (modem->dcd == on) return;
    modem->dcd = on;
    vm_tell_lines( modem );
}

void vm_set_ri( struct virtual_modem *modem, bool on )
{
    if (modem->ri == on) return;
    modem->ri = on;
    vm_tell_lines( modem );
}

static void set_dtr( struct virtual_modem *modem, bool on )
{
    if (modem->dtr == on) return;
    modem->dtr = on;
    vm_lines_changed( modem );
    if (!on) vm_dtr_dropped( modem );
}

static void companion_close( struct companion *companion )
{
    struct virtual_modem *modem = companion->modem;
    const bool raised_dtr = companion->raised_dtr;
    size_t i;

    for (i = 0; i < MAX_CLIENTS; i++) if (modem->companions[i] == companion) modem->companions[i] = NULL;
    vm_watch_remove( companion->watch );
    close( companion->fd );
    free( companion );
    if (raised_dtr) set_dtr( modem, false );
    modem->dtr = true;          /* assumed where nobody says anything */
}

static void companion_line( struct virtual_modem *modem, struct companion *companion, const char *line )
{
    int level;

    if (sscanf( line, "DTR %d", &level ) == 1)
    {
        companion->raised_dtr = level != 0;
        set_dtr( modem, level != 0 );
    }
    else if (sscanf( line, "RTS %d", &level ) == 1 && modem->rts != (level != 0))
    {
        modem->rts = level != 0;
        vm_lines_changed( modem );
    }
}

static void companion_ready( void *arg, uint32_t events )
{
    struct companion *companion = arg;
    ssize_t got = recv( companion->fd, companion->line + companion->len, sizeof(companion->line) - 1 - companion->len, MSG_DONTWAIT );
    char *end;

    (void)events;
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (got <= 0)
    {
        companion_close( companion );
        return;
    }
    companion->len += (size_t)got;
    companion->line[companion->len] = 0;
    while ((end = memchr( companion->line, '\n', companion->len )))
    {
        size_t used = (size_t)(end + 1 - companion->line);

        *end = 0;
        companion_line( companion->modem, companion, companion->line );
        companion->len -= used;
        memmove( companion->line, companion->line + used, companion->len );
    }
    if (companion->len >= sizeof(companion->line) - 1) companion_close( companion );
}

static void lines_ready( void *arg, uint32_t events )
{
    struct virtual_modem *modem = arg;
    struct companion *companion;
    size_t i;
    int fd;

    (void)events;
    if ((fd = accept4( modem->lines_fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK )) < 0) return;
    for (i = 0; i < MAX_CLIENTS && modem->companions[i]; i++) ;
    if (i == MAX_CLIENTS || !(companion = calloc( 1, sizeof(*companion) )))
    {
        close( fd );
        return;
    }
    companion->modem = modem;
    companion->fd = fd;
    if (!(companion->watch = vm_watch_add( modem->host, fd, EPOLLIN, companion_ready, companion )))
    {
        close( fd );
        free( companion );
        return;
    }
    modem->companions[i] = companion;
    tell_companion( modem, companion );
}

/* sun_path is short: the socket is named through a descriptor of its folder. */
static int bind_beside( struct virtual_modem *modem )
{
    struct sockaddr_un addr = { .sun_family = AF_UNIX };
    char folder[PATH_MAX], name[PATH_MAX + 8], *slash;
    int dir, len, ret = 0;

    strcpy( folder, modem->path );
    slash = strrchr( folder, '/' );
    len = snprintf( name, sizeof(name), "%s.lines", slash + 1 );
    slash[1] = 0;
    if ((dir = open( folder, O_PATH | O_DIRECTORY | O_CLOEXEC )) < 0) return -errno;
    len = snprintf( addr.sun_path, sizeof(addr.sun_path), "/proc/self/fd/%d/%s", dir, name );
    if (len < 0 || (size_t)len >= sizeof(addr.sun_path)) ret = -ENAMETOOLONG;
    else if ((modem->lines_fd = socket( AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0 )) < 0) ret = -errno;
    else
    {
        unlinkat( dir, name, 0 );
        if (bind( modem->lines_fd, (struct sockaddr *)&addr, sizeof(addr) ) || fchmodat( dir, name, 0600, 0 ) || listen( modem->lines_fd, 16 ))
            ret = -errno;
        else if (!(modem->lines_watch = vm_watch_add( modem->host, modem->lines_fd, EPOLLIN, lines_ready, modem ))) ret = -ENOMEM;
    }
    close( dir );
    return ret;
}

/* ---- bytes for the DTE ---- */

static void vm_pty_flush( struct virtual_modem *modem )
{
    ssize_t sent;

    if (!modem->present)
    {
        /* as on a real port: what nobody listens to is gone */
        vm_bytes_drop( &modem->out, vm_bytes_len( &modem->out ) );
        return;
    }
    while (vm_bytes_len( &modem->out ))
    {
        sent = write( modem->master, vm_bytes_data( &modem->out ), vm_bytes_len( &modem->out ) );
        if (sent < 0 && errno == EINTR) continue;
        if (sent <= 0) break;
        vm_bytes_drop( &modem->out, (size_t)sent );
    }
}

void vm_pty_put( struct virtual_modem *modem, const void *data, size_t size )
{
    vm_bytes_put( &modem->out, data, size );
    vm_pty_flush( modem );
    vm_pty_update( modem );
}

void vm_pty_update( struct virtual_modem *modem )
{
    uint32_t events = 0;

    if (!modem->master_watch) return;
    if (!vm_in_data_state( modem ) || vm_link_takes( modem )) events |= EPOLLIN;
    if (vm_bytes_len( &modem->out )) events |= EPOLLOUT;
    vm_watch_set( modem->master_watch, events );
}

/* ---- who has it open ---- */

static void make_raw( int fd )
{
    struct termios tio;

    if (tcgetattr( fd, &tio )) return;
    cfmakeraw( &tio );
    tcsetattr( fd, TCSANOW, &tio );
}

/*
 * Is the slave open anywhere but here? Only the hang-up that follows our own close tells. Who closes it meanwhile is
 * noticed afterwards; who opens it, when he writes.
 */
static void check_presence( struct virtual_modem *modem )
{
    struct pollfd fd = { .fd = modem->master, .events = 0 };
    bool present;

    if (modem->inotify < 0) return;
    inotify_rm_watch( modem->inotify, modem->open_watch );
    close( modem->slave );
    modem->open_watch = inotify_add_watch( modem->inotify, modem->slave_path, IN_CLOSE );
    present = !(poll( &fd, 1, 0 ) == 1 && (fd.revents & POLLHUP));
    if ((modem->slave = open( modem->slave_path, O_RDWR | O_NOCTTY | O_CLOEXEC )) >= 0 && !present)
    {
        make_raw( modem->slave );
        tcflush( modem->slave, TCIFLUSH );
    }
    inotify_add_watch( modem->inotify, modem->slave_path, IN_OPEN | IN_CLOSE );     /* the same, with more events */
    if (present == modem->present) return;
    modem->present = present;
    if (present) return;
    vm_log( modem, 2, "the program closed the port" );
    vm_bytes_drop( &modem->out, vm_bytes_len( &modem->out ) );
    vm_forget_line( modem );
    vm_dtr_dropped( modem );
}

static void inotify_ready( void *arg, uint32_t events )
{
    union
    {
        struct inotify_event event;
        char                 bytes[4096];
    } buffer;
    struct virtual_modem *modem = arg;
    bool closed = false;
    ssize_t got, pos;

    (void)events;
    while ((got = read( modem->inotify, &buffer, sizeof(buffer) )) > 0)
    {
        for (pos = 0; pos < got; )
        {
            const struct inotify_event *event = (const void *)(buffer.bytes + pos);

            pos += (ssize_t)(sizeof(*event) + event->len);
            if (event->wd != modem->open_watch) continue;
            if (event->mask & IN_OPEN) modem->present = true;
            if (event->mask & IN_CLOSE) closed = true;
        }
    }
    if (closed) check_presence( modem );
    vm_pty_update( modem );
}

/* ---- bytes of the DTE ---- */

static void read_dte( struct virtual_modem *modem )
{
    uint8_t buffer[16384];
    size_t room = sizeof(buffer), allowed;
    ssize_t got;

    if (vm_in_data_state( modem ))
    {
        if ((allowed = vm_link_allowance( modem )) < room) room = allowed;
        if (!room) return;
    }
    if ((got = read( modem->master, buffer, room )) <= 0) return;
    /* opened while its presence was looked for */
    if (!modem->present) check_presence( modem );
    if (!vm_in_data_state( modem ))
    {
        vm_take_commands( modem, buffer, (size_t)got );
        return;
    }
    vm_watch_for_escape( modem, buffer, (size_t)got );
    vm_link_send( modem, buffer, (size_t)got );
}

static void master_ready( void *arg, uint32_t events )
{
    struct virtual_modem *modem = arg;

    if (events & EPOLLOUT)
    {
        vm_pty_flush( modem );
        vm_link_pump( modem );
    }
    if (events & EPOLLIN) read_dte( modem );
    vm_pty_update( modem );
}

/* How the program has set the port. Linux keeps a pseudo-terminal at 8 bits without parity, whatever is asked of it. */
bool vm_line_settings( const struct virtual_modem *modem, struct line_settings *settings )
{
    static const struct { speed_t speed; uint32_t baud; } speeds[] =
    {
        { B50, 50 }, { B75, 75 }, { B110, 110 }, { B134, 134 }, { B150, 150 }, { B200, 200 }, { B300, 300 }, { B600, 600 }, { B1200, 1200 },
        { B1800, 1800 }, { B2400, 2400 }, { B4800, 4800 }, { B9600, 9600 }, { B19200, 19200 }, { B38400, 38400 }, { B57600, 57600 },
        { B115200, 115200 }, { B230400, 230400 }, { B460800, 460800 }, { B921600, 921600 },
    };
    struct termios tio;
    size_t i;

    if (tcgetattr( modem->slave, &tio )) return false;
    memset( settings, 0, sizeof(*settings) );
    for (i = 0; i < ARRAY_SIZE(speeds); i++) if (speeds[i].speed == cfgetospeed( &tio )) settings->baud = speeds[i].baud;
    settings->data_bits = (tio.c_cflag & CSIZE) == CS7 ? 7 : 8;
    settings->parity = !(tio.c_cflag & PARENB) ? 1 : (tio.c_cflag & PARODD) ? 2 : 3;
    settings->stop_bits = (tio.c_cflag & CSTOPB) ? 2 : 1;
    return true;
}

/* ---- making and taking away ---- */

static void make_folder( const char *path )
{
    char folder[PATH_MAX], *slash;

    strcpy( folder, path );
    if ((slash = strrchr( folder, '/' )) && slash != folder)
    {
        *slash = 0;
        mkdir( folder, 0700 );
    }
}

int vm_pty_open( struct virtual_modem *modem, const char *path )
{
    struct stat st;
    int ret;

    if (path[0] != '/' || strlen( path ) >= sizeof(modem->path)) return -EINVAL;
    /* a link of an earlier run is replaced, a file or device is not */
    if (!lstat( path, &st ) && !S_ISLNK( st.st_mode )) return -EEXIST;
    strcpy( modem->path, path );
    if ((modem->master = posix_openpt( O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC )) < 0) return -errno;
    if (grantpt( modem->master ) || unlockpt( modem->master ) ||
        ptsname_r( modem->master, modem->slave_path, sizeof(modem->slave_path) ) ||
        (modem->slave = open( modem->slave_path, O_RDWR | O_NOCTTY | O_CLOEXEC )) < 0)
        return -errno;
    make_raw( modem->slave );
    make_folder( path );
    unlink( path );
    if (symlink( modem->slave_path, path )) return -errno;
    if ((ret = bind_beside( modem )) < 0) return ret;
    modem->present = true;
    if ((modem->inotify = inotify_init1( IN_NONBLOCK | IN_CLOEXEC )) >= 0)
    {
        modem->open_watch = inotify_add_watch( modem->inotify, modem->slave_path, IN_OPEN | IN_CLOSE );
        modem->present = false;
        if (!(modem->inotify_watch = vm_watch_add( modem->host, modem->inotify, EPOLLIN, inotify_ready, modem ))) return -ENOMEM;
    }
    if (!(modem->master_watch = vm_watch_add( modem->host, modem->master, EPOLLIN, master_ready, modem ))) return -ENOMEM;
    return 0;
}

void vm_pty_close( struct virtual_modem *modem )
{
    char name[PATH_MAX + 8], target[64];
    ssize_t len;
    size_t i;

    for (i = 0; i < MAX_CLIENTS; i++) if (modem->companions[i]) companion_close( modem->companions[i] );
    vm_watch_remove( modem->master_watch );
    vm_watch_remove( modem->inotify_watch );
    vm_watch_remove( modem->lines_watch );
    modem->master_watch = modem->inotify_watch = modem->lines_watch = NULL;
    /* what has become another's stays */
    if (modem->slave_path[0] && (len = readlink( modem->path, target, sizeof(target) - 1 )) > 0)
    {
        target[len] = 0;
        if (!strcmp( target, modem->slave_path ))
        {
            unlink( modem->path );
            if (modem->lines_fd >= 0)
            {
                snprintf( name, sizeof(name), "%s.lines", modem->path );
                unlink( name );
            }
        }
    }
    if (modem->lines_fd >= 0) close( modem->lines_fd );
    if (modem->inotify >= 0) close( modem->inotify );
    if (modem->slave >= 0) close( modem->slave );
    if (modem->master >= 0) close( modem->master );
    modem->lines_fd = modem->inotify = modem->slave = modem->master = -1;
    vm_bytes_free( &modem->out );
}
