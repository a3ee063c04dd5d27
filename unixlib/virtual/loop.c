/*
 * Virtual modems: the thread, its descriptors and timers, and the functions others call.
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
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include "virtual_private.h"

/* Windows code of another bitness reads these as they are. */
_Static_assert( sizeof(struct virtual_settings) == 40 + 32 + 64 + 64 + 32 + 512, "the settings must have no padding" );
_Static_assert( sizeof(struct virtual_status) == 32 + 320, "the status must have no padding" );

int64_t vm_now( void )
{
    struct timespec now;

    clock_gettime( CLOCK_MONOTONIC, &now );
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void vm_log( const struct virtual_modem *modem, unsigned int level, const char *format, ... )
{
    char text[512];
    va_list args;

    if (modem->settings.log < level) return;
    va_start( args, format );
    vsnprintf( text, sizeof(text), format, args );
    va_end( args );
    fprintf( stderr, "%s:unimdm:%s: %s\n", level == 1 ? "warn" : "trace", modem->settings.name, text );
}

/* ---- byte queues ---- */

bool vm_bytes_put( struct vm_bytes *queue, const void *data, size_t size )
{
    size_t len = vm_bytes_len( queue );

    if (queue->end + size > queue->size)
    {
        if (queue->start)
        {
            memmove( queue->data, queue->data + queue->start, len );
            queue->start = 0;
            queue->end = len;
        }
        if (len + size > queue->size)
        {
            size_t room = 2 * (len + size) + 4096;
            uint8_t *more = realloc( queue->data, room );

            if (!more) return false;
            queue->data = more;
            queue->size = room;
        }
    }
    memcpy( queue->data + queue->end, data, size );
    queue->end += size;
    return true;
}

void vm_bytes_drop( struct vm_bytes *queue, size_t size )
{
    queue->start += size;
    if (queue->start == queue->end) queue->start = queue->end = 0;
}

void vm_bytes_free( struct vm_bytes *queue )
{
    free( queue->data );
    memset( queue, 0, sizeof(*queue) );
}

/* ---- timers ---- */

void vm_timer_set( struct virtual_host *host, struct vm_timer *timer, int64_t ms, void (*fire)( void *arg ), void *arg )
{
    timer->due = vm_now() + ms;
    timer->fire = fire;
    timer->arg = arg;
    if (timer->armed) return;
    timer->armed = true;
    timer->next = host->timers;
    host->timers = timer;
}

void vm_timer_cancel( struct virtual_host *host, struct vm_timer *timer )
{
    struct vm_timer **link;

    if (!timer->armed) return;
    for (link = &host->timers; *link != timer; link = &(*link)->next) ;
    *link = timer->next;
    timer->armed = false;
}

static int next_timeout( const struct virtual_host *host )
{
    const struct vm_timer *timer;
    int64_t now = vm_now(), next = INT_MAX;

    if (!host->timers) return -1;
    for (timer = host->timers; timer; timer = timer->next)
        if (timer->due - now < next) next = timer->due - now;
    return next < 0 ? 0 : (int)next;
}

static void run_timers( struct virtual_host *host )
{
    const int64_t now = vm_now();
    struct vm_timer *timer, *first;

    for (;;)
    {
        /* one fires at a time: what it does may change the list, which begins with the newest */
        for (first = NULL, timer = host->timers; timer; timer = timer->next)
            if (timer->due <= now && (!first || timer->due <= first->due)) first = timer;
        if (!first) return;
        vm_timer_cancel( host, first );
        first->fire( first->arg );
    }
}

/* ---- descriptors ---- */

struct vm_watch *vm_watch_add( struct virtual_host *host, int fd, uint32_t events, void (*ready)( void *arg, uint32_t events ), void *arg )
{
    struct vm_watch *watch = calloc( 1, sizeof(*watch) );
    struct epoll_event event = { .events = events };

    if (!watch) return NULL;
    event.data.ptr = watch;
    watch->host = host;
    watch->fd = fd;
    watch->events = events;
    watch->ready = ready;
    watch->arg = arg;
    if (!epoll_ctl( host->epoll, EPOLL_CTL_ADD, fd, &event )) return watch;
    free( watch );
    return NULL;
}

void vm_watch_set( struct vm_watch *watch, uint32_t events )
{
    struct epoll_event event = { .events = events };

    if (watch->events == events) return;
    watch->events = events;
    event.data.ptr = watch;
    epoll_ctl( watch->host->epoll, EPOLL_CTL_MOD, watch->fd, &event );
}

/* An event of it may have been fetched already: it is freed when those are done with. */
void vm_watch_remove( struct vm_watch *watch )
{
    if (!watch) return;
    epoll_ctl( watch->host->epoll, EPOLL_CTL_DEL, watch->fd, NULL );
    watch->dead = true;
    watch->next = watch->host->dead;
    watch->host->dead = watch;
}

static void free_dead( struct virtual_host *host )
{
    struct vm_watch *watch;

    while ((watch = host->dead))
    {
        host->dead = watch->next;
        free( watch );
    }
}

/* ---- the thread ---- */

static void woken( void *arg, uint32_t events )
{
    struct virtual_host *host = arg;
    uint64_t count;

    (void)events;
    while (read( host->wake, &count, sizeof(count) ) < 0 && errno == EINTR) ;
    vm_lookups_done( host );
}

static void wake( struct virtual_host *host )
{
    const uint64_t one = 1;
    ssize_t ret = write( host->wake, &one, sizeof(one) );

    (void)ret;
}

static void *run( void *arg )
{
    struct virtual_host *host = arg;
    struct epoll_event events[64];
    int i, count, timeout;

    pthread_mutex_lock( &host->lock );
    while (!host->stop)
    {
        timeout = next_timeout( host );
        pthread_mutex_unlock( &host->lock );
        count = epoll_wait( host->epoll, events, ARRAY_SIZE(events), timeout );
        pthread_mutex_lock( &host->lock );
        for (i = 0; i < count; i++)
        {
            struct vm_watch *watch = events[i].data.ptr;

            if (!watch->dead) watch->ready( watch->arg, events[i].events );
        }
        free_dead( host );
        run_timers( host );
        free_dead( host );
    }
    pthread_mutex_unlock( &host->lock );
    return NULL;
}

/* A look-up may outlast the module whose code it runs: that stays in memory. */
static void stay_loaded( void )
{
    Dl_info info;

    if (!dladdr( (void *)(uintptr_t)virtual_host_create, &info ) || !info.dli_fname) return;
    dlopen( info.dli_fname, RTLD_NOW | RTLD_NOLOAD | RTLD_NODELETE );
}

static int start_thread( struct virtual_host *host )
{
    sigset_t all, old;
    int err;

    /* signals of the process are for its other threads: Wine's need Wine's own */
    sigfillset( &all );
    pthread_sigmask( SIG_SETMASK, &all, &old );
    err = pthread_create( &host->thread, NULL, run, host );
    pthread_sigmask( SIG_SETMASK, &old, NULL );
    return -err;
}

int virtual_host_create( struct virtual_host **ret_host, const char *folder )
{
    struct virtual_host *host;
    int ret = -ENOMEM;

    *ret_host = NULL;
    if (!(host = calloc( 1, sizeof(*host) ))) return -ENOMEM;
    host->folder_fd = host->wake = -1;
    stay_loaded();
    if ((host->epoll = epoll_create1( EPOLL_CLOEXEC )) < 0 || (host->wake = eventfd( 0, EFD_CLOEXEC | EFD_NONBLOCK )) < 0) ret = -errno;
    else if ((host->wake_watch = vm_watch_add( host, host->wake, EPOLLIN, woken, host )))
    {
        /* without the folder there are no calls by number, which is said when a modem is made */
        vm_folder_open( host, folder );
        pthread_mutex_init( &host->lock, NULL );
        if (!(ret = start_thread( host )))
        {
            *ret_host = host;
            return 0;
        }
        pthread_mutex_destroy( &host->lock );
        vm_watch_remove( host->wake_watch );
        free_dead( host );
    }
    if (host->folder_fd >= 0) close( host->folder_fd );
    if (host->wake >= 0) close( host->wake );
    if (host->epoll >= 0) close( host->epoll );
    free( host );
    return ret;
}

/* ---- modems ---- */

static struct virtual_modem *find_modem( struct virtual_host *host, uint32_t id )
{
    struct virtual_modem *modem;

    for (modem = host->modems; modem && modem->id != id; modem = modem->next) ;
    return modem;
}

static void destroy_modem( struct virtual_modem *modem )
{
    struct virtual_modem **link;

    for (link = &modem->host->modems; *link && *link != modem; link = &(*link)->next) ;
    if (*link) *link = modem->next;
    vm_unlisten( modem );
    vm_hang_up( modem );
    vm_pty_close( modem );
    vm_at_close( modem );
    free( modem->values );
    free( modem );
}

static void clean_settings( struct virtual_settings *settings )
{
    char *const texts[] = { settings->number, settings->name, settings->listen_address, settings->terminal, settings->phonebook };
    const size_t sizes[] = { sizeof(settings->number), sizeof(settings->name), sizeof(settings->listen_address), sizeof(settings->terminal),
                             sizeof(settings->phonebook) };
    char digits[sizeof(settings->number)], *p;
    size_t i;

    for (i = 0; i < ARRAY_SIZE(texts); i++) texts[i][sizes[i] - 1] = 0;
    number_digits( settings->number, digits, sizeof(digits) );
    strcpy( settings->number, digits );
    for (p = settings->name; *p; p++) if ((unsigned char)*p < ' ') *p = ' ';
    if (!settings->rate) settings->rate = 33600;
    if (settings->speed_limit && settings->speed_limit < 50) settings->speed_limit = 50;
    if (settings->ring_interval < 20) settings->ring_interval = 20;
}

int virtual_modem_create( struct virtual_host *host, const char *path, const struct virtual_settings *settings, uint32_t *id, char *reason,
                          size_t size )
{
    struct virtual_modem *modem;
    char unused[256];
    int ret;

    if (!reason || !size)
    {
        reason = unused;
        size = sizeof(unused);
    }
    reason[0] = 0;
    if (!(modem = calloc( 1, sizeof(*modem) ))) return -ENOMEM;
    modem->host = host;
    modem->settings = *settings;
    clean_settings( &modem->settings );
    modem->master = modem->slave = modem->inotify = modem->lines_fd = modem->link.fd = -1;
    modem->dtr = modem->rts = true;
    modem->listeners[0].fd = modem->listeners[1].fd = modem->listeners[2].fd = -1;
    if (!(modem->values = calloc( 1, vm_values_size() )))
    {
        free( modem );
        return -ENOMEM;
    }
    vm_reset_values( modem );

    pthread_mutex_lock( &host->lock );
    modem->id = ++host->last_modem;
    modem->next = host->modems;
    host->modems = modem;
    if ((ret = vm_at_open( modem )) < 0) snprintf( reason, size, "not enough memory for a virtual modem" );
    else if ((ret = vm_pty_open( modem, path )) < 0)
        snprintf( reason, size, "%.150s: no virtual modem can be made there: %s", path, strerror( -ret ) );
    if (ret < 0) destroy_modem( modem );
    else
    {
        *id = modem->id;
        vm_listen( modem, reason, size );
        vm_log( modem, 2, "is %s (%s), number %s", path, modem->slave_path, modem->settings.number );
    }
    pthread_mutex_unlock( &host->lock );
    wake( host );
    return ret;
}

int virtual_modem_configure( struct virtual_host *host, uint32_t id, const struct virtual_settings *settings, char *reason, size_t size )
{
    struct virtual_modem *modem;
    char unused[256];

    if (!reason || !size)
    {
        reason = unused;
        size = sizeof(unused);
    }
    reason[0] = 0;
    pthread_mutex_lock( &host->lock );
    if ((modem = find_modem( host, id )))
    {
        modem->settings = *settings;
        clean_settings( &modem->settings );
        vm_unlisten( modem );
        vm_listen( modem, reason, size );
    }
    pthread_mutex_unlock( &host->lock );
    wake( host );
    return modem ? 0 : -ENOENT;
}

int virtual_modem_destroy( struct virtual_host *host, uint32_t id )
{
    struct virtual_modem *modem;

    pthread_mutex_lock( &host->lock );
    if ((modem = find_modem( host, id ))) destroy_modem( modem );
    pthread_mutex_unlock( &host->lock );
    wake( host );
    return modem ? 0 : -ENOENT;
}

int virtual_modem_status( struct virtual_host *host, uint32_t id, struct virtual_status *status )
{
    struct virtual_modem *modem;

    memset( status, 0, sizeof(*status) );
    pthread_mutex_lock( &host->lock );
    if ((modem = find_modem( host, id )))
    {
        status->state = modem->state;
        status->in_use = modem->present;
        status->rate = modem->state == VIRTUAL_ONLINE ? modem->call_rate : 0;
        status->sent = modem->sent;
        status->received = modem->received;
        memcpy( status->peer, modem->peer, sizeof(status->peer) );
    }
    pthread_mutex_unlock( &host->lock );
    return modem ? 0 : -ENOENT;
}

void virtual_host_destroy( struct virtual_host *host )
{
    if (!host) return;
    pthread_mutex_lock( &host->lock );
    host->stop = true;
    pthread_mutex_unlock( &host->lock );
    wake( host );
    pthread_join( host->thread, NULL );
    while (host->modems) destroy_modem( host->modems );
    vm_lookups_forget( host );
    vm_watch_remove( host->wake_watch );
    free_dead( host );
    pthread_mutex_destroy( &host->lock );
    if (host->folder_fd >= 0) close( host->folder_fd );
    close( host->wake );
    close( host->epoll );
    free( host );
}

void virtual_settings_default( struct virtual_settings *settings )
{
    memset( settings, 0, sizeof(*settings) );
    settings->rate = 33600;
    settings->dial_delay = 300;
    settings->connect_delay = 700;
    settings->ring_interval = 4000;
    settings->max_rings = 15;
    strcpy( settings->name, "Wine Virtual Modem" );
    strcpy( settings->terminal, "ANSI" );
}
