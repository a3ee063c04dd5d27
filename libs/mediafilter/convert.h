/*
 * Audio formats of telephony into each other.
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

#ifndef MEDIAFILTER_CONVERT_H
#define MEDIAFILTER_CONVERT_H

#include "filter.h"
#include "wavfile/wavfile.h"

/** Whether audio_converter_create() takes a format: PCM of 8 to 32 bits, A-law and mu-law, up to 8 channels, 1000 to 192000 Hz. */
BOOL audio_convertible( const WAVEFORMATEX *format );

/**
 * Make a converter of libs/wavfile from one format to another.
 *
 * @return the converter, for wav_convert() and wav_converter_free(); NULL: no memory, or a format that audio_convertible() refuses
 */
struct wav_converter *audio_converter_create( const WAVEFORMATEX *from, const WAVEFORMATEX *to );

/* ---- as a filter ---- */

/**
 * Make a transform filter with an input pin "In" and an output pin "Out", which takes any convertible format and gives any other.
 *
 * @param preferred  the format its output proposes first, or NULL: the one of its input; 8000 Hz mono of 16 bits comes next
 * @param out        receives the filter, NULL on failure
 * @return S_OK, E_OUTOFMEMORY, E_INVALIDARG for a format that is not convertible
 */
HRESULT convert_filter_create( const WAVEFORMATEX *preferred, IBaseFilter **out );

#endif
