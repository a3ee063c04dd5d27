/*
 * Simulated telephone exchange: the port of a modem, a pseudo-terminal and its control lines.
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
#include <termios.h>
#include <unistd.h>

#include "modem_private.h"

#define STREAM_READ     512         /* bytes of speech or of a page taken at a time */

/* control lines */

static void format_lines( const struct modem *modem, char *buffer, size_t size )
{
    bool dcd = modem->dcd || !modem->at->rlsd_behaviour;    /* &C0: always on */

    snprintf( buffer, size, "LINES dcd=%d ri=%d dsr=1 cts=1\n", dcd, modem->ri );
}

void modem_tell_lines( struct modem *modem )
{
    char text[64];

    format_lines( modem, text, sizeof(text) );
    line_server_tell_all( &modem->lines, text );
}

void modem_set_dcd( struct modem *modem, bool on )
{
    if (modem->dcd == on) return;
    modem->dcd = on;
    modem_tell_lines( modem );
}

void modem_set_ri( struct modem *modem, bool on )
{
    if (modem->ri == on) return;
    modem->ri = on;
    modem_tell_lines( modem );
}

static void dtr_dropped( struct modem *modem );

/*
 * Is the slave open anywhere but here? Only the hang-up that follows our own close tells. Who closes it meanwhile is
 * noticed afterwards; who opens it, when he writes.
 */
static void check_presence( struct modem *modem )
{
    struct pollfd fd = { .fd = modem->master, .events = 0 };
    struct termios tios;
    bool present;

    inotify_rm_watch( modem->inotify, modem->open_watch );
    close( modem->slave );
    modem->open_watch = inotify_add_watch( modem->inotify, modem->slave_path, IN_CLOSE );
    present = !(poll( &fd, 1, 0 ) == 1 && (fd.revents & POLLHUP));
    if ((modem->slave = open( modem->slave_path, O_RDWR | O_NOCTTY | O_CLOEXEC )) >= 0 && !present)
    {
        tcgetattr( modem->slave, &tios );
        cfmakeraw( &tios );
        tcsetattr( modem->slave, TCSANOW, &tios );
        tcflush( modem->slave, TCIFLUSH );
    }
    inotify_add_watch( modem->inotify, modem->slave_path, IN_OPEN | IN_CLOSE );     /* the same, with more events */
    if (present == modem->present) return;
    modem->present = present;
    if (!present)
    {
        say( "modem %c: the DTE closed the port", modem_letter( modem ) );
        bytes_drop( &modem->out, bytes_len( &modem->out ) );
        dtr_dropped( modem );
        modem->at->line_ptr = 0;
    }
}

static void read_dte( struct modem *modem )
{
    static char buffer[65536 + 1];
    size_t room = sizeof(buffer) - 1;
    ssize_t got;

    if (modem_in_data_state( modem ) && !modem->dead)
    {
        size_t allowed = exchange_allowance( modem );

        if (allowed < room) room = allowed;
        if (!room) return;
    }
    if (modem_in_stream( modem ) || modem_in_fax_data( modem )) room = STREAM_READ;
    got = read( modem->master, buffer, room );
    if (got <= 0) return;
    /* opened while its presence was looked for */
    if (!modem->present) check_presence( modem );
    if (modem->dead) return;
    buffer[got] = 0;
    if (!modem_in_data_state( modem ))
    {
        modem_take_command_bytes( modem, buffer, got );
        return;
    }
    modem_watch_for_escape( modem, buffer, got );
    exchange_send( modem, buffer, got );
}

static void master_ready( void *arg, short revents )
{
    struct modem *modem = arg;

    if (revents & POLLOUT)
    {
        size_t before = bytes_len( &modem->out );

        modem_flush_out( modem );
        if (before >= DATA_LIMIT && bytes_len( &modem->out ) < DATA_LIMIT) exchange_dte_ready( modem );
    }
    if (revents & POLLIN) read_dte( modem );
    modem_update_watch( modem );
}

void modem_update_watch( struct modem *modem )
{
    short events = 0;

    if (!modem->master_watch) return;
    if (modem->dead || (modem_in_data_state( modem ) ? exchange_can_send( modem ) : !modem->hold && modem_voice_takes_bytes( modem ))) events |= POLLIN;
    if (bytes_len( &modem->out )) events |= POLLOUT;
    modem->master_watch->events = events;
}

void modem_resume_reading( struct modem *modem )
{
    modem_update_watch( modem );
}

/* The DTE let DTR go: &D0 ignores it, &D1 is the modem_escape, &D2 hangs up. */
static void dtr_dropped( struct modem *modem )
{
    if (modem->dead || modem->state == MODEM_IDLE || modem->state == MODEM_RINGING) return;
    if (modem->at->dtr_behaviour == 1)
    {
        if (modem_in_data_state( modem )) modem_escape( modem );
    }
    else if (modem->at->dtr_behaviour == 2)
    {
        exchange_hang_up( modem );
        modem_no_carrier( modem );
    }
}

