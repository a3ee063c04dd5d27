/*
 * The media streaming terminal: programs read and write the sound of a call.
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
#include "mediafilter/convert.h"
#include "debug/debug.h"

#include <tapi3err.h>

DEBUG_CHANNEL( termmgr );

#define PIECE_MS 20
#define AHEAD_MS 60                     /* what a program writes is sent at the speed of sound, this much ahead of it */

static inline struct mst_filter *filter_of( struct media_pin *pin )
{
    return (struct mst_filter *)pin->filter;
}

/* ---- the filter ---- */

static HRESULT pin_get_type( struct media_pin *pin, unsigned int index, AM_MEDIA_TYPE *type )
{
    static const DWORD rates[] = { 8000, 16000 };
    struct mst_filter *filter = filter_of( pin );
    WAVEFORMATEX format;

    if (!IsEqualGUID( &filter->format.majortype, &GUID_NULL )) return index ? VFW_S_NO_MORE_ITEMS : media_type_copy( type, &filter->format );
    if (index >= ARRAYSIZE(rates)) return VFW_S_NO_MORE_ITEMS;
    format = wave_format( WAVE_FORMAT_PCM, rates[index], 16, 1 );
    return media_type_from_wave( type, &format );
}

static HRESULT pin_query_accept( struct media_pin *pin, const AM_MEDIA_TYPE *type )
{
    struct mst_filter *filter = filter_of( pin );
    const WAVEFORMATEX *format = media_type_wave( type );

    if (!format) return VFW_E_TYPE_NOT_ACCEPTED;
    if (IsEqualGUID( &filter->format.majortype, &GUID_NULL )) return audio_convertible( format ) ? S_OK : VFW_E_TYPE_NOT_ACCEPTED;
    /* the same sound; what else the blocks hold does not matter */
    return !memcmp( format, media_type_wave( &filter->format ), offsetof( WAVEFORMATEX, cbSize )) ? S_OK : VFW_E_TYPE_NOT_ACCEPTED;
}

static HRESULT pin_buffers( struct media_pin *pin, ALLOCATOR_PROPERTIES *properties )
{
    struct mst_filter *filter = filter_of( pin );
    const WAVEFORMATEX *format = media_type_wave( &pin->type );

    if (filter->properties.cBuffers)
    {
        *properties = filter->properties;
        if (!properties->cbAlign) properties->cbAlign = 1;
        return S_OK;
    }
    if (properties->cBuffers < 4) properties->cBuffers = 4;
    properties->cbBuffer = max( properties->cbBuffer, (LONG)(format->nAvgBytesPerSec * PIECE_MS / 1000 + format->nBlockAlign) );
    return S_OK;
}

static HRESULT pin_receive( struct media_pin *pin, IMediaSample *sample )
{
    BYTE *data;
    HRESULT hr = IMediaSample_GetPointer( sample, &data );

    if (FAILED(hr)) return hr;
    mst_filter_take( filter_of( pin ), data, IMediaSample_GetActualDataLength( sample ));
    return S_OK;
}

static HRESULT pin_end_of_stream( struct media_pin *pin )
{
    struct mst_filter *filter = filter_of( pin );

    mst_filter_complete_all( filter, MS_S_ENDOFSTREAM );
    media_filter_notify( &filter->filter, EC_COMPLETE, S_OK, (LONG_PTR)media_filter_iface( filter ));
    return S_OK;
}

static HRESULT pin_begin_flush( struct media_pin *pin )
{
    struct mst_filter *filter = filter_of( pin );

    EnterCriticalSection( &filter->queue_lock );
    filter->waiting_size = 0;
    LeaveCriticalSection( &filter->queue_lock );
    return S_OK;
}

static HRESULT pin_end_flush( struct media_pin *pin )
{
    return S_OK;
}

