/*
 * Terminals: what all of them are made of, and those that are one wave device.
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

#ifndef TERMINAL_TERMINAL_H
#define TERMINAL_TERMINAL_H

#include "comobject/object.h"

#ifndef NO_DSHOW_STRSAFE
#define NO_DSHOW_STRSAFE                /* it would take swprintf() away */
#endif
#include <dshow.h>
#include <tapi3.h>
#include <msp.h>
#include <termmgr.h>

/*
 * A terminal is an object of libs/comobject that begins with a struct terminal: ITTerminal, ITTerminalControl and
 * ITPluggableTerminalEventSinkRegistration are here, the owner's other interfaces are further faces of its class. A terminal has one filter for each
 * stream that it can be connected to: one, or two if it is bidirectional.
 */

struct terminal;

struct terminal_ops
{
    /* The filter for a stream of this direction (TD_CAPTURE or TD_RENDER), referenced. May be NULL: terminal->filter. Without the lock. */
    HRESULT (*get_filter)( struct terminal *terminal, TERMINAL_DIRECTION direction, IBaseFilter **filter );
    /* It is in the graph and its pin has been handed out; a failure undoes that. May be NULL. Without the lock. */
    HRESULT (*connected)( struct terminal *terminal, TERMINAL_DIRECTION direction );
    /* CompleteConnectTerminal(): the pin is connected. May be NULL. */
    HRESULT (*completed)( struct terminal *terminal );
    /* The filter is out of the graph. May be NULL. Without the lock. */
    void (*disconnected)( struct terminal *terminal, TERMINAL_DIRECTION direction );
};

struct terminal
{
    struct object object;
    struct face   face;                 /* ITTerminal */
    struct face   control;              /* ITTerminalControl */
    struct face   registration;         /* ITPluggableTerminalEventSinkRegistration */
    const struct terminal_ops *ops;
    CRITICAL_SECTION lock;
    GUID          class;
    TERMINAL_TYPE type;
    TERMINAL_DIRECTION direction;
    LONG          media_type;           /* TAPIMEDIATYPE_ */
    WCHAR         name[128];
    MSP_HANDLE    address;              /* what the MSP calls it */
    IBaseFilter  *filter;               /* the owner's, if there is only one; released with the terminal */
    struct
    {
        IGraphBuilder *graph;           /* while it is connected */
        IBaseFilter   *filter;
    } streams[2];                       /* TD_CAPTURE, TD_RENDER */
    ITPluggableTerminalEventSink *sink;
};

/* The first entries of the faces of a terminal's class; more may follow */
#define TERMINAL_FACES \
    { &IID_ITTerminal, offsetof( struct terminal, face ), TRUE }, \
    { &IID_ITTerminalControl, offsetof( struct terminal, control ), FALSE }, \
    { &IID_ITPluggableTerminalEventSinkRegistration, offsetof( struct terminal, registration ), FALSE }

/**
 * Allocate a terminal with one reference, connected to nothing.
 *
 * @param class      faces begin with TERMINAL_FACES; its destroy() frees what the owner has and ends with terminal_free()
 * @param ops        must outlive it; may be NULL: all is done with terminal->filter
 * @param size       bytes, at least sizeof(struct terminal); what follows it is zero
 * @param clsid      terminal class, e.g. CLSID_MicrophoneTerminal
 * @param type       TT_STATIC or TT_DYNAMIC
 * @param direction  TD_CAPTURE: sound goes from the terminal into the call; TD_RENDER; TD_BIDIRECTIONAL
 * @param media_type TAPIMEDIATYPE_AUDIO, ...
 * @param name       for users
 * @param address    of the MSP, or NULL
 * @return the terminal, or NULL without memory
 */
void *terminal_create( const struct object_class *class, const struct terminal_ops *ops, size_t size, REFCLSID clsid, TERMINAL_TYPE type,
                       TERMINAL_DIRECTION direction, LONG media_type, const WCHAR *name, MSP_HANDLE address );

/** The end of a terminal's destroy(): it leaves its graphs, and all memory is freed. */
void terminal_free( struct terminal *terminal );

/** The pointer to hand out. Not referenced. */
static inline ITTerminal *terminal_iface( void *terminal )
{
    return (ITTerminal *)&((struct terminal *)terminal)->face;
}

/** Whether the terminal is connected to a stream. */
BOOL terminal_in_use( struct terminal *terminal );

/**
 * Tell the MSP, if it has registered a sink. Never under a lock: the MSP may call back.
 *
 * @param event  dwSize and hCall are filled in here; interface pointers in it belong to the caller
 * @return S_OK, S_FALSE if nobody listens, or what the sink said
 */
HRESULT terminal_fire( struct terminal *terminal, MSP_EVENT_INFO *event );

/**
 * A terminal that is one wave device of this process: class CLSID_MicrophoneTerminal or CLSID_SpeakersTerminal, ITBasicAudioTerminal and ITStaticAudioTerminal.
 *
 * @param device     number of a waveIn (TD_CAPTURE) or waveOut device (TD_RENDER), or WAVE_MAPPER
 * @param direction  TD_CAPTURE or TD_RENDER
 * @param address    of the MSP
 * @param out        receives the terminal, NULL on failure
 * @return S_OK, E_OUTOFMEMORY, E_INVALIDARG: no such device or another direction
 */
HRESULT termmgr_static_audio( UINT device, TERMINAL_DIRECTION direction, MSP_HANDLE address, ITTerminal **out );

#endif