static void set_dtr( struct modem *modem, bool on )
{
    if (modem->dtr == on) return;
    modem->dtr = on;
    say( "modem %c: DTR %d", modem_letter( modem ), on );
    if (!on) dtr_dropped( modem );
}

static void companion_opened( void *arg, struct line_client *client )
{
    char text[64];

    format_lines( arg, text, sizeof(text) );
    line_client_tell( client, "%s", text );
}

static void companion_line( void *arg, struct line_client *client, char *line )
{
    struct modem *modem = arg;
    int level;

    if (sscanf( line, "DTR %d", &level ) == 1)
    {
        client->raised_dtr = level != 0;
        set_dtr( modem, level != 0 );
    }
    else if (sscanf( line, "RTS %d", &level ) == 1) modem->rts = level != 0;
    else line_client_tell( client, "ERR expected DTR 0|1 or RTS 0|1\n" );
}

static void companion_closed( void *arg, struct line_client *client )
{
    struct modem *modem = arg;

    if (client->raised_dtr) set_dtr( modem, false );
    modem->dtr = true;          /* assumed where nobody says anything */
}

static void inotify_ready( void *arg, short revents )
{
    union
    {
        struct inotify_event event;
        char                 bytes[4096];
    } buffer;
    struct modem *modem = arg;
    bool closed = false;
    ssize_t got, pos;

    (void)revents;
    while ((got = read( modem->inotify, &buffer, sizeof(buffer) )) > 0)
    {
        for (pos = 0; pos < got; )
        {
            const struct inotify_event *event = (const void *)(buffer.bytes + pos);

            pos += sizeof(*event) + event->len;
            if (event->wd != modem->open_watch) continue;
            if (event->mask & IN_OPEN) modem->present = true;
            if (event->mask & IN_CLOSE) closed = true;
        }
    }
    if (closed) check_presence( modem );
    modem_update_watch( modem );
}

/* Make the pty, its link in the folder and the companion socket. Returns 0 or a negative errno. */
int modem_plug( struct modem *modem )
{
    struct termios tios;
    char path[300];
    int ret;

    if (modem->plugged) return -EALREADY;
    if ((modem->master = posix_openpt( O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC )) < 0) return -errno;
    if (grantpt( modem->master ) || unlockpt( modem->master ) ||
        ptsname_r( modem->master, modem->slave_path, sizeof(modem->slave_path) ) ||
        (modem->slave = open( modem->slave_path, O_RDWR | O_NOCTTY | O_CLOEXEC )) < 0)
    {
        ret = -errno;
        close( modem->master );
        return ret;
    }
    tcgetattr( modem->slave, &tios );
    cfmakeraw( &tios );
    tcsetattr( modem->slave, TCSANOW, &tios );

    unlink( modem->path );
    if (symlink( modem->slave_path, modem->path ))
    {
        ret = -errno;
        goto failed;
    }
    snprintf( path, sizeof(path), "%s.lines", modem->path );
    if ((ret = line_server_open( &modem->lines, path )) < 0)
    {
        unlink( modem->path );
        goto failed;
    }
    if ((modem->inotify = inotify_init1( IN_NONBLOCK | IN_CLOEXEC )) >= 0)
    {
        modem->open_watch = inotify_add_watch( modem->inotify, modem->slave_path, IN_OPEN | IN_CLOSE );
        modem->present = false;
    }
    else modem->present = true;
    modem->master_watch = watch_add( modem->master, POLLIN, master_ready, modem );
    /* added last, so served first: a port is known to be open before what came through it is read */
    if (modem->inotify >= 0) modem->inotify_watch = watch_add( modem->inotify, POLLIN, inotify_ready, modem );
    modem->plugged = true;
    modem_update_watch( modem );
    return 0;

failed:
    close( modem->slave );
    close( modem->master );
    return ret;
}

/* As when a USB modem is pulled: the call ends for the far side, the port hangs up and its name goes. */
void modem_unplug( struct modem *modem )
{
    if (!modem->plugged) return;
    exchange_hang_up( modem );
    modem_reset_call( modem );
    at_set_at_rx_mode( modem->at, AT_MODE_ONHOOK_COMMAND );
    modem->plugged = modem->present = false;
    watch_remove( modem->master_watch );
    watch_remove( modem->inotify_watch );
    modem->master_watch = modem->inotify_watch = NULL;
    unlink( modem->path );
    line_server_close( &modem->lines );
    if (modem->inotify >= 0) close( modem->inotify );
    close( modem->slave );
    close( modem->master );
    bytes_drop( &modem->out, bytes_len( &modem->out ) );
}

/* What a port needs before it is plugged in. */
void modem_port_init( struct modem *modem )
{
    snprintf( modem->path, sizeof(modem->path), "%s/modem-%s", options.dir, modem_name( modem ) );
    modem->lines.fd = -1;
    modem->lines.opened = companion_opened;
    modem->lines.line = companion_line;
    modem->lines.closed = companion_closed;
    modem->lines.arg = modem;
    modem->dtr = modem->rts = true;
}