/* Send what the program queues, in pieces of 20 ms, no faster than it is spoken: nothing behind need wait for it. */
static void pin_stream( struct media_pin *pin )
{
    struct mst_filter *filter = filter_of( pin );
    const WAVEFORMATEX *format = media_type_wave( &pin->type );
    DWORD piece = format->nSamplesPerSec * PIECE_MS / 1000 * format->nBlockAlign, start = 0;
    ULONGLONG sent = 0, position = 0;   /* bytes since the last pause of the program, and in all */
    BYTE *buffer = malloc( piece );

    if (filter->properties.cBuffers && piece > (DWORD)filter->properties.cbBuffer)
        piece = filter->properties.cbBuffer - filter->properties.cbBuffer % format->nBlockAlign;
    while (buffer && piece && media_filter_wait( &filter->filter, NULL, 0 ))
    {
        DWORD size, elapsed, due;
        BOOL ended;
        HRESULT hr;

        if (!(size = mst_filter_give( filter, buffer, piece )))
        {
            EnterCriticalSection( &filter->queue_lock );
            ended = filter->ended && list_empty( &filter->queue );
            LeaveCriticalSection( &filter->queue_lock );
            if (ended)
            {
                media_pin_deliver_end( pin );
                break;
            }
            if (!media_filter_wait( &filter->filter, filter->queued, INFINITE )) break;
            continue;
        }
        elapsed = GetTickCount() - start;
        due = (DWORD)(sent * 1000 / format->nAvgBytesPerSec);
        if (!sent || elapsed > due + AHEAD_MS)
        {
            start = GetTickCount();     /* the program was late: no reason to hurry now */
            sent = 0;
        }
        else if (due > elapsed + AHEAD_MS && WaitForSingleObject( filter->filter.stopping, due - elapsed - AHEAD_MS ) != WAIT_TIMEOUT) break;
        hr = media_pin_deliver_data( pin, buffer, size, position * 10000000 / format->nAvgBytesPerSec,
                                     (position + size) * 10000000 / format->nAvgBytesPerSec );
        sent += size;
        position += size;
        if (FAILED(hr))
        {
            if (WaitForSingleObject( filter->filter.stopping, 0 )) media_filter_abort( &filter->filter, hr );
            break;
        }
    }
    free( buffer );
    mst_filter_complete_all( filter, E_ABORT );
}

static HRESULT filter_start( struct media_filter *base )
{
    struct mst_filter *filter = (struct mst_filter *)base;

    EnterCriticalSection( &filter->queue_lock );
    filter->waiting_size = 0;
    filter->ended = FALSE;
    LeaveCriticalSection( &filter->queue_lock );
    return S_OK;
}

static void filter_stopped( struct media_filter *base )
{
    mst_filter_complete_all( (struct mst_filter *)base, E_ABORT );
}

static void filter_destroy( struct object *object )
{
    struct mst_filter *filter = (struct mst_filter *)object;

    IBaseFilter_Stop( media_filter_iface( filter ));
    mst_filter_complete_all( filter, E_ABORT );
    if (filter->queued) CloseHandle( filter->queued );
    media_type_clear( &filter->format );
    free( filter->waiting );
    DeleteCriticalSection( &filter->queue_lock );
    media_filter_free( &filter->filter );
}

static const struct face_entry filter_faces[] = { MEDIA_FILTER_FACES };
static const struct object_class filter_class = { "media streaming filter", filter_faces, ARRAYSIZE(filter_faces), filter_destroy };
static const struct media_filter_ops filter_ops = { .start = filter_start, .stopped = filter_stopped };
static const struct media_pin_ops write_ops =
    { .get_type = pin_get_type, .query_accept = pin_query_accept, .buffers = pin_buffers, .stream = pin_stream };
static const struct media_pin_ops read_ops =
{
    .get_type = pin_get_type, .query_accept = pin_query_accept, .buffers = pin_buffers, .receive = pin_receive, .end_of_stream = pin_end_of_stream,
    .begin_flush = pin_begin_flush, .end_flush = pin_end_flush
};

static struct mst_filter *filter_create( TERMINAL_DIRECTION direction )
{
    struct mst_filter *filter = media_filter_create( &filter_class, &filter_ops, sizeof(*filter), NULL );

    if (!filter) return NULL;
    InitializeCriticalSection( &filter->queue_lock );
    list_init( &filter->queue );
    filter->direction = direction;
    filter->allocate = TRUE;
    if (!(filter->queued = CreateEventW( NULL, FALSE, FALSE, NULL )))
    {
        object_release( filter );
        return NULL;
    }
    if (direction == TD_CAPTURE) media_filter_add_pin( &filter->filter, &filter->pin, PINDIR_OUTPUT, L"Capture", &write_ops );
    else media_filter_add_pin( &filter->filter, &filter->pin, PINDIR_INPUT, L"Render", &read_ops );
    return filter;
}

