/*
 * Filters that are one wave device: a source that records, a sink that plays.
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

#ifndef MEDIAFILTER_WAVE_H
#define MEDIAFILTER_WAVE_H

#include "filter.h"

#include <mmsystem.h>

/*
 * Both open the device when they are paused, in 10 ms buffers. They speak PCM of 8 and 16 bits, mono and stereo, and mu-law, at 8000, 11025, 16000, 22050,
 * 44100 and 48000 Hz, whatever the device can; the first that they propose is the preferred one, then 8000 Hz mono of 16 bits.
 *
 * A device that goes away, or has not moved for six seconds, is EC_ERRORABORT; samples are then thrown away, nobody is held up.
 */

/**
 * @param device_id  number of a waveIn device of this process, or WAVE_MAPPER
 * @param preferred  format proposed first, or NULL
 * @param out        receives the filter with one output pin, NULL on failure
 * @return S_OK, E_OUTOFMEMORY, E_INVALIDARG if there is no such device
 */
HRESULT wave_capture_create( UINT device_id, const WAVEFORMATEX *preferred, IBaseFilter **out );

/**
 * The same with a waveOut device; the filter has one input pin. A source that is live is never held up: what comes too early is thrown away, and what waits
 * after this machine was busy is, too, within a second (lag.h). Of a source that is not live every sample is played.
 */
HRESULT wave_render_create( UINT device_id, const WAVEFORMATEX *preferred, IBaseFilter **out );

/**
 * How loud a filter of this file passes samples on: 0 (silence) to 0xffff (as they are), linear. At any time.
 * @return S_OK, E_INVALIDARG
 */
HRESULT wave_set_volume( IBaseFilter *filter, LONG volume );
LONG wave_get_volume( IBaseFilter *filter );

#endif
