/*
 * DirectShow filters in plain C: what all filters of terminals and of media service providers are made of.
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

#ifndef MEDIAFILTER_FILTER_H
#define MEDIAFILTER_FILTER_H

#include "comobject/object.h"

#ifndef NO_DSHOW_STRSAFE
#define NO_DSHOW_STRSAFE                /* it would take swprintf() away */
#endif
#include <dshow.h>
#include <mmreg.h>

/*
 * A filter is an object of libs/comobject that begins with a struct media_filter, with pins that it owns. Pins have no life of their own: a reference
 * to one is a reference to the filter.
 *
 * Two locks. The filter's lock guards state and connections; pins of other filters are called under it, from output to input, as all filters do.
 * The stream lock is held while a sample, the end of the stream or the end of a flush is taken in. stop() and begin_flush() come without the stream
 * lock, and must let a receive() that waits go on at once: it waits for filter->stopping beside what it waits for. A thread that makes samples has
 * no lock. Nothing connects or disconnects while a filter is not stopped.
 *
 * Samples are live: nothing waits for a reference clock, and sinks are paused without a sample having come.
 */

struct media_filter;
struct media_pin;

struct media_filter_ops
{
    /* The class that IPersist gives; may be GUID_NULL. */
    const CLSID *clsid;
    /* From stopped to paused, before any thread is started and any sample comes; a failure leaves the filter stopped. May be NULL. */
    HRESULT (*start)( struct media_filter *filter );
    /* From paused to running, and back. May be NULL. */
    HRESULT (*run)( struct media_filter *filter );
    void (*pause)( struct media_filter *filter );
    /* To stopped, in two steps: whatever waits is let go (threads and receivers may still be at work); then all is quiet. Each may be NULL. */
    void (*stopping)( struct media_filter *filter );
    void (*stopped)( struct media_filter *filter );
};

struct media_pin_ops
{
    /* The types that a pin prefers, from index 0 on. *type is zero before; what it gets is freed with media_type_clear().
     * @return S_OK, VFW_S_NO_MORE_ITEMS behind the last, or an error. May be NULL: none is preferred */
    HRESULT (*get_type)( struct media_pin *pin, unsigned int index, AM_MEDIA_TYPE *type );
    /* S_OK, or S_FALSE or VFW_E_TYPE_NOT_ACCEPTED. Comes from any thread. */
    HRESULT (*query_accept)( struct media_pin *pin, const AM_MEDIA_TYPE *type );
    /* pin->type is agreed on (and the allocator, on an output pin); a failure undoes the connection. Also when a sample brought another type. May be NULL. */
    HRESULT (*connected)( struct media_pin *pin );
    void (*disconnected)( struct media_pin *pin );                  /* may be NULL */

    /* Output pins: how many buffers and how large; what the other side asks for is in *properties. May be NULL: 4 buffers of 20 ms of audio. */
    HRESULT (*buffers)( struct media_pin *pin, ALLOCATOR_PROPERTIES *properties );
    /* Output pins of sources: runs in a thread of its own from paused to stopped. Returns when media_filter_wait() says so, or after the last
     * sample, having sent media_pin_deliver_end(). May be NULL: something else delivers. */
    void (*stream)( struct media_pin *pin );

    /* Input pins. The sample is the caller's. S_OK, S_FALSE: no more, please; or an error, which ends the stream. */
    HRESULT (*receive)( struct media_pin *pin, IMediaSample *sample );
    /* Any of these may be NULL: then they go on to all output pins of the filter; without any the end of the stream is EC_COMPLETE. */
    HRESULT (*end_of_stream)( struct media_pin *pin );
    HRESULT (*begin_flush)( struct media_pin *pin );
    HRESULT (*end_flush)( struct media_pin *pin );
    HRESULT (*new_segment)( struct media_pin *pin, REFERENCE_TIME start, REFERENCE_TIME stop, double rate );
};