/* ---- ITAMMediaFormat ---- */

/* What is agreed on, what the program has chosen, or what would be proposed first */
static HRESULT WINAPI format_get_MediaFormat( ITAMMediaFormat *iface, AM_MEDIA_TYPE **out )
{
    struct mst *mst = object_of( iface );
    struct mst_filter *filter = mst->filter;
    AM_MEDIA_TYPE type;
    HRESULT hr;

    if (!out) return E_POINTER;
    *out = NULL;
    EnterCriticalSection( &filter->filter.lock );
    hr = filter->pin.peer ? media_type_copy( &type, &filter->pin.type ) : pin_get_type( &filter->pin, 0, &type );
    LeaveCriticalSection( &filter->filter.lock );
    if (FAILED(hr)) return hr;
    *out = media_type_duplicate( &type );
    media_type_clear( &type );
    return *out ? S_OK : E_OUTOFMEMORY;
}

static HRESULT WINAPI format_put_MediaFormat( ITAMMediaFormat *iface, const AM_MEDIA_TYPE *type )
{
    struct mst *mst = object_of( iface );
    struct mst_filter *filter = mst->filter;
    AM_MEDIA_TYPE copy;
    HRESULT hr = S_OK;

    if (!type) return E_POINTER;
    if (!media_type_wave( type )) return VFW_E_INVALIDMEDIATYPE;
    EnterCriticalSection( &filter->filter.lock );
    if (filter->pin.peer) hr = media_type_equal( type, &filter->pin.type ) ? S_OK : VFW_E_ALREADY_CONNECTED;
    else if (SUCCEEDED(hr = media_type_copy( &copy, type )))
    {
        media_type_clear( &filter->format );
        filter->format = copy;
    }
    LeaveCriticalSection( &filter->filter.lock );
    return hr;
}

static const ITAMMediaFormatVtbl format_vtbl = { FACE_UNKNOWN, format_get_MediaFormat, format_put_MediaFormat };

/* ---- ITAllocatorProperties ---- */

static HRESULT WINAPI allocator_SetAllocatorProperties( ITAllocatorProperties *iface, ALLOCATOR_PROPERTIES *properties )
{
    struct mst *mst = object_of( iface );
    struct mst_filter *filter = mst->filter;
    HRESULT hr = S_OK;

    if (!properties) return E_POINTER;
    if (properties->cBuffers < 1 || properties->cbBuffer < 1 || properties->cbBuffer > 0x100000 || properties->cBuffers > 1000) return E_INVALIDARG;
    EnterCriticalSection( &filter->filter.lock );
    if (filter->pin.peer) hr = VFW_E_ALREADY_CONNECTED;
    else filter->properties = *properties;
    LeaveCriticalSection( &filter->filter.lock );
    return hr;
}

static HRESULT WINAPI allocator_GetAllocatorProperties( ITAllocatorProperties *iface, ALLOCATOR_PROPERTIES *properties )
{
    struct mst *mst = object_of( iface );
    struct mst_filter *filter = mst->filter;
    HRESULT hr = VFW_E_NOT_CONNECTED;

    if (!properties) return E_POINTER;
    memset( properties, 0, sizeof(*properties) );
    EnterCriticalSection( &filter->filter.lock );
    if (filter->pin.allocator) hr = IMemAllocator_GetProperties( filter->pin.allocator, properties );
    LeaveCriticalSection( &filter->filter.lock );
    return hr;
}

static HRESULT WINAPI allocator_SetAllocateBuffers( ITAllocatorProperties *iface, BOOL allocate )
{
    struct mst *mst = object_of( iface );

    mst->filter->allocate = allocate != 0;
    return S_OK;
}

static HRESULT WINAPI allocator_GetAllocateBuffers( ITAllocatorProperties *iface, BOOL *allocate )
{
    struct mst *mst = object_of( iface );

    if (!allocate) return E_POINTER;
    *allocate = mst->filter->allocate;
    return S_OK;
}

static HRESULT WINAPI allocator_SetBufferSize( ITAllocatorProperties *iface, DWORD size )
{
    struct mst *mst = object_of( iface );

    if (size > 0x100000) return E_INVALIDARG;
    mst->filter->buffer_size = size;
    return S_OK;
}

