/*
 * Private declarations of the base for media service providers.
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

#ifndef MSPBASE_PRIVATE_H
#define MSPBASE_PRIVATE_H

#include "mspbase.h"
#include "tee.h"

#include <termmgr.h>

#include "comobject/collection.h"

/*
 * Who holds whom: an address object has a queue of events; calls and streams hold that queue, not the address. What a call is, is a struct msp_call, which the
 * COM object of the call, its streams and its work on other threads hold; the call holds its streams until ShutdownMSPCall() or the end of the COM object.
 *
 * Locks: events->cs and call->cs are leaves, held for a few lines. What touches graphs and terminals goes through the call's gate, which is no lock that
 * anybody else can wait for: terminals report their events (FireEvent) without it, and who comes back through it on the same thread is refused.
 */

/* ---- address.c: events on their way to TAPI ---- */

struct events;

struct events *events_addref( struct events *events );
void events_release( struct events *events );
/* Copies the event and references what it points to. TAPI_E_WRONG_STATE: nobody listens. */
HRESULT events_post( struct events *events, const MSP_EVENT_INFO *info );
HRESULT events_post_data( struct events *events, MSP_HANDLE call, const void *data, DWORD size );
/* A sink for the events of terminals; those of calls carry the handle of the call. */
HRESULT sink_create( struct events *events, MSP_HANDLE call, ITPluggableTerminalEventSink **sink );
/* Have a terminal report to a new sink, which takes the place of the last one or is one more; terminals that report nothing are left alone. */
void sink_register( IUnknown *terminal, struct events *events, MSP_HANDLE call, BOOL replace );
void sink_unregister( IUnknown *terminal );

/* ---- address.c, terminals.c ---- */

struct static_terminal
{
    ITTerminal *terminal;
    TERMINAL_DIRECTION direction;
    WCHAR id[128];                      /* of the endpoint, or the name of the device */
    BOOL  seen;
};

struct address
{
    struct object    object;
    struct face      msp;               /* ITMSPAddress */
    struct face      support;           /* ITTerminalSupport2 */
    const struct msp_provider *provider;
    struct events   *events;
    CRITICAL_SECTION cs;
    struct static_terminal *terminals;
    ULONG            terminal_count;
    BOOL             terminals_known;   /* somebody has looked: changes are told */
    ITTerminalManager2 *maker;          /* CLSID_TerminalManager */
};

extern const ITTerminalSupport2Vtbl support_vtbl;
void terminals_forget( struct address *address );
DWORD provider_media_types( const struct msp_provider *provider );

static inline MSP_HANDLE address_handle( struct address *address )
{
    return (MSP_HANDLE)address;
}

/* ---- call.c ---- */

struct stream;

struct msp_call
{
    LONG             refs;
    const struct msp_provider *provider;
    struct events   *events;
    MSP_HANDLE       handle;            /* TAPI's */
    MSP_HANDLE       address;           /* that its terminals were made for */
    DWORD            media_types;
    void            *private;
    CRITICAL_SECTION cs;
    BOOL             closed, ready, full_duplex;
    MSP_CALL_EVENT_CAUSE cause;         /* why it became ready or not */
    struct stream   *streams[MSP_MAX_STREAMS];
    ULONG            stream_count;
    HANDLE           gate;
    volatile DWORD   gate_owner;        /* thread id */
    LONG             work;              /* asked for */
};

HRESULT call_create( struct address *address, MSP_HANDLE handle, DWORD media_types, IUnknown *outer, IUnknown **out );
/* The call behind what CreateMSPCall() gave, or NULL. Not referenced. */
struct msp_call *call_from_unknown( IUnknown *unknown );
void call_shutdown( struct msp_call *call );
/* FALSE: this thread is inside already. */
BOOL gate_enter( struct msp_call *call );
void gate_leave( struct msp_call *call );
/* Bring all streams up to date, on another thread. */
void call_work( struct msp_call *call );
void call_event( struct msp_call *call, MSP_CALL_EVENT type, MSP_CALL_EVENT_CAUSE cause, struct stream *stream, ITTerminal *terminal, HRESULT error );

/* ---- stream.c ---- */

enum stream_state { STREAM_STOPPED, STREAM_PAUSED, STREAM_RUNNING };

#define MAX_TERMINALS 7                 /* on one stream */

struct selected
{
    ITTerminal        *terminal;        /* as the program selected it */
    ITTerminal        *track;           /* what is connected: the same, or a track of it */
    ITTerminalControl *control;         /* of the track */
    IBaseFilter       *converter;       /* between it and the provider's filter, if they have no format in common */
    BOOL               connected;
    BOOL               listens;         /* records what is on the stream: takes sound of a TD_CAPTURE stream, too, and is there beside its one source */
};

struct stream
{
    struct object      object;
    struct face        stream;          /* ITStream */
    struct face        substreams;      /* ITSubStreamControl */
    struct msp_call   *call;
    const struct msp_stream_kind *kind;
    BOOL               closed;          /* with call->cs */
    struct selected    terminals[MAX_TERMINALS];    /* changed with the gate and call->cs, read with either */
    ULONG              terminal_count;
    /* with the gate */
    enum stream_state  wanted, state;
    BOOL               failed;          /* not tried again before something changes */
    BOOL               ended;           /* its source has no more, and programs know: what runs is empty */
    LONG               renew;           /* set by anybody */
    struct graph      *graph;
};

struct stream *stream_create( struct msp_call *call, const struct msp_stream_kind *kind );
struct stream *stream_from_interface( ITStream *iface );
/* With the gate: start or stop it as things are now. */
HRESULT stream_apply( struct stream *stream, MSP_CALL_EVENT_CAUSE cause );
/* With the gate: the end. */
void stream_close( struct stream *stream );

/* ---- graph.c: all with the gate ---- */

struct graph;

/* S_FALSE: the provider has no filter yet. */
HRESULT graph_create( struct stream *stream, struct graph **out );
/* Stopped before. */
void graph_free( struct graph *graph );
/* What listens to a TD_CAPTURE stream is connected after its source, and disconnected before it. */
HRESULT graph_connect( struct graph *graph, struct selected *selected );
void graph_disconnect( struct graph *graph, struct selected *selected );
HRESULT graph_set_state( struct graph *graph, enum stream_state state );
/* What the filters have reported: S_OK, S_FALSE if everything has come to its end, or why it cannot go on. */
HRESULT graph_news( struct graph *graph );

#endif