struct media_pin
{
    IPin          IPin_iface;
    IMemInputPin  IMemInputPin_iface;   /* input pins */
    IAMPushSource IAMPushSource_iface;  /* live output pins */
    struct media_filter *filter;
    const struct media_pin_ops *ops;
    PIN_DIRECTION direction;
    WCHAR         name[32];             /* also its id */
    BOOL          live;                 /* output pins: samples come as fast as sound does, a sink may drop but must not hold them up. Set by the owner. */

    BOOL          cannot_cue;           /* output pins: not live, but no sample comes before it runs, either. Set by the owner. */

    /* while it is connected */
    IPin         *peer;
    AM_MEDIA_TYPE type;
    IMemAllocator *allocator;           /* NULL on an input pin before NotifyAllocator() */
    BOOL          read_only;            /* input: samples must not be changed */
    IMemInputPin *peer_input;           /* output pins */

    BOOL          flushing, ended;
    BOOL          discontinuity;        /* output pins: something may be missing before the next sample. Set by the owner; the sample tells it on. */
    HANDLE        thread;
    REFERENCE_TIME segment_start, segment_stop;
    double        segment_rate;
};

#define MEDIA_PINS 8

struct media_filter
{
    struct object object;
    struct face   face;                 /* IBaseFilter */
    struct face   misc;                 /* IAMFilterMiscFlags */
    const struct media_filter_ops *ops;
    CRITICAL_SECTION lock, stream;
    FILTER_STATE  state;
    IFilterGraph *graph;                /* not referenced, as documented */
    IReferenceClock *clock;
    WCHAR         name[128];
    HANDLE        stopping;             /* manual-reset event: set while the filter is stopped, or about to be */
    HANDLE        running;              /* manual-reset event: set while it runs */
    unsigned int  pin_count;
    struct media_pin *pins[MEDIA_PINS];
};

/* The first entries of the faces of a filter's class; more may follow */
#define MEDIA_FILTER_FACES \
    { &IID_IBaseFilter, offsetof( struct media_filter, face ), FALSE }, \
    { &IID_IMediaFilter, offsetof( struct media_filter, face ), FALSE }, \
    { &IID_IPersist, offsetof( struct media_filter, face ), FALSE }, \
    { &IID_IAMFilterMiscFlags, offsetof( struct media_filter, misc ), FALSE }

/* ---- filters ---- */

/**
 * Allocate a filter with one reference, without pins, stopped.
 *
 * @param class  faces begin with MEDIA_FILTER_FACES; its destroy() frees what the owner has and ends with media_filter_free()
 * @param ops    what the filter does; must outlive it
 * @param size   bytes, at least sizeof(struct media_filter); what follows it is zero
 * @param outer  controlling unknown of an aggregate, or NULL
 * @return the filter, or NULL without memory
 */
void *media_filter_create( const struct object_class *class, const struct media_filter_ops *ops, size_t size, IUnknown *outer );

/** The end of a filter's destroy(): the last reference is gone, it is stopped (a filter that is not is stopped here), all memory is freed. */
void media_filter_free( struct media_filter *filter );

/** Add a pin, which is zero before and is the owner's memory (usually part of the filter's structure). At most MEDIA_PINS. */
void media_filter_add_pin( struct media_filter *filter, struct media_pin *pin, PIN_DIRECTION direction, const WCHAR *name, const struct media_pin_ops *ops );

/** The pointer to hand out. Not referenced. */
static inline IBaseFilter *media_filter_iface( void *filter )
{
    return (IBaseFilter *)&((struct media_filter *)filter)->face;
}

/** Tell the graph, if there is one: EC_ERRORABORT with an HRESULT and 0, EC_COMPLETE, EC_USER and beyond. From any thread, without locks. */
void media_filter_notify( struct media_filter *filter, LONG event, LONG_PTR param1, LONG_PTR param2 );

/** The stream cannot go on: EC_ERRORABORT. @return error, so that a receive() may end with it */
HRESULT media_filter_abort( struct media_filter *filter, HRESULT error );

