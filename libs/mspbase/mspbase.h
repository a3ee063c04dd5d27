/*
 * A base for media service providers: address, call and stream objects as TAPI 3 expects them.
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

#ifndef MSPBASE_MSPBASE_H
#define MSPBASE_MSPBASE_H

#include <windef.h>
#include <winbase.h>
#include <ole2.h>
#include <strmif.h>
#include <tapi3.h>
#include <msp.h>

/*
 * A media service provider (MSP) is a COM class that tapi3.dll aggregates into its address objects. This library has everything that is the same for all of
 * them: ITMSPAddress with its queue of events, ITTerminalSupport2 over the terminal manager and the wave devices, ITStreamControl of calls, ITStream with a
 * filter graph for each stream. What differs is in a struct msp_provider: which streams a call has, and which filter takes or gives the sound of a stream.
 *
 * A DLL that is one provider and nothing else defines msp_dll, and its .def file names DllGetClassObject, DllCanUnloadNow, DllRegisterServer and
 * DllUnregisterServer: they are here, and DllMain, too. Another one says typeinfo_init( NULL, &LIBID_TAPI3Lib ) when it is loaded and makes its class with
 * msp_address_create().
 *
 * All functions may be called from any thread. Callbacks are called without locks held; those of one call one at a time where it is said so.
 */
struct msp_call;

/* A stream that each call has */
struct msp_stream_kind
{
    LONG media_type;                    /* one TAPIMEDIATYPE_ */
    TERMINAL_DIRECTION direction;       /* TD_CAPTURE: from terminals to the far end; TD_RENDER: from the far end to terminals */
    const WCHAR *name;
};

#define MSP_MAX_STREAMS 4               /* of a call */

struct msp_provider
{
    const char *name;                   /* for logs */
    const struct msp_stream_kind *streams;
    unsigned int stream_count;          /* 1 to MSP_MAX_STREAMS */

    /**
     * A call begins. The provider may keep something with it (msp_call_set_private()). May be NULL.
     * @return S_OK, or why there can be no call
     */
    HRESULT (*call_created)( struct msp_call *call );

    /** The call is over, all of its streams are stopped and their filters released. Last callback of the call. May be NULL. */
    void (*call_closed)( struct msp_call *call );

    /**
     * The telephony service provider, or TAPI 3 itself, says something about the call. May be NULL.
     * @param data  size bytes; must be checked
     */
    HRESULT (*call_data)( struct msp_call *call, const void *data, DWORD size );

    /**
     * Make the provider's end of a stream: for TD_CAPTURE a filter with an input pin, which takes what goes to the far end; for TD_RENDER one with an output
     * pin. One call at a time for each call object.
     *
     * @param filter  receives it, referenced. It stays in use until the stream ends or msp_call_renew() asks for another
     * @return S_OK; S_FALSE: not yet, msp_call_set_ready() will say when to ask again; or why there is none
     */
    HRESULT (*create_filter)( struct msp_call *call, const struct msp_stream_kind *kind, IBaseFilter **filter );
};

/* What the entry points of a DLL that is one provider need to know; defined by the DLL */
struct msp_dll
{
    const CLSID *clsid;
    const WCHAR *name;                  /* of the class, in the registry */
    const struct msp_provider *provider;
};

extern const struct msp_dll msp_dll;

/**
 * Make the MSP object of an address, to be aggregated or alone: ITMSPAddress, ITTerminalSupport, ITTerminalSupport2.
 *
 * @param provider  what is special about it; must outlive it
 * @param outer     controlling unknown or NULL
 * @return S_OK, E_OUTOFMEMORY or E_NOINTERFACE
 */
HRESULT msp_address_create( const struct msp_provider *provider, IUnknown *outer, REFIID iid, void **out );

/** One more reference: who keeps a call beyond a callback. @return the call */
struct msp_call *msp_call_addref( struct msp_call *call );
void msp_call_release( struct msp_call *call );

/** Something of the provider's own that goes with the call; not touched by this library. */
void msp_call_set_private( struct msp_call *call, void *data );
void *msp_call_private( struct msp_call *call );

/**
 * Say whether the sound of the call can flow. Streams with terminals start (unless the program has stopped them) or stop soon after, on another thread.
 *
 * @param ready  TRUE: they may run
 * @param cause  what programs get as cause of the events that follow
 */
void msp_call_set_ready( struct msp_call *call, BOOL ready, MSP_CALL_EVENT_CAUSE cause );

/** FALSE: starting a stream of one direction stops those of the other. At first TRUE. */
void msp_call_set_full_duplex( struct msp_call *call, BOOL full );

/** The filters of streams of that direction are of no use any more: new ones are asked for before the streams run again. */
void msp_call_renew( struct msp_call *call, TERMINAL_DIRECTION direction );

/**
 * Send data to the telephony service provider (TSPI_lineReceiveMSPData).
 * @return S_OK, E_OUTOFMEMORY, or TAPI_E_WRONG_STATE: TAPI has shut the address down
 */
HRESULT msp_call_send( struct msp_call *call, const void *data, DWORD size );

#endif
