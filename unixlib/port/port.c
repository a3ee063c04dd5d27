/*
 * Ports: choosing the kind, bytes, locks, and errors in words.
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
#include <grp.h>
#include <limits.h>
#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "port_private.h"

#define LOCK_DIR "/var/lock"

/* Linux Unix98 pty slaves (Documentation/admin-guide/devices.txt) */
#define PTY_MAJOR_FIRST 136
#define PTY_MAJOR_LAST  143

static int is_pty( const struct stat *st )
{
    return S_ISCHR( st->st_mode ) && major( st->st_rdev ) >= PTY_MAJOR_FIRST && major( st->st_rdev ) <= PTY_MAJOR_LAST;
}

static const char *base_name( const char *path )
{
    const char *slash = strrchr( path, '/' );

    return slash ? slash + 1 : path;
}

/* Lock files hold the process id as text (HDB, FSSTND) or as a binary int. */
static pid_t read_lock_file( const char *lock_dir, const char *name )
{
    char path[PATH_MAX], data[32];
    char *end;
    ssize_t len;
    long pid = 0;
    int fd, binary;

    if (snprintf( path, sizeof(path), "%s/LCK..%s", lock_dir, name ) >= (int)sizeof(path)) return 0;
    if ((fd = open( path, O_RDONLY | O_CLOEXEC | O_NONBLOCK )) < 0) return 0;
    len = read( fd, data, sizeof(data) - 1 );
    close( fd );
    if (len <= 0) return 0;

    data[len] = 0;
    pid = strtol( data, &end, 10 );
    /* the bytes of an int may be digits, too, but then not all four */
    if (len == (ssize_t)sizeof(binary) && (end == data || memchr( data, 0, sizeof(binary) )))
    {
        memcpy( &binary, data, sizeof(binary) );
        pid = binary;
    }
    if (pid <= 0 || pid > INT_MAX || pid == getpid()) return 0;
    if (kill( (pid_t)pid, 0 ) < 0 && errno != EPERM) return 0;
    return (pid_t)pid;
}

pid_t port_lock_owner( const char *lock_dir, const char *path )
{
    char real[PATH_MAX];
    pid_t pid;

    if ((pid = read_lock_file( lock_dir, base_name( path ) ))) return pid;
    if (realpath( path, real ) && strcmp( base_name( real ), base_name( path ) ))
        return read_lock_file( lock_dir, base_name( real ) );
    return 0;
}

static void explain_permission( const char *path, char *reason, size_t size )
{
    struct group *group;
    struct stat st;

    if (stat( path, &st ) < 0)
    {
        snprintf( reason, size, "%s: permission denied, and a folder on the way to it cannot be entered either. Check the path.", path );
        return;
    }
    group = getgrgid( st.st_gid );
    if (group && st.st_gid && (st.st_mode & (S_IRGRP | S_IWGRP)) == (S_IRGRP | S_IWGRP))
        snprintf( reason, size, "%s: permission denied. The port belongs to the group '%s': join it (sudo usermod -aG %s $USER) and log in again.",
                  path, group->gr_name, group->gr_name );
    else
        snprintf( reason, size, "%s: permission denied. Only its owner (group '%s') may use it: ask the administrator for access to the port.",
                  path, group ? group->gr_name : "unknown" );
}

static void explain_busy( const char *path, char *reason, size_t size )
{
    char file[64], name[32] = "";
    pid_t pid = port_lock_owner( LOCK_DIR, path );
    FILE *comm;

    if (!pid)
    {
        snprintf( reason, size, "%s: another program is using the port. Close it and try again (fuser %s shows it).", path, path );
        return;
    }
    snprintf( file, sizeof(file), "/proc/%ld/comm", (long)pid );
    if ((comm = fopen( file, "re" )))
    {
        if (fgets( name, sizeof(name), comm )) name[strcspn( name, "\n" )] = 0;
        fclose( comm );
    }
    snprintf( reason, size, "%s: the port is locked by process %ld%s%s%s. Close that program and try again.", path, (long)pid,
              name[0] ? " (" : "", name, name[0] ? ")" : "" );
}

void port_explain( int error, const char *path, char *reason, size_t size )
{
    static const struct { int error; const char *text; } texts[] =
    {
        { ENOENT,    "there is no such port. Plug the modem in or choose another port (winetapi ports lists them)" },
        { ENOTDIR,   "there is no such port. Choose another port (winetapi ports lists them)" },
        { ELOOP,     "its symbolic links lead nowhere. Choose another port (winetapi ports lists them)" },
        { ENXIO,     "there is no device behind this port. Plug the modem in or choose another port (winetapi ports lists them)" },
        { ENODEV,    "the device is gone. Plug the modem in again" },
        { EIO,       "the connection to the device is lost. Plug the modem in again" },
        { ENOTTY,    "this is not a serial port. Choose another port (winetapi ports lists them)" },
        { EINVAL,    "the port cannot do these settings. Choose another speed or flow control" },
        { ETIMEDOUT, "the port does not take data. Check the cable, power and flow control of the modem" },
        { EMFILE,    "too many files are open in this process. Close some programs" },
        { ENFILE,    "too many files are open on this machine. Close some programs" },
        { ENOMEM,    "not enough memory. Close some programs" },
    };
    size_t i;

    if (!reason || !size) return;
    error = abs( error );
    if (error == EACCES || error == EPERM)
    {
        explain_permission( path, reason, size );
        return;
    }
    if (error == EBUSY)
    {
        explain_busy( path, reason, size );
        return;
    }
    for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
    {
        if (texts[i].error != error) continue;
        snprintf( reason, size, "%s: %s.", path, texts[i].text );
        return;
    }
    snprintf( reason, size, "%s: the port cannot be used: %s.", path, strerror( error ) );
}

