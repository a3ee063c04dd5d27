/*
 * Samples of the media streaming terminal: buffers of programs, queued until they are filled or sent.
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

#include <stdlib.h>

#include "mst.h"
#include "debug/debug.h"

DEBUG_CHANNEL( termmgr );

#define WAITING_SIZE 0x10000            /* bytes that are kept for a program that is late: 4 s of 8000 samples of 16 bits */

struct mst_sample
{
    struct object object;
    struct face   face;                 /* IStreamSample */
    struct face   memory;               /* IMemoryData */
    struct mst   *mst;
    struct list   entry;                /* in the filter's queue */
    struct list   finished;             /* among those that are just finished */
    unsigned int  references;           /* of the queue, still to be let go of */
    BYTE         *data;
    BOOL          own_data;
    DWORD         size, actual;         /* room, and how much of it is sound */
    DWORD         done;                 /* so much was filled, or sent */
    STREAM_TIME   start, stop;

    /* of the last Update() */
    BOOL          queued, continuous;
    HRESULT       status;
    HANDLE        completed;            /* manual-reset event */
    HANDLE        event;                /* the program's; a duplicate */
    HANDLE        thread;               /* for the APC */
    PAPCFUNC      apc;
    DWORD_PTR     apc_data;
};

static inline struct mst_sample *sample_of( struct list *entry )
{
    return CONTAINING_RECORD( entry, struct mst_sample, entry );
}

static void queue_sample( struct mst_sample *sample )
{
    struct mst_filter *filter = sample->mst->filter;

    object_addref( sample );
    sample->queued = TRUE;
    sample->status = MS_S_PENDING;
    sample->done = 0;
    list_add_tail( &filter->queue, &sample->entry );
    SetEvent( filter->queued );
}

/* With the queue's lock: out of the queue, and its program is told. From here on it may be queued again. The references of the queue are let go of by
 * drop_references(), which may be another thread's for a sample that is finished twice. */
static void finish( struct mst_sample *sample, HRESULT status, struct list *finished )
{
    list_remove( &sample->entry );
    sample->queued = FALSE;
    sample->status = status;
    if (sample->apc) QueueUserAPC( sample->apc, sample->thread, sample->apc_data );
    if (sample->event) SetEvent( sample->event );
    if (!sample->continuous || status != S_OK) SetEvent( sample->completed );
    if (!sample->references++) list_add_tail( finished, &sample->finished );
}

/* Without the lock: the last reference may be among them. */
static void drop_references( struct mst_filter *filter, struct list *finished )
{
    while (!list_empty( finished ))
    {
        struct mst_sample *sample = CONTAINING_RECORD( list_head( finished ), struct mst_sample, finished );
        unsigned int references;

        EnterCriticalSection( &filter->queue_lock );
        list_remove( &sample->finished );
        references = sample->references;
        sample->references = 0;
        /* once more, unless the program was faster, or the stream is over */
        if (sample->continuous && sample->status == S_OK && !sample->queued) queue_sample( sample );
        LeaveCriticalSection( &filter->queue_lock );
        while (references--) object_release( sample );
    }
}

/* With the lock: move sound into the samples. A sample is complete when it is full; or, if the program has not said how large buffers are to be, when
 * it has what came at once. */
static void fill( struct mst_filter *filter, const BYTE *data, DWORD size, struct list *finished, DWORD *used )
{
    struct list *entry;

    for (*used = 0; *used < size && (entry = list_head( &filter->queue ));)
    {
        struct mst_sample *sample = sample_of( entry );
        DWORD piece = min( size - *used, sample->size - sample->done );

        memcpy( sample->data + sample->done, data + *used, piece );
        sample->done += piece;
        sample->actual = sample->done;
        *used += piece;
        if (sample->done == sample->size || !filter->buffer_size) finish( sample, S_OK, finished );
    }
}

/* What waits goes first. With the lock. */
static void fill_from_waiting( struct mst_filter *filter, struct list *finished )
{
    DWORD used;

    while (filter->waiting_size && !list_empty( &filter->queue ))
    {
        DWORD piece = min( filter->waiting_size, WAITING_SIZE - filter->waiting_at );

        fill( filter, filter->waiting + filter->waiting_at, piece, finished, &used );
        filter->waiting_at = (filter->waiting_at + used) % WAITING_SIZE;
        filter->waiting_size -= used;
    }
}

