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

/* ---- functions ---- */

/** One sample of G.711 mu-law, and back. */
short mulaw_decode( BYTE code );
BYTE mulaw_encode( short sample );

struct audio_converter;

/** Whether audio_converter_create() takes a format: PCM of 8 or 16 bits or mu-law, mono or stereo, 4000 to 96000 Hz. */
BOOL audio_convertible( const WAVEFORMATEX *format );

/**
 * Make a converter from one format to another. Rates are converted by a polyphase filter: pass band to 0.85 of half the lower rate, what would alias is
 * 60 dB down; its delay is 2 ms at 8 kHz. Formats that differ in nothing are passed unchanged, 8-bit PCM and mu-law through 16 bits.
 *
 * @return the converter, or NULL: no memory, or a format that audio_convertible() refuses
 */
struct audio_converter *audio_converter_create( const WAVEFORMATEX *from, const WAVEFORMATEX *to );
void audio_converter_free( struct audio_converter *converter );

/** Forget what came before: the next byte begins a new stream. */
void audio_converter_reset( struct audio_converter *converter );

/** @return the most bytes that size bytes of input can become. */
DWORD audio_converter_room( const struct audio_converter *converter, DWORD size );

/**
 * Convert what comes in, as a stream: bytes of an incomplete sample are ignored, samples that are not complete at the output rate come with the next call.
 *
 * @param in    size bytes
 * @param out   room for audio_converter_room( converter, size ) bytes; not the same memory
 * @return bytes written
 */
DWORD audio_converter_run( struct audio_converter *converter, const void *in, DWORD size, void *out );

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