/**
 * For the threads of sources: wait until the filter runs.
 *
 * @param event    waited for, too, or NULL: then it returns as soon as the filter runs
 * @param timeout  ms, INFINITE
 * @return FALSE: it is stopped, return; TRUE: it runs, and the event is set, or the time is over
 */
BOOL media_filter_wait( struct media_filter *filter, HANDLE event, DWORD timeout );

/* ---- output pins: for stream() and receive() ---- */

/**
 * Get an empty sample; waits for one.
 * @return S_OK; VFW_E_NOT_COMMITTED: the filter is stopped; VFW_E_NOT_CONNECTED
 */
HRESULT media_pin_get_sample( struct media_pin *pin, IMediaSample **sample );

/** Deliver a sample, and release it. S_OK; S_FALSE: the other side wants no more; VFW_E_NOT_CONNECTED: nobody is there, which is no fault */
HRESULT media_pin_deliver( struct media_pin *pin, IMediaSample *sample );

/**
 * Deliver bytes as a sample with times.
 *
 * @param start, stop  times in 100 ns from the beginning of the stream; stop < start: none
 * @return as for media_pin_get_sample() and media_pin_deliver(); VFW_E_BUFFER_OVERFLOW if they are more than a sample holds
 */
HRESULT media_pin_deliver_data( struct media_pin *pin, const void *data, DWORD size, REFERENCE_TIME start, REFERENCE_TIME stop );

/** Nothing more comes until the filter has been stopped, or flushed. */
HRESULT media_pin_deliver_end( struct media_pin *pin );

/** Throw away what is on its way: the begin may come from any thread but the one that delivers. */
HRESULT media_pin_deliver_begin_flush( struct media_pin *pin );
HRESULT media_pin_deliver_end_flush( struct media_pin *pin );
HRESULT media_pin_deliver_segment( struct media_pin *pin, REFERENCE_TIME start, REFERENCE_TIME stop, double rate );

/** Whether who delivers to an input pin must not be held up: it says so by IAMPushSource. */
BOOL media_pin_peer_is_live( struct media_pin *pin );

/* ---- media types ---- */

/** Copy a type with its format block. S_OK or E_OUTOFMEMORY; *to is zero on failure. */
HRESULT media_type_copy( AM_MEDIA_TYPE *to, const AM_MEDIA_TYPE *from );

/** @return a copy for CoTaskMemFree(), see media_type_free(); NULL without memory */
AM_MEDIA_TYPE *media_type_duplicate( const AM_MEDIA_TYPE *type );

/** Free what a type points to, and make it zero. */
void media_type_clear( AM_MEDIA_TYPE *type );

/** media_type_clear() and CoTaskMemFree(). NULL is allowed. */
void media_type_free( AM_MEDIA_TYPE *type );

/** Same major type, subtype and format, byte for byte. */
BOOL media_type_equal( const AM_MEDIA_TYPE *a, const AM_MEDIA_TYPE *b );

/** Whether type has all that a partial type (with GUID_NULL where it does not care) asks for. */
BOOL media_type_matches( const AM_MEDIA_TYPE *type, const AM_MEDIA_TYPE *partial );

/** Make the audio type of a format (PCM, mu-law, A-law). S_OK, E_OUTOFMEMORY */
HRESULT media_type_from_wave( AM_MEDIA_TYPE *type, const WAVEFORMATEX *format );

/** @return the format in an audio type, NULL if it has none or one that cannot be right (sizes and rates are checked). Belongs to the type. */
const WAVEFORMATEX *media_type_wave( const AM_MEDIA_TYPE *type );

/** Linear PCM, or with 8 bits another tag: rate in Hz. */
static inline WAVEFORMATEX wave_format( WORD tag, DWORD rate, WORD bits, WORD channels )
{
    return (WAVEFORMATEX){ tag, channels, rate, rate * channels * bits / 8, (WORD)(channels * bits / 8), bits, 0 };
}

#endif
