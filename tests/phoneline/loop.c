/*
 * Simulated telephone exchange: poll loop, timers and byte queues.
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
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "phoneline.h"

static struct timer *timers;
static struct watch *watches;
static bool stopping;

int64_t now_ms( void )
{
    struct timespec now;

    clock_gettime( CLOCK_MONOTONIC, &now );
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void say( const char *format, ... )
{
    va_list args;

    if (!options.verbose) return;
    fprintf( stderr, "phoneline %lld.%03d: ", (long long)(now_ms() / 1000), (int)(now_ms() % 1000) );
    va_start( args, format );
    vfprintf( stderr, format, args );
    va_end( args );
    fputc( '\n', stderr );
}

void timer_cancel( struct timer *timer )
{
    struct timer **link;

    if (!timer->armed) return;
    for (link = &timers; *link; link = &(*link)->next)
    {
        if (*link != timer) continue;
        *link = timer->next;
        break;
    }
    timer->armed = false;
}

void timer_set( struct timer *timer, int64_t ms, void (*fire)( void *arg ), void *arg )
{
    struct timer **link;

    timer_cancel( timer );
    timer->due = now_ms() + ms;
    timer->fire = fire;
    timer->arg = arg;
    timer->armed = true;
    for (link = &timers; *link && (*link)->due <= timer->due; link = &(*link)->next) ;
    timer->next = *link;
    *link = timer;
}

struct watch *watch_add( int fd, short events, void (*ready)( void *arg, short revents ), void *arg )
{
    struct watch *watch = calloc( 1, sizeof(*watch) );

    if (!watch) abort();
    watch->fd = fd;
    watch->events = events;
    watch->ready = ready;
    watch->arg = arg;
    watch->next = watches;
    watches = watch;
    return watch;
}

/* The loop may be walking the list: the entry is only marked here and freed between two rounds. */
void watch_remove( struct watch *watch )
{
    if (watch) watch->dead = true;
}

static void free_dead_watches( void )
{
    struct watch **link = &watches, *watch;

    while ((watch = *link))
    {
        if (watch->dead)
        {
            *link = watch->next;
            free( watch );
        }
        else link = &watch->next;
    }
}

void loop_stop( void )
{
    stopping = true;
}

static void fire_due_timers( void )
{
    int64_t now = now_ms();

    while (timers && timers->due <= now)
    {
        struct timer *timer = timers;

        timers = timer->next;
        timer->armed = false;
        timer->fire( timer->arg );
    }
}

/* Serve descriptors and timers until loop_stop(). Returns 0, or a negative errno. */
int loop_run( void )
{
    struct pollfd *fds = NULL;
    struct watch **active = NULL;
    size_t room = 0, count, i;
    int ret = 0;

    stopping = false;
    while (!stopping)
    {
        struct watch *watch;
        int timeout = -1;

        free_dead_watches();
        for (count = 0, watch = watches; watch; watch = watch->next) count++;
        if (count > room)
        {
            room = count + 16;
            fds = realloc( fds, room * sizeof(*fds) );
            active = realloc( active, room * sizeof(*active) );
            if (!fds || !active) abort();
        }
        for (i = 0, watch = watches; watch; watch = watch->next, i++)
        {
            /* a watch that wants nothing is left out: POLLHUP alone would spin */
            fds[i].fd = watch->events ? watch->fd : -1;
            fds[i].events = watch->events;
            fds[i].revents = 0;
            active[i] = watch;
        }
        if (timers)
        {
            int64_t left = timers->due - now_ms();

            timeout = left < 0 ? 0 : left > 60000 ? 60000 : (int)left;
        }
        if (poll( fds, count, timeout ) < 0)
        {
            if (errno == EINTR) continue;
            ret = -errno;
            break;
        }
        for (i = 0; i < count && !stopping; i++)
            if (fds[i].revents && !active[i]->dead) active[i]->ready( active[i]->arg, fds[i].revents );
        if (!stopping) fire_due_timers();
    }
    free( fds );
    free( active );
    free_dead_watches();
    return ret;
}

void bytes_put( struct bytes *queue, const void *data, size_t size )
{
    if (queue->end + size > queue->size)
    {
        if (queue->start)
        {
            memmove( queue->data, queue->data + queue->start, bytes_len( queue ) );
            queue->end -= queue->start;
            queue->start = 0;
        }
        if (queue->end + size > queue->size)
        {
            queue->size = (queue->end + size) * 2;
            if (!(queue->data = realloc( queue->data, queue->size ))) abort();
        }
    }
    memcpy( queue->data + queue->end, data, size );
    queue->end += size;
}

void bytes_drop( struct bytes *queue, size_t size )
{
    queue->start += size;
    if (queue->start == queue->end) queue->start = queue->end = 0;
}

void bytes_free( struct bytes *queue )
{
    free( queue->data );
    memset( queue, 0, sizeof(*queue) );
}
