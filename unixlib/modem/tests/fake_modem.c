/*
 * A modem that says what a transcript tells it, on a pseudo-terminal.
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
#include <termios.h>
#include <unistd.h>

#include "fake_modem.h"
#include "port/port.h"

static void die( const char *what )
{
    printf( "fake_modem.c: %s: %s\n", what, strerror( errno ) );
    exit( 1 );
}

static void say( struct fake_modem *fake, const char *text, size_t len )
{
    char byte;
    size_t i;

    if (fake->mute || fake->master < 0) return;
    for (i = 0; i < len; i++)
    {
        byte = fake->flags & FAKE_PARITY ? (char)(text[i] | 0x80) : text[i];
        if (write( fake->master, &byte, 1 ) != 1) return;
        if (fake->flags & FAKE_SPLIT) usleep( 500 );
    }
}

void fake_say( struct fake_modem *fake, const void *bytes, size_t len )
{
    say( fake, bytes, len );
}

static void answer( struct fake_modem *fake, const char *text )
{
    if (fake->slow_ms) usleep( (useconds_t)fake->slow_ms * 1000 );
    if (fake->flags & FAKE_GARBAGE) say( fake, "\x7f~\x01{{\r\n\xff\xfe", 9 );
    say( fake, text, strlen( text ) );
}

static void send_lines( struct fake_modem *fake )
{
    char text[64];
    int len = snprintf( text, sizeof(text), "LINES dcd=%d ri=%d dsr=%d cts=%d\n", !!(fake->lines & PORT_LINE_DCD),
                        !!(fake->lines & PORT_LINE_RI), !!(fake->lines & PORT_LINE_DSR), !!(fake->lines & PORT_LINE_CTS) );

    if (fake->client >= 0 && send( fake->client, text, (size_t)len, MSG_NOSIGNAL ) != len) die( "send" );
}

static void take_command( struct fake_modem *fake, const char *command )
{
    const struct step *step = fake->steps;
    const char *voice;

    pthread_mutex_lock( &fake->lock );
    if (strlen( fake->log ) + strlen( command ) + 2 < sizeof(fake->log))
    {
        strcat( fake->log, command );
        strcat( fake->log, "\n" );
    }
    pthread_mutex_unlock( &fake->lock );
    atomic_fetch_add( &fake->commands, 1 );

    if (fake->flags & FAKE_ECHO)
    {
        say( fake, command, strlen( command ) );
        say( fake, "\r", 1 );
    }
    if (step->kind == STEP_ON && (!strcmp( step->text, "*" ) || !strcmp( step->text, command )))
    {
        fake->steps++;
        answer( fake, step->reply );
    }
    else if ((voice = fake_voice_answer( fake, command ))) answer( fake, voice );
    else if (command[0]) answer( fake, fake->flags & FAKE_NUMERIC ? "0\r" : "\r\nOK\r\n" );
}

static void take_input( struct fake_modem *fake )
{
    const struct step *step = fake->steps;
    char *end;
    size_t used;

    if (fake->voice.play || fake->voice.record)
    {
        used = fake_voice_input( fake );
        memmove( fake->in, fake->in + used, fake->in_len - used );
        fake->in_len -= used;
        return;
    }
    if (step->kind == STEP_BYTES)
    {
        if (!(end = memmem( fake->in, fake->in_len, step->text, strlen( step->text ) ))) return;
        used = (size_t)(end - fake->in) + strlen( step->text );
        memmove( fake->in, fake->in + used, fake->in_len - used );
        fake->in_len -= used;
        fake->steps++;
        if (step->reply) answer( fake, step->reply );
        return;
    }
    if (fake->data) return;
    if (!(end = memchr( fake->in, '\r', fake->in_len ))) return;
    *end = 0;
    used = (size_t)(end - fake->in) + 1;
    /* samples that were on their way when the stream ended are no part of the command behind them */
    for (end = fake->in; (unsigned char)*end >= 0x80; end++) {}
    take_command( fake, end );
    memmove( fake->in, fake->in + used, fake->in_len - used );
    fake->in_len -= used;
}

/* Steps that wait for nobody. */
static void take_steps( struct fake_modem *fake )
{
    for (;; fake->steps++)
    {
        const struct step *step = fake->steps;

        switch (step->kind)
        {
        case STEP_SEND:
            say( fake, step->text, strlen( step->text ) );
            break;
        case STEP_WAIT:
            usleep( (useconds_t)step->value * 1000 );
            break;
        case STEP_DATA:
            fake->data = step->value;
            break;
        case STEP_MUTE:
            fake->mute = step->value;
            break;
        case STEP_LINES:
            fake->lines = (unsigned int)step->value;
            send_lines( fake );
            break;
        case STEP_DTR:
            if (fake->dtr != step->value) return;
            break;
        case STEP_UNPLUG:
            close( fake->master );
            fake->master = -1;
            break;
        case STEP_DROP_LINES:
            close( fake->client );
            fake->client = -1;
            break;
        case STEP_CODE:
            say( fake, "\x10", 1 );
            say( fake, step->text, strlen( step->text ) );
            break;
        case STEP_PLAYED:
            if (fake->voice.played_len < step->value) return;
            break;
        case STEP_SAID:
            if (fake->voice.said < step->value) return;
            break;
        case STEP_STREAM_END:
            fake_voice_end( fake );
            say( fake, step->text, strlen( step->text ) );
            break;
        case STEP_END:
            atomic_store( &fake->done, 1 );
            return;
        default:
            return;
        }
    }
}