void mst_filter_take( struct mst_filter *filter, const BYTE *data, DWORD size )
{
    struct list finished = { &finished, &finished };
    DWORD used, lost = 0;

    EnterCriticalSection( &filter->queue_lock );
    fill_from_waiting( filter, &finished );
    fill( filter, data, size, &finished, &used );
    data += used;
    size -= used;
    if (size && (filter->waiting || (filter->waiting = malloc( WAITING_SIZE ))))
    {
        if (size > WAITING_SIZE)
        {
            lost = size - WAITING_SIZE;
            data += lost;
            size = WAITING_SIZE;
        }
        if (filter->waiting_size + size > WAITING_SIZE)
        {
            DWORD old = filter->waiting_size + size - WAITING_SIZE;

            lost += old;
            filter->waiting_at = (filter->waiting_at + old) % WAITING_SIZE;
            filter->waiting_size -= old;
        }
        while (size)
        {
            DWORD at = (filter->waiting_at + filter->waiting_size) % WAITING_SIZE, piece = min( size, WAITING_SIZE - at );

            memcpy( filter->waiting + at, data, piece );
            filter->waiting_size += piece;
            data += piece;
            size -= piece;
        }
    }
    LeaveCriticalSection( &filter->queue_lock );
    if (lost) WARN( "the program queues no samples: %lu bytes of the stream are lost\n", lost );
    drop_references( filter, &finished );
}

DWORD mst_filter_give( struct mst_filter *filter, BYTE *data, DWORD size )
{
    struct list finished = { &finished, &finished }, *entry;
    DWORD done = 0;

    EnterCriticalSection( &filter->queue_lock );
    while (done < size && (entry = list_head( &filter->queue )))
    {
        struct mst_sample *sample = sample_of( entry );
        DWORD piece = min( size - done, sample->actual - sample->done );

        memcpy( data + done, sample->data + sample->done, piece );
        sample->done += piece;
        done += piece;
        if (sample->done == sample->actual) finish( sample, S_OK, &finished );
    }
    LeaveCriticalSection( &filter->queue_lock );
    drop_references( filter, &finished );
    return done;
}

void mst_filter_complete_all( struct mst_filter *filter, HRESULT status )
{
    struct list finished = { &finished, &finished }, *entry;

    EnterCriticalSection( &filter->queue_lock );
    if (status == MS_S_ENDOFSTREAM) filter->ended = TRUE;
    while ((entry = list_head( &filter->queue )))
    {
        struct mst_sample *sample = sample_of( entry );

        sample->continuous = FALSE;
        /* one that has something is worth reading */
        finish( sample, filter->direction == TD_RENDER && sample->done && status == MS_S_ENDOFSTREAM ? S_OK : status, &finished );
    }
    LeaveCriticalSection( &filter->queue_lock );
    drop_references( filter, &finished );
}

/* ---- IStreamSample ---- */

static HRESULT WINAPI sample_GetMediaStream( IStreamSample *iface, IMediaStream **out )
{
    struct mst_sample *sample = object_of( iface );

    if (!out) return E_POINTER;
    *out = (IMediaStream *)&sample->mst->stream;
    IMediaStream_AddRef( *out );
    return S_OK;
}

static HRESULT WINAPI sample_GetSampleTimes( IStreamSample *iface, STREAM_TIME *start, STREAM_TIME *stop, STREAM_TIME *current )
{
    struct mst_sample *sample = object_of( iface );

    if (start) *start = sample->start;
    if (stop) *stop = sample->stop;
    if (current) *current = 0;
    return S_OK;
}

static HRESULT WINAPI sample_SetSampleTimes( IStreamSample *iface, const STREAM_TIME *start, const STREAM_TIME *stop )
{
    struct mst_sample *sample = object_of( iface );

    if (!start || !stop) return E_POINTER;
    if (*stop < *start) return E_INVALIDARG;
    sample->start = *start;
    sample->stop = *stop;
    return S_OK;
}