/* How large the buffers of samples are */
static DWORD buffer_size( struct mst_filter *filter )
{
    DWORD size = filter->buffer_size;

    EnterCriticalSection( &filter->filter.lock );
    if (!size && filter->properties.cBuffers) size = filter->properties.cbBuffer;
    if (!size)
    {
        const AM_MEDIA_TYPE *type = filter->pin.peer ? &filter->pin.type : &filter->format;
        const WAVEFORMATEX *format = media_type_wave( type );

        size = format ? format->nSamplesPerSec * PIECE_MS / 1000 * format->nBlockAlign : 8000 * 2 * PIECE_MS / 1000;
    }
    LeaveCriticalSection( &filter->filter.lock );
    return size;
}

static HRESULT WINAPI allocator_GetBufferSize( ITAllocatorProperties *iface, DWORD *size )
{
    struct mst *mst = object_of( iface );

    if (!size) return E_POINTER;
    *size = buffer_size( mst->filter );
    return S_OK;
}

static const ITAllocatorPropertiesVtbl allocator_vtbl =
{
    FACE_UNKNOWN, allocator_SetAllocatorProperties, allocator_GetAllocatorProperties, allocator_SetAllocateBuffers, allocator_GetAllocateBuffers,
    allocator_SetBufferSize, allocator_GetBufferSize
};

/* ---- IAMMediaStream ---- */

static HRESULT WINAPI stream_GetMultiMediaStream( IAMMediaStream *iface, IMultiMediaStream **out )
{
    struct mst *mst = object_of( iface );

    if (!out) return E_POINTER;
    if (!(*out = (IMultiMediaStream *)mst->owner)) return MS_E_NOSTREAM;
    IMultiMediaStream_AddRef( *out );
    return S_OK;
}

static HRESULT WINAPI stream_GetInformation( IAMMediaStream *iface, MSPID *purpose, STREAM_TYPE *type )
{
    struct mst *mst = object_of( iface );

    if (purpose) *purpose = MSPID_PrimaryAudio;
    if (type) *type = mst->filter->direction == TD_CAPTURE ? STREAMTYPE_WRITE : STREAMTYPE_READ;
    return S_OK;
}

static HRESULT WINAPI stream_SetSameFormat( IAMMediaStream *iface, IMediaStream *other, DWORD flags )
{
    struct mst *mst = object_of( iface );
    ITAMMediaFormat *format;
    AM_MEDIA_TYPE *type;
    HRESULT hr;

    if (!other) return E_POINTER;
    if (flags) return E_INVALIDARG;
    if (FAILED(IMediaStream_QueryInterface( other, &IID_ITAMMediaFormat, (void **)&format ))) return MS_E_INCOMPATIBLE;
    if (SUCCEEDED(hr = ITAMMediaFormat_get_MediaFormat( format, &type )))
    {
        hr = ITAMMediaFormat_put_MediaFormat( (ITAMMediaFormat *)&mst->format, type );
        media_type_free( type );
    }
    ITAMMediaFormat_Release( format );
    return hr;
}

static HRESULT WINAPI stream_AllocateSample( IAMMediaStream *iface, DWORD flags, IStreamSample **out )
{
    struct mst *mst = object_of( iface );

    if (!out) return E_POINTER;
    *out = NULL;
    if (flags) return E_INVALIDARG;
    return mst_sample_create( mst, mst->filter->allocate ? buffer_size( mst->filter ) : 0, out );
}

/* Parts of another sample are for pictures. */
static HRESULT WINAPI stream_CreateSharedSample( IAMMediaStream *iface, IStreamSample *existing, DWORD flags, IStreamSample **out )
{
    if (!out) return E_POINTER;
    *out = NULL;
    return E_NOTIMPL;
}

static HRESULT WINAPI stream_SendEndOfStream( IAMMediaStream *iface, DWORD flags )
{
    struct mst *mst = object_of( iface );
    struct mst_filter *filter = mst->filter;

    if (flags) return E_INVALIDARG;
    if (filter->direction != TD_CAPTURE) return MS_E_INVALIDSTREAMTYPE;
    EnterCriticalSection( &filter->queue_lock );
    filter->ended = TRUE;
    LeaveCriticalSection( &filter->queue_lock );
    SetEvent( filter->queued );
    return S_OK;
}

