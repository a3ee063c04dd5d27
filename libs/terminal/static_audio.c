/*
 * Terminals that are one wave device: microphones and speakers.
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

#include <math.h>

#include "terminal.h"
#include "mediafilter/wave.h"
#include "debug/debug.h"

#include <tapi3err.h>

DEBUG_CHANNEL( tapimedia );

#define FULL_VOLUME 0xffff
#define VOLUME_RANGE 60.0               /* dB between the lowest step that is not silence and the highest */

struct static_audio
{
    struct terminal terminal;
    struct face     audio;              /* ITBasicAudioTerminal */
    struct face     wave;               /* ITStaticAudioTerminal */
    UINT            device;
    LONG            volume;             /* logarithmic steps, as documented */
};

static HRESULT WINAPI audio_put_Volume( ITBasicAudioTerminal *iface, long volume )
{
    struct static_audio *audio = object_of( iface );
    LONG linear;

    if (volume < 0 || volume > FULL_VOLUME) return E_INVALIDARG;
    if (!terminal_in_use( &audio->terminal )) return TAPI_E_NOTERMINALSELECTED;
    linear = volume ? lround( FULL_VOLUME * pow( 10, ((double)volume / FULL_VOLUME - 1) * VOLUME_RANGE / 20 )) : 0;
    InterlockedExchange( &audio->volume, volume );
    return wave_set_volume( audio->terminal.filter, linear );
}

static HRESULT WINAPI audio_get_Volume( ITBasicAudioTerminal *iface, long *volume )
{
    struct static_audio *audio = object_of( iface );

    if (!volume) return E_POINTER;
    *volume = audio->volume;
    return S_OK;
}

/* Documented of both kinds: a telephone has one channel. */
static HRESULT WINAPI audio_put_Balance( ITBasicAudioTerminal *iface, long balance )
{
    return E_NOTIMPL;
}

static HRESULT WINAPI audio_get_Balance( ITBasicAudioTerminal *iface, long *balance )
{
    return balance ? E_NOTIMPL : E_POINTER;
}

static const ITBasicAudioTerminalVtbl audio_vtbl = { FACE_DISPATCH, audio_put_Volume, audio_get_Volume, audio_put_Balance, audio_get_Balance };

static HRESULT WINAPI wave_get_WaveId( ITStaticAudioTerminal *iface, long *id )
{
    struct static_audio *audio = object_of( iface );

    if (!id) return E_POINTER;
    *id = audio->device;
    return S_OK;
}

static const ITStaticAudioTerminalVtbl wave_vtbl = { FACE_DISPATCH, wave_get_WaveId };

static void static_audio_destroy( struct object *object )
{
    terminal_free( (struct terminal *)object );
}

static const struct face_entry static_audio_faces[] =
{
    TERMINAL_FACES,
    { &IID_ITBasicAudioTerminal, offsetof( struct static_audio, audio ), TRUE },
    { &IID_ITStaticAudioTerminal, offsetof( struct static_audio, wave ), TRUE },
};
static const struct object_class static_audio_class =
    { "static audio terminal", static_audio_faces, ARRAYSIZE(static_audio_faces), static_audio_destroy };

HRESULT termmgr_static_audio( UINT device, TERMINAL_DIRECTION direction, MSP_HANDLE address, ITTerminal **out )
{
    struct static_audio *audio;
    WAVEOUTCAPSW out_caps;
    WAVEINCAPSW in_caps;
    const WCHAR *name;
    MMRESULT error;
    HRESULT hr;

    *out = NULL;
    if (direction == TD_CAPTURE)
    {
        error = waveInGetDevCapsW( device, &in_caps, sizeof(in_caps) );
        name = in_caps.szPname;
    }
    else if (direction == TD_RENDER)
    {
        error = waveOutGetDevCapsW( device, &out_caps, sizeof(out_caps) );
        name = out_caps.szPname;
    }
    else return E_INVALIDARG;
    if (error)
    {
        ERR( "there is no wave%s device %u: error %u of winmm\n", direction == TD_CAPTURE ? "In" : "Out", device, error );
        return E_INVALIDARG;
    }
    audio = terminal_create( &static_audio_class, NULL, sizeof(*audio), direction == TD_CAPTURE ? &CLSID_MicrophoneTerminal : &CLSID_SpeakersTerminal,
                             TT_STATIC, direction, TAPIMEDIATYPE_AUDIO, name, address );
    if (!audio) return E_OUTOFMEMORY;
    face_init( &audio->audio, &audio_vtbl, &audio->terminal.object );
    face_init( &audio->wave, &wave_vtbl, &audio->terminal.object );
    audio->device = device;
    audio->volume = FULL_VOLUME;
    hr = (direction == TD_CAPTURE ? wave_capture_create : wave_render_create)( device, NULL, &audio->terminal.filter );
    if (FAILED(hr))
    {
        object_release( audio );
        return hr;
    }
    *out = terminal_iface( audio );
    return S_OK;
}