static int open_port( struct port *port, const char *path )
{
    char real[PATH_MAX];
    struct stat st;
    int ret;

    if (!realpath( path, real ) || stat( real, &st ) < 0) return -errno;
    if (!S_ISCHR( st.st_mode )) return -ENOTTY;
    if (access( real, R_OK | W_OK ) < 0) return -errno;
    if (port_lock_owner( LOCK_DIR, path )) return -EBUSY;

    if (!is_pty( &st ))
    {
        port->ops = &port_serial_ops;
        ret = port->ops->open( port, path, real );
        /* the drivers of built-in ports know names for hardware that is not there */
        if (ret == -EIO) return -ENXIO;
        if (ret != -ENOTSUP) return ret;
        /* libserialport knows only what /sys/class/tty lists */
    }
    port->ops = &port_termios_ops;
    return port->ops->open( port, path, real );
}

int port_open( struct port **ret_port, const char *path, char *reason, size_t size )
{
    struct port *port;
    int ret;

    if (reason && size) reason[0] = 0;
    *ret_port = NULL;
    if (!(port = calloc( 1, sizeof(*port) ))) return -ENOMEM;
    port->fd = port->lines_fd = -1;

    if ((ret = open_port( port, path )) < 0)
    {
        port_explain( ret, path, reason, size );
        free( port );
        return ret;
    }
    *ret_port = port;
    return 0;
}

void port_close( struct port *port )
{
    if (!port) return;
    /* a serial driver waits half a minute in close() for bytes that flow control holds back */
    tcflush( port->fd, TCOFLUSH );
    /* exclusive use lasts until the last descriptor is closed, and an application may still have one of its own */
    ioctl( port->fd, TIOCNXCL );
    port->ops->close( port );
    free( port );
}

enum port_type port_get_type( const struct port *port )
{
    return port->ops->type;
}

int port_fd( const struct port *port )
{
    return port->fd;
}

int port_lines_fd( const struct port *port )
{
    return port->lines_fd;
}

int port_has_lines( const struct port *port )
{
    return port->has_lines;
}

int port_configure( struct port *port, const struct port_settings *settings )
{
    if (!settings->baud || settings->data_bits < 5 || settings->data_bits > 8) return -EINVAL;
    if (settings->stop_bits != 1 && settings->stop_bits != 2) return -EINVAL;
    return port->ops->configure( port, settings );
}

/* With VMIN = VTIME = 0, which whoever shares the device may have set, no data and a hung-up terminal both read as 0 bytes. */
static int hung_up( const struct port *port )
{
    struct pollfd pfd = { .fd = port->fd, .events = POLLIN };

    return poll( &pfd, 1, 0 ) > 0 && (pfd.revents & (POLLHUP | POLLERR | POLLNVAL));
}

ssize_t port_read( struct port *port, void *buffer, size_t size )
{
    ssize_t ret;

    do ret = read( port->fd, buffer, size );
    while (ret < 0 && errno == EINTR);
    if (ret > 0) return ret;
    if (!ret) return hung_up( port ) ? -EIO : -EAGAIN;
    return errno == EWOULDBLOCK ? -EAGAIN : -errno;
}

ssize_t port_write( struct port *port, const void *buffer, size_t size )
{
    ssize_t ret;

    do ret = write( port->fd, buffer, size );
    while (ret < 0 && errno == EINTR);
    if (ret >= 0) return ret;
    return errno == EWOULDBLOCK ? -EAGAIN : -errno;
}

int port_flush( struct port *port )
{
    return tcflush( port->fd, TCIOFLUSH ) < 0 ? -errno : 0;
}

int port_drain( struct port *port, unsigned int timeout_ms )
{
    struct timespec step = { .tv_nsec = 5000000 };
    unsigned int waited;
    int queued;

    /* tcdrain() has no time limit and a modem that holds CTS low would block it for ever */
    for (waited = 0;; waited += 5)
    {
        if (ioctl( port->fd, TIOCOUTQ, &queued ) < 0) return -errno;
        if (!queued) return 0;
        if (waited >= timeout_ms) return -ETIMEDOUT;
        nanosleep( &step, NULL );
    }
}

int port_set_dtr( struct port *port, int on )
{
    return port->has_lines ? port->ops->set_dtr( port, on ) : -ENOTSUP;
}

int port_set_rts( struct port *port, int on )
{
    return port->has_lines ? port->ops->set_rts( port, on ) : -ENOTSUP;
}

int port_get_lines( struct port *port, unsigned int *lines )
{
    int ret = port->has_lines ? port->ops->get_lines( port, lines ) : -ENOTSUP;

    if (ret < 0) *lines = 0;
    port->lines = *lines;
    port->lines_seen |= *lines;
    return ret;
}

unsigned int port_lines_seen( struct port *port )
{
    unsigned int seen = port->lines_seen;

    port->lines_seen = port->lines;
    return seen;
}

int port_set_exclusive( struct port *port, int on )
{
    return ioctl( port->fd, on ? TIOCEXCL : TIOCNXCL ) < 0 ? -errno : 0;
}