static void take_line_commands( struct fake_modem *fake )
{
    ssize_t got = recv( fake->client, fake->lines_in + fake->lines_len, sizeof(fake->lines_in) - fake->lines_len - 1, 0 );
    char *line = fake->lines_in, *end;

    if (got <= 0)
    {
        close( fake->client );
        fake->client = -1;
        return;
    }
    fake->lines_len += (size_t)got;
    fake->lines_in[fake->lines_len] = 0;
    for (; (end = strchr( line, '\n' )); line = end + 1) if (!strncmp( line, "DTR ", 4 )) fake->dtr = atoi( line + 4 );
    fake->lines_len = strlen( line );
    memmove( fake->lines_in, line, fake->lines_len + 1 );
}

static void *fake_thread( void *arg )
{
    struct fake_modem *fake = arg;

    for (;;)
    {
        struct pollfd fds[4] =
        {
            { .fd = fake->stop[0], .events = POLLIN },
            { .fd = fake->master, .events = POLLIN },
            { .fd = fake->listener, .events = POLLIN },
            { .fd = fake->client, .events = POLLIN },
        };
        ssize_t got;

        if (poll( fds, 4, 5 ) < 0) die( "poll" );
        if (fds[0].revents) return NULL;
        if (fds[2].revents)
        {
            if (fake->client >= 0) close( fake->client );
            fake->client = accept( fake->listener, NULL, NULL );
            fake->lines_len = 0;
            send_lines( fake );
        }
        else if (fds[3].revents) take_line_commands( fake );
        if (fds[1].revents & POLLIN)
        {
            if (fake->in_len == sizeof(fake->in)) fake->in_len = 0;
            got = read( fake->master, fake->in + fake->in_len, sizeof(fake->in) - fake->in_len );
            if (got > 0) fake->in_len += (size_t)got;
        }
        take_steps( fake );
        if (fake->in_len) take_input( fake );
        fake_voice_turn( fake );
        take_steps( fake );
    }
}

void fake_start( struct fake_modem *fake, const struct step *steps, unsigned int flags, int slow_ms )
{
    static const struct step no_steps[] = { END };
    struct sockaddr_un addr = { .sun_family = AF_UNIX };
    struct termios tio;

    memset( fake, 0, sizeof(*fake) );
    fake->steps = steps ? steps : no_steps;
    fake->flags = flags;
    fake->slow_ms = slow_ms;
    fake->client = fake->listener = -1;
    pthread_mutex_init( &fake->lock, NULL );
    if (!(fake->voice.played = malloc( FAKE_PLAYED_MAX ))) die( "malloc" );
    strcpy( fake->dir, "/tmp/fake-modem-XXXXXX" );
    if (!mkdtemp( fake->dir )) die( "mkdtemp" );
    snprintf( fake->path, sizeof(fake->path), "%s/modem", fake->dir );

    if ((fake->master = posix_openpt( O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK )) < 0) die( "posix_openpt" );
    if (grantpt( fake->master ) || unlockpt( fake->master )) die( "grantpt" );
    /* a slave kept open: the terminal outlives a close of the other side */
    if ((fake->slave = open( ptsname( fake->master ), O_RDWR | O_NOCTTY | O_CLOEXEC )) < 0) die( "open slave" );
    tcgetattr( fake->slave, &tio );
    cfmakeraw( &tio );
    tcsetattr( fake->slave, TCSANOW, &tio );
    if (symlink( ptsname( fake->master ), fake->path )) die( "symlink" );

    if (flags & FAKE_LINES)
    {
        snprintf( addr.sun_path, sizeof(addr.sun_path), "%s.lines", fake->path );
        fake->listener = socket( AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0 );
        if (bind( fake->listener, (struct sockaddr *)&addr, sizeof(addr) ) || listen( fake->listener, 4 )) die( "bind" );
        fake->lines = PORT_LINE_CTS | PORT_LINE_DSR;
    }
    if (pipe( fake->stop )) die( "pipe" );
    if (pthread_create( &fake->thread, NULL, fake_thread, fake )) die( "pthread_create" );
}

void fake_stop( struct fake_modem *fake )
{
    char lines[160];

    if (write( fake->stop[1], "", 1 ) != 1) die( "stop" );
    pthread_join( fake->thread, NULL );
    if (fake->master >= 0) close( fake->master );
    close( fake->slave );
    if (fake->listener >= 0) close( fake->listener );
    if (fake->client >= 0) close( fake->client );
    close( fake->stop[0] );
    close( fake->stop[1] );
    pthread_mutex_destroy( &fake->lock );
    free( fake->voice.played );
    snprintf( lines, sizeof(lines), "%s.lines", fake->path );
    unlink( lines );
    unlink( fake->path );
    rmdir( fake->dir );
}

int fake_received( struct fake_modem *fake, const char *command )
{
    char line[320];
    int found;

    snprintf( line, sizeof(line), "%s\n", command );
    pthread_mutex_lock( &fake->lock );
    found = strstr( fake->log, line ) != NULL;
    pthread_mutex_unlock( &fake->lock );
    return found;
}
