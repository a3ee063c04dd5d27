/*
 * The media streaming terminal: its filter, its samples and the terminal.
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

#ifndef TERMMGR_MST_H
#define TERMMGR_MST_H

#include "termmgr_private.h"
#include "mediafilter/filter.h"

#include <amstream.h>
#include <austream.h>

/*
 * A program reads or writes the sound of a call through samples of its own: it allocates them from the terminal (IMediaStream), and queues them with
 * Update(). The filter fills them with what comes from the graph (TD_RENDER), or sends what is in them (TD_CAPTURE).
 *
 * The filter holds queued samples, a sample holds the terminal, the terminal holds the filter: the queue is emptied when the filter stops, and when
 * the terminal is disconnected. filter->queue_lock covers the queue and the state of all its samples; nobody is called under it.
 */

/* A list; its head is an element, too */
struct list
{
    struct list *next, *prev;
};

static inline void list_init( struct list *list )
{
    list->next = list->prev = list;
}

static inline struct list *list_head( struct list *list )
{
    return list->next != list ? list->next : NULL;
}

static inline BOOL list_empty( struct list *list )
{
    return list->next == list;
}

static inline void list_add_tail( struct list *list, struct list *entry )
{
    entry->next = list;
    entry->prev = list->prev;
    list->prev->next = entry;
    list->prev = entry;
}

static inline void list_remove( struct list *entry )
{
    entry->next->prev = entry->prev;
    entry->prev->next = entry->next;
}

struct mst_sample;

struct mst_filter
{
    struct media_filter filter;
    struct media_pin    pin;
    TERMINAL_DIRECTION  direction;
    CRITICAL_SECTION    queue_lock;
    struct list         queue;          /* of samples, oldest first */
    HANDLE              queued;         /* event: something was put into the queue */
    BYTE               *waiting;        /* TD_RENDER: came when there was no sample; a ring */
    DWORD               waiting_size, waiting_at;
    BOOL                ended;          /* no more comes, or is to be sent */
    AM_MEDIA_TYPE       format;         /* the program's choice; majortype GUID_NULL: none */
    ALLOCATOR_PROPERTIES properties;    /* the same; cBuffers 0: none */
    DWORD               buffer_size;    /* the same; 0: none */
    BOOL                allocate;       /* samples come with a buffer */
};

struct mst
{
    struct terminal terminal;
    struct face     format;             /* ITAMMediaFormat */
    struct face     allocator;          /* ITAllocatorProperties */
    struct face     stream;             /* IAMMediaStream */
    struct mst_filter *filter;
    IAMMultiMediaStream *owner;         /* not referenced, as documented */
};

/* ---- samples (mst_sample.c) ---- */

/* Make a sample with size bytes, or without a buffer if size is 0 */
HRESULT mst_sample_create( struct mst *mst, DWORD size, IStreamSample **out );

/* TD_RENDER: what has come goes into the samples. */
void mst_filter_take( struct mst_filter *filter, const BYTE *data, DWORD size );
/* TD_CAPTURE: up to size bytes of what the program has queued. @return how many, 0: there is nothing */
DWORD mst_filter_give( struct mst_filter *filter, BYTE *data, DWORD size );
/* Complete all samples that wait: S_OK, MS_S_ENDOFSTREAM or E_ABORT */
void mst_filter_complete_all( struct mst_filter *filter, HRESULT status );

#endif