static HRESULT WINAPI sample_CompletionStatus( IStreamSample *iface, DWORD flags, DWORD timeout )
{
    struct mst_sample *sample = object_of( iface );
    struct mst_filter *filter = sample->mst->filter;
    struct list finished = { &finished, &finished };
    HRESULT hr;

    if (flags & ~(COMPSTAT_NOUPDATEOK | COMPSTAT_WAIT | COMPSTAT_ABORT)) return E_INVALIDARG;
    EnterCriticalSection( &filter->queue_lock );
    if (sample->queued && (flags & (COMPSTAT_NOUPDATEOK | COMPSTAT_ABORT)))
    {
        sample->continuous = FALSE;
        /* one that is being worked on is left in peace, unless it must end */
        if (!sample->done || (flags & COMPSTAT_ABORT)) finish( sample, flags & COMPSTAT_ABORT ? E_ABORT : MS_S_NOUPDATE, &finished );
    }
    hr = sample->status;
    LeaveCriticalSection( &filter->queue_lock );
    drop_references( filter, &finished );
    if (hr == MS_S_PENDING && (flags & COMPSTAT_WAIT))
    {
        WaitForSingleObject( sample->completed, timeout );
        EnterCriticalSection( &filter->queue_lock );
        hr = sample->status;
        LeaveCriticalSection( &filter->queue_lock );
    }
    return hr;
}

/* With the lock: who is told of the end */
static HRESULT remember( struct mst_sample *sample, HANDLE event, PAPCFUNC apc, DWORD_PTR data )
{
    HANDLE copy = NULL, thread = NULL;

    if (event && !DuplicateHandle( GetCurrentProcess(), event, GetCurrentProcess(), &copy, EVENT_MODIFY_STATE, FALSE, 0 )) return E_INVALIDARG;
    if (apc && !DuplicateHandle( GetCurrentProcess(), GetCurrentThread(), GetCurrentProcess(), &thread, THREAD_SET_CONTEXT, FALSE, 0 ))
    {
        if (copy) CloseHandle( copy );
        return E_OUTOFMEMORY;
    }
    if (sample->event) CloseHandle( sample->event );
    if (sample->thread) CloseHandle( sample->thread );
    sample->event = copy;
    sample->thread = thread;
    sample->apc = apc;
    sample->apc_data = data;
    return S_OK;
}

static HRESULT WINAPI sample_Update( IStreamSample *iface, DWORD flags, HANDLE event, PAPCFUNC apc, DWORD_PTR data )
{
    struct mst_sample *sample = object_of( iface );
    struct mst_filter *filter = sample->mst->filter;
    struct list finished = { &finished, &finished };
    HRESULT hr;

    if (flags & ~(SSUPDATE_ASYNC | SSUPDATE_CONTINUOUS)) return E_INVALIDARG;
    if (event && apc) return E_INVALIDARG;
    EnterCriticalSection( &filter->queue_lock );
    if (sample->queued) hr = MS_E_BUSY;
    else if (!sample->data || (filter->direction == TD_CAPTURE && !sample->actual)) hr = MS_E_SAMPLEALLOC;
    else if (filter->ended && !filter->waiting_size) hr = sample->status = MS_S_ENDOFSTREAM;
    else if (SUCCEEDED(hr = remember( sample, event, apc, data )))
    {
        sample->continuous = (flags & SSUPDATE_CONTINUOUS) && filter->direction == TD_RENDER;
        ResetEvent( sample->completed );
        queue_sample( sample );
        if (filter->direction == TD_RENDER)
        {
            fill_from_waiting( filter, &finished );
            /* the end has come before: this is the last one, and not full */
            if (filter->ended && sample->queued)
            {
                sample->continuous = FALSE;
                finish( sample, S_OK, &finished );
            }
        }
        hr = sample->status;
    }
    LeaveCriticalSection( &filter->queue_lock );
    drop_references( filter, &finished );
    if (hr != MS_S_PENDING || (flags & SSUPDATE_ASYNC) || event || apc) return hr;
    return sample_CompletionStatus( iface, COMPSTAT_WAIT, INFINITE );
}

