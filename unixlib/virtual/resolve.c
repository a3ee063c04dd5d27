/*
 * Virtual modems: names of hosts, looked up without holding up anybody.
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
#include <netdb.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "virtual_private.h"

/* Belongs to the loop and to the thread that looks up; the last one frees it. */
struct vm_lookup
{
    struct vm_lookup   *next;           /* the loop's */
    void              (*done)( void *arg, const struct vm_addresses *addresses );
    void               *arg;

    atomic_int          refs;
    atomic_int          finished;
    int                 wake;           /* a duplicate of the loop's: that may be gone by then */
    char                name[ADDRESS_HOST_SIZE];
    char                port[8];
    struct vm_addresses addresses;
};

static void release( struct vm_lookup *lookup )
{
    if (atomic_fetch_sub( &lookup->refs, 1 ) > 1) return;
    close( lookup->wake );
    free( lookup );
}

static void look_up( struct vm_lookup *lookup, int flags )
{
    const struct addrinfo hints = { .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV | flags };
    struct vm_addresses *addresses = &lookup->addresses;
    struct addrinfo *list = NULL, *info;

    addresses->count = 0;
    if ((addresses->error = getaddrinfo( lookup->name, lookup->port, &hints, &list ))) return;
    for (info = list; info && addresses->count < MAX_ADDRESSES; info = info->ai_next)
    {
        if (info->ai_addrlen > sizeof(addresses->addrs[0])) continue;
        memcpy( &addresses->addrs[addresses->count], info->ai_addr, info->ai_addrlen );
        addresses->sizes[addresses->count++] = info->ai_addrlen;
    }
    freeaddrinfo( list );
    if (!addresses->count) addresses->error = EAI_NONAME;
}

static void finish( struct vm_lookup *lookup )
{
    const uint64_t one = 1;
    ssize_t ret;

    atomic_store( &lookup->finished, 1 );
    ret = write( lookup->wake, &one, sizeof(one) );
    (void)ret;
}

static void *run_look_up( void *arg )
{
    struct vm_lookup *lookup = arg;

    look_up( lookup, 0 );
    finish( lookup );
    release( lookup );
    return NULL;
}

static int start_thread( struct vm_lookup *lookup )
{
    pthread_attr_t attr;
    pthread_t thread;
    sigset_t all, old;
    int err;

    if ((err = pthread_attr_init( &attr ))) return err;
    pthread_attr_setdetachstate( &attr, PTHREAD_CREATE_DETACHED );
    sigfillset( &all );
    pthread_sigmask( SIG_SETMASK, &all, &old );
    err = pthread_create( &thread, &attr, run_look_up, lookup );
    pthread_sigmask( SIG_SETMASK, &old, NULL );
    pthread_attr_destroy( &attr );
    return err;
}

struct vm_lookup *vm_lookup_start( struct virtual_host *host, const char *name, uint16_t port,
                                   void (*done)( void *arg, const struct vm_addresses *addresses ), void *arg )
{
    struct vm_lookup *lookup = calloc( 1, sizeof(*lookup) );

    if (!lookup) return NULL;
    if ((lookup->wake = dup( host->wake )) < 0)
    {
        free( lookup );
        return NULL;
    }
    snprintf( lookup->name, sizeof(lookup->name), "%s", name );
    snprintf( lookup->port, sizeof(lookup->port), "%u", port );
    lookup->done = done;
    lookup->arg = arg;
    atomic_init( &lookup->refs, 1 );
    /* numbers need no name server */
    look_up( lookup, AI_NUMERICHOST );
    if (lookup->addresses.count) finish( lookup );
    else
    {
        atomic_store( &lookup->refs, 2 );
        if (start_thread( lookup ))
        {
            atomic_store( &lookup->refs, 1 );
            release( lookup );
            return NULL;
        }
    }
    lookup->next = host->lookups;
    host->lookups = lookup;
    return lookup;
}

void vm_lookup_cancel( struct virtual_host *host, struct vm_lookup *lookup )
{
    struct vm_lookup **link;

    for (link = &host->lookups; *link && *link != lookup; link = &(*link)->next) ;
    if (!*link) return;
    *link = lookup->next;
    release( lookup );
}

void vm_lookups_done( struct virtual_host *host )
{
    struct vm_lookup *lookup, **link;

    for (;;)
    {
        for (link = &host->lookups; *link && !atomic_load( &(*link)->finished ); link = &(*link)->next) ;
        if (!(lookup = *link)) return;
        *link = lookup->next;
        lookup->done( lookup->arg, &lookup->addresses );
        release( lookup );
    }
}

void vm_lookups_forget( struct virtual_host *host )
{
    while (host->lookups) vm_lookup_cancel( host, host->lookups );
}
