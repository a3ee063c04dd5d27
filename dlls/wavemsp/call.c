/*
 * Calls whose sound is a pair of wave devices.
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

#include "mspbase/mspbase.h"
#include "wavemsp.h"
#include "mediafilter/wave.h"
#include "debug/debug.h"

DEBUG_CHANNEL( msp );

/* What is known of a call's devices */
struct devices
{
    CRITICAL_SECTION cs;
    DWORD in, out;
};

static HRESULT call_created( struct msp_call *call )
{
    struct devices *devices = malloc( sizeof(*devices) );

    if (!devices) return E_OUTOFMEMORY;
    InitializeCriticalSection( &devices->cs );
    devices->in = devices->out = WAVEMSP_NO_DEVICE;
    msp_call_set_private( call, devices );
    return S_OK;
}

static void call_closed( struct msp_call *call )
{
    struct devices *devices = msp_call_private( call );

    DeleteCriticalSection( &devices->cs );
    free( devices );
}

static HRESULT call_data( struct msp_call *call, const void *data, DWORD size )
{
    struct devices *devices = msp_call_private( call );
    struct wavemsp_devices block;
    BOOL new_in, new_out, connected;

    if (size < sizeof(block)) return E_INVALIDARG;
    memcpy( &block, data, sizeof(block) );
    if (block.size < sizeof(block) || block.size > size) return E_INVALIDARG;
    TRACE( "call %p: in %ld, out %ld, flags %#lx\n", call, block.wave_in, block.wave_out, block.flags );
    EnterCriticalSection( &devices->cs );
    new_in = devices->in != block.wave_in;
    new_out = devices->out != block.wave_out;
    devices->in = block.wave_in;
    devices->out = block.wave_out;
    LeaveCriticalSection( &devices->cs );
    connected = (block.flags & WAVEMSP_CONNECTED) != 0;
    msp_call_set_full_duplex( call, (block.flags & WAVEMSP_FULL_DUPLEX) != 0 );
    if (new_in) msp_call_renew( call, TD_RENDER );
    if (new_out) msp_call_renew( call, TD_CAPTURE );
    msp_call_set_ready( call, connected, connected ? CALL_CAUSE_LOCAL_REQUEST : CALL_CAUSE_REMOTE_REQUEST );
    return S_OK;
}

/* What the far end says is recorded from the line's device, what it hears is played there. */
static HRESULT create_filter( struct msp_call *call, const struct msp_stream_kind *kind, IBaseFilter **filter )
{
    static const WAVEFORMATEX format = { WAVE_FORMAT_PCM, 1, 8000, 16000, 2, 16, 0 };
    struct devices *devices = msp_call_private( call );
    DWORD device;
    HRESULT hr;

    EnterCriticalSection( &devices->cs );
    device = kind->direction == TD_RENDER ? devices->in : devices->out;
    LeaveCriticalSection( &devices->cs );
    *filter = NULL;
    if (device == WAVEMSP_NO_DEVICE) return S_FALSE;
    hr = kind->direction == TD_RENDER ? wave_capture_create( device, &format, filter ) : wave_render_create( device, &format, filter );
    if (FAILED(hr)) ERR( "wave device %lu of a call, stream %s: %#lx\n", device, debugstr_w( kind->name ), hr );
    return hr;
}

static const struct msp_stream_kind streams[] =
{
    { TAPIMEDIATYPE_AUDIO, TD_CAPTURE, L"Audio to the far end" },
    { TAPIMEDIATYPE_AUDIO, TD_RENDER, L"Audio from the far end" },
};

static const struct msp_provider provider = { "wavemsp", streams, ARRAYSIZE(streams), call_created, call_closed, call_data, create_filter };
static const CLSID class_id = CLSID_WAVEMSP_INIT;

const struct msp_dll msp_dll = { &class_id, L"Wave MSP Class", &provider };