static const IStreamSampleVtbl sample_vtbl =
{
    FACE_UNKNOWN, sample_GetMediaStream, sample_GetSampleTimes, sample_SetSampleTimes,
    (void *)sample_Update,              /* some headers give it 32 bits of data for the APC where Windows has a pointer */
    sample_CompletionStatus
};

/* ---- IMemoryData ---- */

static HRESULT WINAPI memory_SetBuffer( IMemoryData *iface, DWORD size, BYTE *data, DWORD flags )
{
    struct mst_sample *sample = object_of( iface );
    struct mst_filter *filter = sample->mst->filter;
    HRESULT hr = S_OK;
    BYTE *old = NULL;

    if (!data) return E_POINTER;
    if (!size || flags) return E_INVALIDARG;
    EnterCriticalSection( &filter->queue_lock );
    if (sample->queued) hr = MS_E_BUSY;
    else
    {
        if (sample->own_data) old = sample->data;
        sample->own_data = FALSE;
        sample->data = data;
        sample->size = size;
        sample->actual = filter->direction == TD_CAPTURE ? size : 0;
    }
    LeaveCriticalSection( &filter->queue_lock );
    free( old );
    return hr;
}

static HRESULT WINAPI memory_GetInfo( IMemoryData *iface, DWORD *size, BYTE **data, DWORD *actual )
{
    struct mst_sample *sample = object_of( iface );
    struct mst_filter *filter = sample->mst->filter;
    HRESULT hr = S_OK;

    EnterCriticalSection( &filter->queue_lock );
    if (!sample->data) hr = MS_E_NOTINIT;
    if (size) *size = sample->size;
    if (data) *data = sample->data;
    if (actual) *actual = sample->actual;
    LeaveCriticalSection( &filter->queue_lock );
    return hr;
}

static HRESULT WINAPI memory_SetActual( IMemoryData *iface, DWORD actual )
{
    struct mst_sample *sample = object_of( iface );
    struct mst_filter *filter = sample->mst->filter;
    HRESULT hr = S_OK;

    EnterCriticalSection( &filter->queue_lock );
    if (sample->queued) hr = MS_E_BUSY;
    else if (actual > sample->size) hr = E_INVALIDARG;
    else sample->actual = actual;
    LeaveCriticalSection( &filter->queue_lock );
    return hr;
}

static const IMemoryDataVtbl memory_vtbl = { FACE_UNKNOWN, memory_SetBuffer, memory_GetInfo, memory_SetActual };

static void sample_destroy( struct object *object )
{
    struct mst_sample *sample = (struct mst_sample *)object;

    if (sample->own_data) free( sample->data );
    if (sample->event) CloseHandle( sample->event );
    if (sample->thread) CloseHandle( sample->thread );
    if (sample->completed) CloseHandle( sample->completed );
    object_release( sample->mst );
    free( sample );
}

static const struct face_entry sample_faces[] =
{
    { &IID_IStreamSample, offsetof( struct mst_sample, face ), FALSE },
    { &IID_IMemoryData, offsetof( struct mst_sample, memory ), FALSE },
};
static const struct object_class sample_class = { "stream sample", sample_faces, ARRAYSIZE(sample_faces), sample_destroy };

HRESULT mst_sample_create( struct mst *mst, DWORD size, IStreamSample **out )
{
    struct mst_sample *sample = object_create( &sample_class, sizeof(*sample), NULL );

    if (!sample) return E_OUTOFMEMORY;
    face_init( &sample->face, &sample_vtbl, &sample->object );
    face_init( &sample->memory, &memory_vtbl, &sample->object );
    sample->mst = object_addref( mst );
    sample->completed = CreateEventW( NULL, TRUE, TRUE, NULL );
    if (!sample->completed || (size && !(sample->data = calloc( 1, size ))))
    {
        object_release( sample );
        return E_OUTOFMEMORY;
    }
    sample->own_data = size != 0;
    sample->size = size;
    sample->actual = mst->filter->direction == TD_CAPTURE ? size : 0;
    *out = (IStreamSample *)&sample->face;
    return S_OK;
}