static HRESULT WINAPI stream_Initialize( IAMMediaStream *iface, IUnknown *source, DWORD flags, REFMSPID purpose, const STREAM_TYPE type )
{
    struct mst *mst = object_of( iface );

    /* the terminal was made for one kind of stream; it can only agree */
    if (!purpose) return E_POINTER;
    if (!IsEqualGUID( purpose, &MSPID_PrimaryAudio )) return MS_E_PURPOSEID;
    return type == (mst->filter->direction == TD_CAPTURE ? STREAMTYPE_WRITE : STREAMTYPE_READ) ? S_OK : MS_E_INVALIDSTREAMTYPE;
}

/* The state follows the graph of the MSP: there is nothing that a multimedia stream could switch. */
static HRESULT WINAPI stream_SetState( IAMMediaStream *iface, FILTER_STATE state )
{
    struct mst *mst = object_of( iface );

    return mst->filter->filter.state == state ? S_OK : E_NOTIMPL;
}

static HRESULT WINAPI stream_JoinAMMultiMediaStream( IAMMediaStream *iface, IAMMultiMediaStream *owner )
{
    struct mst *mst = object_of( iface );

    mst->owner = owner;
    return S_OK;
}

static HRESULT WINAPI stream_JoinFilter( IAMMediaStream *iface, IMediaStreamFilter *filter )
{
    return filter ? E_NOTIMPL : S_OK;   /* it has a filter already */
}

static HRESULT WINAPI stream_JoinFilterGraph( IAMMediaStream *iface, IFilterGraph *graph )
{
    return graph ? E_NOTIMPL : S_OK;    /* and the MSP puts that into its graph */
}

static const IAMMediaStreamVtbl stream_vtbl =
{
    FACE_UNKNOWN, stream_GetMultiMediaStream, stream_GetInformation, stream_SetSameFormat, stream_AllocateSample, stream_CreateSharedSample,
    stream_SendEndOfStream, stream_Initialize, stream_SetState, stream_JoinAMMultiMediaStream, stream_JoinFilter, stream_JoinFilterGraph
};

/* ---- the terminal ---- */

static void disconnected( struct terminal *terminal, TERMINAL_DIRECTION direction )
{
    mst_filter_complete_all( ((struct mst *)terminal)->filter, E_ABORT );
}

static void mst_destroy( struct object *object )
{
    struct mst *mst = (struct mst *)object;

    terminal_free( &mst->terminal );    /* with the filter */
}

static const struct terminal_ops mst_ops = { .disconnected = disconnected };

static const struct face_entry mst_faces[] =
{
    TERMINAL_FACES,
    { &IID_ITAMMediaFormat, offsetof( struct mst, format ), FALSE },
    { &IID_ITAllocatorProperties, offsetof( struct mst, allocator ), FALSE },
    { &IID_IAMMediaStream, offsetof( struct mst, stream ), FALSE },
    { &IID_IMediaStream, offsetof( struct mst, stream ), FALSE },
};
static const struct object_class mst_class = { "media streaming terminal", mst_faces, ARRAYSIZE(mst_faces), mst_destroy };

HRESULT mst_create( DWORD media_type, TERMINAL_DIRECTION direction, MSP_HANDLE address, ITTerminal **out )
{
    struct mst *mst = terminal_create( &mst_class, &mst_ops, sizeof(*mst), &CLSID_MediaStreamTerminal, TT_DYNAMIC, direction, media_type,
                                       direction == TD_CAPTURE ? L"Media Streaming Terminal (capture)" : L"Media Streaming Terminal (render)", address );

    if (!mst) return E_OUTOFMEMORY;
    face_init( &mst->format, &format_vtbl, &mst->terminal.object );
    face_init( &mst->allocator, &allocator_vtbl, &mst->terminal.object );
    face_init( &mst->stream, &stream_vtbl, &mst->terminal.object );
    if (!(mst->filter = filter_create( direction )))
    {
        object_release( mst );
        return E_OUTOFMEMORY;
    }
    mst->terminal.filter = media_filter_iface( mst->filter );
    *out = terminal_iface( mst );
    return S_OK;
}
